"""Measures the link checker against a plain trial with aiohttp: 5,000 addresses on 200 hosts, 50 ms an answer.

The trial asks every address once and reads its answer, at most two at a time a host: it follows nothing, judges nothing
and remembers nothing. Ours does all of that. The server is a process of its own on loopback addresses. What is promised
is judged by the best of the runs, for other programs on the machine can only lengthen one. At the end, 100,000
addresses on 4,000 hosts show how much memory a large run takes; `--short` leaves them out.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import resource
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
from content import VOCABULARIES

from dossier.links.check import check
from dossier.links.guard import Resolver
from dossier.links.judge import target
from dossier.links.model import Result, Verdict

LATENCY = 0.05
SLOWER = 1.5
"""Promised: how many times as long as the trial we take at most, without a rate."""

WITH_RATE = 7.0
"""Promised: seconds for 25 addresses a host at 4.5 a second."""

MEMORY = 150.0
"""Promised: megabytes at most."""

_PAGES = 5000
"""Different pages that the server has, in the languages of the other benchmarks: what ours reads, it reads anew."""

_FRAME = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="description" content="{title}"><link rel="stylesheet" href="/style.css"><script src="/site.js"></script>
</head><body><header><nav><ul><li><a href="/">1</a></li><li><a href="/2">2</a></li></ul></nav></header><main>
<h1>{title}</h1>
{text}
</main><footer><p>{title}</p></footer></body></html>"""


def _answer(number: int) -> bytes:
    """Return an answer with a page of its own: forty sentences."""
    chance = random.Random(number)
    lang = chance.choice(sorted(VOCABULARIES))
    said = [" ".join(chance.choices(VOCABULARIES[lang], k=chance.randint(6, 20))).capitalize() for _ in range(41)]
    paragraphs = (said[at : at + 4] for at in range(1, len(said), 4))
    text = "\n".join(f"<p>{'. '.join(one)} {chance.randint(2, 9999)}.</p>" for one in paragraphs)
    body = _FRAME.format(lang=lang, title=said[0], text=text).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


class _Server(asyncio.Protocol):
    """Answers every request after the latency, with one page after the other."""

    def __init__(self, answers: Iterator[bytes]) -> None:
        self._answers = answers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        for _ in range(data.count(b"\r\n\r\n")):
            asyncio.get_running_loop().call_later(LATENCY, self._transport.write, next(self._answers))


def _serve(pipe: Connection) -> None:
    async def run() -> None:
        answers = cycle([_answer(number) for number in range(_PAGES)])
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Server(answers), "0.0.0.0", 0, backlog=1024)  # noqa: S104
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _look_up(host: str) -> list[Any]:
    number = int(host.removeprefix("host-").partition(".")[0])
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.{1 + number // 250}.{1 + number % 250}", 0))]


def addresses(count: int, hosts: int, port: int, *, mixed: bool) -> list[str]:
    """Return addresses in mixed order, or with those of each host together."""
    found = [f"http://host-{n % hosts}.test:{port}/page/{n}" for n in range(count)]
    if mixed:
        random.Random(1).shuffle(found)
        return found
    return sorted(found)


async def trial(urls: Sequence[str]) -> None:
    """Ask all addresses with aiohttp, two at a time a host."""
    connector = aiohttp.TCPConnector(limit=0, limit_per_host=2, resolver=Resolver(_look_up, allow_loopback=True))
    async with aiohttp.ClientSession(connector=connector) as session:

        async def get(url: str) -> None:
            async with session.get(url) as response:
                await response.read()

        await asyncio.gather(*(get(url) for url in urls))


async def ours(urls: Sequence[str], rate: float | None) -> None:
    """Check all addresses, and be sure of the verdicts."""
    verdicts: dict[str, Verdict] = {}

    def take(result: Result) -> None:
        verdicts[result.url] = result.verdict

    await check(map(target, urls), take, rate=rate, resolver=Resolver(_look_up, allow_loopback=True))
    assert len(verdicts) == len(urls)
    assert set(verdicts.values()) == {Verdict.OK}, set(verdicts.values())


def _timed(pipe: Connection, name: str, urls: Sequence[str], rate: float | None) -> None:
    begun = time.perf_counter()
    asyncio.run(trial(urls) if name == "trial" else ours(urls, rate))
    seconds = time.perf_counter() - begun
    unit = 1 if sys.platform == "darwin" else 1024
    pipe.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6))


def measure(name: str, urls: Sequence[str], rate: float | None = None) -> tuple[float, float]:
    """Return seconds and megabytes of a run in a process of its own."""
    receive, send = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_timed, args=(send, name, urls, rate))
    process.start()
    send.close()
    measured: tuple[float, float] = receive.recv()
    process.join()
    return measured


def main() -> int:
    """Measure, print, and return 0 if every promise is kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=5000, help="addresses")
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--short", action="store_true", help="without the run over 100,000 addresses")
    options = parser.parse_args()
    receive, send = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(send,), daemon=True)
    server.start()
    port = receive.recv()
    mixed, together = (addresses(options.count, options.hosts, port, mixed=one) for one in (True, False))
    runs: dict[str, list[tuple[float, float]]] = {}
    for _ in range(options.repetitions):
        runs.setdefault("trial with aiohttp", []).append(measure("trial", mixed))
        runs.setdefault("ours, mixed", []).append(measure("ours", mixed))
        runs.setdefault("ours, hosts together", []).append(measure("ours", together))
    runs["ours, 4.5 a second"] = [measure("ours", mixed, 4.5)]
    if not options.short:
        runs["ours, 100,000"] = [measure("ours", addresses(100_000, 4_000, port, mixed=True))]
    server.terminate()
    best = {name: min(seconds for seconds, _ in measured) for name, measured in runs.items()}
    for name, measured in runs.items():
        ratio = best[name] / best["trial with aiohttp"]
        print(f"{name:22} {best[name]:6.2f} s  {max(mb for _, mb in measured):5.0f} MB  {ratio:5.2f} × the trial")
    kept = {
        f"at most {SLOWER} × the trial": max(best["ours, mixed"], best["ours, hosts together"])
        <= SLOWER * best["trial with aiohttp"],
        f"under {WITH_RATE} s with the rate": best["ours, 4.5 a second"] < WITH_RATE,
        f"at most {MEMORY} MB": max(mb for name, measured in runs.items() if "ours" in name for _, mb in measured)
        <= MEMORY,
    }
    for promise, is_kept in kept.items():
        if not is_kept:
            print(f"not kept: {promise}")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
