"""The plan of a World Café: tables, rounds, who sits where, how long each moment lasts. Pure.

The rule, printed with the kit: tickets are dealt to the tables in turn, so that tables stay even
whatever the number of people who come. The first ticket of a table is its host, who never moves.
Every other ticket carries its own route (:mod:`ptce_ref.domain.session_route`): nobody meets a table
again while that is possible, and neighbours part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from ptce_ref.domain.session_route import Rounds, Routes, find_routes

AROUND = 6
"""People at a table, as in the World Café of the source."""
LEAST_AT_TABLE, MOST_AT_TABLE = 4, 7
_EASY_LEAST = 5
"""People below which a table is not made smaller only to give every question as many tables."""
LEAST_PEOPLE, MOST_PEOPLE = LEAST_AT_TABLE, 280
LEAST_MINUTES, MOST_MINUTES = 10, 60
MOST_QUESTIONS = 24
MOST_ROUNDS = 4
"""Rounds on one set of questions: people tire, and the harvest tells the rest."""
_ROUNDS_ON_ONE_QUESTION = 3

WELCOME, OPENING, MOVE, CARDS, BREAK, CLOSING = 10, 10, 3, 10, 10, 15
"""Minutes of what is not a round."""
NOTES = 4
"""Minutes that end each round, to write down: the facilitator announces them."""
HARVEST_BY_TABLE, DISCUSSION = 3, 10
"""Minutes that each table has to read its cards to all, and of exchange afterwards."""
BREAK_AFTER = 90
"""Minutes after which people need a break."""
CROWDED = 9
"""People at a table beyond which they no longer hear each other."""
FINGERS = 5
"""Levels that one hand shows; a longer scale is voted level by level."""
_COLLEGES_A_MINUTE, _COLLEGES_A_MINUTE_BY_LEVEL = 6, 2
_QUICKEST_VOTE = 3
"""Two people count, add up and check: that takes as long for two colleges as for eight."""
_VOTE_ON_PAPER = 5
"""Minutes to fill in slips, to gather them and to count them, whatever the colleges."""


class MomentKind(Enum):
    """What a moment of the session is for; CARDS are written, then read at the HARVEST."""

    WELCOME = auto()
    OPENING = auto()
    ROUND = auto()
    MOVE = auto()
    CARDS = auto()
    BREAK = auto()
    HARVEST = auto()
    CLOSING = auto()


@dataclass(frozen=True)
class Moment:
    """A moment of the session: ``start`` in minutes from the beginning, ``number`` of the round (from 0) or None."""

    kind: MomentKind
    start: int
    minutes: int
    number: int | None = None


@dataclass(frozen=True)
class Series:
    """Questions discussed at the same time: places (from 0) of the ``questions``, in ``rounds`` (numbers from 0)."""

    questions: range
    rounds: range


@dataclass(frozen=True)
class SessionPlan:
    """A session for ``participants`` on ``questions``; tables, rounds and questions count from 0, tickets from 1.

    The tickets go beyond the participants, up to full tables: whoever comes unexpected takes the next one.
    """

    participants: int
    questions: int
    round_minutes: int
    tables: int
    routes: Routes
    series: tuple[Series, ...]

    @property
    def rounds(self) -> int:
        """Rounds of the whole session, all series together."""
        return self.series[-1].rounds.stop

    @property
    def least(self) -> int:
        """The fewest people for whom the plan holds as it is."""
        return LEAST_AT_TABLE * self.tables

    @property
    def most(self) -> int:
        """The most people for whom the plan holds as it is, and the number of tickets."""
        return MOST_AT_TABLE * self.tables

    @property
    def chairs(self) -> int:
        """Chairs at each table: for the most of those expected that a round brings there, and one to spare.

        Whoever comes unexpected moves from table to table like the others: with a chair waiting at each of them, nobody
        carries one along. A chair for each ticket printed would be many more than a host can find.
        """
        return -(-self.participants // self.tables) + 1

    @property
    def parts_neighbours(self) -> bool:
        """Whether people who begin at the same table go different ways."""
        return len(set(self.routes.by_rank)) > 1

    def table_of(self, ticket: int, number: int) -> int:
        """Return the table of a ticket at round ``number``."""
        rank, first = divmod(ticket - 1, self.tables)
        return self.routes.table(first, rank, number)

    def group(self, table: int, number: int, present: int | None = None) -> tuple[int, ...]:
        """Return the tickets at a table at round ``number``, when ``present`` people have come (all by default)."""
        tickets = range(1, (self.participants if present is None else present) + 1)
        return tuple(ticket for ticket in tickets if self.table_of(ticket, number) == table)

    def series_of(self, number: int) -> Series:
        """Return the series that round ``number`` is in."""
        return next(series for series in self.series if number in series.rounds)

    def question_at(self, table: int, series: Series) -> int:
        """Return the place of the question of a table; with more tables than questions, tables share them."""
        return series.questions[table % len(series.questions)]

    @property
    def meets_twice(self) -> bool:
        """Whether somebody who moves finds the same question again, at another table."""
        return any(
            len({self.question_at(self.table_of(ticket, number), series) for number in series.rounds})
            < min(len(series.rounds), len(series.questions))
            for series in self.series
            for ticket in range(self.tables + 1, self.most + 1)
        )

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The moments in order, without a gap."""
        moments: list[Moment] = []
        for kind, minutes, number in self._course():
            start = moments[-1].start + moments[-1].minutes if moments else 0
            if kind is MomentKind.HARVEST and start >= BREAK_AFTER:
                moments.append(Moment(MomentKind.BREAK, start, BREAK))
                start += BREAK
            moments.append(Moment(kind, start, minutes, number))
        return tuple(moments)

    @property
    def total(self) -> int:
        """Minutes of the whole session."""
        return sum(moment.minutes for moment in self.moments)

    def _course(self) -> Iterator[tuple[MomentKind, int, int | None]]:
        yield MomentKind.WELCOME, WELCOME, None
        yield MomentKind.OPENING, OPENING, None
        for series in self.series:
            for number in series.rounds:
                yield MomentKind.ROUND, self.round_minutes, number
                if number != series.rounds[-1]:
                    yield MomentKind.MOVE, MOVE, None
            yield MomentKind.CARDS, CARDS, None
        yield MomentKind.HARVEST, HARVEST_BY_TABLE * self.tables * len(self.series) + DISCUSSION, None
        yield MomentKind.CLOSING, CLOSING, None


