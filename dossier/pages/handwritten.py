"""The pages that people write, the home page among them, and the chooser of languages that stands before them."""

from __future__ import annotations

from dossier import locales, markdown
from dossier.handwritten import PageText
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
    return Page("", locale.code, locale.text("ui.language_choice"), "", body, (), alternates, "", "")


def handwritten(shop: Workshop, page_id: str, text: PageText) -> Page:
    """Make a hand-written page; the home page shows the themes below its text."""
    writer = shop.writer(f"pages/{page_id}", text.lang, text.path, text.document.notes)
    body = writer.render(text.document.tokens)
    toc = [TocItem(markdown.plain_text([token]), anchor, int(tag[1])) for anchor, tag, token in text.headings()]
    if page_id == "home":
        toc.append(TocItem(writer.locale.text("ui.themes"), "themes", 2))
        html = writer.page("home.html.jinja", title=text.title, body=body, themes=shop.theme_cards(writer))
    else:
        html = writer.page("page.html.jinja", title=text.title, body=body)
    toc += writer.notes_toc()
    return shop.page(writer, title=text.title, description=text.description, body=html, toc=toc, source=text.path)
