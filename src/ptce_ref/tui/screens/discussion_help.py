"""The help of the discussion of one question: read when F1 is pressed."""

from ptce_ref.tui.help import Help

DISCUSSION_HELP = Help(
    "Discuter une question",
    (
        (
            "Pour chaque collège, les voix par niveau (nc : non concerné, nsp : ne sait pas, n : voix qui donnent "
            "un niveau, méd. : médiane). Dessous, les arguments, puis les niveaux. Les noms ne sont pas montrés."
        ),
        (
            "Niveau : la position du groupe ; tant qu’il n’y en a pas, la moyenne des médianes des collèges, pour "
            "qu’un collège nombreux ne couvre pas les autres. « Polarisé » : deux camps opposés se font face."
        ),
        "La touche e écrit la position du groupe : accord, désaccord reconnu, ou « ne concerne pas le pôle ».",
        "Le grand écran (touche g) ne montre que l’ensemble des voix, le titre et le temps de parole.",
    ),
    (
        ("↑ ↓ Pg↓ Pg↑", "lire la suite, revenir ; sur le grand écran, Pg↓ et Pg↑ changent de question"),
        ("→ ←", "question suivante, précédente, de l’ordre du jour"),
        ("e", "écrire la position du groupe"),
        ("Suppr", "retirer la position écrite, après confirmation ; le journal la garde"),
        ("g", "grand écran, pour le projecteur"),
        ("F4 ou a", "ouvrir une question par son code"),
        ("l", "aller à une question liée"),
        ("c", "temps de parole : démarrer, mettre en pause"),
        ("z", "temps de parole : remettre au début"),
        ("d", "temps de parole : choisir la durée"),
    ),
)
