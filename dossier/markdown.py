"""Markdown texts: parsed into tokens with places, looked at by the checks, rendered when a page is made.

Text becomes tokens in document order, with a place in the file for everything that a diagnostic may name; tokens
become HTML later, when the notes of the page are numbered. The dialect itself is in `dialect.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from dossier import locales, rules
from dossier.citation_syntax import Citation
from dossier.diagnostics import Report
from dossier.dialect import MAX_PARAGRAPH, inline_parser, make_parser, plain_parser
from dossier.places import Link, ToDo, Where


class Notes(Protocol):
    """What a page's notes must answer while its text is rendered."""

    def cite(self, citation: Citation) -> Markup:
        """Return the HTML that stands in the text for a citation."""

    def refer(self, label: str, body: Sequence[Token]) -> Markup:
        """Return the HTML that stands in the text for a note of the author's."""


@dataclass(frozen=True)
class Document:
    """A parsed Markdown text: its tokens in order, the bodies of its notes by label, and what is left to do in it."""

    tokens: tuple[Token, ...]
    notes: Mapping[str, tuple[Token, ...]] = field(default_factory=dict)
    to_dos: tuple[ToDo, ...] = ()


_BLANK_LINE = re.compile(r"\n\s*\n")

Resolve = Callable[[str], Mapping[str, str]]
"""From an address as written to the attributes of the link; used when a text is rendered into a page."""


# --- Parsing --------------------------------------------------------------------------------------------------------


def parse(text: str, *, path: str, first_line: int, lang: str, report: Report) -> Document:
    """Parse a text that begins on line `first_line` of the file `path`; report what the dialect refuses."""
    document, faults = _parsed(text, path, first_line, lang)
    report.include(faults)
    return document


@locales.derived
@lru_cache(maxsize=2_000)
def _parsed(text: str, path: str, first_line: int, lang: str) -> tuple[Document, Report]:
    """Parse a text, and return what is wrong with it beside; a preview reads texts again that have not changed."""
    report = Report()
    where = Where(path, first_line, text.split("\n"), report)
    env: dict[str, Any] = {"where": where, "div_depth": 0}
    tokens = _parser(lang).parse(text, env)
    for token in tokens:
        if token.type == "inline" and token.map:
            token.meta["line"] = first_line + token.map[0]
    body, notes = _take_notes_out(tokens, where)
    _check_notes(body, notes, where)
    return Document(tuple(body), notes, tuple(where.to_dos)), report


