"""The cells of a questionnaire: how they look, what they refuse, what is locked.

Must not know which questions are asked.
"""

from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, NamedStyle, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.text import typeset
from ptce_ref.reports.xlsx import entry
from ptce_ref.reports.xlsx.entry import CHOICE, FILL, NUMBER
from ptce_ref.reports.xlsx.style import Look, font, rgb, solid

ASKED, CODE = "PTCE question", "PTCE code de question"
BAND, BAND_TEXT, CODE_OF_BAND = "PTCE bande", "PTCE texte de bande", "PTCE code de bande"
FINISHED = "PTCE avancement"
HIDDEN = frozenset({"indicateur", "etat", "chiffre"})
"""Keys of the columns that nobody needs to see."""
_Kind = Literal["whole", "decimal"]


def register(workbook: Workbook, look: Look) -> None:
    """Add the styles of a questionnaire.

    What is asked stands on a ground; what one fills is white, framed and unlocked, so that it is
    seen at once, on a screen as on a page printed in black and white. What is typed stays text.
    """
    colours = look.colours
    entry.register(workbook, look, (FILL, CHOICE, NUMBER), indent=1)
    thin = Side("thin", color=rgb(colours.rule))
    ruled = Border(left=thin, right=thin, top=thin, bottom=thin)
    # An indent counts only beside a side: without one, programs ignore it.
    set_in = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
    centred = Alignment(horizontal="center", vertical="top", wrap_text=True)
    ink, accent, muted = font(colours.ink), font(colours.accent, bold=True), font(colours.muted)
    line = Border(top=Side("medium", color=rgb(colours.accent)), bottom=thin)
    for name, letters, alignment, border, ground in (
        (ASKED, ink, set_in, ruled, colours.ground),
        (CODE, accent, centred, ruled, colours.ground),
        (BAND, accent, set_in, line, ""),
        (CODE_OF_BAND, accent, centred, line, ""),
        (BAND_TEXT, muted, set_in, line, ""),
        # On one line, over the empty cells beside it: in a narrow column it would be cut.
        (FINISHED, muted, Alignment(horizontal="left", vertical="top", indent=1), Border(), ""),
    ):
        style = NamedStyle(name, font=letters, alignment=alignment, border=border)
        style.fill = solid(ground) if ground else PatternFill()
        workbook.add_named_style(style)


def offer(page: Worksheet, span: str, name: str, title: str) -> None:
    """Let one choose in the list ``name`` in the cells of ``span``, and refuse what is not in it."""
    rule = DataValidation("list", formula1=name, allow_blank=True)
    _tell(rule, title, "Choisissez dans la liste : Alt et flèche vers le bas l’ouvrent.")
    rule.error = typeset("Choisissez une ligne de la liste, ou laissez vide.")
    _add(page, rule, span)


def bound(page: Worksheet, span: str, kind: _Kind, bounds: tuple[int, int], title: str, what: str) -> None:
    """Refuse what is not a number between ``bounds`` in the cells of ``span``."""
    low, high = (str(limit) for limit in bounds)
    rule = DataValidation(kind, operator="between", formula1=low, formula2=high, allow_blank=True)
    _tell(rule, title, f"{what[0].upper()}{what[1:]}, ou rien.")
    rule.error = typeset(f"Attendu : {what}.")
    _add(page, rule, span)


def _tell(rule: DataValidation, title: str, prompt: str) -> None:
    rule.showErrorMessage = rule.showInputMessage = True
    rule.promptTitle = rule.errorTitle = title
    rule.prompt = typeset(prompt)


def _add(page: Worksheet, rule: DataValidation, span: str) -> None:
    rule.add(span.replace("$", ""))
    page.add_data_validation(rule)


def lock(page: Worksheet) -> None:
    """Keep questions from being typed over by mistake; without a password, it is no more than that."""
    protection = page.protection
    protection.sheet = True
    protection.sort = protection.autoFilter = protection.insertColumns = False
    protection.formatColumns = protection.formatRows = protection.formatCells = False
