"""The view-objects: everything a screen, a sheet or a page shows, and nothing to compute.

All texts are plain data (never markup). Values are 0..1, levels and medians are ranks 1..k,
shares are 0..1; nothing is rounded here. What people must not see yet (other people's answers
in the phase « avis », R5) is absent from the object, not hidden by the renderer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ptce_ref.domain.agenda import Reason
from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.peer_view import Remark
from ptce_ref.domain.vocabulary import ArgumentKind, State
from ptce_ref.reports import wording


class SaidAs(StrEnum):
    """What a text of somebody is: an argument of some kind, or the reason for not being concerned."""

    TESTIMONY = ArgumentKind.TESTIMONY.value
    OBSERVATION = ArgumentKind.OBSERVATION.value
    DOCUMENT = ArgumentKind.DOCUMENT.value
    FIGURE = ArgumentKind.FIGURE.value
    REASON = wording.REASON
    UNSAID = ""
    """An argument, and nobody said of which kind."""


class Decision(StrEnum):
    """What the group did with a question, as it is told; a name for each :class:`Outcome`."""

    AGREED = "accord"
    DISAGREED = "désaccord reconnu"
    NOT_APPLICABLE = "ne concerne pas le pôle"


class Consequence(StrEnum):
    """What becomes of a pôle that does not meet a condition, as it is told; a name for each :class:`Standing`."""

    KEPT = "comparé ainsi"
    """It concerns everybody: it says how they are compared."""
    GREYED = "grisé, avec sa raison"
    LEFT_OUT = "écarté, avec sa raison"

    @property
    def standing(self) -> Standing:
        """What the domain calls it; the two enumerations have the same names."""
        return Standing[self.name]


@dataclass(frozen=True, slots=True)
class AlertView:
    """A flagged indicator that stands at the lowest level."""

    code: str
    title: str
    vigilance: str
    unshared: bool = False
    """In a comparison: whether some of the pôles compared were not asked this question."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A value with all that travels with it (R10).

    ``state`` says whether there is a value; ``value`` is 0..1 and ``level`` the same on the
    scale 1..k. ``hidden`` is true while opinions may not be shown: value, level and n are then
    absent and the coverage counts the indicators that somebody answered. ``few`` is 0, or the number of voices
    under which a value is not told to others, when that is why there is none; n is then absent too. It is also
    absent, and not 0, of a value that the group decided when too few had spoken: ``fewer`` is then the number of voices
    under which n lies, 0 when that is not known of several questions together.
    """

    state: State
    value: float | None
    level: float | None
    answered: int
    applicable: int
    coverage: float | None
    n: int | None
    provisional: bool
    hidden: bool
    alerts: tuple[AlertView, ...]
    few: int = 0
    fewer: int = 0


@dataclass(frozen=True)
class LevelView:
    """A step of the scale."""

    id: str
    rank: int
    name: str
    meaning: str


@dataclass(frozen=True)
class CountsView:
    """Voices on one indicator: by level (lowest first), and the two other answers."""

    college: str
    """French name of the college, or « Ensemble » for everybody."""
    college_short: str
    levels: tuple[int, ...]
    not_applicable: int
    dont_know: int
    n: int
    """Voices that gave a level."""
    median: float | None
    """A rank; None under two voices (R6)."""


@dataclass(frozen=True)
class ArgumentView:
    """One argument, or one reason for not being concerned. ``author`` is empty unless names were asked for.

    Whoever is not concerned gives a reason, and may argue as well: these are two texts, one after the other.
    """

    college: str
    author: str
    level: str
    """« niveau 2 », « ne sait pas », « non concerné », or « à main levée »."""
    kind: SaidAs
    text: str


@dataclass(frozen=True)
class PositionView:
    """What the group decided: ``level`` is a rank or None."""

    outcome: Decision
    agreed: bool
    level: int | None
    argument: str
    minority_opinion: str
    decided_with: str
    date: str


@dataclass(frozen=True)
class DivergenceView:
    """The measures of R6; None where nothing is computed (n under 2)."""

    n: int
    range: int | None
    median: float | None
    consensus: float | None
    agreement: float | None
    polarised: bool
    college_gap: float | None
    applicability_split: bool
    dont_know_share: float | None
    not_applicable_share: float | None
    unargued_share: float | None


@dataclass(frozen=True)
class WishedView:
    """The levels people wish for (R3), years may be None.

    ``median`` is a rank, and the one wished for when ``n``, those who wished, is one.
    """

    median: float
    n: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True)
class IndicatorView:
    """One indicator. ``counts``, ``arguments``, ``divergence``, ``position`` are empty or None
    while opinions may not be shown."""

    id: str
    code: str
    title: str
    question: str
    explanation: str
    descriptors: tuple[str, ...]
    evidence: tuple[str, ...]
    figures: tuple[str, ...]
    """« Libellé (unité) » of each number worth recording."""
    links: tuple[tuple[str, str], ...]
    """(code, title) of the indicators it depends on."""
    theme: str
    vigilance: str
    """Name of the risk, or empty."""
    risk: str
    """What that risk is, in a sentence or two; empty when there is none."""
    attested: bool
    figure: FigureView
    answered_by: int | None
    """Voices that answered anything; None when too few did for others to know how many."""
    counts: tuple[CountsView, ...]
    total: CountsView | None
    divergence: DivergenceView | None
    reasons: tuple[Reason, ...]
    """Why it deserves a discussion, strongest first (R7)."""
    arguments: tuple[ArgumentView, ...]
    position: PositionView | None
    wished: WishedView | None
    """None when nobody wished for a level, or while opinions may not be shown."""


@dataclass(frozen=True)
class SubObjectiveView:
    """A sub-objective and its indicators that the evaluation asks, in reading order."""

    id: str
    code: str
    name: str
    intention: str
    attested: bool
    figure: FigureView
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class ObjectiveView:
    """An objective and its sub-objectives that the evaluation asks about, in reading order."""

    id: str
    code: str
    name: str
    intention: str
    attested: bool
    figure: FigureView
    sub_objectives: tuple[SubObjectiveView, ...]


@dataclass(frozen=True)
class ThemeView:
    """A theme, across all objectives; ``short`` holds in a column of the grid."""

    id: str
    name: str
    short: str
    attested: bool
    figure: FigureView


@dataclass(frozen=True)
class CellView:
    """A cell of the table de dialogue: one sub-objective under one theme.

    ``titles`` are (code, title) of its indicators. ``divided`` counts those on the agenda for a
    disagreement, ``polarised`` those polarised, ``unknown`` those that many do not know.
    ``given`` counts the answers of the named respondents, out of ``asked``: what is still missing
    while opinions are given. Both are 0 with shows of hands only. ``set_aside`` are the codes of those that do not
    concern the pôle: they count neither in the coverage nor in n.
    """

    sub_objective: str
    theme: str
    titles: tuple[tuple[str, str], ...]
    figure: FigureView
    divided: int
    polarised: int
    unknown: int
    given: int
    asked: int
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReferentialView:
    """Which referential, and how far it is attested."""

    id: str
    version: str
    title: str
    hash: str
    license: str
    levels: tuple[LevelView, ...]
    statement: str
    """One sentence: what is attested by a source and what the project proposes."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of the identity card; ``value`` is « non renseigné » when unknown.

    ``key`` is the name of the field in a file of pôles (« annee », « porteur »), or the id of a criterion.
    """

    label: str
    value: str
    key: str = ""
    amount: float | None = None
    """What ``value`` says as a number, to compute with; None when unknown, or when it is no number."""
    unit: str = ""
    detail: str = ""
    """What ``value`` says beside the number: members by college."""


@dataclass(frozen=True, slots=True)
class PoleView:
    """A pôle, and its identity card in lines; ``demonstration`` when it is made up."""

    id: str
    name: str
    demonstration: bool
    place: str
    """« Commune (département, région) », what is known of it."""
    summary: str
    card: tuple[CardLine, ...]
    region: str = ""
    """What the list of pôles by territory groups them under; empty when unknown."""


@dataclass(frozen=True)
class CollegeView:
    """Who took part: ``respondents`` with names kept, ``tallied`` the most voices counted at once.

    ``coverage`` is answers given over answers asked of the respondents, None without respondent;
    ``answered`` how many of them gave one answer at least.
    """

    id: str
    name: str
    respondents: int
    tallied: int
    coverage: float | None
    answered: int = 0


@dataclass(frozen=True)
class AgendaView:
    """A question of the agenda: why it is there, strongest reason first, ``n`` voices, ``college_gap`` in levels."""

    code: str
    title: str
    question: str
    reasons: tuple[Reason, ...]
    n: int
    college_gap: float | None


@dataclass(frozen=True)
class EvolutionView:
    """A sub-objective at the previous evaluation and now; ``change`` in levels, None if either lacks."""

    code: str
    name: str
    before: FigureView
    now: FigureView
    change: float | None


@dataclass(frozen=True)
class ActionView:
    """A line of the action plan. Whether it is late depends on the day one reads: nothing here says so."""

    id: str
    what: str
    indicators: tuple[tuple[str, str], ...]
    """(code, title) of what it is about."""
    who: str
    due: str
    """ISO date, or empty."""
    state: str
    """« à faire », « en cours », « faite », « abandonnée »."""
    finished: bool
    note: str
    origin: str
    """Title of the earlier evaluation whose action this one continues, or empty."""


@dataclass(frozen=True)
class CoevaluationView:
    """One evaluation, for screens, the co-evaluation workbook, the grid and the report."""

    pole: PoleView
    id: str
    title: str
    date: str
    """ISO date."""
    use: str
    path: str
    mode: str
    peer_pole: str
    """Name of the pôle that evaluates, or empty."""
    phase: str
    provisional: bool
    hidden: bool
    """True in the phases where nobody is shown other people's answers."""
    referential: ReferentialView
    colleges: tuple[CollegeView, ...]
    whole: FigureView
    """Coverage, n and alerts; never a value: no overall score exists."""
    objectives: tuple[ObjectiveView, ...]
    themes: tuple[ThemeView, ...]
    cells: tuple[tuple[CellView | None, ...], ...]
    """One row a sub-objective (reading order), one column a theme; None where no question stands."""
    agenda: tuple[AgendaView, ...]
    consensual: tuple[tuple[str, str], ...]
    """(code, title) of what opinions agree on."""
    previous_title: str
    evolution: tuple[EvolutionView, ...]
    actions: tuple[ActionView, ...] = ()
    """The plan, dates that come first before; it holds no opinion, so it is there in every phase."""
    plan_due: bool = False
    """True from the phase « plan d’action » on: an empty plan is then worth saying."""
    plan_open: bool = True
    """Whether the plan may still change: until the evaluation is closed."""
    positions_open: bool = True
    """Whether the group may still write positions: what opinions agree on is then to adopt, and no longer after."""
    peer_views: "tuple[PeerComparisonView, ...]" = ()
    """The same pôle seen by itself and by others, when both sides may be shown."""

    lone_colleges: tuple[str, ...] = ()
    """Short names of the colleges for which one person alone speaks, once opinions may be shown."""
    nameable: tuple[str, ...] = ()
    """Names of the colleges large enough to be told with what they said, once opinions may be shown (R18)."""
    nameable_from: int = 1
    """How many voices it takes for that, on a question too."""
    fewest_voices: int = 0
    """When it is meant for others: voices under which colleges are merged, and nothing is told. 0 in the pôle."""
    received: bool = False
    """Whether it came from elsewhere: opinions counted, without the people, and no show of hands."""

    @property
    def sub_objectives(self) -> tuple[SubObjectiveView, ...]:
        """Those of every objective, in reading order."""
        return tuple(sub for objective in self.objectives for sub in objective.sub_objectives)

    @property
    def indicators(self) -> tuple[IndicatorView, ...]:
        """Those of every sub-objective, in reading order."""
        return tuple(item for sub in self.sub_objectives for item in sub.indicators)


