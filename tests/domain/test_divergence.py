"""How far answers are from each other (R6), on values worked out by hand and on what must hold.

Voices are written lowest level first: ``[2, 1, 0, 0]`` is two voices at the lowest of four levels
and one at the next.
"""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ptce_ref.domain.divergence import Divergence, agreement, consensus, level_range, measure, median_rank
from tests.grid import distribute, grid, said, tally
from tests.strategies import level_counts

MANY = st.integers(2, 50)
thoroughly = settings(max_examples=300)


def divergence(*colleges: str, levels: int = 4) -> Divergence:
    referential = grid(levels=levels)
    return measure(distribute(said(referential, {"question-0": colleges}), referential)["question-0"])


# The median.


@pytest.mark.parametrize(
    ("counts", "median"),
    [
        ([0, 0, 1, 0], 3),
        ([1, 1, 1, 0], 2),
        ([1, 0, 0, 1], 2.5),  # between 1 and 4
        ([2, 2, 0, 0], 1.5),
        ([3, 0, 0, 2], 1),
        ([1, 1, 1, 1, 0, 0], 2.5),
        ([0, 5, 0, 5], 3),  # between 2 and 4
    ],
)
def test_the_median_is_a_level_or_half_way_between_two(counts: list[int], median: float) -> None:
    assert median_rank(counts) == median


def test_without_a_voice_there_is_no_median() -> None:
    assert median_rank([0, 0, 0, 0]) is None


@thoroughly
@given(level_counts())
def test_the_median_is_that_of_the_voices_lined_up(counts: list[int]) -> None:
    line = [rank for rank, count in enumerate(counts, start=1) for _ in range(count)]
    assume(line)
    middle = (line[(len(line) - 1) // 2] + line[len(line) // 2]) / 2
    assert median_rank(counts) == middle
    assert line[0] <= middle <= line[-1]


@thoroughly
@given(level_counts())
def test_the_median_turns_with_the_scale(counts: list[int]) -> None:
    assume(any(counts))
    median = median_rank(counts)
    assert median is not None
    assert median_rank(counts[::-1]) == len(counts) + 1 - median


# The consensus of Tastle & Wierman.


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 7, 0, 0], 1),  # all on one level
        ([4, 0, 0, 4], 0),  # halves at both ends: 1 + log2(1 - 1.5/3) = 1 - 1
        ([3, 0, 3], 0),
        ([5, 5], 0),  # with two levels both ends are neighbours
        # mean 1.5, every voice half a level away: 1 + log2(1 - 0.5/3) = 1 + log2(5/6) = 1 - 0.263034
        ([0, 2, 2, 0], 0.736966),
        # uniform on four: 1 + 1/2 log2(1/2) + 1/2 log2(5/6) = 1 - 0.5 - 0.131517
        ([1, 1, 1, 1], 0.368483),
        # uniform on five: 1 + 2/5 log2(1/2) + 2/5 log2(3/4) + 1/5 log2(1) = 1 - 0.4 - 0.166015
        ([2, 2, 2, 2, 2], 0.433985),
        # mean 1/3 of a step: 1 + 2/3 log2(1 - 1/9) + 1/3 log2(1 - 2/9) = 1 - 0.113283 - 0.120857
        ([2, 1, 0, 0], 0.765860),
        # mean 3/4: 1 + 3/4 log2(1 - 1/4) + 1/4 log2(1 - 3/4) = 1 - 0.311278 - 0.5
        ([3, 0, 0, 1], 0.188722),
    ],
)
def test_the_consensus_worked_out_by_hand(counts: list[int], expected: float) -> None:
    assert consensus(counts) == pytest.approx(expected, abs=1e-6)


