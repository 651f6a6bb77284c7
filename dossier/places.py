"""Where in the file the pieces of a Markdown text stand, and what is refused wherever it stands.

A block's text has lost its indents and the marks of lists and quotations before citations and links are found in it;
here they get their lines and columns back. What needs no other file is judged on the way: raw HTML, addresses,
attributes, and text that only looks like a citation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from dossier import rules
from dossier.citation_syntax import NO_KEY_BEHIND, Citation
from dossier.diagnostics import Report, Span
from dossier.quotes import MAX_QUOTE_WORDS, words_of
from dossier.sanitize import LINK_SCHEMES, WEB_SCHEMES, is_web_url, scheme_of
from dossier.source import ID_PATTERN
from dossier.wording import Phrase

_HEADING_ID = re.compile(r"\s*\{(?P<attributes>[^{}]*)\}\s*$")
_ATTRIBUTE = re.compile(r"\.(?P<class>[\w-]+)|\#(?P<id>[^\s{}]+)|(?P<other>\S+)")
_CITATION_LEFT = re.compile(rf"(?<!-){NO_KEY_BEHIND}-?@\w+")
_LINK_LEFT = re.compile(r"\]\([^\s)]{0,40}\)?")
_BRACES_LEFT = re.compile(r"\{[.#\w][^{}\n]{0,40}\}?")
_QUOTE_LEFT = re.compile(r"\{\s*+quote\s*+=[^{}\n]{0,40}\}?")
_TO_DO = "to do:"


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image in the text, with its address as written."""

    href: str
    span: Span
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class ToDo:
    """A comment in which an author says what is left to do, and where it stands; the text is its first line."""

    text: str
    span: Span


@dataclass(frozen=True)
class Where:
    """The file that is being parsed: turns line numbers of the text into places in the file."""

    path: str
    first_line: int
    lines: Sequence[str]
    report: Report
    to_dos: list[ToDo] = field(default_factory=list)

    def span(self, line: int, column: int | None = None, length: int | None = None) -> Span:
        """Return the place of a line of the text, counted from 0 as markdown-it does."""
        return Span(self.path, self.first_line + line, column, length)


class _BlockText:
    """Where the text of a block stands in the file: its indents, and what marks a list or a quotation, are gone."""

    def __init__(self, block: Token, where: Where, after: int | None = None) -> None:
        """`after`: of a cell of a table, the column (from 0) behind which it stands in its line."""
        self.content = block.content
        self._where, self._after = where, after
        self._line = block.map[0] if block.map else 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.content))]
        self._columns: dict[int, int | None] = {}

    def span(self, offset: int, length: int | None = None) -> Span:
        """Return the place of `content[offset]`."""
        number = bisect_right(self._starts, offset) - 1
        if number not in self._columns:
            self._columns[number] = self._column(number)
        column, start = self._columns[number], self._starts[number]
        if column is None:
            return self._where.span(self._line + number)
        escapes = 0 if self._after is None else self.content.count("|", start, offset)
        one_line = length and "\n" not in self.content[offset : offset + length]
        return self._where.span(
            self._line + number, column + offset - start + escapes + 1, length if one_line else None
        )

    @property
    def end(self) -> int:
        """The column behind which the next cell of a table stands."""
        words = self.content.strip().replace("|", "\\|")
        column = self._column(0)
        return (self._after or 0) if column is None else column + len(words)

    def _column(self, number: int) -> int | None:
        """Find the column (from 0) in which a line of the text would begin, were nothing taken away from it."""
        start = self._starts[number]
        stop = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(self.content)
        piece = self.content[start:stop]
        words = piece.strip()
        line = self._line + number
        raw = self._where.lines[line].rstrip() if line < len(self._where.lines) else ""
        if self._after is not None:
            found = raw.find(words.replace("|", "\\|"), self._after)
        else:
            found = len(raw) - len(words) if raw.endswith(words) else raw.find(words)
        return None if found < 0 else found - (len(piece) - len(piece.lstrip()))


