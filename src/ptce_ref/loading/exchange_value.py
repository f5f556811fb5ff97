"""Small conversions of an exchange file: JSON values to models, models to columns, words that no referential names."""

import json
from typing import Any

from pydantic_core import to_json

from ptce_ref.domain.college_group import OTHERS, TOGETHER
from ptce_ref.domain.merging import instant
from ptce_ref.domain.model import Model

Json = dict[str, Any]
"""An object of a file, as it was read."""

JSON_COLUMNS = frozenset({"figures", "voices", "indicators", "colleges", "card"})
"""Columns whose text is itself JSON."""

NOON = "2000-01-01T12:00:00.000+00:00"
"""A moment for what has none of its own: a journal line does not repeat the one of its row."""


def is_moment(at: str) -> bool:
    """Whether a text is a date and an hour that can be compared."""
    return instant(at).year > 1


def text_of(value: object) -> str:
    """Return canonical JSON. The keys of a canonical file are sorted already, and most rows hold texts only."""
    if isinstance(value, dict) and list(value) != sorted(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if isinstance(value, dict) and all(type(item) is str or item is None for item in value.values()):
        return to_json(value).decode()
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def by_column(record: Model) -> Json:
    """Return a model by columns: lists and dictionaries as JSON, yes and no as numbers."""
    content = record.model_dump(mode="json")
    return {
        name: int(value) if isinstance(value, bool) else text_of(value) if isinstance(value, (dict, list)) else value
        for name, value in content.items()
    }


def lists_as_tuples(value: object) -> object:
    """Return JSON values as the strict models take them."""
    if isinstance(value, list):
        return tuple(lists_as_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: lists_as_tuples(item) for key, item in value.items()}
    return value


def is_group(college: str) -> bool:
    """Whether a college is one of those that small ones are merged into: no referential names them."""
    return college.startswith((OTHERS, TOGETHER))
