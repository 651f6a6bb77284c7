"""The whole site as a value: pure, the same every time, and without a link that leads nowhere."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import ROOT, SMALL, TODAY, Dossier, Html, broken_links, write_small_dossier
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.build import NavItem, Site, build
from dossier.config import load_config
from dossier.corpus import Corpus
from dossier.diagnostics import Report, render_text
from dossier.exports import atom
from dossier.loading import load_corpus
from dossier.pages.page import Page

JOBS, WAGES = "docs/arguments/jobs", "docs/arguments/wages"


@pytest.fixture(scope="module")
def real() -> Site:
    """Return the site of the project's own dossier."""
    return Dossier(ROOT).site()


def read(site: Site) -> dict[str, Html]:
    """Return the pages of a site by address, as a browser reads their bodies."""
    return {page.uri: Html(page.body) for page in site.pages}


def page_at(site: Site, uri: str) -> Page:
    """Return one page."""
    (page,) = [page for page in site.pages if page.uri == uri]
    return page


def uris(site: Site) -> set[str]:
    """Return the addresses of all pages."""
    return {page.uri for page in site.pages}


# --- Every site -----------------------------------------------------------------------------------------------------


def check_soundness(site: Site) -> None:
    """Assert what holds for every site, whatever was written."""
    pages = read(site)
    assert len(pages) == len(site.pages), "two pages have one address"
    assert broken_links(pages, {*site.assets, *atom.feeds(site)}) == []
    for page in site.pages:
        html = pages[page.uri]
        assert [one for one, times in Counter(html.ids).items() if times > 1] == []
        assert [item.anchor for item in page.toc if item.anchor not in html.ids] == []
        check_notes(html)
        check_alternates(page, site)
        assert {"script", "style", "iframe", "object", "form", "base", "meta"} & {
            tag for tag, _ in html.elements
        } == set()
        assert [name for _, found in html.elements for name in found if name.startswith("on") or name == "style"] == []
    for items in site.nav.values():
        assert {item.uri for item in walk(items)} <= pages.keys()


def check_notes(html: Html) -> None:
    """Assert that notes are numbered 1, 2, 3 in the order of the text, and lead back to it."""
    notes = [one["id"] for one in html.all("li") if one.get("id", "").startswith("fn:")]
    assert notes == [f"fn:{number}" for number in range(1, len(notes) + 1)]
    called = [one["href"].removeprefix("#") for one in html.all("a", class_="footnote-ref")]
    assert list(dict.fromkeys(called)) == notes
    back = [one["href"].removeprefix("#") for one in html.all("a", class_="footnote-backref")]
    assert sorted(back) == sorted(one["id"] for one in html.all("sup") if one.get("id", "").startswith("fnref"))


def check_alternates(page: Page, site: Site) -> None:
    """Assert that a page is among its own translations, and that all of them name the same ones."""
    others = [page_at(site, uri) for uri in page.alternates.values()]
    assert all(other.alternates == page.alternates for other in others)
    assert [other.lang for other in others] == list(page.alternates)
    if page.uri:  # the language chooser leads to the home pages, which are no translations of it
        assert page.alternates[page.lang] == page.uri
        assert all(other.content == page.content for other in others)


def walk(items: tuple[NavItem, ...]) -> Iterator[NavItem]:
    """Yield all entries of a navigation."""
    for item in items:
        yield item
        yield from walk(item.children)


def test_the_small_site_is_sound(small: Dossier) -> None:
    check_soundness(small.site())


def test_the_project_s_own_site_is_sound(real: Site) -> None:
    assert len(real.pages) > 50
    check_soundness(real)


