"""Nobody can work out, from what leaves the pôle, what one person said (R18)."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ptce_ref.domain import confidentiality, result
from ptce_ref.domain.college_group import OTHERS, TOGETHER
from ptce_ref.domain.confidentiality import (
    Merging,
    counts_only,
    declared,
    lone_colleges,
    merge_small_colleges,
    regroup,
    spoken_for,
    with_groups,
)
from ptce_ref.domain.distribution import Distribution, Voices
from ptce_ref.domain.evaluation import Contents, Respondent, Tally
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate, EvaluationResult, IndicatorResult, compute
from ptce_ref.domain.vocabulary import Phase, State
from ptce_ref.program import run
from ptce_ref.reports import wording
from ptce_ref.reports.study import view_figure
from ptce_ref.reports.view import CoevaluationView, FigureView
from ptce_ref.services.comparison_export import export_comparison
from ptce_ref.services.exchange import export_evaluations
from ptce_ref.services.reading import arguments_of, coevaluation_of, comparison_of
from ptce_ref.services.referential import adopt_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles
from tests.bases import clock, new_workspace
from tests.grid import Question, answer, build, evaluation, grid_content, pole, position
from tests.strategies import studied

# People of a pôle, by college: one person alone, two, then a crowd.
CROWD = {"college-0": 1, "college-1": 2, "college-2": 3}
VICTIM = "college-0"
QUESTIONS = 12
LEVELS = ("1", "2", "3", "4")


def asked(
    people: Mapping[str, int], said: Callable[[int, str], tuple[str, str]], questions: int = QUESTIONS
) -> Contents:
    """An evaluation in dialogue: ``said`` gives (level, argument) of a question by a person."""
    referential = referential_of(questions)
    crowd = [Respondent(id=f"{c}.{i}", college=c) for c, count in people.items() for i in range(count)]
    return Contents(
        evaluation=evaluation(referential, ident="e1", phase=Phase.DIALOGUE),
        respondents=tuple(crowd),
        answers=tuple(answer(who.id, f"question-{i}", *said(i, who.id)) for i in range(questions) for who in crowd),
    )


def referential_of(questions: int = QUESTIONS) -> Referential:
    content = grid_content([Question(f"volet-{i % 3}", "enjeu") for i in range(questions)])
    for college in content["colleges"]:
        college["nom"] = college["id"]
    return build(content)


@dataclass(frozen=True)
class Seen:
    """What an attacker reads of one question: its value, its n, the voices by college of each source."""

    value: float
    n: int
    argued: Mapping[str, Counter[str]]
    counted: Mapping[str, Counter[str]]


def read_everything(folder: Path, contents: Contents, referential: Referential) -> dict[str, Seen]:
    """Export all that is meant for others, and read the files as somebody does who received them."""
    with new_workspace(folder / "base.sqlite") as ws:
        adopt_referential(ws, referential)
        save_poles(ws.store, [pole("pole")], ws.now)
        save_contents(ws.store, contents, ws.now)
        view = comparison_of(ws)
        export_comparison(view, folder / "csv", arguments=lambda: arguments_of(ws, view))
        export_evaluations(ws, ["e1"], folder / "echange.json")
    (sent,) = json.loads((folder / "echange.json").read_text(encoding="utf-8"))["contenu"]["evaluations"]
    assert set(sent) == {"fiche", "votes", "positions"}
    argued: dict[str, dict[str, Counter[str]]] = {}
    for row in rows(folder, "arguments"):
        group = OTHERS if row["college"] == "Autres collèges réunis" else row["college"]
        argued.setdefault(row["code"], {}).setdefault(group, Counter())[row["reponse"].split()[-1]] += 1
    counted: dict[str, dict[str, Counter[str]]] = {}
    for tally in sent["votes"]:
        code = referential.indicator_by_id[tally["indicator_id"]].code
        counted.setdefault(code, {})[tally["college"]] = Counter(tally["voices"])
    return {
        row["code"]: Seen(float(row["niveau"]), int(row["n"]), argued[row["code"]], counted[row["code"]])
        for row in rows(folder, "donnees")
        if row["element"] == "indicateur"
    }


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def may_have_said(seen: Seen, groups: Mapping[str, str]) -> set[str]:
    """Every level the victim may have given: the attacker tries all that people could have said.

    Who is in which college is known to everybody; so is the rule, hence how colleges are counted.
    """
    names = sorted(CROWD)
    possible: set[str] = set()
    for world in product(*(combinations_with_replacement(LEVELS, CROWD[name]) for name in names)):
        voices: dict[str, list[str]] = {}
        for name, levels in zip(names, world, strict=True):
            voices.setdefault(groups[name], []).extend(levels)
        medians = [median(map(int, levels)) for levels in voices.values()]
        if sum(map(len, voices.values())) != seen.n or abs(sum(medians) / len(medians) - seen.value) > 1e-9:
            continue
        heard = {group: Counter(levels) for group, levels in voices.items()}
        if heard == seen.argued == seen.counted:
            possible |= set(world[names.index(VICTIM)])
    return possible


def attack(folder: Path, groups: Mapping[str, str]) -> tuple[int, int]:
    """Return on how many questions the victim's answer was found, of those where its group is not of one mind."""
    chance = Random(8)  # noqa: S311 - a seed, not a secret
    contents = asked(CROWD, lambda i, _: (chance.choice(LEVELS), f"Argument {i} de quelqu’un"))
    referential = referential_of()
    seen = read_everything(folder, contents, referential)
    said = {(a.indicator_id, a.respondent_id): a.level for a in contents.answers}
    found = total = 0
    for item in referential.indicators:
        group = [p.id for p in contents.respondents if groups[p.college] == groups[VICTIM]]
        if len({said[item.id, who] for who in group}) == 1 and len(group) > 1:
            continue  # All of them said the same: that is no secret of one of them.
        total += 1
        possible = may_have_said(seen[item.code], groups)
        assert said[item.id, f"{VICTIM}.0"] in possible, "the attacker must reason rightly"
        found += len(possible) == 1
    return found, total


