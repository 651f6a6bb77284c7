"""Ways through the site: theme paths, the table of contents, from a source to where it serves, and to its file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import REPOSITORY
from .site import ARGUMENT, LANGUAGES, LiveSite, Opener, fragment, is_under_the_header

pytestmark = pytest.mark.browser

both_languages = pytest.mark.parametrize("lang", LANGUAGES)


@both_languages
def test_an_argument_names_its_theme_and_the_theme_its_arguments(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/")
    title = page.locator("article h1").inner_text()
    path = page.locator(".ds-path a")
    expect(path).to_have_count(2)
    theme = path.last.inner_text()
    path.last.click()
    expect(page.locator("article h1")).to_have_text(theme)
    page.locator(".ds-path a").first.click()
    expect(page).to_have_url(f"{open_page.site.address}{lang}/themes/")
    page.locator(".ds-themes a", has_text=theme).click()
    page.locator(".ds-arguments a", has_text=title).click()
    expect(page).to_have_url(f"{open_page.site.address}{lang}/{ARGUMENT}/")


@both_languages
def test_the_table_of_contents_leads_to_the_premises(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/")
    premises = page.locator(".ds-premise > h3")
    assert premises.count() > 1
    for premise in premises.all():
        anchor = premise.get_attribute("id")
        assert anchor
        entry = page.locator(f'.md-nav--secondary a[href="#{anchor}"]')
        assert entry.inner_text() == premise.evaluate("heading => heading.firstChild.data")
        entry.click()
        assert fragment(page) == anchor
        assert is_under_the_header(page, anchor)


@both_languages
def test_the_table_of_contents_follows_the_reader(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/")
    for anchor in page.locator(".ds-premise > h3").evaluate_all("headings => headings.map(heading => heading.id)"):
        page.locator(f"#{anchor}").evaluate("heading => heading.scrollIntoView()")
        expect(page.locator(".md-nav--secondary .md-nav__link--active").last).to_have_attribute("href", f"#{anchor}")


@both_languages
def test_a_source_leads_to_the_very_premise_that_cites_it(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/sources/")
    source = page.locator("#ref-Trends2019Hub")
    address = source.locator("a.note-address").get_attribute("href")
    source.locator("summary").click()
    source.locator(".ds-sources__parts a").first.click()
    expect(page).to_have_url(f"{open_page.site.address}{lang}/{ARGUMENT}/#announced-jobs")
    assert is_under_the_header(page, "announced-jobs")
    premise = page.locator(".ds-premise", has=page.locator("#announced-jobs"))
    notes = premise.locator(".footnote-ref").evaluate_all(
        "calls => calls.map(call => call.getAttribute('href').slice(1))"
    )
    cited = [page.locator(f'[id="{note}"] a.note-address').get_attribute("href") for note in notes]
    assert address in cited


@both_languages
def test_every_place_that_a_source_names_is_there(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/sources/")
    places, dead = page.evaluate(
        """async () => {
          const pages = new Map(), dead = [];
          const links = [...document.querySelectorAll(".ds-sources__uses a")];
          for (const { pathname, hash } of links) {
            if (!pages.has(pathname)) {
              const html = await (await fetch(pathname)).text();
              pages.set(pathname, new DOMParser().parseFromString(html, "text/html"));
            }
            if (hash && !pages.get(pathname).getElementById(hash.slice(1))) dead.push(pathname + hash);
          }
          return [links.length, dead];
        }"""
    )
    assert places > 50
    assert dead == []


@pytest.mark.parametrize(
    ("path", "file"), [(f"fr/{ARGUMENT}/", f"docs/{ARGUMENT}/fr.md"), ("en/", "docs/pages/home/en.md")]
)
def test_a_page_names_its_file_where_there_is_no_repository(open_page: Opener, path: str, file: str) -> None:
    page = open_page(path)
    expect(page.locator(".ds-source code")).to_have_text(file)
    expect(page.locator("[rel=edit]")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "file"), [(f"fr/{ARGUMENT}/", f"docs/{ARGUMENT}/fr.md"), ("en/", "docs/pages/home/en.md")]
)
def test_a_page_links_to_its_file_where_there_is_a_repository(
    open_page: Opener, site_with_repository: LiveSite, path: str, file: str
) -> None:
    page = open_page(path, site=site_with_repository)
    expect(page.locator(".ds-source code")).to_have_text(file)
    expect(page.locator(".ds-source a[rel=edit]")).to_have_attribute("href", f"{REPOSITORY}/edit/main/{file}")
    links = page.locator("[rel=edit]").evaluate_all("links => links.map(link => link.href)")
    assert set(links) == {f"{REPOSITORY}/edit/main/{file}"}


def test_the_navigation_opens_and_closes_on_a_small_screen(open_page: Opener) -> None:
    page = open_page("fr/method/", width=390)
    navigation = page.locator(".md-sidebar--primary")
    expect(navigation).not_to_be_in_viewport()
    page.get_by_role("button", name="Navigation").click()
    expect(navigation).to_be_in_viewport()
    page.locator(".md-nav--primary a.md-nav__link", has_text=re.compile("Tous les arguments")).click()
    expect(page).to_have_url(f"{open_page.site.address}fr/arguments/")
    expect(navigation).not_to_be_in_viewport()
