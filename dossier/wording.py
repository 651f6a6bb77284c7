"""The program's own words, in English and in the languages of those who contribute.

Rules and phrases are written in English, where they are used; a file for each other language (`dossier/rules/fr.toml`)
translates them all, and is read only when it is asked for. What reports a fault never chooses a language: it passes
`Phrase.NO_SUCH_FILE()`, and who prints the report says in which `Wording`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, unique
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any

import babel

ENGLISH_CODE = "en"
"""The language in which rules and phrases are written, and which serves where there is no other."""

Template = str | Mapping[str, str]
"""A text for `str.format`; where it counts something, one for each plural form that the language has."""


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase with what fills it; as a `str` it is English."""

    phrase: Phrase
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return ENGLISH.say(self)

    def mapped(self, function: Callable[[object], object]) -> Words:
        """Return the same phrase, filled with what `function` makes of the values."""
        return Words(self.phrase, {name: function(value) for name, value in self.values.items()})


def _counted(one: str, other: str) -> Template:
    return MappingProxyType({"one": one, "other": other})


@unique
class Phrase(Enum):
    """What fills a gap in the message of a rule, or stands around messages; called with its values, it is `Words`.

    Its id in the files of the languages is its name, as codes of rules are written: `first-given`.
    """

    # Around diagnostics
    ERROR = "error"
    WARNING = "warning"
    SEE = "see {place}: {note}"
    HINT = "hint: {hint}"
    DID_YOU_MEAN = "did you mean `{word}`?"
    NO_FAULTS = "no faults found"
    ERRORS = _counted("{count} error", "{count} errors")
    WARNINGS = _counted("{count} warning", "{count} warnings")
    SUMMARY = "{errors}, {warnings}; `dossier explain CODE` says more about a rule"
    FIXABLE = "fixable with `dossier check --fix`"
    FIXED = "fixed {faults} in {files}"
    FAULTS = _counted("{count} fault", "{count} faults")
    FILES = _counted("{count} file", "{count} files")
    BAD = "Bad:"
    GOOD = "Good:"
    RULES = "Rules"
    RULES_INTRODUCTION = (
        "What `dossier check` looks for. `dossier explain CODE` prints one of them. This page is made from the rules "
        "themselves, by `{command}`."
    )
    NO_SUCH_RULE = "there is no rule `{code}`"
    NO_CONFIGURATION = "there is no {path} here; go to the dossier's folder, or name it with --config-file"

    # Other places that belong to a fault
    FIRST_GIVEN = "first given here"
    FIRST_GIVEN_AS = "first given here, as `{name}`"
    BEGINS_HERE = "it begins here"
    ENTRY_BEGINS_HERE = "the entry begins here"
    SAME_STANDS_HERE = "the same stands here"
    ORIGINAL = "the original: {words}"
    HERE_TOO = "here too"
    MADE_FROM = "the page is made from this file"

    # Files and folders
    THE_PROJECT = "the project"
    THE_FOLDER = "the folder {name}"
    A_FILE = "a file"
    A_FOLDER = "a folder"
    A_FOLDER_HERE = "a folder here"
    AN_ARGUMENTS_FOLDER = "an argument's folder"
    A_PAGES_FOLDER = "a page's folder"
    ONE_FOLDER_A_PAGE = "one folder for each page"
    TAKEN_NAME = "the dossier makes a page of this name itself; choose another"
    ID_ADVICE = "lower-case ASCII letters, digits and single hyphens, beginning with a letter: `{example}`"
    NAME_ADVICE = "use ASCII letters, digits, dots, hyphens and underscores, and no spaces"
    ASSET_AS_PAGE = "write it as a page: docs/pages/<id>/<lang>.md"
    ASSET_AS_CODE = "propose it as code, in dossier/theme/assets/"
    ASSET_NAMES = "the names of assets end in {endings}"
    LEADS_TO_NOTHING = "it is a link that leads to nothing"
    NO_SUCH_FILE = "it does not exist"
    NO_PERMISSION = "you may not read it"
    LEADS_IN_A_CIRCLE = "it is a link that leads in a circle"
    IS_A_FOLDER = "it is a folder"
    NOT_IN_PROJECT = "it is not in the project"
    WAY_THROUGH_LINK = "the way to it leads through a symbolic link"
    MARKED_CONFLICT = "git has marked a conflict in it"
    READ_OTHERWISE = "in its layout it would not be read as before"
    SYSTEM_REFUSED = "the system refused (error {number})"

    # YAML
    YAML_KEY = "a key must be a plain word"
    YAML_SECOND_DOCUMENT = "a second document begins here"
    YAML_COLON = "a `:` followed by a space cannot stand here"
    YAML_NO_COLON = "a `:` behind the name of a field is missing"
    YAML_QUOTE = "a quotation mark is never closed"
    YAML_ESCAPE = "what stands behind a `\\` in quotation marks is none of YAML's signs"
    YAML_LIST = "a `,` or a `]` is missing"
    YAML_VALUE = "a value is missing, or the bracket that ends a list"
    YAML_FIELDS = "a `,` or a `}}` is missing"
    YAML_INDENTATION = "a field was expected here, indented like those before it"
    YAML_CHARACTER = "without quotes, no value begins with this character"
    YAML_MISPLACED = "neither a list nor a field can begin here"
    YAML_UNREADABLE = "nothing can be read from here on"

    # Values of fields
    THE_FILE = "the file"
    FIELDS_EXPECTED = "fields were expected here, as in `name: value`"
    NUMBER_EXPECTED = "a whole number was expected here"
    TEXT_EXPECTED = "a text was expected here"
    LIST_EXPECTED = "a list was expected here, as in `[one, two]`"
    TRUTH_EXPECTED = "`true` or `false` was expected here"
    DAY_EXPECTED = "a day was expected here, as in 2026-03-01"
    ONE_OF_EXPECTED = "one of these was expected here: {known}"
    OTHER_EXPECTED = "something else was expected here"
    OTHER_FORM = "it does not have the form that was expected"
    CITATION_EXPECTED = "one citation was expected here, as in `[@Key, p. 12]`"
    PARAGRAPH_EXPECTED = "one paragraph was expected here, of words and citations, without links, lists or notes"
    IS_EMPTY = "it is empty"
    IS_MISSING = "it is missing"
    IS_UNKNOWN = "there is no such field"
    IS_SHORT = "it has fewer than {limit} characters"
    IS_LONG = "it has more than {limit} characters"
    STANDS_TWICE = "`{value}` stands in it twice"
    NO_ID = "`{word}` is no id (lower-case ASCII letters, digits, single hyphens)"
    NO_ID_OR_RESERVED = "`{word}` is no id (lower-case ASCII letters, digits, single hyphens; not `{reserved}`)"
    NO_REGION = "`{code}` is no ISO 3166 code such as BE or BE-WLG"
    NO_WEB_ADDRESS = "this is no complete http or https address"
    NO_CONTACT = "this is neither a mail address nor a complete http or https address"
    NO_PATH_INSIDE = "this is no path inside the project's folder"
    EVENT_WITHOUT_USE = "name the arguments that use the event, or else its theme"
    ANSWER_OR_NO_ANSWER = "give either `answer` or `no_answer`, the day on which there still was none"
    ANSWERED_WITHOUT_ANSWER = "`answered` needs an `answer`"
    ANSWER_BEFORE_QUESTION = "the answer, or the end of the wait for one, is older than the question"

    # Dates
    DATE_FORM = "expected a form such as 2026-03-01, 2026-03 or 2026, not `{text}`"
    DATE_INTERVAL_EMPTY = "an interval needs a date on one of its sides"
    DATE_INTERVAL_ORDER = "the interval ends ({end}) before it begins ({start})"
    DATE_YEAR_ZERO = "the year 0 takes no minus sign; it is the year before 1"
    DATE_YEAR_MONTH = "the year {year} cannot have a month"
    DATE_TIME_MARK = "a date with a time cannot be marked {mark}"
    DATE_NO_MONTH = "there is no month {month} (and the seasons are 21 to 24)"
    DATE_DAY_MONTH = "a day needs its month"
    DATE_SEASON_DAY = "a season has no days"
    DATE_NO_DAY = "{month} has no day {day}"
    ADVICE_REVIEWED = "give the day on which the argument was last reviewed"
    ADVICE_EVENT = "the timeline tells what has happened; add the event on its day"
    ADVICE_CORRECTION = "give the day of the correction"
    ADVICE_DONE = "give the day on which it was done"

    # Bibliography
    BIBTEX_OUTSIDE = "this text stands outside of every entry"
    BIBTEX_NEXT_ENTRY = "the next entry begins before this one has ended"
    BIBTEX_COMMENT = "a comment stands in braces"
    BIBTEX_BRACE = "a `}}` too many"
    BIBTEX_TOO_DEEP = "braces are nested more than {limit} deep"
    BIBTEX_ENDLESS = "the text that begins here never ends"
    BIBTEX_ABBREVIATION = "`{name}` is no abbreviation (see `@string`), and text needs braces"
    BIBTEX_TOO_LONG = "the abbreviations stand for more text than a file may hold"
    BIBTEX_END_BRACE = "a comma, or the `}}` that ends the entry, was expected here"
    BIBTEX_END_PARENTHESIS = "a comma, or the `)` that ends the entry, was expected here"
    BIBTEX_OPEN_BRACE = "a `{{` was expected here"
    BIBTEX_EQUALS = "an `=` was expected here"
    BIBTEX_TYPE = "a type of entry, such as `article`, was expected here"
    BIBTEX_KEY = "the entry's key was expected here"
    BIBTEX_VALUE = "a value, in braces, was expected here"
    BIBTEX_END_OF_FILE = "the file ends before the entry does"
    BIBTEX_OTHER = "this is not how an entry is written"
    BIB_TITLE = "`title`"
    BIB_AUTHOR = "`author` (nor an editor, journal, organization, institution or publisher)"
    BIB_URL_SCHEMES = "http:// or https://"
    EDIT_NO_ENTRY = "there is no such entry, or it stands in a comment"
    EDIT_FAULTS = "the bibliography has a fault, so that nobody can tell where its entries end"
    EDIT_SAME_KEY = "another entry has the same key"
    EDIT_TWO_FIELDS = "it has two fields `{name}`"
    EDIT_ABBREVIATIONS = "its field `{name}` is put together from abbreviations"
    EDIT_IMPOSSIBLE_VALUE = "no field can hold `{value}`"

    # Arguments, pages and texts
    LINK_SCHEMES = "http, https and mailto"
    THE_PARTS = "the parts are {names}"
    PAGE_WITHOUT_PARTS = "parts belong to arguments; a page has none"
    INTRODUCTION_WITHOUT_PARTS = "parts belong to arguments; an introduction has none"
    HEADING_IN_ARGUMENT = "in an argument, only a `###` at the very beginning of a premise or an objection is a heading"
    HEADING_IN_PAGE = "the title is in the front matter; begin with `## … {{#id}}`"
    HEADING_IN_INTRODUCTION = "an introduction is one short text; the theme's title stands in {file}"
    A_PART = "this {kind}"
    TEXT_OUTSIDE_PARTS = "this text outside of the parts"
    PARTS_ORDER = "the order is summary, premises (with other text among them), objections, falsifier"
    PARTS_NESTING = "a reply stands inside its objection, and nothing else stands inside another part"
    LACKS_SUMMARY = "summary"
    LACKS_PREMISE = "premise"
    LACKS_SECOND_PREMISE = "second premise"
    LACKS_OBJECTION = "objection"
    LACKS_FALSIFIER = "falsifier"
    LACKS_REPLY = "reply to the objection `{id}`"
    THE_PREMISE = "the premise `{id}`"
    THE_PAGE = "the page"
    HOME_PAGE = "home page"
    CORRECTIONS_PAGE = "page of corrections"
    WORDS = "words"
    CHARACTERS = "characters"

    # Translations
    LACKS = "lacks {lost}"
    LACKS_AND_HAS = "lacks {lost} and has instead {added}"
    HAS_IN_ADDITION = "has in addition {added}"
    HAS_OTHER_ORDER = "has them in another order"

    # SVG
    SVG_MALFORMED = "it is not well-formed"
    SVG_ENCODING = "it says that its encoding is {encoding}, not UTF-8"
    SVG_DOCUMENT_TYPE = "it has a document type, which can hold entities"
    SVG_INSTRUCTION = "it holds the instruction {instruction}"
    SVG_ROOT = "its outermost element is not {element}"
    SVG_IN_STYLE = "it holds an element in the middle of a style"
    SVG_ELEMENT = "it holds the element {element}"
    SVG_ADDRESS = "it leads to {address}"
    SVG_EVENT = "it holds the event handler {name}"
    SVG_STYLE = "its style can load something: {style}"

    # Links of the built site, and the ledger
    LINKS = _counted("{count} link", "{count} links")
    FOLDER_WITHOUT_INDEX = "the folder has no index.html"
    IS_A_FILE = "that is a file, no folder"
    NOTHING_OF_THIS_NAME = "there is nothing of this name"
    IN_A_CIRCLE = "the pages lead on in a circle"
    LEDGER_NO_OBJECT = "it is no JSON object"
    LEDGER_KEY_TWICE = "a key is given twice"
    LEDGER_FIELD = "`{field}`: {problem}"
    LEDGER_NO_JSON = "it is no JSON from column {column} on"
    LEDGER_NO_VALUE = "JSON has no such number"
    LEDGER_NOT_UTF8 = "it is not UTF-8"
    LEDGER_TOO_DEEP = "it is nested too deep"

    # The form with which an argument is proposed
    FORM_FAULTS = (
        "Thank you for proposing an argument. Before it can be looked at, this is to be mended: edit your text above, "
        "and it is read again."
    )
    FORM_TAKEN = (
        "Thank you for proposing an argument. It is a draft now, `{id}`; somebody who looks after the theme will read "
        "it."
    )

    @property
    def id(self) -> str:
        """The phrase's name in the files of the languages."""
        return self.name.lower().replace("_", "-")

    def __call__(self, **values: object) -> Words:
        """Return the phrase filled with values."""
        return Words(self, values)


