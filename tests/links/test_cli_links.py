"""The commands `dossier links …`, as processes of their own, against the laboratory."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import DOSSIER, Dossier

from .lab import Lab

LEDGER = "link-ledger.jsonl"


def links(folder: Path, *arguments: str, given: str = "", day: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, on a day counted from 22 November 2026."""
    epoch = str(1795305600 + day * 86400)
    return subprocess.run(
        [DOSSIER, "links", *arguments],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch, "DOSSIER_ALLOW_LOOPBACK": "1", "SITE_URL": ""},
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def verdicts(printed: str) -> Mapping[str, str]:
    """Return by path of the address the verdicts of a report in JSON."""
    return {
        one["url"].partition("/")[2].partition("/")[2].partition("/")[2]: one["standing"]
        for one in json.loads(printed)["links"]
    }


def entry(key: str, url: str) -> str:
    """Return an entry of a bibliography; its title only describes, so that it is not compared."""
    return f"\n@online{{{key},\n  author = {{{{Lab}}}},\n  title = {{[Freight]}},\n  url = {{{url}}},\n}}\n"


@pytest.fixture
def dossier(small: Dossier, served: Lab) -> Dossier:
    """Return a dossier whose sources are in the laboratory."""
    own = served.url("", "127.0.0.1")
    paths = {"LabPage": "page", "LabMoved": "moved", "LabGone": "gone", "LabSoft": "soft-404", "LabWall": "403"}
    entries = "".join(entry(key, f"{own}/{path}") for key, path in paths.items())
    small.write(
        "references.bib",
        small.read("references.bib").replace("https://belga.example/jobs", f"{own}/deep/page") + entries,
    )
    return small


def test_a_list_a_page_and_a_bibliography(served: Lab, dossier: Dossier, tmp_path: Path) -> None:
    own = served.url("", "127.0.0.1")
    (tmp_path / "page.html").write_text(f'<a href="{own}/page">a</a>\n<img src="{own}/missing">')
    found = links(
        tmp_path,
        "page.html",
        str(dossier.path("references.bib")),
        "-",
        "--format",
        "json",
        given=f"{own}/gone\nhttp://10.0.0.1/\n",
    )
    assert found.returncode == 1, found.stderr
    standing = verdicts(found.stdout)
    expected = {
        "page": "ok",
        "missing": "dead",
        "gone": "dead",
        "moved": "moved",
        "soft-404": "suspect",
        "403": "blocked",
    }
    assert {path: standing[path] for path in expected} == expected
    assert standing[""] == "refused"
    assert not (tmp_path / LEDGER).exists()


def test_text_names_every_place_and_what_to_do(served: Lab, tmp_path: Path) -> None:
    own = served.url("", "127.0.0.1")
    (tmp_path / "a.md").write_text(f"[one]({own}/moved) and [two]({own}/gone)\n")
    (tmp_path / "b.md").write_text(f"\n[one]({own}/gone)\n")
    found = links(tmp_path, "a.md", "b.md")
    assert found.returncode == 1
    assert f"write {own}/page instead" in found.stdout
    assert re.search(r"^a\.md:1:\d+ \(a\.md\), b\.md$", found.stdout, re.MULTILINE)
    assert "status 410" in found.stdout
    assert found.stdout.rstrip().splitlines()[-1].startswith("2 addresses at 3 places")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    found = links(tmp_path, "missing.html")
    assert (found.returncode, found.stdout) == (2, "")
    assert "missing.html" in found.stderr
    assert "Traceback" not in found.stderr


def test_what_was_asked_today_is_not_asked_again_and_dead_takes_three_days(served: Lab, dossier: Dossier) -> None:
    first = links(dossier.root)
    assert first.returncode == 0, first.stdout + first.stderr
    records = {one["url"].rpartition("/")[2]: one for one in map(json.loads, dossier.read(LEDGER).splitlines())}
    assert records["moved"]["final"].endswith("/page")
    assert records["gone"]["failures"] == ["2026-11-22"]
    asked = len(served.requests)
    again = links(dossier.root)
    assert again.returncode == 0
    assert len(served.requests) == asked
    assert "failing since 2026-11-22" in again.stdout
    links(dossier.root, "--due", day=1)
    last = links(dossier.root, "--due", day=2)
    assert last.returncode == 1
    assert "error[dead]" in last.stdout
    status = links(dossier.root, "status", day=2)
    assert status.returncode == 0
    assert "dossier links archive --write" in status.stdout


def test_a_second_run_makes_few_requests_and_asks_only_whether_pages_have_changed(
    served: Lab, dossier: Dossier
) -> None:
    own = served.url("/validated", "127.0.0.1")
    more = "".join(entry(f"Same{n}", f"{own}?{n}") for n in range(10)) + entry(
        "Error", own.replace("validated", "error")
    )
    dossier.write("references.bib", dossier.read("references.bib") + more)
    begun = len(served.requests)
    links(dossier.root, "--rate", "0")
    first = len(served.requests) - begun
    links(dossier.root, "--rate", "0")
    second = len(served.requests) - begun - first
    assert 1 <= second <= 0.15 * first, "what is unstable alone"
    before = dossier.read(LEDGER)
    found = links(dossier.root, "--rate", "0", "--format", "json", day=1)
    assert verdicts(found.stdout)["validated?3"] == "ok"
    asked = [one for one in served.requests[begun + first + second :] if one.target.startswith("/validated")]
    assert len(asked) == 10
    assert {one.headers.get("if-none-match") for one in asked} == {'"v1"'}
    lines = [line for line in dossier.read(LEDGER).splitlines() if "validated" in line]
    assert lines == [line.replace("2026-11-22", "2026-11-23") for line in before.splitlines() if "validated" in line], (
        "all is kept but the day"
    )


