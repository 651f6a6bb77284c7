"""Translations kept true to their originals: what has moved since, and what must be the same in every language.

A translation records, for each unit, a fingerprint of the original unit that it renders. When the original changes,
the fingerprint no longer fits, and says of what kind the change is: a change of numbers, negations, citations or
status is *material*, any other is *editorial*. Whatever is not material must agree: the same units, the same
citations with the same locators, the same figures.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from markdown_it.token import Token

from dossier import locales, markdown, rules
from dossier.arguments import Argument, ArgumentText, Unit
from dossier.citation_syntax import Citation
from dossier.corpus import Corpus
from dossier.diagnostics import Report, Severity, Span
from dossier.figures import difference, figures
from dossier.themes import Introduction
from dossier.timeline import EventText
from dossier.wording import Phrase, Words

_AROUND = 60
"""How many characters of an original are shown before and after what a translation lacks."""

TITLE, CLAIM = "title", "claim"
"""Ids of the two units that stand in the front matter."""


class State(StrEnum):
    """How a unit of a translation stands to its original."""

    CURRENT = "current"
    EDITORIAL = "editorial"
    MATERIAL = "material"
    MISSING = "missing"
    UNMARKED = "unmarked"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a translation remembers of an original unit: a digest of its text, and one of what is material in it."""

    text: str
    matter: str

    def __str__(self) -> str:
        """Render as it stands in the front matter."""
        return f"{self.text}-{self.matter}"


@dataclass(frozen=True)
class Piece:
    """A unit as translations compare it: title and claim are pieces too."""

    id: str
    span: Span
    plain: str
    """Its words, without markup and citations."""
    raw: str
    """Its text as written, white space folded, so that wrapping a line anew changes nothing."""
    shown: str
    """The same as people read it, with a sign between its blocks."""
    citations: tuple[str, ...]
    """Key, locator and quotation of each source that it cites, in order, in a form that no language changes."""


@lru_cache(maxsize=16)  # an original is asked for with each of its translations in turn
def pieces(text: ArgumentText) -> Mapping[str, Piece]:
    """Return the units of a text that are translated one by one, by id, in the order of the text."""
    front = {
        name: Piece(name, text.heading.get(name, Span(text.path)), words, words, words, ())
        for name, words in ((TITLE, text.title), (CLAIM, text.claim))
    }
    return front | {unit.id: _piece(text, unit) for unit in text.walk()}


def _piece(text: ArgumentText, unit: Unit) -> Piece:
    blocks = [*unit.own_tokens(), *text.note_tokens(unit)]
    return _made_of(unit.id, unit.span, blocks, text.citations(unit))


def _made_of(name: str, span: Span, blocks: Sequence[Token], citations: Iterable[Citation]) -> Piece:
    written = [block for block in blocks if block.content or block.type == "hr"]
    raw = " ".join(" ".join(f"{block.type} {block.content}" for block in written).split())
    shown = " ".join(" ¶ ".join(block.content for block in written).split())
    cited = [
        f"{item.key} {item.locator_label or ''} {item.locator}".strip()
        + (f' "{citation.quote}"' * bool(citation.quote))
        for citation in citations
        for item in citation.items
    ]
    return Piece(name, span, markdown.plain_text(blocks), raw, shown, tuple(cited))


def fingerprint(piece: Piece, argument: Argument, lang: str) -> Fingerprint:
    """Return the fingerprint of an original unit in its language."""
    matter = [
        *sorted(figure.value for figure in figures(piece.plain, lang)),
        *piece.citations,
    ]
    if negations := _negations(piece.plain, lang):
        matter.append(f"not {negations}")
    if piece.id == CLAIM:
        matter += [argument.facts.status, argument.facts.confidence]
    spaced = locales.load(lang).data["numbers"]["words_are_spaced"]
    text = piece.raw if spaced else "".join(piece.raw.split())  # there, a line may end anywhere
    return Fingerprint(_digest(text, 12), _digest("\n".join(matter), 6))


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


@locales.derived
@lru_cache(maxsize=1024)  # as in `figures`
def _negations(plain: str, lang: str) -> int:
    """Count the words that deny something; a language lists its own."""
    return len(_negation(lang).findall(plain.replace("’", "'")))


