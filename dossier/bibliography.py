"""The sources: `references.bib`, in the biblatex flavour, read into values with a place for every fault.

Everything stays text: LaTeX's accents and dashes are decoded, and what looks like markup is for others to escape.

Sources: the biblatex manual (entry types, fields, name parts), BibTeX's "btxdoc", Pandoc (keys are case-sensitive).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from dossier import rules
from dossier.bibtex import (
    BLANKS,
    LATEX_LEFT_OVER,
    MONTH_NUMBERS,
    MONTHS,
    BibtexEntry,
    BibtexField,
    BibtexParser,
    decode_latex,
    without_braces,
)
from dossier.dates import Edtf, parse_edtf
from dossier.diagnostics import Edit, Report, Rule, Span
from dossier.names import AND, Name, language_code, language_codes, parse_name, split_outside_braces
from dossier.sanitize import is_web_url
from dossier.source import SourceFile, portable_slug
from dossier.wording import Phrase


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


class SourceKind(StrEnum):
    """Who speaks in a source, which is how it is graded; a bibliography that grades one source grades all."""

    OFFICIAL = "official"
    COURT = "court"
    RESEARCH = "research"
    COMPANY = "company"
    PRESS = "press"
    CAMPAIGN = "campaign"


class UrlStatus(StrEnum):
    """What became of a source's `url`, as a person has found; a DOI leads on to wherever its text has moved."""

    LIVE = "live"
    DEAD = "dead"
    HIJACKED = "hijacked"
    """The domain belongs to somebody else now: nobody may be sent there."""


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
    url_status: UrlStatus = UrlStatus.LIVE
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
    source_kind: SourceKind | None = None
    source: str = ""
    """The entry as it was typed."""

    @property
    def slug(self) -> str:
        """The key as a part of an address; what no address should have is replaced, and the whole kept unmistakable."""
        return portable_slug(self.key)


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
    parser = BibtexParser(source, report)
    references: dict[str, Reference] = {}
    folded: dict[str, BibtexEntry] = {}
    for entry in parser.entries():
        first = folded.setdefault(entry.key.casefold(), entry)
        if first is not entry:
            span, first_span = (parser.span(one.key_at, len(one.key)) for one in (entry, first))
            related = (first_span, Phrase.FIRST_GIVEN_AS(name=first.key))
            report.add(rules.DUPLICATE_KEY, span, related=(related,), key=entry.key)
        if entry.key not in references:
            references[entry.key] = _EntryReader(entry, parser, report).reference()
    for reference in references.values():
        if reference.found_in and reference.found_in not in references:
            _report_unknown(
                report, rules.FOUND_IN_UNKNOWN, reference.field_spans["foundin"], reference.found_in, references
            )
    _check_grades(references.values(), report)
    return Bibliography(source.path, MappingProxyType(references))


def _check_grades(references: Collection[Reference], report: Report) -> None:
    """Report the sources that are not graded among others that are; one whose grade is unknown has been reported."""
    ungraded = [one for one in references if "sourcekind" not in one.field_spans]
    if len(ungraded) < len(references):
        for one in ungraded:
            report.add(rules.UNGRADED_SOURCE, one.span, key=one.key, known=", ".join(SourceKind))


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

FIELDS_READ = """
    sourcekind author editor translator title subtitle shorttitle type entrysubtype
    booktitle booksubtitle maintitle mainsubtitle journaltitle journal journalsubtitle newspaper series edition
    institution school organization publisher location address howpublished volume number issue pages eid
    date year month day origdate isbn doi url urldate urlstatus archiveurl archivedate republishedby
    langid language origlanguage textseen foundin note
""".split()
"""The fields that mean something here, in the order in which `dossier fmt` puts them."""

