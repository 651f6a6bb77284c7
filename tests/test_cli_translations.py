"""The commands `dossier translations …`: what they print, what they write, and how they end."""

from __future__ import annotations

import json
import os
import re
import subprocess

import pytest
from click.testing import CliRunner, Result
from conftest import Dossier

from dossier.cli import main

FR, EN = "docs/arguments/jobs/fr.md", "docs/arguments/jobs/en.md"


def run(dossier: Dossier, *words: str) -> Result:
    """Run `dossier translations` in a dossier."""
    return CliRunner().invoke(main, ["translations", "-f", str(dossier.path("mkdocs.yml")), *words])


def ok(dossier: Dossier, *words: str) -> str:
    """Run a command that ends well and return what it prints."""
    result = run(dossier, *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def git(dossier: Dossier, *words: str) -> None:
    """Run git in a dossier, with no configuration but its own."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *who, *words], cwd=dossier.root, env=environment, check=True, capture_output=True)


def commit(dossier: Dossier) -> None:
    """Commit everything."""
    git(dossier, "add", "--all")
    git(dossier, "commit", "--quiet", "--message", "x")


@pytest.fixture
def marked(small: Dossier) -> Dossier:
    """Return the small dossier with its translations marked, and no git."""
    ok(small, "mark", "jobs", "en")
    ok(small, "mark", "wages", "fr")
    return small


@pytest.fixture
def history(marked: Dossier) -> Dossier:
    """Return a dossier whose original changed in three places since it was translated, with its history."""
    git(marked, "init", "--quiet")
    commit(marked)
    marked.replace(FR, "On en a compté 276", "On en a compté 277")
    commit(marked)
    marked.replace(FR, "Ailleurs n'est pas ici.", "Ailleurs est ici.")
    commit(marked)
    marked.replace(FR, "Neuf cents emplois étaient", "Neuf cents emplois, étaient")
    commit(marked)
    return marked


# --- The table ------------------------------------------------------------------------------------------------------


def test_the_table_as_text(history: Dossier) -> None:
    history.delete("docs/arguments/wages/fr.md")
    assert ok(history).splitlines() == [
        "jobs   en       material   announced (editorial), counted, elsewhere-reply",
        "wages  fr       missing",
    ]


def test_the_table_as_json(history: Dossier) -> None:
    assert json.loads(ok(history, "--format", "json")) == [
        {
            "argument": "jobs",
            "lang": "en",
            "state": "material",
            "units": {"announced": "editorial", "counted": "material", "elsewhere-reply": "material"},
        },
        {"argument": "wages", "lang": "fr", "state": "current", "units": {}},
    ]


def test_the_table_as_markdown(history: Dossier) -> None:
    assert ok(history, "--format", "markdown").splitlines() == [
        "| argument | language | state | parts |",
        "| --- | --- | --- | --- |",
        "| jobs | en | material | announced (editorial), counted, elsewhere-reply |",
        "| wages | fr | current |  |",
    ]


def test_the_table_without_a_mark(small: Dossier) -> None:
    first = ok(small).splitlines()[0]
    assert first.startswith("jobs   en       unmarked   title, claim, summary, announced")


def test_the_table_of_a_dossier_without_arguments(small: Dossier) -> None:
    small.delete("docs/arguments")
    small.replace("docs/pages/home/fr.md", "[les emplois](../../arguments/jobs/)", "cela")
    small.replace("docs/pages/home/en.md", "[the jobs](../../arguments/jobs/)", "that")
    assert json.loads(ok(small, "--format", "json")) == []


# --- What changed ---------------------------------------------------------------------------------------------------


def test_what_changed_word_by_word(history: Dossier) -> None:
    assert ok(history, "diff", "jobs", "en") == (
        "announced (editorial)\n"
        "  On les avait annoncés ¶ Neuf cents [-emplois-] {+emplois,+} étaient annoncés [@Belga2021].\n\n"
        "counted (material)\n"
        "  On les a comptés ¶ On en a compté [-276-] {+277+} [@Luo2020, p. 3], "
        "comme [les salaires](../wages/) le laissent voir.\n\n"
        "elsewhere-reply (material)\n"
        "  Ailleurs [-n'est pas-] {+est+} ici.\n\n"
    )


def test_what_was_marked_since_is_not_shown(history: Dossier) -> None:
    ok(history, "mark", "jobs", "en", "counted", "announced")
    shown = ok(history, "diff", "jobs", "en")
    assert re.findall(r"^(\S+) \(", shown, re.MULTILINE) == ["elsewhere-reply"]


def test_line_ends_and_marks_of_byte_order_do_not_hide_the_history(history: Dossier) -> None:
    history.write(FR, b"\xef\xbb\xbf" + history.read(FR).replace("277", "276").replace("\n", "\r\n").encode())
    git(history, "checkout", "--quiet", "--orphan", "other")
    commit(history)
    history.write(FR, history.read(FR).removeprefix("\ufeff").replace("276", "277"))
    commit(history)
    assert "[-276-] {+277+}" in ok(history, "diff", "jobs", "en")


def test_a_dossier_below_the_repository_s_root(history: Dossier) -> None:
    inner = Dossier(history.root / "inner" / "site")
    for name in ("mkdocs.yml", "references.bib", "docs"):
        inner.path(name).parent.mkdir(parents=True, exist_ok=True)
        git(history, "mv", name, f"inner/site/{name}")
    commit(history)
    inner.replace(FR, "277", "278")
    shown = ok(inner, "diff", "jobs", "en")
    assert "git's history does not hold" in shown, "renames are not followed"
    ok(inner, "mark", "jobs", "en")
    inner.replace(FR, "278", "279")
    assert "git's history does not hold" in ok(inner, "diff", "jobs", "en"), "what was marked was not committed"
    commit(inner)
    ok(inner, "mark", "jobs", "en")
    inner.replace(FR, "279", "280")
    assert "[-279-] {+280+}" in ok(inner, "diff", "jobs", "en")


def test_nothing_has_changed(marked: Dossier) -> None:
    assert ok(marked, "diff", "jobs", "en") == "nothing has changed in the original since this translation was marked\n"


def test_no_repository(marked: Dossier) -> None:
    marked.replace(FR, "276", "277")
    shown = ok(marked, "diff", "jobs", "en")
    assert shown.startswith("counted (material)\n  git's history does not hold the original as it was then")
    assert "On en a compté 277" in shown


def test_no_git(history: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(history.root))
    assert "git's history does not hold the original" in ok(history, "diff", "jobs", "en")


def test_a_change_of_the_facts(history: Dossier) -> None:
    ok(history, "mark", "jobs", "en")
    commit(history)
    history.replace("docs/arguments/jobs/argument.yml", "likely", "disputed")
    assert ok(history, "diff", "jobs", "en") == (
        "claim (material)\n  the words are the same; what has changed is the status or the confidence in the facts\n"
        "  Les emplois ne sont pas venus.\n\n"
    )


def test_a_part_that_the_original_gave_up(history: Dossier) -> None:
    ok(history, "mark", "jobs", "en")
    text = history.read(FR)
    start, end = text.index("::: {.reply}"), text.index(":::\n:::\n")
    history.write(FR, text[:start] + text[end + 4 :])
    history.replace("docs/arguments/jobs/argument.yml", "status: published", "status: draft")
    shown = ok(history, "diff", "jobs", "en")
    assert "elsewhere-reply (material)\n  the original no longer has this part\n" in shown


# --- Marking --------------------------------------------------------------------------------------------------------


def test_marking_some_parts_leaves_the_others(history: Dossier) -> None:
    before = history.read(EN)
    assert ok(history, "mark", "jobs", "en", "counted", "counted") == f"{EN}: recorded as up to date: counted\n"
    changed = [new for old, new in zip(before.split("\n"), history.read(EN).split("\n"), strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0].startswith("  counted: ")
    ok(history, "mark", "jobs", "en")
    assert "material" not in ok(history)


def test_marking_twice_changes_nothing(marked: Dossier) -> None:
    before = marked.listing()
    ok(marked, "mark", "jobs", "en")
    assert marked.listing() == before


def test_marking_keeps_line_ends_and_byte_order_mark(small: Dossier) -> None:
    small.write(EN, b"\xef\xbb\xbf" + small.read(EN).replace("\n", "\r\n").encode())
    ok(small, "mark", "jobs", "en")
    written = small.path(EN).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf---\r\ntitle: The jobs\r\n")
    assert b"translated_from: fr\r\nunits:\r\n  title: " in written
    assert written.count(b"\n") == written.count(b"\r\n")
    assert "current" in ok(small).splitlines()[0]


def test_a_front_matter_that_cannot_be_written_stays_as_it_is(small: Dossier) -> None:
    small.replace(EN, "title: The jobs\nclaim: The jobs did not come.", "{title: The jobs, claim: They did not come.}")
    before = small.read(EN)
    result = run(small, "mark", "jobs", "en")
    assert result.exit_code == 2
    assert result.stderr == (
        f"dossier: the front matter of {EN} has an unusual form; write `title` and `claim` on lines of their own\n"
    )
    assert small.read(EN) == before


def test_what_is_not_translated_cannot_be_marked(marked: Dossier) -> None:
    marked.replace(FR, "\n::: {.objection", "\n::: {.premise #third}\nEncore [@Belga2021].\n:::\n\n::: {.objection")
    result = run(marked, "mark", "jobs", "en", "third")
    assert (result.exit_code, result.stderr) == (2, f"dossier: {EN} has no part `third` yet\n")
    assert ok(marked, "mark", "jobs", "en").endswith("\nstill missing: third\n")
    assert "missing    third" in ok(marked)


# --- What cannot be done --------------------------------------------------------------------------------------------

REFUSED = {
    ("mark", "job", "en"): "there is no argument `job`; did you mean `jobs`?",
    ("diff", "job", "en"): "there is no argument `job`; did you mean `jobs`?",
    ("diff", "salaries-of-all", "en"): "there is no argument `salaries-of-all`",
    ("mark", "../jobs", "en"): "there is no argument `../jobs`; did you mean `jobs`?",
    ("mark", "jobs", "eng"): "there is no language `eng` here; did you mean `en`?",
    ("mark", "jobs", "fr"): "`fr` is the language in which `jobs` was written",
    ("diff", "jobs", "nl"): "`jobs` has no text in `nl` yet",
    ("mark", "jobs", "en", "anounced"): "the original has no part `anounced`; did you mean `announced`?",
    ("mark", "jobs", "en", "counted", "xyz"): "the original has no part `xyz`",
}


@pytest.mark.parametrize(("words", "message"), REFUSED.items(), ids=" ".join)
def test_what_cannot_be_done(marked: Dossier, words: tuple[str, ...], message: str) -> None:
    marked.replace("mkdocs.yml", "[fr, en]", "[fr, en, nl]")
    marked.replace("docs/themes.yml", "en: Work}", "en: Work, nl: Werk}")
    marked.replace("docs/themes.yml", "en: Who works.}", "en: Who works., nl: Wie werkt.}")
    marked.write("docs/pages/home/nl.md", "---\ntitle: Dossier\ndescription: Iets.\n---\n\nTekst.\n")
    before = marked.listing()
    result = run(marked, *words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"dossier: {message}\n")
    assert marked.listing() == before


@pytest.mark.parametrize("words", [(), ("diff", "jobs", "en"), ("mark", "jobs", "en")])
def test_faults_in_the_content_come_first(marked: Dossier, words: tuple[str, ...]) -> None:
    marked.replace(FR, "[@Luo2020, p. 3]", "[@Lou2020, p. 3]")
    before = marked.listing()
    result = run(marked, *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[unknown-citation]" in result.stderr
    assert marked.listing() == before


def test_no_configuration(small: Dossier) -> None:
    small.delete("mkdocs.yml")
    result = run(small)
    assert result.exit_code == 2
    assert result.stderr.startswith("dossier: there is no ")


def test_wrong_usage(small: Dossier) -> None:
    assert run(small, "--format", "yaml").exit_code == 2
    assert run(small, "mark", "jobs").exit_code == 2
    assert run(small, "unmark").exit_code == 2
