"""The sheets « Indicateurs » and « Par collège »: what was said of each question, and how far apart."""

from collections.abc import Iterator

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, CountsView, IndicatorView
from ptce_ref.reports.xlsx.cell import Item, centred, label, number
from ptce_ref.reports.xlsx.figure import (
    VOICES,
    index_item,
    level_item,
    median_item,
    position_text,
    share_item,
    status_text,
    voices_item,
    whole_item,
    with_ink,
    yes_no,
)
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row, Sheet
from ptce_ref.reports.xlsx.style import Look

NAME, BY_COLLEGE = "Indicateurs", "Par collège"
_LEVEL_WIDTH = 4.6
_OPENING = (Column("Code", 6.5), Column("Indicateur", 20), Column("Question", 29), Column("Enjeu", 13))
_HIDDEN = (
    Column("Code", 8),
    Column("Indicateur", 34),
    Column("Question", 64),
    Column("Enjeu", 26),
    Column("Voix reçues", 10),
    Column("Couverture", 12),
)
_VALUE = Column("Valeur", 6.5)
_MEASURES = (
    Column("Ne sait pas", 5),
    Column("Non concerné", 9),
    Column("n", 4.5),
    Column("Médiane", 8),
    Column("Étendue", 8),
    Column("Consensus (Cns)", 10),
    Column("Accord (A)", 8),
    Column("Polarisé", 8),
    Column("Écart entre collèges", 8.5),
    _VALUE,
    Column("État", 11),
    Column("Position du groupe", 16),
    Column("Avis minoritaire", 24),
    Column("Pourquoi en parler", 15),
)


_WISHED = (Column("Niveau souhaité", 9), Column("n souhaits", 7.5), Column("Pour", 10))
"""Only where somebody wished for a level: the use « prospective »."""


def write(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write « Indicateurs »: one row an indicator."""
    columns = _HIDDEN if view.hidden else (*_OPENING, *_levels(view, _LEVEL_WIDTH), *_MEASURES)
    if _has_wishes(view):
        columns = (*columns, *_WISHED)
    sheet = Sheet(workbook, NAME, look, heading, [column.width for column in columns])
    sheet.note(typeset(_legend(view)))
    sheet.table([column.header for column in columns], _rows(view, look), frozen=2)


def write_by_college(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write « Par collège »: one row an indicator and a college that said something of it."""
    columns = [
        Column("Code", 8),
        Column("Indicateur", 36),
        Column("Collège", 44),
        *_levels(view, 8),
        Column("Ne sait pas", 9),
        Column("Non concerné", 11),
        Column("n", 8),
        Column("Médiane", 10),
    ]
    sheet = Sheet(workbook, BY_COLLEGE, look, heading, [column.width for column in columns])
    sheet.note(typeset(f"{_scale(view)} Un point : aucune voix. n : les voix qui ont donné un niveau."))
    sheet.table([column.header for column in columns], _rows_by_college(view, look), frozen=2)


def _rows(view: CoevaluationView, look: Look) -> Iterator[Row]:
    wishes = _has_wishes(view)
    for item, ink in with_ink(view, look):
        opening = (label(item.code, ink), label(item.title), item.question, item.theme)
        row = [*opening, *(_hidden_row(item) if view.hidden else _row(item, view, look))]
        yield [*row, *_wished(item)] if wishes else row


def _rows_by_college(view: CoevaluationView, look: Look) -> Iterator[Row]:
    for item, ink in with_ink(view, look):
        for counts in item.counts:
            opening = (label(item.code, ink), item.title, counts.college)
            yield [*opening, *_counts(counts), median_item(counts.median)]


def _levels(view: CoevaluationView, width: float) -> list[Column]:
    return [Column(f"Niv. {level.rank}", width) for level in view.referential.levels]


def _scale(view: CoevaluationView) -> str:
    return "Niveaux : " + ", ".join(f"{level.rank} {level.name}" for level in view.referential.levels) + "."


def _legend(view: CoevaluationView) -> str:
    if view.hidden:
        return (
            "Voix reçues : les personnes qui ont répondu quelque chose. Les niveaux restent masqués jusqu’au dialogue."
        )
    return _scale(view) + (
        " Sous « Niv. », le nombre de voix de chaque niveau ; un point : aucune. Cns, le consensus : de 0 (opposés) à "
        "1 (unanimes). A, l’indice d’accord : de −1 (deux camps) à 1. « — » : non calculé, moins de deux voix."
        + (" Niveau souhaité : la médiane des souhaits, ou le seul." if _has_wishes(view) else "")
    )


def _has_wishes(view: CoevaluationView) -> bool:
    return any(item.wished for item in view.indicators)


def _wished(item: IndicatorView) -> Row:
    if item.wished is None:
        return [centred(wording.NOTHING), Item(None), Item(None)]
    years = sorted({year for year in (item.wished.first_year, item.wished.last_year) if year is not None})
    horizon = centred(" à ".join(map(str, years))) if years else Item(None)
    return [median_item(item.wished.median), whole_item(item.wished.n), horizon]


def _hidden_row(item: IndicatorView) -> Row:
    return [whole_item(item.answered_by), share_item(item.figure.coverage)]


def _counts(counts: CountsView) -> list[Item]:
    return [
        *(number(voices, VOICES) for voices in counts.levels),
        number(counts.dont_know, VOICES),
        number(counts.not_applicable, VOICES),
        number(counts.n),
    ]


def _row(item: IndicatorView, view: CoevaluationView, look: Look) -> Row:
    position = item.position
    return [
        *_spread(item, view),
        level_item(item.figure, look),
        centred(status_text(item.figure, closed=not view.provisional)),
        position_text(position),
        position.minority_opinion if position else "",
        "\n".join(item.reasons),
    ]


def _spread(item: IndicatorView, view: CoevaluationView) -> Row:
    """Return the voices and their measures: dashes where too few spoke for others to see (R18)."""
    spread, total = item.divergence, item.total
    if spread is None or total is None:
        nothing = centred(wording.NOTHING)
        return [nothing] * (len(view.referential.levels) + _MEASURES.index(_VALUE))
    *voices, _ = _counts(total)
    return [
        *voices,
        voices_item(item.figure),
        median_item(spread.median),
        whole_item(spread.range),
        index_item(spread.consensus),
        index_item(spread.agreement),
        centred(wording.NOTHING if spread.agreement is None else yes_no(spread.polarised)),
        median_item(spread.college_gap),
    ]
