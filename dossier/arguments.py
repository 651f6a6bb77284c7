"""One folder of `docs/arguments/` becomes one `Argument`: its neutral facts, and its text in each language.

What an argument must have is checked here as far as one folder can tell; what needs the other files (keys, themes,
relations, links) is checked by the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, get_args

from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field

from dossier import markdown, rules
from dossier.citation_syntax import Citation
from dossier.corrections import ANCHOR, Correction
from dossier.diagnostics import Report, Span, nearest
from dossier.fields import CalendarDay, EdtfDate, Language, Region
from dossier.places import ToDo
from dossier.replies import Inquiry
from dossier.source import (
    ID_PATTERN,
    SourceFile,
    YamlDocument,
    parse_yaml,
    read_text,
    relative_path,
    split_front_matter,
    validate,
)
from dossier.wording import Phrase

SUMMARY_WORDS = 150
"""Most words that a summary may have."""

MIN_PREMISES = 2
"""Fewest premises of an argument that is published."""

FACTS_FILE = "argument.yml"
OTHER_SECTIONS = frozenset({"right-of-reply", "related", "timeline", "changes", "notes", "cite"})
"""Anchors of the sections that every argument's page may have beside those of its own parts."""

FAULTY = "?"
"""Stands for a title that could not be read; no page shows it."""

