"""Dates that may be imprecise: EDTF levels 0 and 1 (ISO 8601-2:2019) as values.

A year, a month or a day; a season (`2004-21` is spring); `?` uncertain, `~` approximate, `%` both; unknown digits
(`201X`, `2004-XX`); years before 1000 and after 9999 (`0800`, `-0044`, `Y-17000`); intervals of all these, with an
open (`2004/..`) or unknown (`2004/`) end. Source: https://www.loc.gov/standards/datetime/. The time of a date-time is
dropped, and the days are those of the Gregorian calendar, also before 1582.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dossier.wording import Phrase

Day = tuple[int, int, int]
"""Year, month and day, which sort in the order of time."""

_MOMENT = re.compile(
    r"""
    (?P<year> -?[0-9]{4} | -?(?:[0-9]{3}X|[0-9]{2}XX|[0-9]XXX) | Y-?[1-9][0-9]{4,8} )
    (?: -(?P<month>[0-9]{2}|XX)
      (?: -(?P<day>[0-9]{2}|XX)
        (?P<time> (?<=[0-9]) T
          (?: (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9] | 24:00:00 )
          (?: Z | [+-][01][0-9](?::[0-5][0-9])? )?
        )?
      )?
    )?
    (?P<mark> [?~%]? )
    """,
    re.VERBOSE,
)
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY, _DECEMBER = 2, 12
_SPRING, _WINTER = 21, 24
_SEASONS = ("spring", "summer", "autumn", "winter")
_UNKNOWN_DIGITS = ("year", "decade", "century", "millennium")  # by their number
_UNKNOWN_YEARS = (0, 9, 99, 999)  # by the number of unknown digits


@dataclass(frozen=True, slots=True)
class Moment:
    """One date as far as it is known; `unspecified` counts the unknown digits at the year's end (201X: 2010 and 1)."""

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    uncertain: bool = False
    approximate: bool = False
    unspecified: int = 0

    @property
    def earliest(self) -> Day:
        """The first day that is meant; a season begins as in the north, for its code leaves the hemisphere open."""
        if self.season is not None:
            return (self.year, 3 * (self.season - _SPRING) + 3, 1)
        year = self.year if self.year >= 0 else self.year - self._unknown_years
        return (year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> Day:
        """The last day that is meant."""
        if self.season == _WINTER:
            return (self.year + 1, _FEBRUARY, _month_length(self.year + 1, _FEBRUARY))
        year = self.year + self._unknown_years if self.year >= 0 else self.year
        month = self.month or (_DECEMBER if self.season is None else self.earliest[1] + 2)
        return (year, month, self.day or _month_length(year, month))

    @property
    def precision(self) -> tuple[str, ...]:
        """Names of how exactly the date is known, the most special one first: `("spring", "season")`, `("decade",)`."""
        if self.season is not None:
            return (_SEASONS[self.season - _SPRING], "season")
        if self.unspecified and (self.unspecified > 1 or self.year >= 0):
            return (_UNKNOWN_DIGITS[self.unspecified],)
        return ("day" if self.day else "month" if self.month else "year",)

    @property
    def whole_year(self) -> Edtf:
        """The year of the date, as a date without a doubt."""
        return Edtf(Moment(self.year, unspecified=self.unspecified), None, interval=False, text="")

    @property
    def _unknown_years(self) -> int:
        return _UNKNOWN_YEARS[self.unspecified]


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval. An end that is None is open (`..`) where `open_start` or `open_end` says so, else unknown.

    `text` is what the author wrote, without the white space around it; a single date stands in `start`.
    """

    start: Moment | None
    end: Moment | None
    interval: bool
    text: str
    open_start: bool = False
    open_end: bool = False

    @property
    def first(self) -> Moment:
        """The date, or the beginning of the interval; where that is not known, its end."""
        first = self.start or self.end
        if first is None:  # `parse_edtf` makes no such interval
            raise ValueError(f"`{self.text}` has no date to sort by")
        return first

    @property
    def sort_key(self) -> Day:
        """The earliest day of the date; of an interval without a beginning, the earliest day of its end."""
        return self.first.earliest


def parse_edtf(text: str) -> Edtf:
    """Read a date or an interval; raise ValueError, with `Words` for the author, where it is none."""
    text = text.strip()
    first, slash, second = text.partition("/")
    if not slash:
        return Edtf(_moment(first), None, interval=False, text=text)
    if "/" in second:  # a date with slashes: 31/12/2021
        raise _wrong_form(text)
    start, end = _bound(first), _bound(second)
    if start is None and end is None:
        raise ValueError(Phrase.DATE_INTERVAL_EMPTY())
    if start is not None and end is not None and end.latest < start.earliest:
        raise ValueError(Phrase.DATE_INTERVAL_ORDER(end=second, start=first))
    return Edtf(start, end, interval=True, text=text, open_start=first == "..", open_end=second == "..")


def _wrong_form(text: str) -> ValueError:
    return ValueError(Phrase.DATE_FORM(text=text))


def _bound(text: str) -> Moment | None:
    return None if text in {"", ".."} else _moment(text)


def _moment(text: str) -> Moment:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise _wrong_form(text)
    year_text, month_text, day_text, time, mark = match.groups()
    year = int(year_text.removeprefix("Y").replace("X", "0"))
    unspecified = year_text.count("X")
    if year == 0 and year_text[0] == "-":
        raise ValueError(Phrase.DATE_YEAR_ZERO())
    if month_text and (unspecified or year_text[0] == "Y"):
        raise ValueError(Phrase.DATE_YEAR_MONTH(year=year_text))
    if time and mark:
        raise ValueError(Phrase.DATE_TIME_MARK(mark=mark))
    month, season = _month(month_text)
    return Moment(
        year,
        month,
        _day(year, month_text, day_text) if day_text else None,
        season,
        mark in {"?", "%"},
        mark in {"~", "%"},
        unspecified,
    )


def _month(text: str | None) -> tuple[int | None, int | None]:
    """Return the month and the season that the second part of a date stands for; one of the two is None."""
    if text is None or text == "XX":
        return None, None
    number = int(text)
    if 1 <= number <= _DECEMBER:
        return number, None
    if _SPRING <= number <= _WINTER:
        return None, number
    raise ValueError(Phrase.DATE_NO_MONTH(month=text))


def _day(year: int, month: str, text: str) -> int | None:
    if text == "XX":
        return None
    if month == "XX":
        raise ValueError(Phrase.DATE_DAY_MONTH())
    if int(month) > _DECEMBER:
        raise ValueError(Phrase.DATE_SEASON_DAY())
    day = int(text)
    if not 1 <= day <= _month_length(year, int(month)):
        raise ValueError(Phrase.DATE_NO_DAY(month=f"{year:04}-{month}", day=text))
    return day


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_LENGTHS[month - 1] + (leap and month == _FEBRUARY)