def test_the_only_member_of_a_college_is_not_found(tmp_path: Path) -> None:
    found, total = attack(tmp_path, {"college-0": OTHERS, "college-1": OTHERS, "college-2": "college-2"})
    assert total >= QUESTIONS - 3
    assert found == 0


def test_without_merging_the_same_attacker_finds_every_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_they_are(distributions: Mapping[str, Distribution], *_: object) -> Merging:
        return Merging({college: college for college in CROWD}, distributions)

    for module in (confidentiality, result):
        monkeypatch.setattr(module, "merge_small_colleges", as_they_are)
    assert attack(tmp_path, {college: college for college in CROWD}) == (QUESTIONS, QUESTIONS)


def files_of(folder: Path, contents: Contents) -> dict[str, bytes]:
    read_everything(folder, contents, referential_of())
    files = [*(folder / "csv").rglob("*.*"), folder / "echange.json"]
    return {path.name: path.read_bytes() for path in files}


def test_two_people_of_a_merged_group_may_exchange_their_answers_and_no_file_changes(tmp_path: Path) -> None:
    chance = Random(3)  # noqa: S311 - a seed, not a secret
    said = {
        (i, who): (chance.choice(LEVELS), f"Argument {chance.randrange(10**6)}")
        for i in range(QUESTIONS)
        for who in ("college-0.0", "college-1.0", "college-1.1", "college-2.0", "college-2.1", "college-2.2")
    }
    other = {"college-0.0": "college-1.1", "college-1.1": "college-0.0"}
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    as_said = files_of(tmp_path / "a", asked(CROWD, lambda i, who: said[i, who]))
    exchanged = files_of(tmp_path / "b", asked(CROWD, lambda i, who: said[i, other.get(who, who) if i % 2 else who]))
    assert exchanged == as_said
    across = {"college-0.0": "college-2.0", "college-2.0": "college-0.0"}
    assert files_of(tmp_path / "c", asked(CROWD, lambda i, who: said[i, across.get(who, who)])) != as_said


