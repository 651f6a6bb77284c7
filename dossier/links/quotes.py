"""Whether a text has the words that are quoted from it, and for which words an address asks (`#:~:text=`).

A page and whoever quotes it set the same words differently: other quotation marks, dashes and spaces, words parted at
the end of a line, letters joined to one sign. Only the words are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?:[^\S\n]*\n\s*)?(?=[^\W\d_])")
"""A hyphen in a word. At the end of a line nobody knows whether it parts one word or joins two, so none counts."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SINGLE = "'`\u00b4\u2018\u2019\u201b\uff07\u2032"
_QUOTATION_MARKS = re.compile(rf"[\"«»\u2039\u203a“”„‟\u201a「」『』〝〞\uff02\u2033{_SINGLE}]")
_APOSTROPHE = re.compile(rf"(?<=\w)[{_SINGLE}](?=\w)")
_DASHES = re.compile("\\s*[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+\\s*")
_SPACE = re.compile(r"\s+")
_INNER_SPACE = re.compile(r"\s+(?=[!?:;.,%»)\]])|(?<=[(\[«])\s+")
_GAP = re.compile(r"\s*(?:\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\s?\.\s?\.|…)\s*\)|…|\.\s?\.\s?\.)\s*")
_MAX_GAP = 2_000
"""How many characters a quotation may leave out at one place."""

_TRIES = 100
"""At how many places the beginning of a quotation is followed up: one that stands at more is hardly a quotation."""

_DIRECTIVE = ":~:"


def normalise(text: str) -> str:
    """Return a text as it is compared: without what setting, not wording, makes of it."""
    text = _HYPHEN.sub("", _APOSTROPHE.sub("\0", _UNSEEN.sub("", text.replace("\0", ""))))
    text = _QUOTATION_MARKS.sub("", text).replace("\0", "'")
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text).casefold())
    return _INNER_SPACE.sub("", _SPACE.sub(" ", text)).strip()


def holds(text: str, quote: str) -> bool:
    """Tell whether a text has the words of a quotation, in their order; an ellipsis in it stands for words left out.

    A quotation without words is in no text.
    """
    return bool(find_quotes(text, (quote,)))


def find_quotes(text: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """Return those of the quotations that a text has."""
    text = normalise(text)
    return tuple(quote for quote in quotes if _has(text, quote))


def _has(text: str, quote: str) -> bool:
    """Look for the pieces of a quotation one after another, each soon after the one before."""
    pieces = [piece for part in _GAP.split(quote) if (piece := normalise(part).strip(" .,;:!?"))]
    if not pieces:
        return False
    start = -1
    for _ in range(_TRIES):
        start = _find(text, pieces[0], start + 1)
        if start < 0:
            return False
        if _follows(text, pieces[1:], start + len(pieces[0])):
            return True
    return False


def _follows(text: str, pieces: list[str], end: int) -> bool:
    for piece in pieces:
        # The earliest place is the best one: it leaves the most room for what follows.
        start = _find(text, piece, end, end + _MAX_GAP + len(piece))
        if start < 0:
            return False
        end = start + len(piece)
    return True


def _find(text: str, piece: str, start: int, end: int | None = None) -> int:
    """Return where a text has a piece as whole words; -1 where it has not."""
    while (start := text.find(piece, start, end)) >= 0:
        if not (_joined(text, start) or _joined(text, start + len(piece))):
            return start
        start += 1
    return -1


def _joined(text: str, index: int) -> bool:
    """Tell whether a word goes on from before a place to behind it; in scripts without spaces, none does."""
    if not 0 < index < len(text):
        return False
    return all(sign.isalnum() and not "\u2e80" <= sign <= "\u9fff" for sign in text[index - 1 : index + 1])


def fragment_texts(fragment: str) -> tuple[str, ...]:
    """Return the texts for which a fragment asks, in the form of quotations: start and end with an ellipsis between.

    `fragment` is what stands behind the `#` of an address; what it asks to stand before and behind is left out.
    """
    _, found, directives = fragment.partition(_DIRECTIVE)
    if not found:
        return ()
    texts = []
    for directive in directives.split("&"):
        name, _, value = directive.partition("=")
        parts = value.split(",")
        if len(parts) > 1 and parts[0].endswith("-"):
            parts = parts[1:]
        if len(parts) > 1 and parts[-1].startswith("-"):
            parts = parts[:-1]
        if name == "text" and all(parts) and len(parts) <= 2:  # noqa: PLR2004 - start and end
            texts.append(" … ".join(map(unquote, parts)))
    return tuple(texts)
