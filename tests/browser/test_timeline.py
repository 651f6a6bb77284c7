"""The timeline narrowed down by theme and place: without scripts, by mouse and keyboard, and what stays on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .site import ALL_LANGUAGES, Opener, fragment, is_under_the_header

pytestmark = pytest.mark.browser

with_and_without_scripts = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])


def choose(page: Page, kind: str, number: int) -> None:
    """Click on a choice: 0 for all."""
    page.locator(f'.ds-filters label:has(input[name="ds-{kind}"])').nth(number).click()


def shown(page: Page) -> dict[str, list[str]]:
    """Return the ids of the events to be seen, by what is to be seen of the year's name."""
    found: dict[str, list[str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".ds-year")].map(year => {
          const heading = year.querySelector("h2"), events = [...year.querySelectorAll(".ds-event")];
          return [heading.checkVisibility() ? heading.id : "", events.filter(event => event.checkVisibility())];
        }).filter(([year, events]) => year || events.length)
          .map(([year, events]) => [year, events.map(event => event.id)]))"""
    )
    return found


def expected(page: Page, theme: int, place: int) -> dict[str, list[str]]:
    """Return what should be shown of the whole for a choice, by the classes of the events."""
    classes = [f".ds-{kind}{number}" for kind, number in (("a", theme), ("b", place)) if number]
    found: dict[str, list[str]] = page.evaluate(
        """chosen => Object.fromEntries([...document.querySelectorAll(".ds-year")].map(year =>
          [year.querySelector("h2").id, [...year.querySelectorAll(`.ds-event${chosen}`)].map(event => event.id)])
          .filter(([, events]) => events.length))""",
        "".join(classes),
    )
    return found


@with_and_without_scripts
@pytest.mark.parametrize("lang", ALL_LANGUAGES)
def test_a_theme_and_a_place_hide_all_else_and_the_years_that_lose_all(
    open_page: Opener, lang: str, *, javascript: bool
) -> None:
    page = open_page(f"{lang}/timeline/", javascript=javascript)
    everything = expected(page, 0, 0)
    assert shown(page) == everything
    assert sum(map(len, everything.values())) == page.locator(".ds-event").count() > 80
    for theme, place in ((5, 0), (5, 2), (3, 1), (0, 1), (8, 12), (0, 12)):
        choose(page, "a", theme)
        choose(page, "b", place)
        narrowed = expected(page, theme, place)
        assert shown(page) == narrowed
        assert len(narrowed) < len(everything)
        expect(page.locator(".ds-none p")).to_be_visible(visible=not narrowed)
    choose(page, "b", 0)
    assert shown(page) == everything


def test_each_choice_shows_something(open_page: Opener) -> None:
    page = open_page("fr/timeline/", javascript=False)
    for kind in ("a", "b"):
        for number in range(1, page.locator(f'input[name="ds-{kind}"]').count()):
            choose(page, kind, number)
            theme, place = (number, 0) if kind == "a" else (0, number)
            assert shown(page) == expected(page, theme, place) != {}
        choose(page, kind, 0)


def test_the_choices_are_reached_and_made_with_the_keyboard_alone(open_page: Opener) -> None:
    page = open_page("en/timeline/", javascript=False)
    page.locator("article h1").click()  # the tabulator goes on from there
    page.keyboard.press("Tab")
    expect(page.locator("input:focus")).to_have_attribute("name", "ds-a")
    page.keyboard.press("ArrowRight")
    focused = page.locator("input:focus")
    expect(focused).to_have_class("ds-a1")
    expect(focused).to_be_checked()
    assert focused.evaluate("input => getComputedStyle(input.nextElementSibling).outlineStyle") == "solid"
    assert shown(page) == expected(page, 1, 0)
    page.keyboard.press("Tab")
    expect(page.locator("input:focus")).to_have_attribute("name", "ds-b")
    page.keyboard.press("ArrowDown")
    assert shown(page) == expected(page, 1, 1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the picture
    page.keyboard.press("Tab")
    expect(page.locator(".ds-event a:focus")).to_be_visible()


def test_choices_have_names_and_belong_to_a_named_group(open_page: Opener) -> None:
    page = open_page("en/timeline/", javascript=False)
    theme = page.get_by_role("group", name="Theme")
    expect(theme.get_by_role("radio", name="All themes")).to_be_checked()
    theme.get_by_role("radio", name="Liège").check()
    expect(theme.get_by_role("radio", name="All themes")).not_to_be_checked()
    page.get_by_role("group", name="Place").get_by_role("radio", name="Belgium").check()
    assert shown(page) == expected(page, 5, 1)


def test_paper_has_every_event_and_note_and_no_choices(open_page: Opener) -> None:
    page = open_page("en/timeline/", media="print")
    expect(page.locator(".ds-filters")).to_be_hidden()
    assert shown(page) == expected(page, 0, 0)
    assert page.locator(".ds-notes li:visible").count() > 50


def test_paper_has_what_was_chosen_and_says_so(open_page: Opener) -> None:
    page = open_page("en/timeline/", javascript=False)
    choose(page, "a", 5)
    page.emulate_media(media="print")
    assert shown(page) == expected(page, 5, 0)
    filters = page.locator(".ds-filters")
    expect(filters).to_be_visible()
    assert filters.inner_text().split() == ["Theme", "Liège"]


# --- The picture ----------------------------------------------------------------------------------------------------


@with_and_without_scripts
def test_the_picture_shows_what_the_list_shows(open_page: Opener, *, javascript: bool) -> None:
    page = open_page("en/timeline/", javascript=javascript)

    def marked() -> set[str]:
        links = page.locator(".ds-mark:visible").evaluate_all("marks => marks.map(mark => mark.getAttribute('href'))")
        return {link.removeprefix("#") for link in links}

    for theme, place in ((0, 0), (5, 0), (5, 2), (0, 12)):
        choose(page, "a", theme)
        choose(page, "b", place)
        assert marked() == {event for events in expected(page, theme, place).values() for event in events}


def test_a_mark_is_named_by_date_and_title_and_leads_to_its_event(open_page: Opener) -> None:
    page = open_page("en/timeline/", javascript=False)
    lane = page.get_by_role("group", name="Timeline").get_by_role("group", name="Liège", exact=True)
    mark = lane.get_by_role("link", name="8 November 2021 · ")
    mark.focus()
    assert mark.locator("rect").evaluate("mark => getComputedStyle(mark).strokeWidth") == "4px"
    page.keyboard.press("Enter")
    expect(page.locator(".ds-event:target h3")).to_contain_text(str(mark.get_attribute("aria-label")).split(" · ")[1])
    assert is_under_the_header(page, fragment(page))


def test_on_a_phone_the_picture_scrolls_by_keyboard_and_the_page_does_not(open_page: Opener) -> None:
    page = open_page("en/timeline/", width=390, javascript=False)
    picture = page.get_by_role("region", name="Timeline")
    picture.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(50):  # scrolling takes its time, and a page without scripts cannot wait for it
        if page.evaluate("document.querySelector('.ds-window').scrollLeft"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('.ds-window').scrollLeft") > 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@with_and_without_scripts
def test_an_argument_leads_to_its_events_and_they_back(open_page: Opener, *, javascript: bool) -> None:
    page = open_page("fr/arguments/liege-jobs/", javascript=javascript)
    title = page.locator("article h1").inner_text()
    page.locator(".ds-moments a").last.click()
    expect(page).to_have_url(f"{open_page.site.address}fr/timeline/#expansion-dropped")
    assert is_under_the_header(page, fragment(page))
    page.locator(".ds-event:target a", has_text=title).click()
    expect(page.locator("article h1")).to_have_text(title)
