"""The themes: `docs/themes.yml`, and an introduction to each where there is one, `docs/themes/<id>/<lang>.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from markdown_it.token import Token
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from dossier import locales, markdown, rules
from dossier.config import Config
from dossier.diagnostics import Report, Span, nearest
from dossier.fields import Language
from dossier.folders import RESERVED_NAME, THEMES_FILE, page_folders, texts_in
from dossier.places import ToDo
from dossier.source import ID_PATTERN, SourceFile, parse_yaml, read_text, relative_path, validate
from dossier.wording import Phrase

INTRODUCTION_WORDS = range(80, 151)
"""How many words an introduction should have."""


def _theme_id(word: str) -> str:
    if not ID_PATTERN.fullmatch(word) or word == RESERVED_NAME:
        raise ValueError(Phrase.NO_ID_OR_RESERVED(word=word, reserved=RESERVED_NAME))
    return word


class Theme(BaseModel):
    """A theme: what groups arguments."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: Annotated[
        str,
        AfterValidator(_theme_id),
        Field(json_schema_extra={"pattern": f"^{ID_PATTERN.pattern}$", "not": {"const": RESERVED_NAME}}),
    ]
    """Its name, by which arguments name it; it is a part of addresses."""
    title: Mapping[Language, str]
    """What it is called, in every language of the dossier."""
    summary: Mapping[Language, str]
    """What it is about, in one sentence or two, in every language of the dossier."""


class Themes(RootModel[tuple[Theme, ...]]):
    """The whole of `themes.yml`; the order is the order of the site."""


@dataclass(frozen=True)
class Introduction:
    """What a theme is about, in one language; it stands above the theme's arguments."""

    lang: str
    path: str
    document: markdown.Document

    @property
    def to_dos(self) -> tuple[ToDo, ...]:
        """What is left to do in the text."""
        return self.document.to_dos

    def token_groups(self) -> Iterator[tuple[Token, ...]]:
        """Yield all tokens of the text, the bodies of its notes last."""
        yield self.document.tokens
        yield from self.document.notes.values()


def load_themes(config: Config, report: Report) -> tuple[Theme, ...] | None:
    """Read `themes.yml`; report what is wrong with it, and return None where it cannot be read."""
    source = read_text(config.root, config.docs / THEMES_FILE, report)
    document = parse_yaml(source, report) if source else None
    validated = validate(Themes, document, report) if document else None
    if document is None or validated is None:
        return None
    seen: dict[str, Span] = {}
    for index, theme in enumerate(validated.root):
        span = document.span_of((index, "id"))
        if theme.id in seen:
            report.add(rules.DUPLICATE_ID, span, related=((seen[theme.id], Phrase.FIRST_GIVEN()),), id=theme.id)
        seen.setdefault(theme.id, span)
        for name in ("title", "summary"):
            for language in config.languages:
                if not getattr(theme, name).get(language):
                    report.add(
                        rules.MISSING_FIELD, document.span_of((index, name, language)), field=f"{name}.{language}"
                    )
    return validated.root


def load_introductions(
    config: Config, themes: Sequence[Theme] | None, report: Report
) -> Mapping[str, Mapping[str, Introduction]]:
    """Read the introductions, by theme and language; `themes` are None where nobody knows which there are."""
    known = [theme.id for theme in themes or ()]
    found = {}
    for folder in page_folders(config, "themes", report):
        if themes is not None and folder.name not in known:
            span = Span(relative_path(config.root, folder))
            near = nearest(folder.name, known)
            report.add(rules.UNKNOWN_THEME, span, suggestion=near, theme=folder.name, themes=THEMES_FILE)
        else:
            found[folder.name] = _load_introduction(config, folder, report)
    return found


def _load_introduction(config: Config, folder: Path, report: Report) -> Mapping[str, Introduction]:
    sources = [read_text(config.root, path, report) for path in texts_in(config.root, folder, config.languages, report)]
    texts = {}
    for source in filter(None, sources):
        lang = Path(source.path).stem
        document = markdown.parse(source.text, path=source.path, first_line=1, lang=lang, report=report)
        texts[lang] = Introduction(lang, source.path, document)
        _check(texts[lang], source, report)
    return texts


def _check(text: Introduction, source: SourceFile, report: Report) -> None:
    for token in text.document.tokens:
        span = source.span(1 + (token.map[0] if token.map else 0))
        if token.type == "div_open":
            known = Phrase.INTRODUCTION_WITHOUT_PARTS()
            report.add(rules.UNKNOWN_DIV, span, name=token.meta.get("class", ""), known=known)
        elif token.type == "heading_open":
            advice = Phrase.HEADING_IN_INTRODUCTION(file=THEMES_FILE)
            report.add(rules.HEADING_LEVEL, span, level=token.tag[1:], advice=advice)
    words = len(markdown.plain_text(text.document.tokens).split())
    if locales.load(text.lang).data["numbers"]["words_are_spaced"] and words not in INTRODUCTION_WORDS:
        least, most = INTRODUCTION_WORDS[0], INTRODUCTION_WORDS[-1]
        report.add(rules.INTRODUCTION_LENGTH, Span(text.path), words=words, least=least, most=most)
