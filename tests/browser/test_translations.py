"""What readers see of translations: which exist, which lag behind, what stands in for others; and right to left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from dossier.locales import load

from .site import ALL_LANGUAGES, ARGUMENT, ROOT, WIDTHS, LiveSite, Opener

pytestmark = pytest.mark.browser

COUNTED = {"en": "They were counted", "ar": "أُحصيت", "zh-Hans": "数过"}
"""The heading of the part whose original has changed."""


def own_words(locator: Locator) -> str:
    """Return the text of an element without what is in another language."""
    return str(
        locator.evaluate(
            """element => {
              const copy = element.cloneNode(true);
              copy.querySelectorAll("[lang]").forEach(part => part.remove());
              return copy.textContent.replace(/\\s+/g, " ").trim();
            }"""
        )
    )


def horizontally(page: Page, selector: str) -> tuple[float, float]:
    """Return where an element begins and ends, from the left."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


# --- The switcher ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [ARGUMENT, "arguments/jack-ma-diplomacy", "method"])
def test_the_switcher_names_real_translations_only_and_leads_to_the_same_page(open_page: Opener, path: str) -> None:
    page = open_page(f"de/{path}/")
    folder = ROOT / "docs" / (path if path.startswith("arguments/") else f"pages/{path}")
    real = [lang for lang in ALL_LANGUAGES if (folder / f"{lang}.md").is_file()]
    links = page.locator(".md-header .md-select__link")
    assert links.evaluate_all("links => links.map(link => link.hreflang)") == real
    assert [link.inner_text() for link in links.all()] == [load(lang).name for lang in real]
    for lang in real:
        page.hover(".md-header .md-select button")
        page.click(f'.md-header .md-select__link[hreflang="{lang}"]')
        expect(page).to_have_url(f"{open_page.site.address}{lang}/{path}/")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator('.md-select [aria-current="true"]')).to_have_text(load(lang).name)


# --- The notice of a translation that lags behind -------------------------------------------------------------------


@pytest.mark.parametrize("lang", COUNTED)
def test_a_notice_names_what_is_behind_in_the_readers_language(open_page: Opener, abroad: LiveSite, lang: str) -> None:
    page = open_page(f"{lang}/arguments/jobs/", site=abroad)
    notice = page.get_by_role("note")
    expect(notice).to_be_visible()
    words = [load(lang).text(f"ui.{name}") for name in ("stale", "stale_parts", "claim")]
    assert own_words(notice) == " ".join([*words, COUNTED[lang], load(lang).text("ui.read_original")])
    assert notice.locator("li").all_inner_texts() == [load(lang).text("ui.claim"), COUNTED[lang]]
    notice.get_by_role("link", name=COUNTED[lang]).click()
    expect(page.locator("#counted")).to_be_in_viewport()
    expect(notice.locator(".ds-lang")).to_have_text("Français")
    notice.locator('a[hreflang="fr"]').click()
    expect(page).to_have_url(f"{abroad.address}fr/arguments/jobs/")
    expect(page.locator("article")).to_contain_text("On en a compté 300")
    expect(page.get_by_role("note")).to_have_count(0)


def test_a_translation_that_is_up_to_date_has_no_notice(open_page: Opener) -> None:
    expect(open_page(f"nl/{ARGUMENT}/").get_by_role("note")).to_have_count(0)


# --- Links to what a language lacks ---------------------------------------------------------------------------------


