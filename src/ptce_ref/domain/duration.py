"""Lengths of time and times of day, as people write them in French: « 2h », « 1 h 45 », « 90 min », « 14:00 »."""

import re

from ptce_ref.domain.text import NO_BREAK_SPACE

HOUR = 60
DAY = 24 * HOUR
_MINUTES = r"m(?:in(?:\.|utes?)?)?"
_HOURS = re.compile(rf"([0-9]{{1,2}})\s*h(?:eures?)?\s*(?:([0-9]{{1,2}})\s*(?:{_MINUTES})?)?", re.IGNORECASE)
_ALONE = re.compile(rf"([0-9]{{1,4}})\s*{_MINUTES}", re.IGNORECASE)
_TIME = re.compile(r"([0-9]{1,2})\s*(?:[h:]|heures?)\s*([0-9]{2})?", re.IGNORECASE)


def read_duration(text: str) -> int | None:
    """Return the minutes of « 2h », « 2h30 », « 1 h 45 », « 150min », or None when it is not a length of time.

    A number alone is refused: « 2 » may be hours, « 90 » minutes.
    """
    text = text.strip()
    if found := _HOURS.fullmatch(text):
        hours, minutes = int(found[1]), int(found[2] or 0)
        return hours * HOUR + minutes if minutes < HOUR else None
    found = _ALONE.fullmatch(text)
    return int(found[1]) if found else None


def read_time(text: str) -> int | None:
    """Return the minutes since midnight of « 14:00 », « 14h », « 9 h 30 », or None when it is not a time of day."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return hours * HOUR + minutes if hours * HOUR < DAY and minutes < HOUR else None


def duration_words(minutes: int) -> str:
    """Return « 20 min », « 2 h », « 1 h 45 »."""
    if minutes < HOUR:
        return f"{minutes}{NO_BREAK_SPACE}min"
    return time_words(minutes) if minutes % HOUR else f"{minutes // HOUR}{NO_BREAK_SPACE}h"


def time_words(minutes: int) -> str:
    """Return « 0 h 05 », « 14 h 20 »: a moment, counted from midnight or from the start of something."""
    return f"{minutes // HOUR}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{minutes % HOUR:02}"
