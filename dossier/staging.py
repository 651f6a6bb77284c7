"""Replacing a folder as a whole: the new one is made beside it and takes its place when it is complete."""

from __future__ import annotations

import shutil
from pathlib import Path


def begin(folder: Path) -> Path:
    """Return an empty folder beside `folder` in which to make its successor.

    If an earlier replacement was cut off between its two steps, the last good folder is put back first.
    """
    previous = _previous(folder)
    if previous.exists() and not folder.exists():
        previous.rename(folder)
    staging = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    shutil.rmtree(previous, ignore_errors=True)
    staging.mkdir(parents=True)
    return staging


def finish(staging: Path, folder: Path) -> None:
    """Put the finished `staging` folder in the place of `folder`."""
    previous = _previous(folder)
    if folder.exists():
        folder.rename(previous)
    staging.rename(folder)
    shutil.rmtree(previous, ignore_errors=True)


def give_up(staging: Path) -> None:
    """Remove an unfinished folder; its predecessor was never touched."""
    shutil.rmtree(staging, ignore_errors=True)


def _previous(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.old")
