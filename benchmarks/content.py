"""An invented dossier, as values that know no language and no stack.

Words are numbers, and a language's vocabulary turns them into text: so all languages have the same parts, citations,
locators and figures. The same seed makes the same dossier, to the byte.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import isqrt
from typing import NamedTuple

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

VOCABULARIES = {lang: tuple(words.split()) for lang, words in WORDS.items()}
"""The words of each language by their numbers."""

_SIZE = min(map(len, VOCABULARIES.values()))

_FAMILIES = "Adam Bauer Claes Dubois Ek Fabre Goossens Hermans Ito Jansen Klein Lambert Maes Novak Okafor".split()
_GIVEN = "Anna Bram Claire Daan Eva Félix Greta Hugo Ines Jan Katrin Luc Marie Noah Olga".split()
_CONFIDENCE = ("established", "likely", "disputed", "unproven")
_RELATIONS = {
    "supports": "supported-by",
    "rebuts": "rebutted-by",
    "qualifies": "qualified-by",
    "depends-on": "depended-on-by",
}
_PAGES = {"home": 2, "about": 3, "method": 6}
"""The hand-written pages, and how many sections each has."""

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
        english = VOCABULARIES["en"]
        self._ids = [f"{'-'.join(english[word] for word in self._words(2, 3))}-{n}" for n in range(1, arguments + 1)]

    def content(self, languages: tuple[str, ...]) -> Content:
        """Invent everything but the themes and the sources, of which those that nobody cites go."""
        arguments = tuple(self._argument(number) for number in range(len(self._ids)))
        pages = tuple(self._page(name, sections) for name, sections in _PAGES.items())
        groups = [group for argument in arguments for group in argument.citations()]
        groups += [group for page in pages for section in page.sections for group in section.citations()]
        cited = {one.key for group in groups for one in group}
        sources = tuple(source for source in self._sources if source.key in cited)
        return Content(languages, self._themes, arguments, pages, sources)

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
        own = self._ids[number]
        others = {self._other(number) for _ in range(self._random.randrange(3))} - {own}
        return Argument(
            id=own,
            theme=self._themes[number % len(self._themes)].id,
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
            relations=tuple((self._random.choice(tuple(_RELATIONS)), other) for other in sorted(others)),
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
            "author": "{Agency for Trade}" if kind == "newspaper" else f"{family}, {given}",
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
        title = " ".join(VOCABULARIES["en"][word] for word in self._words(fewest, most))
        return title[0].upper() + title[1:]

    def _fields_of(self, kind: str) -> dict[str, str]:
        first = self._random.randint(1, 300)
        pages = f"{first}--{first + self._random.randint(2, 30)}"
        name = self._title(2, 4)
        by_kind = {
            "article": {"journaltitle": name, "volume": str(first), "number": str(first % 4 + 1), "pages": pages},
            "newspaper": {"journaltitle": name, "entrysubtype": "newspaper"},
            "online": {"organization": name},
            "report": {"institution": name, "number": str(first)},
            "book": {"publisher": name, "location": "Liège"},
            "incollection": {"booktitle": name, "publisher": self._title(1, 2), "pages": pages},
            "thesis": {"institution": name, "type": "phdthesis"},
        }
        return by_kind[kind]
