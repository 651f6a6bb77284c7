"""Our Markdown: what becomes of a text, what is refused in it, and where.

The files in `cases/markdown/` hold texts and the HTML that they become, one case under each `## Title (language)`. What
is refused stands under the line that causes it, as `^^^^ severity[code]: message` under the very words, or `| …` where
only the line is known, and `= …` for a near match. In the HTML, a citation is shown as it was read, in `⟨…⟩`; the notes
stand behind the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from markdown_it.token import Token
from markupsafe import Markup, escape

from dossier import markdown
from dossier.citation_syntax import Citation, CitationItem
from dossier.diagnostics import Report, Span, render_text
from dossier.places import Link

CASES = sorted((Path(__file__).parent / "cases" / "markdown").glob("*.md"))
_CASE = re.compile(
    r"^## [^\n]* \((?P<lang>\w\w)\)\n\n(?P<fence>~{4,})md\n(?P<text>.*?)^(?P=fence)\n\n~~~~html\n(?P<html>.*?)^~~~~\n",
    re.MULTILINE | re.DOTALL,
)
_EXPECTED = re.compile(r" *(?:(?:\^+|\|) (?:error|warning)\[|= did you mean )")


class Spelled:
    """Stands in for a page's notes: spells out what it is given."""

    def cite(self, citation: Citation) -> Markup:
        """Spell a citation out: what stands before the key, the locator in brackets, what stands behind."""
        items = "; ".join(
            " ".join(filter(None, (item.prefix, f"{'-' * item.suppress_author}@{item.key}", _locator(item), item.suffix)))
            for item in citation.items
        )
        return escape(f"⟨{'=' * citation.in_text}{items}⟩")

    def refer(self, label: str, body: Sequence[Token]) -> Markup:
        """Spell the call of a note out."""
        return escape(f"⟨^{label}{'' if body else '?'}⟩")


def _locator(item: CitationItem) -> str:
    return f"[{item.locator_label} {item.locator}]".replace(" ]", "]") if item.locator_label else ""


def parse(text: str, lang: str = "en", report: Report | None = None) -> markdown.Document:
    """Parse a text; where no report is given, it must have no faults."""
    found = Report() if report is None else report
    document = markdown.parse(text, path="fr.md", first_line=1, lang=lang, report=found)
    assert report is not None or not len(found), render_text(found)
    return document


def html(text: str, lang: str = "en", report: Report | None = None) -> str:
    """Render a text, and its notes behind it."""
    document = parse(text, lang, report)
    parts = [document.tokens, *document.notes.values()]
    names = ["", *(f"⟨^{label}⟩\n" for label in document.notes)]
    return "".join(
        name + str(markdown.render(tokens, lang, Spelled(), document.notes, lambda href: {"href": href}))
        for name, tokens in zip(names, parts, strict=True)
    )


def written(case: str) -> str:
    """Write a file of cases as it should be."""
    return _CASE.sub(_written, case)


def _written(case: re.Match[str]) -> str:
    lines = [line for line in case["text"].split("\n") if not _EXPECTED.match(line)]
    report = Report()
    shown = html("\n".join(lines), case["lang"], report)
    text = "\n".join(_annotated(lines, report))
    title = case.group().partition("\n")[0]
    return f"{title}\n\n{case['fence']}md\n{text}{case['fence']}\n\n~~~~html\n{shown}~~~~\n"


def _annotated(lines: Sequence[str], report: Report) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield line
        for one in report:
            if one.span.line == number:
                column, length = one.span.column, one.span.length or 1
                place = " " * (column - 1) + "^" * length if column else "|"
                yield f"{place} {one.rule.severity}[{one.rule.code}]: {one.message}"
                if one.suggestion:
                    yield f"  = {one.hint}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_texts_of_a_case(path: Path) -> None:
    case = path.read_text(encoding="utf-8")
    assert len(_CASE.findall(case)) == case.count("\n## ")
    assert written(case) == case
