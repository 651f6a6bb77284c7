"""Writing the elements of a picture: numbers, the side at which lines begin, and lines of text."""

from __future__ import annotations

from markupsafe import Markup, escape

from dossier.locales import Locale, direction_of

PHONE = 390
"""What is wider than a small phone stands in a window of its own, which scrolls."""

_BASELINE = 0.74
"""How far below the top of its leading a line of text stands."""


def in_window(picture: str, width: float, label: str) -> str:
    """Put a picture that is wider than a phone into a window that scrolls, by keyboard too; `label` is plain text."""
    if width <= PHONE:
        return picture
    named = f'role="region" aria-label="{escape(label)}"'
    return f'<div class="ds-window" tabindex="0" {named}>{picture}</div>'


class Pen:
    """Writes the elements of one picture; where the language runs from right to left, the picture is mirrored."""

    def __init__(self, width: float, locale: Locale) -> None:
        self.width, self.locale = width, locale
        self.mirrored = locale.direction == "rtl"

    @staticmethod
    def number(value: float) -> str:
        """Write a length, exact to a tenth."""
        return f"{value:.1f}".removesuffix(".0")

    def x(self, value: float) -> str:
        """Return a distance from the side of the beginning as one from the left."""
        return self.number(self.width - value if self.mirrored else value)

    def text(self, kind: str, x: float, y: float, *lines: Markup, leading: float = 0, lang: str = "") -> str:
        """Write lines of text; each stands in the middle of its leading, or on `y` where there is none.

        A title in another language keeps its direction, and begins at the same side as all others.
        """
        direction = direction_of(lang) if lang else self.locale.direction
        anchor = "start" if direction == self.locale.direction else "end"
        shown = f' lang="{escape(lang)}"' if lang and lang != self.locale.code else ""
        rows = " ".join(
            f'<tspan x="{self.x(x)}" y="{self.number(y + leading * (index + _BASELINE))}">{line}</tspan>'
            for index, line in enumerate(lines)
        )
        return f'<text class="{kind}" direction="{direction}" text-anchor="{anchor}"{shown}>{rows}</text>'
