"""When something was changed, in the words one says."""

import datetime as dt

import pytest

from ptce_ref.reports.moment import elapsed

PARIS = dt.timezone(dt.timedelta(hours=1))
NOW = dt.datetime(2026, 11, 22, 15, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("iso", "told"),
    [
        ("2026-11-22T15:00:00.000+01:00", "à l’instant"),
        ("2026-11-22T14:59:01.000+01:00", "à l’instant"),
        ("2026-11-22T14:58:59.000+01:00", "il y a 1 min"),
        ("2026-11-22T14:00:01.000+01:00", "il y a 59 min"),
        ("2026-11-22T14:00:00.000+01:00", "aujourd’hui 14:00"),
        ("2026-11-22T00:05:00.000+01:00", "aujourd’hui 00:05"),
        ("2026-11-21T23:59:00.000+01:00", "hier 23:59"),
        ("2026-11-21T14:32:00.000+01:00", "hier 14:32"),
        ("2026-11-20T23:59:00.000+01:00", "il y a 2 jours"),
        ("2026-11-16T08:00:00.000+01:00", "il y a 6 jours"),
        ("2026-11-15T08:00:00.000+01:00", "le 15 novembre"),
        ("2026-02-01T08:00:00.000+01:00", "le 1er février"),
        ("2025-09-12T08:00:00.000+02:00", "en septembre 2025"),
        ("2026-11-22T16:30:00.000+01:00", "le 22 novembre 2026 à 16:30"),
        ("2026-11-22T14:30:00", "il y a 30 min"),
    ],
)
def test_a_moment_in_words(iso: str, told: str) -> None:
    assert elapsed(iso, NOW).replace("\u00a0", " ") == told


def test_another_time_zone_is_told_in_the_time_of_the_reader() -> None:
    assert elapsed("2026-11-21T23:30:00.000+00:00", NOW) == "aujourd’hui 00:30"


def test_just_after_midnight_minutes_say_more_than_the_day_before() -> None:
    midnight = dt.datetime(2026, 11, 22, 0, 10, tzinfo=PARIS)
    assert elapsed("2026-11-21T23:50:00.000+01:00", midnight).replace("\u00a0", " ") == "il y a 20 min"
