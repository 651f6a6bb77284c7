"""What comes out of a printer: Chromium's own, read back from its PDF."""

from __future__ import annotations

import io
import re
import unicodedata
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from .site import ARGUMENT, LANGUAGES, LiveSite, Opener

pytestmark = pytest.mark.browser

DAY = re.compile(r"Imprimé le \d{1,2} \w+ 20\d\d")


def sheets(page: Page) -> list[str]:
    """Print a page, and return the text of each sheet."""
    page.emulate_media(media="print")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(printed)).pages]


def squeezed(*texts: str) -> str:
    """Return texts without spaces, line ends and ligatures: paper has others."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(texts)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_shows_the_text_and_not_what_only_a_screen_needs(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/", media="print")
    expect(page.locator("article h1")).to_be_visible()
    for useless in (".md-header", ".md-sidebar--primary", ".md-sidebar--secondary", ".footnote-backref", ".headerlink"):
        elements = page.locator(useless)
        assert elements.count(), f"{useless} is not on the page"
        assert [one for one in elements.all() if one.is_visible()] == [], useless


@pytest.mark.parametrize("path", [f"fr/{ARGUMENT}/", "en/sources/"])
def test_paper_shows_where_links_lead(open_page: Opener, path: str) -> None:
    page = open_page(path, media="print")
    read = """links => links.map(
      link => [link.getAttribute("href"), getComputedStyle(link, "::after").content])"""
    outside = page.locator('article a[href^="http"]:not(.ds-citation a)').evaluate_all(read)
    assert len(outside) > 5
    assert [href for href, shown in outside if href not in shown] == []
    inside = page.locator('article :is(a:not([href^="http"]), .ds-citation a)').evaluate_all(read)
    assert {shown for _, shown in inside} == {"none"}


@pytest.mark.parametrize("path", [f"fr/{ARGUMENT}/", "en/sources/", "zh-Hans/about/"])
def test_a_sheet_has_the_text_and_where_links_lead_and_nothing_to_click(open_page: Opener, path: str) -> None:
    page = open_page(path)
    links = page.locator('article a[href^="http"]:not(.ds-source a, .ds-citation a)').evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    texts = page.locator("article :is(h1, .ds-notes h2, .ds-summary p, .ds-sources__text em)").all_inner_texts()
    paper = squeezed(*sheets(page))
    assert [text for text in texts if squeezed(text).strip("#") not in paper] == []
    assert [href for href in links if squeezed(f"<{href}>") not in paper] == []
    for useless in ("↩", squeezed(*page.locator(".ds-source").all_inner_texts()[:1]) or "↩"):
        assert useless not in paper
    navigation = page.locator(".md-nav--primary .md-nav__link").all_text_contents()
    assert squeezed(*navigation[:4]) not in paper


def test_a_sheet_says_where_and_when_it_was_printed_and_its_number(open_page: Opener, site: LiveSite) -> None:
    page = open_page(f"fr/{ARGUMENT}/#cite", width=1600)
    expect(page.locator(".ds-printed")).to_be_hidden()
    texts = sheets(page)
    assert f"{site.address}fr/{ARGUMENT}/" in texts[0]
    assert DAY.search(texts[0])
    assert "Relu le" in texts[0]
    assert [f"{number} / {len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(texts)
    page.locator(".ds-printed__address").evaluate("address => address.replaceChildren()")
    assert f"{site.address}fr/{ARGUMENT}/ " in sheets(page)[0].replace("\n", " "), "where a site does not know"


@pytest.mark.parametrize(
    ("lang", "day"),
    [
        ("en", r"Printed on \d{1,2} [A-Z][a-z]+ 20\d\d"),
        ("zh-Hans", r"20\d\d年\d{1,2}月\d{1,2}日打印"),
        ("ar", r"طُبعت في [0-9]{1,2} \w+ 20[0-9]{2}"),
    ],
)
def test_the_day_is_written_as_the_text_writes_days(open_page: Opener, abroad: LiveSite, lang: str, day: str) -> None:
    page = open_page(f"{lang}/arguments/jobs/", site=abroad)
    sheets(page)
    assert re.fullmatch(day, page.locator(".ds-printed__day").text_content() or "")


@pytest.mark.parametrize("path", [f"en/{ARGUMENT}/", "fr/arguments/", "de/sources/"])
def test_no_heading_is_parted_from_what_it_heads(open_page: Opener, path: str) -> None:
    page = open_page(path)
    headings = {squeezed(text).strip("¶") for text in page.locator("article :is(h2, h3, dt)").all_inner_texts()}
    texts = sheets(page)
    for sheet, _ in pairwise(texts):
        lines = [line for line in sheet.splitlines() if line.strip() and not re.fullmatch(r"\d+ / \d+ *", line)]
        assert squeezed(lines[-1]) not in headings
    assert len(texts) > 1


def test_what_belongs_to_the_margin_of_a_screen_is_not_printed(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/", width=1600)
    page.locator(".footnote-ref").first.focus()
    expect(page.locator(".ds-note[popover]")).to_be_visible()
    note = squeezed(page.locator(".ds-note[popover] p").inner_text())[:40]
    height = page.locator("article").evaluate("article => article.style.minHeight")
    assert float(height.removesuffix("px")) > 100
    page.emulate_media(media="print")
    expect(page.locator(".ds-note:visible")).to_have_count(0)
    assert page.locator("article").evaluate("article => getComputedStyle(article).minHeight") == "0px"
    assert squeezed(*sheets(page)).count(note) == 1


@pytest.mark.parametrize("path", ["fr/", f"en/{ARGUMENT}/", "de/sources/"])
def test_paper_is_black_on_white_whatever_the_scheme_on_the_screen(open_page: Opener, path: str) -> None:
    page = open_page(path, scheme="dark", media="print")
    colours = page.evaluate(
        """() => [["body, main, article, article *", "backgroundColor"], ["article :is(h1, h2, p, a, cite)", "color"]]
          .map(([selector, name]) => [...new Set([...document.querySelectorAll(selector)]
            .filter(element => element.checkVisibility())
            .map(element => getComputedStyle(element)[name]))].sort())"""
    )
    assert set(colours[0]) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert set(colours[1]) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
