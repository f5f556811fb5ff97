"""What a questionnaire shows: the questions in reading order, and what one respondent already said."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.questionnaire import DONT_KNOW, NOT_APPLICABLE, fingerprint, level_label
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.reports import wording


@dataclass(frozen=True)
class FigureField:
    """A number worth recording: its id, label and unit, and the one already given."""

    id: str
    label: str
    value: float | None


@dataclass(frozen=True)
class QuestionView:
    """One row. ``levels`` are the descriptors, lowest first; the rest is what was already answered, or empty."""

    id: str
    code: str
    title: str
    question: str
    explanation: str
    theme: str
    levels: tuple[str, ...]
    argument: str
    argument_kind: str
    answer: str
    """The label of :attr:`QuestionnaireView.answers` that was chosen."""
    reason: str
    wished: str
    wished_year: int | None
    evidence: str
    figures: tuple[FigureField, ...]
    fingerprint: str


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one sub-objective."""

    code: str
    name: str
    intention: str
    objective: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class QuestionnaireView:
    """A questionnaire for one respondent, for one college, or blank.

    ``respondent`` and ``college`` are ids, empty when they are to be filled. ``answers`` are the
    labels offered, levels first, then the two other answers; ``level_labels`` the levels alone.
    """

    pole: str
    demonstration: bool
    evaluation: str
    evaluation_id: str
    date: str
    use: str
    argument_required: bool
    asks_wished_level: bool
    respondent: str
    respondent_label: str
    college: str
    name: str
    organisation: str
    colleges: tuple[tuple[str, str], ...]
    """(id, name) of the colleges that may answer."""
    answers: tuple[str, ...]
    level_labels: tuple[str, ...]
    argument_kinds: tuple[str, ...]
    groups: tuple[QuestionGroup, ...]
    referential_id: str
    referential_version: str
    referential_hash: str
    referential_title: str

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        """Every question, in reading order, whatever its group."""
        return tuple(question for group in self.groups for question in group.questions)


def view_questionnaire(
    pole: Pole,
    evaluation: Evaluation,
    referential: Referential,
    *,
    respondent: Respondent | None = None,
    college: str = "",
    answers: Mapping[str, Answer] | None = None,
) -> QuestionnaireView:
    """Return the questionnaire of ``evaluation``: for ``respondent`` with their ``answers`` by indicator id,
    for people of ``college``, or blank."""
    answers = answers or {}
    invited = set(evaluation.colleges)
    college = respondent.college if respondent else college
    who = [respondent.id, respondent.name, respondent.organisation] if respondent else []
    builder = _Builder(referential, answers)
    asked = set(evaluation.indicators)
    groups = (
        builder.group(objective.name, sub.id, asked)
        for objective in referential.objectives
        for sub in referential.sub_objectives_of(objective.id)
    )
    return QuestionnaireView(
        pole=pole.name,
        demonstration=pole.demonstration,
        evaluation=evaluation.title,
        evaluation_id=evaluation.id,
        date=evaluation.date.isoformat(),
        use=referential.use_by_id[evaluation.use].name,
        argument_required=evaluation.argument_required,
        asks_wished_level=referential.use_by_id[evaluation.use].asks_wished_level,
        respondent=respondent.id if respondent else "",
        respondent_label=", ".join(part for part in who if part),
        college=college,
        name=(respondent.name or "") if respondent else "",
        organisation=(respondent.organisation or "") if respondent else "",
        colleges=tuple((c.id, c.name) for c in referential.colleges if not invited or c.id in invited),
        answers=(*builder.levels, NOT_APPLICABLE, DONT_KNOW),
        level_labels=builder.levels,
        argument_kinds=tuple(wording.sentence(kind.value) for kind in ArgumentKind),
        groups=tuple(group for group in groups if group.questions),
        referential_id=referential.id,
        referential_version=referential.version,
        referential_hash=referential.content_hash,
        referential_title=referential.header.title,
    )


class _Builder:
    def __init__(self, referential: Referential, answers: Mapping[str, Answer]) -> None:
        self._ref, self._answers = referential, answers
        self.levels = tuple(level_label(referential, level.id) for level in referential.scale.levels)

    def group(self, objective: str, sub_id: str, asked: set[str]) -> QuestionGroup:
        sub = self._ref.sub_objective_by_id[sub_id]
        questions = tuple(self._question(item) for item in self._ref.indicators_of(sub_id) if item.id in asked)
        return QuestionGroup(sub.code, sub.name, sub.intention, objective, questions)

    def _question(self, item: Indicator) -> QuestionView:
        answer = self._answers.get(item.id)
        # Infinity is not a number one can write in a cell.
        given = {key: value for key, value in answer.figures.items() if math.isfinite(value)} if answer else {}
        kind = answer.argument_kind.value if answer and answer.argument_kind else ""
        return QuestionView(
            id=item.id,
            code=item.code,
            title=item.title,
            question=item.question,
            explanation=item.explanation,
            theme=self._ref.theme_by_id[item.theme].name,
            levels=tuple(item.descriptors[level.id] for level in self._ref.scale.levels),
            argument=answer.argument if answer else "",
            argument_kind=wording.sentence(kind),
            answer=self._said(answer),
            reason=answer.reason if answer else "",
            wished=level_label(self._ref, answer.wished_level) if answer and answer.wished_level else "",
            wished_year=answer.wished_year if answer else None,
            evidence=answer.evidence if answer else "",
            figures=tuple(FigureField(f.id, f"{f.label} ({f.unit})", given.get(f.id)) for f in item.figures),
            fingerprint=fingerprint(answer),
        )

    def _said(self, answer: Answer | None) -> str:
        if answer is None:
            return ""
        if answer.level is not None:
            return level_label(self._ref, answer.level)
        return DONT_KNOW if answer.kind is AnswerKind.DONT_KNOW else NOT_APPLICABLE
