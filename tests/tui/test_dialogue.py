"""Dialogue: the agenda as the view has it, positions stored as typed, nothing personal on the projector."""

from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer, Position
from ptce_ref.domain.vocabulary import Outcome
from ptce_ref.loading.example import load_pole
from ptce_ref.services.evaluation import (
    add_respondent,
    find_evaluation,
    move_phase,
    open_evaluation,
    snapshot_of,
)
from ptce_ref.services.opinion import make_opinion, position_of, record_answer, record_position
from ptce_ref.services.pole import add_pole
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.referential import adopt_referential, referential_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles
from ptce_ref.tui.screens.adopt import AdoptDialog
from ptce_ref.tui.screens.dialogue import DialogueScreen
from ptce_ref.tui.screens.discussion import DiscussionScreen
from ptce_ref.tui.screens.position_form import PositionForm
from ptce_ref.tui.speaking_timer import SpeakingTimer, TimerState
from ptce_ref.tui.text import ChoiceList
from tests.bases import NOON, example_base, new_workspace
from tests.other_shape import LEVEL_NAMES, other_examples, other_referential
from tests.samples import coevaluation, examples, shipped_referential
from tests.tui.screen import LARGE, SMALL, Story, opened
from tests.tui.test_hostile_text import HOSTILE, clean, look, prepare
from tests.tui.test_place import check_footer, test_help_and_keys

CLAIRBOIS = "clairbois-2026"


def position(base: Path, code: str, evaluation: str = CLAIRBOIS) -> Position | None:
    with open_workspace(base, read_only=True) as workspace:
        found = find_evaluation(workspace, evaluation)
        indicator = referential_of(workspace, found.referential_hash).indicator_by_code[code.casefold()]
        return position_of(workspace, found, indicator.id)


async def at_agenda(story: Story, evaluation: str = CLAIRBOIS) -> None:
    await story.open_evaluation(evaluation)
    await story.press("d")
    assert story.place == "DialogueScreen"


def codes(story: Story) -> list[str]:
    view = coevaluation_of(story.app.workspace, CLAIRBOIS)
    by_id = {item.id: item.code for item in view.indicators}
    return [by_id[option.id or ""] for option in story.app.screen.query_one(ChoiceList).options]


@pytest.mark.parametrize("place", [DialogueScreen, DiscussionScreen, PositionForm, AdoptDialog])
def test_their_help_and_keys(place: type[DialogueScreen]) -> None:
    test_help_and_keys(place)  # type: ignore[arg-type] # any screen with a HERE


async def test_the_agenda_and_its_reasons_are_those_of_the_view(tmp_path: Path) -> None:
    view = coevaluation(CLAIRBOIS)
    async with opened(example_base(tmp_path), LARGE) as story:
        await at_agenda(story)
        await check_footer(story)
        assert codes(story) == [line.code for line in view.agenda]
        for line in view.agenda:
            assert f"{line.code} {line.title} {', '.join(line.reasons)}" in story.words
        await story.press("enter")
        await check_footer(story)
        assert view.agenda[0].question.replace("\u00a0", " ") in story.words
        for rank in range(1, len(view.agenda)):
            await story.press("right")
            assert f"{view.agenda[rank].code} " in story.words
            assert f"{rank + 1}/{len(view.agenda)} de l’ordre du jour" in story.words


async def test_the_agenda_says_why_other_questions_are_not_on_it(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "p", "nom": "Pôle"})
        evaluation = open_evaluation(
            workspace, shipped_referential(), pole="p", use="diagnostic", path="court", identifier="e"
        )
        asked = evaluation.indicators
        for _ in range(2):
            add_respondent(workspace, evaluation, college="habitants")
        evaluation = move_phase(workspace, "e", "avis")
        for person, places, level in (("r01", range(6), "1"), ("r02", range(1), "4"), ("r02", range(1, 2), "1")):
            for place in places:
                fields = {"respondent_id": person, "indicator_id": asked[place], "kind": "niveau", "level": level}
                record_answer(workspace, evaluation, make_opinion(Answer, {**fields, "argument": "vu"}))
        move_phase(workspace, "e", "dialogue", confirmed=True)
    async with opened(base) as story:
        await at_agenda(story, "e")
        assert "Ordre du jour : 1 question, 0 décidée." in story.words
        others = len(asked) - 1
        said = f"{others} autres questions attendent une position (F4) : 4 n’ont qu’une voix, {others - 5} n’ont aucune"
        assert f"{said} voix, 1 ne divise pas. Il faut deux voix pour comparer." in story.words


