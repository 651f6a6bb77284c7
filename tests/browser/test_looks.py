"""What readers see: on every size of screen, in both colour schemes, and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .site import ARGUMENT, WIDTHS, Opener, Visit, tab_to

pytestmark = pytest.mark.browser

PAGES = ["", "fr/", "en/map/", "en/themes/state-and-party/", f"fr/{ARGUMENT}/", "en/sources/", "fr/timeline/"]

# The contrast of every visible text with what lies behind it, after WCAG 2.2; browsers print no backgrounds.
_PALE = """async paper => {
  await Promise.allSettled(document.getAnimations().map(one => one.finished));
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = color => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([red, green, blue, alpha], below, opacity) =>
    [red, green, blue].map((value, index) => value * alpha * opacity + below[index] * (1 - alpha * opacity));
  const luminance = color => {
    const [red, green, blue] = color.map(value => value / 255).map(
      value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const found = {}, measured = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
    if (!text || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (!box.width || !box.height || element.closest("script, style")) continue;
    let background = [255, 255, 255], opacity = 1;
    const line = [];
    for (let one = element; one; one = one.parentElement) line.unshift(one);
    for (const one of line) {
      const style = getComputedStyle(one);
      opacity *= Number(style.opacity);
      if (!paper) background = over(channels(style.backgroundColor), background, opacity);
    }
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(over(channels(style.color), background, opacity)), luminance(background)]
      .sort((one, other) => other - one);
    const ratio = (light + 0.05) / (dark + 0.05);
    const name = `${element.localName}.${element.className}`;
    measured.add(name);
    for (const sort of element.closest("[class]").classList) measured.add(sort);
    const place = `${name} in .${element.parentElement.className}`;
    if (ratio < 4.5) found[place] = `${ratio.toFixed(2)}: ${text.slice(0, 40)}`;
  }
  return [found, [...measured]];
}"""


def scheme_of(page: Page) -> str | None:
    """Return the colour scheme that is applied."""
    return page.locator("body").get_attribute("data-md-color-scheme")


def is_dark(page: Page) -> bool:
    """Say whether text is lighter than its background, and the background dark."""
    background, text = page.evaluate(
        """() => [[document.body, "backgroundColor"], [document.querySelector("article h1"), "color"]]
          .map(([element, name]) => getComputedStyle(element)[name].match(/[\\d.]+/g).slice(0, 3).map(Number))
          .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)"""
    )
    assert abs(background - text) > 100
    return bool(background < 60)


def pale_texts(page: Page, *, paper: bool = False) -> tuple[dict[str, str], set[str]]:
    """Return texts that are hard to read, and the classes of all that were looked at."""
    page.evaluate(
        # All degrees of confidence, whichever the page shows.
        """() => document.querySelectorAll(".ds-confidence").forEach(label =>
          ["established", "likely", "disputed", "unproven"].forEach(degree => {
            const copy = label.cloneNode(true);
            copy.className = `ds-confidence ds-confidence--${degree}`;
            label.after(copy);
          }))"""
    )
    found, measured = page.evaluate(_PALE, paper)
    return found, set(measured)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(visits: dict[str, Visit], width: int) -> None:
    assert {path: visit.too_wide[width] for path, visit in visits.items() if visit.too_wide[width]} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_text_keeps_away_from_the_edge_of_the_screen(visits: dict[str, Visit], width: int) -> None:
    assert {path: visit.margins[width] for path, visit in visits.items() if min(visit.margins[width]) < 12} == {}


@pytest.mark.parametrize(("scheme", "applied"), [("light", "default"), ("dark", "slate")])
@pytest.mark.parametrize("path", PAGES)
def test_the_readers_colour_scheme_is_applied_and_all_text_is_legible(
    open_page: Opener, path: str, scheme: str, applied: str
) -> None:
    page = open_page(path, scheme="dark" if scheme == "dark" else "light")
    assert scheme_of(page) == applied
    found, measured = pale_texts(page)
    assert found == {}
    assert "md-ellipsis" in measured, "the navigation is text too"
    if path:
        assert is_dark(page) == (scheme == "dark")
    if path == f"fr/{ARGUMENT}/":
        degrees = {f"ds-confidence--{degree}" for degree in ("established", "likely", "disputed", "unproven")}
        assert degrees | {"footnote-ref", "note-address", "ds-claim__label", "ds-notes"} <= measured


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_toggle_changes_the_scheme_and_the_next_page_keeps_it(open_page: Opener, scheme: str) -> None:
    page = open_page(f"fr/{ARGUMENT}/", scheme="dark" if scheme == "dark" else "light")
    before, after = ("slate", "default") if scheme == "dark" else ("default", "slate")
    toggle = page.locator('.md-header label[for^="__palette"]:visible')
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", before)
    toggle.click()
    expect(body).to_have_attribute("data-md-color-scheme", after)
    assert is_dark(page) == (after == "slate")
    page.locator(".ds-path a").first.click()
    expect(page.locator(".ds-themes")).to_be_visible()
    expect(body).to_have_attribute("data-md-color-scheme", after)
    toggle.click()
    expect(body).to_have_attribute("data-md-color-scheme", before)


def test_the_toggle_works_with_the_keyboard_alone(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/")
    tab_to(page, "input[name=__palette]")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES[-3:])
def test_paper_is_legible_whatever_the_scheme_on_the_screen(open_page: Opener, path: str, scheme: str) -> None:
    page = open_page(path, media="print", scheme="dark" if scheme == "dark" else "light")
    found, measured = pale_texts(page, paper=True)
    assert found == {}
    assert len(measured) > 3
