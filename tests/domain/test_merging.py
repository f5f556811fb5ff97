"""Two copies changed apart come to the same, whatever the order they meet in, on generated histories."""

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ptce_ref.domain.merging import Line, Merged, State, merge, merge_by_clock, outcome, repair
from ptce_ref.domain.merging_part import decide, merge_thing

COPIES = 3
VALUES = st.sampled_from([None, "a", "b", "c", "d"])
TAKE = st.integers(0, COPIES - 1)
STEPS = st.lists(st.tuples(st.integers(0, COPIES - 1), VALUES | TAKE, st.integers(0, 30)), max_size=12)
"""(copy, the value it writes or the copy it takes, what its clock says)."""
Steps = list[tuple[int, str | int | None, int]]


def at(seconds: int) -> str:
    return f"2026-01-01T00:00:{seconds:02d}.000+00:00"


def write(state: State, value: str | None, moment: str) -> State:
    if value == state.value:
        return state
    return State(state.lines + Counter([Line(moment, state.value, value)]), value, moment)


def play(steps: Steps, *, clocks_right: bool) -> list[State]:
    copies = [State() for _ in range(COPIES)]
    for number, (who, what, clock) in enumerate(steps):
        if isinstance(what, int):
            copies[who] = merge(copies[who], copies[what]).state
        else:
            copies[who] = write(copies[who], what, at(number if clocks_right else clock))
    return copies


def joined(one: State, other: State) -> State:
    return merge(one, other).state


@settings(max_examples=300, deadline=None)
@given(STEPS, st.booleans())
def test_copies_come_to_the_same_whatever_the_order_even_with_wrong_clocks(steps: Steps, clocks_right: bool) -> None:
    one, two, three = play(steps, clocks_right=clocks_right)
    both = joined(one, two)
    assert both == joined(two, one)
    assert joined(joined(one, two), three) == joined(one, joined(two, three))


@settings(max_examples=300, deadline=None)
@given(STEPS, st.booleans())
def test_merging_twice_changes_nothing(steps: Steps, clocks_right: bool) -> None:
    one, two, _ = play(steps, clocks_right=clocks_right)
    both = joined(one, two)
    assert joined(both, two) == joined(both, one) == joined(both, both) == both
    assert repair(both) == both, "what was merged needs no line more"


@settings(max_examples=300, deadline=None)
@given(STEPS, st.booleans())
def test_no_line_of_any_side_is_lost(steps: Steps, clocks_right: bool) -> None:
    one, two, _ = play(steps, clocks_right=clocks_right)
    both = joined(one, two)
    assert one.lines <= both.lines
    assert two.lines <= both.lines


@settings(max_examples=300, deadline=None)
@example([(1, "b", 0), (2, "b", 0), (1, 2, 0), (1, None, 0)])
@example([(0, "b", 0), (1, "b", 0), (2, "b", 0), (1, 2, 0), (1, 0, 0), (1, None, 0), (0, None, 0)])
@given(STEPS)
def test_copies_that_agree_stay_as_they_are(steps: Steps) -> None:
    one, two, _ = play(steps, clocks_right=True)
    if one.value == two.value:
        assert joined(one, two).value == one.value
        assert not merge(one, two).conflict


@given(st.lists(st.tuples(VALUES, st.integers(0, 30)), max_size=8))
def test_one_history_is_read_to_its_end_whatever_the_clock_said(changes: list[tuple[str | None, int]]) -> None:
    state = State()
    for value, clock in changes:
        state = write(state, value, at(clock))
    assert outcome(state.lines).value == state.value


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_what_was_blanked_comes_to_the_same_in_any_order(steps: Steps) -> None:
    def blanked(state: State) -> State:
        # Half of the values say the same once their texts are gone.
        short = {"a": "x", "b": "x", "c": "y", "d": "y", None: None}
        lines = Counter(Line(line.at, short[line.before], short[line.after]) for line in state.lines.elements())
        return State(lines, short[state.value], state.at)

    def both(here: State, there: State) -> State:
        return merge_by_clock(here, there)

    one, two, three = (blanked(state) for state in play(steps, clocks_right=True))
    assert both(one, two) == both(two, one)
    assert both(both(one, two), three) == both(one, both(two, three))
    assert both(both(one, two), two) == both(one, two)


def test_the_copy_that_went_further_wins_though_its_clock_is_late() -> None:
    common = write(State(), "a", at(20))
    further = write(common, "b", at(1))
    assert merge(common, further) == Merged(merge(further, common).state, settled=True)
    assert joined(common, further).value == "b"


def test_two_versions_of_the_same_thing_are_a_conflict_and_the_latest_stands() -> None:
    common = write(State(), "a", at(1))
    here, there = write(common, "b", at(5)), write(common, "c", at(4))
    found = merge(here, there)
    assert found.conflict
    assert not found.settled
    assert found.state.value == "b"
    # Whoever comes later with one of the two asks nothing more.
    again = merge(found.state, there)
    assert again.settled
    assert again.state == found.state


