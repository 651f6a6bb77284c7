"""What arguments rest on; and sources on which nothing rests."""

from __future__ import annotations

from collections.abc import Collection

from dossier import rules
from dossier.bibliography import Bibliography
from dossier.diagnostics import Report


def check_sources(bibliography: Bibliography, cited: Collection[str], report: Report) -> None:
    """Report the sources that nothing cites; one that led to another which is cited has done its work."""
    led = {reference.found_in for key, reference in bibliography.references.items() if key in cited}
    for key, reference in bibliography.references.items():
        if key not in cited and key not in led:
            report.add(rules.UNCITED_SOURCE, reference.span, key=key)
