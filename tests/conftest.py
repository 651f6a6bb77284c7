"""What several test files share: a small dossier without a fault, which a test changes as it likes."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import settings

from dossier.build import Site
from dossier.build import build as build_value
from dossier.config import Config, load_config
from dossier.diagnostics import Report, render_text
from dossier.history import lifetimes
from dossier.loading import load_corpus

# A machine that is busy with other tests makes no test fail; what must be fast has a test of its own.
settings.register_profile("dossier", deadline=None)
settings.load_profile("dossier")

os.environ["DOSSIER_LANG"] = "en"  # whatever the language of the machine is

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 25)
DOSSIER = str(Path(sysconfig.get_path("scripts")) / "dossier")
"""The command that the package installs."""

_SOURCE_DATE_EPOCH = str(int(dt.datetime.combine(TODAY, dt.time(), dt.UTC).timestamp()))
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_FROM_OUTSIDE = ("SITE_URL", "REPOSITORY_URL", "SOURCE_DATE_EPOCH", "PYTHONPATH")


@dataclass(frozen=True)
class Dossier:
    """A dossier in a folder of its own: two languages, two arguments, three sources, and no fault."""

    root: Path

    def path(self, name: str) -> Path:
        """Return a file of the dossier."""
        return self.root / name

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file, with the folders that it needs; line ends stay as they are."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands exactly once in a file."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def delete(self, name: str) -> None:
        """Delete a file or a folder."""
        path = self.path(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

    def listing(self, folder: str = ".") -> dict[str, bytes]:
        """Return every file below a folder with its content, by path."""
        top = self.path(folder)
        return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}

    def config(self, report: Report | None = None) -> Config:
        """Read the configuration, which must have no faults where no report is given to hold them."""
        found = Report() if report is None else report
        config = load_config(self.path("mkdocs.yml"), found)
        assert config is not None, render_text(found)
        return config

    def check(self) -> Report:
        """Check all content, as `dossier check` does."""
        report = Report()
        config = load_config(self.path("mkdocs.yml"), report)
        if config is not None:
            load_corpus(config, report, today=TODAY)
        return report

    def faults(self) -> list[str]:
        """Check all content and return each fault as `path:line:column severity[code] message`."""
        return [f"{one.span} {one.rule.severity}[{one.rule.code}] {one.message}" for one in self.check()]

    def site(self, *, drafts: bool = False) -> Site:
        """Build the site as a value; the content must have no faults."""
        report = Report()
        config = self.config(report)
        history = lifetimes(config.root, config.docs)
        site = build_value(config, report, today=TODAY, drafts=drafts, history=history)
        assert not report.fails(), render_text(report)
        return site

    def build(self, **environment: str) -> dict[str, bytes]:
        """Build the site with MkDocs in this process, which is quicker than the command, and return its files."""
        from dossier.mkdocs_plugin import build_site  # noqa: PLC0415 - most tests do without MkDocs

        with pytest.MonkeyPatch.context() as patch:
            for name in _FROM_OUTSIDE:
                patch.delenv(name, raising=False)
            for name, value in {"SOURCE_DATE_EPOCH": _SOURCE_DATE_EPOCH, **environment}.items():
                patch.setenv(name, value)
            build_site(self.path("mkdocs.yml"), strict=False, site_dir=None, progress=lambda _done, _all: None)
        return self.listing("site")

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the dossier's folder, on the day that is `TODAY`."""
        return subprocess.run(
            command, cwd=self.root, env=self.environment(**environment), capture_output=True, text=True, check=False
        )

    def dossier(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `dossier` in the dossier's folder."""
        return self.run(DOSSIER, *arguments, **environment)

    def git(self, *arguments: str) -> None:
        """Run git in the dossier's folder, as somebody of no matter what name."""
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        result = self.run("git", *identity, *arguments)
        assert result.returncode == 0, result.stderr

    def mkdocs(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run plain `mkdocs` in the dossier's folder."""
        return self.run(sys.executable, "-m", "mkdocs", *arguments, **environment)

    @staticmethod
    def environment(**more: str) -> dict[str, str]:
        """Return the environment for a command: this process's own, without what would change the result."""
        kept = {name: value for name, value in os.environ.items() if name not in _FROM_OUTSIDE}
        return {**kept, "SOURCE_DATE_EPOCH": _SOURCE_DATE_EPOCH, "NO_COLOR": "1", "COLUMNS": "100", **more}


def write_small_dossier(root: Path) -> Dossier:
    """Write the small dossier into a folder."""
    dossier = Dossier(root)
    for name, text in SMALL.items():
        dossier.write(name, text)
    return dossier


class Html(HTMLParser):
    """A page, read as a browser reads it: its elements in order, its ids, its links, its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self.words += data.split()

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(self.words)

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def all(self, tag: str, **having: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a kind that has these values (`class_` for `class`)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in having.items()}
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]

    def addresses(self) -> list[str]:
        """Return all addresses to which the page leads, or from which it loads something."""
        return [found[name] for _, found in self.elements for name in ("href", "src") if name in found]


class StrictHtml(Html):
    """HTML of which every element is closed where it should be, and that holds nothing but elements and words."""

    def __init__(self, html: str) -> None:
        self.open: list[str] = []
        super().__init__(html)
        assert self.open == [], html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element, which has each of its attributes once."""
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice"
        super().handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Refuse `<tag />`, of which HTML has none."""
        raise AssertionError(f"<{tag} />")

    def handle_comment(self, data: str) -> None:
        """Refuse a comment."""
        raise AssertionError(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Refuse a declaration."""
        raise AssertionError(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        """Refuse a section of XML."""
        raise AssertionError(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        """Refuse an instruction of XML."""
        raise AssertionError(f"<?{data}>")


def broken_links(pages: Mapping[str, Html], files: Collection[str] = ()) -> list[str]:
    """Return every link between the pages of a site that leads to no page, no file or no anchor.

    Addresses of pages are relative to the site's root and end in a slash, or are empty.
    """
    root = "https://site.invalid/"
    ids = {address: {*page.ids} for address, page in pages.items()}
    broken = []
    for address, page in pages.items():
        for href in page.addresses():
            target = urljoin(root + address, href)
            if not target.startswith(root):
                continue
            path, _, fragment = target.removeprefix(root).partition("#")
            path = unquote(path).removesuffix("index.html")
            found = path in ids and (not fragment or unquote(fragment) in ids[path])
            if not found and not (path in files and not fragment):
                broken.append(f"{address} -> {href}")
    return broken


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the test that takes minutes: at the end, every other process would wait for it."""
    items.sort(key=lambda item: "readme_commands" not in item.name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have measured: `record_property` brings it here from all processes."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture
def small(tmp_path: Path) -> Dossier:
    """Return a small dossier without a fault, in a folder of this test's own."""
    return write_small_dossier(tmp_path / "project")


SMALL = {
    "mkdocs.yml": """\
site_name: A small dossier
site_url: !ENV [SITE_URL, ""]
theme:
  name: material
  font: false
plugins:
  - dossier:
      languages: [fr, en]
      strict_languages: []
""",
    "references.bib": """\
@online{Belga2021,
  author = {{Belga}},
  title  = {The jobs at the airport},
  date   = {2021-03-04},
  url    = {https://belga.example/jobs},
}

@article{Luo2020,
  author       = {Luo, Xubei and Niu, Chiyu},
  title        = {Villages that sell},
  journaltitle = {World Development},
  date         = {2020},
  pages        = {1-20},
}

@report{Ministry2022,
  institution = {Ministry of Labour},
  title       = {Pay in warehouses},
  date        = {2022-11},
}
""",
    "docs/themes.yml": """\
- id: work
  title: {fr: Travail, en: Work}
  summary: {fr: Qui travaille., en: Who works.}
""",
    "docs/pages/home/fr.md": """\
---
title: Un petit dossier
description: De quoi essayer.
---

Voyez [les emplois](../../arguments/jobs/).
""",
    "docs/pages/home/en.md": """\
---
title: A small dossier
description: Something to try things on.
---

See [the jobs](../../arguments/jobs/).
""",
    "docs/arguments/jobs/argument.yml": """\
theme: work
order: 10
status: published
confidence: likely
source_language: fr
regions: [BE]
period: 2018/2021
reviewed: 2026-03-01
relations:
  supports: [wages]
""",
    "docs/arguments/jobs/fr.md": """\
---
title: Les emplois
claim: Les emplois ne sont pas venus.
---

::: {.summary}
Les emplois annoncés ne sont pas venus.
:::

::: {.premise #announced}
### On les avait annoncés

Neuf cents emplois étaient annoncés [@Belga2021].
:::

::: {.premise #counted}
### On les a comptés

On en a compté 276 [@Luo2020, p. 3], comme [les salaires](../wages/) le laissent voir.
:::

::: {.objection #elsewhere}
Il y en a ailleurs [@Belga2021].

::: {.reply}
Ailleurs n'est pas ici.
:::
:::

::: {.falsifier}
Un décompte audité.
:::
""",
    "docs/arguments/jobs/en.md": """\
---
title: The jobs
claim: The jobs did not come.
---

::: {.summary}
The jobs that were announced did not come.
:::

::: {.premise #announced}
### They were announced

Nine hundred jobs were announced [@Belga2021].
:::

::: {.premise #counted}
### They were counted

276 were counted [@Luo2020, p. 3], as [the wages](../wages/) suggest.
:::

::: {.objection #elsewhere}
There are some elsewhere [@Belga2021].

::: {.reply}
Elsewhere is not here.
:::
:::

::: {.falsifier}
An audited count.
:::
""",
    "docs/arguments/wages/argument.yml": """\
theme: work
order: 20
status: published
confidence: established
source_language: en
""",
    "docs/arguments/wages/fr.md": """\
---
title: Les salaires
claim: Les salaires sont bas.
---

::: {.summary}
Les salaires sont bas.
:::

::: {.premise #low}
### Ils sont bas

Le ministère le dit [@Ministry2022].
:::

::: {.premise #lower}
Ils baissent [@Ministry2022, p. 4; @Luo2020].
:::

::: {.objection #rising}
### Ils montent

Ils monteraient [@Luo2020].

::: {.reply}
Pas ici.
:::
:::

::: {.falsifier}
Des fiches de paie.
:::
""",
    "docs/arguments/wages/en.md": """\
---
title: The wages
claim: Wages are low.
---

::: {.summary}
Wages are low.
:::

::: {.premise #low}
### They are low

The ministry says so [@Ministry2022].
:::

::: {.premise #lower}
They are falling [@Ministry2022, p. 4; @Luo2020].
:::

::: {.objection #rising}
### They are rising

They are said to be rising [@Luo2020].

::: {.reply}
Not here.
:::
:::

::: {.falsifier}
Pay slips.
:::
""",
}
"""The files of the small dossier."""
