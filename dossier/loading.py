"""From the files of a project to its corpus: everything is read, joined and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from dossier import crosscheck, evidence, markdown
from dossier.arguments import Argument, load_argument
from dossier.bibliography import Bibliography, load_bibliography
from dossier.citation_syntax import Citation
from dossier.config import Config
from dossier.corpus import Corpus, Use, Written
from dossier.corrections import load_corrections
from dossier.diagnostics import Report, Severity
from dossier.folders import assets, check_folders, page_folders
from dossier.glossary import load_glossary
from dossier.handwritten import HandwrittenPage, load_page
from dossier.source import read_text, relative_path
from dossier.themes import Introduction, load_introductions, load_themes
from dossier.timeline import Timeline, load_timeline

BIB_BYTES = 5_000_000
"""Largest bibliography that is read, in bytes: some ten thousand entries."""


def load_corpus(config: Config, report: Report, *, today: dt.date, drafts: bool = False) -> Corpus:
    """Read all content and check it; every fault is in the report.

    Arguments that are not published are checked but not part of the result, unless `drafts` asks for them.
    `today` is the day against which dates are judged.
    """
    themes = load_themes(config, report)
    argument_folders = page_folders(config, "arguments", report)
    read = [load_argument(config.root, path, config.languages, report) for path in argument_folders]
    loaded = [one.argument for one in read if one.argument]
    folders = page_folders(config, "pages", report)
    written = [page for path in folders if (page := load_page(config.root, path, config.languages, report))]
    pages = {page.id: page for page in written}
    introductions = load_introductions(config, themes, report)
    bibliography = _load_bibliography(config, report)
    order = {theme.id: index for index, theme in enumerate(themes or ())}
    ranked = sorted(loaded, key=lambda one: (order.get(one.facts.theme, len(order)), one.facts.order, one.id))
    shown = {one.id: one for one in ranked if drafts or one.is_public}
    inhabited = {one.facts.theme for one in shown.values() if one.is_listed}
    introduced = {theme: introductions[theme] for theme in introductions.keys() & inhabited}
    timeline = load_timeline(config, report)
    corpus = Corpus(
        config=config,
        themes=themes or (),
        introductions=introduced,
        arguments=shown,
        pages=pages,
        bibliography=bibliography or Bibliography(relative_path(config.root, config.bibliography), {}),
        uses=_uses(shown, introduced, pages, timeline),
        assets=assets(config, report),
        glossary=load_glossary(config, report),
        timeline=timeline,
        corrections=load_corrections(config, report, today=today),
    )
    beside = crosscheck.Beside(
        folders=frozenset(f"{path.parent.name}/{path.name}" for path in (*argument_folders, *folders)),
        unpublished=frozenset(f"arguments/{one.id}" for one in loaded if one.id not in shown),
        has_themes=themes is not None,
        has_sources=bibliography is not None,
    )
    for argument in loaded:
        crosscheck.check_facts(argument, corpus, beside, today, report)
    for folder in read:
        is_draft = drafts or folder.argument is None or folder.argument.facts.status == "draft"
        for text in folder.texts.values():
            crosscheck.check_text(text, corpus, beside, report)
            crosscheck.check_to_dos(text, report, is_draft=is_draft)
    for page in pages.values():
        for page_text in page.texts.values():
            crosscheck.check_text(page_text, corpus, beside, report)
            crosscheck.check_to_dos(page_text, report, is_draft=drafts)
    for theme, texts in introductions.items():
        for introduction in texts.values():
            crosscheck.check_text(introduction, corpus, beside, report)
            crosscheck.check_to_dos(introduction, report, is_draft=drafts or theme not in inhabited)
    crosscheck.check_events(corpus, beside, today, report)
    crosscheck.check_terms(corpus, report)
    check_folders(config, report)
    crosscheck.check_site(corpus, beside, report)
    if bibliography is not None:
        whole: list[Mapping[str, Written]] = [*(page.texts for page in pages.values()), *introductions.values()]
        evidence.check_texts(loaded, [text for texts in whole for text in texts.values()], bibliography, report)
        if not report.count(Severity.ERROR):  # a file with faults may cite what cannot be seen
            everywhere = _uses({one.id: one for one in ranked}, introductions, pages, timeline)
            evidence.check_sources(bibliography, everywhere, report)
    return corpus


def _load_bibliography(config: Config, report: Report) -> Bibliography | None:
    source = read_text(config.root, config.bibliography, report, max_bytes=BIB_BYTES)
    return load_bibliography(source, report) if source else None


def _uses(
    arguments: Mapping[str, Argument],
    introductions: Mapping[str, Mapping[str, Introduction]],
    pages: Mapping[str, HandwrittenPage],
    timeline: Timeline,
) -> dict[str, tuple[Use, ...]]:
    """Collect where each source is cited, in the order of the site and of the texts."""
    whole: dict[str, Mapping[str, Written]] = {f"themes/{theme}": texts for theme, texts in introductions.items()}
    whole |= {f"pages/{page.id}": page.texts for page in pages.values()}
    found: dict[str, dict[Use, None]] = {}
    for use, citation in (
        *_argument_citations(arguments),
        *_page_citations(whole),
        *_event_citations(timeline),
    ):
        for item in citation.items:
            found.setdefault(item.key, {}).setdefault(use)
    return {key: tuple(uses) for key, uses in found.items()}


def _argument_citations(arguments: Mapping[str, Argument]) -> Iterator[tuple[Use, Citation]]:
    for argument in arguments.values():
        for lang, text in argument.texts.items():
            for unit in text.walk():
                for citation in text.citations(unit):
                    yield Use(f"arguments/{argument.id}", lang, unit.id), citation


def _page_citations(pages: Mapping[str, Mapping[str, Written]]) -> Iterator[tuple[Use, Citation]]:
    for content, texts in pages.items():
        for lang, text in texts.items():
            for tokens in text.token_groups():
                for citation in markdown.citations(tokens):
                    yield Use(content, lang, ""), citation


def _event_citations(timeline: Timeline) -> Iterator[tuple[Use, Citation]]:
    for event in timeline.events:
        for lang, text in event.texts.items():
            for citation in markdown.citations(text.tokens):
                yield Use("timeline", lang, event.id), citation
