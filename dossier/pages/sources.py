"""The list of sources, each with the places where it is used."""

from __future__ import annotations

from dossier.bibliography import Reference
from dossier.corpus import source_anchor
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop, folded
from dossier.writer import Target, Writer


def sources(shop: Workshop, lang: str) -> Page:
    """Make the list of sources in a language."""
    writer, style = shop.writer("sources", lang), shop.style(lang)
    bibliography = shop.corpus.bibliography
    entries = [
        {
            "id": source_anchor(one.key),
            "text": style.closed(style.full(one, page=writer.source_page(one))),
            "uses": _cited_by(shop, writer, one),
        }
        for one in sorted(
            bibliography.references.values(),
            key=lambda one: (folded(style.sort_name(one)), folded(one.title), one.key),
        )
    ]
    html = writer.page("sources.html.jinja", entries=entries)
    title, intro = writer.locale.text("ui.sources"), writer.locale.text("ui.sources_intro")
    return shop.page(writer, title=title, description=intro, body=html, source=bibliography.path)


def _cited_by(shop: Workshop, writer: Writer, reference: Reference) -> list[tuple[Target, list[Target]]]:
    """Return the pages that cite a source in the page's language, each with links to the very parts."""
    pages: dict[str, list[Target]] = {}
    for use in shop.corpus.uses.get(reference.key, ()):
        if use.lang != writer.lang:
            continue
        parts = pages.setdefault(use.content, [])
        if use.unit:
            name = shop.unit_names[use.content, use.lang, use.unit]
            parts.append(Target(f"{writer.href(use.content)}#{use.unit}", name))
    return [(writer.target(content), parts) for content, parts in pages.items()]
