"""What single values of the YAML files may be, as types for pydantic models: ids, places, dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any

from babel import Locale
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from dossier import locales
from dossier.dates import Edtf, parse_edtf
from dossier.source import ID_PATTERN
from dossier.wording import Phrase

_TERRITORIES = frozenset(code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code))


def _id(word: str) -> str:
    if not ID_PATTERN.fullmatch(word):
        raise ValueError(Phrase.NO_ID(word=word))
    return word


def _region(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", code) or code[:2] not in _TERRITORIES:
        raise ValueError(Phrase.NO_REGION(code=code))
    return code


def _edtf(value: object) -> Edtf:
    return value if isinstance(value, Edtf) else parse_edtf(str(value))


def _iso_date(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_form", "not in the form year-month-day")
    return value


def _known_languages(schema: dict[str, Any]) -> None:
    schema["enum"] = list(locales.available())


# What the schemas say of these values beside their types is for editors, which know no validators of ours.

Language = Annotated[str, Field(json_schema_extra=_known_languages)]
"""A language by its BCP 47 code; which of them a dossier has is not known here."""

Id = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": f"^{ID_PATTERN.pattern}$"})]
"""A name that is an anchor too: `airport-jobs`."""

Region = Annotated[
    str,
    AfterValidator(_region),
    Field(json_schema_extra={"pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$", "examples": ["BE", "BE-WLG", "EU"]}),
]
"""A country, or a part of one, by its ISO 3166 code; the CLDR has EU and UN beside them."""

EdtfDate = Annotated[
    Edtf,
    BeforeValidator(_edtf),
    WithJsonSchema(  # a year alone is a number to every other reader of YAML
        {
            "type": ["string", "integer"],
            "pattern": "^[0-9X?~%/.-]+$",
            "examples": ["2026-03-01", "2026-03", "2018/2025", "2018/..", "2025-10?"],
        }
    ),
]
"""A date or an interval as exact as it is known; its model needs `arbitrary_types_allowed`."""

CalendarDay = Annotated[
    dt.date,
    BeforeValidator(_iso_date),
    Field(json_schema_extra={"pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2026-03-01"]}),
]
"""A day, written as 2026-03-01."""

Wordings = Annotated[
    Mapping[Language, Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]], Field(min_length=1)
]
"""One text in several languages, by their codes."""
