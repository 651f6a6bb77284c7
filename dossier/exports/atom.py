"""What has changed as an Atom feed for each language (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from dossier import locales, markdown
from dossier.build import Site
from dossier.changes import Change
from dossier.pages.page import Page
from dossier.writer import address, feed_address

MOST = 50
"""Most entries of a feed: readers ask for all of it every hour."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document holds, not even escaped: XML 1.0, production 2."""


def feeds(site: Site) -> Mapping[str, str]:
    """Return by address the feed of every language in which something has changed.

    There is none without the address of the site, for a feed is read elsewhere.
    """
    if not site.config.site_url:
        return {}
    return {feed_address(lang): render(site, lang) for lang, changes in site.changes.items() if changes}


def title(site: Site, lang: str) -> str:
    """Return the name of a language's feed."""
    return f"{site.config.site_name} – {locales.load(lang).text('ui.changes')}"


def render(site: Site, lang: str) -> str:
    """Return the newest changes in a language, of which there must be one, as a feed."""
    changes, base = site.changes[lang][:MOST], site.config.site_url
    pages: dict[str, dict[str, Page]] = {}
    for page in site.pages:
        pages.setdefault(page.content, {})[page.lang] = page
    feed = ET.Element("feed", {"xmlns": _NAMESPACE, _LANG: lang})
    _text(feed, "id", base + feed_address(lang))
    _text(feed, "title", title(site, lang))
    _text(feed, "subtitle", locales.load(lang).text("ui.changes_intro"))
    _text(feed, "updated", _midnight(changes[0].date))
    _text(ET.SubElement(feed, "author"), "name", site.config.site_name)
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": base + feed_address(lang)})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": base + address("changes", lang)})
    for change in changes:
        shown = pages[change.content]
        _entry(feed, change, shown[site.config.preferred(lang, shown) or lang], site, lang)
    ET.indent(feed)
    return ET.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _entry(feed: ET.Element, change: Change, page: Page, site: Site, lang: str) -> None:
    url = site.config.site_url + page.uri
    locale = locales.load(lang)
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", f"{url}#{change.anchor or f'{change.kind}-{change.date.isoformat()}'}")
    kind = locale.text(f"changes.{change.kind}")
    _text(entry, "title", locale.text("changes.entry", kind=kind, title=page.title))
    _text(entry, "updated", _midnight(change.date))
    href = f"{url}#{change.anchor}" if change.anchor else url
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "hreflang": page.lang, "href": href})
    said = site.config.preferred(lang, change.text)
    if said:
        _text(entry, "summary", markdown.typeset_paragraphs(change.text[said], said)).set(_LANG, said)
    else:
        _text(entry, "summary", page.description).set(_LANG, page.lang)


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = _NO_XML.sub("\ufffd", text)
    return element


def _midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
