"""How far answers are from each other (R6).

All functions take the counts of voices by level, lowest first, **with** the empty levels: two
levels apart on a scale of four is not two apart on a scale of ten. Nothing is computed under
two voices: the result is then None.

What a distribution gives is remembered: over a thousand evaluations the same counts come back again and
again, and a measure takes longer than looking for it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from ptce_ref.domain.distribution import Distribution

MINIMUM_VOICES = 2

_REMEMBERED = 1 << 13
"""Distributions whose measures are remembered: a few megabytes at most, whatever the number of evaluations."""


def median_rank(counts: Sequence[int]) -> float | None:
    """Return the median rank (1..k, possibly a half), or None without a voice.

    With an even number of voices, the mean of the two middle ranks.
    """
    n = sum(counts)
    if n == 0:
        return None

    def rank_at(position: int) -> int:
        seen = 0
        for rank, count in enumerate(counts, start=1):
            seen += count
            if position < seen:
                return rank
        raise AssertionError("a position lies under the sum of the counts")

    return (rank_at((n - 1) // 2) + rank_at(n // 2)) / 2


def level_range(counts: Sequence[int]) -> int | None:
    """Return the highest rank given minus the lowest (0..k-1), or None under two voices."""
    given = [rank for rank, count in enumerate(counts, start=1) if count]
    return given[-1] - given[0] if sum(counts) >= MINIMUM_VOICES else None


def consensus(counts: Sequence[int]) -> float | None:
    """Return the consensus Cns of Tastle & Wierman, 0..1, or None under two voices.

    1 when all voices are on one level, 0 when they are halved between both ends::

        Cns = 1 + sum_i p_i * log2(1 - |X_i - mean| / d)

    where X_i is the rank of level i, p_i its share of the voices, ``mean`` the mean rank and d
    the width of the whole scale. W. J. Tastle & M. J. Wierman, "Consensus and dissention: A
    measure of ordinal dispersion", International Journal of Approximate Reasoning 45 (2007)
    531-545, eq. (1).
    """
    n = sum(counts)
    if n < MINIMUM_VOICES:
        return None
    width = len(counts) - 1
    mean = sum(rank * count for rank, count in enumerate(counts)) / n
    total = 1.0
    for rank, count in enumerate(counts):
        if count:
            total += count / n * math.log2(1 - abs(rank - mean) / width)
    return min(1.0, max(0.0, total))


def agreement(counts: Sequence[int]) -> float | None:
    """Return the agreement A of van der Eijk, -1..1, or None under two voices.

    1 when all voices are on one level, 0 when they are spread evenly over all of them, -1 when
    they are halved between both ends. The distribution is cut into layers, each a pattern of
    empty and non-empty levels, and A is the mean of the layers' agreements weighted by their
    share of the voices; in a layer::

        A = U * (1 - (S - 1) / (K - 1))
        U = ((K - 2) * TU - (K - 1) * TDU) / ((K - 2) * (TU + TDU))

    with K levels, S of them non-empty, TU the triples of levels "110" or "011" and TDU the
    triples "101" (a gap between two non-empty levels). C. van der Eijk, "Measuring agreement
    in ordered rating scales", Quality & Quantity 35 (2001) 325-341.
    """
    n = sum(counts)
    if n < MINIMUM_VOICES:
        return None
    remaining = list(counts)
    total = 0.0
    while any(remaining):
        pattern = tuple(count > 0 for count in remaining)
        height = min(count for count in remaining if count)
        total += height * sum(pattern) / n * _layer_agreement(pattern)
        remaining = [count - height if count else 0 for count in remaining]
    return total


@lru_cache(_REMEMBERED)
def _layer_agreement(pattern: tuple[bool, ...]) -> float:
    k, s = len(pattern), sum(pattern)
    together = apart = 0
    for low, middle, high in combinations(pattern, 3):
        if low and high and not middle:
            apart += 1
        elif middle and low != high:
            together += 1
    unimodality = 1.0
    if together + apart:
        unimodality = ((k - 2) * together - (k - 1) * apart) / ((k - 2) * (together + apart))
    return unimodality * (1 - (s - 1) / (k - 1))


@dataclass(frozen=True)
class Divergence:
    """The measures of one indicator. Ranks go from 1 to k; None where nothing is computed.

    ``college_gap`` is in levels, between the highest and the lowest median of the colleges.
    ``applicability_split`` is true when some score the indicator and others say that it does
    not apply. Shares go from 0 to 1: of the voices that answered anything for
    ``dont_know_share``, of those that know for ``not_applicable_share``, of the named
    respondents' levels and tallied voices for ``unargued_share``.
    """

    n: int
    range: int | None
    median: float | None
    consensus: float | None
    agreement: float | None
    college_medians: Mapping[str, float]
    college_gap: float | None
    applicability_split: bool
    not_applicable_share: float | None
    dont_know_share: float | None
    unargued_share: float | None

    @property
    def polarised(self) -> bool:
        """Whether A is under 0: two camps rather than a spread (van der Eijk). False when A is not computed."""
        return self.agreement is not None and self.agreement < 0


@dataclass(frozen=True, slots=True)
class _Spread:
    """What the voices of a set of people, by level, give on their own."""

    n: int
    range: int | None
    median: float | None
    consensus: float | None
    agreement: float | None


@lru_cache(_REMEMBERED)
def _spread(levels: tuple[int, ...]) -> _Spread:
    return _Spread(sum(levels), level_range(levels), median_rank(levels), consensus(levels), agreement(levels))


def measure(distribution: Distribution) -> Divergence:
    """Return every measure of R6 for one distribution; median and measures need two voices."""
    total = distribution.total
    spread = _spread(total.levels)
    medians = college_medians(distribution)
    gap = max(medians.values()) - min(medians.values()) if len(medians) > 1 else None
    n, outside = spread.n, total.not_applicable
    return Divergence(
        n=n,
        range=spread.range,
        median=spread.median if n >= MINIMUM_VOICES else None,
        consensus=spread.consensus,
        agreement=spread.agreement,
        college_medians=medians,
        college_gap=gap,
        applicability_split=n > 0 and outside > 0,
        not_applicable_share=_share(outside, n + outside),
        dont_know_share=_share(total.dont_know, n + outside + total.dont_know),
        unargued_share=_share(total.unargued, n),
    )


def college_medians(distribution: Distribution) -> dict[str, float]:
    """Return the median rank of each college that gave at least one level."""
    medians = ((college, _spread(voices.levels).median) for college, voices in distribution.by_college.items())
    return {college: median for college, median in medians if median is not None}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole >= MINIMUM_VOICES else None
