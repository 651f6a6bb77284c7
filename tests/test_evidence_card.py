"""The evidence card of a branch: what is compared, on real repositories, and how hostile words are printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Dossier, write_small_dossier
from markdown_it import MarkdownIt

from dossier.evidence_card import read_card
from dossier.evidence_card_render import LIMIT, MARKER, render_markdown

JOBS, WAGES = "docs/arguments/jobs", "docs/arguments/wages"
HOSTILE = (
    "@octocat #1 [x](https://evil.example) <img src=x onerror=alert(1)> a | b `c` ``` www.evil.example --> \\| **b**"
)


def commit(dossier: Dossier) -> None:
    dossier.git("add", "-A")
    dossier.git("commit", "-qm", "a commit")


@pytest.fixture
def branch(small: Dossier) -> Dossier:
    """Return the small dossier on a branch that has left `main` and changed nothing yet."""
    small.git("init", "-qb", "main")
    commit(small)
    small.git("switch", "-qc", "branch")
    return small


def card(dossier: Dossier, base: str = "main") -> dict[str, Any]:
    result = dossier.dossier("report", "--base", base, "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def comment(dossier: Dossier) -> str:
    result = dossier.dossier("report", "--base", "main")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{MARKER}\n")
    return result.stdout


def only(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


# --- What is compared -------------------------------------------------------------------------------------------------


def test_a_branch_that_changes_nothing(branch: Dossier) -> None:
    found = card(branch)
    before, after = found.pop("weight")
    assert before == after > 0
    assert found == {
        "base": "main",
        "is_whole": True,
        "base_errors": 0,
        **{name: [] for name in ("faults", "arguments", "sources", "stale", "corrections", "pages")},
    }
    assert comment(branch).endswith("Neither arguments nor sources nor pages change.\n")


def test_a_premise_that_changes_names_its_sources_and_the_languages(branch: Dossier) -> None:
    branch.replace(f"{JOBS}/fr.md", "On en a compté 276", "On en a compté 300")
    branch.replace(f"{JOBS}/en.md", "276 were", "300 were")
    commit(branch)
    found = card(branch)
    [argument] = found["arguments"]
    assert (argument["id"], argument["change"], argument["title"]) == ("jobs", "changed", "Les emplois")
    assert only(argument["parts"], "id", "kind", "change", "languages", "text", "sources") == [
        ("counted", "premise", "changed", ["fr", "en"], "On les a comptés", ["Luo2020"])
    ]
    assert (argument["weak"], argument["narrow"], argument["is_single_sourced"]) == ([], ["counted"], False)
    assert only(found["sources"], "key", "change", "link") == [("Luo2020", None, "")]
    assert {"fr/arguments/jobs/", "en/arguments/jobs/"} <= {page["uri"] for page in found["pages"]}


def test_what_is_not_committed_counts_and_what_main_did_since_does_not(branch: Dossier) -> None:
    branch.git("switch", "-q", "main")
    branch.replace(f"{WAGES}/en.md", "The ministry says so", "The ministry has said so")
    commit(branch)
    branch.git("switch", "-q", "branch")
    branch.replace(f"{JOBS}/argument.yml", "confidence: likely", "confidence: disputed")
    [argument] = card(branch)["arguments"]
    assert (argument["id"], argument["facts"]) == (
        "jobs",
        [{"name": "confidence", "before": "likely", "after": "disputed"}],
    )


def test_arguments_that_come_and_go(branch: Dossier) -> None:
    for name in ("argument.yml", "fr.md", "en.md"):
        branch.write(f"docs/arguments/pay/{name}", branch.read(f"{WAGES}/{name}"))
    branch.replace("docs/arguments/pay/argument.yml", "status: published", "status: draft")
    branch.replace(f"{JOBS}/argument.yml", "relations:\n  supports: [wages]\n", "")
    branch.replace(f"{JOBS}/fr.md", ", comme [les salaires](../wages/) le laissent voir", "")
    branch.replace(f"{JOBS}/en.md", ", as [the wages](../wages/) suggest", "")
    branch.delete(WAGES)
    commit(branch)
    found = card(branch)
    assert only(found["arguments"], "id", "change", "status") == [
        ("jobs", "changed", "published"),
        ("pay", "added", "draft"),
        ("wages", "removed", "published"),
    ]
    assert all(part["change"] == "removed" for part in found["arguments"][2]["parts"])
    assert ("fr/arguments/wages/", "removed", 0) in only(found["pages"], "uri", "change", "after")
    assert "fr/arguments/pay/" not in {page["uri"] for page in found["pages"]}  # drafts are not published


def test_premises_without_a_source_or_on_one_alone(branch: Dossier) -> None:
    branch.replace(f"{WAGES}/argument.yml", "status: published", "status: draft")
    for lang, says in (("fr", "Le ministère le dit"), ("en", "The ministry says so")):
        branch.replace(f"{WAGES}/{lang}.md", f"{says} [@Ministry2022]", says)
    branch.replace(f"{WAGES}/en.md", "[@Ministry2022, p. 4; @Luo2020]", "[@Luo2020, p. 5]")
    [argument] = card(branch)["arguments"]
    assert (argument["weak"], argument["narrow"], argument["is_single_sourced"]) == (["low"], ["lower"], True)
    printed = comment(branch)
    assert "  - ⚠ the premise `low` cites no source\n" in printed
    assert "  - the premise `lower` rests on one source\n" in printed
    assert "  - ⚠ all premises rest on one source\n" in printed


def test_sources_with_their_kind_their_link_and_their_copy(branch: Dossier) -> None:
    branch.replace("references.bib", "  date   = {2021-03-04},", "  date   = {2021-03-05},\n  sourcekind = {press},")
    branch.write(
        "link-ledger.jsonl",
        '{"url": "https://belga.example/jobs", "verdict": "ok", "reason": "found", "status": 200,'
        ' "last_good": "2026-11-20", "checked": "2026-11-20",'
        ' "snapshots": [{"url": "https://archive.example/1", "date": "2026-01-02"}]}\n',
    )
    found = card(branch)
    assert found["sources"] == [
        {
            "key": "Belga2021",
            "change": "changed",
            "title": "The jobs at the airport",
            "kind": "press",
            "link": "ok",
            "checked": "2026-11-20",
            "archived": "https://archive.example/1",
        }
    ]
    row = "| `Belga2021` | changed | press | `The jobs at the airport` | ok, asked on 2026-11-20 | yes |\n"
    assert row in comment(branch)


def test_translations_that_fall_behind_name_the_part_that_moved(branch: Dossier) -> None:
    assert branch.dossier("translations", "mark", "jobs", "en").returncode == 0
    commit(branch)
    branch.git("switch", "-qc", "second")
    branch.replace(f"{JOBS}/fr.md", "claim: Les emplois ne sont pas venus.", "claim: Les emplois sont venus.")
    branch.replace(f"{JOBS}/fr.md", "étaient annoncés", "furent annoncés")
    assert only(card(branch, "branch")["stale"], "argument", "lang", "part", "state") == [
        ("jobs", "en", "claim", "material"),
        ("jobs", "en", "announced", "editorial"),
    ]


def test_corrections_that_are_added(branch: Dossier) -> None:
    log = "- {{date: {day}, kind: correction, text: {{fr: {text}, en: Mended}}}}\n"
    first = "corrections:\n  " + log.format(day="2026-11-01", text="Réparé")
    branch.write(f"{JOBS}/argument.yml", branch.read(f"{JOBS}/argument.yml") + first)
    commit(branch)
    branch.git("switch", "-qc", "second")
    branch.write(
        f"{JOBS}/argument.yml", branch.read(f"{JOBS}/argument.yml") + "  " + log.format(day="2026-11-02", text="Encore")
    )
    found = card(branch, "branch")
    assert only(found["corrections"], "content", "date", "kind", "text") == [
        ("jobs", "2026-11-02", "correction", "Encore")
    ]
    assert found["arguments"] == []


# --- What is not whole ------------------------------------------------------------------------------------------------


def test_faults_are_listed_and_fail_nothing(branch: Dossier) -> None:
    branch.replace(f"{JOBS}/en.md", "[@Luo2020, p. 3]", "[@Lou2020, p. 3]")
    branch.replace(f"{WAGES}/argument.yml", "theme: work", "theme: [")
    found = card(branch)
    assert {fault["code"] for fault in found["faults"]} >= {"unknown-citation", "yaml-syntax"}
    assert only(found["arguments"], "id", "change") == [("jobs", "changed"), ("wages", "unreadable")]
    assert found["weight"] is None
    printed = comment(branch)
    assert f"- `{JOBS}/en.md:19:19` unknown-citation: " in printed
    assert "may be missing below, or be called removed." in printed
    assert "Not compared: a site with errors cannot be built." in printed


def test_a_configuration_that_cannot_be_read(branch: Dossier) -> None:
    branch.write("mkdocs.yml", "plugins: [\n")
    found = card(branch)
    assert (found["is_whole"], found["arguments"], found["faults"][0]["severity"]) == (False, [], "error")
    assert "there is nothing to compare" in comment(branch)


def test_a_branch_that_begins_the_dossier(tmp_path: Path) -> None:
    dossier = Dossier(tmp_path)
    dossier.git("init", "-qb", "main")
    dossier.git("commit", "-qm", "nothing", "--allow-empty")
    write_small_dossier(tmp_path)
    found = card(dossier)
    assert only(found["arguments"], "id", "change") == [("jobs", "added"), ("wages", "added")]
    assert only(found["sources"], "key", "change") == [
        ("Belga2021", "added"),
        ("Luo2020", "added"),
        ("Ministry2022", "added"),
    ]
    assert found["weight"][0] == 0 < found["weight"][1]


@pytest.mark.parametrize("break_it", ["mkdocs.yml", "references.bib", f"{JOBS}/en.md"])
def test_a_base_that_has_faults(branch: Dossier, break_it: str) -> None:
    whole = branch.read(break_it)
    branch.write(break_it, "plugins: [" if break_it == "mkdocs.yml" else "@online{x, title = {\n---\n[@Nobody]\n")
    commit(branch)
    branch.git("switch", "-qc", "second")
    branch.write(break_it, whole)
    found = card(branch, "branch")
    assert found["base_errors"] > 0
    assert "in what this is compared with" in branch.dossier("report", "--base", "branch").stdout


def test_a_base_that_git_does_not_know(branch: Dossier, tmp_path: Path) -> None:
    for base in ("no-such-branch", "--output=x"):
        result = branch.dossier("report", "--base", base)
        assert (result.returncode, result.stdout) == (2, "")
        assert f"git does not know where this branch left `{base}`" in result.stderr
    assert not (branch.root / "x").exists()
    alone = write_small_dossier(tmp_path / "alone")
    assert alone.dossier("report", "--base", "main").returncode == 2


# --- What is hostile --------------------------------------------------------------------------------------------------


def test_the_base_is_data(branch: Dossier, tmp_path: Path) -> None:
    """Nothing of the base is run, and no link in it leads the reader out of its folder."""
    secret = tmp_path / "secret.md"
    secret.write_text("a secret")
    (branch.root / f"{JOBS}/nl.md").symlink_to(secret)
    branch.write("mkdocs.yml", branch.read("mkdocs.yml") + "hooks: [hook.py]\n")
    branch.write("hook.py", f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    commit(branch)
    branch.git("switch", "-qc", "second")
    (branch.root / f"{JOBS}/nl.md").unlink()
    assert "secret" not in json.dumps(card(branch, "branch"))
    assert not (tmp_path / "ran").exists()


def rendered(text: str) -> str:
    return str(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text))


def test_hostile_words_stand_in_code(branch: Dossier) -> None:
    for lang in ("fr", "en"):
        text = branch.read(f"{JOBS}/{lang}.md")
        branch.write(f"{JOBS}/{lang}.md", text.replace("title: ", f"title: '{HOSTILE[:150]}' #", 1))
    branch.replace(
        "references.bib", "{The jobs at the airport}", "{The @octocat | <b>jobs</b> `x` https://evil.example}"
    )
    branch.write("docs/@octocat <b>|`.md", "")
    printed = comment(branch)
    html = rendered(printed)
    assert HOSTILE[:20] in html
    outside = "".join(piece.partition("</code>")[2] for piece in html.split("<code>")[1:])
    for word in ("octocat", "evil.example", "<img", "<b>", "<a ", "#1"):
        assert word not in outside
    rows = [line for line in printed.splitlines() if line.startswith("| `Belga2021`")]
    assert [len(line.replace("\\|", "").split("|")) for line in rows] == [8]


def test_a_card_that_another_run_has_printed(branch: Dossier) -> None:
    branch.replace(f"{JOBS}/fr.md", "On en a compté 276", "On en a compté 300")
    branch.replace(f"{JOBS}/en.md", "@Luo2020, p. 3", "@Nobody")
    branch.write("card.json", branch.dossier("report", "--base", "main", "--format", "json").stdout)
    assert branch.dossier("report", "--card", "card.json").stdout == comment(branch)


def forged(card: dict[str, Any], word: str) -> Iterator[dict[str, Any]]:
    """Yield the card with a word in the place of each of its texts, one after the other."""

    def places(value: object, way: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
        if isinstance(value, str):
            yield way
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in items:
            yield from places(inner, (*way, key))

    for *steps, last in places(card, ()):
        copy = json.loads(json.dumps(card))
        inner = copy
        for step in steps:
            inner = inner[step]
        inner[last] = word
        yield copy


def test_a_forged_card_is_refused_or_harmless(branch: Dossier) -> None:
    branch.replace(f"{JOBS}/argument.yml", "confidence: likely", "confidence: disputed")
    branch.replace(f"{JOBS}/fr.md", "On en a compté 276", "On en a compté 300")
    branch.replace(f"{JOBS}/en.md", "276 were", "300 were")
    branch.write("docs/themes.yml", branch.read("docs/themes.yml").replace("\n", "\r\n"))
    cards = list(forged(card(branch), "x @octocat <img src=x> [y](https://evil.example)\n# z"))
    assert len(cards) > 50
    read = [one for forgery in cards if (one := read_card(json.dumps(forgery).encode()))]
    assert 10 < len(read) < len(cards)
    for one in read:
        outside = re.sub(r"<code>.*?</code>", "", rendered(render_markdown(one)))
        for word in ("octocat", "<img", "evil.example", "<h1"):
            assert word not in outside


@pytest.mark.parametrize("printed", ["", "[]", "{}", '{"base": "main"}', "x" * 5_000_001], ids=lambda it: it[:5])
def test_what_is_no_card_is_refused(branch: Dossier, printed: str) -> None:
    branch.write("card.json", printed)
    result = branch.dossier("report", "--card", "card.json")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("dossier: this is no card")


@pytest.mark.parametrize("options", [[], ["--base", "main", "--card", "-"]])
def test_a_card_is_made_or_read(branch: Dossier, options: list[str]) -> None:
    assert "name either --base" in branch.dossier("report", *options).stderr


@pytest.fixture
def many(branch: Dossier) -> Dossier:
    """Return a branch that brings more than fits into a comment."""
    for number in range(40):
        for name in ("argument.yml", "en.md"):
            branch.write(f"docs/arguments/a{number}/{name}", branch.read(f"{WAGES}/{name}"))
        premises = "".join(
            f"::: {{.premise #p{part}}}\n{'字' * 200} [@Luo2020, p. {part}].\n:::\n\n" for part in range(30)
        )
        branch.replace(f"docs/arguments/a{number}/en.md", "::: {.premise #lower}", f"{premises}::: {{.premise #lower}}")
        branch.replace(f"docs/arguments/a{number}/argument.yml", "status: published", "status: draft")
    return branch


def test_a_comment_has_its_limit(many: Dossier) -> None:
    printed = comment(many)
    assert LIMIT * 0.9 < len(printed.encode()) < LIMIT + 100
    assert printed.endswith("\nAnd more.\n")
    assert len(card(many)["arguments"]) == 40
