"""How texts break into lines where no browser does it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text_width import width, wrap


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("one", ("one",)),
        ("one two three", ("one two", "three")),
        ("well-being", ("well-", "being")),
        ("201-202 now", ("201-202", "now")),
        ("100\u00a0% of it", ("100\u00a0% of", "it")),
        ("Donaudampfschifffahrt", ("Donauda", "mpfschiff", "fahrt")),
        ("阿里巴巴的全球战略", ("阿里巴巴的", "全球战略")),
        ("阿里巴巴在，全球", ("阿里巴巴", "在，全球")),
        ("阿里巴巴「全球", ("阿里巴巴", "「全球")),
        ("تدعم الحجج بعضها", ("تدعم", "الحجج", "بعضها")),
    ],
)
def test_where_a_text_breaks(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 58, 10) == lines


def test_marks_take_no_room() -> None:
    assert width("e\u0301\u200f", 10) == width("e", 10)
    assert width("الحُجَّة", 10) == width("الحجة", 10)


@given(st.text(), st.floats(5, 500))
def test_lines_hold_all_of_the_text_and_no_more_than_fits(text: str, room: float) -> None:
    lines = wrap(text, room, 13)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert [line for line in lines if width(line, 13) > room + 0.01 and len(line) > 1] == []
