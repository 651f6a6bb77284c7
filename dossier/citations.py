"""How a source is named in a page's language: in full, in short, in the running sentence, and with its locator.

The order of the parts follows the notes style of The Chicago Manual of Style (17th edition, chapter 14); every word,
date, quotation mark and list follows the language of the page. A title keeps its own language, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from dossier import locales, markdown
from dossier.bibliography import Bibliography, Kind, Reference, UrlStatus
from dossier.citation_syntax import CitationItem
from dossier.dates import Edtf
from dossier.locales import NO_BREAK_SPACE, Locale
from dossier.names import CJK, Name
from dossier.quotes import with_quote

MAX_AUTHORS = 3
"""Most authors that are all named; of four and more the first stands for all."""

_WHOLE_WORKS = frozenset({Kind.BOOK, Kind.REPORT, Kind.THESIS, Kind.DATASET, Kind.VIDEO, Kind.LEGISLATION})
"""Kinds whose title is set in italics; the title of a part of something stands in quotation marks."""

_TYPES = {
    "workingpaper": "working_paper",
    "working paper": "working_paper",
    "pressrelease": "press_release",
    "press release": "press_release",
    "phdthesis": "phd_thesis",
    "mathesis": "master_thesis",
    "techreport": "technical_report",
}
"""biblatex's values of `type` (and our `pressrelease`), with the phrase that names them."""

_SMALL_NUMBER = re.compile("[0-9]{1,3}")
_ENDS_IN_STOP = re.compile(r"[.!?…。！？؟](?:</[a-z]+>)*$")


@dataclass(frozen=True, slots=True)
class _FixedParts:
    """What of a source does not depend on the citation, in one language."""

    authors: Markup
    title: Markup
    edition: Markup
    pages: Markup
    provenance: Markup
    names: Markup
    short_title: Markup


