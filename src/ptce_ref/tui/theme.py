"""The two colour themes of the screens. Colour never carries meaning alone.

Texts stand out by 4.5 to 1 from everything they are written on, lines and signs by 3 to 1, in grey too
(a test looks at what is painted). Textual's own shades for hints and scrollbars are too pale for that.
"""

from textual.theme import Theme

DARK = Theme(
    name="ptce-sombre",
    dark=True,
    primary="#6FBCC6",
    secondary="#BBA6D6",
    accent="#E3AE6B",
    foreground="#E6EAEC",
    background="#12171B",
    surface="#1A2126",
    panel="#263038",
    success="#86C79B",
    warning="#E3AE6B",
    error="#F29A9A",
    variables={
        "block-cursor-background": "#6FBCC6",
        "block-cursor-foreground": "#0D1114",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#2F3C45",
        "block-cursor-blurred-foreground": "#E6EAEC",
        "highlight": "#1E464E",
        "highlight-blurred": "#2F3C45",
        "quiet": "#ADB8BF",
        "text-muted": "#ADB8BF",
        "text-disabled": "#ADB8BF",
        "rule": "#6E7D87",
        "scrollbar": "#6E7D87",
        "scrollbar-hover": "#8A98A1",
        "scrollbar-active": "#ADB8BF",
        "scrollbar-background": "#1A2126",
        "scrollbar-background-hover": "#1A2126",
        "scrollbar-background-active": "#1A2126",
        "scrollbar-corner-color": "#1A2126",
        "footer-key-foreground": "#E3AE6B",
    },
)

LIGHT = Theme(
    name="ptce-clair",
    dark=False,
    primary="#1B626A",
    secondary="#5B3F79",
    accent="#8A480D",
    foreground="#1F2A33",
    background="#FBFAF6",
    surface="#F3F0E8",
    panel="#E6E1D5",
    success="#24613A",
    warning="#8A480D",
    error="#9A2C32",
    variables={
        "block-cursor-background": "#1B626A",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#D5DEDC",
        "block-cursor-blurred-foreground": "#1F2A33",
        "highlight": "#CFE4E4",
        "highlight-blurred": "#D5DEDC",
        "quiet": "#4E5962",
        "text-muted": "#4E5962",
        "text-disabled": "#4E5962",
        "rule": "#7F7A6D",
        "scrollbar": "#7F7A6D",
        "scrollbar-hover": "#6B675C",
        "scrollbar-active": "#4E5962",
        "scrollbar-background": "#E6E1D5",
        "scrollbar-background-hover": "#E6E1D5",
        "scrollbar-background-active": "#E6E1D5",
        "scrollbar-corner-color": "#E6E1D5",
        "footer-key-foreground": "#8A480D",
    },
)
