"""What was said is kept, whole, in one file."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import (
    add_respondent,
    contents_of,
    find_evaluation,
    move_phase,
    open_evaluation,
    respondents_of,
)
from ptce_ref.services.opinion import adopt_consensual, answers_by, record_answer, withdraw_answer
from ptce_ref.services.pole import add_pole, find_pole, update_pole
from ptce_ref.services.reading import coevaluation_of, comparison_of
from ptce_ref.services.referential import adopt_referential, referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.evaluation import read_snapshots
from ptce_ref.storage.journal import changes
from ptce_ref.storage.referential import kept_referentials
from tests import samples
from tests.bases import clock, example_base, new_workspace


def level(respondent: str, indicator: str, rank: str, argument: str = "") -> Answer:
    return Answer(
        respondent_id=respondent, indicator_id=indicator, kind=AnswerKind.LEVEL, level=rank, argument=argument
    )


def opened(workspace: Workspace) -> tuple[Evaluation, Respondent]:
    """A pôle, an evaluation in the phase « avis », one respondent."""
    referential = samples.shipped_referential()
    add_pole(workspace, {"nom": "Pôle d’essai"})
    evaluation = open_evaluation(workspace, referential, pole="pole-d-essai", use="diagnostic", path="court")
    person = add_respondent(workspace, evaluation, college="habitants", name="Une voisine")
    return move_phase(workspace, evaluation.id, "avis"), person


def test_examples_read_back_from_the_base_are_what_was_written(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        for ident, (_, contents) in samples.examples().items():
            read = contents_of(workspace, find_evaluation(workspace, ident))
            assert sorted(read.answers, key=repr) == sorted(contents.answers, key=repr)
            assert sorted(read.tallies, key=repr) == sorted(contents.tallies, key=repr)
            assert sorted(read.positions, key=repr) == sorted(contents.positions, key=repr)
            assert sorted(read.respondents, key=repr) == sorted(contents.respondents, key=repr)
            assert read.evaluation == contents.evaluation


def test_figures_from_the_base_are_those_computed_without_it(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        view = coevaluation_of(workspace, "les-trois-ponts-2026")
        assert view == samples.coevaluation("les-trois-ponts-2026", "les-trois-ponts-2023")
        assert comparison_of(workspace) == samples.comparison_of()


def test_the_referential_of_an_evaluation_is_in_the_base_in_full(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        kept = kept_referentials(workspace.store)
        assert [(ident, version) for ident, version, _ in kept] == [("ptce", samples.shipped_referential().version)]
        read = referential_of(workspace, kept[0][2])
        assert read == samples.shipped_referential()
        assert read.content_hash == kept[0][2]
        adopt_referential(workspace, samples.shipped_referential())
        assert kept_referentials(workspace.store) == kept


def test_a_copy_made_while_the_program_is_open_holds_every_answer(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        evaluation, person = opened(workspace)
        for number, indicator in enumerate(evaluation.indicators, start=1):
            record_answer(workspace, evaluation, level(person.id, indicator, "2", "Parce que."))
            copy = Path(shutil.copy(base, tmp_path / "copie.sqlite"))
            assert [file.name for file in tmp_path.iterdir() if "-wal" in file.name or "-shm" in file.name] == []
            with open_workspace(copy, clock=clock) as usb:
                assert len(answers_by(usb, evaluation, person.id)) == number


def test_every_change_keeps_what_it_replaced(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        evaluation, person = opened(workspace)
        indicator = evaluation.indicators[0]
        record_answer(workspace, evaluation, level(person.id, indicator, "2", "Au début."))
        record_answer(workspace, evaluation, level(person.id, indicator, "3", "En y repensant."))
        assert withdraw_answer(workspace, evaluation, person.id, indicator)
        assert not withdraw_answer(workspace, evaluation, person.id, indicator)
        assert answers_by(workspace, evaluation, person.id) == {}
        lines = [c for c in changes(workspace.store, evaluation_id=evaluation.id) if c.subject == "answers"]
        assert [(c.before or {}).get("argument") for c in lines] == [None, "Au début.", "En y repensant."]
        assert [(c.after or {}).get("level") for c in lines] == ["2", "3", None]


def test_answering_the_same_thing_twice_changes_nothing(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        evaluation, person = opened(workspace)
        answer = level(person.id, evaluation.indicators[0], "2")
        record_answer(workspace, evaluation, answer)
        before = len(list(changes(workspace.store)))
        record_answer(workspace, evaluation, answer)
        assert len(list(changes(workspace.store))) == before


def test_the_journal_cannot_be_rewritten(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    connection = sqlite3.connect(base)
    for statement in ("DELETE FROM journal", "UPDATE journal SET at = ''"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_the_base_itself_refuses_what_an_answer_cannot_be(tmp_path: Path) -> None:
    connection = sqlite3.connect(example_base(tmp_path))
    connection.execute("PRAGMA foreign_keys = ON")
    row = connection.execute("SELECT * FROM answers LIMIT 1").fetchone()
    names = [item[1] for item in connection.execute("PRAGMA table_info(answers)")]
    good = dict(zip(names, row, strict=True)) | {"indicator_id": "neuf"}
    for bad in (
        {"kind": "niveau", "level": None},
        {"kind": "ne-sait-pas", "level": "2"},
        {"kind": "non-concerne", "level": None, "reason": ""},
        {"kind": "peut-être", "level": None},
        {"respondent_id": "inconnu"},
        {"wished_year": "bientôt"},
    ):
        values = {**good, **bad}
        marks = ", ".join("?" for _ in values)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(f"INSERT INTO answers ({', '.join(values)}) VALUES ({marks})", list(values.values()))  # noqa: S608 - names of this table
    connection.close()


def test_closing_keeps_a_dated_snapshot_with_its_referential(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        for step in ("position", "plan-d-action", "cloture"):
            move_phase(workspace, "clairbois-2026", step)
        (at, content), *others = read_snapshots(workspace.store, "clairbois-2026")
        assert not others
        assert at.startswith("2026-11-22T12:00")
        frozen = json.loads(content)
        assert frozen["referentiel"]["referentiel"]["version"] == samples.shipped_referential().version
        assert frozen["evaluation"]["evaluation"]["phase"] == "cloture"
        assert len(frozen["evaluation"]["answers"]) == len(samples.examples()["clairbois-2026"][1].answers)
        assert len(read_snapshots(workspace.store, "val-de-sorne-2026")) == 1


def test_phases_are_taken_one_by_one_and_steps_back_are_confirmed_and_logged(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        with pytest.raises(Refusal, match="on passe d’abord à « dialogue »"):
            move_phase(workspace, "faubourg-des-forges-2026", "cloture")
        move_phase(workspace, "faubourg-des-forges-2026", "dialogue")
        with pytest.raises(Refusal, match="confirm"):
            move_phase(workspace, "faubourg-des-forges-2026", "avis")
        move_phase(workspace, "faubourg-des-forges-2026", "avis", confirmed=True)
        moves = [
            ((c.before or {}).get("phase"), (c.after or {}).get("phase"))
            for c in changes(workspace.store, evaluation_id="faubourg-des-forges-2026")
            if c.subject == "evaluations"
        ]
        assert moves[-2:] == [("avis", "dialogue"), ("dialogue", "avis")]


def test_answers_are_locked_outside_the_phase_of_opinions(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        evaluation = find_evaluation(workspace, "clairbois-2026")
        person = respondents_of(workspace, evaluation)[0]
        with pytest.raises(Refusal, match="dialogue"):
            record_answer(workspace, evaluation, level(person.id, evaluation.indicators[0], "2"))
        with pytest.raises(Refusal, match="dialogue"):
            withdraw_answer(workspace, evaluation, person.id, evaluation.indicators[0])


def test_an_evaluation_can_require_arguments(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        add_pole(workspace, {"nom": "Pôle d’essai"})
        ref = samples.shipped_referential()
        evaluation = open_evaluation(
            workspace, ref, pole="pole-d-essai", use="diagnostic", path="court", argument_required=True
        )
        person = add_respondent(workspace, evaluation, college="habitants")
        evaluation = move_phase(workspace, evaluation.id, "avis")
        with pytest.raises(Refusal, match="argument"):
            record_answer(workspace, evaluation, level(person.id, evaluation.indicators[0], "2"))
        record_answer(workspace, evaluation, level(person.id, evaluation.indicators[0], "2", "Vu sur place."))
        unsure = Answer(respondent_id=person.id, indicator_id=evaluation.indicators[1], kind=AnswerKind.DONT_KNOW)
        record_answer(workspace, evaluation, unsure)


def test_what_nobody_disputes_is_adopted_in_one_go_and_answers_stay(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        evaluation = find_evaluation(workspace, "clairbois-2026")
        before = contents_of(workspace, evaluation)
        view = coevaluation_of(workspace, evaluation.id)
        adopted = adopt_consensual(workspace, evaluation, "les trois membres présents")
        by_id = samples.shipped_referential().indicator_by_id
        codes = {by_id[position.indicator_id].code for position in adopted}
        assert codes == {code for code, _ in view.consensual}
        assert adopted
        after = contents_of(workspace, evaluation)
        assert after.answers == before.answers
        assert len(after.positions) == len(adopted)
        assert adopt_consensual(workspace, evaluation) == []


def test_a_card_is_changed_line_by_line_and_the_old_one_is_in_the_journal(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        add_pole(workspace, {"nom": "Pôle d’essai", "commune": "Ici"})
        update_pole(workspace, "Pole d'essai", {"commune": "Là"})
        assert find_pole(workspace, "pole-d-essai").commune == "Là"
        cards = [json.loads(str((c.before or {}).get("card", "{}"))) for c in changes(workspace.store)]
        assert {"id": "pole-d-essai", "nom": "Pôle d’essai", "commune": "Ici"} in cards
        with pytest.raises(Refusal, match="fiche") as refused:
            update_pole(workspace, "pole-d-essai", {"statut": "sciq"})
        assert "scic" in str(refused.value.problems[0])


def test_a_sound_base_is_said_sound_and_sqlite_agrees(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        assert verify_base(workspace).sound
    connection = sqlite3.connect(base)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_a_damaged_base_is_said_damaged(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    connection = sqlite3.connect(base)
    connection.execute("UPDATE answers SET level = '9' WHERE kind = 'niveau'")
    connection.commit()
    connection.close()
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        problems = verify_base(workspace).problems
    assert problems
    assert all("niveau « 9 »" in problem for problem in problems)


def test_a_referential_changed_in_the_base_is_noticed(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    connection = sqlite3.connect(base)
    connection.execute("UPDATE referentials SET content = replace(content, 'Bien ancré', 'Parfait')")
    connection.commit()
    connection.close()
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        assert "modifié" in verify_base(workspace).problems[0]
