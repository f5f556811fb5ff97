"""At the screen: what is kept of a person, handed over, erased."""

from pathlib import Path

from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.opinion import answers_by
from tests.bases import example_base
from tests.tui.screen import FORGES, opened

PERSON = "r03"


async def test_somebody_is_erased_from_the_page_of_an_evaluation(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("e")
        await story.choose(PERSON)
        assert story.place == "PersonDialog"
        evaluation = find_evaluation(story.app.workspace, FORGES)
        before = answers_by(story.app.workspace, evaluation, PERSON)
        assert any(answer.argument for answer in before.values())
        assert "réponses" in story.words
        assert not any(answer.argument in story.words for answer in before.values() if answer.argument)
        await story.press("tab", "tab", "enter")
        assert "ne se défait pas" in story.words
        # The button marked at the start changes nothing.
        await story.press("enter")
        assert answers_by(story.app.workspace, evaluation, PERSON) == before
        await story.press("enter", "tab", "enter")
        after = answers_by(story.app.workspace, evaluation, PERSON)
        assert {i: a.level for i, a in after.items()} == {i: a.level for i, a in before.items()}
        assert not any(answer.argument for answer in after.values())
        assert story.place == "PeopleScreen"
        assert "données effacées" in story.words
        person = next(p for p in respondents_of(story.app.workspace, evaluation) if p.id == PERSON)
        assert person.name is None
