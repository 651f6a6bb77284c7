"""Tests of `dossier.bibentry`: an entry is the source's and nothing else, whatever strangers say of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from conftest import SMALL, TODAY
from hypothesis import given
from hypothesis import strategies as st

from dossier.bibedit import NewEntry, with_entry
from dossier.bibentry import entry
from dossier.bibliography import Bibliography, Reference, load_bibliography
from dossier.diagnostics import Report, Severity, render_text
from dossier.metadata import Metadata, from_csl, from_page
from dossier.names import Name
from dossier.source import SourceFile

BIB = SMALL["references.bib"]
PAPER = Metadata(
    type="article",
    authors=(Name("Vila Seoane", "Maximiliano"), Name("Saguier", "Marcelo")),
    title="The digital Silk Road & its 50% share",
    container="Chinese Journal",
    volume="3",
    pages="12-34",
    date="2019-04",
    language="en",
    doi="10.1000/xyz",
)
"""A paper as the DOI system describes it."""

HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="{}\\\"',@%~`-=#&$_^\n\r\t and,x\u202e\x00\u2028", max_size=40),
    st.sampled_from(
        ["}\n@online{Evil,\n title={x}}", "\\", "a and b", "others", "{", "<b>x</b>", "x" * 10_000, "王毅"]
    ),
)


def read(text: str) -> tuple[Bibliography, Report]:
    """Read a bibliography."""
    report = Report()
    return load_bibliography(SourceFile("references.bib", text), report), report


def added(source: Metadata, text: str = BIB) -> tuple[NewEntry, Reference]:
    """Add a source to a bibliography, which must have all others as before, and return what is read of it."""
    before, _ = read(text)
    new = entry(source, before.references, today=TODAY)
    after, report = read(with_entry(text, new))
    others = {key: one.source for key, one in after.references.items() if key != new.key}
    assert others == {key: one.source for key, one in before.references.items()}
    assert "malformed-bibtex" not in {found.rule.code for found in report}, render_text(report)
    return new, after.references[new.key]


def test_an_entry_is_laid_out_as_its_neighbours_are() -> None:
    new = entry(PAPER, (), kind="research", today=TODAY)
    assert with_entry(BIB, new) == BIB + (
        "\n@article{VilaSeoane2019Digital,\n"
        "  sourcekind   = {research},\n"
        "  author       = {Vila Seoane, Maximiliano and Saguier, Marcelo},\n"
        "  title        = {The digital Silk Road \\& its 50\\% share},\n"
        "  journaltitle = {Chinese Journal},\n"
        "  volume       = {3},\n"
        "  pages        = {12-34},\n"
        "  date         = {2019-04},\n"
        "  doi          = {10.1000/xyz},\n"
        "  langid       = {english},\n"
        "}\n"
    )


def test_an_entry_is_read_as_the_source() -> None:
    new, reference = added(PAPER)
    assert new.type == "article"
    assert reference.title == "The digital Silk Road & its 50% share"
    assert reference.authors == PAPER.authors
    assert (reference.doi, reference.language, str(reference.pages[0])) == ("10.1000/xyz", "en", "12–34")


def test_a_newspaper_is_an_article_of_its_kind() -> None:
    source = Metadata(type="newspaper", title="Jobs", site="Le Soir", url="https://www.lesoir.be/1", date="2020-03-04")
    new, reference = added(source)
    assert (new.key, reference.kind, reference.container) == ("LeSoir2020Jobs", "newspaper", "Le Soir")
    assert new.fields["urldate"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (PAPER, "VilaSeoane2019Digital"),
        (replace(PAPER, date=""), "VilaSeoaneNdDigital"),
        (replace(PAPER, authors=(Name(literal="王毅"),)), "ChineseJournal2019Digital"),
        (replace(PAPER, authors=(Name("Müller-Łoś", "Ö."),)), "MullerLos2019Digital"),
        (replace(PAPER, authors=(Name(literal="Région wallonne"),)), "RegionWallonne2019Digital"),
        (replace(PAPER, title="王毅"), "VilaSeoane2019"),
        (replace(PAPER, title="L'échiquier d'Alibaba"), "VilaSeoane2019Echiquier"),
        (Metadata(type="online", url="https://www.news.example.org/x"), "ExampleNd"),
        (Metadata(type="book"), "SourceNd"),
    ],
)
def test_a_key_is_author_year_and_word_in_ascii(source: Metadata, key: str) -> None:
    assert entry(source, (), today=TODAY).key == key


def test_a_key_that_is_taken_gets_a_letter() -> None:
    taken = ["vilaseoane2019digital", "VilaSeoane2019Digitala"]
    assert entry(PAPER, taken, today=TODAY).key == "VilaSeoane2019Digitalb"
    taken += [f"VilaSeoane2019Digital{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"]
    assert entry(PAPER, taken, today=TODAY).key == "VilaSeoane2019Digitalaa"


@pytest.mark.parametrize(
    ("name", "typed", "read_as"),
    [
        (Name("Dijk", "Jan", "van"), "van Dijk, Jan", Name("Dijk", "Jan", "van")),
        (Name("King", "Martin", "", "Jr."), "King, Jr., Martin", Name("King", "Martin", "", "Jr.")),
        (Name(literal="Food and Drink"), "{Food and Drink}", Name(literal="Food and Drink")),
        (Name("Smith, and Co", "A."), "{A. Smith, and Co}", Name(literal="A. Smith, and Co")),
        (Name("others"), "{others}", Name(literal="others")),
        (Name(literal="}, title = {x"), "{), title = (x}", Name(literal="), title = (x")),
    ],
)
def test_a_name_stays_one_name(name: Name, typed: str, read_as: Name) -> None:
    new, reference = added(replace(PAPER, authors=(name,)))
    assert new.fields["author"] == typed
    assert reference.authors == (read_as,)


@st.composite
def sources(draw: st.DrawFn) -> Metadata:
    """Make up what a stranger may say of a source."""
    text = draw(st.fixed_dictionaries(dict.fromkeys(("title", "container", "publisher", "volume", "page"), HOSTILE)))
    names = st.fixed_dictionaries({}, optional=dict.fromkeys(("family", "given", "literal", "suffix"), HOSTILE))
    data = {
        "type": draw(st.sampled_from(["journal-article", "book", "report", "webpage", "chapter", "dataset", "?"])),
        "title": text["title"],
        "container-title": text["container"],
        "publisher": text["publisher"],
        "volume": text["volume"],
        "page": text["page"],
        "author": draw(st.lists(names, max_size=4)),
        "issued": {"date-parts": [draw(st.lists(st.integers(-5, 2100) | HOSTILE, max_size=3))]},
        "language": draw(HOSTILE),
        "DOI": draw(HOSTILE),
        "ISBN": draw(HOSTILE),
    }
    found = from_csl(json.dumps(data).encode())
    assert found is not None
    return found


@given(sources())
def test_no_words_of_a_stranger_are_more_than_a_field(source: Metadata) -> None:
    new, reference = added(source)
    assert len(reference.authors) == len(source.authors)
    assert set(new.fields) >= {"title", "sourcekind", "langid", "date"}
    assert len(with_entry(BIB, new)) < len(BIB) + 25_000


@given(st.text(alphabet=st.characters(exclude_characters="{}\\", exclude_categories=["C", "Z"])))
def test_a_title_is_read_as_it_was_said(title: str) -> None:
    _, reference = added(replace(PAPER, title=title))
    joined = title
    for typed, sign in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
        joined = joined.replace(typed, sign)
    assert reference.title == joined


NAMES = st.sampled_from(["citation_title", "og:title", "citation_author", "date"])


@given(st.dictionaries(NAMES, st.lists(HOSTILE)), HOSTILE)
def test_no_page_is_more_than_a_source(meta: dict[str, list[str]], linked: str) -> None:
    described = json.dumps({"@type": "NewsArticle", "headline": linked, "author": linked})
    found = from_page(meta, [linked, described], linked, "x")
    added(replace(found, url="https://a.example/"))


def test_what_is_known_of_a_source_leaves_only_its_kind_to_a_person() -> None:
    new, _ = added(PAPER)
    assert [name for name, value in new.fields.items() if not value] == ["sourcekind"]
    _, report = read(with_entry(BIB, entry(PAPER, (), kind="research", today=TODAY)))
    assert not report.count(Severity.ERROR)
