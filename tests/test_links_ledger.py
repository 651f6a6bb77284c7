"""The memory of the link checker: what a measurement changes, what a file keeps, what a crash costs, what merges."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from dossier.diagnostics import Report, render_text
from dossier.links.ledger import (
    LEDGER_FILE,
    Journal,
    Ledger,
    merge,
    merge_files,
    parse_ledger,
    read_ledger,
    render_ledger,
    take_over,
    write_ledger,
)
from dossier.links.model import Hop, Result, Verdict
from dossier.links.reasons import REASONS
from dossier.links.record import FAILING, LinkRecord, Snapshot, joined, united, updated
from dossier.links.schedule import due, shard

URL = "https://site.example/page"
DAY = dt.date(2026, 11, 1)


def day(number: int) -> dt.date:
    """Return a day counted from the first one."""
    return DAY + dt.timedelta(days=number)


def result(reason: str, status: int = 200, url: str = URL, **values: str) -> Result:
    """Return what became of an address, with the verdict of its reason."""
    return Result(url, REASONS[reason][0], reason, hops=(Hop(url, status),), **values)


def after(*reasons: str, record: LinkRecord | None = None, first: int = 0) -> LinkRecord:
    """Return what is known after an answer a day."""
    for number, reason in enumerate(reasons, start=first):
        record = updated(record, result(reason), day(number))
    assert record is not None
    return record


def ledger_of(*records: LinkRecord) -> Ledger:
    return Ledger({record.url: record for record in records})


def read(text: str | bytes) -> tuple[Ledger, list[str]]:
    """Return a ledger and what is wrong with it."""
    report = Report()
    content = text.encode() if isinstance(text, str) else text
    return parse_ledger(content, LEDGER_FILE, report), [f"{one.span} {one.message}" for one in report]


# --- Dead is a matter of time ----------------------------------------------------------------------------------------


def test_three_failures_on_three_days_make_a_link_dead() -> None:
    assert [after(*["gone"] * days).standing for days in (1, 2, 3, 4)] == [FAILING, FAILING, "dead", "dead"]
    assert after("fine", "gone", "gone").failing_since == day(1)


def test_many_failures_on_one_day_count_once() -> None:
    record = None
    for _ in range(5):
        record = updated(record, result("gone", 404), DAY)
    assert record is not None
    assert (record.standing, record.failures) == (FAILING, (DAY,))


def test_a_good_answer_ends_the_row() -> None:
    record = after("gone", "gone", "fine")
    assert (record.standing, record.failures, record.failing_since, record.last_good) == ("ok", (), None, day(2))
    assert after("gone", "gone", "fine", "gone", "gone").standing == FAILING
    assert after("gone", "gone", "moved", "gone").failures == (day(3),)


@pytest.mark.parametrize(
    "reason", [key for key, (verdict, _) in REASONS.items() if verdict not in {Verdict.OK, Verdict.MOVED, Verdict.DEAD}]
)
def test_what_is_neither_good_nor_dead_leaves_the_row_alone(reason: str) -> None:
    before = after("fine", "gone", "gone")
    record = after(reason, record=before, first=3)
    assert (record.failures, record.last_good) == (before.failures, before.last_good) == ((day(1), day(2)), day(0))
    assert after("gone", record=record, first=4).standing == "dead"


def test_what_was_not_asked_changes_nothing() -> None:
    record = after("fine")
    assert updated(record, result("no-time"), day(5)) is record
    assert updated(None, result("excluded"), day(5)) is None


def test_of_a_long_row_the_first_day_and_the_last_ones_are_kept() -> None:
    assert after(*["gone"] * 100).failures == (day(0), day(96), day(97), day(98), day(99))


def test_a_failure_behind_a_good_answer_of_the_same_day_counts_from_the_next_day_on() -> None:
    record = updated(after("fine"), result("gone", 404), DAY)
    assert record is not None
    assert (record.standing, record.failures) == (FAILING, ())
    assert after("gone", "gone", "gone", record=record, first=1).standing == "dead"


def test_the_last_good_answer_is_remembered_behind_a_bad_one() -> None:
    good = updated(None, result("fine", title="The jobs", etag='"1"', last_modified="Sun", digest="00ff"), DAY)
    bad = updated(good, result("gone", 404, title="Not found", digest="ffff", detail="404"), day(1))
    assert bad is not None
    assert (bad.title, bad.etag, bad.last_modified, bad.digest, bad.last_good) == (
        "The jobs",
        '"1"',
        "Sun",
        "00ff",
        DAY,
    )
    assert (bad.reason, bad.detail, bad.status, bad.checked) == ("gone", "404", 404, day(1))


def test_the_final_address_is_kept_where_it_is_another_one() -> None:
    hops = (Hop(URL, 301, "redirect", permanent=True), Hop("https://site.example/new", 200))
    record = updated(None, Result(URL, Verdict.MOVED, "moved", hops=hops), DAY)
    assert record is not None
    assert record.final == "https://site.example/new"
    assert after("fine").final == ""


def test_only_good_pages_are_asked_whether_they_have_changed() -> None:
    good = updated(None, result("fine", etag='"1"', last_modified="Sun"), DAY)
    assert good is not None
    assert good.validators() == {"If-None-Match": '"1"', "If-Modified-Since": "Sun"}
    assert after("gone", record=good, first=1).validators() == {}
    assert after("fine").validators() == {}


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "\x1b[31m", "é", "x" * 300])
def test_a_validator_that_cannot_be_sent_is_forgotten(value: str) -> None:
    record = updated(None, result("fine", etag=value, last_modified=value), DAY)
    assert record is not None
    assert record.validators() == {}


def test_a_page_that_has_not_changed_stays_as_it_was() -> None:
    good = updated(None, result("fine", title="The jobs", etag='"1"', digest="00ff"), DAY)
    same = updated(good, result("fine", 304), day(9))
    assert good is not None
    assert same == replace(good, checked=day(9), last_good=day(9))
    hops = (Hop(URL, 301, "redirect", permanent=True), Hop("https://site.example/new", 304))
    moved = updated(same, Result(URL, Verdict.MOVED, "moved", "x", hops), day(10))
    assert moved is not None
    assert (moved.verdict, moved.final, moved.title, moved.etag) == (
        Verdict.MOVED,
        "https://site.example/new",
        "The jobs",
        '"1"',
    )


# --- What people write -----------------------------------------------------------------------------------------------


def test_a_verdict_by_hand_holds_while_the_answer_stays_the_same() -> None:
    by_hand = replace(after("not-allowed"), verdict=Verdict.OK)
    assert by_hand.by_hand
    assert by_hand.standing == "ok"
    again = after("not-allowed", record=by_hand, first=7)
    assert (again.standing, again.checked, again.last_good) == ("ok", day(7), None)
    assert after("gone", record=again, first=8).standing == FAILING
    assert after("fine", record=again, first=8).by_hand is False


def test_a_verdict_by_hand_holds_at_once() -> None:
    assert replace(after("soft-404"), verdict=Verdict.DEAD).standing == "dead"
    page = replace(after("fine"), verdict=Verdict.SUSPECT)
    assert after("fine", record=page, first=1).standing == "suspect"


def test_what_people_add_stays() -> None:
    ledger, faults = read(f'{{"url": "{URL}", "ignore": "behind a wall", "seen_by": ["A", {{"b": 1.50}}]}}')
    assert faults == []
    record = after("gone", record=ledger.records[URL])
    assert record.ignore == "behind a wall"
    assert json.loads(render_ledger(ledger_of(record)))["seen_by"] == ["A", {"b": 1.5}]


# --- The file --------------------------------------------------------------------------------------------------------


def test_a_line_is_short_and_its_keys_have_an_order() -> None:
    record = updated(after("fine", "gone"), result("gone", 404, detail="404", note="temporary"), day(2))
    assert record is not None
    record = replace(record, snapshots=(Snapshot("https://archive.example/1", day(-9)),), extra=(("my", "[1]"),))
    assert render_ledger(ledger_of(record)).decode() == (
        '{"url": "https://site.example/page", "verdict": "dead", "reason": "gone", "detail": "404", "status": 404, '
        '"failures": ["2026-11-02", "2026-11-03"], "last_good": "2026-11-01", "checked": "2026-11-03", '
        '"note": "temporary", "snapshots": [{"url": "https://archive.example/1", "date": "2026-10-23"}], "my": [1]}\n'
    )


def test_lines_are_sorted_by_address() -> None:
    records = [LinkRecord(f"https://{name}.example/") for name in "cab"]
    assert [json.loads(line)["url"][8] for line in render_ledger(ledger_of(*records)).splitlines()] == ["a", "b", "c"]


texts = st.text(max_size=8)
days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 12))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
).map(lambda value: json.dumps(value, ensure_ascii=False))


@st.composite
def link_records(draw: st.DrawFn, url: st.SearchStrategy[str] = texts) -> LinkRecord:
    """Return a record as it is read from a file, which may hold anything."""
    record = LinkRecord(
        url=draw(url),
        verdict=draw(st.sampled_from(Verdict)),
        reason=draw(st.sampled_from([*REASONS, "", "unheard-of"])),
        detail=draw(texts),
        status=draw(st.sampled_from([0, 200, 404])),
        failures=tuple(draw(st.lists(days, max_size=7))),
        last_good=draw(st.none() | days),
        checked=draw(st.none() | days),
        final=draw(texts),
        title=draw(texts),
        etag=draw(texts),
        snapshots=tuple(draw(st.lists(st.builds(Snapshot, texts, days), max_size=2))),
        ignore=draw(st.sampled_from(["", "a", "b"])),
        extra=tuple(draw(st.dictionaries(st.sampled_from(["x", "y", "é"]), json_values, max_size=2)).items()),
    )
    (read_again,) = parse_ledger(render_ledger(ledger_of(record)), "", Report()).records.values()
    return read_again


@given(st.lists(link_records(), max_size=4))
def test_what_is_written_is_read_again(records: list[LinkRecord]) -> None:
    ledger = ledger_of(*records)
    content = render_ledger(ledger)
    read_again, faults = read(content)
    assert (read_again, faults) == (ledger, [])
    assert render_ledger(read_again) == content
    assert all(line.isprintable() for line in content.decode().split("\n"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "it is no JSON from column 2 on"),
        ("<<<<<<< HEAD", "it is no JSON from column 1 on"),
        ("[]", "it is no JSON object"),
        ('{"verdict": "ok"}', "`url`: it is missing"),
        ('{"url": "a", "verdict": "fine"}', "`verdict`: one of these was expected here: ok, moved, "),
        ('{"url": "a", "status": "good"}', "`status`: a whole number was expected here"),
        ('{"url": "a", "checked": "yesterday"}', "`checked`: a day was expected here"),
        ('{"url": "a", "snapshots": [{"url": "b"}]}', "`snapshots.0.date`: it is missing"),
        (
            '{"url": "a", "snapshots": [{"url": "b", "date": "2026-11-01", "by": "me"}]}',
            "`snapshots.0.by`: there is no such field",
        ),
        ('{"url": "a", "url": "b"}', "a key is given twice"),
        ('{"url": "a", "x": NaN}', "JSON has no such number"),
        ('{"url": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "it is nested too deep"),
        ('{"url": "a", "x": ' + "1" * 5000 + "}", "JSON has no such number"),
        (b'{"url": "\xe9"}', "it is not UTF-8"),
        ('{"url": "a\x1b[31m"}', "it is no JSON from column 11 on"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_kept(line: str | bytes, problem: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    good = render_ledger(ledger_of(LinkRecord(URL)))
    ledger, faults = read(good + raw + b"\n")
    (fault,) = faults
    assert fault.startswith(f"{LEDGER_FILE}:2 this line cannot be read: ")
    assert problem in fault
    assert list(ledger.records) == [URL]
    assert render_ledger(ledger) == good + raw + b"\n"


def test_blank_lines_and_windows_line_ends_do_no_harm() -> None:
    ledger, faults = read('{"url": "b"}\r\n\r\n  \n{"url": "a"}')
    assert faults == []
    assert render_ledger(ledger) == b'{"url": "a"}\n{"url": "b"}\n'


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    report = Report()
    assert read_ledger(tmp_path, tmp_path / LEDGER_FILE, report) == Ledger()
    assert len(report) == 0


def test_what_cannot_be_read_is_not_written(tmp_path: Path) -> None:
    outside = tmp_path / "outside.jsonl"
    outside.write_text('{"url": "secret"}\n', encoding="utf-8")
    root = tmp_path / "project"
    (root / "folder.jsonl").mkdir(parents=True)
    path = root / LEDGER_FILE
    path.symlink_to(outside)
    report = Report()
    assert read_ledger(root, path, report) is None
    assert read_ledger(root, root / "folder.jsonl", report) is None
    assert take_over(root, path, report) is None
    assert not merge_files(root, root / "target.jsonl", [path], report)
    assert not (root / "target.jsonl").exists()
    assert [one.rule.code for one in report] == ["unreadable-file", "outside-project"]


def test_writing_never_goes_through_a_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    path = tmp_path / LEDGER_FILE
    for suffix in (".new", ".part"):
        path.with_name(path.name + suffix).symlink_to(victim)
    write_ledger(path, Ledger())
    with pytest.raises(FileExistsError):
        Journal(path, Ledger(), DAY)
    assert victim.read_text(encoding="utf-8") == "precious"
    assert not path.is_symlink()


def test_the_documentation_shows_a_line_and_explains_its_keys() -> None:
    text = (ROOT / "docs-dev" / "links.md").read_text(encoding="utf-8")
    line = text.split("```json\n")[1].split("```")[0]
    ledger, faults = read(line)
    assert faults == []
    assert render_ledger(ledger).decode() == line
    assert next(iter(ledger.records.values())).standing == "dead"
    assert [one.name for one in fields(LinkRecord) if one.name != "extra" and f"`{one.name}`" not in text] == []


# --- The journal -----------------------------------------------------------------------------------------------------


def test_a_run_is_written_down_and_then_into_the_ledger(tmp_path: Path) -> None:
    path, report = tmp_path / LEDGER_FILE, Report()
    journal = Journal(path, Ledger(), DAY)
    record = journal.add(result("fine"))
    assert record is not None
    assert journal.add(result("no-time", url="https://other.example/")) is None
    assert journal.add(result("no-time")) is record
    assert path.with_name(path.name + ".part").read_bytes() == render_ledger(ledger_of(record))
    assert not path.exists()
    assert journal.finish(tmp_path, report) == read_ledger(tmp_path, path, report) == ledger_of(record)
    assert list(tmp_path.iterdir()) == [path]


def test_what_somebody_writes_while_a_run_goes_on_is_kept(tmp_path: Path) -> None:
    path, report = tmp_path / LEDGER_FILE, Report()
    journal = Journal(path, Ledger(), DAY)
    journal.add(result("gone"))
    path.write_text(f'{{"url": "{URL}", "ignore": "known"}}\n{{"url": "b"}}\noops\n', encoding="utf-8")
    ledger = journal.finish(tmp_path, report)
    assert ledger is not None
    assert (sorted(ledger.records), ledger.broken) == (["b", URL], ("oops",))
    assert (ledger.records[URL].ignore, ledger.records[URL].reason) == ("known", "gone")


def test_what_somebody_deletes_while_a_run_goes_on_stays_deleted(tmp_path: Path) -> None:
    path, report = tmp_path / LEDGER_FILE, Report()
    write_ledger(path, ledger_of(LinkRecord("a"), LinkRecord("b")))
    ledger = take_over(tmp_path, path, report)
    assert ledger is not None
    journal = Journal(path, ledger, DAY)
    write_ledger(path, ledger_of(LinkRecord("b")))
    assert journal.finish(tmp_path, report) == ledger_of(LinkRecord("b"))


def test_a_journal_stays_where_the_ledger_cannot_be_read(tmp_path: Path) -> None:
    path, report = tmp_path / LEDGER_FILE, Report()
    journal = Journal(path, Ledger(), DAY)
    journal.add(result("fine"))
    path.mkdir()
    assert journal.finish(tmp_path, report) is None
    assert "unreadable-file" in render_text(report)
    path.rmdir()
    ledger = take_over(tmp_path, path, report)
    assert ledger is not None
    assert list(ledger.records) == [URL]


@pytest.mark.parametrize("torn", [b"", b"{", b'{"url": "https://half.example/", "verd', b"\xe2\x82"])
def test_what_a_crash_leaves_is_taken_over(tmp_path: Path, torn: bytes) -> None:
    path, report = tmp_path / LEDGER_FILE, Report()
    part = path.with_name(path.name + ".part")
    before = replace(after("gone", "gone"), ignore="known")
    write_ledger(path, ledger_of(before))
    morning, evening = after("fine", record=before, first=2), after("fine", "soft-404", record=before, first=2)
    evening = replace(evening, checked=day(2))  # asked twice on one day: the later answer counts
    part.write_bytes(render_ledger(ledger_of(morning)) + render_ledger(ledger_of(evening)) + torn)
    ledger = take_over(tmp_path, path, report)
    assert ledger == read_ledger(tmp_path, path, report) == ledger_of(evening)
    assert len(report) == 0
    assert not part.exists()
    assert take_over(tmp_path, path, report) == ledger


WRITER = """
import datetime, itertools, pathlib, sys
from dossier.diagnostics import Report
from dossier.links.ledger import Journal, take_over
from dossier.links.model import Hop, Result, Verdict
root = pathlib.Path(sys.argv[1])
path = root / "link-ledger.jsonl"
journal = Journal(path, take_over(root, path, Report()), datetime.date(2026, 11, int(sys.argv[2])))
for number in itertools.count():
    url = f"https://host{number % 7}.example/{sys.argv[2]}/{number}"
    journal.add(Result(url, Verdict.OK, "fine", hops=(Hop(url, 200),), title="é" * 2000))
    print(url, flush=True)
