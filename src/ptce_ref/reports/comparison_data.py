"""The data of a comparison, as tables: figures, pôles, cards, group, exchanges, dates, peer views, arguments.

Knows neither spreadsheets nor files.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.text import typeset
from ptce_ref.reports.data_table import DataTable, Field, Value
from ptce_ref.reports.figure_table import (
    CODE,
    DATE,
    EVALUATION,
    EVALUATION_ID,
    INDICATOR,
    NAME,
    OBJECTIVE,
    POLE,
    POLE_ID,
    SUB_OBJECTIVE,
    THEME,
    WHOSE,
    figure_fields,
    figure_values,
    figures_table,
    in_order,
    whose,
)
from ptce_ref.reports.view import ArgumentLine, ComparisonView, FigureView, SeriesView

Arguments = Callable[[], Iterator[ArgumentLine]]
"""Gives the arguments one by one, each time it is called: they are read from the database as they are written."""


def data_tables(view: ComparisonView, arguments: Arguments | None = None) -> tuple[DataTable, ...]:
    """Return every table of a comparison; that of the arguments only when they are asked for (R18)."""
    tables = [
        figures_table(view),
        _poles(view),
        _cards(view),
        _cohort(view),
        _exchanges(view),
        _trajectories(view),
        _peer_views(view),
    ]
    if arguments is not None:
        tables.append(arguments_table(arguments))
    return tuple(tables)


def _poles(view: ComparisonView) -> DataTable:
    def rows() -> Iterator[Sequence[Value]]:
        for entry in view.entries:
            why = " ".join(entry.reasons)
            asked = (entry.asked, entry.shared, entry.path)
            figures = (entry.whole.coverage, entry.whole.n, entry.people, entry.no_people)
            yield (*whose(entry), entry.standing, why, *asked, *figures)

    fields = (
        *WHOSE,
        Field("situation", "Ce que les conditions en font", ", ".join(Standing), required=True, among=tuple(Standing)),
        Field("raisons", "Pourquoi le pôle est grisé ou écarté", "phrases ; vide s’il est comparé"),
        Field("questions_posees", "Questions de son évaluation", "entier", "questions", "integer", least=0),
        Field(
            "questions_communes",
            "Parmi elles, celles que tous les pôles comparés ont eues",
            "entier",
            "questions",
            "integer",
            least=0,
        ),
        Field("parcours", "Parcours dont viennent ces questions", "texte ; vide s’il n’est pas connu"),
        Field(
            "couverture",
            "Part des indicateurs concernés qui ont une valeur",
            "de 0 à 1 ; vide si rien ne s’applique",
            "part",
            "number",
            least=0,
            most=1,
        ),
        Field(
            "n", "Niveaux donnés, toutes questions additionnées", "entier ; vide si masqué", "avis", "integer", least=0
        ),
        Field("personnes", "Personnes ou groupes qui ont répondu", "entier ; vide sinon", "", "integer", least=0),
        Field("pourquoi_pas_de_personnes", "Pourquoi ce nombre n’est pas dit", "texte ; vide s’il l’est"),
    )
    meaning = "Qui est comparé, qui ne l’est pas, et pourquoi : une ligne par pôle."
    return DataTable("poles", "Pôles", meaning, fields, ("pole_id",), rows)


def _cards(view: ComparisonView) -> DataTable:
    fields = (
        POLE_ID,
        POLE,
        Field("numero", "Place de la rubrique dans la fiche", "entier", "", "integer", required=True, least=1),
        Field("rubrique", "Rubrique de la fiche d’identité", required=True),
        Field("contenu", "Ce que la fiche en dit", "texte ; « non renseigné » si l’on ne sait pas"),
    )
    return DataTable(
        "fiches",
        "Fiches d’identité",
        "Les fiches que les pôles ont remplies : une ligne par pôle et par rubrique.",
        fields,
        ("pole_id", "numero"),
        lambda: (
            (entry.pole.id, entry.pole.name, rank, line.label, line.value)
            for entry in view.entries
            for rank, line in enumerate(entry.pole.card, start=1)
        ),
    )


def _cohort(view: ComparisonView) -> DataTable:
    top = len(view.referential.levels)
    objectives = {heading.code for heading in view.objectives}

    def level(name: str, meaning: str) -> Field:
        return Field(name, meaning, f"de 1 à {top} ; vide si masqué", "niveau", "number", least=1, most=top)

    def rows() -> Iterator[Sequence[Value]]:
        for line in view.cohort:
            kind = THEME if not line.code else OBJECTIVE if line.code in objectives else SUB_OBJECTIVE
            figures = (line.first_quartile, line.median, line.third_quartile)
            yield (kind, line.code, line.name, line.n, *figures, line.why_hidden)

    elements = (OBJECTIVE, SUB_OBJECTIVE, THEME)
    fields = (
        Field("element", "De quoi la ligne parle", ", ".join(elements), required=True, among=elements),
        CODE,
        NAME,
        Field("n_poles", "Pôles qui ont une valeur", "entier", "pôles", "integer", required=True, least=0),
        level("premier_quartile", "Un quart des pôles sont à ce niveau ou en dessous"),
        level("mediane", "La moitié des pôles sont à ce niveau ou en dessous"),
        level("troisieme_quartile", "Trois quarts des pôles sont à ce niveau ou en dessous"),
        Field("pourquoi_masque", "Pourquoi les chiffres ne sont pas montrés", "texte ; vide s’ils le sont"),
    )
    return DataTable("cohorte", "Cohorte", view.cohort_note, fields, ("element", "code", "nom"), rows)


def _exchanges(view: ComparisonView) -> DataTable:
    def rows() -> Iterator[Sequence[Value]]:
        for pair in view.complementarities:
            one, other = (pair.first_id, pair.first), (pair.second_id, pair.second)
            for giver, taker, names in ((one, other, pair.first_brings), (other, one, pair.second_brings)):
                for name in names:
                    yield (*giver, *taker, name, pair.mutual)

    fields = (
        Field("pole_avance_id", "Identifiant du pôle qui peut apporter", required=True),
        Field("pole_avance", "Nom du pôle qui peut apporter", required=True),
        Field("pole_interesse_id", "Identifiant du pôle à qui cela peut servir", required=True),
        Field("pole_interesse", "Nom du pôle à qui cela peut servir", required=True),
        Field("sous_objectif", "Sous-objectif dont il s’agit", "code et nom", required=True),
        Field("reciproque", "L’autre peut-il aussi apporter quelque chose ?", "oui, non", kind="boolean"),
    )
    return DataTable(
        "complementarites",
        "Complémentarités",
        "Qui pourrait apporter quoi à qui, dans les deux sens : une ligne par couple de pôles et par sous-objectif.",
        fields,
        ("pole_avance_id", "pole_interesse_id", "sous_objectif"),
        rows,
    )


def _series(series: SeriesView, view: ComparisonView) -> Iterator[tuple[Value, ...]]:
    for position, heading in in_order(view):
        yield (heading.code, heading.name, *figure_values(series.sub_objectives[position]))


def _trajectories(view: ComparisonView) -> DataTable:
    return DataTable(
        "trajectoires",
        "Trajectoires",
        "Un même pôle à plusieurs dates : une ligne par évaluation et par sous-objectif.",
        (POLE, EVALUATION, DATE, CODE, NAME, *figure_fields(view)),
        (),
        lambda: (
            (trajectory.pole, step.label, step.date, *row)
            for trajectory in view.trajectories
            for step in trajectory.steps
            for row in _series(step, view)
        ),
    )


def _peer_views(view: ComparisonView) -> DataTable:
    top = len(view.referential.levels)

    def side(prefix: str, whose: str) -> tuple[Field, ...]:
        return (
            Field(f"{prefix}_niveau", f"Niveau {whose}", f"de 1 à {top} ; vide sans valeur", "niveau", "number"),
            Field(f"{prefix}_n", f"Voix {whose}", "entier ; vide si masqué", "voix", "integer", least=0),
            Field(f"{prefix}_provisoire", f"Le niveau {whose} peut-il changer ?", "oui, non", kind="boolean"),
        )

    def rows() -> Iterator[Sequence[Value]]:
        for peer in view.peer_views:
            who = (peer.pole, peer.own.label, peer.own.date, peer.peer_pole, peer.peer.label, peer.peer.date)
            for position, heading in in_order(view):
                own, other = peer.own.sub_objectives[position], peer.peer.sub_objectives[position]
                yield (*who, SUB_OBJECTIVE, heading.code, heading.name, *_side(own), *_side(other))
            for line in chain(peer.apart, peer.together):
                sides = (line.own, line.own_n, line.own_provisional, line.peer, line.peer_n, line.peer_provisional)
                yield (*who, INDICATOR, line.code, line.title, *sides)

    fields = (
        POLE,
        EVALUATION,
        DATE,
        Field("pole_pair", "Nom du pôle qui regarde", required=True),
        Field("evaluation_pair", "Titre de l’évaluation faite par l’autre pôle"),
        Field("date_pair", "Date de l’évaluation faite par l’autre pôle", "année-mois-jour", kind="date"),
        Field("element", "De quoi la ligne parle", f"{SUB_OBJECTIVE}, {INDICATOR}", among=(SUB_OBJECTIVE, INDICATOR)),
        CODE,
        NAME,
        *side("pole", "que le pôle se donne"),
        *side("pair", "que l’autre pôle lui donne"),
    )
    meaning = "Un même pôle vu par lui-même et par un autre, là où les deux ont une valeur."
    return DataTable("regards-croises", "Regards croisés", meaning, fields, (), rows)


def _side(figure: FigureView) -> tuple[Value, ...]:
    return figure.level, figure.n, figure.provisional


def arguments_table(arguments: Arguments) -> DataTable:
    """Return the arguments, with the college of who gave each, never the name."""
    fields = (
        POLE_ID,
        POLE,
        EVALUATION_ID,
        Field("code", "Code de l’indicateur", required=True, width=8),
        Field("nom", "Titre de l’indicateur", required=True, width=32),
        Field("college", "Collège de qui le dit", required=True, width=24),
        Field("reponse", "Ce qui est répondu", "niveau, ne sait pas, non concerné ou à main levée", width=16),
        Field("sorte", "Ce sur quoi l’argument s’appuie", "texte ; vide si ce n’est pas dit", width=14),
        Field("argument", "Ce qui est dit, tel quel", required=True, width=82),
    )
    return DataTable(
        "arguments",
        "Arguments",
        typeset(
            "Ce que les gens ont écrit, par collège et sans leur nom. "
            "Un texte peut pourtant faire reconnaître quelqu’un : relisez avant de transmettre."
        ),
        fields,
        (),
        lambda: (
            (
                line.pole_id,
                line.pole,
                line.evaluation_id,
                line.code,
                line.title,
                line.college,
                line.level,
                line.kind,
                line.text,
            )
            for line in arguments()
        ),
    )
