"""A whole run: every address once, a queue for each host, and an end that always comes.

A host's addresses wait for each other and for nobody else's. Hosts with many addresses begin first, for they decide
when a run ends. The order of the results is that in which they come; whoever prints them sorts them.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable

from dossier.links.client import DEFAULT_LIMITS, Client, Limits
from dossier.links.gate import Gates
from dossier.links.guard import Resolver
from dossier.links.judge import Judge, Target, result
from dossier.links.model import Result

_LANES = 1024
"""Addresses that are asked at the same time, over all hosts."""


async def check(  # noqa: PLR0913 - how a run can differ
    targets: Iterable[Target],
    take: Callable[[Result], None],
    *,
    contact: str = "",
    at_once: int = 2,
    rate: float | None = 4.5,
    seconds: float | None = None,
    limits: Limits = DEFAULT_LIMITS,
    resolver: Resolver | None = None,
) -> None:
    """Ask all targets, each address once, and hand every result to `take` when it is there.

    `at_once` and `rate` (a second; None: as fast as it goes) are for each host. After `seconds` the run ends, and what
    has not been asked by then is skipped. `contact` is told to servers; `resolver` says where requests may go.
    """
    queues: dict[tuple[str, int], deque[Target]] = {}
    waiting = {one.url: one for one in targets}
    for one in waiting.values():
        queues.setdefault(one.address.site if one.address else ("", 0), deque()).append(one)
    lanes = deque(
        queue for queue in sorted(queues.values(), key=len, reverse=True) for _ in range(min(at_once, len(queue)))
    )
    gates = Gates(at_once, rate)
    async with Client(gates, contact=contact, limits=limits, resolver=resolver) as client:
        judge = Judge(client, gates, _shared(waiting.values()))

        async def run_lanes() -> None:
            while lanes:
                queue = lanes.popleft()
                while queue:
                    one = queue.popleft()
                    found = await judge.judge(one)
                    del waiting[one.url]
                    take(found)

        try:
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
                for _ in range(min(_LANES, len(lanes))):
                    group.create_task(run_lanes())
        except TimeoutError:
            for url in waiting:
                take(result(url, "no-time"))


def _shared(targets: Iterable[Target]) -> frozenset[str]:
    """Return the addresses of which several places are looked for."""
    times = Counter(one.address.asked for one in targets if one.address)
    return frozenset(asked for asked, number in times.items() if number > 1)
