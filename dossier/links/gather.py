"""From the places where links stand to the addresses that are asked: each once, with what is expected there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from dossier import markdown
from dossier.citation_syntax import Citation
from dossier.config import LinkPolicy
from dossier.corpus import Corpus
from dossier.links.judge import Target, target
from dossier.links.model import Found, Hop, Result, Role
from dossier.links.record import LinkRecord
from dossier.writer import address


@dataclass(frozen=True, slots=True)
class Link:
    """An address to ask, and the places (at least one) where it stands."""

    target: Target
    found: tuple[Found, ...]


def gather(found: Iterable[Found], policy: LinkPolicy, records: Mapping[str, LinkRecord]) -> dict[str, Link]:
    """Return the links by address, as browsers write it, in the order in which they were found.

    A page that was good is asked for only if it has changed since, unless words or a place in it are looked for.
    """
    places: dict[str, list[Found]] = {}
    for one in found:
        places.setdefault(target(one.url).url, []).append(one)
    return {url: Link(_target(url, here, policy, records.get(url)), tuple(here)) for url, here in places.items()}


def _target(url: str, here: list[Found], policy: LinkPolicy, record: LinkRecord | None) -> Target:
    if reason := policy.why_excluded(url):
        return Target(url, None, "excluded", reason)
    quotes = tuple(dict.fromkeys(quote for one in here for quote in one.quotes))
    read = target(url, title=next((one.title for one in here if one.title), ""), quotes=quotes)
    needs_all = quotes or (read.address and read.address.fragment)
    return read if needs_all or record is None else replace(read, validators=tuple(record.validators().items()))


def remembered(record: LinkRecord) -> Result:
    """Return what was measured last, for an address that is not asked now."""
    hop = Hop(record.final or record.url, record.status)
    return Result(record.url, record.verdict, record.reason, record.detail, (hop,), record.title, note=record.note)


def sources_of_pages(corpus: Corpus) -> dict[str, str]:
    """Return by page of the built site the file that it is made from, where it is made from one."""
    found: dict[str, str] = {}
    for argument in corpus.arguments.values():
        found |= {address(f"arguments/{argument.id}", lang): text.path for lang, text in argument.texts.items()}
    found |= {address(content, text.lang): text.path for content, text in corpus.whole_texts()}
    return {f"{where}index.html": path for where, path in found.items()}


def with_quotes(found: Iterable[Found], corpus: Corpus) -> Iterator[Found]:
    """Give the addresses of sources the words that citations rely on."""
    quotes: dict[str, dict[str, None]] = {}
    for citation in _citations(corpus):
        if citation.quote:
            quotes.setdefault(citation.items[0].key, {})[citation.quote] = None
    for one in found:
        words = quotes.get(one.context) if one.role in {Role.SOURCE, Role.ARCHIVE} else None
        yield replace(one, quotes=tuple(words)) if words else one


def _citations(corpus: Corpus) -> Iterator[Citation]:
    texts = [text for argument in corpus.arguments.values() for text in argument.texts.values()]
    groups = [text.token_groups() for text in texts] + [text.token_groups() for _, text in corpus.whole_texts()]
    for tokens in chain.from_iterable(groups):
        yield from markdown.citations(tokens)
