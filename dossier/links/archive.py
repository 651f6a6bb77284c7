"""Copies of all sources in archives: asked for one after the other, and remembered in the ledger's records."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import replace

from dossier.clock import now, today
from dossier.config import Config
from dossier.dates import Edtf
from dossier.links.client import Client
from dossier.links.gate import Gates
from dossier.links.guard import Resolver
from dossier.links.judge import target
from dossier.links.ledger import Journal
from dossier.links.memento import Archives, Services
from dossier.links.page import read_page
from dossier.links.record import LinkRecord, Snapshot
from dossier.links.save import Asked, Saver, keys_from
from dossier.links.wording import suspicion


def day_of(*dates: Edtf | None) -> dt.date:
    """Return the first day that the first known date can mean; today without any."""
    for date in dates:
        if date is not None and date.start is not None and 1 <= date.start.earliest[0] <= dt.MAXYEAR:
            return dt.date(*date.start.earliest)
    return today()


class ArchiveRun:
    """Asks archives for copies, one source after the other, and keeps what it was told."""

    def __init__(self, config: Config, resolver: Resolver, journal: Journal, *, save: bool) -> None:
        """`journal` knows and keeps all; `save` lets new copies be asked for. Problems are kept by address."""
        self._config, self._resolver, self._journal, self._save = config, resolver, journal, save
        self.problems: dict[str, str] = {}

    async def run(self, days: Mapping[str, dt.date]) -> None:
        """Look for the copy of each address that is nearest to its day, and write down at once what was learned."""
        gates = Gates(rate=1.0)  # an archive is one host for all sources
        services = Services(timegates=self._config.links.timegates)
        async with Client(gates, contact=self._config.links.contact, resolver=self._resolver) as client:
            archives = Archives(client.fetch, _is_suspect, services)
            saver = Saver(archives, keys_from(os.environ)) if self._save else None
            for url, day in days.items():
                await self._find(archives, saver, url, day)

    async def _find(self, archives: Archives, saver: Saver | None, url: str, day: dt.date) -> None:
        known, journal = self.name(url), self._journal

        def remember(asked: Asked) -> None:
            journal.keep(_remembering(journal.known(known), asked))

        found = await archives.nearest(url, day)
        snapshot, problems = found.snapshot, found.problems
        if snapshot is None and saver is not None:
            saved = await saver.save(url, _asked(journal.known(known)), now(), remember)
            snapshot, problems = saved.snapshot, (*problems, saved.problem)
            if saved.asked is not None:
                remember(saved.asked)
        if snapshot is not None:
            record, copy = journal.known(known), Snapshot(snapshot.url, snapshot.made.date())
            journal.keep(replace(record, snapshots=tuple(sorted({*record.snapshots, copy}, key=_by_day))))
        elif any(problems):
            self.problems[url] = "; ".join(filter(None, problems))

    @staticmethod
    def name(url: str) -> str:
        """Return the name under which the ledger knows an address."""
        return target(url).url


def _by_day(snapshot: Snapshot) -> tuple[dt.date, str]:
    return snapshot.date, snapshot.url


def _is_suspect(body: bytes, content_type: str) -> bool:
    return suspicion(read_page(body, content_type), "", "") is not None


_ASKED = "asked"
"""The key of a ledger's line that says when a copy was asked for, and under what name."""


def _asked(record: LinkRecord) -> Asked | None:
    try:
        read = json.loads(dict(record.extra).get(_ASKED, "null"))
        return Asked(dt.datetime.fromisoformat(read["at"]), str(read["job"])) if read else None
    except (ValueError, KeyError, TypeError):
        return None


def _remembering(record: LinkRecord, asked: Asked) -> LinkRecord:
    value = json.dumps({"at": asked.at.isoformat(timespec="seconds"), "job": asked.job})
    return replace(record, extra=tuple(sorted({**dict(record.extra), _ASKED: value}.items())))
