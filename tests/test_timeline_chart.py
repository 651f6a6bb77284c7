"""Where events stand in the picture of the timeline: on the axis, in their lanes, and apart from each other."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.dates import parse_edtf
from dossier.timeline_chart import (
    BREAK,
    CELL,
    EDGE,
    MARK,
    MAX_MARKS,
    MAX_YEARS,
    YEAR,
    Chart,
    Lane,
    Mark,
    PlacedMark,
    lay_out,
)


def lane(*dates: str, title: str = "Work") -> Lane:
    """Return a lane of events on some dates, each named by its date."""
    return Lane(title, "", tuple(Mark(parse_edtf(date), date, f"#{date}") for date in dates))


def chart(*lanes: Lane) -> Chart:
    """Lay out lanes that can be laid out."""
    found = lay_out(lanes, str)
    assert found is not None
    return found


def placed(*dates: str) -> dict[str, PlacedMark]:
    """Lay out one lane and return its marks by date."""
    return {one.mark.label: one for one in chart(lane(*dates)).lanes[0].marks}


def test_all_years_are_as_wide_and_empty_ones_are_passed_over() -> None:
    years = chart(lane("1999", "2018-05", "2019")).years
    assert [one.name for one in years] == ["1999", "", "2018", "2019"]
    assert [one.start for one in years] == [EDGE, EDGE + YEAR, EDGE + YEAR + BREAK, EDGE + 2 * YEAR + BREAK]
    assert all(one.end == after.start for one, after in pairwise(years))


def test_years_with_long_names_are_wider() -> None:
    found = lay_out([lane("-0044", "2018")], lambda year: f"{year} of some era")
    assert found
    assert found.years[0].end - found.years[0].start > 2 * YEAR


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2018", 0, 1),
        ("2018-07", 0.5, 0.5),  # too short to be seen as a length
        ("2018-21", 2 / 12, 5 / 12),
        ("2018/2019", 0, 2),
        ("2018/2018-06", 0, 0.5),
        ("201X", -1, 1),
        ("2018-07-01/..", 0.5, 0.5),
        ("/2018-07-01", 0.5, 0.5),
    ],
)
def test_a_mark_is_as_long_as_what_is_not_known_of_its_date(date: str, start: float, end: float) -> None:
    """In years from the beginning of 2018; a decade begins in a year before it that is on the axis for its sake."""
    found = placed(date, "2018", "2019")
    one, origin = found[date], found["2018"].start
    assert one.end - one.start >= MARK
    if start < end:
        end += BREAK / YEAR if start < 0 else 0
        assert one.end == pytest.approx(origin + end * YEAR, abs=YEAR / 12 + BREAK)
        assert one.start <= origin + start * YEAR + 1
    else:
        assert abs((one.start + one.end) / 2 - (origin + start * YEAR)) < YEAR / 12


def test_a_winter_ends_in_the_next_year() -> None:
    years = chart(lane("2018-24")).years
    assert [one.name for one in years] == ["2018", "2019"]


DATES = st.builds("{:04}-{:02}-{:02}".format, st.integers(2015, 2020), st.integers(1, 12), st.integers(1, 28))


@given(st.lists(DATES | st.sampled_from(["2016", "201X", "2017-22", "2018/2019"]), min_size=1, max_size=40))
def test_no_two_marks_are_too_near_and_none_leaves_the_picture(dates: list[str]) -> None:
    found = chart(lane(*dates), lane(*dates[:3], title="Rest"))
    marks = [mark for one in found.lanes for mark in one.marks]
    for one, other in combinations(marks, 2):
        apart = abs((one.start + one.end) - (other.start + other.end)) / 2
        touch = one.start < other.end and other.start < one.end
        assert abs(one.y - other.y) >= CELL or (apart >= CELL - 0.001 and not touch)
    for one in marks:
        assert one.start >= 0
        assert one.end <= found.width
        assert MARK / 2 <= one.y <= found.height - MARK / 2


def test_the_picture_does_not_depend_on_the_order_in_which_lanes_name_their_events() -> None:
    assert (
        chart(lane("2018", "2019-03", "2017-05")).lanes[0].marks
        == chart(lane("2017-05", "2019-03", "2018")).lanes[0].marks
    )


def test_lanes_without_events_are_left_out_and_long_titles_broken() -> None:
    found = chart(lane("2018", title="word " * 40), lane(title="Empty"), lane("2018"))
    assert [one.lane.title[:4] for one in found.lanes] == ["word", "Work"]
    assert len(found.lanes[0].title) > 2
    assert found.width < 390


def test_what_nobody_could_read_is_not_drawn() -> None:
    assert lay_out([lane()], str) is None
    assert lay_out([lane(*map(str, range(1900, 1900 + MAX_YEARS)))], str)
    assert lay_out([lane(*map(str, range(1900, 1901 + MAX_YEARS)))], str) is None
    assert lay_out([lane(*["2018"] * (MAX_MARKS + 1))], str) is None
    assert lay_out([lane("Y-17000", "Y17000")], str)
