"""What has changed and when: from the logs of corrections, the dates of reviews, and git's history of the texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.arguments import Argument
from dossier.corpus import Corpus
from dossier.corrections import Correction, anchored
from dossier.folders import CORRECTIONS
from dossier.history import History

SITE = f"pages/{CORRECTIONS}"
"""Content id of the page on which the corrections of the site as a whole stand."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a page on a day."""

    date: dt.date
    kind: str
    """The kind of a correction; of a text, `added`, `changed` or `reviewed`."""
    content: str
    anchor: str = ""
    """Where a correction stands on the page."""
    text: Mapping[str, str] = field(default_factory=dict)
    """By language, what a correction says."""


def corrections(corpus: Corpus) -> tuple[Change, ...]:
    """Return the corrections of the site and of all arguments, the newest first."""
    found = list(_logged(SITE, corpus.corrections))
    for argument in corpus.arguments.values():
        found += _logged(f"arguments/{argument.id}", argument.facts.corrections)
    return _newest_first(found)


def changes_of(argument: Argument, lang: str, history: History) -> tuple[Change, ...]:
    """Return what has changed in an argument in a language, the newest first; reviews, which change nothing, aside."""
    logged = _logged(f"arguments/{argument.id}", argument.facts.corrections)
    return _newest_first([*logged, *_dated(argument, lang, history)])


def changes(corpus: Corpus, lang: str, history: History) -> tuple[Change, ...]:
    """Return all that happened to the pages of a language, the newest first."""
    found = list(corrections(corpus))
    for argument in corpus.arguments.values():
        if lang in argument.texts:
            found += _dated(argument, lang, history)
            reviewed, known = argument.facts.reviewed, history.get(argument.texts[lang].path)
            if reviewed and not (known and reviewed <= known.first):  # a text that comes has been read
                found.append(Change(reviewed, "reviewed", f"arguments/{argument.id}"))
    return _newest_first(found)


def _logged(content: str, log: Sequence[Correction]) -> Iterator[Change]:
    for anchor, one in reversed(list(anchored(log))):
        yield Change(one.date, one.kind, content, anchor, one.text)


def _dated(argument: Argument, lang: str, history: History) -> Iterator[Change]:
    """Yield when the text of an argument came, and when it last changed, as far as git knows."""
    known = history.get(argument.texts[lang].path)
    if known:
        if known.last > known.first:
            yield Change(known.last, "changed", f"arguments/{argument.id}")
        yield Change(known.first, "added", f"arguments/{argument.id}")


def _newest_first(found: Iterable[Change]) -> tuple[Change, ...]:
    """Sort by day; what happened on one day stays in its order."""
    return tuple(sorted(found, key=lambda one: one.date, reverse=True))
