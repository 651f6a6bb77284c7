"""Tests of `dossier.identifiers`: what names a source, and whether it is in a bibliography already."""

from __future__ import annotations

import pytest

from dossier.bibliography import load_bibliography
from dossier.diagnostics import Report
from dossier.identifiers import Identifier, identifier, known_as, read_doi, read_isbn
from dossier.source import SourceFile

BIB = """\
@article{Nye2017, title = {A}, author = {Nye}, doi = {10.1057/Palcomms.2017.8}}
@book{Said1978, title = {B}, author = {Said}, isbn = {0-306-40615-2, 978-0-8044-2957-3}}
@online{Aspi, title = {C}, organization = {A}, url = {https://www.map.example/#/company/a}}
@online{Belga, title = {D}, organization = {B}, url = {http://belga.example/jobs/?id=1#top}}
@online{Doi, title = {E}, organization = {B}, url = {https://dx.doi.org/10.1000/e}}
@online{Odd, title = {F}, organization = {B}, url = {https://[::1}}
"""


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/x_(y)", "10.1000/x_(y)"),
        (" https://doi.org/10.1000/x ", "10.1000/x"),
        ("http://dx.doi.org/10.1000/x", "10.1000/x"),
        ("DOI: 10.1000/x", "10.1000/x"),
        ("https://example.org/10.1000/x", ""),
        ("10.1000/x}\n@online{Evil", ""),
        ("10.1000/\u202ex", ""),
        ("10.1000", ""),
    ],
)
def test_a_doi(text: str, doi: str) -> None:
    assert read_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("978-0-306-40615-7", "9780306406157"),
        ("978 0 306 40615 7", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),
        ("080442957x", "9780804429573"),
        ("9780306406158", ""),
        ("0306406153", ""),
        ("X306406152", ""),
        ("97803064061570", ""),
        ("٠٣٠٦٤٠٦١٥٢", ""),
        ("", ""),
    ],
)
def test_an_isbn_has_a_check_digit(text: str, isbn: str) -> None:
    assert read_isbn(text) == isbn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi:10.1000/x", Identifier("doi", "10.1000/x")),
        ("0-306-40615-2", Identifier("isbn", "9780306406157")),
        ("HTTPS://A.example/ü?{}#x\\y", Identifier("url", "https://a.example/%C3%BC?%7B%7D#x%5Cy")),
    ],
)
def test_what_is_pasted_is_told_apart(text: str, expected: Identifier) -> None:
    assert identifier(text) == expected


@pytest.mark.parametrize("text", ["", "jobs", "javascript:alert(1)", "https://", "0306406153"])
def test_what_names_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        identifier(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("10.1057/palcomms.2017.8", "Nye2017"),
        ("9780306406157", "Said1978"),
        ("0-8044-2957-X", "Said1978"),
        ("https://map.example/#/company/a", "Aspi"),
        ("https://map.example/#/company/b", ""),
        ("https://map.example/", ""),
        ("https://www.belga.example/jobs?id=1", ""),
        ("https://www.belga.example/jobs/?id=1#end", "Belga"),
        ("https://belga.example/jobs/?id=2", ""),
        ("10.1000/e", "Doi"),
    ],
)
def test_a_source_is_known_by_any_of_its_names(text: str, key: str) -> None:
    bibliography = load_bibliography(SourceFile("references.bib", BIB), Report())
    assert known_as([identifier(text)], bibliography) == key
