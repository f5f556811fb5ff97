"""What comes from elsewhere, in words: what taking it in would do, line by line, and which versions would be kept.

Must not know what kind of file it comes from, nor ask anything: the screen does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.conflict_sentence import ConflictWords
from ptce_ref.services.exchange_batch import Arrived
from ptce_ref.services.fusion_sentence import conflicts_in_words, tell_fusion, tell_left_to_do
from ptce_ref.services.merging import Choice, Fusion
from ptce_ref.services.workspace import Workspace
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.widgets.line_table import Cell, Column, Sheet

_NARROWEST = 20
"""Columns under which a sentence is not broken further."""


@dataclass(frozen=True)
class Foreseen:
    """What taking the file in would do: a line for each sentence, the conflicts, whether anything changes."""

    told: Sequence[str]
    conflicts: Sequence[tuple[str, ConflictWords]]
    changes: bool
    left: bool
    """Whether part of it is left aside, with the reason among the sentences."""
    kept: str = ""
    """The name of the copy of the base as it was before; empty when there was nothing to lose."""


class VersionChoice:
    """Which version of each conflict is kept: what one chose, otherwise the latest."""

    def __init__(self, chosen: dict[str, Choice] | None = None) -> None:
        """``chosen`` is by mark of the conflict."""
        self.chosen = dict(chosen or {})

    def keeps_here(self, conflict: ConflictWords) -> bool:
        """Whether the version of this base is the one kept."""
        chosen = self.chosen.get(conflict.mark)
        return conflict.here_kept if chosen is None else chosen is Choice.HERE

    def turn(self, conflict: ConflictWords) -> None:
        """Keep the other version."""
        self.chosen[conflict.mark] = Choice.THERE if self.keeps_here(conflict) else Choice.HERE

    def choose_all(self, conflicts: Iterable[ConflictWords], choice: Choice) -> None:
        """Keep everywhere what is here, what is there, or the latest."""
        marks = (conflict.mark for conflict in conflicts)
        self.chosen = {} if choice is Choice.LATEST else dict.fromkeys(marks, choice)

    def among(self, conflicts: Iterable[ConflictWords]) -> "VersionChoice":
        """Return the same for these conflicts: what was chosen of others has nothing left to decide."""
        marks = {conflict.mark for conflict in conflicts}
        return VersionChoice({mark: choice for mark, choice in self.chosen.items() if mark in marks})


@dataclass(frozen=True)
class Row:
    """A line of what would change: a sentence, or a conflict to settle."""

    text: str
    look: str = "plain"
    conflict: ConflictWords | None = None


def foresee(workspace: Workspace, fusion: Fusion) -> Foreseen:
    """Return a fusion, tried or done, in words."""
    told = tell_fusion(workspace, fusion, conflicts=False)
    left = any(account.left for account in fusion.accounts)
    kept = fusion.kept.name if fusion.kept else ""
    return Foreseen(told, conflicts_in_words(workspace, fusion), fusion.changes_something, left, kept)


def foresee_all(workspace: Workspace, files: Iterable[Arrived], *, done: bool) -> Foreseen:
    """Return several files in words, each under its name; ``done`` says whether they were taken in."""
    told: list[str] = []
    conflicts: list[tuple[str, ConflictWords]] = []
    changes = left = False
    kept = ""
    for file in files:
        if file.fusion is None:
            problems = [f"  {problem}" for problem in file.refusal.problems] if file.refusal else []
            why = "" if problems else f" {file.refusal or ''}"
            told += [f"✗ {file.path.name} : refusé, rien n’en est pris.{why}", *problems]
            left = True
            continue
        part = foresee(workspace, file.fusion)
        told += [f"{file.path.name} :", *(f"  {line}" for line in part.told or ("rien à changer",))]
        told += tell_left_to_do(workspace, file.fusion) if done else ()
        conflicts += part.conflicts
        changes, left, kept = changes or part.changes, left or part.left, kept or part.kept
    return Foreseen([bind_signs(line) for line in told], conflicts, changes, left, kept)


def tell_next(foreseen: Foreseen, does: str) -> str:
    """Return what one can do now; ``does`` says what Ctrl+S does (« le reprend »)."""
    if not foreseen.changes:
        return "Rien à changer : la base a déjà tout cela."
    count = len(foreseen.conflicts)
    if not count:
        return bind_signs(f"Voici ce qui changerait. Rien n’est encore fait : Ctrl+S {does}.")
    choices = wording.count(count, "choix", "choix")
    return bind_signs(
        f"Rien n’est encore fait. {choices} à faire, plus bas : Entrée garde l’autre version ; "
        "i : tout d’ici, b : tout de là-bas, r : le plus récent."
    )


def rows_of(foreseen: Foreseen) -> list[Row]:
    """Return the sentences, then the conflicts under the name of their place."""
    rows = [Row(text) for text in foreseen.told]
    before = ""
    for place, conflict in foreseen.conflicts:
        if place != before:
            rows.append(Row(f"À choisir : {place}"))
            before = place
        rows.append(Row(wording.sentence(conflict.what), "strong", conflict))
    return rows


def sheet_of(rows: Sequence[Row], versions: VersionChoice, width: int) -> Sheet:
    """Return the rows as a table ``width`` columns wide; of two versions, ● marks the one that is kept."""
    room = max(_NARROWEST, width - 5)
    laid = [_cell(row, versions, room) for row in rows]
    column = Column((), room + 1, fixed=True, fills=True)
    heights = tuple(len(cell.lines) for cell in laid)
    return Sheet((column,), len(laid), lambda row: (laid[row],), heights=heights)


def _cell(row: Row, versions: VersionChoice, room: int) -> Cell:
    indent = row.text[: len(row.text) - len(row.text.lstrip(" "))]
    said = [f"{indent}{line}" for line in lines_of(row.text.strip(), room - len(indent))]
    looks = [row.look] * len(said)
    if row.conflict is not None:
        here = versions.keeps_here(row.conflict)
        for version, kept in ((row.conflict.here, here), (row.conflict.there, not here)):
            first, *others = lines_of(version, room - 4)
            said += [f"  {'●' if kept else '○'} {first}", *(f"    {line}" for line in others)]
            looks += ["plain" if kept else "quiet"] * (1 + len(others))
    return Cell(tuple(said), tuple(looks))
