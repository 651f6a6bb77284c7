"""All content together: what `dossier check` says of it.

The files in `cases/check/` change files of the small dossier; what is expected stands under the line that causes it, as
`^^^^ severity[code]: message` under the very words, or `| severity[code]: message` where only the line is known, then
`= did you mean …` for a near match and `= see path:line:column: note` for each related place. What belongs to a file or
folder that the case does not change stands under `## Elsewhere`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Dossier

from dossier.cli import main
from dossier.diagnostics import Diagnostic, Report

CASES = sorted((Path(__file__).parent / "cases" / "check").glob("*.md"))
_FILE = re.compile(
    r"^## (?P<path>\S.*?)(?P<deleted> \(deleted\))?\n(?:\n~~~~\w*\n(?P<text>.*?)^~~~~\n)?", re.MULTILINE | re.DOTALL
)
_EXPECTED = re.compile(r" *(?:(?:\^+|\|) (?:error|warning)\[|= (?:did you mean|see) )")
_ELSEWHERE = "Elsewhere"


def annotated(case: str, dossier: Dossier) -> str:
    """Write a case's files into the dossier, check it, and return the case with what was found in it."""
    files = {match["path"]: match for match in _FILE.finditer(case)}
    texts: dict[str, list[str]] = {}
    for path, match in files.items():
        if match["deleted"]:
            dossier.delete(path)
        elif path != _ELSEWHERE:
            lines = [line for line in match["text"].split("\n")[:-1] if not _EXPECTED.match(line)]
            texts[path] = lines
            dossier.write(path, "".join(f"{line}\n" for line in lines))
    found = dossier.check()
    written = {path: "".join(f"{line}\n" for line in with_findings(texts[path], path, found)) for path in texts}
    elsewhere = [line for one in found if one.span.path not in texts for line in _described(one, f"{one.span}: ")]
    written[_ELSEWHERE] = "".join(f"{line}\n" for line in elsewhere)
    case = case if not elsewhere or _ELSEWHERE in files else f"{case}\n## {_ELSEWHERE}\n\n~~~~text\n~~~~\n"
    return _FILE.sub(lambda match: _replaced(match, written.get(match["path"], "")), case)


def _replaced(match: re.Match[str], text: str) -> str:
    if match["deleted"]:
        return match.group()
    start, end = match.start("text") - match.start(), match.end("text") - match.start()
    return match.group()[:start] + text + match.group()[end:]


def with_findings(lines: list[str], path: str, found: Report) -> list[str]:
    """Return the lines of a file, each with what was found in it."""
    result = []
    for number, line in enumerate(lines, start=1):
        result.append(line)
        for one in found:
            if one.span.path == path and one.span.line == number:
                column, length = one.span.column, one.span.length or 1
                result += _described(one, " " * (column - 1) + "^" * length + " " if column else "| ")
    return result


def _described(one: Diagnostic, place: str) -> list[str]:
    lines = [f"{place}{one.rule.severity}[{one.rule.code}]: {one.message}"]
    lines += [f"  = {one.hint}"] if one.suggestion else []
    return lines + [f"  = see {span}: {note}" for span, note in one.related]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_diagnostics_of_a_case(path: Path, small: Dossier) -> None:
    case = path.read_text(encoding="utf-8")
    assert annotated(case, small) == case
    result = CliRunner().invoke(main, ["check", "--config-file", str(small.path("mkdocs.yml"))])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), "the command ends, it does not break off"


def test_the_small_dossier_has_no_faults(small: Dossier) -> None:
    assert small.faults() == []


