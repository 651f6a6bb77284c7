"""Compiled pages: front matter and one block of HTML that Markdown leaves alone."""

from __future__ import annotations

import re
from html import unescape

import markdown  # type: ignore[import-untyped] # it ships no types
import pytest
import yaml
from conftest import ROOT, Dossier
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dossier.exports import compiled
from dossier.pages.page import Page
from dossier.sanitize import SafeHtml, clean

TITLES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
)


def page(title: str = "T", body: str = "<h1>T</h1>", uri: str = "fr/about/", content: str = "pages/about") -> Page:
    """Return a page."""
    return Page(uri, "fr", title, title, SafeHtml(body), (), {"fr": uri}, "docs/pages/about/fr.md", content)


@pytest.mark.parametrize(
    ("uri", "content", "path"),
    [
        ("", "", "index.md"),
        ("fr/", "pages/home", "fr/index.md"),
        ("fr/about/", "pages/about", "fr/about.md"),
        ("fr/arguments/", "arguments", "fr/arguments/index.md"),
        ("fr/arguments/jobs/", "arguments/jobs", "fr/arguments/jobs.md"),
        ("fr/themes/", "themes", "fr/themes/index.md"),
        ("fr/themes/work/", "themes/work", "fr/themes/work.md"),
        ("fr/sources/", "sources", "fr/sources/index.md"),
    ],
)
def test_where_a_page_belongs(uri: str, content: str, path: str) -> None:
    assert compiled.path(page(uri=uri, content=content)) == path


def test_no_two_pages_share_a_file() -> None:
    paths = [compiled.path(one) for one in Dossier(ROOT).site().pages]
    assert len(paths) == len(set(paths))


@given(TITLES)
@example('</title><script>alert(1)</script>"><img src=x>')
@example("---\n...")
@example("{{ x }} {% y %} !!python/x &a *b # %TAG \\ \\n \u2026 \U0001f600")
def test_the_front_matter_says_what_the_page_says(title: str) -> None:
    text = compiled.render(page(title=title))
    front = text.split("\n---\n")[0].removeprefix("---\n")
    assert "\n---\n" not in front
    meta = yaml.safe_load(front)
    assert unescape(meta.get("title", "")) == title
    assert not {"<", ">", '"'} & set(meta.get("title", ""))
    assert meta["lang"] == "fr"
    assert meta["alternates"] == {"fr": "fr/about/"}
    assert meta["source"] == "docs/pages/about/fr.md"


BODIES = [
    "<h1>T</h1>\n\n<p>a</p>",
    "<h1>T</h1>\n  \n\t\n    <p>four blanks</p>\n        <ul>\n\n            <li>x</li>\n        </ul>",
    "<p>a</p>\n<pre><code>one\n\n    two\n\n\n*three* [@Key] {{ x }}\n</code></pre>\n<p>b</p>",
    "<p>*not* _Markdown_ [x](y) `z` ~~~ # $x$ 1. &amp; &lt;b&gt; [^1]</p>\n\n# x\n\n* y\n\n---",
    "<div><div>\n\n<section>\n\n<pre>\n\n</pre>\n\n<pre>x\n\ny</pre></section></div></div>",
    "<table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n\n<tbody>\n<tr><td>b</td></tr>\n</tbody>\n</table>",
]


@pytest.mark.parametrize("body", BODIES)
def test_markdown_leaves_a_body_alone(body: str) -> None:
    """CommonMark and Python-Markdown, which MkDocs and its heirs use, both pass it through as it is."""
    block = compiled.one_block(clean(body))
    assert not re.search(r"\n[ \t]*\n", block)
    assert block.startswith("<div>\n")
    assert MarkdownIt("commonmark").render(block).rstrip("\n") == block
    extensions = ["toc", "tables", "fenced_code", "attr_list", "footnotes", "smarty"]
    assert markdown.markdown(block, extensions=extensions) == block


@given(
    st.lists(
        st.sampled_from(["<p>x</p>", "<pre>", "</pre>", "\n", "\n\n", "  ", "\t", "text", "<div>", "</div>", "<br>"])
    )
)
def test_no_body_has_a_blank_line(pieces: list[str]) -> None:
    html = clean("".join(["<h1>x</h1>", *pieces]))
    block = compiled.one_block(html)
    assert not re.search(r"\n[ \t]*\n", block)
    assert re.sub(r"\s|&#10;", "", block) == re.sub(r"\s", "", f"<div>{html}</div>")


def test_a_folder_holds_the_pages_the_assets_and_a_mark(small: Dossier) -> None:
    small.write("docs/assets/maps/liege.png", b"\x89PNG")
    site = small.site()
    out = small.path("out")
    out.mkdir()
    compiled.write(site, out)
    files = small.listing("out")
    expected = {compiled.path(one) for one in site.pages} | {"assets/maps/liege.png", compiled.MARKER}
    assert files.keys() == expected
    assert files["assets/maps/liege.png"] == b"\x89PNG"
    assert files["fr/arguments/jobs.md"].decode().startswith('---\ntitle: "Les emplois"\ndescription: "Les emplois ne')