# The agreement of van der Eijk.


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 7, 0, 0], 1),  # all on one level
        ([4, 0, 0, 4], -1),  # halves at both ends
        ([3, 0, 3], -1),
        ([1, 1, 1, 1], 0),  # uniform
        ([2, 2, 2, 2, 2], 0),
        ([5, 5], 0),  # two levels: halves are also uniform, and there is no middle to be empty
        # 1100 is unimodal: U = 1, A = 1 * (1 - 1/3)
        ([2, 2, 0, 0], 2 / 3),
        # layers 1100 (2 voices of 3) and 1000 (1 of 3): 2/3 * 2/3 + 1/3 * 1
        ([2, 1, 0, 0], 7 / 9),
        # 1010: one triple 110, one 101; U = (2*1 - 3*1) / (2*2) = -1/4; A = -1/4 * 2/3 = -1/6;
        # layers 1010 (2 of 4) and 1000 (2 of 4): -1/12 + 1/2
        ([3, 0, 1, 0], 5 / 12),
        # 1011: triples 101 twice, 011 once; U = (2*1 - 3*2) / (2*3) = -2/3; A = -2/3 * 1/3 = -2/9;
        # layers 1011 (3 of 5) and 1001 (2 of 5, A = -1): -2/15 - 6/15
        ([2, 0, 1, 2], -8 / 15),
        # 1110: triples 110 twice (1 and 4, 2 and 4; 3 and 4), none 101: U = 1; A = 1 - 2/3
        ([1, 1, 1, 0], 1 / 3),
        # 10001 on five: TDU = 3, U = -(4*3) / (3*3) = -4/3; A = -4/3 * 3/4
        ([1, 0, 0, 0, 1], -1),
        # 10100 on five: triples 101 once, 110 twice (with 4 and with 5);
        # U = (3*2 - 4*1) / (3*3) = 2/9; A = 2/9 * 3/4
        ([1, 0, 1, 0, 0], 1 / 6),
    ],
)
def test_the_agreement_worked_out_by_hand(counts: list[int], expected: float) -> None:
    assert agreement(counts) == pytest.approx(expected, abs=1e-12)


@thoroughly
@given(level_counts())
def test_both_measures_stay_within_their_bounds(counts: list[int]) -> None:
    assume(sum(counts) >= 2)
    cns, a = consensus(counts), agreement(counts)
    assert cns is not None
    assert a is not None
    assert 0 <= cns <= 1
    assert -1 - 1e-9 <= a <= 1 + 1e-9


@thoroughly
@given(level_counts())
def test_one_is_for_unanimity_and_for_it_alone(counts: list[int]) -> None:
    assume(sum(counts) >= 2)
    unanimous = sum(count > 0 for count in counts) == 1
    assert (consensus(counts) == pytest.approx(1)) is unanimous
    assert (agreement(counts) == pytest.approx(1)) is unanimous


@thoroughly
@given(st.integers(3, 7), st.integers(1, 30))
def test_halves_at_both_ends_give_no_consensus_and_full_disagreement(size: int, half: int) -> None:
    counts = [half, *[0] * (size - 2), half]
    assert consensus(counts) == pytest.approx(0)
    assert agreement(counts) == pytest.approx(-1)


@thoroughly
@given(st.integers(2, 7), st.integers(1, 30))
def test_voices_spread_evenly_agree_on_nothing(size: int, voices: int) -> None:
    assert agreement([voices] * size) == pytest.approx(0)


@thoroughly
@given(level_counts())
def test_both_measures_read_the_scale_either_way(counts: list[int]) -> None:
    assume(sum(counts) >= 2)
    assert consensus(counts[::-1]) == pytest.approx(consensus(counts))
    assert agreement(counts[::-1]) == pytest.approx(agreement(counts))


@thoroughly
@given(level_counts(), MANY)
def test_twice_as_many_people_saying_the_same_agree_as_much(counts: list[int], times: int) -> None:
    assume(sum(counts) >= 2)
    many = [count * times for count in counts]
    assert consensus(many) == pytest.approx(consensus(counts))
    assert agreement(many) == pytest.approx(agreement(counts))


