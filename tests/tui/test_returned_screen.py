"""Filled files are taken back on the screen: what each would change is read first, and each is whole or not at all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.returned_row import Fate
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports.xlsx.plan import NAME
from ptce_ref.services.action import actions_of
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.exchange import export_evaluations
from ptce_ref.services.nearby import filled_workbooks, paths_from_text
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.outcome import StoppedError
from ptce_ref.services.production import make_coevaluation_workbook
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.returned_file import Account, Decision, Kind, kind_of, take_all, take_back
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base
from tests.project.questionnaire_desk import FORGES, R, edited, exported, fill, sign, write_text
from tests.samples import shipped_theme
from tests.tui.screen import LARGE, SMALL, Story, opened
from tests.tui.sights_of_exchange import work_over

UNFINISHED, TALKING = "r05", "clairbois-2026"
Make = Callable[[str, Callable[[Worksheet], None]], Path]


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folders are neither written to nor listed."""
    for name in ("DOCUMENTS", "DOWNLOAD", "DESKTOP"):
        monkeypatch.setenv(f"XDG_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.delenv("USER", raising=False)
    (tmp_path / "download").mkdir()
    return tmp_path / "download"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank questionnaire, that of somebody half way, and the workbook of an evaluation in dialogue."""
    folder = tmp_path_factory.mktemp("envois")
    with open_workspace(example_base(folder), clock=clock) as workspace:
        exported(workspace, folder).rename(folder / "vierge.xlsx")
        exported(workspace, folder, UNFINISHED).rename(folder / "sien.xlsx")
        make_coevaluation_workbook(coevaluation_of(workspace, TALKING), shipped_theme(), folder / "plan.xlsx")
    return folder


def returned(made: Path, folder: Path, name: str, change: Callable[[Worksheet], None], of: str = "vierge") -> Path:
    """One of the files, as somebody sent it back."""
    return edited(Path(shutil.copy(made / f"{of}.xlsx", folder / name)), change)


def by_somebody(level: str, **who: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sign(sheet, **({"college": "Habitants et usagers"} | who))
        fill(sheet, "T1.01", reponse=level)

    return change


def people(base: Path) -> list[str]:
    with open_workspace(base, read_only=True) as workspace:
        return [person.id for person in respondents_of(workspace, find_evaluation(workspace, FORGES))]


async def open_returned(story: Story, path: Path | str) -> None:
    """From the home: the people of the evaluation, then the file."""
    await story.open_evaluation()
    await story.press("s", "q")
    assert story.place == "ReturnedChoiceScreen"
    await story.paste(str(path))
    await story.press("enter")
    await work_over(story)


async def test_a_questionnaire_found_is_told_then_taken(tmp_path: Path, downloads: Path, made: Path) -> None:
    base = example_base(tmp_path)
    returned(made, downloads, "Re_questionnaire.xlsx", lambda sheet: fill(sheet, "C1.01", reponse="1"), of="sien")
    async with opened(base, SMALL) as story:
        await story.open_evaluation()
        await story.press("s", "q")
        await work_over(story)
        assert "Re_questionnaire.xlsx" in story.words
        await story.press("down", "enter")
        await work_over(story)
        assert story.place == "ReturnedScreen"
        assert "1 réponse ajoutée : C1.01" in story.words
        assert "Rien n’est encore fait : Ctrl+S reprend 1 fichier." in story.words
        assert "C1.01" not in story.answers(UNFINISHED), "only told"
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ 1 fichier repris." in story.words
        assert story.answers(UNFINISHED)["C1.01"].level == "1"
        await story.press("escape")
        assert story.place == "RespondentScreen"
        assert "33 réponses sur 96" in story.words
        assert story.notices == [], "nobody else wrote"


async def test_a_folder_is_read_whole_and_each_file_stands_alone(tmp_path: Path, made: Path) -> None:
    base, folder = example_base(tmp_path), tmp_path / "pièces jointes"
    folder.mkdir()
    before = people(base)
    returned(made, folder, "1 nora.xlsx", by_somebody("1", nom="Nora"))
    returned(made, folder, "2 faux.xlsx", by_somebody("12", nom="Karim"))
    returned(made, folder, "3 rien.xlsx", lambda _: None)
    (folder / "autre.xlsx").write_bytes(b"PK")
    (folder / "~$1 nora.xlsx").write_bytes(b"")
    async with opened(base, LARGE) as story:
        await open_returned(story, folder)
        assert "3 fichiers" in story.words
        assert "Nora, nouveau répondant · 1 réponse ajoutée" in story.words
        assert "ne contient aucune réponse" in story.words
        await story.press("down")
        assert "F11 : Valeur inattendue. Trouvé : « 12 »" in story.words
        assert "1 problème à corriger : F11" in story.words
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ 1 fichier repris. 2 fichiers ne sont pas repris : la liste dit pourquoi." in story.words
    assert len(people(base)) == len(before) + 1


async def test_a_file_that_says_nothing_new_is_told_as_such_and_asks_nothing(tmp_path: Path, made: Path) -> None:
    base, folder = example_base(tmp_path), tmp_path / "reçus"
    folder.mkdir()
    returned(made, folder, "1 nora.xlsx", by_somebody("1"))
    returned(made, folder, "2 pareil.xlsx", lambda _: None, of="sien")
    returned(made, folder, "3 faux.xlsx", by_somebody("12"))
    async with opened(base, SMALL) as story:
        await open_returned(story, folder)
        assert "Entrée Décider" in story.words, "a file without a name may be of somebody registered"
        for _ in range(2):
            await story.press("down")
            assert "Entrée Décider" not in story.words
        await story.press("home", "ctrl+s")
        await work_over(story)
        told = "✓ 1 fichier repris. 1 fichier était déjà dans la base. 1 fichier n’est pas repris : la liste dit"
        assert told in story.words
        assert "Entrée Décider" not in story.words, "it is taken"


async def test_what_changed_on_both_sides_waits_for_a_choice(tmp_path: Path, made: Path) -> None:
    base = example_base(tmp_path)
    path = returned(made, tmp_path, "r05.xlsx", lambda sheet: fill(sheet, "T1.01", reponse="1"), of="sien")
    with open_workspace(base, clock=clock) as workspace:
        evaluation = find_evaluation(workspace, FORGES)
        answer = Answer(
            respondent_id=UNFINISHED,
            indicator_id=evaluation.indicators[0],
            kind=AnswerKind.DONT_KNOW,
            argument="entre-temps",
        )
        record_answer(workspace, evaluation, answer)
    async with opened(base, SMALL) as story:
        await open_returned(story, path)
        assert "1 réponse en conflit" in story.words
        assert "à décider" in story.words
        assert "entre-temps" not in story.words
        await story.press("ctrl+s")
        await work_over(story)
        assert "entre-temps" in story.answers(UNFINISHED)["T1.01"].argument, "nothing without a choice"
        await story.press("f")
        assert "le fichier est suivi" in story.words
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ 1 fichier repris." in story.words
        assert story.answers(UNFINISHED)["T1.01"].level == "1"


async def test_a_file_without_a_name_is_given_to_somebody_registered(tmp_path: Path, made: Path) -> None:
    base = example_base(tmp_path)
    before = people(base)
    path = returned(made, tmp_path, "sans-nom.xlsx", lambda sheet: fill(sheet, "C1.01", reponse="2"))
    async with opened(base, SMALL) as story:
        await open_returned(story, path)
        assert "ne dit pas de quel collège il vient" in story.words
        await story.press("enter")
        assert story.place == "PickDialog"
        await story.choose("college:habitants")
        await work_over(story)
        assert "nouveau répondant" in story.words
        await story.press("enter")
        await story.choose(f"respondent:{UNFINISHED}")
        await work_over(story)
        assert "nouveau répondant" not in story.words
        await story.press("ctrl+s")
        await work_over(story)
        assert story.answers(UNFINISHED)["C1.01"].level == "2"
    assert people(base) == before


async def test_two_files_that_say_the_same_ask_whether_they_are_of_two_people(tmp_path: Path, made: Path) -> None:
    base, folder = example_base(tmp_path), tmp_path / "reçus"
    folder.mkdir()
    before = len(people(base))
    returned(made, folder, "a.xlsx", by_somebody("1"))
    second = returned(made, folder, "b.xlsx", by_somebody("1"))
    book = load_workbook(second)
    book.properties.lastModifiedBy = "Quelqu’un d’autre"
    book.save(second)
    async with opened(base, SMALL) as story:
        await open_returned(story, folder)
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ 1 fichier repris." in story.words
        assert "dit exactement la même chose a déjà été reçu" in story.words
        await story.press("down", "enter")
        await story.press("enter")
        await work_over(story)
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ 2 fichiers repris." in story.words
    assert len(people(base)) == before + 2


async def test_a_text_without_an_answer_waits_at_its_question(tmp_path: Path, made: Path) -> None:
    base = example_base(tmp_path)
    path = returned(
        made, tmp_path, "r05.xlsx", lambda sheet: write_text(sheet, "C1.01", "argument", "vu au marché"), of="sien"
    )
    async with opened(base, SMALL) as story:
        await open_returned(story, path)
        assert "1 texte en attente" in story.words
        await story.press("ctrl+s")
        await work_over(story)
        await story.press("escape")
        assert "1 texte en attente" in story.words
        await story.choose(UNFINISHED)
        assert "vu au marché" in [
            value for key in story.app.drafts.keys_under("avis") for value in story.app.drafts.texts(key)[1]
        ]


async def test_the_plan_of_a_workbook_is_recognised(tmp_path: Path, made: Path) -> None:
    base = example_base(tmp_path)
    path = Path(shutil.copy(made / "plan.xlsx", tmp_path / "retour.xlsx"))
    book = load_workbook(path)
    sheet = book[NAME]
    row, what = next(
        (number, cell.column)
        for number, cells in enumerate(sheet.iter_rows(), start=1)
        for cell in cells
        if cell.value == "ptce:quoi"
    )
    empty = next(number for number in range(row + 1, row + 60) if _is_free(sheet, number))
    sheet.cell(empty, what).value = "Ouvrir la cantine le soir"
    book.save(path)
    async with opened(base, SMALL) as story:
        await story.press("ctrl+p")
        await story.type("questionnaires")
        await story.press("enter")
        assert story.place == "ReturnedChoiceScreen"
        await story.paste(str(path))
        await story.press("enter")
        await work_over(story)
        assert "plan d’action" in story.words
        assert "1 action ajoutée" in story.words
        assert "Ouvrir la cantine le soir" in story.words
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ 1 fichier repris." in story.words
        evaluation = find_evaluation(story.app.workspace, TALKING)
        assert "Ouvrir la cantine le soir" in [action.what for action in actions_of(story.app.workspace, evaluation)]


def _is_free(sheet: Worksheet, row: int) -> bool:
    return not any(cell.value for cell in sheet[row][1:8])


async def test_an_exchange_file_goes_to_its_own_preview_and_a_workbook_to_this_one(tmp_path: Path, made: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        exchange = export_evaluations(workspace, ["val-de-sorne-2026"], tmp_path / "recu.json").file
    async with opened(base, SMALL) as story:
        await open_returned(story, exchange)
        assert story.place == "ReceiveScreen"
        assert "Fichier confidentiel" in story.words
        await story.press("escape")
        assert story.place == "ReturnedChoiceScreen"
        await story.press("escape", "escape", "escape")
        await story.press("f", "r")
        await story.paste(str(made / "sien.xlsx"))
        await story.press("enter")
        await work_over(story)
        assert story.place == "ReturnedScreen"
        assert "rien à changer" in story.words


async def test_what_is_not_there_or_not_ours_is_told_in_a_sentence(tmp_path: Path) -> None:
    other = tmp_path / "autre [b].xlsx"
    other.write_bytes(b"PK: autre chose")
    async with opened(example_base(tmp_path), SMALL) as story:
        await open_returned(story, tmp_path / "absent.xlsx")
        assert story.notices[-1].startswith("Aucun fichier à cet endroit")
        await story.press("ctrl+u")
        await story.paste(str(other))
        await story.press("enter")
        await work_over(story)
        assert "autre [b].xlsx" in story.words
        assert "n’est pas un classeur .xlsx lisible" in story.words
        assert "Rien à reprendre ici" in story.words


# Recognising files


def test_files_are_told_apart_by_what_they_hold(tmp_path: Path, downloads: Path, made: Path) -> None:
    kinds = {name: kind_of(made / f"{name}.xlsx") for name in ("vierge", "sien", "plan")}
    assert kinds == {"vierge": Kind.QUESTIONNAIRE, "sien": Kind.QUESTIONNAIRE, "plan": Kind.PLAN}
    (downloads / "budget.xlsx").write_bytes(b"PK")
    base = example_base(tmp_path)
    assert filled_workbooks(base) == []
    for age, name in enumerate(("plan", "sien")):
        os.utime(shutil.copy(made / f"{name}.xlsx", downloads / f"{name}.xlsx"), (1_700_000_000 + age,) * 2)
    assert [(file.path.name, kind) for file, kind in filled_workbooks(base)] == [
        ("sien.xlsx", Kind.QUESTIONNAIRE),
        ("plan.xlsx", Kind.PLAN),
    ]


def test_several_files_dropped_at_once_are_understood(tmp_path: Path) -> None:
    for name in ("un fichier.xlsx", "l’autre.xlsx"):
        (tmp_path / name).touch()
    dropped = f"'{tmp_path}/un fichier.xlsx' '{tmp_path}/l’autre.xlsx'"
    assert [path.name for path in paths_from_text(dropped)] == ["un fichier.xlsx", "l’autre.xlsx"]
    assert paths_from_text(f"{tmp_path}/un fichier.xlsx") == [tmp_path / "un fichier.xlsx"]


def test_stopping_keeps_the_files_that_are_in(tmp_path: Path, made: Path) -> None:
    base = example_base(tmp_path)
    before = len(people(base))
    files = [
        (returned(made, tmp_path, f"{name}.xlsx", by_somebody("1", nom=name)), Decision()) for name in ("Nora", "Karim")
    ]

    def told(done: int, total: int) -> None:
        assert total == len(files)
        if done:
            raise StoppedError

    with open_workspace(base, clock=clock) as workspace:
        taken = take_all(workspace, files, told, trial=False, drafts=tmp_path)
        assert isinstance(next(taken), Account)
        with pytest.raises(StoppedError):
            next(taken)
    assert len(people(base)) == before + 1


def test_a_trial_says_what_is_undecided_and_writes_nothing(tmp_path: Path, made: Path) -> None:
    base = example_base(tmp_path)
    path = returned(made, tmp_path, "r05.xlsx", lambda sheet: fill(sheet, "T1.01", reponse="1"), of="sien")
    before = base.read_bytes()
    with open_workspace(base, clock=clock, read_only=True) as workspace:
        account = take_back(workspace, path, Decision(), trial=True)
    assert dict(account.counts)[Fate.CHANGED if R != UNFINISHED else Fate.ADDED] == 1
    assert base.read_bytes() == before
