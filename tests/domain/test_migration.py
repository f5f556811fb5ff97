"""What becomes of an evaluation when its referential changes version (R14, R15), on generated data and by example."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.evaluation import Answer, Contents
from ptce_ref.domain.lineage import Fate, Route, route_between, route_through, steps_between
from ptce_ref.domain.migration import Migrated, Why, migrate
from ptce_ref.domain.problem import Kind, Problem
from ptce_ref.domain.referential import LevelMove, Lineage, Move, Referential
from ptce_ref.domain.referential_check import check_referential
from ptce_ref.domain.vocabulary import AnswerKind, Outcome
from tests.grid import Question, build, grid_content, position, said, tally
from tests.strategies import contents, referentials

FOUR = [Question("volet", "enjeu") for _ in range(4)]


def first(levels: Sequence[str] = ("1", "2", "3", "4")) -> Referential:
    return build(grid_content(FOUR, levels=levels, colleges=6))


def second(
    names: Sequence[str],
    moves: Iterable[dict[str, Any]] = (),
    *,
    levels: Sequence[str] = ("1", "2", "3", "4"),
    scale: Sequence[tuple[str, str | None]] | None = None,
    version: str = "2.0.0",
    since: str = "1.10.0",
) -> Referential:
    """A later version that asks the questions ``names``; ``scale`` says what each level became."""
    content = grid_content([Question("volet", "enjeu") for _ in names], levels=levels, colleges=6)
    for item, name in zip(content["indicateurs"], names, strict=True):
        item |= {"id": name, "liens": []}
    content["parcours"][1]["selection"]["indicateurs"] = [names[0]]
    content["referentiel"]["version"] = version
    step: dict[str, Any] = {"depuis": since, "mouvements": [{"raison": "Mieux ainsi.", **move} for move in moves]}
    if scale is not None:
        step["echelle_changee"] = True
        step["niveaux"] = [{"avant": a, "apres": b} if b else {"avant": a} for a, b in scale]
    content["lignee"] = [step]
    return build(content)


def move(kind: str, before: Sequence[str], after: Sequence[str] = ()) -> dict[str, Any]:
    return {"sorte": kind, "avant": list(before), "apres": list(after)}


def taken(before: Referential, after: Referential, spoken: Contents) -> Migrated:
    route = route_between(before, after)
    assert route is not None
    return migrate(spoken, (("c0p0", "question-0"),), before, after, route)


REST = ["question-1", "question-2", "question-3"]


def test_what_did_not_move_is_the_very_same_answer() -> None:
    before, after = first(), second(["question-0", *REST, "neuve"])
    spoken = said(before, {"question-0": ["1 4"], "question-1": ["2 ?"]}, tallies=[tally("question-2", 1, n1=3)])
    found = taken(before, after, spoken)
    assert all(new is old for new, old in zip(found.contents.answers, spoken.answers, strict=True))
    assert found.contents.tallies == spoken.tallies
    assert found.left == ()
    assert found.contents.evaluation.indicators == ("question-0", *REST, "neuve")
    assert found.contents.evaluation.referential_hash == after.content_hash


def test_a_new_name_takes_answers_votes_positions_actions_and_marks_along() -> None:
    before, after = first(), second(["renommee", *REST], [move("renommé", ["question-0"], ["renommee"])])
    spoken = said(
        before, {"question-0": ["1 4"]}, tallies=[tally("question-0", 1, n1=3)], positions=[position("question-0", "2")]
    )
    found = taken(before, after, spoken)
    assert [(a.indicator_id, a.level, a.argument) for a in found.contents.answers] == [
        ("renommee", "1", "Je l’ai vu."),
        ("renommee", "4", "Je l’ai vu."),
    ]
    assert (found.contents.tallies[0].indicator_id, found.contents.positions[0].indicator_id) == ("renommee",) * 2
    assert found.marks == {("c0p0", "renommee")}
    assert found.left == ()


def test_a_split_question_is_asked_again_and_its_argument_is_offered_to_each_part() -> None:
    before, after = first(), second(["un", "deux", *REST], [move("scindé", ["question-0"], ["un", "deux"])])
    found = taken(before, after, said(before, {"question-0": ["3"]}, positions=[position("question-0", "3")]))
    assert (found.contents.answers, found.contents.positions) == ((), ())
    assert [(item.why, item.towards) for item in found.left] == [(Why.SPLIT, ("un", "deux"))] * 2


def test_merged_answers_go_on_when_they_all_say_the_same_and_tell_where_each_text_comes_from() -> None:
    before = first()
    after = second(["tout", *REST[1:]], [move("fusionné", ["question-0", "question-1"], ["tout"])])
    opinions = {"question-0": ["3 3 3"], "question-1": ["3 2 ."]}
    found = taken(before, after, said(before, opinions, positions=[position("question-0", "3")]))
    (agreed,) = found.contents.answers
    assert (agreed.respondent_id, agreed.indicator_id, agreed.level) == ("c0p0", "tout", "3")
    assert agreed.argument.replace("\u00a0", " ") == (
        "Je l’ai vu. (repris de Q.00 « Titre »)\nJe l’ai vu. (repris de Q.01 « Titre »)"
    )
    # Two who did not say the same, one who was asked only half of it, and the group: asked again.
    assert sorted((type(item.said).__name__, item.why) for item in found.left) == [
        ("Answer", Why.MERGED),
        ("Answer", Why.MERGED),
        ("Answer", Why.MERGED),
        ("Position", Why.MERGED),
    ]


def test_what_was_dropped_stays_behind() -> None:
    before, after = first(), second(REST, [move("abandonné", ["question-0"])])
    found = taken(before, after, said(before, {"question-0": ["3"]}, tallies=[tally("question-0", 1, n1=3)]))
    assert [(item.why, item.towards) for item in found.left] == [(Why.DROPPED, ())] * 2


def test_levels_follow_the_declared_mapping_and_those_without_one_are_asked_again() -> None:
    before = first()
    after = second(["question-0", *REST], levels=("a", "b"), scale=[("1", "a"), ("2", "b"), ("3", "b"), ("4", None)])
    spoken = said(
        before,
        {"question-0": ["1 3 4 ? -"]},
        tallies=[tally("question-1", 1, n2=3, n3=2), tally("question-1", 2, n1=1, n4=1)],
        positions=[
            position("question-0", "2"),
            position("question-1", "4"),
            position("question-2", None, Outcome.DISAGREED),
        ],
    )
    found = taken(before, after, spoken)
    assert [(a.kind.value, a.level) for a in found.contents.answers] == [
        ("niveau", "a"),
        ("niveau", "b"),
        ("ne-sait-pas", None),
        ("non-concerne", None),
    ]
    assert [t.voices for t in found.contents.tallies] == [{"b": 5}]
    assert [p.level for p in found.contents.positions] == ["b", None]
    assert [item.why for item in found.left] == [Why.LEVEL] * 3


def test_without_a_mapping_every_level_is_asked_again() -> None:
    before, after = first(), second(["question-0", *REST], levels=("a", "b"), scale=[])
    found = taken(before, after, said(before, {"question-0": ["1 ?"]}))
    assert [a.kind for a in found.contents.answers] == [AnswerKind.DONT_KNOW]


def test_a_figure_that_is_no_longer_asked_stays_readable() -> None:
    before, after = first(), second(["question-0", *REST])
    spoken = said(before, {"question-0": ["3"]})
    counted = spoken.model_copy(
        update={"answers": (spoken.answers[0].model_copy(update={"figures": {"heures": 12.0}}),)}
    )
    found = taken(before, after, counted)
    assert found.contents.answers[0].figures == {}
    assert [(item.why, item.said) for item in found.left] == [(Why.PART, counted.answers[0])]


def test_a_question_that_was_not_asked_does_not_become_so() -> None:
    before, after = first(), second(["question-0", *REST, "neuve"])
    spoken = said(before, {})
    partly = spoken.evaluation.model_copy(update={"indicators": ("question-1",)})
    found = taken(before, after, spoken.model_copy(update={"evaluation": partly}))
    assert found.contents.evaluation.indicators == ("question-1", "neuve")


# Lineages.


def test_steps_are_put_end_to_end() -> None:
    steps = (
        Lineage(since="1.0.0", moves=(Move(kind="renommé", before=("a",), after=("b",), reason="x"),)),
        Lineage(
            since="1.1.0",
            scale_changed=True,
            levels=(LevelMove(before="1", after="bas"), LevelMove(before="2")),
            moves=(Move(kind="scindé", before=("b",), after=("c", "d"), reason="y"),),
        ),
    )
    route = route_through(steps, ["a", "z"], ["1", "2"])
    assert dict(route.targets) == {"a": ("c", "d"), "z": ("z",)}
    assert dict(route.levels) == {"1": "bas", "2": None}
    assert (route.fate("a"), route.fate("z")) == (Fate.SPLIT, Fate.KEPT)


def test_a_part_is_not_the_whole_even_once_merged_with_something_else() -> None:
    steps = (
        Lineage(since="1.0.0", moves=(Move(kind="scindé", before=("a",), after=("b", "c"), reason="x"),)),
        Lineage(
            since="1.1.0",
            moves=(
                Move(kind="renommé", before=("b",), after=("d",), reason="y"),
                Move(kind="abandonné", before=("c",), reason="z"),
            ),
        ),
    )
    route = route_through(steps, ["a"], [])
    assert (route.targets["a"], route.fate("a")) == (("d",), Fate.SPLIT)


def test_the_way_is_said_only_from_the_very_version() -> None:
    old, new = first(), second(["question-0", *REST], since="1.10.0")
    assert steps_between(old, new) is not None
    assert steps_between(new, old) is None
    assert steps_between(old, second(["question-0", *REST], since="1.9.0")) is None
    assert route_between(old, second(["question-0", *REST], since="1.9.0")) is None
    assert route_between(old, old) is not None


NAMES = [f"q{i}" for i in range(8)]


@st.composite
def step(draw: st.DrawFn, names: Sequence[str], tag: str) -> tuple[Lineage, list[str]]:
    """A step from these ids, and the ids there are after it."""
    free, moves, after = list(names), [], []
    fresh = (f"{tag}-{n}" for n in range(100))
    while free:
        kind = draw(st.sampled_from(["", "renommé", "scindé", "fusionné", "abandonné"]))
        size = 2 if kind == "fusionné" and len(free) > 1 else 1
        before, free = free[:size], free[size:]
        if not kind or (kind == "fusionné" and size == 1):
            after += before
            continue
        became = [next(fresh) for _ in range({"renommé": 1, "scindé": 2, "fusionné": 1, "abandonné": 0}[kind])]
        moves.append(
            Move.model_validate({"sorte": kind, "avant": tuple(before), "apres": tuple(became), "raison": "x"})
        )
        after += became
    return Lineage(since="1.0.0", moves=tuple(moves)), after


@given(st.data())
def test_two_steps_at_once_go_where_one_after_the_other_goes(data: st.DataObject) -> None:
    one, middle = data.draw(step(NAMES, "a"))
    two, _ = data.draw(step(middle, "b"))
    whole, head, tail = (
        route_through((one, two), NAMES, []),
        route_through((one,), NAMES, []),
        route_through((two,), middle, []),
    )
    for name in NAMES:
        apart = tuple(dict.fromkeys(last for between in head.targets[name] for last in tail.targets[between]))
        assert whole.targets[name] == apart
        assert (name in whole.torn) == (
            name in head.torn or any(between in tail.torn for between in head.targets[name])
        )


def routed(data: st.DataObject, before: Referential) -> tuple[Referential, Route]:
    """A later version of a generated referential, moved anyhow, and the way to it."""
    names = list(before.indicator_by_id)
    lineage, there = data.draw(step(names, "n"))
    content = json.loads(before.canonical_json)
    pattern = {item["id"]: item for item in content["indicateurs"]}
    spare = content["indicateurs"][0]
    content["indicateurs"] = [
        {**pattern.get(name, spare), "id": name, "code": f"N{i}", "liens": []}
        for i, name in enumerate(there or ["seule"])
    ]
    kept = list(before.level_by_id)[: data.draw(st.integers(2, len(before.level_by_id)))]
    content["echelle"]["niveaux"] = content["echelle"]["niveaux"][: len(kept)]
    mapping = [LevelMove(before=level, after=data.draw(st.sampled_from([*kept, None]))) for level in before.level_by_id]
    lineage = lineage.model_copy(update={"scale_changed": True, "levels": tuple(mapping)})
    after = build(content)
    route = route_through((lineage,), names, before.level_by_id, after.indicator_by_id, after.level_by_id)
    return after, route


def texts_of(found: Iterable[Any]) -> str:
    return "\n".join(json.dumps(item.model_dump(mode="json"), ensure_ascii=False) for item in found)


@given(st.data())
def test_nothing_is_lost_whatever_moves(data: st.DataObject) -> None:
    before = data.draw(referentials())
    spoken = data.draw(contents(before))
    after, route = routed(data, before)
    found = migrate(spoken, (), before, after, route)
    moved = found.contents
    everything = texts_of([*moved.answers, *moved.tallies, *moved.positions, *(item.said for item in found.left)])
    for item in (*spoken.answers, *spoken.tallies, *spoken.positions):
        for name in ("argument", "reason", "evidence", "minority_opinion"):
            assert json.dumps(getattr(item, name, ""), ensure_ascii=False)[1:-1] in everything
    for name, kind in (("answers", Answer),):
        assert found.taken[name] + len(found.left_whole(kind)) == len(getattr(spoken, name))
    assert moved.respondents == spoken.respondents
    # What there is now answers the new version, and nothing else.
    for new in moved.answers:
        assert new.indicator_id in after.indicator_by_id
        assert new.level is None or new.level in after.level_by_id
        Answer.model_validate(new.model_dump())
    for old in spoken.answers:
        ident = old.indicator_id
        if route.fate(ident) is Fate.KEPT and route.levels.get(old.level or "") == old.level and not old.figures:
            assert old in moved.answers


# The checker.


def problems(lineage: list[dict[str, Any]]) -> list[Problem]:
    content = grid_content(FOUR, colleges=6)
    content["lignee"] = lineage
    return check_referential(build(content))


def test_a_sound_lineage_has_no_problem() -> None:
    moves = [{**move("scindé", ["vieille"], ["question-0", "question-1"]), "raison": "x"}]
    levels = [{"avant": "a", "apres": "1"}, {"avant": "b"}]
    assert problems([{"depuis": "1.0.0", "echelle_changee": True, "niveaux": levels, "mouvements": moves}]) == []


def test_every_problem_of_a_lineage_is_told_with_its_place() -> None:
    moves = [
        move("renommé", ["vieille"], ["question-0", "question-1"]),
        move("scindé", ["autre"], ["question-2"]),
        move("fusionné", ["seule"], ["question-3"]),
        move("abandonné", ["vieille"], ["question-3"]),
        move("abandonné", ["question-1"]),
        move("renommé", ["x"], ["question-9"]),
    ]
    levels = [{"avant": "a", "apres": "5"}, {"avant": "a", "apres": "1"}]
    found = {
        (problem.kind, problem.path)
        for problem in problems(
            [
                {"depuis": "1.0.0", "niveaux": levels, "mouvements": [{**item, "raison": "x"} for item in moves]},
                {"depuis": "1.0.0"},
                {"depuis": "2.0.0"},
            ]
        )
    }
    there = ("lignee", 0, "mouvements")
    assert found == {
        (Kind.WRONG_VALUE, (*there, 0, "apres")),
        (Kind.WRONG_VALUE, (*there, 1, "apres")),
        (Kind.WRONG_VALUE, (*there, 2, "avant")),
        (Kind.WRONG_VALUE, (*there, 3, "apres")),
        (Kind.DUPLICATE_ID, (*there, 3, "avant", 0)),
        (Kind.DUPLICATE_ID, (*there, 4, "avant", 0)),
        (Kind.UNKNOWN_REFERENCE, (*there, 5, "apres", 0)),
        (Kind.WRONG_VALUE, ("lignee", 0, "niveaux")),
        (Kind.UNKNOWN_REFERENCE, ("lignee", 0, "niveaux", 0, "apres")),
        (Kind.DUPLICATE_ID, ("lignee", 0, "niveaux", 1, "avant")),
        (Kind.DUPLICATE_ID, ("lignee", 1, "depuis")),
        (Kind.WRONG_VALUE, ("lignee", 2, "depuis")),
    }


def test_a_level_that_the_next_step_forgets_is_told() -> None:
    steps = [
        {
            "depuis": "1.0.0",
            "echelle_changee": True,
            "niveaux": [{"avant": "a", "apres": "b"}, {"avant": "c", "apres": "d"}],
        },
        {"depuis": "1.1.0", "echelle_changee": True, "niveaux": [{"avant": "b", "apres": "1"}]},
    ]
    (found,) = problems(steps)
    assert (found.kind, found.path) == (Kind.UNKNOWN_REFERENCE, ("lignee", 0, "niveaux", 1, "apres"))
