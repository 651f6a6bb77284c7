"""Reading files that strangers wrote: text with its faults named, YAML with a position for every value.

YAML is read from the parser's events, not through a loader: every scalar stays the text that the author typed
(`no` is Norway, `2019-04` is a date that is not whole), aliases and tags are refused, and nothing can recurse.
Types come later, from the pydantic model that the values are checked against.
"""

from __future__ import annotations

import codecs
import datetime as dt
import errno
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, RootModel, ValidationError

from dossier import rules
from dossier.diagnostics import Edit, Report, Span
from dossier.wording import Phrase, Words

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

ModelT = TypeVar("ModelT", bound=BaseModel)

MAX_BYTES = 1_000_000
"""Largest file that is read, in bytes; the longest book in the format is smaller."""

MAX_DEPTH = 12
"""Deepest nesting of YAML collections; the deepest format of ours needs five."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""What an id looks like: it is an anchor, a file name and a word that people type."""

_PORTABLE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_NOT_PLAIN = re.compile("[^A-Za-z0-9_-]+")
_DEVICES = (f"{name}{number}" for name in ("com", "lpt") for number in range(10))
_NO_NAMES = frozenset(["index", "con", "prn", "aux", "nul", *_DEVICES])
"""What no folder of a page can be called: it would be that of the list, or Windows has no such folder."""
YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of one file, with line ends normalised; `path` is relative to the project and uses slashes."""

    path: str
    text: str

    def span(self, line: int = 1, column: int | None = None, length: int | None = None) -> Span:
        """Return a place in this file, counted from 1."""
        return Span(self.path, line, column, length)


def relative_path(root: Path, path: Path) -> str:
    """Return `path` as it is shown to people: relative to the project, with slashes, and fit for a terminal."""
    shown = path.relative_to(root).as_posix()
    return "".join(one if one.isprintable() else "�" for one in shown)


def leads_out_of(folder: Path, path: Path) -> bool:
    """Tell whether `path`, with all symbolic links in it followed, ends outside of `folder`."""
    # `Path.resolve` raises on links that go round in circles, which are a stranger's too.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def is_portable_name(name: str) -> bool:
    """Tell whether a file name works on every file system, in a URL and in a shell without quoting."""
    return _PORTABLE_NAME.fullmatch(name) is not None


def portable_slug(word: str) -> str:
    """Return a word as a folder can be called everywhere, and no two words alike: what is not plain gets a digest."""
    if _PLAIN.fullmatch(word) and word.lower() not in _NO_NAMES:
        return word
    digest = hashlib.sha256(word.encode()).hexdigest()[:8]
    return f"{_NOT_PLAIN.sub('-', word).strip('-')[:40]}-{digest}".lstrip("-")


def read_text(root: Path, path: Path, report: Report, max_bytes: int = MAX_BYTES) -> SourceFile | None:
    """Read a UTF-8 file below `root`, reporting every fault; return None where nothing usable was read.

    A byte order mark and CRLF line ends are reported and removed. Links that lead out of `root`, files that are
    too large, empty, not UTF-8 or with control characters are reported and not read.
    """
    shown = relative_path(root, path)
    raw = _read_bytes(root, path, shown, report, max_bytes)
    text = _decode(raw, shown, report) if raw is not None else None
    if text is None:
        return None
    if "\r" in text:
        report.add(rules.CARRIAGE_RETURN, Span(shown, text.count("\n", 0, text.index("\r")) + 1), edits=())
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        report.add(rules.CONTROL_CHARACTER, Span(shown, line, column, 1), character=f"U+{ord(control.group()):04X}")
        return None
    if not text.strip():
        report.add(rules.EMPTY_FILE, Span(shown))
        return None
    return SourceFile(shown, text)


_REFUSALS = {
    errno.EACCES: Phrase.NO_PERMISSION,
    errno.EISDIR: Phrase.IS_A_FOLDER,
    errno.ELOOP: Phrase.LEADS_IN_A_CIRCLE,
    errno.ENOENT: Phrase.NO_SUCH_FILE,
    errno.ENOTDIR: Phrase.NO_SUCH_FILE,
    errno.EPERM: Phrase.NO_PERMISSION,
}


def refusal(error: OSError) -> Words:
    """Say why the system does not let a file be read."""
    phrase = _REFUSALS.get(error.errno or 0)
    return phrase() if phrase else Phrase.SYSTEM_REFUSED(number=error.errno)


def _read_bytes(root: Path, path: Path, shown: str, report: Report, max_bytes: int) -> bytes | None:
    if leads_out_of(root, path):
        report.add(rules.OUTSIDE_PROJECT, Span(shown), folder=Phrase.THE_PROJECT())
        return None
    try:
        size = path.stat().st_size
        if size <= max_bytes:
            return path.read_bytes()
    except OSError as error:
        report.add(rules.UNREADABLE_FILE, Span(shown), problem=refusal(error))
        return None
    report.add(rules.FILE_TOO_LARGE, Span(shown), size=size, limit=max_bytes)
    return None


def _decode(raw: bytes, shown: str, report: Report) -> str | None:
    if raw.startswith(codecs.BOM_UTF8):
        report.add(rules.BYTE_ORDER_MARK, Span(shown, 1, 1), edits=())
        raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        span = Span(shown, before.count(b"\n") + 1, column, 1)
        report.add(rules.NOT_UTF8, span, byte=f"0x{raw[error.start]:02x}")
        return None


Key = tuple[str | int, ...]
"""The way from a document's root to a value: field names and list positions."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """YAML as plain values (dict, list, str or None) with the span of every value and every key."""

    value: Any
    span: Span
    values: Mapping[Key, Span] = field(default_factory=dict)
    keys: Mapping[Key, Span] = field(default_factory=dict)

    def span_of(self, key: Key, *, of_key: bool = False) -> Span:
        """Return where a value (or its key) stands; for what is not there, where its nearest parent stands."""
        if of_key and key in self.keys:
            return self.keys[key]
        while key:
            if key in self.values:
                return self.values[key]
            key = key[:-1]
        return self.span


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read yet."""

    container: dict[str, Any] | list[Any]
    way: Key
    tag: str | None = None
    key: str | None = None


class _Refused(Exception):  # noqa: N818 - it ends one file's reading and is never seen outside this module
    """YAML that we do not accept; the report already says why."""


def parse_yaml(
    source: SourceFile, report: Report, *, first_line: int = 1, tags_allowed: bool = False
) -> YamlDocument | None:
    """Parse one YAML document; report what is wrong and return None where there is nothing to work with.

    `first_line` is the line of the file on which the text starts (front matter begins at line 2).
    `tags_allowed` lets `!tags` pass, for `mkdocs.yml`: `!ENV` is resolved, values with other tools' tags stay text.
    """
    builder = _YamlBuilder(source, report, first_line, tags_allowed)
    try:
        for event in yaml.parse(source.text, Loader=YAML_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.syntax_error(error)
        return None
    except (yaml.YAMLError, _Refused) as error:
        if isinstance(error, yaml.YAMLError):
            report.add(rules.YAML_SYNTAX, source.span(first_line), problem=Phrase.YAML_UNREADABLE())
        return None
    return YamlDocument(builder.root, source.span(first_line), builder.values, builder.keys)


class _YamlBuilder:
    """Turns parser events into plain values and their places."""

    def __init__(self, source: SourceFile, report: Report, first_line: int, tags_allowed: bool) -> None:  # noqa: FBT001
        self.root: Any = None
        self.values: dict[Key, Span] = {}
        self.keys: dict[Key, Span] = {}
        self._source, self._report = source, report
        self._shift, self._tags_allowed = first_line, tags_allowed
        self._stack: list[_Open] = []

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return self._source.span(self._shift)
        length = end.column - start.column if end.line == start.line else None
        return self._source.span(start.line + self._shift, start.column + 1, length or None)

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the stream."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._report.add(rules.YAML_ALIAS, self._span(event))
            raise _Refused
        if getattr(event, "tag", None) and not self._tags_allowed:
            self._report.add(rules.YAML_TAG, self._span(event), tag=getattr(event, "tag", ""))
            raise _Refused
        if isinstance(event, yaml.ScalarEvent):
            if control := _CONTROL.search(event.value):  # written as an escape: "\x1b"
                character = f"U+{ord(control.group()):04X}"
                self._report.add(rules.CONTROL_CHARACTER, self._span(event), character=character)
                raise _Refused
            plain = event.style is None or event.style == ""
            value = None if plain and event.value in {"", "~", "null"} else event.value
            if self._stack and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None:
                self._take_key(event)
            else:
                self._place(value, event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self._stack) >= MAX_DEPTH:
                self._report.add(rules.YAML_TOO_DEEP, self._span(event), limit=MAX_DEPTH)
                raise _Refused
            container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            if self._stack and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None:
                self._report.add(rules.YAML_SYNTAX, self._span(event), problem=Phrase.YAML_KEY())
                raise _Refused
            way = self._place(container, event)
            self._stack.append(_Open(container, way, event.tag))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._close()

    def _close(self) -> None:
        """End a collection; `!ENV [NAME, …, default]` becomes the first variable that is set, as MkDocs has it."""
        closed = self._stack.pop()
        if closed.tag == "!ENV" and isinstance(closed.container, list) and closed.container and closed.way:
            *names, default = closed.container
            value = next((os.environ[name] for name in names if os.environ.get(name)), default)
            self._stack[-1].container[closed.way[-1]] = value  # type: ignore[index] # the way fits its container

    def _take_key(self, event: yaml.ScalarEvent) -> None:
        top = self._stack[-1]
        key = event.value
        way = (*top.way, key)
        if way in self.keys:
            self._report.add(
                rules.DUPLICATE_KEY, self._span(event), related=((self.keys[way], Phrase.FIRST_GIVEN()),), key=key
            )
        else:
            self.keys[way] = self._span(event)
        top.key = key

    def _place(self, value: Any, event: yaml.Event) -> Key:  # noqa: ANN401 - YAML holds anything
        if not self._stack:
            way: Key = ()
            if way in self.values:  # an empty document is one too
                self._report.add(rules.YAML_SYNTAX, self._span(event), problem=Phrase.YAML_SECOND_DOCUMENT())
                raise _Refused
            self.root = value
        else:
            top = self._stack[-1]
            if isinstance(top.container, list):
                way = (*top.way, len(top.container))
                top.container.append(value)
            else:
                way = (*top.way, top.key or "")
                top.container.setdefault(top.key or "", value)
                top.key = None
        self.values.setdefault(way, self._span(event))
        return way

    def syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        """Report what the YAML parser says; tabs, the most frequent cause, get a rule of their own."""
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = self._source.text.split("\n")
        text = lines[line] if line < len(lines) else ""
        span = self._source.span(line + self._shift, column + 1)
        indent = text[: len(text) - len(text.lstrip())]
        if "\t" in indent or text[column : column + 1] == "\t":
            at = text.index("\t")
            self._report.add(rules.YAML_TAB, self._source.span(line + self._shift, at + 1, 1))
            return
        said = f"{error.context}, {error.problem}"
        phrase = next((phrase for pattern, phrase in _YAML_PROBLEMS if pattern.search(said)), Phrase.YAML_UNREADABLE)
        start = error.context_mark
        related: tuple[tuple[Span, Words], ...] = ()
        if start and mark and start.line != mark.line:  # a quotation mark that is never closed, far above
            related = ((self._source.span(start.line + self._shift, start.column + 1), Phrase.BEGINS_HERE()),)
        self._report.add(rules.YAML_SYNTAX, span, related=related, problem=phrase())


_YAML_PROBLEMS = [
    (re.compile(pattern), phrase)
    for pattern, phrase in (
        ("mapping values are not allowed", Phrase.YAML_COLON),
        ("(sequence entries|mapping keys) are not allowed", Phrase.YAML_MISPLACED),
        ("quoted scalar, found unexpected (end of stream|document)", Phrase.YAML_QUOTE),
        ("quoted scalar, .*(escape|hexdecimal)", Phrase.YAML_ESCAPE),
        (r"expected ',' or '\]'", Phrase.YAML_LIST),
        ("expected ',' or '}'", Phrase.YAML_FIELDS),
        ("expected (the )?node content", Phrase.YAML_VALUE),
        ("expected ':'", Phrase.YAML_NO_COLON),
        ("cannot start any token|while scanning an (alias|anchor)", Phrase.YAML_CHARACTER),
        ("expected (key|'-' indicator|<block end>)", Phrase.YAML_INDENTATION),
    )
]
"""What the YAML parsers say, libyaml's and PyYAML's own, in our words; authors know neither tokens nor scalars."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A Markdown file cut in two: its metadata, and its body with the line on which that begins."""

    meta: YamlDocument | None
    body: str
    body_line: int


