"""Reading files that strangers wrote: bytes, YAML, front matter, and faults at the right place."""

from __future__ import annotations

import datetime as dt
import os
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, RootModel

from dossier.diagnostics import Report, Span
from dossier.source import (
    MAX_BYTES,
    MAX_DEPTH,
    SourceFile,
    YamlDocument,
    is_portable_name,
    parse_yaml,
    read_text,
    relative_path,
    split_front_matter,
    validate,
)


def read(folder: Path, content: bytes, **options: int) -> tuple[str | None, list[str]]:
    """Write bytes into a file, read it, and return the text and the findings."""
    report = Report()
    path = folder / "docs" / "fr.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    source = read_text(folder, path, report, **options)
    assert source is None or source.path == "docs/fr.md"
    return (source.text if source else None), described(report)


def described(report: Report) -> list[str]:
    """Write findings as `place+length code message`, then their near matches and related places."""
    lines = []
    for found in report:
        length = f"+{found.span.length}" if found.span.length else ""
        lines.append(f"{found.span}{length} {found.rule.code} {found.message}")
        lines += [f"did you mean {found.suggestion}"] if found.suggestion else []
        lines += [f"see {span}: {note}" for span, note in found.related]
    return lines


def load(text: str, *, first_line: int = 1, tags_allowed: bool = False) -> tuple[YamlDocument | None, list[str]]:
    """Parse YAML and return the document and the findings."""
    report = Report()
    document = parse_yaml(SourceFile("a.yml", text), report, first_line=first_line, tags_allowed=tags_allowed)
    return document, described(report)


def value(text: str) -> Any:
    """Parse YAML that has no faults."""
    document, found = load(text)
    assert document is not None, found
    assert not found
    return document.value


# --- Bytes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text", "found"),
    [
        (b"one\ntwo\n", "one\ntwo\n", []),
        ("é€😀\n".encode(), "é€😀\n", []),
        (b"tab\there\n", "tab\there\n", []),
        ("\u200b\u00ad\ufeff x".encode(), "\u200b\u00ad\ufeff x", []),
        (b"\xef\xbb\xbfone", "one", ["docs/fr.md:1:1 byte-order-mark the file begins with a byte order mark"]),
        (
            b"one\ntwo\r\nthree\r\n",
            "one\ntwo\nthree\n",
            ["docs/fr.md:2 carriage-return the lines end in CR LF, as on Windows"],
        ),
        (b"a\rb", "a\nb", ["docs/fr.md:1 carriage-return the lines end in CR LF, as on Windows"]),
        (
            b"\xef\xbb\xbfa\r\n",
            "a\n",
            [
                "docs/fr.md:1 carriage-return the lines end in CR LF, as on Windows",
                "docs/fr.md:1:1 byte-order-mark the file begins with a byte order mark",
            ],
        ),
        (b"", None, ["docs/fr.md:1 empty-file the file is empty"]),
        (" \n\t\u00a0\n".encode(), None, ["docs/fr.md:1 empty-file the file is empty"]),
        (
            b"\xef\xbb\xbf",
            None,
            [
                "docs/fr.md:1 empty-file the file is empty",
                "docs/fr.md:1:1 byte-order-mark the file begins with a byte order mark",
            ],
        ),
        (b"a\xff", None, ["docs/fr.md:1:2+1 not-utf8 the byte 0xff is not UTF-8"]),
        ("é€😀".encode() + b"\xe9t\xe9", None, ["docs/fr.md:1:4+1 not-utf8 the byte 0xe9 is not UTF-8"]),
        ("é\n€€".encode() + b"\x80", None, ["docs/fr.md:2:3+1 not-utf8 the byte 0x80 is not UTF-8"]),
        (
            b"\xef\xbb\xbfab\xc3(",
            None,
            [
                "docs/fr.md:1:1 byte-order-mark the file begins with a byte order mark",
                "docs/fr.md:1:3+1 not-utf8 the byte 0xc3 is not UTF-8",
            ],
        ),
        (b"\xe2\x82", None, ["docs/fr.md:1:1+1 not-utf8 the byte 0xe2 is not UTF-8"]),
        (b"\xed\xa0\x80", None, ["docs/fr.md:1:1+1 not-utf8 the byte 0xed is not UTF-8"]),
        (b"\xc0\xaf", None, ["docs/fr.md:1:1+1 not-utf8 the byte 0xc0 is not UTF-8"]),
        ("no".encode("utf-16"), None, ["docs/fr.md:1:1+1 not-utf8 the byte 0xff is not UTF-8"]),
        (b"a\x00b", None, ["docs/fr.md:1:2+1 control-character the file holds the invisible control character U+0000"]),
        (
            "é\n€\x1b[31m".encode(),
            None,
            ["docs/fr.md:2:2+1 control-character the file holds the invisible control character U+001B"],
        ),
        (
            "é\r\n\x7f".encode(),
            None,
            [
                "docs/fr.md:1 carriage-return the lines end in CR LF, as on Windows",
                "docs/fr.md:2:1+1 control-character the file holds the invisible control character U+007F",
            ],
        ),
        (
            "l\u0092eau \u009b2J".encode(),
            None,
            ["docs/fr.md:1:2+1 control-character the file holds the invisible control character U+0092"],
        ),
        (
            "a\u2028b".encode(),
            None,
            ["docs/fr.md:1:2+1 control-character the file holds the invisible control character U+2028"],
        ),
    ],
)
def test_the_bytes_of_a_file(tmp_path: Path, content: bytes, text: str | None, found: list[str]) -> None:
    assert read(tmp_path, content) == (text, found)


