"""The identity card: numbers as people write them, and two windows that change one card."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.number import read_number, write_number
from ptce_ref.domain.pole import merge_cards

VALUES = st.sampled_from([None, "", "a", "b"])
ENTRIES = st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers(0, 2))
CARDS = st.fixed_dictionaries({"nom": VALUES, "annee": VALUES, "membres": ENTRIES})


@given(CARDS, CARDS)
def test_alone_one_gets_what_one_wrote(known: dict[str, object], wanted: dict[str, object]) -> None:
    assert merge_cards(known, wanted, known) == (wanted, [])


@given(CARDS, CARDS)
def test_who_changes_nothing_takes_what_is_there(known: dict[str, object], now: dict[str, object]) -> None:
    assert merge_cards(known, known, now) == (now, [])


@given(CARDS, CARDS, CARDS)
def test_every_change_is_kept_or_told(
    known: dict[str, object], wanted: dict[str, object], now: dict[str, object]
) -> None:
    merged, conflicts = merge_cards(known, wanted, now)
    for key in ("nom", "annee"):
        if wanted[key] != known[key]:
            assert merged[key] == wanted[key]
            assert ((key,) in conflicts) == (now[key] not in (known[key], wanted[key]))
        else:
            assert merged[key] == now[key]
    for name in ("x", "y", "z"):
        before, mine, theirs = (card["membres"].get(name) for card in (known, wanted, now))  # type: ignore[attr-defined] # a dictionary, drawn above
        kept = merged["membres"].get(name)  # type: ignore[attr-defined] # as above
        assert kept == (theirs if mine == before else mine)
        assert (("membres", name) in conflicts) == (mine != before and theirs not in (before, mine))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1 200", 1200),
        ("1\u00a0200,25", 1200.25),
        ("1\u202f200\u202f000", 1_200_000),
        ("0", 0),
        ("-3", -3),
        ("\u22123,5", -3.5),
        ("310000.000", 310_000),
    ],
)
def test_numbers_as_people_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["douze", "1.200", "12.345.678", "1,2,3", "1e3", "nan", "inf", "1_000", "12 €", "-"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_number(text)


@given(st.floats(0, 1e9, allow_nan=False).map(lambda value: round(value, 3)))
def test_what_is_written_is_read_again(value: float) -> None:
    written = write_number(value)
    assert read_number(written) == value
    assert "." not in written


def test_thousands_are_apart() -> None:
    assert [write_number(n) for n in (310_000, 12.5, 999, 0)] == ["310 000", "12,5", "999", "0"]
