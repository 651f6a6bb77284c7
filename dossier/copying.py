"""Passages that two files share: what is written once and copied is mended in one place and forgotten in the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from markdown_it.token import Token

from dossier import locales, markdown, rules
from dossier.corpus import Corpus
from dossier.diagnostics import Report, Span
from dossier.wording import Phrase

WORDS = 8
"""So many words in a row are no coincidence."""

CHARACTERS = 20
"""The same for languages without spaces between words."""

_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:['’]\w+)*")
_CHARACTER = re.compile(r"[\d.,A-Za-z]*[\dA-Za-z]|\w")  # numbers and Latin names count as one


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a claim: its words, where it stands, and the content that it is part of."""

    content: str
    text: str
    span: Span


class _Text(Protocol):
    @property
    def path(self) -> str: ...

    def token_groups(self) -> Iterator[tuple[Token, ...]]: ...


def check_copying(corpus: Corpus, report: Report) -> None:
    """Report every passage that two contents share in one language, at the second of the two."""
    for lang in corpus.config.languages:
        spaced = locales.load(lang).data["numbers"]["words_are_spaced"]
        pattern, size = (_WORD, WORDS) if spaced else (_CHARACTER, CHARACTERS)
        for first, second, words in shared(_blocks(corpus, lang), pattern, size):
            passage = (" " if spaced else "").join(words)
            report.add(
                rules.SHARED_PASSAGE,
                second.span,
                related=((first.span, Phrase.SAME_STANDS_HERE()),),
                count=len(words),
                what=Phrase.WORDS() if spaced else Phrase.CHARACTERS(),
                passage=passage,
            )


def shared(blocks: Iterable[Block], pattern: re.Pattern[str], size: int) -> Iterator[tuple[Block, Block, list[str]]]:
    """Yield each longest run of at least `size` words that blocks of two contents share, with both blocks.

    Takes a time that grows with the length of the texts alone: each run of `size` words is looked up once.
    """
    known = list(blocks)
    words: list[str | int] = []
    starts = []
    for number, block in enumerate(known):
        starts.append(len(words))
        words += pattern.findall(block.text.casefold())
        words.append(number)  # no other is the same: no run leads from one block into the next
    seen: dict[int, int] = {}
    after = 0
    for here, run in enumerate(map(hash, zip(*(words[shift:] for shift in range(size)), strict=False))):
        there = seen.setdefault(run, here)
        if there == here or here < after:
            continue
        first, second = (known[bisect_right(starts, place) - 1] for place in (there, here))
        if first.content != second.content:
            length = _common(words, there, here)
            after = here + length
            if length >= size:  # else two runs have the same hash
                yield first, second, [str(word) for word in words[here:after]]


def _common(words: Sequence[str | int], there: int, here: int) -> int:
    """Return how many words are the same from two places on; no two blocks end alike."""
    length = 0
    while words[there + length] == words[here + length]:
        length += 1
    return length


def _blocks(corpus: Corpus, lang: str) -> Iterator[Block]:
    for argument in corpus.arguments.values():
        if text := argument.texts.get(lang):
            yield Block(f"arguments/{argument.id}", text.claim, text.heading.get("claim", Span(text.path)))
    for content, texts in _texts(corpus):
        if lang in texts:
            for tokens in texts[lang].token_groups():
                yield from _paragraphs(content, tokens, texts[lang].path)
    for event in corpus.timeline.events:
        if lang in event.texts:
            yield from _paragraphs("timeline", event.texts[lang].tokens, event.document.span.path)


def _texts(corpus: Corpus) -> Iterator[tuple[str, Mapping[str, _Text]]]:
    for argument in corpus.arguments.values():
        yield f"arguments/{argument.id}", argument.texts
    for theme, introductions in corpus.introductions.items():
        yield f"themes/{theme}", introductions
    for page in corpus.pages.values():
        yield f"pages/{page.id}", page.texts


def _paragraphs(content: str, tokens: Sequence[Token], path: str) -> Iterator[Block]:
    for token in tokens:
        if token.type == "inline":
            yield Block(content, markdown.plain_text([token]), Span(path, token.meta.get("line", 1)))
