"""Rules about the memory of the link checker."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

LEDGER_LINE = Rule(
    "ledger-line",
    Severity.WARNING,
    message="this line cannot be read: {problem}",
    hint="mend it, or delete it; until then it is kept as it is, and its address counts as never asked",
    summary="A line of the link ledger is not what the link checker writes.",
    why="The link checker goes on without the line: a slip of the pen shall cost neither the line nor a night's work.",
    bad='{"url": "https://site.example/", "verdict": "fine"}',
    good='{"url": "https://site.example/", "verdict": "ok"}',
)
