"""The layout of a bibliography: what the files in `cases/fmt/` say, and that nothing is ever lost by it."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from dossier.bibformat import format_bibliography, meaning
from dossier.bibliography import load_bibliography
from dossier.diagnostics import Report, render_text
from dossier.source import SourceFile

CASES = sorted((Path(__file__).parent / "cases" / "fmt").glob("*.bib"))
COMMITTED = (ROOT / "references.bib").read_text(encoding="utf-8")

_TOKENS = """
    @book{k, @Article(k2, @string{a|=|{b}} @comment{x} title|=|{x}, Date|=|{2020}, author="y", year|=|2020|#|a, note={%}
    foo={}, { } ( ) , = # " % %|c x \\% é
""".split()
TOKENS = [token.replace("|", " ") for token in _TOKENS] + [" ", "\n", "\n\n", "}\n", ",\n", "% c\n"]


def laid_out(text: str) -> str | None:
    """Lay a text out; None where it has faults."""
    return format_bibliography(SourceFile("references.bib", text), Report())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_gets_its_layout(case: Path) -> None:
    expected = case.with_name(f"{case.name}.out").read_text(encoding="utf-8")
    assert laid_out(case.read_text(encoding="utf-8")) == expected
    assert laid_out(expected) == expected


def test_the_bibliography_of_the_dossier_has_its_layout() -> None:
    assert laid_out(COMMITTED) == COMMITTED, "run: dossier fmt"


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_fields_were_typed_does_not_matter(seed: int) -> None:
    shuffle = random.Random(seed).shuffle  # noqa: S311 - an order, not a secret

    def shuffled(entry: re.Match[str]) -> str:
        lines = entry[2].splitlines()
        shuffle(lines)
        return entry[1] + "\n".join(lines) + "\n}\n"

    text = re.sub(r"(@\w+\{\w+,\n)(.*?)^\}\n", shuffled, COMMITTED, flags=re.MULTILINE | re.DOTALL)
    assert text != COMMITTED
    assert laid_out(text) == COMMITTED


@given(st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
def test_nothing_is_lost_and_twice_is_once(text: str) -> None:
    once = laid_out(text)
    if once is None:
        return
    before, after = (load_bibliography(SourceFile("r.bib", one), Report()) for one in (text, once))
    assert list(after.references) == list(before.references)
    assert meaning(SourceFile("r.bib", once)) == meaning(SourceFile("r.bib", text))
    assert laid_out(once) == once


def test_a_file_with_faults_is_left_alone() -> None:
    report = Report()
    source = SourceFile("references.bib", "@book{k,\n  title = {x}\n  date = {2020},\n}\n")
    assert format_bibliography(source, report) is None
    assert "references.bib:3:3: error[malformed-bibtex]" in render_text(report)
