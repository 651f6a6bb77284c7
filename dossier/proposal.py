"""From the answers of a form to the files of an argument.

Every answer is plain text, whatever it looks like: it is written so that it is read as the same words again, and can
neither end the part in which it stands nor become markup, a citation or a field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from dossier import locales, rules, scaffold
from dossier.arguments import SUMMARY_WORDS
from dossier.citation_syntax import KEY, parse_locator
from dossier.corpus import Corpus
from dossier.diagnostics import Report
from dossier.identifiers import Identifier, identifier
from dossier.issue_form import Answers
from dossier.quotes import MAX_QUOTE_WORDS, words_of
from dossier.source import ID_PATTERN

MAX_ANSWER = 5_000
"""Most characters of an answer that is a text."""

_LIMITS = {"title": 160, "claim": 400}
_PREMISES = ("1", "2", "3")
_UNITS = {"1": "first-premise", "2": "second-premise", "3": "third-premise"}
_LONGEST_ID = 60
_BLANK_LINE = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"^(?:[-*+•]|\d{1,2}[.)])\s+")
_SOURCE = re.compile(r"(?:doi:\s*)?<?(?P<name>[^\s<>]+?)>?(?:[,;]?\s+(?P<page>.+)|[,;])?", re.IGNORECASE)
_IN_LOCATOR = re.compile(r"[^\[\]{}@;\\`<>^*_|]*")
_MARKUP = re.compile(r"[\\`*_\[\]<>@~^{}|$]|&(?=[#\w])|!(?=\[)")
_BLOCK = re.compile(r"[#>+=:-]|\d{1,9}(?=[.)])")
"""What begins a block at the start of a line; a number does so by the mark behind it."""
_IN_QUOTE = re.compile(r'[\\"]')


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a premise: its name, and the place in it, as authors write it."""

    name: Identifier
    locator: str


