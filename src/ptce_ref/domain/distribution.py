"""Voices by college: answers and tallies brought together, never turned into people (R4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ptce_ref.domain.evaluation import Contents, Position, Tally
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import AnswerKind


@dataclass(frozen=True)
class Voices:
    """What a set of people said of one indicator.

    ``levels`` counts voices by rank, lowest first, one entry for every level of the scale.
    ``unargued`` counts the levels given without an argument by named respondents (R2); a tally
    keeps no arguments by voice, so its voices are never counted there. ``by_hand`` counts the voices that
    come from shows of hands: the same voices as any other, but not of the same people.
    """

    levels: tuple[int, ...]
    not_applicable: int = 0
    dont_know: int = 0
    unargued: int = 0
    by_hand: int = field(default=0, compare=False)

    @property
    def n(self) -> int:
        """Voices that gave a level."""
        return sum(self.levels)

    @property
    def total(self) -> int:
        """Voices that answered anything."""
        return self.n + self.not_applicable + self.dont_know

    def __add__(self, other: "Voices") -> "Voices":
        return Voices(
            tuple(a + b for a, b in zip(self.levels, other.levels, strict=True)),
            self.not_applicable + other.not_applicable,
            self.dont_know + other.dont_know,
            self.unargued + other.unargued,
            self.by_hand + other.by_hand,
        )


@dataclass(frozen=True)
class Distribution:
    """The voices on one indicator, by college, in the order of the referential's colleges."""

    by_college: Mapping[str, Voices]
    total: Voices
    untold: bool = False
    """Whether voices spoke that are not counted here: too few for others to know how many (R18)."""


Said = tuple[str, str, str, str | None, object]
"""One answer, as it is counted: indicator, respondent, kind, level (None without one), and whether it has an argument.

A plain tuple: a comparison counts millions of them, and takes them as the database gives them.
"""


@dataclass(frozen=True)
class Ballot:
    """What counts in an evaluation, without who they are nor what they wrote."""

    colleges: Mapping[str, str]
    """Respondent → college."""
    answers: Iterable[Said]
    tallies: Iterable[Tally]
    positions: Iterable[Position]


def ballot_of(contents: Contents) -> Ballot:
    """Return what counts in an evaluation that was read in full."""
    return Ballot(
        {person.id: person.college for person in contents.respondents},
        ((a.indicator_id, a.respondent_id, a.kind, a.level, a.argument) for a in contents.answers),
        contents.tallies,
        contents.positions,
    )


def count_voices(ballot: Ballot, indicators: Iterable[str], referential: Referential) -> dict[str, Distribution]:
    """Return the distribution of the voices on each of ``indicators``.

    Answers and tallies about other indicators are left out. A tally without a voice says that some spoke, and not
    how many (:class:`~ptce_ref.domain.evaluation.Tally`). Raises KeyError when an answer names a level that the
    scale does not have.
    """
    ranks = referential.scale.ranks
    size = len(ranks)
    # Of each indicator and college: voices by level, then those that the names below find.
    not_applicable, dont_know, unargued, by_hand = size, size + 1, size + 2, size + 3
    counted: dict[str, dict[str, list[int]]] = {item: {} for item in indicators}

    def counts_of(indicator: str, college: str) -> list[int]:
        return counted[indicator].setdefault(college, [0] * (size + 4))

    for indicator, respondent, kind, level, argument in ballot.answers:
        if indicator not in counted:
            continue
        counts = counts_of(indicator, ballot.colleges[respondent])
        if kind == AnswerKind.NOT_APPLICABLE:
            counts[not_applicable] += 1
        elif level is None or kind == AnswerKind.DONT_KNOW:
            counts[dont_know] += 1
        else:
            counts[ranks[level] - 1] += 1
            if not argument:
                counts[unargued] += 1
    untold: set[str] = set()
    for tally in ballot.tallies:
        if tally.untold:
            untold.add(tally.indicator_id)
        elif tally.indicator_id in counted:
            counts = counts_of(tally.indicator_id, tally.college)
            for named, voices in tally.voices.items():
                counts[ranks[named] - 1] += voices
            counts[not_applicable] += tally.not_applicable
            counts[dont_know] += tally.dont_know
            counts[by_hand] += tally.total

    order = {college.id: place for place, college in enumerate(referential.colleges)}
    return {
        indicator: _distribution(
            {c: colleges[c] for c in sorted(colleges, key=lambda c: (order.get(c, len(order)), c))},
            size,
            untold=indicator in untold,
        )
        for indicator, colleges in counted.items()
    }


def _distribution(counts: Mapping[str, Sequence[int]], size: int, *, untold: bool) -> Distribution:
    total = map(sum, zip(*counts.values(), strict=True)) if counts else (0,) * (size + 4)
    by_college = {college: _voices(found, size) for college, found in counts.items()}
    return Distribution(by_college, _voices(total, size), untold)


def _voices(counts: Iterable[int], size: int) -> Voices:
    found = tuple(counts)
    return Voices(found[:size], *found[size:])
