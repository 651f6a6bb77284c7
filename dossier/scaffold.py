"""The files with which something new begins: their texts, and how they are written.

What is left to do stands in each of them as a comment, which `dossier check` then names with its place. Files are
written all together or not at all, and never over anything that is there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib import resources
from pathlib import Path, PurePosixPath
from string import Template

import yaml

from dossier.themes import INTRODUCTION_WORDS


def argument(*, theme: str, order: int, language: str, title: str, claim: str) -> dict[str, str]:
    """Return the files of a new argument by their names in its folder: a draft in one language."""
    facts = _filled("argument.yml", theme=theme, order=str(order), language=language)
    return {
        "argument.yml": facts,
        f"{language}.md": _filled("argument.md", title=yaml_text(title), claim=yaml_text(claim)),
    }


def page(*, title: str, description: str) -> str:
    """Return the text of a new page."""
    return _filled("page.md", title=yaml_text(title), description=yaml_text(description))


def introduction() -> str:
    """Return the text with which the introduction of a theme begins."""
    return _filled("introduction.md", least=str(INTRODUCTION_WORDS[0]), most=str(INTRODUCTION_WORDS[-1]))


def theme(theme_id: str, titles: Mapping[str, str], summaries: Mapping[str, str]) -> str:
    """Return a new item for the list of themes; titles and summaries are by language, and may be empty."""

    def lines(texts: Mapping[str, str]) -> str:
        return "\n".join(f"    {language}: {yaml_text(text)}" for language, text in texts.items())

    return _filled("theme.yml", id=theme_id, titles=lines(titles), summaries=lines(summaries))


def yaml_text(text: str) -> str:
    """Return a text as a value of YAML, in one line, quoted only where it must be."""
    return yaml.safe_dump(text, allow_unicode=True, width=float("inf")).removesuffix("\n").removesuffix("\n...")


def _filled(name: str, **values: str) -> str:
    return Template((resources.files("dossier") / "skeletons" / name).read_text(encoding="utf-8")).substitute(values)


class NotNewError(Exception):
    """Files cannot be written where they should be; the text names each of them and says why."""


def write_new(root: Path, files: Mapping[str, str], edited: Mapping[str, str] | None = None) -> None:
    """Write files that must not exist yet, by their paths from `root`, with the folders that they need.

    `edited` are the new texts of files that do exist; they are replaced last, each as a whole. Raises NotNewError where
    a new file exists, or where a path leads out of `root` or through a symbolic link; and OSError where the system
    refuses. Nothing is left behind then.
    """
    if problems := [problem for name in files if (problem := _problem(root, name))]:
        raise NotNewError("; ".join(problems))
    made: list[Path] = []
    try:
        for name, text in files.items():
            _write(root / name, text, made)
        for name, text in (edited or {}).items():
            successor = root / f"{name}.new"
            _write(successor, text, made)
            shutil.copymode(root / name, successor)
            successor.replace((root / name).resolve())
    except BaseException as error:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):  # somebody has been quicker
            raise NotNewError(f"{error.filename} exists already") from error
        raise


def _write(path: Path, text: str, made: list[Path]) -> None:
    """Write a new file, and note in `made` what is there now and was not before."""
    for folder in reversed([folder for folder in path.parents if not folder.exists()]):
        folder.mkdir()
        made.append(folder)
    with path.open("xb") as file:
        made.append(path)
        file.write(text.encode("utf-8"))


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
    return f"{name} exists already" if os.path.lexists(root / way) else ""
