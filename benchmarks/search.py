"""Measures what a reader downloads for a first query, with few arguments and with many.

The pages are invented: the words of our own dossier, each as often as it stands there, and as many on a page. One word
after another is asked in a fresh window of Chromium, and every byte that comes is counted: our script, those of
Pagefind, the index, and the results that are shown.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from statistics import mean

from playwright.sync_api import Response, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "benchmarks" / "out" / "search"
sys.path.insert(0, str(ROOT / "tests"))

from browser.site import serve  # noqa: E402 - the tests are no package

from dossier import search  # noqa: E402
from dossier.build import build  # noqa: E402
from dossier.clock import today  # noqa: E402
from dossier.config import load_config  # noqa: E402
from dossier.diagnostics import Report  # noqa: E402
from dossier.pages.page import Page  # noqa: E402
from dossier.sanitize import clean  # noqa: E402

FEW, MANY = 30, 1000
MOST = 300_000
"""Promised: at most so many bytes with few arguments."""
GROWTH = 0.10
"""Promised: with many, at most so much more on average."""
QUERIES = 16


def our_arguments() -> list[Page]:
    """Return our own arguments in French, as pages."""
    report = Report()
    config = load_config(ROOT / "mkdocs.yml", report)
    assert config is not None
    pages = build(config, report, today=today()).pages
    return [page for page in pages if page.uri.startswith("fr/arguments/") and page.uri != "fr/arguments/"]


def text_of(page: Page) -> list[str]:
    """Return the words of a page."""
    return re.sub(r"<[^>]+>", " ", page.body.partition('<section class="ds-related">')[0]).split()


def invent(models: list[Page], number: int) -> list[Page]:
    """Make so many pages of the words of others."""
    rng = random.Random(1)
    bag = [word for page in models for word in text_of(page)]
    pages = []
    for index in range(number):
        model = models[index % len(models)]
        opening = model.body[: model.body.index(">") + 1]
        title, text = (" ".join(rng.choices(bag, k=size)) for size in (7, len(text_of(model))))
        body = clean(f"{opening}<h1>{title}</h1><p>{text}</p></div>")
        pages.append(replace(model, uri=f"fr/arguments/invented-{index}/", title=title, body=body))
    return pages


def downloads(site: Path, words: list[str]) -> list[int]:
    """Return the bytes that the first query costs, word by word."""
    found = []
    program = shutil.which("chromium")
    ours = (site / "assets/javascripts/search.js").stat().st_size
    with serve(site) as live, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox"])
        for word in words:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{live.address}fr/")
            page.wait_for_load_state("networkidle")
            responses: list[Response] = []
            context.on("response", responses.append)
            page.keyboard.press("/")
            page.locator(".ds-search__query").fill(word)
            page.locator(".ds-search__result").first.wait_for()
            page.wait_for_load_state("networkidle")
            found.append(ours + sum(len(response.body()) for response in responses))
            context.close()
        browser.close()
    return found


def main() -> int:
    """Measure, print, and return 0 if what was promised is kept."""
    shutil.rmtree(OUT, ignore_errors=True)
    command = [str(Path(sys.executable).with_name("dossier")), "build", "--site-dir", str(OUT)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    models = our_arguments()
    known = [word.lower() for page in models for word in text_of(page) if re.fullmatch(r"[^\W\d_]{5,}", word)]
    words = random.Random(2).sample(known, QUERIES)
    measured = {}
    for number in (FEW, MANY):
        search.write_index(invent(models, number), OUT)
        sizes = measured[number] = downloads(OUT, words)
        print(f"{number:5} arguments: {mean(sizes) / 1000:.1f} kB on average, {max(sizes) / 1000:.1f} kB at most")
    growth = mean(measured[MANY]) / mean(measured[FEW]) - 1
    print(f"from {FEW} to {MANY} arguments: {growth:+.1%}")
    kept = max(measured[FEW]) <= MOST and growth < GROWTH
    print("kept" if kept else f"not kept: {MOST // 1000} kB, {GROWTH:+.0%}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
