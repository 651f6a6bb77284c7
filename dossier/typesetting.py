"""Lines of text as pixels: which font has a character, in what order and shape letters stand, where a line breaks.

HarfBuzz shapes and draws; the order of mixed directions is that of the Unicode Bidirectional Algorithm. The fonts are
our own files (`dossier/fonts`), so that every machine makes the same picture. Nothing here knows what is set.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby

import uharfbuzz as hb
from bidi import algorithm as bidi

from dossier import locales, text_width

_UNITS = 64
"""Into how many parts HarfBuzz divides a pixel, for it counts in whole numbers."""

_SQUARE = ("chinese.otf", "japanese.otf")
"""The fonts that have one weight only; as titles they are emboldened."""

_FONTS = {
    "title": ("latin-title.ttf", "arabic-title.ttf", *_SQUARE),
    "text": ("latin-text.ttf", "arabic-text.ttf", *_SQUARE),
    "plain": ("latin-plain.ttf", "arabic-text.ttf", *_SQUARE),
}
"""By the part that a text plays in a picture, the fonts that can set it."""

_FIRST = {"ar": "arabic", "ja": "japanese", "zh": "chinese"}
"""By language, the fonts that have its letters, where these are not the Latin ones."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: the part that it plays (`title`, `text` or `plain`), its language, its size in pixels."""

    part: str
    lang: str
    size: int


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A letter in its place on the line, counted in parts of a pixel from where the line begins."""

    font: str
    number: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class _Line:
    glyphs: tuple[_Glyph, ...]
    advance: int


def missing(text: str, lang: str) -> str:
    """Return the characters of a text that no font has, each once, in their order."""
    order = _order("text", lang)
    return "".join(dict.fromkeys(one for one in text if not (_is_unseen(one) or _font_of(one, order))))


def width(text: str, face: Face) -> float:
    """Return how wide a line is, in pixels."""
    return _set(text, face).advance / _UNITS


def wrap(text: str, face: Face, room: float) -> tuple[str, ...]:
    """Break a text into as few lines as the room asks for, and these into lines of about the same width."""
    measure = _measure(face)
    lines = text_width.wrap(text, room, face.size, measure)
    low, high = room / 2, room
    while high - low > face.size:  # the narrowest room with no more lines
        middle = (low + high) / 2
        narrower = text_width.wrap(text, middle, face.size, measure)
        if len(narrower) == len(lines):
            lines, high = narrower, middle
        else:
            low = middle
    return lines


def draw(text: str, face: Face, x: float, rows: tuple[int, int], width: int) -> Sequence[bytes]:
    """Draw a line as rows of pixels from top to bottom, a byte each: 0 where there is nothing, 255 where all is ink.

    `x` is where the line begins, which is its right end where the language is written from the right; `rows` are how
    many there are over the base line and under it, and `width` is theirs.
    """
    above, below = rows
    line = _set(text, face)
    begin = x * _UNITS - (line.advance if _is_rtl(face.lang) else 0)
    pen = hb.RasterDraw()
    pen.scale_factor = (_UNITS, _UNITS)
    for glyph in line.glyphs:
        pen.transform = (1, 0, 0, 1, begin + glyph.x, glyph.y)
        pen.draw_glyph(_font(glyph.font, face.size, is_bold=_is_bold(glyph.font, face)), glyph.number)
    pen.extents = hb.RasterExtents(0, -below, width, above + below, width)
    pixels = pen.render().buffer
    return [pixels[start : start + width] for start in range((above + below - 1) * width, -1, -width)]


@cache
def _measure(face: Face) -> Callable[[str, float], float]:
    return lambda text, _size: width(text, face)


@lru_cache(maxsize=4096)
def _set(text: str, face: Face) -> _Line:
    """Set a line: its letters from left to right."""
    glyphs: list[_Glyph] = []
    pen = 0
    for run, name, is_rtl in _runs(text, face):
        buffer = hb.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        buffer.direction, buffer.language = "rtl" if is_rtl else "ltr", face.lang
        hb.shape(_font(name, face.size, is_bold=_is_bold(name, face)), buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(_Glyph(name, info.codepoint, pen + place.x_offset, place.y_offset))
            pen += place.x_advance
    return _Line(tuple(glyphs), pen)


def _runs(text: str, face: Face) -> Iterator[tuple[str, str, bool]]:
    """Yield pieces of one font and one direction from left to right, each in the order in which it is read."""
    order = _order(face.part, face.lang)
    fonts: list[str] = []
    for one in text:  # what is not seen goes with what it stands behind
        fonts.append(_font_of(one, order) or (fonts[-1] if fonts else order[0]))
    places = _visual_order(text, is_rtl=_is_rtl(face.lang))
    for (name, is_rtl), run in groupby(places, lambda place: (fonts[place[0]], place[1])):
        letters = [text[index] for index, _ in run]
        yield "".join(reversed(letters) if is_rtl else letters), name, is_rtl


def _visual_order(text: str, *, is_rtl: bool) -> list[tuple[int, bool]]:
    """Return the places of a line's characters from left to right, and whether each is read from the right."""
    if not is_rtl and not any(unicodedata.bidirectional(one) in {"R", "AL", "AN"} for one in text):
        return [(index, False) for index in range(len(text))]
    line = bidi.get_empty_storage()
    line["base_level"], line["base_dir"] = int(is_rtl), "R" if is_rtl else "L"
    bidi.get_embedding_levels(text, line)
    for index, one in enumerate(line["chars"]):
        one["index"] = index
    bidi.explicit_embed_and_overrides(line)
    bidi.resolve_weak_types(line)
    bidi.resolve_neutral_types(line, debug=False)
    bidi.resolve_implicit_levels(line, debug=False)
    bidi.reorder_resolved_levels(line, debug=False)
    return [(one["index"], one["level"] % 2 == 1) for one in line["chars"]]


def _is_rtl(lang: str) -> bool:
    return locales.direction_of(lang) == "rtl"


def _is_unseen(character: str) -> bool:
    """Tell whether a character only says how others are to be set."""
    return unicodedata.category(character) == "Cf"


def _is_bold(font: str, face: Face) -> bool:
    return face.part == "title" and font in _SQUARE


@cache
def _order(part: str, lang: str) -> tuple[str, ...]:
    """Return the fonts for a text in a language, the one to try first before the others."""
    first = _FIRST.get(lang.partition("-")[0], "latin")
    is_square = any(name.startswith(first) for name in _SQUARE)
    fonts = _FONTS["plain" if is_square and part == "text" else part]  # square characters have no serifs
    return tuple(sorted(fonts, key=lambda name: not name.startswith(first)))


@lru_cache(maxsize=16384)
def _font_of(character: str, order: tuple[str, ...]) -> str | None:
    """Return the first font that has a character."""
    return next((name for name in order if _font(name, 1).get_nominal_glyph(ord(character))), None)


@cache
def _face(name: str) -> hb.Face:
    return hb.Face((resources.files("dossier") / "fonts" / name).read_bytes())


@cache
def _font(name: str, size: int, *, is_bold: bool = False) -> hb.Font:
    font = hb.Font(_face(name))
    font.scale = (size * _UNITS, size * _UNITS)
    if is_bold:
        font.synthetic_bold = (0.02, 0.02, False)
    return font