def test_a_question_few_answered_says_nothing_of_what_they_answered(tmp_path: Path) -> None:
    def few(level: str) -> Contents:
        whole = asked(CROWD, lambda _, __: ("2", "Parce que."))
        left = ("college-0.0", "college-2.1")
        kept = (a for a in whole.answers if a.indicator_id != "question-0" or a.respondent_id in left)
        changed = (
            a if a.indicator_id != "question-0" else answer(a.respondent_id, a.indicator_id, level, "Vu.") for a in kept
        )
        return whole.model_copy(update={"answers": tuple(changed)})

    referential = referential_of()
    figures = {level: compute(few(level), referential, for_others=True) for level in ("1", "4")}
    one, other = figures["1"], figures["4"]
    assert (one.sub_objectives, one.objectives, one.themes, one.whole) == (
        other.sub_objectives,
        other.objectives,
        other.themes,
        other.whole,
    )
    item = one.indicators["question-0"]
    assert (item.state, item.value, item.n, item.few) == (State.NONE, None, None, True)
    assert compute(few("1"), referential).sub_objectives != compute(few("4"), referential).sub_objectives
    with new_workspace(tmp_path / "base.sqlite") as ws:
        adopt_referential(ws, referential)
        save_poles(ws.store, [pole("pole")], ws.now)
        save_contents(ws.store, few("1"), ws.now)
        view = comparison_of(ws)
        export_comparison(view, tmp_path / "csv", arguments=lambda: arguments_of(ws, view))
    line = next(row for row in rows(tmp_path, "donnees") if row["code"] == "Q.00")
    assert (line["niveau"], line["valeur"], line["n"]) == ("", "moins de 3\u00a0voix", "")
    said = [row["reponse"] for row in rows(tmp_path, "arguments") if row["code"] == "Q.00"]
    assert said == ["moins de 3\u00a0voix"] * 2


def test_a_report_for_others_is_the_same_whatever_the_few_who_answered_a_question_said(tmp_path: Path) -> None:
    def seen(first: str, second: str) -> CoevaluationView:
        said = {"college-0.0": first, "college-2.1": second}
        whole = asked(CROWD, lambda _, __: ("2", "Parce que."))
        kept = [a for a in whole.answers if a.indicator_id != "question-0"]
        kept += [answer(who, "question-0", level) for who, level in said.items()]
        with new_workspace(tmp_path / f"{first}{second}.sqlite") as ws:
            adopt_referential(ws, referential_of())
            save_poles(ws.store, [pole("pole")], ws.now)
            save_contents(ws.store, whole.model_copy(update={"answers": tuple(kept)}), ws.now)
            inside = coevaluation_of(ws, "e1")
            assert "Q.00" in [line.code for line in inside.agenda] + [code for code, _ in inside.consensual]
            return coevaluation_of(ws, "e1", for_others=True)

    agreed, torn, lost = seen("2", "2"), seen("1", "4"), seen("1", "?")
    assert torn == agreed
    assert (lost.agenda, lost.consensual) == (agreed.agenda, agreed.consensual)
    assert [cell and (cell.divided, cell.polarised, cell.unknown) for row in lost.cells for cell in row] == [
        cell and (cell.divided, cell.polarised, cell.unknown) for row in agreed.cells for cell in row
    ]


def test_what_the_group_decided_is_told_whatever_the_number_of_voices() -> None:
    contents = asked({"college-0": 1}, lambda _, __: ("1", ""), questions=2)
    contents = contents.model_copy(update={"positions": (position("question-0", "3"),)})
    found = compute(contents, referential_of(2), for_others=True).indicators
    assert found["question-0"].value == pytest.approx(2 / 3)
    assert found["question-1"].value is None
    assert view_figure(referential_of(2), found["question-1"]).few == 3


def test_a_result_says_whether_small_colleges_were_counted_as_one() -> None:
    small, large = (
        asked(crowd, lambda _, __: ("2", ""), questions=2) for crowd in ({"college-0": 1}, {"college-0": 5})
    )
    referential = referential_of(2)
    assert compute(small, referential, for_others=True).merged
    assert not compute(small, referential).merged
    assert not compute(large, referential, for_others=True).merged
    assert compute(regroup(small, referential), referential, for_others=True).merged


def test_the_threshold_is_the_one_of_the_referential() -> None:
    content = grid_content([Question("volet", "enjeu")], colleges=6)
    content["seuils"]["confidentialite"] = {"effectif_minimal": 5}
    strict = build(content)
    contents = asked({"college-0": 4}, lambda _, __: ("2", ""), questions=1)
    assert compute(contents, strict, for_others=True).indicators["question-0"].few
    assert not compute(contents, referential_of(1), for_others=True).indicators["question-0"].few
    # One who says nothing of it, as those before, keeps its hash.
    silent = build(grid_content([Question("volet", "enjeu")], colleges=6))
    content["seuils"]["confidentialite"] = {"effectif_minimal": 3}
    assert build(content).content_hash == silent.content_hash != strict.content_hash


