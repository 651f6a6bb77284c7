"""The sources: `references.bib`, in the biblatex flavour, read into values with a place for every fault.

pybtex's low-level parser reads the file; the subclass below remembers where things stand, goes on after a fault and
keeps away from searches that would take quadratic time on hostile input. Everything stays text: LaTeX's accents and
dashes are decoded, and what looks like markup is for others to escape.

Sources: the biblatex manual (entry types, fields, name parts), BibTeX's "btxdoc", Pandoc (keys are case-sensitive).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType

import babel
from pybtex.database.input.bibtex import LowLevelParser, SkipEntry
from pybtex.scanner import Pattern, PybtexSyntaxError, Token
from pybtex.utils import CaseInsensitiveDict

from dossier import rules
from dossier.dates import Edtf, parse_edtf
from dossier.diagnostics import Report, Rule, Span, nearest
from dossier.sanitize import is_web_url
from dossier.source import MAX_BYTES, SourceFile


class Kind(StrEnum):
    """What a source is, as far as the notes tell sources apart."""

    ARTICLE = "article"
    NEWSPAPER = "newspaper"
    BOOK = "book"
    CHAPTER = "chapter"
    PAPER = "paper"
    REPORT = "report"
    THESIS = "thesis"
    ONLINE = "online"
    LEGISLATION = "legislation"
    DATASET = "dataset"
    VIDEO = "video"
    MISC = "misc"


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts; or, in `literal`, a body or a name that keeps its own order (`王毅`)."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One source. A text that the entry does not give is empty, a date that it does not give is None.

    `container` is what it appeared in (journal, newspaper, book); `institution` is also the school of a thesis.
    `found_in` is the key of the source in which it was found, where its own text was not seen (`text_seen`).
    `et_al`: the list of its authors (or, without authors, of its editors) ends in "and others".
    """

    key: str
    kind: Kind
    span: Span
    field_spans: Mapping[str, Span]
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    et_al: bool = False
    title: str = ""
    subtitle: str = ""
    short_title: str = ""
    container: str = ""
    container_subtitle: str = ""
    series: str = ""
    publisher: str = ""
    institution: str = ""
    organization: str = ""
    place: str = ""
    volume: str = ""
    number: str = ""
    edition: str = ""
    pages: tuple[str, ...] = ()
    eid: str = ""
    type: str = ""
    isbn: str = ""
    doi: str = ""
    url: str = ""
    archive_url: str = ""
    archive_date: Edtf | None = None
    date: Edtf | None = None
    accessed: Edtf | None = None
    original_date: Edtf | None = None
    language: str = ""
    original_language: str = ""
    republished_by: str = ""
    text_seen: bool = True
    found_in: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The sources of one file, by key, in the file's order; `path` names the file in messages."""

    path: str
    references: Mapping[str, Reference]


def load_bibliography(source: SourceFile, report: Report) -> Bibliography:
    """Read every entry of a BibTeX file, reporting all its faults; an entry with faults is kept as far as it is whole.

    Keys are case-sensitive. Two entries under one key, or under keys that differ in case only, are reported; of
    entries with the very same key the first is kept.
    """
    parser = _Parser(source, report)
    references: dict[str, Reference] = {}
    folded: dict[str, _Entry] = {}
    for entry in parser.entries():
        first = folded.setdefault(entry.key.casefold(), entry)
        if first is not entry:
            span, first_span = (parser.span(one.key_at, len(one.key)) for one in (entry, first))
            related = (first_span, f"first given here, as `{first.key}`")
            report.add(rules.DUPLICATE_KEY, span, related=(related,), key=entry.key)
        if entry.key not in references:
            references[entry.key] = _EntryReader(entry, parser, report).reference()
    for reference in references.values():
        if reference.found_in and reference.found_in not in references:
            _report_unknown(
                report, rules.FOUND_IN_UNKNOWN, reference.field_spans["foundin"], reference.found_in, references
            )
    return Bibliography(source.path, MappingProxyType(references))


# --- Parsing --------------------------------------------------------------------------------------------------------

