"""The rules of our Markdown, on markdown-it-py: fenced divs, citations, places in the file, typography.

CommonMark with tables, strikethrough, definition lists, notes and spans with a language. Raw HTML is recognised only
to be refused. Fenced divs follow Pandoc: an opening fence carries attributes, a closing fence carries none, so that
fences of the same length nest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from dossier import locales, rules
from dossier.citation_syntax import (
    QUOTE_OPENS,
    Citation,
    RawItem,
    holds_key,
    match_key,
    match_quote,
    parse_group,
    parse_locator,
)
from dossier.places import Where, places_rule, read_attributes

MAX_DIV_DEPTH = 4
MAX_PARAGRAPH = 10_000
"""Longest paragraph, heading or cell that is read, in characters: the time for one may grow with its square."""

_DIV_OPEN = re.compile(r":{3,}\s*(?P<attributes>[^\s:].*)")
_DIV_CLOSE = re.compile(r":{3,}\s*")
_CODE_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})")
_LOCATOR = re.compile(r"[ \n]?\[(?!\^)(?P<locator>[^\[\]@<]{1,200})\](?![(\[{])")
_NOTE_CALL = re.compile(r"\[\^[^\s\[\]]+\]")
_PLACED = frozenset({"link", "image", "autolink", "html_inline", "span", "footnote_ref", "footnote_inline"})
_GAPS = frozenset({"text", "softbreak"})
_CALLS = frozenset({"citation", "footnote_ref"})
_NO_LETTERS = _GAPS | {"hardbreak", "html_inline"}
_PUNCTUATION = re.compile(r"[.,;:!?…。，；：！？、،؛؟]+")
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_HAN_CHARACTER = re.compile(_HAN)
_HAN_BEFORE, _HAN_BEHIND = re.compile(rf"{_HAN}\s*$"), re.compile(rf"\s*{_HAN}")


def make_parser(lang: str) -> MarkdownIt:
    """Return a parser of our dialect for the texts of a language."""
    locale = locales.load(lang)
    options = {"html": True, "typographer": True, "quotes": list(locale.quotes), "xhtmlOut": False}
    md = MarkdownIt("commonmark", options)
    md.enable(["table", "strikethrough", "smartquotes"])
    md.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    md.use(deflist_plugin)
    md.use(attrs_plugin, after=("span_close",), spans=True, allowed=("lang", "dir"))
    md.block.ruler.before("fence", "div", _div_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.at("footnote_ref", _note_call_rule)
    for name, rule in zip(md.inline.ruler.get_active_rules(), md.inline.ruler.getRules(""), strict=True):
        if name in _PLACED:
            md.inline.ruler.at(name, _noting_offset(rule))
    md.inline.ruler.before("link", "citation", _group_rule)
    md.inline.ruler.after("citation", "citation_in_text", _in_text_rule)
    md.core.ruler.before("inline", "long_paragraphs", _length_rule)
    md.core.ruler.after("inline", "places", places_rule)
    md.core.ruler.after("places", "inline_notes", _inline_notes_rule)
    md.core.ruler.push("typeset", lambda state: _typeset_rule(state, locale))
    # Addresses are judged with a diagnostic in `places_rule`; markdown-it would silently print them as text.
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
    if not state.src.startswith(":::", state.bMarks[start] + state.tShift[start]) or state.is_code_block(start):
        return False
    line = _line(state, start)
    opening = _DIV_OPEN.fullmatch(line)
    if opening is None and not _DIV_CLOSE.fullmatch(line):
        return False
    if silent:
        return True
    where: Where = state.env["where"]
    if opening is None:
        where.report.add(rules.STRAY_DIV_CLOSE, where.span(start, where.lines[start].find(line) + 1, len(line)))
        state.line = start + 1
        return True
    place = where.span(start, where.lines[start].find(line) + 1, len(line))
    last, is_closed = _closing_line(state, start, end)
    if state.env["div_depth"] >= MAX_DIV_DEPTH:
        where.report.add(rules.DIV_TOO_DEEP, place, limit=MAX_DIV_DEPTH)
        state.line = last + is_closed
        return True
    if not is_closed:
        where.report.add(rules.UNCLOSED_DIV, place, div=line)
    token = state.push("div_open", "div", 1)
    token.block, token.map, token.markup = True, [start, last], line
    token.meta = read_attributes(opening["attributes"].rstrip().rstrip(":").rstrip(), where, start)
    outer_parent, outer_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "div", last
    state.env["div_depth"] += 1
    state.md.block.tokenize(state, start + 1, last)
    state.env["div_depth"] -= 1
    state.parentType, state.lineMax = outer_parent, outer_max
    state.push("div_close", "div", -1)
    state.line = last + is_closed
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _closing_line(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Find the fence that closes the div opened at `start`: divs inside are counted, code is skipped.

    Return its line and True; or, where there is none, the line after the div and False.
    """
    depth, code = 1, ""
    for number in range(start + 1, end):
        if state.sCount[number] < state.blkIndent and not state.isEmpty(number):
            return number, False  # here ends the list item or the note in which the div stands
        if state.is_code_block(number):
            continue
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
                return number, True
    return end, False


