"""The sentences in which a source is cited."""

from __future__ import annotations

import pytest
from conftest import TODAY, Dossier

from dossier.diagnostics import Report
from dossier.loading import load_corpus
from dossier.passages import Passage, passages


def found(dossier: Dossier, key: str) -> list[Passage]:
    """Return the passages that cite a source."""
    report = Report()
    corpus = load_corpus(dossier.config(), report, today=TODAY)
    return list(passages(corpus).get(key, ()))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two [@Luo2020]. Three.", "Two."),
        ("One. Two. [@Luo2020] Three.", "Two."),
        ("One.\nTwo\nwas two [@Luo2020, p. 3], and three. Four.", "Two was two, and three."),
        ("Mr. M. Michel said so [@Luo2020]. Next.", "Mr. M. Michel said so."),
        ("Was it so? It was! [@Luo2020]", "It was!"),
        ("It *was* [so](../jobs/) `then` [@Luo2020].", "It was so then."),
        ("第一句。第二句[@Luo2020]。第三句。", "第二句。"),
        ("In 1.5 of 3 cases [@Luo2020]; in others not.", "In 1.5 of 3 cases; in others not."),
    ],
)
def test_the_sentence_around_a_citation(small: Dossier, text: str, sentence: str) -> None:
    small.write("docs/pages/about/en.md", f"---\ntitle: About\n---\n\n{text}\n")
    small.write("docs/pages/about/fr.md", "---\ntitle: À propos\n---\n\nRien.\n")
    (passage,) = [one for one in found(small, "Luo2020") if one.content == "pages/about"]
    assert (passage.sentence, passage.lang, passage.unit) == (sentence, "en", "")


def test_every_language_and_every_part_has_its_own(small: Dossier) -> None:
    places = {(one.content, one.lang, one.unit) for one in found(small, "Belga2021")}
    assert {("arguments/jobs", "fr", "announced"), ("arguments/jobs", "en", "announced")} <= places


def test_what_only_a_note_cites_belongs_to_the_part_that_calls_it(small: Dossier) -> None:
    small.replace("docs/arguments/jobs/en.md", "[@Luo2020, p. 3]", "[^x]")
    with small.path("docs/arguments/jobs/en.md").open("a", encoding="utf-8") as file:
        file.write("\n[^x]: As they counted [@Luo2020, p. 3].\n")
    ours = [one for one in found(small, "Luo2020") if one.lang == "en" and one.content == "arguments/jobs"]
    assert "As they counted." in {one.sentence for one in ours}


def test_a_sentence_without_end_is_cut(small: Dossier) -> None:
    small.write("docs/pages/about/en.md", f"---\ntitle: About\n---\n\n{'word ' * 1000} [@Luo2020].\n")
    (passage,) = [one for one in found(small, "Luo2020") if one.content == "pages/about"]
    assert len(passage.sentence) < 700
