"""What became of the links, in every output format, with hostile words in every place that strangers can reach."""

from __future__ import annotations

import datetime as dt
import json
import re
import string
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from conftest import Dossier
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dossier.config import LinkPolicy
from dossier.diagnostics import Report, Span
from dossier.links.health import Whereabouts, health, render_health, render_health_json, whereabouts
from dossier.links.model import Found, Hop, Result, Role, Verdict
from dossier.links.reasons import NOTES, REASONS
from dossier.links.record import FAILING, LinkRecord, Snapshot, updated
from dossier.links.render import (
    RENDERERS,
    STANDINGS,
    Outcome,
    Run,
    render_annotations,
    render_code_quality,
    render_json,
    render_junit,
    render_markdown,
    render_results,
    render_text,
)
from dossier.loading import load_corpus

DAY = dt.date(2026, 11, 1)
TEXT = Found("https://a.example/x", Span("docs/arguments/jobs/fr.md", 14, 3), Role.TEXT, "fr/arguments/jobs")
SOURCE = Found("https://a.example/x", Span("references.bib", 214, 9, 5), Role.SOURCE, "HBVL2023Holslag", "Title")
HOSTILE = (
    "\x1b[31mred\x07 ::error::\r\n::add-mask::x %0A | a \\| b \\\\| `c` ``` @octocat #1 [x](https://evil.example) "
    "<img src=x onerror=alert(1)> https://evil.example www.evil.example &lt; \u202egnp.exe \u2028 \x9b2J ]]> \ud800 \\"
)


def hops(*statuses: int, url: str = "https://a.example/x") -> tuple[Hop, ...]:
    """Return a way that leads on until its last status."""
    last = len(statuses) - 1
    addresses = [url, *(f"https://b.example/{number}" for number in range(1, last + 1))]
    via = ["redirect"] * last + [""]
    return tuple(
        Hop(address, status, how, permanent=bool(how))
        for address, status, how in zip(addresses, statuses, via, strict=True)
    )


def result(reason: str, *statuses: int, url: str = "https://a.example/x", **values: str) -> Result:
    return Result(url, REASONS[reason][0], reason, hops=hops(*(statuses or (200,)), url=url), **values)


def run(*outcomes: Outcome, policy: LinkPolicy | None = None) -> Run:
    return Run(outcomes, policy or LinkPolicy(), 4.21)


def failing(days: int) -> LinkRecord:
    """Return the record of an address that was good once and has failed on so many days."""
    record = updated(None, result("fine"), DAY)
    for number in range(1, days + 1):
        record = updated(record, result("gone", 404, detail="404"), DAY + dt.timedelta(number))
    assert record is not None
    return record


DEAD = Outcome(result("gone", 301, 404, detail="404", title="Not found"), failing(3), (TEXT, SOURCE))
MOVED = Outcome(
    result("moved", 301, 200, url="https://m.example/", detail="https://b.example/1"), None, (replace(TEXT, url="m"),)
)
FINE = Outcome(result("fine", url="https://f.example/"), None, (replace(SOURCE, span=Span("a.bib", 1)),))


# --- The run ---------------------------------------------------------------------------------------------------------


def test_the_ledger_knows_more_than_the_moment() -> None:
    gone = result("gone", 404, detail="404")
    assert [Outcome(gone, record, (TEXT,)).standing for record in (None, failing(2), failing(3))] == [
        "dead",
        FAILING,
        "dead",
    ]
    assert Outcome(result("no-time"), failing(3), (TEXT,)).standing == "skipped"


def test_the_policy_says_what_fails() -> None:
    gone = result("gone", 404)
    assert run(Outcome(gone, None, (TEXT,))).fails()
    assert not run(Outcome(gone, failing(2), (TEXT,))).fails()
    assert not run(Outcome(gone, replace(failing(3), ignore="known"), (TEXT,))).fails()
    assert not run(Outcome(gone, None, (TEXT,)), policy=LinkPolicy(errors=())).fails()
    assert run(Outcome(gone, failing(2), (TEXT,)), policy=LinkPolicy(errors=("failing",))).fails()
    assert not run(FINE, MOVED).fails()