def test_a_second_run_at_once_is_told_of_the_first(served: Lab, dossier: Dossier) -> None:
    dossier.write("references.bib", dossier.read("references.bib") + entry("Slow", served.url("/hangs", "127.0.0.1")))
    command = [DOSSIER, "links", "--due"]
    environment = {**os.environ, "DOSSIER_ALLOW_LOOPBACK": "1"}
    with subprocess.Popen(command, cwd=dossier.root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        part = dossier.path(f"{LEDGER}.part")
        for _ in range(200):
            if part.exists() and part.read_text().count("\n") >= 2:
                break
            time.sleep(0.1)
        for arguments in (("--due",), ("archive", "LabPage")):
            found = links(dossier.root, *arguments)
            assert (found.returncode, found.stdout) == (2, "")
            assert "another run is at work" in found.stderr
        process.kill()
    assert part.exists()
    assert links(dossier.root, "--due", "--budget", "1s").returncode == 0, "a killed run leaves no lock behind"
    assert not part.exists()


def test_only_what_a_branch_brings_is_judged(served: Lab, dossier: Dossier) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=dossier.root, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "somebody else's dead link")
    git("switch", "-qc", "mine")
    dossier.write("references.bib", dossier.read("references.bib") + entry("Mine", served.url("/page", "127.0.0.1")))
    good = links(dossier.root, "--changed-since", "main", "--format", "json")
    assert good.returncode == 0
    assert list(verdicts(good.stdout)) == ["page"]
    dossier.write(
        "references.bib", dossier.read("references.bib") + entry("Typo", served.url("/misspelt", "127.0.0.1"))
    )
    mistyped = links(dossier.root, "--changed-since", "main")
    assert mistyped.returncode == 1, "what has never been there is not waited for"
    assert "error[dead]" in mistyped.stdout
    unknown = links(dossier.root, "--changed-since", "no-such-branch")
    assert (unknown.returncode, unknown.stdout) == (2, "")


def test_a_run_in_parts_is_joined(dossier: Dossier) -> None:
    for part in ("1/2", "2/2"):
        assert links(dossier.root, "--due", "--shard", part, "--ledger", f"{part[0]}.jsonl").returncode == 0
    assert links(dossier.root, "merge", "all.jsonl", "1.jsonl", "2.jsonl").returncode == 0
    lines = [len(dossier.read(f"{name}.jsonl").splitlines()) for name in ("1", "2", "all")]
    assert lines[2] == lines[0] + lines[1] > 5


def test_an_interrupted_run_keeps_what_it_learned(served: Lab, tmp_path: Path, dossier: Dossier) -> None:
    slow = "".join(entry(f"Slow{n}", served.url(f"/hangs?{n}", "127.0.0.1")) for n in range(4))
    dossier.write("references.bib", dossier.read("references.bib") + slow)
    process = subprocess.Popen(
        [DOSSIER, "links", "--due"],
        cwd=dossier.root,
        env={**os.environ, "DOSSIER_ALLOW_LOOPBACK": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    part = dossier.path(f"{LEDGER}.part")
    learned = 0
    for _ in range(200):
        learned = part.read_text().count("\n") if part.exists() else 0
        if learned >= 2:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=20)
    assert process.returncode == 130, complaints
    assert "what was learned is kept" in complaints
    assert len(dossier.read(LEDGER).splitlines()) >= learned >= 2
    assert not part.exists()


def test_without_a_network_nothing_is_recorded(dossier: Dossier, served: Lab) -> None:
    text = dossier.read("references.bib").replace(f":{served.port}/", ":1/")
    dossier.write("references.bib", text)
    found = links(dossier.root, "--due", "--rate", "0")
    assert found.returncode == 2
    assert "on the network" in found.stderr
    assert dossier.read(LEDGER) == ""


def test_the_inside_of_the_site_alone(dossier: Dossier, served: Lab) -> None:
    asked = len(served.requests)
    found = links(dossier.root, "--offline")
    assert (found.returncode, found.stdout) == (0, "")
    assert set(re.findall(r"[a-z]+\[[a-z-]+\]", found.stderr)) == {
        "warning[uncited-source]"
    }  # of the laboratory's sources
    assert len(served.requests) == asked


def test_an_archive_s_copy_is_written_into_the_bibliography(dossier: Dossier, served: Lab) -> None:
    gate = served.url("/timegate/", "127.0.0.1")
    dossier.replace(
        "mkdocs.yml", "strict_languages: []", f"strict_languages: []\n      links: {{timegates: [{gate!r}]}}"
    )
    before = dossier.read("references.bib")
    found = links(dossier.root, "archive", "LabPage", "LabGone", "--write")
    assert found.returncode == 0, found.stderr
    copy = served.url("/copy/20211104/page", "127.0.0.1")
    assert f"LabPage: {copy} (2021-11-04)" in found.stdout
    after = dossier.read("references.bib")
    assert after.replace(f"  archiveurl = {{{copy}}},\n  archivedate = {{2021-11-04}},\n", "") == before
    assert len(after.splitlines()) == len(before.splitlines()) + 2
