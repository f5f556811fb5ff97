"""The action plan: added, changed, withdrawn, taken over to the next evaluation; never lost."""

import datetime as dt
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.vocabulary import ActionState, Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.services.action import (
    actions_of,
    add_action,
    carry_over,
    find_action,
    plan_of,
    unfinished_before,
    update_action,
    withdraw_action,
)
from ptce_ref.services.base import describe_base, verify_base
from ptce_ref.services.evaluation import contents_of, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.pole import add_pole
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage import schema
from ptce_ref.storage.evaluation import read_snapshots
from ptce_ref.storage.journal import changes
from tests import samples
from tests.bases import clock, example_base, new_workspace
from tests.other_shape import other_referential

PONTS = "les-trois-ponts-2026"
SORNE = "val-de-sorne-2026"
CLAIRBOIS = "clairbois-2026"


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    with open_workspace(example_base(tmp_path), clock=clock) as opened:
        yield opened


def next_evaluation(
    workspace: Workspace, pole: str = "val-de-sorne", date: dt.date = dt.date(2027, 3, 12)
) -> Evaluation:
    """The evaluation of the year after."""
    referential = samples.shipped_referential()
    return open_evaluation(workspace, referential, pole=pole, use="bilan-annuel", date=date)


def test_an_action_is_read_back_as_it_was_given(workspace: Workspace) -> None:
    evaluation = find_evaluation(workspace, CLAIRBOIS)
    given_fields = {
        "what": "  Écrire [ACME] =1+1\u202e  ",
        "indicators": ("entraide", "projet-commun", "entraide"),
        "who": "Lucie",
        "due": dt.date(2027, 6, 30),
        "state": "en-cours",
        "note": "Une ligne.\nUne autre.",
    }
    added = add_action(workspace, evaluation, given_fields)
    assert added.id == "a04"
    assert added.what == "Écrire [ACME] =1+1"
    assert added.indicators == ("entraide", "projet-commun")
    with open_workspace(workspace.store.path, read_only=True) as other:
        assert find_action(other, evaluation, "a04") == added
    changed = update_action(workspace, evaluation, "a04", {"state": ActionState.DONE})
    assert changed == added.model_copy(update={"state": ActionState.DONE})
    assert withdraw_action(workspace, evaluation, "a04")
    assert not withdraw_action(workspace, evaluation, "a04")
    kept = [c for c in changes(workspace.store, evaluation_id=CLAIRBOIS) if c.key.get("action") == "a04"]
    assert [(c.before is None, c.after is None) for c in kept] == [(True, False), (False, False), (False, True)]
    assert kept[2].before is not None
    assert kept[2].before["what"] == "Écrire [ACME] =1+1"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": "   "}, "n’a pas été enregistrée"),
        ({"what": "X", "indicators": ("entraid",)}, "Vouliez-vous dire « entraide »"),
        ({"what": "X", "state": "fait"}, "n’a pas été enregistrée"),
        ({"what": "X", "id": "a01"}, "déjà l’identifiant"),
        ({"what": "X", "id": "a 01"}, "n’a pas été enregistrée"),
        ({"what": "X", "origin_id": "a01"}, "n’a pas été enregistrée"),
    ],
)
def test_what_cannot_be_an_action_is_refused_and_writes_nothing(
    workspace: Workspace, fields: dict[str, object], sentence: str
) -> None:
    evaluation = find_evaluation(workspace, CLAIRBOIS)
    before = actions_of(workspace, evaluation)
    with pytest.raises(Refusal, match=sentence):
        add_action(workspace, evaluation, fields)
    assert actions_of(workspace, evaluation) == before


def test_an_unknown_action_is_refused_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="L’action « a1 » n’existe pas"):
        update_action(workspace, find_evaluation(workspace, CLAIRBOIS), "a1", {"who": "Lucie"})


def test_the_plan_of_a_closed_evaluation_never_changes(workspace: Workspace) -> None:
    evaluation = find_evaluation(workspace, SORNE)
    before = actions_of(workspace, evaluation)
    attempts = (
        lambda: add_action(workspace, evaluation, {"what": "Trop tard"}),
        lambda: update_action(workspace, evaluation, "a04", {"state": "faite"}),
        lambda: withdraw_action(workspace, evaluation, "a04"),
        lambda: carry_over(workspace, evaluation),
    )
    for attempt in attempts:
        with pytest.raises(Refusal, match="close"):
            attempt()
    assert actions_of(workspace, evaluation) == before


