"""What editors of one language have to do: what is missing, what is behind, and how long everything is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from dossier import locales, markdown
from dossier.arguments import Argument, ArgumentText
from dossier.config import Config
from dossier.corpus import Corpus
from dossier.source import relative_path
from dossier.translations import Row, State

ORDER = (State.MISSING, State.MATERIAL, State.UNMARKED, State.EDITORIAL, State.CURRENT)
"""The most urgent first."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SIGN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """An argument on the dashboard of a language. `words` counts the original's, `own_words` the translation's."""

    argument: str
    state: str
    """A `State`, or `original` where the argument was written in this language."""
    units: tuple[str, ...]
    words: int
    own_words: int
    path: str
    """The file in this language, whether it exists or not."""
    start: str
    """Address of the forge's form for beginning that file; empty where it exists, or where no forge is known."""


def entries(
    corpus: Corpus, rows: Mapping[tuple[str, str], Row], words: Mapping[tuple[str, str], int], lang: str
) -> Iterator[Entry]:
    """Yield what the dashboard of a language shows, the most urgent first; then in the order of the site.

    `rows` and `words` tell by argument and language how a translation stands to its original, and how long a text is.
    """
    found = [_entry(corpus.config, one, rows.get((one.id, lang)), words, lang) for one in corpus.arguments.values()]
    yield from sorted(found, key=lambda one: ORDER.index(State(one.state)) if one.state in ORDER else len(ORDER))


def _entry(
    config: Config, argument: Argument, row: Row | None, words: Mapping[tuple[str, str], int], lang: str
) -> Entry:
    folder = f"{relative_path(config.root, config.docs)}/arguments/{argument.id}"
    is_missing = row is not None and row.state is State.MISSING and lang not in argument.texts
    return Entry(
        argument=argument.id,
        state=row.state if row else "original",
        units=tuple(row.units) if row else (),
        words=words.get((argument.id, argument.facts.source_language), 0),
        own_words=words.get((argument.id, lang), 0),
        path=f"{folder}/{lang}.md",
        start=f"{config.new_base}{quote(folder)}?filename={lang}.md" if is_missing and config.new_base else "",
    )


def count_words(text: ArgumentText) -> int:
    """Count the words of a text, without its notes; where words have no spaces between them, its characters."""
    spaced = locales.load(text.lang).data["numbers"]["words_are_spaced"]
    plain = [text.title, text.claim, *(markdown.plain_text(unit.own_tokens()) for unit in text.walk())]
    return sum(len((_WORD if spaced else _SIGN).findall(one)) for one in plain)