def split_front_matter(source: SourceFile, report: Report) -> FrontMatter:
    """Cut a Markdown file into the YAML between its two `---` lines and the text after them."""
    lines = source.text.split("\n")
    if lines[0].rstrip() != "---":
        report.add(rules.NO_FRONT_MATTER, source.span(1))
        return FrontMatter(None, source.text, 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {"---", "..."}:
            head = SourceFile(source.path, "\n".join(lines[1:number]))
            meta = parse_yaml(head, report, first_line=2)
            return FrontMatter(meta, "\n".join(lines[number + 1 :]), number + 2)
    report.add(rules.UNCLOSED_FRONT_MATTER, source.span(1, 1, 3))
    return FrontMatter(None, "", len(lines))


def validate(model: type[ModelT], document: YamlDocument, report: Report) -> ModelT | None:
    """Check a YAML document against a pydantic model; report each fault at its own place, return None on any."""
    try:
        return model.model_validate(document.value if document.value is not None else {})
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=True):
            _report_fault(model, document, fault, report)
        return None


def _report_fault(model: type[BaseModel], document: YamlDocument, fault: ErrorDetails, report: Report) -> None:
    way = tuple(fault["loc"])
    name = ".".join(filter(None, map(str, way))) or Phrase.THE_FILE()
    kind = fault["type"]
    if kind == "missing":
        report.add(rules.MISSING_FIELD, document.span_of(way[:-1]), field=name)
    elif kind == "extra_forbidden":
        known = _field_names(model, way[:-1])
        word = str(way[-1])
        report.add(
            rules.UNKNOWN_FIELD,
            document.span_of(way, of_key=True),
            suggestion=report.nearest(word, known),
            field=word,
            known=", ".join(known),
        )
    elif kind in {"literal_error", "enum"}:
        words = _expected(fault)
        report.add(
            rules.UNKNOWN_VALUE,
            document.span_of(way),
            suggestion=report.nearest(str(fault["input"]), words),
            field=name,
            value=fault["input"],
            known=", ".join(words),
        )
    elif kind.startswith("date"):
        span, value = document.span_of(way), str(fault["input"])
        report.add(rules.BAD_DATE, span, edits=_padded(span, value), field=name, value=value)
    else:
        span = document.span_of(way)
        edits = _listed(span, str(fault["input"])) if kind == "tuple_type" else None
        report.add(rules.WRONG_TYPE, span, edits=edits, field=name, problem=problem_of(fault))


