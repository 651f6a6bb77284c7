"""A finished page, as engines and exports get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dossier.sanitize import SafeHtml
from dossier.writer import TocItem

_SUMMARY = 160
_STOPS = " \u00a0\u202f.,;:–—،؛。，；："


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
    """The content id: `arguments/airport-jobs`, `pages/about`, `themes`; the same in all languages."""
    above: str = ""
    """The address of the page of the navigation under which it stands: that of an argument's theme."""

    @property
    def summary(self) -> str:
        """The description, or as much of it as those show who list pages: 160 characters, cut between words."""
        if len(self.description) <= _SUMMARY:
            return self.description
        cut = self.description[:_SUMMARY]  # one character of it gives way to the ellipsis
        words = cut[: cut.rfind(" ")] if cut.rfind(" ") > _SUMMARY // 2 else cut[:-1]
        return words.rstrip(_STOPS) + "…"
