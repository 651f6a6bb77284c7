"""The command `dossier report`: what a branch changes, for those who review it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO

import click

from dossier.build import build
from dossier.clock import today
from dossier.command_line import config_option, need, stop
from dossier.config import load_config
from dossier.diagnostics import Report
from dossier.evidence_card import Card, Side, compare, read_card
from dossier.evidence_card_render import RENDERERS
from dossier.history import files_at, fork_point
from dossier.links.ledger import LEDGER_FILE, Ledger, read_ledger
from dossier.loading import BIB_BYTES, load_corpus
from dossier.source import relative_path

_CARD_BYTES = 5_000_000
"""Largest card that is read."""


@click.command("report")
@config_option
@click.option("--base", metavar="REF", help="What the branch is compared with: the state where it left REF.")
@click.option(
    "--card",
    "printed",
    type=click.File("rb"),
    help="Instead, a card that another run has printed as JSON, or - for standard input; nothing in it is trusted.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(RENDERERS)),
    default="markdown",
    show_default=True,
    help="How to print: as a comment for a forge, or for other programs.",
)
@click.pass_context
def report_on_branch(
    context: click.Context, config_file: Path, base: str | None, printed: BinaryIO | None, output_format: str
) -> None:
    """Tell what a branch changes: the evidence card of a pull request.

    Arguments, what they rest on, how the links of their sources are, translations that fall behind, corrections, pages
    and their weight. Faults are listed, and are no reason to fail: `dossier check` judges.
    """
    if (base is None) == (printed is None):
        stop(context, "name either --base, to compare with, or --card, to print")
    if printed is not None:
        content = printed.read(_CARD_BYTES + 1)
        card = read_card(content) if len(content) <= _CARD_BYTES else None
        if card is None:
            stop(context, "this is no card that `dossier report --format json` prints, or it is too long")
    else:
        card = _compared(context, config_file, base or "")
    click.echo(RENDERERS[output_format](card))


def _compared(context: click.Context, config_file: Path, base: str) -> Card:
    """Compare the work tree with the state where the branch left `base`."""
    need(context, config_file)
    root = config_file.parent.resolve()
    commit = fork_point(root, base)
    if commit is None:
        stop(context, f"git does not know where this branch left `{base}`, for want of a repository or of its history")
    ledger = read_ledger(root, root / LEDGER_FILE, Report()) or Ledger()
    with tempfile.TemporaryDirectory() as folder:
        earlier = Path(folder, root.name)
        _write_content(root, commit, config_file.name, earlier)
        return compare(base, _side(earlier / config_file.name), _side(config_file), ledger.records)


def _write_content(root: Path, commit: str, config_name: str, folder: Path) -> None:
    """Write the content that a project had at a commit into a new folder: its configuration, and what that names."""
    folder.mkdir()
    _write(root, commit, [config_name], folder)
    config = load_config(folder / config_name, Report())
    if config is not None:
        named = (relative_path(folder, path) for path in (config.docs, config.bibliography))
        _write(root, commit, [*named, LEDGER_FILE], folder)


def _write(root: Path, commit: str, paths: list[str], folder: Path) -> None:
    for path, content in files_at(root, commit, paths, BIB_BYTES):
        (folder / path.parent).mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _side(config_file: Path) -> Side:
    """Read one of the two states. Both are built without history, which would differ in what it knows of them."""
    found = Report()
    if not config_file.is_file():  # the branch begins the dossier
        return Side(found)
    config = load_config(config_file, found)
    if config is None:
        return Side(found)
    site = build(config, found, today=today())
    return Side(
        found, load_corpus(config, Report(), today=today(), drafts=True), {page.uri: page for page in site.pages}
    )
