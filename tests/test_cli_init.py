"""The command `dossier init`: another dossier, about something else and in other languages, which works at once."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dossier import cli_init
from dossier.cli import main
from dossier.config import load_config
from dossier.diagnostics import Report

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def init(folder: Path, *words: str, answers: str | None = None) -> Result:
    """Run `dossier init`."""
    return CliRunner().invoke(main, ["init", str(folder), *words], input=answers)


@pytest.fixture(scope="module")
def rios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Begin a dossier in Spanish, Portuguese and Japanese, and let it test itself as its workflows do."""
    folder = tmp_path_factory.mktemp("new") / "ríos y lagos"
    done = init(folder, "--title", "Ríos vivos", "--languages", "es,pt-BR,ja", "--theme", "rios=Ríos")
    assert done.exit_code == 0, done.output
    (folder / ".venv").symlink_to(Path(sysconfig.get_path("scripts")).parent)
    (folder / "scripts" / "setup").write_text("#!/bin/sh\n")  # the packages are those of this test
    tested = subprocess.run(["make", "test"], cwd=folder, capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    return folder


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", ["Las pruebas", "La objeción", "y Lessig, Lawrence", "Inicio"]),
        ("pt-BR", ["As evidências", "Nossa resposta", "Início"]),
        ("ja", ["根拠", "私たちの回答", "ホーム"]),
    ],
)
def test_every_language_speaks_its_own_words(rios: Path, lang: str, words: list[str]) -> None:
    page = (rios / "site" / lang / "arguments" / "cited-pages-disappear" / "index.html").read_text("utf-8")
    assert f'<html lang="{lang}"' in page
    assert "Ríos vivos" in page
    assert "Zittrain" in page
    for word in words[:2]:
        assert word in page


def test_nothing_of_it_is_about_the_first_dossier(rios: Path) -> None:
    for path in (rios / "site").rglob("*.html"):
        assert "alibaba" not in path.read_text("utf-8").lower(), path


def test_it_answers_questions_where_there_are_no_options(tmp_path: Path) -> None:
    done = init(tmp_path / "a" / "b", answers="Clean water\nnl, fr\n")
    assert done.exit_code == 0, done.output
    config = load_config(tmp_path / "a" / "b" / "mkdocs.yml", Report())
    assert config
    assert (config.site_name, config.languages) == ("Clean water", ("nl", "fr"))
    assert os.access(tmp_path / "a" / "b" / "scripts" / "setup", os.X_OK)


def test_nothing_is_overwritten_and_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    done = init(tmp_path, "--title", "T", "--languages", "en")
    assert done.exit_code == 2
    assert done.stderr == "dossier: README.md exists already\n"
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_folder_of_git_can_become_a_dossier(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    assert init(tmp_path, "--title", "T", "--languages", "en").exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--languages", "en,tlh"], "there is no text in tlh to begin with"),
        (["--languages", "pt"], "there is no text in pt to begin with, but in ar, de, en"),
        (["--languages", ","], "there is no text in no language"),
        (["--theme", "Big Water=x"], "write ID=TITLE"),
        (["--title", " "], "a title is one line of text"),
        (["--title", "a\x1b[31mb"], "a title is one line of text"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, words: list[str], message: str) -> None:
    done = init(tmp_path / "new", *(["--title", "T"] if "--title" not in words else []), *words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_is_an_error_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = init(tmp_path / "file" / "new", "--title", "T", "--languages", "en")
    assert done.exit_code == 2
    assert "cannot write to" in done.stderr


# --- Where the generator comes from ---------------------------------------------------------------------------------


class _Distribution:
    """How a package was installed."""

    version = "1.2"

    def __init__(self, origin: Any) -> None:
        self.origin = origin

    def read_text(self, _name: str) -> str | None:
        return json.dumps(self.origin) if self.origin else None


def generator(monkeypatch: pytest.MonkeyPatch, origin: Any) -> str:
    """Return what a new dossier says of the generator, by how this one was installed."""
    monkeypatch.setattr(metadata, "distribution", lambda _name: _Distribution(origin))
    return cli_init._generator()


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, "dossier==1.2"),
        (
            {"url": "https://me:secret@forge.example/d", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"dossier @ git+https://forge.example/d@{COMMIT}",
        ),
        ({"url": "https://forge.example/d.whl", "archive_info": {}}, "dossier @ https://forge.example/d.whl"),
        ({"url": "file:///no/such%20folder", "dir_info": {"editable": True}}, "-e file:///no/such%20folder"),
    ],
)
def test_the_generator_is_got_where_this_one_came_from(monkeypatch: pytest.MonkeyPatch, origin: Any, line: str) -> None:
    assert generator(monkeypatch, origin) == line


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://me:secret@forge.example/d", "https://forge.example/d"),
        ("git@forge.example:us/d.git", "ssh://git@forge.example/us/d.git"),
        ("ssh://git@forge.example/us/d.git", "ssh://git@forge.example/us/d.git"),
        ("/srv/d.git", None),
    ],
)
def test_a_clone_whose_commit_is_published_is_fetched_from_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, remote: str, address: str | None
) -> None:
    def git(*words: str) -> str:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message", "x")
    git("remote", "add", "origin", remote)
    origin = {"url": tmp_path.as_uri(), "dir_info": {"editable": True}}
    assert generator(monkeypatch, origin) == f"-e {tmp_path.as_uri()}"
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    commit = git("rev-parse", "HEAD").strip()
    expected = f"dossier @ git+{address}@{commit}" if address else f"-e {tmp_path.as_uri()}"
    assert generator(monkeypatch, origin) == expected
