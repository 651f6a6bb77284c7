"""What must hold between files: keys, themes, relations and links lead somewhere, and no language lacks its pages."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from dossier import markdown, rules
from dossier.arguments import Argument
from dossier.citation_syntax import Citation
from dossier.corpus import Corpus, Written, split_address
from dossier.corrections import check_corrections
from dossier.diagnostics import Edit, Report, Span, nearest
from dossier.folders import CORRECTIONS, GENERATED, THEMES_FILE
from dossier.places import Link
from dossier.replies import check_inquiries
from dossier.sanitize import LINK_SCHEMES, scheme_of
from dossier.source import read_text, relative_path
from dossier.wording import Phrase


@dataclass(frozen=True)
class Beside:
    """What there is beside what the build shows, so that a fault of one file is not reported in every other too.

    `folders` and `unpublished` are content ids: of all folders, and of the arguments that only the preview shows.
    """

    folders: frozenset[str]
    unpublished: frozenset[str]
    has_themes: bool
    has_sources: bool


def check_facts(argument: Argument, corpus: Corpus, beside: Beside, today: dt.date, report: Report) -> None:
    """Check what an argument's facts name: its theme, its dates, the arguments to which it is related."""
    facts, document, languages = argument.facts, argument.document, corpus.config.languages
    _check_theme(facts.theme, document.span_of(("theme",)), corpus, beside, report)
    if facts.reviewed and facts.reviewed > today:
        span, advice = document.span_of(("reviewed",)), Phrase.ADVICE_REVIEWED()
        report.add(rules.FUTURE_DATE, span, date=facts.reviewed, today=today, advice=advice)
    check_inquiries(facts.right_of_reply, document, languages=languages, today=today, report=report)
    check_corrections(
        facts.corrections,
        document,
        ("corrections",),
        languages=languages,
        original=facts.source_language,
        today=today,
        report=report,
    )
    for name, index, target in facts.relations.pairs():
        span = document.span_of(("relations", name, index))
        if target == argument.id:
            report.add(rules.SELF_RELATION, span)
        else:
            _check_argument(target, span, beside, report)


def _check_theme(theme: str, span: Span, corpus: Corpus, beside: Beside, report: Report) -> None:
    themes = [one.id for one in corpus.themes]
    if beside.has_themes and theme not in themes:
        report.add(rules.UNKNOWN_THEME, span, suggestion=nearest(theme, themes), theme=theme, themes=THEMES_FILE)


def _check_argument(argument: str, span: Span, beside: Beside, report: Report) -> None:
    known = [folder.removeprefix("arguments/") for folder in sorted(beside.folders) if folder.startswith("arguments/")]
    if argument not in known:
        report.add(rules.UNKNOWN_RELATION, span, suggestion=nearest(argument, known), argument=argument)


def check_events(corpus: Corpus, beside: Beside, today: dt.date, report: Report) -> None:
    """Check what the events of the timeline name, and that all of them have happened."""
    for event in corpus.timeline.events:
        if event.facts.theme:
            _check_theme(event.facts.theme, event.span_of("theme"), corpus, beside, report)
        for index, argument in enumerate(event.facts.arguments):
            _check_argument(argument, event.span_of("arguments", index), beside, report)
        if event.facts.date.sort_key > (today.year, today.month, today.day):
            report.add(
                rules.FUTURE_DATE,
                event.span_of("date"),
                date=event.facts.date.text,
                today=today,
                advice=Phrase.ADVICE_EVENT(),
            )
        for text in event.texts.values():
            for citation in markdown.citations(text.tokens):
                _check_citation(citation, corpus, beside, report)


def _check_citation(citation: Citation, corpus: Corpus, beside: Beside, report: Report) -> None:
    references = corpus.bibliography.references
    for item in citation.items:
        if beside.has_sources and item.key not in references:
            report.add(
                rules.UNKNOWN_CITATION,
                item.span,
                suggestion=report.nearest(item.key, references),
                key=item.key,
                bibliography=corpus.bibliography.path,
            )


def check_text(text: Written, corpus: Corpus, beside: Beside, report: Report) -> None:
    """Check the citations and links of a text."""
    for tokens in text.token_groups():
        for citation in markdown.citations(tokens):
            _check_citation(citation, corpus, beside, report)
        for link in markdown.links(tokens):
            _check_link(text, link, corpus, beside, report)


