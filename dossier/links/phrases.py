"""The words of many languages by which a page tells that it is not what was asked for: read from `wording/*.toml`.

A sentence says such a thing only where it says nothing else: it holds one of the language's signs ("no longer
available"), and all its other words are ones that such pages are made of ("sorry", "the page", "you are looking for").
So "This page does not exist" does, and "The village that does not exist" does not.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources

SPAM = "hijacked"
COMMON = "en"
"""The language that pages in every other one mix in."""
_SOFT_404 = "soft-404"

_MANY = 8

_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u3099\u309a\u00ad\u200b-\u200f\ufeff]")
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_IDEOGRAPH = re.compile(rf"[{_CJK}]")
_SENTENCE_END = re.compile(r"[.!?。！？;；…\n]+(?=\s|$|[^\x00-\x7f])|[\n。！？；]")


class Says(IntEnum):
    """How plainly a sentence says something."""

    TOUCHES = 1
    """It has the words, among others."""
    HINTS = 2
    """It consists of words that say it only where something else agrees: "404"."""
    TELLS = 3
    """It says that, and nothing else."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words, folded: what every text has, and what pages of each kind consist of."""

    code: str
    stop: frozenset[str]
    known: Mapping[str, frozenset[str]]
    """By kind of page (a reason), the words that it consists of."""
    paths: Mapping[str, frozenset[str]]
    """By kind, parts of addresses of such pages."""
    hosts: Mapping[str, frozenset[str]]
    """By kind, first parts of the names of hosts of such pages."""


@dataclass(frozen=True, slots=True)
class _Sign:
    words: tuple[str, ...]
    kind: str
    language: str
    weak: bool


def fold(text: str) -> str:
    """Return a text without what does not part words: letter case, accents, width."""
    return text.lower() if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())


def words_of(text: str) -> list[str]:
    """Return the folded words of a text; every Chinese character and Japanese sign is a word."""
    return _WORD.findall(fold(text))


def is_ideograph(word: str) -> bool:
    """Tell whether a word is a single sign of a script without spaces."""
    return _IDEOGRAPH.match(word) is not None


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, as far as punctuation tells."""
    return [sentence for piece in _SENTENCE_END.split(text) if (sentence := piece.strip())]


@cache
def languages() -> Mapping[str, Language]:
    """Return all languages by their code."""
    return _load()[0]


@cache
def addresses(kind: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the parts of paths and the first parts of hosts' names that pages of a kind have, in any language."""
    everything = languages().values()
    return (
        frozenset().union(*(language.paths.get(kind, frozenset()) for language in everything)),
        frozenset().union(*(language.hosts.get(kind, frozenset()) for language in everything)),
    )


def foreign(words: Iterable[str], kind: str, language: str, own: Collection[str] = ()) -> list[str]:
    """Return the words that a page of this kind would not say; `own` are the site's names."""
    known = _known(kind, language)
    figures = kind != _SOFT_404  # an incident has a number, a missing page only its status
    return [
        word
        for word in words
        if word not in known and word not in own and not (figures and any(map(str.isdigit, word)))
    ]


def read(words: Sequence[str], own: Collection[str] = (), *, tolerant: bool = False) -> dict[str, tuple[Says, str]]:
    """Return what a sentence says: by kind of page how plainly, and in what language.

    Where it is `tolerant`, one word among many may be any.
    """
    found: dict[str, tuple[Says, str]] = {}
    signs = _load()[1]
    if signs.keys().isdisjoint(words):  # as most sentences are
        return found
    for index, word in enumerate(words):
        for sign in signs.get(word, ()):
            if tuple(words[index : index + len(sign.words)]) == sign.words:
                strange = len(foreign(words, sign.kind, sign.language, own))
                level = Says.HINTS if sign.weak else Says.TELLS
                if strange > (1 if tolerant and len(words) >= _MANY else 0):
                    level = Says.TOUCHES
                found[sign.kind] = max(found.get(sign.kind, (level, sign.language)), (level, sign.language))
    return found


def guess_language(words: Iterable[str]) -> str:
    """Return the code of the language whose small words a text has; empty where none has clearly more than others."""
    counts = dict.fromkeys(languages(), 0)
    for word in words:
        for code in _by_stop_word().get(word, ()):
            counts[code] += 1
    ranked = sorted(counts.values(), reverse=True)
    best = max(counts, key=lambda code: counts[code])
    return best if ranked[0] >= 2 and ranked[0] > ranked[1] else ""  # noqa: PLR2004 - one word may be a name


@cache
def _by_stop_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language in languages().values():
        for word in language.stop:
            found[word] = (*found.get(word, ()), language.code)
    return found


@cache
def _known(kind: str, language: str) -> frozenset[str]:
    own = languages()[language]
    common = languages()[COMMON]
    return own.stop | own.known.get(kind, frozenset()) | common.stop | common.known.get(kind, frozenset())


@cache
def _load() -> tuple[Mapping[str, Language], Mapping[str, tuple[_Sign, ...]]]:
    """Return the languages, and all their signs by the first word."""
    found: dict[str, Language] = {}
    signs: dict[str, set[_Sign]] = {}
    for entry in sorted(resources.files("dossier.links").joinpath("wording").iterdir(), key=lambda entry: entry.name):
        code = entry.name.removesuffix(".toml")
        data = tomllib.loads(entry.read_text(encoding="utf-8"))
        kinds = {kind: table for kind, table in data.items() if isinstance(table, dict)}
        found[code] = Language(
            code,
            _split(data["stop"]),
            {kind: _split(" ".join(_phrases(table))) for kind, table in kinds.items()},
            {kind: frozenset(table.get("paths", "").split()) for kind, table in kinds.items()},
            {kind: frozenset(table.get("hosts", "").split()) for kind, table in kinds.items()},
        )
        said = [
            (phrase, kind, name == "weak")
            for kind, table in kinds.items()
            for name in ("signs", "weak")
            for phrase in table.get(name, ())
        ]
        said += [(phrase, SPAM, False) for phrase in data["spam"].split()]
        for phrase, kind, weak in said:
            words = tuple(words_of(phrase))
            signs.setdefault(words[0], set()).add(_Sign(words, kind, code, weak))
    return found, {word: tuple(group) for word, group in signs.items()}


def _phrases(table: Mapping[str, object]) -> Iterator[str]:
    """Yield all texts of a kind's table that its pages say."""
    for name in ("signs", "weak", "words"):
        value = table.get(name, "")
        yield from value if isinstance(value, list) else (str(value),)


def _split(text: str) -> frozenset[str]:
    return frozenset(words_of(text))
