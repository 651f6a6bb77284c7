"""What is wrong with the content, where, and what to do about it.

A diagnostic is a value: a rule, a place, and the words that fill in the rule's message. Modules report into a
`Report` and go on, so that an author sees all faults at once; a command fails once, at its end. The renderers turn
a report into text for a terminal, GitHub workflow commands, GitLab's Code Quality report, JSON and SARIF 2.1.0.

Exceptions are for faults that no author can mend in the content.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from dossier.wording import ENGLISH, Phrase, Wording, Words


class Severity(StrEnum):
    """How bad a finding is: an error stops the build, a warning stops it only under `--strict`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: `path` relative to the project, `line` and `column` counted from 1, `length` in characters."""

    path: str
    line: int = 1
    column: int | None = None
    length: int | None = None

    def __str__(self) -> str:
        """Render as `path:line:column`, the form that terminals and editors make clickable."""
        return f"{shown(self.path)}:{self.line}" + (f":{self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong. `message` and `hint` are templates for `str.format`; the rest explains the rule.

    All texts are English; `told` has them in another language.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    summary: str
    why: str
    bad: str
    good: str

    def told(self, wording: Wording) -> Rule:
        """Return the rule with its texts in another language, as far as that has them."""
        parts = ("message", "hint", "summary", "why", "bad", "good")
        texts: dict[str, Any] = {part: text for part in parts if (text := wording.of_rule(self.code, part))}
        return replace(self, **texts) if texts else self


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a file: the first `old` in the line of `span`, from its column on, becomes `new`."""

    span: Span
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, in no language. `values` fill the rule's templates; `related` names other places with it.

    `edits` put it right where that can mean one thing only; where there are none, it is enough to write the file as it
    was read.
    """

    rule: Rule
    span: Span
    values: Mapping[str, str | Words] = field(default_factory=dict)
    suggestion: str | None = None
    related: tuple[tuple[Span, str | Words], ...] = ()
    edits: tuple[Edit, ...] | None = None

    @property
    def fix(self) -> tuple[Edit, ...] | None:
        """What puts it right, None where a person must judge: a near match is no guess if it is the same word."""
        if self.edits is not None or self.suggestion is None or self.span.length is None:
            return self.edits
        words = (value for value in self.values.values() if isinstance(value, str) and value != self.suggestion)
        same = next((word for word in words if _is_same_word(word, self.suggestion)), None)
        return None if same is None else (Edit(self.span, same, self.suggestion),)

    @property
    def message(self) -> str:
        """What is wrong, in one line of English, by which findings are told apart and ordered."""
        return self.told(ENGLISH).message

    @property
    def hint(self) -> str:
        """What to do, in English."""
        return self.told(ENGLISH).hint

    def told(self, wording: Wording) -> Told:
        """Return the finding in a language; a near match, where there is one, stands for the rule's general advice."""
        rule = self.rule.told(wording)
        hint = wording.fill(rule.hint, self.values)
        if self.suggestion is not None:
            hint = wording.say(Phrase.DID_YOU_MEAN(word=self.suggestion))
        related = tuple((span, wording.said(note)) for span, note in self.related)
        return Told(wording.fill(rule.message, self.values), hint, related)

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by place, then by rule, so that output never depends on the order of discovery."""
        return (self.span.path, self.span.line, self.span.column or 0, self.rule.code, self.message)


@dataclass(frozen=True, slots=True)
class Told:
    """What a finding says in some language: what is wrong, what to do, and notes on other places."""

    message: str
    hint: str
    related: tuple[tuple[Span, str], ...]


_ENOUGH = 100


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that most resembles `word`, or None where none comes close."""
    every = list(known)
    same = [one for one in every if _is_same_word(word, one)]
    matches = same or get_close_matches(word, every, n=1, cutoff=0.6)
    return matches[0] if matches else None


def _is_same_word(one: str, other: str) -> bool:
    """Tell whether two words differ in nothing but capitals, hyphens and underscores."""
    return _bare(one) == _bare(other)


