"""The other side: every objection, and every argument that speaks for those whom the dossier examines."""

from __future__ import annotations

from functools import partial
from typing import Any

from dossier.arguments import Argument, Kind
from dossier.pages.depths import Depths
from dossier.pages.page import Page
from dossier.pages.replies import inquiries
from dossier.pages.workshop import Workshop


def other_side(shop: Workshop, lang: str) -> Page:
    """Make the page in a language; of an argument that it lacks it links to the objections in another."""
    writer = shop.writer("other-side", lang)
    depths = Depths(shop, writer, len(list(shop.corpus.listed())))
    return shop.list_page(writer, shop.by_theme(writer, partial(_entry, depths)), depths.filters)


def _entry(depths: Depths, argument: Argument) -> dict[str, Any]:
    """Return what the page shows of an argument, rendering its objections in the order of the page."""
    writer, card = depths.writer, depths.card(argument)
    entry = card | {
        "favourable": argument.facts.favourable,
        "objections": [],
        "inquiries": inquiries(writer, argument),
    }
    text = argument.texts.get(writer.lang)
    if text is None:
        return entry
    pieces = writer.text(text.path, text.notes)
    entry["objections"] = [
        {
            "heading": pieces.render([unit.heading]) if unit.heading else "",
            "body": pieces.render(unit.tokens),
            "replies": [f"{card['link'].href}#{reply.id}" for reply in unit.inner],
        }
        for unit in text.units
        if unit.kind is Kind.OBJECTION
    ]
    return entry
