"""Asks the web: one address, the way on from it, and what stands at its end. Nothing is judged here.

GET is the truth, for servers lie to HEAD in both ways; of an answer no more is read than is needed. Every connection
goes through `guard.Resolver`, every request through the `Gate` of its host. What a browser forgives is forgiven: where
aiohttp cannot read an answer, `lenient.py` is asked for a second opinion.

Sources: RFC 9110 (HTTP), RFC 6265 (cookies), WHATWG Fetch ("HTTP-redirect fetch"), HTML ("shared declarative refresh
steps").
"""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Self

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from multidict import CIMultiDictProxy
from yarl import URL

from dossier.links import certificates, lenient
from dossier.links.address import Address, AddressError, NotWebError, read_address
from dossier.links.decoding import decompress
from dossier.links.gate import Gates
from dossier.links.guard import PASSING, PrivateAddressError, Resolver
from dossier.links.model import Answer, Hop
from dossier.links.page import parse_refresh, read_page

MAX_HOPS = 20
"""Redirects that are followed, as browsers do (WHATWG Fetch)."""

_IDLE_SECONDS = 2.0
"""How long a connection is kept for the next request: a run can have many thousand hosts."""

_HEADER_BYTES = 256 * 1024
_REFRESH_SECONDS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LASTING = frozenset({301, 308})
_TEXT = re.compile(r"text/|html|xml|json|javascript", re.IGNORECASE)
_REFRESHES = re.compile(rb"http-equiv\s*=[\s\"']*refresh", re.IGNORECASE)
_HEAD_BYTES = 64 * 1024
"""Where a page's `<meta>` are looked for."""

_ENTRANCE = 4096
"""Bytes that are read of what is no text: enough to know that it comes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, in seconds, and how much, in bytes, one answer may take."""

    head: float = 10.0
    """From the beginning of a request to the end of the headers."""
    body: float = 5.0
    """For what then is read of the body: a page that drips on is judged by what has come."""
    text_bytes: int = 512 * 1024
    whole_bytes: int = 10 * 1024 * 1024
    """Where the whole text is needed, for a place in it or words that it should have."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no answer came: a key of `reasons.REASONS` and what fills its blank."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an address answered, at the end of its way. Without a `failure`, the last hop has the status."""

    hops: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_whole: bool = True
    """Whether the body was read to its end."""
    failure: Failure | None = None
    fragment: str = ""
    """The fragment that the browser would look for at the end of the way."""
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """The status of the last answer; 0 where none came."""
        return self.hops[-1].status if self.hops and not self.failure else 0

    @property
    def content_type(self) -> str:
        """The media type of the last answer, with its parameters."""
        return self.headers.get("Content-Type", "")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer, before anything is followed."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    is_whole: bool
    cookies: bool


ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": ACCEPT,
    "Accept-Language": "en-US,en;q=0.7,fr;q=0.5",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
}


def honest_headers(contact: str) -> dict[str, str]:
    """Return the headers under which the checker asks: who it is, and whom to write to."""
    about = f"; +{contact}" if contact else ""
    return {
        "User-Agent": f"Mozilla/5.0 (compatible; dossier-links/1.0{about})",
        "Accept": ACCEPT,
        "Accept-Language": "en, fr;q=0.9, nl;q=0.8, de;q=0.8, zh;q=0.7, *;q=0.5",
    }


