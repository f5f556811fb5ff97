"""The fields of an identity card, section by section: what they hold, what was changed, what is wrong.

Knows the card it began from; stores nothing.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from textual import on
from textual.app import ComposeResult

from ptce_ref.domain.pole import Pole
from ptce_ref.domain.problem import Path
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.reports import wording
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.pole import problem_of_field
from ptce_ref.tui.card_field import CardField, card_sections
from ptce_ref.tui.text import ActionButton, TextBlock
from ptce_ref.tui.widgets.commitment_list import CommitmentList, text_of
from ptce_ref.tui.widgets.commune_entry import CommuneEntry
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.passage import Passage
from ptce_ref.tui.widgets.picker import Picker
from ptce_ref.tui.widgets.section import FormScroll, Section

_COMMITMENTS, _MEMBERS = "collectivites", "membres"
Control = Field | Picker | CommitmentList


class CardForm(FormScroll):
    """The whole card of ``pole``, in the words of ``referential``; of a new pôle when there is none."""

    DEFAULT_CSS = """
    CardForm {
        padding: 1 1 0 1;
        #total { padding-left: 50; text-style: bold; }
        #save { margin: 0 0 1 26; }
    }
    """

    def __init__(self, referential: Referential, pole: Pole | None) -> None:
        super().__init__(id="form")
        self._referential, self._pole = referential, pole
        self._sections = card_sections(referential, pole)
        self._fields = {field.name: field for section in self._sections for field in section.fields}
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
            commitments, label = self._pole.commitments if self._pole else (), self.titles[-1]
            yield CommitmentList(label, self._referential.card, commitments, id=_COMMITMENTS, check=_wrong_name)
            yield ActionButton("Enregistrer la carte", id="save", primary=True)

    def _make(self, field: CardField) -> Field | Picker:
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

    def on_mount(self) -> None:
        self.show_total()

    # What is typed

    @property
    def controls(self) -> dict[str, Control]:
        """What holds the card, by name: the fields and choices of the sections, then the collectivités."""
        return {name: self.control(name) for name in (*self._fields, _COMMITMENTS)}

    def wrong_fields(self) -> list[Field]:
        """Say under each field what is wrong with it, and return those that are."""
        controls = [self.control(field.name) for field in self._changed()]
        return [field for field in (*controls, *self._commitments.names) if isinstance(field, Field) and field.check()]

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
        if self._commitments.changed:
            values[_COMMITMENTS] = self._commitments.contents
        return values

    def control(self, name: str) -> Control:
        """Return what holds the part of the card of this name."""
        found = self.query_one(f"#{name}")
        if not isinstance(found, Control):
            raise TypeError(name)
        return found

    def field_of(self, path: Path) -> Field | None:
        """Return the field that holds what is at ``path`` of the card, when one is typed in."""
        name = "-".join(str(step) for step in path)
        if path[:1] == (_COMMITMENTS,) and len(path) > 1 and isinstance(path[1], int):
            names = self._commitments.names
            return names[path[1]] if path[1] < len(names) else None
        found = self.control(name) if name in self._fields else None
        return found if isinstance(found, Field) else None

    def begin_from(self, pole: Pole) -> Mapping[str, str]:
        """Take another state of the card; return what each part then shows when nothing is typed in it, by name."""
        self._pole = pole
        content = self._content
        self.show_total()
        shown = {field.name: field.shown(content) for field in self._fields.values()}
        return {**shown, _COMMITMENTS: text_of(item.model_dump(by_alias=True) for item in pole.commitments)}

    def _changed(self) -> Iterator[CardField]:
        return (field for field in self._fields.values() if self.control(field.name).changed)

    @property
    def _content(self) -> dict[str, object]:
        """The card as it was read, by its French keys."""
        return self._pole.model_dump(by_alias=True) if self._pole else {}

    @property
    def _commitments(self) -> CommitmentList:
        return self.query_one(CommitmentList)

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
