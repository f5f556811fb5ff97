"""The kit of a learning visit, from one pôle to another: its sections by name, and the document that holds them.

Must not know how a section is drawn.
"""

from collections.abc import Mapping
from typing import BinaryIO

from ptce_ref.domain.theme import Theme
from ptce_ref.reports.kit_view import VisitView
from ptce_ref.reports.pdf.kit_page import KitLook, write_kit
from ptce_ref.reports.pdf.order import Builder
from ptce_ref.reports.pdf.visit_guide import build_entry, build_guide
from ptce_ref.reports.pdf.visit_notebook import build_gifts, build_notebook

DOCUMENT = "visite"
NAME = "Carnet de visite apprenante"

SECTIONS: Mapping[str, Builder] = {
    "visite": build_guide,
    "carnet": build_notebook,
    "dons": build_gifts,
    "regard-croise": build_entry,
}
"""What the kit holds, in the order in which one needs it."""


def write_visit(view: VisitView, theme: Theme, target: BinaryIO) -> None:
    """Write the kit of a learning visit as a PDF on A4 pages.

    It shows nobody's answer: visitors look with their own eyes first. The same view gives the same
    bytes. Raises ThemeError when a font of the theme cannot be used, OSError when a text of the
    templates cannot be read.
    """
    write_kit(DOCUMENT, NAME, view.evaluation, KitLook(theme), SECTIONS, view, target)
