"""What others say of a source: CSL-JSON, Open Library's JSON, and what a page says of itself; read into one value.

All of it is a stranger's. Texts lose their markup and what cannot be seen, and have a limit; what is not of the form
that is expected is passed over, so that the worst answer is one that says nothing.

Sources: CSL-JSON, https://docs.citationstyles.org/; Crossref, "Content negotiation"; Open Library, "Books API"
(jscmd=data); Google Scholar, "Inclusion guidelines" (`citation_…`); schema.org (Article); The Open Graph protocol.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from dossier.identifiers import Identifier, read_doi, read_isbn
from dossier.names import CJK, Name, language_code, parse_name

_LONGEST = 300
"""How many characters of a text are kept."""
_MOST_NAMES = 20
_MOST_NODES = 50
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_DATE = re.compile(r"(?P<year>[12]\d{3})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)", re.ASCII)

_TYPES = {
    csl: type_
    for type_, names in {
        "article": "article-journal journal-article article review",
        "newspaper": "article-newspaper article-magazine",
        "book": "book monograph edited-book reference-book",
        "incollection": "chapter book-chapter entry entry-encyclopedia entry-dictionary reference-entry",
        "inproceedings": "paper-conference proceedings-article",
        "report": "report report-component standard",
        "thesis": "thesis dissertation",
        "dataset": "dataset",
        "online": "webpage post post-weblog posted-content",
        "legislation": "legislation bill",
        "video": "motion_picture broadcast",
    }.items()
    for csl in names.split()
}
"""Types of entries by those of CSL, and by Crossref's own, which stand in its CSL-JSON too; `newspaper` is ours."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said of a source; what is not said is empty. `type` is that of an entry, or `newspaper`."""

    type: str = ""
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    """Whether there are more authors than these."""
    title: str = ""
    subtitle: str = ""
    container: str = ""
    """The journal, the newspaper or the book in which it appeared."""
    site: str = ""
    """The name of the site, or of whoever stands behind it."""
    publisher: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    date: str = ""
    language: str = ""
    doi: str = ""
    isbn: str = ""
    url: str = ""

    def or_else(self, other: Metadata) -> Metadata:
        """Return this, with what it does not say from another."""
        missing = {field.name for field in fields(self) if not getattr(self, field.name)}
        if "authors" not in missing:
            missing.discard("et_al")
        return replace(self, **{name: getattr(other, name) for name in missing})


def named(name: Identifier) -> Metadata:
    """Return what is known of a source of which only the name is known; the type is what most such sources are."""
    match name.kind:
        case "doi":
            return Metadata(type="article", doi=name.value)
        case "isbn":
            return Metadata(type="book", isbn=name.value)
        case "url":
            return Metadata(type="online", url=name.value)


def clean(value: object) -> str:
    """Return a text or a number as a text in one line, without markup and without what cannot be seen."""
    if not isinstance(value, str | int):
        return ""
    text = html.unescape(_TAG.sub("", str(value)[: 10 * _LONGEST]))
    text = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def from_csl(body: bytes) -> Metadata | None:
    """Read what the DOI system answers; None where it is no CSL-JSON."""
    data = _json(body)
    if not isinstance(data, dict):
        return None
    type_ = _TYPES.get(clean(data.get("type")), "misc")
    authors, et_al = _first_names(_csl_name(one) for one in _list(data.get("author")))
    return Metadata(
        type=type_,
        authors=authors,
        et_al=et_al,
        title=_first(data.get("title")),
        subtitle=_first(data.get("subtitle")),
        container=_first(data.get("container-title")),
        publisher=clean(data.get("publisher")),
        volume=clean(data.get("volume")),
        number=clean(data.get("issue")),
        pages=clean(data.get("page")),
        date=_csl_date(data.get("issued")),
        language=language_code(clean(data.get("language"))) or "",
        doi=read_doi(clean(data.get("DOI"))),
        isbn=read_isbn(_first(data.get("ISBN"))),
    )


def _csl_name(data: object) -> Name | None:
    if not isinstance(data, dict):
        return None
    family, given = clean(data.get("family")), clean(data.get("given"))
    if not family:
        literal = clean(data.get("literal")) or clean(data.get("name")) or given
        return Name(literal=literal) if literal else None
    if CJK.search(family):
        return Name(literal=family + given)
    particle = f"{clean(data.get('dropping-particle'))} {clean(data.get('non-dropping-particle'))}".strip()
    return Name(family, given, particle, clean(data.get("suffix")))


