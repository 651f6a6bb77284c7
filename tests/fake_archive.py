"""A server on loopback that plays an archive with all its services, and a client that asks it as the program does."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from dossier.links.memento import Archives, Services
from dossier.links.model import Answer, Hop

PAGE = "<title>The jobs</title><p>Nine hundred jobs were announced.</p>"
SOFT_404 = "<title>Not found</title><p>This page does not exist.</p>"
Reply = str | web.Response | Callable[[web.Request], web.Response]


@dataclass
class FakeArchive:
    """Answers each address with its replies, the last of them again and again; what has none is answered with 404."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, str, Mapping[str, str], Mapping[str, str]]] = field(default_factory=list)
    """Method, path with query, headers and form of every request."""
    at: str = ""

    def add(self, path: str, *replies: Reply) -> None:
        """Say what a path answers."""
        self.replies[path] = list(replies)

    def copy(self, timestamp: str, page: Reply = PAGE, url: str = "https://p.example/jobs") -> str:
        """Keep a copy of a page, and return its address."""
        self.add(f"/web/{timestamp}id_/{url}", page)
        return f"{self.at}/web/{timestamp}/{url}"

    def paths(self) -> list[str]:
        """Return what was asked, without the queries."""
        return [path.partition("?")[0] for _, path, _, _ in self.asked]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append((request.method, request.raw_path, dict(request.headers), form))
        replies = self.replies.get(request.path)
        if not replies:
            return web.Response(status=404, text=SOFT_404, content_type="text/html")
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if isinstance(reply, str):
            kind = "application/json" if reply[:1] in {"{", "["} else "text/html"
            return web.Response(text=reply, content_type=kind)
        if isinstance(reply, web.Response):
            return web.Response(status=reply.status, body=reply.body, headers=reply.headers)
        return reply(request)


def failing(status: int, text: str = "", **headers: str) -> web.Response:
    """Return a faulty answer."""
    return web.Response(status=status, text=text, headers={name.replace("_", "-"): it for name, it in headers.items()})


def hang_up(request: web.Request) -> web.Response:
    """Break the connection off before any answer."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


def is_suspect(body: bytes, content_type: str) -> bool:
    """Stand in for the judgement of pages."""
    return "html" in content_type and b"does not exist" in body


class Client:
    """Follows redirects and remembers them."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __call__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        data: Mapping[str, str] | None = None,
    ) -> Answer:
        try:
            async with self._session.request(method, url, headers=headers, data=data) as got:
                body = await got.read()
                hops = [Hop(str(one.url), one.status, "redirect") for one in got.history]
                hops.append(Hop(str(got.url), got.status))
                return Answer(got.status, str(got.url), got.headers, body, tuple(hops))
        except aiohttp.ClientError:
            return Answer(0, url)


def with_archives(
    prepare: Callable[[FakeArchive], object],
    work: Callable[[Archives, FakeArchive], Awaitable[None]],
    patience: float = 1,
) -> None:
    """Start an archive, prepare it, and do some work with it; all within a few seconds."""

    async def run() -> None:
        fake = FakeArchive()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", fake.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        fake.at = f"http://127.0.0.1:{runner.addresses[0][1]}"
        prepare(fake)
        services = Services(
            f"{fake.at}/available",
            f"{fake.at}/cdx",
            f"{fake.at}/web/",
            f"{fake.at}/save",
            (f"{fake.at}/gate/",),
            (f"{fake.at}/map/",),
        )
        try:
            async with asyncio.timeout(20), aiohttp.ClientSession() as session:
                await work(Archives(Client(session), is_suspect, services, patience), fake)
        finally:
            await runner.cleanup()

    asyncio.run(run())


NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
