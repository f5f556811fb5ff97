"""The one module that knows where the shipped files are: in the wheel, or in a source checkout."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_data"
_CHECKOUT = _PACKAGE.parent.parent


def _folder(name: str) -> Path:
    shipped = _SHIPPED / name
    return shipped if shipped.is_dir() else _CHECKOUT / name


def referential_folder(identifier: str = "ptce") -> Path:
    """Return the folder of a referential shipped with the program."""
    return _folder("referential") / identifier


def templates_folder() -> Path:
    """Return the folder of the theme, the fonts and the texts of printed documents."""
    return _folder("templates")


def examples_folder() -> Path:
    """Return the folder of the fictional pôles."""
    return _folder("examples")


def communes_file() -> Path:
    """Return the list of communes; ``make communes`` writes it, always inside the package."""
    return _PACKAGE / "_cog" / "communes.csv.gz"


def bold_font() -> Path:
    """Return the bold font of the shipped templates, which the screens draw large letters with."""
    return templates_folder() / "fonts" / "Lato-Bold.ttf"


def is_inside_package(folder: Path) -> bool:
    """Whether ``folder`` is part of the installed program, where nobody's work may be written."""
    return Path(os.path.realpath(folder)).is_relative_to(_PACKAGE)
