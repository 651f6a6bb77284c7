"""The list of all arguments, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dossier import markdown
from dossier.arguments import SECTIONS, Argument, ArgumentText, Kind, Unit
from dossier.changes import changes_of
from dossier.citations import Style
from dossier.locales import Locale
from dossier.pages.changes import entries
from dossier.pages.citing import citation, formats, own_reference
from dossier.pages.depths import Depths
from dossier.pages.map import neighbourhood
from dossier.pages.page import Page
from dossier.pages.replies import inquiries
from dossier.pages.timeline import machine_date
from dossier.pages.workshop import Workshop, unit_name
from dossier.translations import CLAIM, TITLE, lagging
from dossier.writer import Target, TocItem, Writer, address


@dataclass(frozen=True, slots=True)
class _Part:
    """A unit of an argument as the template shows it."""

    id: str
    heading: Markup
    body: Markup
    inner: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """The units that stand under one heading; `kind` is its anchor."""

    kind: str
    parts: tuple[_Part, ...]


@dataclass(frozen=True)
class ArgumentPages:
    """Makes the pages about arguments."""

    shop: Workshop

    def list_page(self, lang: str) -> Page:
        """Make the list of all arguments, by theme."""
        shop = self.shop
        writer = shop.writer("arguments", lang)
        depths = Depths(shop, writer, len(list(shop.corpus.listed())))
        return shop.list_page(writer, shop.by_theme(writer, depths.card), depths.filters)

    def page(self, argument: Argument, text: ArgumentText) -> Page:
        """Make the page of an argument in a language that it has."""
        shop, corpus = self.shop, self.shop.corpus
        content, facts = f"arguments/{argument.id}", argument.facts
        writer = shop.writer(content, text.lang, text.path, text.notes)
        sections = _sections(writer, text)
        related = shop.related(writer, argument.id)
        drawing = neighbourhood(shop, writer, argument)
        behind = self._behind(writer, argument, text)
        log = entries(writer, changes_of(argument, text.lang, shop.history))
        own = own_reference(shop, argument, text)
        html = writer.page(
            "argument.html.jinja",
            {"map": drawing} if drawing else None,
            text=text,
            facts=facts,
            theme=writer.target(f"themes/{facts.theme}") if corpus.languages_of(f"themes/{facts.theme}") else None,
            themes=writer.target("themes"),
            places=[writer.locale.region(code) for code in facts.regions],
            sections=sections,
            inquiries=inquiries(writer, argument),
            related=related,
            events=self._events(writer, argument),
            log=log,
            has_map=bool(drawing),
            behind=behind,
            original=writer.target_in(content, facts.source_language) if behind else None,
            single_source=markdown.typeset(facts.single_source.get(text.lang, ""), text.lang),
            sources=len({item.key for unit in text.walk() for one in text.citations(unit) for item in one.items}),
            citation=citation(own, Style(corpus.bibliography, writer.locale)),
            formats=formats(own),
        )
        toc = list(_toc(writer.locale, text, has_inquiries=bool(facts.right_of_reply)))
        toc += [TocItem(writer.locale.text("ui.related"), "related", 2)] if related else []
        if corpus.timeline.used_by(argument.id):
            toc.append(TocItem(writer.locale.text("ui.in_timeline"), "timeline", 2))
        toc += [TocItem(writer.locale.text("ui.changed"), "changes", 2)] if log else []
        toc += [*writer.notes_toc(), TocItem(writer.locale.text("ui.cite"), "cite", 2)]
        above = address(f"themes/{facts.theme}", text.lang)
        return shop.page(
            writer, title=text.title, description=text.claim, body=html, toc=toc, source=text.path, above=above
        )

    def _behind(self, writer: Writer, argument: Argument, text: ArgumentText) -> list[Target]:
        """Return links to the parts in which a translation says something else than its original.

        A part that the original alone has is named, and linked, there.
        """
        content, original = f"arguments/{argument.id}", argument.facts.source_language
        names, parts = self.shop.unit_names, []
        for unit in lagging(text, self.shop.rows[argument.id, text.lang].units) if text.lang != original else ():
            if unit in {TITLE, CLAIM}:
                parts.append(Target("", writer.locale.text(f"ui.{unit}")))
            elif (content, text.lang, unit) in names:
                parts.append(Target(f"#{unit}", names[content, text.lang, unit]))
            else:
                page = writer.target_in(content, original)
                parts.append(Target(f"{page.href}#{unit}", names[content, original, unit], original))
        return parts

    def _events(self, writer: Writer, argument: Argument) -> list[tuple[str, str, Target]]:
        """Return the events that an argument uses: date, the same for machines, and link."""
        page = writer.href("timeline")
        return [
            (
                writer.locale.date(event.facts.date),
                machine_date(event.facts.date),
                Target(f"{page}#{event.id}", event.texts[writer.lang].title),
            )
            for event in self.shop.corpus.timeline.used_by(argument.id)
        ]


def _sections(writer: Writer, text: ArgumentText) -> list[_Section]:
    """Gather the units into the sections of the page, rendering them in its order."""
    return [_Section(kind, tuple(_part(writer, unit) for unit in units)) for kind, units in _by_section(text.units)]


def _part(writer: Writer, unit: Unit) -> _Part:
    heading = writer.render([unit.heading]) if unit.heading else Markup()
    body = writer.render(unit.tokens)
    return _Part(unit.id, heading, body, tuple(_part(writer, inner) for inner in unit.inner))


def _by_section(units: Sequence[Unit]) -> list[tuple[str, list[Unit]]]:
    """Gather units by section, sections in the order of the text; a draft's parts may still stand in any order."""
    sections: dict[str, list[Unit]] = {}
    for unit in units:
        sections.setdefault(SECTIONS[unit.kind], []).append(unit)
    return list(sections.items())


def _toc(locale: Locale, text: ArgumentText, *, has_inquiries: bool) -> Iterator[TocItem]:
    """Yield the entries of the text in the order in which the template prints its sections."""
    for section, units in _by_section(text.units):
        yield TocItem(locale.text(f"ui.{section}"), section, 2)
        for unit in units:
            if unit.kind is Kind.PREMISE and unit.heading:
                yield TocItem(unit_name(unit, locale), unit.id, 3)
        if section == SECTIONS[Kind.OBJECTION] and has_inquiries:
            yield TocItem(locale.text("ui.right-of-reply"), "right-of-reply", 2)
