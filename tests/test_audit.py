"""What `make audit` measures with is what hosts do, its locks name no place, and it fails when it should."""

from __future__ import annotations

import gzip
import http.client
import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT

AUDIT = ROOT / "audit"


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script `audit.py` as a module; it holds `serve` of `host.py` too."""
    monkeypatch.syspath_prepend(str(AUDIT))
    return importlib.import_module("audit")


def test_the_lock_has_a_hash_and_no_address_for_every_package() -> None:
    packages = json.loads((AUDIT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    del packages[""]
    assert len(packages) > 100
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_the_host_packs_what_it_sends_and_lets_browsers_keep_it(audit: ModuleType, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "fr").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (site / "404.html").write_text("nothing here", encoding="utf-8")
    (site / "fr" / "index.html").write_text("é" * 1000, encoding="utf-8")
    (site / "icon.png").write_bytes(b"PNG")
    with audit.serve(site) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"))

        def ask(path: str, encoding: str = "gzip, br") -> tuple[int, dict[str, str], bytes]:
            connection.request("GET", path, headers={"Accept-Encoding": encoding})
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read()

        status, headers, body = ask("/fr/?a=b")
        assert (status, gzip.decompress(body).decode()) == (200, "é" * 1000)
        assert len(body) == int(headers["Content-Length"]) < 100
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert headers["Cache-Control"] == "max-age=600"
        assert ask("/fr/", "identity")[2].decode() == "é" * 1000
        assert ask("/icon.png")[2] == b"PNG"
        for path in ("/de/", "/fr", "/../secret.html", "/%2e%2e/secret.html", f"/{tmp_path}/secret.html"):
            status, _, body = ask(path)
            assert (status, gzip.decompress(body)) == (404, b"nothing here"), path
        connection.close()


def report_of(**points: float) -> dict[str, Any]:
    """Return what Lighthouse reports, with one audit that weighs something and failed, and one that weighs nothing."""
    names = {"best_practices": "best-practices"}
    failed = [{"id": "slow", "weight": 10}, {"id": "old", "weight": 0}]
    return {
        "categories": {names.get(name, name): {"score": score, "auditRefs": failed} for name, score in points.items()},
        "audits": {
            "slow": {"title": "Is slow", "score": 0.5, "displayValue": "3 s"},
            "old": {"title": "Is old", "score": 0},
        },
    }


def test_a_page_passes_with_98_points_in_each_category(audit: ModuleType) -> None:
    good = audit.read(report_of(performance=0.98, accessibility=1, best_practices=1, seo=1))
    bad = audit.read(report_of(performance=1, accessibility=1, best_practices=0.97, seo=1))
    assert (good.passes, bad.passes) == (True, False)
    printed = audit.table({"fr/": good, "fr/sources/": bad})
    assert "fr/                  98           100            100 100\n" in printed
    assert "fr/sources/: seo: Is slow 3 s" in printed
    assert "Is old" not in printed
    assert "fr/: " not in printed


def test_of_three_runs_the_middle_counts(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def looks(*performances: float) -> list[float]:
        left = [
            audit.read(report_of(performance=one, accessibility=1, best_practices=1, seo=1)) for one in performances
        ]
        monkeypatch.setattr(audit, "look", lambda _: left.pop(0))
        return [audit.check_page("http://127.0.0.1/").points["performance"], len(left)]

    assert looks(0.98, 0, 0) == [98, 2]
    assert looks(0.6, 1, 0.99) == [99, 0]
    assert looks(0.6, 1, 0.97) == [97, 0]


def test_each_message_of_the_checker_is_named_once_with_its_places(audit: ModuleType) -> None:
    place = audit.SITE.as_uri() + "/fr/index.html"
    messages = [
        {"type": "error", "url": place, "lastLine": 3, "message": "Bad."},
        {"type": "error", "url": place, "lastLine": 4, "message": "Bad."},
        {"type": "info", "subType": "warning", "url": place, "message": "Odd."},
    ]
    assert audit.by_message(messages) == {
        "error: Bad.": ["fr/index.html:3", "fr/index.html:4"],
        "warning: Odd.": ["fr/index.html:"],
    }
