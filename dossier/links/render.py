"""What became of the links in a run, for people, for other programs and for forges.

Addresses, titles and details come from strangers: nothing of theirs reaches a terminal with control characters in it,
and in Markdown it stands in code, where forges see neither links nor mentions.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET

from dossier.config import LinkPolicy
from dossier.diagnostics import (
    Diagnostic,
    Rule,
    Severity,
    Span,
    in_code,
    render_github,
    render_gitlab,
    render_sarif,
    shown,
)
from dossier.links.ledger import printable_json
from dossier.links.model import Found, Result, Verdict
from dossier.links.reasons import NOTES, REASONS
from dossier.links.record import DAYS_TO_DIE, LinkRecord

STANDINGS: Mapping[str, tuple[str, str]] = {
    "dead": (
        "A link is dead.",
        "find another page that says the same, or an archive's copy with `dossier links archive --write`",
    ),
    "malformed": ("A link is no address.", "write the address as a browser shows it"),
    "refused": ("A link leads into a private network.", "link to an address that everybody can reach"),
    "failing": ("A link has begun to fail.", f"wait; it counts as dead when it has failed on {DAYS_TO_DIE} days"),
    "suspect": (
        "A link probably no longer leads to what was cited.",
        "open it in a browser; if what was cited is gone, look for another page or for an archive's copy",
    ),
    "moved": ("A link leads on, for good, to another address.", "write the new address"),
    "tls": (
        "A link leads to a site whose certificate is faulty.",
        "open it in a browser; if that warns too, write to the site, or link to an archive's copy",
    ),
    "unstable": ("A link failed in a way that passes.", "wait; it will be asked again"),
    "blocked": ("A link does not show itself to programs.", "open it in a browser to be sure"),
    "skipped": ("A link was not asked.", "nothing needs to be done"),
    "ok": ("A link leads to what it should.", "nothing needs to be done"),
}
"""By standing, the worst first: what it means, and what to do."""

_WHY = "Readers who follow a link to check what we say must find what was cited."
_LONG = 2_000
_HOPS_SHOWN = 4
_PLACES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one address: in this run, in the ledger if there is one, and the places (at least one) of it."""

    result: Result
    record: LinkRecord | None
    found: tuple[Found, ...]

    @property
    def standing(self) -> str:
        """Where the link stands: by the ledger, which knows of earlier days, or else by this run alone."""
        if self.record is None or self.result.verdict is Verdict.SKIPPED:
            return str(self.result.verdict)
        return self.record.standing

    @property
    def places(self) -> tuple[Found, ...]:
        """The places in order."""
        return tuple(sorted(self.found, key=lambda one: (one.span.path, one.span.line, one.span.column or 0)))

    def severity(self, policy: LinkPolicy) -> Severity | None:
        """Return how bad that is; nothing is where a person has written that nobody wants to hear of it."""
        return None if self.record is not None and self.record.ignore else policy.severity(self.standing)


@dataclass(frozen=True, slots=True)
class Run:
    """A run at its end: every address once, what the configuration thinks of such links, and how long it took."""

    outcomes: tuple[Outcome, ...]
    policy: LinkPolicy
    seconds: float

    def ordered(self) -> list[Outcome]:
        """Return the outcomes in the order of their first places."""

        def key(outcome: Outcome) -> tuple[str, int, int, str]:
            span = outcome.places[0].span
            return (span.path, span.line, span.column or 0, outcome.result.url)

        return sorted(self.outcomes, key=key)

    def findings(self) -> Iterator[tuple[Severity, Outcome]]:
        """Yield what there is to say, in the order of the places."""
        for outcome in self.ordered():
            if severity := outcome.severity(self.policy):
                yield severity, outcome

    def fails(self) -> bool:
        """Tell whether anything is an error."""
        return any(severity is Severity.ERROR for severity, _ in self.findings())

    def counts(self) -> dict[str, int]:
        """Return how many addresses stand where, the worst first."""
        counted = Counter(outcome.standing for outcome in self.outcomes)
        return {standing: counted[standing] for standing in STANDINGS if counted[standing]}

    def summary(self) -> str:
        """Count in one line."""
        addresses, places = len(self.outcomes), sum(len(outcome.found) for outcome in self.outcomes)
        line = f"{addresses} address{'' if addresses == 1 else 'es'} at {places} place{'' if places == 1 else 's'}"
        counted = ", ".join(f"{number} {standing}" for standing, number in self.counts().items())
        return f"{line} in {self.seconds:.1f} s" + (f": {counted}" if counted else "")


