"""What git tells of the lines that a branch brings."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dossier.history import changed_lines


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
