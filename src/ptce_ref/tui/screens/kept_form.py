"""A form whose texts outlive an accident: kept aside while they are typed, offered again, forgotten once stored.

Owns when a text is kept and when it is dropped, and what becomes of what is typed when the same thing changes in the
file: it stays, what is stored is shown beside it, and saving asks once before replacing it. Must not know where drafts
are written (``tui.draft``), nor what a form is about: the form says under which key and name, and reads what is stored.
"""

from collections.abc import Mapping
from typing import Protocol

from textual import on
from textual.timer import Timer
from textual.widgets import TextArea

from ptce_ref.domain.three_way import changed_apart
from ptce_ref.reports.wording import NBSP, sentence
from ptce_ref.services.draft import KNOWN
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.draft import Fields, Key
from ptce_ref.tui.screens.form import FormScreen, Result
from ptce_ref.tui.text import TextBlock, say
from ptce_ref.tui.widgets.check_list import CheckList
from ptce_ref.tui.widgets.entry import LineInput
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.picker import Picker

_RETURNED = "Ce que vous aviez tapé ici sans l’enregistrer est revenu"

_KEEP_AFTER = 0.2
"""Seconds after a key: the whole form is read, and a key must not wait for it."""


class Control(Protocol):
    """What holds one thing of the form, as a text."""

    label: str

    @property
    def value(self) -> str:
        """What is typed or chosen."""

    @property
    def first(self) -> str:
        """What it began with."""

    @property
    def changed(self) -> bool:
        """Whether the two differ."""

    def put(self, value: str) -> None:
        """Write ``value`` as if it had been typed."""

    def renew(self, value: str) -> None:
        """Begin from another value; what was typed meanwhile stays."""

    def words(self, value: str) -> str:
        """Return a value as one reads it."""


