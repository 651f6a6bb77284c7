"""The figures of a text, as values that can be compared between languages: numbers, days and months.

3,75 Mrd., 3.75 billion and 3,75 milliards are the same number; 11 mars, March 11 and 3月11日 have the same month and
the same number for the day. What a language's separators and scales are stands in its locale; the names of months come
from the CLDR.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from dossier import locales

_SPACE_IN_SCRIPT = re.compile(r"(?<=\d) (?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) (?=\d)")
"""A space between a digit and a character of a script that has no spaces: 3 月 is 3月, but not MH 17 MH17."""

_DIGITS = "0123456789"
_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]+[0-9]+")
_DAY_BEFORE, _FIGURE_AFTER = re.compile(r"\d\w{0,2}\.?\s$"), re.compile(r"\.?\s\d")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: how it compares (`value`), and how the text has it (`text`)."""

    value: str
    text: str


@locales.derived
@lru_cache(maxsize=1024)  # an original is compared with each of its translations in turn
def figures(text: str, lang: str) -> tuple[Figure, ...]:
    """Return the figures of a plain text in a language, in the order of the text.

    A number's value is in plain decimal notation (`7600000000`), a month's is `month:3`. The day of a month is a number
    like any other: so `March 11 and 12` has the figures of `les 11 et 12 mars`. Digits that follow a letter belong to a
    name, whose value is `name:G20`, and which is given once, however often the text has it.
    """
    grammar = _grammar(lang)
    found: list[tuple[int, Figure]] = []

    def take_month(match: re.Match[str]) -> str:
        name, start, end = match.group(), match.start(), match.end()
        if name in grammar.short and not (
            _DAY_BEFORE.search(text, max(start - 5, 0), start) or _FIGURE_AFTER.match(text, end)
        ):
            return name  # "ils étaient sept.", "Jan": no month without a figure beside it
        found.append((start, Figure(f"month:{grammar.months[name]}", name)))
        return " " * len(name)

    if not grammar.spaced:
        text = _SPACE_IN_SCRIPT.sub("", text)
    rest = grammar.month.sub(take_month, text)
    found += (
        (match.start(), Figure(grammar.value(match), match.group().strip())) for match in grammar.number.finditer(rest)
    )
    names = {match.group(): match.start() for match in reversed([*_NAME.finditer(text)])}
    found += ((start, Figure(f"name:{name}", name)) for name, start in names.items())
    return tuple(figure for _, figure in sorted(found, key=lambda one: one[0]))


def difference(original: tuple[Figure, ...], translation: tuple[Figure, ...]) -> tuple[list[Figure], list[Figure]]:
    """Return the figures that the translation lacks, and those that it has beyond the original's.

    A language may have a name of its own, with other letters or none (Q1 and T1): names are compared
    where both texts have one with the same letters.
    """
    return _beyond(original, translation), _beyond(translation, original)


def _beyond(these: tuple[Figure, ...], those: tuple[Figure, ...]) -> list[Figure]:
    left = Counter(figure.value for figure in those)
    letters = {figure.value.rstrip(_DIGITS) for figure in those}
    surplus = []
    for figure in these:
        if figure.value.startswith("name:") and figure.value.rstrip(_DIGITS) not in letters:
            continue
        if left[figure.value]:
            left[figure.value] -= 1
        else:
            surplus.append(figure)
    return surplus


@dataclass(frozen=True)
class _Grammar:
    """How one language writes figures."""

    month: re.Pattern[str]
    number: re.Pattern[str]
    months: Mapping[str, int]
    short: frozenset[str]
    """Names of months that are short forms, and may be other words."""
    group: str
    decimal: str
    scales: Mapping[str, int]
    spaced: bool

    def value(self, match: re.Match[str]) -> str:
        """Return a number in plain decimal notation, its scale multiplied in."""
        digits = re.sub(self.decimal, ".", re.sub(self.group, "", match["digits"]))
        scale = self.scales[match["scale"].casefold()] if match["scale"] else 0
        number = f"{Decimal(f'{digits}e{scale}'):f}"
        return number.rstrip("0").rstrip(".") if "." in number else number


@locales.derived
@cache
def _grammar(lang: str) -> _Grammar:
    locale = locales.load(lang)
    data = locale.data["numbers"]
    spaced = data["words_are_spaced"]
    short, wide = (_months(locale, width) for width in ("abbreviated", "wide"))
    months = short | wide
    scales = {word.casefold(): power for word, power in data["scales"].items()}
    group, decimal = (f"[{re.escape(data[name])}]" for name in ("group", "decimal"))
    # Scripts without spaces between words have no boundaries of words to hold on to.
    before, after = (r"(?<!\w)", r"(?!\w)") if spaced else (r"(?<!\d)", "")
    number = (
        rf"(?<![A-Za-z\d])(?P<digits>\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?)"
        # Ignoring the case of ASCII only: elsewhere a dotless i would match, and be in no scale of ours.
        rf"(?:[ \u00a0\u202f]?(?P<scale>(?ai:{_alternatives(scales)})){after})?"
    )
    return _Grammar(
        re.compile(f"{before}(?:{_alternatives(months)}){after}"),
        re.compile(number),
        months,
        frozenset(short.keys() - wide.keys()) if spaced else frozenset(),
        group,
        decimal,
        scales,
        spaced,
    )


def _months(locale: locales.Locale, width: str) -> dict[str, int]:
    """Return the names of the months as the CLDR spells them ("may" is none), and as they begin a sentence."""
    names = [
        (name, number)
        for context in ("format", "stand-alone")
        for number, name in locale.cldr.months[context][width].items()
    ]
    return {form: number for name, number in names for form in (name, name[:1].upper() + name[1:])}


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