def read_attributes(text: str, where: Where, line: int, *, with_class: bool = True) -> dict[str, str]:
    """Read `{.class #id}` or a bare class word; report what else it holds."""
    raw = where.lines[line]
    if re.fullmatch(r"[\w-]+", text):
        return {"class": text}
    has_braces = text.startswith("{") and text.endswith("}")
    if not has_braces:
        where.report.add(rules.MALFORMED_DIV, where.span(line, raw.find(text) + 1, len(text)), text=text)
    found: dict[str, str] = {}
    inner = text.strip("{}")
    base = raw.find(text) + text.find(inner) + 1
    for match in _ATTRIBUTE.finditer(inner):
        column = base + match.start()
        if match["class"] and "class" not in found and with_class:
            found["class"] = match["class"]
        elif match["id"] and "id" not in found:
            found["id"] = match["id"]
            if not ID_PATTERN.fullmatch(match["id"]):
                where.report.add(rules.BAD_ID, where.span(line, column, len(match["id"]) + 1), id=match["id"])
        elif has_braces:
            where.report.add(rules.BAD_ATTRIBUTE, where.span(line, column, len(match.group())), part=match.group())
    return found


def places_rule(state: StateCore) -> None:
    """Give every citation and link its place, and judge what needs no other file: raw HTML, addresses, headings."""
    where: Where = state.env["where"]
    after = 0
    for index, block in enumerate(state.tokens):
        if block.type == "inline":
            opening = state.tokens[index - 1].type if index else ""
            if opening == "heading_open":
                _take_heading_id(block, state.tokens[index - 1], where)
            is_cell = opening in {"th_open", "td_open"}
            text = _BlockText(block, where, after if is_cell else None)
            _place(block.children or [], text, 0, state.env)
            after = text.end if is_cell else 0
        elif block.type == "tr_open":
            after = 0
        elif block.type == "html_block":
            _take_html(block, where)
        elif block.type in {"th_open", "td_open"} and (style := block.attrGet("style")):
            block.attrs = {"class": f"align-{str(style).removeprefix('text-align:')}"}


def _place(
    children: Sequence[Token], text: _BlockText, shift: int, env: Mapping[str, Any], *, in_image: bool = False
) -> None:
    """Give inline tokens their places; `shift` is where their text begins in that of the block."""
    where: Where = env["where"]
    offset = shift
    for before, token in zip([None, *children], children, strict=False):
        if token.type == "text" and before is not None and (before.type, before.info) == ("link_open", "auto"):
            token.type = "text_special"  # an address that stands for itself gets no curly quotation marks
        elif token.type == "text" and (found := text.content.find(token.content, offset)) >= 0:
            _refuse_left_over(before, token, text.span(found), where)
            offset = found + len(token.content)
        if "offset" in token.meta:
            offset = shift + token.meta["offset"]
            span = text.span(offset, len(token.content) or None)
            if in_image and token.type in {"citation", "footnote_ref"}:
                where.report.add(rules.MALFORMED_CITATION, span, text=text.content[offset : offset + 40])
            elif token.type == "citation":
                _place_citation(token, text, shift, span, where)
                offset += len(token.content)  # what is quoted may stand in the text behind it too
            elif token.type == "footnote_ref":
                _place_note_call(token, text, offset, span, env)
            elif token.type in {"link_open", "image"}:
                _place_link(token, span, where)
                _place(token.children or [], text, offset + len("!["), env, in_image=True)
            else:
                _refuse_markup(token, text, offset, where)


def _refuse_markup(token: Token, text: _BlockText, offset: int, where: Where) -> None:
    """Report tags, and the braces behind words in brackets where they hold attributes that are not printed."""
    if token.type == "html_inline" and token.content.startswith("<!--"):
        _take_to_do(token.content, text.span(offset), where)
    if token.type == "html_inline" and _without_comments(token.content).strip():
        where.report.add(rules.RAW_HTML, text.span(offset, len(token.content)), tag=_first_tag(token.content))
    elif "insecure_attrs" in token.meta:
        start = text.content.find("]{", offset) + 1
        part = text.content[start : text.content.find("}", start) + 1]
        where.report.add(rules.BAD_ATTRIBUTE, text.span(start, len(part)), part=part)


def _place_note_call(token: Token, text: _BlockText, offset: int, span: Span, env: Mapping[str, Any]) -> None:
    token.meta["span"] = span
    if "label" not in token.meta:  # it is written in place
        note = env["footnotes"]["list"][token.meta["id"]]
        token.meta["label"] = note["label"] = _inline_label(token.meta["id"])
        _place(note["tokens"], text, offset + len("^["), env)


