"""A base in a folder that a program copies to other machines: said once, and nothing is refused."""

from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from ptce_ref.services.synchronised import tell_copied, tell_copied_once
from ptce_ref.storage.synchronised import copied_by
from tests.bases import new_workspace


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("Dropbox/pôle", "Dropbox"),
        ("Dropbox (Pôle des Rives)", "Dropbox"),
        ("OneDrive - Association/Documents", "OneDrive"),
        ("OneDrive", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-nora@exemple.org/Mon Drive", "Google Drive"),
        ("Google Drive", "Google Drive"),
        ("Nextcloud/ptce", "Nextcloud"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("kDrive", "kDrive"),
        ("Documents/nextcloud-guide", None),
        ("Dropboxes", None),
        ("Documents", None),
    ],
)
def test_a_folder_is_known_by_its_name(folder: str, program: str | None, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert copied_by(tmp_path / folder / "pole.sqlite", {}) == program


@pytest.mark.parametrize(
    ("mark", "program"),
    [
        (".dropbox.cache", "Dropbox"),
        (".sync_3fa1.db", "Nextcloud"),
        ("._sync_3fa1.db", "Nextcloud"),
        (".stfolder", "Syncthing"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        ("sync_3fa1.db", None),
    ],
)
def test_or_by_what_the_program_leaves_at_its_top(mark: str, program: str | None, tmp_path: Path) -> None:
    below = tmp_path / "Commun" / "2026"
    below.mkdir(parents=True)
    (tmp_path / "Commun" / mark).touch()
    assert copied_by(below / "pole.sqlite", {}) == program


def test_or_by_what_the_system_says_and_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "Travail").mkdir()
    assert copied_by(tmp_path / "Travail" / "pole.sqlite", {"OneDriveCommercial": str(tmp_path)}) == "OneDrive"
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "raccourci").symlink_to(tmp_path / "Dropbox")
    assert copied_by(tmp_path / "raccourci" / "pole.sqlite", {}) == "Dropbox"


def test_the_personal_folder_says_nothing_of_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / "Documents").mkdir()
    assert copied_by(tmp_path / "Documents" / "pole.sqlite", {}) is None


def test_it_is_said_when_asked_and_once_at_the_opening(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = tmp_path / "Nextcloud" / "pole.sqlite"
    base.parent.mkdir()
    with new_workspace(base) as ws:
        assert "un dossier que Nextcloud recopie" in str(tell_copied(ws))
        assert tell_copied_once(ws, tmp_path / "notes") == tell_copied(ws)
        assert tell_copied_once(ws, tmp_path / "notes") is None
        # Where it cannot be noted, it is said again.
        (tmp_path / "fichier").touch()
        assert tell_copied_once(ws, tmp_path / "fichier") is not None
    assert run(["--base", str(base), "base", "info"], lambda _: 0) == 0
    assert "Nextcloud" in capsys.readouterr().err
