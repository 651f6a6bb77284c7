"""What git tells of the lines that a branch brings, and of the days of files."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from dossier.history import changed_lines, files_at, fork_point, lifetimes


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", tmp_path, *identity, *arguments], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (tmp_path / "sub").mkdir()
    for name in ("sub/a.md", "sub/é b.md", "sub/old.md"):
        (tmp_path / name).write_text("one\ntwo\nthree\n")
    git("add", ".")
    git("commit", "-qm", "first")
    git("switch", "-qc", "branch")
    (tmp_path / "sub/a.md").write_text("one\ntwo!\nthree\nfour\n")
    git("rm", "-q", "sub/old.md")
    git("commit", "-qam", "second")
    git("switch", "-q", "main")
    (tmp_path / "sub/a.md").write_text("zero\none\ntwo\nthree\n")
    git("commit", "-qam", "somebody else's")
    git("switch", "-q", "branch")
    (tmp_path / "sub/é b.md").write_text("one\nTWO\n++ b/x\nthree\nfour\n")
    (tmp_path / "sub/new.md").write_text("one\ntwo\n")
    return tmp_path


def test_lines_of_commits_of_the_work_tree_and_of_new_files(repository: Path) -> None:
    changed = changed_lines(repository / "sub", "main")
    assert changed is not None
    assert {path: sorted(lines) for path, lines in changed.items() if lines} == {
        "a.md": [2, 4],
        "é b.md": [2, 3, 5],
        "new.md": [1, 2, 3],
    }


def test_what_git_does_not_know(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert changed_lines(repository, "no-such-branch") is None
    assert changed_lines(repository, "--output=x") is None
    assert not (repository / "x").exists()
    assert changed_lines(tmp_path_factory.mktemp("no-repository"), "main") is None


def test_the_files_of_a_commit(repository: Path) -> None:
    fork = fork_point(repository, "main")
    assert fork is not None
    (repository / "sub/link.md").symlink_to("a.md")
    (repository / "sub/empty.md").touch()
    (repository / "sub/bytes.md").write_bytes(b"\xff\n\0\r\n")
    subprocess.run(["git", "-C", repository, "add", "-A"], check=True)
    tree = subprocess.run(["git", "-C", repository, "write-tree"], check=True, capture_output=True, text=True).stdout
    assert {str(path): content for path, content in files_at(repository, fork, ["sub/a.md", "no-such"], 99)} == {
        "sub/a.md": b"one\ntwo\nthree\n"
    }
    assert {str(path): content for path, content in files_at(repository / "sub", tree.strip(), ["."], 20)} == {
        "a.md": b"one\ntwo!\nthree\nfour\n",
        "bytes.md": b"\xff\n\0\r\n",
        "empty.md": b"",
        "new.md": b"one\ntwo\n",
        "é b.md": b"",  # too long
    }


@pytest.mark.parametrize("name", ["..", ".git"])
def test_a_hostile_tree_places_nothing_outside(repository: Path, name: str) -> None:
    def git(*arguments: str, given: str = "") -> str:
        command = ["git", "-C", str(repository), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, input=given).stdout.strip()

    blob = git("hash-object", "-w", "--stdin", given="x")
    inner = git("mktree", given=f"100644 blob {blob}\tx.md\n")
    outer = git("mktree", given=f"040000 tree {inner}\t{name}\n100644 blob {blob}\tfine.md\n")
    assert [str(path) for path, _ in files_at(repository, outer, ["."], 99)] == ["fine.md"]


# --- When files came and last changed -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Repository:
    """A repository whose project stands in the folder `sub`."""

    root: Path

    def git(self, *arguments: str, day: str = "2026-11-01") -> None:
        """Run git on a day."""
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
        day = f"{day}T12:00:00Z"
        env = {**os.environ, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": day}
        subprocess.run(["git", "-C", self.root, *identity, *arguments], check=True, capture_output=True, env=env)

    def commit(self, day: str, **files: str) -> None:
        """Write files below `docs` and commit them."""
        for name, text in files.items():
            path = self.root / "sub/docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", ".")
        self.git("commit", "-qm", f"on {day}", day=day)

    def lifetimes(self) -> dict[str, tuple[str, str]]:
        """Return first and last day by file."""
        found = lifetimes(self.root / "sub", self.root / "sub/docs")
        return {path: (str(one.first), str(one.last)) for path, one in found.items()}


@pytest.fixture
def dated(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.root.mkdir()
    repository.git("init", "-q", "-b", "main")
    repository.commit("2026-03-01", **{"a.md": "one", "é b\n2026-01-01.md": "one", "gone.md": "one"})
    (repository.root / "beside.md").write_text("not in the project")
    repository.commit("2026-05-01", **{"a.md": "two"})
    return repository


def test_the_first_and_the_last_day_of_a_file(dated: Repository) -> None:
    dated.git("rm", "-q", "sub/docs/gone.md")
    dated.commit("2026-06-01")
    (dated.root / "sub/docs/new.md").write_text("not committed")
    assert dated.lifetimes() == {
        "docs/a.md": ("2026-03-01", "2026-05-01"),
        "docs/é b\n2026-01-01.md": ("2026-03-01", "2026-03-01"),
        "docs/gone.md": ("2026-03-01", "2026-03-01"),
    }


def test_days_count_and_not_the_order_of_the_log(dated: Repository) -> None:
    dated.git("switch", "-qc", "branch")
    dated.commit("2026-04-01", **{"a.md": "two and a half", "b.md": "one"})
    dated.git("switch", "-q", "main")
    dated.commit("2026-02-01", **{"a.md": "three"})
    dated.git("merge", "-q", "-X", "ours", "branch", day="2026-09-01")
    assert dated.lifetimes()["docs/a.md"] == ("2026-02-01", "2026-05-01")
    assert dated.lifetimes()["docs/b.md"] == ("2026-04-01", "2026-04-01")


def test_what_the_user_likes_git_to_print_changes_nothing(dated: Repository) -> None:
    expected = dated.lifetimes()
    for name, value in {
        "log.showSignature": "true",
        "log.diffMerges": "first-parent",
        "diff.renames": "copies",
        "log.date": "relative",
        "core.quotePath": "true",
        "color.ui": "always",
    }.items():
        dated.git("config", name, value)
    assert dated.lifetimes() == expected


def test_a_shallow_clone_tells_nothing(dated: Repository, tmp_path: Path) -> None:
    whole, shallow = Repository(tmp_path / "whole"), Repository(tmp_path / "shallow")
    dated.git("clone", "-q", f"file://{dated.root}", str(whole.root))
    dated.git("clone", "-q", "--depth=1", f"file://{dated.root}", str(shallow.root))
    assert whole.lifetimes() == dated.lifetimes()
    assert shallow.lifetimes() == {}


def test_without_git_or_history_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = Repository(tmp_path)
    assert empty.lifetimes() == {}
    empty.git("init", "-q")
    assert empty.lifetimes() == {}
    monkeypatch.setenv("PATH", "")
    assert lifetimes(tmp_path, tmp_path) == {}


def test_git_is_asked_twice_however_many_files_there_are(dated: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    dated.commit("2026-07-01", **{f"{number}.md": "x" for number in range(50)})
    run = mock.Mock(wraps=subprocess.run)
    monkeypatch.setattr(subprocess, "run", run)
    assert len(lifetimes(dated.root, dated.root)) > 50
    assert run.call_count == 2
