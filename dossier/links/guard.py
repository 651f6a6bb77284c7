"""Where the checker may go: names are looked up once a run, and only public addresses are connected to.

A link comes from a stranger, and so does every redirect. An address is judged when its name has been looked up, the
answer is kept for the whole run, and the very address that was judged is connected to: so that a name cannot lead to
a public address when it is judged and into a private network when it is used (DNS rebinding).

Sources: IANA's special-purpose address registries (RFC 6890), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohappyeyeballs import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

_LOOK_UPS_AT_ONCE = 32
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")
_MORE = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "fec0::/10")))

AnyAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

PASSING = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_MEMORY, socket.EAI_SYSTEM})
"""Errors of a look-up that are no answer: the name may exist."""

LookUp = Callable[[str], list[Any]]
"""Looks a host up, in a thread of its own, and returns what `socket.getaddrinfo` would."""


class PrivateAddressError(OSError):
    """The address is not in the public internet; the text is the address."""


def is_public(ip: AnyAddress, *, allow_loopback: bool = False) -> bool:
    """Tell whether an address is in the public internet; `allow_loopback` is for tests with servers of their own."""
    for inner in _inner(ip):
        if not is_public(inner, allow_loopback=allow_loopback):
            return False
    if ip.is_loopback:
        return allow_loopback
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        return True  # judged by what it maps to
    is_special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or any(ip in net for net in _MORE)
    return ip.is_global and not is_special


def _inner(ip: AnyAddress) -> list[ipaddress.IPv4Address]:
    """Return the IPv4 addresses to which an IPv6 address may be translated on the way."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return []
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in net for net in _NAT64) or (ip in _COMPATIBLE and int(ip) > 1):
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def _ask_the_system(host: str) -> list[Any]:
    # As bytes, for Python's own IDNA refuses names that the DNS has.
    return socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)


class Resolver(AbstractResolver):
    """The system's own resolver, each name asked once a run; raises PrivateAddressError and socket.gaierror."""

    def __init__(self, look_up: LookUp | None = None, *, allow_loopback: bool = False) -> None:
        """`look_up` takes the place of the system's resolver; `allow_loopback` lets tests use servers of their own."""
        self._ask, self._allow_loopback = look_up or _ask_the_system, allow_loopback
        self._threads = ThreadPoolExecutor(_LOOK_UPS_AT_ONCE, thread_name_prefix="resolver")
        self._known: dict[str, asyncio.Future[list[tuple[int, str]]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the public addresses of a host, as aiohttp wants them."""
        return [
            ResolveResult(hostname=host, host=ip, port=port, family=found, proto=0, flags=socket.AI_NUMERICHOST)
            for found, ip in await self.addresses(host)
            if family in {socket.AF_UNSPEC, found}
        ]

    async def addresses(self, host: str) -> list[tuple[int, str]]:
        """Return family and number of each public address of a host, in the system's order of preference."""
        if host not in self._known:
            self._known[host] = asyncio.ensure_future(self._look_up(host))
        try:
            return await asyncio.shield(self._known[host])
        except socket.gaierror as error:
            if error.errno in PASSING:  # the next try may have more luck
                self._known.pop(host, None)
            raise

    async def _look_up(self, host: str) -> list[tuple[int, str]]:
        found = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, host)
        ips = list(dict.fromkeys((int(family), str(address[0])) for family, _, _, _, address in found))
        public = [one for one in ips if self.is_allowed(one[1])]
        if not public:
            raise PrivateAddressError(ips[0][1])
        return public

    def is_allowed(self, ip: str) -> bool:
        """Tell whether this address, a number, may be connected to."""
        return is_public(ipaddress.ip_address(ip.partition("%")[0]), allow_loopback=self._allow_loopback)

    def open_socket(self, info: AddrInfoType) -> socket.socket:
        """Return a socket for a connection; this is the last lock, for aiohttp does not look up what is a number."""
        family, kind, proto, _, address = info
        if not self.is_allowed(str(address[0])):
            raise PrivateAddressError(address[0])
        return socket.socket(family=family, type=kind, proto=proto)

    async def close(self) -> None:
        """Let no more names be looked up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
