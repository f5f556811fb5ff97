"""The tables of a referential: which sheets hold its lists, and what each of their columns is.

Nothing here counts the levels, nor anything else (R17).
"""

from collections.abc import Iterable, Sequence
from typing import get_args

from ptce_ref.domain.referential import Level, Move, Source
from ptce_ref.domain.referential_layout import CARD_LISTS, LIST, Field, Key, Sort, Table, provenance_fields
from ptce_ref.domain.text import typeset

_CERTAINTIES: tuple[str, ...] = get_args(Source.model_fields["certainty"].annotation)
_MOVES: tuple[str, ...] = get_args(Move.model_fields["kind"].annotation)


def _id(width: float = 24) -> Field:
    return Field(
        ("id",),
        "Identifiant",
        Sort.ID,
        width,
        "Des minuscules sans accent, des chiffres et des tirets. Il ne change jamais et ne ressert jamais : "
        "les évaluations passées s’y réfèrent.",
    )


def _code() -> Field:
    return Field(
        ("code",), "Code", Sort.TEXT, 8, "Le code affiché, tel que A1.02. Il peut changer d’une version à l’autre."
    )


def _text(key: str, header: str, width: float, help_: str, *, optional: bool = False) -> Field:
    return Field((key,), header, Sort.TEXT, width, help_, optional=optional)


def _reference(key: str, header: str, width: float, of: str, help_: str, *, optional: bool = False) -> Field:
    return Field((key,), header, Sort.REFERENCE, width, help_, of, optional=optional)


def _references(key: Key, header: str, width: float, of: str, help_: str) -> Field:
    help_ += " Un identifiant par ligne (Alt + Entrée va à la ligne)."
    return Field(key, header, Sort.REFERENCES, width, help_, of, optional=True)


def _minutes() -> Field:
    return Field(("duree_minutes",), "Durée (minutes)", Sort.WHOLE, 10, "Le temps passé ensemble, en minutes entières.")


_NAME = _text("nom", "Nom", 34, "Le nom que tout le monde lit.")
_SHORT = _text("nom_court", "Nom court", 15, "Seize caractères au plus : il tient dans une case de la grille.")
_MEANING = _text("sens", "Ce que cela veut dire", 60, "Une ou deux phrases, dans les mots de qui lira.")
_INTENTION = _text("intention", "Intention", 60, "Ce que l’on regarde ici, et pourquoi.")
NEW_LEVEL = (
    "Pour ajouter un niveau : une ligne dans « Échelle », puis une colonne dans « Indicateurs » dont l’en-tête "
    "commence par l’identifiant du niveau. Pour en retirer un : ôtez la ligne et la colonne."
)


def level_field(ident: str, name: str = "") -> Field:
    """Return the column that describes one level of the scale, for each indicator."""
    header = f"{ident} · {name}" if name else ident
    return Field(("niveaux", ident), header, Sort.TEXT, 42, "Ce que l’on voit, à ce niveau, pour cette question.")


