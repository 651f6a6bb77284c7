"""The timeline: events read and put in order, shown with their notes, and narrowed down by the stylesheet."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, TODAY, Dossier, Html
from test_languages import add_languages

from dossier import markdown
from dossier.corpus import Corpus, Use
from dossier.dates import parse_edtf
from dossier.diagnostics import Report, render_text
from dossier.loading import load_corpus
from dossier.pages.choices import SLOTS
from dossier.pages.page import Page
from dossier.pages.timeline import machine_date
from dossier.translations import check_translations

TIMELINE = "docs/timeline.yml"
STYLESHEET = ROOT / "dossier" / "theme" / "assets" / "stylesheets" / "dossier.css"
EVENTS = """\
- id: counted
  date: 2021-03-04
  regions: [BE-WLG, IT]
  sources: ["[@Belga2021]", "[@Luo2020, p. 3]"]
  arguments: [jobs, wages]
  title: {fr: On a compté 276 emplois, en: 276 jobs were counted, ar: عُدّت 276 وظيفة, zh-Hans: 统计到 276 个岗位}
  text:
    fr: "On en attendait 900 [@Belga2021, p. 2] : « il en manque »."
    en: 900 were expected [@Belga2021, p. 2], 'and some are missing'.
    ar: كان المتوقع 900 [@Belga2021, p. 2].
    zh-Hans: 原来预期 900 个[@Belga2021, p. 2]。
- id: announced
  date: 2018?
  sources: ["[@Belga2021]"]
  theme: work
  title: {fr: Des emplois annoncés, en: Jobs announced, ar: إعلان عن وظائف, zh-Hans: 宣布新岗位}
  text: {fr: On les annonce., en: They are announced., ar: أُعلن عنها., zh-Hans: 宣布了。}
- id: promised
  date: 2018-21~
  regions: [EU, BE]
  sources: ["[@Ministry2022]"]
  arguments: [jobs]
  title: {fr: Des emplois promis, en: Jobs promised, ar: وعود بوظائف, zh-Hans: 许诺岗位}
  text: {fr: On les promet., en: They are promised., ar: وُعد بها., zh-Hans: 许下承诺。}
- id: planned
  date: 201X
  sources: ["[@Ministry2022]"]
  arguments: [wages]
  title: {fr: Un projet, en: A plan, ar: خطة, zh-Hans: 计划}
  text: {fr: Un projet naît., en: A plan is made., ar: وُضعت خطة., zh-Hans: 制定计划。}
"""


@pytest.fixture
def timed(small: Dossier) -> Dossier:
    """Return a small dossier with four events."""
    small.write(TIMELINE, EVENTS)
    return small


def corpus_of(dossier: Dossier) -> Corpus:
    """Read a dossier that has no fault."""
    report = Report()
    corpus = load_corpus(dossier.config(), report, today=TODAY)
    check_translations(corpus, report)
    assert not len(report), render_text(report)
    return corpus


def parity(dossier: Dossier) -> list[str]:
    """Return in what the languages of a dossier's events differ."""
    report = Report()
    check_translations(load_corpus(dossier.config(), report, today=TODAY), report)
    return [f"{one.span} {one.rule.code}: {one.message}" for one in report if one.span.path == TIMELINE]


def page_at(dossier: Dossier, uri: str) -> Page:
    """Build the site and return one page of it."""
    (page,) = [page for page in dossier.site().pages if page.uri == uri]
    return page


# --- Reading --------------------------------------------------------------------------------------------------------


def test_events_are_in_the_order_of_time_by_year(timed: Dossier) -> None:
    years = corpus_of(timed).timeline.years
    assert [(year.anchor, [event.id for event in year.events]) for year in years] == [
        ("201X", ["planned"]),
        ("2018", ["announced", "promised"]),
        ("2021", ["counted"]),
    ]


def test_an_argument_knows_its_events(timed: Dossier) -> None:
    timeline = corpus_of(timed).timeline
    assert [event.id for event in timeline.used_by("jobs")] == ["promised", "counted"]
    assert timeline.used_by("other") == ()


def test_sources_are_called_behind_the_text_and_count_as_uses(timed: Dossier) -> None:
    corpus = corpus_of(timed)
    text = corpus.timeline.events[-1].texts["fr"]
    cited = [item for citation in markdown.citations(text.tokens) for item in citation.items]
    assert [(item.key, item.locator, str(item.span)) for item in cited] == [
        ("Belga2021", "2", f"{TIMELINE}:8:9"),
        ("Belga2021", "", f"{TIMELINE}:4:13"),
        ("Luo2020", "3", f"{TIMELINE}:4:29"),
    ]
    assert [use for use in corpus.uses["Luo2020"] if use.content == "timeline"] == [
        Use("timeline", "fr", "counted"),
        Use("timeline", "en", "counted"),
    ]


def test_a_dossier_needs_no_timeline(small: Dossier) -> None:
    small.replace("mkdocs.yml", "strict_languages: []", "strict_languages: []\n      navigation: [home, timeline]")
    assert small.faults() == []
    site = small.site()
    assert "timeline" not in {page.content for page in site.pages}
    assert [item.title for item in site.nav["en"]] == ["Home"]
    assert "timeline" not in Html(page_at(small, "en/arguments/jobs/").body).ids