def test_a_site_with_drafts_is_sound(small: Dossier) -> None:
    small.replace(f"{WAGES}/argument.yml", "status: published", "status: draft")
    small.write(f"{WAGES}/fr.md", "---\ntitle: Les salaires\nclaim: Les salaires sont bas.\n---\n")
    small.write(
        f"{WAGES}/en.md",
        "---\ntitle: The wages\nclaim: Wages are low.\n---\n\nProse.\n\n"
        "::: {.falsifier #proof}\nProof [@Luo2020].\n:::\n\n"
        "Prose again [@Luo2020, p. 2].\n\n::: {.objection #o}\nNo.\n:::\n\n::: {.premise #p}\nYes [@Luo2020].\n:::\n\n"
        "::: {.objection #q}\nNo [@Belga2021].\n:::\n\n::: {.summary #tldr}\nShort [@Luo2020].\n:::\n",
    )
    site = small.site(drafts=True)
    check_soundness(site)
    html = Html(page_at(site, "en/arguments/wages/").body)
    assert (
        [one for one in html.ids if not one.startswith("fn")]
        == """\
        case prose-1 prose-2 p falsifier proof objections o q summary tldr related notes cite""".split()
    )


SNIPPETS = [
    line.replace("⏎", "\n")
    for line in r"""
⏎:::⏎
⏎::: {.premise #new}⏎
⏎::: {.reply}⏎
⏎::: {.objection #announced}⏎
⏎::: {.summary #tldr}⏎Short.⏎:::⏎
[@Luo2020]
@Belga2021
[-@Ministry2022, § 4; see @Luo2020, fig. 2]
[^1]
⏎[^1]: A note [@Luo2020] [^1].⏎
^[in place [@Belga2021]]
[jobs](../jobs/)
[x](../../arguments/#work)
[x](#counted)
[x](#fn:1)
![x](../../assets/map.png)
[x](../../assets/map.png)
[x](javascript:alert(1))
[mot]{lang=fr}
[x]{onclick=alert(1)}
<script>alert(1)</script>
<!-- x -->
**
`
~~~⏎
⏎| a | b |⏎|---|--:|⏎| [@Luo2020] | c |⏎
⏎## Heading {#heading}⏎
⏎# Heading⏎
⏎* item⏎⏎  > quote⏎
{{ 7*7 }}
{% raw %}
&lt;b&gt;
&#0;
\
"
'
⏎---⏎
⏎- x: y⏎
⏎⏎⏎
a: b⏎
status: withdrawn
status: draft⏎
theme: none
{
}
@{
%
⏎@misc{new, title = {T}, publisher = {P}}⏎
😀
""".strip().splitlines()
] + ["\t", "\u202e", "[" * 60, "*" * 60, "> " * 60, "x" * 200]


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, int, int, str]:
    """Return a change to a file of the small dossier: path, place, how much is taken away, and what is put there."""
    path = draw(st.sampled_from(sorted(SMALL)))
    place = draw(st.integers(0, len(SMALL[path])))
    return (
        path,
        place,
        draw(st.sampled_from([0, 0, 0, 1, 5, 40])),
        "".join(draw(st.lists(st.sampled_from(SNIPPETS), max_size=3))),
    )


@pytest.fixture(scope="module")
def scratch() -> Iterator[Dossier]:
    """Return a small dossier that many examples change, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        dossier = write_small_dossier(Path(folder) / "project")
        dossier.write("docs/assets/map.png", "")
        yield dossier


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes(), min_size=1, max_size=3))
def test_whatever_is_written_is_refused_or_becomes_a_sound_site(
    scratch: Dossier, several: list[tuple[str, int, int, str]]
) -> None:
    for name, text in SMALL.items():
        scratch.write(name, text)
    for path, place, removed, added in several:
        text = scratch.read(path)
        scratch.write(path, text[:place] + added + text[place + removed :])
    report = Report()
    config = load_config(scratch.path("mkdocs.yml"), report)
    assert render_text(report)
    for drafts in (False, True):
        if config is not None and not report.fails():
            site = build(config, report, today=TODAY, drafts=drafts)
            if not report.fails():
                check_soundness(site)
    for found in report:
        assert scratch.path(found.span.path).exists() or found.rule.code in {"unreadable-file", "missing-page"}
        assert found.span.line >= 1
        assert found.hint


# --- Purity ---------------------------------------------------------------------------------------------------------

_BUILD = """
import datetime, hashlib, json, os, pathlib, sys
from dossier.build import build
from dossier.config import load_config
from dossier.diagnostics import Report

