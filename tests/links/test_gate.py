"""What servers ask for in the way of politeness."""

from __future__ import annotations

import pytest

from dossier.links.gate import retry_after


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": " 0 "}, 0.0),
        ({"Retry-After": "Sun, 01 Mar 2026 12:01:00 GMT", "Date": "Sun, 01 Mar 2026 12:00:00 GMT"}, 60.0),
        ({"Retry-After": "Sun, 01 Mar 2026 11:00:00 GMT", "Date": "Sun, 01 Mar 2026 12:00:00 GMT"}, 0.0),
        ({"Retry-After": "Sun, 01 Mar 2020 12:01:00 GMT"}, 0.0),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_the_pause_that_is_asked_for(headers: dict[str, str], pause: float | None) -> None:
    assert retry_after(headers) == pause
