"""The rules of our Markdown, on markdown-it-py: fenced divs, citations, places in the file, typography.

CommonMark with tables, strikethrough, definition lists, notes and spans with a language. Raw HTML is recognised only
to be refused. Fenced divs follow Pandoc: an opening fence carries attributes, a closing fence carries none, so that
fences of the same length nest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline, footnote_ref

from dossier import locales, rules
from dossier.citation_syntax import Citation, RawItem, holds_key, match_key, parse_group, parse_locator
from dossier.diagnostics import Report, Span
from dossier.sanitize import LINK_SCHEMES, scheme_of
from dossier.source import ID_PATTERN

MAX_DIV_DEPTH = 4
_DIV_OPEN = re.compile(r":{3,}\s*(?P<attributes>[^\s:].*?)\s*:*\s*")
_DIV_CLOSE = re.compile(r":{3,}\s*")
_CODE_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})")
_LOCATOR_OPEN = re.compile(r"[ \n]?\[")
_HEADING_ID = re.compile(r"\s*\{(?P<attributes>[^{}]*)\}\s*$")
_ATTRIBUTE = re.compile(r"\s*(?:\.(?P<class>[\w-]+)|\#(?P<id>[^\s{}]+)|(?P<other>\S+))")
_PUNCTUATION = re.compile(r"[.,;:!?…]+")
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_LEFT_OVER = re.compile(r"(?<![\w/.:=&?%+~@\\-])-?@\w")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image in the text, with its address as written."""

    href: str
    span: Span
    is_image: bool = False


@dataclass(frozen=True)
class Where:
    """The file that is being parsed: turns line numbers of the text into places in the file."""

    path: str
    first_line: int
    lines: Sequence[str]
    report: Report

    def span(self, line: int, column: int | None = None, length: int | None = None) -> Span:
        """Return the place of a line of the text, counted from 0 as markdown-it does."""
        return Span(self.path, self.first_line + line, column, length)

    def at(self, block: Token, content: str, offset: int, length: int | None = None) -> Span:
        """Return the place of `content[offset]`, `content` being the text of a block with its indents taken away."""
        start = block.map[0] if block.map else 0
        ahead = content.count("\n", 0, offset)
        line_start = content.rfind("\n", 0, offset) + 1
        line_end = content.find("\n", line_start)
        piece = content[line_start : len(content) if line_end < 0 else line_end]
        raw = self.lines[start + ahead] if start + ahead < len(self.lines) else ""
        base = raw.find(piece.strip())
        if base < 0:
            return self.span(start + ahead)
        lead = len(piece) - len(piece.lstrip())
        return self.span(start + ahead, base + (offset - line_start) - lead + 1, length)


