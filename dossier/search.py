"""Makes the search index with Pagefind, which reads the pages' own HTML.

What is indexed, and what weighs how much, is marked in the templates with `data-pagefind-*` attributes; each language
gets its own index. The same pages give the same index, byte for byte. Pagefind's own filters come out in another order
at every run, so those of our search are written here: which pages have which theme and which confidence.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pagefind.service import get_executable

from dossier import locales, staging
from dossier.pages.page import Page

FOLDER = "pagefind"
"""The folder of the index in a site."""

_SIGNATURE = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_NEEDED = frozenset({_ENTRY, "pagefind-worker.js"})


class SearchError(Exception):
    """The index could not be made."""


def write_index(pages: Iterable[Page], site: Path) -> None:
    """Index the pages; the index takes its place in the folder of the site when it is complete."""
    index = staging.begin(site / FOLDER)
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            if "data-pagefind-body" in page.body:
                file = Path(folder, f"{page.uri.rstrip('/')}.html")  # a folder for each would cost more than the page
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(_html(page), encoding="utf-8")
        _run_pagefind(Path(folder), index)
    for file in index.glob("pagefind-*"):
        if file.name not in _NEEDED:  # the look of searches that are not ours
            file.unlink()
    _write_json(index / _ENTRY, json.loads((index / _ENTRY).read_bytes()))
    for lang, facets in _facets(index).items():
        _write_json(index / f"facets.{lang}.json", facets)
    staging.finish(index, site / FOLDER)


def _html(page: Page) -> str:
    """Return what Pagefind reads: a body in its language, with a space behind an elided word.

    Pagefind parts words at spaces, and would know `l’aéroport` by no other name; our search takes the space out again.
    """
    body = str(page.body)
    if elided := locales.load(page.lang).data["search"]["elided"]:
        body = re.sub(rf"(?<!\w)({'|'.join(elided)})’(?=\w)", r"\1’ ", body, flags=re.IGNORECASE)
    return f'<html lang="{page.lang}"><body>{body}</body></html>'


def _run_pagefind(pages: Path, index: Path) -> None:
    try:
        program = get_executable()
        if program is None:
            raise SearchError("Pagefind is not installed")
        subprocess.run(  # noqa: S603 - no part of the command is anybody's text
            [program.resolve(), "--site", ".", "--output-path", index.resolve(), "--silent"],
            cwd=pages,  # where no configuration of Pagefind's lies about
            check=True,
            capture_output=True,
            text=True,
        )
    except OSError as error:
        raise SearchError(f"Pagefind does not start: {error}") from error
    except subprocess.CalledProcessError as error:
        raise SearchError(f"Pagefind failed: {error.stderr.strip() or error}") from error


def _facets(index: Path) -> dict[str, dict[str, list[str]]]:
    """Return by language, and by facet (`theme-airport`, `confidence-likely`), the pages that have it.

    A page is called by the name of its fragment, by which Pagefind's results call it too.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted(index.glob("fragment/*")):
        lang, _, page = file.stem.rpartition("_")
        fragment = json.loads(gzip.decompress(file.read_bytes()).removeprefix(_SIGNATURE))
        facets = found.setdefault(lang, {})
        for facet in fragment["meta"].get("facets", "").split():
            facets.setdefault(facet, []).append(page)
    return found


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")
