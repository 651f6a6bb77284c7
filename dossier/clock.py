"""The one place that asks what day it is."""

from __future__ import annotations

import datetime as dt
import os
import re

_SECONDS = re.compile("[0-9]+")


class ClockError(Exception):
    """The environment sets a day that is none."""


def today() -> dt.date:
    """Return the current day in UTC; `SOURCE_DATE_EPOCH` sets it, so that builds can be repeated to the byte.

    Raises ClockError where that says nothing. Source: reproducible-builds.org, "SOURCE_DATE_EPOCH specification".
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return dt.datetime.now(dt.UTC).date()
    try:
        if _SECONDS.fullmatch(epoch):
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):  # beyond the year 9999
        pass
    msg = f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a number of seconds since 1970, such as 1795392000, or unset"
    raise ClockError(msg)


def now() -> dt.datetime:
    """Return the current time in UTC, for what happens while a program runs: it is in nothing that is built."""
    return dt.datetime.now(dt.UTC)
