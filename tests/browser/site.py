"""The served site, and what is noted while a browser looks at its pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = ("fr", "en")
"""The languages in which most tests are run."""

ALL_LANGUAGES = ("fr", "en", "nl", "de", "zh-Hans")
"""The languages of the site, in the order of its chooser."""

WIDTHS = (320, 390, 1280)
HEIGHT = 900
ARGUMENT = "arguments/liege-jobs"

# What a page says to its readers outside of code: visible, hidden until called for, or in an attribute. Where `part` is
# named, a text in another language than the page's is left out: of the rest, `own` is what the page says itself, and
# `cited` what it quotes of its sources.
_WORDS = """part => {
  const texts = [];
  const here = element => !part || (element.closest("[lang]") === document.documentElement
    && Boolean(element.closest(".ds-notes, .ds-sources__text, .ds-brief, .ds-cited")) === (part === "cited"));
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest("script, style, code, pre") && here(parent)) texts.push(walker.currentNode.data);
  }
  for (const name of ["title", "aria-label", "placeholder", "alt", "content"])
    for (const element of document.querySelectorAll(`[${name}]:not(meta:not([name="description"]))`))
      if (here(element)) texts.push(element.getAttribute(name));
  return texts.map(text => text.trim()).filter(text => text);
}"""

# Addresses that the page names for the browser to fetch, to connect to, or to send to.
_ADDRESSES = """() => ["src", "srcset", "poster", "data", "action", "formaction", "ping", "style"]
  .flatMap(name => [...document.querySelectorAll(`[${name}]`)].map(element => element.getAttribute(name)))
  .concat([...document.querySelectorAll("link")].map(link => link.getAttribute("href")))
  .flatMap(value => (value || "").match(/(?:[a-z]+:)?\\/\\/[^\\s,)"']+/gi) || [])
  .map(address => new URL(address, location).href)"""

_DEAD_ANCHORS = """() => [...document.querySelectorAll("a[href*='#']")]
  .filter(link => link.pathname === location.pathname && link.origin === location.origin)
  .map(link => link.hash).filter(hash => !document.getElementById(decodeURIComponent(hash.slice(1))))"""

_TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > clientWidth + 0.5)
    .map(element => `${element.localName}.${element.className}`).concat(`the page is ${scrollWidth} wide`);
}"""


@dataclass(frozen=True)
class LiveSite:
    """A folder that is served; the address ends in a slash."""

    address: str
    folder: Path

    def kinds(self) -> list[str]:
        """Return the paths of one page of each kind in each language: of several, the longest, and one we know.

        What is shown for an address that leads nowhere is a kind too.
        """
        by_kind: dict[tuple[str, ...], list[Path]] = {}
        for file in self.folder.rglob("index.html"):
            path = file.parent.relative_to(self.folder)
            by_kind.setdefault((*path.parts[:2], "*") if len(path.parts) > 2 else path.parts, []).append(path)
        longest = {
            max(paths, key=lambda path: (self.folder / path / "index.html").stat().st_size)
            for paths in by_kind.values()
        }
        known = {path for lang in LANGUAGES if (self.folder / (path := Path(lang, ARGUMENT))).is_dir()}
        missing = [file.relative_to(self.folder).as_posix() for file in self.folder.rglob("404.html")]
        return sorted(["" if path == Path() else f"{path.as_posix()}/" for path in longest | known] + missing)


# A refusal of the browser's may leave no trace on the console.
_REPORT_REFUSALS = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
  console.error(`refused: ${effectiveDirective} ${blockedURI} ${sample}`))"""


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, and the site's own page for what is not there, with the headers that the site asks for."""

    def end_headers(self) -> None:
        headers = Path(self.directory) / "_headers"
        if headers.exists():  # the site may not be built yet
            for line in headers.read_text(encoding="utf-8").splitlines()[1:]:
                self.send_header(*line.strip().split(": ", 1))
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(folder: Path) -> Iterator[LiveSite]:
    """Serve a folder, which may be filled later, on a free port of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield LiveSite(f"http://127.0.0.1:{server.server_port}/", folder)
        finally:
            server.shutdown()
            thread.join()


class Watch:
    """Notes everything that a browser fetches, opens and complains of."""

    def __init__(self, context: BrowserContext, site: LiveSite, *, missing: str = "") -> None:
        """`missing` is the path of a page that is opened although it is not there."""
        self._site = site
        self._context = context
        self._missing = site.address + missing if missing else ""
        self.requests: list[str] = []
        self._failures: list[str] = []
        context.add_init_script(_REPORT_REFUSALS)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._failures.append(f"error: {error.error}"))
        context.on("page", lambda page: page.on("websocket", lambda socket: self.requests.append(socket.url)))

    def complaints(self) -> list[str]:
        """Return requests to elsewhere, cookies, failed requests, and errors on the console, refusals among them."""
        elsewhere = [f"request: {url}" for url in self.requests if not url.startswith((self._site.address, "data:"))]
        cookies = [f"cookie: {cookie}" for cookie in self._context.cookies()]
        return [*elsewhere, *cookies, *self._failures]

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _on_response(self, response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST and response.url != self._missing:
            self._failures.append(f"{response.status}: {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.location["url"] != self._missing:
            self._failures.append(f"console: {message.text}")


@dataclass(frozen=True)
class Visit:
    """What was to be seen on a page."""

    requests: tuple[str, ...]
    complaints: tuple[str, ...]
    source: str
    lang: str
    direction: str
    words: tuple[str, ...]
    """All texts and labels of the page, code aside."""
    own_words: frozenset[str]
    """Those that are in the language of the page, what it quotes of its sources aside."""
    cited_words: frozenset[str]
    """What it quotes of its sources, where it is not marked as being in another language."""
    addresses: tuple[str, ...]
    """What the page names for the browser, not for the reader: whole addresses, or the site's own without its name."""
    dead_anchors: tuple[str, ...]
    too_wide: dict[int, list[str]] = field(default_factory=dict)
    """By the width of the window, what reaches over its edge."""
    margins: dict[int, list[float]] = field(default_factory=dict)
    """By the width of the window, the space to the left and to the right of the text."""


def look_at(browser: Browser, site: LiveSite, path: str) -> Visit:
    """Open a page in a fresh window and note what is there."""
    context = browser.new_context(viewport={"width": WIDTHS[-1], "height": HEIGHT})
    watch = Watch(context, site)
    page = context.new_page()
    response = page.goto(site.address + path)
    assert response is not None
    evaluate: Callable[..., Any] = page.evaluate
    too_wide, margins = {}, {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        too_wide[width] = evaluate(_TOO_WIDE)
        margins[width] = evaluate(
            """() => {
              const texts = [...document.querySelectorAll("article :is(h1, p)")].filter(
                text => text.checkVisibility({ contentVisibilityAuto: true }) && text.getBoundingClientRect().width);
              const boxes = texts.map(text => text.getBoundingClientRect());
              const right = Math.max(...boxes.map(box => box.right));
              return [Math.min(...boxes.map(box => box.left)), document.documentElement.clientWidth - right];
            }"""
        )
    visit = Visit(
        requests=tuple(watch.requests),
        complaints=tuple(watch.complaints()),
        source=response.text(),
        lang=evaluate("document.documentElement.lang"),
        direction=evaluate("getComputedStyle(document.body).direction"),
        words=tuple(evaluate(_WORDS, "")),
        own_words=frozenset(evaluate(_WORDS, "own")),
        cited_words=frozenset(evaluate(_WORDS, "cited")),
        addresses=tuple(address.removeprefix(site.address) for address in evaluate(_ADDRESSES)),
        dead_anchors=tuple(evaluate(_DEAD_ANCHORS)),
        too_wide=too_wide,
        margins=margins,
    )
    context.close()
    return visit


@dataclass(frozen=True)
class Opener:
    """Opens pages as a test wants to see them."""

    new_context: Callable[..., BrowserContext]
    site: LiveSite

    def __call__(  # noqa: PLR0913 - what readers differ in
        self,
        path: str,
        *,
        width: int = WIDTHS[-1],
        scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
        media: Literal["screen", "print"] = "screen",
        locale: str = "en-GB",
        missing: bool = False,
        touch: bool = False,
        calm: bool = False,
        site: LiveSite | None = None,
    ) -> Page:
        """Open a page in a fresh window; `missing`: it is not there; `calm`: the reader wants nothing to move."""
        site = site or self.site
        context = self.new_context(
            site,
            missing=path if missing else "",
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale=locale,
            has_touch=touch,
            reduced_motion="reduce" if calm else "no-preference",
        )
        page = context.new_page()
        page.emulate_media(media=media)
        page.goto(site.address + path)
        return page


def fragment(page: Page) -> str:
    """Return what stands behind `#` in the page's address."""
    return urlsplit(page.url).fragment


def is_under_the_header(page: Page, anchor: str) -> bool:
    """Say whether an element begins in the window, and below the header, which covers what is under it."""
    return bool(
        page.evaluate(
            """anchor => {
              const top = document.getElementById(anchor).getBoundingClientRect().top;
              return top >= document.querySelector(".md-header").getBoundingClientRect().bottom && top < innerHeight;
            }""",
            anchor,
        )
    )


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until an element has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the tabulator does not reach {selector}")
