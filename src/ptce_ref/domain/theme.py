"""The look of what is printed, as data: fonts, logo, colours, order of sections. Screens keep the terminal's own."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ptce_ref.domain.model import Model

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


WHITE, BLACK = "#FFFFFF", "#000000"
READABLE, VISIBLE = 4.5, 3.0
"""Contrasts that WCAG 2.1 AA asks for: of a text with its ground, of a sign or a bar with the paper."""


class ThemeError(ValueError):
    """Something the theme names cannot be used; the message is a French sentence for the user."""


class Fonts(Model):
    """TrueType files, relative to the theme's folder; they must hold all of French."""

    normal: str = Field(alias="normale")
    bold: str = Field(alias="grasse")
    italic: str = Field(alias="italique")
    bold_italic: str = Field(alias="grasse_italique")


class Colours(Model):
    """The colours of a theme, « #RRGGBB »; those of the levels lie between ``lowest`` and ``highest``."""

    ink: Colour = Field(alias="encre")
    muted: Colour = Field(alias="discret")
    rule: Colour = Field(alias="filet")
    ground: Colour = Field(alias="fond")
    accent: Colour
    alert: Colour = Field(alias="alerte")
    objectives: tuple[Colour, ...] = Field(alias="objectifs", min_length=1)
    lowest: Colour = Field(alias="niveau_bas")
    highest: Colour = Field(alias="niveau_haut")

    def of_objective(self, position: int) -> str:
        """Return the colour of the objective at ``position`` (from 0); colours come round again."""
        return self.objectives[position % len(self.objectives)]

    def ink_on(self, ground: str) -> str:
        """Return what is readable on ``ground``: the ink or white, or black when neither of them reaches AA."""
        return _readable_on(ground, self.ink)

    def of_value(self, value: float) -> str:
        """Return the colour of a value 0..1, between the lowest and the highest."""
        return mix(self.lowest, self.highest, min(1.0, max(0.0, value)))


def mix(one: str, other: str, share: float) -> str:
    """Return the colour at ``share`` (0..1) of the way from ``one`` to ``other``."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance 0..1 of a colour (WCAG 2.1), to choose black or white ink on it."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB

    red, green, blue = (linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.1), from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def _readable_on(ground: str, ink: str) -> str:
    best = max((ink, WHITE), key=lambda colour: contrast(colour, ground))
    # One of white and black always does.
    return best if contrast(best, ground) >= READABLE else max((WHITE, BLACK), key=lambda c: contrast(c, ground))


class Section(Model):
    """A section of a printed document: its French id, and the title that replaces its own, if any."""

    id: str = Field(alias="section", min_length=1)
    title: str | None = Field(default=None, alias="titre", min_length=1, max_length=120)


class Appearance(Model):
    """What ``theme.yaml`` says."""

    fonts: Fonts = Field(alias="polices")
    logo: str | None = Field(default=None, min_length=1)
    colours: Colours = Field(alias="couleurs")


class Theme(Appearance):
    """The theme of a folder of templates. ``folder`` is where its files are.

    ``documents`` says which sections a document holds, in which order; a document that is not
    there keeps its own order.
    """

    folder: Path = Field(default=Path(), strict=False)
    documents: Mapping[str, tuple[Section, ...]] = Field(default_factory=dict)
