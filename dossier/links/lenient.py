"""A second opinion on answers that break the rules of HTTP, by a reader that forgives as much as browsers do.

Python's http.client takes lines as they come, whatever ends them, and keeps what came of a body that breaks off.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl

from multidict import CIMultiDict, CIMultiDictProxy

from dossier.links.address import Address
from dossier.links.decoding import decompress

errors = (http.client.HTTPException, OSError, ValueError)
"""What `ask` raises where it cannot read the answer either; a time-out is among them."""


def ask(  # noqa: PLR0913 - what a request is made of
    address: Address, ip: str, context: ssl.SSLContext | None, headers: dict[str, str], *, seconds: float, size: int
) -> tuple[int, CIMultiDictProxy[str], bytes]:
    """Ask for an address at this very `ip`, and return status, headers and body; blocks.

    `context` is for https. No step may take longer than `seconds`; of the body at most `size` bytes are read.
    """
    connection = http.client.HTTPConnection(address.host, address.port, timeout=seconds)
    connection.sock = socket.create_connection((ip, address.port), timeout=seconds)
    try:
        if context is not None:
            connection.sock = context.wrap_socket(connection.sock, server_hostname=address.host.rstrip("."))
        target = re.sub(r"^https?://[^/?#]*", "", address.asked) or "/"
        connection.request("GET", target, headers={"Accept-Encoding": "identity", **headers, "Connection": "close"})
        response = connection.getresponse()
        try:
            body = response.read(size)
        except http.client.IncompleteRead as error:
            body = error.partial
        except errors:
            body = b""
        found = CIMultiDict((name, value) for name, value in response.headers.items())
        body = decompress(body, found.get("Content-Encoding", ""), size)
        return response.status, CIMultiDictProxy(found), body
    finally:
        connection.close()
