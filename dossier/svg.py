"""Whether an SVG file is nothing but an image.

Opened by its own address, an SVG is a document of the site like any other: its scripts run with the rights of the
site's own, and it loads what it likes. So only what draws is let through: elements by an allow-list, addresses of the
file itself. Without a document type there are no entities that could grow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from dossier import rules
from dossier.diagnostics import Report, Span
from dossier.sanitize import is_web_url
from dossier.source import SourceFile
from dossier.wording import Phrase, Words

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_INERT = frozenset(
    {
        "http://creativecommons.org/ns#",
        "http://purl.org/dc/elements/1.1/",
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
        "http://web.resource.org/cc/",
        "http://www.inkscape.org/namespaces/inkscape",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
)
"""Namespaces in which drawing programs say who made an image, and with what; browsers do nothing with them."""

_ELEMENTS = frozenset(
    "a circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix "
    "feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight "
    "feTile feTurbulence filter g image line linearGradient marker mask metadata path pattern polygon polyline "
    "radialGradient rect stop style svg switch symbol text textPath title tspan use view".split()
)
_ADDRESSES = frozenset({"href", "ping", f"{_XLINK} href", f"{_XML} base"})
_PICTURE = r"data:image/(?:avif|gif|jpeg|png|webp)[;,]"
_OWN_ADDRESS = re.compile(rf"\s*(?:#|{_PICTURE})")
_LOADING_STYLE = re.compile(
    # What names something to load, and the escapes that could hide it. Source: CSS Values and Units 4, CSS Images 4.
    rf"""\\|@import|\b(?:image|image-set|cross-fade|src)\(|url\((?!\s*["']?(?:#|{_PICTURE}|data:font/\w+[;,]))""",
    re.IGNORECASE,
)
_SHOWN = 60


class _StopError(Exception):
    """Nothing more of the file is read; it is never seen outside this module."""


def check_svg(source: SourceFile, report: Report) -> None:
    """Report whatever in an SVG file is no part of a picture: what runs, what loads, and what cannot be judged."""
    _Checker(source, report).run()


class _Checker:
    def __init__(self, source: SourceFile, report: Report) -> None:
        self._source, self._report = source, report
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._document_type
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._root = True
        self._style: list[str] | None = None
        self._style_span: Span | None = None

    def run(self) -> None:
        try:
            self._parser.Parse(self._source.text, True)  # noqa: FBT003 - it takes no names
        except _StopError:
            pass
        except expat.ExpatError:
            self._add(Phrase.SVG_MALFORMED())

    @property
    def _span(self) -> Span:
        return self._source.span(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _add(self, problem: Words) -> None:
        self._report.add(rules.UNSAFE_SVG, self._style_span or self._span, problem=problem)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            self._add(Phrase.SVG_ENCODING(encoding=_shown(encoding)))

    def _document_type(self, *_: object) -> None:
        self._add(Phrase.SVG_DOCUMENT_TYPE())
        raise _StopError

    def _instruction(self, target: str, _data: str) -> None:
        self._add(Phrase.SVG_INSTRUCTION(instruction=_shown(f"<?{target}")))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._root and name != f"{_SVG} svg":
            self._add(Phrase.SVG_ROOT(element=f'`<svg xmlns="{_SVG}">`'))
            raise _StopError
        self._root = False
        if self._style is not None:
            self._add(Phrase.SVG_IN_STYLE())
        if space in _INERT:
            return
        if space != _SVG or local not in _ELEMENTS:
            self._add(Phrase.SVG_ELEMENT(element=_shown(f"<{local}>")))
        for attribute, value in attributes.items():
            self._attribute(local, attribute, value)
        if local == "style":
            self._style, self._style_span = [], self._span

    def _attribute(self, element: str, name: str, value: str) -> None:
        if name in _ADDRESSES:
            is_link = element == "a" and name != "ping" and is_web_url(value)
            if not is_link and not _OWN_ADDRESS.match(value):
                self._add(Phrase.SVG_ADDRESS(address=_shown(value)))
        elif name.lower().startswith("on"):
            self._add(Phrase.SVG_EVENT(name=_shown(name)))
        elif " " not in name:
            self._check_style(value)

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _end(self, _name: str) -> None:
        if self._style is not None:
            self._check_style("".join(self._style))
            self._style = self._style_span = None

    def _check_style(self, style: str) -> None:
        if found := _LOADING_STYLE.search(style):
            self._add(Phrase.SVG_STYLE(style=_shown(style[found.start() :])))


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return f"`{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}`"
