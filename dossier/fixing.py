"""`dossier check --fix`: faults that can be put right in one way only are put right, and what remains is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from dossier.diagnostics import Edit, Report
from dossier.loading import BIB_BYTES
from dossier.rewriting import rewrite
from dossier.source import read_text

_MOST_PASSES = 10
"""How often is checked at most: one fault may hide another, or overlap with it."""


def fix(root: Path, check: Callable[[], Report]) -> tuple[Report, Counter[str]]:
    """Check, put right what is safe, and check again until there is no more of it.

    Returns what remains, with the files that could not be written, and how many faults were put right, by path.
    """
    report, refused, done = check(), Report(), Counter[str]()
    for _ in range(_MOST_PASSES):
        made = _pass(root, report, refused)
        if not made:
            break
        done += made
        report = check()
    report.include(refused)
    return report, done


def _pass(root: Path, report: Report, refused: Report) -> Counter[str]:
    done: Counter[str] = Counter()
    fixable = ((found.span.path, found.fix) for found in report if found.fix is not None)
    for path, group in groupby(fixable, key=lambda one: one[0]):
        source = read_text(root, root / path, Report(), max_bytes=BIB_BYTES)
        if source is None:
            continue
        text, count = fixed(source.text, [edits for _, edits in group])
        if count and rewrite(root, root / path, text, refused):
            done[path] = count
    return done


def fixed(text: str, fixes: Iterable[Sequence[Edit]]) -> tuple[str, int]:
    """Return a text with changes made, and how many; each is made whole, or not if its place is not as it should be."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    taken: list[tuple[int, int, str]] = []
    count = 0
    for edits in fixes:
        places = [_place(edit, text, starts) for edit in edits]
        if all(place and not any(_overlap(place, other) for other in taken) for place in places):
            taken += filter(None, places)
            count += 1
    for start, end, new in sorted(taken, reverse=True):
        text = text[:start] + new + text[end:]
    return text, count


def _place(edit: Edit, text: str, starts: Sequence[int]) -> tuple[int, int, str] | None:
    """Return where in the text a change begins and ends, and what stands there from then on."""
    line = edit.span.line
    if line >= len(starts):
        return None
    start = text.find(edit.old, starts[line - 1] + (edit.span.column or 1) - 1, starts[line] - 1)
    return (start, start + len(edit.old), edit.new) if start >= 0 else None


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
