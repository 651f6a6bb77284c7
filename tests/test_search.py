"""The search index: what is in it and what is not, one a language, the same every time."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Dossier

from dossier import search
from dossier.locales import available, load

TEMPLATE_WORDS = "summary case objection reply falsifier notes cite related".split()
APPARATUS = ("Luo", "Ministry", "World Development", "docs/", "A small dossier")


def fragments(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the index holds of each page, by the page's address, which is the name of its file there."""
    prefix = b"pagefind_dcd"
    read = [gzip.decompress(file.read_bytes()) for file in folder.glob("pagefind/fragment/*")]
    assert all(one.startswith(prefix) for one in read)
    return {
        one["url"].removesuffix(".html") + "/": one for one in (json.loads(data.removeprefix(prefix)) for data in read)
    }


@pytest.fixture
def indexed(small: Dossier) -> dict[str, dict[str, Any]]:
    """Index the small dossier."""
    small.replace("docs/arguments/jobs/fr.md", "title: Les emplois", "title: Les emplois d’Élise à l’aéroport")
    search.write_index(small.site().pages, small.root)
    return fragments(small.root)


def test_texts_are_indexed_and_lists_are_not(indexed: dict[str, dict[str, Any]]) -> None:
    expected = {"", "arguments/jobs/", "arguments/wages/", "themes/work/"}
    assert set(indexed) == {f"/{lang}/{path}" for lang in ("fr", "en") for path in expected}


def test_each_language_has_its_index(indexed: dict[str, dict[str, Any]], small: Dossier) -> None:
    assert indexed
    entry = json.loads(small.read("pagefind/pagefind-entry.json"))
    assert {lang: one["page_count"] for lang, one in entry["languages"].items()} == {"en": 4, "fr": 4}
    assert list(entry["languages"]) == ["en", "fr"]
    files = {Path(name).name for name in small.listing("pagefind")}
    assert {f"wasm.{lang}.pagefind" for lang in ("en", "fr")} <= files
    assert not [name for name in files if "ui" in name or "highlight" in name], "nobody needs Pagefind's own looks"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_argument_is_found_by_its_own_words_alone(indexed: dict[str, dict[str, Any]], lang: str) -> None:
    argument = indexed[f"/{lang}/arguments/wages/"]
    content, locale = argument["content"], load(lang)
    own = {"fr": "Ils baissent", "en": "They are falling"}[lang]
    assert own in content
    assert [word for key in TEMPLATE_WORDS if (word := locale.text(f"ui.{key}")) in content] == []
    assert [word for word in APPARATUS if word in content] == []
    assert not any(character.isdigit() for character in content), "the numbers of notes"
    assert argument["meta"]["theme"] == {"fr": "Travail", "en": "Work"}[lang]
    assert argument["meta"]["confidence"] in locale.data["confidence"].values()


def test_words_behind_an_elided_one_stand_alone(indexed: dict[str, dict[str, Any]]) -> None:
    assert indexed["/fr/arguments/jobs/"]["meta"]["title"] == "Les emplois d’ Élise à l’ aéroport"


def test_every_language_says_what_it_elides() -> None:
    assert all(isinstance(load(lang).data["search"]["elided"], list) for lang in available())


def test_the_filters_name_the_pages_that_have_them(indexed: dict[str, dict[str, Any]], small: Dossier) -> None:
    assert indexed
    for lang in ("fr", "en"):
        facets = json.loads(small.read(f"pagefind/facets.{lang}.json"))
        pages = {file.stem for file in small.path("pagefind/fragment").iterdir()}
        assert {f"{lang}_{page}" for some in facets.values() for page in some} <= pages
        assert len(facets["theme-work"]) == 2
        assert sum(len(some) for name, some in facets.items() if name.startswith("confidence-")) == 2


def test_a_withdrawn_argument_is_not_found(small: Dossier) -> None:
    small.replace("docs/arguments/jobs/argument.yml", "status: published", "status: withdrawn")
    search.write_index(small.site().pages, small.root)
    assert not [address for address in fragments(small.root) if address.endswith("/jobs/")]


def test_the_same_pages_give_the_same_index(small: Dossier) -> None:
    pages = small.site().pages
    found = []
    for _ in range(4):
        search.write_index(pages, small.root)
        found.append(small.listing("pagefind"))
    assert all(one == found[0] for one in found)
    assert not small.path("pagefind.new").exists()


def test_titles_stay_text(small: Dossier) -> None:
    small.replace("docs/arguments/jobs/en.md", "title: The jobs", 'title: "<img src=x onerror=alert()> jobs"')
    search.write_index(small.site().pages, small.root)
    assert fragments(small.root)["/en/arguments/jobs/"]["meta"]["title"] == "<img src=x onerror=alert()> jobs"


@pytest.mark.parametrize(
    ("program", "message"), [("/no/such/program", "Pagefind does not start"), ("/bin/false", "Pagefind failed")]
)
def test_without_an_index_there_is_no_new_site(small: Dossier, program: str, message: str) -> None:
    assert small.dossier("build").returncode == 0
    before = small.listing("site")
    assert any(name.startswith("pagefind/index/") for name in before)
    small.replace("docs/pages/home/en.md", "See", "Do see")
    failed = small.dossier("build", PAGEFIND_BINARY_PATH=program)
    assert failed.returncode == 2
    assert message in failed.stderr
    assert small.listing("site") == before
    assert not small.path("site.new").exists()