Confidence = Literal["established", "likely", "disputed", "unproven"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
"""How sure the dossier is of a claim, the surest first."""


class Kind(StrEnum):
    """The parts of an argument's text; the values are the class words of the fenced divs."""

    SUMMARY = "summary"
    PREMISE = "premise"
    OBJECTION = "objection"
    REPLY = "reply"
    FALSIFIER = "falsifier"
    PROSE = "prose"


SECTIONS = {
    Kind.SUMMARY: "summary",
    Kind.PREMISE: "case",
    Kind.PROSE: "case",
    Kind.OBJECTION: "objections",
    Kind.FALSIFIER: "falsifier",
}
"""The section of the page in which a part stands, which is the section's anchor too."""

_RANKS = {Kind.SUMMARY: 0, Kind.PREMISE: 1, Kind.PROSE: 1, Kind.OBJECTION: 2, Kind.FALSIFIER: 3}
_NAMED = (Kind.PREMISE, Kind.OBJECTION)


class Relations(BaseModel):
    """How an argument stands to others; each field lists ids of arguments."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    supports: tuple[str, ...] = ()
    """Arguments that this one makes stronger."""
    rebuts: tuple[str, ...] = ()
    """Arguments against which this one speaks."""
    qualifies: tuple[str, ...] = ()
    """Arguments that hold less widely than they say, if this one is right."""
    depends_on: Annotated[tuple[str, ...], Field(alias="depends-on")] = ()
    """Arguments without which this one falls."""

    def pairs(self) -> Iterator[tuple[str, int, str]]:
        """Yield kind of relation (as it is written), place in its list, and id of the other argument."""
        for name, info in type(self).model_fields.items():
            for index, target in enumerate(getattr(self, name)):
                yield info.alias or name, index, target


class Facts(BaseModel):
    """What `argument.yml` says: the facts about an argument that are the same in every language."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=True)

    theme: str
    """The id of its theme in `themes.yml`."""
    order: int = 0
    """Its place in the theme; the lowest stands first."""
    status: Literal["draft", "review", "published", "withdrawn"]
    """Drafts and arguments in review are checked and shown by `dossier serve`, and not published. What was withdrawn
    keeps its page, says so, and leaves the lists."""
    confidence: Confidence
    """How sure the dossier is of the claim."""
    favourable: bool = False
    """Whether it speaks for those whom the dossier examines: then it stands among the objections too."""
    source_language: Language
    """The language in which it was first written; the other texts are translations of that one."""
    regions: tuple[Region, ...] = ()
    """The places that it is about, by their ISO 3166 codes; an empty list is the whole world."""
    period: EdtfDate | None = None
    """The time that it is about, as exactly as that is known (EDTF): `?` is not sure, `~` is about, `..` is open."""
    reviewed: CalendarDay | None = None
    """The day up to which somebody has found it right."""
    relations: Relations = Relations()
    """How it stands to other arguments, which are named by their folders; leave out what you do not need."""
    single_source: Mapping[Language, Annotated[str, Field(min_length=10, max_length=400)]] = {}
    """Why the argument rests on one source alone, by language, for its readers."""
    right_of_reply: tuple[Inquiry, ...] = ()
    """What those whom it concerns were asked, and what they answered."""
    corrections: tuple[Correction, ...] = ()
    """What was put right after it had been published. New entries stand last: the order gives them their addresses."""


class Heading(BaseModel):
    """The front matter of an argument's text."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=160)]
    claim: Annotated[str, Field(min_length=1, max_length=400)]
    translated_from: str = ""
    units: Mapping[str, Annotated[str, Field(pattern=r"^[0-9a-f]{12}-[0-9a-f]{6}$")]] = {}
    """In a translation: the fingerprint of the original unit that each unit renders, written by a command."""


@dataclass(frozen=True)
class Unit:
    """A part of a text: what it is, its anchor, its heading if it has one, and its tokens; replies are `inner`."""

    kind: Kind
    id: str
    span: Span
    heading: Token | None
    tokens: tuple[Token, ...]
    inner: tuple[Unit, ...] = ()

    def own_tokens(self) -> tuple[Token, ...]:
        """Return the tokens of this unit, its heading first, without those of the units inside it."""
        return (self.heading, *self.tokens) if self.heading else self.tokens


@dataclass(frozen=True, eq=False)
class ArgumentText:
    """An argument in one language. `title` and `claim` are plain text, typeset for the language.

    Two are the same if they are one: so that what is computed of one can be remembered for it.
    """

    lang: str
    path: str
    title: str
    claim: str
    units: tuple[Unit, ...]
    notes: Mapping[str, tuple[Token, ...]]
    units_marked: Mapping[str, str] = field(default_factory=dict)
    """In a translation, the fingerprints of the original units that it renders, by id."""
    heading: Mapping[str, Span] = field(default_factory=dict)
    """Where `title` and `claim` stand."""
    to_dos: tuple[ToDo, ...] = ()

    def walk(self) -> Iterator[Unit]:
        """Yield every unit, those inside others after them."""
        for unit in self.units:
            yield unit
            yield from unit.inner

    def citations(self, unit: Unit) -> Iterator[Citation]:
        """Yield the citations of a unit in order: those in its text, and those in the notes that it refers to."""
        yield from self._citations(unit.own_tokens(), set())

    def _citations(self, tokens: Sequence[Token], seen: set[str]) -> Iterator[Citation]:
        for token in markdown.inline_tokens(tokens):
            if token.type == "citation":
                yield token.meta["citation"]
            elif token.type == "footnote_ref" and token.meta["label"] not in seen:
                seen.add(token.meta["label"])
                yield from self._citations(self.notes.get(token.meta["label"], ()), seen)

    def note_tokens(self, unit: Unit) -> Iterator[Token]:
        """Yield the tokens of the notes that a unit refers to, in the order of their calls."""
        labels = [
            token.meta["label"] for token in markdown.inline_tokens(unit.own_tokens()) if token.type == "footnote_ref"
        ]
        for label in dict.fromkeys(labels):
            yield from self.notes.get(label, ())

    def token_groups(self) -> Iterator[tuple[Token, ...]]:
        """Yield all tokens of the text, the bodies of its notes last."""
        for unit in self.walk():
            yield unit.own_tokens()
        yield from self.notes.values()


@dataclass(frozen=True, eq=False)
class Argument:
    """An argument: its id (the folder's name), its facts, and its texts by language; as with texts, each is its own."""

    id: str
    facts: Facts
    texts: Mapping[str, ArgumentText]
    document: YamlDocument = field(repr=False)
    """The facts as they were read, with their places."""

    @property
    def is_public(self) -> bool:
        """Tell whether the argument appears in lists; drafts and arguments in review are built only for preview."""
        return self.facts.status in {"published", "withdrawn"}

    @property
    def is_listed(self) -> bool:
        """Tell whether lists show the argument where it is built; one that was withdrawn only keeps its page."""
        return self.facts.status != "withdrawn"


@dataclass(frozen=True)
class Folder:
    """What was read from an argument's folder: its texts, and the argument where its facts are whole."""

    texts: Mapping[str, ArgumentText] = field(default_factory=dict)
    argument: Argument | None = None


def load_argument(root: Path, folder: Path, languages: Sequence[str], report: Report) -> Folder:
    """Read one argument's folder; report every fault, and return what could be read."""
    shown = Span(relative_path(root, folder))
    if not ID_PATTERN.fullmatch(folder.name):
        what, advice = Phrase.AN_ARGUMENTS_FOLDER(), Phrase.ID_ADVICE(example="airport-jobs")
        report.add(rules.BAD_FILE_NAME, shown, name=folder.name, what=what, advice=advice)
        return Folder()
    expected = [FACTS_FILE, *(f"{language}.md" for language in languages)]
    present = {path.name: path for path in sorted(folder.iterdir()) if not path.name.startswith(".")}
    for name in present.keys() - set(expected):
        where = Span(relative_path(root, present[name]))
        near = nearest(name, expected)
        report.add(rules.UNEXPECTED_FILE, where, suggestion=near, name=name, expected=", ".join(expected))
    loaded = [_load_text(root, present[name], report) for name in expected[1:] if name in present]
    texts = {text.lang: text for text in loaded if text is not None}
    if FACTS_FILE not in present:
        report.add(rules.MISSING_FACTS, shown, file=FACTS_FILE)
        return Folder(texts)
    document, facts = _load_facts(root, present[FACTS_FILE], languages, report)
    if document is None or facts is None:
        return Folder(texts)
    if facts.source_language in languages and f"{facts.source_language}.md" not in present:
        report.add(rules.MISSING_SOURCE_TEXT, document.span_of(("source_language",)), language=facts.source_language)
    if facts.status != "draft":
        for text in texts.values():
            _check_parts(text, report)
            _check_order(text, report)
    return Folder(texts, Argument(folder.name, facts, texts, document))


def _load_facts(
    root: Path, path: Path, languages: Sequence[str], report: Report
) -> tuple[YamlDocument | None, Facts | None]:
    source = read_text(root, path, report)
    document = parse_yaml(source, report) if source else None
    if document is None:
        return None, None
    facts = validate(Facts, document, report)
    if facts and facts.source_language not in languages:
        report.add(
            rules.UNKNOWN_VALUE,
            document.span_of(("source_language",)),
            suggestion=nearest(facts.source_language, languages),
            field="source_language",
            value=facts.source_language,
            known=", ".join(languages),
        )
    return document, facts


def _load_text(root: Path, path: Path, report: Report) -> ArgumentText | None:
    source = read_text(root, path, report)
    return parse_text(source, path.stem, report) if source else None


def parse_text(source: SourceFile, lang: str, report: Report) -> ArgumentText | None:
    """Parse an argument's text in a language.

    Where only its heading has faults, the rest is kept for the checks, for no site is built then; None where nothing
    can be kept.
    """
    front = split_front_matter(source, report)
    heading = validate(Heading, front.meta, report) if front.meta else None
    parsed = markdown.parse(front.body, path=source.path, first_line=front.body_line, lang=lang, report=report)
    visible = [token for token in parsed.tokens if token.type != "html_block"]  # comments are for authors
    units = tuple(_cut(visible, source, front.body_line, report))
    _check_ids(units, report)
    if front.meta is None and not units:
        return None
    heading = heading or Heading(title=FAULTY, claim=FAULTY)
    title, claim = (markdown.typeset(" ".join(text.split()), lang) for text in (heading.title, heading.claim))
    places = {name: front.meta.span_of((name,)) for name in ("title", "claim")} if front.meta else {}
    return ArgumentText(lang, source.path, title, claim, units, parsed.notes, heading.units, places, parsed.to_dos)


def _cut(tokens: Sequence[Token], source: SourceFile, first_line: int, report: Report) -> Iterator[Unit]:
    """Cut the tokens of a text into its units; what stands between the parts is prose."""
    prose: list[Token] = []
    position, number = 0, 0
    while position < len(tokens):
        token = tokens[position]
        if token.type != "div_open":
            prose.append(token)
            position += 1
            continue
        if prose:
            number += 1
            yield _prose(prose, number, source, first_line, report)
            prose = []
        end = _matching_close(tokens, position)
        unit = _unit(tokens[position : end + 1], None, source, first_line, report)
        if unit is not None:
            yield unit
        position = end + 1
    if prose:
        yield _prose(prose, number + 1, source, first_line, report)


def _matching_close(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(tokens)):
        depth += tokens[position].nesting if tokens[position].type in {"div_open", "div_close"} else 0
        if depth == 0:
            return position
    return len(tokens) - 1


def _prose(tokens: list[Token], number: int, source: SourceFile, first_line: int, report: Report) -> Unit:
    span = source.span(first_line + (tokens[0].map[0] if tokens[0].map else 0))
    for token in tokens:
        _check_heading(token, source, first_line, report)
    return Unit(Kind.PROSE, f"prose-{number}", span, None, tuple(tokens))


def _check_heading(token: Token, source: SourceFile, first_line: int, report: Report) -> None:
    if token.type == "heading_open":
        span = source.span(first_line + (token.map[0] if token.map else 0))
        report.add(rules.HEADING_LEVEL, span, level=token.tag[1:], advice=Phrase.HEADING_IN_ARGUMENT())


def _unit(
    tokens: Sequence[Token], parent: Kind | None, source: SourceFile, first_line: int, report: Report
) -> Unit | None:
    """Make a unit of the tokens from `div_open` to `div_close`; its own parts become units inside it."""
    opening = tokens[0]
    span = source.span(first_line + (opening.map[0] if opening.map else 0), 1, len(opening.markup))
    name = opening.meta.get("class", "")
    known = [kind.value for kind in Kind if kind is not Kind.PROSE]
    if name not in known:
        report.add(
            rules.UNKNOWN_DIV,
            span,
            suggestion=nearest(name, known),
            name=name,
            known=Phrase.THE_PARTS(names=", ".join(known)),
        )
        return None
    kind = Kind(name)
    if (kind is Kind.REPLY) != (parent is Kind.OBJECTION):
        report.add(rules.MISPLACED_PART, span, what=Phrase.A_PART(kind=kind.value), advice=Phrase.PARTS_NESTING())
        return None
    heading, start = None, 1
    if kind in _NAMED and len(tokens) > 2 and tokens[1].type == "heading_open" and tokens[1].tag == "h3":  # noqa: PLR2004
        heading, start = tokens[2], 4
    own: list[Token] = []
    inner: list[Unit] = []
    position = start
    while position < len(tokens) - 1:
        if tokens[position].type == "div_open":
            end = _matching_close(tokens, position)
            unit = _unit(tokens[position : end + 1], kind, source, first_line, report)
            inner += [unit] if unit else []
            position = end + 1
        else:
            _check_heading(tokens[position], source, first_line, report)
            own.append(tokens[position])
            position += 1
    if kind in _NAMED and "id" not in opening.meta:
        report.add(rules.MISSING_ID, span, kind=kind.value)
    unit_id = opening.meta.get("id", kind.value)
    inner = [_renamed(unit, f"{unit_id}-{unit.id}") if unit.id == unit.kind.value else unit for unit in inner]
    return Unit(kind, unit_id, span, heading, tuple(own), tuple(inner))


def _renamed(unit: Unit, new_id: str) -> Unit:
    return Unit(unit.kind, new_id, unit.span, unit.heading, unit.tokens, unit.inner)


def _check_ids(units: Sequence[Unit], report: Report) -> None:
    seen: dict[str, Span] = {}
    taken = {*SECTIONS.values(), *OTHER_SECTIONS}
    for unit in units:
        for one in (unit, *unit.inner):
            if ANCHOR.fullmatch(one.id) or (one.id in taken and one.id != one.kind.value):
                report.add(rules.RESERVED_ID, one.span, id=one.id)
            elif one.id in seen:
                report.add(rules.DUPLICATE_ID, one.span, related=((seen[one.id], Phrase.FIRST_GIVEN()),), id=one.id)
            else:
                seen[one.id] = one.span


_MISSING = {
    Kind.SUMMARY: Phrase.LACKS_SUMMARY,
    Kind.PREMISE: Phrase.LACKS_PREMISE,
    Kind.OBJECTION: Phrase.LACKS_OBJECTION,
    Kind.FALSIFIER: Phrase.LACKS_FALSIFIER,
}


def _check_parts(text: ArgumentText, report: Report) -> None:
    """Check that every argument outside of the draft stage has its parts, and that these are whole."""
    counts = {kind: sum(unit.kind is kind for unit in text.units) for kind in Kind}
    missing = [phrase for kind, phrase in _MISSING.items() if not counts[kind]]
    if 0 < counts[Kind.PREMISE] < MIN_PREMISES:
        missing.append(Phrase.LACKS_SECOND_PREMISE)
    for phrase in missing:
        report.add(rules.MISSING_PART, Span(text.path), what=phrase())
    for unit in text.units:
        if unit.kind is Kind.PREMISE and not any(text.citations(unit)):
            report.add(rules.UNSOURCED_PREMISE, unit.span, id=unit.id)
        elif unit.kind is Kind.OBJECTION and not unit.inner:
            report.add(rules.MISSING_PART, unit.span, what=Phrase.LACKS_REPLY(id=unit.id))
        elif unit.kind is Kind.SUMMARY:
            words = len(markdown.plain_text(unit.tokens).split())
            if words > SUMMARY_WORDS:
                report.add(rules.LONG_SUMMARY, unit.span, words=words, limit=SUMMARY_WORDS)


def _check_order(text: ArgumentText, report: Report) -> None:
    rank = 0
    for unit in text.units:
        if unit.kind in _RANKS:
            if _RANKS[unit.kind] < rank:
                is_prose = unit.kind is Kind.PROSE
                what = Phrase.TEXT_OUTSIDE_PARTS() if is_prose else Phrase.A_PART(kind=unit.kind.value)
                report.add(rules.MISPLACED_PART, unit.span, what=what, advice=Phrase.PARTS_ORDER())
            rank = max(rank, _RANKS[unit.kind])
