"""What names a source everywhere: DOI, ISBN, address; and whether a bibliography has it already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from dossier.bibliography import DOI, DOI_PREFIX, Bibliography, Reference
from dossier.links.address import read_address

_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\dA-Za-z])", re.ASCII)
_IDLE = re.compile(r"^https?://(?:www\.)?|/?(?:#(?![/!]).*)?$")
"""What addresses of one page differ in; a fragment such as `#/company` is a page of its own."""
_UNSAFE = {"^": "%5E", "`": "%60", "{": "%7B", "}": "%7D", "\\": "%5C", "|": "%7C"}
"""What an address may hold and a bibliography cannot, with what stands for it."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name of a source. An ISBN has 13 digits, an address is as browsers write it."""

    kind: Literal["doi", "isbn", "url"]
    value: str


def read_doi(text: str) -> str:
    """Return the DOI that a text is, without the address of the DOI system; an empty text where it is none."""
    doi = DOI_PREFIX.sub("", text.strip(), count=1)
    return doi if DOI.fullmatch(doi) and doi.isprintable() else ""


def read_isbn(text: str) -> str:
    """Return an ISBN as its 13 digits; an empty text where it is none, or its check digit is wrong (ISO 2108)."""
    if not _ISBN.fullmatch(text.strip()):
        return ""
    digits = re.sub("[- ]", "", text.strip()).upper()
    if len(digits) == 10:  # noqa: PLR2004 - as ISBNs had before 2007
        weighted = sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(digits))
        if weighted % 11 or "X" in digits[:-1]:
            return ""
        digits = f"978{digits[:-1]}"
        return digits + str(-_weighted(digits) % 10)
    return digits if digits.isdecimal() and _weighted(digits) % 10 == 0 else ""


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


def read_url(text: str) -> str:
    """Return an address as browsers write it, and as a bibliography can hold it; raises AddressError."""
    address = read_address(text.strip()).whole
    return "".join(_UNSAFE.get(one, one) for one in address)


def identifier(text: str) -> Identifier:
    """Return what a person may have pasted: a DOI or its address, an ISBN, an address; raises ValueError."""
    if doi := read_doi(text):
        return Identifier("doi", doi)
    if isbn := read_isbn(text):
        return Identifier("isbn", isbn)
    if _ISBN.fullmatch(text.strip()):
        raise ValueError("the check digit of this ISBN is wrong")
    return Identifier("url", read_url(text))


def known_as(names: Iterable[Identifier], bibliography: Bibliography) -> str:
    """Return the key of the source that has one of these names already; an empty text if none has."""
    wanted = {_folded(name) for name in names}
    found = (key for key, one in bibliography.references.items() if not wanted.isdisjoint(_names(one)))
    return next(found, "")


def _names(reference: Reference) -> set[tuple[str, str]]:
    names = [Identifier("doi", reference.doi)] if reference.doi else []
    names += [Identifier("isbn", isbn) for one in _ISBN.findall(reference.isbn) if (isbn := read_isbn(one))]
    if reference.url:
        with suppress(ValueError):  # which `dossier links` reports
            names.append(identifier(reference.url))
    return {_folded(name) for name in names}


def _folded(name: Identifier) -> tuple[str, str]:
    """Return a name without what two that mean the same may differ in."""
    if name.kind == "url":
        return name.kind, _IDLE.sub("", name.value)
    return name.kind, name.value.lower()
