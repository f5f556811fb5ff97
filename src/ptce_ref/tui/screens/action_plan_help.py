"""The help of the plan d’action: read when F1 is pressed."""

from ptce_ref.tui.help import Help

PLAN_HELP = Help(
    "Plan d’action",
    (
        (
            "Chaque action dit ce qui est à faire, qui s’en charge, pour quand, et les indicateurs concernés. "
            "« En retard » : la date est passée, et l’action n’est ni faite ni abandonnée."
        ),
        "Ce que les évaluations précédentes n’ont pas fini est proposé en haut de la liste.",
        (
            "Une fois l’évaluation close, le plan se relit et ne change plus : l’état des actions se suit dans le plan "
            "de l’évaluation suivante, qui propose de les reprendre."
        ),
    ),
    (
        ("↑ ↓", "passer d’une action à l’autre"),
        ("Entrée", "ouvrir l’action marquée"),
        ("n", "nouvelle action"),
        ("e", "changer l’état : à faire, en cours, faite, abandonnée"),
        ("t", "ranger par date, par état ou par indicateur"),
        ("r", "reprendre ce que les évaluations précédentes n’ont pas fini"),
        ("Suppr ou x", "retirer l’action marquée, après confirmation"),
    ),
)
