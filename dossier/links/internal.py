"""The check of a built site: every address that stays inside it is looked up among its files and ids, without network.

Names are compared with those that the folder lists, so that a file system which takes `Map.png` for `map.png` hides
nothing. Folders stand for their `index.html` and names without an ending for their `.html`, as on the forges' servers.
The same fault on many pages, as in a navigation, is reported once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from dossier import rules
from dossier.diagnostics import Report, Span
from dossier.links.markup import PIECE, Lines, Reference, css_references, html_references, read_piece, xml_references
from dossier.source import refusal, relative_path
from dossier.wording import Phrase, Words

_PAGES = (".html", ".htm")
_DOCUMENTS = (*_PAGES, ".css", ".xml")
_INDEX = "index.html"
_NOT_READ = frozenset({"pagefind"})
"""Folders whose files are a program's own, which it loads when a page runs."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WITH_HOST = re.compile(r"(?:https?:)?//(?P<host>[^/]*)(?P<path>.*)", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")
_FOLDER_ENDS = frozenset({"", ".", ".."})
_SHOWN_PLACES = 3
"""How many more places of the same fault are named beside the first."""


class _Fault(NamedTuple):
    """What is wrong with an address, whoever uses it; with the anchor that is missing, or the problem of a page."""

    kind: Literal["page", "anchor", "case", "outside"]
    target: str
    anchor: str = ""
    problem: Phrase | None = None


class _Place(NamedTuple):
    """Where an address inside the site leads: to a file of it, or to nothing."""

    target: str
    fragment: str = ""
    fault: _Fault | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """What a page, a style sheet or a feed says of addresses. `base` and `leads_on` are empty where it says nothing."""

    path: str
    links: tuple[str, ...]
    ids: frozenset[str] = frozenset()
    base: str = ""
    leads_on: str = ""


