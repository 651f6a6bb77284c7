"""Small changes to YAML files as text: a list gets one more item, and everything else, comments too, stays as it is."""

from __future__ import annotations

import re

from dossier.diagnostics import Report, Span
from dossier.source import Key, SourceFile, YamlDocument, parse_yaml

_ITEM = re.compile(r"\s*-\s+")


class CannotEditError(Exception):
    """The file has a form in which nothing can be added safely."""


def with_word(text: str, last: Span, word: str) -> str:
    """Return a file in which a list of words has one more; `last` is where its last word stands.

    Raises CannotEditError where the result would not be just that.
    """
    before = _read(text)
    ways = [way for way, span in before.values.items() if (span.line, span.column) == (last.line, last.column)]
    lines = text.split("\n")
    line, start = lines[last.line - 1], (last.column or 1) - 1
    if _ITEM.fullmatch(line[:start]):
        lines.insert(last.line, line[:start] + word + ("\r" if line.endswith("\r") else ""))
    else:
        end = start + (last.length or 0)
        lines[last.line - 1] = f"{line[:end]}, {word}{line[end:]}"
    return _checked(before, "\n".join(lines), max(ways, key=len, default=())[:-1], word)


def with_item(text: str, item: str) -> str:
    """Return a file that is a list, with one more item at its end; `item` is its text, which begins with `- `.

    Raises CannotEditError where the result would not be just that.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    margin = next((line[: line.index("-")] for line in text.splitlines() if line.lstrip().startswith("- ")), "")
    added = "".join(f"{margin}{line}{line_end}" for line in item.splitlines())
    begun = text if text.endswith("\n") else text + line_end
    return _checked(_read(text), begun + added, (), _read(item).value[0])


def _checked(before: YamlDocument, after: str, way: Key, item: object) -> str:
    """Return the new text, if the list at `way` has got this item and nothing else has changed."""
    there = expected = before.value
    for step in way:
        there = there[step]
    if not isinstance(there, list):
        raise CannotEditError
    there.append(item)
    if _read(after).value != expected:
        raise CannotEditError
    return after


def _read(text: str) -> YamlDocument:
    source = SourceFile("", text.removeprefix("\ufeff").replace("\r\n", "\n"))
    document = parse_yaml(source, Report(), tags_allowed=True)
    if document is None:
        raise CannotEditError
    return document
