"""What the commands share: exit codes, options, and how they decline to work."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from dossier import wording
from dossier.clock import ClockError, today
from dossier.config import CONFIG_FILE
from dossier.diagnostics import Report, nearest, render_text
from dossier.wording import ENGLISH, Phrase, Wording

CONTENT_FAULTS = 1
ENVIRONMENT = 2

config_option = click.option(
    "--config-file",
    "-f",
    type=click.Path(dir_okay=False, path_type=Path),
    default=CONFIG_FILE,
    show_default=True,
    help="The configuration of the site.",
)

loopback_option = click.option(
    "--allow-loopback",
    is_flag=True,
    envvar="DOSSIER_ALLOW_LOOPBACK",
    help="Ask servers on this machine too, for tests; other private addresses stay closed.",
)


lang_option = click.option(
    "--lang",
    type=click.Choice(wording.languages()),
    callback=lambda _context, _option, lang: wording.load(lang) if lang else wording.of_environment(),
    help="The language of what is printed.  [default: that of the environment: DOSSIER_LANG, LC_ALL, LANG]",
)
"""Gives the command a `Wording`."""


def faults(report: Report) -> str:
    """Return a report for people, in the language of the environment."""
    return render_text(report, wording.of_environment())


def need(context: click.Context, config_file: Path, lang: Wording | None = None) -> None:
    """End the command where there is no configuration to read, or no telling what day it is."""
    try:
        today()
    except ClockError as error:
        stop(context, str(error))
    if not config_file.is_file():
        stop(context, (lang or wording.of_environment()).say(Phrase.NO_CONFIGURATION(path=config_file)))


def stop(context: click.Context, problem: str, code: int = ENVIRONMENT) -> NoReturn:
    """End the command with a message."""
    click.echo(f"dossier: {problem}", err=True)
    context.exit(code)


def known(context: click.Context, word: str, words: Iterable[str], problem: str, lang: Wording = ENGLISH) -> None:
    """End the command where a word is none of the known ones; name the one that comes near."""
    among = list(words)
    if word not in among:
        near = nearest(word, among)
        stop(context, problem + (f"; {lang.say(Phrase.DID_YOU_MEAN(word=near))}" if near else ""))


def progress(*, rate: bool = False) -> Progress:
    """Return a progress display for a terminal, with rate and time left if so wished; elsewhere it is silent."""
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    if rate:
        columns += [_RateColumn(), TimeRemainingColumn()]
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class _RateColumn(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        """Write the rate."""
        return Text(f"{task.speed or 0:.0f} a second")
