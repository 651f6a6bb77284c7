"""The one door through which HTML leaves: an allow-list applied to what was rendered, and a check of addresses.

Everything upstream escapes what it prints; this is the second lock. Page bodies carry the type `SafeHtml`, and only
`clean` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup

_TAGS = frozenset(
    "a abbr article aside b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol p pre q s samp section small span strong sub "
    "summary sup table tbody td tfoot th thead time tr ul var wbr".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "role", "title"},
    "a": {"href", "hreflang", "rel", "type"},
    "details": {"open"},
    "img": {"alt", "height", "loading", "src", "width"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
WEB_SCHEMES = frozenset({"http", "https"})
LINK_SCHEMES = WEB_SCHEMES | {"mailto"}
"""The URL schemes that a link in the content may use."""

_CHOICE_TAGS = frozenset("fieldset input label legend".split())
_CHOICE_ATTRIBUTES = {"input": {"checked", "name"}}
_CHOICE_VALUES = {"input": {"type": "radio"}}
"""What a page with choices may have beside: radio buttons, which send nothing anywhere, for there is no form."""


def _cleaner(*, choices: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS | _CHOICE_TAGS) if choices else set(_TAGS),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES | _CHOICE_ATTRIBUTES if choices else _ATTRIBUTES,
        tag_attribute_values={"div": {"tabindex": {"0"}}},  # what is wider than the page must scroll by keyboard
        set_tag_attribute_values=_CHOICE_VALUES if choices else {},
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
    )


_cleaners = {choices: _cleaner(choices=choices) for choices in (False, True)}

_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029<>\"\\^`{|}]")


class SafeHtml(Markup):
    """HTML that has passed the allow-list; templates print it as it is."""

    __slots__ = ()


def clean(html: str, *, choices: bool = False) -> SafeHtml:
    """Return the HTML with every element, attribute and URL scheme removed that is not on the allow-list.

    `choices` lets radio buttons pass, with their labels: for a template that prints them, and for no other page.
    """
    return SafeHtml(_cleaners[choices].clean(html))


def put_in(html: SafeHtml, drawings: Mapping[str, Markup]) -> SafeHtml:
    """Put drawings of our own into the places that a template left for them: the allow-list knows no SVG.

    A place is `<div data-drawing="name"></div>`. No text can pass for one: behind the allow-list, there is no `<` in a
    text and no `"` in an attribute.
    """
    for name, drawing in drawings.items():
        html = html.replace(Markup('<div data-drawing="{}"></div>').format(name), drawing)
    return html


def scheme_of(url: str) -> str:
    """Return the scheme of a URL as a browser sees it (tabs and line ends inside are ignored), or an empty text.

    Source: WHATWG URL Standard, "basic URL parser".
    """
    squeezed = re.sub(r"[\t\n\r]", "", url).strip(_CONTROLS_AND_SPACE)
    match = re.match(r"([A-Za-z][A-Za-z0-9+.\-]*):", squeezed)
    return match.group(1).lower() if match else ""


def is_web_url(url: str) -> bool:
    """Tell whether this is a complete http or https address of a host, free of characters that no address holds."""
    if _UNSAFE_IN_URL.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in WEB_SCHEMES and bool(parts.hostname)
