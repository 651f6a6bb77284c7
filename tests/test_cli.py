"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TODAY, Dossier

from dossier.cli import main
from dossier.exports import compiled
from dossier.rules import RULES

JOBS = "docs/arguments/jobs"
NOT_HERE = "there is no mkdocs.yml here; go to the dossier's folder, or name it with --config-file"
COMMANDS = {"check": [], "build": [], "serve": [], "compile": ["--out", "out"]}
"""The commands that read a dossier, with the arguments that they cannot do without."""


@pytest.fixture
def here(small: Dossier, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Return the small dossier, with its folder as the current one."""
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", small.environment()["SOURCE_DATE_EPOCH"])
    for name in ("SITE_URL", "REPOSITORY_URL", "DOSSIER_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    return small


def run(*arguments: str) -> Result:
    """Run the command in this process; it ends with an exit code and never with an exception."""
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


# --- Help -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(option: str) -> None:
    result = run(option)
    assert result.exit_code == 0
    commands = result.stdout.partition("Commands:\n")[2].split("\n")
    assert [line.split()[0] for line in commands if line] == [
        "build",
        "check",
        "compile",
        "explain",
        "fmt",
        "import-form",
        "init",
        "links",
        "new",
        "readability",
        "report",
        "schema",
        "serve",
        "translations",
    ]
    assert all(line.rstrip().endswith(".") for line in commands if line), "a help text is cut off"


@pytest.mark.parametrize("command", ["build", "check", "compile", "explain", "report", "serve", "translations"])
def test_every_command_and_option_is_explained(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {command} [OPTIONS]")
    for option in main.commands[command].params:
        if option.param_type_name == "option":
            assert getattr(option, "help", None), f"{option.name} is not explained"


def test_the_version() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert "0.1" in result.stdout


@pytest.mark.parametrize(
    "arguments", [["chekc"], ["check", "--frmat", "json"], ["check", "--format", "xml"], ["compile"]]
)
def test_wrong_usage_is_exit_code_2(here: Dossier, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


# --- The configuration ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_no_configuration_is_exit_code_2(here: Dossier, command: str) -> None:
    here.delete("mkdocs.yml")
    result = run(command, *COMMANDS[command])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"dossier: {NOT_HERE}\n"


@pytest.mark.parametrize("command", [*COMMANDS, "translations"])
def test_a_day_that_is_none_is_exit_code_2(here: Dossier, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yes\x1b[31m")
    result = run(command, *COMMANDS.get(command, []))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "dossier: SOURCE_DATE_EPOCH is 'yes\\x1b[31m'; "
        "it must be a number of seconds since 1970, such as 1795392000, or unset\n"
    )


def test_plain_mkdocs_says_that_the_day_is_none(small: Dossier) -> None:
    result = small.mkdocs("build", SOURCE_DATE_EPOCH="yesterday")
    assert result.returncode == 1
    assert "Error: SOURCE_DATE_EPOCH is 'yesterday'" in result.stderr
    assert "Traceback" not in result.stderr
    assert not small.path("site").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_is_no_configuration(here: Dossier, command: str) -> None:
    result = run(command, *COMMANDS[command], "--config-file", "docs")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "File 'docs' is a directory" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("site_name: [\n", "mkdocs.yml:2:1: error[yaml-syntax]"),
        ("site_name: x\nplugins: [search]\n", "mkdocs.yml:1: error[missing-field]"),
        ("site_name: x\nplugins:\n  - dossier:\n      langages: [fr]\n", "mkdocs.yml:4:7: error[unknown-field]"),
        ("site_name: x\nplugins:\n  - dossier:\n\tlanguages: [fr]\n", "mkdocs.yml:4:1: error[yaml-tab]"),
    ],
    ids=["broken", "without our plugin", "misspelt", "tabs"],
)
def test_a_faulty_configuration_is_exit_code_1(
    here: Dossier, command: str, text: str, finding: str, caplog: pytest.LogCaptureFixture
) -> None:
    here.write("mkdocs.yml", text)
    result = run(command, *COMMANDS[command])
    assert result.exit_code == 1
    assert finding in result.stdout + result.stderr + caplog.text
    assert not here.path("site").exists()
    assert not here.path("out").exists()


@pytest.mark.parametrize("text", ["site_name: [\n", "site_name: x\n", "- x\n", "plugins: 5\n"])
def test_plain_mkdocs_ends_with_a_message_too(small: Dossier, text: str) -> None:
    small.write("mkdocs.yml", text.replace("site_name: x\n", "site_name: x\nplugins: [dossier: {languages: [tlh]}]\n"))
    result = small.mkdocs("build")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()
    assert not small.path("site").exists()


@pytest.mark.parametrize("command", ["check", "compile"])
def test_the_configuration_can_be_elsewhere(
    here: Dossier, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = str(here.path("mkdocs.yml").relative_to(tmp_path))
    assert run(command, *COMMANDS[command], "-f", config).exit_code == 0


# --- check ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output_format", "printed"), [("text", "no faults found\n"), ("github", ""), ("json", "[]\n")]
)
def test_nothing_is_wrong(here: Dossier, output_format: str, printed: str) -> None:
    result = run("check", "--strict", "--format", output_format)
    assert (result.exit_code, result.stdout, result.stderr) == (0, printed, "")


@pytest.mark.parametrize("output_format", ["text", "github", "gitlab", "json", "sarif"])
@pytest.mark.parametrize("strict", [[], ["--strict"]], ids=["", "strict"])
def test_exit_codes_of_errors_and_warnings(here: Dossier, output_format: str, strict: list[str]) -> None:
    here.write("docs/themes.yml", here.read("docs/themes.yml").replace("\n", "\r\n"))
    assert run("check", "--format", output_format, *strict).exit_code == (1 if strict else 0)
    here.replace(f"{JOBS}/fr.md", "@Luo2020", "@Lou2020")
    assert run("check", "--format", output_format, *strict).exit_code == 1


def test_the_formats_name_the_same_fault(here: Dossier) -> None:
    here.replace(f"{JOBS}/fr.md", "[@Luo2020, p. 3]", "[@Lou2020, p. 3]")
    text = run("check").stdout.split("\n")
    assert text[:2] == [
        f"{JOBS}/fr.md:19:21: error[unknown-citation]: no entry `Lou2020` in references.bib",
        "   hint: did you mean `Luo2020`?",
    ]
    (found,) = json.loads(run("check", "--format", "json").stdout)
    assert (found["path"], found["line"], found["column"], found["code"]) == (
        f"{JOBS}/fr.md",
        19,
        21,
        "unknown-citation",
    )
    (result,) = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 21
    assert run("check", "--format", "github").stdout.startswith(
        f"::error file={JOBS}/fr.md,line=19,col=21,title=unknown-cit"
    )


def test_nothing_is_built_by_checking(here: Dossier) -> None:
    before = here.listing()
    run("check")
    assert here.listing() == before


def test_the_day_is_that_of_the_environment(here: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    here.replace(f"{JOBS}/argument.yml", "2026-03-01", TODAY.isoformat())
    assert run("check").exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    result = run("check")
    assert result.exit_code == 1
    assert f"{TODAY} has not come yet: today is 1970-01-01" in result.stdout


def test_accents_need_no_unicode_terminal(small: Dossier) -> None:
    small.replace(f"{JOBS}/fr.md", "[@Luo2020, p. 3]", "[@Bélgà2021 – «…»]")
    result = small.dossier("check", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert result.returncode == 1
    assert "error[unknown-citation]" in result.stdout
    assert "Traceback" not in result.stderr


# --- build ----------------------------------------------------------------------------------------------------------


def test_a_site_s_folder_that_cannot_be_made_is_exit_code_2(small: Dossier) -> None:
    small.write("file", "x")
    result = small.dossier("build", "--site-dir", "file/site")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Not a directory" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_site_s_folder_that_cannot_be_read_is_exit_code_2(here: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write("site/404.html", "")
    _make_unreadable(here.path("site"), monkeypatch)
    assert run("build").exit_code == 2
    assert here.listing("site") == {"404.html": b""}


def _make_unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder be one that this user may not read; taking the right away would not stop root, who may run this."""
    listed = Path.iterdir

    def refusing(path: Path) -> object:
        if path.resolve() == folder.resolve():
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refusing)


