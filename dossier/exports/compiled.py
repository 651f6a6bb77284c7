"""A page as front matter and an HTML body, which any static-site engine passes through untouched.

CommonMark ends a block of HTML at a blank line (0.31.2, section 4.6), so the body has none; line ends inside `<pre>`
become character references. Engines print title and description without escaping them, so they are escaped here.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from markupsafe import escape

from dossier.build import Site
from dossier.exports import atom
from dossier.folders import GENERATED
from dossier.pages.page import Page

MARKER = ".dossier-compiled"
"""Name of the file by which a folder that `dossier compile` wrote is known."""

_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def path(page: Page) -> str:
    """Return where the page's file belongs: `fr/arguments/airport-jobs.md`, `fr/index.md`, `index.md`."""
    depth = page.uri.strip("/").count("/")
    is_list = not page.uri or depth == 0 or page.content in GENERATED
    return f"{page.uri}index.md" if is_list else f"{page.uri.rstrip('/')}.md"


def render(page: Page) -> str:
    """Return the file's text."""
    meta = {
        "title": str(escape(page.title)),
        "description": str(escape(page.summary)),
        "lang": page.lang,
        "alternates": dict(page.alternates),
        "source": page.source,
    }
    # JSON is YAML, and quotes every value whatever it holds.
    front = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in meta.items() if value)
    return f"---\n{front}\n---\n\n{one_block(page.body)}\n"


def one_block(html: str) -> str:
    """Return HTML that Markdown takes for one block: no blank line, and nothing that is indented at its start."""
    pieces = _PRE.split(html)
    for index, piece in enumerate(pieces):
        if index % 2:
            pieces[index] = piece.replace("\n", "&#10;")
        else:
            pieces[index] = re.sub(r"\n[ \t]*(?=\n)", "", piece)
    body = "".join(pieces).strip()
    return f"<div>\n{body}\n</div>"


def write(site: Site, folder: Path) -> None:
    """Write every page, feed and asset into an empty folder, with a marker that says whose folder it is."""
    for page in site.pages:
        file = folder / path(page)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(page), encoding="utf-8")
    for uri, text in atom.feeds(site).items():
        (folder / uri).write_text(text, encoding="utf-8")
    for asset in site.assets:
        file = folder / asset
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site.config.docs / asset, file)
    (folder / MARKER).write_text("Written by `dossier compile`, which replaces this folder as a whole.\n")
