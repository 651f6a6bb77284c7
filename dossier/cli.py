"""The command `dossier`. Exit codes: 0 clean, 1 faults in the content, 2 wrong usage or environment."""

from __future__ import annotations

import json
import logging
import sys
import textwrap
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from dossier import staging
from dossier.build import build as build_value
from dossier.cli_fmt import fmt
from dossier.cli_import_form import import_form
from dossier.cli_init import init
from dossier.cli_links import links
from dossier.cli_new import new
from dossier.cli_report import report_on_branch
from dossier.cli_schema import schema
from dossier.cli_translations import translations
from dossier.clock import today
from dossier.command_line import (
    CONTENT_FAULTS,
    ENVIRONMENT,
    config_option,
    faults,
    known,
    lang_option,
    need,
    progress,
    stop,
)
from dossier.config import load_config
from dossier.copying import check_copying
from dossier.diagnostics import RENDERERS, SEVERITIES, Report, Rule
from dossier.exports import compiled
from dossier.fixing import fix
from dossier.history import lifetimes
from dossier.loading import load_corpus
from dossier.readability import Reading, readings
from dossier.rules import RULES
from dossier.translations import check_translations
from dossier.wording import ENGLISH, Phrase, Wording

_LAST_PORT = 65_535
_SHOWN = 60
"""How many characters of a text's longest sentence are shown."""

_strict_option = click.option("--strict", is_flag=True, help="Take warnings for errors.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dossier")
def main() -> None:
    """Make a footnoted, multilingual site of argument files and a bibliography.

    Start with `dossier check`, which names every fault with its place and what to do about it; `dossier serve` shows
    the site while you write; `dossier build` makes it.
    """


@main.command()
@config_option
@_strict_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(sorted(RENDERERS)),
    default="text",
    show_default=True,
    help="How to print: for people, for GitHub's annotations, for GitLab's reports, for other programs.",
)
@click.option("--fix", "wants_fixes", is_flag=True, help="Put right what can only mean one thing; name the rest.")
@lang_option
@click.pass_context
def check(  # noqa: PLR0913 - the options of the command
    context: click.Context,
    config_file: Path,
    output_format: str,
    lang: Wording,
    *,
    strict: bool,
    wants_fixes: bool,
) -> None:
    """Check all content and name every fault.

    Nothing is built. Each fault comes with its file, line and column, and with what to do about it.
    """
    need(context, config_file, lang)
    if wants_fixes:
        report, done = fix(config_file.parent.resolve(), partial(_checked, config_file))
        fixed, files = Phrase.FAULTS(count=done.total()), Phrase.FILES(count=len(done))
        click.echo(lang.say(Phrase.FIXED(faults=fixed, files=files)), err=True)
    else:
        report = _checked(config_file)
    printed = RENDERERS[output_format](report, lang)
    if printed:
        click.echo(printed)
    context.exit(CONTENT_FAULTS if report.fails(strict=strict) else 0)


def _checked(config_file: Path) -> Report:
    report = Report()
    config = load_config(config_file, report)
    if config:
        corpus = load_corpus(config, report, today=today())
        check_translations(corpus, report)
        check_copying(corpus, report)
    return report


