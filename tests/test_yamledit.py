"""Tests of `dossier.yamledit`: one item more, and every other byte as it was."""

from __future__ import annotations

import pytest

from dossier.diagnostics import Report, Span
from dossier.source import SourceFile, parse_yaml
from dossier.yamledit import CannotEditError, with_item, with_word


def last_word(text: str, *way: str) -> Span:
    """Return where the last word of a list stands."""
    document = parse_yaml(SourceFile("", text.replace("\r\n", "\n")), Report(), tags_allowed=True)
    assert document is not None
    return max(
        (span for key, span in document.values.items() if key[:-1] == way),
        key=lambda span: span.line * 1000 + (span.column or 0),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [fr, en]\n", "a: [fr, en, it]\n"),
        ("a: [ fr, 'en' ]  # ours\nb: 1", "a: [ fr, 'en', it ]  # ours\nb: 1"),
        ("a: [\n  fr,\n  en, # two\n]\n", "a: [\n  fr,\n  en, it, # two\n]\n"),
        ("a:\n  - fr\n  - en  # two\n  # none\nb: 1\n", "a:\n  - fr\n  - en  # two\n  - it\n  # none\nb: 1\n"),
        ("a:\n- en", "a:\n- en\n- it"),
        ("a:\r\n  - en\r\nb: 1\r\n", "a:\r\n  - en\r\n  - it\r\nb: 1\r\n"),
        ("x: !ENV [A, b]\na: [en]\n", "x: !ENV [A, b]\na: [en, it]\n"),
    ],
)
def test_a_list_of_words_gets_one_more(text: str, expected: str) -> None:
    assert with_word(text, last_word(text, "a"), "it") == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: [en]\n", "it, de"),
        ("a: [en]\n", "it: de"),
        ("a: [en\n]\n", "#it"),
        ("a:\n  - en\n", "it: de"),
        ("a:\n  - >-\n    en\n", "it"),
    ],
)
def test_what_would_be_something_else_is_refused(text: str, word: str) -> None:
    with pytest.raises(CannotEditError):
        with_word(text, last_word(text, "a"), word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- id: a\n", "- id: a\n- id: b\n  t: {fr: x}\n"),
        ("# ours\n- id: a", "# ours\n- id: a\n- id: b\n  t: {fr: x}\n"),
        ("  - id: a\n\n# end\n", "  - id: a\n\n# end\n  - id: b\n    t: {fr: x}\n"),
        ("- id: a\r\n", "- id: a\r\n- id: b\r\n  t: {fr: x}\r\n"),
    ],
)
def test_a_list_gets_one_more_item(text: str, expected: str) -> None:
    assert with_item(text, "- id: b\n  t: {fr: x}\n") == expected


@pytest.mark.parametrize("text", ["[{id: a}]\n", "id: a\n", "- id: a\n...\n", "- id: >-\n    a\n  b\n", "", "- {"])
def test_a_list_of_another_form_is_left_to_people(text: str) -> None:
    with pytest.raises(CannotEditError):
        with_item(text, "- id: b\n")
