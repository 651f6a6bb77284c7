"""From a call to its note and back, with and without scripts; the note in the margin, and in a box at its call."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .site import ARGUMENT, LANGUAGES, ROOT, LiveSite, Opener, Visit, fragment, is_under_the_header

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
def test_a_box_shows_the_note_beside_its_call(open_page: Opener, lang: str, how: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/")
    call = page.locator(".footnote-ref").nth(2)
    box = page.get_by_role("note", name=str(call.get_attribute("aria-label")), exact=True)
    expect(page.locator(".ds-note:visible")).to_have_count(0)
    call.scroll_into_view_if_needed()
    {"hover": call.hover, "focus": call.focus}[how]()
    expect(box).to_be_visible()
    expect(box).to_contain_text(text_of(page.locator(f'[id="fn:{call.inner_text()}"]')))
    expect(call).to_have_attribute("aria-details", str(box.get_attribute("id")))
    {"hover": lambda: page.mouse.move(0, 0), "focus": call.blur}[how]()
    expect(box).to_have_count(0)
    expect(call).not_to_have_attribute("aria-details", re.compile("."))


def test_the_pointer_can_go_into_the_box_and_stay(open_page: Opener) -> None:
    page = open_page(f"en/{ARGUMENT}/")
    page.locator(".footnote-ref").nth(2).hover()
    box = page.locator(".ds-note[popover]")
    box.locator("p").first.hover()
    page.wait_for_timeout(600)
    expect(box).to_be_visible()
    box.click(position={"x": 60, "y": 4})
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)
    expect(box).to_be_visible()  # for it was clicked into
    page.locator("article h1").click()
    expect(box).to_have_count(0)


@both_languages
def test_the_links_of_the_box_are_next_for_the_keyboard_and_escape_closes_it(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/")
    call = page.locator(".footnote-ref").first
    box = page.locator(".ds-note[popover]")
    call.focus()
    page.keyboard.press("Tab")
    expect(box.locator(".ds-note__number")).to_be_focused()
    page.keyboard.press("Tab")
    expect(box.locator(".note-source").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(box.locator(".note-address").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(call).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)


def test_escape_closes_a_box_that_the_pointer_has_opened(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/")
    page.locator(".footnote-ref").nth(2).hover()
    expect(page.locator(".ds-note[popover]")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    expect(page.locator(".ds-note[popover]")).to_have_count(0)


def test_a_finger_opens_and_closes_the_box_and_its_number_leads_to_the_note(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/", width=390, touch=True)
    call = page.locator(".footnote-ref").nth(2)
    box = page.locator(".ds-note[popover]")
    call.tap()
    expect(box).to_be_visible()
    assert fragment(page) == ""
    call.tap()
    expect(box).to_have_count(0)
    call.tap()
    page.touchscreen.tap(195, 20)
    expect(box).to_have_count(0)
    call.tap()
    box.locator(".ds-note__number").tap()
    expect(page.locator(":target")).to_have_attribute("id", f"fn:{call.inner_text()}")


@pytest.mark.parametrize(("lang", "argument"), [("fr", ARGUMENT), ("ar", "arguments/jobs")])
def test_the_box_stays_on_a_small_screen(open_page: Opener, abroad: LiveSite, lang: str, argument: str) -> None:
    page = open_page(f"{lang}/{argument}/", width=390, site=abroad if lang == "ar" else None)
    for call in page.locator(".footnote-ref").all():
        call.scroll_into_view_if_needed()
        call.focus()
        box = page.locator(".ds-note[popover]").bounding_box()
        line = call.bounding_box()
        assert box
        assert line
        assert 0 < box["x"] < box["x"] + box["width"] < 390
        assert box["y"] >= line["y"] + line["height"] or box["y"] + box["height"] <= line["y"]


def test_a_short_note_is_shown_with_the_full_one(open_page: Opener) -> None:
    page = open_page("en/arguments/digital-silk-road/")
    short = page.locator("#notes li:has(.note-short)").first
    page.locator(f'.footnote-ref[href="#{short.get_attribute("id")}"]').first.focus()
    full = page.locator(f'[id="{str(short.locator(".note-short").first.get_attribute("href"))[1:]}"]')
    expect(page.locator(".ds-note[popover]")).to_contain_text(text_of(full))


# Of each note in the margin, where it stands, and where the line that calls it; null where the page shows no margin.
_MARGIN = """() => {
  const margin = document.querySelector(".ds-margin");
  if (!margin.checkVisibility()) return null;
  const text = document.querySelector("article h1").getBoundingClientRect();
  const seen = {};
  return [...margin.children].map(note => {
    const { top, bottom, left, right } = note.getBoundingClientRect();
    const href = note.querySelector(".ds-note__number").getAttribute("href");
    const calls = [...document.querySelectorAll(`article section:not(.ds-notes) .footnote-ref[href="${href}"]`)];
    const sections = new Set(calls.map(call => call.closest("section")));
    const index = seen[href] = (seen[href] ?? -1) + 1;
    const call = calls.find(one => one.closest("section") === [...sections][index]);
    return { top, bottom, outside: left >= text.right || right <= text.left, left, right,
      line: call.parentElement.getBoundingClientRect().top };
  });
}"""


@pytest.mark.parametrize(("lang", "argument"), [("fr", ARGUMENT), ("en", ARGUMENT), ("ar", "arguments/jobs")])
def test_wide_screens_show_the_notes_in_the_margin_beside_their_lines(
    open_page: Opener, abroad: LiveSite, lang: str, argument: str
) -> None:
    page = open_page(f"{lang}/{argument}/", width=1600, site=abroad if lang == "ar" else None)
    text = page.locator("article h1").bounding_box()
    assert text
    for width in (1600, 2200, 1700):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        notes = page.evaluate(_MARGIN)
        assert len(notes) >= 3
        free = notes[0]["top"]
        for note in notes:
            assert note["outside"]
            assert 0 < note["left"] < note["right"] < width
            assert note["top"] == pytest.approx(max(note["line"], free), abs=1)
            free = note["bottom"]
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(_MARGIN) is None


def test_the_margin_is_for_the_eye_alone_and_doubles_no_id(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/", width=1600)
    margin = page.locator(".ds-margin")
    expect(margin).to_have_attribute("aria-hidden", "true")
    links = margin.locator("a")
    assert links.count() > 10
    assert links.evaluate_all("links => links.every(link => link.tabIndex === -1)")
    page.locator(".footnote-ref").first.focus()
    expect(page.locator(".ds-note[popover]")).to_be_visible()  # there the keyboard finds its links
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    expect(page.locator("#notes li").first).to_be_visible()


def test_a_note_in_the_margin_is_marked_when_its_call_is_pointed_at(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/", width=1600)
    page.locator(".footnote-ref").nth(1).hover()
    expect(page.locator(".ds-note--called .ds-note__number")).to_have_text("2")
    page.wait_for_timeout(300)
    expect(page.locator(".ds-note[popover]")).to_have_count(0)


def test_nothing_moves_where_the_reader_wants_nothing_to(open_page: Opener) -> None:
    moving = []
    for calm in (False, True):
        page = open_page(f"fr/{ARGUMENT}/", calm=calm)
        page.locator(".footnote-ref").first.focus()
        moving.append(page.locator(".ds-note[popover]").evaluate("box => getComputedStyle(box).animationName"))
    assert moving == ["ds-appear", "none"]


def test_the_script_of_the_notes_is_small() -> None:
    script = (ROOT / "dossier/theme/assets/javascripts/notes.js").read_bytes()
    assert len(gzip.compress(script)) < 2_500


def test_pages_without_notes_do_not_fetch_the_script(visits: dict[str, Visit]) -> None:
    fetching = {path: any("notes.js" in url for url in visit.requests) for path, visit in visits.items()}
    assert fetching == {path: 'class="footnote-ref"' in visit.source for path, visit in visits.items()}
    assert len(set(fetching.values())) == 2


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
