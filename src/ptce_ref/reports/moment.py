"""Moments in French words, as one says them: « il y a 12 min », « hier 14:32 », « le 9 novembre »."""

import datetime as dt

from ptce_ref.reports.wording import NBSP, count, long_date

_MINUTE, _HOUR = 60, 3600
_DAYS_TOLD = 7
"""From that many days on, the date says more than a number of days."""


def elapsed(iso: str, now: dt.datetime) -> str:
    """Return when the moment ``iso`` was, seen from ``now``; a moment without a time zone is in that of ``now``.

    A moment to come (the clock of another machine) is told by its date and time.
    """
    then = dt.datetime.fromisoformat(iso)
    then = then.replace(tzinfo=now.tzinfo) if then.tzinfo is None else then.astimezone(now.tzinfo)
    seconds = (now - then).total_seconds()
    days = (now.date() - then.date()).days
    if 0 <= seconds < _HOUR:
        minutes = int(seconds // _MINUTE)
        return f"il y a {minutes}{NBSP}min" if minutes else "à l’instant"
    if days == 0 and seconds > 0:
        return f"aujourd’hui {then:%H:%M}"
    if days == 1:
        return f"hier {then:%H:%M}"
    if 1 < days < _DAYS_TOLD:
        return f"il y a {count(days, 'jour')}"
    date = long_date(then.date().isoformat())
    if seconds < 0:
        return f"le {date} à {then:%H:%M}"
    day, year = date.rsplit(" ", 1)
    return f"le {day}" if then.year == now.year else f"en {day.split(NBSP)[1]} {year}"
