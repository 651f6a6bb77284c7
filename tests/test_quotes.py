"""The words that a citation relies on: how many they are, and the address that leads to them."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.quotes import text_fragment, with_quote, words_of

FRAGMENTS = {
    "neuf cents": "text=neuf%20cents",
    "R&D, self-made": "text=R%26D%2C%20self%2Dmade",
    "  one\n two ": "text=one%20two",
    "100 % (à peu près) #1?": "text=100%20%25%20%28%C3%A0%20peu%20pr%C3%A8s%29%20%231%3F",
    "1 2 3 4 5 6 7 8": "text=1%202%203%204%205%206%207%208",
    "1 2 3 4 5 6 7 8 9": "text=1%202%203%204,6%207%208%209",
    "一二三四五六七八九十一二三四五六七八": f"text={'一二三四五六七八'},{'一二三四五六七八'}",
    "from here […] to there": "text=from%20here,to%20there",
    "from here... to there": "text=from%20here,to%20there",
    "九百个就业岗位": "text=九百个就业岗位",
}


@pytest.mark.parametrize(("quote", "fragment"), FRAGMENTS.items())
def test_the_fragment_of_a_quotation(quote: str, fragment: str) -> None:
    found = text_fragment(quote)
    assert found.isascii()
    assert (found if fragment.isascii() else unquote(found)) == fragment


@given(st.text(min_size=1).filter(lambda quote: quote.strip() and not re.search(r"…|\.\.\.", quote)))
def test_a_fragment_is_read_back(quote: str) -> None:
    directive = text_fragment(quote)
    assert not set(directive.removeprefix("text=")) & set('-&#=\\^`{|}<>" \n')
    parts = [unquote(part) for part in directive.removeprefix("text=").split(",")]
    folded = " ".join(quote.split())
    assert len(parts) == (1 if len(words_of(quote)) <= 8 else 2)
    assert folded.startswith(parts[0])
    assert folded.endswith(parts[-1])


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/", "https://a.example/#:~:text=b"),
        ("https://a.example/#c", "https://a.example/#c:~:text=b"),
        ("https://a.example/?d", "https://a.example/?d#:~:text=b"),
    ],
)
def test_the_address_of_a_quotation(url: str, address: str) -> None:
    assert with_quote(url, "b") == address
    assert with_quote(url, "") == url


def test_words_are_counted_in_every_language() -> None:
    assert len(words_of("It’s 3.5 per cent – no more")) == 7
    assert len(words_of("九百个就业岗位 at Liège")) == 6