def test_everything_that_a_link_can_be_has_words() -> None:
    assert sorted(STANDINGS) == sorted([*Verdict, FAILING])
    every = [
        Outcome(result(reason, detail="x", note=note), None, (TEXT,)) for reason in REASONS for note in ("", *NOTES)
    ]
    policy = LinkPolicy(errors=("dead",), warnings=tuple(STANDINGS))
    for name, render in RENDERERS.items():
        printed = render(run(*every, policy=policy))
        assert "{" not in printed or name in {"gitlab", "json", "sarif"}


# --- Text ------------------------------------------------------------------------------------------------------------


def test_text_for_people() -> None:
    assert render_text(run(MOVED, FINE, DEAD)) == (
        "docs/arguments/jobs/fr.md:14:3 (fr/arguments/jobs), HBVL2023Holslag\n"
        "   error[dead]: https://a.example/x\n"
        "   the page is not there (404)\n"
        "   the way there: 301 https://a.example/x, 404 https://b.example/1\n"
        "   title: Not found\n"
        "   failing since 2026-11-02; last good on 2026-11-01\n"
        "   hint: find another page that says the same, or an archive's copy with `dossier links archive --write`\n"
        "docs/arguments/jobs/fr.md:14:3 (fr/arguments/jobs)\n"
        "   warning[moved]: https://m.example/\n"
        "   the page has moved for good; write https://b.example/1 instead\n"
        "   the way there: 301 https://m.example/, 200 https://b.example/1\n"
        "   hint: write https://b.example/1 instead\n"
        "3 addresses at 4 places in 4.2 s: 1 dead, 1 moved, 1 ok"
    )


def test_all_places_are_named_or_counted() -> None:
    pages = [Found("x", Span(f"site/{number}.html", 3), Role.PAGE, f"fr/{number}") for number in range(7)]
    line = render_text(run(Outcome(result("gone"), None, (*pages, SOURCE, pages[0])))).split("\n")[0]
    assert line == "references.bib:214:9 (HBVL2023Holslag), fr/0, 6 more"
    line = render_text(run(Outcome(result("gone"), None, (*pages[:2], SOURCE)))).split("\n")[0]
    assert line == "references.bib:214:9 (HBVL2023Holslag), fr/0, fr/1"
    bare = [Found("x", Span("list.txt", number, 1), Role.LIST) for number in (10, 9)]
    assert render_text(run(Outcome(result("gone"), None, tuple(bare)))).startswith("list.txt:9:1, list.txt:10:1\n")


def test_a_long_way_is_shortened() -> None:
    printed = render_text(run(Outcome(result("loop", *[302] * 21, detail="x"), None, (TEXT,))))
    assert "302 https://a.example/x, 302 https://b.example/1, 18 more, 302 https://b.example/20\n" in printed


def test_an_archive_s_copy_is_named() -> None:
    record = replace(failing(3), snapshots=(Snapshot("https://archive.example/1", DAY),))
    assert "hint: an archive has a copy of 2026-11-01: https://archive.example/1\n" in render_text(
        run(replace(DEAD, record=record))
    )


def test_a_person_s_word_is_named_as_such() -> None:
    record = replace(failing(3), verdict=Verdict.SUSPECT)
    printed = render_text(run(replace(DEAD, record=record)))
    assert "warning[suspect]" in printed
    assert "somebody has looked at it and calls it suspect" in printed


def test_nothing_to_say() -> None:
    assert render_text(run(FINE)) == "1 address at 1 place in 4.2 s: 1 ok"
    assert render_text(run()) == "0 addresses at 0 places in 4.2 s"


# --- The other formats -----------------------------------------------------------------------------------------------


def test_github_annotates_every_place() -> None:
    first, second, last = render_annotations(run(DEAD)).split("\n")
    assert first.startswith(
        "::error file=docs/arguments/jobs/fr.md,line=14,col=3,title=link-dead::https://a.example/x%0A"
    )
    assert second.startswith(
        "::error file=references.bib,line=214,col=9,title=link-dead::https://a.example/x%0Athe page"
    )
    assert second.endswith("%0Ahint: " + STANDINGS["dead"][1])
    assert last == "1 address at 2 places in 4.2 s: 1 dead"


