"""Copies of many sources: what was learned is written down at once."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from pathlib import Path

import pytest
from conftest import Dossier

from dossier.diagnostics import Report
from dossier.links.archive import ArchiveRun
from dossier.links.guard import Resolver
from dossier.links.ledger import LEDGER_FILE, Journal, Ledger, take_over
from dossier.links.memento import Archives, Nearest
from dossier.links.model import Snapshot
from dossier.links.save import Asked, Saved, Saver

DAY = dt.date(2026, 11, 1)
COPY = Snapshot("https://archive.example/1", dt.datetime(2021, 3, 4, tzinfo=dt.UTC))
ASKED = Asked(dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC), "spn2-1")
FOUND, MADE = "https://found.example/", "https://made.example/"


def test_a_run_that_is_killed_has_kept_its_copies_and_what_it_asked_for(
    small: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, Asked | None]] = []

    async def nearest(_self: Archives, url: str, _day: dt.date) -> Nearest:
        return Nearest(COPY if url == FOUND else None)

    async def save(_self: Saver, url: str, asked: Asked | None, _now: dt.datetime, begun: object) -> Saved:
        seen.append((url, asked))
        if asked is None:
            begun(ASKED)  # type: ignore[operator]
            raise KeyboardInterrupt
        return Saved(COPY, asked)

    monkeypatch.setattr(Archives, "nearest", nearest)
    monkeypatch.setattr(Saver, "save", save)

    def ask(journal: Journal) -> None:
        asking = ArchiveRun(small.config(), Resolver(), journal, save=True)
        asyncio.run(asking.run({FOUND: DAY, MADE: DAY}))

    killed = Journal(tmp_path / "killed.jsonl", Ledger(), DAY)
    with pytest.raises(KeyboardInterrupt):
        ask(killed)
    path = tmp_path / LEDGER_FILE
    shutil.copyfile(tmp_path / "killed.jsonl.part", f"{path}.part")
    killed.finish(tmp_path, Report())
    memory = take_over(tmp_path, path, Report())
    assert memory is not None
    assert [one.url for one in memory.records[FOUND].snapshots] == [COPY.url]
    journal = Journal(path, memory, DAY)
    ask(journal)
    ledger = journal.finish(tmp_path, Report())
    assert ledger is not None
    assert seen == [(MADE, None), (MADE, ASKED)], "the same job is waited for"
    assert [one.url for one in ledger.records[MADE].snapshots] == [COPY.url]
