"""The sentences in which sources are cited, in all languages: what each source is used for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from dossier.citation_syntax import CitationItem
from dossier.corpus import Corpus

_END = re.compile(
    r"""(?: (?<!\b\w)(?<!\b[A-ZÀ-Þ][a-z])\. | [!?…؟] )   # no end: M. Michel, St. Gallen
        [)»”’"']* (?: \s+(?=[^\sa-z]) | $ )
      | [。！？][”』」）]*""",
    re.VERBOSE,
)
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that cites a source: where it stands, as plain text, and what the citation says of the place.

    `unit` is the part of an argument, empty on a page without parts.
    """

    content: str
    lang: str
    unit: str
    sentence: str
    item: CitationItem


def passages(corpus: Corpus) -> Mapping[str, Sequence[Passage]]:
    """Return by key the sentences that cite each source, in the order of the site."""
    found: dict[str, list[Passage]] = {}
    for content, lang, unit, tokens in _texts(corpus):
        for sentence, item in _cited(tokens):
            found.setdefault(item.key, []).append(Passage(content, lang, unit, sentence, item))
    return found


def _texts(corpus: Corpus) -> Iterator[tuple[str, str, str, Sequence[Token]]]:
    for argument in corpus.arguments.values():
        for lang, text in argument.texts.items():
            for unit in text.walk():
                yield f"arguments/{argument.id}", lang, unit.id, (*unit.own_tokens(), *text.note_tokens(unit))
    for event in corpus.timeline.events:
        for lang, told in event.texts.items():
            yield "timeline", lang, event.id, told.tokens
    for content, whole in corpus.whole_texts():
        for tokens in whole.token_groups():
            yield content, whole.lang, "", tokens


def _cited(blocks: Sequence[Token]) -> Iterator[tuple[str, CitationItem]]:
    """Yield each item that is cited in some blocks with the sentence around it."""
    for block in blocks:
        words, places = "", []
        for token in block.children or ():
            if token.type in {"text", "code_inline"}:
                words += token.content
            elif token.type in {"softbreak", "hardbreak"}:
                words += " "
            elif token.type == "citation":
                places.append((len(words.rstrip()), token.meta["citation"]))
        if places:
            ends = [match.end() for match in _END.finditer(words)]
            for place, citation in places:
                sentence = _sentence(words, place, ends)
                for item in citation.items:
                    yield sentence, item


def _sentence(words: str, place: int, ends: Sequence[int]) -> str:
    """Return the sentence to which a citation at a place belongs; one behind the full stop belongs to what it ends."""
    start = max((end for end in ends if end < place), default=0)
    stop = min((end for end in ends if end >= place), default=len(words))
    sentence = " ".join(words[start:stop].split())
    sentence = re.sub(r"\s+([,.;])", r"\1", sentence)  # where the citation stood
    return sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST] + "…"
