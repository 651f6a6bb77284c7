"""Everything that was written, together, and the rules that need more than one file."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field, RootModel

from dossier import markdown, rules
from dossier.arguments import Argument, load_argument
from dossier.bibliography import Bibliography, load_bibliography
from dossier.citation_syntax import Citation
from dossier.config import Config
from dossier.diagnostics import Report, Span, nearest
from dossier.dialect import Link
from dossier.handwritten import HandwrittenPage, load_page
from dossier.sanitize import scheme_of
from dossier.source import ID_PATTERN, is_portable_name, parse_yaml, read_text, relative_path, validate

THEMES_FILE = "themes.yml"
ASSETS_FOLDER = "assets"
_CONTENT_FOLDERS = ("arguments", "pages", ASSETS_FOLDER)
GENERATED = ("arguments", "themes", "sources")
"""Ids of the generated pages that are lists; each is an address, and can stand in the navigation."""

BIB_BYTES = 5_000_000
"""Largest bibliography that is read, in bytes: some ten thousand entries."""


class Theme(BaseModel):
    """A theme: what groups arguments. Titles and summaries are by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=ID_PATTERN.pattern)]
    title: Mapping[str, str]
    summary: Mapping[str, str]


class _Themes(RootModel[tuple[Theme, ...]]):
    """The whole of `themes.yml`; the order is the order of the site."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a source is cited: a part of an argument, or a hand-written page (then `unit` is empty)."""

    content: str
    lang: str
    unit: str


@dataclass(frozen=True)
class Corpus:
    """All content that a build shows, joined. `uses` tells by key where a source is cited."""

    config: Config
    themes: tuple[Theme, ...]
    arguments: Mapping[str, Argument]
    pages: Mapping[str, HandwrittenPage]
    bibliography: Bibliography
    uses: Mapping[str, tuple[Use, ...]]
    assets: frozenset[str]

    def listed(self, theme: str | None = None) -> Iterator[Argument]:
        """Yield the arguments that lists show, of one theme or of all, in the order of themes and of `order`."""
        for argument in self.arguments.values():
            if argument.facts.status != "withdrawn" and theme in {None, argument.facts.theme}:
                yield argument

    def languages_of(self, content: str) -> tuple[str, ...]:
        """Return the languages in which a content id exists: `arguments/liege-jobs`, `pages/about`, `themes/liege`."""
        folder, _, name = content.partition("/")
        texts: Mapping[str, object] = {}
        if folder == "arguments" and name in self.arguments:
            texts = self.arguments[name].texts
        elif folder == "pages" and name in self.pages:
            texts = self.pages[name].texts
        elif content in GENERATED or (folder == "themes" and self._theme_has_page(name)):
            return self.config.languages
        return tuple(language for language in self.config.languages if language in texts)

    def _theme_has_page(self, theme: str) -> bool:
        return any(True for _ in self.listed(theme)) and any(known.id == theme for known in self.themes)

    def target(self, path: str, href: str) -> str | None:
        """Return the content id or asset path that a relative address in the file `path` leads to, None for nowhere."""
        docs = relative_path(self.config.root, self.config.docs)
        way = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(urlsplit(href).path)))
        content = way.removeprefix(docs + "/")
        if content == way:
            return None
        if content in self.assets or self.languages_of(content):
            return content
        return None


class _Text(Protocol):
    """What arguments' texts and hand-written pages have in common for the checks."""

    @property
    def path(self) -> str: ...

    def token_groups(self) -> Iterator[tuple[Token, ...]]: ...


