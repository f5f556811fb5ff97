"""Finds the files that a folder of templates names, and keeps to that folder.

A copy of the templates may come from somebody else: what it names is data, never a way to read
another file of the machine. Knows nothing of what the files are for.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ptce_ref.domain.problem import Kind, Problem, nearest_value
from ptce_ref.domain.problem import Path as Where
from ptce_ref.loading.text_file import why_closed

_IMAGES = (".png", ".jpg", ".jpeg")
_FORMATS = ("PNG", "JPEG")
_MOST_BYTES = 20_000_000
_MOST_PIXELS = 25_000_000
"""An image twice as fine as an A4 page needs; beyond, opening it would fill the memory."""


@dataclass(frozen=True)
class Unfit:
    """Why a file cannot serve: short French phrases, and the nearest one that could."""

    found: str
    expected: str
    nearest: str | None = None

    def at(self, path: Where) -> Problem:
        """Return it as the problem of what stands at ``path``."""
        return Problem(Kind.UNFIT_FILE, self.found, self.expected, path, self.nearest)


def file_within(folder: Path, name: str, suffixes: tuple[str, ...] = ()) -> Path | Unfit:
    """Return the file ``name`` of ``folder``, links followed, or why it cannot serve.

    Nothing outside of the folder is ever opened. ``suffixes`` are those of the files to suggest.
    """
    shown = f"le fichier « {name} »"
    try:
        root = Path(os.path.realpath(folder))
        file = Path(os.path.realpath(root / name))
        if not file.is_relative_to(root):
            where = "hors du dossier des modèles" if _climbs(name) else "un lien qui mène hors du dossier des modèles"
            return Unfit(f"{shown}, {where}", "un fichier de ce dossier")
        if not file.is_file():
            found = f"{shown}, qui n’est pas un fichier ordinaire" if file.exists() else f"{shown}, qui n’existe pas"
            return Unfit(found, "un fichier de ce dossier", _nearest(root, name, suffixes))
        if file.stat().st_size > _MOST_BYTES:
            return Unfit(f"{shown}, de plus de {_MOST_BYTES // 1_000_000} Mo", "un fichier plus léger")
        with file.open("rb"):
            return file
    except OSError as error:
        return Unfit(f"{shown} : {why_closed(error)}", "un fichier qui s’ouvre")
    except ValueError:
        return Unfit("un nom de fichier impossible", "un fichier de ce dossier")


def image_within(folder: Path, name: str) -> Path | Unfit:
    """Return the PNG or JPEG image ``name`` of ``folder``, or why it cannot serve."""
    file = file_within(folder, name, _IMAGES)
    if isinstance(file, Unfit):
        return file
    expected = "une image PNG ou JPEG"
    try:
        with Image.open(file, formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                return Unfit(f"une image de {image.width} × {image.height} points", "une image plus petite")
            # Read to its last line: an image cut short would stop each document half way.
            image.load()
    except UnidentifiedImageError:
        return Unfit(f"le fichier « {name} », d’une autre sorte", expected)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Unfit(f"le fichier « {name} », une image abîmée", expected)
    return file


def _climbs(name: str) -> bool:
    return Path(name).is_absolute() or ".." in Path(name).parts


def _nearest(root: Path, name: str, suffixes: tuple[str, ...]) -> str | None:
    if not suffixes:
        return None
    names = [file.relative_to(root).as_posix() for file in sorted(root.rglob("*")) if file.suffix.lower() in suffixes]
    return nearest_value(name, names)
