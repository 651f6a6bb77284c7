"""The right of reply as pages show it."""

from __future__ import annotations

from typing import Any

from dossier.arguments import Argument
from dossier.writer import Writer


def inquiries(writer: Writer, argument: Argument) -> list[dict[str, Any]]:
    """Return what was asked of those whom an argument concerns, and what they answered, in the words of the page."""
    return [
        {
            "to": writer.wording(one.to),
            "asked": one.asked,
            "answer": writer.wording(one.answer) if one.answer else None,
            "answered": one.answered,
            "no_answer": one.no_answer,
        }
        for one in argument.facts.right_of_reply
    ]
