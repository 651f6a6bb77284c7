"""Where links come from: the content of the dossier, and any file that is named on the command line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from markdown_it.token import Token

from dossier import markdown
from dossier.bibliography import Reference, UrlStatus
from dossier.corpus import Corpus
from dossier.diagnostics import Report
from dossier.folders import GLOSSARY_FILE, THEMES_FILE
from dossier.links.model import Found, Role
from dossier.links.readers import SyntaxFaultError, doi_address, is_address, read, shown_title
from dossier.sanitize import scheme_of
from dossier.source import YamlDocument, parse_yaml, read_text
from dossier.writer import address

MAX_BYTES = 20_000_000
"""Largest file that is read for its links, in bytes."""

TIMELINE_FILE = "timeline.yml"
_LISTS = (THEMES_FILE, GLOSSARY_FILE, TIMELINE_FILE)


class LinkFileError(Exception):
    """A file cannot be read for its links; the text says which one, where in it, and why."""


# --- The content ----------------------------------------------------------------------------------------------------


class _Text(Protocol):
    """What arguments' texts and those of other pages have in common here."""

    def token_groups(self) -> Iterator[tuple[Token, ...]]: ...


def from_corpus(corpus: Corpus) -> Iterator[Found]:
    """Yield every address that leads out of the dossier: of the bibliography, of the texts, of the lists and facts.

    Faults of the content are not reported here: the check of the content has done so.
    """
    for reference in corpus.bibliography.references.values():
        yield from _from_reference(reference)
    for argument in corpus.arguments.values():
        content = f"arguments/{argument.id}"
        yield from _from_yaml(argument.document, content)
        for lang, text in argument.texts.items():
            yield from _from_text(text, address(content, lang).rstrip("/"))
    for content, whole in corpus.whole_texts():
        yield from _from_text(whole, address(content, whole.lang).rstrip("/"))
    for name in _LISTS:
        path = corpus.config.docs / name
        source = read_text(corpus.config.root, path, Report()) if path.is_file() else None
        document = parse_yaml(source, Report()) if source else None
        if document:
            yield from _from_yaml(document, name)


def _from_reference(reference: Reference) -> Iterator[Found]:
    title = shown_title(reference.title)
    is_lost = reference.url_status is not UrlStatus.LIVE  # as a person has said; readers are led to the copy
    for name, url, role in (
        ("url", "" if is_lost else reference.url, Role.SOURCE),
        ("doi", reference.doi and doi_address(reference.doi), Role.DOI),
        ("archiveurl", reference.archive_url, Role.ARCHIVE),
    ):
        if url:
            yield Found(url, reference.field_spans[name], role, reference.key, title)


def _from_text(text: _Text, context: str) -> Iterator[Found]:
    for tokens in text.token_groups():
        for link in markdown.links(tokens):
            if scheme_of(link.href) or link.href.startswith("//"):
                yield Found(link.href, link.span, Role.TEXT, context)


def _from_yaml(document: YamlDocument, context: str) -> Iterator[Found]:
    for way, span in document.values.items():
        value = document.value
        for step in way:
            value = value[step]
        if isinstance(value, str) and is_address(value):
            yield Found(value, span, Role.TEXT, context)


# --- Any file -------------------------------------------------------------------------------------------------------


def from_file(path: Path) -> Iterator[Found]:
    """Yield the addresses in a file, read by its ending: HTML, XML, Markdown, BibTeX, YAML, CSS, or else a list.

    Relative addresses are left out unless the file itself says where it belongs. Raises LinkFileError, at once or on
    the way.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LinkFileError(f"{path}: the file has {size} bytes, the limit is {MAX_BYTES}")
        raw = path.read_bytes()
    except OSError as error:
        raise LinkFileError(f"{path}: the file cannot be read: {error.strerror or 'the system refused'}") from error
    return from_bytes(raw, str(path), path.suffix.lower())


def from_bytes(raw: bytes, name: str, ending: str = "") -> Iterator[Found]:
    """Yield the addresses in what was read elsewhere, such as standard input; `name` is its path in all places."""
    text = _decode(raw)
    if "\0" in text:
        raise LinkFileError(f"{name}: this is no text file")
    try:
        yield from read(name, text.replace("\r\n", "\n").replace("\r", "\n"), ending)
    except SyntaxFaultError as error:
        raise LinkFileError(f"{name}:{error.line}: {error}") from error


_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD = 1024


def _decode(raw: bytes) -> str:
    """Decode a file as browsers do: by its mark, as UTF-8, by what it says itself, as Windows-1252."""
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
            return raw.removeprefix(mark).decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        said = _CHARSET.search(raw[:_HEAD])
    try:
        return raw.decode(said[1].decode() if said else "windows-1252", "replace")
    except LookupError:
        return raw.decode("windows-1252", "replace")
