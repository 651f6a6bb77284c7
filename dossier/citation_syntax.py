"""Pandoc's citation syntax, read into values: `[see @Key, p. 12; also -@Other]`, `@Key [p. 12]`, `@{odd key}`.

Source: Pandoc User's Guide, "Citation syntax", and the reader's source (`Text.Pandoc.Citeproc.Locator`). Labels of
locators are recognised in every language that has a locale, so that an author writes `chap. 3` or `annexe 2` as the
page's language has it, and every page shows them in its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from dossier import locales
from dossier.diagnostics import Span

KEY = r"(?:\{[^{}\s][^{}\n]*\}|\w(?:\w|[:.#$%&+?<>~/-](?=\w)|[:/](?=/))*)"
"""A citation key as Pandoc allows it: word characters with single punctuation inside, or anything in braces."""

NO_KEY_BEHIND = r"(?<![/.:=&?%+~@\\])(?<![^\W_\u3400-\u9fff])(?<![^\W\u3400-\u9fff][-_])"
"""Behind letters, addresses and the like an `@` begins no key; Chinese puts no space before it."""

_COMMA = "[,，、،]"
_ITEM = re.compile(rf"{NO_KEY_BEHIND}(?P<suppress>-?)@(?P<key>{KEY})")
_ROMAN_LOWER = r"(?=[ivxlcdm])m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?!\w)"
_ROMAN_UPPER = r"(?=[IVXLCDM])M{0,4}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)"
_NUMBER = rf"(?:[A-Za-z]{{0,3}}\d[\w.:]*(?<![.:])|{_ROMAN_LOWER}|{_ROMAN_UPPER})"
_RANGE = rf"{_NUMBER}(?:\s*(?:--?-?|[–—])\s*{_NUMBER})?"
_NUMBERS = re.compile(rf"{_RANGE}(?:\s*(?:{_COMMA}|&|\bet\b|\band\b|\ben\b|\bund\b)\s*{_RANGE})*")
_MARKUP = re.compile(r"\]\(|\^\[|\[\^|(?<!\\)<[A-Za-z/!?]")
_LETTER = re.compile(r"[A-Z](?=\s*(?:,|$))")
_QUOTE = re.compile(r'\{\s*+quote\s*+=\s*+"(?P<quote>(?:[^"\\]|\\.)*+)"\s*+\}', re.DOTALL)
QUOTE_OPENS = re.compile(r"\{\s*+quote\b")
_PLAIN_PAGES = re.compile(rf"(?=\d){_NUMBERS.pattern}|(?={_ROMAN_LOWER}){_NUMBERS.pattern}(?=\s*$)")


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One source in a citation. `locator_label` is a key of `[locators]` in the locales, `locator` its value."""

    key: str
    span: Span
    prefix: str = ""
    locator_label: str | None = None
    locator: str = ""
    suffix: str = ""
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in the text; `in_text` marks the form `@Key [p. 12]`, where the author is named in the sentence.

    `quote` holds words of the source, in its language, on which the citation relies; then there is one item.
    """

    items: tuple[CitationItem, ...]
    span: Span
    in_text: bool = False
    quote: str = ""


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item as it was read, before its place in the file is known; `offset` counts from the text's start."""

    key: str
    offset: int
    prefix: str
    locator_label: str | None
    locator: str
    suffix: str
    suppress_author: bool

    def at(self, span: Span) -> CitationItem:
        """Return the item with its place."""
        return CitationItem(
            self.key, span, self.prefix, self.locator_label, self.locator, self.suffix, self.suppress_author
        )


def holds_key(text: str) -> bool:
    """Tell whether the text holds anything that reads as a citation key."""
    return _ITEM.search(text) is not None


def match_key(text: str, position: int, end: int) -> re.Match[str] | None:
    """Match `@key` or `-@key` at a position before `end`, with what stands before it taken into account."""
    return _ITEM.match(text, position, end)


