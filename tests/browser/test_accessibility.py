"""Readers who see, point or move otherwise: WCAG 2.2 by axe-core, the keyboard, and what they ask of a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from .site import ALL_LANGUAGES, ARGUMENT, HEIGHT, LiveSite, Opener, Visit

pytestmark = pytest.mark.browser

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on colours; all others say the same in either scheme."""

_RUN = """async ([type, values]) => {
  const { violations } = await axe.run(document, { runOnly: { type, values }, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length} times, as ${nodes[0].target}: ${nodes[0].html}`);
}"""

# What has the focus: where it stands in the document, and whether anybody can see that it has it.
_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const seen = [element, element.nextElementSibling, element.parentElement, ...element.querySelectorAll("rect")];
  const mark = one => { const style = one && getComputedStyle(one); return Boolean(style) && (
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"
    || (one.localName === "rect" && parseFloat(style.strokeWidth) >= 2)); };
  const box = element.getBoundingClientRect();
  const middle = [box.left + Math.min(box.width, 8) / 2, box.top + Math.min(box.height, 8) / 2];
  const over = document.elementFromPoint(...middle);
  return {
    name: [element.localName, element.getAttribute("class"), element.textContent.trim().slice(0, 30)].join(" "),
    place: [...document.querySelectorAll("*")].indexOf(element),
    marked: seen.some(mark),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    hidden: Boolean(over) && over.closest(".md-header") !== null && element.closest(".md-header") === null,
    note: element.closest("[popover], .ds-margin") !== null,
  };
}"""


def violations(page: Page, *, kind: str, values: list[str]) -> list[str]:
    """Run some of axe-core's rules on a page and return what breaks them."""
    found: list[str] = page.evaluate(_RUN, [kind, values])
    return found


def of_all_sizes_and_schemes(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield what axe-core finds on a page, by size of window and colour scheme."""
    page.evaluate(AXE)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="light")
        yield f"{width} light", violations(page, kind="tag", values=TAGS)
        page.emulate_media(color_scheme="dark")
        yield f"{width} dark", violations(page, kind="rule", values=COLOURS)


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], site: LiveSite) -> Page:
    """Open a window in which nothing moves, so that no colour is measured halfway."""
    return new_context(site, reduced_motion="reduce", viewport={"width": 1280, "height": HEIGHT}).new_page()


@pytest.mark.parametrize("lang", ["", *ALL_LANGUAGES])
def test_axe_finds_no_fault_on_any_kind_of_page(window: Page, site: LiveSite, lang: str) -> None:
    paths = [path for path in site.kinds() if path.partition("/")[0] == lang or (path in {"", "404.html"} and not lang)]
    assert len(paths) > (10 if lang else 1)
    found = {}
    for path in paths:
        window.goto(site.address + path)
        found |= {f"{path} {how}": faults for how, faults in of_all_sizes_and_schemes(window) if faults}
    assert found == {}


def test_axe_finds_no_fault_from_right_to_left(new_context: Callable[..., BrowserContext], abroad: LiveSite) -> None:
    page = new_context(abroad, reduced_motion="reduce").new_page()
    found = {}
    for path in (path for path in abroad.kinds() if path.startswith("ar/")):
        page.goto(abroad.address + path)
        found |= {f"{path} {how}": faults for how, faults in of_all_sizes_and_schemes(page) if faults}
    assert found == {}


def test_axe_finds_no_fault_in_what_opens(window: Page, site: LiveSite) -> None:
    window.goto(site.address + f"fr/{ARGUMENT}/")
    window.locator(".footnote-ref").first.focus()
    found = {f"note {how}": faults for how, faults in of_all_sizes_and_schemes(window)}
    window.keyboard.press("Escape")
    window.keyboard.press("/")
    window.keyboard.type("emplois")
    window.locator(".ds-search__results li a").first.wait_for()
    found |= {f"search {how}": faults for how, faults in of_all_sizes_and_schemes(window)}
    assert {how: faults for how, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["fr/", f"fr/{ARGUMENT}/", "fr/map/", "fr/themes/liege/", "404.html"])
def test_the_tabulator_walks_through_a_whole_page(open_page: Opener, path: str, width: int) -> None:
    page = open_page(path, width=width, calm=True)
    steps: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        step = page.evaluate(_FOCUS)
        if step is None:
            break
        steps.append(step)
    else:
        pytest.fail("the walk has no end")
    assert "md-skip" in steps[0]["name"], "the way past the navigation comes first"
    assert [step["name"] for step in steps if not step["marked"]] == [], "nobody sees where the focus is"
    assert [step["name"] for step in steps if not step["inside"]] == [], "out of the window"
    assert [step["name"] for step in steps if step["hidden"]] == [], "covered by the header"
    places = [
        step["place"] for step in steps if not step["note"]
    ]  # a note opens beside its call, and stands at the end
    assert places == sorted(places), "the order of the document"


def test_every_page_has_a_way_past_the_navigation(visits: dict[str, Visit]) -> None:
    assert [path for path, visit in visits.items() if path and 'class="md-skip"' not in visit.source] == []


def test_the_way_past_the_navigation_leads_to_the_text(open_page: Opener) -> None:
    for path in ("fr/sources/", f"fr/{ARGUMENT}/", "fr/method/"):
        page = open_page(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article') !== null"), path


def test_nothing_moves_for_those_who_want_nothing_to(open_page: Opener) -> None:
    for path in ("fr/", f"fr/{ARGUMENT}/", "fr/timeline/"):
        page = open_page(path, calm=True)
        slow = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter(one => [null, "::before", "::after"].some(part => {
              const style = getComputedStyle(one, part);
              const longest = times => Math.max(...times.split(",").map(parseFloat));
              return longest(style.transitionDuration) > 0.01 || longest(style.animationDuration) > 0.01
                || style.scrollBehavior === "smooth";
            })).map(one => `${one.localName}.${one.className}`)"""
        )
        assert slow == [], path


