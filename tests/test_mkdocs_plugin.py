"""Real builds with MkDocs and Material, and what becomes of the last good site when one fails."""

from __future__ import annotations

import gzip
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import ROOT, Dossier, Html, broken_links, write_small_dossier

from dossier import locales, share_image
from dossier.build import Site
from dossier.exports import atom
from dossier.mkdocs_plugin import SiteNotBuiltError
from dossier.pages.page import Page

JOBS = "docs/arguments/jobs"
SITE_URL = "https://site.example/base/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
HOSTILE = "</title><script>alert(1)</script> \"><img src=x onerror=alert(1)> {{ 7*7 }} {% x %} &amp; &lt;b&gt; 'x'"


def pages_in(files: Mapping[str, bytes]) -> dict[str, Html]:
    """Return the pages among the files of a built site, by address, as a browser reads them."""
    return {
        name.removesuffix("index.html"): Html(content.decode())
        for name, content in files.items()
        if name.endswith("index.html")
    }


def article(html: str) -> str:
    """Return what stands in the middle of a page that Material made."""
    start, end = html.index("<article"), html.index("</article>")
    return html[html.index(">", start) + 1 : end]


def visible(html: str) -> tuple[list[str], list[tuple[str, dict[str, str]]]]:
    """Return the words of a piece of HTML, and its elements."""
    page = Html(html)
    return page.words, page.elements


class Built:
    """A small dossier that was built, with the value that the build started from."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        dossier.write("docs/assets/map.png", b"\x89PNG")
        dossier.write("docs/assets/maps/liege.svg", SVG)
        dossier.write("docs/assets/.DS_Store", "hidden")
        dossier.replace(
            "docs/pages/home/fr.md", "Voyez", "![La carte](../../assets/map.png)\n\n## Voyez {#see}\n\nVoyez"
        )
        self.result = dossier.dossier("build", SITE_URL=SITE_URL)
        assert self.result.returncode == 0, self.result.stderr
        self.files = dossier.listing("site")
        self.pages = pages_in(self.files)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITE_URL", SITE_URL)
            self.site: Site = dossier.site()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a site that the command built."""
    return Built(write_small_dossier(tmp_path_factory.mktemp("built") / "project"))


# --- What is built --------------------------------------------------------------------------------------------------


def test_the_command_says_where_the_site_is(built: Built) -> None:
    assert built.result.stdout == f"The site is in {built.dossier.root.resolve()}/site\n"
    assert built.result.stderr == ""


def test_plain_mkdocs_builds_the_same_files(built: Built) -> None:
    result = built.dossier.mkdocs("build", "--strict", "--site-dir", "plain", SITE_URL=SITE_URL)
    assert result.returncode == 0, result.stderr
    assert built.dossier.listing("plain") == built.files


def test_every_page_is_there_and_no_other(built: Built) -> None:
    assert built.pages.keys() == {page.uri for page in built.site.pages}


def test_every_article_is_the_compiled_one(built: Built) -> None:
    for page in built.site.pages:
        html = built.files[f"{page.uri}index.html"].decode()
        assert page.body in article(html)


def test_language_direction_title_and_description(built: Built) -> None:
    for page in built.site.pages:
        html = built.pages[page.uri]
        assert html.all("html")[0]["lang"] == page.lang
        assert html.all("body")[0]["dir"] == locales.load(page.lang).direction
        described = [one["content"] for one in html.all("meta", name="description")]
        assert described == [page.summary]
        assert page.summary
        assert html.all("link", rel="canonical") == [{"rel": "canonical", "href": SITE_URL + page.uri}]
        assert f"<title>{page.title} · A small dossier</title>" in built.files[f"{page.uri}index.html"].decode()


def test_no_link_on_any_page_leads_nowhere(built: Built) -> None:
    assert broken_links(built.pages, built.files) == []


SKIP = {"en": "Skip to content", "fr": "Aller au contenu"}