def check_to_dos(text: Written, report: Report, *, is_draft: bool) -> None:
    """Report what its author has left to do in a text; in what is not published, it is only called to mind."""
    for to_do in text.to_dos:
        if is_draft:
            report.add(rules.TO_DO_IN_DRAFT, to_do.span, text=to_do.text)
        else:
            report.add(rules.TO_DO, to_do.span, text=to_do.text)


def _check_link(text: Written, link: Link, corpus: Corpus, beside: Beside, report: Report) -> None:
    address, scheme = split_address(link.href), scheme_of(link.href)
    if link.is_image and scheme in LINK_SCHEMES:
        report.add(rules.FOREIGN_IMAGE, link.span, href=link.href)
    if scheme or address.netloc:  # what is unsafe of these has been refused with the other addresses
        return
    name = posixpath.basename(address.path)
    own = corpus.content_at(text.path, "./")
    content = corpus.content_at(text.path, link.href) if address.path else own
    languages = corpus.languages_of(content)
    if name.endswith(".md") and not link.is_image:
        better = address.path.removesuffix(name) or "./"
        edits = (Edit(link.span, f"({link.href}", f"({better}{link.href.removeprefix(address.path)}"),)
        report.add(rules.LANGUAGE_IN_LINK, link.span, edits=edits, href=link.href, better=better)
    elif content in corpus.assets:
        return
    elif languages and not link.is_image:
        shown = corpus.config.preferred(text.lang, languages) or text.lang
        anchors = {"", *corpus.anchors(content, shown)}
        if (anchor := unquote(address.fragment)) not in anchors:
            report.add(rules.UNKNOWN_LINK, link.span, suggestion=nearest(anchor, anchors), href=link.href)
    elif content in beside.unpublished:
        if corpus.languages_of(own):  # drafts may link to drafts
            report.add(rules.LINK_TO_DRAFT, link.span, href=link.href)
    elif content not in beside.folders or link.is_image:
        report.add(rules.UNKNOWN_LINK, link.span, href=link.href)


def check_terms(corpus: Corpus, report: Report) -> None:
    """Look for rejected terms in translations, and in introductions, of which none says that it is the original."""
    texts: list[Written] = [text for one in corpus.introductions.values() for text in one.values()]
    for argument in corpus.arguments.values():
        texts += [text for lang, text in argument.texts.items() if lang != argument.facts.source_language]
    root = corpus.config.root
    for text in texts:
        # Faults of the file itself have been reported.
        if corpus.glossary.rejects(text.lang) and (source := read_text(root, root / text.path, Report())):
            corpus.glossary.check(source, text.lang, report)


def check_site(corpus: Corpus, beside: Beside, report: Report) -> None:
    """Check what every language's visitors need: a home page, the log of corrections, a navigation without gaps."""
    config = corpus.config
    needed = {"home": Phrase.HOME_PAGE, **({CORRECTIONS: Phrase.CORRECTIONS_PAGE} if corpus.corrections else {})}
    for index, language in enumerate(config.languages):
        for name, what in needed.items():
            page = config.docs / "pages" / name / f"{language}.md"
            if not os.path.lexists(page):
                span, path = config.document.span_of(("languages", index)), relative_path(config.root, page)
                report.add(rules.MISSING_PAGE, span, what=what(), language=language, path=path)
    listed = [argument.id for argument in corpus.listed()]
    for index, name in enumerate(config.featured):
        is_faulty = f"arguments/{name}" in beside.folders - beside.unpublished and name not in corpus.arguments
        if name not in listed and not is_faulty:
            span = config.document.span_of(("featured", index))
            report.add(rules.UNKNOWN_FEATURED, span, suggestion=nearest(name, listed), argument=name)
    known = (*GENERATED, *corpus.pages)
    for index, entry in enumerate(config.navigation):
        if entry not in (*known, "home"):  # a home page that is not there has been reported
            report.add(
                rules.UNKNOWN_NAVIGATION,
                config.document.span_of(("navigation", index)),
                suggestion=nearest(entry, known),
                entry=entry,
                known=", ".join(known),
            )
