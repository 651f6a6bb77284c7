"""The notes of a page in its language: numbers, ways back, full and short forms.

The files in `cases/notes/` hold sources, a text that cites them, and the page that it becomes in each language: the
text, then the notes. There, `[1]` is the call of note 1 (`[1b]` its second call), `↩` the way back to it, `⟨1: …⟩` a
short form with its link to note 1, `⟨… → address⟩` a link to elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossier import locales, markdown
from dossier.bibliography import Bibliography, load_bibliography
from dossier.citations import Style
from dossier.diagnostics import Report, render_text
from dossier.notes import Footnote, Notebook
from dossier.source import SourceFile

CASES = sorted((Path(__file__).parent / "cases" / "notes").glob("*.md"))
_BLOCK = re.compile(r"^~~~~(?P<kind>\w+)\n(?P<text>.*?)^~~~~\n", re.MULTILINE | re.DOTALL)
_CALL = re.compile(
    r'<sup id="fnref(?P<again>\d*):(?P<number>\d+)"><a class="footnote-ref" href="#fn:(?P=number)" role="doc-noteref" '
    r'aria-label="Note (?P=number)">(?P=number)</a></sup>'
)
_WAY_BACK = re.compile(
    r' ?<a class="footnote-backref" href="#fnref(?P<again>\d*):(?P<number>\d+)" role="doc-backlink" '
    r'title="(?P<title>[^"]*)" aria-label="(?P=title)">↩(?:<sup>\d+</sup>)?</a>'
)
_SHORT = re.compile(r'<a class="note-short" href="#fn:(\d+)" title="[^"]*\1">(.*?)</a>')
_ADDRESS = re.compile(r'<a class="note-(?:address|archive)" href="([^"]*)">(.*?)</a>')


def bibliography(text: str) -> Bibliography:
    """Read sources that have no faults."""
    report = Report()
    found = load_bibliography(SourceFile("references.bib", text), report)
    assert not len(report), render_text(report)
    return found


def page(text: str, sources: Bibliography, lang: str, report: Report | None = None) -> tuple[str, tuple[Footnote, ...]]:
    """Render a text as a page does; return it, and its notes."""
    found = Report() if report is None else report
    document = markdown.parse(text, path="a.md", first_line=1, lang=lang, report=found)
    assert report is not None or not len(found), render_text(found)
    notebook = Notebook(
        Style(sources, locales.load(lang)),
        lambda tokens: markdown.render(tokens, lang, notebook, document.notes, lambda href: {"href": href}),
    )
    body = markdown.render(document.tokens, lang, notebook, document.notes, lambda href: {"href": href})
    return str(body), notebook.footnotes()


def _letter(again: str) -> str:
    return "abcdefghij"[int(again) - 1] if again else ""


def shortened(html: str) -> str:
    """Write calls and ways back so that a person can read them."""
    html = _CALL.sub(lambda match: f"[{match['number']}{_letter(match['again'])}]", html)
    html = _ADDRESS.sub(r"⟨\2 → \1⟩", _SHORT.sub(r"⟨\1: \2⟩", html))
    return _WAY_BACK.sub(lambda match: f" ↩{_letter(match['again'])}", html)


def shown(text: str, sources: Bibliography, lang: str) -> str:
    """Show a page as the cases have it."""
    body, notes = page(text, sources, lang)
    return shortened(body) + "".join(f"{note.number}. {shortened(note.html)}\n" for note in notes)


def written(case: str) -> str:
    """Write a file of cases as it should be."""
    sources, text = bibliography(""), ""

    def block(match: re.Match[str]) -> str:
        nonlocal sources, text
        if match["kind"] == "bib":
            sources = bibliography(match["text"])
        elif match["kind"] == "md":
            text = match["text"]
        else:
            return f"~~~~{match['kind']}\n{shown(text, sources, match['kind'])}~~~~\n"
        return match.group()

    return _BLOCK.sub(block, case)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_pages_of_a_case(path: Path) -> None:
    case = path.read_text(encoding="utf-8")
    assert {match["kind"] for match in _BLOCK.finditer(case)} == {"bib", "md", *locales.available()}
    assert written(case) == case
