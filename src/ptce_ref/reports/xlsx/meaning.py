"""What the columns of the sheets of a comparison mean, for its dictionary: name, meaning, unit, values."""

from collections.abc import Mapping

from ptce_ref.reports.view import ComparisonView
from ptce_ref.reports.xlsx import profile, trajectory

Meaning = tuple[str, str, str, str]

_POLE: Meaning = ("Pôle", "Nom du pôle", "", "texte")
_EVALUATION: Meaning = ("Évaluation", "Titre de l’évaluation", "", "texte")
_DATE: Meaning = ("Date", "Date de l’évaluation", "", "jour/mois/année")
_CODE: Meaning = ("Code", "Code de l’objectif, du sous-objectif ou de l’indicateur", "", "texte ; vide pour un enjeu")
_ELEMENT: Meaning = ("Élément", "De quoi la ligne parle", "", "objectif, sous-objectif, enjeu ou indicateur")
_NAME: Meaning = ("Nom", "Nom de l’élément, ou titre de l’indicateur", "", "texte")
_VOICES = "entier ; — ou « masqué » s’il n’est pas montré"
_N: Meaning = ("n", "Voix qui ont donné un niveau", "voix", _VOICES)
_GROUNDS = "sa couverture (part des indicateurs concernés qui ont une valeur) et les avis donnés (n)"
_SITUATION: Meaning = (
    "Situation",
    "Ce que les conditions font du pôle",
    "",
    "comparé ; grisé : montré avec sa raison ; écarté : sans chiffres, avec sa raison",
)


