"""What a branch changes in a dossier, as a value: the evidence card of a pull request.

Two states of the content are compared, the one where the branch began and the one that it leads to. What stands in
either is made by strangers; the card holds it as it is, and its renderers make it harmless.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from dossier import markdown
from dossier.arguments import Argument, ArgumentText, Facts, Kind
from dossier.bibliography import Reference
from dossier.corpus import Corpus
from dossier.corrections import Correction
from dossier.diagnostics import Report, Severity
from dossier.evidence import origin, sources_of
from dossier.links.address import AddressError, NotWebError, read_address
from dossier.links.record import LinkRecord
from dossier.pages.page import Page
from dossier.translations import CLAIM, TITLE, State, pieces, states

_FACTS = [name for name in Facts.model_fields if name != "corrections"]
_BEHIND = frozenset({State.EDITORIAL, State.MATERIAL, State.MISSING})


Word = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z-]{0,39}$|^$")]
"""A word of ours: a code, a kind, a status, a language. Printed as it is: a card that is read must keep to this."""


class Change(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    UNREADABLE = "unreadable"
    """It is still there, with a fault for which it cannot be read."""


@dataclass(frozen=True)
class Side:
    """One of the two states: its content where that can be read, and its pages where these can be made."""

    report: Report
    corpus: Corpus | None = None
    pages: Mapping[str, Page] = field(default_factory=dict)
    """By address; empty where a fault keeps the site from being built."""

    @property
    def arguments(self) -> Mapping[str, Argument]:
        """The arguments by id, drafts too."""
        return self.corpus.arguments if self.corpus else {}

    @property
    def references(self) -> Mapping[str, Reference]:
        """The sources by key."""
        return self.corpus.bibliography.references if self.corpus else {}

    @property
    def faulty(self) -> frozenset[str]:
        """The files that have errors."""
        return frozenset(found.span.path for found in self.report if found.rule.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Fault:
    """An error or a warning of the new state, with its place."""

    place: str
    severity: Severity
    code: Word
    message: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of an argument that changes: its words in these languages, and the sources of the original by key."""

    id: str
    kind: Word
    change: Change
    languages: tuple[Word, ...]
    text: str
    """Its heading, or how it begins."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A field of `argument.yml` that changes; its values where they are single words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ArgumentChange:
    """An argument that changes."""

    id: str
    change: Change
    title: str
    status: Word
    confidence: Word
    facts: tuple[FactChange, ...] = ()
    parts: tuple[PartChange, ...] = ()
    weak: tuple[str, ...] = ()
    """Ids of premises, among those that change, that cite no source."""
    narrow: tuple[str, ...] = ()
    """Ids of premises, among those that change, that rest on one source."""
    is_single_sourced: bool = False
    """Whether all its premises rest on one source."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source that changes, or on which something rests that does. `change` is None for one that stays as it is."""

    key: str
    change: Change | None
    title: str
    kind: Word
    """Who speaks in it; empty where it is not graded, or is not in the bibliography."""
    link: Word
    """Where its address stands by the ledger; empty where it has none, or nobody has asked it."""
    checked: dt.date | None
    archived: str
    """The address of its copy in an archive, by the bibliography or the ledger; empty where no copy is known."""


@dataclass(frozen=True, slots=True)
class StalePart:
    """A part of a translation that falls behind its original."""

    argument: str
    lang: Word
    part: str
    state: State


@dataclass(frozen=True, slots=True)
class LoggedCorrection:
    """An entry that a log of corrections gains; `content` is empty for the site's own log."""

    content: str
    date: dt.date
    kind: Word
    text: str


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that changes, and the size of its body in bytes before and after; no page is 0."""

    uri: str
    lang: Word
    content: str
    change: Change
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Card:
    """The evidence card. `is_whole` is false where the new state could not be read at all."""

    base: str
    is_whole: bool
    base_errors: int
    faults: tuple[Fault, ...] = ()
    arguments: tuple[ArgumentChange, ...] = ()
    sources: tuple[SourceState, ...] = ()
    stale: tuple[StalePart, ...] = ()
    corrections: tuple[LoggedCorrection, ...] = ()
    pages: tuple[PageChange, ...] = ()
    weight: tuple[int, int] | None = None
    """Bytes of all pages' bodies before and after; None where one of the two sites cannot be built."""


_CARD = TypeAdapter(Card)


