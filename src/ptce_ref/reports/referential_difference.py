"""The difference between two referentials in words, grouped by what happened.

Receives the facts of :mod:`ptce_ref.domain.referential_comparison` and writes the sentences that the
commands and the screens show. Nothing is counted but the changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ptce_ref.domain.lineage import Fate, route_between
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.referential_comparison import Change, Turn, compare_referentials
from ptce_ref.domain.referential_form import forms
from ptce_ref.domain.referential_layout import CARD_LISTS, NO, YES
from ptce_ref.domain.referential_table import tables
from ptce_ref.domain.text import typeset


@dataclass(frozen=True)
class DifferenceLine:
    """One change: a sentence, and what it needs under it (the old text, the new one, the words that differ)."""

    text: str
    id: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class DifferenceGroup:
    """The changes of one kind."""

    title: str
    lines: tuple[DifferenceLine, ...]


@dataclass(frozen=True)
class DifferenceView:
    """What changed from one referential to another. ``notes`` are what to be careful about.

    ``changes`` are the same facts for a program.
    """

    before: str
    after: str
    groups: tuple[DifferenceGroup, ...]
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


_TITLES = {
    Turn.ADDED: "Ajouté",
    Turn.REMOVED: "Retiré",
    Turn.RENAMED: "Renommé",
    Turn.MOVED: "Déplacé",
    Turn.REORDERED: "Ordre de lecture changé",
    Turn.REWORDED: "Reformulé",
    Turn.LEVEL: "Niveaux décrits autrement",
    Turn.WEIGHT: "Poids changés",
    Turn.SELECTION: "Parcours qui ne retiennent plus les mêmes questions",
    Turn.LINKED: "Listes changées",
    Turn.SET: "Autres valeurs changées",
    Turn.PROVENANCE: "Provenance",
    Turn.LINEAGE: "Lignée",
}
_KINDS = {
    "objectifs": "Objectif",
    "sous_objectifs": "Sous-objectif",
    "enjeux": "Enjeu",
    "indicateurs": "Indicateur",
    "vigilances": "Vigilance",
    "colleges": "Collège",
    "parcours": "Parcours",
    "usages": "Usage",
    "sources": "Source",
    "echelle": "Niveau de l’échelle",
    "lignee": "Lignée",
    **{f"fiche_identite.{key}": f"Fiche d’identité, {title.lower()}" for key, title in CARD_LISTS.items()},
}
_SECTIONS = {"referentiel": "Référentiel", "echelle": "Échelle", "seuils": "Seuils"}
_PARTS = {"chiffres": "Chiffres utiles", "id": "Identifiant", "echelle_changee": "L’échelle a changé"}
_NONE = "rien"
_SHORT = 120
"""Characters of an old and a new text that stay on one line."""


def view_difference(before: Referential, after: Referential) -> DifferenceView:
    """Return everything that changed from ``before`` to ``after``, in words."""
    changes = compare_referentials(before, after)
    labels = _labels(before, after)
    groups = []
    for turn, title in _TITLES.items():
        lines = tuple(_line(change, labels) for change in changes if change.turn is turn)
        if lines:
            groups.append(DifferenceGroup(typeset(title), lines))
    return DifferenceView(_named(before), _named(after), tuple(groups), tuple(_notes(before, after, changes)), changes)


def _named(referential: Referential) -> str:
    return f"{referential.id} {referential.version}"


def _notes(before: Referential, after: Referential, changes: Sequence[Change]) -> list[str]:
    notes = []
    removed = [change.id for change in changes if change.turn is Turn.REMOVED]
    if removed:
        never = "Cet identifiant ne devra jamais resservir"
        if len(removed) > 1:
            never = "Ces identifiants ne devront jamais resservir"
        notes.append(f"{never} : {', '.join(removed)}. Ce qu’un indicateur est devenu se dit dans la lignée.")
    notes += _unsaid(before, after)
    if changes and before.id == after.id and before.version == after.version:
        notes.append(f"Le texte change mais la version reste {after.version} : pensez à la monter.")
    return [typeset(note) for note in notes]


def _unsaid(before: Referential, after: Referential) -> list[str]:
    """Return what an evaluation could not follow from one version to the other, when the lineage says the way."""
    route = route_between(before, after)
    if route is None:
        return []
    notes = []
    gone = [ident for ident in route.targets if route.fate(ident) is Fate.UNSAID]
    if gone:
        notes.append(f"La lignée ne dit pas ce qu’ils sont devenus : {', '.join(gone)}.")
    levels = [level for level, now in route.levels.items() if now is None]
    if levels:
        notes.append(f"Niveaux d’avant sans équivalent : {', '.join(levels)}. Ce qui y a été répondu sera redemandé.")
    return notes


def _labels(*sides: Referential) -> dict[tuple[str, str], str]:
    """Return the name of each part of each section, as the workbook names its columns."""
    labels: dict[tuple[str, str], str] = {}
    for side in sides:
        for table in tables((level.id, level.name) for level in side.scale.levels):
            section = "echelle" if table.key == "niveaux" else table.key
            labels |= {(section, column.name): column.header for column in table.fields}
    labels |= {(column.key[0], ".".join(column.key[1:])): column.header for form in forms() for column in form.fields}
    return labels


def _label(change: Change, labels: dict[tuple[str, str], str]) -> str:
    section = change.section.split(".")[0]
    return typeset(labels.get((section, change.part), _PARTS.get(change.part, change.part)))


def _line(change: Change, labels: dict[tuple[str, str], str]) -> DifferenceLine:
    who, label = _who(change), _label(change, labels)
    details: list[str] = [change.reason] if change.reason else []
    if change.turn in (Turn.ADDED, Turn.REMOVED):
        text = f"{who} ({change.id})"
    elif change.turn is Turn.REORDERED:
        text = _SECTIONS.get(change.section, f"{_KINDS.get(change.section, change.section)}s")
    elif change.turn is Turn.LINEAGE and change.part == "echelle_changee":
        text = f"{label} depuis la version {change.before}"
        details += [f"niveau {level if level[-1:] != '→' else f'{level} redemandé'}" for level in change.come]
    elif change.turn is Turn.LINEAGE:
        came = f" → {change.after}" if change.after else ""
        text = f"{label} : {change.before}{came}"
    elif change.words or len(change.before + change.after) > _SHORT:
        text = f"{who} : {_small(label)}"
        details += [f"avant : {change.before or _NONE}", f"après : {change.after or _NONE}"]
        details += [f"mots : {_words(change.words)}"] if change.words else []
    elif change.gone or change.come:
        text = f"{who} : {_small(label)}"
        details += [f"− {item}" for item in change.gone] + [f"+ {item}" for item in change.come]
    elif change.before or change.after:
        text = f"{who} : {_small(label)}, {_quoted(change.before)} → {_quoted(change.after)}"
    else:
        text = f"{who} : {_small(label)}, dans un autre ordre"
    return DifferenceLine(typeset(text), change.id, tuple(typeset(detail) for detail in details))


def _who(change: Change) -> str:
    if not change.id:
        return _SECTIONS.get(change.section, change.section)
    code = f" {change.code}" if change.code else ""
    return f"{_KINDS.get(change.section, change.section)}{code} « {change.name} »"


def _small(label: str) -> str:
    """Return a label inside a sentence; one that begins with an acronym or a rank stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _quoted(text: str) -> str:
    bare = text.replace(",", "").isdigit() or text in (YES, NO)
    return (text if bare else f"« {text} »") if text else _NONE


def _words(words: Sequence[tuple[str, str]]) -> str:
    pieces = []
    for old, new in words:
        if not old:
            pieces.append(f"+ « {new} »")
        elif not new:
            pieces.append(f"− « {old} »")
        else:
            pieces.append(f"« {old} » → « {new} »")
    return " ; ".join(pieces)