def _note_call_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `[^label]`, after a look whether it is one: the plugin's own look goes to the paragraph's end each time."""
    if _NOTE_CALL.match(state.src, state.pos, state.posMax) is None:
        return False
    return footnote_ref(state, silent, always_match=True)


def _group_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `[see @Key, p. 12; also @Other]`; what is a link, or an attribute's text, is left to others.

    A quotation in braces, `{quote="…"}`, may follow the citation of one source. Where none can, it is left as text,
    which is then refused.
    """
    start = state.pos
    if state.linkLevel > 0 or state.src[start] != "[" or "@" not in state.src or _NOTE_CALL.match(state.src, start):
        return False
    end = parseLinkLabel(state, start)
    if end < 0 or state.src[end + 1 : end + 2] == "(" or _is_reference(state, end + 1):
        return False
    has_quote = QUOTE_OPENS.match(state.src, end + 1, state.posMax)
    if state.src[end + 1 : end + 2] == "{" and not has_quote:
        return False
    inner = state.src[start + 1 : end]
    if not holds_key(inner):
        return False
    items, quote, stop = parse_group(inner), "", end + 1
    if has_quote and items is not None and len(items) == 1:
        quote, stop = match_quote(state.src, stop, state.posMax) or (quote, stop)
    _push_citation(state, items, shift=start + 1, stop=stop, quote=quote, silent=silent)
    return True


def _is_reference(state: StateInline, position: int) -> bool:
    """Tell whether `[label]` of a link that is defined elsewhere stands here, or `[]` for the text before it."""
    if state.src[position : position + 1] != "[" or "references" not in state.env:
        return False
    end = parseLinkLabel(state, position)
    label = state.src[position + 1 : end]
    return end > 0 and (not label or normalizeReference(label) in state.env["references"])


def _in_text_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `@Key` and `@Key [p. 12]` in the running sentence."""
    start = state.pos
    if state.linkLevel > 0 or state.src[start] not in "@-":
        return False
    match = match_key(state.src, start, state.posMax)
    if match is None:
        return False
    stop = match.end()
    locator: tuple[str | None, str, str] = (None, "", "")
    if bracket := _LOCATOR.match(state.src, stop, state.posMax):
        stop, locator = bracket.end(), parse_locator(", " + bracket["locator"])
    item = RawItem(match["key"].strip("{}"), 0, "", *locator, bool(match["suppress"]))
    _push_citation(state, (item,), shift=start, stop=stop, silent=silent, in_text=not match["suppress"])
    return True


def _push_citation(  # noqa: PLR0913 - one call site a form
    state: StateInline,
    items: tuple[RawItem, ...] | None,
    *,
    shift: int,
    stop: int,
    silent: bool,
    in_text: bool = False,
    quote: str = "",
) -> None:
    if not silent:
        token = state.push("citation", "", 0)
        token.content = state.src[state.pos : stop]
        token.meta = {"offset": state.pos, "raw": items, "shift": shift, "in_text": in_text, "quote": quote}
    state.pos = stop


def _length_rule(state: StateCore) -> None:
    """Refuse, and leave out, what is too long to be read in good time."""
    where: Where = state.env["where"]
    for block in state.tokens:
        if block.type == "inline" and len(block.content) > MAX_PARAGRAPH:
            span = where.span(block.map[0] if block.map else 0)
            where.report.add(rules.LONG_PARAGRAPH, span, length=len(block.content), limit=MAX_PARAGRAPH)
            block.content = ""


def _inline_notes_rule(state: StateCore) -> None:
    """Put the notes written in place behind the text, as if they had a label, so that all other rules see them."""
    for note in state.env.get("footnotes", {}).get("list", {}).values():
        if "tokens" in note and "label" in note:  # it has none where it is called from no place that is printed
            state.tokens += [
                Token("footnote_reference_open", "", 1, meta={"label": note["label"]}),
                Token("paragraph_open", "p", 1, block=True),
                Token("inline", "", 0, content=note["content"], children=note["tokens"], block=True),
                Token("paragraph_close", "p", -1, block=True),
                Token("footnote_reference_close", "", -1),
            ]


def _typeset_rule(state: StateCore, locale: locales.Locale) -> None:
    """Apply the language's spacing to the text, and set the calls of notes where the language has them."""
    after_punctuation = locale.data["typography"]["note_after_punctuation"]
    in_note = False
    for block in state.tokens:
        in_note = block.type == "footnote_reference_open" or (in_note and block.type != "footnote_reference_close")
        children = block.children or []
        if _HAN_CHARACTER.search(block.content):
            _join_han_lines(children)
        if not in_note:
            _set_calls(children, after_punctuation=after_punctuation)
        for before, token in zip([None, *children], children, strict=False):
            # An address that stands for itself stays as it is.
            if token.type == "text" and not (before and (before.type, before.info) == ("link_open", "auto")):
                # What stands close before a text, a word in italics or a note's number, is a letter to its spacing.
                lead = "x" if before and before.nesting <= 0 and before.type not in _NO_LETTERS else ""
                token.content = locale.typeset(lead + token.content)[len(lead) :]


