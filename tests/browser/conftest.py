"""The real dossier, built by its own command, served by a real server on this machine, shown by a real browser.

The fixtures live as long as this folder's tests: Playwright keeps an event loop running in the thread that uses it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import write_small_dossier
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from test_languages import add_languages
from test_timeline import EVENTS

from .site import ROOT, LiveSite, Opener, Visit, Watch, look_at, serve

CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# A request to elsewhere is recorded, and goes nowhere.
NO_OTHER_HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
REPOSITORY = "https://forge.example/campaign/dossier"


@contextmanager
def live_site(folder: Path, repository: str) -> Iterator[LiveSite]:
    """Serve a folder, and build the dossier into it for the address at which it is served."""
    with serve(folder) as site:
        built = subprocess.run(
            [Path(sysconfig.get_path("scripts")) / "dossier", "build", "--site-dir", folder],
            cwd=ROOT,
            env={**os.environ, "SITE_URL": site.address, "REPOSITORY_URL": repository},
            capture_output=True,
            text=True,
            check=False,
        )
        assert built.returncode == 0, built.stderr
        yield site


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """Serve the dossier as it is when no repository is named."""
    with live_site(tmp_path_factory.mktemp("live") / "site", "") as site:
        yield site


@pytest.fixture(scope="package")
def site_with_repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """Serve the dossier with a repository to edit it in."""
    with live_site(tmp_path_factory.mktemp("live") / "site", REPOSITORY) as site:
        yield site


@pytest.fixture(scope="package")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """Serve a small dossier in French, English, Arabic and Chinese, with a timeline.

    One of its two arguments has no Arabic and no Chinese version; of the other, the French original has changed since
    it was translated.
    """
    dossier = add_languages(write_small_dossier(tmp_path_factory.mktemp("abroad") / "project"))
    dossier.write("docs/timeline.yml", EVENTS)
    for lang in ("en", "ar", "zh-Hans"):
        assert dossier.dossier("translations", "mark", "jobs", lang).returncode == 0
    dossier.replace("docs/arguments/jobs/fr.md", "claim: Les emplois", "claim: Les 900 emplois")
    dossier.replace("docs/arguments/jobs/fr.md", "On en a compté 276", "On en a compté 300")
    with serve(dossier.path("site")) as site:
        built = dossier.dossier("build", SITE_URL=site.address)
        assert built.returncode == 0, built.stderr
        yield site


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Run the machine's own Chromium."""
    program = shutil.which("chromium")
    assert program, "there is no `chromium` on the PATH; `scripts/setup test` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*CHROMIUM, NO_OTHER_HOSTS])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def visits(chromium: Browser, site: LiveSite, abroad: LiveSite) -> dict[str, Visit]:
    """Look once at one page of each kind in each language, and note what several tests ask about."""
    arabic = {path: look_at(chromium, abroad, path) for path in abroad.kinds() if path.startswith("ar/")}
    return arabic | {path: look_at(chromium, site, path) for path in site.kinds()}


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows that a test uses; whatever it does there, nothing may leave the site and nothing may fail."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def new(site: LiveSite, *, missing: str = "", **options: object) -> BrowserContext:
        context = chromium.new_context(**options)  # type: ignore[arg-type] # what the tests give is checked there
        context.set_default_timeout(10_000)
        opened.append((context, Watch(context, site, missing=missing)))
        return context

    yield new
    complaints = [complaint for _, watch in opened for complaint in watch.complaints()]
    for context, _ in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], site: LiveSite) -> Opener:
    """Open pages of the site."""
    return Opener(new_context, site)