@dataclass(frozen=True)
class Style:
    """Names the sources of one bibliography in one language."""

    bibliography: Bibliography
    locale: Locale
    _known: dict[str, _FixedParts] = field(default_factory=dict, compare=False, repr=False)

    # --- A whole source ---------------------------------------------------------------------------------------------

    def full(self, reference: Reference, item: CitationItem | None = None, quote: str = "", page: str = "") -> Markup:
        """Return the full reference, without its final full stop; an item adds what it says (locator, suffix).

        Where the citation relies on the words of a quote, the links lead to them. The title leads to `page`, the
        dossier's own page about the source, where one is given.
        """
        fixed = self._fixed_parts(reference)
        parts = [
            Markup() if item and item.suppress_author else fixed.authors,
            Markup('<a class="note-source" href="{}">{}</a>').format(page, fixed.title) if page else fixed.title,
            fixed.edition,
            self.locator(item) if item else fixed.pages,
            self._list([*self._addresses(reference, quote), *self._provenance(reference)])
            if quote
            else fixed.provenance,
            self._suffix(item),
        ]
        return self._isolated(self._list(parts), reference)

    def _fixed_parts(self, reference: Reference) -> _FixedParts:
        """Return the parts that are the same in every note; a source is cited on many pages."""
        if reference.key not in self._known:
            self._known[reference.key] = _FixedParts(
                authors=self._authors(reference),
                title=self.title(reference),
                edition=self._list([*self._container(reference), self._date(reference)]),
                pages=self._pages(reference),
                provenance=self._list([*self._addresses(reference), *self._provenance(reference)]),
                names=escape(self._family_names(reference.authors or reference.editors, reference)),
                short_title=self.title(reference, short=True),
            )
        return self._known[reference.key]

    def short(self, reference: Reference, item: CitationItem, number: int, quote: str = "") -> Markup:
        """Return the short form, linked to the note that has the full one: author, short title, locator.

        Where the citation relies on the words of a quote, a link of its own leads to them.
        """
        fixed = self._fixed_parts(reference)
        label = self.locale.text("notes.see_full", number=number)
        named = self._list([Markup() if item.suppress_author else fixed.names, fixed.short_title])
        link = Markup('<a class="note-short" href="#fn:{}" title="{}">{}</a>').format(number, label, named)
        source = self._link(reference, quote) if quote else Markup()
        return self._isolated(self._list([link, self.locator(item), source, self._suffix(item)]), reference)

    def in_text(self, reference: Reference) -> Markup:
        """Return how a sentence names the source: by its authors, or by its short title."""
        fixed = self._fixed_parts(reference)
        return self._isolated(fixed.names or fixed.short_title, reference)

    def brief(self, reference: Reference) -> Markup:
        """Return who says it, and in which year, for a line that names many: its authors, else who issued it.

        Of a story in a newspaper, the paper, and before it the agency that wrote it.
        """
        names = self._fixed_parts(reference).names
        issuers = (reference.container, reference.institution, reference.organization, reference.publisher)
        issuer = escape(_typeset(next(filter(None, issuers), ""), reference))
        in_paper = reference.kind is Kind.NEWSPAPER and issuer
        if in_paper and not all(name.literal for name in reference.authors):
            names = Markup()
        named = dict.fromkeys((names, issuer if in_paper or not names else Markup()))
        moment = reference.date and (reference.date.start or reference.date.end)
        year = self.locale.date(moment.whole_year) if moment else self.locale.text("notes.no_date")
        return self._isolated(self._list([*named, escape(year)]), reference)

    def closed(self, html: Markup) -> Markup:
        """End a note with a full stop, unless one stands there: that of an abbreviation, or the author's own."""
        return html if _ENDS_IN_STOP.search(html) else html + self.locale.text("notes.stop")

    def title(self, reference: Reference, *, short: bool = False) -> Markup:
        """Return the title with its language: in quotation marks, in italics, or bare where it only describes."""
        text = (reference.short_title or reference.title) if short else self._whole_title(reference)
        words = escape(_typeset(text, reference))
        opening, closing, inner_opening, inner_closing = self.locale.quotes
        if text.startswith("["):
            opening = closing = Markup()
        elif reference.kind in _WHOLE_WORKS:
            opening, closing = Markup("<cite>"), Markup("</cite>")
        else:  # quotation marks inside of quotation marks
            words = words.replace(opening, inner_opening).replace(closing, inner_closing)
        return Markup("{}{}{}").format(opening, self._marked(words, reference), closing)

    @staticmethod
    def _whole_title(reference: Reference) -> str:
        if not reference.subtitle:
            return reference.title
        return f"{reference.title}{'' if reference.title.endswith(('?', '!')) else ':'} {reference.subtitle}"

    def _marked(self, words: Markup, reference: Reference) -> Markup:
        """Mark the words of a source with its language, where that is not the page's."""
        language = reference.language
        if not language or language == self.locale.code:
            return words
        known = _known(language)
        direction = locales.load(known).direction if known else "auto"
        return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction, words)

    def bare_title(self, reference: Reference) -> Markup:
        """Return the whole title with its language, without the marks that set it off in a sentence."""
        return self._marked(escape(_typeset(self._whole_title(reference), reference)), reference)

    def sort_name(self, reference: Reference) -> str:
        """Return the words under which a reader looks the source up: its first author, or else its title."""
        if self._authors(reference):
            first = (reference.authors or reference.editors)[0]
            return first.literal or first.family
        return reference.title.lstrip("[«“\"' ")

    # --- Parts ------------------------------------------------------------------------------------------------------

    def _list(self, parts: Sequence[Markup]) -> Markup:
        return self.locale.html("notes.list").join([part for part in parts if part])

    def _isolated(self, html: Markup, reference: Reference) -> Markup:
        """Keep a source that is written from left to right in one piece where the page is written the other way."""
        if self.locale.direction == "ltr" or locales.direction_of(reference.language) == "rtl":
            return html
        return Markup("<bdi>{}</bdi>").format(html)

    def _authors(self, reference: Reference) -> Markup:
        if reference.authors:
            names = self._names(reference.authors, et_al=reference.et_al)
            alone = len(reference.authors) == 1 and reference.authors[0].literal
            return Markup() if alone and alone == reference.container else escape(names)
        if reference.editors and reference.kind is not Kind.CHAPTER:
            names = self._names(reference.editors, et_al=reference.et_al)
            return self.locale.html("notes.editor", count=len(reference.editors), names=names)
        return Markup()

    def _names(self, names: Sequence[Name], *, et_al: bool) -> str:
        shown = [self._name(name) for name in names]
        if et_al or len(shown) > MAX_AUTHORS:
            kept = shown[:MAX_AUTHORS] if len(shown) <= MAX_AUTHORS else shown[:1]
            return self.locale.text("notes.and_others", names=self.locale.text("notes.list").join(kept))
        return self.locale.join(shown)

    @staticmethod
    def _name(name: Name) -> str:
        if name.literal:
            return name.literal
        if CJK.search(name.family):
            return f"{name.family}{name.given}"
        return " ".join(part for part in (name.given, name.particle, name.family, name.suffix) if part)

    def _family_names(self, names: Sequence[Name], reference: Reference) -> str:
        if not names:
            return ""
        shown = [name.literal or " ".join(part for part in (name.particle, name.family) if part) for name in names]
        if reference.et_al or len(shown) > MAX_AUTHORS:
            return self.locale.text("notes.and_others", names=shown[0])
        return self.locale.join(shown)

    def _container(self, reference: Reference) -> Iterator[Markup]:
        """Yield what the work appeared in, who issued it, and its numbers."""
        container = reference.container
        if container and reference.container_subtitle:
            container = f"{container}: {reference.container_subtitle}"
        if container:
            container = _typeset(container, reference)
            set_in_italics = Markup("<cite>{}</cite>").format(container)
            within = reference.kind in {Kind.CHAPTER, Kind.PAPER}
            yield self.locale.html("notes.in_container", container=set_in_italics) if within else set_in_italics
        if reference.kind is Kind.CHAPTER and reference.editors:
            names = self._names(reference.editors, et_al=False)
            yield self.locale.html("notes.editor", count=len(reference.editors), names=names)
        if reference.translators:
            yield self.locale.html("notes.translator", names=self._names(reference.translators, et_al=False))
        yield escape(self._type(reference))
        yield escape(reference.series)
        if _SMALL_NUMBER.fullmatch(reference.edition):
            yield self.locale.html("notes.edition", ordinal=reference.edition)
        else:
            yield escape(reference.edition)  # "revised edition" and the like, in the source's own words
        if reference.volume:
            yield self.locale.html("notes.volume", value=reference.volume)
        if reference.number:
            yield self.locale.html("notes.number", value=reference.number)
        issuers = dict.fromkeys([reference.institution, reference.organization, reference.publisher])
        said = {reference.container, _host(reference), *(name.literal for name in reference.authors)}
        issuer = self.locale.text("notes.list").join(
            _typeset(one, reference) for one in issuers if one and one not in said
        )
        if reference.place and issuer:
            yield self.locale.html("notes.published_at", place=reference.place, publisher=issuer)
        else:
            yield escape(reference.place or issuer)

    def _type(self, reference: Reference) -> str:
        known = _TYPES.get(reference.type.lower())
        if known:
            return self.locale.text(f"kinds.{known}")
        if not reference.type and reference.kind in {Kind.DATASET, Kind.THESIS, Kind.VIDEO}:
            return self.locale.text(f"kinds.{reference.kind}")
        return reference.type

    def _date(self, reference: Reference) -> Markup:
        if reference.date is None:
            return self.locale.html("notes.no_date")
        text = escape(self.locale.date(reference.date))
        if reference.original_date:
            first = self.locale.html("notes.first_published", when=self.locale.when(reference.original_date))
            return self.locale.html("notes.aside", text=text, aside=first)
        return text

    def _pages(self, reference: Reference) -> Markup:
        if not reference.pages:
            return escape(reference.eid)
        value = self.locale.text("notes.list").join(reference.pages)
        count = 1 if len(reference.pages) == 1 and "–" not in value else 2
        return self._tied(self.locale.text("notes.pages", count=count, value=value))

    def locator(self, item: CitationItem | None) -> Markup:
        """Write the locator in the page's language: the label belongs to the language, the value to the source."""
        if item is None or item.locator_label is None:
            return Markup()
        count = 2 if any(mark in item.locator for mark in ("–", ",")) else 1
        value = item.locator.replace(", ", self.locale.text("notes.list"))
        phrase = self.locale.text(f"locators.{item.locator_label}", count=count, value=value)
        return self._tied(phrase)

    @staticmethod
    def _tied(phrase: str) -> Markup:
        """Keep a label and its value on one line."""
        return escape(phrase.replace(" ", NO_BREAK_SPACE, 1))

    def _suffix(self, item: CitationItem | None) -> Markup:
        return markdown.inline_html(item.suffix, self.locale.code) if item else Markup()

    def _addresses(self, reference: Reference, quote: str = "") -> Iterator[Markup]:
        """Yield the ways to the source, the one that a reader should try first before the others."""
        ways = [self._original(reference, quote), self._archive(reference, quote)]
        yield from ways[::-1] if _is_lost(reference) else ways

    def _link(self, reference: Reference, quote: str) -> Markup:
        """Return the link that a reader should try first, without what is said of it."""
        if reference.archive_url and _is_lost(reference):
            return self._archive(reference, quote)
        return self._original_link(reference, quote)

    def _original(self, reference: Reference, quote: str) -> Markup:
        """Return the source's own address, with the day on which it was seen and what has become of it since."""
        link = self._original_link(reference, quote)
        if not link or reference.doi:
            return link
        if reference.republished_by:
            link = self.locale.html("notes.republished", name=link)
        asides = []
        if reference.url_status is not UrlStatus.LIVE:
            asides.append(self.locale.html(f"notes.{reference.url_status}"))
        if reference.accessed:
            asides.append(self.locale.html("notes.accessed", when=self.locale.when(reference.accessed)))
        return self.locale.html("notes.aside", text=link, aside=self._list(asides)) if asides else link

    def _original_link(self, reference: Reference, quote: str) -> Markup:
        """Return the DOI or the address as a link; an address in foreign hands is none, and is printed whole."""
        if reference.doi:
            address = with_quote(f"https://doi.org/{percent_encoded(reference.doi, safe='/:;()._-')}", quote)
            return Markup('<a class="note-address" href="{}">doi:{}</a>').format(address, reference.doi)
        if not reference.url:
            return Markup()
        if reference.url_status is UrlStatus.HIJACKED:
            shown = reference.republished_by or reference.url
            return Markup('<span class="note-address" dir="ltr">{}</span>').format(shown)
        shown = reference.republished_by or _host(reference)
        return Markup('<a class="note-address" href="{}"{}>{}</a>').format(
            with_quote(reference.url, quote), _robust(reference), shown
        )

    def _archive(self, reference: Reference, quote: str) -> Markup:
        if not reference.archive_url:
            return Markup()
        words = self.locale.text("notes.archive")
        if reference.archive_date:
            words = self.locale.text("notes.archive_of", when=self.locale.when(reference.archive_date))
        return Markup('<a class="note-archive" href="{}"{}>{}</a>').format(
            with_quote(reference.archive_url, quote), _robust(reference), words
        )

    def _provenance(self, reference: Reference) -> Iterator[Markup]:
        """Yield what an honest reader must know: copies, translations, and texts that nobody here has read."""
        if reference.republished_by and (reference.doi or not reference.url):
            yield self.locale.html("notes.republished", name=reference.republished_by)
        if reference.original_language:
            language = self.locale.language_name(reference.original_language)
            yield self.locale.html("notes.translated_from", language=language)
        if not reference.text_seen:
            yield self.locale.html("notes.text_not_seen")
        if reference.found_in in self.bibliography.references:
            source = self.bibliography.references[reference.found_in]
            named = self._list([escape(self._family_names(source.authors, source)), self.title(source, short=True)])
            yield self.locale.html("notes.cited_by", source=named)
        if reference.note:
            yield escape(reference.note)


