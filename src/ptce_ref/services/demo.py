"""The demonstration: a fresh database from the examples, then every workbook and document."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.theme import Theme
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.resources import examples_folder
from ptce_ref.services.desk import Desk
from ptce_ref.services.document import DOCUMENTS, Document
from ptce_ref.services.evaluation import snapshot_of
from ptce_ref.services.offer import has_two_views
from ptce_ref.services.outcome import write_document
from ptce_ref.services.referential import adopt_referential
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.theme import sound_theme
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.evaluation import list_evaluations
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles


@dataclass(frozen=True)
class Step:
    """One thing the demonstration made: a French name, and its files."""

    name: str
    files: tuple[Path, ...]


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


def produce_everything(workspace: Workspace, folder: Path, theme: Theme | None = None) -> Iterator[Step]:
    """Write every workbook and document of every evaluation, one at a time, yielding each as it is done.

    With the theme that documents have when none is given; raises :class:`Refusal` when it cannot serve.
    """
    theme = theme or sound_theme()
    for evaluation in list_evaluations(workspace.store):
        desk = Desk(workspace, evaluation.id)
        name = f"{desk.evaluation.pole.name} – {desk.evaluation.title}"
        crossed = has_two_views(workspace, evaluation)
        for document in DOCUMENTS:
            if document.of_two_views and not crossed:
                continue
            if document.of_one_evaluation and not document.unmade(evaluation.phase, len(desk.people)):
                place = folder / evaluation.id
                yield Step(f"{name} : {_uncapitalised(document.name)}", _write(document, desk, theme, place))
    desk = Desk(workspace, None)
    for document in DOCUMENTS:
        if not document.of_one_evaluation:
            yield Step(document.name, _write(document, desk, theme, folder))


def _write(document: Document, desk: Desk, theme: Theme, folder: Path) -> tuple[Path, ...]:
    """Each evaluation has its own folder here: the name of the file need not say which one."""
    return write_document(document, desk, theme, folder / (document.folder or f"{document.stem}{document.suffix}"))


def _uncapitalised(name: str) -> str:
    return name[:1].lower() + name[1:]