def test_a_list_says_what_is_not_there_yet_and_links_to_the_next_best_language(
    open_page: Opener, abroad: LiveSite
) -> None:
    page = open_page("ar/arguments/", site=abroad)
    card = page.locator(".ds-card", has=page.locator('a[href$="/fr/arguments/wages/"]'))
    link = card.locator("a")
    expect(link).to_have_attribute("hreflang", "fr")
    expect(link.locator("bdi")).to_have_attribute("lang", "fr")
    expect(card.locator(".ds-lang")).to_have_text("Français")
    expect(card.locator(".ds-untranslated")).to_have_text(load("ar").text("ui.untranslated"))
    title = link.inner_text()
    link.click()
    expect(page).to_have_url(f"{abroad.address}fr/arguments/wages/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("article h1")).to_have_text(title)


def test_a_foreign_claim_on_an_arabic_page_keeps_its_punctuation_at_its_end(
    open_page: Opener, abroad: LiveSite
) -> None:
    page = open_page("ar/arguments/", site=abroad)
    claim = page.locator('.ds-card__text [lang="fr"]')
    expect(claim).to_have_text("Les salaires sont bas.")
    stop, text = claim.evaluate(
        """claim => {
          const range = document.createRange(), text = claim.firstChild;
          range.setStart(text, text.length - 1);
          range.setEnd(text, text.length);
          return [range.getBoundingClientRect().right, claim.getBoundingClientRect().right];
        }"""
    )
    assert stop == pytest.approx(text, abs=1)


def test_a_link_in_the_text_carries_the_badge_of_the_other_language(open_page: Opener, abroad: LiveSite) -> None:
    page = open_page("ar/arguments/jobs/", site=abroad)
    link = page.locator('article p a.ds-elsewhere[href$="/fr/arguments/wages/"]')
    expect(link).to_have_attribute("hreflang", "fr")
    assert link.evaluate("link => getComputedStyle(link, '::after').content") in {'"fr"', "attr(hreflang)"}
    link.click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_page_that_a_language_lacks_is_nowhere_under_its_address(open_page: Opener, abroad: LiveSite) -> None:
    page = open_page("ar/arguments/wages/", site=abroad, missing=True)
    expect(page.locator("article h1")).to_have_text("404")


# --- From right to left ---------------------------------------------------------------------------------------------


def test_an_arabic_page_is_laid_out_from_right_to_left(open_page: Opener, abroad: LiveSite) -> None:
    page = open_page("ar/arguments/jobs/", site=abroad)
    navigation, text, contents = (
        horizontally(page, selector) for selector in (".md-sidebar--primary", "article h1", ".md-sidebar--secondary")
    )
    assert contents[1] <= text[0] < text[1] <= navigation[0]
    logo, search, languages = (
        horizontally(page, f".md-header {selector}") for selector in (".md-logo", ".ds-search-button", ".md-select")
    )
    assert languages[1] <= search[0] < search[1] <= logo[0]
    for part in (".ds-claim", ".ds-stale"):
        sides = page.locator(part).evaluate(
            "part => [getComputedStyle(part).borderLeftWidth, getComputedStyle(part).borderRightWidth].map(parseFloat)"
        )
        assert sides[0] == 0 < sides[1], part
    objection, reply = horizontally(page, ".ds-objection"), horizontally(page, ".ds-reply")
    assert objection[0] > reply[0]
    assert objection[1] > reply[1]
    number, note = horizontally(page, "#notes h2"), horizontally(page, "#notes li")
    assert note[1] < number[1], "the numbers of notes stand to the right of them"


def test_latin_notes_on_an_arabic_page_read_from_left_to_right(open_page: Opener, abroad: LiveSite) -> None:
    page = open_page("ar/arguments/jobs/", site=abroad)
    notes = page.locator("#notes li > p > bdi")
    expect(notes).to_have_count(2)
    for note in notes.all():
        isolation, first, last, back = note.evaluate(
            """note => {
              const at = (node, start, end) => {
                const range = document.createRange();
                range.setStart(node, start);
                range.setEnd(node, end);
                return range.getBoundingClientRect().left;
              };
              const text = note.firstChild;
              const way = note.closest("p").querySelector(".footnote-backref").getBoundingClientRect();
              return [getComputedStyle(note).unicodeBidi, at(text, 0, 1), at(text, 3, 4), way.left];
            }"""
        )
        assert isolation == "isolate"
        assert first < last, "its letters run to the right"
        assert back < first, "what follows it stands to its left"


@pytest.mark.parametrize("width", WIDTHS)
def test_an_arabic_page_reaches_over_no_edge(open_page: Opener, abroad: LiveSite, width: int) -> None:
    page = open_page("ar/arguments/jobs/", site=abroad, width=width)
    reach = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    scrolled, shown = page.evaluate(reach)
    assert scrolled <= shown
    left = page.locator("article *").evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect()).filter(box => box.width).map(box => box.left)"
    )
    assert min(left) >= 0