seen = []
def hook(event, arguments):
    writes = event == "open" and (isinstance(arguments[1], str) and set(arguments[1]) & set("wax+") or arguments[2] & 3)
    changes = event.startswith(("os.", "shutil.", "tempfile.")) and event not in {"os.listdir", "os.scandir", "os.walk"}
    if writes or changes or event.startswith(("socket.", "subprocess.", "os.system", "webbrowser.")):
        seen.append([event, *map(str, arguments)])

report = Report()
sys.addaudithook(hook)
site = build(load_config(pathlib.Path("mkdocs.yml"), report), report, today=datetime.date(2026, 11, 25))
shown = [[p.uri, p.lang, p.title, p.description, str(p.body), p.toc, dict(p.alternates), p.source] for p in site.pages]
digest = hashlib.sha256(repr((shown, site.assets, site.nav)).encode()).hexdigest()
print(json.dumps({"digest": digest, "pages": len(site.pages), "seen": seen}))
"""


def built_apart(root: Path, **environment: str) -> dict[str, object]:
    """Build a site in a process of its own, which notes every attempt to change or reach something."""
    result = subprocess.run(
        [sys.executable, "-c", _BUILD],
        cwd=root,
        env=Dossier.environment(**environment),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(result.stdout)
    return found


def test_a_build_writes_nothing_and_reaches_nothing(small: Dossier) -> None:
    before = small.listing()
    assert built_apart(small.root)["seen"] == []
    assert small.listing() == before


def test_the_same_content_gives_the_same_site(real: Site) -> None:
    """Other seeds of Python's hashes would show an order that hangs on sets, other zones what hangs on the clock."""
    environments: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago", "LANG": "fr_BE.UTF-8", "SOURCE_DATE_EPOCH": "0"},
    ]
    first, second = (built_apart(ROOT, **environment) for environment in environments)
    assert first == second
    assert first["pages"] == len(real.pages)
    assert first["seen"] == []


def test_two_builds_are_equal(small: Dossier) -> None:
    first, second = small.site(), small.site()
    assert first.pages == second.pages
    assert (first.config, first.assets, first.nav) == (second.config, second.assets, second.nav)
    assert list(first.report) == list(second.report)


def test_the_folder_of_the_project_changes_nothing(small: Dossier, tmp_path: Path) -> None:
    elsewhere = tmp_path / "very" / "far" / "project"
    shutil.copytree(small.root, elsewhere)
    assert Dossier(elsewhere).site().pages == small.site().pages


def test_the_day_judges_dates_and_nothing_else(small: Dossier) -> None:
    config, expected = small.config(), small.site().pages
    for day in (dt.date(2026, 3, 1), dt.date(2099, 1, 1)):
        assert build(config, Report(), today=day).pages == expected
    report = Report()
    assert build(config, report, today=dt.date(2026, 2, 28)).pages == ()
    assert [one.rule.code for one in report] == ["future-date"]


def test_faulty_content_makes_no_pages(small: Dossier) -> None:
    small.replace(f"{JOBS}/fr.md", "@Luo2020", "@Lou2020")
    report = Report()
    site = build(small.config(), report, today=TODAY)
    assert (site.pages, site.nav, site.assets) == ((), {}, ())
    assert site.report is report
    assert report.fails()


# --- What is on a site ----------------------------------------------------------------------------------------------


def test_the_pages_of_the_small_dossier(small: Dossier) -> None:
    small.write("docs/pages/about/en.md", "---\ntitle: About\n---\n\nWe.\n")
    listed = [page.uri for page in small.site().pages]
    common = ["themes/", "arguments/", "map/", "findings/", "other-side/", "sources/", "changes/", "dashboard/"]
    common += ["themes/work/", "arguments/jobs/", "arguments/wages/"]
    common += [f"sources/{key}/" for key in ("Belga2021", "Luo2020", "Ministry2022")]
    assert listed == [
        "",
        "fr/",
        *(f"fr/{uri}" for uri in common),
        "en/about/",
        "en/",
        *(f"en/{uri}" for uri in common),
    ]