def test_every_page_has_one_way_past_the_navigation_in_its_language(built: Built) -> None:
    assert {bool(page.toc) for page in built.site.pages} == {True, False}
    langs = {f"{page.uri}index.html": page.lang for page in built.site.pages}
    for name, lang in {**langs, "404.html": "fr", "en/404.html": "en"}.items():
        html = Html(built.files[name].decode())
        (link,) = html.all("a", class_="md-skip")
        assert html.all("a")[0] == link, "it comes before all other links"
        assert html.ids.count(link["href"].removeprefix("#")) == 1, name
        assert SKIP[lang] in html.text, name


def test_no_page_asks_another_site_for_anything(built: Built) -> None:
    for html in built.pages.values():
        loaded = [one["src"] for _, one in html.elements if "src" in one]
        loaded += [
            one["href"] for one in html.all("link") if one["rel"] in {"stylesheet", "icon", "preload", "preconnect"}
        ]
        assert [address for address in loaded if "//" in address] == []


def test_the_switcher_names_the_translations(built: Built) -> None:
    links = {one["hreflang"]: one for one in built.pages["fr/arguments/jobs/"].all("a", class_="md-select__link")}
    assert {lang: one["href"] for lang, one in links.items()} == {"fr": "./", "en": "../../../en/arguments/jobs/"}
    assert [lang for lang, one in links.items() if "aria-current" in one] == ["fr"]


def test_each_language_has_its_own_navigation(built: Built) -> None:
    for lang, words in {"fr": {"Accueil", "Thèmes", "Travail"}, "en": {"Home", "Themes", "Work"}}.items():
        html = built.files[f"{lang}/sources/index.html"].decode()
        shown = Html(html[html.index('class="md-nav md-nav--primary"') :]).words
        assert words <= {*shown}


def test_the_navigation_marks_the_theme_of_an_argument_and_the_page_itself(built: Built) -> None:
    for page in built.site.pages:
        marked = re.findall(
            r'md-nav__item--active">\s*(?:<[^>]*>\s*)*?<a href="([^"]+)"', built.files[f"{page.uri}index.html"].decode()
        )
        if page.content.startswith("arguments/"):
            assert marked == [f"../../themes/{page.above.split('/')[-2]}/"]
        else:
            assert not [href for href in marked if "themes/" in href]


def test_the_sitemap_names_every_page_with_its_translations(built: Built) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ET.fromstring(built.files["sitemap.xml"])  # noqa: S314 - made by the build just before
    found = {}
    for url in root.findall("s:url", names):
        location = url.findtext("s:loc", "", names)
        found[location] = {one.get("hreflang"): one.get("href") for one in url.findall("x:link", names)}
    expected = {}
    for page in built.site.pages:
        others: dict[str | None, str | None] = {lang: SITE_URL + uri for lang, uri in page.alternates.items()}
        if page.uri in {"", "fr/", "en/"}:
            others["x-default"] = SITE_URL
        if page.content != "dashboard":
            expected[SITE_URL + page.uri] = others
    assert found == expected
    assert gzip.decompress(built.files["sitemap.xml.gz"]) == built.files["sitemap.xml"]


def test_without_an_address_the_site_is_the_same_but_for_it(built: Built, tmp_path: Path) -> None:
    files = Dossier(shutil.copytree(built.dossier.root, tmp_path / "copy")).build()
    feeds = {"fr/changes.xml", "en/changes.xml"}
    assert files.keys() == built.files.keys() - feeds - {name for name in built.files if name.endswith("/share.png")}
    shared = Html(files["fr/arguments/jobs/index.html"].decode())
    assert not shared.all("meta", property="og:image") + shared.all("meta", property="og:url")
    assert shared.all("meta", name="twitter:card", content="summary")
    assert b"atom+xml" not in b"".join(files.values())
    assert b"<loc>" not in files["sitemap.xml"]
    assert b"site.example" not in b"".join(files.values())
    for name in ("fr/index.html", "en/arguments/jobs/index.html"):
        theirs, ours = (Html(article(one[name].decode())) for one in (files, built.files))
        assert theirs.addresses() == [one for one in ours.addresses() if not one.startswith(SITE_URL)]


