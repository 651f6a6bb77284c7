"""Rules about translations."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

STALE_TRANSLATION = Rule(
    "stale-translation",
    Severity.WARNING,
    message="the original has changed in substance since: {units}",
    hint="`dossier translations diff {id} {lang}` shows what; bring the text up to date, then "
    "`dossier translations mark {id} {lang}`",
    summary="Numbers, citations, negations or the status of the original have changed since it was translated.",
    why="The page would tell its readers something that the original no longer says. Until it is mended, it carries a "
    "notice that names the parts. Changes of wording alone are only listed by `dossier translations`.",
    bad="fr.md: 276 emplois    nl.md: 300 banen, marked before the change",
    good="fr.md: 276 emplois    nl.md: 276 banen, marked since",
)
UNMARKED_TRANSLATION = Rule(
    "unmarked-translation",
    Severity.WARNING,
    message="it is not recorded which original these parts render: {units}",
    hint="compare them with the original, then `dossier translations mark {id} {lang}`",
    summary="A translation does not say from which state of the original it was made.",
    why="Nobody could tell when it falls behind.",
    bad="---\ntitle: De banen\nclaim: …\n---",
    good="---\ntitle: De banen\nclaim: …\ntranslated_from: fr\nunits:\n  title: 0f3a…\n---",
)
MISSING_UNIT = Rule(
    "missing-unit",
    Severity.ERROR,
    message="the part `{unit}` of the original is missing here",
    hint="translate it, with the same id",
    summary="A translation lacks a part of its original.",
    why="Readers of this language would get a weaker argument, or one without its objection.",
    bad="fr.md has `::: {.premise #wages}`, nl.md has not",
    good="both have it",
)
EXTRA_UNIT = Rule(
    "extra-unit",
    Severity.ERROR,
    message="the original has no part `{unit}`",
    hint="add it to {original} first, or correct the id: it is the same in every language",
    summary="A translation has a part that its original does not have.",
    why="The languages would argue differently.",
    bad="nl.md: ::: {.premise #lonen}    fr.md: ::: {.premise #wages}",
    good="nl.md: ::: {.premise #wages}    fr.md: ::: {.premise #wages}",
)
CITATION_PARITY = Rule(
    "citation-parity",
    Severity.ERROR,
    message="`{unit}` does not cite what the original cites: it {what}",
    hint="give every part the citations and locators of the original, in the same order",
    summary="A part of a translation does not have the same citations and locators as the original.",
    why="A translation must not lose a footnote.",
    bad="fr.md: [@Pearson2023State, p. 12]    nl.md: [@Pearson2023State, p. 21]",
    good="fr.md: [@Pearson2023State, p. 12]    nl.md: [@Pearson2023State, blz. 12]",
)
FIGURE_PARITY = Rule(
    "figure-parity",
    Severity.ERROR,
    message="`{unit}` does not have the figures of the original: it {what}",
    hint="write the same numbers, days and months, as the language writes them: 7.6 billion, 7,6 milliards",
    summary="A part of a translation does not have the same numbers and dates as the original.",
    why="A wrong figure is the easiest slip of a translator, and the hardest to see.",
    bad="fr.md: 3,75 milliards    de.md: 3,57 Mrd.",
    good="fr.md: 3,75 milliards    de.md: 3,75 Mrd.",
)
REJECTED_TERM = Rule(
    "rejected-term",
    Severity.WARNING,
    message="the glossary rejects `{word}`",
    hint="it prefers `{better}`; see {glossary}",
    summary="A translation renders a term of the glossary in a way that the glossary rejects.",
    why="Readers meet one word for one thing, and not a word that takes sides or means something else.",
    bad="de.md: der Zollfreibetrag",
    good="de.md: die De-minimis-Schwelle",
)
