"""A deadline is typed the way one says it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.day import read_day
from ptce_ref.reports.wording import long_date


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30/06/2027", dt.date(2027, 6, 30)),
        ("1/6/2027", dt.date(2027, 6, 1)),
        ("30.06.2027", dt.date(2027, 6, 30)),
        ("2027-06-30", dt.date(2027, 6, 30)),
        (" Juin  2027 ", dt.date(2027, 6, 30)),
        ("février 2028", dt.date(2028, 2, 29)),
        ("FEVRIER 2027", dt.date(2027, 2, 28)),
        ("1er août 2027", dt.date(2027, 8, 1)),
        ("12 décembre 2026", dt.date(2026, 12, 12)),
        ("06/2027", dt.date(2027, 6, 30)),
    ],
)
def test_a_date_typed_as_people_do_is_understood(typed: str, day: dt.date) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["", "demain", "31/06/2027", "30/02/2027", "12/3/26", "juinet 2027", "0/1/2027", "2027", "13/2027", "٣/٦/٢٠٢٧x"],
)
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match=r"30/06/2027"):
        read_day(typed)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2200, 12, 31)))
def test_what_is_shown_can_be_typed_again(day: dt.date) -> None:
    assert read_day(long_date(day.isoformat())) == day
    assert read_day(f"{day:%d/%m/%Y}") == day
    assert read_day(day.isoformat()) == day
