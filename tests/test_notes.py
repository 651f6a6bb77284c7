"""The notes of a page in its language: numbers, ways back, full and short forms.

The files in `cases/notes/` hold sources, a text that cites them, and the page that it becomes in each language: the
text, then the notes. There, `[1]` is the call of note 1 (`[1b]` its second call), `↩` the way back to it, `⟨1: …⟩` a
short form with its link to note 1, `⟨… → address⟩` a link to elsewhere, `⟨!…⟩` an address that is no link. Attributes
for programs are left out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import StrictHtml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from dossier import locales, markdown
from dossier.bibliography import Bibliography, Kind, Reference, UrlStatus, load_bibliography
from dossier.citation_syntax import CitationItem
from dossier.citations import Style
from dossier.diagnostics import Report, Span, render_text
from dossier.names import Name
from dossier.notes import Footnote, Notebook, Text
from dossier.sanitize import LINK_SCHEMES, clean, scheme_of
from dossier.source import SourceFile

CASES = sorted((Path(__file__).parent / "cases" / "notes").glob("*.md"))
_BLOCK = re.compile(r"^~~~~(?P<kind>[\w-]+)\n(?P<text>.*?)^~~~~\n", re.MULTILINE | re.DOTALL)
_CALL = re.compile(
    r'<sup id="fnref(?P<again>\d*):(?P<number>\d+)" data-pagefind-ignore>'
    r'<a class="footnote-ref" href="#fn:(?P=number)" role="doc-noteref" '
    r'aria-label="[^"]*(?P=number)">(?P=number)</a></sup>'
)
_WAY_BACK = re.compile(
    r' ?<a class="footnote-backref" href="#fnref(?P<again>\d*):(?P<number>\d+)" role="doc-backlink" '
    r'title="(?P<title>[^"]*)" aria-label="(?P=title)">↩(?:<sup>\d+</sup>)?</a>'
)
_SHORT = re.compile(r'<a class="note-short" href="#fn:(\d+)" title="[^"]*\1">(.*?)</a>')
_ADDRESS = re.compile(
    r'<a class="note-(?:address|archive)" href="(?P<href>[^"]*)"(?: data-\w+="[^"]*")*>(?P<words>.*?)</a>'
)
_HIJACKED = re.compile(r'<span class="note-address" dir="ltr">(.*?)</span>')


def bibliography(text: str) -> Bibliography:
    """Read sources that have no faults."""
    report = Report()
    found = load_bibliography(SourceFile("references.bib", text), report)
    assert not len(report), render_text(report)
    return found


def page(text: str, sources: Bibliography, lang: str, report: Report | None = None) -> tuple[str, tuple[Footnote, ...]]:
    """Render a text as a page does; return it, and its notes."""
    found = Report() if report is None else report
    document = markdown.parse(text, path="a.md", first_line=1, lang=lang, report=found)
    assert report is not None or not len(found), render_text(found)
    notebook = Notebook(Style(sources, locales.load(lang)))
    body = Text(notebook, "a.md", document.notes, lambda href: {"href": href}).render(document.tokens)
    return str(body), notebook.footnotes()


def _letter(again: str) -> str:
    return "abcdefghij"[int(again) - 1] if again else ""


def shortened(html: str) -> str:
    """Write calls and ways back so that a person can read them."""
    html = _CALL.sub(lambda match: f"[{match['number']}{_letter(match['again'])}]", html)
    html = _HIJACKED.sub(r"⟨!\1⟩", _SHORT.sub(r"⟨\1: \2⟩", html))
    html = _ADDRESS.sub(r"⟨\g<words> → \g<href>⟩", html)
    return _WAY_BACK.sub(lambda match: f" ↩{_letter(match['again'])}", html)


def shown(text: str, sources: Bibliography, lang: str) -> str:
    """Show a page as the cases have it."""
    body, notes = page(text, sources, lang)
    return shortened(body) + "".join(f"{note.number}. {shortened(note.html)}\n" for note in notes)


def written(case: str) -> str:
    """Write a file of cases as it should be."""
    sources, text = bibliography(""), ""

    def block(match: re.Match[str]) -> str:
        nonlocal sources, text
        if match["kind"] == "bib":
            sources = bibliography(match["text"])
        elif match["kind"] == "md":
            text = match["text"]
        else:
            return f"~~~~{match['kind']}\n{shown(text, sources, match['kind'])}~~~~\n"
        return match.group()

    return _BLOCK.sub(block, case)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_pages_of_a_case(path: Path) -> None:
    case = path.read_text(encoding="utf-8")
    assert {match["kind"] for match in _BLOCK.finditer(case)} - {*locales.available()} == {"bib", "md"}
    assert written(case) == case


# --- Numbers and ways back ------------------------------------------------------------------------------------------

_SOURCES = bibliography(
    "\n".join(
        f"@online{{{key}, title = {{{key} & <b>}}, author = {{{{Body {key}}}}}, url = {{https://{key}.example/}}}}"
        for key in "abc"
    )
)


def test_a_call_and_a_way_back_are_what_material_and_screen_readers_expect() -> None:
    body, notes = page("x [@a] y", _SOURCES, "fr")
    call = '<a class="footnote-ref" href="#fn:1" role="doc-noteref" aria-label="Note 1">1</a>'
    assert body == f'<p>x<sup id="fnref:1" data-pagefind-ignore>{call}</sup> y</p>\n'
    assert notes == (
        Footnote(
            1,
            Markup(
                "<p>Body a, «\u202fa &amp; &lt;b&gt;\u202f», s. d., "
                '<a class="note-address" href="https://a.example/">a.example</a>. '
                '<a class="footnote-backref" href="#fnref:1" role="doc-backlink" '
                'title="Retour à l’appel de note 1" aria-label="Retour à l’appel de note 1">↩</a></p>'
            ),
            1,
        ),
    )


def test_several_ways_back_are_numbered() -> None:
    body, notes = page("x [@a] y [@a] z [@a]", _SOURCES, "fr")
    assert StrictHtml(body).ids == ["fnref:1", "fnref2:1", "fnref3:1"]
    back = StrictHtml(notes[0].html)
    assert [one["href"] for one in back.all("a", class_="footnote-backref")] == ["#fnref:1", "#fnref2:1", "#fnref3:1"]
    assert [one["title"] for one in back.all("a", class_="footnote-backref")] == [
        "Retour au 1er appel de la note 1",
        "Retour au 2e appel de la note 1",
        "Retour au 3e appel de la note 1",
    ]
    assert back.text.endswith(". ↩ 1 ↩ 2 ↩ 3")
    assert notes[0].calls == 3


def test_a_page_has_its_own_notebook() -> None:
    first = page("x [@a] y [@b]", _SOURCES, "fr")
    assert page("x [@a] y [@b]", _SOURCES, "fr") == first


def test_the_pieces_of_a_page_share_their_notes() -> None:
    document = markdown.parse("x [@a]\n\ny [@b] [@a]\n", path="a.md", first_line=1, lang="en", report=Report())
    text = Text(Notebook(Style(_SOURCES, locales.load("en"))), "a.md", {}, lambda href: {"href": href})
    shown_pieces = [shortened(text.render(piece)) for piece in (document.tokens[:3], document.tokens[3:])]
    assert shown_pieces == ["<p>x[1]</p>\n", "<p>y[2]<sup>, </sup>[1b]</p>\n"]


def test_a_long_chain_of_notes_is_written_without_recursion() -> None:
    text = "x[^0]\n\n" + "".join(f"[^{number}]: y[^{number + 1}]\n\n" for number in range(3000)) + "[^3000]: z"
    _, notes = page(text, _SOURCES, "en")
    assert [note.number for note in notes] == [*range(1, 3002)]


def test_a_source_that_is_not_there_shows_its_key_and_breaks_nothing() -> None:
    """The check has refused it; only the preview comes here."""
    body, notes = page("@nobody and [see @{no & body}, p. 3; @a]", _SOURCES, "en")
    assert shortened(body) == "<p>[1] and[2]</p>\n"
    first, second = (shortened(note.html) for note in notes)
    assert first == "<p>nobody. ↩</p>"
    assert second.startswith("<p>No &amp; body; Body a, ")


_PIECES = """
    [@a] [@b] [@c] [@a,|p.|1] [@a,|p.|2] [see|@a;|@b,|p.|1] [-@a] @a @b|[p.|3] ^[x|[@a]] ^[y|@b] ^[z] ^[u^[v]] [^1] [^2]
    [^3] word . , : ? *em* _ ** ` " ' <b> <script> </p> &lt; [x](javascript:y) [x](https://y.z) {.a} ::: :::|{.b} ^[ [ ]
    ( ) < > & \\ ! [@a|<i>x</i>] [*see*|@a,|_x_] [@nobody] @{</p>} [x]{lang=fr} | --- # - > 1.
""".split()
_WORDS = st.lists(
    st.sampled_from([piece.replace("|", " ") if len(piece) > 1 else piece for piece in _PIECES]), max_size=7
).map(" ".join)
_PARAGRAPHS = st.lists(
    st.builds("{}{}".format, st.sampled_from(["", "", "> ", "- ", "# ", "| ", "    "]), _WORDS), max_size=5
)
_NOTES = st.lists(
    st.builds("[^{}]: {}{}".format, st.integers(1, 3), _WORDS, st.sampled_from(["", "\n\n    more", "\n\n    - x"])),
    max_size=4,
)
PAGES = st.builds("{}\n\n{}\n".format, _PARAGRAPHS.map("\n\n".join), _NOTES.map("\n\n".join))
"""Pages of citations, notes of the author's, and things that have gone wrong."""


def numbers(html: StrictHtml, class_: str) -> list[int]:
    """Return the numbers of the notes to which links of a kind lead."""
    return [int(one["href"].removeprefix("#fn:")) for one in html.all("a", class_=class_)]


def as_read(calls: Sequence[int], inside: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the notes in the order in which a reader meets them who reads the text first, and then the notes."""
    met = list(dict.fromkeys(calls))
    for number in met:
        met += [call for call in dict.fromkeys(inside[number]) if call not in met]
    return met


@settings(max_examples=300)
@given(PAGES, st.sampled_from(locales.available()))
@example("[^1] [@a] [^2]\n\n[^1]: [^2]\n", "en")
@example("[^1] [^2]\n\n[^1]: a[^2]\n\n[^2]: b[^1][^2]", "fr")
@example("[@a; @a, p. 1] ^[x [@a] ^[y [@b]]] @b\n", "en")
def test_numbers_are_dense_and_every_call_and_way_back_has_its_other_end(text: str, lang: str) -> None:
    body, notes = page(text, _SOURCES, lang, Report())
    text_html, all_html = StrictHtml(body), StrictHtml(body + "".join(note.html for note in notes))
    calls = numbers(all_html, "footnote-ref")
    assert [note.number for note in notes] == [*range(1, len(notes) + 1)]
    assert {*calls} == {note.number for note in notes}
    inside = {note.number: numbers(StrictHtml(note.html), "footnote-ref") for note in notes}
    assert as_read(numbers(text_html, "footnote-ref"), inside) == [*range(1, len(notes) + 1)]
    anchors = [anchor for anchor in all_html.ids if anchor.startswith("fnref")]
    assert len({*anchors}) == len(anchors) == len(calls)
    ways_back = [one["href"].removeprefix("#") for one in all_html.all("a", class_="footnote-backref")]
    assert sorted(ways_back) == sorted(anchors)
    for note in notes:
        own = StrictHtml(note.html)
        assert note.calls == calls.count(note.number) == len(own.all("a", class_="footnote-backref"))
        assert all(one["href"].endswith(f":{note.number}") for one in own.all("a", class_="footnote-backref"))
    _check_full_and_short(notes)


def _check_full_and_short(notes: Sequence[Footnote]) -> None:
    """Check that a source is in full just once, and that each short form leads back to the note where that is."""
    home: dict[str, int] = {}
    for note in notes:
        html = StrictHtml(note.html)
        for link in html.all("a", class_="note-address"):
            assert home.setdefault(link["href"], note.number) == note.number
            assert note.html.count(f'href="{link["href"]}"') == 1
        assert {*numbers(html, "note-short")} <= {*home.values()}
        assert all(number <= note.number for number in numbers(html, "note-short"))


# --- Safety ---------------------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(PAGES | st.text(st.characters(exclude_characters="\r", codec="utf-8")), st.sampled_from(locales.available()))
@example('<a href="javascript:x">[@a](javascript:y)</a> ![x](data:z "onload=")', "fr")
@example("[x](javascript&colon;y) [x](java\tscript:y) <javascript:y> [x]: javascript:y", "en")
def test_nothing_unsafe_reaches_the_page(text: str, lang: str) -> None:
    report = Report()
    body, notes = page(text, _SOURCES, lang, report)
    for html in (body, *(note.html for note in notes)):
        made, kept = StrictHtml(html), StrictHtml(clean(html))
        assert all(scheme_of(address) in {"", *LINK_SCHEMES} for address in kept.addresses())
        assert made.text == kept.text
        if not report.fails():  # the second lock has nothing to do: what we make is safe from the start
            assert made.elements == kept.elements


@settings(max_examples=200)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30), st.sampled_from(UrlStatus))
@example('<script>alert("x")</script>', UrlStatus.DEAD)
@example("' onmouseover=alert(1) x='", UrlStatus.HIJACKED)
def test_no_text_of_a_source_is_markup(word: str, status: UrlStatus) -> None:
    source = Reference(
        key="k",
        kind=Kind.CHAPTER,
        span=Span("references.bib"),
        field_spans={},
        authors=(Name(word, word, word, word), Name(literal=word)),
        editors=(Name(word),),
        translators=(Name(literal=word),),
        title=word,
        subtitle=word,
        short_title=word,
        container=word,
        container_subtitle=word,
        series=word,
        publisher=word,
        institution=word,
        organization=word,
        place=word,
        volume=word,
        number=word,
        edition=word,
        pages=(word, word),
        eid=word,
        type=word,
        doi=word,
        url="https://a.example/",
        url_status=status,
        archive_url="https://b.example/",
        language=word,
        original_language=word,
        republished_by=word,
        text_seen=False,
        found_in="k",
        note=word,
    )
    item = CitationItem("k", Span("a.md"), word, "page", word, word)
    for code in locales.available():
        style = Style(Bibliography("references.bib", {"k": source}), locales.load(code))
        full = (style.full(source), style.full(source, item), style.full(source, item, word))
        for html in (*full, style.short(source, item, 1), style.short(source, item, 1, word), style.in_text(source)):
            found = StrictHtml(html)
            assert {tag for tag, _ in found.elements} <= {"a", "bdi", "cite", "span", "em", "strong", "code"}
            robust = {"data-originalurl", "data-versionurl"}
            allowed = {"class", "href", "title", "lang", "dir"} | robust
            assert all(attributes.keys() <= allowed for _, attributes in found.elements)
            assert all(scheme_of(address) in {"", "https"} for address in found.addresses())


@pytest.mark.parametrize(
    "text",
    [
        "[@a] " * 1_500,
        "".join(f"[@a, p. {number}]\n\n" for number in range(1_500)),
        "[@a; @b; @c]\n\n" * 1_500,
        "^[x [@a]]\n\n" * 1_500,
        "[^1]\n\n" * 2_000 + "[^1]: x",
        "@a\n\n" * 2_000,
        "^[" * 20 + "x" + "]" * 20,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_many_notes_are_written_in_time(text: str) -> None:
    begun = time.process_time()
    page(text, _SOURCES, "fr", Report())
    assert time.process_time() - begun < 4
