"""One evaluation: where it stands, what to do next, and everything one can do with it."""

from collections.abc import Iterator
from contextlib import suppress
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.overview import EvaluationLine, next_step
from ptce_ref.domain.phase import MEANINGS, NAMES, ORDER
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.reports.moment import elapsed
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.overview import overview_of
from ptce_ref.services.peer import pairs_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.place import PLACES
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.step import PLACE_OF, step_sentence
from ptce_ref.tui.text import Choice, ChoiceList, Piece, TextBlock, say
from ptce_ref.tui.widgets.college_coverage import CollegeCoverage, compact_coverage
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.page_list import PageList

_NAME_WIDTH = max(cell_len(place.name) for place in PLACES) + 2
_FIRST_OF_GROUP = {"answers", "dialogue", "production", "identity", "phases"}
"""Jobs that begin a group: collecting, deciding, sharing, reading, moving on."""
_WAITING = "waiting"
"""The line of the texts typed for opinions that are closed."""
_CROSSED = "crossed"
"""The line of the regard croisé."""
_ROOMY = 28
"""Rows from which the jobs that are rare have their line too."""
_TALL = 36
"""Rows from which the groups are set apart."""
_PREPARE_AFTER = 0.1
"""Seconds one has been on the page before what follows is prepared: who only passes by waits for nothing."""
_MARGIN = 4
"""Columns that the text of the state leaves at its two sides."""