def test_a_link_to_an_event_is_good(timed: Dossier) -> None:
    page = "docs/pages/home/en.md"
    timed.replace(page, "](../../arguments/jobs/)", "](../../timeline/#counted)")
    assert timed.faults() == []
    assert "timeline/#counted" in [link["href"] for link in Html(page_at(timed, "en/").body).all("a")]
    timed.replace(page, "#counted", "#cuonted")
    assert [fault.partition("error")[2] for fault in timed.faults()] == [
        "[unknown-link] this link leads nowhere: `../../timeline/#cuonted`"
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("en: 900 were", "en: 800 were", "figure-parity: `counted` does not have the figures"),
        ("en: Jobs promised", "en: 50 jobs promised", "figure-parity: `promised` does not have the figures"),
        ("expected [@Belga2021, p. 2]", "expected", "citation-parity: `counted` does not cite"),
        ("expected [@Belga2021, p. 2]", "expected [@Belga2021, p. 3]", "citation-parity: `counted` does not cite"),
    ],
)  # fmt: skip
def test_the_languages_of_an_event_agree(timed: Dossier, old: str, new: str, fault: str) -> None:
    assert parity(timed) == []
    timed.replace(TIMELINE, old, new)
    (found,) = parity(timed)
    assert fault in found


# --- The page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "machine"),
    [
        ("2021-03-04~", "2021-03-04"),
        ("2021-03?", "2021-03"),
        ("2021", "2021"),
        ("0800", "0800"),
        ("2018-21", "2018"),
        ("201X", ""),
        ("2018/2020", ""),
        ("-0044", ""),
    ],
)
def test_dates_for_machines(date: str, machine: str) -> None:
    assert machine_date(parse_edtf(date)) == machine


def test_the_page(timed: Dossier) -> None:
    page = page_at(timed, "en/timeline/")
    html = Html(page.body)
    assert (page.title, page.source, page.content) == ("Timeline", TIMELINE, "timeline")
    assert [(item.title, item.anchor) for item in page.toc] == [
        ("2010s", "201X"),
        ("2018", "2018"),
        ("2021", "2021"),
        ("Notes", "notes"),
    ]
    assert "2010s Worldwide Work A plan" in html.text
    assert "2018 (date uncertain) Worldwide Work Jobs announced" in html.text
    assert "c. spring 2018 European Union and Belgium Work Jobs promised" in html.text
    assert "4 March 2021 Belgium and Italy Work 276 jobs were counted" in html.text
    assert [time["datetime"] for time in html.all("time")] == ["2018", "2018", "2021-03-04"]
    assert html.all("a", href="../arguments/jobs/") == [{"href": "../arguments/jobs/"}] * 2
    assert html.all("a", href="../themes/work/") == [{"href": "../themes/work/"}] * 5  # one at the lane of the picture
    assert [link["href"] for link in html.all("a", class_="headerlink")] == [
        "#planned", "#announced", "#promised", "#counted"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "text"), [("fr", "manque\u202f»<sup"), ("en", "missing’.<sup"), ("zh-Hans", "900 个<sup")]
)
def test_the_calls_of_sources_stand_where_the_language_has_them(small: Dossier, lang: str, text: str) -> None:
    four = add_languages(small)
    four.write(TIMELINE, EVENTS)
    assert text in page_at(four, f"{lang}/timeline/").body


def test_the_page_is_there_in_every_language_of_the_program(small: Dossier) -> None:
    four = add_languages(small)
    four.write(TIMELINE, EVENTS)
    titles = {page.lang: page.title for page in four.site().pages if page.content == "timeline"}
    assert titles == {"fr": "Chronologie", "en": "Timeline", "ar": "التسلسل الزمني", "zh-Hans": "大事记"}


def test_a_source_names_the_events_that_cite_it(timed: Dossier) -> None:
    html = Html(page_at(timed, "en/sources/").body)
    assert html.all("a", href="../timeline/#counted") == [{"href": "../timeline/#counted"}] * 2
    assert "Timeline ( Jobs announced · 276 jobs were counted )" in html.text


def test_an_argument_names_its_events(timed: Dossier) -> None:
    page = page_at(timed, "en/arguments/jobs/")
    html = Html(page.body)
    assert "In the timeline c. spring 2018 Jobs promised 4 March 2021 276 jobs were counted" in html.text
    assert html.all("a", href="../../timeline/#promised")
    assert ("timeline", "In the timeline") in [(item.anchor, item.title) for item in page.toc]


