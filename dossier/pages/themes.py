"""The list of themes, and a page for each."""

from __future__ import annotations

from dossier import markdown
from dossier.corpus import Theme
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop


def themes(shop: Workshop, lang: str) -> Page:
    """Make the list of themes."""
    writer = shop.writer("themes", lang)
    html = writer.page("themes.html.jinja", themes=shop.theme_cards(writer))
    title, intro = writer.locale.text("ui.themes"), writer.locale.text("ui.themes_intro")
    return shop.page(writer, title=title, description=intro, body=html, source=shop.themes_path)


def theme_page(shop: Workshop, theme: Theme, lang: str) -> Page:
    """Make the page of a theme: what it is about, and its arguments."""
    writer = shop.writer(f"themes/{theme.id}", lang)
    title, summary = (markdown.typeset(text[lang], lang) for text in (theme.title, theme.summary))
    cards = [shop.argument_card(writer, argument) for argument in shop.corpus.listed(theme.id)]
    html = writer.page("theme.html.jinja", title=title, summary=summary, arguments=cards)
    return shop.page(writer, title=title, description=summary, body=html, source=shop.themes_path)