_MAX_DEPTH = 20
"""Deepest nesting of braces; it also bounds what is read again after values that never end."""

_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBERS = {name[:3]: str(number) for number, name in enumerate(_MONTHS.split(), start=1)}
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_NEXT_ENTRY = re.compile(r"^[ \t]*+%[^\n]*+|(?P<entry>^@|(?<!\w)@[ \t]*+[A-Za-z]++[ \t]*+[{(])", re.MULTILINE)
_BLANKS = re.compile(r"[ \t\n]+")  # not \s: a no-break space is part of the text

_PROBLEMS = {
    "'}' expected": "a comma, or the `}` that ends the entry, was expected here",
    "')' expected": "a comma, or the `)` that ends the entry, was expected here",
    "'(' or '{' expected": "a `{` was expected here",
    "'=' expected": "an `=` was expected here",
    "a valid name expected": "a type of entry, such as `article`, was expected here",
    "entry key expected": "the entry's key was expected here",
    "field value expected": "a value, in braces, was expected here",
    "premature end of file": "the file ends before the entry does",
}
"""pybtex's messages in our words."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field as it was typed; `name_at` and `value_at` are positions, `length` is that of a value in one line."""

    name: str
    value: str
    name_at: int
    value_at: int
    length: int


@dataclass(slots=True)
class _Entry:
    """An entry as it was typed; `broken` where the parser could not read it to its end."""

    type: str
    key: str
    at: int
    key_at: int
    fields: list[_Field] = field(default_factory=list)
    broken: bool = False


