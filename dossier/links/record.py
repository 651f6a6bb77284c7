"""What is remembered of one address: the last measurement, the row of failures behind it, and what people added.

Dead is a matter of time: a link is dead when its last three failures, or more, fell on different days and nothing good
came between them. Until then it is failing. Everything here is a pure function of values and of the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import ConfigDict

from dossier.links.model import Result, Verdict
from dossier.links.reasons import REASONS

FAILING = "failing"
"""The standing of an address that fails, but has not failed for long enough to be dead."""

DAYS_TO_DIE = 3
_LAST_FAILURES = 4
_GOOD = frozenset({Verdict.OK, Verdict.MOVED})
_NOT_MODIFIED = 304
_LONGEST_VALIDATOR = 256


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An archive's copy of what an address showed on a day."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # a key in a ledger's line that nobody knows must not be lost

    url: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What is known of one address; empty where nothing is. The order of the fields is that of the ledger's lines.

    `verdict`, `reason`, `detail`, `status`, `final` and `note` are those of the last measurement, on the day `checked`;
    `title`, the validators and `digest` those of the last good one, on the day `last_good`.
    """

    url: str
    verdict: Verdict = Verdict.SKIPPED
    reason: str = ""
    detail: str = ""
    status: int = 0
    failures: tuple[dt.date, ...] = ()
    """Days on which it failed since it was last good: the first and the last few."""
    last_good: dt.date | None = None
    checked: dt.date | None = None
    final: str = ""
    """The address that answered last, where it is another one."""
    note: str = ""
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    snapshots: tuple[Snapshot, ...] = ()
    ignore: str = ""
    """Why nobody wants to hear of this link; written by a person."""
    extra: tuple[tuple[str, str], ...] = ()
    """Keys that the program does not know, with their values as JSON."""

    @property
    def by_hand(self) -> bool:
        """Whether a person has written another verdict than the one that the reason stands for."""
        return self.reason in REASONS and REASONS[self.reason][0] is not self.verdict

    @property
    def standing(self) -> str:
        """The verdict, but `failing` for what has not been dead for long enough; a person's word holds at once."""
        short = self.verdict is Verdict.DEAD and not self.by_hand and len(self.failures) < DAYS_TO_DIE
        return FAILING if short else str(self.verdict)

    @property
    def failing_since(self) -> dt.date | None:
        """The day of the first failure of the present row."""
        return self.failures[0] if self.failures else None

    def validators(self) -> Mapping[str, str]:
        """Return the headers that ask the server for the page only if it has changed; none where it was not good.

        Whoever looks for words in the page, or for a place, must have it whole and sends none.
        """
        if self.verdict not in _GOOD or self.by_hand:
            return {}
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


def updated(record: LinkRecord | None, result: Result, today: dt.date) -> LinkRecord | None:
    """Return what is known of an address after a measurement; None where nothing was known and nothing measured.

    A good answer ends the row of failures; a dead one adds its day; all others leave the row and `last_good` alone. An
    answer of 304 says that the page is as it was. A verdict that a person wrote holds while the answer stays the same.
    """
    if result.verdict is Verdict.SKIPPED:
        return record
    known = record or LinkRecord(result.url)
    if result.status == _NOT_MODIFIED and known.verdict in _GOOD:
        return _unchanged(known, result, today)
    kept = known.by_hand and (known.reason, known.status) == (result.reason, result.status)
    measured = replace(
        known,
        verdict=known.verdict if kept else result.verdict,
        reason=result.reason,
        detail=result.detail,
        status=result.status,
        final=_elsewhere(result),
        note=result.note,
        checked=today,
    )
    if result.verdict in _GOOD and not kept:
        return replace(
            measured,
            failures=(),
            last_good=today,
            title=result.title,
            etag=_validator(result.etag),
            last_modified=_validator(result.last_modified),
            digest=result.digest,
        )
    if result.verdict is Verdict.DEAD and not kept:
        row = _row((*known.failures, today), known.last_good)
        return replace(measured, failures=row if len(row) <= _LAST_FAILURES else (row[0], *row[-_LAST_FAILURES:]))
    return measured


def _unchanged(known: LinkRecord, result: Result, today: dt.date) -> LinkRecord:
    """Return the record of a page that has not changed; the way to it may have."""
    verdict, reason, detail = known.verdict, known.reason, known.detail
    if result.verdict in _GOOD:
        verdict, reason, detail = result.verdict, result.reason, result.detail
    return replace(
        known,
        verdict=verdict,
        reason=reason,
        detail=detail,
        final=_elsewhere(result),
        failures=(),
        last_good=today,
        checked=today,
    )


def united(one: LinkRecord, other: LinkRecord) -> LinkRecord:
    """Join two records of one address; the newest measurement wins. The order does not matter, nor does repetition."""
    older, newer = sorted((one, other), key=_rank)
    return joined(newer, older)


def joined(newer: LinkRecord, older: LinkRecord) -> LinkRecord:
    """Return the newer record, with what the older one knows beside its measurement."""
    last_good = max(filter(None, (newer.last_good, older.last_good)), default=None)
    extra = {key: max(value, dict(older.extra).get(key, "")) for key, value in newer.extra}
    return replace(
        newer,
        failures=_row((*newer.failures, *older.failures), last_good),
        last_good=last_good,
        snapshots=_sorted_snapshots((*newer.snapshots, *older.snapshots)),
        ignore=max(newer.ignore, older.ignore),
        extra=tuple(sorted({**dict(older.extra), **extra}.items())),
    )


def collected(records: Iterable[LinkRecord]) -> dict[str, LinkRecord]:
    """Return the records by address, those of one address united."""
    found: dict[str, LinkRecord] = {}
    for record in records:
        known = found.get(record.url)
        found[record.url] = record if known is None else united(known, record)
    return found


def _rank(record: LinkRecord) -> tuple[dt.date, bool, bool, tuple[str | int, ...]]:
    """Order by age; on one day, what a person wrote is newest, then what is good, then whatever makes the order total.

    Only what `joined` takes from the newer record may stand here: else the order of joining would matter.
    """
    seen = (record.verdict, record.reason, record.detail, record.status, record.final, record.note, record.title)
    sent = (record.etag, record.last_modified, record.digest)
    return (record.checked or dt.date.min, record.by_hand, record.verdict in _GOOD, (*seen, *sent))


def _row(days: Iterable[dt.date], last_good: dt.date | None) -> tuple[dt.date, ...]:
    """Return the days since the last good one, each once, in order."""
    return tuple(sorted({day for day in days if last_good is None or day > last_good}))


def _sorted_snapshots(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    return tuple(sorted(set(snapshots), key=lambda one: (one.date, one.url)))


def _elsewhere(result: Result) -> str:
    return result.final if result.final != result.url else ""


def _validator(value: str) -> str:
    """Return a header's value if it can be sent back: a server may have written anything into it."""
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else ""
