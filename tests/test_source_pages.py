"""The pages about single sources: what is said of each, where it is used, how its address is, how it is cited."""

from __future__ import annotations

import re

import pytest
from conftest import Dossier, Html
from test_pages import HOSTILE, page_at

from dossier.bibliography import load_bibliography
from dossier.diagnostics import Report
from dossier.source import SourceFile


def test_the_page_of_a_source(small: Dossier) -> None:
    small.replace(
        "references.bib", "@online{Belga2021,", "@online{Belga2021,\n  sourcekind = {press},\n  langid = {french},"
    )
    page = page_at(small, "en/sources/Belga2021/")
    html = Html(page.body)
    assert (page.title, page.content, page.source) == ("The jobs at the airport", "sources/Belga2021", "references.bib")
    assert page.alternates == {"fr": "fr/sources/Belga2021/", "en": "en/sources/Belga2021/"}
    assert "Kind Press Language of the text French The text read by us" in html.text
    assert "Nine hundred jobs were announced." in html.text
    assert "Neuf cents emplois étaient annoncés." in html.text
    assert html.all("blockquote", lang="fr")
    assert {"../../arguments/jobs/#announced", "../../../fr/arguments/jobs/#announced"} <= set(html.addresses())
    assert "@online{Belga2021," in html.text
    assert "TY - ELEC" in html.text
    assert '"type": "webpage"' in html.text


def test_notes_and_the_list_lead_to_it(small: Dossier) -> None:
    for uri in ("en/arguments/jobs/", "en/sources/"):
        links = re.findall(r'<a class="note-source" href="([^"]+)">', page_at(small, uri).body)
        assert any(link.endswith("/Belga2021/") or link == "Belga2021/" for link in links), uri


def test_a_source_that_only_another_language_cites_shows_where(small: Dossier) -> None:
    small.replace(
        "references.bib",
        "@article{Luo2020,",
        "@misc{Other,\n  title = {T},\n  author = {A, B},\n}\n\n@article{Luo2020,",
    )
    small.replace("docs/pages/home/fr.md", "Voyez", "C'est dit [@Other]. Voyez")
    html = Html(page_at(small, "en/sources/Other/").body)
    assert html.all("details", class_="ds-elsewhere-uses", open="")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '"verdict":"ok","reason":"fine","status":200,"last_good":"2026-03-01","checked":"2026-03-01"',
            "was there on 1 March",
        ),
        (
            '"verdict":"dead","reason":"gone","failures":["2026-02-01","2026-02-02","2026-02-03"],"checked":"2026-02-03"',
            "dead since 1 February 2026",
        ),
        (
            '"verdict":"dead","reason":"gone","status":404,"failures":["2026-02-03"],"checked":"2026-02-03"',
            "no answer on 3 February 2026",
        ),
        ('"verdict":"blocked","reason":"login","status":403,"checked":"2026-02-03"', "shows itself to people only"),
        ('"verdict":"skipped","reason":"no-time","checked":"2026-02-03"', ""),
    ],
)
def test_how_the_address_is(small: Dossier, line: str, said: str) -> None:
    small.write("link-ledger.jsonl", f'{{"url":"https://belga.example/jobs",{line}}}\n')
    text = Html(page_at(small, "en/sources/Belga2021/").body).text
    assert said in text
    assert ("The address" in text) == bool(said)


def test_a_copy_that_an_archive_has(small: Dossier) -> None:
    copy = "https://web.archive.org/web/20240303120000/https://belga.example/jobs"
    small.write(
        "link-ledger.jsonl",
        f'{{"url":"https://belga.example/jobs","verdict":"ok","reason":"fine","checked":"2026-03-01",'
        f'"snapshots":[{{"url":"{copy}","date":"2024-03-03"}}]}}\n',
    )
    assert copy in Html(page_at(small, "en/sources/Belga2021/").body).addresses()


def test_hostile_texts_stay_texts(small: Dossier) -> None:
    small.replace("references.bib", "{The jobs at the airport}", "{" + HOSTILE + "}")
    html = Html(page_at(small, "en/sources/Belga2021/").body)
    assert not html.all("script")
    assert not html.all("img")


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("Luo2020", "Luo2020"),
        ("index", r"index-[0-9a-f]{8}"),
        ("CON", r"CON-[0-9a-f]{8}"),
        ("a:b/c", r"a-b-c-[0-9a-f]{8}"),
        ("../..", r"[0-9a-f]{8}"),
        ("Müller2020", r"M-ller2020-[0-9a-f]{8}"),
        ("x" * 80, r"x{40}-[0-9a-f]{8}"),
    ],
)
def test_the_address_of_a_key(key: str, slug: str) -> None:
    entry = f"@misc{{{key},\n  title = {{T}},\n  author = {{A, B}},\n}}\n"
    references = load_bibliography(SourceFile("references.bib", entry), Report()).references
    assert re.fullmatch(slug, references[key].slug)


# --- The list -------------------------------------------------------------------------------------------------------


def graded(small: Dossier) -> Dossier:
    """Give the sources of the small dossier kinds and languages."""
    for entry, kind, language in (
        ("@online{Belga2021,", "press", "french"),
        ("@article{Luo2020,", "research", "english"),
        ("@report{Ministry2022,", "official", "english"),
    ):
        small.replace("references.bib", entry, f"{entry}\n  sourcekind = {{{kind}}},\n  langid = {{{language}}},")
    return small


def test_readers_narrow_the_list_by_kind_language_and_theme_and_sort_it(small: Dossier) -> None:
    html = Html(page_at(graded(small), "en/sources/").body)
    assert "Kind All kinds Official record Research Press Language All languages English French Order" in html.text
    assert "Theme" not in html.text, "there is one theme only"
    assert {one["id"]: one["class"] for one in html.all("li") if "id" in one} == {
        "ref-Belga2021": "ds-item ds-a3 ds-b2 ds-c1",
        "ref-Luo2020": "ds-item ds-a2 ds-b1 ds-c1",
        "ref-Ministry2022": "ds-item ds-a1 ds-b1 ds-c1",
    }
    by_year = html.text.partition(" 2022 Pay in warehouses")[2]
    assert "2021 The jobs at the airport Belga, 2021 2020 Villages that sell" in by_year


def test_the_sources_in_numbers(small: Dossier) -> None:
    small = graded(small)
    small.replace("references.bib", "sourcekind = {research},", "sourcekind = {research},\n  textseen = {no},")
    body = page_at(small, "en/sources/").body
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in re.findall("<tr>.*?</tr>", body)]
    assert rows == [
        ["Kind", "English", "French", "Text read", "Not read", "All"],
        ["Official record", "1", "–", "1", "–", "1"],
        ["Research", "1", "–", "–", "1", "1"],
        ["Press", "–", "1", "1", "–", "1"],
    ]


def test_without_pages_of_their_own_sources_are_in_the_list_only(small: Dossier) -> None:
    small.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      source_pages: false")
    assert not [page.uri for page in small.site().pages if "/sources/" in page.uri.removesuffix("sources/")]
    assert "note-source" not in page_at(small, "en/arguments/jobs/").body
    assert Html(page_at(small, "en/sources/").body).all("a", href="#ref-Luo2020")
