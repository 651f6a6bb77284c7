"""The memory of the link checker: `link-ledger.jsonl`, a line per address, and the journal of a run that goes on.

A line is a JSON object with its keys in a fixed order and without empty values. Lines are sorted by address, so that a
run changes only the lines of what it asked. People may edit it: keys that we do not know are kept, and so are lines
that we cannot read, for a slip of the pen shall neither cost a line nor keep a night's work from being written. Two
lines of one address, as git's union merge leaves them, are united.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from io import FileIO
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dossier import rules
from dossier.diagnostics import Report, Span
from dossier.links.model import Result
from dossier.links.record import LinkRecord, Snapshot, collected, joined, united, updated
from dossier.source import leads_out_of, problem_of, refusal, relative_path
from dossier.wording import Phrase, Words

if sys.platform != "win32":
    import fcntl

LEDGER_FILE = "link-ledger.jsonl"

_EMPTY = LinkRecord("")
_KEYS = tuple(one.name for one in fields(LinkRecord) if one.name != "extra")
_CHECKED_RECORD = TypeAdapter(LinkRecord)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known, by address, and the lines that could not be read."""

    records: Mapping[str, LinkRecord] = field(default_factory=dict)
    broken: tuple[str, ...] = ()


def read_ledger(root: Path, path: Path, report: Report) -> Ledger | None:
    """Read a ledger below `root`; one that is not there is empty.

    A line that cannot be read is reported and kept. None where the file cannot be read: it must not be written then.
    """
    content = _read(root, path, report)
    return None if content is None else parse_ledger(content, relative_path(root, path), report)


def parse_ledger(content: bytes, path: str, report: Report) -> Ledger:
    """Read the lines of a ledger; `path` is where they come from."""
    records, broken = _parse(content, path, report)
    return Ledger(collected(records), broken)


def render_ledger(ledger: Ledger) -> bytes:
    """Return the ledger as its file holds it."""
    lines = [*(_line(ledger.records[url]) for url in sorted(ledger.records)), *ledger.broken]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write a ledger whole or not at all: a crash leaves the old file or the new one."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with new.open("xb") as file:  # never through a link that somebody has put there
        file.write(render_ledger(ledger))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def merge(ledgers: Iterable[Ledger]) -> Ledger:
    """Join the ledgers of several branches or shards; their order does not matter."""
    every = list(ledgers)
    records = collected(record for ledger in every for record in ledger.records.values())
    return Ledger(records, tuple(sorted({line for ledger in every for line in ledger.broken})))


def merge_files(root: Path, target: Path, others: Iterable[Path], report: Report) -> bool:
    """Join other ledgers into `target`; nothing is written, and False returned, where one of them cannot be read."""
    ledgers = [read_ledger(root, path, report) for path in (target, *others)]
    readable = [ledger for ledger in ledgers if ledger is not None]
    if len(readable) < len(ledgers):
        return False
    write_ledger(target, merge(readable))
    return True


def take_over(root: Path, path: Path, report: Report) -> Ledger | None:
    """Read a ledger, and write into it first what a run that broke off has left beside it.

    None where one of the files cannot be read; raises FileExistsError where the other run is still at work.
    """
    part = _part(path)
    left = _read(root, part, report)
    if left is None:
        return None
    if not part.exists():
        return read_ledger(root, path, report)
    with part.open("rb+", buffering=0) as file:
        _lock(file, part)
        ledger, left = read_ledger(root, path, report), file.readall()
        if ledger is None:
            return None
        whole_lines = left[: left.rfind(b"\n") + 1]  # a last line that was not finished is nothing
        records, broken = _parse(whole_lines, relative_path(root, part), report)
        if left:
            ledger = merge([_with(ledger, records), Ledger({}, broken)])
            write_ledger(path, ledger)
        _remove(file, part)
    return ledger


class Journal:
    """What a run learns, written down at once: whatever ends the run, only the requests in flight are lost.

    There is one run at a time: the journal is locked as long as the process lives. A run begins with `take_over` and
    ends with `finish`, also when it is interrupted.
    """

    def __init__(self, path: Path, ledger: Ledger, today: dt.date) -> None:
        """Begin a run on what is known; `path` is that of the ledger.

        Raises FileExistsError where another run is at work.
        """
        self._path, self._today = path, today
        self._known = dict(ledger.records)
        self._learned: dict[str, LinkRecord] = {}
        self._file = _part(path).open("xb", buffering=0)
        _lock(self._file, _part(path))

    def add(self, result: Result) -> LinkRecord | None:
        """Write down what became of an address; return what is known of it now, None if that is nothing."""
        record = updated(self._known.get(result.url), result, self._today)
        if record is not None:
            self.keep(record)
        return record

    def known(self, url: str) -> LinkRecord:
        """Return what is known of an address now."""
        return self._known.get(url) or LinkRecord(url)

    def keep(self, record: LinkRecord) -> None:
        """Write down what is known of an address now, if it is anything new."""
        if record is not self._known.get(record.url):
            self._known[record.url] = self._learned[record.url] = record
            self._file.write(f"{_line(record)}\n".encode())

    def finish(self, root: Path, report: Report) -> Ledger | None:
        """Write the ledger and end the journal, which stays, and None is returned, where the ledger cannot be read.

        It is read again, for somebody may have edited it meanwhile.
        """
        with self._file:
            now = read_ledger(root, self._path, report)
            if now is not None:
                now = _with(now, self._learned.values())
                write_ledger(self._path, now)
                _remove(self._file, _part(self._path))
        return now


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _lock(file: FileIO, path: Path) -> None:
    """Lock a journal until it is closed or its process ends; raise FileExistsError where somebody else is at it."""
    if sys.platform == "win32":
        return  # nobody can remove an open file there, so that a second run fails as well
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_same = os.path.samestat(os.fstat(file.fileno()), path.stat())  # the other run may have ended just now
    except (BlockingIOError, FileNotFoundError):
        is_same = False
    if not is_same:
        file.close()
        raise FileExistsError(path)


