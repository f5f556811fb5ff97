"""The sheets « Données » and « Dictionnaire » of a comparison: the figures in long format, and what each column is."""

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView
from ptce_ref.reports.xlsx.cell import datum, label
from ptce_ref.reports.xlsx.condition import LEFT_OUT
from ptce_ref.reports.xlsx.figure import status_text, yes_no
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.profile import in_order
from ptce_ref.reports.xlsx.sheet import Column, Row, Sheet
from ptce_ref.reports.xlsx.style import Look

DATA_NAME, NAME, TABLE = "Données", "Dictionnaire", "Donnees"


@dataclass(frozen=True)
class _Field:
    name: str
    width: float
    meaning: str
    unit: str
    values: str


def _fields(view: ComparisonView) -> tuple[_Field, ...]:
    top = len(view.referential.levels)
    return (
        _Field("pole_id", 17, "Identifiant stable du pôle", "", "texte"),
        _Field("pole", 30, "Nom du pôle", "", "texte"),
        _Field("territoire", 30, "Commune, département et région", "", "texte"),
        _Field("demonstration", 14, "Le pôle est-il fictif ?", "", "oui, non"),
        _Field("evaluation", 22, "Titre de l’évaluation", "", "texte"),
        _Field("date", 12, "Date de l’évaluation", "", "année-mois-jour"),
        _Field("mode", 18, "Qui évalue", "", ", ".join(wording.MODES.values())),
        _Field("phase", 13, "Étape de l’évaluation", "", "texte"),
        _Field("situation", 11, "Le pôle remplit-il toutes les conditions ?", "", "comparé (oui), grisé (non)"),
        _Field("element", 15, "De quoi la ligne parle", "", "objectif, sous-objectif, enjeu"),
        _Field("code", 8, "Code de l’objectif ou du sous-objectif", "", "texte ; vide pour un enjeu"),
        _Field("nom", 46, "Nom de l’objectif, du sous-objectif ou de l’enjeu", "", "texte"),
        _Field("niveau", 10, "Niveau, sans arrondi", "niveau", f"de 1 à {top} ; vide si « valeur » dit pourquoi"),
        _Field("valeur", 14, "Y a-t-il une valeur ?", "", "valeur, non concerné, sans valeur, masqué"),
        _Field(
            "couverture",
            11,
            "Part des indicateurs concernés qui ont une valeur",
            "part",
            "de 0 à 1 ; vide si rien ne s’applique",
        ),
        _Field("indicateurs_avec_valeur", 12, "Indicateurs qui ont une valeur", "indicateurs", "entier"),
        _Field("indicateurs_concernes", 12, "Indicateurs qui concernent le pôle", "indicateurs", "entier"),
        _Field("n", 8, "Voix qui ont donné un niveau", "voix", "entier ; vide si masqué"),
        _Field(
            "etat",
            20,
            "Le chiffre peut-il encore changer ?",
            "",
            "provisoire, décidé par le groupe, masqué ; « — » sans valeur",
        ),
        _Field(
            "vigilances",
            30,
            "Codes des indicateurs de vigilance au niveau le plus bas",
            "",
            "codes séparés par des virgules",
        ),
    )


_MEANING = (
    Column("Colonne", 26),
    Column("Sens", 56),
    Column("Unité", 14),
    Column("Valeurs", 56),
)


def write_data(workbook: Workbook, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Données », a table named ``Donnees``: one row a pôle and an element; none for those left out."""
    fields = _fields(view)
    sheet = Sheet(workbook, DATA_NAME, look, heading, [field.width for field in fields])
    sheet.note(
        "Une ligne par pôle et par élément, sans les pôles écartés. La feuille Dictionnaire décrit les colonnes."
    )
    sheet.table([field.name for field in fields], _rows(view), name=TABLE)


def write(workbook: Workbook, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Dictionnaire »: every column of « Données », its meaning, its unit and its values."""
    sheet = Sheet(workbook, NAME, look, heading, [column.width for column in _MEANING])
    sheet.note("Les colonnes de la feuille Données, dans leur ordre.")
    rows = [
        (label(field.name), typeset(field.meaning), field.unit or wording.NOTHING, typeset(field.values))
        for field in _fields(view)
    ]
    sheet.table([column.header for column in _MEANING], rows, frozen=1)


def _rows(view: ComparisonView) -> Iterator[Row]:
    for entry in view.entries:
        if entry.standing == LEFT_OUT:
            continue
        for heading, figure in zip(view.objectives, entry.objectives, strict=True):
            yield _row(entry, "objectif", heading.code, heading.name, figure)
        for position, heading in in_order(view):
            yield _row(entry, "sous-objectif", heading.code, heading.name, entry.sub_objectives[position])
        for heading, figure in zip(view.themes, entry.themes, strict=True):
            yield _row(entry, "enjeu", "", heading.name, figure)


def _row(entry: EntryView, kind: str, code: str, name: str, figure: FigureView) -> Row:
    pole = entry.pole
    contents = (
        pole.id,
        pole.name,
        pole.place,
        yes_no(pole.demonstration),
        entry.evaluation,
        entry.date,
        entry.mode,
        entry.phase,
        entry.standing,
        kind,
        code,
        name,
        figure.level,
        _why(figure),
        figure.coverage,
        figure.answered,
        figure.applicable,
        figure.n,
        status_text(figure),
        ", ".join(alert.code for alert in figure.alerts),
    )
    return [datum(content) for content in contents]


def _why(figure: FigureView) -> str:
    if figure.level is not None:
        return "valeur"
    said = wording.figure(figure)
    return "sans valeur" if said == wording.NOTHING else said