def check_site(
    folder: Path,
    report: Report,
    *,
    root: Path,
    site_url: str = "",
    sources: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Look up every address inside the built site in `folder`, and report those that lead nowhere.

    `root` is the folder of the project, from which places are shown. `site_url` is where the site is published: its
    own complete addresses are looked up too, and its path is where addresses with a leading slash begin. `sources`
    names by page (`fr/index.html`) the file that it is made from.
    """
    _Check(folder, report, root, site_url, sources).run()


class _Site:
    """The files of a site, and what an address means in it."""

    def __init__(self, folder: Path, site_url: str) -> None:
        self.files: set[str] = set()
        self.folders = {""}
        self._listings: dict[str, list[str]] = {}
        for top, folders, files in os.walk(folder):
            above = Path(top).relative_to(folder).as_posix()
            prefix = "" if above == "." else above + "/"
            self.folders |= {prefix + name for name in folders}
            self.files |= {prefix + name for name in files}
            self._listings[prefix] = sorted(folders + files)
        self._folded = {name.casefold(): name for name in sorted(self.files, reverse=True)}
        published = urlsplit(site_url)
        self._host = published.netloc.lower()
        self._above = [unquote(name) for name in published.path.split("/") if name]
        self._known: dict[tuple[str, bool], _Place] = {}

    def address(self, path: str) -> str:
        """Return the address of a file, from the host's root."""
        return "/".join(["", *self._above, path.removesuffix(_INDEX) if f"/{path}".endswith(f"/{_INDEX}") else path])

    def base(self, document: _Document) -> str | None:
        """Return the address on which a document's relative links stand; None if that is another site's."""
        here = self.address(document.path)
        if not document.base:
            return here
        return self._path(here, _BLANKS.sub("", document.base).partition("#")[0].partition("?")[0])

    def locate(self, here: str | None, href: str) -> _Place | None:
        """Return where an address leads that stands on the base `here`; None for another site and for no address."""
        head, _, fragment = _BLANKS.sub("", href).partition("#")
        head = head.partition("?")[0]
        path = self._path(here, head)
        if path is None:
            return None
        names: list[str] = []
        parts = path.replace("\\", "/").split("/")
        for part in parts:
            name = unquote(part) if "%" in part else part
            if name == "..":
                if not names:
                    return _Place("", "", _Fault("outside", path))
                names.pop()
            elif name not in _FOLDER_ENDS:
                names.append(name)
        depth = len(self._above)
        if names[:depth] != self._above:
            if _WITH_HOST.match(head):  # another project on the same host is another site
                return None
            return _Place("", "", _Fault("outside", path))
        place = self._look_up("/".join(names[depth:]), is_folder=unquote(parts[-1]) in _FOLDER_ENDS)
        return place._replace(fragment=fragment) if fragment else place

    def _path(self, here: str | None, head: str) -> str | None:
        """Return the path, from the host's root, that an address without query and fragment means."""
        if ":" in head or head[:1] in {"/", "\\"}:
            slashed = head.replace("\\", "/")
            if match := _WITH_HOST.match(slashed):
                return (match["path"] or "/") if self._host and match["host"].lower() == self._host else None
            if slashed.startswith("/"):
                return None if here is None else slashed
            if _SCHEME.match(head):
                return None
        if here is None or not head:
            return here
        return here[: here.rfind("/") + 1] + head

    def _look_up(self, name: str, *, is_folder: bool) -> _Place:
        key = (name, is_folder)
        if key not in self._known:
            self._known[key] = self._find(name, is_folder=is_folder)
        return self._known[key]

    def _find(self, name: str, *, is_folder: bool) -> _Place:
        index = f"{name}/{_INDEX}" if name else _INDEX
        candidates = (index,) if is_folder else (name, index, f"{name}.html")
        for candidate in candidates:
            if candidate in self.files:
                return _Place(candidate)
        shown = f"{name}/" if is_folder and name else name or "/"
        if name in self.folders:
            return _Place("", "", _Fault("page", shown, problem=Phrase.FOLDER_WITHOUT_INDEX))
        for candidate in candidates:
            if candidate.casefold() in self._folded:
                return _Place("", "", _Fault("case", self._folded[candidate.casefold()]))
        problem = Phrase.IS_A_FILE if name in self.files else Phrase.NOTHING_OF_THIS_NAME
        return _Place("", "", _Fault("page", shown, problem=problem))

    def siblings(self, target: str) -> tuple[str, str, list[str]]:
        """Return of a path that does not exist: the part that does, the first name that does not, those beside it."""
        above = ""
        for name in target.strip("/").split("/"):
            if above + name not in self.folders:
                return above, name, self._listings.get(above, [])
            above += name + "/"
        return above, "", []


class _Check:
    """One check: the documents are read, their addresses looked up, and what was found is reported."""

    def __init__(self, folder: Path, report: Report, root: Path, site_url: str, sources: Mapping[str, str]) -> None:
        self._folder, self._report, self._root, self._sources = folder, report, root, sources
        self._site = _Site(folder, site_url)
        self._documents: dict[str, _Document] = {}
        self._faults: dict[_Fault, list[tuple[str, str]]] = {}
        """By fault, the documents and addresses that have it."""

    def run(self) -> None:
        """Check the whole site."""
        for path in sorted(self._site.files):
            if path.lower().endswith(_DOCUMENTS) and path.partition("/")[0] not in _NOT_READ:
                text = self._read(path)
                if text is not None:
                    self._documents[path] = _read_document(path, text)
        for document in self._documents.values():
            self._check(document)
        self._report_all()

    def _read(self, path: str) -> str | None:
        try:
            return (self._folder / path).read_bytes().decode("utf-8", "replace")
        except OSError as error:
            self._report.add(rules.UNREADABLE_FILE, self._shown(path), problem=refusal(error))
            return None

    def _check(self, document: _Document) -> None:
        base = self._site.base(document)
        for href in document.links:
            place = self._site.locate(base, href)
            if place is None:
                continue
            fault = place.fault
            if fault is None and place.fragment:
                fault = self._anchor_fault(place)
            if fault is None and href == document.leads_on and self._end_of_way(document.path) is None:
                fault = _Fault("page", place.target, problem=Phrase.IN_A_CIRCLE)
            if fault is not None:
                self._faults.setdefault(fault, []).append((document.path, href))

    def _anchor_fault(self, place: _Place) -> _Fault | None:
        target = self._documents.get(self._end_of_way(place.target) or "")
        fragment = place.fragment.partition(":~:")[0]  # what follows are words to look for
        if target is None or not target.path.lower().endswith(_PAGES) or not fragment or fragment.lower() == "top":
            return None
        if fragment in target.ids or unquote(fragment) in target.ids:
            return None
        return _Fault("anchor", target.path, fragment)

    def _end_of_way(self, path: str) -> str | None:
        """Return the page to which a page leads on in the end: None in a circle, no name where that is not ours."""
        seen = [path]
        while (page := self._documents.get(seen[-1])) is not None and page.leads_on:
            place = self._site.locate(self._site.base(page), page.leads_on)
            if place is None or place.fault:
                return ""
            if place.target == seen[-1]:  # it only loads itself again
                break
            if place.target in seen:
                return None
            seen.append(place.target)
        return seen[-1]

    # --- Reporting --------------------------------------------------------------------------------------------------

    def _report_all(self) -> None:
        wanted: dict[str, set[str]] = {}
        for uses in self._faults.values():
            for path, href in uses[: _SHOWN_PLACES + 1]:
                wanted.setdefault(path, set()).add(href)
        places = {path: self._places(path, hrefs) for path, hrefs in wanted.items()}
        for fault, uses in self._faults.items():
            path, href = uses[0]
            related = [(places[where][what], Phrase.HERE_TOO()) for where, what in uses[1 : _SHOWN_PLACES + 1]]
            if path in self._sources:
                related.append((Span(self._sources[path]), Phrase.MADE_FROM()))
            self._report_one(fault, href, places[path][href], tuple(related), len(uses))

    def _report_one(
        self, fault: _Fault, href: str, span: Span, related: tuple[tuple[Span, Words], ...], times: int
    ) -> None:
        target, count = fault.target, Phrase.LINKS(count=times)
        if fault.kind == "outside":
            self._report.add(rules.OUTSIDE_SITE, span, related=related, href=href, count=count)
        elif fault.kind == "case":
            self._report.add(rules.WRONG_CASE, span, related=related, href=href, target=target, count=count)
        elif fault.kind == "anchor":
            self._report.add(
                rules.BROKEN_ANCHOR,
                span,
                suggestion=self._report.nearest(fault.anchor, sorted(self._documents[target].ids)),
                related=related,
                href=href,
                anchor=fault.anchor,
                target=target,
                count=count,
            )
        elif fault.problem:
            above, name, beside = self._site.siblings(target)
            near = self._report.nearest(name, beside)
            self._report.add(
                rules.BROKEN_PAGE_LINK,
                span,
                suggestion=near and above + near,
                related=related,
                href=href,
                target=target,
                problem=fault.problem(),
                count=count,
            )

    def _places(self, path: str, hrefs: set[str]) -> dict[str, Span]:
        """Return where in a document its faulty addresses stand first; only for these is it read a second time."""
        lines = Lines(self._shown(path).path, self._read(path) or "")
        found: dict[str, Span] = {}
        for one in _references(path, lines.text):
            if one.url in hrefs and one.kind in {"link", "refresh"} and one.url not in found:
                found[one.url] = lines.span(one.start, one.length)
        return {href: found.get(href, Span(lines.path)) for href in hrefs}

    def _shown(self, path: str) -> Span:
        file = self._folder / path
        return Span(relative_path(self._root, file) if file.is_relative_to(self._root) else file.as_posix())


def _references(path: str, text: str) -> Iterator[Reference]:
    """Yield what a document says of addresses, in order; in a style sheet, places in itself are a trick of old."""
    if path.lower().endswith(_PAGES):
        return html_references(text)
    if path.lower().endswith(".css"):
        return (one for one in css_references(text) if not one.url.startswith("#"))
    return xml_references(text)


def _read_document(path: str, text: str) -> _Document:
    if not path.lower().endswith(_PAGES):
        return _Document(path, tuple(dict.fromkeys(one.url for one in _references(path, text))))
    found = [one for piece in dict.fromkeys(PIECE.findall(text)) for one in read_piece(piece)]
    return _Document(
        path,
        tuple(dict.fromkeys(one.url for one in found if one.kind in {"link", "refresh"})),
        frozenset(one.url for one in found if one.kind == "id"),
        next((one.url for one in found if one.kind == "base"), ""),
        next((one.url for one in found if one.kind == "refresh"), ""),
    )
