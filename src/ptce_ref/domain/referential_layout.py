"""How a referential is laid out in tables: which sheets, which columns, what each may hold.

Whoever writes the workbook and whoever reads it back go by this one description. Owns the French
headers and helps; knows neither cells nor files. Nothing counts the levels, nor anything else (R17).
"""

from dataclasses import dataclass
from enum import Enum
from typing import get_args

from ptce_ref.domain.referential import Provenance
from ptce_ref.domain.returned_row import KEY_PREFIX

FORMAT = "ptce:referentiel:1"
"""First cell of the hidden sheet of a referential’s workbook."""
FORM_KEY = f"{KEY_PREFIX}cle"
"""The header of the hidden column that names the lines of a form."""
YES, NO = "oui", "non"

Key = tuple[str, ...]
"""Where a value stands in an element, as the format names it: ``("provenance", "note")``."""


class Sort(Enum):
    """What a column holds."""

    TEXT = "texte"
    ID = "identifiant"
    REFERENCE = "renvoi"
    REFERENCES = "renvois"
    LINES = "lignes"
    CITATIONS = "citations"
    BECAME = "devenir"
    CHOICE = "choix"
    YES_NO = "oui ou non"
    WHOLE = "nombre entier"
    DECIMAL = "nombre"


@dataclass(frozen=True)
class Field:
    """A column, or a line of a form. ``of`` is the table referred to; ``choices`` the words allowed."""

    key: Key
    header: str
    sort: Sort
    width: float
    help: str
    of: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False

    @property
    def name(self) -> str:
        """The key as the hidden row writes it: « niveaux.3 »."""
        return ".".join(self.key)


@dataclass(frozen=True)
class Table:
    """A sheet with one element a row. ``path`` is the list it holds; ``frozen`` columns stay in sight."""

    key: str
    title: str
    lead: str
    path: Key
    fields: tuple[Field, ...]
    frozen: int = 2


@dataclass(frozen=True)
class Form:
    """A sheet with one value a row: what the format holds once. Keys are whole paths."""

    title: str
    lead: str
    fields: tuple[Field, ...]


ORDER = Field(
    ("ordre",),
    "Ordre",
    Sort.DECIMAL,
    7,
    "Le rang de lecture. Entre 3 et 4, écrivez 3,5. Une ligne sans numéro vient après celle du dessus. "
    "Trier la feuille ne change donc rien.",
    optional=True,
)
LIST = "liste"
CARD_LISTS = {
    "criteres": "Critères de caractérisation",
    "postures": "Postures des collectivités",
    "moyens": "Moyens des collectivités",
    "etapes": "Étapes de vie",
    "statuts": "Statuts",
}
"""The lists of the identity card, as the format and as readers name them."""

_STATUSES: tuple[str, ...] = get_args(Provenance.model_fields["status"].annotation)


def provenance_fields(above: Key = ()) -> tuple[Field, ...]:
    """Return the columns that say where an element comes from."""
    here: Key = (*above, "provenance")
    return (
        Field(
            (*here, "statut"),
            "Provenance",
            Sort.CHOICE,
            11,
            "« attesté » quand une source le dit ; « proposé » quand les auteurs du référentiel l’ont écrit.",
            choices=_STATUSES,
        ),
        Field(
            (*here, "sources"),
            "Sources, et l’endroit",
            Sort.CITATIONS,
            42,
            "Une source par ligne (Alt + Entrée va à la ligne) : son identifiant, deux points, l’endroit. "
            "Par exemple : loi-2014 : article 9",
            of="sources",
            optional=True,
        ),
        Field(
            (*here, "note"),
            "Note de provenance",
            Sort.TEXT,
            40,
            "Ce qui est attesté, ce qui est proposé.",
            optional=True,
        ),
    )
