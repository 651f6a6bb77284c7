"""Pages without their scripts, and without their styles: nothing is lost, and what remains makes sense."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, expect

from .site import ARGUMENT, HEIGHT, LiveSite, Opener

pytestmark = pytest.mark.browser

_TEXT = """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, p, li, dt, dd, td, th, figcaption, text)")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[popover], .ds-margin"))
  .map(one => one.textContent.replace(/\\s+/g, " ").trim()).filter(text => text)"""

# What is there to press that nothing names, and what is named twice in a row.
_PUZZLES = """() => {
  const said = one => one.ariaLabel || one.textContent.trim();
  const unnamed = one => !said(one) && !one.closest("label");
  const isTwice = (one, next) => next?.localName === "a" && one.href === next.href && said(one) === said(next);
  return [...document.querySelectorAll("a, button, input, summary")]
    .filter(one => one.checkVisibility() && (unnamed(one) || isTwice(one, one.nextElementSibling)))
    .map(one => one.outerHTML.slice(0, 120));
}"""

_LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(one => one.checkVisibility()).map(one => Number(one.localName[1]))"""

_LARGE = """() => [...document.querySelectorAll("svg:not([class$=__picture])")]
  .filter(one => one.getBoundingClientRect().width > 100).map(one => one.parentElement.outerHTML.slice(0, 120))"""


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


def test_without_scripts_notes_stand_at_the_end_and_languages_are_changed(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/", javascript=False)
    call = page.locator(".footnote-ref").first
    call.click()
    note = page.locator(".ds-notes li:target")
    expect(note).to_be_in_viewport()
    note.locator(".footnote-backref").first.click()
    expect(call).to_be_in_viewport()
    page.locator(".md-select > button").hover()
    page.locator('.md-select a[hreflang="nl"]').click()
    expect(page).to_have_url(f"{open_page.site.address}nl/{ARGUMENT}/")


@pytest.mark.parametrize("lang", ["fr", "zh-Hans", "ar"])
def test_every_kind_of_page_makes_sense_without_styles(
    new_context: Callable[..., BrowserContext], site: LiveSite, abroad: LiveSite, lang: str
) -> None:
    shown = abroad if lang == "ar" else site
    context = new_context(shown, java_script_enabled=False, viewport={"width": 1280, "height": HEIGHT})
    context.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page = context.new_page()
    puzzling: dict[str, object] = {}
    for path in (path for path in shown.kinds() if path.startswith(f"{lang}/")):
        page.goto(shown.address + path)
        levels = page.evaluate(_LEVELS)
        leaps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        filled = set(
            page.evaluate("[...document.querySelectorAll('.ds-map rect')].map(one => getComputedStyle(one).fill)")
        )
        faults = {
            "icons as wide as the page": page.evaluate(_LARGE),
            "boxes that hide their text": filled - {"none"},
            "headings": leaps if levels[0] == 1 == levels.count(1) else levels,
            "without a name, or twice": page.evaluate(_PUZZLES),
        }
        puzzling |= {f"{path}: {name}": fault for name, fault in faults.items() if fault}
    assert puzzling == {}
