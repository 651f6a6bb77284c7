"""One run over the whole laboratory: what becomes of every address, and what was asked of whom on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dossier.links.check import check
from dossier.links.client import Limits
from dossier.links.guard import Resolver
from dossier.links.judge import target
from dossier.links.model import Result

from .lab import Lab, running
from .lab_pages import EXPECTED, WALLED

LIMITS = Limits(head=2, body=1)

GOOD = """
/page / /deep/page /a%20b /caf%C3%A9 /%E9t%E9 /refresh-late /choices /early /continue /http10 /bare-lf /no-reason /bytes
/no-colon /space-in-name /big-headers /many-headers /too-long /too-short /bad-length /two-lengths /bad-chunks
/cut-chunks /gzip /bad-crc /deflate /raw-deflate /bomb /pdf /pdf#page=3 /no-type /ids /ids#late /ids#Old /ids#top
/ids#caf%C3%A9 /ids#a%20b /application#/route /application#part /not-for-head /wants-accept /wants-language
/wants-browser /busy-once /wait-seconds /wait-date /reset-once /drip /endless /found /other /relative/way
/refresh-header /wants-cookie /elsewhere /chain?20 /breaks-off /ids#café /ids#L10-L20
/page#!/route /page#:~:text=figures%20for%20every%20airport
""".split()
MOVED = "/moved /moved-308 /refresh /spaces /to-fragment /utf8 /latin1".split()
BAD = {
    "/missing": "gone",
    "/gone": "gone",
    "/loop": "loop",
    "/loop2": "loop",
    "/error": "server-error",
    "/gateway": "server-error",
    "/hangs": "timeout",
    "/drips-headers": "timeout",
    "/chain?21": "loop",
    "/closes": "reset",
    "/garbage": "bad-answer",
    "/empty": "empty",
    "/no-content": "empty",
    "/teapot": "odd-status",
    "/no-location": "odd-status",
    "/into-mail": "odd-status",
    "/page#none": "no-fragment",
    "/ids#old": "no-fragment",
    "/page#:~:text=words%20that%20are%20not%20there": "no-fragment",
    "/soft-404": "soft-404",
    "/parked": "parked",
    "/into-private": "private",
    "/into-metadata": "private",
    "/into-decimal": "private",
    "/into-mapped": "private",
}
WALLS = {
    "/401": "not-allowed",
    "/403": "not-allowed",
    "/999": "not-allowed",
    "/451": "legal",
    "/wait-an-hour": "rate-limit",
    "/always-429": "rate-limit",
    "/challenge": "challenge",
    "/wants-login": "login",
}
HOSTS = {
    "several.test": "fine",
    "families.test": "fine",
    "mixed.test": "fine",
    "rebinding.test": "fine",
    "private.test": "private",
    "metadata.test": "private",
    "mapped.test": "private",
    "10.0.0.1": "private",
    "[::ffff:10.0.0.1]": "private",
    "2130706433": "fine",
    "nobody.test": "connection-refused",
    "no-such.test": "no-such-host",
    "flaky-dns.test": "dns-fault",
}
WRITTEN = {
    " http://site.test:{port}/page\n": "fine",
    "http://site.test:{port}/pa\n\tge": "fine",
    "HTTP://SITE.TEST:{port}/page": "fine",
    "http:\\\\site.test:{port}\\page": "fine",
    "http:/site.test:{port}/page": "fine",
    "http://site.test.:{port}/page": "fine",
    "http://site.test:{port}/x/../page": "fine",
    "http://site.test:{port}/%2e/page": "fine",
    "http://site.test:0{port}/page": "fine",
    "http://straße.test:{port}/page": "fine",
    "http://BÜCHER.test:{port}/page": "fine",
    "http://xn--bcher-kva.test:{port}/page": "fine",
    "http://例え。test:{port}/page": "fine",
    "http://name:word@site.test:{port}/validated": "fine",
    "http://site.test:{port}/a b": "fine",
    "http://0x7f.1:{port}/page": "fine",
    "http://0177.0.0.1:{port}/page": "fine",
    "http://[::ffff:7f00:1]:{port}/page": "fine",
    "http://localhost:{port}/page": "fine",
    "http://site.test:99999/": "unreadable",
    "http://exa mple.test/": "unreadable",
    "http://[::1/": "unreadable",
    "http://1.2.3.4.5/": "unreadable",
    "http:///": "unreadable",
    "site.test/page": "unreadable",
    "mailto:somebody@site.test": "not-web",
    "http://0xA9FEA9FE/": "private",
    "http://[fd00::1]/": "private",
    "http://192.168.1.1./": "private",
    "http://100.64.0.1/": "private",
}
"""Addresses as people write them, and what becomes of them."""

CERTIFICATES = {
    "sound": "fine",
    "mended": "fine",
    "expired": "tls-expired",
    "future": "tls-not-yet",
    "self-signed": "tls-self-signed",
    "wrong-name": "tls-name",
    "untrusted": "tls-untrusted",
    "incomplete": "tls-incomplete",
}
DOIS = {"registered": "registered", "by-handle": "registered", "unknown": "unregistered"}


@dataclass(frozen=True)
class Outcome:
    """What a run over the laboratory found."""

    lab: Lab
    results: dict[str, Result]

    def of(self, url: str) -> Result:
        return self.results[target(url).url]


async def _run(lab: Lab, urls: list[str]) -> dict[str, Result]:
    results: dict[str, Result] = {}

    def take(found: Result) -> None:
        assert found.url not in results, "an address is asked and told once"
        results[found.url] = found

    resolver = Resolver(lab.look_up, allow_loopback=True)
    await check(map(target, urls), take, at_once=8, rate=None, limits=LIMITS, resolver=resolver)
    return results


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    async def run() -> Outcome:
        async with running(tmp_path_factory.mktemp("lab")) as lab:
            patch.setenv("SSL_CERT_FILE", str(lab.ca_file))
            urls = [lab.url(path) for path in (*GOOD, *MOVED, *BAD, *WALLS)]
            urls += [lab.url("/page", host) for host in HOSTS]
            urls += [lab.url(path) for path in (*EXPECTED, *WALLED)]
            urls += [url.format(port=lab.port) for url in WRITTEN]
            urls += [lab.tls(name) for name in CERTIFICATES]
            urls += [f"http://doi.org:{lab.port}/10.1000/{name}" for name in DOIS]
            return Outcome(lab, await _run(lab, [*urls, *urls[:3]]))

    with pytest.MonkeyPatch.context() as patch:
        yield asyncio.run(run())


@pytest.mark.parametrize("path", GOOD)
def test_what_a_browser_would_show_is_there(outcome: Outcome, path: str) -> None:
    found = outcome.of(outcome.lab.url(path))
    assert (found.verdict, found.reason) == ("ok", "fine"), found


@pytest.mark.parametrize("path", MOVED)
def test_what_has_moved_for_good_names_its_new_address(outcome: Outcome, path: str) -> None:
    found = outcome.of(outcome.lab.url(path))
    assert found.verdict == "moved"
    assert found.detail.startswith(outcome.lab.url("/"))
    assert found.detail != found.url
    assert [hop.permanent for hop in found.hops] == [True, False]


@pytest.mark.parametrize(("path", "reason"), BAD.items())
def test_what_is_not_there_is_told_apart(outcome: Outcome, path: str, reason: str) -> None:
    found = outcome.of(outcome.lab.url(path))
    assert found.reason == reason, found


@pytest.mark.parametrize(("path", "reason"), WALLS.items())
def test_a_wall_says_nothing_about_the_page(outcome: Outcome, path: str, reason: str) -> None:
    found = outcome.of(outcome.lab.url(path))
    assert (found.verdict, found.reason) == ("blocked", reason)


@pytest.mark.parametrize(("path", "reason"), EXPECTED.items())
def test_what_a_page_says_and_how_it_comes(outcome: Outcome, path: str, reason: str) -> None:
    found = outcome.of(outcome.lab.url(path))
    assert found.reason == reason, found


@pytest.mark.parametrize("path", WALLED)
def test_what_stands_before_a_page_says_nothing_about_it(outcome: Outcome, path: str) -> None:
    found = outcome.of(outcome.lab.url(path))
    assert found.verdict == "blocked", found


@pytest.mark.parametrize(("url", "reason"), WRITTEN.items())
def test_addresses_are_read_as_browsers_read_them(outcome: Outcome, url: str, reason: str) -> None:
    found = outcome.of(url.format(port=outcome.lab.port))
    assert found.reason == reason, found
    assert (found.note == "userinfo") == ("name:word@" in url)


@pytest.mark.parametrize(("host", "reason"), HOSTS.items())
def test_names_and_numbers(outcome: Outcome, host: str, reason: str) -> None:
    assert outcome.of(outcome.lab.url("/page", host)).reason == reason


@pytest.mark.parametrize(("name", "reason"), CERTIFICATES.items())
def test_certificates(outcome: Outcome, name: str, reason: str) -> None:
    found = outcome.of(outcome.lab.tls(name))
    assert found.reason == reason, found
    assert found.note == ("chain" if name == "mended" else "")


@pytest.mark.parametrize(("name", "reason"), DOIS.items())
def test_a_doi_is_registered_or_not_whatever_its_publisher_answers(outcome: Outcome, name: str, reason: str) -> None:
    assert outcome.of(f"http://doi.org:{outcome.lab.port}/10.1000/{name}").reason == reason


def test_a_fragment_that_a_redirect_carries_is_looked_for(outcome: Outcome) -> None:
    assert outcome.of(outcome.lab.url("/to-fragment")).detail.endswith("/ids#late")


def test_an_address_is_asked_once_whatever_places_in_it_are_looked_for(outcome: Outcome) -> None:
    asked = [one for one in outcome.lab.requests if (one.host, one.target) == ("site.test", "/ids")]
    assert len(asked) == 2, "once for itself and its fragments, once for what leads to it"


def test_a_name_is_looked_up_once(outcome: Outcome) -> None:
    assert set(outcome.lab.look_ups.values()) <= {1, 2}
    assert [host for host, times in outcome.lab.look_ups.items() if times > 1] == ["flaky-dns.test"]


def test_programs_say_who_they_are_before_they_say_anything_else(outcome: Outcome) -> None:
    first = [one for one in outcome.lab.requests if one.target == "/wants-browser"]
    assert ["dossier-links" in one.headers["user-agent"] for one in first] == [True, False]
    again = [one for one in outcome.lab.requests if one.target == "/403"]
    assert len(again) == 2, "one try as a browser, and no more"


async def _polite(folder: Path) -> tuple[Lab, dict[str, Result], float]:
    async with running(folder) as lab:
        urls = [lab.url(f"/limited?{n}", f"{host}.test") for n in range(10) for host in ("one", "two")]
        results: dict[str, Result] = {}
        start = asyncio.get_running_loop().time()
        resolver = Resolver(lab.look_up, allow_loopback=True)
        await check(map(target, urls), lambda one: results.update({one.url: one}), resolver=resolver)
        return lab, results, asyncio.get_running_loop().time() - start


def test_no_rate_limit_is_provoked_and_hosts_do_not_wait_for_each_other(tmp_path: Path) -> None:
    lab, results, seconds = asyncio.run(_polite(tmp_path))
    assert {one.reason for one in results.values()} == {"fine"}
    assert lab.counts["provoked"] == 0
    assert lab.most_at_once["one.test"] <= 2
    assert seconds < 10 / 4.5 * 1.5, "both hosts at the same time"


async def _late(folder: Path) -> tuple[dict[str, Result], float]:
    async with running(folder) as lab:
        urls = [lab.url(f"/hangs?{n}") for n in range(4)] + [lab.url("/page", "quick.test")]
        results: dict[str, Result] = {}
        start = asyncio.get_running_loop().time()
        resolver = Resolver(lab.look_up, allow_loopback=True)
        await check(map(target, urls), lambda one: results.update({one.url: one}), seconds=1, resolver=resolver)
        return results, asyncio.get_running_loop().time() - start


def test_a_run_ends_in_time_and_says_what_it_did_not_ask(tmp_path: Path) -> None:
    results, seconds = asyncio.run(_late(tmp_path))
    assert seconds < 2
    assert sorted(one.reason for one in results.values()) == ["fine", *["no-time"] * 4]


async def _hour(folder: Path) -> tuple[Lab, dict[str, Result], float]:
    async with running(folder) as lab:
        urls = [lab.url(path) for path in ("/wait-an-hour", "/page", "/deep/page")]
        results: dict[str, Result] = {}
        start = asyncio.get_running_loop().time()
        resolver = Resolver(lab.look_up, allow_loopback=True)
        await check(map(target, urls), lambda one: results.update({one.url: one}), resolver=resolver)
        return lab, results, asyncio.get_running_loop().time() - start


def test_one_address_that_asks_for_an_hour_does_not_stop_the_others(tmp_path: Path) -> None:
    lab, results, seconds = asyncio.run(_hour(tmp_path))
    assert [one.reason for _, one in sorted(results.items())] == ["fine", "fine", "rate-limit"]
    assert seconds < 6
    assert sum(one.target == "/wait-an-hour" for one in lab.requests) == 1
