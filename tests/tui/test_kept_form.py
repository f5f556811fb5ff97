"""The long forms keep what is typed alike: by itself, offered after an accident, forgotten once stored or given up."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ptce_ref.services.pole import find_pole
from ptce_ref.services.referential import referential_of
from ptce_ref.services.round import open_round
from ptce_ref.tui.screens.action_form import ActionForm
from ptce_ref.tui.screens.identity import IdentityForm
from ptce_ref.tui.screens.kept_form import KeptForm
from ptce_ref.tui.screens.position_form import PositionForm
from ptce_ref.tui.screens.round_visit import VisitForm
from tests.bases import example_base
from tests.tui.screen import SMALL, Story, opened

CLAIRBOIS, HOST, VISITOR = "clairbois-2026", "quai-des-partages", "val-de-sorne"
TEXT = "Écrit à moitié [/]"
RETURNED = "Ce que vous aviez tapé ici sans l’enregistrer est revenu"


def position_form(story: Story) -> KeptForm[Any]:
    evaluation = story.evaluation(CLAIRBOIS)
    referential = referential_of(story.app.workspace, evaluation.referential_hash)
    return PositionForm(evaluation, referential, referential.indicator_by_code["c2.02"].id)


def action_form(story: Story) -> KeptForm[Any]:
    return ActionForm(story.evaluation(CLAIRBOIS))


def visit_form(story: Story) -> KeptForm[Any]:
    opened_round = open_round(story.app.workspace, "Automne", [(VISITOR, HOST)])
    return VisitForm(opened_round.id, opened_round.visits[0])


def card_form(story: Story) -> KeptForm[Any]:
    return IdentityForm(find_pole(story.app.workspace, VISITOR))


FORMS = {
    "position": (position_form, "argument", "la position de C2.02"),
    "action": (action_form, "what", "une nouvelle action"),
    "visit": (visit_form, "visitor_gained", "la visite de Pôle du Val de Sorne chez Quai des Partages"),
    "card": (card_form, "porteur", "la carte de « Pôle du Val de Sorne »"),
}


async def kept(story: Story, name: str) -> None:
    """Wait until what was typed is kept, by itself."""
    for _ in range(200):
        if story.app.drafts.labels == (name,):
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"kept: {story.app.drafts.labels}")


@pytest.mark.parametrize("form", FORMS)
async def test_what_is_typed_is_kept_offered_again_and_forgotten(tmp_path: Path, form: str) -> None:
    make, field, name = FORMS[form]
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = make(story)
        again = remade(screen)

        async def write(form: KeptForm[Any]) -> None:
            story.app.push_screen(form)
            await story.settle()
            form.field(field).focus_input()
            await story.type(TEXT)

        await write(screen)
        await kept(story, name)
        story.app.pop_screen()  # an accident: nobody left the form
        await story.settle()

        screen = again()
        story.app.push_screen(screen)
        await story.settle()
        assert screen.field(field).value.endswith(TEXT)
        assert RETURNED in story.notices[-1]
        if isinstance(screen, PositionForm):
            await story.press("escape")
            assert story.app.drafts.labels == (name,), "leaving a position gives nothing up"
            screen = again()
            story.app.push_screen(screen)
            await story.press("3")
        else:
            await story.press("escape")
            assert story.place == "ConfirmDialog"
            await story.press("right", "enter")
            assert story.app.drafts.labels == (), "given up"
            screen = again()
            await write(screen)
        await kept(story, name)
        await story.press("ctrl+s")
        assert story.app.screen is not screen, story.text
        assert story.app.drafts.labels == (), "stored"
        assert not any(RETURNED in notice for notice in story.notices)


def remade(screen: KeptForm[Any]) -> Callable[[], KeptForm[Any]]:
    """Return how to open the same form again."""
    if isinstance(screen, PositionForm):
        return lambda: PositionForm(screen._evaluation, screen._referential, screen._indicator.id)
    if isinstance(screen, ActionForm):
        return lambda: ActionForm(screen._evaluation)
    if isinstance(screen, VisitForm):
        return lambda: VisitForm(screen._round_id, screen._visit)
    assert isinstance(screen, IdentityForm)
    return lambda: IdentityForm(screen._pole)


async def test_a_text_typed_back_as_it_was_is_no_longer_kept(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = action_form(story)
        story.app.push_screen(screen)
        await story.type("x")
        await kept(story, "une nouvelle action")
        await story.press("backspace")
        assert not screen.unsaved
        assert story.app.keep_typed()
        assert story.app.drafts.labels == ()
        await story.type("y")
        screen.forget()
        screen.keep()  # a key was still on its way
        assert story.app.drafts.labels == ()


async def test_a_choice_alone_is_kept_too(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        story.app.push_screen(position_form(story))
        await story.press("d")
        await kept(story, "la position de C2.02")
        story.app.pop_screen()
        await story.settle()
        story.app.push_screen(position_form(story))
        await story.settle()
        assert "désaccord reconnu" in story.words
        assert "On reste d’avis différents, et on dit pourquoi." in story.words, "what it means comes back with it"


async def test_a_form_being_made_or_taken_away_forgets_nothing(tmp_path: Path) -> None:
    """The program may have to stop at any moment: a form without its fields yet, or any more, holds nothing to keep."""
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = action_form(story)
        story.app.push_screen(screen)
        await story.type("À moitié")
        await kept(story, "une nouvelle action")
        story.app.pop_screen()
        await story.settle()
        screen.keep()
        assert story.app.drafts.labels == ("une nouvelle action",)
        again = action_form(story)
        story.app.push_screen(again)
        assert story.app.keep_typed()
        assert story.app.drafts.labels == ("une nouvelle action",)
        await story.settle()
        assert again.field("what").value == "À moitié"


async def test_leaving_at_once_keeps_the_last_letter(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = position_form(story)
        story.app.push_screen(screen)
        await story.settle()
        screen.field("argument").put(TEXT)
        screen.leave_kept()
        await story.settle()
        assert story.app.drafts.labels == ("la position de C2.02",)
