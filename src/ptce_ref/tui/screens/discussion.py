"""One question of the dialogue: what each college said, the arguments side by side, the group's position.

Colleges only, never names. The projector shows the voices all together.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.opinion import withdraw_position
from ptce_ref.tui.debate import Debate, position_words
from ptce_ref.tui.question_words import levels_pieces, measures_pieces, position_pieces
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.discussion_help import DISCUSSION_HELP
from ptce_ref.tui.screens.pick import PickDialog
from ptce_ref.tui.screens.position_form import PositionForm
from ptce_ref.tui.speaking_timer import MINUTES, SpeakingTimer, TimerState
from ptce_ref.tui.text import Choice, TextBlock, say
from ptce_ref.tui.widgets.arguments import Arguments
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.line_action import LineAction
from ptce_ref.tui.widgets.projection import Projection
from ptce_ref.tui.widgets.question_head import QuestionHead
from ptce_ref.tui.widgets.status_line import StatusLine
from ptce_ref.tui.widgets.voices import Voices


class _Body(VerticalScroll, inherit_bindings=False):
    """Scrolls with the arrows and the page keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Monter", show=False),
        Binding("down", "scroll_down", "Descendre", show=False),
        Binding("home", "scroll_home", "Au début", show=False),
        Binding("end", "scroll_end", "À la fin", show=False),
    ]


_DISCUSSING = {"decide", "withdraw", "toggle_timer", "reset_timer", "choose_minutes"}
"""What there is to do while a position may still be written."""