def _expected(fault: ErrorDetails) -> list[str]:
    """Return the words of which a value should have been one."""
    return re.findall(r"'([^']*)'", fault.get("ctx", {}).get("expected", ""))


def problem_of(fault: ErrorDetails) -> Words:
    """Say what pydantic finds wrong with a value, where authors, who do not know Python, read it."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":  # one of our own validators
        words: Words = context["error"].args[0]
        return words
    if kind == "string_too_short" and fault["input"].strip():
        return Phrase.IS_SHORT(limit=context["min_length"])
    if kind == "string_too_long":
        return Phrase.IS_LONG(limit=context["max_length"])
    if kind in {"literal_error", "enum"}:
        return Phrase.ONE_OF_EXPECTED(known=", ".join(_expected(fault)))
    if kind.startswith("date"):
        return Phrase.DAY_EXPECTED()
    return _PROBLEMS.get(kind, Phrase.OTHER_EXPECTED)()


def _padded(span: Span, value: str) -> tuple[Edit, ...] | None:
    """Return what makes a day of one that is written year first, with other signs or without a zero."""
    parts = re.fullmatch(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})", value)
    try:
        return (Edit(span, value, dt.date(int(parts[1]), int(parts[3]), int(parts[4])).isoformat()),) if parts else None
    except ValueError:
        return None


def _listed(span: Span, value: str) -> tuple[Edit, ...] | None:
    """Return what makes a list of one word without quotation marks."""
    is_word = re.fullmatch(r"[\w-]+", value) and span.length == len(value)
    return (Edit(span, value, f"[{value}]"),) if is_word else None


def check_languages(
    texts: Mapping[str, str], document: YamlDocument, way: Key, languages: Sequence[str], report: Report
) -> None:
    """Report every language that the dossier does not have; `way` leads to the texts, which are by language."""
    for language in texts.keys() - set(languages):
        report.add(
            rules.UNKNOWN_FIELD,
            document.span_of((*way, language), of_key=True),
            suggestion=report.nearest(language, languages),
            field=language,
            known=", ".join(languages),
        )


_PROBLEMS = {
    "bool_parsing": Phrase.TRUTH_EXPECTED,
    "bool_type": Phrase.TRUTH_EXPECTED,
    "dict_type": Phrase.FIELDS_EXPECTED,
    "int_parsing": Phrase.NUMBER_EXPECTED,
    "int_type": Phrase.NUMBER_EXPECTED,
    "mapping_type": Phrase.FIELDS_EXPECTED,
    "missing": Phrase.IS_MISSING,
    "model_type": Phrase.FIELDS_EXPECTED,
    "string_pattern_mismatch": Phrase.OTHER_FORM,
    "string_too_short": Phrase.IS_EMPTY,
    "string_type": Phrase.TEXT_EXPECTED,
    "too_short": Phrase.IS_EMPTY,
    "tuple_type": Phrase.LIST_EXPECTED,
    "unexpected_keyword_argument": Phrase.IS_UNKNOWN,
}


def _field_names(model: type[BaseModel], way: Key) -> list[str]:
    """Return the field names that the model knows at this place of the document."""
    if issubclass(model, RootModel):  # a list: its fields are those of what it lists
        model = next(models_in(model.model_fields["root"].annotation), model)
    for step in way:
        found = model.model_fields.get(str(step))
        if found is not None:
            model = next(models_in(found.annotation), model)
    return [known.alias or name for name, known in model.model_fields.items()]


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any type annotation
    """Yield the models that a type annotation names, in `tuple[Model, ...] | None` too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)
