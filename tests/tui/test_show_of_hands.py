"""Main levée: what is typed and clicked is what is stored; nobody's own answer is ever on the screen."""

import re
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Tally
from ptce_ref.services.evaluation import find_evaluation, move_phase, respondents_of
from ptce_ref.services.opinion import tallies_of, withdraw_answer
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.screens.heard import HeardDialog
from ptce_ref.tui.screens.show_of_hands import ShowOfHandsScreen
from ptce_ref.tui.widgets.hands_table import HandsTable
from tests.bases import example_base
from tests.samples import examples
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.test_hostile_text import HOSTILE, clean, look
from tests.tui.test_place import check_footer, test_help_and_keys

FIRST = "T1.01"


def stored(base: Path) -> dict[tuple[str, str], Tally]:
    """What the file holds: (code, college) → show of hands."""
    with open_workspace(base, read_only=True) as workspace:
        evaluation = find_evaluation(workspace, FORGES)
        referential = referential_of(workspace, evaluation.referential_hash)
        return {
            (referential.indicator_by_id[indicator].code, college): tally
            for (indicator, college), tally in tallies_of(workspace, evaluation).items()
        }


async def at_first(story: Story) -> None:
    await story.open_evaluation()
    await story.press("m")
    assert story.place == "ShowOfHandsScreen"
    assert FIRST in story.words


@pytest.mark.parametrize("place", [ShowOfHandsScreen, HeardDialog])
def test_its_help_and_keys(place: type[ShowOfHandsScreen]) -> None:
    test_help_and_keys(place)  # type: ignore[arg-type] # any screen with a HERE


async def test_hands_typed_are_exactly_what_is_stored(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first(story)
        await check_footer(story)
        await story.type("12")
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 12}
        assert "✓ Enregistré : Entr. ESS, pas encore : 12 voix. Ctrl+Z annule." in story.words
        await story.press("right")
        await story.type("éà")  # 2 then 0, on a French keyboard without shift
        await story.press("down", "right")
        await story.type("7")
        await story.press("right", "right", "p", "p", "m", "right", "space")
        assert stored(base) == {
            (FIRST, "entreprises-ess"): Tally(
                indicator_id="besoins-exprimes", college="entreprises-ess", voices={"1": 12, "2": 20}
            ),
            (FIRST, "autres-entreprises"): Tally(
                indicator_id="besoins-exprimes",
                college="autres-entreprises",
                voices={"3": 7},
                dont_know=1,
                not_applicable=1,
            ),
        }
    async with opened(base) as story:
        await story.open_evaluation()
        await story.press("m")
        assert FIRST not in story.words  # the first question without a vote
        await story.press("pageup")
        assert "12" in story.words
        assert "1 question votée" in story.words


async def test_correcting_and_taking_back(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first(story)
        await story.type("125")
        await story.press("backspace")
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 12}
        await story.type("3")
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 123}
        await story.press("left")
        await story.type("4")  # a cell one comes back to is typed anew
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 4}
        await story.press("delete")
        assert stored(base) == {}
        assert "0 voix" in story.words
        await story.press("m")
        assert stored(base) == {}
        await story.type("99999")
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 9999}


async def test_the_mouse_adds_and_takes_away(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first(story)
        table = story.app.screen.query_one(HandsTable)
        row = table.head_height(table.size.width) + 3
        for _ in range(3):
            await story.pilot.click(HandsTable, offset=(1 + 17 + 11, row))
            await story.settle()
        await story.pilot.click(HandsTable, offset=(1 + 17 + 11, row), button=3)
        await story.settle()
        (tally,) = stored(base).values()
        assert (tally.college, tally.voices) == ("habitants", {"2": 2})


async def test_two_windows_count_the_same_college(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        await at_first(first)
        await at_first(second)
        await first.press("p")
        await second.press("p", "p")
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 3}
        await second.press("right")
        await second.type("5")
        first.app._look_elsewhere()
        await first.settle()
        assert "Ensemble 3 5" in first.words
        await first.press("delete")
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"2": 5}


