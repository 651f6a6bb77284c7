"""Translations and their originals: what kind a change is, what must agree, and how much of what goes wrong is seen."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from click.testing import CliRunner
from conftest import ROOT, TODAY, Dossier

from dossier.arguments import Argument, parse_text
from dossier.cli import main
from dossier.config import load_config
from dossier.corpus import Corpus
from dossier.diagnostics import Report, render_text
from dossier.loading import load_corpus
from dossier.source import SourceFile
from dossier.translations import State, check_translations, fingerprints, states, table

JOBS = "docs/arguments/jobs"


@pytest.fixture
def marked(small: Dossier) -> Dossier:
    """Return the small dossier with its translations marked, where every language is strict."""
    small.replace("mkdocs.yml", "      strict_languages: []\n", "")
    mark(small, "jobs", "en")
    mark(small, "wages", "fr")
    assert faults(small) == []
    return small


def mark(dossier: Dossier, *words: str) -> None:
    """Record that a translation is up to date."""
    config = str(dossier.path("mkdocs.yml"))
    result = CliRunner().invoke(main, ["translations", "--config-file", config, "mark", *words])
    assert result.exit_code == 0, result.output


def corpus_of(dossier: Dossier) -> Corpus:
    """Load a dossier that has no faults in itself."""
    report = Report()
    corpus = load_corpus(dossier.config(), report, today=TODAY)
    assert not report.fails(), render_text(report)
    return corpus


def loaded(dossier: Dossier) -> Corpus:
    """Load a dossier that may have faults in itself."""
    return load_corpus(dossier.config(), Report(), today=TODAY)


def faults(dossier: Dossier) -> list[str]:
    """Return what the check of the translations says."""
    report = Report()
    check_translations(corpus_of(dossier), report)
    return [f"{one.span} {one.rule.severity}[{one.rule.code}] {one.message}" for one in report]


def behind(dossier: Dossier, argument: str = "jobs", lang: str = "en") -> dict[str, State]:
    """Return the units of a translation that are not current."""
    found = states(corpus_of(dossier).arguments[argument], lang)
    return {unit: state for unit, state in found.items() if state is not State.CURRENT}


# --- Of what kind a change is ---------------------------------------------------------------------------------------

ANNOUNCED = "Neuf cents emplois étaient annoncés [@Belga2021]."
COUNTED = "On en a compté 276 [@Luo2020, p. 3], comme [les salaires](../wages/) le laissent voir."

CHANGES = {
    "re-wrapped": ("counted", COUNTED, COUNTED.replace(" ", "\n"), None),
    "wrapped with more space": ("counted", COUNTED, COUNTED.replace(" ", "   "), None),
    "a comma": ("announced", ANNOUNCED, ANNOUNCED.replace(" étaient", ", étaient"), State.EDITORIAL),
    "a word": ("announced", ANNOUNCED, ANNOUNCED.replace("annoncés", "promis"), State.EDITORIAL),
    "emphasis": ("announced", ANNOUNCED, ANNOUNCED.replace("emplois", "*emplois*"), State.EDITORIAL),
    "two paragraphs": ("announced", ANNOUNCED, ANNOUNCED.replace("étaient", "étaient\n\n"), State.EDITORIAL),
    "the address of a link": ("counted", "](../wages/)", "](../../pages/home/)", State.EDITORIAL),
    "a figure written otherwise": ("counted", "276", "276,0", State.EDITORIAL),
    "a digit": ("counted", "276", "277", State.MATERIAL),
    "a negation": ("announced", "étaient annoncés", "n'étaient pas annoncés", State.MATERIAL),
    "a negation that is gone": ("elsewhere-reply", "n'est pas", "est", State.MATERIAL),
    "one word of denial": ("announced", "annoncés [", "annoncés sans délai [", State.MATERIAL),
    "a citation": ("announced", "annoncés [@Belga2021]", "annoncés [@Belga2021; @Luo2020]", State.MATERIAL),
    "another source": ("announced", ANNOUNCED, ANNOUNCED.replace("Belga2021", "Luo2020"), State.MATERIAL),
    "a locator": ("counted", "p. 3", "p. 4", State.MATERIAL),
    "another kind of locator": ("counted", "p. 3", "chap. 3", State.MATERIAL),
    "a locator's other name": ("counted", "p. 3", "page 3", State.EDITORIAL),
    "a quotation": ("counted", ", p. 3]", ', p. 3]{quote="Stellen"}', State.MATERIAL),
    "a month": ("announced", "annoncés [", "annoncés en mars [", State.MATERIAL),
    "a note": (
        "announced",
        "annoncés [@Belga2021].",
        "annoncés [@Belga2021].^[Le chiffre est de 2021.]",
        State.MATERIAL,
    ),
    "the title": ("title", "title: Les emplois", "title: Des emplois", State.EDITORIAL),
    "a figure in the claim": ("claim", "Les emplois ne", "Les 900 emplois ne", State.MATERIAL),
}


@pytest.mark.parametrize(("unit", "old", "new", "state"), CHANGES.values(), ids=CHANGES.keys())
def test_the_kind_of_a_change(marked: Dossier, unit: str, old: str, new: str, state: State | None) -> None:
    marked.replace(f"{JOBS}/fr.md", old, new)
    assert behind(marked) == ({unit: state} if state else {})
    stale = f"{JOBS}/en.md:1 warning[stale-translation]" if state is State.MATERIAL else ""
    assert [fault.partition("]")[0] + "]" for fault in faults(marked) if "stale" in fault] == ([stale] if stale else [])


@pytest.mark.parametrize(
    "edit", [("status: published", "status: withdrawn"), ("confidence: likely", "confidence: disputed")]
)
def test_the_status_and_the_confidence_are_the_claim_s(marked: Dossier, edit: tuple[str, str]) -> None:
    marked.replace(f"{JOBS}/argument.yml", *edit)
    assert behind(marked) == {"claim": State.MATERIAL}


def test_english_contractions_deny(marked: Dossier) -> None:
    text = "docs/arguments/wages/en.md"
    marked.replace(text, "The ministry says so", "The ministry does say so")
    mark(marked, "wages", "fr")
    marked.replace(text, "does say so", "doesn’t say so")
    assert behind(marked, "wages", "fr") == {"low": State.MATERIAL}


def test_what_the_program_comes_to_see_as_material_makes_no_text_stale(marked: Dossier) -> None:
    text = marked.read(f"{JOBS}/en.md")
    now = re.sub(r"^(  (?!claim).*)-[0-9a-f]{6}$", r"\1-000000", text, flags=re.MULTILINE)
    assert now != text
    marked.write(f"{JOBS}/en.md", now)
    assert behind(marked) == {}
    marked.replace(f"{JOBS}/fr.md", "annoncés [", "promis [")
    assert behind(marked) == {"announced": State.MATERIAL}, "nobody can tell what it was, so it is the worse of the two"


def test_chinese_lines_may_be_wrapped_anywhere(small: Dossier) -> None:
    argument = corpus_of(small).arguments["jobs"]
    argument = replace(argument, facts=argument.facts.model_copy(update={"source_language": "zh-Hans"}))
    found = set()
    for body in ("已宣布的工作没有来。", "已宣布的\n工作没有来。", "已宣布的工作没有\n来。"):
        source = f"---\ntitle: 工作\nclaim: 没有来。\n---\n\n::: {{.summary}}\n{body}\n:::\n"
        text = parse_text(SourceFile("zh-Hans.md", source), "zh-Hans", Report())
        assert text is not None
        found.add(fingerprints(replace(argument, texts={"zh-Hans": text}))["summary"])
    assert len(found) == 1


# --- Units that come and go -----------------------------------------------------------------------------------------

NEW = "\n::: {.premise #third}\nEn voici une autre [@Belga2021].\n:::\n\n::: {.objection"


def test_a_unit_that_is_new_in_the_original(marked: Dossier) -> None:
    marked.replace(f"{JOBS}/fr.md", "\n::: {.objection", NEW)
    assert behind(marked) == {"third": State.MISSING}
    assert faults(marked) == [
        f"{JOBS}/en.md:1 warning[stale-translation] the original has changed in substance since: third"
    ]


def test_a_unit_that_the_original_has_given_up(marked: Dossier) -> None:
    for lang in ("fr", "en"):
        marked.replace(f"{JOBS}/{lang}.md", "\n::: {.objection", NEW)
    mark(marked, "jobs", "en")
    marked.replace(f"{JOBS}/fr.md", NEW, "\n::: {.objection")
    assert behind(marked) == {"third": State.MATERIAL}
    assert faults(marked) == [
        f"{JOBS}/en.md:1 warning[stale-translation] the original has changed in substance since: third"
    ]
    mark(marked, "jobs", "en")
    assert [fault.partition(" ")[2] for fault in faults(marked)] == [
        "error[extra-unit] the original has no part `third`"
    ], "it cannot be marked away"


def test_a_unit_that_the_translation_drops(marked: Dossier) -> None:
    text = marked.read(f"{JOBS}/en.md")
    marked.write(f"{JOBS}/en.md", re.sub(r"::: {.premise #counted}.*?\n:::\n", "", text, flags=re.DOTALL))
    report = Report()
    check_translations(loaded(marked), report)
    (fault,) = report
    assert str(fault.span) == f"{JOBS}/en.md:1"
    assert (fault.rule.code, fault.message) == ("missing-unit", "the part `counted` of the original is missing here")
    assert [(str(span), str(note)) for span, note in fault.related] == [
        (f"{JOBS}/fr.md:16:1", "the original: On les a comptés On en a compté 276, comme les salaires le l…")
    ]


def test_a_unit_that_the_translation_has_in_addition(marked: Dossier) -> None:
    marked.replace(f"{JOBS}/en.md", "\n::: {.objection", NEW)
    assert [fault.partition(" ")[2] for fault in faults(marked)] == [
        "error[extra-unit] the original has no part `third`"
    ]


def test_a_unit_that_is_renamed_in_the_original(marked: Dossier) -> None:
    marked.replace(f"{JOBS}/fr.md", "#counted", "#headcount")
    assert behind(marked) == {"headcount": State.MISSING, "counted": State.MATERIAL}
    marked.replace(f"{JOBS}/en.md", "#counted", "#headcount")
    assert behind(marked) == {"headcount": State.UNMARKED}
    mark(marked, "jobs", "en", "headcount")
    assert faults(marked) == []


def test_an_unmarked_translation(marked: Dossier) -> None:
    text = marked.read(f"{JOBS}/en.md")
    marked.write(f"{JOBS}/en.md", re.sub(r"translated_from.*?\n---", "---", text, flags=re.DOTALL))
    (fault,) = faults(marked)
    assert fault == (
        f"{JOBS}/en.md:1 warning[unmarked-translation] it is not recorded which original these parts render: "
        "title, claim, summary, announced, counted, elsewhere, elsewhere-reply, falsifier"
    )


# --- What is said of it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("strict", "codes"), [("[en]", 1), ("[fr]", 0), ("[]", 0), (None, 1)])
def test_only_strict_languages_are_warned_about(marked: Dossier, strict: str | None, codes: int) -> None:
    if strict is not None:
        marked.replace("mkdocs.yml", "[fr, en]\n", f"[fr, en]\n      strict_languages: {strict}\n")
    marked.replace(f"{JOBS}/fr.md", "276", "277")
    assert len(faults(marked)) == codes
    result = CliRunner().invoke(main, ["check", "--strict", "-f", str(marked.path("mkdocs.yml"))])
    assert result.exit_code == codes, result.output


def test_drafts_are_left_alone(marked: Dossier) -> None:
    marked.replace("docs/arguments/wages/argument.yml", "published", "draft")
    marked.replace("docs/arguments/wages/en.md", "Pay slips.", "300 pay slips.")
    report = Report()
    check_translations(load_corpus(marked.config(), Report(), today=TODAY, drafts=True), report)
    assert not len(report)


PARITY = {
    "a citation dropped": ("elsewhere [@Belga2021]", "elsewhere", "lacks `Belga2021`"),
    "another source": ("announced [@Belga2021]", "announced [@Luo2020]", "lacks `Belga2021` and has instead `Luo2020`"),
    "one more": ("announced [@Belga2021]", "announced [@Belga2021; @Luo2020]", "has in addition `Luo2020`"),
    "a locator": ("p. 3", "p. 4", "lacks `Luo2020 page 3` and has instead `Luo2020 page 4`"),
    "a locator dropped": (", p. 3", "", "lacks `Luo2020 page 3` and has instead `Luo2020`"),
    "a quotation": (
        "p. 3]",
        'p. 3]{quote="Stellen"}',
        'lacks `Luo2020 page 3` and has instead `Luo2020 page 3 "Stellen"`',
    ),
    "a digit": ("276", "267", "lacks `276` and has instead `267`"),
    "a figure dropped": ("276 were", "They were", "lacks `276`"),
    "a figure added": ("Nine hundred", "Some 900", "has in addition `900`"),
    "a month": ("Nine hundred jobs were", "In March, nine hundred jobs were", "has in addition `March`"),
    "in the title": ("title: The jobs", "title: The 5 jobs", "has in addition `5`"),
}


@pytest.mark.parametrize(("old", "new", "what"), PARITY.values(), ids=PARITY.keys())
def test_what_must_agree(marked: Dossier, old: str, new: str, what: str) -> None:
    marked.replace(f"{JOBS}/en.md", old, new)
    (fault,) = faults(marked)
    assert re.match(rf"{JOBS}/en\.md:\d+:\d+ error\[(?:citation|figure)-parity\] `\w+` does not ", fault)
    assert fault.endswith(f": it {what}")


def test_the_order_of_the_citations(marked: Dossier) -> None:
    marked.replace("docs/arguments/wages/fr.md", "[@Ministry2022, p. 4; @Luo2020]", "[@Luo2020; @Ministry2022, p. 4]")
    (fault,) = faults(marked)
    assert fault.endswith("`lower` does not cite what the original cites: it has them in another order")


def test_a_quotation_is_the_same_in_every_language(marked: Dossier) -> None:
    for lang in ("fr", "en"):
        marked.replace(f"{JOBS}/{lang}.md", "p. 3]", 'p. 3]{quote="276 Stellen, nicht  900"}')
    mark(marked, "jobs", "en")
    assert faults(marked) == []


def test_the_original_is_shown_around_what_is_missing(marked: Dossier) -> None:
    marked.replace(f"{JOBS}/fr.md", "On en a compté", "Un mot. " * 20 + "On en a compté")
    marked.replace(f"{JOBS}/en.md", "276 were counted", "They were counted")
    report = Report()
    check_translations(corpus_of(marked), report)
    (note,) = [str(note) for one in report for _, note in one.related]
    assert re.fullmatch(r"the original: …[^…]{40,}On en a compté 276, comme les salaires le laissent voir\.", note)


def test_the_figures_of_other_languages_agree(marked: Dossier) -> None:
    marked.replace(f"{JOBS}/fr.md", "On en a compté 276", "Le 1er mars 2021, on en a compté 3,75 milliards")
    marked.replace(f"{JOBS}/en.md", "276 were", "On March 1, 2021, 3.75 billion were")
    mark(marked, "jobs", "en")
    assert faults(marked) == []


# --- The project's own texts ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Corpus:
    """Return the project's own arguments."""
    report = Report()
    config = load_config(ROOT / "mkdocs.yml", report)
    assert config is not None
    corpus = load_corpus(config, report, today=TODAY)
    assert not report.fails(), render_text(report)
    return corpus


