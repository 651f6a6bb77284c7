"""Files that begin something new: written all together or not at all, and never over anything that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath


class NotNewError(Exception):
    """Files cannot be written where they should be; the text names each of them and says why."""


def write_new(root: Path, files: Mapping[str, str]) -> None:
    """Write files that must not exist yet, by their paths from `root`, with the folders that they need.

    Raises NotNewError where one of them exists, or its path leads out of `root` or through a symbolic link; and OSError
    where the system refuses. Nothing is left behind then.
    """
    if problems := [problem for name in files if (problem := _problem(root, name))]:
        raise NotNewError("; ".join(problems))
    made: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            missing = [folder for folder in path.parents if not folder.exists()]
            for folder in reversed(missing):
                folder.mkdir()
                made.append(folder)
            with path.open("x", encoding="utf-8", newline="\n") as file:  # somebody may have been quicker
                made.append(path)
                file.write(text)
    except BaseException as error:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()
        if isinstance(error, FileExistsError):
            raise NotNewError(f"{error.filename} exists already") from error
        raise


def _problem(root: Path, name: str) -> str:
    """Say why a new file cannot have this name; an empty text if it can."""
    way = PurePosixPath(name)
    if way.is_absolute() or ".." in way.parts or not way.name:
        return f"{name} is no path inside the folder"
    if any((root / folder).is_symlink() for folder in way.parents[:-1]):  # `root` itself is the caller's choice
        return f"the way to {name} leads through a symbolic link"
    taken = next((folder for folder in way.parents if (root / folder).exists() and not (root / folder).is_dir()), None)
    if taken:
        return f"{taken} exists already, and is no folder"
    return f"{name} exists already" if (root / way).exists() or (root / way).is_symlink() else ""
