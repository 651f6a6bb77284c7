"""Readers without a pointer: the tabulator through whole pages, with scripts and without, and what opens and closes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .site import ARGUMENT, LiveSite, Opener, tab_to

pytestmark = pytest.mark.browser

# What has the focus: where it stands, and what shows it, which is looked at again when the focus is elsewhere.
_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const seen = [element, element.nextElementSibling, element.parentElement, ...element.querySelectorAll("rect")]
    .filter(one => one);
  const look = () => seen.map(one => {
    const { outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth } = getComputedStyle(one);
    return outlineStyle === "none" || outlineWidth === "0px" ? [boxShadow, stroke, strokeWidth] : [outlineWidth];
  }).join();
  const box = element.getBoundingClientRect();
  const within = (start, end, size) => [Math.max(start, 0) + 3, (start + end) / 2, Math.min(end, size) - 3];
  const across = within(box.left, box.right, innerWidth), down = within(box.top, box.bottom, innerHeight);
  const lids = across.map((x, index) =>
    document.elementFromPoint(x, down[index])?.closest(".md-header, .md-overlay, .md-sidebar--primary"));
  const walked = window.walked ??= [];
  const before = walked.at(-1)?.element;
  const isNote = element.closest("[popover]") !== null;
  const name = `${element.localName}.${element.className.baseVal ?? element.className}`
    + ` ${(element.ariaLabel || element.textContent).trim().slice(0, 30)}`;
  walked.push({ name, element, look, focused: look() });
  return {
    name,
    // A note opens beside its call, and the drawer is opened by a button of the header.
    back: !isNote && before?.isConnected && !before.closest("[popover]")
      && Boolean(element.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: lids.every(lid => lid && !lid.contains(element)),
  };
}"""

_UNSEEN = """() => window.walked.filter(({ element, look, focused }) => element.isConnected && look() === focused)
  .map(({ name }) => name)"""

_PAST = """document.querySelector("article").compareDocumentPosition(document.activeElement)
  & (Node.DOCUMENT_POSITION_CONTAINED_BY | Node.DOCUMENT_POSITION_FOLLOWING)"""

_IN_DRAWER = "document.activeElement.closest('.md-sidebar--primary') !== null"


def walk(page: Page, limit: int) -> list[str]:
    """Press the tabulator through a page, and return what somebody who sees would miss."""
    steps: list[dict[str, Any]] = []
    while len(steps) < limit:
        page.keyboard.press("Tab")
        step = page.evaluate(_FOCUS)
        if step is None:
            break
        steps.append(step)
    else:
        page.evaluate("document.activeElement.blur()")
    assert "md-skip" in steps[0]["name"], "the way past the navigation comes first"
    return [
        *(f"{name}: nobody sees that it has the focus" for name in page.evaluate(_UNSEEN)),
        *(f"{step['name']}: out of the window" for step in steps if not step["inside"]),
        *(f"{step['name']}: covered" for step in steps if step["covered"]),
        *(f"{step['name']}: against the order of the page" for step in steps if step["back"]),
    ]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("path", ["fr/", f"fr/{ARGUMENT}/", "fr/map/", "fr/themes/liege/", "fr/method/", "404.html"])
def test_the_tabulator_walks_through_a_whole_page(
    open_page: Opener, path: str, width: int, *, javascript: bool
) -> None:
    page = open_page(path, width=width, calm=True, javascript=javascript)
    assert walk(page, 400) == []
    assert page.evaluate("document.activeElement === document.body"), "the walk has no end"


def test_the_tabulator_walks_from_right_to_left(open_page: Opener, abroad: LiveSite) -> None:
    for width in (1280, 390):
        assert walk(open_page("ar/arguments/jobs/", width=width, calm=True, site=abroad), 200) == []


def test_every_page_has_a_way_past_the_navigation(site: LiveSite) -> None:
    pages = [path for path in site.folder.rglob("*.html") if 'class="md-header ' in path.read_text("utf-8")]
    assert len(pages) > 500
    assert [path for path in pages if 'class="md-skip"' not in path.read_text("utf-8")] == []


def test_the_way_past_the_navigation_leads_to_the_text(open_page: Opener) -> None:
    for path in ("fr/sources/", f"fr/{ARGUMENT}/", "fr/glossary/"):
        page = open_page(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(_PAST), path


@pytest.mark.parametrize("width", [390, 640])  # 640: a window of 1280 at twice its size
def test_the_navigation_of_a_narrow_window_opens_and_closes(open_page: Opener, width: int) -> None:
    page = open_page(f"fr/{ARGUMENT}/", width=width, calm=True)
    button = page.get_by_role("button", name="Navigation")
    tab_to(page, ".ds-menu-button")
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    links = page.locator(".md-sidebar--primary a:visible")
    for number in range(links.count()):
        expect(links.nth(number)).to_be_focused()
        expect(links.nth(number)).to_be_in_viewport()
        page.keyboard.press("Tab")
    assert not page.evaluate(_IN_DRAWER), "it is left behind the last link"
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(links).to_have_count(0)


def test_the_navigation_holds_every_page_and_what_stands_on_this_one(open_page: Opener) -> None:
    addresses = "links => [...new Set(links.map(link => link.href))]"
    page = open_page("fr/method/")
    expect(page.locator(".ds-menu-button")).to_be_hidden()
    wide = page.locator(".md-sidebar a:visible").evaluate_all(addresses)
    page = open_page("fr/method/", width=390)
    page.get_by_role("button", name="Navigation").click()
    narrow = page.locator(".md-sidebar--primary a:visible").evaluate_all(addresses)
    assert sorted(narrow) == sorted(wide)
    page.locator('.md-sidebar--primary a[href^="#"]:visible').last.click()
    expect(page.locator("#__drawer")).not_to_be_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null"), "who jumps to a part reads on there"


def test_without_scripts_the_navigation_opens_for_a_finger_and_for_the_keyboard(open_page: Opener) -> None:
    page = open_page("fr/method/", width=390, javascript=False, calm=True)
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="Liège")
    expect(link).not_to_be_in_viewport()
    page.locator(".md-header label[for=__drawer]").click()
    expect(link).to_be_in_viewport()
    page.locator(".md-overlay").click(position={"x": 380, "y": 800})
    expect(link).not_to_be_in_viewport()
    tab_to(page, ".md-sidebar--primary a[href$='/liege/']")
    expect(link).to_be_in_viewport()


def test_escape_closes_the_list_of_languages_until_somebody_comes_back(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/", calm=True)
    menu, button = page.locator(".md-select__inner"), page.locator(".md-select > button")
    tab_to(page, ".md-select__link")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-select') === null"), "what is closed is passed over"
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".md-select__link").last).to_be_focused()
    expect(menu).to_be_visible()
    page.mouse.click(600, 600)
    button.hover()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_the_list_of_sources_is_narrowed_down_and_sorted_with_the_keyboard_alone(open_page: Opener) -> None:
    page = open_page("fr/sources/", javascript=False)
    everything = page.locator(".ds-item:visible").count()
    for key in ("a", "b", "d"):
        tab_to(page, f'input[name="ds-{key}"]')
        before = page.locator(".ds-item:visible").all_inner_texts()
        page.keyboard.press("ArrowRight")
        expect(page.locator(f".ds-{key}1:focus")).to_be_checked()
        assert page.locator(".ds-item:visible").all_inner_texts() != before
    assert 0 < page.locator(".ds-item:visible").count() < everything
