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
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import quote, unquote

from dossier.links.address import Address, AddressError, NotWebError, read_address
from dossier.links.client import Client, Exchange
from dossier.links.gate import Gates, retry_after
from dossier.links.model import Result, Verdict
from dossier.links.page import PageFacts, read_page
from dossier.links.quotes import fragment_texts, holds
from dossier.links.reasons import REASONS
from dossier.links.wording import Strength, Suspicion, same_page, suspicion

LONGEST_WAIT = 10.0
"""Seconds for which a server's wish for a pause is granted within a run."""

_PAUSE = 2.0
_AGAIN = (0.5, 2.0)
"""Seconds before a second and a third try."""

_SILENCES = 3
"""Requests that a host may leave unanswered before it is asked no more in this run."""

_TITLE = 200
_LITTLE = 200
"""A page with less text than this, in characters, and a script, may be written by the script."""

_REASONS = {
    **dict.fromkeys((404, 410), "gone"),
    **dict.fromkeys((401, 402, 403, 407, 999), "not-allowed"),
    429: "rate-limit",
    451: "legal",
    **dict.fromkeys((204, 205), "empty"),
    **dict.fromkeys((408, 425, *range(500, 600)), "server-error"),
}
"""The reasons that statuses give by themselves."""

_PAGES = frozenset({200, 201, 202, 203, 206, 300})
"""The statuses with which there is a page to look at."""

