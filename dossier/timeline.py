"""The timeline: what happened and when, told in every language, with the sources and the arguments that use it.

`timeline.yml` is a list of events. An event's text is a paragraph of our Markdown; its sources, which are the same in
every language, are called behind it, as if each language's text had cited them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Annotated

from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from dossier import markdown, rules
from dossier.citation_syntax import Citation
from dossier.config import Config
from dossier.dates import Edtf, Moment
from dossier.diagnostics import Report, Span
from dossier.fields import EdtfDate, Id, Language, Region
from dossier.folders import TIMELINE_FILE
from dossier.source import YamlDocument, parse_yaml, read_text, validate
from dossier.wording import Phrase

RESERVED_IDS = frozenset({"notes"})
"""Anchors of the sections that the page has beside its events and years."""

WORTH_A_PICTURE = 4
"""Fewest events of a theme of which a picture says more than a sentence."""

_PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]
_INLINE = frozenset(
    "text text_special softbreak citation em_open em_close strong_open strong_close span_open span_close".split()
)
"""What a text may hold: words and citations. Links are made of `arguments`, and notes of `sources`."""

_SENTENCE_END = re.compile(r"[.!?…。！？]*\s*\Z")


class EventFacts(BaseModel):
    """What `timeline.yml` says of one event."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
        json_schema_extra={
            "oneOf": [
                {"required": ["arguments"], "properties": {"arguments": {"minItems": 1}}},
                {"required": ["theme"], "properties": {"theme": {"minLength": 1}}},
            ]
        },
    )

    id: Id
    """Its name, which is its anchor on the page."""
    date: EdtfDate
    """When it happened, as exactly as that is known (EDTF): `?` is not sure, `~` is about."""
    regions: tuple[Region, ...] = ()
    """Where it happened, by ISO 3166 codes; an empty list is the whole world."""
    sources: Annotated[tuple[str, ...], Field(min_length=1, examples=[["[@Key, p. 12]"]])]
    """What shows that it happened: citations, each in quotation marks."""
    arguments: tuple[str, ...] = ()
    """The arguments that use it, by their folders; they give it its themes."""
    theme: str = ""
    """The id of its theme, where no argument uses it."""
    title: Mapping[Language, str]
    """What happened, in a few words, in every language of the dossier."""
    text: Mapping[Language, str]
    """What happened, in a paragraph of Markdown without links, in every language of the dossier."""

    @model_validator(mode="after")
    def _has_themes(self) -> EventFacts:
        if bool(self.arguments) == bool(self.theme):
            raise ValueError(Phrase.EVENT_WITHOUT_USE())
        return self


class Events(RootModel[tuple[EventFacts, ...]]):
    """The whole of `timeline.yml`."""


@dataclass(frozen=True)
class EventText:
    """An event in one language: its title, plain and typeset, and its text with the sources behind it."""

    lang: str
    title: str
    tokens: tuple[Token, ...]
    span: Span


@dataclass(frozen=True)
class Event:
    """An event: its facts, its texts by language, and where in the document it stands, counted from 0."""

    facts: EventFacts
    texts: Mapping[str, EventText]
    document: YamlDocument
    index: int

    @property
    def id(self) -> str:
        """The event's name, which is its anchor."""
        return self.facts.id

    def span_of(self, *way: str | int) -> Span:
        """Return where the event, or a value of it, stands in the file."""
        return self.document.span_of((self.index, *way))


@dataclass(frozen=True)
class Year:
    """The events of a year, or of a decade and the like, where no more is known of their dates."""

    date: Edtf
    events: tuple[Event, ...]

    @property
    def anchor(self) -> str:
        """The id of its heading, which begins with a digit or a minus sign, as the id of no event does."""
        return self.date.text


