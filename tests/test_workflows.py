"""The workflows are safe, and what they and the documents tell the command line to do is what it can do."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT

from dossier.cli import main

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
DOCUMENTS = [ROOT / "README.md", ROOT / "docs-dev" / "links.md"]
COMMAND = re.compile(r"(?:\.venv/bin/|^|`)(dossier links\b[^`|&<>\n]*)", re.MULTILINE)


def jobs_of(path: Path) -> dict[str, Any]:
    """Return the jobs of a workflow by name."""
    jobs: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return jobs


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda it: it.name)
def test_workflows_pin_actions_and_keep_strangers_words_out_of_the_shell(path: Path) -> None:
    steps = [step for job in jobs_of(path).values() for step in job["steps"]]
    assert steps
    for step in steps:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", f"none@{'0' * 40}"))
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_the_job_that_asks_strangers_may_write_nothing() -> None:
    jobs = jobs_of(ROOT / ".github" / "workflows" / "links-nightly.yml")
    asking = [job for job in jobs.values() if any("dossier" in step.get("run", "") for step in job["steps"])]
    assert [job["permissions"] for job in asking] == [{"contents": "read"}]


@pytest.mark.parametrize("path", [*WORKFLOWS, *DOCUMENTS], ids=lambda it: it.name)
def test_commands_for_links_are_ones_that_exist(path: Path) -> None:
    commands = COMMAND.findall(path.read_text(encoding="utf-8"))
    assert commands or path.name == "ci.yml"
    for command in commands:
        words = shlex.split(re.split(r"\s{2,}", command)[0])[1:]
        result = CliRunner().invoke(main, [*words, "--help"])
        assert result.exit_code == 0, f"{command}\n{result.output}"
        assert "Usage:" in result.output
