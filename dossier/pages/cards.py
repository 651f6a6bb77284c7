"""What stands on the images by which pages are shared: a card for each argument, and one for all other pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dossier import rules, share_image
from dossier.corpus import Corpus
from dossier.diagnostics import Report, Span
from dossier.share_image import Card
from dossier.writer import address


def cards(corpus: Corpus, report: Report) -> Mapping[str, Card]:
    """Return the cards of a site by address: of an argument, or of a language for all its other pages.

    A card that no font can set is reported and left out. A site that does not know its address has none: those who
    show an image must be told where it is.
    """
    config = corpus.config
    found = {}
    if config.share_images and config.site_url:
        for uri, card, span in (*_of_languages(corpus), *_of_arguments(corpus)):
            if characters := share_image.missing(card):
                report.add(rules.NO_GLYPH, span, characters=" ".join(characters))
            else:
                found[uri] = card
    return found


def _of_languages(corpus: Corpus) -> Iterator[tuple[str, Card, Span]]:
    name = corpus.config.site_name
    for text in corpus.pages["home"].texts.values() if "home" in corpus.pages else ():
        yield address("pages/home", text.lang), Card(text.lang, name, name, text.description), Span(text.path)


def _of_arguments(corpus: Corpus) -> Iterator[tuple[str, Card, Span]]:
    for argument in corpus.arguments.values():
        for text in argument.texts.values():
            card = Card(text.lang, corpus.config.site_name, text.title, text.claim, argument.facts.confidence)
            yield address(f"arguments/{argument.id}", text.lang), card, text.heading["title"]
