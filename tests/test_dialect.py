"""The rules of the dialect under load: any text is read, in a time that grows with its length, and always alike.

What each rule makes of a text is in `cases/markdown/`.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from dossier import markdown
from dossier.diagnostics import Report
from dossier.dialect import MAX_DIV_DEPTH, MAX_PARAGRAPH, inline_parser, make_parser, plain_parser

_TOKENS = """
    [@ [@k] [see|@k,|p.|3;|-@k] @k @{k|k} -@ ] [ ( ) ]( { } {.a} {#b} {lang=fr} ::: :::|{.premise|#a} :::|x :::: ^[ [^
    [^1] [^1]: <script> </script> <b <!-- --> <![CDATA[ ]]> <? < > & &lt; &#x6a; &colon; javascript: data: https:// //
    mailto: <http://x.y> ![ ![x](y) [x](y) [x] [x]:|y * ** _ __ ~~ ` `` ``` ~~~ \\ " ' « » ! ? ; : - -- # ## > - 1. |
    |--| : === --- *** x é 😀 中 1|000
""".split()
TOKENS = [token.replace("|", " ") if len(token) > 1 else token for token in _TOKENS] + [
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\t",
]
TEXTS = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join) | st.text(st.characters(exclude_characters="\r"))


def parse(text: str, lang: str = "fr") -> tuple[markdown.Document, list[str]]:
    """Parse a text; return what was found in it too."""
    report = Report()
    document = markdown.parse(text, path="a.md", first_line=1, lang=lang, report=report)
    return document, [f"{found.span} {found.rule.code}" for found in report]


def described(tokens: tuple[Token, ...]) -> list[tuple[str, str, object, list[tuple[str, str]]]]:
    """Describe tokens, so that they can be compared."""
    return [
        (token.type, token.content, token.attrs, [(child.type, child.content) for child in token.children or ()])
        for token in tokens
    ]


@settings(max_examples=300)
@given(TEXTS)
@example("^[" * 30 + "]" * 30)
@example("[^1]: [^1]: [^1]: x")
@example("![![![^[@k]](x)](y)](z)")
@example("> - [^1]:\n> - ::: x\n>   :::")
@example("\x00\x0b\x85\u2028[@k]\ufeff")
def test_any_text_is_read_and_twice_alike(text: str) -> None:
    first, found = parse(text)
    second, found_again = parse(text)
    assert found == found_again
    assert described(first.tokens) == described(second.tokens)
    assert {label: described(body) for label, body in first.notes.items()} == {
        label: described(body) for label, body in second.notes.items()
    }


@settings(max_examples=200)
@given(TEXTS)
def test_every_opening_has_its_closing(text: str) -> None:
    document, _ = parse(text)
    for tokens in (document.tokens, *document.notes.values()):
        for group in (tokens, *(token.children or () for token in tokens)):
            depths = [0]
            for token in group:
                depths.append(depths[-1] + token.nesting)
            assert min(depths) == depths[-1] == 0


@given(TEXTS)
def test_no_text_looks_like_a_citation_in_the_end_unless_it_is_reported(text: str) -> None:
    document, found = parse(text)
    shown = [
        token.content
        for tokens in (document.tokens, *document.notes.values())
        for token in markdown.inline_tokens(tokens)
        if token.type == "text"
    ]
    if not any(" malformed-" in line or " raw-html" in line for line in found) and "\\" not in text and "&" not in text:
        assert not [words for words in shown if words.startswith(("@k", "-@k")) or " @k" in words or "](" in words]


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["::: {.a}\n", "::: b\n", ":::\n", ":::: c\n", "::::\n", "x\n", "\n", "```\n", "- y\n", "  z\n"]
        )
    )
)
def test_no_line_is_lost_between_parts(lines: list[str]) -> None:
    text = "".join(lines)
    document, found = parse(text)
    words = "".join(character for character in markdown.plain_text(document.tokens) if character in "xyz")
    if not any(code in line for line in found for code in ("div-too-deep",)):
        assert words == "".join(character for character in text if character in "xyz")


def test_parts_may_be_nested_as_deep_as_the_limit_and_no_deeper() -> None:
    for depth in (MAX_DIV_DEPTH, MAX_DIV_DEPTH + 1):
        _, found = parse("::: x\n" * depth + "y\n" + ":::\n" * depth)
        assert [line.split()[1] for line in found] == ["div-too-deep"] * (depth - MAX_DIV_DEPTH)


def test_a_paragraph_may_be_as_long_as_the_limit_and_no_longer() -> None:
    document, found = parse(
        f"{'x ' * (MAX_PARAGRAPH // 2 - 1)}xx\n\n> {'y' * (MAX_PARAGRAPH + 1)}\n\n# {'z' * 20_000}\n"
    )
    assert found == ["a.md:3 long-paragraph", "a.md:5 long-paragraph"]
    assert len(markdown.plain_text(document.tokens)) == MAX_PARAGRAPH


def test_one_parser_a_language_is_kept() -> None:
    assert plain_parser("fr") is plain_parser("fr")
    assert inline_parser("fr") is inline_parser("fr")
    assert make_parser("fr") is not make_parser("fr")


# --- Time -----------------------------------------------------------------------------------------------------------

_SIZE = 10_000
_PIECES = """
    [ ] [[ ]] ]( ![ ![[ [! [a [a]( [a][ [x](< @ @a -@ @{ @a[ [@ [@a [@a] [@a; [@a,|{ [@a,|p.|1- [@a,|i [see|@a, ^ ^[ ^[[
    ^[a] [^ [^a] [^a]: ::: :::: {.a} {.a {} ( ) * ** *** *a_ a**b _ __ ~~ ` `` ``` ` \\ " ' "a 'a|"b <!-- --> <![CDATA[
    <? <a <a| </a> <http://a> & &# &amp; ; : ? ! « » 1|000 > - |x - 1. 1) # = --- | a|b http://a a@b.c [x]{lang=fr} ![](
""".split()
_HOSTILE = {piece: piece.replace("|", " ") if len(piece) > 1 else piece for piece in _PIECES}
_LINES = """
    ::: :::|x :::|{.a} :::|{.a|#b|c=d} >|> -|::: -|-|- 1.|1.|1. |a|[^b]: [^b]:|[^b]: [a]:|b [a]:|<b [^a] ^[a] @a [@a]
    |a|b| a|b <!-- <b> # === --- ``` ~~~ `a *a "a 'b" {.a} :|a a\\ [a [a]( ![a^[b]](c)
""".split()


def _timed(text: str) -> float:
    begun = time.process_time()
    parse(text)
    return time.process_time() - begun


@pytest.mark.parametrize("piece", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_what_is_repeated_in_a_long_paragraph_is_read_in_time(piece: str) -> None:
    assert _timed(piece * (MAX_PARAGRAPH // 2 // len(piece))) < 2


@pytest.mark.parametrize("line", _LINES)
def test_what_is_repeated_line_by_line_is_read_in_time(line: str) -> None:
    line = line.replace("|", " ") if "||" not in line else line
    lines = _SIZE // (len(line) + 1)
    assert _timed(f"{line}\n" * lines) < 4
    assert _timed(f"{line}\n\n" * lines) < 4


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "- " * 50_000,
        "> " * 50_000,
        "".join(f"{' ' * (2 * depth)}- x\n" for depth in range(300)),
        "::: {.a" + " " * 50_000 + "}\n:::",
        "::: {" + ".a " * 30_000 + "}\n:::",
        ":::a" + " " * 50_000 + "x",
        "# x {" + " " * 9_000 + "x" + " " * 900,
        "^[" * 4_000 + "]" * 2_000,
        "[" * 4_000 + "]" * 4_000,
        "".join(f"[^{number}] " for number in range(1_500))
        + "\n\n"
        + "".join(f"[^x{number}]: y\n" for number in range(1_500)),
        "".join(f"[^{number}]: [^{number + 1}]\n\n" for number in range(2_000)) + "[^0]",
        "".join(f"@k{number} " for number in range(1_500)),
        "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + ("|b" * 2_000 + "\n") * 10,
        "[a]: " + "(" * 30_000,
        "[a](" + "(" * 9_000,
        "[a](b '" + "\\'" * 4_000,
        "<" + "a " * 4_000 + "\n\n" + "<a" + " b='c'" * 1_500,
        "&" + "a" * 9_000 + ";",
        "`" * 3_000 + " " + "".join("`" * length + " " for length in range(100)),
        "**x" * 3_000 + "\n\n" + "_x_" * 3_000 + "\n\n" + "*_~~" * 2_000,
        "\n" * 100_000,
        "    x\n" * 10_000,
        "```\n" + ":::\n" * 20_000,
        "<div>\n" + "x\n" * 20_000,
        "<!-- " + "x\n" * 20_000,
    ],
    ids=lambda text: f"{text[:12]!r}…",
)
def test_what_is_deep_long_or_never_closed_is_read_in_time(text: str) -> None:
    assert _timed(text) < 4
