"""What members read of their report: plain words, nothing said twice, nothing that is over said to be still to do."""

from dataclasses import replace

import pytest
from openpyxl import Workbook

from ptce_ref.reports.identity_view import UNKNOWN
from ptce_ref.reports.pdf.debate import reasons_line
from ptce_ref.reports.pdf.opinion import decision_words
from ptce_ref.reports.pdf.style import Look as PaperLook
from ptce_ref.reports.view import CardLine, CoevaluationView, Decision, PositionView
from ptce_ref.reports.wording import NBSP
from ptce_ref.reports.xlsx.agenda import write
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.style import Look
from tests.reports.pdf_reader import printed, squash
from tests.reports.pdf_sample import report
from tests.reports.xlsx_reader import texts
from tests.samples import coevaluation, shipped_theme

OPEN = "clairbois-2026"


def near(*, still_open: bool) -> CoevaluationView:
    """An evaluation where opinions agree on a question without a position, before and after its closing."""
    view = coevaluation(OPEN)
    assert view.consensual
    assert view.positions_open
    return view if still_open else replace(view, phase="clôture", provisional=False, positions_open=False)


@pytest.mark.judge("pdftotext")
def test_once_closed_nothing_is_to_adopt_any_more() -> None:
    open_text, closed_text = (squash(printed(report(near(still_open=found)))) for found in (True, False))
    assert squash("à adopter d’un seul geste") in open_text
    assert "seulgeste" not in closed_text
    assert squash("avis proches (médiane") in closed_text
    assert squash("sans position du groupe") in closed_text


def test_nor_in_the_workbook() -> None:
    told: list[set[str]] = []
    for still_open in (True, False):
        workbook, look = Workbook(), Look(shipped_theme())
        look.register(workbook)
        write(workbook, look, Heading("", "", "", "", ""), near(still_open=still_open))
        told.append(texts(workbook))
    assert "À adopter en une fois" in told[0]
    assert "À adopter en une fois" not in told[1]
    assert "Avis proches, sans position du groupe" in told[1]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("les présents", "Décidé avec : les présents, le 22 novembre 2026"),
        ("Réunion du 22 novembre", "Décidé avec : Réunion du 22 novembre"),
        ("Réunion du 22  NOVEMBRE 2026", "Décidé avec : Réunion du 22  NOVEMBRE 2026"),
        ("", "Décidé le 22 novembre 2026"),
    ],
)
def test_with_whom_is_named_and_the_date_is_said_once(who: str, said: str) -> None:
    position = PositionView(Decision.AGREED, True, 2, "Parce que.", "", who, "2026-11-22")
    assert decision_words(position).replace(NBSP, " ") == said


def test_members_read_levels_and_the_annex_holds_the_indices() -> None:
    item = next(item for item in coevaluation(OPEN).indicators if item.divergence and item.divergence.college_gap)
    brief, whole = reasons_line(item), reasons_line(item, indices=True)
    assert "écart entre collèges" in brief
    assert "indice" not in brief
    assert f"consensus{NBSP}" in whole
    assert "indice d’accord" in whole


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("known", [0, 2])
def test_what_is_unknown_of_the_pole_takes_one_sentence(known: int) -> None:
    view = coevaluation(OPEN)
    labels = ("Commune", "Région", "Filières", "Structure porteuse")
    card = tuple(CardLine(label, "Mâcon" if place < known else UNKNOWN) for place, label in enumerate(labels))
    text = squash(printed(report(replace(view, pole=replace(view.pole, card=card)))))
    assert UNKNOWN.replace(" ", "") not in text
    said = {
        0: "La carte d’identité de ce pôle n’est pas encore renseignée.",
        2: "La carte d’identité ne dit pas encore : filières et structure porteuse.",
    }
    assert squash(said[known]) in text


def test_a_line_too_long_ends_with_a_whole_word() -> None:
    look = PaperLook(shipped_theme())
    typesetter, font = look.type, look.fonts.normal
    foot = "Pôle des Deux Rives · Une table de dialogue, pas une grille de notes"
    for width in range(100, 260, 7):
        shown = typesetter.fit(foot, font, 8, width).replace(NBSP, " ")
        assert shown == foot or shown.removesuffix("…") in {
            foot[: place + 1].rstrip(" ·,") for place in range(len(foot)) if foot[place + 1 : place + 2] in {" ", ","}
        }
    assert typesetter.fit("Interminablement", font, 8, 40).endswith("…")