def test_the_project_s_own_translations_are_current_and_agree(real: Corpus) -> None:
    report = Report()
    check_translations(real, report)
    assert not len(report), render_text(report)
    assert {row.state for row in table(real) if row.units} == set()
    assert sum(row.state is State.CURRENT for row in table(real)) >= 39


# --- Mutations ------------------------------------------------------------------------------------------------------

EDITS = 200
CAUGHT = 0.99
_CITATION = re.compile(r"\s*(?<!\\)\[-?@[^\[\]]*\]")
_DIGITS = re.compile(r"(?<![#/\w-])[\w.,]*\d[\w.,]*(?![\w-]*[/\])}])")
"""A word with a digit, the name of a source excepted: an unknown one is another check's to see."""

_LOCATOR = re.compile(r"(?<=@)[A-Za-z0-9]+, [^\[\];,@]*?\d+(?=[\];])")
"""A key with its locator: of both digits may be altered, and two may change places."""

_UNIT = re.compile(r"^::: \{\.(?:premise|objection) #.*?^:::\n(?=\n|\Z)", re.DOTALL | re.MULTILINE)


def drop(pattern: re.Pattern[str], body: str, chance: random.Random) -> str | None:
    """Drop one of what a pattern finds."""
    found = list(pattern.finditer(body))
    if not found:
        return None
    one = chance.choice(found)
    return body[: one.start()] + body[one.end() :]


