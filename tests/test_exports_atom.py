"""The feeds: what RFC 4287 asks of them, and hostile texts as text."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from conftest import Dossier
from hypothesis import example, given
from hypothesis import strategies as st
from test_changes import HISTORY, JOBS, logged, site
from test_pages import HOSTILE

from dossier.exports import atom, compiled
from dossier.history import Lifetime

__all__ = ["logged"]

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "https://site.example/a/"
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})")
_IN_A_FEED = "id title subtitle updated author link entry".split()
_IN_AN_ENTRY = "id title updated link summary".split()


@pytest.fixture(autouse=True)
def _address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", BASE)


def read(text: str) -> ET.Element:
    """Read a feed, and assert what RFC 4287 asks for; the numbers are those of its sections."""
    assert text.startswith("<?xml version='1.0' encoding='utf-8'?>\n")
    feed = ET.fromstring(text.encode())  # noqa: S314 - we have just made it
    assert feed.tag == f"{ATOM}feed"
    assert {one.tag.removeprefix(ATOM) for one in feed} == {*_IN_A_FEED}
    _check(feed)  # 4.1.1
    assert [one.get("rel") for one in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    assert feed.findtext(f"{ATOM}author/{ATOM}name")  # 4.1.1: or every entry needs one
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        assert {one.tag.removeprefix(ATOM) for one in entry} == {*_IN_AN_ENTRY}
        _check(entry)  # 4.1.2
        assert [one.get("rel") for one in entry.findall(f"{ATOM}link")] == ["alternate"]  # 4.1.2: for it has no content
    ids = texts(feed, "id") + [one for entry in entries for one in texts(entry, "id")]
    assert len({*ids}) == len(ids)
    days = [one for entry in entries for one in texts(entry, "updated")]
    assert days == sorted(days, reverse=True)
    assert texts(feed, "updated") == days[:1]
    return feed


def _check(element: ET.Element) -> None:
    for name in ("id", "title", "updated"):
        (text,) = texts(element, name)
        assert text.strip()
        if name == "id":  # 4.2.6: an absolute IRI
            assert urlsplit(text).scheme == "https"
            assert not re.search(r"\s", text)
        elif name == "updated":  # 3.3: a date of RFC 3339
            assert _DATE_TIME.fullmatch(text)
            dt.datetime.fromisoformat(text)
    for one in element.iter():
        assert one.tag.startswith(ATOM)
    for link in element.findall(f"{ATOM}link"):  # 4.2.7
        assert link.get("href", "").startswith(BASE)
        assert link.get("type") in {"text/html", "application/atom+xml"}


def texts(element: ET.Element, name: str) -> list[str]:
    """Return the texts of the children of one name."""
    return [one.text or "" for one in element.findall(f"{ATOM}{name}")]


def test_a_feed_for_every_language(logged: Dossier) -> None:
    feeds = atom.feeds(site(logged, HISTORY))
    assert list(feeds) == ["fr/changes.xml", "en/changes.xml"]
    feed = read(feeds["en/changes.xml"])
    assert feed.get(LANG) == "en"
    assert texts(feed, "id") == [f"{BASE}en/changes.xml"]
    assert texts(feed, "title") == ["A small dossier – Changes"]
    assert [one.get("href") for one in feed.findall(f"{ATOM}link")] == [f"{BASE}en/changes.xml", f"{BASE}en/changes/"]
    entries = feed.findall(f"{ATOM}entry")
    assert [(texts(one, "title"), texts(one, "summary")) for one in entries[:4]] == [
        (["Update: The jobs"], ["A ruling."]),
        (["Correction: The jobs"], ["It said 300, it now says 276."]),
        (["Correction: Corrections of ours"], ["The search."]),
        (["New: The jobs"], ["The jobs did not come."]),
    ]
    assert texts(entries[3], "id") == [f"{BASE}en/arguments/jobs/#added-2026-03-01"]
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{BASE}en/arguments/jobs/#correction-2026-05-01-2"
    assert read(feeds["fr/changes.xml"]).get(LANG) == "fr"


def test_what_is_told_in_another_language_says_so(logged: Dossier) -> None:
    logged.delete(f"{JOBS}/en.md")
    entries = read(atom.render(site(logged), "en")).findall(f"{ATOM}entry")
    told = {one.get(LANG): one.text for entry in entries for one in entry.findall(f"{ATOM}summary")}
    assert told["fr"] == "Une phrase."
    assert {link.get("hreflang") for entry in entries for link in entry.findall(f"{ATOM}link")} == {"en", "fr"}


def test_no_feed_without_address_or_changes(small: Dossier, logged: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    assert atom.feeds(site(logged))
    monkeypatch.delenv("SITE_URL")
    assert atom.feeds(site(logged)) == {}
    monkeypatch.setenv("SITE_URL", BASE)
    logged.delete("docs/corrections.yml")
    logged.write(f"{JOBS}/argument.yml", logged.read(f"{JOBS}/argument.yml").split("reviewed:")[0])
    assert atom.feeds(site(small)) == {}


def test_a_feed_is_short_and_always_the_same(logged: Dossier) -> None:
    log = "".join(
        f"- {{date: 2025-01-{day:02}, kind: update, text: {{fr: Texte.}}}}\n" for day in range(1, 29) for _ in range(3)
    )
    logged.write("docs/corrections.yml", log)
    made = site(logged, HISTORY)
    assert len(made.changes["fr"]) > atom.MOST
    assert len(read(atom.render(made, "fr")).findall(f"{ATOM}entry")) == atom.MOST
    assert atom.feeds(made) == atom.feeds(site(logged, dict(reversed(HISTORY.items()))))


def test_hostile_texts_are_texts(logged: Dossier) -> None:
    hostile = HOSTILE + "]]></title>&#0;<!ENTITY x>"
    quoted = "'" + hostile + "'"
    logged.delete(f"{JOBS}/en.md")
    logged.replace(f"{JOBS}/fr.md", "title: Les emplois", f"title: {quoted}")
    logged.replace("docs/corrections.yml", "La recherche.", quoted)
    logged.replace("mkdocs.yml", "site_name: A small dossier", f"site_name: {quoted}")
    feed = read(atom.render(site(logged, HISTORY), "fr"))
    assert texts(feed, "title")[0].startswith(hostile)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == hostile
    said = [text for entry in feed.findall(f"{ATOM}entry") for text in texts(entry, "title") + texts(entry, "summary")]
    assert sum("<script>alert(1)</script>" in one for one in said) > 4


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("\x00\x0b\x1f\ufffe\uffff\U0010ffff")
def test_no_character_breaks_the_feed(text: str) -> None:
    element = ET.Element("feed")
    made = atom._text(element, "title", text)
    (child,) = ET.fromstring(ET.tostring(element))  # noqa: S314 - we have just made it
    assert "".join((made.text or "").split()) == "".join((child.text or "").split())


def test_compiled_pages_have_their_feeds(logged: Dossier) -> None:
    folder = logged.root / "out"
    folder.mkdir()
    made = site(logged, {f"{JOBS}/fr.md": Lifetime(dt.date(2026, 1, 1), dt.date(2026, 1, 1))})
    compiled.write(made, folder)
    assert (folder / "fr/changes.xml").read_text(encoding="utf-8") == atom.render(made, "fr")