def test_hands_raised_on_one_question_do_not_hide_who_is_alone_on_the_others(tmp_path: Path) -> None:
    contents = asked({"college-0": 1, "college-1": 3, "college-2": 3}, lambda i, _: (LEVELS[i % 4], "Vu."))
    hands = Tally(indicator_id="question-0", college=VICTIM, voices={"2": 4})
    contents = contents.model_copy(update={"tallies": (hands,)})
    referential = referential_of()
    groups = confidentiality.merging_of(contents, referential).groups
    assert groups == {"college-0": OTHERS, "college-1": OTHERS, "college-2": "college-2"}
    seen = read_everything(tmp_path, contents, referential)
    assert all(VICTIM not in (*question.argued, *question.counted) for question in seen.values())
    assert lone_colleges(contents, referential) == (referential.college_by_id[VICTIM].short,)


def test_one_hand_raised_is_as_known_as_one_answer() -> None:
    contents = asked({"college-0": 4, "college-1": 4}, lambda i, _: (LEVELS[i % 4], ""), questions=2)
    silent = (a for a in contents.answers if a.indicator_id == "question-0" or not a.respondent_id.startswith(VICTIM))
    alone = Tally(indicator_id="question-1", college=VICTIM, voices={"4": 1})
    contents = contents.model_copy(update={"answers": tuple(silent), "tallies": (alone,)})
    assert len(contents.answers) == 12
    assert set(confidentiality.merging_of(contents, referential_of(2)).groups.values()) == {TOGETHER}


def test_a_crowd_that_raises_its_hands_everywhere_hides_the_one_who_also_answered() -> None:
    contents = asked({"college-0": 1, "college-1": 3}, lambda i, _: (LEVELS[i % 4], ""), questions=2)
    hands = (Tally(indicator_id=f"question-{i}", college=VICTIM, voices={"2": 4}) for i in range(2))
    contents = contents.model_copy(update={"tallies": tuple(hands)})
    assert confidentiality.merging_of(contents, referential_of(2)).groups == {c: c for c in ("college-0", "college-1")}
    assert lone_colleges(contents, referential_of(2)) == ()


counts = st.dictionaries(
    st.sampled_from([f"college-{i}" for i in range(6)]),
    st.tuples(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.integers(0, 16)),
    max_size=6,
)


@given(st.lists(counts, min_size=1, max_size=5), st.integers(2, 6))
def test_every_group_has_enough_voices_or_there_is_only_one(
    said: list[dict[str, tuple[list[int], int]]], threshold: int
) -> None:
    found = {}
    for i, by_college in enumerate(said):
        voices = {
            college: Voices(tuple(levels), by_hand=min(hands, sum(levels)))
            for college, (levels, hands) in sorted(by_college.items())
        }
        total = sum(voices.values(), Voices((0, 0, 0, 0)))
        found[f"q{i}"] = Distribution(voices, total)
    merged = merge_small_colleges(found, threshold)
    shown = {item: d for item, d in merged.distributions.items() if d.total.n >= threshold}
    groups = set(merged.groups.values())
    for group in groups - {TOGETHER}:
        most = max((d.by_college[group].total for d in shown.values() if group in d.by_college), default=0)
        assert most >= threshold
        told = [d.by_college[group] for d in shown.values() if group in d.by_college]
        for crowd in ([v.by_hand for v in told], [v.total - v.by_hand for v in told]):
            largest = max(crowd, default=0)
            pairs = zip(crowd, told, strict=True)
            assert all(max(largest, voices.total) >= threshold for spoken, voices in pairs if spoken)
    assert TOGETHER not in groups or groups == {TOGETHER}
    for item, distribution in merged.distributions.items():
        assert sum(distribution.by_college.values(), Voices((0, 0, 0, 0))) == found[item].total == distribution.total
    again = merge_small_colleges(merged.distributions, threshold)
    assert again.distributions == merged.distributions
    turned = {i: Distribution(dict(list(d.by_college.items())[::-1]), d.total) for i, d in list(found.items())[::-1]}
    assert merge_small_colleges(turned, threshold).groups == merged.groups


