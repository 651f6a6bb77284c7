"""The argument map as SVG that stands inside a page: real links, no script, no style of its own.

Colours, fonts and dashes come from the site's stylesheet, so that the map follows the reader's scheme and a strict
Content-Security-Policy. It is a group with a name and a description whose links come in the order of reading; the
lines are hidden from screen readers, which find the relations in the list that stands beside every map.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, sin

from markupsafe import Markup, escape

from dossier import argument_map as m
from dossier.locales import Locale
from dossier.pen import Pen, in_window

_SAMPLE_WIDTH = 44
_RADIUS = 5
_ABOVE = 4
"""How far above its line a word stands."""
_MARK = 4.5
_SURE = {"established": 1.0, "likely": 0.75, "disputed": 0.5, "unproven": 0.0}
"""How full the mark of each degree of confidence is."""

_BARE = ' fill="none" stroke="currentColor"'
"""How a shape looks where there are no styles: without it, a black area."""

_HEADS = {
    "supports": "M0 0L{a} -4V4Z",
    "rebuts": "M0 -5V5M{a} -4L2 0L{a} 4",
    "qualifies": "M0 0L4 -4L{a} 0L4 4Z",
    "depends-on": "M{a} -4L0 0L{a} 4",
}
"""The head of an arrow of each kind, as a path from its point towards the line."""


def draw(layout: m.Layout, locale: Locale, title: str, *, has_legend: bool = False) -> Markup:
    """Return a map as a `figure` without line breaks. `title` is plain text."""
    picture, legend = in_window(_picture(layout, locale, title), layout.width, title), ""
    if has_legend:
        kinds = {placed.line.kind for placed in layout.lines}
        items = (
            f"<li>{_sample(kind, locale)} {locale.html(f'relations.{kind}')}</li>"
            for kind in m.INVERSE
            if kind in kinds
        )
        label = f'aria-label="{locale.html("ui.map_legend")}"'
        legend = f'<figcaption><ul class="ds-plain ds-map__legend" {label}>{"".join(items)}</ul></figcaption>'
    return Markup(f'<figure class="ds-map">{picture}{legend}</figure>')  # noqa: S704 - all texts have been escaped


def _picture(layout: m.Layout, locale: Locale, title: str) -> str:
    pen = _Pen(layout.width, locale)
    width, height = pen.number(layout.width), pen.number(layout.height)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg class="ds-map__picture" {size} role="group">',
        f"<title>{escape(title)}</title>",
        f"<desc>{locale.html('ui.map_description')}</desc>",
        '<g aria-hidden="true">',
        *(pen.line(one) for one in layout.lines),
        "</g>",
        *pen.rows(layout),
        "</svg>",
    ]
    return "".join(parts)


def _sample(kind: str, locale: Locale) -> str:
    """Return a short line of one kind, for the legend."""
    pen = _Pen(_SAMPLE_WIDTH, locale)
    legs = f"M{pen.x(_SAMPLE_WIDTH)} 6H{pen.x(m.ARROW)}"
    return (
        f'<svg class="ds-map__sample" viewBox="0 0 {_SAMPLE_WIDTH} 12" width="{_SAMPLE_WIDTH}" height="12"'
        f' aria-hidden="true"><g class="ds-map__line ds-map__line--{kind}"><path{_BARE} d="{legs}"></path>'
        f"{pen.head(kind, 0, 6)}</g></svg>"
    )


class _Pen(Pen):
    """Writes the elements of one map."""

    def line(self, placed: m.PlacedLine) -> str:
        """Draw a line from its hub to each of its ends, with an arrow wherever one arrives.

        All ways begin at the hub, so that the dashes of those that run together fall on each other.
        """
        line, edge = placed.line, m.EDGE
        arrivals = (placed.hub,) if line.inwards else placed.ends
        ways = "".join(self._way(placed.x, edge, placed.hub, end) for end in placed.ends)
        word, start = self.locale.html(f"relations.{line.kind}"), edge + m.ARROW + m.PAD_VERB
        heads = "".join(
            self.head(line.kind, edge, y) + self.text("ds-map__verb", start, y - _ABOVE, word) for y in arrivals
        )
        return f'<g class="ds-map__line ds-map__line--{line.kind}"><path{_BARE} d="{ways}"></path>{heads}</g>'

    def _way(self, lane: float, edge: float, start: float, end: float) -> str:
        """Return the path from one box to another: out to the lane, along it, and back."""
        turn = min(_RADIUS, abs(end - start) / 2) * (1 if end > start else -1)
        bend, corner = self.x(lane - abs(turn)), self.x(lane)
        number = self.number
        return (
            f"M{self.x(edge)} {number(start)}H{bend}Q{corner} {number(start)} {corner} {number(start + turn)}"
            f"V{number(end - turn)}Q{corner} {number(end)} {bend} {number(end)}H{self.x(edge)}"
        )

    def head(self, kind: str, edge: float, y: float) -> str:
        turn = " scale(-1 1)" if self.mirrored else ""
        return (
            f'<path class="ds-map__head" transform="translate({self.x(edge)} {self.number(y)}){turn}"'
            f' d="{_HEADS[kind].format(a=m.ARROW)}"></path>'
        )

    def rows(self, layout: m.Layout) -> Iterator[str]:
        """Draw the titles of the groups and the boxes, in the order in which they stand."""
        rows = [(title.y, self._group(title, href)) for title, href in layout.titles]
        rows += [(placed.y, self._box(placed)) for placed in layout.boxes]
        for _, row in sorted(rows):
            yield row

    def _group(self, title: m.PlacedText, href: str) -> str:
        text = self.text("ds-map__group", m.START, title.y, *map(escape, title.lines), leading=m.SMALL_LEADING)
        return f'<a href="{escape(href)}">{text}</a>' if href else text

    def _box(self, placed: m.PlacedBox) -> str:
        box, start = placed.box, m.START + m.PAD_INLINE
        title, lines = placed.title, placed.title.lines
        note_y = title.y + len(lines) * m.TITLE_LEADING
        words = self.locale.html(f"confidence.{box.confidence}")
        if box.language:
            words += Markup(' · <tspan lang="{}">{}</tspan>').format(box.lang, box.language)
        left, height = self.x(m.EDGE if self.mirrored else m.START), self.number(placed.height)
        place = f'x="{left}" y="{self.number(placed.y)}" width="{m.BOX_WIDTH}" height="{height}"'
        inside = (
            f'<rect{_BARE} {place} rx="4"></rect>'
            + self.text("ds-map__title", start, title.y, *map(escape, lines), leading=m.TITLE_LEADING, lang=box.lang)
            + self._mark(box.confidence, start + _MARK, note_y + m.SMALL_LEADING / 2 + 1)
            + " "
            + self.text("ds-map__note", start + 2 * _MARK + 5, note_y, words, leading=m.SMALL_LEADING)
        )
        if not box.href:
            return f'<g class="ds-map__box ds-map__box--here">{inside}</g>'
        language = f' hreflang="{escape(box.lang)}"' if box.lang != self.locale.code else ""
        return f'<a class="ds-map__box" href="{escape(box.href)}"{language}>{inside}</a>'

    def _mark(self, confidence: str, x: float, y: float) -> str:
        """Draw a disc that is as full as the confidence is high."""
        part, number = _SURE[confidence], self.number
        centre = float(self.x(x))
        ring = f'<circle cx="{number(centre)}" cy="{number(y)}" r="{_MARK}"></circle>'
        if part in {0.0, 1.0}:
            return f'<g class="ds-map__mark ds-map__mark--{confidence}">{ring}</g>'
        angle = 2 * pi * part
        end_x, end_y = centre + _MARK * sin(angle), y - _MARK * cos(angle)
        filled = f"M{number(centre)} {number(y)}V{number(y - _MARK)}A{_MARK} {_MARK} 0 {int(part > 1 / 2)} 1 "
        return (
            f'<g class="ds-map__mark ds-map__mark--{confidence}">{ring}'
            f'<path d="{filled}{number(end_x)} {number(end_y)}Z"></path></g>'
        )
