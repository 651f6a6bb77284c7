"""How the links are, by the ledger alone: counts by standing, language and theme, and what to do next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from dossier.corpus import Corpus
from dossier.diagnostics import shown
from dossier.links.ledger import LEDGER_FILE, printable_json
from dossier.links.model import Found, Role, Verdict
from dossier.links.record import LinkRecord
from dossier.links.render import STANDINGS
from dossier.writer import address

NEW, IGNORED = "new", "ignored"
"""What stands in the ledger's place for an address that was never asked, and for one that nobody wants to hear of."""

_LABELS = (*STANDINGS, NEW, IGNORED)
_TAKEN = frozenset({"parked", "hijacked"})
"""Reasons for which a source's domain seems to have gone to somebody else."""

_STEPS_SHOWN, _FIXES_SHOWN, _LONG = 20, 3, 2_000


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The languages and themes that something belongs to."""

    languages: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do about one address, and a ready-made line for each of its places, or for all of them."""

    standing: str
    url: str
    places: int
    advice: str
    fixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """How many addresses stand where, in all, by language and by theme; the steps begin with the most useful one."""

    counts: Mapping[str, int]
    languages: Mapping[str, Mapping[str, int]]
    themes: Mapping[str, Mapping[str, int]]
    steps: tuple[Step, ...]


def whereabouts(corpus: Corpus) -> dict[str, Whereabouts]:
    """Return, by what a link's context is called, where it belongs; a source belongs where it is cited."""
    found: dict[str, Whereabouts] = {}
    themes = {f"arguments/{one.id}": frozenset({one.facts.theme}) for one in corpus.arguments.values()}
    themes |= {f"themes/{theme}": frozenset({theme}) for theme in corpus.introductions}
    for content in (*themes, *(f"pages/{name}" for name in corpus.pages)):
        found[content] = Whereabouts(frozenset(), themes.get(content, frozenset()))
        for lang in corpus.languages_of(content):
            found[address(content, lang).rstrip("/")] = Whereabouts(frozenset({lang}), found[content].themes)
    for key, uses in corpus.uses.items():
        every = [themes.get(use.content, frozenset()) for use in uses]
        found[key] = Whereabouts(frozenset(use.lang for use in uses), frozenset().union(*every))
    return found


def health(
    records: Mapping[str, LinkRecord], links: Mapping[str, tuple[Found, ...]], where: Mapping[str, Whereabouts]
) -> Health:
    """Judge the links of the dossier, given by address with their places, by what the ledger knows of them."""
    counts: Counter[str] = Counter()
    languages: dict[str, Counter[str]] = {}
    themes: dict[str, Counter[str]] = {}
    steps = []
    for url, places in links.items():
        record = records.get(url)
        label = _label(record)
        counts[label] += 1
        belongs = [where.get(one.context, Whereabouts()) for one in places]
        for lang in {lang for one in belongs for lang in one.languages}:
            languages.setdefault(lang, Counter())[label] += 1
        for theme in {theme for one in belongs for theme in one.themes}:
            themes.setdefault(theme, Counter())[label] += 1
        if record is not None and label != IGNORED and (step := _step(record, places)):
            steps.append(step)
    steps.sort(key=lambda step: (step[0], -step[1].places, step[1].url))
    return Health(
        _ordered(counts),
        {lang: _ordered(languages[lang]) for lang in sorted(languages)},
        {theme: _ordered(themes[theme]) for theme in sorted(themes)},
        tuple(step for _, step in steps),
    )


def _label(record: LinkRecord | None) -> str:
    if record is not None and record.ignore:
        return IGNORED
    return NEW if record is None or record.checked is None else record.standing


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return {label: counts[label] for label in _LABELS if counts[label]}


def _step(record: LinkRecord, places: tuple[Found, ...]) -> tuple[int, Step] | None:
    """Return what to do about an address, with its rank; None where there is nothing to do but wait."""
    ordered = sorted(places, key=lambda one: (one.span.path, one.span.line, one.span.column or 0))
    standing, copy = record.standing, record.snapshots[-1] if record.snapshots else None
    last = f"; last good on {record.last_good}" if record.last_good else ""
    if standing == Verdict.DEAD and copy is None:
        rank, advice, fixes = 0, f"find an archive's copy, or another page{last}", ["dossier links archive --write"]
    elif standing == Verdict.DEAD and copy is not None:
        rank, advice = 1, f"cite the archive's copy{last}"
        fields = f"urlstatus = {{dead}}, archiveurl = {{{copy.url}}}, archivedate = {{{copy.date}}}"
        fixes = [_cited(one, fields, copy.url) for one in ordered]
    elif standing in {Verdict.MALFORMED, Verdict.REFUSED}:
        rank, advice, fixes = 2, STANDINGS[standing][1], [f"{one.span}: {record.url}" for one in ordered]
    elif standing == Verdict.MOVED and record.final:
        rank, advice = 3, "write the new address"
        fixes = [_cited(one, f"url = {{{record.final}}}", record.final) for one in ordered]
    elif standing == Verdict.SUSPECT and record.reason in _TAKEN:
        rank, advice = 4, "open it in a browser; if the site has gone to somebody else, say so and cite a copy"
        fixes = [_cited(one, "urlstatus = {hijacked}", copy.url if copy else record.url) for one in ordered]
    elif standing in {Verdict.SUSPECT, Verdict.TLS}:
        rank, advice = 4, STANDINGS[standing][1]
        fixes = [f"{one.span}: {copy.url if copy else record.url}" for one in ordered]
    elif standing == Verdict.BLOCKED:
        rank, advice = 5, f"open it in a browser; if it is there, write into its line of {LEDGER_FILE}"
        fixes = ['"verdict": "ok"']
    else:
        return None
    return rank, Step(standing, record.url, len(places), advice, tuple(fixes))


def _cited(found: Found, fields: str, plain: str) -> str:
    """Return the line for a place: fields of an entry in the bibliography, the address alone anywhere else."""
    return f"{found.span}: {fields if found.role is Role.SOURCE else plain}"


def render_health(found: Health) -> str:
    """Render for people."""
    total = sum(found.counts.values())
    lines = [f"{total} address{'' if total == 1 else 'es'}: {_counted(found.counts)}" if total else "no addresses"]
    for title, groups in (("By language", found.languages), ("By theme", found.themes)):
        if groups:
            lines += ["", title, *(f"   {name}: {_counted(counts)}" for name, counts in groups.items())]
    if found.steps:
        lines += ["", "What to do next"]
    for number, step in enumerate(found.steps[:_STEPS_SHOWN], start=1):
        at = f"{step.places} place{'' if step.places == 1 else 's'}"
        lines += [f"{number:3}. {step.standing}: {shown(step.url, _LONG)} ({at})", f"     {step.advice}:"]
        lines += [f"        {shown(fix, _LONG)}" for fix in step.fixes[:_FIXES_SHOWN]]
        lines += [f"        {len(step.fixes) - _FIXES_SHOWN} more"] if len(step.fixes) > _FIXES_SHOWN else []
    if len(found.steps) > _STEPS_SHOWN:
        lines.append(f"     {len(found.steps) - _STEPS_SHOWN} more; `--format json` prints all")
    return "\n".join(lines)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {label}" for label, number in counts.items())


def render_health_json(found: Health) -> str:
    """Render for other programs, with all steps."""
    content = {
        "counts": found.counts,
        "languages": found.languages,
        "themes": found.themes,
        "steps": [asdict(step) for step in found.steps],
    }
    return "\n".join(map(printable_json, json.dumps(content, ensure_ascii=False, indent=2).split("\n")))
