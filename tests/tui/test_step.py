"""What comes next, phase by phase: one sentence, and the job it leads to."""

from dataclasses import replace

import pytest

from ptce_ref.domain.overview import CollegeLine, EvaluationLine, PersonLine, Task, next_step
from ptce_ref.domain.vocabulary import Mode, Phase
from ptce_ref.tui.place import PLACES
from ptce_ref.tui.step import PLACE_OF, step_sentence
from ptce_ref.tui.text import content
from ptce_ref.tui.widgets.college_coverage import compact_coverage

QUESTIONS = 10


def college(name: str, *answers: int, tallied: int = 0) -> CollegeLine:
    """A college whose respondents gave that many answers each."""
    finished = sum(n >= QUESTIONS for n in answers)
    return CollegeLine(name.lower(), name, name, len(answers), QUESTIONS, sum(answers), finished, tallied)


def evaluation(
    phase: Phase,
    *colleges: CollegeLine,
    late: tuple[PersonLine, ...] = (),
    positions: int = 0,
    actions: int = 0,
    unassigned: int = 0,
) -> EvaluationLine:
    return EvaluationLine(
        id="e",
        pole_id="p",
        title="Essai",
        date="2026-11-09",
        mode=Mode.CO,
        phase=phase,
        questions=QUESTIONS,
        colleges=colleges,
        tallied=max((c.tallied for c in colleges), default=0),
        positions=positions,
        actions=actions,
        unassigned=unassigned,
        changed_at="2026-11-09T12:00:00.000+00:00",
        late=late,
    )


DONE, SOME, SILENT = college("Habitants", 10), college("Salariés", 10, 4), college("Réseaux", 0)
NOBODY, ABBREVIATED, VOTED = college("Financeurs"), college("Autres entr."), college("Animation", tallied=10)

AMINA = PersonLine("r01", "Amina", "Habitants", 0, QUESTIONS)
BRUNO = PersonLine("r02", "Bruno", "Salariés", 4, QUESTIONS)
UNNAMED = PersonLine("r07", "", "Habitants", 3, QUESTIONS)


@pytest.mark.parametrize(
    ("line", "task", "told"),
    [
        (
            evaluation(Phase.PREPARATION, NOBODY),
            Task.REGISTER,
            "Inscrire les répondants : « Saisir les avis » (touche s).",
        ),
        (
            evaluation(Phase.PREPARATION, SILENT),
            Task.OPEN_OPINIONS,
            "1 répondant inscrit : ouvrir les avis par « Changer de phase ».",
        ),
        (
            evaluation(Phase.OPINIONS, NOBODY, SILENT),
            Task.COLLECT,
            "Personne n’a encore répondu : « Saisir les avis », ou « Main levée ».",
        ),
        (
            evaluation(Phase.OPINIONS, DONE, SILENT, NOBODY, late=(AMINA,)),
            Task.AWAIT_PEOPLE,
            "1 personne n’a pas fini : Amina (0 réponse sur 10).",
        ),
        (
            evaluation(Phase.OPINIONS, SOME, SILENT, late=(AMINA, BRUNO)),
            Task.AWAIT_PEOPLE,
            "2 personnes n’ont pas fini : Amina (0 réponse sur 10) et Bruno (4 sur 10).",
        ),
        (
            evaluation(Phase.OPINIONS, SOME, SILENT, late=(AMINA, UNNAMED, *[BRUNO] * 6)),
            Task.AWAIT_PEOPLE,
            "8 personnes n’ont pas fini : Amina (0 réponse sur 10), r07 Habitants (3 sur 10) et 6 autres.",
        ),
        (
            evaluation(Phase.OPINIONS, DONE, VOTED, NOBODY),
            Task.AWAIT_COLLEGES,
            "1 collège n’a personne d’inscrit : Financeurs.",
        ),
        (
            evaluation(Phase.OPINIONS, DONE, NOBODY, ABBREVIATED),
            Task.AWAIT_COLLEGES,
            "2 collèges n’ont personne d’inscrit : Financeurs et Autres entr.",
        ),
        (
            evaluation(Phase.OPINIONS, DONE, *(college(name) for name in "ABCDE")),
            Task.AWAIT_COLLEGES,
            "5 collèges n’ont personne d’inscrit : A, B, C et 2 autres.",
        ),
        (
            evaluation(Phase.OPINIONS, DONE, VOTED, college("Réseaux", tallied=4)),
            Task.AWAIT_VOTES,
            "1 collège n’a pas fini de voter à main levée : Réseaux.",
        ),
        (
            evaluation(Phase.OPINIONS, DONE, VOTED),
            Task.OPEN_DIALOGUE,
            "Tout le monde a répondu : passer au dialogue par « Changer de phase ».",
        ),
        (
            evaluation(Phase.DIALOGUE, DONE),
            Task.AGREE,
            "10 questions attendent la position du groupe : « Dialogue ».",
        ),
        (
            evaluation(Phase.POSITION, DONE, positions=9),
            Task.AGREE,
            "1 question attend la position du groupe : « Dialogue ».",
        ),
        (
            evaluation(Phase.POSITION, DONE, positions=10),
            Task.MOVE_ON,
            "Toutes les positions sont écrites : avancer par « Changer de phase ».",
        ),
        (
            evaluation(Phase.ACTION_PLAN, DONE, positions=10),
            Task.PLAN,
            "Décider qui fait quoi, et pour quand : « Plan d’action ».",
        ),
        (
            evaluation(Phase.ACTION_PLAN, DONE, actions=3, unassigned=2),
            Task.ASSIGN,
            "2 actions n’ont personne pour les mener : « Plan d’action ».",
        ),
        (
            evaluation(Phase.ACTION_PLAN, DONE, actions=3),
            Task.CLOSE,
            "Chaque action a quelqu’un pour la mener : clore par « Changer de phase ».",
        ),
        (
            evaluation(Phase.CLOSED, DONE),
            Task.SHARE,
            "Évaluation close : « Produire les documents », ou « Comparer ».",
        ),
    ],
)
def test_the_next_step(line: EvaluationLine, task: Task, told: str) -> None:
    step = next_step(line)
    assert step.task is task
    assert step_sentence(step).replace("\u00a0", " ") == told
    place = next(place for place in PLACES if place.id == PLACE_OF[task])
    assert place.closed(line.phase) == "", "what is proposed can be done"


def test_every_job_named_is_a_job_of_the_page() -> None:
    names = {place.name for place in PLACES}
    line = evaluation(Phase.CLOSED, DONE)
    for task in Task:
        sentence = step_sentence(replace(next_step(line), task=task, colleges=(DONE,), people=(AMINA,)))
        named = {part.split(" »")[0] for part in sentence.replace("\u00a0", " ").split("« ")[1:]}
        assert named <= names, sentence


def test_a_share_is_of_answers_and_of_votes_when_there_is_nothing_else() -> None:
    assert evaluation(Phase.OPINIONS, DONE, SOME).coverage == pytest.approx(24 / 30)
    assert evaluation(Phase.OPINIONS, VOTED).coverage == 1
    assert evaluation(Phase.OPINIONS, NOBODY).coverage is None


def test_the_hands_of_a_college_with_nobody_registered_are_no_share_of_the_answers_awaited() -> None:
    line = evaluation(Phase.OPINIONS, SOME, college("Autres entr.", tallied=2))
    told = "".join(str(content(piece)) for piece in compact_coverage(line, 200)).replace("\u00a0", " ")
    assert "Salariés 70 %" in told
    assert "Autres entr. 2/10 à main levée" in told
    assert "personnes inscrites" in told
