"""The values that pass between the parts of the link checker: where a link stands, what an address answered, a verdict.

Data flows one way: links are found (`extract.py`), their addresses are read as browsers read them (`address.py`),
asked (`client.py`), judged (`judge.py`, `wording.py`) and remembered (`ledger.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from dossier.diagnostics import Span


class Verdict(StrEnum):
    """What is known of an address."""

    OK = "ok"
    MOVED = "moved"
    """It leads on, for good, to another address."""
    BLOCKED = "blocked"
    """It does not show itself to programs, which says nothing about the page."""
    SUSPECT = "suspect"
    """It answers, but probably not with what was cited."""
    UNSTABLE = "unstable"
    """It failed in a way that passes."""
    TLS = "tls"
    """Its certificate is faulty."""
    DEAD = "dead"
    MALFORMED = "malformed"
    """It is no address that a browser could open."""
    REFUSED = "refused"
    """It leads into a private network, where we do not go."""
    SKIPPED = "skipped"
    """It was not asked: not an address of the web, or there was no time left."""


class Role(StrEnum):
    """What a link is for."""

    SOURCE = "source"
    """The address of an entry of the bibliography."""
    DOI = "doi"
    ARCHIVE = "archive"
    """An archive's copy of a source."""
    TEXT = "text"
    """A link in a text."""
    PAGE = "page"
    """What a built page loads, links to or names: `href`, `src`, metadata."""
    LIST = "list"
    """An address in a plain list."""


@dataclass(frozen=True, slots=True)
class Found:
    """A link where it stands. `context` is what a person calls the place: a bibliography's key, a page's address."""

    url: str
    """The address as written."""
    span: Span
    role: Role
    context: str = ""
    title: str = ""
    """The title that the bibliography gives to what is there."""
    quotes: tuple[str, ...] = ()
    """Words that a citation relies on, in the source's language."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A step on the way to the final answer: what was asked, its status, and what led on from there.

    `via` is `redirect`, `refresh` (`<meta http-equiv=refresh>`) or empty where the way ends; `permanent` tells that the
    step is meant to last (301, 308, an immediate refresh).
    """

    url: str
    status: int
    via: str = ""
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one address.

    `reason` is a key of `reasons.REASONS`, which explains it to a contributor; `detail` fills that text's blank.
    """

    url: str
    """The address as browsers write it (WHATWG), or as it was found where they cannot read it."""
    verdict: Verdict
    reason: str
    detail: str = ""
    hops: tuple[Hop, ...] = ()
    title: str = ""
    """The title of the page that answered last."""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """SHA-256 of the visible text, shortened to 16 hexadecimal digits; empty for what has no text."""
    note: str = ""
    """What else a person may want to know, as a key of `reasons.NOTES`; the verdict stands without it."""

    @property
    def status(self) -> int:
        """The status of the last answer; 0 where none came."""
        return self.hops[-1].status if self.hops else 0

    @property
    def final(self) -> str:
        """The address that answered last."""
        return self.hops[-1].url if self.hops else self.url


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for an address: the last answer on the way, and the way. `status` is 0 where none came.

    `headers` are found under their names in any case; `url` is the address that answered.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hops: tuple[Hop, ...] = ()


class Fetch(Protocol):
    """Asks an address and follows it; a connection that fails is no exception, but an answer with the status 0."""

    async def __call__(
        self, url: str, *, headers: Mapping[str, str] = ..., method: str = ..., data: Mapping[str, str] | None = ...
    ) -> Answer:
        """Return what an address answers; `data` is sent as a form."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of a page in an archive: where it is, and when (UTC) it was made."""

    url: str
    made: dt.datetime
