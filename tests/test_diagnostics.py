"""Reports and their four renderers, with hostile words in every place that content can reach."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import rules
from dossier.diagnostics import (
    RENDERERS,
    Report,
    Rule,
    Severity,
    Span,
    nearest,
    render_github,
    render_gitlab,
    render_json,
    render_sarif,
    render_text,
)

FAULT = Rule("some-fault", Severity.ERROR, "no `{name}` in {place}", "look for {name}", "Summary.", "Why.", "b", "g")
DOUBT = Rule("some-doubt", Severity.WARNING, "is this right?", "look again", "Summary.", "Why.", "b", "g")
HOSTILE = "\x1b[31mred\x07 ::error::\r\n::add-mask::x %0A %25 a:b,c \u202egnp.exe \u2028 \x9b2J </script> \ud800"


def sample() -> Report:
    """Return a report of three findings in two files, added out of order."""
    report = Report()
    report.add(DOUBT, Span("b/en.md", 2))
    report.add(FAULT, Span("b/en.md", 1, 5, 3), suggestion="key", name="kye", place="refs.bib")
    report.add(
        FAULT,
        Span("a b/fr:x,y%.md", 10, 2),
        related=((Span("refs.bib", 7, 1, 4), "first given here"),),
        name=1,
        place=2,
    )
    return report


# --- Reports --------------------------------------------------------------------------------------------------------


def test_a_report_is_sorted_by_place() -> None:
    assert [str(found.span) for found in sample()] == ["a b/fr:x,y%.md:10:2", "b/en.md:1:5", "b/en.md:2"]


def test_the_order_of_discovery_never_shows() -> None:
    spans = [Span("a", 1, 1), Span("a", 1), Span("a", 2, 1), Span("a", 10), Span("b", 1)]
    printed = set()
    for order in (spans, spans[::-1], spans[2:] + spans[:2]):
        report = Report()
        for span in order:
            report.add(DOUBT, span)
            report.add(FAULT, span, name="x", place="y")
        printed.add(render_text(report))
    assert len(printed) == 1


def test_the_same_finding_is_kept_once() -> None:
    report = Report()
    for _ in range(3):
        report.add(FAULT, Span("a", 1, 1), name="x", place="y")
    report.add(FAULT, Span("a", 1, 1), name="z", place="y")
    report.add(FAULT, Span("a", 1, 2), name="x", place="y")
    report.add(DOUBT, Span("a", 1, 1))
    assert len(report) == 4


@pytest.mark.parametrize(
    ("added", "errors", "warnings", "fails", "fails_strictly"),
    [
        ([], 0, 0, False, False),
        ([DOUBT], 0, 1, False, True),
        ([FAULT], 1, 0, True, True),
        ([DOUBT, FAULT], 1, 1, True, True),
    ],
)
def test_errors_fail_and_warnings_fail_only_under_strict(
    added: list[Rule], errors: int, warnings: int, *, fails: bool, fails_strictly: bool
) -> None:
    report = Report()
    for rule in added:
        report.add(rule, Span("a"), name="x", place="y")
    assert (report.count(Severity.ERROR), report.count(Severity.WARNING)) == (errors, warnings)
    assert (report.fails(), report.fails(strict=True)) == (fails, fails_strictly)


def test_a_missing_value_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        Report().add(FAULT, Span("a"), name="x")


def test_values_are_never_templates() -> None:
    report = Report()
    report.add(FAULT, Span("a"), name="{place} {0} {name.__class__}", place="{")
    assert [found.message for found in report] == ["no `{place} {0} {name.__class__}` in {"]


def test_long_and_many_lined_values_become_short_lines() -> None:
    report = Report()
    report.add(FAULT, Span("a"), name="one\ntwo\t three", place="x" * 1000)
    found = next(iter(report))
    assert found.message == "no `one two three` in " + "x" * 119 + "…"
    assert found.hint == "look for one two three"


def test_a_near_match_is_found_and_a_far_one_is_not() -> None:
    assert nearest("premisse", ["summary", "premise", "objection"]) == "premise"
    assert nearest("xyz", ["summary", "premise"]) is None
    assert nearest("xyz", []) is None


def test_near_matches_are_looked_for_only_among_the_first_findings() -> None:
    report = Report()
    for line in range(100):
        assert report.nearest("kye", ["key"]) == "key"
        report.add(DOUBT, Span("a", line))
    assert report.nearest("kye", ["key"]) is None


# --- Text -----------------------------------------------------------------------------------------------------------


def test_text_for_people() -> None:
    assert render_text(sample()) == (
        "a b/fr:x,y%.md:10:2: error[some-fault]: no `1` in 2\n"
        "   see refs.bib:7:1: first given here\n"
        "   hint: look for 1\n"
        "b/en.md:1:5: error[some-fault]: no `kye` in refs.bib\n"
        "   hint: did you mean `key`?\n"
        "b/en.md:2: warning[some-doubt]: is this right?\n"
        "   hint: look again\n"
        "2 errors, 1 warning; `dossier explain CODE` says more about a rule"
    )


@pytest.mark.parametrize(
    ("errors", "warnings", "line"),
    [
        (0, 0, "no faults found"),
        (1, 0, "1 error, 0 warnings; `dossier explain CODE` says more about a rule"),
        (0, 1, "0 errors, 1 warning; `dossier explain CODE` says more about a rule"),
        (2, 3, "2 errors, 3 warnings; `dossier explain CODE` says more about a rule"),
    ],
)
def test_the_last_line_counts(errors: int, warnings: int, line: str) -> None:
    report = Report()
    for number in range(errors):
        report.add(FAULT, Span("a", number), name="x", place="y")
    for number in range(warnings):
        report.add(DOUBT, Span("a", number))
    assert render_text(report).split("\n")[-1] == line


# --- GitHub ---------------------------------------------------------------------------------------------------------


def test_github_commands_escape_what_github_asks() -> None:
    assert render_github(sample()) == (
        "::error file=a b/fr%3Ax%2Cy%25.md,line=10,col=2,title=some-fault::no `1` in 2%0Ahint: look for 1\n"
        "::error file=b/en.md,line=1,col=5,title=some-fault::no `kye` in refs.bib%0Ahint: did you mean `key`?\n"
        "::warning file=b/en.md,line=2,title=some-doubt::is this right?%0Ahint: look again"
    )


@given(st.text(), st.text())
def test_no_content_can_forge_a_github_command(word: str, path: str) -> None:
    report = Report()
    report.add(FAULT, Span(path), suggestion=word, related=((Span(path), word),), name=word, place=word)
    printed = render_github(report)
    assert "\n" not in printed
    assert "\r" not in printed
    command = re.fullmatch(r"::error file=([^:,]*),line=1,title=some-fault::(.*)", printed, re.DOTALL)
    assert command
    assert re.sub(r"%(?:25|0A|0D|3A|2C)", "", printed).count("%") == 0
    assert command[2].count("%0A") == 1  # the line end before the hint is ours


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_json_for_other_programs() -> None:
    found = json.loads(render_json(sample()))
    assert found[0] == {
        "code": "some-fault",
        "severity": "error",
        "path": "a b/fr:x,y%.md",
        "line": 10,
        "column": 2,
        "length": None,
        "message": "no `1` in 2",
        "hint": "look for 1",
        "fixable": False,
        "related": [{"path": "refs.bib", "line": 7, "column": 1, "length": 4, "note": "first given here"}],
    }
    assert [one["column"] for one in found] == [2, 5, None]
    assert json.loads(render_json(Report())) == []


# --- SARIF ----------------------------------------------------------------------------------------------------------

_TEXT = {"text": str}
_ARTIFACT = {"uri": str}
_REGION = {"startLine": int, "startColumn": int, "endColumn": int}
_PHYSICAL = {"artifactLocation": _ARTIFACT, "region": _REGION}
_LOCATION = {"physicalLocation": _PHYSICAL, "message": _TEXT}
_RULE = {
    "id": str,
    "shortDescription": _TEXT,
    "fullDescription": _TEXT,
    "defaultConfiguration": {"level": ("none", "note", "warning", "error")},
}
_RESULT = {
    "ruleId": str,
    "ruleIndex": int,
    "level": ("none", "note", "warning", "error"),
    "message": _TEXT,
    "locations": [_LOCATION],
    "relatedLocations": [_LOCATION],
}
_RUN = {
    "tool": {"driver": {"name": str, "rules": [_RULE]}},
    "columnKind": ("utf16CodeUnits", "unicodeCodePoints"),
    "results": [_RESULT],
}
_LOG = {"$schema": str, "version": ("2.1.0",), "runs": [_RUN]}
"""What SARIF's own schema says of the properties that we write: every object there refuses others."""

