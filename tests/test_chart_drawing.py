"""The picture of the timeline as SVG: what it is made of, what it says, and texts as texts in it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from test_map_drawing import HOSTILE, words

from dossier import locales
from dossier.chart_drawing import draw
from dossier.dates import parse_edtf
from dossier.timeline_chart import Lane, Mark, lay_out

ATTRIBUTES = set(
    "aria-hidden aria-label class d direction fill height href lang role rx stroke tabindex text-anchor viewBox width "
    "x y".split()
)
ELEMENTS = set("a div figcaption figure g path rect svg text title tspan".split())
DATES = ("1999", "2018-03?", "2019-04-05", "2020~")


def drawing(title: str = "The jobs", *, page: str = "en", dates: tuple[str, ...] = DATES, lang: str = "") -> ET.Element:
    """Draw one lane and read the result as XML."""
    marks = tuple(Mark(parse_edtf(date), f"{date} · {title}", f"#{date}", "ds-item ds-a1") for date in dates)
    chart = lay_out([Lane(title, "../themes/work/", marks, lang)], str)
    assert chart is not None
    return ET.fromstring(draw(chart, locales.load(page), title))  # noqa: S314


@pytest.mark.parametrize("title", ["The jobs", HOSTILE])
def test_a_picture_is_made_of_what_draws_and_leads(title: str) -> None:
    elements = list(drawing(title, dates=tuple(map(str, range(2010, 2024)))).iter())
    assert {element.tag for element in elements} <= ELEMENTS
    assert {name for element in elements for name in element.attrib} <= ATTRIBUTES
    links = [element for element in elements if element.tag == "a"]
    assert [one.get("href") for one in links] == ["../themes/work/", *(f"#{year}" for year in range(2010, 2024))]
    assert links[1].get("aria-label") == f"2010 · {title}" == links[1].findtext("rect/title")
    assert drawing(title).findtext(".//svg/title") in {title, None}


def test_a_picture_has_no_line_breaks_and_is_always_the_same() -> None:
    assert "\n" not in ET.tostring(drawing(), "unicode")
    assert ET.tostring(drawing()) == ET.tostring(drawing())


def test_a_date_that_is_doubted_looks_so() -> None:
    doubted = [
        "ds-mark--doubted" in one.get("class", "") for one in drawing().iter("a") if "ds-mark" in one.get("class", "")
    ]
    assert doubted == [False, True, False, True]


def test_the_axis_is_for_the_eye_and_each_lane_has_a_name() -> None:
    picture = drawing()
    axis, lane = picture.findall("./svg/g")
    assert axis.get("aria-hidden") == "true"
    assert words(axis) == "".join(year * 2 for year in ("1999", "2018", "2019", "2020"))  # above and below
    assert (lane.get("role"), lane.get("aria-label")) == ("group", "The jobs")
    assert not list(axis.iter("a"))


@pytest.mark.parametrize(("years", "scrolls"), [(4, False), (14, True)])
def test_what_is_wider_than_a_phone_scrolls_by_keyboard(years: int, *, scrolls: bool) -> None:
    found = drawing(dates=tuple(str(2000 + year) for year in range(years))).findall("div")
    assert [(one.get("role"), one.get("tabindex"), one.get("aria-label")) for one in found] == [
        ("region", "0", "The jobs")
    ] * scrolls


def test_from_right_to_left_time_runs_to_the_left() -> None:
    def lefts(page: str) -> list[float]:
        return [float(one.get("x", "")) for one in drawing(page=page).findall(".//a/rect")]

    assert lefts("en") == sorted(lefts("en"))
    assert lefts("ar") == sorted(lefts("ar"), reverse=True)
    assert drawing(page="ar").find(".//text").get("direction") == "rtl"  # type: ignore[union-attr]


def test_a_title_in_another_language_says_so() -> None:
    (title,) = [one for one in drawing(page="ar", lang="en").iter("text") if one.get("class") == "ds-chart__title"]
    assert (title.get("lang"), title.get("direction"), title.get("text-anchor")) == ("en", "ltr", "end")