def read_card(printed: bytes) -> Card | None:
    """Read a card that another run has printed as JSON; None where it is none. What it says is not to be trusted."""
    try:
        return _CARD.validate_json(printed)
    except ValidationError:
        return None


def compare(base: str, before: Side, after: Side, records: Mapping[str, LinkRecord]) -> Card:
    """Make the card of what leads from one state to the other.

    `base` is what the first is called; `records` is what the ledger of links remembers, by address.
    """
    faults = tuple(Fault(str(one.span), one.rule.severity, one.rule.code, one.message) for one in after.report)
    base_errors = before.report.count(Severity.ERROR)
    if after.corpus is None:
        return Card(base, is_whole=False, base_errors=base_errors, faults=faults)
    arguments = tuple(_arguments(before, after))
    is_measured = bool(after.pages) and (bool(before.pages) or before.corpus is None)
    return Card(
        base,
        is_whole=True,
        base_errors=base_errors,
        faults=faults,
        arguments=arguments,
        sources=tuple(_sources(before, after, arguments, records)),
        stale=tuple(_stale(before, after)),
        corrections=tuple(_corrections(before, after)),
        pages=tuple(_pages(before, after)) if is_measured else (),
        weight=(_weight(before), _weight(after)) if is_measured else None,
    )


# --- Arguments --------------------------------------------------------------------------------------------------------


def _arguments(before: Side, after: Side) -> Iterator[ArgumentChange]:
    for name in dict.fromkeys((*after.arguments, *before.arguments)):
        old, new = before.arguments.get(name), after.arguments.get(name)
        here = new or old
        if here is None:
            continue
        original = _original(here)
        if new is None and any(path.startswith(_folder(here)) for path in after.faulty):
            change = Change.UNREADABLE
        else:
            change = _change(old, new)
        facts = tuple(_facts(old, new)) if old and new else ()
        parts = tuple(_parts(old, new, after.faulty)) if change is not Change.UNREADABLE else ()
        if change is Change.CHANGED and not facts and not parts:
            continue
        weak, narrow = _resting(new, parts, after.references)
        yield ArgumentChange(
            name,
            change,
            original.title if original else "",
            here.facts.status,
            here.facts.confidence,
            facts,
            parts,
            weak,
            narrow,
            new is not None and len(_origins(new, after.references)) == 1,
        )


def _folder(argument: Argument) -> str:
    return argument.document.span.path.rpartition("/")[0] + "/"


def _original(argument: Argument) -> ArgumentText | None:
    return argument.texts.get(argument.facts.source_language)


def _change(old: object | None, new: object | None) -> Change:
    if old is None:
        return Change.ADDED
    return Change.REMOVED if new is None else Change.CHANGED


def _facts(old: Argument, new: Argument) -> Iterator[FactChange]:
    for name in _FACTS:
        then, now = getattr(old.facts, name), getattr(new.facts, name)
        if then != now:
            is_word = isinstance(then, (str, int)) and isinstance(now, (str, int))
            yield FactChange(name, str(then) if is_word else "", str(now) if is_word else "")


def _parts(old: Argument | None, new: Argument | None, faulty: frozenset[str]) -> Iterator[PartChange]:
    """Yield each part whose words change in a language, in the order of the new text."""
    found: dict[tuple[str, Change], list[str]] = {}
    old_texts, new_texts = old.texts if old else {}, new.texts if new else {}
    for lang in dict.fromkeys((*new_texts, *old_texts)):
        then, now = old_texts.get(lang), new_texts.get(lang)
        if then and now is None and then.path in faulty:
            continue
        was = {part: piece.raw for part, piece in pieces(then).items()} if then else {}
        now_is = {part: piece.raw for part, piece in pieces(now).items()} if now else {}
        for part in dict.fromkeys((*now_is, *was)):
            if was.get(part) != now_is.get(part):
                found.setdefault((part, _change(was.get(part), now_is.get(part))), []).append(lang)
    for (part, change), languages in found.items():
        side = old if change is Change.REMOVED else new
        if side is None:
            continue
        lang = side.facts.source_language if side.facts.source_language in languages else languages[0]
        kind, text = _named(side.texts[lang], part)
        yield PartChange(part, kind, change, tuple(languages), text, _cited(side, part))


def _named(text: ArgumentText, part: str) -> tuple[str, str]:
    """Return what kind of part it is, and its heading or its words."""
    if part in {TITLE, CLAIM}:
        return part, getattr(text, part)
    unit = next(unit for unit in text.walk() if unit.id == part)
    return str(unit.kind), markdown.plain_text([unit.heading] if unit.heading else unit.tokens)


