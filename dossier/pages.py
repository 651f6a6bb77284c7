"""From the corpus to finished pages: addresses, tables of contents, and HTML made by the templates.

An address (`uri`) is relative to the site's root and ends in a slash: `fr/arguments/liege-jobs/`. Links between pages
are relative, so that the site works under any path and from any folder. Templates escape by default; every page body
passes the sanitiser once, at its end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
from markdown_it.token import Token
from markupsafe import Markup

from dossier import locales, markdown
from dossier.arguments import SECTIONS, Argument, ArgumentText, Kind, Unit
from dossier.bibliography import Reference
from dossier.citations import Style, closed
from dossier.corpus import Corpus, Theme, source_anchor
from dossier.folders import ASSETS_FOLDER, THEMES_FILE
from dossier.handwritten import PageText
from dossier.locales import Locale
from dossier.notes import Footnote, Notebook
from dossier.sanitize import SafeHtml, clean, scheme_of
from dossier.source import relative_path

_INVERSE = {
    "supports": "supported-by",
    "rebuts": "rebutted-by",
    "qualifies": "qualified-by",
    "depends-on": "depended-on-by",
}


@dataclass(frozen=True, slots=True)
class TocItem:
    """An entry of a page's table of contents; `title` is plain text."""

    title: str
    anchor: str
    level: int


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


def address(content: str, lang: str) -> str:
    """Return the address of a content id in a language."""
    name = content.removeprefix("pages/")
    return f"{lang}/" if name == "home" else f"{lang}/{name}/"


def relative(source: str, target: str) -> str:
    """Return the relative link from one address to another; both end in a slash or are empty."""
    here, there = source.split("/")[:-1], target.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    return "../" * (len(here) - common) + "/".join(there[common:]) or "./"


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


@dataclass(frozen=True, slots=True)
class _Target:
    """A link that a template prints: where to, under what name, and in what language if not the page's own."""

    href: str
    title: str
    hreflang: str = ""


