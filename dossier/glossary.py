"""The glossary: how the dossier says its terms in every language, and which renderings it avoids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from dossier import locales, rules
from dossier.config import Config
from dossier.diagnostics import Report, Span
from dossier.fields import Id, Language
from dossier.folders import GLOSSARY_FILE
from dossier.source import SourceFile, parse_yaml, read_text, validate
from dossier.wording import Phrase


class Term(BaseModel):
    """A term: its word and its definition by language, and by language the renderings that mislead."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: Id
    """Its name, which is its anchor on the page."""
    terms: Mapping[Language, str]
    """The word for it, by language."""
    definition: Mapping[Language, str]
    """What it means, in one sentence by language."""
    rejected: Annotated[Mapping[Language, tuple[str, ...]], Field(default_factory=dict)]
    """Renderings that mislead, by language; translations that have one are warned of it."""


class Terms(RootModel[tuple[Term, ...]]):
    """The whole of `glossary.yml`."""


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the file."""

    terms: tuple[Term, ...] = ()

    def shown(self, lang: str) -> Iterator[Term]:
        """Yield the terms that have a word and a definition in a language."""
        for term in self.terms:
            if term.terms.get(lang) and term.definition.get(lang):
                yield term

    def check(self, source: SourceFile, lang: str, report: Report) -> None:
        """Report every rendering in a translation that the glossary rejects."""
        spaced = locales.load(lang).data["numbers"]["words_are_spaced"]
        before, behind = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
        for term in self.terms:
            for word in term.rejected.get(lang, ()):
                pattern = r"\s+".join(re.escape(part) for part in word.split()).replace("'", "['’]")
                for match in re.finditer(f"{before}{pattern}{behind}", source.text, re.IGNORECASE):
                    span = _span(source, match.start(), len(match.group()))
                    better = term.terms.get(lang) or term.id
                    report.add(rules.REJECTED_TERM, span, word=word, better=better, glossary=GLOSSARY_FILE)

    def rejects(self, lang: str) -> bool:
        """Tell whether there is anything to look for in the texts of a language."""
        return any(term.rejected.get(lang) for term in self.terms)


def _span(source: SourceFile, offset: int, length: int) -> Span:
    line = source.text.count("\n", 0, offset)
    column = offset - source.text.rfind("\n", 0, offset)
    is_one_line = "\n" not in source.text[offset : offset + length]
    return source.span(line + 1, column, length if is_one_line else None)


def load_glossary(config: Config, report: Report) -> Glossary:
    """Read the glossary, which a dossier need not have; report what is wrong with it."""
    path = config.docs / GLOSSARY_FILE
    source = read_text(config.root, path, report) if path.is_file() else None
    document = parse_yaml(source, report) if source else None
    validated = validate(Terms, document, report) if document else None
    if document is None or validated is None:
        return Glossary()
    seen: dict[str, Span] = {}
    for index, term in enumerate(validated.root):
        span = document.span_of((index, "id"))
        if term.id in seen:
            report.add(rules.DUPLICATE_ID, span, related=((seen[term.id], Phrase.FIRST_GIVEN()),), id=term.id)
        seen.setdefault(term.id, span)
    return Glossary(validated.root)
