"""A referential as far as it can be read, so that one slip does not hide the other problems.

A draft is checked for consistency and thrown away: it never leaves :mod:`ptce_ref.loading`.
"""

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from ptce_ref.domain.problem import Path

Raw = Callable[[Path], str | None]
"""Gives the scalar written at a path when it lacks quotes."""

T = TypeVar("T", bound=BaseModel)


def draft(model: type[T], content: object, raw: Raw, path: Path = ()) -> T:
    """Return ``model`` built without validation from ``content``.

    What is missing or of another sort is empty; what only lacks quotes is as it was written.
    """
    given: Mapping[str, object] = content if isinstance(content, dict) else {}
    values: dict[str, object] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in given:
            values[name] = _value(field.annotation, given[key], raw, (*path, key))
        elif field.is_required():
            values[name] = _value(field.annotation, None, raw, (*path, key))
    construct: Callable[..., T] = model.model_construct
    return construct(**values)


def _value(annotation: Any, content: object, raw: Raw, path: Path) -> object:  # noqa: ANN401 - a type form
    origin, arguments = get_origin(annotation), get_args(annotation)
    result: object = content
    if origin is Annotated:
        result = _value(arguments[0], content, raw, path)
    elif origin in (Union, UnionType):
        result = None if content is None else _value(arguments[0], content, raw, path)
    elif origin is tuple:
        items = content if isinstance(content, tuple) else ()
        result = tuple(_value(arguments[0], item, raw, (*path, position)) for position, item in enumerate(items))
    elif origin is dict:
        pairs = content.items() if isinstance(content, dict) else ()
        result = {key: _value(arguments[1], item, raw, (*path, key)) for key, item in pairs}
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        result = draft(annotation, content, raw, path)
    elif annotation is str and not isinstance(content, str):
        result = raw(path) or ""
    return result
