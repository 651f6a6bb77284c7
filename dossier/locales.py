"""Languages as data: one TOML file each, joined to the Unicode CLDR through Babel.

The TOML files hold what the CLDR does not: the words of the interface and of the notes, quotation marks, spacing.
Names of languages, dates, plural forms and lists come from the CLDR.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import babel
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dossier.dates import Edtf, Moment

    _Replacement = str | Callable[[re.Match[str]], str]

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_FIRST_SEASON = 21
_LEAP_YEAR = 1600
_CENTURY = 100
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[%€$£°‰])")


class _Clearable(Protocol):
    def cache_clear(self) -> None: ...


_Cache = TypeVar("_Cache", bound=_Clearable)
_caches: list[_Clearable] = []


def derived(function: _Cache) -> _Cache:
    """Decorate a cached function whose results are made of the languages' files, so that `forget` reaches it."""
    _caches.append(function)
    return function


def forget() -> None:
    """Forget what was read from the languages' files, and all that was made of it: they may have changed since."""
    for function in _caches:
        function.cache_clear()


@dataclass(frozen=True)
class Locale:
    """One language: its words, its typography, and how it writes dates, lists and numbers of things."""

    code: str
    data: Mapping[str, Any]

    @cached_property
    def cldr(self) -> babel.Locale:
        """What the CLDR knows of this language."""
        return babel.Locale.parse(self.data.get("cldr", self.code), sep="-")

    @cached_property
    def name(self) -> str:
        """The language's name in itself, as a heading writes it: Français."""
        name = babel.Locale.parse(self.code, sep="-").get_display_name(self.cldr) or self.code
        return name[:1].upper() + name[1:]

    @property
    def material(self) -> str:
        """The name of Material's file of phrases for this language: `zh` for `zh-Hans`."""
        return str(self.data.get("material", self.code))

    @property
    def open_graph(self) -> str:
        """The name of this language in the Open Graph protocol, which wants a country too: `zh_CN` for `zh-Hans`."""
        language, script = self.cldr.language, self.cldr.script
        likely = get_global("likely_subtags")
        country = self.cldr.territory or likely.get(f"{language}_{script}", likely[language]).rpartition("_")[2]
        return f"{language}_{country}"

    @property
    def direction(self) -> str:
        """The direction in which the language is written: ltr or rtl."""
        return self.cldr.text_direction

    @property
    def quotes(self) -> tuple[str, str, str, str]:
        """Opening and closing quotation marks of the first and the second level."""
        first_open, first_close, second_open, second_close = self.data["typography"]["quotes"]
        return first_open, first_close, second_open, second_close

    def language_name(self, code: str) -> str:
        """Return the name of another language in this one: `fr` is "French" in English."""
        try:
            return babel.Locale.parse(code, sep="-").get_display_name(self.cldr) or code
        except (ValueError, babel.UnknownLocaleError):
            return code

    def region(self, code: str) -> str:
        """Return the name of a country by its ISO 3166 code; of a part of a country, the country's name."""
        country = code.partition("-")[0]
        return self.data["regions"].get(country) or self.cldr.territories.get(country) or code

    def text(self, key: str, /, **values: object) -> str:
        """Return a phrase by its dotted key, as plain text, with `values` filled in.

        A phrase with plural forms is chosen by `count`, or by `ordinal` where it is the how-manieth that is meant (21st
        but 21 years); one with forms for dates by `forms`, the names to try. A key that the language lacks raises
        KeyError.
        """
        return self._phrase(key, values).format(**values)

    def html(self, key: str, /, **values: object) -> Markup:
        """Return a phrase as HTML: the phrase and its plain values are escaped, values that are Markup are kept."""
        if values:
            return escape(self._phrase(key, values)).format(**values)
        if key not in self._fixed:
            self._fixed[key] = escape(self._phrase(key, values)).format()
        return self._fixed[key]

    @cached_property
    def _fixed(self) -> dict[str, Markup]:
        """The phrases without values that were asked for already: every page asks for the same ones."""
        return {}

    def _phrase(self, key: str, values: Mapping[str, object]) -> str:
        found: Any = self.data
        for step in key.split("."):
            found = found[step]
        if isinstance(found, dict):
            found = next((found[name] for name in self._forms(values) if name in found), found["other"])
        return str(found)

    def _forms(self, values: Mapping[str, Any]) -> Sequence[str]:
        """Return the names of the forms that a phrase can have beside `other`, the best one first."""
        if "forms" in values:
            return values["forms"]  # type: ignore[no-any-return]
        if "count" in values:
            return (self.cldr.plural_form(int(values["count"])),)
        return (self.cldr.ordinal_form(int(values["ordinal"])),)

    def join(self, parts: Sequence[str]) -> str:
        """Join names as the language does: A, B et C."""
        return format_list(list(parts), style="standard", locale=self.cldr)

    def join_html(self, parts: Sequence[Markup]) -> Markup:
        """Join pieces of HTML as the language joins names."""
        marks = [f"\x00{index}\x00" for index in range(len(parts))]
        joined = escape(self.join(marks))
        for mark, part in zip(marks, parts, strict=True):
            joined = Markup(joined.replace(mark, part))  # noqa: S704 - both sides are escaped already
        return joined

    def day(self, date: dt.date) -> str:
        """Write a calendar day in full: 3 mars 2024, 1er mars 2024."""
        text = format_date(date, format="long", locale=self.cldr)
        first = self.data["dates"].get("first_of_month")
        return text.replace("1 ", f"{first} ", 1) if first and date.day == 1 else text

    def date(self, date: Edtf) -> str:
        """Write an EDTF date or interval at the precision that it has: vers 2019, automne 2025, 2018–2025."""
        if not date.interval:
            return self._moment(date.start) if date.start else ""
        if date.start and date.end:
            return self._interval(date.start, date.end)
        if date.start:
            return self._phrase_with("dates.since", date.start)
        return self._phrase_with("dates.until", date.end) if date.end else ""

    def when(self, date: Edtf) -> str:
        """Write a date as what says when something was done: le 3 mars 2024, en mars 2024, vers 2019."""
        if date.interval or date.start is None:
            return self.text("dates.when", date=self.date(date), forms=("interval",))
        return self._phrase_with("dates.when", date.start)

    def _phrase_with(self, key: str, moment: Moment) -> str:
        """Put a date into the phrase that its precision asks for; what doubts the date stands behind both."""
        forms = ("approximate",) if moment.approximate else moment.precision
        return self._doubted(self.text(key, date=self._certain(moment), forms=forms), moment)

    def _interval(self, start: Moment, end: Moment) -> str:
        first, last = self._moment(start), self._moment(end)
        return f"{first}–{last}" if first.isdigit() and last.isdigit() else f"{first} – {last}"

    def _moment(self, moment: Moment) -> str:
        return self._doubted(self._certain(moment), moment)

    def _doubted(self, text: str, moment: Moment) -> str:
        return self.text("dates.uncertain", date=text) if moment.uncertain else text

    def _certain(self, moment: Moment) -> str:
        """Write a date without the words that call it uncertain."""
        text = self._year(moment)
        if moment.season:
            season = self.data["dates"]["seasons"][moment.season - _FIRST_SEASON]
            text = self.text("dates.season", season=season, year=text)
        elif moment.month:
            # A year that the calendar here lacks (45 BC), or pads with zeros (800), stands in for another.
            year = moment.year if _LEAP_YEAR < moment.year <= dt.MAXYEAR else _LEAP_YEAR
            day = dt.date(year, moment.month, moment.day or 2)
            words = self.day(day) if moment.day else format_date(day, self._month_pattern, locale=self.cldr)
            text = words if year == moment.year else words.replace(str(_LEAP_YEAR), text)
        if moment.approximate:
            text = self.text("dates.approximate", date=text, forms=moment.precision)
        return text

    @cached_property
    def _month_pattern(self) -> str:
        """The language's pattern for month and year, which the CLDR keeps among its skeletons."""
        return str(self.cldr.datetime_skeletons["yMMMM"])

    def _year(self, moment: Moment) -> str:
        before_christ = moment.year < 0 or (moment.year == 0 and not moment.unspecified)
        if moment.unspecified > 1:
            years = 10**moment.unspecified
            name = "dates.century" if years == _CENTURY else "dates.millennium"
            text = self.text(name, ordinal=abs(moment.year) // years + 1)
        elif moment.unspecified:  # the years -2019 to -2010 are 2020 to 2011 BC: not what one calls a decade
            year = moment.year
            text = f"{10 - year}–{1 - year}" if before_christ else self.text("dates.decade", year=year)
        else:
            text = str(1 - moment.year if before_christ else moment.year)
        return self.text("dates.before_christ", year=text) if before_christ else text

    def typeset(self, text: str) -> str:
        """Put in the spaces that must not break: in long numbers, before units, around French punctuation."""
        text = _BEFORE_UNIT.sub(NO_BREAK_SPACE, text)
        for pattern, replacement in self._spacing:
            text = pattern.sub(replacement, text)
        return text

    @cached_property
    def _spacing(self) -> tuple[tuple[re.Pattern[str], _Replacement], ...]:
        typography = self.data["typography"]
        closing = self.quotes[1].strip()
        found: list[tuple[str, _Replacement]] = []
        if group := typography["digit_group"]:
            pattern = r"(?<![\d,.])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
            found.append((pattern, lambda number: re.sub(r"\s", group, number.group())))
        if marks := re.escape(typography["narrow_space_before"]):
            found.append((rf"(?<![ \u00a0\u202f])[ \u00a0\u202f]+(?=[{marks}])", NARROW_SPACE))
            if closing in typography["narrow_space_before"]:
                found.append((rf"(?<=\S)(?={closing})", NARROW_SPACE))
            others = marks.replace(closing, "")
            found.append((rf"(?<=[^\s(\[{others}])(?=[{marks}]+(?:[\s)\].,…]|$))", NARROW_SPACE))
        if marks := re.escape(typography["narrow_space_after"]):
            found.append((rf"(?<=[{marks}])[ \u00a0\u202f]*(?=\S|$)", NARROW_SPACE))
        return tuple((re.compile(pattern), replacement) for pattern, replacement in found)


@cache
def direction_of(code: str) -> str:
    """Return the direction of any language, whether there is a file for it or not; what is unknown is taken for ltr."""
    try:
        return babel.Locale.parse(code, sep="-").text_direction
    except (ValueError, TypeError, babel.UnknownLocaleError):
        return "ltr"


@derived
@cache
def available() -> tuple[str, ...]:
    """Return the codes of all languages that have a file, in alphabetical order."""
    folder = resources.files("dossier") / "locales"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


@derived
@cache
def load(code: str) -> Locale:
    """Return one language by its BCP 47 code; KeyError where there is no file for it."""
    if code not in available():
        raise KeyError(code)
    text = (resources.files("dossier") / "locales" / f"{code}.toml").read_text(encoding="utf-8")
    return Locale(code, tomllib.loads(text))
