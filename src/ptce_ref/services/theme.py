"""Use cases of the theme: which templates to print with, and everything that is wrong in them."""

import os
from pathlib import Path

from ptce_ref.domain.problem import Kind, Problem
from ptce_ref.domain.theme import Theme, ThemeError
from ptce_ref.loading.theme import FontFile, load_theme
from ptce_ref.reports.pdf.font import missing_letters
from ptce_ref.resources import templates_folder
from ptce_ref.services.refusal import Fault, Refusal

VARIABLE = "PTCE_MODELES"
"""The variable of the environment that names the templates of every document, on the screens too."""

_TOLD = 5


def chosen_templates(named: Path | None = None) -> Path:
    """Return the folder of templates: the one ``named``, else that of PTCE_MODELES, else the shipped one.

    Raises :class:`Refusal` when it is not a folder.
    """
    asked = os.environ.get(VARIABLE, "")
    folder = named if named is not None else Path(asked).expanduser() if asked else None
    if folder is None:
        return templates_folder()
    if not folder.is_dir():
        origin = "" if named is not None else f" (variable {VARIABLE})"
        raise Refusal(
            f"Il n’y a pas de dossier de modèles « {folder} »{origin}. "
            "« ptce modeles copier DOSSIER » en fait un, à adapter.",
            Fault.MISUSE,
        )
    return folder


def verify_templates(folder: Path) -> tuple[Theme | None, tuple[Problem, ...]]:
    """Return the theme of a folder of templates, None as soon as there is one problem, and every problem."""
    shipped = templates_folder()
    loaded = load_theme(folder, shipped)
    # Ours are judged by the tests; looking into the fonts takes longer than a short document.
    fonts = [] if os.path.realpath(folder) == os.path.realpath(shipped) else _font_problems(loaded.fonts)
    problems = sorted((*loaded.problems, *fonts), key=lambda p: (p.place.file, p.place.line or 0))
    return (None if problems else loaded.theme), tuple(problems)


def sound_theme(named: Path | None = None) -> Theme:
    """Return the theme to print with (see :func:`chosen_templates`). Raises :class:`Refusal` with its problems."""
    folder = chosen_templates(named)
    theme, problems = verify_templates(folder)
    if theme is None:
        raise Refusal(f"Les modèles du dossier « {folder} » ne peuvent pas servir.", problems=problems)
    return theme


def _font_problems(fonts: tuple[FontFile, ...]) -> list[Problem]:
    problems: list[Problem] = []
    for font in fonts:
        shown = f"la police « {font.name} »"
        try:
            missing = missing_letters(font.file, font.name)
        except ThemeError:
            expected = "une police TrueType (.ttf) que l’on puisse incorporer"
            problems.append(Problem(Kind.UNFIT_FILE, shown, expected, place=font.place))
            continue
        if missing:
            letters = " ".join(missing[:_TOLD]) + (" …" if len(missing) > _TOLD else "")
            expected = "une police qui a toutes les lettres du français"
            problems.append(Problem(Kind.UNFIT_FILE, f"{shown}, sans {letters}", expected, place=font.place))
    return problems
