"""Copies in archives: which is found, which is refused, and what becomes of faulty services."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from fake_archive import PAGE, SOFT_404, FakeArchive, Reply, failing, hang_up, with_archives
from hypothesis import given
from hypothesis import strategies as st

from dossier.links.memento import Archives, Nearest, TypedLink, parse_links
from dossier.links.model import Snapshot

URL = "https://p.example/jobs"
DAY = dt.date(2024, 3, 3)


def found(prepare: Callable[[FakeArchive], object], url: str = URL) -> tuple[Nearest, FakeArchive]:
    """Return what is found for the page, and the archive in which it was."""
    results: list[tuple[Nearest, FakeArchive]] = []

    async def work(archives: Archives, fake: FakeArchive) -> None:
        results.append((await archives.nearest(url, DAY), fake))

    with_archives(prepare, work)
    return results[0]


def available(fake: FakeArchive, timestamp: str = "20240302090000", **changes: object) -> str:
    """Return what the availability API says of a copy."""
    closest = {"available": True, "url": f"http://web.archive.org/web/{timestamp}/{URL}", "timestamp": timestamp}
    return json.dumps({"url": URL, "archived_snapshots": {"closest": closest | {"status": "200"} | changes}})


def listed(*rows: tuple[str, str, str]) -> str:
    """Return a list as the CDX server has it: time, media type and status of each copy."""
    head = ["timestamp", "original", "mimetype", "statuscode"]
    return json.dumps([head, *([timestamp, URL, kind, status] for timestamp, kind, status in rows)])


def made(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type] # a year, a month, a day and a time


# --- The Wayback Machine --------------------------------------------------------------------------------------------


def test_the_nearest_copy_is_named_at_once() -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/available", available(fake))
        fake.copy("20240302090000")

    nearest, fake = found(prepare, f"{URL}#part")
    assert nearest == Nearest(Snapshot(f"{fake.at}/web/20240302090000/{URL}", made(2024, 3, 2, 9)))
    assert fake.paths() == ["/available", f"/gate/{URL}", f"/map/{URL}", f"/web/20240302090000id_/{URL}"]
    assert parse_qs(urlsplit(fake.asked[0][1]).query) == {"url": [URL], "timestamp": ["20240303120000"]}


def test_the_list_is_read_where_no_copy_is_named() -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/available", '{"archived_snapshots": {}}')
        fake.add(
            "/cdx",
            listed(("20230101000000", "text/html", "200"), ("20240301000000", "text/html", "200")),
            listed(
                ("20240303130000", "text/html", "302"),
                ("20240303140000", "warc/revisit", "200"),
                ("20240304000000", "text/html", "200"),
            ),
        )
        for timestamp in ("20240301000000", "20240304000000", "20240303130000", "20240303140000"):
            fake.copy(timestamp)

    nearest, fake = found(prepare)
    assert nearest == Nearest(Snapshot(f"{fake.at}/web/20240304000000/{URL}", made(2024, 3, 4)))
    queries = [parse_qs(urlsplit(path).query) for _, path, _, _ in fake.asked if path.startswith("/cdx")]
    assert [(one.get("to"), one.get("from"), one["limit"]) for one in queries] == [
        (["20240303120000"], None, ["-5"]),
        (None, ["20240303120000"], ["5"]),
    ]
    assert all(one["filter"] == ["statuscode:200", "!mimetype:warc/revisit"] for one in queries)


BAD_COPIES: dict[str, Reply] = {
    "a soft 404": SOFT_404,
    "a redirect": failing(302, Location="/web/20240301000000id_/https://p.example/jobs"),
    "a page of the archive's own that is not there": failing(404, SOFT_404),
    "a page that was withheld": failing(451, PAGE),
    "a page without words": failing(204),
}


@pytest.mark.parametrize("bad", BAD_COPIES.values(), ids=BAD_COPIES.keys())
def test_a_copy_that_is_not_the_page_is_passed_over(bad: Reply) -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/available", available(fake))
        fake.add("/cdx", listed(("20240302090000", "text/html", "200"), ("20240301000000", "text/html", "200")))
        fake.copy("20240302090000", bad)
        fake.copy("20240301000000")

    nearest, fake = found(prepare)
    assert nearest == Nearest(Snapshot(f"{fake.at}/web/20240301000000/{URL}", made(2024, 3, 1)))
    assert fake.paths().count(f"/web/20240302090000id_/{URL}") == 1


def test_not_every_copy_of_a_long_list_is_tried() -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/cdx", listed(*((f"2024030{day}000000", "text/html", "200") for day in range(1, 10))))

    nearest, fake = found(prepare)
    assert nearest.snapshot is None
    assert sum(path.startswith("/web/") for path in fake.paths()) == 4


NO_COPY: dict[str, Reply] = {
    "no copy": '{"archived_snapshots": {}}',
    "an empty list": "[]",
    "no list": failing(200, ""),
    "other JSON": '{"archived_snapshots": ["closest", 1]}',
    "a number": failing(200, "7"),
    "a copy that is gone": '{"archived_snapshots": {"closest": {"available": false, "timestamp": "20240302090000"}}}',
    "a copy of an error": '{"archived_snapshots": {"closest": {"available": true, "status": "404", "timestamp": '
    '"20240302090000"}}}',
    "no such time": '{"archived_snapshots": {"closest": {"available": true, "timestamp": "20241399000000"}}}',
    "no time": '{"archived_snapshots": {"closest": {"available": true, "timestamp": "../../x"}}}',
    "rows that are none": '[["timestamp"], 1, [], [null, null], ["x", "y", "text/html", "200"]]',
}


@pytest.mark.parametrize("reply", NO_COPY.values(), ids=NO_COPY.keys())
def test_no_copy_is_no_problem(reply: Reply) -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/available", reply)
        fake.add("/cdx", reply)

    nearest, fake = found(prepare)
    assert nearest == Nearest(None)
    assert [path for path in fake.paths() if path.startswith("/web/")] == []


FAULTS: dict[str, tuple[Reply, str]] = {
    "HTML": ("<title>Wait</title>", "answers with something else than JSON: <title>Wait</title>"),
    "half of it": (
        '{"archived_snapshots": {"clos',
        'answers with something else than JSON: {"archived_snapshots": {"clos',
    ),
    "a nest": ("[" * 100_000, f"answers with something else than JSON: {'[' * 120}"),
    "a fault": (failing(503), "answers with 503"),
    "a broken connection": (hang_up, "does not answer"),
    "too many": (failing(429, Retry_After="3600"), "answers with 429"),
    "too many, until a day": (
        failing(429, Retry_After="Sun, 01 Mar 2026 13:00:00 GMT", Date="Sun, 01 Mar 2026 12:00:00 GMT"),
        "answers with 429",
    ),
}


@pytest.mark.parametrize(("reply", "problem"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_service_is_named_and_others_are_asked(reply: Reply, problem: str) -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/available", reply)
        fake.add("/cdx", listed(("20240301000000", "text/html", "200")))
        fake.copy("20240301000000")

    start = time.monotonic()
    nearest, _ = found(prepare)
    assert nearest.snapshot is not None
    assert nearest.problems == (f"the availability API {problem}",)
    assert time.monotonic() - start < 5


def test_nothing_found_by_faulty_services_says_so() -> None:
    def prepare(fake: FakeArchive) -> None:
        for path in ("/available", "/cdx", f"/gate/{URL}", f"/map/{URL}"):
            fake.add(path, failing(503))

    names = ("the availability API", "the TimeGate", "the TimeMap", "the CDX server")
    assert found(prepare)[0] == Nearest(None, tuple(f"{name} answers with 503" for name in names))


def test_a_copy_that_cannot_be_looked_at_now_is_not_taken() -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/available", available(fake))
        fake.add("/cdx", "[]")
        fake.copy("20240302090000", failing(503))

    assert found(prepare)[0] == Nearest(None, ("the archive answers with 503",))


def test_a_short_pause_is_made() -> None:
    def prepare(fake: FakeArchive) -> None:
        date = "Sun, 01 Mar 2026 12:00:00 GMT"
        fake.add(
            "/available",
            failing(429, Retry_After="1"),
            failing(503, Retry_After=date, Date=date),
            available(fake),
        )
        fake.copy("20240302090000")

    start = time.monotonic()
    nearest, fake = found(prepare)
    assert nearest.snapshot is not None
    assert nearest.problems == ()
    assert fake.paths().count("/available") == 3
    assert time.monotonic() - start >= 1


def test_pauses_come_to_an_end() -> None:
    def prepare(fake: FakeArchive) -> None:
        for path in ("/available", "/cdx"):
            fake.add(path, failing(429, Retry_After="0"))

    nearest, fake = found(prepare)
    assert nearest.problems == ("the availability API answers with 429", "the CDX server answers with 429")
    assert fake.paths().count("/available") == 3


# --- Memento --------------------------------------------------------------------------------------------------------


def test_a_timegate_leads_to_the_copy() -> None:
    def prepare(fake: FakeArchive) -> None:
        memento = failing(200, PAGE, Memento_Datetime="Sun, 03 Mar 2024 10:00:00 GMT", Content_Type="text/html")
        fake.add(f"/gate/{URL}", failing(302, Location="/copies/1", Vary="accept-datetime"))
        fake.add("/copies/1", memento)
        fake.add("/available", available(fake))
        fake.copy("20240302090000")

    nearest, fake = found(prepare)
    assert nearest == Nearest(Snapshot(f"{fake.at}/copies/1", made(2024, 3, 3, 10)))
    (headers,) = (headers for _, path, headers, _ in fake.asked if path.startswith("/gate/"))
    assert headers["Accept-Datetime"] == "Sun, 03 Mar 2024 12:00:00 GMT"


def test_a_timegate_sends_the_copy_and_names_better_ones() -> None:
    def prepare(fake: FakeArchive) -> None:
        link = (
            f'<{URL}>; rel="original", <{fake.at}/map/{URL}>; rel="timemap"; type="application/link-format", '
            f'<{fake.at}/copies/2>; rel="memento last"; datetime="Sun, 03 Mar 2024 11:00:00 GMT"'
        )
        fake.add(
            f"/gate/{URL}",
            failing(
                200,
                PAGE,
                Content_Location="/copies/1",
                Memento_Datetime="Sun, 03 Mar 2024 10:00:00 GMT",
                Link=link,
            ),
        )
        fake.add("/copies/1", PAGE)
        fake.add("/copies/2", SOFT_404)

    nearest, fake = found(prepare)
    assert nearest.snapshot == Snapshot(f"{fake.at}/copies/1", made(2024, 3, 3, 10))
    assert fake.paths()[-2:] == ["/copies/2", "/copies/1"]


def test_a_timemap_is_read_and_the_one_that_it_names() -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add(
            f"/map/{URL}",
            f'<{URL}>;rel="original",\n </map/{URL}>; rel="self timemap",\n'
            ' </map/old>; rel="timemap"; until="Sat, 31 Dec 2022 00:00:00 GMT",\n'
            ' </map/new>; rel="timemap"; from="Mon, 01 Jan 2024 00:00:00 GMT"; until="Mon, 01 Jul 2024 00:00:00 GMT",\n'
            ' </map/newer>; rel="timemap"; from="Mon, 01 Jul 2024 00:00:00 GMT"',
        )
        fake.add(
            "/map/new",
            '<javascript:alert(1)>; rel=memento; datetime="Sun, 03 Mar 2024 12:00:00 GMT",'
            '</copies/1>; rel="first memento"; datetime="Fri, 01 Mar 2024 00:00:00 GMT",'
            '</copies/2>; rel="memento"; datetime="Sat, 02 Mar 2024 00:00:00 GMT",'
            '</copies/3>; rel="memento"; datetime="some day"',
        )
        for number in (1, 2, 3):
            fake.add(f"/copies/{number}", PAGE)

    nearest, fake = found(prepare)
    assert nearest.snapshot == Snapshot(f"{fake.at}/copies/2", made(2024, 3, 2))
    assert [path for path in fake.paths() if path.startswith("/map")] == [f"/map/{URL}", "/map/new"]


def test_timemaps_that_name_each_other_come_to_an_end() -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/cdx", "[]")
        fake.add("/available", "{}")
        fake.add(f"/map/{URL}", *(f"</map/{number}>; rel=timemap" for number in (1,)))
        for number in range(1, 9):
            fake.add(f"/map/{number}", f"</map/{number + 1}>; rel=timemap")

    nearest, fake = found(prepare)
    assert nearest == Nearest(None)
    assert sum(path.startswith("/map") for path in fake.paths()) == 3


def test_a_timemap_that_is_none_is_named() -> None:
    def prepare(fake: FakeArchive) -> None:
        fake.add("/cdx", "[]")
        fake.add("/available", "{}")
        fake.add(f"/map/{URL}", "This is no list")

    assert found(prepare)[0] == Nearest(None, ("the TimeMap cannot be read",))


LINKS = {
    '<http://a.example/>; rel="memento first last"; datetime="Tue, 20 Jun 2000 18:02:59 GMT"': [
        TypedLink("http://a.example/", frozenset({"memento", "first", "last"}), made(2000, 6, 20, 18, 2, 59))
    ],
    "<b,c;d>;REL=Memento , <../e> ; rel = timemap": [
        TypedLink("https://p.example/f/b,c;d", frozenset({"memento"})),
        TypedLink("https://p.example/e", frozenset({"timemap"})),
    ],
    '<b>; title="<c>; rel=x, y"; rel="original"': [TypedLink("https://p.example/f/b", frozenset({"original"}))],
    "<b>; rel=first; rel=second": [TypedLink("https://p.example/f/b", frozenset({"first"}))],
    "<b>; crossorigin; rel=a": [TypedLink("https://p.example/f/b", frozenset({"a"}))],
    "<http://[>; rel=a, nothing, <b": [],
    "": [],
}


@pytest.mark.parametrize(("text", "links"), LINKS.items())
def test_links_of_headers_and_timemaps(text: str, links: list[TypedLink]) -> None:
    assert list(parse_links(text, "https://p.example/f/")) == links


@given(st.text("<>;,=\"' \t\n\\abrel", max_size=60))
def test_no_header_is_too_odd(text: str) -> None:
    assert all(isinstance(link.url, str) for link in parse_links(text, "https://p.example/"))


@pytest.mark.parametrize(
    ("piece", "count"),
    [
        ('<a>; rel="memento"; datetime="Tue, 20 Jun 2000 18:02:59 GMT",\n', 20_000),
        ("<", 0),
        ("<a>;", 20_000),
        ('<a>;b="', 10_000),
    ],
)
def test_a_long_timemap_is_read_in_good_time(piece: str, count: int) -> None:
    start = time.monotonic()
    links = parse_links(piece * 20_000, "https://p.example/")
    assert time.monotonic() - start < 5
    assert len(links) == count
