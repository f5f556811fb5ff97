"""A first day: from nothing to three answers in the database, entirely by keyboard, at 80×24."""

from pathlib import Path

from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind, Phase
from ptce_ref.services.evaluation import respondents_of
from ptce_ref.services.pole import all_poles
from ptce_ref.storage.evaluation import list_evaluations
from tests.bases import example_base
from tests.tui.screen import FORGES, Story, opened


async def wait_for_home(story: Story) -> None:
    for _ in range(500):
        if story.place == "HomeScreen":
            break
        await story.pilot.pause(0.02)
    await story.settle()


async def test_from_an_empty_start_to_three_answers(tmp_path: Path) -> None:  # noqa: PLR0915 - a story
    base = tmp_path / "dossier" / "ma base.sqlite"
    async with opened(base) as story:
        assert "Bienvenue" in story.words
        # « Essayer avec les exemples » has the focus; what it does is asked first.
        await story.press("enter", "tab", "enter")
        await wait_for_home(story)
        assert "8 pôles, 10 évaluations" in story.words
        assert "Démonstration : pôle fictif" in story.words

        await story.press("c")
        await story.type("forges")
        assert "Diagnostic avant le nouveau projet de pôle" in story.words
        assert "9 novembre 2026" in story.words
        assert "11 répondants" in story.words
        assert "6 personnes n’ont pas fini : Chargé d’affaires (0 réponse sur 96)" in story.words
        await story.press("enter")
        assert story.place == "EvaluationScreen"
        assert "Chacun donne son avis, sans voir celui des autres." in story.words
        await story.press("t")
        assert story.place == "GridScreen"

        await story.press("s", "a")
        assert story.place == "RespondentForm"
        await story.press("right", "right", "tab")
        await story.type("Ana [ACME]")
        await story.press("tab")
        await story.type("Mairie")
        await story.press("ctrl+s")
        assert story.place == "ScoringScreen"
        person = respondents_of(story.app.workspace, story.evaluation())[-1]
        assert (person.name, person.organisation) == ("Ana [ACME]", "Mairie")
        assert "T1.01" in story.words

        await story.type("En 2025, 3 réunions")
        await story.press("tab", "2")
        assert "✓ Enregistré : niveau 2" in story.words
        assert story.answers(person.id)["T1.01"].argument == "En 2025, 3 réunions"
        await story.press("t")
        assert story.answers(person.id)["T1.01"].argument_kind is ArgumentKind.TESTIMONY

        await story.press("enter", "tab", "n")
        await story.type("Pas chez nous")
        await story.press("tab")
        assert "✓ Enregistré : non concerné" in story.words

        await story.press("pagedown", "tab", "s")
        assert "✓ Enregistré : ne sait pas" in story.words
        stored = story.answers(person.id)
        assert {code: answer.kind for code, answer in stored.items()} == {
            "T1.01": AnswerKind.LEVEL,
            "T1.02": AnswerKind.NOT_APPLICABLE,
            "T1.03": AnswerKind.DONT_KNOW,
        }
        assert stored["T1.01"].level == "2"
        assert stored["T1.02"].reason == "Pas chez nous"

        await story.press("escape")
        assert story.place == "GridScreen"

    async with opened(base) as story:
        await story.open_grid()
        await story.press("s")
        await story.choose(person.id)
        assert "Ana [ACME]" in story.words
        assert "T1.04" in story.words  # the first question without an answer
        await story.press("pageup", "pageup", "pageup")
        assert "En 2025, 3 réunions" in story.text
        assert "✓ Enregistré : niveau 2" in story.words


async def test_an_empty_base_a_pole_an_evaluation_and_its_phases(tmp_path: Path) -> None:
    base = tmp_path / "vide.sqlite"
    async with opened(base) as story:
        await story.press("right", "enter")
        assert "Aucun pôle dans cette base" in story.words
        await story.press("n")
        await story.press("ctrl+s")
        assert "Donnez d’abord un nom au pôle" in story.words
        await story.type("Pôle d’Ici")
        await story.press("tab", "tab")
        await story.type("14")
        await story.press("ctrl+s")
        assert "Attendu :" in story.words
        assert story.place == "IdentityForm"
        for _ in range(2):
            await story.press("backspace")
        await story.type("2014")
        await story.press("ctrl+s")
        (pole,) = all_poles(story.app.workspace)
        assert (pole.name, pole.year, pole.demonstration) == ("Pôle d’Ici", 2014, False)

        await story.press("enter")
        assert story.place == "EvaluationForm"
        await story.press("tab", "tab", "right", "ctrl+s")
        (evaluation,) = list_evaluations(story.app.workspace.store)
        assert evaluation.use == "prospective"
        assert evaluation.path == "avenir"  # the path of the use came with it
        assert "préparation" in story.words

        await story.press("p", "enter")
        assert story.evaluation(evaluation.id).phase is Phase.OPINIONS
        await story.press("p", "up")
        assert story.place == "PhaseDialog"
        await story.press("enter")
        assert story.place == "ConfirmDialog"
        await story.press("enter")  # « Ne rien changer » has the focus
        assert story.evaluation(evaluation.id).phase is Phase.OPINIONS
        await story.press("enter", "right", "enter")
        assert story.evaluation(evaluation.id).phase is Phase.PREPARATION


async def test_a_second_pole_of_the_same_name_is_not_made_by_mistake(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("n")
        await story.type("pole de clairbois")
        await story.press("ctrl+s")
        assert "Un pôle porte déjà ce nom" in story.words
        await story.press("escape")
        assert "pas encore enregistré" in story.words
        await story.press("enter")  # « Continuer »
        assert "pole de clairbois" in story.words
        assert len(all_poles(story.app.workspace)) == 8


async def test_what_another_window_wrote_is_seen(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as first, opened(base) as second:
        await first.open_grid()
        await second.open_grid()
        await second.press("p", "enter")
        assert "n’ont pas fini : leurs avis seront figés" in second.words
        assert second.evaluation().phase is Phase.OPINIONS
        await second.press("right", "enter")
        assert second.evaluation().phase is Phase.DIALOGUE
        await first.press("s")
        # Refused at once, or no longer offered because the screen has been told already.
        refused = "l’évaluation en est à la phase « dialogue »"
        assert any(refused in told or "Une autre fenêtre" in told for told in first.notices)
        assert first.place == "GridScreen"
        assert first.evaluation(FORGES).phase is Phase.DIALOGUE
