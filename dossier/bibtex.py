"""BibTeX files as text with places: entries and fields through pybtex's low-level parser, LaTeX decoded.

The only importer of pybtex. Its parser is kept because BibTeX has no grammar but its implementations; its own error
handling, which stops at the first fault and knows no columns, is replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry
from pybtex.scanner import Pattern, PybtexSyntaxError, Token
from pybtex.utils import CaseInsensitiveDict

from dossier import rules
from dossier.diagnostics import Report, Span
from dossier.source import MAX_BYTES, SourceFile
from dossier.wording import Phrase, Words

# --- Parsing --------------------------------------------------------------------------------------------------------

_MAX_DEPTH = 20
"""Deepest nesting of braces; it also bounds what is read again after values that never end."""

MONTHS = "january february march april may june july august september october november december"
MONTH_NUMBERS = {name[:3]: str(number) for number, name in enumerate(MONTHS.split(), start=1)}
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_NEXT_ENTRY = re.compile(r"^[ \t]*+%[^\n]*+|(?P<entry>^@|(?<!\w)@[ \t]*+[A-Za-z]++[ \t]*+[{(])", re.MULTILINE)
BLANKS = re.compile(r"[ \t\n]+")  # not \s: a no-break space is part of the text

_PROBLEMS = {
    "'}' expected": Phrase.BIBTEX_END_BRACE,
    "')' expected": Phrase.BIBTEX_END_PARENTHESIS,
    "'(' or '{' expected": Phrase.BIBTEX_OPEN_BRACE,
    "'=' expected": Phrase.BIBTEX_EQUALS,
    "a valid name expected": Phrase.BIBTEX_TYPE,
    "entry key expected": Phrase.BIBTEX_KEY,
    "field value expected": Phrase.BIBTEX_VALUE,
    "premature end of file": Phrase.BIBTEX_END_OF_FILE,
}
"""pybtex's messages in our words."""


@dataclass(frozen=True, slots=True)
class BibtexField:
    """A field as it was typed: the position of its name, of its value's text, and the one behind the whole value.

    `length` is that of a value in one line.
    """

    name: str
    value: str
    name_at: int
    value_at: int
    end: int
    length: int


@dataclass(slots=True)
class BibtexEntry:
    """An entry as it was typed, up to the position `end`; `broken` where the parser could not read it so far."""

    type: str
    key: str
    at: int
    key_at: int
    end: int
    fields: list[BibtexField] = field(default_factory=list)
    broken: bool = False


