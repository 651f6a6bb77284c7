"""How a page of the dossier is cited: as the dossier cites others, and in the formats of programs for references."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from dossier import exchange
from dossier.arguments import Argument, ArgumentText
from dossier.bibliography import Kind, Reference
from dossier.citations import Style
from dossier.dates import parse_edtf
from dossier.diagnostics import Span
from dossier.names import Name
from dossier.pages.workshop import Workshop
from dossier.writer import address


def own_reference(shop: Workshop, argument: Argument, text: ArgumentText) -> Reference:
    """Return the page of an argument as a source: by the dossier, of the day on which it last changed or was reviewed.

    When it was read is for its reader to say.
    """
    config, history = shop.corpus.config, shop.history.get(text.path)
    days = filter(None, (argument.facts.reviewed, history.last if history else None))
    version = max(days, default=None)
    return Reference(
        key=f"{argument.id}-{text.lang}",
        kind=Kind.ONLINE,
        span=Span(text.path),
        field_spans={},
        authors=(Name(literal=config.site_name),),
        title=text.title,
        url=config.site_url + address(f"arguments/{argument.id}", text.lang) if config.site_url else "",
        date=parse_edtf(version.isoformat()) if version else None,
        language=text.lang,
    )


def citation(reference: Reference, style: Style) -> Markup:
    """Return a citation that can be copied: with its whole address, which a note would hide behind a link."""
    named = style.full(replace(reference, url=""))
    if reference.url:
        link = Markup('<a href="{0}" dir="ltr">{0}</a>').format(reference.url)
        named = style.locale.html("notes.list").join([named, link])
    return style.closed(named)


def formats(reference: Reference) -> tuple[tuple[str, str], ...]:
    """Return name and text of each format, of a source that has no entry of its own."""
    return (
        ("BibTeX", exchange.bibtex(reference)),
        ("RIS", exchange.ris(reference)),
        ("CSL-JSON", exchange.csl(reference)),
    )