def alter(pattern: re.Pattern[str], body: str, chance: random.Random) -> str | None:
    """Alter a digit of one of what a pattern finds."""
    places = [at for one in pattern.finditer(body) for at in range(*one.span()) if body[at].isdigit()]
    if not places:
        return None
    at = chance.choice(places)
    return body[:at] + chance.choice([digit for digit in "0123456789" if digit != body[at]]) + body[at + 1 :]


def swap_locators(body: str, chance: random.Random) -> str | None:
    """Swap two locators that are not the same."""
    found = list(_LOCATOR.finditer(body))
    pairs = [(one, two) for one in found for two in found if one.start() < two.start() and one[0] != two[0]]
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    return body[: one.start()] + two[0] + body[one.end() : two.start()] + one[0] + body[two.end() :]


KINDS = {
    "drop a citation": lambda body, chance: drop(_CITATION, body, chance),
    "alter a digit": lambda body, chance: alter(_DIGITS, body, chance),
    "drop a unit": lambda body, chance: drop(_UNIT, body, chance),
    "alter a locator": lambda body, chance: alter(_LOCATOR, body, chance),
    "swap two locators": swap_locators,
}


def mutations(corpus: Corpus) -> Iterator[tuple[str, Argument, str, str]]:
    """Yield random single edits without end: kind, argument, language, and the text after it."""
    chance = random.Random(20261122)  # noqa: S311 - the same edits every time
    translations = [(argument, lang) for argument in corpus.arguments.values() for lang in states_of(argument)]
    while True:
        argument, lang = chance.choice(translations)
        kind = chance.choice(sorted(KINDS))
        source = (ROOT / argument.texts[lang].path).read_text(encoding="utf-8")
        front, end, body = source.partition("\n---\n")
        edited = KINDS[kind](body, chance)
        if edited is not None:
            yield kind, argument, lang, front + end + edited


