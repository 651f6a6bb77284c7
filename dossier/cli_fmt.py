"""The command `dossier fmt`: the bibliography and the YAML files in their layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from dossier import bibformat, rules, yamlformat
from dossier.arguments import FACTS_FILE
from dossier.command_line import CONTENT_FAULTS, config_option, faults, need, stop
from dossier.config import Config, load_config
from dossier.diagnostics import Report
from dossier.loading import BIB_BYTES
from dossier.rewriting import rewrite
from dossier.schemas import MODELS
from dossier.source import SourceFile, read_text
from dossier.wording import Phrase


class _Format(NamedTuple):
    """How files of a kind are laid out, and what of them must not change by that."""

    lay_out: Callable[[SourceFile, Report], str | None]
    meaning: Callable[[SourceFile], object]


_BIBLIOGRAPHY = _Format(bibformat.format_bibliography, bibformat.meaning)


@click.command()
@config_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; fail where a file is not in its layout.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, and fail where anything would.")
@click.pass_context
def fmt(context: click.Context, config_file: Path, paths: tuple[Path, ...], *, check: bool, diff: bool) -> None:
    """Lay out the bibliography and the YAML files.

    Fields come into the usual order, in the bibliography one a line. Values, comments and the order of entries stay as
    they are, and nothing is written that would not be read as before. With PATHS: only these files, and those in these
    folders.
    """
    need(context, config_file)
    report = Report()
    config = load_config(config_file, report)
    if config is None:
        click.echo(faults(report), err=True)
        context.exit(CONTENT_FAULTS)
    report, changed, formats = Report(), 0, _chosen(context, config, paths)
    for path, form in formats.items():
        source = _read(config, path, report)
        text = form.lay_out(source, report) if source else None
        if source is None or text is None or text.encode("utf-8") == path.read_bytes():
            continue
        if form.meaning(SourceFile(source.path, text)) != form.meaning(source):
            report.add(rules.CANNOT_REWRITE, source.span(), problem=Phrase.READ_OTHERWISE())
        elif diff:
            changed += 1
            click.echo("".join(_difference(source, text)), nl=False)
        elif check or rewrite(config.root, path, text, report):
            changed += 1
            click.echo(f"{'would lay out' if check else 'laid out'} {source.path}")
    if len(report):
        click.echo(faults(report), err=True)
    click.echo(f"{changed} of {len(formats)} files {'would change' if check or diff else 'changed'}", err=True)
    context.exit(CONTENT_FAULTS if len(report) or (changed and (check or diff)) else 0)


def _chosen(context: click.Context, config: Config, paths: tuple[Path, ...]) -> Mapping[Path, _Format]:
    """Return the files that are to be laid out; end the command where a path is none of them."""
    every = dict(_files(config))
    if not paths:
        return every
    found: dict[Path, _Format] = {}
    for path in paths:
        wished = path.absolute()
        inside = {one: form for one, form in every.items() if one == wished or one.is_relative_to(wished)}
        if not inside:
            stop(context, f"{path} is no file that has a layout: those are the bibliography and the YAML in docs/")
        found |= inside
    return found


def _files(config: Config) -> Iterator[tuple[Path, _Format]]:
    if config.bibliography.exists():
        yield config.bibliography, _BIBLIOGRAPHY
    for name, model in MODELS.items():
        form = _Format(partial(yamlformat.format_yaml, model), yamlformat.meaning)
        for path in sorted(config.docs.glob(f"arguments/*/{name}" if name == FACTS_FILE else name)):
            yield path, form


def _read(config: Config, path: Path, report: Report) -> SourceFile | None:
    """Read a file; of what is wrong with it, only what keeps it from being read is reported: the rest is mended."""
    faults = Report()
    source = read_text(config.root, path, faults, max_bytes=BIB_BYTES)
    if faults.fails():
        report.include(faults)
    return source


def _difference(source: SourceFile, text: str) -> Iterator[str]:
    before, after = (one.splitlines(keepends=True) for one in (source.text, text))
    for line in unified_diff(before, after, source.path, source.path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
