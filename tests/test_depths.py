"""How deep lists go into their arguments: what each depth adds, where there is a choice, and what a page may weigh."""

from __future__ import annotations

import gzip

import pytest
from conftest import ROOT, Dossier, Html
from test_pages import JOBS, page_at

from dossier.pages import depths
from dossier.pages.page import Page

WAGES = "docs/arguments/wages"
LISTS = ("en/arguments/", "en/themes/work/", "en/other-side/", "en/findings/", "en/")


@pytest.fixture
def featured(small: Dossier) -> Dossier:
    """Return the small dossier, whose home page leads with both arguments."""
    small.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      featured: [wages, jobs]")
    return small


def chosen(page: Page) -> list[str]:
    """Return the choices of depth on a page, the one that is made at first with a star."""
    buttons = Html(page.body).all("input", name="ds-e")
    return [one.get("class", "") + "*" * ("checked" in one) for one in buttons]


@pytest.mark.parametrize("uri", LISTS)
def test_every_list_of_arguments_has_three_depths(featured: Dossier, uri: str) -> None:
    page = page_at(featured, uri)
    first = 2 if uri == "en/findings/" else 0
    assert chosen(page) == [f"{name}{'*' * (number == first)}" for number, name in enumerate(("", "ds-e1", "ds-e2"))]
    assert page.body.index('class="ds-depths"') < page.body.index('name="ds-e"') < page.body.index('class="ds-deep"')
    text = Html(page.body).text
    assert "Level of detail Claims only With summaries With the evidence" in text
    assert text.index("The jobs that were announced did not come") < text.index("They were announced")


def test_the_evidence_is_each_premise_with_its_sources_and_the_way_to_the_rest(small: Dossier) -> None:
    page = page_at(small, "en/arguments/")
    html = Html(page.body)
    assert "They were announced Belga, 2021 They were counted Luo and Niu, 2020 The objection" in html.text
    for anchor in ("announced", "objections", "falsifier"):
        assert {"href": f"jobs/#{anchor}"} in html.all("a")
    assert {"href": "../sources/#ref-Belga2021"} in html.all("a")
    assert "Nine hundred" not in html.text


def test_a_summary_in_a_list_keeps_the_names_that_it_needs_and_calls_no_note(small: Dossier) -> None:
    small.delete(f"{JOBS}/en.md")
    small.replace(
        f"{JOBS}/fr.md",
        "::: {.summary}\n",
        "::: {.summary}\n@Luo2020 le disent [@Belga2021][@Ministry2022], et [ceci](#announced)[^1]. ",
    )
    small.write(f"{JOBS}/fr.md", small.read(f"{JOBS}/fr.md") + "\n[^1]: Une note.\n")
    html = Html(page_at(small, "fr/arguments/").body)
    assert "Luo et Niu le disent, et ceci ." in html.text
    assert html.all("a", href="jobs/#announced")
    assert not html.all("a", role="doc-noteref")
    assert "Une note" not in html.text


def test_an_argument_in_another_language_shows_its_claim_alone(small: Dossier) -> None:
    small.delete(f"{WAGES}/fr.md")
    body = page_at(small, "fr/arguments/").body
    card = body[body.index("The wages") :]
    assert "Wages are low." in card
    assert "ds-deep" not in card


def test_a_list_of_very_many_arguments_shows_claims(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depths, "MAX_DEEP", 1)
    for uri in ("en/arguments/", "en/other-side/"):
        page = page_at(small, uri)
        assert chosen(page) == []
        assert "ds-deep" not in page.body
    assert chosen(page_at(small, "en/findings/")) == ["", "ds-e1", "ds-e2*"]


def test_links_to_the_parts_of_a_theme_s_page_are_known(small: Dossier) -> None:
    small.replace(f"{JOBS}/en.md", "(../wages/)", "(../../themes/work/#arguments), [map](../../themes/work/#map)")
    assert small.faults() == []
    small.replace(f"{JOBS}/en.md", "work/#map", "work/#mop")
    assert "unknown-link" in str(small.faults())


def test_no_list_of_this_dossier_is_heavy() -> None:
    pages = {page.uri: page.body for page in Dossier(ROOT).site().pages}
    lists = {uri: len(gzip.compress(body.encode())) for uri, body in pages.items() if uri.count("/") == 2}
    assert {uri: size for uri, size in lists.items() if size > 60_000} == {}
