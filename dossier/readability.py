"""How easily the texts are read: each language's own formula, and the longest sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from markdown_it.token import Token

from dossier import locales, markdown
from dossier.corpus import Corpus

FLOOR = 50
"""Below this score a text is difficult, by the scale that Flesch gave and the others kept."""

LONGEST = 40
"""A sentence with more words than this is named: it can always be cut."""

LONGEST_IN_CHARACTERS = 80
"""The same for languages without spaces, in characters."""

_SENTENCE_END = re.compile(
    r"""(?<=[.!?…]) (?<! \b\d[.]) (?<! \b\d\d[.]) (?<! \b[^\W\d_][.])  # no ordinal, no initial
        (?: [ \u00a0\u202f]? » | ["'’”)\]] )* [ \u00a0\u202f]+ (?= ["'‘“„«(]? [\u00a0\u202f ]? [^\W\d_a-zß-ÿ] )
      | (?<= [^\W\d_]{4} [.!?…] ) [ \u00a0\u202f]+ (?= \d )
      | (?<= [。！？] ) ”?""",
    re.VERBOSE,
)
_WORD = re.compile(r"\d[\d.,\u00a0\u202f]*|[^\W\d_]+")
_CHARACTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Formula:
    """A language's formula; see readability.toml."""

    formula: str
    base: float
    sentence: float
    word: float
    vowels: str
    silent: str

    def syllables(self, word: str) -> int:
        """Count the syllables of a word, as nearly as its letters tell; a number is read as one."""
        kept = re.sub(self.silent, "", word.lower())
        return max(1, len(re.findall(f"[{self.vowels}]+", kept)))


@dataclass(frozen=True, slots=True)
class Reading:
    """How one text reads. `words` are characters where the language has no spaces; None stands for no formula."""

    content: str
    lang: str
    words: int
    sentences: int
    score: float | None
    longest: str
    length_of_longest: int

    @property
    def sentence_length(self) -> float:
        """How many words a sentence has, on average."""
        return self.words / max(1, self.sentences)

    @property
    def is_hard(self) -> bool:
        """Whether the text as a whole, or its longest sentence, is harder than it should be."""
        spaced = locales.load(self.lang).data["numbers"]["words_are_spaced"]
        limit = LONGEST if spaced else LONGEST_IN_CHARACTERS
        return self.length_of_longest > limit or (self.score is not None and self.score < FLOOR)


def readings(corpus: Corpus) -> Iterator[Reading]:
    """Yield how each argument, each theme's introduction and each page reads in each of its languages."""
    for argument in corpus.arguments.values():
        for lang, text in argument.texts.items():
            yield read(f"arguments/{argument.id}", lang, [unit.tokens for unit in text.walk()])
    for theme, introductions in corpus.introductions.items():
        for lang, introduction in introductions.items():
            yield read(f"themes/{theme}", lang, [introduction.document.tokens])
    for page in corpus.pages.values():
        for lang, written in page.texts.items():
            yield read(f"pages/{page.id}", lang, [written.document.tokens])


def read(content: str, lang: str, texts: Sequence[Sequence[Token]]) -> Reading:
    """Measure a text; headings are no sentences, and notes are not read on."""
    blocks = (block for tokens in texts for block in _paragraphs(tokens))
    sentences = [one for block in blocks for one in sentences_of(markdown.plain_text([block])) if _words(one, lang)]
    counted = [_words(one, lang) for one in sentences]
    words, formula = sum(map(len, counted)), _formulas().get(lang)
    score = None
    if formula and words:
        syllables = sum(formula.syllables(word) for one in counted for word in one)
        score = formula.base - formula.sentence * words / len(sentences) - formula.word * syllables / words
    longest = max(zip(map(len, counted), sentences, strict=True), key=lambda one: one[0], default=(0, ""))
    return Reading(content, lang, words, len(sentences), score, longest[1], longest[0])


def sentences_of(text: str) -> list[str]:
    """Cut a paragraph into its sentences; a point before a small letter, or behind an initial, ends none."""
    return [one for piece in _SENTENCE_END.split(text) if (one := " ".join(piece.split()))]


def _paragraphs(tokens: Sequence[Token]) -> Iterator[Token]:
    previous = ""
    for token in tokens:
        if token.type == "inline" and previous != "heading_open":
            yield token
        previous = token.type


def _words(sentence: str, lang: str) -> list[str]:
    spaced = locales.load(lang).data["numbers"]["words_are_spaced"]
    return (_WORD if spaced else _CHARACTER).findall(sentence)


@cache
def _formulas() -> dict[str, Formula]:
    text = (resources.files("dossier") / "readability.toml").read_text(encoding="utf-8")
    return {lang: Formula(**table) for lang, table in tomllib.loads(text).items()}