def said(html: Html) -> dict[str, list[str]]:
    """Return what a page says of itself by the Open Graph protocol, whose values may come several times."""
    found: dict[str, list[str]] = {}
    for one in html.all("meta"):
        if "property" in one:
            found.setdefault(one["property"], []).append(one["content"])
    return found


def test_every_page_says_what_it_is_to_those_who_show_it_elsewhere(built: Built) -> None:
    for page in built.site.pages:
        html = built.pages[page.uri]
        uri = page.uri if page.uri in built.site.cards else f"{page.lang}/"
        card = built.site.cards[uri]
        assert said(html) == {
            "og:site_name": ["A small dossier"],
            "og:type": ["article" if page.content.startswith("arguments/") else "website"],
            "og:title": [page.title],
            "og:description": [page.summary],
            "og:locale": [{"fr": "fr_FR", "en": "en_GB"}[page.lang]],
            "og:locale:alternate": [{"fr": "en_GB", "en": "fr_FR"}[page.lang]],
            "og:url": [SITE_URL + page.uri],
            "og:image": [f"{SITE_URL}{uri}share.png"],
            "og:image:type": ["image/png"],
            "og:image:width": ["1200"],
            "og:image:height": ["630"],
            "og:image:alt": [card.description],
        }
        assert html.all("meta", name="twitter:card", content="summary_large_image")
        assert built.files[f"{uri}share.png"] == share_image.render(card)


def test_images_are_kept_for_the_next_build(built: Built) -> None:
    kept = built.dossier.listing(".cache/dossier/share")
    assert {*kept.values()} == {text for name, text in built.files.items() if name.endswith("/share.png")}


def test_every_page_names_the_feed_of_its_language_and_nothing_that_material_would_ask_for(built: Built) -> None:
    assert all(built.files[uri].decode() == text for uri, text in atom.feeds(built.site).items())
    for uri, html in built.pages.items():
        (link,) = html.all("link", type="application/atom+xml")
        lang = uri.partition("/")[0] or "fr"
        assert urljoin(SITE_URL + uri, link["href"]) == f"{SITE_URL}{lang}/changes.xml"
        assert link["rel"].split() == ["alternate"]
        assert link["title"] == f"A small dossier – {locales.load(lang).text('ui.changes')}"
        assert not html.all("link", rel="alternate"), "Material's script looks for a sitemap beside each"


def test_the_foot_of_a_page_leads_to_how_the_dossier_is_looked_after(built: Built, tmp_path: Path) -> None:
    assert built.pages["fr/arguments/"].all("a", href="../changes/")
    assert not built.pages["fr/arguments/"].all("a", href="../corrections/")
    copy = Dossier(shutil.copytree(built.dossier.root, tmp_path / "copy"))
    copy.write("docs/pages/corrections/fr.md", "---\ntitle: A & B\n---\n\nTexte.\n")
    pages = pages_in(copy.build())
    assert pages["fr/arguments/"].all("a", href="../corrections/")
    assert "A & B Modifications État des traductions" in pages["fr/arguments/"].text
    assert not pages["en/arguments/"].all("a", href="../corrections/")


def test_assets_are_copied_and_nothing_else_of_the_content(built: Built) -> None:
    assert built.files["assets/map.png"] == b"\x89PNG"
    assert built.files["assets/maps/liege.svg"] == SVG.encode()
    content = built.dossier.listing("docs")
    published = {name for name, text in built.files.items() if text in content.values()}
    assert published == {"assets/map.png", "assets/maps/liege.svg"}
    assert [name for name in built.files if name.endswith((".md", ".yml", ".bib")) or "/." in name] == []


# --- Hostile titles -------------------------------------------------------------------------------------------------


