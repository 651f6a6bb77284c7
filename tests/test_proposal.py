"""From a form to an argument: whatever somebody writes is read as the same words again, and as nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
import yaml
from conftest import ROOT, TODAY, Dossier
from hypothesis import given
from hypothesis import strategies as st

from dossier import locales, markdown
from dossier.arguments import ArgumentText, Kind, parse_text
from dossier.bibedit import with_entry
from dossier.bibentry import entry
from dossier.bibliography import load_bibliography
from dossier.corpus import Corpus
from dossier.diagnostics import Report, render_text
from dossier.identifiers import Identifier, identifier
from dossier.issue_form import FOLDER, Form, load_forms, read_answers
from dossier.loading import load_corpus
from dossier.metadata import named
from dossier.proposal import Premise, Proposal, Source, argument_files, markdown_of, new_id, read_proposal, visible
from dossier.source import ID_PATTERN, SourceFile

LANGUAGES = ["de", "en", "fr", "nl"]
GITLAB = ROOT / ".gitlab" / "issue_templates"


def forms() -> dict[str, Form]:
    """Return the forms of this repository by language."""
    report = Report()
    found = {form.lang: form for form in load_forms(ROOT, report)}
    assert not len(report), render_text(report)
    return found


FORMS = forms()
GIVEN = {
    "title": "Les emplois qui ne sont pas venus",
    "claim": "Sur 900 emplois annoncés, on en a compté 276.",
    "theme": "Le travail",
    "language": "Français",
    "summary": "Un résumé.",
    "premise-1": "On en a annoncé 900.",
    "sources-1": "https://example.org/jobs, p. 12",
    "quote-1": "neuf cents emplois",
    "premise-2": "On en a compté 276.",
    "sources-2": "- doi:10.1057/palcomms.2017.8 chap. 3\n- <https://example.org/count>",
    "objection": "Cela prend du temps.",
    "reply": "C'est vrai.",
    "falsifier": "Un recensement.",
    "licence": "- [x] D'accord",
}


def filled(answers: Mapping[str, str], form: Form = FORMS["fr"]) -> str:
    """Return what a forge makes of a form and its answers."""
    parts = [f"### {label}\n\n{answers.get(one) or '_No response_'}" for one, label in form.labels.items()]
    return "\r\n\r\n".join(part.replace("\n", "\r\n") for part in parts)


# --- The forms --------------------------------------------------------------------------------------------------------


def test_every_language_has_a_form_with_the_same_questions() -> None:
    assert sorted(FORMS) == LANGUAGES
    assert len({tuple(form.labels) for form in FORMS.values()}) == 1
    assert len({form.required for form in FORMS.values()}) == 1
    for form in FORMS.values():
        assert len(set(form.labels.values())) == len(form.labels)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_offers_the_themes_and_languages_of_the_dossier(lang: str) -> None:
    form = yaml.safe_load((ROOT / FOLDER / f"argument.{lang}.yml").read_text(encoding="utf-8"))
    offered = {one["id"]: one["attributes"]["options"] for one in form["body"] if one["type"] == "dropdown"}
    themes = yaml.safe_load((ROOT / "docs" / "themes.yml").read_text(encoding="utf-8"))
    assert offered["theme"] == [theme["title"][lang] for theme in themes]
    assert sorted(offered["language"]) == sorted(locales.load(code).name for code in LANGUAGES)
    assert "argument" in form["labels"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_for_gitlab_has_the_same_headings(lang: str) -> None:
    text = (GITLAB / f"argument.{lang}.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (.*)$", text, re.MULTILINE) == list(FORMS[lang].labels.values())
    report = Report()
    answers = read_answers("issue", text.replace("- [ ]", "- [x]"), list(FORMS.values()), report)
    assert answers is not None
    assert answers.form.lang == lang
    assert not any(text for one, text in answers.texts.items() if one != "licence"), "what explains is no answer"


# --- Reading ----------------------------------------------------------------------------------------------------------


def corpus_of(small: Dossier) -> Corpus:
    """Load a dossier."""
    return load_corpus(small.config(), Report(), today=TODAY, drafts=True)


def read(small: Dossier, text: str) -> tuple[Proposal | None, list[str]]:
    """Return what is read of a form, and what is wrong with it."""
    report = Report()
    answers = read_answers("issue", text, list(FORMS.values()), report)
    proposal = read_proposal(answers, corpus_of(small), report) if answers else None
    return proposal, [f"{one.rule.code} {one.message}" for one in report]


def test_what_was_answered_is_read(small: Dossier) -> None:
    theme = corpus_of(small).themes[0]
    proposal, found = read(small, filled({**GIVEN, "theme": theme.title["fr"]}))
    assert found == []
    assert proposal is not None
    assert (proposal.language, proposal.theme, proposal.title) == ("fr", theme.id, GIVEN["title"])
    assert proposal.premises == (
        Premise(
            GIVEN["premise-1"], (Source(Identifier("url", "https://example.org/jobs"), "p. 12"),), GIVEN["quote-1"]
        ),
        Premise(
            GIVEN["premise-2"],
            (
                Source(Identifier("doi", "10.1057/palcomms.2017.8"), "chap. 3"),
                Source(Identifier("url", "https://example.org/count"), ""),
            ),
            "",
        ),
    )


def test_all_that_is_wrong_is_told_at_once(small: Dossier) -> None:
    wrong = {
        "title": "x" * 161,
        "theme": "Emplois et `cetera`",
        "summary": "mot " * 151,
        "sources-1": "le rapport\nftp://example.org/x\nhttps://example.org/y, quelque part",
        "quote-1": "mot " * 26,
        "premise-3": "Sans source.",
        "reply": "",
        "licence": "- [ ] D'accord",
    }
    proposal, found = read(small, filled(GIVEN | wrong))
    assert proposal is None
    assert {line.split()[0] for line in found} == {
        "form-length",
        "form-choice",
        "long-summary",
        "form-source",
        "form-page",
        "long-quote",
        "form-empty",
        "form-licence",
    }
    assert sum(line.startswith("form-source") for line in found) == 2
    assert "form-empty `Sources de la prémisse 3` has no answer" in found
    assert "form-empty `Réponse à l'objection` has no answer" in found


@pytest.mark.parametrize("text", ["", "Bonjour", "### Autre\n\nx", "### Titre\n" + "x" * 100_001])
def test_what_is_no_form_is_refused(small: Dossier, text: str) -> None:
    assert read(small, text) == (None, ["no-form this is not the form for a new argument"])


def test_a_heading_of_the_form_in_an_answer_is_named(small: Dossier) -> None:
    _, found = read(small, filled({**GIVEN, "objection": "x\n\n### Thèse\n\nUne autre."}))
    assert found == ["form-heading the heading `Thèse` stands there 2 times"]
    _, found = read(small, filled(GIVEN).replace("### Titre", "Titre"))
    assert found == ["form-heading the heading `Titre` stands there 0 times"]


# --- Writing ----------------------------------------------------------------------------------------------------------

MARKUP = "#*_`~[]{}()<>@^!|\\:;=-+.&$\"'123 \n\téß中\u202e"
PIECES = """
::: ::: {.reply}
```
~~~ # x
- x
1. x
1) x
> x
| a | b |
| - | - |
: x
[@Key, p. 1] @Key a@b.org
[x](javascript:1) ![x](y) <https://example.org> http://x_y
<b> <!-- x --> &amp;
[^1] [^1]: x ^[x]
{#id} {quote="x"} [x]{lang=fr}
---
===
$x$ ~~x~~ \\
    code
term

[a]: https://example.org
<!-- to do: x -->
""".strip("\n")
hostile = st.one_of(
    st.text(st.sampled_from(MARKUP), max_size=60),
    st.text(max_size=40),
    st.lists(st.sampled_from(PIECES.split("\n")), max_size=6).map("\n".join),
)
said = hostile.map(visible).filter(bool)
lines = said.map(lambda text: " ".join(text.split())).filter(bool)
ADDRESSES = {"Key": "https://example.org/", "odd key": "https://example.org/odd"}
sources = st.builds(
    Source, st.sampled_from(sorted(ADDRESSES)).map(lambda key: Identifier("url", key)), st.sampled_from(["", "p. 12"])
)
premises = st.builds(Premise, said, st.lists(sources, min_size=1, max_size=3).map(tuple), st.one_of(st.just(""), lines))
proposals = st.builds(
    Proposal,
    language=st.sampled_from(["fr", "en", "zh-Hans"]),
    theme=st.just("work"),
    title=lines.filter(lambda text: len(text) <= 160),  # longer ones are refused before they get here
    claim=lines.filter(lambda text: len(text) <= 400),
    summary=said,
    premises=st.tuples(premises, premises),
    objection=said,
    reply=said,
    falsifier=said,
)


def bare(text: str) -> str:
    """Return a text without what typesetting changes: white space and the form of quotation marks."""
    return re.sub(r"[\s\"'«»“”„\u2018-\u201a\u2039\u203a「」『』]", "", text)


def text_of(proposal: Proposal) -> ArgumentText:
    """Return a proposal as it is read after it was written."""
    files = argument_files(proposal, 10, lambda name: name.value)
    assert files.keys() == {"argument.yml", f"{proposal.language}.md"}
    report = Report()
    text = parse_text(SourceFile("x.md", files[f"{proposal.language}.md"]), proposal.language, report)
    # A title of many words or a quotation of many is for the reader of the form to refuse.
    wrong = [one for one in report if one.rule.code not in {"long-quote", "wrong-type"}]
    assert not wrong, f"{[one.message for one in wrong]}\n{files[f'{proposal.language}.md']}"
    assert text is not None
    return text


@given(proposals)
def test_what_is_written_is_read_as_the_same_words(proposal: Proposal) -> None:
    text = text_of(proposal)
    assert [unit.kind for unit in text.units] == [
        Kind.SUMMARY,
        Kind.PREMISE,
        Kind.PREMISE,
        Kind.OBJECTION,
        Kind.FALSIFIER,
    ]
    summary, *_, objection, falsifier = text.units
    assert (bare(text.title), bare(text.claim)) == (bare(proposal.title), bare(proposal.claim))
    for unit, words in (
        (summary, proposal.summary),
        (objection, proposal.objection),
        (objection.inner[0], proposal.reply),
        (falsifier, proposal.falsifier),
    ):
        assert bare(markdown.plain_text(unit.tokens)) == bare(words)
        assert not list(text.citations(unit)) or unit is objection
    for unit, premise in zip(text.units[1:3], proposal.premises, strict=True):
        assert bare(markdown.plain_text(unit.tokens)) == bare(premise.text)
        found = list(text.citations(unit))
        assert [one.items[0].key for one in found] == [source.name.value for source in premise.sources]
        assert [one.items[0].locator for one in found] == [source.locator[3:] for source in premise.sources]
        assert found[0].quote == premise.quote


@given(st.text(max_size=200), st.lists(hostile, min_size=15, max_size=15))
def test_no_form_breaks_the_reading(before: str, answers: list[str]) -> None:
    labels = FORMS["fr"].labels.values()
    text = before + "".join(f"\n### {label}\n\n{answer}\n" for label, answer in zip(labels, answers, strict=False))
    report = Report()
    read_answers("issue", text, list(FORMS.values()), report)
    assert all(one.rule.code.startswith(("form-", "no-form")) for one in report)


@given(st.text(), st.sets(st.sampled_from(["x", "new-argument", "new-argument-2"])))
def test_an_id_is_one_name_of_a_folder(title: str, taken: set[str]) -> None:
    made = new_id(title, taken)
    assert ID_PATTERN.fullmatch(made)
    assert made not in taken


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Les emplois à Liège", "les-emplois-a-liege"),
        ("../../etc/passwd", "etc-passwd"),
        ("就业", "new-argument"),
        ("1984", "new-argument"),
        ("x " * 80, "x" + "-x" * 29),
    ],
)
def test_an_id_is_made_of_the_title(title: str, made: str) -> None:
    assert new_id(title, ()) == made


@given(hostile)
def test_an_address_adds_one_entry_and_changes_no_other(path: str) -> None:
    try:
        source = identifier(f"https://example.org/{path}")
    except ValueError:
        return
    before = "@book{A,\n  title = {x},\n}\n"
    new = entry(named(source), {"A"}, today=TODAY)
    after = with_entry(before, new)
    read = load_bibliography(SourceFile("x.bib", after), Report()).references
    assert after.startswith(before)
    assert list(read) == ["A", new.key]
    assert read[new.key].url == source.value


def test_plain_paragraphs_stay_as_they_are() -> None:
    assert markdown_of("Sur 900 emplois,\non en a compté 276.\n\nEn 2021.") == (
        "Sur 900 emplois, on en a compté 276.\n\nEn 2021."
    )
