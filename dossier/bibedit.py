"""Small changes to a bibliography as text: fields are set, an entry is added, and all else stays byte for byte.

A new field stands behind the other addresses of its entry, and is laid out as its neighbour is; a new entry is laid out
as the last one is, and stands behind it, or in its place where the keys are in alphabetical order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dossier import rules
from dossier.bibtex import BibtexEntry, BibtexField, BibtexParser
from dossier.diagnostics import Report, Span
from dossier.source import SourceFile
from dossier.wording import Phrase, Words

_NEIGHBOURS = frozenset({"doi", "url", "urldate", "urlstatus", "archiveurl", "archivedate"})
_BYTE_ORDER_MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\r|\n")
_BLANKS_AND_COMMENT = re.compile(r"[ \t]*+(?:%[^\n]*+)?+(?=\n)")
_ENOUGH = 3
"""With fewer entries than this, the order of the keys says nothing."""
_EQUALS = re.compile(r"(?P<before>[ \t]*+)=(?P<after>[ \t]*+)")


@dataclass(frozen=True, slots=True)
class _Change:
    """What to put in place of a part of the text."""

    start: int
    end: int
    text: str


def set_fields(path: str, text: str, values: Mapping[str, Mapping[str, str]], report: Report) -> str:
    """Return the text of a BibTeX file in which fields have new values: by key of the entry, then by name.

    `text` is the file as it was read, with its byte order mark and its line ends, which stay. An entry that cannot
    be changed safely is reported and left as it is: one with faults, under a key that others have too, or with a value
    that is not a plain text.
    """
    plain = _plain(text)
    faults = Report()
    parser = BibtexParser(SourceFile(path, plain), faults)
    entries = list(parser.entries())
    by_key = {entry.key: entry for entry in entries}
    folded = Counter(entry.key.casefold() for entry in entries)
    changes: list[_Change] = []
    for key, fields in values.items():
        entry = by_key.get(key)
        if entry is None:
            problem: Words | None = Phrase.EDIT_NO_ENTRY()
        elif faults.fails():
            problem = Phrase.EDIT_FAULTS()
        elif folded[key.casefold()] > 1:
            problem = Phrase.EDIT_SAME_KEY()
        else:
            problem = _problem(entry, fields, plain)
        if entry is None or problem:
            span = parser.span(entry.key_at, len(key)) if entry else Span(path)
            shown = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
            report.add(rules.CANNOT_EDIT, span, key=key, problem=problem, fields=shown)
        else:
            changes += _changes(entry, fields, plain)
    return _applied(text, changes)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is to be added: its type, its key, and its fields in order as they are to be typed."""

    type: str
    key: str
    fields: Mapping[str, str]


class CannotAddError(Exception):
    """An entry cannot be added safely; the text says why."""


def with_entry(text: str, new: NewEntry) -> str:
    """Return the text of a BibTeX file with one more entry.

    Raises CannotAddError where the file has faults, or where it would not be read as before with just this entry more.
    """
    plain = _plain(text)
    before, faults = _entries(plain)
    if faults.fails():
        raise CannotAddError("the bibliography has a fault, so that nobody can tell where its entries end")
    written = _laid_out(new, before[-1] if before else None, plain)
    place = _place(new.key, before)
    if not before:
        change = _Change(len(plain), len(plain), ("\n" if plain.strip() else "") + f"{written}\n")
    elif place:
        end = _line_end(before[place - 1].end, plain)
        change = _Change(end, end, f"\n\n{written}" + ("" if "\n" in plain[end:] else "\n"))
    else:
        change = _Change(before[0].at, before[0].at, f"{written}\n\n")
    after = _applied(text, [change])
    read, faults = _entries(_plain(after))
    expected = [_values(entry) for entry in before]
    expected.insert(place, (new.type, new.key, list(new.fields.items())))
    if faults.fails() or [_values(entry) for entry in read] != expected:
        raise CannotAddError("the file would not be read as before")
    return after


def _plain(text: str) -> str:
    return _LINE_END.sub("\n", text.removeprefix(_BYTE_ORDER_MARK))


def _entries(plain: str) -> tuple[list[BibtexEntry], Report]:
    faults = Report()
    return list(BibtexParser(SourceFile("", plain), faults).entries()), faults


def _values(entry: BibtexEntry) -> tuple[str, str, list[tuple[str, str]]]:
    return entry.type, entry.key, [(field.name, field.value) for field in entry.fields]


def _place(key: str, entries: Sequence[BibtexEntry]) -> int:
    """Return before which entry a new one stands: the order of the keys if they have one, else the end."""
    keys = [entry.key.casefold() for entry in entries]
    return bisect_left(keys, key.casefold()) if len(keys) >= _ENOUGH and keys == sorted(keys) else len(keys)


def _laid_out(new: NewEntry, model: BibtexEntry | None, text: str) -> str:
    """Return an entry with the indent, the equals signs and the last comma of another."""
    gap = _gap(model, text) if model else "\n  "
    gap = gap if "\n" in gap else "\n  "
    equals = list(_equals(model, text))
    widths = {len(field.name) + len(match["before"]) for field, match in equals}
    is_aligned = len(widths) == 1 and len({len(field.name) for field, _ in equals}) > 1
    width = max(*widths, *(len(name) + 1 for name in new.fields)) if is_aligned else 0
    lines = [f"{gap}{name.ljust(width - 1) if width else name} = {{{value}}}" for name, value in new.fields.items()]
    has_comma = model is None or text[: model.end - 1].rstrip().endswith(",")
    return f"@{new.type}{{{new.key}," + ",".join(lines) + ("," if has_comma else "") + "\n}"


