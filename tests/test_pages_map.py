"""Where maps stand: the whole dossier's, those of themes, and what stands around an argument."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from conftest import ROOT, TODAY, Dossier, Html, StrictHtml
from test_pages import hostile

from dossier.argument_map import MAX_BOXES
from dossier.build import Site
from dossier.diagnostics import Report
from dossier.exports import compiled
from dossier.loading import load_corpus
from dossier.pages.page import Page

JOBS, WAGES = "docs/arguments/jobs", "docs/arguments/wages"


def page_at(site: Site, uri: str) -> Page:
    """Return one page of a site."""
    (page,) = [page for page in site.pages if page.uri == uri]
    return page


def boxes(page: Page) -> list[str]:
    """Return the addresses to which the boxes of a page's maps lead, in order."""
    return [urljoin(page.uri, one["href"]) for one in Html(page.body).all("a", class_="ds-map__box")]


@pytest.fixture(scope="module")
def real() -> Site:
    """Build the project's own site."""
    return Dossier(ROOT).site()


def test_the_whole_map_shows_every_argument_once_in_the_order_of_the_list(real: Site) -> None:
    listed = Html(page_at(real, "fr/arguments/").body).all("a")
    addresses = [urljoin("fr/arguments/", one["href"]) for one in listed]
    shown = boxes(page_at(real, "fr/map/"))
    assert shown == [*dict.fromkeys(one for one in addresses if "/arguments/" in one and "#" not in one)]
    assert len(shown) > 20


def test_the_list_beside_the_map_says_each_relation_once(real: Site) -> None:
    report = Report()
    corpus = load_corpus(real.config, report, today=TODAY)
    relations = [pair for one in corpus.arguments.values() for pair in one.facts.relations.pairs()]
    below = Html(page_at(real, "en/map/").body.partition('id="__list"')[2])
    links = [one for one in below.all("a") if "/arguments/" in one["href"]]
    assert len(links) == len(corpus.arguments) + len(relations)


def test_an_argument_stands_between_what_leads_to_it_and_what_it_leads_to(small: Dossier) -> None:
    site = small.site()
    assert boxes(page_at(site, "en/arguments/jobs/")) == ["en/arguments/wages/"]
    html = page_at(site, "en/arguments/jobs/").body
    assert html.index("ds-map__box--here") < html.index('class="ds-map__box"')
    html = page_at(site, "en/arguments/wages/").body
    assert html.index('class="ds-map__box"') < html.index("ds-map__box--here")


def test_without_relations_there_is_no_map_but_that_of_the_whole(small: Dossier) -> None:
    small.replace(f"{JOBS}/argument.yml", "relations:\n  supports: [wages]\n", "")
    site = small.site()
    assert [page.uri for page in site.pages if "<svg" in page.body] == []
    assert Html(page_at(site, "fr/map/").body).all("ul", class_="ds-relations")


def test_a_theme_has_a_map_of_its_own_arguments(small: Dossier) -> None:
    page = page_at(small.site(), "fr/themes/work/")
    assert boxes(page) == ["fr/arguments/jobs/", "fr/arguments/wages/"]
    assert Html(page.body).all("details", class_="ds-map__list")


def test_a_withdrawn_argument_is_on_no_map_but_its_neighbours(small: Dossier) -> None:
    small.replace(f"{WAGES}/argument.yml", "status: published", "status: withdrawn")
    site = small.site()
    assert boxes(page_at(site, "fr/map/")) == []
    assert boxes(page_at(site, "fr/arguments/jobs/")) == ["fr/arguments/wages/"]


def test_what_is_not_translated_leads_to_another_language_and_says_so(small: Dossier) -> None:
    small.delete(f"{WAGES}/fr.md")
    for uri in ("fr/map/", "fr/themes/work/", "fr/arguments/jobs/"):
        html = Html(page_at(small.site(), uri).body)
        (link,) = [one for one in html.all("a", class_="ds-map__box") if "wages" in one["href"]]
        assert link["hreflang"] == "en"
        assert html.all("text", class_="ds-map__title", lang="en")
        assert "Établi · English" in html.text


def test_a_large_dossier_has_a_map_of_each_theme(small: Dossier) -> None:
    small.replace(
        "docs/themes.yml",
        "- id: work",
        "- id: many\n  title: {fr: Plusieurs, en: Many}\n  summary: {fr: Oui., en: Yes.}\n- id: work",
    )
    for number in range(MAX_BOXES):
        facts = small.read(f"{WAGES}/argument.yml").replace("theme: work", "theme: many")
        small.write(f"docs/arguments/a{number}/argument.yml", facts)
        for lang in ("fr", "en"):
            small.write(f"docs/arguments/a{number}/{lang}.md", small.read(f"{WAGES}/{lang}.md"))
    site = small.site()
    page = page_at(site, "en/map/")
    assert boxes(page) == ["en/arguments/jobs/", "en/arguments/wages/"]
    assert [item.title for item in page.toc] == ["Many", "Work"]
    assert len(Html(page.body).all("a", href="../arguments/a7/")) == 1


@pytest.mark.parametrize("uri", ["fr/map/", "en/themes/work/", "fr/arguments/jobs/"])
def test_hostile_titles_change_nothing_about_a_map(small: Dossier, uri: str) -> None:
    def elements(html: Html) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(found)) for tag, found in html.elements if tag != "tspan"]

    before = elements(StrictHtml(page_at(small.site(), uri).body))
    hostile(small)
    page = page_at(small.site(), uri)
    assert elements(StrictHtml(page.body)) == before
    assert "<script>alert(1)</script>" in Html(page.body).text


def test_a_compiled_page_carries_its_map(small: Dossier) -> None:
    text = compiled.render(page_at(small.site(), "en/map/"))
    assert "<svg" in text
    body = text.split("\n---\n", 1)[1].strip()
    assert "\n\n" not in body
