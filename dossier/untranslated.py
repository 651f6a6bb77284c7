"""With what a translation begins: the parts of the original with their names and citations, its text as comments.

What the translator has to write, and what must be the same in every language, stand beside each other: each passage of
the original is quoted in a to-do, and below it stand its citations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markdown_it.token import Token

from dossier import markdown
from dossier.diagnostics import Report
from dossier.marking import marked
from dossier.source import SourceFile, split_front_matter


def untranslated(
    original: SourceFile, lang: str, *, fields: Iterable[str] = (), units: Mapping[str, str] | None = None
) -> str:
    """Return the file with which a translation begins; `lang` is the language of the original.

    `fields` are those of its front matter that are to be translated, none where it has no front matter; `units` are the
    fingerprints of the original's units, where translations record them.
    """
    names = list(fields)
    if not names:
        return "\n".join(_body(original.text, lang))
    front = split_front_matter(original, Report())
    said = front.meta.value if front.meta and isinstance(front.meta.value, dict) else {}
    head = [f'{name}: ""  # {_one_line(said[name])}' for name in names if said.get(name)]
    text = "\n".join(["---", *head, "---", *_body(front.body, lang)])
    return marked(text, lang, units) if units else text


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _body(text: str, lang: str) -> Iterator[str]:
    """Yield the lines of a translation: marks of parts and names of headings stay, each passage becomes a to-do."""
    parsed = markdown.parse(text, path="", first_line=0, lang=lang, report=Report())
    lines = text.split("\n")
    begins = 0
    for number, is_heading, kept in sorted(_kept(parsed.tokens, lines)):
        yield from _passage(lines, begins, number, parsed)
        yield from (kept, "") if is_heading else (kept,)
        begins = number if is_heading else number + 1
    yield from _passage(lines, begins, len(lines), parsed)


def _kept(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[tuple[int, bool, str]]:
    """Yield what is the same in every language: number of the line, whether it is a heading's, and what is kept."""
    for token in tokens:
        first, last = token.map or (0, 0)
        if token.type == "div_open":
            yield first, False, lines[first]
            yield last, False, lines[last]
        elif token.type == "heading_open" and (name := token.attrGet("id")):
            yield first, True, f"{token.markup} … {{#{name}}}"


def _passage(lines: Sequence[str], start: int, stop: int, parsed: markdown.Document) -> Iterator[str]:
    """Yield what stands in the place of some lines: nothing but blank ones stay, others are quoted in a to-do."""
    while start < stop and not lines[start].strip():
        yield lines[start]
        start += 1
    end = stop
    while end > start and not lines[end - 1].strip():
        end -= 1
    if start == end:
        return
    yield "<!-- to do: translate"
    yield from (line.replace("-->", "-- >") for line in lines[start:end])
    yield "-->"
    within = [token for token in parsed.tokens if token.map and start <= token.map[0] < end]
    if signs := " ".join(_signs(within, parsed)):
        yield from ("", signs)
    for label, body in parsed.notes.items():
        if body[0].map and start <= body[0].map[0] < end:
            yield from ("", f"[^{label}]: {' '.join(_signs(body, parsed)) or '…'}")
    yield from lines[end:stop]


def _signs(tokens: Sequence[Token], parsed: markdown.Document) -> Iterator[str]:
    """Yield the citations and the calls of notes, as they are written; of a note written in place, its citations."""
    for token in markdown.inline_tokens(tokens):
        if token.type == "citation":
            yield " ".join(token.content.split())
        elif token.type == "footnote_ref":
            body = parsed.notes.get(token.meta["label"], ())
            yield from _signs(body, parsed) if _is_in_place(body) else (f"[^{token.meta['label']}]",)


def _is_in_place(body: Sequence[Token]) -> bool:
    return not any(token.map for token in body)
