"""Databases for tests: empty, or holding the examples."""

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.evaluation import snapshot_of
from ptce_ref.services.referential import adopt_referential
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles
from tests.folder import lasting_folder
from tests.samples import examples, poles, shipped_referential

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def clock() -> dt.datetime:
    """A clock that stands still."""
    return NOON


def new_workspace(path: Path) -> Workspace:
    return open_workspace(path, create=True, clock=clock)


def example_base(folder: Path) -> Path:
    """Copy the database of the examples into ``folder`` and return it."""
    return Path(shutil.copy(_built(), folder / "exemples.sqlite"))


def keep_only(base: Path, *people: str, evaluation: str = "faubourg-des-forges-2026") -> None:
    """Leave these respondents alone in an evaluation: there are then fewer files to make for them."""
    marks = ", ".join("?" * len(people))
    with closing(sqlite3.connect(base)) as db, db:
        for table, column in (("answers", "respondent_id"), ("respondents", "id")):
            db.execute(
                f"DELETE FROM {table} WHERE evaluation_id = ? AND {column} NOT IN ({marks})",  # noqa: S608 - names of ours
                (evaluation, *people),
            )


@cache
def _built() -> Path:
    path = lasting_folder("exemples") / "exemples.sqlite"
    with new_workspace(path) as workspace:
        adopt_referential(workspace, shipped_referential())
        save_poles(workspace.store, poles().values(), workspace.now)
        for _, contents in examples().values():
            closed = contents.evaluation.phase is Phase.CLOSED
            snapshot = snapshot_of(contents, shipped_referential()) if closed else None
            save_contents(workspace.store, contents, workspace.now, snapshot)
    return path
