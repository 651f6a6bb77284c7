"""The rules: every one is used, with just the words that its templates ask for, and says what it should."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dossier import rules
from dossier.cli import main
from dossier.diagnostics import Rule, Severity

ROOT = Path(__file__).parent.parent
NAMES = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}
INDIRECT = {"_report_unknown": {"name"}}
"""Functions that report the rule that they are given, and the words that they pass."""

_NO_WORDS = {"suggestion", "related", "edits"}


def names_in(template: str) -> set[str]:
    """Return the names in the braces of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call in the package, with its place."""
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def rule_named(node: ast.expr) -> str | None:
    """Return the name of the rule that an argument names: `rules.BAD_ID`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "rules":
        return node.attr
    return None


def reports() -> Iterator[tuple[str, str, set[str]]]:
    """Yield place, rule and words of every call that reports one."""
    for place, call in calls():
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "add" and call.args:
            name = rule_named(call.args[0])
            if name is not None:
                keywords = {keyword.arg for keyword in call.keywords}
                assert None not in keywords, f"{place}: words passed as **"
                yield place, name, {word for word in keywords if word} - _NO_WORDS
        elif isinstance(function, ast.Name) and function.id in INDIRECT:
            given = [name for argument in call.args if (name := rule_named(argument))]
            assert len(given) == 1, place
            yield place, given[0], INDIRECT[function.id]


REPORTS = list(reports())


def test_the_scan_finds_the_calls() -> None:
    assert len(REPORTS) > 60


@pytest.mark.parametrize(("place", "name", "words"), REPORTS, ids=[f"{place} {name}" for place, name, _ in REPORTS])
def test_a_call_passes_the_words_that_its_rule_asks_for(place: str, name: str, words: set[str]) -> None:
    rule = NAMES[name]
    assert words == names_in(rule.message) | names_in(rule.hint)


def test_every_mention_of_a_rule_is_such_a_call() -> None:
    mentions = sum(
        rule_named(node) is not None and getattr(node, "attr", "") != "RULES"
        for path in (ROOT / "dossier").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.expr)
    )
    assert mentions == len(REPORTS)


def test_every_rule_is_used() -> None:
    assert {name for _, name, _ in REPORTS} == NAMES.keys()


def test_codes_are_unique() -> None:
    assert len(rules.RULES) == len(NAMES)
    assert list(rules.RULES) == sorted(rules.RULES)


@pytest.mark.parametrize(("name", "rule"), NAMES.items(), ids=NAMES.keys())
def test_a_rule_is_well_formed(name: str, rule: Rule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule.code)
    assert name == rule.code.upper().replace("-", "_")
    assert rule.severity in Severity
    for template in (rule.message, rule.hint):
        filled = template.format(**dict.fromkeys(names_in(template), "word"))
        assert filled.strip() == filled != ""
        assert "\n" not in filled
        # A message is one clause, that another can follow; so is a hint.
        assert not filled.endswith(".")
    assert rule.message[0] in "`{" or rule.message[0].islower() or rule.message.startswith(("YAML", "HTML"))
    for sentence in (rule.summary, rule.why):
        assert sentence.strip() == sentence
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence[0] == "`"
    assert rule.bad != rule.good
    assert "~~~" not in rule.bad + rule.good  # they stand between such lines in the documentation


def test_the_page_of_the_rules_is_up_to_date() -> None:
    result = CliRunner().invoke(main, ["explain", "--markdown"])
    assert result.exit_code == 0
    written = (ROOT / "docs-dev" / "rules.md").read_text(encoding="utf-8")
    assert written == result.output, "run: dossier explain --markdown > docs-dev/rules.md"


@pytest.mark.parametrize("rule", rules.RULES.values(), ids=rules.RULES.keys())
def test_a_rule_explains_itself(rule: Rule) -> None:
    result = CliRunner().invoke(main, ["explain", rule.code])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == f"{rule.code} ({rule.severity})"
    for example in (rule.bad, rule.good):
        assert all("    " + line in lines for line in example.splitlines() if line)
    assert " ".join(rule.why.split()) in " ".join(result.output.split())
