"""From a call to its note and back, with and without scripts, and the note beside its call."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .site import ARGUMENT, LANGUAGES, Opener, Visit, fragment, is_under_the_header

pytestmark = pytest.mark.browser

both_languages = pytest.mark.parametrize("lang", LANGUAGES)
with_and_without_scripts = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])


def follow(page: Page, link: Locator) -> str:
    """Click on a link within the page, and return the id of the element that the page then points at."""
    link.click()
    target = page.locator(":target").get_attribute("id")
    assert target
    assert fragment(page) == target
    assert is_under_the_header(page, target)
    return target


def text_of(note: Locator) -> str:
    """Return the text of a note without its ways back."""
    return str(
        note.evaluate(
            """note => {
              const copy = note.cloneNode(true);
              copy.querySelectorAll(".footnote-backref").forEach(way => way.remove());
              return copy.textContent.trim();
            }"""
        )
    )


def test_no_link_within_a_page_is_dead(visits: dict[str, Visit]) -> None:
    assert {path: visit.dead_anchors for path, visit in visits.items() if visit.dead_anchors} == {}


@with_and_without_scripts
@both_languages
def test_a_call_leads_to_its_note_and_the_note_back(open_page: Opener, lang: str, *, javascript: bool) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/", javascript=javascript)
    calls = page.locator(".footnote-ref")
    assert calls.count() > 5
    for position in (0, calls.count() // 2, calls.count() - 1):
        call = calls.nth(position)
        number = call.inner_text()
        assert follow(page, call) == f"fn:{number}"
        way_back = page.locator(f'[id="fn:{number}"] .footnote-backref').first
        assert page.locator(f'[id="{follow(page, way_back)}"]').inner_text() == number


@with_and_without_scripts
@both_languages
def test_each_numbered_way_back_leads_to_its_own_call(open_page: Opener, lang: str, *, javascript: bool) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/", javascript=javascript)
    note = page.locator("#notes li:has(.footnote-backref ~ .footnote-backref)").first
    calls = page.locator(f'article sup:has(> a[href="#{note.get_attribute("id")}"])')
    ways = note.locator(".footnote-backref")
    assert calls.count() == ways.count() > 1
    assert [way.inner_text().strip("↩\n ") for way in ways.all()] == [str(one + 1) for one in range(ways.count())]
    for call, way in zip(calls.all(), ways.all(), strict=True):
        assert follow(page, way) == call.get_attribute("id")


@pytest.mark.parametrize("how", ["hover", "focus"])
@both_languages
def test_a_tooltip_shows_the_note_beside_its_call(open_page: Opener, lang: str, how: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/")
    call = page.locator(".footnote-ref").nth(2)
    tooltip = page.locator(".md-tooltip2--active")
    expect(tooltip).to_have_count(0)
    call.scroll_into_view_if_needed()
    {"hover": call.hover, "focus": call.focus}[how]()
    expect(tooltip).to_be_visible()
    expect(tooltip).to_contain_text(text_of(page.locator(f'[id="fn:{call.inner_text()}"]')))
    {"hover": lambda: page.mouse.move(0, 0), "focus": call.blur}[how]()
    expect(tooltip).to_have_count(0)


def test_a_tooltip_stays_on_a_small_screen(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/", width=390)
    for call in page.locator(".footnote-ref").all():
        call.scroll_into_view_if_needed()
        call.focus()
        tooltip = page.locator(".md-tooltip2--active")
        expect(tooltip).to_contain_text(text_of(page.locator(f'[id="fn:{call.inner_text()}"]')))
        box = tooltip.locator(".md-tooltip2__inner").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("path", ["fr/method/", "en/method/", f"fr/{ARGUMENT}/"])
def test_nothing_stands_before_a_call_that_follows_text(open_page: Opener, path: str) -> None:
    page = open_page(path)
    marks = page.evaluate(
        """() => [...document.querySelectorAll("sup:has(> .footnote-ref)")]
          .filter(call => call.previousSibling?.nodeType === Node.TEXT_NODE)
          .map(call => getComputedStyle(call, "::before").content)"""
    )
    assert len(marks) > 3
    assert set(marks) == {"none"}
