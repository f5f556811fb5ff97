"""Two pôles that were not asked the same questions: it is said, and the common ones can be counted alone."""

from dataclasses import replace

import pytest

from ptce_ref.domain.candidate import Candidate, ask_only, people_heard
from ptce_ref.domain.comparison import Comparison, NothingSharedError, compare
from ptce_ref.domain.distribution import Ballot, ballot_of
from ptce_ref.domain.evaluation import Tally
from ptce_ref.domain.question_set import Questions
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate, compute
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.view import ComparisonPart
from tests.grid import Question, candidate, evaluation, grid, pole, said
from tests.samples import comparison, examples, shipped_referential

THREE = grid(
    Question("a", "x"), Question("a", "x", weight=3, vigilance=True), Question("b", "y"), subs={"a": "but", "b": "but"}
)


def asked(name: str, said_of: dict[int, str], *, referential: Referential = THREE) -> Candidate:
    """A closed evaluation in which one college of three gave these levels, and that asks no other question."""
    card = pole(name.lower(), name)
    ids = tuple(f"question-{place}" for place in said_of)
    about = evaluation(referential, ident=f"e-{name}", pole=card.id, phase=Phase.CLOSED)
    about = about.model_copy(update={"indicators": ids})
    levels = {f"question-{place}": [level] * 3 for place, level in said_of.items()}
    return candidate(card, said(referential, levels, about=about), referential, card)


def entries(found: Comparison) -> dict[str, tuple[int, int]]:
    return {item.candidate.pole.name: (item.asked, item.shared) for item in found.entries}


def test_each_entry_says_how_many_questions_it_was_asked_and_how_many_all_share() -> None:
    found = compare([asked("Un", {0: "2", 1: "1", 2: "3"}), asked("Deux", {0: "2", 2: "3"})])
    assert entries(found) == {"Un": (3, 2), "Deux": (2, 2)}
    assert found.asked.differ
    assert set(found.asked.common) == {"question-0", "question-2"}
    note = view_comparison(found, "2026-11-22").questions_note.replace("\u00a0", " ")
    assert note.startswith(
        "Les pôles montrés n’ont pas tous eu les mêmes questions : 2 questions pour 1 pôle (Nom, modifié), "
        "3 questions pour 1 pôle (Nom). Les pôles comparés en ont 2 en commun."
    )


def test_the_same_questions_are_said_to_be_the_same() -> None:
    found = compare([asked("Un", {0: "2", 1: "1", 2: "3"}), asked("Deux", {0: "2", 1: "2", 2: "3"})])
    view = view_comparison(found, "2026-11-22")
    assert (found.asked.differ, view.same_questions, view.questions_caution) == (False, True, "")
    assert view.questions_note.replace("\u00a0", " ") == "Les mêmes pour tous les pôles montrés : 3 questions (Nom)."


def test_as_many_questions_are_not_the_same_questions() -> None:
    found = compare([asked("Un", {0: "2", 1: "3"}), asked("Deux", {1: "2", 2: "3"})])
    assert entries(found) == {"Un": (2, 1), "Deux": (2, 1)}
    assert found.asked.differ


def test_an_alert_says_when_others_were_not_asked_its_question() -> None:
    alike = [asked("Un", {0: "2", 1: "1", 2: "3"}), asked("Deux", {0: "2", 1: "1", 2: "3"})]
    other = asked("Trois", {0: "2", 2: "3"})
    for candidates, unshared in ((alike, False), ([*alike, other], True)):
        entry = next(e for e in view_comparison(compare(candidates), "2026-11-22").entries if e.pole.name == "Un")
        assert [alert.unshared for alert in entry.sub_objectives[0].alerts] == [unshared]


def test_common_questions_alone_give_the_figures_of_these_questions() -> None:
    """« a » has two questions, of weights 1 and 3: 2 and 4 give (1/3 + 3)/4; the first alone gives 1/3."""
    full = asked("Un", {0: "2", 1: "4", 2: "3"})
    both = [full, asked("Deux", {0: "3", 2: "3"})]
    entry = next(e for e in compare(both).entries if e.candidate.pole.name == "Un")
    assert entry.candidate.result.sub_objectives["a"].value == pytest.approx((1 / 3 + 3) / 4)
    found = compare(both, questions=Questions.COMMON)
    entry = next(e for e in found.entries if e.candidate.pole.name == "Un")
    assert entry.candidate.result.sub_objectives["a"].value == pytest.approx(1 / 3)
    assert entries(found) == {"Un": (2, 2), "Deux": (2, 2)}
    assert not found.asked.differ
    view = view_comparison(found, "2026-11-22")
    assert view.questions_caution.replace("\u00a0", " ") == "Ces chiffres ne comptent que 2 questions communes."


