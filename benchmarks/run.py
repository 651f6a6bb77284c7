"""Measures `dossier build` against `mkdocs build` with the usual plugins, on the same content.

Whole processes are timed, the two stacks in turn, after one build of each that warms up the caches of the system and of
Python. Every site is then looked into: it must have all pages, each argument with all its footnotes, and no build may
have warned of anything. What is promised is judged by the best run of each, for other programs on the machine can only
lengthen a run: by the time on the clock, and by that of the processor, which tells the work that two cores share.

`generate.py` says what is the same in both and what is not. The usual stack has Material's ordinary navigation, which
it makes of the folders.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from content import VOCABULARIES, make_content
from generate import Dossier, Stack, Usual

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "benchmarks" / "out"

SPEEDUP = 3.0
"""Promised: how many times faster than the usual stack we are, at the largest size that both build."""

GROWTH = 4.4
"""Promised: how many times as long we take at most for four times the arguments."""

_TROUBLE = re.compile(r"\b(?:warning|error|exception|traceback)\b", re.IGNORECASE)


class BenchmarkError(Exception):
    """A build failed, or what it built is not what was to be compared."""


class Size(NamedTuple):
    """How much content is built, and whether by the usual stack too."""

    arguments: int
    languages: int
    by_both: bool = True

    def __str__(self) -> str:
        return f"{self.arguments} × {self.languages}"


FULL = (Size(63, 4), Size(250, 4), Size(1000, 4, by_both=False))
QUICK = (Size(4, 2), Size(16, 2))


@dataclass(frozen=True)
class Contender:
    """A stack, and how its site is built in the folder of its content."""

    name: str
    stack: type[Stack]
    command: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Run:
    """What one build took: seconds on the clock, seconds of the processor, peak of memory in megabytes."""

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Result:
    """All builds of one size by one contender, and what the site holds; `megabytes` are those of its HTML."""

    name: str
    size: Size
    pages: int
    notes: int
    megabytes: float
    runs: tuple[Run, ...]

    @property
    def processor(self) -> float:
        """The processor time of the best run."""
        return min(run.processor for run in self.runs)

    @property
    def wall(self) -> float:
        """The time on the clock of the best run."""
        return min(run.wall for run in self.runs)


# --- Building -------------------------------------------------------------------------------------------------------


def contenders() -> tuple[Contender, Contender]:
    """Return us and the usual stack."""
    for environment in (".venv", ".venv-bench"):
        if not (ROOT / environment).is_dir():
            raise BenchmarkError(f"there is no {environment} here; `make bench` makes it")
    ours = Contender("dossier", Dossier, (str(ROOT / ".venv/bin/dossier"), "build"), {})
    command = (str(ROOT / ".venv-bench/bin/mkdocs"), "build")
    # Without this, Material prints the news of its end at every build: to us, through our own command, it does not.
    return ours, Contender("usual", Usual, command, {"NO_MKDOCS_2_WARNING": "1"})


def measure(contender: Contender, folder: Path) -> Run:
    """Build a site and measure the process; a build that fails or warns of anything is none."""
    log = folder / "build.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            contender.command,
            cwd=folder,
            env={**os.environ, **contender.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    printed = log.read_text(encoding="utf-8", errors="replace")
    if process.returncode or _TROUBLE.search(printed):
        raise BenchmarkError(f"{contender.name}: the build in {folder} failed or warned:\n{printed}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def inspect(name: str, stack: Stack, site: Path) -> tuple[int, int, float]:
    """Count a finished site's pages, the notes of its arguments and its megabytes; what is missing is an error."""
    content = stack.content
    pages = list(site.rglob("index.html"))
    # Our site begins with a choice of language, and has a dashboard, a map, all findings, the other side and the
    # changes in each; the other has none of these.
    expected = content.page_count + (1 + 5 * len(content.languages) if isinstance(stack, Dossier) else 0)
    if len(pages) != expected:
        raise BenchmarkError(f"{name}: {len(pages)} pages, and not {expected}")
    notes = 0
    for argument in content.arguments:
        calls = sum(stack.calls(group) for group in argument.citations())
        for lang in content.languages:
            text = (site / stack.html(argument.id, lang)).read_text(encoding="utf-8")
            if text.count('class="footnote-ref"') != calls or "[@" in text:
                raise BenchmarkError(f"{name}: {argument.id} in {lang} should have {calls} calls of notes")
            notes += text.count('<li id="fn:')
    return len(pages), notes, sum(page.stat().st_size for page in pages) / 1e6


