"""The commands `dossier links …`: ask the addresses, tell how they are, find copies of them in archives."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import click

from dossier import bibedit, wording
from dossier.clock import now, today
from dossier.command_line import (
    CONTENT_FAULTS,
    ENVIRONMENT,
    config_option,
    faults,
    known,
    loopback_option,
    need,
    progress,
    stop,
)
from dossier.config import Config, LinkPolicy, load_config
from dossier.corpus import Corpus
from dossier.diagnostics import RENDERERS as DIAGNOSTICS
from dossier.diagnostics import Report, Severity
from dossier.links import extract
from dossier.links.archive import ArchiveRun, day_of
from dossier.links.check import check
from dossier.links.gather import Link, gather, sources_of_pages, with_quotes
from dossier.links.guard import Resolver
from dossier.links.health import health, render_health, render_health_json, whereabouts
from dossier.links.internal import check_site
from dossier.links.ledger import LEDGER_FILE, Journal, Ledger, merge_files, read_ledger, take_over
from dossier.links.model import Found, Result
from dossier.links.render import RENDERERS, Run
from dossier.links.selection import Selection, changed, in_files
from dossier.loading import load_corpus

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C has ended, as shells have it."""

_KEPT = "dossier: interrupted; what was learned is kept, and the same command goes on from there"

_UNITS = {"s": 1, "m": 60, "h": 3600}
_FEW = 5
"""With fewer addresses than this, that none answers says nothing about our own network."""

_LINES = frozenset({"text", "github", "markdown"})
"""Formats of which two reports can stand one behind the other."""


