"""A page speaks its own language alone: its words come from that language's files, or from the content in it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import babel
import material
import pytest
import yaml

import dossier.locales

from .site import ALL_LANGUAGES, ROOT, LiveSite, Visit

pytestmark = pytest.mark.browser

LANGUAGES = [*ALL_LANGUAGES, "ar"]
# Letters of one script: an Arabic "and" touches the name behind it. Nothing parts Chinese words, and no other language
# of the site has their characters, so each is taken alone.
_WORD = re.compile(r"[\u3400-\u9fff]|[\u0600-\u06ff]+|[^\W\d_\u0600-\u06ff\u3400-\u9fff]+")
_FILLED_IN = re.compile(r"\{\w+\}")
_ADDRESS = re.compile(r"https?://\S+")
# What stands in a text for the program, not for its readers: marks of its parts, keys, addresses, the record of
# what was translated.
_FOR_THE_PROGRAM = re.compile(
    r"""^:::.*$ | ^translated_from:.*$ | ^units:\n(?:[ ]{2}.*\n)* | ^(?:title|claim|description):
    | \{[#.][^}\n]*\} | @[\w:-]+ | \]\([^)]*\)""",
    re.MULTILINE | re.VERBOSE,
)
_OF_CLDR = ("months", "territories", "languages", "list_patterns", "datetime_skeletons", "date_formats")


def texts_of(value: object) -> Iterator[str]:
    """Yield all texts within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif hasattr(value, "values"):
        for one in value.values():
            yield from texts_of(one)


def said_in(lang: str, value: object) -> Iterator[str]:
    """Yield the texts that a file of all languages has for one of them."""
    if isinstance(value, list):
        for one in value:
            yield from said_in(lang, one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from texts_of(one) if key == lang else said_in(lang, one)


def phrases(lang: str) -> list[str]:
    """Return what the program and its theme say in a language."""
    locale = dossier.locales.load(lang)
    files = Path(dossier.locales.__file__).parent / "locales", Path(material.__file__).parent / "templates"
    ours = tomllib.loads((files[0] / f"{lang}.toml").read_text(encoding="utf-8"))
    theirs = (files[1] / f"partials/languages/{locale.material}.html").read_text(encoding="utf-8")
    return [*texts_of(ours), *re.findall(r'": "(.*)"', theirs)]


def content(lang: str, root: Path) -> Iterator[str]:
    """Yield the texts of a dossier in a language."""
    yield re.search(r"site_name: (.*)", (root / "mkdocs.yml").read_text(encoding="utf-8"))[1]  # type: ignore[index]
    for file in root.glob(f"docs/*/*/{lang}.md"):
        yield _FOR_THE_PROGRAM.sub(" ", file.read_text(encoding="utf-8"))
    for file in root.glob("docs/*.yml"):
        yield from said_in(lang, yaml.safe_load(file.read_text(encoding="utf-8")))


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(unicodedata.normalize("NFC", _ADDRESS.sub(" ", text)).casefold())


def foreign(texts: Iterable[str], vocabulary: set[str]) -> dict[str, list[str]]:
    """Return the texts that have words outside of a vocabulary, with these words."""
    return {text: lacking for text in texts if (lacking := [one for one in words(text) if one not in vocabulary])}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_on_a_page_is_of_its_language(abroad: LiveSite, visits: dict[str, Visit], lang: str) -> None:
    root = abroad.folder.parent if lang == "ar" else ROOT
    cldr = babel.Locale.parse(dossier.locales.load(lang).data["cldr"], sep="-")
    own = [*phrases(lang), *content(lang, root), *texts_of([getattr(cldr, name) for name in _OF_CLDR])]
    sources = re.sub(
        r"^\s*[\w-]+\s*=|[{}]", "", (root / "references.bib").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    pages = {path: visit for path, visit in visits.items() if visit.lang == lang}
    assert len(pages) > 5
    said = {word for text in own for word in words(_FILLED_IN.sub(" ", text))}
    conjunction = cldr.list_patterns["standard"]["2"]
    said |= {conjunction.format("", word).strip() for word in said}  # in Arabic, "and" is part of the word behind it
    cited = {*said, *words(sources.replace("://", " ")), "doi", "bibtex", "ris", "csl", "json"}
    for path, visit in pages.items():
        about_source = "/sources/" in path.removesuffix(
            "sources/"
        )  # such a page has the title of the source for its own
        assert foreign(visit.own_words, cited if about_source else said) == {}, path
        assert foreign(visit.cited_words, cited) == {}, path
    assert any(visit.cited_words for visit in pages.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_says_what_the_program_says_in_another_language(visits: dict[str, Visit], lang: str) -> None:
    own = set(phrases(lang))
    foreign = {phrase for other in LANGUAGES if other != lang for phrase in phrases(other) if words(phrase)} - own
    pages = {path: visit for path, visit in visits.items() if visit.lang == lang}
    assert {path: found for path, visit in pages.items() if (found := visit.own_words & foreign)} == {}
    used = {word for visit in pages.values() for word in visit.own_words & own}
    assert len(used) > 20, "the page's own words are not found either"
