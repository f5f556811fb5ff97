"""A share drawn with lines, readable without colour."""

FULL, EMPTY = "━", "╌"


def gauge(share: float | None, width: int) -> str:
    """Return a bar of ``width`` characters for a share 0..1; blanks when there is none.

    A bar is full only at 1 and empty only at 0: rounding never says more than the figure.
    """
    if share is None:
        return " " * width
    filled = round(share * width)
    if share > 0:
        filled = max(1, filled)
    if share < 1:
        filled = min(width - 1, filled)
    return FULL * filled + EMPTY * (width - filled)
