"""Producing documents from the screen: chosen, told, whole, stopped, and silent on opinions while they are given."""

import asyncio
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.program import run
from ptce_ref.reports.xlsx import questionnaire as workbook
from ptce_ref.services import offer, opener, outcome
from ptce_ref.services.desk import Desk
from ptce_ref.services.document import DOCUMENTS, Document, document_called
from ptce_ref.services.offer import offer_documents
from ptce_ref.services.outcome import Outcome, StoppedError, produce
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.output_folder import OutputFolders
from ptce_ref.tui.production import end_sentence
from ptce_ref.tui.screens.production import ProductionScreen
from ptce_ref.tui.widgets.document_list import DocumentList
from tests.bases import example_base, keep_only
from tests.reports.pdf_reader import printed, squash
from tests.tui.screen import FORGES, LARGE, Story, opened
from tests.tui.test_place import check_footer

DONE = "val-de-sorne-2026"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own documents are never touched."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "Documents" / "ptce"


def files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file()) if folder.exists() else []


def put_a_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


async def open_production(story: Story, evaluation: str = DONE) -> None:
    await story.open_evaluation(evaluation)
    await story.press("o")
    assert story.place == "ProductionScreen"


async def wait_until(story: Story, ready: Callable[[], bool]) -> None:
    for _ in range(1500):
        if ready():
            break
        await asyncio.sleep(0.02)
    await story.settle()
    assert ready(), story.text


async def untick_all(story: Story) -> None:
    await story.press("a", "a")
    assert "[x]" not in story.text


