"""Lines as pixels: every letter has a font, stands in the order in which it is read, and joins its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dossier import locales, typesetting
from dossier.typesetting import Face, draw, missing, width, wrap

LATIN, ARABIC, CHINESE = (Face("title", lang, 60) for lang in ("fr", "ar", "zh-Hans"))
SAMPLES = {
    "fr": "L’« œuvre » coûte 1 000 €",
    "de": "Größe: „Straße“",
    "zh-Hans": "阿里巴巴 2025 年——“列日”",
    "ja": "来なかった九百の仕事、リエージュ。",
    "ar": "«الوظائف»، 276 وظيفة (Liège)؛ لا.",
}


def phrases(words: object) -> Iterator[str]:
    """Yield every text in a language's file."""
    if isinstance(words, dict):
        for value in words.values():
            yield from phrases(value)
    elif isinstance(words, str):
        yield words


def columns(text: str, face: Face, x: float = 0, room: int = 900) -> list[bool]:
    """Draw a line and return which columns of pixels have ink."""
    rows = draw(text, face, x, (80, 40), room)
    assert len(rows) == 120
    assert {len(row) for row in rows} == {room}
    return [any(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("lang", locales.available())
def test_the_words_of_every_language_have_a_font(lang: str) -> None:
    words = locales.load(lang).data
    assert missing("".join([*phrases(words["confidence"]), *phrases(words["ui"])]), lang) == ""


@pytest.mark.parametrize("lang", SAMPLES)
@pytest.mark.parametrize("part", ["title", "text", "plain"])
def test_no_letter_becomes_a_box(lang: str, part: str) -> None:
    assert missing(SAMPLES[lang], lang) == ""
    line = typesetting._set(SAMPLES[lang], Face(part, lang, 30))
    assert [glyph for glyph in line.glyphs if glyph.number == 0] == []


def test_what_no_font_has_is_named_once_in_its_order() -> None:
    assert missing("Le 🐉 et le ☃ du 🐉", "fr") == "🐉☃"
    assert missing("a\u200db\u00a0c\u202fd", "fr") == "", "what is not seen needs no font"


def test_arabic_letters_join() -> None:
    def shape(text: str) -> set[int]:
        return {glyph.number for glyph in typesetting._set(text, ARABIC).glyphs}

    assert width("بيت", ARABIC) < sum(width(letter, ARABIC) for letter in "بيت")
    assert len(shape("ببب") - shape("ب")) == 3, "the letter has three forms more than when it stands alone"
    assert shape("ب ب") > shape("ب")


def test_a_line_stands_in_the_order_of_its_directions() -> None:
    def order(text: str, lang: str) -> str:
        return "".join(text[index] for index, _ in typesetting._visual_order(text, is_rtl=lang == "ar"))

    assert order("a b", "fr") == "a b"
    assert order("abc بيت 12 def", "fr") == "abc 12 تيب def"
    assert order("بيت abc 12!", "ar") == "!abc 12 تيب"


def test_an_arabic_line_ends_where_a_latin_one_begins() -> None:
    latin, arabic = columns("mm", LATIN, 100), columns("مم", ARABIC, 800)
    assert latin.index(True) in range(100, 112)
    assert len(arabic) - arabic[::-1].index(True) in range(788, 801)


def test_chinese_titles_are_bolder_than_chinese_texts() -> None:
    def ink(part: str) -> int:
        return sum(map(sum, draw("业", Face(part, "zh-Hans", 60), 0, (80, 40), 100)))

    assert ink("title") > 1.1 * ink("text")


@pytest.mark.parametrize("lang", SAMPLES)
def test_lines_fit_and_are_of_about_one_width(lang: str) -> None:
    face, text = Face("text", lang, 36), " ".join([SAMPLES[lang]] * 6)
    lines = wrap(text, face, 700)
    widths = [width(line, face) for line in lines]
    assert max(widths) <= 700
    assert min(widths) > 0.6 * max(widths)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_word_that_is_wider_than_the_room_is_broken() -> None:
    assert len(wrap("m" * 60, LATIN, 700)) > 1
    assert wrap("", LATIN, 700) == ()
