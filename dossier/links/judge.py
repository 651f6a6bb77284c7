"""From what an address answered to a verdict, and when to ask again before giving one.

A status is only the beginning: a page can say that it is not there, want a login, or be somebody else's by now. Second
requests are made only where they can help: after a fault that passes, as a browser where programs are turned away, and
for a neighbouring address that nobody has made, where a page looks like the one that a site shows for all such.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from dossier.links.address import Address, AddressError, NotWebError, read_address
from dossier.links.client import Client, Exchange
from dossier.links.gate import Gates
from dossier.links.model import Result, Verdict
from dossier.links.page import PageFacts, read_page
from dossier.links.reasons import REASONS
from dossier.links.wording import Suspicion, same_page, suspicion
from dossier.quotes import fragment_texts, holds

LONGEST_WAIT = 10.0
"""Seconds for which a server's wish for a pause is granted within a run."""

_PAUSE = 2.0
_AGAIN = (0.5, 2.0)
"""Seconds before a second and a third try."""

_SILENCES = 3
"""Requests that a host may leave unanswered before it is asked no more in this run."""

_TITLE = 200
_NOT_ALLOWED = frozenset({401, 402, 403, 407, 999})
_TURNED_AWAY = frozenset({400, 401, 403, 405, 406, 409, 412, 418, 451, 999})
"""Statuses with which servers turn programs away, and which a browser may not get."""

_PASSING = frozenset({408, 425})
_TRIED_ONCE_MORE = frozenset({"timeout", "dns-fault", "connection-refused"})


@dataclass(frozen=True, slots=True)
class Target:
    """An address to ask, with what is expected there."""

    url: str
    """The address as browsers write it, or as found where they cannot read it; it names the result."""
    address: Address | None
    problem: str = ""
    """Why there is no address to ask: `not-web`, `unreadable` or `excluded`."""
    detail: str = ""
    title: str = ""
    quotes: tuple[str, ...] = ()
    validators: tuple[tuple[str, str], ...] = ()
    """Headers that ask for the page only if it has changed."""


def target(
    url: str, *, title: str = "", quotes: tuple[str, ...] = (), validators: Mapping[str, str] | None = None
) -> Target:
    """Read an address as found; what cannot be asked says why."""
    try:
        address = read_address(url)
    except NotWebError as error:
        return Target(url, None, "not-web", str(error))
    except AddressError as error:
        return Target(url, None, "unreadable", str(error))
    return Target(address.whole, address, title=title, quotes=quotes, validators=tuple((validators or {}).items()))


def result(url: str, reason: str, detail: str = "", **more: object) -> Result:
    """Return a result with the verdict that belongs to a reason."""
    return Result(url, REASONS[reason][0], reason, detail, **more)  # type: ignore[arg-type] # fields of Result


class Judge:
    """Gives verdicts; one serves a whole run."""

    def __init__(self, client: Client, gates: Gates) -> None:
        self._client, self._gates = client, gates
        self._silences: Counter[tuple[str, int]] = Counter()

    async def judge(self, one: Target) -> Result:
        """Ask an address as often as needed and say what is to be thought of it."""
        if one.address is None:
            return result(one.url, one.problem, one.detail)
        if one.address.doi:
            return await self._judge_doi(one.url, one.address)
        if self._silences[one.address.site] >= _SILENCES:
            return result(one.url, "timeout", "this run; its site has left several requests unanswered")
        exchange = await self._ask(one, one.address)
        found = _verdict(one, one.address, exchange)
        if isinstance(found, Result):
            return found
        page, doubt = found
        if doubt.is_certain or await self._shows_to_all(exchange, page):
            return _result(one, exchange, doubt.reason, doubt.detail, page)
        return _good(one, exchange, page)

    async def _ask(self, one: Target, address: Address) -> Exchange:
        """Ask until there is an answer that another request would not better."""
        tries, as_browser = 0, False
        whole = bool(one.quotes or _place(address.fragment) or fragment_texts(address.fragment))
        while True:
            exchange = await self._client.follow(
                address, as_browser=as_browser, whole=whole, headers=None if tries else dict(one.validators)
            )
            site = read_address(exchange.hops[-1].url).site if exchange.hops else address.site
            wait = self._wait(exchange, tries, site)
            if wait is not None:
                tries += 1
                self._gates.pause(site, wait)
                await asyncio.sleep(wait)
            elif exchange.status in _TURNED_AWAY and not as_browser:
                as_browser = True
            else:
                return exchange

    def _wait(self, exchange: Exchange, tries: int, site: tuple[str, int]) -> float | None:
        """Return for how long to wait before the next try, None where another try would not help."""
        if tries >= len(_AGAIN):
            return None
        if exchange.failure:
            reason = exchange.failure.reason
            if reason == "timeout":
                self._silences[site] += 1
            if reason == "reset" or (reason in _TRIED_ONCE_MORE and tries == 0 and not self._silences[site] > 1):
                return _AGAIN[tries]
            return None
        self._silences[site] = 0
        if exchange.status == 429 or (exchange.status == 503 and exchange.retry_after is not None):
            asked = _PAUSE if exchange.retry_after is None else exchange.retry_after
            if asked > LONGEST_WAIT or tries:
                self._gates.pause(site, min(asked, _PAUSE))
                return None
            return asked
        if exchange.status in _PASSING or (exchange.status >= 500 and exchange.status not in {501, 505, 999}):
            return _AGAIN[tries]
        return None

    async def _judge_doi(self, url: str, address: Address) -> Result:
        """Ask whether a DOI is registered: what its publisher then answers to programs is no matter of the DOI.

        doi.org leads on from a DOI that it knows; where it does not, its own interface has the last word (DOI Handbook,
        "Proxy Server REST API").
        """
        exchange = await self._ask(Target(url, address), address) if False else await self._client.follow(address, first_only=True)
        if 300 <= exchange.status < 400:
            return result(url, "registered", hops=exchange.hops)
        if exchange.status == 404:
            api = read_address(f"{address.scheme}://{address.host}:{address.port}/api/handles/{quote(unquote(address.doi), safe='/')}")
            answer = await self._client.follow(api)
            if answer.status == 200 and _response_code(answer.body) == 1:
                return result(url, "registered", hops=exchange.hops)
            return result(url, "unregistered", unquote(address.doi), hops=exchange.hops)
        found = _verdict(Target(url, address), address, exchange)
        return found if isinstance(found, Result) else result(url, "registered", hops=exchange.hops)

    async def _shows_to_all(self, exchange: Exchange, page: PageFacts) -> bool:
        """Tell whether a site shows the same page for an address that nobody has made."""
        final = exchange.hops[-1].url
        try:
            unmade = read_address(f"./{secrets.token_hex(8)}", final.rstrip("/"))
        except AddressError:
            return False
        probe = await self._client.follow(unmade)
        return probe.status == exchange.status and same_page(page, read_page(probe.body, probe.content_type))


