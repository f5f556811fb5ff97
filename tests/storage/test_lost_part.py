"""A base that lost a table, an index or a guard: told by who verifies, and no such file is merged or put in place."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from ptce_ref.services.backup import restore_backup
from ptce_ref.services.base import verify_base
from ptce_ref.services.merging import merge_base
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.salvage import save_readable, verify_file
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.action import list_actions
from ptce_ref.storage.damage import TABLES
from ptce_ref.storage.database import Store
from ptce_ref.storage.erasure import list_erasures
from ptce_ref.storage.passage import list_passages
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.round import list_rounds
from ptce_ref.storage.schema import MIGRATIONS, VERSION, expected_parts
from tests.bases import clock, example_base, new_workspace

PARTS = sorted(expected_parts(VERSION))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example_base(tmp_path_factory.mktemp("saine"))


def without(base: Path, folder: Path, kind: str, name: str) -> Path:
    """Return a copy of ``base`` that lost one of its parts, as a careless program may leave it."""
    path = folder / "incomplète.sqlite"
    path.write_bytes(base.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"DROP {kind} {name}")
    return path


@pytest.mark.parametrize(("kind", "name"), PARTS, ids=[name for _, name in PARTS])
def test_each_part_that_is_gone_is_told(tmp_path: Path, kind: str, name: str) -> None:
    new_workspace(tmp_path / "base.sqlite").store.close()
    path = without(tmp_path / "base.sqlite", tmp_path, kind, name)
    with open_workspace(path, read_only=True, clock=clock) as workspace:
        told = " ".join(verify_base(workspace).problems)
    assert "a disparu" in told
    assert (TABLES[name] if kind == "table" else name) in told


@pytest.mark.parametrize("name", ["answers", "respondents", "journal"])
def test_a_base_without_a_table_is_not_shown_as_if_nothing_were_missing(
    examples: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = without(examples, tmp_path, "table", name)
    assert run(["--base", str(path), "base", "verifier"], lambda _: 0) == 1
    told = capsys.readouterr()
    assert "La base est saine" not in told.out
    assert f"Toute une partie de la base a disparu\u00a0: {TABLES[name]}." in told.err
    assert "verifier --sauver" in told.err
    shown = ("base", "info") if name == "journal" else ("evaluation", "montrer", "clairbois-2026")
    assert run(["--base", str(path), *shown], lambda _: 0) == 3
    assert "est abîmée" in capsys.readouterr().err


def test_a_table_that_few_commands_read_is_missed_too(tmp_path: Path) -> None:
    new_workspace(tmp_path / "base.sqlite").store.close()
    readers: dict[str, Callable[[Store], object]] = {
        "rounds": list_rounds,
        "passages": lambda store: list_passages(store, "a"),
        "erasures": list_erasures,
        "actions": lambda store: list_actions(store, "a"),
    }
    for name, read in readers.items():
        path = without(tmp_path / "base.sqlite", tmp_path, "table", name)
        with (
            open_workspace(path, read_only=True, clock=clock) as workspace,
            pytest.raises(DatabaseUnusableError, match="est abîmée"),
        ):
            read(workspace.store)


def test_a_copy_without_its_answers_replaces_no_base_and_is_not_merged(examples: Path, tmp_path: Path) -> None:
    path, base = without(examples, tmp_path, "table", "answers"), example_base(tmp_path)
    content = base.read_bytes()
    with pytest.raises(Refusal, match="abîmée"):
        restore_backup(path, base, clock)
    with open_workspace(base, clock=clock) as workspace, pytest.raises((Refusal, DatabaseUnusableError)):
        merge_base(workspace, path)
    assert base.read_bytes() == content


def test_a_salvage_gives_back_what_the_lost_table_held(examples: Path, tmp_path: Path) -> None:
    path = without(examples, tmp_path, "table", "positions")
    target = tmp_path / "sauvée.sqlite"
    save_readable(target, path, clock)
    assert verify_file(target, clock).sound


def test_a_rule_of_somebody_else_that_changes_what_is_written_is_told(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        workspace.store.db.execute("CREATE VIEW mes_poles AS SELECT name FROM poles")
        assert verify_base(workspace).sound
        workspace.store.db.execute("CREATE TRIGGER t AFTER INSERT ON answers BEGIN DELETE FROM tallies; END")
        assert "n’est pas de ptce" in verify_base(workspace).problems[0]


def test_a_base_of_an_earlier_format_lacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ancienne.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as db, pytest.MonkeyPatch.context() as patch:
        from ptce_ref.storage import schema  # noqa: PLC0415 - patched for as long as the base is made

        patch.setattr(schema, "MIGRATIONS", MIGRATIONS[:1])
        patch.setattr(schema, "VERSION", 1)
        schema.migrate(db, "2025-01-01T00:00:00.000+00:00")
    assert verify_file(path, clock).sound


def test_a_migration_whose_last_statement_does_not_end_is_not_half_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    from ptce_ref.storage import schema  # noqa: PLC0415 - patched for as long as the test

    unended = schema.Migration("0099", "essai", "CREATE TABLE a (b TEXT) STRICT;\nCREATE TABLE c (d TEXT) STRICT\n")
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, unended))
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with pytest.raises(ValueError, match="CREATE TABLE c"):
            schema.migrate(db, "2026-01-01")
        assert schema.version_of(db) == VERSION
        assert not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'a'").fetchone()
