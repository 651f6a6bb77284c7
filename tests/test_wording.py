"""The program's words: every language has all of them, with the same gaps, and nothing English is left among them."""

from __future__ import annotations

import ast
import json
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, Dossier

from dossier import rules, wording
from dossier.cli import main
from dossier.diagnostics import RENDERERS, Report, Rule, Severity, Span, render_text
from dossier.wording import ENGLISH, Phrase, Template, Wording, Words

TRANSLATED = [code for code in wording.languages() if code != "en"]
EXPLAINED = ["fr"]
"""The languages in which `dossier explain` explains; in the others the explanation is English."""

PHRASES = {phrase.id: phrase for phrase in Phrase}
_NEEDED = ("message", "hint")
_EXPLANATION = ("summary", "why")
_EXAMPLES = ("bad", "good")
_SPOKEN = {"advice", "folder", "problem", "schemes", "what"}
"""Names of values that are language: what is passed under them is a phrase."""


def data(code: str) -> Mapping[str, Mapping[str, Template]]:
    """Return the words of a language as they stand in its file."""
    return tomllib.loads((ROOT / "dossier" / "rules" / f"{code}.toml").read_text(encoding="utf-8"))


def templates(text: Template) -> dict[str, str]:
    """Return a text by its plural forms."""
    return {"other": text} if isinstance(text, str) else dict(text)


def gaps(template: str) -> set[str | None]:
    """Return the names in the braces of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the package."""
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


# --- Every language is whole ----------------------------------------------------------------------------------------


def test_the_languages_are_those_of_the_contributors() -> None:
    assert wording.languages() == ("en", "de", "fr", "nl")


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_has_every_rule_and_no_other(code: str) -> None:
    assert data(code).keys() - {"phrases"} == rules.RULES.keys()


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_has_every_phrase_and_no_other(code: str) -> None:
    assert data(code)["phrases"].keys() == PHRASES.keys()


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("rule", rules.RULES.values(), ids=rules.RULES.keys())
def test_a_rule_is_translated_with_the_same_gaps(code: str, rule: Rule) -> None:
    texts = data(code).get(rule.code, {})
    explained = _EXPLANATION if code in EXPLAINED else ()
    assert {*_NEEDED, *explained} <= texts.keys() <= {*_NEEDED, *explained, *(_EXAMPLES if explained else ())}
    for part in _NEEDED:
        text = texts[part]
        assert isinstance(text, str)
        assert gaps(text) == gaps(getattr(rule, part)), part
        assert "\n" not in text
        assert not text.endswith(".")
    for part in explained:
        assert str(texts[part]).endswith((".", ")."))
        assert texts[part] != getattr(rule, part)
    for part in _EXAMPLES:
        assert texts.get(part) != getattr(rule, part), "what is the same in both languages is taken from the English"
        assert "~~~" not in str(texts.get(part))


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("phrase", Phrase, ids=PHRASES.keys())
def test_a_phrase_is_translated_with_the_same_gaps(code: str, phrase: Phrase) -> None:
    english, translated = templates(phrase.value), templates(data(code)["phrases"].get(phrase.id, ""))
    assert translated.keys() == english.keys()
    for form, text in translated.items():
        assert gaps(text) == gaps(english[form])
        assert text.strip() == text != ""


def test_every_phrase_is_used() -> None:
    used = {
        node.attr
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Phrase"
    }
    assert used == set(Phrase.__members__)


def test_what_is_language_is_passed_as_a_phrase() -> None:
    found = []
    for path, tree in trees():
        if not any("dossier.rules" in ast.unparse(node) or "import rules" in ast.unparse(node) for node in tree.body):
            continue
        for node in ast.walk(tree):
            spoken: list[ast.expr] = []
            if (isinstance(node, ast.keyword) and node.arg in _SPOKEN) or (
                isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in _SPOKEN
            ):
                spoken.append(node.value)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "ValueError":
                spoken += node.args
            found += [f"{path.name}:{one.lineno}" for one in spoken if isinstance(one, ast.Constant | ast.JoinedStr)]
    assert found == []


# --- What is said ---------------------------------------------------------------------------------------------------


def test_a_phrase_is_english_unless_somebody_asks_otherwise() -> None:
    words = Phrase.DATE_NO_DAY(month="2026-02", day="30")
    assert str(words) == ENGLISH.say(words) == "2026-02 has no day 30"
    assert wording.load("fr").say(words) == "2026-02 n'a pas de jour 30"


@pytest.mark.parametrize(
    ("code", "count", "text"),
    [("en", 0, "0 errors"), ("en", 1, "1 error"), ("fr", 0, "0 erreur"), ("fr", 2, "2 erreurs"), ("nl", 0, "0 fouten")],
)
def test_what_is_counted_has_the_form_of_the_language(code: str, count: int, text: str) -> None:
    assert wording.load(code).say(Phrase.ERRORS(count=count)) == text


def test_words_in_words_are_said_in_the_same_language() -> None:
    words = Phrase.LEDGER_FIELD(field="url", problem=Phrase.IS_MISSING())
    assert wording.load("nl").say(words) == "`url`: het ontbreekt"


def test_values_are_never_templates() -> None:
    words = Phrase.THE_FOLDER(name="{0} {name.__class__}")
    assert wording.load("de").say(words) == "dem Ordner {0} {name.__class__}"