class _Jobs(PageList):
    """What one can do with the evaluation."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Ouvrir", key_display="Entrée")]
    DEFAULT_CSS = """
    _Jobs { width: 1fr; padding: 1 1 0 0; }
    """


class EvaluationScreen(BaseScreen[None]):
    """The evaluation's own page; each job is one key away."""

    HERE = Help(
        "Une évaluation",
        (
            (
                "En haut, la phase où en est l’évaluation, la prochaine chose à faire après la flèche, et les réponses "
                "de chaque collège (✓ : tout est là). "
                "Dessous, tout ce que l’on peut faire : une lettre l’ouvre, ou les flèches et Entrée."
            ),
            "Ce qui ne se fait pas dans la phase actuelle est grisé, et dit quand cela se fera.",
        ),
        (
            *((place.key, f"{place.name[0].lower()}{place.name[1:]}") for place in PLACES),
            ("e", "données des personnes : les voir, les remettre, les effacer"),
            ("Suppr", "retirer une évaluation ouverte par erreur, où rien n’est encore dit"),
            ("x", "regard croisé, quand un autre pôle a évalué celui-ci"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(place.key, f"go('{place.id}')", place.name, show=place.id == "phases", tooltip=place.what)
            for place in PLACES
        ),
        Binding(
            "delete",
            "withdraw",
            "Retirer cette évaluation",
            show=False,
            key_display="Suppr",
            tooltip="ouverte par erreur, et où rien n’est encore dit",
        ),
        Binding("w", "waiting", "Textes jamais enregistrés", show=False, tooltip="les relire, les abandonner"),
        Binding(
            "e",
            "people",
            "Données des personnes",
            show=False,
            tooltip="ce qui est gardé d’elles ; le remettre, l’effacer",
        ),
        Binding(
            "x", "crossed", "Regard croisé", show=False, tooltip="le pôle vu par lui-même et par un autre, côte à côte"
        ),
    ]
    AUTO_FOCUS = "_Jobs"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (118, "-large")]  # noqa: RUF012 - Textual declares it as an instance variable
    DEFAULT_CSS = """
    EvaluationScreen {
        #state { padding: 0 2; background: $surface; height: auto; }
        #colleges { padding: 0 2; background: $surface; height: auto; max-height: 3; }
        #jobs { height: 1fr; }
        &.-short.-narrow _Jobs { padding: 0 1 0 0; }
        CollegeCoverage { display: none; }
        &.-large {
            #state { padding: 1 2; }
            #colleges { display: none; }
            CollegeCoverage { display: block; }
        }
    }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._line: EvaluationLine | None = None
        self._visited = False
        """Whether another pôle’s view of this one can be read beside its own."""
        self._asked: str | None = None
        """The job proposed: the mark goes there when it changes."""
        self._withdrawn = False
        """Whether it was just taken away here: there is nothing left to read."""

    def compose(self) -> ComposeResult:
        yield Heading(self._evaluation.title)
        yield TextBlock(id="state")
        yield TextBlock(id="colleges")
        with Horizontal(id="jobs"):
            yield _Jobs()
            yield CollegeCoverage()
        yield Footer()

    def _prepare(self) -> None:
        """Compute where the evaluation stands while its page is being read: nearly every job begins with it."""
        if not self.is_current:
            return
        from ptce_ref.services.reading import state_of  # noqa: PLC0415 - not needed to show the page

        # Whoever needs it will say what is wrong with it.
        with suppress(DatabaseUnusableError, Refusal):
            state_of(self.workspace, self._evaluation.id)

    def action_people(self) -> None:
        from ptce_ref.tui.screens.person import PeopleScreen  # noqa: PLC0415 - seldom asked for

        self.app.push_screen(PeopleScreen(self._evaluation))

    def action_withdraw(self) -> None:
        """Take away an evaluation opened by mistake, once confirmed."""
        from ptce_ref.services.registration import require_withdrawable, withdraw_evaluation  # noqa: PLC0415 - seldom asked for
        from ptce_ref.tui.screens.confirm import ConfirmDialog  # noqa: PLC0415 - as above

        def withdraw(confirmed: bool | None) -> None:
            if confirmed:
                with self.explained():
                    withdraw_evaluation(self.workspace, self._evaluation)
                    self._withdrawn = True
                    say(self.app, f"L’évaluation « {self._evaluation.title} » est retirée.")
                    self.dismiss(None)

        with self.explained():
            require_withdrawable(self.workspace, self._evaluation)
            sentence = (
                f"« {self._evaluation.title} » sera retirée, avec les personnes inscrites. Rien n’y a encore été dit."
            )
            kept = "Le journal en garde la trace."
            self.app.push_screen(ConfirmDialog("Retirer cette évaluation", (sentence, kept), "Retirer"), withdraw)

    def action_crossed(self) -> None:
        from ptce_ref.tui.screens.peer import PeerScreen  # noqa: PLC0415 - seldom asked for

        self.app.push_screen(PeerScreen(self._evaluation))

    def on_screen_resume(self) -> None:
        self._read()
        self.set_timer(_PREPARE_AFTER, self._prepare)

    def on_resize(self) -> None:
        if self._line is not None:
            self._show(self._line)

    def database_changed(self) -> None:
        self._read()

    def _read(self) -> None:
        """Show the evaluation as the database has it now."""
        if self._withdrawn:
            return
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            overview = overview_of(self.workspace, self._evaluation.id)
            self._line = overview.of(self._evaluation.id)
            if self._line is None:
                return
            self._visited = bool(pairs_of(self.workspace, self._evaluation))
            (pole,) = overview.poles
            mark = pole_mark(pole)
            self.query_one(Heading).show(pole.name, mark=mark)
            self._show(self._line)

    def _show(self, line: EvaluationLine) -> None:
        step = next_step(line)
        facts = (
            wording.long_date(line.date),
            wording.MODES[line.mode.value],
            f"modifiée {elapsed(line.changed_at, self.ptce.clock())}",
        )
        self.query_one("#state", TextBlock).show(
            (line.title, "bold"),
            (f"  {', '.join(fact.replace(' ', wording.NBSP) for fact in facts)}\n", "$quiet"),
            *_phases(line.phase),
            f"\n{bind_signs(MEANINGS[line.phase])}",
            (f"\n→ {bind_signs(step_sentence(step))}", "bold"),
        )
        self._show_colleges(line)
        jobs = self.query_one(_Jobs)
        jobs.fill(
            [
                *self._waiting_line(line),
                *self._crossed_line(),
                *_lines(line.phase, spaced=self._spaced, roomy=self.size.height >= _ROOMY),
            ]
        )
        if self._asked != PLACE_OF[step.task]:
            self._asked = PLACE_OF[step.task]
            jobs.highlight_id(self._asked)

    def _waiting_line(self, line: EvaluationLine) -> list[Choice]:
        """Offer the texts that can no longer be stored, when there are any."""
        count = len(self.ptce.drafts.closed(line.id, line.phase))
        if not count:
            return []
        name = wording.count(count, "texte jamais enregistré", "textes jamais enregistrés")
        return [Choice(_WAITING, ((" w  ", "bold $accent"), (name, "bold"), ("  relire, abandonner", "$quiet")))]

    def _crossed_line(self) -> list[Choice]:
        """Offer the regard croisé, when there is one."""
        if not self._visited:
            return []
        name = "Regard croisé" + " " * (_NAME_WIDTH - len("Regard croisé"))
        said = "le pôle vu par lui-même et par un autre"
        return [Choice(_CROSSED, ((" x  ", "bold $accent"), (name, "bold"), (said, "$quiet")))]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """The texts that wait are offered where there are some."""
        return action != "waiting" or bool(self._line and self._waiting_line(self._line))

    def action_waiting(self) -> None:
        from ptce_ref.tui.screens.waiting import WaitingScreen  # noqa: PLC0415 - hardly ever needed

        if self._line is not None:
            self.app.push_screen(WaitingScreen(self._line))

    @property
    def _spaced(self) -> bool:
        """Whether there is room for a blank line between the groups of jobs."""
        return self.size.height >= _TALL

    def _show_colleges(self, line: EvaluationLine) -> None:
        room = 2 * (self.size.width - _MARGIN)
        self.query_one("#colleges", TextBlock).show(*compact_coverage(line, room))
        self.query_one(CollegeCoverage).show_colleges(line)

    @on(ChoiceList.OptionSelected)
    def _chosen(self, event: ChoiceList.OptionSelected) -> None:
        if event.option_id == _WAITING:
            self.action_waiting()
        elif event.option_id == _CROSSED:
            self.action_crossed()
        else:
            self.action_go(event.option_id or "")

    def action_go(self, identifier: str) -> None:
        """Open a job, or say when it can be done."""
        place = next(item for item in PLACES if item.id == identifier)
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            why = place.closed(self._evaluation.phase)
            if why:
                phase = NAMES[self._evaluation.phase]
                say(self.app, f"{place.name} : {why} ; l’évaluation en est à la phase « {phase} ».")
                return
            place.open(self.ptce, self._evaluation)


def _lines(phase: Phase, *, spaced: bool, roomy: bool) -> Iterator[Choice]:
    """Return the jobs; each line begins with a blank, where the list draws the bar of the marked one."""
    for place in PLACES:
        if place.rare and not roomy:
            continue
        if spaced and place.id in _FIRST_OF_GROUP:
            yield Choice(f"before:{place.id}", (" ",), disabled=True)
        why = place.closed(phase)
        name = place.name + " " * (_NAME_WIDTH - cell_len(place.name))
        if why:
            pieces: list[Piece] = [(f" {place.key}  {name}", "$quiet"), (why, "italic $quiet")]
        else:
            pieces = [(f" {place.key}  ", "bold $accent"), (name, "bold"), (place.what, "$quiet")]
        yield Choice(place.id, pieces, disabled=bool(why))


def _phases(current: Phase) -> list[Piece]:
    """Return the phases on one line: done, current, to come; the marks say it as well as the colour."""
    pieces: list[Piece] = []
    for place, phase in enumerate(ORDER):
        name = NAMES[phase].replace(" ", wording.NBSP)
        before = "  " if pieces else ""
        if phase is current:
            pieces.append((f"{before}●{wording.NBSP}{name}", "bold $primary"))
        else:
            mark = "✓" if place < ORDER.index(current) else "○"
            pieces.append((f"{before}{mark}{wording.NBSP}{name}", "$quiet"))
    return pieces
