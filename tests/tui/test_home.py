"""Accueil and the page of an evaluation: who is behind, what changed, what comes next, what can be done."""

import datetime as dt
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.overview import Overview
from ptce_ref.domain.phase import NAMES
from ptce_ref.domain.vocabulary import Mode, Phase
from ptce_ref.services.evaluation import (
    add_respondent,
    find_evaluation,
    move_phase,
    open_evaluation,
    respondents_of,
)
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.overview import overview_of
from ptce_ref.services.pole import add_pole, find_pole
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.place import PLACES
from ptce_ref.tui.screens import home
from ptce_ref.tui.text import ChoiceList
from ptce_ref.tui.widgets.college_coverage import CollegeCoverage
from tests.bases import clock, example_base, new_workspace
from tests.other_shape import other_referential
from tests.samples import shipped_referential
from tests.tui.screen import FORGES, LARGE, Story, opened

VAL_DE_SORNE = "val-de-sorne-2026"


def answer_for_the_silent_college(base: Path) -> None:
    """Somebody else, in another window, gives the first answer of the financeurs."""
    with open_workspace(base, clock=clock) as other:
        evaluation = find_evaluation(other, FORGES)
        person = next(p for p in respondents_of(other, evaluation) if p.college == "financeurs")
        fields = {"respondent_id": person.id, "indicator_id": evaluation.indicators[0], "kind": "ne-sait-pas"}
        record_answer(other, evaluation, make_opinion(Answer, fields))


def marked(story: Story) -> str | None:
    return story.app.screen.query_one(ChoiceList).current_id


def footer(story: Story) -> list[str]:
    shown = [active.binding for active in story.app.screen.active_bindings.values() if active.binding.show]
    return [binding.description for binding in shown]


