"""Use cases of the templates that a facilitator adapts: copying them, and completing a copy made before."""

import os
from dataclasses import dataclass
from pathlib import Path

from ptce_ref import __version__
from ptce_ref.loading.template_copy import RECORD, fingerprint, read_record, written_record
from ptce_ref.loading.theme import THEME
from ptce_ref.resources import is_inside_package, templates_folder
from ptce_ref.services.production import write_content
from ptce_ref.services.refusal import Fault, Refusal


@dataclass(frozen=True)
class Copied:
    """What a copy did, as names of files relative to ``folder``; nothing that was adapted is ever replaced."""

    folder: Path
    added: tuple[str, ...]
    updated: tuple[str, ...]
    """Never adapted, and different in this version of the program."""
    kept: tuple[str, ...]
    """Adapted: left as they are."""
    fresh: bool
    """Whether the folder was not a copy before."""


def copy_templates(folder: Path) -> Copied:
    """Copy the shipped templates into ``folder``, or bring what lacks to a copy made before.

    Raises :class:`Refusal` when the folder holds something else, or cannot be written.
    """
    record = _record_before(folder)
    shipped = templates_folder()
    names = sorted(_names(shipped))
    contents = {name: (shipped / name).read_bytes() for name in names}
    fingerprints = {name: fingerprint(content) for name, content in contents.items()}
    added = [name for name in names if not (folder / name).exists() and not (folder / name).is_symlink()]
    found = {name: _fingerprint_of(folder / name) for name in names if name not in added}
    updated = [name for name, now in found.items() if now == record.get(name) != fingerprints[name]]
    kept = [name for name, now in found.items() if name not in updated and now != fingerprints[name]]
    # The record comes first: a copy that was interrupted is a copy, and the same command completes it.
    told = {**record, **{name: fingerprints[name] for name in names if name not in kept}}
    write_content(folder / RECORD, written_record(__version__, told).encode())
    for name in (*added, *updated):
        write_content(folder / name, contents[name])
    return Copied(folder, tuple(added), tuple(updated), tuple(kept), not record)


def _record_before(folder: Path) -> dict[str, str]:
    """Return the record of the copy that ``folder`` is, nothing when it is new or empty; refuse anything else."""
    if is_inside_package(folder) or os.path.realpath(folder) == os.path.realpath(templates_folder()):
        raise Refusal(f"« {folder} » fait partie du programme : choisissez un autre dossier.", Fault.MISUSE)
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"« {folder} » est un fichier : donnez le nom d’un dossier.", Fault.MISUSE)
    record, problems = read_record(folder)
    if problems:
        raise Refusal(f"La copie du dossier « {folder} » ne se lit pas.", problems=problems)
    try:
        empty = not folder.exists() or not any(folder.iterdir())
    except OSError as error:
        raise Refusal(f"Le dossier « {folder} » ne s’ouvre pas.", Fault.UNUSABLE) from error
    if not empty and not (folder / RECORD).is_file():
        already = " C’est peut-être un dossier de modèles fait à la main." if (folder / THEME).exists() else ""
        raise Refusal(
            f"Le dossier « {folder} » n’est pas vide, et ce n’est pas une copie des modèles.{already} "
            "Donnez le nom d’un dossier neuf : rien n’est jamais écrasé.",
            Fault.MISUSE,
        )
    return dict(record)


def _names(folder: Path) -> list[str]:
    files = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    return [file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts)]


def _fingerprint_of(file: Path) -> str:
    """Return the fingerprint of a plain file; a link is never what we copied."""
    try:
        return "" if file.is_symlink() or not file.is_file() else fingerprint(file.read_bytes())
    except OSError:
        return ""
