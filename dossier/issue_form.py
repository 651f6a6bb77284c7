"""The form with which an argument is proposed: a forge's issue form for each language, and what comes back of it.

The forms are the repository's own, `.github/ISSUE_TEMPLATE/argument.<lang>.yml`; a forge writes each answer below a
heading with the question's label. Whatever stands there is a stranger's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dossier import rules
from dossier.diagnostics import Report, Span
from dossier.source import parse_yaml, read_text, validate

FOLDER = ".github/ISSUE_TEMPLATE"
MAX_CHARACTERS = 100_000
"""Longest text that is read; a forge's own limit for issues is 65,536."""

_HEADING = re.compile(r"### (?P<label>.*\S)\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NO_ANSWER = "_No response_"
"""What GitHub writes where there is no answer, in every language."""


class _Attributes(BaseModel):
    label: str = ""


class _Validations(BaseModel):
    required: bool = False


class _Element(BaseModel):
    type: str
    id: str = ""
    attributes: _Attributes
    validations: _Validations = _Validations()


class _IssueForm(BaseModel):
    model_config = ConfigDict(extra="allow")

    body: tuple[_Element, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form in one language: its questions' labels by their ids, and which of them need an answer."""

    lang: str
    labels: Mapping[str, str]
    required: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody has answered, by the questions' ids; an empty text for no answer. `spans` are the headings'."""

    form: Form
    texts: Mapping[str, str]
    spans: Mapping[str, Span]


def load_forms(root: Path, report: Report) -> list[Form]:
    """Read the forms of a repository; report what is wrong with them."""
    forms = []
    for path in sorted((root / FOLDER).glob("argument.*.yml")):
        source = read_text(root, path, report)
        document = parse_yaml(source, report) if source else None
        form = validate(_IssueForm, document, report) if document else None
        if form:
            questions = [one for one in form.body if one.id]
            labels = {one.id: one.attributes.label for one in questions}
            required = frozenset(one.id for one in questions if one.validations.required)
            forms.append(Form(path.name.split(".")[1], labels, required))
    return forms


def read_answers(name: str, text: str, forms: Sequence[Form], report: Report) -> Answers | None:
    """Read the text of an issue, called `name`; None where it is no form, or its answers cannot be told apart.

    The form is the one of which it has the most headings.
    """
    lines = _COMMENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    headings = [(number, match["label"]) for number, line in enumerate(lines) if (match := _HEADING.fullmatch(line))]
    found = {label for _, label in headings}
    form = max(forms, key=lambda form: len(found & set(form.labels.values())), default=None)
    if form is None or not found & set(form.labels.values()) or len(text) > MAX_CHARACTERS:
        report.add(rules.NO_FORM, Span(name))
        return None
    places = [(number, label) for number, label in headings if label in form.labels.values()]
    texts, spans = {}, {}
    for question, label in form.labels.items():
        starts = [number for number, other in places if other == label]
        if len(starts) != 1:
            place = Span(name, starts[1] + 1 if starts else 1)
            report.add(rules.FORM_HEADING, place, field=label, times=len(starts))
            continue
        end = next((number for number, _ in places if number > starts[0]), len(lines))
        answer = "\n".join(lines[starts[0] + 1 : end]).strip()
        texts[question] = "" if answer == _NO_ANSWER else answer
        spans[question] = Span(name, starts[0] + 1)
    return None if report.fails() else Answers(form, texts, spans)