def tables(levels: Iterable[tuple[str, str]]) -> tuple[Table, ...]:
    """Return the sheets that hold lists; ``levels`` are the (id, name) of the scale, lowest first."""
    return (
        Table(
            "objectifs",
            "Objectifs",
            "Les objectifs, et ce qu’ils regardent.",
            ("objectifs",),
            (_code(), _id(), _NAME, _INTENTION, *provenance_fields()),
        ),
        Table(
            "sous_objectifs",
            "Sous-objectifs",
            "Les sous-objectifs, chacun sous son objectif.",
            ("sous_objectifs",),
            (
                _code(),
                _id(28),
                _reference("objectif", "Objectif", 18, "objectifs", "L’objectif dont il relève."),
                _NAME,
                _INTENTION,
                _references(("criteres",), "Critères", 22, "criteres", "Les critères de la fiche d’identité."),
                *provenance_fields(),
            ),
        ),
        Table(
            "enjeux",
            "Enjeux",
            "Les entrées qui croisent les sous-objectifs.",
            ("enjeux",),
            (_id(), _NAME, _SHORT, _INTENTION, *provenance_fields()),
            1,
        ),
        Table(
            "niveaux",
            "Échelle",
            typeset(
                "Les niveaux, du plus bas au plus haut. Le plus bas n’est pas un zéro. "
                f"{NEW_LEVEL} La provenance de l’échelle est dans « Référentiel »."
            ),
            ("echelle", "niveaux"),
            (_id(14), _NAME, _MEANING),
            1,
        ),
        _indicators(levels),
        Table(
            "chiffres",
            "Chiffres",
            "Les nombres utiles à noter à côté d’une question.",
            ("chiffres",),
            (
                _reference("indicateur", "Indicateur", 28, "indicateurs", "La question à laquelle ce nombre se joint."),
                _id(26),
                _text("libelle", "Ce que l’on compte", 66, "Une phrase courte, sans chiffre."),
                _text("unite", "Unité", 18, "Par exemple : personnes, heures, %."),
            ),
        ),
        Table(
            "colleges",
            "Collèges",
            "Au titre de quoi une personne répond.",
            ("colleges",),
            (_id(), _NAME, _SHORT, _MEANING, *provenance_fields()),
            1,
        ),
        *_uses(),
        Table(
            "vigilances",
            "Vigilances",
            "Des risques qu’une moyenne ne doit pas cacher.",
            ("vigilances",),
            (_id(), _NAME, _MEANING, *provenance_fields()),
            1,
        ),
        Table(
            "fiche_identite",
            "Fiche d’identité",
            "Les mots avec lesquels un pôle se décrit ; ils ne se notent pas.",
            ("fiche_identite",),
            (
                Field(
                    (LIST,),
                    "Liste",
                    Sort.CHOICE,
                    22,
                    "La liste dont ce mot fait partie.",
                    choices=tuple(CARD_LISTS.values()),
                ),
                _id(),
                _NAME,
                _MEANING,
                *provenance_fields(),
            ),
        ),
        Table(
            "sources",
            "Sources",
            "Les documents cités. Certitude : A lue, B connue par un tiers ou la presse, C déduite.",
            ("sources",),
            (
                _id(),
                _text("titre", "Titre", 50, "Le titre du document."),
                _text("auteur", "Auteur", 36, "La personne ou l’organisation."),
                Field(("annee",), "Année", Sort.WHOLE, 8, "L’année de parution, en quatre chiffres."),
                _text("acces", "Où la trouver", 54, "Une adresse, une bibliothèque, un numéro de document."),
                Field(
                    ("certitude",),
                    "Certitude",
                    Sort.CHOICE,
                    10,
                    "A lue ; B connue par un tiers ou la presse ; C déduite.",
                    choices=_CERTAINTIES,
                ),
            ),
            1,
        ),
        _lineage(),
    )


def _indicators(levels: Iterable[tuple[str, str]]) -> Table:
    return Table(
        "indicateurs",
        "Indicateurs",
        "Une question par ligne : son sous-objectif, son enjeu, ses mots, et ce que l’on voit à chaque niveau.",
        ("indicateurs",),
        (
            _code(),
            _id(26),
            _text("titre", "Titre", 26, "Quelques mots : c’est par lui que l’on retrouve la question."),
            _reference("sous_objectif", "Sous-objectif", 22, "sous_objectifs", "Le sous-objectif dont elle relève."),
            _reference("enjeu", "Enjeu", 14, "enjeux", "L’enjeu qu’elle croise."),
            Field(
                ("question",),
                "Question",
                Sort.TEXT,
                38,
                "Une question ouverte, à laquelle on ne répond pas par oui ou non.",
            ),
            _text("explication", "Explication", 46, "Ce qui aide à comprendre la question."),
            *(level_field(ident, name) for ident, name in levels),
            Field(
                ("preuves",),
                "À apporter",
                Sort.LINES,
                38,
                "Les preuves qui éclairent la réponse, une par ligne (Alt + Entrée va à la ligne).",
                optional=True,
            ),
            _references(("liens",), "À lire avec", 26, "indicateurs", "Les questions qui dépendent de celle-ci."),
            _reference(
                "vigilance",
                "Vigilance",
                20,
                "vigilances",
                "Le risque que signale son niveau le plus bas, s’il y en a un.",
                optional=True,
            ),
            Field(
                ("poids",),
                "Poids",
                Sort.DECIMAL,
                8,
                "1 si rien ne dit le contraire. Plus de 0, 1000 au plus.",
                optional=True,
            ),
            *provenance_fields(),
        ),
        3,
    )