class BibtexParser(LowLevelParser):  # type: ignore[misc] # pybtex has no types
    """pybtex's parser, with positions; `%` begins a comment, also inside an entry, as in biber."""

    WHITESPACE = Pattern(r"(?:\s++|%[^\n]*+)++", "white space")

    def __init__(self, source: SourceFile, report: Report) -> None:
        super().__init__(source.text, macros=CaseInsensitiveDict(MONTH_NUMBERS), filename=source.path)
        self._source = source
        self._report = report
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", source.text))]
        self._fields: list[BibtexField] = []
        self._key_at = self._value_at = self._value_end = 0
        self._broken = False
        self._expanded = 0

    def span(self, at: int, length: int = 0) -> Span:
        """Return the place of a position in the text."""
        line = bisect_right(self._line_starts, at)
        return self._source.span(line, at - self._line_starts[line - 1] + 1, length or None)

    def span_of(self, words: str, start: int, length: int) -> Span:
        """Return the place of `words` in that part of the text, or where it begins if they do not stand there."""
        return self.span(max(self._source.text.find(words, start, start + length), start), len(words))

    def entries(self) -> Iterator[BibtexEntry]:
        """Yield the entries in order; after a fault, go on with what looks like the next entry."""
        while True:
            self.eat_whitespace()
            if self.eof():
                return
            self.command_start = self.pos
            if self.text[self.pos] != "@":
                self._report.add(rules.MALFORMED_BIBTEX, self.span(self.pos), problem=Phrase.BIBTEX_OUTSIDE())
                self._skip_to_entry(self.pos)
                continue
            self.pos += 1
            self._broken, self._fields = False, []
            try:
                command = self._parse_command()
            except PybtexSyntaxError as error:
                self.handle_error(error)
            else:
                if self.current_entry_key is not None:
                    yield BibtexEntry(
                        command,
                        self.current_entry_key,
                        self.command_start,
                        self._key_at,
                        self.pos,
                        self._fields,
                        self._broken,
                    )
            if self._broken:
                self._skip_to_entry(self.command_start + 1)

    def _skip_to_entry(self, start: int) -> None:
        found = (match.start("entry") for match in _NEXT_ENTRY.finditer(self.text, start) if match["entry"])
        self.pos = next(found, self.end_pos)

    def _parse_command(self) -> str:
        try:
            return str(self.parse_command()[0])
        except SkipEntry as comment:  # pybtex would go on to read what stands in it
            if self.text[self.pos - 1] == "(":
                raise PybtexSyntaxError(Phrase.BIBTEX_COMMENT(), self) from comment
            self.parse_string(self.RBRACE)
            return "comment"

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Report a fault at its place, and with it where the entry begins."""
        self._broken = True
        at, problem = error.error_context_info[-1], error.args[0]
        if _NEXT_ENTRY.match(self.text, at):
            problem = Phrase.BIBTEX_NEXT_ENTRY()
        elif not isinstance(problem, Words):
            problem = _PROBLEMS.get(str(problem), Phrase.BIBTEX_OTHER)()
        self._fault(at, problem)

    def _fault(self, at: int, problem: Words) -> None:
        begins = (self.span(self.command_start), Phrase.ENTRY_BEGINS_HERE())
        self._report.add(rules.MALFORMED_BIBTEX, self.span(at), related=(begins,), problem=problem)

    def parse_entry_body(self, body_end: Pattern) -> None:
        """Read key and fields, and remember where the key stands."""
        self.eat_whitespace()
        self._key_at = self.pos
        super().parse_entry_body(body_end)

    def parse_field(self) -> None:
        """Read a field, and remember where its name and its value stand."""
        self.eat_whitespace()
        name_at = self.pos
        super().parse_field()
        if self.current_field_name is not None:
            name, value = self.current_field_name.lower(), "".join(self.current_value)
            one_line = "\n" not in value and self.text.startswith(value, self._value_at)
            length = len(value) if one_line else 0
            self._fields.append(BibtexField(name, value, name_at, self._value_at, self._value_end, length))

    def parse_value(self) -> None:
        """Read a value, and remember where its text begins."""
        self.eat_whitespace()
        self._value_at = self.pos + (self.text[self.pos : self.pos + 1] in {"{", '"'})
        super().parse_value()

    def parse_value_part(self) -> str:
        """Read one of the texts that a value is put together from, and remember where it ends."""
        part = str(super().parse_value_part())
        self._value_end = self.pos
        return part

    def parse_string(self, string_end: Pattern, level: int = 0, max_level: int = _MAX_DEPTH) -> list[Token]:
        """Read on to the quotation mark or brace that ends a text, in one pass."""
        start = self.pos
        for match in _BRACE_OR_QUOTE.finditer(self.text, start):
            if match.group() == "{":
                level += 1
            elif level == 0 and (match.group() == '"') is (string_end is self.QUOTE):
                self.pos = match.end()
                return [Token(self.text[start : self.pos], string_end)]
            elif match.group() == "}":
                level -= 1
            if not 0 <= level <= max_level:
                self.pos = match.start()
                is_closed = level < 0
                problem = Phrase.BIBTEX_BRACE() if is_closed else Phrase.BIBTEX_TOO_DEEP(limit=max_level)
                raise PybtexSyntaxError(problem, self)
        self.pos = start - 1
        raise PybtexSyntaxError(Phrase.BIBTEX_ENDLESS(), self)

    def substitute_macro(self, name: str) -> str:
        """Return the text that an abbreviation stands for; the name of a month stands for its number."""
        text = str(self.macros.get(name, name))
        self._expanded += len(text)
        if name not in self.macros:
            self._fault(self.pos - len(name), Phrase.BIBTEX_ABBREVIATION(name=name))
        elif self._expanded > MAX_BYTES:  # thirty lines of `@string{a = a # a}` stand for gigabytes
            self._fault(self.pos - len(name), Phrase.BIBTEX_TOO_LONG())
            return ""
        return text


# --- From LaTeX to text ---------------------------------------------------------------------------------------------

_LATEX = re.compile(
    r"""
      \\[`'^"~=.]\s*(?:\{\\?[^\W\d_]\s*\}|\\?[^\W\d_])    # accents: \'e \'{e} \'\i \'{\i}
    | \\[cvHkurbdt](?:\s*\{\\?[^\W\d_]\}|\s+[^\W\d_])     # accents that are letters: \c{c} \v s
    | \\[A-Za-z]+(?:\{\}|[ ]*)                            # words: \ss{} \o \emph
    | \\.?                                                # signs: \&
    | ---? | ~ | `` | ''
    """,
    re.VERBOSE | re.DOTALL,
)
_LIGATURES = {"---": "—", "--": "–", "~": "\u00a0", "``": "“", "''": "”"}
_DOTLESS = re.compile(r"(?<=.)\\([ij])(?![a-z])")
LATEX_LEFT_OVER = re.compile(r"\\(?:[A-Za-z]+|.)?|\$[_^]", re.DOTALL)


def decode_latex(text: str) -> str:
    """Undo LaTeX's accents, escapes, dashes and ties; what has no character of its own stays as it was typed."""
    return _LATEX.sub(lambda match: _LIGATURES.get(match.group()) or _decode_command(match.group()), text)


@lru_cache(maxsize=1024)
def _decode_command(command: str) -> str:
    from latexcodec.codec import UnicodeLatexIncrementalDecoder  # noqa: PLC0415 - slow to load, and seldom needed

    if command[1:] in {"&", "%", "$", "#", "_"}:
        return command[1:]
    try:
        decoder = UnicodeLatexIncrementalDecoder()  # type: ignore[no-untyped-call]
        text = decoder.decode(_DOTLESS.sub(r"\1", command), final=True)
    except UnicodeDecodeError:  # a backslash at the end
        return command
    return command if "\\" in text else text.replace("{", "").replace("}", "")


def without_braces(text: str) -> str:
    """Return a text without the braces that only group, and without blanks around it."""
    return text.replace("{", "").replace("}", "").strip(" \t\n")
