"""What a command needs to know: from its options and, at a terminal, by asking.

Where nobody can be asked, as in a script, all that is missing is named at once, and so is all that is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import click
from pydantic import BaseModel, TypeAdapter, ValidationError

from dossier.command_line import stop
from dossier.config import Config
from dossier.diagnostics import nearest, shown
from dossier.folders import TAKEN
from dossier.source import ID_PATTERN, problem_of

Check = Callable[[str], str]
"""Returns an answer as it is kept; raises ValueError, which says what is wrong with it."""


@dataclass(frozen=True)
class Question:
    """Something to know. `option` is what answers it in a script; one with a default may be left out there."""

    option: str
    words: str
    check: Check = str
    choices: tuple[str, ...] = ()
    default: str | None = None

    @property
    def listed(self) -> str:
        """The choices in one line; to leave the question open may be one, and has no name."""
        return ", ".join(filter(None, self.choices))

    def answered(self, text: str) -> str:
        """Return an answer as it is kept; raises ValueError."""
        if self.choices and text not in self.choices:
            near = nearest(text, self.choices)
            hint = f"did you mean `{near}`?" if near else f"it is one of {self.listed}"
            raise ValueError(f"`{shown(text)}` is not known; {hint}")
        return self.check(text)


def answers(
    context: click.Context, questions: Mapping[str, Question], given: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the answer to each question: what is given, else what somebody at the terminal says, else the default.

    Ends the command where an answer is missing or wrong.
    """
    asks = _somebody_is_there()
    found: dict[str, str] = {}
    problems: list[str] = []
    for name, question in questions.items():
        answer = given.get(name)
        if answer is None and asks:
            continue
        if answer is None and question.default is None:
            choices = f" ({question.listed})" if question.choices else ""
            problems.append(f"{question.option} is missing{choices}")
            continue
        try:
            found[name] = question.answered(question.default or "" if answer is None else answer)
        except ValueError as error:
            problems.append(f"{question.option}: {error}")
    if problems:
        stop(context, "\n  ".join(["this cannot be made yet:", *problems] if len(problems) > 1 else problems))
    return {name: found[name] if name in found else _asked(question) for name, question in questions.items()}


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _asked(question: Question) -> str:
    """Ask until there is an answer that can be taken."""

    def taken(text: str) -> str:
        try:
            return question.answered(text)
        except ValueError as error:
            raise click.UsageError(str(error)) from error

    words = f"{question.words} ({question.listed})" if question.choices else question.words
    return str(click.prompt(words, default=question.default, show_default=bool(question.default), value_proc=taken))


# --- What an answer must be -------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Take any text, in one line; it may be empty."""
    words = " ".join(text.split())
    if not words.isprintable():
        raise ValueError("it holds a character that cannot be seen")
    return words


def not_empty(text: str) -> str:
    """Take any text with words, in one line."""
    if not text.strip():
        raise ValueError("it is empty")
    return one_line(text)


def field_of(model: type[BaseModel], name: str) -> Check:
    """Return the check of a text that will be a field of a model, in one line."""
    info = model.model_fields[name]
    constraints: TypeAdapter[str] = TypeAdapter(Annotated[str, *info.metadata] if info.metadata else str)

    def check(text: str) -> str:
        words = one_line(text)
        try:
            constraints.validate_python(words)
        except ValidationError as error:
            raise ValueError(problem_of(error.errors()[0])) from None
        return words

    return check


def one_of(words: Iterable[str]) -> Check:
    """Return the check of a word among so many that they would fill the screen as choices."""
    return Question("", "", choices=tuple(words)).answered


def new_id(config: Config, folder: str, taken: Collection[str] = ()) -> Check:
    """Return the check of an id that nothing in a folder of the content has yet; `taken` are more that are not free."""

    def check(word: str) -> str:
        if not ID_PATTERN.fullmatch(word):
            raise ValueError(f"`{shown(word)}` is no id: use lower-case ASCII letters, digits and single hyphens")
        if word in TAKEN[folder]:
            raise ValueError(f"the dossier makes a page `{word}` itself; choose another id")
        if word in taken or (config.docs / folder / word).exists():
            raise ValueError(f"`{folder}/{word}` exists already")
        return word

    return check