def _remove(file: FileIO, path: Path) -> None:
    """Remove a journal before its lock is gone, where the system can."""
    if sys.platform == "win32":
        file.close()
    path.unlink(missing_ok=True)


def _with(ledger: Ledger, records: Iterable[LinkRecord]) -> Ledger:
    """Return a ledger with what was measured after it was written, in the order of the measurements."""
    known = dict(ledger.records)
    for record in records:
        before = known.get(record.url, record)
        later = (record.checked or dt.date.min) >= (before.checked or dt.date.min)
        known[record.url] = joined(record, before) if later else united(record, before)
    return Ledger(known, ledger.broken)


def _read(root: Path, path: Path, report: Report) -> bytes | None:
    """Return the bytes of a file, none where there is no such file; report what cannot be read."""
    shown = relative_path(root, path)
    if leads_out_of(root, path):
        report.add(rules.OUTSIDE_PROJECT, Span(shown), folder=Phrase.THE_PROJECT())
        return None
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        report.add(rules.UNREADABLE_FILE, Span(shown), problem=refusal(error))
        return None


def _parse(content: bytes, path: str, report: Report) -> tuple[list[LinkRecord], tuple[str, ...]]:
    records: list[LinkRecord] = []
    broken: set[str] = set()
    # Bytes that are no UTF-8 become surrogates and, when the line is kept, the same bytes again.
    for number, raw in enumerate(content.split(b"\n"), start=1):
        line = raw.decode("utf-8", "surrogateescape")
        try:
            if line.strip():
                records.append(_record(line))
        except (ValueError, RecursionError) as error:
            broken.add(line.rstrip("\r"))
            report.add(rules.LEDGER_LINE, Span(path, number), problem=_problem(error))
    return records, tuple(sorted(broken))


def _record(line: str) -> LinkRecord:
    """Read one line; raise ValueError, or RecursionError, where it is none."""
    line.encode()  # refuses what is no UTF-8
    value = json.loads(line, object_pairs_hook=_object)
    if not isinstance(value, dict):
        raise ValueError(Phrase.LEDGER_NO_OBJECT())  # noqa: TRY004 - a fault of the line like all others
    known = {key: value[key] for key in _KEYS if key in value}
    extra = tuple((key, _json(value[key])) for key in sorted(value) if key not in _KEYS)
    record = _CHECKED_RECORD.validate_python({**known, "extra": extra})
    return joined(record, record)  # sorts what a person may have written in any order


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError(Phrase.LEDGER_KEY_TWICE())
    return value


def _problem(error: Exception) -> Words:
    """Say what is wrong with a line, in words for the person who has edited it."""
    if isinstance(error, ValidationError):
        fault = error.errors(include_url=False)[0]
        return Phrase.LEDGER_FIELD(field=".".join(map(str, fault["loc"])), problem=problem_of(fault))
    if isinstance(error, json.JSONDecodeError):
        return Phrase.LEDGER_NO_JSON(column=error.colno)
    if isinstance(error, UnicodeError):
        return Phrase.LEDGER_NOT_UTF8()
    if isinstance(error, RecursionError):
        return Phrase.LEDGER_TOO_DEEP()
    words = error.args[0]
    return words if isinstance(words, Words) else Phrase.LEDGER_NO_VALUE()  # NaN, or a number of 5,000 digits


def _line(record: LinkRecord) -> str:
    values = {key: value for key in _KEYS if (value := getattr(record, key)) != getattr(_EMPTY, key) or key == "url"}
    return _json({**values, **{key: json.loads(text) for key, text in record.extra}})


def _json(value: object) -> str:
    """Write JSON in one line that is fit for a terminal."""
    return printable_json(_ENCODER.encode(value))


def printable_json(line: str) -> str:
    """Escape what cannot be printed in a line of JSON, which can only stand inside of its texts."""
    return line if line.isprintable() else "".join(one if one.isprintable() else _escaped(one) for one in line)


def _plain(value: object) -> object:
    """Return a value of a record as JSON can hold it."""
    if isinstance(value, Snapshot):
        return {"url": value.url, "date": value.date}
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