def compare(size: Size, repetitions: int) -> Iterator[Result]:
    """Build one size with each contender in turn, once to warm up and then as often as asked for."""
    content = make_content(size.arguments, tuple(VOCABULARIES)[: size.languages])
    competing = contenders()[: 2 if size.by_both else 1]
    folders = {one.name: OUT / f"{size.arguments}x{size.languages}" / one.name for one in competing}
    runs: dict[str, list[Run]] = {one.name: [] for one in competing}
    for one in competing:
        shutil.rmtree(folders[one.name], ignore_errors=True)
        one.stack(content).write(folders[one.name])
    for number in range(1 + repetitions):
        for one in competing:
            run = measure(one, folders[one.name])
            runs[one.name] += [run] if number else []
            print(f"  {size} {one.name} {number or 'warm-up'}: {run.wall:.1f} s", file=sys.stderr)
    for one in competing:
        counted = inspect(one.name, one.stack(content), folders[one.name] / "site")
        yield Result(one.name, size, *counted, tuple(runs[one.name]))


# --- Judging and printing -------------------------------------------------------------------------------------------


def ratios(results: Sequence[Result]) -> list[tuple[Size, float, float]]:
    """Return by size how many times longer than ours the usual build takes: on the clock, and of the processor."""
    ours, usual = ({one.size: one for one in results if one.name == name} for name in ("dossier", "usual"))
    return [(size, usual[size].wall / ours[size].wall, usual[size].processor / ours[size].processor) for size in usual]


def growth(results: Sequence[Result], name: str) -> list[tuple[Size, Size, float]]:
    """Return how many times as long a contender takes from one size to the next."""
    steps = pairwise(one for one in results if one.name == name)
    return [(before.size, after.size, after.processor / before.processor) for before, after in steps]


def broken_promises(results: Sequence[Result]) -> list[str]:
    """Return what was promised and is not kept."""
    size, *measured = ratios(results)[-1]
    found = [
        f"{ratio:.2f} times faster at {size} by the {what}, promised: {SPEEDUP}"
        for what, ratio in zip(("clock", "processor"), measured, strict=True)
        if ratio < SPEEDUP
    ]
    for before, after, factor in growth(results, "dossier"):
        if factor > GROWTH:
            found.append(f"{factor:.2f} times as long from {before} to {after}, promised: {GROWTH} at most")
    return found


def machine() -> Iterator[str]:
    """Yield what was measured, and on what."""
    names = ("mkdocs", "mkdocs-material", "mkdocs-bibtex", "mkdocs-static-i18n")
    script = f"from importlib.metadata import version\nfor name in {names}: print(name, version(name))"
    command = [str(ROOT / ".venv-bench/bin/python"), "-c", script]
    usual = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ours = (f"{name} {metadata.version(name)}" for name in ("dossier", *names[:2]))
    processor = platform.processor()
    if (info := Path("/proc/cpuinfo")).exists() and (match := re.search(r"model name\s*: (.+)", info.read_text())):
        processor = match[1]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    yield f"dossier: {', '.join(ours)}"
    yield f"usual:   {', '.join(usual.splitlines())}"
    yield f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"
    yield f"{processor}, {os.cpu_count()} processors; load at the end: {load}"


def table(results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines of the table; times are in seconds, sizes in megabytes."""
    yield f"{'':32}  {'processor':>15}  {'clock':>15}  {'peak of':>7}  {'':>5}"
    columns = ("arguments", "stack", "pages", "notes", "median", "best", "median", "best", "memory", "HTML")
    yield "{:>9}  {:7}  {:>5} {:>5}  {:>7} {:>7}  {:>7} {:>7}  {:>7}  {:>5}".format(*columns)
    for one in results:
        processor, clock = [run.processor for run in one.runs], [run.wall for run in one.runs]
        memory = max(run.memory for run in one.runs)
        yield (
            f"{one.size!s:>9}  {one.name:7}  {one.pages:5} {one.notes:5}  {median(processor):7.2f} {one.processor:7.2f}"
            f"  {median(clock):7.2f} {one.wall:7.2f}  {memory:7.0f}  {one.megabytes:5.1f}"
        )
    yield ""
    for size, by_clock, by_processor in ratios(results):
        yield f"{size}: dossier is {by_clock:.2f} times faster by the clock, {by_processor:.2f} by the processor"
    for name in ("dossier", "usual"):
        for before, after, factor in growth(results, name):
            yield f"from {before} to {after}: {name} takes {factor:.2f} times as long"


def main() -> int:
    """Measure, print, and return 0 if every promise is kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, once, without judging")
    parser.add_argument("--repetitions", type=int, help="builds after the one that warms up")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    options = parser.parse_args()
    repetitions = options.repetitions or (1 if options.quick else 3)
    try:
        results = [one for size in (QUICK if options.quick else FULL) for one in compare(size, repetitions)]
    except BenchmarkError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    described = list(machine())
    print("\n".join([*described, "", *table(results)]))
    if options.json:
        values = {"machine": described, "results": [asdict(one) for one in results]}
        options.json.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    broken = [] if options.quick else broken_promises(results)
    for promise in broken:
        print(f"not kept: {promise}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
