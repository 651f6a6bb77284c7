"""Hand-written pages: their front matter, their headings, and their anchors."""

from __future__ import annotations

import pytest
from conftest import Dossier

from dossier.diagnostics import Report, render_text
from dossier.handwritten import PageText, load_page
from dossier.locales import NARROW_SPACE

ABOUT = "docs/pages/about"


def page(dossier: Dossier, text: str) -> tuple[PageText | None, list[str]]:
    """Load the page `about` in French from a text; return it with its faults."""
    dossier.write(f"{ABOUT}/fr.md", text)
    report = Report()
    loaded = load_page(dossier.root, dossier.path(ABOUT), ("fr", "en"), report)
    assert loaded is not None, render_text(report)
    return loaded.texts.get("fr"), [f"{one.span} [{one.rule.code}] {one.message}" for one in report]


def test_a_page(small: Dossier) -> None:
    text, faults = page(
        small,
        "---\ntitle: Qui sommes-nous ?\ndescription: >-\n  Des gens,\n  et d'autres.\n---\n\n"
        "## Nous {#we}\n\nTexte [@Belga2021].\n\n### Et vous ? {#you}\n",
    )
    assert faults == []
    assert text is not None
    assert (text.lang, text.path) == ("fr", f"{ABOUT}/fr.md")
    assert (text.title, text.description) == (f"Qui sommes-nous{NARROW_SPACE}?", "Des gens, et d’autres.")
    assert [(anchor, tag, inline.content) for anchor, tag, inline in text.headings()] == [
        ("we", "h2", "Nous {#we}"),
        ("you", "h3", "Et vous ? {#you}"),
    ]


@pytest.mark.parametrize(
    ("heading", "finding"),
    [
        ("# Nous {#we}", ":5 [heading-level] a heading of level 1 cannot stand here"),
        ("Nous {#we}\n===", ":5 [heading-level] a heading of level 1 cannot stand here"),
        ("## Nous", ":5 [heading-without-id] the heading has no id"),
        ("> ## Nous", ":5 [heading-without-id] the heading has no id"),
        ("* ## Nous", ":5 [heading-without-id] the heading has no id"),
        ("## Nous {#notes}", ":5 [reserved-id] the page itself uses the id `notes`"),
        ("## Nous {#we}\n\n## Vous {#we}", ":7 [duplicate-id] the id `we` is given twice"),
        ("## Nous {#Les-Gens}", ":5:10 [bad-id] `#Les-Gens` is no id"),
        ("## Nous {#we onclick=alert(1)}", ":5:14 [bad-attribute] `onclick=alert(1)` cannot stand here"),
        ("::: {.premise #a}\nTexte.\n:::", ":5 [unknown-div] there is no part called `premise` here"),
        ("<h2>Nous</h2>", ":5:1 [raw-html] raw HTML is not allowed: `<h2>`"),
    ],
)
def test_faults_of_a_page(small: Dossier, heading: str, finding: str) -> None:
    _, faults = page(small, f"---\ntitle: Nous\n---\n\n{heading}\n")
    assert faults == [f"{ABOUT}/fr.md{finding}"]


def test_an_example_in_code_is_no_heading_and_no_part(small: Dossier) -> None:
    _, faults = page(small, "---\ntitle: Nous\n---\n\n```\n# Titre\n::: {.premise}\n<b>\n[@Key]\n```\n")
    assert faults == []


@pytest.mark.parametrize(
    ("field", "finding"),
    [
        ("title: ''", ":2:8 [wrong-type] `title` does not fit: it is empty"),
        ("title: ' \t'", ":2:8 [wrong-type] `title` does not fit: it is empty"),
        (f"title: {'x' * 161}", ":2:8 [wrong-type] `title` does not fit: it has more than 160 characters"),
        ("title: [x]", ":2:8 [wrong-type] `title` does not fit: a text was expected here"),
        ("title: x\nclaim: y", ":3:1 [unknown-field] there is no field `claim` here"),
    ],
)
def test_faults_of_the_front_matter(small: Dossier, field: str, finding: str) -> None:
    _, faults = page(small, f"---\n{field}\n---\n\nTexte.\n")
    assert faults == [f"{ABOUT}/fr.md{finding}"]


def test_other_files_do_not_belong_into_the_folder(small: Dossier) -> None:
    small.write(f"{ABOUT}/image.png", "")
    small.write(f"{ABOUT}/.DS_Store", "")
    text, faults = page(small, "---\ntitle: Nous\n---\n\nTexte.\n")
    assert text is not None
    assert faults == [f"{ABOUT}/image.png:1 [unexpected-file] `image.png` is not a file that belongs here"]


@pytest.mark.parametrize("name", ["About", "about us", "à-propos", "..about", "about.md"])
def test_the_name_of_a_folder_is_an_id(small: Dossier, name: str) -> None:
    small.path(f"docs/pages/{name}").mkdir()
    report = Report()
    assert load_page(small.root, small.path(f"docs/pages/{name}"), ("fr",), report) is None
    assert [one.rule.code for one in report] == ["bad-file-name"]