@pytest.mark.parametrize("character", [*range(9), 11, 12, *range(14, 32), *range(127, 160), 0x2028, 0x2029])
def test_every_control_character_is_refused(tmp_path: Path, character: int) -> None:
    text, found = read(tmp_path, f"a{chr(character)}".encode())
    assert text is None
    assert [line.split()[1] for line in found] == ["control-character"]
    assert found[0].endswith(f"U+{character:04X}")


def test_a_file_of_the_largest_size_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    assert read(tmp_path, b"x" * MAX_BYTES) == ("x" * MAX_BYTES, [])
    found = "docs/fr.md:1 file-too-large the file has 1000001 bytes, the limit is 1000000"
    assert read(tmp_path, b"x" * (MAX_BYTES + 1)) == (None, [found])
    assert read(tmp_path, b"xxx", max_bytes=2)[1] == [
        "docs/fr.md:1 file-too-large the file has 3 bytes, the limit is 2"
    ]


@given(st.binary(max_size=40))
@example(b"\xef\xbb\xbf\xef\xbb\xbf\r\r\n")
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-bytes"
    folder.mkdir(exist_ok=True)
    text, found = read(folder, content)
    if text is None:
        assert found
    else:
        assert text.encode() in content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        assert text.isprintable() or all(one.isprintable() or one in "\n\t" or ord(one) > 160 for one in text)


# --- Files ----------------------------------------------------------------------------------------------------------


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    report = Report()
    (tmp_path / "real.md").write_text("text", encoding="utf-8")
    (tmp_path / "link.md").symlink_to("real.md")
    source = read_text(tmp_path, tmp_path / "link.md", report)
    assert source == SourceFile("link.md", "text")
    assert not len(report)


@pytest.mark.parametrize("absolute", [True, False])
def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path, *, absolute: bool) -> None:
    project, secret = tmp_path / "project", tmp_path / "project-secret.md"
    project.mkdir()
    secret.write_text("secret", encoding="utf-8")
    (project / "fr.md").symlink_to(secret if absolute else "../project-secret.md")
    report = Report()
    assert read_text(project, project / "fr.md", report) is None
    assert described(report) == ["fr.md:1 outside-project this link leads out of the project"]