def _uses() -> tuple[Table, Table]:
    choice = "Le parcours réunit tout ce qui est nommé dans ces colonnes."
    return (
        Table(
            "usages",
            "Usages",
            "À quoi sert le référentiel, pour qui, et par quel parcours.",
            ("usages",),
            (
                _id(),
                _NAME,
                _text("pour_qui", "Pour qui", 40, "Qui se réunit."),
                _text("pour_quoi", "Pour quoi", 40, "Ce que l’on en attend."),
                _text("deroulement", "Déroulement", 76, "Comment cela se passe, pas à pas."),
                _minutes(),
                _reference("parcours", "Parcours", 16, "parcours", "Le parcours proposé."),
                Field(
                    ("niveau_souhaite",),
                    "Demande le niveau souhaité",
                    Sort.YES_NO,
                    11,
                    "« oui » pour demander aussi le niveau que l’on souhaite, et pour quand.",
                    optional=True,
                ),
                *provenance_fields(),
            ),
            1,
        ),
        Table(
            "parcours",
            "Parcours",
            "Des façons de traverser la grille en un temps donné.",
            ("parcours",),
            (
                _id(),
                _NAME,
                _MEANING,
                _minutes(),
                Field(("selection", "tous"), "Toutes les questions", Sort.YES_NO, 11, choice, optional=True),
                Field(
                    ("selection", "vigilance"),
                    "Celles qui ont une vigilance",
                    Sort.YES_NO,
                    12,
                    choice,
                    optional=True,
                ),
                _references(("selection", "indicateurs"), "Ces indicateurs", 30, "indicateurs", choice),
                _references(
                    ("selection", "sous_objectifs"), "Ceux de ces sous-objectifs", 26, "sous_objectifs", choice
                ),
                _references(("selection", "enjeux"), "Ceux de ces enjeux", 18, "enjeux", choice),
                *provenance_fields(),
            ),
            1,
        ),
    )


def _lineage() -> Table:
    return Table(
        "lignee",
        "Lignée",
        typeset(
            "Ce que sont devenus les indicateurs d’une version passée. Un indicateur qui n’est pas nommé ici a gardé "
            "son identifiant et son sens : c’est ce qui permet de relire et de comparer les évaluations passées."
        ),
        ("lignee",),
        (
            _text("depuis", "Depuis la version", 12, "La version d’avant le changement, telle que 1.2.0."),
            Field(
                ("echelle_changee",),
                "L’échelle a changé",
                Sort.YES_NO,
                11,
                "« oui » si l’échelle n’est plus celle de cette version-là.",
                optional=True,
            ),
            Field(
                ("niveaux",),
                "Niveaux d’avant → d’après",
                Sort.BECAME,
                26,
                "Si l’échelle a changé, une ligne par niveau d’avant (Alt + Entrée va à la ligne) : son identifiant, "
                "une flèche (→ ou ->), celui du niveau de maintenant, ou « redemandé » s’il n’a pas d’équivalent. "
                "À dire une fois par version.",
                optional=True,
            ),
            Field(
                ("sorte",),
                "Ce qui s’est passé",
                Sort.CHOICE,
                14,
                "Vide s’il n’y a que l’échelle à dire.",
                choices=_MOVES,
                optional=True,
            ),
            Field(
                ("avant",),
                "Identifiants d’avant",
                Sort.LINES,
                32,
                "Un identifiant de la version d’avant par ligne.",
                optional=True,
            ),
            _references(("apres",), "Identifiants d’après", 32, "indicateurs", "Ce qu’ils sont devenus."),
            _text("raison", "Raison", 60, "Pourquoi, en une phrase.", optional=True),
        ),
        1,
    )


def level_columns(levels: Sequence[Level]) -> list[tuple[str, str]]:
    """Return the (id, name) of each level, as :func:`tables` wants them."""
    return [(level.id, level.name) for level in levels]
