"""The pages that campaigners write by hand: `docs/pages/<id>/<lang>.md`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, Field

from dossier import markdown, rules
from dossier.corrections import ANCHOR
from dossier.diagnostics import Report, Span
from dossier.folders import CORRECTIONS, texts_in
from dossier.places import ToDo
from dossier.source import ID_PATTERN, read_text, relative_path, split_front_matter, validate
from dossier.wording import Phrase

RESERVED_IDS = {"home": frozenset({"findings", "themes", "notes"}), CORRECTIONS: frozenset({"log", "notes"})}
"""By page id, the anchors of sections that the page itself has; every page may have its notes."""


class Heading(BaseModel):
    """The front matter of a hand-written page."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=160)]
    description: Annotated[str, Field(max_length=300)] = ""


@dataclass(frozen=True)
class PageText:
    """A hand-written page in one language; title and description are plain text, typeset for the language."""

    lang: str
    path: str
    title: str
    description: str
    document: markdown.Document

    @property
    def to_dos(self) -> tuple[ToDo, ...]:
        """What is left to do in the text."""
        return self.document.to_dos

    def token_groups(self) -> Iterator[tuple[Token, ...]]:
        """Yield all tokens of the text, the bodies of its notes last."""
        yield self.document.tokens
        yield from self.document.notes.values()

    def headings(self) -> Iterator[tuple[str, str, Token]]:
        """Yield id, level (`h2`) and text of each heading in order."""
        tokens = self.document.tokens
        for opening, inline in pairwise(tokens):
            if opening.type == "heading_open":
                yield str(opening.attrGet("id") or ""), opening.tag, inline


@dataclass(frozen=True)
class HandwrittenPage:
    """A hand-written page: its id (the folder's name) and its texts by language."""

    id: str
    texts: Mapping[str, PageText]


def load_page(root: Path, folder: Path, languages: Sequence[str], report: Report) -> HandwrittenPage | None:
    """Read one page's folder; report every fault, and return None where the folder cannot be a page."""
    shown = Span(relative_path(root, folder))
    if not ID_PATTERN.fullmatch(folder.name):
        what, advice = Phrase.A_PAGES_FOLDER(), Phrase.ID_ADVICE(example="about")
        report.add(rules.BAD_FILE_NAME, shown, name=folder.name, what=what, advice=advice)
        return None
    read = [_load_text(root, path, report) for path in texts_in(root, folder, languages, report)]
    return HandwrittenPage(folder.name, {text.lang: text for text in read if text})


def _load_text(root: Path, path: Path, report: Report) -> PageText | None:
    source = read_text(root, path, report)
    if source is None:
        return None
    lang = path.stem
    front = split_front_matter(source, report)
    heading = validate(Heading, front.meta, report) if front.meta else None
    document = markdown.parse(front.body, path=source.path, first_line=front.body_line, lang=lang, report=report)
    taken = RESERVED_IDS.get(path.parent.name, frozenset({"notes"}))
    _check_structure(document, source.path, front.body_line, taken, report)
    if front.meta is None and not document.tokens:
        return None
    heading = heading or Heading(title="?")  # which no page shows: with a fault in its heading no site is built
    title, description = (
        markdown.typeset(" ".join(text.split()), lang) for text in (heading.title, heading.description)
    )
    return PageText(lang, source.path, title, description, document)


def _check_structure(
    document: markdown.Document, path: str, first_line: int, taken: Collection[str], report: Report
) -> None:
    seen: dict[str, Span] = {}
    for token in document.tokens:
        span = Span(path, first_line + (token.map[0] if token.map else 0))
        if token.type == "div_open":
            name = token.meta.get("class", "")
            report.add(rules.UNKNOWN_DIV, span, name=name, known=Phrase.PAGE_WITHOUT_PARTS())
        elif token.type == "heading_open":
            if token.tag == "h1":
                report.add(rules.HEADING_LEVEL, span, level=1, advice=Phrase.HEADING_IN_PAGE())
            anchor = token.attrGet("id")
            if not anchor:
                report.add(rules.HEADING_WITHOUT_ID, span)
            elif anchor in taken or ANCHOR.fullmatch(str(anchor)):
                report.add(rules.RESERVED_ID, span, id=anchor)
            elif str(anchor) in seen:
                report.add(rules.DUPLICATE_ID, span, related=((seen[str(anchor)], Phrase.FIRST_GIVEN()),), id=anchor)
            else:
                seen[str(anchor)] = span