def test_a_link_by_way_of_a_folder_is_not_followed_out_of_the_project(tmp_path: Path) -> None:
    project, other = tmp_path / "project", tmp_path / "other"
    project.mkdir()
    other.mkdir()
    (other / "fr.md").write_text("secret", encoding="utf-8")
    (project / "docs").symlink_to(other)
    report = Report()
    assert read_text(project, project / "docs" / "fr.md", report) is None
    assert described(report) == ["docs/fr.md:1 outside-project this link leads out of the project"]


def test_a_link_to_nothing_and_one_in_a_circle_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "nothing.md").symlink_to("nowhere.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    report = Report()
    for name in ("nothing.md", "circle.md", "missing.md"):
        assert read_text(tmp_path, tmp_path / name, report) is None
    assert [line.split(":1 ")[1] for line in described(report)] == [
        "unreadable-file the file cannot be read: it is a link that leads in a circle",
        "unreadable-file the file cannot be read: it does not exist",
        "unreadable-file the file cannot be read: it does not exist",
    ]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "fr.md").mkdir()
    report = Report()
    assert read_text(tmp_path, tmp_path / "fr.md", report) is None
    assert described(report) == ["fr.md:1 unreadable-file the file cannot be read: it is a folder"]


def test_a_project_that_is_itself_reached_by_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "fr.md").write_text("text", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    assert read_text(tmp_path / "link", tmp_path / "link" / "fr.md", Report()) == SourceFile("fr.md", "text")


def test_a_path_is_shown_with_slashes_and_without_what_moves_a_terminal(tmp_path: Path) -> None:
    assert relative_path(tmp_path, tmp_path / "docs" / "été fr.md") == "docs/été fr.md"
    strange = os.fsdecode(b"a\n::error::\x1b[31m\xff.md")
    assert relative_path(tmp_path, tmp_path / strange) == "a�::error::�[31m�.md"


@pytest.mark.parametrize("name", ["fr.md", "A-1_b.png", "0"])
def test_names_that_work_everywhere(name: str) -> None:
    assert is_portable_name(name)


@pytest.mark.parametrize("name", ["", ".htaccess", "-rf", "a b", "é.png", "a/b", "a\n", "a:b", "a?", "..", "a\u202eb"])
def test_names_that_do_not_work_everywhere(name: str) -> None:
    assert not is_portable_name(name)


# --- YAML -----------------------------------------------------------------------------------------------------------


def test_every_scalar_stays_the_text_that_was_typed() -> None:
    text = "a: no\nb: 2019-04\nc: 0x1F\nd: 1e3\ne: 'x'\nf: \"\\u00e9\"\ng: >-\n  two\n  lines\nh: <<\n1: 12:30\n"
    assert value(text) == {
        "a": "no",
        "b": "2019-04",
        "c": "0x1F",
        "d": "1e3",
        "e": "x",
        "f": "é",
        "g": "two lines",
        "h": "<<",
        "1": "12:30",
    }


def test_nothing_is_nothing_unless_it_is_quoted() -> None:
    text = "a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: \"~\"\ng: NULL\n"
    expected = {"a": None, "b": None, "c": None, "d": "", "e": "null", "f": "~", "g": "NULL"}
    assert value(text) == expected


@pytest.mark.parametrize("text", ["", "# a comment\n", "---\n", "~"])
def test_a_document_may_be_empty(text: str) -> None:
    assert value(text) is None


def test_a_document_need_not_hold_fields() -> None:
    assert value("- 1\n- [2]\n") == ["1", ["2"]]
    assert value("word") == "word"


def test_the_places_of_values_and_keys() -> None:
    document, found = load("é: 'ü' # x\nlist:\n- a\n-   b: {😀: c, d: }\n", first_line=10)
    assert not found
    assert document is not None
    assert document.values == {
        (): Span("a.yml", 10, 1),
        ("é",): Span("a.yml", 10, 4, 3),
        ("list",): Span("a.yml", 12, 1, 1),
        ("list", 0): Span("a.yml", 12, 3, 1),
        ("list", 1): Span("a.yml", 13, 5),
        ("list", 1, "b"): Span("a.yml", 13, 8, 1),
        ("list", 1, "b", "😀"): Span("a.yml", 13, 12, 1),
        ("list", 1, "b", "d"): Span("a.yml", 13, 18),
    }
    assert document.keys[("list", 1, "b", "d")] == Span("a.yml", 13, 15, 1)
    assert document.span_of(("list", 1, "b", "d"), of_key=True) == Span("a.yml", 13, 15, 1)
    assert document.span_of(("list", 1, "no", 7, "where")) == Span("a.yml", 13, 5)
    assert document.span_of(("nowhere",), of_key=True) == Span("a.yml", 10)


_NOT_YAML = "yaml-syntax this is not valid YAML:"
_NO_TOKEN = f"a.yml:1:4 {_NOT_YAML} without quotes, no value begins with this character"
_NO_END = f"a.yml:3:5 {_NOT_YAML} a quotation mark is never closed"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a:\n\tb: 1", ["a.yml:2:1+1 yaml-tab YAML is indented with spaces, this is a tab"]),
        ("a: b\n  \tc: d", ["a.yml:2:3+1 yaml-tab YAML is indented with spaces, this is a tab"]),
        ("\ta: 1", ["a.yml:1:1+1 yaml-tab YAML is indented with spaces, this is a tab"]),
        ("a: &x 1", ["a.yml:1:4+4 yaml-alias YAML anchors and aliases are not read"]),
        ("é: *x", ["a.yml:1:4+2 yaml-alias YAML anchors and aliases are not read"]),
        ("a: {b: &x [1]}", ["a.yml:1:8+4 yaml-alias YAML anchors and aliases are not read"]),
        ("&k a: 1", ["a.yml:1:1+4 yaml-alias YAML anchors and aliases are not read"]),
        ("*k : 1", ["a.yml:1:1+2 yaml-alias YAML anchors and aliases are not read"]),
        ("<<: *k", ["a.yml:1:5+2 yaml-alias YAML anchors and aliases are not read"]),
        (
            "a: !!python/object/apply:os.system [id]",
            ["a.yml:1:4+33 yaml-tag YAML tags such as `tag:yaml.org,2002:python/object/apply:os.system` are not read"],
        ),
        ("!ENV [HOME]", ["a.yml:1:1+6 yaml-tag YAML tags such as `!ENV` are not read"]),
        ("!k a: 1", ["a.yml:1:1+4 yaml-tag YAML tags such as `!k` are not read"]),
        ("a: !!str 1", ["a.yml:1:4+7 yaml-tag YAML tags such as `tag:yaml.org,2002:str` are not read"]),
        ("[" * 13, ["a.yml:1:13+1 yaml-too-deep lists and fields are nested more than 12 deep"]),
        ("- " * 13 + "x", ["a.yml:1:25 yaml-too-deep lists and fields are nested more than 12 deep"]),
        ("? [a]\n: 1", ["a.yml:1:3+1 yaml-syntax this is not valid YAML: a key must be a plain word"]),
        ("{{a: b}: c}", ["a.yml:1:2+1 yaml-syntax this is not valid YAML: a key must be a plain word"]),
        ("a: 1\n---\nb: 2", ["a.yml:3:1 yaml-syntax this is not valid YAML: a second document begins here"]),
        (
            "é: b: c",
            ["a.yml:1:5 yaml-syntax this is not valid YAML: a `:` followed by a space cannot stand here"],
        ),
        (
            "a: @b",
            [_NO_TOKEN],
        ),
        (
            "a: 'b\n\nc: d",
            [
                _NO_END,
                "see a.yml:1:4: it begins here",
            ],
        ),
        (
            'a: "\\x1b[31m"',
            ["a.yml:1:4+10 control-character the file holds the invisible control character U+001B"],
        ),
        (
            '"a\\0": b',
            ["a.yml:1:1+5 control-character the file holds the invisible control character U+0000"],
        ),
        (
            'a: "b\\r"',
            ["a.yml:1:4+5 control-character the file holds the invisible control character U+000D"],
        ),
    ],
)
def test_yaml_that_is_refused(text: str, found: list[str]) -> None:
    document, report = load(text)
    assert document is None
    assert report == found


