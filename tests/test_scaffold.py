"""Tests of `dossier.scaffold`: new files appear all together or not at all, and nothing is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.scaffold import NotNewError, write_new


def everything(root: Path) -> dict[str, str]:
    """Return every file below a folder by its path; folders end in a slash."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        found[name if path.is_file() else f"{name}/"] = path.read_text("utf-8") if path.is_file() else ""
    return found


def test_new_files_come_with_their_folders(tmp_path: Path) -> None:
    write_new(tmp_path / "new", {"a/b/c.md": "été\n", "d.yml": "x: 1\n"})
    assert everything(tmp_path / "new") == {"a/": "", "a/b/": "", "a/b/c.md": "été\n", "d.yml": "x: 1\n"}


def test_where_files_exist_they_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    write_new(tmp_path, {"a/one.md": "1", "two.md": "2"})
    before = everything(tmp_path)
    with pytest.raises(NotNewError, match=r"^a/one\.md exists already; two\.md exists already$"):
        write_new(tmp_path, {"new/three.md": "3", "a/one.md": "!", "two.md": "!"})
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["../out.md", "a/../../out.md", "/out.md", "", "."])
def test_no_path_leads_out(tmp_path: Path, name: str) -> None:
    root = tmp_path / "project"
    root.mkdir()
    with pytest.raises(NotNewError, match="is no path inside the folder"):
        write_new(root, {"fine.md": "", name: ""})
    assert everything(tmp_path) == {"project/": ""}


def test_no_path_leads_through_a_symbolic_link(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "docs").symlink_to(outside)
    (root / "dangling.md").symlink_to(outside / "nothing")
    with pytest.raises(NotNewError, match=r"docs/a\.md leads through a symbolic link; dangling\.md exists already"):
        write_new(root, {"docs/a.md": "", "dangling.md": ""})
    assert everything(outside) == {}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    write_new(tmp_path, {"docs": "a file"})
    with pytest.raises(NotNewError, match="docs exists already, and is no folder"):
        write_new(tmp_path, {"docs/a.md": ""})


def test_what_was_begun_is_taken_back_when_the_system_refuses(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too long"):
        write_new(tmp_path, {"a/b/one.md": "1", f"a/{'x' * 300}.md": "2"})
    assert everything(tmp_path) == {}


def test_a_text_that_cannot_be_written_takes_all_back(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path, {"a/one.md": "1", "a/two.md": "\udc80"})
    assert everything(tmp_path) == {}
