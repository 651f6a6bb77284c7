"""What readers narrow a list down with, without a script: a choice of each kind, joined.

A page shows everything; the stylesheet hides what was not chosen. It knows the kinds by letters and the choices by
numbers, `ds-a3` and `ds-b1`, and has rules for `SLOTS` of each kind. Where there are more choices than that, those at
the end share the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dossier.locales import Locale

SLOTS = 12
"""How many choices of a kind the stylesheet can tell apart."""


@dataclass(frozen=True)
class Choices:
    """What a reader can choose of one kind: the names of the kind, of all, and of each; the number of each by id."""

    letter: str
    legend: str
    every: str
    names: Sequence[str]
    numbers: Mapping[str, int]
    chosen: int = 0
    """The number of what is chosen at first; 0 is all."""

    def classes(self, ids: Iterable[str]) -> list[str]:
        """Return what the stylesheet calls the choices that these belong to."""
        return [f"ds-{self.letter}{number}" for number in sorted({self.numbers[one] for one in ids})]


def choices(letter: str, words: tuple[str, str], names: Mapping[str, str], locale: Locale) -> Choices:
    """Return the choices of a kind; `words` name the kind, and all of it; `names` are by id, in their order."""
    shown = list(names.values())
    if len(shown) > SLOTS:
        shown[SLOTS - 1 :] = [locale.text("ui.others")]
    return Choices(letter, *words, shown, {one: min(number, SLOTS) for number, one in enumerate(names, start=1)})
