"""The argument map as a value: where each argument stands, and which way the lines between them take.

The arguments stand one below the other, in the order in which they are read; the lines run beside them. So the map has
the order of the list that says the same, fits a phone, and no line can cross a box. Relations of one kind that begin
or end at the same argument share one line, and lines that never stand side by side share a lane.

Lengths are in the units of the picture, from its top and from the side at which a line of text starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dossier.text_width import width, wrap

INVERSE = {
    "supports": "supported-by",
    "rebuts": "rebutted-by",
    "qualifies": "qualified-by",
    "depends-on": "depended-on-by",
}
"""The kinds of relations, and how each is called at its other end."""

MAX_LANES = 26
"""Most lanes that stand beside the boxes in a column of text."""

MAX_BOXES = 80
"""Most boxes that anybody would look at; lists serve better for more."""

BOX_WIDTH = 256
TITLE_SIZE, TITLE_LEADING = 13.5, 17.5
GROUP_SIZE, NOTE_SIZE, SMALL_LEADING = 12, 11, 15
VERB_SIZE = 10
"""Sizes of letters; the stylesheet has the same."""
PAD_INLINE, PAD_BLOCK = 11, 8
GAP, GROUP_GAP = 12, 16
PORT_GAP, LANE_GAP = 13, 10
ARROW, PAD_VERB = 8, 5
_MARGIN = 2  # or the strokes of the outermost boxes and lines would be cut off
START, EDGE = _MARGIN, _MARGIN + BOX_WIDTH
"""Where the boxes begin and end."""


class Relation(NamedTuple):
    """That one argument stands in a relation of this kind to another; both are ids."""

    source: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Box:
    """An argument as a map shows it. The one on whose page the map stands has no address."""

    id: str
    title: str
    href: str
    lang: str
    confidence: str
    language: str
    """The name of the title's language in itself, where that is not the page's."""


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes under one title, which may be empty."""

    boxes: tuple[Box, ...]
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Relations of one kind between one argument, the hub, and others: from it, or `inwards` to it."""

    kind: str
    hub: str
    ends: tuple[str, ...]
    inwards: bool


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Lines of text; `y` is where their block begins."""

    lines: tuple[str, ...]
    y: float


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box and where it stands."""

    box: Box
    y: float
    height: float
    title: PlacedText


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line: the distance at which it runs, the height of its hub, and those of its other ends."""

    line: Line
    x: float
    hub: float
    ends: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole map. `titles` are those of the groups, with their addresses."""

    width: float
    height: float
    titles: tuple[tuple[PlacedText, str], ...]
    boxes: tuple[PlacedBox, ...]
    lines: tuple[PlacedLine, ...]


def lay_out(groups: Sequence[Group], relations: Iterable[Relation], verbs: Mapping[str, str]) -> Layout | None:
    """Lay out a map; None where it would be too large to be read.

    `verbs` are the words that stand at the arrows, by kind of relation. Relations with an end that has no box are left
    out.
    """
    boxes = [box for group in groups for box in group.boxes]
    if len(boxes) > MAX_BOXES:
        return None
    rows = {box.id: row for row, box in enumerate(boxes)}
    lines = bundle((one for one in relations if one.source in rows and one.target in rows), rows)
    lanes = lanes_of(lines, rows)
    count = max(lanes, default=-1) + 1
    if count > MAX_LANES:
        return None
    ports = _ports(lines, lanes, rows)
    titles, placed, bottom = _stack(groups, [len(ports[box.id]) for box in boxes])
    heights = {
        (one.box.id, index): one.y + one.height / 2 + (place - (len(ports[one.box.id]) - 1) / 2) * PORT_GAP
        for one in placed
        for place, index in enumerate(ports[one.box.id])
    }
    first_lane = round(
        EDGE + ARROW + max((width(verbs[one.kind], VERB_SIZE) for one in lines), default=0) + 2 * PAD_VERB
    )
    return Layout(
        width=(first_lane + (count - 1) * LANE_GAP if lines else EDGE) + _MARGIN,
        height=bottom + _MARGIN,
        titles=titles,
        boxes=placed,
        lines=tuple(
            PlacedLine(
                line,
                first_lane + lane * LANE_GAP,
                heights[line.hub, index],
                tuple(heights[end, index] for end in line.ends),
            )
            for index, (line, lane) in enumerate(zip(lines, lanes, strict=True))
        ),
    )


def bundle(relations: Iterable[Relation], rows: Mapping[str, int]) -> list[Line]:
    """Gather relations into lines: the largest bundle first, so that there are few; of equals the upper one."""
    stars: dict[tuple[str, bool, str], dict[Relation, str]] = {}
    for one in sorted(set(relations), key=lambda one: (rows[one.source], one.kind, rows[one.target])):
        stars.setdefault((one.kind, False, one.source), {})[one] = one.target
        stars.setdefault((one.kind, True, one.target), {})[one] = one.source
    lines = []
    while stars:
        key = max(stars, key=lambda key: len(stars[key]))
        kind, inwards, hub = key
        taken = stars.pop(key)
        if not taken:
            break
        lines.append(Line(kind, hub, tuple(sorted(taken.values(), key=rows.__getitem__)), inwards))
        for relation, end in taken.items():
            del stars[kind, not inwards, end][relation]
    return lines


def lanes_of(lines: Sequence[Line], rows: Mapping[str, int]) -> list[int]:
    """Return the lane of each line, counted from the boxes: short lines are near, and no two share a row of a lane."""
    spans = [(min(found), max(found)) for line in lines for found in [[rows[one] for one in (line.hub, *line.ends)]]]
    taken: list[list[tuple[int, int]]] = []
    lanes = [0] * len(lines)
    for index in sorted(range(len(lines)), key=lambda index: (spans[index][1] - spans[index][0], spans[index][0])):
        first, last = spans[index]
        free = (lane for lane, others in enumerate(taken) if all(last < one or other < first for one, other in others))
        lanes[index] = next(free, len(taken))
        if lanes[index] == len(taken):
            taken.append([])
        taken[lanes[index]].append(spans[index])
    return lanes


def _ports(lines: Sequence[Line], lanes: Sequence[int], rows: Mapping[str, int]) -> dict[str, list[int]]:
    """Return for each box the lines that touch it, by their index, from the top down, so that they cross little.

    Lines that come from above are met first, the inner ones before the outer; those that go down last, the other way
    round.
    """
    ports: dict[str, list[tuple[int, int, int]]] = {one: [] for one in rows}
    for index, (line, lane) in enumerate(zip(lines, lanes, strict=True)):
        met = [rows[one] for one in (line.hub, *line.ends)]
        for one in (line.hub, *line.ends):
            goes_up, goes_down = min(met) < rows[one], max(met) > rows[one]
            ports[one].append((goes_down - goes_up, -lane if goes_down and not goes_up else lane, index))
    return {one: [index for _, _, index in sorted(found)] for one, found in ports.items()}


def _stack(
    groups: Sequence[Group], ports: Sequence[int]
) -> tuple[tuple[tuple[PlacedText, str], ...], tuple[PlacedBox, ...], float]:
    """Put the boxes one below the other, each as high as its text and its lines ask for."""
    titles: list[tuple[PlacedText, str]] = []
    placed: list[PlacedBox] = []
    y: float = _MARGIN
    for group in groups:
        y += GROUP_GAP if placed else 0
        if group.title:
            words = wrap(group.title, BOX_WIDTH, GROUP_SIZE)
            titles.append((PlacedText(words, y), group.href))
            y += len(words) * SMALL_LEADING + 4
        for box in group.boxes:
            words = wrap(box.title, BOX_WIDTH - 2 * PAD_INLINE, TITLE_SIZE)
            text = len(words) * TITLE_LEADING + SMALL_LEADING
            height = max(text + 2 * PAD_BLOCK, ports[len(placed)] * PORT_GAP + PAD_BLOCK)
            placed.append(PlacedBox(box, y, height, PlacedText(words, y + (height - text) / 2)))
            y += height + GAP
    return tuple(titles), tuple(placed), y - GAP
