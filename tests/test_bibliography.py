"""The bibliography: names, dates and texts of real entries, the diagnostics of faulty ones, and hostile input.

The files in `cases/bibliography/` hold entries with what is expected of them in comments under the entry:
`% expect: line:column severity[code] message`, then `% see:` for each related place and `% hint:` for a near match.
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier import rules
from dossier.bibliography import Bibliography, Kind, Reference, load_bibliography
from dossier.dates import Moment
from dossier.diagnostics import Report, Rule, Span, render_text
from dossier.names import Name
from dossier.source import SourceFile, read_text

ROOT = Path(__file__).parent.parent
CASES = sorted((Path(__file__).parent / "cases" / "bibliography").glob("*.bib"))


def load(text: str) -> tuple[Bibliography, Report]:
    """Load a bibliography from a text."""
    report = Report()
    return load_bibliography(SourceFile("references.bib", text), report), report


def reference(fields: str, type_: str = "misc") -> Reference:
    """Load one entry that has no faults, with a title and a publisher where the fields do not give them."""
    given_names = {part.partition("=")[0].strip() for part in fields.split(",")}
    fields = f", {fields}" if fields else ""
    fields += "".join(f", {name} = {{{name[0]}}}" for name in ("title", "publisher") if name not in given_names)
    bibliography, report = load(f"@{type_}{{K{fields}}}")
    assert not len(report), render_text(report)
    return bibliography.references["K"]


def described(report: Report) -> list[str]:
    """Write a report as the comments of the case files have it."""
    lines = []
    for found in report:
        lines.append(
            f"% expect: {found.span.line}:{found.span.column} {found.rule.severity}[{found.rule.code}] {found.message}"
        )
        lines += [f"% see: {span.line}:{span.column} {note}" for span, note in found.related]
        lines += [f"% hint: {found.hint}"] if found.suggestion else []
    return lines


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_diagnostics_of_a_case(path: Path) -> None:
    report = Report()
    source = read_text(ROOT, path, report)
    assert source is not None
    load_bibliography(source, report)
    expected = [line for line in source.text.split("\n") if line.startswith(("% expect:", "% see:", "% hint:"))]
    assert described(report) == expected


def test_the_bibliography_of_the_project_has_no_faults() -> None:
    report = Report()
    source = read_text(ROOT, ROOT / "references.bib", report)
    assert source is not None
    bibliography = load_bibliography(source, report)
    assert len(bibliography.references) > 50
    assert not len(report), render_text(report)


def test_a_malformed_entry_hides_no_other() -> None:
    text = (ROOT / "tests/cases/bibliography/malformed.bib").read_text(encoding="utf-8")
    bibliography, _ = load(text)
    keys = "MissingComma MissingBrace BraceTooMany MissingQuote NoBraces NoEquals NoValue DeepBraces Good NeverClosed"
    assert list(bibliography.references) == keys.split()
    assert bibliography.references["NeverClosed"].organization == "Belga"


_EXAMPLES = (
    rules.MALFORMED_BIBTEX,
    rules.UNKNOWN_ENTRY_TYPE,
    rules.UNKNOWN_BIB_FIELD,
    rules.MISSING_BIB_FIELD,
    rules.DUPLICATE_FIELD,
    rules.BAD_NAME,
    rules.BAD_EDTF,
    rules.BAD_DOI,
    rules.NO_ARCHIVE_COPY,
    rules.UNKNOWN_LANGUAGE,
    rules.LATEX_LEFT_OVER,
    rules.FOUND_IN_UNKNOWN,
)


@pytest.mark.parametrize("rule", _EXAMPLES, ids=lambda rule: rule.code)
def test_the_examples_of_a_rule(rule: Rule) -> None:
    def codes(fragment: str) -> set[str]:
        if not fragment.startswith("@"):
            fragment = f"@misc{{K,\n{fragment}"
        if not fragment.endswith("}"):
            fragment += "\npublisher = {P},\n" + ("" if "title = " in fragment else "title = {T},\n") + "}"
        _, report = load(fragment + "\n@misc{WatchingNdGeopol, title = {T}, publisher = {P}}")
        return {found.rule.code for found in report}

    assert rule.code in codes(rule.bad)
    assert rule.code not in codes(rule.good)


def test_comments_hold_no_entries() -> None:
    bibliography, _ = load((ROOT / "tests/cases/bibliography/keys.bib").read_text(encoding="utf-8"))
    assert list(bibliography.references) == ["Belga2021", "belga2021", "FoundHere", "FoundNowhere", "FieldsInComments"]
    assert bibliography.references["Belga2021"].title == "The first"


# --- What a reference holds -----------------------------------------------------------------------------------------


def test_a_whole_reference() -> None:
    bibliography, report = load(
        """@string{psj = "Palgrave Communications"}
