"""Places on the screen: text in a given width, what must scroll to be seen."""

from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from ptce_ref.tui.text import one_line


def fit(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` columns; what does not fit ends with an ellipsis."""
    text = one_line(text)
    if cell_len(text) > width > 0:
        text = f"{set_cell_size(text, width - 1).rstrip()}…"
    return set_cell_size(text, width)


def lines_of(text: str, width: int) -> tuple[str, ...]:
    """Return ``text`` broken at its spaces in lines of ``width`` columns at most."""
    return tuple(wrap(one_line(text), max(8, width), break_on_hyphens=False)) or ("",)


def nearest(start: int, item: int, length: int, room: int) -> int:
    """Return the scroll offset nearest to ``start`` that shows the whole item, its beginning at least."""
    if item + length > start + room:
        start = item + length - room
    return min(start, item)
