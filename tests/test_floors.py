"""The floors of the program: imports go downwards only, and what touches the world outside has its place."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

ORDER = """
    dossier
    dossier.wording
    dossier.clock dossier.dates dossier.diagnostics dossier.history dossier.marking dossier.policy dossier.quotes
    dossier.sanitize dossier.staging
    dossier.rules.bibliography dossier.rules.content dossier.rules.files dossier.rules.forms dossier.rules.links
    dossier.rules.text dossier.rules.translations dossier.rules.yaml
    dossier.rules
    dossier.locales dossier.source
    dossier.fields dossier.figures dossier.pen dossier.svg dossier.text_width dossier.typesetting dossier.share_image
    dossier.config dossier.folders
    dossier.corrections dossier.replies
    dossier.citation_syntax dossier.places dossier.dialect dossier.markdown
    dossier.bibtex dossier.bibedit dossier.names dossier.bibliography
    dossier.arguments dossier.handwritten
    dossier.glossary dossier.themes dossier.timeline dossier.evidence
    dossier.schemas
    dossier.corpus dossier.crosscheck dossier.loading
    dossier.changes dossier.translations dossier.readability dossier.copying
    dossier.argument_map dossier.map_drawing dossier.timeline_chart dossier.chart_drawing
    dossier.citations dossier.notes
    dossier.dashboard dossier.writer
    dossier.exchange dossier.passages
    dossier.links dossier.links.model dossier.links.reasons dossier.links.address
    dossier.links.record dossier.links.ledger
    dossier.pages dossier.pages.page dossier.pages.cards dossier.pages.choices dossier.pages.standing
    dossier.pages.workshop dossier.pages.depths dossier.pages.changes dossier.pages.citing dossier.pages.replies
    dossier.pages.map dossier.pages.timeline
    dossier.pages.arguments dossier.pages.dashboard dossier.pages.findings dossier.pages.glossary
    dossier.pages.handwritten dossier.pages.other_side dossier.pages.source dossier.pages.sources dossier.pages.themes
    dossier.build dossier.search dossier.share
    dossier.evidence_card dossier.evidence_card_render
    dossier.exports dossier.exports.atom dossier.exports.compiled
    dossier.links.markup dossier.links.readers dossier.links.extract dossier.links.internal
    dossier.links.gate dossier.links.guard dossier.links.certificates
    dossier.links.decoding dossier.links.page dossier.links.phrases dossier.links.titles dossier.links.wording
    dossier.links.quotes
    dossier.links.lenient dossier.links.client dossier.links.judge dossier.links.check
    dossier.links.schedule dossier.links.render dossier.links.health
    dossier.links.memento dossier.links.save dossier.links.gather dossier.links.archive
    dossier.links.selection
    dossier.scaffold dossier.starter dossier.untranslated dossier.yamledit
    dossier.identifiers dossier.metadata dossier.bibentry dossier.links.lookup
    dossier.issue_form dossier.proposal
    dossier.mending dossier.partials dossier.mkdocs_plugin
    dossier.rewriting dossier.fixing dossier.bibformat dossier.yamlformat
    dossier.command_line dossier.asking dossier.cli_init dossier.cli_new dossier.cli_translations dossier.cli_links
    dossier.cli_import_form dossier.cli_report dossier.cli_schema dossier.cli_fmt
    dossier.cli
""".split()
"""Every module, from the ground up: each may import only those before it. A new module needs a place here."""

ALONE = {
    "bidi": "dossier.typesetting",
    "material": "",
    "mkdocs": "dossier.mkdocs_plugin",
    "pathspec": "",
    "pybtex": "dossier.bibtex",
    "uharfbuzz": "dossier.typesetting",
    "watchdog": "",
}
"""Packages that one module alone may import, or none."""

NETWORK = """
    aiohttp asyncio ftplib http httpx imaplib poplib requests smtplib socket socketserver ssl telnetlib urllib.request
    urllib3 webbrowser websockets wsgiref xmlrpc
