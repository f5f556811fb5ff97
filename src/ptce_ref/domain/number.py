"""Numbers as people write them in French: « 12,5 », « 1 200 »."""

import re

_SPACES = re.compile(r"[ \u00a0\u202f]")
_NUMBER = re.compile(r"[-\u2212]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def read_number(text: str) -> float:
    """Return the number written in ``text``. Raises ValueError when there is none, or two ways to read it.

    Spaces group thousands, a comma or a point begins the decimals; « 1.200 » may be either.
    """
    bare = _SPACES.sub("", text)
    if not _NUMBER.fullmatch(bare) or _THOUSANDS.fullmatch(bare):
        raise ValueError(text)
    # « -0 » is zero, and zero is written in one way.
    return float(bare.replace(",", ".").replace("\u2212", "-")) + 0.0


def write_number(value: float) -> str:
    """Return a number as people type it, without rounding: « 12,5 », « 310 000 »."""
    if not float(value).is_integer():
        return repr(float(value)).replace(".", ",")
    return f"{int(value):,}".replace(",", " ")