def load_corpus(config: Config, report: Report, *, today: dt.date, drafts: bool = False) -> Corpus:
    """Read all content and check it; every fault is in the report.

    Arguments that are not published are checked but not part of the result, unless `drafts` asks for them.
    `today` is the day against which dates are judged.
    """
    themes = _load_themes(config, report)
    folders = _folders(config, "arguments", report)
    loaded = [one for path in folders if (one := load_argument(config.root, path, config.languages, report))]
    folders = _folders(config, "pages", report)
    written = [page for path in folders if (page := load_page(config.root, path, config.languages, report))]
    pages = {page.id: page for page in written}
    order = {theme.id: index for index, theme in enumerate(themes)}
    ranked = sorted(loaded, key=lambda one: (order.get(one.facts.theme, len(order)), one.facts.order, one.id))
    shown = {one.id: one for one in ranked if drafts or one.is_public}
    corpus = Corpus(
        config=config,
        themes=themes,
        arguments=shown,
        pages=pages,
        bibliography=_load_bibliography(config, report),
        uses=_uses(shown, pages),
        assets=_load_assets(config, report),
    )
    known = {one.id for one in loaded}
    for argument in loaded:
        _check_facts(argument, corpus, known, today, report)
        for text in argument.texts.values():
            _check_text(text, corpus, report)
    for page in pages.values():
        for page_text in page.texts.values():
            _check_text(page_text, corpus, report)
    _check_folders(config, report)
    _check_site(corpus, report)
    return corpus


# --- Reading --------------------------------------------------------------------------------------------------------


def _load_themes(config: Config, report: Report) -> tuple[Theme, ...]:
    source = read_text(config.root, config.docs / THEMES_FILE, report)
    document = parse_yaml(source, report) if source else None
    validated = validate(_Themes, document, report) if document else None
    if document is None or validated is None:
        return ()
    seen: dict[str, Span] = {}
    for index, theme in enumerate(validated.root):
        span = document.span_of((index, "id"))
        if theme.id in seen:
            report.add(rules.DUPLICATE_ID, span, related=((seen[theme.id], "first given here"),), id=theme.id)
        seen.setdefault(theme.id, span)
        for name in ("title", "summary"):
            for language in config.languages:
                if not getattr(theme, name).get(language):
                    report.add(rules.MISSING_FIELD, document.span_of((index, name)), field=f"{name}.{language}")
    return validated.root


def _load_bibliography(config: Config, report: Report) -> Bibliography:
    source = read_text(config.root, config.bibliography, report, max_bytes=BIB_BYTES)
    if source is None:
        return Bibliography(relative_path(config.root, config.bibliography), {})
    return load_bibliography(source, report)


def _folders(config: Config, name: str, report: Report) -> list[Path]:
    """Return the folders in `docs/<name>`, reporting the files that stand among them."""
    parent = config.docs / name
    folders = []
    for path in sorted(parent.iterdir()) if parent.is_dir() else []:
        if path.name.startswith("."):
            continue
        shown = Span(relative_path(config.root, path))
        if not path.resolve().is_relative_to(config.root):
            report.add(rules.OUTSIDE_PROJECT, shown)
        elif path.is_dir():
            folders.append(path)
        else:
            report.add(rules.UNEXPECTED_FILE, shown, name=path.name, expected="one folder for each page")
    return folders


def _load_assets(config: Config, report: Report) -> frozenset[str]:
    """Return the paths of the assets, from `docs`; names that are no good in an address are reported."""
    found = set()
    for path in sorted((config.docs / ASSETS_FOLDER).rglob("*")):
        if path.name.startswith(".") or path.is_dir():
            continue
        shown = Span(relative_path(config.root, path))
        if not path.resolve().is_relative_to(config.root):
            report.add(rules.OUTSIDE_PROJECT, shown)
        elif not is_portable_name(path.name):
            advice = "use ASCII letters, digits, dots, hyphens and underscores, and no spaces"
            report.add(rules.BAD_FILE_NAME, shown, name=path.name, what="a file", advice=advice)
        else:
            found.add(path.relative_to(config.docs).as_posix())
    return frozenset(found)


def _uses(arguments: Mapping[str, Argument], pages: Mapping[str, HandwrittenPage]) -> dict[str, tuple[Use, ...]]:
    """Collect where each source is cited, in the order of the site and of the texts."""
    found: dict[str, dict[Use, None]] = {}
    for use, citation in (*_argument_citations(arguments), *_page_citations(pages)):
        for item in citation.items:
            found.setdefault(item.key, {}).setdefault(use)
    return {key: tuple(uses) for key, uses in found.items()}


