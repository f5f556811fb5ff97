"""One copy takes something away while the other goes on with it: nothing is lost, and both end the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ptce_ref.domain.pole import Pole
from ptce_ref.services.action import add_action, update_action, withdraw_action
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.fusion_sentence import tell_fusion
from ptce_ref.services.mark import mark
from ptce_ref.services.merging import Choice, conflicts_of
from ptce_ref.services.questionnaire_sender import sender_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import withdraw_evaluation, withdraw_respondent
from ptce_ref.services.round import open_round, record_visit, withdraw_visit
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.pole import save_poles
from ptce_ref.storage.questionnaire import look
from tests.samples import shipped_referential
from tests.two_copies import EVALUATION, Clock, Copy, first_copy

VISIT = "regard-2026"
PAIR = ("visiteurs", "deux-rives")
Job = Callable[[Workspace], object]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A pôle, the evaluation that its visitors opened, and the round that foresees their visit."""
    copy = first_copy(tmp_path_factory.mktemp("depart"), Clock())
    copy.register(0, "Nora")
    with copy.open() as ws:
        save_poles(ws.store, [Pole(id="visiteurs", name="Les Visiteurs")], ws.now)
        open_evaluation(
            ws,
            shipped_referential(),
            pole="deux-rives",
            use="diagnostic",
            path="court",
            mode="pair",
            peer_pole="visiteurs",
            identifier=VISIT,
            title="Regard",
        )
        open_round(ws, "Tournée", [PAIR])
    return copy


@pytest.fixture
def copies(start: Copy, tmp_path: Path) -> tuple[Copy, Copy]:
    clock = Clock()
    clock.now = clock.now.replace(day=3)
    nora, karim = (tmp_path / name for name in ("nora.sqlite", "karim.sqlite"))
    for path in (nora, karim):
        path.write_bytes(start.path.read_bytes())
    return Copy(nora, clock), Copy(karim, clock)


def told(copy: Copy, other: Copy) -> str:
    fusion = copy.merge(other, trial=True)
    with copy.open() as workspace:
        return "\n".join(tell_fusion(workspace, fusion)).replace("\u00a0", " ")


def both_ways(nora: Copy, karim: Copy) -> dict[str, list[str]]:
    """Merge each into the other; both must hold the same, once and for all. Return what they hold."""
    before = nora.copy("avant.sqlite")
    nora.merge(karim)
    karim.merge(before)
    assert nora.held() == karim.held()
    assert not nora.merge(karim).changes_something
    assert not nora.merge(before).changes_something
    with nora.open() as workspace:
        assert verify_base(workspace).sound
    return nora.held()


def drop(ws: Workspace) -> None:
    withdraw_evaluation(ws, find_evaluation(ws, VISIT))


def test_an_evaluation_that_a_visit_goes_by_stays_though_the_other_copy_withdrew_it(
    copies: tuple[Copy, Copy],
) -> None:
    nora, karim = copies
    nora.do(drop)
    karim.do(lambda ws: record_visit(ws, "tournee", *PAIR, evaluation=VISIT))
    assert "Regard (regard-2026) : nouvelle évaluation" in told(nora, karim)
    held = both_ways(nora, karim)
    assert any(VISIT in row for row in held["evaluations"])
    assert any(VISIT in row for row in held["visits"])


@pytest.mark.parametrize("late", [True, False])
def test_a_visit_taken_away_stays_when_something_was_noted_of_it_later(late: bool, copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    jobs: list[tuple[Copy, Job]] = [
        (nora, lambda ws: withdraw_visit(ws, "tournee", *PAIR)),
        (karim, lambda ws: record_visit(ws, "tournee", *PAIR, visitor_gained="Beaucoup appris")),
    ]
    for copy, job in jobs if late else reversed(jobs):
        copy.do(job)
    text = told(nora, karim)
    assert "visite de Les Visiteurs à Pôle des Deux Rives" in text
    assert f": retirée{'' if late else ' (gardé)'}\n" in text
    assert f": Beaucoup appris{' (gardé)' if late else ''}" in text
    assert len(both_ways(nora, karim)["visits"]) == late


def test_the_visit_that_gave_way_may_be_chosen(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    karim.do(lambda ws: record_visit(ws, "tournee", *PAIR, visitor_gained="Beaucoup appris"))
    nora.do(lambda ws: withdraw_visit(ws, "tournee", *PAIR))
    (conflict,) = conflicts_of(nora.merge(karim, trial=True))
    nora.merge(karim, chosen={conflict.mark: Choice.THERE})
    assert "Beaucoup appris" in nora.held()["visits"][0]
    karim.merge(nora)
    assert nora.held() == karim.held()


def test_an_evaluation_withdrawn_stays_when_the_other_copy_led_it_further(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.do(drop)
    karim.do(lambda ws: move_phase(ws, VISIT, "avis"))
    text = told(nora, karim)
    assert "nouvelle évaluation" in text
    assert "l’évaluation elle-même" in text
    assert any(VISIT in row and "'avis'" in row for row in both_ways(nora, karim)["evaluations"])


def test_the_number_of_an_action_withdrawn_is_not_given_again(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.do(lambda ws: add_action(ws, find_evaluation(ws, EVALUATION), {"what": "Trouver une salle"}))
    karim.merge(nora)
    nora.do(lambda ws: withdraw_action(ws, find_evaluation(ws, EVALUATION), "a01"))
    nora.do(lambda ws: add_action(ws, find_evaluation(ws, EVALUATION), {"what": "Écrire aux habitants"}))
    karim.do(lambda ws: update_action(ws, find_evaluation(ws, EVALUATION), "a01", {"state": "faite"}))
    plan = both_ways(nora, karim)["actions"]
    assert ["salle" in row for row in plan] == [True, False]
    assert ["habitants" in row for row in plan] == [False, True]


def test_nor_the_number_of_a_respondent_even_to_a_questionnaire_that_comes(copies: tuple[Copy, Copy]) -> None:
    nora, _ = copies
    nora.register(1, "Paul")
    with nora.open() as ws:
        evaluation = find_evaluation(ws, EVALUATION)
        withdraw_respondent(ws, evaluation, "r02")
        sender = sender_of(Path(__file__), "", shipped_referential().colleges[0].id, ("Zoé", None), (), new=False)
        person, new = sender.find(look(ws.store, EVALUATION, ()))
    assert (person.id, new) == ("r03", True)


def test_a_question_is_not_marked_for_somebody_who_is_gone(copies: tuple[Copy, Copy]) -> None:
    nora, _ = copies
    nora.register(1, "Paul")
    with nora.open() as ws:
        evaluation = find_evaluation(ws, EVALUATION)
        withdraw_respondent(ws, evaluation, "r02")
        with pytest.raises(Refusal, match="n’est plus inscrit"):
            mark(ws, evaluation, "r02", evaluation.indicators[0], marked=True)


def test_people_of_an_evaluation_withdrawn_are_told_apart_too(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    college = shipped_referential().colleges[0].id
    for copy, name in ((nora, "Paul"), (karim, "Zoé")):
        with copy.open() as ws:
            add_respondent(ws, find_evaluation(ws, VISIT), college=college, name=name)
    nora.do(drop)
    (row,) = [row for row in both_ways(nora, karim)["respondents"] if VISIT in row]
    assert "Zoé" in row
