"""Use case of merging: what another copy of the base holds comes into this one, and nothing is lost."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from ptce_ref.services.backup import Why, keep_backup
from ptce_ref.services.merged_draft import follow_drafts
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.account import Choice, Chooser, Conflict
from ptce_ref.storage.fusion import Fusion, fuse
from ptce_ref.storage.inspection import verify_store
from ptce_ref.storage.overview import read_holdings
from ptce_ref.storage.reception import other_store
from ptce_ref.storage.side import BaseSide, Side
from ptce_ref.storage.watched_side import Told, WatchedSide

__all__ = ["Choice", "Fusion", "Policy", "Told", "merge_base", "take"]


def in_silence(_done: int, _total: int) -> None:
    """Tell nobody how far a merge went."""


def untold(_foreseen: Fusion) -> None:
    """Tell nobody what is about to be done."""


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
    told: Told = in_silence,
    foretold: Callable[[Fusion], None] = untold,
) -> Fusion:
    """Merge the base ``other``, which is only read, into the open one; with ``trial``, only say what would be done.

    ``chosen`` decides some conflicts, by their marks. The base is copied aside before it changes. ``told`` is told how
    many evaluations were read, of how many; what it raises stops there, and nothing is changed. ``foretold`` is
    given what will be done before anything is, and what it raises stops everything too. Raises
    :class:`Refusal` when ``other`` is this very base, is not sound, or when a conflict stops everything; and
    :class:`~ptce_ref.storage.problem.DatabaseUnusableError` when one of the two cannot be used.
    """
    if _is_same(other, workspace.store.path):
        raise Refusal("Les deux bases sont le même fichier : il n’y a rien à fusionner.", Fault.MISUSE)
    with other_store(other, workspace.now) as there:
        for problem in verify_store(there):
            raise Refusal(f"La base « {other} » ne peut pas être fusionnée. {problem}", Fault.UNUSABLE)
        with there.reading() as db:
            side = BaseSide(db.conn)
            return take(
                workspace, side, Why.MERGE, policy=policy, chosen=chosen, trial=trial, told=told, foretold=foretold
            )


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
    told: Told = in_silence,
    foretold: Callable[[Fusion], None] = untold,
    copied: bool = False,
) -> Fusion:
    """Take ``side`` into the open base, as :func:`merge_base` does; ``why`` names the copy made before.

    There is none when it was ``copied`` already for the same job, nor of a base in which nothing was ever written.
    Returns what was done, or would be with ``trial``. Raises :class:`Refusal` for a mark of ``chosen`` that names no
    conflict, and when ``policy`` is to stop at one that nobody decided.
    """
    chosen = dict(chosen or {})
    preview = Policy.LATEST if policy is Policy.STOP else policy
    foreseen = fuse(workspace.store, WatchedSide(side, told), _chooser(preview, chosen), workspace.now, trial=True)
    if foreseen.changes_something:
        _refuse_unknown(foreseen, chosen)
    foretold(foreseen)
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
    kept = None if copied or _is_empty(workspace) else keep_backup(workspace, why)
    # Somebody may have written here since: what the trial did not meet is decided by the same rule.
    done = fuse(workspace.store, WatchedSide(side, told), _chooser(policy, chosen), workspace.now)
    done.kept = kept
    follow_drafts(workspace, done)
    return done


def _is_empty(workspace: Workspace) -> bool:
    """Whether nothing was ever written in the base."""
    held = read_holdings(workspace.store)
    return not (held.poles or held.evaluations or held.changed_at)


def conflicts_of(fusion: Fusion) -> list[Conflict]:
    """Return every conflict of a merge, those of the cards of pôles first."""
    return [conflict for account in (fusion.commons, *fusion.accounts) for conflict in account.conflicts]


def _chooser(policy: Policy, chosen: Mapping[str, Choice]) -> Chooser:
    """Return who decides each conflict; with ``Policy.STOP`` it raises :class:`Refusal` at the first one left open."""

    def choose(conflict: Conflict) -> Choice:
        # What one side decided already is only decided again when it is asked for by name.
        if conflict.mark in chosen or conflict.settled:
            return chosen.get(conflict.mark, Choice.LATEST)
        if policy is Policy.STOP:
            raise Refusal(
                "Pendant la fusion, une modification a été faite ici aussi, différemment ; rien n’a été changé. "
                "Recommencez : la fusion dira laquelle, et ce que vous pouvez choisir."
            )
        return Choice(policy.value)

    return choose


def _refuse_unknown(fusion: Fusion, chosen: Mapping[str, Choice]) -> None:
    marks = [conflict.mark for conflict in conflicts_of(fusion)]
    for mark in chosen:
        if mark not in marks:
            raise unknown("Le repère", mark, marks)
