"""The addresses in HTML, CSS and XML, each with its offset, found as a browser finds them but without a tree.

A tree knows no places, and a thousand pages must be read in a second or two. So HTML is cut into pieces at its start
tags, comments and elements whose content is no markup; what a piece holds is remembered, for a site says most of its
tags on every page. Pages may be hostile: every pattern here takes time that grows with the text and no faster.

Sources: WHATWG HTML (tokenization, "parse a srcset attribute", "shared declarative refresh steps"), CSS Syntax 3.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from typing import Any, Literal, NamedTuple

from dossier.diagnostics import Span

Kind = Literal["link", "id", "base", "refresh"]


class Reference(NamedTuple):
    """What a tag says of addresses: one it leads to or loads, its id, the page's base, or where the page leads on to.

    `url` is decoded, and otherwise as written; `start` and `length` are its place, as long as it stands in one piece.
    """

    kind: Kind
    url: str
    start: int
    length: int

    def behind(self, offset: int) -> Reference:
        """Return the same with its place in a text in which the piece begins at `offset`."""
        return self._replace(start=self.start + offset)


class Lines:
    """Turns offsets in a text into places in its file."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, offset: int, length: int = 0) -> Span:
        """Return the place of an offset; the length only where it ends on the same line."""
        line = bisect_right(self.starts, offset)
        one_line = "\n" not in self.text[offset : offset + length]
        return Span(self.path, line, offset - self.starts[line - 1] + 1, (length or None) if one_line else None)

    def start_of(self, line: int) -> int:
        """Return the offset at which a line begins, counted from 0; for a line behind the last one, the end."""
        return self.starts[line] if line < len(self.starts) else len(self.text)


# --- Tags -----------------------------------------------------------------------------------------------------------

_S = r"[ \t\n\r\f]"
_INSIDE_TAG = rf"(?:[^>=]++|={_S}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f\"'>][^ \t\n\r\f>]*+)?+)*+"
_REST_OF_TAG = rf"{_INSIDE_TAG}(?:>|\Z)"
_SPACE_AND_REST = rf"[ \t\n\r\f/]{_REST_OF_TAG}"
_ONLY_TEXT = "script style textarea title xmp iframe noembed noframes".split()
_WITH_TEXT = "|".join(
    rf"(?i:{name})(?=[ \t\n\r\f/>]){_REST_OF_TAG}(?:.*?</(?i:{name})(?=[ \t\n\r\f/>])|.*\Z)" for name in _ONLY_TEXT
)
PIECE = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*+>?+"
    rf"|(?=[eEiInNsStTxX])(?:{_WITH_TEXT})"
    rf"|[A-Za-z][^ \t\n\r\f/<>]*+(?:{_SPACE_AND_REST}|<[^ \t\n\r\f/>]*+(?:{_SPACE_AND_REST}|>|\Z))"
    rf"|/[^<>]*+<{_REST_OF_TAG})",
    re.DOTALL,
)
"""A comment; a start tag with the text up to its end tag, where that is no markup; a start tag that has attributes.

And, or a tag in them would be taken for one: what a browser makes comments of, and a tag with another in its name.
"""

_START_TAG = re.compile(rf"<(?P<name>[A-Za-z][^ \t\n\r\f/>]*+)(?P<inside>{_INSIDE_TAG})>")
_ATTRIBUTE = re.compile(
    r"([^ \t\n\r\f/>][^ \t\n\r\f/>=]*+)"
    rf"(?:{_S}*+={_S}*+(?:\"([^\"]*+)\"|'([^']*+)'|([^ \t\n\r\f>\"'][^ \t\n\r\f>]*+)))?"
)
_CHARACTER = re.compile(r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|([A-Za-z0-9]+;?))")
_CANDIDATE = re.compile(rf"[^ \t\n\r\f,][^ \t\n\r\f]*(?<!,)(?={_S}|,|\Z)(?:[^,(]++|\([^)]*+\)?+)*+")
_REFRESH = re.compile(
    rf"{_S}*+(?:[0-9]++[0-9.]*+|\.[0-9.]*+)(?:{_S}*+[;,]|{_S}){_S}*+(?:url{_S}*+={_S}*+)?+"
    r"(?:\"(?P<double>[^\"]*+)|'(?P<single>[^']*+)|(?P<bare>.++))",
    re.IGNORECASE | re.DOTALL,
)

_ADDRESSES = ("href", "xlink:href", "src", "poster", "cite", "longdesc", "background")
_SETS = ("srcset", "imagesrcset")
_NO_DOCUMENTS = frozenset({"preconnect", "dns-prefetch", "pingback"})
"""Relations of `<link>` whose address is a host to call or a service; asked as a page it may well answer with 404."""

