"""The sheet « Conditions » of a comparison: what may be read side by side, what may not, and why."""

from collections.abc import Iterator

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import ComparisonPart, ComparisonView, EntryView
from ptce_ref.reports.xlsx.cell import Item, centred, greyed, label
from ptce_ref.reports.xlsx.figure import date_item, share_item, voices_item, whole_item
from ptce_ref.reports.xlsx.logo import place_logo
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.readme import Lines, levels_lines, referential_lines, write_part
from ptce_ref.reports.xlsx.sheet import Row
from ptce_ref.reports.xlsx.style import TEXT, Look

NAME = "Conditions"

_WIDTHS = (22.0, 37.5, 10.0, 18.0, 10.0, 11.5, 8.5, 10.0, 9.0, 11.0, 7.0, 11.0)
_HEADERS = (
    "Pôle",
    "Pourquoi il n’est pas comparé",
    "Situation",
    "Évaluation",
    "Date",
    "Mode",
    "Phase",
    "Questions posées",
    "Parcours",
    "Couverture",
    "Avis donnés",
    "Personnes ou groupes",
)
_CARE = (
    "Il n’y a ni classement, ni note globale.",
    "Un niveau dit où un groupe se voit : deux pôles au même niveau n’ont pas fait le même chemin.",
    "Les avis donnés s’additionnent de question en question : ce ne sont pas des personnes.",
    "Un chiffre se lit avec sa couverture et son n ; une médiane de quelques pôles ne vaut pas pour tous les autres.",
)
_FIGURES = (
    "Ce classeur porte les chiffres de chaque pôle pris en entier : ni personne, ni collège, ni argument. Le niveau "
    "d’un enjeu est l’avis de tous ceux qui ont répondu sur ce sujet, jamais celui des seules personnes qu’il nomme."
)
_SAID = (
    "Ce classeur porte des arguments : ce que les gens ont écrit, par collège et sans leur nom. "
    "Un texte peut pourtant faire reconnaître quelqu’un : relisez avant de transmettre."
)


def write(book: Book, look: Look, heading: Heading, view: ComparisonView, sheets: Lines, *, said: bool) -> None:
    """Write the sheet, the first of the workbook; ``sheets`` are (title, content) of the others.

    ``said`` tells that one of them holds what people said.
    """
    sheet = LongSheet(book, NAME, look, heading, _WIDTHS)
    place_logo(sheet)
    kept = sum(entry.standing is Standing.KEPT for entry in view.entries)
    sheet.note(
        typeset(
            f"Lecture du {wording.long_date(view.date)} : {wording.compared(len(view.entries), kept)} ({view.mode})."
        )
    )
    sheet.freeze(2, 1, first=1)
    first = [view.absence(ComparisonPart.WHOLE), view.questions_note if view.questions_caution else ""]
    if any(first):
        sheet.section("À lire d’abord")
        for sentence in filter(None, first):
            sheet.note(typeset(sentence))
    sheet.section("Qui est comparé, qui ne l’est pas, et pourquoi")
    sheet.table(_HEADERS, (_entry(entry, view) for entry in view.entries))
    sheet.section("Les conditions")
    sheet.table(("Condition", "Ce qu’elle demande", "Sinon"), _conditions(view))
    missing = [(item.part, item.words) for item in view.absences]
    missing += [(ComparisonPart.TRAJECTORIES, said) for said in view.undated]
    if missing:
        sheet.section("Ce que ce classeur ne montre pas, et pourquoi")
        sheet.table(("Partie", "Pourquoi"), [(label(part), typeset(said)) for part, said in missing])
    sheet.section("Ce qu’il faut garder à l’esprit")
    sheet.note(typeset(f"Les pôles sont listés par {view.order} : leur ordre ne dépend d’aucun chiffre."))
    for sentence in (*_CARE, _SAID if said else _FIGURES):
        sheet.note(typeset(sentence))
    sheet.section("Les feuilles de ce classeur")
    sheet.table(
        ("Feuille", "Ce qu’on y lit"),
        [(Item(t, TEXT, ink=look.colours.accent, link=t), typeset(text)) for t, text in sheets],
    )
    # On paper, the rest begins a page: no heading stays alone at the foot of one.
    sheet.new_page()
    write_part(sheet, "L’échelle", levels_lines(view.referential), ("Niveau", "Sens"))
    write_part(sheet, "Le référentiel et ses sources", referential_lines(view.referential))


def pole_name(entry: EntryView, view: ComparisonView) -> str:
    """Return the name of a pôle; a fictional one among real ones, always left out, is said to be so."""
    if entry.pole.demonstration and not view.demonstration:
        return f"{entry.pole.name} ({wording.DEMONSTRATION})"
    return entry.pole.name


def _entry(entry: EntryView, view: ComparisonView) -> Row:
    coverage = entry.whole.coverage
    row: list[Item] = [
        label(pole_name(entry, view)),
        Item("\n".join(entry.reasons) or None, TEXT),
        centred(entry.standing),
        Item(entry.evaluation, TEXT),
        date_item(entry.date),
        centred(entry.mode),
        centred(entry.phase),
        whole_item(entry.asked),
        Item(entry.path or None, TEXT),
        share_item(coverage),
        voices_item(entry.whole),
        centred(entry.no_people) if entry.people is None else whole_item(entry.people),
    ]
    return row if entry.standing is Standing.KEPT else greyed(row)


def _conditions(view: ComparisonView) -> Iterator[Row]:
    for condition in view.conditions:
        yield [label(condition.rule), condition.demand, condition.consequence]
