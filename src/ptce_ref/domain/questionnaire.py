"""What a questionnaire that comes back would change, question by question.

Owns what an answer is compared by; the rule of the three states is that of every file that comes
back. Knows neither files nor tables.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import NOTHING, Conflict, Fate, digest, fate_of, settled

FORMAT = "ptce-questionnaire-1"
"""First cell of the hidden sheet: which format of questionnaire a file is."""
DONT_KNOW, NOT_APPLICABLE = "Ne sait pas", "Non concerné"
"""How the two answers that are not levels are offered."""


@dataclass(frozen=True)
class FilledRow:
    """One row of a questionnaire: what was filled (None: nothing) and what was stored when the file was made."""

    indicator_id: str
    answer: Answer | None
    base: str


@dataclass(frozen=True)
class Unanswered:
    """What was written beside a question that was left without an answer."""

    argument: str = ""
    reason: str = ""
    evidence: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.argument or self.reason or self.evidence or self.figures)


@dataclass(frozen=True)
class Line:
    """What becomes of one question: ``stored`` is in the database now, ``filled`` in the file."""

    indicator_id: str
    fate: Fate
    stored: Answer | None
    filled: Answer | None


def level_label(referential: Referential, level_id: str) -> str:
    """Return how a level is offered in a list: « 2 · Premiers pas »."""
    return f"{referential.scale.ranks[level_id]} · {referential.level_by_id[level_id].name}"


def fingerprint(answer: Answer | None) -> str:
    """Return sixteen hexadecimal digits that tell the content of an answer, whoever gave it; none gives ""."""
    if answer is None:
        return NOTHING
    content = answer.model_dump(
        mode="json", exclude={"respondent_id", "indicator_id", "figures"}, exclude_defaults=True
    )
    # A spreadsheet holds fifteen digits, one zero, and nothing that is not a number.
    figures = {key: f"{value + 0.0:.15g}" for key, value in answer.figures.items() if math.isfinite(value)}
    if figures:
        content["figures"] = figures
    return digest(content)


def compare_rows(rows: Sequence[FilledRow], stored: Mapping[str, Answer]) -> tuple[Line, ...]:
    """Return what becomes of each row, given the answers of the same respondent by indicator id."""
    return tuple(_line(row, stored.get(row.indicator_id)) for row in rows)


def _line(row: FilledRow, stored: Answer | None) -> Line:
    fate = fate_of(fingerprint(row.answer), fingerprint(stored), row.base)
    return Line(row.indicator_id, fate, stored, row.answer)


def settle(lines: Sequence[Line], policy: Conflict) -> tuple[Line, ...]:
    """Return the lines with every conflict decided by ``policy``; « arreter » leaves them as they are."""

    def decided(line: Line) -> Fate:
        return settled(line.fate, policy, filled=line.filled is not None, stored=line.stored is not None)

    return tuple(replace(line, fate=decided(line)) for line in lines)
