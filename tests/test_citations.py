"""How a source is named, piece by piece; whole notes are in `cases/notes/`."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from dossier import locales
from dossier.bibliography import Kind, Reference, UrlStatus, load_bibliography
from dossier.citation_syntax import CitationItem
from dossier.citations import MAX_AUTHORS, Style
from dossier.diagnostics import Report, Span, render_text
from dossier.sanitize import clean
from dossier.source import SourceFile


def style(entries: str, lang: str = "en") -> Style:
    """Return the style for a bibliography without faults."""
    report = Report()
    bibliography = load_bibliography(SourceFile("references.bib", entries), report)
    assert not len(report), render_text(report)
    return Style(bibliography, locales.load(lang))


def source(fields: str, lang: str = "en", type_: str = "misc") -> tuple[Style, Reference]:
    """Return the style and the source of one entry, to which a title and a publisher are added if it has none."""
    names = re.findall(r"\b(\w+) *= *\{", fields)
    more = "".join(f", {name} = {{{name[0].upper()}}}" for name in ("title", "publisher") if name not in names)
    made = style(f"@{type_}{{K, {fields}{more}}}", lang)
    return made, made.bibliography.references["K"]


def full(fields: str, lang: str = "en", type_: str = "misc") -> str:
    """Return the full form of a source, as the list of all sources has it."""
    made, reference = source(fields, lang, type_)
    return made.full(reference)


@pytest.mark.parametrize(
    ("html", "ended"),
    [
        ("P, 2019", "P, 2019."),
        ("P, n.d.", "P, n.d."),
        ("P, “Title”", "P, “Title”."),
        ("P, “Title?”", "P, “Title?”."),
        ("<cite>P.</cite>", "<cite>P.</cite>"),
        ('<a href="x"><cite>Why?</cite></a>', '<a href="x"><cite>Why?</cite></a>'),
        ("my emphasis!", "my emphasis!"),
        ("and so on…", "and so on…"),
        ('<a href="x.">P</a>', '<a href="x.">P</a>.'),
        ("", "."),
    ],
)
def test_a_note_ends_in_one_full_stop(html: str, ended: str) -> None:
    assert source("title = {T}", "en")[0].closed(Markup(html)) == ended  # noqa: S704 - the table above is safe


def test_the_list_of_sources_has_the_pages_and_a_note_has_its_locator() -> None:
    made, reference = source("date = {2001}, pages = {3--9}")
    item = CitationItem("K", Span("a.md"), locator_label="page", locator="5")
    assert made.full(reference) == "“T”, P, 2001, pp.\u00a03–9"
    assert made.full(reference, item) == "“T”, P, 2001, p.\u00a05"
    assert made.full(reference, CitationItem("K", Span("a.md"))) == "“T”, P, 2001"


@pytest.mark.parametrize(
    ("fields", "pages"),
    [
        ("pages = {7}", "p.\u00a07"),
        ("pages = {7--9}", "pp.\u00a07–9"),
        ("pages = {7, 12}", "pp.\u00a07, 12"),
        ("eid = {e123}", "e123"),
    ],
)
def test_the_pages_of_a_source(fields: str, pages: str) -> None:
    assert full(f"date = {{2001}}, {fields}") == f"“T”, P, 2001, {pages}"


def test_what_a_source_says_is_kept_in_every_language_by_itself() -> None:
    entry = "@book{K, author = {A, B and C, D}, title = {T}, publisher = {P}, edition = {2}, date = {2001-05}}"
    for _ in range(2):
        assert [style(entry, lang).full(style(entry, lang).bibliography.references["K"]) for lang in ("fr", "en")] == [
            "B A et D C, <cite>T</cite>, 2e éd., P, mai 2001",
            "B A and D C, <cite>T</cite>, 2nd edn, P, May 2001",
        ]


@pytest.mark.parametrize(
    ("edition", "in_french", "in_english"),
    [
        ("1", "1re éd.", "1st edn"),
        ("3", "3e éd.", "3rd edn"),
        ("22", "22e éd.", "22nd edn"),
        ("Second", "Second", "Second"),
        ("revised edition", "revised edition", "revised edition"),
        ("²", "²", "²"),
        ("9999", "9999", "9999"),
    ],
)
def test_editions(edition: str, in_french: str, in_english: str) -> None:
    fields = f"edition = {{{edition}}}, date = {{2001}}"
    assert full(fields, "fr") == f"«\u202fT\u202f», {in_french}, P, 2001"
    assert full(fields, "en") == f"“T”, {in_english}, P, 2001"


@pytest.mark.parametrize(
    ("type_", "in_french", "in_english"),
    [
        ("", "", ""),
        ("workingpaper", "document de travail, ", "working paper, "),
        ("Working Paper", "document de travail, ", "working paper, "),
        ("press release", "communiqué de presse, ", "press release, "),
        ("mathesis", "mémoire de master, ", "master’s thesis, "),
        ("techreport", "rapport technique, ", "technical report, "),
        ("Leaflet", "Leaflet, ", "Leaflet, "),
    ],
)
def test_types(type_: str, in_french: str, in_english: str) -> None:
    fields = f"type = {{{type_}}}, date = {{2001}}"
    assert full(fields, "fr") == f"«\u202fT\u202f», {in_french}P, 2001"
    assert full(fields, "en") == f"“T”, {in_english}P, 2001"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("title = {A?}, subtitle = {b}", "“A? b”"),
        ("title = {A!}, subtitle = {b}", "“A! b”"),
        ("title = {A}, subtitle = {b}", "“A: b”"),
        ("title = {[A letter]}", "[A letter]"),
        ("title = {A <b> & c}", "“A &lt;b&gt; &amp; c”"),
        ("title = {On ``power''}", "“On ‘power’”"),
        ("title = {Le mot}, langid = {french}", '“<span lang="fr" dir="ltr">Le mot</span>”'),
        ("title = {Das Wort}, langid = {german}", '“<span lang="de" dir="ltr">Das Wort</span>”'),
        ("title = {It's}, langid = {american}", '“<span lang="en-US" dir="ltr">It’s</span>”'),
        ("title = {It's}, langid = {english}", "“It’s”"),
    ],
)
def test_titles(fields: str, shown: str) -> None:
    made, reference = source(fields)
    assert made.title(reference) == shown


def test_short_titles() -> None:
    made, reference = source("title = {Long}, subtitle = {and longer}, shorttitle = {Short}")
    assert (made.title(reference), made.title(reference, short=True)) == ("“Long: and longer”", "“Short”")


@pytest.mark.parametrize("type_", ["book", "report", "thesis", "dataset", "video", "legislation"])
def test_whole_works_stand_in_italics(type_: str) -> None:
    made, reference = source("title = {On ``power''}", type_=type_)
    assert made.title(reference) == "<cite>On “power”</cite>"


@pytest.mark.parametrize(
    ("count", "others", "shown"),
    [
        (1, False, "A1"),
        (MAX_AUTHORS, False, "A1, A2 and A3"),
        (MAX_AUTHORS + 1, False, "A1 et al."),
        (2, True, "A1 et al."),
    ],
)
def test_a_sentence_names_a_source_by_its_first_authors(count: int, *, others: bool, shown: str) -> None:
    names = [f"A{number}, B" for number in range(1, count + 1)] + ["others"] * others
    made, reference = source(f"author = {{{' and '.join(names)}}}")
    assert made.in_text(reference) == shown


def test_a_sentence_names_a_source_without_authors_by_its_short_title() -> None:
    made, reference = source("title = {Long}, shorttitle = {Short}")
    assert made.in_text(reference) == "“Short”"
    made, reference = source("editor = {A, B}")
    assert made.in_text(reference) == "A"


@pytest.mark.parametrize(
    ("type_", "fields", "shown"),
    [
        ("article", "author = {Shen, Hong}, journaltitle = {J}, date = {2018-03-04}", "Shen, 2018"),
        ("article", "author = {{Belga}}, journaltitle = {Trends}, entrysubtype = {newspaper}", "Belga, Trends, n.d."),
        ("article", "author = {{AFP}}, journaltitle = {AFP}, entrysubtype = {newspaper}, date = {2025}", "AFP, 2025"),
        (
            "article",
            "author = {A, B}, journaltitle = {T\\&T}, entrysubtype = {newspaper}, date = {2025}",
            "T&amp;T, 2025",
        ),
        ("report", "author = {{Team}}, institution = {IPVM}, date = {2020/2021}", "Team, 2020"),
        ("report", "institution = {Ministry}, date = {201X}", "Ministry, 2010s"),
        ("online", "organization = {EPPO}, date = {/2020}", "EPPO, 2020"),
    ],
)
def test_a_line_of_many_names_a_source_in_brief(type_: str, fields: str, shown: str) -> None:
    made, reference = source(fields, type_=type_)
    assert made.brief(reference) == shown


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            "doi = {10.1000/a(b)c;d}",
            '<a class="note-address" href="https://doi.org/10.1000/a(b)c;d">doi:10.1000/a(b)c;d</a>',
        ),
        (
            "doi = {10.1000/a<b>#c?d}, url = {https://a.example/}",
            '<a class="note-address" href="https://doi.org/10.1000/a%3Cb%3E%23c%3Fd">doi:10.1000/a&lt;b&gt;#c?d</a>',
        ),
        (
            "url = {https://www.a.example:8080/b?c=d&e=f}",
            '<a class="note-address" href="https://www.a.example:8080/b?c=d&amp;e=f">a.example</a>',
        ),
    ],
)
def test_addresses(fields: str, shown: str) -> None:
    assert full(f"date = {{2001}}, {fields}") == f"“T”, P, 2001, {shown}"


_ORIGINAL, _COPY = "https://www.a.example/b?c&d", "https://archive.example/2024/a"
_ROBUST = f' data-originalurl="https://www.a.example/b?c&amp;d" data-versionurl="{_COPY}"'


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("archivedate = {2024-03-03}, urldate = {2024-02-01}", "2024-03-03"),
        ("archivedate = {0800-03-03?}", "0800-03-03"),
        ("archivedate = {2024-03}, urldate = {2024-02-01}", "2024-02-01"),
        ("archivedate = {2024-03-03/2024-04-01}", ""),
        ("urldate = {2024}", ""),
        ("", ""),
    ],
)
def test_programs_find_the_copy_and_the_original(fields: str, day: str) -> None:
    made, reference = source(f"url = {{{_ORIGINAL}}}, archiveurl = {{{_COPY}}}, {fields}")
    robust = _ROBUST + (f' data-versiondate="{day}"' if day else "")
    links = re.findall(r"<a [^>]*>", made.full(reference))
    assert links == [
        f'<a class="note-address" href="https://www.a.example/b?c&amp;d"{robust}>',
        f'<a class="note-archive" href="{_COPY}"{robust}>',
    ]
    assert re.findall(r"<a [^>]*>", clean(made.full(reference))) == links


@pytest.mark.parametrize("field", [f"url = {{{_ORIGINAL}}}", f"archiveurl = {{{_COPY}}}"])
def test_one_address_alone_names_no_other(field: str) -> None:
    assert "data-" not in full(field)


def test_a_lost_address_without_a_copy_is_all_that_there_is() -> None:
    reference = Reference(
        "K", Kind.ONLINE, Span("references.bib"), {}, title="T", url=_ORIGINAL, url_status=UrlStatus.DEAD
    )
    link = '<a class="note-address" href="https://www.a.example/b?c&amp;d">a.example</a>'
    assert style("").full(reference) == f"“T”, n.d., {link} (dead link)"
    hijacked = replace(reference, url_status=UrlStatus.HIJACKED)
    address = '<span class="note-address" dir="ltr">https://www.a.example/b?c&amp;d</span>'
    assert style("").full(hijacked) == f"“T”, n.d., {address} (address now in other hands)"
    assert style("").short(hijacked, CitationItem("K", Span("a.md")), 1, "words").endswith(address)


def test_nobody_is_named_twice() -> None:
    body = "author = {{Belga}}, date = {2001}"
    assert full(f"{body}, publisher = {{Belga}}") == "Belga, “T”, 2001"
    assert full(f"{body}, organization = {{Belga}}, publisher = {{Belga}}") == "Belga, “T”, 2001"
    assert full(f"{body}, publisher = {{Q}}, institution = {{Q}}") == "Belga, “T”, Q, 2001"
    assert full(f"{body}, journaltitle = {{Belga}}", type_="article") == "“T”, <cite>Belga</cite>, P, 2001"
    assert full(f"{body}, location = {{Liège}}, publisher = {{Belga}}") == "Belga, “T”, Liège, 2001"
