"""The evidence card as a comment on a forge, and as JSON.

Whatever strangers wrote stands in code, where forges see neither links nor mentions nor markup; words outside of code
are ours.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict

from dossier.diagnostics import Severity, in_code
from dossier.evidence_card import ArgumentChange, Card, Change, PartChange
from dossier.translations import State

MARKER = "<!-- dossier-evidence-card -->"
"""The first line, by which the comment is found again when it is to be brought up to date."""

LIMIT = 60_000
"""Most bytes of a comment; forges take 65,536 characters."""

_MANY = 30
"""How many rows of a list are shown; the JSON has all."""

_KEPT = {
    State.EDITORIAL: "wording has changed",
    State.MATERIAL: "the substance has changed",
    State.MISSING: "the translation lacks it",
}


def render_markdown(card: Card) -> str:
    """Render as one comment, cut between two lines where it would be too long."""
    lines = [MARKER, "## Evidence card", "", f"What changes since {in_code(card.base)}.", *_faults(card)]
    for title, body in (
        ("Arguments", _arguments(card)),
        ("Sources", _sources(card)),
        ("Translations that fall behind", _stale(card)),
        ("Corrections", _corrections(card)),
        ("Pages", _pages(card)),
    ):
        rows = list(body)
        lines += ["", f"### {title}", "", *rows] if rows else []
    if card.is_whole and not (card.arguments or card.sources or card.stale or card.corrections or card.pages):
        lines += ["", "Neither arguments nor sources nor pages change."]
    return "\n".join(_cut(lines))


def _cut(lines: Iterable[str]) -> Iterator[str]:
    size = 0
    for line in lines:
        size += len(line.encode()) + 1
        if size > LIMIT:
            yield "\nAnd more."
            return
        yield line


def _few(rows: Collection[str]) -> Iterator[str]:
    """Yield the first rows, and how many more there are."""
    yield from list(rows)[:_MANY]
    yield from _few_more(len(rows))


def _few_more(count: int) -> Iterator[str]:
    if count > _MANY:
        yield f"\n… and {count - _MANY} more."


def _table(*head: str, rows: Collection[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
        yield from lines[:2]
        yield from _few(lines[2:])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _faults(card: Card) -> Iterator[str]:
    counts = Counter(one.severity for one in card.faults)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if card.faults:
        yield ""
        yield f"**{_counted(errors, 'error')}, {_counted(warnings, 'warning')}**, which `dossier check` explains:"
        yield ""
        yield from _few([f"- {in_code(one.place)} {one.code}: {in_code(one.message)}" for one in card.faults])
    if not card.is_whole:
        yield ""
        yield "The configuration cannot be read, so there is nothing to compare."
    elif errors:
        yield ""
        yield "What stands in the files with errors may be missing below, or be called removed."
    if card.base_errors:
        yield ""
        yield f"There are {_counted(card.base_errors, 'error')} in what this is compared with, so it may be incomplete."


# --- Arguments --------------------------------------------------------------------------------------------------------


def _arguments(card: Card) -> Iterator[str]:
    kinds = {one.key: one.kind for one in card.sources}
    for one in card.arguments[:_MANY]:
        yield from _argument(one, kinds)
    yield from _few_more(len(card.arguments))


def _argument(one: ArgumentChange, kinds: Mapping[str, str]) -> Iterator[str]:
    yield f"- **{one.change}** {in_code(one.id)} {in_code(one.title)} ({one.status}, {one.confidence})"
    for fact in one.facts:
        values = f": {in_code(fact.before)} → {in_code(fact.after)}" if fact.before or fact.after else " changes"
        yield f"  - {in_code(fact.name)}{values}"
    yield from (f"  - {_part(part, kinds)}" for part in one.parts)
    yield from (f"  - ⚠ the premise {in_code(name)} cites no source" for name in one.weak)
    yield from (f"  - the premise {in_code(name)} rests on one source" for name in one.narrow)
    if one.is_single_sourced:
        yield "  - ⚠ all premises rest on one source"


def _part(part: PartChange, kinds: Mapping[str, str]) -> str:
    row = f"{part.change} {part.kind}"
    row += f" {in_code(part.id)}" if part.id != part.kind else ""
    row += f" ({', '.join(part.languages)}): {in_code(part.text)}"
    if part.sources:
        named = [f"{in_code(key)} ({kinds[key]})" if kinds.get(key) else in_code(key) for key in part.sources]
        row += f", citing {', '.join(named)}"
    return row


# --- What else changes ------------------------------------------------------------------------------------------------


def _sources(card: Card) -> Iterator[str]:
    rows = [
        (
            in_code(one.key),
            str(one.change or ""),
            one.kind or "not graded",
            in_code(one.title),
            f"{one.link}, asked on {one.checked}" if one.link else "not asked yet",
            "yes" if one.archived else "no",
        )
        for one in card.sources
    ]
    yield from _table("source", "change", "kind", "title", "link", "archive copy", rows=rows)


def _stale(card: Card) -> Iterator[str]:
    rows = [(in_code(one.argument), one.lang, in_code(one.part), _KEPT[one.state]) for one in card.stale]
    yield from _table("argument", "language", "part", "why", rows=rows)


def _corrections(card: Card) -> Iterator[str]:
    yield from _few(
        [
            f"- {one.date}, {one.kind}, {in_code(one.content or 'the whole site')}: {in_code(one.text)}"
            for one in card.corrections
        ]
    )


def _pages(card: Card) -> Iterator[str]:
    """Yield what becomes of pages; those of single sources, which say again what stands elsewhere, are only counted."""
    if card.weight is None:
        if card.is_whole:
            yield "Not compared: a site with errors cannot be built."
        return
    if not card.pages:
        return
    before, after = card.weight
    counts = Counter(page.change for page in card.pages)
    named = ", ".join(f"{counts[change]:,} {change}" for change in Change if counts[change])
    yield f"{named}. The bodies of all pages have {after:,} bytes ({after - before:+,})."
    yield ""
    rows = [
        (in_code(f"/{page.uri}"), str(page.change), f"{page.after:,}", f"{page.after - page.before:+,}")
        for page in sorted(card.pages, key=lambda one: (-abs(one.after - one.before), one.uri))
        if not page.content.startswith("sources/")
    ]
    yield from _table("page", "change", "bytes", "difference", rows=rows)
    of_sources = len(card.pages) - len(rows)
    if of_sources:
        yield ""
        yield f"{_counted(of_sources, 'page')} of single sources not listed."


def render_json(card: Card) -> str:
    """Render as a JSON object, whose keys are the fields of `Card`; days are ISO dates, and what is unknown is null."""
    return json.dumps(asdict(card), ensure_ascii=False, indent=2, default=str)


RENDERERS: Mapping[str, Callable[[Card], str]] = {"markdown": render_markdown, "json": render_json}
"""The output formats of `dossier report`, by name."""
