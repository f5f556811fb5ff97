"""The demonstration: a fresh database from the examples, then every workbook and document."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.resources import examples_folder
from ptce_ref.services.evaluation import snapshot_of
from ptce_ref.services.production import (
    make_coevaluation_workbook,
    make_comparison_workbook,
    print_grid,
    print_report,
    sound_theme,
)
from ptce_ref.services.reading import coevaluation_of, comparison_of
from ptce_ref.services.referential import adopt_referential
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.evaluation import list_progress
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles


@dataclass(frozen=True)
class Step:
    """One thing the demonstration made: a French name, and the file."""

    name: str
    file: Path


def set_aside(base: Path) -> Path | None:
    """Rename a base that is in the way of a fresh one, and return its new name: nothing is erased.

    Raises :class:`~ptce_ref.storage.problem.DatabaseUnusableError` when it is not one of ours.
    """
    if not base.exists():
        return None
    with open_workspace(base, read_only=True):
        pass
    number = 1
    while (kept := base.with_name(f"{base.stem}-{number}{base.suffix}")).exists():
        number += 1
    return base.rename(kept)


def load_examples(workspace: Workspace, referential: Referential, folder: Path | None = None) -> list[Evaluation]:
    """Put the fictional pôles of ``folder`` and their evaluations in the database.

    Raises :class:`Refusal` with every problem of every file; nothing is then written.
    """
    files = sorted((folder or examples_folder()).glob("*.yaml"))
    loaded = [load_pole(file, referential) for file in files]
    problems = [problem for item in loaded for problem in item.problems]
    if problems:
        raise Refusal("Les exemples ne peuvent pas servir.", problems=problems)
    adopt_referential(workspace, referential)
    save_poles(workspace.store, [item.pole for item in loaded if item.pole is not None], workspace.now)
    contents = [contents for item in loaded for contents in item.evaluations]
    for item in contents:
        closed = item.evaluation.phase is Phase.CLOSED
        save_contents(workspace.store, item, workspace.now, snapshot_of(item, referential) if closed else None)
    return [item.evaluation for item in contents]


def produce_everything(workspace: Workspace, folder: Path) -> Iterator[Step]:
    """Write every workbook and document of every evaluation, one at a time, yielding each as it is done."""
    theme = sound_theme()
    for progress in list_progress(workspace.store):
        evaluation = progress.evaluation
        view = coevaluation_of(workspace, evaluation.id)
        name = f"{view.pole.name} – {view.title}"
        place = folder / evaluation.id
        yield Step(
            f"{name} : grille de dialogue, vierge", print_grid(view, theme, place / "grille-vierge.pdf", filled=False)
        )
        yield Step(
            f"{name} : grille de dialogue, remplie", print_grid(view, theme, place / "grille-remplie.pdf", filled=True)
        )
        yield Step(f"{name} : rapport de co-évaluation", print_report(view, theme, place / "rapport.pdf"))
        yield Step(
            f"{name} : classeur de co-évaluation", make_coevaluation_workbook(view, theme, place / "co-evaluation.xlsx")
        )
    comparison = make_comparison_workbook(comparison_of(workspace), theme, folder / "comparaison.xlsx")
    yield Step("Comparaison des pôles : classeur", comparison)
