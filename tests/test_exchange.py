"""Sources for programs that keep references: entries of BibTeX, RIS records and CSL-JSON items."""

from __future__ import annotations

import json

import pytest

from dossier import exchange
from dossier.bibliography import Kind, Reference, load_bibliography
from dossier.diagnostics import Report, Span
from dossier.source import SourceFile

ENTRY = """\
@incollection{Vries2019,
  author    = {de Vries, Jan and {Belga} and King, Jr., Martin},
  editor    = {Peeters, An},
  title     = {The jobs},
  subtitle  = {a count},
  booktitle = {The airport},
  publisher = {Press & Sons},
  location  = {Liège},
  date      = {2019-03~},
  urldate   = {2020-01-02},
  pages     = {12--34},
  doi       = {10.1000/x},
  url       = {https://example.org/a?b=c&d},
  langid    = {dutch},
}
"""


def reference(entry: str = ENTRY) -> Reference:
    """Read one entry."""
    (found,) = load_bibliography(SourceFile("references.bib", entry), Report()).references.values()
    return found


def test_a_record_of_ris() -> None:
    assert exchange.ris(reference()).splitlines() == [
        "TY  - CHAP",
        "ID  - Vries2019",
        "AU  - de Vries, Jan",
        "AU  - Belga",
        "AU  - King, Martin, Jr.",
        "ED  - Peeters, An",
        "TI  - The jobs: a count",
        "T2  - The airport",
        "PB  - Press & Sons",
        "CY  - Liège",
        "SP  - 12",
        "EP  - 34",
        "PY  - 2019",
        "DA  - 2019/03//",
        "DO  - 10.1000/x",
        "UR  - https://example.org/a?b=c&d",
        "LA  - nl",
        "ER  - ",
    ]


def test_an_item_of_csl() -> None:
    (item,) = json.loads(exchange.csl(reference()))
    assert item == {
        "id": "Vries2019",
        "type": "chapter",
        "author": [
            {"family": "Vries", "given": "Jan", "non-dropping-particle": "de"},
            {"literal": "Belga"},
            {"family": "King", "given": "Martin", "suffix": "Jr."},
        ],
        "editor": [{"family": "Peeters", "given": "An"}],
        "title": "The jobs: a count",
        "container-title": "The airport",
        "publisher": "Press & Sons",
        "publisher-place": "Liège",
        "page": "12–34",
        "issued": {"date-parts": [[2019, 3]], "circa": True},
        "accessed": {"date-parts": [[2020, 1, 2]]},
        "DOI": "10.1000/x",
        "URL": "https://example.org/a?b=c&d",
        "language": "nl",
    }


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_name_in_both_formats(kind: Kind) -> None:
    source = Reference("K", kind, Span("references.bib"), {}, title="T")
    assert exchange.ris(source).startswith("TY  - ")
    assert json.loads(exchange.csl(source))[0]["type"]


def test_no_text_can_begin_a_line_of_its_own() -> None:
    source = Reference("K", Kind.MISC, Span("references.bib"), {}, title="T\nER  - \nTY  - BOOK", note="a\r\nUR  - b")
    assert [line[:2] for line in exchange.ris(source).splitlines()] == ["TY", "ID", "TI", "N1", "ER"]


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2019/2021-05", [[2019], [2021, 5]]),
        ("2019/..", [[2019]]),
        ("201X", None),
        ("../2019", None),
        ("2019-21", [[2019]]),
    ],
)
def test_a_date_as_far_as_programs_understand_it(date: str, parts: list[list[int]] | None) -> None:
    (item,) = json.loads(exchange.csl(reference(ENTRY.replace("2019-03~", date))))
    assert item.get("issued", {}).get("date-parts") == parts
