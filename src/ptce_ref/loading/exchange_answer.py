"""The form of answers, told without building a model for each: a file holds them by the hundred thousand.

What is not plain is given to its model, which says why.
"""

import math

from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.loading.exchange_value import Json

ANSWER = frozenset(
    {
        "respondent_id",
        "indicator_id",
        "kind",
        "level",
        "reason",
        "argument",
        "argument_kind",
        "evidence",
        "wished_level",
        "wished_year",
        "figures",
        "updated_at",
    }
)


ANSWER_COLUMNS = (ANSWER - {"updated_at"}) | {"evaluation_id"}


ANSWER_KEY = frozenset({"evaluation", "indicator", "respondent"})


_ANSWER_KINDS = frozenset(kind.value for kind in AnswerKind)


_ARGUMENT_KINDS = frozenset(kind.value for kind in ArgumentKind)


_YEARS = range(1900, 2201)
"""As in the model."""


def is_plain(row: Json) -> bool:
    """Whether the fields of an answer have the right form and go together, ``figures`` and its moment apart."""
    get = row.get
    kind, level, reason = get("kind"), get("level"), get("reason", "")
    year = get("wished_year")
    return (
        type(get("respondent_id")) is str
        and type(get("indicator_id")) is str
        and type(kind) is str
        and kind in _ANSWER_KINDS
        and (type(level) is str) == (kind == "niveau")
        and (level is None or type(level) is str)
        and type(reason) is str
        and bool(reason) == (kind == "non-concerne")
        and type(get("argument", "")) is str
        and type(get("evidence", "")) is str
        and (
            get("argument_kind") is None
            or (type(get("argument_kind")) is str and get("argument_kind") in _ARGUMENT_KINDS)
        )
        and (get("wished_level") is None or type(get("wished_level")) is str)
        and (year is None or (type(year) is int and year in _YEARS and get("wished_level") is not None))
    )


def has_plain_figures(figures: object) -> bool:
    """Whether ``figures`` is a dictionary of finite numbers under 1e300; its keys are not looked at."""
    return type(figures) is dict and all(
        type(value) in (int, float) and math.isfinite(value) and abs(value) < _LARGEST for value in figures.values()
    )


_LARGEST = 1e300