@dataclass(frozen=True)
class ConditionView:
    """One rule of comparison: what it asks and whom it concerns."""

    rule: str
    demand: str
    consequence: Consequence


@dataclass(frozen=True, slots=True)
class EntryView:
    """One evaluation in a comparison."""

    pole: PoleView
    evaluation: str
    date: str
    mode: str
    phase: str
    standing: Standing
    reasons: tuple[str, ...]
    """Why it is greyed or left out; sentences."""
    whole: FigureView
    objectives: tuple[FigureView, ...]
    sub_objectives: tuple[FigureView, ...]
    themes: tuple[FigureView, ...]
    evaluation_id: str = ""
    indicators: tuple[FigureView | None, ...] = ()
    """One for each of ``ComparisonView.indicators``; None where the evaluation does not ask it."""
    asked: int = 0
    """How many questions it was asked."""
    shared: int = 0
    """How many of these all the pôles compared were asked."""
    path: str = ""
    """The name of the path along which it was asked; empty when it is not known."""
    people: int | None = None
    """How many people and groups answered; ``no_people`` says why it is not told."""
    no_people: str = ""


@dataclass(frozen=True)
class CohortView:
    """Median and quartiles as levels 1..k, or the reason why they are not shown."""

    code: str
    name: str
    n: int
    median: float | None
    first_quartile: float | None
    third_quartile: float | None
    why_hidden: str


