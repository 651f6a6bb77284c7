"""Serves a built site on this machine as a plain host serves it: packed, and to be kept by browsers for ten minutes.

That is what GitHub Pages does. It sends no header that the site would like to have, so that what is measured here is
what readers get on any host.
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TEXTS = ("text/", "application/json", "application/xml", "image/svg+xml")
LEVEL = 6
"""How hard hosts try to pack: gzip's own middle."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files, as everywhere

    def __init__(self, *args: object, folder: Path) -> None:
        self._folder = folder.resolve()
        super().__init__(*args)  # type: ignore[arg-type] # passed on as they come

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = (self._folder / f"{path}{'index.html' if path.endswith('/') else ''}".lstrip("/")).resolve()
        found = file.is_relative_to(self._folder) and file.is_file()
        if not found:
            file = self._folder / "404.html"
        body, kind = file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Cache-Control", "max-age=600")
        if kind.startswith(TEXTS) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, LEVEL)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder, which may be filled later, on a free port, and yield its address, which ends in a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