_REQUIRED = {
    "version",
    "runs",
    "tool",
    "driver",
    "name",
    "id",
    "text",
    "uri",
    "results",
    "message",
    "region",
    "startLine",
}
"""The properties without which an object is not valid, or of no use; those of `relatedLocations` have a message."""


def _check(value: object, schema: object, way: str = "") -> None:
    """Check a value against the extract of the schema; lists have no two items that are equal."""
    if isinstance(schema, Mapping):
        assert isinstance(value, dict), way
        assert value.keys() <= schema.keys(), way
        assert _REQUIRED & schema.keys() - {"message" if schema is _LOCATION else ""} <= value.keys(), way
        for name, inner in value.items():
            _check(inner, schema[name], f"{way}/{name}")
    elif isinstance(schema, list):
        assert isinstance(value, list), way
        if not way.endswith("/results"):
            assert len({json.dumps(item) for item in value}) == len(value), way
        for item in value:
            _check(item, schema[0], way)
    elif isinstance(schema, tuple):
        assert value in schema, way
    elif schema is int:
        assert isinstance(value, int), way
        assert value >= (0 if way.endswith("/ruleIndex") else 1), way
    else:
        assert isinstance(value, str), way
        assert value, way


def _sarif(report: Report) -> Any:
    log = json.loads(render_sarif(report))
    _check(log, _LOG)
    return log["runs"][0]


