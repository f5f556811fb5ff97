"""The sheet « Choisir des pôles »: the reader picks two or three pôles, figures and radar follow.

The only sheet of a comparison with formulas. They read a hidden sheet, where each pôle has one row and
a name of its own; each formula is written with what it gives for the first choice.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter

from openpyxl.chart import RadarChart
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order, shown
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView
from ptce_ref.reports.xlsx.cell import NOT_AVAILABLE, Formula, Item, label
from ptce_ref.reports.xlsx.chart import MARK_SIGNS, Data, Frame, Line, radar
from ptce_ref.reports.xlsx.figure import SHARE, coverage_share, level_item, voices_item
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading, fit_on_one
from ptce_ref.reports.xlsx.sheet import PLAIN_HEIGHT, Row
from ptce_ref.reports.xlsx.style import CENTRE, DATA, HEADER, LABEL, QUIET, Look

NAME, SOURCE = "Choisir des pôles", "Source du graphique"
CHART = "Radar des niveaux, par sous-objectif, des pôles choisis dans les listes de cette feuille."
_CHOICES = 3
_OPENING = 2
_WIDTHS = (9.0, 58.0, *(10.0, 8.0, 7.0) * _CHOICES, 3.0, *(14.0,) * (_CHOICES + 1))
_FIRST_FIGURE, _HELPERS = 3, 3 + 3 * _CHOICES + 1
"""Columns: the first of the figures, and the first of what only the chart reads, right of the printed page."""
_SOURCE_OPENING = 3
_CHART_ROWS = 28
"""Rows that the radar takes, and some room over and under it."""


@dataclass(frozen=True)
class _Source:
    """Where the formulas read: ``rows`` of the hidden sheet, and what is there of the first choice."""

    rows: range
    names: Sequence[str]
    chosen: Sequence["_Chosen"]
    order: Sequence[int]

    def column(self, position: int) -> str:
        letter = get_column_letter(position)
        return f"'{SOURCE}'!${letter}${self.rows.start}:${letter}${self.rows.stop - 1}"

    def figure(self, rank: int, row: int) -> FigureView | None:
        """Return the figure of the pôle of a rank, on a row of the table; None where no pôle is chosen."""
        entry = self.chosen[rank].entry
        return None if entry is None else entry.sub_objectives[self.order[row]]


@dataclass(frozen=True)
class _Chosen:
    """A pôle of the first choice: its place in the hidden sheet, from 1, and its name; 0 when none is."""

    place: int = 0
    name: str | None = None
    entry: EntryView | None = None


def has_choice(view: ComparisonView) -> bool:
    """Whether there is a pôle to choose."""
    return any(True for _ in shown(view))


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write the sheet, and the hidden one that it reads."""
    source = _write_source(book, look, heading, view)
    sheet = LongSheet(book, NAME, look, heading, _WIDTHS, printed=_HELPERS - 2)
    sheet.note(
        typeset(
            "Choisissez deux ou trois pôles dans les cases colorées : une liste se déroule, et le premier de la liste "
            "y est déjà. Sur le radar, chacun a la "
            "couleur et le signe de sa ligne. "
            "* : valeur provisoire. Les pôles ne sont pas classés : comparez des formes, pas des places."
        )
    )
    # Two tables with headers of their own: neither is kept in sight, nor filtered.
    sheet.freeze(2, first=1)
    choices = sheet.table(
        ("Choix", "Pôle (liste déroulante)", "Situation", "Pourquoi", *[Item(None, HEADER)] * (_HELPERS - 6)),
        [_choice(sheet.row + 2 + rank, rank, source, look) for rank in range(_CHOICES)],
    )
    _offer_names(sheet, source, choices)
    sheet.section("Les sous-objectifs, dans l’ordre de leurs objectifs")
    headings = [(view.sub_objectives[position].code, view.sub_objectives[position].name) for position in source.order]
    rows = sheet.table(_headers(choices, source), _figure_rows(headings, choices, source))
    lines = [
        Line(
            _HELPERS + rank, "", _colour(look, rank), f"'{NAME}'!${get_column_letter(_HELPERS + rank)}${rows.start - 1}"
        )
        for rank in range(_CHOICES)
    ]
    data = Data(sheet.worksheet, rows, 1, len(view.referential.levels), lines)
    # The marks and colours of the lists are the legend: one of the chart would name the choice that is left empty.
    chart = radar(look, data, Frame("Les pôles choisis, par sous-objectif", 28, 13, legend=False))
    _hide_helpers(sheet, chart)
    # Figures and radar are read together: on one page, unless there are too many.
    if not fit_on_one(sheet.worksheet, sheet.layout, sheet.height + _CHART_ROWS * PLAIN_HEIGHT):
        sheet.new_page()
    sheet.worksheet.add_chart(chart, f"A{sheet.row + 2}")
    sheet.worksheet.print_area = f"A1:{get_column_letter(len(sheet.printed))}{sheet.row + _CHART_ROWS}"


