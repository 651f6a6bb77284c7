"""How wide a text is, and where it breaks into lines: a picture has nobody else to do this for it.

Where the font is the reader's it is not known, so widths are those of a wide one, DejaVu Sans in bold, by classes of
letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_THIN = frozenset("!',./:;I[]`ijl|\u00a0\u00b7\u2018\u2019\u202f ")
_SLIM = frozenset("()-frt\u00ab\u00bb\u201c\u201d")
_WIDE = frozenset("%&@MWmw\u2014\u2026")
_FULL_WIDTH = frozenset({"F", "W"})
_MARKS = frozenset({"Cf", "Me", "Mn"})
_OPENING, _CLOSING = frozenset({"Pi", "Ps"}), frozenset({"Pe", "Pf", "Po"})
_WORD = re.compile(r"[^ ]+ *")


def width(text: str, size: float) -> float:
    """Return about how wide a text is when its letters are `size` high."""
    return size * sum(map(_ems, text))


@lru_cache(maxsize=4096)
def _ems(character: str) -> float:
    if unicodedata.category(character) in _MARKS:
        return 0.0
    if unicodedata.east_asian_width(character) in _FULL_WIDTH:
        return 1.0
    for characters, ems in ((_THIN, 0.37), (_SLIM, 0.48), (_WIDE, 1.04)):
        if character in characters:
            return ems
    return 0.78 if character.isupper() else 0.69


@lru_cache(maxsize=8192)
def wrap(text: str, room: float, size: float, measure: Callable[[str, float], float] = width) -> tuple[str, ...]:
    """Break a text into lines of at most the width `room`: at spaces, behind hyphens, between Chinese characters.

    A word that is wider than a line is broken where the line is full. `measure` tells how wide a text is at a size.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text):
        wide = measure(piece.rstrip(" "), size)
        if line and used + wide > room:
            lines.append(line.rstrip(" "))
            line, used = "", 0.0
        while wide > room:
            fitting = _fitting(piece, room, size, measure)
            lines.append(piece[:fitting])
            piece = piece[fitting:]  # noqa: PLW2901 - what is left of it
            wide = measure(piece.rstrip(" "), size)
        line += piece
        used += measure(piece, size)
    return (*lines, line.rstrip(" ")) if line.strip(" ") else tuple(lines)


def _fitting(word: str, room: float, size: float, measure: Callable[[str, float], float]) -> int:
    """Return how many of a word's characters fit, one at least; marks stay with their letter."""
    used = 0.0
    for index, character in enumerate(word):
        used += measure(character, size)
        if used > room and index:
            return index
    return len(word)


def _pieces(text: str) -> list[str]:
    """Cut a text into what must not be broken, each with the spaces behind it."""
    pieces: list[str] = []
    for word in _WORD.findall(text.strip(" ")):
        start = 0
        for index in range(1, len(word)):
            if _may_break(word[index - 1], word[index]):
                pieces.append(word[start:index])
                start = index
        pieces.append(word[start:])
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before in "-\u2013/":
        return after.isalpha()
    if unicodedata.category(before) in _OPENING or unicodedata.category(after) in _CLOSING:
        return False
    return any(unicodedata.east_asian_width(one) in _FULL_WIDTH for one in (before, after))
