"""Replacing a folder or a file as a whole: the new one is made beside it and takes its place when it is complete."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def recover(folder: Path) -> None:
    """Put the last good folder back if an earlier replacement was cut off between its two steps."""
    previous = _previous(folder)
    if previous.exists() and not folder.exists():
        previous.rename(folder)


def begin(folder: Path) -> Path:
    """Return an empty folder beside `folder` in which to make its successor."""
    recover(folder)
    staging = folder.with_name(f"{folder.name}.new")
    for left_over in (staging, _previous(folder)):
        if left_over.exists():
            # Under another name first: a program that a killed build has started may still write into it.
            doomed = left_over.rename(left_over.with_name(f"{left_over.name}.{os.getpid()}"))
            shutil.rmtree(doomed, ignore_errors=True)
    staging.mkdir(parents=True)
    return staging


def finish(staging: Path, folder: Path) -> None:
    """Put the finished `staging` folder in the place of `folder`."""
    previous = _previous(folder)
    if folder.exists():
        folder.rename(previous)
    try:
        staging.rename(folder)
    except OSError:
        recover(folder)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def replace_file(path: Path, content: bytes) -> None:
    """Give a file other content, or leave it as it was where the system refuses; who may read it stays."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with new.open("xb") as file:  # never through a link that somebody has put there
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def give_up(staging: Path) -> None:
    """Remove an unfinished folder; its predecessor was never touched."""
    shutil.rmtree(staging, ignore_errors=True)


def _previous(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.old")
