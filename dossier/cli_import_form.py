"""The command `dossier import-form`: an argument from a form that somebody has filled in on a forge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from dossier import wording
from dossier.bibedit import CannotAddError, NewEntry, with_entry
from dossier.bibentry import entry
from dossier.clock import today
from dossier.command_line import CONTENT_FAULTS, config_option, faults, loopback_option, need, stop
from dossier.config import Config, load_config
from dossier.corpus import Corpus
from dossier.diagnostics import Report, render_text
from dossier.folders import TAKEN
from dossier.history import commit_on_branch
from dossier.identifiers import Identifier, known_as
from dossier.issue_form import Form, load_forms, read_answers
from dossier.links.guard import Resolver
from dossier.links.lookup import look_up
from dossier.loading import load_corpus
from dossier.metadata import named
from dossier.proposal import Proposal, argument_files, new_id, read_proposal
from dossier.scaffold import NotNewError, write_new
from dossier.source import relative_path
from dossier.wording import Phrase, Wording

MARKER = "<!-- dossier-form -->"
"""First line of the comment below a form, by which the next run finds it."""


@click.command("import-form")
@config_option
@click.argument("form_file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", metavar="LANG", help="The language of the form.  [default: by its headings]")
@click.option("--branch", metavar="NAME", help="Commit the files on a new git branch of this name.")
@click.option("--offline", is_flag=True, help="Ask nobody what the sources are; their titles are to be filled in.")
@click.option("--format", "output_format", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
@loopback_option
@click.pass_context
def import_form(  # noqa: PLR0913, PLR0917 - the options of the command
    context: click.Context,
    config_file: Path,
    form_file: Path,
    lang: str | None,
    branch: str | None,
    output_format: str,
    *,
    offline: bool,
    allow_loopback: bool,
) -> None:
    """Make an argument of a form.

    FILE is the text of an issue that was opened with the form of this repository, in any of its languages. What is
    wrong with the answers is told in that language, all at once; nothing is written then.
    """
    need(context, config_file)
    report = Report()
    config = load_config(config_file, report)
    forms = load_forms(config.root, report) if config else []
    if config is None or report.fails():
        click.echo(faults(report), err=True)
        context.exit(CONTENT_FAULTS)
    forms = [form for form in forms if lang in {None, form.lang}]
    if not forms:
        stop(context, f"there is no form{f' in `{lang}`' if lang else ''} in this repository")
    text = form_file.read_bytes().decode("utf-8", "replace")
    answers = read_answers(form_file.name, text, forms, report)
    corpus = load_corpus(config, Report(), today=today(), drafts=True)
    proposal = read_proposal(answers, corpus, report) if answers else None
    told = _wording(answers.form if answers else forms[0] if len(forms) == 1 else None)
    if proposal is None:
        click.echo(_in_markdown(report, told) if output_format == "markdown" else render_text(report, told))
        context.exit(CONTENT_FAULTS)
    resolver = None if offline else Resolver(allow_loopback=allow_loopback)
    argument_id = _write(context, config, corpus, proposal, resolver, branch)
    taken = told.say(Phrase.FORM_TAKEN(id=argument_id))
    click.echo(f"{MARKER}\n{taken}" if output_format == "markdown" else taken)


def _wording(form: Form | None) -> Wording:
    """Return the words in which the form's author is answered."""
    return wording.load(form.lang) if form and form.lang in wording.languages() else wording.of_environment()


def _in_markdown(report: Report, told: Wording) -> str:
    """Render faults as a comment; a stranger's words stand in code, and can neither leave it nor mention anybody."""
    lines = [MARKER, told.say(Phrase.FORM_FAULTS()), ""]
    for found in report:
        values = {
            name: value.replace("`", "'") if isinstance(value, str) else value for name, value in found.values.items()
        }
        suggestion = found.suggestion and found.suggestion.replace("`", "'")
        one = replace(found, values=values, suggestion=suggestion).told(told)
        lines.append(f"- {one.message}.\n  {told.say(Phrase.HINT(hint=one.hint))}.")
    return "\n".join(lines)


def _write(  # noqa: PLR0913, PLR0917 - what is written, and where
    context: click.Context,
    config: Config,
    corpus: Corpus,
    proposal: Proposal,
    resolver: Resolver | None,
    branch: str | None,
) -> str:
    """Write the argument and its sources, on a branch if so wished; return its id."""
    docs, name = relative_path(config.root, config.docs), relative_path(config.root, config.bibliography)
    keys, entries = _sources(config, corpus, proposal, resolver)
    argument_id = new_id(
        proposal.title, {*TAKEN["arguments"], *(path.name for path in config.docs.glob("arguments/*"))}
    )
    orders = [one.facts.order for one in corpus.arguments.values() if one.facts.theme == proposal.theme]
    made = argument_files(proposal, max(orders, default=0) // 10 * 10 + 10, keys.__getitem__)
    files = {f"{docs}/arguments/{argument_id}/{name}": text for name, text in made.items()}
    try:
        bibliography = config.bibliography.read_bytes().decode("utf-8")
        for new in entries:
            bibliography = with_entry(bibliography, new)
        write_new(config.root, files, {name: bibliography} if entries else {})
    except (CannotAddError, UnicodeDecodeError) as error:
        stop(context, f"nothing can be added to {name}: {error}", CONTENT_FAULTS)
    except (NotNewError, OSError) as error:
        stop(context, f"{error}; nothing was written")
    if branch and not commit_on_branch(config.root, branch, [*files, name], f"Argument proposed: {argument_id}"):
        stop(context, f"git cannot commit on a new branch `{branch}`; the files are written")
    return argument_id


def _sources(
    config: Config, corpus: Corpus, proposal: Proposal, resolver: Resolver | None
) -> tuple[dict[Identifier, str], list[NewEntry]]:
    """Return under which key each source is cited, and the entries of those that the bibliography does not have."""
    keys: dict[Identifier, str] = {}
    entries: list[NewEntry] = []
    for name in dict.fromkeys(source.name for premise in proposal.premises for source in premise.sources):
        if key := known_as([name], corpus.bibliography):
            keys[name] = key
            continue
        known = look_up(name, resolver=resolver, contact=config.links.contact).metadata if resolver else named(name)
        taken = {*corpus.bibliography.references, *(new.key for new in entries)}
        entries.append(entry(known, taken, today=today()))
        keys[name] = entries[-1].key
    return keys, entries
