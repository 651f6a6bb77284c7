"""Everything that was written, together, and the rules that need more than one file."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from markdown_it.token import Token

from dossier import evidence, markdown, rules
from dossier.arguments import SECTIONS, Argument, ArgumentText, load_argument
from dossier.bibliography import Bibliography, Reference, load_bibliography
from dossier.citation_syntax import Citation
from dossier.config import Config
from dossier.corrections import Correction, anchored, check_corrections, load_corrections
from dossier.diagnostics import Report, Severity, Span, nearest
from dossier.folders import CORRECTIONS, GENERATED, LISTS, THEMES_FILE, assets, check_folders, page_folders
from dossier.glossary import Glossary, load_glossary
from dossier.handwritten import HandwrittenPage, PageText, load_page
from dossier.places import Link
from dossier.replies import check_inquiries
from dossier.sanitize import LINK_SCHEMES, scheme_of
from dossier.source import read_text, relative_path
from dossier.themes import Introduction, Theme, load_introductions, load_themes
from dossier.timeline import Timeline, load_timeline

BIB_BYTES = 5_000_000
"""Largest bibliography that is read, in bytes: some ten thousand entries."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a source is cited: a part of an argument, an event, or a whole page (then `unit` is empty)."""

    content: str
    lang: str
    unit: str


@dataclass(frozen=True)
class Corpus:
    """All content that a build shows, joined. `uses` tells by key where a source is cited."""

    config: Config
    themes: tuple[Theme, ...]
    introductions: Mapping[str, Mapping[str, Introduction]]
    """By theme and language, for the themes that have a page."""
    arguments: Mapping[str, Argument]
    pages: Mapping[str, HandwrittenPage]
    bibliography: Bibliography
    uses: Mapping[str, tuple[Use, ...]]
    assets: frozenset[str]
    glossary: Glossary
    timeline: Timeline
    corrections: tuple[Correction, ...]
    """Those of the site as a whole; those of an argument are among its facts."""

    def listed(self, theme: str | None = None) -> Iterator[Argument]:
        """Yield the arguments that lists show, of one theme or of all, in the order of themes and of `order`."""
        for argument in self.arguments.values():
            if argument.is_listed and theme in {None, argument.facts.theme}:
                yield argument

    def whole_texts(self) -> Iterator[tuple[str, PageText | Introduction]]:
        """Yield the texts that have no parts, each with its content id: hand-written pages, introductions of themes."""
        for page in self.pages.values():
            for text in page.texts.values():
                yield f"pages/{page.id}", text
        for theme, texts in self.introductions.items():
            for introduction in texts.values():
                yield f"themes/{theme}", introduction

    def languages_of(self, content: str) -> tuple[str, ...]:
        """Return the languages in which a content id exists: `arguments/liege-jobs`, `pages/about`, `themes/liege`."""
        folder, _, name = content.partition("/")
        texts: Mapping[str, object] = {}
        if folder == "arguments" and name in self.arguments:
            texts = self.arguments[name].texts
        elif folder == "pages" and name in self.pages:
            texts = self.pages[name].texts
        elif content == "timeline":
            return self.config.languages if self.timeline.events else ()
        elif content == "glossary":
            texts = dict.fromkeys(lang for lang in self.config.languages if any(self.glossary.shown(lang)))
        elif (
            content in GENERATED
            or (folder == "themes" and name in self._themes_with_page)
            or (folder == "sources" and name in self.sources_with_page)
        ):
            return self.config.languages
        return tuple(language for language in self.config.languages if language in texts)

    @cached_property
    def _themes_with_page(self) -> frozenset[str]:
        """The themes that exist and have an argument to show; asked for at every link, so found out once."""
        return frozenset({theme.id for theme in self.themes} & {argument.facts.theme for argument in self.listed()})

    @cached_property
    def sources_with_page(self) -> Mapping[str, Reference]:
        """The sources that have a page of their own, by what it is called in its address."""
        references = self.bibliography.references.values() if self.config.source_pages else ()
        return {reference.slug: reference for reference in references}

    @cached_property
    def _related(self) -> frozenset[str]:
        """The arguments that have a relation to another, or that another has one to."""
        ends = {argument.id: argument.facts.relations.pairs() for argument in self.arguments.values()}
        return frozenset(one for source, pairs in ends.items() for _, _, target in pairs for one in (source, target))

    def target(self, path: str, href: str) -> str | None:
        """Return the content id or asset path that a relative address in the file `path` leads to, None for nowhere."""
        content = self.content_at(path, href)
        return content if content in self.assets or self.languages_of(content) else None

    def content_at(self, path: str, href: str) -> str:
        """Return the content id or asset path that an address in the file `path` means, whether it exists or not."""
        docs = relative_path(self.config.root, self.config.docs)
        way = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(split_address(href).path)))
        content = way.removeprefix(docs + "/")
        return "" if content == way else content

    def anchors(self, content: str, lang: str) -> frozenset[str]:
        """Return the anchors of a page that a link may name."""
        folder, _, name = content.partition("/")
        if folder == "arguments" and name:
            return self._argument_anchors(self.arguments[name], self.arguments[name].texts[lang])
        if folder == "pages":
            text = self.pages[name].texts[lang]
            sections = set()
            if name == "home":
                sections = {"themes", "findings"} if self.config.featured else {"themes"}
            elif name == CORRECTIONS:
                sections = {"log", *(anchor for anchor, _ in anchored(self.corrections))}
            return frozenset({anchor for anchor, _, _ in text.headings()} | sections | _notes_anchor(text))
        if folder == "themes" and lang in self.introductions.get(name, {}):
            return frozenset(_notes_anchor(self.introductions[name][lang]))
        return frozenset(self._list_anchors(content, lang))

    def _list_anchors(self, content: str, lang: str) -> Iterator[str]:
        if content == "sources":
            yield "overview"
            yield from (source_anchor(key) for key in self.bibliography.references)
        elif content in LISTS:
            yield from (argument.facts.theme for argument in self.listed())
        elif content == "timeline":
            yield from self.timeline.anchors
        elif content == "glossary":
            yield from (term.id for term in self.glossary.shown(lang))

    def _argument_anchors(self, argument: Argument, text: ArgumentText) -> frozenset[str]:
        units = list(text.walk())
        sections = {SECTIONS[unit.kind] for unit in units if unit.kind in SECTIONS}
        if argument.id in self._related:
            sections.add("related")
        if self.timeline.used_by(argument.id):
            sections.add("timeline")
        if argument.facts.right_of_reply and "objections" in sections:
            sections.add("right-of-reply")
        if argument.facts.corrections:
            sections |= {"changes", *(anchor for anchor, _ in anchored(argument.facts.corrections))}
        return frozenset({unit.id for unit in units} | sections | {"cite"} | _notes_anchor(text))


