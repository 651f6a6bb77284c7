"""What notes say of their sources in short words: kind, language, how the link was found, and a copy in an archive."""

from __future__ import annotations

import re

import pytest
from conftest import Dossier
from test_pages import JOBS, page_at

LEDGER = "link-ledger.jsonl"
GOOD = '"verdict":"ok","reason":"fine","status":200,"last_good":"2026-03-01","checked":"2026-03-01"'
DEAD = '"verdict":"dead","reason":"gone","failures":["2026-02-01","2026-02-02","2026-02-03"],"checked":"2026-02-03"'
FAILING = '"verdict":"dead","reason":"gone","failures":["2026-02-03"],"checked":"2026-02-03"'
COPY = '"snapshots":[{"url":"https://archive.example/1","date":"2026-02-03"}]'
_MARKS = re.compile(r'<small class="note-marks">(.*?)</small>')


def marks(dossier: Dossier, lang: str = "en") -> list[str]:
    """Return what the notes of the page about the jobs say of their sources, source by source."""
    return _MARKS.findall(page_at(dossier, f"{lang}/arguments/jobs/").body)


def describe(dossier: Dossier, fields: str, ledger: str = "") -> None:
    """Add fields to the first source, and what the ledger remembers of its address."""
    dossier.replace("references.bib", "@online{Belga2021,", f"@online{{Belga2021,\n  {fields}")
    if ledger:
        dossier.write(LEDGER, f'{{"url":"https://belga.example/jobs",{ledger}}}\n')


def test_a_note_says_who_speaks_and_in_which_language(small: Dossier) -> None:
    describe(small, "sourcekind = {press}, langid = {french},")
    assert marks(small, "en") == ["Press · French"]
    assert marks(small, "fr") == ["Presse"], "its own language goes without saying"


def test_a_note_of_which_nothing_is_known_says_nothing(small: Dossier) -> None:
    assert marks(small) == []


@pytest.mark.parametrize(
    ("ledger", "said"), [(GOOD, "link checked"), (DEAD, "dead link"), (FAILING, "link not answering")]
)
def test_a_note_says_how_its_link_was_found(small: Dossier, ledger: str, said: str) -> None:
    describe(small, "sourcekind = {press},", ledger)
    assert marks(small) == [f"Press · {said}"]


@pytest.mark.parametrize("field", ["urlstatus = {dead},", "doi = {10.1000/182},"])
def test_what_the_reference_says_itself_is_not_said_twice(small: Dossier, field: str) -> None:
    describe(small, field, DEAD)
    assert marks(small) == []


def test_a_copy_that_the_checker_found_is_a_link(small: Dossier) -> None:
    describe(small, "", f"{GOOD},{COPY}")
    assert marks(small) == ['link checked · <a class="note-archive" href="https://archive.example/1">archived copy</a>']


def test_the_marks_stand_behind_the_stop_and_with_the_full_reference_only(small: Dossier) -> None:
    describe(small, "sourcekind = {press},")
    small.replace("references.bib", "@article{Luo2020,", "@article{Luo2020,\n  sourcekind = {research},")
    for lang in ("fr", "en"):
        text = small.read(f"{JOBS}/{lang}.md")
        small.write(f"{JOBS}/{lang}.md", text.replace("[@Belga2021]", "[@Belga2021; @Luo2020]", 1))
    body = page_at(small, "en/arguments/jobs/").body
    (first,) = re.findall(r'<li id="fn:1">.*?</li>', body, re.DOTALL)
    shown = re.sub(r"<(?!/?small).*?>", "", first).replace(' class="note-marks"', "").split(" ↩")[0]
    assert "belga.example <small>Press</small>; Xubei Luo and Chiyu Niu" in shown
    assert shown.endswith("World Development, 2020. <small>Research</small>")
    assert len(_MARKS.findall(body)) == 2
