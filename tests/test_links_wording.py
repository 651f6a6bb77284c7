"""What a page says of itself by its words: pages that speak of errors are believed, pages that are errors are not."""

from __future__ import annotations

import sys
import time
import tomllib
from typing import Any

import pytest
from conftest import ROOT
from markupsafe import escape

from dossier.links.page import PageFacts, read_page
from dossier.links.phrases import Says, languages, read, words_of
from dossier.links.reasons import REASONS
from dossier.links.wording import Strength, same_page, suspicion

CASES = ROOT / "tests" / "cases" / "links" / "wording"

GOOD = ("good-tuned", "good-seen", "good-held")
BAD = ("bad-tuned", "bad-seen", "bad-held")

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


def tell(text: str) -> None:
    """Say on standard output what was measured: `pytest -rP` shows it."""
    sys.stdout.write(f"{text}\n")


def test_the_cases_are_many_and_of_many_languages() -> None:
    good = [case for name in GOOD for case in load(name)]
    bad = [case for name in BAD for case in load(name)]
    assert len(good) >= 200
    assert {language for language, _ in good} >= {"fr", "en", "nl", "de", "zh", "es"}
    assert len(bad) >= 120
    assert len({case["lang"] for _, case in bad}) >= 12
    assert {reason for reason, _ in bad} <= {*REASONS}
    for cases in (good, bad):
        addresses = [(case["url"], case["title"]) for _, case in cases]
        assert len({*addresses}) == len(addresses)


@pytest.mark.parametrize("name", GOOD)
def test_pages_that_speak_of_errors_are_not_suspected(name: str) -> None:
    cases = load(name)
    alarms = [(case["url"], found) for group, case in cases if (found := judge(group, case))]
    tell(f"{name}: {len(alarms)} false alarms in {len(cases)} pages")
    assert len(alarms) < 0.01 * len(cases), alarms


@pytest.mark.parametrize(("name", "share"), [("bad-tuned", 0.95), ("bad-seen", 0.95), ("bad-held", 0.9)])
def test_pages_that_are_not_what_was_cited_are_found(name: str, share: float) -> None:
    cases = load(name)
    found = [(reason, case["url"], judge(reason, case)) for reason, case in cases]
    missed = [(reason, url, got) for reason, url, got in found if got is None or got.reason != reason]
    tell(f"{name}: {len(cases) - len(missed)} of {len(cases)} found")
    assert len(missed) <= (1 - share) * len(cases), missed


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_what_is_suspected_is_said_in_few_words_of_the_page_or_its_address(name: str) -> None:
    for group, case in load(name):
        found = judge(group, case)
        if found is None:
            continue
        assert len(found.detail) <= 80
        seen = " ".join((case["title"], case["h1"], *case["text"], case["url"], case.get("final", "")))
        assert found.detail.rstrip("…") in escape(seen).unescape()


# --- Single rules -------------------------------------------------------------------------------------------------

ASKED = "https://site.example/reports/2019/noise.html"


def reason(html: str, url: str = ASKED, final: str = "", title: str = "") -> str:
    """Return why a page is suspected, with a question mark where it is only probable."""
    found = suspicion(read_page(html.encode(), "text/html; charset=utf-8"), url, final or url, title)
    return "" if found is None else found.reason + ("?" if found.strength == Strength.PROBABLE else "")


def test_much_other_text_makes_a_missing_page_only_probable() -> None:
    page = "<title>Page not found</title><h1>Page not found</h1>"
    assert reason(page) == "soft-404"
    assert reason(page + "<p>Rain is expected over the northern hills tomorrow.</p>" * 20) == "soft-404?"


def test_a_source_on_missing_pages_is_what_was_cited() -> None:
    assert reason("<title>Page not found</title><h1>Page not found</h1>", title="Page not found") == ""


@pytest.mark.parametrize(
    ("asked", "final", "expected"),
    [
        ("/a/b", "https://site.example/", "home"),
        ("/a/b", "https://www.site.example/fr/index.html", "home"),
        ("/a/b", "https://other.example/", "home?"),
        ("/a.pdf", "https://site.example/", "home"),
        ("/?id=12", "https://site.example/", "home"),
        ("/?utm_source=12", "https://site.example/", ""),
        ("/", "https://www.site.example/", ""),
        ("/en", "https://site.example/en/home", ""),
        ("/en/home.html", "https://site.example/", ""),
        ("/about", "https://site.example/", ""),
        ("/a/b", "https://site.example/c/d", ""),
        ("/a/b", "https://site.example/?id=12", ""),
    ],
)
def test_only_a_deep_page_can_have_turned_into_the_home_page(asked: str, final: str, expected: str) -> None:
    assert reason("<title>Site</title><p>All about rivers.", f"https://site.example{asked}", final) == expected