def make_parser(lang: str) -> MarkdownIt:
    """Return a parser of our dialect for the texts of a language."""
    locale = locales.load(lang)
    md = MarkdownIt("commonmark", {"html": True, "typographer": True, "quotes": list(locale.quotes)})
    md.enable(["table", "strikethrough", "smartquotes"])
    md.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    md.use(deflist_plugin)
    md.use(attrs_plugin, after=("span_close",), spans=True, allowed=("lang", "dir"))
    md.block.ruler.before("fence", "div", _div_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    for name, rule in {
        "link": link,
        "image": image,
        "autolink": autolink,
        "html_inline": html_inline,
        "footnote_ref": lambda state, silent: footnote_ref(state, silent, always_match=True),
        "footnote_inline": footnote_inline,
    }.items():
        md.inline.ruler.at(name, _noting_offset(rule))
    md.inline.ruler.before("link", "citation", _group_rule)
    md.inline.ruler.after("citation", "citation_in_text", _in_text_rule)
    md.core.ruler.before("text_join", "left_over", _left_over_rule)
    md.core.ruler.after("inline", "places", _places_rule)
    md.core.ruler.push("typeset", lambda state: _typeset_rule(state, locale))
    # Addresses are judged with a diagnostic in `_places_rule`; markdown-it would silently print them as text.
    md.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005 - its name is fixed
    return md


def _noting_offset(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Wrap an inline rule so that the first token that it makes remembers where in the text it began."""

    def run(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature is markdown-it's
        start, made = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent and len(state.tokens) > made:
            first = next((token for token in state.tokens[made:] if token.type != "text"), None)
            if first is not None:
                first.meta.setdefault("offset", start)
        return matched

    return run


def _div_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a fenced div, or a closing fence that closes nothing."""
    if state.is_code_block(start):
        return False
    line = _line(state, start)
    opening = _DIV_OPEN.fullmatch(line)
    if opening is None and not _DIV_CLOSE.fullmatch(line):
        return False
    if silent:
        return True
    where: Where = state.env["where"]
    if opening is None:
        where.report.add(rules.STRAY_DIV_CLOSE, where.span(start, 1, len(line)))
        state.line = start + 1
        return True
    if state.env["div_depth"] >= MAX_DIV_DEPTH:
        where.report.add(rules.DIV_TOO_DEEP, where.span(start), limit=MAX_DIV_DEPTH)
        state.line = end
        return True
    close = _closing_line(state, start, end)
    if close is None:
        where.report.add(rules.UNCLOSED_DIV, where.span(start, state.tShift[start] + 1, len(line)), div=line)
    last = end if close is None else close
    token = state.push("div_open", "div", 1)
    token.block, token.map, token.markup = True, [start, last], line
    token.meta = _attributes(opening["attributes"], where, start)
    outer_parent, outer_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "div", last
    state.env["div_depth"] += 1
    state.md.block.tokenize(state, start + 1, last)
    state.env["div_depth"] -= 1
    state.parentType, state.lineMax = outer_parent, outer_max
    state.push("div_close", "div", -1)
    state.line = last if close is None else close + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """Find the fence that closes the div opened at `start`: divs inside are counted, fenced code is skipped."""
    depth, code = 1, ""
    for number in range(start + 1, end):
        line = _line(state, number)
        fence = _CODE_FENCE.match(line)
        if code:
            if fence and line.strip() == fence["fence"] and fence["fence"].startswith(code):
                code = ""
        elif fence:
            code = fence["fence"]
        elif _DIV_OPEN.fullmatch(line):
            depth += 1
        elif _DIV_CLOSE.fullmatch(line):
            depth -= 1
            if not depth:
                return number
    return None


def _attributes(text: str, where: Where, line: int) -> dict[str, str]:
    """Read `{.class #id}` or a bare class word; report what else it holds."""
    raw = where.lines[line]
    if re.fullmatch(r"[\w-]+", text):
        return {"class": text}
    if not (text.startswith("{") and text.endswith("}")):
        where.report.add(rules.MALFORMED_DIV, where.span(line, raw.find(text) + 1, len(text)), text=text)
    found: dict[str, str] = {}
    inner = text.strip("{}")
    base = raw.find(text) + text.find(inner) + 1
    for match in _ATTRIBUTE.finditer(inner):
        column = base + match.start() + len(match.group()) - len(match.group().lstrip())
        if match["class"] and "class" not in found:
            found["class"] = match["class"]
        elif match["id"] and "id" not in found:
            found["id"] = match["id"]
            if not ID_PATTERN.fullmatch(match["id"]):
                where.report.add(rules.BAD_ID, where.span(line, column, len(match["id"]) + 1), id=match["id"])
        else:
            part = match.group().strip()
            where.report.add(rules.BAD_ATTRIBUTE, where.span(line, column, len(part)), part=part)
    return found


def _group_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `[see @Key, p. 12; also @Other]`; what is a link, or an attribute's text, is left to others."""
    start = state.pos
    if state.linkLevel > 0 or state.src[start] != "[":
        return False
    end = parseLinkLabel(state, start)
    if end < 0 or state.src[end + 1 : end + 2] in {"(", "[", "{"}:
        return False
    inner = state.src[start + 1 : end]
    if not holds_key(inner):
        return False
    _push_citation(state, parse_group(inner), shift=start + 1, stop=end + 1, in_text=False, silent=silent)
    return True


def _in_text_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `@Key` and `@Key [p. 12]` in the running sentence."""
    start = state.pos
    if state.linkLevel > 0 or state.src[start] not in "@-":
        return False
    match = match_key(state.src[: state.posMax], start)
    if match is None:
        return False
    stop = match.end()
    locator: tuple[str | None, str, str] = (None, "", "")
    if bracket := _LOCATOR_OPEN.match(state.src, stop, state.posMax):
        end = parseLinkLabel(state, bracket.end() - 1)
        inner = state.src[bracket.end() : end] if end > 0 else ""
        if inner and not inner.startswith("^") and "@" not in inner and state.src[end + 1 : end + 2] not in {"(", "["}:
            stop, locator = end + 1, parse_locator(", " + inner)
    item = RawItem(match["key"].strip("{}"), 0, "", *locator, bool(match["suppress"]))
    _push_citation(state, (item,), shift=start, stop=stop, in_text=not match["suppress"], silent=silent)
    return True


def _push_citation(  # noqa: PLR0913 - one call site a form
    state: StateInline, items: tuple[RawItem, ...] | None, *, shift: int, stop: int, in_text: bool, silent: bool
) -> None:
    if not silent:
        token = state.push("citation", "", 0)
        token.content = state.src[state.pos : stop]
        token.meta = {"offset": state.pos, "raw": items, "shift": shift, "in_text": in_text}
    state.pos = stop


def _left_over_rule(state: StateCore) -> None:
    """Report text that still looks like a citation: whatever the cause, the reader must not see it."""
    where: Where = state.env["where"]
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "text" and (match := _LEFT_OVER.search(token.content)):
                offset = block.content.find(token.content)
                span = where.at(block, block.content, max(offset, 0) + match.start())
                where.report.add(rules.MALFORMED_CITATION, span, text=token.content[match.start() :][:40])


def _places_rule(state: StateCore) -> None:
    """Give every citation and link its place, and judge what needs no other file: raw HTML, addresses, headings."""
    where: Where = state.env["where"]
    for index, block in enumerate(state.tokens):
        if block.type == "inline":
            if index and state.tokens[index - 1].type == "heading_open":
                _take_heading_id(block, state.tokens[index - 1], where)
            _place(block, block.children or [], 0, state.env)
        elif block.type == "html_block" and _COMMENT.sub("", block.content).strip():
            where.report.add(rules.RAW_HTML, where.span(block.map[0] if block.map else 0, 1), tag=_first_tag(block))
        elif block.type in {"th_open", "td_open"} and (style := block.attrGet("style")):
            block.attrs = {"class": f"align-{str(style).removeprefix('text-align:')}"}


def _place(block: Token, children: Sequence[Token], shift: int, env: Mapping[str, Any]) -> None:
    """Give the inline tokens of a block their places; `shift` is where their text begins in the block's."""
    where: Where = env["where"]
    for token in children:
        if "offset" not in token.meta:
            continue
        offset = shift + token.meta["offset"]
        span = where.at(block, block.content, offset, len(token.content) or None)
        if token.type == "citation":
            _place_citation(token, block, shift, span, where)
        elif token.type == "html_inline" and not _COMMENT.fullmatch(token.content + " "):
            where.report.add(rules.RAW_HTML, span, tag=_first_tag(token))
        elif token.type in {"link_open", "image"}:
            _place_link(token, span, where)
        elif token.type == "footnote_ref":
            token.meta["span"] = span
            if "label" not in token.meta:
                _place(block, env["footnotes"]["list"][token.meta["id"]]["tokens"], offset + len("^["), env)


def _place_citation(token: Token, block: Token, shift: int, span: Span, where: Where) -> None:
    if token.meta["raw"] is None:
        where.report.add(rules.MALFORMED_CITATION, span, text=token.content)
        token.type = "malformed"
        return
    inner = shift + token.meta["shift"]
    items = tuple(
        item.at(where.at(block, block.content, inner + item.offset, len(item.key) + 1 + item.suppress_author))
        for item in token.meta["raw"]
    )
    token.meta = {"citation": Citation(items, span, token.meta["in_text"])}


def _place_link(token: Token, span: Span, where: Where) -> None:
    href = str(token.attrGet("href") or token.attrGet("src") or "")
    token.meta["link"] = Link(href, span, token.type == "image")
    scheme = scheme_of(href)
    if scheme and scheme not in LINK_SCHEMES:
        where.report.add(rules.UNSAFE_URL, span, url=href, schemes="http, https and mailto")


def _first_tag(token: Token) -> str:
    match = re.search(r"<[^>\n]{0,40}>?", token.content)
    return match.group() if match else token.content[:40]


def _take_heading_id(block: Token, opening: Token, where: Where) -> None:
    """Take `{#id}` off the end of a heading's text and give it to the heading."""
    match = _HEADING_ID.search(block.content)
    last = block.children[-1] if block.children else None
    if match and last is not None and last.type == "text":
        line = block.map[0] if block.map else 0
        attributes = _attributes("{" + match["attributes"] + "}", where, line)
        if "id" in attributes:
            opening.attrSet("id", attributes["id"])
        last.content = _HEADING_ID.sub("", last.content)


def _typeset_rule(state: StateCore, locale: locales.Locale) -> None:
    """Apply the language's spacing to the text, and set the calls of notes where the language has them."""
    after_punctuation = locale.data["typography"].get("note_after_punctuation", False)
    for token in state.env.get("footnotes", {}).get("list", {}).values():
        for inside in token.get("tokens", ()):
            if inside.type == "text":
                inside.content = locale.typeset(inside.content)
    in_note = False
    for block in state.tokens:
        in_note = block.type == "footnote_reference_open" or (in_note and block.type != "footnote_reference_close")
        children = block.children or []
        for before, token, after in zip([None, *children], children, [*children[1:], None], strict=False):
            if token.type == "text":
                token.content = locale.typeset(token.content)
            elif _is_call(token) and not in_note:
                token.meta["adjacent"] = before is not None and _is_call(before)
                _set_call(before, after, after_punctuation=after_punctuation)


def _is_call(token: Token) -> bool:
    """Tell whether a token becomes a note's number in the text."""
    if token.type == "citation":
        citation: Citation = token.meta["citation"]
        return not citation.in_text
    return token.type == "footnote_ref"


def _set_call(before: Token | None, after: Token | None, *, after_punctuation: bool) -> None:
    """Close the gap before a note's number; some languages put the number after the punctuation that follows it."""
    if before is None or before.type not in {"text", "softbreak"}:
        return
    if before.type == "softbreak":
        before.type, before.tag, before.content = "text", "", ""
    before.content = before.content.rstrip(" \u00a0")
    if after_punctuation and after is not None and after.type == "text":
        match = _PUNCTUATION.match(after.content)
        if match:
            before.content += match.group()
            after.content = after.content[match.end() :]


@cache
def inline_parser(lang: str) -> MarkdownIt:
    """Return a parser of emphasis, code and escapes only."""
    locale = locales.load(lang)
    md = MarkdownIt("zero", {"typographer": True, "quotes": list(locale.quotes)})
    md.enable(["smartquotes", "emphasis", "escape", "backticks", "balance_pairs", "fragments_join"], ignoreInvalid=True)
    md.core.ruler.push("typeset", lambda state: _typeset_rule(state, locale))
    return md


@cache
def plain_parser(lang: str) -> MarkdownIt:
    """Return a parser that does nothing but curl the quotation marks."""
    md = MarkdownIt("zero", {"typographer": True, "quotes": list(locales.load(lang).quotes)})
    return md.enable(["smartquotes"])
