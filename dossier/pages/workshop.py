"""What the makers of all kinds of pages share: the corpus, the writers of its pages, and what several kinds show."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from dossier import locales, markdown
from dossier.argument_map import INVERSE, Relation
from dossier.arguments import Argument, Kind, Unit
from dossier.bibliography import Reference
from dossier.citations import Style
from dossier.corpus import Corpus
from dossier.folders import THEMES_FILE
from dossier.history import History
from dossier.links.record import LinkRecord
from dossier.locales import Locale
from dossier.pages.choices import Choices
from dossier.pages.page import Page
from dossier.pages.standing import marks, record_of
from dossier.sanitize import SafeHtml
from dossier.source import relative_path
from dossier.translations import Row
from dossier.writer import Target, TocItem, Writer, address


@dataclass(frozen=True)
class Workshop:
    """Where the pages of a corpus are made; `rows` say how each translation stands to its original.

    Rows are by argument and language, `history` is by file, `records` are what the ledger of links remembers, by
    address. What several pages need is made once and kept here.
    """

    corpus: Corpus
    rows: Mapping[tuple[str, str], Row]
    history: History
    records: Mapping[str, LinkRecord]
    _styles: dict[str, Style] = field(default_factory=dict)
    _marks: dict[tuple[str, str], Markup] = field(default_factory=dict)

    def writer(
        self, content: str, lang: str, path: str = "", bodies: Mapping[str, tuple[Token, ...]] | None = None
    ) -> Writer:
        """Return what writes one page: `path` is its source file, `bodies` are those of the notes written there."""
        return Writer(self.corpus, self.style(lang), content, path, bodies, marks_of=partial(self._marks_of, lang))

    def style(self, lang: str) -> Style:
        """Return how sources are written in a language."""
        if lang not in self._styles:
            self._styles[lang] = Style(self.corpus.bibliography, locales.load(lang))
        return self._styles[lang]

    def _marks_of(self, lang: str, reference: Reference) -> Markup:
        """Return what the notes in a language say of a source in short words."""
        if (lang, reference.key) not in self._marks:
            record = record_of(reference, self.records)
            shown = Markup(" · ").join(marks(reference, record, locales.load(lang)))
            self._marks[lang, reference.key] = shown
        return self._marks[lang, reference.key]

    def page(  # noqa: PLR0913 - the fields of a page
        self,
        writer: Writer,
        *,
        title: str,
        description: str,
        body: SafeHtml,
        toc: Sequence[TocItem] = (),
        source: str = "",
        above: str = "",
    ) -> Page:
        """Return what a writer has written as a page, with the languages in which there is the same."""
        alternates = {other: address(writer.content, other) for other in self.corpus.languages_of(writer.content)}
        return Page(
            uri=address(writer.content, writer.lang),
            lang=writer.lang,
            title=title,
            description=description,
            body=body,
            toc=tuple(toc),
            alternates=alternates,
            source=source,
            content=writer.content,
            above=above,
        )

    @property
    def themes_path(self) -> str:
        """The file in which the themes stand, from the project's root."""
        return relative_path(self.corpus.config.root, self.corpus.config.docs / THEMES_FILE)

    def theme_cards(self, writer: Writer) -> list[dict[str, Any]]:
        """Return what a list of themes shows of each that has an argument."""
        cards = []
        for theme in self.corpus.themes:
            arguments = list(self.corpus.listed(theme.id))
            if arguments:
                summary = markdown.typeset(theme.summary[writer.lang], writer.lang)
                cards.append({"link": writer.target(f"themes/{theme.id}"), "summary": summary, "count": len(arguments)})
        return cards

    def argument_card(self, writer: Writer, argument: Argument) -> dict[str, Any]:
        """Return what a list of arguments shows of one."""
        link = writer.target(f"arguments/{argument.id}")
        shown = argument.texts.get(link.hreflang or writer.lang)
        return {"link": link, "claim": shown.claim if shown else "", "confidence": argument.facts.confidence}

    def by_theme(self, writer: Writer, show: Callable[[Argument], dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the arguments that lists show, theme by theme; `show` says what the page shows of each."""
        groups = []
        for theme in self.corpus.themes:
            shown = [show(argument) for argument in self.corpus.listed(theme.id)]
            if shown:
                groups.append({"theme": writer.target(f"themes/{theme.id}"), "id": theme.id, "arguments": shown})
        return groups

    def list_page(self, writer: Writer, groups: Sequence[Mapping[str, Any]], filters: Sequence[Choices] = ()) -> Page:
        """Make a page that goes through the arguments theme by theme; its words and its template bear its name."""
        name = writer.content
        toc = [TocItem(group["theme"].title, group["id"], 2) for group in groups] + writer.notes_toc()
        html = writer.page(f"{name}.html.jinja", groups=groups, filters=filters)
        title, intro = writer.locale.text(f"ui.{name}"), writer.locale.text(f"ui.{name}_intro")
        return self.page(writer, title=title, description=intro, body=html, toc=toc)

    @cached_property
    def relations(self) -> Mapping[str, Sequence[Relation]]:
        """By argument, the relations that begin there, then those that end there."""
        found: dict[str, list[Relation]] = {one: [] for one in self.corpus.arguments}
        relations = [
            Relation(argument.id, kind, target)
            for argument in self.corpus.arguments.values()
            for kind, _, target in argument.facts.relations.pairs()
            if target in found
        ]
        for relation in relations:
            found[relation.source].append(relation)
        for relation in relations:
            found[relation.target].append(relation)
        return found

    def related(self, writer: Writer, argument: str) -> list[tuple[str, list[Target]]]:
        """Return the relations of an argument by kind, its own first, then those of others to it."""
        groups: dict[str, list[Target]] = {}
        for source, kind, target in self.relations[argument]:
            name, other = (kind, target) if source == argument else (INVERSE[kind], source)
            groups.setdefault(name, []).append(writer.target(f"arguments/{other}"))
        return list(groups.items())

    @cached_property
    def unit_names(self) -> Mapping[tuple[str, str, str], str]:
        """How links name the parts of arguments, and the events, by content id, language and unit id."""
        names = {}
        for argument in self.corpus.arguments.values():
            for lang, text in argument.texts.items():
                for unit in text.walk():
                    names[f"arguments/{argument.id}", lang, unit.id] = unit_name(unit, locales.load(lang))
        for event in self.corpus.timeline.events:
            for lang, told in event.texts.items():
                names["timeline", lang, event.id] = told.title
        return names


def unit_name(unit: Unit, locale: Locale) -> str:
    """Return how a link names a part of an argument: its heading, or else its kind."""
    if unit.heading:
        return markdown.plain_text([unit.heading])
    return locale.text("ui.case" if unit.kind in {Kind.PREMISE, Kind.PROSE} else f"ui.{unit.kind}")


def folded(text: str) -> str:
    """Take accents and case away, for ordering."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)).casefold()
