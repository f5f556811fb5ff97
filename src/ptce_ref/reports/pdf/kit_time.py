"""The timetable of a session: moments one after the other, by the clock or from the beginning.

Must not know which session it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from ptce_ref.domain.duration import DAY, duration_words, time_words
from ptce_ref.reports.pdf.page import WIDTH
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look


@dataclass(frozen=True)
class Line:
    """A moment of the timetable: when it begins (minutes from the beginning), how long, what is done."""

    start: int
    minutes: int
    name: str
    what: str


def clock(start: int | None, minutes: int) -> str:
    """Return the time of day ``minutes`` after ``start``, or what has gone by since the beginning."""
    return time_words(minutes if start is None else (start + minutes) % DAY)


def in_a_row(moments: Sequence[tuple[int, str, str]]) -> list[Line]:
    """Return the lines of moments (minutes, name, what is done) that follow each other."""
    lines: list[Line] = []
    for minutes, name, what in moments:
        start = lines[-1].start + lines[-1].minutes if lines else 0
        lines.append(Line(start, minutes, name, what))
    return lines


def build_timetable(look: Look, lines: Sequence[Line], start: int | None) -> list[Flowable]:
    """Return the timetable; without a ``start`` (minutes since midnight), a column is left to write the hours."""
    rows = Rows()
    for line in lines:
        cells = [
            clock(start, line.start),
            duration_words(line.minutes),
            look.type.bold(line.name),
            line.what,
        ]
        rows.add(*([""] if start is None else []), *cells)
    end = lines[-1].start + lines[-1].minutes
    total = (clock(start, end), duration_words(end), look.type.bold("Fin"), "")
    rows.add(*([""] if start is None else []), *total)
    heads = ["Heure" if start is not None else "Depuis le début", "Durée", "Moment", "Ce qui se passe"]
    widths = [21 * mm, 19 * mm, 36 * mm]
    if start is None:
        heads.insert(0, "Votre heure")
        widths.insert(0, 20 * mm)
    return [build_table(look, heads, rows, (*widths, WIDTH - sum(widths)))]
