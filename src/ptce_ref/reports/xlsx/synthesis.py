"""The sheet « Synthèse »: objectives, sub-objectives and themes, with two native charts."""

from collections.abc import Sequence

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, FigureView
from ptce_ref.reports.xlsx.cell import Item, centred, label, number
from ptce_ref.reports.xlsx.chart import Data, Frame, Line, bars, radar
from ptce_ref.reports.xlsx.figure import (
    LEVEL,
    alerts_text,
    coverage_text,
    level_item,
    share_item,
    status_text,
    voices_item,
)
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.style import Look

NAME = "Synthèse"
_WIDTHS = (8.0, 50.0, 10.0, 11.0, 12.0, 8.0, 19.0, 40.0)
_HEADERS = ("Niveau", "Couverture", "Indicateurs", "n", "État", "Vigilance")
# Centimetres, beside a default row of 15 points: the charts take the width of the tables.
_CHART_HEIGHT, _CHART_ROWS = 10.4, 21
_RADAR_WIDTH, _BARS_WIDTH = 10.8, 19.2


def write(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> list[str]:
    """Write the sheet and return the alternative texts of its charts, in order."""
    sheet = Sheet(workbook, NAME, look, heading, _WIDTHS)
    whole = view.whole
    sheet.note(
        typeset(
            f"Couverture de l’ensemble : {wording.share(whole.coverage)} ({coverage_text(whole)} indicateurs). "
            + _whole_sentence(view)
        )
    )
    sheet.freeze(2, 2, first=1)
    place = sheet.row + 2
    if not view.hidden:
        sheet.leave(_CHART_ROWS)
    colours = {sub.id: look.colours.of_objective(i) for i, o in enumerate(view.objectives) for sub in o.sub_objectives}
    sheet.section("Objectifs")
    sheet.table(
        ("Code", "Objectif", *_HEADERS),
        [
            [label(o.code, look.colours.of_objective(i)), label(o.name), *_figure(o.figure, view, look)]
            for i, o in enumerate(view.objectives)
        ],
    )
    if not view.hidden:
        # The charts and the objectives fill a page.
        sheet.new_page()
    sheet.section("Sous-objectifs")
    rows = sheet.table(
        ("Code", "Sous-objectif", *_HEADERS),
        [[label(s.code, colours[s.id]), s.name, *_figure(s.figure, view, look)] for s in view.sub_objectives],
    )
    sheet.section("Enjeux")
    sheet.table(
        ("Code", "Enjeu", *_HEADERS), [[label(""), t.name, *_figure(t.figure, view, look)] for t in view.themes]
    )
    if view.hidden:
        return []
    return _charts(sheet, view, rows, place, [colours[s.id] for s in view.sub_objectives])


def _whole_sentence(view: CoevaluationView) -> str:
    if view.hidden:
        return "Les niveaux restent masqués jusqu’au dialogue."
    voices = "" if view.whole.n is None else f"n {view.whole.n} voix. "
    alerts = (
        f"Alertes de vigilance : {len(view.whole.alerts)} (un indicateur qui surveille un risque est au plus bas). "
    )
    return f"{voices}{alerts}Il n’y a pas de note globale."


def _figure(figure: FigureView, view: CoevaluationView, look: Look) -> Sequence[Item | str]:
    return (
        level_item(figure, look),
        share_item(figure.coverage),
        centred(coverage_text(figure)),
        voices_item(figure),
        centred(status_text(figure, closed=not view.provisional)),
        wording.HIDDEN if figure.hidden else alerts_text(figure.alerts),
    )


def _charts(sheet: Sheet, view: CoevaluationView, rows: range, place: int, colours: Sequence[str]) -> list[str]:
    """Put the charts at row ``place``; they read the table of sub-objectives at ``rows``."""
    subs, look, top = view.sub_objectives, sheet.look, len(view.referential.levels)
    if any(sub.figure.level is None for sub in subs):
        # A program draws text as zero: the charts then read a table in which what has no value is empty.
        sheet.new_page()
        sheet.section("Chiffres des graphiques")
        note = "Une case vide : le sous-objectif n’a pas de valeur, et les graphiques n’en montrent pas."
        sheet.note(typeset(note))
        lines = [(label(sub.code), sub.name, number(sub.figure.level, LEVEL)) for sub in subs]
        rows = sheet.table(("Code", "Sous-objectif", "Niveau"), lines)
    line = Line(3, "Niveau", look.colours.accent)
    frame = Frame(f"Le profil, du niveau 1 au niveau {top}", _RADAR_WIDTH, _CHART_HEIGHT)
    sheet.worksheet.add_chart(radar(look, Data(sheet.worksheet, rows, 1, top, [line]), frame), f"A{place}")
    frame = Frame(f"Les sous-objectifs sur l’échelle de 1 à {top}", _BARS_WIDTH, _CHART_HEIGHT)
    chart = bars(look, Data(sheet.worksheet, rows, 2, top, [line]), frame, colours)
    sheet.worksheet.add_chart(chart, f"C{place}")
    levels = ", ".join(f"{sub.code} {wording.figure(sub.figure)}" for sub in subs)
    return [typeset(f"{kind} des niveaux des sous-objectifs, de 1 à {top} : {levels}.") for kind in ("Radar", "Barres")]
