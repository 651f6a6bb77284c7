"""Replacing a folder as a whole: at every moment there is a good one, or the next run puts it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier import staging


def write(folder: Path, text: str) -> Path:
    """Make a folder that holds one file."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    """Return what a folder holds."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder with a good site in it, alone in its parent."""
    return write(tmp_path / "place" / "site", "old")


def text(site: Path) -> str:
    """Return the text of a site."""
    return (site / "index.html").read_text(encoding="utf-8")


def test_the_first_site_needs_no_folder(tmp_path: Path) -> None:
    site = tmp_path / "not" / "there" / "site"
    new = staging.begin(site)
    (new / "index.html").write_text("new", encoding="utf-8")
    assert not site.exists()
    staging.finish(new, site)
    assert (text(site), names(site.parent)) == ("new", ["site"])


def test_the_new_site_takes_the_place_of_the_old_one_whole(site: Path) -> None:
    (site / "gone.html").write_text("only in the old one", encoding="utf-8")
    new = staging.begin(site)
    (new / "index.html").write_text("new", encoding="utf-8")
    assert text(site) == "old"
    staging.finish(new, site)
    assert (text(site), names(site), names(site.parent)) == ("new", ["index.html"], ["site"])


def test_what_was_given_up_leaves_nothing(site: Path) -> None:
    new = staging.begin(site)
    (new / "index.html").write_text("half", encoding="utf-8")
    staging.give_up(new)
    staging.give_up(new)
    assert (text(site), names(site.parent)) == ("old", ["site"])


def test_the_leavings_of_a_killed_run_are_removed(site: Path) -> None:
    write(site.with_name("site.new"), "half")
    write(site.with_name("site.old"), "older")
    new = staging.begin(site)
    assert names(new) == []
    staging.finish(new, site)
    assert names(site.parent) == ["site"]


@pytest.mark.parametrize("step", [staging.recover, staging.begin])
def test_a_run_killed_between_its_two_steps_is_undone(site: Path, step: object) -> None:
    site.rename(site.with_name("site.old"))
    assert callable(step)
    step(site)
    assert text(site) == "old"
    assert "site.old" not in names(site.parent)


def test_a_good_site_is_never_replaced_by_an_older_one(site: Path) -> None:
    write(site.with_name("site.old"), "older")
    staging.recover(site)
    assert text(site) == "old"


def test_a_new_site_that_cannot_be_moved_leaves_the_old_one(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = staging.begin(site)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path == new:
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="busy"):
        staging.finish(new, site)
    assert text(site) == "old"
