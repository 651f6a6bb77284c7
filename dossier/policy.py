"""What a browser may do with our pages: the Content-Security-Policy of each, and the header file of the whole site.

The policy refuses everything that is not named in it. The theme has a few scripts inside of its pages; they are allowed
by their digests, and these are taken where the theme writes them, not from the finished page: a script that came into
a page by its content is then refused as any other.

Source: W3C, Content Security Policy Level 3.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

PLACEHOLDER = "__content_security_policy__"
"""What stands in a page's head until its policy is known."""

HEADER_FILE = "_headers"
"""The file in which Netlify and Cloudflare Pages look for the headers of a site."""

_DIRECTIVES = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",  # the search fetches its index
    "font-src": "'self'",
    "form-action": "'none'",
    "img-src": "'self' data:",  # the theme's icons stand in its styles
    "script-src": "'self' 'wasm-unsafe-eval'",  # WebAssembly is how Pagefind searches; text is never run as a script
    "style-src": "'self'",
    "worker-src": "'self'",
}

_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in "accelerometer autoplay browsing-topics camera display-capture geolocation gyroscope hid "
        "identity-credentials-get microphone midi payment serial usb xr-spatial-tracking".split()
    ),
}

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Policy:
    """Collects the scripts of the page that is being made, and of all that were."""

    def __init__(self) -> None:
        self._of_page: set[str] = set()
        self._of_site: set[str] = set()

    def allow(self, html: str) -> None:
        """Allow the scripts in a part of the theme that the current page has."""
        self._of_page |= _digests(html)

    def seal(self, page: str) -> str:
        """Return the finished page with its policy in the place that was left for it; the next page begins."""
        policy = _policy(self._of_page)
        self._of_site |= self._of_page
        self._of_page = set()
        return page.replace(PLACEHOLDER, policy, 1)

    def header_file(self) -> str:
        """Return what hosts should send with every file: one policy for all pages, and what only a header can say."""
        headers = {"Content-Security-Policy": f"{_policy(self._of_site)}; frame-ancestors 'none'", **_HEADERS}
        return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())


def _policy(digests: Iterable[str]) -> str:
    allowed = {**_DIRECTIVES, "script-src": " ".join([_DIRECTIVES["script-src"], *sorted(digests)])}
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


@lru_cache(maxsize=1_000)
def _digests(html: str) -> frozenset[str]:
    """Return the digests of the scripts in a piece of HTML, as a policy names them."""
    return frozenset(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _SCRIPT.findall(html)
    )
