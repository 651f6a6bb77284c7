"""The glossary: its pages, and the renderings that translations must not use."""

from __future__ import annotations

import pytest
from conftest import Dossier, Html
from test_pages import page_at

GLOSSARY = """\
- id: hub
  terms: {fr: plateforme, en: hub}
  definition: {fr: Lieu de tri., en: Place of sorting.}
  rejected: {fr: [moyeu], en: ["turning plate", "hub's"]}
- id: freight
  terms: {fr: fret aérien, en: air freight}
  definition: {fr: Par avion., en: By aircraft.}
- id: only-french
  terms: {fr: quota}
  definition: {fr: Limite.}
"""


@pytest.fixture
def glossary(small: Dossier) -> Dossier:
    """Return the small dossier with a glossary."""
    small.write("docs/glossary.yml", GLOSSARY)
    return small


def test_a_dossier_needs_no_glossary(small: Dossier) -> None:
    assert not [page for page in small.site().pages if page.content == "glossary"]


def test_a_page_shows_terms_definitions_and_the_other_languages(glossary: Dossier) -> None:
    page = page_at(glossary, "en/glossary/")
    html = Html(page.body)
    assert [one["id"] for one in html.all("dt")] == ["freight", "hub"]
    assert "hub Place of sorting. Français plateforme" in html.text
    assert html.all("bdi", lang="fr")
    assert page.alternates == {"fr": "fr/glossary/", "en": "en/glossary/"}
    assert "quota Limite." in Html(page_at(glossary, "fr/glossary/").body).text


def test_texts_may_link_to_a_term(glossary: Dossier) -> None:
    glossary.replace("docs/pages/home/en.md", "../../arguments/jobs/", "../../glossary/#hub")
    assert glossary.faults() == []
    glossary.replace("docs/pages/home/en.md", "#hub", "#only-french")
    assert len(glossary.faults()) == 1


@pytest.mark.parametrize("text", ["A turning plate.", "A Turning\nplate.", "The turning plate"])
def test_a_rejected_rendering_is_found_at_its_place(glossary: Dossier, text: str) -> None:
    glossary.replace("docs/arguments/jobs/en.md", "An audited count.", text)
    (fault,) = glossary.faults()
    line = glossary.read("docs/arguments/jobs/en.md").split("\n").index(text.split("\n", maxsplit=1)[0]) + 1
    column = text.lower().index("turning") + 1
    assert fault == (
        f"docs/arguments/jobs/en.md:{line}:{column} warning[rejected-term] the glossary rejects `turning plate`"
    )


def test_apostrophes_are_alike_and_parts_of_words_are_not_meant(glossary: Dossier) -> None:
    glossary.replace("docs/arguments/jobs/en.md", "An audited count.", "The hub’s turning plates.")
    assert [fault.split(" ", 1)[1] for fault in glossary.faults()] == [
        "warning[rejected-term] the glossary rejects `hub's`"
    ]


def test_an_original_says_it_in_its_own_words(glossary: Dossier) -> None:
    glossary.replace("docs/arguments/jobs/fr.md", "Un décompte audité.", "Un moyeu.")
    assert glossary.faults() == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("id: freight", "id: hub", "duplicate-id"), ("id: freight", "id: Hub", ""), ("terms: {fr: quota}", "term: x", "")],
)
def test_a_faulty_glossary_is_refused(glossary: Dossier, old: str, new: str, code: str) -> None:
    glossary.replace("docs/glossary.yml", old, new)
    assert any("docs/glossary.yml" in fault and code in fault for fault in glossary.faults())
