"""The search: with keys alone, in each language and in all, narrowed, and without ever trusting the index."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import Dossier, write_small_dossier
from playwright.sync_api import Page, expect

from dossier.locales import load

from .site import ARGUMENT, LANGUAGES, LiveSite, Opener, serve

pytestmark = pytest.mark.browser

# Words of an argument, and how else readers may write them: the first of each line is the plainest.
SPELLINGS = {
    "fr": [
        ["aéroport", "AEROPORT", "aeroport", "l’aéroport", "l'aéroport"],
        ["aeroport de liege", "aéroport-de-Liège"],
    ],
    "en": [["airport", "AIRPORT"], ["liege airport", "Liège airport", "Liege-airport"]],
    "nl": [["financiële", "FINANCIËLE", "financiele"], ["financiele regulering", "financiële-regulering"]],
    "de": [["Flughafen", "FLUGHAFEN"], ["flughafen luttich", "Flughafen Lüttich", "Flughafen-Lüttich"]],
    "zh-Hans": [["马云"], ["数字合作小组", "数字-合作小组"], ["alizila", "ALIZILA"]],
    "ar": [["المعلنة", "أُعلن", "أعلن", "اعلن"], ["مدقق", "مدقَّق"], ["مكان آخر", "مكان-آخر"]],
}
ARGUMENTS = {
    "nl": "arguments/inclusive-globalisation-discourse",
    "zh-Hans": "arguments/jack-ma-diplomacy",
    "ar": "arguments/jobs",
}
"""Where they stand, if not in the argument that we know."""

ABROAD = "ar"
"""The language that the dossier itself does not have."""

EVERYWHERE = dict.fromkeys(SPELLINGS, "Cainiao") | {ABROAD: "276"}
"""What stands on more pages of all languages than of one."""

each_language = pytest.mark.parametrize("lang", SPELLINGS)
each_full_language = pytest.mark.parametrize("lang", [lang for lang in SPELLINGS if lang not in {"zh-Hans", ABROAD}])
SEVERAL = "Alibaba"
"""What stands on many pages of the languages that have all of them."""

BUTTON, DIALOG, RESULTS = ".ds-search-button", ".ds-search", ".ds-search__title"
MANY = 1000
TOO_MUCH = 300_000
"""Promised: more bytes than a first query may cost."""


@pytest.fixture
def open_in(open_page: Opener, abroad: LiveSite) -> Callable[[str, str], Page]:
    """Open a page in a language on the site that has it."""
    return lambda lang, path: open_page(f"{lang}/{path}", site=abroad if lang == ABROAD else None)


def ask(page: Page, words: str) -> None:
    """Open the search with its key, if it is not open, and type."""
    if not page.locator(DIALOG).is_visible():
        page.keyboard.press("/")
    page.locator(".ds-search__query").fill(words)


def counted(page: Page, lang: str) -> int:
    """Wait for the result and return the number that is announced."""
    status = page.locator(".ds-search__status")
    expect(status).not_to_be_empty()
    text = status.inner_text()
    locale = load(lang)
    if text == locale.text("search.none"):
        return 0
    return next(number for number in range(1, MANY) if text == locale.text("search.results", count=number))


def after(page: Page, lang: str, act: Callable[[], object]) -> int:
    """Do what changes the results, and return how many there are then."""
    page.locator(".ds-search__status").evaluate("status => status.replaceChildren()")
    act()
    return counted(page, lang)


def addresses(page: Page) -> list[str]:
    """Show all results, however far down, and return where they lead."""
    while page.locator(".ds-search__more").is_visible():
        shown = page.locator(RESULTS).count()
        page.locator(".ds-search__more").click()
        expect(page.locator(RESULTS).nth(shown)).to_be_visible()
    found: list[str] = page.locator(RESULTS).evaluate_all("links => links.map(link => link.pathname)")
    return found


@each_language
def test_the_search_works_with_keys_alone(open_in: Callable[[str, str], Page], lang: str) -> None:
    page = open_in(lang, "themes/")
    page.locator(BUTTON).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("search").get_by_role("textbox")).to_be_focused()
    page.keyboard.type(SPELLINGS[lang][0][0] if lang != ABROAD else "الوظائف")
    assert counted(page, lang) > 1
    for key, index in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(page.locator(RESULTS).nth(index)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".ds-search__query")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(BUTTON)).to_be_focused()


@each_language
def test_a_result_shows_title_theme_confidence_and_excerpt_and_leads_to_the_page(
    open_in: Callable[[str, str], Page], lang: str
) -> None:
    page = open_in(lang, "sources/")
    assert after(page, lang, lambda: ask(page, SPELLINGS[lang][0][0]))
    address = f"/{lang}/{ARGUMENTS.get(lang, ARGUMENT)}/"
    assert address in addresses(page)
    result = page.locator(".ds-search__result", has=page.locator(f'a[href$="{address}"]'))
    title = result.locator(RESULTS).inner_text()
    facts = result.locator(".ds-search__facts span").all_inner_texts()
    assert len(facts) == 2
    assert facts[1] in load(lang).data["confidence"].values()
    expect(result.locator("mark").first).to_contain_text(SPELLINGS[lang][0][0])
    result.locator(RESULTS).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    expect(page.locator("article h1")).to_have_text(title)
    expect(page.locator(".ds-path a").last).to_have_text(facts[0])


@each_language
def test_accents_case_hyphens_and_elisions_do_not_matter(open_in: Callable[[str, str], Page], lang: str) -> None:
    page = open_in(lang, "sources/")
    ask(page, "")
    for plain, *others in SPELLINGS[lang]:
        assert after(page, lang, partial(ask, page, plain)), plain
        found = addresses(page)
        for words in others:
            number = after(page, lang, partial(ask, page, words))
            # What has a hyphen is looked for as one word too, and what that finds besides comes last.
            assert number == len(found) or "-" in words, words
            assert set(addresses(page)[: len(found)]) == set(found), words


def test_an_excerpt_is_of_the_text_and_not_of_the_notice_that_it_is_behind(open_page: Opener, abroad: LiveSite) -> None:
    page = open_page("en/sources/", site=abroad)
    ask(page, "jobs")
    excerpt = page.locator(".ds-search__result", has_text="The jobs").first.locator(".ds-search__excerpt")
    expect(excerpt).to_contain_text("The jobs did not come.")
    expect(excerpt).not_to_contain_text(load("en").text("ui.stale"))
    assert all(word.isalpha() for word in excerpt.locator("mark").all_inner_texts())


@pytest.mark.parametrize("word", ["阿里巴巴", "秘书长", "岗位"])
def test_chinese_words_are_found_wherever_they_stand_in_a_sentence(open_page: Opener, word: str) -> None:
    page = open_page("zh-Hans/sources/")
    files = open_page.site.folder.glob("zh-Hans/**/index.html")
    with_word = page.evaluate(
        """async ([addresses, word]) => {
          const found = [];
          for (const address of addresses) {
            const html = await (await fetch(address)).text();
            const body = new DOMParser().parseFromString(html, "text/html").querySelector("[data-pagefind-body]");
            body?.querySelectorAll("[data-pagefind-ignore]").forEach(part => part.remove());
            if (body?.textContent.includes(word)) found.push(address);
          }
          return found;
        }""",
        [[f"/{file.parent.relative_to(open_page.site.folder).as_posix()}/" for file in files], word],
    )
    assert with_word
    assert after(page, "zh-Hans", lambda: ask(page, word)) == len(with_word)
    assert sorted(addresses(page)) == sorted(with_word)


@each_full_language
def test_filters_narrow_the_results(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/about/")
    everything = after(page, lang, lambda: ask(page, SEVERAL))
    page.locator(".ds-search__options summary").click()
    some = {}
    for value in ("theme-liege", "theme-state-and-party", "confidence-likely"):
        box = page.locator(f'.ds-search input[value="{value}"]')
        some[value] = after(page, lang, box.check)
        assert 0 < some[value] < everything
        facts = page.locator(".ds-search__facts").all_inner_texts()
        label = box.locator("xpath=..").inner_text().strip()
        assert len(facts) == min(some[value], 6)
        assert [text for text in facts if label not in text] == []
        assert after(page, lang, box.uncheck) == everything
    for value in ("theme-liege", "theme-state-and-party"):
        page.locator(f'.ds-search input[value="{value}"]').check()
    both = load(lang).text("search.results", count=some["theme-liege"] + some["theme-state-and-party"])
    expect(page.locator(".ds-search__status")).to_have_text(both)


@each_language
def test_all_languages_can_be_searched_at_once(open_in: Callable[[str, str], Page], lang: str) -> None:
    page = open_in(lang, "sources/")
    own = after(page, lang, lambda: ask(page, EVERYWHERE[lang]))
    assert page.locator(".ds-search__result[lang]").count() == 0
    page.locator(".ds-search__options summary").click()
    everywhere = page.locator("input[name=everywhere]")
    assert after(page, lang, everywhere.check) > own
    others = page.locator(".ds-search__result[lang]")
    expect(others.first).to_be_visible()
    for other in others.all():
        code = other.get_attribute("lang")
        assert code in set(SPELLINGS) - {lang}
        expect(other.locator(".ds-search__language")).to_have_text(load(code).name)
        assert f"/{code}/" in (other.locator("a").get_attribute("href") or "")
    assert after(page, lang, everywhere.uncheck) == own


@each_full_language
def test_more_results_come_on_demand_and_no_result_is_said(open_page: Opener, lang: str) -> None:
    page = open_page(f"{lang}/about/")
    total = after(page, lang, lambda: ask(page, SEVERAL))
    assert total > 6
    expect(page.locator(RESULTS)).to_have_count(6)
    page.locator(".ds-search__more").press("Enter")
    expect(page.locator(RESULTS)).to_have_count(min(total, 12))
    expect(page.locator(RESULTS).nth(6)).to_be_focused()
    assert after(page, lang, lambda: ask(page, "xyzzyxyzzy")) == 0
    expect(page.locator(".ds-search__more")).to_be_hidden()
    expect(page.locator(RESULTS)).to_have_count(0)


def test_a_slash_that_is_typed_opens_nothing_and_the_latest_words_win(open_page: Opener) -> None:
    page = open_page("en/about/")
    ask(page, "and/or")
    page.locator(".ds-search__query").press("End")
    page.keyboard.type("/")
    expect(page.locator(".ds-search__query")).to_have_value("and/or/")
    for words in ("Alibaba", "Cainiao", "xyzzyxyzzy"):
        page.locator(".ds-search__query").fill(words)
        page.keyboard.press("Enter")
    expect(page.locator(".ds-search__status")).to_have_text(load("en").text("search.none"))
    page.wait_for_timeout(500)
    expect(page.locator(RESULTS)).to_have_count(0)


def test_nothing_is_fetched_before_the_search_is_opened_and_little_then(open_page: Opener) -> None:
    page = open_page(f"fr/{ARGUMENT}/")
    page.wait_for_load_state("networkidle")
    fetched: dict[str, int] = {}
    page.context.on("response", lambda response: fetched.update({response.url: len(response.body())}))
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter(one => /pagefind/.test(one.name)).length") == 0
    )
    ask(page, "aéroport")
    counted(page, "fr")
    page.wait_for_load_state("networkidle")
    assert any("/index/" in url for url in fetched)
    script = open_page.site.folder / "assets/javascripts/search.js"
    assert sum(fetched.values()) + script.stat().st_size < TOO_MUCH


def test_without_scripts_there_is_no_search(open_page: Opener) -> None:
    page = open_page("fr/", javascript=False)
    expect(page.locator(BUTTON)).to_be_hidden()
    expect(page.locator(DIALOG)).to_be_hidden()


def test_the_missing_page_can_be_searched_too(open_page: Opener) -> None:
    page = open_page("fr/not/there/", missing=True)
    ask(page, "Cainiao")
    assert counted(page, LANGUAGES[0])
    page.locator(RESULTS).first.click()
    expect(page.locator("article h1")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("lang", ["fr", ABROAD])
def test_the_dialog_fits_the_screen(open_page: Opener, abroad: LiveSite, width: int, lang: str) -> None:
    page = open_page(f"{lang}/sources/", width=width, site=abroad if lang == ABROAD else None)
    ask(page, SPELLINGS[lang][0][0])
    assert counted(page, lang)
    page.locator(".ds-search__options summary").click()
    box = page.locator(DIALOG).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.locator(DIALOG).evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")


# --- A site in a folder of another, with a title that is not what it seems ------------------------------------------


HOSTILE = "<img src=x onerror=alert()> & <mark>jobs</mark>"


@pytest.fixture(scope="module")
def hostile() -> Iterator[LiveSite]:
    """Serve a small dossier below another address; one of its titles, and a text of it, look like HTML."""
    with tempfile.TemporaryDirectory() as folder:
        dossier: Dossier = write_small_dossier(Path(folder, "project"))
        dossier.replace("docs/arguments/jobs/en.md", "title: The jobs", f'title: "{HOSTILE}"')
        dossier.replace("docs/pages/home/en.md", "See [", r"See \<b onclick=alert(2)\>warehouse\</b\> [")
        built = dossier.dossier("build", "--site-dir", "../www/below/site")
        assert built.returncode == 0, built.stderr
        with serve(Path(folder, "www")) as site:
            yield site


def test_what_looks_like_html_is_shown_as_it_was_written(open_page: Opener, hostile: LiveSite) -> None:
    page = open_page("below/site/en/", site=hostile)
    ask(page, "jobs")
    expect(page.locator(RESULTS, has_text=HOSTILE)).to_have_count(1)
    ask(page, "warehouse")
    expect(page.locator(".ds-search__excerpt", has_text="<b onclick=alert(2)>warehouse</b>")).to_have_count(1)
    expect(page.locator(".ds-search__results :is(img, b)")).to_have_count(0)
    expect(page.locator("mark", has_text="warehouse")).to_have_count(1)


def test_results_lead_into_the_folder_of_the_site(open_page: Opener, hostile: LiveSite) -> None:
    page = open_page("below/site/en/", site=hostile)
    page.locator(BUTTON).click()
    ask(page, "wages")
    page.locator(RESULTS).first.click()
    expect(page).to_have_url(f"{hostile.address}below/site/en/arguments/wages/")
