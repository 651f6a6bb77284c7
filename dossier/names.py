"""Names of people and bodies, and names of languages, as bibliographies write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import babel

from dossier.bibtex import without_braces


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts; or, in `literal`, a body or a name that keeps its own order (`王毅`)."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


# --- Names ----------------------------------------------------------------------------------------------------------

AND = re.compile(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)
COMMA = re.compile(r"[{}]|,")
_GAP = re.compile(r"[{}]|\s+")
_MOST_PARTS = 3  # von Last, Jr., First
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text where the separator stands outside of braces; the pattern matches braces too."""
    parts, depth, start = [], 0, 0
    for match in separator.finditer(text):
        if match.group() in {"{", "}"}:
            depth += 1 if match.group() == "{" else -1
        elif depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [part.strip() for part in (*parts, text[start:])]


def parse_name(text: str) -> Name | None:
    """Read one name, decoded but with its braces; None where it is none.

    Forms: `First von Last`, `von Last, First`, `von Last, Jr., First`; a name all in braces is that of a body.
    """
    texts = split_outside_braces(text, COMMA)
    if len(texts) > _MOST_PARTS or not all(texts):
        return None
    parts = [[word for word in split_outside_braces(part, _GAP) if word] for part in texts]
    first = parts[0]
    if len(parts) == 1 and (CJK.search(text) or (len(first) == 1 and text[0] == "{" and text[-1] == "}")):
        return Name(literal=without_braces(text))
    suffix = parts[1] if len(parts) == _MOST_PARTS else []
    if not suffix and len(first) > 1 and first[-1] in _SUFFIXES:
        suffix = [first.pop()]
    given = parts[-1]
    if len(parts) == 1:
        cut = next((at for at, word in enumerate(first[:-1]) if _is_lower(word)), len(first) - 1)
        given, first = first[:cut], first[cut:]
    cut = max((at for at, word in enumerate(first[:-1], start=1) if _is_lower(word)), default=0)
    particle, family, given_name, jr = (
        without_braces(" ".join(words)) for words in (first[:cut], first[cut:], given, suffix)
    )
    return Name(family, given_name, particle, jr)


def _is_lower(word: str) -> bool:
    """Tell a particle from a name: its first letter is small and stands outside of braces."""
    return next((letter for letter in word if letter.isalpha() or letter == "{"), "").islower()


# --- Languages ------------------------------------------------------------------------------------------------------

_BABEL_NAMES = """
    acadian=fr-CA american=en-US australian=en-AU austrian=de-AT bahasa=id bahasai=id bahasam=ms bengali=bn
    brazil=pt-BR brazilian=pt-BR british=en-GB canadian=en-CA canadien=fr-CA chinese-hans=zh-Hans
    chinese-hant=zh-Hant chinese-simplified=zh-Hans chinese-traditional=zh-Hant farsi=fa francais=fr germanb=de
    lowersorbian=dsb magyar=hu mandarin=zh mexican=es-MX naustrian=de-AT newzealand=en-NZ ngerman=de norsk=nb
    nswissgerman=de-CH nynorsk=nn polutonikogreek=el portuges=pt serbianc=sr-Cyrl slovene=sl swissgerman=de-CH
    ukenglish=en-GB uppersorbian=hsb usenglish=en-US
"""
"""Names of languages in LaTeX that differ from those of the CLDR. Source: biblatex manual, list of `langid`."""

_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


@cache
def language_codes() -> dict[str, str]:
    """Return the languages of the CLDR by code and English name, and those of LaTeX, all in small letters."""
    cldr = {code.replace("_", "-"): name for code, name in babel.Locale("en").languages.items()}
    return (
        {code.lower(): code for code in cldr}
        | {name.lower(): code for code, name in cldr.items()}
        | dict(pair.split("=") for pair in _BABEL_NAMES.split())
    )


def language_code(name: str) -> str | None:
    """Return the BCP 47 code of a language given by name (`ngerman`) or by code (`zh-hant`), or None."""
    codes = language_codes()
    if code := codes.get(name.lower()):
        return code
    match = _LANGUAGE_TAG.fullmatch(name)
    if match is None or match[1].lower() not in codes:
        return None
    language, script, region = match.groups(default="")
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))
