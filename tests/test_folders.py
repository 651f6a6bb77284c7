"""Files and folders of the content: names, kinds, and symbolic links that lead where they should not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import material
import pytest
from conftest import ROOT, Dossier

HOSTILE_NAMES = [b"a\nb.png", b"caf\xe9.png", b"\x1b[31mred.png", b"x\xe2\x80\xaey.png", b"::error::.png", b"a%0Ab.png"]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder beside the project, with a file that nobody may publish."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("secret.png", "fr.md", "argument.yml"):
        (folder / name).write_text("a password\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "path",
    [
        "mkdocs.yml",
        "references.bib",
        "docs/themes.yml",
        "docs/arguments/jobs/argument.yml",
        "docs/arguments/jobs/fr.md",
        "docs/pages/home/en.md",
        "docs/assets/map.png",
        "docs/assets/maps/liege.png",
        "docs/.hidden",
    ],
)
def test_a_link_to_a_file_outside_is_refused(small: Dossier, outside: Path, path: str) -> None:
    small.write(path, "")
    small.delete(path)
    small.path(path).symlink_to(outside / "secret.png")
    assert small.faults() == [f"{path}:1 error[outside-project] this link leads out of the project"]


@pytest.mark.parametrize(
    "path",
    [
        "docs/arguments",
        "docs/arguments/other",
        "docs/arguments/jobs/inner",
        "docs/pages/other",
        "docs/assets",
        "docs/assets/other",
        "docs/.hidden",
    ],
)
def test_a_link_to_a_folder_outside_is_refused(small: Dossier, outside: Path, path: str) -> None:
    small.write(f"{path}/x", "")
    small.delete(path)
    small.path(path).symlink_to(outside)
    faults = small.faults()
    assert f"{path}:1 error[outside-project] this link leads out of the project" in faults
    assert not any("password" in fault for fault in faults)


@pytest.mark.parametrize("target", ["../../mkdocs.yml", "../../.git/config", "../../references.bib"])
def test_an_asset_cannot_be_a_link_out_of_the_content(small: Dossier, target: str) -> None:
    small.write(".git/config", "password = secret\n")
    small.write("docs/assets/ok.png", "")
    small.path("docs/assets/map.png").symlink_to(target)
    assert small.faults() == ["docs/assets/map.png:1 error[outside-project] this link leads out of the folder docs"]


def test_an_asset_can_be_a_link_to_another(small: Dossier) -> None:
    small.write("docs/assets/map.png", "map")
    small.path("docs/assets/same.png").symlink_to("map.png")
    assert small.faults() == []
    assert small.site().assets == ("assets/map.png", "assets/same.png")


def test_links_to_folders_cannot_go_round_in_circles(small: Dossier) -> None:
    """Two such links in one folder double at every step: MkDocs, which follows them, would never end."""
    small.write("docs/assets/deep/map.png", "")
    for name in ("a", "b"):
        small.path(f"docs/assets/deep/{name}").symlink_to(".")
    small.path("docs/.c").symlink_to(".")
    assert small.faults() == [
        "docs/.c:1 error[linked-folder] this folder is a symbolic link",
        "docs/assets/deep/a:1 error[linked-folder] this folder is a symbolic link",
        "docs/assets/deep/b:1 error[linked-folder] this folder is a symbolic link",
    ]


@pytest.mark.parametrize(
    ("path", "finding"),
    [
        ("docs/assets/map.png", "unreadable-file"),
        ("docs/arguments/jobs/fr.md", "unreadable-file"),
        ("docs/arguments/loop", "unexpected-file"),
        ("docs/themes.yml", "unreadable-file"),
        ("docs/pages/home/en.md", "unreadable-file"),
        ("references.bib", "unreadable-file"),
    ],
)
@pytest.mark.parametrize("target", ["itself", "nowhere"])
def test_a_link_to_nothing_is_one_fault(small: Dossier, path: str, finding: str, target: str) -> None:
    small.write(path, "")
    small.delete(path)
    small.path(path).symlink_to(small.path(path).name if target == "itself" else "nowhere")
    assert [fault.split("] ")[0] + "]" for fault in small.faults()] == [f"{path}:1 error[{finding}]"]


@pytest.mark.parametrize("output_format", ["text", "github", "gitlab", "json", "sarif"])
def test_hostile_file_names_can_neither_break_nor_forge_the_output(small: Dossier, output_format: str) -> None:
    small.path("docs/assets").mkdir()
    for folder in (b"docs", b"docs/assets", b"docs/arguments", b"docs/arguments/jobs"):
        for name in HOSTILE_NAMES:
            with open(os.fsencode(small.root) + b"/" + folder + b"/" + name, "wb"):  # noqa: PTH123 - a name of bytes
                pass
    number = 4 * len(HOSTILE_NAMES)
    result = small.dossier("check", "--format", output_format)
    assert (result.returncode, result.stderr) == (1, "")
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    lines = result.stdout.splitlines()
    if output_format == "text":
        assert len(lines) == 2 * number + 1
        assert not any(line.startswith("::") for line in lines)
    elif output_format == "github":
        assert [line[:13] for line in lines] == ["::error file="] * number
    else:
        found = json.loads(result.stdout)
        assert len(found["runs"][0]["results"] if output_format == "sarif" else found) == number


def test_the_folder_of_the_arguments_may_be_missing(small: Dossier) -> None:
    small.delete("docs/arguments")
    assert small.faults() == [
        "docs/pages/home/en.md:6:5 error[unknown-link] this link leads nowhere: `../../arguments/jobs/`",
        "docs/pages/home/fr.md:6:7 error[unknown-link] this link leads nowhere: `../../arguments/jobs/`",
    ]


def test_a_file_cannot_stand_for_a_folder(small: Dossier) -> None:
    small.delete("docs/pages")
    small.write("docs/pages", "")
    assert "docs/pages:1 error[unexpected-file] `pages` is not a file that belongs here" in small.faults()


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("notes.md", "write it as a page: docs/pages/<id>/<lang>.md"),
        ("page.HTML", "write it as a page: docs/pages/<id>/<lang>.md"),
        ("x.svg.xhtml", "write it as a page: docs/pages/<id>/<lang>.md"),
        ("script.js", "propose it as code, in dossier/theme/assets/"),
        ("print.css", "propose it as code, in dossier/theme/assets/"),
        ("feed.xml", "the names of assets end in .avif, .csv, "),
        ("image.svgz", "the names of assets end in .avif, .csv, "),
        ("data", "the names of assets end in .avif, .csv, "),
    ],
)
def test_what_a_browser_or_mkdocs_would_run_or_read_is_no_asset(small: Dossier, name: str, advice: str) -> None:
    small.write(f"docs/assets/{name}", "<script>alert(1)</script>")
    (found,) = small.check()
    assert f"{found.span} {found.rule.code} {found.message}" == (
        f"docs/assets/{name}:1 asset-type the site does not publish a file such as `{name}`"
    )
    assert found.hint.startswith(advice)


@pytest.mark.parametrize("name", ["a.png", "A.JPG", "b-c_d.1.svg", "2024/x.SVG", "x.csv", "x.pdf", "x.woff2"])
def test_images_fonts_and_documents_are_assets(small: Dossier, name: str) -> None:
    small.write(f"docs/assets/{name}", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert small.faults() == []
    assert small.site().assets == (f"assets/{name}",)


@pytest.mark.parametrize("theme", [Path(material.__file__).parent / "templates", ROOT / "dossier" / "theme"])
def test_no_asset_takes_the_place_of_a_file_of_the_theme(small: Dossier, theme: Path) -> None:
    names = [path.relative_to(theme).as_posix() for path in (theme / "assets").rglob("*") if path.is_file()]
    for name in names:
        small.write(f"docs/{name}", "x")
    refused = {one.span.path: one.rule.code for one in small.check()}
    for name in names:
        above = [f"docs/{name}", *(f"docs/{folder}" for folder in Path(name).parents)]
        assert "theme-file" in [refused.get(path) for path in above], name


@pytest.mark.parametrize("name", ["Javascripts/map.png", "STYLESHEETS/map.png", "images/Favicon.png"])
def test_names_of_the_theme_are_taken_whatever_their_case(small: Dossier, name: str) -> None:
    """On some systems these are the same files."""
    small.write(f"docs/assets/{name}", "")
    assert [one.rule.code for one in small.check()] == ["theme-file"]


def test_the_target_of_a_link_out_of_the_content_is_not_read(small: Dossier) -> None:
    small.write("docs/assets/map.png", "")
    small.write(".git/config", "password = secret")
    small.path("docs/assets/map.svg").symlink_to("../../.git/config")
    assert small.faults() == ["docs/assets/map.svg:1 error[outside-project] this link leads out of the folder docs"]
