"""Texts typed over something that changed meanwhile: what was touched is kept, the rest is what is stored."""

from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.three_way import changed_apart, merge_fields

FIELDS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "un", "deux", "trois"]))
SHOWN = {"argument": "Vu sur place", "preuve": "carnet"}


def full(fields: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text}


def test_what_somebody_else_wrote_where_nothing_was_typed_stays() -> None:
    elsewhere = {**SHOWN, "preuve": "photo", "souhait": "3"}
    typed = {**SHOWN, "argument": "Entendu au marché"}
    assert merge_fields(typed, SHOWN, elsewhere) == {**elsewhere, "argument": "Entendu au marché"}


def test_what_was_typed_in_the_same_field_wins() -> None:
    assert merge_fields({"argument": "ici"}, SHOWN, {"argument": "ailleurs"})["argument"] == "ici"


def test_a_field_emptied_stays_empty_unless_it_was_empty_already() -> None:
    assert merge_fields({"preuve": "carnet"}, SHOWN, SHOWN) == {"preuve": "carnet"}
    assert merge_fields({"argument": ""}, {}, SHOWN) == SHOWN


def test_what_was_withdrawn_elsewhere_does_not_come_back() -> None:
    assert merge_fields({**SHOWN, "preuve": "photo"}, SHOWN, {}) == {"preuve": "photo"}


@given(FIELDS, FIELDS, FIELDS)
def test_each_field_is_the_one_typed_or_the_one_stored(
    typed: dict[str, str], known: dict[str, str], stored: dict[str, str]
) -> None:
    merged = merge_fields(typed, known, stored)
    assert merge_fields(known, known, stored) == full(stored), "nothing touched: what is stored"
    assert merge_fields(typed, known, known) == full(typed), "nothing changed elsewhere: what was typed"
    for name in {*typed, *known, *stored, *merged}:
        touched = typed.get(name, "") != known.get(name, "")
        assert merged.get(name, "") == (typed if touched else stored).get(name, "")


def test_only_two_changes_to_different_things_are_apart() -> None:
    assert changed_apart("ici", "avant", "ailleurs")
    assert changed_apart("", "avant", "ailleurs"), "emptying is a change"
    assert changed_apart("ici", "avant", "")
    assert not changed_apart("ici", "avant", "avant"), "changed here alone"
    assert not changed_apart("avant", "avant", "ailleurs"), "changed there alone"
    assert not changed_apart("pareil", "avant", "pareil"), "to the same thing"
