"""The journal on screen: readable, searchable, no opinion before its time, and as quick with 20,000 lines as ten."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ptce_ref.services.evaluation import find_evaluation, move_phase
from ptce_ref.services.journal import journal_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.journal import record_change
from ptce_ref.tui.screens.action_form import ActionForm
from ptce_ref.tui.widgets.line_table import Cell, LineTable, Sheet
from tests.bases import clock, example_base, new_workspace
from tests.samples import examples
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.test_hostile_text import HOSTILE, clean, look, prepare
from tests.tui.test_place import check_footer

CLAIRBOIS = "clairbois-2026"


async def open_journal(story: Story, evaluation: str = CLAIRBOIS) -> None:
    await story.open_evaluation(evaluation)
    await story.press("j")
    assert story.place == "JournalScreen"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_latest_change_comes_first_and_is_told_in_full(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(example_base(tmp_path), size) as story:
        await open_journal(story)
        await check_footer(story)
        assert "22/11/2026 12:00 Action ajoutée : Aller demander au lotissement" in story.words
        await story.press("down")
        assert "22 novembre 2026, 12:00 Action ajoutée : Confier une seconde clé du relais" in story.words
        assert "Qui : Commune Échéance : 15 décembre 2026 Indicateurs : T2.02, C1.06" in story.words


async def test_searching_keeps_what_holds_every_word_without_accents(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_journal(story)
        await story.press("c")
        await story.type("MEDECIN r03")
        assert "1 ligne" in story.words
        assert "r03 (Habitants) : T1.01, niveau 3" in story.words
        assert "je fais pour aller chez le médecin" in story.words
        await story.press("enter", "escape")
        assert "46 lignes" in story.words
        marked = next(line for line in story.text.replace("\u00a0", " ").splitlines() if line.startswith("▸"))
        assert "r03 (Habitants) : T1.01" in marked
        await story.press("c")
        await story.type("zzz")
        assert "Aucune ligne du journal ne porte ces mots" in story.words
        await story.press("escape", "escape")
        assert story.place == "EvaluationScreen"


async def test_a_vote_is_told_in_one_line_on_a_small_screen(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation(FORGES)
        await story.press("m", "1", "escape", "j")
        first = next(line for line in story.text.splitlines() if line.startswith("▸"))
        assert first.rstrip().endswith("T1.01, vote à main levée")


async def test_nobody_reads_an_answer_there_while_opinions_are_given(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_journal(story, FORGES)
        assert "avis masqués" in story.words
        assert "réponse donnée" in story.words
        await story.press("c")
        for word in ("niveau", "argument"):
            await story.type(word)
            assert "0 ligne" in story.words
            await story.press(*(["backspace"] * len(word)))
        said = next(a.argument for a in examples()[FORGES][1].answers if a.argument)
        await story.type(said[:20])
        assert "0 ligne" in story.words


async def test_what_another_window_does_appears_and_the_mark_stays(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await open_journal(story)
        await story.press("down", "down")
        before = story.app.screen.query_one("#told").render()
        story.app.push_screen(ActionForm(story.evaluation(CLAIRBOIS)))
        await story.settle()
        await story.type("Nouvelle idée")
        await story.press("ctrl+s")
        assert story.place == "JournalScreen"
        assert "Action ajoutée : Nouvelle idée" in story.words
        assert str(story.app.screen.query_one("#told").render()) == str(before)


async def test_twenty_thousand_lines_open_and_only_the_visible_ones_are_drawn(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace, workspace.store.writing() as db:
        key = {"evaluation": CLAIRBOIS, "indicator": "entraide", "respondent": "r01"}
        for rank in range(20_000):
            before, after = ({"kind": "niveau", "level": str(1 + (rank + step) % 4)} for step in (0, 1))
            record_change(db, workspace.now, "answers", key, {**before}, {**after})
    async with opened(base) as story:
        await open_journal(story)
        table = story.app.screen.query_one(LineTable)
        assert table.sheet.count > 20_000
        asked: set[int] = set()
        sheet = table.sheet

        def cells(row: int) -> Sequence[Cell]:
            asked.add(row)
            return sheet.cells(row)

        table.show(Sheet(sheet.columns, sheet.count, cells))
        await story.press("end")
        assert "Évaluation ouverte" in story.words
        assert len(asked) < 100
        assert (
            len(journal_of(story.app.workspace, find_evaluation(story.app.workspace, CLAIRBOIS))) == table.sheet.count
        )


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_people_typed_is_told_as_typed(tmp_path: Path, text: str) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        prepare(workspace, text)
        move_phase(workspace, "e", "dialogue")
    async with opened(base, LARGE) as story:
        await open_journal(story, "e")
        assert clean(text) in await look(story)  # the title, in the heading
        await story.press("down", "down", "down")
        assert "Argument : " + clean(text) in await look(story)
        await story.press("enter", "escape", "c")
        await story.paste(text)
        await look(story)
        assert story.app.is_running
