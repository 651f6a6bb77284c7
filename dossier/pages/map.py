"""The argument map: of the whole dossier, of a theme, and of what stands around an argument.

Whatever a map shows, a list on the same page says too.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dossier.argument_map import INVERSE, Box, Group, lay_out
from dossier.arguments import Argument
from dossier.map_drawing import draw
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop
from dossier.writer import Target, TocItem, Writer


@dataclass(frozen=True, slots=True)
class Entry:
    """An argument in the list that stands beside a map: its own relations to others, by kind."""

    link: Target
    relations: Sequence[tuple[str, Sequence[Target]]]


@dataclass(frozen=True, slots=True)
class ThemePart:
    """What a page shows of a theme: the drawing, if there is one, and the list."""

    id: str
    link: Target
    drawing: Markup | None
    entries: Sequence[Entry]


def map_page(shop: Workshop, lang: str) -> Page:
    """Make the map of the whole dossier; where that would be too large to be read, a map of each theme."""
    writer = shop.writer("map", lang)
    themes = {theme.id: arguments for theme in shop.corpus.themes if (arguments := list(shop.corpus.listed(theme.id)))}
    links = {theme: writer.target(f"themes/{theme}") for theme in themes}
    shown = {argument.id for arguments in themes.values() for argument in arguments}
    groups = [Group(_boxes(writer, themes[theme]), link.title, link.href) for theme, link in links.items()]
    title, intro = writer.locale.text("ui.map"), writer.locale.text("ui.map_intro")
    whole = _draw(shop, writer, groups, title)
    parts = [
        ThemePart(
            theme,
            links[theme],
            None if whole else _theme_drawing(shop, writer, theme),
            _entries(shop, writer, themes[theme], shown),
        )
        for theme in themes
    ]
    drawings = {"map": whole} if whole else {part.id: part.drawing for part in parts if part.drawing}
    html = writer.page("map.html.jinja", drawings, whole=bool(whole), themes=parts)
    toc = [TocItem(writer.locale.text("ui.map_list"), "__list", 2)] if whole else []
    toc += [TocItem(part.link.title, part.id, 3 if whole else 2) for part in parts]
    return shop.page(writer, title=title, description=intro, body=html, toc=toc)


def theme_map(shop: Workshop, writer: Writer, theme: str) -> ThemePart | None:
    """Return what the page of a theme shows of the relations among its arguments, None where there are none."""
    drawing = _theme_drawing(shop, writer, theme)
    if drawing is None:
        return None
    arguments = list(shop.corpus.listed(theme))
    entries = _entries(shop, writer, arguments, {one.id for one in arguments})
    return ThemePart(theme, writer.target(f"themes/{theme}"), drawing, entries)


def neighbourhood(shop: Workshop, writer: Writer, argument: Argument) -> Markup | None:
    """Draw an argument between those that lead to it, above, and those that it leads to; None where there are none."""
    relations = shop.relations[argument.id]
    order = [one.source for one in relations if one.target == argument.id]
    order += [argument.id, *(one.target for one in relations if one.source == argument.id)]
    arguments = [shop.corpus.arguments[one] for one in dict.fromkeys(order)]
    if len(arguments) == 1:
        return None
    layout = lay_out([Group(_boxes(writer, arguments, here=argument.id))], relations, _verbs(writer))
    title = writer.locale.text("ui.map_of", title=argument.texts[writer.lang].title)
    return draw(layout, writer.locale, title) if layout else None


def _theme_drawing(shop: Workshop, writer: Writer, theme: str) -> Markup | None:
    title = writer.locale.text("ui.map_of", title=writer.target(f"themes/{theme}").title)
    return _draw(shop, writer, [Group(_boxes(writer, shop.corpus.listed(theme)))], title)


def _draw(shop: Workshop, writer: Writer, groups: Sequence[Group], title: str) -> Markup | None:
    """Draw all relations among some arguments; None where there are none, or too many."""
    shown = dict.fromkeys(box.id for group in groups for box in group.boxes)
    relations = [one for box in shown for one in shop.relations[box] if one.source == box and one.target in shown]
    layout = lay_out(groups, relations, _verbs(writer)) if relations else None
    return draw(layout, writer.locale, title, has_legend=True) if layout else None


def _boxes(writer: Writer, arguments: Iterable[Argument], here: str = "") -> tuple[Box, ...]:
    """Return the boxes of some arguments; the one that is `here` is no link."""
    boxes = []
    for argument in arguments:
        link = writer.target(f"arguments/{argument.id}")
        href = "" if argument.id == here else link.href
        lang = link.hreflang or writer.lang
        boxes.append(Box(argument.id, link.title, href, lang, argument.facts.confidence, link.language))
    return tuple(boxes)


def _entries(shop: Workshop, writer: Writer, arguments: Iterable[Argument], shown: Container[str]) -> list[Entry]:
    """Return the list that says what a map of the arguments that are `shown` says: each arrow, where it begins."""
    entries = []
    for argument in arguments:
        kinds: dict[str, list[Target]] = {}
        for source, kind, target in shop.relations[argument.id]:
            if source == argument.id and target in shown:
                kinds.setdefault(kind, []).append(writer.target(f"arguments/{target}"))
        entries.append(Entry(writer.target(f"arguments/{argument.id}"), list(kinds.items())))
    return entries


def _verbs(writer: Writer) -> dict[str, str]:
    return {kind: writer.locale.text(f"relations.{kind}") for kind in INVERSE}
