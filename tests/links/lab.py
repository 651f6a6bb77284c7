"""A small web on this machine that misbehaves for real: servers, names, certificates, a DOI service.

Everything listens on loopback addresses only, on ports that the system gives. Names end in `.test` and are looked up by
`Lab.look_up`, which stands in for the system's resolver; what is asked of it and of the servers is written down.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import ipaddress
import socket
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from .lab_certificates import certificates

ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
NOBODY = "127.0.0.9"
"""An address where nobody listens."""

TEXT = (
    "The council published its yearly report on freight, with figures for every airport of the region and an annex on "
    "noise. It says how the figures were made, who made them, and where they differ from those of earlier years. "
) * 3


def page(title: str = "Freight in the region", body: str = TEXT, head: str = "") -> bytes:
    """Return an ordinary page."""
    top = f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
    return f"{top}<body><main><h1>{title}</h1><p>{body}</p></main></body></html>".encode()


@dataclass(frozen=True)
class Request:
    """A request as it came: its time on the loop's clock, the name in `Host`, the target, the headers in lower case."""

    time: float
    host: str
    target: str
    headers: Mapping[str, str]


Handler = Callable[["Lab", Request, asyncio.StreamWriter], Awaitable[None]]
_routes: dict[str, Handler] = {}


def register(path: str, handler: Handler) -> None:
    """Let a path be answered, whatever the host."""
    _routes[path] = handler


def route(path: str) -> Callable[[Handler], Handler]:
    """Register what answers a path, whatever the host."""

    def register(handler: Handler) -> Handler:
        _routes[path] = handler
        return handler

    return register


def raw(answer: bytes) -> Handler:
    """Return a handler that writes these bytes and closes."""

    async def handler(_lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return handler


def response(
    body: bytes = b"",
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    length: int | None = None,
    **headers: str,
) -> bytes:
    """Return an answer as bytes; an underscore in a header's name stands for a hyphen."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", "Connection: close"]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


def redirect(to: str, status: str = "301 Moved Permanently") -> Handler:
    """Return a handler that leads on."""
    return raw(response(status=status, Location=to))


@dataclass
class Lab:
    """The running servers."""

    port: int = 0
    tls_port: dict[str, int] = field(default_factory=dict)
    ca_file: Path = Path()
    requests: list[Request] = field(default_factory=list)
    look_ups: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: Counter[str] = field(default_factory=Counter)
    issuer: bytes = b""
    """The certificate between the lab's authority and a server that does not send it."""
    latency: float = 0.0

    def url(self, path: str, host: str = "site.test") -> str:
        """Return the address of a path on a host without encryption."""
        return f"http://{host}:{self.port}{path}"

    def tls(self, name: str, path: str = "/page") -> str:
        """Return the address of a host whose certificate is as its name says."""
        return f"https://{name}.test:{self.tls_port[name]}{path}"

    def look_up(self, host: str) -> list[Any]:
        """Stand in for the system's resolver."""
        self.look_ups[host] += 1
        known: dict[str, list[str]] = {
            "private.test": ["10.1.2.3"],
            "metadata.test": ["169.254.169.254"],
            "mapped.test": ["::ffff:192.168.1.1"],
            "several.test": [NOBODY, ADDRESSES[1]],
            "families.test": ["::1", ADDRESSES[0]],
            "nobody.test": [NOBODY],
            "mixed.test": ["192.168.7.7", ADDRESSES[0]],
        }
        if host == "rebinding.test":
            known[host] = [ADDRESSES[0]] if self.look_ups[host] == 1 else ["10.0.0.1"]
        if host.startswith("no-"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host == "flaky-dns.test":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        try:
            numbers = [str(ipaddress.ip_address(host))]
        except ValueError:
            numbers = known.get(host, [ADDRESSES[0]])
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in numbers
        ]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                first, *lines = head.decode("latin-1").split("\r\n")
                headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
                host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
                request = Request(asyncio.get_running_loop().time(), host, first.split(" ")[1], headers)
                self.requests.append(request)
                self.at_once[host] += 1
                self.most_at_once[host] = max(self.most_at_once[host], self.at_once[host])
                try:
                    if self.latency:
                        await asyncio.sleep(self.latency)
                    keeps = await self._answer(request, writer)
                finally:
                    self.at_once[host] -= 1
                await writer.drain()
                if not keeps:
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # a client that has gone, or the end of the laboratory
        finally:
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        path = request.target.partition("?")[0]
        if path.startswith("/fast/"):
            body = b"<title>Fast</title><p>A page that is there at once, with some words on it."
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            )
            return True
        handler = _routes.get("/timegate/" if path.startswith("/timegate/") else path)
        if handler is None:
            writer.write(response(page("Not found", "Nothing here."), "404 Not Found"))
        else:
            await handler(self, request, writer)
        return False


