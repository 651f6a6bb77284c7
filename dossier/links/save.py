"""Asking the Wayback Machine to make a copy of a page: Save Page Now.

Source: "Save Page Now 2 Public API Docs" by V. Banos, Internet Archive: `POST /save` names a job, `/save/status/JOB`
says what became of it. With a key (https://archive.org/account/s3.php) more is allowed; without one, the service may
refuse.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urldefrag

from dossier.links.memento import Archives, ServiceError, shown
from dossier.links.model import Snapshot

ASK_AGAIN = dt.timedelta(days=1)
"""How long an address that was asked for once is not asked for again."""

_NO_KEY = "; it was asked without WAYBACK_ACCESS_KEY and WAYBACK_SECRET_KEY"
_JOB = re.compile(r"[\w-]{1,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Keys:
    """What an account is known by; it is never shown."""

    access: str = field(repr=False)
    secret: str = field(repr=False)


def keys_from(environment: Mapping[str, str]) -> Keys | None:
    """Return the keys that stand in the environment, if both do."""
    access, secret = (environment.get(f"WAYBACK_{name}_KEY", "").strip() for name in ("ACCESS", "SECRET"))
    return Keys(access, secret) if access and secret else None


@dataclass(frozen=True, slots=True)
class Asked:
    """That a copy was asked for: when, and the job's name, if the archive gave it one. Callers keep it between runs."""

    at: dt.datetime
    job: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a request: a copy; or what is in the way, and whether the archive is still at work on it."""

    snapshot: Snapshot | None = None
    asked: Asked | None = None
    problem: str = ""


class Saver:
    """Asks for one copy after the other, with a pause between."""

    def __init__(
        self, archives: Archives, keys: Keys | None, *, pause: float = 15.0, poll: float = 5.0, deadline: float = 180.0
    ) -> None:
        """`pause` stands between two requests, `poll` between two looks at a job, each of which has a `deadline`."""
        self._archives, self._pause, self._poll, self._deadline = archives, pause, poll, deadline
        self._headers = {"Authorization": f"LOW {keys.access}:{keys.secret}"} if keys else {}
        self._turn = asyncio.Lock()
        self._is_first = True

    async def save(
        self, url: str, asked: Asked | None, now: dt.datetime, begun: Callable[[Asked], object] = lambda _: None
    ) -> Saved:
        """Ask for a copy of a page, unless that was done within a day, and wait for it.

        `begun` is told what was asked for before the wait: so that whoever breaks off does not ask for it twice.
        """
        url = urldefrag(url).url
        try:
            if asked is None or now - asked.at >= ASK_AGAIN:
                asked = Asked(now, await self._request(url))
                begun(asked)
            if not asked.job:
                return Saved(asked=asked, problem="a copy was asked for less than a day ago")
            async with asyncio.timeout(self._deadline):
                return await self._finished(url, asked)
        except ServiceError as error:
            return Saved(asked=asked, problem=str(error) + ("" if self._headers else _NO_KEY))
        except TimeoutError:
            return Saved(asked=asked, problem="the archive is still at work on the copy")

    async def _request(self, url: str) -> str:
        """Return the name of the job that the archive has begun."""
        async with self._turn:
            if not self._is_first:
                await asyncio.sleep(self._pause)
            self._is_first = False
            answer = await self._json(self._archives.services.save, {"url": url, "if_not_archived_within": "1d"})
        job = str(answer.get("job_id") or "")
        if not _JOB.fullmatch(job):
            raise ServiceError(f"Save Page Now refuses: {_message(answer)}")
        return job

    async def _finished(self, url: str, asked: Asked) -> Saved:
        """Look at a job until it has ended, and at the copy that it has made."""
        address = f"{self._archives.services.save}/status/{quote(asked.job, safe='')}"
        while True:
            status = await self._json(address)
            if status.get("status") == "success":
                break
            if status.get("status") != "pending":
                return Saved(asked=replace(asked, job=""), problem=f"Save Page Now has failed: {_message(status)}")
            await asyncio.sleep(self._poll)
        made = self._archives.wayback(status.get("timestamp"), status.get("original_url"), url)
        for snapshot in made:
            if await self._archives.is_good(snapshot):
                return Saved(snapshot, asked)
        return Saved(asked=replace(asked, job=""), problem="the copy that was made does not show the page")

    async def _json(self, url: str, form: Mapping[str, str] | None = None) -> dict[str, object]:
        found = await self._archives.json("Save Page Now", url, self._headers, form)
        return found if isinstance(found, dict) else {}


def _message(answer: Mapping[str, object]) -> str:
    return shown(str(answer.get("message") or answer.get("status_ext") or "it does not say why"))
