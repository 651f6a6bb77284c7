"""From the corpus to finished pages: what stands on each kind of page, in each language that has it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from dossier import locales, markdown
from dossier.arguments import SECTIONS, Argument, ArgumentText, Kind, Unit
from dossier.bibliography import Reference
from dossier.citations import Style
from dossier.corpus import Corpus, Theme, source_anchor
from dossier.dashboard import count_words, entries
from dossier.folders import GLOSSARY_FILE, THEMES_FILE
from dossier.handwritten import PageText
from dossier.locales import Locale
from dossier.sanitize import SafeHtml
from dossier.source import relative_path
from dossier.translations import CLAIM, TITLE, Row, lagging
from dossier.writer import Target, TocItem, Writer, address, render_page

_INVERSE = {
    "supports": "supported-by",
    "rebuts": "rebutted-by",
    "qualifies": "qualified-by",
    "depends-on": "depended-on-by",
}


@dataclass(frozen=True)
class Page:
    """A finished page. `title` and `description` are plain text; `alternates` maps languages to addresses."""

    uri: str
    lang: str
    title: str
    description: str
    body: SafeHtml
    toc: tuple[TocItem, ...]
    alternates: Mapping[str, str]
    source: str
    """Path of the file to edit, from the project's root; empty for a page that no single file makes."""
    content: str
    """The content id: `arguments/liege-jobs`, `pages/about`, `themes`; the same in all languages."""
    above: str = ""
    """The address of the page of the navigation under which it stands: that of an argument's theme."""


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
class PageMaker:
    """Makes the pages of a corpus; `rows` say how each translation stands to its original, by argument and language."""

    corpus: Corpus
    rows: Mapping[tuple[str, str], Row]
    _styles: dict[str, Style] = field(default_factory=dict)

    def pages(self) -> Iterator[Page]:
        """Yield every page, language by language, the language chooser first."""
        yield self._chooser()
        for lang in self.corpus.config.languages:
            yield from self._pages_in(lang)

    def _pages_in(self, lang: str) -> Iterator[Page]:
        corpus = self.corpus
        for page in corpus.pages.values():
            if lang in page.texts:
                yield self._handwritten(page.id, page.texts[lang])
        yield self._themes(lang)
        for theme in corpus.themes:
            if corpus.languages_of(f"themes/{theme.id}"):
                yield self._theme(theme, lang)
        yield self._arguments(lang)
        for argument in corpus.arguments.values():
            if lang in argument.texts:
                yield self._argument(argument, argument.texts[lang])
        yield self._sources(lang)
        if lang in corpus.languages_of("glossary"):
            yield self._glossary(lang)
        yield self._dashboard(lang)

    # --- One method a kind of page ----------------------------------------------------------------------------------

    def _chooser(self) -> Page:
        config = self.corpus.config
        choices = [
            {"locale": locales.load(lang), "href": address("pages/home", lang)}
            for lang in self.corpus.languages_of("pages/home")
        ]
        locale = locales.load(config.default_language)
        body = render_page("chooser.html.jinja", locale, choices=choices, site_name=config.site_name)
        title = locale.text("ui.language_choice")
        alternates = {lang: address("pages/home", lang) for lang in self.corpus.languages_of("pages/home")}
        return Page("", locale.code, title, "", body, (), alternates, "", "")

    def _handwritten(self, page_id: str, text: PageText) -> Page:
        content = f"pages/{page_id}"
        writer = self._writer(content, text.lang, text.path, text.document.notes)
        body = writer.render(text.document.tokens)
        toc = [TocItem(markdown.plain_text([token]), anchor, int(tag[1])) for anchor, tag, token in text.headings()]
        if page_id == "home":
            toc.append(TocItem(writer.locale.text("ui.themes"), "themes", 2))
            html = writer.page("home.html.jinja", title=text.title, body=body, themes=self._theme_cards(writer))
        else:
            html = writer.page("page.html.jinja", title=text.title, body=body)
        toc += writer.notes_toc()
        return self._page(writer, title=text.title, description=text.description, body=html, toc=toc, source=text.path)

    def _themes(self, lang: str) -> Page:
        writer = self._writer("themes", lang)
        html = writer.page("themes.html.jinja", themes=self._theme_cards(writer))
        title, intro = writer.locale.text("ui.themes"), writer.locale.text("ui.themes_intro")
        return self._page(writer, title=title, description=intro, body=html, source=self._themes_path)

    def _theme(self, theme: Theme, lang: str) -> Page:
        writer = self._writer(f"themes/{theme.id}", lang)
        title, summary = (markdown.typeset(text[lang], lang) for text in (theme.title, theme.summary))
        cards = [self._argument_card(writer, argument) for argument in self.corpus.listed(theme.id)]
        html = writer.page("theme.html.jinja", title=title, summary=summary, arguments=cards)
        return self._page(writer, title=title, description=summary, body=html, source=self._themes_path)

    def _arguments(self, lang: str) -> Page:
        writer = self._writer("arguments", lang)
        groups: list[dict[str, Any]] = []
        for theme in self.corpus.themes:
            cards = [self._argument_card(writer, argument) for argument in self.corpus.listed(theme.id)]
            if cards:
                groups.append({"theme": writer.target(f"themes/{theme.id}"), "id": theme.id, "arguments": cards})
        html = writer.page("arguments.html.jinja", groups=groups)
        toc = [TocItem(group["theme"].title, group["id"], 2) for group in groups]
        title, intro = writer.locale.text("ui.arguments"), writer.locale.text("ui.arguments_intro")
        return self._page(writer, title=title, description=intro, body=html, toc=toc)

    def _argument(self, argument: Argument, text: ArgumentText) -> Page:
        content, facts = f"arguments/{argument.id}", argument.facts
        writer = self._writer(content, text.lang, text.path, text.notes)
        sections = self._sections(writer, text)
        related = self._related(writer, argument)
        behind = self._behind(writer, argument, text)
        config = self.corpus.config
        html = writer.page(
            "argument.html.jinja",
            text=text,
            facts=facts,
            theme=writer.target(f"themes/{facts.theme}") if self.corpus.languages_of(f"themes/{facts.theme}") else None,
            themes=writer.target("themes"),
            places=[writer.locale.region(code) for code in facts.regions],
            sections=sections,
            related=related,
            behind=behind,
            original=writer.target_in(content, facts.source_language) if behind else None,
            sources=len({item.key for unit in text.walk() for one in text.citations(unit) for item in one.items}),
            site_name=config.site_name,
            url=config.site_url + address(content, text.lang) if config.site_url else "",
        )
        toc = list(_argument_toc(writer.locale, text, has_related=bool(related)))
        toc += [*writer.notes_toc(), TocItem(writer.locale.text("ui.cite"), "cite", 2)]
        page = self._page(writer, title=text.title, description=text.claim, body=html, toc=toc, source=text.path)
        return replace(page, above=address(f"themes/{facts.theme}", text.lang))

    def _sources(self, lang: str) -> Page:
        writer = self._writer("sources", lang)
        style = self._style(lang)
        entries = [
            {"id": source_anchor(one.key), "text": style.closed(style.full(one)), "uses": self._cited_by(writer, one)}
            for one in sorted(
                self.corpus.bibliography.references.values(),
                key=lambda one: (_folded(style.sort_name(one)), _folded(one.title), one.key),
            )
        ]
        html = writer.page("sources.html.jinja", entries=entries)
        title, intro = writer.locale.text("ui.sources"), writer.locale.text("ui.sources_intro")
        return self._page(writer, title=title, description=intro, body=html, source=self.corpus.bibliography.path)

    def _glossary(self, lang: str) -> Page:
        writer = self._writer("glossary", lang)
        terms = [
            {
                "id": term.id,
                "word": markdown.typeset(term.terms[lang], lang),
                "definition": markdown.typeset(term.definition[lang], lang),
                "others": [
                    {"locale": locales.load(other), "word": markdown.typeset(term.terms[other], other)}
                    for other in self.corpus.config.languages
                    if other != lang and term.terms.get(other)
                ],
            }
            for term in sorted(self.corpus.glossary.shown(lang), key=lambda one: _folded(one.terms[lang]))
        ]
        html = writer.page("glossary.html.jinja", terms=terms)
        title, intro = writer.locale.text("ui.glossary"), writer.locale.text("ui.glossary_intro")
        path = relative_path(self.corpus.config.root, self.corpus.config.docs / GLOSSARY_FILE)
        return self._page(writer, title=title, description=intro, body=html, source=path)

    def _dashboard(self, lang: str) -> Page:
        writer = self._writer("dashboard", lang)
        found = list(entries(self.corpus, self.rows, self._words, lang))
        html = writer.page(
            "dashboard.html.jinja",
            entries=[(entry, writer.target(f"arguments/{entry.argument}")) for entry in found],
            sums=list(Counter(entry.state for entry in found).items()),
        )
        title, intro = writer.locale.text("ui.dashboard"), writer.locale.text("ui.dashboard_intro")
        return self._page(writer, title=title, description=intro, body=html)

    @cached_property
    def _words(self) -> Mapping[tuple[str, str], int]:
        """By argument and language, how long its text is: an original's length stands on the pages of all languages."""
        return {
            (argument.id, lang): count_words(text)
            for argument in self.corpus.arguments.values()
            for lang, text in argument.texts.items()
        }

    # --- Pieces of pages --------------------------------------------------------------------------------------------

    def _page(  # noqa: PLR0913 - the fields of a page
        self,
        writer: Writer,
        *,
        title: str,
        description: str,
        body: SafeHtml,
        toc: Sequence[TocItem] = (),
        source: str = "",
    ) -> Page:
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
        )

    @property
    def _themes_path(self) -> str:
        return relative_path(self.corpus.config.root, self.corpus.config.docs / THEMES_FILE)

    def _writer(
        self, content: str, lang: str, path: str = "", bodies: Mapping[str, tuple[Token, ...]] | None = None
    ) -> Writer:
        return Writer(self.corpus, self._style(lang), content, path, bodies)

    def _style(self, lang: str) -> Style:
        if lang not in self._styles:
            self._styles[lang] = Style(self.corpus.bibliography, locales.load(lang))
        return self._styles[lang]

    def _theme_cards(self, writer: Writer) -> list[dict[str, Any]]:
        cards = []
        for theme in self.corpus.themes:
            arguments = list(self.corpus.listed(theme.id))
            if arguments:
                summary = markdown.typeset(theme.summary[writer.lang], writer.lang)
                cards.append({"link": writer.target(f"themes/{theme.id}"), "summary": summary, "count": len(arguments)})
        return cards

    def _argument_card(self, writer: Writer, argument: Argument) -> dict[str, Any]:
        link = writer.target(f"arguments/{argument.id}")
        shown = argument.texts.get(link.hreflang or writer.lang)
        return {"link": link, "claim": shown.claim if shown else "", "confidence": argument.facts.confidence}

    def _sections(self, writer: Writer, text: ArgumentText) -> list[_Section]:
        """Gather the units into the sections of the page, rendering them in its order."""
        return [
            _Section(kind, tuple(self._part(writer, unit) for unit in units)) for kind, units in _by_section(text.units)
        ]

    def _part(self, writer: Writer, unit: Unit) -> _Part:
        heading = writer.render([unit.heading]) if unit.heading else Markup()
        body = writer.render(unit.tokens)
        return _Part(unit.id, heading, body, tuple(self._part(writer, inner) for inner in unit.inner))

    def _behind(self, writer: Writer, argument: Argument, text: ArgumentText) -> list[Target]:
        """Return links to the parts in which a translation says something else than its original.

        A part that the original alone has is named, and linked, there.
        """
        content, original = f"arguments/{argument.id}", argument.facts.source_language
        parts = []
        for unit in lagging(text, self.rows[argument.id, text.lang].units) if text.lang != original else ():
            if unit in {TITLE, CLAIM}:
                parts.append(Target("", writer.locale.text(f"ui.{unit}")))
            elif (content, text.lang, unit) in self._unit_names:
                parts.append(Target(f"#{unit}", self._unit_names[content, text.lang, unit]))
            else:
                page = writer.target_in(content, original)
                parts.append(Target(f"{page.href}#{unit}", self._unit_names[content, original, unit], original))
        return parts

    def _related(self, writer: Writer, argument: Argument) -> list[tuple[str, list[Target]]]:
        """Return the relations of an argument by kind, its own first, then those of others to it."""
        groups: dict[str, list[Target]] = {}
        for name, other in self._relations.get(argument.id, ()):
            groups.setdefault(name, []).append(writer.target(f"arguments/{other}"))
        return list(groups.items())

    @cached_property
    def _relations(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """By argument, the kinds and ends of all relations that begin or end there."""
        own: dict[str, list[tuple[str, str]]] = {}
        others: dict[str, list[tuple[str, str]]] = {}
        for argument in self.corpus.arguments.values():
            for name, _, target in argument.facts.relations.pairs():
                if target in self.corpus.arguments:
                    own.setdefault(argument.id, []).append((name, target))
                    others.setdefault(target, []).append((_INVERSE[name], argument.id))
        return {key: [*own.get(key, ()), *others.get(key, ())] for key in own.keys() | others.keys()}

    def _cited_by(self, writer: Writer, reference: Reference) -> list[tuple[Target, list[Target]]]:
        """Return the pages that cite a source in the page's language, each with links to the very parts."""
        pages: dict[str, list[Target]] = {}
        for use in self.corpus.uses.get(reference.key, ()):
            if use.lang != writer.lang:
                continue
            parts = pages.setdefault(use.content, [])
            if use.unit:
                name = self._unit_names[use.content, use.lang, use.unit]
                parts.append(Target(f"{writer.href(use.content)}#{use.unit}", name))
        return [(writer.target(content), parts) for content, parts in pages.items()]

    @cached_property
    def _unit_names(self) -> Mapping[tuple[str, str, str], str]:
        """How links name the parts of arguments, by content id, language and unit id."""
        names = {}
        for argument in self.corpus.arguments.values():
            for lang, text in argument.texts.items():
                for unit in text.walk():
                    names[f"arguments/{argument.id}", lang, unit.id] = _unit_name(unit, locales.load(lang))
        return names


def _by_section(units: Sequence[Unit]) -> list[tuple[str, list[Unit]]]:
    """Gather units by section, sections in the order of the text; a draft's parts may still stand in any order."""
    sections: dict[str, list[Unit]] = {}
    for unit in units:
        sections.setdefault(SECTIONS[unit.kind], []).append(unit)
    return list(sections.items())


def _argument_toc(locale: Locale, text: ArgumentText, *, has_related: bool) -> Iterator[TocItem]:
    """Yield the entries in the order in which the template prints the sections."""
    for section, units in _by_section(text.units):
        yield TocItem(locale.text(f"ui.{section}"), section, 2)
        for unit in units:
            if unit.kind is Kind.PREMISE and unit.heading:
                yield TocItem(_unit_name(unit, locale), unit.id, 3)
    if has_related:
        yield TocItem(locale.text("ui.related"), "related", 2)


def _unit_name(unit: Unit, locale: Locale) -> str:
    if unit.heading:
        return markdown.plain_text([unit.heading])
    return locale.text("ui.case" if unit.kind in {Kind.PREMISE, Kind.PROSE} else f"ui.{unit.kind}")


def _folded(text: str) -> str:
    """Take accents and case away, for ordering."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)).casefold()
