"""What a new dossier begins with: whole in every language, and nobody else's."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from dossier import locales
from dossier.config import load_config
from dossier.copying import check_copying
from dossier.diagnostics import Report, render_text
from dossier.loading import load_corpus
from dossier.scaffold import write_new
from dossier.starter import THEME, Wish, languages, starter
from dossier.translations import check_translations

TODAY = dt.date(2026, 11, 26)
PACKAGE = ROOT / "dossier"


def wish(*codes: str, title: str = "T", **themes: str) -> Wish:
    """Wish for a dossier in some languages."""
    return Wish(title, codes, themes, "dossier==1")


def faults(root: Path) -> str:
    """Check a dossier as the command does, and print what is found."""
    report = Report()
    config = load_config(root / "mkdocs.yml", report)
    assert config, render_text(report)
    corpus = load_corpus(config, report, today=TODAY)
    check_translations(corpus, report)
    check_copying(corpus, report)
    return render_text(report)


def test_a_dossier_can_begin_in_every_language() -> None:
    assert {*languages()} == {*locales.available()}


@pytest.mark.parametrize("original", languages())
def test_it_has_no_fault_whichever_language_comes_first(tmp_path: Path, original: str) -> None:
    others = [language for language in languages() if language != original]
    write_new(tmp_path, starter(wish(original, *others), TODAY))
    assert faults(tmp_path) == "no faults found"


def test_its_own_themes_take_the_place_of_the_example_s(tmp_path: Path) -> None:
    files = starter(wish("en", "fr", water="Water: clean?", air="Air"), TODAY)
    write_new(tmp_path, files)
    assert faults(tmp_path) == "no faults found"
    themes = yaml.safe_load(files["docs/themes.yml"])
    assert [(theme["id"], theme["title"]["fr"]) for theme in themes] == [("water", "Water: clean?"), ("air", "Air")]
    assert THEME not in "".join(files.values())


@pytest.mark.parametrize("title", ['Clean "water": now', "{title}", "# no", "!x", "- a", "\\", "水", "it's %s & <b>"])
def test_any_line_can_be_the_title(tmp_path: Path, title: str) -> None:
    write_new(tmp_path, starter(wish("en", title=title), TODAY))
    assert faults(tmp_path) == "no faults found"
    config = load_config(tmp_path / "mkdocs.yml", Report())
    assert config
    assert config.site_name == title


def test_what_is_shared_is_what_this_project_uses() -> None:
    files = starter(wish("en"), TODAY)
    for name in ("scripts/setup", "requirements/site.txt"):
        assert files[name] == (ROOT / name).read_text("utf-8")


def test_every_link_of_the_package_leads_to_a_file() -> None:
    links = [path for path in (PACKAGE / "starter").rglob("*") if path.is_symlink()]
    assert links
    assert [path for path in links if not path.is_file()] == []


def test_the_texts_are_as_wide_as_a_line() -> None:
    for path in (PACKAGE / "starter" / "texts").iterdir():
        if path.stem not in {"ja", "zh-Hans", "ar"}:  # a line break there is a space, or a paragraph is a line
            wide = [line for text in tomllib.loads(path.read_text("utf-8")).values() for line in text.splitlines()]
            assert [line for line in wide if len(line) > 120] == [], path.name


def test_the_package_is_not_about_anybody() -> None:
    names = re.compile(r"alibaba|aliexpress|cainiao|li[eè]ge|watchingalibaba|jack ma\b", re.IGNORECASE)
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in PACKAGE.rglob("*") if path.is_file()}
    found = [path for path, text in texts.items() if path.suffix != ".pyc" and names.search(text)]
    assert [str(path.relative_to(ROOT)) for path in found] == []
