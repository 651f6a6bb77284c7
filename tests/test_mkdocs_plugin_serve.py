"""The preview: a real server on this machine, which shows every change soon, and the last good page after a fault."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Self

import pytest
from conftest import DOSSIER, ROOT, Dossier, write_small_dossier

JOBS = "docs/arguments/jobs"
SOON = 2.0
"""Seconds within which a change is to be seen, on a machine that has nothing else to do."""

PATIENCE = 30.0
"""Seconds after which a test gives up waiting: the machine may be busy with other tests."""

ATTEMPTS = 20
"""How often a change is measured at most: what slows one down may be another test."""

NUMBERS = count(2022)
"""Each change writes a number that nothing was ever called by before; a year too can have it."""

SURVIVED = "Still showing the last good site."


_RELOADING = re.compile(r"livereload\([0-9]+, [0-9]+\)")
"""What the server adds to a page, so that the browser asks for the next one."""


class Server:
    """A server that shows a dossier, run by its command with a copy of the package that a test may change."""

    def __init__(self, tool: str, work: Path, dossier: Dossier | None = None) -> None:
        self.dossier = dossier or write_small_dossier(work / "project")
        self.package = Path(shutil.copytree(ROOT / "dossier", work / "lib" / "dossier"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        command = {
            "dossier": [DOSSIER, "serve", "--address", self.address],
            "mkdocs": [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address],
        }
        self.log = work / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command[tool],
                cwd=self.dossier.root,
                env=self.dossier.environment(PYTHONPATH=str(self.package.parent)),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.wait(lambda: self.get("") is not None, "the first page")

    def __enter__(self) -> Self:
        """Return the server, which runs already."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the server, however the tests ended."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def get(self, path: str) -> str | None:
        """Return a page or a file as it is served now; None where the server does not have it, or does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=PATIENCE) as answer:
                return _RELOADING.sub("", answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            return None

    def output(self) -> str:
        """Return what the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait(self, happened: Callable[[], bool], what: str) -> float:
        """Wait until something has happened, and return how many seconds it took."""
        begin = time.monotonic()
        while not happened():
            assert time.monotonic() - begin < PATIENCE, f"{what} did not come:\n{self.output()}"
            assert self.process.poll() is None, f"the server has ended:\n{self.output()}"
            time.sleep(0.02)
        return time.monotonic() - begin

    def shows(self, path: str, words: str) -> float:
        """Wait until a page or file is served with these words in it, and return how many seconds it took."""
        return self.wait(lambda: words in (self.get(path) or ""), f"{words!r} in /{path}")

    def fails(self, break_it: Callable[[], None]) -> str:
        """Break something, wait until the rebuild has failed, and return what was printed about it."""
        before = self.output()
        break_it()
        self.wait(lambda: self.output().count(SURVIVED) > before.count(SURVIVED), "the fault")
        return self.output()[len(before) :]

    def stop(self) -> int:
        """End the server as a user does, with Ctrl+C, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server run by `dossier serve`."""
    with Server("dossier", tmp_path_factory.mktemp("dossier")) as server:
        yield server


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server run by `mkdocs serve`."""
    with Server("mkdocs", tmp_path_factory.mktemp("mkdocs")) as server:
        yield server


def is_soon(measure: Callable[[], float]) -> bool:
    """Tell whether one of a few measurements is short enough, in proportion to what else the machine has to do."""
    for _ in range(ATTEMPTS):
        seconds = measure()
        others = os.getloadavg()[0] / (os.cpu_count() or 1)
        if seconds < SOON * max(1.0, others):
            return True
        time.sleep(1)  # until another test is through with what it does
    return False


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace a text in a file in one step, as an editor does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text.replace(old, new), encoding="utf-8")
    draft.replace(path)


@pytest.mark.parametrize(
    ("file", "old", "new", "page", "shown"),
    [
        (f"{JOBS}/fr.md", "Les emplois ne", "Les E<n> emplois ne", "fr/arguments/", "Les E<n> emplois"),
        (f"{JOBS}/argument.yml", "2018/2021", "2018/<n>", "en/arguments/jobs/", "2018–<n>"),
        ("references.bib", "{The jobs at", "{The <n> jobs at", "fr/arguments/jobs/", "The <n> jobs at"),
        ("docs/themes.yml", "en: Work}", "en: Work <n>}", "en/arguments/jobs/", "Work <n>"),
        ("docs/pages/home/en.md", "title: A small", "title: A <n> small", "en/", "A <n> small"),
        ("mkdocs.yml", "site_name: A small", "site_name: A <n> small", "fr/sources/", "A <n> small"),
        ("templates/theme.html.jinja", "<h1>", "<h1><n> ", "en/themes/work/", "<h1><n> "),
        ("theme/assets/stylesheets/dossier.css", "{", "/* <n> */ {", "assets/stylesheets/dossier.css", "/* <n> */"),
        ("theme/main.html", "<title>", "<title><n> ", "en/", "<title><n> "),
        ("locales/en.toml", 'summary = "', 'summary = "<n> ', "en/arguments/jobs/", "<n> In brief"),
        ("locales/en.toml", 'note = "Note', 'note = "Note <n>', "en/arguments/jobs/", 'aria-label="Note <n>'),
    ],
    ids="text facts bibliography themes page configuration template style theme interface notes".split(),
)
def test_a_change_is_shown_within_two_seconds(  # noqa: PLR0913, PLR0917 - what is changed, and what is seen of it
    server: Server, file: str, old: str, new: str, page: str, shown: str
) -> None:
    path = (server.package if file.startswith(("templates/", "theme/", "locales/")) else server.dossier.root) / file
    text = path.read_text(encoding="utf-8")

    def measure() -> float:
        number = str(next(NUMBERS))
        path.write_text(text, encoding="utf-8")
        rewrite(path, old, new.replace("<n>", number))
        return server.shows(page, shown.replace("<n>", number))

    assert is_soon(measure)
    path.write_text(text, encoding="utf-8")


def test_the_preview_shows_drafts(server: Server) -> None:
    server.dossier.write(
        "docs/arguments/prices/argument.yml", "theme: work\nstatus: draft\nconfidence: likely\nsource_language: en\n"
    )
    server.dossier.write("docs/arguments/prices/en.md", "---\ntitle: Prices\nclaim: They rise.\n---\n\nSoon.\n")
    server.shows("en/arguments/prices/", "This page is a draft")
    server.shows("fr/arguments/", "They rise.")
    server.dossier.delete("docs/arguments/prices")
    server.wait(lambda: server.get("en/arguments/prices/") is None, "the end of the draft")


def test_an_asset_is_shown(server: Server) -> None:
    server.dossier.write("docs/assets/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    server.shows("assets/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')


@pytest.mark.parametrize(
    ("file", "good", "bad", "finding"),
    [
        (f"{JOBS}/fr.md", "@Luo2020, p. 3", "@Lou2020, p. 3", "no entry `Lou2020` in references.bib"),
        (f"{JOBS}/argument.yml", "status: published", "status: [published", "error[yaml-syntax]"),
        ("docs/themes.yml", "id: work", "id: wrok", "there is no theme `work`"),
        ("references.bib", "@report{Ministry2022,", "@report{Ministry20,", "no entry `Ministry2022`"),
        ("mkdocs.yml", "languages: [fr, en]", "languages: [fr, tlh]", "there is no locale for `tlh`"),
        ("mkdocs.yml", "plugins:", "plugins: [", "mkdocs.yml"),
        ("mkdocs.yml", "name: material", "name: materiel", "materiel"),
    ],
    ids=["text", "facts", "themes", "bibliography", "option", "broken configuration", "theme"],
)
def test_after_a_fault_the_last_good_page_stays_until_it_is_mended(
    server: Server, file: str, good: str, bad: str, finding: str
) -> None:
    path = server.dossier.path(file)
    claim = server.dossier.path("docs/arguments/wages/en.md")
    before = server.get("en/arguments/wages/")
    assert before
    printed = server.fails(lambda: rewrite(path, good, bad))
    assert finding in printed
    assert "Traceback" not in printed
    assert server.get("en/arguments/wages/") == before
    assert server.get("assets/stylesheets/dossier.css")

    word = f"mended{next(NUMBERS)}"
    text = claim.read_text(encoding="utf-8")
    rewrite(claim, "claim: Wages", f"claim: {word} Wages")
    rewrite(path, bad, good)
    server.shows("en/arguments/wages/", word)
    claim.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["references.bib", "docs/themes.yml", "docs/pages/home/en.md", "mkdocs.yml"])
def test_a_file_that_is_deleted_and_comes_back(server: Server, name: str) -> None:
    text = server.dossier.read(name)
    printed = server.fails(lambda: server.dossier.delete(name))
    assert "Traceback" not in printed
    assert server.get("fr/arguments/jobs/")
    server.dossier.write(name, text)
    number = f"back{next(NUMBERS)}"
    rewrite(server.dossier.path("docs/pages/home/fr.md"), "dossier", f"{number} dossier")
    server.shows("fr/", number)


def test_plain_mkdocs_serves_the_same(plain: Server) -> None:
    text = plain.dossier.read(f"{JOBS}/fr.md")

    def measure() -> float:
        word = f"changed{next(NUMBERS)}"
        plain.dossier.write(f"{JOBS}/fr.md", text.replace("claim: Les", f"claim: {word} Les"))
        return plain.shows("fr/arguments/", word)

    assert is_soon(measure)
    good = plain.get("fr/arguments/jobs/")
    printed = plain.fails(lambda: rewrite(plain.dossier.path(f"{JOBS}/fr.md"), "@Luo2020", "@Lou2020"))
    assert "no entry `Lou2020` in references.bib" in printed
    assert plain.get("fr/arguments/jobs/") == good
    rewrite(plain.dossier.path(f"{JOBS}/fr.md"), "[@Lou2020, p. 3]", "[@Luo2020, p. 3] à nouveau")
    plain.shows("fr/arguments/jobs/", "à nouveau")


def test_a_change_to_the_project_s_own_dossier_is_shown_as_soon(tmp_path: Path) -> None:
    copy = Dossier(tmp_path / "project")
    shutil.copytree(ROOT / "docs", copy.path("docs"))
    for name in ("mkdocs.yml", "references.bib"):
        shutil.copyfile(ROOT / name, copy.path(name))
    text = copy.read("docs/arguments/liege-jobs/fr.md")
    with Server("dossier", tmp_path, copy) as server:

        def measure() -> float:
            word = f"changed{next(NUMBERS)}"
            copy.write("docs/arguments/liege-jobs/fr.md", text.replace("claim: ", f"claim: {word} "))
            return server.shows("fr/arguments/", word)

        assert is_soon(measure)


def test_the_first_build_must_succeed(small: Dossier) -> None:
    small.replace(f"{JOBS}/fr.md", "@Luo2020", "@Lou2020")
    result = small.dossier("serve", "--address", "127.0.0.1:0")
    assert result.returncode == 1
    assert "no entry `Lou2020` in references.bib" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_address_that_is_taken_is_exit_code_2(server: Server) -> None:
    result = server.dossier.dossier("serve", "--address", server.address)
    assert result.returncode == 2
    assert "dossier: cannot serve there: Address already in use" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("tool", ["dossier", "mkdocs"])
def test_the_server_ends_quietly(tool: str, tmp_path: Path) -> None:
    with Server(tool, tmp_path) as server:
        assert server.stop() == 0
        assert "Traceback" not in server.output()
