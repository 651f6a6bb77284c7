"""Changes to a bibliography as text: what is set is read back, and everything else stays byte for byte."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.bibedit import CannotAddError, NewEntry, set_fields, with_entry
from dossier.bibliography import load_bibliography
from dossier.bibtex import BibtexEntry, BibtexParser
from dossier.diagnostics import Report, render_text
from dossier.source import SourceFile

COPY = {"archiveurl": "https://archive.example/2024/a", "archivedate": "2024-03-03"}


def changed(text: str, fields: Mapping[str, str] = COPY, key: str = "K") -> str:
    """Set fields of an entry in which nothing is in the way."""
    report = Report()
    found = set_fields("references.bib", text, {key: fields}, report)
    assert not len(report), render_text(report)
    return found


def entries(text: str) -> list[BibtexEntry]:
    """Read the entries of a file as the check does, which has no faults."""
    report = Report()
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = list(BibtexParser(SourceFile("references.bib", plain), report).entries())
    assert not len(report), f"{render_text(report)}\n{text}"
    return found


LAYOUTS = {
    "behind the other addresses, laid out as they are": (
        "@online{K,\n  title  = {T},\n  url    = {https://a.example/}, % seen\n  date   = {2020},\n}\n",
        (
            "@online{K,\n  title  = {T},\n  url    = {https://a.example/}, % seen\n"
            "  archiveurl = {https://archive.example/2024/a},\n  archivedate = {2024-03-03},\n  date   = {2020},\n}\n"
        ),
    ),
    "the equals signs stand under each other": (
        "@online{K,\n\turldate       = {2024},\n}",
        (
            "@online{K,\n\turldate       = {2024},\n\tarchiveurl    = {https://archive.example/2024/a},\n"
            "\tarchivedate   = {2024-03-03},\n}"
        ),
    ),
    "no comma behind the last field": (
        "@online{K,\n  title={T},\n  url={https://a.example/} % seen\n}",
        (
            "@online{K,\n  title={T},\n  url={https://a.example/}, % seen\n"
            "  archiveurl={https://archive.example/2024/a},\n  archivedate={2024-03-03}\n}"
        ),
    ),
    "one line": (
        '@online(K, url="https://a.example/", title = {T}) % K',
        (
            '@online(K, url="https://a.example/", archiveurl={https://archive.example/2024/a}, '
            "archivedate={2024-03-03}, title = {T}) % K"
        ),
    ),
    "one line and a comment": (
        "@online{K, url = {https://a.example/} % seen\n}",
        (
            "@online{K, url = {https://a.example/}, archiveurl = {https://archive.example/2024/a}, "
            "archivedate = {2024-03-03} % seen\n}"
        ),
    ),
    "two fields in a line": (
        "@online{K,\n  url = {https://a.example/}, title = {T},\n}",
        (
            "@online{K,\n  url = {https://a.example/},\n  archiveurl = {https://archive.example/2024/a},\n"
            "  archivedate = {2024-03-03}, title = {T},\n}"
        ),
    ),
    "commas before the fields": (
        "@online{K\n  , url = {https://a.example/} % seen\n  , title = {T}\n  }",
        (
            "@online{K\n  , url = {https://a.example/} % seen\n  , archiveurl = {https://archive.example/2024/a}\n"
            "  , archivedate = {2024-03-03}\n  , title = {T}\n  }"
        ),
    ),
    "no field": (
        "@online{K,\n}",
        "@online{K,\n  archiveurl = {https://archive.example/2024/a},\n  archivedate = {2024-03-03},\n}",
    ),
    "nothing but a key": (
        "@online{K}",
        "@online{K, archiveurl = {https://archive.example/2024/a}, archivedate = {2024-03-03}}",
    ),
    "a field that is there, and one that is not": (
        '@online{K,\n  archiveurl = "https://old.example/" , % old\n  title = {T},\n}',
        (
            '@online{K,\n  archiveurl = "https://archive.example/2024/a" , % old\n  archivedate = {2024-03-03},\n'
            "  title = {T},\n}"
        ),
    ),
    "values of every kind": (
        "@online{K,\n  ARCHIVEURL = {\n    {https://old.example/}\n  },\n  archivedate = 2020\n}",
        "@online{K,\n  ARCHIVEURL = {https://archive.example/2024/a},\n  archivedate = {2024-03-03}\n}",
    ),
    "an empty field": (
        "@online{K, archivedate = {}, archiveurl = {}}",
        "@online{K, archivedate = {2024-03-03}, archiveurl = {https://archive.example/2024/a}}",
    ),
}


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(before: str, after: str) -> None:
    assert changed(before) == after
    assert changed(after) == after
    for end in ("\r\n", "\r"):
        around = "\ufeff% é" + end, f"{end}@misc{{L, title = {{T}}}}{end}"
        assert changed(before.replace("\n", end).join(around)) == after.replace("\n", end).join(around)


def test_a_value_that_cannot_stand_in_quotation_marks_stands_in_braces() -> None:
    assert changed('@misc{K, note = "a"}', {"note": 'b "c"'}) == '@misc{K, note = {b "c"}}'


def test_several_entries_at_once() -> None:
    report = Report()
    text = "@misc{A, url = {a}}\n% between\n@misc{B,\n  url = {b},\n}\n"
    values = {"B": {"url": "c", "urlstatus": "dead"}, "A": {"urlstatus": "hijacked"}}
    assert set_fields("references.bib", text, values, report) == (
        "@misc{A, url = {a}, urlstatus = {hijacked}}\n% between\n@misc{B,\n  url = {c},\n  urlstatus = {dead},\n}\n"
    )
    assert not len(report)
    assert set_fields("references.bib", text, {}, report) == text


REFUSED = {
    "@string{a = {b}}\n@misc{K, archiveurl = a}": "field `archiveurl` is put together from abbreviations",
    '@misc{K, archiveurl = {https://} # "a.example/"}': "field `archiveurl` is put together from abbreviations",
    "@misc{K, archivedate = jan}": "field `archivedate` is put together from abbreviations",
    "@misc{K, archiveurl = {a}, ArchiveURL = {b}}": "it has two fields `archiveurl`",
    "@misc{K, title = {a}}\n@misc{k, title = {b}}": "another entry has the same key",
    "@comment{@misc{K, title = {a}}}\n% @misc{K, title = {a}}": "there is no such entry, or it stands in a comment",
    "@misc{K, title = {a}}\n@misc{L, title = {b}": "nobody can tell where its entries end",
}


@pytest.mark.parametrize(("text", "problem"), REFUSED.items())
def test_what_is_not_changed(text: str, problem: str) -> None:
    report = Report()
    assert set_fields("references.bib", text, {"K": COPY}, report) == text
    line, column = text.count("\n", 0, text.index("@misc{K")) + 1, len("@misc{") + 1
    place = "references.bib:1" if "comment" in text else f"references.bib:{line}:{column}"
    message, hint = render_text(report).split("\n")[:2]
    assert message.startswith(f"{place}: warning[cannot-edit]: `K` is left as it is: ")
    assert message.endswith(problem)
    assert hint.endswith("archiveurl = {https://archive.example/2024/a}, archivedate = {2024-03-03}")


@pytest.mark.parametrize("value", ["a}", "{a", "}{", "a\nb", "a\u202eb"])
def test_a_value_that_no_field_can_hold(value: str) -> None:
    report = Report()
    assert set_fields("references.bib", "@misc{K, title = {a}}", {"K": {"url": value}}, report) == (
        "@misc{K, title = {a}}"
    )
    assert [found.rule.code for found in report] == ["cannot-edit"]


def test_the_project_s_own_sources() -> None:
    text = (ROOT / "references.bib").read_text(encoding="utf-8")
    report = Report()
    before = load_bibliography(SourceFile("references.bib", text), report).references
    values = {key: COPY | {"urlstatus": "dead"} for key in before}
    after_text = set_fields("references.bib", text, values, report)
    after = load_bibliography(SourceFile("references.bib", after_text), report).references
    assert not len(report), render_text(report)
    assert list(after) == list(before)
    assert all(one.archive_url == COPY["archiveurl"] and one.url_status == "dead" for one in after.values())
    lines = set(after_text.split("\n"))
    assert [line for line in text.split("\n") if line.rstrip(",") not in {one.rstrip(",") for one in lines}] == []


# --- Odd files ------------------------------------------------------------------------------------------------------

_WORDS = st.lists(
    st.sampled_from(["a", "é", "100 %", "@misc{x, y}", "{B, {C}}", "#", "=", ",", "(d)", " ", "\\&", "\n", "%", "@"]),
    max_size=5,
).map("".join)
_NAMES = st.sampled_from(["title", "URL", "url", "note", "archiveurl", "archivedate", "urlstatus", "Doi", "x-y"])


@st.composite
def _values(draw: st.DrawFn) -> str:
    words = draw(_WORDS)
    kinds = [f"{{{words}}}", f'"{words}"', "2020", f"{{{words}}} # aug", f'"{words}"\n # {{{words}}}', "aug"]
    return draw(st.sampled_from(kinds))


@st.composite
def _entry(draw: st.DrawFn, key: str) -> str:
    """Make an entry that is valid, however odd."""
    blank = st.sampled_from(["", " ", "\n", "\n  ", "\n\t", " % c, }\n", "\n% @misc{c,\n  "])
    names = draw(st.lists(_NAMES, max_size=5, unique_by=str.lower))
    fields = [f"{draw(blank)}{name}{draw(blank)}={draw(blank)}{draw(_values())}{draw(blank)}" for name in names]
    comma = draw(st.sampled_from([",", ""])) if fields else ""
    opening, closing = draw(st.sampled_from([("{", "}"), ("(", ")")]))
    after_key = draw(st.sampled_from([" ", "\n", " % c\n"]))  # in parentheses, whatever is no blank belongs to a key
    body = after_key + "," + ",".join(fields) + comma + draw(blank) if fields else after_key
    return f"@misc{opening}{key}{body}{closing}"


@st.composite
def _files(draw: st.DrawFn) -> str:
    between = st.sampled_from(["\n", "\n\n% @misc{K, title = {c}}\n", "@comment{K, {c}}\n", " "])
    parts = [draw(_entry(key)) + draw(between) for key in draw(st.permutations(["A", "K", "B"]))]
    text = draw(st.sampled_from(["", "\ufeff"])) + draw(between) + "".join(parts)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


def _described(found: Sequence[BibtexEntry]) -> dict[str, dict[str, str]]:
    return {entry.key: {field.name: field.value for field in entry.fields} for entry in found}


@settings(max_examples=500)
@given(
    _files(),
    st.dictionaries(
        st.sampled_from(["url", "archiveurl", "archivedate", "urlstatus"]),
        st.sampled_from(["https://a.example/?b=%20,&c#d", "2024", "dead", 'a "b" {c}']),
        min_size=1,
    ),
)
def test_what_is_set_is_read_back_and_nothing_else_has_changed(text: str, fields: dict[str, str]) -> None:
    report = Report()
    before = entries(text)
    found = set_fields("references.bib", text, {"K": fields}, report)
    if len(report):
        assert found == text
        assert [one.rule.code for one in report] == ["cannot-edit"]
        fields = {}
    after = entries(found)
    expected = _described(before)
    expected["K"] |= fields
    assert _described(after) == expected
    assert [entry.key for entry in after] == [entry.key for entry in before]
    ends = set(re.findall("\r\n|\r|\n", text)) or {"\n"}
    assert set(re.findall("\r\n|\r|\n", found)) <= ends
    assert found.count("% c") == text.count("% c")
    plain = [one.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n") for one in (text, found)]
    old, new = (next(entry for entry in one if entry.key == "K") for one in (before, after))
    assert plain[0][: old.at] == plain[1][: new.at]
    assert plain[0][old.end :] == plain[1][new.end :]
    assert found.startswith("\ufeff") is text.startswith("\ufeff")


def test_a_large_file_takes_no_longer_than_reading_it() -> None:
    keys = [f"K{number}" for number in range(5_000)]
    text = "".join(f"@misc{{{key},\r\n  url = {{https://a.example/{key}}},\r\n}}\r\n" for key in keys)
    report = Report()
    start = time.perf_counter()
    read = entries(text)
    middle = time.perf_counter()
    found = set_fields("references.bib", text, dict.fromkeys(reversed(keys), COPY), report)
    assert time.perf_counter() - middle < 5 * (middle - start) + 0.5
    assert not len(report)
    assert len(read) == found.count("archivedate") == 5_000


# --- New entries ------------------------------------------------------------------------------------------------------

NEW = NewEntry("online", "Beta", {"title": "B", "langid": ""})


PLAIN = "@online{Beta,\n  title = {B},\n  langid = {},\n}\n"
ALIGNED = "@online{Beta,\n  title  = {B},\n  langid = {},\n}\n"
ALPHA, GAMMA, ZETA, ZITA = (
    f"@book{{{key},\n  title  = {{T}},\n  author = {{A}},\n}}\n" for key in ("Alpha", "Gamma", "Zeta", "Zita")
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", PLAIN),
        ("% ours\n", f"% ours\n\n{PLAIN}"),
        ("@book{Zeta,\n  title={Z},\n}  % last\n", f"@book{{Zeta,\n  title={{Z}},\n}}  % last\n\n{PLAIN}"),
        ("@book{Zeta, title = {Z}}", "@book{Zeta, title = {Z}}\n\n" + PLAIN.replace("{},", "{}")),
        (ZETA + ALPHA, f"{ZETA}{ALPHA}\n{ALIGNED}"),
        (f"{ALPHA}\n% third\n{GAMMA}\n{ZETA}", f"{ALPHA}\n{ALIGNED}\n% third\n{GAMMA}\n{ZETA}"),
        (f"% first\n{GAMMA}{ZETA}{ZITA}", f"% first\n{ALIGNED}\n{GAMMA}{ZETA}{ZITA}"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_entry_comes_in_the_style_and_the_order_of_the_file(text: str, expected: str, line_end: str) -> None:
    mark = "\ufeff" if text else ""
    written = with_entry(mark + text.replace("\n", line_end), NEW)
    assert written == mark + expected.replace("\n", line_end if "\n" in text else "\n")


@pytest.mark.parametrize(
    "fields", [{"title": "}\n@online{Evil, title={x}"}, {"title": "{"}, {"a b": "x"}, {"title": "x}, note = {y"}]
)
def test_an_entry_that_would_be_read_as_something_else_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(CannotAddError):
        with_entry("", NewEntry("online", "Beta", fields))


def test_nothing_is_added_behind_what_never_ends() -> None:
    with pytest.raises(CannotAddError, match="nobody can tell where its entries end"):
        with_entry("@book{Zeta,\n  title = {Z\n", NEW)
