"""The dashboard of a language: what its editors have to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dossier.dashboard import count_words, entries
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop


def word_counts(shop: Workshop) -> dict[tuple[str, str], int]:
    """Return how long each text is, by argument and language: an original's length stands on all dashboards."""
    return {
        (argument.id, lang): count_words(text)
        for argument in shop.corpus.arguments.values()
        for lang, text in argument.texts.items()
    }


def dashboard(shop: Workshop, words: Mapping[tuple[str, str], int], lang: str) -> Page:
    """Make the dashboard of a language; `words` are the lengths of all texts."""
    writer = shop.writer("dashboard", lang)
    found = list(entries(shop.corpus, shop.rows, words, lang))
    html = writer.page(
        "dashboard.html.jinja",
        entries=[(entry, writer.target(f"arguments/{entry.argument}")) for entry in found],
        sums=list(Counter(entry.state for entry in found).items()),
    )
    title, intro = writer.locale.text("ui.dashboard"), writer.locale.text("ui.dashboard_intro")
    return shop.page(writer, title=title, description=intro, body=html)
