"""Native charts of levels: a radar and bars, both on the whole scale, never on the span of the data.

Owns how a chart looks. Must not know which figures it shows: it receives ranges of cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from openpyxl.chart import BarChart, RadarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.reports.xlsx.figure import LEVEL
from ptce_ref.reports.xlsx.style import FONT, Look

_POINTS = 100
"""The format counts letters in hundredths of a point."""
_MARKS: tuple[Literal["circle", "diamond", "square"], ...] = ("circle", "diamond", "square")
MARK_SIGNS = ("●", "◆", "■")
"""The marks of the series of a radar, as signs for a text beside it."""
_THICK = 28_575
"""2.25 points, in the units of drawings."""


@dataclass(frozen=True)
class Line:
    """A series: the column of its values, its name and its colour ``#RRGGBB``."""

    column: int
    name: str
    colour: str
    name_cell: str = ""
    """The cell that holds the name, « 'Feuille'!$A$1 », when the reader may change it."""


@dataclass(frozen=True)
class Data:
    """Where a chart reads: ``rows`` of ``sheet``, labels in the column ``labels``, levels from 1 to ``top``."""

    sheet: Worksheet
    rows: range
    labels: int
    top: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class Frame:
    """The title of a chart, its size in centimetres, and whether it names its series when it has several."""

    title: str
    width: float
    height: float
    legend: bool = True


def radar(look: Look, data: Data, frame: Frame) -> RadarChart:
    """Return a radar whose centre is under level 1 and whose edge is the highest level."""
    chart = RadarChart(radarStyle="marker")
    _dress(chart, look, data, frame)
    for position, line in enumerate(data.lines):
        colour = line.colour[1:]
        series = _series(data, line, position)
        # Marks and dashes tell the series apart in black and white.
        series.marker = Marker(
            symbol=_MARKS[position % len(_MARKS)],
            size=6,
            spPr=GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour)),
        )
        series.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=colour, w=_THICK, prstDash="solid" if position == 0 else "dash")
        )
        chart.ser.append(series)
    return chart


def bars(look: Look, data: Data, frame: Frame, colours: Sequence[str] = ()) -> BarChart:
    """Return horizontal bars, first label on top, each with its level; ``colours`` one a bar."""
    chart = BarChart(barDir="bar", gapWidth=45)
    _dress(chart, look, data, frame)
    chart.x_axis.scaling.orientation = "maxMin"
    # Whole names beside the bars are longer than codes around a radar.
    chart.x_axis.txPr = _letters(look.colours.ink, 9)
    # The scale is then at the bottom, under the last bar.
    chart.y_axis.crosses = "max"
    for position, line in enumerate(data.lines):
        series = _series(data, line, position)
        series.graphicalProperties = GraphicalProperties(solidFill=line.colour[1:])
        series.invertIfNegative = False
        series.dLbls = DataLabelList(
            numFmt=LEVEL,
            dLblPos="outEnd",
            txPr=_letters(look.colours.ink, 9, bold=True),
            showVal=True,
            showLegendKey=False,
            showCatName=False,
            showSerName=False,
            showPercent=False,
        )
        for bar, colour in enumerate(colours):
            point = DataPoint(idx=bar, invertIfNegative=False, spPr=GraphicalProperties(solidFill=colour[1:]))
            series.dPt.append(point)
        chart.ser.append(series)
    return chart


def _series(data: Data, line: Line, position: int) -> Series:
    return Series(
        idx=position,
        order=position,
        tx=SeriesLabel(strRef=StrRef(f=line.name_cell)) if line.name_cell else SeriesLabel(v=line.name),
        # Labels are text; openpyxl's own short way would declare them numbers.
        cat=AxDataSource(strRef=StrRef(f=str(_column(data, data.labels)))),
        val=NumDataSource(numRef=NumRef(f=str(_column(data, line.column)))),
    )


def _column(data: Data, column: int) -> Reference:
    rows = data.rows
    return Reference(data.sheet, min_col=column, max_col=column, min_row=rows.start, max_row=rows.stop - 1)


def _dress(chart: RadarChart | BarChart, look: Look, data: Data, frame: Frame) -> None:
    """Give a chart its size, title, letters, axes and grid."""
    colours = look.colours
    chart.height = frame.height
    chart.width = frame.width  # type: ignore[assignment] # the stubs take the default, 15, for the type
    letters = _characters(colours.ink, 11, bold=True)
    run = RegularTextRun(rPr=letters, t=frame.title)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=letters), r=[run])
    chart.title = Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
    named = frame.legend and len(data.lines) > 1
    chart.legend = Legend(legendPos="b", txPr=_letters(colours.ink, 9)) if named else None
    # What has no value is a gap, never a zero.
    chart.display_blanks = "gap"
    grid = GraphicalProperties(ln=LineProperties(solidFill=colours.rule[1:]))
    chart.graphical_properties = grid
    scale, labels = chart.y_axis, chart.x_axis
    # The centre and the foot of the bars are under level 1, which is not a zero; nothing is written there.
    scale.scaling.min, scale.scaling.max, scale.majorUnit = 0, data.top, 1
    scale.number_format = "0;;"
    # openpyxl leaves this unsaid, which programs read as « hidden ».
    scale.delete = labels.delete = False
    scale.majorGridlines = ChartLines(spPr=grid)
    scale.txPr, labels.txPr = _letters(colours.muted, 9), _letters(colours.ink, 9)


def _characters(colour: str, size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(latin=Font(typeface=FONT), sz=size * _POINTS, b=bold, solidFill=colour[1:])


def _letters(colour: str, size: int, *, bold: bool = False) -> RichText:
    letters = _characters(colour, size, bold=bold)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])
