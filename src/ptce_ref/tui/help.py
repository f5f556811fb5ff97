"""What the help of a place says: the small contract that every screen fulfils with ``HERE``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    """The help of one screen, in French: what one does there, and the keys (key, what it does)."""

    title: str
    paragraphs: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Échap", "revenir en arrière ; un formulaire commencé demande d’abord"),
    ("Tab", "aller au champ suivant"),
    ("F1", "l’aide de l’endroit où l’on est"),
    ("Ctrl+P", "toutes les commandes, à chercher par leur nom"),
    ("Ctrl+Q", "quitter"),
)
