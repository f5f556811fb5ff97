"""Writes docs/guide/commandes.md: which commands do the job of each screen, then every command with its options.

    make docs

The names of the screens come from the program, and so do the commands: a test fails when one of
them changes and this page does not.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ptce_ref.cli.catalog import COMMANDS
from ptce_ref.domain.text import typeset
from ptce_ref.tui.place import PLACES

PAGE = Path(__file__).parent / "guide" / "commandes.md"

HOME = (
    ("Premier pas : essayer les exemples", ("ptce demo --sortie demonstration",)),
    ("Accueil : les évaluations, ce qu’il reste à faire", ("ptce evaluation lister", "ptce pole lister")),
    ("Nouveau pôle", ("ptce pole ajouter NOM", "ptce commune chercher TEXTE")),
    (
        "Nouvelle évaluation, ou retirer celle ouverte par erreur",
        ("ptce evaluation ouvrir POLE --usage diagnostic", "ptce evaluation retirer EVALUATION"),
    ),
    (
        "Inscrire un répondant, corriger ou retirer une inscription",
        (
            "ptce evaluation inscrire EVALUATION --college MOT",
            "ptce repondant corriger EVALUATION r01 --nom TEXTE",
            "ptce repondant retirer EVALUATION r01",
        ),
    ),
    (
        "Données des personnes : les voir, les remettre, les effacer",
        (
            "ptce repondant lister EVALUATION",
            "ptce repondant montrer EVALUATION r01",
            "ptce repondant exporter EVALUATION r01",
            "ptce repondant effacer EVALUATION r01",
        ),
    ),
    (
        "Tournées de visites : qui va chez qui, ce que chacun en retire",
        (
            "ptce tournee proposer",
            "ptce tournee ouvrir TITRE",
            "ptce tournee montrer TOURNEE",
            "ptce tournee visite TOURNEE VISITEUR HOTE --date 12/06/2027",
        ),
    ),
    ("Regard croisé", ("ptce imprimer regard-croise EVALUATION", "ptce classeur coevaluation EVALUATION")),
    ("Visite guidée", ("ptce --help", "ptce COMMANDE --help")),
)
"""What is not reached from the page of an evaluation."""

ROUTES: dict[str, tuple[str, ...]] = {
    "exchange": (
        "ptce echange exporter EVALUATION --sortie FICHIER",
        "ptce echange exporter --pole POLE --complet --sortie FICHIER",
    ),
    "grid": ("ptce referentiel montrer", "ptce evaluation montrer EVALUATION"),
    "answers": (
        "ptce questionnaire exporter EVALUATION --repondant r01",
        "ptce questionnaire importer FICHIER",
        "ptce repondre EVALUATION T1.01 --repondant r01 --argument TEXTE --niveau 3",
    ),
    "quick": (
        "ptce questionnaire exporter EVALUATION --repondant r01",
        "ptce questionnaire importer FICHIER",
    ),
    "returned": (
        "ptce questionnaire importer FICHIER --essai",
        "ptce questionnaire importer FICHIER",
        "ptce action importer EVALUATION FICHIER",
    ),
    "hands": ("ptce repondre EVALUATION T1.01 --college habitants --voix 1=4 --voix 3=7",),
    "dialogue": (
        "ptce evaluation montrer EVALUATION",
        "ptce repondre EVALUATION T1.01 --position accord --niveau 2 --minorite TEXTE",
        "ptce repondre EVALUATION T1.01 --position retirer",
        "ptce evaluation adopter EVALUATION",
    ),
    "synthesis": ("ptce evaluation montrer EVALUATION", "ptce classeur coevaluation EVALUATION"),
    "actions": (
        "ptce action lister EVALUATION",
        "ptce action ajouter EVALUATION TEXTE",
        "ptce action modifier EVALUATION ACTION --etat faite",
        "ptce action reprendre EVALUATION",
        "ptce action importer EVALUATION FICHIER",
    ),
    "production": (
        "ptce imprimer grille EVALUATION",
        "ptce imprimer rapport EVALUATION",
        "ptce imprimer questionnaire EVALUATION",
        "ptce questionnaire exporter EVALUATION --tous-les-repondants --dossier DOSSIER",
        "ptce imprimer ordre-du-jour EVALUATION --duree 1h30",
        "ptce imprimer world-cafe EVALUATION --participants 24",
        "ptce imprimer pleniere EVALUATION",
        "ptce imprimer visite EVALUATION",
        "ptce classeur coevaluation EVALUATION",
        "ptce classeur comparaison",
    ),
    "comparison": ("ptce classeur comparaison",),
    "identity": ("ptce pole montrer POLE", "ptce pole modifier POLE"),
    "referential": ("ptce referentiel montrer T1.01", "ptce referentiel provenance"),
    "migration": (
        "ptce evaluation migrer EVALUATION --vers DOSSIER --essai",
        "ptce evaluation migrer EVALUATION --vers DOSSIER",
        "ptce evaluation passages EVALUATION",
        "ptce evaluation migrer EVALUATION --revenir",
    ),
    "journal": ("ptce evaluation journal EVALUATION",),
    "phases": ("ptce evaluation phase EVALUATION avis",),
}
"""Place of the screens → the commands that do the same job."""

INTRODUCTION = """# Tout faire par les commandes

