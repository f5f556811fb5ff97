"""What must hold before figures of several pôles stand side by side (R11), and in which order they are listed (R12)."""

from collections.abc import Iterable
from enum import StrEnum

from ptce_ref.domain.lineage import numbers, steps_between
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import fold


class Standing(StrEnum):
    """What becomes of a candidate."""

    KEPT = "comparé"
    GREYED = "grisé"
    LEFT_OUT = "écarté"


class Rule(StrEnum):
    """A condition of R11."""

    REFERENTIAL = "référentiel"
    DEMONSTRATION = "démonstration"
    MODE = "mode"
    COVERAGE = "couverture"
    PHASE = "phase"


_CONSEQUENCE = {
    Rule.REFERENTIAL: Standing.LEFT_OUT,
    Rule.DEMONSTRATION: Standing.LEFT_OUT,
    Rule.COVERAGE: Standing.LEFT_OUT,
    Rule.MODE: Standing.GREYED,
    Rule.PHASE: Standing.GREYED,
}


class Order(StrEnum):
    """What the list of pôles follows; the values are those of ``--ordre``. Never a figure (R12)."""

    TERRITORY = "territoire"
    NAME = "nom"


def standing_of(failed: Iterable[Rule]) -> Standing:
    """Return the worst consequence of the conditions that are not met; KEPT when all are."""
    consequences = {_CONSEQUENCE[rule] for rule in failed}
    if Standing.LEFT_OUT in consequences:
        return Standing.LEFT_OUT
    return Standing.GREYED if consequences else Standing.KEPT


def sort_key(pole: Pole, order: Order) -> tuple[str, ...]:
    """Return the key by which pôles are listed: French alphabetical order, accents ignored."""
    name = (fold(pole.name), pole.id)
    if order is Order.NAME:
        return name
    return (fold(pole.region), fold(pole.department), fold(pole.commune), *name)


def comparable(one: Referential, other: Referential) -> bool:
    """Whether values of ``one`` may stand beside values of ``other``.

    Same content; or same referential with a declared lineage on the same scale, under which no
    indicator changed its meaning without saying so (R14).
    """
    if one.content_hash == other.content_hash:
        return True
    if one.id != other.id:
        return False
    older, newer = sorted((one, other), key=version_of)
    steps = steps_between(older, newer)
    return steps is not None and not any(step.scale_changed for step in steps)


def version_of(referential: Referential) -> tuple[int, ...]:
    """Return the version of a referential as numbers that are in order."""
    return numbers(referential.version)
