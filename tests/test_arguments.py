"""One folder becomes one argument: facts, parts of the text, and the citations in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from conftest import Dossier
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dossier.arguments import OTHER_SECTIONS, SECTIONS, SUMMARY_WORDS, Argument, Facts, Kind, Unit, load_argument
from dossier.diagnostics import Report, render_text
from dossier.locales import NARROW_SPACE

JOBS = "docs/arguments/jobs"
FACTS = {"theme": "work", "status": "draft", "confidence": "likely", "source_language": "fr"}


def argument(dossier: Dossier, report: Report | None = None) -> Argument:
    """Load the argument `jobs`, which must have no faults where no report is given to hold them."""
    found = Report() if report is None else report
    loaded = load_argument(dossier.root, dossier.path(JOBS), ("fr", "en"), found).argument
    assert loaded is not None, render_text(found)
    if report is None:
        assert not len(found), render_text(found)
    return loaded


def faults(dossier: Dossier) -> list[str]:
    """Load the argument `jobs` and return its faults."""
    report = Report()
    load_argument(dossier.root, dossier.path(JOBS), ("fr", "en"), report)
    return [f"{one.span} [{one.rule.code}] {one.message}" for one in report]


def outline(units: Sequence[Unit]) -> list[object]:
    """Return kinds and ids of units, those inside others nested."""
    return [
        (unit.kind.value, unit.id, outline(unit.inner)) if unit.inner else (unit.kind.value, unit.id) for unit in units
    ]


def body(dossier: Dossier, text: str) -> None:
    """Give the French text another body."""
    head = dossier.read(f"{JOBS}/fr.md").split("\n---\n")[0]
    dossier.write(f"{JOBS}/fr.md", f"{head}\n---\n\n{text}")


def test_the_facts_of_an_argument(small: Dossier) -> None:
    facts = argument(small).facts
    assert (facts.theme, facts.order, facts.status, facts.confidence) == ("work", 10, "published", "likely")
    assert (facts.regions, facts.reviewed) == (("BE",), dt.date(2026, 3, 1))
    assert list(facts.relations.pairs()) == [("supports", 0, "wages")]


def test_the_parts_of_a_text(small: Dossier) -> None:
    text = argument(small).texts["fr"]
    assert (text.lang, text.path) == ("fr", f"{JOBS}/fr.md")
    assert outline(text.units) == [
        ("summary", "summary"),
        ("premise", "announced"),
        ("premise", "counted"),
        ("objection", "elsewhere", [("reply", "elsewhere-reply")]),
        ("falsifier", "falsifier"),
    ]
    assert [unit.id for unit in text.walk()][-2:] == ["elsewhere-reply", "falsifier"]
    assert [unit.heading.content if unit.heading else "" for unit in text.units] == [
        "",
        "On les avait annoncés",
        "On les a comptés",
        "",
        "",
    ]
    assert [str(unit.span) for unit in text.units] == [f"{JOBS}/fr.md:{line}:1" for line in (6, 10, 16, 22, 30)]


def test_titles_are_typeset_for_their_language(small: Dossier) -> None:
    small.replace(f"{JOBS}/fr.md", "claim: Les emplois ne sont pas venus.", "claim: \"Où sont   'les emplois' ?\"")
    small.replace(f"{JOBS}/en.md", "title: The jobs", 'title: "The  \\"jobs\\""')
    texts = argument(small).texts
    assert texts["fr"].claim == f"Où sont “les emplois”{NARROW_SPACE}?"
    assert texts["en"].title == "The “jobs”"


def test_what_stands_between_the_parts_is_prose(small: Dossier) -> None:
    small.replace(
        f"{JOBS}/fr.md",
        "::: {.premise #counted}",
        "Entre les deux [@Luo2020].\n\n* Une liste.\n\n::: {.premise #counted}",
    )
    text = argument(small).texts["fr"]
    assert [unit.id for unit in text.units] == ["summary", "announced", "prose-1", "counted", "elsewhere", "falsifier"]
    prose = text.units[2]
    assert prose.kind is Kind.PROSE
    assert [item.key for citation in text.citations(prose) for item in citation.items] == ["Luo2020"]


def test_comments_between_the_parts_are_nothing(small: Dossier) -> None:
    expected = outline(argument(small).texts["fr"].units)
    text = small.read(f"{JOBS}/fr.md").replace("\n\n:::", "\n\n<!-- à revoir\n\nencore -->\n\n:::")
    small.write(f"{JOBS}/fr.md", "<!-- ".join(text.split("<!-- ")) + "\n<!-- fin -->\n")
    assert outline(argument(small).texts["fr"].units) == expected


def test_a_source_in_a_note_counts_as_the_premise_s(small: Dossier) -> None:
    small.replace(
        f"{JOBS}/fr.md", "étaient annoncés [@Belga2021].", "étaient annoncés[^1].\n\n[^1]: Selon [@Belga2021]."
    )
    text = argument(small).texts["fr"]
    assert [item.key for one in text.citations(text.units[1]) for item in one.items] == ["Belga2021"]
    small.replace(f"{JOBS}/fr.md", "[^1]: Selon [@Belga2021].", "[^1]: Selon [^2].\n\n[^2]: Personne [^1].")
    assert f"{JOBS}/fr.md:10:1 [unsourced-premise] the premise `announced` cites no source" in faults(small)


@pytest.mark.parametrize("reserved", sorted({*SECTIONS.values(), *OTHER_SECTIONS}))
def test_a_part_cannot_have_the_id_of_a_section(small: Dossier, reserved: str) -> None:
    small.replace(f"{JOBS}/fr.md", "#counted", f"#{reserved}")
    assert faults(small) == [f"{JOBS}/fr.md:16:1 [reserved-id] the page itself uses the id `{reserved}`"]


def test_a_summary_has_150_words_at_most(small: Dossier) -> None:
    old = "Les emplois annoncés ne sont pas venus."
    small.replace(f"{JOBS}/fr.md", old, "mot " * SUMMARY_WORDS + "[@Belga2021, p. 1]")
    assert faults(small) == []
    small.replace(f"{JOBS}/fr.md", "mot [@", "mot encore [@")
    assert faults(small) == [f"{JOBS}/fr.md:6:1 [long-summary] the summary has 151 words, the limit is 150"]


@pytest.mark.parametrize(
    ("removed", "missing"),
    [
        ("::: {.summary}\nLes emplois annoncés ne sont pas venus.\n:::\n", "summary"),
        ("::: {.falsifier}\nUn décompte audité.\n:::\n", "falsifier"),
        ("::: {.reply}\nAilleurs n'est pas ici.\n:::\n", "reply to the objection `elsewhere`"),
    ],
)
@pytest.mark.parametrize("status", ["published", "review", "withdrawn", "draft"])
def test_only_a_draft_may_lack_a_part(small: Dossier, removed: str, missing: str, status: str) -> None:
    small.replace(f"{JOBS}/argument.yml", "status: published", f"status: {status}")
    small.replace(f"{JOBS}/fr.md", removed, "")
    found = [fault.partition("] ")[2] for fault in faults(small)]
    assert found == ([] if status == "draft" else [f"the argument has no {missing}"])


@pytest.mark.parametrize(
    ("kept", "missing"), [(1, ["second premise"]), (0, ["premise"])], ids=["one premise", "no premise"]
)
def test_an_argument_has_two_premises(small: Dossier, kept: int, missing: list[str]) -> None:
    parts = small.read(f"{JOBS}/fr.md").split("\n\n::: ")
    premises = [part for part in parts if part.startswith("{.premise")]
    small.write(f"{JOBS}/fr.md", "\n\n::: ".join(part for part in parts if part not in premises[kept:]))
    assert faults(small) == [f"{JOBS}/fr.md:1 [missing-part] the argument has no {name}" for name in missing]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":::",
        "::: {.premise #a}",
        "::: {.objection #a}\n::: {.reply}\n:::",
        "[^1]: Une note.",
        "<!-- rien -->",
        "# T",
    ],
)
def test_a_draft_may_be_almost_nothing(small: Dossier, text: str) -> None:
    small.replace(f"{JOBS}/argument.yml", "status: published", "status: draft")
    body(small, text)
    report = Report()
    assert "fr" in argument(small, report).texts


@pytest.mark.parametrize("order", ["b.md", "fr.markdown", "argument.yaml", "en.md.bak", "notes"])
def test_other_files_do_not_belong_into_the_folder(small: Dossier, order: str) -> None:
    small.write(f"{JOBS}/{order}", "x")
    assert [fault.split("] ")[0] for fault in faults(small)] == [f"{JOBS}/{order}:1 [unexpected-file"]


@pytest.mark.parametrize(
    "name", ["Jobs", "jobs-", "-jobs", "jo--bs", "1jobs", "jöbs", "jobs.md", "jo bs", "__jobs", "j_b"]
)
def test_the_name_of_a_folder_is_an_id(small: Dossier, name: str) -> None:
    small.path(JOBS).rename(small.path(f"docs/arguments/{name}"))
    report = Report()
    assert load_argument(small.root, small.path(f"docs/arguments/{name}"), ("fr",), report).argument is None
    assert [one.rule.code for one in report] == ["bad-file-name"]


# --- Facts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["BE", "BE-WLG", "CN", "FR-75", "GB-ENG", "US-NY"])
def test_regions_are_iso_3166_codes(code: str) -> None:
    assert Facts.model_validate({**FACTS, "regions": [code]}).regions == (code,)


@pytest.mark.parametrize("code", ["be", "BEL", "Belgium", "BE-", "BE-ABCD", "ZQ", "BE WLG", "", "001"])
def test_other_words_are_no_regions(code: str) -> None:
    with pytest.raises(ValidationError):
        Facts.model_validate({**FACTS, "regions": [code]})


@given(st.dates())
def test_a_day_is_read_in_one_form_only(day: dt.date) -> None:
    assert Facts.model_validate({**FACTS, "reviewed": day.isoformat()}).reviewed == day
    for form in (
        day.strftime("%d/%m/%Y"),
        day.strftime("%Y%m%d"),
        f"{day.isoformat()}T00:00",
        f" {day.isoformat()}",
        "0",
    ):
        with pytest.raises(ValidationError):
            Facts.model_validate({**FACTS, "reviewed": form})
