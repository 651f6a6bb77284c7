"""Reading the site tells nobody that one reads it, and nothing on it fails."""

from __future__ import annotations

import re

import pytest

from .site import LANGUAGES, LiveSite, Opener, Visit

pytestmark = pytest.mark.browser

_HINT = re.compile(
    r"""rel=["']?[^"'>]*\b(?:dns-prefetch|preconnect|prefetch|prerender|preload)\b|\bwss?:""", re.IGNORECASE
)
_ADDRESS_IN_CSS = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//[^)"']*""", re.IGNORECASE)


def test_every_kind_of_page_is_looked_at_in_both_languages(visits: dict[str, Visit]) -> None:
    kinds = {
        lang: {path.removeprefix(f"{lang}/") for path in visits if path.startswith(f"{lang}/")} for lang in LANGUAGES
    }
    lists = {"", "about/", "arguments/", "contribute/", "method/", "sources/", "themes/", "arguments/liege-jobs/"}
    for lang in LANGUAGES:
        assert lists <= kinds[lang]
        assert any(re.fullmatch(r"themes/.+/", path) for path in kinds[lang])
    assert "" in visits


def test_no_page_asks_anybody_else_sets_a_cookie_or_fails(visits: dict[str, Visit]) -> None:
    assert {path: visit.complaints for path, visit in visits.items() if visit.complaints} == {}
    assert all(len(visit.requests) > 3 for visit in visits.values()), "the requests are not recorded"


def test_no_page_hints_at_another_host_or_opens_a_socket(visits: dict[str, Visit]) -> None:
    assert {path: hints for path, visit in visits.items() if (hints := _HINT.findall(visit.source))} == {}


def test_no_page_names_another_host_to_the_browser(visits: dict[str, Visit]) -> None:
    foreign = {
        path: elsewhere
        for path, visit in visits.items()
        if (elsewhere := [address for address in visit.addresses if "//" in address])
    }
    assert foreign == {}
    assert any(visit.addresses for visit in visits.values()), "the canonical address is one"


def test_no_stylesheet_names_another_host(site: LiveSite) -> None:
    styles = {file: file.read_text(encoding="utf-8") for file in site.folder.rglob("*.css")}
    assert {file.name: found for file, text in styles.items() if (found := _ADDRESS_IN_CSS.findall(text))} == {}
    assert len(styles) > 2


def test_a_missing_page_shows_the_sites_own_page_and_all_that_belongs_to_it(open_page: Opener) -> None:
    page = open_page("fr/not/there/at/all/", missing=True)
    assert page.locator("h1").inner_text()
    page.locator(".md-nav--primary a.md-nav__link").first.click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("article h1").is_visible()
