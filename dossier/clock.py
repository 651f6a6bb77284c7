"""The one place that asks what day it is."""

from __future__ import annotations

import datetime as dt
import os


def today() -> dt.date:
    """Return the current day in UTC; `SOURCE_DATE_EPOCH` sets it, so that builds can be repeated to the byte.

    Source: reproducible-builds.org, "SOURCE_DATE_EPOCH specification".
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)
    return moment.date()
