"""Changing files of the content in place: whole or not at all, and only where nothing can be lost."""

from __future__ import annotations

import re
from pathlib import Path

from dossier import rules, staging
from dossier.diagnostics import Report, Span
from dossier.source import leads_out_of, refusal, relative_path
from dossier.wording import Phrase, Words

_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
"""How git marks what it could not merge."""


def rewrite(root: Path, path: Path, text: str, report: Report) -> bool:
    """Give a file below `root` a new text; tell whether it was done, and report why not.

    A file is left alone where the way to it leads through a symbolic link, or a merge in it goes on.
    """
    problem = _problem(root, path)
    if not problem and _CONFLICT.search(text):
        problem = Phrase.MARKED_CONFLICT()
    if not problem:
        try:
            staging.replace_file(path, text.encode("utf-8"))
        except OSError as error:
            problem = refusal(error)
    if problem:
        report.add(rules.CANNOT_REWRITE, Span(relative_path(root, path)), problem=problem)
    return not problem


def _problem(root: Path, path: Path) -> Words | None:
    """Say why a file may not be written; None if it may."""
    if leads_out_of(root, path):
        return Phrase.NOT_IN_PROJECT()
    way = [path, *path.parents]
    if any(one.is_symlink() for one in way[: way.index(root)]):
        return Phrase.WAY_THROUGH_LINK()
    return None