"""


def test_kill_9_loses_only_what_was_in_flight(tmp_path: Path) -> None:
    told: set[str] = set()
    for number in (1, 2, 3):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told |= {process.stdout.readline().strip() for _ in range(200)}
            process.send_signal(signal.SIGKILL)
            told |= {line.strip() for line in process.stdout if line.endswith("\n")}
        assert process.returncode == -signal.SIGKILL
    report = Report()
    ledger = take_over(tmp_path, tmp_path / LEDGER_FILE, report)
    assert ledger is not None
    assert len(told) >= 600
    assert told <= set(ledger.records)
    assert len(set(ledger.records) - told) <= 3  # written, and killed before it was told
    assert (len(report), ledger.broken) == (0, ())


def test_there_is_one_run_at_a_time(tmp_path: Path) -> None:
    path, report = tmp_path / LEDGER_FILE, Report()
    journal = Journal(path, Ledger(), DAY)
    journal.add(result("fine"))
    with pytest.raises(FileExistsError):
        take_over(tmp_path, path, report)
    with pytest.raises(FileExistsError):
        Journal(path, Ledger(), DAY)
    assert path.with_name(path.name + ".part").read_bytes(), "nothing of the first run is taken"
    ledger = journal.finish(tmp_path, report)
    assert take_over(tmp_path, path, report) == ledger
    Journal(path, Ledger(), DAY).finish(tmp_path, report)


# --- Merging ---------------------------------------------------------------------------------------------------------

same = link_records(st.just(URL))


@given(same, same)
def test_uniting_is_commutative(one: LinkRecord, other: LinkRecord) -> None:
    assert united(one, other) == united(other, one)


@given(same, same)
def test_uniting_is_idempotent(one: LinkRecord, other: LinkRecord) -> None:
    assert united(one, one) == one == joined(one, one)
    assert united(united(one, other), other) == united(one, other)


@given(same, same, same)
def test_uniting_is_associative(one: LinkRecord, two: LinkRecord, three: LinkRecord) -> None:
    assert united(united(one, two), three) == united(one, united(two, three))


few = st.lists(link_records(st.sampled_from("abc")), max_size=3).map(lambda records: ledger_of(*records))
ledgers = st.builds(replace, few, broken=st.sets(st.sampled_from("{[<")).map(lambda lines: tuple(sorted(lines))))


@given(ledgers, ledgers, ledgers)
def test_merging_ledgers_needs_no_order(one: Ledger, two: Ledger, three: Ledger) -> None:
    every = merge([one, two, three])
    assert every == merge([three, one, two]) == merge([merge([one, two]), three]) == merge([every, two, every])
    assert read(b"".join(map(render_ledger, (one, two, three))))[0] == every


def test_the_newest_measurement_wins_and_the_rest_is_united() -> None:
    snapshots = Snapshot("https://archive.example/1", DAY), Snapshot("https://archive.example/2", day(1))
    old = replace(after("fine", "gone"), snapshots=snapshots[1:], ignore="known", title="The jobs")
    new = replace(after("gone", "gone", first=2), snapshots=snapshots[:1])
    both = united(old, new)
    assert (both.checked, both.failures, both.last_good) == (day(3), (day(1), day(2), day(3)), DAY)
    assert (both.standing, both.snapshots, both.ignore) == ("dead", snapshots, "known")
    good = united(both, after("fine", first=4))
    assert (good.standing, good.failures) == ("ok", ())


def test_files_are_merged(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("link-ledger.jsonl", "1.jsonl", "2.jsonl")]
    write_ledger(paths[1], ledger_of(LinkRecord("a"), LinkRecord("b")))
    write_ledger(paths[2], Ledger({"b": LinkRecord("b", ignore="known")}, ("oops",)))
    assert merge_files(tmp_path, paths[0], paths[1:], Report())
    assert paths[0].read_text(encoding="utf-8") == '{"url": "a"}\n{"url": "b", "ignore": "known"}\noops\n'


class Repository:
    """A git repository with the attributes of this project and a ledger."""

    def __init__(self, root: Path) -> None:
        self.root, self.path = root, root / LEDGER_FILE
        self.git("init", "-q", "-b", "main")
        (root / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())

    def git(self, *arguments: str) -> None:
        """Run git as nobody in particular."""
        person = ["-c", "user.name=A", "-c", "user.email=a@site.example", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *person, *arguments], cwd=self.root, check=True, capture_output=True)

    def commit(self, branch: str, *records: LinkRecord) -> None:
        """Commit a ledger on a branch."""
        self.git("checkout", "-q", "-B", branch)
        write_ledger(self.path, ledger_of(*records))
        self.git("add", "-A")
        self.git("commit", "-q", "-m", branch)

    def merged(self, branch: str) -> Ledger:
        """Merge a branch into the present one and return what the ledger says then."""
        self.git("merge", "-q", "--no-edit", branch)
        report = Report()
        ledger = read_ledger(self.root, self.path, report)
        assert len(report) == 0
        assert ledger is not None
        return ledger


def test_git_merges_two_branches_of_a_ledger(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    base = {name: replace(after("fine"), url=f"https://{name}.example/") for name in "abcdef"}
    repository.commit("main", *base.values())
    ours = {"b": after("gone", record=base["b"], first=1), "f": after("fine", record=base["f"], first=1)}
    theirs = {"c": after("gone", record=base["c"], first=2), "d": after("fine", record=base["d"], first=2)}
    ours["0"], theirs["1"] = LinkRecord("https://0.example/"), LinkRecord("https://1.example/")
    repository.commit("ours", *{**base, **ours}.values())
    repository.git("checkout", "-q", "main")
    repository.commit("theirs", *{**base, **theirs}.values())
    assert repository.merged("ours") == ledger_of(*{**base, **ours, **theirs}.values())


def test_two_lines_of_one_address_become_one(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    base = after("fine")
    repository.commit("main", base)
    ours, theirs = after("gone", "gone", record=base, first=1), after("gone", record=base, first=3)
    repository.commit("ours", ours)
    repository.git("checkout", "-q", "main")
    repository.commit("theirs", theirs)
    ledger = repository.merged("ours")
    assert len(repository.path.read_bytes().splitlines()) == 2
    assert ledger.records == {URL: replace(theirs, failures=(day(1), day(2), day(3)))}
    assert ledger.records[URL].standing == "dead"
    write_ledger(repository.path, ledger)
    assert len(repository.path.read_bytes().splitlines()) == 1


# --- The schedule ----------------------------------------------------------------------------------------------------


def addresses(number: int, hosts: int = 40) -> list[str]:
    return [f"https://host{one % hosts}.example/{one}" for one in range(number)]


def checked(urls: list[str], reason: str = "fine", days: int = 1) -> dict[str, LinkRecord]:
    return {url: replace(after(*[reason] * days), url=url) for url in urls}


def test_good_links_are_spread_evenly_over_a_month() -> None:
    urls = addresses(3000)
    records = checked(urls)
    assert due(records, urls, DAY) == []
    a_day = [due(records, urls, day(number)) for number in range(31)]
    new = [len(set(today) - set(before)) for before, today in pairwise(a_day)]
    assert sum(new) == 3000
    assert all(50 < number < 150 for number in new)
    assert set(a_day[29]) < set(a_day[30]) == set(urls)  # each once in 30 days


def test_a_second_run_asks_little() -> None:
    urls = addresses(3000)
    records = checked(urls[:2850]) | checked(urls[2850:], "gone")
    assert due(records, urls, DAY) == []
    assert len(due(records, urls, day(1))) <= 0.15 * len(urls)


def test_a_day_without_a_run_is_made_up_for() -> None:
    urls = addresses(300)
    records = checked(urls)
    both = set(due(records, urls, day(1))) | set(due(records, urls, day(2)))
    assert set(due(records, urls, day(2))) == both


@pytest.mark.parametrize(
    ("reason", "days", "period"),
    [
        ("gone", 1, 1),
        ("gone", 3, 7),
        ("timeout", 1, 1),
        ("not-allowed", 1, 7),
        ("soft-404", 1, 7),
        ("moved", 1, 7),
        ("tls-expired", 1, 7),
        ("unreadable", 1, 7),
        ("fine", 1, 30),
    ],
)
def test_each_standing_has_its_period(reason: str, days: int, period: int) -> None:
    urls = addresses(200)
    records = checked(urls, reason, days)
    last = days - 1
    asked = [len(due(records, urls, day(last + number))) for number in range(period + 1)]
    assert asked[0] == 0
    assert asked == sorted(asked)
    assert asked[-2] < asked[-1] == 200


def test_new_ones_come_first_and_then_the_urgent_and_the_old() -> None:
    kinds = {"new": [], "gone": ["gone"], "wall": ["not-allowed"], "fine": ["fine"], "future": []}
    records = {name: replace(after(*answers), url=name) for name, answers in kinds.items() if answers}
    records["gone2"] = replace(after("gone", first=-1), url="gone2")
    records["future"] = replace(after("fine", first=500), url="future")
    order = due(records, [*records, "new", "new"], day(40))
    assert order == ["future", "new", "gone2", "gone", "wall", "fine"]
    assert due(records, reversed([*records, "new"]), day(40)) == order


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_a_host_is_never_in_two_parts(count: int) -> None:
    urls = [*addresses(1000, 40), "https://big.example/", "no address", "https://[", "http://host1.example:8080/"]
    parts = [shard(reversed(urls), number, count) for number in range(1, count + 1)]
    assert sorted(url for part in parts for url in part) == sorted(urls)
    hosts = [{url.split("/")[2].split(":")[0] for url in part if url.startswith("http")} for part in parts]
    assert sum(map(len, hosts)) == len(set().union(*hosts)) == 42
    assert max(map(len, parts)) - min(map(len, parts)) <= 26  # one host more or less
    assert parts == [shard(urls, number, count) for number in range(1, count + 1)]
