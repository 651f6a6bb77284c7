"""A new entry of the bibliography: from what is known of a source to type, key and fields as they are typed.

Whatever a stranger has written, it becomes the text of a field and nothing else: what BibTeX and LaTeX would take for
something is escaped, or replaced by what looks like it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import string
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

import babel

from dossier.bibedit import NewEntry
from dossier.links.phrases import languages, words_of
from dossier.metadata import Metadata
from dossier.names import Name, language_code

_FOR_LATEX = {
    "\\": "/",
    "{": "(",
    "}": ")",
    "~": "\\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
"""What a character is written as that means something to LaTeX; the first three have no safe form."""
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”"}
_LIGATURE = re.compile("|".join(_LIGATURES))
_NOT_ASCII = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
)
_NO_LETTERS = re.compile("[^A-Za-z0-9]+")
_SPLITS_NAMES = re.compile(r"(?:^|\s)and(?:\s|$)|[,{}]", re.IGNORECASE)
_SHORT = 3
"""A word of a title says something when it has more letters than this."""
_LONGEST_WORD = 24
_PUBLISHED_BY = {"report": "institution", "thesis": "institution", "online": "organization", "misc": "organization"}
"""By type of entry, the field for whoever published it; `publisher` for the others."""


def entry(source: Metadata, taken: Collection[str], *, kind: str = "", today: dt.date) -> NewEntry:
    """Return the entry of a source; fields that a person has to fill in are empty.

    `taken` are the keys that others have, `kind` says who speaks (`sourcekind`), `today` is the day on which the source
    was read, if it has an address.
    """
    is_news = source.type == "newspaper"
    type_ = "article" if is_news else source.type or "misc"
    container = "booktitle" if type_ in {"incollection", "inproceedings"} else "journaltitle"
    host = (urlsplit(source.url).hostname or "").removeprefix("www.")
    published_by = source.publisher or ("" if source.container else source.site or host)
    texts = {
        "title": source.title,
        "subtitle": source.subtitle,
        container: source.container or (source.site or host if is_news else ""),
        _PUBLISHED_BY.get(type_, "publisher"): "" if type_ == "article" else published_by,
        "volume": source.volume,
        "number": source.number,
        "pages": source.pages,
    }
    fields = {"sourcekind": kind, "author": _authors(source)}
    fields |= {name: escaped(text) for name, text in texts.items()}
    fields |= {"entrysubtype": "newspaper" if is_news else "", "date": source.date, "isbn": source.isbn}
    fields |= {"doi": source.doi, "url": source.url, "urldate": today.isoformat() if source.url else ""}
    fields["langid"] = _language(source.language)
    to_fill = {"sourcekind", "title", "date", "langid"}
    if not (fields["author"] or source.container or published_by):
        to_fill.add("author")
    kept = {name: fields[name] for name in _ORDER if fields.get(name) or name in to_fill}
    return NewEntry(type_, _key(source, host, taken), kept)


_ORDER = """
    sourcekind author title subtitle entrysubtype booktitle journaltitle institution organization publisher volume
    number pages date isbn doi url urldate langid
""".split()


def escaped(text: str) -> str:
    """Return a text as a field has it; it is read as the same text, but for braces and backslashes."""
    joined = _LIGATURE.sub(lambda match: _LIGATURES[match.group()], text)
    return "".join(_FOR_LATEX.get(one, one) for one in joined)


def _authors(source: Metadata) -> str:
    names = [*map(_name, source.authors), *(["others"] if source.et_al else [])]
    return " and ".join(names)


def _name(name: Name) -> str:
    """Return a name as it is read again; in braces where its parts would be taken for something else."""
    parts = [name.particle, name.family, name.given, name.suffix, name.literal]
    if name.literal or not (name.family and name.given) or any(map(_SPLITS_NAMES.search, parts)):
        whole = name.literal or " ".join(filter(None, (name.given, name.particle, name.family, name.suffix)))
        return f"{{{escaped(whole)}}}"
    family = " ".join(filter(None, (name.particle, name.family)))
    return ", ".join(escaped(part) for part in (family, name.suffix, name.given) if part)


def _language(code: str) -> str:
    """Return the name by which LaTeX knows a language, its code where it has none; an empty text for none."""
    name = str(babel.Locale("en").languages.get(code.replace("-", "_"), "")).lower()
    return name if name.isalpha() and language_code(name) == code else code


# --- Keys -------------------------------------------------------------------------------------------------------------


def _key(source: Metadata, host: str, taken: Collection[str]) -> str:
    """Return author, year and a word of the title, in ASCII; with a letter where another source has that key."""
    year = source.date[:4] or "Nd"
    stem = f"{_who(source, host)}{year}{_word(source.title)}"
    others = {key.casefold() for key in taken}
    return next(key for key in _variants(stem) if key.casefold() not in others)


def _variants(stem: str) -> Iterator[str]:
    yield stem
    for length in itertools.count(1):
        yield from (stem + "".join(letters) for letters in itertools.product(string.ascii_lowercase, repeat=length))


def _who(source: Metadata, host: str) -> str:
    """Return the first name that has ASCII letters: of the author, of where it appeared, of the site."""
    first = source.authors[0] if source.authors else Name()
    names = (first.family, first.literal, source.container, source.site, source.publisher)
    label = host.removesuffix("." + host.rpartition(".")[2]).rpartition(".")[2]
    return next(filter(None, (_ascii(name) for name in (*names, label))), "Source")


def _word(title: str) -> str:
    """Return the first word of a title that says something."""
    small = frozenset().union(*(language.stop for language in languages().values()))
    words = (word for word in words_of(title) if len(word) > _SHORT and word not in small)
    return next(filter(None, map(_ascii, words)), "")


def _ascii(text: str) -> str:
    """Return a name in ASCII letters, each of its words with a capital; an empty text where it has none."""
    plain = unicodedata.normalize("NFKD", text.translate(_NOT_ASCII))
    words = _NO_LETTERS.split("".join(one for one in plain if not unicodedata.combining(one)))
    name = "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST_WORD]
    return name if name[:1].isalpha() else ""
