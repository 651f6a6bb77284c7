"""What arguments rest on: one source alone, campaigns alone; and sources on which nothing rests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from markdown_it.token import Token

from dossier import markdown, rules
from dossier.arguments import Argument, Kind
from dossier.bibliography import Bibliography, Reference, SourceKind
from dossier.citation_syntax import Citation
from dossier.diagnostics import Report, Span
from dossier.wording import Phrase, Words


class _Text(Protocol):
    """A page in one language."""

    @property
    def path(self) -> str: ...

    def token_groups(self) -> Iterator[tuple[Token, ...]]: ...


def check_texts(
    arguments: Iterable[Argument], pages: Iterable[_Text], bibliography: Bibliography, report: Report
) -> None:
    """Report what rests on too little: an argument on one single source, a premise or a page on campaigns alone."""
    for argument in arguments:
        _check_argument(argument, bibliography, report)
    for text in pages:
        citations = (citation for tokens in text.token_groups() for citation in markdown.citations(tokens))
        _check_parties(sources_of(citations), bibliography, Span(text.path), Phrase.THE_PAGE(), report)


def check_sources(bibliography: Bibliography, cited: Collection[str], report: Report) -> None:
    """Report the sources that nothing cites; one that led to another which is cited has done its work."""
    led = {reference.found_in for key, reference in bibliography.references.items() if key in cited}
    for key, reference in bibliography.references.items():
        if key not in cited and key not in led:
            report.add(rules.UNCITED_SOURCE, reference.span, key=key)


def _check_argument(argument: Argument, bibliography: Bibliography, report: Report) -> None:
    """Look at the original alone, for that its translations cite the same is checked elsewhere; not at drafts."""
    text = argument.texts.get(argument.facts.source_language)
    if text is None or argument.facts.status == "draft":
        return
    premises = [unit for unit in text.walk() if unit.kind is Kind.PREMISE]
    cited = {unit.id: sources_of(text.citations(unit)) for unit in premises}
    for unit in premises:
        _check_parties(cited[unit.id], bibliography, unit.span, Phrase.THE_PREMISE(id=unit.id), report)
    origins = {origin(key, bibliography.references) for keys in cited.values() for key in keys}
    _check_single_source(argument, origins, report)


def sources_of(citations: Iterable[Citation]) -> list[str]:
    """Return the sources of some citations by key, each once; one that does not exist has been reported."""
    return list(dict.fromkeys(item.key for citation in citations for item in citation.items))


def origin(key: str, references: Mapping[str, Reference]) -> str:
    """Return the key of the source through which one is known: who cites both has still seen one."""
    found_in = references[key].found_in if key in references else ""
    return found_in if found_in in references else key


def _check_parties(cited: Sequence[str], bibliography: Bibliography, span: Span, what: Words, report: Report) -> None:
    references = bibliography.references
    kinds = {references[key].source_kind if key in references else None for key in cited}
    if kinds == {SourceKind.CAMPAIGN}:
        report.add(rules.CAMPAIGN_ONLY, span, what=what, keys=", ".join(f"`{key}`" for key in cited))


def _check_single_source(argument: Argument, origins: Collection[str], report: Report) -> None:
    """Report that readers are not told of a single source, or are told so without need."""
    reasons, document = argument.facts.single_source, argument.document
    if not reasons:
        if len(origins) == 1:
            report.add(rules.SINGLE_SOURCE, document.span_of(()), key=min(origins))
    elif len(origins) > 1:
        report.add(rules.NEEDLESS_ALLOWANCE, document.span_of(("single_source",)), count=len(origins))
    else:
        for lang in (lang for lang in argument.texts if lang not in reasons):
            report.add(rules.MISSING_FIELD, document.span_of(("single_source",)), field=f"single_source.{lang}")