@main.command()
@config_option
@_strict_option
@click.option("--site-dir", "-d", type=click.Path(file_okay=False, path_type=Path), help="Where to put the site.")
@click.pass_context
def build(context: click.Context, config_file: Path, site_dir: Path | None, *, strict: bool) -> None:
    """Build the site.

    A build that fails leaves the last good site in place.
    """
    from dossier.mkdocs_plugin import SiteNotBuiltError, build_site  # noqa: PLC0415 - MkDocs is slow to import

    need(context, config_file)
    _log_to_stderr(logging.WARNING)
    with progress() as bar:
        task = bar.add_task("Building pages", total=None)
        try:
            folder = build_site(
                config_file,
                strict=strict,
                site_dir=site_dir,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        except SiteNotBuiltError as error:
            bar.stop()
            stop(context, str(error), ENVIRONMENT if error.environment else CONTENT_FAULTS)
    click.echo(f"The site is in {folder}")


def _host_and_port(_context: click.Context, _option: click.Parameter, address: str | None) -> str | None:
    host, _, port = (address or "").rpartition(":")
    if address is not None and not (host and port.isdecimal() and int(port) <= _LAST_PORT):
        raise click.BadParameter("write host and port, for example 127.0.0.1:8000")
    return address


@main.command()
@config_option
@click.option(
    "--address",
    "-a",
    metavar="HOST:PORT",
    callback=_host_and_port,
    envvar="DOSSIER_ADDRESS",
    show_envvar=True,
    help="Where to serve.  [default: 127.0.0.1:8000]",
)
@click.option("--open", "open_in_browser", is_flag=True, help="Open the site in a browser.")
@click.pass_context
def serve(context: click.Context, config_file: Path, address: str | None, *, open_in_browser: bool) -> None:
    """Show the site and rebuild it after changes.

    Arguments that are not published yet are shown too.
    """
    from dossier.mkdocs_plugin import SiteNotBuiltError, serve_site  # noqa: PLC0415 - MkDocs is slow to import

    need(context, config_file)
    _log_to_stderr(logging.INFO)
    try:
        serve_site(config_file, address=address, open_in_browser=open_in_browser)
    except SiteNotBuiltError as error:
        stop(context, str(error), CONTENT_FAULTS)
    except OSError as error:
        stop(context, f"cannot serve there: {error.strerror}")


@main.command("compile")
@config_option
@click.option(
    "--out", "-o", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write."
)
@click.pass_context
def compile_(context: click.Context, config_file: Path, out: Path) -> None:
    """Write the pages for any site generator.

    Each page is front matter and HTML. The folder is replaced as a whole.
    """
    need(context, config_file)
    try:
        is_foreign = out.exists() and any(out.iterdir()) and not (out / compiled.MARKER).exists()
    except OSError as error:
        stop(context, f"cannot read {out}: {error.strerror}")
    if is_foreign:
        stop(context, f"{out} holds other files; name a new folder, or one that an earlier `dossier compile` wrote")
    report = Report()
    config = load_config(config_file, report)
    site = build_value(config, report, today=today(), history=lifetimes(config.root, config.docs)) if config else None
    if len(report):
        click.echo(faults(report), err=True)
    if site is None or report.fails():
        context.exit(CONTENT_FAULTS)
    try:
        folder = staging.begin(out.resolve())
        compiled.write(site, folder)
        staging.finish(folder, out.resolve())
    except OSError as error:
        stop(context, f"cannot write {out}: {error.strerror}")
    click.echo(f"{len(site.pages)} pages are in {out}")


@main.command()
@config_option
@click.option("--lang", metavar="LANG", help="Only the texts in this language.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def readability(context: click.Context, config_file: Path, lang: str | None, output_format: str) -> None:
    """Measure how easily the texts are read.

    The hardest first, each by its language's own formula: a score of 60 and more is plain, one below 50 is difficult.
    A `!` marks the texts that are difficult, or have a sentence that is too long.
    """
    need(context, config_file)
    report = Report()
    config = load_config(config_file, report)
    if config and lang is not None:
        known(context, lang, config.languages, f"there is no language `{lang}` here")
    corpus = load_corpus(config, report, today=today(), drafts=True) if config else None
    if corpus is None or report.fails():
        click.echo(faults(report), err=True)
        context.exit(CONTENT_FAULTS)
    rows = [row for row in readings(corpus) if lang in {None, row.lang}]
    if output_format == "json":
        click.echo(json.dumps([asdict(row) | {"hard": row.is_hard} for row in rows], ensure_ascii=False, indent=2))
    else:
        for row in sorted(rows, key=_easier):
            click.echo(_reading(row))


def _easier(row: Reading) -> tuple[bool, bool, float]:
    """Order texts from the hardest to the easiest; those without a score come last, by their sentences."""
    return not row.is_hard, row.score is None, -row.sentence_length if row.score is None else row.score


def _reading(row: Reading) -> str:
    score = "" if row.score is None else f"{row.score:.0f}"
    line = f"{'!' if row.is_hard else ' '} {score:>3}  {row.lang:7}  {row.content}"
    longest = row.longest if len(row.longest) <= _SHOWN else f"{row.longest[:_SHOWN]}…"
    return f"{line}  ({row.sentence_length:.0f} a sentence, at most {row.length_of_longest}: {longest})"


@main.command()
@click.argument("code", required=False)
@click.option("--markdown", is_flag=True, help="Print as Markdown, as in docs-dev/rules.md.")
@lang_option
@click.pass_context
def explain(context: click.Context, code: str | None, lang: Wording, *, markdown: bool) -> None:
    """Explain a rule, or list all rules.

    With CODE: what the rule does, why, a bad and a good example.
    """
    told = {rule.code: rule.told(lang) for rule in RULES.values()}
    if code is not None:
        known(context, code, told, lang.say(Phrase.NO_SUCH_RULE(code=code)), lang)
        click.echo(_as_markdown(told[code], lang) if markdown else _as_text(told[code], lang))
    elif markdown:
        command = "dossier explain --markdown" + ("" if lang is ENGLISH else f" --lang {lang.code}")
        above = [f"# {lang.say(Phrase.RULES())}", lang.say(Phrase.RULES_INTRODUCTION(command=command))]
        click.echo("\n\n".join([*above, *(_as_markdown(rule, lang) for rule in told.values())]))
    else:
        width = max(map(len, told))
        click.echo("\n".join(f"{rule.code:{width}}  {rule.summary}" for rule in told.values()))


def _as_text(rule: Rule, lang: Wording) -> str:
    severity = lang.say(SEVERITIES[rule.severity]())
    lines = [f"{rule.code} ({severity})", "", *textwrap.wrap(rule.summary, 88), "", *textwrap.wrap(rule.why, 88)]
    for name, example in ((Phrase.BAD, rule.bad), (Phrase.GOOD, rule.good)):
        lines += ["", lang.say(name()), textwrap.indent(example, "    ")]
    return "\n".join(lines)


def _as_markdown(rule: Rule, lang: Wording) -> str:
    severity = lang.say(SEVERITIES[rule.severity]())
    parts = [f"## {rule.code}", f"*{severity}.* {rule.summary} {rule.why}"]
    for name, example in ((Phrase.BAD, rule.bad), (Phrase.GOOD, rule.good)):
        parts.append(f"{lang.say(name())}\n\n~~~text\n{example}\n~~~")
    return "\n\n".join(parts)


def _log_to_stderr(level: int) -> None:
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)


main.add_command(fmt)
main.add_command(import_form)
main.add_command(init)
main.add_command(links)
main.add_command(new)
main.add_command(report_on_branch)
main.add_command(schema)
main.add_command(translations)
