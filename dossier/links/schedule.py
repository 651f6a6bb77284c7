"""When an address is asked again, and which part of a divided run asks it.

Every address has a day of its own in the period of its verdict, by a hash, so that each day brings its even share. A
day on which nothing ran is made up for on the next.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from dossier.links.model import Verdict
from dossier.links.record import FAILING, LinkRecord

_DAILY, _WEEKLY, _MONTHLY = 1, 7, 30
_PERIODS = {FAILING: _DAILY, Verdict.UNSTABLE: _DAILY, Verdict.OK: _MONTHLY}
"""By standing, in days; all others are asked weekly."""


def due(records: Mapping[str, LinkRecord], urls: Iterable[str], today: dt.date) -> list[str]:
    """Return the addresses that are to be asked today, each once: new ones first, then the more urgent ones.

    Within a period, those that have not been asked for longest come first.
    """
    order = []
    for url in set(urls):
        record = records.get(url)
        if record is None or record.checked is None or record.checked > today:  # from a clock that was wrong
            order.append((0, dt.date.min, url))
        elif record.checked < _own_day(url, period := _PERIODS.get(record.standing, _WEEKLY), today):
            order.append((period, record.checked, url))
    return [url for _, _, url in sorted(order)]


def _own_day(url: str, period: int, today: dt.date) -> dt.date:
    """Return the last day, up to today, on which the address had its turn."""
    slot = int.from_bytes(hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()[:8]) % period
    return today - dt.timedelta(days=(today.toordinal() - slot) % period)


def shard(urls: Iterable[str], number: int, count: int) -> list[str]:
    """Return the addresses of one part of `count`, counted from 1, in order.

    A host is never in two parts, for its pauses hold only within one; the parts are as even as hosts allow. All parts
    must be cut from the same addresses.
    """
    by_host: dict[str, list[str]] = {}
    for url in sorted(set(urls)):
        by_host.setdefault(_host(url), []).append(url)
    load = dict.fromkeys(range(1, count + 1), 0)
    mine: list[str] = []
    for _, own in sorted(by_host.items(), key=lambda host: (-len(host[1]), host[0])):
        part = min(load, key=lambda one: (load[one], one))
        load[part] += len(own)
        if part == number:
            mine += own
    return sorted(mine)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url
