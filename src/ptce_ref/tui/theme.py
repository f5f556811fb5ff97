"""The two colour themes of the screens. Colour never carries meaning alone."""

from textual.theme import Theme

DARK = Theme(
    name="ptce-sombre",
    dark=True,
    primary="#6FBCC6",
    secondary="#B49BD1",
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
        "highlight": "#2A5A63",
        "highlight-blurred": "#263038",
        "quiet": "#A3AFB6",
        "rule": "#45525B",
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
        "highlight": "#BFDCDD",
        "highlight-blurred": "#E6E1D5",
        "quiet": "#56616A",
        "rule": "#B4B0A4",
        "footer-key-foreground": "#8A480D",
    },
)