@dataclass(frozen=True, slots=True)
class ComplementarityView:
    """What each of two pôles could bring the other: « T1 Répondre… »."""

    first: str
    second: str
    first_brings: tuple[str, ...]
    second_brings: tuple[str, ...]
    mutual: bool
    first_id: str = ""
    second_id: str = ""


@dataclass(frozen=True)
class SeriesView:
    """Figures by sub-objective of one evaluation, for a trajectory or a peer view."""

    label: str
    date: str
    sub_objectives: tuple[FigureView, ...]
    merged: bool = False
    """Whether small colleges were counted as one."""
    asked: int = 0
    """How many questions it rests on, answered or not."""


@dataclass(frozen=True)
class TrajectoryView:
    """Several dates of one pôle, the oldest first."""

    pole: str
    steps: tuple[SeriesView, ...]
    caution: str = ""
    """Said when the dates do not rest on the same questions: a sentence."""

    @property
    def merged(self) -> bool:
        """Whether small colleges were counted as one at one of the dates."""
        return any(step.merged for step in self.steps)


@dataclass(frozen=True)
class PeerRowView:
    """An indicator that both sides scored."""

    code: str
    title: str
    own: float
    peer: float
    """Levels 1..k."""
    own_n: int | None
    """None when too few spoke for others to know how many; the same below."""
    peer_n: int | None
    own_provisional: bool
    peer_provisional: bool


