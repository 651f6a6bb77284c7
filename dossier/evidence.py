"""What arguments rest on; and sources on which nothing rests."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dossier import rules
from dossier.arguments import Argument, ArgumentText, Kind, Unit
from dossier.bibliography import Bibliography, Reference
from dossier.diagnostics import Report


def check_argument(argument: Argument, bibliography: Bibliography, report: Report) -> None:
    """Report an argument that rests on one single source without telling readers why, or tells them so without need.

    Its original alone is looked at: that its translations cite the same is checked elsewhere. Drafts are not.
    """
    facts, document = argument.facts, argument.document
    text = argument.texts.get(facts.source_language)
    if text is None or facts.status == "draft":
        return
    premises = [_cited(text, unit, bibliography.references) for unit in text.walk() if unit.kind is Kind.PREMISE]
    origins = {_origin(one, bibliography.references) for cited in premises for one in cited}
    if not facts.single_source:
        if len(origins) == 1:
            report.add(rules.SINGLE_SOURCE, document.span_of(()), key=min(origins))
    elif len(origins) > 1:
        report.add(rules.NEEDLESS_ALLOWANCE, document.span_of(("single_source",)), count=len(origins))
    else:
        for lang in (lang for lang in argument.texts if lang not in facts.single_source):
            report.add(rules.MISSING_FIELD, document.span_of(("single_source",)), field=f"single_source.{lang}")


def check_sources(bibliography: Bibliography, cited: Collection[str], report: Report) -> None:
    """Report the sources that nothing cites; one that led to another which is cited has done its work."""
    led = {reference.found_in for key, reference in bibliography.references.items() if key in cited}
    for key, reference in bibliography.references.items():
        if key not in cited and key not in led:
            report.add(rules.UNCITED_SOURCE, reference.span, key=key)


def _cited(text: ArgumentText, unit: Unit, references: Mapping[str, Reference]) -> list[Reference]:
    """Return the sources that a unit cites, each once; a key that is unknown has been reported."""
    keys = dict.fromkeys(item.key for citation in text.citations(unit) for item in citation.items)
    return [references[key] for key in keys if key in references]


def _origin(reference: Reference, references: Mapping[str, Reference]) -> str:
    """Return the key of the source through which one is known: who knows both has still seen one."""
    return reference.found_in if reference.found_in in references else reference.key