async def test_a_position_is_stored_as_typed_and_the_question_keeps_its_place(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_agenda(story)
        before = codes(story)
        await story.press("enter", "e")
        assert story.place == "PositionForm"
        await check_footer(story)
        await story.press("ctrl+s")
        assert "Dites d’abord la position" in story.words
        assert position(base, before[0]) is None
        await story.type("é")  # 2 without shift
        assert "accord, niveau 2" in story.words
        await story.press("tab")
        await story.type("Parce que 2 membres\nle font déjà")
        await story.press("tab")
        await story.type("Le garage n’est pas d’accord")
        await story.press("tab")
        await story.type("Tous les collèges")
        await story.press("ctrl+s")
        assert story.place == "DiscussionScreen"
        assert "✓ Enregistré : accord, niveau 2" in story.words
        assert position(base, before[0]) == Position(
            indicator_id="emplois-partages",
            outcome=Outcome.AGREED,
            level="2",
            argument="Parce que 2 membres\nle font déjà",
            minority_opinion="Le garage n’est pas d’accord",
            decided_with="Tous les collèges",
            date=NOON.date(),
        )
        await story.press("e")
        assert "Le garage n’est pas d’accord" in story.words  # an existing position is shown, to be changed
        await story.type("d")
        await story.press("ctrl+s")
        changed = position(base, before[0])
        assert changed is not None
        assert (changed.outcome, changed.level) == (Outcome.DISAGREED, None)
        await story.press("right", "e")
        await story.type("n")
        await story.press("ctrl+s")
        assert "Dites pourquoi la question ne concerne pas le pôle" in story.words
        assert position(base, before[1]) is None
        await story.type("Pas de locaux ici")
        await story.press("ctrl+s", "escape")
        other = position(base, before[1])
        assert other is not None
        assert (other.outcome, other.argument) == (Outcome.NOT_APPLICABLE, "Pas de locaux ici")
        assert codes(story) == before
        assert "2 décidées" in story.words
        assert f"✓ {before[0]}" in story.words


async def test_what_is_typed_and_not_stored_comes_back(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_agenda(story)
        await story.press("enter", "e", "3", "tab")
        await story.type("Pas encore décidé [/]")
        await story.press("escape")
        assert story.place == "DiscussionScreen"
        assert "n’est pas encore enregistrée" in story.words
        story.app.drafts.flush()
    assert position(base, "C2.02") is None
    async with opened(base) as story:
        await at_agenda(story)
        await story.press("enter", "e")
        assert "Pas encore décidé [/]" in story.words
        assert "Ce que vous aviez tapé ici sans l’enregistrer est revenu" in story.notices[-1]
        await story.press("ctrl+s")
        assert "✓ Enregistré" in story.words
        assert not any("Ctrl+S l’enregistre" in notice for notice in story.notices), "it no longer waits"
        assert story.app.drafts.labels == ()
        await story.press("ctrl+z")
        assert "e la récrit, Suppr la retire" in story.words
    found = position(base, "C2.02")
    assert found is not None
    assert (found.argument, found.level) == ("Pas encore décidé [/]", "3")


async def test_adopting_what_opinions_agree_on(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    view = coevaluation(CLAIRBOIS)
    items = {item.code: item for item in view.indicators}
    async with opened(base, LARGE) as story:
        await at_agenda(story)
        await story.press("u")
        assert story.place == "AdoptDialog"
        for code, title in view.consensual:
            total = items[code].total
            assert total is not None
            assert f"[x] {code} {title} → niveau" in story.words
            given = [rank for rank, count in enumerate(total.levels, start=1) if count]
            spread = f"de {given[0]} à {given[-1]}" if len(given) > 1 else f"toutes au niveau {given[0]}"
            assert f"n = {sum(total.levels)}, {spread}" in story.words
        await story.type("Réunion du 22")
        await story.press("enter", "left", "enter")  # Enter leads to « Adopter », « Ne rien changer » is beside it
        assert all(position(base, code) is None for code, _ in view.consensual)
        assert "Rien n’a été adopté. Ce que vous aviez préparé ici est gardé." in story.notices[-1]
        await story.press("u")
        assert "Réunion du 22" in story.words
        await story.press("enter", "enter")
        assert f"✓ {len(view.consensual)} positions adoptées" in story.notices[-1]
        for code, _ in view.consensual:
            item, found = items[code], position(base, code)
            assert found is not None
            assert item.divergence is not None
            assert (found.level, found.decided_with) == (str(int(item.divergence.median or 0)), "Réunion du 22")
        assert "les avis sont proches" not in story.words
        assert story.app.drafts.labels == ()
        await story.press("u")
        assert "rien à adopter" in story.notices[-1]


async def test_a_line_somebody_would_rather_discuss_is_unticked(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    (first, _), *others = coevaluation(CLAIRBOIS).consensual
    async with opened(base) as story:
        await at_agenda(story)
        await story.press("u", "up", "space")
        assert f"[ ] {first}" in story.words
        assert f"Adopter {len(others)} positions" in story.words
        await story.press("ctrl+s")
        assert f"✓ {len(others)} positions adoptées" in story.notices[-1]
        assert position(base, first) is None
        assert all(position(base, code) is not None for code, _ in others)


async def test_any_question_can_be_opened_and_one_comes_back_to_the_agenda(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_agenda(story)
        second = codes(story)[1]
        await story.press("down", "enter", "f4")
        await story.type("e1.01")
        await story.press("enter")
        assert "E1.01" in story.words
        assert "hors de l’ordre du jour" in story.words
        await story.press("right")
        assert f"{second} " in story.words
        await story.press("l", "enter")
        assert story.place == "DiscussionScreen"
        assert f"{second} " not in story.words.split("Questions liées")[0]


async def test_phases_where_nothing_is_decided_say_so(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    closed = next(ident for ident, (_, c) in examples().items() if c.evaluation.phase.value == "cloture")
    async with opened(base, LARGE) as story:
        await at_agenda(story, closed)
        assert "Entrée Lire" in story.words
        assert "Les positions s’écrivent dans les phases « dialogue » et « position »" in story.words
        await story.press("u")
        assert "Les positions s’écrivent" in story.notices[-1]
        await story.press("enter")
        assert "parole :" not in story.words, "nobody speaks any more"
        await story.press("c", "d", "escape")
        await story.press("f4", "enter", "e")
        assert story.place == "DiscussionScreen"
        assert "Les positions s’écrivent" in story.notices[-1]


async def test_before_the_dialogue_nothing_is_shown(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    _, contents = examples()[CLAIRBOIS]
    said = [answer.argument[:25] for answer in contents.answers if answer.argument]
    async with opened(base, LARGE) as story:
        await at_agenda(story)
        await story.press("enter")
        with open_workspace(base) as other:
            move_phase(other, CLAIRBOIS, "avis", confirmed=True)
        story.app._look_elsewhere()
        await story.settle()
        assert story.place == "DialogueScreen"
        assert "les réponses des autres ne se montrent pas" in story.words
        assert not any(argument in story.words for argument in said)
        await story.press("f4")
        assert story.place == "DialogueScreen"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_projector_shows_nothing_personal(tmp_path: Path, size: tuple[int, int]) -> None:
    pole, contents = examples()[CLAIRBOIS]
    view = coevaluation(CLAIRBOIS)
    names = [person.name for person in contents.respondents if person.name]
    async with opened(example_base(tmp_path), size) as story:
        await at_agenda(story)
        for _ in range(2):
            await story.press("f4")
            await story.type("t1.01")
            await story.press("enter", "g")
            words = story.words
            assert "T1.01 Repérage des besoins" in words
            assert "En tout : 3 voix" in words
            assert pole.name not in words
            assert not any(name in words for name in names)
            assert not any(college.name in words for college in view.colleges)
            assert "cahier" not in words  # from an argument
            await story.press("escape")
            assert story.place == "DiscussionScreen"
            if size == LARGE:
                assert "cahier" in story.words


async def test_arguments_stand_side_by_side_on_a_wide_screen(tmp_path: Path) -> None:
    for size, wide in ((SMALL, False), (LARGE, True)):
        async with opened(example_base(tmp_path), size) as story:
            await at_agenda(story)
            await story.press("f4")
            await story.type("c1.06")
            await story.press("enter")
            view = coevaluation(CLAIRBOIS)
            item = next(item for item in view.indicators if item.code == "C1.06")
            colleges = {argument.college for argument in item.arguments}
            right = story.app.screen.query_one("#right")
            assert right.display == (wide and len(colleges) > 1)


async def test_another_window_decides(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_agenda(story)
        await story.press("enter", "e", "2", "tab")
        await story.type("mon texte")
        with open_workspace(base) as other:
            record_position(
                other,
                find_evaluation(other, CLAIRBOIS),
                Position(
                    indicator_id="emplois-partages",
                    outcome=Outcome.DISAGREED,
                    minority_opinion="le leur",
                    date=NOON.date(),
                ),
            )
        story.app._look_elsewhere()
        await story.settle()
        assert any("Une autre fenêtre a écrit cette position" in notice for notice in story.notices)
        assert "mon texte" in story.words
        assert "le leur" in story.words


def test_the_timer_counts_on_the_clock_it_is_given() -> None:
    now = [100.0]
    timer = SpeakingTimer(lambda: now[0], minutes=2)
    assert (str(timer), timer.state) == ("02:00", TimerState.READY)
    timer.toggle()
    now[0] += 0.5
    assert (str(timer), timer.state) == ("02:00", TimerState.RUNNING)
    assert timer.until_next == pytest.approx(0.5)
    now[0] += 59.5
    assert str(timer) == "01:00"
    timer.toggle()
    now[0] += 500
    assert (str(timer), timer.state) == ("01:00", TimerState.PAUSED)
    timer.toggle()
    now[0] += 60
    assert (str(timer), timer.state) == ("00:00", TimerState.OVER)
    timer.toggle()
    assert (str(timer), timer.state) == ("02:00", TimerState.RUNNING)
    timer.choose(5)
    assert (str(timer), timer.state) == ("05:00", TimerState.RUNNING)
    timer.toggle()
    timer.choose(3)
    assert (str(timer), timer.state, timer.in_use) == ("03:00", TimerState.READY, True)
    timer.reset()
    assert not timer.in_use


async def test_the_timer_on_the_screen(tmp_path: Path) -> None:
    now = [0.0]
    async with opened(example_base(tmp_path)) as story:
        await at_agenda(story)
        screen = story.app.screen
        assert isinstance(screen, DialogueScreen)
        screen.timer = SpeakingTimer(lambda: now[0], minutes=1)
        await story.press("enter")
        discussion = story.app.screen
        assert isinstance(discussion, DiscussionScreen)
        assert "parole : 01:00" in story.words
        await story.press("c")
        now[0] = 20.0
        discussion._second_passed()
        await story.settle()
        assert "parole : 00:40, en marche" in story.words
        await story.press("c", "right")
        assert "parole : 00:40, en pause" in story.words
        await story.press("d")
        await story.choose("2")
        assert "parole : 02:00" in story.words
        await story.press("c", "g")
        now[0] += 121
        discussion._second_passed()
        await story.settle()
        assert "Temps de parole écoulé" in story.words
        await story.press("g", "z")
        assert "parole : 02:00" in story.words


async def test_another_length_stays_on_the_projector_and_is_remembered(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_agenda(story)
        await story.press("enter", "c", "g", "d")
        await story.choose("5")
        assert story.app.screen.query_one("#projected-timer").display
        assert "c pause" in story.words
        await story.press("c")
        assert "c lancer" in story.words
        await story.press("g", "escape", "escape", "d", "enter")
        assert "parole : 05:00" in story.words


async def test_who_decided_is_proposed_to_the_next_position_and_typing_replaces_it(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_agenda(story)
        first, second, third = codes(story)[:3]
        await story.press("enter", "e", "3", "tab", "tab", "tab")
        await story.type("Réunion du 22")
        await story.press("ctrl+s", "right", "e", "2", "ctrl+s", "right", "e", "2", "tab", "tab", "tab")
        await story.type("Un autre soir")
        await story.press("ctrl+s")
        found = [position(base, code) for code in (first, second, third)]
        assert [item.decided_with for item in found if item] == ["Réunion du 22", "Réunion du 22", "Un autre soir"]
        assert "Dans les avis :" in story.words


async def test_the_page_keys_read_the_question_and_the_arrows_change_it(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_agenda(story)
        first, second = codes(story)[:2]
        await story.press("enter", "pagedown")
        discussion = story.app.screen
        assert isinstance(discussion, DiscussionScreen)
        body = discussion.query_one("_Body")
        assert body.scroll_y > 0
        assert f"{first} " in story.words
        await story.press(*["pagedown"] * 9)
        assert discussion.debate.question.code == first
        assert "La touche → passe à la question suivante" in story.notices[-1]
        await story.press("pageup")
        assert body.scroll_y < body.max_scroll_y
        await story.press("right")
        assert (discussion.debate.question.code, body.scroll_y) == (second, 0)
        await story.press("g", "pageup")
        assert discussion.debate.question.code == first


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts(tmp_path: Path, text: str) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        prepare(workspace, text)
        move_phase(workspace, "e", "dialogue")
    async with opened(base, LARGE) as story:
        await story.open_evaluation("e")
        await story.press("d", "f4", "enter")
        assert clean(text) in await look(story)  # an argument
        await story.press("e", "1", "tab")
        await story.paste(text)
        await story.press("tab")
        await story.paste(text)
        await story.press("tab")
        await story.paste(text)
        await look(story)
        await story.press("ctrl+s")
        assert "✓ Enregistré : accord, niveau 1" in await look(story)
        assert clean(text) in await look(story)
        await story.press("g")
        await look(story)
        assert story.app.is_running


async def test_another_shape_of_referential(tmp_path: Path) -> None:
    """Six levels and other codes: the same screens, nothing counted to four."""
    base = tmp_path / "autre.sqlite"
    with new_workspace(base) as workspace:
        referential = other_referential()
        adopt_referential(workspace, referential)
        for path in sorted(other_examples().glob("*.yaml")):
            loaded = load_pole(path, referential)
            assert loaded.pole is not None
            save_poles(workspace.store, [loaded.pole], workspace.now)
            for contents in loaded.evaluations:
                closed = contents.evaluation.phase.value == "cloture"
                kept = snapshot_of(contents, referential) if closed else None
                save_contents(workspace.store, contents, workspace.now, kept)
    async with opened(base) as story:
        await story.open_evaluation("ailleurs-2")
        await story.press("m", *["right"] * 5)
        await story.type("9")
        assert "Héritage" in story.words
        assert "✓ Enregistré" in story.words
        await story.press("g")
        assert all(name in story.words for name in LEVEL_NAMES)
        await story.press("escape", "escape")
        move_phase(story.app.workspace, "ailleurs-2", "dialogue")
        await story.press("d", "enter", "e", "6")
        assert "accord, niveau 6" in story.words
        await story.press("ctrl+s")
        assert "✓ Enregistré : accord, niveau 6" in story.words
        await story.press("g")
        assert all(name in story.words for name in LEVEL_NAMES)


async def test_an_agenda_before_anybody_answered_says_so(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"nom": "Pôle neuf"})
        open_evaluation(workspace, shipped_referential(), pole="pole-neuf", use="accueil", identifier="e")
        move_phase(workspace, "e", "avis")
        move_phase(workspace, "e", "dialogue")
    async with opened(base) as story:
        await story.press("enter", "d")
        assert "Personne n’a encore répondu : l’ordre du jour est vide." in story.words
        assert "Entrée Discuter" not in story.words


async def test_a_position_is_taken_back_and_the_journal_keeps_it(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_agenda(story)
        code = codes(story)[0]
        await story.press("enter", "delete")
        assert "n’a pas de position à retirer" in story.notices[-1]
        await story.press("e")
        await story.type("2")
        await story.press("ctrl+s")
        assert "Suppr : retirer" in story.words
        await story.press("delete")
        assert f"{code} : accord, niveau 2. La question sera de nouveau à décider." in story.words
        await story.press("enter")
        assert position(base, code) is not None, "the first button changes nothing"
        await story.press("delete", "right", "enter")
        assert position(base, code) is None
        assert "Le groupe n’a pas encore de position" in story.words
        await story.press("escape")
        assert "0 décidée" in story.words
        await story.press("escape", "j")
        assert f"Position du groupe sur {code} retirée (accord au niveau 2)" in story.words
