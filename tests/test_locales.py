"""Languages as data: the same keys everywhere and each of them used, dates at every precision, spacing."""

from __future__ import annotations

import ast
import datetime as dt
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import babel
import jinja2
import pytest
from babel.plural import PluralRule
from conftest import ROOT
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from dossier import citations, locales, writer
from dossier.argument_map import INVERSE
from dossier.arguments import SECTIONS, Facts, Kind, Relations
from dossier.bibliography import SourceKind, UrlStatus
from dossier.corrections import Correction
from dossier.dates import parse_edtf
from dossier.folders import GENERATED
from dossier.pages.standing import STATES
from dossier.translations import CLAIM, TITLE, State

LANGUAGES = locales.available()
ENGLISH = locales.load("en")
FRENCH = locales.load("fr")

# --- Keys -----------------------------------------------------------------------------------------------------------

SETTINGS = ("cldr", "typography", "dates", "numbers", "negations")
"""Sections that hold more than phrases: what modules read of them by its bare name counts as used."""

THEME = "theme"
"""The section that MkDocs' own templates read, as `words.key`."""


FORMS_FOR_DATES = ("when", "approximate", "since", "until")
"""Phrases with a date in them, whose form depends on how exactly it is known."""


def is_plural(value: object) -> bool:
    """Tell whether a value is a phrase in several forms."""
    return isinstance(value, dict) and "other" in value


