"""Where links are found: in the content, and in files of any kind, each at its place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, Dossier
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from dossier.bibliography import UrlStatus
from dossier.diagnostics import Report
from dossier.links.extract import MAX_BYTES, LinkFileError, from_bytes, from_corpus, from_file
from dossier.links.gather import sources_of_pages
from dossier.links.health import Whereabouts, whereabouts
from dossier.links.markup import css_references, decode, html_references, read_piece, xml_references
from dossier.links.model import Found, Role
from dossier.links.readers import trim_bare
from dossier.loading import load_corpus

CASES = sorted(path for path in (ROOT / "tests" / "cases" / "links").glob("*.*") if path.suffix != ".links")
"""Files with links in them; beside each, its links: line, column, length, role, address."""


def shown(found: Found) -> str:
    return f"{found.span.line}:{found.span.column}+{found.span.length} {found.role} {found.url!r}"


@pytest.mark.parametrize("path", CASES, ids=[path.name for path in CASES])
def test_a_file_has_these_links(path: Path) -> None:
    found = list(from_file(path))
    assert {one.span.path for one in found} == {str(path)}
    assert [shown(one) for one in found] == path.with_name(path.name + ".links").read_text("utf-8").splitlines()


def test_there_is_a_case_for_every_kind_of_file() -> None:
    assert {path.suffix for path in CASES} == {".html", ".md", ".bib", ".yml", ".xml", ".txt", ".css"}


def urls(text: str, ending: str) -> list[str]:
    return [one.url for one in from_bytes(text.encode(), "x", ending)]


def test_entries_give_their_keys_and_titles() -> None:
    found = {one.url: (one.context, one.title) for one in from_file(ROOT / "tests" / "cases" / "links" / "refs.bib")}
    assert found["https://url.example/a_b"] == ("First", "The Title of Étienne")
    assert found["https://doi.org/10.5555/XYZ"] == ("Second", "")  # its title is a description, in brackets


def test_a_list_is_what_has_no_known_ending() -> None:
    for ending in ("", ".list", ".urls"):
        assert urls("https://a.example/\n", ending) == ["https://a.example/"]


def test_line_ends_of_other_systems_count_as_one() -> None:
    found = list(from_bytes(b"#\r\nhttps://a.example/\rhttps://b.example/", "x"))
    assert [(one.url, one.span.line) for one in found] == [("https://a.example/", 2), ("https://b.example/", 3)]


# --- The content ----------------------------------------------------------------------------------------------------


def found_in(dossier: Dossier) -> dict[str, tuple[str, Role, str, str]]:
    """Return by address where it stands, what it is for, what the place is called, and its title."""
    report = Report()
    corpus = load_corpus(dossier.config(), report, today=TODAY)
    assert len(report) == 0
    found = list(from_corpus(corpus))
    assert len({one.url for one in found}) == len(found)
    return {one.url: (str(one.span), one.role, one.context, one.title) for one in found}


def test_the_content_has_its_links(small: Dossier) -> None:
    small.replace("references.bib", "date   = {2021-03-04},", "date = {2021-03-04}, doi = {10.1234/a<b>},")
    small.replace("references.bib", "pages        = {1-20},", "pages = {1},\n  archiveurl = {https://kept.example/a},")
    small.replace("references.bib", "title        = {Villages that sell}", "title = {[On villages]}")
    small.replace("docs/pages/home/en.md", "See [", "A [site](https://text.example/a), <mailto:a@b.example>, [")
    small.replace(
        "docs/arguments/jobs/en.md", "Elsewhere is", "Else^[See <https://note.example/>.] ![a](../../assets/a.png) is"
    )
    small.write("docs/assets/a.png", b"")
    small.write("docs/glossary.yml", "- id: hub\n  terms: {en: https://glossary.example/}\n  definition: {en: Word}\n")
    assert found_in(small) == {
        "https://belga.example/jobs": ("references.bib:5:13", Role.SOURCE, "Belga2021", "The jobs at the airport"),
        "https://doi.org/10.1234/a%3Cb%3E": ("references.bib:4:31", Role.DOI, "Belga2021", "The jobs at the airport"),
        "https://kept.example/a": ("references.bib:14:17", Role.ARCHIVE, "Luo2020", ""),
        "https://text.example/a": ("docs/pages/home/en.md:6:3", Role.TEXT, "en", ""),
        "mailto:a@b.example": ("docs/pages/home/en.md:6:35", Role.TEXT, "en", ""),
        "https://note.example/": ("docs/arguments/jobs/en.md:26:11", Role.TEXT, "en/arguments/jobs", ""),
        "https://glossary.example/": ("docs/glossary.yml:2:15", Role.TEXT, "glossary.yml", ""),
    }


def test_introductions_have_their_links(small: Dossier) -> None:
    small.write("docs/themes/work/en.md", f"A [site](https://intro.example/). {'One more word. ' * 30}\n")
    place = "docs/themes/work/en.md:1:3", Role.TEXT, "en/themes/work", ""
    assert found_in(small)["https://intro.example/"] == place
    corpus = load_corpus(small.config(), Report(), today=TODAY)
    assert whereabouts(corpus)["en/themes/work"] == Whereabouts(frozenset({"en"}), frozenset({"work"}))


def test_an_address_that_a_person_has_given_up_is_asked_no_more(small: Dossier) -> None:
    copy = "urlstatus = {dead}, archiveurl = {https://kept.example/b}, archivedate = {2026-01-01}"
    small.replace("references.bib", "date   = {2021-03-04},", f"date = {{2021-03-04}}, {copy},")
    assert [url for url in found_in(small) if "belga" in url or "kept" in url] == ["https://kept.example/b"]


def test_pages_of_the_site_are_led_back_to_their_files(small: Dossier) -> None:
    small.write("docs/themes/work/en.md", f"An introduction. {'One more word. ' * 30}\n")
    found = sources_of_pages(load_corpus(small.config(), Report(), today=TODAY))
    made = {f"{page.uri}index.html": page.source for page in small.site().pages}
    assert found["en/arguments/jobs/index.html"] == "docs/arguments/jobs/en.md"
    assert found["fr/index.html"] == "docs/pages/home/fr.md"
    assert found.keys() <= made.keys()
    assert all(made[page] in {path, "docs/themes.yml"} for page, path in found.items())


def test_lists_with_faults_are_passed_over(small: Dossier) -> None:
    corpus = load_corpus(small.config(), Report(), today=TODAY)
    small.write("docs/timeline.yml", "- event: 'https://timeline.example/'\n- &a [*a]\n")
    assert [one.context for one in from_corpus(corpus)] == ["Belga2021"]
    small.write("docs/timeline.yml", "- event: 'https://timeline.example/'\n")
    assert [one.url for one in from_corpus(corpus)][1:] == ["https://timeline.example/"]


def test_the_two_readers_of_a_bibliography_agree() -> None:
    corpus = load_corpus(Dossier(ROOT).config(), Report(), today=TODAY)
    ours = [one for one in from_corpus(corpus) if one.span.path == "references.bib"]
    assert len(ours) > 50
    lost = {one.url for one in corpus.bibliography.references.values() if one.url_status is not UrlStatus.LIVE}
    every = from_bytes((ROOT / "references.bib").read_bytes(), "references.bib", ".bib")
    theirs = [one for one in every if one.url not in lost]
    assert sorted((*map(shown, theirs),)) == sorted(map(shown, ours))


# --- Faults in reading ----------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LinkFileError, match=r"none\.html: the file cannot be read: No such file"):
        from_file(tmp_path / "none.html")
    with pytest.raises(LinkFileError, match="the file cannot be read"):
        from_file(tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "big.html").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(LinkFileError, match=r"20000001 bytes, the limit is 20000000"):
        from_file(tmp_path / "big.html")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    with pytest.raises(LinkFileError, match=r"a\.html: this is no text file"):
        list(from_file(tmp_path / "a.html"))


@pytest.mark.parametrize("text", ["a: [\n", "a: b: c\n", "\t- a", "a: '\x01'", "%YAML 9"])
def test_yaml_that_is_none(text: str) -> None:
    with pytest.raises(LinkFileError, match=r"^x\.yml:\d+: this is not YAML$"):
        list(from_bytes(text.encode(), "x.yml", ".yml"))


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ('<a href="http://a.example/é">'.encode(), "http://a.example/é"),
        ('\ufeff<a href="http://a.example/é">'.encode(), "http://a.example/é"),
        ('\ufeff<a href="http://a.example/é">'.encode("utf-16-le"), "http://a.example/é"),
        ('\ufeff<a href="http://a.example/é">'.encode("utf-16-be"), "http://a.example/é"),
        (b'<a href="http://a.example/\xe9\x80">', "http://a.example/é€"),
        (b'<meta charset="iso-8859-5"><a href="http://a.example/\xe9">', "http://a.example/щ"),
        (b'<meta charset="none-such"><a href="http://a.example/\xe9">', "http://a.example/é"),
    ],
)
def test_an_encoding_is_found_as_browsers_find_it(raw: bytes, address: str) -> None:
    assert [one.url for one in from_bytes(raw, "x", ".html")] == [address]


# --- HTML as browsers read it ---------------------------------------------------------------------------------------

_BITS = st.sampled_from(
    "<a <p <img <b> </a> <title> </title> <textarea </textarea> <style> </style> <!-- --> --!> <!--> <!x </ "
    "href= href src= HREF= id= = \" ' > / x &amp; &lt; &copy &copy= &copy; &notin &#62; &#x3c http://a.example/?b=1&c=2".split()
) | st.sampled_from([" ", "\n", "\t", "\f"])


@given(st.lists(_BITS, max_size=25).map("".join))
@example('<a href="x"y>')
@example("<a href=x/><a href = 'y'/>")
@example('<a/href="x">')
@example("<a =href=x>")
@example("<a href>")
@example('<p title="<a href=x>">')
@example("<a href=x?a='>b'>")
def test_html_is_cut_up_as_a_browser_does(text: str) -> None:
    # A page's beginning and end decide of what no page has: text before <html>, a tag that the file's end cuts off.
    page = f"<!DOCTYPE html><html><head></head><body>{text}"
    tree = LexborHTMLParser(page)
    expected = {
        (node.attributes.get(name) or "")
        for name in ("href", "src", "id")
        for node in tree.css(f"[{name}]")
        if name in node.attributes
    }
    assert {one.url for one in html_references(page)} == expected


@given(st.text(alphabet="abc&;=#x1 ampcopyltnotin<\"'"))
@example("&#1")
@example("&#x1f;b")
def test_decoding_keeps_what_is_no_reference(value: str) -> None:
    page = f'<p id="{value.replace(chr(34), "")}">'
    node = LexborHTMLParser(page).css_first("p")
    assert node is not None
    assert decode(value.replace('"', "")) == (node.attributes["id"] or "")


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("5; url=https://a.example/", "https://a.example/"),
        ("0;https://a.example/", "https://a.example/"),
        ("0 , URL = 'https://a.example/' x", "https://a.example/"),
        (".5 https://a.example/", "https://a.example/"),
        ("0;url=&quot;https://a.example/", "https://a.example/"),
        ("5", None),
        ("url=https://a.example/", None),
        ("x; url=https://a.example/", None),
    ],
)
def test_where_a_page_leads_on(value: str, address: str | None) -> None:
    assert [one.url for one in read_piece(f'<meta http-equiv=refresh content="{value}">')] == (
        [address] if address else []
    )


def test_json_that_is_none_has_no_links() -> None:
    for text in ("{", "[" * 100_000, '{"url": "https://a.example/"'):
        assert urls(f'<script type="application/ld+json">{text}</script>', ".html") == []


@pytest.mark.parametrize(
    ("bare", "trimmed"),
    [
        ("https://a.example/x.", "https://a.example/x"),
        ("https://a.example/x?!...", "https://a.example/x"),
        ("https://a.example/(x))", "https://a.example/(x)"),
        ("https://a.example/x)&nbsp;.", "https://a.example/x"),
        ("https://a.example/x/", "https://a.example/x/"),
    ],
)
def test_a_bare_address_ends_before_the_punctuation(bare: str, trimmed: str) -> None:
    assert trim_bare(bare) == trimmed
    assert urls(f"see {bare}", ".md") == [trimmed]


def test_markdown_that_is_too_long_to_be_parsed_gives_its_bare_addresses() -> None:
    assert urls("[ " * 10_000 + "(https://a.example/x)", ".md") == ["https://a.example/x"]


# --- Time -----------------------------------------------------------------------------------------------------------

_HOSTILE = [
    *"<a <a> <p/ </ < <!-- <!--> <title> <style & = ' \\ /* url( @import @namespace <loc> <link>< <![CDATA[".split(),
    *"<a |<style |<a href=|<a x='|&lt;a href=|=\"|url(\"|url( |<meta http-equiv=refresh content='0 0".split("|"),
]
_READERS: list[Callable[[str], Iterator[object]]] = [html_references, xml_references, css_references]


@pytest.mark.parametrize("bit", _HOSTILE)
@pytest.mark.parametrize("read", _READERS)
def test_time_grows_with_the_text_and_no_faster(bit: str, read: Callable[[str], Iterator[object]]) -> None:
    start = time.process_time()
    for _ in read(bit * (500_000 // len(bit))):
        pass
    assert time.process_time() - start < 5


@pytest.mark.parametrize("value", ["," * 500_000, "a," * 250_000, "a," * 250_000 + " ", "(" * 500_000, "a (" * 150_000])
def test_sets_of_images_take_no_time_either(value: str) -> None:
    start = time.process_time()
    read_piece(f'<img srcset="{value}">')
    assert time.process_time() - start < 5