def _join_han_lines(children: list[Token]) -> None:
    """Drop line ends between two Chinese characters, which would be spaces; marks and notes between do not count."""
    texts = [index for index, token in enumerate(children) if token.type == "text" and token.content]
    for index in reversed([index for index, token in enumerate(children) if token.type == "softbreak"]):
        before = max((one for one in texts if one < index), default=None)
        behind = min((one for one in texts if one > index), default=None)
        if before is None or behind is None:
            continue
        if _HAN_BEFORE.search(children[before].content) and _HAN_BEHIND.match(children[behind].content):
            children[index] = Token("text", "", 0)


def _is_call(token: Token) -> bool:
    """Tell whether a token becomes a note's number in the text."""
    if token.type == "citation":
        citation: Citation = token.meta["citation"]
        return not citation.in_text
    return token.type == "footnote_ref"


def _set_calls(children: list[Token], *, after_punctuation: bool) -> None:
    """Close the gaps before notes' numbers; some languages put the numbers after the punctuation that follows them."""
    calls: list[Token] = []  # that stand together
    old, children[:] = children.copy(), []
    for token in old:
        if _is_call(token):
            _close_gap(children)
            token.meta["adjacent"] = bool(children) and children[-1].type in _CALLS
            calls.append(token)
        elif calls and token.type == "text" and after_punctuation and (match := _PUNCTUATION.match(token.content)):
            place = len(children) - len(calls)
            if place == 0 or children[place - 1].type not in _CALLS:  # or it would stand between two numbers
                children.insert(place, Token("text", "", 0, content=match.group()))
                token.content = token.content[match.end() :]
            calls = []
        elif token.type != "softbreak" and (token.type != "text" or token.content.strip()):
            calls = []
        children.append(token)


def _close_gap(tokens: list[Token]) -> None:
    """Take white space off the end."""
    while tokens and tokens[-1].type in _GAPS:
        if tokens[-1].type == "text":
            tokens[-1].content = tokens[-1].content.rstrip(" \u00a0")
            if tokens[-1].content:
                return
        tokens.pop()


@locales.derived
@cache
def inline_parser(lang: str) -> MarkdownIt:
    """Return a parser of emphasis, code and escapes only."""
    locale = locales.load(lang)
    md = MarkdownIt("zero", {"typographer": True, "quotes": list(locale.quotes)})
    md.enable(["smartquotes", "emphasis", "escape", "backticks", "balance_pairs", "fragments_join"], ignoreInvalid=True)
    md.core.ruler.push("typeset", lambda state: _typeset_rule(state, locale))
    return md


@locales.derived
@cache
def plain_parser(lang: str) -> MarkdownIt:
    """Return a parser that does nothing but curl the quotation marks."""
    md = MarkdownIt("zero", {"typographer": True, "quotes": list(locales.load(lang).quotes)})
    return md.enable(["smartquotes"])
