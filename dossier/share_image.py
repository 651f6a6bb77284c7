"""The image that stands for a page where its address is shared: what is claimed, and how sure the dossier is of it.

A card is a value, and its image is a function of it: the same card gives the same bytes. Colours and frames are those
of the pages (`theme/assets/stylesheets/dossier.css`).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier import locales, typesetting
from dossier.typesetting import Face

WIDTH, HEIGHT = 1200, 630
"""The size that those who show such images ask for, in pixels."""

_MARGIN, _EDGE = 80, 64
_BAR = 20
_GAP = 26
_LEADING = {"title": 1.22, "text": 1.42}
_SIZES = ((76, 44), (70, 41), (64, 38), (58, 35), (52, 32), (46, 29), (40, 27))
"""Sizes of title and text, from the largest to the smallest."""

_PLAIN = 28
_STAMP_HEIGHT, _STAMP_PADDING, _STAMP_LINE = 52, 26, 3
_DASHES = {"disputed": (16, 8), "unproven": (4, 6)}
"""How long the dashes of a frame and the gaps between them are, in pixels; the other frames have none."""

_PAPER = (0xFF, 0xFF, 0xFF)
_INKS = {
    "ink": (0x1D, 0x27, 0x33),
    "muted": (0x5A, 0x66, 0x75),
    "accent": (0x8F, 0x2D, 0x1F),
    "established": (0x1F, 0x6F, 0x4A),
    "likely": (0x2C, 0x5F, 0x8A),
    "disputed": (0x8A, 0x5A, 0x00),
    "unproven": (0x6B, 0x4A, 0x86),
}
_SHADES = 15
"""How many steps lie between paper and ink, where a letter covers part of a pixel."""


@dataclass(frozen=True, slots=True)
class Card:
    """What an image says, all of it plain text in one language."""

    lang: str
    site: str
    title: str
    text: str
    confidence: str = ""
    """The level; empty on a card that claims nothing."""

    @property
    def words(self) -> tuple[str, ...]:
        """All that stands in the image, in the order in which it is read."""
        level = locales.load(self.lang).text(f"confidence.{self.confidence}") if self.confidence else ""
        site = self.site if self.site != self.title else ""
        return tuple(filter(None, (site, self.title, self.text, level)))

    @property
    def description(self) -> str:
        """What the image says, for those who do not see it."""
        return " – ".join(self.words)


def missing(card: Card) -> str:
    """Return the characters that no font has; a card with any has no image."""
    return typesetting.missing("".join(card.words), card.lang)


def render(card: Card) -> bytes:
    """Return the image of a card as PNG."""
    sheet = _Sheet(card.lang)
    plain = Face("plain", card.lang, _PLAIN)
    if card.site != card.title:
        sheet.write(card.site, plain, _EDGE + 0.75 * _PLAIN, "muted")
    bottom = HEIGHT - _EDGE
    if card.confidence:
        bottom -= _STAMP_HEIGHT
        sheet.stamp(card.words[-1], plain, bottom, card.confidence)
    top: float = _EDGE + 2 * _PLAIN
    for block in _fitting(card, bottom - top - _GAP):
        for line, face in block:
            leading = face.size * _LEADING[face.part]
            sheet.write(line, face, top + 0.78 * leading, "ink")
            top += leading
        top += _GAP
    sheet.fill(0, 0, _BAR, HEIGHT, "accent")
    return sheet.png()


def _fitting(card: Card, room: float) -> Sequence[Sequence[tuple[str, Face]]]:
    """Return the lines of title and text at the largest sizes at which they fit into a height.

    What does not even fit at the smallest ones is cut off.
    """
    for sizes in _SIZES:
        faces = [Face(part, card.lang, size) for part, size in zip(_LEADING, sizes, strict=True)]
        blocks = [
            [(line, face) for line in typesetting.wrap(words, face, WIDTH - 2 * _MARGIN)]
            for words, face in zip((card.title, card.text), faces, strict=True)
        ]
        if sum(map(_height, blocks)) + _GAP <= room:
            break
    title, text = blocks
    title = _cut(title, room)
    return title, _cut(text, room - _height(title) - _GAP)


def _height(lines: Sequence[tuple[str, Face]]) -> float:
    return sum(face.size * _LEADING[face.part] for _, face in lines)


def _cut(lines: list[tuple[str, Face]], room: float) -> list[tuple[str, Face]]:
    """Return the first of some lines, as many as fit into a height, with an ellipsis where there were more."""
    fitting = [line for index, line in enumerate(lines) if _height(lines[: index + 1]) <= room]
    if fitting and fitting != lines:
        words, face = fitting[-1]
        fitting[-1] = (f"{words.rstrip(' .,;:，。：；،؛')}…", face)
    return fitting


class _Sheet:
    """Rows of pixels, each the number of a colour; in a language that is read from the right, all is mirrored."""

    def __init__(self, lang: str) -> None:
        self._is_rtl = locales.direction_of(lang) == "rtl"
        self._rows = [bytearray(WIDTH) for _ in range(HEIGHT)]

    def fill(self, x: int, y: int, width: int, height: int, ink: str) -> None:
        """Fill a rectangle; `x` counts from the side on which a line begins."""
        left = WIDTH - x - width if self._is_rtl else x
        for row in self._rows[y : y + height]:
            row[left : left + width] = bytes([_colour(ink, _SHADES)]) * width

    def write(self, line: str, face: Face, base: float, ink: str, indent: int = 0) -> None:
        """Write a line between the margins, its letters standing on `base`."""
        above, below, start = round(1.15 * face.size), round(0.45 * face.size), _MARGIN + indent
        x = WIDTH - start if self._is_rtl else start
        pixels = typesetting.draw(line, face, x, (above, below), WIDTH)
        shades = bytes(_colour(ink, round(covered * _SHADES / 0xFF)) for covered in range(0x100))
        for row, drawn in zip(self._rows[round(base) - above :], pixels, strict=False):
            new = drawn.translate(shades)
            if new.count(0) < WIDTH:
                row[:] = new if row.count(0) == WIDTH else bytes(map(max, row, new))

    def stamp(self, words: str, face: Face, y: int, confidence: str) -> None:
        """Write words into the frame that a level of confidence has, `y` being its upper edge."""
        width = round(typesetting.width(words, face)) + 2 * _STAMP_PADDING
        self.write(words, face, y + _STAMP_HEIGHT / 2 + 0.36 * face.size, confidence, _STAMP_PADDING)
        for start, length in _dashes(width, confidence):
            for edge in (y, y + _STAMP_HEIGHT - _STAMP_LINE):
                self.fill(_MARGIN + start, edge, length, _STAMP_LINE, confidence)
        for start, length in _dashes(_STAMP_HEIGHT, confidence):
            for edge in (0, width - _STAMP_LINE):
                self.fill(_MARGIN + edge, y + start, _STAMP_LINE, length, confidence)

    def png(self) -> bytes:
        """Return the sheet as PNG with a palette (ISO/IEC 15948): every row as it is, for few neighbours differ."""
        palette = bytes(part for colour in _palette() for part in colour)
        pixels = b"".join(b"\0" + row for row in self._rows)
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(pixels, 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in chunks
        )


def _dashes(length: int, confidence: str) -> Iterator[tuple[int, int]]:
    """Yield where the dashes of a line begin, and how long they are; it begins and ends with one."""
    dash, gap = _DASHES.get(confidence, (length, 0))
    count = max(1, round((length + gap) / (dash + gap)))
    edges = [round(index * (length + gap) / count) for index in range(count + 1)]
    for start, end in pairwise(edges):
        yield start, end - start - gap


def _colour(ink: str, shade: int) -> int:
    """Return the number of a shade of an ink; 0 is paper."""
    return list(_INKS).index(ink) * _SHADES + shade if shade else 0


def _palette() -> Iterator[tuple[int, ...]]:
    """Yield the colours in the order of their numbers."""
    yield _PAPER
    for ink in _INKS.values():
        for shade in range(1, _SHADES + 1):
            yield tuple(round(to + (of - to) * shade / _SHADES) for of, to in zip(ink, _PAPER, strict=True))
