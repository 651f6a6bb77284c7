"""Makes the search index: runs Pagefind over the finished pages of a site.

What is indexed, and what weighs how much, is marked in the templates with `data-pagefind-*` attributes; each language
of the pages gets its own index. The same site gives the same index, byte for byte. Pagefind's own filters come out in
another order at every run, so those of our search are written here: which pages have which theme and which confidence.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

from pagefind.service import get_executable

from dossier import staging

FOLDER = "pagefind"
"""The folder of the index in a site."""

_SIGNATURE = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_NEEDED = frozenset({_ENTRY, "pagefind-worker.js"})


class SearchError(Exception):
    """The index could not be made."""


def write_index(site: Path) -> None:
    """Index the pages of a finished site; the index becomes a part of it."""
    bundle = staging.begin(site / FOLDER)
    try:
        program = get_executable()
        if program is None:
            raise SearchError("Pagefind is not installed")
        # It would read a configuration in the folder where it starts: in a site there is none.
        command = [program.resolve(), "--site", ".", "--output-subdir", bundle.name, "--silent"]
        subprocess.run(command, cwd=site, check=True, capture_output=True, text=True)  # noqa: S603 - no text of anybody's
    except OSError as error:
        raise SearchError(f"Pagefind does not start: {error}") from error
    except subprocess.CalledProcessError as error:
        raise SearchError(f"Pagefind failed: {error.stderr.strip() or error}") from error
    for file in bundle.glob("pagefind-*"):
        if file.name not in _NEEDED:  # the look of searches that are not ours
            file.unlink()
    entry = bundle / _ENTRY
    _write_json(entry, json.loads(entry.read_bytes()))
    for lang, facets in _facets(bundle).items():
        _write_json(bundle / f"facets.{lang}.json", facets)
    staging.finish(bundle, site / FOLDER)


def _facets(bundle: Path) -> dict[str, dict[str, list[str]]]:
    """Return by language, and by facet (`theme-liege`, `confidence-likely`), the pages that have it.

    A page is called by the name of its fragment, by which Pagefind's results call it too.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted(bundle.glob("fragment/*")):
        lang, _, page = file.stem.rpartition("_")
        fragment = json.loads(gzip.decompress(file.read_bytes()).removeprefix(_SIGNATURE))
        facets = found.setdefault(lang, {})
        for facet in fragment["meta"].get("facets", "").split():
            facets.setdefault(facet, []).append(page)
    return found


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")
