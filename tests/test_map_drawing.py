"""The argument map as SVG: what it is made of, what it says, and texts as texts in it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from dossier import locales
from dossier.argument_map import INVERSE, Box, Group, Layout, Relation, lay_out
from dossier.map_drawing import draw

HOSTILE = """</title></text></svg><script>alert(1)</script>" onload="x' <div data-drawing="map"></div>&amp;&lt;b&gt;"""
ATTRIBUTES = set(
    "aria-hidden aria-label class cx cy d direction fill height href hreflang lang r role rx stroke tabindex "
    "text-anchor transform viewBox width x y".split()
)
"""All attributes that a map has: none of them holds a style, a script, or something to load."""
ELEMENTS = set("a circle desc div figcaption figure g li path rect svg text title tspan ul".split())
KINDS = [*INVERSE]


def layout(title: str = "The jobs", *, lang: str = "en") -> Layout:
    """Lay out two arguments with a relation of every kind; the second one is that of the page."""
    boxes = (
        Box("jobs", title, "../jobs/", lang, "likely", ""),
        Box("wages", "The wages", "", "en", "unproven", ""),
    )
    relations = [Relation("jobs", kind, "wages") for kind in KINDS]
    found = lay_out([Group(boxes, title, "../themes/work/")], relations, dict.fromkeys(KINDS, "verb"))
    assert found is not None
    return found


def drawing(title: str = "The jobs", *, lang: str = "en", page: str = "en", has_legend: bool = False) -> ET.Element:
    """Draw the two arguments and read the result as XML."""
    return ET.fromstring(draw(layout(title, lang=lang), locales.load(page), title, has_legend=has_legend))  # noqa: S314


def words(element: ET.Element) -> str:
    """Return the text of an element and all in it."""
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("title", ["The jobs", HOSTILE])
def test_a_map_is_made_of_what_draws_and_leads(title: str) -> None:
    elements = list(drawing(title, has_legend=True).iter())
    assert {element.tag for element in elements} <= ELEMENTS
    assert {name for element in elements for name in element.attrib} <= ATTRIBUTES
    assert {element.get("href") for element in elements if element.tag == "a"} == {"../jobs/", "../themes/work/"}


def test_a_map_has_no_line_breaks_which_would_end_a_block_of_markdown() -> None:
    assert "\n" not in draw(layout(), locales.load("en"), "T", has_legend=True)


def test_hostile_titles_are_texts() -> None:
    picture = drawing(HOSTILE)
    link = picture.findall(".//a")[1]
    assert words(link).replace(" ", "").startswith(HOSTILE.replace(" ", ""))
    title = picture.find(".//title")
    assert title is not None
    assert title.text == HOSTILE


def test_a_map_has_a_name_a_description_and_its_links_in_order() -> None:
    picture = drawing()
    svg = picture.find("svg") if picture.find("svg") is not None else picture.find("div/svg")
    assert svg is not None
    assert svg.get("role") == "group"
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    assert [words(link) for link in svg.iter("a")] == ["The jobs", "The jobs Likely"]
    (lines,) = [group for group in svg.findall("g") if group.get("aria-hidden")]
    assert list(lines.iter("a")) == []


def test_the_argument_of_the_page_is_no_link() -> None:
    (here,) = [one for one in drawing().iter("g") if "ds-map__box--here" in one.get("class", "")]
    assert words(here) == "The wages Unproven"


def test_every_kind_of_line_has_its_own_head_and_word() -> None:
    picture = drawing()
    lines = [one for one in picture.iter("g") if "ds-map__line--" in one.get("class", "")]
    assert {one.get("class", "").rpartition("--")[2]: words(one) for one in lines} == {
        "supports": "Supports",
        "rebuts": "Rebuts",
        "qualifies": "Qualifies",
        "depends-on": "Depends on",
    }
    heads = [one.get("d") for one in picture.iter("path") if one.get("class") == "ds-map__head"]
    assert len(set(heads)) == len(KINDS)


@pytest.mark.parametrize("lang", locales.available())
def test_the_legend_is_in_the_language_of_the_page(lang: str) -> None:
    legend = drawing(page=lang, has_legend=True).find("figcaption/ul")
    assert legend is not None
    assert [words(item) for item in legend] == [locales.load(lang).text(f"relations.{kind}") for kind in KINDS]
    assert legend.get("aria-label") == locales.load(lang).text("ui.map_legend")


def test_a_title_in_another_language_says_so_and_begins_where_the_others_do() -> None:
    link = drawing("Les emplois", lang="fr", page="ar").findall(".//a")[1]
    title = link.find("text")
    assert title is not None
    assert link.get("hreflang") == "fr"
    assert (title.get("lang"), title.get("direction"), title.get("text-anchor")) == ("fr", "ltr", "end")


def test_the_map_of_a_language_from_right_to_left_is_mirrored() -> None:
    left, right = (drawing(page=page) for page in ("en", "ar"))
    width = layout().width
    for one, other in zip(left.iter("rect"), right.iter("rect"), strict=True):
        assert float(one.attrib["x"]) + float(one.attrib["width"]) == pytest.approx(width - float(other.attrib["x"]))
    heads = [[one.get("transform", "") for one in side.iter("path") if one.get("transform")] for side in (left, right)]
    assert all("scale(-1 1)" in one for one in heads[1])
    assert not any("scale" in one for one in heads[0])
    edges = [[float(re.split("[( ]", one)[1]) for one in side] for side in heads]
    assert [width - edge for edge in edges[0]] == pytest.approx(edges[1])
