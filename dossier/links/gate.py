"""Politeness: how many requests a host gets at once, and how fast one after the other.

Every request waits here, redirects and second tries too, at the gate of the host that it goes to. The gates know
nothing of each other: a host that is slow, or asks for a pause, holds up no other.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from dossier.clock import now

_JITTER = 0.1
"""How much the gaps differ, as a part of their length: many checkers must not fall into step."""


@dataclass(slots=True)
class _Gate:
    slots: asyncio.Semaphore
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    open_at: float = 0.0


class Gates:
    """The gates of all hosts of a run."""

    def __init__(self, at_once: int = 2, rate: float | None = 4.5) -> None:
        """Let through `at_once` requests at a time and `rate` a second, for each host; None sets no rate."""
        self._at_once, self._gap = at_once, 1 / rate if rate else 0.0
        self._gates: dict[tuple[str, int], _Gate] = {}

    @asynccontextmanager
    async def of(self, site: tuple[str, int]) -> AsyncIterator[None]:
        """Wait for one's turn at a host, and hold a place there."""
        gate = self._gate(site)
        async with gate.slots:
            if self._gap or gate.open_at:
                async with gate.turn:
                    loop = asyncio.get_running_loop()
                    while (wait := gate.open_at - loop.time()) > 0:  # noqa: ASYNC110 - a pause can have grown meanwhile
                        await asyncio.sleep(wait)
                    gate.open_at = loop.time() + self._gap * random.uniform(1, 1 + _JITTER)  # noqa: S311 - no secret
            yield

    def pause(self, site: tuple[str, int], seconds: float) -> None:
        """Let nobody through to a host for some time."""
        gate = self._gate(site)
        gate.open_at = max(gate.open_at, asyncio.get_running_loop().time() + seconds)

    def _gate(self, site: tuple[str, int]) -> _Gate:
        if site not in self._gates:
            self._gates[site] = _Gate(asyncio.Semaphore(self._at_once))
        return self._gates[site]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the pause, in seconds, that an answer asks for (RFC 9110, 10.2.3); None where it names none.

    A date is set against the server's own clock where it tells the time.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    until = http_date(text)
    return max((until - (http_date(headers.get("Date", "")) or now())).total_seconds(), 0.0) if until else None


def http_date(text: str) -> dt.datetime | None:
    """Read a date as HTTP has it; None where it is none."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return date.replace(tzinfo=dt.UTC) if date.tzinfo is None else date.astimezone(dt.UTC)
