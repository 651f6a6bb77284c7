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
            " ".join(
                filter(None, (item.prefix, f"{'-' * item.suppress_author}@{item.key}", _locator(item), item.suffix))
            )
            for item in citation.items
        )
        quote = f" “{citation.quote}”" if citation.quote else ""
        return escape(f"⟨{'=' * citation.in_text}{items}{quote}⟩")

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
    assert len(_CASE.findall(case)) == case.count("\n~~~~html\n")
    assert written(case) == case


# --- Looking at tokens ----------------------------------------------------------------------------------------------


def test_the_citations_of_a_text_have_their_places() -> None:
    document = parse("> Blah [see @doe99, p. 3;\n> -@{a b}] blah\n>\n> @smith04 [p. 4].\n")
    first, second = markdown.citations(document.tokens)
    assert first.span == Span("fr.md", 1, 8)
    assert [item.span for item in first.items] == [Span("fr.md", 1, 13, 6), Span("fr.md", 2, 3, 7)]
    assert (second.span, second.in_text) == (Span("fr.md", 4, 3, 15), True)
    assert second.items == (CitationItem("smith04", Span("fr.md", 4, 3, 8), locator_label="page", locator="4"),)


def test_the_places_count_from_where_the_text_begins_in_its_file() -> None:
    report = Report()
    document = markdown.parse("é [@a]\n\n<b>", path="docs/fr.md", first_line=10, lang="fr", report=report)
    assert [one.span for one in markdown.citations(document.tokens)] == [Span("docs/fr.md", 10, 3, 4)]
    assert [found.span for found in report] == [Span("docs/fr.md", 12, 1, 3)]


def test_the_links_of_a_text_have_their_places() -> None:
    document = parse("a [b](../c/) ![d](e.png)\n\n<https://example.org> [f][g]\n\n[g]: #h\n")
    assert list(markdown.links(document.tokens)) == [
        Link("../c/", Span("fr.md", 1, 3)),
        Link("e.png", Span("fr.md", 1, 14, 1), is_image=True),
        Link("https://example.org", Span("fr.md", 3, 1)),
        Link("#h", Span("fr.md", 3, 23)),
    ]


def test_citations_and_links_of_notes_stand_in_the_notes() -> None:
    document = parse("a^[b [@c] [d](e)] f[^1]\n\n[^1]: [@g]\n")
    assert list(markdown.citations(document.tokens)) == []
    found = {
        label: [item.key for citation in markdown.citations(tokens) for item in citation.items]
        for label, tokens in document.notes.items()
    }
    assert found == {"1": ["g"], "inline 0": ["c"]}
    assert [link.href for link in markdown.links(document.notes["inline 0"])] == ["e"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("One *two* `three`\nfour  \nfive", "One two three four five"),
        ("a [@b, p. 3] c^[d] e[^1] f\n\n[^1]: g", "a c e f"),
        ("[a *b*](c) ![d](e) \\* &amp; “f”", "a b  * & “f”"),
        ("- a\n- b\n\n> c\n\n    d\n", "a\nb\nc\nd"),
        ("<!-- a -->\n\nb <!-- c --> d", "b  d"),
        ("", ""),
    ],
)
def test_the_words_of_a_text(text: str, plain: str) -> None:
    assert markdown.plain_text(parse(text).tokens) == plain


# --- Short texts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "in_french", "in_english"),
    [
        ('"Alibaba": l\'eau', "«\u202fAlibaba\u202f»\u202f: l’eau", "“Alibaba”: l’eau"),
        ("*a* [b](c) `d` @e ^[f] <b>", "*a* [b](c) `d` @e ^[f] <b>", "*a* [b](c) `d` @e ^[f] <b>"),
        ("12 000 ; 5 %", "12\u202f000\u202f; 5\u00a0%", "12 000 ; 5\u00a0%"),
        ("&lt;b> \\*", "&lt;b> \\*", "&lt;b> \\*"),
        ("", "", ""),
    ],
)
def test_a_title_gets_the_typography_of_its_language_and_nothing_else(
    text: str, in_french: str, in_english: str
) -> None:
    assert (markdown.typeset(text, "fr"), markdown.typeset(text, "en")) == (in_french, in_english)


def test_an_endless_title_stays_as_it_is() -> None:
    assert markdown.typeset('"' * 20_000, "fr") == '"' * 20_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("voir *aussi* **a** `b` \\* c", "voir <em>aussi</em> <strong>a</strong> <code>b</code> * c"),
        ('"a": l\'eau?', "«\u202fa\u202f»\u202f: l’eau\u202f?"),
        ("<b onclick=x>&amp;x", "&lt;b onclick=x&gt;&amp;amp;x"),
        ("[a](javascript:b)![c](d) <https://e.f> @g [@h]", "[a](javascript:b)![c](d) &lt;https://e.f&gt; @g [@h]"),
        ("", ""),
    ],
)
def test_the_words_around_a_key_have_emphasis_and_code_alone(text: str, shown: str) -> None:
    assert markdown.inline_html(text, "fr") == shown


# --- Rendering ------------------------------------------------------------------------------------------------------


def test_addresses_go_through_the_page_that_they_stand_on() -> None:
    asked = []

    def resolve(href: str) -> dict[str, str]:
        asked.append(href)
        return {"href": f'/x?"{href}', "hreflang": "fr"}

    document = parse('[a](b "c") ![d](e "f") <https://g.h>')
    shown = markdown.render(document.tokens, "en", Spelled(), {}, resolve)
    assert asked == ["b", "e", "https://g.h"]
    assert shown == (
        '<p><a href="/x?&#34;b" hreflang="fr" title="c">a</a> <img src="/x?&#34;e" title="f" alt="d" loading="lazy"> '
        '<a href="/x?&#34;https://g.h" hreflang="fr">https://g.h</a></p>\n'
    )


def test_a_text_can_be_rendered_piece_by_piece_and_again() -> None:
    document = parse("# A *b*\n\nc [@d]\n")
    heading = next(token for token in document.tokens if token.type == "inline")

    def render(tokens: Sequence[Token]) -> str:
        return markdown.render(tokens, "en", Spelled(), {}, lambda href: {"href": href})

    pieces = [render(tokens) for tokens in ([heading], document.tokens, [])]
    assert pieces == ["A <em>b</em>", "<h1>A <em>b</em></h1>\n<p>c⟨@d⟩</p>\n", ""]
    assert render(document.tokens) == pieces[1]
