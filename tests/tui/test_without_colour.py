"""Without colours (NO_COLOR), what is marked can still be told: by a sign, by bold, by a line."""

from pathlib import Path

import pytest

from tests.bases import example_base
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.test_contrast import painted
from tests.tui.tour_of_screens import WRITER

PLACES = {
    "la liste de l’accueil": ((), "down"),
    "la page d’une évaluation": (("enter",), "down"),
    "la table de dialogue": (("enter", "t"), "right"),
    "la liste des répondants": (("enter", "s"), "down"),
    "les niveaux": (("enter", "s", "enter", "tab"), "down"),
    "toutes les commandes": (("ctrl+p",), "down"),
    "les phases": (("enter", "p"), "up"),
}
"""Where one goes from the first screen, and the key that moves the mark there."""


def signs(story: Story) -> list[tuple[str, bool, bool, bool]]:
    """What is on the screen, its colours left out."""
    return [
        (s.text, bool(s.style.bold), bool(s.style.underline), bool(s.style.reverse)) for s in painted(story) if s.style
    ]


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("place", PLACES)
async def test_the_mark_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], place: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    keys, move = PLACES[place]
    async with opened(example_base(tmp_path), size) as story:
        assert story.app.no_color
        if keys[:1] == ("enter",):
            await story.open_evaluation(FORGES)
            keys = keys[1:]
        for key in keys:
            if key == "enter":
                await story.choose(WRITER)
            else:
                await story.press(key)
        before = signs(story)
        await story.press(move)
        assert signs(story) != before
