"""Takes a person out of what was kept as JSON: the name and the texts go, what is counted stays.

Pure: knows neither the database nor files. What stays is named, so that a field added one day is blanked
until somebody decides that it is a count.
"""

import json

from ptce_ref.storage.database import to_json

ERASED = "effacé"
"""Where something must be said: « non concerné » is nothing without its reason."""

_COUNTED = frozenset(
    {
        "at",
        "college",
        "evaluation",
        "evaluation_id",
        "id",
        "indicator",
        "indicator_id",
        "kind",
        "level",
        "respondent",
        "respondent_id",
        "wished_level",
        "wished_year",
    }
)
_PEOPLE = "respondents"
"""The list, in the contents of an evaluation, whose items are people."""

Row = dict[str, object]


def blank_row(row: Row) -> Row:
    """Return a row about a person, their answer or themselves, without name nor text."""
    return {field: value if field in _COUNTED else _blank(field, value) for field, value in row.items()}


def _blank(field: str, value: object) -> object:
    if field == "reason":
        return ERASED if value else ""
    if field == "figures":
        # A column holds them as JSON, a snapshot as they are.
        return "{}" if isinstance(value, str) else {}
    if field == "argument_kind" or value is None:
        return None
    if isinstance(value, str):
        return "" if field in {"argument", "evidence"} else None
    return type(value)()


def blank_person(content: object, respondent_id: str) -> object:
    """Return a JSON value in which everything about a respondent is blanked, however deep it lies."""
    if isinstance(content, list):
        return [blank_person(item, respondent_id) for item in content]
    if not isinstance(content, dict):
        return content
    if content.get("respondent_id") == respondent_id:
        return blank_row(content)
    return {
        field: [
            blank_row(item)
            if isinstance(item, dict) and item.get("id") == respondent_id
            else blank_person(item, respondent_id)
            for item in value
        ]
        if field == _PEOPLE and isinstance(value, list)
        else blank_person(value, respondent_id)
        for field, value in content.items()
    }


def blank_text(text: str | None, respondent_id: str, *, whole: bool = False) -> str | None:
    """Return a JSON text without the respondent; the same object when it says nothing of them.

    ``whole`` says that the text is a row about them; otherwise they are looked for in it.
    """
    if text is None:
        return None
    content = json.loads(text)
    if whole:
        changed: object = blank_row(content) if isinstance(content, dict) else content
    elif json.dumps(respondent_id, ensure_ascii=False) not in text:
        return text
    else:
        changed = blank_person(content, respondent_id)
    return text if changed == content else to_json(changed)
