"""Spelling: every word of the content is in its language's dictionary, or in a list of names and terms of ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from markdown_it.token import Token

from dossier import markdown
from dossier.diagnostics import Report
from dossier.source import YamlDocument, parse_yaml, read_text, split_front_matter

DICTIONARIES = {"de": "de_DE_frami", "en": "en_GB", "fr": "fr", "nl": "nl"}
"""By language of the content, hunspell's dictionary; Chinese has no spelling of this kind."""

ELIDED = {"en": ("s",), "fr": ("d", "l", "qu"), "nl": ("s",)}
"""What an apostrophe parts from a word."""

LISTS = ROOT / "docs-dev" / "spelling"
NAMES = LISTS / "names.txt"
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b")
_PARTS = re.compile("['-]")
_WORD = re.compile(r"\w+(?:['-]\w+)*")


def words_of(path: Path, lang: str) -> Iterator[tuple[str, int]]:
    """Yield the words that a file has in a language, each with its line; addresses and code are none."""
    source = read_text(ROOT, path, Report())
    assert source
    if path.suffix == ".yml":
        document = parse_yaml(source, Report())
        assert document
        texts = [(text, document.span_of(key).line) for key, text in strings(document, lang)]
    else:
        front = split_front_matter(source, Report())
        texts = list(_inline(front.body, front.body_line, lang))
        if front.meta:
            heading = [key for key in ("title", "claim", "description") if key in front.meta.value]
            texts += [(front.meta.value[key], front.meta.span_of((key,)).line) for key in heading]
    lines = source.text.replace("’", "'").split("\n")
    for text, first in texts:
        for word in _WORD.findall(_ADDRESS.sub(" ", text.replace("’", "'"))):
            if not any(sign.isdigit() for sign in word):
                yield word, next((at for at in range(first, len(lines) + 1) if word in lines[at - 1]), first)


def strings(document: YamlDocument, lang: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the strings of a YAML document that stand under a language's code."""

    def walk(value: object, key: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if isinstance(value, str) and lang in key:
            yield key, value
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, inner in pairs:
            yield from walk(inner, (*key, name))

    yield from walk(document.value, ())


def _inline(body: str, first_line: int, lang: str) -> Iterator[tuple[str, int]]:
    document = markdown.parse(body, path="", first_line=first_line, lang=lang, report=Report())
    for tokens in (document.tokens, *document.notes.values()):
        for block in tokens:
            if block.type == "inline" and block.map:
                yield _own_words(block.children or (), lang), first_line + block.map[0]


def _own_words(tokens: Sequence[Token], lang: str) -> str:
    """Join the texts of a paragraph that are in its own language."""
    spans: list[str] = [lang]
    texts = []
    for token in tokens:
        if token.type == "span_open":
            spans.append(str(token.attrGet("lang") or spans[-1]))
        elif token.type == "span_close":
            spans.pop()
        elif token.type == "text" and spans[-1] == lang:
            texts.append(token.content)
        elif token.type in {"softbreak", "hardbreak", "citation", "footnote_ref"}:
            texts.append(" ")
    return "".join(texts)


def listed(path: Path) -> list[str]:
    """Return the words of a list."""
    return path.read_text(encoding="utf-8").split()


def misspelt(words: Iterable[str], lang: str) -> list[str]:
    """Return the words that are neither in the dictionary nor listed; of compounds and elisions, each part may be.

    A word may be listed, and be known, with a small letter, and stand at the beginning of a sentence.
    """
    names = listed(NAMES)
    known = {*names, *listed(LISTS / f"{lang}.txt"), *ELIDED.get(lang, ())}
    if lang == "de":
        known |= {f"{name}s" for name in names}  # Alibabas Angebot
    wholes = [word for word in dict.fromkeys(words) if not {word, _lowered(word)} & known]
    unknown = _unknown(wholes, lang)
    parts = {word: set(_PARTS.split(word)) for word in wholes if {word, *_PARTS.split(word)} & unknown}
    unknown = _unknown([form for found in parts.values() for part in found for form in (part, _lowered(part))], lang)
    return [word for word in parts if any({part, _lowered(part)} <= unknown - known for part in parts[word] - known)]


def _lowered(word: str) -> str:
    return word[:1].lower() + word[1:]


def _unknown(words: Iterable[str], lang: str) -> set[str]:
    """Return the words that hunspell does not know, and parts of words, where it reads only these."""
    assert shutil.which("hunspell"), "there is no `hunspell` on the PATH; `scripts/setup test` installs it"
    command = ["hunspell", "-d", DICTIONARIES[lang], "-i", "utf-8", "-l"]
    found = subprocess.run(command, input="\n".join(words), capture_output=True, text=True, check=True)
    return set(found.stdout.split("\n"))


def files(lang: str) -> list[Path]:
    """Return the files of the content that hold words in a language."""
    return [*sorted((ROOT / "docs").glob(f"**/{lang}.md")), *sorted((ROOT / "docs").glob("**/*.yml"))]


@pytest.mark.parametrize("lang", sorted(DICTIONARIES))
def test_every_word_is_spelt_as_the_dictionary_has_it(lang: str) -> None:
    places: dict[str, str] = {}
    for path in files(lang):
        for word, line in words_of(path, lang):
            places.setdefault(word, f"{path.relative_to(ROOT)}:{line}")
    found = [f"{places[word]}: {word}" for word in misspelt(places, lang)]
    assert not found, "misspelt, or to be added to docs-dev/spelling/:\n" + "\n".join(found)


@pytest.mark.parametrize("path", sorted(LISTS.iterdir()), ids=lambda path: path.stem)
def test_the_lists_are_sorted_and_each_word_stands_in_them_once(path: Path) -> None:
    words = listed(path)
    assert words == sorted(set(words), key=lambda word: (word.casefold(), word))
    assert path == NAMES or not set(words) & set(listed(NAMES))


@pytest.mark.parametrize("lang", sorted(DICTIONARIES))
def test_no_list_keeps_a_word_that_nothing_needs(lang: str) -> None:
    used = {part for path in files(lang) for word, _ in words_of(path, lang) for part in (word, *_PARTS.split(word))}
    assert {*listed(LISTS / f"{lang}.txt")} <= used | {_lowered(word) for word in used}


def test_what_is_misspelt_is_found_and_elisions_compounds_and_genitives_are_taken_apart() -> None:
    assert misspelt(["Emplois", "l'aéroport", "aujourd'hui", "emplios", "d'AliExpress", "qu'Alibabba"], "fr") == [
        "emplios",
        "qu'Alibabba",
    ]
    assert misspelt(["Flughafen", "Flughaven", "Cainiaos", "Qwen-Modelle", "Qwen-Modlle"], "de") == [
        "Flughaven",
        "Qwen-Modlle",
    ]


def test_other_languages_addresses_and_code_are_not_read(tmp_path: Path) -> None:
    text = "Voir `codde` et [ouvrir un ticket](https://exmple.org/isue), [golden shares]{lang=en}, nss.cc [@Kee2019].\n"
    found = " ".join(found for found, _ in _inline(text, 1, "fr"))
    assert misspelt(_WORD.findall(_ADDRESS.sub(" ", found)), "fr") == []
