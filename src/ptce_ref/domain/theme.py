"""The look of what is printed, as data: fonts, logo, colours. Screens keep the terminal's own."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from ptce_ref.domain.model import Model

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class Fonts(Model):
    """TrueType files, relative to the theme's folder; they must hold all of French."""

    normal: str = Field(alias="normale")
    bold: str = Field(alias="grasse")
    italic: str = Field(alias="italique")
    bold_italic: str = Field(alias="grasse_italique")


class Colours(Model):
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

    def of_value(self, value: float) -> str:
        """Return the colour of a value 0..1, between the lowest and the highest."""
        low, high = _channels(self.lowest), _channels(self.highest)
        mixed = (round(a + (b - a) * min(1.0, max(0.0, value))) for a, b in zip(low, high, strict=True))
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


class Theme(Model):
    """The theme of a folder of templates. ``folder`` is where its files are."""

    fonts: Fonts = Field(alias="polices")
    logo: str | None = None
    colours: Colours = Field(alias="couleurs")
    folder: Path = Field(default=Path(), strict=False)
