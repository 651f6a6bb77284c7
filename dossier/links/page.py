"""What an answered page says about itself: its title and text, its places, where it leads on, what it asks for.

A page is parsed when something is asked of it, and each thing is read only once: most pages need a title, few their
whole text, fewer the names of their places.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dossier.links.decoding import decode, defuse

TEXT_LIMIT = 100_000
"""How many characters of a page's text are read."""
_FEW = 20
_LONG = 1_000
"""How many headings are read, and how much of a title, a heading or a description."""

_UNSEEN = frozenset("script style template noscript svg math iframe object select textarea dialog head title".split())
_FRAME = frozenset("nav header footer".split())
"""What surrounds a text, unless it stands inside of an article, whose own head and foot it is."""
_OWN = frozenset("article main".split())
_BLOCKS = frozenset(
    """address article aside blockquote body br button center dd details div dl dt fieldset figcaption figure form h1
    h2 h3 h4 h5 h6 header footer hr label legend li main nav ol option p pre section summary table tbody td th thead tr
    ul""".split()
)
_SPACES = tuple({*filter(str.isspace, map(chr, range(0x3001)))} - {" ", "\v"})
_MEDIA = "img, picture, video, audio, iframe, frame, frameset, canvas, object, embed, svg, script"

_MARKUP_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_SELF_CLOSED = re.compile(r"<(script|title|style|a|div|span|iframe|textarea)\b([^<>]*)/>")
_REFRESH = re.compile(
    r"""[\t\n\f\r\ ]*+(?P<seconds>\d*+)(?P<fraction>[\d.]*+)
    (?:$|(?:[\t\n\f\r\ ]*+[;,]|[\t\n\f\r\ ])[\t\n\f\r\ ]*+
    (?P<whole>(?:u(?:r(?:l(?P<named>[\t\n\f\r\ ]*+=[\t\n\f\r\ ]*+)?)?)?)?(?P<rest>.*)))""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_MANY_DIGITS = 9


@dataclass(frozen=True, repr=False)
class PageFacts:
    """A page as it answered: a stranger's text, with white space folded; what is missing is empty."""

    markup: str
    """The page's HTML; empty where what answered is no text."""
    readable: bool = True
    """Whether what answered is a text at all; of an image or a PDF nothing can be said here."""

    @cached_property
    def _tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(defuse(self.markup))

    @cached_property
    def title(self) -> str:
        """The page's title."""
        return _text_of(self._tree.css_first("title"))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The texts of the headings of the first level."""
        found = (_text_of(node) for node in self._tree.css("h1")[:_FEW])
        return tuple(text for text in found if text)

    @cached_property
    def text(self) -> str:
        """What a reader sees of the body, without what frames it: a line for each block, up to a length."""
        return _visible(self._tree.body, TEXT_LIMIT)

    @cached_property
    def ids(self) -> frozenset[str]:
        """All that a fragment can name: the ids and the names of anchors, exactly as written."""
        named = ((node, "id") for node in self._tree.css("[id]"))
        anchors = ((node, "name") for node in self._tree.css("a[name]"))
        return frozenset(node.attrs.sget(key) for group in (named, anchors) for node, key in group)

    @cached_property
    def metadata(self) -> Mapping[str, Sequence[str]]:
        """The contents of the metadata by name, property or `http-equiv`, in lower case, in the order of the page."""
        found: dict[str, list[str]] = {}
        for node in self._tree.css("meta[content]"):
            attributes = node.attributes
            if node.parent is not None and node.parent.tag == "noscript":
                continue  # a browser that runs scripts never sees it
            content = attributes.get("content") or ""
            for kind in ("name", "property", "http-equiv"):
                if name := attributes.get(kind):
                    found.setdefault(name.strip().lower(), []).append(content)
        return found

    @cached_property
    def _meta(self) -> Mapping[str, str]:
        """The same, of which the first one counts."""
        return {name: contents[0] for name, contents in self.metadata.items()}

    @cached_property
    def linked_data(self) -> tuple[str, ...]:
        """The texts of the first scripts of JSON-LD, which describe the page for search engines."""
        return tuple(node.text() for node in self._tree.css('script[type="application/ld+json" i]')[:_FEW])

    def _said(self, name: str) -> str:
        return _folded(self._meta.get(name, ""))

    @property
    def description(self) -> str:
        """The description for search engines."""
        return self._said("description") or self._said("og:description")

    @property
    def og_title(self) -> str:
        """The title for social networks."""
        return self._said("og:title")

    @property
    def citation_title(self) -> str:
        """The title for bibliographies, as publishers give it."""
        return self._said("citation_title") or self._said("dc.title")

    @property
    def noindex(self) -> bool:
        """Whether the page wants to be left out of search engines."""
        return "noindex" in self._said("robots").lower() or self._said("robots").lower() == "none"

    @property
    def refresh(self) -> tuple[int, str] | None:
        """After how many seconds the page leads on, and to what address; an empty one is the page's own."""
        return parse_refresh(self._meta["refresh"]) if "refresh" in self._meta else None

    @cached_property
    def canonical(self) -> str:
        """The address under which the page wants to be known, as written."""
        return self._address("link[rel~=canonical i]")

    @cached_property
    def base_href(self) -> str:
        """The address to which the page's own ones are relative, as written."""
        return self._address("base[href]")

    def _address(self, selector: str) -> str:
        node = self._tree.css_first(selector)
        return node.attrs.sget("href").strip() if node else ""

    @cached_property
    def lang(self) -> str:
        """The language that the page says it is in."""
        node = self._tree.css_first("html")
        return (node.attrs.sget("lang") or node.attrs.sget("xml:lang")).strip() if node else ""

    @cached_property
    def links(self) -> int:
        """How many links the page has."""
        return len(self._tree.css("a[href]"))

    @cached_property
    def has_password_field(self) -> bool:
        """Whether the page asks for a password."""
        return self._tree.css_first("input[type=password i]") is not None

    @cached_property
    def shows_more(self) -> bool:
        """Whether the page has more to show than its text: pictures, frames, or scripts that write one."""
        return self._tree.css_first(_MEDIA) is not None

    @cached_property
    def loads(self) -> tuple[str, ...]:
        """The addresses of the first scripts and frames, as written."""
        return tuple(node.attrs.sget("src") for node in self._tree.css("script[src], iframe[src], frame[src]")[:_FEW])


def read_page(body: bytes, content_type: str) -> PageFacts:
    """Return what an answer says about itself, by its body and the value of its `Content-Type`."""
    essence = content_type.partition(";")[0].strip().lower()
    if essence in _MARKUP_TYPES:
        markup = decode(body, content_type)
        return PageFacts(_SELF_CLOSED.sub(r"<\1\2></\1>", markup) if "xml" in essence else markup)
    if essence.startswith("text/") or essence.endswith(("json", "xml", "/javascript")):
        return PageFacts(f"<pre>{html.escape(decode(body, content_type))}</pre>")
    return PageFacts("", readable=False)


def parse_refresh(content: str) -> tuple[int, str] | None:
    """Read the content of `<meta http-equiv=refresh>` as the HTML standard does; None where it does nothing."""
    match = _REFRESH.match(content)
    if not match or not (match["seconds"] or match["fraction"].startswith(".")):
        return None
    seconds = int(match["seconds"][:_MANY_DIGITS] or 0)
    if match["whole"] is None:
        return seconds, ""
    if match["named"] is None and match["whole"][:1].lower() == "u":
        return seconds, match["whole"].strip()
    address = match["rest"]
    if address[:1] in {'"', "'"}:
        address = address[1:].partition(address[0])[0]
    return seconds, address.strip()


def _folded(text: str) -> str:
    return " ".join(text[:_LONG].split())


def _text_of(node: LexborNode | None) -> str:
    """Return the text of a short element; of a deep one, its beginning."""
    return _folded(node.text(separator=" ")) if node else ""


def _visible(body: LexborNode | None, limit: int) -> str:
    """Return the text that a reader sees, a line for each block. Goes from node to node, never into itself."""
    if body is None:
        return ""
    hidden = {node.mem_id for node in body.css("[hidden]")}
    parts: list[str] = []
    length = own = 0
    ahead: list[LexborNode | str | None] = [body.first_child]
    while ahead and length < limit:
        step = ahead.pop()
        if step is None:
            continue
        if isinstance(step, str):  # the end of an element
            own -= step in _OWN
            parts.append("\v" if step in _BLOCKS else "")
            continue
        ahead.append(step.next)
        tag = step.tag or ""
        if step.is_text_node:
            parts.append(step.text_content or "")
            length += len(parts[-1])
        elif tag not in _UNSEEN and (own or tag not in _FRAME) and step.mem_id not in hidden:
            own += tag in _OWN
            parts.append("\v" if tag in _BLOCKS else "")
            ahead += (tag, step.first_child)
    text = "".join(parts)
    for space in _SPACES:  # several times as fast as to split every line
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return "\n".join(line for block in text.split("\v") if (line := block.strip(" ")))[:limit]
