"""Asks the network what a source is: the DOI system, Open Library, or the page itself.

The answers are strangers'; `metadata.py` reads them. Every request goes where the link checker's may go.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from dossier.identifiers import Identifier
from dossier.links.address import read_address
from dossier.links.client import Client, Exchange, Limits
from dossier.links.gate import Gates
from dossier.links.guard import Resolver
from dossier.links.page import read_page
from dossier.links.reasons import REASONS
from dossier.metadata import Metadata, from_csl, from_open_library, from_page, named

SECONDS = 30.0
"""How long all of it may take."""
_LIMITS = Limits(whole_bytes=1_000_000)
_CSL_JSON = "application/vnd.citationstyles.csl+json"


@dataclass(frozen=True, slots=True)
class Services:
    """Whom to ask for what is not a page."""

    dois: str = "https://doi.org/"
    books: str = "https://openlibrary.org/"


SERVICES = Services()


@dataclass(frozen=True, slots=True)
class Found:
    """What was learned of a source; where that is nothing, `problem` says why."""

    metadata: Metadata
    problem: str = ""


def look_up(
    name: Identifier, *, resolver: Resolver, contact: str = "", services: Services = SERVICES, seconds: float = SECONDS
) -> Found:
    """Return what the network knows of a source; never raises for what happens there."""

    async def ask() -> Found:
        client = Client(Gates(), contact=contact, limits=_LIMITS, resolver=resolver)
        async with asyncio.timeout(seconds), client:
            return await _ASK[name.kind](client, name.value, services)

    try:
        found = asyncio.run(ask())
    except TimeoutError:
        found = Found(Metadata(), f"there was no whole answer within {seconds:g} seconds")
    given = named(name)
    whole = found.metadata.or_else(given)
    return replace(found, metadata=replace(whole, **{name.kind: getattr(given, name.kind)}))


async def _ask_for_doi(client: Client, doi: str, services: Services) -> Found:
    address = read_address(services.dois + quote(doi, safe="/:;()<>._-"))
    exchange = await client.follow(address, whole=True, accept=_CSL_JSON)
    if exchange.status == HTTPStatus.NOT_FOUND:
        return Found(Metadata(), f"{address.host} does not know the DOI {doi}")
    return _read(exchange, address.host, from_csl(exchange.body))


async def _ask_for_isbn(client: Client, isbn: str, services: Services) -> Found:
    address = read_address(f"{services.books}api/books?bibkeys=ISBN:{isbn}&format=json&jscmd=data")
    exchange = await client.follow(address, whole=True, accept="application/json")
    found = _read(exchange, address.host, from_open_library(exchange.body, isbn))
    if exchange.status == HTTPStatus.OK and exchange.body.strip() == b"{}":
        return Found(Metadata(), f"{address.host} does not know the ISBN {isbn}")
    return found


async def _ask_for_page(client: Client, url: str, _services: Services) -> Found:
    address = read_address(url)
    exchange = await client.follow(address)
    if exchange.status not in {0, HTTPStatus.OK}:  # some answer browsers only
        exchange = await client.follow(address, as_browser=True)
    page = read_page(exchange.body, exchange.content_type)
    said = from_page(page.metadata, page.linked_data, page.title, page.lang) if page.markup else None
    return _read(exchange, address.host, said)


def _read(exchange: Exchange, host: str, metadata: Metadata | None) -> Found:
    """Return what was read of an answer, if it is one."""
    if exchange.failure:
        return Found(Metadata(), REASONS[exchange.failure.reason][1].format(detail=exchange.failure.detail))
    asked = urlsplit(exchange.hops[-1].url).hostname or host
    if exchange.status != HTTPStatus.OK:
        return Found(Metadata(), f"{asked} answers with the status {exchange.status}")
    if metadata is None:
        return Found(Metadata(), f"{asked} answers with something that does not describe a source")
    return Found(metadata)


_ASK = {"doi": _ask_for_doi, "isbn": _ask_for_isbn, "url": _ask_for_page}
