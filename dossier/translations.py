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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dossier import locales, markdown, rules
from dossier.arguments import Argument, ArgumentText, Unit
from dossier.corpus import Corpus
from dossier.diagnostics import Report, Span
from dossier.figures import difference, figures

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
    citations: tuple[str, ...]
    """Key and locator of each source that it cites, in order, in a form that no language changes."""


def pieces(text: ArgumentText) -> dict[str, Piece]:
    """Return the units of a text that are translated one by one, by id, in the order of the text."""
    front = Span(text.path)
    found = {
        TITLE: Piece(TITLE, front, text.title, text.title, ()),
        CLAIM: Piece(CLAIM, front, text.claim, text.claim, ()),
    }
    return found | {unit.id: _piece(text, unit) for unit in text.walk()}


def _piece(text: ArgumentText, unit: Unit) -> Piece:
    blocks = [*unit.own_tokens(), *text.note_tokens(unit)]
    raw = " ".join(f"{block.type} {block.content}" for block in blocks if block.content or block.type == "hr")
    cited = [
        f"{item.key} {item.locator_label or ''} {item.locator}".strip()
        for citation in text.citations(unit)
        for item in citation.items
    ]
    return Piece(unit.id, unit.span, markdown.plain_text(blocks), " ".join(raw.split()), tuple(cited))


def fingerprint(piece: Piece, argument: Argument, lang: str) -> Fingerprint:
    """Return the fingerprint of an original unit in its language."""
    matter = [
        *sorted(figure.value for figure in figures(piece.plain, lang)),
        *piece.citations,
        *(f"not {count}" for count in [_negations(piece.plain, lang)] if count),
    ]
    if piece.id == CLAIM:
        matter += [argument.facts.status, argument.facts.confidence]
    return Fingerprint(_digest(piece.raw, 12), _digest("\n".join(matter), 6))


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


def _negations(plain: str, lang: str) -> int:
    """Count the words that deny something; a language lists its own."""
    words = locales.load(lang).data["negations"]["words"]
    pattern = "|".join(re.escape(word) for word in words)
    spaced = locales.load(lang).data["numbers"]["words_are_spaced"]
    edges = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    return len(re.findall(f"{edges[0]}(?:{pattern}){edges[1]}", plain.replace("’", "'"), re.IGNORECASE))


def fingerprints(argument: Argument) -> dict[str, Fingerprint]:
    """Return the fingerprints of the original's units, by id."""
    lang = argument.facts.source_language
    original = argument.texts.get(lang)
    if original is None:
        return {}
    return {piece.id: fingerprint(piece, argument, lang) for piece in pieces(original).values()}


def states(argument: Argument, lang: str) -> dict[str, State]:
    """Return the state of every unit of the original in a translation; empty for the original itself."""
    text = argument.texts.get(lang)
    if text is None or lang == argument.facts.source_language:
        return {}
    own = pieces(text)
    return {
        unit: State.MISSING if unit not in own else _state(text.units_marked.get(unit), now)
        for unit, now in fingerprints(argument).items()
    }


def _state(marked: str | None, now: Fingerprint) -> State:
    if marked is None:
        return State.UNMARKED
    if marked == str(now):
        return State.CURRENT
    return State.EDITORIAL if marked.endswith(f"-{now.matter}") else State.MATERIAL


def check_translations(corpus: Corpus, report: Report) -> None:
    """Report where a translation lags behind its original in substance, and where the two disagree."""
    for argument in corpus.arguments.values():
        original = argument.texts.get(argument.facts.source_language)
        for text in argument.texts.values():
            if original is not None and text is not original:
                _check_translation(argument, original, text, corpus, report)


def _check_translation(
    argument: Argument, original: ArgumentText, text: ArgumentText, corpus: Corpus, report: Report
) -> None:
    theirs, ours = pieces(original), pieces(text)
    found = states(argument, text.lang)
    behind = lagging(text, found)
    if behind and text.lang in corpus.config.strict_languages:
        report.add(rules.STALE_TRANSLATION, Span(text.path), units=", ".join(behind), id=argument.id, lang=text.lang)
    unmarked = [unit for unit, state in found.items() if state is State.UNMARKED]
    if unmarked:
        report.add(
            rules.UNMARKED_TRANSLATION, Span(text.path), units=", ".join(unmarked), id=argument.id, lang=text.lang
        )
    for unit, piece in theirs.items():
        if unit in behind:
            continue
        if unit not in ours:
            report.add(rules.MISSING_UNIT, Span(text.path), related=((piece.span, "the original"),), unit=unit)
        else:
            _compare(piece, original.lang, ours[unit], text.lang, report)
    for unit, piece in ours.items():
        if unit not in theirs and unit not in text.units_marked:
            report.add(rules.EXTRA_UNIT, piece.span, unit=unit, original=original.path)


def lagging(text: ArgumentText, units: Mapping[str, State]) -> list[str]:
    """Return those units of the original that a translation renders no more: changed in substance, or new."""
    return [unit for unit, state in units.items() if state is State.MATERIAL or _is_new(text, unit, state)]


def _is_new(text: ArgumentText, unit: str, state: State) -> bool:
    """Tell whether a unit was added to the original after the translation was marked."""
    return state is State.MISSING and bool(text.units_marked) and unit not in text.units_marked


def _compare(theirs: Piece, original_lang: str, ours: Piece, lang: str, report: Report) -> None:
    """Report citations and figures in which a unit differs from its original, with the original's place."""
    related = ((theirs.span, "the original"),)
    lost, added = _differences(theirs.citations, ours.citations)
    if lost or added:
        what = _named(lost, added)
        report.add(rules.CITATION_PARITY, ours.span, related=related, unit=ours.id, what=what)
    elif theirs.citations != ours.citations:
        report.add(rules.CITATION_PARITY, ours.span, related=related, unit=ours.id, what="has them in another order")
    lacking, beyond = difference(figures(theirs.plain, original_lang), figures(ours.plain, lang))
    if lacking or beyond:
        what = _named([figure.text for figure in lacking], [figure.text for figure in beyond])
        report.add(rules.FIGURE_PARITY, ours.span, related=related, unit=ours.id, what=what)


def _differences(theirs: tuple[str, ...], ours: tuple[str, ...]) -> tuple[list[str], list[str]]:
    left, right = Counter(theirs), Counter(ours)
    return sorted((left - right).elements()), sorted((right - left).elements())


def _named(lost: list[str], added: list[str]) -> str:
    parts = []
    if lost:
        parts.append("lacks " + ", ".join(f"`{one}`" for one in lost))
    if added:
        parts.append("has instead " if lost else "has in addition ")
        parts[-1] += ", ".join(f"`{one}`" for one in added)
    return " and ".join(parts)


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
