"""The names of the commands and one line on each: all that `ptce --help` needs.

Imports nothing, so that the overview appears at once; each command's module is loaded when it runs.
"""

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("ptce_ref.cli.demo:demo", "Une base neuve avec les exemples, puis tous les classeurs et documents."),
    "referentiel": ("ptce_ref.cli.referential:referentiel", "Montrer, vérifier, modifier le référentiel."),
    "pole": ("ptce_ref.cli.pole:pole", "Les pôles et leur carte d’identité."),
    "commune": ("ptce_ref.cli.commune:commune", "Trouver une commune, sans réseau."),
    "evaluation": ("ptce_ref.cli.evaluation:evaluation", "Ouvrir, suivre et faire avancer une évaluation."),
    "repondre": ("ptce_ref.cli.answer:repondre", "Donner un avis, un vote à main levée ou une position."),
    "repondant": (
        "ptce_ref.cli.person:repondant",
        "Un répondant : corriger, voir, remettre ou effacer ses données.",
    ),
    "action": ("ptce_ref.cli.action:action", "Le plan d’action : qui fait quoi, et pour quand."),
    "questionnaire": (
        "ptce_ref.cli.questionnaire:questionnaire",
        "Le questionnaire en classeur : à envoyer, à reprendre.",
    ),
    "tournee": ("ptce_ref.cli.round:tournee", "Les visites entre pôles : qui va chez qui, ce que chacun en retire."),
    "imprimer": ("ptce_ref.cli.printing:imprimer", "Les documents PDF : grille, rapport, papiers de la séance."),
    "classeur": ("ptce_ref.cli.workbook:classeur", "Les classeurs de co-évaluation et de comparaison."),
    "modeles": ("ptce_ref.cli.template:modeles", "Vos modèles : logo, couleurs, textes et sections des documents."),
    "echange": ("ptce_ref.cli.exchange:echange", "Porter des évaluations d’un ordinateur à un autre, dans un fichier."),
    "base": ("ptce_ref.cli.base:base", "La base de données : ce qu’elle contient, si elle est saine, ses sauvegardes."),
}
"""Command → (module:attribute, what it does)."""

OPTIONS = {
    "--base FICHIER": "La base à employer (sinon PTCE_BASE, sinon celle de votre dossier personnel).",
    "--version": "La version du programme.",
    "--help": "Cette aide.",
}


def overview() -> str:
    """Return the French help of the program as a whole."""
    width = max(len(name) for name in (*COMMANDS, *OPTIONS)) + 2
    lines = [
        "Usage : ptce [--base FICHIER] [COMMANDE]",
        "",
        "Un PTCE s’évalue avec ses membres ; une collectivité lit plusieurs pôles côte à côte.",
        "Sans commande, « ptce » ouvre l’interface à l’écran.",
        "",
        "Commandes :",
        *(f"  {name:<{width}}{text}" for name, (_, text) in COMMANDS.items()),
        "",
        "Options :",
        *(f"  {name:<{width}}{text}" for name, text in OPTIONS.items()),
        "",
        "« ptce COMMANDE --help » explique une commande.",
    ]
    return (
        "\n".join(lines)
        .replace(" :", "\u00a0:")
        .replace(" ;", "\u00a0;")
        .replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
    )
