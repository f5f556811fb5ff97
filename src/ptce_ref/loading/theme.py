"""Reads a folder of templates: its look, its order of sections, and whether its texts can be printed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from pydantic import ValidationError

from ptce_ref.domain.model import Model
from ptce_ref.domain.problem import Kind, Path, Place, Problem, nearest_value
from ptce_ref.domain.theme import Appearance, Section, Theme
from ptce_ref.loading.draft import draft
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.monograph import FILE as FRAME
from ptce_ref.loading.monograph import load_frame
from ptce_ref.loading.raw_yaml import Document, read_document
from ptce_ref.loading.section_order import read_order
from ptce_ref.loading.template_copy import RECORD, read_record
from ptce_ref.loading.template_file import Unfit, file_within, image_within
from ptce_ref.loading.template_text import check_texts
from ptce_ref.loading.theme_colour import check_colours, colour_like

THEME = "theme.yaml"
ORDER = "documents.yaml"
_FONTS = (".ttf",)


class _File(Model):
    """The one key of the file."""

    theme: Appearance


@dataclass(frozen=True)
class FontFile:
    """A font that a theme names and that is there; whether it can serve is not known yet."""

    name: str
    file: FilePath
    place: Place


@dataclass(frozen=True)
class LoadedTheme:
    """``theme`` is None as soon as there is one problem; ``fonts`` are the files found even so."""

    theme: Theme | None
    problems: tuple[Problem, ...] = ()
    fonts: tuple[FontFile, ...] = ()


def load_theme(folder: FilePath, shipped: FilePath | None = None) -> LoadedTheme:
    """Read a folder of templates; ``shipped`` is the one it was copied from, which tells every name there is.

    All the problems of all its files are reported at once, with file and line. Nothing is raised
    for what the folder holds.
    """
    shipped = shipped or folder
    appearance, problems, fonts = _read_appearance(folder)
    order, found = _read_order(folder, shipped)
    record, unreadable = read_record(folder)
    problems += [*found, *unreadable, *_frame_problems(folder), *check_texts(folder, shipped, record)]
    problems += _strangers(folder, shipped)
    problems.sort(key=lambda problem: (problem.place.file, problem.place.line or 0))
    if appearance is None or problems:
        return LoadedTheme(None, tuple(problems), fonts)
    theme = Theme(
        fonts=appearance.fonts, logo=appearance.logo, colours=appearance.colours, folder=folder, documents=order
    )
    return LoadedTheme(theme, (), fonts)


def _read_appearance(folder: FilePath) -> tuple[Appearance | None, list[Problem], tuple[FontFile, ...]]:
    """Return what ``theme.yaml`` says, its problems, and the fonts it names that are there."""
    document = _open(folder, THEME)
    problems = list(document.problems)
    if document.broken:
        return None, problems, ()
    try:
        _File.model_validate(document.content, by_alias=True, by_name=False)
    except ValidationError as error:
        problems += [document.locate(_with_colour(p)) for p in problems_of(error, _File)]
    # What is wrong in one place must not hide the rest: the checks take what can be read.
    read = draft(_File, document.content, document.raw).theme
    wrong = {problem.path for problem in problems}
    problems += [document.locate(p) for p in check_colours(read.colours) if p.path not in wrong]
    fonts: list[FontFile] = []
    for path, name in _named_fonts(read):
        fit = file_within(folder, name, _FONTS)
        if isinstance(fit, Unfit):
            problems += [] if path in wrong or not name else [document.locate(fit.at(path))]
        else:
            fonts.append(FontFile(name, fit, Place(THEME, document.line_at(path))))
    logo = image_within(folder, read.logo) if read.logo else None
    if isinstance(logo, Unfit):
        problems.append(document.locate(logo.at(("theme", "logo"))))
    return None if problems else read, problems, tuple(fonts)


def _with_colour(problem: Problem) -> Problem:
    """Return ``problem`` with the nearest colour, when a colour is what is expected."""
    nearest = colour_like(problem.found.strip("« »")) if "couleurs" in problem.path else None
    return problem if nearest is None else replace(problem, nearest=nearest)


def _named_fonts(read: Appearance) -> list[tuple[Path, str]]:
    fonts = read.fonts
    named = (
        ("normale", fonts.normal),
        ("grasse", fonts.bold),
        ("italique", fonts.italic),
        ("grasse_italique", fonts.bold_italic),
    )
    return [(("theme", "polices", key), name) for key, name in named]


def _read_order(folder: FilePath, shipped: FilePath) -> tuple[Mapping[str, tuple[Section, ...]], list[Problem]]:
    """Return the sections of each document; a copy without the file keeps the usual order."""
    known = {} if shipped == folder else read_order(_open(shipped, ORDER), None)[0]
    if not (folder / ORDER).is_symlink() and not (folder / ORDER).exists():
        return known, []
    return read_order(_open(folder, ORDER), known or None)


def _frame_problems(folder: FilePath) -> list[Problem]:
    """Return what is wrong in the frame of monographs; a copy without it has the usual one."""
    if not (folder / FRAME).is_file():
        return []
    fit = file_within(folder, FRAME)
    return [replace(fit.at(()), place=Place(FRAME))] if isinstance(fit, Unfit) else [*load_frame(folder).problems]


def _open(folder: FilePath, name: str) -> Document:
    fit = file_within(folder, name)
    if not isinstance(fit, Unfit):
        return read_document(fit)
    document = Document(name, "")
    document.refuse(replace(fit.at(()), place=Place(name)))
    return document


def _strangers(folder: FilePath, shipped: FilePath) -> list[Problem]:
    """Return the YAML files that nothing reads: one of them is likely a file under another name."""
    known = _yaml_names(shipped)
    expected = ", ".join(f"« {name} »" for name in known)
    return [
        Problem(Kind.UNUSED, f"le fichier « {name} »", expected, nearest=nearest_value(name, known), place=Place(name))
        for name in _yaml_names(folder)
        if name not in known
    ]


def _yaml_names(folder: FilePath) -> list[str]:
    try:
        names = sorted(file.name for file in folder.iterdir() if file.suffix.lower() in {".yaml", ".yml"})
    except OSError:
        return []
    return [name for name in names if name != RECORD and not name.startswith(".")]
