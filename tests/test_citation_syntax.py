"""Pandoc's citation syntax: keys, groups, prefixes, suffixes, and locators with the words of every language."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossier import locales
from dossier.citation_syntax import CitationItem, RawItem, holds_key, match_key, parse_group, parse_locator
from dossier.diagnostics import Span

KEYS = [
    "Pearson2023State",
    "doe99",
    "_private",
    "7up",
    "a.b:c/d",
    "a-b",
    "a_b",
    "a#b$c%d&e+f?g<h>i~j",
    "https://example.org/a",
    "été",
    "日本2019",
    "пример",
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_read_whole(key: str) -> None:
    for text in (f"@{key}", f"@{key}, p. 3", f"see @{key}"):
        found = parse_group(text)
        assert found is not None
        assert [item.key for item in found] == [key]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("@foo.", "foo"),
        ("@foo:", "foo"),
        ("@foo--bar", "foo"),
        ("@foo..bar", "foo"),
        ("@foo?", "foo"),
        ("@{foo bar}", "foo bar"),
        ("@{foo--bar.}", "foo--bar."),
        ("@{https://example.org/a?b={c}", None),
        ("@{}", None),
        ("@{ a}", None),
        ("@", None),
        ("@ foo", None),
        ("@.foo", None),
        ("@-foo", None),
    ],
)
def test_where_a_key_ends(text: str, key: str | None) -> None:
    found = match_key(text, 0, len(text))
    assert (found and found["key"].strip("{}")) == key


@pytest.mark.parametrize("before", ["a", "1", "é", "/", ".", ":", "=", "&", "?", "%", "+", "~", "@", "\\", "a-", "a_"])
def test_what_stands_before_a_key_can_make_it_none(before: str) -> None:
    text = f"{before}@foo"
    assert match_key(text, len(before), len(text)) is None
    assert parse_group(text) is None
    assert not holds_key(text)


@pytest.mark.parametrize("before", ["", " ", "(", "[", "«", "“", "'", "*", "—", "-", "_", " -", ";", ",", "\n"])
def test_what_stands_before_a_key_can_leave_it_one(before: str) -> None:
    text = f"{before}@foo"
    assert holds_key(text)
    found = parse_group(text.lstrip("; "))
    assert found is not None
    assert found[0].key == "foo"


def test_addresses_and_e_mails_are_no_citations() -> None:
    text = "a@example.org, first-@example.org, https://medium.com/@user, https://a.b/?x=@y, x:@y, user@@host, \\@foo"
    assert not holds_key(text)


def test_a_key_ends_where_the_text_may_be_read() -> None:
    found = match_key("@foobar", 0, 4)
    assert found is not None
    assert found["key"] == "foo"
    assert match_key("@foo", 0, 1) is None


# --- Groups ---------------------------------------------------------------------------------------------------------


def raw(  # noqa: PLR0913, PLR0917 - the parts of a citation
    key: str,
    offset: int = 0,
    prefix: str = "",
    label: str | None = None,
    locator: str = "",
    suffix: str = "",
    *,
    suppress: bool = False,
) -> RawItem:
    """Make an item, with what it most often does not have left out."""
    return RawItem(key, offset, prefix, label, locator, suffix, suppress)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("@a", [raw("a")]),
        ("-@a", [raw("a", suppress=True)]),
        ("see @a", [raw("a", 4, "see")]),
        ("see -@a, p. 3", [raw("a", 4, "see", "page", "3", suppress=True)]),
        ("@a; @b", [raw("a"), raw("b", 4)]),
        (
            "see @a, p. 3; also @b, chap. 2, a suffix; -@c",
            [
                raw("a", 4, "see", "page", "3"),
                raw("b", 19, "also", "chapter", "2", "a suffix"),
                raw("c", 42, suppress=True),
            ],
        ),
        (
            "see @doe99, pp. 33-35 and *passim*; @smith04, chap. 1",
            [raw("doe99", 4, "see", "page", "33–35", "and *passim*"), raw("smith04", 36, label="chapter", locator="1")],
        ),
        ("@smith{ii, A, D-Z}, with a suffix", [raw("smith", 0, "", "page", "ii, A, D–Z", "with a suffix")]),
        (
            "@smith, {pp. iv, vi-xi, (xv)-(xvii)} with suffix here",
            [raw("smith", 0, "", "page", "iv, vi–xi, (xv)–(xvii)", "with suffix here")],
        ),
        ("@smith{}, 99 years later", [raw("smith", suffix="99 years later")]),
        ("@a, p. 3; @a, p. 4", [raw("a", 0, "", "page", "3"), raw("a", 10, "", "page", "4")]),
        ("*see*  e.g.,\n@a", [raw("a", 13, "*see* e.g.")]),
        ("@a, suffix with [a; b], {c; d} and `e; f`", [raw("a", suffix="suffix with [a; b], {c; d} and `e; f`")]),
        ("@a \\; b; @c", [raw("a", suffix="\\; b"), raw("c", 9)]),
        ("@a `; @b", [raw("a", suffix="`"), raw("b", 6)]),
        ("@{a b}, p. 3", [raw("a b", 0, "", "page", "3")]),
        ("@a, p. 3.", [raw("a", 0, "", "page", "3")]),
        ("@a,", [raw("a")]),
    ],
)
def test_groups(text: str, items: list[RawItem]) -> None:
    assert parse_group(text) == tuple(items)


@pytest.mark.parametrize(
    "text", ["", "see", "@a; see b", "@a;", "; @a", "@a;; @b", "@a @b", "see @a, cf. @b", "a@b.c", "@a\\;@b"]
)
def test_what_is_no_group(text: str) -> None:
    assert parse_group(text) is None


def test_an_item_gets_its_place() -> None:
    span = Span("fr.md", 3, 4, 5)
    item = raw("a", 4, "see", "page", "3", "end", suppress=True).at(span)
    assert item == CitationItem("a", span, "see", "page", "3", "end", suppress_author=True)


# --- Locators -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", (None, "", "")),
        (", 33", ("page", "33", "")),
        (" 33", ("page", "33", "")),
        ("33", (None, "", "33")),
        (",33", ("page", "33", "")),
        ("\n33", ("page", "33", "")),
        (", xi", ("page", "xi", "")),
        (", xi-xiv", ("page", "xi–xiv", "")),
        (", xi, xiv and 3", ("page", "xi, xiv, 3", "")),
        (", xi of them", (None, "", "xi of them")),
        (", civil law", (None, "", "civil law")),
        (", did", (None, "", "did")),
        (", XI", (None, "", "XI")),
        (", p. XI", ("page", "XI", "")),
        (", p. 12", ("page", "12", "")),
        (", p.12", ("page", "12", "")),
        (", p12", ("page", "12", "")),
        (", P. 12", ("page", "12", "")),
        (", page 12", ("page", "12", "")),
        (", pp. 12-14", ("page", "12–14", "")),
        (", pp. 12--14", ("page", "12–14", "")),
        (", pp. 12---14", ("page", "12–14", "")),
        (", pp. 12 — 14", ("page", "12–14", "")),
        (", pp. 12–\n14", ("page", "12–14", "")),
        (", 12,14 & 16-18", ("page", "12, 14, 16–18", "")),
        (", pp. 12 et 14", ("page", "12, 14", "")),
        (", pp. 12 und 14", ("page", "12, 14", "")),
        (", pp. 12 en 14", ("page", "12, 14", "")),
        (", p. 12 en plus", ("page", "12", "en plus")),
        (", p. 12, et suite", ("page", "12", "et suite")),
        (", p. 12, 2019 edition", ("page", "12, 2019", "edition")),
        (", p. 12 sq.", ("page", "12", "sq.")),
        (", p. 12n3", ("page", "12n3", "")),
        (", p. 3.2.1", ("page", "3.2.1", "")),
        (", p. 3.", ("page", "3", "")),
        (", p. A12", ("page", "A12", "")),
        (", p. e10123", ("page", "e10123", "")),
        (", p.", (None, "", "p.")),
        (", p. ?", (None, "", "p. ?")),
        (", paged", (None, "", "paged")),
        (", in press", (None, "", "in press")),
        (", my emphasis", (None, "", "my emphasis")),
        (" my emphasis", (None, "", "my emphasis")),
        (", chap. 3", ("chapter", "3", "")),
        (", chapitre III", ("chapter", "III", "")),
        (", § 4", ("section", "4", "")),
        (", §§ 4-5", ("section", "4–5", "")),
        (", sec. 4.2", ("section", "4.2", "")),
        (", ¶¶ 3-4", ("paragraph", "3–4", "")),
        (", alinéa 3", ("paragraph", "3", "")),
        (", n° 5", ("number", "5", "")),
        (", fig. 3a", ("figure", "3a", "")),
        (", tableau 2", ("table", "2", "")),
        (", annexe 2", ("annex", "2", "")),
        (", annexe B", ("annex", "B", "")),
        (", appendix B, my emphasis", ("annex", "B", "my emphasis")),
        (", note A propos", (None, "", "note A propos")),
        (", fol. 3v", ("folio", "3v", "")),
        (", art. 5", ("article", "5", "")),
        (", time 1:02:03", ("timestamp", "1:02:03", "")),
        (", abstract", ("abstract", "", "")),
        (", résumé, ma traduction", ("abstract", "", "ma traduction")),
        (", vol. 2, p. 3", ("volume", "2", "p. 3")),
        ("{}", (None, "", "")),
        (", {}, 99 years later", (None, "", "99 years later")),
        (", {99}", ("page", "99", "")),
        (", {p. xi--xiv, back}", ("page", "xi–xiv, back", "")),
        (", {s.v. jobs} my emphasis", ("sub-verbo", "jobs", "my emphasis")),
        (", {chap. 3", (None, "", "{chap. 3")),
    ],
)
def test_locators(rest: str, expected: tuple[str | None, str, str]) -> None:
    assert parse_locator(rest) == expected


_WORDS = [
    (code, label, word, bool(entry.get("bare")))
    for code in locales.available()
    for label, entry in locales.load(code).data["locators"].items()
    for word in entry["words"]
]


@pytest.mark.parametrize(("code", "label", "word", "bare"), _WORDS)
def test_every_word_of_every_language_is_understood(code: str, label: str, word: str, *, bare: bool) -> None:
    value = "" if bare else "12–14"
    for written in (word, f"{word}.", word.upper()):
        assert parse_locator(f", {written} {'' if bare else '12-14'}") == (label, value, ""), code


# --- Any text -------------------------------------------------------------------------------------------------------

_TOKENS = [
    "@a",
    "-@b",
    "@{c d}",
    ";",
    ",",
    " ",
    "p. 12",
    "pp. ",
    "xi",
    "-",
    "--",
    "–",
    "{",
    "}",
    "[",
    "]",
    "`",
    "\\",
    "et",
    "&",
]
_TOKENS += ["12", "chap.", "§", "see", "\n", "*", "é", "日", ".", ":", "resumé", "A"]


@given(st.text() | st.lists(st.sampled_from(_TOKENS)).map("".join))
@example("@a, {}")
@example("@a, }{")
@example("[]]@a;")
def test_any_text_is_a_group_or_none(text: str) -> None:
    found = parse_group(text)
    if found is None:
        return
    assert found
    for item in found:
        assert text[item.offset] == ("-" if item.suppress_author else "@")
        assert item.key in text
        for piece in (item.prefix, item.suffix, item.locator):
            assert piece == piece.strip()
            assert "\n" not in piece
        assert item.locator_label is not None or not item.locator


_SIZE = 10_000
_HOSTILE = {
    "keys": "@a" * _SIZE,
    "a key with much punctuation": "@a" + ".a" * _SIZE,
    "slashes": "@a" + "/" * _SIZE,
    "braces": "@a, " + "{" * _SIZE,
    "pairs of braces": "@a, " + "{}" * _SIZE,
    "numbers": "@a, p. " + "1-" * _SIZE,
    "full stops": "@a, p. 1" + "." * _SIZE,
    "roman numerals": "@a, " + "m" * _SIZE,
    "ranges of roman numerals": "@a, " + "xi-" * _SIZE + "!",
    "lists of roman numerals": "@a, " + "xi, " * _SIZE + "!",
    "white space": "@a," + " " * _SIZE + "p." + " " * _SIZE + "1" + " " * _SIZE + "-" + " " * _SIZE + "2" + " " * _SIZE,
    "commas": "@a" + "," * _SIZE,
    "semicolons": "@a" + ";" * _SIZE,
    "back ticks": "`" * _SIZE + "@a",
    "back slashes": "\\" * _SIZE + "@a",
    "labels": "@a, " + "p. " * _SIZE,
    "words": "@a, 1" + " et" * _SIZE,
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_hostile_groups_are_read_in_time(text: str) -> None:
    begun = time.process_time()
    parse_group(text)
    assert time.process_time() - begun < 1
