"""What editors are told: VS Code's settings fit the files, and its tasks find the faults that the program names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Dossier

from dossier import wording
from dossier.arguments import parse_text
from dossier.diagnostics import SEVERITIES, Report
from dossier.schemas import MODELS
from dossier.source import SourceFile

FOLDER = ROOT / ".vscode"


def read(name: str) -> Any:
    """Read one of the files of VS Code, which may have lines of comment."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


TASKS = {task["label"]: task for task in read("tasks.json")["tasks"]}


def matched(task: str, output: str) -> list[dict[str, str]]:
    """Return what VS Code puts into its list of problems."""
    found = []
    for line in output.splitlines():
        for matcher in TASKS[task]["problemMatcher"]:
            pattern = matcher["pattern"]
            if match := re.search(pattern["regexp"], line):
                parts = {part: match[group] for part, group in pattern.items() if part != "regexp"}
                found.append(parts | {"severity": matcher["severity"]})
    return found


@pytest.fixture
def faulty(small: Dossier) -> Dossier:
    """Return a dossier with faults of several kinds, with a column and without."""
    small.write(
        "docs/arguments/jobs/fr.md", small.read("docs/arguments/jobs/fr.md").replace("@Belga2021", "@Belga2012")
    )
    small.replace("docs/arguments/jobs/argument.yml", "likely", "certain: or nearly")
    small.write("docs/arguments/jobs/notes.md", "x")
    small.write("docs/themes.yml", "\ufeff" + small.read("docs/themes.yml"))
    return small


@pytest.mark.parametrize("task", TASKS)
def test_a_task_finds_every_fault(faulty: Dossier, task: str) -> None:
    faults = json.loads(faulty.dossier("check", "--format", "json").stdout)
    assert {fault["severity"] for fault in faults} == {"error", "warning"}
    assert {fault["column"] is None for fault in faults} == {True, False}
    expected = [
        {
            "file": fault["path"],
            "line": str(fault["line"]),
            "column": fault["column"] and str(fault["column"]),
            "severity": fault["severity"],
            "code": fault["code"],
            "message": fault["message"],
        }
        for fault in faults
    ]
    assert matched(task, faulty.dossier("check").stdout) == expected


def test_the_preview_names_faults_as_the_check_does_and_says_where_it_begins_and_ends(faulty: Dossier) -> None:
    log = faulty.dossier("build").stderr
    assert matched("dossier serve", log) == matched("dossier check", faulty.dossier("check").stdout)


def test_the_tasks_find_faults_in_every_language() -> None:
    words = [[wording.load(code).say(phrase()) for code in wording.languages()] for phrase in SEVERITIES.values()]
    for task in TASKS.values():
        expressions = [matcher["pattern"]["regexp"] for matcher in task["problemMatcher"]]
        for one, expression in zip(words, expressions, strict=True):
            assert f"(?:{'|'.join(one)})" in expression


def test_the_tasks_run_commands_that_exist(small: Dossier) -> None:
    for task in TASKS.values():
        assert task["command"].endswith("/.venv/bin/dossier")
        assert small.dossier(*task["args"], "--help").returncode == 0


def test_every_yaml_file_has_its_schema() -> None:
    schemas = read("settings.json")["yaml.schemas"]
    files = sorted([*(ROOT / "docs").glob("**/*.yml"), ROOT / "mkdocs.yml"])
    assert {Path(schema).name.replace(".json", ".yml") for schema in schemas} == {*MODELS, "mkdocs.yml"}
    for schema, pattern in schemas.items():
        assert (ROOT / schema).is_file()
        assert Path(pattern).name == Path(schema).name.replace(".json", ".yml")
        assert "corrections" in pattern or [*ROOT.glob(pattern)]
    assert {path for pattern in schemas.values() for path in ROOT.glob(pattern)} == set(files)


def test_the_snippets_are_what_the_format_asks_for() -> None:
    snippets = read("dossier.code-snippets")
    for name, snippet in snippets.items():
        body = "\n".join([snippet["body"]] if isinstance(snippet["body"], str) else snippet["body"])
        text = re.sub(r"\$\{[0-9]+\|([^,]*)[^}]*\}", r"\1", body)  # the first of several choices
        text = re.sub(r"\$\{[0-9]+:([^}]*)\}|\$0", lambda match: match[1] or "", text)
        assert "$" not in text, name
        head = "" if text.startswith("---") else "---\ntitle: T\nclaim: C\n---\n\n"
        report = Report()
        parsed = parse_text(SourceFile(f"{name}.md", head + text), "en", report)
        assert [fault.message for fault in report] == []
        assert parsed is not None
        assert parsed.units
