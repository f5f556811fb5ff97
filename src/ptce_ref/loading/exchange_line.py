"""The lines of history of an exchange file: whether each has the form of one, and says what a row could be."""

import json

from ptce_ref.domain.exchange_file import (
    SECTIONS,
    EvaluationRecord,
    PoleRecord,
)
from ptce_ref.domain.model import Model
from ptce_ref.loading.exchange_answer import ANSWER_COLUMNS, ANSWER_KEY, is_plain
from ptce_ref.loading.exchange_value import JSON_COLUMNS, NOON, Json, is_moment, lists_as_tuples

KEYS: dict[str, dict[str, str]] = {
    "poles": {"pole": "id"},
    "evaluations": {"evaluation": "id"},
    "respondents": {"evaluation": "evaluation_id", "respondent": "id"},
    "answers": {"evaluation": "evaluation_id", "indicator": "indicator_id", "respondent": "respondent_id"},
    "tallies": {"college": "college", "evaluation": "evaluation_id", "indicator": "indicator_id"},
    "positions": {"evaluation": "evaluation_id", "indicator": "indicator_id"},
    "actions": {"action": "id", "evaluation": "evaluation_id"},
}
"""Table → the words of a journal key, and the columns they stand for."""

_MODELS: dict[str, type[Model]] = {"evaluations": EvaluationRecord, **dict(SECTIONS.values())}


def is_sound_content(subject: str, content: Json) -> bool:
    """Whether what a line says there was could be a row of the table ``subject``."""
    if subject == "answers":
        figures = content.get("figures")
        plain = {name: value for name, value in content.items() if name not in ("evaluation_id", "figures")}
        if figures == "{}" and is_plain(plain):
            return True
    try:
        decoded = {
            name: json.loads(value) if name in JSON_COLUMNS and isinstance(value, str) else value
            for name, value in content.items()
            if name != "evaluation_id" or subject == "evaluations"
        }
        if subject == "poles":
            PoleRecord.model_validate({"fiche": lists_as_tuples(decoded["card"]), "updated_at": NOON})
            return isinstance(decoded.get("name"), str)
        if "argument_required" in decoded:
            decoded["argument_required"] = bool(decoded["argument_required"])
        if subject != "respondents":
            decoded["updated_at"] = NOON
        _MODELS[subject].model_validate(lists_as_tuples(decoded))
    except (ValueError, KeyError, RecursionError):
        return False
    return True


def is_plain_line(item: Json) -> bool:
    """Whether a line has the form of one; cheaper than a model, for what a file holds by the hundred thousand."""
    if not (item.keys() <= _LINE and isinstance(item.get("subject"), str) and len(item["subject"]) <= 40):  # noqa: PLR2004 - as in LineRecord
        return False
    at, key = item.get("at"), item.get("key")
    if not (isinstance(at, str) and is_moment(at) and isinstance(key, dict)):
        return False
    if not all(type(value) is str for value in key.values()):
        return False
    return all(
        content is None or (isinstance(content, dict) and all(type(value) in _SCALARS for value in content.values()))
        for content in (item.get("before"), item.get("after"))
    )


_LINE = frozenset({"at", "subject", "key", "before", "after"})


_SCALARS = frozenset({str, int, float, type(None)})


def is_answer_line(item: Json, evaluation: str) -> bool:
    """Whether a line is about an answer, and sound: nine lines out of ten are, and this is all it takes."""
    at, key = item.get("at"), item.get("key")
    if item.get("subject") != "answers" or type(at) is not str or type(key) is not dict or not item.keys() <= _LINE:
        return False
    if key.keys() != ANSWER_KEY or key["evaluation"] != evaluation or not is_moment(at):
        return False
    indicator, respondent = key["indicator"], key["respondent"]
    for content in (item.get("before"), item.get("after")):
        if content is None:
            continue
        if not (
            type(content) is dict
            and content.keys() == ANSWER_COLUMNS
            and content["evaluation_id"] == evaluation
            and content["indicator_id"] == indicator
            and content["respondent_id"] == respondent
            and content["figures"] == "{}"
            and is_plain(content)
        ):
            return False
    return True