def explanation(outcome: Outcome, quoted: Callable[[str], str]) -> list[str]:
    """Say in a few lines why the link stands where it does; `quoted` makes a stranger's words fit for the output."""
    result, record = outcome.result, outcome.record
    _, why = REASONS.get(result.reason, (None, "the ledger says so"))  # where a person has written the line
    lines = [why.format(detail=quoted(result.detail))]
    if record is not None and record.by_hand and outcome.standing == record.verdict:
        lines.append(f"somebody has looked at it and calls it {record.verdict}")
    if len(result.hops) > 1:
        hops = [f"{hop.status} {quoted(hop.url)}" for hop in result.hops]
        if len(hops) > _HOPS_SHOWN:
            hops[2:-1] = [f"{len(hops) - 3} more"]
        lines.append(f"the way there: {', '.join(hops)}")
    elif result.status:
        lines.append(f"status {result.status}")
    if result.title:
        lines.append(f"title: {quoted(result.title)}")
    if record is not None and result.verdict is Verdict.DEAD:
        lines.append(_history(record))
    if result.note in NOTES:
        lines.append(NOTES[result.note])
    return lines


def _history(record: LinkRecord) -> str:
    since = record.failing_since or record.checked
    last_good = f"last good on {record.last_good}" if record.last_good else "never good since it was first asked"
    return f"failing since {since}; {last_good}"


def advice(outcome: Outcome, quoted: Callable[[str], str]) -> str:
    """Say what to do about it."""
    result, record = outcome.result, outcome.record
    if outcome.standing == Verdict.MOVED:
        return f"write {quoted(result.final)} instead"
    if outcome.standing in {Verdict.DEAD, Verdict.SUSPECT} and record is not None and record.snapshots:
        last = record.snapshots[-1]
        return f"an archive has a copy of {last.date}: {quoted(last.url)}"
    return STANDINGS[outcome.standing][1]


def _printed(text: str) -> str:
    return shown(text, _LONG)


def where(found: Found) -> str:
    """Name a place for people: its file, line and column, and what it is called."""
    return f"{found.span} ({_printed(found.context)})" if found.context else str(found.span)


def _places(outcome: Outcome, name: Callable[[str], str] = str) -> str:
    """Name the first place in full, another by its name alone, and count the rest."""
    first, *others = outcome.places
    names = [where(first), *dict.fromkeys(_printed(one.context) or str(one.span) for one in others)]
    named = [name(one) for one in names]
    if len(named) > _PLACES_NAMED:
        named[2:] = [f"{len(names) - 2} more"]
    return ", ".join(named)


def render_text(run: Run) -> str:
    """Render for people: a block per address that there is something to say of, then a line that counts them all."""
    blocks = []
    for severity, outcome in run.findings():
        lines = [_places(outcome), f"   {severity}[{outcome.standing}]: {_printed(outcome.result.url)}"]
        lines += [f"   {line}" for line in explanation(outcome, _printed)]
        blocks.append("\n".join([*lines, f"   hint: {advice(outcome, _printed)}"]))
    return "\n".join([*blocks, run.summary()])


def _diagnostic(severity: Severity, outcome: Outcome, place: Found, *others: Found) -> Diagnostic:
    rule = Rule(
        code=f"link-{outcome.standing}",
        severity=severity,
        message="{message}",
        hint="{hint}",
        summary=STANDINGS[outcome.standing][0],
        why=_WHY,
        bad="",
        good="",
    )
    message = "\n".join([_printed(outcome.result.url), *explanation(outcome, _printed)])
    values = {"message": message, "hint": advice(outcome, _printed)}
    related = tuple((_span(one), _printed(one.context)) for one in others)
    return Diagnostic(rule, _span(place), values, related=related)


def _span(found: Found) -> Span:
    """Return the place with a path that can be printed: unlike the content's, it may be any file's."""
    path = "".join(one if one.isprintable() else "�" for one in found.span.path)
    return replace(found.span, path=path)


