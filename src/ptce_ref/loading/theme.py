"""Reads the theme of a folder of templates."""

from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from pydantic import ValidationError

from ptce_ref.domain.model import Model
from ptce_ref.domain.problem import Kind, Path, Place, Problem
from ptce_ref.domain.theme import Theme
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.raw_yaml import read_document


class _File(Model):
    theme: Theme


@dataclass(frozen=True)
class LoadedTheme:
    """``theme`` is None as soon as there is one problem."""

    theme: Theme | None
    problems: tuple[Problem, ...] = ()


def load_theme(folder: FilePath) -> LoadedTheme:
    """Read ``theme.yaml`` of a folder of templates and check that its files are inside it."""
    document = read_document(folder / "theme.yaml")
    if document.problems:
        return LoadedTheme(None, tuple(document.problems))
    try:
        theme = _File.model_validate(document.content).theme
    except ValidationError as error:
        found = problems_of(error, _File)
        return LoadedTheme(None, tuple(_located(p, document.line_at(p.path)) for p in found))
    problems = [_located(p, document.line_at(p.path)) for p in _missing_files(theme, folder)]
    return LoadedTheme(None if problems else theme.model_copy(update={"folder": folder}), tuple(problems))


def _located(problem: Problem, line: int) -> Problem:
    return replace(problem, place=Place("theme.yaml", line))


def _missing_files(theme: Theme, folder: FilePath) -> list[Problem]:
    fonts = theme.fonts
    named: list[tuple[Path, str]] = [
        (("theme", "polices", "normale"), fonts.normal),
        (("theme", "polices", "grasse"), fonts.bold),
        (("theme", "polices", "italique"), fonts.italic),
        (("theme", "polices", "grasse_italique"), fonts.bold_italic),
    ]
    if theme.logo is not None:
        named.append((("theme", "logo"), theme.logo))
    root = folder.resolve()
    return [
        Problem(Kind.UNKNOWN_REFERENCE, f"le fichier « {name} »", "un fichier de ce dossier", path)
        for path, name in named
        if not (root / name).resolve().is_relative_to(root) or not (root / name).is_file()
    ]
