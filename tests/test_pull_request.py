"""A branch with ten different mistakes: one run names all of them, each at its line, as GitHub annotates them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from conftest import Dossier

JOBS, WAGES = "docs/arguments/jobs", "docs/arguments/wages"
ANNOTATION = re.compile(r"::(?:error|warning) file=(.+),line=(\d+)(?:,col=\d+)?,title=([a-z-]+)::.+%0Ahint: .+")


@dataclass(frozen=True)
class Mistake:
    """What somebody writes in the place of something else, and the rule that it breaks."""

    path: str
    old: str
    new: str
    rule: str
    at: str = ""
    """The line that is to blame, where it is not the one that was written."""


MISTAKES = [
    Mistake(f"{JOBS}/argument.yml", "regions: [BE]", "regoins: [BE]", "unknown-field"),
    Mistake(f"{JOBS}/fr.md", "étaient annoncés [@Belga2021].", "étaient annoncés [@Belga2012].", "unknown-citation"),
    Mistake(f"{JOBS}/fr.md", "[les salaires](../wages/)", "[les salaires](../wage/)", "unknown-link"),
    Mistake(f"{JOBS}/fr.md", "Un décompte audité.", "Un décompte<br> audité.", "raw-html"),
    Mistake(f"{JOBS}/en.md", "There are some", "There are [some](javascript:alert)", "unsafe-url"),
    Mistake(f"{JOBS}/en.md", "::: {.falsifier}", "::: {.falsifer}", "unknown-div"),
    Mistake(f"{WAGES}/argument.yml", "theme: work", "theme: wrok", "unknown-theme"),
    Mistake(f"{WAGES}/fr.md", " [@Ministry2022, p. 4; @Luo2020]", "", "unsourced-premise", at="::: {.premise #lower}"),
    Mistake("references.bib", "= {2020}", "= {2020-13}", "bad-edtf"),
    Mistake("docs/themes.yml", "{fr: Qui travaille., en: Who works.}", "{fr: Qui travaille.}", "missing-field"),
]


def test_ten_mistakes_are_annotated_at_once(small: Dossier) -> None:
    small.git("init", "-qb", "main")
    small.git("add", ".")
    small.git("commit", "-qm", "without a fault")
    small.git("switch", "-qc", "branch")
    for mistake in MISTAKES:
        small.replace(mistake.path, mistake.old, mistake.new)
    small.git("commit", "-qam", "ten mistakes")
    assert len({mistake.rule for mistake in MISTAKES}) == 10

    result = small.dossier("check", "--format", "github")

    assert (result.returncode, result.stderr) == (1, "")
    matches = [ANNOTATION.fullmatch(line) for line in result.stdout.splitlines()]
    annotated = [(match[1], int(match[2]), match[3]) for match in matches if match]
    assert len(annotated) == len(matches)
    assert annotated == sorted((mistake.path, line_of(small, mistake), mistake.rule) for mistake in MISTAKES)

    card = json.loads(small.dossier("report", "--base", "main", "--format", "json").stdout)
    assert [(fault["place"].split(":")[0], fault["code"]) for fault in card["faults"]] == [
        (path, rule) for path, _, rule in annotated
    ]


def line_of(dossier: Dossier, mistake: Mistake) -> int:
    """Return the number of the one line in which the fault is to be seen."""
    lines = dossier.read(mistake.path).splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if (mistake.at or mistake.new) in line]
    return number
