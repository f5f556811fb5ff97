"""The help of the quick mode: read when F1 is pressed."""

from ptce_ref.tui.help import Help

QUICK_HELP = Help(
    "Recopier un questionnaire papier",
    (
        (
            "Une touche donne la réponse à la question marquée et passe à la suivante. "
            "Chaque réponse est enregistrée aussitôt ; la ligne du bas le dit, et la bande au-dessus "
            "rappelle les dernières."
        ),
        (
            "Sur un clavier français, la touche & vaut 1, é vaut 2, et ainsi de suite, sans la touche Maj ; "
            "a, b, c… valent aussi 1, 2, 3…"
        ),
        (
            "Dans un texte, la raison ou l’argument, Entrée enregistre et continue. Un texte collé garde ses lignes. "
            "Échap abandonne la raison ; il garde l’argument, sans changer de question."
        ),
        "Une question laissée en blanc sur le papier se passe avec la barre d’espace : rien n’est enregistré.",
    ),
    (
        ("1, 2, 3…", 'donner un niveau (ou a, b, c…, ou & é ")'),
        ("n", "non concerné : la raison, puis Entrée ; Échap l’abandonne"),
        ("s", "ne sait pas"),
        ("Espace ou ↓", "laisser en blanc"),
        ("↑ ou Pg↑", "revenir à la question d’avant, pour la corriger"),
        ("Entrée ou g", "écrire l’argument ; Entrée l’enregistre et continue"),
        ("Ctrl+Z ou u", "annuler la dernière réponse"),
        ("Ctrl+Y ou y", "rétablir ce qui vient d’être annulé"),
        ("F3 ou v", "prochaine question sans réponse"),
        ("F4", "aller à une question par son code ou un mot"),
        ("F5 ou r", "prochaine question à revoir"),
        ("F6 ou m", "marquer la question à revoir, ou retirer la marque"),
        ("F7 ou l", "les questions liées"),
        ("F9 ou q", "questionnaire suivant : la personne suivante est proposée"),
    ),
)
