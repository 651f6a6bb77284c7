"""The check of a built site: what leads nowhere is found, in every language, and nothing else is."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT, Dossier

from dossier import rules
from dossier.build import Site
from dossier.diagnostics import Report, render_text
from dossier.links.internal import check_site
from dossier.mkdocs_plugin import build_site

SITE_URL = "https://dossier.example/sub/"


def report_of(folder: Path, files: Mapping[str, str], site_url: str = SITE_URL) -> Report:
    for name, text in files.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    report = Report()
    check_site(folder / "site", report, root=folder, site_url=site_url)
    return report


def faults(folder: Path, files: Mapping[str, str], site_url: str = SITE_URL) -> list[str]:
    return [f"{one.span} [{one.rule.code}] {one.message}" for one in report_of(folder, files, site_url)]


SITE = {
    "index.html": '<h1 id="top-of-it">Home</h1>',
    "fr/index.html": "<a name=b></a>",
    "fr/x/index.html": "<h1 id=é></h1><h2 id='A%20b'></h2>",
    "fr/plain.html": "<p>",
    "zh-Hans/页/index.html": "<p id=節>",
    "old/index.html": "<meta http-equiv=refresh content='0; url=../fr/'>",
    "images/Map.png": "",
    "images/a b.png": "",
    "data.pdf": "",
}
"""A site without a fault, for links to lead to."""


@pytest.mark.parametrize(
    "href",
    """
    . ./ ../ ../x/ ../x ../x/index.html ../plain.html ../plain ?q=1 # #top #TOP #:~:text=word ../#b ../x/#é ../x/#%C3%A9
    ../x/#A%20b ../x#A%2520b ../x/?q#é ../../zh-Hans/页/ ../../zh-Hans/%E9%A1%B5/#%E7%AF%80 ../../index.html#top-of-it
    ../../images/Map.png ../../images/a%20b.png ../../images/Map.png#x ../../data.pdf#page=3 /sub/ /sub /sub/fr/
    /sub/fr/#b https://dossier.example/sub/fr/ HTTPS://Dossier.Example/sub/fr/x/#é //dossier.example/sub/fr/
    https://dossier.example/else/ https://other.example/none/ mailto:a@b.example javascript:void(0) tel:1 data:,x
    ../../old/ ../../old/#b
    ..\\x\\ ../%2e%2e/fr/ ..//x/ ../../../sub/fr/ ../#b:~:text=word
    """.split(),
)
def test_a_link_that_leads_somewhere(tmp_path: Path, href: str) -> None:
    assert faults(tmp_path, {**SITE, "fr/page/index.html": f'<a href="{href}">'}) == []


def test_spaces_around_an_address_and_lines_in_it_count_for_nothing(tmp_path: Path) -> None:
    assert (
        faults(tmp_path, {**SITE, "fr/page/index.html": '<a href=" ../x\n/ "> <img src="../../images/a b.png">'}) == []
    )


@pytest.mark.parametrize(
    ("href", "code", "words"),
    [
        ("../y/", "broken-page-link", "leads to `fr/y/`: there is nothing of this name (1 link)"),
        ("../x/y.html", "broken-page-link", "leads to `fr/x/y.html`: there is nothing of this name (1 link)"),
        ("../plain/", "broken-page-link", "leads to `fr/plain/`: there is nothing of this name (1 link)"),
        ("../plain.html/", "broken-page-link", "leads to `fr/plain.html/`: that is a file, no folder (1 link)"),
        ("../../images/", "broken-page-link", "leads to `images/`: the folder has no index.html (1 link)"),
        ("../../images", "broken-page-link", "leads to `images`: the folder has no index.html (1 link)"),
        ("/sub/none", "broken-page-link", "leads to `none`: there is nothing of this name (1 link)"),
        (SITE_URL + "de/", "broken-page-link", "leads to `de/`: there is nothing of this name (1 link)"),
        ("//dossier.example/sub/de/", "broken-page-link", "leads to `de/`: there is nothing of this name (1 link)"),
        ("../../images/map.png", "wrong-case", "means `images/Map.png`, but with other letters (1 link)"),
        ("../X/", "wrong-case", "means `fr/x/index.html`, but with other letters (1 link)"),
        ("../X", "wrong-case", "means `fr/x/index.html`, but with other letters (1 link)"),
        ("../PLAIN", "wrong-case", "means `fr/plain.html`, but with other letters (1 link)"),
        ("../#B", "broken-anchor", "leads to a place `#B` that `fr/index.html` does not have (1 link)"),
        ("#b", "broken-anchor", "leads to a place `#b` that `fr/page/index.html` does not have (1 link)"),
        ("../x/#e", "broken-anchor", "leads to a place `#e` that `fr/x/index.html` does not have (1 link)"),
        ("../plain#c", "broken-anchor", "leads to a place `#c` that `fr/plain.html` does not have (1 link)"),
        ("../../old/#x", "broken-anchor", "leads to a place `#x` that `fr/index.html` does not have (1 link)"),
        ("../../../", "outside-site", "leads out of the site (1 link)"),
        ("../../../../../sub/fr/", "outside-site", "leads out of the site (1 link)"),
        ("../../../other/", "outside-site", "leads out of the site (1 link)"),
        ("/fr/", "outside-site", "leads out of the site (1 link)"),
        ("..\\%2E%2e\\..\\", "outside-site", "leads out of the site (1 link)"),
    ],
)
def test_a_link_that_leads_nowhere(tmp_path: Path, href: str, code: str, words: str) -> None:
    found = faults(tmp_path, {**SITE, "fr/page/index.html": f'<p>\n <a href="{href}">'})
    assert found == [f"site/fr/page/index.html:2:11 [{code}] `{href}` {words}"]


def test_without_an_address_the_site_lies_at_the_root(tmp_path: Path) -> None:
    pages = {
        **SITE,
        "fr/page/index.html": '<a href="/fr/"> <a href="https://dossier.example/sub/none/"> <a href="/sub/">',
    }
    assert [one.split("] ")[1] for one in faults(tmp_path, pages, "")] == [
        "`/sub/` leads to `sub/`: there is nothing of this name (1 link)"
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="none.png">',
        '<img srcset="../x/ 1x, none.png 2x">',
        '<video poster="none.png"></video>',
        '<object data="none.png"></object>',
        '<link rel="icon" href="none.png">',
        '<meta property="og:image" content="none.png">',
        '<meta http-equiv="refresh" content="0; url=none.png">',
        '<p style="background: url(none.png)">',
        "<style>p { background: url('none.png') }</style>",
        f'<script type="application/ld+json">{{"image": "{SITE_URL}fr/page/none.png"}}</script>',
        '<svg><use href="none.png#a"/></svg>',
        '<svg><use xlink:href="none.png#a"/></svg>',
        '<blockquote cite="none.png"></blockquote>',
    ],
)
def test_everything_that_a_page_loads_is_looked_up(tmp_path: Path, html: str) -> None:
    found = list(report_of(tmp_path, {**SITE, "fr/page/index.html": html}))
    assert [(one.rule, one.values["target"]) for one in found] == [(rules.BROKEN_PAGE_LINK, "fr/page/none.png")]
    start = (found[0].span.column or 0) - 1
    assert html[start : start + (found[0].span.length or 0)] == found[0].values["href"]


def test_what_is_no_markup_is_not_looked_up(tmp_path: Path) -> None:
    html = "<!-- <a href=none> --><script>'<a href=none>'</script><textarea><a href=none></textarea>"
    html += "<p title='<a href=none>'>"
    assert faults(tmp_path, {"index.html": html + '<a href="https:none">&lt;a href=none></a>'}) == []


def test_style_sheets_and_feeds_are_looked_up(tmp_path: Path) -> None:
    files = {
        "index.html": "<p>",
        "assets/a.css": "a { background: url(b.png), url(#default), url(c.svg#d) }",
        "assets/b.PNG": "",
        "assets/c.svg": "",
        "sitemap.xml": f"<urlset><url>\n<loc>{SITE_URL}none/</loc></url><url><loc>{SITE_URL}</loc></url></urlset>",
        "feed.xml": '<feed><link href="assets/none.css"/><link href="https://other.example/"/></feed>',
    }
    nothing = "there is nothing of this name (1 link)"
    assert faults(tmp_path, files) == [
        "site/assets/a.css:1:21 [wrong-case] `b.png` means `assets/b.PNG`, but with other letters (1 link)",
        f"site/feed.xml:1:19 [broken-page-link] `assets/none.css` leads to `assets/none.css`: {nothing}",
        f"site/sitemap.xml:2:6 [broken-page-link] `{SITE_URL}none/` leads to `none/`: {nothing}",
    ]


def test_a_base_moves_all_relative_links(tmp_path: Path) -> None:
    links = '<a href="x/"></a> <a href="#b"></a> <a href="#c"></a> <a href="/sub/fr/"></a>'
    page = f"<a href=y/></a><base href=../../fr/><base href=z>{links}"
    no_place = "leads to a place `#c` that `fr/index.html` does not have"
    assert faults(tmp_path, {**SITE, "a/b/index.html": page}) == [
        "site/a/b/index.html:1:9 [broken-page-link] `y/` leads to `fr/y/`: there is nothing of this name (1 link)",
        f"site/a/b/index.html:1:95 [broken-anchor] `#c` {no_place} (1 link)",
    ]


def test_a_base_may_be_the_address_of_the_site_or_another_sites(tmp_path: Path) -> None:
    files = {**SITE, "a/index.html": f"<base href='{SITE_URL}fr/?q#x'><a href=x/></a> <a href=#b></a>"}
    assert faults(tmp_path, files) == []
    files = {**SITE, "a/index.html": "<base href='https://other.example/'><a href=x/></a> <a href=#b></a> <a href=/x>"}
    assert faults(tmp_path, files) == []


def leading_on(target: str) -> str:
    return f"<meta http-equiv=refresh content='0; url={target}'>"


def test_pages_that_lead_on_in_a_circle(tmp_path: Path) -> None:
    files = {
        "index.html": '<a href="a/#x"></a> <a href="alive/#x"></a> <a href="away/#x"></a>',
        "a/index.html": leading_on("../b/"),
        "b/index.html": leading_on("../a/"),
        "into/index.html": leading_on("../a/"),
        "alive/index.html": leading_on("./") + "<p id=x>",
        "to-alive/index.html": leading_on("../alive/"),
        "away/index.html": leading_on("https://other.example/"),
    }
    circle = "the pages lead on in a circle"
    assert faults(tmp_path, files) == [
        f"site/a/index.html:1:42 [broken-page-link] `../b/` leads to `b/index.html`: {circle} (1 link)",
        f"site/b/index.html:1:42 [broken-page-link] `../a/` leads to `a/index.html`: {circle} (2 links)",
    ]


def test_a_fault_of_every_page_is_reported_once(tmp_path: Path) -> None:
    pages = {f"{lang}/{name}/index.html": "<a href='../../gone/'>" for lang in ("ar", "de", "fr") for name in "abc"}
    found = list(report_of(tmp_path, pages))
    assert [one.message for one in found] == ["`../../gone/` leads to `gone/`: there is nothing of this name (9 links)"]
    assert [str(span) for span, _ in found[0].related] == [f"site/ar/{name}/index.html:1:10" for name in "bc"] + [
        "site/de/a/index.html:1:10"
    ]


def test_a_near_name_is_proposed(tmp_path: Path) -> None:
    html = '<a href="../liege-job/"></a> <a href="../liege-jobs/#announced-job"></a>'
    report = report_of(tmp_path, {"fr/liege-jobs/index.html": "<p id=announced-jobs>", "fr/a/index.html": html})
    assert [one.hint for one in report] == ["did you mean `fr/liege-jobs`?", "did you mean `announced-jobs`?"]


def test_a_page_names_its_source(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<a href=none>")
    report = Report()
    check_site(tmp_path / "site", report, root=tmp_path, sources={"index.html": "docs/pages/home/fr.md"})
    assert "see docs/pages/home/fr.md:1: the page is made from this file" in render_text(report)


def test_programs_of_others_are_not_read_and_may_be_linked_to(tmp_path: Path) -> None:
    files = {"index.html": "<script src=pagefind/pagefind.js></script>", "pagefind/pagefind.js": ""}
    assert faults(tmp_path, {**files, "pagefind/a.html": "<a href=none>"}) == []


def test_a_file_that_cannot_be_read_and_a_linked_folder_are_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "gone.html").symlink_to("nowhere")
    (tmp_path / "site" / "round").symlink_to(".")
    found = faults(tmp_path, {"index.html": "<a href=round/x>", "\udcff.html": "<a href=none>"})
    assert [one.split()[1] for one in found] == ["[unreadable-file]", "[broken-page-link]", "[broken-page-link]"]


def test_a_site_that_is_not_in_the_project(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<a href=none>")
    report = Report()
    check_site(tmp_path, report, root=tmp_path / "project")
    assert [str(one.span) for one in report] == [f"{tmp_path}/index.html:1:9"]


# --- Real sites -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site_url", ["", SITE_URL])
def test_a_small_dossier_is_without_a_fault(small: Dossier, site_url: str) -> None:
    files = small.build(SITE_URL=site_url)
    report = Report()
    check_site(small.path("site"), report, root=small.root, site_url=site_url)
    assert render_text(report) == "no faults found"
    for name in files:  # nothing is left unread: without any one page there is a fault
        if name.endswith("/jobs/index.html"):
            small.delete(f"site/{name}")
            check_site(small.path("site"), report, root=small.root, site_url=site_url)
            assert report.fails()


def test_the_dossier_is_without_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", SITE_URL)
    folder = build_site(ROOT / "mkdocs.yml", strict=True, site_dir=tmp_path / "site", progress=lambda _done, _all: None)
    site: Site = Dossier(ROOT).site()
    sources = {f"{page.uri}index.html": page.source for page in site.pages if page.source}
    assert {name for name in sources if not (folder / name).is_file()} == set()
    report = Report()
    check_site(folder, report, root=ROOT, site_url=SITE_URL, sources=sources)
    assert render_text(report) == "no faults found"


def test_a_thousand_pages_take_no_two_seconds(tmp_path: Path) -> None:
    """The limit here is generous, for the machine may be busy; the figure is printed."""
    languages, arguments = ("fr", "en", "nl", "de"), 250
    words = "<p class='x'>Nine hundred jobs were announced, and 276 were counted.</p>\n" * 480
    meta = json.dumps({"@context": "https://schema.org", "url": SITE_URL})
    (tmp_path / "site" / "a.css").parent.mkdir()
    (tmp_path / "site" / "a.css").write_text("a { color: red }")
    for lang in languages:
        for number in range(arguments):
            links = "".join(
                f'<li class="item"><a class="link" href="../{(number + step) % arguments}/#part-{step}">x</a></li>\n'
                for step in range(150)
            )
            ids = "".join(f'<h2 id="part-{step}">Part</h2>\n' for step in range(150))
            page = tmp_path / "site" / lang / str(number) / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(
                f'<!DOCTYPE html><link rel="stylesheet" href="../../a.css">'
                f'<script type="application/ld+json">{meta.replace("/sub/", f"/sub/{lang}/{number}/")}</script>'
                f"<ul>{links}</ul>{ids}{words}<a href='../../{lang}/0/'>x</a><a href='../none/'>x</a>"
            )
    assert 45_000 < page.stat().st_size < 60_000
    report = Report()
    start = time.process_time()
    check_site(tmp_path / "site", report, root=tmp_path, site_url=SITE_URL)
    spent = time.process_time() - start
    print(f"1,000 pages with 150 links each: {spent:.2f} s")  # noqa: T201 - the figure is what one wants to see
    assert [one.message.split(" (")[1] for one in report] == ["250 links)"] * 4
    assert spent < 4
