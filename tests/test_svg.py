"""SVG files: what draws is let through, and nothing that runs, loads or hides."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossier.diagnostics import Report
from dossier.source import SourceFile
from dossier.svg import check_svg

SVG = "http://www.w3.org/2000/svg"


def problems(text: str) -> list[str]:
    """Return what is wrong with an SVG, each as `line:column problem`."""
    report = Report()
    check_svg(SourceFile("a.svg", text), report)
    return [f"{one.span.line}:{one.span.column} {one.values['problem']}" for one in report]


def drawing(inside: str) -> str:
    """Return an SVG with something in it."""
    return f'<svg xmlns="{SVG}" xmlns:x="http://www.w3.org/1999/xlink">\n{inside}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
        "<script xmlns='http://www.w3.org/1999/xhtml'/>",
        "<script xmlns=''/>",
        "<handler xmlns='http://www.w3.org/2001/xml-events'/>",
        "<iframe src='https://a.example/'/>",
        "<set attributeName='onclick' to='alert(1)'/>",
        "<path onclick=''/>",
        "<path OnClick=''/>",
        "<path on='' />",
        "<a href='javascript:alert(1)'/>",
        "<a href=' java&#10;script:alert(1)'/>",
        "<a x:href='data:text/html,x'/>",
        "<a href='mailto:a@example.org'/>",
        "<image href='//a.example/a.png'/>",
        "<image href='a.png'/>",
        "<image href='data:image/svg+xml,x'/>",
        "<use href='data:image/svg+xml,x#a'/>",
        "<feImage href='https://a.example/'/>",
        "<path fill='url(a.svg#b)'/>",
        "<path fill='uRL( &quot;https://a.example/#b&quot; )'/>",
        "<path style='fill: u\\72l(#a)'/>",
        "<path style='background: image-set(&quot;https://a.example/&quot; 1x)'/>",
        "<style>@import 'a.css';</style>",
        "<style>@<![CDATA[im]]>port 'a.css';</style>",
        "<style>@im<title/>port 'a.css';</style>",
        "<style>a { b: u<!-- -->rl(https://a.example/) }</style>",
        "<style>@font-face { src: url(https://a.example/a.woff2) }</style>",
        "<?php x?>",
        "<path xml:base='https://a.example/'/>",
        "&unknown;",
        "<path",
    ],
)
def test_what_runs_or_loads_is_found(inside: str) -> None:
    assert problems(drawing("")) == []
    assert len(problems(drawing(inside))) == 1


def test_places_are_counted_in_characters() -> None:
    assert problems(drawing("<text>é中𝒳</text><script/>\n  <path\n onclick='x'/>")) == [
        "2:17 it holds the element `<script>`",
        "3:3 it holds the event handler `onclick`",
    ]


def test_a_style_is_shown_where_it_begins() -> None:
    assert problems(drawing(" <style>\n\n a { b: url(c) }</style>")) == ["2:2 its style can load something: `url(c) }`"]


def test_long_words_are_cut() -> None:
    (found,) = problems(drawing(f"<path on{'x' * 10_000}='' />"))
    assert len(found) < 120


def test_entities_do_not_grow() -> None:
    entities = "".join(f"<!ENTITY e{number} '{f'&e{number - 1};' * 10}'>" for number in range(1, 12))
    begun = time.process_time()
    found = problems(f"<!DOCTYPE svg [<!ENTITY e0 'x'>{entities}]>{drawing('&e11;')}")
    assert [problem.partition(" ")[2] for problem in found] == ["it has a document type, which can hold entities"]
    assert time.process_time() - begun < 1


def test_a_large_file_is_judged_in_time() -> None:
    begun = time.process_time()
    assert problems(drawing("<g>" * 50_000 + "<path d='M0 0'/>" * 20_000 + "</g>" * 50_000)) == []
    assert len(problems(drawing(f"<path style='{'url( ' * 100_000}'/>"))) == 1
    assert time.process_time() - begun < 4


_PIECES = st.sampled_from(
    """
    <script> </script> <g> </g> <path /> <style> </style> <a href=" "> </a> onclick=" url( https://a.example/ ) #
    @import \\ javascript: <![CDATA[ ]]> <!-- --> <? ?> <!DOCTYPE svg> &amp; &#106;
    xmlns=" http://www.w3.org/1999/xhtml x
    """.split()
)


@given(st.lists(_PIECES, max_size=12).map("".join) | st.text(st.characters(codec="utf-8")))
@example("")
@example("\ufeff")
@example("\ud7ff\uffff")
def test_what_passes_is_a_drawing_without_scripts(inside: str) -> None:
    text = drawing(inside)
    if not problems(text):
        elements = list(ET.fromstring(text).iter())  # noqa: S314 - it has no document type
        assert all(element.tag.startswith(f"{{{SVG}}}") for element in elements)
        assert f"{{{SVG}}}script" not in {element.tag for element in elements}
        assert not any(name.lower().startswith("on") for element in elements for name in element.attrib)
        addresses = [element.attrib.get("href", "#") for element in elements]
        assert all(address.startswith(("#", "https://")) for address in addresses)
    assert len(problems(inside)) > 0 or inside.startswith("<svg")
