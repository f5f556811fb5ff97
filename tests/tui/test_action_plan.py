"""The action plan on screen: what is decided is written, changed by one key, taken over, never lost."""

import datetime as dt
from pathlib import Path

import pytest

from ptce_ref.domain.action import Action
from ptce_ref.domain.vocabulary import ActionState
from ptce_ref.services.action import actions_of, add_action, update_action, withdraw_action
from ptce_ref.services.evaluation import find_evaluation, move_phase, open_evaluation
from ptce_ref.services.pole import add_pole
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.screens.action_form import ActionForm, proposals
from ptce_ref.tui.screens.action_plan import CARRY_OVER
from tests.bases import clock, example_base, new_workspace
from tests.other_shape import other_referential
from tests.samples import coevaluation, shipped_referential
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.test_hostile_text import HOSTILE, clean, look
from tests.tui.test_place import check_footer

CLAIRBOIS = "clairbois-2026"
PONTS = "les-trois-ponts-2026"
SORNE = "val-de-sorne-2026"


def plan(story: Story, evaluation: str = CLAIRBOIS) -> dict[str, Action]:
    """What the file holds."""
    with open_workspace(story.app.path, read_only=True) as other:
        return {action.id: action for action in actions_of(other, find_evaluation(other, evaluation))}


async def open_plan(story: Story, evaluation: str = CLAIRBOIS) -> None:
    await story.open_evaluation(evaluation)
    await story.press("a")
    assert story.place == "ActionPlanScreen"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_plan_says_who_does_what_and_what_is_late(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(example_base(tmp_path), size) as story:
        await open_plan(story)
        await check_footer(story)
        for said in (
            "3 actions : 2 à faire, 1 en cours",
            "1 en retard",
            "Reprendre à six la page de projet écrite pour la demande d’aide",
            "en cours · 31 octobre 2026 · en retard · Lucie et le garagiste",
            "C1.05 Un but au-delà de chacun",
            "à faire · 15 décembre 2026 · Commune",
            "sans date · personne n’est nommé",
        ):
            assert said in story.words, said


async def test_an_action_is_written_with_the_keyboard_alone(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_plan(story)
        await story.press("n")
        await story.type("Ouvrir le samedi matin")
        await story.press("tab", "enter")
        assert story.place == "TickDialog"
        await story.type("ENTRAIDE")
        await story.press("enter")
        assert "[x] C2.05" in story.words
        await story.type("t2.02")
        await story.press("enter")
        assert "[x] T2.02" in story.words
        await story.press("up", "down", "enter")
        assert story.place == "ActionForm"
        assert "C2.05 Entraide dans les difficultés" in story.words
        await story.press("tab")
        await story.type("L’équipe")
        await story.press("tab")
        await story.type("juin 2027")
        assert "→ 30 juin 2027" in story.words
        await story.press("tab", "right", "tab")
        await story.type("Première ligne.\nSeconde ligne.")
        await story.press("ctrl+s")
        assert story.place == "ActionPlanScreen"
        stored = plan(story)["a04"]
        assert stored.what == "Ouvrir le samedi matin"
        assert stored.indicators == ("lieux-ouverts", "entraide")
        assert (stored.who, stored.due, stored.state) == ("L’équipe", dt.date(2027, 6, 30), ActionState.UNDER_WAY)
        assert stored.note == "Première ligne.\nSeconde ligne."
        assert "✓ Action ajoutée : Ouvrir le samedi matin" in story.words
        assert "4 actions" in story.words


async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_plan(story)
        await story.press("n", "ctrl+s")
        assert "Dites en quelques mots ce qui est à faire" in story.words
        await story.type("Essayer")
        await story.press("tab", "tab", "tab")
        await story.type("bientôt")
        await story.press("ctrl+s")
        assert "Attendu : une date telle que 30/06/2027" in story.words
        assert story.place == "ActionForm"
        assert len(plan(story)) == 3


async def test_one_key_changes_the_state_and_it_is_stored_at_once(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_plan(story)
        for state in (ActionState.DONE, ActionState.GIVEN_UP, ActionState.PLANNED, ActionState.UNDER_WAY):
            await story.press("e")
            assert plan(story)["a01"].state is state
        await story.press("e")
        assert "✓ Enregistré : faite." in story.words
        assert "1 faite" in story.words


async def test_an_action_goes_away_only_when_confirmed(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_plan(story)
        await story.press("down", "x")
        assert "Confier une seconde clé" in story.words
        await story.press("enter")
        assert len(plan(story)) == 3
        await story.press("delete", "right", "enter")
        assert set(plan(story)) == {"a01", "a03"}
        await story.press("escape", "j")
        assert "Action retirée : Confier une seconde clé" in story.words


async def test_the_order_changes_and_the_mark_stays(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_plan(story)
        await story.press("down", "t")
        assert "par état" in story.words
        assert story.words.index("À faire") < story.words.index("Confier une seconde") < story.words.index("En cours")
        await story.press("t")
        assert story.words.index("C1.05 Un but") < story.words.index("C1.06 Équilibre des pouvoirs ○")
        await story.press("e")
        assert plan(story)["a02"].state is ActionState.UNDER_WAY


async def test_what_the_time_before_left_is_proposed_and_taken_over(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        move_phase(workspace, PONTS, "plan-d-action", confirmed=True)
    async with opened(base) as story:
        await open_plan(story, PONTS)
        assert "De « Co-évaluation 2023 », 2 actions ne sont pas finies" in story.words
        await story.choose(CARRY_OVER)
        assert {"a05", "a06"} <= set(plan(story, PONTS))
        assert "✓ 2 actions reprises dans ce plan." in story.words
        assert "ne sont pas finies" not in story.words
        await story.press("r")
        assert "rien à reprendre" in story.notices[-1]


async def test_a_closed_evaluation_shows_its_plan_and_changes_nothing(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_plan(story, SORNE)
        assert "Évaluation close" in story.words
        before = plan(story, SORNE)
        for refused in ("n Nouvelle", "e État"):
            assert refused not in story.words
        assert "La prochaine évaluation du pôle propose de reprendre" in story.words
        for key in ("n", "e", "x", "r", "enter"):
            await story.press(key)
            assert story.place == "ActionPlanScreen"
        assert "ne change plus" in story.words
        assert plan(story, SORNE) == before


async def test_leaving_asks_first_and_an_accident_loses_nothing(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_plan(story)
        await story.press("enter")
        await story.press("tab", "tab")
        await story.type(" et Nawel")
        await story.press("escape")
        assert story.place == "ConfirmDialog"
        await story.press("escape")
        assert "Lucie et le garagiste et Nawel" in story.words
        screen = story.app.screen
        assert isinstance(screen, ActionForm)
        screen.keep()
        key = ("action", CLAIRBOIS, "a01")
        kept = story.app.drafts.get(key)
        assert kept is not None
        assert kept["who"] == "Lucie et le garagiste et Nawel"
        story.app.pop_screen()  # the program was stopped there
        await story.settle()
        await story.press("enter")
        assert "Lucie et le garagiste et Nawel" in story.words
        await story.press("ctrl+s")
        assert plan(story)["a01"].who == "Lucie et le garagiste et Nawel"
        assert story.app.drafts.get(key) is None


async def test_two_windows_keep_what_both_wrote(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        await open_plan(story)
        await story.press("enter", "tab", "tab")
        await story.type(" et Nawel")
        with open_workspace(base, clock=clock) as other:
            update_action(other, find_evaluation(other, CLAIRBOIS), "a01", {"state": "faite", "note": "Fini."})
        screen = story.app.screen
        assert isinstance(screen, ActionForm)
        screen.database_changed()
        await story.settle()
        assert "Fini." in story.words
        await story.press("ctrl+s")
        stored = plan(story)["a01"]
        assert (stored.who, stored.state, stored.note) == ("Lucie et le garagiste et Nawel", ActionState.DONE, "Fini.")


async def test_an_action_taken_out_elsewhere_comes_back_when_it_is_saved_here(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        await open_plan(story)
        await story.press("enter", "tab", "tab")
        await story.type(" et Nawel")
        with open_workspace(base, clock=clock) as other:
            withdraw_action(other, find_evaluation(other, CLAIRBOIS), "a01")
        screen = story.app.screen
        assert isinstance(screen, ActionForm)
        screen.database_changed()
        await story.settle()
        assert "la remet dans le plan" in story.notices[-1]
        await story.press("ctrl+s")
        assert plan(story)["a01"].who == "Lucie et le garagiste et Nawel"
        assert plan(story)["a01"].indicators == ("projet-commun",)


async def test_the_form_opens_for_an_indicator_from_elsewhere(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        evaluation = story.evaluation(CLAIRBOIS)
        story.app.push_screen(ActionForm(evaluation, None, "entraide"))
        await story.settle()
        assert "C2.05 Entraide dans les difficultés" in story.words
        await story.type("S’y mettre")
        await story.press("ctrl+s")
        assert plan(story)["a04"].indicators == ("entraide",)


def test_what_calls_for_an_action_is_proposed_first_once_it_may_be_shown(tmp_path: Path) -> None:
    ref = shipped_referential()
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        view = coevaluation_of(workspace, CLAIRBOIS)
        agenda = {line.code for line in view.agenda}
        lines = proposals(ref, view, ("entraide",))
        assert lines[0].name.startswith("C2.05")
        assert len(lines) == len(ref.indicators)
        ranks = [
            next((rank for rank, word in enumerate(("désaccord reconnu", "divis", "vigilance")) if word in said), 3)
            for said in (line.detail for line in lines[1:] if line.detail and "minoritaire" not in line.detail)
        ]
        assert ranks == sorted(ranks)
        assert {1, 2, 3} <= set(ranks)
        alerts = {alert.code for alert in view.whole.alerts}
        told = [line for line in lines[1:] if line.detail]
        assert lines[1 : len(told) + 1] == told
        assert {line.name.split()[0] for line in told} >= (agenda | alerts) - {"C2.05"}
        hidden = proposals(ref, coevaluation_of(workspace, FORGES), ())
        assert not any(line.detail for line in hidden)
        assert [line.id for line in hidden] == [item.id for item in ref.indicators]


def test_a_recognised_disagreement_is_proposed_before_all_else() -> None:
    view = coevaluation(SORNE)
    disagreed = {item.id for item in view.indicators if item.position and item.position.outcome == "désaccord reconnu"}
    assert disagreed
    lines = proposals(shipped_referential(), view, ())
    assert {line.id for line in lines[: len(disagreed)]} == disagreed
    assert {line.detail for line in lines[: len(disagreed)]} == {"désaccord reconnu"}


async def test_the_space_bar_ticks_several_indicators_and_serves_the_search(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_plan(story)
        await story.press("n")
        await story.type("Agir")
        await story.press("tab", "enter", "space", "down", "space")
        assert story.words.count("[x]") == 2
        await story.type("entraide dans")
        assert "Entraide dans les difficultés" in story.words
        await story.press("space", "backspace", "enter", "ctrl+s")
        assert story.place == "ActionForm"
        await story.press("ctrl+s")
        chosen = plan(story)["a04"].indicators
        assert len(chosen) == 3
        assert "entraide" in chosen


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_people_typed_is_shown_as_typed(tmp_path: Path, text: str) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "pole", "nom": text})
        evaluation = open_evaluation(
            workspace, other_referential(), pole="pole", use=other_referential().uses[0].id, title=text, identifier="e"
        )
        add_action(workspace, evaluation, {"what": text, "who": text, "note": text, "indicators": ()})
    async with opened(base, LARGE) as story:
        await open_plan(story, "e")
        assert (await look(story)).count(clean(text)) >= 3
        await story.press("enter")
        assert (await look(story)).count(clean(text)) >= 2
        await story.press("tab", "tab")
        await story.paste(text)
        await story.press("tab", "tab", "enter", "escape", "ctrl+s")
        assert story.place == "ActionPlanScreen"
        await story.press("t", "t", "x")
        await look(story)
        await story.press("escape", "escape", "j")
        assert clean(text) in await look(story)
        assert story.app.is_running


async def test_another_referential_lists_its_own_questions(tmp_path: Path) -> None:
    base, ref = tmp_path / "base.sqlite", other_referential()
    with new_workspace(base) as workspace:
        add_pole(workspace, {"nom": "Pôle d’ailleurs"})
        open_evaluation(workspace, ref, pole="pole-d-ailleurs", use=ref.uses[0].id, identifier="e")
    async with opened(base) as story:
        await open_plan(story, "e")
        assert "Aucune action pour le moment" in story.words
        await story.press("n")
        await story.type("Voir")
        await story.press("tab", "enter")
        assert "Q1 " in story.words
        await story.press("down", "space", "enter", "ctrl+s")
        assert len(plan(story, "e")["a01"].indicators) == 1
