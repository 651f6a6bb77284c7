"""The command `dossier import-form`, on a dossier with the forms of this repository."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

import pytest
from conftest import ROOT, Dossier
from test_proposal import FORMS, GIVEN, filled

from dossier.issue_form import FOLDER

WORK = {"fr": "Travail", "en": "Work"}
DRAFT = "docs/arguments/les-emplois-qui-ne-sont-pas-venus"


@pytest.fixture
def asked(small: Dossier) -> Dossier:
    """Return a dossier that has the forms, in a repository with one commit."""
    shutil.copytree(ROOT / FOLDER, small.path(FOLDER))
    small.git("init", "--quiet", "--initial-branch=main")
    small.git("add", "--all")
    small.git("commit", "--quiet", "--message=first")
    small.git("config", "user.name", "A")
    small.git("config", "user.email", "a@example.org")
    return small


def fill(asked: Dossier, answers: Mapping[str, str], lang: str = "fr") -> None:
    """Write a form that is filled in, outside of what git knows."""
    asked.write("form.md", filled({"theme": WORK.get(lang, "Travail"), **answers}, FORMS[lang]))


GIVEN_HERE = {name: text for name, text in GIVEN.items() if name != "theme"}


def test_a_form_becomes_a_draft_with_its_sources(asked: Dossier) -> None:
    fill(asked, GIVEN_HERE)
    before = asked.read("references.bib")
    result = asked.dossier("import-form", "form.md", "--offline")
    assert (result.returncode, result.stderr) == (0, "")
    assert "`les-emplois-qui-ne-sont-pas-venus`" in result.stdout
    assert all(entry in asked.read("references.bib") for entry in before.strip().split("\n\n"))
    assert '[@ExampleNd, p. 12]{quote="neuf cents emplois"}' in asked.read(f"{DRAFT}/fr.md")
    # All that is left to do is to say what the sources are, which nobody was asked.
    assert {line.split()[1] for line in asked.faults()} <= {"error[missing-bib-field]", "warning[ungraded-source]"}


def test_a_branch_gets_one_commit_with_these_files_alone(asked: Dossier) -> None:
    fill(asked, GIVEN_HERE)
    assert asked.dossier("import-form", "form.md", "--offline", "--branch", "argument-7").returncode == 0
    log = asked.run("git", "log", "--format=%s", "--name-only", "main..argument-7").stdout.split("\n")
    assert log[0] == "Argument proposed: les-emplois-qui-ne-sont-pas-venus"
    assert [name for name in log[1:] if name] == [f"{DRAFT}/argument.yml", f"{DRAFT}/fr.md", "references.bib"]
    assert asked.run("git", "status", "--short").stdout == "?? form.md\n"


def test_faults_are_answered_in_the_language_of_the_form(asked: Dossier) -> None:
    fill(asked, {**GIVEN_HERE, "theme": "`@team` <b>", "reply": "", "sources-2": "voir `@team`"})
    result = asked.dossier("import-form", "form.md", "--offline", "--format", "markdown")
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == (
        "<!-- dossier-form -->\n"
        "Merci de proposer un argument. Avant qu'on puisse le regarder, il faut corriger ceci : modifiez votre texte "
        "ci-dessus, et il sera relu.\n\n"
        "- `'@team' <b>` ne peut pas être choisi pour `Thème`.\n  conseil : c'est l'un de Travail.\n"
        "- `voir '@team'` n'est ni une adresse, ni un DOI, ni un ISBN.\n"
        "  conseil : écrivez une source par ligne, avec la page après une virgule : "
        "`https://example.org/report, p. 12`.\n"
        "- `Réponse à l'objection` n'a pas de réponse.\n  conseil : écrivez-la sous son titre.\n"
    )
    assert not asked.path(DRAFT).exists()


def test_the_language_is_told_by_the_headings_or_by_an_option(asked: Dossier) -> None:
    fill(asked, {**GIVEN_HERE, "title": ""}, "en")
    assert "`Title` has no answer" in asked.dossier("import-form", "form.md").stdout
    result = asked.dossier("import-form", "form.md", "--lang", "de")
    assert "das ist nicht das Formular für ein neues Argument" in result.stdout
    result = asked.dossier("import-form", "form.md", "--lang", "xx")
    assert (result.returncode, result.stderr) == (2, "dossier: there is no form in `xx` in this repository\n")


def test_what_is_there_stays(asked: Dossier) -> None:
    fill(asked, GIVEN_HERE)
    for _ in range(2):
        assert asked.dossier("import-form", "form.md", "--offline").returncode == 0
    assert asked.path(f"{DRAFT}-2/fr.md").is_file()
    assert asked.read("references.bib").count("https://example.org/jobs") == 1
    result = asked.dossier("import-form", "form.md", "--offline", "--branch", "main")
    assert (result.returncode, result.stderr) == (
        2,
        "dossier: git cannot commit on a new branch `main`; the files are written\n",
    )