def test_twenty_faults_are_found_in_one_run(small: Dossier) -> None:
    """Each line of the output names the place and the rule of one fault, and there are no others."""
    jobs, wages = "docs/arguments/jobs/", "docs/arguments/wages/"
    small.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en]\n      navigation: [home, themes, abuot]")
    small.replace("references.bib", "2022-11", "November 2022")
    small.replace("references.bib", "https://belga.example/jobs", "javascript:alert(1)")
    small.replace("docs/themes.yml", ", en: Who works.", "")
    small.write("docs/assets/the map.png", "")
    small.write("docs/pages/about/fr.md", b"---\ntitle: \xc0 propos\n---\n")
    small.write("docs/pages/about/en.md", "")
    small.replace("docs/pages/home/en.md", "../../arguments/jobs/", "../../arguments/job/")
    small.replace("docs/pages/home/fr.md", "../../arguments/jobs/", "../../arguments/jobs/fr.md")
    small.replace(f"{jobs}argument.yml", "period: 2018/2021", "perod: 2018/2021")
    small.replace(f"{jobs}fr.md", "[@Luo2020, p. 3]", "[@Lou2020, p. 3]")
    small.replace(f"{jobs}fr.md", "Neuf cents emplois", "<b>Neuf cents</b> emplois")
    small.replace(f"{jobs}en.md", "claim: The jobs did not come.\n", "")
    small.replace(f"{wages}argument.yml", "theme: work", "theme: wrok")
    small.replace(f"{wages}argument.yml", "order: 20", "reviewed: 2062-01-01\nrelations: {rebuts: [wages, jbos]}")
    small.replace(f"{wages}fr.md", "Le ministère le dit [@Ministry2022].", "On le dit.")
    small.replace(f"{wages}fr.md", "::: {.falsifier}\nDes fiches de paie.\n:::\n", "")
    small.replace(f"{wages}en.md", "#lower}", "#low}")
    small.replace(f"{wages}en.md", "Pay slips.\n:::", "[Pay slips](data:text/html,x).")

    result = small.dossier("check")
    found = re.findall(r"^(.+?:[0-9:]+): \w+\[([a-z0-9-]+)\]", result.stdout, re.MULTILINE)
    assert (result.returncode, result.stderr) == (1, "")
    assert (
        [f"{place} {code}" for place, code in found]
        == """\
docs/arguments/jobs/argument.yml:7:1 unknown-field
docs/arguments/jobs/en.md:2 missing-field
docs/arguments/jobs/fr.md:13:1 raw-html
docs/arguments/jobs/fr.md:13:14 raw-html
docs/arguments/jobs/fr.md:19:21 unknown-citation
docs/arguments/wages/argument.yml:1:8 unknown-theme
docs/arguments/wages/argument.yml:2:11 future-date
docs/arguments/wages/argument.yml:3:22 self-relation
docs/arguments/wages/argument.yml:3:29 unknown-relation
docs/arguments/wages/en.md:16:1 duplicate-id
docs/arguments/wages/en.md:30:1 unclosed-div
docs/arguments/wages/en.md:31:1 unsafe-url
docs/arguments/wages/fr.md:1 missing-part
docs/arguments/wages/fr.md:10:1 unsourced-premise
docs/assets/the map.png:1 bad-file-name
docs/pages/about/en.md:1 empty-file
docs/pages/about/fr.md:2:8 not-utf8
docs/pages/home/en.md:6:5 unknown-link
docs/pages/home/fr.md:6:7 language-in-link
docs/themes.yml:3:12 missing-field
mkdocs.yml:9:34 unknown-navigation
references.bib:5:13 unsafe-url
references.bib:19:18 bad-edtf""".split("\n")
    )


# --- Bytes that are no text -----------------------------------------------------------------------------------------

