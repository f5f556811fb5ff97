"""The identity card as a form: its sections, and each field between what is typed and what is kept.

Knows the words of the referential and how French numbers are written; knows neither widgets nor
the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ptce_ref.domain.number import read_number, write_number
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.problem import Path
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import NO_BREAK_SPACE as NBSP
from ptce_ref.domain.text import clean_line, clean_text
from ptce_ref.tui.widgets.commitment import choices_of
from ptce_ref.tui.widgets.picker import Item


@dataclass(frozen=True)
class CardField:
    """One field: where it is in the card, how it is asked, and how it is read and written.

    ``read`` raises ValueError, whose text is what was expected.
    """

    path: Path
    label: str
    read: Callable[[str], object]
    write: Callable[[object], str]
    hint: str = ""
    long: bool = False
    wide: bool = False
    choices: tuple[Item, ...] = ()

    @property
    def name(self) -> str:
        """A name for the widget: letters, digits, hyphens and underscores."""
        return "-".join(str(step) for step in self.path)

    def shown(self, content: Mapping[str, object]) -> str:
        """Return what the field shows of a card, given by its French keys."""
        value: object = content
        for step in self.path:
            value = value.get(str(step)) if isinstance(value, Mapping) else None
        return "" if value is None else self.write(value)


@dataclass(frozen=True)
class CardSection:
    """Some fields under one heading."""

    id: str
    title: str
    note: str
    fields: tuple[CardField, ...]


def card_sections(referential: Referential, pole: Pole | None) -> tuple[CardSection, ...]:
    """Return the sections of the card in the words of ``referential``; those ``pole`` already uses stay choices."""
    card = referential.card
    status, stage = (pole.status, pole.stage) if pole else (None, None)
    return (
        CardSection(
            "pole",
            "Le pôle",
            "Seul le nom est nécessaire ; le reste se complète quand on veut.",
            (
                _line("nom", "Nom du pôle", "le seul champ nécessaire"),
                CardField(("resume",), "Le pôle en quelques phrases", clean_text, str, long=True),
                CardField(("annee",), "Année de création", _read_whole, str, "par exemple 2014"),
                _line("porteur", "Structure porteuse"),
                _choice("statut", "Statut juridique", choices_of(card.statuses, status)),
                _choice("etape", "Étape de vie", choices_of(card.stages, stage)),
                CardField(("filieres",), "Filières", _read_list, _write_list, "séparées par des virgules"),
            ),
        ),
        CardSection(
            "territoire",
            "Territoire",
            "Choisir une commune dans la liste remplit les quatre lignes qui suivent.",
            (
                _line("commune", "Commune", "son début, son code postal ou son code INSEE"),
                CardField(("code_insee",), "Code INSEE", _read_code, str, "cinq caractères, par exemple 44109"),
                _line("departement", "Département"),
                _line("region", "Région"),
                _line("intercommunalite", "Intercommunalité"),
            ),
        ),
        CardSection(
            "membres",
            "Membres, par collège",
            "Le nombre d’organisations ou de personnes ; un collège absent reste vide.",
            tuple(
                CardField(("membres", college.id), college.name, _read_whole, str, wide=True)
                for college in referential.colleges
            ),
        ),
        CardSection(
            "moyens",
            "Emplois et budget",
            "En équivalents temps plein (ETP), en euros ; par exemple 12,5 ou 1 200.",
            (
                _amount("emplois", "Emplois chez les membres (ETP)"),
                _amount("emplois_animation", "Emplois d’animation du pôle (ETP)"),
                _amount("budget", "Budget annuel du pôle (euros)"),
            ),
        ),
        CardSection(
            "criteres",
            "Critères",
            "Comment le pôle remplit chacun, en une phrase ou deux ; rien n’est noté.",
            tuple(
                CardField(("criteres", entry.id), entry.name, clean_text, str, entry.meaning, long=True)
                for entry in card.criteria
            ),
        ),
    )


def _line(key: str, label: str, hint: str = "") -> CardField:
    return CardField((key,), label, clean_line, str, hint)


def _choice(key: str, label: str, choices: list[Item]) -> CardField:
    return CardField((key,), label, lambda text: text or None, str, choices=tuple(choices))


def _amount(key: str, label: str) -> CardField:
    return CardField((key,), label, _read_amount, _write_amount, wide=True)


def _read_amount(text: str) -> float | None:
    if not clean_line(text):
        return None
    try:
        return read_number(clean_line(text))
    except ValueError:
        raise ValueError(f"un nombre, tel que 1{NBSP}200 ou 12,5") from None


def _write_amount(value: object) -> str:
    return write_number(value) if isinstance(value, int | float) else str(value)


def _read_whole(text: str) -> int | None:
    # A year or a number of people: no example with a comma.
    try:
        value = _read_amount(text)
    except ValueError:
        raise ValueError("un nombre entier") from None
    if value is not None and not value.is_integer():
        raise ValueError("un nombre entier")
    return None if value is None else int(value)


def _read_code(text: str) -> str | None:
    return clean_line(text).replace(" ", "").upper() or None


def _read_list(text: str) -> tuple[str, ...]:
    # A name may hold a comma: the list is then written with semicolons.
    return tuple(part for part in map(clean_line, text.split(";" if ";" in text else ",")) if part)


def _write_list(value: object) -> str:
    names = [str(name) for name in value] if isinstance(value, tuple | list) else []
    if any("," in name for name in names):
        return "; ".join(names) if len(names) > 1 else f"{names[0]};"
    return ", ".join(names)
