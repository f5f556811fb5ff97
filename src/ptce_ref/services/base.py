"""Use cases around the database file itself: what it holds, whether it is sound."""

from dataclasses import dataclass

from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.inspection import Inspection, inspect_store, verify_store


@dataclass(frozen=True)
class Verification:
    """Problems found in the file, as sentences; none when it is sound."""

    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether no problem was found."""
        return not self.problems


def describe_base(workspace: Workspace) -> Inspection:
    """Return where the file is, its format, and how much it holds."""
    return inspect_store(workspace.store)


def verify_base(workspace: Workspace) -> Verification:
    """Return what is wrong: in the file itself, in the links inside it, in stored values that mean nothing any more."""
    return Verification(tuple(verify_store(workspace.store)))
