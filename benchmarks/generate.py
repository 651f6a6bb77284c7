"""Makes the content that the benchmarks measure: one invented dossier, written for two stacks.

The dossier is made once, as values that know no language and no stack: words are numbers, and a language's vocabulary
turns them into text. So all languages have the same parts, citations, locators and figures, and both stacks the same
text. `Dossier` writes it as our content; `Usual` as the content of MkDocs with Material, mkdocs-bibtex (its simple
mode, which makes footnotes without Pandoc) and mkdocs-static-i18n (files with a suffix, its default structure).

What is the same in both: texts, headings, anchors, citations, links between arguments and back, the lists by theme, the
list of sources, Material's features and palette, no web fonts, no search. Where the two cannot be the same, the usual
stack has less to do: simple mode has no locators, so they stand in its text in brackets; its list of sources does
not say where each is cited; and the lists and back links that `dossier` makes stand ready in its texts.

The same seed makes the same dossier, to the byte.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import isqrt
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from dossier import locales
from dossier.locales import Locale

WORDS = {
    "fr": """
        le port état prix réponse rapport jamais région commerce entre entreprise marché dont chiffre petit public
        argent sous conseil lettre de ouvrier promesse ensuite chaque année plan route car ouvert tribunal nombre
        croissance sans papier long source ministre contre décidé hall bâtiment ville signé accord depuis règle données
        second preuve
    """,
    "en": """
        the harbour state price answer report never region trade between company market which figure small public money
        under council letter of worker promise later each year plan road because open court number growth without paper
        long source minister against decided hall building town signed agreement from rule data second proof
    """,
    "nl": """
        de haven staat prijs antwoord verslag nooit streek handel tussen bedrijf markt waarvan cijfer klein openbaar
        geld onder raad brief van arbeider belofte later elk jaar plan weg omdat open rechtbank aantal groei zonder
        papier lang bron minister tegen besloot hal gebouw stad ondertekend akkoord vanaf regel gegevens tweede bewijs
    """,
    "de": """
        der Hafen Staat Preis Antwort Bericht nie Gegend Handel zwischen Firma Markt wovon Zahl klein öffentlich Geld
        unter Rat Brief von Arbeiter Zusage später jedes Jahr Plan Straße weil offen Gericht Anzahl Wachstum ohne
        Papier lang Quelle Minister gegen entschied Halle Gebäude Stadt unterzeichnet Abkommen seit Regel Daten zweite
        Beweis
    """,
}
"""The languages of a benchmark, and their words; words at the same place mean about the same."""

_VOCABULARIES = {lang: tuple(words.split()) for lang, words in WORDS.items()}
_SIZE = min(map(len, _VOCABULARIES.values()))

FEATURES = ("content.action.edit", "content.footnote.tooltips", "navigation.path", "navigation.top", "toc.follow")
"""Material's features, switched on in both stacks."""

_CONFIDENCE = ("established", "likely", "disputed", "unproven")
_RELATIONS = {
    "supports": "supported-by",
    "rebuts": "rebutted-by",
    "qualifies": "qualified-by",
    "depends-on": "depended-on-by",
}
_PAGES = {"home": 2, "about": 3, "method": 6}
"""The hand-written pages, and how many sections each has."""

# --- The dossier, before it is written in a language ----------------------------------------------------------------

Words = tuple[int, ...]


class Citation(NamedTuple):
    """A source, and a page of it or None."""

    key: str
    page: int | None


class Sentence(NamedTuple):
    """A sentence: words, a figure among them, a group of citations at its end, a link to another argument."""

    words: Words
    figure: int
    citations: tuple[Citation, ...] = ()
    link: str = ""


class Section(NamedTuple):
    """A part of a text with its anchor; without words its heading comes from the locale."""

    id: str
    heading: Words
    paragraphs: tuple[tuple[Sentence, ...], ...]

    def citations(self) -> Iterator[tuple[Citation, ...]]:
        """Yield the groups of citations in the order of the text."""
        return (one.citations for one in chain.from_iterable(self.paragraphs) if one.citations)


