"""Which links are asked and reported: those that a branch touches, that stand in files, that are due, or a part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dossier.history import changed_lines
from dossier.links import extract
from dossier.links.gather import Link, remembered
from dossier.links.model import Found, Result, Verdict
from dossier.links.record import LinkRecord
from dossier.links.render import Outcome
from dossier.links.schedule import due, shard

_READABLE = frozenset({".html", ".htm", ".md", ".bib", ".yml", ".yaml", ".xml", ".css", ".txt"})


def changed(root: Path, base: str, found: Iterable[Found]) -> list[Found] | None:
    """Return the links on lines that came since this branch left `base`; None where git does not know `base`."""
    lines = changed_lines(root, base)
    return None if lines is None else [one for one in found if one.span.line in lines.get(one.span.path, ())]


def in_files(paths: Iterable[str], given: BinaryIO) -> Iterator[Found]:
    """Yield the links in files, in all readable files of folders, and for `-` in the list that is `given`.

    Raises LinkFileError on the way.
    """
    for path in paths:
        if path == "-":
            yield from extract.from_bytes(given.read(extract.MAX_BYTES), "<stdin>")
        elif Path(path).is_dir():
            for file in sorted(Path(path).rglob("*")):
                if file.suffix.lower() in _READABLE and file.is_file():
                    yield from extract.from_file(file)
        else:
            yield from extract.from_file(Path(path))


@dataclass(frozen=True)
class Selection:
    """Which of the links that were found are asked on a day."""

    day: dt.date
    part: tuple[int, int] | None = None
    """Number and count of the parts of a divided run."""
    only_due: bool = False
    is_gate: bool = False
    """Whether a branch is judged: then what has never been good need not fail on several days to be dead."""

    def asked(self, gathered: Mapping[str, Link], records: Mapping[str, LinkRecord]) -> dict[str, Link]:
        """Return the links to ask; what was measured on a day holds for that day, unless it may have passed since."""
        mine = self._mine(gathered)
        if self.only_due:
            return {url: mine[url] for url in due(records, mine, self.day)}
        return {url: link for url, link in mine.items() if not self._is_fresh(records.get(url))}

    def outcomes(
        self,
        gathered: Mapping[str, Link],
        asked: Mapping[str, Link],
        results: Mapping[str, Result],
        records: Mapping[str, LinkRecord],
    ) -> Iterator[Outcome]:
        """Yield what is reported: what was measured in this run, or else earlier, with what is known of it."""
        for url, link in (asked if self.only_due else self._mine(gathered)).items():
            record = records.get(url)
            result = results.get(url) or (remembered(record) if record and record.checked else None)
            if self.is_gate and record is not None and record.last_good is None and not record.ignore:
                record = None
            if result is not None:
                yield Outcome(result, record, link.found)

    def _mine(self, gathered: Mapping[str, Link]) -> dict[str, Link]:
        return {url: gathered[url] for url in (shard(gathered, *self.part) if self.part else gathered)}

    def _is_fresh(self, record: LinkRecord | None) -> bool:
        return record is not None and record.checked == self.day and record.verdict is not Verdict.UNSTABLE
