"""The workflows are safe, and what they and the documents tell the command line to do is what it can do."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT

from dossier.cli import main
from dossier.evidence_card_render import MARKER

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("argument.*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
DOCUMENTS = [ROOT / "README.md", ROOT / "docs-dev" / "links.md", ROOT / "docs-dev" / "publishing.md"]
COMMAND = re.compile(
    r"(?:\.venv/bin/|^|`)(dossier (?:build|check|import-form|links|report)\b[^`|&<>\n]*)", re.MULTILINE
)
PROGRAMS = Path(sys.executable).parent

WRITERS = {
    "import-form.yml": {"answer", "propose"},
    "links-nightly.yml": {"propose", "tell"},
    "publish.yml": {"deploy"},
    "pull-request-comment.yml": {"comment"},
}
"""By workflow, the jobs that may write: they run no program of ours, for it reads what strangers wrote."""


def workflow(path: Path) -> dict[str, Any]:
    """Return a workflow; YAML takes its key `on` for a truth value."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def jobs_of(path: Path) -> dict[str, Any]:
    """Return the jobs of a workflow by name."""
    jobs: dict[str, Any] = workflow(path)["jobs"]
    return jobs


def examples() -> dict[str, str]:
    """Return the workflows that the documents show, by name."""
    blocks = [
        block for path in DOCUMENTS for block in re.findall(r"```yaml\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    ]
    return {f"example-{number}.yml": block for number, block in enumerate(blocks) if "\njobs:\n" in block}


def run(*command: str | Path, given: str | None = None) -> None:
    """Run a program of the test environment, which must find nothing to complain of."""
    program = PROGRAMS / command[0]
    result = subprocess.run([program, *command[1:]], capture_output=True, text=True, input=given, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


# --- What they may do -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda it: it.name)
def test_workflows_pin_actions_and_keep_strangers_words_out_of_the_shell(path: Path) -> None:
    steps = [step for job in jobs_of(path).values() for step in job["steps"]]
    assert steps
    for step in steps:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", f"none@{'0' * 40}"))
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert "ref" not in step["with"]  # never a stranger's commit in a run that is ours


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda it: it.name)
def test_few_jobs_may_write_and_these_run_no_program_of_ours(path: Path) -> None:
    assert workflow(path)["permissions"] == {}
    writers = {name: job for name, job in jobs_of(path).items() if "write" in job["permissions"].values()}
    assert set(writers) == WRITERS.get(path.name, set())
    for job in writers.values():
        assert not any(re.search(r"dossier |make |scripts/", step.get("run", "")) for step in job["steps"])


def test_a_pull_request_is_built_without_secrets_and_tokens() -> None:
    text = (GITHUB / "workflows" / "pull-request.yml").read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert not re.search(r"secrets|token|_TOKEN", text, re.IGNORECASE)


def test_actions_have_one_hash_each() -> None:
    texts = [*(path.read_text(encoding="utf-8") for path in WORKFLOWS), *examples().values()]
    uses = {use for text in texts for use in re.findall(r"uses: (\S+@\S+ # v\S+)", text)}
    assert len(uses) == len({use.partition("@")[0] for use in uses})


def test_zizmor_has_nothing_to_say(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name, text in examples().items():
        (folder / name).write_text(text, encoding="utf-8")
    assert any(folder.iterdir())
    run("zizmor", "--offline", "--no-progress", "--strict-collection", GITHUB, tmp_path)


# --- Whether they are well formed -------------------------------------------------------------------------------------


def test_forges_can_read_them(tmp_path: Path) -> None:
    shown = [tmp_path / name for name in examples()]
    for path in shown:
        path.write_text(examples()[path.name], encoding="utf-8")
    schema = ("check-jsonschema", "--builtin-schema")
    run(*schema, "vendor.github-workflows", *WORKFLOWS, *shown)
    run(*schema, "vendor.github-issue-forms", *FORMS)
    run(*schema, "vendor.dependabot", GITHUB / "dependabot.yml")
    run(*schema, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", GITLAB)


def scripts() -> Iterator[tuple[str, str]]:
    """Yield every piece of shell with its name."""
    for path in (ROOT / "scripts" / "setup", ROOT / ".ci" / "run"):
        yield path.name, path.read_text(encoding="utf-8")
    for path in WORKFLOWS:
        for name, job in jobs_of(path).items():
            for number, step in enumerate(job["steps"]):
                if "run" in step:
                    yield f"{path.name}-{name}-{number}", "#!/bin/bash\nset -e\n" + step["run"]
    for name, job in workflow(GITLAB).items():
        if "script" in job:
            yield f"gitlab-{name}", "\n".join(["#!/bin/bash", *job.get("before_script", []), *job["script"]])


@pytest.mark.parametrize("script", [pytest.param(text, id=name) for name, text in scripts()])
def test_shellcheck_has_nothing_to_say(script: str) -> None:
    run("shellcheck", "-", given=script)


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB, *DOCUMENTS], ids=lambda it: it.name)
def test_commands_are_ones_that_exist(path: Path) -> None:
    commands = COMMAND.findall(path.read_text(encoding="utf-8"))
    assert commands or path.name == "publish.yml"
    for command in commands:
        words = shlex.split(re.split(r"\s{2,}", command)[0])[1:]
        result = CliRunner().invoke(main, [*words, "--help"])
        assert result.exit_code == 0, f"{command}\n{result.output}"
        assert "Usage:" in result.output


# --- The comment ------------------------------------------------------------------------------------------------------

FAKE_GH = """\
#!/bin/sh
echo "$*" >>calls
case "$*" in
  *--method\\ GET*pulls*) printf '%s' "$PULL" ;;
  *comments\\ --jq*) printf '%s' "$COMMENTS" ;;
esac
"""


@pytest.mark.parametrize(
    ("pull", "comments", "written"),
    [
        ("", "", None),
        ("7", "", "--method POST repos/us/dossier/issues/7/comments"),
        ("7", "12\n13\n", "--method PATCH repos/us/dossier/issues/comments/12"),
    ],
    ids=["no pull request", "the first comment", "a comment to bring up to date"],
)
def test_the_card_is_one_comment(tmp_path: Path, pull: str, comments: str, written: str | None) -> None:
    steps = jobs_of(GITHUB / "workflows" / "pull-request-comment.yml")["comment"]["steps"]
    (script,) = [step["run"] for step in steps if "run" in step]
    assert f'startswith("{MARKER}")' in script
    (tmp_path / "gh").write_text(FAKE_GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    env = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "GH_REPO": "us/dossier",
        "HEAD_OWNER": "stranger",
        "HEAD_BRANCH": "$(touch run) ; `touch run`",
        "PULL": pull,
        "COMMENTS": comments,
    }
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=env, check=True, capture_output=True)
    asked, *rest = (tmp_path / "calls").read_text(encoding="utf-8").split("api ")[1:]
    assert "--raw-field head=stranger:$(touch run) ; `touch run`" in asked
    assert not (tmp_path / "run").exists()
    assert [call.strip() for call in rest[1:]] == ([f"--silent {written} --field body=@comment.md"] if written else [])
