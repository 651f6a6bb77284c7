"""How a page of the dossier is cited: in its language, and in the formats of programs for references."""

from __future__ import annotations

import datetime as dt
import html
import json
from dataclasses import replace

import pytest
from conftest import TODAY, Dossier, Html

from dossier import exchange
from dossier.bibliography import load_bibliography
from dossier.build import build
from dossier.diagnostics import Report
from dossier.history import Lifetime
from dossier.source import SourceFile

SITE_URL = "https://site.example/base/"
ADDRESS = f"{SITE_URL}en/arguments/jobs/"


def cited(dossier: Dossier, last: dt.date | None = None) -> tuple[str, list[str]]:
    """Return the citation of an argument that git knows to have changed on a day, and the same in each format."""
    history = {"docs/arguments/jobs/en.md": Lifetime(dt.date(2026, 1, 1), last)} if last else {}
    site = build(dossier.config(), Report(), today=TODAY, history=history)
    body = next(page.body for page in site.pages if page.uri == "en/arguments/jobs/")
    section = str(body).split('<p class="ds-citation"')[1]
    formats = [html.unescape(one.split("</code>")[0]) for one in section.split("<code>")[1:4]]
    return Html(f"<p{section.split('</p>')[0]}").text, formats


@pytest.fixture
def public(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Return a small dossier that knows its address."""
    monkeypatch.setenv("SITE_URL", SITE_URL)
    return small


def test_a_page_is_cited_as_others_are_with_its_whole_address(public: Dossier) -> None:
    assert cited(public)[0] == f"A small dossier, “The jobs”, 1 March 2026, {ADDRESS} ."


def test_a_site_without_an_address_names_none(small: Dossier) -> None:
    text, formats = cited(small)
    assert text == "A small dossier, “The jobs”, 1 March 2026."
    assert "url" not in "".join(formats).lower()


def test_the_version_is_that_of_the_last_review_or_change(public: Dossier) -> None:
    assert "1 March 2026" in cited(public, dt.date(2026, 2, 1))[0]
    text, formats = cited(public, dt.date(2026, 4, 2))
    assert "2 April 2026" in text
    assert "  date   = {2026-04-02}," in formats[0]
    assert "DA  - 2026/04/02/" in formats[1]
    assert json.loads(formats[2])[0]["issued"] == {"date-parts": [[2026, 4, 2]]}


def test_a_page_that_nobody_has_dated_is_cited_without_a_date(public: Dossier) -> None:
    public.replace("docs/arguments/jobs/argument.yml", "reviewed: 2026-03-01\n", "")
    assert cited(public)[0] == f"A small dossier, “The jobs”, n.d., {ADDRESS} ."


def test_the_entry_says_what_the_citation_says_whatever_the_title(public: Dossier) -> None:
    title = r"All % of the jobs & <b>_x_</b> ~# $"
    public.replace("docs/arguments/jobs/en.md", "title: The jobs", f"title: '{title}'")
    report = Report()
    (entry,) = load_bibliography(SourceFile("x.bib", cited(public)[1][0]), report).references.values()
    assert list(report) == []
    assert " ".join(entry.title.split()) == title
    hostile = exchange.bibtex(replace(entry, title="} {{"))
    assert hostile.count("{") == hostile.count("}")
    assert (entry.key, entry.url, entry.language) == ("jobs-en", ADDRESS, "en")
    assert [name.literal for name in entry.authors] == ["A small dossier"]
