"""The discussion of one evaluation: the order of the questions, where one is, what is decided.

Owns the road through the agenda: what is decided keeps its place, and a question opened besides it comes
back to it. Knows the services, not the screen.
"""

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import NAMES, positions_open
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports.view import CoevaluationView, IndicatorView, PositionView
from ptce_ref.reports.wording import agreed, count
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.reading import programme_of, state_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace


class Debate:
    """What the two screens of the dialogue share."""

    def __init__(self, workspace: Workspace, evaluation: Evaluation, indicator: str | None = None) -> None:
        """``indicator`` is the id of the first question, on the agenda or not."""
        self._workspace = workspace
        self.evaluation = evaluation
        self.referential: Referential = referential_of(workspace, evaluation.referential_hash)
        self.read()
        first = next((item for item in self.programme if not self.item(item).position), None)
        self.current = indicator or first or next(iter(self.programme), self.view.indicators[0].id)
        self._place = self.programme.index(self.current) if self.current in self.programme else -1

    def read(self) -> None:
        """Read the file again. Raises Refusal or DatabaseUnusableError."""
        self.evaluation = find_evaluation(self._workspace, self.evaluation.id)
        self.view: CoevaluationView = state_of(self._workspace, self.evaluation.id)
        self.programme = programme_of(self._workspace, self.evaluation)
        self._items = {item.id: item for item in self.view.indicators}

    def item(self, indicator: str) -> IndicatorView:
        """Return a question as it may be shown."""
        return self._items[indicator]

    @property
    def question(self) -> IndicatorView:
        """The question one is at."""
        return self._items[self.current]

    @property
    def decided(self) -> int:
        """How many questions of the agenda have a position."""
        return sum(self.item(item).position is not None for item in self.programme)

    @property
    def decided_elsewhere(self) -> int:
        """How many questions have a position without being on the agenda."""
        return sum(item.position is not None for item in self.view.indicators) - self.decided

    @property
    def beside(self) -> str:
        """Say which questions wait for a position without being on the agenda, and why; nothing when none does."""
        agenda = frozenset(self.programme)
        waiting = [item for item in self.view.indicators if item.position is None and item.id not in agenda]
        if not waiting or self.view.hidden:
            return ""
        alone = sum(_voices(item) == 1 for item in waiting)
        silent = sum(not _voices(item) for item in waiting)
        calm = len(waiting) - alone - silent
        parts = [
            f"{alone} {agreed(alone, 'n’a', 'n’ont')} qu’une voix" if alone else "",
            f"{silent} {agreed(silent, 'n’a', 'n’ont')} aucune voix" if silent else "",
            f"{calm} ne {agreed(calm, 'divise', 'divisent')} pas" if calm else "",
        ]
        others = (
            count(len(waiting), "autre question attend", "autres questions attendent")
            if agenda
            else count(len(waiting), "question attend", "questions attendent")
        )
        rule = " Il faut deux voix pour comparer." if alone or silent else ""
        return bind_signs(f"{others} une position (F4) : {', '.join(filter(None, parts))}.{rule}")

    @property
    def place(self) -> str:
        """Say where the question is: « 3/12 de l’ordre du jour »."""
        if self.current in self.programme:
            return f"{self.programme.index(self.current) + 1}/{len(self.programme)} de l’ordre du jour"
        return "hors de l’ordre du jour"

    def go(self, indicator: str) -> None:
        """Go to a question; the agenda goes on from there when it is on it."""
        self.current = indicator
        if indicator in self.programme:
            self._place = self.programme.index(indicator)

    def move(self, steps: int) -> bool:
        """Go along the agenda; say whether there was a question there."""
        wanted = self._place + steps
        if self.current not in self.programme and self._place >= 0:
            wanted = self._place  # from a question besides, one first comes back to the agenda
        if not 0 <= wanted < len(self.programme):
            return False
        self._place, self.current = wanted, self.programme[wanted]
        return True

    @property
    def why_closed(self) -> str:
        """Why no position may be written now; nothing when it may."""
        phase = self.evaluation.phase
        if positions_open(phase):
            return ""
        return bind_signs(
            "Les positions s’écrivent dans les phases « dialogue » et « position » ; "
            f"l’évaluation en est à la phase « {NAMES[phase]} »."
        )


def _voices(item: IndicatorView) -> int:
    """Return how many people and hands answered a question, whatever they said."""
    return item.total.n + item.total.dont_know + item.total.not_applicable if item.total else 0


def position_words(position: PositionView) -> str:
    """Return « accord, niveau 3 »."""
    return position.outcome + (f", niveau {position.level}" if position.level is not None else "")
