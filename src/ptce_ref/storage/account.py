"""What a merge did, or would do: for each evaluation what changes, what clashes, what somebody should look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from ptce_ref.domain.merging_part import Clash
from ptce_ref.domain.returned_row import Fate
from ptce_ref.domain.vocabulary import Phase


class Choice(StrEnum):
    """Which of two versions stands; the values are those of ``--conflit``."""

    LATEST = "recent"
    HERE = "ici"
    THERE = "la-bas"


@dataclass(frozen=True)
class Conflict:
    """One thing that was changed on both sides, differently. ``mark`` names it for who chooses."""

    mark: str
    subject: str
    key: str
    clash: Clash

    @property
    def settled(self) -> bool:
        """Whether one side had seen both versions already: the choice was made there."""
        return self.clash.settled


Chooser = Callable[[Conflict], Choice]


@dataclass(frozen=True)
class Change:
    """What becomes of one thing here; ``key`` is its journal key, as JSON."""

    subject: str
    key: str
    fate: Fate


@dataclass
class Account:
    """What merging one evaluation did here, or would do."""

    evaluation_id: str
    title: str = ""
    pole_id: str = ""
    phase: Phase | None = None
    """As it is afterwards; None for what belongs to no evaluation."""
    moved: bool = False
    """Whether the phase here is no longer the one it was."""
    new: bool = False
    brought: dict[str, int] = field(default_factory=dict)
    """What a new one holds: rows by table."""
    counted: int | None = None
    """Of one that comes without the people: the questions on which opinions are counted. None of any other."""
    withdrawn: bool = False
    """Taken away there, where nothing had been said, and now here."""
    replaced: bool = False
    """Replaced as a whole: what was here, or what comes, has neither people nor texts."""
    overwritten: bool = False
    """What was written here, since it came without people, goes with what is replaced."""
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    frozen: bool = False
    """It was closed here, and changes: the snapshot of its closing stays as it was."""
    late: list[str] = field(default_factory=list)
    """Journal keys of the opinions that one side received after the other had closed them."""
    alike: list[tuple[str, str]] = field(default_factory=list)
    """Respondents who bear the same name in the same college: perhaps one person, registered twice."""
    lines: int = 0
    """Journal lines that come."""
    others: int = 0
    """Rows that come and that nobody wrote: snapshots, marks, receipts."""
    note: str = ""
    """Why what comes changes nothing, as the end of a French sentence."""
    left: str = ""
    """Why nothing of it was taken, as a French sentence; empty most often."""

    @property
    def open_conflicts(self) -> list[Conflict]:
        """The conflicts on which nobody has chosen yet, here nor there."""
        return [conflict for conflict in self.conflicts if not conflict.settled]

    @property
    def touched(self) -> bool:
        """Whether anything here changes, were it a line of the journal."""
        return bool(self.new or self.replaced or self.changes or self.lines or self.others)