def states_of(argument: Argument) -> Mapping[str, object]:
    """Return the languages into which an argument is translated."""
    return {lang: text for lang, text in argument.texts.items() if lang != argument.facts.source_language}


def is_caught(corpus: Corpus, argument: Argument, lang: str, source: str) -> bool:
    """Tell whether the check of the translations sees an edit."""
    report = Report()
    text = parse_text(SourceFile(argument.texts[lang].path, source), lang, report)
    assert text is not None
    edited = replace(argument, texts={**argument.texts, lang: text})
    check_translations(replace(corpus, arguments={argument.id: edited}), report)
    return len(report) > 0


def test_single_edits_to_translations_are_caught(real: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    edits = [edit for edit, _ in zip(mutations(real), range(EDITS), strict=False)]
    assert {kind for kind, *_ in edits} == KINDS.keys()
    assert {lang for _, _, lang, _ in edits} == {*real.config.languages}
    slipped = [
        (kind, argument.texts[lang].path)
        for kind, argument, lang, text in edits
        if not is_caught(real, argument, lang, text)
    ]
    with capsys.disabled():
        print(f"\n{EDITS - len(slipped)} of {EDITS} single edits to translations were caught", *slipped, sep="\n  ")  # noqa: T201
    assert len(slipped) <= EDITS * (1 - CAUGHT)
    assert not any(
        is_caught(real, one, lang, (ROOT / one.texts[lang].path).read_text(encoding="utf-8"))
        for _, one, lang, _ in edits[:20]
    )
