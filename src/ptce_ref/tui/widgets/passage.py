"""Several lines to type: a label, what is asked in a few words, and an area that grows with the text."""

from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from ptce_ref.domain.text import clean_text
from ptce_ref.tui.text import TextBlock, shown
from ptce_ref.tui.widgets.field import Check, Field, anything_goes


class _Area(TextArea, inherit_bindings=False):
    """Enter begins a line; Tab leaves, arrows too past the ends; PgUp and PgDn belong to the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in TextArea.BINDINGS
        if isinstance(binding, Binding) and binding.key not in {"pageup", "pagedown"}
    ]

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down a line, or to the next field from the last one."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up a line, or to the field before from the first one."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def edit(self, edit: Edit) -> EditResult:
        """Let a change in, without what a terminal would obey: pasted text comes from anywhere."""
        edit.text = shown(edit.text)
        return super().edit(edit)


class Passage(Field):
    """A labelled text of several lines. ``value`` is what was typed."""

    DEFAULT_CSS = """
    Passage {
        & > .entry-label { height: auto; }
        & > .passage-meaning { color: $quiet; height: auto; }
        _Area {
            height: auto; min-height: 2; max-height: 8; padding: 0 1; border: none; background: $panel;
            &:focus { background: $block-cursor-blurred-background; }
        }
    }
    """

    def __init__(
        self,
        label: str,
        *,
        id: str,  # noqa: A002 - Textual's own name
        value: str = "",
        meaning: str = "",
        check: Check = anything_goes,
    ) -> None:
        super().__init__(label, id=id, value=shown(clean_text(value)), check=check)
        self._meaning = meaning

    def compose(self) -> ComposeResult:
        yield TextBlock(self.label, classes="entry-label")
        if self._meaning:
            yield TextBlock(self._meaning, classes="passage-meaning")
        yield _Area(
            self._first,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
        )

    def on_mount(self) -> None:
        area = self.query_one(_Area)
        area.move_cursor(area.document.end)

    @property
    def value(self) -> str:
        return self.query_one(_Area).text

    def put(self, value: str) -> None:
        self.query_one(_Area).load_text(shown(value))

    def renew(self, value: str) -> None:
        super().renew(shown(clean_text(value)))

    def focus_input(self) -> None:
        self.query_one(_Area).focus()
