"""Themes and their introductions: where these are shown, what is counted of them, and that languages agree."""

from __future__ import annotations

import pytest
from conftest import ROOT, TODAY, Dossier, Html
from test_pages import page_at

from dossier.build import build
from dossier.config import load_config
from dossier.corpus import Use
from dossier.diagnostics import Report, render_text
from dossier.loading import load_corpus

WORK = "docs/themes/work"
WORDS = "Un mot de plus. " * 20


def introduce(dossier: Dossier, lang: str, text: str) -> None:
    """Write an introduction of 80 words and more."""
    dossier.write(f"{WORK}/{lang}.md", f"{text}\n\n{WORDS}\n")


def faults(dossier: Dossier) -> list[str]:
    """Build the site and return its faults."""
    report = Report()
    build(dossier.config(report), report, today=TODAY)
    return [f"{one.span} [{one.rule.code}] {one.message}" for one in report]


def test_an_introduction_stands_above_the_arguments_and_its_notes_below(small: Dossier) -> None:
    introduce(small, "fr", "Voyez [les emplois](../../arguments/jobs/) [@Belga2021], et plus[^1].\n\n[^1]: Ou moins.")
    page = page_at(small, "fr/themes/work/")
    html = Html(page.body)
    assert page.source == f"{WORK}/fr.md"
    assert [(item.anchor, item.title) for item in page.toc] == [
        ("arguments", "2 arguments"),
        ("map", "Carte des arguments"),
        ("notes", "Notes"),
    ]
    assert {"href": "../../arguments/jobs/"} in html.all("a")
    order = [html.text.index(words) for words in ("Qui travaille.", "Voyez", "Un mot de plus", "Probable", "Ou moins")]
    assert order == sorted(order)
    assert WORK in html.text


def test_a_language_without_an_introduction_shows_none(small: Dossier) -> None:
    introduce(small, "fr", "Voyez [@Belga2021].")
    page = page_at(small, "en/themes/work/")
    assert (page.source, [item.anchor for item in page.toc]) == ("docs/themes.yml", ["arguments", "map"])
    assert "Un mot" not in page.body


def test_a_source_is_used_in_an_introduction(small: Dossier) -> None:
    introduce(small, "fr", "Voyez [@Belga2021].")
    assert Use("themes/work", "fr", "") in load_corpus(small.config(), Report(), today=TODAY).uses["Belga2021"]
    assert {"href": "../themes/work/"} in Html(page_at(small, "fr/sources/").body).all("a")


def test_the_introduction_of_a_theme_without_a_page_is_checked_and_not_shown(small: Dossier) -> None:
    small.replace(
        "docs/themes.yml", "- id: work", "- id: rest\n  title: {fr: R, en: R}\n  summary: {fr: R, en: R}\n- id: work"
    )
    small.write("docs/themes/rest/fr.md", f"Voyez [@Nobody2020]. {WORDS}\n")
    assert small.faults() == [
        "docs/themes/rest/fr.md:1:8 error[unknown-citation] no entry `Nobody2020` in references.bib"
    ]
    small.write("docs/themes/rest/fr.md", f"Voyez [@Belga2021]. {WORDS}\n")
    assert "themes/rest" not in {
        use.content for use in load_corpus(small.config(), Report(), today=TODAY).uses["Belga2021"]
    }
    assert [page.uri for page in small.site().pages if "rest" in page.uri] == []


@pytest.mark.parametrize(
    ("english", "found"),
    [
        ("In 2020 [@Luo2020, p. 3], 276 [@Belga2021].", []),
        ("In 2020 [@Luo2020, p. 3], 276.", ["citation-parity"]),
        ("In 2020 [@Luo2020, p. 4], 276 [@Belga2021].", ["citation-parity"]),
        ("In 2020 [@Luo2020, p. 3], 267 [@Belga2021].", ["figure-parity"]),
        ("In 2020 [@Nobody2020, p. 3].", ["unknown-citation"]),
    ],
)
def test_introductions_agree_in_all_languages(small: Dossier, english: str, found: list[str]) -> None:
    introduce(small, "fr", "En 2020 [@Luo2020, p. 3], 276 [@Belga2021].")
    introduce(small, "en", english)
    assert [fault.partition("[")[2].partition("]")[0] for fault in faults(small)] == found
    assert all(fault.startswith(f"{WORK}/en.md:1") for fault in faults(small))


def test_chinese_introductions_are_not_counted_in_words(small: Dossier) -> None:
    small.replace("mkdocs.yml", "[fr, en]", "[fr, en, zh-Hans]")
    small.write(f"{WORK}/zh-Hans.md", "这是一个简短的介绍。\n")
    assert "introduction-length" not in str(small.faults())


def test_every_theme_of_this_dossier_has_an_introduction_in_every_language() -> None:
    report = Report()
    config = load_config(ROOT / "mkdocs.yml", report)
    assert config
    corpus = load_corpus(config, report, today=TODAY)
    assert not len(report), render_text(report)
    languages = {theme.id: [*corpus.introductions.get(theme.id, ())] for theme in corpus.themes}
    assert languages == {theme.id: sorted(config.languages) for theme in corpus.themes}
