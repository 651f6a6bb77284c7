"""The figures of a text, as values that can be compared between languages: numbers, days and months.

3,75 Mrd., 3.75 billion and 3,75 milliards are the same number; 11 mars, March 11 and 3月11日 are the same day. What a
language's separators and scales are stands in its locale; the names of months come from the CLDR.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dossier import locales

_SPACE_AT_DIGIT = re.compile(r"(?<=\d) (?=\D)|(?<=\D) (?=\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: how it compares (`value`), and how the text has it (`text`)."""

    value: str
    text: str


def figures(text: str, lang: str) -> tuple[Figure, ...]:
    """Return the figures of a plain text in a language, in the order of the text.

    A number's value is in plain decimal notation (`7600000000`); a month is `month:3`, a day `day:3-11`. Digits that
    belong to a name (G20, CO2) are no figures.
    """
    grammar = _grammar(lang)
    found: list[tuple[int, Figure]] = []

    def take_date(match: re.Match[str]) -> str:
        found.append((match.start(), Figure(grammar.date_value(match), match.group().strip())))
        return " " * len(match.group())

    if not grammar.spaced:
        text = _SPACE_AT_DIGIT.sub("", text)
    rest = grammar.dates.sub(take_date, text)
    numbers = grammar.numbers.finditer(rest)
    found += [(match.start(), Figure(grammar.number_value(match), match.group().strip())) for match in numbers]
    return tuple(figure for _, figure in sorted(found, key=lambda one: one[0]))


def difference(original: tuple[Figure, ...], translation: tuple[Figure, ...]) -> tuple[list[Figure], list[Figure]]:
    """Return the figures that the translation lacks, and those that it has beyond the original's."""
    return _beyond(original, translation), _beyond(translation, original)


def _beyond(these: tuple[Figure, ...], those: tuple[Figure, ...]) -> list[Figure]:
    left = Counter(figure.value for figure in those)
    surplus = []
    for figure in these:
        if left[figure.value]:
            left[figure.value] -= 1
        else:
            surplus.append(figure)
    return surplus


@dataclass(frozen=True)
class _Grammar:
    """How one language writes figures."""

    dates: re.Pattern[str]
    numbers: re.Pattern[str]
    months: Mapping[str, int]
    group: str
    decimal: str
    scales: Mapping[str, int]
    spaced: bool

    def date_value(self, match: re.Match[str]) -> str:
        """Return how a month, or a day of a month, compares."""
        month = self.months[match["month"][:1].lower() + match["month"][1:]]
        day = match["day_before"] or match["day_after"]
        return f"day:{month}-{int(re.sub('[^0-9]', '', day))}" if day else f"month:{month}"

    def number_value(self, match: re.Match[str]) -> str:
        """Return a number in plain decimal notation, its scale multiplied in."""
        digits = re.sub(self.group, "", match["digits"]).replace(self.decimal, ".")
        scale = self.scales[match["scale"].rstrip(".").casefold()] if match["scale"] else 0
        return f"{(Decimal(digits) * 10**scale).normalize():f}"


@cache
def _grammar(lang: str) -> _Grammar:
    locale = locales.load(lang)
    data = locale.data["numbers"]
    months = {
        name[:1].lower() + name[1:]: number
        for width in ("abbreviated", "wide")
        for context in ("format", "stand-alone")
        for number, name in locale.cldr.months[context][width].items()
    }
    scales = {word.rstrip(".").casefold(): power for word, power in data["scales"].items()}
    # Scripts without spaces between words have no boundaries of words to hold on to.
    before, after = (r"(?<!\w)", r"(?!\w)") if data["words_are_spaced"] else (r"(?<!\d)", "")
    first = re.escape(locale.data["dates"]["first_of_month"] or "1")
    # The spelling is the CLDR's to the letter, with a capital where a sentence may begin: "may" is no month.
    names = [*months, *(name[:1].upper() + name[1:] for name in months)]
    if not data["months_in_lower_case"]:
        names = names[len(months) :]
    gap = "[ \u00a0]?" if data["day_mark"] else "[ \u00a0]"
    dates = re.compile(
        rf"(?:(?<![\d.,])(?P<day_before>{first}|\d{{1,2}}){re.escape(data['ordinal_mark'])}[ \u00a0\u202f]+)?"
        rf"{before}(?P<month>{_alternatives(names)}){after}"
        rf"(?:{gap}(?P<day_after>\d{{1,2}})(?!\d|[.,]\d){re.escape(data['day_mark'])})?"
    )
    group, decimal = f"[{re.escape(data['group'])}]", re.escape(data["decimal"])
    numbers = re.compile(
        rf"(?<![A-Za-z\d.,])(?P<digits>\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?)"
        rf"(?:[ \u00a0\u202f]?(?P<scale>{_alternatives(scales)})\.?{after})?",
        re.IGNORECASE,
    )
    return _Grammar(dates, numbers, months, group, data["decimal"], scales, data["words_are_spaced"])


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
