"""What day it is."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier import clock


@pytest.mark.parametrize(
    ("epoch", "day"),
    [("0", dt.date(1970, 1, 1)), ("86399", dt.date(1970, 1, 1)), ("1795392000", dt.date(2026, 11, 23))],
)
def test_the_environment_sets_the_day(epoch: str, day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert clock.today() == day


def test_without_the_environment_it_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = dt.datetime.now(dt.UTC).date()
    assert before <= clock.today() <= dt.datetime.now(dt.UTC).date()


@pytest.mark.parametrize("epoch", ["yesterday", "2026-11-23", "-1", "1.5", "1_000", " 5", "²", "٣", "9" * 12, "9" * 30])
def test_a_malformed_day_is_an_error(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(clock.ClockError, match=f"^SOURCE_DATE_EPOCH is '{epoch}'; it must be a number of seconds"):
        clock.today()


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    before = dt.datetime.now(dt.UTC).date()
    assert before <= clock.today() <= dt.datetime.now(dt.UTC).date()
