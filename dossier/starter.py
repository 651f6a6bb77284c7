"""A new dossier on a subject of one's own: its files, which build, check and test at once.

Much of it is the same in every dossier and lies in `starter/files/`, some of that as links to what this project uses
itself, so that there is one state of both. The texts lie in `starter/texts/`, one file a language.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

import yaml

from dossier.arguments import FACTS_FILE, Argument, Facts, parse_text
from dossier.diagnostics import Report
from dossier.marking import marked
from dossier.source import SourceFile, parse_yaml, validate
from dossier.translations import fingerprints

ARGUMENT = "cited-pages-disappear"
"""The id of the argument that a new dossier begins with."""

THEME = "lasting-sources"
"""The id of its theme, where no other is wished for."""

_HIDDEN = ("github", "gitattributes", "gitignore", "gitlab-ci.yml")
"""Names that begin with a dot in a dossier; a package of Python does not carry those."""


@dataclass(frozen=True)
class Wish:
    """What somebody who begins a dossier says of it."""

    title: str
    languages: Sequence[str]
    """BCP 47 codes, of `languages()`; the first one is the original of the texts."""
    themes: Mapping[str, str]
    """Titles by id; where there is none, the example has a theme of its own."""
    generator: str
    """The line for pip that says where this generator comes from."""


def languages() -> tuple[str, ...]:
    """Return the codes of the languages in which a dossier can begin."""
    return tuple(sorted(one.name.removesuffix(".toml") for one in _folder("texts").iterdir()))


def starter(wish: Wish, today: dt.date) -> Mapping[str, str]:
    """Return the files of a new dossier: by path, relative to its folder, the text."""
    folder = f"docs/arguments/{ARGUMENT}"
    found = {_visible(path): text for path, text in _files(_folder("files"), PurePosixPath())}
    found["README.md"] = found["README.md"].format(title=wish.title)
    found["mkdocs.yml"] = found["mkdocs.yml"].format(title=_quoted(wish.title), languages=", ".join(wish.languages))
    found[f"{folder}/{FACTS_FILE}"] = found.pop(FACTS_FILE).format(
        theme=next(iter(wish.themes), THEME), language=wish.languages[0], today=today.isoformat()
    )
    words = {
        language: tomllib.loads((_folder("texts") / f"{language}.toml").read_text("utf-8"))
        for language in wish.languages
    }
    found["docs/themes.yml"] = _themes(wish.themes, words)
    for language, text in words.items():
        found[f"docs/pages/home/{language}.md"] = text["home"].lstrip().replace('"{title}"', _quoted(wish.title))
        found[f"{folder}/{language}.md"] = text["argument"].lstrip()
    found |= _marked(folder, found, wish.languages)
    found["generator.txt"] = f"{wish.generator}\n"
    return found


def _folder(name: str) -> Traversable:
    return resources.files("dossier") / "starter" / name


def _files(folder: Traversable, way: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _files(one, way / one.name)
        else:
            yield way / one.name, one.read_text("utf-8")


def _visible(path: PurePosixPath) -> str:
    """Return the name that a file of ours has in a dossier."""
    return f".{path}" if path.parts[0] in _HIDDEN else str(path)


def _quoted(text: str) -> str:
    """Write a text as YAML has it between double quotes; JSON is part of it."""
    return json.dumps(text, ensure_ascii=False)


def _themes(titles: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> str:
    """Return `themes.yml`: the themes that are wished for, or the example's own."""
    if titles:
        themes = [
            {
                "id": theme,
                "title": dict.fromkeys(words, title),
                "summary": {language: text["theme_todo"] for language, text in words.items()},
            }
            for theme, title in titles.items()
        ]
    else:
        names = ("title", "summary")
        texts = {name: {language: text[f"theme_{name}"] for language, text in words.items()} for name in names}
        themes = [{"id": THEME, **texts}]
    return yaml.safe_dump(themes, allow_unicode=True, sort_keys=False, width=100)


def _marked(folder: str, files: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Return the translations of the example with the record of what they render."""
    original, *others = languages
    document = parse_yaml(SourceFile(FACTS_FILE, files[f"{folder}/{FACTS_FILE}"]), Report())
    facts = validate(Facts, document, Report()) if document else None
    text = parse_text(SourceFile(f"{original}.md", files[f"{folder}/{original}.md"]), original, Report())
    if document is None or facts is None or text is None:
        raise ValueError(f"the texts that a new dossier has in {original} have faults")
    marks = {
        unit: str(mark) for unit, mark in fingerprints(Argument(ARGUMENT, facts, {original: text}, document)).items()
    }
    return {path: marked(files[path], original, marks) for path in (f"{folder}/{language}.md" for language in others)}
