"""What has changed: which changes there are, in which order, and how pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from conftest import TODAY, Dossier, Html
from test_build import check_soundness
from test_pages import HOSTILE

from dossier.build import Site, build
from dossier.changes import Change
from dossier.diagnostics import Report, render_text
from dossier.history import NO_HISTORY, History, Lifetime

JOBS, WAGES = "docs/arguments/jobs", "docs/arguments/wages"
LOG = """\
right_of_reply:
  - to: {fr: l'entreprise, en: the company}
    asked: 2026-02-01
    answered: 2026-02-03
    answer:
      fr: |
        Nous  contestons
        "tout".

        Tout !
  - to: Example SA
    asked: 2026-02-01
    no_answer: 2026-03-01
corrections:
  - date: 2026-05-01
    kind: correction
    text: {fr: "Avant : 300, maintenant : 276.", en: "It said 300, it now says 276."}
  - date: 2026-01-01
    kind: clarification
    text: {fr: Une phrase.}
  - date: 2026-05-01
    kind: update
    text: {fr: Un arrêt., en: A ruling.}
"""
SITE_LOG = """\
- date: 2026-04-01
  kind: correction
  text: {fr: La recherche., en: The search.}
"""


@pytest.fixture
def logged(small: Dossier) -> Dossier:
    """Return a dossier with corrections and replies."""
    small.write(f"{JOBS}/argument.yml", small.read(f"{JOBS}/argument.yml") + LOG)
    small.write("docs/corrections.yml", SITE_LOG)
    for lang, title in {"fr": "Corrections", "en": "Corrections of ours"}.items():
        small.write(f"docs/pages/corrections/{lang}.md", f"---\ntitle: {title}\n---\n\n[Log](#log).\n")
    return small


def days(first: str, last: str) -> Lifetime:
    """Return the lifetime between two days."""
    return Lifetime(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


HISTORY = {
    f"{JOBS}/fr.md": days("2025-12-01", "2026-05-01"),
    f"{JOBS}/en.md": days("2026-03-01", "2026-03-01"),
    f"{WAGES}/fr.md": days("2026-04-01", "2026-04-02"),
    "docs/pages/home/fr.md": days("2025-12-01", "2026-05-01"),
}


def site(dossier: Dossier, history: History = NO_HISTORY) -> Site:
    """Build the site with a history."""
    report = Report()
    made = build(dossier.config(), report, today=TODAY, history=history)
    assert not report.fails(), render_text(report)
    return made


def page(dossier: Dossier, uri: str, history: History = NO_HISTORY) -> Html:
    """Return a page of the site."""
    (found,) = [one for one in site(dossier, history).pages if one.uri == uri]
    return Html(found.body)


def told(changes: Sequence[Change]) -> list[str]:
    """Return changes in short."""
    return [f"{one.date} {one.kind} {one.content}#{one.anchor}" for one in changes]


def test_the_newest_comes_first(logged: Dossier) -> None:
    changes = site(logged, HISTORY).changes
    assert told(changes["fr"]) == [
        "2026-05-01 update arguments/jobs#correction-2026-05-01-2",
        "2026-05-01 correction arguments/jobs#correction-2026-05-01",
        "2026-05-01 changed arguments/jobs#",
        "2026-04-02 changed arguments/wages#",
        "2026-04-01 correction pages/corrections#correction-2026-04-01",
        "2026-04-01 added arguments/wages#",
        "2026-03-01 reviewed arguments/jobs#",
        "2026-01-01 clarification arguments/jobs#correction-2026-01-01",
        "2025-12-01 added arguments/jobs#",
    ]


def test_a_text_that_came_on_the_day_of_its_review_is_new_and_no_more(logged: Dossier) -> None:
    kinds = [one.kind for one in site(logged, HISTORY).changes["en"]]
    assert "added" in kinds
    assert "reviewed" not in kinds


def test_without_history_there_are_corrections_and_reviews(logged: Dossier) -> None:
    changes = site(logged).changes["en"]
    assert {one.kind for one in changes} == {"correction", "clarification", "update", "reviewed"}


def test_a_site_with_a_history_is_sound_and_always_the_same(logged: Dossier) -> None:
    made = site(logged, HISTORY)
    check_soundness(made)
    again = site(logged, HISTORY)
    assert (made.pages, made.changes) == (again.pages, again.changes)


def test_drafts_have_no_changes(logged: Dossier) -> None:
    logged.replace(f"{JOBS}/argument.yml", "status: published", "status: draft")
    for lang in ("fr", "en"):
        logged.write(f"docs/pages/home/{lang}.md", "---\ntitle: Home\n---\n\nText.\n")
    assert {one.content for one in site(logged, HISTORY).changes["fr"]} == {"pages/corrections", "arguments/wages"}


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_an_argument_shows_its_log(logged: Dossier) -> None:
    html = page(logged, "en/arguments/jobs/", HISTORY)
    assert [one for one in html.ids if one.startswith("correction-")] == [
        "correction-2026-05-01-2",
        "correction-2026-05-01",
        "correction-2026-01-01",
    ]
    assert (
        "What changed Update 1 May 2026 # A ruling. Correction 1 May 2026 # It said 300, it now says 276." in html.text
    )
    assert "New 1 March 2026 Clarification 1 January 2026 # Une phrase. Français" in html.text
    assert html.all("p", lang="fr", dir="auto")
    assert "changes" in html.ids


def test_an_argument_of_which_nothing_is_known_says_nothing(small: Dossier) -> None:
    html = page(small, "en/arguments/jobs/")
    assert {"changes", "right-of-reply"} & {*html.ids} == set()
    assert "What changed" not in html.text


def test_questions_and_answers_stand_after_the_objections(logged: Dossier) -> None:
    html = page(logged, "fr/arguments/jobs/")
    assert html.ids.index("objections") < html.ids.index("right-of-reply") < html.ids.index("falsifier")
    told = html.text.replace("\u202f", " ")
    assert "Nous avons interrogé l’entreprise le 1er février 2026. Sa réponse du 3 février 2026 :" in told
    assert "Nous contestons « tout ». Tout !" in told
    assert "Nous avons interrogé Example SA le 1er février 2026. Au 1er mars 2026, aucune réponse" in told
    there = page(logged, "en/arguments/jobs/").text
    assert "On 1 February 2026 we asked the company for a reply. The answer, dated 3 February 2026: Nous" in there
    assert "Tout ! Français On 1 February 2026 we asked Example SA for a reply. By 1 March 2026" in there


def test_the_other_side_has_the_answers_too(logged: Dossier) -> None:
    assert "Right of reply · The jobs On 1 February 2026 we asked the company" in page(logged, "en/other-side/").text
    assert "Right of reply" not in page(logged, "en/other-side/").text.split("Example SA")[1]


def test_the_page_of_corrections_has_all_of_them(logged: Dossier) -> None:
    html = page(logged, "en/corrections/", HISTORY)
    assert [one for one in html.ids if one.startswith("correction-")] == ["correction-2026-04-01"]
    links = [one["href"] for one in html.all("a") if "#correction-" in one["href"]]
    assert links == [
        "../arguments/jobs/#correction-2026-05-01-2",
        "../arguments/jobs/#correction-2026-05-01",
        "#correction-2026-04-01",
        "../arguments/jobs/#correction-2026-01-01",
    ]
    assert "New" not in html.words


def test_an_empty_log_says_so(logged: Dossier) -> None:
    logged.delete("docs/corrections.yml")
    logged.write(f"{JOBS}/argument.yml", logged.read(f"{JOBS}/argument.yml").split("corrections:")[0])
    assert "All corrections Nothing has had to be corrected so far." in page(logged, "en/corrections/").text


def test_the_page_of_changes_goes_day_by_day(logged: Dossier) -> None:
    html = page(logged, "en/changes/", HISTORY)
    assert [one["datetime"] for one in html.all("time")] == ["2026-05-01", "2026-04-01", "2026-03-01", "2026-01-01"]
    assert "1 April 2026 Correction Corrections of ours The search. 1 March 2026 New The jobs" in html.text
    assert html.all("a", href="../corrections/#correction-2026-04-01")


def test_where_nothing_has_changed_the_page_says_so(small: Dossier) -> None:
    small.replace(f"{JOBS}/argument.yml", "reviewed: 2026-03-01\n", "")
    html = page(small, "en/changes/")
    assert "Nothing has changed so far." in html.text
    assert not html.all("time")


def test_changes_of_an_argument_that_a_language_lacks_lead_into_another(logged: Dossier) -> None:
    logged.delete(f"{JOBS}/en.md")
    for uri in ("en/changes/", "en/corrections/"):
        (link,) = page(logged, uri).all("a", href="../../fr/arguments/jobs/#correction-2026-05-01")
        assert link["hreflang"] == "fr"


def test_the_feed_is_named_where_there_is_one(logged: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not page(logged, "en/changes/").all("a", type="application/atom+xml")
    monkeypatch.setenv("SITE_URL", "https://site.example/a")
    assert [one["href"] for one in page(logged, "en/changes/").all("a", type="application/atom+xml")] == [
        "../changes.xml"
    ]


def test_hostile_texts_are_texts(logged: Dossier) -> None:
    quoted = "'" + HOSTILE + "'"
    logged.replace(f"{JOBS}/argument.yml", "Une phrase.", quoted)
    logged.replace(f"{JOBS}/argument.yml", "Example SA", quoted)
    logged.replace(f"{JOBS}/argument.yml", "en: the company", f"en: {quoted}")
    logged.replace("docs/corrections.yml", "La recherche.", quoted)
    shown = 0
    for one in site(logged, HISTORY).pages:
        html = Html(one.body)
        assert {"script", "img"} & {tag for tag, _ in html.elements} == set()
        assert "49" not in html.words
        shown += html.text.count("<script>alert(1)</script>")
    assert shown > 10