def sheet_meanings(view: ComparisonView) -> Mapping[str, tuple[Meaning, ...]]:
    """Return what the columns of each sheet of the workbook of ``view`` mean.

    « … » in a name stands for a code or a name that is at the head of a column: each element, or each pôle, has one.
    """
    top = len(view.referential.levels)
    level = f"de 1 à {top}, montré avec une décimale ; * : provisoire ; « non concerné », « masqué » ou — sans valeur"
    rows = (
        _POLE,
        _SITUATION,
        ("…", "Niveau de l’élément dont le code ou le nom est en tête", "niveau", level),
        ("… couv.", "Couverture : part des indicateurs concernés qui ont une valeur", "part", "de 0 à 100 %"),
        ("… n", "Voix qui ont donné un niveau", "voix", _VOICES),
        ("Pourquoi il est grisé", "La condition qui n’est pas remplie", "", "phrase ; vide si le pôle est comparé"),
    )
    quartile = f"de 1 à {top} ; masqué sous cinq pôles, ou si un autre chiffre s’en déduirait"
    return {
        "Conditions": (
            _POLE,
            ("Pourquoi il n’est pas comparé", "Les conditions qui ne sont pas remplies", "", "phrases ; vide sinon"),
            _SITUATION,
            _EVALUATION,
            _DATE,
            ("Mode", "Qui évalue", "", "auto-évaluation, co-évaluation, évaluation par un autre pôle"),
            ("Phase", "Étape de l’évaluation", "", "texte"),
            ("Questions posées", "Questions de son évaluation, qu’elles le concernent ou non", "questions", "entier"),
            ("Parcours", "Parcours dont viennent ces questions", "", "texte ; vide s’il n’est pas connu"),
            ("Couverture", "Part des indicateurs concernés qui ont une valeur", "part", "de 0 à 100 %"),
            ("Avis donnés", "Niveaux donnés, toutes questions additionnées", "avis", _VOICES),
            ("Personnes ou groupes", "Combien ont répondu", "", "entier, ou pourquoi on ne le sait pas"),
        ),
        "Profils": _side_by_side("Sous-objectif", level) if profile.in_columns(view) else rows,
        "Objectifs": _side_by_side("Objectif", level) if profile.in_columns(view) else rows,
        "Enjeux": _side_by_side("Enjeu", level)[1:] if profile.in_columns(view) else rows,
        "Choisir des pôles": (
            ("Choix", "Numéro du pôle choisi", "", "entier"),
            ("Pôle (liste déroulante)", "Nom du pôle choisi, à changer librement", "", "un pôle de la liste"),
            _SITUATION,
            ("Pourquoi", "La condition qui n’est pas remplie", "", "phrase ; vide si le pôle est comparé"),
            ("Code", "Code du sous-objectif", "", "texte"),
            ("Sous-objectif", "Nom du sous-objectif", "", "texte"),
            ("Niveau …", "Niveau du pôle choisi sur la ligne de ce numéro", "niveau", level),
            ("couv. …", "Couverture : part des indicateurs concernés qui ont une valeur", "part", "de 0 à 100 %"),
            ("n …", _N[1], _N[2], _N[3]),
        ),
        "Cohorte": (
            _ELEMENT,
            _CODE,
            _NAME,
            ("n (pôles)", "Pôles comparés qui ont une valeur", "pôles", "entier"),
            ("1er quartile", "Un quart des pôles sont à ce niveau ou en dessous", "niveau", quartile),
            ("Médiane", "La moitié des pôles sont à ce niveau ou en dessous", "niveau", quartile),
            ("3e quartile", "Trois quarts des pôles sont à ce niveau ou en dessous", "niveau", quartile),
            ("Pourquoi ce n’est pas montré", "Ce qui fait masquer les chiffres", "", "texte ; vide s’ils sont montrés"),
        ),
        "Complémentarités": (
            ("Un pôle", "Nom d’un pôle", "", "texte"),
            ("Un autre", "Nom d’un autre pôle", "", "texte"),
            (
                "Ce que le premier peut apporter au second",
                "Sous-objectifs où le premier est en avance, et où le second est dans la moitié basse de l’échelle",
                "",
                "codes et noms, un par ligne",
            ),
            (
                "Ce que le second peut apporter au premier",
                "Sous-objectifs où le second est en avance, et où le premier est dans la moitié basse de l’échelle",
                "",
                "codes et noms, un par ligne",
            ),
            ("Réciproque", "Chacun peut-il apporter quelque chose à l’autre ?", "", "oui, non"),
        ),
        "Trajectoires": _side_by_side("Sous-objectif", level)
        if trajectory.in_columns(view)
        else (_POLE, _EVALUATION, _DATE, *rows[2:5]),
        "Regards croisés": (
            _POLE,
            ("Regardé par", "Nom du pôle qui regarde", "", "texte"),
            _ELEMENT,
            _CODE,
            _NAME,
            ("Son regard", "Niveau que le pôle se donne", "niveau", level),
            _N,
            ("Regard de l’autre", "Niveau que l’autre pôle lui donne", "niveau", level),
            ("n de l’autre", "Voix de l’autre pôle qui ont donné un niveau", "voix", _VOICES),
            ("Lecture", "Les deux regards se rejoignent-ils ?", "", "à discuter, se rejoignent ; vide sinon"),
        ),
        "Identité": (
            _POLE,
            _SITUATION,
            (
                "…",
                "La rubrique de la fiche d’identité qui est en tête",
                "ETP, €",
                "texte, ou nombre pour les membres, les emplois, le budget ; « non renseigné » si l’on ne sait pas",
            ),
        ),
        "Critères et soutiens": (
            _POLE,
            ("Rubrique", "Rubrique de la fiche d’identité", "", "texte"),
            ("Ce qu’en dit sa fiche", "Ce que le pôle a renseigné", "", "texte"),
        ),
    }


def _side_by_side(element: str, level: str) -> tuple[Meaning, ...]:
    return (
        ("Code", f"Code de l’élément : {element.lower()}", "", "texte"),
        (element, f"Nom de l’élément : {element.lower()}", "", "texte"),
        (
            "…",
            f"Pour le pôle ou la date en tête : son niveau dans le premier tableau ; dans le second, {_GROUNDS}",
            "niveau ; part, avis",
            f"{level} ; ● le plus haut de ce pôle, ○ le plus bas",
        ),
    )