@dataclass(frozen=True)
class PeerRemarkView:
    """What one side saw of a question and the other did not."""

    code: str
    title: str
    kind: Remark
    own: str
    """What the pôle says of it: « niveau 2,5 », « non concerné », « niveau 2,0 · 50 % ne savent pas »."""
    peer: str


@dataclass(frozen=True)
class PeerArgumentsView:
    """The arguments of both sides on one question; no author is ever named."""

    code: str
    title: str
    own: tuple[ArgumentView, ...]
    peer: tuple[ArgumentView, ...]


@dataclass(frozen=True)
class PeerComparisonView:
    """Regard croisé: one pôle seen by itself and by another; ``apart`` widest gap first."""

    pole: str
    peer_pole: str
    own: SeriesView
    peer: SeriesView
    together: tuple[PeerRowView, ...]
    apart: tuple[PeerRowView, ...]
    remarks: tuple[PeerRemarkView, ...] = ()
    """What one side alone saw, kind by kind; in a comparison, only what figures tell."""
    gap: float = 0.0
    """Levels from which the two views are said to part."""
    common: int = 0
    """Questions asked on both sides."""
    own_id: str = ""
    peer_id: str = ""
    headings: tuple["HeadingView", ...] = ()
    """The sub-objectives of the two series, in reading order; in a comparison, those of the comparison."""
    arguments: tuple[PeerArgumentsView, ...] = ()
    """Inside the pôle only (R18)."""