def _colour(look: Look, rank: int) -> str:
    return look.colours.of_objective(rank)


def _hide_helpers(sheet: LongSheet, chart: RadarChart) -> None:
    """Hide the columns that the chart alone reads; it must be told to read what is hidden."""
    chart.visible_cells_only = False
    for column in range(_HELPERS, len(_WIDTHS) + 1):
        sheet.worksheet.column_dimensions[get_column_letter(column)].hidden = True


def _write_source(book: Book, look: Look, heading: Heading, view: ComparisonView) -> _Source:
    order = [position for position, _ in in_order(view)]
    names = _names_of_their_own(view)
    headers = ["Pôle", "Situation", "Pourquoi"]
    for position in order:
        code = view.sub_objectives[position].code
        headers += [code, f"{code} couv.", f"{code} n", f"{code} *"]
    sheet = LongSheet(book, SOURCE, look, heading, (30.0, 11.0, 30.0, *(9.0,) * (len(headers) - _SOURCE_OPENING)))
    sheet.note("Ce que lit la feuille « Choisir des pôles » : ne rien y changer.".replace(" :", "\u00a0:"))
    rows = sheet.table(headers, _source_rows(view, names, order))
    sheet.worksheet.sheet_state = "hidden"
    return _Source(rows, names, _first_choice(view, names), order)


def _names_of_their_own(view: ComparisonView) -> list[str]:
    """Return the names of the pôles; those that share theirs are told apart by their place, or their identifier."""
    names = [entry.pole.name for entry in shown(view)]
    for said in (attrgetter("place"), attrgetter("id")):
        times = Counter(names)
        if len(times) < len(names):
            names = [
                f"{entry.pole.name} ({said(entry.pole)})" if times[name] > 1 else name
                for name, entry in zip(names, shown(view), strict=True)
            ]
    return names


def _source_rows(view: ComparisonView, names: Sequence[str], order: Sequence[int]) -> Iterator[Row]:
    for entry, name in zip(shown(view), names, strict=True):
        row: list[Item | str] = [Item(name, DATA), Item(entry.standing, DATA), Item(" ".join(entry.reasons), DATA)]
        for position in order:
            figure = entry.sub_objectives[position]
            row += [level_item(figure), coverage_share(figure), voices_item(figure), Item(_star(figure), DATA)]
        yield row


def _star(figure: FigureView) -> str:
    return "*" if figure.level is not None and figure.provisional else ""


def _first_choice(view: ComparisonView, names: Sequence[str]) -> list[_Chosen]:
    """Return the first pôle compared, or shown: which ones to set beside it is the reader's choice, not ours."""
    wanted = 1

    def first(*, kept: bool) -> Iterator[_Chosen]:
        for place, (entry, name) in enumerate(zip(shown(view), names, strict=True), start=1):
            if (entry.standing is Standing.KEPT) is kept:
                yield _Chosen(place, name, entry)

    found = list(islice(chain(first(kept=True), first(kept=False)), wanted))
    return [*found, *[_Chosen()] * (_CHOICES - len(found))]


def _place(row: int) -> str:
    """Return the cell that holds the place, in the hidden sheet, of the pôle chosen on a row; 0 when none is."""
    return f"${get_column_letter(_HELPERS + _CHOICES)}${row}"


