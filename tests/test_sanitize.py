"""The one door through which HTML leaves, and what addresses pass."""

from __future__ import annotations

import pytest
from conftest import StrictHtml
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from dossier.sanitize import LINK_SCHEMES, SafeHtml, clean, is_web_url, put_in, scheme_of

KEPT = [
    '<p class="a" id="b" lang="fr" dir="rtl" title="c" role="note">x</p>',
    '<a href="https://example.org/?a=b&amp;c#d" hreflang="fr" rel="edit">x</a>',
    '<a href="../liege-jobs/#counted">x</a>',
    '<a href="mailto:a@example.org">x</a>',
    '<a class="footnote-ref" href="#fn:1" role="doc-noteref" aria-label="Note 1">1</a>',
    '<img alt="x" src="../a.png" loading="lazy">',
    '<ol start="3"><li>x</li></ol>',
    '<table><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><td class="a">y</td></tr></tbody></table>',
    '<time datetime="2026-03-01">1 March</time>',
    "<dl><dt>a</dt><dd>b</dd></dl>",
    "<details open><summary>a</summary>b</details>",
    '<span data-md-level="2">x</span>',
    '<pre><code class="language-py">a &lt; b</code></pre>',
    "<cite>x</cite><sup>1</sup><s>y</s><em>z</em><strong>w</strong><br><hr>",
]


CHOICES = (
    "<fieldset><legend>Place</legend>"
    '<label><input class="ds-place1" name="ds-place" checked="" type="radio"><span>China</span></label></fieldset>'
)


@pytest.mark.parametrize("html", KEPT)
def test_what_our_pages_hold_is_kept(html: str) -> None:
    found = StrictHtml(clean(html))
    assert found.elements == [(tag, dict(attributes)) for tag, attributes in StrictHtml(html).elements]


def test_choices_are_kept_where_they_are_expected_and_nowhere_else() -> None:
    assert StrictHtml(clean(CHOICES, choices=True)).elements == StrictHtml(CHOICES).elements
    assert clean(CHOICES) == "Place<span>China</span>"


@pytest.mark.parametrize("kind", ["image", "text", "password", "submit", "file", "hidden"])
def test_a_choice_is_a_radio_button_that_sends_nothing(kind: str) -> None:
    html = f'<form action="x"><input type="{kind}" src="x" form="y" formaction="z" autofocus onfocus="alert(1)"></form>'
    assert StrictHtml(clean(html, choices=True)).elements == [("input", {"type": "radio"})]


