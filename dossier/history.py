"""What git remembers of a file. Without git, or outside of a repository, nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path


def earlier_versions(root: Path, path: str) -> Iterator[str]:
    """Yield the texts that a file had in git's history, the newest first, with line ends normalised.

    `path` is relative to `root`, which may be any folder of a repository.
    """
    git = shutil.which("git")
    log = _run(git, root, "log", "--format=%H", "--", path) if git else None
    for commit in log.split() if log else ():
        text = _run(git, root, "cat-file", "blob", f"{commit}:./{path}")
        if text is not None:
            yield text


def _run(git: str | None, root: Path, *arguments: str) -> str | None:
    """Return what git prints, or None where it fails: no repository, or a file that a commit does not have."""
    result = subprocess.run(  # noqa: S603 - our own words, and a path that exists
        [str(git), "-C", str(root), "--literal-pathspecs", *arguments], capture_output=True, check=False
    )
    printed = result.stdout.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return printed if result.returncode == 0 else None
