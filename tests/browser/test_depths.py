"""How deep lists go into their arguments: by mouse and keyboard, without scripts, on phones, and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .site import ALL_LANGUAGES, Opener

pytestmark = pytest.mark.browser

LISTS = {"arguments/": 0, "themes/liege/": 0, "other-side/": 0, "findings/": 2, "": 0}
"""Where lists are, and how deep each goes at first."""


def depth(page: Page) -> tuple[bool, bool]:
    """Return whether summaries, and whether the evidence, are to be seen: all of them, or none."""
    summaries, evidence = page.locator(".ds-deep:not(.ds-deep--case)"), page.locator(".ds-deep--case")
    found = []
    for parts in (summaries, evidence):
        seen = {part.is_visible() for part in parts.all()}
        assert len(seen) == 1
        found.append(seen.pop())
    return found[0], found[1]


@pytest.mark.parametrize("lang", ALL_LANGUAGES)
@pytest.mark.parametrize("path", LISTS)
def test_three_depths(open_page: Opener, lang: str, path: str) -> None:
    page = open_page(f"{lang}/{path}", javascript=False, width=390)
    choices = page.locator('.ds-filters label:has(input[name="ds-e"])')
    assert depth(page) == (LISTS[path] > 0, LISTS[path] > 1)
    for number in (2, 1, 0):
        choices.nth(number).click()
        assert depth(page) == (number > 0, number > 1)
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_depth_is_chosen_with_the_keyboard_and_has_a_name(open_page: Opener) -> None:
    page = open_page("en/arguments/", javascript=False)
    group = page.get_by_role("group", name="Level of detail")
    group.get_by_role("radio", name="Claims only").focus()
    page.keyboard.press("ArrowRight")
    expect(group.get_by_role("radio", name="With summaries")).to_be_checked()
    assert depth(page) == (True, False)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_paper_has_the_depth_that_was_chosen(open_page: Opener, number: int) -> None:
    page = open_page("en/findings/", javascript=False)
    page.locator(".ds-filters label").nth(number).click()
    page.emulate_media(media="print")
    assert depth(page) == (number > 0, number > 1)
    expect(page.locator(".ds-filters")).to_have_js_property("offsetHeight", 0)
    expect(page.locator(".ds-notes")).to_be_visible(visible=number > 0)


def test_the_choice_is_there_again_on_the_way_back(open_page: Opener) -> None:
    page = open_page("en/arguments/")
    page.locator(".ds-filters label").nth(2).click()
    page.locator(".ds-premises a").first.click()
    expect(page.locator(".ds-premise").first).to_be_visible()
    page.go_back()
    assert depth(page) == (True, True)
