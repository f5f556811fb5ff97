"""What a person may say, and how voices are counted (R1 to R4)."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ptce_ref.domain.distribution import Distribution, Voices
from ptce_ref.domain.evaluation import Answer, Contents, Evaluation, Position, Respondent, Tally
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import AnswerKind, Mode, Outcome, State
from tests.grid import Question, answer, distribute, evaluation, grid, position, said, tally
from tests.strategies import studied


def make(**given_keys: object) -> Answer:
    return Answer.model_validate({"respondent_id": "r1", "indicator_id": "question-0", **given_keys})


# R1: a level, not concerned with its reason, or does not know.


def test_an_answer_is_a_level_or_not_concerned_with_a_reason_or_does_not_know() -> None:
    assert make(kind="niveau", level="3").level == "3"
    assert make(kind="non-concerne", reason="Pas de salariés.").reason == "Pas de salariés."
    assert make(kind="ne-sait-pas").kind is AnswerKind.DONT_KNOW


@pytest.mark.parametrize(
    "confused",
    [
        {"kind": "niveau"},
        {"kind": "niveau", "level": "3", "reason": "Pas de salariés."},
        {"kind": "non-concerne"},
        {"kind": "non-concerne", "reason": "   "},
        {"kind": "non-concerne", "reason": "Pas de salariés.", "level": "1"},
        {"kind": "ne-sait-pas", "level": "1"},
        {"kind": "ne-sait-pas", "reason": "Pas de salariés."},
        {"kind": "sans-reponse"},
        {"kind": "niveau", "level": 3},
    ],
)
def test_answers_are_never_confused(confused: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make(**confused)


def test_the_lowest_level_the_two_other_answers_and_silence_are_four_different_things() -> None:
    questions = [Question("volet", "enjeu") for _ in range(4)]
    referential = grid(*questions)
    result = compute(
        said(referential, {"question-0": ["1 1"], "question-1": ["- -"], "question-2": ["? ?"]}), referential
    )
    found = [(item.state, item.value, item.distribution.total.total) for item in result.indicators.values()]
    assert found == [
        (State.VALUE, 0.0, 2),
        (State.NOT_APPLICABLE, None, 2),
        (State.NONE, None, 2),
        (State.NONE, None, 0),
    ]


def test_the_lowest_level_counts_as_a_voice_and_is_rank_one() -> None:
    referential = grid()
    assert referential.scale.ranks["1"] == 1
    voices = distribute(said(referential, {"question-0": ["1"]}), referential)["question-0"].total
    assert (voices.levels, voices.n) == ((1, 0, 0, 0), 1)


def test_nothing_is_prefilled() -> None:
    referential = grid(Question("a", "x"), Question("b", "y"))
    result = compute(said(referential, {}), referential)
    assert {item.state for item in result.indicators.values()} == {State.NONE}
    assert result.whole.answered == 0
    assert result.whole.n == 0


# R2: an answer without argument is accepted, counted and told.


def test_an_answer_without_argument_is_accepted_and_counted() -> None:
    referential = grid()
    contents = said(referential, {"question-0": ["2 3 3", "-", "?"]}, silent={"question-0"})
    total = distribute(contents, referential)["question-0"].total
    assert (total.n, total.unargued) == (3, 3)
    argued = distribute(said(referential, {"question-0": ["2 3 3"]}), referential)["question-0"].total
    assert (argued.n, argued.unargued) == (3, 0)


def test_blanks_are_no_argument() -> None:
    assert answer("r1", "question-0", "2", " \n\t ").argument == ""


def test_the_voices_of_a_show_of_hands_are_not_called_unargued() -> None:
    referential = grid()
    contents = said(referential, {}, tallies=[tally("question-0", 0, n2=5)])
    assert distribute(contents, referential)["question-0"].total == Voices((0, 5, 0, 0))


# R3: the level wished for, and by when.


def test_a_wish_says_a_level_and_may_say_when() -> None:
    wish = make(kind="niveau", level="1", wished_level="4", wished_year=2030)
    assert (wish.wished_level, wish.wished_year) == ("4", 2030)
    assert make(kind="ne-sait-pas", wished_level="3").wished_level == "3"
    with pytest.raises(ValidationError, match="échéance"):
        make(kind="niveau", level="1", wished_year=2030)


def test_a_wish_does_not_change_today() -> None:
    referential = grid()
    plain = said(referential, {"question-0": ["2 2"]})
    hopeful = plain.model_copy(
        update={"answers": tuple(a.model_copy(update={"wished_level": "4"}) for a in plain.answers)}
    )
    assert compute(hopeful, referential) == compute(plain, referential)


# R4: answers and tallies feed the same distribution.


def by_hand(contents: Contents) -> Contents:
    """The same voices, told by a show of hands in each college."""
    college = {person.id: person.college for person in contents.respondents}
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for item in contents.answers:
        box = counted.setdefault((item.indicator_id, college[item.respondent_id]), {})
        word = item.level or item.kind.value
        box[word] = box.get(word, 0) + 1
    hands = tuple(
        Tally(
            indicator_id=indicator,
            college=where,
            dont_know=box.pop(AnswerKind.DONT_KNOW.value, 0),
            not_applicable=box.pop(AnswerKind.NOT_APPLICABLE.value, 0),
            voices=box,
        )
        for (indicator, where), box in counted.items()
    )
    return contents.model_copy(update={"respondents": (), "answers": (), "tallies": contents.tallies + hands})


def heard(found: Distribution) -> dict[str, tuple[tuple[int, ...], int, int]]:
    return {college: (v.levels, v.not_applicable, v.dont_know) for college, v in found.by_college.items()}


@given(studied())
def test_a_show_of_hands_and_named_answers_give_the_same_distribution(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    named, raised = distribute(contents, referential), distribute(by_hand(contents), referential)
    assert {key: heard(found) for key, found in named.items()} == {key: heard(found) for key, found in raised.items()}


@given(studied())
def test_a_show_of_hands_and_named_answers_give_the_same_values(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    named, raised = compute(contents, referential), compute(by_hand(contents), referential)
    assert named.sub_objectives == raised.sub_objectives
    assert named.objectives == raised.objectives
    assert named.themes == raised.themes
    assert named.whole == raised.whole


def test_a_show_of_hands_invents_nobody() -> None:
    referential = grid()
    contents = said(referential, {"question-0": ["2"]}, tallies=[tally("question-0", 0, n3=4, outside=1, unknown=2)])
    found = distribute(contents, referential)["question-0"]
    assert len(contents.respondents) == 1
    assert heard(found) == {"college-0": ((0, 1, 4, 0), 1, 2)}


@given(studied())
def test_every_voice_is_counted_once(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    asked = set(contents.evaluation.indicators)
    expected = sum(a.indicator_id in asked for a in contents.answers)
    expected += sum(t.total for t in contents.tallies if t.indicator_id in asked)
    assert sum(found.total.total for found in distribute(contents, referential).values()) == expected


@given(studied(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_answered_changes_nothing(
    study: tuple[Referential, Contents], random: Random
) -> None:
    referential, contents = study
    mixed = {}
    for name in ("respondents", "answers", "tallies", "positions"):
        items = list(getattr(contents, name))
        random.shuffle(items)
        mixed[name] = tuple(items)
    assert compute(contents.model_copy(update=mixed), referential) == compute(contents, referential)


def test_colleges_are_always_in_the_order_of_the_referential() -> None:
    referential = grid()
    found = distribute(
        said(referential, {"question-0": ["", "2", "3"]}, tallies=[tally("question-0", 0, n1=1)]), referential
    )
    assert list(found["question-0"].by_college) == ["college-0", "college-1", "college-2"]


def test_an_answer_outside_the_path_does_not_count() -> None:
    referential = grid(Question("a", "x"), Question("a", "x"))
    about = evaluation(referential, path="quelques-uns")
    result = compute(said(referential, {"question-0": ["2"], "question-1": ["4"]}, about=about), referential)
    assert list(result.indicators) == ["question-0"]
    assert result.whole.n == 1


# What surrounds an answer.


def test_a_tally_counts_whole_people() -> None:
    for voices in ({"1": -1}, {"1": 1.5}, {"1": True}, {"1": 10**17}):
        with pytest.raises(ValidationError):
            Tally.model_validate({"indicator_id": "question-0", "college": "college-0", "voices": voices})


def test_an_agreement_carries_a_level_and_nothing_else_does() -> None:
    assert position("question-0", "3").level == "3"
    for outcome, level in ((Outcome.AGREED, None), (Outcome.DISAGREED, "2"), (Outcome.NOT_APPLICABLE, "1")):
        with pytest.raises(ValidationError, match="accord"):
            position("question-0", level, outcome)


def test_names_are_optional() -> None:
    assert Respondent(id="r1", college="college-0").name is None


def test_a_peer_evaluation_names_the_pole_that_looks_and_it_is_another_one() -> None:
    referential = grid()
    assert evaluation(referential, mode=Mode.PEER, peer="voisin").peer_pole_id == "voisin"
    base = evaluation(referential).model_dump()
    for mode, peer in ((Mode.PEER, None), (Mode.CO, "voisin"), (Mode.PEER, "pole")):
        with pytest.raises(ValidationError):
            Evaluation.model_validate({**base, "mode": mode, "peer_pole_id": peer})


def test_what_is_agreed_never_replaces_what_was_said() -> None:
    referential = grid()
    before = said(referential, {"question-0": ["1 1", "4"]})
    after = said(referential, {"question-0": ["1 1", "4"]}, positions=[position("question-0", "3")])
    assert distribute(before, referential) == distribute(after, referential)
    assert isinstance(after.positions[0], Position)