def test_every_open_phase_lets_the_plan_change(workspace: Workspace) -> None:
    evaluation = next_evaluation(workspace)
    for phase in Phase:
        move_phase(workspace, evaluation.id, phase.value)
        if phase is not Phase.CLOSED:
            add_action(workspace, evaluation, {"what": f"Pendant {phase.value}"})
    assert len(actions_of(workspace, evaluation)) == len(Phase) - 1
    _, snapshot = read_snapshots(workspace.store, evaluation.id)[-1]
    assert "Pendant plan-d-action" in snapshot


def test_the_next_evaluation_takes_over_what_is_not_finished_once(workspace: Workspace) -> None:
    evaluation = next_evaluation(workspace)
    waiting = unfinished_before(workspace, evaluation)
    assert {action.id for _, action in waiting} == {"a03", "a04", "a05", "a06", "a07", "a08"}
    add_action(workspace, evaluation, {"id": "a04", "what": "Déjà là"})
    taken = carry_over(workspace, evaluation)
    assert len(taken) == len(waiting)
    assert len({action.id for action in actions_of(workspace, evaluation)}) == len(waiting) + 1
    assert {(a.origin_evaluation_id, a.origin_id) for a in taken} == {(SORNE, a.id) for _, a in waiting}
    assert carry_over(workspace, evaluation) == []
    assert unfinished_before(workspace, evaluation) == []
    view = coevaluation_of(workspace, evaluation.id)
    assert {line.origin for line in view.actions} == {"", "Co-évaluation 2026"}


def test_what_was_taken_over_already_is_not_proposed_again(workspace: Workspace) -> None:
    waiting = unfinished_before(workspace, find_evaluation(workspace, PONTS))
    assert {action.id for _, action in waiting} == {"a05", "a06"}


def test_what_two_evaluations_left_behind_is_proposed_once_each(workspace: Workspace) -> None:
    evaluation = next_evaluation(workspace, "les-trois-ponts")
    left = [(previous.id, action.id) for previous, action in unfinished_before(workspace, evaluation)]
    assert set(left[:4]) == {(PONTS, name) for name in ("a03", "a08", "a09", "a10")}
    assert set(left[4:]) == {("les-trois-ponts-2023", name) for name in ("a05", "a06")}
    taken = carry_over(workspace, evaluation)
    assert len({action.id for action in taken}) == len(left)
    assert unfinished_before(workspace, evaluation) == []
    # The one between may still take up its own share: what comes after it takes nothing from it.
    assert len(unfinished_before(workspace, find_evaluation(workspace, PONTS))) == 2


def test_the_examples_are_read_back_with_their_plans(workspace: Workspace) -> None:
    plans = {ident: contents.actions for ident, (_, contents) in samples.examples().items()}
    assert sum(map(len, plans.values())) > 20
    for ident, plan in plans.items():
        assert contents_of(workspace, find_evaluation(workspace, ident)).actions == plan


def test_the_plan_is_read_with_the_evaluation_even_while_opinions_are_given(workspace: Workspace) -> None:
    faubourg = find_evaluation(workspace, "faubourg-des-forges-2026")
    add_action(workspace, faubourg, {"what": "Préparer la salle", "indicators": ("entraide",)})
    view = coevaluation_of(workspace, faubourg.id)
    assert view.hidden
    assert [(line.what, line.state) for line in view.actions] == [("Préparer la salle", "à faire")]
    assert view.actions[0].indicators[0][1] == samples.shipped_referential().indicator_by_id["entraide"].title
    assert view.actions == plan_of(workspace, faubourg)


