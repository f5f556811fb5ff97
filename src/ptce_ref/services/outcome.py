"""Making documents: one, or several one after the other until somebody asks to stop."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ptce_ref.domain.theme import Theme
from ptce_ref.services.desk import Desk, GoOn
from ptce_ref.services.document import DOCUMENTS, Document, no_sense
from ptce_ref.services.kept_workbook import telling_kept
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.problem import DatabaseUnusableError

Told = Callable[[int, int, str], None]
"""Given, file after file of a document that has several: how many are made, of how many, and the name of the last."""


class StoppedError(Exception):
    """Somebody asked to stop: what was being made is not written."""


@dataclass(frozen=True)
class Outcome:
    """What became of a document: its file and its size, or why there is none."""

    document: Document
    file: Path
    """Its file, or the folder of its files."""
    size: int = 0
    problem: str = ""
    kept: tuple[Path, ...] = ()
    """Workbooks that somebody had changed, kept beside what took their place."""
    people: tuple[str, ...] = ()
    """For whom each file of the folder is, by id; empty when it is one file."""

    @property
    def files(self) -> int:
        """How many files were written."""
        return 0 if self.problem else len(self.people) or 1


def produce(
    workspace: Workspace,
    reference: str | None,
    wanted: Sequence[str],
    folder: Path,
    *,
    names: bool = False,
    for_others: bool = False,
    only: Sequence[str] | None = None,
    go_on: GoOn = lambda: None,
    told: Told = lambda _done, _total, _name: None,
) -> Iterator[Outcome]:
    """Make the documents wanted (by id) in ``folder``, one after the other, yielding each as it is done.

    ``for_others`` makes the version to publish of those that have one; ``names`` then has no say in them. One that
    fails does not stop the next. ``go_on`` may raise :class:`StoppedError`: what was being made then leaves no file.
    ``told`` follows a document of several files, which are for ``only`` these respondents if it is given.
    Raises :class:`Refusal` when the templates cannot serve.
    """
    from ptce_ref.services.theme import sound_theme  # noqa: PLC0415 - with all that writes documents

    theme, desk = sound_theme(), Desk(workspace, reference, names=names, only=only, go_on=go_on)
    outside = Desk(workspace, reference, for_others=True, go_on=go_on)
    for document in DOCUMENTS:
        if document.id in wanted:
            go_on()
            file = folder / document.file_name(reference or "", for_others=for_others)
            yield _make(document, outside if for_others and document.publishable else desk, theme, file, told)


def write_document(
    document: Document,
    desk: Desk,
    theme: Theme,
    target: Path,
    told: Told = lambda _done, _total, _name: None,
) -> tuple[Path, ...]:
    """Write a document whole, or not at all: its file ``target``, or its files in the folder ``target``; returns them.

    Files of other names that are in the folder stay; those of the same name are replaced. Raises :class:`Refusal` when
    a folder has no sense in the phase of the evaluation or would be empty, and as ``write_whole`` does.
    """
    from ptce_ref.services.production import write_together, write_whole  # noqa: PLC0415 - all that writes documents

    if not document.folder:
        return (write_whole(target, partial(document.write, desk, theme), desk.go_on),)
    if reason := document.unmade(desk.asked.phase, len(desk.people)):
        raise no_sense(document, reason)
    files = {
        document.file_for(desk.asked.id, person): partial(document.write, desk.for_person(person), theme)
        for person in desk.people
    }
    return write_together(target, files, desk.go_on, told)


def _make(document: Document, desk: Desk, theme: Theme, target: Path, told: Told) -> Outcome:
    try:
        with telling_kept() as kept:
            files = write_document(document, desk, theme, target, told)
        people = desk.people if document.folder else ()
        size = sum(file.stat().st_size for file in files)
        return Outcome(document, target if people else files[0], size, kept=tuple(kept), people=people)
    except (Refusal, DatabaseUnusableError) as error:
        return Outcome(document, target, problem=str(error))
    except OSError:
        # Written, and already moved by somebody: there is nothing to say of its size.
        return Outcome(document, target)
