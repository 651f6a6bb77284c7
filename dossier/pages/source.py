"""A page for each source: what it is, what it is used for in every language, how its address is, how to cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dossier import exchange, locales
from dossier.bibliography import Reference
from dossier.corpus import source_anchor
from dossier.links.record import LinkRecord
from dossier.locales import Locale
from dossier.pages.page import Page
from dossier.pages.standing import copy_of, record_of, state_of
from dossier.pages.workshop import Workshop
from dossier.passages import Passage, passages
from dossier.writer import TocItem, Writer


@dataclass(frozen=True)
class SourcePages:
    """Makes the pages of the sources."""

    shop: Workshop

    def page(self, reference: Reference, lang: str) -> Page:
        """Make the page of a source in a language."""
        shop = self.shop
        writer, style = shop.writer(f"sources/{reference.slug}", lang), shop.style(lang)
        record = record_of(reference, shop.records)
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
            copy=copy_of(reference, record),
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
    state = state_of(record)
    if record is None or record.checked is None or not state:
        return ""
    since = record.failing_since if state == "dead" else None
    return locale.text(f"link_states.{state}", date=locale.day(since or record.checked))
