"""The fields of an identity card, section by section: what they hold, what was changed, what is wrong.

Knows the card it began from, and what becomes of what is typed when that card changes elsewhere;
stores nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ptce_ref.domain.pole import Commitment, Pole
from ptce_ref.domain.problem import Path
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.reports import wording
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.pole import problem_of_field
from ptce_ref.tui.card_field import CardField, card_sections
from ptce_ref.tui.text import ActionButton, TextBlock
from ptce_ref.tui.widgets.commitment import CommitmentBlock
from ptce_ref.tui.widgets.commune_entry import CommuneEntry
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.passage import Passage
from ptce_ref.tui.widgets.picker import Picker
from ptce_ref.tui.widgets.section import FormScroll, Section

_COMMITMENTS, _MEMBERS = "collectivites", "membres"
Control = Field | Picker


class CardForm(FormScroll):
    """The whole card of ``pole``, in the words of ``referential``; of a new pôle when there is none."""

    DEFAULT_CSS = """
    CardForm {
        padding: 1 1 0 1;
        #total { padding-left: 50; text-style: bold; }
        #commitments { height: auto; }
        #add, #save { margin: 0 0 1 26; }
    }
    """

    def __init__(self, referential: Referential, pole: Pole | None) -> None:
        super().__init__(id="form")
        self._referential, self._pole = referential, pole
        self._sections = card_sections(referential, pole)
        self._fields = {field.name: field for section in self._sections for field in section.fields}
        self._blocks: list[CommitmentBlock] = []
        self._clashes: dict[str, str] = {}
        self.titles = (*(section.title for section in self._sections), "Collectivités")

    def compose(self) -> ComposeResult:
        for section in self._sections:
            with Section():
                yield TextBlock(section.title, classes="section-title")
                yield TextBlock(bind_signs(section.note), classes="section-note")
                for field in section.fields:
                    yield self._make(field)
                if section.id == _MEMBERS:
                    yield TextBlock(id="total")
        with Section():
            yield TextBlock(self.titles[-1], classes="section-title")
            yield TextBlock("Celles qui soutiennent le pôle, leur posture, leurs moyens.", classes="section-note")
            self._blocks = self._make_blocks(self._pole.commitments if self._pole else ())
            yield Vertical(*self._blocks, id="commitments")
            yield ActionButton("Ajouter une collectivité", id="add")
            yield ActionButton("Enregistrer la carte", id="save", primary=True)

    def _make(self, field: CardField) -> Control:
        value = field.shown(self._content)
        if field.choices:
            return Picker(field.label, field.choices, id=field.name, value=value)
        if field.path == ("commune",):
            return CommuneEntry(field.label, id=field.name, value=value, hint=field.hint)
        check = partial(_wrong, field)
        if field.long:
            return Passage(field.label, id=field.name, value=value, meaning=field.hint, check=check)
        entry = Entry(field.label, id=field.name, value=value, hint=field.hint, check=check)
        return entry.add_class("-wide") if field.wide else entry

    def _make_blocks(self, commitments: Iterable[Commitment | None]) -> list[CommitmentBlock]:
        return [CommitmentBlock(self._referential.card, commitment, _wrong_name) for commitment in commitments]

    def _renew_blocks(self, commitments: Iterable[Commitment]) -> None:
        area = self.query_one("#commitments", Vertical)
        area.remove_children()
        # Ours, not those of the screen: the ones before stay there for a moment.
        self._blocks = self._make_blocks(commitments)
        area.mount_all(self._blocks)

    def on_mount(self) -> None:
        self.show_total()

    # What is typed

    @property
    def unsaved(self) -> bool:
        """Whether something else than the card is in the fields."""
        return self._commitments_changed or any(self._changed())

    def wrong_fields(self) -> list[Field]:
        """Say under each field what is wrong with it, and return those that are."""
        controls = [self.control(field.name) for field in self._changed()]
        names = [block.query_one("#name", Entry) for block in self._blocks if block.content]
        return [field for field in (*controls, *names) if isinstance(field, Field) and field.check()]

    def values(self) -> dict[str, object]:
        """Return what was changed, by the keys of the card. Nothing may be wrong."""
        content, values = self._content, dict[str, object]()
        for field in self._changed():
            value = field.read(self.control(field.name).value)
            if len(field.path) == 1:
                values[str(field.path[0])] = value
                continue
            key, name = (str(step) for step in field.path)
            entries = values.setdefault(key, dict(_mapping(content.get(key))))
            if isinstance(entries, dict):
                if value in (None, ""):
                    entries.pop(name, None)
                else:
                    entries[name] = value
        if self._commitments_changed:
            values[_COMMITMENTS] = self._commitments
        return values

    def control(self, name: str) -> Control:
        """Return the field of this name."""
        found = self.query_one(f"#{name}")
        if not isinstance(found, Field | Picker):
            raise TypeError(name)
        return found

    def field_of(self, path: Path) -> Field | None:
        """Return the field that holds what is at ``path`` of the card, when one is typed in."""
        name = "-".join(str(step) for step in path)
        if path[:1] == (_COMMITMENTS,) and len(path) > 1 and isinstance(path[1], int):
            blocks = [block for block in self._blocks if block.content]
            return blocks[path[1]].query_one("#name", Entry) if path[1] < len(blocks) else None
        found = self.control(name) if name in self._fields else None
        return found if isinstance(found, Field) else None

    def adopt(self, pole: Pole) -> list[str]:
        """Begin from another state of the card, keeping what was typed.

        Return the labels of what was changed both here and there; each says so under itself.
        """
        before, self._pole = self._content, pole
        now, both = self._content, list[str]()
        for field in self._fields.values():
            control, shown = self.control(field.name), field.shown(now)
            if control.changed and shown != field.shown(before) and shown != control.value:
                both.append(field.label)
                self._clashes[field.name] = f"Une autre fenêtre a écrit{NBSP}: «{NBSP}{shown}{NBSP}»."
            control.renew(shown)
        if now.get(_COMMITMENTS) != before.get(_COMMITMENTS):
            if self._commitments == before.get(_COMMITMENTS):
                self._renew_blocks(pole.commitments)
            else:
                both.append(self.titles[-1])
        self.show_total()
        self.show_clashes()
        return both

    def show_clashes(self) -> None:
        """Say under each field what another window wrote there while something else was typed here."""
        for name, sentence in self._clashes.items():
            control = self.control(name)
            if isinstance(control, Field):
                control.show_error(sentence)

    @property
    def draft(self) -> dict[str, str]:
        """What was changed, as a draft keeps it."""
        kept = {field.name: self.control(field.name).value for field in self._changed()}
        if self._commitments_changed:
            kept[_COMMITMENTS] = json.dumps(self._commitments, ensure_ascii=False)
        return kept

    def restore(self, draft: Mapping[str, str]) -> None:
        """Write again what a draft kept."""
        for name, value in draft.items():
            if name in self._fields:
                self.control(name).put(value)
        if _COMMITMENTS in draft:
            kept = [content | {"moyens": tuple(content["moyens"])} for content in json.loads(draft[_COMMITMENTS])]
            # A draft may hold a collectivité without its name: nothing is checked before saving.
            commitments = tuple(
                Commitment.model_construct(name=c["nom"], posture=c["posture"], means=c["moyens"]) for c in kept
            )
            self._renew_blocks(commitments)

    def _changed(self) -> Iterator[CardField]:
        return (field for field in self._fields.values() if self.control(field.name).changed)

    @property
    def _content(self) -> dict[str, object]:
        """The card as it was read, by its French keys."""
        return self._pole.model_dump(by_alias=True) if self._pole else {}

    @property
    def _commitments(self) -> tuple[dict[str, object], ...]:
        return tuple(content for block in self._blocks if (content := block.content))

    @property
    def _commitments_changed(self) -> bool:
        return self._commitments != self._content.get(_COMMITMENTS, ())

    @on(LineInput.Changed)
    def show_total(self) -> None:
        """Count the members typed, and those of colleges this referential does not have."""
        kept = self._pole.members if self._pole else {}
        others = sum(count for key, count in kept.items() if f"{_MEMBERS}-{key}" not in self._fields)
        total = others
        for field in self._fields.values():
            if field.path[0] == _MEMBERS:
                total += _count(field, self.control(field.name).value)
        beyond = f", dont {others} d’un collège que ce référentiel n’a pas" if others else ""
        self.query_one("#total", TextBlock).show(f"Total{NBSP}: {wording.count(total, 'membre')}{beyond}")

    # Collectivités

    @on(ActionButton.Pressed, "#add")
    async def _add(self, event: ActionButton.Pressed) -> None:
        event.stop()
        (block,) = self._make_blocks([None])
        self._blocks.append(block)
        await self.query_one("#commitments").mount(block)
        block.query_one("#name", Entry).focus_input()
        self.call_after_refresh(block.scroll_visible, animate=False)

    @on(CommitmentBlock.RemovalAsked)
    async def _remove(self, event: CommitmentBlock.RemovalAsked) -> None:
        self.query_one("#add").focus()
        self._blocks.remove(event.block)
        await event.block.remove()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _count(field: CardField, text: str) -> int:
    try:
        value = field.read(text)
    except ValueError:
        return 0
    return value if isinstance(value, int) and value > 0 else 0


def _wrong(field: CardField, text: str) -> str:
    """Return what is wrong with what is typed in ``field``, in a sentence; nothing when it is right."""
    try:
        value = field.read(text)
    except ValueError as error:
        return f"Attendu{NBSP}: {error}."
    if field.path == ("nom",) and not value:
        return "Il faut un nom."
    if value in (None, ""):
        return ""
    key, *inner = (str(step) for step in field.path)
    problem = problem_of_field(key, {inner[0]: value} if inner else value)
    return f"Attendu{NBSP}: {problem.expected}." if problem else ""


def _wrong_name(text: str) -> str:
    return "" if clean_line(text) else "Donnez son nom, ou retirez-la."
