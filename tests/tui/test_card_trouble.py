"""What the card says of a number that cannot be, and stops saying once it is mended."""

from pathlib import Path

from ptce_ref.services.pole import add_pole
from ptce_ref.tui.widgets.entry import LineInput
from tests.bases import new_workspace
from tests.tui.screen import opened
from tests.tui.test_place import check_footer


async def test_a_number_of_members_is_whole_and_mending_it_ends_the_reproach(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "p", "nom": "Pôle"})
    async with opened(base) as story:
        await story.press("i", "pagedown", "pagedown")
        await story.type("douze")
        await story.press("ctrl+s")
        assert "Pas enregistré. À corriger : " in story.words
        assert "Attendu : un nombre ▌ entier." in story.words
        field = story.app.screen.focused
        assert isinstance(field, LineInput)
        await story.press(*["backspace"] * 5)
        await story.type("12")
        await story.pilot.pause(0.4)
        assert "Pas enregistré" not in story.words


async def test_the_keys_of_a_choice_of_the_card_hold_in_the_last_line(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "p", "nom": "Pôle"})
    async with opened(base) as story:
        await story.press("i")
        while "Entrée Voir les choix" not in story.words:
            await story.press("tab")
        await check_footer(story)
        assert story.text.splitlines()[-1].rstrip().endswith("F1 Aide")
