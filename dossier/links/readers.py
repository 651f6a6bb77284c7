"""The addresses in a file of any kind, whoever wrote it: HTML, XML, CSS, Markdown, BibTeX, YAML, a plain list.

Every reader takes the text of a file and yields what it finds with offsets or places; nothing here judges an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urljoin

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from dossier.bibtex import BLANKS, BibtexEntry, BibtexParser, decode_latex, without_braces
from dossier.diagnostics import Report, Span
from dossier.dialect import MAX_PARAGRAPH
from dossier.links.markup import Lines, Reference, css_references, decode, html_references, xml_references
from dossier.links.model import Found, Role
from dossier.sanitize import WEB_SCHEMES, scheme_of
from dossier.source import SourceFile

_NO_ADDRESSES = frozenset({"about", "blob", "data", "javascript", "vbscript"})
"""Schemes whose "addresses" hold their content themselves."""

BARE = re.compile(r"(?<![A-Za-z0-9+.-])https?://[^\s<>\"`\\{}，。；：！？、（）「」『』《》]{1,2000}+", re.IGNORECASE)
"""An address that stands in a text without any markup."""

_BARE_END = re.compile(r"(?:[?!.,:;*_~'\]]|&[A-Za-z0-9]+;)\Z")


class SyntaxFaultError(Exception):
    """The text is not what its name says: what is wrong, and on which line."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


def doi_address(doi: str) -> str:
    """Return the address at which a DOI is resolved."""
    return "https://doi.org/" + quote(doi, safe="/:;()._-")


def is_address(value: str) -> bool:
    """Tell whether a value, as a whole, looks like an address with its scheme."""
    return re.match(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*://|mailto:)[^\s/]", value, re.IGNORECASE) is not None


# --- HTML, XML, CSS -------------------------------------------------------------------------------------------------


def _from_references(references: Iterable[Reference], lines: Lines, base: str = "") -> Iterator[Found]:
    for one in references:
        if one.kind in {"link", "refresh"} and (url := _absolute(one.url, base)):
            yield Found(url, lines.span(one.start, one.length), Role.PAGE, lines.path)


def _absolute(url: str, base: str) -> str:
    """Return an address that leads out, as it is written where it is complete; an empty text for all others."""
    scheme = scheme_of(url)
    if scheme:
        return "" if scheme in _NO_ADDRESSES else url
    if not base and not url.lstrip().startswith("//"):
        return ""
    try:
        return urljoin(base or "https:", url.strip())
    except ValueError:  # a host that is none: for others to say
        return url


def _html(lines: Lines) -> Iterator[Found]:
    found = list(html_references(lines.text))
    base = next((one.url.strip() for one in found if one.kind == "base"), "")
    return _from_references(found, lines, base if scheme_of(base) in WEB_SCHEMES else "")


def _xml(lines: Lines) -> Iterator[Found]:
    return _from_references(xml_references(lines.text), lines)


def _css(lines: Lines) -> Iterator[Found]:
    return _from_references(css_references(lines.text), lines)


# --- Markdown -------------------------------------------------------------------------------------------------------


def _bare_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature is markdown-it's
    """Read an address that stands for itself, as GitHub does; it is met at its colon, for that ends a run of text."""
    scheme = re.search(r"(?<![A-Za-z0-9+.-])https?\Z", state.pending[-6:], re.IGNORECASE)
    if silent or scheme is None or state.linkLevel or state.src[state.pos : state.pos + 3] != "://":
        return False
    start = state.pos - len(scheme.group())
    match = BARE.match(state.src, start, state.posMax)
    if match is None:
        return False
    url = trim_bare(match.group())
    if len(url) <= len(scheme.group()) + len("://"):
        return False
    state.pending = state.pending[: -len(scheme.group())]
    state.push("bare", "", 0).content = url
    state.pos = start + len(url)
    return True


def trim_bare(url: str) -> str:
    """Take off what belongs to the sentence around an address: its full stop, the bracket that it stands in."""
    while True:
        if url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1]
        elif match := _BARE_END.search(url):
            url = url[: match.start()]
        else:
            return url


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    md.core.ruler.disable(["inline", "text_join"])
    md.inline.ruler.before("link", "bare", _bare_rule)
    md.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005 - its name is fixed
    md.normalizeLink = lambda url: url  # type: ignore[method-assign] # as it is written
    return md


def _markdown(lines: Lines) -> Iterator[Found]:
    """Read Markdown of any dialect: links, images, definitions of links, bare addresses, and the HTML in it."""
    md, env = _parser(), dict[str, Any]()
    blocks = md.parse(lines.text, env)
    defined = env.get("references", {}).values()
    for one in defined:
        if url := _absolute(one["href"], ""):
            start, end = (lines.start_of(line) for line in one["map"])
            yield Found(url, _search(lines, one["href"], start, end)[0], Role.TEXT, lines.path)
    elsewhere = {one["href"] for one in defined}
    position = 0
    for block in blocks:
        if block.map and block.type in {"inline", "html_block"}:
            start, end = (lines.start_of(line) for line in block.map)
            position = max(position, start)  # the cells of a table share its line
            for href, raw in _in_block(block, md, env):
                if url := _absolute(href, ""):
                    span, at = _search(lines, raw, position, end)
                    if at < 0 and href in elsewhere:
                        continue  # it stands where it is defined
                    position = max(position, at + len(raw))
                    yield Found(url, span, Role.TEXT, lines.path)


