"""Links of a page: into the reader's language, else into another one that is named; and notices of what is behind."""

from __future__ import annotations

import pytest
from conftest import Dossier, Html
from test_pages import page_at

JOBS = "docs/arguments/jobs"
WAGES = "docs/arguments/wages"


def notice(dossier: Dossier, uri: str) -> str:
    """Return the notice on a page, empty if it has none."""
    _, _, found = page_at(dossier, uri).body.partition('<div class="ds-stale" role="note" data-pagefind-ignore="">')
    return found.partition("</div>")[0]


@pytest.fixture
def marked(small: Dossier) -> Dossier:
    """Return the small dossier with its translations marked as up to date."""
    for argument, lang in {"jobs": "en", "wages": "fr"}.items():
        assert small.dossier("translations", "mark", argument, lang).returncode == 0
    return small


# --- Notices --------------------------------------------------------------------------------------------------------


def test_a_translation_that_is_up_to_date_has_no_notice(marked: Dossier) -> None:
    assert notice(marked, "en/arguments/jobs/") == ""
    assert notice(marked, "fr/arguments/jobs/") == ""


def test_a_translation_that_nobody_marked_has_no_notice(small: Dossier) -> None:
    assert notice(small, "en/arguments/jobs/") == ""


def test_a_change_of_words_brings_no_notice(marked: Dossier) -> None:
    marked.replace(f"{JOBS}/fr.md", "Un décompte audité.", "Un décompte vérifié.")
    assert notice(marked, "en/arguments/jobs/") == ""


def test_a_change_of_substance_brings_a_notice_that_names_the_parts(marked: Dossier) -> None:
    marked.replace(f"{JOBS}/fr.md", "On en a compté 276", "On en a compté 277")
    marked.replace(f"{JOBS}/fr.md", "Ailleurs n'est pas ici.", "Ailleurs, c'est ici.")
    marked.replace(f"{JOBS}/fr.md", "claim: Les emplois ne sont pas venus.", "claim: Les emplois sont venus.")
    found = Html(notice(marked, "en/arguments/jobs/"))
    assert found.text.startswith("The original has changed in substance since this page was translated.")
    assert "The claim They were counted Our reply Read the original" in found.text
    assert [one["href"] for one in found.all("a")] == ["#counted", "#elsewhere-reply", "../../../fr/arguments/jobs/"]
    assert found.all("a", hreflang="fr") == [{"href": "../../../fr/arguments/jobs/", "hreflang": "fr"}]
    assert found.all("span", class_="ds-lang") == [{"class": "ds-lang", "lang": "fr"}]
    assert notice(marked, "fr/arguments/jobs/") == ""


def test_a_part_that_only_the_original_has_is_linked_there(marked: Dossier) -> None:
    more = "::: {.premise #new}\n### Du nouveau\n\nNeuf [@Belga2021].\n:::\n\n"
    marked.replace(f"{JOBS}/fr.md", "::: {.objection #elsewhere}", f"{more}::: {{.objection #elsewhere}}")
    found = Html(notice(marked, "en/arguments/jobs/"))
    assert found.all("a")[0] == {"href": "../../../fr/arguments/jobs/#new", "hreflang": "fr"}
    assert "Du nouveau Français" in found.text


# --- Links into other languages -------------------------------------------------------------------------------------


@pytest.fixture
def chinese(small: Dossier) -> Dossier:
    """Return the small dossier with a third language that has its home page only, and whose readers get English."""
    small.replace("mkdocs.yml", "[fr, en]", "[fr, en, zh-Hans]\n      fallback: {zh-Hans: [en, fr]}")
    small.replace("docs/themes.yml", "en: Work", "en: Work, zh-Hans: 劳动")
    small.replace("docs/themes.yml", "en: Who works.", "en: Who works., zh-Hans: 谁在劳动。")
    text = "---\ntitle: 小专题\n---\n\n见[论点](../../arguments/jobs/#counted)。\n"
    small.write("docs/pages/home/zh-Hans.md", text)
    return small


def test_a_link_leads_to_the_language_that_the_reader_prefers(chinese: Dossier) -> None:
    (link,) = [one for one in Html(page_at(chinese, "zh-Hans/").body).all("a") if "jobs" in one["href"]]
    assert link == {"href": "../en/arguments/jobs/#counted", "hreflang": "en", "class": "ds-elsewhere"}


def test_an_anchor_is_looked_for_on_the_page_that_the_reader_gets(chinese: Dossier) -> None:
    chinese.write("docs/pages/about/fr.md", "---\ntitle: À propos\n---\n\n## Ici {#here}\n\nOui.\n")
    chinese.write("docs/pages/about/en.md", "---\ntitle: About\n---\n\n## There {#there}\n\nYes.\n")
    chinese.replace("docs/pages/home/zh-Hans.md", "../../arguments/jobs/#counted", "../about/#there")
    assert chinese.faults() == []
    chinese.replace("docs/pages/home/zh-Hans.md", "#there", "#here")
    assert any("unknown-link" in fault for fault in chinese.faults())


@pytest.mark.parametrize("uri", ["zh-Hans/arguments/", "zh-Hans/themes/work/"])
def test_lists_say_what_is_not_translated_yet(chinese: Dossier, uri: str) -> None:
    body = page_at(chinese, uri).body
    html = Html(body)
    assert {one["hreflang"] for one in html.all("a") if "jobs" in one["href"] or "wages" in one["href"]} == {"en"}
    assert {one["lang"] for one in html.all("span", class_="ds-lang")} == {"en"}
    assert body.count("尚无中文版") == 2


def test_relations_say_what_is_not_translated_yet(small: Dossier) -> None:
    small.delete(f"{WAGES}/fr.md")
    html = Html(page_at(small, "fr/arguments/jobs/").body)
    assert html.all("span", class_="ds-untranslated") == [{"class": "ds-untranslated"}]
    assert html.all("a", href="../wages/") == []


def test_only_real_translations_are_named_and_nothing_stands_under_a_wrong_address(chinese: Dossier) -> None:
    site = chinese.site()
    addresses = [page.uri for page in site.pages]
    assert not [uri for uri in addresses if uri.startswith("zh-Hans/arguments/") and uri != "zh-Hans/arguments/"]
    assert len({*addresses}) == len(addresses)
    for page in site.pages:
        assert {*page.alternates.values()} <= {*addresses}
    assert page_at(chinese, "en/arguments/jobs/").alternates.keys() == {"fr", "en"}
    assert page_at(chinese, "zh-Hans/sources/").alternates.keys() == {"fr", "en", "zh-Hans"}
