"""A problem as data: what is wrong, where, what was found, what was expected.

Owns the catalogue of problems and their French sentences; knows neither files nor screens.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from ptce_ref.domain.text import fold

Path = tuple[str | int, ...]
"""Where in the content: keys and list positions, as in ``("indicateurs", 12, "enjeu")``."""


class Kind(Enum):
    """Every kind of problem: a stable code and a title for readers."""

    UNREADABLE = ("illisible", "Fichier illisible")
    SYNTAX = ("syntaxe", "Syntaxe YAML")
    TOO_LARGE = ("trop-gros", "Fichier trop gros")
    UNQUOTED = ("guillemets", "Guillemets manquants")
    UNKNOWN_KEY = ("cle-inconnue", "Clé inconnue")
    MISSING_KEY = ("cle-manquante", "Clé manquante")
    MISSING_CELL = ("case-vide", "Il manque quelque chose")
    DUPLICATE_KEY = ("cle-double", "Clé répétée")
    DUPLICATE_SECTION = ("section-double", "Section répétée")
    ALIAS = ("ancre", "Ancre YAML")
    WRONG_VALUE = ("valeur", "Valeur inattendue")
    DUPLICATE_ID = ("identifiant-double", "Identifiant répété")
    DUPLICATE_CODE = ("code-double", "Code répété")
    DUPLICATE_ENTRY = ("saisie-double", "Saisie répétée")
    UNKNOWN_REFERENCE = ("renvoi", "Renvoi vers un élément qui n’existe pas")
    MISSING_DESCRIPTOR = ("descripteur", "Niveau sans descripteur")
    EMPTY_SELECTION = ("selection-vide", "Parcours sans indicateur")
    UNFIT_FILE = ("fichier", "Fichier qui ne peut pas servir")
    CONTRAST = ("contraste", "Contraste trop faible")
    MARKUP = ("balisage", "Mise en forme que ces textes ne connaissent pas")
    UNUSED = ("inutilise", "Élément que rien n’emploie")

    def __init__(self, code: str, title: str) -> None:
        self.code = code
        self.title = title


@dataclass(frozen=True)
class Place:
    """Where a reader finds the problem: a file, and a line (from 1) or a cell such as ``C12``."""

    file: str = ""
    line: int | None = None
    cell: str | None = None

    def __str__(self) -> str:
        spot = self.cell or (f"ligne {self.line}" if self.line else "")
        return ", ".join(part for part in (self.file, spot) if part)


@dataclass(frozen=True)
class Problem:
    """One problem: ``found`` and ``expected`` are short French phrases, ``nearest`` a valid value."""

    kind: Kind
    found: str
    expected: str
    path: Path = ()
    nearest: str | None = None
    place: Place = field(default_factory=Place)

    @property
    def _element(self) -> str:
        """Where in the content, for what was not read from a file: « membres, habitants »."""
        return ", ".join(str(step) for step in self.path)

    def __str__(self) -> str:
        where = str(self.place)
        hint = f" ; valeur valable la plus proche : « {self.nearest} »" if self.nearest else ""
        head = f"{where or self._element} : " if where or self.path else ""
        return f"{head}{self.kind.title}. Trouvé : {self.found} ; attendu : {self.expected}{hint}."


_FEWEST_LETTERS = 3
"""Under which the beginning of a word says nothing."""


def nearest_value(value: str, valid: Iterable[str]) -> str | None:
    """Return the valid value most like ``value``, or None when none is like it.

    One that begins as ``value`` does comes first, whatever its length: who types the first word of a long name does
    not mean a short one that resembles it.
    """
    valid = list(valid)
    begun = [item for item in valid if len(value) >= _FEWEST_LETTERS and fold(item).startswith(fold(value))]
    matches = difflib.get_close_matches(value, begun or valid, n=1, cutoff=0.0 if begun else 0.5)
    return matches[0] if matches else None