def _search(lines: Lines, raw: str, start: int, end: int) -> tuple[Span, int]:
    """Return place and offset of an address in a block; the block's own place and -1 where it does not stand there."""
    at, length = lines.text.find(raw, start, end), len(raw)
    behind = lines.text[at + length : at + length + 1]
    if at < 0 or behind == "/" or behind.isalnum():  # not as it is, or as the beginning of another one
        match = _with_escapes(raw).search(lines.text, start, end)
        at, length = (match.start(), len(match.group())) if match else (at, length)
    return (lines.span(at, length) if at >= 0 else Span(lines.path, lines.span(start).line)), at


def _with_escapes(raw: str) -> re.Pattern[str]:
    """Return a pattern for a whole address as it may be written: with backslashes, and with references for `&`."""
    signs = (r"\\?" + ("&(?:amp;|#38;)?" if one == "&" else re.escape(one)) for one in raw)
    return re.compile("".join(signs) + "(?![A-Za-z0-9/])")


def _in_block(block: Token, md: MarkdownIt, env: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each address of a block, and how it is written there."""
    if block.type == "html_block":
        yield from _in_html(block.content)
    elif len(block.content) > MAX_PARAGRAPH:  # its time may grow with its square
        yield from ((url, url) for url in map(trim_bare, BARE.findall(block.content)))
    else:
        tokens: list[Token] = []
        md.inline.parse(block.content, md, env, tokens)
        yield from _in_tokens(tokens)


def _in_tokens(tokens: Iterable[Token]) -> Iterator[tuple[str, str]]:
    href = ""
    for token in tokens:
        if token.type == "link_open":  # links do not nest; an image inside stands before the address
            href = str(token.attrGet("href") or "")
        elif token.type == "link_close" and href:
            yield href, href.removeprefix("mailto:") if token.info == "auto" else href
        elif token.type == "html_inline":
            yield from _in_html(token.content)
        elif token.type == "bare":
            yield decode(token.content), token.content
        elif token.type == "image":
            yield from _in_tokens(token.children or ())
            src = str(token.attrGet("src") or "")
            yield src, src


def _in_html(html: str) -> Iterator[tuple[str, str]]:
    for one in html_references(html):
        if one.kind == "link":
            yield one.url, html[one.start : one.start + one.length]


# --- BibTeX ---------------------------------------------------------------------------------------------------------

_FIELDS = {"url": Role.SOURCE, "archiveurl": Role.ARCHIVE}
_NO_LINKS = frozenset({"abstract", "file", "keywords", "title"})
_ESCAPED = re.compile(r"\{?\\([_%&#~$])(?:\{\})?\}?")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)", re.IGNORECASE)


def _bibtex(lines: Lines) -> Iterator[Found]:
    """Read BibTeX of any flavour: addresses, DOIs, and the addresses in notes; its faults are for others to report."""
    parser = BibtexParser(SourceFile(lines.path, lines.text), Report())
    for entry in parser.entries():
        title = shown_title(next((_plain(one.value) for one in entry.fields if one.name == "title"), ""))
        for url, span, role in _in_entry(entry, parser):
            yield Found(url, span, role, entry.key, title)


def _in_entry(entry: BibtexEntry, parser: BibtexParser) -> Iterator[tuple[str, Span, Role]]:
    for one in entry.fields:
        value = one.value.strip()
        if one.name == "doi" and (match := _DOI.fullmatch(_ESCAPED.sub(r"\1", value))):
            yield doi_address(match[1]), parser.span(one.value_at, one.length), Role.DOI
        elif one.name in _FIELDS and value and not value.startswith("\\"):
            yield _ESCAPED.sub(r"\1", value), parser.span(one.value_at, one.length), _FIELDS[one.name]
        elif one.name not in _NO_LINKS:
            for match in BARE.finditer(_ESCAPED.sub(r"\1", value)):
                url = trim_bare(match.group())
                yield url, parser.span_of(url, one.value_at, len(one.value)), Role.SOURCE


def _plain(value: str) -> str:
    return without_braces(decode_latex(BLANKS.sub(" ", value)))


def shown_title(title: str) -> str:
    """Return a title as the page itself may carry it; nothing for one in square brackets, which only describes it."""
    return "" if title.startswith("[") and title.endswith("]") else title


# --- YAML and lists -------------------------------------------------------------------------------------------------


def _yaml(lines: Lines) -> Iterator[Found]:
    """Read YAML of any kind: aliases and tags are passed over, for nothing is built from them."""
    try:
        for event in yaml.parse(lines.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.ScalarEvent) and is_address(event.value):
                first, last = (mark.line if mark else 0 for mark in (event.start_mark, event.end_mark))
                span, _ = _search(lines, event.value, lines.start_of(first), lines.start_of(last + 1))
                yield Found(event.value, span, Role.TEXT, lines.path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SyntaxFaultError("this is not YAML", mark.line + 1 if mark else 1) from error


def _list(lines: Lines) -> Iterator[Found]:
    """Read a list, one address a line; a line that begins with `#` is a comment."""
    for start, line in zip(lines.starts, lines.text.split("\n"), strict=True):
        url = line.strip()
        if url and not url.startswith("#"):
            yield Found(url, lines.span(start + line.index(url), len(url)), Role.LIST, lines.path)


_READERS: Mapping[str, Callable[[Lines], Iterator[Found]]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    **dict.fromkeys((".xml", ".rss", ".atom", ".svg"), _xml),
    **dict.fromkeys((".md", ".markdown"), _markdown),
    **dict.fromkeys((".yml", ".yaml"), _yaml),
    ".css": _css,
    ".bib": _bibtex,
}


def read(path: str, text: str, ending: str) -> Iterator[Found]:
    """Yield the addresses in a text, read as the file's ending says, and as a list where it says nothing.

    Raises SyntaxFaultError, on the way, for YAML that is none; everything else can be read somehow.
    """
    return _READERS.get(ending, _list)(Lines(path, text))
