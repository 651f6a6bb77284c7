"""Everything that was written, together: what exists in which language, and where links lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from markdown_it.token import Token

from dossier import markdown
from dossier.arguments import SECTIONS, Argument, ArgumentText
from dossier.bibliography import Bibliography, Reference
from dossier.config import Config
from dossier.corrections import Correction, anchored
from dossier.folders import CORRECTIONS, GENERATED, LISTS
from dossier.glossary import Glossary
from dossier.handwritten import HandwrittenPage, PageText
from dossier.places import ToDo
from dossier.source import relative_path
from dossier.themes import Introduction, Theme
from dossier.timeline import WORTH_A_PICTURE, Timeline


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a source is cited: a part of an argument, an event, or a whole page (then `unit` is empty)."""

    content: str
    lang: str
    unit: str


@dataclass(frozen=True)
class Corpus:
    """All content that a build shows, joined. `uses` tells by key where a source is cited."""

    config: Config
    themes: tuple[Theme, ...]
    introductions: Mapping[str, Mapping[str, Introduction]]
    """By theme and language, for the themes that have a page."""
    arguments: Mapping[str, Argument]
    pages: Mapping[str, HandwrittenPage]
    bibliography: Bibliography
    uses: Mapping[str, tuple[Use, ...]]
    assets: frozenset[str]
    glossary: Glossary
    timeline: Timeline
    corrections: tuple[Correction, ...]
    """Those of the site as a whole; those of an argument are among its facts."""

    def listed(self, theme: str | None = None) -> Iterator[Argument]:
        """Yield the arguments that lists show, of one theme or of all, in the order of themes and of `order`."""
        for argument in self.arguments.values():
            if argument.is_listed and theme in {None, argument.facts.theme}:
                yield argument

    def whole_texts(self) -> Iterator[tuple[str, PageText | Introduction]]:
        """Yield the texts that have no parts, each with its content id: hand-written pages, introductions of themes."""
        for page in self.pages.values():
            for text in page.texts.values():
                yield f"pages/{page.id}", text
        for theme, texts in self.introductions.items():
            for introduction in texts.values():
                yield f"themes/{theme}", introduction

    def languages_of(self, content: str) -> tuple[str, ...]:
        """Return the languages in which a content id exists: `arguments/jobs`, `pages/about`, `themes/airport`."""
        folder, _, name = content.partition("/")
        texts: Mapping[str, object] = {}
        if folder == "arguments" and name in self.arguments:
            texts = self.arguments[name].texts
        elif folder == "pages" and name in self.pages:
            texts = self.pages[name].texts
        elif content == "timeline":
            return self.config.languages if self.timeline.events else ()
        elif content == "glossary":
            texts = dict.fromkeys(lang for lang in self.config.languages if any(self.glossary.shown(lang)))
        elif (
            content in GENERATED
            or (folder == "themes" and name in self._themes_with_page)
            or (folder == "sources" and name in self.sources_with_page)
        ):
            return self.config.languages
        return tuple(language for language in self.config.languages if language in texts)

    @cached_property
    def _themes_with_page(self) -> frozenset[str]:
        """The themes that exist and have an argument to show; asked for at every link, so found out once."""
        return frozenset({theme.id for theme in self.themes} & {argument.facts.theme for argument in self.listed()})

    @cached_property
    def sources_with_page(self) -> Mapping[str, Reference]:
        """The sources that have a page of their own, by what it is called in its address."""
        references = self.bibliography.references.values() if self.config.source_pages else ()
        return {reference.slug: reference for reference in references}

    @cached_property
    def _related(self) -> frozenset[str]:
        """The arguments that have a relation to another, or that another has one to."""
        ends = {argument.id: argument.facts.relations.pairs() for argument in self.arguments.values()}
        return frozenset(one for source, pairs in ends.items() for _, _, target in pairs for one in (source, target))

    def target(self, path: str, href: str) -> str | None:
        """Return the content id or asset path that a relative address in the file `path` leads to, None for nowhere."""
        content = self.content_at(path, href)
        return content if content in self.assets or self.languages_of(content) else None

    def content_at(self, path: str, href: str) -> str:
        """Return the content id or asset path that an address in the file `path` means, whether it exists or not."""
        docs = relative_path(self.config.root, self.config.docs)
        way = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(split_address(href).path)))
        content = way.removeprefix(docs + "/")
        return "" if content == way else content

    def anchors(self, content: str, lang: str) -> frozenset[str]:
        """Return the anchors of a page that a link may name."""
        folder, _, name = content.partition("/")
        if folder == "arguments" and name:
            return self._argument_anchors(self.arguments[name], self.arguments[name].texts[lang])
        if folder == "pages":
            text = self.pages[name].texts[lang]
            sections = set()
            if name == "home":
                sections = {"themes", "findings"} if self.config.featured else {"themes"}
            elif name == CORRECTIONS:
                sections = {"log", *(anchor for anchor, _ in anchored(self.corrections))}
            return frozenset({anchor for anchor, _, _ in text.headings()} | sections | _notes_anchor(text))
        if folder == "themes" and name:
            return frozenset(self._theme_anchors(name, lang))
        return frozenset(self._list_anchors(content, lang))

    def _list_anchors(self, content: str, lang: str) -> Iterator[str]:
        if content == "sources":
            yield "overview"
            yield from (source_anchor(key) for key in self.bibliography.references)
        elif content in LISTS:
            yield from (argument.facts.theme for argument in self.listed())
        elif content == "timeline":
            yield from self.timeline.anchors
        elif content == "glossary":
            yield from (term.id for term in self.glossary.shown(lang))

    def _theme_anchors(self, theme: str, lang: str) -> Iterator[str]:
        yield "arguments"
        shown = {argument.id for argument in self.listed(theme)}
        if any(target in shown for one in shown for _, _, target in self.arguments[one].facts.relations.pairs()):
            yield "map"
        if sum(len(self.timeline.used_by(one)) for one in shown) >= WORTH_A_PICTURE:
            yield "timeline"
        if lang in self.introductions.get(theme, {}):
            yield from _notes_anchor(self.introductions[theme][lang])

    def _argument_anchors(self, argument: Argument, text: ArgumentText) -> frozenset[str]:
        units = list(text.walk())
        sections = {SECTIONS[unit.kind] for unit in units if unit.kind in SECTIONS}
        if argument.id in self._related:
            sections.add("related")
        if self.timeline.used_by(argument.id):
            sections.add("timeline")
        if argument.facts.right_of_reply and "objections" in sections:
            sections.add("right-of-reply")
        if argument.facts.corrections:
            sections |= {"changes", *(anchor for anchor, _ in anchored(argument.facts.corrections))}
        return frozenset({unit.id for unit in units} | sections | {"cite"} | _notes_anchor(text))


def split_address(href: str) -> SplitResult:
    """Cut an address into its parts; what is no address at all has none."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", "", "?", "", "")


def source_anchor(key: str) -> str:
    """Return the anchor of a source in the list of sources."""
    return "ref-" + "-".join(key.split())


def _notes_anchor(text: Written) -> set[str]:
    calls = any(
        token.type in {"citation", "footnote_ref"}
        for tokens in text.token_groups()
        for token in markdown.inline_tokens(tokens)
    )
    return {"notes"} if calls else set()


class Written(Protocol):
    """What arguments' texts and hand-written pages have in common for the checks."""

    @property
    def lang(self) -> str:
        """The language of the text."""

    @property
    def path(self) -> str:
        """The file in which it stands."""

    @property
    def to_dos(self) -> tuple[ToDo, ...]:
        """What is left to do in it."""

    def token_groups(self) -> Iterator[tuple[Token, ...]]:
        """Yield all tokens of the text, the bodies of its notes last."""
