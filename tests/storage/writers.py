"""Several processes write to one base for as long as one likes: nothing is lost, and nobody sees an error.

    .venv/bin/python -m tests.storage.writers [SECONDES [PROCESSUS]]

Each one answers as its own respondent, adds one voice to a show of hands that all share, and reads the list of the
home screen. At the end the base holds the last answer of each, as many voices as were added, and one line of
journal for each write. Prints one line of JSON: writes, the longest wait, errors, which must be none.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from ptce_ref.domain.evaluation import Tally
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.opinion import answers_by, record_answer, require_opinions
from ptce_ref.services.overview import overview_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.inspection import verify_store
from ptce_ref.storage.opinion import change_tally
from tests.bases import clock, example_base
from tests.storage.test_kept import level

EVALUATION, COLLEGE = "faubourg-des-forges-2026", "habitants"


def voice(tally: Tally) -> Tally:
    return tally.model_copy(update={"voices": {**tally.voices, "2": tally.voices.get("2", 0) + 1}})


def write(base: Path, rank: int, seconds: float) -> None:
    """Write until time is over; print what was acknowledged."""
    until, writes, longest, last = time.monotonic() + seconds, 0, 0.0, ""
    with open_workspace(base) as workspace:
        evaluation = find_evaluation(workspace, EVALUATION)
        person, indicator = respondents_of(workspace, evaluation)[rank].id, evaluation.indicators[0]
        while time.monotonic() < until:
            begun = time.monotonic()
            text = f"{rank}-{writes}"
            record_answer(workspace, evaluation, level(person, indicator, str(1 + writes % 4), text))
            last, writes = text, writes + 1
            change_tally(workspace.store, evaluation.id, indicator, COLLEGE, voice, workspace.now, require_opinions)
            longest = max(longest, time.monotonic() - begun)
            if writes % 10 == 0:
                overview_of(workspace)
    sys.stdout.write(json.dumps({"person": person, "writes": writes, "last": last, "longest": longest}) + "\n")


def play(seconds: float, processes: int) -> dict[str, object]:
    """Return the account of ``processes`` that write together for ``seconds``."""
    with TemporaryDirectory(prefix="ptce-ecrivains-") as folder:
        base = example_base(Path(folder))
        before = _counts(base)
        command = [sys.executable, "-m", "tests.storage.writers", "--un", str(base)]
        running = [
            subprocess.Popen(
                [*command, str(rank), str(seconds)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for rank in range(processes)
        ]
        ended = [process.communicate() for process in running]
        errors = [told.strip().splitlines()[-1] for _, told in ended if told.strip()]
        told = [json.loads(out) for out, _ in ended if out]
        after = _counts(base)
        with open_workspace(base, read_only=True, clock=clock) as workspace:
            evaluation = find_evaluation(workspace, EVALUATION)
            kept = {
                one["person"]: answers_by(workspace, evaluation, one["person"])[evaluation.indicators[0]].argument
                for one in told
            }
            errors += verify_store(workspace.store)
    writes = sum(int(one["writes"]) for one in told)
    for one in told:
        if kept[one["person"]] != one["last"]:
            errors.append(f"{one['person']}: {kept[one['person']]} instead of {one['last']}")
    if after[0] - before[0] != writes:
        errors.append(f"{after[0] - before[0]} voices for {writes} writes")
    if after[1] - before[1] != 2 * writes:
        errors.append(f"{after[1] - before[1]} lines of journal for {2 * writes} writes")
    longest = max((float(one["longest"]) for one in told), default=0.0)
    return {
        "processus": processes,
        "secondes": seconds,
        "écritures": 2 * writes,
        "la plus longue attente (s)": round(longest, 2),
        "erreurs": errors,
    }


def _counts(base: Path) -> tuple[int, int]:
    """Return the voices of the shared show of hands, and the lines of the journal."""
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        evaluation = find_evaluation(workspace, EVALUATION)
        db = workspace.store.db
        row = db.execute(
            "SELECT json_extract(voices, '$.2') FROM tallies "
            "WHERE evaluation_id = ? AND indicator_id = ? AND college = ?",
            (evaluation.id, evaluation.indicators[0], COLLEGE),
        ).fetchone()
        return int(row[0] or 0) if row else 0, int(db.execute("SELECT count(*) FROM journal").fetchone()[0])


def main() -> int:
    if sys.argv[1:2] == ["--un"]:
        write(Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
        return 0
    numbers = [float(word) for word in sys.argv[1:]]
    account = play(numbers[0] if numbers else 300.0, int(numbers[1]) if len(numbers) > 1 else 2)
    sys.stdout.write(json.dumps(account, ensure_ascii=False) + "\n")
    return 1 if account["erreurs"] else 0


if __name__ == "__main__":
    sys.exit(main())