FILES = (
    "mkdocs.yml",
    "references.bib",
    "docs/themes.yml",
    "docs/arguments/jobs/argument.yml",
    "docs/arguments/jobs/fr.md",
    "docs/pages/home/en.md",
)


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", ":1 error[empty-file] the file is empty"),
        (b" \n\t\n", ":1 error[empty-file] the file is empty"),
        (b"a: b\nLi\xe8ge: c\n", ":2:3 error[not-utf8] the byte 0xe8 is not UTF-8"),
        (b"a: b\n  c\x00d", ":2:4 error[control-character] the file holds the invisible control character U+0000"),
        (b"\xff\xfea\x00", ":1:1 error[not-utf8] the byte 0xff is not UTF-8"),
        (b"\xef\xbb\xbf", ":1 error[empty-file] the file is empty"),
        (b"x" * 10_000_000, ":1 error[file-too-large] the file has 10000000 bytes, the limit is"),
    ],
    ids=["nothing", "blanks", "latin-1", "zero-byte", "utf-16", "mark-alone", "10-megabytes"],
)
def test_what_is_no_text_is_one_fault_of_one_file(small: Dossier, path: str, content: bytes, finding: str) -> None:
    small.write(path, content)
    errors = [fault for fault in small.faults() if " error[" in fault]
    assert len(errors) == 1
    assert errors[0].startswith(path + finding)


@pytest.mark.parametrize("path", FILES)
def test_windows_line_ends_and_a_byte_order_mark_are_read_with_a_warning(small: Dossier, path: str) -> None:
    expected = small.site()
    small.write(path, b"\xef\xbb\xbf" + small.read(path).replace("\n", "\r\n").encode())
    assert small.faults() == [
        f"{path}:1 warning[carriage-return] the lines end in CR LF, as on Windows",
        f"{path}:1:1 warning[byte-order-mark] the file begins with a byte order mark",
    ]
    assert small.site().pages == expected.pages


@pytest.mark.parametrize("path", FILES)
def test_a_folder_in_the_place_of_a_file_is_reported(small: Dossier, path: str) -> None:
    small.delete(path)
    small.path(path).mkdir()
    assert small.faults() == [f"{path}:1 error[unreadable-file] the file cannot be read: it is a folder"]


# --- One fault is one finding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("docs/arguments/jobs/argument.yml", "status: published", "status: publihsed"),
        ("docs/arguments/jobs/argument.yml", "status: published", "status: [published"),
        ("docs/arguments/jobs/fr.md", "title: Les emplois", "titel: Les emplois"),
        ("docs/pages/home/fr.md", "title: Un petit dossier", "title: {Un petit dossier"),
        ("docs/themes.yml", "id: work", "id: Work"),
        ("references.bib", "https://belga.example/jobs}", "https://belga.example/jobs"),
    ],
)
def test_a_fault_is_not_reported_in_the_files_that_name_what_it_breaks(
    small: Dossier, path: str, old: str, new: str
) -> None:
    small.replace(path, old, new)
    faults = small.faults()
    assert faults
    assert [fault for fault in faults if not fault.startswith(f"{path}:")] == []


def test_what_stands_beside_a_fault_is_still_checked(small: Dossier) -> None:
    small.replace("docs/arguments/jobs/argument.yml", "status: published", "status: publihsed")
    small.replace("docs/arguments/jobs/fr.md", "@Luo2020", "@Lou2020")
    small.replace("docs/arguments/jobs/en.md", "title: The jobs", "title:")
    small.replace("docs/arguments/jobs/en.md", "../wages/", "../wags/")
    assert [fault.split(" ")[1] for fault in small.faults()] == [
        "error[unknown-value]",
        "error[wrong-type]",
        "error[unknown-link]",
        "error[unknown-citation]",
    ]


def test_the_order_in_which_files_are_found_changes_nothing(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    small.replace("docs/arguments/jobs/fr.md", "@Luo2020", "@Lou2020")
    small.replace("docs/arguments/wages/en.md", "#lower", "#low")
    expected = small.faults()
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: sorted(listed(folder), reverse=True))
    assert small.faults() == expected


def test_a_language_that_a_theme_lacks_is_named(small: Dossier) -> None:
    small.write("docs/themes.yml", '- id: work\n  title: {en: Work}\n  summary: {fr: "", en: Who works.}\n')
    assert small.faults() == [
        "docs/themes.yml:2:10 error[missing-field] the field `title.fr` is missing",
        "docs/themes.yml:3:17 error[missing-field] the field `summary.fr` is missing",
    ]
