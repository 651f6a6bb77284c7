"""A finished page, as engines and exports get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dossier.sanitize import SafeHtml
from dossier.writer import TocItem


@dataclass(frozen=True)
class Page:
    """A finished page. `title` and `description` are plain text; `alternates` maps languages to addresses."""

    uri: str
    lang: str
    title: str
    description: str
    body: SafeHtml
    toc: tuple[TocItem, ...]
    alternates: Mapping[str, str]
    source: str
    """Path of the file to edit, from the project's root; empty for a page that no single file makes."""
    content: str
    """The content id: `arguments/liege-jobs`, `pages/about`, `themes`; the same in all languages."""
    above: str = ""
    """The address of the page of the navigation under which it stands: that of an argument's theme."""
