"""Checks the colours of a theme: whether what is printed with them can be read."""

import re
from collections.abc import Iterator

from ptce_ref.domain.problem import Kind, Path, Problem
from ptce_ref.domain.theme import BLACK, READABLE, VISIBLE, WHITE, Colours, contrast, mix

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SHORT = re.compile(r"#?([0-9A-Fa-f]{3})")
_BARE = re.compile(r"#?([0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?")
_STEPS = 50
_BEFORE: Path = ("theme", "couleurs")
_TEXTS = (("encre", "ink"), ("discret", "muted"), ("accent", "accent"), ("alerte", "alert"))
_ON_GROUND = ("encre", "discret")


def check_colours(colours: Colours) -> Iterator[Problem]:
    """Yield the colours that lack contrast: texts on the paper and on the ground, signs on the paper (WCAG 2.1 AA).

    A value that is no colour is passed over: it is a problem already.
    """
    for key, name in _TEXTS:
        grounds = {"le papier": WHITE, "le fond": colours.ground} if key in _ON_GROUND else {"le papier": WHITE}
        yield from _check((*_BEFORE, key), getattr(colours, name), grounds, READABLE)
    for position, colour in enumerate(colours.objectives):
        yield from _check((*_BEFORE, "objectifs", position), colour, {"le papier": WHITE}, VISIBLE)


def _check(path: Path, colour: str, grounds: dict[str, str], least: float) -> Iterator[Problem]:
    for name, ground in grounds.items():
        if _COLOUR.fullmatch(colour) and _COLOUR.fullmatch(ground) and (found := contrast(colour, ground)) < least:
            said = f"« {colour} » sur {name} « {ground} », {_number(found)} pour 1"
            expected = f"un contraste d’au moins {_number(least)} pour 1"
            yield Problem(Kind.CONTRAST, said, expected, path, _readable_like(colour, list(grounds.values()), least))
            return


def _readable_like(colour: str, grounds: list[str], least: float) -> str | None:
    """Return the nearest darker or lighter colour that reads on every ground, if there is one."""
    for step in range(1, _STEPS + 1):
        for end in (BLACK, WHITE):
            tried = mix(colour, end, step / _STEPS)
            if all(not _COLOUR.fullmatch(ground) or contrast(tried, ground) >= least for ground in grounds):
                return tried
    return None


def _number(value: float) -> str:
    # Down, never up: « 4,5 » must not be said of what is just under it.
    return f"{int(value * 10) / 10:g}".replace(".", ",")


def colour_like(written: str) -> str | None:
    """Return the colour ``#RRGGBB`` that ``written`` likely means: « 1f6f78 », « #abc » or « #1F6F78FF »."""
    written = written.strip()
    if found := _SHORT.fullmatch(written):
        return "#" + "".join(2 * digit for digit in found[1]).upper()
    found = _BARE.fullmatch(written)
    return f"#{found[1].upper()}" if found else None