@thoroughly
@given(level_counts())
def test_the_same_voices_are_closer_on_a_wider_scale(counts: list[int]) -> None:
    assume(sum(count > 0 for count in counts) > 1)
    narrow, wide = consensus(counts), consensus([*counts, 0])
    assert narrow is not None
    assert wide is not None
    assert wide > narrow


def test_empty_levels_count() -> None:
    assert agreement([2, 0, 2]) == pytest.approx(-1)
    # 1010 on four, worked out above: -1/6
    assert agreement([2, 0, 2, 0]) == pytest.approx(-1 / 6)
    # 1 + log2(1 - 1/3) = 1 - 0.584963
    assert consensus([2, 0, 2, 0]) == pytest.approx(0.415037, abs=1e-6)


@pytest.mark.parametrize("counts", [[0, 0, 0], [0, 1, 0], [1, 0], [0, 0, 0, 0, 0, 1]])
def test_nothing_is_computed_under_two_voices(counts: list[int]) -> None:
    assert consensus(counts) is None
    assert agreement(counts) is None
    assert level_range(counts) is None


@thoroughly
@given(level_counts(voices=10**6))
def test_a_crowd_is_measured_as_well(counts: list[int]) -> None:
    assume(sum(counts) >= 2)
    cns, a = consensus(counts), agreement(counts)
    assert cns is not None
    assert a is not None
    assert 0 <= cns <= 1


# What is measured of one indicator.


def test_the_range_says_how_many_levels_lie_between_the_extremes() -> None:
    assert divergence("2 3 3").range == 1
    assert divergence("1 4").range == 3
    assert divergence("2 2").range == 0
    assert divergence("2 ? -").range is None


def test_polarised_means_that_the_agreement_is_below_zero() -> None:
    assert divergence("1 1", "4 4").polarised
    assert not divergence("1 2", "3 4").polarised  # uniform: A = 0
    assert not divergence("4").polarised


def test_under_two_voices_only_the_number_of_voices_is_told() -> None:
    alone = divergence("3", "?")
    assert (alone.n, alone.median, alone.range, alone.consensus, alone.agreement) == (1, None, None, None, None)
    assert (alone.college_gap, alone.polarised) == (None, False)
    nobody = divergence()
    assert (nobody.n, nobody.dont_know_share, nobody.unargued_share) == (0, None, None)


def test_the_gap_between_colleges_is_between_their_medians() -> None:
    # medians 1.5, 4 and 3: the widest gap is 2.5 levels
    found = divergence("1 2", "4 4 1", "3")
    assert dict(found.college_medians) == {"college-0": 1.5, "college-1": 4, "college-2": 3}
    assert found.college_gap == 2.5
    assert divergence("1 4").college_gap is None


def test_a_college_that_gave_no_level_has_no_median() -> None:
    found = divergence("2", "? -", "3")
    assert list(found.college_medians) == ["college-0", "college-2"]


def test_disagreement_about_being_concerned_is_told() -> None:
    # three levels and one « non concerné »: one voice in four of those that know
    found = divergence("3 3", "3 - ?")
    assert found.applicability_split
    assert found.not_applicable_share == 0.25
    assert not divergence("- -").applicability_split
    assert not divergence("3 ?").applicability_split


def test_the_share_of_those_who_do_not_know_is_of_all_who_answered() -> None:
    # five answered: two do not know
    assert divergence("3 ?", "- ? 1").dont_know_share == 0.4


def test_the_share_without_argument_is_of_the_levels_given() -> None:
    referential = grid()
    contents = said(
        referential, {"question-0": ["3 3 2", "?"]}, silent={"question-0"}, tallies=[tally("question-0", 1, n2=3)]
    )
    # three named levels without argument, of six levels given
    assert measure(distribute(contents, referential)["question-0"]).unargued_share == 0.5


def test_the_median_of_all_is_over_every_voice() -> None:
    assert divergence("1 1 1", "4").median == 1
    assert divergence("1 1", "4 4").median == 2.5