def _choice(row: int, rank: int, source: _Source, look: Look) -> Row:
    names, chosen = source.column(1), source.chosen[rank]
    # EXACT, where MATCH would take « * » and « ? » of a name for signs of its own.
    first = f"ROW(INDEX({names},1))"
    place = f"SUMPRODUCT(EXACT({names},$B${row})*(ROW({names})-{first}+1))"
    known = chosen.entry
    empty: list[Item] = [Item(None, DATA)] * (_HELPERS - 5 + _CHOICES)
    return [
        Item(rank + 1, CENTRE, f'"{MARK_SIGNS[rank]} "0', ink=_colour(look, rank)),
        Item(chosen.name, LABEL, fill=look.colours.ground, ink=_colour(look, rank)),
        Item(_looked_up(source, 2, _place(row), known.standing if known else ""), CENTRE),
        Item(_looked_up(source, 3, _place(row), " ".join(known.reasons) if known else ""), DATA),
        *empty,
        Item(Formula(place, chosen.place), QUIET, "0"),
    ]


def _looked_up(source: _Source, column: int, place: str, shown_now: str) -> Formula:
    return Formula(f'IF({place}=0,"",INDEX({source.column(column)},{place})&"")', shown_now)


def _offer_names(sheet: LongSheet, source: _Source, choices: range) -> None:
    rule = DataValidation(
        "list",
        formula1=source.column(1),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Ce pôle n’est pas dans la liste",
        error="Choisissez un nom de la liste, ou laissez la case vide.",
        showInputMessage=True,
        promptTitle="Choisir un pôle",
        prompt="Déroulez la liste avec la flèche, ou avec Alt et la flèche du bas.",
    )
    rule.add(f"B{choices.start}:B{choices.stop - 1}")
    sheet.worksheet.add_data_validation(rule)


def _headers(choices: range, source: _Source) -> Row:
    headers: list[Item | str] = ["Code", "Sous-objectif"]
    for rank in range(_CHOICES):
        headers += [f"Niveau {rank + 1}", f"couv. {rank + 1}", f"n {rank + 1}"]
    headers.append(Item(None))
    for row, chosen in zip(choices, source.chosen, strict=True):
        name = chosen.name if chosen.name is not None else ""
        headers.append(Item(Formula(f'IF({_place(row)}=0,"",$B${row})', name), QUIET))
    return headers


def _figure_rows(headings: Sequence[tuple[str, str]], choices: range, source: _Source) -> Iterator[Row]:
    for line, (code, name) in enumerate(headings):
        cells: list[Item | str] = [label(code), name]
        charted: list[Item] = []
        for rank, row in enumerate(choices):
            found, graph = _figure_cells(_place(row), line, source, source.figure(rank, line))
            cells += found
            charted.append(graph)
        yield [*cells, Item(None, DATA), *charted]


def _figure_cells(place: str, rank: int, source: _Source, now: FigureView | None) -> tuple[list[Item], Item]:
    """Return the level, coverage and n of a chosen pôle, and what the chart reads; ``now`` is the first choice's."""
    level, share, voices, star = (source.column(_SOURCE_OPENING + 4 * rank + part) for part in range(1, 5))
    value = f"INDEX({level},{place})"
    # FIXED writes the decimal sign of the reader's own language; TEXT would want its format in that language.
    said = f'IF({place}=0,"",IF(ISNUMBER({value}),FIXED({value},1,TRUE)&INDEX({star},{place}),{value}))'
    cells = [Item(Formula(said, "" if now is None else wording.figure(now) + _star(now)), CENTRE)]
    for column, number_format, shown_now in (
        (share, SHARE, "" if now is None else coverage_share(now).content),
        (voices, "0", "" if now is None else voices_item(now).content),
    ):
        formula = Formula(f'IF({place}=0,"",INDEX({column},{place}))', _plain(shown_now))
        cells.append(Item(formula, CENTRE, number_format))
    charted = Formula(
        f"IF({place}=0,NA(),IF(ISNUMBER({value}),{value},NA()))",
        NOT_AVAILABLE if now is None or now.level is None else now.level,
    )
    return cells, Item(charted, QUIET, "0.0")


def _plain(content: object) -> str | float:
    return content if isinstance(content, str | int | float) else ""
