"""The right of reply: what those whom an argument concerns were asked, and what they answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dossier import rules
from dossier.diagnostics import Report
from dossier.fields import CalendarDay, Wordings
from dossier.source import YamlDocument, check_languages
from dossier.wording import Phrase

ANY_LANGUAGE = ""
"""Stands for the language of a name that is the same in all of them."""


def _by_language(value: object) -> object:
    return {ANY_LANGUAGE: value} if isinstance(value, str) else value


class Inquiry(BaseModel):
    """A request for an answer, in plain text by language: there was one, or there was none by the day `no_answer`."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_extra={"oneOf": [{"required": ["answer"]}, {"required": ["no_answer"]}]},
    )

    to: Annotated[
        Wordings, BeforeValidator(_by_language, json_schema_input_type=Annotated[str, Field(min_length=1)] | Wordings)
    ]
    """Who was asked: a name, or words by language."""
    asked: CalendarDay
    """The day of the question."""
    answered: CalendarDay | None = None
    """The day of the answer; leave it out where the answer has no date."""
    answer: Wordings | None = None
    """The answer in their words, by language; an empty line in a `|` block begins a paragraph."""
    no_answer: CalendarDay | None = None
    """The day on which there still was no answer."""

    @model_validator(mode="after")
    def _is_whole(self) -> Inquiry:
        if (self.answer is None) == (self.no_answer is None):
            raise ValueError(Phrase.ANSWER_OR_NO_ANSWER())
        if self.answered and self.no_answer:
            raise ValueError(Phrase.ANSWERED_WITHOUT_ANSWER())
        if any(day < self.asked for day in (self.answered, self.no_answer) if day):
            raise ValueError(Phrase.ANSWER_BEFORE_QUESTION())
        return self


def check_inquiries(
    inquiries: Sequence[Inquiry],
    document: YamlDocument,
    *,
    languages: Sequence[str],
    today: dt.date,
    report: Report,
) -> None:
    """Report dates that have not come yet, and languages that the dossier does not have."""
    for index, one in enumerate(inquiries):
        way = ("right_of_reply", index)
        for name in ("asked", "answered", "no_answer"):
            day = getattr(one, name)
            if day and day > today:
                span, advice = document.span_of((*way, name)), Phrase.ADVICE_DONE()
                report.add(rules.FUTURE_DATE, span, date=day, today=today, advice=advice)
        named = {lang: word for lang, word in one.to.items() if lang != ANY_LANGUAGE}
        check_languages(named, document, (*way, "to"), languages, report)
        check_languages(one.answer or {}, document, (*way, "answer"), languages, report)
