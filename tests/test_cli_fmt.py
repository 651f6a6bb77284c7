"""The command `dossier fmt`: which files it takes, what it prints, and what it leaves alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import Dossier

from dossier import yamlformat
from dossier.cli import main

FACTS = "docs/arguments/jobs/argument.yml"


@pytest.fixture
def here(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Return the small dossier in its layout, with its folder as the current one."""
    monkeypatch.chdir(small.root)
    assert run().exit_code == 0
    assert run("--check").exit_code == 0
    return small


def run(*arguments: str) -> Result:
    """Run the command in this process; it ends with an exit code and never with an exception."""
    result = CliRunner().invoke(main, ["fmt", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def swap(dossier: Dossier) -> str:
    """Put the facts of an argument into another order; return what they were."""
    text = dossier.read(FACTS)
    first, second, rest = text.split("\n", 2)
    dossier.write(FACTS, f"{second}\n{first}\n{rest}")
    return text


def test_a_file_is_laid_out(here: Dossier) -> None:
    text = swap(here)
    here.path(FACTS).chmod(0o640)
    result = run()
    assert (result.exit_code, result.stdout) == (0, f"laid out {FACTS}\n")
    assert result.stderr == "1 of 4 files changed\n"
    assert here.read(FACTS) == text
    assert stat.S_IMODE(here.path(FACTS).stat().st_mode) == 0o640
    assert [*here.listing("docs/arguments/jobs")] == ["argument.yml", "en.md", "fr.md"]
    assert run().stdout == ""


def test_a_check_writes_nothing_and_fails(here: Dossier) -> None:
    swap(here)
    before = here.listing()
    result = run("--check")
    assert (result.exit_code, result.stdout) == (1, f"would lay out {FACTS}\n")
    assert result.stderr == "1 of 4 files would change\n"
    assert here.listing() == before


def test_a_diff_shows_what_would_change(here: Dossier) -> None:
    swap(here)
    before = here.listing()
    result = run("--diff")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:4] == [f"--- {FACTS}", f"+++ {FACTS}", "@@ -1,5 +1,5 @@", "+theme: work"]
    assert here.listing() == before


def test_byte_order_marks_and_windows_line_ends_go(here: Dossier) -> None:
    text = here.read(FACTS)
    here.write(FACTS, "\ufeff" + text.replace("\n", "\r\n"))
    assert run().exit_code == 0
    assert here.read(FACTS) == text


@pytest.mark.parametrize(
    ("path", "expected"),
    [(FACTS, 1), ("docs", 3), ("references.bib", 1), (".", 4), ("docs/arguments", 2), ("docs/themes.yml", 1)],
)
def test_paths_choose(here: Dossier, path: str, expected: int) -> None:
    assert run("--check", path).stderr == f"0 of {expected} files would change\n"


@pytest.mark.parametrize("path", ["mkdocs.yml", "docs/arguments/jobs/fr.md", "..missing", "/"])
def test_a_path_that_has_no_layout_is_wrong_usage(here: Dossier, path: str) -> None:
    result = run(path) if path != "/" else run(str(here.root.parent / "elsewhere.yml"))
    assert result.exit_code == 2


def test_a_file_with_faults_is_named_and_the_others_are_laid_out(here: Dossier) -> None:
    swap(here)
    here.write("references.bib", "@book{")
    result = run()
    assert (result.exit_code, result.stdout) == (1, f"laid out {FACTS}\n")
    assert "references.bib:1:7: error[malformed-bibtex]" in result.stderr


def test_a_file_that_would_be_read_otherwise_is_left_alone(here: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlformat, "format_yaml", lambda _model, source, _report: source.text.replace("10", "11"))
    before = here.listing()
    result = run()
    assert result.exit_code == 1
    assert f"{FACTS}:1: warning[cannot-rewrite]: the file is left as it is: in its layout it would not" in result.stderr
    assert here.listing() == before


def test_a_link_is_left_alone(here: Dossier) -> None:
    swap(here)
    here.path("real.yml").write_bytes(here.path(FACTS).read_bytes())
    here.path(FACTS).unlink()
    here.path(FACTS).symlink_to("../../../real.yml")
    before = here.read("real.yml")
    result = run()
    assert result.exit_code == 1
    assert "the way to it leads through a symbolic link" in result.stderr
    assert here.path(FACTS).is_symlink()
    assert here.read("real.yml") == before


def test_a_folder_outside_of_the_project_is_left_alone(here: Dossier, tmp_path: Path) -> None:
    swap(here)
    here.path("docs/arguments/jobs").rename(tmp_path / "jobs")
    here.path("docs/arguments/jobs").symlink_to(tmp_path / "jobs")
    before = (tmp_path / "jobs/argument.yml").read_bytes()
    result = run()
    assert result.exit_code == 1
    assert "error[outside-project]" in result.stderr
    assert (tmp_path / "jobs/argument.yml").read_bytes() == before


def test_a_fault_of_the_configuration_is_named(here: Dossier) -> None:
    here.write("mkdocs.yml", "site_name: [")
    result = run()
    assert result.exit_code == 1
    assert "mkdocs.yml:2:1: error[yaml-syntax]" in result.stderr