def test_sarif_for_code_forges() -> None:
    run = _sarif(sample())
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["some-doubt", "some-fault"]
    first, second, third = run["results"]
    assert first["message"] == {"text": "no `1` in 2\nhint: look for 1"}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b/fr%3Ax%2Cy%25.md"},
                "region": {"startLine": 10, "startColumn": 2},
            }
        }
    ]
    assert first["relatedLocations"][0]["message"] == {"text": "first given here"}
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 5, "endColumn": 8}
    assert third["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert (rule["id"], rule["defaultConfiguration"]["level"]) == (result["ruleId"], result["level"])


def test_sarif_of_nothing() -> None:
    assert _sarif(Report())["results"] == []


def test_sarif_of_every_rule() -> None:
    report = Report()
    for rule in rules.RULES.values():
        names = {name for _, name, _, _ in string.Formatter().parse(rule.message + rule.hint) if name}
        words: dict[str, Any] = dict.fromkeys(names, "x")
        report.add(rule, Span("a", 1, 1), **words)
    assert len(_sarif(report)["results"]) == len(rules.RULES)


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), min_size=1))
def test_sarif_of_any_words(word: str, path: str) -> None:
    report = Report()
    report.add(FAULT, Span(path, 1, 1, 1), suggestion=word, related=((Span(path), word),), name=word, place=word)
    place = _sarif(report)["results"][0]["locations"][0]["physicalLocation"]
    assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", place["artifactLocation"]["uri"])
    assert unquote(place["artifactLocation"]["uri"]) == path


def test_gitlab_tells_what_is_new_whatever_stands_above_it() -> None:
    report = sample()
    issues = json.loads(render_gitlab(report))
    assert issues[1] == {
        "description": "no `kye` in refs.bib (hint: did you mean `key`?)",
        "check_name": "some-fault",
        "fingerprint": issues[1]["fingerprint"],
        "severity": "major",
        "location": {"path": "b/en.md", "lines": {"begin": 1}},
    }
    assert [issue["severity"] for issue in issues] == ["major", "major", "minor"]
    moved = Report()
    for found in report:
        moved.take(found, Span(found.span.path, found.span.line + 7))
    prints = [issue["fingerprint"] for issue in issues]
    assert [issue["fingerprint"] for issue in json.loads(render_gitlab(moved))] == prints
    assert len(set(prints)) == 3


def test_gitlab_tells_the_same_fault_in_two_places_apart() -> None:
    report = Report()
    report.add(DOUBT, Span("a", 1))
    report.add(DOUBT, Span("a", 2))
    assert len({issue["fingerprint"] for issue in json.loads(render_gitlab(report))}) == 2


# --- All of them ----------------------------------------------------------------------------------------------------


def test_the_renderers_are_those_of_the_command_line() -> None:
    assert set(RENDERERS) == {"text", "github", "gitlab", "json", "sarif"}


@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS.keys())
def test_nothing_that_moves_a_terminal_or_cannot_be_encoded_is_printed(
    renderer: Callable[[Report], str],
) -> None:
    report = Report()
    place = Span("docs/fr.md", 1, 1)
    report.add(FAULT, place, suggestion=HOSTILE, related=((place, HOSTILE),), name=HOSTILE, place=HOSTILE)
    printed = renderer(report)
    assert printed.encode()
    assert all(one == "\n" or one.isprintable() for one in printed)
    assert "red" in printed
