"""A coordinator's day, entirely by keyboard at 80×24: from nothing to a closed evaluation and its report."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bases import clock
from tests.tui.day import PAPERS, Day, Person
from tests.tui.hands import PilotHands
from tests.tui.screen import opened


async def ask(day: Day) -> None:
    await day.start_with_an_empty_base()
    await day.add_the_pole()
    await day.open_the_evaluation()
    await day.register(Person("entreprises-ess", "Ana [ACME]", "SCOP Zinc"))
    await day.register(Person("reseaux", "", "CRESS"))
    await day.go_to_phase("avis", asked=False)
    await score(day)
    await copy(day)
    day.check_file()


async def score(day: Day) -> None:
    q = day.questions
    await day.open_scoring("r01")
    await day.argue_and_answer("r01", q[0], "En 2025, 3 réunions [voir annexe] : 12 < 15", "é", "2")
    await day.tell_kind("r01", q[0])
    await day.give_evidence("r01", q[0], "Relevé d’avril", "1200,5")
    await day.go_on(q[1])
    await day.say_not_applicable("r01", q[1], "Pas de salarié, ici")
    await day.go_on(q[2])
    await day.say_dont_know("r01", q[2])
    await day.go_on(q[3])
    await day.argue_and_answer("r01", q[3], "Cœur d’été", "1", "1")
    await day.correct("r01", q[3], "3", "1", "3")
    await day.go_on(q[4])
    await day.argue_and_answer("r01", q[4], "", "4", "4")
    await day.undo("r01", q[4])
    await day.leave("+ Ajouter un répondant")
    await day.leave("Saisir les avis")
    await day.open_scoring("r02")
    await day.argue_and_answer("r02", q[0], "", '"', "3")
    await day.leave("+ Ajouter un répondant")
    await day.leave("Saisir les avis")


async def copy(day: Day) -> None:
    await day.open_papers()
    for place, person in enumerate(PAPERS):
        if place:
            await day.take_next_paper()
        await day.copy_paper(person)
    await day.leave("recopie : qui a répondu ?")
    await day.leave("Saisir les avis")


async def meet(day: Day) -> None:
    q = day.questions
    await day.open_hands()
    await day.count_hands(q[0], "habitants", (3, 0, 12, 1), 2, "« C’est flou » [la salle]")
    await day.leave("Saisir les avis")
    day.check_file()
    await day.go_to_phase("dialogue")
    await day.open_dialogue()
    first, second, third, fourth, *_ = day.agenda
    await day.hands.press("enter")
    await day.decide(first, "é", "Deux clubs, un seul fonctionne", "", "tous les collèges")
    await day.next_question()
    await day.decide(second, "d", "Ni oui ni non", "L’industrie demande 4 [sic]", "réunion du 22/11")
    await day.next_question()
    await day.decide(third, "3", "", "", "")
    await day.next_question()
    await day.decide(fourth, "n", "Pas notre sujet", "", "")
    await day.leave("Ordre du jour")
    await day.adopt_the_rest("tous, le 22 novembre")
    assert len(day.ledger.positions) >= 10
    await day.leave("Table de dialogue")
    day.check_file()


async def conclude(day: Day) -> None:
    await day.go_to_phase("position", asked=False)
    await day.go_to_phase("plan d’action")
    await day.hands.press("a")
    await day.hands.sees("Appuyez sur n pour ajouter la première")
    await day.plan("Ouvrir l’atelier [bois] aux voisins", day.questions[0], "Ana et Zoé", "30/06/2027")
    await day.plan("Écrire à la Région", day.questions[3], "", "31/12/2027")
    await day.leave("Table de dialogue")
    await day.go_to_phase("clôture")
    day.check_file()
    await day.produce()


def check_documents(folder: Path, day: Day) -> None:
    """The report and the workbook are whole, and say what was typed."""
    report, workbook = sorted(folder.iterdir(), key=lambda file: file.suffix)
    assert report.read_bytes().startswith(b"%PDF-")
    assert report.read_bytes().rstrip().endswith(b"%%EOF")
    cells = {
        str(cell) for sheet in load_workbook(workbook) for row in sheet.iter_rows(values_only=True) for cell in row
    }
    for position in day.ledger.positions.values():
        assert any(position.argument in cell for cell in cells)
    assert any("Cœur d’été" in cell for cell in cells)
    assert any("En 2025, 3 réunions [voir annexe] : 12 < 15" in cell for cell in cells)


async def test_from_nothing_to_a_closed_evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    base = tmp_path / "journée.sqlite"
    async with opened(base) as story:
        day = Day(PilotHands(story), base, clock)
        await ask(day)
        await meet(day)
        await conclude(day)
    folder = tmp_path / "Documents" / "ptce" / day.evaluation().id
    check_documents(folder, day)
