"""The hooks for git: what is refused before a commit, and that other dossiers can use them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Dossier, write_small_dossier

CONFIG = ROOT / ".pre-commit-config.yaml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = (sys.executable, "-m", "pre_commit")
FACTS = "docs/arguments/jobs/argument.yml"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    """Return the small dossier as a repository that is clean, with the hooks and the environment of this one."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("home")))
        environment.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
            environment.delenv(name, raising=False)
        small = write_small_dossier(tmp_path_factory.mktemp("clean") / "project")
        shutil.copy(CONFIG, small.root)
        shutil.copy(ROOT / ".gitignore", small.root)
        small.path(".venv").symlink_to(Path(sys.executable).parent.parent)
        assert small.dossier("fmt").returncode == 0
        for command in (
            ["git", "init", "--quiet"],
            ["git", "config", "user.name", "A"],
            ["git", "config", "user.email", "a@example.org"],
            ["git", "config", "core.excludesFile", "/dev/null"],
            [*PRE_COMMIT, "install"],
        ):
            done = small.run(*command)
            assert done.returncode == 0, done.stdout + done.stderr
        small.write(".git/info/exclude", ".venv\n")
        assert commit(small).returncode == 0
        yield small


@pytest.fixture
def cloned(clean: Dossier, tmp_path: Path) -> Dossier:
    """Return a copy of the clean repository, for one test to spoil."""
    return Dossier(shutil.copytree(clean.root, tmp_path / "project", symlinks=True))


def commit(dossier: Dossier) -> subprocess.CompletedProcess[str]:
    assert dossier.run("git", "add", "--all").returncode == 0
    return dossier.run("git", "commit", "--quiet", "--message", "A change")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (FACTS, "likely", "certain", "error[unknown-value]"),
        (FACTS, "theme: work\norder: 10\n", "order: 10\ntheme: work\n", f"would lay out {FACTS}"),
        ("docs/arguments/jobs/fr.md", "annoncés [@Belga2021]", "annoncés [@Nobody]", "error[unknown-citation]"),
        ("references.bib", "@online{Belga2021", "@online{Belga2022", "error[unknown-citation]"),
    ],
)
def test_a_commit_with_a_fault_is_refused(cloned: Dossier, name: str, old: str, new: str, said: str) -> None:
    cloned.replace(name, old, new)
    before = cloned.run("git", "rev-parse", "HEAD").stdout
    refused = commit(cloned)
    assert refused.returncode == 1
    assert said in refused.stdout + refused.stderr
    assert cloned.run("git", "rev-parse", "HEAD").stdout == before
    cloned.replace(name, new, old)
    cloned.replace("docs/arguments/jobs/fr.md", "étaient annoncés [", "étaient promis [")
    assert commit(cloned).returncode == 0


def test_faulty_code_is_refused(cloned: Dossier) -> None:
    cloned.write("script.py", "import os\n")
    refused = commit(cloned)
    assert refused.returncode == 1
    assert "F401" in refused.stdout + refused.stderr


@pytest.mark.parametrize(("command", "path"), [("validate-config", CONFIG), ("validate-manifest", HOOKS)])
def test_the_files_are_what_pre_commit_reads(command: str, path: Path) -> None:
    done = subprocess.run([*PRE_COMMIT, command, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_is_fetched_for_the_hooks() -> None:
    repositories = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}
    hooks = [hook for repository in repositories for hook in repository["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    for hook in hooks:
        assert (ROOT / hook["entry"].split()[0]).exists()


def test_the_hooks_for_others_run_commands_that_exist(small: Dossier) -> None:
    assert small.dossier("fmt").returncode == 0
    for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8")):
        command, *arguments = hook["entry"].split()
        assert command == "dossier"
        assert small.dossier(*arguments).returncode == 0
