"""All findings on one page: each claim with its confidence, its summary, and the sources of its premises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from dossier.arguments import Argument, ArgumentText, Kind, Unit
from dossier.citation_syntax import Citation
from dossier.notes import Text
from dossier.pages.depths import EVIDENCE, depth_choices, premises
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop, unit_name
from dossier.writer import Writer


def findings(shop: Workshop, lang: str) -> Page:
    """Make the page in a language; of an argument that it lacks it shows the claim in another."""
    writer = shop.writer("findings", lang)
    groups = shop.by_theme(writer, partial(_finding, shop, writer))
    return shop.list_page(writer, groups, [depth_choices(writer.locale, EVIDENCE)])


def _finding(shop: Workshop, writer: Writer, argument: Argument) -> dict[str, Any]:
    """Return what the page shows of an argument, rendering it in the order of the page."""
    card = shop.argument_card(writer, argument)
    text = argument.texts.get(writer.lang)
    if text is None:
        return card | {"summary": (), "premises": (), "more": ()}
    pieces = writer.text(text.path, text.notes)
    summary = [pieces.render(unit.tokens) for unit in text.units if unit.kind is Kind.SUMMARY]
    evidence = [
        {
            "href": f"{card['link'].href}#{unit.id}",
            "title": unit_name(unit, writer.locale),
            "sources": list(_sources(shop, pieces, text, unit)),
        }
        for unit in premises(text)
    ]
    return card | {"summary": summary, "premises": evidence, "more": ()}


def _sources(shop: Workshop, pieces: Text, text: ArgumentText, unit: Unit) -> Iterator[Markup]:
    """Yield the sources of a premise in short, each with the calls of the notes that have it in full."""
    bibliography, style = shop.corpus.bibliography, shop.style(text.lang)
    cited: dict[str, dict[tuple[str | None, ...], Citation]] = {}
    for citation in text.citations(unit):
        for item in citation.items:
            alone = replace(item, prefix="", suffix="", suppress_author=False)
            place = item.locator_label, item.locator, citation.quote
            cited.setdefault(item.key, {}).setdefault(place, Citation((alone,), item.span, quote=citation.quote))
    for key, places in cited.items():
        calls = [pieces.cite(citation) for citation in places.values()]
        yield style.brief(bibliography.references[key]) + Markup("<sup>, </sup>").join(calls)
