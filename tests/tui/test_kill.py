"""Killed at twenty random moments of the day: nothing acknowledged is lost, nothing is half done, and it is told."""

import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path
from shutil import copy

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.action import actions_of
from ptce_ref.services.base import verify_base
from ptce_ref.services.draft import default_folder
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.opinion import answers_by, position_of, record_answer, tallies_of
from ptce_ref.services.pole import add_pole
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.database import _left_in_the_middle
from ptce_ref.tui.draft import FLUSH_EVERY, Drafts
from tests.bases import new_workspace
from tests.folder import lasting_folder
from tests.samples import shipped_referential
from tests.tui.day import questions_of

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals there", allow_module_level=True)

from tests.tui.pseudo_terminal import PseudoTerminal

MOMENTS = 20
FURTHEST = 16
"""How many steps one goes at most."""
EVALUATION, COLLEGE = "essai", "habitants"
PEOPLE = ("r01", "r02", "r03")
QUESTIONS = questions_of("court")
LEVELS = shipped_referential().scale.levels
SURELY_KEPT = FLUSH_EVERY + 0.7
"""Seconds after which a text on the screen is on the disk, on a slow machine too."""

_MENDED = "La base a été remise en ordre après un arrêt brutal"
_FOUND_AGAIN = "non enregistré a été retrouvé"

Place = tuple[str, str]
State = Mapping[Place, object]
"""What the database holds, by kind and identifier."""


@dataclass(frozen=True)
class Step:
    """Something typed, then keys that store it: what the screen says then, and what the database must hold."""

    keys: Sequence[str]
    told: str
    place: Place
    value: object
    text: str = ""
    way: Sequence[str] = ()
    """Keys that lead to where one types."""
    arrived: str = ""
    """What shows that one is there."""


@dataclass(frozen=True)
class Scene:
    """A part of the day: in which phase, how to go there from the page of the evaluation, what one does there."""

    phase: str
    way: Sequence[str]
    arrived: str
    steps: Callable[[random.Random], list[Step]]
    again: Sequence[str] = ()
    """Keys that lead from there to a text found again."""


def papers(draw: random.Random) -> list[Step]:
    """A paper questionnaire: one key an answer."""
    steps = []
    for question in QUESTIONS:
        rank = draw.randint(1, len(LEVELS))
        told = f"Enregistré : {question.code}, niveau {rank}"
        steps.append(Step((str(rank),), told, ("avis", question.id), (LEVELS[rank - 1].id, "")))
    return steps


def opinions(draw: random.Random) -> list[Step]:
    """The scoring: an argument and a level, then sometimes another level."""
    steps = []
    for number, question in enumerate(QUESTIONS):
        text, where = f"Vu le {number + 1} mai à l’été [ACME]", ("avis", question.id)
        first, second = draw.sample(range(1, len(LEVELS) + 1), 2)
        way = ("enter",) if number else ()
        value = (LEVELS[first - 1].id, text)
        told = f"Enregistré : niveau {first}"
        steps.append(Step(("tab", str(first)), told, where, value, text, way, question.code if number else ""))
        if draw.random() < 0.5:
            told, value = f"Enregistré : niveau {second}", (LEVELS[second - 1].id, text)
            steps.append(Step((str(second),), told, where, value))
    return steps


def hands(draw: random.Random) -> list[Step]:
    """A show of hands: the voices of one college, level by level."""
    steps = []
    for number, question in enumerate(QUESTIONS):
        voices: dict[str, int] = {}
        for rank, level in enumerate(LEVELS):
            count = draw.randint(1, 9)
            voices = {**voices, level.id: count}
            told, where = f"{level.name.lower()} : {count} voix", ("voix", question.id)
            if rank:
                steps.append(Step(("right", str(count)), told, where, voices))
            else:
                way = ("pagedown",) if number else ()
                steps.append(Step((str(count),), told, where, voices, "", way, question.code if number else ""))
    return steps


def positions(draw: random.Random) -> list[Step]:
    """The dialogue: question after question, the level agreed and why."""
    with open_workspace(prepared("dialogue"), read_only=True) as workspace:
        agenda = coevaluation_of(workspace, EVALUATION).agenda
    by_code = {question.code: question for question in QUESTIONS}
    steps = []
    for number, item in enumerate(agenda):
        rank, text = draw.randint(1, len(LEVELS)), f"Après débat nº {number + 1}, accordé"
        way = ("right" if number else "enter", "e", str(rank), "tab")
        where, value = ("position", by_code[item.code].id), (LEVELS[rank - 1].id, text)
        steps.append(Step(("ctrl+s",), "Enregistré", where, value, text, way, "Avis minoritaire"))
    return steps


def actions(draw: random.Random) -> list[Step]:
    """The action plan: one action after the other."""
    steps = []
    for number in range(1, 9):
        what = f"Réunir l’atelier {draw.randint(10, 99)}"
        where = ("action", f"a{number:02d}")
        steps.append(Step(("ctrl+s",), f"Action ajoutée : {what}", where, what, what, ("n",), "Pour quand"))
    return steps


SCENES = (
    Scene("avis", ("r", "enter"), "Une touche par réponse", papers),
    Scene("avis", ("s", "enter"), "Votre argument, d’abord", opinions),
    Scene("avis", ("m",), "Tout le monde vote ; réponses écrites", hands),
    Scene("dialogue", ("d",), "Ordre du jour", positions, ("enter", "e")),
    Scene("dialogue", ("a",), "Nouvelle", actions, ("n",)),
)


