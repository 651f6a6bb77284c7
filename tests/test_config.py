"""The configuration: what it says, and what is wrong with it at the very place."""

from __future__ import annotations

from typing import get_args

import pytest
from conftest import Dossier

from dossier.config import LinkPolicy, Standing, load_config
from dossier.diagnostics import Report, Severity
from dossier.links.model import Verdict
from dossier.links.record import FAILING


def faults(dossier: Dossier) -> list[str]:
    """Return what is wrong with the configuration alone."""
    report = Report()
    assert load_config(dossier.path("mkdocs.yml"), report) is None
    return [f"{one.span} [{one.rule.code}] {one.message}" for one in report]


def with_options(dossier: Dossier, options: str, site: str = "") -> None:
    """Give the dossier a configuration."""
    lines = "".join(f"      {line}\n" for line in options.split("\n"))
    dossier.write("mkdocs.yml", f"site_name: A small dossier\n{site}plugins:\n  - search\n  - dossier:\n{lines}")


def test_everything_has_a_value(small: Dossier) -> None:
    config = small.config()
    assert config.root == small.root.resolve()
    assert config.docs == config.root / "docs"
    assert config.bibliography == config.root / "references.bib"
    assert config.languages == ("fr", "en")
    assert config.default_language == "fr"
    assert config.navigation == ("home", "themes", "map", "arguments", "sources")
    assert (config.site_name, config.site_url, config.edit_base) == ("A small dossier", "", "")
    assert config.links == LinkPolicy()
    assert str(config.span) == "mkdocs.yml:7:5"


def test_everything_can_be_said(small: Dossier) -> None:
    with_options(
        small,
        "languages: [en]\nbibliography: sources/all.bib\nnavigation: [home]\n"
        "repository: https://forge.example/a/b\nedit_path: -/edit/x",
        "docs_dir: content\nsite_url: https://site.example/base\n",
    )
    config = small.config()
    assert config.docs == config.root / "content"
    assert config.bibliography == config.root / "sources" / "all.bib"
    assert (config.languages, config.navigation) == (("en",), ("home",))
    assert config.site_url == "https://site.example/base/"
    assert config.edit_base == "https://forge.example/a/b/-/edit/x/"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""),
        ("https://site.example", "https://site.example/"),
        ("https://site.example/a/", "https://site.example/a/"),
    ],
)
def test_the_environment_gives_the_address(
    small: Dossier, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", value)
    assert small.config().site_url == expected


def test_a_plugin_can_be_named_in_a_mapping_and_beside_hooks_and_tags(small: Dossier) -> None:
    small.write(
        "mkdocs.yml",
        "site_name: A\nmarkdown_extensions:\n  - x: !!python/name:material.x ''\n"
        "plugins:\n  search: {}\n  dossier: {languages: [en]}\n",
    )
    assert small.config().languages == ("en",)


def test_a_project_without_a_name_is_called_as_its_folder(small: Dossier) -> None:
    small.write("mkdocs.yml", "plugins: [dossier: {languages: [fr, en]}]\n")
    assert small.config().site_name == "project"


@pytest.mark.parametrize(
    "text",
    [
        "site_name: x\n",
        "plugins:\n",
        "plugins: []\n",
        "plugins: dossier\n",
        "plugins: 5\n",
        "plugins: [dossier]\n",
        "plugins: [[dossier], {}, null]\n",
        "plugins: {search: {}}\n",
        "- plugins\n",
        "just a text\n",
        "# nothing\n",
    ],
)
def test_a_configuration_without_our_plugin(small: Dossier, text: str) -> None:
    small.write("mkdocs.yml", text)
    (fault,) = faults(small)
    assert fault.endswith("[missing-field] the field `plugins: [dossier: {languages: …}]` is missing")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("bibliography: x.bib", "mkdocs.yml:4:5 [missing-field] the field `languages` is missing"),
        ("languages: fr", "5:18 [wrong-type] `languages` does not fit: a list was expected here, as in `[one, two]`"),
        ("languages: []", "5:18 [wrong-type] `languages` does not fit: it is empty"),
        ("languages: [fr, [en]]", "5:23 [wrong-type] `languages.1` does not fit: a text was expected here"),
        ("languages: [fr, tlh]", "5:23 [unknown-locale] there is no locale for `tlh`"),
        ("languages: [../fr]", "5:19 [unknown-locale] there is no locale for `../fr`"),
        ("languages: [fr, fr]", "5:18 [wrong-type] `languages` does not fit: `fr` stands in it twice"),
        ("languages: [fr]\nlangages: [en]", "6:7 [unknown-field] there is no field `langages` here"),
        ("languages: [fr]\nlanguages: [en]", "6:7 [duplicate-key] `languages` is given twice"),
        ("languages: &a [fr]", "5:18 [yaml-alias] YAML anchors and aliases are not read"),
        ("languages: [fr", "6:1 [yaml-syntax]"),
    ],
)
def test_wrong_options(small: Dossier, options: str, expected: str) -> None:
    with_options(small, options)
    report = Report()
    load_config(small.path("mkdocs.yml"), report)
    (fault,) = [f"{one.span} [{one.rule.code}] {one.message}" for one in report]
    assert expected in fault