def _response_code(body: bytes) -> int:
    try:
        read = json.loads(body)
    except ValueError:
        return 0
    code = read.get("responseCode") if isinstance(read, dict) else None
    return code if isinstance(code, int) else 0


def _verdict(one: Target, address: Address, exchange: Exchange) -> Result | tuple[PageFacts, Suspicion]:
    """Return a verdict, or a page with the doubt that it raises."""
    if exchange.failure:
        return _result(one, exchange, exchange.failure.reason, exchange.failure.detail)
    status = exchange.status
    if status == 304:
        return _result(one, exchange, "fine")
    page = read_page(exchange.body, exchange.content_type) if _is_page(exchange) else None
    doubt = suspicion(page, address.asked, exchange.hops[-1].url, one.title) if page else None
    if doubt and doubt.reason in {"challenge", "login", "consent"} and (status < 300 or status in {401, 403, 429, 503}):
        return _result(one, exchange, doubt.reason, doubt.detail, page)
    if (refusal := _refusal(status)) is not None:
        return _result(one, exchange, refusal, f"status {status}", page)
    if not exchange.body and exchange.is_whole:
        return _result(one, exchange, "empty", page=page)
    if page is None:
        return _good(one, exchange, None)
    if doubt:
        return page, doubt
    return _missing(one, exchange, page) or _good(one, exchange, page)


def _refusal(status: int) -> str | None:
    """Return the reason that a status gives by itself, None where the page has to be looked at."""
    if status in {404, 410}:
        return "gone"
    if status in _NOT_ALLOWED:
        return "not-allowed"
    if status == 429:
        return "rate-limit"
    if status == 451:
        return "legal"
    if status in _PASSING or 500 <= status < 999:
        return "server-error"
    if status in {204, 205}:
        return "empty"
    if 200 <= status <= 300:
        return None
    return "odd-status"


def _missing(one: Target, exchange: Exchange, page: PageFacts) -> Result | None:
    """Look for the place that the address names, and for the words that are quoted from there."""
    if not exchange.is_whole or page.is_application:
        return None  # what was not seen may be there
    texts = fragment_texts(exchange.fragment)
    place = _place(exchange.fragment)
    if place and not _has_place(page, place):
        return _result(one, exchange, "no-fragment", f"#{place}", page)
    for words in (*texts, *one.quotes):
        if not holds(page.text, words):
            return _result(one, exchange, "no-fragment" if words in texts else "quote-gone", words, page)
    return None


def _place(fragment: str) -> str:
    """Return what a fragment names in a page; routes of applications and the top of the page name nothing."""
    name = fragment.partition(":~:")[0]
    return "" if not name or name.lower() == "top" or name[0] in "/!" else name


def _has_place(page: PageFacts, place: str) -> bool:
    names = {place, unquote(place)}
    # Forges add a prefix to the ids of their readers' texts, and make those of lines with a script.
    return bool(page.ids & (names | {f"user-content-{name}" for name in names})) or _is_lines(place)


def _is_lines(place: str) -> bool:
    return place[:1] == "L" and place[1:].replace("-", "").replace("L", "").replace("C", "").isdecimal()


def _is_page(exchange: Exchange) -> bool:
    kind = exchange.content_type.lower()
    return "html" in kind or (not kind and exchange.body.lstrip()[:1] == b"<")


def _good(one: Target, exchange: Exchange, page: PageFacts | None) -> Result:
    ways = [hop for hop in exchange.hops if hop.via]
    if ways and all(hop.permanent for hop in ways):
        final = exchange.hops[-1].url + (f"#{exchange.fragment}" if exchange.fragment else "")
        return _result(one, exchange, "moved", final, page)
    return _result(one, exchange, "fine", page=page, note="temporary" if ways else "")


def _result(  # noqa: PLR0913 - what a result is made of
    one: Target, exchange: Exchange, reason: str, detail: str = "", page: PageFacts | None = None, note: str = ""
) -> Result:
    address = one.address
    notes = (note, *exchange.notes, "userinfo" if address and address.has_userinfo else "")
    return result(
        one.url,
        reason,
        " ".join(detail.split())[:_TITLE],
        hops=exchange.hops,
        title=page.title[:_TITLE] if page else "",
        etag=exchange.headers.get("ETag", "")[:_TITLE],
        last_modified=exchange.headers.get("Last-Modified", "")[:_TITLE],
        digest=hashlib.sha256(page.text.encode()).hexdigest()[:16] if page and REASONS[reason][0] is Verdict.OK else "",
        note=next((one for one in notes if one), ""),
    )
