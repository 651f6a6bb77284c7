"""What the network says of a source, and what becomes of answers that are none."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from typing import Any

import pytest
from conftest import DOSSIER, Dossier

from dossier.identifiers import Identifier
from dossier.links.guard import Resolver
from dossier.links.lookup import Found, Services, look_up
from dossier.names import Name

from .lab import Lab, Request, page, raw, redirect, register, response, route

CSL = "application/vnd.citationstyles.csl+json"
PAPER = {
    "type": "journal-article",
    "title": ["Soft <i>power</i> &amp; trade"],
    "subtitle": ["A history"],
    "author": [
        {"given": "Joseph S.", "family": "Nye", "sequence": "first", "affiliation": []},
        {"given": "毅", "family": "王", "sequence": "additional"},
        {"name": "OECD", "sequence": "additional"},
    ],
    "container-title": ["Journal of Power"],
    "issued": {"date-parts": [[2017, 2, 21]]},
    "volume": "3",
    "issue": "1",
    "page": "17-29",
    "publisher": "Springer",
    "language": "en",
    "DOI": "10.1000/paper",
    "ISSN": ["1234-5678"],
    "relation": {},
}
"""An answer of the shape that Crossref gives."""

BOOK = {
    "ISBN:9780306406157": {
        "title": "The Martian",
        "subtitle": "a novel",
        "authors": [{"url": "https://openlibrary.org/authors/OL1A", "name": "Andy Weir"}],
        "publishers": [{"name": "Crown Publishers"}],
        "publish_date": "Mar 05, 2014",
    }
}
"""An answer of the shape that Open Library gives."""

HEAD = """<title>Title for browsers | Site</title>
<meta name="citation_title" content="Freight &amp; noise"><meta name="citation_author" content="Luo, Xubei">
<meta name="citation_author" content="Chiyu Niu"><meta name="citation_publication_date" content="2020/03/04">
<meta property="og:title" content="Title for networks"><meta property="og:site_name" content="Site">
<meta name="citation_doi" content="doi:10.1000/of-page">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "S"},
{"@type": ["NewsArticle"], "headline": "Headline", "inLanguage": "fr-BE", "publisher": {"name": "The Post"},
"author": {"@type": "Person", "name": "Not Asked"}, "datePublished": "2019-01-02T03:04:05Z"}]}</script>"""


def as_json(data: Any, kind: str = CSL) -> bytes:
    """Return an answer in JSON."""
    return response(json.dumps(data).encode(), kind=kind)


MANY = [{"family": str(number)} for number in range(999)]
ODD = {"type": 1, "title": {}, "author": "x", "issued": {"date-parts": [None]}, "ISBN": [[]]}
register("/10.1000/html", raw(response(page())))
register("/10.1000/nothing", raw(response(b"[]", kind=CSL)))
register("/10.1000/broken", raw(response(b'{"title": ', kind=CSL)))
register("/10.1000/deep", raw(response(b'{"a":' + b"[" * 200_000, kind=CSL)))
register("/10.1000/huge", raw(as_json({**PAPER, "abstract": "x" * 3_000_000})))
register(
    "/10.1000/long", raw(as_json({**PAPER, "title": "x" * 500_000, "author": [{"family": str(n)} for n in range(999)]}))
)
register(
    "/10.1000/odd",
    raw(as_json(ODD)),
)
register("/10.1000/into-private", redirect("http://private.test/secret"))
register("/10.1000/error", raw(response(page(), "503 Service Unavailable")))
register("/described", raw(response(page(head=HEAD))))
register("/title-only", raw(response(b"<title> Only a\n title </title>")))
register("/report.pdf", raw(response(b"%PDF-1.7", kind="application/pdf")))


@route("/10.1000/paper")
async def _(lab: Lab, _request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(status="302 Found", Location=f"http://crossref.test:{lab.port}/works/paper"))


@route("/works/paper")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(as_json(PAPER) if request.headers["accept"] == CSL else response(page()))


@route("/api/books")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    known = "bibkeys=ISBN:9780306406157&" in request.target
    writer.write(as_json(BOOK if known else {}, "application/json"))


@route("/10.1000/silent")
async def _(_lab: Lab, _request: Request, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3)


@route("/for-browsers")
async def _(_lab: Lab, request: Request, writer: asyncio.StreamWriter) -> None:
    browser = "Firefox" in request.headers["user-agent"]
    writer.write(response(page(head=HEAD)) if browser else response(status="403 Forbidden"))


def found(lab: Lab, kind: Any, value: str, seconds: float = 10) -> Found:
    """Look a source up in the laboratory."""
    services = Services(lab.url("/", "doi.test"), lab.url("/", "books.test"))
    resolver = Resolver(lab.look_up, allow_loopback=True)
    return look_up(Identifier(kind, value), resolver=resolver, services=services, seconds=seconds)


def test_a_doi_is_asked_for_its_description_all_the_way(served: Lab) -> None:
    answer = found(served, "doi", "10.1000/paper")
    assert answer.problem == ""
    source = answer.metadata
    assert source.type == "article"
    assert source.title == "Soft power & trade"
    assert source.subtitle == "A history"
    assert source.authors == (Name("Nye", "Joseph S."), Name(literal="王毅"), Name(literal="OECD"))
    assert (source.container, source.volume, source.number, source.pages) == ("Journal of Power", "3", "1", "17-29")
    assert (source.date, source.language, source.doi) == ("2017-02-21", "en", "10.1000/paper")


@pytest.mark.parametrize(
    ("doi", "problem"),
    [
        ("unknown", "doi.test does not know the DOI 10.1000/unknown"),
        ("html", "doi.test answers with something that does not describe a source"),
        ("nothing", "doi.test answers with something that does not describe a source"),
        ("broken", "doi.test answers with something that does not describe a source"),
        ("deep", "doi.test answers with something that does not describe a source"),
        ("huge", "doi.test answers with something that does not describe a source"),
        ("error", "doi.test answers with the status 503"),
        (
            "into-private",
            "the address leads into a private network (private.test is 10.1.2.3), where the checker does not go",
        ),
    ],
)
def test_what_does_not_describe_a_source_is_named(served: Lab, doi: str, problem: str) -> None:
    answer = found(served, "doi", f"10.1000/{doi}")
    assert answer.problem == problem
    assert (answer.metadata.doi, answer.metadata.type, answer.metadata.title) == (f"10.1000/{doi}", "article", "")


def test_no_answer_leads_into_a_private_network(served: Lab) -> None:
    problem = "the address leads into a private network (private.test is 10.1.2.3), where the checker does not go"
    assert found(served, "doi", "10.1000/into-private").problem == problem


def test_who_does_not_answer_is_not_waited_for(served: Lab) -> None:
    assert found(served, "doi", "10.1000/silent", 0.5).problem == "there was no whole answer within 0.5 seconds"


def test_of_what_is_long_the_beginning_is_kept(served: Lab) -> None:
    source = found(served, "doi", "10.1000/long").metadata
    assert len(source.title) == 300
    assert (len(source.authors), source.et_al) == (20, True)


def test_what_has_another_form_is_passed_over(served: Lab) -> None:
    answer = found(served, "doi", "10.1000/odd")
    assert answer.problem == ""
    assert (answer.metadata.title, answer.metadata.authors, answer.metadata.date) == ("", (), "")


def test_a_book_is_found_by_its_isbn(served: Lab) -> None:
    answer = found(served, "isbn", "9780306406157")
    source = answer.metadata
    assert (answer.problem, source.type, source.title, source.subtitle) == ("", "book", "The Martian", "a novel")
    assert (source.authors, source.publisher, source.date) == ((Name("Weir", "Andy"),), "Crown Publishers", "2014")


def test_a_book_that_nobody_knows_is_only_its_isbn(served: Lab) -> None:
    answer = found(served, "isbn", "9780804429573")
    assert answer.problem == "books.test does not know the ISBN 9780804429573"
    assert (answer.metadata.isbn, answer.metadata.title) == ("9780804429573", "")


@pytest.mark.parametrize("path", ["/described", "/for-browsers"])
def test_a_page_says_for_scholars_what_it_is_and_then_for_others(served: Lab, path: str) -> None:
    url = served.url(path)
    source = found(served, "url", url).metadata
    assert source.title == "Freight & noise"
    assert source.authors == (Name("Luo", "Xubei"), Name("Niu", "Chiyu"))
    assert (source.type, source.container, source.site) == ("newspaper", "The Post", "The Post")
    assert (source.date, source.language, source.doi, source.url) == ("2020-03-04", "fr-BE", "10.1000/of-page", url)


def test_a_page_that_says_nothing_has_a_title(served: Lab) -> None:
    source = found(served, "url", served.url("/title-only")).metadata
    assert (source.type, source.title, source.language) == ("online", "Only a title", "")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/missing", "site.test answers with the status 404"),
        ("/report.pdf", "site.test answers with something that does not describe a source"),
    ],
)
def test_a_page_that_is_none(served: Lab, path: str, problem: str) -> None:
    answer = found(served, "url", served.url(path))
    assert (answer.problem, answer.metadata.url) == (problem, served.url(path))


def test_no_request_goes_to_this_machine_unless_it_is_allowed(served: Lab) -> None:
    asked = len(served.requests)
    answer = look_up(Identifier("url", served.url("/title-only")), resolver=Resolver(served.look_up))
    assert answer.problem.startswith("the address leads into a private network")
    assert len(served.requests) == asked


def test_the_command_writes_what_a_page_says(served: Lab, small: Dossier) -> None:
    url = served.url("/described", "127.0.0.1")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795651200", "DOSSIER_ALLOW_LOOPBACK": "1"}
    command = [DOSSIER, "new", "source", "--url", url, "--kind", "press"]
    result = subprocess.run(
        command, cwd=small.root, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "Little is known" not in result.stdout
    assert f"""
@article{{Luo2020Freight,
  sourcekind   = {{press}},
  author       = {{Luo, Xubei and Niu, Chiyu}},
  title        = {{Freight \\& noise}},
  entrysubtype = {{newspaper}},
  journaltitle = {{The Post}},
  date         = {{2020-03-04}},
  doi          = {{10.1000/of-page}},
  url          = {{{url}}},
  urldate      = {{2026-11-26}},
  langid       = {{fr-BE}},
}}
""" in small.read("references.bib")
    found = {fault.rule.code for fault in small.check() if "Luo2020Freight" in fault.message}
    assert found == {"uncited-source"}