async def test_what_is_ticked_is_written_and_told_with_its_size(tmp_path: Path, folder: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_production(story)
        await check_footer(story)
        await untick_all(story)
        await story.choose("grille-vierge")
        await story.choose("grille-remplie")
        await story.press("ctrl+s")
        await wait_until(story, lambda: "2 fichiers écrits" in story.words)
        assert "✓ écrit, " in story.text
        assert files_in(folder) == [f"grille-remplie-{DONE}.pdf", f"grille-vierge-{DONE}.pdf"]
        assert all(file.read_bytes().startswith(b"%PDF") for file in (folder / DONE).iterdir())


async def test_the_version_for_others_has_its_own_file_and_never_goes_with_the_names(
    tmp_path: Path, folder: Path
) -> None:
    async with opened(example_base(tmp_path), (120, 90)) as story:
        await open_production(story)
        await untick_all(story)
        assert "reconnaissable : à garder entre vous" in story.words
        await story.choose("rapport")
        await story.choose("noms")
        assert "[x] Avec les noms" in story.text
        await story.choose("publication")
        assert "[x] Pour d’autres que le pôle" in story.text
        assert "[ ] Avec les noms" in story.text
        assert "reconnaissable" not in story.words
        assert "petits collèges réunis ; relisez les arguments avant de l’envoyer" in story.words
        await story.press("ctrl+s")
        await wait_until(story, lambda: "1 fichier écrit" in story.words)
    (made,) = (folder / DONE).iterdir()
    assert made.name == f"rapport-{DONE}-publication.pdf"
    text = printed(made.read_bytes())
    assert squash("Version pour qui n’est pas du pôle") in squash(text)


async def test_what_exists_is_told_before_it_is_replaced(tmp_path: Path, folder: Path) -> None:
    target = folder / DONE / f"grille-vierge-{DONE}.pdf"
    put_a_file(target, b"ancien")
    async with opened(example_base(tmp_path)) as story:
        await open_production(story)
        assert "sera remplacé" in story.text
        await untick_all(story)
        await story.press("space", "ctrl+s")
        await wait_until(story, lambda: "1 fichier écrit" in story.words)
    assert target.read_bytes().startswith(b"%PDF")


async def test_the_folder_is_typed_and_remembered(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_production(story)
        await untick_all(story)
        await story.press("space", "tab")
        for _ in range(400):
            if not story.app.screen.query_one("#folder").value:  # type: ignore[attr-defined]  # an Entry, found by its id
                break
            await story.press("backspace")
        await story.press("ctrl+s")
        assert "Donnez un dossier" in story.words
        wanted = tmp_path / "clé [USB]"
        await story.type(str(wanted))
        await story.press("ctrl+s")
        await wait_until(story, lambda: "1 fichier écrit" in story.words)
        assert (wanted / f"grille-vierge-{DONE}.pdf").is_file()
        await story.press("escape", "o")
        assert "clé [USB]" in story.text


async def test_a_folder_that_refuses_is_told_on_the_line(tmp_path: Path, folder: Path) -> None:
    put_a_file(folder, b"pas un dossier")
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_production(story)
        await untick_all(story)
        await story.press("space", "ctrl+s")
        await wait_until(story, lambda: "1 document en échec" in story.words)
        assert "✗ pas écrit" in story.text
        assert "n’a pas pu être écrit" in story.words


class Slow:
    """A document that takes as long as the test wants."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.ended = threading.Event(), threading.Event(), threading.Event()

    def write(self, _: Desk, __: object, file: BinaryIO) -> None:
        self.begun.set()
        assert self.may_end.wait(20)
        try:
            file.write(b"tout")
        finally:
            self.ended.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow()
    table = (Document("lent", "Document lent", "texte", "pour attendre", "lent", ".txt", made.write), *DOCUMENTS[:1])
    for reader in (offer, outcome):
        monkeypatch.setattr(reader, "DOCUMENTS", table)
    yield made
    made.may_end.set()


async def test_escape_stops_and_leaves_no_file_then_leaves(tmp_path: Path, folder: Path, slow: Slow) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_production(story)
        await untick_all(story)
        await story.press("a", "ctrl+s")
        await wait_until(story, slow.begun.is_set)
        assert "1 sur 2" in story.words
        assert "en cours" in story.text
        assert "en attente" in story.text
        await story.press("down", "up")  # keys are not held up
        await story.press("escape")
        assert "Arrêt en cours" in story.words
        assert story.place == "ProductionScreen"
        slow.may_end.set()
        await wait_until(story, lambda: "Arrêté : 2 documents laissés" in story.words)
        assert files_in(folder) == []
        await story.press("escape")
        assert story.place == "EvaluationScreen"


async def test_leaving_the_program_stops_what_is_being_made(
    tmp_path: Path, folder: Path, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, make = threading.Event(), outcome._make

    def made(*given: Any) -> Outcome:
        try:
            return make(*given)
        finally:
            over.set()

    monkeypatch.setattr(outcome, "_make", made)
    async with opened(example_base(tmp_path)) as story:
        await open_production(story)
        await story.press("a", "ctrl+s")
        await wait_until(story, slow.begun.is_set)
        await story.press("ctrl+q")
    slow.may_end.set()
    assert over.wait(20)
    assert files_in(folder) == []


async def test_while_opinions_are_given_the_lines_say_what_they_hide(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_production(story, FORGES)
        listed = [str(option.prompt) for option in story.app.screen.query_one(DocumentList).options]
        with open_workspace(story.app.path, read_only=True) as workspace:
            hiding = [
                offer.document.name
                for offer in offer_documents(workspace, FORGES)
                if offer.document.shows_opinions and not offer.closed
            ]
        assert {"Grille de dialogue, remplie", "Rapport de co-évaluation", "Classeur de co-évaluation"} <= set(hiding)
        for name in hiding:
            (line,) = (text for text in listed if f"{name} " in text)
            assert "avis masqués jusqu’au dialogue" in line
        assert "Avec les noms" not in story.words


async def test_the_list_says_at_80_by_24_that_there_is_more_and_groups_what_goes_together(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_production(story)
        assert "Pour la séance" in story.words
        (sign,) = re.findall(r"↓ (\d+) autres", story.words)
        listed = story.app.screen.query_one(DocumentList)
        usable = [place for place, option in enumerate(listed.options) if not option.disabled]
        seen = [place for place in usable if str(listed.options[place].prompt).splitlines()[0].strip() in story.text]
        assert int(sign) == len(usable) - len(seen)
        assert "Dossier" in story.words, "where files go stays in sight"
        await story.press("end")
        assert "Tableurs" in story.words
        assert "↓" not in story.words
        groups = [option.id for option in listed.options if str(option.id).startswith("group:")]
        assert groups[:3] == ["group:Pour la séance", "group:Après la séance", "group:Tableurs"]


async def test_nothing_ticked_is_said(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_production(story)
        await untick_all(story)
        await story.press("ctrl+s")
        assert "Rien n’est coché" in story.words


QUESTIONNAIRES = f"questionnaires-{FORGES}"


async def test_a_questionnaire_for_each_person_is_a_folder_told_before_and_after(tmp_path: Path, folder: Path) -> None:
    base = example_base(tmp_path)
    keep_only(base, "r01", "r02")
    async with opened(base) as story:
        await open_production(story, FORGES)
        await untick_all(story)
        await story.choose("questionnaires")
        assert f"2 fichiers, dans le dossier {QUESTIONNAIRES}" in story.words
        await story.press("ctrl+s")
        await wait_until(story, lambda: "2 fichiers écrits" in story.words)
        assert "✓ 2 écrits" in story.words
        assert f"Dans « {QUESTIONNAIRES} », un par personne (r01, r02) : envoyez à chacune le sien" in story.words
        assert "ils se reprennent par la touche q de l’évaluation." in story.words
        await story.press("space")
        assert "2 à remplacer" in story.words
    assert (
        run(
            (
                "questionnaire",
                "exporter",
                FORGES,
                "--tous-les-repondants",
                "--base",
                str(base),
                "--dossier",
                str(tmp_path / "envois"),
            )
        )
        == ExitCode.DONE
    )
    made, asked = folder / FORGES / QUESTIONNAIRES, tmp_path / "envois"
    assert {file.name: file.read_bytes() for file in made.iterdir()} == {
        file.name: file.read_bytes() for file in asked.iterdir()
    }


async def test_escape_in_the_middle_of_a_folder_leaves_none_of_it(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, second, may_end = example_base(tmp_path), threading.Event(), threading.Event()
    keep_only(base, "r01", "r02")
    real, begun = workbook.write_questionnaire, []

    def slow_at_the_second(*given: Any) -> None:
        begun.append(given)
        if len(begun) > 1:
            second.set()
            assert may_end.wait(20)
        real(*given)

    monkeypatch.setattr(workbook, "write_questionnaire", slow_at_the_second)
    async with opened(base) as story:
        await open_production(story, FORGES)
        await untick_all(story)
        await story.choose("questionnaires")
        await story.press("ctrl+s")
        await wait_until(story, second.is_set)
        assert "1 sur 2…" in story.words
        await story.press("escape")
        assert "Arrêt en cours" in story.words
        may_end.set()
        await wait_until(story, lambda: "Arrêté : 1 document laissé" in story.words)
    assert files_in(folder) == []


async def test_at_80_columns_a_name_never_touches_what_it_is_made_of(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_production(story)
        for option in story.app.screen.query_one(DocumentList).options:
            first = str(option.prompt).splitlines()[0]
            assert option.disabled or "PDF" not in first or re.search(r"\S  +PDF", first), first
        await untick_all(story)
        await story.choose("grille-a4")
        await story.press("ctrl+s")
        await wait_until(story, lambda: "1 fichier écrit" in story.words)
        assert re.search(r"en feuilles  PDF, A4 +✓ écrit, \d+\sko", story.text), "whole, on the same row"


async def test_once_opinions_are_closed_nobody_is_sent_a_questionnaire(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), (120, 90)) as story:
        await open_production(story)
        (line,) = (
            str(option.prompt)
            for option in story.app.screen.query_one(DocumentList).options
            if option.id == "questionnaires"
        )
        assert "les avis sont clos : plus personne n’y répond" in line.replace("\u00a0", " ")


async def test_the_whole_base_has_its_own_documents(tmp_path: Path, folder: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        story.app.push_screen(ProductionScreen())
        await story.settle()
        assert "Grille" not in story.words
        await story.press("ctrl+s")
        await wait_until(story, lambda: "1 fichier écrit" in story.words)
    assert (folder / "comparaison.xlsx").is_file()


async def test_without_a_window_the_folder_is_told(tmp_path: Path, folder: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_production(story)
        await story.press("o")
        assert "n’existe pas encore" in story.notices[-1]
        (folder / DONE).mkdir(parents=True)
        await story.press("o")
        assert f"Le dossier : {folder / DONE}" in story.words


def test_the_browser_is_given_the_folder_as_one_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a; rm -rf b"
    folder.mkdir()
    called: list[list[str]] = []
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "Popen", lambda arguments, **_: called.append(arguments))
    assert opener.open_folder(folder, {"DISPLAY": ":0"})
    assert called == [["/usr/bin/xdg-open", str(folder)]]
    assert not opener.open_folder(folder, {"SSH_CONNECTION": "x"})
    with pytest.raises(Refusal, match="n’existe pas encore"):
        opener.open_folder(folder / "plus bas", {"DISPLAY": ":0"})


def test_each_phase_offers_what_has_a_sense(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path)) as workspace:
        offers = {offer.document.id: offer for offer in offer_documents(workspace, DONE)}
        assert [identifier for identifier, offer in offers.items() if offer.suggested] == [
            "grille-remplie",
            "rapport",
            "classeur",
        ]
        blind = {offer.document.id: offer for offer in offer_documents(workspace, FORGES)}
    assert [identifier for identifier, offer in blind.items() if offer.suggested] == ["grille-vierge", "questionnaire"]
    assert all(bool(document.closed(Phase.PREPARATION)) is document.shows_opinions for document in DOCUMENTS)


def test_a_document_stopped_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1
        if asked > 20:
            raise StoppedError

    target = tmp_path / f"co-evaluation-{DONE}.xlsx"
    target.write_bytes(b"ancien")
    with open_workspace(example_base(tmp_path)) as workspace, pytest.raises(StoppedError):
        list(produce(workspace, DONE, ["classeur"], tmp_path, go_on=go_on))
    assert target.read_bytes() == b"ancien"
    assert files_in(tmp_path) == [target.name, "exemples.sqlite"]


def test_the_other_folders_go_beside_the_one_chosen(tmp_path: Path, folder: Path) -> None:
    folders = OutputFolders()
    assert folders.of("a") == folder / "a"
    folders.choose("a", tmp_path / "clé" / "a")
    assert folders.of("a") == tmp_path / "clé" / "a"
    assert folders.of("b") == tmp_path / "clé" / "b"
    assert folders.of("") == tmp_path / "clé"


async def test_the_questionnaire_of_one_person_is_made_from_the_list_of_people(tmp_path: Path, folder: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation(FORGES)
        await story.press("s", "home", "e")
        assert "Allez d’abord sur une personne" in story.notices[-1]
        await story.press("down", "down", "e")
        assert story.place == "ProductionScreen"
        assert "[x] Questionnaire de r02" in story.words
        assert f"1 fichier, dans le dossier {QUESTIONNAIRES}" in story.words
        assert "Grille" not in story.words
        await story.press("ctrl+s")
        await wait_until(story, lambda: "1 fichier écrit" in story.words)
        assert "celui de r02 : ne l’envoyez qu’à cette personne" in story.words
        await story.press("escape")
        assert story.place == "RespondentScreen"
    assert files_in(folder) == [f"questionnaire-{FORGES}-r02.xlsx"]


@pytest.mark.parametrize(
    ("people", "said"),
    [(2, "(r1, r2)"), (4, "(r1, r2, r3, r4)"), (5, "(r1, r2, r3 et 2 autres)"), (1, "celui de r1 : ne l’envoyez qu’à")],
)
def test_the_end_names_a_few_people_and_says_when_questionnaires_come_back(people: int, said: str) -> None:
    document = document_called("questionnaires")
    made = Outcome(document, Path("envois"), people=tuple(f"r{number}" for number in range(1, people + 1)))
    early = end_sentence([made], 0, Phase.PREPARATION, stopped=False)
    assert said in early
    assert early.endswith("par la touche q de l’évaluation, à la phase « avis ».")
    assert end_sentence([made], 0, Phase.OPINIONS, stopped=False).endswith("par la touche q de l’évaluation.")
