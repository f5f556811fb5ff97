"""The figures of a comparison in long format: one row a pôle and an element, indicators included.

Figures of pôles that are left out are not there. Knows neither spreadsheets nor files.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.data_table import DataTable, Field, Value
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView, HeadingView

OBJECTIVE, SUB_OBJECTIVE, THEME, INDICATOR = "objectif", "sous-objectif", "enjeu", "indicateur"
_STATES = ("valeur", wording.NOT_APPLICABLE, "sans valeur", wording.HIDDEN)
_PROVISIONAL, _DECIDED = "provisoire", "décidé par le groupe"

POLE_ID = Field("pole_id", "Identifiant stable du pôle", required=True, width=17)
POLE = Field("pole", "Nom du pôle", required=True, width=30)
EVALUATION_ID = Field("evaluation_id", "Identifiant de l’évaluation", required=True, width=20)
EVALUATION = Field("evaluation", "Titre de l’évaluation", width=22)
DATE = Field("date", "Date de l’évaluation", "année-mois-jour", kind="date", width=12)
CODE = Field("code", "Code de l’objectif, du sous-objectif ou de l’indicateur", "texte ; vide pour un enjeu", width=8)
NAME = Field(
    "nom", "Nom de l’objectif, du sous-objectif ou de l’enjeu ; titre de l’indicateur", required=True, width=46
)
WHOSE = (
    POLE_ID,
    POLE,
    Field("territoire", "Commune, département et région", width=30),
    Field("demonstration", "Le pôle est-il fictif ?", "oui, non", kind="boolean", width=14),
    EVALUATION_ID,
    EVALUATION,
    DATE,
    Field("mode", "Qui évalue", ", ".join(wording.MODES.values()), among=tuple(wording.MODES.values()), width=18),
    Field("phase", "Étape de l’évaluation", width=13),
)
"""Of which pôle and which evaluation a row speaks: what begins it, with the values of :func:`whose`."""


def shown(view: ComparisonView) -> Iterator[EntryView]:
    """Yield the entries whose figures are shown: compared, or greyed."""
    return (entry for entry in view.entries if entry.standing is not Standing.LEFT_OUT)


def in_order(view: ComparisonView) -> list[tuple[int, HeadingView]]:
    """Return (position, heading) of the sub-objectives, in the order of their objectives."""
    rank = {objective.code: position for position, objective in enumerate(view.objectives)}
    return sorted(enumerate(view.sub_objectives), key=lambda pair: rank.get(pair[1].parent, len(rank)))


def figures_table(view: ComparisonView) -> DataTable:
    """Return the figures in long format: one row a pôle and an element."""
    elements = (OBJECTIVE, SUB_OBJECTIVE, THEME, INDICATOR)
    fields = (
        *WHOSE,
        Field(
            "situation",
            "Le pôle remplit-il toutes les conditions ?",
            f"{Standing.KEPT} (oui), {Standing.GREYED} (non)",
            among=(Standing.KEPT, Standing.GREYED),
            width=11,
        ),
        Field("element", "De quoi la ligne parle", ", ".join(elements), required=True, among=elements, width=15),
        CODE,
        NAME,
        Field("sous_objectif", "Code du sous-objectif de l’indicateur", "texte ; vide sinon", width=12),
        Field("enjeu", "Enjeu de l’indicateur", "texte ; vide sinon", width=24),
        *figure_fields(view),
        Field(
            "vigilances",
            "Codes des indicateurs de vigilance au niveau le plus bas",
            "codes séparés par des virgules ; la ligne de chaque indicateur donne son titre",
            width=30,
        ),
    )
    return DataTable(
        "donnees",
        "Données",
        "Tous les chiffres : une ligne par pôle et par élément, sans les pôles écartés.",
        fields,
        ("pole_id", "element", "code", "nom"),
        lambda: chain.from_iterable(_entry_rows(entry, view) for entry in shown(view)),
    )


def figure_fields(view: ComparisonView) -> tuple[Field, ...]:
    """Return the columns that travel with a figure: its level, or why there is none, its coverage and its n."""
    top = len(view.referential.levels)
    level = f"de 1 à {top} ; vide si « valeur » dit pourquoi"
    states = (*_STATES, wording.few(view.fewest_voices))
    return (
        Field("niveau", "Niveau, sans arrondi", level, "niveau", "number", least=1, most=top, width=10),
        Field("valeur", "Y a-t-il une valeur ?", ", ".join(states), among=states, width=16),
        Field(
            "couverture",
            "Part des indicateurs concernés qui ont une valeur",
            "de 0 à 1 ; vide si rien ne s’applique",
            "part",
            "number",
            least=0,
            most=1,
            width=11,
        ),
        Field(
            "indicateurs_avec_valeur",
            "Indicateurs qui ont une valeur",
            "entier",
            "indicateurs",
            "integer",
            least=0,
            width=12,
        ),
        Field(
            "indicateurs_concernes",
            "Indicateurs qui concernent le pôle",
            "entier",
            "indicateurs",
            "integer",
            least=0,
            width=12,
        ),
        Field(
            "n",
            "Avis donnés : une voix par personne pour un indicateur, additionnées de question en question ailleurs",
            "entier ; vide si masqué",
            "avis",
            "integer",
            least=0,
            width=8,
        ),
        Field(
            "etat",
            "Le chiffre peut-il encore changer ?",
            f"{_PROVISIONAL}, {_DECIDED}, {wording.HIDDEN} ; vide sans valeur",
            among=(_PROVISIONAL, _DECIDED, wording.HIDDEN),
            width=20,
        ),
    )


def figure_values(figure: FigureView) -> tuple[Value, ...]:
    """Return what a figure holds under :func:`figure_fields`."""
    return (
        figure.level,
        _state(figure),
        figure.coverage,
        figure.answered,
        figure.applicable,
        figure.n,
        _status(figure),
    )


def _state(figure: FigureView) -> str:
    if figure.level is not None:
        return _STATES[0]
    said = wording.figure(figure)
    return _STATES[2] if said == wording.NOTHING else said


def _status(figure: FigureView) -> str | None:
    if figure.hidden:
        return wording.HIDDEN
    if figure.state is State.NONE:
        return None
    return _PROVISIONAL if figure.provisional else _DECIDED


def whose(entry: EntryView) -> tuple[Value, ...]:
    """Return the values of :data:`WHOSE`, in the same order."""
    pole = entry.pole
    return (
        pole.id,
        pole.name,
        pole.place,
        pole.demonstration,
        entry.evaluation_id,
        entry.evaluation,
        entry.date,
        entry.mode,
        entry.phase,
    )


def _entry_rows(entry: EntryView, view: ComparisonView) -> Iterator[Sequence[Value]]:
    opening = (*whose(entry), entry.standing)

    def row(figure: FigureView, *what: str) -> Sequence[Value]:
        return (*opening, *what, *figure_values(figure), ", ".join(alert.code for alert in figure.alerts))

    for heading, figure in zip(view.objectives, entry.objectives, strict=True):
        yield row(figure, OBJECTIVE, heading.code, heading.name, "", "")
    for position, heading in in_order(view):
        yield row(entry.sub_objectives[position], SUB_OBJECTIVE, heading.code, heading.name, "", "")
    for heading, figure in zip(view.themes, entry.themes, strict=True):
        yield row(figure, THEME, "", heading.name, "", "")
    for item, found in zip(view.indicators, entry.indicators, strict=True):
        if found is not None:
            yield row(found, INDICATOR, item.code, item.title, item.sub_objective, item.theme)
