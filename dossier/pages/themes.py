"""The list of themes, and a page for each."""

from __future__ import annotations

from dossier import markdown
from dossier.pages.depths import Depths
from dossier.pages.map import theme_map
from dossier.pages.page import Page
from dossier.pages.timeline import theme_drawing
from dossier.pages.workshop import Workshop
from dossier.themes import Theme
from dossier.writer import TocItem


def themes(shop: Workshop, lang: str) -> Page:
    """Make the list of themes."""
    writer = shop.writer("themes", lang)
    html = writer.page("themes.html.jinja", themes=shop.theme_cards(writer))
    title, intro = writer.locale.text("ui.themes"), writer.locale.text("ui.themes_intro")
    return shop.page(writer, title=title, description=intro, body=html, source=shop.themes_path)


def theme_page(shop: Workshop, theme: Theme, lang: str) -> Page:
    """Make the page of a theme: what it is about, its introduction if it has one, and its arguments."""
    introduction = shop.corpus.introductions.get(theme.id, {}).get(lang)
    path, document = (introduction.path, introduction.document) if introduction else ("", markdown.Document(()))
    writer = shop.writer(f"themes/{theme.id}", lang, path, document.notes)
    title, summary = (markdown.typeset(text[lang], lang) for text in (theme.title, theme.summary))
    body = writer.render(document.tokens)
    arguments = list(shop.corpus.listed(theme.id))
    depths = Depths(shop, writer, len(arguments))
    part = theme_map(shop, writer, theme.id)
    chart = theme_drawing(shop, writer, theme)
    drawings = {name: one for name, one in (("map", part and part.drawing), ("chart", chart)) if one}
    html = writer.page(
        "theme.html.jinja",
        drawings,
        title=title,
        summary=summary,
        introduction=body,
        arguments=[depths.card(argument) for argument in arguments],
        filters=depths.filters,
        map=part,
        chart=bool(chart),
    )
    toc = [TocItem(writer.locale.text("ui.arguments_count", count=len(arguments)), "arguments", 2)]
    toc += [TocItem(writer.locale.text("ui.map"), "map", 2)] if part else []
    toc += [TocItem(writer.locale.text("ui.in_timeline"), "timeline", 2)] if chart else []
    toc += writer.notes_toc()
    return shop.page(writer, title=title, description=summary, body=html, toc=toc, source=path or shop.themes_path)
