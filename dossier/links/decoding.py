"""Answers from strangers, before they are parsed: compression, characters, and the shapes that take a parser hours.

HTML parsers follow the standard, which for some texts takes a time that grows with the square of their length or
worse: blocks nested a hundred thousand deep, a tag with as many attributes, formatting that is never closed. A real
page has none of it.
"""

from __future__ import annotations

import codecs
import re
import zlib

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PRESCAN = 4096
_DECLARED = re.compile(
    rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]*?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_CODECS = {
    name: codec
    for codec, names in {
        "utf-8": "utf-8 utf8 unicode-1-1-utf-8",
        "cp1252": "windows-1252 cp1252 iso-8859-1 iso8859-1 latin1 l1 ascii us-ascii",
        "gb18030": "gb18030 gbk gb2312 gb_2312-80 x-gbk",
        "big5hkscs": "big5 big5-hkscs x-x-big5",
        "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms_kanji",
        "euc_jp": "euc-jp x-euc-jp",
        "iso2022_jp": "iso-2022-jp",
        "cp949": "euc-kr ks_c_5601-1987 korean windows-949",
        "koi8_r": "koi8-r koi8 koi",
        "koi8_u": "koi8-u koi8-ru",
        "mac_roman": "macintosh mac x-mac-roman",
        "cp874": "windows-874 tis-620 iso-8859-11",
        "utf-16-le": "utf-16 utf-16le",
        "utf-16-be": "utf-16be",
        "cp1254": "windows-1254 iso-8859-9 latin5",
        **{f"cp{page}": f"windows-{page} cp{page}" for page in (1250, 1251, 1253, 1255, 1256, 1257, 1258, 866)},
        **{f"iso8859_{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    }.items()
    for name in names.split()
}
"""The names of encodings that browsers know, and what Python calls them. No other codec is run on a stranger's word."""

_TOLERATED = 4
"""A text is UTF-8 with faults rather than something else when so many characters are right for each wrong one."""


def decompress(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo gzip and deflate up to a limit; a wrong check sum or a missing end takes nothing from what came before."""
    if not re.search("gzip|deflate", encoding, re.IGNORECASE):
        return body
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # with a header of either kind; servers forget it in deflate
        unpacker, found, rest = zlib.decompressobj(window), bytearray(), body
        try:
            while rest and len(found) < limit and not unpacker.eof:
                found += unpacker.decompress(rest, min(limit - len(found), 1 << 16))
                rest = unpacker.unconsumed_tail
        except zlib.error:
            pass
        if found:
            return bytes(found)
    return body


def decode(body: bytes, content_type: str) -> str:
    """Return the text of a page, by its byte order mark, its header, its own declaration or a guess, in this order.

    A declaration that the bytes contradict is not believed: much that calls itself Latin is UTF-8, and the reverse.
    """
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    codec = _declared(body, content_type)
    if codec not in {"", "utf-8", "cp1252"}:
        return body.decode(codec, "replace")
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if not wrong:
        return text
    right = sum(not character.isascii() for character in text) - wrong if codec != "cp1252" else 0
    return text if right >= _TOLERATED * wrong or (codec == "utf-8" and not right) else body.decode("cp1252", "replace")


def _declared(body: bytes, content_type: str) -> str:
    """Return the codec that the header or the page names, if it is one that browsers know."""
    if (named := _HEADER.search(content_type)) and (codec := _CODECS.get(named[1].lower())):
        return codec
    if found := _DECLARED.search(body, 0, _PRESCAN):
        codec = _CODECS.get((found[1] or found[2]).decode("ascii").lower(), "")
        # What could be read so far cannot be UTF-16.
        return "utf-8" if codec.startswith("utf-16") else codec
    return ""


_MANY_TAGS = 3_000
_LONG_TAG = 20_000
_DEEP = 400
"""Browsers themselves nest no deeper than 512."""
_MUCH_FORMATTING = 200

_FORMATTING = re.compile(r"(</?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
_LONG = re.compile(rf"<[^<]{{{_LONG_TAG}}}")
_ATTRIBUTE = r"""[\s/]*+(?:=?[^\s/>=]++|=)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_PIECE = re.compile(
    rf"""<!--.*?(?:--!?>|\Z)|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>]).*?(?:</(?P=raw)|\Z)
    |<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:{_ATTRIBUTE})*+[\s/]*+)(?:>|\Z)""".replace("\n    ", ""),
    re.IGNORECASE | re.DOTALL,
)
_NOT_NESTED = frozenset("area base br col embed hr img input link meta param source track wbr p li dt dd".split())
_BOUNDARIES = frozenset("applet button caption html marquee object table td template th foreignobject svg math".split())
"""An end tag inside such an element does not close what was opened outside of it."""


def defuse(html: str) -> str:
    """Return HTML that can be parsed in a time that grows with its length; a page without the shapes as it is."""
    tags = html.count("<")
    if tags > _MUCH_FORMATTING and sum(1 for _ in _FORMATTING.finditer(html)) > _MUCH_FORMATTING:
        html = _FORMATTING.sub(r"\1span", html)
    if tags > _MANY_TAGS or (len(html) > _LONG_TAG and _LONG.search(html)):
        html = _PIECE.sub(_Flattener().piece, html)
    return html


class _Flattener:
    """Follows what is open in a page, and takes tags that would nest too deep, or are too long, for simpler ones."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def piece(self, match: re.Match[str]) -> str:
        """Return what stands in a tag's place: as a rule, the tag."""
        name = match["name"]
        if name is None:
            return match[0]
        name = name.lower()
        if match["end"]:
            self._close(name)
            return match[0]
        rest = match["rest"]
        if len(rest) > _LONG_TAG:
            rest = ""
        if name not in _NOT_NESTED:
            if len(self._open) >= _DEEP:
                name = "wbr"  # holds nothing, but keeps the id
            else:
                self._open.append(name)
        return match[0] if name != "wbr" and rest == match["rest"] else f"<{name}{rest}>"

    def _close(self, name: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] == name:
                del self._open[index:]
                return
            if self._open[index] in _BOUNDARIES:
                return
