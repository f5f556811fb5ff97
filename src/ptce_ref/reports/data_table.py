"""A table of data, whatever it is written in: its columns, what each means, its rows.

A sheet of a workbook, a CSV file and its Table Schema are made from the same table, and so say the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Value = str | int | float | bool | None
Kind = Literal["string", "integer", "number", "boolean", "date"]
_WRITTEN = {
    "avance": "avancé",
    "college": "collège",
    "concernes": "concernés",
    "demonstration": "démonstration",
    "element": "élément",
    "etat": "état",
    "evaluation": "évaluation",
    "id": "(identifiant)",
    "interesse": "intéressé",
    "masque": "masqué",
    "mediane": "médiane",
    "numero": "numéro",
    "pole": "pôle",
    "poles": "pôles",
    "posees": "posées",
    "reciproque": "réciproque",
    "reponse": "réponse",
    "repondants": "répondants",
    "troisieme": "troisième",
    "unite": "unité",
}
"""Names are made for programs, without accents: how French writes their words."""


@dataclass(frozen=True)
class Field:
    """A column. ``values`` says in words what it may hold; ``among``, ``least`` and ``most`` are for a program."""

    name: str
    meaning: str
    values: str = "texte"
    unit: str = ""
    kind: Kind = "string"
    required: bool = False
    among: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    width: float = 14
    """In characters, on a sheet."""

    @property
    def title(self) -> str:
        """The name as French writes it: « Évaluation (identifiant) » for ``evaluation_id``."""
        words = [_WRITTEN.get(word, word) for word in self.name.replace("sous_", "sous-").split("_")]
        text = " ".join(words)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class DataTable:
    """A table: ``id`` names its file; ``key`` are the columns that tell a row from the others."""

    id: str
    title: str
    meaning: str
    fields: Sequence[Field]
    key: tuple[str, ...]
    rows: Callable[[], Iterator[Sequence[Value]]]
    """Made again at each call, row by row: there may be a million."""
