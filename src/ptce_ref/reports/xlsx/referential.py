"""The referential as a workbook that its authors edit: everything of the format is in it, nothing lost.

Nothing in it is found again by its place or by its header: a hidden row names the columns, a hidden
sheet names the version it was made from.
"""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from openpyxl import Workbook

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.referential_form import forms
from ptce_ref.domain.referential_layout import FORMAT, ORDER
from ptce_ref.domain.referential_row import rows_of, value_at, write_value
from ptce_ref.domain.referential_table import level_columns, tables
from ptce_ref.domain.text import typeset
from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.xlsx.cell import LIMIT, Item, label, safe_text
from ptce_ref.reports.xlsx.entry import write_identity
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.referential_sheet import register, write_form, write_table
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.stamp import begin, save
from ptce_ref.reports.xlsx.style import TEXT, Look

README = "Lisez-moi"
_WIDTHS = (30.0, 30.0, 96.0)

_HOW = (
    (
        "Changez les mots, ajoutez des lignes, retirez-en, puis enregistrez. Pour vérifier et voir ce qui changerait, "
        "sans rien changer : « ptce referentiel importer FICHIER --essai ». Pour écrire le résultat dans un dossier : "
        "« ptce referentiel importer FICHIER --vers DOSSIER »."
    ),
    (
        "Vous pouvez trier, filtrer, masquer, changer la largeur des colonnes, renommer le fichier : il se relira "
        "quand même. L’ordre de lecture est celui de la colonne « Ordre ». La ligne cachée au-dessus des en-têtes dit "
        "ce qu’est chaque colonne : laissez-la."
    ),
    (
        "Un identifiant ne change jamais et ne ressert jamais : les évaluations passées s’y réfèrent. Si une question "
        "en remplace une autre, donnez-lui un identifiant neuf et dites-le dans « Lignée »."
    ),
    "Ce qui n’a pas changé garde, dans les fichiers, ses commentaires, son ordre et sa mise en page.",
)


def write_referential_workbook(referential: Referential, theme: Theme, target: BinaryIO) -> None:
    """Write ``referential`` in the look of ``theme`` into ``target``; the same content gives the same bytes."""
    look = Look(theme)
    workbook = begin(look, f"{referential.header.title} · {referential.version}")
    register(workbook, look)
    heading = _heading(referential)
    content = referential.model_dump(mode="json", by_alias=True)
    _readme(workbook, look, heading, referential)
    first, *others = forms()
    write_form(workbook, look, heading, first, {f.key: value_at(content, f.key) for f in first.fields})
    for table in tables(level_columns(referential.scale.levels)):
        write_table(workbook, look, heading, table, rows_of(table, content))
    for form in others:
        write_form(workbook, look, heading, form, {f.key: value_at(content, f.key) for f in form.fields})
    _identity(workbook, referential)
    save(workbook, target, referential.header.date)


def cells_too_long(referential: Referential) -> Iterator[str]:
    """Yield the sheet and the column of each text that a cell cannot hold: cut, it would come back cut."""
    content = referential.model_dump(mode="json", by_alias=True)
    for table in tables(level_columns(referential.scale.levels)):
        for row in rows_of(table, content):
            for column in table.fields:
                text = write_value(column, row.get(column.key))
                if isinstance(text, str) and safe_text(text) != text and len(text) > LIMIT // 2:
                    yield f"Feuille « {table.title} », colonne « {column.header} »"


def _heading(referential: Referential) -> Heading:
    header = referential.header
    date = wording.long_date(header.date)
    context = f"{header.title} · version {header.version}, {date}"
    return Heading(context, "", header.title, f"{header.id} {header.version}", date)


def _readme(workbook: Workbook, look: Look, heading: Heading, referential: Referential) -> None:
    sheet = Sheet(workbook, README, look, heading, _WIDTHS)
    sheet.freeze(2, first=1)
    for text in _HOW:
        sheet.note(typeset(text))
    layouts = tables(level_columns(referential.scale.levels))
    form_names = [form.title for form in forms()]
    names = [form_names[0], *(table.title for table in layouts), *form_names[1:]]
    leads = {form.title: form.lead for form in forms()} | {table.title: table.lead for table in layouts}
    sheet.section("Les feuilles de ce classeur")
    sheet.table(
        ("Feuille", "", "Ce qu’on y écrit"),
        [(Item(name, TEXT, ink=look.colours.accent, link=name), "", typeset(leads[name])) for name in names],
    )
    sheet.new_page()
    sheet.section("Ce que l’on écrit dans chaque colonne")
    sheet.table(("Feuille", "Colonne", "Comment l’écrire"), [[label(a), b, c] for a, b, c in _columns(referential)])


def _columns(referential: Referential) -> Iterator[tuple[str, str, str]]:
    """Yield what each column holds; those that many sheets share are said once."""
    layouts = tables(level_columns(referential.scale.levels))
    uses = Counter((column.header, column.help) for table in layouts for column in table.fields)
    shared = [(ORDER.header, ORDER.help), *(pair for pair, times in uses.items() if times > 1)]
    for header, help_ in shared:
        yield "Plusieurs feuilles", typeset(header), typeset(help_)
    for table in layouts:
        for column in table.fields:
            if (column.header, column.help) not in shared:
                yield table.title, typeset(column.header), typeset(column.help)


def _identity(workbook: Workbook, referential: Referential) -> None:
    lines = (
        ("referentiel", referential.id),
        ("version", referential.version),
        ("empreinte", referential.content_hash),
    )
    write_identity(workbook, FORMAT, lines)
