"""The figures of a text: a table for each language, and what Babel writes is read again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from dossier import locales
from dossier.figures import Figure, difference, figures

TABLE = {
    "en": {
        "3.75 billion": "3750000000",
        "3.75 bn, 12 mn": "3750000000 12000000",
        "7,600,000,000 and 7 600 000": "7600000000 7 600 0",
        "33,000 m²": "33000",
        "12\u00a0000 and 12\u202f000": "12000 12000",
        "45% or 45 % or 0.5%": "45 45 0.5",
        "$10 million, €75 million": "10000000 75000000",
        "between 3 and 5 million": "3 5000000",
        "2018–2025, pages 3-4": "2018 2025 3 4",
        "11 March 2019": "11 month:3 2019",
        "March 11, 2019": "month:3 11 2019",
        "March 11 and 12": "month:3 11 12",
        "the 11th of March": "11 month:3",
        "1st May": "1 month:5",
        "In May, it may come": "month:5",
        "May 2021 came": "month:5 2021",
        "Mar. 11; 11 Sept 2001; in Dec 2020": "month:3 11 11 month:9 2001 month:12 2020",
        "Jan came, Mar left and Dec stayed": "",
        "march on, augustly, Marching, Mayor": "",
        "the G20, CO2, B2B, G20 and Web2": "name:G20 name:CO2 name:B2 name:Web2",
        "Section 1260H, 996, 5G": "1260 996 5",
        "Flight MH 17": "17",
        "100.00 and 100": "100 100",
        "007": "7",
        "0 and 0.0": "0 0",
        "1.2.3": "1.2 3",
        "10:30": "10 30",
        "nine hundred": "",
        "(276), “300”, 400.": "276 300 400",
        "5 thousandths": "5",
        "3 m\u0131ll\u0131on": "3",
        "3 MILLION": "3000000",
        "\u0663 and \uff13": "3 3",
    },
    "fr": {
        "3,75 milliards": "3750000000",
        "3,75 Md€, 2 Mds": "3750000000 2000000000",
        "7 600 000 000 et 7.600.000": "7600000000 7600000",
        "33 000 m²": "33000",
        "12\u00a0000 et 12\u202f000": "12000 12000",
        "45 % ou 0,5\u202f%": "45 0.5",
        "75 millions d’euros": "75000000",
        "entre 3 et 5 millions": "3 5000000",
        "2018-2025": "2018 2025",
        "le 11 mars 2019": "11 month:3 2019",
        "les 11 et 12 mars": "11 12 month:3",
        "le 1er mars": "1 month:3",
        "1er sept. 2018": "1 month:9 2018",
        "11 janv. 2020, en févr. 2021": "11 month:1 2020 month:2 2021",
        "Mars 2021, mai, Août": "month:3 2021 month:5 month:8",
        "Ils étaient sept.": "",
        "sept pays, mare, marsouin": "",
        "en juin 2019 276 personnes": "month:6 2019 276",
        "le G20 et le CO2": "name:G20 name:CO2",
        "1 billion": "1000000000000",
        "3.75": "3 75",
    },
    "nl": {
        "3,75 miljard": "3750000000",
        "3,75 mld.; 12 mln": "3750000000 12000000",
        "33.000 m² en 3.000": "33000 3000",
        "van 75 miljoen naar 100 miljoen euro": "75000000 100000000",
        "45%, 45 procent": "45 45",
        "11 maart 2019": "11 month:3 2019",
        "Maart 2019, 3 mrt. 2020, 4 jan": "month:3 2019 3 month:3 2020 4 month:1",
        "Jan Jambon, de jan en de mei": "month:5",
        "in 2019 300 banen": "2019 300",
        "om 10.30 uur": "10 30",
        "de G20": "name:G20",
    },
    "de": {
        "3,75 Mrd. Euro": "3750000000",
        "3,75 Milliarden, 12 Mio.": "3750000000 12000000",
        "33.000 m² und 33 000": "33000 33000",
        "5 Billionen": "5000000000000",
        "45 %": "45",
        "am 11. März 2019": "11 month:3 2019",
        "am 11. und 12. März": "11 12 month:3",
        "Im Mai, im mai": "month:5",
        "11.03.2019": "11 3 2019",
        "11. Jan. 2020; Jan Müller": "11 month:1 2020",
        "bis 2019. 200 Menschen": "2019 200",
        "G20-Gipfel, CO2-Ausstoß": "name:G20 name:CO2",
    },
    "zh-Hans": {
        "37.5亿": "3750000000",
        "37.5 亿欧元": "3750000000",
        "7,600,000,000": "7600000000",
        "3万3千": "30000 3000",
        "3.3万平方米": "33000",
        "2千万": "20000000",
        "5万亿": "5000000000000",
        "45%，百分之45": "45 45",
        "3月11日": "month:3 11",
        "2019年3月11日": "2019 month:3 11",
        "2019 年 12 月 11 日": "2019 month:12 11",
        "三月和十一月": "month:3 month:11",
        "1月至12月": "month:1 month:12",
        "持续11个月": "11",
        "在 AliExpress 2024 年": "2024",
        "G20峰会，CO2排放，第1260H条": "name:G20 name:CO2 1260",
        "2018-2025年": "2018 2025",
    },
    "ar": {
        "3.75 مليار": "3750000000",
        "\u0663\u066b\u0667\u0665 مليار": "3750000000",
        "50 مليون، 50 مليونًا": "50000000 50000000",
        "33,000 و\u0663\u0663\u066c\u0660\u0660\u0660": "33000 33000",
        "11 مارس 2019": "11 month:3 2019",
        "\u0661\u0661 مارس \u0662\u0660\u0661\u0669": "11 month:3 2019",
        "%45": "45",
        "G20": "name:G20",
    },
    "es": {
        "3750 millones y 3,75 mil millones": "3750000000 3750000000",
        "33 000 m² y 33.000": "33000 33000",
        "45 %, 0,5%": "45 0.5",
        "el 11 de marzo de 2019": "11 month:3 2019",
        "los días 11 y 12 de marzo": "11 12 month:3",
        "En marzo de 2021, en mayo": "month:3 2021 month:5",
        "5 billones": "5000000000000",
        "el G20 y el CO2": "name:G20 name:CO2",
    },
    "ja": {
        "37.5億ユーロ": "3750000000",
        "7,600,000,000": "7600000000",
        "3万3千": "30000 3000",
        "5兆円": "5000000000000",
        "45%": "45",
        "2019年3月11日": "2019 month:3 11",
        "1月から12月": "month:1 month:12",
        "11か月": "11",
        "G20サミット、CO2排出": "name:G20 name:CO2",
    },
    "pt-BR": {
        "3,75 bilhões": "3750000000",
        "R$ 3,75 bi, 12 mi": "3750000000 12000000",
        "33.000 m² e 33 000": "33000 33000",
        "45%, 0,5 %": "45 0.5",
        "1º de maio, em 11 de março de 2019": "1 month:5 11 month:3 2019",
        "o mar, 3 fev. 2020": "3 month:2 2020",
        "o G20 e o CO2": "name:G20 name:CO2",
    },
}

SAME = [
    {"de": "3,75 Mrd.", "en": "3.75 billion", "fr": "3,75 milliards", "nl": "3,75 miljard", "zh-Hans": "37.5亿"},
    {"en": "March 11", "fr": "11 mars", "nl": "11 maart", "de": "11. März", "zh-Hans": "3月11日", "ar": "11 مارس"},
    {"en": "1 May 2021", "fr": "1er mai 2021", "de": "1. Mai 2021", "zh-Hans": "2021年5月1日"},
    {"en": "March 11–12", "fr": "les 11 et 12 mars", "nl": "op 11 en 12 maart", "de": "11./12. März"},
    {"en": "2,000 million", "fr": "2 milliards", "de": "2.000 Mio.", "zh-Hans": "20亿"},
]


def values(text: str, lang: str) -> list[str]:
    """Return how the figures of a text compare."""
    return [figure.value for figure in figures(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [(lang, text, expected) for lang, rows in TABLE.items() for text, expected in rows.items()],
)
def test_the_figures_of_a_text(lang: str, text: str, expected: str) -> None:
    assert values(text, lang) == expected.split()


def test_the_table_has_every_language() -> None:
    assert TABLE.keys() == {*locales.available()}


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts["en"])
def test_the_same_in_every_language(texts: dict[str, str]) -> None:
    assert len({tuple(sorted(values(text, lang))) for lang, text in texts.items()}) == 1


def test_a_figure_keeps_the_text_that_it_has() -> None:
    assert figures("En mars 2019, 3,75 milliards.", "fr") == (
        Figure("month:3", "mars"),
        Figure("2019", "2019"),
        Figure("3750000000", "3,75 milliards"),
    )


def test_a_difference_counts_how_often_a_figure_stands() -> None:
    one, two = figures("3, 3 and 4", "en"), figures("3, 5", "en")
    lacking, beyond = difference(one, two)
    assert ([figure.text for figure in lacking], [figure.text for figure in beyond]) == (["3", "4"], ["5"])
    assert difference(one, one[::-1]) == ([], [])


NAMES = [
    ("the G20 and the G20", "le G20", ""),
    ("the G20", "le G7", "G20 G7"),
    ("the G20 and the G7", "le G20", "G7"),
    ("the G20", "le forum", ""),
    ("in Q1", "au T1", ""),
    ("CO2 from the G20", "dioxyde de carbone du G20", ""),
]


@pytest.mark.parametrize(("original", "translation", "expected"), NAMES)
def test_names_are_compared_where_both_have_them(original: str, translation: str, expected: str) -> None:
    lacking, beyond = difference(figures(original, "en"), figures(translation, "fr"))
    assert [figure.text for figure in lacking + beyond] == expected.split()


def test_a_very_long_number_is_read() -> None:
    assert values("9" * 5000 + " billion", "en") == ["9" * 5000 + "0" * 9]
    assert values("0." + "0" * 5000 + "1", "en") == ["0." + "0" * 5000 + "1"]


# --- What the CLDR writes is read again -----------------------------------------------------------------------------

DAYS = st.dates(min_value=dt.date(1500, 1, 1), max_value=dt.date(2999, 12, 31))
DECIMALS = st.decimals(min_value=0, max_value=Decimal(10) ** 15, places=2, allow_nan=False)
LANGUAGES = st.sampled_from(locales.available())


def cldr(lang: str) -> Locale:
    """Return the CLDR's data of a language."""
    return locales.load(lang).cldr