def with_titles(root: Path, title: str, heading: str) -> Dossier:
    """Write a dossier with one text in the place of every title, claim and summary."""
    dossier = write_small_dossier(root)
    quoted = "'" + title.replace("'", "''") + "'"
    for lang, old in (("fr", "### On les a comptés"), ("en", "### They were counted")):
        lines = dossier.read(f"{JOBS}/{lang}.md").split("\n")
        lines[1:3] = [f"title: {quoted}", f"claim: {quoted}"]
        lines[lines.index(old)] = f"### {heading}"
        dossier.write(f"{JOBS}/{lang}.md", "\n".join(lines))
    dossier.replace("docs/pages/home/en.md", "title: A small dossier", f"title: {quoted}")
    dossier.replace("docs/pages/home/en.md", "description: Something to try things on.", f"description: {quoted}")
    options = "languages: [fr, en]\n      navigation: [home, themes, about]"
    dossier.replace("mkdocs.yml", "languages: [fr, en]", options)
    dossier.write("docs/pages/about/en.md", f"---\ntitle: {quoted}\n---\n\n## {heading} {{#us}}\n")
    both = f"{{fr: {quoted}, en: {quoted}}}"
    dossier.write("docs/themes.yml", f"- id: work\n  title: {both}\n  summary: {both}\n")
    return dossier


def test_hostile_titles_are_text_in_every_corner_of_a_page(tmp_path: Path) -> None:
    """A page with them has the same elements as one without; what they say is in the title, the head and the lists."""
    in_markdown = "".join(f"\\{one}" if one in "<>{}\"'&" else one for one in HOSTILE)
    hostile, harmless = with_titles(tmp_path / "a", HOSTILE, in_markdown), with_titles(tmp_path / "b", "x", "x")
    files = hostile.build(SITE_URL=SITE_URL)
    pages, others = pages_in(files), pages_in(harmless.build(SITE_URL=SITE_URL))
    assert {uri: tags(html) for uri, html in pages.items()} == {uri: tags(html) for uri, html in others.items()}
    ET.fromstring(files["sitemap.xml"])  # noqa: S314 - made by the build just before
    assert broken_links(pages, files) == []

    html, source = pages["en/arguments/jobs/"], files["en/arguments/jobs/index.html"].decode()
    shown = next(page.title for page in hostile.site().pages if page.uri == "en/arguments/jobs/")
    assert "<script>alert(1)</script>" in shown
    assert html.all("meta", name="description") == [{"name": "description", "content": shown}]
    assert Html(source[source.index("<title>") :]).words[: len(shown.split())] == shown.split()
    assert html.text.count("{{ 7*7 }}") > 4
    assert [name for _, one in html.elements for name in one if name == "onerror"] == []


def tags(html: Html) -> list[str]:
    """Return the names of a page's elements, in order, but for the lines of a title in a map: a long one has more."""
    return [tag for tag, _ in html.elements if tag != "tspan"]


# --- Builds that fail -----------------------------------------------------------------------------------------------


def fault(dossier: Dossier) -> None:
    """Put an error into the content."""
    dossier.replace(f"{JOBS}/fr.md", "@Luo2020", "@Lou2020")


def good_site(dossier: Dossier) -> dict[str, bytes]:
    """Put something in the place of the site that an earlier build made, and return its files."""
    dossier.write("site/404.html", "a page of the last good site")
    dossier.write("site/fr/old/index.html", "a page that the next one does not have")
    return dossier.listing("site")


@pytest.mark.parametrize("tool", ["dossier", "mkdocs"])
def test_a_failed_build_leaves_the_last_good_site_as_it_is(small: Dossier, tool: str) -> None:
    before = good_site(small)
    fault(small)
    result = getattr(small, tool)("build")
    assert result.returncode == 1
    assert "no entry `Lou2020` in references.bib" in result.stderr
    assert "did you mean `Luo2020`?" in result.stderr
    assert "Traceback" not in result.stderr
    assert small.listing("site") == before
    assert sorted(path.name for path in small.root.iterdir()) == ["docs", "mkdocs.yml", "references.bib", "site"]


