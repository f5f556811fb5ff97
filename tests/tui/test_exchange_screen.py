"""Échanger on the screen: writing a file, receiving one, merging a base; nothing changes before somebody says so."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ptce_ref.services.backup import Why, keep_backup
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.evaluation import find_evaluation, move_phase
from ptce_ref.services.exchange import export_evaluations
from ptce_ref.services.merging import merge_base
from ptce_ref.services.nearby import exchange_files, other_bases, path_from_text
from ptce_ref.services.outcome import StoppedError
from ptce_ref.services.person import erase_person
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.screens.exchange_arrival import ArrivalScreen
from ptce_ref.tui.text import ActionButton
from tests.bases import clock, example_base, new_workspace
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.sights_of_exchange import work_over
from tests.two_copies import EVALUATION, Clock, Copy, first_copy

DONE = "val-de-sorne-2026"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folders are neither written to nor listed."""
    for name in ("DOCUMENTS", "DOWNLOAD", "DESKTOP"):
        monkeypatch.setenv(f"XDG_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.delenv("USER", raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "documents" / "ptce"


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of two coordinators who worked a week apart, one answer given twice and differently."""
    made = tmp_path_factory.mktemp("semaine")
    nora = first_copy(made, Clock())
    nora.register(0, "Nora")
    nora.clock.now = nora.clock.now.replace(day=3)
    karim = nora.copy("karim.sqlite")
    nora.answer("r01", 0, 1, "vu par Nora")
    karim.answer("r01", 0, 3, "repris par Karim")
    karim.answer("r01", 1, 2, "seulement Karim")
    return made


@pytest.fixture
def copies(week: Path, tmp_path: Path) -> tuple[Copy, Copy]:
    nora, karim = (Path(shutil.copy(path, tmp_path)) for path in (_other(week), week / "karim.sqlite"))
    return Copy(nora, Clock()), Copy(karim, Clock())


def _other(week: Path) -> Path:
    return next(path for path in week.glob("*.sqlite") if path.name != "karim.sqlite")


async def open_merging(story: Story, other: Path) -> None:
    await story.press("f", "f")
    await story.paste(str(other))
    await story.press("enter")
    await work_over(story)


async def confirm(story: Story) -> None:
    await story.press("ctrl+s")
    assert story.place == "ConfirmDialog", story.text
    await story.press("right", "enter")
    await work_over(story)


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def held(base: Path) -> bytes:
    return base.read_bytes()


# Writing


async def test_a_closed_evaluation_is_written_for_a_network_without_anybody(tmp_path: Path, folder: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation(DONE)
        await story.press("f")
        assert story.place == "ExportScreen"
        assert "Confidentiel : ni nom, ni argument" in story.words
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ 1 évaluation écrite" in story.words
        assert "Ce fichier existe déjà : il sera remplacé." in story.words
        content = json.loads((folder / DONE / f"echange-{DONE}.json").read_text(encoding="utf-8"))["contenu"]
        assert content["nature"] == "confidentiel"
        assert "repondants" not in content["evaluations"][0]
        await story.press("escape")
        assert story.place == "EvaluationScreen"


async def test_the_whole_of_a_pole_is_written_for_another_machine_with_a_warning(tmp_path: Path, folder: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_evaluation(DONE)
        await story.press("f")
        await story.press("tab", "left", "tab", "right")
        assert "tout le pôle" in story.words
        assert "Complet : tout y est, noms, arguments et historique compris." in story.words
        await story.press("ctrl+s")
        await work_over(story)
        (written,) = files_in(folder)
        assert written.name.startswith("echange-complet-")
        content = json.loads(written.read_text(encoding="utf-8"))["contenu"]
        assert content["nature"] == "complet"
        assert all(item["repondants"] for item in content["evaluations"])


async def test_nothing_leaves_for_a_network_while_opinions_are_given(tmp_path: Path, folder: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation(FORGES)
        await story.press("f", "ctrl+s")
        await work_over(story)
        assert "Rien ne peut encore être écrit" in story.words
        assert "rien n’en sort pour un réseau avant le dialogue" in story.words
        button = story.app.screen.query_one("#save", ActionButton)
        assert button.disabled
        assert "Ctrl+S" not in story.words, "nothing offers what cannot be done"
        assert not files_in(folder)
        await story.press("down", "down", "right")  # for another computer of the pôle
        assert not button.disabled
        assert "Ctrl+S Écrire le fichier" in story.words


async def test_an_empty_base_offers_to_receive_and_has_nothing_to_write(tmp_path: Path) -> None:
    base = tmp_path / "vide.sqlite"
    new_workspace(base).store.close()
    async with opened(base, SMALL) as story:
        assert "f échanger : recevoir un fichier" in story.words
        await story.press("f", "e")
        assert story.notices == ["Il n’y a encore aucune évaluation à écrire dans un fichier."]
        assert story.place == "ExchangeScreen"


# Receiving


@pytest.fixture
def received(tmp_path: Path, folder: Path) -> Path:
    """A confidential file of somebody else, where one would have put it."""
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    with open_workspace(example_base(elsewhere), clock=clock) as workspace:
        return export_evaluations(workspace, [DONE], folder / "recu.json").file


async def test_a_file_found_is_read_told_then_taken_in(tmp_path: Path, received: Path) -> None:
    base = tmp_path / "ma-base.sqlite"
    new_workspace(base).store.close()
    before = held(base)
    async with opened(base, SMALL) as story:
        await story.press("f", "r")
        await work_over(story)
        assert received.name in story.words
        await story.press("down", "enter")
        await work_over(story)
        assert "Fichier confidentiel, écrit le 22 novembre 2026" in story.words
        assert "nouvelle évaluation" in story.words
        assert held(base) == before, "only told"
        await confirm(story)
        assert "✓ Fichier repris." in story.words
        assert "avant-import" not in story.words, "nothing was there before"
        assert find_evaluation(story.app.workspace, DONE).id == DONE
        await story.press("escape", "escape")
        assert "1 évaluation" in story.words
        assert story.notices == [], "nobody else wrote"
        await story.press("f", "r")
        await work_over(story)
        await story.press("down", "enter")
        await work_over(story)
        assert "Rien à changer : la base a déjà tout cela." in story.words


async def test_a_folder_is_received_each_file_whole_or_not_at_all(tmp_path: Path, received: Path) -> None:
    other = received.with_name("abime.json")
    other.write_text("{", encoding="utf-8")
    base = tmp_path / "ma-base.sqlite"
    new_workspace(base).store.close()
    async with opened(base, LARGE) as story:
        await story.press("f", "r")
        await story.paste(str(received.parent))
        await story.press("enter")
        await work_over(story)
        assert "✗ abime.json : refusé, rien n’en est pris" in story.words
        assert "recu.json :" in story.words
        assert "avis comptés, sans les personnes, sur 96 questions" in story.words
        await confirm(story)
        assert "✓ Fichiers repris. Une partie a été laissée de côté" in story.words
        assert find_evaluation(story.app.workspace, DONE).id == DONE
        await story.press("escape", "escape")
        assert "avis comptés, sans noms" in story.words
        assert "main levée" not in story.words


def change(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Pôle du Val de Sorne", "Pôle du Val-de-Sorne"), encoding="utf-8")


async def test_a_file_that_was_changed_is_read_only_when_somebody_says_so(tmp_path: Path, received: Path) -> None:
    change(received)
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.press("f", "r")
        await story.paste(f"'{received}'")
        await story.press("enter")
        await work_over(story)
        assert story.place == "ConfirmDialog"
        assert "modifie-a-la-main" not in story.words
        await story.press("enter")
        assert "Ce fichier n’est plus tel qu’il a été écrit. Rien n’a été changé." in story.words
        await story.press("enter")
        await work_over(story)
        await story.press("right", "enter")
        await work_over(story)
        assert "Fichier confidentiel" in story.words


async def test_what_is_no_exchange_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    other = tmp_path / "autre [b].json"
    other.write_text("n’importe quoi", encoding="utf-8")
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.press("f", "r")
        await story.paste(str(other))
        await story.press("enter")
        await work_over(story)
        # A path is cut where the line ends, wherever that is.
        assert "autre[b].json»nepeutpasêtrerepris" in "".join(story.words.split())
        await story.press("escape")
        assert story.place == "ExchangeScreen"


# Merging


async def test_a_conflict_is_shown_and_the_version_chosen_is_kept(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    for copy in copies:
        copy.move("dialogue")
    theirs = held(karim.path)
    async with opened(nora.path, LARGE) as story:
        await open_merging(story, karim.path)
        assert "1 choix à faire" in story.words
        assert "○ ici, le 3 novembre 2026" in story.words
        assert "● là-bas, le 3 novembre 2026" in story.words
        await story.press("end", "enter")
        assert "● ici, le 3 novembre 2026" in story.words
        await confirm(story)
        assert "✓ Fusion faite." in story.words
    said = nora.said()
    assert said["r01", 0] == "1 vu par Nora"
    assert said["r01", 1] == "2 seulement Karim"
    assert held(karim.path) == theirs


async def test_one_key_keeps_one_side_everywhere(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    async with opened(nora.path, SMALL) as story:
        await open_merging(story, karim.path)
        await story.press("i")
        await confirm(story)
    assert nora.said()["r01", 0] == "1 vu par Nora"


async def test_while_opinions_are_given_nothing_of_them_is_shown(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    async with opened(nora.path, LARGE) as story:
        await open_merging(story, karim.path)
        assert "1 choix à faire" in story.words
        assert "niveau" not in story.words
        assert "Karim" not in story.words.replace("karim.sqlite", "")
        await confirm(story)
        assert "Karim" not in story.words.replace("karim.sqlite", "")


async def test_what_is_typed_follows_its_person_and_what_is_left_to_do_is_said(
    copies: tuple[Copy, Copy], monkeypatch: pytest.MonkeyPatch
) -> None:
    nora, karim = copies
    kept = nora.path.parent / "brouillons"
    monkeypatch.setattr("ptce_ref.services.merged_draft.default_folder", lambda: kept)
    karim.register(0, "Paul")
    nora.clock.now = nora.clock.now.replace(day=5)
    assert nora.register(0, "Zoé") == "r02"
    karim.do(lambda workspace: erase_person(workspace, EVALUATION, "r01", confirmed=True))
    nora.do(lambda workspace: keep_backup(workspace, Why.ASKED))
    async with opened(nora.path, LARGE) as story:
        story.app.drafts.put((DraftKind.OPINION, EVALUATION, "r02", "t-1"), "T1.01 (r02)", {"argument": "vu par Zoé"})
        await open_merging(story, karim.path)
        await confirm(story)
        # The merge itself keeps one more.
        assert "2 sauvegardes gardent encore la personne effacée" in story.words
        (key,) = story.app.drafts.keys_under(DraftKind.OPINION)
        assert key[2].startswith("r02-"), "Paul was registered first: Zoé has another number"
        assert story.app.drafts.texts(key)[1] == ["vu par Zoé"]


async def test_what_another_window_writes_is_foreseen_again_and_nothing_is_lost(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    async with opened(nora.path, SMALL) as story:
        await open_merging(story, karim.path)
        assert "1 choix à faire" in story.words
        nora.do(lambda workspace: move_phase(workspace, EVALUATION, "dialogue"))
        story.app._look_elsewhere()
        await work_over(story)
        assert "niveau 2, « vu par Nora »" in story.words, "opinions may be shown now"


async def test_escape_stops_what_is_under_way_and_nothing_changes(
    copies: tuple[Copy, Copy], monkeypatch: pytest.MonkeyPatch
) -> None:
    nora, karim = copies
    begun, may_end = threading.Event(), threading.Event()

    def slow(fuse: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, trial: bool) -> object:
            if not trial:
                begun.set()
                assert may_end.wait(20)
            return fuse(*arguments, trial=trial)

        return run

    async with opened(nora.path, SMALL) as story:
        await open_merging(story, karim.path)
        before = held(nora.path)
        screen = story.app.screen
        assert isinstance(screen, ArrivalScreen)
        monkeypatch.setattr(screen, "fuse", slow(screen.fuse))
        await story.press("ctrl+s", "right", "enter")
        assert begun.wait(20)
        await story.press("escape")
        assert "Arrêt en cours : rien ne sera changé…" in story.words
        may_end.set()
        await work_over(story)
        assert "Arrêté : rien n’a été changé." in story.words
        assert held(nora.path) == before
        await story.press("escape")
        assert "Choisissez le fichier" in story.words


@pytest.mark.parametrize("kind", ["elle-même", "absente"])
async def test_a_base_that_cannot_be_merged_is_told_in_a_sentence(tmp_path: Path, kind: str) -> None:
    base = example_base(tmp_path)
    path, said = {
        "elle-même": (base, "Les deux bases sont le même fichier"),
        "absente": (tmp_path / "absente.sqlite", "Aucun fichier à cet endroit"),
    }[kind]
    async with opened(base, SMALL) as story:
        await open_merging(story, path)
        assert said in story.words
        assert story.place == "MergeScreen"


# Finding files


def test_files_are_found_where_people_put_them(tmp_path: Path, received: Path) -> None:
    base = example_base(tmp_path)
    (tmp_path / "autre.json").write_text("{}", encoding="utf-8")
    (tmp_path / "faux.sqlite").write_bytes(b"SQLite format 3\x00")
    assert [file.path for file in exchange_files(base)] == [received]
    assert other_bases(base) == []
    shutil.copy(base, tmp_path / "karim.sqlite")
    assert [file.path.name for file in other_bases(base)] == ["karim.sqlite"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" /clé/un fichier.json ", "/clé/un fichier.json"),
        ("'/clé/un fichier.json'", "/clé/un fichier.json"),
        ('"/clé/un fichier.json"', "/clé/un fichier.json"),
        ("« /clé/un fichier.json »", "/clé/un fichier.json"),
        ("file:///cl%C3%A9/un%20fichier.json", "/clé/un fichier.json"),
        (r"/clé/un\ fichier.json", "/clé/un fichier.json"),
    ],
)
def test_a_path_pasted_or_dropped_on_the_terminal_is_understood(typed: str, meant: str) -> None:
    assert path_from_text(typed) == Path(meant)


def test_a_merge_stopped_while_it_reads_changes_nothing(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    before = held(nora.path)
    seen: list[tuple[int, int]] = []

    def told(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) > 1:
            raise StoppedError

    with nora.open() as workspace, pytest.raises(StoppedError):
        merge_base(workspace, karim.path, told=told)
    assert seen == [(0, 1), (0, 1)], "once to foresee, once to write"
    assert held(nora.path) == before