def leaves(data: Mapping[str, Any], way: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the dotted keys and values of a locale; a phrase with plural forms is one value."""
    for name, value in data.items():
        if isinstance(value, dict) and not is_plural(value) and name != "scales":  # each language has its own
            yield from leaves(value, f"{way}{name}.")
        else:
            yield f"{way}{name}", value


def names_in(value: object) -> set[str]:
    """Return the names in the braces of a phrase; of one with plural forms, those of its general form."""
    if isinstance(value, dict):
        value = value["other"]
    return {name for _, name, _, _ in string.Formatter().parse(value) if name} if isinstance(value, str) else set()


KEYS = dict(leaves(ENGLISH.data))
OPTIONAL = {"material"}
"""Keys that a language has only where it differs."""


def test_there_are_the_languages_that_the_tests_know() -> None:
    assert {"en", "fr"} <= {*LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_keys(code: str) -> None:
    assert dict(leaves(locales.load(code).data)).keys() - OPTIONAL == KEYS.keys()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_values_are_of_the_same_kind_and_ask_for_the_same_words(code: str) -> None:
    for key, value in leaves(locales.load(code).data):
        if key in OPTIONAL:
            continue
        if isinstance(value, str) or is_plural(value):
            assert isinstance(KEYS[key], str) or is_plural(KEYS[key]), key
            assert names_in(value) == names_in(KEYS[key]), key
        else:
            assert type(value) is type(KEYS[key]), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_plural_forms_are_those_of_the_language(code: str) -> None:
    locale = locales.load(code)
    for key, value in leaves(locale.data):
        if is_plural(value) and not key.startswith("locators.") and key.removeprefix("dates.") not in FORMS_FOR_DATES:
            rule: PluralRule = locale.cldr.ordinal_form if "ordinal" in names_in(value) else locale.cldr.plural_form
            assert value.keys() <= {*rule.tags, "other"}, key


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_forms_for_dates_are_those_that_dates_have(code: str) -> None:
    dates = [*DATES, *(f"2004-2{season}" for season in range(1, 5))]
    starts = [date.start for date in map(parse_edtf, dates) if date.start]
    known = {"approximate", "interval", "other"}.union(*(start.precision for start in starts))
    for key in FORMS_FOR_DATES:
        found = locales.load(code).data["dates"][key]
        assert isinstance(found, str) or found.keys() <= known, key


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_phrase_is_empty_or_has_space_around_it(code: str) -> None:
    for key, value in leaves(locales.load(code).data):
        forms = list(value.values()) if is_plural(value) else [value]
        for phrase in forms if not key.startswith(("cldr", "typography.", "dates.first", "numbers.")) else []:
            if isinstance(phrase, str) and key not in {"notes.separator", "notes.list"}:
                assert phrase.strip() == phrase != "", key


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_phrases_are_typeset_as_texts_of_the_language_are(code: str) -> None:
    locale = locales.load(code)
    for key, value in leaves(locale.data):
        if (
            isinstance(value, str)
            and key.partition(".")[0] not in SETTINGS
            and key not in {"notes.separator", "notes.list"}
        ):
            assert locale.typeset(value) == value, key
            assert "'" not in value, key
            assert '"' not in value, key


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_settings_can_be_used(code: str) -> None:
    locale = locales.load(code)
    assert len(locale.quotes) == 4
    assert len(locale.data["dates"]["seasons"]) == 4
    assert locale.direction in {"ltr", "rtl"}
    assert locale.data["cldr"].startswith(code)
    assert babel.Locale.parse(locale.data["cldr"], sep="-") == locale.cldr


def test_no_word_names_two_kinds_of_locators() -> None:
    found: dict[str, set[str]] = {}
    for code in LANGUAGES:
        for label, entry in locales.load(code).data["locators"].items():
            for word in entry["words"]:
                found.setdefault(word.rstrip(".").lower(), set()).add(label)
    assert {word: labels for word, labels in found.items() if len(labels) > 1} == {}


# --- Use of the keys ------------------------------------------------------------------------------------------------

_KEY = re.compile(rf"(?:{'|'.join(ENGLISH.data)})\.[a-z_-]+")
_STATUSES = [status for status in get_args(Facts.model_fields["status"].annotation) if status != "published"]
_RELATIONS = {field.alias or name for name, field in Relations.model_fields.items()} | {*INVERSE.values()}
_OWN_NAMES = {kind.value for kind in Kind if kind not in {Kind.PREMISE, Kind.PROSE}}
MADE_UP = {
    "changes.": (*get_args(Correction.model_fields["kind"].annotation), "added", "changed", "reviewed"),
    "status.": {f"{status}_notice" for status in _STATUSES},
    "confidence.": {*get_args(Facts.model_fields["confidence"].annotation)},
    "relations.": _RELATIONS,
    "kinds.": {*citations._TYPES.values(), "dataset", "thesis", "video"},
    "source_kinds.": {*SourceKind},
    "link_states.": {*STATES.values()},
    "link_marks.": {*STATES.values()},
    "states.": {"original", *(state.value for state in State)},
    "locators.": {*ENGLISH.data["locators"]},
    "notes.": {*UrlStatus} - {UrlStatus.LIVE},
    "ui.": {*GENERATED, *SECTIONS.values(), *_OWN_NAMES, CLAIM, TITLE},
}
"""By how it begins, what a key that is put together from parts can end in."""


def modules() -> Iterator[ast.AST]:
    """Yield every node of every module of the package."""
    for path in (ROOT / "dossier").rglob("*.py"):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def templates() -> Iterator[jinja2.nodes.Node]:
    """Yield every node of every template."""
    for path in (*(ROOT / "dossier" / "templates").iterdir(), *(ROOT / "dossier" / "theme").rglob("*.html")):
        yield from writer.templates.parse(path.read_text(encoding="utf-8")).find_all(jinja2.nodes.Node)


def words() -> set[str]:
    """Return every text that stands in a module or a template of its own, and no f-string's part."""
    found = {node.value for node in modules() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    constants = (node.value for node in templates() if isinstance(node, jinja2.nodes.Const))
    return found | {word for word in constants if isinstance(word, str)}


def beginnings() -> set[str]:
    """Return how the keys that are put together from parts begin."""
    found = {node.values[0] for node in modules() if isinstance(node, ast.JoinedStr) and node.values}
    texts = {node.value for node in found if isinstance(node, ast.Constant)}
    texts |= {
        node.nodes[0].value
        for node in templates()
        if isinstance(node, jinja2.nodes.Concat) and isinstance(node.nodes[0], jinja2.nodes.Const)
    }
    return {
        text for text in texts if isinstance(text, str) and text.partition(".")[0] in ENGLISH.data and text[-1] == "."
    }


def used() -> set[str]:
    """Return every key that a module or a template uses."""
    spoken = words()
    found = {word for word in spoken if _KEY.fullmatch(word) and not word.endswith(".yml")}
    found |= {key for key in KEYS if key.partition(".")[0] in SETTINGS and key.rpartition(".")[2] in spoken}
    found |= {
        f"{THEME}.{name}"
        for path in (ROOT / "dossier" / "theme").rglob("*.html")
        for name in re.findall(r"\bwords\.([a-z_]+)", path.read_text(encoding="utf-8"))
        if name != "t"  # Material's own words, in `language.html`
    }
    found |= {
        f"search.{name}"
        for path in (ROOT / "dossier" / "theme").rglob("*.html")
        for name in re.findall(r"\bdata\.search\.([a-z_]+)", path.read_text(encoding="utf-8"))
    }
    found |= {f"regions.{code}" for code in ENGLISH.cldr.territories} & KEYS.keys()
    return found | {begin + end for begin in beginnings() for end in MADE_UP[begin]}


def test_every_key_that_is_put_together_is_known_here() -> None:
    assert beginnings() | {"locators."} == MADE_UP.keys()


def test_every_key_that_is_used_is_there() -> None:
    assert used() - KEYS.keys() == set()


def test_every_key_that_is_there_is_used() -> None:
    assert KEYS.keys() - used() == set()


def test_the_page_that_has_no_phrase_of_its_own_raises() -> None:
    with pytest.raises(KeyError):
        ENGLISH.text("ui.no_such_key")
    with pytest.raises(KeyError):
        locales.load("xx")
    with pytest.raises(KeyError):
        locales.load("../pyproject")


# --- Phrases --------------------------------------------------------------------------------------------------------


def test_plural_forms() -> None:
    assert [ENGLISH.text("ui.sources_count", count=count) for count in (0, 1, 2)] == [
        "0 sources",
        "1 source",
        "2 sources",
    ]
    assert [FRENCH.text("ui.sources_count", count=count) for count in (0, 1, 2)] == [
        "0 source",
        "1 source",
        "2 sources",
    ]


def test_ordinal_forms() -> None:
    ordinals = [ENGLISH.text("notes.edition", ordinal=number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 112)]
    assert ordinals == [f"{one} edn" for one in "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 103rd 112th".split()]
    assert [FRENCH.text("notes.edition", ordinal=number) for number in (1, 2, 21)] == ["1re éd.", "2e éd.", "21e éd."]


def test_values_are_no_templates_and_are_escaped_in_html() -> None:
    hostile = "{count} {0.__class__} <b>&"
    assert ENGLISH.text("notes.republished", name=hostile) == f"as republished by {hostile}"
    assert ENGLISH.html("notes.republished", name=hostile) == "as republished by {count} {0.__class__} &lt;b&gt;&amp;"
    assert ENGLISH.html("notes.republished", name=Markup("<b>x</b>")) == "as republished by <b>x</b>"


def test_lists() -> None:
    assert [FRENCH.join(names) for names in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A et B", "A, B et C"]
    assert [ENGLISH.join(names) for names in ([], ["A", "B"], ["A", "B", "C"])] == ["", "A and B", "A, B and C"]
    assert ENGLISH.join(["{0}", "{1}", "{"]) == "{0}, {1} and {"
    assert FRENCH.join_html([Markup("<i>a</i>"), Markup("b &amp; c")]) == "<i>a</i> et b &amp; c"
    assert FRENCH.join_html([]) == ""


@pytest.mark.parametrize(
    ("code", "in_english", "in_french"),
    [
        ("fr", "French", "français"),
        ("zh", "Chinese", "chinois"),
        ("zh-Hant", "Chinese (Traditional)", "chinois (traditionnel)"),
        ("pt-BR", "Portuguese (Brazil)", "portugais (Brésil)"),
        ("xx", "xx", "xx"),
        ("../../etc", "../../etc", "../../etc"),
        ("", "", ""),
        ("<b>", "<b>", "<b>"),
    ],
)
def test_names_of_languages(code: str, in_english: str, in_french: str) -> None:
    assert (ENGLISH.language_name(code), FRENCH.language_name(code)) == (in_english, in_french)


def test_names_of_the_languages_in_themselves_and_of_places() -> None:
    assert (ENGLISH.name, FRENCH.name) == ("English", "Français")
    assert [FRENCH.region(code) for code in ("BE", "BE-WLG", "CN", "XX-1")] == ["Belgique", "Belgique", "Chine", "XX-1"]
    assert ENGLISH.region("DE") == "Germany"


# --- Dates ----------------------------------------------------------------------------------------------------------

DATES = {
    "2026": ("2026", "2026"),
    "2026-03": ("mars 2026", "March 2026"),
    "2026-03-03": ("3 mars 2026", "3 March 2026"),
    "2026-03-01": ("1er mars 2026", "1 March 2026"),
    "2026-01-01": ("1er janvier 2026", "1 January 2026"),
    "2026-01-11": ("11 janvier 2026", "11 January 2026"),
    "2026-01-21": ("21 janvier 2026", "21 January 2026"),
    "2026-01-31": ("31 janvier 2026", "31 January 2026"),
    "2026-08": ("août 2026", "August 2026"),
    "2026-12-25T10:00:00Z": ("25 décembre 2026", "25 December 2026"),
    "2004-21": ("printemps 2004", "spring 2004"),
    "2004-22": ("été 2004", "summer 2004"),
    "2004-23": ("automne 2004", "autumn 2004"),
    "2004-24": ("hiver 2004", "winter 2004"),
    "2004?": ("2004 (date incertaine)", "2004 (date uncertain)"),
    "2004~": ("vers 2004", "c. 2004"),
    "2004%": ("vers 2004 (date incertaine)", "c. 2004 (date uncertain)"),
    "2004-06~": ("vers juin 2004", "c. June 2004"),
    "2004-06-01?": ("1er juin 2004 (date incertaine)", "1 June 2004 (date uncertain)"),
    "2004-23?": ("automne 2004 (date incertaine)", "autumn 2004 (date uncertain)"),
    "2004-XX": ("2004", "2004"),
    "2004-06-XX": ("juin 2004", "June 2004"),
    "201X": ("années 2010", "2010s"),
    "199X?": ("années 1990 (date incertaine)", "1990s (date uncertain)"),
    "00XX": ("1er siècle", "1st century"),
    "01XX": ("2e siècle", "2nd century"),
    "02XX": ("3e siècle", "3rd century"),
    "10XX": ("11e siècle", "11th century"),
    "11XX": ("12e siècle", "12th century"),
    "19XX": ("20e siècle", "20th century"),
    "20XX": ("21e siècle", "21st century"),
    "21XX": ("22e siècle", "22nd century"),
    "0XXX": ("1er millénaire", "1st millennium"),
    "1XXX": ("2e millénaire", "2nd millennium"),
    "2XXX": ("3e millénaire", "3rd millennium"),
    "0800": ("800", "800"),
    "0800-12": ("décembre 800", "December 800"),
    "0800-12-25": ("25 décembre 800", "25 December 800"),
    "0800-01-01": ("1er janvier 800", "1 January 800"),
    "1600-02-29": ("29 février 1600", "29 February 1600"),
    "1582-10-15": ("15 octobre 1582", "15 October 1582"),
    "0001-01-01": ("1er janvier 1", "1 January 1"),
    "9999-12-31": ("31 décembre 9999", "31 December 9999"),
    "Y170000": ("170000", "170000"),
    "0000": ("1 av. J.-C.", "1 BC"),
    "-0044": ("45 av. J.-C.", "45 BC"),
    "-0044-03-15": ("15 mars 45 av. J.-C.", "15 March 45 BC"),
    "-0044-03": ("mars 45 av. J.-C.", "March 45 BC"),
    "-0044-21": ("printemps 45 av. J.-C.", "spring 45 BC"),
    "0000-02-29": ("29 février 1 av. J.-C.", "29 February 1 BC"),
    "-0044~": ("vers 45 av. J.-C.", "c. 45 BC"),
    "Y-17000": ("17001 av. J.-C.", "17001 BC"),
    "-201X": ("2020–2011 av. J.-C.", "2020–2011 BC"),
    "-19XX": ("20e siècle av. J.-C.", "20th century BC"),
    "-1XXX": ("2e millénaire av. J.-C.", "2nd millennium BC"),
    "2004/2006": ("2004–2006", "2004–2006"),
    "0800/0814": ("800–814", "800–814"),
    "2004-03/2004-06": ("mars 2004 – juin 2004", "March 2004 – June 2004"),
    "2004-03-01/2004-03-05": ("1er mars 2004 – 5 mars 2004", "1 March 2004 – 5 March 2004"),
    "2004/2005-06": ("2004 – juin 2005", "2004 – June 2005"),
    "2004-23/2005-01": ("automne 2004 – janvier 2005", "autumn 2004 – January 2005"),
    "201X/202X": ("années 2010 – années 2020", "2010s – 2020s"),
    "2004?/2006~": ("2004 (date incertaine) – vers 2006", "2004 (date uncertain) – c. 2006"),
    "-0044/0014": ("45 av. J.-C. – 14", "45 BC – 14"),
    "2004/..": ("depuis 2004", "since 2004"),
    "2004/": ("depuis 2004", "since 2004"),
    "2004-03/..": ("depuis mars 2004", "since March 2004"),
    "../2004": ("jusqu’en 2004", "until 2004"),
    "/2004": ("jusqu’en 2004", "until 2004"),
    "../2004-03": ("jusqu’en mars 2004", "until March 2004"),
}


@pytest.mark.parametrize(("text", "in_french", "in_english"), [(text, *shown) for text, shown in DATES.items()])
def test_a_date_is_written_at_the_precision_that_it_has(text: str, in_french: str, in_english: str) -> None:
    date = parse_edtf(text)
    assert (FRENCH.date(date), ENGLISH.date(date)) == (in_french, in_english)


IN_PHRASES = {
    "ar": {
        "2024-03-03": "اطُّلع عليه في 3 مارس 2024 | منذ 3 مارس 2024 | حتى 3 مارس 2024 | نحو 3 مارس 2024",
        "2024-03": "اطُّلع عليه في مارس 2024 | منذ مارس 2024 | حتى مارس 2024 | نحو مارس 2024",
        "2024-21": "اطُّلع عليه في ربيع 2024 | منذ ربيع 2024 | حتى ربيع 2024 | نحو ربيع 2024",
        "2024": "اطُّلع عليه في عام 2024 | منذ عام 2024 | حتى عام 2024 | نحو عام 2024",
        "201X": "اطُّلع عليه في عقد 2010 | منذ عقد 2010 | حتى عقد 2010 | نحو عقد 2010",
        "2024~": "اطُّلع عليه نحو عام 2024 | منذ نحو عام 2024 | حتى نحو عام 2024 | نحو عام 2024",
    },
    "de": {
        "2024-03-03": "abgerufen am 3. März 2024 | seit dem 3. März 2024 | bis zum 3. März 2024 | ca. 3. März 2024",
        "2024-03": "abgerufen im März 2024 | seit März 2024 | bis März 2024 | ca. März 2024",
        "2024-21": "abgerufen im Frühling 2024 | seit dem Frühling 2024 | bis zum Frühling 2024 | ca. Frühling 2024",
        "2024": "abgerufen 2024 | seit 2024 | bis 2024 | ca. 2024",
        "201X": "abgerufen in den 2010er-Jahren | seit den 2010er-Jahren | bis in die 2010er-Jahre | ca. 2010er-Jahre",
        "19XX": "abgerufen im 20. Jahrhundert | seit dem 20. Jahrhundert | bis ins 20. Jahrhundert | "
        "ca. 20. Jahrhundert",
        "2024~": "abgerufen ca. 2024 | seit ca. 2024 | bis ca. 2024 | ca. 2024",
    },
    "en": {
        "2024-03-03": "accessed 3 March 2024 | since 3 March 2024 | until 3 March 2024 | c. 3 March 2024",
        "2024-03": "accessed in March 2024 | since March 2024 | until March 2024 | c. March 2024",
        "2024-21": "accessed in spring 2024 | since spring 2024 | until spring 2024 | c. spring 2024",
        "2024": "accessed in 2024 | since 2024 | until 2024 | c. 2024",
        "201X": "accessed in the 2010s | since the 2010s | until the 2010s | c. 2010s",
        "2024~": "accessed c. 2024 | since c. 2024 | until c. 2024 | c. 2024",
    },
    "es": {
        "2024-03-03": "consultado el 3 de marzo de 2024 | desde el 3 de marzo de 2024 | hasta el 3 de marzo de 2024 | "
        "hacia el 3 de marzo de 2024",
        "2024-03": "consultado en marzo de 2024 | desde marzo de 2024 | hasta marzo de 2024 | hacia marzo de 2024",
        "2024-21": "consultado en la primavera de 2024 | desde la primavera de 2024 | hasta la primavera de 2024 | "
        "hacia la primavera de 2024",
        "2024-24": "consultado en el invierno de 2024 | desde el invierno de 2024 | hasta el invierno de 2024 | "
        "hacia el invierno de 2024",
        "2024": "consultado en 2024 | desde 2024 | hasta 2024 | hacia 2024",
        "201X": "consultado en los años 2010 | desde los años 2010 | hasta los años 2010 | hacia los años 2010",
        "2024~": "consultado hacia 2024 | desde hacia 2024 | hasta hacia 2024 | hacia 2024",
    },
    "fr": {
        "2024-03-03": "consulté le 3 mars 2024 | depuis le 3 mars 2024 | jusqu’au 3 mars 2024 | vers le 3 mars 2024",
        "2024-03-01": "consulté le 1er mars 2024 | depuis le 1er mars 2024 | jusqu’au 1er mars 2024 | "
        "vers le 1er mars 2024",
        "2024-03": "consulté en mars 2024 | depuis mars 2024 | jusqu’en mars 2024 | vers mars 2024",
        "2024-21": "consulté au printemps 2024 | depuis le printemps 2024 | jusqu’au printemps 2024 | "
        "vers le printemps 2024",
        "2024-24": "consulté en hiver 2024 | depuis l’hiver 2024 | jusqu’à l’hiver 2024 | vers l’hiver 2024",
        "2024": "consulté en 2024 | depuis 2024 | jusqu’en 2024 | vers 2024",
        "201X": "consulté dans les années 2010 | depuis les années 2010 | jusqu’aux années 2010 | vers les années 2010",
        "19XX": "consulté au 20e siècle | depuis le 20e siècle | jusqu’au 20e siècle | vers le 20e siècle",
        "2024~": "consulté vers 2024 | depuis vers 2024 | jusque vers 2024 | vers 2024",
    },
    "ja": {
        "2024-03-03": "2024年3月3日閲覧 | 2024年3月3日から | 2024年3月3日まで | 2024年3月3日頃",
        "2024-03": "2024年3月閲覧 | 2024年3月から | 2024年3月まで | 2024年3月頃",
        "2024-21": "2024年春閲覧 | 2024年春から | 2024年春まで | 2024年春頃",
        "2024": "2024年閲覧 | 2024年から | 2024年まで | 2024年頃",
        "201X": "2010年代閲覧 | 2010年代から | 2010年代まで | 2010年代頃",
        "2024~": "2024年頃閲覧 | 2024年頃から | 2024年頃まで | 2024年頃",
    },
    "nl": {
        "2024-03-03": "geraadpleegd op 3 maart 2024 | sinds 3 maart 2024 | tot 3 maart 2024 | ca. 3 maart 2024",
        "2024-03": "geraadpleegd in maart 2024 | sinds maart 2024 | tot maart 2024 | ca. maart 2024",
        "2024-21": "geraadpleegd in de lente van 2024 | sinds de lente van 2024 | tot de lente van 2024 | "
        "ca. lente van 2024",
        "2024": "geraadpleegd in 2024 | sinds 2024 | tot 2024 | ca. 2024",
        "201X": "geraadpleegd in de jaren 2010 | sinds de jaren 2010 | tot de jaren 2010 | ca. jaren 2010",
        "1XXX": "geraadpleegd in het 2e millennium | sinds het 2e millennium | tot het 2e millennium | "
        "ca. 2e millennium",
        "2024~": "geraadpleegd ca. 2024 | sinds ca. 2024 | tot ca. 2024 | ca. 2024",
    },
    "pt-BR": {
        "2024-03-03": "consultado em 3 de março de 2024 | desde 3 de março de 2024 | até 3 de março de 2024 | "
        "por volta de 3 de março de 2024",
        "2024-03-01": "consultado em 1º de março de 2024 | desde 1º de março de 2024 | até 1º de março de 2024 | "
        "por volta de 1º de março de 2024",
        "2024-03": "consultado em março de 2024 | desde março de 2024 | até março de 2024 | por volta de março de 2024",
        "2024-21": "consultado na primavera de 2024 | desde a primavera de 2024 | até a primavera de 2024 | "
        "por volta da primavera de 2024",
        "2024": "consultado em 2024 | desde 2024 | até 2024 | por volta de 2024",
        "201X": "consultado na década de 2010 | desde a década de 2010 | até a década de 2010 | "
        "por volta da década de 2010",
        "2024~": "consultado por volta de 2024 | desde por volta de 2024 | até por volta de 2024 | por volta de 2024",
    },
    "zh-Hans": {
        "2024-03-03": "查阅于2024年3月3日 | 2024年3月3日起 | 至2024年3月3日 | 约2024年3月3日",
        "2024-03": "查阅于2024年3月 | 2024年3月起 | 至2024年3月 | 约2024年3月",
        "2024-21": "查阅于2024年春季 | 2024年春季起 | 至2024年春季 | 约2024年春季",
        "2024": "查阅于2024年 | 2024年起 | 至2024年 | 约2024年",
        "201X": "查阅于2010年代 | 2010年代起 | 至2010年代 | 约2010年代",
        "2024~": "查阅于约2024年 | 约2024年起 | 至约2024年 | 约2024年",
    },
}
"""By language and date: when something was seen, since when, until when, and about when."""


def test_every_language_has_its_phrases_with_dates() -> None:
    assert IN_PHRASES.keys() == {*LANGUAGES}


@pytest.mark.parametrize(
    ("code", "text", "phrases"), [(code, *case) for code, cases in IN_PHRASES.items() for case in cases.items()]
)
def test_a_phrase_suits_the_date_in_it(code: str, text: str, phrases: str) -> None:
    locale = locales.load(code)
    seen = locale.text("notes.accessed", when=locale.when(parse_edtf(text)))
    others = (locale.date(parse_edtf(other)) for other in (f"{text}/..", f"../{text}", f"{text.removesuffix('~')}~"))
    assert " | ".join((seen, *others)) == phrases


def test_a_doubt_stands_behind_the_whole_phrase() -> None:
    german = locales.load("de")
    assert german.when(parse_edtf("201X?")) == "in den 2010er-Jahren (Datum unsicher)"
    assert german.date(parse_edtf("201X?/..")) == "seit den 2010er-Jahren (Datum unsicher)"


def test_an_interval_says_when_by_itself() -> None:
    shown = [FRENCH.when(parse_edtf(text)) for text in ("2018/2019", "2024-03/..", "../2024-03-03")]
    assert shown == ["2018–2019", "depuis mars 2024", "jusqu’au 3 mars 2024"]


def test_every_day_of_a_year_is_written() -> None:
    for number in range(366):
        day = dt.date(2024, 1, 1) + dt.timedelta(number)
        first = "1er" if day.day == 1 else str(day.day)
        assert re.fullmatch(rf"{first} [a-zéûô]+ 2024", FRENCH.day(day))
        assert ENGLISH.day(day) == f"{day.day} {day:%B} 2024"


# --- Spacing --------------------------------------------------------------------------------------------------------

_THIN, _HARD = locales.NARROW_SPACE, locales.NO_BREAK_SPACE
SPACED = {
    "Quoi?": "Quoi_?",
    "Quoi ?": "Quoi_?",
    "Quoi\u00a0?": "Quoi_?",
    "Quoi  ?": "Quoi_?",
    "Non!": "Non_!",
    "Non! Si; non: si.": "Non_! Si_; non_: si.",
    "Quoi?!": "Quoi_?!",
    "Quoi ?!": "Quoi_?!",
    "Quoi ? !": "Quoi_?_!",
    "mot…!": "mot…_!",
    "(voir?)": "(voir_?)",
    "mot:, mot;.": "mot_:, mot_;.",
    "«mot»": "«_mot_»",
    "« mot »": "«_mot_»",
    "«\u00a0mot\u00a0»": "«_mot_»",
    "dit: «Quoi?».": "dit_: «_Quoi_?_».",
    "«un» et «deux»": "«_un_» et «_deux_»",
    "«": "«_",
    "«mot»: «mot»; «mot»!": "«_mot_»_: «_mot_»_; «_mot_»_!",
    "12 000": "12_000",
    "12\u00a0000 emplois": "12_000 emplois",
    "1 000 000 000 000": "1_000_000_000_000",
    "1 000,50": "1_000,50",
    "12 000 €": "12_000=€",
    "5 %": "5=%",
    "3 ‰, 4 °": "3=‰, 4=°",
    "à 10:30: fin": "à 10:30_: fin",
}
UNCHANGED = [
    "",
    "10:30",
    "de 10:30 à 11:45.",
    "16:9",
    "1:25000",
    "https://example.org/a?b=c;d:e",
    "voir https://example.org:8080/a?b.",
    "http://example.org/?a=1&b=2;c",
    "mailto:a@example.org",
    "std::vector",
    "C:\\dossier",
    "(?)",
    "[!]",
    "a;b",
    "a:-)",
    "2019 300",
    "en 2019 300 emplois",
    "1 0000",
    "3,5 000",
    "1.000 000",
    "12 34",
    "l’an 12",
    "5%",
    "a\n: b",
    "…",
    "“anglais”",
    "a b",
]


@pytest.mark.parametrize(("text", "spaced"), SPACED.items())
def test_french_spacing(text: str, spaced: str) -> None:
    assert FRENCH.typeset(text) == spaced.replace("_", _THIN).replace("=", _HARD)


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_french_spacing_leaves_alone(text: str) -> None:
    assert FRENCH.typeset(text) == text


@pytest.mark.parametrize("text", [text for text in SPACED if not re.search("[0-9] [€%‰°]", text)] + UNCHANGED)
def test_english_spacing_leaves_all_this_alone(text: str) -> None:
    assert ENGLISH.typeset(text) == text


_PIECES = [
    "a",
    "b",
    " ",
    "\u00a0",
    "\u202f",
    ";",
    ":",
    "!",
    "?",
    "»",
    "«",
    "(",
    ")",
    "[",
    "]",
    ".",
    ",",
    "…",
    "1",
    "23",
]
_PIECES += ["456", "0000", "%", "€", "https://a.b/?c", "10:30", "“", "”", "\n", "é", "中", "&"]


@given(st.text() | st.lists(st.sampled_from(_PIECES)).map("".join))
@example("1 000 000 000 000")
@example("0:»0")
@example("« » ?! »» 1\u00a0234\u202f567 890 %")
def test_spacing_changes_spaces_only_and_is_done_at_once(text: str) -> None:
    for code in LANGUAGES:
        locale = locales.load(code)
        spaced = locale.typeset(text)
        assert locale.typeset(spaced) == spaced
        assert re.sub("[ \u00a0\u202f]", "", spaced) == re.sub("[ \u00a0\u202f]", "", text)
