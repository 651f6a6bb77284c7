"""The commands `dossier translations …`: what lags behind, what changed, and that it is done."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

import click

from dossier.arguments import Argument, ArgumentText, parse_text
from dossier.clock import today
from dossier.command_line import CONTENT_FAULTS, config_option, faults, known, need, stop
from dossier.config import load_config
from dossier.corpus import Corpus
from dossier.diagnostics import Report
from dossier.history import earlier_versions
from dossier.loading import load_corpus
from dossier.marking import marked
from dossier.source import SourceFile
from dossier.translations import Piece, Row, State, fingerprint, fingerprints, pieces, states, table

_CHANGED = (State.EDITORIAL, State.MATERIAL)


@click.group(invoke_without_command=True)
@config_option
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
    behind = {unit: state for unit, state in states(argument, lang).items() if state in _CHANGED}
    if not behind:
        click.echo("nothing has changed in the original since this translation was marked")
    now = pieces(argument.texts[argument.facts.source_language])
    before = _earlier(corpus, argument, {unit: argument.texts[lang].units_marked.get(unit, "") for unit in behind})
    for unit, state in behind.items():
        click.echo(f"{unit} ({state})\n  {_change(before.get(unit), now.get(unit))}\n")


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
    own = pieces(text)
    for unit in units:
        known(context, unit, now, f"the original has no part `{unit}`")
        known(context, unit, own, f"{text.path} has no part `{unit}` yet")
    done = {unit: mark for unit, mark in now.items() if unit in own and (not units or unit in units)}
    before = text.units_marked if units else {}
    record = {unit: done.get(unit, before.get(unit)) for unit in now}
    _write(context, corpus, argument, text, {unit: mark for unit, mark in record.items() if mark is not None})
    click.echo(f"{text.path}: recorded as up to date: {', '.join(done)}")
    if missing := [unit for unit in now if unit not in own]:
        click.echo(f"still missing: {', '.join(missing)}")


def _write(
    context: click.Context, corpus: Corpus, argument: Argument, text: ArgumentText, record: Mapping[str, str]
) -> None:
    """Write a record into a translation's file, whose line ends and other bytes stay as they are."""
    path = corpus.config.root / text.path
    content = marked(path.read_bytes().decode("utf-8"), argument.facts.source_language, record)
    written = parse_text(
        SourceFile(text.path, content.removeprefix("\ufeff").replace("\r\n", "\n")), text.lang, Report()
    )
    if written is None or written.units_marked != record:  # such as a front matter that is all one `{…}`
        stop(
            context,
            f"the front matter of {text.path} has an unusual form; write `title` and `claim` on lines of their own",
        )
    path.write_bytes(content.encode("utf-8"))


def _corpus(context: click.Context, config_file: Path) -> Corpus:
    need(context, config_file)
    report = Report()
    config = load_config(config_file, report)
    corpus = load_corpus(config, report, today=today(), drafts=True) if config else None
    if corpus is None or report.fails():
        click.echo(faults(report), err=True)
        context.exit(CONTENT_FAULTS)
    return corpus


def _argument(context: click.Context, corpus: Corpus, argument_id: str, lang: str) -> Argument:
    known(context, argument_id, corpus.arguments, f"there is no argument `{argument_id}`")
    known(context, lang, corpus.config.languages, f"there is no language `{lang}` here")
    argument = corpus.arguments[argument_id]
    if lang == argument.facts.source_language:
        stop(context, f"`{lang}` is the language in which `{argument_id}` was written")
    if lang not in argument.texts:
        stop(context, f"`{argument_id}` has no text in `{lang}` yet")
    return argument


def _earlier(corpus: Corpus, argument: Argument, marks: Mapping[str, str]) -> dict[str, Piece]:
    """Return the original units as they were when the translation was marked, those that git's history has."""
    original = argument.texts[argument.facts.source_language]
    found: dict[str, Piece] = {}
    for text in earlier_versions(corpus.config.root, original.path):
        parsed = parse_text(SourceFile(original.path, text), original.lang, Report())
        then = pieces(parsed) if parsed else {}
        for unit in marks.keys() & then.keys() - found.keys():
            if marks[unit].startswith(fingerprint(then[unit], argument, original.lang).text):
                found[unit] = then[unit]
        if found.keys() == marks.keys():
            break
    return found


def _change(before: Piece | None, now: Piece | None) -> str:
    """Show what became of an original unit."""
    if now is None:
        return "the original no longer has this part"
    if before is None:
        return f"git's history does not hold the original as it was then; here it is as it stands now:\n  {now.shown}"
    if before.raw == now.raw:
        return f"the words are the same; what has changed is the status or the confidence in the facts\n  {now.shown}"
    return _word_diff(before.shown, now.shown)


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
