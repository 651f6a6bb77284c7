"""Every page in its own language, and a way from each to the same page in the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

import dossier.locales

from .site import ALL_LANGUAGES, ARGUMENT, LANGUAGES, Opener, Visit, tab_to

pytestmark = pytest.mark.browser

PAGES = ["", "themes/liege/", "arguments/", f"{ARGUMENT}/", "sources/", "method/"]
LEFTOVERS = ["[@", ":::", "{#", "{.", "{{", "{%", "](", "[^", "**", "&amp;", "&lt;", "&gt;", "&#", "&nbsp;"]


def switch(page: Page, lang: str) -> None:
    """Change the language with the mouse."""
    page.hover(".md-header .md-select button")
    page.click(f'.md-header .md-select a[hreflang="{lang}"]')


def test_every_page_says_its_language_and_direction(visits: dict[str, Visit]) -> None:
    for path, visit in visits.items():
        folder = path.split("/")[0]
        lang = LANGUAGES[0] if folder in {"", "404.html"} else folder
        assert (path, visit.lang, visit.direction) == (path, lang, dossier.locales.load(lang).direction)
    assert {visit.lang for visit in visits.values()} == {*ALL_LANGUAGES, "ar"}


def test_no_markup_is_left_over_in_the_text(visits: dict[str, Visit]) -> None:
    found = [
        (path, text)
        for path, visit in visits.items()
        for text in visit.words
        if any(mark in text for mark in LEFTOVERS)
    ]
    assert found == []
    assert all(len(visit.words) > 10 for visit in visits.values())


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_front_page_lets_the_reader_choose_a_language(open_page: Opener, lang: str, *, javascript: bool) -> None:
    page = open_page("", javascript=javascript, locale="en-GB")
    assert page.url == open_page.site.address, "nobody is sent on without being asked"
    choice = page.locator(f'.ds-languages li[lang="{lang}"] a')
    expect(choice).to_have_attribute("hreflang", lang)
    expect(choice).to_contain_text(dossier.locales.load(lang).name)
    expect(page.locator(".ds-languages a")).to_have_count(len(ALL_LANGUAGES))
    choice.click()
    assert page.url == f"{open_page.site.address}{lang}/"
    expect(page.locator("html")).to_have_attribute("lang", lang)


@pytest.mark.parametrize(("path", "javascript"), [*((path, True) for path in PAGES), ("themes/liege/", False)])
def test_the_switcher_leads_to_the_same_page_and_back(open_page: Opener, path: str, *, javascript: bool) -> None:
    page = open_page(f"fr/{path}", javascript=javascript)
    french = page.locator("article h1").inner_text()
    switch(page, "en")
    expect(page).to_have_url(f"{open_page.site.address}en/{path}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    switch(page, "fr")
    expect(page).to_have_url(f"{open_page.site.address}fr/{path}")
    expect(page.locator("article h1")).to_have_text(french)


def test_the_switcher_works_with_the_keyboard_alone(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/")
    for lang in ("en", "fr"):
        tab_to(page, f'.md-header .md-select a[hreflang="{lang}"]')
        expect(page.locator(".md-header .md-select__inner")).to_have_css("opacity", "1")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{open_page.site.address}{lang}/{ARGUMENT}/")
        expect(page.locator("html")).to_have_attribute("lang", lang)


@pytest.mark.parametrize("width", [320, 390])
def test_the_switcher_stays_on_a_small_screen(open_page: Opener, width: int) -> None:
    page = open_page(f"fr/{ARGUMENT}/", width=width)
    page.hover(".md-header .md-select button")
    menu = page.locator(".md-header .md-select__inner")
    expect(menu).to_have_css("opacity", "1")
    box = menu.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_the_switcher_marks_the_language_of_the_page(open_page: Opener) -> None:
    page = open_page(f"en/{ARGUMENT}/")
    assert page.locator(".md-select [aria-current]").evaluate_all("links => links.map(link => link.lang)") == ["en"]
