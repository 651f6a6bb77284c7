"""Corrections: their anchors, and where they come from."""

from __future__ import annotations

import datetime as dt

from conftest import Dossier

from dossier.corrections import ANCHOR, Correction, anchored
from dossier.diagnostics import Report


def correction(day: str) -> Correction:
    """Return a correction of a day."""
    return Correction(date=dt.date.fromisoformat(day), kind="update", text={"fr": "Texte."})


def test_anchors_stay_when_newer_entries_come() -> None:
    log = [correction(day) for day in ("2026-03-01", "2026-01-05", "2026-03-01")]
    before = [anchor for anchor, _ in anchored(log)]
    assert before == ["correction-2026-03-01", "correction-2026-01-05", "correction-2026-03-01-2"]
    after = [anchor for anchor, _ in anchored([*log, correction("2026-03-01")])]
    assert after == [*before, "correction-2026-03-01-3"]
    assert all(map(ANCHOR.fullmatch, after))


def test_a_part_of_an_argument_cannot_have_the_anchor_of_a_correction(small: Dossier) -> None:
    for lang in ("fr", "en"):
        small.replace(f"docs/arguments/wages/{lang}.md", "#lower", "#correction-2026-03-01-2")
    assert [one.rule.code for one in small.check()] == ["reserved-id", "reserved-id"]


def test_a_dossier_without_corrections_has_no_fault(small: Dossier) -> None:
    report: Report = small.check()
    assert not len(report)
    small.write("docs/corrections.yml", "[]\n")
    assert not len(small.check())
