"""The whole site as one value: no writes, no clock, no network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from dossier import locales
from dossier.changes import Change, changes
from dossier.config import Config
from dossier.copying import check_copying
from dossier.corpus import Corpus
from dossier.diagnostics import Report
from dossier.history import NO_HISTORY, History
from dossier.links.ledger import LEDGER_FILE, Ledger, read_ledger
from dossier.loading import load_corpus
from dossier.pages.arguments import ArgumentPages
from dossier.pages.cards import cards
from dossier.pages.changes import changes_page
from dossier.pages.dashboard import dashboard, word_counts
from dossier.pages.findings import findings
from dossier.pages.glossary import glossary
from dossier.pages.handwritten import chooser, handwritten
from dossier.pages.map import map_page
from dossier.pages.other_side import other_side
from dossier.pages.page import Page
from dossier.pages.source import SourcePages
from dossier.pages.sources import sources
from dossier.pages.themes import theme_page, themes
from dossier.pages.timeline import timeline
from dossier.pages.workshop import Workshop
from dossier.share_image import Card
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
    changes: Mapping[str, tuple[Change, ...]]
    """By language, what has changed, the newest first."""
    cards: Mapping[str, Card]
    """By address of an argument, or of a language, what the image says that stands for its page, or all its others."""
    report: Report


def build(
    config: Config, report: Report, *, today: dt.date, drafts: bool = False, history: History = NO_HISTORY
) -> Site:
    """Read the content, check it, and make every page of it.

    `report` receives what is wrong; `today` is the day against which dates are judged; `drafts` adds the arguments
    that are not published yet; `history` tells by file when texts came and last changed.
    """
    corpus = load_corpus(config, report, today=today, drafts=drafts)
    rows = check_translations(corpus, report)
    check_copying(corpus, report)
    ledger = read_ledger(config.root, config.root / LEDGER_FILE, report) or Ledger()
    if report.fails():
        return Site(config, (), (), {}, {}, {}, report)
    changed = {lang: changes(corpus, lang, history) for lang in config.languages}
    pages = tuple(_pages(Workshop(corpus, rows, history, ledger.records), changed))
    nav = {lang: tuple(_navigation(corpus, pages, lang)) for lang in config.languages}
    return Site(config, pages, tuple(sorted(corpus.assets)), nav, changed, cards(corpus, report), report)


def _pages(shop: Workshop, changed: Mapping[str, tuple[Change, ...]]) -> Iterator[Page]:
    """Yield every page, the language chooser first, then language by language: texts, lists, and what is in them."""
    corpus = shop.corpus
    arguments, source_pages = ArgumentPages(shop), SourcePages(shop)
    lists: dict[str, Callable[[str], Page]] = {
        "themes": partial(themes, shop),
        "arguments": arguments.list_page,
        "map": partial(map_page, shop),
        "findings": partial(findings, shop),
        "other-side": partial(other_side, shop),
        "timeline": partial(timeline, shop),
        "sources": partial(sources, shop),
        "glossary": partial(glossary, shop),
        "changes": lambda lang: changes_page(shop, changed[lang], lang),
        "dashboard": partial(dashboard, shop, word_counts(shop)),
    }
    introduced = [theme for theme in corpus.themes if corpus.languages_of(f"themes/{theme.id}")]
    yield chooser(shop)
    for lang in corpus.config.languages:
        yield from (
            handwritten(shop, page.id, page.texts[lang]) for page in corpus.pages.values() if lang in page.texts
        )
        yield from (make(lang) for content, make in lists.items() if lang in corpus.languages_of(content))
        yield from (theme_page(shop, theme, lang) for theme in introduced)
        yield from (arguments.page(one, one.texts[lang]) for one in corpus.arguments.values() if lang in one.texts)
        yield from (source_pages.page(reference, lang) for reference in corpus.sources_with_page.values())


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