def test_a_removal_is_a_version_too() -> None:
    common = write(State(), "a", at(1))
    removed, changed = write(common, None, at(5)), write(common, "b", at(4))
    assert merge(removed, changed).conflict
    assert joined(removed, changed).value is None
    assert joined(write(common, None, at(3)), changed).value == "b"


def test_what_was_never_journaled_counts_by_the_moment_of_its_row() -> None:
    here, there = State(Counter(), "a", at(5)), State(Counter(), "b", at(4))
    found = joined(here, there)
    assert (found.value, len(found.lines)) == ("a", 2)
    assert found == joined(there, here)


def test_choosing_the_older_version_is_a_change_of_its_own_that_stands() -> None:
    common = write(State(), "a", at(1))
    here, there = write(common, "b", at(5)), write(common, "c", at(9))
    union = merge_thing("answers", here, there)
    chosen = decide("answers", union.state, "", "b", at(2))
    assert chosen.value == "b"
    # The other coordinator takes it, and the choice holds on both sides.
    assert joined(there, chosen).value == "b" == joined(chosen, there).value


CARD = '{{"card":"{}","demonstration":0,"id":"p","name":"P"}}'


def card(**fields: object) -> str:
    pairs = ",".join(f'\\"{key}\\":{value}' for key, value in {"id": '\\"p\\"', "nom": '\\"P\\"', **fields}.items())
    return CARD.format(f"{{{pairs}}}")


def test_a_card_completed_on_both_sides_keeps_both_lines() -> None:
    common = write(State(), card(), at(1))
    here = write(common, card(budget=1000, membres='{\\"habitants\\":3}'), at(5))
    there = write(common, card(annee=2019, membres='{\\"entreprises\\":4}'), at(4))
    union, mirror = merge_thing("poles", here, there), merge_thing("poles", there, here)
    assert not union.clashes
    assert union.state == mirror.state
    assert all(word in str(union.state.value) for word in ("1000", "2019", "habitants", "entreprises"))


def test_the_same_line_of_a_card_changed_on_both_sides_is_the_only_conflict() -> None:
    common = write(State(), card(), at(1))
    here, there = write(common, card(budget=1, annee=2001), at(5)), write(common, card(budget=2), at(6))
    union = merge_thing("poles", here, there)
    assert [(clash.part, clash.here, clash.there, clash.here_kept) for clash in union.clashes] == [
        ("budget", "1", "2", False)
    ]
    assert "2001" in str(union.state.value)
    chosen = decide("poles", union.state, "budget", "1", at(7))
    assert '\\"budget\\":1' in str(merge_thing("poles", there, chosen).state.value)


VISITS = st.none() | st.tuples(st.sampled_from("ab"), st.sampled_from("ab"))
VISIT_STEPS = st.lists(st.tuples(st.integers(0, COPIES - 1), VISITS | TAKE, st.integers(0, 30)), max_size=12)


def visit(gained: str, given: str) -> str:
    return f'{{"host_gained":"{given}","round_id":"t","visitor_gained":"{gained}"}}'


@settings(max_examples=300, deadline=None)
@given(VISIT_STEPS, st.booleans())
def test_what_is_merged_part_by_part_may_be_taken_away_and_all_still_agree(
    steps: list[tuple[int, tuple[str, str] | int | None, int]], clocks_right: bool
) -> None:
    def both(here: State, there: State) -> State:
        return merge_thing("visits", here, there).state

    copies = [State() for _ in range(COPIES)]
    for number, (who, what, clock) in enumerate(steps):
        if isinstance(what, int):
            copies[who] = both(copies[who], copies[what])
        else:
            copies[who] = write(copies[who], visit(*what) if what else None, at(number if clocks_right else clock))
    one, two, three = copies
    pair = both(one, two)
    assert pair == both(two, one)
    assert both(pair, two) == both(pair, one) == both(pair, pair) == pair
    assert both(pair, three) == both(one, both(two, three))


def test_what_one_took_away_stays_when_the_other_wrote_there_later() -> None:
    common = write(State(), visit("a", "a"), at(1))
    gone, told = write(common, None, at(5)), write(common, visit("b", "a"), at(6))
    union, mirror = merge_thing("visits", gone, told), merge_thing("visits", told, gone)
    assert union.state == mirror.state
    assert union.state.value == visit("b", "a")
    (clash,) = union.clashes
    assert (clash.part, clash.here, clash.there, clash.here_kept) == ("", None, visit("b", "a"), False)
    chosen = decide("visits", union.state, clash.part, clash.here, at(7))
    assert chosen.value is None
    assert merge_thing("visits", told, chosen).state.value is None
    # What was written before is gone with the rest: the latest stands, and the history has the other.
    before = write(common, visit("b", "a"), at(4))
    assert merge_thing("visits", gone, before).state.value is None
    assert merge_thing("visits", gone, before).clashes
