"""Contrast of everything really drawn, on every screen, at both sizes, in both themes (WCAG 2.1 AA).

The pairs are collected from the painted characters, not from a list: a new screen is judged too.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from textual.color import BLACK
from textual.filter import Monochrome
from textual.theme import Theme
from textual.widget import Widget

from ptce_ref.tui.theme import DARK, LIGHT
from tests.tui.screen import LARGE, SMALL, Story
from tests.tui.tour_of_screens import touring

TEXT, SHAPE = 4.5, 3.0
SHAPES = re.compile("[\u2500-\u25ff\u2800-\u28ff]")
"""Lines, blocks and geometric signs: graphical parts."""
BLOCKS = "▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐▔▕"

Triplet = tuple[int, int, int]


def luminance(colour: Triplet) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def contrast(one: Triplet, other: Triplet) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def painted(story: Story) -> list[Segment]:
    """Return everything on the screen, windows over it included."""
    app = story.app
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert update is not None
    return [segment for segment in app.console.render(update) if not segment.control and segment.text.strip()]


def weak_pairs(segments: list[Segment]) -> Iterator[tuple[Triplet, Triplet, str]]:
    """Yield foreground, background and text of what does not stand out enough.

    Blocks in the colour of a surface that carries text are the edge of that surface: no figure.
    """
    written = [(SHAPES.sub("", segment.text).strip(), segment.text.strip(), *colours(segment)) for segment in segments]
    surfaces = {back for words, _, _, back in written if words}
    for words, text, fore, back in written:
        if not words and (fore == back or (set(text) <= set(BLOCKS) and {fore, back} <= surfaces)):
            continue
        if contrast(fore, back) < (TEXT if words else SHAPE):
            yield fore, back, words or text


def colours(segment: Segment) -> tuple[Triplet, Triplet]:
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    fore, back = style.color.get_truecolor(), style.bgcolor.get_truecolor()
    assert not style.dim, f"how dim a terminal shows it is unknown: {segment.text!r}"
    return (_triplet(back), _triplet(fore)) if style.reverse else (_triplet(fore), _triplet(back))


def _triplet(colour: ColorTriplet) -> Triplet:
    return colour.red, colour.green, colour.blue


def hexadecimal(colour: Triplet) -> str:
    return "#" + "".join(f"{part:02X}" for part in colour)


def test_the_formula() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert contrast((255, 255, 255), (255, 255, 255)) == 1


def looks(story: Story, segments: list[Segment]) -> set[object]:
    """Return what there is to judge here: the pairs of colours, and the kinds of widgets in the states they are in."""
    kinds = {
        (type(widget).__name__, widget.id, widget.classes, frozenset(widget.get_pseudo_classes()))
        for widget in story.app.screen.walk_children(with_self=True)
        if isinstance(widget, Widget) and widget.region
    }
    return {colours(segment) for segment in segments} | kinds


@pytest.mark.parametrize(("size", "own", "other"), [(SMALL, DARK, LIGHT), (LARGE, LIGHT, DARK)])
async def test_everything_can_be_read(tmp_path: Path, size: tuple[int, int], own: Theme, other: Theme) -> None:
    """In both themes, and with NO_COLOR, which paints the same in greys.

    Each size has a theme in which every sight is judged, and is looked at in the other one wherever there
    is a pair of colours or a kind of widget not met yet: changing the theme takes longer than all the rest.
    """
    grey = Monochrome()
    weak: dict[tuple[Triplet, Triplet], str] = {}
    met: set[object] = set()

    def judge(name: str, theme: Theme, plain: list[Segment]) -> None:
        for segments in (plain, grey.apply(plain, BLACK)):
            for fore, back, text in weak_pairs(segments):
                weak.setdefault((fore, back), f"{name}, {theme.name}: {text}")

    async with touring(tmp_path, size, own.name) as sights:
        async for name, story in sights:
            plain = painted(story)
            judge(name, own, plain)
            found = looks(story, plain)
            if found <= met:
                continue
            met |= found
            story.app.theme = other.name
            await story.settle()
            judge(name, other, painted(story))
            story.app.theme = own.name
            await story.settle()
    said = [f"{hexadecimal(f)} on {hexadecimal(b)} {contrast(f, b):.2f}: {where}" for (f, b), where in weak.items()]
    assert not said, "\n".join(said)
