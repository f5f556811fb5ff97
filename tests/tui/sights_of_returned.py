"""What people filled and sent back: the sights of taking it in, up to the moment before anything is done."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.services.referential import referential_of
from tests.project.questionnaire_desk import FORGES, edited, exported, fill
from tests.tui.screen import Story
from tests.tui.sights_of_exchange import work_over

HALF_WAY = "r03"


async def returned_sights(story: Story, folder: Path) -> AsyncIterator[tuple[str, Story]]:
    """From the home: what each file would change, what one asks; and back to the home."""
    sent = sent_back(story, folder / "envois")
    await story.open_evaluation()
    await story.press("s", "q")
    await work_over(story)
    await story.type(str(sent))
    await story.press("enter")
    await work_over(story)
    yield "reprendre des questionnaires, ce qui changerait", story
    await story.press("down", "enter")
    yield "reprendre des questionnaires, un choix", story
    await story.press("escape", "end")
    yield "reprendre des questionnaires, un fichier refusé", story
    await story.press("escape", "escape", "escape", "escape")
    assert story.place == "HomeScreen", story.place


def sent_back(story: Story, folder: Path) -> Path:
    """Return a folder with the questionnaire of somebody half way, one that says no college, and one with a fault."""
    folder.mkdir(exist_ok=True)
    workspace = story.app.workspace
    asked = story.evaluation(FORGES).indicators
    code = referential_of(workspace, story.evaluation(FORGES).referential_hash).indicator_by_id[asked[-1]].code

    def answer(level: str) -> Callable[[Worksheet], None]:
        return lambda sheet: fill(sheet, code, reponse=level)

    for name, level, whose in (("1-retour", "1", HALF_WAY), ("2-sans-college", "1", None), ("3-faux", "12", HALF_WAY)):
        edited(exported(workspace, folder, whose), answer(level)).rename(folder / f"{name}.xlsx")
    return folder