def _typeset(text: str, reference: Reference) -> str:
    """Give a text of the source the typography of the source's own language, where that is known."""
    known = _known(reference.language)
    return markdown.typeset(text, known) if known else text


def _known(language: str) -> str:
    """Return the language of ours whose typography a language has (of British English, English), or an empty text."""
    codes = (language, language.partition("-")[0])
    return next((code for code in codes if code in locales.available()), "")


def _is_lost(reference: Reference) -> bool:
    """Tell whether a reader finds the source in an archive only."""
    return reference.url_status is not UrlStatus.LIVE and not reference.doi


def _robust(reference: Reference) -> Markup:
    """Return the attributes by which programs find the other way to a source, and the day on which it was as cited.

    Source: Robust Links, https://robustlinks.mementoweb.org/spec/.
    """
    if not (reference.url and reference.archive_url):
        return Markup()
    attributes = Markup(' data-originalurl="{}" data-versionurl="{}"').format(reference.url, reference.archive_url)
    day = next(filter(None, map(_day, (reference.archive_date, reference.accessed))), "")
    return attributes + Markup(' data-versiondate="{}"').format(day) if day else attributes


def _day(date: Edtf | None) -> str:
    """Return a date as programs read it, where it is a day."""
    if date is None or date.interval or date.start is None or date.start.day is None:
        return ""
    year, month, day = date.start.earliest
    return f"{year:04}-{month:02}-{day:02}"


def _host(reference: Reference) -> str:
    return (urlsplit(reference.url).hostname or "").removeprefix("www.")
