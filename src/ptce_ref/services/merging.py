"""Use case of merging: what another copy of the base holds comes into this one, and nothing is lost."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from ptce_ref.services.backup import Why, keep_backup
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.account import Choice, Chooser, Conflict
from ptce_ref.storage.fusion import Fusion, fuse
from ptce_ref.storage.inspection import verify_store
from ptce_ref.storage.reception import other_store
from ptce_ref.storage.side import BaseSide, Side

__all__ = ["Choice", "Fusion", "Policy", "merge_base", "take"]


class Policy(StrEnum):
    """What to do of what was changed on both sides, differently; the values are those of ``--conflit``."""

    LATEST = "recent"
    HERE = "ici"
    THERE = "la-bas"
    STOP = "arreter"


def merge_base(
    workspace: Workspace,
    other: Path,
    *,
    policy: Policy = Policy.LATEST,
    chosen: Mapping[str, Choice] | None = None,
    trial: bool = False,
) -> Fusion:
    """Merge the base ``other``, which is only read, into the open one; with ``trial``, only say what would be done.

    ``chosen`` decides some conflicts, by their marks. The base is copied aside before it changes. Raises
    :class:`Refusal` when ``other`` is this very base, is not sound, or when a conflict stops everything; and
    :class:`~ptce_ref.storage.problem.DatabaseUnusableError` when one of the two cannot be used.
    """
    if _is_same(other, workspace.store.path):
        raise Refusal("Les deux bases sont le même fichier : il n’y a rien à fusionner.", Fault.MISUSE)
    with other_store(other, workspace.now) as there:
        for problem in verify_store(there):
            raise Refusal(f"La base « {other} » ne peut pas être fusionnée. {problem}", Fault.UNUSABLE)
        with there.reading() as db:
            return take(workspace, BaseSide(db.conn), Why.MERGE, policy=policy, chosen=chosen, trial=trial)


def _is_same(other: Path, base: Path) -> bool:
    try:
        return other.samefile(base)
    except (OSError, ValueError):
        # What cannot be opened is told by who opens it.
        return False


def take(
    workspace: Workspace,
    side: Side,
    why: Why,
    *,
    policy: Policy = Policy.LATEST,
    chosen: Mapping[str, Choice] | None = None,
    trial: bool = False,
) -> Fusion:
    """Take ``side`` into the open base, as :func:`merge_base` does; ``why`` names the copy made before."""
    chosen = dict(chosen or {})
    choose = _chooser(policy, chosen)
    foreseen = fuse(workspace.store, side, choose, workspace.now, trial=True)
    if foreseen.changes_something:
        _refuse_unknown(foreseen, chosen)
    if trial or not foreseen.changes_something:
        return foreseen
    waiting = [conflict for conflict in conflicts_of(foreseen) if not conflict.settled and conflict.mark not in chosen]
    if waiting and policy is Policy.STOP:
        several = len(waiting) > 1
        raise Refusal(
            f"{len(waiting)} modifications ont été faites des deux côtés, différemment ; rien n’a été changé. "
            "Choisissez pour chacune (--choisir REPERE=ici ou REPERE=la-bas), ou pour toutes (--conflit)."
            if several
            else "Une modification a été faite des deux côtés, différemment ; rien n’a été changé. "
            "Choisissez (--choisir REPERE=ici ou REPERE=la-bas), ou laissez la plus récente (--conflit recent)."
        )
    keep_backup(workspace, why)
    return fuse(workspace.store, side, choose, workspace.now)


def conflicts_of(fusion: Fusion) -> list[Conflict]:
    """Return every conflict of a merge, those of the cards of pôles first."""
    return [conflict for account in (fusion.commons, *fusion.accounts) for conflict in account.conflicts]


def _chooser(policy: Policy, chosen: Mapping[str, Choice]) -> Chooser:
    general = Choice.LATEST if policy is Policy.STOP else Choice(policy.value)

    def choose(conflict: Conflict) -> Choice:
        # What one side decided already is only decided again when it is asked for by name.
        return chosen.get(conflict.mark, Choice.LATEST if conflict.settled else general)

    return choose


def _refuse_unknown(fusion: Fusion, chosen: Mapping[str, Choice]) -> None:
    marks = [conflict.mark for conflict in conflicts_of(fusion)]
    for mark in chosen:
        if mark not in marks:
            raise unknown("Le repère", mark, marks)