class _Commands(click.Group):
    """Takes what is no command's name for a path; a file of such a name is written `./status`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return super().resolve_command(ctx, ["check", *args])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, "--help", "-h"}:
            args = ["check", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Commands)
def links() -> None:
    """Check where links lead, or tell what is known of them.

    Without a command, `check` is meant: `dossier links --due` asks what is due, `dossier links page.html` the addresses
    in a file.
    """


def _seconds(_context: click.Context, _option: click.Parameter, text: str | None) -> float | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", text.strip())
    if not match:
        raise click.BadParameter("write a time such as 90s, 10m or 1h")
    return float(match[1]) * _UNITS[match[2] or "s"]


def _part(_context: click.Context, _option: click.Parameter, text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise click.BadParameter("write a part of a whole, such as 1/4")
    return int(match[1]), int(match[2])


_ledger_option = click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The file that remembers.  [default: {LEDGER_FILE} beside the configuration]",
)


@dataclass(frozen=True)
class _Manner:
    """How addresses are asked."""

    rate: float | None
    at_once: int
    seconds: float | None
    resolver: Resolver
    contact: str = ""


@links.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@config_option
@_ledger_option
@click.option("--changed-since", metavar="REF", help="Only links on lines that this branch adds or touches.")
@click.option("--offline", is_flag=True, help="Only the links inside the built site; the network is not used.")
@click.option("--due", "only_due", is_flag=True, help="Only what the schedule wants asked today.")
@click.option("--shard", "part", metavar="I/N", callback=_part, help="Only a part of the addresses, such as 1/4.")
@click.option("--budget", metavar="TIME", callback=_seconds, help="End after this time, such as 10m, with a report.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(RENDERERS)),
    default="text",
    show_default=True,
    help="How to print the report.",
)
@click.option("--rate", type=click.FloatRange(0), default=4.5, show_default=True, help="Requests a second to one host.")
@click.option("--at-once", type=click.IntRange(1), default=2, show_default=True, help="Requests to one host at once.")
@loopback_option
@click.pass_context
def check_links(  # noqa: PLR0913, PLR0917 - the options of the command
    context: click.Context,
    paths: tuple[str, ...],
    config_file: Path,
    ledger: Path | None,
    changed_since: str | None,
    output_format: str,
    budget: float | None,
    part: tuple[int, int] | None,
    rate: float,
    at_once: int,
    *,
    offline: bool,
    only_due: bool,
    allow_loopback: bool,
) -> None:
    """Ask where links lead.

    Without PATH: all addresses of the content, and the links inside the built site. What was asked today is not asked
    again, unless its fault may have passed; what is learned goes into the ledger. With PATHs (HTML, Markdown, BibTeX,
    YAML, feeds, folders, lists of addresses, or - for a list on standard input): those in them, with the verdict of the
    moment.
    """
    manner = _Manner(rate or None, at_once, budget, Resolver(allow_loopback=allow_loopback))
    if paths:
        if changed_since or offline or only_due:
            stop(context, "--changed-since, --offline and --due are for the dossier's own content, without paths")
        _check_files(context, paths, manner, part, output_format)
    need(context, config_file)
    config, corpus = _content(context, config_file, Report())
    is_inside_sound = True
    if offline or not (changed_since or only_due):
        is_inside_sound = _check_inside(context, config_file, corpus, output_format, alone=offline)
    if offline:
        context.exit(0 if is_inside_sound else CONTENT_FAULTS)
    found = list(with_quotes(extract.from_corpus(corpus), corpus))
    if changed_since is not None:
        touched = changed(config.root, changed_since, found)
        if touched is None:
            stop(context, f"git does not know `{changed_since}` here, or this is no repository")
        found = touched
    path = (ledger or config.root / LEDGER_FILE).resolve()
    selection = Selection(today(), part, only_due, is_gate=changed_since is not None)
    manner = replace(manner, contact=config.links.contact)
    run, is_whole = _check_content(context, config, path, found, selection, manner)
    _end(context, run, output_format, is_whole=is_whole, is_inside_sound=is_inside_sound)


def _content(context: click.Context, config_file: Path, report: Report) -> tuple[Config, Corpus]:
    """Read the content for its links; its faults are for `dossier check`, but without a configuration nothing goes."""
    config = load_config(config_file, report)
    if config is None:
        click.echo(faults(report), err=True)
        context.exit(CONTENT_FAULTS)
    corpus = load_corpus(config, report, today=today(), drafts=True)
    if report.count(Severity.ERROR):
        click.echo(
            "dossier: the content has faults, see `dossier check`; links in faulty parts may be missing", err=True
        )
    return config, corpus


# --- Asking -----------------------------------------------------------------------------------------------------------


def _ask(asked: Mapping[str, Link], manner: _Manner, take: Callable[[Result], None]) -> bool:
    """Ask addresses and hand over what becomes of them; tell whether the run came to its end, and not to Ctrl-C."""
    with progress(rate=True) as bar:
        task = bar.add_task("Asking", total=len(asked))

        def taken(result: Result) -> None:
            take(result)
            bar.advance(task)

        run = check(
            (link.target for link in asked.values()),
            taken,
            contact=manner.contact,
            at_once=manner.at_once,
            rate=manner.rate,
            seconds=manner.seconds,
            resolver=manner.resolver,
        )
        try:
            asyncio.run(run)
        except KeyboardInterrupt:
            return False
    return True


def _check_files(
    context: click.Context, paths: Iterable[str], manner: _Manner, part: tuple[int, int] | None, output_format: str
) -> NoReturn:
    """Ask the addresses in files, and end the command."""
    begun = now()
    try:
        gathered = gather(in_files(paths, sys.stdin.buffer), LinkPolicy(), {})
    except extract.LinkFileError as error:
        stop(context, str(error))
    selection = Selection(today(), part)
    asked = selection.asked(gathered, {})
    results: dict[str, Result] = {}
    is_whole = _ask(asked, manner, lambda result: results.update({result.url: result}))
    outcomes = tuple(selection.outcomes(gathered, asked, results, {}))
    _end(context, Run(outcomes, LinkPolicy(), _since(begun)), output_format, is_whole=is_whole)


def _check_content(  # noqa: PLR0913, PLR0917 - what a run is made of
    context: click.Context,
    config: Config,
    ledger_path: Path,
    found: Iterable[Found],
    selection: Selection,
    manner: _Manner,
) -> tuple[Run, bool]:
    """Ask the addresses of the content and remember what is learned; tell too whether the run came to its end."""
    begun, report = now(), Report()
    ledger, journal = _begin(context, ledger_path, report)
    gathered = gather(found, config.links, ledger.records)
    asked = selection.asked(gathered, ledger.records)
    results: dict[str, Result] = {}
    held: list[Result] = []  # until anybody has answered: else it is our own network that is down

    def take(result: Result) -> None:
        results[result.url] = result
        held.append(result)
        if result.status or len(asked) < _FEW:
            for one in held:
                journal.add(one)
            held.clear()

    try:
        is_whole = _ask(asked, manner, take)
    finally:
        ledger = journal.finish(ledger_path.parent, report) or ledger
    if len(held) == len(asked) >= _FEW:
        stop(context, f"none of {len(asked)} addresses answered: is this machine on the network? Nothing was recorded")
    if len(report):
        click.echo(faults(report), err=True)
    outcomes = tuple(selection.outcomes(gathered, asked, results, ledger.records))
    return Run(outcomes, config.links, _since(begun)), is_whole


def _begin(context: click.Context, path: Path, report: Report) -> tuple[Ledger, Journal]:
    """Read the ledger, and begin a run that writes into it; end the command where that cannot be."""
    try:
        ledger = take_over(path.parent, path, report)
        if ledger is None:
            stop(context, faults(report), CONTENT_FAULTS)
        return ledger, Journal(path, ledger, today())
    except FileExistsError:
        stop(context, f"another run is at work on {path}; wait for its end")


def _since(begun: dt.datetime) -> float:
    return (now() - begun).total_seconds()


def _end(
    context: click.Context, run: Run, output_format: str, *, is_whole: bool, is_inside_sound: bool = True
) -> NoReturn:
    """Print the report and end the command."""
    click.echo(RENDERERS[output_format](run))
    if not is_whole:
        click.echo(_KEPT, err=True)
        context.exit(INTERRUPTED)
    context.exit(0 if is_inside_sound and not run.fails() else CONTENT_FAULTS)


def _check_inside(
    context: click.Context, config_file: Path, corpus: Corpus, output_format: str, *, alone: bool
) -> bool:
    """Build the site elsewhere and look up every link inside it; tell whether all of them lead somewhere.

    Where another report follows, and the two would not make one document, this one is for people.
    """
    from dossier.mkdocs_plugin import SiteNotBuiltError, build_site  # noqa: PLC0415 - MkDocs is slow to import

    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        try:
            site = build_site(
                config_file, strict=False, site_dir=Path(folder, "site"), progress=lambda _done, _all: None
            )
        except SiteNotBuiltError as error:
            stop(context, f"{error} Its links cannot be checked.", ENVIRONMENT if error.environment else CONTENT_FAULTS)
        check_site(site, report, root=Path(folder), site_url=corpus.config.site_url, sources=sources_of_pages(corpus))
    if len(report):
        is_apart = not alone and output_format not in _LINES
        name = output_format if output_format in DIAGNOSTICS and not is_apart else "text"
        click.echo(DIAGNOSTICS[name](report, wording.of_environment()), err=is_apart)
    return not report.fails()


# --- What is known ----------------------------------------------------------------------------------------------------


@links.command()
@config_option
@_ledger_option
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def status(context: click.Context, config_file: Path, ledger: Path | None, output_format: str) -> None:
    """Show how the links are, and what to do next.

    By verdict, language and theme, from the ledger; nothing is asked. What helps most stands first.
    """
    need(context, config_file)
    report = Report()
    config, corpus = _content(context, config_file, report)
    path = (ledger or config.root / LEDGER_FILE).resolve()
    memory = read_ledger(path.parent, path, report)
    if memory is None:
        stop(context, faults(report), CONTENT_FAULTS)
    gathered = gather(extract.from_corpus(corpus), config.links, {})
    places = {url: link.found for url, link in gathered.items()}
    found = health(memory.records, places, whereabouts(corpus))
    click.echo(render_health(found) if output_format == "text" else render_health_json(found))


@links.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), metavar="LEDGER")
@click.argument("others", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def merge(context: click.Context, target: Path, others: tuple[Path, ...]) -> None:
    """Join other ledgers into LEDGER.

    Those of branches, or of the parts of a divided run. The newest measurement of an address holds.
    """
    report = Report()
    paths = [path.resolve() for path in (target, *others)]
    root = Path(os.path.commonpath([path.parent for path in paths]))
    is_done = merge_files(root, paths[0], paths[1:], report)
    if len(report):
        click.echo(faults(report), err=True)
    context.exit(0 if is_done else CONTENT_FAULTS)


# --- Archives ---------------------------------------------------------------------------------------------------------


@links.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@config_option
@_ledger_option
@click.option("--write", is_flag=True, help="Write archiveurl and archivedate into the bibliography.")
@click.option("--save", is_flag=True, help="Ask the archive for a copy where there is none.")
@loopback_option
@click.pass_context
def archive(  # noqa: PLR0913 - the options of the command
    context: click.Context,
    keys: tuple[str, ...],
    config_file: Path,
    ledger: Path | None,
    *,
    write: bool,
    save: bool,
    allow_loopback: bool,
) -> None:
    """Find the archive's copies of sources.

    For the sources named by KEY, or all without a copy: the good copy nearest to the day on which we read the source.
    WAYBACK_ACCESS_KEY and WAYBACK_SECRET_KEY in the environment let more copies be asked for.
    """
    need(context, config_file)
    report = Report()
    config, corpus = _content(context, config_file, report)
    references = corpus.bibliography.references
    for key in keys:
        known(context, key, references, f"there is no source `{key}`")
    wanted = {
        reference.url: reference
        for key, reference in references.items()
        if reference.url and (key in keys if keys else not reference.archive_url)
    }
    path = (ledger or config.root / LEDGER_FILE).resolve()
    memory, journal = _begin(context, path, report)
    days = {url: day_of(reference.accessed, reference.date) for url, reference in wanted.items()}
    asking = ArchiveRun(config, Resolver(allow_loopback=allow_loopback), journal, save=save)
    unknown = {url: day for url, day in days.items() if keys or not journal.known(asking.name(url)).snapshots}
    try:
        asyncio.run(asking.run(unknown))
    except KeyboardInterrupt:
        click.echo(_KEPT, err=True)
        context.exit(INTERRUPTED)
    finally:
        memory = journal.finish(path.parent, report) or memory
    fields = {}
    for url, reference in wanted.items():
        record = memory.records.get(asking.name(url))
        if record is not None and record.snapshots:
            copy = min(record.snapshots, key=lambda one: (abs(one.date - days[url]), one.url))
            fields[reference.key] = {"archiveurl": copy.url, "archivedate": copy.date.isoformat()}
            click.echo(f"{reference.key}: {copy.url} ({copy.date})")
        else:
            click.echo(f"{reference.key}: {asking.problems.get(url, 'no copy was found')}")
    if write and fields:
        text = config.bibliography.read_bytes().decode("utf-8")
        edits = Report()
        written = bibedit.set_fields(corpus.bibliography.path, text, fields, edits)
        config.bibliography.write_bytes(written.encode("utf-8"))
        if len(edits):
            click.echo(faults(edits), err=True)
            context.exit(CONTENT_FAULTS)
