"""How far evaluations went, in counts, and what each one waits for: all that a list of them says.

Plain dataclasses: the first screen shows them before any model is loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ptce_ref.domain.phase import positions_open
from ptce_ref.domain.vocabulary import Mode, Phase


@dataclass(frozen=True)
class PoleLine:
    """What a list says of a pôle."""

    id: str
    name: str
    commune: str
    department: str
    region: str
    demonstration: bool


@dataclass(frozen=True)
class CollegeLine:
    """How far a college went: counts only, never what anybody said (R5)."""

    id: str
    name: str
    short: str
    respondents: int
    questions: int
    """How many questions each respondent is asked."""
    given: int
    """Answers of its respondents, all together."""
    finished: int
    """Respondents who answered every question."""
    tallied: int
    """Questions on which its voices were counted by show of hands."""

    @property
    def silent(self) -> bool:
        """Whether nothing was heard of it."""
        return not (self.given or self.tallied)

    @property
    def absent(self) -> bool:
        """Whether nobody speaks for it: nobody is registered, and no voice was counted."""
        return self.silent and not self.respondents

    @property
    def behind(self) -> bool:
        """Whether something is still awaited: of one respondent, or of a show of hands begun and not finished."""
        if self.respondents:
            return self.finished < self.respondents
        return self.tallied < self.questions

    @property
    def share(self) -> float | None:
        """Answers given over answers awaited, 0..1; None while nobody is awaited."""
        if self.respondents:
            return self.given / (self.respondents * self.questions)
        return self.tallied / self.questions if self.tallied else None


@dataclass(frozen=True)
class PersonLine:
    """A respondent who has not answered every question: a count, never an answer (R5)."""

    id: str
    name: str
    """As it was registered, a pseudonym if wished; empty when none was given."""
    college: str
    """The short name of the college."""
    given: int
    questions: int


@dataclass(frozen=True)
class EvaluationLine:
    """What a list says of an evaluation."""

    id: str
    pole_id: str
    title: str
    date: str
    """ISO 8601, as all moments here."""
    mode: Mode
    phase: Phase
    questions: int
    colleges: tuple[CollegeLine, ...]
    """Those invited, and those of the respondents, in the order of the referential."""
    tallied: int
    """Questions on which some voices were counted by show of hands."""
    positions: int
    actions: int
    unassigned: int
    """Actions under way or to come that nobody is in charge of."""
    changed_at: str
    late: tuple[PersonLine, ...] = ()
    """Who has not answered everything: the fewest answers first, then in the order of registration."""
    received: bool = False
    """Whether it came from elsewhere as counts, without the people: how many were awaited is not known here."""

    @property
    def respondents(self) -> int:
        """People registered, over all colleges; those who only raised a hand are not."""
        return sum(college.respondents for college in self.colleges)

    @property
    def given(self) -> int:
        """Answers given by the people registered: at most ``respondents`` × ``questions``."""
        return sum(college.given for college in self.colleges)

    @property
    def absent(self) -> tuple[CollegeLine, ...]:
        """The colleges for which nobody is registered and no voice was counted."""
        return tuple(college for college in self.colleges if college.absent)

    @property
    def voting(self) -> tuple[CollegeLine, ...]:
        """The colleges of which some voices were counted by show of hands, and not on every question."""
        return tuple(c for c in self.colleges if c.behind and not c.respondents and not c.absent)

    @property
    def coverage(self) -> float | None:
        """Answers given over answers awaited, 0..1; with shows of hands only, questions voted over questions.

        None of what was received without the people: what was awaited stayed where it comes from.
        """
        if self.received:
            return None
        if self.respondents:
            return self.given / (self.respondents * self.questions)
        return self.tallied / self.questions if self.tallied else None


@dataclass(frozen=True)
class EvaluationHead:
    """What a long list says of an evaluation before anything is counted of it."""

    id: str
    pole_id: str
    title: str
    date: str
    phase: Phase


@dataclass(frozen=True)
class Overview:
    """Every pôle by name in French order; every evaluation, latest date first."""

    poles: tuple[PoleLine, ...]
    evaluations: tuple[EvaluationLine, ...]
    heads: tuple[EvaluationHead, ...] = ()
    """In the place of ``evaluations`` when there are many: what is not shown is not counted."""

    @property
    def listed(self) -> Sequence[EvaluationLine | EvaluationHead]:
        """Every evaluation, counted or not."""
        return self.evaluations or self.heads

    def of(self, evaluation_id: str) -> EvaluationLine | None:
        """Return the line of an evaluation, or None."""
        return next((line for line in self.evaluations if line.id == evaluation_id), None)


class Task(Enum):
    """What an evaluation waits for."""

    REGISTER = auto()
    """In preparation: nobody is registered."""
    OPEN_OPINIONS = auto()
    """In preparation: people are registered, opinions may begin."""
    COLLECT = auto()
    """Opinions: nothing was heard yet."""
    AWAIT_PEOPLE = auto()
    """Opinions: some of those registered have not answered everything."""
    AWAIT_COLLEGES = auto()
    """Opinions: nobody is registered for some colleges, and they did not vote either."""
    AWAIT_VOTES = auto()
    """Opinions: some colleges began to vote by show of hands, and have not finished."""
    OPEN_DIALOGUE = auto()
    """Opinions: everybody answered everything."""
    AGREE = auto()
    """Dialogue and position: questions wait for the position of the group."""
    MOVE_ON = auto()
    """Dialogue and position: every position is written."""
    PLAN = auto()
    """Action plan: there is no action yet."""
    ASSIGN = auto()
    """Action plan: nobody is in charge of some actions."""
    CLOSE = auto()
    """Action plan: every action has somebody in charge."""
    SHARE = auto()
    """Closed: print, compare."""
    READ = auto()
    """Received without the people: to be read and compared, never written in."""


@dataclass(frozen=True)
class NextStep:
    """What comes next: ``count`` is what is missing, ``people`` or ``colleges`` who is awaited."""

    task: Task
    count: int = 0
    colleges: tuple[CollegeLine, ...] = ()
    people: tuple[PersonLine, ...] = ()


def next_step(evaluation: EvaluationLine) -> NextStep:
    """Return what an evaluation waits for; each front end has its own sentence for it."""
    phase = evaluation.phase
    if evaluation.received or phase is Phase.CLOSED:
        return NextStep(Task.READ if evaluation.received else Task.SHARE)
    if phase is Phase.PREPARATION:
        return NextStep(Task.OPEN_OPINIONS if evaluation.respondents else Task.REGISTER, evaluation.respondents)
    if phase is Phase.OPINIONS:
        return _next_opinion(evaluation)
    if positions_open(phase):
        left = evaluation.questions - evaluation.positions
        return NextStep(Task.AGREE, left) if left > 0 else NextStep(Task.MOVE_ON)
    if not evaluation.actions:
        return NextStep(Task.PLAN)
    return NextStep(Task.ASSIGN if evaluation.unassigned else Task.CLOSE, evaluation.unassigned)


def _next_opinion(evaluation: EvaluationLine) -> NextStep:
    """Those who were asked by name come before the colleges where nobody was."""
    if all(college.silent for college in evaluation.colleges):
        return NextStep(Task.COLLECT)
    if evaluation.late:
        return NextStep(Task.AWAIT_PEOPLE, len(evaluation.late), people=evaluation.late)
    absent = evaluation.absent
    if absent:
        return NextStep(Task.AWAIT_COLLEGES, len(absent), absent)
    voting = evaluation.voting
    return NextStep(Task.AWAIT_VOTES, len(voting), voting) if voting else NextStep(Task.OPEN_DIALOGUE)