def test_what_a_language_lacks_is_english() -> None:
    partial = Wording("fr", {"bad-id": {"message": "`#{id}` ne va pas"}})
    told = rules.BAD_ID.told(partial)
    assert (told.message, told.hint) == ("`#{id}` ne va pas", rules.BAD_ID.hint)
    assert partial.say(Phrase.IS_EMPTY()) == "it is empty"


def test_hostile_values_of_words_are_made_fit_for_a_terminal() -> None:
    report = Report()
    related = ((Span("b"), Phrase.ORIGINAL(words="\x1b" + "x" * 200)),)
    report.add(rules.YAML_SYNTAX, Span("a"), related=related, problem=Phrase.STANDS_TWICE(value="a\nb\x07"))
    printed = render_text(report, wording.load("fr"))
    assert "`a b�` y figure deux fois" in printed
    assert "\x1b" not in printed
    assert "�" + "x" * 118 + "…" in printed


@pytest.fixture
def faulty(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Return a dossier with faults whose messages have phrases in them, and go to its folder."""
    facts = "theme: work\ntheme: x\nperiod: soon\nregions: BE\nstatus: done\nsource_language: fr\n"
    small.write("docs/arguments/jobs/argument.yml", facts)
    small.write("docs/assets/a page.html", "x")
    small.write("docs/timeline.yml", "- [\n")
    small.write("references.bib", "@online{A,\n title = {x}\n")
    monkeypatch.chdir(small.root)
    return small


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_same_faults_are_told_in_every_language(faulty: Dossier, code: str) -> None:
    english, told = (json.loads(run("check", "--format", "json", "--lang", one)) for one in ("en", code))
    assert [one["code"] for one in told] == [one["code"] for one in english]
    assert len(told) > 6
    for ours, theirs in zip(told, english, strict=True):
        assert ours["message"] != theirs["message"]
        assert ours["hint"] != theirs["hint"]
        assert all(one["note"] != other["note"] for one, other in zip(ours["related"], theirs["related"], strict=True))
    assert faulty.path("mkdocs.yml").exists()


# --- Who asks for which ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "nl"}, "nl"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "es_ES.UTF-8"}, "en"),
        ({"LC_MESSAGES": "de_DE@euro", "LANG": "fr_BE"}, "de"),
        ({"LC_ALL": "C", "LC_MESSAGES": "de_DE", "LANG": "fr_BE"}, "en"),
        ({"LC_ALL": "", "LANG": "fr_BE"}, "fr"),
        ({"DOSSIER_LANG": "nl", "LC_ALL": "fr_FR.UTF-8"}, "nl"),
        ({"DOSSIER_LANG": "NL-be"}, "nl"),
        ({"DOSSIER_LANG": "../../etc/passwd"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(
    environment: Mapping[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DOSSIER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wording.of_environment().code == code


def run(*arguments: str, **environment: str) -> str:
    """Return what a command prints, in a language that the option or the environment asks for."""
    result = CliRunner().invoke(main, arguments, env=environment)
    assert "Traceback" not in result.output
    return result.output


def test_check_speaks_the_language_that_is_asked_for(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    assert run("check") == "no faults found\n"
    assert run("check", "--lang", "de") == "keine Fehler gefunden\n"
    assert run("check", DOSSIER_LANG="nl") == "geen fouten gevonden\n"
    assert run("check", "--lang", "fr", DOSSIER_LANG="nl") == "aucune faute trouvée\n"
    monkeypatch.chdir(small.path("docs"))
    assert run("check", "--lang", "fr").startswith("dossier: il n'y a pas de mkdocs.yml ici")


def test_other_commands_speak_the_language_of_the_environment(faulty: Dossier) -> None:
    printed = run("compile", "--out", str(faulty.path("out")), DOSSIER_LANG="fr")
    assert "erreur[duplicate-key]: `theme` est donné deux fois" in printed
    assert "voir docs/arguments/jobs/argument.yml:1:1 : donné ici la première fois" in printed
    assert "conseil : gardez l'un des deux" in printed


def test_a_rule_is_explained_in_french_and_elsewhere_in_english() -> None:
    french, dutch = run("explain", "yaml-tab", "--lang", "fr"), run("explain", "yaml-tab", "--lang", "nl")
    assert french.startswith("yaml-tab (erreur)\n\nUne ligne de YAML est en retrait par une tabulation.")
    assert "Mauvais :\n    relations:\n    \tsupports: [jobs]" in french
    assert dutch.startswith(f"yaml-tab (fout)\n\n{rules.YAML_TAB.summary}")
    assert run("explain", "yaml-tabb", "--lang", "nl").endswith("; bedoel je `yaml-tab`?\n")


def test_the_french_page_of_the_rules_is_up_to_date() -> None:
    written = (ROOT / "docs-dev" / "rules.fr.md").read_text(encoding="utf-8")
    printed = run("explain", "--markdown", "--lang", "fr")
    assert written == printed, "run: dossier explain --markdown --lang fr > docs-dev/rules.fr.md"


def test_programs_read_the_same_severities_in_every_language() -> None:
    report = Report()
    report.add(rules.EMPTY_FILE, Span("a"))
    for name in ("github", "json", "sarif"):
        assert str(Severity.ERROR) in RENDERERS[name](report, wording.load("fr"))
    assert isinstance(Phrase.ERROR(), Words)
