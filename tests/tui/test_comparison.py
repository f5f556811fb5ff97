"""The comparison: choosing, conditions before figures, the figures of the view, no ranking, a thousand pôles."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.comparison import compare
from ptce_ref.domain.text import fold
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView
from ptce_ref.services.demo import load_examples
from ptce_ref.services.exchange import export_evaluations, import_exchange, read_exchange
from ptce_ref.services.reading import comparison_of
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.pole import save_poles
from ptce_ref.tui import comparison_reading
from ptce_ref.tui.comparison import conditions_part
from ptce_ref.tui.screens.comparison import PARTS, ComparisonScreen, Shown
from ptce_ref.tui.screens.synthesis import SynthesisScreen
from ptce_ref.tui.widgets.line_table import LineTable
from ptce_ref.tui.widgets.part_bar import PartBar
from tests import samples
from tests.bases import clock, example_base, new_workspace
from tests.domain.test_question_set import asked
from tests.other_shape import other_examples, other_referential
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.test_hostile_text import HOSTILE, clean, look, prepare

SORNE = "val-de-sorne-2026"
HUGE = (200, 80)


def table(story: Story) -> LineTable:
    return story.app.screen.query_one(LineTable)


def part(story: Story) -> str:
    return PARTS[story.app.screen.query_one(PartBar).current]


async def settle(story: Story) -> None:
    """Wait until the reading is done and shown."""
    await story.app.workers.wait_for_complete()
    await story.settle()


async def open_comparison(story: Story, evaluation: str | None = None) -> None:
    story.app.open_comparison(story.evaluation(evaluation) if evaluation else None)
    await story.settle()


async def go(story: Story, name: str) -> None:
    """Go to a part with the key, from wherever one is."""
    while part(story) != name:
        await story.press("s" if PARTS.index(name) > PARTS.index(part(story)) else "r")
        await settle(story)


def rows(story: Story) -> list[list[str]]:
    """Everything the table would show, row by row, each cell as one line."""
    sheet = table(story).sheet
    return [[" ".join(cell.lines).replace("\u00a0", " ") for cell in sheet.cells(row)] for row in range(sheet.count)]


def view_of(story: Story) -> ComparisonView:
    return comparison_of(story.app.workspace)


async def test_all_are_chosen_when_none_is_given_and_one_when_one_is(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_comparison(story)
        assert "10 évaluations choisies sur 10" in story.words
        await story.press("escape")
        await open_comparison(story, SORNE)
        assert "1 évaluation choisie sur 10" in story.words
        assert [row[1] for row in rows(story) if row[0] == "[x]"] == [
            "Pôle du Val de Sorne fictif · Co-évaluation 2026"
        ]
        assert "[x] Pôle du Val de Sorne" in story.text


async def test_choosing_by_key_by_mouse_and_by_search(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_comparison(story, SORNE)
        await story.press("space")
        assert "0 évaluation choisie sur 10" in story.words
        await story.press("s")
        assert "Choisissez d’abord au moins une évaluation, avec la barre d’espace." in story.notices
        assert part(story) == "Choix"
        await story.press("enter", "down", "space")
        assert "2 évaluations choisies" in story.words
        await story.press("c")
        await story.type("trois-ponts")
        await story.press("enter")
        assert [row[1].split(" fictif")[0] for row in rows(story)] == ["Pôle culturel des Trois-Ponts"] * 2
        await story.press("n", "t")
        assert "2 évaluations choisies sur 10" in story.words  # those of the list
        await story.pilot.click(LineTable, offset=(10, 4))
        await story.settle()
        await story.pilot.click(LineTable, offset=(10, 4))
        await story.settle()
        assert "1 évaluation choisie sur 10" in story.words
        await story.press("c", "escape")
        assert story.place == "ComparisonScreen"
        assert len(rows(story)) == 10
        await story.press("escape")
        assert story.place != "ComparisonScreen"


async def test_the_conditions_come_before_any_figure(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), HUGE) as story:
        await open_comparison(story)
        await story.pilot.click(PartBar, offset=(20, 0))  # straight to the profiles
        await settle(story)
        assert part(story) == "Conditions"
        view = view_of(story)
        for rule in view.conditions:
            assert rule.demand.replace("\u00a0", " ") in story.words
        for entry in view.entries:
            row = next(row for row in rows(story) if row[0].startswith(entry.pole.name))
            assert entry.standing in row[1]
            assert f"couv. {wording.share(entry.whole.coverage)}".replace("\u00a0", " ") in row[1]
            for reason in entry.reasons:
                assert reason.replace("\u00a0", " ") in row[2]
        assert "niveau" not in story.words
        assert "Démonstration : pôles fictifs" in story.words


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_no_consequence_of_a_condition_is_cut(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(example_base(tmp_path), size) as story:
        await open_comparison(story)
        await go(story, "Conditions")
        rules = rows(story)[-len(view_of(story).conditions) :]
        assert {row[1] for row in rules} == {"sinon écarté", "sinon grisé", "pour tous"}
        await story.press(*["down"] * (len(rows(story)) - 1))
        assert "Petits effectifs" in story.words
        assert "Pour tous les pôles" in story.words


@pytest.mark.parametrize("name", ["Profils", "Enjeux"])
async def test_the_profiles_say_the_figures_of_the_view(tmp_path: Path, name: str) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_comparison(story)
        await go(story, name)
        view = view_of(story)
        shown = [entry for entry in view.entries if entry.standing != "écarté"]
        assert len(shown) < len(view.entries)
        for entry, row in zip(shown, rows(story), strict=True):
            assert entry.pole.name in row[0]
            assert row[0].startswith("~ ") == (entry.standing == "grisé")
            for figure, said in zip(_figures(view, entry, name), row[1:], strict=True):
                assert said.split()[0].rstrip("*") == wording.figure(figure).split()[0]
                assert ("*" in said) == (figure.provisional and figure.level is not None)
                assert ("!" in said) == bool(figure.alerts)
                if figure.level is not None:
                    assert said.endswith(f"{wording.coverage(figure)} · {wording.told(figure.n)}")


def _figures(view: ComparisonView, entry: EntryView, name: str) -> Sequence[FigureView]:
    if name == "Enjeux":
        return entry.themes
    figures: list[FigureView] = []
    for rank, objective in enumerate(view.objectives):
        figures.append(entry.objectives[rank])
        figures += [
            entry.sub_objectives[place] for place, sub in enumerate(view.sub_objectives) if sub.parent == objective.code
        ]
    return figures


async def test_the_marked_cell_is_told_in_full(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_comparison(story)
        await go(story, "Profils")
        view = view_of(story)
        rank, entry = next((i, e) for i, e in enumerate(view.entries) if e.pole.id == "plateau-des-genets")
        await story.press(*["down"] * rank)
        alert = entry.objectives[0].alerts[0]
        assert f"{view.objectives[0].code} {view.objectives[0].name} : niveau" in story.words
        assert f"! {alert.code} {alert.title} ({alert.vigilance})" in story.words


async def test_poles_are_listed_by_territory_or_by_name_never_by_a_value(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_comparison(story)
        await go(story, "Profils")
        expected = [e.pole.name for e in view_of(story).entries if e.standing != "écarté"]
        assert [row[0].removeprefix("~ ").startswith(name) for row, name in zip(rows(story), expected, strict=True)]
        assert "Par territoire" in story.text
        await story.press("l")
        await settle(story)
        assert part(story) == "Profils"
        assert "Par nom" in story.text
        names = [row[0].removeprefix("~ ") for row in rows(story)]
        assert names == sorted(names, key=fold)
        assert set(expected) == {next(n for n in expected if said.startswith(n)) for said in names}
        keys = {str(binding.key) for binding in ComparisonScreen.BINDINGS if not isinstance(binding, tuple)}
        assert keys == {"s", "r", "l", "m", "t", "n", "c", "o"}  # no key sorts by a value


async def test_while_opinions_are_given_a_pole_shows_nothing_but_coverage(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_comparison(story)
        await go(story, "Profils")
        row = next(row for row in rows(story) if "Faubourg des Forges" in row[0])
        assert all(said.startswith("masqué") and "n=" not in said for said in row[1:])
        rank = next(i for i, row in enumerate(rows(story)) if "Faubourg des Forges" in row[0])
        await story.press(*["down"] * rank)
        assert "masqué" in story.words
        assert "Provisoire : phase « avis »." in story.words
        assert story.evaluation(FORGES).phase.value == "avis"


async def test_cohort_exchanges_steps_and_peers(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), HUGE) as story:
        await open_comparison(story)
        view = view_of(story)
        await go(story, "Cohorte")
        assert view.cohort_note.replace("\u00a0", " ") in story.words
        for line, row in zip(view.cohort, rows(story), strict=True):
            assert row[1] == str(line.n)
            assert row[3] == (wording.HIDDEN if line.why_hidden else wording.level(line.median))
        await go(story, "Échanges")
        assert len(rows(story)) == len(view.complementarities)
        pair = view.complementarities[0]
        assert f"{pair.first} {pair.second}" == rows(story)[0][0]
        brought = [*pair.first_brings, *pair.second_brings]
        assert all(name in story.words for name in brought)
        await go(story, "Trajectoires")
        steps = [step for line in view.trajectories for step in line.steps]
        assert len(rows(story)) == len(steps) + len(view.undated)
        await story.press("end")
        assert view.undated[-1].replace("\u00a0", " ") in story.words
        await story.press("home", "down")
        assert any(step.merged for step in steps)
        assert wording.MERGED_LEVELS.replace("\u00a0", " ") in story.words
        before, now = (step.sub_objectives[0].level for step in view.trajectories[0].steps[:2])
        assert f"{wording.level(before)} → {wording.level(now)}" in story.words
        await go(story, "Regards")
        peer = view.peer_views[0]
        said = rows(story)
        assert said[0][0] == f"{peer.pole} · regard de l’autre : {peer.peer_pole}"
        apart = [row for row in said if row[-1] == "à discuter"]
        together = [row for row in said if row[-1] == "se rejoignent"]
        assert (len(apart), len(together)) == (len(peer.apart), len(peer.together))
        widest = peer.apart[0]
        assert apart[0][0] == f"{widest.code} {widest.title}"
        assert apart[0][1].rstrip("*") == wording.level(widest.own)
        assert apart[0][3].rstrip("*") == wording.level(widest.peer)


async def test_a_few_poles_have_no_cohort_and_the_parts_without_rows_say_so(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_comparison(story, SORNE)
        await go(story, "Cohorte")
        assert "médiane et quartiles ne se calculent qu’à partir de 5" in story.words
        assert {row[3] for row in rows(story)} == {"masqué"}
        await go(story, "Échanges")
        assert "Un échange se propose entre deux pôles comparés ; ici, un seul remplit" in story.words
        await go(story, "Trajectoires")
        assert "Aucun pôle n’a deux évaluations comparables" in story.words
        await go(story, "Regards")
        assert "à la fois par lui-même et par un autre" in story.words


async def test_one_evaluation_is_said_to_compare_nobody_and_what_to_do(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_comparison(story, SORNE)
        assert "Il en faut deux, de pôles différents, pour comparer." in story.words
        await go(story, "Conditions")
        assert "Un seul pôle est montré : il n’est comparé à aucun autre." in story.words
        assert "choisissez-en d’autres, ou recevez le fichier d’échange d’un autre pôle" in story.words


async def test_a_small_screen_shows_a_pole_and_the_word_on_questions_at_once(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await open_comparison(story)
        await go(story, "Conditions")
        assert "ils n’ont pas tous eu les mêmes questions (27 en commun)" in story.words
        assert "Pôle alimentaire de la vallée de l’Auzon" in story.words
        assert "27 questions, Parcours court" in story.words


async def test_one_pole_alone_that_meets_the_conditions_is_told_whole_on_a_small_screen(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await open_comparison(story)
        await story.press("n")
        for name in ("Val de Sorne", "Faubourg des Forges", "Regard du pôle sur lui-même"):
            await story.press("c", "ctrl+u")
            await story.type(name)
            await story.press("enter", "space")
        assert "3 évaluations choisies" in story.words
        for name in ("Conditions", "Profils", "Enjeux"):
            await go(story, name)
            assert "pas tous eu les mêmes questions" in story.words, name
            assert "Un seul pôle remplit toutes les conditions" in story.words, name
            assert "ou en choisir une du même mode." in story.words, name
            assert "Pôle du Val de Sorne" in story.words, name


def test_a_single_common_question_is_said_in_the_singular() -> None:
    both = [asked("Un", {0: "2", 1: "3"}), asked("Deux", {1: "2", 2: "3"})]
    conditions = conditions_part(view_comparison(compare(both), "2026-11-22"), 80)
    assert "(1 en commun) ; m : ne compter que celle-là." in conditions.note
    assert "(dont 1 commune)" in str(conditions.detail(0, 0)).replace("\u00a0", " ").replace("\\xa0", " ")


async def test_what_was_received_counts_opinions_and_awaits_no_answer(tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    with open_workspace(example_base(elsewhere), clock=clock) as workspace:
        file = export_evaluations(workspace, [SORNE], tmp_path / "recu.json").file
    base = tmp_path / "ma-base.sqlite"
    with new_workspace(base) as workspace:
        import_exchange(workspace, read_exchange(file))
    async with opened(base, SMALL) as story:
        await open_comparison(story)
        assert [row[3] for row in rows(story)] == ["clôture avis comptés"]
        assert "phase « clôture » · avis comptés, sans les personnes" in story.words
        assert "pas encore de réponse" not in story.words


async def test_the_common_questions_alone_are_counted_on_demand(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_comparison(story)
        await go(story, "Profils")
        place = next(i for i, row in enumerate(rows(story)) if row[0].startswith("Pôle du Val de Sorne"))
        assert rows(story)[place][1] == "2,5 32/32 · 362"
        assert "Les pôles montrés n’ont pas tous eu les mêmes questions" in story.words
        await story.press("m")
        await settle(story)
        assert part(story) == "Profils"
        assert rows(story)[place][1].startswith("2,8 9/9")
        assert "Ces chiffres ne comptent que 27 questions communes." in story.words
        assert "questions communes ·" in story.words
        await story.press("m")
        await settle(story)
        assert rows(story)[place][1] == "2,5 32/32 · 362"


async def test_fictional_poles_among_real_ones_are_left_out_and_marked(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        real = samples.poles()["val-de-sorne"].model_copy(update={"demonstration": False})
        save_poles(workspace.store, [real], workspace.now)
    async with opened(base, HUGE) as story:
        await open_comparison(story)
        assert all(("fictif" in row[1]) != row[1].startswith("Pôle du Val de Sorne") for row in rows(story))
        await go(story, "Conditions")
        assert "Pôle fictif de démonstration." in story.words
        assert "Démonstration : pôles fictifs" not in story.words
        await go(story, "Profils")
        assert [row[0].split(" (")[0] for row in rows(story)] == ["Pôle du Val de Sorne Montsorne"]


async def test_the_reading_says_how_far_it_is_and_stops_on_escape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, going = Event(), Event()

    def slowly(_: Workspace, references: Sequence[str], told: Callable[[int, int], None]) -> list[Candidate]:
        told(120, 1000)
        reading.set()
        assert going.wait(5)
        told(130, 1000)
        raise AssertionError(f"went on reading {references}")

    monkeypatch.setattr(comparison_reading, "gather_candidates", slowly)
    async with opened(example_base(tmp_path)) as story:
        await open_comparison(story)
        await story.press("s")
        assert reading.wait(5)
        await story.settle()
        assert "120 évaluations lues sur 1 000" in story.words
        assert "Échap arrête la lecture." in story.words
        await story.press("escape")
        going.set()
        await story.settle()
        assert part(story) == "Choix"
        assert all(row[0] == "[x]" for row in rows(story))
        assert "La lecture est arrêtée." in story.notices
        assert story.place == "ComparisonScreen"


async def test_a_thousand_poles_are_shown_as_ten_are(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_comparison(story)
        await go(story, "Profils")
        view = view_of(story)
        kept = [entry for entry in view.entries if entry.standing == "comparé"]
        asked = {}
        for count in (10, 1000):
            entries = [
                replace(kept[rank % 5], pole=replace(kept[rank % 5].pole, name=f"Pôle {rank}")) for rank in range(count)
            ]
            screen = story.app.screen
            assert isinstance(screen, ComparisonScreen)
            screen.present(replace(view, entries=tuple(entries)), Shown.PROFILES)
            await story.settle()
            known = table(story)._cells.cache_info()
            await story.press("end")
            assert f"Pôle {count - 1}" in story.text
            asked[count] = (known.misses, table(story)._cells.cache_info().misses)
        assert asked[10] == (10, 10)
        assert asked[1000][0] <= LARGE[1]
        assert asked[1000][1] <= 2 * LARGE[1]


async def test_another_window_adds_an_evaluation(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await open_comparison(story, SORNE)
        with open_workspace(base, clock=clock) as other:
            other.store.db.execute("UPDATE evaluations SET title = 'Autre titre' WHERE id = ?", (SORNE,))
        screen = story.app.screen
        assert isinstance(screen, ComparisonScreen)
        screen.database_changed()
        await story.settle()
        assert "Autre titre" in story.words
        await go(story, "Profils")
        screen.database_changed()
        await settle(story)
        assert part(story) == "Profils"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_referential_of_another_shape(tmp_path: Path, size: tuple[int, int]) -> None:
    base = tmp_path / "autre.sqlite"
    with new_workspace(base) as workspace:
        load_examples(workspace, other_referential(), other_examples())
    async with opened(base, size) as story:
        await open_comparison(story)
        for name in PARTS[1:]:
            await go(story, name)
        await go(story, "Profils")
        view = view_of(story)
        heads = [column.head for column in table(story).sheet.columns[1:]]
        assert len(heads) == len(view.objectives) + len(view.sub_objectives)
        await story.press(*["right"] * len(heads))
        assert f"{view.sub_objectives[-1].code} {view.sub_objectives[-1].name}" in story.words


async def test_an_empty_database(tmp_path: Path) -> None:
    base = tmp_path / "vide.sqlite"
    new_workspace(base).store.close()
    async with opened(base) as story:
        await open_comparison(story)
        await story.press("s", "t", "space", "l", "down")
        assert part(story) == "Choix"
        assert story.place == "ComparisonScreen"


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_people_typed_is_shown_as_typed(tmp_path: Path, text: str) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        prepare(workspace, text)
    async with opened(base, HUGE) as story:
        await open_comparison(story)
        assert clean(text) in story.words
        for name in PARTS[1:]:
            await go(story, name)
            await look(story)
        story.app.push_screen(SynthesisScreen(story.evaluation("e")))
        await story.settle()
        assert clean(text) in story.words
        assert story.app.is_running
