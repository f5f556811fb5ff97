"""The journal in sentences: what changed and when, and never an opinion before the dialogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer, Evaluation, Position, Tally
from ptce_ref.services.action import add_action, update_action, withdraw_action
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.journal import journal_of
from ptce_ref.services.opinion import (
    make_opinion,
    record_answer,
    record_position,
    record_tally,
    withdraw_answer,
    withdraw_tally,
)
from ptce_ref.services.pole import add_pole
from ptce_ref.services.workspace import Workspace
from tests.bases import NOON, new_workspace
from tests.other_shape import other_referential
from tests.samples import shipped_referential

SAID = "Personne ne nous a demandé notre avis"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "base.sqlite") as opened:
        add_pole(opened, {"nom": "Pôle d’Ici"})
        yield opened


def opened(workspace: Workspace) -> Evaluation:
    evaluation = open_evaluation(
        workspace, shipped_referential(), pole="pole-d-ici", use="bilan-annuel", path="court", identifier="e"
    )
    add_respondent(workspace, evaluation, college="habitants", name="Mme Untel")
    return move_phase(workspace, "e", "avis")


def say(workspace: Workspace, evaluation: Evaluation, **fields: object) -> None:
    whole = {"respondent_id": "r01", "indicator_id": "besoins-exprimes", "kind": "niveau", "level": "2", **fields}
    record_answer(workspace, evaluation, make_opinion(Answer, whole))


def sentences(workspace: Workspace, evaluation: Evaluation) -> list[str]:
    """Oldest first, plain spaces."""
    entries = journal_of(workspace, evaluation)
    return [entry.sentence.replace("\u00a0", " ") for entry in reversed(entries)]


def everything(workspace: Workspace, evaluation: Evaluation) -> str:
    return "\n".join("\n".join((e.sentence, *e.detail)) for e in journal_of(workspace, evaluation)).replace(
        "\u00a0", " "
    )


def test_the_story_of_an_evaluation_reads_from_the_latest(workspace: Workspace) -> None:
    evaluation = opened(workspace)
    say(workspace, evaluation, argument=SAID)
    say(workspace, evaluation, argument=SAID, level="3")
    say(workspace, evaluation, argument=f"{SAID}.", level="3")
    say(workspace, evaluation, kind="ne-sait-pas", level=None, indicator_id="entraide")
    withdraw_answer(workspace, evaluation, "r01", "entraide")
    tally = {"indicator_id": "entraide", "college": "habitants", "voices": {"1": 4, "3": 1}}
    record_tally(workspace, evaluation, make_opinion(Tally, tally))
    withdraw_tally(workspace, evaluation, "habitants", "entraide")
    add_action(workspace, evaluation, {"what": "Ouvrir le samedi", "who": "Lucie"})
    update_action(workspace, evaluation, "a01", {"state": "en-cours"})
    withdraw_action(workspace, evaluation, "a01")
    evaluation = move_phase(workspace, "e", "dialogue")
    position = {"indicator_id": "entraide", "outcome": "accord", "level": "2", "date": NOON.date()}
    record_position(workspace, evaluation, make_opinion(Position, position))
    record_position(workspace, evaluation, make_opinion(Position, {**position, "outcome": "desaccord", "level": None}))
    assert sentences(workspace, evaluation) == [
        "Évaluation ouverte, à la phase « préparation »",
        "r01 (Habitants) : inscription",
        "Changement de phase : préparation → avis",
        "r01 (Habitants) : T1.01, niveau 2",
        "r01 (Habitants) : T1.01, niveau 2 → niveau 3",
        "r01 (Habitants) : T1.01, niveau 3, argument modifié",
        "r01 (Habitants) : C2.05, ne sait pas",
        "r01 (Habitants) : C2.05, réponse retirée (ne sait pas)",
        f"{shipped_referential().college_by_id['habitants'].short} : C2.05, vote à main levée",
        f"{shipped_referential().college_by_id['habitants'].short} : C2.05, vote à main levée retiré",
        "Action ajoutée : Ouvrir le samedi",
        "Action « Ouvrir le samedi » : à faire → en cours",
        "Action retirée : Ouvrir le samedi",
        "Changement de phase : avis → dialogue",
        "Position du groupe sur C2.05 : accord au niveau 2",
        "Position du groupe sur C2.05 : accord au niveau 2 → désaccord reconnu",
    ]
    entries = journal_of(workspace, evaluation)
    assert (entries[0].day, entries[0].time) == ("22/11/2026", "12:00")
    whole = everything(workspace, evaluation)
    assert f"Argument avant : {SAID}" in whole
    assert "niveau 1, 4 voix ; niveau 3, 1 voix" in whole
    assert "Untel" not in whole


@pytest.mark.parametrize("phase", ["avis", "preparation"])
def test_no_opinion_is_told_before_the_dialogue(workspace: Workspace, phase: str) -> None:
    evaluation = opened(workspace)
    say(workspace, evaluation, argument=SAID)
    say(workspace, evaluation, argument=SAID, level="3")
    say(workspace, evaluation, kind="non-concerne", level=None, reason=SAID, argument="")
    tally = {"indicator_id": "entraide", "college": "habitants", "voices": {"1": 4}, "argument": SAID}
    record_tally(workspace, evaluation, make_opinion(Tally, tally))
    evaluation = move_phase(workspace, "e", "dialogue")
    position = {"indicator_id": "entraide", "outcome": "accord", "level": "2", "date": NOON.date(), "argument": SAID}
    record_position(workspace, evaluation, make_opinion(Position, position))
    assert SAID in everything(workspace, evaluation)
    evaluation = move_phase(workspace, "e", phase, confirmed=True)
    whole = everything(workspace, evaluation)
    for secret in (SAID, "niveau", "concerné", "ne sait pas", "accord", "voix"):
        assert secret not in whole
    for told in ("T1.01, réponse donnée", "T1.01, réponse modifiée", "vote à main levée", "Retour en arrière"):
        assert told in whole


def test_the_journal_of_another_referential(workspace: Workspace) -> None:
    ref = other_referential()
    evaluation = open_evaluation(workspace, ref, pole="pole-d-ici", use=ref.uses[0].id, identifier="e")
    add_respondent(workspace, evaluation, college=ref.colleges[0].id)
    evaluation = move_phase(workspace, "e", "avis")
    say(workspace, evaluation, indicator_id=ref.indicators[0].id, level="6")
    evaluation = move_phase(workspace, "e", "dialogue")
    assert f"r01 ({ref.colleges[0].short}) : Q1, niveau 6" in sentences(workspace, evaluation)


def test_only_this_evaluation_is_told(workspace: Workspace) -> None:
    first = opened(workspace)
    open_evaluation(workspace, shipped_referential(), pole="pole-d-ici", use="diagnostic", identifier="autre")
    assert sentences(workspace, find_evaluation(workspace, "autre")) == [
        "Évaluation ouverte, à la phase « préparation »"
    ]
    assert len(sentences(workspace, first)) == 3