def _cited(argument: Argument, part: str) -> tuple[str, ...]:
    """Return the sources of a part by key, as the original cites them."""
    text = _original(argument)
    units = [unit for unit in text.walk() if unit.id == part] if text else []
    return tuple(sources_of(text.citations(units[0]))) if text and units else ()


def _resting(
    argument: Argument | None, parts: Iterable[PartChange], references: Mapping[str, Reference]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the premises that come or change in the original and cite nothing, and those that rest on one source."""
    if argument is None:
        return (), ()
    counts = {
        part.id: len({origin(key, references) for key in part.sources})
        for part in parts
        if part.kind == Kind.PREMISE
        and part.change is not Change.REMOVED
        and argument.facts.source_language in part.languages
    }
    weak, narrow = ([part for part, count in counts.items() if count == few] for few in (0, 1))
    return tuple(weak), tuple(narrow)


def _origins(argument: Argument, references: Mapping[str, Reference]) -> set[str]:
    text = _original(argument)
    premises = [unit for unit in text.walk() if unit.kind is Kind.PREMISE] if text else []
    return {origin(key, references) for unit in premises for key in _cited(argument, unit.id)}


# --- What else changes ------------------------------------------------------------------------------------------------


def _sources(
    before: Side, after: Side, arguments: Iterable[ArgumentChange], records: Mapping[str, LinkRecord]
) -> Iterator[SourceState]:
    old, new = before.references, after.references
    moved = [key for key in dict.fromkeys((*new, *old)) if _entry(old, key) != _entry(new, key)]
    cited = [
        key for one in arguments for part in one.parts if part.change is not Change.REMOVED for key in part.sources
    ]
    for key in dict.fromkeys((*moved, *cited)):
        change = _change(old.get(key), new.get(key)) if key in moved else None
        reference = new.get(key) or old.get(key)
        if reference is None:  # cited, and not in the bibliography: a fault that is listed as such
            continue
        record = _record(reference, records)
        copies = record.snapshots if record else ()
        yield SourceState(
            key,
            change,
            reference.title,
            str(reference.source_kind or ""),
            record.standing if record and record.checked else "",
            record.checked if record else None,
            reference.archive_url or (copies[-1].url if copies else ""),
        )


def _entry(references: Mapping[str, Reference], key: str) -> str:
    return references[key].source if key in references else ""


def _record(reference: Reference, records: Mapping[str, LinkRecord]) -> LinkRecord | None:
    """Return what is known of a source's address, under which it is asked."""
    try:
        return records.get(read_address(reference.url).whole) if reference.url else None
    except (AddressError, NotWebError):
        return None


def _stale(before: Side, after: Side) -> Iterator[StalePart]:
    for argument in after.arguments.values():
        old = before.arguments.get(argument.id)
        for lang in argument.texts:
            then = states(old, lang) if old else {}
            for part, state in states(argument, lang).items():
                if old and lang in old.texts and state in _BEHIND and then.get(part) is not state:
                    yield StalePart(argument.id, lang, part, state)


def _corrections(before: Side, after: Side) -> Iterator[LoggedCorrection]:
    if after.corpus is None:
        return
    known = before.corpus.corrections if before.corpus else ()
    yield from _logged("", after.corpus.config.default_language, after.corpus.corrections, known)
    for argument in after.arguments.values():
        old = before.arguments.get(argument.id)
        known = old.facts.corrections if old else ()
        yield from _logged(argument.id, argument.facts.source_language, argument.facts.corrections, known)


def _logged(
    content: str, lang: str, corrections: Iterable[Correction], known: Collection[Correction]
) -> Iterator[LoggedCorrection]:
    for one in corrections:
        if one not in known:
            yield LoggedCorrection(content, one.date, one.kind, one.text.get(lang) or next(iter(one.text.values())))


def _pages(before: Side, after: Side) -> Iterator[PageChange]:
    for uri in dict.fromkeys((*after.pages, *before.pages)):
        old, new = before.pages.get(uri), after.pages.get(uri)
        here = new or old
        if here and (old is None or new is None or (old.title, old.body) != (new.title, new.body)):
            yield PageChange(uri, here.lang, here.content, _change(old, new), _size(old), _size(new))


def _size(page: Page | None) -> int:
    return len(page.body.encode()) if page else 0


def _weight(side: Side) -> int:
    return sum(map(_size, side.pages.values()))