def _equals(entry: BibtexEntry | None, text: str) -> Iterator[tuple[BibtexField, re.Match[str]]]:
    for field in entry.fields if entry else ():
        if match := _EQUALS.match(text, field.name_at + len(field.name)):
            yield field, match


def _problem(entry: BibtexEntry, fields: Mapping[str, str], text: str) -> Words | None:
    """Say why an entry cannot be changed; None if it can."""
    for name, value in fields.items():
        old = [field for field in entry.fields if field.name == name]
        if len(old) > 1:
            return Phrase.EDIT_TWO_FIELDS(name=name)
        if old and not _is_plain(old[0], text):
            return Phrase.EDIT_ABBREVIATIONS(name=name)
        if not value.isprintable() or not _is_balanced(value):
            return Phrase.EDIT_IMPOSSIBLE_VALUE(value=value)
    return None


def _is_plain(field: BibtexField, text: str) -> bool:
    """Tell whether a value is one text between delimiters, or a number."""
    written = text[field.value_at : field.end]
    return written[:-1] == field.value if text[field.value_at - 1] in '{"' else written.isdecimal()


def _is_balanced(value: str) -> bool:
    depth = 0
    for brace in re.findall("[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth


def _changes(entry: BibtexEntry, fields: Mapping[str, str], text: str) -> Iterator[_Change]:
    old = {field.name: field for field in entry.fields}
    for name, value in fields.items():
        if name in old:
            yield _replaced(old[name], value, text)
    if new := {name: value for name, value in fields.items() if name not in old}:
        yield from _added(entry, new, text)


def _replaced(field: BibtexField, value: str, text: str) -> _Change:
    """Keep the delimiters, unless there are none or the value cannot stand between them."""
    opening = text[field.value_at - 1]
    if opening == "{" or (opening == '"' and '"' not in value):
        return _Change(field.value_at, field.end - 1, value)
    return _Change(field.value_at - (opening == '"'), field.end, f"{{{value}}}")


def _added(entry: BibtexEntry, fields: Mapping[str, str], text: str) -> Iterator[_Change]:
    """Add fields behind the last one that they belong to; without any field, behind the key."""
    near = [field for field in entry.fields if field.name in _NEIGHBOURS] or entry.fields
    neighbour = near[-1] if near else None
    behind = neighbour.end if neighbour else entry.key_at + len(entry.key)
    gap = _gap(entry, text)
    written = [f"{_name(name, neighbour, text)}{{{value}}}" for name, value in fields.items()]
    blanks = BibtexParser.WHITESPACE.match(text, behind)
    comma = blanks.end() if blanks else behind
    if text[comma] != ",":  # the entry ends here, and has no comma behind its last field
        yield _Change(behind, behind, ",")
        place = _line_end(behind, text) if "\n" in gap else behind
        yield _Change(place, place, gap + f",{gap}".join(written))
    elif "\n" in text[behind:comma]:  # commas stand before the fields
        before = text[text.rindex("\n", 0, comma) : comma]
        yield _Change(comma, comma, "".join(f", {one}{before}" for one in written))
    else:
        place = _line_end(comma + 1, text) if "\n" in gap else comma + 1
        yield _Change(place, place, "".join(f"{gap}{one}," for one in written))


def _line_end(position: int, text: str) -> int:
    """Return where the line ends, behind a comment that belongs to what stands before it; or the position itself."""
    match = _BLANKS_AND_COMMENT.match(text, position)
    return match.end() if match else position


def _gap(entry: BibtexEntry, text: str) -> str:
    """Return what stands between two fields of an entry: a line end and an indent, or a blank."""
    for field in reversed(entry.fields):
        line = text.rfind("\n", 0, field.name_at)
        if line >= 0 and not text[line : field.name_at].strip():
            return text[line : field.name_at]
    return "\n  " if not entry.fields and "\n" in text[entry.at : entry.end] else " "


def _name(name: str, neighbour: BibtexField | None, text: str) -> str:
    """Return a name with its equals sign, under the one of its neighbour."""
    match = _EQUALS.match(text, neighbour.name_at + len(neighbour.name)) if neighbour else None
    if neighbour is None or match is None:
        return f"{name} = "
    padded = name.ljust(len(neighbour.name) + len(match["before"]))
    return f"{padded}{' ' if match['before'] and padded == name else ''}={match['after']}"


def _applied(text: str, changes: Sequence[_Change]) -> str:
    """Make changes whose positions count every line end as one character, and no byte order mark."""
    mark = len(text) - len(text.removeprefix(_BYTE_ORDER_MARK))
    ends = list(_LINE_END.finditer(text))
    # By the number of characters before it: where a line end stands in the plain text.
    longer = [end.start() - mark - index for index, end in enumerate(end for end in ends if len(end.group()) > 1)]
    new_line = Counter(end.group() for end in ends).most_common(1)[0][0] if ends else "\n"
    parts, done = [], 0
    for change in sorted(changes, key=lambda one: one.start):
        start, end = (place + mark + bisect_left(longer, place) for place in (change.start, change.end))
        parts += [text[done:start], change.text.replace("\n", new_line)]
        done = end
    return "".join([*parts, text[done:]])
