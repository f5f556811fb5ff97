"""Use cases that make files: whole or not at all; all raise Refusal as :func:`write_whole` does."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from ptce_ref.domain.theme import Theme, ThemeError
from ptce_ref.reports.comparison_data import Arguments
from ptce_ref.reports.pdf.grid import write_dialogue_grid
from ptce_ref.reports.pdf.report import write_coevaluation_report
from ptce_ref.reports.questionnaire_view import QuestionnaireView
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.reports.xlsx.coevaluation import write_coevaluation_workbook
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from ptce_ref.reports.xlsx.questionnaire import write_questionnaire
from ptce_ref.services.kept_workbook import SUFFIX, keeping_changed
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.storage.atomic import atomic_file, atomic_folder
from ptce_ref.storage.database import is_database

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_SHORT = 4 << 20


def print_grid(view: CoevaluationView, theme: Theme, target: Path, *, filled: bool, paper: str = "a3") -> Path:
    """Write the table de dialogue on ``paper`` (« a4 » to « a1 »), blank or filled; returns the file."""
    return write_whole(target, lambda file: write_dialogue_grid(view, theme, file, filled=filled, paper=paper))


def print_report(view: CoevaluationView, theme: Theme, target: Path) -> Path:
    """Write the co-evaluation report; returns the file."""
    return write_whole(target, lambda file: write_coevaluation_report(view, theme, file))


def make_coevaluation_workbook(view: CoevaluationView, theme: Theme, target: Path) -> Path:
    """Write the co-evaluation workbook; returns the file."""
    return write_whole(target, lambda file: write_coevaluation_workbook(view, theme, file))


def make_comparison_workbook(
    view: ComparisonView,
    theme: Theme,
    target: Path,
    *,
    arguments: Arguments | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> Path:
    """Write the comparison workbook, with what people said if ``arguments`` are given; returns the file."""

    def write(file: BinaryIO) -> None:
        write_comparison_workbook(view, theme, file, arguments=arguments, go_on=go_on)

    return write_whole(target, write, go_on)


def make_questionnaire(view: QuestionnaireView, theme: Theme, target: Path) -> Path:
    """Write the questionnaire in a workbook; returns the file."""
    return write_whole(target, lambda file: write_questionnaire(view, theme, file))


def write_whole(
    target: Path,
    write: Callable[[BinaryIO], None],
    go_on: Callable[[], None] = lambda: None,
    *,
    private: bool = False,
) -> Path:
    """Write beside ``target``, then rename: nobody ever sees half a file.

    A workbook of that name that somebody changed in a spreadsheet is kept beside, under a dated name. A file that is
    ``private`` can be read by its owner alone, where the system knows owners. ``go_on`` is called while the content is
    made; what it raises stops there, and nothing is written.
    Raises :class:`Refusal` when the theme cannot serve, the folder cannot be written or the disk is full.
    """
    target = _usable(target)
    # Libraries that make the content may use temporary files: a full disk shows there too.
    with _told(f"Le fichier « {target} »", "Rien n’a été changé."), _WatchedContent(go_on) as content:
        # A binary file in all but its declared type.
        write(cast("BinaryIO", content))
        go_on()
        target.parent.mkdir(parents=True, exist_ok=True)
        content.seek(0)
        # The last to begin is the first to end: the new one is in place before anybody is told what was kept.
        with (
            keeping_changed(target),
            atomic_file(target, 0o600 if private else 0o666) as beside,
            beside.open("wb") as file,
        ):
            shutil.copyfileobj(content, file)
    return target


def write_together(
    folder: Path,
    files: Mapping[str, Callable[[BinaryIO], None]],
    go_on: Callable[[], None] = lambda: None,
    told: Callable[[int, int, str], None] = lambda _done, _total, _name: None,
) -> tuple[Path, ...]:
    """Write ``files``, by name, in ``folder``: all of them are made before any is seen there; returns them.

    What is in the folder under other names stays, and workbooks changed in a spreadsheet are kept as by
    :func:`write_whole`. ``go_on`` is called while each is made; what it raises stops there,
    and nothing is written. ``told`` is given how many are made, of how many, and the name of the last one.
    Raises :class:`Refusal` as :func:`write_whole` does.
    """
    for name in files:
        _usable(folder / name)
    with whole_folder(folder) as beside:
        for done, (name, write) in enumerate(files.items(), start=1):
            with _WatchedContent(go_on) as content, (beside / name).open("wb") as file:
                write(cast("BinaryIO", content))
                content.seek(0)
                shutil.copyfileobj(content, file)
            told(done, len(files), name)
        go_on()
    return tuple(folder / name for name in files)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of ``folder`` when the block ends well; not half of it.

    When it exists, files of other names stay, and each file of the same name is replaced whole; a workbook that
    somebody changed in a spreadsheet is kept beside, under a dated name.
    Raises :class:`Refusal` as :func:`write_whole` does.
    """
    with _told(f"Le dossier « {folder} »"):
        if folder.exists() and not folder.is_dir():
            raise Refusal(f"« {folder} » est un fichier : donnez le nom d’un dossier.", Fault.MISUSE)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            # Entered first, left last: the folder is in place before anybody is told what was kept.
            kept = stack.enter_context(ExitStack())
            beside = stack.enter_context(atomic_folder(folder))
            yield beside
            for path in sorted(beside.rglob(f"*{SUFFIX}")):
                kept.enter_context(keeping_changed(folder / path.relative_to(beside)))