@dataclass(frozen=True)
class RoundMinutes:
    """How a host shares out one round: to welcome, to tell what was said before, to talk, to write down."""

    welcome: int
    summary: int
    talk: int
    notes: int


def share_round(minutes: int, *, first: bool) -> RoundMinutes:
    """Return the parts of a round, whose sum is ``minutes``; nothing has been said before the first one."""
    short = max(1, minutes // 10)
    summary = 0 if first else short
    return RoundMinutes(short, summary, minutes - short - summary - NOTES, NOTES)


@dataclass(frozen=True)
class PlenaryMinutes:
    """The steps of a question put to a plenary: to read it, think alone, tell examples, vote, hear the few."""

    vote: int
    read: int = 2
    think: int = 1
    tell: int = 2
    listen: int = 3

    @property
    def total(self) -> int:
        """Minutes of one question, from reading it to the last word."""
        return self.read + self.think + self.tell + self.vote + self.listen

    def on_paper(self) -> "PlenaryMinutes":
        """Return the same steps when the room votes on slips of paper."""
        return replace(self, vote=max(self.vote, _VOTE_ON_PAPER))

    def held_on_paper(self, questions: int) -> int:
        """Return how many of so many questions hold in the same time when the room votes on paper; one at least."""
        return max(1, questions * self.total // self.on_paper().total)


def share_question(colleges: int, levels: int) -> PlenaryMinutes:
    """Return the minutes of a question; each college votes in one gesture when a hand can show every level."""
    pace = _COLLEGES_A_MINUTE if levels <= FINGERS else _COLLEGES_A_MINUTE_BY_LEVEL
    return PlenaryMinutes(max(_QUICKEST_VOTE, -(-colleges // pace)))


def plenary_breaks(questions: int, each: int) -> int:
    """Return after how many questions there is a break: half of them, when the session is long; 0 without a break."""
    return -(-questions // 2) if questions > 1 and WELCOME + OPENING + questions * each + CLOSING > BREAK_AFTER else 0


def fit_questions(minutes: int, each: int) -> int:
    """Return how many questions of ``each`` minutes a plenary of ``minutes`` holds with its break; one at least."""

    def length(count: int) -> int:
        return WELCOME + OPENING + count * each + (BREAK if plenary_breaks(count, each) else 0) + CLOSING

    return max((count for count in range(1, minutes // each + 1) if length(count) <= minutes), default=1)


def count_tables(participants: int, questions: int) -> int:
    """Return how many tables: groups nearest to six, of four to seven.

    A number of tables that gives every question as many of them is preferred when groups stay of
    five to seven.
    """
    least, most = -(-participants // MOST_AT_TABLE), participants // LEAST_AT_TABLE
    nearest = max(1, least, min(most, (participants + AROUND // 2) // AROUND))
    even = [
        tables
        for tables in range(least, participants // _EASY_LEAST + 1)
        if tables >= questions and tables % questions == 0
    ]
    return nearest if nearest < questions else min(even, key=lambda tables: abs(tables - nearest), default=nearest)


def plan_session(participants: int, questions: int, round_minutes: int = 20) -> SessionPlan:
    """Return the plan of a session.

    Raises ValueError outside of ``LEAST_PEOPLE``..``MOST_PEOPLE``, 1..``MOST_QUESTIONS`` and
    ``LEAST_MINUTES``..``MOST_MINUTES``.
    """
    if not (
        LEAST_PEOPLE <= participants <= MOST_PEOPLE
        and 1 <= questions <= MOST_QUESTIONS
        and LEAST_MINUTES <= round_minutes <= MOST_MINUTES
    ):
        raise ValueError((participants, questions, round_minutes))
    tables = count_tables(participants, questions)
    series = tuple(_series(questions, tables))
    wanted = tuple(Rounds(len(item.questions), item.rounds) for item in series)
    routes = find_routes(tables, MOST_AT_TABLE - 1, series[-1].rounds.stop, wanted)
    return SessionPlan(participants, questions, round_minutes, tables, routes, series)


def _series(questions: int, tables: int) -> Iterator[Series]:
    """Yield the questions by as many as there are tables, each with its rounds."""
    first = 0
    for start in range(0, questions, tables):
        here = range(start, min(start + tables, questions))
        count = min(len(here), MOST_ROUNDS)
        if questions == 1:
            count = min(_ROUNDS_ON_ONE_QUESTION, tables)
        yield Series(here, range(first, first + count))
        first += count