class _Parser(LowLevelParser):  # type: ignore[misc] # pybtex has no types
    """pybtex's parser, with positions; `%` begins a comment, also inside an entry, as in biber and Pandoc."""

    WHITESPACE = Pattern(r"(?:\s++|%[^\n]*+)++", "white space")

    def __init__(self, source: SourceFile, report: Report) -> None:
        super().__init__(source.text, macros=CaseInsensitiveDict(_MONTH_NUMBERS), filename=source.path)
        self._source = source
        self._report = report
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", source.text))]
        self._fields: list[_Field] = []
        self._key_at = self._value_at = 0
        self._broken = False
        self._expanded = 0

    def span(self, at: int, length: int = 0) -> Span:
        """Return the place of a position in the text."""
        line = bisect_right(self._line_starts, at)
        return self._source.span(line, at - self._line_starts[line - 1] + 1, length or None)

    def span_of(self, words: str, start: int, length: int) -> Span:
        """Return the place of `words` in that part of the text, or where it begins if they do not stand there."""
        return self.span(max(self._source.text.find(words, start, start + length), start), len(words))

    def entries(self) -> Iterator[_Entry]:
        """Yield the entries in order; after a fault, go on with what looks like the next entry."""
        while True:
            self.eat_whitespace()
            if self.eof():
                return
            self.command_start = self.pos
            if self.text[self.pos] != "@":
                self._report.add(
                    rules.MALFORMED_BIBTEX, self.span(self.pos), problem="this text stands outside of every entry"
                )
                self._skip_to_entry(self.pos)
                continue
            self.pos += 1
            self._broken, self._fields = False, []
            try:
                command = self._parse_command()
            except PybtexSyntaxError as error:
                self.handle_error(error)
            else:
                if self.current_entry_key is not None:
                    yield _Entry(
                        command, self.current_entry_key, self.command_start, self._key_at, self._fields, self._broken
                    )
            if self._broken:
                self._skip_to_entry(self.command_start + 1)

    def _skip_to_entry(self, start: int) -> None:
        found = (match.start("entry") for match in _NEXT_ENTRY.finditer(self.text, start) if match["entry"])
        self.pos = next(found, self.end_pos)

    def _parse_command(self) -> str:
        try:
            return str(self.parse_command()[0])
        except SkipEntry as comment:  # pybtex would go on to read what stands in it
            if self.text[self.pos - 1] == "(":
                raise PybtexSyntaxError("a comment stands in braces", self) from comment
            self.parse_string(self.RBRACE)
            return "comment"

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Report a fault at its place, and with it where the entry begins."""
        self._broken = True
        at, text = error.error_context_info[-1], str(error.args[0])
        if _NEXT_ENTRY.match(self.text, at):
            text = "the next entry begins before this one has ended"
        self._fault(at, _PROBLEMS.get(text, text))

    def _fault(self, at: int, problem: str) -> None:
        begins = (self.span(self.command_start), "the entry begins here")
        self._report.add(rules.MALFORMED_BIBTEX, self.span(at), related=(begins,), problem=problem)

    def parse_entry_body(self, body_end: Pattern) -> None:
        """Read key and fields, and remember where the key stands."""
        self.eat_whitespace()
        self._key_at = self.pos
        super().parse_entry_body(body_end)

    def parse_field(self) -> None:
        """Read a field, and remember where its name and its value stand."""
        self.eat_whitespace()
        name_at = self.pos
        super().parse_field()
        if self.current_field_name is not None:
            name, value = self.current_field_name.lower(), "".join(self.current_value)
            one_line = "\n" not in value and self.text.startswith(value, self._value_at)
            self._fields.append(_Field(name, value, name_at, self._value_at, len(value) if one_line else 0))

    def parse_value(self) -> None:
        """Read a value, and remember where its text begins."""
        self.eat_whitespace()
        self._value_at = self.pos + (self.text[self.pos : self.pos + 1] in {"{", '"'})
        super().parse_value()

    def parse_string(self, string_end: Pattern, level: int = 0, max_level: int = _MAX_DEPTH) -> list[Token]:
        """Read on to the quotation mark or brace that ends a text, in one pass."""
        start = self.pos
        for match in _BRACE_OR_QUOTE.finditer(self.text, start):
            if match.group() == "{":
                level += 1
            elif level == 0 and (match.group() == '"') is (string_end is self.QUOTE):
                self.pos = match.end()
                return [Token(self.text[start : self.pos], string_end)]
            elif match.group() == "}":
                level -= 1
            if not 0 <= level <= max_level:
                self.pos = match.start()
                problem = "a `}` too many" if level < 0 else f"braces are nested more than {max_level} deep"
                raise PybtexSyntaxError(problem, self)
        self.pos = start - 1
        raise PybtexSyntaxError("the text that begins here never ends", self)

    def substitute_macro(self, name: str) -> str:
        """Return the text that an abbreviation stands for; the name of a month stands for its number."""
        text = str(self.macros.get(name, name))
        self._expanded += len(text)
        if name not in self.macros:
            self._fault(self.pos - len(name), f"`{name}` is no abbreviation (see `@string`), and text needs braces")
        elif self._expanded > MAX_BYTES:  # thirty lines of `@string{a = a # a}` stand for gigabytes
            self._fault(self.pos - len(name), "the abbreviations stand for more text than a file may hold")
            return ""
        return text


# --- From LaTeX to text ---------------------------------------------------------------------------------------------

_LATEX = re.compile(
    r"""
      \\[`'^"~=.]\s*(?:\{\\?[^\W\d_]\s*\}|\\?[^\W\d_])    # accents: \'e \'{e} \'\i \'{\i}
    | \\[cvHkurbdt](?:\s*\{\\?[^\W\d_]\}|\s+[^\W\d_])     # accents that are letters: \c{c} \v s
    | \\[A-Za-z]+(?:\{\}|[ ]*)                            # words: \ss{} \o \emph
    | \\.?                                                # signs: \&
    | ---? | ~ | `` | ''
    """,
    re.VERBOSE | re.DOTALL,
)
_LIGATURES = {"---": "—", "--": "–", "~": "\u00a0", "``": "“", "''": "”"}
_DOTLESS = re.compile(r"(?<=.)\\([ij])(?![a-z])")
_LEFT_OVER = re.compile(r"\\(?:[A-Za-z]+|.)?|\$[_^]", re.DOTALL)


def _decode(text: str) -> str:
    """Undo LaTeX's accents, escapes, dashes and ties; what has no character of its own stays as it was typed."""
    return _LATEX.sub(lambda match: _LIGATURES.get(match.group()) or _decode_command(match.group()), text)


@lru_cache(maxsize=1024)
def _decode_command(command: str) -> str:
    from latexcodec.codec import UnicodeLatexIncrementalDecoder  # noqa: PLC0415 - slow to load, and seldom needed

    if command[1:] in {"&", "%", "$", "#", "_"}:
        return command[1:]
    try:
        decoder = UnicodeLatexIncrementalDecoder()  # type: ignore[no-untyped-call]
        text = decoder.decode(_DOTLESS.sub(r"\1", command), final=True)
    except UnicodeDecodeError:  # a backslash at the end
        return command
    return command if "\\" in text else text.replace("{", "").replace("}", "")


def _without_braces(text: str) -> str:
    return text.replace("{", "").replace("}", "").strip(" \t\n")


# --- Names ----------------------------------------------------------------------------------------------------------

_AND = re.compile(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)
_COMMA = re.compile(r"[{}]|,")
_GAP = re.compile(r"[{}]|\s+")
_MOST_PARTS = 3  # von Last, Jr., First
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text where the separator stands outside of braces; the pattern matches braces too."""
    parts, depth, start = [], 0, 0
    for match in separator.finditer(text):
        if match.group() in {"{", "}"}:
            depth += 1 if match.group() == "{" else -1
        elif depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [part.strip() for part in (*parts, text[start:])]


def _parse_name(text: str) -> Name | None:
    """Read one name, decoded but with its braces; None where it is none.

    Forms: `First von Last`, `von Last, First`, `von Last, Jr., First`; a name all in braces is that of a body.
    """
    texts = _split(text, _COMMA)
    if len(texts) > _MOST_PARTS or not all(texts):
        return None
    parts = [[word for word in _split(part, _GAP) if word] for part in texts]
    first = parts[0]
    if len(parts) == 1 and (_CJK.search(text) or (len(first) == 1 and text[0] == "{" and text[-1] == "}")):
        return Name(literal=_without_braces(text))
    suffix = parts[1] if len(parts) == _MOST_PARTS else []
    if not suffix and len(first) > 1 and first[-1] in _SUFFIXES:
        suffix = [first.pop()]
    given = parts[-1]
    if len(parts) == 1:
        cut = next((at for at, word in enumerate(first[:-1]) if _is_lower(word)), len(first) - 1)
        given, first = first[:cut], first[cut:]
    cut = max((at for at, word in enumerate(first[:-1], start=1) if _is_lower(word)), default=0)
    particle, family, given_name, jr = (
        _without_braces(" ".join(words)) for words in (first[:cut], first[cut:], given, suffix)
    )
    return Name(family, given_name, particle, jr)


def _is_lower(word: str) -> bool:
    """Tell a particle from a name: its first letter is small and stands outside of braces."""
    return next((letter for letter in word if letter.isalpha() or letter == "{"), "").islower()


# --- Languages ------------------------------------------------------------------------------------------------------

_BABEL_NAMES = """
    acadian=fr-CA american=en-US australian=en-AU austrian=de-AT bahasa=id bahasai=id bahasam=ms bengali=bn
    brazil=pt-BR brazilian=pt-BR british=en-GB canadian=en-CA canadien=fr-CA chinese-hans=zh-Hans
    chinese-hant=zh-Hant chinese-simplified=zh-Hans chinese-traditional=zh-Hant farsi=fa francais=fr germanb=de
    lowersorbian=dsb magyar=hu mandarin=zh mexican=es-MX naustrian=de-AT newzealand=en-NZ ngerman=de norsk=nb
    nswissgerman=de-CH nynorsk=nn polutonikogreek=el portuges=pt serbianc=sr-Cyrl slovene=sl swissgerman=de-CH
    ukenglish=en-GB uppersorbian=hsb usenglish=en-US
"""
"""Names of languages in LaTeX that differ from those of the CLDR. Source: biblatex manual, list of `langid`."""

_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


@cache
def _language_codes() -> dict[str, str]:
    """Return the languages of the CLDR by code and English name, and those of LaTeX, all in small letters."""
    cldr = {code.replace("_", "-"): name for code, name in babel.Locale("en").languages.items()}
    return (
        {code.lower(): code for code in cldr}
        | {name.lower(): code for code, name in cldr.items()}
        | dict(pair.split("=") for pair in _BABEL_NAMES.split())
    )


def _language_code(name: str) -> str | None:
    """Return the BCP 47 code of a language given by name (`ngerman`) or by code (`zh-hant`), or None."""
    codes = _language_codes()
    if code := codes.get(name.lower()):
        return code
    match = _LANGUAGE_TAG.fullmatch(name)
    if match is None or match[1].lower() not in codes:
        return None
    language, script, region = match.groups(default="")
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))


# --- From entry to reference ----------------------------------------------------------------------------------------

_KINDS: Mapping[str, Kind] = {
    type_: kind
    for kind, types in {
        Kind.ARTICLE: "article suppperiodical review",
        Kind.BOOK: "book mvbook collection mvcollection proceedings mvproceedings reference mvreference booklet manual",
        Kind.CHAPTER: "incollection inbook bookinbook inreference suppbook suppcollection",
        Kind.PAPER: "inproceedings conference",
        Kind.REPORT: "report techreport standard",
        Kind.THESIS: "thesis phdthesis mastersthesis",
        Kind.ONLINE: "online electronic www",
        Kind.LEGISLATION: "legislation legal legmaterial jurisdiction",
        Kind.DATASET: "dataset",
        Kind.VIDEO: "video movie",
        Kind.MISC: "misc artwork audio image letter music patent performance periodical software unpublished",
    }.items()
    for type_ in types.split()
}
_IMPLIED_TYPES = frozenset({"phdthesis", "mastersthesis", "techreport"})
_CONTAINERS = ("journaltitle", "journal", "booktitle", "newspaper", "maintitle")
_WHO_FIELDS = ("author", "editor", *_CONTAINERS, "organization", "institution", "school", "publisher")

_FIELDS_READ = """
    address archivedate archiveurl author booksubtitle booktitle date day doi edition editor eid entrysubtype foundin
    howpublished institution isbn issue journal journalsubtitle journaltitle langid language location mainsubtitle
    maintitle month newspaper note number organization origdate origlanguage pages publisher republishedby school series
    shorttitle subtitle textseen title translator type url urldate volume year
"""
_FIELDS_OF_OTHER_PROGRAMS = """
    abstract addendum afterword annotation annotator annote authortype bookauthor bookpagination booktitleaddon chapter
    commentator editora editoratype editorb editorbtype editorc editorctype editortype eprint eprintclass eprinttype
    eventdate eventtitle eventtitleaddon file foreword gender holder indextitle introduction isrn issn issuesubtitle
    issuetitle journaltitleaddon keywords label langidopts library maintitleaddon mendeley-tags nameaddon options
    origlocation origpublisher origtitle pagetotal pagination part pmid pubstate related relatedtype reprinttitle
    shortauthor shorteditor shorthand shortjournal shortseries sortkey sortname sorttitle sortyear timestamp titleaddon
    urlday urlmonth urlyear venue version volumes
"""
_FIELDS = sorted((_FIELDS_READ + _FIELDS_OF_OTHER_PROGRAMS).split())
_EMPTY = " \t\n{}"
_DOI = re.compile(r'10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s"\\{}]+')
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_PAGE_RANGE = re.compile(r"(?<=[0-9]) ?[-–] ?(?=[0-9])| – ")
_MONTH_NAME = re.compile("|".join(f"{name[:3]}[.]?|{name}" for name in _MONTHS.split()), re.IGNORECASE)
_ENOUGH = 100


def _report_unknown(report: Report, rule: Rule, span: Span, word: str, known: Iterable[str]) -> None:
    """Report a word that is not known, with a near match; beyond a hundred findings, looking for one costs too much."""
    report.add(rule, span, suggestion=nearest(word, known) if len(report) < _ENOUGH else None, name=word)


class _EntryReader:
    """Turns the fields of one entry into the values of its Reference, and reports those that do not fit."""

    def __init__(self, entry: _Entry, parser: _Parser, report: Report) -> None:
        self._entry = entry
        self._type = entry.type.lower()
        self._parser = parser
        self._report = report
        self._fields: dict[str, _Field] = {}
        for found in entry.fields:
            if not found.value.strip(_EMPTY):
                continue
            span = parser.span(found.name_at, len(found.name))
            first = self._fields.setdefault(found.name, found)
            if first is not found:
                related = (parser.span(first.name_at), "first given here")
                report.add(rules.DUPLICATE_FIELD, span, related=(related,), field=found.name, key=entry.key)
            elif found.name not in _FIELDS:
                _report_unknown(report, rules.UNKNOWN_BIB_FIELD, span, found.name, _FIELDS)

    def reference(self) -> Reference:
        """Read the whole entry."""
        entry = self._entry
        authors, authors_et_al = self._names("author")
        editors, editors_et_al = self._names("editor")
        if not entry.broken:  # or nobody knows what else it holds
            self._check_whole()
        return Reference(
            key=entry.key,
            kind=self._kind(),
            span=self._parser.span(entry.at),
            field_spans={name: self._value_span(found) for name, found in self._fields.items()},
            authors=authors,
            editors=editors,
            translators=self._names("translator")[0],
            et_al=authors_et_al if authors else editors_et_al,
            title=self._text("title"),
            subtitle=self._text("subtitle"),
            short_title=self._text("shorttitle"),
            container=self._text(*_CONTAINERS),
            container_subtitle=self._text("journalsubtitle", "booksubtitle", "mainsubtitle"),
            series=self._text("series"),
            publisher=self._text("publisher"),
            institution=self._text("institution", "school"),
            organization=self._text("organization"),
            place=self._text("location", "address"),
            volume=self._text("volume"),
            number=self._text("number", "issue"),
            edition=self._text("edition"),
            pages=self._pages(),
            eid=self._text("eid"),
            type=self._text("type") or (self._type if self._type in _IMPLIED_TYPES else ""),
            isbn=self._text("isbn"),
            doi=self._doi(),
            url=self._url("url"),
            archive_url=self._url("archiveurl"),
            archive_date=self._date("archivedate"),
            date=self._date("date") or self._year_and_month(),
            accessed=self._date("urldate"),
            original_date=self._date("origdate"),
            language=self._language("langid", "language"),
            original_language=self._language("origlanguage"),
            republished_by=self._text("republishedby"),
            text_seen=self._yes("textseen"),
            found_in=self._verbatim("foundin"),
            note=self._text("note", "howpublished"),
        )

    def _kind(self) -> Kind:
        if self._type not in _KINDS:
            span = self._parser.span_of(self._entry.type, self._entry.at, self._entry.key_at - self._entry.at)
            _report_unknown(self._report, rules.UNKNOWN_ENTRY_TYPE, span, self._type, _KINDS)
        if self._type == "article" and ("newspaper" in self._fields or self._verbatim("entrysubtype") == "newspaper"):
            return Kind.NEWSPAPER
        return _KINDS.get(self._type, Kind.MISC)

    def _check_whole(self) -> None:
        """Report what a note cannot do without; a law is known by its title alone."""
        missing = [] if "title" in self._fields else ["`title`"]
        if _KINDS.get(self._type) is not Kind.LEGISLATION and self._find(*_WHO_FIELDS) is None:
            missing.append("`author` (nor an editor, journal, organization, institution or publisher)")
        for name in missing:
            span = self._parser.span(self._entry.key_at, len(self._entry.key))
            self._report.add(rules.MISSING_BIB_FIELD, span, key=self._entry.key, field=name)

    def _find(self, *names: str) -> _Field | None:
        """Return the first of these fields that the entry has."""
        return next((self._fields[name] for name in names if name in self._fields), None)

    def _value_span(self, found: _Field) -> Span:
        return self._parser.span(found.value_at, found.length)

    def _verbatim(self, name: str) -> str:
        found = self._find(name)
        return _without_braces(found.value) if found else ""

    def _decoded(self, found: _Field) -> str:
        """Return a value without its LaTeX, but with its braces; report what cannot be decoded."""
        text = _decode(_BLANKS.sub(" ", found.value))
        if left := _LEFT_OVER.search(text):
            span = self._parser.span_of(left.group(), found.value_at, len(found.value))
            self._report.add(rules.LATEX_LEFT_OVER, span, command=left.group(), field=found.name)
        return text

    def _text(self, *names: str) -> str:
        found = self._find(*names)
        if found is None:
            return ""
        text = self._decoded(found)
        return text.strip() if "\\" in text else _without_braces(text)  # braces tell where a command ends

    def _names(self, name: str) -> tuple[tuple[Name, ...], bool]:
        found = self._find(name)
        if found is None:
            return (), False
        texts = _split(self._decoded(found), _AND)
        et_al = len(texts) > 1 and texts[-1].lower() == "others"
        names = []
        for text in texts[:-1] if et_al else texts:
            if (parsed := _parse_name(text)) is not None:
                names.append(parsed)
            else:
                self._report.add(rules.BAD_NAME, self._value_span(found), field=name, name=text or "and")
        return tuple(names), et_al

    def _pages(self) -> tuple[str, ...]:
        text = self._text("pages")
        return tuple(_PAGE_RANGE.sub("–", part.strip()) for part in text.split(",") if part.strip())

    def _doi(self) -> str:
        found = self._find("doi")
        if found is None:
            return ""
        doi = _DOI_PREFIX.sub("", found.value.strip(), count=1)
        if _DOI.fullmatch(doi) and doi.isprintable():
            return doi
        self._report.add(rules.BAD_DOI, self._value_span(found), doi=doi)
        return ""

    def _url(self, name: str) -> str:
        found = self._find(name)
        if found is None:
            return ""
        url = found.value.strip()
        if is_web_url(url) and url.isprintable():  # invisible characters can make an address look like another
            return url
        self._report.add(rules.UNSAFE_URL, self._value_span(found), url=url, schemes="http:// or https://")
        return ""

    def _date(self, name: str) -> Edtf | None:
        found = self._find(name)
        return self._edtf(found, _without_braces(found.value)) if found else None

    def _year_and_month(self) -> Edtf | None:
        """Read the date as old BibTeX has it: `year = {2019}, month = mar`."""
        year, month, day = (self._find(name) for name in ("year", "month", "day"))
        if year is None or "date" in self._fields:
            return None
        text = _without_braces(year.value).zfill(4)
        if month is not None:
            number = _without_braces(month.value)
            if named := _MONTH_NAME.fullmatch(number):
                number = _MONTH_NUMBERS[named.group()[:3].lower()]
            text += f"-{number.zfill(2)}"
            if day is not None:
                text += f"-{_without_braces(day.value).zfill(2)}"
        return self._edtf(year, text)

    def _edtf(self, found: _Field, text: str) -> Edtf | None:
        try:
            return parse_edtf(text)
        except ValueError as error:
            self._report.add(rules.BAD_EDTF, self._value_span(found), field=found.name, problem=error)
            return None

    def _language(self, *names: str) -> str:
        found = self._find(*names)
        if found is None:
            return ""
        name = _without_braces(found.value)
        code = _language_code(name)
        if code is None:
            _report_unknown(
                self._report, rules.UNKNOWN_LANGUAGE, self._value_span(found), name.lower(), _language_codes()
            )
        return code or ""

    def _yes(self, name: str) -> bool:
        """Tell whether a field says yes, which is also what its absence says."""
        found = self._find(name)
        answer = self._verbatim(name).lower() or "yes"
        if found is not None and answer not in {"yes", "no"}:
            self._report.add(
                rules.UNKNOWN_VALUE, self._value_span(found), field=name, value=found.value, known="yes, no"
            )
        return answer != "no"
