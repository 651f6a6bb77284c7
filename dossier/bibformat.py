"""The layout of a bibliography: one field a line, always in the same order, equals signs under each other.

Values stay as they were typed, comments with the field above which, or behind which, they stand, and entries in the
order of the file, which is their author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dossier.bibliography import FIELDS_READ
from dossier.bibtex import BibtexEntry, BibtexParser
from dossier.diagnostics import Report
from dossier.source import SourceFile

_RANKS = {name: rank for rank, name in enumerate(FIELDS_READ)}
_WIDTH = 13
"""How wide names are written: as `republishedby`, whatever else an entry has, so that a new field moves no other."""

_BETWEEN = re.compile(
    r"""[ \t\n]* (?P<comma>,?) (?P<behind>[ \t]*+%[^\n]*+)? (?P<above>(?:[ \t\n]++|%[^\n]*+)*+)""", re.VERBOSE
)


class _Field(NamedTuple):
    name: str
    written: str
    """Name and value as they are written in one piece."""
    above: Sequence[str]
    """The lines of comment that stand above it."""
    behind: str
    """The comment behind it in its line, or nothing."""


def format_bibliography(source: SourceFile, report: Report) -> str | None:
    """Return a BibTeX file in its layout; where it has faults in its syntax, report them and return None."""
    faults = Report()
    entries = list(BibtexParser(source, faults).entries())
    report.include(faults)
    if len(faults):
        return None
    text, parts, done = source.text, [], 0
    for entry in entries:
        parts += [_outside(text[done : entry.at], is_first=not done), _laid_out(entry, text)]
        done = entry.end
    return "".join([*parts, text[done:]]).rstrip() + "\n"


def meaning(source: SourceFile) -> object:
    """Return what must not change when a file is laid out: entries, fields and values, and every sign of comments."""
    parser = BibtexParser(source, Report())
    entries = [
        (one.type.lower(), one.key, sorted((field.name, field.value) for field in one.fields))
        for one in parser.entries()
    ]
    return entries, sorted(re.sub(r"[\s,]", "", source.text).lower())


def _outside(text: str, *, is_first: bool) -> str:
    """Return what stands between two entries: one empty line, if it is nothing else."""
    if text.strip():
        return text
    return "" if is_first else "\n\n"


def _laid_out(entry: BibtexEntry, text: str) -> str:
    """Return an entry in its layout, or as it is where nobody can tell what a comment in it belongs to."""
    as_typed = text[entry.at : entry.end]
    closing = entry.end - 1
    ends = [entry.key_at + len(entry.key), *(field.end for field in entry.fields)]
    starts = [*(field.name_at for field in entry.fields), closing]
    gaps = [_BETWEEN.fullmatch(text, end, start) for end, start in zip(ends, starts, strict=True)]
    if not entry.fields or not all(gaps) or not all(gap["comma"] for gap in gaps[:-1] if gap):
        return as_typed
    comments = [_comments(gap["above"]) for gap in gaps if gap]
    behind = [(gap["behind"] or "").strip() for gap in gaps if gap]
    fields = [
        _Field(field.name, _written(field.name, text[_start(field.value_at, text) : field.end]), above, after)
        for field, above, after in zip(entry.fields, comments, behind[1:], strict=False)
    ]
    fields.sort(key=lambda field: _RANKS.get(field.name, len(_RANKS)))
    lines = [_with(f"@{entry.type.lower()}{{{entry.key},", behind[0])]
    for field in fields:
        lines += [*(f"  {comment}" for comment in field.above), _with(f"{field.written},", field.behind)]
    return "\n".join([*lines, *(f"  {comment}" for comment in comments[-1]), "}"])


def _comments(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _written(name: str, value: str) -> str:
    return f"  {name:{_WIDTH}} = {value}"


def _with(line: str, comment: str) -> str:
    return f"{line} {comment}" if comment else line


def _start(value_at: int, text: str) -> int:
    """Return where a value begins, with the brace or the quotation mark before its text."""
    return value_at - (text[value_at - 1] in '{"')