def _take_notes_out(tokens: Sequence[Token], where: Where) -> tuple[list[Token], dict[str, tuple[Token, ...]]]:
    """Separate the bodies of the author's notes from the running text; a note may be defined inside another."""
    body: list[Token] = []
    notes: dict[str, tuple[Token, ...]] = {}
    labels: set[str] = set()
    unfinished: list[tuple[str, list[Token]]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            if label in labels:
                where.report.add(rules.DUPLICATE_NOTE, where.span(token.map[0] if token.map else 0), label=label)
            labels.add(label)
            unfinished.append((label, []))
        elif token.type == "footnote_reference_close":
            label, note = unfinished.pop()
            notes.setdefault(label, tuple(note))
        else:
            (unfinished[-1][1] if unfinished else body).append(token)
    return body, notes


def _check_notes(body: Sequence[Token], notes: Mapping[str, tuple[Token, ...]], where: Where) -> None:
    used = set()
    for tokens in (body, *notes.values()):
        for token in inline_tokens(tokens):
            if token.type == "footnote_ref":
                label = token.meta["label"]
                used.add(label)
                if not notes.get(label):
                    near = where.report.nearest(label, [other for other, body in notes.items() if body])
                    where.report.add(rules.UNKNOWN_NOTE, token.meta["span"], suggestion=near, label=label)
    for label in notes.keys() - used:
        first = next((token for token in notes[label] if token.map), None)
        where.report.add(rules.UNUSED_NOTE, where.span(first.map[0] if first and first.map else 0), label=label)


# --- Looking at tokens ----------------------------------------------------------------------------------------------


def inline_tokens(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens inside of paragraphs, headings and cells, in document order."""
    for token in tokens:
        if token.children:
            yield from token.children


def citations(tokens: Sequence[Token]) -> Iterator[Citation]:
    """Yield the citations in the order of the text."""
    for token in inline_tokens(tokens):
        if token.type == "citation":
            yield token.meta["citation"]


def links(tokens: Sequence[Token]) -> Iterator[Link]:
    """Yield the links and images in the order of the text."""
    for token in inline_tokens(tokens):
        if "link" in token.meta:
            yield token.meta["link"]


def plain_text(tokens: Sequence[Token]) -> str:
    """Return the words of the text, without markup, citations and notes."""
    parts = []
    for block in tokens:
        for token in block.children or ():
            if token.type in {"text", "code_inline"}:
                parts.append(token.content)
            elif token.type in {"softbreak", "hardbreak"}:
                parts.append(" ")
        if block.type in {"fence", "code_block"}:
            parts.append(block.content)
        if block.children:
            parts.append("\n")
    return "".join(parts).strip()


# --- Rendering ------------------------------------------------------------------------------------------------------


def render(
    tokens: Sequence[Token], lang: str, notes: Notes, bodies: Mapping[str, tuple[Token, ...]], resolve: Resolve
) -> Markup:
    """Render tokens to HTML: citations through `notes`, addresses through `resolve`, notes' bodies from `bodies`."""
    md = _parser(lang)
    env = {"notes": notes, "bodies": bodies, "resolve": resolve}
    return Markup(md.renderer.render(list(tokens), md.options, env))  # noqa: S704 - the renderer escapes all text


@locales.derived
@cache
def _parser(lang: str) -> MarkdownIt:
    md = make_parser(lang)
    for name, rule in _RENDER_RULES.items():
        md.renderer.rules[name] = rule  # type: ignore[attr-defined] # the protocol leaves out what every renderer has
    return md


def typeset(text: str, lang: str) -> str:
    """Give a plain text (a title, a claim) its language's quotation marks, apostrophes and spaces."""
    if len(text) > MAX_PARAGRAPH:  # nobody's title: as it is, for the time may grow with its square
        return text
    tokens = plain_parser(lang).parseInline(text)
    content = "".join(token.content for token in tokens[0].children or () if token.type != "softbreak")
    return locales.load(lang).typeset(content)


def typeset_paragraphs(text: str, lang: str) -> str:
    """Typeset a plain text of several paragraphs, which blank lines part; all other white space is folded."""
    return "\n\n".join(typeset(" ".join(one.split()), lang) for one in _BLANK_LINE.split(text.strip()))


def inline_html(text: str, lang: str) -> Markup:
    """Render a short text with emphasis, without links and citations: the words around a key in a citation."""
    return Markup(inline_parser(lang).renderInline(text)) if text else Markup()  # noqa: S704 - the renderer escapes


def _render_link(tokens: Sequence[Token], index: int, _options: object, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    attributes = dict(env["resolve"](str(token.attrGet("src" if token.type == "image" else "href") or "")))
    if token.type == "image":
        attributes = {"src": attributes["href"]}
    if title := token.attrGet("title"):
        attributes["title"] = str(title)
    if token.type == "image":
        attributes |= {"alt": plain_text([token]), "loading": "lazy"}
    printed = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{token.tag}{printed}>"


def _render_citation(tokens: Sequence[Token], index: int, _options: object, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    return _call(token, env["notes"].cite(token.meta["citation"]))


def _render_note(tokens: Sequence[Token], index: int, _options: object, env: Mapping[str, Any]) -> str:
    label = tokens[index].meta["label"]
    return _call(tokens[index], env["notes"].refer(label, env["bodies"].get(label, ())))


def _call(token: Token, call: Markup) -> str:
    """Return what stands in the text for a note, if anything; two numbers at one place are kept apart: ¹,² not ¹²."""
    return f"<sup>, </sup>{call}" if call and token.meta.get("adjacent") else str(call)


def _render_nothing(_tokens: Sequence[Token], _index: int, _options: object, _env: Mapping[str, Any]) -> str:
    """Print nothing: comments are for authors, and what is malformed has been refused with a diagnostic."""
    return ""


_RENDER_RULES: Mapping[str, Callable[..., str]] = {
    "citation": _render_citation,
    "footnote_ref": _render_note,
    "html_block": _render_nothing,
    "html_inline": _render_nothing,
    "image": _render_link,
    "link_open": _render_link,
    "malformed": _render_nothing,
}
