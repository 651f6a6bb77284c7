"""A source in the formats that programs for references read: BibTeX, RIS and CSL-JSON.

Sources: the RIS format specification of Reference Manager; CSL-JSON, https://docs.citationstyles.org/en/stable/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dossier.bibliography import Kind, Reference
from dossier.dates import Edtf
from dossier.names import Name

_RIS_TYPES = {
    Kind.ARTICLE: "JOUR",
    Kind.NEWSPAPER: "NEWS",
    Kind.BOOK: "BOOK",
    Kind.CHAPTER: "CHAP",
    Kind.PAPER: "CPAPER",
    Kind.REPORT: "RPRT",
    Kind.THESIS: "THES",
    Kind.ONLINE: "ELEC",
    Kind.LEGISLATION: "STAT",
    Kind.DATASET: "DATA",
    Kind.VIDEO: "VIDEO",
    Kind.MISC: "GEN",
}
_CSL_TYPES = {
    Kind.ARTICLE: "article-journal",
    Kind.NEWSPAPER: "article-newspaper",
    Kind.BOOK: "book",
    Kind.CHAPTER: "chapter",
    Kind.PAPER: "paper-conference",
    Kind.REPORT: "report",
    Kind.THESIS: "thesis",
    Kind.ONLINE: "webpage",
    Kind.LEGISLATION: "legislation",
    Kind.DATASET: "dataset",
    Kind.VIDEO: "motion_picture",
    Kind.MISC: "document",
}


_BIBTEX_SIGNS = {sign: f"\\{sign}" for sign in "#$%&_"} | {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, those behind a backslash too
    "}": r"\textbraceright{}",
}
"""How BibTeX writes the signs that mean something to it."""


def bibtex(reference: Reference) -> str:
    """Return what is on the web alone as an entry in biblatex's flavour, which no text in it can break.

    An entry of a bibliography is given as it was typed (`Reference.source`); this is for what has none.
    """
    fields = {
        "author": " and ".join(f"{{{_bibtex_text(name.literal)}}}" for name in reference.authors),
        "title": _bibtex_text(_title(reference)),
        "date": "-".join(f"{part:02}" for part in _date_parts(reference.date)),
        "url": reference.url,
        "langid": reference.language,
    }
    lines = (f"  {name:6} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{reference.key},\n{''.join(lines)}}}\n"


def _bibtex_text(text: str) -> str:
    return "".join(_BIBTEX_SIGNS.get(sign, sign) for sign in " ".join(text.split()))


def ris(reference: Reference) -> str:
    """Return the source as a record of RIS: a line a field, which no text of the source can break."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in _ris_fields(reference) if value]
    return "\n".join([*lines, "ER  - "]) + "\n"


def _ris_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _RIS_TYPES[reference.kind]
    yield "ID", reference.key
    for tag, names in (("AU", reference.authors), ("ED", reference.editors)):
        for name in names:
            yield tag, _inverted(name)
    yield "TI", _title(reference)
    yield "ST", reference.short_title
    yield "T2", reference.container
    yield "T3", reference.series
    yield "PB", _publisher(reference)
    yield "CY", reference.place
    yield "VL", reference.volume
    yield "IS", reference.number
    yield "ET", reference.edition
    first, _, last = ",".join(reference.pages).partition("–")
    yield "SP", first
    yield "EP", last
    parts = _date_parts(reference.date)
    if parts:
        yield "PY", str(parts[0])
        yield "DA", "/".join([str(parts[0]), *(f"{part:02}" for part in parts[1:]), "", ""][:3]) + "/"
    yield "SN", reference.isbn
    yield "DO", reference.doi
    yield "UR", reference.url
    yield "LA", reference.language
    yield "N1", reference.note


def csl(reference: Reference) -> str:
    """Return the source as an item of CSL-JSON, in a list as programs expect it."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": _CSL_TYPES[reference.kind],
        "author": [_csl_name(name) for name in reference.authors],
        "editor": [_csl_name(name) for name in reference.editors],
        "translator": [_csl_name(name) for name in reference.translators],
        "title": _title(reference),
        "title-short": reference.short_title,
        "container-title": reference.container,
        "collection-title": reference.series,
        "publisher": _publisher(reference),
        "publisher-place": reference.place,
        "volume": reference.volume,
        "issue": reference.number,
        "edition": reference.edition,
        "page": ", ".join(reference.pages),
        "genre": reference.type,
        "issued": _csl_date(reference.date),
        "accessed": _csl_date(reference.accessed),
        "original-date": _csl_date(reference.original_date),
        "ISBN": reference.isbn,
        "DOI": reference.doi,
        "URL": reference.url,
        "archive_location": reference.archive_url,
        "language": reference.language,
        "note": reference.note,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def _title(reference: Reference) -> str:
    return f"{reference.title}: {reference.subtitle}" if reference.subtitle else reference.title


def _publisher(reference: Reference) -> str:
    return reference.publisher or reference.institution or reference.organization


def _inverted(name: Name) -> str:
    if name.literal:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(part for part in (family, name.given, name.suffix) if part)


def _csl_name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: value for part, value in parts.items() if value}


def _date_parts(date: Edtf | None) -> list[int]:
    """Return year, month and day of a date as far as all of them are known."""
    moment = date.start if date else None
    if moment is None or moment.unspecified:
        return []
    return [part for part in (moment.year, moment.month, moment.day) if part]


def _csl_date(date: Edtf | None) -> dict[str, Any]:
    parts = _date_parts(date)
    if not date or not parts:
        return {}
    bounds = [parts]
    if date.interval and (end := date.end) and not end.unspecified:
        bounds.append([part for part in (end.year, end.month, end.day) if part])
    said = {"date-parts": bounds}
    doubtful = date.start and (date.start.uncertain or date.start.approximate)
    return {**said, "circa": True} if doubtful else said
