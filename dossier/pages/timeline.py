"""The timeline: all events by year, which readers narrow down to a theme, to a place, or to both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from dossier import markdown
from dossier.chart_drawing import draw
from dossier.dates import Edtf, Moment
from dossier.folders import TIMELINE_FILE
from dossier.locales import Locale
from dossier.pages.choices import Choices, choices
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop, folded
from dossier.source import relative_path
from dossier.themes import Theme
from dossier.timeline import WORTH_A_PICTURE, Event
from dossier.timeline_chart import Lane, Mark, lay_out
from dossier.writer import Target, TocItem, Writer

_WORLD = ""
"""The place of an event that belongs to no country."""


@dataclass(frozen=True)
class _Moment:
    """An event as the template shows it; `datetime` is empty where HTML has no form for the date."""

    id: str
    classes: str
    date: str
    datetime: str
    title: str
    text: Markup
    places: Sequence[str]
    themes: Sequence[Target]
    arguments: Sequence[Target]


def timeline(shop: Workshop, lang: str) -> Page:
    """Make the timeline in a language."""
    corpus, config = shop.corpus, shop.corpus.config
    path = relative_path(config.root, config.docs / TIMELINE_FILE)
    writer = shop.writer("timeline", lang, path)
    locale = writer.locale
    themes, places = _theme_choices(shop, locale), _place_choices(shop, locale)
    years = [
        (locale.date(year.date), year.anchor, [_moment(shop, writer, event, themes, places) for event in year.events])
        for year in corpus.timeline.years
    ]
    drawing = _drawing(shop, writer, themes, places)
    drawings = {"chart": drawing} if drawing else {}
    html = writer.page("timeline.html.jinja", drawings, filters=(themes, places), chart=bool(drawing), years=years)
    toc = [TocItem(name, anchor, 2) for name, anchor, _ in years] + writer.notes_toc()
    title, intro = locale.text("ui.timeline"), locale.text("ui.timeline_intro")
    return shop.page(writer, title=title, description=intro, body=html, toc=toc, source=path)


def machine_date(date: Edtf) -> str:
    """Return a date as HTML's `datetime` has it, as exact as it is known; empty where HTML has no form for it."""
    moment = date.first
    if date.interval or moment.unspecified or moment.year < 1:
        return ""
    parts = [f"{moment.year:04}", *(f"{part:02}" for part in (moment.month, moment.day) if part)]
    return "-".join(parts)


def _drawing(shop: Workshop, writer: Writer, themes: Choices, places: Choices) -> Markup | None:
    """Draw all events in the lanes of their themes, each as the stylesheet hides and shows it in the list."""
    lanes = []
    for theme in shop.corpus.themes:
        events = [event for event in shop.corpus.timeline.events if theme.id in _themes(shop, event)]
        link = _theme_target(shop, writer, theme.id)
        classes = {event.id: _classes(shop, event, themes, places) for event in events}
        lanes.append(Lane(link.title, link.href, tuple(_mark(writer, event, classes[event.id]) for event in events)))
    return _draw(writer, lanes, writer.locale.text("ui.timeline"))


def theme_drawing(shop: Workshop, writer: Writer, theme: Theme) -> Markup | None:
    """Draw the events of a theme in the lanes of its arguments; None where a sentence would say as much."""
    lanes = []
    for argument in shop.corpus.listed(theme.id):
        link = writer.target(f"arguments/{argument.id}")
        events = shop.corpus.timeline.used_by(argument.id)
        lanes.append(Lane(link.title, link.href, tuple(_mark(writer, event) for event in events), link.hreflang))
    if sum(len(lane.marks) for lane in lanes) < WORTH_A_PICTURE:
        return None
    title = markdown.typeset(theme.title[writer.lang], writer.lang)
    return _draw(writer, lanes, f"{writer.locale.text('ui.timeline')} · {title}")


def _draw(writer: Writer, lanes: Sequence[Lane], title: str) -> Markup | None:
    chart = lay_out(lanes, partial(_year_name, writer.locale))
    return draw(chart, writer.locale, title) if chart else None


def _mark(writer: Writer, event: Event, classes: str = "") -> Mark:
    href = f"#{event.id}" if writer.content == "timeline" else f"{writer.href('timeline')}#{event.id}"
    label = f"{writer.locale.date(event.facts.date)} · {event.texts[writer.lang].title}"
    return Mark(event.facts.date, label, href, classes)


def _year_name(locale: Locale, year: int) -> str:
    """Return a year as it stands on an axis: in figures, with no more words than it needs."""
    return str(year) if year > 0 else locale.date(Moment(year).whole_year)


def _classes(shop: Workshop, event: Event, themes: Choices, places: Choices) -> str:
    """Return what the stylesheet calls an event: what can be narrowed down, and by what."""
    return " ".join(["ds-item", *themes.classes(_themes(shop, event)), *places.classes(_places(event))])


def _moment(shop: Workshop, writer: Writer, event: Event, themes: Choices, places: Choices) -> _Moment:
    corpus, locale, facts = shop.corpus, writer.locale, event.facts
    own_themes, own_places = _themes(shop, event), _places(event)
    return _Moment(
        id=event.id,
        classes=_classes(shop, event, themes, places),
        date=locale.date(facts.date),
        datetime=machine_date(facts.date),
        title=event.texts[writer.lang].title,
        text=writer.render(event.texts[writer.lang].tokens),
        places=[_place_name(place, locale) for place in own_places],
        themes=[_theme_target(shop, writer, theme) for theme in own_themes],
        arguments=[writer.target(f"arguments/{one}") for one in facts.arguments if one in corpus.arguments],
    )


def _themes(shop: Workshop, event: Event) -> list[str]:
    """Return the themes of an event, in the order of the site: those of the arguments that use it, or its own."""
    arguments = shop.corpus.arguments
    found = {arguments[one].facts.theme for one in event.facts.arguments if one in arguments} or {event.facts.theme}
    return [theme.id for theme in shop.corpus.themes if theme.id in found]


def _places(event: Event) -> list[str]:
    """Return the countries of an event, each once."""
    return list(dict.fromkeys(region.partition("-")[0] for region in event.facts.regions)) or [_WORLD]


def _theme_target(shop: Workshop, writer: Writer, theme: str) -> Target:
    """Return a link to a theme; one without arguments has a name, but no page."""
    target = writer.target(f"themes/{theme}")
    return target if shop.corpus.languages_of(f"themes/{theme}") else Target("", target.title)


def _place_name(place: str, locale: Locale) -> str:
    return locale.text("ui.worldwide") if place == _WORLD else locale.region(place)


def _theme_choices(shop: Workshop, locale: Locale) -> Choices:
    """Return the themes that have an event, in the order of the site."""
    found = {theme for event in shop.corpus.timeline.events for theme in _themes(shop, event)}
    names = {
        theme.id: markdown.typeset(theme.title[locale.code], locale.code)
        for theme in shop.corpus.themes
        if theme.id in found
    }
    words = locale.text("ui.theme"), locale.text("ui.every_theme")
    return choices("a", words, names, locale)


def _place_choices(shop: Workshop, locale: Locale) -> Choices:
    """Return the places, those with most events first."""
    counts = Counter(place for event in shop.corpus.timeline.events for place in _places(event))
    names = {place: _place_name(place, locale) for place in counts}
    order = sorted(names, key=lambda place: (-counts[place], folded(names[place])))
    words = locale.text("ui.place"), locale.text("ui.every_place")
    return choices("b", words, {place: names[place] for place in order}, locale)
