"""Two coordinators each work on their copy, then merge: nothing is lost, and both hold the same."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ptce_ref.domain.pole import Pole
from ptce_ref.services import merging
from ptce_ref.services.action import add_action, update_action
from ptce_ref.services.backup import backups_of
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.fusion_sentence import fusion_data, tell_fusion
from ptce_ref.services.merging import Choice, Policy, conflicts_of, merge_base
from ptce_ref.services.opinion import record_position
from ptce_ref.services.pole import find_pole
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import withdraw_evaluation, withdraw_respondent
from ptce_ref.storage.database import Store
from ptce_ref.storage.erasure import erase_person
from ptce_ref.storage.parcel import COMMON, TABLES
from ptce_ref.storage.pole import save_poles
from ptce_ref.storage.problem import DatabaseUnusableError
from tests.two_copies import EVALUATION, Clock, Copy, agreed, first_copy


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("depart")
    copy = first_copy(folder, Clock())
    copy.register(0, "Nora")
    return copy.path


@pytest.fixture
def copies(start: Path, tmp_path: Path) -> tuple[Copy, Copy]:
    """The bases of Nora and Karim: the same, on two machines, a day later."""
    clock = Clock()
    clock.now = clock.now.replace(day=3)
    here = Copy(Path(shutil.copy(start, tmp_path / "nora.sqlite")), clock)
    return here, here.copy("karim.sqlite")


def told(copy: Copy, other: Copy) -> str:
    fusion = copy.merge(other, trial=True)
    with copy.open() as workspace:
        return "\n".join(tell_fusion(workspace, fusion)).replace("\u00a0", " ")


def test_a_week_apart_then_both_hold_everything(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    # Each registers somebody: the machine gives both the same number.
    assert nora.register(1, "Paul") == karim.register(2, "Zoé") == "r02"
    for question in range(4):
        nora.answer("r01", question, 1, "vu par Nora")
        nora.answer("r02", question, 2, "Paul")
    for question in range(2, 6):
        karim.answer("r01", question, 3, "repris par Karim")
        karim.answer("r02", question, 0, "Zoé")
    nora.do(lambda ws: add_action(ws, find_evaluation(ws, EVALUATION), {"what": "Écrire aux habitants"}))
    karim.do(lambda ws: add_action(ws, find_evaluation(ws, EVALUATION), {"what": "Trouver une salle"}))
    karim.move("dialogue")
    nora_then = nora.copy("nora-vendredi.sqlite")

    text = told(nora, karim)
    assert "2 modifications faites des deux côtés, différemment" in text
    assert "Sa phase devient « dialogue »" in text
    assert "« r02 » désignait deux répondants ; celui inscrit là-bas devient « r02-" in text
    assert "« a01 » désignait deux actions" in text
    assert "avis arrivés après la clôture des avis" in text
    nora.merge(karim)
    karim.merge(nora_then)

    assert nora.held() == karim.held()
    said = nora.said()
    assert [said["r01", question] for question in range(6)] == ["1 vu par Nora"] * 2 + ["3 repris par Karim"] * 4
    assert [said["r02", question] for question in range(4)] == ["2 Paul"] * 4
    (zoe,) = {who for who, _ in said} - {"r01", "r02"}
    assert [said[zoe, question] for question in range(2, 6)] == ["0 Zoé"] * 4
    with nora.open() as workspace:
        people = {
            person.id: person.name for person in respondents_of(workspace, find_evaluation(workspace, EVALUATION))
        }
        assert people == {"r01": "Nora", "r02": "Paul", zoe: "Zoé"}
        assert verify_base(workspace).sound
        assert "avant-fusion" in backups_of(workspace)[0].path.name
    # What Nora had said and that gave way is in the history of both.
    assert sum("vu par Nora" in line for line in karim.held()["journal"]) == 4


def test_merging_twice_changes_nothing(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.answer("r01", 0, 1)
    karim.answer("r01", 0, 2)
    karim.register(1, "Zoé")
    nora.merge(karim)
    before = nora.path.read_bytes()
    again = nora.merge(karim)
    assert not again.changes_something
    assert nora.path.read_bytes() == before
    # The other way round, then once more: nothing is left to exchange.
    karim.merge(nora)
    assert not nora.merge(karim).changes_something
    assert nora.held() == karim.held()


def test_trying_changes_nothing(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    karim.answer("r01", 0, 2)
    karim.register(1, "Zoé")
    before = nora.path.read_bytes(), karim.path.read_bytes()
    assert nora.merge(karim, trial=True).changes_something
    assert (nora.path.read_bytes(), karim.path.read_bytes()) == before
    nora.merge(karim)
    assert karim.path.read_bytes() == before[1]


def test_no_table_of_the_format_is_forgotten(copies: tuple[Copy, Copy]) -> None:
    with copies[0].open() as workspace:
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        tables = {name for (name,) in workspace.store.connection.execute(sql)}
    assert tables == {*TABLES, *COMMON, "referentials", "journal", "migrations"}


def test_three_copies_come_to_the_same_in_any_order(copies: tuple[Copy, Copy]) -> None:
    one, two = copies
    three = two.copy("trois.sqlite")
    rng, everyone = random.Random(7), (one, two, three)  # noqa: S311 - no secret, the same each time
    for copy in everyone:
        copy.register(rng.randrange(3), "Quelqu’un")
        for _ in range(6):
            copy.answer(rng.choice(["r01", "r02"]), rng.randrange(4), rng.randrange(4), f"dit sur {copy.path.stem}")
    left, right = one.copy("gauche.sqlite"), three.copy("droite.sqlite")
    left.merge(two)
    left.merge(three)
    pair = two.copy("paire.sqlite")
    pair.merge(one)
    right.merge(pair)
    assert left.held() == right.held()
    assert len({who for who, _ in left.said()} - {"r01"}) <= 3


def test_a_conflict_keeps_both_and_the_coordinator_chooses(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.answer("r01", 0, 1, "ici")
    karim.answer("r01", 0, 3, "là-bas")
    with pytest.raises(Refusal, match="rien n’a été changé"):
        nora.merge(karim, policy=Policy.STOP)
    assert nora.said()["r01", 0] == "1 ici"
    (conflict,) = conflicts_of(nora.merge(karim, trial=True))
    with pytest.raises(Refusal, match="n’existe pas"):
        nora.merge(karim, chosen={"inconnu": Choice.HERE})
    nora.merge(karim, chosen={conflict.mark: Choice.HERE})
    assert nora.said()["r01", 0] == "1 ici"
    # The choice is a change of its own: the other copy takes it, and asks nothing.
    assert not [found for found in conflicts_of(karim.merge(nora)) if not found.settled]
    assert karim.said()["r01", 0] == "1 ici"
    assert nora.held() == karim.held()


def test_one_rule_may_decide_everything(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.answer("r01", 0, 1, "ici")
    karim.answer("r01", 0, 3, "là-bas")
    other = nora.copy("autre.sqlite")
    nora.merge(karim, policy=Policy.HERE)
    assert nora.said()["r01", 0] == "1 ici"
    other.merge(karim, policy=Policy.THERE)
    assert other.said()["r01", 0] == "3 là-bas"


def test_while_opinions_are_given_a_conflict_does_not_say_them(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.answer("r01", 0, 1, "Je le vois")
    karim.answer("r01", 0, 3, "Je l’entends")
    text = told(nora, karim)
    assert "avis r01, T" in text
    assert not any(word in text for word in ("niveau", "Je le vois", "Je l’entends"))
    karim.move("dialogue")
    text = told(nora, karim)
    assert all(word in text for word in ("niveau 2, « Je le vois »", "niveau 4, « Je l’entends » (gardé)"))


def test_a_copy_that_went_further_is_taken_whatever_its_clock_says(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.answer("r01", 0, 1)
    nora.merge(karim)
    ahead = nora.copy("avance.sqlite")
    ahead.clock.now = ahead.clock.now.replace(year=2020)
    ahead.answer("r01", 0, 3)
    fusion = nora.merge(ahead)
    assert nora.said()["r01", 0] == "3"
    assert not conflicts_of(fusion)


def test_a_card_and_a_plan_completed_on_both_sides(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies

    def complete(copy: Copy, **fields: object) -> None:
        with copy.open() as workspace:
            card = find_pole(workspace, "deux-rives").model_dump(by_alias=True)
            save_poles(workspace.store, [Pole.model_validate({**card, **fields})], workspace.now)

    complete(nora, annee=2019, budget=1000.0)
    complete(karim, commune="Dole", budget=2000.0)
    text = told(nora, karim)
    assert "1 pôle modifié" in text
    assert "fiche de Pôle des Deux Rives, budget" in text
    nora.merge(karim)
    with nora.open() as workspace:
        pole = find_pole(workspace, "deux-rives")
    assert (pole.year, pole.commune, pole.budget) == (2019, "Dole", 2000.0)


def test_who_was_erased_on_one_side_is_erased_in_both_and_never_comes_back(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.register(1, "Hortense Quillard")
    nora.answer("r02", 0, 2, "Mon avis tout personnel")
    karim.merge(nora)
    nora.answer("r02", 1, 2, "Encore Quillard")
    karim.do(lambda ws: erase_person(ws.store, EVALUATION, "r02", ws.now))
    for here, there in ((nora.copy("a.sqlite"), karim), (karim.copy("b.sqlite"), nora)):
        here.merge(there)
        content = here.path.read_bytes()
        assert b"Quillard" not in content
        assert b"tout personnel" not in content
        assert here.said()["r02", 0] == "2"
        assert here.said()["r02", 1] == "2"
        here.merge(nora)
        assert b"Quillard" not in here.path.read_bytes()
    assert (
        Copy(nora.path.with_name("a.sqlite"), nora.clock).held()
        == Copy(karim.path.with_name("b.sqlite"), karim.clock).held()
    )


def test_positions_and_actions_follow(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.answer("r01", 0, 1)
    nora.move("dialogue")
    karim.merge(nora)
    nora.do(lambda ws: record_position(ws, find_evaluation(ws, EVALUATION), agreed(ws, 0, 2)))
    nora.do(lambda ws: add_action(ws, find_evaluation(ws, EVALUATION), {"what": "Écrire", "who": "Paul"}))
    karim.merge(nora)
    karim.do(lambda ws: update_action(ws, find_evaluation(ws, EVALUATION), "a01", {"state": "faite"}))
    fusion = nora.merge(karim)
    assert fusion_data(fusion)["rien_a_changer"] is False
    assert nora.held() == karim.held()
    assert "faite" in nora.held()["actions"][0]


def test_who_was_withdrawn_on_one_side_stays_if_the_other_heard_them(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    for number in range(3):
        nora.register(1, f"Personne {number}")
    karim.merge(nora)
    with nora.open() as workspace:
        evaluation = find_evaluation(workspace, EVALUATION)
        withdraw_respondent(workspace, evaluation, "r03")
        withdraw_respondent(workspace, evaluation, "r04")
    karim.answer("r04", 0, 2, "J’étais là")
    before = nora.copy("avant.sqlite")
    assert "1 répondant ajouté, 1 avis ajouté" in told(nora, karim)
    assert "1 répondant retiré" in told(karim, nora)
    nora.merge(karim)
    karim.merge(before)
    assert nora.held() == karim.held()
    with nora.open() as workspace:
        people = {person.id: person.name for person in respondents_of(workspace, evaluation)}
        assert verify_base(workspace).sound
    assert people == {"r01": "Nora", "r02": "Personne 0", "r04": "Personne 2"}
    assert not nora.merge(karim).changes_something
    assert not nora.merge(before).changes_something


@pytest.mark.parametrize("said", [False, True])
def test_an_evaluation_withdrawn_on_one_side_goes_unless_something_is_said_in_it(
    said: bool, copies: tuple[Copy, Copy]
) -> None:
    nora, karim = copies
    nora.do(lambda ws: withdraw_evaluation(ws, find_evaluation(ws, EVALUATION)))
    if said:
        karim.answer("r01", 0, 1)
    before = nora.copy("avant.sqlite")
    assert ("nouvelle évaluation" in told(nora, karim)) is said
    assert ("retirée, comme elle l’a été là-bas" in told(karim, nora)) is not said
    nora.merge(karim)
    karim.merge(before)
    assert nora.held() == karim.held()
    assert len(nora.held()["evaluations"]) == said
    assert len(nora.held()["respondents"]) == said
    assert not nora.merge(karim).changes_something
    with nora.open() as workspace:
        assert verify_base(workspace).sound


def test_the_same_evaluation_opened_twice_by_chance_is_two(tmp_path: Path) -> None:
    clock = Clock()
    (tmp_path / "un").mkdir()
    (tmp_path / "deux").mkdir()
    one, two = first_copy(tmp_path / "un", clock), first_copy(tmp_path / "deux", clock)
    one.register(0, "Nora")
    two.register(0, "Karim")
    two.answer("r01", 0, 1, "Karim")
    before = one.copy("avant.sqlite")
    one.merge(two)
    two.merge(before)
    assert one.held() == two.held()
    with one.open() as workspace:
        idents = [row[0] for row in workspace.store.connection.execute("SELECT id FROM evaluations ORDER BY id")]
    assert idents[0] == EVALUATION
    assert idents[1].startswith(f"{EVALUATION}-")


def test_what_is_changed_here_while_a_merge_is_prepared_is_not_decided_in_silence(
    copies: tuple[Copy, Copy],
) -> None:
    nora, karim = copies
    karim.answer("r01", 0, 3, "là-bas")

    def meanwhile(_: object) -> None:
        nora.answer("r01", 0, 1, "ici")

    with nora.open() as workspace, pytest.raises(Refusal, match="rien n’a été changé"):
        merge_base(workspace, karim.path, policy=Policy.STOP, foretold=meanwhile)
    assert nora.said()["r01", 0] == "1 ici"


def test_the_other_base_is_looked_at_once_and_what_will_be_done_is_told_first(
    copies: tuple[Copy, Copy], monkeypatch: pytest.MonkeyPatch
) -> None:
    nora, karim = copies
    karim.answer("r01", 0, 3)
    looked: list[object] = []
    told: list[tuple[bool, int]] = []

    def look(store: Store) -> Iterator[str]:
        looked.append(store)
        yield from ()

    monkeypatch.setattr(merging, "verify_store", look)
    with nora.open() as workspace:
        merge_base(
            workspace, karim.path, foretold=lambda found: told.append((found.changes_something, len(nora.said())))
        )
    assert len(looked) == 1
    assert told == [(True, 0)]
    assert nora.said()["r01", 0] == "3"


def test_a_base_of_an_earlier_format_is_read_and_left_as_it_is(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    karim.answer("r01", 0, 2)
    with closing(sqlite3.connect(karim.path)) as db:
        for table in ("visits", "rounds", "passages", "erasures", "receptions"):
            db.execute(f"DROP TABLE {table}")
        db.execute("DELETE FROM migrations WHERE name LIKE '0003%'")
        db.execute("PRAGMA user_version = 2")
        db.commit()
    before = karim.path.read_bytes()
    nora.merge(karim)
    assert nora.said()["r01", 0] == "2"
    assert karim.path.read_bytes() == before


@pytest.mark.parametrize("kind", ["itself", "missing", "text", "cut", "history", "links"])
def test_what_cannot_be_merged_is_said_in_one_sentence(kind: str, copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    other = karim
    if kind == "itself":
        other = nora
    elif kind == "missing":
        karim.path.unlink()
    elif kind == "text":
        karim.path.write_text("Bonjour", encoding="utf-8")
    elif kind == "cut":
        karim.path.write_bytes(karim.path.read_bytes()[: 40 * 1024])
    else:
        karim.answer("r01", 0, 1)
        with closing(sqlite3.connect(karim.path)) as db:
            broken = "INSERT INTO journal (at, subject, key) VALUES ('x', 'answers', '[')"
            db.executescript(broken if kind == "history" else "DELETE FROM respondents")
    before = nora.path.read_bytes()
    with pytest.raises((Refusal, DatabaseUnusableError)) as refused:
        nora.merge(other)
    assert str(refused.value).endswith(".")
    assert nora.path.read_bytes() == before
