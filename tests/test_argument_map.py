"""The argument map as a value: nothing overlaps, every line ends at its boxes, the same content gives the same map."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.argument_map import (
    EDGE,
    INVERSE,
    LANE_GAP,
    MAX_BOXES,
    MAX_LANES,
    Box,
    Group,
    Layout,
    Line,
    Relation,
    bundle,
    lanes_of,
    lay_out,
)

VERBS = {kind: kind for kind in INVERSE}
IDS = "abcdefgh"
RELATIONS = st.lists(
    st.builds(Relation, st.sampled_from(IDS), st.sampled_from([*INVERSE]), st.sampled_from(IDS)).filter(
        lambda one: one.source != one.target
    ),
    max_size=20,
)


def box(name: str) -> Box:
    """Return a box with a title that takes several lines for some names."""
    return Box(name, f"About {name} " * (1 + ord(name[0]) % 5), f"{name}/", "en", "likely", "")


def groups(*rows: str) -> list[Group]:
    """Return groups of boxes that are named by single letters."""
    return [Group(tuple(map(box, row)), f"Theme {row}") for row in rows]


def layout_of(relations: list[Relation]) -> Layout:
    """Lay out eight boxes in two groups."""
    layout = lay_out(groups(IDS[:5], IDS[5:]), relations, VERBS)
    assert layout is not None
    return layout


def relation(words: str) -> Relation:
    """Read `a supports b`."""
    return Relation(*words.split())


@given(RELATIONS)
def test_no_box_and_no_title_stands_on_another(relations: list[Relation]) -> None:
    layout = layout_of(relations)
    assert [placed.box.id for placed in layout.boxes] == [*IDS]
    spans = [(placed.y, placed.y + placed.height) for placed in layout.boxes]
    spans += [(title.y, title.y + 15 * len(title.lines)) for title, _ in layout.titles]
    assert [(one, other) for one, other in pairwise(sorted(spans)) if one[1] >= other[0]] == []
    assert max(end for _, end in spans) < layout.height


@given(RELATIONS)
def test_every_relation_is_a_line_that_touches_both_its_boxes_and_crosses_none(relations: list[Relation]) -> None:
    layout = layout_of(relations)
    spans = {placed.box.id: (placed.y, placed.y + placed.height) for placed in layout.boxes}
    drawn = set()
    ends: list[tuple[str, float]] = []
    for placed in layout.lines:
        line = placed.line
        assert EDGE < placed.x < layout.width
        ends.append((line.hub, placed.hub))
        for end, y in zip(line.ends, placed.ends, strict=True):
            ends.append((end, y))
            source, target = (end, line.hub) if line.inwards else (line.hub, end)
            drawn.add(Relation(source, line.kind, target))
    assert drawn == set(relations)
    assert [one for one, y in ends if not spans[one][0] < y < spans[one][1]] == []
    assert len(set(ends)) == len(ends), "no two lines meet a box at one point"


@given(RELATIONS)
def test_lines_that_share_a_lane_share_no_row(relations: list[Relation]) -> None:
    layout = layout_of(relations)
    spans: dict[float, list[tuple[float, float]]] = {}
    for placed in layout.lines:
        heights = (placed.hub, *placed.ends)
        spans.setdefault(placed.x, []).append((min(heights), max(heights)))
    for found in spans.values():
        assert [(one, other) for one, other in pairwise(sorted(found)) if one[1] >= other[0]] == []
    lanes = sorted(spans)
    assert [after - before for before, after in pairwise(lanes)] == [LANE_GAP] * (len(lanes) - 1)


@given(RELATIONS, st.randoms())
def test_the_order_of_the_relations_makes_no_difference(relations: list[Relation], random: object) -> None:
    shuffled = list(relations)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis' own Random
    assert layout_of(shuffled) == layout_of(relations)


def test_relations_of_a_kind_at_one_argument_share_a_line() -> None:
    rows = {one: row for row, one in enumerate(IDS)}
    words = ["a supports d", "b supports d", "c supports d", "d supports c", "d rebuts e", "d rebuts a"]
    assert bundle(map(relation, words), rows) == [
        Line("supports", "d", ("a", "b", "c"), inwards=True),
        Line("rebuts", "d", ("a", "e"), inwards=False),
        Line("supports", "d", ("c",), inwards=False),
    ]


def test_short_lines_are_near_the_boxes() -> None:
    rows = {one: row for row, one in enumerate(IDS)}
    lines = [Line("supports", *ends, inwards=False) for ends in (("a", ("h",)), ("b", ("c",)), ("d", ("f",)))]
    assert lanes_of(lines, rows) == [1, 0, 0]


def test_two_arguments_that_support_each_other() -> None:
    layout = layout_of([relation("a supports b"), relation("b supports a")])
    assert len(layout.lines) == 2


def test_a_relation_to_what_is_not_shown_is_left_out() -> None:
    assert layout_of([relation("a supports z")]).lines == ()


@pytest.mark.parametrize("count", [MAX_BOXES, MAX_BOXES + 1])
def test_too_many_boxes_are_no_map(count: int) -> None:
    boxes = tuple(Box(str(one), "T", "t/", "en", "likely", "") for one in range(count))
    assert (lay_out([Group(boxes)], [], VERBS) is None) == (count > MAX_BOXES)


def test_too_many_lanes_are_no_map() -> None:
    count = 2 * MAX_LANES
    boxes = tuple(Box(str(one), "T", "t/", "en", "likely", "") for one in range(count + 2))
    side_by_side = [Relation(str(one), "supports", str(count - 1 - one)) for one in range(MAX_LANES)]
    below = Relation(str(count), "rebuts", str(count + 1))
    assert lay_out([Group(boxes)], [*side_by_side, below], VERBS) is not None
    beside = Relation("0", "rebuts", str(count - 1))
    assert lay_out([Group(boxes)], [*side_by_side, beside], VERBS) is None
