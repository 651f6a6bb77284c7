"""Writing the images: beside their pages, and drawn once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier import share, share_image
from dossier.share_image import Card

CARDS = {
    "fr/": Card("fr", "Un dossier", "Un dossier", "De quoi essayer."),
    "fr/arguments/jobs/": Card("fr", "Un dossier", "Les emplois", "Ils ne sont pas venus.", "likely"),
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return where images are kept, and the site."""
    return tmp_path / "kept", tmp_path / "site"


def test_each_image_stands_beside_its_page(folders: tuple[Path, Path]) -> None:
    kept, site = folders
    share.write_images(CARDS, kept, site)
    for uri, card in CARDS.items():
        assert (site / uri / "share.png").read_bytes() == share_image.render(card)
    assert len([*kept.iterdir()]) == len(CARDS)


def test_what_was_drawn_is_not_drawn_again(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    kept, site = folders
    share.write_images(CARDS, kept, site)
    drawn: list[Card] = []

    def render(card: Card) -> bytes:
        drawn.append(card)
        return b"new"

    monkeypatch.setattr(share_image, "render", render)
    new = Card("fr", "Un dossier", "Les emplois", "Ils sont venus.", "likely")
    share.write_images({**CARDS, "fr/arguments/jobs/": new}, kept, site)
    assert drawn == [new]
    assert (site / "fr/arguments/jobs/share.png").read_bytes() == b"new"
    assert len([*kept.iterdir()]) == len(CARDS), "what is no longer used is not kept"


def test_a_drawing_that_was_cut_off_is_made_anew(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    kept, site = folders
    with monkeypatch.context() as patch:
        patch.setattr(share_image, "render", lambda _card: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            share.write_images(CARDS, kept, site)
    share.write_images(CARDS, kept, site)
    assert (site / "fr/share.png").read_bytes() == share_image.render(CARDS["fr/"])
