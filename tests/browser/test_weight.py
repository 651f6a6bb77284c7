"""How much a reader fetches to see an argument for the first time, and how much of it the page waits for."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Response

from .site import ARGUMENT, LiveSite

pytestmark = pytest.mark.browser

MOST_BYTES = 150_000
MOST_BLOCKING = 6
PACKED = ("text/", "application/json", "image/svg+xml")

_BLOCKING = """() => performance.getEntriesByType("resource")
  .filter(one => one.renderBlockingStatus === "blocking").map(one => one.name)"""


def _weight(response: Response) -> int:
    """Return how many bytes a host sends, which packs texts as gzip does unless it is asked for more."""
    body = response.body()
    return len(gzip.compress(body, 6) if response.headers["content-type"].startswith(PACKED) else body)


def test_the_first_argument_is_light(
    site: LiveSite, new_context: Callable[..., BrowserContext], record_property: Callable[[str, object], None]
) -> None:
    page = new_context(site).new_page()
    responses: dict[str, Response] = {}
    page.on("response", lambda response: responses.update({response.url: response}))
    page.goto(f"{site.address}fr/{ARGUMENT}/", wait_until="networkidle")
    weights = {url: _weight(response) for url, response in responses.items()}
    # Without a window, the browser fetches no icon.
    icon = urljoin(page.url, str(page.locator("link[rel=icon]").get_attribute("href")))
    weights[icon] = (site.folder / icon.removeprefix(site.address)).stat().st_size
    blocking = [page.url, *page.evaluate(_BLOCKING)]
    total = sum(weights.values())
    record_property("An argument", f"{total:,} bytes, {len(weights)} requests, {len(blocking)} that block rendering")
    assert total <= MOST_BYTES, weights
    assert len(blocking) <= MOST_BLOCKING, blocking
