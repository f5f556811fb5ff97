"""The look of a document: the theme's colours and fonts as reportlab styles.

Owns sizes, leadings and contrasts. Must not know what is printed.
"""

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from ptce_ref.domain.theme import Theme
from ptce_ref.reports.pdf.font import FontSet, register_fonts
from ptce_ref.reports.pdf.paragraph import Text
from ptce_ref.reports.pdf.text import Typesetter


@dataclass(frozen=True)
class Styles:
    """The paragraph styles of the printed documents."""

    title: ParagraphStyle
    subtitle: ParagraphStyle
    heading: tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]
    body: ParagraphStyle
    lead: ParagraphStyle
    bullet: ParagraphStyle
    small: ParagraphStyle
    muted: ParagraphStyle
    quote: ParagraphStyle
    cell: ParagraphStyle
    cell_right: ParagraphStyle
    column: ParagraphStyle
    column_right: ParagraphStyle


class Look:
    """Everything a section needs to write: theme, fonts, typesetter, styles."""

    def __init__(self, theme: Theme) -> None:
        """Raise ThemeError when a font of the theme cannot be used."""
        self.theme = theme
        self.colours = theme.colours
        self.fonts: FontSet = register_fonts(theme)
        self.type = Typesetter(self.fonts)
        self.ink: Color = HexColor(theme.colours.ink)
        self.muted: Color = HexColor(theme.colours.muted)
        self.rule: Color = HexColor(theme.colours.rule)
        self.ground: Color = HexColor(theme.colours.ground)
        self.accent: Color = HexColor(theme.colours.accent)
        self.alert: Color = HexColor(theme.colours.alert)
        self.styles = self._styles()

    def objective(self, position: int) -> Color:
        """Return the colour of the objective at ``position``, from 0; colours come round again."""
        return HexColor(self.colours.of_objective(position))

    def value(self, share: float) -> Color:
        """Return the colour of a value 0..1."""
        return HexColor(self.colours.of_value(share))

    def level(self, rank: int, levels: int) -> Color:
        """Return the colour of a step of the scale."""
        return self.value((rank - 1) / max(1, levels - 1))

    def ink_on(self, ground: Color) -> Color:
        """Return what is readable on ``ground``: the ink, white or black."""
        channels = (round(part * 255) for part in (ground.red, ground.green, ground.blue))
        return HexColor(self.colours.ink_on("#{:02X}{:02X}{:02X}".format(*channels)))

    def paragraph(self, style: ParagraphStyle, *parts: str) -> Paragraph:
        """Return a paragraph; plain strings are data and are escaped."""
        return Text(self.type.markup(*parts), style)

    def _styles(self) -> Styles:
        fonts = self.fonts

        def style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:  # noqa: ANN401 - the attributes of a style are many
            given: dict[str, Any] = {
                "fontName": fonts.normal,
                "textColor": self.ink,
                "allowWidows": 0,
                "allowOrphans": 0,
                **more,
            }
            return ParagraphStyle(name, fontSize=size, leading=leading, **given)

        def heading(name: str, size: float, before: float, after: float, colour: Color) -> ParagraphStyle:
            more: dict[str, Any] = {
                "fontName": fonts.bold,
                "textColor": colour,
                "spaceBefore": before,
                "spaceAfter": after,
            }
            return style(name, size, size * 1.25, **more)

        return Styles(
            title=style("title", 30, 35, fontName=fonts.bold),
            subtitle=style("subtitle", 14, 19, textColor=self.muted),
            heading=(
                heading("heading1", 19, 18, 8, self.accent),
                heading("heading2", 13, 12, 4, self.ink),
                heading("heading3", 10.5, 8, 2, self.ink),
            ),
            body=style("body", 10, 14.2, spaceAfter=6),
            lead=style("lead", 11.5, 16.5, spaceAfter=8, textColor=self.muted),
            bullet=style("bullet", 9.4, 12.6, spaceAfter=2.8, leftIndent=12, bulletIndent=1, bulletFontName=fonts.bold),
            small=style("small", 8.5, 11.6, spaceAfter=2),
            muted=style("muted", 8.5, 11.6, spaceAfter=2, textColor=self.muted),
            quote=style("quote", 9.2, 12.8, leftIndent=10, spaceAfter=6),
            cell=style("cell", 8.8, 11.4),
            cell_right=style("cell_right", 8.8, 11.4, alignment=TA_RIGHT),
            column=style("column", 7.8, 9.8, fontName=fonts.bold, textColor=self.muted),
            column_right=style("column_right", 7.8, 9.8, fontName=fonts.bold, textColor=self.muted, alignment=TA_RIGHT),
        )
