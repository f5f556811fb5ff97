"""Use cases of those who write a referential: as a workbook, back into YAML, one version beside another."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import fold
from ptce_ref.domain.theme import Theme
from ptce_ref.loading.referential import yaml_files
from ptce_ref.loading.referential_text import UnfaithfulEditError, edit_texts
from ptce_ref.loading.referential_workbook import ReferentialWorkbook, read_referential_workbook
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.reports.referential_difference import DifferenceView, view_difference
from ptce_ref.reports.xlsx.cell import LIMIT
from ptce_ref.reports.xlsx.referential import cells_too_long, write_referential_workbook
from ptce_ref.resources import is_inside_package, referential_folder
from ptce_ref.services.production import why_unwritten, write_whole
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.storage.atomic import atomic_folder, replace_files

SHIPPED = "livré"
"""How a person names the referential that comes with the program."""


@dataclass(frozen=True)
class ReferentialImport:
    """What importing a workbook does: from which files, into which folder, and what changes.

    ``texts`` are the whole files of ``folder`` after the import, ``changed`` the names of those that
    change; ``stale`` says that the files changed since the workbook was made.
    """

    folder: Path
    source: Path
    is_new: bool
    referential: Referential
    difference: DifferenceView
    texts: Mapping[str, str]
    changed: tuple[str, ...]
    stale: bool


def make_referential_workbook(referential: Referential, theme: Theme, target: Path) -> Path:
    """Write the workbook of a referential; returns the file.

    Raises :class:`Refusal` when a text is too long for a cell.
    """
    too_long = next(cells_too_long(referential), None)
    if too_long is not None:
        raise Refusal(f"{too_long} : ce texte dépasse {LIMIT} caractères, une cellule ne peut pas le contenir.")
    return write_whole(target, lambda file: write_referential_workbook(referential, theme, file))


def find_referential(reference: str) -> Referential:
    """Return the referential of a folder, a YAML file, a workbook, or the shipped one (« livré »).

    Raises :class:`Refusal` with every problem of what was read.
    """
    path = Path(reference)
    if fold(reference) == fold(SHIPPED) and not path.exists():
        return sound_referential()
    if path.suffix.casefold() == ".xlsx":
        return _sound(_read(path), path)
    return sound_referential(path)


def compare_versions(before: str, after: str) -> DifferenceView:
    """Return in words what changed between two referentials, named as :func:`find_referential` reads them.

    Raises :class:`Refusal` with every problem of either.
    """
    return view_difference(find_referential(before), find_referential(after))


def foresee_import(path: Path, folder: Path | None = None, source: Path | None = None) -> ReferentialImport:
    """Return what importing the workbook at ``path`` would do; nothing is written.

    ``folder`` receives the YAML: when it holds a referential, that one is changed in place; otherwise it
    is made as a copy of ``source`` (by default: the shipped referential of the same id). Raises
    :class:`Refusal` with every problem of the workbook, or when the folder cannot serve.
    """
    workbook = _read(path)
    after = _sound(workbook, path)
    ident = workbook.identity.get("referentiel", after.id)
    folder = folder or Path(f"referentiel-{ident}")
    _require_usable(folder)
    is_new = not (folder.is_dir() and yaml_files(folder))
    origin = _origin(ident, source) if is_new else folder
    before = sound_referential(origin)
    files = yaml_files(origin) if origin.is_dir() else [origin]
    texts = {file.name: file.read_bytes().decode("utf-8") for file in files}
    try:
        changed = edit_texts(texts, before, after)
    except UnfaithfulEditError as error:
        raise Refusal(
            f"Ces changements ne s’écrivent pas tels quels dans les fichiers de « {origin} » : faites-les en moins "
            "d’une fois, ou dans les fichiers eux-mêmes. Rien n’a été changé.",
            problems=error.problems,
        ) from error
    stale = bool(changed) and workbook.identity.get("empreinte") != before.content_hash
    return ReferentialImport(
        folder, origin, is_new, after, view_difference(before, after), {**texts, **changed}, tuple(changed), stale
    )


def write_import(found: ReferentialImport, *, replace: bool = False) -> None:
    """Write the YAML of an import: all of the files or none.

    Raises :class:`Refusal` when the files changed since the workbook was made, unless ``replace``.
    """
    if found.stale and not replace:
        raise Refusal(
            f"Les fichiers de « {found.source} » ont changé depuis que ce classeur en a été tiré : l’importer "
            "défait ce qui y a été écrit depuis. Relisez la liste ci-dessus, puis ajoutez --remplacer, "
            "ou repartez d’un nouveau classeur. Rien n’a été changé."
        )
    try:
        if found.is_new:
            _write_new(found.folder, found.texts)
        else:
            replace_files({found.folder / name: found.texts[name].encode() for name in found.changed})
    except OSError as error:
        sentence = f"« {found.folder} » n’a pas pu être écrit : {why_unwritten(error)}. Rien n’a été changé."
        raise Refusal(sentence, Fault.UNUSABLE) from error


def _read(path: Path) -> ReferentialWorkbook:
    try:
        return read_referential_workbook(path)
    except WorkbookRefusedError as error:
        raise Refusal(str(error)) from error


def _sound(workbook: ReferentialWorkbook, path: Path) -> Referential:
    if workbook.loaded.referential is None:
        raise Refusal(f"Le référentiel de « {path} » ne peut pas servir.", problems=workbook.loaded.problems)
    return workbook.loaded.referential


def _require_usable(folder: Path) -> None:
    if is_inside_package(folder):
        raise Refusal(
            f"« {folder} » fait partie du programme, qu’une mise à jour remplace : donnez un autre dossier (--vers).",
            Fault.MISUSE,
        )
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"« {folder} » est un fichier : donnez un dossier (--vers).", Fault.MISUSE)
    if folder.is_dir() and not yaml_files(folder) and any(folder.iterdir()):
        raise Refusal(f"« {folder} » contient autre chose qu’un référentiel : donnez un autre dossier.", Fault.MISUSE)


def _origin(ident: str, source: Path | None) -> Path:
    """Return the files a new folder starts from."""
    if source is not None:
        return source
    shipped = referential_folder()
    if sound_referential(shipped).id != ident:
        raise Refusal(
            f"Ce classeur vient du référentiel « {ident} », qui n’est pas celui qui est livré : "
            "dites où sont ses fichiers (--referentiel DOSSIER).",
            Fault.MISUSE,
        )
    return shipped


def _write_new(folder: Path, texts: Mapping[str, str]) -> None:
    """Make the folder beside, then give it its name, or its files to the empty one that is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with atomic_folder(folder) as beside:
        for name, text in texts.items():
            (beside / name).write_bytes(text.encode())
