"""Whether a page bears the title that the bibliography gives it.

Titles are translated, shortened and misspelt, and pages hold copies, lists and abstracts: only where nothing at all is
in common is something wrong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from dossier.links.page import PageFacts
from dossier.links.phrases import guess_language, is_ideograph, languages, words_of

_READ = 3_000
_STEM = 5
"""Words that begin alike count as the same: plural forms, cases, and what related languages share."""
_ENOUGH = 8
"""A page with fewer words says too little of itself."""


def far_apart(expected: str, page: PageFacts) -> bool:
    """Tell whether a page has nothing in common with the title that is expected of it.

    A title in square brackets is a description and is compared with nothing. Nor are texts in different languages:
    a bibliography may translate.
    """
    if expected.strip().startswith("["):
        return False
    said = f"{_headlines(page)} {page.text[:_READ]}"
    words, expected_words = words_of(said), words_of(expected)
    if len(words) < _ENOUGH or _script(expected_words) != _script(words):
        return False
    ours, theirs = guess_language(expected_words), guess_language(words)
    if ours and theirs and ours != theirs:
        return False
    stems = _stems(expected_words, ours)
    needed = 2 if ours == theirs else 3
    return len(stems) >= needed and stems.isdisjoint(_stems(words, ours))


def much_in_common(expected: str, page: PageFacts) -> bool:
    """Tell whether a page's titles and headings have at least half of the words that are expected of them."""
    stems = _stems(words_of(expected), "")
    return bool(stems) and 2 * len(stems & _stems(words_of(_headlines(page)), "")) >= len(stems)


def _headlines(page: PageFacts) -> str:
    return " ".join((page.title, *page.headings, page.og_title, page.citation_title, page.description))


def _stems(words: Iterable[str], language: str) -> set[str]:
    """Return the beginnings of the words that mean something; of scripts without spaces, pairs of signs."""
    stop = languages()[language].stop if language else frozenset().union(*(each.stop for each in languages().values()))
    found: set[str] = set()
    before = ""
    for word in words:
        if is_ideograph(word):
            if before:
                found.add(before + word)
            before = word
            continue
        before = ""
        if len(word) > 1 and word not in stop and not word.isdigit():
            found.add(word[:_STEM])
    return found


def _script(words: Iterable[str]) -> str:
    """Return the script that most letters are in, by the first word of their Unicode names."""
    counts: dict[str, int] = {}
    for word in words:
        script = "CJK" if is_ideograph(word) else unicodedata.name(word[0], "").partition(" ")[0]
        if script != "DIGIT":
            counts[script] = counts.get(script, 0) + (1 if script == "CJK" else 2)
    return max(counts, key=lambda script: counts[script], default="")