<!-- Page écrite par « make docs » : ne la modifiez pas à la main. -->

L’interface à l’écran (`ptce` sans rien d’autre) **n’est pas lisible par un lecteur d’écran** : la bibliothèque qui la
dessine ne le permet pas aujourd’hui. La voie accessible est celle de cette page : **les commandes et les classeurs**.
Elle n’est pas un pis-aller : chaque écran a ici son équivalent, les chiffres sont les mêmes, et rien n’est réservé à
l’écran.

Deux manières de faire, à mélanger comme on veut :

- **le classeur**, pour répondre : `ptce questionnaire exporter` l’écrit, on le remplit dans un tableur avec ses outils
  habituels, `ptce questionnaire importer` le reprend, tout ou rien, en disant d’abord ce qui change ;
- **les commandes**, pour tout le reste : du texte simple, ligne après ligne, sans couleur ni dessin. Avec `--json`, le
  résultat se lit aussi par un programme.

Les majuscules sont à remplacer par ce qui vous concerne : `EVALUATION` par l’identifiant que donne
`ptce evaluation lister`, `POLE` par celui que donne `ptce pole lister`. `r01`, `T1.01`, `habitants` et `diagnostic`
sont des exemples.

## De l’écran à la commande

| À l’écran | Par commande |
|---|---|
"""

REFERENCE = """
Pendant la phase « avis », les commandes ne montrent pas plus que l’écran : les avis des autres restent masqués jusqu’au
dialogue.

Les codes de sortie, pour un script : 0, c’est fait ; 1, un problème dans les données ; 2, la commande est mal écrite ;
3, un fichier ou la base ne peut pas servir ; 130, interrompu.

## Toutes les commandes
"""


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, by its full name (« ptce pole ajouter »)."""
    for name, (where, _) in COMMANDS.items():
        module, _, attribute = where.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if isinstance(command, click.Group):
            yield from ((f"ptce {name} {child}", command.commands[child]) for child in sorted(command.commands))
        else:
            yield f"ptce {name}", command


def page() -> str:
    """Return the whole page."""
    rows = [*HOME, *((place.name, ROUTES[place.id]) for place in PLACES)]
    table = [f"| {name} | {'<br>'.join(f'`{command}`' for command in commands)} |" for name, commands in rows]
    parts = [INTRODUCTION + "\n".join(table), REFERENCE]
    parts += [part for name, command in leaves() for part in _section(name, command)]
    # Code is copied to a terminal: there, spaces stay what they are.
    pieces = "\n".join(parts).split("`")
    return "`".join(piece if place % 2 else typeset_lines(piece) for place, piece in enumerate(pieces)) + "\n"


def typeset_lines(text: str) -> str:
    """Return prose with its non-breaking spaces, its line breaks and outer spaces as they are."""
    lines = []
    for line in text.split("\n"):
        core = line.strip(" ")
        start = len(line) - len(line.lstrip(" "))
        end = len(line) - len(line.rstrip(" ")) if core else 0
        lines.append(" " * start + (typeset(core) if core else "") + " " * end)
    return "\n".join(lines)


def _section(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, info_name=name)
    arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    lines = ["", f"### `{' '.join([name, *arguments])}`", "", *_help(command)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    records = [record for record in (option.get_help_record(context) for option in options) if record is not None]
    if records:
        lines += ["", "| Option | Sens |", "|---|---|"]
        # A bar inside code would end the cell.
        cells = [(names.replace("|", "\\|"), text.replace("[required]", "(obligatoire)")) for names, text in records]
        lines += [f"| `{names}` | {text} |" for names, text in cells]
    return lines


def _help(command: click.Command) -> list[str]:
    """Return the paragraphs of a help; what is laid out there line by line becomes a block of code."""
    lines: list[str] = []
    for paragraph in (command.help or "").split("\n\n"):
        if "\b" in paragraph:
            rows = [line.strip() for line in paragraph.replace("\b", "").strip().splitlines()]
            told = [row for row in rows if not row.startswith("ptce ")]
            lines += [*told, "", *(f"- `{row}`" for row in rows if row.startswith("ptce ")), ""]
        else:
            lines += [" ".join(paragraph.split()), ""]
    while lines and not lines[-1]:
        lines.pop()
    return lines


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