@given(LANGUAGES, DECIMALS)
def test_a_number_is_read_as_it_was_written(lang: str, number: Decimal) -> None:
    text = format_decimal(number, format="#,##0.##", locale=cldr(lang))
    assert [Decimal(value) for value in values(f"({text})", lang)] == [number]


@given(LANGUAGES, st.integers(min_value=1, max_value=999), st.data())
def test_a_number_with_its_scale_is_multiplied(lang: str, number: int, data: st.DataObject) -> None:
    scales = locales.load(lang).data["numbers"]["scales"]
    word = data.draw(st.sampled_from(sorted(scales)))
    assert values(f"{number} {word}", lang) == [str(number * 10 ** scales[word])]


@given(LANGUAGES, DAYS, st.sampled_from(["long", "medium"]))
def test_a_day_is_read_as_it_was_written(lang: str, day: dt.date, width: str) -> None:
    if lang not in {"en", "fr", "nl"}:
        width = "long"  # the others' medium form is all digits: no name of a month is in it
    expected = sorted([f"month:{day.month}", str(day.day), str(day.year)])
    assert sorted(values(format_date(day, format=width, locale=cldr(lang)), lang)) == expected
    if width == "long":
        assert sorted(values(locales.load(lang).day(day), lang)) == expected


@given(LANGUAGES, st.text())
def test_any_text_has_figures_or_none(lang: str, text: str) -> None:
    for figure in figures(text, lang):
        assert figure.text
        assert figure.value.startswith(("month:", "name:")) or Decimal(figure.value) >= 0