async def test_the_home_names_who_is_behind_and_follows_another_window(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await story.press("c")
        await story.type("forges")
        assert "→ 6 personnes n’ont pas fini : Chargé d’affaires (0 réponse sur 96), " in story.words
        assert "avis ━━━━╌╌ 68 % 11 répondants" in story.words
        answer_for_the_silent_college(base)
        story.app._look_elsewhere()
        await story.settle()
        assert "→ 6 personnes n’ont pas fini : Chargé d’affaires (1 réponse sur 96), " in story.words
        assert "forges" in story.text, "what was being searched stays"


async def test_the_home_says_when_each_evaluation_last_changed(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=lambda: clock() - dt.timedelta(hours=21, minutes=28)) as earlier:
        move_phase(earlier, "clairbois-2026", "avis", confirmed=True)
    with open_workspace(base) as workspace:
        line = overview_of(workspace, "clairbois-2026").of("clairbois-2026")
        assert line is not None
        assert line.changed_at == "2026-11-22T12:00:00.000+00:00", "the latest of all that was said in it"
    with open_workspace(base, clock=lambda: clock() + dt.timedelta(hours=1)) as after:
        add_respondent(after, find_evaluation(after, "clairbois-2026"), college="habitants")
        line = overview_of(after, "clairbois-2026").of("clairbois-2026")
        assert line is not None
        assert line.changed_at == "2026-11-22T13:00:00.000+00:00", "somebody new is a change"
    later = PtceApp(base, open_workspace(base, clock=clock), clock=lambda: clock() + dt.timedelta(days=2))
    try:
        async with later.run_test(size=LARGE) as pilot:
            await pilot.pause()
            assert "modifiée il y a 2 jours" in Story(later, pilot).words
    finally:
        later.close_workspace()


async def test_an_empty_home_offers_only_what_can_be_done(tmp_path: Path) -> None:
    base = tmp_path / "vide.sqlite"
    new_workspace(base).store.close()
    async with opened(base, LARGE) as story:
        assert "Aucun pôle dans cette base" in story.words
        assert footer(story) == ["Nouveau pôle", "Quitter", "Aide"]
        await story.press("e", "c", "p", "k", "i")
        assert story.place == "HomeScreen"
        await story.press("n")
        await story.type("Pôle d’Ici")
        await story.press("ctrl+s")
        assert "Aucune évaluation. → En ouvrir une." in story.words
        assert footer(story)[:2] == ["Ouvrir", "Nouvelle évaluation"]


async def test_a_search_that_finds_nothing_says_so_and_keeps_the_way_back(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("c")
        await story.type("introuvable")
        assert "ne répond à « introuvable »" in story.words
        assert "Échap les montre tous." in story.words
        await story.press("escape", "e")
        assert story.place == "EvaluationForm", "a key is no longer a letter of the search"
        await story.press("escape", "down")
        assert marked(story) is not None
        await story.press("c")
        await story.type("forges")
        await story.press("down", "enter")
        assert story.place == "EvaluationScreen"


async def test_a_wide_window_shows_the_colleges_of_the_marked_evaluation(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.press("c")
        await story.type("forges")
        await story.press("down")
        assert "Réponses par collège" in story.words
        assert "Financeurs ╌╌╌╌╌╌╌╌ rien encore" in story.words
        assert "Réseaux ━━━━━━━━ 96/96 ✓" in story.words
        assert "11 répondants, dont 5 ont fini" in story.words
        await story.press("c")
        await story.type("introuvable")
        assert not story.app.screen.query_one(CollegeCoverage).display, "no empty panel beside nothing"


_OPENED_FROM_HOME = {"k": "ComparisonScreen", "l": "ReferentialScreen", "i": "IdentityForm", "v": "TourScreen"}


async def test_what_the_home_opens(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        for key, place in _OPENED_FROM_HOME.items():
            await story.press(key)
            assert story.place == place
            await story.press("escape")
            assert story.place == "HomeScreen"


async def test_a_click_opens_an_evaluation(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.pilot.click("EvaluationList", offset=(6, 2))
        await story.settle()
        assert story.place == "EvaluationScreen"
        await story.pilot.click("_Jobs", offset=(6, 0))
        await story.settle()
        assert story.place == "GridScreen"


async def test_two_hundred_evaluations_are_listed_and_searched(tmp_path: Path) -> None:
    base = tmp_path / "beaucoup.sqlite"
    referential = shipped_referential()
    with new_workspace(base) as workspace:
        for number in range(40):
            pole = add_pole(workspace, {"nom": f"Pôle numéro {number:02d}"})
            for year in range(2021, 2026):
                day = dt.date(year, 3, 1)
                open_evaluation(workspace, referential, pole=pole.id, use="accueil", title=f"Tour {year}", date=day)
    async with opened(base) as story:
        assert "40 pôles, 200 évaluations" in story.words
        await story.press("end")
        assert marked(story) == "evaluation:pole-numero-39-2021-03-01"
        await story.press("c")
        await story.type("17 2023")
        assert marked(story) == "evaluation:pole-numero-17-2023-03-01"
        assert "Pôle numéro 18" not in story.words
        assert "Entrée Ouvrir ↓ Liste Échap Tout montrer" in story.words
        await story.press("enter")
        assert story.place == "EvaluationScreen"
        assert "Tour 2023" in story.words
        await story.press("escape")
        assert marked(story) == "evaluation:pole-numero-17-2023-03-01"
        await story.press("c")
        await story.type("zzz")
        assert "Entrée" not in story.text.splitlines()[-1], "nothing is found: nothing opens"


# The form of a new evaluation


async def test_a_new_evaluation_for_the_colleges_one_expects(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"nom": "Pôle d’Ici"})
        add_pole(workspace, {"nom": "Pôle de Là"})
    referential = shipped_referential()
    async with opened(base) as story:
        await story.press("e")
        await story.type("Regard croisé")
        await story.press("tab")
        await story.press(*["backspace"] * 10)
        await story.type("9 novembre 2026")
        await story.press("tab", "tab", "tab")  # usage, parcours, qui évalue
        await story.press("right")
        assert "évaluation par un autre pôle" in story.words
        await story.press("tab", "tab", "right", "tab")  # le pôle qui évalue, argument exigé, collèges
        await story.press("space", "down", "space")
        await story.press("ctrl+s")
        (line,) = overview_of(story.app.workspace).evaluations
        stored = story.evaluation(line.id)
        assert (stored.title, stored.date) == ("Regard croisé", dt.date(2026, 11, 9))
        assert (stored.mode, stored.peer_pole_id, stored.argument_required) == (Mode.PEER, "pole-de-la", True)
        assert stored.colleges == tuple(referential.college_by_id)[2:]
        assert "préparation" in story.words


async def test_an_evaluation_invites_somebody_at_a_date(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("e", "tab")
        await story.press(*["backspace"] * 10)
        await story.type("31/02/2026")
        await story.press("ctrl+s")
        assert "Attendu : une date telle que" in story.words
        await story.press(*["backspace"] * 10)
        await story.type("28/02/2026")
        await story.press("tab", "tab", "tab", "tab", "tab")
        for _ in shipped_referential().colleges:
            await story.press("space", "down")
        await story.press("ctrl+s")
        assert story.place == "EvaluationForm"
        assert "Cochez au moins un collège" in story.words
        await story.press("escape")
        assert "pas encore enregistré" in story.words


# The page of an evaluation


async def test_every_job_is_in_sight_and_says_when_it_is_closed(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation(FORGES)
        assert all(place.name in story.words for place in PLACES if not place.rare)
        assert marked(story) == "answers", "the next thing to do is marked"
        assert "Chargé d’affaires (0 réponse sur 96), Chargée de mission (32 sur 96) et 4 autres." in story.words
        assert "Entr. ESS ✓ Autres entr. 45 %" in story.words
        assert "Financeurs 0 %" in story.words
        assert "d Dialogue à partir de la phase « dialogue »" in story.words
        await story.press("d")
        assert story.place == "EvaluationScreen"
        assert "l’évaluation en est à la phase « avis »" in story.notices[-1]


async def test_the_page_follows_the_phase(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        await story.open_evaluation(FORGES)
        await story.press("p", "enter", "right", "enter")
        assert story.evaluation().phase is Phase.DIALOGUE
        assert "● dialogue" in story.words
        assert marked(story) == "dialogue"
        assert "96 questions attendent la position du groupe" in story.words
        assert "s Saisir les avis pendant la phase « avis »" in story.words
        with open_workspace(base, clock=clock) as other:
            move_phase(other, FORGES, "position")
        story.app._look_elsewhere()
        await story.settle()
        assert "● position" in story.words


async def test_a_closed_evaluation_proposes_its_documents(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_evaluation(VAL_DE_SORNE)
        assert marked(story) == "production"
        assert "12 mars 2026, co-évaluation, modifiée à l’instant" in story.words
        assert all(f"✓ {name}" in story.words for phase, name in NAMES.items() if phase is not Phase.CLOSED)
        assert "12 répondants, qui ont tous fini" in story.words


@pytest.mark.parametrize("identifier", ["les-trois-ponts-2023", "vallee-de-l-auzon-2026", "clairbois-2026"])
async def test_the_page_and_the_home_count_the_same(tmp_path: Path, identifier: str) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        whole = overview_of(story.app.workspace)
        assert overview_of(story.app.workspace, identifier).of(identifier) == whole.of(identifier)
        line = whole.of(identifier)
        assert line is not None
        pole = find_pole(story.app.workspace, line.pole_id)
        assert [p.name for p in overview_of(story.app.workspace, identifier).poles] == [pole.name]


async def test_a_database_that_does_not_answer_is_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: object) -> Overview:
        raise DatabaseUnusableError("La base est occupée par un autre programme.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(home, "listing_of", busy)
        async with opened(example_base(tmp_path), LARGE) as story:
            assert "La base est occupée" in story.words
            assert "La base n’a pas pu être lue. Échap essaie de nouveau." in story.words
            assert "Aucun pôle" not in story.words
            meanwhile.undo()
            await story.press("escape")
            assert "8 pôles, 10 évaluations" in story.words


async def test_another_referential_has_its_own_colleges(tmp_path: Path) -> None:
    base, referential = tmp_path / "autre.sqlite", other_referential()
    with new_workspace(base) as workspace:
        pole = add_pole(workspace, {"nom": "Pôle d’Ailleurs"})
        evaluation = open_evaluation(workspace, referential, pole=pole.id, use=referential.uses[0].id, identifier="e")
        (first, *others) = referential.colleges
        add_respondent(workspace, evaluation, college=first.id)
        evaluation = move_phase(workspace, "e", "avis")
        for indicator in evaluation.indicators:
            fields = {"respondent_id": "r01", "indicator_id": indicator, "kind": "ne-sait-pas"}
            record_answer(workspace, evaluation, make_opinion(Answer, fields))
    async with opened(base, LARGE) as story:
        silent = f"{len(others)} collège{'s n’ont' if len(others) > 1 else ' n’a'} personne d’inscrit : "
        assert silent in story.words
        await story.open_evaluation("e")
        assert silent in story.words
        count = len(evaluation.indicators)
        assert f"{count}/{count} ✓" in story.words
        assert story.words.count("personne d’inscrit") == len(others) + 1, "each college, and the next step"
