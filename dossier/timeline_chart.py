"""The timeline as a picture, as a value: where each event stands, on an axis of years and in the lanes that it is in.

Every year has the same width, and years in which nothing begins or ends are passed over, so that one early event does
not press all others into a corner. An event whose date is not exact is as long as the time in which it may lie. Marks
that would touch stand one below the other, far enough apart to be hit with a finger.

Lengths are in the units of the picture, from its top and from the side at which a line of text starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dossier.dates import Day, Edtf
from dossier.text_width import width, wrap

MAX_YEARS = 60
"""Most years that anybody would scroll through."""

MAX_MARKS = 300
"""Most marks in which a reader finds one."""

MARK = 12
"""How high a mark is, and how long one is at least."""

CELL = 24
"""How far the middles of two marks are apart at least. Source: WCAG 2.2, success criterion 2.5.8."""

YEAR, BREAK = 36, 18
"""How wide a year is at least, and what stands for years that are passed over."""

TITLE_SIZE, TITLE_LEADING = 11.5, 16
LABEL_SIZE, LABEL_LEADING = 10.5, 16
"""Sizes of letters; the stylesheet has the same."""

START = 2
EDGE = START + MARK / 2
"""Where titles begin, and the axis: half a mark may stand beyond either of its ends."""

_TITLE_ROOM = 340  # a phone's
_GAP = 6  # below the marks of a lane
_DAYS, _MONTHS = 31, 12


@dataclass(frozen=True, slots=True)
class Mark:
    """An event as a picture shows it: what its mark says, where it leads, and what the stylesheet calls it."""

    date: Edtf
    label: str
    href: str
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Events under one title, with the address to which it leads, if any; a lane without events is not drawn."""

    title: str
    href: str
    marks: tuple[Mark, ...]
    lang: str = ""
    """The language of the title, where that is not the page's."""


@dataclass(frozen=True, slots=True)
class PlacedYear:
    """A year of the axis, and where it begins and ends; what stands for years that are passed over has no name."""

    name: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark: where it begins and ends, and where its middle stands."""

    mark: Mark
    start: float
    end: float
    y: float


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane: the lines of its title, where these begin, and its marks in the order of time."""

    lane: Lane
    title: tuple[str, ...]
    y: float
    marks: tuple[PlacedMark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole picture."""

    width: float
    height: float
    years: tuple[PlacedYear, ...]
    lanes: tuple[PlacedLane, ...]


def lay_out(lanes: Sequence[Lane], name_of: Callable[[int], str]) -> Chart | None:
    """Lay out a picture; None where there is nothing to show, or too much. `name_of` tells how a year is written."""
    shown = [lane for lane in lanes if lane.marks]
    used = sorted({day[0] for lane in shown for mark in lane.marks for day in _span(mark.date)})
    if not used or len(used) > MAX_YEARS or sum(len(lane.marks) for lane in shown) > MAX_MARKS:
        return None
    years = _axis(used, name_of)
    scale = dict(zip(used, (one for one in years if one.name), strict=True))
    room = max(years[-1].end, _TITLE_ROOM)
    top: float = LABEL_LEADING
    placed = []
    for lane in shown:
        title = wrap(lane.title, room, TITLE_SIZE)
        first_row = top + len(title) * TITLE_LEADING + CELL / 2
        marks = _rows(lane.marks, scale, first_row)
        placed.append(PlacedLane(lane, title, top, marks))
        top = max(mark.y for mark in marks) + CELL / 2 + _GAP
    widest = max(width(line, TITLE_SIZE) for one in placed for line in one.title)
    return Chart(max(years[-1].end + EDGE, START + widest), top + LABEL_LEADING, years, tuple(placed))


def _span(date: Edtf) -> tuple[Day, Day]:
    """Return the first and the last day on which an event may be; of an interval, those of its ends."""
    last = date.end if date.interval and date.end else date.first
    return date.first.earliest, last.latest


def _axis(used: Sequence[int], name_of: Callable[[int], str]) -> tuple[PlacedYear, ...]:
    """Place the years in which something begins or ends, and what stands for those between them."""
    names = [name_of(year) for year in used]
    wide = max(YEAR, *(round(width(name, LABEL_SIZE) + LABEL_SIZE / 2) for name in names))
    placed = []
    x: float = EDGE
    for year, name, before in zip(used, names, [used[0], *used], strict=False):
        if year - before > 1:
            placed.append(PlacedYear("", x, x + BREAK))
            x += BREAK
        placed.append(PlacedYear(name, x, x + wide))
        x += wide
    return tuple(placed)


def _rows(marks: Sequence[Mark], scale: Mapping[int, PlacedYear], first_row: float) -> tuple[PlacedMark, ...]:
    """Place the marks of a lane, each in the first row in which it has room."""
    taken: list[float] = []  # by row, up to where
    placed = []
    for mark in sorted(marks, key=lambda mark: mark.date.sort_key):
        first, last = _span(mark.date)
        start, end = _at(first, scale, 0), _at(last, scale, 1)
        middle, half = (start + end) / 2, max(end - start, MARK) / 2
        reach = max(half, CELL / 2)
        row = next((row for row, edge in enumerate(taken) if edge <= middle - reach), len(taken))
        taken[row : row + 1] = [middle + reach]
        placed.append(PlacedMark(mark, middle - half, middle + half, first_row + row * CELL))
    return tuple(placed)


def _at(day: Day, scale: Mapping[int, PlacedYear], passed: int) -> float:
    """Return where a day begins, or ends where it has `passed`; all months are as long as the longest."""
    year, month, number = day
    place = scale[year]
    return place.start + (place.end - place.start) * ((month - 1) + (number - 1 + passed) / _DAYS) / _MONTHS
