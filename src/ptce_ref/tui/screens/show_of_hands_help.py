"""The help of the show of hands: read when F1 is pressed."""

from ptce_ref.tui.help import Help

HANDS_HELP = Help(
    "Main levée",
    (
        (
            "Lisez la question, demandez à chaque collège qui choisit quel niveau, et tapez le nombre de mains. "
            "Chaque nombre est enregistré aussitôt ; la ligne du bas le dit. Les barres comptent tous les collèges."
        ),
        (
            "Tout le monde vote, et personne ne dit s’il a déjà répondu par écrit. Les réponses écrites et les mains "
            "d’une même question s’ajoutent : qui a écrit et lève la main y compte deux fois. Alors, ou bien ne tapez "
            "pas les mains ; ou bien tapez-les, et retirez à la saisie (Suppr) les réponses écrites des personnes "
            "présentes. Une ligne dit combien de réponses écrites le collège a déjà données."
        ),
        "« ? » : ne sait pas ; « – » : non concerné. Un » suit le collège dont on a noté un argument.",
        (
            "Sur un clavier français, la touche & vaut 1, é vaut 2, et ainsi de suite, sans la touche Maj. "
            "À la souris : un clic ajoute une voix, un clic droit en retire une."
        ),
        "Le grand écran ne montre que l’ensemble des voix, sans les collèges ; les touches y comptent aussi.",
    ),
    (
        ("flèches", "passer d’une case à l’autre ; Entrée : le collège suivant"),
        ("1, 2… ou & é…", "taper le nombre de voix ; Retour arrière corrige"),
        ("p ou Espace", "une voix de plus"),
        ("m", "une voix de moins"),
        ("Suppr", "remettre la case à zéro"),
        ("Ctrl+Z ou u", "annuler le dernier nombre compté"),
        ("e", "noter un argument entendu dans ce collège"),
        ("g", "grand écran, pour le projecteur"),
        ("Pg↓ Pg↑", "question suivante, précédente"),
        ("F3 ou v", "prochaine question sans vote"),
        ("F4 ou a", "aller à une question par son code"),
    ),
)