_FIELDS_OF_OTHER_PROGRAMS = """
    abstract addendum afterword annotation annotator annote authortype bookauthor bookpagination booktitleaddon chapter
    commentator editora editoratype editorb editorbtype editorc editorctype editortype eprint eprintclass eprinttype
    eventdate eventtitle eventtitleaddon file foreword gender holder indextitle introduction isrn issn issuesubtitle
    issuetitle journaltitleaddon keywords label langidopts library maintitleaddon mendeley-tags nameaddon options
    origlocation origpublisher origtitle pagetotal pagination part pmid pubstate related relatedtype reprinttitle
    shortauthor shorteditor shorthand shortjournal shortseries sortkey sortname sorttitle sortyear timestamp titleaddon
    urlday urlmonth urlyear venue version volumes
""".split()
_FIELDS = dict.fromkeys(sorted([*FIELDS_READ, *_FIELDS_OF_OTHER_PROGRAMS]))  # an ordered set
_EMPTY = " \t\n{}"
_Word = TypeVar("_Word", bound=StrEnum)
DOI = re.compile(r'10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s"\\{}]+')
DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org/", re.IGNORECASE)
_PAGE_RANGE = re.compile(r"(?<=[0-9]) ?[-–] ?(?=[0-9])| – ")
_MONTH_NAME = re.compile("|".join(f"{name[:3]}[.]?|{name}" for name in MONTHS.split()), re.IGNORECASE)


def _report_unknown(report: Report, rule: Rule, span: Span, word: str, known: Iterable[str]) -> None:
    """Report a word that is not known, with a near match."""
    report.add(rule, span, suggestion=report.nearest(word, known), name=word)