def test_the_navigation_holds_sections_and_the_themes(small: Dossier) -> None:
    small.replace(
        "mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      navigation: [sources, themes, home, about]"
    )
    small.write("docs/pages/about/en.md", "---\ntitle: About\n---\n\nWe.\n")
    nav = small.site().nav
    assert [(item.uri, item.title) for item in walk(nav["fr"])] == [
        ("fr/sources/", "Sources"),
        ("fr/themes/", "Thèmes"),
        ("fr/themes/work/", "Travail"),
        ("fr/", "Accueil"),
    ]
    assert [item.uri for item in walk(nav["en"])] == [
        "en/sources/",
        "en/themes/",
        "en/themes/work/",
        "en/",
        "en/about/",
    ]


@pytest.mark.parametrize("status", ["draft", "review"])
def test_what_is_not_published_is_in_the_preview_only(small: Dossier, status: str) -> None:
    small.replace(f"{JOBS}/argument.yml", "status: published", f"status: {status}")
    for page in ("fr", "en"):
        small.write(f"docs/pages/home/{page}.md", "---\ntitle: Home\n---\n\nText.\n")
    public, preview = small.site(), small.site(drafts=True)
    assert uris(preview) - uris(public) == {"fr/arguments/jobs/", "en/arguments/jobs/"}
    assert [page.uri for page in public.pages if "jobs" in page.body or "emplois" in page.body] == [
        "fr/sources/",
        "fr/sources/Belga2021/",
        "en/sources/",
        "en/sources/Belga2021/",
    ], "the words are in the titles of sources only"
    assert "The jobs did not come." in page_at(preview, "en/arguments/").body
    check_soundness(public)
    check_soundness(preview)


def test_a_draft_that_all_others_lean_on_leaves_no_trace(small: Dossier) -> None:
    small.replace(f"{WAGES}/argument.yml", "status: published", "status: draft")
    for lang in ("fr", "en"):
        name = f"{JOBS}/{lang}.md"
        small.write(
            name, small.read(name).replace("[les salaires](../wages/)", "x").replace("[the wages](../wages/)", "x")
        )
    site = small.site()
    assert [page.uri for page in site.pages if "wages" in page.body] == []
    assert "related" not in Html(page_at(site, "en/arguments/jobs/").body).ids
    check_soundness(site)


def test_a_withdrawn_argument_keeps_its_page_and_leaves_the_lists(small: Dossier) -> None:
    small.replace(f"{JOBS}/argument.yml", "status: published", "status: withdrawn")
    site = small.site()
    assert "This argument has been withdrawn." in Html(page_at(site, "en/arguments/jobs/").body).text
    for uri in ("en/arguments/", "en/themes/work/"):
        assert [href for href in Html(page_at(site, uri).body).addresses() if "jobs" in href] == []
    assert "1 argument" in Html(page_at(site, "en/themes/").body).text
    check_soundness(site)


def test_a_theme_whose_only_arguments_are_withdrawn_has_no_page(small: Dossier) -> None:
    small.write(
        "docs/themes.yml",
        small.read("docs/themes.yml") + "- {id: old, title: {fr: Vieux, en: Old}, summary: {fr: V, en: O}}\n",
    )
    small.replace(f"{JOBS}/argument.yml", "theme: work", "theme: old")
    assert "en/themes/old/" in uris(small.site())
    small.replace(f"{JOBS}/argument.yml", "status: published", "status: withdrawn")
    site = small.site()
    assert "en/themes/old/" not in uris(site)
    check_soundness(site)


