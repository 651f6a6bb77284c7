"""The record in a translation's front matter: it is replaced, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.arguments import parse_text
from dossier.diagnostics import Report
from dossier.marking import marked
from dossier.source import SourceFile

UNITS = {"title": "0" * 12 + "-" + "1" * 6, "claim": "a" * 12 + "-" + "b" * 6}
RECORD = "translated_from: fr\nunits:\n  title: 000000000000-111111\n  claim: aaaaaaaaaaaa-bbbbbb\n"
BODY = "\n::: {.summary}\nKort.\nunits:\n  title: in the text\n:::\n"

CASES = {
    "the first record": (
        "---\ntitle: Banen\nclaim: Ze kwamen niet.\n---\n",
        f"---\ntitle: Banen\nclaim: Ze kwamen niet.\n{RECORD}---\n",
    ),
    "an older record": (
        "---\ntitle: Banen\nclaim: Nee.\ntranslated_from: en\nunits:\n  title: x\n  gone: y\n---\n",
        f"---\ntitle: Banen\nclaim: Nee.\n{RECORD}---\n",
    ),
    "a record that stands first": (
        "---\nunits:\n  title: x\ntranslated_from: en\ntitle: Banen\nclaim: Nee.\n---\n",
        f"---\ntitle: Banen\nclaim: Nee.\n{RECORD}---\n",
    ),
    "comments and empty lines": (
        "---\n# by hand\ntitle: Banen # a\nunits:\n  title: x\n# between\n\n  # in\n  claim: y\nclaim: Nee.\n\n---\n",
        f"---\n# by hand\ntitle: Banen # a\n# between\n\n  # in\nclaim: Nee.\n\n{RECORD}---\n",
    ),
    "other ways to write it": (
        '---\ntitle: B\n"units" : {title: x,\n  claim: y}\ntranslated_from:\n  en\nclaim: >-\n  N,\n  units: n.\n---\n',
        f"---\ntitle: B\nclaim: >-\n  N,\n  units: n.\n{RECORD}---\n",
    ),
    "fields that only begin alike": (
        "---\ntitle: Banen\nclaim: Nee.\nunits_of: x\ntranslated_from_what: y\n---\n",
        f"---\ntitle: Banen\nclaim: Nee.\nunits_of: x\ntranslated_from_what: y\n{RECORD}---\n",
    ),
    "an end of three dots": (
        "---\ntitle: Banen\nclaim: Nee.\n...\n",
        f"---\ntitle: Banen\nclaim: Nee.\n{RECORD}...\n",
    ),
    "space after the lines that enclose it": (
        "--- \ntitle: Banen\nclaim: Nee.\n---  \n",
        f"--- \ntitle: Banen\nclaim: Nee.\n{RECORD}---  \n",
    ),
    "a byte order mark": (
        "\ufeff---\ntitle: Banen\nclaim: Nee.\n---\n",
        f"\ufeff---\ntitle: Banen\nclaim: Nee.\n{RECORD}---\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_record_is_replaced_and_all_else_stays(before: str, after: str, line_end: str) -> None:
    before, after = ((text + BODY).replace("\n", line_end) for text in (before, after))
    assert marked(before, "fr", UNITS) == after
    assert marked(after, "fr", UNITS) == after


def test_a_file_that_ends_with_its_front_matter() -> None:
    assert marked("---\ntitle: Banen\nclaim: Nee.\n---", "fr", UNITS) == f"---\ntitle: Banen\nclaim: Nee.\n{RECORD}---"


LINES = st.sampled_from(
    [
        "# a comment",
        "",
        "  # inside",
        "title: Banen",
        "claim: >-",
        "  folded",
        "units:",
        "  one: x",
        "translated_from: en",
    ]
)


@given(st.lists(LINES, unique=True))
def test_the_other_lines_are_all_there_and_in_order(lines: list[str]) -> None:
    once = marked("\n".join(["---", *lines, "---", "body"]), "fr", UNITS)
    assert marked(once, "fr", UNITS) == once
    assert once.endswith(f"{RECORD}---\nbody")
    others = [
        line for line in lines if not line or line.lstrip().startswith("#") or line.startswith(("title", "claim"))
    ]
    rest = iter(once.split("\n"))
    assert all(line in rest for line in others)


def test_what_was_written_is_read_again() -> None:
    report = Report()
    text = parse_text(SourceFile("nl.md", marked("---\ntitle: B\nclaim: C.\n---\n", "fr", UNITS)), "nl", report)
    assert text is not None
    assert text.units_marked == UNITS
    assert not len(report)
