"""Writes the content that the benchmarks measure: one invented dossier, in the forms of two stacks.

`Dossier` writes it as our content; `Usual` as the content of MkDocs with Material, mkdocs-bibtex (its simple mode,
which makes footnotes without Pandoc) and mkdocs-static-i18n (files with a suffix, its default structure).

What is the same in both: texts, headings, anchors, citations, links between arguments and back, the lists by theme, the
list of sources, Material's features and palette, no web fonts, a search of all texts. Where the two cannot be the same,
the usual stack has less to do: simple mode knows no locators, so they stand in its text in brackets; its list of
sources does not say where each is cited; and the lists and back links that `dossier` makes stand ready in its texts.
"""

from __future__ import annotations

import argparse
import json
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import yaml
from content import (
    VOCABULARIES,
    Argument,
    Citation,
    Content,
    Page,
    Section,
    Sentence,
    Source,
    Theme,
    Words,
    make_content,
)

from dossier import locales

FEATURES = ("content.action.edit", "content.footnote.tooltips", "navigation.path", "navigation.top", "toc.follow")
"""Material's features, switched on in both stacks."""


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
        parts = [VOCABULARIES[lang][word] for word in sentence.words]
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
            "source_pages": False,  # which the other stack does not have
            "share_images": False,  # nor does it have these
            "strict_languages": [],  # nobody marks what was never translated
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
            {
                "locale": lang,
                "name": locales.load(lang).name,
                "default": lang == self.content.languages[0],
                "build": True,
            }
            for lang in self.content.languages
        ]
        yield self._config(
            repo_url="https://example.org/benchmark",
            edit_uri="edit/main/docs/",
            markdown_extensions=["attr_list", "footnotes", {"toc": {"permalink": True}}],
            plugins=[
                {"search": {"lang": list(self.content.languages)}},
                {"i18n": {"languages": languages}},
                {"bibtex": {"bib_file": "references.bib"}},
            ],
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
                body += (
                    f"\n\n## {locales.load(lang).text('ui.themes')} {{#themes}}\n\n{self._theme_list(lang, 'themes/')}"
                )
            yield path, _phrase(page.title, lang), self._text(page.intro, lang), body
        for argument in self.content.arguments:
            path = f"arguments/{argument.id}.{lang}.md"
            claim = self._text(argument.claim, lang)
            yield path, _phrase(argument.title, lang), claim, self._argument(argument, lang, path)

    def _lists(self, lang: str) -> Iterator[tuple[str, str, str, str]]:
        """Yield path, title, description and body of what `dossier` makes by itself."""
        text = locales.load(lang).text
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
            count = locales.load(lang).text("ui.arguments_count", count=sum(1 for _ in self._arguments_of(theme)))
            link = f"[{_phrase(theme.title, lang)}]({folder}{theme.id}.md)"
            items.append(f"- {link}\n\n    {self._text(theme.summary, lang)}\n\n    {count}")
        return "\n\n".join(items)

    def _argument_list(self, theme: Theme, lang: str, path: str) -> str:
        items = []
        for one in self._arguments_of(theme):
            link = self._link(path, one.id, _phrase(one.title, lang))
            confidence = locales.load(lang).text(f"confidence.{one.confidence}")
            items.append(f"- {link}\n\n    {self._text(one.claim, lang)}\n\n    {confidence}")
        return "\n\n".join(items)

    def _argument(self, argument: Argument, lang: str, path: str) -> str:
        text = locales.load(lang).text

        def heading(name: str, anchor: str, level: int = 2) -> str:
            return f"{'#' * level} {text(f'ui.{name}')} {{#{anchor}}}"

        sources = len({one.key for group in argument.citations() for one in group})
        facts = [
            f"{text('confidence.label')} {text(f'confidence.{argument.confidence}')}",
            text("ui.reviewed", date=argument.reviewed),
            text("ui.sources_count", count=sources),
            f"{text('ui.period')} 2018–2023",
            f"{text('ui.regions')} {locales.load(lang).region('BE')}",
        ]
        parts = [f"**{self._text(argument.claim, lang)}**", "\n".join(f"- {fact}" for fact in facts)]
        parts += [heading("summary", "summary"), self._paragraphs(argument.summary, lang, path)]
        parts.append(heading("case", "case"))
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
        cite = f"Benchmark, {title}, {argument.reviewed}"
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


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _phrase(words: Words, lang: str) -> str:
    return _capital(" ".join(VOCABULARIES[lang][word] for word in words))


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
    fields = {_CLASSIC_FIELDS.get(name, name): value for name, value in source.fields.items()}
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
    parser.add_argument("--languages", type=int, default=4, choices=range(1, len(VOCABULARIES) + 1))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    content = make_content(options.arguments, tuple(VOCABULARIES)[: options.languages], options.seed)
    Dossier(content).write(options.folder / "dossier")
    Usual(content).write(options.folder / "usual")


if __name__ == "__main__":
    main()
