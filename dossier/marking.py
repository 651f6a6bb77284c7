"""What a translation records in its front matter, and how an earlier original is found again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

_OURS = ("translated_from:", "units:")


def marked(text: str, translated_from: str, units: Mapping[str, str]) -> str:
    """Return a translation's file with its record replaced; every other line, comments too, stays as it is.

    `text` has a front matter; `units` are the fingerprints of the original units by id.
    """
    lines = text.split("\n")
    end = next(number for number, line in enumerate(lines) if number and line.rstrip() in {"---", "..."})
    kept: list[str] = []
    in_units = False
    for line in lines[1:end]:
        in_units = line.startswith("units:") or (in_units and line[:1] in {" ", "\t"})
        if not in_units and not line.startswith(_OURS):
            kept.append(line)
    record = [f"translated_from: {translated_from}", "units:", *(f"  {unit}: {mark}" for unit, mark in units.items())]
    return "\n".join([lines[0], *kept, *record, *lines[end:]])


def earlier_versions(root: Path, path: str) -> Iterator[str]:
    """Yield the texts that a file had in git's history, the newest first; nothing where there is no history.

    `path` is relative to `root`, which may be any folder of a repository.
    """
    git = shutil.which("git")
    if git is None:
        return
    log = _run(git, root, "log", "--format=%H", "--", path)
    for commit in log.split() if log else ():
        text = _run(git, root, "show", f"{commit}:./{path}")
        if text is not None:
            yield text


def _run(git: str, root: Path, *arguments: str) -> str | None:
    """Return what git prints, or None where it fails: no repository, or a file that a commit does not have."""
    result = subprocess.run(  # noqa: S603 - our own words, and a path that exists
        [git, "-C", str(root), *arguments], capture_output=True, check=False, timeout=60
    )
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else None
