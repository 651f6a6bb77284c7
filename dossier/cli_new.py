"""The commands `dossier new …`: each writes the files with which something begins, and says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from dossier import arguments, handwritten, locales, scaffold
from dossier.asking import Question, answers, field_of, new_id, not_empty, one_line, one_of
from dossier.bibedit import CannotAddError, with_entry
from dossier.bibentry import entry
from dossier.bibliography import SourceKind
from dossier.clock import today
from dossier.command_line import CONTENT_FAULTS, config_option, faults, known, loopback_option, need, stop
from dossier.config import Config, load_config
from dossier.corpus import Corpus
from dossier.diagnostics import Report, shown
from dossier.folders import THEMES_FILE
from dossier.identifiers import Identifier, identifier, known_as
from dossier.links.guard import Resolver
from dossier.links.lookup import Found, look_up
from dossier.loading import load_corpus
from dossier.metadata import named
from dossier.scaffold import NotNewError, write_new
from dossier.source import SourceFile, leads_out_of, read_text, relative_path
from dossier.translations import fingerprints
from dossier.untranslated import untranslated
from dossier.yamledit import CannotEditError, with_item, with_word

_CHECK = "`dossier check` names what is left to do, line by line; `dossier serve` shows the page."


@click.group()
@config_option
@click.pass_context
def new(context: click.Context, config_file: Path) -> None:
    """Begin an argument, a translation, a source and so on.

    Each command asks for what it needs at a terminal, and takes it as options in a script. It writes new files, or
    none where one of them exists already, and says what to do next.
    """
    context.obj = config_file


@new.command("argument")
@click.argument("argument_id", metavar="[ID]", required=False)
@click.option("--theme", metavar="THEME", help="The id of the theme to which it belongs.")
@click.option("--language", metavar="LANG", help="The language in which it is written first.")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--claim", metavar="TEXT", help="What it claims, in one sentence.")
@click.pass_context
def argument(  # noqa: PLR0913, PLR0917 - the options of the command
    context: click.Context,
    argument_id: str | None,
    theme: str | None,
    language: str | None,
    title: str | None,
    claim: str | None,
) -> None:
    """Begin an argument.

    A draft with every part that an argument has, and in each what is left to do. ID is its address: lower-case letters,
    digits and hyphens.
    """
    config, corpus = _content(context)
    themes = tuple(one.id for one in corpus.themes)
    if not themes:
        stop(context, f"{THEMES_FILE} has no theme yet; begin with `dossier new theme`")
    said = answers(
        context,
        {
            "id": Question("ID", "Id, such as `airport-jobs`", new_id(config, "arguments")),
            "theme": Question("--theme", "Theme", choices=themes),
            "language": _language(config),
            "title": Question("--title", "Title", field_of(arguments.Heading, "title")),
            "claim": Question("--claim", "Claim, in one sentence", field_of(arguments.Heading, "claim")),
        },
        {"id": argument_id, "theme": theme, "language": language, "title": title, "claim": claim},
    )
    orders = [one.facts.order for one in corpus.arguments.values() if one.facts.theme == said["theme"]]
    files = scaffold.argument(
        theme=said["theme"],
        order=max(orders, default=0) // 10 * 10 + 10,
        language=said["language"],
        title=said["title"],
        claim=said["claim"],
    )
    folder = f"{_docs(config)}/arguments/{said['id']}"
    _write(context, config, {f"{folder}/{name}": text for name, text in files.items()})
    click.echo(f"Now write {folder}/{said['language']}.md. {_CHECK}")
    click.echo("`status: review` in argument.yml asks for all its parts, and `status: published` publishes it.")


@new.command("page")
@click.argument("page_id", metavar="[ID]", required=False)
@click.option("--language", metavar="LANG", help="The language in which it is written first.")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--description", metavar="TEXT", help="What it is about, for search engines; may be empty.")
@click.pass_context
def page(
    context: click.Context, page_id: str | None, language: str | None, title: str | None, description: str | None
) -> None:
    """Begin a page that is no argument, such as "About us"."""
    config, _ = _content(context)
    said = answers(
        context,
        {
            "id": Question("ID", "Id, such as `about`", new_id(config, "pages")),
            "language": _language(config),
            "title": Question("--title", "Title", field_of(handwritten.Heading, "title")),
            "description": Question(
                "--description", "Description for search engines", field_of(handwritten.Heading, "description"), (), ""
            ),
        },
        {"id": page_id, "language": language, "title": title, "description": description},
    )
    name = f"{_docs(config)}/pages/{said['id']}/{said['language']}.md"
    _write(context, config, {name: scaffold.page(title=said["title"], description=said["description"])})
    click.echo(f"Now write {name}. {_CHECK}")
    click.echo(f"To have it in the navigation, add `{said['id']}` to `navigation` in {context.obj.name}.")


@new.command("theme")
@click.argument("theme_id", metavar="[ID]", required=False)
@click.option("--title", "titles", metavar="LANG=TEXT", multiple=True, help="Its title, once for each language.")
@click.option("--summary", "summaries", metavar="LANG=TEXT", multiple=True, help="One sentence on it, as often.")
@click.pass_context
def theme(context: click.Context, theme_id: str | None, titles: tuple[str, ...], summaries: tuple[str, ...]) -> None:
    """Begin a theme, which groups arguments.

    An entry in themes.yml with a title and a summary in every language, and its introduction in the first of them.
    """
    config, corpus = _content(context)
    taken = [one.id for one in corpus.themes]
    questions = {"id": Question("ID", "Id, such as `labour`", new_id(config, "themes", taken))}
    for name in ("title", "summary"):
        for lang in config.languages:
            words = f"{name.capitalize()} in {locales.load('en').language_name(lang)}"
            is_first = lang == config.default_language  # the others may wait; `dossier check` names them
            check, default = (not_empty, None) if is_first else (one_line, "")
            questions[f"{name}.{lang}"] = Question(f"--{name} {lang}=…", words, check, (), default)
    given: dict[str, str | None] = {"id": theme_id}
    for name, texts in (("title", titles), ("summary", summaries)):
        for text in texts:
            lang, equals, words = text.partition("=")
            known(context, lang, config.languages, f"--{name}: there is no language `{shown(lang)}` here")
            given[f"{name}.{lang}"] = words if equals else None
    said = answers(context, questions, given)
    by_name = {name: {lang: said[f"{name}.{lang}"] for lang in config.languages} for name in ("title", "summary")}
    item = scaffold.theme(said["id"], by_name["title"], by_name["summary"])
    themes = f"{_docs(config)}/{THEMES_FILE}"
    introduction = f"{_docs(config)}/themes/{said['id']}/{config.default_language}.md"
    files = {introduction: scaffold.introduction()}
    if (config.root / themes).exists():
        _write(context, config, files, themes, lambda text: with_item(text, item), item)
    else:
        _write(context, config, {themes: item, **files})
    click.echo(f"Now write {introduction}. `dossier check` names what is left to do.")
    click.echo(f"`dossier new argument --theme {said['id']}` begins an argument of it.")


@new.command("translation")
@click.argument("content", metavar="[CONTENT]", required=False)
@click.argument("language", metavar="[LANG]", required=False)
@click.pass_context
def translation(context: click.Context, content: str | None, language: str | None) -> None:
    """Begin a translation.

    CONTENT is the id of an argument, or `pages/ID` or `themes/ID`. The file has the parts of the original with their
    names and citations; the text of each is quoted where its translation goes.
    """
    config, corpus = _content(context)
    there = _originals(config, corpus)
    if content is not None and content not in there:
        content = f"arguments/{content}"
    said = answers(
        context,
        {
            "content": Question("CONTENT", "Text, such as `arguments/airport-jobs`", one_of(there)),
            "language": Question("LANG", "Language", choices=config.languages),
        },
        {"content": content, "language": language},
    )
    (folder, name), lang = said["content"].split("/"), said["language"]
    if lang == there[said["content"]]:
        stop(context, f"`{lang}` is the language of the original")
    original = _original(context, config, f"{said['content']}/{there[said['content']]}.md")
    units: Mapping[str, str] = {}
    fields: tuple[str, ...] = ("title", "description") if folder == "pages" else ()
    if folder == "arguments":
        fields = ("title", "claim")
        units = {unit: str(mark) for unit, mark in fingerprints(corpus.arguments[name]).items()}
    path = f"{_docs(config)}/{said['content']}/{lang}.md"
    text = untranslated(original, there[said["content"]], fields=fields, units=units)
    _write(context, config, {path: text})
    click.echo(f"Now translate {path}: below each passage of the original, which you then delete. {_CHECK}")
    if folder == "arguments":
        click.echo("It records which state of the original that is; `dossier translations` tells when that changes.")


@new.command("source")
@click.argument("name", metavar="[DOI|ISBN|URL]", required=False)
@click.option("--doi", metavar="DOI", help="The DOI of an article, a report or a dataset.")
@click.option("--isbn", metavar="ISBN", help="The ISBN of a book, of ten or thirteen digits.")
@click.option("--url", metavar="URL", help="The address of a page.")
@click.option("--kind", metavar="KIND", help=f"Who speaks in it: {', '.join(SourceKind)}.")
@click.option("--offline", is_flag=True, help="Ask nobody; what is not known is to be filled in.")
@loopback_option
@click.pass_context
def source(  # noqa: PLR0913, PLR0917 - the options of the command
    context: click.Context,
    name: str | None,
    doi: str | None,
    isbn: str | None,
    url: str | None,
    kind: str | None,
    *,
    offline: bool,
    allow_loopback: bool,
) -> None:
    """Add a source to the bibliography.

    What the DOI system, Open Library or the page itself says of it is filled in; check it, for they err. Nothing is
    written where the bibliography has the source already.
    """
    config, corpus = _content(context)
    given = {option: text for option, text in (("doi", doi), ("isbn", isbn), ("url", url), ("", name)) if text}
    if len(given) > 1:
        stop(context, "name one source: by its DOI, its ISBN or its address")
    option, text = next(iter(given.items()), ("", None))
    options = f"--{option}" if option else "--doi, --isbn or --url"
    questions = {
        "name": Question(options, "DOI, ISBN or address", _of_kind(option)),
        "kind": Question("--kind", "Who speaks", choices=("", *SourceKind), default=""),
    }
    said = answers(context, questions, {"name": text, "kind": kind})
    asked = identifier(said["name"])
    _stop_if_known(context, (asked,), corpus)
    found = Found(named(asked), "nobody was asked")
    if not offline:
        found = look_up(asked, resolver=Resolver(allow_loopback=allow_loopback), contact=config.links.contact)
    if found.metadata.doi:
        _stop_if_known(context, (Identifier("doi", found.metadata.doi),), corpus)
    new_entry = entry(found.metadata, corpus.bibliography.references, kind=said["kind"], today=today())
    key, path = new_entry.key, relative_path(config.root, config.bibliography)
    if config.bibliography.exists():
        _write(context, config, {}, path, lambda text: with_entry(text, new_entry))
    else:
        _write(context, config, {path: with_entry("", new_entry)})
    if found.problem:
        click.echo(f"Little is known of it: {found.problem}.")
    empty = ", ".join(field for field, value in new_entry.fields.items() if not value)
    click.echo(f"Now compare the entry `{key}` with the source{f', and fill in {empty}' if empty else ''}.")
    click.echo(f"Cite it as [@{key}], with the page: [@{key}, p. 12]. `dossier check` names what is missing.")


def _of_kind(kind: str) -> Callable[[str], str]:
    """Return the check of what names a source; `kind` is the option by which it was given, if it was one."""

    def check(text: str) -> str:
        found = identifier(text)
        if kind and found.kind != kind:
            raise ValueError(f"this is no {kind.upper()}")
        return text

    return check


def _stop_if_known(context: click.Context, names: Iterable[Identifier], corpus: Corpus) -> None:
    if key := known_as(names, corpus.bibliography):
        stop(context, f"{corpus.bibliography.path} has this source already: cite it as [@{key}]; nothing was written")


@new.command("language")
@click.argument("language", metavar="[LANG]", required=False)
@click.pass_context
def language(context: click.Context, language: str | None) -> None:
    """Add a language to the site.

    LANG is its BCP 47 code, such as `it` or `pt-BR`. Languages for which dossier has no words yet need a file of them
    first.
    """
    config, _ = _content(context)
    question = Question("LANG", "Language, such as `it`", _new_language(config))
    lang = answers(context, {"language": question}, {"language": language})["language"]
    last = config.document.span_of(("languages", len(config.languages) - 1))
    by_hand = f"languages: [{', '.join((*config.languages, lang))}]"
    _write(context, config, {}, context.obj.name, lambda text: with_word(text, last, lang), by_hand)
    home = f"{_docs(config)}/pages/home/{lang}.md"
    if not (config.root / home).exists():
        click.echo(f"Now begin with the home page: `dossier new translation pages/home {lang}`.")
    click.echo("`dossier check` names what the site cannot do without in the new language; arguments can wait.")


# --- What can be asked ------------------------------------------------------------------------------------------------


def _language(config: Config) -> Question:
    return Question("--language", "Language", choices=config.languages, default=config.default_language)


def _new_language(config: Config) -> Callable[[str], str]:
    def check(lang: str) -> str:
        if lang in config.languages:
            raise ValueError(f"the site has `{lang}` already")
        if lang not in locales.available():
            raise ValueError(
                f"dossier has no words in `{shown(lang)}` yet, only in {', '.join(locales.available())}; copy "
                f"dossier/locales/en.toml to {shown(lang)}.toml, translate the values, and try again "
                "(docs-dev/extending.md says more)"
            )
        return lang

    return check


# --- Reading and writing ----------------------------------------------------------------------------------------------


def _content(context: click.Context) -> tuple[Config, Corpus]:
    """Read what there is; its faults are for `dossier check`, but without a configuration nothing goes."""
    need(context, context.obj)
    report = Report()
    config = load_config(context.obj, report)
    if config is None:
        click.echo(faults(report), err=True)
        context.exit(CONTENT_FAULTS)
    return config, load_corpus(config, Report(), today=today(), drafts=True)


def _docs(config: Config) -> str:
    return relative_path(config.root, config.docs)


def _originals(config: Config, corpus: Corpus) -> dict[str, str]:
    """Return the language of the original of every text, by content id."""
    found = {f"arguments/{one.id}": one.facts.source_language for one in corpus.arguments.values()}
    for folder in ("pages", "themes"):
        for path in sorted((config.docs / folder).glob("*/")):
            present = [lang for lang in config.languages if (path / f"{lang}.md").is_file()]
            if present:
                found[f"{folder}/{path.name}"] = present[0]
    return found


def _original(context: click.Context, config: Config, name: str) -> SourceFile:
    report = Report()
    original = read_text(config.root, config.docs / name, report)
    if original is None:
        click.echo(faults(report), err=True)
        context.exit(CONTENT_FAULTS)
    return original


def _write(  # noqa: PLR0913, PLR0917 - what is new, and what changes with it
    context: click.Context,
    config: Config,
    files: Mapping[str, str],
    edited: str = "",
    edit: Callable[[str], str] = str,
    by_hand: str = "",
) -> None:
    """Write new files and change one that exists, and name them; end the command where that cannot be.

    `by_hand` is what a person should write where a program cannot change the file `edited` safely.
    """
    changed = {}
    if edited:
        if leads_out_of(config.root, config.root / edited):
            stop(context, f"{edited} is a link that leads out of the project")
        try:
            changed[edited] = edit((config.root / edited).read_bytes().decode("utf-8"))
        except CannotEditError:
            stop(context, f"{edited} has an unusual form; nothing was written. Add this to it by hand:\n{by_hand}")
        except CannotAddError as error:
            stop(context, f"nothing can be added to {edited}: {error}")
        except (UnicodeDecodeError, OSError) as error:
            stop(context, f"cannot read {edited}: {error}")
    try:
        write_new(config.root, files, changed)
    except NotNewError as error:
        stop(context, f"{error}; nothing was written")
    except OSError as error:
        stop(context, f"cannot write {error.filename}: {error.strerror}; nothing was written")
    for name in files:
        click.echo(f"wrote {name}")
    for name in changed:
        click.echo(f"changed {name}")
