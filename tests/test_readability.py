"""How easily texts are read: syllables, sentences, scores."""

from __future__ import annotations

import json

import pytest
from conftest import Dossier

from dossier import markdown
from dossier.diagnostics import Report
from dossier.readability import Reading, _formulas, read, sentences_of


@pytest.mark.parametrize(
    ("lang", "syllables"),
    [
        ("en", {"made": 1, "table": 2, "jobs": 1, "announced": 2, "departed": 3, "the": 1, "airport": 2}),
        ("fr", {"emplois": 2, "table": 1, "annoncées": 3, "entreprise": 3, "eau": 1, "le": 1, "Liège": 1}),
        ("nl", {"luchthaven": 3, "bedrijf": 2, "eeuw": 1, "vrije": 2}),
        ("de", {"Arbeitsplätze": 4, "Flughafen": 3, "über": 2, "Häuser": 2}),
    ],
)
def test_syllables(lang: str, syllables: dict[str, int]) -> None:
    formula = _formulas()[lang]
    assert {word: formula.syllables(word) for word in syllables} == syllables


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The jobs did not come. They were announced.", 2),
        ("Am 26. März 2024 kam nichts. 2025 auch nicht.", 2),
        ("It rose to 3.75 billion, says S. Franco. See p. 3 of it.", 2),
        ("« Rien n'est venu ! » Personne n'a compté… Et après ?", 3),
        ("他说：“没有。”后来也没有。", 2),
        ("A title without a full stop", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


def reading(text: str, lang: str) -> Reading:
    document = markdown.parse(text, path="a.md", first_line=1, lang=lang, report=Report())
    return read("pages/a", lang, [document.tokens])


def test_the_score_is_that_of_the_formula_and_headings_and_citations_are_not_read() -> None:
    found = reading("## A very long heading indeed {#a}\n\nThe jobs did not come [@Belga2021]. They left.\n", "en")
    assert (found.words, found.sentences, found.longest) == (7, 2, "The jobs did not come.")
    assert found.score == pytest.approx(206.835 - 1.015 * 7 / 2 - 84.6 * 7 / 7)


def test_a_language_without_spaces_is_measured_in_characters() -> None:
    found = reading("就业岗位没有到来。后来也没有。", "zh-Hans")
    assert (found.words, found.sentences, found.score, found.length_of_longest) == (13, 2, None, 8)


def test_long_sentences_and_long_words_are_hard() -> None:
    assert not reading("They left. " * 10, "en").is_hard
    assert reading("they left " * 21 + ".", "en").is_hard
    assert reading("Unambiguously institutionalised characterisations. " * 3, "en").is_hard
    assert reading("后来也没有" * 17 + "。", "zh-Hans").is_hard


def test_a_text_without_a_sentence_is_not_hard() -> None:
    assert not reading("## A heading {#a}\n", "fr").is_hard


def test_the_command_lists_the_hardest_text_first(small: Dossier) -> None:
    small.replace("docs/pages/home/en.md", "See [the jobs]", "See it, " + "and see " * 20 + "[the jobs]")
    lines = small.dossier("readability", "--lang", "en").stdout.splitlines()
    assert lines[0].startswith("! ")
    assert "pages/home" in lines[0]
    assert len(lines) == 3
    found = json.loads(small.dossier("readability", "--format", "json").stdout)
    assert [one["content"] for one in found if one["hard"]] == ["pages/home"]
    assert small.dossier("readability", "--lang", "xx").returncode == 2