def split_address(href: str) -> SplitResult:
    """Cut an address into its parts; what is no address at all has none."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", "", "?", "", "")


def source_anchor(key: str) -> str:
    """Return the anchor of a source in the list of sources."""
    return "ref-" + "-".join(key.split())


def _notes_anchor(text: _Text) -> set[str]:
    calls = any(
        token.type in {"citation", "footnote_ref"}
        for tokens in text.token_groups()
        for token in markdown.inline_tokens(tokens)
    )
    return {"notes"} if calls else set()


class _Text(Protocol):
    """What arguments' texts and hand-written pages have in common for the checks."""

    @property
    def lang(self) -> str: ...

    @property
    def path(self) -> str: ...

    def token_groups(self) -> Iterator[tuple[Token, ...]]: ...


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
    beside = _Beside(
        folders=frozenset(f"{path.parent.name}/{path.name}" for path in (*argument_folders, *folders)),
        unpublished=frozenset(f"arguments/{one.id}" for one in loaded if one.id not in shown),
        has_themes=themes is not None,
        has_sources=bibliography is not None,
    )
    for argument in loaded:
        _check_facts(argument, corpus, beside, today, report)
    for folder in read:
        for text in folder.texts.values():
            _check_text(text, corpus, beside, report)
    for page in pages.values():
        for page_text in page.texts.values():
            _check_text(page_text, corpus, beside, report)
    for texts in introductions.values():
        for introduction in texts.values():
            _check_text(introduction, corpus, beside, report)
    _check_events(corpus, beside, today, report)
    _check_terms(corpus, report)
    check_folders(config, report)
    _check_site(corpus, beside, report)
    if bibliography is not None:
        whole: list[Mapping[str, _Text]] = [*(page.texts for page in pages.values()), *introductions.values()]
        evidence.check_texts(loaded, [text for texts in whole for text in texts.values()], bibliography, report)
        if not report.count(Severity.ERROR):  # a file with faults may cite what cannot be seen
            everywhere = _uses({one.id: one for one in ranked}, introductions, pages, timeline)
            evidence.check_sources(bibliography, everywhere, report)
    return corpus