@locales.derived
@cache
def _negation(lang: str) -> re.Pattern[str]:
    """Return a pattern of the words of a language that deny something; at an apostrophe they touch others: n'est."""
    data = locales.load(lang).data
    words = data["negations"]["words"]
    if not data["numbers"]["words_are_spaced"]:
        return re.compile("|".join(map(re.escape, words)))
    whole = "|".join(re.escape(word) for word in words if "'" not in word)
    forms = [rf"(?<!\w)(?:{whole})(?!\w)"]
    forms += [rf"(?<!\w){re.escape(word)}" for word in words if word.endswith("'")]
    forms += [rf"{re.escape(word)}(?!\w)" for word in words if word.startswith("'")]
    return re.compile("|".join(forms), re.IGNORECASE)


@lru_cache(maxsize=2)  # as `pieces`
def fingerprints(argument: Argument) -> Mapping[str, Fingerprint]:
    """Return the fingerprints of the original's units, by id."""
    lang = argument.facts.source_language
    original = argument.texts.get(lang)
    if original is None:
        return {}
    return {piece.id: fingerprint(piece, argument, lang) for piece in pieces(original).values()}


def states(argument: Argument, lang: str) -> dict[str, State]:
    """Return the state of every unit of the original in a translation; empty for the original itself.

    A unit that the original has given up since is in it too: the translation still says something else.
    """
    text = argument.texts.get(lang)
    if text is None or lang == argument.facts.source_language:
        return {}
    own, now = pieces(text), fingerprints(argument)
    found = {
        unit: _state(unit, text.units_marked.get(unit), now[unit]) if unit in own else State.MISSING for unit in now
    }
    return found | {unit: State.MATERIAL for unit in own if unit not in now and unit in text.units_marked}


def _state(unit: str, marked: str | None, now: Fingerprint) -> State:
    if marked is None:
        return State.UNMARKED
    text, _, matter = marked.partition("-")
    # Where the text is the same, its matter is too, even if a later version of this program sees more in it;
    # but what the claim stands for, its status and confidence, is not in its text.
    if text == now.text and (unit != CLAIM or matter == now.matter):
        return State.CURRENT
    return State.EDITORIAL if matter == now.matter else State.MATERIAL


def check_translations(corpus: Corpus, report: Report) -> Mapping[tuple[str, str], Row]:
    """Report where a translation lags behind its original in substance, and where the two disagree.

    Returns the rows of the table by argument and language. Drafts are not checked: their texts are not whole yet. Nor
    is a text with faults of its own, or of its original's: that the two differ would say nothing new.
    """
    faulty = {found.span.path for found in report if found.rule.severity is Severity.ERROR}
    rows = {}
    for row in table(corpus):
        rows[row.argument, row.lang] = row
        argument = corpus.arguments[row.argument]
        original, text = argument.texts.get(argument.facts.source_language), argument.texts.get(row.lang)
        if original and text and argument.facts.status != "draft" and not faulty & {original.path, text.path}:
            _check_translation(row, original, text, corpus, report)
    for texts in corpus.introductions.values():
        _check_introduction([texts[lang] for lang in corpus.config.languages if lang in texts], faulty, report)
    if not faulty & {event.document.span.path for event in corpus.timeline.events}:
        _check_events(corpus, report)
    return rows


def _check_events(corpus: Corpus, report: Report) -> None:
    """Compare the languages of each event with the first one; none of them is marked as its original."""
    first = corpus.config.default_language
    for event in corpus.timeline.events:
        told = {lang: _event_piece(event.id, text) for lang, text in event.texts.items()}
        for lang, piece in told.items():
            _compare(told[first], first, piece, lang, report)


def _event_piece(name: str, text: EventText) -> Piece:
    """Return title and text of an event as one piece: a figure may stand in either."""
    piece = _made_of(name, text.span, text.tokens, markdown.citations(text.tokens))
    return replace(piece, plain=f"{text.title}\n{piece.plain}")


def _check_translation(row: Row, original: ArgumentText, text: ArgumentText, corpus: Corpus, report: Report) -> None:
    theirs, ours = pieces(original), pieces(text)
    behind = lagging(text, row.units)
    unmarked = [unit for unit, state in row.units.items() if state is State.UNMARKED]
    strict = text.lang in corpus.config.strict_languages
    if strict and behind:
        report.add(rules.STALE_TRANSLATION, Span(text.path), units=", ".join(behind), id=row.argument, lang=text.lang)
    if strict and unmarked:
        report.add(
            rules.UNMARKED_TRANSLATION, Span(text.path), units=", ".join(unmarked), id=row.argument, lang=text.lang
        )
    for unit, piece in theirs.items():
        if unit in behind:
            continue
        if unit not in ours:
            report.add(rules.MISSING_UNIT, Span(text.path), related=_original(piece), unit=unit)
        else:
            _compare(piece, original.lang, ours[unit], text.lang, report)
    for unit, piece in ours.items():
        if unit not in theirs and unit not in text.units_marked:
            report.add(rules.EXTRA_UNIT, piece.span, unit=unit, original=original.path)