def parse_group(text: str) -> tuple[RawItem, ...] | None:
    """Parse what stands between the brackets of `[…]`; None where it is no citation.

    Each part holds one key, and around it nothing but words: no tags, links or notes.
    """
    items = []
    for start, part in _split(text):
        match = _ITEM.search(part)
        if match is None:
            return None
        before, after = part[: match.start()], part[match.end() :]
        if _ITEM.search(part, match.end()) or _MARKUP.search(before) or _MARKUP.search(after):
            return None
        label, locator, suffix = parse_locator(after)
        items.append(
            RawItem(
                match["key"].strip("{}"),
                start + match.start("suppress"),
                _tidy(before),
                label,
                locator,
                suffix,
                bool(match["suppress"]),
            )
        )
    return tuple(items)


def match_quote(text: str, position: int, end: int) -> tuple[str, int] | None:
    """Read `{quote="…"}` at a position before `end`: return the words, and where the braces end."""
    match = _QUOTE.match(text, position, end)
    if match is None:
        return None
    quote = " ".join(re.sub(r"\\(.)", r"\1", match["quote"], flags=re.DOTALL).split())
    return (quote, match.end()) if quote else None


def _split(text: str) -> list[tuple[int, str]]:
    """Split at the semicolons that stand outside of braces, brackets and code; return offsets and parts."""
    parts, start, depth, position = [], 0, 0, 0
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == "`":
            position = max(position, text.find("`", position + 1))
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character in ";；؛" and depth <= 0:
            parts.append((start, text[start:position]))
            start = position + 1
        position += 1
    parts.append((start, text[start:]))
    return parts


@locales.derived
@lru_cache(maxsize=1024)  # a translation has the locators of its original
def parse_locator(rest: str) -> tuple[str | None, str, str]:
    """Split what follows a key into locator label, locator and suffix: ` p. 12, my emphasis`.

    Numbers without a label are pages; `{…}` marks the locator where it would not be recognised, and an empty `{}`
    says that there is none.
    """
    text = rest.strip()
    had_comma = re.match(_COMMA, text) is not None
    text = text[had_comma:].lstrip()
    if text.startswith("{") and (end := text.find("}")) > 0:
        inner, suffix = text[1:end].strip(), _tidy(text[end + 1 :])
        if not inner:
            return None, "", suffix
        match = _label_pattern().match(inner)
        if match is None:
            return "page", _dashes(inner), suffix
        return _labels()[match["word"].rstrip(".").lower()], _dashes(inner[match.end() :]), suffix
    label, value, after = _labelled(text)
    if label:
        return label, value, _tidy(after)
    if (had_comma or rest[:1] in {" ", "\n"}) and (match := _PLAIN_PAGES.match(text)):
        return "page", _dashes(match.group()), _tidy(text[match.end() :])
    return None, "", _tidy(text)


def _labelled(text: str) -> tuple[str | None, str, str]:
    match = _label_pattern().match(text)
    if match is None:
        return None, "", text
    label = _labels()[match["word"].rstrip(".").lower()]
    after = text[match.end() :]
    if label in _bare_labels():
        return label, "", after
    if number := _NUMBERS.match(after) or _LETTER.match(after):
        return label, _dashes(number.group()), after[number.end() :]
    return None, "", text


@locales.derived
@cache
def _labels() -> dict[str, str]:
    """Every word that names a kind of locator, in any language."""
    return {
        word.rstrip(".").lower(): label
        for code in locales.available()
        for label, entry in locales.load(code).data["locators"].items()
        for word in entry["words"]
    }


@locales.derived
@cache
def _bare_labels() -> frozenset[str]:
    """Return the labels that stand for themselves, without a number: an abstract."""
    return frozenset(
        label
        for code in locales.available()
        for label, entry in locales.load(code).data["locators"].items()
        if entry.get("bare")
    )


@locales.derived
@cache
def _label_pattern() -> re.Pattern[str]:
    words = sorted(_labels(), key=len, reverse=True)
    return re.compile(rf"(?P<word>{'|'.join(map(re.escape, words))})\.?(?!\w*[^\W\d])\s*", re.IGNORECASE)


def _dashes(value: str) -> str:
    """Write ranges with an en dash and lists with commas, alike in all languages: 12--14 et 16 becomes 12–14, 16."""
    value = re.sub(r"\s*(?:--?-?|[–—])\s*", "–", value.strip())
    value = re.sub(rf"\s*(?:{_COMMA}|&|\b(?:and|et|en|und)\b)\s*", ", ", value)
    return re.sub(r"\s+", " ", value)


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ,，、،")
    return "" if text == "." else text  # the note has a full stop of its own