def _argument_citations(arguments: Mapping[str, Argument]) -> Iterator[tuple[Use, Citation]]:
    for argument in arguments.values():
        for lang, text in argument.texts.items():
            for unit in text.walk():
                for citation in text.citations(unit):
                    yield Use(f"arguments/{argument.id}", lang, unit.id), citation


def _page_citations(pages: Mapping[str, HandwrittenPage]) -> Iterator[tuple[Use, Citation]]:
    for page in pages.values():
        for lang, text in page.texts.items():
            for tokens in text.token_groups():
                for citation in markdown.citations(tokens):
                    yield Use(f"pages/{page.id}", lang, ""), citation


# --- Checking -------------------------------------------------------------------------------------------------------


def _check_folders(config: Config, report: Report) -> None:
    expected = (*_CONTENT_FOLDERS, THEMES_FILE)
    for path in sorted(config.docs.iterdir()) if config.docs.is_dir() else []:
        if path.name not in expected and not path.name.startswith("."):
            report.add(
                rules.UNEXPECTED_FILE,
                Span(relative_path(config.root, path)),
                suggestion=nearest(path.name, expected),
                name=path.name,
                expected=", ".join(expected),
            )


def _check_facts(argument: Argument, corpus: Corpus, known: Collection[str], today: dt.date, report: Report) -> None:
    facts, document = argument.facts, argument.document
    themes = [theme.id for theme in corpus.themes]
    if facts.theme not in themes:
        report.add(
            rules.UNKNOWN_THEME,
            document.span_of(("theme",)),
            suggestion=nearest(facts.theme, themes),
            theme=facts.theme,
            themes=THEMES_FILE,
        )
    if facts.reviewed and facts.reviewed > today:
        report.add(rules.FUTURE_DATE, document.span_of(("reviewed",)), date=facts.reviewed, today=today)
    for name, index, target in facts.relations.pairs():
        span = document.span_of(("relations", name, index))
        if target == argument.id:
            report.add(rules.SELF_RELATION, span)
        elif target not in known:
            report.add(rules.UNKNOWN_RELATION, span, suggestion=nearest(target, known), argument=target)


def _check_text(text: _Text, corpus: Corpus, report: Report) -> None:
    references = corpus.bibliography.references
    for tokens in text.token_groups():
        for citation in markdown.citations(tokens):
            for item in citation.items:
                if item.key not in references:
                    report.add(
                        rules.UNKNOWN_CITATION,
                        item.span,
                        suggestion=nearest(item.key, references),
                        key=item.key,
                        bibliography=corpus.bibliography.path,
                    )
        for link in markdown.links(tokens):
            _check_link(text, link, corpus, report)


def _check_link(text: _Text, link: Link, corpus: Corpus, report: Report) -> None:
    if scheme_of(link.href) or link.href.startswith("#"):
        return
    path = urlsplit(link.href).path
    name = posixpath.basename(path)
    if name.endswith(".md") and not link.is_image:
        report.add(rules.LANGUAGE_IN_LINK, link.span, href=link.href, better=path.removesuffix(name) or "./")
    elif corpus.target(text.path, link.href) is None:
        report.add(rules.UNKNOWN_LINK, link.span, href=link.href)


def _check_site(corpus: Corpus, report: Report) -> None:
    """Check what every language's visitors need: a home page, and a navigation that leads somewhere."""
    config = corpus.config
    docs = relative_path(config.root, config.docs)
    for language in config.languages:
        if language not in corpus.languages_of("pages/home"):
            path = f"{docs}/pages/home/{language}.md"
            report.add(rules.MISSING_PAGE, config.span, what="home page", language=language, path=path)
    known = (*GENERATED, *corpus.pages)
    for entry in config.navigation:
        if entry not in known:
            report.add(
                rules.UNKNOWN_NAVIGATION,
                config.span,
                suggestion=nearest(entry, known),
                entry=entry,
                known=", ".join(known),
            )
