"""The copy of a page in an archive that was made nearest to the day on which somebody read it.

Three kinds of service are asked, at addresses that are configured:

* the Wayback Machine's availability API, https://archive.org/help/wayback_api.php: one copy, the nearest;
* its CDX server, https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server: a list, for when that copy
  is bad;
* any TimeGate or TimeMap of Memento, RFC 7089; the links in headers and TimeMaps are those of RFC 8288 and RFC 6690.

A copy counts only if it is the page itself: it answers 200 without leading elsewhere, and says nothing that a page
says in place of its text. The Wayback Machine is asked for the copy as it was received (`id_` behind the time).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urldefrag, urlencode, urljoin

from dossier.links.gate import http_date, retry_after
from dossier.links.model import Answer, Fetch, Snapshot
from dossier.sanitize import is_web_url

PartT = TypeVar("PartT")
_Way = Callable[[], Awaitable[Sequence[Snapshot]]]

IsSuspect = Callable[[bytes, str], bool]
"""Tells of a body and its content type whether it is something else than what was asked for, such as a soft 404."""

_MOST_CHECKED = 4
_MOST_LISTED = 5
_MOST_MAPS = 3
_MOST_TRIES = 3
_MOST_SHOWN = 120
_FINE = frozenset({HTTPStatus.OK})
_FINE_OR_NOTHING = _FINE | {HTTPStatus.NOT_FOUND}
_PASSING = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_ABOUT_THE_PAGE = frozenset(range(200, 500)) - _PASSING
"""What an archive answers for a copy, whether good or bad; all else is about the archive itself."""

_TIMESTAMP = "%Y%m%d%H%M%S"
_WAYBACK = re.compile(r"/web/(?P<timestamp>\d{14})(?:[a-z]{2}_)?/(?P<original>.+)", re.ASCII)
_LINK = re.compile(
    r"<(?P<uri>[^<>]*+)>(?P<parameters>(?:\s*+;\s*+[^\s=;,\"<]++(?:\s*+=\s*+(?:\"[^\"]*+\"|[^\s;,\"<]++))?+)*+)"
)
_PARAMETER = re.compile(r";\s*+(?P<name>[^\s=;,\"<]++)\s*+=\s*+(?:\"(?P<quoted>[^\"]*+)\"|(?P<bare>[^\s;,\"<]++))")


@dataclass(frozen=True, slots=True)
class Services:
    """Where archives are asked. TimeGates and TimeMaps are addresses behind which that of the page is written."""

    availability: str = "https://archive.org/wayback/available"
    cdx: str = "https://web.archive.org/cdx/search/cdx"
    playback: str = "https://web.archive.org/web/"
    save: str = "https://web.archive.org/save"
    timegates: tuple[str, ...] = ()
    timemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """The copy that was found, if any, and what went wrong on the way: without a copy, it says whether to ask again."""

    snapshot: Snapshot | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedLink:
    """A link with its relations, and with the times that Memento gives it: of a copy, or of those in a TimeMap."""

    url: str
    relations: frozenset[str]
    made: dt.datetime | None = None
    first: dt.datetime | None = None
    last: dt.datetime | None = None


class ServiceError(Exception):
    """A service does not answer as it should; the message says how, for people."""


@dataclass(frozen=True, slots=True)
class Archives:
    """Asks archives. `patience` is the longest pause, in seconds, that a service may ask for and gets."""

    fetch: Fetch
    is_suspect: IsSuspect
    services: Services = Services()
    patience: float = 10.0

    async def nearest(self, url: str, day: dt.date) -> Nearest:
        """Return the good copy of a page that was made nearest to a day."""
        url = urldefrag(url).url
        at = dt.datetime.combine(day, dt.time(12), dt.UTC)
        problems: list[str] = []
        tried: set[Snapshot] = set()
        quick: list[_Way] = [partial(self._available, url, at)]
        quick += [partial(self._negotiated, gate + url, at) for gate in self.services.timegates]
        quick += [partial(self._mapped, timemap + url, at) for timemap in self.services.timemaps]
        thorough: list[_Way] = [partial(self._listed, url, at)]
        for ways in (quick, thorough):
            found: set[Snapshot] = set()
            for way in ways:
                try:
                    found |= set(await way())
                except ServiceError as error:
                    problems.append(str(error))
            for snapshot in sorted(found - tried, key=lambda one: (abs(one.made - at), one.url))[:_MOST_CHECKED]:
                tried.add(snapshot)
                try:
                    if await self.is_good(snapshot):
                        return Nearest(snapshot, tuple(problems))
                except ServiceError as error:
                    problems.append(str(error))
        return Nearest(None, tuple(problems))

    async def is_good(self, snapshot: Snapshot) -> bool:
        """Tell whether a copy is the page itself: no error page, and nothing that leads elsewhere."""
        raw = snapshot.url
        if raw.startswith(self.services.playback):
            raw = re.sub(r"(?<=/)(\d{14})/", r"\1id_/", raw, count=1)
        answer = await self.ask("the archive", raw, accepted=_ABOUT_THE_PAGE)
        if answer.status != HTTPStatus.OK or any(hop.via for hop in answer.hops):
            return False
        return not self.is_suspect(answer.body, answer.headers.get("Content-Type", ""))

    async def _available(self, url: str, at: dt.datetime) -> list[Snapshot]:
        query = urlencode({"url": url, "timestamp": at.strftime(_TIMESTAMP)})
        found = _part(await self.json("the availability API", f"{self.services.availability}?{query}"), dict)
        closest = _part(_part(found.get("archived_snapshots"), dict).get("closest"), dict)
        if closest.get("available") is not True or str(closest.get("status", HTTPStatus.OK)) != str(
            HTTPStatus.OK.value
        ):
            return []
        match = _WAYBACK.search(str(closest.get("url")))
        return self.wayback(closest.get("timestamp"), match["original"] if match else "", url)

    async def _listed(self, url: str, at: dt.datetime) -> list[Snapshot]:
        """Return the last copies before a time and the first after it, of those that are pages."""
        found = []
        for bound, limit in (("to", -_MOST_LISTED), ("from", _MOST_LISTED)):
            query = [
                ("url", url),
                ("output", "json"),
                ("fl", "timestamp,original,mimetype,statuscode"),
                ("filter", "statuscode:200"),
                ("filter", "!mimetype:warc/revisit"),
                (bound, at.strftime(_TIMESTAMP)),
                ("limit", str(limit)),
            ]
            rows = _part(await self.json("the CDX server", f"{self.services.cdx}?{urlencode(query)}"), list)
            for row in rows[1:]:
                timestamp, original, kind, status = [*_part(row, list), "", "", "", ""][:4]
                if status == "200" and kind != "warc/revisit":  # a server may not know the filters
                    found += self.wayback(timestamp, original, url)
        return found

    def wayback(self, timestamp: object, original: object, url: str) -> list[Snapshot]:
        """Return the copy in the Wayback Machine that was made at a time, with the address that it has there."""
        made = _time(str(timestamp))
        address = original if isinstance(original, str) and is_web_url(original) else url
        return [Snapshot(f"{self.services.playback}{timestamp}/{address}", made)] if made else []

    async def _negotiated(self, address: str, at: dt.datetime) -> list[Snapshot]:
        """Ask a TimeGate, which leads to the copy, or sends it and says where it is (RFC 7089, section 4)."""
        wish = {"Accept-Datetime": format_datetime(at, usegmt=True)}
        answer = await self.ask("the TimeGate", address, wish, accepted=_FINE_OR_NOTHING)
        linked = _mementos(parse_links(answer.headers.get("Link", ""), answer.url))
        made = http_date(answer.headers.get("Memento-Datetime", ""))
        here = urljoin(answer.url, answer.headers.get("Content-Location", ""))
        return [*([Snapshot(here, made)] if made and is_web_url(here) else []), *linked]

    async def _mapped(self, address: str, at: dt.datetime) -> list[Snapshot]:
        """Read a TimeMap, and if it only names others, the one of them that is nearest in time."""
        seen: set[str] = set()
        while address not in seen and len(seen) < _MOST_MAPS:
            seen.add(address)
            wish = {"Accept": "application/link-format"}
            answer = await self.ask("the TimeMap", address, wish, accepted=_FINE_OR_NOTHING)
            links = parse_links(answer.body.decode("utf-8", "replace"), answer.url)
            if answer.status == HTTPStatus.OK and answer.body.strip() and not links:
                raise ServiceError("the TimeMap cannot be read")
            if found := _mementos(links):
                return found
            others = [link for link in links if "timemap" in link.relations and link.url not in seen]
            address = min(others, key=lambda link: _distance(link, at)).url if others else address
        return []

    async def json(
        self, name: str, url: str, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
    ) -> object:
        """Return what a service answers, as JSON; an empty answer is an empty list, as the CDX server means it."""
        answer = await self.ask(name, url, {"Accept": "application/json", **(headers or {})}, form)
        try:
            return json.loads(answer.body) if answer.body.strip() else []
        except (ValueError, RecursionError) as error:
            raise ServiceError(f"{name} answers with something else than JSON: {shown(answer.body)}") from error

    async def ask(
        self,
        name: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        accepted: Container[int] = _FINE,
    ) -> Answer:
        """Return the answer of a service, which is called `name`; a pause that it asks for is made, if it is short.

        A form is posted. Raise ServiceError where the status is none of those accepted.
        """
        for tries in range(1, _MOST_TRIES + 1):
            answer = await self.fetch(url, headers=headers or {}, method="POST" if form else "GET", data=form)
            if answer.status in accepted:
                return answer
            pause = retry_after(answer.headers) if answer.status in _PASSING else None
            if pause is None or pause > self.patience or tries == _MOST_TRIES:
                break
            await asyncio.sleep(pause)
        problem = f"answers with {answer.status}" if answer.status else "does not answer"
        raise ServiceError(f"{name} {problem}")


def parse_links(text: str, base: str) -> tuple[TypedLink, ...]:
    """Read links as they stand in a `Link` header or in a TimeMap; addresses are relative to `base`."""
    links = []
    for match in _LINK.finditer(text):
        given: dict[str, str] = {}
        for one in _PARAMETER.finditer(match["parameters"]):
            given.setdefault(one["name"].lower(), one["quoted"] if one["quoted"] is not None else one["bare"])
        try:
            url = urljoin(base, match["uri"].strip())
        except ValueError:
            continue
        times = [http_date(given.get(name, "")) for name in ("datetime", "from", "until")]
        links.append(TypedLink(url, frozenset(given.get("rel", "").lower().split()), *times))
    return tuple(links)


def _mementos(links: Iterable[TypedLink]) -> list[Snapshot]:
    return [
        Snapshot(link.url, link.made)
        for link in links
        if "memento" in link.relations and link.made and is_web_url(link.url)
    ]


def _distance(link: TypedLink, at: dt.datetime) -> dt.timedelta:
    """Return how far a TimeMap is from a time that it does not cover."""
    if link.first and at < link.first:
        return link.first - at
    return max(at - link.last, dt.timedelta()) if link.last else dt.timedelta()


def _time(timestamp: str) -> dt.datetime | None:
    """Read a time as the Wayback Machine has it: 14 digits."""
    if not re.fullmatch("[0-9]{14}", timestamp):
        return None
    try:
        return dt.datetime.strptime(timestamp, _TIMESTAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _part(value: object, kind: type[PartT]) -> PartT:
    """Return a part of an answer where it is of the kind that it should be, or else an empty one."""
    return value if isinstance(value, kind) else kind()


def shown(text: bytes | str) -> str:
    """Return the beginning of what a service says, fit for a message."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return "".join(one if one.isprintable() else " " for one in words[:_MOST_SHOWN]).strip()