def test_the_deepest_nesting_that_is_read() -> None:
    assert value("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_a_key_that_is_given_twice_keeps_its_first_value() -> None:
    document, found = load("a: 1\nb:\n  c: [1]\n  é: x\n  c: [2, 3]\na:\n- 2\n")
    assert document is not None
    assert document.value == {"a": "1", "b": {"c": ["1"], "é": "x"}}
    assert document.values[("b", "c")].line == 3
    assert found == [
        "a.yml:5:3+1 duplicate-key `c` is given twice",
        "see a.yml:3:3: first given here",
        "a.yml:6:1+1 duplicate-key `a` is given twice",
        "see a.yml:1:1: first given here",
    ]


def test_tags_of_other_tools_pass_where_they_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST", "")
    monkeypatch.setenv("SECOND", "2")
    monkeypatch.delenv("THIRD", raising=False)
    text = (
        "a: !!python/name:material.x ''\nb: !ENV [FIRST, SECOND, none]\nc: !ENV [FIRST, THIRD, none]\n"
        "d:\n  - !ENV [SECOND]\n  - !relative $docs_dir\ne: !ENV SECOND\nf: !ENV []\n"
    )
    document, found = load(text, tags_allowed=True)
    assert not found
    assert document is not None
    assert document.value == {
        "a": "",
        "b": "2",
        "c": "none",
        "d": ["SECOND", "$docs_dir"],
        "e": "SECOND",
        "f": [],
    }


_SIZE = 100_000
_HOSTILE = {
    "an alias bomb": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 2000)),
    "brackets": "[" * _SIZE,
    "braces": "{" * _SIZE,
    "dashes": "- " * (_SIZE // 2),
    "question marks": "? " * (_SIZE // 2),
    "steps": "".join(f"{' ' * n}b:\n" for n in range(400)),
    "quotation marks": '"' * _SIZE + "'" * _SIZE,
    "a long key": "a" * _SIZE + ": 1",
    "many keys": "".join(f"a{n}: 1\n" for n in range(_SIZE // 8)),
    "the same key": "a: 1\n" * (_SIZE // 5),
    "a long list": "a: [" + "b, " * (_SIZE // 3) + "]",
    "documents": "---\n" * (_SIZE // 4),
    "directives": "%A\n" * (_SIZE // 3),
    "white space": "a:" + " " * _SIZE + "\n" * _SIZE + "b: c",
    "tabs": "\t" * _SIZE,
    "a folded text": "a: >\n" + " x\n\n" * (_SIZE // 4),
    "escapes": 'a: "' + "\\n" * (_SIZE // 2) + '"',
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_hostile_yaml_is_read_in_time(text: str) -> None:
    begun = time.process_time()
    load(text)
    assert time.process_time() - begun < 3


_YAML_TOKENS = [
    "a",
    ":",
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "&x",
    "*x",
    "!t",
    "#",
    "|",
    ">",
]
_YAML_TOKENS += ["---\n", "...\n", "? ", "%", "@", "`", "~", "<<", "\\x00", "é", "😀", "\u2028", "\x85", "\ufeff"]


@given(st.text() | st.lists(st.sampled_from(_YAML_TOKENS)).map("".join), st.booleans())
def test_any_text_is_yaml_or_refused(text: str, tags_allowed: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    report = Report()
    document = parse_yaml(SourceFile("a.yml", text), report, tags_allowed=tags_allowed)
    assert document is not None or len(report)
    spans = [found.span for found in report]
    spans += [*document.values.values(), *document.keys.values()] if document else []
    assert all(span.line >= 1 and (span.column or 1) >= 1 and (span.length or 1) >= 1 for span in spans)


# --- Front matter ---------------------------------------------------------------------------------------------------


def cut(text: str) -> tuple[Any, str, int, list[str]]:
    """Cut a text; return the metadata, the body, the line on which that begins, and the findings."""
    report = Report()
    front = split_front_matter(SourceFile("fr.md", text), report)
    return (front.meta.value if front.meta else None), front.body, front.body_line, described(report)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nText\n", ({"a": "1"}, "Text\n", 4, [])),
        ("---  \na: 1\n...\n\nText", ({"a": "1"}, "\nText", 4, [])),
        ("---\na: 1\n---", ({"a": "1"}, "", 4, [])),
        ("---\n---\nText", (None, "Text", 3, [])),
        ("---\na: '---'\nb: |\n  ---\n---\nText\n---\n", ({"a": "---", "b": "---"}, "Text\n---\n", 6, [])),
        ("Text", (None, "Text", 1, ["fr.md:1 no-front-matter the file does not begin with `---`"])),
        (
            "\n---\na: 1\n---\n",
            (None, "\n---\na: 1\n---\n", 1, ["fr.md:1 no-front-matter the file does not begin with `---`"]),
        ),
        (
            "----\na: 1\n---\n",
            (None, "----\na: 1\n---\n", 1, ["fr.md:1 no-front-matter the file does not begin with `---`"]),
        ),
        (
            "---\na: 1\nText\n",
            (None, "", 4, ["fr.md:1:1+3 unclosed-front-matter the front matter that begins here is never closed"]),
        ),
        (
            "---\né: b: c\n---\nText",
            (
                None,
                "Text",
                4,
                ["fr.md:2:5 yaml-syntax this is not valid YAML: a `:` followed by a space cannot stand here"],
            ),
        ),
        (
            "---\na: 1\n\tb: 2\n---\nText",
            (None, "Text", 5, ["fr.md:3:1+1 yaml-tab YAML is indented with spaces, this is a tab"]),
        ),
    ],
)
def test_front_matter(text: str, expected: tuple[Any, str, int, list[str]]) -> None:
    meta, body, line, found = cut(text)
    assert (meta, body, line, found) == expected


@given(
    st.text(st.characters(exclude_characters="\r"))
    | st.lists(st.sampled_from(["---", "...", "\n", "a: 1", "x"])).map("".join)
)
def test_no_line_is_lost_and_none_moves(text: str) -> None:
    _, body, line, found = cut(text)
    if "unclosed-front-matter" not in " ".join(found):
        assert body == "\n".join(text.split("\n")[line - 1 :])


# --- Models ---------------------------------------------------------------------------------------------------------


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Inner(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=2)]
    depends_on: Annotated[tuple[str, ...], Field(alias="depends-on")] = ()


class Outer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    status: Literal["draft", "published"] = "draft"
    colour: Colour = Colour.RED
    reviewed: dt.date | None = None
    order: int = 0
    inner: Inner | None = None
    parts: tuple[Inner, ...] = ()


class Outers(RootModel[tuple[Outer, ...]]):
    pass


def checked(model: type[BaseModel], text: str) -> tuple[BaseModel | None, list[str]]:
    """Parse YAML, check it against a model, and return the value and the findings."""
    report = Report()
    document = parse_yaml(SourceFile("a.yml", text), report)
    assert document is not None
    return validate(model, document, report), described(report)


def test_what_fits_becomes_a_value() -> None:
    found = checked(Outer, "title: 'no'\norder: 3\nreviewed: 2026-02-28\nparts: [{name: ab, depends-on: [x]}]\n")
    part = Inner(**{"name": "ab", "depends-on": ("x",)})
    assert found == (Outer(title="no", order=3, reviewed=dt.date(2026, 2, 28), parts=(part,)), [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["a.yml:1 missing-field the field `title` is missing"]),
        ("order: 1", ["a.yml:1 missing-field the field `title` is missing"]),
        (
            "title: a\n\ninner:\n  depends-on: []\n",
            ["a.yml:4:3 missing-field the field `inner.name` is missing"],
        ),
        (
            "title: a\ntitel: b",
            ["a.yml:2:1+5 unknown-field there is no field `titel` here", "did you mean title"],
        ),
        (
            "title: a\nparts:\n- {name: ab, depend-on: b}",
            ["a.yml:3:14+9 unknown-field there is no field `depend-on` here", "did you mean depends-on"],
        ),
        ("title: a\nxyz: b", ["a.yml:2:1+3 unknown-field there is no field `xyz` here"]),
        (
            "title: a\nstatus:   publish",
            ["a.yml:2:11+7 unknown-value `status` cannot be `publish`", "did you mean published"],
        ),
        (
            "title: a\ncolour: rde",
            ["a.yml:2:9+3 unknown-value `colour` cannot be `rde`", "did you mean red"],
        ),
        ("title: a\ncolour: {a: b}", ["a.yml:2:9+1 unknown-value `colour` cannot be `{'a': 'b'}`"]),
        ("title: a\nreviewed: 31/02/2026", ["a.yml:2:11+10 bad-date `reviewed` is no date: `31/02/2026`"]),
        ("title: a\nreviewed: 2026-02-30", ["a.yml:2:11+10 bad-date `reviewed` is no date: `2026-02-30`"]),
        ("title: a\norder: many", ["a.yml:2:8+4 wrong-type `order` does not fit: a whole number was expected here"]),
        ("title: a\norder:", ["a.yml:2:7 wrong-type `order` does not fit: a whole number was expected here"]),
        ("title: [a]", ["a.yml:1:8+1 wrong-type `title` does not fit: a text was expected here"]),
        ("title: a\ninner: {name: ''}", ["a.yml:2:15+2 wrong-type `inner.name` does not fit: it is empty"]),
        (
            "title: a\nparts: [b]",
            ["a.yml:2:9+1 wrong-type `parts.0` does not fit: fields were expected here, as in `name: value`"],
        ),
        (
            "title: a\nparts: b",
            ["a.yml:2:8+1 wrong-type `parts` does not fit: a list was expected here, as in `[one, two]`"],
        ),
        (
            "- a",
            ["a.yml:1 wrong-type `the file` does not fit: fields were expected here, as in `name: value`"],
        ),
        (
            "status: a\ntitel: b",
            [
                "a.yml:1 missing-field the field `title` is missing",
                "a.yml:1:9+1 unknown-value `status` cannot be `a`",
                "a.yml:2:1+5 unknown-field there is no field `titel` here",
                "did you mean title",
            ],
        ),
    ],
)
def test_each_fault_is_reported_at_its_own_place(text: str, found: list[str]) -> None:
    assert checked(Outer, text) == (None, found)


def test_a_list_of_models() -> None:
    assert checked(Outers, "- title: a\n- title: b\n  oder: 1\n") == (
        None,
        ["a.yml:3:3+4 unknown-field there is no field `oder` here", "did you mean order"],
    )


def test_the_hint_names_what_is_known() -> None:
    report = Report()
    document = parse_yaml(SourceFile("a.yml", "title: a\nxyz: 1\nstatus: xyz"), report)
    assert document is not None
    validate(Outer, document, report)
    assert [found.hint for found in report] == [
        "the fields are title, status, colour, reviewed, order, inner, parts",
        "it is one of draft, published",
    ]
