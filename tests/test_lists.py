"""Pages that gather what stands in many arguments: all findings, the other side, and what the home page leads with."""

from __future__ import annotations

from conftest import ROOT, SMALL, TODAY, Dossier, Html, broken_links
from test_pages import JOBS, page_at

from dossier.arguments import Kind
from dossier.diagnostics import Report
from dossier.folders import LISTS
from dossier.loading import load_corpus

WAGES = "docs/arguments/wages"


def test_all_findings_with_their_sources(small: Dossier) -> None:
    page = page_at(small, "en/findings/")
    html = Html(page.body)
    assert [(item.anchor, item.title) for item in page.toc] == [("work", "Work"), ("notes", "Notes")]
    assert page.alternates == {"fr": "fr/findings/", "en": "en/findings/"}
    assert "The jobs Likely The jobs did not come. The jobs that were announced did not come." in html.text
    assert "They were announced Belga, 2021 1 They were counted Luo and Niu, 2020 2" in html.text
    assert {"href": "../arguments/jobs/#announced"} in html.all("a")
    assert "Nine hundred" not in html.text


def test_a_source_with_two_locators_in_a_premise_is_named_once(small: Dossier) -> None:
    small.delete(f"{WAGES}/fr.md")
    small.replace(f"{WAGES}/en.md", "[@Ministry2022, p. 4; @Luo2020]", "[see @Ministry2022, p. 4; @Ministry2022, p. 5]")
    small.replace(f"{WAGES}/en.md", "They are falling", "They are falling [@Ministry2022, p. 4] and")
    text = Html(page_at(small, "en/findings/").body).text
    assert "They are low Ministry of Labour, 2022 3 The evidence Ministry of Labour, 2022 4 , 5 Notes" in text
    assert "see" not in text.split()


def test_findings_of_an_argument_that_is_not_translated(small: Dossier) -> None:
    small.delete(f"{WAGES}/fr.md")
    html = Html(page_at(small, "fr/findings/").body)
    assert "The wages English Établi Pas encore en français Wages are low. Notes" in html.text
    assert html.all("bdi", lang="en")


def test_the_other_side_has_every_objection_with_its_notes(small: Dossier) -> None:
    page = page_at(small, "en/other-side/")
    html = Html(page.body)
    assert (
        "Objection to: The jobs The jobs did not come. Likely The jobs that were announced did not come. They were"
        in html.text
    )
    assert (
        "What would change our mind There are some elsewhere. 1 Our reply Objection to: The wages Wages are low."
        in html.text
    )
    assert (
        "They are said to be rising. 2 Our reply Notes 1. Belga" not in html.text
    )  # the list numbers the notes itself
    assert {"href": "../arguments/jobs/#elsewhere-reply"} in html.all("a")
    assert "Elsewhere is not here." not in html.text
    assert html.ids.count("fn:1") == html.ids.count("fn:2") == 1
    assert "in their favour" not in html.text


def test_the_other_side_shows_what_is_favourable_first(small: Dossier) -> None:
    small.replace(f"{WAGES}/argument.yml", "status:", "favourable: true\nstatus:")
    text = Html(page_at(small, "en/other-side/").body).text
    assert "Arguments in their favour The wages Wages are low. Established Wages are low. They are low" in text
    assert text.index("in their favour") < text.index("Objection to: The jobs")


def test_an_objection_that_is_not_translated_is_linked(small: Dossier) -> None:
    small.delete(f"{WAGES}/fr.md")
    html = Html(page_at(small, "fr/other-side/").body)
    assert "Objection à : The wages English Pas encore en français" in html.text
    assert {"href": "../../en/arguments/wages/", "hreflang": "en"} in html.all("a")


def test_notes_and_links_of_gathered_texts_are_those_of_their_files(small: Dossier) -> None:
    """Two files may have a note of the same name, and a link inside of a page leads to that page."""
    small.delete(f"{JOBS}/en.md")
    small.replace(f"{JOBS}/fr.md", "ailleurs [@Belga2021].", "ailleurs[^1], [là](#announced).")
    small.write(f"{JOBS}/fr.md", small.read(f"{JOBS}/fr.md") + "\n[^1]: Voyez [ceci](../wages/#low).\n")
    small.write(
        f"{WAGES}/fr.md", SMALL[f"{WAGES}/fr.md"].replace("[@Luo2020].\n\n:", "[^1].\n\n:") + "\n[^1]: [Eux](#low).\n"
    )
    small.replace(f"{WAGES}/argument.yml", "source_language: en", "source_language: fr")
    small.delete(f"{WAGES}/en.md")
    html = Html(page_at(small, "fr/other-side/").body)
    assert "Voyez ceci . ↩ Eux . ↩" in html.text
    links = [link["href"] for link in html.all("a") if link["href"].endswith("#low")]
    assert links == ["../arguments/wages/#low"] * 3  # a premise, and two notes
    assert {"href": "../arguments/jobs/#announced"} in html.all("a")
    assert Html(page_at(small, "fr/arguments/jobs/").body).all("a", href="#announced")


def test_drafts_without_objections_have_none_to_show(small: Dossier) -> None:
    small.replace(f"{WAGES}/argument.yml", "status: published", "status: draft")
    for lang in ("fr", "en"):
        small.write(f"{WAGES}/{lang}.md", "---\ntitle: W\nclaim: C.\n---\n\nNothing.\n")
        small.write(f"{JOBS}/{lang}.md", small.read(f"{JOBS}/{lang}.md").replace("(../wages/)", "(./)"))
    site = small.site(drafts=True)
    assert not broken_links({page.uri: Html(page.body) for page in site.pages})


def test_the_home_page_leads_with_findings_and_how_sure_they_are(small: Dossier) -> None:
    assert "What we found" not in page_at(small, "en/").body
    small.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      featured: [wages, jobs]")
    page = page_at(small, "en/")
    html = Html(page.body)
    assert [item.anchor for item in page.toc] == ["findings", "themes"]
    assert (
        "With the evidence Wages are low. Established The wages Sources Ministry of Labour, 2022 · Luo and Niu, 2020"
        in html.text
    )
    assert "2 arguments Established 1 Likely 1 All findings" in html.text
    assert html.text.index("Wages are low") < html.text.index("The jobs did not come") < html.text.index("See the jobs")
    assert {"href": "sources/#ref-Ministry2022"} in html.all("a")
    assert {"href": "other-side/"} in html.all("a")


def test_this_dossier_shows_both_sides() -> None:
    dossier = Dossier(ROOT)
    config, site = dossier.config(), dossier.site()
    corpus = load_corpus(config, Report(), today=TODAY)
    assert {corpus.arguments[name].facts.favourable for name in config.featured} == {True, False}
    assert {*LISTS} < {*config.navigation}
    for lang in config.languages:
        (page,) = [page for page in site.pages if page.uri == f"{lang}/other-side/"]
        shown = [one for argument in corpus.listed() if (one := argument.texts.get(lang))]
        objections = [unit for text in shown for unit in text.units if unit.kind is Kind.OBJECTION]
        assert page.body.count('class="ds-objection ds-objection--alone"') == len(objections) > 0
        assert page.body.count('class="ds-card"') == sum(one.facts.favourable for one in corpus.listed())


def test_a_featured_argument_that_is_not_translated(small: Dossier) -> None:
    small.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      featured: [wages]")
    small.delete(f"{WAGES}/fr.md")
    text = Html(page_at(small, "fr/").body).text
    assert "Wages are low. Établi The wages English Pas encore en français Sources Ministry of Labour, 2022" in text
