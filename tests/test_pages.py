"""From the corpus to pages: addresses, what stands on each kind of page, and hostile texts as text."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from conftest import SMALL, Dossier, Html
from hypothesis import given
from hypothesis import strategies as st

from dossier.locales import NARROW_SPACE
from dossier.pages.page import Page
from dossier.writer import address, relative

JOBS = "docs/arguments/jobs"
HOSTILE = '</title><script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}{% x %}&amp;&lt;b&gt;'
ADDRESSES = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), max_size=4).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


def page_at(dossier: Dossier, uri: str) -> Page:
    """Build the site and return one page of it."""
    (page,) = [page for page in dossier.site().pages if page.uri == uri]
    return page


# --- Addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "uri"),
    [
        ("pages/home", "fr/"),
        ("pages/about", "fr/about/"),
        ("arguments/jobs", "fr/arguments/jobs/"),
        ("arguments", "fr/arguments/"),
        ("themes/work", "fr/themes/work/"),
        ("sources", "fr/sources/"),
    ],
)
def test_the_address_of_a_content_id(content: str, uri: str) -> None:
    assert address(content, "fr") == uri


@given(ADDRESSES, ADDRESSES, st.sampled_from(["", "assets/map.png"]))
def test_a_relative_link_leads_to_its_target_under_any_path(source: str, target: str, file: str) -> None:
    for base in ("https://site.example/", "https://site.example/a/b/"):
        assert urljoin(base + source, relative(source, target + file)) == base + target + file


# --- What stands on a page ------------------------------------------------------------------------------------------


def test_an_argument(small: Dossier) -> None:
    page = page_at(small, "en/arguments/jobs/")
    html = Html(page.body)
    assert (page.lang, page.title, page.description) == ("en", "The jobs", "The jobs did not come.")
    assert (page.source, page.content) == (f"{JOBS}/en.md", "arguments/jobs")
    assert page.alternates == {"fr": "fr/arguments/jobs/", "en": "en/arguments/jobs/"}
    assert [(item.anchor, item.title, item.level) for item in page.toc] == [
        ("summary", "In brief", 2),
        ("case", "The evidence", 2),
        ("announced", "They were announced", 3),
        ("counted", "They were counted", 3),
        ("objections", "The objection and our reply", 2),
        ("falsifier", "What would change our mind", 2),
        ("related", "Related arguments", 2),
        ("notes", "Notes", 2),
        ("cite", "Cite this page", 2),
    ]
    for words in ("Confidence Likely", "Reviewed on 1 March 2026", "2 sources", "Period 2018–2021", "Places Belgium"):
        assert words in html.text
    assert "A small dossier, “The jobs”, 1 March 2026." in html.text
    assert html.all("time") == [{"datetime": "2026-03-01"}]


def test_a_premise_needs_no_heading(small: Dossier) -> None:
    page = page_at(small, "en/arguments/wages/")
    assert [item.anchor for item in page.toc if item.level == 3] == ["low"]
    html = Html(page.body)
    assert html.all("div", id="lower") == [{"class": "ds-premise", "id": "lower", "data-copy": ""}]
    assert html.all("a", href="#lower", aria_label="Direct link to this part")
    assert "The evidence" in page_at(small, "en/sources/").body


def test_an_argument_without_dates_and_places(small: Dossier) -> None:
    text = Html(page_at(small, "en/arguments/wages/").body).text
    assert "Places Worldwide" in text
    assert "A small dossier, “The wages”, n.d. " in text
    assert "Reviewed" not in text


def test_relations_are_shown_at_both_ends(small: Dossier) -> None:
    small.replace(f"{JOBS}/argument.yml", "supports: [wages]", "rebuts: [wages]\n  depends-on: [wages]")
    there, back = (Html(page_at(small, f"en/arguments/{name}/").body) for name in ("jobs", "wages"))
    assert "Rebuts The wages Depends on The wages" in there.text
    assert "Rebutted by The jobs Is the ground for The jobs" in back.text


def test_the_address_of_the_site_is_in_the_words_for_citing(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://site.example/a")
    text = Html(page_at(small, "fr/arguments/jobs/").body).text
    assert "https://site.example/a/fr/arguments/jobs/" in text


def test_a_page_leads_to_the_form_for_editing_its_source(small: Dossier) -> None:
    assert not Html(page_at(small, "fr/").body).all("a", rel="edit")
    small.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      repository: https://forge.example/a")
    for uri, source in {"fr/": "docs/pages/home/fr.md", "en/arguments/jobs/": f"{JOBS}/en.md"}.items():
        (link,) = Html(page_at(small, uri).body).all("a", rel="edit")
        assert link["href"] == f"https://forge.example/a/edit/main/{source}"


def test_the_chooser_leads_to_every_language(small: Dossier) -> None:
    page = page_at(small, "")
    assert [(one["href"], one["hreflang"]) for one in Html(page.body).all("a")] == [("fr/", "fr"), ("en/", "en")]
    assert (
        Html(page.body).text
        == "A small dossier Français Lire le dossier en français English Read the dossier in English"
    )


def test_sources_are_in_the_order_of_the_alphabet(small: Dossier) -> None:
    small.write(
        "references.bib",
        SMALL["references.bib"]
        + "@book{E, author = {Éluard, Paul}, title = {Écrits}}\n@book{F, author = {Faure, Élie}, title = {Z}}\n"
        "@misc{A, author = {{[sans nom]}}, title = {A}}\n@book{D, author = {de Gaulle, Charles}, title = {B}}\n",
    )
    ids = [one for one in Html(page_at(small, "fr/sources/").body).ids if one.startswith("ref-")]
    assert [one.removeprefix("ref-") for one in ids if one.removeprefix("ref-") in {"E", "F", "D", "Belga2021"}] == [
        "Belga2021",
        "E",
        "F",
        "D",
    ]


# --- Hostile texts --------------------------------------------------------------------------------------------------


def hostile(dossier: Dossier) -> None:
    """Put a hostile text into every field that takes one."""
    quoted = "'" + HOSTILE + "'"
    in_braces = HOSTILE.replace("{", "").replace("}", "").replace("%", "").replace("&amp;&lt;b&gt;", "")
    for lang, title, claim in (
        ("fr", "Les emplois", "Les emplois ne sont pas venus."),
        ("en", "The jobs", "The jobs did not come."),
    ):
        dossier.replace(f"{JOBS}/{lang}.md", f"title: {title}", f"title: {quoted}")
        dossier.replace(f"{JOBS}/{lang}.md", f"claim: {claim}", f"claim: {quoted}")
    dossier.replace("docs/pages/home/fr.md", "title: Un petit dossier", f"title: {quoted}")
    dossier.replace("docs/pages/home/fr.md", "description: De quoi essayer.", f"description: {quoted}")
    dossier.replace("docs/themes.yml", "title: {fr: Travail, en: Work}", f"title: {{fr: {quoted}, en: {quoted}}}")
    dossier.replace("docs/themes.yml", "fr: Qui travaille.", f"fr: {quoted}")
    for name, heading in (("en", "### They are low"), ("fr", "### Ils sont bas")):
        dossier.replace(f"docs/arguments/wages/{name}.md", heading, "### \\</h3\\>\\<script\\>alert(1)\\</script\\>")
    for old in ("The jobs at the airport", "Luo, Xubei", "Villages that sell", "World Development", "1-20", "2020}, k"):
        if old in dossier.read("references.bib"):
            dossier.replace("references.bib", old, in_braces)
    dossier.replace("references.bib", "{{Belga}}", f"{{{{{in_braces}}}}}")
    dossier.replace(
        "references.bib",
        "{Ministry of Labour}",
        f"{{{in_braces}}},\n  note = {{{in_braces}}},\n  series = {{{in_braces}}}",
    )


def test_hostile_texts_are_texts(small: Dossier) -> None:
    hostile(small)
    shown = 0
    for page in small.site().pages:
        html = Html(page.body)
        assert {"script", "img"} & {tag for tag, _ in html.elements} == set()
        assert [name for _, found in html.elements for name in found if name.startswith("on")] == []
        assert "49" not in html.words
        shown += html.text.count("<script>alert(1)</script>")
    assert shown > 40


def test_a_title_is_shown_as_it_was_written(small: Dossier) -> None:
    small.replace(f"{JOBS}/fr.md", "title: Les emplois", "title: 'R&D < 5 % & *pas* [@Belga2021] :'")
    small.replace(f"{JOBS}/en.md", "title: The jobs", "title: 'R&D < 5%'")
    page = page_at(small, "fr/arguments/jobs/")
    assert page.title == f"R&D < 5\u00a0% & *pas* [@Belga2021]{NARROW_SPACE}:"
    assert Html(page.body).text.count("R&D < 5 % & *pas* [@Belga2021] :") == 6
