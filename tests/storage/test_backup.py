"""Copies of the base: dated, private, not too many; and going back to one without losing what it replaces."""

import datetime as dt
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from ptce_ref.services.backup import Why, backup_folder, backups_of, copy_to, keep_backup, restore_backup
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import answers_by
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage import backup, restoration
from ptce_ref.storage.backup import KEPT, write_backup
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.schema import VERSION
from tests.bases import NOON, clock, example_base
from tests.storage.test_fault import answer_once, said

EVALUATION = "faubourg-des-forges-2026"


def argument(base: Path) -> str:
    """What r01 says of the first question: « Essai. » once something was answered after the copy."""
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        evaluation = find_evaluation(workspace, EVALUATION)
        return answers_by(workspace, evaluation, "r01")[evaluation.indicators[0]].argument


def command(base: Path, *words: str) -> int:
    return run(["--base", str(base), "base", *words], lambda _: 0)


def names(base: Path) -> list[str]:
    return sorted(path.name for path in backup_folder(base).iterdir())


def test_a_backup_is_whole_and_bears_its_date_and_its_reason(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    before = argument(base)
    with open_workspace(base, clock=clock) as workspace:
        kept = keep_backup(workspace, Why.IMPORT)
        answer_once(workspace)
        assert backups_of(workspace)[0].why is Why.IMPORT
    assert kept == tmp_path / "sauvegardes-exemples" / "2026-11-22_12h00m00_avant-import.sqlite"
    assert argument(kept) == before != argument(base)


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
def test_nobody_else_can_read_a_backup(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    base.chmod(0o644)
    with open_workspace(base, clock=clock) as workspace:
        kept = keep_backup(workspace, Why.MERGE)
        elsewhere = copy_to(workspace, tmp_path / "clé" / "copie.sqlite")
    assert [path.stat().st_mode & 0o777 for path in (kept, kept.parent, elsewhere)] == [0o600, 0o700, 0o600]


def at(day: int, second: int = 0) -> str:
    return (NOON + dt.timedelta(days=day, seconds=second)).isoformat(timespec="milliseconds")


def small_base(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "base.sqlite")
    connection.execute("CREATE TABLE t (a)")
    return connection


def test_old_backups_go_and_those_somebody_asked_for_stay(tmp_path: Path) -> None:
    base, connection = tmp_path / "base.sqlite", small_base(tmp_path)
    asked = write_backup(connection, base, at(-100), Why.ASKED)
    for day in range(KEPT + 5):
        write_backup(connection, base, at(day), Why.IMPORT)
    connection.close()
    automatic = [name for name in names(base) if "import" in name]
    assert len(automatic) == KEPT
    assert automatic[-1].startswith(at(KEPT + 4)[:10])
    assert asked.exists()


def test_a_day_of_many_imports_does_not_push_out_the_days_before(tmp_path: Path) -> None:
    base, connection = tmp_path / "base.sqlite", small_base(tmp_path)
    days = [write_backup(connection, base, at(day), Why.MERGE) for day in range(5)]
    for second in range(KEPT * 2):
        write_backup(connection, base, at(9, second), Why.IMPORT)
    connection.close()
    assert all(day.exists() for day in days)
    assert len(names(base)) == KEPT


def test_several_backups_within_a_second_are_told_apart_and_ordered(tmp_path: Path) -> None:
    base, connection = tmp_path / "base.sqlite", small_base(tmp_path)
    made = [write_backup(connection, base, at(0), Why.IMPORT) for _ in range(KEPT + 3)]
    connection.close()
    assert names(base) == [path.name for path in made[3:]]


def test_a_clock_that_goes_back_does_not_take_away_the_backup_just_made(tmp_path: Path) -> None:
    base, connection = tmp_path / "base.sqlite", small_base(tmp_path)
    for day in range(KEPT):
        write_backup(connection, base, at(day), Why.IMPORT)
    newest = write_backup(connection, base, "1970-01-01T00:00:00.000+00:00", Why.IMPORT)
    connection.close()
    assert newest.exists()
    assert len(names(base)) == KEPT


def test_what_a_stopped_program_left_half_written_goes_away_in_time(tmp_path: Path) -> None:
    base, connection = tmp_path / "base.sqlite", small_base(tmp_path)
    folder = backup_folder(base)
    folder.mkdir()
    left = [folder / ".ancienne.sqlite.en-cours", tmp_path / ".base.sqlite.a-restaurer"]
    others = [folder / ".récente.sqlite.en-cours", folder / "notes.txt"]
    for path in (*left, *others):
        path.write_bytes(b"x")
    for path in (*left, others[1]):
        os.utime(path, (1_000_000, 1_000_000))
    write_backup(connection, base, at(0), Why.MERGE)
    connection.close()
    assert [path.exists() for path in left] == [False, False]
    assert all(path.exists() for path in others)


def test_no_room_for_the_backup_is_said_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = example_base(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with open_workspace(base, clock=clock) as workspace:
        keep_backup(workspace, Why.IMPORT)
        monkeypatch.setattr(backup, "_copy", full)
        with said("le disque est plein", "Rien n’a été changé"):
            keep_backup(workspace, Why.IMPORT)
    assert len(names(base)) == 1


def test_a_base_of_an_earlier_format_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    base = earlier(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        assert workspace.store.migrated
        (kept,) = backups_of(workspace)
    assert kept.why is Why.FORMAT
    with sqlite3.connect(kept.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION - 1,)
    connection.close()


def earlier(folder: Path) -> Path:
    """A base as the format before made it: the tables of the last migration are taken out."""
    base = folder / "ancienne.sqlite"
    connection = sqlite3.connect(base)
    from ptce_ref.storage import schema  # noqa: PLC0415 - patched for as long as the base is made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:-1])
        patch.setattr(schema, "VERSION", VERSION - 1)
        schema.migrate(connection, NOON.isoformat())
    connection.close()
    return base


def test_a_backup_goes_back_in_place_and_the_base_before_is_set_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = example_base(tmp_path)
    before = argument(base)
    assert command(base, "sauvegarder") == 0
    (kept,) = backup_folder(base).iterdir()
    with open_workspace(base, clock=clock) as workspace:
        answer_once(workspace)
    assert command(base, "restaurer", str(kept)) == 0
    assert argument(base) == before
    (aside,) = (path for path in backup_folder(base).iterdir() if "mise-de-cote" in path.name)
    assert argument(aside) == "Essai."
    assert not aside.samefile(base)
    assert "mise de côté" in capsys.readouterr().out
    assert command(base, "verifier") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exemples.sqlite", "sauvegardes-exemples"]


def test_a_base_that_was_lost_comes_back(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    before = argument(base)
    with open_workspace(base, clock=clock) as workspace:
        kept = keep_backup(workspace, Why.ASKED)
    base.unlink()
    assert restore_backup(kept, base, clock).aside is None
    assert argument(base) == before


def test_a_base_damaged_in_the_middle_of_a_write_is_set_aside_with_its_journal(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        kept = keep_backup(workspace, Why.ASKED)
    base.write_bytes(b"\x00" * 9000)
    journal = tmp_path / "exemples.sqlite-journal"
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\x01" * 4000)
    aside = restore_backup(kept, base, clock).aside
    assert aside is not None
    assert not journal.exists()
    assert aside.with_name(f"{aside.name}-journal").exists()
    with open_workspace(base, clock=clock) as workspace:
        assert verify_base(workspace).sound


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20 * 4096 : 30 * 4096] = bytes(10 * 4096)
    path.write_bytes(content)


def test_what_is_no_sound_backup_replaces_nothing(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    content = base.read_bytes()
    with open_workspace(base, clock=clock) as workspace:
        kept = keep_backup(workspace, Why.ASKED)
    newer = Path(shutil.copy(kept, tmp_path / "récente.sqlite"))
    connection = sqlite3.connect(newer)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.commit()
    connection.close()
    damaged(kept)
    text = tmp_path / "texte.sqlite"
    text.write_text("Bonjour", encoding="utf-8")
    for source in (kept, newer, text, tmp_path, tmp_path / "absente.sqlite", base):
        with pytest.raises((Refusal, DatabaseUnusableError)):
            restore_backup(source, base, clock)
        assert base.read_bytes() == content
    assert names(base) == [kept.name]


def test_a_damaged_base_is_not_copied_over_sound_backups(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        keep_backup(workspace, Why.IMPORT)
        damaged(base)
    with said("abîmée", "verifier"), open_workspace(base, read_only=True, clock=clock) as workspace:
        keep_backup(workspace, Why.IMPORT)
    assert len(names(base)) == 1


def test_a_base_somebody_is_writing_to_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoration, "BUSY_SECONDS", 0.1)
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        kept = keep_backup(workspace, Why.ASKED)
    other = sqlite3.connect(base, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with said("occupée"):
        restore_backup(kept, base, clock)
    other.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exemples.sqlite", "sauvegardes-exemples"]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file is not replaced there")
def test_a_window_left_open_on_the_base_before_is_told_and_writes_nothing_there(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        kept = keep_backup(workspace, Why.ASKED)
        restored = restore_backup(kept, base, clock)
        assert restored.aside is not None
        aside = restored.aside.read_bytes()
        with said("remplacée"):
            answer_once(workspace)
        assert restored.aside.read_bytes() == aside


def test_a_copy_never_replaces_a_file(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    taken = tmp_path / "mes-notes.txt"
    taken.write_text("à garder", encoding="utf-8")
    assert command(base, "sauvegarder", "--sortie", str(taken)) == 2
    assert taken.read_text(encoding="utf-8") == "à garder"
    if hasattr(os, "symlink"):
        link = tmp_path / "lien.sqlite"
        link.symlink_to(tmp_path / "ailleurs.sqlite")
        assert command(base, "sauvegarder", "--sortie", str(link)) == 2
        assert not (tmp_path / "ailleurs.sqlite").exists()


def test_the_list_says_when_why_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        keep(workspace)
    (backup_folder(base) / "autre chose.sqlite").write_text("", encoding="utf-8")
    assert command(base, "sauvegardes") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("2026-11-22 12:00:00  avant une fusion")


def keep(workspace: Workspace) -> None:
    keep_backup(workspace, Why.MERGE)
