"""Corrections: what was put right in what had been published, with its date, for everyone to see."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, RootModel

from dossier import rules
from dossier.config import Config
from dossier.diagnostics import Report
from dossier.fields import CalendarDay, Wordings
from dossier.folders import CORRECTIONS_FILE
from dossier.source import Key, YamlDocument, check_languages, parse_yaml, read_text, validate
from dossier.wording import Phrase

ANCHOR = re.compile(r"correction-\d{4}-\d{2}-\d{2}(?:-\d+)?")
"""What the anchors of corrections look like; nothing else on a page may have one of these."""


class Correction(BaseModel):
    """One entry of a log."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    date: CalendarDay
    """The day on which it was put right."""
    kind: Literal["correction", "clarification", "update"]
    """A `correction` puts right what was wrong, a `clarification` what could be misread, an `update` what has changed
    in the world since."""
    text: Wordings
    """What the page said and what it says now, in plain text by language; the language of the original is a must."""


class Corrections(RootModel[tuple[Correction, ...]]):
    """The whole of `corrections.yml`."""


def anchored(corrections: Sequence[Correction]) -> Iterator[tuple[str, Correction]]:
    """Yield each correction with its anchor on its page; of several on one day, the first in the file has no number."""
    times: Counter[dt.date] = Counter()
    for one in corrections:
        times[one.date] += 1
        number = f"-{times[one.date]}" if times[one.date] > 1 else ""
        yield f"correction-{one.date.isoformat()}{number}", one


def load_corrections(config: Config, report: Report, *, today: dt.date) -> tuple[Correction, ...]:
    """Read the corrections of the site as a whole, which a dossier need not have; report what is wrong with them."""
    path = config.docs / CORRECTIONS_FILE
    source = read_text(config.root, path, report) if path.is_file() else None
    document = parse_yaml(source, report) if source else None
    validated = validate(Corrections, document, report) if document else None
    if document is None or validated is None:
        return ()
    languages, original = config.languages, config.default_language
    check_corrections(validated.root, document, (), languages=languages, original=original, today=today, report=report)
    return validated.root


def check_corrections(  # noqa: PLR0913 - where they stand, and what they are judged by
    corrections: Sequence[Correction],
    document: YamlDocument,
    way: Key,
    *,
    languages: Sequence[str],
    original: str,
    today: dt.date,
    report: Report,
) -> None:
    """Report corrections that have not happened yet, and those without words in the language of the original."""
    for index, one in enumerate(corrections):
        if one.date > today:
            span = document.span_of((*way, index, "date"))
            report.add(rules.FUTURE_DATE, span, date=one.date, today=today, advice=Phrase.ADVICE_CORRECTION())
        check_languages(one.text, document, (*way, index, "text"), languages, report)
        if original not in one.text:
            report.add(rules.MISSING_FIELD, document.span_of((*way, index, "text")), field=f"text.{original}")