def _bare(word: str) -> str:
    return word.replace("-", "").replace("_", "").casefold()


class Report:
    """Collects diagnostics; the same finding is kept once however often it is reported."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int, str, str], Diagnostic] = {}

    def add(
        self,
        rule: Rule,
        span: Span,
        *,
        suggestion: str | None = None,
        related: tuple[tuple[Span, str | Words], ...] = (),
        edits: tuple[Edit, ...] | None = None,
        **values: object,
    ) -> None:
        """Record that `rule` is broken at `span`; `values` fill its message, `suggestion` is a near match.

        What is content is passed as it is, what is language as `Words`. `edits` are given where they put it right and
        nobody could mean anything else.
        """
        words = {name: _printable(value) for name, value in values.items()}
        suggestion = None if suggestion is None else shown(suggestion)
        related = tuple((place, _printable(note)) for place, note in related)
        diagnostic = Diagnostic(rule, span, words, suggestion, related, edits)
        self._found.setdefault(diagnostic.sort_key(), diagnostic)

    def take(self, found: Diagnostic, span: Span) -> None:
        """Record what another report has found, at a place of this one's choice."""
        moved = replace(found, span=span)
        self._found.setdefault(moved.sort_key(), moved)

    def include(self, other: Report) -> None:
        """Take over what another report holds."""
        self._found |= {key: found for key, found in other._found.items() if key not in self._found}

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the near match of `word`; beyond a hundred findings none, for looking for one then costs too much."""
        return nearest(word, known) if len(self) < _ENOUGH else None

    def __iter__(self) -> Iterator[Diagnostic]:
        """Yield the diagnostics in order of path, line and column."""
        return iter([self._found[key] for key in sorted(self._found)])

    def __len__(self) -> int:
        return len(self._found)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(diagnostic.rule.severity is severity for diagnostic in self._found.values())

    def fails(self, *, strict: bool = False) -> bool:
        """Tell whether a build must stop: on any error, and under `strict` on a warning too."""
        return any(strict or found.rule.severity is Severity.ERROR for found in self._found.values())


def shown(value: object, limit: int = 120) -> str:
    """Make content fit for a terminal: no control characters (escape sequences!), no endless values."""
    text = "".join(one if one.isprintable() else "�" for one in " ".join(str(value).split()))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def in_code(value: object, limit: int = 120) -> str:
    """Make content fit for Markdown on a forge: as code, in which it is neither link nor mention nor markup.

    A pipe ends a cell of a table even in code, if it has no backslash before it; of two, readers of Markdown disagree.
    """
    text = shown(value, limit).replace("\\|", "¦").replace("|", "\\|")
    if not text:
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if len(fence) > 1 else ""
    return f"{fence}{space}{text}{space}{fence}"


def _printable(value: object) -> str | Words:
    return value.mapped(_printable) if isinstance(value, Words) else shown(value)


SEVERITIES: Mapping[Severity, Phrase] = {Severity.ERROR: Phrase.ERROR, Severity.WARNING: Phrase.WARNING}
"""What people call the severities; programs read them as they are."""


def render_text(report: Report, wording: Wording = ENGLISH) -> str:
    """Render for people: one block a finding, then a line that counts them."""
    blocks = []
    for found in report:
        told, severity = found.told(wording), wording.say(SEVERITIES[found.rule.severity]())
        lines = [f"{found.span}: {severity}[{found.rule.code}]: {told.message}"]
        lines += [f"   {wording.say(Phrase.SEE(place=span, note=note))}" for span, note in told.related]
        lines.append(f"   {wording.say(Phrase.HINT(hint=told.hint))}")
        if found.fix is not None:
            lines.append(f"   {wording.say(Phrase.FIXABLE())}")
        blocks.append("\n".join(lines))
    return "\n".join([*blocks, wording.say(summary(report))])


def summary(report: Report) -> Words:
    """Count the findings in one line."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    if not errors and not warnings:
        return Phrase.NO_FAULTS()
    return Phrase.SUMMARY(errors=Phrase.ERRORS(count=errors), warnings=Phrase.WARNINGS(count=warnings))


