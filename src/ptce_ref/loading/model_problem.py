"""Turns what pydantic refuses into problems that an author can act on."""

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ptce_ref.domain.problem import Kind, Path, Problem, nearest_value
from ptce_ref.domain.text import fold

QUOTED_TEXT = "un texte entre guillemets"
"""What is expected where a string lacks: whoever knows what was written says it better."""

_EXPECTED = {
    "string_type": QUOTED_TEXT,
    "int_type": "un nombre entier",
    "int_from_float": "un nombre entier",
    "int_parsing": "un nombre entier",
    "float_type": "un nombre",
    "float_parsing": "un nombre",
    "finite_number": "un nombre",
    "bool_type": "true ou false",
    "list_type": "une liste",
    "tuple_type": "une liste",
    "dict_type": "des clés et des valeurs",
    "model_type": "des clés et des valeurs",
    "model_attributes_type": "des clés et des valeurs",
    "string_too_short": "un texte",
}
_BOUNDS = {
    "greater_than": ("gt", "plus de {}"),
    "greater_than_equal": ("ge", "{} ou plus"),
    "less_than": ("lt", "moins de {}"),
    "less_than_equal": ("le", "{} ou moins"),
    "string_too_long": ("max_length", "{} caractères au plus"),
}
_ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_PATTERNS = {
    _ID_PATTERN: "des minuscules sans accent, des chiffres et des tirets",
    r"^[A-Za-z0-9][A-Za-z0-9.\-]*$": "un code tel que T1.03",
    r"^\d+\.\d+\.\d+$": "une version telle que 1.2.0",
    r"^\d{4}-\d{2}-\d{2}$": "une date telle que 2026-03-12",
    r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,79}$": "des lettres sans accent, des chiffres, des points et des tirets",
    r"^#[0-9A-Fa-f]{6}$": "une couleur telle que #1F6F78, entre guillemets",
    r"^(?:\d\d|2[AB])\d{3}$": "un code INSEE de cinq caractères, tel que 39300",
}


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Return one problem for each error of ``error``, in order, with its path in what was validated."""
    return [_problem(details, model) for details in error.errors(include_url=False)]


def _problem(details: ErrorDetails, model: type[BaseModel]) -> Problem:
    path: Path = tuple(step for step in details["loc"] if step != "[key]")
    kind = details["type"]
    last = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        known = keys_at(model, path[:-1])
        return Problem(Kind.UNKNOWN_KEY, f"la clé « {last} »", "une clé du format", path, nearest_value(last, known))
    if kind == "missing":
        return Problem(Kind.MISSING_KEY, "rien", f"la clé « {last} »", path)
    expected = _expected(details)
    if kind == "value_error" and not path:
        return Problem(Kind.WRONG_VALUE, "des réponses qui ne vont pas ensemble", expected)
    return Problem(Kind.WRONG_VALUE, shown(details.get("input")), expected, path, _nearest(details))


def _expected(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    sentence = _EXPECTED.get(kind, "une valeur d’une autre sorte")
    if kind in _BOUNDS:
        bound, pattern = _BOUNDS[kind]
        sentence = pattern.format(f"{context[bound]:g}".replace(".", ","))
    elif kind in {"too_short", "too_long"}:
        sentence = _expected_size(kind, context, details.get("input"))
    elif kind == "string_pattern_mismatch":
        sentence = _PATTERNS.get(str(context.get("pattern")), "une autre écriture")
    elif kind in {"literal_error", "enum"}:
        sentence = str(context.get("expected", "")).replace("'", "").replace(" or ", " ou ")
    elif kind == "value_error":
        sentence = str(context.get("error", ""))
    elif kind.startswith("date"):
        sentence = "une date telle que 2026-03-12"
    return sentence


def _expected_size(kind: str, context: Mapping[str, object], found: object) -> str:
    """Sizes bound texts and lists alike: an author must read which of the two."""
    if kind == "too_long":
        return f"{context['max_length']} {'caractères' if isinstance(found, str) else 'éléments'} au plus"
    least = context["min_length"]
    if isinstance(found, str):
        return "un texte qui ne soit pas vide"
    return "au moins un élément" if least == 1 else f"au moins {least} éléments"


def _nearest(details: ErrorDetails) -> str | None:
    kind, context, found = details["type"], details.get("ctx", {}), str(details.get("input"))
    if kind == "string_pattern_mismatch" and context.get("pattern") == _ID_PATTERN:
        return identifier_like(found) or None
    if kind in {"literal_error", "enum"}:
        listed = str(context.get("expected", "")).replace(" or ", ",").split(",")
        return nearest_value(found, [part.strip(" '") for part in listed])
    return None


def identifier_like(text: str) -> str:
    """Return the identifier most like ``text``: « Économie locale » gives « economie-locale »."""
    return "-".join(re.findall("[a-z0-9]+", fold(text)))[:60].strip("-")


_SORTS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (type(None), "rien"),
    (bool, "oui ou non (sans guillemets)"),
    ((list, tuple), "une liste"),
    (dict, "des clés et des valeurs"),
)
_SHORT = 60


def shown(value: object) -> str:
    """Return a short French description of a value that was found."""
    if value in ((), []):
        return "une liste vide"
    for sort, name in _SORTS:
        if isinstance(value, sort):
            return name
    text = " ".join(str(value).split())
    text = f"{text[:_SHORT]}…" if len(text) > _SHORT else text
    if isinstance(value, (int, float)):
        return f"le nombre {text}"
    return f"« {text} »" if text else "un texte vide"


def keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that the format knows at ``path`` of ``model``."""
    current: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        current = _model_under(current, step)
    return [] if current is None else [field.alias or name for name, field in current.model_fields.items()]


def _model_under(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return next(_models_in(field.annotation), None)
    return None


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)