@given(studied())
def test_a_group_that_is_read_back_stays_the_same_group(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    grouped = regroup(contents, referential)
    wider = with_groups(referential, spoken_for(grouped))
    assert declared(wider) == set(referential.college_by_id)
    found = compute(grouped, wider, for_others=True)
    once = compute(contents, referential, for_others=True)
    assert found.indicators == once.indicators
    for item in found.indicators.values():
        assert item.distribution.by_college.keys() <= wider.college_by_id.keys()


@given(studied())
def test_who_receives_counts_finds_the_values_the_pole_shows_to_others(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    sent = compute(contents, referential, for_others=True)
    counts = counts_only(contents, referential)
    again = counts_only(counts, referential)
    # Read in the base that received it, in what it shows to others, and after it was passed on once more.
    for received in (
        compute(counts, referential),
        compute(counts, referential, for_others=True),
        compute(again, referential, for_others=True),
    ):
        assert figures_of(received, referential) == figures_of(sent, referential)


def figures_of(found: EvaluationResult, referential: Referential) -> list[FigureView]:
    """Everything that is shown of an evaluation in figures: each question, what they make together, the whole."""
    parts: list[Mapping[Any, Aggregate | IndicatorResult]] = [
        found.indicators,
        found.sub_objectives,
        found.objectives,
        found.themes,
        found.cells,
        {"": found.whole},
    ]
    return [view_figure(referential, figure) for part in parts for figure in part.values()]


def test_voices_too_few_to_be_told_are_never_zero() -> None:
    """Two people of a pôle answered a question, and it agreed on a level: their number is not known elsewhere."""
    referential = referential_of(3)
    whole = asked(CROWD, lambda _, __: ("2", ""), questions=3)
    left = ("college-0.0", "college-2.1")
    kept = (a for a in whole.answers if a.indicator_id == "question-2" or a.respondent_id in left)
    contents = whole.model_copy(update={"answers": tuple(kept), "positions": (position("question-0", "4"),)})
    inside = compute(contents, referential)
    assert [inside.indicators[f"question-{i}"].n for i in range(3)] == [2, 2, 6]
    for found in (
        compute(contents, referential, for_others=True),
        compute(counts_only(contents, referential), referential),
    ):
        agreed, few, told = (view_figure(referential, found.indicators[f"question-{i}"]) for i in range(3))
        assert (agreed.level, agreed.n, agreed.fewer, wording.heard(agreed)) == (4, None, 3, "moins de 3\u00a0voix")
        assert (few.level, few.n, wording.figure(few)) == (None, None, "moins de 3\u00a0voix")
        assert (told.n, wording.heard(told)) == (6, "n\u00a0=\u00a06")
        assert (found.whole.n, found.whole.untold, found.whole.few) == (6, 1, 1)
        alone = view_figure(referential, found.sub_objectives["volet-0"])
        assert (alone.n, wording.told(alone.n)) == (None, wording.NOTHING)
    # Nobody at all is something else, and is said so.
    nobody = contents.model_copy(update={"answers": ()})
    for found in (compute(nobody, referential), compute(counts_only(nobody, referential), referential)):
        assert view_figure(referential, found.indicators["question-0"]).n == 0


def test_a_report_for_others_merges_and_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = asked(CROWD, lambda _, __: ("2", "Parce que."))
    named = tuple(p.model_copy(update={"name": "Ada Vauquelin"}) for p in contents.respondents)
    with new_workspace(tmp_path / "base.sqlite") as ws:
        adopt_referential(ws, referential_of())
        save_poles(ws.store, [pole("pole")], ws.now)
        save_contents(ws.store, contents.model_copy(update={"respondents": named}), ws.now)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(tmp_path / "base.sqlite"))
    assert run(["classeur", "coevaluation", "e1", "--pour-publication"]) == 0
    assert run(["imprimer", "rapport", "e1", "--pour-publication"]) == 0
    assert "relisez" in capsys.readouterr().err.lower()
    assert {path.name for path in tmp_path.glob("*publication*")} == {
        "co-evaluation-e1-publication.xlsx",
        "rapport-e1-publication.pdf",
    }
    assert run(["imprimer", "rapport", "e1", "--pour-publication", "--noms"]) == 2
    with open_workspace(tmp_path / "base.sqlite", clock=clock) as ws:
        inside, outside = coevaluation_of(ws, "e1"), coevaluation_of(ws, "e1", for_others=True)
    assert (inside.fewest_voices, outside.fewest_voices) == (0, 3)
    assert [college.name for college in outside.colleges] == ["college-2", "Autres collèges réunis"]
    workbook = load_workbook(tmp_path / "co-evaluation-e1-publication.xlsx", read_only=True)
    texts = {str(value) for sheet in workbook for row in sheet.iter_rows(values_only=True) for value in row if value}
    assert any(text.startswith("Version pour qui n’est pas du pôle") for text in texts)
    assert not texts & {"college-0", "college-1", "Ada Vauquelin"}