def render_annotations(run: Run) -> str:
    """Render as GitHub workflow commands: an annotation at each place."""
    found = [_diagnostic(severity, one, place) for severity, one in run.findings() for place in one.places]
    return "\n".join(filter(None, [render_github(found), run.summary()]))


def render_code_quality(run: Run) -> str:
    """Render as GitLab's Code Quality report: a finding at each place."""
    return render_gitlab(_diagnostic(severity, one, place) for severity, one in run.findings() for place in one.places)


def render_results(run: Run) -> str:
    """Render as SARIF 2.1.0: a result per address, with its other places beside the first."""
    return render_sarif(_diagnostic(severity, outcome, *outcome.places) for severity, outcome in run.findings())


def render_json(run: Run) -> str:
    """Render as JSON: all addresses, with everything that is known of them."""
    content = {
        "summary": {
            "addresses": len(run.outcomes),
            "places": sum(len(outcome.found) for outcome in run.outcomes),
            "seconds": round(run.seconds, 3),
            "standings": run.counts(),
        },
        "links": [_as_json(outcome, run.policy) for outcome in run.ordered()],
    }
    return "\n".join(map(printable_json, json.dumps(content, ensure_ascii=False, indent=2).split("\n")))


def _as_json(outcome: Outcome, policy: LinkPolicy) -> dict[str, Any]:
    result, record = outcome.result, outcome.record
    return {
        "url": result.url,
        "standing": outcome.standing,
        "severity": outcome.severity(policy),
        "verdict": result.verdict,
        "reason": result.reason,
        "explanation": explanation(outcome, _printed),
        "hint": advice(outcome, _printed),
        "detail": result.detail,
        "status": result.status,
        "final": result.final,
        "hops": [{"url": hop.url, "status": hop.status, "via": hop.via} for hop in result.hops],
        "title": result.title,
        "note": result.note,
        "failing_since": _iso(record.failing_since) if record else None,
        "last_good": _iso(record.last_good) if record else None,
        "places": [
            {
                "path": one.span.path,
                "line": one.span.line,
                "column": one.span.column,
                "role": one.role,
                "context": one.context,
            }
            for one in outcome.places
        ],
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def render_junit(run: Run) -> str:
    """Render as JUnit XML, which most services for continuous integration read: a test case per address."""
    suite = ET.Element("testsuite", name="links", time=f"{run.seconds:.3f}")
    failures = skipped = 0
    for outcome in run.ordered():
        case = ET.SubElement(suite, "testcase", classname=_places(outcome), name=_printed(outcome.result.url), time="0")
        reason, *more = [*explanation(outcome, _printed), f"hint: {advice(outcome, _printed)}"]
        severity = outcome.severity(run.policy)
        if severity is Severity.ERROR:
            failures += 1
            failure = ET.SubElement(case, "failure", message=reason, type=outcome.standing)
            failure.text = "\n".join(more)
        elif severity is Severity.WARNING:  # a test passes or fails; there is no third
            ET.SubElement(case, "system-out").text = "\n".join([f"{outcome.standing}: {reason}", *more])
        elif outcome.standing == Verdict.SKIPPED:
            skipped += 1
            ET.SubElement(case, "skipped", message=reason)
    suite.attrib |= {"tests": str(len(run.outcomes)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}
    ET.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode")


def render_markdown(run: Run) -> str:
    """Render as a table for a comment or an issue."""
    rows = [
        (
            outcome.standing,
            _code(outcome.result.url),
            _places(outcome, _code),
            "<br>".join([*explanation(outcome, _code), f"→ {advice(outcome, _code)}"]),
        )
        for _, outcome in run.findings()
    ]
    if not rows:
        return run.summary()
    lines = [f"| {' | '.join(row)} |" for row in (("Link", "Address", "Where", "Why"), ["---"] * 4, *rows)]
    return "\n".join([*lines, "", run.summary()])


def _code(text: str) -> str:
    return in_code(text, _LONG)


RENDERERS: Mapping[str, Callable[[Run], str]] = {
    "text": render_text,
    "github": render_annotations,
    "gitlab": render_code_quality,
    "json": render_json,
    "sarif": render_results,
    "junit": render_junit,
    "markdown": render_markdown,
}
"""The output formats of `dossier links`, by name."""