def test_a_page_that_a_language_lacks_is_linked_in_another_and_says_so(small: Dossier) -> None:
    small.delete(f"{WAGES}/fr.md")
    site = small.site()
    assert "fr/arguments/wages/" not in uris(site)
    assert page_at(site, "en/arguments/wages/").alternates == {"en": "en/arguments/wages/"}
    for uri in ("fr/arguments/", "fr/themes/work/", "fr/arguments/jobs/"):
        links = [one for one in Html(page_at(site, uri).body).all("a") if "wages" in one["href"]]
        assert links
        assert {urljoin(f"/{uri}", one["href"]) for one in links} == {"/en/arguments/wages/"}
        assert {one["hreflang"] for one in links} == {"en"}
    check_soundness(site)


def test_links_to_assets_and_images(small: Dossier) -> None:
    small.write("docs/assets/maps/liege.png", "")
    small.write("docs/assets/report.pdf", "")
    links = "[la carte](../../assets/maps/liege.png) [le rapport](../../assets/report.pdf#page=2)"
    image = '![Une "carte" \\<b\\>](../../assets/maps/liege.png)'
    small.replace(f"{JOBS}/fr.md", "Ailleurs n'est pas ici.", f"{image} {links}")
    html = Html(page_at(small.site(), "fr/arguments/jobs/").body)
    (shown,) = html.all("img")
    assert (shown["src"], shown["alt"]) == ("../../../assets/maps/liege.png", 'Une "carte" <b>')
    assert [href for href in html.addresses() if "assets" in href] == [
        "../../../assets/maps/liege.png",
        "../../../assets/maps/liege.png",
        "../../../assets/report.pdf#page=2",
    ]


# --- Cited by -------------------------------------------------------------------------------------------------------


def corpus_of(root: Path) -> Corpus:
    """Load a dossier's corpus."""
    report = Report()
    config = load_config(root / "mkdocs.yml", report)
    assert config is not None
    return load_corpus(config, report, today=TODAY)


def cited_by(site: Site, lang: str, key: str) -> list[str]:
    """Return where the list of sources says that a source is cited, in the order of the list."""
    page = page_at(site, f"{lang}/sources/")
    entry = page.body.partition(f'id="ref-{key}"')[2].partition("<li class=")[0]
    links = [
        urljoin(f"/{page.uri}", href) for href in Html(entry).addresses() if not href.startswith(("https:", "http:"))
    ]
    return [link.removeprefix("/") for link in links if f"/sources/{key}/" not in link]


def test_cited_by_leads_to_the_very_parts(small: Dossier) -> None:
    small.write(
        "docs/pages/about/fr.md", "---\ntitle: À propos\n---\n\nSelon une étude[^1].\n\n[^1]: Voir [@Luo2020].\n"
    )
    site = small.site()
    assert cited_by(site, "fr", "Luo2020") == [
        "fr/arguments/jobs/",
        "fr/arguments/jobs/#counted",
        "fr/arguments/wages/",
        "fr/arguments/wages/#lower",
        "fr/arguments/wages/#rising",
        "fr/about/",
    ]
    assert cited_by(site, "en", "Belga2021") == [
        "en/arguments/jobs/",
        "en/arguments/jobs/#announced",
        "en/arguments/jobs/#elsewhere",
    ]


def test_cited_by_names_every_use_of_every_source(real: Site) -> None:
    corpus = corpus_of(ROOT)
    for lang in corpus.config.languages:
        expected: dict[str, set[str]] = {key: set() for key in corpus.bibliography.references}
        for argument in corpus.arguments.values():
            text = argument.texts.get(lang)
            for unit in text.walk() if text else ():
                for citation in text.citations(unit) if text else ():
                    for item in citation.items:
                        page = f"{lang}/arguments/{argument.id}/"
                        expected[item.key] |= {page, f"{page}#{unit.id}"}
        for key, places in expected.items():
            listed = cited_by(real, lang, key)
            assert {place for place in listed if "/arguments/" in place} == places
            assert len(listed) == len(set(listed))