def render_github(found: Iterable[Diagnostic], wording: Wording = ENGLISH) -> str:
    """Render as GitHub workflow commands, which annotate the lines of a pull request.

    Source: GitHub, "Workflow commands for GitHub Actions": data escape %, CR and LF; properties also `:` and `,`.
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for one in found:
        told = one.told(wording)
        place = f"file={prop(one.span.path)},line={one.span.line}"
        if one.span.column:
            place += f",col={one.span.column}"
        text = f"{told.message}\n{wording.say(Phrase.HINT(hint=told.hint))}"
        lines.append(f"::{one.rule.severity} {place},title={prop(one.rule.code)}::{data(text)}")
    return "\n".join(lines)


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "column": span.column, "length": span.length}


def render_json(report: Report, wording: Wording = ENGLISH) -> str:
    """Render as a JSON array, one object a finding; absent columns are null."""
    found = [
        {
            "code": one.rule.code,
            "severity": str(one.rule.severity),
            **_place(one.span),
            "message": told.message,
            "hint": told.hint,
            "fixable": one.fix is not None,
            "related": [{**_place(span), "note": note} for span, note in told.related],
        }
        for one in report
        for told in [one.told(wording)]
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def render_sarif(found: Iterable[Diagnostic], wording: Wording = ENGLISH) -> str:
    """Render as SARIF 2.1.0 (OASIS), which code forges and editors read."""
    every = [(one, one.told(wording)) for one in found]
    rules = {one.rule.code: one.rule.told(wording) for one, _ in every}
    order = sorted(rules)

    def location(span: Span, note: str | None = None) -> dict[str, Any]:
        region: dict[str, int] = {"startLine": span.line}
        if span.column:
            region["startColumn"] = span.column
            if span.length:
                region["endColumn"] = span.column + span.length
        place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": quote(span.path)}, "region": region}}
        if note:
            place["message"] = {"text": note}
        return place

    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "dossier",
                        "rules": [
                            {
                                "id": code,
                                "shortDescription": {"text": rules[code].summary},
                                "fullDescription": {"text": rules[code].why},
                                "defaultConfiguration": {"level": str(rules[code].severity)},
                            }
                            for code in order
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": one.rule.code,
                        "ruleIndex": order.index(one.rule.code),
                        "level": str(one.rule.severity),
                        "message": {"text": f"{told.message}\n{wording.say(Phrase.HINT(hint=told.hint))}"},
                        "locations": [location(one.span)],
                        "relatedLocations": [location(span, note) for span, note in told.related],
                    }
                    for one, told in every
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def render_gitlab(found: Iterable[Diagnostic], wording: Wording = ENGLISH) -> str:
    """Render as GitLab's Code Quality report, which shows findings beside the lines of a merge request.

    The fingerprint tells whether a finding is new, so it leaves out the line, which moves with what stands above.
    """
    times: Counter[tuple[str, str, str]] = Counter()
    issues = []
    for one in found:
        told, what = one.told(wording), (one.rule.code, one.span.path, one.message)
        times[what] += 1
        issues.append(
            {
                "description": f"{told.message} ({wording.say(Phrase.HINT(hint=told.hint))})",
                "check_name": one.rule.code,
                "fingerprint": hashlib.sha256(json.dumps([*what, times[what]]).encode()).hexdigest(),
                "severity": "major" if one.rule.severity is Severity.ERROR else "minor",
                "location": {"path": one.span.path, "lines": {"begin": one.span.line}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2)


RENDERERS: Mapping[str, Callable[[Report, Wording], str]] = {
    "text": render_text,
    "github": render_github,
    "gitlab": render_gitlab,
    "json": render_json,
    "sarif": render_sarif,
}
"""The output formats of `dossier check`, by name."""
