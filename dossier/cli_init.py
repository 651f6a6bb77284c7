"""The command `dossier init`: a new, empty dossier on a subject of one's own."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import click

from dossier.clock import ClockError, today
from dossier.command_line import stop
from dossier.diagnostics import shown
from dossier.history import published_at
from dossier.scaffold import NotNewError, write_new
from dossier.source import ID_PATTERN
from dossier.starter import Wish, languages, starter

_GENERATOR = "dossier"
"""The name of this package's distribution."""


def _languages(_context: click.Context, _option: click.Parameter, value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes in a text with commas or spaces between them; an answer is given twice, a tuple at last."""
    if isinstance(value, tuple):
        return value
    wished = tuple(dict.fromkeys(re.split(r"[,\s]+", value.strip(", \t"))))
    known = languages()
    for language in wished:
        if language not in known:
            there = f"there is no text in {shown(language) or 'no language'} to begin with"
            raise click.BadParameter(f"{there}, but in {', '.join(known)}")
    return wished


def _themes(_context: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in texts:
        theme, _, title = (part.strip() for part in text.partition("="))
        if not ID_PATTERN.fullmatch(theme):
            raise click.BadParameter("write ID=TITLE; an id has lower-case letters, digits and single hyphens")
        found[theme] = title or theme.replace("-", " ").capitalize()
    return found


def _title(_context: click.Context, _option: click.Parameter, text: str) -> str:
    text = " ".join(text.split())
    if not text or not text.isprintable():
        raise click.BadParameter("a title is one line of text")
    return text


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", prompt="Name of the dossier", callback=_title, help="The name of the dossier.")
@click.option(
    "--languages",
    "wished",
    metavar="CODES",
    prompt="Its languages, the first one the original",
    default="en",
    type=click.UNPROCESSED,
    callback=_languages,
    help="Its languages, with commas between them; the first one is the original.",
)
@click.option(
    "--theme",
    "themes",
    metavar="ID=TITLE",
    multiple=True,
    callback=_themes,
    help="A theme; may be given more than once. Without any, the example brings its own.",
)
@click.pass_context
def init(context: click.Context, folder: Path, title: str, wished: tuple[str, ...], themes: dict[str, str]) -> None:
    """Begin a new dossier in the folder DIR.

    It has one argument as an example, and builds, checks and tests at once. Nothing that is in the folder already is
    overwritten.
    """
    try:
        files = starter(Wish(title, wished, themes, _generator()), today())
        folder.mkdir(parents=True, exist_ok=True)
        write_new(folder, files)
        for name in files:
            if name.startswith("scripts/"):
                (folder / name).chmod(0o755)
    except (ClockError, NotNewError) as error:
        stop(context, str(error))
    except OSError as error:
        stop(context, f"cannot write to {folder}: {error.strerror}")
    click.echo(f"{len(files)} files are in {folder}. Now:\n\n  cd {folder}\n  make serve\n\nREADME.md says more.")


def _generator() -> str:
    """Return the line for pip that installs this very generator elsewhere too, as far as that can be known."""
    distribution = metadata.distribution(_GENERATOR)
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    url = origin.get("url", "")
    if commit := origin.get("vcs_info", {}).get("commit_id"):
        return f"{_GENERATOR} @ git+{_without_password(url)}@{commit}"
    if url.startswith("file:") and "dir_info" in origin:
        folder = Path(unquote(urlsplit(url).path))
        found = published_at(folder)
        return f"{_GENERATOR} @ git+{_without_password(found[0])}@{found[1]}" if found else f"-e {folder.as_uri()}"
    return f"{_GENERATOR} @ {_without_password(url)}" if url else f"{_GENERATOR}=={distribution.version}"


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if parts.scheme != "ssh" else url
