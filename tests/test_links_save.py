"""Save Page Now: copies that are made on request, once a day, and not too many a minute."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import time
from collections.abc import Callable

import pytest
from aiohttp import web
from fake_archive import NOW, PAGE, SOFT_404, FakeArchive, Reply, failing, hang_up, with_archives

from dossier.links.memento import Archives
from dossier.links.model import Snapshot
from dossier.links.save import Asked, Keys, Saved, Saver, keys_from

URL = "https://p.example/jobs"
KEYS = Keys("access-1", "secret-2")
DONE = json.dumps({"status": "success", "timestamp": "20260301120500", "original_url": URL, "job_id": "spn2-1"})
PENDING = '{"status": "pending", "job_id": "spn2-1", "resources": []}'
JOB = json.dumps({"url": URL, "job_id": "spn2-1"})


def saved(
    prepare: Callable[[FakeArchive], object],
    asked: Asked | None = None,
    keys: Keys | None = KEYS,
    deadline: float = 5,
) -> tuple[Saved, FakeArchive]:
    """Ask for a copy of the page."""
    results: list[tuple[Saved, FakeArchive]] = []

    async def work(archives: Archives, fake: FakeArchive) -> None:
        saver = Saver(archives, keys, pause=0.2, poll=0.01, deadline=deadline)
        results.append((await saver.save(f"{URL}#part", asked, NOW), fake))

    with_archives(prepare, work)
    return results[0]


def works(fake: FakeArchive, *status: Reply, page: Reply = PAGE) -> None:
    """Let the archive make a copy."""
    fake.add("/save", JOB)
    fake.add("/save/status/spn2-1", *(status or (PENDING, PENDING, DONE)))
    fake.copy("20260301120500", page)


def test_a_copy_is_made_and_waited_for() -> None:
    found, fake = saved(works)
    copy = Snapshot(f"{fake.at}/web/20260301120500/{URL}", dt.datetime(2026, 3, 1, 12, 5, tzinfo=dt.UTC))
    assert found == Saved(copy, Asked(NOW, "spn2-1"))
    assert [(method, path) for method, path, _, _ in fake.asked[:4]] == [("POST", "/save")] + [
        ("GET", "/save/status/spn2-1")
    ] * 3
    assert fake.asked[0][3] == {"url": URL, "if_not_archived_within": "1d"}
    assert all(headers["Authorization"] == "LOW access-1:secret-2" for _, path, headers, _ in fake.asked[:4])
    assert "Authorization" not in fake.asked[-1][2], "the copy itself is public"


def test_without_a_key_none_is_sent() -> None:
    found, fake = saved(works, keys=None)
    assert found.snapshot is not None
    assert not any("Authorization" in headers for _, _, headers, _ in fake.asked)


def test_what_was_asked_for_within_a_day_is_not_asked_for_again() -> None:
    earlier = Asked(NOW - dt.timedelta(hours=23))
    found, fake = saved(works, earlier)
    assert found == Saved(None, earlier, "a copy was asked for less than a day ago")
    assert fake.asked == []


def test_a_job_that_was_begun_is_looked_at_again() -> None:
    earlier = Asked(NOW - dt.timedelta(hours=23), "spn2-1")
    found, fake = saved(works, earlier)
    assert found.snapshot is not None
    assert found.asked == earlier
    assert "/save" not in fake.paths()


def test_after_a_day_a_copy_is_asked_for_anew() -> None:
    found, _ = saved(works, Asked(NOW - dt.timedelta(days=1), "spn2-0"))
    assert found.asked == Asked(NOW, "spn2-1")


def test_a_job_without_end_is_left_and_remembered() -> None:
    start = time.monotonic()
    found, _ = saved(lambda fake: works(fake, PENDING), deadline=0.3)
    assert found == Saved(None, Asked(NOW, "spn2-1"), "the archive is still at work on the copy")
    assert time.monotonic() - start < 5


REFUSALS: dict[str, tuple[Reply, str]] = {
    "in words": (
        '{"status": "error", "message": "You cannot\\nmake more."}',
        "Save Page Now refuses: You cannot make more.",
    ),
    "by its code": ('{"status_ext": "error:blocked-url"}', "Save Page Now refuses: error:blocked-url"),
    "without words": ('{"job_id": null}', "Save Page Now refuses: it does not say why"),
    "with a job that is none": ('{"job_id": "../x"}', "Save Page Now refuses: it does not say why"),
    "with a list": ("[]", "Save Page Now refuses: it does not say why"),
    "a page": ("<p>Log in</p>", "Save Page Now answers with something else than JSON: <p>Log in</p>"),
    "a login": (failing(401), "Save Page Now answers with 401"),
    "too many": (failing(429, Retry_After="60"), "Save Page Now answers with 429"),
    "a broken connection": (hang_up, "Save Page Now does not answer"),
}


@pytest.mark.parametrize(("reply", "problem"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_was_refused_can_be_asked_for_again_at_once(reply: Reply, problem: str) -> None:
    assert saved(lambda fake: fake.add("/save", reply))[0] == Saved(None, None, problem)
    without, _ = saved(lambda fake: fake.add("/save", reply), keys=None)
    assert without.problem == f"{problem}; it was asked without WAYBACK_ACCESS_KEY and WAYBACK_SECRET_KEY"


def test_a_capture_that_failed_is_not_tried_again_the_same_day() -> None:
    status = '{"status": "error", "status_ext": "error:no-access", "message": "The page wants a login."}'
    found, _ = saved(lambda fake: works(fake, status))
    assert found == Saved(None, Asked(NOW), "Save Page Now has failed: The page wants a login.")


@pytest.mark.parametrize("page", [SOFT_404, failing(404), failing(302, Location="/save")])
def test_a_copy_that_is_not_the_page_is_none(page: Reply) -> None:
    found, _ = saved(lambda fake: works(fake, DONE, page=page))
    assert found == Saved(None, Asked(NOW), "the copy that was made does not show the page")


def test_a_fault_while_waiting_keeps_the_job() -> None:
    found, _ = saved(lambda fake: works(fake, PENDING, failing(500)))
    assert found == Saved(None, Asked(NOW, "spn2-1"), "Save Page Now answers with 500")


def test_a_pause_stands_between_two_requests() -> None:
    times: list[float] = []

    def request(_request: web.Request) -> web.Response:
        times.append(time.monotonic())
        return failing(200, JOB)

    async def work(archives: Archives, _fake: FakeArchive) -> None:
        saver = Saver(archives, KEYS, pause=0.3, poll=0.01)
        found = await asyncio.gather(*(saver.save(URL, None, NOW) for _ in range(3)))
        assert all(one.snapshot for one in found)

    def prepare(fake: FakeArchive) -> None:
        works(fake, DONE)
        fake.add("/save", request)

    with_archives(prepare, work)
    assert len(times) == 3
    assert all(later - earlier >= 0.29 for earlier, later in itertools.pairwise(times))


def test_what_was_asked_for_is_told_before_the_wait() -> None:
    told: list[tuple[Asked, int]] = []

    async def work(archives: Archives, fake: FakeArchive) -> None:
        saver = Saver(archives, KEYS, pause=0, poll=0.01)
        await saver.save(URL, None, NOW, lambda asked: told.append((asked, len(fake.asked))))

    with_archives(works, work)
    assert told == [(Asked(NOW, "spn2-1"), 1)]


def test_keys_come_from_the_environment_and_are_not_shown() -> None:
    both = {"WAYBACK_ACCESS_KEY": " access-1 ", "WAYBACK_SECRET_KEY": "secret-2"}
    assert keys_from(both) == KEYS
    assert keys_from({"WAYBACK_ACCESS_KEY": "access-1", "WAYBACK_SECRET_KEY": ""}) is None
    assert keys_from({}) is None
    assert "1" not in repr(KEYS) + str(KEYS)
    assert "2" not in repr(KEYS) + f"{KEYS}"
