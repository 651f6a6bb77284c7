"""The commands `dossier translations …`: what lags behind, what changed, and that it is done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import click

from dossier.arguments import Argument, parse_text
from dossier.clock import today
from dossier.config import CONFIG_FILE, load_config
from dossier.corpus import Corpus, load_corpus
from dossier.diagnostics import Report, nearest, render_text
from dossier.marking import earlier_versions, marked
from dossier.source import SourceFile
from dossier.translations import Piece, Row, State, fingerprint, fingerprints, pieces, states, table

CONTENT_FAULTS = 1
ENVIRONMENT = 2

_config_option = click.option(
    "--config-file",
    "-f",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    default=CONFIG_FILE,
    show_default=True,
    help="The configuration of the site.",
)


@click.group(invoke_without_command=True)
@_config_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the table.",
)
@click.pass_context
def translations(context: click.Context, config_file: Path, output_format: str) -> None:
    """Show what is missing or out of date.

    Without a command: a table of every argument in every language. `current` means that the text renders the
    original as it stands; `editorial` that only wording has changed since; `material` that numbers, citations,
    negations or the status have; `unmarked` that nobody has recorded what it renders.
    """
    context.obj = config_file
    if context.invoked_subcommand is None:
        rows = list(table(_corpus(context, config_file)))
        click.echo({"text": _text_table, "json": _json_table, "markdown": _markdown_table}[output_format](rows))


@translations.command()
@click.argument("argument_id", metavar="ID")
@click.argument("lang")
@click.pass_context
def diff(context: click.Context, argument_id: str, lang: str) -> None:
    """Show what changed in the original since.

    Word by word, for every part of the translation that is behind, from git's history.
    """
    corpus = _corpus(context, context.obj)
    argument = _argument(context, corpus, argument_id, lang)
    behind = [unit for unit, state in states(argument, lang).items() if state in {State.EDITORIAL, State.MATERIAL}]
    if not behind:
        click.echo("nothing has changed in the original since this translation was marked")
    now = pieces(argument.texts[argument.facts.source_language])
    for unit in behind:
        state = states(argument, lang)[unit]
        click.echo(f"{unit} ({state})")
        before = _earlier(corpus, argument, unit, argument.texts[lang].units_marked[unit])
        if before is None:
            click.echo("  git's history does not hold the original as it was then; here it is as it stands now:")
            click.echo(f"  {now[unit].raw}\n")
        else:
            click.echo(f"  {_word_diff(before.raw, now[unit].raw)}\n")


@translations.command()
@click.argument("argument_id", metavar="ID")
@click.argument("lang")
@click.argument("units", metavar="[UNIT]...", nargs=-1)
@click.pass_context
def mark(context: click.Context, argument_id: str, lang: str, units: tuple[str, ...]) -> None:
    """Record that a translation is up to date.

    With one or more UNITs: only these parts. The record is written into the file's front matter.
    """
    corpus = _corpus(context, context.obj)
    argument = _argument(context, corpus, argument_id, lang)
    text = argument.texts[lang]
    now = {unit: str(mark) for unit, mark in fingerprints(argument).items()}
    unknown = next((unit for unit in units if unit not in now), None)
    if unknown is not None:
        near = nearest(unknown, now)
        _stop(context, f"the original has no part `{unknown}`" + (f"; did you mean `{near}`?" if near else ""))
    old = text.units_marked if units else {}
    record = {
        unit: mark if not units or unit in units else old[unit]
        for unit, mark in now.items()
        if not units or unit in units or unit in old
    }
    path = corpus.config.root / text.path
    path.write_text(marked(path.read_text(encoding="utf-8"), argument.facts.source_language, record), encoding="utf-8")
    click.echo(f"{text.path}: {len(units) or len(record)} parts are up to date")


def _corpus(context: click.Context, config_file: Path) -> Corpus:
    report = Report()
    config = load_config(config_file, report)
    corpus = load_corpus(config, report, today=today(), drafts=True) if config else None
    if corpus is None or report.fails():
        click.echo(render_text(report), err=True)
        context.exit(CONTENT_FAULTS)
    return corpus


def _argument(context: click.Context, corpus: Corpus, argument_id: str, lang: str) -> Argument:
    argument = corpus.arguments.get(argument_id)
    if argument is None:
        near = nearest(argument_id, corpus.arguments)
        _stop(context, f"there is no argument `{argument_id}`" + (f"; did you mean `{near}`?" if near else ""))
    elif lang == argument.facts.source_language:
        _stop(context, f"`{lang}` is the language in which `{argument_id}` was written")
    elif lang not in argument.texts:
        _stop(context, f"`{argument_id}` has no text in `{lang}` yet")
    return argument  # type: ignore[return-value] # _stop does not return


def _stop(context: click.Context, problem: str) -> None:
    click.echo(f"dossier: {problem}", err=True)
    context.exit(ENVIRONMENT)


def _earlier(corpus: Corpus, argument: Argument, unit: str, mark: str) -> Piece | None:
    """Return the original unit as it was when the translation was marked, if git's history has it."""
    original = argument.texts[argument.facts.source_language]
    for text in earlier_versions(corpus.config.root, original.path):
        parsed = parse_text(SourceFile(original.path, text), original.lang, Report())
        piece = pieces(parsed).get(unit) if parsed else None
        if piece and fingerprint(piece, argument, original.lang).text == mark.partition("-")[0]:
            return piece
    return None


def _word_diff(before: str, after: str) -> str:
    """Show two texts as one: what went as [-…-], what came as {+…+}, in colours on a terminal."""
    old, new = before.split(), after.split()
    parts = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(" ".join(old[start:end]))
            continue
        if end > start:
            parts.append(click.style(f"[-{' '.join(old[start:end])}-]", fg="red"))
        if new_end > new_start:
            parts.append(click.style(f"{{+{' '.join(new[new_start:new_end])}+}}", fg="green"))
    return " ".join(parts)


def _text_table(rows: list[Row]) -> str:
    width = max((len(row.argument) for row in rows), default=0)
    return "\n".join(f"{row.argument:{width}}  {row.lang:7}  {row.state:9}  {_units(row)}".rstrip() for row in rows)


def _units(row: Row) -> str:
    return ", ".join(unit if state is row.state else f"{unit} ({state})" for unit, state in row.units.items())


def _json_table(rows: list[Row]) -> str:
    return json.dumps(
        [{"argument": row.argument, "lang": row.lang, "state": row.state, "units": dict(row.units)} for row in rows],
        ensure_ascii=False,
        indent=2,
    )


def _markdown_table(rows: list[Row]) -> str:
    def lines() -> Iterator[str]:
        yield "| argument | language | state | parts |"
        yield "| --- | --- | --- | --- |"
        for row in rows:
            yield f"| {row.argument} | {row.lang} | {row.state} | {_units(row)} |"

    return "\n".join(lines())