class DiscussionScreen(BaseScreen[None]):
    """Everything that helps a group to decide on one question, and the way to write what it decides."""

    HERE = DISCUSSION_HELP
    AUTO_FOCUS = "_Body"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "move(1)", "Suivante", key_display="→", tooltip="question suivante de l’ordre du jour"),
        Binding(
            "left",
            "move(-1)",
            "Précédente",
            key_display="←",
            show=False,
            tooltip="question précédente de l’ordre du jour",
        ),
        Binding("pagedown", "page(1)", "Lire la suite", key_display="Pg↓", show=False, tooltip="descendre d’une page"),
        Binding("pageup", "page(-1)", "Relire", key_display="Pg↑", show=False, tooltip="monter d’une page"),
        Binding("e", "decide", "Position", tooltip="écrire la position du groupe"),
        Binding(
            "delete", "withdraw", "Retirer la position", show=False, tooltip="la question sera de nouveau à décider"
        ),
        Binding("ctrl+z", "undo", "Annuler", show=False, key_display="Ctrl+Z", tooltip="dit comment on revient"),
        Binding("g", "project", "Grand écran", tooltip="pour le projecteur, et revenir"),
        Binding("f4,a", "jump", "Aller à…", show=False, key_display="F4", tooltip="une question, par son code"),
        Binding("l", "follow", "Questions liées", show=False, tooltip="aller à une question liée"),
        Binding("c", "toggle_timer", "Temps de parole", show=False, tooltip="démarrer, mettre en pause"),
        Binding("z", "reset_timer", "Temps de parole au début", show=False, tooltip="arrêter et remettre au début"),
        Binding("d", "choose_minutes", "Durée de parole", show=False, tooltip="choisir la durée"),
    ]
    DEFAULT_CSS = """
    DiscussionScreen {
        _Body { height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
        .part { color: $accent; text-style: bold; margin-top: 1; }
        #explanation { color: $quiet; }
        #position { height: auto; padding: 0 1; border-left: outer $success; margin-top: 1; }
        #actions { height: 1; padding: 0 2; background: $surface; }
        Projection { display: none; }
        &.-projected Heading, &.-projected QuestionHead, &.-projected _Body, &.-projected #actions,
        &.-projected StatusLine, &.-projected Footer { display: none; }
        &.-projected Projection { display: block; }
    }
    """

    def __init__(self, debate: Debate, timer: SpeakingTimer) -> None:
        super().__init__()
        self._fresh = True
        self.debate, self._timer = debate, timer
        self._tick: Timer | None = None
        self._over_told = False

    def compose(self) -> ComposeResult:
        view = self.debate.view
        yield Heading(view.pole.name, "dialogue", pole_mark(view.pole))
        yield QuestionHead()
        with _Body():
            yield TextBlock(id="why")
            yield Voices()
            yield TextBlock(id="measures")
            yield TextBlock(id="position")
            yield TextBlock("Arguments", id="arguments-title", classes="part")
            yield Arguments()
            yield TextBlock("Niveaux", classes="part")
            yield TextBlock(id="levels")
            yield TextBlock("Pour éclairer", classes="part")
            yield TextBlock(id="explanation")
        with Horizontal(id="actions"):
            yield LineAction("c", "toggle_timer", id="timer")
            yield LineAction("z", "reset_timer", "au début", id="reset")
            yield LineAction("d", "choose_minutes", "durée", id="minutes")
            yield LineAction("l", "follow", "liées")
            yield LineAction("F4", "jump", "aller à…")
        yield StatusLine()
        yield Projection()
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Where the phase allows no position, offer neither that nor the time to speak: one reads."""
        return action not in _DISCUSSING or not self.debate.why_closed

    def on_mount(self) -> None:
        self._show()
        self._show_timer()
        self._wait_for_second()

    def on_screen_resume(self) -> None:
        """Read again after a screen over this one; nothing changed when it has just been opened."""
        if self._fresh:
            self._fresh = False
        else:
            self.database_changed()

    def on_resize(self) -> None:
        if self.is_mounted and self.has_class("-projected"):
            self._show_projection()

    def database_changed(self) -> None:
        """Read again: another window wrote a position, or changed the phase."""
        if not self.is_mounted:
            return
        with self.explained():
            self.debate.read()
        if self.debate.view.hidden:
            say(
                self.app,
                "L’évaluation est revenue à une phase où les réponses des autres ne se montrent pas.",
                "warning",
            )
            self.dismiss(None)
            return
        self.refresh_bindings()
        self._show()

    # What is shown

    def _show(self) -> None:
        debate, item = self.debate, self.debate.question
        indicator = debate.referential.indicator_by_id[item.id]
        head = self.query_one(QuestionHead)
        head.show(indicator, debate.referential.theme_by_id[indicator.theme])
        head.show_progress(debate.place, marked=False)
        why = self.query_one("#why", TextBlock)
        reasons = ", ".join(item.reasons)
        if item.position is not None or debate.why_closed:
            # Nothing is left to discuss: what divided is still told, as it is after an agreement.
            why.show((bind_signs(f"Dans les avis : {reasons}"), "$quiet"))
        else:
            why.show((bind_signs(f"≠ À discuter : {reasons}"), "$warning"))
        why.display = bool(item.reasons)
        levels = debate.view.referential.levels
        lines = [*item.counts, *([item.total] if item.total else [])]
        self.query_one(Voices).show([level.name for level in levels], lines if item.counts else [])
        self.query_one("#measures", TextBlock).show(*measures_pieces(item))
        self.query_one("#levels", TextBlock).show(*levels_pieces([level.name for level in levels], item.descriptors))
        links = ", ".join(f"{code} {title}" for code, title in item.links)
        self.query_one("#explanation", TextBlock).show(
            item.explanation, bind_signs(f"\nQuestions liées (touche l) : {links}" if links else "")
        )
        decided = self.query_one("#position", TextBlock)
        decided.show(*position_pieces(item))
        decided.display = item.position is not None
        self._tell()
        for name in ("#timer", "#reset", "#minutes"):
            self.query_one(name).display = not debate.why_closed
        if self.has_class("-projected"):
            self._show_projection()
        self.query_one("#arguments-title", TextBlock).show(
            "Arguments" if item.arguments else "Aucun argument n’a été donné."
        )
        self.query_one(Arguments).display = bool(item.arguments)
        self.query_one(Arguments).show(item.arguments)

    def _tell(self) -> None:
        status, item = self.query_one(StatusLine), self.debate.question
        if item.position is not None:
            withdrawing = "" if self.debate.why_closed else " ; Suppr : retirer"
            status.tell_saved(bind_signs(f"✓ Enregistré : {position_words(item.position)}. → : suivante{withdrawing}."))
        elif self.debate.why_closed:
            status.tell(self.debate.why_closed)
        elif self.ptce.drafts.get((DraftKind.POSITION, self.debate.evaluation.id, item.id)):
            status.tell("Une position commencée n’est pas encore enregistrée (touche e).")
        else:
            status.tell("Le groupe n’a pas encore de position (touche e).")

    def _show_projection(self) -> None:
        item = self.debate.question
        levels = self.debate.view.referential.levels
        total = item.total
        counts = total.levels if total else (0,) * len(levels)
        others = ""
        if total is not None:
            voices = total.n + total.dont_know + total.not_applicable
            others = (
                f"Ne sait pas : {total.dont_know} · Non concerné : {total.not_applicable} · En tout : {voices} voix"
            )
        words = [wording.sentence(position_words(item.position))] if item.position else []
        if self._timer.state is TimerState.OVER:
            words.insert(0, "Temps de parole écoulé")
        self.query_one(Projection).show(
            (item.code, item.title, item.question),
            [(str(level.rank), level.name, count) for level, count in zip(levels, counts, strict=True)],
            bind_signs(others),
            " · ".join(words),
            str(self._timer) if self._timer.in_use and not self.debate.why_closed else "",
            counting=self._timer.state is TimerState.RUNNING,
        )

    # The time to speak

    def _show_timer(self) -> None:
        over = self._timer.state is TimerState.OVER
        words = "TEMPS ÉCOULÉ" if over else self._timer.words
        self.query_one("#timer", LineAction).tell(bind_signs(f"parole : {words}"))
        if self.has_class("-projected"):
            self._show_projection()
        if over and not self._over_told:
            say(self.app, "Temps de parole écoulé.", "warning")
        self._over_told = over

    def _wait_for_second(self) -> None:
        """Come back when the next second is over, and no sooner: keys do not wait for a timer."""
        if self._tick is not None:
            self._tick.stop()
            self._tick = None
        if self._timer.state is TimerState.RUNNING:
            self._tick = self.set_timer(self._timer.until_next, self._second_passed)

    def _second_passed(self) -> None:
        self._show_timer()
        self._wait_for_second()

    def action_toggle_timer(self) -> None:
        self._timer.toggle()
        self._second_passed()

    def action_reset_timer(self) -> None:
        self._timer.reset()
        self._second_passed()

    def action_choose_minutes(self) -> None:
        choices = [Choice(str(n), (wording.count(n, "minute"),)) for n in MINUTES]

        def choose(minutes: str | None) -> None:
            if minutes is not None:
                self._timer.choose(int(minutes))
                self.ptce.speaking_minutes = self._timer.minutes
                self._second_passed()

        self.app.push_screen(PickDialog("Temps de parole", choices, str(self._timer.minutes)), choose)

    # From question to question

    def action_move(self, steps: int) -> None:
        if self.debate.move(steps):
            self._arrive()
        else:
            say(self.app, "C’est la fin de l’ordre du jour." if steps > 0 else "C’est le début de l’ordre du jour.")

    def action_page(self, steps: int) -> None:
        """Read on, or back. On the projector there is nothing to scroll: the remote turns questions like pages."""
        if self.has_class("-projected"):
            self.action_move(steps)
            return
        body = self.query_one(_Body)
        if steps > 0 and body.scroll_y >= body.max_scroll_y:
            say(self.app, "Tout est lu ici. La touche → passe à la question suivante.")
        elif steps > 0:
            body.scroll_page_down(animate=False)
        else:
            body.scroll_page_up(animate=False)

    def _go(self, chosen: str | None) -> None:
        if chosen is not None:
            self.debate.go(chosen)
            self._arrive()

    def _arrive(self) -> None:
        self._show()
        self.query_one(_Body).scroll_home(animate=False)

    def action_jump(self) -> None:
        from ptce_ref.tui.screens.dialogue import question_search  # noqa: PLC0415 - it opens this screen

        self.app.push_screen(question_search(self.debate), self._go)

    def action_follow(self) -> None:
        asked = {item.code: item.id for item in self.debate.view.indicators}
        links = [(asked[code], code, title) for code, title in self.debate.question.links if code in asked]
        if not links:
            say(self.app, "Aucune question de cette évaluation n’est liée à celle-ci.")
            return
        choices = [Choice(ident, ((code, "bold"), f"  {title}")) for ident, code, title in links]
        self.app.push_screen(PickDialog("Questions liées", choices), self._go)

    def action_decide(self) -> None:
        """Write the position of the group, where the phase allows it."""
        if self.debate.why_closed:
            say(self.app, self.debate.why_closed, "warning")
            return
        item = self.debate.question
        self.app.push_screen(PositionForm(self.debate.evaluation, self.debate.referential, item.id))

    def action_undo(self) -> None:
        """Say how a position is changed: what the group decided is no slip of a finger."""
        say(self.app, "Une position ne s’annule pas : e la récrit, Suppr la retire ; le journal garde celle d’avant.")

    def action_withdraw(self) -> None:
        """Take the position of the group back, once confirmed."""
        debate, item = self.debate, self.debate.question
        if debate.why_closed:
            say(self.app, debate.why_closed, "warning")
            return
        if item.position is None:
            say(self.app, "Cette question n’a pas de position à retirer.")
            return

        def withdraw(confirmed: bool | None) -> None:
            if confirmed:
                with self.explained():
                    withdraw_position(self.workspace, debate.evaluation, item.id)
                    self.database_changed()
                    say(self.app, f"La position sur {item.code} est retirée.")

        sentences = (
            f"{item.code} : {position_words(item.position)}. La question sera de nouveau à décider.",
            "Le journal garde la position retirée, et pourquoi elle avait été prise.",
        )
        self.app.push_screen(ConfirmDialog("Retirer la position", sentences, "Retirer"), withdraw)

    def action_project(self) -> None:
        self.toggle_class("-projected")
        self._show()
        if not self.has_class("-projected"):
            self.query_one(_Body).focus()

    def action_back(self) -> None:
        """Escape leaves the projector first, then the question."""
        if self.has_class("-projected"):
            self.action_project()
        else:
            self.dismiss(None)
