"""The sentences of the sheet « Lisez-moi » that explain how figures are made, in plain words."""

from ptce_ref.domain.text import typeset


def _said(name: str, *sentences: str) -> tuple[str, str]:
    return typeset(name), typeset(" ".join(sentences))


FIGURES = (
    _said(
        "Une réponse",
        "Un niveau de l’échelle, « ne sait pas », ou « non concerné » avec sa raison.",
        "L’absence de réponse n’est pas une réponse, et le niveau le plus bas n’est pas zéro.",
    ),
    _said(
        "n",
        "Le nombre de voix qui ont donné un niveau ; il accompagne chaque chiffre.",
        "Pour un sous-objectif, un objectif ou un enjeu, c’est la somme des voix de ses indicateurs.",
    ),
    _said(
        "Valeur d’un indicateur",
        "Le niveau que le groupe a retenu. Sinon, la moyenne des médianes des collèges : un collège nombreux",
        "ne pèse pas plus qu’un autre ; la valeur est alors dite provisoire, ou « d’après les avis » une fois",
        "l’évaluation close.",
    ),
    _said(
        "Sous-objectif, objectif, enjeu",
        "Un sous-objectif est la moyenne pondérée de ses indicateurs qui ont une valeur ; un objectif, la moyenne de",
        "ses sous-objectifs ; un enjeu, la moyenne de ses indicateurs.",
        "Les indicateurs « non concernés » sont laissés de côté.",
    ),
    _said("Pas de note globale", "Aucun chiffre ne résume le pôle : le référentiel est une table de dialogue."),
    _said(
        "Couverture",
        "Les indicateurs qui ont une valeur, sur les indicateurs qui concernent le pôle :",
        "« 5/6 » se lit « cinq sur six ».",
    ),
    _said(
        "Médiane, étendue",
        "La médiane partage les voix en deux moitiés ; l’étendue est l’écart entre le niveau le plus haut et le niveau",
        "le plus bas qui ont été donnés. Rien n’est calculé pour moins de deux voix.",
    ),
    _said(
        "Cns (consensus)",
        "De 0 (les voix se partagent entre les deux bouts de l’échelle) à 1 (toutes au même niveau).",
        "Tastle et Wierman, 2007.",
    ),
    _said(
        "A (indice d’accord) et « polarisé »",
        "De −1 (deux camps opposés) à 1 (toutes les voix au même niveau) ; 0 quand elles se répartissent également.",
        "En dessous de 0, l’indicateur est dit polarisé. Van der Eijk, 2001.",
    ),
    _said("Écart entre collèges", "L’écart, en niveaux, entre la médiane de collège la plus haute et la plus basse."),
    _said(
        "Alerte de vigilance",
        "Un indicateur qui surveille un risque connu des pôles (« à surveiller », dans les documents) et qui se trouve",
        "au niveau le plus bas : une moyenne ne doit pas le cacher.",
    ),
    _said(
        "Ce qui se discute",
        "Un désaccord est un résultat. Il reste visible après l’accord :",
        "la position du groupe ne remplace jamais ce que chacun a dit.",
    ),
)
