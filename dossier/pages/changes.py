"""What has changed: the page of a language, and the lists that other pages show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dossier.changes import Change
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop
from dossier.writer import Target, Writer, feed_address, relative


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as a list shows it: with a link to its page, or, on that page itself, with the anchor that it has."""

    change: Change
    link: Target | None
    wording: Target | None


def entries(writer: Writer, changes: Sequence[Change]) -> list[Entry]:
    """Return changes as the page that `writer` writes shows them."""
    return [_entry(writer, one) for one in changes]


def _entry(writer: Writer, change: Change) -> Entry:
    link = None
    if change.content != writer.content:
        link = writer.target(change.content)
        link = replace(link, href=f"{link.href}#{change.anchor}") if change.anchor else link
    return Entry(change, link, writer.wording(change.text) if change.text else None)


def changes_page(shop: Workshop, changes: Sequence[Change], lang: str) -> Page:
    """Make the page of all changes in a language, day by day, which leads to the feed where there is one."""
    writer = shop.writer("changes", lang)
    days = [(day, entries(writer, list(some))) for day, some in groupby(changes, key=lambda one: one.date)]
    html = writer.page(
        "changes.html.jinja",
        days=days,
        feed=relative(writer.uri, feed_address(lang)) if shop.corpus.config.site_url and changes else "",
    )
    title, intro = writer.locale.text("ui.changes"), writer.locale.text("ui.changes_intro")
    return shop.page(writer, title=title, description=intro, body=html)
