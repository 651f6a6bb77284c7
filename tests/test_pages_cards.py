"""Which pages have a card, and what is said where no font can set one."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import TODAY, Dossier

from dossier.build import build
from dossier.diagnostics import Report
from dossier.share_image import Card

SITE_URL = "https://site.example/base/"


@pytest.fixture
def public(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Return a small dossier that knows its address."""
    monkeypatch.setenv("SITE_URL", SITE_URL)
    return small


def test_arguments_have_a_card_each_and_languages_one_for_all_else(public: Dossier) -> None:
    cards = public.site().cards
    assert cards.keys() == {
        f"{lang}/{rest}" for lang in ("fr", "en") for rest in ("", "arguments/jobs/", "arguments/wages/")
    }
    assert cards["en/"] == Card("en", "A small dossier", "A small dossier", "Something to try things on.")
    assert cards["fr/arguments/jobs/"] == Card(
        "fr", "A small dossier", "Les emplois", "Les emplois ne sont pas venus.", "likely"
    )


def test_there_are_none_where_nobody_could_say_where_they_are(small: Dossier) -> None:
    assert small.site().cards == {}


def test_there_are_none_where_none_are_wanted(public: Dossier) -> None:
    public.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      share_images: false")
    assert public.site().cards == {}


def test_a_title_that_no_font_has_is_reported_and_its_page_shares_the_image_of_all(public: Dossier) -> None:
    public.replace("docs/arguments/jobs/en.md", "title: The jobs", "title: The 🐉 jobs")
    report = Report()
    site = build(public.config(), report, today=dt.date(TODAY.year, TODAY.month, TODAY.day))
    (fault,) = report
    assert f"{fault.span} {fault.rule.code}" == "docs/arguments/jobs/en.md:2:8 no-glyph"
    assert "`🐉`" in fault.message
    assert "en/arguments/jobs/" not in site.cards
    assert "en/" in site.cards
