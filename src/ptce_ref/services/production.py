"""Use cases that make files: whole or not at all."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ptce_ref.domain.theme import Theme
from ptce_ref.loading.theme import load_theme
from ptce_ref.reports.pdf.font import ThemeError
from ptce_ref.reports.pdf.grid import write_dialogue_grid
from ptce_ref.reports.pdf.report import write_coevaluation_report
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.reports.xlsx.coevaluation import write_coevaluation_workbook
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from ptce_ref.resources import templates_folder
from ptce_ref.services.refusal import Fault, Refusal


def sound_theme(folder: Path | None = None) -> Theme:
    """Return the theme of a folder of templates. Raises :class:`Refusal` with its problems."""
    loaded = load_theme(folder or templates_folder())
    if loaded.theme is None:
        raise Refusal("Les modèles ne peuvent pas servir.", problems=loaded.problems)
    return loaded.theme


def print_grid(view: CoevaluationView, theme: Theme, target: Path, *, filled: bool) -> Path:
    """Write the A3 table de dialogue, blank or filled; returns the file."""
    return write_whole(target, lambda file: write_dialogue_grid(view, theme, file, filled=filled))


def print_report(view: CoevaluationView, theme: Theme, target: Path) -> Path:
    """Write the co-evaluation report; returns the file."""
    return write_whole(target, lambda file: write_coevaluation_report(view, theme, file))


def make_coevaluation_workbook(view: CoevaluationView, theme: Theme, target: Path) -> Path:
    """Write the co-evaluation workbook; returns the file."""
    return write_whole(target, lambda file: write_coevaluation_workbook(view, theme, file))


def make_comparison_workbook(view: ComparisonView, theme: Theme, target: Path) -> Path:
    """Write the comparison workbook; returns the file."""
    return write_whole(target, lambda file: write_comparison_workbook(view, theme, file))


def write_whole(target: Path, write: Callable[[BinaryIO], None]) -> Path:
    """Write beside ``target``, then rename: nobody ever sees half a file.

    Raises :class:`Refusal` when the theme cannot serve, the folder cannot be written or the disk is full.
    """
    beside = target.with_name(f".{target.name}.en-cours")
    try:
        # Libraries that make the content may use temporary files: a full disk shows there too.
        content = io.BytesIO()
        write(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(content.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except ThemeError as error:
        raise Refusal(str(error)) from error
    except UnicodeDecodeError as error:
        raise Refusal("Un texte des modèles n’est pas enregistré en UTF-8.") from error
    except OSError as error:
        beside.unlink(missing_ok=True)
        sentence = f"Le fichier « {target} » n’a pas pu être écrit : {error.strerror or error}. Rien n’a été changé."
        raise Refusal(sentence, Fault.UNUSABLE) from error
    return target