@preamble{"\\newcommand{\\x}{y}"}

@article{Nye2017SoftPower,
  author        = {Nye, Joseph and others},
  editor        = "Jan van der Linden",
  translator    = {Luo, Xubei},
  title         = {Soft power},
  subtitle      = {the origins and political progress
                   of a concept},
  shorttitle    = {{Soft power}},
  journaltitle  = psj # { Online},
  journalsubtitle = {A Journal},
  series        = {2},
  publisher     = {Palgrave \\& Sons},
  location      = {London},
  volume        = 3,
  number        = {1},
  edition       = {2},
  pages         = {17--19, 23-25, xi},
  eid           = {17008},
  isbn          = {9781009356732},
  doi           = {https://doi.org/10.1057/palcomms.2017.8},
  url           = {https://www.nature.com/articles/palcomms20178},
  archiveurl    = {https://web.archive.org/web/2021/https://www.nature.com/articles/palcomms20178},
  archivedate   = {2021-05-06},
  date          = {2017-02-21},
  urldate       = {2026-01-31},
  origdate      = {1990~},
  langid        = {british},
  origlanguage  = {hindi},
  republishedby = {Nature},
  textseen      = {no},
  foundin       = {Nye2017SoftPower},
  note          = {Open access},
  type          = {pressrelease},
  institution   = {Harvard},
  organization  = {Kennedy School},
}"""
    )
    assert not len(report), render_text(report)
    found = bibliography.references["Nye2017SoftPower"]
    assert found.kind is Kind.ARTICLE
    assert found.span == Span("references.bib", 4, 1)
    assert found.field_spans["title"] == Span("references.bib", 7 + 1, 20, 10)
    assert found.field_spans["subtitle"] == Span("references.bib", 9, 20)
    assert found.field_spans["volume"] == Span("references.bib", 17, 19, 1)
    assert found.authors == (Name("Nye", "Joseph"),)
    assert found.et_al
    assert found.editors == (Name("Linden", "Jan", "van der"),)
    assert found.translators == (Name("Luo", "Xubei"),)
    assert (found.title, found.short_title) == ("Soft power", "Soft power")
    assert found.subtitle == "the origins and political progress of a concept"
    assert (found.container, found.container_subtitle) == ("Palgrave Communications Online", "A Journal")
    assert (found.publisher, found.place, found.series) == ("Palgrave & Sons", "London", "2")
    assert (found.institution, found.organization, found.type) == ("Harvard", "Kennedy School", "pressrelease")
    assert (found.volume, found.number, found.edition, found.eid) == ("3", "1", "2", "17008")
    assert found.pages == ("17–19", "23–25", "xi")
    assert (found.doi, found.isbn) == ("10.1057/palcomms.2017.8", "9781009356732")
    assert found.url == "https://www.nature.com/articles/palcomms20178"
    assert found.archive_url.startswith("https://web.archive.org/web/2021/")
    dates = (found.date, found.accessed, found.archive_date, found.original_date)
    assert [date and date.start for date in dates] == [
        Moment(2017, 2, 21),
        Moment(2026, 1, 31),
        Moment(2021, 5, 6),
        Moment(1990, approximate=True),
    ]
    assert (found.language, found.original_language) == ("en-GB", "hi")
    assert (found.republished_by, found.found_in, found.note) == ("Nature", "Nye2017SoftPower", "Open access")
    assert not found.text_seen


def test_what_an_entry_does_not_give_is_empty() -> None:
    found = reference("")
    empty = Reference("K", Kind.MISC, found.span, found.field_spans, title="t", publisher="p", source=found.source)
    assert found == empty
    assert found.text_seen


@pytest.mark.parametrize(
    ("type_", "fields", "kind"),
    [
        ("article", "journaltitle = {J}", Kind.ARTICLE),
        ("article", "journaltitle = {J}, entrysubtype = {newspaper}", Kind.NEWSPAPER),
        ("article", "newspaper = {Le Soir}", Kind.NEWSPAPER),
        ("Book", "", Kind.BOOK),
        ("inbook", "booktitle = {B}", Kind.CHAPTER),
        ("incollection", "booktitle = {B}", Kind.CHAPTER),
        ("inproceedings", "booktitle = {B}", Kind.PAPER),
        ("techreport", "", Kind.REPORT),
        ("phdthesis", "school = {S}", Kind.THESIS),
        ("www", "", Kind.ONLINE),
        ("jurisdiction", "", Kind.LEGISLATION),
        ("legmaterial", "", Kind.LEGISLATION),
        ("dataset", "", Kind.DATASET),
        ("movie", "", Kind.VIDEO),
        ("software", "", Kind.MISC),
    ],
)
def test_the_kind_of_a_source(type_: str, fields: str, kind: Kind) -> None:
    assert reference(fields, type_).kind is kind


def test_fields_of_old_bibtex() -> None:
    found = reference("school = {KU Leuven}, address = {Leuven}, year = 1998, month = MAR, day = 7", "phdthesis")
    assert (found.institution, found.place, found.type) == ("KU Leuven", "Leuven", "phdthesis")
    assert found.date is not None
    assert found.date.start == Moment(1998, 3, 7)
    assert reference("booktitle = {B}", "conference").container == "B"
    assert reference("date = {2001}, year = {2000}").date == reference("year = {2001}").date


@pytest.mark.parametrize("month", ["mar", "{3}", "{03}", '"March"', "{mar.}", "3", "{{march}}"])
def test_the_month_in_every_form(month: str) -> None:
    found = reference(f"year = {{2019}}, month = {month}").date
    assert found is not None
    assert found.start == Moment(2019, 3)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("french", "fr"),
        ("francais", "fr"),
        ("ngerman", "de"),
        ("naustrian", "de-AT"),
        ("Dutch", "nl"),
        ("brazilian", "pt-BR"),
        ("hindi", "hi"),
        ("arabic", "ar"),
        ("magyar", "hu"),
        ("norsk", "nb"),
        ("simplified chinese", "zh-Hans"),
        ("pt-br", "pt-BR"),
        ("ZH_hant_TW", "zh-Hant-TW"),
        ("es-419", "es-419"),
    ],
)
def test_languages_by_name_and_by_code(written: str, code: str) -> None:
    assert reference(f"langid = {{{written}}}").language == code
    assert reference(f"language = {{{written}}}").language == code


# --- Names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Nye, Joseph", Name("Nye", "Joseph")),
        ("Joseph S. Nye", Name("Nye", "Joseph S.")),
        ("Nye, J.~S.", Name("Nye", "J. S.")),
        ("Xinyue", Name("Xinyue")),
        ("Vila Seoane, Maximiliano Facundo", Name("Vila Seoane", "Maximiliano Facundo")),
        ("van der Linden, Jan", Name("Linden", "Jan", "van der")),
        ("Jan van der Linden", Name("Linden", "Jan", "van der")),
        ("de la Cruz Lopez, Ana", Name("Cruz Lopez", "Ana", "de la")),
        ("Ursula von der Leyen", Name("Leyen", "Ursula", "von der")),
        ("Jacobus van 't Hoff", Name("Hoff", "Jacobus", "van 't")),
        ("De La Cruz, Ana", Name("De La Cruz", "Ana")),
        ("Jean d'Alembert", Name("d'Alembert", "Jean")),
        ("{van der Linden}, Jan", Name("van der Linden", "Jan")),
        ("{Vila Seoane} Facundo", Name("Facundo", "Vila Seoane")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("King Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("de la Vega, III, Ana", Name("Vega", "Ana", "de la", "III")),
        ("{European Commission}", Name(literal="European Commission")),
        ("{{Barnes and Noble, Inc.}}", Name(literal="Barnes and Noble, Inc.")),
        ("{Universit{\\'e} de Li{\\`e}ge}", Name(literal="Université de Liège")),
        ("王毅", Name(literal="王毅")),
        ("{马云}", Name(literal="马云")),
        ("马 云", Name(literal="马 云")),
        ("王, 毅", Name("王", "毅")),
        ("김, 정은", Name("김", "정은")),
        ("نجيب محفوظ", Name("محفوظ", "نجيب")),
        ("{\\'E}mile Zola", Name("Zola", "Émile")),
        ('M{\\"u}ller, J{\\"o}rg', Name("Müller", "Jörg")),
        ("Ma, Jack {(Yun)}", Name("Ma", "Jack (Yun)")),
    ],
)
def test_names_in_their_parts(written: str, name: Name) -> None:
    assert reference(f"author = {{{written}}}").authors == (name,)


def test_lists_of_names() -> None:
    found = reference("author = {Couture, Victor and Faber, B. AND Gu, Yizhen\n and\tLiu, Lizhi and {A and B}}")
    assert [name.family or name.literal for name in found.authors] == ["Couture", "Faber", "Gu", "Liu", "A and B"]
    assert not found.et_al
    assert reference("editor = {Nye, Joseph and others}").et_al
    assert not reference("author = {Nye, Joseph}, editor = {Walker, C. and others}").et_al
    assert reference("author = {Andrews, Ann and Brandt, Bo}").authors[0].family == "Andrews"


# --- LaTeX ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("L'Inde s'associe à Alibaba.com", "L'Inde s'associe à Alibaba.com"),
        ("25 % des efforts, 100\\% s\\^urs", "25 % des efforts, 100% sûrs"),
        ("deux\u00a0points", "deux\u00a0points"),
        ("No.~7", "No.\u00a07"),
        ("a -- b --- c", "a – b — c"),
        ("``so'' it is", "“so” it is"),
        ("\\'e \\`{a} {\\^o} \\\"{\\i} \\'\\i{} \\~n", "é à ô ï í ñ"),
        ("\\c{c}a \\v{c}e \\v s \\H{o} \\k{a} \\u{g} \\r{a}", "ça če š ő ą ğ å"),
        ("\\o{} \\ss{} \\ae{} \\L{}ód\\'z stra\\ss e", "ø ß æ Łódź straße"),
        ("\\& \\# \\_ \\$5", "& # _ $5"),
        ("{The} {W{T}O}", "The WTO"),
        ("{{All of it}}", "All of it"),
        ("中国的“数字丝绸之路”", "中国的“数字丝绸之路”"),
        ("<script>alert(1)</script> & co", "<script>alert(1)</script> & co"),
        ("spaces  and\n\tlines", "spaces and lines"),
    ],
)
def test_latex_becomes_text(written: str, text: str) -> None:
    assert reference(f"title = {{{written}}}").title == text


def test_what_cannot_be_decoded_stays_as_it_is() -> None:
    bibliography, report = load("@misc{K, title = {The \\emph{Digital} Road}, publisher = {P}}")
    assert bibliography.references["K"].title == "The \\emph{Digital} Road"
    assert [found.span for found in report] == [Span("references.bib", 1, 23, 5)]


# --- Hostile input --------------------------------------------------------------------------------------------------

_SIZE = 300_000
_HOSTILE = {
    "one long field": "@misc{K, title = {" + "x" * _SIZE + "}, publisher = {P}}",
    "a long value that never ends": "@misc{K, title = {" + "x" * _SIZE,
    "a long quotation that never ends": '@misc{K, title = "' + "{}" * (_SIZE // 2),
    "many values that never end": "@misc{K, title = {\n" * (_SIZE // 20),
    "many quotations that never end": '@misc(K, title = "{}\n' * (_SIZE // 20),
    "many comments that never end": "@comment{\n" * (_SIZE // 10),
    "comments in parentheses that never end": "@comment(\n" * (_SIZE // 10),
    "closing braces": "@misc{K, title = {x" + "}" * _SIZE,
    "opening braces": "@misc{K, title = {x" + "{" * _SIZE,
    "pairs of braces in a name": "@misc{K, title = {T}, author = {" + "{}" * (_SIZE // 2) + "}}",
    "commas for a name": "@misc{K, title = {T}, author = {" + "," * _SIZE + "}}",
    "and for a name": "@misc{K, title = {T}, author = {" + "and " * (_SIZE // 4) + "}}",
    "ties": "@misc{K, author = {" + "~" * _SIZE + "}, pages = {1" + "~" * _SIZE + "}}",
    "commands": "@misc{K, publisher = {P}, title = {" + "\\" * _SIZE + "}}",
    "accents": "@misc{K, publisher = {P}, title = {" + "\\'" * (_SIZE // 2) + "}}",
    "signs": "@" * _SIZE,
    "signs in lines": "@\n" * (_SIZE // 20),
    "white space": "@misc{K," + " " * _SIZE + "title = {T}," + "\n" * _SIZE,
    "per cent signs": "%" * _SIZE + "\n%" * (_SIZE // 2),
    "keys that differ": "".join(f"@misc{{K{n},title=1,foundin=x{n}}}" for n in range(_SIZE // 30)),
    "keys that do not differ": "@misc{K,title=1}" * (_SIZE // 16),
    "unknown fields": "@misc{K," + "".join(f"x{n}=1," for n in range(_SIZE // 8)) + "}",
    "unknown types": "".join(f"@{letter * 3}x{{K,title=1}}" for letter in "abcdefghij" * (_SIZE // 200)),
    "abbreviations": "@string{a = {" + "x" * (_SIZE // 2) + "}} @misc{K, title = a" + " # a" * (_SIZE // 8) + "}",
    "commands not in the field": '@string{a = "\\foo"}' + "@misc{K,title=a}" * (_SIZE // 16),
    "a long address": "@misc{K, publisher = {P}, title = {T}, url = {https://" + "a." * (_SIZE // 2) + "}}",
    "a long doi": "@misc{K, publisher = {P}, title = {T}, doi = {10." + "1." * (_SIZE // 2) + "}}",
    "a long date": "@misc{K, publisher = {P}, title = {T}, date = {" + "9" * _SIZE + "}}",
    "a long language": "@misc{K, publisher = {P}, title = {T}, langid = {" + "fr-" * (_SIZE // 3) + "}}",
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_hostile_input_is_read_in_time(text: str) -> None:
    begun = time.process_time()
    load(text)
    assert time.process_time() - begun < 5


_TOKENS = ["@", "article", "misc", "string", "comment", "{", "}", "(", ")", '"', ",", "=", "#", " and ", "\\", "\\'e"]
_TOKENS += [
    "%",
    "\n",
    " ",
    "~",
    "--",
    "K",
    "title",
    "author",
    "date",
    "url",
    "langid",
    "2019-0X",
    "https://a.b",
    "others",
]
_FIELDS = ["title", "author", "pages", "date", "url", "doi", "langid", "month", "foundin", "textseen"]


@given(st.text() | st.lists(st.sampled_from(_TOKENS)).map("".join))
@example("@misc{K, author = {and and and}, title = {,}}")
@example("@misc{K, author = {{}}, title = {{}}}")
@example("@misc{K, author = {{}, {}}, editor = { and others}}")
def test_no_text_makes_it_fail(text: str) -> None:
    bibliography, report = load(text)
    lines = text.split("\n")
    for span in itertools.chain(
        (found.span for found in report),
        (place for found in report for place, _ in found.related),
        (place for one in bibliography.references.values() for place in (one.span, *one.field_spans.values())),
    ):
        assert 1 <= span.line <= len(lines)
        assert span.column is not None
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert render_text(report)


@settings(max_examples=300)
@given(st.sampled_from(_FIELDS), st.text(st.characters(exclude_characters="{}", codec="utf-8")))
def test_no_value_makes_it_fail(name: str, value: str) -> None:
    bibliography, _ = load(f"@misc{{K, {name} = {{{value}}}, year = {{{value}}}}}")
    assert list(bibliography.references) == ["K"]


def test_a_thousand_entries_are_read_in_time() -> None:
    entry = (ROOT / "tests/cases/bibliography/names.bib").read_text(encoding="utf-8").partition("}\n\n")[0]
    text = "}\n".join(entry.replace("Good", f"Good{number}") for number in range(1000)) + "}"
    begun = time.process_time()
    bibliography, report = load(text)
    assert time.process_time() - begun < 2  # a tenth of it on an idle machine
    assert len(bibliography.references) == 1000
    assert not len(report)