def test_json_holds_everything() -> None:
    found = json.loads(render_json(run(FINE, DEAD)))
    assert found["summary"] == {"addresses": 2, "places": 3, "seconds": 4.21, "standings": {"dead": 1, "ok": 1}}
    fine, dead = found["links"]
    assert (fine["standing"], fine["severity"], fine["url"]) == ("ok", None, "https://f.example/")
    assert dead["places"][1] == {
        "path": "references.bib",
        "line": 214,
        "column": 9,
        "role": "source",
        "context": "HBVL2023Holslag",
    }
    del dead["places"], dead["explanation"], dead["hint"]
    assert dead == {
        "url": "https://a.example/x",
        "standing": "dead",
        "severity": "error",
        "verdict": "dead",
        "reason": "gone",
        "detail": "404",
        "status": 404,
        "final": "https://b.example/1",
        "hops": [
            {"url": "https://a.example/x", "status": 301, "via": "redirect"},
            {"url": "https://b.example/1", "status": 404, "via": ""},
        ],
        "title": "Not found",
        "note": "",
        "failing_since": "2026-11-02",
        "last_good": "2026-11-01",
    }


def test_gitlab_has_a_finding_at_each_place() -> None:
    found = json.loads(render_code_quality(run(FINE, DEAD, MOVED)))
    assert {(one["check_name"], one["severity"], one["location"]["path"]) for one in found} >= {
        ("link-dead", "major", "docs/arguments/jobs/fr.md"),
        ("link-dead", "major", "references.bib"),
    }


