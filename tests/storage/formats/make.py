"""Makes the sample of the present format: a small base as this version of the program writes it, compressed.

    .venv/bin/python -m tests.storage.formats.make

Run it once, when a migration has been added and before it is released. The samples of the formats before were
made by the versions of that time, and are never made again.
"""

import gzip
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Tally
from ptce_ref.domain.vocabulary import ActionState, Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.services.evaluation import find_evaluation, respondents_of, snapshot_of
from ptce_ref.services.mark import mark
from ptce_ref.services.opinion import record_tally
from ptce_ref.services.referential import adopt_referential
from ptce_ref.storage.action import write_action
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles
from ptce_ref.storage.schema import VERSION
from tests.bases import new_workspace
from tests.other_shape import other_examples, other_referential

FOLDER = Path(__file__).parent


def build(path: Path) -> None:
    """Write a base of the present format: a closed evaluation, another one where opinions are given."""
    referential = other_referential()
    loaded = load_pole(other_examples() / "ailleurs.yaml", referential)
    if loaded.pole is None:
        raise SystemExit(str(loaded.problems))
    with new_workspace(path) as workspace:
        adopt_referential(workspace, referential)
        save_poles(workspace.store, [loaded.pole], workspace.now)
        for contents in loaded.evaluations:
            closed = contents.evaluation.phase is Phase.CLOSED
            save_contents(
                workspace.store, contents, workspace.now, snapshot_of(contents, referential) if closed else None
            )
        evaluation = find_evaluation(workspace, "ailleurs-2")
        indicator, college = evaluation.indicators[0], next(iter(referential.college_by_id))
        record_tally(workspace, evaluation, Tally(indicator_id=indicator, college=college, voices={"1": 2, "3": 4}))
        mark(workspace, evaluation, respondents_of(workspace, evaluation)[0].id, indicator, marked=True)
        with workspace.store.writing() as db:
            action = Action(id="a01", what="Ouvrir l’atelier", indicators=(indicator,), state=ActionState.PLANNED)
            write_action(db, "ailleurs-1", action, workspace.now)


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "base.sqlite"
        build(path)
        target = FOLDER / f"{VERSION}.sqlite.gz"
        # The same base gives the same file: no date, no name.
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
