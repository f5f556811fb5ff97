"""The line that says what is out of sight under a list or a form: a scrollbar alone is easily overlooked."""

from collections.abc import Callable

from textual.widget import Widget

from ptce_ref.reports import wording
from ptce_ref.tui.text import ChoiceList, TextBlock
from ptce_ref.tui.widgets.check_list import CheckList
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.picker import Picker


class MoreBelow(TextBlock):
    """One line, empty when everything is seen; ``scrolled`` finds what scrolls, ``told`` says what is under it."""

    DEFAULT_CSS = """
    MoreBelow { height: 1; padding: 0 2; color: $accent; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, scrolled: Callable[[], Widget], told: Callable[[Widget], str]) -> None:
        super().__init__()
        self._scrolled, self._told = scrolled, told

    def on_mount(self) -> None:
        scrolled = self._scrolled()
        self.watch(scrolled, "scroll_y", self.renew, init=False)
        self.watch(scrolled, "virtual_size", self.renew, init=False)
        self.renew()

    def on_resize(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Look again, once everything has its place."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        scrolled = self._scrolled()
        if scrolled.is_attached:
            told = self._told(scrolled)
            self.show(f"↓ {told}" if told else "", resizes=False)


def choices_below(listed: Widget) -> str:
    """Return how many lines of a list are out of sight: « 3 autres », or « la suite » of the last one."""
    if not isinstance(listed, ChoiceList):
        return ""
    if count := listed.below:
        return wording.count(count, "autre")
    return "la suite" if listed.goes_on else ""


def fields_below(form: Widget) -> str:
    """Return which fields of a form are out of sight, at least in part: « plus bas : Collèges invités »."""
    bottom = form.content_region.bottom
    labels = [
        field.label
        for field in form.walk_children()
        if isinstance(field, Field | Picker | CheckList) and field.region.bottom > bottom
    ]
    return f"plus bas{wording.NBSP}: {', '.join(labels)}" if labels else ""
