"""Readers who see or move otherwise: WCAG 2.2 A and AA by axe-core, and what readers ask of their browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import resources

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .site import ALL_LANGUAGES, ARGUMENT, HEIGHT, LiveSite, Opener

pytestmark = pytest.mark.browser

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on colours; all others say the same in either scheme."""

_RUN = """async ([where, type, values]) => {
  const { violations } = await axe.run(where, { runOnly: { type, values }, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length} times, as ${nodes[0].target}: ${nodes[0].html}`);
}"""


def french(site: LiveSite) -> list[str]:
    """Return a path of each kind, in the language of the originals: the others have the same styles and scripts."""
    return [path for path in site.kinds() if path.startswith("fr/")]


def violations(page: Page, where: str, *, kind: str, values: list[str]) -> list[str]:
    """Run some of axe-core's rules on a part of a page and return what breaks them."""
    found: list[str] = page.evaluate(_RUN, [where, kind, values])
    return found


def of_all_sizes_and_schemes(page: Page, where: str = "html") -> Iterator[tuple[str, list[str]]]:
    """Yield what axe-core finds on a part of a page, by size of window and colour scheme."""
    page.evaluate(AXE)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="light")
        yield f"{width} light", violations(page, where, kind="tag", values=TAGS)
        page.emulate_media(color_scheme="dark")
        yield f"{width} dark", violations(page, where, kind="rule", values=COLOURS)


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], site: LiveSite) -> Page:
    """Open a window in which nothing moves, so that no colour is measured halfway."""
    return new_context(site, reduced_motion="reduce", viewport={"width": 1280, "height": HEIGHT}).new_page()


@pytest.mark.parametrize("lang", ["", *ALL_LANGUAGES])
def test_axe_finds_no_fault_on_any_kind_of_page(window: Page, site: LiveSite, lang: str) -> None:
    paths = [path for path in site.kinds() if path.partition("/")[0] == lang or (path in {"", "404.html"} and not lang)]
    assert len(paths) > (15 if lang else 1)
    found: dict[str, list[str]] = {}
    for path in paths:
        window.goto(site.address + path)
        found |= {f"{path} {how}": faults for how, faults in of_all_sizes_and_schemes(window) if faults}
    assert found == {}


def test_axe_finds_no_fault_from_right_to_left(new_context: Callable[..., BrowserContext], abroad: LiveSite) -> None:
    page = new_context(abroad, reduced_motion="reduce").new_page()
    found: dict[str, list[str]] = {}
    for path in (path for path in abroad.kinds() if path.startswith("ar/")):
        page.goto(abroad.address + path)
        found |= {f"{path} {how}": faults for how, faults in of_all_sizes_and_schemes(page) if faults}
    assert found == {}


@pytest.mark.parametrize("lang", [*ALL_LANGUAGES, "ar"])
def test_axe_finds_no_fault_in_what_opens(
    new_context: Callable[..., BrowserContext], site: LiveSite, abroad: LiveSite, lang: str
) -> None:
    shown, path = (abroad, "ar/arguments/jobs/") if lang == "ar" else (site, f"{lang}/{ARGUMENT}/")
    page = new_context(shown, reduced_motion="reduce").new_page()
    page.goto(shown.address + path)
    found: dict[str, list[str]] = {}
    page.locator(".footnote-ref").first.focus()
    page.locator(".ds-note[popover]").wait_for()
    found |= {f"note {how}": faults for how, faults in of_all_sizes_and_schemes(page)}
    page.locator(".md-select > button").focus()
    # The list lies over links of the page, until Escape closes it; what it leaves of them may be too small a target.
    found |= {f"languages {how}": faults for how, faults in of_all_sizes_and_schemes(page, ".md-header")}
    page.locator(".ds-menu-button").click()
    found |= {f"navigation {how}": faults for how, faults in of_all_sizes_and_schemes(page)}
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.locator(".ds-search summary").click()
    page.locator(".ds-search__query").fill(page.locator("article h1").inner_text().split()[-1])
    page.locator(".ds-search__results li a").first.wait_for()
    found |= {f"search {how}": faults for how, faults in of_all_sizes_and_schemes(page)}
    assert {how: faults for how, faults in found.items() if faults} == {}


_MOVING = """() => [...document.querySelectorAll("*")].filter(one => [null, "::before", "::after"].some(part => {
  const style = getComputedStyle(one, part);
  const longest = times => Math.max(...times.split(",").map(parseFloat));
  return longest(style.transitionDuration) > 0.01 || longest(style.animationDuration) > 0.01
    || style.scrollBehavior === "smooth";
})).map(one => `${one.localName}.${one.className}`)"""


def test_nothing_moves_for_those_who_want_nothing_to(window: Page, site: LiveSite) -> None:
    moving = {}
    for path in french(site):
        window.goto(site.address + path)
        moving[path] = window.evaluate(_MOVING)
    assert {path: some for path, some in moving.items() if some} == {}


def test_pages_at_twice_their_size_are_whole(window: Page, site: LiveSite) -> None:
    window.set_viewport_size({"width": 640, "height": HEIGHT // 2})
    for path in french(site):
        window.goto(site.address + path)
        assert window.evaluate("document.documentElement.scrollWidth") <= 640, path
        for selector in (".ds-menu-button", ".ds-search-button", ".md-header .md-icon[for^=__palette]:not([hidden])"):
            expect(window.locator(selector)).to_be_in_viewport(ratio=1)


# WCAG 1.4.12: what a reader may set, and nothing may be lost.
_SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""

_CUT_OFF = """() => [...document.querySelectorAll("article *, .md-nav *")].filter(one => {
  const { overflowX, overflowY } = getComputedStyle(one);
  const cuts = overflow => ["hidden", "clip"].includes(overflow);
  return one.checkVisibility({ visibilityProperty: true }) && one.textContent.trim() && !one.matches("svg *")
    && one.clientHeight > 4 && (cuts(overflowY) && one.scrollHeight > one.clientHeight + 2
      || cuts(overflowX) && one.scrollWidth > one.clientWidth + 2);
}).map(one => `${one.localName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("width", [1280, 390])
def test_wider_spacing_loses_nothing(new_context: Callable[..., BrowserContext], site: LiveSite, width: int) -> None:
    page = new_context(site, bypass_csp=True, viewport={"width": width, "height": HEIGHT}).new_page()
    lost = {}
    for path in french(site):
        page.goto(site.address + path)
        page.add_style_tag(content=_SPACED)
        wide = page.evaluate("document.documentElement.scrollWidth")
        lost[path] = [*page.evaluate(_CUT_OFF), *([f"{wide} wide"] if wide > width else [])]
    assert {path: some for path, some in lost.items() if some} == {}


def test_who_chooses_the_colours_sees_the_map_and_the_confidence_in_them(open_page: Opener) -> None:
    page = open_page("fr/map/")
    page.emulate_media(forced_colors="active")
    ink, paper, line, title = page.evaluate(
        """() => [["body", "color"], ["body", "backgroundColor"], [".ds-map__line path", "stroke"],
          [".ds-map__title", "fill"]].map(([one, name]) => getComputedStyle(document.querySelector(one))[name])"""
    )
    assert line == title == ink != paper
    page.goto(f"{open_page.site.address}fr/{ARGUMENT}/")
    colours = page.evaluate(
        """() => [...document.querySelectorAll(".ds-confidence")]
          .flatMap(one => [getComputedStyle(one).color, getComputedStyle(one).borderTopColor])"""
    )
    assert {*colours} == {ink}
