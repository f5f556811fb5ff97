"""The kit of a plenary with show of hands: its sections by name, and the document that holds them.

Must not know how a section is drawn.
"""

from collections.abc import Mapping
from typing import BinaryIO

from ptce_ref.domain.theme import Theme
from ptce_ref.reports.kit_view import PlenaryView
from ptce_ref.reports.pdf.kit_page import KitLook, write_kit
from ptce_ref.reports.pdf.order import Builder
from ptce_ref.reports.pdf.plenary_guide import build_guide, build_program
from ptce_ref.reports.pdf.plenary_sheet import build_counts, build_posters, build_reasons
from ptce_ref.reports.pdf.plenary_slip import build_slips

DOCUMENT = "pleniere"
NAME = "Dossier d’animation : plénière à main levée"

SECTIONS: Mapping[str, Builder] = {
    "animation": build_guide,
    "affiches": build_posters,
    "comptage": build_counts,
    "raisons": build_reasons,
    "bulletins": build_slips,
    "programme": build_program,
}
"""What the kit holds, in the order in which one needs it; the last one is the only one that speaks of the program."""


def write_plenary(view: PlenaryView, theme: Theme, target: BinaryIO) -> None:
    """Write the kit of a plenary as a PDF: A4, the posters in A3 when ``view.large``.

    It shows nobody's answer. The same view gives the same bytes. Raises ThemeError when a font of
    the theme cannot be used, OSError when a text of the templates cannot be read.
    """
    write_kit(DOCUMENT, NAME, view.evaluation, KitLook(theme, large=view.large), SECTIONS, view, target)
