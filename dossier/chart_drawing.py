"""The timeline as SVG that stands inside a page: each mark a link to its event, no script, no style of its own.

It is a group of groups, one a lane, whose links come in the order of time; the axis is hidden from screen readers, for
each link says its date. The list of events on the same page says the same and more.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from dossier import timeline_chart as c
from dossier.locales import Locale
from dossier.pen import Pen, in_window


def draw(chart: c.Chart, locale: Locale, title: str) -> Markup:
    """Return a picture as a `figure` without line breaks. `title` is plain text."""
    pen = _Pen(chart.width, locale)
    width, height = pen.number(chart.width), pen.number(chart.height)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg class="ds-chart__picture" {size} role="group">',
        f"<title>{escape(title)}</title>",
        '<g aria-hidden="true">',
        *pen.axis(chart),
        "</g>",
        *(pen.lane(one) for one in chart.lanes),
        "</svg>",
    ]
    picture = in_window("".join(parts), chart.width, title)
    caption = locale.html("ui.timeline_picture")
    html = f'<figure class="ds-chart">{picture}<figcaption>{caption}</figcaption></figure>'
    return Markup(html)  # noqa: S704 - all texts have been escaped


class _Pen(Pen):
    """Writes the elements of one picture."""

    def axis(self, chart: c.Chart) -> Iterator[str]:
        """Draw a line where each year begins, its name above and below, and a band for years that are passed over."""
        top, bottom = c.LABEL_LEADING, chart.height - c.LABEL_LEADING
        for one in chart.years:
            if not one.name:
                place = self._place(one.start, one.end, top, bottom)
                yield f'<rect class="ds-chart__break" fill="none" {place}></rect>'
                continue
            x = self.x(one.start)
            way = f"M{x} {self.number(top)}V{self.number(bottom)}"
            yield f'<path class="ds-chart__line" stroke="currentColor" d="{way}"></path>'
            for y in (0, bottom):
                yield self.text("ds-chart__year", one.start + 3, y, escape(one.name), leading=c.LABEL_LEADING)

    def lane(self, placed: c.PlacedLane) -> str:
        """Draw the title of a lane and its marks."""
        lane = placed.lane
        lines = map(escape, placed.title)
        title = self.text("ds-chart__title", c.START, placed.y, *lines, leading=c.TITLE_LEADING, lang=lane.lang)
        named = f'<a href="{escape(lane.href)}">{title}</a>' if lane.href else title
        marks = "".join(self._mark(one) for one in placed.marks)
        language = ""
        if lane.lang and lane.lang != self.locale.code:  # the title's, and not that of the events in the lane
            language, marks = f' lang="{escape(lane.lang)}"', f'<g lang="{self.locale.code}">{marks}</g>'
        return f'<g role="group" aria-label="{escape(lane.title)}"{language}>{named}{marks}</g>'

    def _mark(self, placed: c.PlacedMark) -> str:
        """Draw a mark; its title is for the pointer that rests on it, and its label for those who hear it."""
        mark, half = placed.mark, c.MARK / 2
        ends = [moment for moment in (mark.date.start, mark.date.end) if moment]
        doubted = " ds-mark--doubted" if any(one.uncertain or one.approximate for one in ends) else ""
        label, place = escape(mark.label), self._place(placed.start, placed.end, placed.y - half, placed.y + half)
        return (
            f'<a class="ds-mark{doubted} {escape(mark.classes)}" href="{escape(mark.href)}" aria-label="{label}">'
            f'<rect {place} rx="{self.number(half)}"><title>{label}</title></rect></a>'
        )

    def _place(self, start: float, end: float, top: float, bottom: float) -> str:
        """Return the attributes that say where a rectangle stands."""
        number = self.number
        left = self.x(end if self.mirrored else start)
        return f'x="{left}" y="{number(top)}" width="{number(end - start)}" height="{number(bottom - top)}"'
