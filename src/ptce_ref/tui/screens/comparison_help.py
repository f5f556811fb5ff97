"""The help of the comparison: read when F1 is pressed."""

from ptce_ref.domain.text import bind_signs
from ptce_ref.tui.help import Help

COMPARISON_HELP = Help(
    "Comparaison",
    (
        bind_signs(
            "Choisissez les évaluations, puis « s » : d’abord ce qu’il en est de chaque pôle et pourquoi, les "
            "questions qu’il a eues, et les conditions. Les chiffres viennent ensuite, jamais en classement."
        ),
        bind_signs(
            "Profils et enjeux : les pôles par territoire ou par nom. Cohorte : médiane et quartiles du groupe. "
            "Échanges : ce que deux pôles peuvent s’apporter. Trajectoires : un pôle à plusieurs dates. "
            "Regards : un pôle vu par lui-même et par un autre."
        ),
    ),
    (
        ("s", "partie suivante"),
        ("r", "partie précédente"),
        ("flèches", "passer d’une case à l’autre"),
        ("Espace", "choisir une évaluation, ou la laisser"),
        ("t", "choisir toutes celles de la liste"),
        ("n", "n’en choisir aucune"),
        ("c", "chercher un pôle, une commune, un titre"),
        ("l", "lister par territoire, ou par nom"),
        ("m", "ne compter que les questions communes, ou toutes"),
        ("o", "dans « Regards » : lire un regard croisé, avec les arguments si la base en a"),
    ),
)
