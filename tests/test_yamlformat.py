"""The layout of YAML files: what the files in `cases/fmt/` say, and that nothing is ever lost by it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from dossier.diagnostics import Report, render_text
from dossier.schemas import MODELS
from dossier.source import SourceFile
from dossier.yamlformat import format_yaml, meaning

CASES = sorted((Path(__file__).parent / "cases" / "fmt").glob("*.yml"))
COMMITTED = [path for name in MODELS for path in sorted((ROOT / "docs").rglob(name))]
LINES = """
    theme:|a order:|1 status:|>-|;||folded|;||#|text relations: ||supports:|[b] ||#|note ||depends-on:|[c] #|c
    regions:|[|;||BE|] ---|#|x ?|theme right_of_reply: -|to:|x ||asked:|1 -|asked:|2|;||to:|"y|;||z" |||| x
    corrections:|[{kind:|x,|date:|y}] period:|&a|b &x|theme:|a
""".split()


def laid_out(name: str, text: str) -> str | None:
    """Lay a text out; None where it has faults."""
    return format_yaml(MODELS[name], SourceFile(name, text), Report())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_gets_its_layout(case: Path) -> None:
    text, expected = case.read_text(encoding="utf-8"), case.with_name(f"{case.name}.out").read_text(encoding="utf-8")
    assert laid_out(case.name, text) == expected
    assert laid_out(case.name, expected) == expected
    assert meaning(SourceFile(case.name, expected)) == meaning(SourceFile(case.name, text))


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: str(path.relative_to(ROOT / "docs")))
def test_every_file_of_the_dossier_has_its_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert laid_out(path.name, text) == text, "run: dossier fmt"


def test_the_order_in_which_fields_were_typed_does_not_matter() -> None:
    fields = ["theme: a", "order: 1", "status: draft", "reviewed: 2026-03-01", "relations:\n  supports: [b]"]
    expected = "\n".join(fields) + "\n"
    assert {laid_out("argument.yml", "\n".join(order)) for order in itertools.permutations(fields)} == {expected}


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
def test_what_is_read_stays_or_is_known_to_have_changed(text: str) -> None:
    text = text.replace("|;|", "\n").replace("||", "  ").replace("|", " ")
    once = laid_out("argument.yml", text)
    if once is not None and meaning(SourceFile("a.yml", once)) == meaning(SourceFile("a.yml", text)):
        assert laid_out("argument.yml", once) == once


@pytest.mark.parametrize("text", ["a: [", "a: &x 1", "a: !t 1", "a: 1\na: 2", "\ta: 1"])
def test_a_file_with_faults_is_left_alone(text: str) -> None:
    report = Report()
    assert format_yaml(MODELS["argument.yml"], SourceFile("argument.yml", text), report) is None
    assert "argument.yml:" in render_text(report)
