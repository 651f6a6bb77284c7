"""Reading the site tells nobody that one reads it, and nothing on it fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from .site import ARGUMENT, LANGUAGES, LiveSite, Opener, Visit

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


def test_every_page_has_a_policy_and_so_has_the_host(visits: dict[str, Visit], site: LiveSite) -> None:
    loose = re.compile("unsafe-(?:inline|eval|hashes)(?<!wasm-unsafe-eval)")
    for path, visit in visits.items():
        head = visit.source.partition("<script")[0]
        assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'; ' in head, path
        assert not loose.search(head), path
        assert '<meta name="referrer" content="no-referrer">' in head, path
    headers = (site.folder / "_headers").read_text(encoding="utf-8")
    assert not loose.search(headers)
    assert max(map(len, headers.splitlines())) < 2_000, "Cloudflare reads no longer lines"


@pytest.mark.parametrize("path", ["", f"fr/{ARGUMENT}/", "en/404.html"])
def test_what_a_stranger_brings_into_a_page_is_refused(chromium: Browser, site: LiveSite, path: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site.address + path)
    refused = page.evaluate(
        """async () => {
          const refused = new Set();
          document.addEventListener("securitypolicyviolation", event => refused.add(event.effectiveDirective));
          const add = (name, attributes, text = "") => {
            const made = document.createElement(name);
            for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
            made.append(text);
            document.body.append(made);
          };
          add("script", {}, "window.stranger = true");
          add("script", { src: "https://stranger.example/script.js" });
          add("a", { style: "color: red", onclick: "window.stranger = true" });
          document.body.lastChild.click();
          add("style", {}, "body { color: red }");
          add("img", { src: "https://stranger.example/pixel.png" });
          add("iframe", { src: "https://stranger.example/" });
          await fetch("https://stranger.example/").catch(() => {});
          await new Promise(done => setTimeout(done, 100));
          setTimeout("window.stranger = true"); // later, for a debugger that is evaluating may evaluate all
          await new Promise(done => setTimeout(done, 200));
          return [window.stranger, [...refused].sort()];
        }"""
    )
    context.close()
    kinds = "connect-src frame-src img-src script-src script-src-attr script-src-elem style-src-attr style-src-elem"
    assert refused == [None, kinds.split()]


def test_a_reader_leaves_nothing_but_the_colour_scheme(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/")
    page.locator('.md-header label[for^="__palette"]:visible').click()
    page.locator(".footnote-ref").first.focus()
    page.keyboard.press("/")
    page.keyboard.type("emplois")
    expect(page.locator(".ds-search__result").first).to_be_visible()
    page.locator(".ds-search__result a").first.click()
    page.locator(".md-select__link[hreflang=en]").evaluate("link => link.click()")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    kept = page.evaluate("[localStorage, sessionStorage].map(store => Object.keys(store))")
    assert kept == [["/.__palette"], []]
    databases = page.evaluate("async () => [await indexedDB.databases(), await caches.keys()]")
    assert databases == [[], []]
