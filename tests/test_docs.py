"""The documentation is true: the README's commands run, examples pass the check, links and owners are right."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
import pytest

from dossier.cli import main
from dossier.config import load_config
from dossier.diagnostics import Report, render_text
from dossier.loading import load_corpus

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.strip()
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh clone of the project as it is in the working tree."""
    folder = tmp_path_factory.mktemp("clone") / "dossier"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a user who has Python and uv, and nothing of ours."""
    programs = tmp_path_factory.mktemp("bin")
    (programs / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VIRTUAL_ENV", "PYTEST"))}
    own = Path(sys.executable).parent
    path = [one for one in kept["PATH"].split(os.pathsep) if Path(one) != own]
    return {**kept, "PATH": os.pathsep.join(path), "UV_BIN": str(programs), "DOSSIER_ADDRESS": f"127.0.0.1:{port}"}


def test_the_readme_commands_run_in_order_in_a_fresh_clone(clone: Path, environment: dict[str, str]) -> None:
    assert len(COMMANDS) > 10
    for command in COMMANDS:
        if command == "make serve":
            _check_serve(clone, environment)
        elif command == "make test":
            # This test is part of that command; what continuous integration runs is the same.
            assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
        else:
            _run(command, clone, environment)
    assert (clone / "site" / "fr" / "index.html").is_file()
    assert (clone / "compiled" / "fr" / "index.md").is_file()


def _run(command: str, clone: Path, environment: dict[str, str]) -> None:
    env = dict(environment)
    if command.startswith(("uv ", "make -C")):  # what `make` does without uv is shown by the first commands
        env["PATH"] = env["UV_BIN"] + os.pathsep + env["PATH"]
    result = subprocess.run(  # noqa: S602 - the README's commands are the shell's
        command, shell=True, cwd=clone, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    assert "Traceback" not in result.stdout + result.stderr, command


def _check_serve(clone: Path, environment: dict[str, str]) -> None:
    address = environment["DOSSIER_ADDRESS"]
    server = subprocess.Popen(
        ["make", "serve"],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        page = _wait_for(f"http://{address}/fr/", server)
        assert '<html lang="fr"' in page
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} was not served within a minute")


def test_the_readme_lists_every_command() -> None:
    assert isinstance(main, click.Group)
    listed = set(re.findall(r"^\| `dossier ([a-z-]+)", README, re.MULTILINE))
    assert listed == set(main.commands)


def test_the_examples_of_the_format_pass_the_check(tmp_path: Path) -> None:
    text = (ROOT / "docs-dev" / "format.md").read_text(encoding="utf-8")
    facts = re.search(r"```yaml\n(theme: .*?)```", text, re.DOTALL)
    log = re.search(r"```yaml\n(corrections:.*?)```", text, re.DOTALL)
    body = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)
    assert facts
    assert log
    assert body
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for name in ("mkdocs.yml", "references.bib"):
        shutil.copy(ROOT / name, tmp_path / name)
    folder = tmp_path / "docs" / "arguments" / "liege-jobs"
    (folder / "argument.yml").write_text(facts[1] + log[1], encoding="utf-8")
    for language in ("fr", "en"):
        source = body[1].replace(
            "::: {.objection", "::: {.premise #second}\nCited [@LaLibre2023Michel].\n:::\n\n::: {.objection", 1
        )
        (folder / f"{language}.md").write_text(source, encoding="utf-8")
    report = Report()
    config = load_config(tmp_path / "mkdocs.yml", report)
    assert config
    load_corpus(config, report, today=dt.date(2100, 1, 1))
    assert not len(report), render_text(report)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs-dev").rglob("*.md")), ids=lambda it: it.name
)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"```.*?```|~~~.*?~~~|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)\)", prose):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_contributing_says_the_same_in_every_language() -> None:
    texts = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs-dev" / "contributing").glob("*.md"))]
    assert len(texts) == 4
    english, *others = (path.read_text(encoding="utf-8") for path in texts)
    without_code = english.replace("## Code\n", "")
    for text in others:
        for sign in ("\n## ", "\n| ", "\n* ", "\n1. ", "\n2. ", "\n3. ", "\ngit ", "dossier check", "dossier new "):
            assert text.count(sign) == without_code.count(sign), sign


def test_every_theme_and_argument_has_its_owners() -> None:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owners = dict(line.split() for line in lines if line and not line.startswith("#"))
    report = Report()
    config = load_config(ROOT / "mkdocs.yml", report)
    assert config
    corpus = load_corpus(config, report, today=dt.date(2100, 1, 1), drafts=True)
    expected = {f"/docs/themes/{theme.id}/": f"@OWNER/{theme.id}" for theme in corpus.themes}
    expected |= {f"/docs/arguments/{one.id}/": f"@OWNER/{one.facts.theme}" for one in corpus.arguments.values()}
    assert {path: owner for path, owner in owners.items() if path.count("/") > 2} == expected