async def test_an_argument_waits_for_voices_and_is_never_lost(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first(story)
        await story.press("e")
        await story.paste("On l’a dit\n\ndeux fois [/] [b]")
        await story.press("escape")
        assert "s’enregistrera avec la première voix" in story.words
        assert stored(base) == {}
        await story.type("2")
        assert stored(base)[FIRST, "entreprises-ess"].argument == "On l’a dit\n\ndeux fois [/] [b]"
        await story.press("delete")
        assert stored(base) == {}
        await story.type("3")
        assert stored(base)[FIRST, "entreprises-ess"].argument == "On l’a dit\n\ndeux fois [/] [b]"
        await story.press("e")
        await story.type(" encore")
        await story.press("ctrl+s")
        assert stored(base)[FIRST, "entreprises-ess"].argument.endswith("[b] encore")
        assert "✓ Enregistré : argument de" in story.words


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_nobody_s_answer_is_shown(tmp_path: Path, size: tuple[int, int]) -> None:
    _, contents = examples()[FORGES]
    said = [answer.argument for answer in contents.answers if answer.argument]
    names = [person.name for person in contents.respondents if person.name]
    assert said
    assert names
    async with opened(example_base(tmp_path), size) as story:
        await at_first(story)
        for key in ("g", "g", *["pagedown"] * 8):
            await story.press(key)
            words = story.words
            assert not any(argument[:30] in words for argument in said)
            assert not any(name in words for name in names)
            if key == "pagedown":
                assert "Tout le monde vote" in words
                assert re.search(r"Entr. ESS : (déjà \d+ réponses? écrites?|aucune réponse écrite)", words)


async def test_the_projector_shows_the_whole_and_keeps_counting(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first(story)
        await story.type("1")
        await story.press("down", "g")
        assert "Entr. ESS" not in story.words
        assert "En tout : 1 voix" in story.words
        assert "Pas encore" in story.words
        assert "Repérage des besoins" in story.words  # the title in full under the large letters
        assert "█" in story.text
        await story.type("4")
        assert "En tout : 5 voix" in story.words
        assert stored(base)[FIRST, "autres-entreprises"].voices == {"1": 4}
        await story.press("escape")
        assert "Entr. ESS" in story.words
        await story.press("escape")
        assert story.place == "EvaluationScreen"


async def test_the_screen_and_its_help_say_the_same_of_those_who_wrote(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await at_first(story)
        assert "réponses écrites et mains s’ajoutent : voir F1." in story.words
        await story.press("f1")
        assert "d’une même question s’ajoutent" in story.words
        assert "retirez à la saisie (Suppr) les réponses écrites" in story.words


async def test_written_answers_of_the_same_college_are_told_beside_its_hands(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base, SMALL) as story:
        await at_first(story)
        assert "Entr. ESS : déjà 2 réponses écrites ; des mains s’y ajouteraient." in story.words
        await story.type("3")
        assert "Entr. ESS : 2 réponses écrites s’ajoutent à ces mains." in story.words
        await story.press("g")
        assert "écrites s’ajoutent" not in story.words, "the room is not told who of them wrote"
        await story.press("g")
        with open_workspace(base) as other:
            evaluation = find_evaluation(other, FORGES)
            people = [person.id for person in respondents_of(other, evaluation) if person.college == "entreprises-ess"]
            for person in people[:-1]:
                withdraw_answer(other, evaluation, person, "besoins-exprimes")
        story.app._look_elsewhere()
        await story.settle()
        assert "Entr. ESS : 1 réponse écrite s’ajoute à ces mains." in story.words
        with open_workspace(base) as other:
            withdraw_answer(other, evaluation, people[-1], "besoins-exprimes")
        story.app._look_elsewhere()
        await story.settle()
        assert "Entr. ESS : aucune réponse écrite." in story.words


async def test_where_nobody_wrote_no_line_speaks_of_it(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base) as other:
        evaluation = find_evaluation(other, FORGES)
        for person in respondents_of(other, evaluation):
            withdraw_answer(other, evaluation, person.id, "besoins-exprimes")
    async with opened(base) as story:
        await at_first(story)
        assert "écrite." not in story.words


async def test_going_from_question_to_question(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first(story)
        await story.type("1")
        await story.press("pagedown", "pagedown")
        assert "T1.03" in story.words
        await story.press("f4")
        await story.type("t1.01")
        await story.press("enter")
        assert FIRST in story.words
        await story.press("v")
        assert "T1.02" in story.words


async def test_once_answers_are_locked_nothing_is_counted(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first(story)
        with open_workspace(base) as other:
            move_phase(other, FORGES, "dialogue")
        await story.type("3")
        assert stored(base) == {}
        assert "Les avis se donnent dans la phase « avis »" in story.words


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_arguments(tmp_path: Path, text: str) -> None:
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        await at_first(story)
        await story.type("1")
        await story.press("e")
        await story.paste(text)
        assert clean(text)[:20] in await look(story)
        await story.press("escape")
        await look(story)
        await story.press("e")
        assert clean(text)[:20] in await look(story)


async def test_a_number_counted_wrong_is_taken_back(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first(story)
        await story.type("12")
        assert "Ctrl+Z annule" in story.words
        await story.press("right")
        await story.type("7")
        await story.press("p", "pagedown", "ctrl+z")
        assert FIRST in story.words, "one is back at the question"
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 12, "2": 7}
        await story.press("u")
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 12}
        assert "✓ Annulé : Entr. ESS, premiers pas : 0 voix." in story.words
        await story.press("u")
        assert stored(base) == {}, "the digits of one number go together"
        await story.press("u")
        assert "Aucun nombre à annuler" in story.notices[-1]


async def test_what_another_window_counted_since_is_not_undone(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        await at_first(first)
        await at_first(second)
        await first.press("p")
        await second.press("p")
        await first.press("ctrl+z")
        # The notice that the base changed elsewhere may come before or after this one.
        assert any("Une autre fenêtre a compté ici depuis" in notice for notice in first.notices)
        assert stored(base)[FIRST, "entreprises-ess"].voices == {"1": 2}
