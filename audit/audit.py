"""What others' programs say of the built site: the Nu HTML checker of all its pages, Lighthouse of three on a phone.

Nothing leaves this machine: the site is served by host.py, and the browser knows no other host.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from host import serve

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SITE = ROOT / "site.audit"
MODULES = HERE / "node_modules"

PAGES = ("fr/", "fr/arguments/liege-jobs/", "fr/sources/")
"""A home page, a long argument, and the longest page of all."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 98
"""Promised: at least so many points of a hundred in each category."""
CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
)


@dataclass(frozen=True)
class Run:
    """What Lighthouse found on a page: points by category, and what cost some."""

    points: Mapping[str, int]
    faults: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether each category has the points that are promised."""
        return min(self.points.values()) >= LEAST


def build(address: str) -> None:
    """Build the site for the address at which it is served."""
    subprocess.run(
        [str(ROOT / ".venv/bin/dossier"), "build", "--site-dir", str(SITE)],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": address},
        check=True,
    )


# --- The Nu HTML checker --------------------------------------------------------------------------------------------


def check_html() -> bool:
    """Let the Nu HTML checker read every page and picture of the site, and print each of its messages once."""
    files = sorted(str(file.relative_to(SITE)) for file in SITE.rglob("*") if file.suffix in {".html", ".svg"})
    checker = ["java", "-jar", str(MODULES / "vnu-jar/build/dist/vnu.jar"), "--also-check-svg"]
    options = ["--filterfile", str(HERE / "nu-filters.txt"), "--format", "json", "--stdout", "--exit-zero-always"]
    output = subprocess.run(
        [*checker, *options, *files], cwd=SITE, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    complaints = by_message(json.loads(output)["messages"])
    for message, places in complaints.items():
        print(f"{places[0]}: {message} ({len(places)} times)")
    print(f"Nu HTML checker: {len(files)} files, {sum(map(len, complaints.values()))} errors and warnings")
    return not complaints


def by_message(messages: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the places of each message of the checker."""
    places: dict[str, list[str]] = {}
    for one in messages:
        where = f"{one.get('url', '')}:{one.get('lastLine', '')}".removeprefix(SITE.as_uri() + "/")
        kind = one.get("subType", one["type"])
        places.setdefault(f"{kind}: {one['message']}", []).append(where)
    return places


# --- Lighthouse -----------------------------------------------------------------------------------------------------


def check_page(url: str) -> Run:
    """Let Lighthouse look at a page, and if it finds fault, twice again: what counts then is the run in the middle."""
    first = look(url)
    return first if first.passes else middle([first, look(url), look(url)])


def look(url: str) -> Run:
    """Let Lighthouse look at a page once, with its own settings, which are those of a phone on a slow network."""
    program = shutil.which("chromium")
    assert program, "there is no `chromium` on the PATH; `scripts/setup audit` installs it"
    lighthouse = ["node", str(MODULES / "lighthouse/cli/index.js"), url, f"--chrome-flags={CHROMIUM}"]
    options = [f"--only-categories={','.join(CATEGORIES)}", "--output=json", "--quiet", "--no-enable-error-reporting"]
    output = subprocess.run(
        [*lighthouse, *options],
        env={**os.environ, "CHROME_PATH": program},
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ).stdout
    return read(json.loads(output))


def read(report: Mapping[str, Any]) -> Run:
    """Return what counts of one of Lighthouse's reports."""
    points = {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    faults = []
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                faults.append(f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return Run(points, tuple(faults))


def middle(runs: list[Run]) -> Run:
    """Return the median of each category, and the faults of the last run."""
    return Run({name: int(median(run.points[name] for run in runs)) for name in CATEGORIES}, runs[-1].faults)


def table(runs: Mapping[str, Run]) -> str:
    """Return the points of all pages as a table, and what cost some below it where too many are missing."""
    width = max(map(len, runs))
    lines = [" ".join(["".ljust(width), *CATEGORIES])]
    for page, run in runs.items():
        lines.append(" ".join([page.ljust(width), *(str(run.points[name]).rjust(len(name)) for name in CATEGORIES)]))
    lines += [f"{page}: {fault}" for page, run in runs.items() if not run.passes for fault in run.faults]
    return "\n".join(lines)


def main() -> None:
    """Build the site, check it, and fail where it is not as it should be."""
    with serve(SITE) as address:
        build(address)
        is_valid = check_html()
        runs = {page: check_page(address + page) for page in PAGES}
    print(f"Lighthouse, points of 100 on a phone (at least {LEAST}):\n{table(runs)}")
    sys.exit(not (is_valid and all(run.passes for run in runs.values())))


if __name__ == "__main__":
    main()
