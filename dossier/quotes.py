"""The words that a citation relies on: how many they are, and the address that leads to them.

Source: the WICG's "URL Fragment Text Directives", whose browsers find the words in the page and mark them.
"""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encoded

MAX_QUOTE_WORDS = 25
"""Longest quotation, in words: more is not needed to find a place, and more may not be ours to repeat."""

_MOST_AS_A_WHOLE = 8
_AT_EACH_END = 4
_GAP = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*")
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD = re.compile(rf"{_HAN}{{1,2}}|(?:(?!{_HAN})\S)+")
"""A word between spaces; where there are none, two Chinese characters."""


def words_of(quote: str) -> tuple[str, ...]:
    """Return the words of a quotation."""
    return tuple(_WORD.findall(quote))


def text_fragment(quote: str) -> str:
    """Return what leads to the words of a quotation in the page, as a fragment directive without its `:~:`.

    Few words are named as they are, of more the first and the last, so that a note or a line end between does no harm;
    so are those around words left out, for which an ellipsis stands.
    """
    found = list(_WORD.finditer(quote))
    pieces = [piece for piece in _GAP.split(quote) if piece]
    if len(pieces) > 1:
        return f"text={_encoded(pieces[0])},{_encoded(pieces[-1])}"
    if len(found) <= _MOST_AS_A_WHOLE:
        return f"text={_encoded(quote)}"
    start, end = quote[: found[_AT_EACH_END - 1].end()], quote[found[-_AT_EACH_END].start() :]
    return f"text={_encoded(start)},{_encoded(end)}"


def with_quote(url: str, quote: str) -> str:
    """Return the address that leads to the quotation in a page; without one, the address of the page."""
    if not quote:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:{text_fragment(quote)}"


def _encoded(text: str) -> str:
    """Encode all that is no letter or digit: dashes, commas and ampersands have a meaning of their own there."""
    return percent_encoded(" ".join(text.split()), safe="").replace("-", "%2D")
