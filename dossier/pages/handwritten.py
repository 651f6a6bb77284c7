"""The pages that people write, the home page among them, and the chooser of languages that stands before them."""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from typing import Any

from dossier import locales, markdown
from dossier.arguments import CONFIDENCES, Argument
from dossier.changes import corrections
from dossier.folders import CORRECTIONS
from dossier.handwritten import PageText
from dossier.pages.changes import entries
from dossier.pages.depths import Depths, premises
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop
from dossier.writer import TocItem, address, render_page


def chooser(shop: Workshop) -> Page:
    """Make the page at the site's root, where a reader chooses a language."""
    config = shop.corpus.config
    alternates = {lang: address("pages/home", lang) for lang in shop.corpus.languages_of("pages/home")}
    choices = [{"locale": locales.load(lang), "href": href} for lang, href in alternates.items()]
    locale = locales.load(config.default_language)
    body = render_page("chooser.html.jinja", locale, choices=choices, site_name=config.site_name)
    home = shop.corpus.pages["home"].texts.get(locale.code) if "home" in shop.corpus.pages else None
    description = _described(home) if home else ""
    return Page("", locale.code, locale.text("ui.language_choice"), description, body, (), alternates, "", "")


def handwritten(shop: Workshop, page_id: str, text: PageText) -> Page:
    """Make a hand-written page.

    The home page leads with findings, and shows the themes below its text; that of corrections has their log there.
    """
    writer = shop.writer(f"pages/{page_id}", text.lang, text.path, text.document.notes)
    body = writer.render(text.document.tokens)
    toc = [TocItem(markdown.plain_text([token]), anchor, int(tag[1])) for anchor, tag, token in text.headings()]
    if page_id == "home":
        toc.append(TocItem(writer.locale.text("ui.themes"), "themes", 2))
        names = shop.corpus.config.featured
        depths = Depths(shop, writer, len(names))
        featured = [_featured(depths, shop.corpus.arguments[name]) for name in names]
        if featured:
            toc.insert(0, TocItem(writer.locale.text("ui.found"), "findings", 2))
        html = writer.page(
            "home.html.jinja",
            title=text.title,
            lead=text.description,
            body=body,
            featured=featured,
            filters=depths.filters,
            confidences=_confidences(shop),
            count=len(list(shop.corpus.listed())),
            themes=shop.theme_cards(writer),
        )
    elif page_id == CORRECTIONS:
        toc.append(TocItem(writer.locale.text("ui.corrections_log"), "log", 2))
        log = entries(writer, corrections(shop.corpus))
        html = writer.page("corrections.html.jinja", title=text.title, body=body, log=log)
    else:
        html = writer.page("page.html.jinja", title=text.title, body=body)
    toc += writer.notes_toc()
    return shop.page(writer, title=text.title, description=_described(text), body=html, toc=toc, source=text.path)


def _described(text: PageText) -> str:
    """Return what a page says of itself, or else its first paragraph, as plain text."""
    if text.description:
        return text.description
    openings = (inline for before, inline in pairwise(text.document.tokens) if before.type == "paragraph_open")
    return markdown.plain_text(list(islice(openings, 1)))


def _featured(depths: Depths, argument: Argument) -> dict[str, Any]:
    """Return what the home page shows of an argument that it leads with: the card, and the sources of its case."""
    card = depths.card(argument)
    text = argument.texts[card["link"].hreflang or depths.writer.lang]
    return card | {"sources": depths.sources(text, premises(text))}


def _confidences(shop: Workshop) -> list[tuple[str, int]]:
    """Return how many of the arguments that lists show have each confidence, the surest first."""
    counts = Counter(argument.facts.confidence for argument in shop.corpus.listed())
    return [(level, counts[level]) for level in CONFIDENCES if counts[level]]