@dataclass(frozen=True)
class Timeline:
    """All events, in the order of time; those of the same day in the order of the file."""

    events: tuple[Event, ...] = ()

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """The events year by year."""
        grouped = groupby(self.events, key=lambda event: _year(event.facts.date.first))
        return tuple(Year(year, tuple(events)) for year, events in grouped)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The anchors of the page that shows it."""
        return RESERVED_IDS | {event.id for event in self.events} | {year.anchor for year in self.years}

    @cached_property
    def _by_argument(self) -> Mapping[str, tuple[Event, ...]]:
        found: dict[str, tuple[Event, ...]] = {}
        for event in self.events:
            for argument in dict.fromkeys(event.facts.arguments):
                found[argument] = (*found.get(argument, ()), event)
        return found

    def used_by(self, argument: str) -> tuple[Event, ...]:
        """Return the events that an argument uses."""
        return self._by_argument.get(argument, ())


def _year(moment: Moment) -> Edtf:
    """Return the year of a date, or its decade and the like where no more is known."""
    digits = f"{moment.year:05}" if moment.year < 0 else f"{moment.year:04}"
    text = digits[: len(digits) - moment.unspecified] + "X" * moment.unspecified
    return Edtf(Moment(moment.year, unspecified=moment.unspecified), None, interval=False, text=text)


def load_timeline(config: Config, report: Report) -> Timeline:
    """Read the timeline, which a dossier need not have; report what is wrong with it as far as it alone can tell."""
    path = config.docs / TIMELINE_FILE
    source = read_text(config.root, path, report) if path.is_file() else None
    document = parse_yaml(source, report) if source else None
    validated = validate(Events, document, report) if document else None
    if document is None or validated is None:
        return Timeline()
    seen: dict[str, Span] = {}
    events = []
    for index, facts in enumerate(validated.root):
        span = document.span_of((index, "id"))
        if facts.id in seen:
            report.add(rules.DUPLICATE_ID, span, related=((seen[facts.id], Phrase.FIRST_GIVEN()),), id=facts.id)
        elif facts.id in RESERVED_IDS:
            report.add(rules.RESERVED_ID, span, id=facts.id)
        seen.setdefault(facts.id, span)
        events.append(Event(facts, _texts(facts, index, document, config, report), document, index))
    return Timeline(tuple(sorted(events, key=lambda event: event.facts.date.sort_key)))


def _texts(
    facts: EventFacts, index: int, document: YamlDocument, config: Config, report: Report
) -> dict[str, EventText]:
    """Read an event's texts, each with the sources that are good."""
    sources = []
    for place, source in enumerate(facts.sources):
        span = document.span_of((index, "sources", place))
        tokens = _parse(source, span, config.default_language, report)
        if _is_citation(tokens):
            sources.append((source, span))
        elif tokens:
            problem = Phrase.CITATION_EXPECTED()
            report.add(rules.WRONG_TYPE, span, field=f"{index}.sources.{place}", problem=problem)
    texts = {}
    for lang in config.languages:
        for name in ("title", "text"):
            if not getattr(facts, name).get(lang, "").strip():
                report.add(rules.MISSING_FIELD, document.span_of((index, name)), field=f"{index}.{name}.{lang}")
        text, span = facts.text.get(lang, "").strip(), document.span_of((index, "text", lang))
        tokens = _parse(text, span, lang, report)
        if tokens and not _is_plain(tokens):
            report.add(rules.WRONG_TYPE, span, field=f"{index}.text.{lang}", problem=Phrase.PARAGRAPH_EXPECTED())
            tokens = ()
        elif tokens:
            tokens = _with_sources(text, span, lang, sources)
        title = markdown.typeset(" ".join(facts.title.get(lang, "").split()), lang)
        texts[lang] = EventText(lang, title, tokens, span)
    return texts


def _parse(text: str, span: Span, lang: str, report: Report) -> tuple[Token, ...]:
    """Parse a text; of one with faults, which are placed where it begins, for YAML folds lines, return nothing."""
    found = Report()
    document = markdown.parse(text, path=span.path, first_line=span.line, lang=lang, report=found)
    for fault in found:
        report.take(fault, span)
    return () if len(found) else document.tokens


def _is_citation(tokens: Sequence[Token]) -> bool:
    inner = list(markdown.inline_tokens(tokens))
    return [token.type for token in inner] == ["citation"] and not inner[0].meta["citation"].in_text


def _is_plain(tokens: Sequence[Token]) -> bool:
    is_paragraph = [token.type for token in tokens] == _PARAGRAPH
    return is_paragraph and all(token.type in _INLINE for token in markdown.inline_tokens(tokens))


def _with_sources(text: str, span: Span, lang: str, sources: Sequence[tuple[str, Span]]) -> tuple[Token, ...]:
    """Parse a good text with its sources where authors put citations: before the punctuation at its end."""
    end = _SENTENCE_END.search(text)
    at = end.start() if end else len(text)
    cited = " ".join([text[:at], *(source for source, _ in sources)]) + text[at:]
    tokens = _parse(cited, span, lang, Report())
    calls = [token for token in markdown.inline_tokens(tokens) if token.type == "citation"]
    places = [span] * (len(calls) - len(sources)) + [place for _, place in sources]
    for token, place in zip(calls, places, strict=True):
        citation: Citation = token.meta["citation"]
        items = tuple(replace(item, span=place) for item in citation.items)
        token.meta["citation"] = replace(citation, items=items, span=place)
    return tokens
