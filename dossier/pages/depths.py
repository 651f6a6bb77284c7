"""How deep a list goes into its arguments: claims only, with summaries, or with the evidence too.

A page holds all three, and the stylesheet hides what was not chosen. The evidence is what each premise says, and its
sources, in short: whoever wants every word is one link away from it, and a list of thirty arguments stays light.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from dossier.arguments import SECTIONS, Argument, ArgumentText, Kind, Unit
from dossier.corpus import source_anchor
from dossier.locales import Locale
from dossier.pages.choices import Choices
from dossier.pages.workshop import Workshop, unit_name
from dossier.writer import Target, Writer

MAX_DEEP = 100
"""Most arguments of which a page shows more than the claim: some 3 kB each, of which a reader sees little."""

CLAIMS, SUMMARIES, EVIDENCE = range(3)


def depth_choices(locale: Locale, chosen: int) -> Choices:
    """Return the choice of how deep a list goes, and how deep it goes at first."""
    deeper = locale.text("ui.depth_summary"), locale.text("ui.depth_evidence")
    return Choices("e", locale.text("ui.depth"), locale.text("ui.depth_claim"), deeper, {}, chosen)


@dataclass(frozen=True)
class Depths:
    """What one page shows of its arguments, `count` of them, and what its readers choose from."""

    shop: Workshop
    writer: Writer
    count: int

    @property
    def filters(self) -> tuple[Choices, ...]:
        """The choice, if the page has one."""
        return (depth_choices(self.writer.locale, CLAIMS),) if self.count <= MAX_DEEP else ()

    def card(self, argument: Argument) -> dict[str, Any]:
        """Return what the list shows of an argument; of one in another language, the claim alone."""
        card = self.shop.argument_card(self.writer, argument)
        text = argument.texts.get(self.writer.lang)
        if text is None or self.count > MAX_DEEP:
            return card | {"summary": (), "premises": (), "more": ()}
        href = card["link"].href
        return card | {
            "summary": [
                self.writer.excerpt(text.path, unit.tokens) for unit in text.units if unit.kind is Kind.SUMMARY
            ],
            "premises": [
                {
                    "href": f"{href}#{unit.id}",
                    "title": unit_name(unit, self.writer.locale),
                    "sources": self.sources(text, [unit]),
                }
                for unit in premises(text)
            ],
            "more": [
                Target(f"{href}#{section}", self.writer.locale.text(f"ui.{section}"))
                for section in dict.fromkeys(SECTIONS[unit.kind] for unit in text.units)
                if section in _BEYOND
            ],
        }

    def sources(self, text: ArgumentText, units: Iterable[Unit]) -> list[Markup]:
        """Return the sources of some units, each once and in short, as links into the list of all sources."""
        references, style = self.shop.corpus.bibliography.references, self.shop.style(self.writer.lang)
        cited = (item.key for unit in units for citation in text.citations(unit) for item in citation.items)
        link = Markup('<a href="{}#{}">{}</a>')
        return [
            link.format(self._sources_page, source_anchor(key), style.brief(references[key]))
            for key in dict.fromkeys(cited)
        ]

    @cached_property
    def _sources_page(self) -> str:
        return self.writer.href("sources")


_BEYOND = frozenset({SECTIONS[Kind.OBJECTION], SECTIONS[Kind.FALSIFIER]})
"""The sections that a list links to and does not show."""


def premises(text: ArgumentText) -> list[Unit]:
    """Return the premises of an argument, in their order."""
    return [unit for unit in text.units if unit.kind is Kind.PREMISE]
