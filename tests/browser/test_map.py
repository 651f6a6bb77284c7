"""The argument map as readers meet it: its links, its keyboard order, its fit, what screen readers hear."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .site import ALL_LANGUAGES, ARGUMENT, LANGUAGES, LiveSite, Opener, tab_to

pytestmark = pytest.mark.browser

MAPS = ["map/", "themes/liege/", f"{ARGUMENT}/"]
EDGE = 1.0
"""How far, in pixels, rounding may move an edge."""


def overflowing(page: Page) -> list[str]:
    """Return the texts of a page's maps that reach over the edge of their box, and the words that lines cover."""
    found: list[str] = page.evaluate(
        """edge => [...document.querySelectorAll(".ds-map__box")].flatMap(box => {
          const frame = box.querySelector("rect").getBoundingClientRect();
          return [...box.querySelectorAll("text")].filter(text => {
            const { left, right, top, bottom } = text.getBoundingClientRect();
            return left < frame.left - edge || right > frame.right + edge
              || top < frame.top - edge || bottom > frame.bottom + edge;
          }).map(text => text.textContent);
        })""",
        EDGE,
    )
    return found


def crossings(page: Page) -> int:
    """Return how many points of the lines lie inside a box."""
    count: int = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll(".ds-map__box rect")].map(one => one.getBBox());
          let inside = 0;
          for (const path of document.querySelectorAll(".ds-map__picture .ds-map__line > path:not(.ds-map__head)"))
            for (let at = 0; at <= path.getTotalLength(); at += 2) {
              const { x, y } = path.getPointAtLength(at);
              inside += boxes.some(box => x > box.x + 1 && x < box.x + box.width - 1
                && y > box.y && y < box.y + box.height);
            }
          return inside;
        }"""
    )
    return count


@pytest.mark.parametrize("lang", ALL_LANGUAGES)
@pytest.mark.parametrize("path", MAPS)
def test_texts_stay_in_their_boxes_and_lines_out_of_them(open_page: Opener, lang: str, path: str) -> None:
    page = open_page(f"{lang}/{path}" if lang != "zh-Hans" or path != f"{ARGUMENT}/" else "zh-Hans/map/")
    assert page.locator(".ds-map__box").count() > 3
    assert overflowing(page) == []
    assert crossings(page) == 0


@pytest.mark.parametrize("path", ["ar/map/", "ar/arguments/jobs/"])
def test_the_mirrored_map_holds_its_texts(open_page: Opener, abroad: LiveSite, path: str) -> None:
    page = open_page(path, site=abroad, width=390)
    box = page.locator(".ds-map__box rect").first.bounding_box()
    line = page.locator(".ds-map__picture .ds-map__line").first.bounding_box()
    assert box is not None
    assert line is not None
    assert line["x"] < box["x"], "the lines run on the left"
    assert overflowing(page) == []
    assert crossings(page) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", MAPS)
def test_a_box_leads_to_its_argument(open_page: Opener, lang: str, path: str) -> None:
    page = open_page(f"{lang}/{path}")
    link = page.locator("a.ds-map__box").last
    title = " ".join((link.locator(".ds-map__title").text_content() or "").split())
    link.click()
    expect(page.locator("article h1")).to_have_text(title)


def test_the_keyboard_meets_the_boxes_in_the_order_of_reading(open_page: Opener) -> None:
    page = open_page("fr/themes/liege/")
    page.locator("article .ds-lead").click()  # the tabulator goes on from there
    tab_to(page, "a.ds-map__box")
    met = []
    while page.evaluate("document.activeElement.matches('a.ds-map__box')"):
        met.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        outline = page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth")
        assert outline == "2px"
        page.keyboard.press("Tab")
    assert met == sorted(met)
    assert len(met) == page.locator("a.ds-map__box").count()
    assert page.evaluate("document.activeElement.matches('summary')")
    page.keyboard.press("Enter")
    expect(page.locator(".ds-relations").first).to_be_visible()


@pytest.mark.parametrize("path", MAPS)
def test_a_phone_shows_the_map_without_scrolling_the_page(open_page: Opener, path: str) -> None:
    page = open_page(f"de/{path}", width=390)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window
    size = page.locator(".ds-map__title").first.evaluate(
        "text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a"
    )
    assert size >= 11


def test_the_wide_map_scrolls_in_a_window_that_the_keyboard_reaches(open_page: Opener) -> None:
    page = open_page("fr/map/", width=390)
    window = page.get_by_role("region", name="Carte des arguments")
    page.locator("article h1").click()  # the tabulator goes on from there
    tab_to(page, ".ds-window")
    page.keyboard.press("ArrowRight")
    expect(window).to_be_focused()
    page.wait_for_function("document.querySelector('.ds-window').scrollLeft > 0")


def test_a_screen_reader_hears_a_group_with_a_name_and_links(open_page: Opener) -> None:
    page = open_page(f"en/{ARGUMENT}/")
    group = page.get_by_role("group", name="Argument map: The nine hundred jobs that did not come")
    expect(group).to_have_count(1)
    links = group.get_by_role("link")
    assert links.count() == page.locator("a.ds-map__box").count()
    expect(group.get_by_role("link", name="Malaysia: large targets, modest beginnings Established")).to_have_count(1)


def test_paper_has_the_whole_map_on_one_sheet(open_page: Opener) -> None:
    page = open_page("en/map/", media="print", width=794)
    box = page.locator(".ds-map__picture").first.bounding_box()
    assert box is not None
    assert box["height"] <= 24 / 2.54 * 96 + 1
    assert box["x"] + box["width"] <= 794
