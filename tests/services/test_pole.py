"""Pôles by use case: two windows at once, names already taken, words of another time."""

from pathlib import Path

import pytest

from ptce_ref.domain.pole import Pole
from ptce_ref.services.pole import (
    CardConflict,
    add_named_pole,
    add_pole,
    all_poles,
    find_pole,
    revise_pole,
    update_pole,
)
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.pole import save_poles
from tests.bases import new_workspace


def test_a_name_that_gives_no_identifier_gets_one(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "b.sqlite") as workspace:
        assert add_named_pole(workspace, {"nom": "日本"}).id == "pole"
        assert add_named_pole(workspace, {"nom": "日本 2"}).id == "2"
        assert add_named_pole(workspace, {"nom": "Pôle"}).id == "pole-2"
        long = "Pôle " + "très " * 30
        assert len(add_named_pole(workspace, {"nom": long}).id) <= 60
        assert len(add_named_pole(workspace, {"nom": f"{long}long"}).id) <= 60


def test_two_windows_add_the_same_pole(tmp_path: Path) -> None:
    base = tmp_path / "b.sqlite"
    with new_workspace(base) as first, new_workspace(base) as second:
        add_named_pole(first, {"nom": "Pôle d’Ici"})
        with pytest.raises(Refusal, match="Un pôle porte déjà ce nom"):
            add_named_pole(second, {"nom": "pole d'ici"})
        with pytest.raises(Refusal, match="déjà l’identifiant"):
            add_pole(second, {"nom": "Pôle d’ici"})
        assert len(all_poles(first)) == 1


def test_a_revision_changes_only_what_differs(tmp_path: Path) -> None:
    base = tmp_path / "b.sqlite"
    with new_workspace(base) as first, new_workspace(base) as second:
        known = add_named_pole(first, {"nom": "P", "membres": {"habitants": 1, "salaries": 2}, "porteur": "A"})
        update_pole(second, "p", {"membres": {"habitants": 1, "salaries": 9}, "region": "R"})
        revised = revise_pole(first, known, {"membres": {"habitants": 5, "salaries": 2}, "porteur": "A"})
        assert revised == find_pole(second, "p")
        assert revised.members == {"habitants": 5, "salaries": 9}
        assert revised.region == "R"


def test_the_same_thing_changed_twice_is_not_written(tmp_path: Path) -> None:
    base = tmp_path / "b.sqlite"
    with new_workspace(base) as first, new_workspace(base) as second:
        known = add_named_pole(first, {"nom": "P"})
        update_pole(second, "p", {"porteur": "B"})
        with pytest.raises(CardConflict) as caught:
            revise_pole(first, known, {"porteur": "C"})
        assert [problem.path for problem in caught.value.problems] == [("porteur",)]
        assert find_pole(first, "p").carrier == "B"
        assert revise_pole(first, caught.value.current, {"porteur": "C"}).carrier == "C"


def test_words_of_the_past_stay_and_new_unknown_ones_are_refused(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "b.sqlite") as workspace:
        old = Pole(id="p", name="P", status="guilde", members={"marins": 3})
        save_poles(workspace.store, [old], workspace.now)
        revised = revise_pole(workspace, old, {"porteur": "A"})
        assert (revised.status, revised.members, revised.carrier) == ("guilde", {"marins": 3}, "A")
        assert update_pole(workspace, "p", {"region": "R"}).status == "guilde"
        with pytest.raises(Refusal) as caught:
            revise_pole(workspace, revised, {"statut": "confrérie"})
        assert caught.value.problems
        with pytest.raises(Refusal):
            revise_pole(workspace, revised, {"membres": {"marins": 3, "pirates": 1}})