@dataclass(frozen=True)
class HeadingView:
    """What a column or a row of figures is about: an objective, a sub-objective, or a theme (its id as ``code``)."""

    code: str
    name: str
    parent: str
    """Code of the objective, for a sub-objective; empty otherwise."""


@dataclass(frozen=True)
class QuestionView:
    """An indicator of a comparison: its sub-objective (code) and its theme (name)."""

    code: str
    title: str
    sub_objective: str
    theme: str


@dataclass(frozen=True, slots=True)
class ArgumentLine:
    """An argument, or a reason, in a comparison: of which pôle, about what, by which college; never by whom."""

    pole_id: str
    pole: str
    evaluation_id: str
    code: str
    title: str
    college: str
    level: str
    """« niveau 2 », « ne sait pas », « non concerné », or « à main levée »."""
    kind: SaidAs
    """As in :class:`ArgumentView`."""
    text: str


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """What a comparison does not show: which part, why, and what to do about it; sentences."""

    part: "ComparisonPart"
    why: str
    advice: str = ""

    @property
    def words(self) -> str:
        """Return why, then what to do."""
        return f"{self.why} {self.advice}".rstrip()


class ComparisonPart(StrEnum):
    """A part of a comparison that may be missing, as it is told."""

    WHOLE = "Comparaison"
    COHORT = "Cohorte"
    EXCHANGES = "Complémentarités"
    TRAJECTORIES = "Trajectoires"
    PEERS = "Regards croisés"


@dataclass(frozen=True)
class ComparisonView:
    """Several pôles side by side: conditions first, then figures; no rank, no overall score."""

    date: str
    referential: ReferentialView
    mode: str
    order: str
    """« territoire » or « nom »: what the list of pôles follows."""
    demonstration: bool
    conditions: tuple[ConditionView, ...]
    entries: Sequence[EntryView]
    """Read one at a time: there may be thousands, which are then not in memory. So are the two lists below."""
    objectives: tuple[HeadingView, ...]
    sub_objectives: tuple[HeadingView, ...]
    themes: tuple[HeadingView, ...]
    cohort_note: str
    cohort: tuple[CohortView, ...]
    complementarities: Sequence[ComplementarityView]
    trajectories: Sequence[TrajectoryView]
    peer_views: Sequence[PeerComparisonView]
    indicators: tuple[QuestionView, ...] = ()
    """In reading order."""
    fewest_voices: int = 0
    """Voices under which no value is told; see ``FigureView.few``."""
    exchange_count: int = 0
    """How many exchanges there are to propose: ``complementarities`` keeps as many as a sheet can hold."""
    common: int = 0
    """How many questions all the pôles compared were asked."""
    same_questions: bool = True
    """Whether all the pôles shown were asked the same questions: else their means do not rest on the same ones."""
    questions_caution: str = ""
    """Said beside figures when pôles were not asked the same questions, or when the common ones alone are counted."""
    questions_note: str = ""
    """Who was asked what, and what follows for the figures: sentences."""
    absences: tuple[AbsenceView, ...] = ()
    """What is not shown, or compares nobody, and why."""
    undated: Sequence[str] = ()
    """Why a pôle that has several evaluations has no trajectory, a sentence for each."""

    def absence(self, part: ComparisonPart) -> str:
        """Return why a part is not shown, and what to do; empty when it is."""
        return next((item.words for item in self.absences if item.part is part), "")