@dataclass(frozen=True)
class Wording:
    """The program's words in one language: by code of a rule, and under `phrases` by id. English needs no data."""

    code: str = ENGLISH_CODE
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of_rule(self, code: str, part: str) -> str | None:
        """Return what a part of a rule (`message`, `why` …) is in this language; None where English must serve."""
        return self.data.get(code, {}).get(part)

    def say(self, words: Words) -> str:
        """Return a phrase with its values."""
        template = self.data.get("phrases", {}).get(words.phrase.id, words.phrase.value)
        return self.fill(template, words.values)

    def fill(self, template: Template, values: Mapping[str, object]) -> str:
        """Fill a template with values, of which those that are words are said in this language."""
        if not isinstance(template, str):
            form = self._plural.plural_form(int(str(values["count"])))
            template = template.get(form, template["other"])
        return template.format(**{name: self.said(value) for name, value in values.items()})

    def said(self, value: object) -> str:
        """Return what stands for a value in a text: words in this language, content as it is."""
        return self.say(value) if isinstance(value, Words) else str(value)

    @cached_property
    def _plural(self) -> babel.Locale:
        return babel.Locale.parse(self.code)


ENGLISH = Wording()

_FOLDER = "rules"
_ENDING = ".toml"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages in which the program can speak to contributors, English first."""
    names = (entry.name for entry in (resources.files("dossier") / _FOLDER).iterdir())
    return (ENGLISH_CODE, *sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))


@cache
def load(code: str) -> Wording:
    """Return the words of one of the `languages`."""
    if code == ENGLISH_CODE:
        return ENGLISH
    text = (resources.files("dossier") / _FOLDER / f"{code}{_ENDING}").read_text(encoding="utf-8")
    return Wording(code, tomllib.loads(text))


def of_environment() -> Wording:
    """Return the words that the environment asks for: by `DOSSIER_LANG`, else as POSIX has it for messages."""
    names = ("DOSSIER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((os.environ[name] for name in names if os.environ.get(name)), "")
    code = asked.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return load(code) if code in languages() else ENGLISH