def test_the_home_page_may_be_named_as_the_canonical_one() -> None:
    page = "<title>Site</title><link rel=canonical href='{}'><p>All about rivers."
    assert reason(page.format("/")) == "home?"
    assert reason(page.format("/reports/2019/noise")) == ""
    assert reason(page.format("https://publisher.example/")) == ""
    assert reason(page.format("//[")) == ""


def test_a_page_that_shows_something_or_may_write_itself_is_not_empty() -> None:
    assert reason("") == "empty"
    assert reason("<body><div> </div></body>") == "empty"
    for element in ("<img src=a>", "<video></video>", "<iframe src=b></iframe>", "<div id=root></div><script src=a>"):
        assert reason(element) == ""


def test_an_answer_that_is_no_text_is_never_suspected() -> None:
    assert suspicion(read_page(b"", "application/pdf"), ASKED, "https://site.example/", "Noise") is None


def test_a_login_page_that_was_asked_for_is_what_was_cited() -> None:
    page = "<title>Log in</title><h1>Log in</h1><input type=password>"
    assert reason(page) == "login"
    assert reason(page, "https://site.example/login") == ""
    assert reason("<title>Site</title><p>Rivers", final="https://site.example/login") == ""


def test_scripts_of_a_parking_service_give_it_away() -> None:
    script = "<script src='https://img.sedoparking.com/js/a.js'></script>"
    assert reason(f"<title>site</title>{script}") == "parked"
    assert reason(f"<title>site</title>{script}" + "<p>Rain is expected over the hills.</p>" * 40) == ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nitrates in the lower Meuse", "other-title"),
        ("[Nitrates in the lower Meuse]", ""),
        ("Les nitrates dans la basse Meuse et les puits", ""),
        ("Нитраты в бассейне Мёза", ""),
        ("Garden chairs and their makers", ""),
        ("Meuse", ""),
        ("", ""),
    ],
)
def test_a_title_is_compared_only_with_what_can_be(title: str, expected: str) -> None:
    page = (
        "<title>Garden furniture</title><p>Tables and chairs for the balcony, which are brought to your door by us.</p>"
    )
    assert reason(page, title=title) == expected


def test_spam_without_an_expected_title_is_only_probable() -> None:
    text = "<p>Play for real money and claim your welcome bonus today.</p>"
    assert reason(f"<title>Casino, poker and roulette</title>{text}") == "hijacked?"
    assert reason(f"<title>Casino licences in Belgium</title>{text}") == ""


def test_the_same_page_is_known_by_its_words() -> None:
    def page(text: str, title: str = "Site") -> PageFacts:
        return read_page(f"<title>{title}</title><p>{text}".encode(), "text/html")

    message = "We are sorry, the page you are looking for cannot be found on this site. Path: "
    assert same_page(page(message + "/abc"), page(message + "/xyz"))
    assert not same_page(page(message), page("An article on rivers that has the words of its own subject."))
    assert same_page(page(""), page(""))
    assert not same_page(page("", "One"), page("", "Two"))


@pytest.mark.parametrize("url", ["http://[", "", "mailto:a@b", "http://a:b:c/"])
def test_an_address_that_cannot_be_read_is_no_fault_of_ours(url: str) -> None:
    assert reason("<title>Site</title><p>Rivers", url, url) == ""


# --- Data -----------------------------------------------------------------------------------------------------------


def test_every_language_can_say_everything_that_matters() -> None:
    assert len(languages()) >= 14
    for language in languages().values():
        assert language.stop, language.code
        kinds = {kind for kind, words in language.known.items() if words}
        assert kinds - {"home"} == {"soft-404", "parked", "challenge", "login", "consent"}, language.code


@pytest.mark.parametrize("code", languages())
def test_every_sign_tells_what_it_is_a_sign_of(code: str) -> None:
    data = tomllib.loads((ROOT / "dossier" / "links" / "wording" / f"{code}.toml").read_text(encoding="utf-8"))
    for kind, table in data.items():
        for sign in table.get("signs", ()) if isinstance(table, dict) else ():
            assert read(words_of(sign))[kind][0] == Says.TELLS, sign
        for sign in table.get("weak", ()) if isinstance(table, dict) else ():
            assert kind in read(words_of(sign)), sign


def test_reading_a_page_for_its_words_takes_little_time() -> None:
    page = "<title>Rivers</title><h1>Rivers</h1>" + "<p>The page that was not found is no longer available.</p>" * 2_000
    reason(page)
    started = time.perf_counter()
    reason(page)
    assert time.perf_counter() - started < 0.5
