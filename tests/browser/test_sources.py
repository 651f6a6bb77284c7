"""The list of sources narrowed down and sorted, and the way from a note to the page of a source."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .site import Opener
from .test_timeline import choose, with_and_without_scripts

pytestmark = pytest.mark.browser


@with_and_without_scripts
def test_choices_are_joined_and_hold_for_both_orders(open_page: Opener, *, javascript: bool) -> None:
    page = open_page("fr/sources/", javascript=javascript)
    by_name, by_year = page.locator(".ds-by-name .ds-item"), page.locator(".ds-by-year .ds-item")
    count = by_name.count()
    assert count == by_year.count() > 100
    expect(by_name.locator("visible=true")).to_have_count(count)
    expect(by_year.locator("visible=true")).to_have_count(0)
    for letter, number in (("a", 1), ("b", 2)):
        choose(page, letter, number)
    wanted = page.locator(".ds-by-name .ds-item.ds-a1.ds-b2").count()
    assert 0 < wanted < count
    expect(by_name.locator("visible=true")).to_have_count(wanted)
    choose(page, "d", 1)
    expect(by_name.locator("visible=true")).to_have_count(0)
    expect(by_year.locator("visible=true")).to_have_count(wanted)


def test_the_title_in_a_note_leads_to_the_page_of_the_source(open_page: Opener) -> None:
    page = open_page("en/arguments/liege-jobs/", javascript=False)
    page.locator("#notes a.note-source").first.click()
    expect(page).to_have_url(re.compile("/en/sources/"))
    expect(page.locator("#uses + ul blockquote").first).to_be_visible()
