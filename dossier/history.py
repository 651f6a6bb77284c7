"""What git remembers of files. Without git, or outside of a repository, nothing."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")

_FILE_MODES = frozenset({"100644", "100755"})


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The days of the first and of the last commit that brought a file, or a change of it."""

    first: dt.date
    last: dt.date


History = Mapping[str, Lifetime]
"""By file, relative to the project, what git remembers of it."""

NO_HISTORY: History = MappingProxyType({})


def lifetimes(root: Path, folder: Path) -> History:
    """Return the days of every file that git knows below `folder`, itself below `root`, to which paths are relative.

    A shallow clone would call everything new that is older than itself, so nothing is told of it.
    """
    if _run(root, "rev-parse", "--is-shallow-repository") != "false\n":
        return NO_HISTORY
    options = ("--format=%x00%cs", "--name-only", "--no-renames", "--diff-filter=d", "--no-diff-merges")
    log = _run(
        root, "log", *options, "--no-show-signature", "--relative", "-z", "--", folder.relative_to(root).as_posix()
    )
    found: dict[str, Lifetime] = {}
    day: dt.date | None = None
    for line in log.split("\0") if log else ():
        if _DAY.fullmatch(line):
            day = dt.date.fromisoformat(line)
        elif line and day:
            path = line.removeprefix("\n")
            known = found.get(path, Lifetime(day, day))
            found[path] = Lifetime(min(day, known.first), max(day, known.last))
    return found


def earlier_versions(root: Path, path: str) -> Iterator[str]:
    """Yield the texts that a file had in git's history, the newest first, with line ends normalised.

    `path` is relative to `root`, which may be any folder of a repository.
    """
    log = _run(root, "log", "--format=%H", "--", path)
    for commit in log.split() if log else ():
        text = _run(root, "cat-file", "blob", f"{commit}:./{path}")
        if text is not None:
            yield text


def fork_point(root: Path, base: str) -> str | None:
    """Return the commit at which this branch left `base`; None where git does not know it."""
    commit = _run(root, "merge-base", "--end-of-options", base, "HEAD")
    return commit.strip() if commit else None


def files_at(root: Path, commit: str, paths: Iterable[str], max_bytes: int) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the files that a commit has at or below `paths`, relative to `root`, with their content.

    Links are left out, and so is what a hostile tree could place outside of a folder; a file beyond `max_bytes` comes
    empty, for it is there.
    """
    listed = []
    for line in filter(None, (_run(root, "ls-tree", "-r", "-l", "-z", commit, "--", *paths) or "").split("\0")):
        about, _, name = line.partition("\t")
        mode, _, blob, size = about.split()
        path = PurePosixPath(name)
        if mode in _FILE_MODES and not path.is_absolute() and not {"..", ".git"} & set(path.parts):
            listed.append((path, blob, int(size) if int(size) <= max_bytes else 0))
    blobs = "\n".join(blob for _, blob, length in listed if length).encode()
    content = _output(root, "cat-file", "--batch", given=blobs) or b""
    at = 0
    for path, _, length in listed:
        if not length:
            yield path, b""
            continue
        start = content.index(b"\n", at) + 1  # behind a line that tells of it
        at = start + length + 1  # and before the end of one
        yield path, content[start : at - 1]


def changed_lines(root: Path, base: str) -> Mapping[str, frozenset[int]] | None:
    """Return by file, relative to `root`, the lines that came since this branch left `base`, committed or not.

    None where git does not know `base`, or what it has in common with this branch.
    """
    fork = fork_point(root, base)
    if fork is None:
        return None
    options = ("--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--relative", "--src-prefix=a/")
    diff = _run(root, "-c", "core.quotePath=false", "diff", *options, "--dst-prefix=b/", fork, "--")
    new = _run(root, "ls-files", "--others", "--exclude-standard", "-z")
    if diff is None or new is None:
        return None
    found: dict[str, set[int]] = {}
    lines: set[int] = set()
    content = 0  # lines still to come that are a file's own, whatever they look like
    for line in diff.split("\n"):
        if content and line[:1] in {"+", "-"}:
            content -= 1
        elif line.startswith("+++ "):
            lines = found.setdefault(line.removeprefix("+++ ").removeprefix("b/").rstrip("\t"), set())
        elif match := _HUNK.match(line):
            start, count = int(match[2]), int(match[3] or 1)
            content = int(match[1] or 1) + count
            lines.update(range(start, start + count))
    for path in filter(None, new.split("\0")):
        file = root / path
        if file.is_file():
            found[path] = set(range(1, file.read_bytes().count(b"\n") + 2))
    return {path: frozenset(lines) for path, lines in found.items()}


def published_at(root: Path) -> tuple[str, str] | None:
    """Return where a repository's present commit can be fetched: the address of its origin, and the commit.

    None where the origin is on this machine, or does not have the commit, as far as this clone knows.
    """
    origin, commit = _run(root, "remote", "get-url", "origin"), _run(root, "rev-parse", "HEAD")
    branches = _run(root, "branch", "--remotes", "--contains", "HEAD")
    if not origin or not commit or not branches:
        return None
    url = re.sub(r"^([\w.-]+@[\w.-]+):(?!//)", r"ssh://\1/", origin.strip())
    return (url, commit.strip()) if url.startswith(("https://", "ssh://")) else None


def commit_on_branch(root: Path, branch: str, paths: Iterable[str], message: str) -> bool:
    """Make a new branch with one commit, of these files alone; tell whether git could."""
    return (
        _run(root, "switch", "--quiet", "--create", branch) is not None
        and _run(root, "add", "--", *paths) is not None
        and _run(root, "commit", "--quiet", "--no-verify", f"--message={message}") is not None
    )


def _run(root: Path, *arguments: str) -> str | None:
    """Return what git prints as text, with line ends normalised, or None where it fails."""
    printed = _output(root, *arguments)
    return None if printed is None else printed.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _output(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git prints, or None where it fails: no git, no repository, nothing of that name."""
    git = shutil.which("git")
    if git is None:
        return None
    result = subprocess.run(  # noqa: S603 - our own words, a path that exists, and names behind a mark that ends options
        [git, "-C", str(root), "--literal-pathspecs", *arguments], input=given, capture_output=True, check=False
    )
    return result.stdout if result.returncode == 0 else None
