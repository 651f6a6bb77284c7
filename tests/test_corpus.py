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
from conftest import Dossier

from dossier import rules
from dossier.corpus import load_corpus
from dossier.diagnostics import Diagnostic, Report, Rule, render_text

CASES = sorted((Path(__file__).parent / "cases" / "check").glob("*.md"))
_FILE = re.compile(r"^## (?P<path>\S.*?)(?P<deleted> \(deleted\))?\n(?:\n~~~~\w*\n(?P<text>.*?)^~~~~\n)?", re.M | re.S)
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
    written = {path: "".join(f"{line}\n" for line in _with_findings(texts[path], path, found)) for path in texts}
    elsewhere = [line for one in found if one.span.path not in texts for line in _described(one, f"{one.span}: ")]
    written[_ELSEWHERE] = "".join(f"{line}\n" for line in elsewhere)
    case = case if not elsewhere or _ELSEWHERE in files else f"{case}\n## {_ELSEWHERE}\n\n~~~~text\n~~~~\n"
    return _FILE.sub(lambda match: _replaced(match, written.get(match["path"], "")), case)


def _replaced(match: re.Match[str], text: str) -> str:
    if match["deleted"]:
        return match.group()
    start, end = match.start("text") - match.start(), match.end("text") - match.start()
    return match.group()[:start] + text + match.group()[end:]


def _with_findings(lines: list[str], path: str, found: Report) -> list[str]:
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