_META = frozenset(
    """
    og:url og:image og:image:url og:image:secure_url og:video og:video:url og:video:secure_url og:audio og:audio:url
    og:audio:secure_url twitter:image twitter:image:src twitter:player twitter:url image url thumbnailurl
    msapplication-tileimage
    """.split()
)


class _Attribute(NamedTuple):
    """A value: decoded, and where it stands in the piece. `exact`: nothing was decoded, so parts keep their places."""

    value: str
    start: int
    length: int
    exact: bool

    def part(self, kind: Kind, url: str, at: int) -> Reference:
        """Return a reference to a part of the value, which begins `at` this offset in it."""
        place = (self.start + at, len(url)) if self.exact else (self.start, self.length)
        return Reference(kind, url, *place)


def decode(value: str) -> str:
    """Decode the character references of an attribute: `&copy=` in an address is none."""
    return _CHARACTER.sub(_decoded, value) if "&" in value else value


def _decoded(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:  # browsers keep the controls that html.unescape drops
        digits = match[0].strip("&#;")
        return html.unescape(match[0]) or chr(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
    ends_there = name.endswith(";") or match.string[match.end() : match.end() + 1] != "="
    return html5.get(name, match[0]) if ends_there else match[0]


def html_references(text: str) -> Iterator[Reference]:
    """Yield the references of a page in order."""
    for match in PIECE.finditer(text):
        for found in read_piece(match.group()):
            yield found.behind(match.start())


@lru_cache(maxsize=50_000)
def read_piece(piece: str) -> tuple[Reference, ...]:
    """Return the references in one piece, with offsets from its beginning."""
    tag = _START_TAG.match(piece)
    if tag is None:  # a comment, or cut off by the end of the page
        return ()
    name = tag["name"].lower()
    attributes = _attributes(piece, *tag.span("inside"))
    found = list(_of_attributes(name, attributes))
    if name == "style":
        found += [one.behind(tag.end()) for one in css_references(_content(piece, tag.end()))]
    elif name == "script" and "ld+json" in _value(attributes, "type"):
        found += [one.behind(tag.end()) for one in _json_references(_content(piece, tag.end()))]
    return tuple(found)


def _content(piece: str, start: int) -> str:
    end = piece.rfind("</")
    return piece[start:end] if end >= start else piece[start:]


def _attributes(piece: str, start: int, end: int) -> dict[str, _Attribute]:
    found: dict[str, _Attribute] = {}
    for match in _ATTRIBUTE.finditer(piece, start, end):
        group = match.lastindex or 1
        raw, at = (match[group], match.start(group)) if group > 1 else ("", match.end())
        found.setdefault(match[1].lower(), _Attribute(decode(raw), at, len(raw), "&" not in raw))
    return found


def _value(attributes: dict[str, _Attribute], name: str) -> str:
    return attributes[name].value.lower() if name in attributes else ""


def _of_attributes(tag: str, attributes: dict[str, _Attribute]) -> Iterator[Reference]:
    for name, one in attributes.items():
        if kind := _kind(tag, name, attributes):
            yield Reference(kind, one.value, one.start, one.length)
        elif name in _SETS:
            for match in _CANDIDATE.finditer(one.value):
                yield one.part("link", re.split(_S, match.group(), maxsplit=1)[0], match.start())
        elif name == "style":
            for css in css_references(one.value):
                yield one.part("link", css.url, css.start)
        elif name == "content" and tag == "meta":
            yield from _of_meta(attributes, one)


def _kind(tag: str, name: str, attributes: dict[str, _Attribute]) -> Kind | None:
    """Tell what the value of an attribute is, where as a whole it is an address or an id."""
    if name == "id" or (name == "name" and tag == "a"):
        return "id"
    if name == "href" and tag == "base":
        return "base"
    if name not in _ADDRESSES and not (name == "data" and tag == "object"):
        return None
    is_document = tag != "link" or not _NO_DOCUMENTS & {*_value(attributes, "rel").split()}
    return "link" if is_document else None


def _of_meta(attributes: dict[str, _Attribute], content: _Attribute) -> Iterator[Reference]:
    if _value(attributes, "http-equiv") == "refresh":
        if match := _REFRESH.match(content.value):
            group = match.lastgroup or "bare"
            yield content.part("refresh", match[group], match.start(group))
    elif _META & {_value(attributes, name) for name in ("property", "name", "itemprop")}:
        yield Reference("link", content.value, content.start, content.length)


# --- JSON-LD --------------------------------------------------------------------------------------------------------

_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_VOCABULARY = frozenset({"@context", "@type"})
"""Keys of JSON-LD whose addresses name a vocabulary, which nobody is meant to open."""


def _json_references(text: str) -> Iterator[Reference]:
    """Yield the strings of a JSON-LD document that are addresses of the web."""
    try:
        wanted = set(_json_addresses(json.loads(text)))
    except (ValueError, RecursionError):  # no JSON: nobody reads it
        return
    for match in _JSON_STRING.finditer(text):
        value = json.loads(match.group(), strict=False)
        if value in wanted:
            yield Reference("link", value, match.start(1), match.end(1) - match.start(1))


def _json_addresses(document: object) -> Iterator[str]:
    left: list[Any] = [document]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += [inner for key, inner in value.items() if key not in _VOCABULARY]
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and re.match(r"\s*https?://", value, re.IGNORECASE):
            yield value


# --- CSS ------------------------------------------------------------------------------------------------------------

_CSS_QUOTED = r"\"(?P<{0}double>(?:[^\"\\\n]|\\.)*+)\"|'(?P<{0}single>(?:[^'\\\n]|\\.)*+)'"
_CSS = re.compile(
    rf"/\*.*?(?:\*/|\Z)|@namespace[^;]*+"
    rf"|url\({_S}*+(?:{_CSS_QUOTED.format('url_')}|(?P<bare>(?:[^ \t\n\r\f\"'()\\]|\\.)*+)){_S}*+\)"
    rf"|@import{_S}*+(?:{_CSS_QUOTED.format('import_')})"
    r"|\"(?:[^\"\\\n]|\\.)*+\"?+|'(?:[^'\\\n]|\\.)*+'?+",
    re.IGNORECASE | re.DOTALL,
)
_CSS_ESCAPE = re.compile(rf"\\(?:([0-9a-fA-F]{{1,6}}){_S}?|(\n)|(.))", re.DOTALL)
_LAST_CHARACTER = 0x10FFFF


def css_references(text: str) -> Iterator[Reference]:
    """Yield what a style sheet loads: `url(…)` and `@import`."""
    for match in _CSS.finditer(text):
        if match.lastgroup:
            start, end = match.span(match.lastgroup)
            yield Reference("link", _CSS_ESCAPE.sub(_css_character, text[start:end]), start, end - start)


def _css_character(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if 0 < code <= _LAST_CHARACTER else "\ufffd"
    return match[3] or ""


# --- XML: feeds, sitemaps, drawings ---------------------------------------------------------------------------------

_XML_PIECE = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?:[A-Za-z_][\w.-]*+:)?+(?P<name>[A-Za-z_][\w.-]*+)(?P<rest>{_REST_OF_TAG})"
    rf"(?:{_S}*+<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)|(?P<text>[^<]*+))",
    re.DOTALL,
)
_XML_ATTRIBUTES = ("href", "xlink:href", "src", "url")
_XML_ADDRESSES = frozenset("loc link url guid comments docs icon logo uri".split())
"""Elements of feeds and sitemaps whose text is an address."""


def xml_references(text: str) -> Iterator[Reference]:
    """Yield the addresses in a feed, a sitemap or an SVG, and those in the HTML that a feed carries as text."""
    for match in _XML_PIECE.finditer(text):
        if match["name"] is None:
            continue
        attributes = _attributes(text, match.start("rest"), match.end("rest") - 1)
        for name in _XML_ATTRIBUTES:
            if name in attributes:
                one = attributes[name]
                yield Reference("link", one.value, one.start, one.length)
        group = "text" if match["cdata"] is None else "cdata"
        content, start = match[group], match.start(group)
        words = content.strip()
        if not words:
            continue
        if match["name"] in _XML_ADDRESSES:
            if _value(attributes, "ispermalink") != "false":
                url = words if group == "cdata" else html.unescape(words)
                yield Reference("link", url, start + content.index(words), len(words))
        elif group == "cdata":
            yield from (one.behind(start) for one in html_references(content) if one.kind == "link")
        elif "&lt;" in content:
            yield from _escaped_references(content, start)


def _escaped_references(content: str, start: int) -> Iterator[Reference]:
    """Yield the links of HTML that is escaped; an address with more escapes in it stands where its text begins."""
    position = 0
    for one in html_references(html.unescape(content)):
        if one.kind == "link":
            at = content.find(one.url, position)
            position = max(at, position)
            yield Reference("link", one.url, start + position, len(one.url) if at >= 0 else 0)
