"""What is known of a source beside its reference: who speaks, in what language, how its address is, where a copy is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from dossier.bibliography import Reference, UrlStatus
from dossier.links.address import AddressError, NotWebError, read_address
from dossier.links.model import Verdict
from dossier.links.record import FAILING, LinkRecord
from dossier.locales import Locale

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


def record_of(reference: Reference, records: Mapping[str, LinkRecord]) -> LinkRecord | None:
    """Return what the ledger remembers of a source's address, under which it is asked."""
    if not records or not reference.url:
        return None
    try:
        return records.get(read_address(reference.url).whole)
    except (AddressError, NotWebError):
        return None


def state_of(record: LinkRecord | None) -> str:
    """Return the name of what readers are told of an address; empty where nothing is known."""
    if record is None or record.checked is None or record.verdict not in STATES:
        return ""
    return "failing" if record.standing == FAILING else STATES[record.verdict]


def copy_of(reference: Reference, record: LinkRecord | None, words: str = "") -> Markup:
    """Return a link to the last copy that an archive has, where the bibliography does not name one itself.

    It is called by `words`, or by its day.
    """
    if reference.archive_url or record is None or not record.snapshots:
        return Markup()
    copy = record.snapshots[-1]
    return Markup('<a class="note-archive" href="{}">{}</a>').format(copy.url, words or copy.date.isoformat())


def marks(reference: Reference, record: LinkRecord | None, locale: Locale) -> Iterator[Markup]:
    """Yield what a note says of a source in a word or two each, so far as the reference does not say it already."""
    if reference.source_kind:
        yield locale.html(f"source_kinds.{reference.source_kind}")
    if reference.language and _primary(reference.language) != _primary(locale.code):
        yield Markup("{}").format(locale.language_name(reference.language))
    state = state_of(record)
    if state and not reference.doi and reference.url_status is UrlStatus.LIVE:
        yield locale.html(f"link_marks.{state}")
    if copy := copy_of(reference, record, locale.text("notes.archive")):
        yield copy


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
