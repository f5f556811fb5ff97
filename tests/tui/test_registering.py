"""Registering people before opinions, and what the percentages count."""

from pathlib import Path

from ptce_ref.domain.vocabulary import Mode, Phase
from ptce_ref.services.evaluation import add_respondent, move_phase, open_evaluation, respondents_of
from ptce_ref.services.overview import overview_of
from ptce_ref.services.pole import add_pole
from ptce_ref.tui.text import ChoiceList
from tests.bases import new_workspace
from tests.samples import shipped_referential
from tests.tui.screen import Story, opened
from tests.tui.test_home import footer


def prepared(base: Path, *, opinions: bool = False) -> None:
    """An evaluation in preparation, or where only one college has somebody registered."""
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "p", "nom": "Pôle"})
        evaluation = open_evaluation(
            workspace,
            shipped_referential(),
            pole="p",
            title="Essai",
            date=workspace.today,
            use="diagnostic",
            path="court",
            mode=Mode.CO.value,
        )
        if opinions:
            add_respondent(workspace, evaluation, college="habitants")
            move_phase(workspace, evaluation.id, Phase.OPINIONS)


async def register(story: Story, name: str) -> None:
    await story.press("a", "tab")
    await story.type(name)
    await story.press("ctrl+s")


async def test_one_person_after_the_other_without_leaving_the_list(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base)
    async with opened(base) as story:
        await story.press("enter", "s")
        await register(story, "Paul")
        assert story.place == "RespondentScreen"
        assert story.app.screen.query_one(ChoiceList).current_id == "r01"
        assert "Inscription enregistrée : Paul (r01)" in story.notices[-1]
        await register(story, "Une habitante")
        assert story.app.screen.query_one(ChoiceList).current_id == "r02"
        evaluation = story.evaluation(evaluation_of(story))
        assert [p.name for p in respondents_of(story.app.workspace, evaluation)] == ["Paul", "Une habitante"]


async def test_enter_on_somebody_registered_says_that_opinions_come_later(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base)
    async with opened(base) as story:
        await story.press("enter", "s")
        await register(story, "Paul")
        assert "Voir" in footer(story)
        await story.press("enter")
        assert story.place == "RespondentScreen"
        assert "Paul (r01) est déjà dans la liste ; les avis se donneront" in story.notices[-1]


async def test_a_college_without_anybody_is_not_at_nought_per_cent(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base, opinions=True)
    async with opened(base) as story:
        assert "% : réponses reçues, sur celles qu’on attend" in story.words
        await story.press("enter")
        assert "Habitants 0 %" in story.words
        assert "personne d’inscrit" in story.words
        assert story.words.count("0 %") == 1
        assert "% : réponses reçues, sur celles qu’on attend" in story.words
        await story.press("y")
        assert "(0/27 questions) ; 0 réponse reçue sur 27 attendues" in story.words


def evaluation_of(story: Story) -> str:
    (line,) = overview_of(story.app.workspace).evaluations
    return line.id


async def test_the_last_page_of_the_visit_says_that_it_ends(tmp_path: Path) -> None:
    async with opened(tmp_path / "neuf.sqlite") as story:
        await story.press("right", "right", "enter")
        assert "Suite" in footer(story)
        while "Terminer" not in footer(story):
            await story.press("right")
        assert "Suite" not in footer(story)
        await story.press("left")
        assert "Suite" in footer(story)
        await story.press("right", "enter")
        assert story.place == "StartScreen"