def test_another_referential_has_its_own_questions(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        ref = other_referential()
        add_pole(workspace, {"nom": "Pôle d’ailleurs"})
        evaluation = open_evaluation(workspace, ref, pole="pole-d-ailleurs", use=ref.uses[0].id, identifier="e")
        add_action(workspace, evaluation, {"what": "Voir", "indicators": (ref.indicators[-1].id,)})
        assert plan_of(workspace, evaluation)[0].indicators == ((ref.indicators[-1].code, ref.indicators[-1].title),)


texts = st.text(max_size=60)
actions: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    what=st.text(min_size=1, max_size=40).map(lambda text: f"x{text}"),
    who=texts,
    note=texts,
    due=st.none() | st.dates(),
    state=st.sampled_from(list(ActionState)),
    indicators=st.lists(st.sampled_from(["entraide", "projet-commun", "renouvellement"])).map(tuple),
)


@given(st.lists(actions, max_size=4))
def test_any_plan_comes_back_whole(plan: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder, open_workspace(example_base(Path(folder)), clock=clock) as workspace:
        evaluation = next_evaluation(workspace)
        added = [add_action(workspace, evaluation, fields) for fields in plan]
        with open_workspace(workspace.store.path, read_only=True) as other:
            read = contents_of(other, evaluation).actions
        assert sorted(read, key=lambda a: a.id) == added
        late = [action for action in read if action.late(dt.date(2027, 1, 1))]
        assert all(action.due and not action.finished for action in late)


def test_an_action_names_both_ends_of_its_origin() -> None:
    with pytest.raises(ValueError, match="reprise"):
        Action(id="a01", what="X", origin_evaluation_id="e")


def test_a_database_of_the_first_format_keeps_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ancienne.sqlite"
    shipped = samples.shipped_referential()
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        patch.setattr(schema, "VERSION", 1)
        patch.setattr("ptce_ref.storage.database.VERSION", 1)
        with new_workspace(path) as workspace:
            add_pole(workspace, {"nom": "Pôle d’Ici"})
            open_evaluation(workspace, shipped, pole="pole-d-ici", use="diagnostic", identifier="e")
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
        tables = ("poles", "evaluations", "referentials", "journal")
        before = {table: raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608 - our names
    raw.close()
    with open_workspace(path, read_only=True) as workspace:
        assert workspace.store.migrated == []
        assert describe_base(workspace).rows["évaluations"] == 1
        assert verify_base(workspace).sound
        assert contents_of(workspace, find_evaluation(workspace, "e")).actions == ()
    with open_workspace(path, clock=clock) as workspace:
        assert len(workspace.store.migrated) == schema.VERSION - 1
        evaluation = find_evaluation(workspace, "e")
        assert add_action(workspace, evaluation, {"what": "Commencer"}).id == "a01"
        assert verify_base(workspace).sound
    with sqlite3.connect(path) as raw:
        after = {table: raw.execute(f"SELECT * FROM {table}").fetchall() for table in before}  # noqa: S608 - our names
    raw.close()
    assert after["journal"][: len(before["journal"])] == before["journal"]
    assert {k: v for k, v in after.items() if k != "journal"} == {k: v for k, v in before.items() if k != "journal"}


def test_actions_in_a_file_are_checked_like_the_rest(tmp_path: Path) -> None:
    source = (Path(__file__).parents[2] / "examples" / "08-clairbois.yaml").read_text(encoding="utf-8")
    wrong = (
        source.replace('indicateurs: ["habitants-eloignes"]', 'indicateurs: ["habitants-eloigne"]')
        .replace('echeance: "2026-12-15"', 'echeance: "bientôt"')
        .replace('quoi: "Reprendre à six', 'quois: "Reprendre à six')
    )
    path = tmp_path / "clairbois.yaml"
    path.write_text(wrong, encoding="utf-8")
    first = load_pole(path, samples.shipped_referential())
    assert first.pole is None
    told = "\n".join(str(problem) for problem in first.problems)
    assert "quois" in told
    assert "bientôt" in told
    path.write_text(
        source.replace('"habitants-eloignes"]\n        etat', '"habitants-eloigne"]\n        etat'), encoding="utf-8"
    )
    second = load_pole(path, samples.shipped_referential())
    assert "« habitants-eloignes »" in "\n".join(str(problem) for problem in second.problems)
    path.write_text(source.replace('- id: "a02"', '- id: "a01"'), encoding="utf-8")
    third = load_pole(path, samples.shipped_referential())
    assert "« a01 » une seconde fois" in "\n".join(str(problem) for problem in third.problems)
