"""The story of the guide, as a database: the Pôle des Deux Rives, at any phase of its evaluation.

Made through the same use cases as the screens, from opinions of the examples: the pictures of the
guide show one pôle from the first page to the last.
"""

import datetime as dt
from pathlib import Path

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.resources import examples_folder
from ptce_ref.services.action import add_action
from ptce_ref.services.evaluation import add_respondent, move_phase, open_evaluation
from ptce_ref.services.opinion import adopt_consensual, record_answer
from ptce_ref.services.pole import add_pole
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.workspace import Workspace, open_workspace

SOURCE = "01-val-de-sorne.yaml"
POLE, EVALUATION = "pole-des-deux-rives", "deux-rives-2026"
PEOPLE = 12


def evening() -> dt.datetime:
    """A clock that stands still: pictures change only when screens do."""
    return dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)


def build(path: Path, phase: Phase, answering: int = PEOPLE) -> None:
    """Make the base of the story at ``path``, at ``phase``; ``answering`` of its twelve people have answered."""
    with open_workspace(path, create=True, clock=evening) as workspace:
        referential = sound_referential()
        add_pole(
            workspace,
            {
                "id": POLE,
                "nom": "Pôle des Deux Rives",
                "demonstration": True,
                "resume": "Vingt-six membres des deux côtés de la rivière : alimentation, réemploi, habitat.",
                "annee": 2019,
                "porteur": "Association Les Deux Rives",
                "filieres": ("alimentation", "réemploi"),
                "membres": {"habitants": 9, "salaries": 4},
            },
        )
        evaluation = open_evaluation(
            workspace,
            referential,
            pole=POLE,
            use="diagnostic",
            path="court",
            title="Co-évaluation 2026",
            identifier=EVALUATION,
        )
        if phase is Phase.PREPARATION:
            return
        evaluation = move_phase(workspace, evaluation.id, Phase.OPINIONS.value)
        _answer(workspace, evaluation, answering)
        for step in list(Phase)[2 : list(Phase).index(phase) + 1]:
            evaluation = move_phase(workspace, evaluation.id, step.value)
            if step is Phase.POSITION:
                adopt_consensual(workspace, evaluation, "l’assemblée des membres")
            if step is Phase.ACTION_PLAN:
                _plan(workspace, evaluation)


def _answer(workspace: Workspace, evaluation: Evaluation, answering: int) -> None:
    loaded = load_pole(examples_folder() / SOURCE, sound_referential())
    (contents,) = loaded.evaluations
    asked = set(evaluation.indicators)
    for number, person in enumerate(contents.respondents[:PEOPLE], start=1):
        _register(workspace, evaluation, person)
        if number > answering:
            continue
        for answer in contents.answers:
            if answer.respondent_id == person.id and answer.indicator_id in asked:
                record_answer(workspace, evaluation, answer)


def _register(workspace: Workspace, evaluation: Evaluation, person: Respondent) -> None:
    add_respondent(workspace, evaluation, college=person.college, identifier=person.id, name=person.name)


def _plan(workspace: Workspace, evaluation: Evaluation) -> None:
    first, second, third = evaluation.indicators[:3]
    add_action(
        workspace,
        evaluation,
        {
            "what": "Tenir une permanence par mois sur la rive nord",
            "indicators": (first, second),
            "who": "Karim et deux habitantes",
            "due": dt.date(2027, 1, 31),
            "state": "en-cours",
        },
    )
    add_action(
        workspace,
        evaluation,
        {
            "what": "Écrire à six mains la règle d’usage de l’atelier partagé",
            "indicators": (third,),
            "who": "le groupe « lieux »",
            "due": dt.date(2027, 6, 30),
        },
    )
