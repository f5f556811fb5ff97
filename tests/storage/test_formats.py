"""A base of every format there ever was opens, is copied aside, is brought up to date, and has lost nothing."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ptce_ref.services.backup import Why, backups_of
from ptce_ref.services.base import describe_base, verify_base
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.mark import marks_of
from ptce_ref.services.opinion import answers_by, record_answer, tallies_of
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.evaluation import read_snapshots
from ptce_ref.storage.schema import VERSION
from tests.bases import clock, new_workspace
from tests.storage.test_kept import level

FORMATS = Path(__file__).parent / "formats"
EVERY = range(1, VERSION + 1)


def sample(version: int, folder: Path) -> Path:
    path = folder / "base.sqlite"
    path.write_bytes(gzip.decompress((FORMATS / f"{version}.sqlite.gz").read_bytes()))
    return path


def test_there_is_a_sample_of_every_format() -> None:
    found = sorted(path.name for path in FORMATS.glob("*.sqlite.gz"))
    assert found == sorted(f"{version}.sqlite.gz" for version in EVERY), (
        "lancez « python -m tests.storage.formats.make »"
    )


def schema(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return set(db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


@pytest.mark.parametrize("version", EVERY)
def test_a_base_of_any_format_opens_and_has_lost_nothing(tmp_path: Path, version: int) -> None:
    path = sample(version, tmp_path)
    before = path.read_bytes()
    with open_workspace(path, read_only=True, clock=clock) as workspace:
        assert describe_base(workspace).version == version
        view = coevaluation_of(workspace, "ailleurs-1")
        assert verify_base(workspace).sound
    assert path.read_bytes() == before, "looking changes nothing"

    with open_workspace(path, clock=clock) as workspace:
        assert len(workspace.store.migrated) == VERSION - version
        assert verify_base(workspace).sound
        assert coevaluation_of(workspace, "ailleurs-1") == view
        assert [backup.why for backup in backups_of(workspace)] == [Why.FORMAT] * (version < VERSION)
        closed = find_evaluation(workspace, "ailleurs-1")
        assert len(read_snapshots(workspace.store, closed.id)) == 1
        evaluation = find_evaluation(workspace, "ailleurs-2")
        person, indicator = respondents_of(workspace, evaluation)[0].id, evaluation.indicators[0]
        assert marks_of(workspace, evaluation, person) == ({indicator} if version >= 2 else set())
        assert sum(tally.total for tally in tallies_of(workspace, evaluation).values()) == 6
        assert answers_by(workspace, evaluation, person)
        record_answer(workspace, evaluation, level(person, indicator, "2", "Après."))

    with new_workspace(tmp_path / "neuve.sqlite"):
        pass
    assert schema(path) == schema(tmp_path / "neuve.sqlite"), "a format that was released changed, or its migration"
