"""What a page says about itself: each fact, in every encoding, and of hostile pages too, in little time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.links.decoding import decode
from dossier.links.page import TEXT_LIMIT, PageFacts, parse_refresh, read_page

HTML = "text/html; charset=utf-8"

PAGE = """<!doctype html>
<html lang="fr-BE"><head><meta charset="utf-8"><title> Le bruit
 de nuit </title><base href="/fr/"><link rel="alternate Canonical" href=" /fr/bruit ">
<meta name="Description" content="Ce que dit l’étude."><meta name="robots" content="NOINDEX, follow">
<meta property="og:title" content="Le bruit | Site"><meta name="citation_title" content="Le bruit de nuit">
<meta name="citation_title" content="Autre"><meta http-equiv="Refresh" content="5; url='/fr/suite'">
<noscript><meta http-equiv="refresh" content="0; url=/sans-script"></noscript></head>
<body><nav id="menu"><a href="/">Accueil</a></nav><header>En-tête</header>
<article><header><h1>Le <em>bruit</em></h1></header><p id="Début">Un mot,<br>un <b>au</b>tre.</p>
<a name="note 1"></a><template><p>caché</p></template><script>var x = "non";</script><div hidden>non</div>
<table><tr><td>un</td><td>deux</td></tr></table><noscript>non</noscript><svg><text>non</text></svg></article>
<h1>Deuxième</h1><form><input type="PASSWORD"></form><footer>Pied</footer></body></html>"""


def page(html: str) -> PageFacts:
    """Return what a page says about itself."""
    return read_page(html.encode(), HTML)


def test_every_fact_is_read() -> None:
    facts = page(PAGE)
    assert facts.title == "Le bruit de nuit"
    assert facts.headings == ("Le bruit", "Deuxième")
    assert facts.text == "Le bruit\nUn mot,\nun autre.\nun\ndeux\nDeuxième"
    assert facts.ids == {"menu", "Début", "note 1"}
    assert facts.canonical == "/fr/bruit"
    assert facts.base_href == "/fr/"
    assert facts.refresh == (5, "/fr/suite")
    assert facts.has_password_field
    assert facts.lang == "fr-BE"
    assert facts.links == 1
    assert facts.noindex
    assert facts.description == "Ce que dit l’étude."
    assert facts.og_title == "Le bruit | Site"
    assert facts.citation_title == "Le bruit de nuit"
    assert facts.shows_more


def test_what_a_page_does_not_say_is_empty() -> None:
    facts = page("")
    assert (facts.title, facts.headings, facts.text, facts.ids) == ("", (), "", frozenset())
    assert (facts.canonical, facts.base_href, facts.refresh, facts.lang) == ("", "", None, "")
    assert (facts.links, facts.noindex, facts.has_password_field, facts.shows_more) == (0, False, False, False)
    assert facts.loads == ()


def test_scripts_and_frames_are_named() -> None:
    assert page("<script src=/a.js></script><script>x</script><iframe src=//b.example/c>").loads == (
        "/a.js",
        "//b.example/c",
    )


@pytest.mark.parametrize(
    ("content", "refresh"),
    [
        ("5", (5, "")),
        (" 0 ", (0, "")),
        ("0; url=x", (0, "x")),
        ("0;URL=x ", (0, "x")),
        ("5,url=x", (5, "x")),
        ("5 url=x", (5, "x")),
        ("0; url='x y'z", (0, "x y")),
        ('0; url="x', (0, "x")),
        ("0; 'x'", (0, "x")),
        ("0; /x", (0, "/x")),
        ("0; url = x", (0, "x")),
        ("0; url", (0, "url")),
        ("0; urn:x", (0, "urn:x")),
        ("1.9; url=x", (1, "x")),
        (".5; url=x", (0, "x")),
        ("0;", (0, "")),
        ("0x", None),
        ("x", None),
        ("; url=x", None),
        ("-1; url=x", None),
        ("", None),
        ("9" * 5_000, (999_999_999, "")),
    ],
)
def test_a_refresh_is_read_as_browsers_read_it(content: str, refresh: tuple[int, str] | None) -> None:
    assert parse_refresh(content) == refresh


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("é".encode(), "text/html", "é"),
        ("é".encode("latin-1"), "text/html", "é"),
        ("é".encode("latin-1"), "text/html; charset=utf-8", "\ufffd"),
        ("é".encode("utf-16"), "text/html", "é"),
        (b"\xef\xbb\xbf\xc3\xa9", "text/html; charset=koi8-r", "é"),
        ("é".encode(), "text/html; charset=ISO-8859-1", "é"),
        ("网页".encode("gbk"), 'text/html; Charset="GB2312"', "网页"),
        (b"<meta charset=shift_jis>" + "頁".encode("shift_jis"), "", "<meta charset=shift_jis>頁"),
        (
            b'<META http-equiv=content-type content="text/html; charset=windows-1251">' + "да".encode("cp1251"),
            "text/html",
            '<META http-equiv=content-type content="text/html; charset=windows-1251">да',
        ),
        (b"<meta charset=utf-16>x", "text/html", "<meta charset=utf-16>x"),
        ("ééééé".encode()[:-1], "text/html", "éééé\ufffd"),
        (b"x\x00\xff", "text/html; charset=zip", "x\x00ÿ"),
    ],
)
def test_a_text_is_decoded_by_what_says_how(body: bytes, content_type: str, text: str) -> None:
    assert decode(body, content_type) == text


def test_other_texts_are_read_as_they_stand() -> None:
    facts = read_page(b"<b>404 & more\n", "text/plain")
    assert (facts.text, facts.title) == ("<b>404 & more", "")
    assert read_page(b"<title/><script src='a'/><p>seen</p>", "application/xhtml+xml").text == "seen"
    image = read_page(b"\x89PNG", "image/png")
    assert (image.readable, image.text, image.ids) == (False, "", frozenset())


def seconds(html: str) -> float:
    """Return how long it takes to read all of a page."""
    started = time.perf_counter()
    facts = page(html)
    assert isinstance((facts.title, facts.headings, facts.text, facts.ids, facts.refresh, facts.links), tuple)
    return time.perf_counter() - started


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 100_000 + "x", id="nested"),
        pytest.param("<div>" * 50_000 + "</div>" * 50_000, id="balanced"),
        pytest.param("<div><!--</div>-->" * 30_000, id="closed in comments"),
        pytest.param("<div title='</div>'>" * 30_000, id="closed in attributes"),
        pytest.param("<div><script></div></script>" * 20_000, id="closed in scripts"),
        pytest.param("<div><object></div></object>" * 20_000, id="closed out of reach"),
        pytest.param("".join(f"<p><b id={n}>x" for n in range(20_000)), id="formatting"),
        pytest.param("<p " + " ".join(f"a{n}" for n in range(100_000)) + ">", id="attributes"),
        pytest.param("<p " + " ".join(f"a{n}='<'" for n in range(50_000)) + ">", id="attributes with tags"),
        pytest.param("<select>" + "<option>" * 100_000, id="options"),
        pytest.param("<h1>" + "<span>x" * 100_000, id="heading"),
        pytest.param("<title>" + "x " * 500_000, id="title"),
        pytest.param("<" * 1_000_000, id="angles"),
        pytest.param("<a " * 300_000, id="open tags"),
        pytest.param("<!--" * 200_000, id="open comments"),
        pytest.param('<p a="' + "x" * 1_000_000, id="open quotation"),
        pytest.param("\x00" * 1_000_000, id="nothing"),
    ],
)
def test_a_hostile_page_takes_no_more_time_than_a_large_one(html: str) -> None:
    assert seconds(html) < 3


def test_ids_are_kept_however_deep_they_are() -> None:
    facts = page("<div>" * 5_000 + "<div id=deep>x</div><a name=last>")
    assert {"deep", "last"} >= facts.ids >= {"deep"}


def test_the_text_has_a_limit() -> None:
    assert len(page("<p>word " * 50_000).text) <= TEXT_LIMIT


def test_small_and_large_pages_are_read_in_no_time() -> None:
    small = "<!doctype html><title>T</title><main>" + "<p class=a>Some words of a text.</p>" * 50 + "</main>"
    assert min(seconds(small) for _ in range(20)) < 0.002
    large = "<main>" + ("<p class=a id=b><a href=/c>Some words</a> " + "of a text " * 30 + "</p>") * 3_000
    assert min(seconds(large) for _ in range(3)) < 0.3


@given(st.binary(max_size=200), st.sampled_from(["", HTML, "text/html; charset=big5", "text/plain", "image/gif"]))
def test_any_bytes_can_be_read(body: bytes, content_type: str) -> None:
    facts = read_page(body, content_type)
    assert isinstance((facts.title, facts.headings, facts.text, facts.ids, facts.refresh, facts.canonical), tuple)


@given(st.text("<>/ab=\"' divpsc!-&;\x00", max_size=300))
def test_any_markup_can_be_read(html: str) -> None:
    facts = page(html)
    assert facts.title == " ".join(facts.title.split())
    assert isinstance((facts.text, facts.ids, facts.links, facts.refresh, facts.base_href), tuple)
