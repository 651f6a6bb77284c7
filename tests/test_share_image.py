"""The image of a card: its form, what is drawn on it, and that the same card is the same image."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from itertools import pairwise

import pytest

from dossier import share_image
from dossier.arguments import CONFIDENCES
from dossier.share_image import HEIGHT, WIDTH, Card, render

CARD = Card("fr", "Un dossier", "Les emplois", "Les emplois ne sont pas venus.", "likely")
CARDS = {
    "fr": CARD,
    "ja": Card("ja", "調査", "来なかった仕事", "九百の仕事は来なかった。", "disputed"),
    "zh-Hans": Card("zh-Hans", "专题", "就业岗位", "就业岗位没有到来。", "established"),
    "ar": Card("ar", "ملف", "الوظائف", "لم تأتِ الوظائف إلى Liège.", "unproven"),
}
LONG = "Les neuf cents emplois annoncés en 2018 pour la plateforme de l’aéroport. "


def pixels(png: bytes) -> list[bytes]:
    """Decode an image of ours; each pixel is the number of its colour."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length) == (zlib.crc32(name + data),)
        chunks[name] = data
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", chunks[b"IHDR"]) == (WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    raw = zlib.decompress(chunks[b"IDAT"])
    rows = [raw[start + 1 : start + 1 + WIDTH] for start in range(0, len(raw), WIDTH + 1)]
    assert max(map(max, rows)) < len(chunks[b"PLTE"]) // 3
    return rows


def drawn(card: Card, first: int, last: int) -> set[tuple[int, int]]:
    """Return the places between two rows where an image has ink, the bar at its edge aside."""
    rows = pixels(render(card))
    return {(x, y) for y in range(first, last) for x in range(40, WIDTH - 40) if rows[y][x]}


def test_the_same_card_is_the_same_image_and_another_is_not() -> None:
    assert render(CARD) == render(replace(CARD))
    others = [replace(CARD, site="x"), replace(CARD, title="x"), replace(CARD, text="x"), replace(CARD, confidence="")]
    assert len({render(card) for card in [CARD, *others]}) == 5


@pytest.mark.parametrize("lang", CARDS)
def test_every_script_is_drawn(lang: str) -> None:
    card = CARDS[lang]
    assert share_image.missing(card) == ""
    bare = replace(card, title="", text="", site="", confidence="")
    assert drawn(bare, 0, HEIGHT) == set()
    for part in ("site", "title", "text", "confidence"):
        assert len(drawn(replace(bare, **{part: getattr(card, part)}), 0, HEIGHT)) > 200, part


def test_an_image_begins_where_its_language_does() -> None:
    for lang, edge in (("fr", 0), ("ar", WIDTH - 1)):
        for row in pixels(render(CARDS[lang])):
            assert row[edge]
            assert not row[WIDTH - 1 - edge]


def test_each_confidence_has_its_frame() -> None:
    foot = {level: drawn(replace(CARD, confidence=level), HEIGHT - 120, HEIGHT) for level in CONFIDENCES}
    assert all(foot.values())
    edge = HEIGHT - 65  # the lower edge of the frame
    gaps = {}
    for level, places in foot.items():
        line = sorted(x for x, y in places if y == edge)
        gaps[level] = sum(after - before > 1 for before, after in pairwise(line))
    assert gaps["established"] == gaps["likely"] == 0
    assert 0 < gaps["disputed"] < gaps["unproven"]


@pytest.mark.parametrize("times", [1, 3, 30])
def test_long_texts_stay_between_the_margins(times: int) -> None:
    card = replace(CARD, title=LONG * times, text=LONG * times)
    assert len(render(card)) < 40_000
    places = drawn(card, 0, HEIGHT)
    assert {x for x, _ in places} <= {*range(70, WIDTH - 70)}
    assert {y for _, y in places} <= {*range(50, HEIGHT - 60)}


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    title, text = share_image._fitting(replace(CARD, text=LONG * 30), 368)
    assert title[-1][0] == "Les emplois"
    assert text[-1][0].endswith("…")
    assert share_image._fitting(CARD, 368)[1][-1][0].endswith("venus.")


def test_a_card_is_described_in_words() -> None:
    assert CARD.description == "Un dossier – Les emplois – Les emplois ne sont pas venus. – Probable"
    assert replace(CARD, title="Un dossier", confidence="").description == "Un dossier – Les emplois ne sont pas venus."
