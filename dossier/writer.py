"""Writes one page: its addresses and links, its notes, and the template that puts it together.

An address (`uri`) is relative to the site's root and ends in a slash: `fr/arguments/airport-jobs/`. Links between pages
are relative, so that the site works under any path and from any folder. A link leads to the page in its reader's
language, else in the language that the configuration prefers for that reader, and then says so. Templates escape by
default; every page body passes the sanitiser once, at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlsplit

import jinja2
from markdown_it.token import Token
from markupsafe import Markup

from dossier import locales, markdown
from dossier.bibliography import Reference
from dossier.citations import Style
from dossier.corpus import Corpus
from dossier.folders import ASSETS_FOLDER
from dossier.locales import Locale
from dossier.notes import Notebook, Text, Unnoted
from dossier.replies import ANY_LANGUAGE
from dossier.sanitize import SafeHtml, clean, put_in, scheme_of


@dataclass(frozen=True, slots=True)
class TocItem:
    """An entry of a page's table of contents; `title` is plain text."""

    title: str
    anchor: str
    level: int


def address(content: str, lang: str) -> str:
    """Return the address of a content id in a language."""
    name = content.removeprefix("pages/")
    return f"{lang}/" if name == "home" else f"{lang}/{name}/"


def feed_address(lang: str) -> str:
    """Return the address of the feed of a language."""
    return f"{lang}/changes.xml"


def image_address(uri: str) -> str:
    """Return the address of the image that stands for a page where its address is shared."""
    return f"{uri}share.png"


def relative(source: str, target: str) -> str:
    """Return the relative link from one address to another; both end in a slash or are empty."""
    here, there = source.split("/")[:-1], target.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    return "../" * (len(here) - common) + "/".join(there[common:]) or "./"


@dataclass(frozen=True, slots=True)
class Target:
    """A link that a template prints: where to, under what name, and in what language if not the page's own."""

    href: str
    title: str
    hreflang: str = ""

    @property
    def language(self) -> str:
        """The name of that other language, in itself."""
        return locales.load(self.hreflang).name if self.hreflang else ""


class Writer:
    """Writes one page: resolves its links and numbers its notes."""

    def __init__(  # noqa: PLR0913 - what a page is written of
        self,
        corpus: Corpus,
        style: Style,
        content: str,
        path: str = "",
        bodies: Mapping[str, tuple[Token, ...]] | None = None,
        *,
        marks_of: Callable[[Reference], Markup] = lambda _: Markup(),
    ) -> None:
        """`style` is that of the page's language; links count from the source file `path`; `bodies` are its notes.

        `marks_of` returns what the notes say of a source in short words, beside its reference.
        """
        self.locale, self.lang = style.locale, style.locale.code
        self._corpus, self._style = corpus, style
        self.content, self.uri, self._path = content, address(content, self.lang), path
        self._notebook = Notebook(style, self.source_page, marks_of)
        self._text = self.text(path, bodies or {})

    def render(self, tokens: Sequence[Token]) -> Markup:
        """Render a piece of the page's text; pieces must come in the order of the page."""
        return self._text.render(tokens)

    def text(self, path: str, bodies: Mapping[str, tuple[Token, ...]]) -> Text:
        """Return what renders pieces of the text in another file, `bodies` being its notes, into this page."""
        return Text(self._notebook, path, bodies, partial(self._resolve, path))

    def excerpt(self, path: str, tokens: Sequence[Token]) -> Markup:
        """Render a piece of the text in another file without its notes, for a page that has no room for them."""
        return markdown.render(tokens, self.lang, Unnoted(self._style), {}, partial(self._resolve, path))

    def page(self, template: str, drawings: Mapping[str, Markup] | None = None, **values: object) -> SafeHtml:
        """Render the whole page; all its texts have been rendered before, so that its notes are complete.

        `drawings` are SVG of our own, by the names of the places that the template has for them.
        """
        notes = self._notebook.footnotes()
        edit_base = self._corpus.config.edit_base
        edit = edit_base + quote(self._path) if edit_base and self._path else ""
        html = render_page(template, self.locale, notes=notes, source=self._path, edit=edit, link=self.target, **values)
        return put_in(html, drawings or {})

    def notes_toc(self) -> list[TocItem]:
        """Return the entry for the notes, if the page has any."""
        return [TocItem(self.locale.text("ui.notes"), "notes", 2)] if self._notebook.has_notes else []

    def href(self, content: str) -> str:
        """Return the link to a content id in the page's language, or in the one that its readers get instead."""
        return self.target(content).href

    def source_page(self, reference: Reference) -> str:
        """Return the link to the page about a source, which every language has; empty where sources have none."""
        if not self._corpus.config.source_pages:
            return ""
        return relative(self.uri, address(f"sources/{reference.slug}", self.lang))

    def target(self, content: str) -> Target:
        """Return a link with its title; where the page's language lacks the target, it names the other language."""
        return self.target_in(content, self._corpus.config.preferred(self.lang, self._corpus.languages_of(content)))

    def target_in(self, content: str, lang: str | None) -> Target:
        """Return a link to a content id in one language, None for the page's own."""
        lang = lang or self.lang
        href = relative(self.uri, address(content, lang))
        return Target(href, self._title(content, lang), "" if lang == self.lang else lang)

    def wording(self, texts: Mapping[str, str]) -> Target:
        """Return a plain text that is given by language as what leads nowhere; it may have to name another language."""
        lang = self._corpus.config.preferred(self.lang, texts)
        if lang is None:  # a name that is the same everywhere
            return Target("", markdown.typeset_paragraphs(texts[ANY_LANGUAGE], self.lang))
        return Target("", markdown.typeset_paragraphs(texts[lang], lang), "" if lang == self.lang else lang)

    def _title(self, content: str, lang: str) -> str:
        folder, _, name = content.partition("/")
        if folder == "arguments" and name:
            return self._corpus.arguments[name].texts[lang].title
        if folder == "pages":
            return self._corpus.pages[name].texts[lang].title
        if folder == "themes" and name:
            theme = next(theme for theme in self._corpus.themes if theme.id == name)
            return markdown.typeset(theme.title[lang], lang)
        if folder == "sources" and name:
            return self._corpus.sources_with_page[name].title
        return locales.load(lang).text(f"ui.{content}")

    def _resolve(self, path: str, href: str) -> dict[str, str]:
        """Turn an address as it is written in the file `path` into the attributes of a link on the page."""
        content = None if scheme_of(href) else self._corpus.target(path, href)
        if content is None or (content == self.content and href.startswith("#")):
            return {"href": href}
        fragment = f"#{urlsplit(href).fragment}" if urlsplit(href).fragment else ""
        if content.startswith(f"{ASSETS_FOLDER}/"):
            return {"href": relative(self.uri, content) + fragment}
        target = self.target(content)
        attributes = {"href": target.href + fragment}
        return attributes | {"hreflang": target.hreflang, "class": "ds-elsewhere"} if target.hreflang else attributes


def render_page(template: str, locale: Locale, **values: object) -> SafeHtml:
    """Render a template with the words of a language."""
    html: Callable[..., Markup] = locale.html
    page = templates.get_template(template).render(t=html, locale=locale, **values)
    return clean(page, choices=template in _WITH_CHOICES)


_WITH_CHOICES = frozenset(
    f"{name}.html.jinja" for name in "arguments findings home other-side sources theme timeline".split()
)
"""The templates that print radio buttons."""


templates = jinja2.Environment(
    loader=jinja2.PackageLoader("dossier"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    # `{#` opens a comment in Jinja, and an id in Markdown's attributes.
    comment_start_string="{##",
    comment_end_string="##}",
)
