"""A page for each source: what it is, what it is used for in every language, how its address is, how to cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from dossier import exchange, locales
from dossier.bibliography import Reference
from dossier.corpus import source_anchor
from dossier.links.address import AddressError, NotWebError, read_address
from dossier.links.model import Verdict
from dossier.links.record import FAILING, LinkRecord
from dossier.locales import Locale
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop
from dossier.passages import Passage, passages
from dossier.writer import TocItem, Writer

STATES = {
    Verdict.OK: "good",
    Verdict.MOVED: "good",
    Verdict.BLOCKED: "blocked",
    Verdict.SUSPECT: "suspect",
    Verdict.UNSTABLE: "failing",
    Verdict.TLS: "failing",
    Verdict.DEAD: "dead",
}
"""What readers are told of an address, by the verdict on it; of the others nothing is known."""


@dataclass(frozen=True)
class SourcePages:
    """Makes the pages of the sources; `records` is what the ledger of links remembers, by address."""

    shop: Workshop
    records: Mapping[str, LinkRecord]

    def page(self, reference: Reference, lang: str) -> Page:
        """Make the page of a source in a language."""
        shop = self.shop
        writer, style = shop.writer(f"sources/{reference.slug}", lang), shop.style(lang)
        record = self._record(reference)
        uses = self._passages.get(reference.key, ())
        own = [_use(shop, writer, one) for one in uses if one.lang == lang]
        others = [
            (code, [_use(shop, writer, one) for one in uses if one.lang == code])
            for code in shop.corpus.config.languages
            if code != lang and any(one.lang == code for one in uses)
        ]
        html = writer.page(
            "source.html.jinja",
            reference=reference,
            sources=writer.target("sources"),
            anchor=source_anchor(reference.key),
            heading=style.bare_title(reference),
            text=style.closed(style.full(reference)),
            language=writer.locale.language_name(reference.language) if reference.language else "",
            locators=list(dict.fromkeys(place for one in own if (place := one["place"]))),
            state=_state(record, writer.locale),
            copy=_copy(reference, record),
            own=own,
            others=others,
            formats=(
                ("BibTeX", reference.source),
                ("RIS", exchange.ris(reference)),
                ("CSL-JSON", exchange.csl(reference)),
            ),
        )
        text = writer.locale.text
        toc = [TocItem(text("ui.used_for"), "uses", 2), TocItem(text("ui.formats"), "formats", 2)]
        title, intro = reference.title.strip("[]"), text("ui.source_intro")
        path = shop.corpus.bibliography.path
        return shop.page(writer, title=title, description=intro, body=html, toc=toc, source=path)

    @cached_property
    def _passages(self) -> Mapping[str, Sequence[Passage]]:
        return passages(self.shop.corpus)

    def _record(self, reference: Reference) -> LinkRecord | None:
        """Return what is known of a source's address, under which it is asked."""
        if not self.records or not reference.url:
            return None
        try:
            return self.records.get(read_address(reference.url).whole)
        except (AddressError, NotWebError):
            return None


def _use(shop: Workshop, writer: Writer, passage: Passage) -> dict[str, Any]:
    """Return what the page shows of a sentence that cites the source."""
    target = writer.target_in(passage.content, passage.lang)
    unit = shop.unit_names.get((passage.content, passage.lang, passage.unit), "")
    return {
        "link": target,
        "href": f"{target.href}#{passage.unit}" if passage.unit else target.href,
        "unit": unit,
        "lang": passage.lang,
        "language": locales.load(passage.lang).name,
        "sentence": passage.sentence,
        "place": shop.style(passage.lang).locator(passage.item),
    }


def _state(record: LinkRecord | None, locale: Locale) -> str:
    """Return what readers are told of an address; nothing where nothing is known."""
    if record is None or record.checked is None or record.verdict not in STATES:
        return ""
    if record.standing == FAILING:
        return locale.text("link_states.failing", date=locale.day(record.checked))
    since = record.failing_since if record.verdict is Verdict.DEAD else None
    return locale.text(f"link_states.{STATES[record.verdict]}", date=locale.day(since or record.checked))


def _copy(reference: Reference, record: LinkRecord | None) -> Markup:
    """Return a link to the last copy that an archive has, where the bibliography does not name one itself."""
    if reference.archive_url or record is None or not record.snapshots:
        return Markup()
    copy = record.snapshots[-1]
    return Markup('<a href="{}">{}</a>').format(copy.url, copy.date.isoformat())