""".split()

_ASKERS = "certificates check client gate guard judge lenient lookup memento save".split()
ASKERS = {f"dossier.links.{name}" for name in _ASKERS}
ASKERS.add("dossier.cli_links")
"""The modules that ask the network, or wait for those that do."""

WRITERS = (
    "dossier.staging",
    "dossier.exports",
    "dossier.search",
    "dossier.share",
    "dossier.links.ledger",
    "dossier.scaffold",
    "dossier.mkdocs_plugin",
    "dossier.cli_init",
    "dossier.cli_translations",
    "dossier.cli_links",
    "dossier.cli_report",
    "dossier.cli_schema",
    "dossier.cli",
)
"""The modules and packages that may write files."""

RUNNER = "dossier.history"
"""The module that may run another program: git."""

WRITING = """
    chmod copy2 copyfile copytree hardlink_to link_to lchmod makedirs mkdir open putenv remove removedirs rename renames
    rmdir rmtree symlink_to touch truncate unlink write_bytes write_text
""".split()
ASKING_FOR_THE_TIME = "ctime gmtime localtime monotonic now perf_counter time_ns today utcnow".split()


def module_name(path: Path) -> str:
    """Return the name under which a file of the package is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "dossier").rglob("*.py")}


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield the full name of everything that a module imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import says in full what it imports"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(tree: ast.Module) -> set[str]:
    """Return the names of all attributes that a module uses: methods, and functions of other modules."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def calls(tree: ast.Module) -> set[str]:
    """Return the names of all functions that a module calls by their bare name."""
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {function.id for function in called if isinstance(function, ast.Name)}


def is_in(name: str, packages: tuple[str, ...]) -> bool:
    """Tell whether a name is one of the packages or stands inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_every_module_has_its_floor() -> None:
    assert sorted(ORDER) == sorted(MODULES)


@pytest.mark.parametrize("module", ORDER)
def test_imports_go_downwards_only(module: str) -> None:
    below = ORDER[: ORDER.index(module)]
    own = [name for name in imports(MODULES[module]) if is_in(name, ("dossier",))]
    targets = {name if name in MODULES else name.rpartition(".")[0] for name in own}
    assert [target for target in sorted(targets) if target not in below] == []


@pytest.mark.parametrize("package", ALONE)
def test_one_module_alone_imports(package: str) -> None:
    found = [module for module in ORDER if any(is_in(name, (package,)) for name in imports(MODULES[module]))]
    assert found == ([ALONE[package]] if ALONE[package] else [])


def test_the_link_checker_alone_can_reach_the_network() -> None:
    found = [module for module in ORDER if any(is_in(name, tuple(NETWORK)) for name in imports(MODULES[module]))]
    assert found == [module for module in ORDER if module in ASKERS]


def test_the_clock_alone_asks_for_the_time() -> None:
    asking = {module for module in ORDER if set(ASKING_FOR_THE_TIME) & attributes(MODULES[module])}
    asking |= {module for module in ORDER if any(is_in(name, ("time",)) for name in imports(MODULES[module]))}
    assert asking == {"dossier.clock"}


def test_only_the_upper_floors_ask_the_clock() -> None:
    asking = [module for module in ORDER if any(is_in(name, ("dossier.clock",)) for name in imports(MODULES[module]))]
    assert asking == [
        "dossier.links.gate",
        "dossier.links.archive",
        "dossier.mkdocs_plugin",
        "dossier.command_line",
        "dossier.cli_init",
        "dossier.cli_new",
        "dossier.cli_translations",
        "dossier.cli_links",
        "dossier.cli_import_form",
        "dossier.cli_report",
        "dossier.cli",
    ]


@pytest.mark.parametrize("module", [module for module in ORDER if not is_in(module, WRITERS)])
def test_a_lower_floor_writes_no_files(module: str) -> None:
    tree = MODULES[module]
    assert set(WRITING) & (attributes(tree) | calls(tree)) == set()
    if module != RUNNER:
        assert [name for name in imports(tree) if is_in(name, ("shutil", "subprocess", "tempfile"))] == []


def test_mkdocs_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, dossier.cli; print(sorted({'mkdocs', 'material', 'watchdog'} & {*sys.modules}))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