# --- Good pages, some of which only a browser would take ------------------------------------------------------------

_TOP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
_routes["/page"] = _routes["/"] = _routes["/deep/page"] = raw(response(page()))
_routes["/a%20b"] = _routes["/caf%C3%A9"] = _routes["/%E9t%E9"] = raw(response(page()))
_routes["/moved"] = redirect("/page")
_routes["/moved-308"] = redirect("page", "308 Permanent Redirect")
_routes["/found"] = redirect("/page", "302 Found")
_routes["/other"] = redirect("/page", "303 See Other")
_routes["/relative/way"] = redirect("../page", "302 Found")
_routes["/utf8"] = redirect("/caf\u00e9")
_routes["/latin1"] = redirect(b"/\xe9t\xe9".decode("ascii", "surrogateescape"))
_routes["/to-fragment"] = redirect("/ids#late")
_routes["/spaces"] = redirect("/a b")
_routes["/refresh"] = raw(response(page(head='<meta http-equiv="Refresh" content="0; URL=\'/page\'">')))
_routes["/refresh-late"] = raw(response(page(head='<meta http-equiv=refresh content="300">')))
_routes["/refresh-header"] = raw(response(page(), Refresh="1; url=/page"))
_routes["/loop"] = redirect("/loop2", "302 Found")
_routes["/loop2"] = redirect("/loop", "302 Found")
_routes["/into-private"] = redirect("http://private.test/secret")
_routes["/into-metadata"] = redirect("http://169.254.169.254/latest/meta-data/")
_routes["/into-decimal"] = redirect("http://167772161/")
_routes["/into-mapped"] = redirect("http://[::ffff:10.0.0.1]/")
_routes["/into-mail"] = redirect("mailto:somebody@site.test")
_routes["/no-location"] = raw(response(page(), "301 Moved Permanently"))
_routes["/choices"] = raw(response(page(), "300 Multiple Choices"))
_routes["/early"] = raw(b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n" + response(page()))
_routes["/continue"] = raw(b"HTTP/1.1 100 Continue\r\n\r\n" + response(page()))
_routes["/http10"] = raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page())
_routes["/bare-lf"] = raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\nConnection: close\n\n" + page())
_routes["/no-reason"] = raw(b"HTTP/1.1 200\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + page())
_routes["/bytes"] = raw(
    b"HTTP/1.1 200 OK\r\nX-Name: \xe9\xff\x01\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + page()
)
_routes["/no-colon"] = raw(
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nthis is no header\r\nConnection: close\r\n\r\n" + page()
)
_routes["/space-in-name"] = raw(
    b"HTTP/1.1 200 OK\r\nX Name : y\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + page()
)
_routes["/big-headers"] = raw(response(page(), X_Big="x" * 100_000))
_routes["/many-headers"] = raw(_TOP + b"".join(b"X-%d: y\r\n" % n for n in range(500)) + b"\r\n" + page())
_routes["/too-long"] = raw(response(page(), length=100_000))
_routes["/too-short"] = raw(response(page(), length=400))
_routes["/bad-length"] = raw(_TOP + b"Content-Length: many\r\n\r\n" + page())
_routes["/two-lengths"] = raw(_TOP + b"Content-Length: %d\r\n" % len(page()) * 2 + b"\r\n" + page())
_routes["/bad-chunks"] = raw(_TOP + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\nzz\r\n" % (len(page()), page()))
_routes["/cut-chunks"] = raw(_TOP + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s" % (len(page()) + 9, page()))
_routes["/gzip"] = raw(response(gzip.compress(page()), Content_Encoding="gzip"))
_routes["/bad-crc"] = raw(response(gzip.compress(page())[:-8] + b"12345678", Content_Encoding="gzip"))
_routes["/deflate"] = raw(response(zlib.compress(page()), Content_Encoding="deflate"))
_routes["/raw-deflate"] = raw(response(zlib.compress(page())[2:-4], Content_Encoding="deflate"))
_routes["/bomb"] = raw(response(gzip.compress(page() + b" " * 50_000_000), Content_Encoding="gzip"))
_routes["/pdf"] = raw(response(b"%PDF-1.7 ...", kind="application/pdf"))
_routes["/no-type"] = raw(response(page(), kind=""))
_routes["/ids"] = raw(
    response(page(body=TEXT * 400 + "<a name=Old></a><p id=late>late</p><p id='caf\u00e9'>x</p><p id='a%20b'>y</p>"))
)
_routes["/application"] = raw(response(b"<title>App</title><div id=root></div><script src=/app.js></script>"))


@route("/not-for-head")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(page()))


@route("/wants-accept")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(
        response(page()) if "text/html" in request.headers.get("accept", "") else response(status="406 Not Acceptable")
    )


@route("/wants-language")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(page()) if request.headers.get("accept-language") else response(status="400 Bad Request"))


@route("/wants-browser")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(page()) if "Firefox" in request.headers["user-agent"] else response(status="403 Forbidden"))