def test_the_first_build_that_fails_leaves_nothing(small: Dossier) -> None:
    fault(small)
    assert small.dossier("build").returncode == 1
    assert sorted(path.name for path in small.root.iterdir()) == ["docs", "mkdocs.yml", "references.bib"]


HOOKS = {
    "on_env": "def on_env(env, config, files):\n    {}\n    return env\n",
    "on_post_page": "def on_post_page(output, page, config):\n    if page.url == 'en/': {}\n    return output\n",
    "on_post_build": "def on_post_build(config):\n    {}\n",
}
KILL = "__import__('os').kill(__import__('os').getpid(), 9)"


def hook(dossier: Dossier, code: str) -> None:
    """Let MkDocs run some code of ours in the middle of the build."""
    dossier.write("hook.py", code)
    dossier.replace("mkdocs.yml", "plugins:", "hooks: [hook.py]\nplugins:")


@pytest.mark.parametrize("event", HOOKS)
def test_an_error_of_another_plugin_leaves_the_last_good_site(small: Dossier, event: str) -> None:
    before = good_site(small)
    hook(small, "from mkdocs.exceptions import PluginError\n" + HOOKS[event].format("raise PluginError('broken')"))
    result = small.dossier("build")
    assert result.returncode == 1
    assert "broken" in result.stderr
    assert "Traceback" not in result.stderr
    assert small.listing("site") == before
    assert not small.path("site.new").exists()


@pytest.mark.parametrize("event", HOOKS)
def test_a_killed_build_leaves_the_last_good_site(small: Dossier, event: str) -> None:
    before = good_site(small)
    hook(small, HOOKS[event].format(KILL))
    assert small.dossier("build").returncode == -9
    assert small.listing("site") == before
    small.write("hook.py", "")
    assert "fr/index.html" in small.build()
    assert not small.path("site/fr/old").exists()
    assert not {"site.new", "site.old"} & {path.name for path in small.root.iterdir()}


RENAME = """
import os, pathlib
rename = pathlib.Path.rename
def killing(path, target):
    if path.name == "site.new":
        os.kill(os.getpid(), 9)
    return rename(path, target)
pathlib.Path.rename = killing
"""


@pytest.mark.parametrize("is_good", [True, False], ids=["a good build", "a failing build"])
def test_a_build_killed_between_its_last_two_steps_is_undone_by_the_next(small: Dossier, *, is_good: bool) -> None:
    before = good_site(small)
    hook(small, RENAME)
    assert small.dossier("build").returncode == -9
    assert not small.path("site").exists(), "the build was not killed where the test means"
    small.write("hook.py", "")
    if is_good:
        assert "fr/index.html" in small.build()
    else:
        fault(small)
        with pytest.raises(SiteNotBuiltError):
            small.build()
        assert small.listing("site") == before


def test_strict_takes_warnings_for_errors(small: Dossier) -> None:
    before = good_site(small)
    small.write("references.bib", small.read("references.bib").replace("\n", "\r\n"))
    small.replace(f"{JOBS}/en.md", "The jobs did not come.", "The jobs came.")
    for tool in (small.dossier, small.mkdocs):
        result = tool("build", "--strict")
        assert result.returncode == 1
        assert "warning[carriage-return]" in result.stderr
        assert "Traceback" not in result.stderr
        assert small.listing("site") == before
        assert not small.path("site.new").exists()
    assert b"The jobs came." in small.build()["en/arguments/jobs/index.html"]


def test_a_folder_that_holds_other_files_is_not_replaced(small: Dossier) -> None:
    small.write("precious/letter.txt", "only here")
    for tool, code in ((small.dossier, 2), (small.mkdocs, 1)):
        result = tool("build", "--site-dir", "precious")
        assert result.returncode == code
        assert "holds other files than a site; name a new folder" in result.stderr
        assert "Traceback" not in result.stderr
        assert small.listing("precious") == {"letter.txt": b"only here"}


