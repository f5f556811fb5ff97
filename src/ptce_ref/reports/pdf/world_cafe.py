"""The kit of a World Café: its sections by name, and the document that holds them.

Must not know how a section is drawn, nor how people are dealt to tables.
"""

from collections.abc import Mapping
from typing import BinaryIO

from ptce_ref.domain.theme import Theme
from ptce_ref.reports.kit_view import WorldCafeView
from ptce_ref.reports.pdf.kit_page import KitLook, write_kit
from ptce_ref.reports.pdf.order import Builder
from ptce_ref.reports.pdf.world_cafe_guide import build_guide, build_program
from ptce_ref.reports.pdf.world_cafe_harvest import build_cards, build_closing, build_harvest, build_tickets
from ptce_ref.reports.pdf.world_cafe_table import build_hosts, build_posters

DOCUMENT = "world-cafe"
NAME = "Dossier d’animation : World Café"

SECTIONS: Mapping[str, Builder] = {
    "animation": build_guide,
    "affiches": build_posters,
    "personnes-ancres": build_hosts,
    "billets": build_tickets,
    "cartes": build_cards,
    "recolte": build_harvest,
    "cloture": build_closing,
    "programme": build_program,
}
"""What the kit holds, in the order in which one needs it; « billets » is empty when there is one table.

The last section is the only one that speaks of the program.
"""


def write_world_cafe(view: WorldCafeView, theme: Theme, target: BinaryIO) -> None:
    """Write the kit of a World Café as a PDF: A4, the pages for the wall in A3 when ``view.large``.

    It shows nobody's answer. The same view gives the same bytes. Raises ThemeError when a font of
    the theme cannot be used, OSError when a text of the templates cannot be read.
    """
    write_kit(DOCUMENT, NAME, view.evaluation, KitLook(theme, large=view.large), SECTIONS, view, target)
