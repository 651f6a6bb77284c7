"""`dossier check --fix`: what it puts right, and what it never touches."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import Dossier

from dossier.diagnostics import Edit, Report, Span
from dossier.fixing import fix, fixed

FACTS = "docs/arguments/jobs/argument.yml"
TEXT = "docs/arguments/jobs/fr.md"

FIXABLE = [
    (FACTS, "likely", "Likely", "unknown-value"),
    (FACTS, "source_language", "source-language", "unknown-field"),
    (FACTS, "2026-03-01", "2026/3/1", "bad-date"),
    (FACTS, "[BE]", "BE", "wrong-type"),
    (FACTS, "theme: work", "theme: Work", "unknown-theme"),
    (FACTS, "[wages]", "[Wages]", "unknown-relation"),
    (TEXT, "annoncés [@Belga2021]", "annoncés [@belga2021]", "unknown-citation"),
    (TEXT, "[@Luo2020, p. 3]", "[see @Luo-2020, p. 3]", "unknown-citation"),
    (TEXT, "(../wages/)", "(../wages/fr.md)", "language-in-link"),
    ("references.bib", "url    = {", "doi = {www.doi.org/10.1057/palcomms.2017.8},\n  url    = {", "bad-doi"),
    ("mkdocs.yml", "[fr, en]", "[fr, EN]", "unknown-locale"),
]
"""File, text, what is put in its place, and the rule that this breaks."""

NEEDS_A_PERSON = [
    (FACTS, "likely", "probable"),
    (FACTS, "2026-03-01", "03/01/2026"),
    (FACTS, "2026-03-01", "2026-02-31"),
    (FACTS, "[BE]", "BE, FR"),
    (TEXT, "annoncés [@Belga2021]", "annoncés [@Belga2012]"),
    (TEXT, "{.premise #announced}", "{.premise}"),
    ("references.bib", "{2021-03-04}", "{2021-3-4}"),
]


def fixing(dossier: Dossier) -> tuple[Report, Counter[str]]:
    return fix(dossier.root, dossier.check)


@pytest.mark.parametrize(("name", "good", "bad", "code"), FIXABLE, ids=lambda it: it if isinstance(it, str) else "")
def test_what_can_only_mean_one_thing_is_put_right(small: Dossier, name: str, good: str, bad: str, code: str) -> None:
    small.replace(name, good, bad)
    faults = [fault for fault in small.check() if fault.rule.code == code]
    assert [fault.fix is not None for fault in faults] == [True]
    report, done = fixing(small)
    assert [fault.message for fault in report] == []
    assert done == {name: 1}
    if code not in {"bad-doi", "unknown-citation"}:
        assert good in small.read(name)
    before = small.listing()
    assert fixing(small)[1] == {}
    assert small.listing() == before


@pytest.mark.parametrize(("name", "good", "bad"), NEEDS_A_PERSON)
def test_a_guess_is_left_to_a_person(small: Dossier, name: str, good: str, bad: str) -> None:
    small.replace(name, good, bad)
    before = small.listing()
    report, done = fixing(small)
    assert len(report)
    assert (done, small.listing()) == ({}, before)


def test_byte_order_marks_and_windows_line_ends_go(small: Dossier) -> None:
    text = small.read(TEXT)
    small.write(TEXT, "\ufeff" + text.replace("\n", "\r\n"))
    report, done = fixing(small)
    assert (len(report), done) == (0, {TEXT: 2})
    assert small.read(TEXT) == text


def test_a_fault_behind_another_is_put_right_too(small: Dossier) -> None:
    small.replace("mkdocs.yml", "      languages", "      Languages")
    small.replace("mkdocs.yml", "[fr, en]", "[FR, en]")
    small.replace(FACTS, "likely", "Likely")
    report, done = fixing(small)
    assert len(report) == 0
    assert done == {"mkdocs.yml": 2, FACTS: 1}


def test_what_overlaps_waits_and_what_has_moved_stays() -> None:
    span = Span("a", 2, 3)
    first, inside, gone = Edit(span, "cd", "C"), Edit(span, "d", "D"), Edit(span, "ab", "A")
    assert fixed("ab\nabcd\nab", [[first], [inside], [gone], [Edit(Span("a", 9, 1), "a", "")], []]) == (
        "ab\nabC\nab",
        2,
    )
    assert fixed("ab\nabcd\nab", [[inside, gone]]) == ("ab\nabcd\nab", 0)


def test_a_link_is_not_written_through(small: Dossier) -> None:
    small.replace(FACTS, "likely", "Likely")
    small.path("facts.yml").write_bytes(small.path(FACTS).read_bytes())
    small.path(FACTS).unlink()
    small.path(FACTS).symlink_to("../../../facts.yml")
    before = small.listing()
    report, done = fixing(small)
    assert [fault.rule.code for fault in report] == ["cannot-rewrite", "unknown-value"]
    assert (done, small.listing()) == ({}, before)
    assert small.path(FACTS).is_symlink()


def test_nothing_outside_is_written(small: Dossier, tmp_path: Path) -> None:
    (tmp_path / "fr.md").write_bytes(b"\xef\xbb\xbf" + small.path(TEXT).read_bytes())
    small.path(TEXT).unlink()
    small.path(TEXT).symlink_to(tmp_path / "fr.md")
    before = (tmp_path / "fr.md").read_bytes()
    assert fixing(small)[1] == {}
    assert (tmp_path / "fr.md").read_bytes() == before


def test_a_merge_that_goes_on_is_left_alone(small: Dossier) -> None:
    text = small.read(TEXT).replace("\n276", "\n<<<<<<< HEAD\n276") + "=======\n>>>>>>> other\n"
    small.write(TEXT, "\ufeff" + text)
    report, done = fixing(small)
    assert (done, small.read(TEXT)[0]) == ({}, "\ufeff")
    assert "cannot-rewrite" in {fault.rule.code for fault in report}


def test_the_command_says_what_it_did_and_what_remains(small: Dossier) -> None:
    small.replace(FACTS, "likely", "Likely")
    small.replace(FACTS, "[BE]", "BE")
    small.replace(TEXT, "annoncés [@Belga2021]", "annoncés [@Belga2012]")
    told = small.dossier("check").stdout
    assert "did you mean `likely`?\n   fixable with `dossier check --fix`\n" in told
    assert "did you mean `Belga2021`?\n   fixable" not in told
    done = small.dossier("check", "--fix")
    assert done.returncode == 1
    assert done.stderr == "fixed 2 faults in 1 file\n"
    assert "[unknown-citation]" in done.stdout
    assert "unknown-value" not in done.stdout
    small.replace(TEXT, "Belga2012", "belga2021")
    again = small.dossier("check", "--fix", "--format", "json")
    assert (again.returncode, again.stdout, again.stderr) == (0, "[]\n", "fixed 1 fault in 1 file\n")