def test_the_picture_has_a_link_for_each_event_that_is_hidden_with_it(timed: Dossier) -> None:
    html = Html(page_at(timed, "en/timeline/").body)
    marks = [one for one in html.all("a") if "ds-mark" in one.get("class", "")]
    assert [(one["href"], one["aria-label"]) for one in marks] == [
        ("#planned", "2010s · A plan"),
        ("#announced", "2018 (date uncertain) · Jobs announced"),
        ("#promised", "c. spring 2018 · Jobs promised"),
        ("#counted", "4 March 2021 · 276 jobs were counted"),
    ]
    events = {one["id"]: one["class"] for one in html.all("li") if "ds-event" in one.get("class", "")}
    for one in marks:
        assert one["class"].split("ds-item")[1] == events[one["href"][1:]].split("ds-item")[1]
    assert html.all("a", href="#201X"), "a way past the picture"


def test_a_theme_shows_its_events_in_the_lanes_of_its_arguments(timed: Dossier) -> None:
    page = page_at(timed, "en/themes/work/")
    html = Html(page.body)
    assert ("timeline", "In the timeline") in [(item.anchor, item.title) for item in page.toc]
    marks = [one["href"] for one in html.all("a") if "ds-mark" in one.get("class", "")]
    assert marks == [f"../../timeline/#{event}" for event in ("promised", "counted", "planned", "counted")]
    timed.replace(TIMELINE, "arguments: [jobs, wages]", "arguments: [jobs]")
    page = page_at(timed, "en/themes/work/")
    assert "timeline" not in [item.anchor for item in page.toc]
    assert "ds-mark" not in page.body


def test_events_leave_out_arguments_that_are_not_published(timed: Dossier) -> None:
    for lang in ("fr", "en"):
        timed.replace(f"docs/arguments/jobs/{lang}.md", "(../wages/)", "(../../sources/)")
    timed.replace("docs/arguments/wages/argument.yml", "status: published", "status: draft")
    assert timed.faults() == []
    html = Html(page_at(timed, "en/timeline/").body)
    assert html.all("a", href="../arguments/wages/") == []
    assert len(html.all("a", href="../themes/work/")) == 4, "nothing that is shown says what `planned` is about"


def test_hostile_texts_are_texts(timed: Dossier) -> None:
    timed.replace(TIMELINE, "en: Jobs promised", 'en: "<input type=radio class=ds-a1 checked>{{ seven }}"')
    timed.replace(TIMELINE, "en: They are promised.", 'en: "&lt;input type=radio&gt; {% x %}"')
    html = Html(page_at(timed, "en/timeline/").body)
    assert "<input type=radio class=ds-a1 checked>{{ seven }}" in html.text
    assert "<input type=radio> {% x %}" in html.text
    assert len(html.all("input")) == len(html.all("input", type="radio")) == len(html.all("label"))
    assert "input" not in {tag for tag, _ in Html(page_at(timed, "en/arguments/jobs/").body).elements}


# --- Choosing -------------------------------------------------------------------------------------------------------


def test_every_choice_has_a_number_and_every_event_those_it_answers_to(timed: Dossier) -> None:
    html = Html(page_at(timed, "en/timeline/").body)
    inputs = [(one["name"], one.get("class", ""), "checked" in one) for one in html.all("input")]
    assert inputs == [
        ("ds-a", "", True),
        ("ds-a", "ds-a1", False),
        ("ds-b", "", True),
        ("ds-b", "ds-b1", False),
        ("ds-b", "ds-b2", False),
        ("ds-b", "ds-b3", False),
        ("ds-b", "ds-b4", False),
    ]
    assert "Place All places Belgium Worldwide European Union Italy" in html.text
    classes = {one["id"]: one["class"] for one in html.all("li") if "ds-event" in one.get("class", "")}
    assert classes == {
        "planned": "ds-event ds-item ds-a1 ds-b2",
        "announced": "ds-event ds-item ds-a1 ds-b2",
        "promised": "ds-event ds-item ds-a1 ds-b1 ds-b3",
        "counted": "ds-event ds-item ds-a1 ds-b1 ds-b4",
    }


def test_where_there_are_more_places_than_choices_the_rarest_share_one(timed: Dossier) -> None:
    rare = "AT, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR"
    timed.replace(TIMELINE, "regions: [EU, BE]", f"regions: [EU, BE, {rare}]")
    html = Html(page_at(timed, "en/timeline/").body)
    numbers = [one["class"] for one in html.all("input", name="ds-b") if "class" in one]
    assert numbers == [f"ds-b{number}" for number in range(1, SLOTS + 1)]
    assert "Place All places Belgium Worldwide Austria" in html.text
    assert "Others The same as a list" in html.text
    (promised,) = html.all("li", id="promised")
    assert promised["class"].endswith(f" ds-b{SLOTS - 1} ds-b{SLOTS}"), "each number once"


@pytest.mark.parametrize("kind", ["a", "b", "c"])
def test_the_stylesheet_knows_as_many_choices_as_the_page_can_have(kind: str) -> None:
    rule = re.compile(
        rf"\.ds-narrowed:has\(\.ds-{kind}(\d+):checked\) \.ds-item:not\(\.ds-{kind}(\d+)\)(?:,| \{{)$", re.MULTILINE
    )
    found = rule.findall(STYLESHEET.read_text(encoding="utf-8"))
    assert found == [(str(number), str(number)) for number in range(1, SLOTS + 1)]
