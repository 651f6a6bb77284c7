"""Writes the images that stand for pages where these are shared; what was drawn before is copied.

An image is kept under the digest of what it says and of what draws it, so that nothing has to tell when it is stale.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from dossier import share_image, text_width, typesetting
from dossier.share_image import Card
from dossier.writer import image_address

CACHE_FOLDER = ".cache/dossier/share"
"""Where images are kept between builds, from the project's root."""


def write_images(cards: Mapping[str, Card], kept: Path, site: Path) -> None:
    """Write the image of each card into the folder of the site, beside the page whose address is its key.

    `kept` is the folder of those that were drawn before; it is left with those of this build.
    """
    kept.mkdir(parents=True, exist_ok=True)
    used = set()
    for uri, card in cards.items():
        file = kept / f"{_digest(card)}.png"
        used.add(file)
        if not file.exists():
            unfinished = file.with_suffix(".new")
            unfinished.write_bytes(share_image.render(card))
            unfinished.replace(file)
        image = site / image_address(uri)
        image.parent.mkdir(parents=True, exist_ok=True)
        image.write_bytes(file.read_bytes())
    for file in {*kept.iterdir()} - used:
        file.unlink()


def _digest(card: Card) -> str:
    return hashlib.sha256("\0".join((_drawn_by(), card.lang, card.confidence, *card.words)).encode()).hexdigest()


@cache
def _drawn_by() -> str:
    """Return a digest of all that makes an image of a card: our code, the fonts, the libraries."""
    modules = (share_image, text_width, typesetting)
    fonts = sorted((resources.files("dossier") / "fonts").iterdir(), key=lambda font: font.name)
    parts = [inspect.getsource(module).encode() for module in modules]
    parts += [font.read_bytes() for font in fonts]
    parts += [metadata.version(name).encode() for name in ("uharfbuzz", "python-bidi")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
