"""The command `dossier schema`: what editors need to complete and check the YAML files."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.command_line import known, stop
from dossier.schemas import schemas


@click.command()
@click.argument("name", required=False)
@click.option("--out", "-o", type=click.Path(file_okay=False, path_type=Path), help="A folder to write all of them to.")
@click.pass_context
def schema(context: click.Context, name: str | None, out: Path | None) -> None:
    """Print the JSON Schema of a YAML file, or list them.

    With NAME: the schema of `<name>.yml`. With --out: all of them, as files `<name>.json`. Editors that know YAML
    complete fields and mark faults by them; what needs more than one file, `dossier check` finds.
    """
    made = schemas()
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
            for one, text in made.items():
                (out / f"{one}.json").write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            stop(context, f"cannot write to {out}: {error.strerror}")
    elif name is not None:
        known(context, name, made, f"there is no schema `{name}`")
        click.echo(made[name], nl=False)
    else:
        click.echo("\n".join(made))