@dataclass(frozen=True)
class _Beside:
    """What there is beside what the build shows, so that a fault of one file is not reported in every other too.

    `folders` and `unpublished` are content ids: of all folders, and of the arguments that only the preview shows.
    """

    folders: frozenset[str]
    unpublished: frozenset[str]
    has_themes: bool
    has_sources: bool


# --- Reading --------------------------------------------------------------------------------------------------------


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
    whole: dict[str, Mapping[str, _Text]] = {f"themes/{theme}": texts for theme, texts in introductions.items()}
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


def _page_citations(pages: Mapping[str, Mapping[str, _Text]]) -> Iterator[tuple[Use, Citation]]:
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


# --- Checking -------------------------------------------------------------------------------------------------------


def _check_facts(argument: Argument, corpus: Corpus, beside: _Beside, today: dt.date, report: Report) -> None:
    facts, document, languages = argument.facts, argument.document, corpus.config.languages
    _check_theme(facts.theme, document.span_of(("theme",)), corpus, beside, report)
    if facts.reviewed and facts.reviewed > today:
        advice = "give the day on which the argument was last reviewed"
        report.add(rules.FUTURE_DATE, document.span_of(("reviewed",)), date=facts.reviewed, today=today, advice=advice)
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


def _check_theme(theme: str, span: Span, corpus: Corpus, beside: _Beside, report: Report) -> None:
    themes = [one.id for one in corpus.themes]
    if beside.has_themes and theme not in themes:
        report.add(rules.UNKNOWN_THEME, span, suggestion=nearest(theme, themes), theme=theme, themes=THEMES_FILE)


def _check_argument(argument: str, span: Span, beside: _Beside, report: Report) -> None:
    known = [folder.removeprefix("arguments/") for folder in sorted(beside.folders) if folder.startswith("arguments/")]
    if argument not in known:
        report.add(rules.UNKNOWN_RELATION, span, suggestion=nearest(argument, known), argument=argument)


def _check_events(corpus: Corpus, beside: _Beside, today: dt.date, report: Report) -> None:
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
                advice="the timeline tells what has happened; add the event on its day",
            )
        for text in event.texts.values():
            for citation in markdown.citations(text.tokens):
                _check_citation(citation, corpus, beside, report)


def _check_citation(citation: Citation, corpus: Corpus, beside: _Beside, report: Report) -> None:
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


def _check_text(text: _Text, corpus: Corpus, beside: _Beside, report: Report) -> None:
    for tokens in text.token_groups():
        for citation in markdown.citations(tokens):
            _check_citation(citation, corpus, beside, report)
        for link in markdown.links(tokens):
            _check_link(text, link, corpus, beside, report)


def _check_link(text: _Text, link: Link, corpus: Corpus, beside: _Beside, report: Report) -> None:
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
        report.add(rules.LANGUAGE_IN_LINK, link.span, href=link.href, better=address.path.removesuffix(name) or "./")
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


def _check_terms(corpus: Corpus, report: Report) -> None:
    """Look for rejected terms in translations, and in introductions, of which none says that it is the original."""
    texts: list[_Text] = [text for one in corpus.introductions.values() for text in one.values()]
    for argument in corpus.arguments.values():
        texts += [text for lang, text in argument.texts.items() if lang != argument.facts.source_language]
    root = corpus.config.root
    for text in texts:
        # Faults of the file itself have been reported.
        if corpus.glossary.rejects(text.lang) and (source := read_text(root, root / text.path, Report())):
            corpus.glossary.check(source, text.lang, report)


def _check_site(corpus: Corpus, beside: _Beside, report: Report) -> None:
    """Check what every language's visitors need: a home page, the log of corrections, a navigation without gaps."""
    config = corpus.config
    needed = {"home": "home page", **({CORRECTIONS: "page of corrections"} if corpus.corrections else {})}
    for index, language in enumerate(config.languages):
        for name, what in needed.items():
            page = config.docs / "pages" / name / f"{language}.md"
            if not os.path.lexists(page):
                span, path = config.document.span_of(("languages", index)), relative_path(config.root, page)
                report.add(rules.MISSING_PAGE, span, what=what, language=language, path=path)
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
