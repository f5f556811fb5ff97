"""The help of the scoring: read when F1 is pressed."""

from ptce_ref.tui.help import Help

SCORING_HELP = Help(
    "Saisie des avis",
    (
        (
            "Dites d’abord pourquoi, puis choisissez la réponse. Dans le cadre de l’argument, les chiffres "
            "et les lettres sont du texte : Tab en sort, Échap aussi (vide, il quitte la saisie). "
            "Le titre marqué ▸ dit où vous êtes ; la ligne du bas, ce qui est enregistré."
        ),
        "Sur un clavier français, la touche & vaut 1, é vaut 2, et ainsi de suite, sans la touche Maj.",
        (
            "Ce qui est écrit avant toute réponse est gardé, même si le programme s’arrête ; "
            "il s’enregistre avec la réponse."
        ),
    ),
    (
        ("1, 2, 3…", "choisir un niveau (ou ↑ ↓, puis Entrée)"),
        ("n", "non concerné : la raison, puis Entrée"),
        ("s", "ne sait pas"),
        ("Entrée", "continuer, quand la réponse est donnée"),
        ("Tab", "passer de l’argument à la réponse, puis au niveau souhaité s’il est demandé"),
        ("Pg↓ Pg↑", "question suivante, précédente"),
        ("F2 ou x", "montrer ou cacher ce que demande la question"),
        ("F3 ou v", "prochaine question sans réponse"),
        ("F4 ou a", "aller à une question par son code ou un mot"),
        ("F5 ou r", "prochaine question à revoir"),
        ("F6 ou m", "marquer la question à revoir, ou retirer la marque"),
        ("F7 ou l", "les questions liées ; Échap ramène d’où l’on vient"),
        ("F8 ou c", "compléments : preuves et chiffres"),
        ("Ctrl+Z ou u", "annuler la dernière réponse ; dans un texte, la dernière frappe"),
        ("Ctrl+Y ou y", "rétablir ce qui vient d’être annulé"),
        ("F9 ou t", "sorte d’argument : témoignage, observation, document, chiffre"),
        ("Suppr", "retirer la réponse"),
        ("Alt et 1, 2…", "répondre sans quitter l’argument"),
    ),
)