class Client:
    """Asks addresses. Use it as an asynchronous context; one serves a whole run."""

    def __init__(
        self,
        gates: Gates,
        *,
        contact: str = "",
        limits: Limits = DEFAULT_LIMITS,
        resolver: Resolver | None = None,
    ) -> None:
        """`gates` holds requests back, `resolver` says where they may go; `contact` is told to servers."""
        self._gates, self._limits = gates, limits
        self._resolver = resolver or Resolver()
        self._honest = honest_headers(contact)
        self._tls = certificates.context()
        self._mended: dict[tuple[str, int], ssl.SSLContext] = {}
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        """Open the session."""
        connector = aiohttp.TCPConnector(
            limit=0,
            keepalive_timeout=_IDLE_SECONDS,
            resolver=self._resolver,
            socket_factory=self._resolver.open_socket,
            ttl_dns_cache=None,
            ssl=self._tls,
            happy_eyeballs_delay=0.25,
            interleave=1,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(),
            auto_decompress=False,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
            max_headers=4096,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
            requote_redirect_url=False,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        await self._session.close()
        await self._resolver.close()

    async def follow(  # noqa: PLR0913 - what requests differ in
        self,
        address: Address,
        *,
        as_browser: bool = False,
        whole: bool = False,
        first_only: bool = False,
        accept: str = "",
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Exchange:
        """Ask an address and follow where it leads; never raises for what a server does.

        `whole` reads all of the final text, `first_only` follows nothing; `accept` is the media type that is asked for,
        in place of a page; `headers` and `form`, which is posted, go
        with the first request only.
        """
        base = {**(_BROWSER if as_browser else self._honest), **({"Accept": accept} if accept else {})}
        hops: list[Hop] = []
        jar: aiohttp.CookieJar | None = None
        seen: set[tuple[str, str]] = set()
        fragment, more, notes = address.fragment, dict(headers or {}), tuple[str, ...]()
        while True:
            cookies = _cookies(jar, address)
            if (address.asked, cookies) in seen or len(hops) > MAX_HOPS:
                return Exchange(tuple(hops), failure=Failure("loop", address.asked), fragment=fragment, notes=notes)
            seen.add((address.asked, cookies))
            sent = {**base, **more, **({"Cookie": cookies} if cookies else {})}
            more = {}
            try:
                answer = await self._ask(address, sent, whole=whole, form=form)
            except _FailedError as error:
                hops.append(Hop(address.asked, 0))
                return Exchange(tuple(hops), failure=error.failure, fragment=fragment, notes=notes)
            form = None
            if address.site in self._mended:
                notes = ("chain",)
            step = None if first_only else _next(answer, address)
            if step is None or step.url == "":
                hops.append(Hop(address.asked, answer.status))
                return Exchange(tuple(hops), answer.headers, answer.body, answer.is_whole, None, fragment, notes)
            hops.append(Hop(address.asked, answer.status, step.via, step.permanent))
            if answer.cookies:
                jar = jar or aiohttp.CookieJar(unsafe=True)
                url = URL(address.asked, encoded=True)
                jar.update_cookies_from_headers(answer.headers.getall("Set-Cookie", []), url)
            try:
                address = read_address(step.url, address.asked)
            except NotWebError as error:
                failure = Failure("odd-status", f"a redirect to {error} that browsers do not follow")
                return Exchange(tuple(hops), failure=failure, fragment=fragment, notes=notes)
            except AddressError as error:
                failure = Failure("bad-answer", f"it leads on to what is no address: {error}")
                return Exchange(tuple(hops), failure=failure, fragment=fragment, notes=notes)
            fragment = address.fragment or fragment

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        data: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask a service, such as an archive's: this is a `model.Fetch`."""
        try:
            address = read_address(url)
        except AddressError:
            return Answer(0, url)
        form = (data or {}) if method == "POST" else None
        found = await self.follow(address, whole=True, headers=headers, form=form)
        final = found.hops[-1].url if found.hops else url
        return Answer(found.status, final, found.headers, found.body, found.hops)

    async def _ask(
        self, address: Address, headers: Mapping[str, str], *, whole: bool, form: Mapping[str, str] | None
    ) -> _Answer:
        """Ask once, in turn; raises _FailedError."""
        async with self._gates.of(address.site):
            try:
                return await self._get(address, headers, whole=whole, form=form)
            except certificates.errors as error:
                fault = certificates.fault(error)
                if fault.reason == "tls-incomplete" and await self._complete(address):
                    return await self._get_again(address, headers, whole=whole)
                raise _FailedError(fault.reason, fault.detail) from error
            except _UNREADABLE as error:
                return await self._second_opinion(address, headers, error)
            except Exception as error:
                raise _failed(error, address, self._limits) from error

    async def _get_again(self, address: Address, headers: Mapping[str, str], *, whole: bool) -> _Answer:
        try:
            return await self._get(address, headers, whole=whole)
        except certificates.errors as error:
            fault = certificates.fault(error)
            raise _FailedError(fault.reason, fault.detail) from error
        except Exception as error:
            raise _failed(error, address, self._limits) from error

    async def _get(
        self, address: Address, headers: Mapping[str, str], *, whole: bool, form: Mapping[str, str] | None = None
    ) -> _Answer:
        response: aiohttp.ClientResponse | None = None
        try:
            async with asyncio.timeout(self._limits.head):
                response = await self._session.request(
                    "GET" if form is None else "POST",
                    URL(address.asked, encoded=True),
                    headers={"Accept-Encoding": "gzip, deflate", **headers},
                    data=form,
                    allow_redirects=False,
                    ssl=self._mended.get(address.site, True),
                )
            wanted = self._limits.whole_bytes if whole else self._limits.text_bytes
            if not _TEXT.search(response.headers.get("Content-Type", "html")):
                wanted = _ENTRANCE
            body, is_whole = await self._read(response, wanted)
            return _Answer(response.status, response.headers, body, is_whole, "Set-Cookie" in response.headers)
        finally:
            if response is not None and not response.closed:
                response.close()

    async def _read(self, response: aiohttp.ClientResponse, wanted: int) -> tuple[bytes, bool]:
        """Read the body as far as it is wanted, and decode it as far as it can be; what breaks off ends it."""
        parts, size, is_whole = [], 0, True
        try:
            async with asyncio.timeout(self._limits.body):
                async for chunk in response.content.iter_any():
                    parts.append(chunk)
                    size += len(chunk)
                    if size >= wanted:
                        is_whole = response.content.at_eof()
                        break
        except (TimeoutError, aiohttp.ClientError, HttpProcessingError, OSError) as error:
            is_whole = False
            if not parts and not isinstance(error, TimeoutError):
                raise
        return decompress(b"".join(parts), response.headers.get("Content-Encoding", ""), wanted), is_whole

    async def _complete(self, address: Address) -> bool:
        """Fetch what a server leaves out of the chain of its certificate, as browsers do; tell whether it was found."""
        if address.site in self._mended:
            return False

        async def fetch(url: str) -> bytes | None:
            try:
                found = await self.follow(read_address(url), whole=True)
            except AddressError:
                return None
            return found.body if found.status == HTTPStatus.OK else None

        context = await certificates.completed(self._resolver, address.host, address.port, fetch, self._limits.head)
        if context is not None:
            self._mended[address.site] = context
        return context is not None

    async def _second_opinion(self, address: Address, headers: Mapping[str, str], first: Exception) -> _Answer:
        """Read an answer that breaks the rules with a reader that forgives more; browsers forgive as much."""
        limits = self._limits
        try:
            ips = await self._resolver.addresses(address.host)
            context = self._mended.get(address.site, self._tls) if address.scheme == "https" else None
            async with asyncio.timeout(limits.head + limits.body):
                status, found, body = await asyncio.to_thread(
                    lenient.ask, address, ips[0][1], context, dict(headers), seconds=limits.head, size=limits.text_bytes
                )
        except lenient.errors as error:
            raise _FailedError("bad-answer", " ".join(str(first).split())[:120]) from error
        return _Answer(status, found, body, is_whole=False, cookies="Set-Cookie" in found)


class _FailedError(Exception):
    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.failure = Failure(reason, detail)


_UNREADABLE = (HttpProcessingError, aiohttp.ClientResponseError, aiohttp.ClientPayloadError)


def _failed(error: Exception, address: Address, limits: Limits) -> _FailedError:
    """Return what an exception of the network means."""
    cause: BaseException = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    reason, detail = "reset", " ".join(str(cause).split())[:120] or type(cause).__name__
    match cause:
        case PrivateAddressError():
            reason, detail = "private", address.host if str(cause) == address.host else f"{address.host} is {cause}"
        case TimeoutError():
            reason, detail = "timeout", f"{limits.head:g} seconds"
        case socket.gaierror():
            reason, detail = "dns-fault" if cause.errno in PASSING else "no-such-host", address.host
        case UnicodeError():
            reason, detail = "unreadable", f"the name of the site cannot be looked up: {address.host}"
        case OSError() if cause.errno == errno.ECONNREFUSED or isinstance(cause, ConnectionRefusedError):
            reason, detail = "connection-refused", f"{address.host}, port {address.port}"
    return _FailedError(reason, detail)


@dataclass(frozen=True, slots=True)
class _Step:
    url: str
    via: str
    permanent: bool


def _next(answer: _Answer, address: Address) -> _Step | None:
    """Return where an answer leads on to, None where the way ends."""
    if answer.status in _REDIRECTS:
        if "Location" not in answer.headers:
            return None
        return _Step(answer.headers["Location"].strip() or address.asked, "redirect", answer.status in _LASTING)
    refresh = _refresh(answer)
    if refresh is None or refresh[0] > _REFRESH_SECONDS or not refresh[1]:
        return None
    try:
        if read_address(refresh[1], address.asked).asked == address.asked:
            return None  # it only renews itself
    except AddressError:
        return None
    return _Step(refresh[1], "refresh", refresh[0] == 0)


def _refresh(answer: _Answer) -> tuple[int, str] | None:
    """Return after how many seconds a page leads on to where, by its header or by itself."""
    if "Refresh" in answer.headers:
        return parse_refresh(answer.headers["Refresh"])
    if not _REFRESHES.search(answer.body, 0, _HEAD_BYTES):  # most pages do not, and need not be read twice
        return None
    return read_page(answer.body[:_HEAD_BYTES], answer.headers.get("Content-Type", "")).refresh


def _cookies(jar: aiohttp.CookieJar | None, address: Address) -> str:
    if jar is None:
        return ""
    found = jar.filter_cookies(URL(address.asked, encoded=True))
    return "; ".join(f"{morsel.key}={morsel.coded_value}" for morsel in found.values())