class _EntryReader:
    """Turns the fields of one entry into the values of its Reference, and reports those that do not fit."""

    def __init__(self, entry: BibtexEntry, parser: BibtexParser, report: Report) -> None:
        self._entry = entry
        self._type = entry.type.lower()
        self._parser = parser
        self._report = report
        self._fields: dict[str, BibtexField] = {}
        for found in entry.fields:
            if not found.value.strip(_EMPTY):
                continue
            span = parser.span(found.name_at, len(found.name))
            first = self._fields.setdefault(found.name, found)
            if first is not found:
                related = (parser.span(first.name_at), Phrase.FIRST_GIVEN())
                report.add(rules.DUPLICATE_FIELD, span, related=(related,), field=found.name, key=entry.key)
            elif found.name not in _FIELDS:
                _report_unknown(report, rules.UNKNOWN_BIB_FIELD, span, found.name, _FIELDS)

    def reference(self) -> Reference:
        """Read the whole entry."""
        entry = self._entry
        if not entry.broken:  # or nobody knows what else it holds
            self._check_whole()
        authors, authors_et_al = self._names("author")
        editors, editors_et_al = self._names("editor")
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
            url_status=self._url_status(),
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
            source_kind=self._word("sourcekind", SourceKind),
            source=self._parser.text[entry.at : entry.end].strip(),
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
        missing = [] if "title" in self._fields else [Phrase.BIB_TITLE]
        if _KINDS.get(self._type) is not Kind.LEGISLATION and self._find(*_WHO_FIELDS) is None:
            missing.append(Phrase.BIB_AUTHOR)
        for phrase in missing:
            span = self._parser.span(self._entry.key_at, len(self._entry.key))
            self._report.add(rules.MISSING_BIB_FIELD, span, key=self._entry.key, field=phrase())

    def _find(self, *names: str) -> BibtexField | None:
        """Return the first of these fields that the entry has."""
        return next((self._fields[name] for name in names if name in self._fields), None)

    def _value_span(self, found: BibtexField) -> Span:
        return self._parser.span(found.value_at, found.length)

    def _verbatim(self, name: str) -> str:
        found = self._find(name)
        return without_braces(found.value) if found else ""

    def _decoded(self, found: BibtexField) -> str:
        """Return a value without its LaTeX, but with its braces; report what cannot be decoded."""
        text = decode_latex(BLANKS.sub(" ", found.value))
        if left := LATEX_LEFT_OVER.search(text):
            span = self._parser.span_of(left.group(), found.value_at, len(found.value))
            self._report.add(rules.LATEX_LEFT_OVER, span, command=left.group(), field=found.name)
        return text

    def _text(self, *names: str) -> str:
        found = self._find(*names)
        if found is None:
            return ""
        text = self._decoded(found)
        return text.strip() if "\\" in text else without_braces(text)  # braces tell where a command ends

    def _names(self, name: str) -> tuple[tuple[Name, ...], bool]:
        found = self._find(name)
        if found is None:
            return (), False
        texts = split_outside_braces(self._decoded(found), AND)
        et_al = len(texts) > 1 and texts[-1].lower() == "others"
        names = []
        for text in texts[:-1] if et_al else texts:
            if (parsed := parse_name(text)) is not None:
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
        doi = DOI_PREFIX.sub("", found.value.strip(), count=1)
        if DOI.fullmatch(doi) and doi.isprintable():
            return doi
        bare, span = _DOI_ADDRESS.sub("", doi, count=1), self._value_span(found)
        edits = (Edit(span, found.value.strip(), bare),) if DOI.fullmatch(bare) and bare != doi else None
        self._report.add(rules.BAD_DOI, span, edits=edits, doi=doi)
        return ""

    def _url(self, name: str) -> str:
        found = self._find(name)
        if found is None:
            return ""
        url = found.value.strip()
        if is_web_url(url) and url.isprintable():  # invisible characters can make an address look like another
            return url
        self._report.add(rules.UNSAFE_URL, self._value_span(found), url=url, schemes=Phrase.BIB_URL_SCHEMES())
        return ""

    def _url_status(self) -> UrlStatus:
        status = self._word("urlstatus", UrlStatus) or UrlStatus.LIVE
        if status is not UrlStatus.LIVE and self._find("archiveurl", "doi") is None:
            span = self._value_span(self._fields["urlstatus"])
            self._report.add(rules.NO_ARCHIVE_COPY, span, key=self._entry.key, status=status)
        return status

    def _word(self, name: str, words: type[_Word]) -> _Word | None:
        """Return which word of a list a field has; None where it is missing, or holds another, which is reported."""
        found = self._find(name)
        word = without_braces(found.value).lower() if found else ""
        if found and word not in tuple(words):
            near, known = self._report.nearest(word, words), ", ".join(words)
            span = self._value_span(found)
            self._report.add(rules.UNKNOWN_VALUE, span, suggestion=near, field=name, value=found.value, known=known)
            return None
        return words(word) if word else None

    def _date(self, name: str) -> Edtf | None:
        found = self._find(name)
        return self._edtf(found, without_braces(found.value)) if found else None

    def _year_and_month(self) -> Edtf | None:
        """Read the date as old BibTeX has it: `year = {2019}, month = mar`."""
        year, month, day = (self._find(name) for name in ("year", "month", "day"))
        if year is None or "date" in self._fields:
            return None
        text = without_braces(year.value).zfill(4)
        if month is not None:
            number = without_braces(month.value)
            if named := _MONTH_NAME.fullmatch(number):
                number = MONTH_NUMBERS[named.group()[:3].lower()]
            text += f"-{number.zfill(2)}"
            if day is not None:
                text += f"-{without_braces(day.value).zfill(2)}"
        return self._edtf(year, text)

    def _edtf(self, found: BibtexField, text: str) -> Edtf | None:
        try:
            return parse_edtf(text)
        except ValueError as error:
            self._report.add(rules.BAD_EDTF, self._value_span(found), field=found.name, problem=error.args[0])
            return None

    def _language(self, *names: str) -> str:
        found = self._find(*names)
        if found is None:
            return ""
        name = without_braces(found.value)
        code = language_code(name)
        if code is None:
            _report_unknown(
                self._report, rules.UNKNOWN_LANGUAGE, self._value_span(found), name.lower(), language_codes()
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