def _refuse_left_over(before: Token | None, token: Token, span: Span, where: Where) -> None:
    """Report text that still looks like markup: whatever the cause, the reader must not see it."""

    def place(match: re.Match[str]) -> Span:
        return where.span(span.line - where.first_line, span.column and span.column + match.start(), len(match.group()))

    if match := _CITATION_LEFT.search(token.content) if "@" in token.content else None:
        where.report.add(rules.MALFORMED_CITATION, place(match), text=match.group())
    if match := _LINK_LEFT.search(token.content):
        where.report.add(rules.MALFORMED_LINK, place(match), text=match.group())
    behind = before is not None and before.nesting <= 0 and before.type not in {"text", "softbreak", "hardbreak"}
    if match := (_BRACES_LEFT.match(token.content) if behind else None) or _QUOTE_LEFT.search(token.content):
        where.report.add(rules.BAD_ATTRIBUTE, place(match), part=match.group())


def _take_html(block: Token, where: Where) -> None:
    """Take the to-dos out of a block of comments, and report one that holds more than comments."""
    text = _BlockText(block, where)
    for start, end in _comments(block.content):
        _take_to_do(block.content[start:end], text.span(start), where)
    rest = _without_comments(block.content).strip()
    if rest:
        tag = _first_tag(rest)
        line = (block.map[0] if block.map else 0) + block.content.count("\n", 0, max(block.content.find(tag), 0))
        where.report.add(rules.RAW_HTML, where.span(line, where.lines[line].find(tag) + 1 or None, len(tag)), tag=tag)


def _take_to_do(comment: str, span: Span, where: Where) -> None:
    first_line = comment.removeprefix("<!--").removesuffix("-->").strip().partition("\n")[0]
    if first_line.lower().startswith(_TO_DO):
        where.to_dos.append(ToDo(first_line[len(_TO_DO) :].strip() or "what stands below", span))


def _without_comments(html: str) -> str:
    kept, position = [], 0
    for start, end in _comments(html):
        kept.append(html[position:start])
        position = end
    return "".join([*kept, html[position:]])


def _comments(html: str) -> Iterator[tuple[int, int]]:
    """Yield where each comment begins and ends."""
    position = 0
    while (start := html.find("<!--", position)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        position = end + len("-->")
        yield start, position


def _place_citation(token: Token, text: _BlockText, shift: int, span: Span, where: Where) -> None:
    if token.meta["raw"] is None:
        where.report.add(rules.MALFORMED_CITATION, span, text=token.content)
        token.type = "malformed"
        return
    items = []
    for item in token.meta["raw"]:
        start = shift + token.meta["shift"] + item.offset
        before_key = len("-@") if item.suppress_author else len("@")
        braces = len("{}") if text.content[start + before_key] == "{" else 0
        items.append(item.at(text.span(start, before_key + len(item.key) + braces)))
    quote = token.meta["quote"]
    if (length := len(words_of(quote))) > MAX_QUOTE_WORDS:
        where.report.add(rules.LONG_QUOTE, span, length=length, limit=MAX_QUOTE_WORDS)
    token.meta = {"citation": Citation(tuple(items), span, token.meta["in_text"], quote)}


def _place_link(token: Token, span: Span, where: Where) -> None:
    href = str(token.attrGet("href") or token.attrGet("src") or "")
    token.meta["link"] = Link(href, span, token.type == "image")
    scheme = scheme_of(href)
    relative = not scheme and not href.startswith("//")  # two slashes and a host are a web address without its scheme
    if not relative and not (is_web_url(href) or scheme in LINK_SCHEMES - WEB_SCHEMES):
        where.report.add(rules.UNSAFE_URL, span, url=href, schemes=Phrase.LINK_SCHEMES())


def _first_tag(html: str) -> str:
    match = re.search(r"<[^>\n]{0,40}>?", html)
    return match.group() if match else html[:40]


def _inline_label(number: int) -> str:
    """Name a note written in place (`^[…]`); no author can write this label, for a label holds no space."""
    return f"inline {number}"


def _take_heading_id(block: Token, opening: Token, where: Where) -> None:
    """Take `{#id}` off the end of a heading's text and give it to the heading."""
    last = block.children[-1] if block.children else None
    if last is not None and last.type == "text" and (match := _HEADING_ID.search(last.content)):
        line = block.map[0] if block.map else 0
        attributes = read_attributes("{" + match["attributes"] + "}", where, line, with_class=False)
        if "id" in attributes:
            opening.attrSet("id", attributes["id"])
        last.content = _HEADING_ID.sub("", last.content)
