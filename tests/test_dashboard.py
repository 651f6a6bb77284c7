"""The dashboard of a language: what is missing and behind, how long it is, and where to begin."""

from __future__ import annotations

from conftest import Dossier, Html
from test_pages import page_at

from dossier.arguments import parse_text
from dossier.dashboard import count_words
from dossier.diagnostics import Report
from dossier.source import SourceFile

URI = "fr/dashboard/"


def test_a_missing_translation_can_be_begun_on_the_forge(small: Dossier) -> None:
    small.delete("docs/arguments/wages/fr.md")
    assert "<code>docs/arguments/wages/fr.md</code>" in page_at(small, URI).body
    forge = "https://forge.example/dossier"
    small.replace("mkdocs.yml", "[fr, en]", f"[fr, en]\n      repository: {forge}")
    html = Html(page_at(small, URI).body)
    assert html.all("a", href=f"{forge}/new/main/docs/arguments/wages?filename=fr.md")
    assert "Manque" in html.text


def test_the_most_urgent_comes_first(small: Dossier) -> None:
    assert small.dossier("translations", "mark", "wages", "fr").returncode == 0
    small.replace("docs/arguments/wages/en.md", "They are falling [", "They are not falling [")
    text = Html(page_at(small, URI).body).text
    assert text.index("Les salaires") < text.index("Les emplois")
    assert "Le fond de l’original a changé ( lower )" in text


def test_words_are_counted_and_characters_where_words_have_no_spaces() -> None:
    for lang, expected in {"en": 7, "zh-Hans": 9}.items():
        words = {"en": ("One title", "It isn't so", "Two words"), "zh-Hans": ("标题", "主张不真", "二字 x")}[lang]
        source = "---\ntitle: {}\nclaim: {}\n---\n\n::: {{.summary}}\n{}\n:::\n".format(*words)
        text = parse_text(SourceFile("x.md", source), lang, Report())
        assert text is not None
        assert count_words(text) == expected


def test_it_is_in_no_navigation_and_links_to_every_argument(small: Dossier) -> None:
    site = small.site()
    assert "dashboard" not in str(site.nav)
    html = Html(page_at(small, URI).body)
    assert {one["href"] for one in html.all("a")} >= {"../arguments/jobs/", "../arguments/wages/"}
