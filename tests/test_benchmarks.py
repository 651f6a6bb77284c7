"""The benchmarks compare like with like, and judge as they promise."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LANGUAGES = ("fr", "en")
DOSSIER = Path(sys.executable).parent / "dossier"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Return the script `run.py` as a module that writes elsewhere; it holds the generator's names too."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    module = importlib.import_module("run")
    monkeypatch.setattr(module, "OUT", tmp_path / "out")
    return module


def _texts(stack: Any, lang: str) -> dict[str, str]:
    """Return the texts of the arguments in a language by their ids, without the marks that differ by stack."""
    path = re.compile(rf"docs/arguments/([\w-]+)[./]{lang}\.md")
    marks = re.compile(r"\(p\. [^)]*\) |, p\. \d+|\]\([^)]*\)|\[(?!@)")
    found = {match[1]: marks.sub("", text) for name, text in stack.files() if (match := path.fullmatch(name))}
    return {name: text for name, text in found.items() if name != "index"}


def test_the_same_seed_makes_the_same_files(run: ModuleType) -> None:
    first, again, other = (dict(run.Dossier(run.make_content(5, LANGUAGES, seed)).files()) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_both_stacks_get_the_same_sentences(run: ModuleType) -> None:
    content = run.make_content(9, LANGUAGES)
    for lang in LANGUAGES:
        ours, usual = _texts(run.Dossier(content), lang), _texts(run.Usual(content), lang)
        assert ours.keys() == usual.keys() == {argument.id for argument in content.arguments}
        for name, text in ours.items():
            sentences = [line for line in text.splitlines() if line.endswith(".")]
            assert len(sentences) > 20
            assert [line for line in sentences if line not in usual[name].splitlines()] == []


def test_all_languages_get_the_same_citations(run: ModuleType) -> None:
    stack = run.Dossier(run.make_content(9, LANGUAGES))
    french, english = (_texts(stack, lang) for lang in LANGUAGES)
    for name, text in french.items():
        keys = re.findall(r"@\w+", text)
        assert len(keys) >= 8
        assert keys == re.findall(r"@\w+", english[name])


def test_our_form_has_no_faults_and_its_site_is_whole(run: ModuleType, tmp_path: Path) -> None:
    stack = run.Dossier(run.make_content(7, LANGUAGES))
    stack.write(tmp_path)
    subprocess.run([DOSSIER, "check", "--strict"], cwd=tmp_path, check=True)
    subprocess.run([DOSSIER, "build"], cwd=tmp_path, check=True)
    pages, notes, megabytes = run.inspect("dossier", stack, tmp_path / "site")
    assert pages == stack.content.page_count + 1 + 5 * len(LANGUAGES)
    assert notes > 7 * 2 * 6
    assert megabytes > 0.1
    page = tmp_path / "site" / stack.html(stack.content.arguments[0].id, "fr")
    page.write_text(page.read_text(encoding="utf-8").replace("footnote-ref", "", 1), encoding="utf-8")
    with pytest.raises(run.BenchmarkError, match="calls of notes"):
        run.inspect("dossier", stack, tmp_path / "site")


def test_a_build_that_fails_or_warns_does_not_count(run: ModuleType, tmp_path: Path) -> None:
    for script in ("raise SystemExit(1)", "print('WARNING: a note is missing')"):
        contender = run.Contender("ours", run.Dossier, (sys.executable, "-c", script), {})
        with pytest.raises(run.BenchmarkError, match="failed or warned"):
            run.measure(contender, tmp_path)
    measured = run.measure(run.Contender("ours", run.Dossier, (sys.executable, "-c", ""), {}), tmp_path)
    assert measured.wall > 0
    assert measured.memory > 1


@pytest.mark.parametrize(
    ("usual", "largest", "broken"),
    [
        (31.0, 40.0, []),
        (29.0, 40.0, [f"2.90 times faster at 250 × 4 by the {time}, promised: 3.0" for time in ("clock", "processor")]),
        (31.0, 45.0, ["4.50 times as long from 250 × 4 to 1000 × 4, promised: 4.4 at most"]),
    ],
)
def test_the_verdict(run: ModuleType, usual: float, largest: float, broken: list[str]) -> None:
    def result(name: str, arguments: int, seconds: float) -> Any:
        return run.Result(name, run.Size(arguments, 4), 1, 1, 1.0, (run.Run(seconds, seconds, 1.0),))

    results = [
        result("dossier", 63, 3.0),
        result("usual", 63, 7.0),
        result("dossier", 250, 10.0),
        result("usual", 250, usual),
        result("dossier", 1000, largest),
    ]
    assert run.broken_promises(results) == broken
