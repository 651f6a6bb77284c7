"""The commands `dossier new …`: what they ask, what they write, and what `dossier check` then says of it.

A file in `cases/new/` holds commands for the small dossier. Behind them stand what they print and every file that they
write or change, with what `dossier check` finds under the line that causes it.
"""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import DOSSIER, Dossier
from test_corpus import with_findings

from dossier import asking
from dossier.cli import main
from dossier.links import lookup
from dossier.metadata import Metadata

CASES = sorted((Path(__file__).parent / "cases" / "new").glob("*.md"))
_COMMANDS = re.compile(r"\A(?P<title># .*\n)\n(?P<lines>(?:\S.*\n)+)")


def run(dossier: Dossier, *words: str, given: str = "") -> Result:
    """Run `dossier new` in a dossier, with what is typed at a terminal, if anything."""
    return CliRunner().invoke(main, ["new", "-f", str(dossier.path("mkdocs.yml")), *words], input=given)


def told(case: str, dossier: Dossier) -> str:
    """Run a case's commands and return it with what they print and write."""
    match = _COMMANDS.match(case)
    assert match is not None
    parts = [match.group()]
    before = dossier.listing()
    for line in match["lines"].splitlines():
        command, *words = shlex.split(line)
        if command == "rm":
            dossier.delete(words[0])
            before = dossier.listing()
            continue
        result = run(dossier, *words[1:])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        parts.append(f"## Printed ({result.exit_code})\n\n~~~~text\n{result.output}~~~~\n")
    found = dossier.check()
    for path, content in dossier.listing().items():
        if before.get(path) != content:
            lines = with_findings(content.decode().removesuffix("\n").split("\n"), path, found)
            text = "".join(f"{line}\n" for line in lines)
            parts.append(f"## {path}\n\n~~~~{path.rpartition('.')[2]}\n{text}~~~~\n")
    return "\n".join(parts)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_begins_so_is_explained_line_by_line(path: Path, small: Dossier) -> None:
    case = path.read_text(encoding="utf-8")
    assert told(case, small) == case