@route("/wants-cookie")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    if "seen=1" in request.headers.get("cookie", ""):
        writer.write(response(page()))
    else:
        writer.write(response(status="302 Found", Location="/wants-cookie", Set_Cookie="seen=1; Path=/"))


@route("/validated")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    """Answer with the page only if it has changed since the version that the client names."""
    tag, date = '"v1"', "Sun, 01 Mar 2026 12:00:00 GMT"
    sent = {request.headers.get("if-none-match"), request.headers.get("if-modified-since")}
    writer.write(
        response(status="304 Not Modified", kind="", ETag=tag)
        if sent == {tag, date}
        else response(page(), ETag=tag, Last_Modified=date)
    )


@route("/chain")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    """Lead on as often as the query says."""
    left = int(request.target.partition("?")[2])
    writer.write(response(status="302 Found", Location=f"?{left - 1}") if left else response(page()))


@route("/elsewhere")
async def _(lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(status="302 Found", Location=f"//other.test:{lab.port}/page"))


@route("/drips-headers")
async def _(_lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        writer.write(b"X-%d: y\r\n" % number)
        await writer.drain()
        await asyncio.sleep(0.2)


@route("/breaks-off")
async def _(_lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n" + page())
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.transport.abort()


@route("/busy-once")
async def _(lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    lab.counts["busy-once"] += 1
    writer.write(response(page()) if lab.counts["busy-once"] > 1 else response(status="503 Service Unavailable"))


@route("/wait-seconds")
async def _(lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    lab.counts["wait-seconds"] += 1
    first = lab.counts["wait-seconds"] == 1
    writer.write(response(status="429 Too Many Requests", Retry_After="1") if first else response(page()))


@route("/wait-date")
async def _(lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    lab.counts["wait-date"] += 1
    date = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2), usegmt=True)
    first = lab.counts["wait-date"] == 1
    writer.write(response(status="503 Service Unavailable", Retry_After=date) if first else response(page()))


@route("/reset-once")
async def _(lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    lab.counts["reset-once"] += 1
    if lab.counts["reset-once"] <= 2:  # aiohttp asks once more by itself
        writer.transport.abort()
    else:
        writer.write(response(page()))


@route("/drip")
async def _(_lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + page())
    for _second in range(60):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.2)


@route("/endless")
async def _(_lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + page())
    for _block in range(2000):
        writer.write(b"<p>more</p>" * 10_000)
        await writer.drain()


# --- Bad ones -------------------------------------------------------------------------------------------------------

_routes["/gone"] = raw(response(page("Gone"), "410 Gone"))
_routes["/error"] = raw(response(page("Error"), "500 Internal Server Error"))
_routes["/gateway"] = raw(response(page("Error"), "502 Bad Gateway"))
_routes["/teapot"] = raw(response(page(), "418 I'm a teapot"))
_routes["/empty"] = raw(response(b""))
_routes["/no-content"] = raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
_routes["/garbage"] = raw(b"\x00\x01\x02 this is no answer at all\r\n\r\n")
_routes["/closes"] = raw(b"")
_routes["/soft-404"] = raw(
    response(page("Page not found", "The page you are looking for does not exist. Go to the home page."))
)
_routes["/parked"] = raw(
    response(page("site.test is for sale", "Buy this domain. The domain site.test may be for sale by its owner."))
)

# --- Walls ----------------------------------------------------------------------------------------------------------

_routes["/401"] = raw(response(page("Unauthorized"), "401 Unauthorized"))
_routes["/403"] = raw(response(page("Forbidden"), "403 Forbidden"))
_routes["/451"] = raw(response(page("Unavailable For Legal Reasons"), "451 Unavailable For Legal Reasons"))
_routes["/999"] = raw(response(b"", "999 Request denied"))
_routes["/wait-an-hour"] = raw(response(status="429 Too Many Requests", Retry_After="3600"))
_routes["/always-429"] = raw(response(status="429 Too Many Requests"))
_routes["/challenge"] = raw(
    response(
        page(
            "Just a moment...",
            "Checking your browser before accessing site.test. Enable JavaScript and cookies to continue.",
        ),
        "503 Service Unavailable",
    )
)
_routes["/wants-login"] = redirect("/login?next=/wants-login", "302 Found")
_routes["/login"] = raw(response(page("Sign in", "<form><input name=user><input type=password></form>")))


@route("/hangs")
async def _(_lab: Lab, _request: Request, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


@route("/limited")
async def _(lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    """Answer five requests in any second."""
    recent = [one for one in lab.requests if one.host == request.host and request.time - one.time < 1]
    if len(recent) > 5:
        lab.counts["provoked"] += 1
        writer.write(response(status="429 Too Many Requests", Retry_After="1"))
    else:
        writer.write(response(page()))


@route("/intermediate.crt")
async def _(lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(lab.issuer, kind="application/pkix-cert"))


# --- The DOI service ------------------------------------------------------------------------------------------------

_routes["/10.1000/registered"] = redirect("http://private.test/the-publisher", "302 Found")
_routes["/10.1000/by-handle"] = raw(response(page("DOI Not Found"), "404 Not Found"))
_routes["/api/handles/10.1000/by-handle"] = raw(response(b'{"responseCode": 1}', kind="application/json"))
_routes["/api/handles/10.1000/unknown"] = raw(
    response(b'{"responseCode": 100}', "404 Not Found", kind="application/json")
)


# --- An archive ----------------------------------------------------------------------------------------------------

_MADE = format_datetime(dt.datetime(2021, 11, 4, tzinfo=dt.UTC), usegmt=True)
_routes["/copy/20211104/page"] = raw(response(page(), Memento_Datetime=_MADE))


@route("/timegate/")
async def _(lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    wanted = request.target.removeprefix("/timegate/")
    copy = lab.url("/copy/20211104/page", "127.0.0.1")
    if wanted.endswith("/page"):
        writer.write(
            response(status="302 Found", Location=copy, Vary="accept-datetime", Link=f'<{wanted}>; rel="original"')
        )
    else:
        writer.write(response(status="404 Not Found"))


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Lab]:
    """Run the lab; `folder` receives the files of its certificates."""
    lab = Lab()
    async with AsyncExitStack() as stack:
        first = await asyncio.start_server(lab.serve, ADDRESSES[0], 0)
        lab.port = first.sockets[0].getsockname()[1]
        servers = [first, *[await asyncio.start_server(lab.serve, one, lab.port) for one in ADDRESSES[1:]]]
        lab.ca_file, lab.issuer, contexts = certificates(folder, lab.url("/intermediate.crt"))
        for name, context in contexts.items():
            servers.append(await asyncio.start_server(lab.serve, ADDRESSES[0], 0, ssl=context))
            lab.tls_port[name] = servers[-1].sockets[0].getsockname()[1]
        for server in servers:
            stack.callback(server.close)
        yield lab
