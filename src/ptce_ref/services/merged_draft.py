"""What a merge changes of the texts that wait to be stored: they follow ids that change, and go with the erased."""

from pathlib import Path

from ptce_ref.services.draft import DraftKind, Kept, Key, change_kept, default_folder
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.fusion import Fusion
from ptce_ref.storage.identity import Renaming

_OF_AN_EVALUATION = frozenset(DraftKind) - {DraftKind.VISIT, DraftKind.CARD}
"""Kinds of places whose keys name an evaluation next."""
_NUMBERED = 3
"""Parts of the key of a draft that names a person or an action: the kind of place, the evaluation, the number."""


def follow_drafts(workspace: Workspace, fusion: Fusion, folder: Path | None = None) -> bool:
    """Have the drafts of the base follow what a merge did; say whether the disk allowed it.

    ``folder`` is where they are kept (the user's by default).
    """
    if not (fusion.renamed_here or fusion.erased):
        return True

    def follow(kept: Kept) -> None:
        erased = set(fusion.erased)
        found = {_present(key, fusion.renamed_here): draft for key, draft in kept.items()}
        kept.clear()
        kept.update(
            {key: draft for key, draft in found.items() if not (key[0] == DraftKind.OPINION and key[1:3] in erased)}
        )

    return change_kept(folder or default_folder(), workspace.store.path, follow)


def _present(key: Key, renaming: Renaming) -> Key:
    """Return the key of a draft under the present ids."""
    kind, *names = key
    if kind not in _OF_AN_EVALUATION:
        return key
    numbers: dict[str, dict[tuple[str, str], str]] = {
        DraftKind.OPINION: renaming.people,
        DraftKind.ACTION: renaming.actions,
    }
    known = numbers.get(kind, {})
    if len(key) >= _NUMBERED:
        names[1] = known.get((names[0], names[1]), names[1])
    names[0] = renaming.evaluation(names[0])
    return (kind, *names)
