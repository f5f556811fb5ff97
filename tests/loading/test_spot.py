"""What a cell says, whichever program wrote it, in the words of a French spreadsheet."""

import datetime as dt

import pytest

from ptce_ref.domain.problem import Place
from ptce_ref.domain.returned_row import KEY_PREFIX
from ptce_ref.loading.spot import Spot, keys_in, note_identity, plain, spot_at

HERE = Place("reponses.xlsx")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "VRAI"),
        (False, "FAUX"),
        (3.0, "3"),
        (12.5, "12,5"),
        (7, "7"),
        (dt.datetime(2027, 6, 30), "30/06/2027"),  # noqa: DTZ001 - a day, as openpyxl gives it
        (dt.datetime(2027, 6, 30, 9, 5), "2027-06-30 09:05:00"),  # noqa: DTZ001 - the same
        (dt.time(9, 5), "09:05:00"),
        (" deux\u200b mots ", "deux mots"),
    ],
)
def test_a_value_is_told_as_a_french_spreadsheet_shows_it(value: object, text: str) -> None:
    assert Spot(plain(value, escaped=False), HERE).text == text


def test_escapes_are_undone_only_where_the_library_left_them() -> None:
    assert plain("_x005F_x0041_", escaped=True) == "_x0041_"
    assert plain("_x0041_", escaped=False) == "_x0041_"


def test_hidden_names_are_found_wherever_they_stand() -> None:
    assert keys_in(["Code", None, f"{KEY_PREFIX}reponse", 3, f"{KEY_PREFIX}etat"]) == {"reponse": 2, "etat": 4}


def test_a_row_may_be_shorter_than_its_columns() -> None:
    spot = spot_at("plan.xlsx", "Plan", 4, 27, ["a"])
    assert (spot.value, spot.place.file, spot.place.cell) == (None, "plan.xlsx, feuille « Plan »", "AB4")


def test_the_hidden_sheet_tells_a_key_and_a_value() -> None:
    identity: dict[str, str] = {}
    for row in (["evaluation", "clairbois-2026"], ["repondant", None], ["seul"], [None, "x"]):
        note_identity(identity, row)
    assert identity == {"evaluation": "clairbois-2026", "repondant": ""}