@dataclass(frozen=True)
class PageMaker:
    """Makes the pages of a corpus."""

    corpus: Corpus
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

    # --- One method a kind of page ----------------------------------------------------------------------------------

    def _chooser(self) -> Page:
        config = self.corpus.config
        choices = [
            {"locale": locales.load(lang), "href": address("pages/home", lang)}
            for lang in self.corpus.languages_of("pages/home")
        ]
        locale = locales.load(config.default_language)
        body = _render("chooser.html.jinja", locale, choices=choices, site_name=config.site_name)
        title = locale.text("ui.language_choice")
        alternates = {lang: address("pages/home", lang) for lang in self.corpus.languages_of("pages/home")}
        return Page("", locale.code, title, "", body, (), alternates, "", "")

    def _handwritten(self, page_id: str, text: PageText) -> Page:
        content = f"pages/{page_id}"
        writer = _Writer(self, content, text.lang, text.path, text.document.notes)
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
        writer = _Writer(self, "themes", lang)
        html = writer.page("themes.html.jinja", themes=self._theme_cards(writer))
        title, intro = writer.locale.text("ui.themes"), writer.locale.text("ui.themes_intro")
        return self._page(writer, title=title, description=intro, body=html, source=self._themes_path)

    def _theme(self, theme: Theme, lang: str) -> Page:
        writer = _Writer(self, f"themes/{theme.id}", lang)
        title, summary = (markdown.typeset(text[lang], lang) for text in (theme.title, theme.summary))
        cards = [self._argument_card(writer, argument) for argument in self.corpus.listed(theme.id)]
        html = writer.page("theme.html.jinja", title=title, summary=summary, arguments=cards)
        return self._page(writer, title=title, description=summary, body=html, source=self._themes_path)

    def _arguments(self, lang: str) -> Page:
        writer = _Writer(self, "arguments", lang)
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
        writer = _Writer(self, content, text.lang, text.path, text.notes)
        sections = self._sections(writer, text)
        related = self._related(writer, argument)
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
            sources=len({item.key for unit in text.walk() for one in text.citations(unit) for item in one.items}),
            site_name=config.site_name,
            url=config.site_url + address(content, text.lang) if config.site_url else "",
        )
        toc = list(_argument_toc(writer.locale, text, has_related=bool(related)))
        toc += [*writer.notes_toc(), TocItem(writer.locale.text("ui.cite"), "cite", 2)]
        return self._page(writer, title=text.title, description=text.claim, body=html, toc=toc, source=text.path)

    def _sources(self, lang: str) -> Page:
        writer = _Writer(self, "sources", lang)
        style = self._style(lang)
        entries = [
            {"id": source_anchor(one.key), "text": closed(style.full(one)), "uses": self._cited_by(writer, one)}
            for one in sorted(
                self.corpus.bibliography.references.values(),
                key=lambda one: (_folded(style.sort_name(one)), _folded(one.title), one.key),
            )
        ]
        html = writer.page("sources.html.jinja", entries=entries)
        title, intro = writer.locale.text("ui.sources"), writer.locale.text("ui.sources_intro")
        return self._page(writer, title=title, description=intro, body=html, source=self.corpus.bibliography.path)

    # --- Pieces of pages --------------------------------------------------------------------------------------------

    def _page(  # noqa: PLR0913 - the fields of a page
        self,
        writer: _Writer,
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

    def _style(self, lang: str) -> Style:
        if lang not in self._styles:
            self._styles[lang] = Style(self.corpus.bibliography, locales.load(lang))
        return self._styles[lang]

    def _theme_cards(self, writer: _Writer) -> list[dict[str, Any]]:
        cards = []
        for theme in self.corpus.themes:
            arguments = list(self.corpus.listed(theme.id))
            if arguments:
                summary = markdown.typeset(theme.summary[writer.lang], writer.lang)
                cards.append({"link": writer.target(f"themes/{theme.id}"), "summary": summary, "count": len(arguments)})
        return cards

    def _argument_card(self, writer: _Writer, argument: Argument) -> dict[str, Any]:
        link = writer.target(f"arguments/{argument.id}")
        shown = argument.texts.get(link.hreflang or writer.lang)
        return {"link": link, "claim": shown.claim if shown else "", "confidence": argument.facts.confidence}

    def _sections(self, writer: _Writer, text: ArgumentText) -> list[_Section]:
        """Gather the units into the sections of the page, rendering them in its order."""
        return [
            _Section(kind, tuple(self._part(writer, unit) for unit in units)) for kind, units in _by_section(text.units)
        ]

    def _part(self, writer: _Writer, unit: Unit) -> _Part:
        heading = writer.render([unit.heading]) if unit.heading else Markup()
        body = writer.render(unit.tokens)
        return _Part(unit.id, heading, body, tuple(self._part(writer, inner) for inner in unit.inner))

    def _related(self, writer: _Writer, argument: Argument) -> list[tuple[str, list[_Target]]]:
        """Return the relations of an argument by kind, its own first, then those of others to it."""
        groups: dict[str, list[_Target]] = {}
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

    def _cited_by(self, writer: _Writer, reference: Reference) -> list[tuple[_Target, list[_Target]]]:
        """Return the pages that cite a source in the page's language, each with links to the very parts."""
        pages: dict[str, list[_Target]] = {}
        for use in self.corpus.uses.get(reference.key, ()):
            if use.lang != writer.lang:
                continue
            parts = pages.setdefault(use.content, [])
            if use.unit:
                name = self._unit_names[use.content, use.lang, use.unit]
                parts.append(_Target(f"{writer.href(use.content)}#{use.unit}", name))
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


class _Writer:
    """Writes one page: resolves its links and numbers its notes."""

    def __init__(
        self,
        maker: PageMaker,
        content: str,
        lang: str,
        path: str = "",
        bodies: Mapping[str, tuple[Token, ...]] | None = None,
    ) -> None:
        """`path` is the source file, from which relative links count; `bodies` are the author's notes."""
        self.lang, self.locale = lang, locales.load(lang)
        self._maker, self._corpus = maker, maker.corpus
        self.content, self._uri, self._path, self._bodies = content, address(content, lang), path, bodies or {}
        self._notebook = Notebook(maker._style(lang), self.render)  # noqa: SLF001 - its maker's own writer
        self._footnotes: tuple[Footnote, ...] | None = None

    def render(self, tokens: Sequence[Token]) -> Markup:
        """Render a piece of the page's text; pieces must come in the order of the page."""
        return markdown.render(tokens, self.lang, self._notebook, self._bodies, self._resolve)

    def page(self, template: str, **values: object) -> SafeHtml:
        """Render the whole page; all its texts have been rendered before, so that its notes are complete."""
        self._footnotes = self._notebook.footnotes()
        edit_base = self._corpus.config.edit_base
        edit = edit_base + quote(self._path) if edit_base and self._path else ""
        return _render(
            template, self.locale, notes=self._footnotes, source=self._path, edit=edit, link=self.target, **values
        )

    def notes_toc(self) -> list[TocItem]:
        """Return the entry for the notes, if the page has any."""
        return [TocItem(self.locale.text("ui.notes"), "notes", 2)] if self._notebook.footnotes() else []

    def href(self, content: str) -> str:
        """Return the link to a content id in the page's language, or in the first that has it."""
        return self.target(content).href

    def target(self, content: str) -> _Target:
        """Return a link with its title; where the page's language lacks the target, it names the other language."""
        languages = self._corpus.languages_of(content)
        lang = self.lang if self.lang in languages or not languages else languages[0]
        href = relative(self._uri, address(content, lang))
        return _Target(href, self._title(content, lang), "" if lang == self.lang else lang)

    def _title(self, content: str, lang: str) -> str:
        folder, _, name = content.partition("/")
        if folder == "arguments" and name:
            return self._corpus.arguments[name].texts[lang].title
        if folder == "pages":
            return self._corpus.pages[name].texts[lang].title
        if folder == "themes" and name:
            theme = next(theme for theme in self._corpus.themes if theme.id == name)
            return markdown.typeset(theme.title[lang], lang)
        return locales.load(lang).text(f"ui.{content}")

    def _resolve(self, href: str) -> dict[str, str]:
        """Turn an address as it is written in the content into the attributes of a link on the page."""
        if scheme_of(href) or href.startswith("#"):
            return {"href": href}
        content = self._corpus.target(self._path, href)
        if content is None:
            return {"href": href}
        fragment = f"#{urlsplit(href).fragment}" if urlsplit(href).fragment else ""
        if content.startswith(f"{ASSETS_FOLDER}/"):
            return {"href": relative(self._uri, content) + fragment}
        target = self.target(content)
        attributes = {"href": target.href + fragment}
        return {**attributes, "hreflang": target.hreflang} if target.hreflang else attributes


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


def _render(template: str, locale: Locale, **values: object) -> SafeHtml:
    html: Callable[..., Markup] = locale.html
    return clean(_templates.get_template(template).render(t=html, locale=locale, **values))


_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("dossier"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    # `{#` opens a comment in Jinja, and an id in Markdown's attributes.
    comment_start_string="{##",
    comment_end_string="##}",
)
