"""Making several documents in a row, one after the other, until somebody asks to stop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.theme import Theme
from ptce_ref.services.desk import Desk, GoOn
from ptce_ref.services.document import DOCUMENTS, Document
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.problem import DatabaseUnusableError


class StoppedError(Exception):
    """Somebody asked to stop: what was being made is not written."""


@dataclass(frozen=True)
class Outcome:
    """What became of a document: its file and its size, or why there is none."""

    document: Document
    file: Path
    size: int = 0
    problem: str = ""


def produce(
    workspace: Workspace,
    reference: str | None,
    wanted: Sequence[str],
    folder: Path,
    *,
    names: bool = False,
    for_others: bool = False,
    go_on: GoOn = lambda: None,
) -> Iterator[Outcome]:
    """Make the documents wanted (by id) in ``folder``, one after the other, yielding each as it is done.

    ``for_others`` makes the version to publish of those that have one; ``names`` then has no say in them. One that
    fails does not stop the next. ``go_on`` may raise :class:`StoppedError`: what was being made then leaves no file.
    Raises :class:`Refusal` when the templates cannot serve.
    """
    from ptce_ref.services.theme import sound_theme  # noqa: PLC0415 - with all that writes documents

    theme, desk = sound_theme(), Desk(workspace, reference, names=names, go_on=go_on)
    outside = Desk(workspace, reference, for_others=True, go_on=go_on)
    for document in DOCUMENTS:
        if document.id in wanted:
            go_on()
            file = folder / document.file_name(reference or "", for_others=for_others)
            yield _make(document, outside if for_others and document.publishable else desk, theme, file, go_on)


def _make(document: Document, desk: Desk, theme: Theme, target: Path, go_on: GoOn) -> Outcome:
    from ptce_ref.services.production import write_whole  # noqa: PLC0415 - with all that writes documents

    try:
        file = write_whole(target, lambda stream: document.write(desk, theme, stream), go_on)
        return Outcome(document, file, file.stat().st_size)
    except (Refusal, DatabaseUnusableError) as error:
        return Outcome(document, target, problem=str(error))
    except OSError:
        # Written, and already moved by somebody: there is nothing to say of its size.
        return Outcome(document, target)
