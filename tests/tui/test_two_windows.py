"""Two windows on one database: each sees what the other wrote, nothing is lost, and it is said."""

import asyncio
import time
from pathlib import Path

from textual import events

from ptce_ref.domain.phase import NAMES
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.opinion import tallies_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.journal import changes
from ptce_ref.tui.screens.quick import QuickScreen
from tests.bases import example_base
from tests.tui.screen import FORGES, Story, opened

SOON = 10
"""Seconds within which the other window must show a change: it looks every second, on a machine that may be busy."""


async def soon(story: Story, *texts: str) -> None:
    """The other window shows it by itself, without a key."""
    deadline = time.monotonic() + SOON
    while not all(text in " ".join([story.words, *story.notices]) for text in texts):
        assert time.monotonic() < deadline, f"{texts} not seen:\n{story.text}\n{story.notices}"
        await asyncio.sleep(0.05)
        await story.settle()


async def new_respondent(story: Story) -> str:
    """Open the questions of somebody new; return who."""
    await story.open_evaluation()
    await story.press("s", "a", "right", "ctrl+s")
    assert "T1.01" in story.words
    return respondents_of(story.app.workspace, story.evaluation())[-1].id


async def same_respondent(story: Story, who: str) -> None:
    await story.open_evaluation()
    await story.press("s")
    await story.choose(who)


async def test_a_pole_added_in_one_window_appears_in_the_other(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        assert "8 pôles" in second.words
        await first.press("n")
        await first.type("Pôle des Deux Rives")
        await first.press("ctrl+s")
        await soon(second, "9 pôles")


async def test_an_answer_given_elsewhere_to_the_question_on_screen_is_shown_and_told(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        who = await new_respondent(first)
        await same_respondent(second, who)
        await first.type("Vu au marché")
        await first.press("tab", "2")
        assert "✓ Enregistré : niveau 2" in first.words
        await soon(second, "Vu au marché", "Cette réponse a changé dans une autre fenêtre")


async def test_two_windows_answer_the_same_question_and_the_journal_keeps_both(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        who = await new_respondent(first)
        await same_respondent(second, who)
        await asyncio.gather(first.press("tab", "2"), second.press("tab", "4"))
        for story in (first, second):
            assert "✓ Enregistré : niveau" in story.words
        last = first.answers(who)["T1.01"].level
        assert last in {"2", "4"}
        with open_workspace(base, read_only=True) as workspace:
            answers = [
                item for item in changes(workspace.store, evaluation_id=FORGES) if item.key.get("respondent") == who
            ]
        given = [item for item in answers if item.subject == "answers"]
        assert [(item.before or {}).get("level") for item in given] == [None, "2" if last == "4" else "4"]
        assert [(item.after or {}).get("level") for item in given] == ["2" if last == "4" else "4", last]
        # The window that answered first is told, and shows what the file holds.
        earlier = second if last == "2" else first
        await soon(earlier, f"✓ Enregistré : niveau {last}", "Cette réponse a changé dans une autre fenêtre")


async def test_what_is_being_typed_stays_while_another_window_answers(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        who = await new_respondent(first)
        await same_respondent(second, who)
        await second.type("Mon argument à moi")
        await first.press("tab", "2")
        await soon(second, "Cette réponse a changé dans une autre fenêtre", "Mon argument à moi")
        await second.press("tab", "3")
        assert (second.answers(who)["T1.01"].level, second.answers(who)["T1.01"].argument) == (
            "3",
            "Mon argument à moi",
        )


async def test_hundreds_of_answers_from_two_windows_at_once_are_all_there(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        people = []
        for story in (first, second):
            await story.open_evaluation()
            await story.press("r", "a", "right", "ctrl+s")
            people.append(respondents_of(story.app.workspace, story.evaluation())[-1].id)
        assert people == ["r12", "r13"]
        levels = ["1", "2", "3", "4", None] * 12
        keys = [level or "s" for level in levels]
        await asyncio.gather(first.press(*keys), second.press(*keys))
        for story, who in zip((first, second), people, strict=True):
            await soon(story, "60 réponses, 36 en blanc")
            screen = story.app.screen
            assert isinstance(screen, QuickScreen)
            asked = [question.code for question in screen.sheet.questions[:60]]
            stored = story.answers(who)
            assert [stored[code].level for code in asked] == levels
            assert len(stored) == 60


async def test_keys_typed_after_quitting_do_no_harm(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        who = await new_respondent(story)
        await story.type("Presque fini")
        for key in ("tab", "2", "ctrl+q", *"et encore des touches"):
            story.app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(500):
            if not story.app.is_running:
                break
            await asyncio.sleep(0.01)
    assert story.app.return_value == 0
    assert story.answers(who)["T1.01"].argument == "Presque fini"


async def test_two_windows_count_the_same_college_and_no_voice_is_lost(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        for story in (first, second):
            await story.open_evaluation()
            await story.press("m")
            await story.press("f4")
            await story.type("T1.01")
            await story.press("enter")
        before = voices(base)
        await asyncio.gather(first.press("p", "p", "p", "p", "p"), second.press("p", "p", "p"))
        assert voices(base) - before == 8


def voices(base: Path) -> int:
    with open_workspace(base, read_only=True) as workspace:
        return sum(tally.total for tally in tallies_of(workspace, find_evaluation(workspace, FORGES)).values())


async def test_the_phase_moved_in_one_window_closes_the_opinions_in_the_other(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        who = await new_respondent(second)
        await second.type("À moitié écrit")
        await first.open_evaluation()
        await first.press("p", "enter", "right", "enter")
        assert first.evaluation().phase is Phase.DIALOGUE
        await soon(second, f"la phase « {NAMES[Phase.DIALOGUE]} » : les avis sont fermés", "À moitié écrit")
        await second.press("tab", "2")
        assert "Pas enregistré" in second.words
        assert second.answers(who) == {}
