"""Addresses as browsers read them (WHATWG URL Standard): spaces, line ends, IDNA, dots, numbers that are hosts.

What `ada-url` makes of an address is what a browser would ask; two addresses that it writes alike are one.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import ada_url

from dossier.sanitize import WEB_SCHEMES, scheme_of

_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SURROGATE = re.compile("[\udc80-\udcff]")


class AddressError(ValueError):
    """A browser could not open this; the text says why."""


class NotWebError(AddressError):
    """An address, but of something else than the web; the text is its scheme."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the web. `asked` is what goes to the server, `fragment` (without `#`) stays in the browser."""

    asked: str
    fragment: str
    scheme: str
    host: str
    """In ASCII, without brackets around an IPv6 address."""
    port: int
    has_userinfo: bool

    @property
    def whole(self) -> str:
        """The address with its fragment, as a browser shows it."""
        return f"{self.asked}#{self.fragment}" if self.fragment else self.asked

    @property
    def site(self) -> tuple[str, int]:
        """Host and port: whom politeness is owed to."""
        return self.host.rstrip("."), self.port

    @property
    def doi(self) -> str:
        """The DOI that this is the address of, or an empty text."""
        name = urlsplit(self.asked).path.removeprefix("/") if self.host in _DOI_HOSTS else ""
        return name if name.startswith("10.") else ""


def read_address(url: str, base: str | None = None) -> Address:
    """Read an address as a browser does; a relative one needs its `base`.

    Raises NotWebError for the address of something else, AddressError for what is none.
    """
    # What is no UTF-8 in a header comes as lone surrogates, a byte each; browsers send such bytes on as they are.
    url = _SURROGATE.sub(lambda one: f"%{ord(one.group()) - 0xDC00:02X}", url)
    scheme = scheme_of(url)
    if scheme not in WEB_SCHEMES and (scheme or base is None):
        if scheme and not re.match(r"\d+(?:/|$)", url.partition(":")[2]):  # `example.org:8080/` has no scheme
            raise NotWebError(f"{scheme}:")
        raise AddressError("it does not begin with https:// or http://")
    try:
        read = ada_url.URL(url, base)
    except ValueError:
        raise AddressError(_problem(url)) from None
    fragment = read.hash.removeprefix("#")
    host = read.hostname.strip("[]")
    if not host.strip("."):
        raise AddressError("it names no site")
    userinfo = bool(read.username or read.password)
    read.hash = read.username = read.password = ""
    return Address(
        asked=read.href,
        fragment=fragment,
        scheme=sys.intern(read.protocol.rstrip(":")),  # a run has many addresses, and few sites
        host=sys.intern(host),
        port=int(read.port or _DEFAULT_PORTS.get(read.protocol.rstrip(":"), 0)),
        has_userinfo=userinfo,
    )


def doi_address(doi: str) -> str:
    """Return the address at which the DOI system leads to what a DOI names (DOI Handbook, section 3)."""
    return "https://doi.org/" + quote(doi, safe="/:;()<>._-")


def _problem(url: str) -> str:
    rest = re.sub(r"^\s*[A-Za-z]+:[/\\]*", "", url)
    authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    host = re.sub(r":\d*$", "", authority.rpartition("@")[2])
    if not host.strip():
        return "it names no site"
    if re.search(r"\s", host):
        return "there is a space in the name of the site"
    if re.search(r":\S*$", authority.rpartition("@")[2]) and not host.startswith("["):
        return "its port is no number from 0 to 65535"
    return f"the name of the site cannot be read: {host[:80]}"