def test_at_a_terminal_it_asks_until_there_is_an_answer(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_somebody_is_there", lambda: True)
    typed = ["Night Flights", "night-flights", "wrok", "work", "", "", "Les vols", "Ils sont trop nombreux."]
    result = run(small, "argument", given="".join(f"{line}\n" for line in typed))
    assert result.exit_code == 0, result.output
    assert "`Night Flights` is no id" in result.output
    assert "Theme (work)" in result.output
    assert "did you mean `work`?" in result.output
    assert "Language (fr, en) [fr]" in result.output
    assert "title: Les vols\n" in small.read("docs/arguments/night-flights/fr.md")


def test_at_a_terminal_only_what_is_not_given_is_asked(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_somebody_is_there", lambda: True)
    result = run(small, "page", "about", "--language", "en", "--description", "", given="About us\n")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Title: ")
    assert "Language" not in result.output
    assert "title: About us\n" in small.read("docs/pages/about/en.md")


def test_a_real_terminal(small: Dossier) -> None:
    own, theirs = pty.openpty()
    os.write(own, b"about\nen\nAbout us\n\n")
    result = subprocess.run(
        [DOSSIER, "new", "page"], cwd=small.root, stdin=theirs, capture_output=True, text=True, check=False, timeout=60
    )
    os.close(own)
    os.close(theirs)
    assert result.returncode == 0, result.stderr
    assert "wrote docs/pages/about/en.md" in result.stdout


def test_a_new_argument_can_be_seen_in_the_preview_and_is_not_published(small: Dossier) -> None:
    run(small, "argument", "night-flights", "--theme", "work", "--title", "Les vols", "--claim", "Trop.")
    run(small, "translation", "night-flights", "en")
    small.replace("docs/arguments/night-flights/en.md", 'title: ""', "title: Flights")
    small.replace("docs/arguments/night-flights/en.md", 'claim: ""', "claim: Too many.")
    published, shown = ({page.uri for page in small.site(drafts=drafts).pages} for drafts in (False, True))
    assert {uri for uri in shown - published if "/arguments/" in uri} == {
        "fr/arguments/night-flights/",
        "en/arguments/night-flights/",
    }


def test_a_translation_records_the_state_of_its_original(small: Dossier) -> None:
    small.delete("docs/arguments/wages/fr.md")
    run(small, "translation", "wages", "fr")
    text = small.read("docs/arguments/wages/fr.md")
    assert "translated_from: en\nunits:\n  title: " in text
    for unit in ("claim", "summary", "low", "lower", "rising", "rising-reply", "falsifier"):
        assert re.search(rf"^  {unit}: [0-9a-f]{{12}}-[0-9a-f]{{6}}$", text, re.MULTILINE), unit


def test_an_unusual_file_is_left_to_people(small: Dossier) -> None:
    small.write("docs/themes.yml", "[{id: work, title: {fr: T, en: W}, summary: {fr: T, en: W}}]\n")
    before = small.listing()
    result = run(small, "theme", "taxes", "--title", "fr=Impôts", "--summary", "fr=Qui paie.")
    assert result.exit_code == 2
    assert "docs/themes.yml has an unusual form; nothing was written" in result.stderr
    assert "- id: taxes" in result.stderr
    assert small.listing() == before


def test_a_bibliography_with_a_fault_is_left_to_people(small: Dossier) -> None:
    small.write("references.bib", small.read("references.bib") + "@book{Open2020,\n  title = {Never closed\n")
    before = small.listing()
    result = run(small, "source", "--isbn", "9780306406157", "--offline")
    assert (result.exit_code, small.listing()) == (2, before)
    assert "nobody can tell where its entries end" in result.stderr


def test_a_dossier_without_a_bibliography_gets_one(small: Dossier) -> None:
    small.delete("references.bib")
    result = run(small, "source", "--doi", "https://doi.org/10.1000/x_y%20z", "--kind", "research", "--offline")
    assert result.exit_code == 0, result.output
    assert "doi = {10.1000/x_y%20z},\n" in small.read("references.bib")


def test_a_link_that_leads_out_of_the_project_is_not_followed(small: Dossier, tmp_path: Path) -> None:
    outside = tmp_path / "outside.bib"
    outside.write_text("")
    small.delete("references.bib")
    small.path("references.bib").symlink_to(outside)
    result = run(small, "source", "--isbn", "9780306406157", "--offline")
    assert result.exit_code == 2
    assert outside.read_text() == ""


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--isbn", "9780306406158"], "--isbn: the check digit of this ISBN is wrong"),
        (["--doi", "https://example.org/"], "--doi: this is no DOI"),
        (["--url", "javascript:alert(1)"], "--url: javascript:"),
        (["--doi", "10.1000/x", "--isbn", "9780306406157"], "name one source"),
        (["--isbn", "9780306406157", "--kind", "pres"], "did you mean `press`?"),
    ],
)
def test_what_names_no_source_is_refused(small: Dossier, words: list[str], problem: str) -> None:
    result = run(small, "source", *words, "--offline")
    assert result.exit_code == 2
    assert problem in result.stderr


def test_what_a_page_tells_is_filled_in(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def look_up(name: object, **_: object) -> lookup.Found:
        asked.append(name)
        return lookup.Found(Metadata(type="article", title="Soft power", doi="10.1000/x", date="2017"), "")

    monkeypatch.setattr("dossier.cli_new.look_up", look_up)
    result = run(small, "source", "10.1000/x")
    assert result.exit_code == 0, result.output
    assert len(asked) == 1
    assert "= {Soft power},\n" in small.read("references.bib")
    again = run(small, "source", "--doi", "10.1000/X")
    assert "has this source already" in again.stderr
    assert len(asked) == 1


def test_a_language_without_words_is_explained(small: Dossier) -> None:
    before = small.listing()
    result = run(small, "language", "tlh")
    assert (result.exit_code, small.listing()) == (2, before)
    assert "dossier has no words in `tlh` yet" in result.stderr
    assert "copy dossier/locales/en.toml to tlh.toml" in result.stderr


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["new", "--help"])
    for command in ("argument", "language", "page", "source", "theme", "translation"):
        assert re.search(rf"^  {command} ", result.output, re.MULTILINE)
