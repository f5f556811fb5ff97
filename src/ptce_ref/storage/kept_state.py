"""Gives new ids to people, actions and evaluations in what is kept whole: closings, changes of version. Pure.

An evaluation may be kept as JSON in its own history. Who takes another number takes it there too: erasing them,
or offering them what they wrote, goes by it.
"""

import json
from collections.abc import Callable

from ptce_ref.storage.database import to_json

COLUMNS = {"snapshots": ("content",), "passages": ("before", "after", "left_behind")}
"""Table → its columns that hold an evaluation whole, or what was said there."""
_REFERENTIAL = "referentiel"
_NUMBERED = {"respondents": "respondent", "actions": "action"}
"""The lists, in the contents of an evaluation, of what bears a number → the word of the number."""

NewId = Callable[[str, str], str]
"""Returns the present id of a « respondent », an « action » or an « evaluation », from the word and the former one."""


def renumbered(text: str, new_id: NewId) -> str:
    """Return a JSON text whose ids are the present ones; the same object when none of them changed."""
    content = json.loads(text)
    changed = _walk(content, new_id)
    return text if changed == content else to_json(changed)


def _walk(content: object, new_id: NewId) -> object:
    if isinstance(content, list):
        return [_walk(item, new_id) for item in content]
    if not isinstance(content, dict):
        return content
    return {
        name: value if name == _REFERENTIAL else _value(name, value, content, new_id) for name, value in content.items()
    }


def _value(name: str, value: object, owner: dict[str, object], new_id: NewId) -> object:
    if name == "respondent_id" and isinstance(value, str):
        return new_id("respondent", value)
    if name in _NUMBERED and isinstance(value, list):
        return [_with_id(_walk(item, new_id), _NUMBERED[name], new_id) for item in value]
    if name == "evaluation" and isinstance(value, dict):
        return _with_id(_walk(value, new_id), "evaluation", new_id)
    if name == "said" and owner.get("what") == "actions":
        return _with_id(_walk(value, new_id), "action", new_id)
    return _walk(value, new_id)


def _with_id(item: object, word: str, new_id: NewId) -> object:
    if isinstance(item, dict) and isinstance(item.get("id"), str):
        return {**item, "id": new_id(word, item["id"])}
    return item
