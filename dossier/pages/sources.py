"""The list of sources, which readers narrow down and sort; each with the places where it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from dossier import markdown
from dossier.bibliography import Reference, SourceKind
from dossier.corpus import source_anchor
from dossier.locales import Locale
from dossier.pages.choices import Choices, choices
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop, folded
from dossier.writer import Target, TocItem, Writer


def sources(shop: Workshop, lang: str) -> Page:
    """Make the list of sources in a language."""
    writer, style = shop.writer("sources", lang), shop.style(lang)
    bibliography = shop.corpus.bibliography
    references = sorted(
        bibliography.references.values(),
        key=lambda one: (folded(style.sort_name(one)), folded(one.title), one.key),
    )
    filters = [_kinds(references, writer.locale), _languages(references, writer.locale), _themes(shop, writer.locale)]
    entries = [_entry(shop, writer, one, filters) for one in references]
    text = writer.locale.text
    order = Choices("d", text("ui.order"), text("ui.by_name"), (text("ui.by_year"),), {})
    toc = [TocItem(text("ui.sources_overview"), "overview", 2)]
    html = writer.page(
        "sources.html.jinja",
        filters=[*(one for one in filters if len(one.names) > 1), order],
        entries=entries,
        overview=_overview(references, filters[0], filters[1]),
        years=list(_years(entries, writer.locale)),
    )
    title, intro = text("ui.sources"), text("ui.sources_intro")
    return shop.page(writer, title=title, description=intro, body=html, toc=toc, source=bibliography.path)


def _entry(shop: Workshop, writer: Writer, reference: Reference, filters: Iterable[Choices]) -> dict[str, Any]:
    """Return what the list shows of a source."""
    style, page = shop.style(writer.lang), writer.source_page(reference)
    kinds, languages, themes = filters
    classes = [
        *(kinds.classes([reference.source_kind]) if reference.source_kind else ()),
        *(languages.classes([reference.language]) if reference.language else ()),
        *themes.classes(_themes_of(shop, reference)),
    ]
    anchor = source_anchor(reference.key)
    moment = reference.date and reference.date.first
    return {
        "id": anchor,
        "classes": " ".join(classes),
        "text": style.closed(style.full(reference, page=page)),
        "uses": _cited_by(shop, writer, reference),
        "href": page or f"#{anchor}",
        "title": style.bare_title(reference),
        "who": style.brief(reference),
        "year": moment.whole_year if moment else None,
    }


def _overview(references: Sequence[Reference], kinds: Choices, languages: Choices) -> dict[str, Any]:
    """Count the sources by kind and language, and those whose text was read; sources without a kind come last."""
    rows = []
    for name, kind in (*zip(kinds.names, kinds.numbers, strict=True), ("", None)):
        own = [one for one in references if one.source_kind == kind]
        if own:
            columns = Counter(languages.numbers.get(one.language, 0) for one in own)
            seen = sum(one.text_seen for one in own)
            counts = [columns[number] for number in range(1, len(languages.names) + 1)]
            rows.append({"name": name, "counts": counts, "seen": seen, "unseen": len(own) - seen, "all": len(own)})
    return {"languages": languages.names, "rows": rows}


# --- Narrowing down and sorting -------------------------------------------------------------------------------------


def _kinds(references: Iterable[Reference], locale: Locale) -> Choices:
    found = {one.source_kind for one in references}
    names = {str(kind): locale.text(f"source_kinds.{kind}") for kind in SourceKind if kind in found}
    return choices("a", (locale.text("ui.source_kind"), locale.text("ui.every_kind")), names, locale)


def _languages(references: Iterable[Reference], locale: Locale) -> Choices:
    """Return the languages of the sources, those of most sources first."""
    counts = Counter(one.language for one in references if one.language)
    names = {code: locale.language_name(code) for code in counts}
    order = sorted(names, key=lambda code: (-counts[code], folded(names[code])))
    words = locale.text("ui.language"), locale.text("ui.every_language")
    return choices("b", words, {code: names[code] for code in order}, locale)


def _themes(shop: Workshop, locale: Locale) -> Choices:
    """Return the themes in which a source is used, in the order of the site."""
    found = {theme for one in shop.corpus.bibliography.references.values() for theme in _themes_of(shop, one)}
    names = {
        theme.id: markdown.typeset(theme.title[locale.code], locale.code)
        for theme in shop.corpus.themes
        if theme.id in found
    }
    return choices("c", (locale.text("ui.theme"), locale.text("ui.every_theme")), names, locale)


def _themes_of(shop: Workshop, reference: Reference) -> set[str]:
    """Return the themes whose arguments or introductions cite a source, in whatever language."""
    known = {theme.id for theme in shop.corpus.themes}
    found = set()
    for use in shop.corpus.uses.get(reference.key, ()):
        folder, _, name = use.content.partition("/")
        if folder == "arguments":
            found.add(shop.corpus.arguments[name].facts.theme)
        elif folder == "themes":
            found.add(name)
    return found & known


def _years(entries: Iterable[dict[str, Any]], locale: Locale) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    """Yield the entries by year, the last year first, and last those without a date."""

    def year(entry: dict[str, Any]) -> tuple[int, ...]:
        return entry["year"].sort_key if entry["year"] else ()

    for _, group in groupby(sorted(entries, key=year, reverse=True), key=year):
        same = list(group)
        name = locale.date(same[0]["year"]) if same[0]["year"] else locale.text("ui.undated")
        yield name, same


# --- Uses -----------------------------------------------------------------------------------------------------------


def _cited_by(shop: Workshop, writer: Writer, reference: Reference) -> list[tuple[Target, list[Target]]]:
    """Return the pages that cite a source in the page's language, each with links to the very parts."""
    pages: dict[str, list[Target]] = {}
    for use in shop.corpus.uses.get(reference.key, ()):
        if use.lang != writer.lang:
            continue
        parts = pages.setdefault(use.content, [])
        if use.unit:
            name = shop.unit_names[use.content, use.lang, use.unit]
            parts.append(Target(f"{writer.href(use.content)}#{use.unit}", name))
    return [(writer.target(content), parts) for content, parts in pages.items()]
