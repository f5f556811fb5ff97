"""The sheet « Lisez-moi » of a co-evaluation: what the workbook is, and how its figures are made."""

from collections.abc import Sequence

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, CollegeView, ReferentialView
from ptce_ref.reports.xlsx.cell import Item, label
from ptce_ref.reports.xlsx.logo import place_logo
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.prose import FIGURES
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.style import TEXT, Look

NAME = "Lisez-moi"
_WIDTHS = (44.0, 104.0)

Lines = Sequence[tuple[str, str]]
"""(label, text) of each line of a part."""


def write(
    workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView, *, sheets: Lines, fields: Lines
) -> None:
    """Write the sheet. ``sheets`` are (title, content) of the others; ``fields`` describe « Données »."""
    sheet = Sheet(workbook, NAME, look, heading, _WIDTHS)
    place_logo(sheet)
    sheet.note(typeset(state_sentence(view)))
    if view.fewest_voices:
        sheet.note(wording.merged(view.fewest_voices))
    # The headers of this sheet differ from part to part: on paper only its title comes back.
    sheet.freeze(2, first=1)
    write_part(sheet, "Cette évaluation", _identity(view))
    write_part(
        sheet,
        "Qui a pris part",
        [(c.name, _presence(c, received=view.received)) for c in view.colleges],
        ("Collège", "Présence"),
    )
    sheet.section("Les feuilles de ce classeur")
    sheet.table(
        ("Feuille", "Ce qu’on y lit"),
        [(Item(t, TEXT, ink=look.colours.accent, link=t), typeset(text)) for t, text in sheets],
    )
    write_part(sheet, "L’échelle", levels_lines(view.referential), ("Niveau", "Sens"))
    write_part(sheet, "Comment les chiffres sont faits", FIGURES, ("Mot", "Sens"))
    # On paper, the rest begins a page: no heading stays alone at the foot of one.
    sheet.new_page()
    write_part(sheet, "Les colonnes de la feuille Données", fields, ("Colonne", "Contenu"))
    write_part(sheet, "Le référentiel et ses sources", referential_lines(view.referential))


def write_part(sheet: Sheet, title: str, lines: Lines, headers: tuple[str, str] = ("Rubrique", "Contenu")) -> None:
    """Write a heading and a table of two columns under it."""
    sheet.section(title)
    sheet.table(headers, [(label(name), text) for name, text in lines])


def state_sentence(view: CoevaluationView) -> str:
    """Return what may still change, or why opinions are not shown."""
    if view.hidden:
        return (
            f"Phase « {view.phase} » : chacun répond librement, sans voir ce que les autres disent. Avant le dialogue, "
            "ce classeur montre donc la couverture seule : ni niveau, ni répartition, ni argument."
        )
    if view.provisional:
        return (
            f"Phase « {view.phase} » : l’évaluation n’est pas close, "
            "tous ses chiffres sont provisoires et peuvent encore changer."
        )
    return (
        "L’évaluation est close : ses chiffres ne changeront plus. « D’après les avis » y veut dire : sans position "
        "du groupe, ou avec un désaccord reconnu, pour une question au moins. La feuille Données dit « provisoire »."
    )


def levels_lines(referential: ReferentialView) -> list[tuple[str, str]]:
    """Return the levels, lowest first, as (rank and name, meaning)."""
    return [(f"{level.rank} · {level.name}", level.meaning) for level in referential.levels]


def referential_lines(referential: ReferentialView) -> list[tuple[str, str]]:
    """Return what identifies a referential and how far it is attested, as (label, text)."""
    return [
        ("Référentiel", referential.title),
        ("Version", f"{referential.id} {referential.version}"),
        ("Empreinte du contenu", referential.hash),
        ("Licence", referential.license),
        ("Provenance", referential.statement),
    ]


def _identity(view: CoevaluationView) -> list[tuple[str, str]]:
    lines = [
        ("Pôle", view.pole.name),
        ("Territoire", view.pole.place),
        ("Présentation", view.pole.summary),
        ("Évaluation", view.title),
        ("Date", wording.long_date(view.date)),
        ("Mode", view.mode),
        ("Pôle qui évalue", view.peer_pole),
        ("Usage", view.use),
        ("Parcours", view.path),
        ("Phase", view.phase),
        ("Évaluation précédente", view.previous_title),
    ]
    return [(name, text) for name, text in lines if text]


def _presence(college: CollegeView, *, received: bool) -> str:
    parts = []
    if college.respondents:
        parts.append(wording.count(college.respondents, "répondant"))
        parts.append(f"{wording.share(college.coverage)} des réponses demandées")
    if college.tallied:
        how = wording.counted_how(received=received)
        parts.append(f"{wording.count(college.tallied, 'voix', 'voix')} au plus, {how}")
    return " · ".join(parts) or "invité, sans réponse"
