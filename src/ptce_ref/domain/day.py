"""A day as French people write it: « 30/06/2027 », « 30 juin 2027 », « juin 2027 », « 2027-06-30 »."""

import calendar
import datetime as dt
import re

from ptce_ref.domain.text import clean_line, fold

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
EXPECTED = "une date telle que 30/06/2027, « 30 juin 2027 » ou « juin 2027 »"

_MONTH_NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, start=1)}
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_FIGURES = re.compile(r"(?:(?P<day>\d{1,2})[/. -])?(?P<month>\d{1,2})[/. -](?P<year>\d{4})")
_WORDS = re.compile(r"(?:(?P<day>\d{1,2})(?:er)? )?(?P<month>[a-z]+) (?P<year>\d{4})")


def read_day(text: str) -> dt.date:
    """Return the day that ``text`` names; a month alone means its last day, when one speaks of a deadline.

    Raises ValueError, with what was expected in French, when there is no such day.
    """
    folded = fold(clean_line(text)).replace("\u00a0", " ")
    found = next((match for form in (_ISO, _FIGURES, _WORDS) if (match := form.fullmatch(folded))), None)
    if found is None:
        raise ValueError(EXPECTED)
    month = found["month"]
    number = int(month) if month.isdecimal() else _MONTH_NUMBERS.get(month, 0)
    try:
        year = int(found["year"])
        day = int(found["day"]) if found["day"] else calendar.monthrange(year, number)[1]
        return dt.date(year, number, day)
    except ValueError as error:
        raise ValueError(EXPECTED) from error
