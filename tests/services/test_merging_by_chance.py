"""Three copies of a base to which anything happened come to the same, in any order, by base or by file."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ptce_ref.domain.pole import Pole
from ptce_ref.services.action import actions_of, add_action, update_action, withdraw_action
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase
from ptce_ref.services.exchange import export_evaluations, import_exchange, read_exchange
from ptce_ref.services.opinion import withdraw_answer
from ptce_ref.services.pole import find_pole
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import withdraw_respondent
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.erasure import erase_person, is_erased
from ptce_ref.storage.evaluation import list_respondents
from ptce_ref.storage.pole import save_pole
from tests.samples import shipped_referential
from tests.two_copies import EVALUATION, Clock, Copy, first_copy

Job = Callable[[Workspace, random.Random, int], object]


def people(workspace: Workspace) -> list[str]:
    known = [person.id for person in list_respondents(workspace.store, EVALUATION)]
    return [ident for ident in known if not is_erased(workspace.store, EVALUATION, ident)] or ["personne"]


def plan(workspace: Workspace) -> list[str]:
    return [action.id for action in actions_of(workspace, find_evaluation(workspace, EVALUATION))] or ["aucune"]


def register(ws: Workspace, rng: random.Random, number: int) -> object:
    college = rng.choice(shipped_referential().colleges).id
    return add_respondent(ws, find_evaluation(ws, EVALUATION), college=college, name=f"Nom {number}")


def withdraw(ws: Workspace, rng: random.Random, _: int) -> object:
    evaluation = find_evaluation(ws, EVALUATION)
    return withdraw_answer(ws, evaluation, rng.choice(people(ws)), evaluation.indicators[rng.randrange(2)])


def unregister(ws: Workspace, rng: random.Random, _: int) -> None:
    evaluation = find_evaluation(ws, EVALUATION)
    withdraw_respondent(ws, evaluation, rng.choice(people(ws)))


def intend(ws: Workspace, _: random.Random, number: int) -> object:
    return add_action(ws, find_evaluation(ws, EVALUATION), {"what": f"Faire {number}"})


def follow(ws: Workspace, rng: random.Random, _: int) -> object:
    state = rng.choice(["faite", "en-cours"])
    return update_action(ws, find_evaluation(ws, EVALUATION), rng.choice(plan(ws)), {"state": state})


def give_up(ws: Workspace, rng: random.Random, _: int) -> object:
    return withdraw_action(ws, find_evaluation(ws, EVALUATION), rng.choice(plan(ws)))


def erase(ws: Workspace, rng: random.Random, _: int) -> object:
    who = rng.choice(people(ws))
    return who == "personne" or erase_person(ws.store, EVALUATION, who, ws.now)


def complete(ws: Workspace, rng: random.Random, number: int) -> None:
    card = find_pole(ws, "deux-rives").model_dump(by_alias=True)
    card[rng.choice(["commune", "region"])] = f"Lieu {number}"
    save_pole(ws.store, Pole.model_validate(card), ws.now)


def move(ws: Workspace, rng: random.Random, _: int) -> object:
    return move_phase(ws, EVALUATION, rng.choice(["avis", "dialogue"]), confirmed=True)


JOBS: tuple[Job, ...] = (register, withdraw, unregister, intend, follow, give_up, erase, complete, move)


def by_file(here: Copy, there: Copy) -> None:
    target = there.path.with_suffix(".json")
    there.do(lambda ws: export_evaluations(ws, [EVALUATION], target, complete=True))
    here.do(lambda ws: import_exchange(ws, read_exchange(target)))


def live(copies: list[Copy], rng: random.Random) -> None:
    """Have anything happen on any copy; what is refused is not done."""
    for number in range(rng.randrange(6, 16)):
        copy, other = rng.sample(copies, 2)
        kind = rng.randrange(len(JOBS) + 5)
        try:
            if kind < len(JOBS):
                with copy.open() as workspace:
                    JOBS[kind](workspace, rng, number)
            elif kind == len(JOBS):
                copy.merge(other)
            elif kind == len(JOBS) + 1:
                by_file(copy, other)
            else:
                with copy.open() as workspace:
                    who = rng.choice(people(workspace))
                copy.answer(who, rng.randrange(2), rng.randrange(4), f"dit {number}")
        except Refusal:
            continue


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happened_all_hold_the_same_in_the_end(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret, the same each time
    first = first_copy(tmp_path, Clock())
    first.register(0, "Nora")
    one, two, three = copies = [first, first.copy("b.sqlite"), first.copy("c.sqlite")]
    live(copies, rng)
    left, right, mailed, pair = (
        copy.copy(f"{name}.sqlite") for copy, name in ((one, "g"), (three, "d"), (two, "m"), (two, "p"))
    )
    left.merge(two)
    left.merge(three)
    pair.merge(one)
    right.merge(pair)
    by_file(mailed, three)
    by_file(mailed, one)
    assert left.held() == right.held() == mailed.held()
    assert not left.merge(right).changes_something
    with left.open() as workspace:
        assert verify_base(workspace).sound