@contextmanager
def _told(what: str, after: str = "") -> Iterator[None]:
    """Say as a refusal why ``what`` could not be written; ``after`` is what became of it."""
    try:
        yield
    except ThemeError as error:
        raise Refusal(str(error)) from error
    except UnicodeDecodeError as error:
        raise Refusal("Un texte des modèles n’est pas enregistré en UTF-8.") from error
    except OSError as error:
        sentence = f"{what} n’a pas pu être écrit : {why_unwritten(error)}. {after}".rstrip()
        raise Refusal(sentence, Fault.UNUSABLE) from error


def write_content(target: Path, content: bytes, *, private: bool = False) -> Path:
    """As :func:`write_whole`, of a content that is made already."""

    def write(file: BinaryIO) -> None:
        file.write(content)

    return write_whole(target, write, private=private)


class _WatchedContent(SpooledTemporaryFile[bytes]):
    """The content of a file being made, which asks at each piece whether it is still wanted.

    In memory while it is short: the workbook of a thousand pôles is not.
    """

    def __init__(self, go_on: Callable[[], None]) -> None:
        super().__init__(max_size=_SHORT)
        self._go_on = go_on

    def write(self, data: "Buffer") -> int:
        self._go_on()
        return super().write(data)


def _usable(target: Path) -> Path:
    """Return the file to write, links followed; refuse what a document must never replace."""
    try:
        # Path.resolve raises RuntimeError there, by some versions of Python.
        target = Path(os.path.realpath(target))
        if any(path.is_symlink() for path in (target, *target.parents)):
            raise Refusal(f"On ne peut pas écrire « {target} » : un lien du chemin mène à lui-même.", Fault.MISUSE)
        if target.is_dir() or not target.name:
            raise Refusal(f"« {target} » est un dossier : donnez le nom d’un fichier.", Fault.MISUSE)
        if target.exists() and not target.is_file():
            raise Refusal(f"« {target} » n’est pas un fichier ordinaire : donnez un autre nom.", Fault.MISUSE)
        if target.exists() and is_database(target):
            raise Refusal(f"« {target} » est une base de données : donnez un autre nom.", Fault.MISUSE)
    except OSError as error:
        raise Refusal(f"On ne peut pas écrire « {target} » : {why_unwritten(error)}.", Fault.UNUSABLE) from error
    return target


def why_unwritten(error: OSError) -> str:
    """Return in French why the system refused to write; it speaks its own language."""
    reasons = {
        errno.ENOSPC: "le disque est plein",
        errno.EFBIG: "le disque est plein",
        errno.EACCES: "vous n’avez pas le droit d’écrire à cet endroit",
        errno.EPERM: "vous n’avez pas le droit d’écrire à cet endroit",
        errno.EROFS: "ce disque est en lecture seule",
        errno.ENOENT: "ce dossier n’existe pas",
        errno.ENOTDIR: "un des dossiers du chemin est un fichier",
        errno.EEXIST: "un fichier porte le nom d’un des dossiers du chemin",
        errno.ELOOP: "un lien du chemin mène à lui-même",
        errno.ENAMETOOLONG: "le nom est trop long",
    }
    return reasons.get(error.errno or 0, "le système a refusé")