# --- compile --------------------------------------------------------------------------------------------------------


def test_compile_writes_every_page(here: Dossier) -> None:
    result = run("compile", "--out", "deep/out")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "31 pages are in deep/out\n", "")
    assert len([name for name in here.listing("deep/out") if name.endswith(".md")]) == 31
    assert [path.name for path in here.path("deep").iterdir()] == ["out"]


def test_compile_replaces_what_it_wrote_and_an_empty_folder(here: Dossier) -> None:
    here.path("out").mkdir()
    assert run("compile", "-o", "out").exit_code == 0
    before = here.listing("out")
    here.write("out/fr/old.md", "of a page that is gone")
    assert run("compile", "-o", "out").exit_code == 0
    assert here.listing("out") == before


@pytest.mark.parametrize("folder", ["precious", ".", "docs"])
def test_compile_refuses_a_folder_that_holds_other_files(here: Dossier, folder: str) -> None:
    here.write("precious/letter.txt", "only here")
    before = here.listing()
    result = run("compile", "--out", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"dossier: {folder} holds other files; name a new folder, or one that an earlier" in result.stderr
    assert here.listing() == before


def test_compile_leaves_the_last_pages_where_the_content_has_faults(here: Dossier) -> None:
    assert run("compile", "-o", "out").exit_code == 0
    before = here.listing("out")
    here.replace(f"{JOBS}/fr.md", "@Luo2020", "@Lou2020")
    result = run("compile", "-o", "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no entry `Lou2020` in references.bib" in result.stderr
    assert here.listing("out") == before
    assert not here.path("out.new").exists()


def test_compile_prints_warnings_and_goes_on(here: Dossier) -> None:
    here.write("docs/themes.yml", here.read("docs/themes.yml").replace("\n", "\r\n"))
    result = run("compile", "-o", "out")
    assert result.exit_code == 0
    assert "warning[carriage-return]" in result.stderr


@pytest.mark.parametrize("out", ["file", "file/out"])
def test_compile_cannot_write_into_a_file(here: Dossier, out: str) -> None:
    here.write("file", "x")
    result = run("compile", "--out", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Directory 'file' is a file" in result.stderr or "cannot write file/out: Not a directory" in result.stderr


def test_compile_cannot_read_its_folder(here: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write(f"out/{compiled.MARKER}", "")
    _make_unreadable(here.path("out"), monkeypatch)
    result = run("compile", "--out", "out")
    assert (result.exit_code, result.stderr) == (2, "dossier: cannot read out: Permission denied\n")


# --- serve ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["nonsense", "localhost", ":8000", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:x", ""]
)
def test_an_address_is_host_and_port(here: Dossier, address: str) -> None:
    result = run("serve", "--address", address)
    assert result.exit_code == 2
    assert "write host and port, for example 127.0.0.1:8000" in result.stderr


# --- explain --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_explained(code: str) -> None:
    rule = RULES[code]
    result = run("explain", code)
    assert (result.exit_code, result.stderr) == (0, "")
    words = " ".join(result.stdout.split())
    assert words.startswith(f"{code} ({rule.severity}) ")
    for text in (rule.summary, rule.why, rule.bad, rule.good):
        assert " ".join(text.split()) in words


def test_an_unknown_rule_is_exit_code_2() -> None:
    result = run("explain", "unknown-citaton")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "dossier: there is no rule `unknown-citaton`; did you mean `unknown-citation`?\n"
    assert run("explain", "xyzzy").stderr == "dossier: there is no rule `xyzzy`\n"


def test_all_rules_are_listed() -> None:
    lines = run("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(RULES)
    assert all(line.partition("  ")[2].strip() == RULES[line.split()[0]].summary for line in lines)


def test_rules_as_markdown() -> None:
    one = run("explain", "future-date", "--markdown").stdout
    assert one.startswith("## future-date\n\n*error.* ")
    everything = run("explain", "--markdown").stdout
    assert one.strip() in everything
    assert re.findall(r"^## ([a-z0-9-]+)$", everything, re.MULTILINE) == sorted(RULES)
