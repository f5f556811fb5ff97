"""Checks the texts of a folder of templates: which there are, and whether they can be printed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ptce_ref.domain.problem import Kind, Place, Problem, nearest_value
from ptce_ref.domain.prose import find_misread
from ptce_ref.loading.template_file import Unfit, file_within
from ptce_ref.loading.text_file import read_text

FOLDER = "textes"
_SUFFIX = ".md"
_MOST_BYTES = 200_000
_LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini"}


def check_texts(folder: Path, shipped: Path, record: Mapping[str, str]) -> Iterator[Problem]:
    """Yield every problem of the texts of ``folder``; ``shipped`` holds all those there are.

    ``record`` names the files that were copied: a text that came later is read where it is shipped,
    one that was copied and is gone is a problem.
    """
    known = _names(shipped)
    present = _names(folder)
    for name in sorted({*present, *(n for n in known if f"{FOLDER}/{n}" in record)}):
        place = Place(f"{FOLDER}/{name}")
        if name not in known:
            expected = "le nom d’un texte des modèles"
            yield Problem(Kind.UNUSED, f"le texte « {name} »", expected, (), nearest_value(name, known), place)
        elif name not in present:
            expected = "ce texte (« ptce modeles copier » le remet), ou un fichier vide pour ne rien imprimer"
            yield Problem(Kind.UNREADABLE, "aucun fichier de ce nom", expected, place=place)
        else:
            yield from _check(folder, f"{FOLDER}/{name}")


def _check(folder: Path, name: str) -> Iterator[Problem]:
    file = file_within(folder, name)
    if isinstance(file, Unfit):
        yield replace(file.at(()), place=Place(name))
        return
    text = read_text(file, _MOST_BYTES, "un texte plus court")
    if isinstance(text, Problem):
        yield replace(text, place=Place(name, text.place.line))
        return
    for misread in find_misread(text):
        yield Problem(Kind.MARKUP, misread.found, misread.expected, place=Place(name, misread.line))


def _names(folder: Path) -> list[str]:
    """Return the names of the texts of a folder; what a system or an editor left there is no text."""
    try:
        found = [entry.name for entry in (folder / FOLDER).iterdir()]
    except OSError:
        return []
    return sorted(
        name
        for name in found
        if not name.startswith(".") and not name.endswith("~") and name.lower() not in _LEFT_BY_SYSTEMS
    )
