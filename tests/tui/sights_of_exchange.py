"""What comes, goes and is kept, and the rounds of visits: the sights that need something to be there first."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

from ptce_ref.services.backup import Why, keep_backup
from ptce_ref.services.evaluation import move_phase
from ptce_ref.services.pole import all_poles
from ptce_ref.services.round import open_round
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock
from tests.tui.screen import Story

Sights = AsyncIterator[tuple[str, Story]]


async def exchange_sights(story: Story, folder: Path, make: Callable[[Path], Path], changed: str) -> Sights:
    """From the home: the menu, what comes in and would change ``changed``, the copies; and back to the home."""
    await story.press("f")
    yield "échanger", story
    await story.press("r")
    await work_over(story)
    yield "recevoir un fichier", story
    await story.press("escape", "f")
    await work_over(story)
    yield "fusionner la base d’un collègue", story
    await story.type(str(other_base(folder, make, changed)))
    await story.press("enter")
    await work_over(story)
    yield "fusionner, ce qui changerait", story
    await story.press("ctrl+s")
    yield "fusionner, confirmer", story
    await story.press("escape", "escape", "escape", "c")
    await work_over(story)
    yield "copies de sauvegarde, aucune", story
    await story.press("escape")
    keep_backup(story.app.workspace, Why.ASKED)
    await story.press("c")
    await work_over(story)
    yield "copies de sauvegarde", story
    await story.press("enter")
    yield "revenir à une copie", story
    await story.press("escape", "escape", "escape")
    assert story.place == "HomeScreen"


def other_base(folder: Path, make: Callable[[Path], Path], changed: str) -> Path:
    """Return the copy of a colleague, who brought one evaluation back to the opinions."""
    elsewhere = folder / "ailleurs"
    elsewhere.mkdir(exist_ok=True)
    base = make(elsewhere)
    with open_workspace(base, clock=clock) as workspace:
        move_phase(workspace, changed, "avis", confirmed=True)
    return base


async def round_sights(story: Story) -> Sights:
    """From the home: preparing a round, then one that is there, and one of its visits; and back to the home."""
    await story.press("t", "n")
    await work_over(story)
    yield "nouvelle tournée", story
    await story.press("escape", "escape")
    one, other = (pole.id for pole in all_poles(story.app.workspace)[:2])
    open_round(story.app.workspace, "Tournée d’automne", [(one, other), (other, one)])
    await story.press("t", "down")
    yield "tournée, une visite", story
    await story.press("enter")
    yield "noter une visite", story
    await story.press("escape", "escape")
    assert story.place == "HomeScreen"


async def work_over(story: Story) -> None:
    """Wait for what a screen does beside its keys, and for what it does next."""
    for _ in range(3):
        await story.app.workers.wait_for_complete()
        await story.settle()