def test_an_empty_folder_and_a_link_to_one_are_filled(small: Dossier, tmp_path: Path) -> None:
    target = tmp_path / "www" / "html"
    target.mkdir(parents=True)
    small.path("site").symlink_to(target)
    for _ in range(2):
        small.build()
        assert small.path("site").is_symlink()
        assert (target / "fr" / "index.html").is_file()
    assert [path.name for path in target.parent.iterdir()] == ["html"]


def test_drafts_are_not_built(small: Dossier) -> None:
    small.replace("docs/arguments/wages/argument.yml", "status: published", "status: draft")
    for lang, words in (
        ("fr", "comme [les salaires](../wages/) le laissent voir"),
        ("en", "as [the wages](../wages/) suggest"),
    ):
        small.replace(f"{JOBS}/{lang}.md", words, "x")
    assert [name for name, text in small.build().items() if "wages" in name or b"wages" in text.lower()] == []


# --- Compiled pages, without our plugin -----------------------------------------------------------------------------


def compiled_and_built(dossier: Dossier, work: Path, site_url: str) -> dict[str, bytes]:
    """Compile a dossier, build what came out of it with plain MkDocs and Material, and return the files."""
    result = dossier.dossier("compile", "--out", str(work / "docs"), SITE_URL=site_url)
    assert result.returncode == 0, result.stderr
    plain = Dossier(work)
    plain.write("mkdocs.yml", "site_name: Plain\ntheme: {name: material, font: false}\nplugins: []\n")
    built = plain.mkdocs("build", "--strict")
    assert built.returncode == 0, built.stderr
    return plain.listing("site")


def differing(pages: tuple[Page, ...], files: Mapping[str, bytes]) -> list[str]:
    """Return the addresses of the pages whose words or elements are not those that we compiled."""
    result = []
    for page in pages:
        words, elements = visible(article(files[f"{page.uri}index.html"].decode()))
        own_words, own_elements = visible(f"<div>{page.body}</div>")
        if (words, elements) != (own_words, own_elements):
            result.append(page.uri)
    return result


def test_compiled_pages_need_no_plugin(built: Built, tmp_path: Path) -> None:
    files = compiled_and_built(built.dossier, tmp_path, SITE_URL)
    assert differing(built.site.pages, files) == []
    assert set(pages_in(files)) == {page.uri for page in built.site.pages}
    assert (
        broken_links({uri: Html(article(files[f"{uri}index.html"].decode())) for uri in pages_in(files)}, files) == []
    )
    for page in built.site.pages:
        assert f"<title>{page.title} - Plain</title>" in files[f"{page.uri}index.html"].decode()


def test_the_project_s_own_pages_need_no_plugin(tmp_path: Path) -> None:
    real = Dossier(tmp_path / "real")
    shutil.copytree(ROOT / "docs", real.path("docs"))
    shutil.copy(ROOT / "references.bib", real.root)
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    # The pages of sources are hundreds of one kind, which the small dossier has too.
    real.write("mkdocs.yml", configuration.replace("  - dossier:\n", "  - dossier:\n      source_pages: false\n"))
    assert len(real.site().pages) > 200
    assert differing(real.site().pages, compiled_and_built(real, tmp_path, "")) == []


# --- The project's own site -----------------------------------------------------------------------------------------


def test_no_link_of_the_project_s_own_site_leads_nowhere(tmp_path: Path) -> None:
    result = Dossier(ROOT).dossier("build", "--strict", "--site-dir", str(tmp_path / "site"), SITE_URL=SITE_URL)
    assert result.returncode == 0, result.stderr
    files = Dossier(tmp_path).listing("site")
    pages = pages_in(files)
    assert len(pages) > 50
    assert broken_links(pages, files) == []
    for uri, html in pages.items():
        ids = [one for one in html.ids if not one.startswith("__")]
        assert len(ids) == len(set(ids)), uri