class KeptForm(FormScreen[Result]):
    """Subclasses say in :attr:`draft_place` where their texts wait, and in :meth:`take_stored` what the file holds.

    What is kept of something stored is what was changed, each with what was there before: it comes back over the thing
    as it is by then, which another window, a merge or a command may have completed. What is kept of something new is
    all there is, what was proposed included.
    """

    DEFAULT_CSS = """
    KeptForm {
        #form .-apart { margin: 0 !important; }
        #form .apart { color: $error; height: auto; padding-left: 2; margin-bottom: 1; }
    }
    """

    _waiting: Timer | None = None
    _over = False
    """Whether one has left: nothing more is kept."""
    _notice = ""
    """What was said last of what came back or changed; no longer worth reading once one has left."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, str] = {}
        """By name, of what changed both here and in the file: what was there before."""
        self._seen: dict[str, str] = {}
        """By name, of the same: what was stored when saving said it."""
        self._beside: dict[str, TextBlock] = {}
        """By name, of the same: the line that shows what is stored."""

    @property
    def draft_place(self) -> tuple[Key, str]:
        """The key of what is kept, and its name for the user (« la position de T1.03 »)."""
        raise NotImplementedError

    @property
    def is_new(self) -> bool:
        """Whether nothing is stored yet of what the form is about."""
        return False

    def take_stored(self) -> str:
        """Read again what the form is about and :meth:`renew` it; return what to say of a change, nothing without one.

        Raises :class:`Refusal` or :class:`DatabaseUnusableError`.
        """
        raise NotImplementedError

    # What is typed

    @property
    def controls(self) -> Mapping[str, Control]:
        """The fields, then the choices, by name: each is the id of its widget."""
        return {control.id or "": control for control in (*self.query(Field), *self.query(Picker))}

    @property
    def values(self) -> dict[str, str]:
        """What is in every field and every choice, by name."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def touched(self) -> set[str]:
        """The names of what was changed here; the rest stays as another window may have left it."""
        return {name for name, control in self.controls.items() if control.changed}

    @property
    def unsaved(self) -> bool:
        return bool(self.touched)

    @property
    def typed(self) -> Fields:
        """What to keep, by name: what was changed, and under :data:`KNOWN` what was there before.

        Of something new, what was proposed and left so is kept too: both are then the same.
        """
        kept, everything = Fields(), self.is_new
        for name, control in self.controls.items():
            if everything or control.changed:
                kept[name], kept[f"{KNOWN}{name}"] = control.value, self._known.get(name, control.first)
        return kept

    def bring_back(self, kept: Fields) -> None:
        """Write again what :attr:`typed` gave; what was empty is not in ``kept``."""
        for name, control in self.controls.items():
            typed, known = kept.get(name, ""), kept.get(f"{KNOWN}{name}", "")
            if typed == known:
                # Proposed for something new and left so: proposed again, unless it is stored by now.
                if typed and self.is_new:
                    control.renew(typed)
                continue
            control.put(typed)
            if not self.is_new and changed_apart(control.value, known, control.first):
                self._known[name] = known
        self._show_apart()

    # What changed here and in the file

    @property
    def apart(self) -> dict[str, str]:
        """What is stored, by name, of each thing that something else was typed over since it changed."""
        controls = self.controls
        return {name: controls[name].first for name in self._known if controls[name].changed}

    def renew(self, values: Mapping[str, str]) -> None:
        """Begin from what is stored by now, by name; what was typed or chosen meanwhile stays."""
        controls = self.controls
        for name, value in values.items():
            control, known = controls[name], controls[name].first
            control.renew(value)
            if changed_apart(control.value, known, control.first):
                self._known.setdefault(name, known)
        self._show_apart()

    def _show_apart(self) -> None:
        """Show under each of these things what is stored; take the line away where it is what is typed."""
        apart, controls = self.apart, self.controls
        for name in self._known:
            control = self.query_one(f"#{name}")
            if name not in self._beside:
                self._beside[name] = TextBlock(classes="apart")
                self.mount(self._beside[name], after=control)
            block, stored = self._beside[name], controls[name].words(apart.get(name, ""))
            block.show(f"Enregistré entre-temps{NBSP}: «{NBSP}{stored}{NBSP}»." if stored else "Effacé entre-temps.")
            block.display = name in apart
            control.set_class(name in apart, "-apart")

    @property
    def _told_apart(self) -> str:
        """Which things changed both here and in the file, as the end of a sentence."""
        return (
            f"la même chose a changé entre-temps{NBSP}: {', '.join(self.controls[name].label for name in self.apart)}"
        )

    def refuse_apart(self) -> None:
        """Raise :class:`Refusal` when what is stored would be replaced by somebody who was not told; once for each."""
        apart, seen = self.apart, self._seen
        self._seen = apart
        new = [name for name, stored in apart.items() if seen.get(name) != stored]
        if new:
            self._say("")
            self._beside[new[0]].scroll_visible(animate=False)
            told = sentence(self._told_apart)
            raise Refusal(f"{told}. Enregistrez encore une fois pour garder ce que vous avez tapé.")

    def make_ready(self) -> None:
        self.take_stored()
        self.refuse_apart()

    def database_changed(self) -> None:
        """Take what another window wrote, under what is being typed here."""
        if not self.in_use:
            return
        with self.explained():
            before, told = self.apart, self.take_stored()
            if told and self.unsaved:
                told = f"{told} Ce que vous avez tapé ici est gardé."
            if self.apart.items() - before.items():
                told = f"{told[:-1]}, mais {self._told_apart}. Comparez avant d’enregistrer."
            if told:
                self._say(told)

    # Keeping it

    def on_mount(self) -> None:
        kept = self.ptce.drafts.get(self.draft_place[0])
        if not kept:
            return
        self.bring_back(kept)
        if not self.unsaved:
            # It was stored meanwhile, from elsewhere.
            self.ptce.drafts.drop(self.draft_place[0])
            return
        also = f", mais {self._told_apart}. Comparez avant d’enregistrer." if self.apart else ". Ctrl+S l’enregistre."
        self._say(f"{_RETURNED}{also}")

    def _say(self, told: str) -> None:
        """Show a notice in place of the one before."""
        self.ptce.take_away(self._notice)
        self._notice = told
        if told:
            say(self.app, told)

    @on(LineInput.Changed)
    @on(TextArea.Changed)
    @on(Picker.Changed)
    @on(CheckList.Changed)
    @on(Field.Changed)
    def keep_soon(self) -> None:
        """Keep what is typed in a moment: a burst of keys is read once."""
        if self._waiting is None:
            self._waiting = self.set_timer(_KEEP_AFTER, self.keep)

    @property
    def in_use(self) -> bool:
        """Whether there is something to read: the form is neither being made, nor left."""
        return not self._over and self.is_attached and self.is_mounted

    def keep(self) -> None:
        """Keep aside what is typed and not saved, to offer it again; asked also when the program has to stop."""
        self._waiting = None
        if not self.in_use:
            return
        key, name = self.draft_place
        if self.unsaved:
            self.ptce.drafts.put(key, name, self.typed)
        else:
            self.ptce.drafts.drop(key)
        self._show_apart()

    def forget(self) -> None:
        """Drop what was kept, and keep nothing more: it is stored, or given up."""
        self._end()
        self.ptce.drafts.drop(self.draft_place[0])

    def leave_kept(self) -> None:
        """Leave; what is typed waits, and is offered again."""
        self.keep()
        self._end()
        self.dismiss(None)

    def _end(self) -> None:
        self._over = True
        self._say("")

    def close_stored(self, result: Result) -> None:
        self.forget()
        super().close_stored(result)

    def abandon(self) -> None:
        self.forget()
        super().abandon()