def _check_introduction(texts: Sequence[Introduction], faulty: Collection[str], report: Report) -> None:
    """Compare the introduction of a theme in all languages with that in the first of them."""
    whole = [text for text in texts if text.path not in faulty]
    for text in whole[1:]:
        _compare(_introduction(whole[0]), whole[0].lang, _introduction(text), text.lang, report)


def _introduction(text: Introduction) -> Piece:
    blocks = [token for tokens in text.token_groups() for token in tokens]
    return _made_of("introduction", Span(text.path), blocks, markdown.citations(blocks))


def lagging(text: ArgumentText, units: Mapping[str, State]) -> list[str]:
    """Return those units of the original that a translation renders no more: changed in substance, or new."""
    return [unit for unit, state in units.items() if state is State.MATERIAL or _is_new(text, unit, state)]


def _is_new(text: ArgumentText, unit: str, state: State) -> bool:
    """Tell whether a unit came to the original after the translation was marked, instead of being dropped from it."""
    return state is State.MISSING and bool(text.units_marked) and unit not in text.units_marked


def _compare(theirs: Piece, original_lang: str, ours: Piece, lang: str, report: Report) -> None:
    """Report citations and figures in which a unit differs from its original, with the original's place."""
    lost, added = _differences(theirs.citations, ours.citations)
    if theirs.citations != ours.citations:
        what = _named(lost, added) if lost or added else Phrase.HAS_OTHER_ORDER()
        report.add(rules.CITATION_PARITY, ours.span, related=_original(theirs), unit=ours.id, what=what)
    lacking, beyond = difference(figures(theirs.plain, original_lang), figures(ours.plain, lang))
    if lacking or beyond:
        what = _named([figure.text for figure in lacking], [figure.text for figure in beyond])
        related = _original(theirs, lacking[0].text if lacking else "")
        report.add(rules.FIGURE_PARITY, ours.span, related=related, unit=ours.id, what=what)


def _original(piece: Piece, word: str = "") -> tuple[tuple[Span, Words], ...]:
    """Return the place of an original unit, with its words around one of them, or those at its beginning."""
    text = " ".join(piece.plain.split())
    at = max(text.find(word), 0)
    start, end = max(at - _AROUND, 0), at + len(word) + _AROUND
    quoted = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    return ((piece.span, Phrase.ORIGINAL(words=quoted)),)


def _differences(theirs: tuple[str, ...], ours: tuple[str, ...]) -> tuple[list[str], list[str]]:
    left, right = Counter(theirs), Counter(ours)
    return sorted((left - right).elements()), sorted((right - left).elements())


def _named(lost: list[str], added: list[str]) -> Words:
    """Say what a unit lacks, and what it has that its original has not; one of the two is not empty."""
    lacking, beyond = (", ".join(f"`{one}`" for one in words) for words in (lost, added))
    if not lost:
        return Phrase.HAS_IN_ADDITION(added=beyond)
    return Phrase.LACKS_AND_HAS(lost=lacking, added=beyond) if added else Phrase.LACKS(lost=lacking)


@dataclass(frozen=True, slots=True)
class Row:
    """An argument in one language, as the table of translations shows it."""

    argument: str
    lang: str
    state: State
    units: Mapping[str, State]


def table(corpus: Corpus) -> Iterator[Row]:
    """Yield the state of every argument in every language but its own, in the order of the site."""
    for argument in corpus.arguments.values():
        for lang in corpus.config.languages:
            if lang == argument.facts.source_language:
                continue
            if lang not in argument.texts:
                yield Row(argument.id, lang, State.MISSING, {})
                continue
            behind = {unit: one for unit, one in states(argument, lang).items() if one is not State.CURRENT}
            worst = max(behind.values(), key=_WORSE.index, default=State.CURRENT)
            yield Row(argument.id, lang, worst, behind)


_WORSE = (State.CURRENT, State.EDITORIAL, State.UNMARKED, State.MISSING, State.MATERIAL)