_NOSCRIPT = '&lt;p title="<img src="x">"&gt;'


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<script>alert(1)</script>x", "x"),
        ("<style>p { color: red }</style>x", "x"),
        ('<p onclick="alert(1)" ONLOAD=a style="color:red">x</p>', "<p>x</p>"),
        ('<img src=x onerror="alert(1)">', '<img src="x">'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="JaVaScRiPt:alert(1)">x</a>', "<a>x</a>"),
        ('<a href=" javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="java\tscript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="java\nscript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="&#106;avascript&colon;alert(1)">x</a>', "<a>x</a>"),
        ('<a href="\x01javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="vbscript:x">x</a>', "<a>x</a>"),
        ('<a href="data:text/html,<script>">x</a>', "<a>x</a>"),
        ('<img src="data:image/svg+xml,x">', "<img>"),
        ('<a href="file:///etc/passwd">x</a>', "<a>x</a>"),
        ('<a href="x" target="_blank" ping="https://a.b" download>x</a>', '<a href="x">x</a>'),
        ('<iframe src="https://a.b">x</iframe>', "x"),
        ('<object data="x"><embed src="x"></object>', ""),
        ('<form action="x"><input name="y"><button formaction="javascript:x">z</button></form>', "z"),
        ('<svg onload="alert(1)"><a xlink:href="javascript:x">y</a></svg>', ""),
        ("<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", ""),
        ('<base href="https://a.b"><meta http-equiv="refresh" content="0"><link rel="stylesheet" href="x">', ""),
        ("<!-- x --><!doctype html><?php x ?>y", "y"),
        ("<p>a<b>c", "<p>a<b>c</b></p>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ('<p title="a\'b&quot;c<d>">x</p>', '<p title="a\'b&quot;c&lt;d&gt;">x</p>'),
        ('<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>', _NOSCRIPT),
        ("<custom-element>x</custom-element>", "x"),
        ('<video src="x" autoplay>y</video><audio>z</audio>', "yz"),
    ],
)
def test_what_no_page_of_ours_holds_is_taken_away(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


def test_cleaning_makes_safe_html_and_nothing_else_does() -> None:
    assert type(clean("<p>x</p>")) is SafeHtml
    assert SafeHtml("x") + "<b>" == "x&lt;b&gt;"


_TOKENS = [
    "<",
    ">",
    "/",
    "=",
    '"',
    "'",
    " ",
    "\t",
    "\n",
    "&",
    ";",
    "#",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "`",
    "\\",
]
_TOKENS += [
    "<a href=",
    "<img src=",
    "<svg",
    "<math",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<title>",
    "<p>",
    "x",
]
_TOKENS += [
    "<template>",
    "<noscript>",
    "<textarea>",
    "<plaintext>",
    "<table>",
    "<select>",
    "javascript:",
    "data:",
    "onclick=",
]
_TOKENS += [
    "JaVaScRiPt&colon;",
    "&#106;avascript:",
    "java\tscript:",
    "\x01",
    "http://a",
    "//a",
    "mailto:",
    "style=",
    "id=b",
]
_ATTRIBUTES = {
    "class",
    "dir",
    "id",
    "lang",
    "role",
    "title",
    "href",
    "hreflang",
    "rel",
    "type",
    "open",
    "alt",
    "height",
}
_ATTRIBUTES |= {"loading", "src", "width", "reversed", "start", "colspan", "rowspan", "scope", "datetime"}
_NEVER = {
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "base",
    "meta",
    "link",
}
_NEVER |= {"template", "noscript", "textarea", "plaintext", "select", "title", "xmp"}


@given(st.text() | st.lists(st.sampled_from(_TOKENS), max_size=30).map("".join))
@example('<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">')
@example('<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">')
def test_nothing_unsafe_comes_out_whatever_goes_in(html: str) -> None:
    cleaned = clean(html)
    for tag, attributes in StrictHtml(cleaned).elements:
        assert tag not in _NEVER
        for name, value in attributes.items():
            assert name in _ATTRIBUTES or name.startswith(("aria-", "data-"))
            if name in {"href", "src"}:
                assert scheme_of(value) in {"", *LINK_SCHEMES}


# --- Addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("https://example.org", "https"),
        ("HTTP://x", "http"),
        ("mailto:a@b.c", "mailto"),
        ("javascript:alert(1)", "javascript"),
        ("JaVaScRiPt:alert(1)", "javascript"),
        (" \t\r\n javascript:x", "javascript"),
        ("java\nscr\tipt\r:x", "javascript"),
        ("view-source:x", "view-source"),
        ("a+b.c-1:x", "a+b.c-1"),
        ("../a/b", ""),
        ("#a:b", ""),
        ("?a:b", ""),
        ("a/b:c", ""),
        ("//host/a", ""),
        ("1a:b", ""),
        (":x", ""),
        ("", ""),
        ("été:x", ""),
        ("java%09script:x", ""),
        ("java script:x", ""),
    ],
)
def test_the_scheme_of_an_address_is_the_one_that_a_browser_sees(url: str, scheme: str) -> None:
    assert scheme_of(url) == scheme


@given(st.text("".join(map(chr, range(0x21)))), st.text("\t\n\r"), st.text("".join(map(chr, range(0x21)))))
def test_no_control_character_hides_a_scheme(before: str, inside: str, after: str) -> None:
    assert scheme_of(f"{before}java{inside}script{inside}:alert(1){after}") == "javascript"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/a/b.html?c=d&e=f;g#h",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org/a_(b)",
        "https://example.org/%C3%A9",
        "https://xn--nxasmq6b/",
        "https://例え.jp/パス",
        "https://[2001:db8::1]/",
        "https://user@example.org/",
        "https://web.archive.org/web/2021/https://example.org/a",
    ],
)
def test_complete_addresses(url: str) -> None:
    assert is_web_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org",
        "https:",
        "https://",
        "https:///path",
        "https:example.org",
        "http://:80/",
        "http://@/",
        "ftp://example.org",
        "mailto:a@b.c",
        "javascript:alert(1)",
        "https://exa mple.org",
        "https://example.org/a b",
        " https://example.org",
        "https://example.org\n",
        "https://example.org/\u00a0",
        "https://example.org/\u2028",
        "https://example.org/\x9b",
        "https://example.org/<script>",
        'https://example.org/"onclick=',
        "https://example.org/\\evil",
        "https://example.org/`a`",
        "https://example.org/{a}",
        "https://[::1",
        "https://[oops]/",
        "http://\u2100.example/",
    ],
)
def test_what_is_no_complete_address(url: str) -> None:
    assert not is_web_url(url)


def test_drawings_are_put_where_the_template_left_a_place_and_nowhere_else() -> None:
    place = '<div data-drawing="map"></div>'
    html = clean(f'<p title="{escape(place)}">{escape(place)}</p>{place}')
    drawn = put_in(html, {"map": Markup("<svg></svg>")})
    assert isinstance(drawn, SafeHtml)
    assert drawn.count("<svg>") == 1
    assert drawn.endswith("</p><svg></svg>")


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert is_web_url(f"https://{text}") in {True, False}
    if is_web_url(text):
        assert scheme_of(text) in {"http", "https"}
