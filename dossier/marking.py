"""What a translation records in its front matter: which state of the original its units render."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OURS = re.compile(r"""(["']?)(?:translated_from|units)\1\s*:""")
_INSIDE = re.compile(r"[ \t]+[^ \t#]")
"""A line that goes on with the field above it; comments and empty lines are nobody's, and stay."""


def marked(text: str, translated_from: str, units: Mapping[str, str]) -> str:
    """Return a translation's file with its record replaced; every other line, comments too, stays as it is.

    `text` has a front matter, and any line ends; `units` are the fingerprints of the original units by id.
    """
    lines = text.split("\n")
    end = next(number for number, line in enumerate(lines) if number and line.rstrip() in {"---", "..."})
    kept: list[str] = []
    ours = False
    for line in lines[1:end]:
        content = line.rstrip()
        if content and not content.lstrip().startswith("#"):
            ours = bool(_OURS.match(content)) or (ours and bool(_INSIDE.match(content)))
            if ours:
                continue
        kept.append(line)
    record = [f"translated_from: {translated_from}", "units:", *(f"  {unit}: {mark}" for unit, mark in units.items())]
    line_end = "\r" if lines[0].endswith("\r") else ""
    return "\n".join([lines[0], *kept, *(line + line_end for line in record), *lines[end:]])