def test_sarif_has_a_result_per_address() -> None:
    (log,) = json.loads(render_results(run(FINE, DEAD, MOVED)))["runs"]
    assert [rule["id"] for rule in log["tool"]["driver"]["rules"]] == ["link-dead", "link-moved"]
    dead, moved = log["results"]
    assert (dead["ruleId"], dead["level"], moved["ruleId"], moved["level"]) == (
        "link-dead",
        "error",
        "link-moved",
        "warning",
    )
    assert dead["message"]["text"].startswith("https://a.example/x\nthe page is not there (404)\n")
    assert dead["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/arguments/jobs/fr.md"
    (other,) = dead["relatedLocations"]
    assert other["message"]["text"] == "HBVL2023Holslag"
    assert other["physicalLocation"]["region"] == {"startLine": 214, "startColumn": 9, "endColumn": 14}


def test_junit_has_a_case_per_address() -> None:
    skipped = Outcome(result("no-time", url="https://s.example/"), None, (replace(TEXT, span=Span("z.md", 1)),))
    suite = ET.fromstring(render_junit(run(FINE, DEAD, MOVED, skipped)))  # noqa: S314 - our own
    assert suite.attrib == {
        "name": "links",
        "time": "4.210",
        "tests": "4",
        "failures": "1",
        "errors": "0",
        "skipped": "1",
    }
    assert [[child.tag for child in case] for case in suite] == [[], ["failure"], ["system-out"], ["skipped"]]
    failure = suite[1][0]
    assert failure.attrib == {"message": "the page is not there (404)", "type": "dead"}
    assert (failure.text or "").endswith("hint: " + STANDINGS["dead"][1])
    assert suite[1].get("name") == "https://a.example/x"


def test_markdown_is_a_table() -> None:
    assert render_markdown(run(FINE, MOVED)) == (
        "| Link | Address | Where | Why |\n"
        "| --- | --- | --- | --- |\n"
        "| moved | `https://m.example/` | `docs/arguments/jobs/fr.md:14:3 (fr/arguments/jobs)` "
        "| the page has moved for good; write `https://b.example/1` instead"
        "<br>the way there: 301 `https://m.example/`, 200 `https://b.example/1`"
        "<br>→ write `https://b.example/1` instead |\n\n"
        "2 addresses at 2 places in 4.2 s: 1 moved, 1 ok"
    )
    assert render_markdown(run(FINE)) == run(FINE).summary()


def test_a_line_that_a_person_has_written_needs_no_reason() -> None:
    outcome = Outcome(Result("https://a.example/x", Verdict.DEAD, "", note="mine"), None, (TEXT,))
    for render in RENDERERS.values():
        assert "the ledger says so" in render(run(outcome))


# --- Hostile words ---------------------------------------------------------------------------------------------------


def hostile_run(word: str) -> Run:
    """Return a run with a stranger's words wherever they can stand."""
    place = Found(word, Span(word, 1, 2), Role.TEXT, word)
    way = (Hop(word, 301, "redirect", permanent=True), Hop(word + "2", 404))
    record = replace(failing(3), snapshots=(Snapshot(word, DAY),))
    gone = Result(word, Verdict.DEAD, "gone", word, way, word, word, word, word, word)
    return run(
        Outcome(gone, None, (place, replace(place, context="b"), replace(place, context="c"))),
        Outcome(gone, record, (place,)),
        Outcome(Result(word, Verdict.MOVED, "moved", word, way), None, (place,)),
    )


words = st.text(max_size=30) | st.text(string.punctuation + " \nx", max_size=30) | st.just(HOSTILE)


@given(words, st.sampled_from(sorted(RENDERERS)))
def test_no_control_character_reaches_a_terminal(word: str, name: str) -> None:
    printed = RENDERERS[name](hostile_run(word))
    assert all(line.isprintable() for line in printed.split("\n"))


@given(words)
def test_nobody_can_forge_a_github_command(word: str) -> None:
    *commands, summary = render_annotations(hostile_run(word)).split("\n")
    assert len(commands) == 5
    assert summary.startswith("3 addresses")
    for command in commands:
        match = re.fullmatch(r"::(error|warning) file=([^:,]*),line=1,col=2,title=link-(dead|moved)::(.*)", command)
        assert match
        assert re.sub(r"%(?:25|0A|0D|3A|2C)", "", command).count("%") == 0


@given(words)
def test_formats_for_programs_can_be_read(word: str) -> None:
    bad = hostile_run(word)
    assert {link["url"] for link in json.loads(render_json(bad))["links"]} == {word}
    assert len(json.loads(render_results(bad))["runs"][0]["results"]) == 3
    assert len(json.loads(render_code_quality(bad))) == 5
    assert len(ET.fromstring(render_junit(bad))) == 3  # noqa: S314 - our own


@given(words)
def test_markdown_makes_nothing_of_a_stranger_s_words(word: str) -> None:
    printed = render_markdown(hostile_run(word))
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = reader.parse(printed)
    assert [token.type for token in tokens if token.level == 0] == [
        "table_open",
        "table_close",
        "paragraph_open",
        "paragraph_close",
    ]
    inline = [token for token in tokens if token.type == "inline"]
    assert len(inline) == 4 * 4 + 1
    assert "\\\\|" not in printed  # a backslash that is escaped itself, and the end of a cell, for some readers
    parts = [part for token in inline for part in token.children or ()]
    assert {part.type for part in parts} <= {"text", "code_inline", "html_inline"}
    assert {part.content for part in parts if part.type == "html_inline"} == {"<br>"}
    # Forges look for mentions and addresses in the texts that are left; they leave code alone.
    assert not any(re.search(r"[@#<\[`\\]|//|www", part.content) for part in parts if part.type == "text")


# --- How the links are -----------------------------------------------------------------------------------------------


def place(context: str, path: str = "references.bib", role: Role = Role.SOURCE) -> Found:
    return Found("x", Span(path, 7, 3), role, context)


def known(url: str, verdict: Verdict, **values: object) -> LinkRecord:
    row = tuple(DAY + dt.timedelta(number) for number in range(3)) if verdict is Verdict.DEAD else ()
    return replace(LinkRecord(url, verdict, failures=row, checked=DAY), **values)  # type: ignore[arg-type]


RECORDS = {
    record.url: record
    for record in (
        known("dead1", Verdict.DEAD),
        known("dead2", Verdict.DEAD, last_good=DAY),
        known("copied", Verdict.DEAD, snapshots=(Snapshot("https://archive.example/1", DAY),)),
        known("moved", Verdict.MOVED, final="https://new.example/"),
        known("suspect", Verdict.SUSPECT),
        known("wall", Verdict.BLOCKED),
        known("ok", Verdict.OK),
        known("failing", Verdict.DEAD, failures=(DAY,)),
        known("ignored", Verdict.DEAD, ignore="known"),
        LinkRecord("begun"),
    )
}
WHERE = {"A": Whereabouts(frozenset({"fr", "en"}), frozenset({"jobs"})), "fr/x": Whereabouts(frozenset({"fr"}))}


def test_health_counts_and_says_what_to_do_next() -> None:
    links: dict[str, tuple[Found, ...]] = {url: (place("A"),) for url in ("never", "ok", *RECORDS)}
    links["dead2"] = (place("A"), place("fr/x", "x.md", Role.TEXT))
    links["moved"] = (place("fr/x", "x.md", Role.TEXT), place("B"))
    found = health(RECORDS, links, WHERE)
    assert list(found.counts.items()) == [
        ("dead", 3),
        ("failing", 1),
        ("suspect", 1),
        ("moved", 1),
        ("blocked", 1),
        ("ok", 1),
        ("new", 2),
        ("ignored", 1),
    ]
    assert list(found.languages) == ["en", "fr"]
    assert (found.languages["fr"]["moved"], found.languages["en"].get("moved")) == (1, None)
    assert found.themes == {"jobs": {name: number for name, number in found.counts.items() if name != "moved"}}
    assert [step.url for step in found.steps] == ["dead2", "dead1", "copied", "moved", "suspect", "wall"]
    assert found.steps[2].fixes == (
        "references.bib:7:3: urlstatus = {dead}, archiveurl = {https://archive.example/1}, archivedate = {2026-11-01}",
    )
    assert found.steps[3].fixes == (
        "references.bib:7:3: url = {https://new.example/}",
        "x.md:7:3: https://new.example/",
    )


def test_a_domain_that_others_have_is_called_hijacked_by_a_person_alone() -> None:
    records = {"taken": known("taken", Verdict.SUSPECT, reason="parked")}
    step = health(records, {"taken": (place("A"), place("fr/x", "x.md", Role.TEXT))}, {}).steps[0]
    assert step.fixes == ("references.bib:7:3: urlstatus = {hijacked}", "x.md:7:3: taken")


def test_health_for_people() -> None:
    links = {"dead2": (place("A"),), "moved": tuple(place("B", f"{number}.bib") for number in range(5))}
    assert render_health(health(RECORDS, links, WHERE)) == (
        "2 addresses: 1 dead, 1 moved\n"
        "\nBy language\n   en: 1 dead\n   fr: 1 dead\n"
        "\nBy theme\n   jobs: 1 dead\n"
        "\nWhat to do next\n"
        "  1. dead: dead2 (1 place)\n"
        "     find an archive's copy, or another page; last good on 2026-11-01:\n"
        "        dossier links archive --write\n"
        "  2. moved: moved (5 places)\n"
        "     write the new address:\n"
        "        0.bib:7:3: url = {https://new.example/}\n"
        "        1.bib:7:3: url = {https://new.example/}\n"
        "        2.bib:7:3: url = {https://new.example/}\n"
        "        2 more"
    )
    assert render_health(health({}, {}, {})) == "no addresses"


def test_people_get_the_first_steps_and_programs_all() -> None:
    records = {f"dead{number:02}": known(f"dead{number:02}", Verdict.DEAD) for number in range(25)}
    found = health(records, {url: (place("A"),) for url in records}, WHERE)
    printed = render_health(found)
    assert printed.count("dossier links archive") == 20
    assert printed.endswith("\n     5 more; `--format json` prints all")
    content = json.loads(render_health_json(found))
    assert (content["counts"], len(content["steps"])) == ({"dead": 25}, 25)
    assert content["steps"][0] == {
        "standing": "dead",
        "url": "dead00",
        "places": 1,
        "advice": "find an archive's copy, or another page",
        "fixes": ["dossier links archive --write"],
    }


@pytest.mark.parametrize("render", [render_health, render_health_json])
@given(words)
def test_health_is_fit_for_a_terminal(render: Callable[..., str], word: str) -> None:
    moved = known(word, Verdict.MOVED, final=word or "x", snapshots=(Snapshot(word, DAY),))
    printed = render(health({word: moved}, {word: (Found(word, Span(word, 1), Role.TEXT, word),)}, {}))
    assert all(line.isprintable() for line in printed.split("\n"))


def test_whereabouts_follow_the_citations(small: Dossier) -> None:
    corpus = load_corpus(small.config(), Report(), today=DAY)
    assert corpus is not None
    where = whereabouts(corpus)
    (name, argument) = next(iter(corpus.arguments.items()))
    theme = frozenset({argument.facts.theme})
    assert where[f"arguments/{name}"] == Whereabouts(frozenset(), theme)
    for lang in argument.texts:
        assert where[f"{lang}/arguments/{name}"] == Whereabouts(frozenset({lang}), theme)
        for unit in argument.texts[lang].walk():
            for citation in argument.texts[lang].citations(unit):
                for item in citation.items:
                    assert lang in where[item.key].languages
                    assert theme <= where[item.key].themes
    assert where["fr"] == Whereabouts(frozenset({"fr"}))
