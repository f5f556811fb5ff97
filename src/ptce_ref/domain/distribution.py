"""Voices by college: answers and tallies brought together, never turned into people (R4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ptce_ref.domain.evaluation import Answer, Contents, Tally
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import AnswerKind


@dataclass(frozen=True)
class Voices:
    """What a set of people said of one indicator.

    ``levels`` counts voices by rank, lowest first, one entry for every level of the scale.
    ``unargued`` counts the levels given without an argument by named respondents (R2); a tally
    keeps no arguments by voice, so its voices are never counted there.
    """

    levels: tuple[int, ...]
    not_applicable: int = 0
    dont_know: int = 0
    unargued: int = 0

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
        )


@dataclass(frozen=True)
class Distribution:
    """The voices on one indicator, by college, in the order of the referential's colleges."""

    by_college: Mapping[str, Voices]
    total: Voices


def distribute(contents: Contents, referential: Referential) -> dict[str, Distribution]:
    """Return, for each indicator of the evaluation, the distribution of its voices.

    Answers and tallies about indicators outside the evaluation are left out. Raises KeyError
    when an answer names a level that the scale does not have.
    """
    ranks = referential.scale.ranks
    college_of = {person.id: person.college for person in contents.respondents}
    order = {college.id: position for position, college in enumerate(referential.colleges)}
    gathered: dict[str, dict[str, list[Voices]]] = {item: {} for item in contents.evaluation.indicators}

    def gather(indicator: str, college: str, voices: Voices) -> None:
        if indicator in gathered and voices.total:
            gathered[indicator].setdefault(college, []).append(voices)

    for answer in contents.answers:
        gather(answer.indicator_id, college_of[answer.respondent_id], _voices_of_answer(answer, ranks))
    for tally in contents.tallies:
        gather(tally.indicator_id, tally.college, _voices_of_tally(tally, ranks))

    result: dict[str, Distribution] = {}
    for indicator, colleges in gathered.items():
        summed = {
            college: _sum(colleges[college], len(ranks))
            for college in sorted(colleges, key=lambda c: (order.get(c, len(order)), c))
        }
        result[indicator] = Distribution(summed, _sum(summed.values(), len(ranks)))
    return result


def _sum(voices: Iterable[Voices], size: int) -> Voices:
    """Return the voices together; all at once, for this is done for every indicator of every evaluation compared."""
    found = list(voices)
    if not found:
        return Voices((0,) * size)
    return Voices(
        tuple(map(sum, zip(*(item.levels for item in found), strict=True))),
        sum(item.not_applicable for item in found),
        sum(item.dont_know for item in found),
        sum(item.unargued for item in found),
    )


def _voices_of_answer(answer: Answer, ranks: Mapping[str, int]) -> Voices:
    if answer.kind is AnswerKind.NOT_APPLICABLE:
        return Voices((0,) * len(ranks), not_applicable=1)
    if answer.kind is AnswerKind.DONT_KNOW or answer.level is None:
        return Voices((0,) * len(ranks), dont_know=1)
    return _voice(ranks[answer.level], len(ranks), unargued=not answer.argument)


@cache
def _voice(rank: int, size: int, *, unargued: bool) -> Voices:
    """Return one voice for the level of ``rank``, the same object each time: there are few, and they never change."""
    return Voices(tuple(int(position == rank) for position in range(1, size + 1)), unargued=int(unargued))


def _voices_of_tally(tally: Tally, ranks: Mapping[str, int]) -> Voices:
    counts = [0] * len(ranks)
    for level, voices in tally.voices.items():
        counts[ranks[level] - 1] += voices
    return Voices(tuple(counts), tally.not_applicable, tally.dont_know)