@dataclass(frozen=True, slots=True)
class Premise:
    """A premise with its sources; `quote` are words of the first of them."""

    text: str
    sources: tuple[Source, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An argument that somebody proposes: texts as they were answered, without what cannot be seen."""

    language: str
    theme: str
    title: str
    claim: str
    summary: str
    premises: tuple[Premise, ...]
    objection: str
    reply: str
    falsifier: str


def read_proposal(answers: Answers, corpus: Corpus, report: Report) -> Proposal | None:
    """Check the answers of a form; report all that is wrong with them, and return None on any fault."""
    return _Reader(answers, corpus, report).proposal()


class _Reader:
    def __init__(self, answers: Answers, corpus: Corpus, report: Report) -> None:
        self._answers, self._corpus, self._report = answers, corpus, report
        self._labels, self._spans = answers.form.labels, answers.spans

    def proposal(self) -> Proposal | None:
        self._check_licence()
        read = Proposal(
            language=self._choice("language", {self._language(code): code for code in self._corpus.config.languages}),
            theme=self._choice("theme", self._themes()),
            title=" ".join(self._text("title").split()),
            claim=" ".join(self._text("claim").split()),
            summary=self._summary(),
            premises=tuple(self._premises()),
            objection=self._text("objection"),
            reply=self._text("reply"),
            falsifier=self._text("falsifier"),
        )
        return None if self._report.fails() else read

    def _check_licence(self) -> None:
        if not re.search(r"^[-*] \[[xX]\]", self._answers.texts["licence"], re.MULTILINE):
            self._report.add(rules.FORM_LICENCE, self._spans["licence"], field=self._labels["licence"])

    def _text(self, question: str) -> str:
        text = visible(self._answers.texts[question])
        limit = _LIMITS.get(question, MAX_ANSWER)
        if not text and question in self._answers.form.required:
            self._report.add(rules.FORM_EMPTY, self._spans[question], field=self._labels[question])
        elif len(text) > limit:
            place, label = self._spans[question], self._labels[question]
            self._report.add(rules.FORM_LENGTH, place, field=label, length=len(text), limit=limit)
        return text

    def _choice(self, question: str, choices: dict[str, str]) -> str:
        text = " ".join(self._text(question).split())
        if text and text not in choices:
            place, label, known = self._spans[question], self._labels[question], ", ".join(choices)
            near = self._report.nearest(text, choices)
            self._report.add(rules.FORM_CHOICE, place, suggestion=near, value=text, field=label, known=known)
        return choices.get(text, "")

    @staticmethod
    def _language(code: str) -> str:
        return locales.load(code).name

    def _themes(self) -> dict[str, str]:
        lang = self._answers.form.lang
        return {theme.title.get(lang, theme.id): theme.id for theme in self._corpus.themes}

    def _summary(self) -> str:
        summary = self._text("summary")
        if (words := len(summary.split())) > SUMMARY_WORDS:
            self._report.add(rules.LONG_SUMMARY, self._spans["summary"], words=words, limit=SUMMARY_WORDS)
        return summary

    def _premises(self) -> Iterator[Premise]:
        for number in _PREMISES:
            text, sources = self._text(f"premise-{number}"), self._text(f"sources-{number}")
            quote = " ".join(self._text(f"quote-{number}").split())
            place = self._spans[f"quote-{number}"]
            if (length := len(words_of(quote))) > MAX_QUOTE_WORDS:
                self._report.add(rules.LONG_QUOTE, place, length=length, limit=MAX_QUOTE_WORDS)
            if bool(text) != bool(sources):  # the third one may be left out, but not half of it
                missing = f"{'sources' if text else 'premise'}-{number}"
                self._report.add(rules.FORM_EMPTY, self._spans[missing], field=self._labels[missing])
            if text:
                yield Premise(text, tuple(self._sources(f"sources-{number}", sources)), quote)

    def _sources(self, question: str, text: str) -> Iterator[Source]:
        for line in filter(None, (_BULLET.sub("", line.strip()) for line in text.split("\n"))):
            match = _SOURCE.fullmatch(line)
            try:
                name = identifier(match["name"] if match else "")
            except ValueError:
                self._report.add(rules.FORM_SOURCE, self._spans[question], source=line)
                continue
            locator = " ".join((match["page"] or "").split()) if match else ""
            if locator and not _is_locator(locator):
                self._report.add(rules.FORM_PAGE, self._spans[question], text=locator)
            yield Source(name, locator)


def visible(text: str) -> str:
    """Return a text of paragraphs without what cannot be seen, such as marks that turn the direction of writing."""
    lines = ("".join(one if one.isprintable() else " " for one in line) for line in text.split("\n"))
    return "\n".join(line.rstrip() for line in lines).strip()


def _is_locator(text: str) -> bool:
    label, value, suffix = parse_locator(f", {text}")
    return bool(_IN_LOCATOR.fullmatch(text) and label and value and not suffix)


# --- Writing ----------------------------------------------------------------------------------------------------------


def argument_files(proposal: Proposal, order: int, key_of: Callable[[Identifier], str]) -> dict[str, str]:
    """Return the files of an argument's folder by name; `key_of` tells under which key a source is cited."""
    files = scaffold.argument(
        theme=proposal.theme,
        order=order,
        language=proposal.language,
        title=proposal.title,
        claim=proposal.claim,
    )
    head = f"---\ntitle: {scaffold.yaml_text(proposal.title)}\nclaim: {scaffold.yaml_text(proposal.claim)}\n---"
    reply = _part("reply", "", markdown_of(proposal.reply))
    parts = [head, _part("summary", "", markdown_of(proposal.summary))]
    for unit, premise in zip(_UNITS.values(), proposal.premises, strict=False):
        parts.append(_part("premise", unit, f"{markdown_of(premise.text)} {_citations(premise, key_of)}"))
    parts.append(_part("objection", "objection", f"{markdown_of(proposal.objection)}\n\n{reply}"))
    parts.append(_part("falsifier", "", markdown_of(proposal.falsifier)))
    return files | {f"{proposal.language}.md": "\n\n".join(parts) + "\n"}


def _part(kind: str, unit: str, text: str) -> str:
    return f"::: {{.{kind}{f' #{unit}' if unit else ''}}}\n{text}\n:::"


def _citations(premise: Premise, key_of: Callable[[Identifier], str]) -> str:
    """Write the citations of a premise, one for each source; the quotation belongs to the first."""
    written = []
    for source in premise.sources:
        key = key_of(source.name)
        shown = key if re.fullmatch(KEY, key) else f"{{{key}}}"
        written.append(f"[@{shown}{f', {source.locator}' if source.locator else ''}]")
    if premise.quote:
        quoted = _IN_QUOTE.sub(lambda match: "\\" + match.group(), premise.quote)
        written[0] += f'{{quote="{quoted}"}}'
    return " ".join(written)


def markdown_of(text: str) -> str:
    """Return plain text as Markdown that is read as the same words, in paragraphs as blank lines part them."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in _BLANK_LINE.split(text))
    return "\n\n".join(_literal(paragraph) for paragraph in paragraphs if paragraph)


def _literal(line: str) -> str:
    escaped = _MARKUP.sub(lambda match: f"\\{match.group()}", line)
    if match := _BLOCK.match(escaped):
        number = match.group() if match.group().isdigit() else ""
        return f"{number}\\{escaped[len(number) :]}"
    return escaped


def new_id(title: str, taken: Collection[str]) -> str:
    """Return an id made of a title that no argument has: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].rstrip("-")
    stem = words if ID_PATTERN.fullmatch(words) else "new-argument"
    return next(one for one in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if one not in taken)
