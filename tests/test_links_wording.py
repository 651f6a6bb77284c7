"""What a page says of itself by its words: pages that speak of errors are believed, pages that are errors are not."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from conftest import ROOT
from markupsafe import escape

from dossier.links.page import PageFacts, read_page
from dossier.links.phrases import languages
from dossier.links.reasons import REASONS
from dossier.links.wording import Strength, same_page, suspicion

CASES = ROOT / "tests" / "cases" / "links" / "wording"

FRAME = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<script>var page = {{}};</script><style>p {{ color: #222 }}</style></head><body>
<header><a href="/">Start</a> <form action="/search"><input name="q"></form> <a href="/login">Log in</a></header>
<nav><ul><li><a href="/news">News</a></li><li><a href="/themes">Themes</a></li></ul></nav>
<main>{main}</main>
<footer><p>Privacy, cookies, contact. All rights reserved.</p></footer></body></html>"""
BARE = "<!doctype html><html><head><title>{title}</title></head><body>{main}</body></html>"


def load(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the cases of a file, each with the name of its group."""
    groups = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return [(group, case) for group, cases in groups.items() for case in cases]


def page_of(group: str, case: dict[str, Any]) -> PageFacts:
    """Return a case as a page of a site, with what surrounds a text."""
    pieces = [f"<h1>{escape(case['h1'])}</h1>"] if case["h1"] else []
    pieces += [text if text.startswith("<") else f"<p>{escape(text)}</p>" for text in case["text"]]
    frame = BARE if case.get("bare") else FRAME
    html = frame.format(lang=case.get("lang", group), title=escape(case["title"]), main="\n".join(pieces))
    return read_page(html.encode(), "text/html; charset=utf-8")


def judge(group: str, case: dict[str, Any]) -> Any:
    """Return what is suspected of a case."""
    url = f"https://{case['url']}"
    return suspicion(page_of(group, case), url, case.get("final", url), case.get("cited", ""))


@pytest.mark.parametrize("name", ["good-tuned", "good-held"])
def test_pages_that_speak_of_errors_are_not_suspected(name: str) -> None:
    cases = load(name)
    alarms = [(case["url"], found) for group, case in cases if (found := judge(group, case))]
    print(f"{name}: {len(alarms)} false alarms in {len(cases)} pages")
    assert len(alarms) < 0.01 * len(cases), alarms


@pytest.mark.parametrize(("name", "share"), [("bad-tuned", 0.95), ("bad-held", 0.9)])
def test_pages_that_are_not_what_was_cited_are_found(name: str, share: float) -> None:
    cases = load(name)
    found = [(reason, case["url"], judge(reason, case)) for reason, case in cases]
    missed = [(reason, url, got) for reason, url, got in found if got is None or got.reason != reason]
    print(f"{name}: {len(cases) - len(missed)} of {len(cases)} found")
    assert len(missed) <= (1 - share) * len(cases), missed