@pytest.mark.parametrize("path", ["/etc/passwd", "../other.bib", "a/../../b", "..", ".", "/"])
def test_paths_stay_inside_the_project(small: Dossier, path: str) -> None:
    with_options(small, f"languages: [fr, en]\nbibliography: {path}")
    assert faults(small) == [
        "mkdocs.yml:6:21 [wrong-type] `bibliography` does not fit: this is no path inside the project's folder"
    ]
    with_options(small, "languages: [fr, en]", f"docs_dir: {path}\n")
    assert faults(small) == [
        "mkdocs.yml:2:11 [wrong-type] `docs_dir` does not fit: this is no path inside the project's folder"
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "forge.example/a", "file:///etc", "https://", '"https:// x"']
)
def test_the_repository_is_a_web_address(small: Dossier, address: str) -> None:
    with_options(small, f"languages: [fr, en]\nrepository: {address}")
    assert faults(small) == [
        "mkdocs.yml:6:19 [wrong-type] `repository` does not fit: this is no complete http or https address"
    ]


# --- Links -----------------------------------------------------------------------------------------------------------


def test_all_that_a_link_can_be_has_a_name_in_the_policy() -> None:
    assert sorted(get_args(Standing)) == sorted([*Verdict, FAILING])


def test_a_policy_for_links_can_be_said(small: Dossier) -> None:
    with_options(
        small,
        "languages: [fr, en]\nlinks:\n  errors: [dead, failing]\n  warnings: [failing, blocked]\n"
        '  exclude: {"https://wall.example/*": read by hand each year}\n  contact: links@site.example\n'
        "  timegates: [https://archive.example/timegate/]",
    )
    policy = small.config().links
    severities = [policy.severity(standing) for standing in ("dead", "failing", "blocked", "malformed", "ok")]
    assert severities == [Severity.ERROR, Severity.ERROR, Severity.WARNING, None, None]
    assert policy.contact == "links@site.example"
    assert policy.timegates == ("https://archive.example/timegate/",)


def test_without_a_policy_nothing_is_said_of_what_is_well_and_of_walls() -> None:
    quiet = [standing for standing in get_args(Standing) if LinkPolicy().severity(standing) is None]
    assert quiet == ["blocked", "ok", "skipped"]


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("https://a.example/", ["https://a.example/"], ["https://a.example/x", "https://a.example"]),
        ("https://a.example/*", ["https://a.example/", "https://a.example/x?y=1"], ["http://a.example/", "x"]),
        ("*/x?y=[1]", ["https://a.example/x?y=[1]"], ["https://a.example/xzy=1", "/x?y=[1]/"]),
        ("*a*b*", ["ab", "xaxbx"], ["ba", "a", ""]),
        ("ab*ba", ["abba", "ab-ba"], ["aba", "ab"]),
        ("a*bc*cd", ["abccd", "a-bc-cd"], ["abcd"]),
        ("*", ["", "x"], []),
    ],
)
def test_a_pattern_fits_the_whole_address(pattern: str, fits: list[str], does_not: list[str]) -> None:
    policy = LinkPolicy(exclude={pattern: "because"})
    assert [policy.why_excluded(url) for url in fits] == ["because"] * len(fits)
    assert [policy.why_excluded(url) for url in does_not] == [""] * len(does_not)


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    assert LinkPolicy(exclude={"*a" * 5000 + "b": "because"}).why_excluded("a" * 20_000) == ""


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("errors: [deed]", "7:18 [unknown-value] `links.errors.0` cannot be `deed`"),
        ("errors: dead", "7:17 [wrong-type] `links.errors` does not fit: a list was expected here"),
        ("errors: [ok, ok]", "7:17 [wrong-type] `links.errors` does not fit: `ok` stands in it twice"),
        ("warning: [dead]", "7:9 [unknown-field] there is no field `warning` here"),
        ("exclude: [x]", "7:18 [wrong-type] `links.exclude` does not fit: "),
        ('exclude: {"x": ""}', "7:24 [wrong-type] `links.exclude.x` does not fit: it is empty"),
        ('exclude: {"x": }', "7:24 [wrong-type] `links.exclude.x` does not fit: a text was expected here"),
        ("contact: me", "7:18 [wrong-type] `links.contact` does not fit: this is neither a mail address nor"),
        ("contact: é@site.example", "7:18 [wrong-type] `links.contact` does not fit: this is neither"),
        ('contact: "a@site.example x"', "7:18 [wrong-type] `links.contact` does not fit: this is neither"),
        ("timegates: [archive.example]", "7:21 [wrong-type] `links.timegates.0` does not fit: this is no complete"),
        ('timegates: [""]', "7:21 [wrong-type] `links.timegates.0` does not fit: it is empty"),
    ],
)
def test_a_wrong_policy(small: Dossier, option: str, expected: str) -> None:
    with_options(small, f"languages: [fr, en]\nlinks:\n  {option}")
    (fault,) = faults(small)
    assert f"mkdocs.yml:{expected}" in fault
