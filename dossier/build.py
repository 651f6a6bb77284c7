"""The whole site as one value: no writes, no clock, no network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossier import locales
from dossier.config import Config
from dossier.corpus import Corpus, load_corpus
from dossier.diagnostics import Report
from dossier.pages.arguments import ArgumentPages
from dossier.pages.dashboard import dashboard, word_counts
from dossier.pages.findings import findings
from dossier.pages.glossary import glossary
from dossier.pages.handwritten import chooser, handwritten
from dossier.pages.map import map_page
from dossier.pages.other_side import other_side
from dossier.pages.page import Page
from dossier.pages.sources import sources
from dossier.pages.themes import theme_page, themes
from dossier.pages.timeline import timeline
from dossier.pages.workshop import Workshop
from dossier.translations import check_translations


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the navigation: a page of the site by its address, and what stands below it."""

    uri: str
    title: str
    children: tuple[NavItem, ...] = ()


@dataclass(frozen=True)
class Site:
    """A site, ready to be handed to an engine. With errors in the report there are no pages."""

    config: Config
    pages: tuple[Page, ...]
    assets: tuple[str, ...]
    """Paths of files to copy, from the folder `docs`."""
    nav: Mapping[str, tuple[NavItem, ...]]
    """The navigation by language; it holds sections only, for an engine prints all of it into every page."""
    report: Report


def build(config: Config, report: Report, *, today: dt.date, drafts: bool = False) -> Site:
    """Read the content, check it, and make every page of it.

    `report` receives what is wrong; `today` is the day against which dates are judged; `drafts` adds the arguments
    that are not published yet.
    """
    corpus = load_corpus(config, report, today=today, drafts=drafts)
    rows = check_translations(corpus, report)
    if report.fails():
        return Site(config, (), (), {}, report)
    pages = tuple(_pages(Workshop(corpus, rows)))
    nav = {lang: tuple(_navigation(corpus, pages, lang)) for lang in config.languages}
    return Site(config, pages, tuple(sorted(corpus.assets)), nav, report)


def _pages(shop: Workshop) -> Iterator[Page]:
    """Yield every page, the language chooser first, then language by language."""
    corpus = shop.corpus
    arguments, words = ArgumentPages(shop), word_counts(shop)
    yield chooser(shop)
    for lang in corpus.config.languages:
        for page in corpus.pages.values():
            if lang in page.texts:
                yield handwritten(shop, page.id, page.texts[lang])
        yield themes(shop, lang)
        for theme in corpus.themes:
            if corpus.languages_of(f"themes/{theme.id}"):
                yield theme_page(shop, theme, lang)
        yield arguments.list_page(lang)
        for argument in corpus.arguments.values():
            if lang in argument.texts:
                yield arguments.page(argument, argument.texts[lang])
        yield map_page(shop, lang)
        yield findings(shop, lang)
        yield other_side(shop, lang)
        if lang in corpus.languages_of("timeline"):
            yield timeline(shop, lang)
        yield sources(shop, lang)
        if lang in corpus.languages_of("glossary"):
            yield glossary(shop, lang)
        yield dashboard(shop, words, lang)


def _navigation(corpus: Corpus, pages: tuple[Page, ...], lang: str) -> list[NavItem]:
    by_content = {page.content: page for page in pages if page.lang == lang and page.content}
    items = []
    for entry in corpus.config.navigation:
        page = by_content.get(entry) or by_content.get(f"pages/{entry}")
        if page is None:
            continue
        below = [by_content.get(f"themes/{theme.id}") for theme in corpus.themes] if entry == "themes" else []
        children = tuple(NavItem(child.uri, child.title) for child in below if child is not None)
        title = locales.load(lang).text("ui.home") if entry == "home" else page.title
        items.append(NavItem(page.uri, title, children))
    return items