@cache
def prepared(phase: str) -> Path:
    """Return a base with one evaluation, where opinions are still to be given, or are given and opposed."""
    path = lasting_folder("arrets") / f"{phase}.sqlite"
    with new_workspace(path) as workspace:
        add_pole(workspace, {"id": "ici", "nom": "Pôle d’ici"})
        evaluation = open_evaluation(
            workspace,
            shipped_referential(),
            pole="ici",
            use="diagnostic",
            path="court",
            title="Essai",
            identifier=EVALUATION,
            colleges=(COLLEGE,),
        )
        for _ in PEOPLE:
            add_respondent(workspace, evaluation, college=COLLEGE)
        evaluation = move_phase(workspace, EVALUATION, "avis")
        if phase == "dialogue":
            for number, person in enumerate(PEOPLE):
                for question in QUESTIONS[:12]:
                    answer = Answer(
                        respondent_id=person,
                        indicator_id=question.id,
                        kind=AnswerKind.LEVEL,
                        level=LEVELS[-(number % 2)].id,
                    )
                    record_answer(workspace, evaluation, answer)
            move_phase(workspace, EVALUATION, "dialogue", confirmed=True)
    return path


def state_of(base: Path, phase: str) -> State:
    """Return what the day adds to the database, having checked that the file is sound."""
    with open_workspace(base, read_only=True) as workspace:
        assert verify_base(workspace).sound
        evaluation = find_evaluation(workspace, EVALUATION)
        found: dict[Place, object] = {}
        if phase == "avis":
            for indicator, answer in answers_by(workspace, evaluation, PEOPLE[0]).items():
                found["avis", indicator] = (answer.level, answer.argument)
        for (indicator, _), tally in tallies_of(workspace, evaluation).items():
            found["voix", indicator] = dict(tally.voices)
        for question in QUESTIONS:
            position = position_of(workspace, evaluation, question.id)
            if position is not None:
                found["position", question.id] = (position.level, position.argument)
        for action in actions_of(workspace, evaluation):
            found["action", action.id] = action.what
        return found


def states(steps: Sequence[Step]) -> list[State]:
    """Return the states one goes through, from nothing to all the steps done."""
    gone: list[State] = [{}]
    for step in steps:
        gone.append({**gone[-1], step.place: step.value})
    return gone


@dataclass(frozen=True)
class Stop:
    """How far one was when the program was killed: the steps the screen acknowledged, those that were typed."""

    acknowledged: int
    typed: int
    waiting: str = ""
    """A text that was on the screen, not stored, for long enough to be on the disk."""


class Moment(Enum):
    """When the program is killed: on the last keys, as the file begins to change, before the text typed is stored."""

    ANSWERING = auto()
    STORING = auto()
    TYPING = auto()


def wait_for_a_write(base: Path) -> None:
    """Return as soon as the database is being written."""
    deadline = time.monotonic() + 1
    while not _left_in_the_middle(base) and time.monotonic() < deadline:
        pass


def play(terminal: PseudoTerminal, base: Path, scene: Scene, steps: Sequence[Step], draw: random.Random) -> Stop:
    """Live the scene, and kill the program at a random moment of it."""
    go_to(terminal, scene)
    last, moment = draw.randrange(min(len(steps), FURTHEST)), draw.choice(list(Moment))
    for place, step in enumerate(steps):
        before = terminal.press(*step.way)
        terminal.wait(step.arrived, before)
        before = terminal.press(step.text)
        terminal.wait(step.text, before)
        if place == last and moment is Moment.TYPING and step.text:
            patience = draw.choice((draw.uniform(0, FLUSH_EVERY), SURELY_KEPT))
            time.sleep(patience)
            terminal.kill()
            return Stop(place, place, step.text if patience == SURELY_KEPT else "")
        before = terminal.press(*step.keys)
        if place == last:
            if moment is Moment.STORING:
                wait_for_a_write(base)
            else:
                time.sleep(draw.uniform(0, 0.05))
            terminal.kill()
            return Stop(place + (step.told in terminal.painted(before)), place + 1)
        terminal.wait(step.told, before)
    raise AssertionError("the program was not killed")


def go_to(terminal: PseudoTerminal, scene: Scene) -> None:
    terminal.wait("accueil")
    before = terminal.press("enter")
    terminal.wait("Changer de phase", before)
    before = terminal.press(*scene.way)
    terminal.wait(scene.arrived, before)


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    draw = random.Random(moment)  # noqa: S311 - a test that can be played again
    scene = SCENES[moment % len(SCENES)]
    base = Path(copy(prepared(scene.phase), tmp_path / "base.sqlite"))
    steps = scene.steps(draw)
    terminal = PseudoTerminal(base)
    try:
        stop = play(terminal, base, scene, steps, draw)
    finally:
        terminal.close()

    expected = [_MENDED] if _left_in_the_middle(base) else []
    if Drafts(default_folder(), base).found:
        expected.append(_FOUND_AGAIN)
    assert _FOUND_AGAIN in expected or not stop.waiting
    told = next_start(base, scene, expected, stop.waiting)
    assert [sentence for sentence in (_MENDED, _FOUND_AGAIN) if sentence in told] == expected

    gone = states(steps)
    assert state_of(base, scene.phase) in gone[stop.acknowledged : stop.typed + 1]


def next_start(base: Path, scene: Scene, expected: Sequence[str], waiting: str) -> str:
    """Start again and go where one was; return all that was painted. A text that waited is there again."""
    terminal = PseudoTerminal(base)
    try:
        for sentence in ("accueil", *expected):
            terminal.wait(sentence)
        before = terminal.press("enter")
        terminal.wait("Changer de phase", before)
        if waiting:
            before = terminal.press(*scene.way, *scene.again)
            terminal.wait(waiting, before)
        return terminal.painted()
    finally:
        terminal.close()