@pytest.mark.parametrize("path", ["fr/", f"fr/{ARGUMENT}/", "fr/sources/", "fr/timeline/", "zh-Hans/findings/"])
def test_a_page_at_twice_its_size_is_whole(open_page: Opener, path: str) -> None:
    page = open_page(path, width=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    for selector in (".md-header label[for=__drawer]", ".ds-search-button", ".md-header .md-select button"):
        assert page.locator(selector).first.is_visible(), selector


# WCAG 1.4.12: what a reader may set, and nothing may be lost.
_SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""

_CUT_OFF = """() => [...document.querySelectorAll("article *, .md-header__title, .md-nav *")].filter(one => {
  const style = getComputedStyle(one);
  return one.checkVisibility({ visibilityProperty: true }) && one.textContent.trim() && !one.matches("svg *, pre *")
    && ["hidden", "clip"].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 4;
}).map(one => `${one.localName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path", ["fr/", f"fr/{ARGUMENT}/", "de/sources/", "fr/timeline/", "fr/findings/", "nl/dashboard/"]
)
def test_wider_spacing_loses_nothing(
    new_context: Callable[..., BrowserContext], site: LiveSite, path: str, width: int
) -> None:
    page = new_context(site, bypass_csp=True, viewport={"width": width, "height": HEIGHT}).new_page()
    page.goto(site.address + path)
    page.add_style_tag(content=_SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_CUT_OFF) == []


def test_who_chooses_the_colours_sees_the_map_in_them(open_page: Opener) -> None:
    page = open_page("fr/map/")
    page.emulate_media(forced_colors="active")
    ink, paper, line, title = page.evaluate(
        """() => [["body", "color"], ["body", "backgroundColor"], [".ds-map__line path", "stroke"],
          [".ds-map__title", "fill"]].map(([one, name]) => getComputedStyle(document.querySelector(one))[name])"""
    )
    assert line == title == ink != paper


_TEXT = """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, p, li, dt, dd, td, th, figcaption, text)")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[popover], .ds-margin"))
  .map(one => one.textContent.replace(/\\s+/g, " ").trim()).filter(text => text)"""


@pytest.mark.parametrize("lang", ["fr", "zh-Hans"])
def test_every_kind_of_page_is_whole_without_scripts(
    new_context: Callable[..., BrowserContext], site: LiveSite, lang: str
) -> None:
    without = new_context(site, java_script_enabled=False).new_page()
    with_scripts = new_context(site).new_page()
    lost = {}
    for path in (path for path in site.kinds() if path.startswith(f"{lang}/")):
        texts = []
        for page in (without, with_scripts):
            page.goto(site.address + path)
            texts.append(page.evaluate(_TEXT))
        if missing := [text for text in texts[1] if text not in set(texts[0])]:
            lost[path] = missing[:3]
    assert lost == {}


@pytest.mark.parametrize("path", ["fr/", f"fr/{ARGUMENT}/", "fr/map/", "fr/sources/", "zh-Hans/findings/"])
def test_a_page_can_be_read_without_styles(
    new_context: Callable[..., BrowserContext], site: LiveSite, path: str
) -> None:
    context = new_context(site, java_script_enabled=False, viewport={"width": 1280, "height": HEIGHT})
    context.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page = context.new_page()
    page.goto(site.address + path)
    large = page.evaluate(
        """() => [...document.querySelectorAll("svg:not(.ds-map__picture)")]
          .filter(one => one.getBoundingClientRect().width > 100).length"""
    )
    assert large == 0, "an icon is as wide as the page"
    fills = page.evaluate("""() => [...document.querySelectorAll("svg rect")].map(one => getComputedStyle(one).fill)""")
    assert set(fills) <= {"none"}, "a box of the map hides its text"
    levels = page.evaluate("""() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)")]
      .filter(one => one.checkVisibility()).map(one => Number(one.localName[1]))""")
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert levels.count(1) == 1