class Argument(NamedTuple):
    """An argument with all its parts; `relations` are kinds and ids."""

    id: str
    theme: str
    order: int
    confidence: str
    reviewed: str
    title: Words
    claim: Sentence
    summary: Section
    premises: tuple[Section, ...]
    objection: Section
    reply: Section
    falsifier: Section
    relations: tuple[tuple[str, str], ...]

    def citations(self) -> Iterator[tuple[Citation, ...]]:
        """Yield the groups of citations in the order of the text."""
        for section in (*self.premises, self.objection, self.reply):
            yield from section.citations()


class Theme(NamedTuple):
    """A theme; the number of themes grows with the square root of that of arguments."""

    id: str
    title: Words
    summary: Sentence


class Page(NamedTuple):
    """A hand-written page: an introduction and sections with headings."""

    id: str
    title: Words
    intro: Sentence
    sections: tuple[Section, ...]


class Source(NamedTuple):
    """An entry of the bibliography in biblatex's flavour."""

    key: str
    type: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Content:
    """The whole dossier."""

    languages: tuple[str, ...]
    themes: tuple[Theme, ...]
    arguments: tuple[Argument, ...]
    pages: tuple[Page, ...]
    sources: tuple[Source, ...]

    @property
    def page_count(self) -> int:
        """The pages of the finished site: with them come three lists in each language."""
        return len(self.languages) * (len(self.themes) + len(self.arguments) + len(self.pages) + 3)

    @cached_property
    def titles(self) -> Mapping[str, Words]:
        """The titles of the arguments by id."""
        return {one.id: one.title for one in self.arguments}

    @cached_property
    def related(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """By argument, the relations that begin there, then those that end there."""
        related: dict[str, list[tuple[str, str]]] = {one.id: list(one.relations) for one in self.arguments}
        for argument in self.arguments:
            for kind, other in argument.relations:
                related[other].append((_RELATIONS[kind], argument.id))
        return related


def make_content(arguments: int, languages: Sequence[str], seed: int = 1) -> Content:
    """Invent a dossier of so many arguments."""
    return _Inventor(arguments, seed).content(tuple(languages))


class _Inventor:
    """Draws everything from one source of chance."""

    def __init__(self, arguments: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._sources = tuple(self._source(number) for number in range(arguments // 2 + 50))
        self._themes = tuple(
            Theme(f"theme-{number}", self._words(2, 4), self._sentence())
            for number in range(1, max(2, isqrt(arguments)) + 1)
        )
        english = _VOCABULARIES["en"]
        self._ids = [f"{'-'.join(english[word] for word in self._words(2, 3))}-{n}" for n in range(1, arguments + 1)]

    def content(self, languages: tuple[str, ...]) -> Content:
        arguments = tuple(self._argument(number) for number in range(len(self._ids)))
        pages = tuple(self._page(name, sections) for name, sections in _PAGES.items())
        return Content(languages, self._themes, arguments, pages, self._sources)

    def _words(self, fewest: int, most: int) -> Words:
        return tuple(self._random.randrange(_SIZE) for _ in range(self._random.randint(fewest, most)))

    def _sentence(self, citations: tuple[Citation, ...] = (), link: str = "") -> Sentence:
        return Sentence(self._words(8, 13), self._random.randrange(11, 999), citations, link)

    def _section(self, name: str, *sentences: Sentence, heading: Words = ()) -> Section:
        """Make a section; five sentences or more make two paragraphs."""
        halves = (sentences[:3], sentences[3:]) if len(sentences) > 4 else (sentences,)
        return Section(name, heading, halves)

    def _other(self, number: int) -> str:
        """Return the id of another argument, most often a near one; alone, an argument has only itself."""
        step = self._random.choice((1, 2, 3, 5, 8, 40))
        return self._ids[(number + step) % len(self._ids)]

    def _argument(self, number: int) -> Argument:
        keys = [source.key for source in self._random.choices(self._sources, k=7)]

        def cited() -> Sentence:
            chosen = self._random.sample(sorted(set(keys)), 2 if self._random.random() < 0.15 else 1)
            return self._sentence(tuple(Citation(key, self._random.choice((None, 12, 48))) for key in chosen))

        premises = []
        for place in range(1, 4):
            sentences = [cited(), self._sentence(), cited(), self._sentence()]
            if self._random.random() < 0.5:
                sentences.append(cited())
            premises.append(self._section(f"premise-{place}", *sentences, heading=self._words(3, 7)))
        pairs = [(self._random.choice(tuple(_RELATIONS)), self._other(number)) for _ in range(self._random.randrange(3))]
        own = self._ids[number]
        return Argument(
            id=own,
            theme=self._random.choice(self._themes).id,
            order=number,
            confidence=self._random.choice(_CONFIDENCE),
            reviewed=f"2025-{self._random.randint(1, 12):02}-{self._random.randint(1, 28):02}",
            title=self._words(4, 8),
            claim=self._sentence(),
            summary=self._section("summary", *(self._sentence() for _ in range(3))),
            premises=tuple(premises),
            objection=self._section("objection-1", self._sentence(), cited(), self._sentence(link=self._other(number))),
            reply=self._section("objection-1-reply", self._sentence(), cited(), self._sentence()),
            falsifier=self._section("falsifier", self._sentence()),
            relations=tuple(sorted({other: (kind, other) for kind, other in pairs if other != own}.values())),
        )

    def _page(self, name: str, sections: int) -> Page:
        def sentences() -> Iterator[Sentence]:
            yield self._sentence(link=self._random.choice(self._ids))
            yield self._sentence((Citation(self._random.choice(self._sources).key, None),))
            yield from (self._sentence() for _ in range(3))

        made = [self._section(f"part-{n}", *sentences(), heading=self._words(2, 5)) for n in range(1, sections + 1)]
        return Page(name, self._words(1, 3), self._sentence(), tuple(made))

    def _source(self, number: int) -> Source:
        chance = self._random
        kinds = ("article", "newspaper", "online", "report", "book", "incollection", "thesis")
        kind = chance.choices(kinds, weights=(30, 20, 20, 15, 8, 4, 3))[0]
        family, given = chance.choice(_FAMILIES), chance.choice(_GIVEN)
        year, month = chance.randint(1999, 2024), chance.randint(1, 12)
        key = f"{family}{year}n{number}"
        fields = {
            "author": "{{Agency for Trade}}" if kind == "newspaper" else f"{family}, {given}",
            "title": self._title(5, 12),
            "date": f"{year}-{month:02}" if kind in {"newspaper", "online"} else str(year),
            "url": f"https://example.org/{kind}/{key.lower()}",
            "langid": chance.choice(("english", "french")),
            **self._fields_of(kind),
        }
        if kind in {"article", "report"} and chance.random() < 0.4:
            fields["author"] += f" and {chance.choice(_FAMILIES)}, {chance.choice(_GIVEN)}"
        if chance.random() < 0.3:
            fields["urldate"] = f"2025-03-{chance.randint(1, 28):02}"
        return Source(key, "article" if kind == "newspaper" else kind, fields)

    def _title(self, fewest: int, most: int) -> str:
        title = " ".join(_VOCABULARIES["en"][word] for word in self._words(fewest, most))
        return title[0].upper() + title[1:]

    def _fields_of(self, kind: str) -> dict[str, str]:
        chance = self._random
        first = chance.randint(1, 300)
        pages = f"{first}--{first + chance.randint(2, 30)}"
        name = self._title(2, 4)
        match kind:
            case "article":
                numbers = {"volume": str(chance.randint(1, 60)), "number": str(chance.randint(1, 4))}
                return {"journaltitle": name, "pages": pages, **numbers}
            case "newspaper":
                return {"journaltitle": name, "entrysubtype": "newspaper"}
            case "online":
                return {"organization": name}
            case "report":
                return {"institution": name, "number": str(chance.randint(1, 400))}
            case "thesis":
                return {"institution": name, "type": "phdthesis"}
            case "incollection":
                return {"booktitle": name, "publisher": self._title(1, 2), "pages": pages}
            case _:
                return {"publisher": name, "location": "Liège"}


_FAMILIES = "Adam Bauer Claes Dubois Ek Fabre Goossens Hermans Ito Jansen Klein Lambert Maes Novak Okafor Peeters".split()
_GIVEN = "Anna Bram Claire Daan Eva Félix Greta Hugo Ines Jan Katrin Luc Marie Noah Olga Paul".split()

# --- Written for a stack --------------------------------------------------------------------------------------------


class Stack(ABC):
    """Writes a dossier as the files that a generator reads; paths are relative to the project."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def write(self, folder: Path) -> None:
        """Write all files below a folder."""
        for path, text in self.files():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    @abstractmethod
    def files(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of every file."""

    @abstractmethod
    def html(self, argument: str, lang: str) -> str:
        """Return the path of an argument's page in the finished site."""

    @abstractmethod
    def calls(self, citations: tuple[Citation, ...]) -> int:
        """Return how many numbers of notes a group of citations becomes on the page."""

    @abstractmethod
    def _cite(self, citations: tuple[Citation, ...]) -> str: ...

    @abstractmethod
    def _target(self, argument: str) -> str:
        """Return what a link to an argument leads to, from the folder of the content."""

    def _config(self, **options: object) -> tuple[str, str]:
        """Return `mkdocs.yml`, in which all stands that both stacks share."""
        theme = {"name": "material", "font": False, "features": list(FEATURES), "palette": {"scheme": "default"}}
        site = {"site_name": "Benchmark", "site_url": "https://example.org/", "theme": theme}
        return "mkdocs.yml", _yaml({**site, **options})

    def _link(self, path: str, argument: str, text: str) -> str:
        target = self._target(argument)
        way = posixpath.relpath(target, posixpath.dirname(path))
        return f"[{text}]({way}{'/' if target.endswith('/') else ''})"

    def _text(self, sentence: Sentence, lang: str, path: str = "") -> str:
        """Write a sentence for the file `path`: a figure, a colon, emphasis, a link and citations among its words."""
        parts = [_VOCABULARIES[lang][word] for word in sentence.words]
        if sentence.link:
            parts[4:7] = [self._link(path, sentence.link, " ".join(parts[4:7]))]
        if sentence.figure % 4 == 0:
            parts[-1] = f"*{parts[-1]}*"
        if sentence.figure % 3 == 0:
            parts[3] += " :" if lang == "fr" else ":"
        parts[2] += f" {sentence.figure}"
        if sentence.citations:
            parts.append(self._cite(sentence.citations))
        return _capital(" ".join(parts)) + "."

    def _paragraphs(self, section: Section, lang: str, path: str) -> str:
        """Write the text of a section, a sentence a line: mkdocs-bibtex finds no citation that a line end cuts."""
        return "\n\n".join("\n".join(self._text(one, lang, path) for one in some) for some in section.paragraphs)

    def _page_body(self, page: Page, lang: str, path: str) -> str:
        parts = [self._text(page.intro, lang, path)]
        for section in page.sections:
            parts += [f"## {_phrase(section.heading, lang)} {{#{section.id}}}", self._paragraphs(section, lang, path)]
        return "\n\n".join(parts)

    def _arguments_of(self, theme: Theme) -> Iterator[Argument]:
        return (one for one in self.content.arguments if one.theme == theme.id)


class Dossier(Stack):
    """The content of `dossier`."""

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of every file."""
        languages = list(self.content.languages)
        options = {
            "languages": languages,
            "repository": "https://example.org/benchmark",
            "navigation": ["home", "themes", "arguments", "sources", "method", "about"],
        }
        yield self._config(plugins=[{"dossier": options}])
        yield "references.bib", "\n\n".join(_entry(*source) for source in self.content.sources) + "\n"
        themes = [
            {
                "id": theme.id,
                "title": {lang: _phrase(theme.title, lang) for lang in languages},
                "summary": {lang: self._text(theme.summary, lang) for lang in languages},
            }
            for theme in self.content.themes
        ]
        yield "docs/themes.yml", _yaml(themes)
        for argument in self.content.arguments:
            yield f"docs/arguments/{argument.id}/argument.yml", _yaml(_facts(argument, languages[0]))
        for lang in languages:
            for page in self.content.pages:
                path = f"pages/{page.id}/{lang}.md"
                front = _front(title=_phrase(page.title, lang), description=self._text(page.intro, lang))
                yield f"docs/{path}", f"{front}\n{self._page_body(page, lang, path)}\n"
            for argument in self.content.arguments:
                path = f"arguments/{argument.id}/{lang}.md"
                yield f"docs/{path}", self._argument(argument, lang, path)

    def html(self, argument: str, lang: str) -> str:
        """Return the path of an argument's page in the finished site."""
        return f"{lang}/arguments/{argument}/index.html"

    def calls(self, citations: tuple[Citation, ...]) -> int:  # noqa: ARG002 - the other stack's answer depends on it
        """Return how many numbers of notes a group of citations becomes on the page: a group is one note."""
        return 1

    def _argument(self, argument: Argument, lang: str, path: str) -> str:
        def div(name: str, section: Section, *, anchor: str = "", inner: str = "") -> str:
            heading = f"### {_phrase(section.heading, lang)}\n\n" if section.heading else ""
            body = "\n\n".join(filter(None, (heading + self._paragraphs(section, lang, path), inner)))
            return f"::: {{.{name}{anchor and ' #' + anchor}}}\n{body}\n:::"

        parts = [
            _front(title=_phrase(argument.title, lang), claim=self._text(argument.claim, lang)),
            div("summary", argument.summary),
            *(div("premise", one, anchor=one.id) for one in argument.premises),
            div("objection", argument.objection, anchor=argument.objection.id, inner=div("reply", argument.reply)),
            div("falsifier", argument.falsifier),
        ]
        return "\n\n".join(parts) + "\n"

    def _cite(self, citations: tuple[Citation, ...]) -> str:
        return "[" + "; ".join(f"@{key}, p. {page}" if page else f"@{key}" for key, page in citations) + "]"

    def _target(self, argument: str) -> str:
        return f"arguments/{argument}/"


class Usual(Stack):
    """The content of MkDocs with Material, mkdocs-bibtex and mkdocs-static-i18n."""

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of every file."""
        languages = [
            {"locale": lang, "name": _locale(lang).name, "default": lang == self.content.languages[0], "build": True}
            for lang in self.content.languages
        ]
        yield self._config(
            repo_url="https://example.org/benchmark",
            edit_uri="edit/main/docs/",
            markdown_extensions=["attr_list", "footnotes", {"toc": {"permalink": True}}],
            plugins=[{"i18n": {"languages": languages}}, {"bibtex": {"bib_file": "references.bib"}}],
        )
        yield "references.bib", "\n\n".join(_entry(*_classic(source)) for source in self.content.sources) + "\n"
        for lang in self.content.languages:
            pages = chain(self._pages(lang), self._lists(lang))
            for path, title, description, body in pages:
                yield f"docs/{path}", f"{_front(title=title, description=description)}\n# {title}\n\n{body}\n"

    def html(self, argument: str, lang: str) -> str:
        """Return the path of an argument's page in the finished site: the default language has no folder."""
        folder = "" if lang == self.content.languages[0] else f"{lang}/"
        return f"{folder}arguments/{argument}/index.html"

    def calls(self, citations: tuple[Citation, ...]) -> int:
        """Return how many numbers of notes a group of citations becomes on the page: each source has its own."""
        return len(citations)

    def _pages(self, lang: str) -> Iterator[tuple[str, str, str, str]]:
        """Yield path, title, description and body of what is written by hand in both stacks."""
        for page in self.content.pages:
            path = f"{'index' if page.id == 'home' else page.id}.{lang}.md"
            body = self._page_body(page, lang, path)
            if page.id == "home":
                body += f"\n\n## {_locale(lang).text('ui.themes')} {{#themes}}\n\n{self._theme_list(lang, 'themes/')}"
            yield path, _phrase(page.title, lang), self._text(page.intro, lang), body
        for argument in self.content.arguments:
            path = f"arguments/{argument.id}.{lang}.md"
            claim = self._text(argument.claim, lang)
            yield path, _phrase(argument.title, lang), claim, self._argument(argument, lang, path)

    def _lists(self, lang: str) -> Iterator[tuple[str, str, str, str]]:
        """Yield path, title, description and body of what `dossier` makes by itself."""
        text = _locale(lang).text
        yield (
            f"themes/index.{lang}.md",
            text("ui.themes"),
            text("ui.themes_intro"),
            f"{text('ui.themes_intro')}\n\n{self._theme_list(lang)}",
        )
        groups = [text("ui.arguments_intro")]
        for theme in self.content.themes:
            title, summary = _phrase(theme.title, lang), self._text(theme.summary, lang)
            path = f"themes/{theme.id}.{lang}.md"
            yield path, title, summary, f"{summary}\n\n{self._argument_list(theme, lang, path)}"
            heading = f"## [{title}](../themes/{theme.id}.md) {{#{theme.id}}}"
            groups += [heading, self._argument_list(theme, lang, f"arguments/index.{lang}.md")]
        intro = text("ui.arguments_intro")
        yield f"arguments/index.{lang}.md", text("ui.arguments"), intro, "\n\n".join(groups)
        intro = text("ui.sources_intro")
        yield f"sources.{lang}.md", text("ui.sources"), intro, f"{intro}\n\n\\full_bibliography"

    def _theme_list(self, lang: str, folder: str = "") -> str:
        items = []
        for theme in self.content.themes:
            count = _locale(lang).text("ui.arguments_count", count=sum(1 for _ in self._arguments_of(theme)))
            link = f"[{_phrase(theme.title, lang)}]({folder}{theme.id}.md)"
            items.append(f"- {link}\n\n    {self._text(theme.summary, lang)}\n\n    {count}")
        return "\n\n".join(items)

    def _argument_list(self, theme: Theme, lang: str, path: str) -> str:
        items = []
        for one in self._arguments_of(theme):
            link = self._link(path, one.id, _phrase(one.title, lang))
            confidence = _locale(lang).text(f"confidence.{one.confidence}")
            items.append(f"- {link}\n\n    {self._text(one.claim, lang)}\n\n    {confidence}")
        return "\n\n".join(items)

    def _argument(self, argument: Argument, lang: str, path: str) -> str:
        text = _locale(lang).text

        def heading(name: str, anchor: str, level: int = 2) -> str:
            return f"{'#' * level} {text(f'ui.{name}')} {{#{anchor}}}"

        sources = len({one.key for group in argument.citations() for one in group})
        facts = [
            f"{text('confidence.label')} {text(f'confidence.{argument.confidence}')}",
            text("ui.reviewed", date=argument.reviewed),
            text("ui.sources_count", count=sources),
            f"{text('ui.period')} 2018–2023",
            f"{text('ui.regions')} {_locale(lang).region('BE')}",
        ]
        parts = [f"**{self._text(argument.claim, lang)}**", "\n".join(f"- {fact}" for fact in facts)]
        parts += [heading("summary", "summary"), self._paragraphs(argument.summary, lang, path), heading("case", "case")]
        for premise in argument.premises:
            parts += [f"### {_phrase(premise.heading, lang)} {{#{premise.id}}}", self._paragraphs(premise, lang, path)]
        parts.append(heading("objections", "objections"))
        for name, section in (("objection", argument.objection), ("reply", argument.reply)):
            parts += [heading(name, section.id, 3), self._paragraphs(section, lang, path)]
        parts += [heading("falsifier", "falsifier"), self._paragraphs(argument.falsifier, lang, path)]
        if related := self.content.related[argument.id]:
            links = (
                f"- {text(f'relations.{kind}')} {self._link(path, other, _phrase(self.content.titles[other], lang))}"
                for kind, other in related
            )
            parts += [heading("related", "related"), "\n".join(links)]
        title = _phrase(argument.title, lang)
        cite = text("ui.cite_text", title=title, site="Benchmark", date=argument.reviewed)
        return "\n\n".join([*parts, heading("cite", "cite"), cite])

    def _cite(self, citations: tuple[Citation, ...]) -> str:
        pages = "; ".join(f"p. {page}" for _, page in citations if page)
        return (f"({pages}) " if pages else "") + "[" + "; ".join(f"@{one.key}" for one in citations) + "]"

    def _target(self, argument: str) -> str:
        return f"arguments/{argument}.md"


def _facts(argument: Argument, source_language: str) -> dict[str, object]:
    relations: dict[str, list[str]] = {}
    for kind, other in argument.relations:
        relations.setdefault(kind, []).append(other)
    return {
        "theme": argument.theme,
        "order": argument.order,
        "status": "published",
        "confidence": argument.confidence,
        "source_language": source_language,
        "regions": ["BE"],
        "period": "2018/2023",
        "reviewed": argument.reviewed,
        "relations": relations,
    }


def _locale(lang: str) -> Locale:
    """Return a language's words; those of a language that has no locale yet are English."""
    return locales.load(lang if lang in locales.available() else "en")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _phrase(words: Words, lang: str) -> str:
    return _capital(" ".join(_VOCABULARIES[lang][word] for word in words))


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def _front(**values: str) -> str:
    """Write a front matter; JSON's way to quote a text is also YAML's."""
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    return "\n".join(["---", *lines, "---", ""])


def _entry(key: str, kind: str, fields: Mapping[str, str]) -> str:
    return f"@{kind}{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}"


_CLASSIC_TYPES = {"online": "misc", "report": "techreport", "thesis": "phdthesis"}
_CLASSIC_FIELDS = {"journaltitle": "journal", "location": "address", "organization": "howpublished"}
_MONTHS = "January February March April May June July August September October November December".split()


def _classic(source: Source) -> Source:
    """Return the entry in the flavour of old BibTeX, which is what mkdocs-bibtex formats without Pandoc."""
    fields: dict[str, Any] = {_CLASSIC_FIELDS.get(name, name): value for name, value in source.fields.items()}
    year, _, month = fields.pop("date").partition("-")
    fields["year"] = year
    if month:
        fields["month"] = _MONTHS[int(month) - 1]
    if source.type == "thesis":
        fields["school"] = fields.pop("institution")
        del fields["type"]
    return Source(source.key, _CLASSIC_TYPES.get(source.type, source.type), fields)


def main() -> None:
    """Write both forms of a dossier into a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where to write; the stacks get the folders `dossier` and `usual`")
    parser.add_argument("--arguments", type=int, default=250)
    parser.add_argument("--languages", type=int, default=4, choices=range(1, len(WORDS) + 1))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    content = make_content(options.arguments, tuple(WORDS)[: options.languages], options.seed)
    Dossier(content).write(options.folder / "dossier")
    Usual(content).write(options.folder / "usual")


if __name__ == "__main__":
    main()