def _csl_date(data: object) -> str:
    parts = data.get("date-parts") if isinstance(data, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return _date("-".join(map(clean, first))) if isinstance(first, list) else ""


def from_open_library(body: bytes, isbn: str) -> Metadata | None:
    """Read what Open Library says of a book; None where it does not know it."""
    data = _json(body)
    book = data.get(f"ISBN:{isbn}") if isinstance(data, dict) else None
    if not isinstance(book, dict):
        return None
    authors, et_al = _first_names(_written_name(_named(one)) for one in _list(book.get("authors")))
    published = _YEAR.search(clean(book.get("publish_date")))
    return Metadata(
        type="book",
        authors=authors,
        et_al=et_al,
        title=clean(book.get("title")),
        subtitle=clean(book.get("subtitle")),
        publisher=next(filter(None, map(_named, _list(book.get("publishers")))), ""),
        date=published.group() if published else "",
        isbn=isbn,
    )


def from_page(meta: Mapping[str, Sequence[str]], linked_data: Iterable[str], title: str, lang: str) -> Metadata:
    """Read what a page says of itself: for scholars, for search engines, for social networks, in its title.

    `meta` are the contents of its `<meta>` by name, `linked_data` its scripts of JSON-LD.
    """
    said = _from_highwire(meta)
    for one in linked_data:
        said = said.or_else(_from_linked_data(one))
    rest = Metadata(
        type="online",
        title=_meta(meta, "og:title") or clean(title),
        site=_meta(meta, "og:site_name"),
        date=_date(_meta(meta, "article:published_time", "date", "dc.date")),
        language=language_code(clean(lang)) or language_code(_meta(meta, "og:locale")) or "",
    )
    return said.or_else(rest)


def _from_highwire(meta: Mapping[str, Sequence[str]]) -> Metadata:
    journal, book = _meta(meta, "citation_journal_title"), _meta(meta, "citation_inbook_title", "citation_book_title")
    conference, report = _meta(meta, "citation_conference_title"), _meta(meta, "citation_technical_report_institution")
    school = _meta(meta, "citation_dissertation_institution")
    kinds = {"article": journal, "incollection": book, "inproceedings": conference, "report": report, "thesis": school}
    authors, et_al = _first_names(_written_name(clean(one)) for one in meta.get("citation_author", ()))
    first, last = _meta(meta, "citation_firstpage"), _meta(meta, "citation_lastpage")
    return Metadata(
        type=next((kind for kind, name in kinds.items() if name), ""),
        authors=authors,
        et_al=et_al,
        title=_meta(meta, "citation_title"),
        container=journal or book or conference,
        publisher=report or school or _meta(meta, "citation_publisher"),
        volume=_meta(meta, "citation_volume"),
        number=_meta(meta, "citation_issue"),
        pages=f"{first}-{last}" if first and last else first,
        date=_date(_meta(meta, "citation_publication_date", "citation_date", "citation_online_date")),
        language=language_code(_meta(meta, "citation_language")) or "",
        doi=read_doi(_meta(meta, "citation_doi")),
        isbn=read_isbn(_meta(meta, "citation_isbn")),
    )


def _from_linked_data(text: str) -> Metadata:
    for node in _nodes(_json(text)):
        kinds = [clean(one) for one in _list(node.get("@type"))]
        title = clean(node.get("headline")) or clean(node.get("name"))
        if title and any(kind.endswith(("Article", "Posting", "Report", "WebPage")) for kind in kinds):
            publisher = _named(node.get("publisher"))
            is_news = any(kind.endswith("NewsArticle") for kind in kinds)
            authors, et_al = _first_names(_linked_name(one) for one in _list(node.get("author")))
            return Metadata(
                type="newspaper" if is_news else "",
                authors=authors,
                et_al=et_al,
                title=title,
                container=publisher if is_news else "",
                site=publisher,
                date=_date(clean(node.get("datePublished"))),
                language=language_code(clean(node.get("inLanguage"))) or "",
            )
    return Metadata()


def _nodes(data: object) -> Iterator[Mapping[str, Any]]:
    """Yield the things that JSON-LD describes, those of a graph in the place of the graph."""
    for one in _list(data)[:_MOST_NODES]:
        if isinstance(one, dict):
            yield one
            yield from (inner for inner in _list(one.get("@graph"))[:_MOST_NODES] if isinstance(inner, dict))


def _linked_name(data: object) -> Name | None:
    is_body = isinstance(data, dict) and "Organization" in clean(data.get("@type"))
    name = _named(data)
    return (Name(literal=name) if is_body else _written_name(name)) if name else None


# --- Pieces -----------------------------------------------------------------------------------------------------------


def _json(body: bytes | str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: object) -> str:
    """Return the first text of what may be one text or several."""
    return next(filter(None, map(clean, _list(value)[:_MOST_NODES])), "")


def _named(data: object) -> str:
    """Return the name of a thing, which may be nothing but its name."""
    if isinstance(data, list):
        return _named(data[0]) if data and not isinstance(data[0], list) else ""
    return clean(data.get("name")) if isinstance(data, dict) else clean(data)


def _meta(meta: Mapping[str, Sequence[str]], *names: str) -> str:
    """Return the first content that one of these names has."""
    return next((text for name in names for one in meta.get(name, ()) if (text := clean(one))), "")


def _first_names(names: Iterable[Name | None]) -> tuple[tuple[Name, ...], bool]:
    """Return the first names of a list that may have thousands, and whether there are more."""
    found: list[Name] = []
    for name in filter(None, names):
        if len(found) == _MOST_NAMES:
            return tuple(found), True
        if name not in found:
            found.append(name)
    return tuple(found), False


def _written_name(text: str) -> Name | None:
    """Read a name as people write it: `Luo, Xubei` or `Xubei Luo`; an address is none."""
    plain = re.sub(r"[{}\\]", "", text).strip()
    if not plain or "://" in plain:
        return None
    return parse_name(plain) or Name(literal=plain)


def _date(text: str) -> str:
    """Return a date as EDTF, as exact as it is given and possible; an empty text where it is none."""
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day = match["year"], int(match["month"] or 0), int(match["day"] or 0)
    if not 1 <= month <= 12:  # noqa: PLR2004 - the months of a year
        return year
    try:
        return dt.date(int(year), month, day).isoformat() if day else f"{year}-{month:02}"
    except ValueError:
        return f"{year}-{month:02}"
