"""What the rows of one evaluation may say: words its referential knows, people it has, each thing once."""

import json
from collections.abc import Callable
from typing import Any

from pydantic_core import to_json

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Contents, Position, Tally
from ptce_ref.domain.exchange_file import (
    Mark,
    PassageRecord,
    Snapshot,
)
from ptce_ref.domain.migration import Why
from ptce_ref.domain.model import Model
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.exchange_answer import ANSWER, has_plain_figures, is_plain
from ptce_ref.loading.exchange_value import Json, is_group, is_moment

Row = tuple[object, ...]


class RowCheck:
    """What the rows of one evaluation may name: known words, and each thing once."""

    def __init__(self, evaluation_id: str, referential: Referential) -> None:
        self.evaluation_id = evaluation_id
        self.unlogged: set[Row] = set()
        """(table, *row) of what says that it has no history."""
        self._indicators = referential.indicator_by_id
        self._levels = referential.level_by_id
        self._colleges = referential.college_by_id
        self._people: set[str] = set()
        self._seen: set[tuple[str, ...]] = set()

    def plain_answer(self, row: Json) -> bool:
        """Whether an answer is right, told without its model; what is not is told by it, and by :meth:`fault`."""
        get = row.get
        at, figures = get("updated_at"), get("figures")
        if not (row.keys() <= ANSWER and type(at) is str and is_moment(at) and is_plain(row)):
            return False
        if figures is not None and not has_plain_figures(figures):
            return False
        indicator, who, level, wished = row["indicator_id"], row["respondent_id"], get("level"), get("wished_level")
        if indicator not in self._indicators or who not in self._people:
            return False
        if (level is not None and level not in self._levels) or (wished is not None and wished not in self._levels):
            return False
        key = ("answers", indicator, who)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def fault(self, table: str, row: Json) -> tuple[str, str] | None:
        """Return what a row names that does not exist, or names twice, and what was expected."""
        get = row.get
        if table == "respondents":
            self._people.add(str(get("id")))
        who = get("respondent_id")
        if who is not None and table != "erasures" and who not in self._people:
            return f"le répondant « {str(who)[:40]} »", "un répondant de l’évaluation"
        indicator = get("indicator_id")
        if indicator is not None and indicator not in self._indicators:
            return f"l’indicateur « {str(indicator)[:40]} »", "un indicateur de son référentiel"
        levels = [get("level"), get("wished_level")]
        if table == "tallies":
            levels += json.loads(str(get("voices")))
        for level in levels:
            if level is not None and level not in self._levels:
                return f"le niveau « {str(level)[:40]} »", "un niveau de son référentiel"
        college = get("college")
        if college is not None and college not in self._colleges and not is_group(str(college)):
            return f"le collège « {str(college)[:40]} »", "un collège de son référentiel"
        key = (table, *(str(get(name, "")) for name in _IDENTITY[table]))
        if key in self._seen:
            return "deux fois la même chose", "chaque chose une fois"
        self._seen.add(key)
        return None


_IDENTITY: dict[str, tuple[str, ...]] = {
    "respondents": ("id",),
    "answers": ("indicator_id", "respondent_id"),
    "tallies": ("indicator_id", "college"),
    "positions": ("indicator_id",),
    "actions": ("id",),
    "marks": ("respondent_id", "indicator_id"),
    "questionnaires": ("key",),
    "snapshots": ("at",),
    "erasures": ("respondent_id",),
    "passages": ("at",),
}


def _sound_snapshot(record: Any) -> bool:  # noqa: ANN401 - a record of the table
    try:
        Contents.model_validate_json(to_json(record.content["evaluation"]))
        Referential.model_validate_json(to_json(record.content["referentiel"]))
    except (ValueError, KeyError):
        return False
    return True


def _sound_passage(record: Any) -> bool:  # noqa: ANN401 - a record of the table
    try:
        for state in (record.before, record.after):
            Contents.model_validate_json(to_json(state["contents"]))
            for mark in state["marks"]:
                Mark.model_validate(mark)
        for item in record.left_behind["left"]:
            Why(item["why"])
            _LEFT[item["what"]].model_validate_json(to_json(item["said"]))
            if not all(isinstance(name, str) for name in item["towards"]):
                return False
        return isinstance(record.left_behind["back"], bool)
    except (ValueError, KeyError, TypeError):
        return False


_LEFT: dict[str, type[Model]] = {"answers": Answer, "tallies": Tally, "positions": Position, "actions": Action}


KEPT_WHOLE: dict[type[Model], Callable[[Any], bool]] = {Snapshot: _sound_snapshot, PassageRecord: _sound_passage}
