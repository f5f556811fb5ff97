"""Taking a questionnaire back, as a ratio to openpyxl iterating over the same file in read-only mode.

    .venv/bin/python benchmarks/questionnaire.py

Measured: the checks of the archive, the reading of the cells and the answers made of them, without
what the database costs. Bound: 2. Exits 1 when the median ratio is over it.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.loading.example import load_pole
from ptce_ref.loading.questionnaire import read_questionnaire
from ptce_ref.loading.questionnaire_answer import AnswerReader
from ptce_ref.loading.theme import load_theme
from ptce_ref.reports.questionnaire_view import view_questionnaire
from ptce_ref.reports.xlsx.questionnaire import write_questionnaire
from ptce_ref.resources import examples_folder, templates_folder
from ptce_ref.services.referential import sound_referential

RUNS = 31
BOUND = 2.0


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def filled(referential: Referential, path: Path) -> Evaluation:
    """Write a questionnaire with every question answered; return its evaluation."""
    loaded = load_pole(min(Path(examples_folder()).glob("*.yaml")), referential)
    theme = load_theme(templates_folder()).theme
    assert loaded.pole is not None
    assert theme is not None
    evaluation = loaded.evaluations[0].evaluation
    person = Respondent(id="r01", college=referential.colleges[0].id)
    level = referential.scale.levels[0].id
    answers = {
        ident: Answer(
            respondent_id=person.id,
            indicator_id=ident,
            kind=AnswerKind.LEVEL,
            level=level,
            argument=f"Nous l’avons vu le 12 mars, à plusieurs, et c’est écrit au compte rendu n° {place}.",
        )
        for place, ident in enumerate(evaluation.indicators)
    }
    view = view_questionnaire(loaded.pole, evaluation, referential, respondent=person, answers=answers)
    with path.open("wb") as file:
        write_questionnaire(view, theme, file)
    return evaluation


def iterate(path: Path) -> int:
    """What the library alone does: every value of every sheet."""
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True)
        return sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def main() -> int:
    referential = sound_referential()
    ratios = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.xlsx"
        evaluation = filled(referential, path)

        def take() -> None:
            reader = AnswerReader(read_questionnaire(path), evaluation, referential)
            assert len(reader.rows()) == len(evaluation.indicators)
            assert not reader.problems

        take()
        for _ in range(RUNS):
            bare = min(seconds(lambda: iterate(path)) for _ in range(3))
            ratios.append(min(seconds(take) for _ in range(3)) / bare)
    median = statistics.median(ratios)
    print(
        f"{len(evaluation.indicators)} questions: median ratio {median:.2f} "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f}), bound {BOUND}"
    )
    return int(median > BOUND)


if __name__ == "__main__":
    sys.exit(main())
