"""The notes of one page: numbered in the order in which the text calls them, each source in full only once.

Notes that only other notes call come after all that the text calls: its numbers rise without a gap. So no note is
written before the text is, and then they are written in the order of their numbers, which may add more at the end.

The same source and locator again is the same note, with one more way back; another locator makes a short note that
links to the full one; nothing is ever "ibid.", which breaks when a paragraph moves. The classes and ids are those
that Material's styles and tooltips expect of Python-Markdown's footnotes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it.token import Token
from markupsafe import Markup

from dossier import locales, markdown
from dossier.bibliography import Reference
from dossier.citation_syntax import Citation, CitationItem
from dossier.citations import Style

_Identity = tuple[str, tuple[tuple[str, str, str | None, str, str, bool], ...]]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note as it is printed: its number, its text, and how often the page calls it."""

    number: int
    html: Markup
    calls: int


@dataclass(slots=True)
class _Note:
    number: int
    content: Citation | Callable[[], Markup]
    html: Markup = field(default_factory=Markup)
    calls: int = 0


class Notebook:
    """Collects the notes of a page while its text is rendered, in the order of the text, and writes them afterwards."""

    def __init__(
        self,
        style: Style,
        page_of: Callable[[Reference], str] = lambda _: "",
        marks_of: Callable[[Reference], Markup] = lambda _: Markup(),
    ) -> None:
        """`style` names the sources; `page_of` returns the link to the page about one, empty where there is none.

        `marks_of` returns what a note says of a source in short words, beside its reference.
        """
        self._style, self._page_of, self._marks_of = style, page_of, marks_of
        self._notes: list[_Note] = []
        self._by_identity: dict[_Identity, _Note] = {}
        self._by_name: dict[str, _Note] = {}
        self._full: dict[str, int] = {}
        self.lang = style.locale.code
        self._written = 0
        self._writing: _Note | None = None

    def cite(self, citation: Citation) -> Markup:
        """Return the call of the citation's note; inside a note, the source itself, for notes have no notes."""
        if self._writing:
            return self._cited_in_note(citation, self._writing.number)
        items = tuple(
            (item.key, item.prefix, item.locator_label, item.locator, item.suffix, item.suppress_author)
            for item in citation.items
        )
        identity = citation.quote, items
        note = self._by_identity.get(identity)
        if note is None:
            note = self._by_identity[identity] = self._new_note(citation)
        call = self._call(note)
        if citation.in_text:
            reference = self._style.bibliography.references.get(citation.items[0].key)
            return (self._style.in_text(reference) if reference else Markup()) + call
        return call

    def refer(self, name: str, body: Callable[[], Markup]) -> Markup:
        """Return the call of a note that the author wrote: `body` renders its text, calling back here."""
        note = self._by_name.get(name)
        if note is None:
            note = self._by_name[name] = self._new_note(body)
        return self._call(note)

    @property
    def has_notes(self) -> bool:
        """Tell whether the text has called any note so far."""
        return bool(self._notes)

    def footnotes(self) -> tuple[Footnote, ...]:
        """Write the notes of the page, whose text is complete, and return them in the order of their numbers."""
        while self._written < len(self._notes):  # a note can call more of them
            self._writing = note = self._notes[self._written]
            note.html = self._note_text(note)
            self._written += 1
        self._writing = None
        return tuple(Footnote(note.number, self._with_ways_back(note), note.calls) for note in self._notes)

    def _new_note(self, content: Citation | Callable[[], Markup]) -> _Note:
        note = _Note(len(self._notes) + 1, content)
        self._notes.append(note)
        return note

    def _call(self, note: _Note) -> Markup:
        note.calls += 1
        return _call_html(self._style.locale.code, note.number, note.calls)

    def _note_text(self, note: _Note) -> Markup:
        if not isinstance(note.content, Citation):
            return note.content().strip()
        text, marks = self._citation_text(note.content, note.number)
        if note.content.items[0].prefix:  # a word of ours, not the name of a body that is written iResearch
            text = text[:1].upper() + text[1:]
        return Markup("<p>{}{}</p>").format(self._style.closed(text), marks)

    def _cited_in_note(self, citation: Citation, number: int) -> Markup:
        """Return the sources themselves: in brackets behind the author, where the note's sentence names him."""
        first = self._style.bibliography.references.get(citation.items[0].key)
        if not (citation.in_text and first and first.authors):
            return Markup().join(self._citation_text(citation, number))
        work = self._item_text(replace(citation.items[0], suppress_author=True), number, citation.quote)
        return self._style.locale.html("notes.aside", text=self._style.in_text(first), aside=Markup().join(work))

    def _citation_text(self, citation: Citation, number: int) -> tuple[Markup, Markup]:
        """Return the sources of a citation, and the marks of the last one, which stand behind the full stop."""
        separator = self._style.locale.html("notes.separator")
        *others, (last, marks) = [self._item_text(item, number, citation.quote) for item in citation.items]
        return separator.join([*map(Markup().join, others), last]), marks

    def _item_text(self, item: CitationItem, number: int, quote: str) -> tuple[Markup, Markup]:
        """Return one source in full, and its marks, where the page names it first; in short form from then on."""
        reference, marks = self._style.bibliography.references.get(item.key), Markup()
        if reference is None:
            return Markup("{}").format(item.key), marks
        if item.key in self._full:
            text = self._style.short(reference, item, self._full[item.key], quote)
        else:
            self._full[item.key] = number
            text = self._style.full(reference, item, quote, self._page_of(reference))
            marks = self._marks_of(reference)
        prefix = markdown.inline_html(item.prefix, self._style.locale.code)
        shown = Markup(' <small class="note-marks">{}</small>').format(marks) if marks else marks
        return Markup("{} {}").format(prefix, text) if prefix else text, shown

    def _with_ways_back(self, note: _Note) -> Markup:
        back = _ways_back(self._style.locale.code, note.number, note.calls)
        if note.html.endswith("</p>"):
            return note.html.removesuffix("</p>") + back + Markup("</p>")
        return note.html + Markup("<p>") + back + Markup("</p>")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one file, as pieces of it come into a page: its notes are its own, the page numbers them.

    `bodies` are those of the notes that stand in the file; `resolve` knows where its links lead.
    """

    notebook: Notebook
    path: str
    bodies: Mapping[str, tuple[Token, ...]]
    resolve: markdown.Resolve

    def render(self, tokens: Sequence[Token]) -> Markup:
        """Render a piece of the text; pieces must come in the order of the page."""
        return markdown.render(tokens, self.notebook.lang, self, self.bodies, self.resolve)

    def cite(self, citation: Citation) -> Markup:
        """Return what stands in the text for a citation."""
        return self.notebook.cite(citation)

    def refer(self, label: str, body: Sequence[Token]) -> Markup:
        """Return the call of a note that stands in the file."""
        return self.notebook.refer(f"{self.path}#{label}", lambda: self.render(body))


@dataclass(frozen=True, slots=True)
class Unnoted:
    """Stands in for the notes of an excerpt, which has none: a sentence keeps the name that it needs, and no call."""

    style: Style

    def cite(self, citation: Citation) -> Markup:
        """Return the source where the sentence names it, else nothing."""
        reference = self.style.bibliography.references.get(citation.items[0].key)
        return self.style.in_text(reference) if citation.in_text and reference else Markup()

    def refer(self, _label: str, _body: Sequence[Token]) -> Markup:
        """Return nothing for a note that the author wrote."""
        return Markup()


def _anchor(number: int, call: int) -> str:
    """Return the id of a call of a note, as Python-Markdown's footnotes have it."""
    return f"fnref:{number}" if call == 1 else f"fnref{call}:{number}"


@locales.derived
@lru_cache(maxsize=10_000)
def _call_html(lang: str, number: int, call: int) -> Markup:
    """Return a note's number in the text; all pages of a language share these."""
    label = locales.load(lang).text("notes.note", number=number)
    return Markup(
        '<sup id="{anchor}" data-pagefind-ignore><a class="footnote-ref" href="#fn:{number}" role="doc-noteref" '
        'aria-label="{label}">{number}</a></sup>'
    ).format(anchor=_anchor(number, call), number=number, label=label)


@lru_cache(maxsize=10_000)
def _ways_back(lang: str, number: int, calls: int) -> Markup:
    """Return the links from a note to all its calls; all pages of a language share these."""
    ways = []
    for call in range(1, calls + 1):
        key = "notes.back" if calls == 1 else "notes.back_again"
        label = locales.load(lang).text(key, number=number, ordinal=call)
        mark = Markup("↩") if calls == 1 else Markup("↩<sup>{}</sup>").format(call)
        ways.append(
            Markup(
                ' <a class="footnote-backref" href="#{}" role="doc-backlink" title="{}" aria-label="{}">{}</a>'
            ).format(_anchor(number, call), label, label, mark)
        )
    return Markup().join(ways)
