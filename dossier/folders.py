"""What folders and files the content may hold: names, kinds of files, symbolic links."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from dossier import rules
from dossier.config import Config
from dossier.diagnostics import Report, Span, nearest
from dossier.source import is_portable_name, leads_out_of, read_text, relative_path
from dossier.svg import check_svg
from dossier.wording import Phrase

THEMES_FILE = "themes.yml"
GLOSSARY_FILE = "glossary.yml"
TIMELINE_FILE = "timeline.yml"
CORRECTIONS = "corrections"
"""Id of the hand-written page below whose text the log of all corrections stands."""

CORRECTIONS_FILE = "corrections.yml"
ASSETS_FOLDER = "assets"
LISTS = ("arguments", "map", "findings", "other-side")
"""Ids of the generated pages that go through the arguments theme by theme; the themes' ids are their anchors."""

GENERATED = (*LISTS, "themes", "timeline", "sources", "glossary", "changes", "dashboard")
"""Ids of the generated pages that are lists; each is an address, and can stand in the navigation."""

RESERVED_NAME = "index"
"""Name that no page can have: its compiled file would be that of the list to which it belongs."""

_CONTENT_FOLDERS = ("arguments", "pages", "themes", ASSETS_FOLDER)
TAKEN = {"arguments": {RESERVED_NAME}, "pages": {RESERVED_NAME, *GENERATED}, "themes": {RESERVED_NAME}}
"""By folder, names that nothing in it can have: they are those of pages that the dossier makes."""

_ASSET_TYPES = tuple(
    ".avif .csv .gif .jpeg .jpg .json .otf .pdf .png .svg .ttf .txt .webp .woff .woff2".split(),
)
_ADVICE = {
    **dict.fromkeys((".htm", ".html", ".md", ".xhtml"), Phrase.ASSET_AS_PAGE),
    **dict.fromkeys((".css", ".js", ".mjs", ".wasm"), Phrase.ASSET_AS_CODE),
}
"""By the end of its name, what becomes of a file that is no asset."""

_OF_THE_THEME = frozenset({"assets/images/favicon.png", "assets/javascripts", "assets/stylesheets"})
"""Files and folders of Material's and of our own theme among which assets would be copied."""


def page_folders(config: Config, name: str, report: Report) -> list[Path]:
    """Return the folders in `docs/<name>`, each of a page; report what else stands among them."""
    folders = []
    for path in _entries(config.docs / name):
        shown = Span(relative_path(config.root, path))
        if not path.is_dir():
            report.add(rules.UNEXPECTED_FILE, shown, name=path.name, expected=Phrase.ONE_FOLDER_A_PAGE())
        elif path.name in TAKEN[name]:
            what, advice = Phrase.A_FOLDER_HERE(), Phrase.TAKEN_NAME()
            report.add(rules.BAD_FILE_NAME, shown, name=path.name, what=what, advice=advice)
        elif not path.is_symlink():  # links are reported all together
            folders.append(path)
    return folders


def texts_in(root: Path, folder: Path, languages: Sequence[str], report: Report) -> list[Path]:
    """Return the texts in a page's folder, one for each language at most; report what else stands there."""
    expected = [f"{language}.md" for language in languages]
    texts = []
    for path in _entries(folder):
        if path.name in expected:
            texts.append(path)
        else:
            shown, near = Span(relative_path(root, path)), nearest(path.name, expected)
            report.add(rules.UNEXPECTED_FILE, shown, suggestion=near, name=path.name, expected=", ".join(expected))
    return texts


def assets(config: Config, report: Report) -> frozenset[str]:
    """Return the paths of the assets, from `docs`; report those that cannot be published."""
    found = set()
    top = config.docs / ASSETS_FOLDER
    for path in sorted(top.rglob("*")) if not top.is_symlink() else ():
        way = path.relative_to(config.docs)
        if any(part.startswith(".") for part in way.parts):
            continue
        shown = Span(relative_path(config.root, path))
        if not is_portable_name(path.name):
            what = Phrase.A_FOLDER() if path.is_dir() else Phrase.A_FILE()
            report.add(rules.BAD_FILE_NAME, shown, name=path.name, what=what, advice=Phrase.NAME_ADVICE())
        elif way.as_posix().lower() in _OF_THE_THEME:
            report.add(rules.THEME_FILE, shown, name=path.name)
        elif path.is_file() and (kind := path.suffix.lower()) not in _ASSET_TYPES:
            advice = _ADVICE[kind]() if kind in _ADVICE else Phrase.ASSET_NAMES(endings=", ".join(_ASSET_TYPES))
            report.add(rules.ASSET_TYPE, shown, name=path.name, advice=advice)
        elif path.is_file():
            found.add(way.as_posix())
            if kind == ".svg" and not leads_out_of(config.docs, path):  # such links are reported all together
                _check_image(path, config, report)
    return frozenset(found)


def _check_image(path: Path, config: Config, report: Report) -> None:
    if source := read_text(config.root, path, report):
        check_svg(source, report)


def check_folders(config: Config, report: Report) -> None:
    """Report what does not belong into the folder of the content, and every symbolic link that is not harmless."""
    expected = (*_CONTENT_FOLDERS, THEMES_FILE, TIMELINE_FILE, GLOSSARY_FILE, CORRECTIONS_FILE)
    for path in _entries(config.docs):
        if path.name not in expected or (path.name in _CONTENT_FOLDERS and not path.is_dir()):
            report.add(
                rules.UNEXPECTED_FILE,
                Span(relative_path(config.root, path)),
                suggestion=None if path.name in expected else nearest(path.name, expected),
                name=path.name,
                expected=", ".join(expected),
            )
    for folder, folders, files in os.walk(config.docs):  # hidden ones too: MkDocs walks through them
        for name in (*folders, *files):
            if (path := Path(folder, name)).is_symlink():
                _check_symbolic_link(path, config, report)


def _check_symbolic_link(path: Path, config: Config, report: Report) -> None:
    span = Span(relative_path(config.root, path))
    is_asset = path.is_relative_to(config.docs / ASSETS_FOLDER)
    if leads_out_of(config.root, path):
        report.add(rules.OUTSIDE_PROJECT, span, folder=Phrase.THE_PROJECT())
    elif is_asset and leads_out_of(config.docs, path):  # to .git/config, where a forge may keep a password
        report.add(rules.OUTSIDE_PROJECT, span, folder=Phrase.THE_FOLDER(name=config.docs.name))
    elif path.is_dir():
        report.add(rules.LINKED_FOLDER, span)
    elif is_asset and not path.exists():
        report.add(rules.UNREADABLE_FILE, span, problem=Phrase.LEADS_TO_NOTHING())


def _entries(folder: Path) -> list[Path]:
    """Return what a folder holds, hidden files aside."""
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")] if folder.is_dir() else []