_WALLS = frozenset({"challenge", "consent", "login"})
_BEHIND_WALLS = _PAGES | {401, 403, 429, 503}
_TOO_MANY, _UNAVAILABLE, _NOT_MODIFIED = 429, 503, 304
_PASSING = frozenset({408, 425, *range(500, 600)}) - {501, 505}
_TURNED_AWAY = frozenset({400, 401, 403, 405, 406, 409, 412, 418, 451, 999})
"""Statuses with which servers turn programs away, and which a browser may not get."""

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

    def __init__(self, client: Client, gates: Gates, shared: Collection[str] = ()) -> None:
        """`shared` are the addresses of which several places are looked for: they are asked once for all of them."""
        self._client, self._gates, self._shared = client, gates, shared
        self._silences: Counter[tuple[str, int]] = Counter()
        self._answers: dict[str, asyncio.Future[Exchange]] = {}

    async def judge(self, one: Target) -> Result:
        """Ask an address as often as needed and say what is to be thought of it."""
        if one.address is None:
            return result(one.url, one.problem, one.detail)
        if one.address.doi:
            return await self._judge_doi(one.url, one.address)
        if self._silences[one.address.site] >= _SILENCES:
            return result(one.url, "timeout", "this run; its site has left several requests unanswered")
        exchange = await self._answer(one, one.address)
        found = _verdict(one, one.address, exchange)
        if isinstance(found, Result):
            return found
        page, doubt = found
        if doubt.strength is Strength.CERTAIN or await self._shows_to_all(exchange, page):
            return _result(one, exchange, doubt.reason, doubt.detail, page)
        return _good(one, exchange, page)

    async def _answer(self, one: Target, address: Address) -> Exchange:
        """Return what an address answers; one that several fragments share answers once."""
        whole = bool(one.quotes or _place(address.fragment) or fragment_texts(address.fragment))
        if address.asked not in self._shared:
            return await self._ask(one, address, whole=whole)
        if address.asked not in self._answers:
            plain = replace(one, validators=()), replace(address, fragment="")
            self._answers[address.asked] = asyncio.ensure_future(self._ask(*plain, whole=True))
        exchange = await asyncio.shield(self._answers[address.asked])
        return replace(exchange, fragment=exchange.fragment or address.fragment)

    async def _ask(self, one: Target, address: Address, *, whole: bool) -> Exchange:
        """Ask until there is an answer that another request would not better."""
        tries, as_browser = 0, False
        while True:
            exchange = await self._client.follow(
                address, as_browser=as_browser, whole=whole, headers=None if tries else dict(one.validators)
            )
            final = exchange.hops[-1].url if exchange.hops else address.asked
            site = address.site if final == address.asked else read_address(final).site
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
        wait = None
        if exchange.failure:
            reason = exchange.failure.reason
            self._silences[site] += reason == "timeout"
            may_pass = reason in _TRIED_ONCE_MORE and tries == 0 and self._silences[site] <= 1
            if reason == "reset" or may_pass:
                wait = _AGAIN[tries]
            return wait
        self._silences[site] = 0
        asked = retry_after(exchange.headers)
        if exchange.status == _TOO_MANY or (exchange.status == _UNAVAILABLE and asked is not None):
            asked = _PAUSE if asked is None else asked
            if asked <= LONGEST_WAIT and not tries:
                wait = asked
            else:  # nor should the next one come at once
                self._gates.pause(site, min(asked, _PAUSE))
        elif exchange.status in _PASSING:
            wait = _AGAIN[tries]
        return wait

    async def _judge_doi(self, url: str, address: Address) -> Result:
        """Ask whether a DOI is registered: what its publisher then answers to programs is no matter of the DOI.

        doi.org leads on from a DOI that it knows; where it does not, its own interface has the last word (DOI Handbook,
        "Proxy Server REST API").
        """
        exchange = await self._client.follow(address, first_only=True)
        if exchange.status // 100 == 3:  # noqa: PLR2004 - the class of redirects
            return result(url, "registered", hops=exchange.hops)
        if exchange.status == HTTPStatus.NOT_FOUND:
            doi = unquote(address.doi)
            answer = await self._client.follow(read_address(f"/api/handles/{quote(doi, safe='/')}", address.asked))
            if answer.status == HTTPStatus.OK and _response_code(answer.body) == 1:
                return result(url, "registered", hops=exchange.hops)
            return result(url, "unregistered", doi, hops=exchange.hops)
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
    read = read_page(exchange.body, exchange.content_type)
    page = read if read.readable else None
    doubt = suspicion(page, address.asked, exchange.hops[-1].url, one.title) if page else None
    if doubt and doubt.reason in _WALLS and status in _BEHIND_WALLS:
        return _result(one, exchange, doubt.reason, doubt.detail, page)
    if status not in _PAGES:
        reason = _REASONS.get(status, "odd-status")
        is_unchanged = status == _NOT_MODIFIED
        return _good(one, exchange, None) if is_unchanged else _result(one, exchange, reason, f"status {status}", page)
    if page and doubt:
        return page, doubt
    if not exchange.body and exchange.is_whole:
        return _result(one, exchange, "empty", page=page)
    return (page and _missing(one, exchange, page)) or _good(one, exchange, page)


def _missing(one: Target, exchange: Exchange, page: PageFacts) -> Result | None:
    """Look for the place that the address names, and for the words that are quoted from there."""
    if not exchange.is_whole or (len(page.text) < _LITTLE and page.shows_more):
        return None  # what was not seen, or is written by a script, may be there
    texts = fragment_texts(exchange.fragment)
    place = _place(exchange.fragment)
    if place and "html" in (exchange.content_type.lower() or "html") and not _has_place(page, place):
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


def _good(one: Target, exchange: Exchange, page: PageFacts | None) -> Result:
    ways = [hop for hop in exchange.hops if hop.via]
    if ways and all(hop.permanent for hop in ways):
        final = exchange.hops[-1].url + (f"#{exchange.fragment}" if exchange.fragment else "")
        return _result(one, exchange, "moved", final, page)
    return _result(one, exchange, "fine", page=page, note="temporary" if ways else "")


def _result(  # noqa: PLR0913 - what a result is made of
    one: Target, exchange: Exchange, reason: str, detail: str = "", page: PageFacts | None = None, *, note: str = ""
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
