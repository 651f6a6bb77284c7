"""Every place that a text's tokens and diagnostics name is where it says, in whatever the text stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from dossier import markdown
from dossier.diagnostics import Report, Span
from dossier.places import Where

_PIECES = """
    [@k] [see|@k,|p.|3;|-@{k|k}] @k @k|[p.|4] -@k [^1] ^[ ] [x](y) [x](javascript:y) ![x](y.png) <https://x.y> <b> </b>
    [x]{lang=fr} {.a} word é 😀 中 \\ \\* &amp; ` `` * ** _ ~~ " ' [ ( ) { } < > ! ^ @ : ; - x@y.z [x](javascript:|y)
""".split()
_WORDS = st.sampled_from([piece.replace("|", " ") for piece in _PIECES])
_LINES = st.lists(_WORDS, max_size=8).map(" ".join)
_FRAMES = [
    "",
    "> ",
    "- ",
    "  ",
    "1. ",
    "> - ",
    "# ",
    "::: {.a}\n",
    ":::\n",
    "| ",
    "|--|--|\n",
    "[^1]: ",
    "Term\n: ",
    "    ",
    "^[a\n",
]
TEXTS = st.lists(
    st.builds("{}{}{}".format, st.sampled_from(_FRAMES), _LINES, st.sampled_from(["\n", "\n\n", " |\n", " | "]))
)
"""Texts in which citations, links and tags stand in paragraphs, lists, quotations, tables, notes and parts."""


def letters(lines: list[str], span: Span, number: int) -> str:
    """Return the letters that stand at a place."""
    assert 1 <= span.line <= len(lines)
    assert span.column is not None
    return lines[span.line - 1][span.column - 1 :][:number]


def check_tokens(lines: list[str], tokens: Sequence[Token]) -> None:
    """Check the places of citations, links and calls of notes."""
    for citation in markdown.citations(tokens):
        assert letters(lines, citation.span, 1) in {"[", "@", "-"}
        for item in citation.items:
            found = letters(lines, item.span, item.span.length or 0)
            assert found.removeprefix("-").replace("{", "").replace("}", "") == f"@{item.key}"
    for link in markdown.links(tokens):
        assert letters(lines, link.span, 1) in ({"!"} if link.is_image else {"[", "<"})
    for token in markdown.inline_tokens(tokens):
        if token.type == "footnote_ref":
            assert letters(lines, token.meta["span"], 2) in {"[^", "^["}


_STARTS = {
    "malformed-citation": {"[", "@", "-", "^"},
    "unsafe-url": {"[", "!", "<"},
    "unknown-note": {"["},
    "raw-html": {"<"},
    "malformed-link": {"]"},
}
"""With which letter begins what a rule is about."""


@settings(max_examples=300)
@given(TEXTS.map("".join), st.integers(0, 100))
@example("a | b@c | @c\n--|--|--\n@c | `\\|` @c | \\| @c\n", 0)
@example("> - [^1]: [^1]\n>\n>   @a\n", 3)
@example("1. 1. @a 1. @a\n", 0)
@example("- - -@a\n  - @a\n", 0)
@example("^[^[@a]\n@b] ![@a ^[@b]](c)\n", 0)
def test_what_is_found_stands_where_it_is_said_to_stand(text: str, before: int) -> None:
    report = Report()
    document = markdown.parse(text, path="fr.md", first_line=before + 1, lang="fr", report=report)
    lines = [*[""] * before, *text.split("\n")]
    for tokens in (document.tokens, *document.notes.values()):
        check_tokens(lines, tokens)
    for found in report:
        assert before + 1 <= found.span.line <= len(lines)
        if found.rule.code in _STARTS:
            assert letters(lines, found.span, 1) in _STARTS[found.rule.code]


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z"], include_characters="\n\t")))
def test_every_place_is_inside_of_the_file(text: str) -> None:
    report = Report()
    markdown.parse(text, path="fr.md", first_line=1, lang="en", report=report)
    lines = text.split("\n")
    for found in report:
        assert 1 <= found.span.line <= len(lines)
        if found.span.column is not None:
            assert 1 <= found.span.column <= len(lines[found.span.line - 1]) + 1


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("[@a]", Span("a.md", 1, 1, 4)),
        ("  [@a]", Span("a.md", 1, 3, 4)),
        ("x\n   y [@a]", Span("a.md", 2, 6, 4)),
        (">  x\n>    y [@a]", Span("a.md", 2, 8, 4)),
        ("> x\ny [@a]", Span("a.md", 2, 3, 4)),
        ("-   x\n    y\n\n    z [@a]", Span("a.md", 4, 7, 4)),
        ("10. > - [@a]", Span("a.md", 1, 9, 4)),
        ("-\tx [@a]", Span("a.md", 1, 5, 4)),
        (">\t> x [@a]", Span("a.md", 1, 7, 4)),
        ("### [@a] ###", Span("a.md", 1, 5, 4)),
        ("x [@a]\n===", Span("a.md", 1, 3, 4)),
        ("x\ny [@a] {#z}\n---", Span("a.md", 2, 3, 4)),
        ("| a | [@a] |\n|---|---|", Span("a.md", 1, 7, 4)),
        ("| a | b |\n|---|---|\n| [@ | [@a] |", Span("a.md", 3, 8, 4)),
        ("| a | b |\n|---|---|\n|  \\| | x \\| [@a] |", Span("a.md", 3, 14, 4)),
        ("Term\n:   x\n    y [@a]", Span("a.md", 3, 7, 4)),
        ("::: {.x}\n> [@a]\n:::", Span("a.md", 2, 3, 4)),
        ("*x* **`y`** ~~[@a]~~", Span("a.md", 1, 15, 4)),
        ('\\* &amp; <https://x.y> [z](w "[@a]") [@a]', Span("a.md", 1, 38, 4)),
        ("[@\na] [@a]", Span("a.md", 2, 4, 4)),
        ("é😀中\u0301 [@a]", Span("a.md", 1, 6, 4)),
        ("[@a,\np. 3]", Span("a.md", 1, 1)),
        ("x  \ny\\\n[@a]", Span("a.md", 3, 1, 4)),
    ],
)
def test_the_place_of_a_citation_in_every_kind_of_block(text: str, span: Span) -> None:
    document = markdown.parse(text, path="a.md", first_line=1, lang="en", report=Report())
    assert [citation.span for citation in markdown.citations(document.tokens)] == [span]


def test_the_place_of_a_citation_in_notes() -> None:
    text = "a^[b [@c] ^[d\n[@e]]] f[^1]\n\n[^1]: [@g]\n\n      [@h]\n"
    document = markdown.parse(text, path="a.md", first_line=1, lang="en", report=Report())
    found = {
        item.key: item.span
        for tokens in document.notes.values()
        for citation in markdown.citations(tokens)
        for item in citation.items
    }
    assert found == {
        "c": Span("a.md", 1, 7, 2),
        "e": Span("a.md", 2, 2, 2),
        "g": Span("a.md", 4, 8, 2),
        "h": Span("a.md", 6, 8, 2),
    }


def test_a_place_counts_from_the_first_line_of_the_text() -> None:
    where = Where("a.md", 7, ["x", "y"], Report())
    assert where.span(0) == Span("a.md", 7)
    assert where.span(1, 2, 3) == Span("a.md", 8, 2, 3)
