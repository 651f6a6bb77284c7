"""Quotations: the same words are found however they are set, and no others; fragments that point at words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.links.quotes import find_quotes, fragment_texts, holds

TEXT = """The board's "new plan" – all of it – costs €3.75 billion.
Freight is an eco-
nomic question, not a well-
known one. Il a dit : « C’est assez ! » Et puis rien.
Diﬃcult words, e\u00adlec\u00adtric words. 机场的夜航成本很高。 Straße"""


@pytest.mark.parametrize(
    "quote",
    [
        "The board’s “new plan”",
        "the BOARD'S 'new plan'",
        "new plan — all of it - costs",
        "costs €3.75\u00a0billion",
        "economic question",
        "a well-known one",
        "il a dit: «c'est assez!»",
        "C’est assez\u202f!",
        "difficult words, electric",
        "夜航成本",
        "STRASSE",
        "The board’s […] costs",
        "The board… economic question",
        "the board (...) billion",
        "new   plan\n– all",
        "economic question, not a well-known one.",
    ],
)
def test_the_same_words_are_found(quote: str) -> None:
    assert holds(TEXT, quote)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        " … ",
        "“”",
        "the new board",
        "costs […] The board",
        "eco question",
        "he board",
        "cost €3.75",
        "plan all costs",
        "夜航高",
        "it costs €3.75 million",
    ],
)
def test_other_words_are_not_found(quote: str) -> None:
    assert not holds(TEXT, quote)


def test_a_gap_is_no_leap_over_the_whole_page() -> None:
    assert holds(f"start {'x ' * 100}end", "start … end")
    assert not holds(f"start {'x ' * 2_000}end", "start … end")
    assert holds(f"start {'x ' * 2_000}start again, and the end", "start … end")


def test_those_that_are_found_are_returned_in_order() -> None:
    assert find_quotes(TEXT, ("economic", "nothing", "new plan")) == ("economic", "new plan")


def test_a_hostile_text_takes_no_more_time_than_a_long_one() -> None:
    started = time.perf_counter()
    assert not holds("ab " * 50_000, "ab … " * 20 + "c")
    assert not holds("- \n" * 100_000, "x")
    assert not holds("a" * 300_000, "a" * 100)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("fragment", "texts"),
    [
        ("section", ()),
        ("", ()),
        (":~:text=new%20plan", ("new plan",)),
        ("part:~:text=a,b", ("a … b",)),
        (":~:text=before-,a,-after", ("a",)),
        (":~:text=before-,a,b,-after", ("a … b",)),
        (":~:text=a%2Cb&text=c&other=d", ("a,b", "c")),
        (":~:text=", ()),
        (":~:text=a,b,c", ()),
        (":~:text=%FF%", ("\ufffd%",)),
    ],
)
def test_a_fragment_tells_what_it_asks_for(fragment: str, texts: tuple[str, ...]) -> None:
    assert fragment_texts(fragment) == texts


@given(st.lists(st.text("abcé-’ \n", min_size=1), min_size=1, max_size=5))
def test_every_text_holds_itself(parts: list[str]) -> None:
    text = " ".join(parts)
    assert holds(text, text) == any(sign.isalpha() or sign == "-" for sign in text)