def test_a_single_common_question_is_said_in_the_singular() -> None:
    both = [asked("Un", {0: "2", 1: "3"}), asked("Deux", {1: "2", 2: "3"})]
    view = view_comparison(compare(both, questions=Questions.COMMON), "2026-11-22")
    assert view.questions_caution == "Ces chiffres ne comptent qu’une question commune."
    assert view.questions_note.replace("\u00a0", " ") == (
        "Tous les chiffres portent sur 1 question, celle que tous les pôles comparés ont eue, et sur elle seule."
    )


def test_without_a_common_question_there_is_nothing_to_count() -> None:
    both = [asked("Un", {0: "2"}), asked("Deux", {2: "3"})]
    assert "aucune en commun" in view_comparison(compare(both), "2026-11-22").questions_note
    with pytest.raises(NothingSharedError, match="aucune question"):
        compare(both, questions=Questions.COMMON)


@pytest.mark.parametrize("ident", ["val-de-sorne-2026", "plateau-des-genets-2026", "les-trois-ponts-2026"])
def test_narrowing_is_counting_again(ident: str) -> None:
    """The same figures as an evaluation that would have asked the common questions alone."""
    card, contents = examples()[ident]
    referential = shipped_referential()
    common = comparison().asked.common
    whole = Candidate(card, contents.evaluation, referential, compute(contents, referential))
    kept = tuple(item for item in contents.evaluation.indicators if item in common)
    fewer = contents.model_copy(update={"evaluation": contents.evaluation.model_copy(update={"indicators": kept})})
    narrow, again = ask_only(whole, common).result, compute(fewer, referential)
    for found, expected in (
        (narrow.sub_objectives, again.sub_objectives),
        (narrow.objectives, again.objectives),
        (narrow.themes, again.themes),
        ({"": narrow.whole}, {"": again.whole}),
    ):
        assert found.keys() == expected.keys()
        for key, figure in found.items():
            _same(figure, expected[key])


def _same(one: Aggregate, other: Aggregate) -> None:
    assert one.value == pytest.approx(other.value)
    assert {item.code for item in one.alerts} == {item.code for item in other.alerts}
    assert replace(one, value=None, alerts=()) == replace(other, value=None, alerts=())


def test_on_the_common_questions_of_the_examples_the_val_de_sorne_is_elsewhere() -> None:
    """Its E1, from the eleven questions it was asked: 2.8; on the three that all were asked: 3.3."""
    for questions, level in ((Questions.ALL, 2.8), (Questions.COMMON, 3.3)):
        view = view_comparison(comparison(questions=questions), "2026-11-22")
        entry = next(item for item in view.entries if item.pole.id == "val-de-sorne")
        place = next(i for i, item in enumerate(view.sub_objectives) if item.code == "E1")
        found = entry.sub_objectives[place].level
        assert found is not None
        assert round(found, 1) == level


def test_people_are_counted_only_where_none_was_counted_by_hand() -> None:
    contents = examples()["val-de-sorne-2026"][1]
    assert people_heard(ballot_of(contents)) == 12
    ballot = ballot_of(contents)
    tally = Tally(indicator_id="x", college="y", voices={"1": 2})
    assert people_heard(Ballot(ballot.colleges, ballot.answers, [tally], ballot.positions)) is None


def test_what_compares_nobody_says_why_and_what_to_do() -> None:
    one = asked("Un", {0: "2", 1: "3", 2: "3"})
    alone = view_comparison(compare([one]), "2026-11-22")
    assert alone.absence(ComparisonPart.WHOLE).startswith("Un seul pôle est montré")
    other = asked("Deux", {0: "2", 1: "3", 2: "3"})
    open_one = replace(other, evaluation=other.evaluation.model_copy(update={"phase": Phase.DIALOGUE}))
    two = view_comparison(compare([one, open_one]), "2026-11-22")
    assert two.absence(ComparisonPart.WHOLE).startswith("Un seul pôle remplit toutes les conditions")
    assert "clore son évaluation" in two.absence(ComparisonPart.EXCHANGES)
    both = view_comparison(compare([one, other]), "2026-11-22")
    assert both.absence(ComparisonPart.WHOLE) == ""
    assert both.absence(ComparisonPart.EXCHANGES).startswith("Aucun échange ne ressort")


def test_two_evaluations_that_make_no_trajectory_say_why() -> None:
    view = view_comparison(comparison("quai-des-partages-2026-auto", "quai-des-partages-2026-pair"), "2026-11-22")
    (why,) = (said.replace("\u00a0", " ") for said in view.undated)
    assert why == (
        "« Quai des Partages » a 2 évaluations, mais pas de trajectoire : « Regard du Val de Sorne sur le Quai, 2026 » "
        "est faite par un autre pôle."
    )
    assert not view_comparison(comparison("les-trois-ponts-2023", "les-trois-ponts-2026"), "2026-11-22").undated
