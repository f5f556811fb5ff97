"""What a workspace remembers until the base changes; and an evaluation withdrawn while somebody changes its version."""

from pathlib import Path

import pytest

from ptce_ref.storage.passage import pass_over
from ptce_ref.storage.problem import DatabaseUnusableError
from tests.bases import NOON, new_workspace


def test_two_functions_of_one_name_do_not_take_each_others_answers(tmp_path: Path) -> None:
    def first() -> None:
        """Ask."""

    def second() -> None:
        """Ask something else."""

    second.__name__ = second.__qualname__ = first.__name__
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        assert workspace.recall(first, "a", lambda: 1) == 1
        assert workspace.recall(second, "a", lambda: 2) == 2
        assert workspace.recall(first, "a", lambda: 3) == 1
        workspace.store.db.execute("CREATE VIEW v AS SELECT 1")
        workspace.store.db.execute("DELETE FROM migrations")
        assert workspace.recall(first, "a", lambda: 3) == 3


def test_an_evaluation_withdrawn_meanwhile_is_said_to_be(tmp_path: Path) -> None:
    with (
        new_workspace(tmp_path / "base.sqlite") as workspace,
        pytest.raises(DatabaseUnusableError, match="a été retirée depuis"),
    ):
        pass_over(workspace.store, "retirée", lambda _: None, NOON.isoformat(), lambda _: None)
