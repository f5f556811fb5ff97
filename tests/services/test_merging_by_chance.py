"""Three copies of a base to which anything happened come to the same, in any order, by base or by file."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Tally
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.action import actions_of, add_action, update_action, withdraw_action
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.exchange import export_evaluations, import_exchange, read_exchange
from ptce_ref.services.opinion import make_opinion, record_position, record_tally, withdraw_answer, withdraw_position
from ptce_ref.services.pole import find_pole
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import correct_respondent, withdraw_evaluation, withdraw_respondent
from ptce_ref.services.round import open_round, record_visit, withdraw_visit
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.erasure import erase_person, is_erased
from ptce_ref.storage.evaluation import list_respondents
from ptce_ref.storage.pole import save_poles
from tests.samples import shipped_referential
from tests.two_copies import EVALUATION, Clock, Copy, agreed, first_copy

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
    save_poles(ws.store, [Pole.model_validate(card)], ws.now)


def move(ws: Workspace, rng: random.Random, _: int) -> object:
    return move_phase(ws, EVALUATION, rng.choice(["avis", "dialogue"]), confirmed=True)


def correct(ws: Workspace, rng: random.Random, number: int) -> object:
    evaluation, college = find_evaluation(ws, EVALUATION), rng.choice(shipped_referential().colleges).id
    who = rng.choice(people(ws))
    return correct_respondent(ws, evaluation, who, college=college, name=f"Corrigé {number}", organisation=None)


def count(ws: Workspace, rng: random.Random, _: int) -> object:
    evaluation, college = find_evaluation(ws, EVALUATION), rng.choice(shipped_referential().colleges[:2]).id
    voices = {rng.choice(shipped_referential().scale.levels).id: rng.randrange(1, 5)}
    content = {"indicator_id": evaluation.indicators[rng.randrange(2)], "college": college, "voices": voices}
    return record_tally(ws, evaluation, make_opinion(Tally, content))


def agree(ws: Workspace, rng: random.Random, _: int) -> object:
    return record_position(ws, find_evaluation(ws, EVALUATION), agreed(ws, rng.randrange(2), rng.randrange(4)))


def disagree(ws: Workspace, rng: random.Random, _: int) -> object:
    evaluation = find_evaluation(ws, EVALUATION)
    return withdraw_position(ws, evaluation, evaluation.indicators[rng.randrange(2)])


def close(ws: Workspace, _: random.Random, __: int) -> None:
    for phase in list(Phase)[list(Phase).index(find_evaluation(ws, EVALUATION).phase) + 1 :]:
        move_phase(ws, EVALUATION, phase.value)


def look_at_others(ws: Workspace, _: random.Random, number: int) -> object:
    return open_evaluation(
        ws,
        shipped_referential(),
        pole="deux-rives",
        use="diagnostic",
        path="court",
        mode="pair",
        peer_pole="visiteurs",
        identifier=VISIT,
        title=f"Regard {number}",
    )


def drop(ws: Workspace, _: random.Random, __: int) -> None:
    withdraw_evaluation(ws, find_evaluation(ws, VISIT))


def lead(ws: Workspace, rng: random.Random, _: int) -> object:
    return move_phase(ws, VISIT, rng.choice(["preparation", "avis"]), confirmed=True)


def attach(ws: Workspace, _: random.Random, __: int) -> object:
    return record_visit(ws, "tournee", *PAIR, evaluation=VISIT, new=True)


def note(ws: Workspace, _: random.Random, number: int) -> object:
    return record_visit(ws, "tournee", *PAIR, visitor_gained=f"Appris {number}", new=True)


def cancel(ws: Workspace, _: random.Random, __: int) -> object:
    return withdraw_visit(ws, "tournee", *PAIR)


VISIT, PAIR = "regard-2026", ("visiteurs", "deux-rives")
USUAL: tuple[Job, ...] = (register, withdraw, unregister, intend, follow, give_up, erase, complete, move, correct)
JOBS: tuple[Job, ...] = (*USUAL, count, agree, disagree, close, look_at_others, drop, lead, attach, note, cancel)


def by_file(here: Copy, there: Copy) -> None:
    target = there.path.with_suffix(".json")
    there.do(lambda ws: export_evaluations(ws, [EVALUATION], target, complete=True))
    here.do(lambda ws: import_exchange(ws, read_exchange(target)))


def live(copies: list[Copy], rng: random.Random) -> None:
    """Have anything happen on any copy; what is refused is not done."""
    for number in range(rng.randrange(10, 30)):
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


def carried(copy: Copy) -> dict[str, list[str]]:
    """Return what a file of the evaluation carries: neither the visits, nor the other evaluation."""
    return {
        table: [row for row in rows if VISIT not in row and PAIR[0] not in row] for table, rows in copy.held().items()
    }


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happened_all_hold_the_same_in_the_end(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret, the same each time
    first = first_copy(tmp_path, Clock())
    first.register(0, "Nora")
    with first.open() as workspace:
        save_poles(workspace.store, [Pole(id="visiteurs", name="Les Visiteurs")], workspace.now)
        look_at_others(workspace, rng, 0)
        open_round(workspace, "Tournée", [PAIR])
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
    assert left.held() == right.held()
    assert carried(left) == carried(mailed)
    assert not left.merge(right).changes_something
    with left.open() as workspace:
        assert verify_base(workspace).sound
