"""The examples shown to everyone: fictional, said to be so, and telling each situation once."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from ptce_ref.domain.agenda import draw_agenda
from ptce_ref.domain.comparison_condition import Rule, Standing
from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.pole import Pole, check_pole
from ptce_ref.domain.result import EvaluationResult, compute
from ptce_ref.domain.vocabulary import AnswerKind, Mode, Outcome, Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.loading.model_problem import identifier_like
from ptce_ref.loading.pole_csv import read_pole_table
from ptce_ref.resources import examples_folder
from tests.samples import comparison, examples, poles, shipped_referential

REF = shipped_referential()
FILES = sorted(Path(examples_folder()).glob("*.yaml"))
CONTENTS: dict[str, Contents] = {ident: contents for ident, (_, contents) in examples().items()}


def result(contents: Contents) -> EvaluationResult:
    return compute(contents, REF)


def polarised(contents: Contents) -> int:
    return sum(item.divergence.polarised for item in result(contents).indicators.values())


def voices(contents: Contents) -> Counter[str]:
    return Counter(answer.kind.value for answer in contents.answers)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_an_example_has_no_problem(path: Path) -> None:
    assert [str(problem) for problem in load_pole(path, REF).problems] == []


def test_there_are_eight_poles_and_all_are_fictional() -> None:
    assert len(poles()) == len(FILES) == 8
    assert all(pole.demonstration for pole in poles().values())
    assert not [pole.id for pole in poles().values() if pole.insee_code]


def test_poles_are_of_all_sizes_and_ages() -> None:
    sizes = [pole.member_count for pole in poles().values()]
    assert min(sizes) <= 6
    assert max(sizes) >= 60
    years = [pole.year for pole in poles().values() if pole.year]
    assert max(years) - min(years) >= 8
    assert len({pole.region for pole in poles().values()}) >= 5


def test_identity_cards_use_the_words_of_the_referential() -> None:
    for pole in poles().values():
        assert check_pole(pole, REF) == []


# The situations that the examples must show.


def test_a_finished_coevaluation_with_five_colleges_real_disagreement_and_a_minority_opinion() -> None:
    found = CONTENTS["val-de-sorne-2026"]
    assert (found.evaluation.phase, found.evaluation.mode) == (Phase.CLOSED, Mode.CO)
    assert len({person.college for person in found.respondents}) >= 5
    assert set(found.evaluation.indicators) == {item.id for item in REF.indicators}
    assert sum(position.outcome is Outcome.DISAGREED for position in found.positions) >= 2
    assert sum(bool(position.minority_opinion) for position in found.positions) >= 4
    gaps = [item.divergence.college_gap or 0 for item in result(found).indicators.values()]
    assert sum(gap >= 2 for gap in gaps) >= 5
    assert sum(bool(answer.argument) for answer in found.answers) >= 60


def test_one_is_in_the_phase_avis_partly_answered() -> None:
    (found,) = [item for item in CONTENTS.values() if item.evaluation.phase is Phase.OPINIONS]
    given = Counter(answer.respondent_id for answer in found.answers)
    asked = len(found.evaluation.indicators)
    done = [given[person.id] for person in found.respondents]
    assert 0 in done
    assert any(0 < n < asked for n in done)
    assert max(done) >= asked * 0.9


def test_one_is_polarised() -> None:
    found = CONTENTS["rivages-de-lanvor-2026"]
    assert found.evaluation.phase is Phase.CLOSED
    assert polarised(found) >= 10
    assert sum(position.outcome is Outcome.DISAGREED for position in found.positions) >= 3


def test_one_has_many_who_do_not_know_or_are_not_concerned() -> None:
    found = next(item for ident, item in CONTENTS.items() if ident.startswith("plateau-des-genets"))
    said = voices(found)
    apart = said[AnswerKind.DONT_KNOW.value] + said[AnswerKind.NOT_APPLICABLE.value]
    assert apart >= said.total() / 4
    assert min(said[AnswerKind.DONT_KNOW.value], said[AnswerKind.NOT_APPLICABLE.value]) >= 20


def test_one_pole_at_two_dates_progresses_here_and_goes_back_there() -> None:
    pairs = [t for t in comparison().trajectories if len(t.steps) > 1]
    assert [trajectory.pole.id for trajectory in pairs] == ["les-trois-ponts"]
    before, after = (step.result.sub_objectives for step in pairs[0].steps)
    changes = [
        now - was for key in before if (now := after[key].value) is not None and (was := before[key].value) is not None
    ]
    assert max(changes) > 0 > min(changes)


def test_one_is_evaluated_by_itself_and_by_another() -> None:
    (view,) = comparison().peer_views
    assert view.own.evaluation.mode is Mode.SELF
    assert view.peer.evaluation.mode is Mode.PEER
    assert view.peer.evaluation.peer_pole_id in poles()
    own, peer = view.own.result.indicators, view.peer.result.indicators
    assert any(own[key].value != peer[key].value for key in own.keys() & peer.keys())


def test_one_is_filled_by_show_of_hands_alone() -> None:
    (found,) = [item for item in CONTENTS.values() if item.tallies]
    assert (found.respondents, found.answers) == ((), ())
    assert len({tally.college for tally in found.tallies}) >= 5
    per_indicator = Counter[str]()
    for tally in found.tallies:
        per_indicator[tally.indicator_id] += tally.total
    assert set(per_indicator) == set(found.evaluation.indicators)
    assert 30 <= max(per_indicator.values()) <= 45
    assert sum(bool(tally.argument) for tally in found.tallies) >= 10


def test_one_is_so_thin_that_it_may_not_be_compared() -> None:
    out = [entry for entry in comparison().entries if entry.standing is Standing.LEFT_OUT]
    assert "clairbois" in {entry.candidate.pole.id for entry in out}
    assert all(Rule.COVERAGE in entry.failed for entry in out)


def test_enough_poles_are_compared_for_the_figures_of_a_group() -> None:
    assert comparison().cohort.n >= REF.thresholds.comparison.cohort_size
    assert comparison().complementarities
    assert comparison().demonstration


# What makes them believable.


def test_closed_evaluations_have_a_position_on_all_that_was_answered() -> None:
    for ident, found in CONTENTS.items():
        if found.evaluation.phase is not Phase.CLOSED:
            continue
        settled = {position.indicator_id for position in found.positions}
        answered = {key for key, item in result(found).indicators.items() if item.distribution.total.n}
        assert answered <= settled, (ident, sorted(answered - settled)[:5])
        agenda = draw_agenda(result(found), REF.thresholds.agenda, REF.scale)
        assert (agenda.items, agenda.consensual) == ((), ()) or not answered, ident


def test_arguments_hold_what_people_really_type() -> None:
    told = [answer.argument for found in CONTENTS.values() for answer in found.answers if answer.argument]
    told += [tally.argument for found in CONTENTS.values() for tally in found.tallies if tally.argument]
    assert len(told) >= 200
    for sign in ("é", "’", "'", "[", "]", "<", "&", "\n"):
        assert any(sign in text for text in told), sign
    for start in ("=", "+"):
        assert any(text.startswith(start) for text in told), start
    assert len(set(told)) == len(told)


def test_every_not_concerned_has_its_reason() -> None:
    for found in CONTENTS.values():
        for answer in found.answers:
            assert bool(answer.reason) is (answer.kind is AnswerKind.NOT_APPLICABLE)


def test_no_fictional_pole_bears_the_name_of_a_real_one() -> None:
    real = {row["nom"] for row in real_poles()}
    assert not real & {pole.name for pole in poles().values()}


# The real pôles: identity cards only.

TABLE = Path(examples_folder()) / "poles-temoins.csv"
HEADER = "nom,commune,departement,region,annee,porteur,statut,filieres,membres,emplois,fait,date_du_fait,source"


def real_poles() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_of_real_poles_has_its_documented_header() -> None:
    assert TABLE.read_text(encoding="utf-8").splitlines()[0] == HEADER


def test_real_poles_are_public_facts_with_their_source_and_no_answer() -> None:
    rows = real_poles()
    assert len(rows) >= 25
    assert len({row["nom"] for row in rows}) == len(rows)
    statuses = {entry.id for entry in REF.card.statuses}
    for row in rows:
        assert list(row) == HEADER.split(",")
        assert row["nom"]
        assert row["source"], row["nom"]
        assert row["departement"], row["nom"]
        assert row["statut"] in statuses | {""}
        assert not row["annee"] or 1980 < int(row["annee"]) <= 2026
        for number in ("membres", "emplois"):
            assert not row[number] or float(row[number]) >= 0
        assert "http" not in row["source"]


def test_no_level_is_attached_to_a_real_pole() -> None:
    words = {level.name.casefold() for level in REF.scale.levels} | {"niveau", "note", "score", "avis"}
    for row in real_poles():
        told = " ".join(row.values()).casefold()
        assert not [word for word in words if f" {word} " in f" {told} "], row["nom"]


def test_a_real_pole_can_be_described_with_the_identity_card() -> None:
    row = next(row for row in real_poles() if row["statut"])
    pole = Pole(id="temoin", name=row["nom"], status=row["statut"], commune=row["commune"], region=row["region"])
    assert check_pole(pole, REF) == []


def test_the_table_of_real_poles_is_read_whole() -> None:
    found, problems = read_pole_table(TABLE, REF, identifier_like)
    assert [str(problem) for problem in problems] == []
    assert [pole.name for pole in found] == [row["nom"] for row in real_poles()]
    assert not any(pole.demonstration for pole in found)
    assert all("Source" in pole.summary for pole in found)
