"""Where documents go: what the user chose last, for as long as the program runs."""

from pathlib import Path

from ptce_ref.services.workspace import documents_folder


class OutputFolders:
    """One folder for each evaluation, beside each other unless the user says otherwise."""

    def __init__(self) -> None:
        self._root: Path | None = None
        self._chosen: dict[str, Path] = {}

    def of(self, reference: str) -> Path:
        """Return the folder of an evaluation; of the whole database when ``reference`` is empty."""
        if reference in self._chosen:
            return self._chosen[reference]
        root = self._root or documents_folder()
        return root / reference if reference else root

    def choose(self, reference: str, folder: Path) -> None:
        """Remember a choice; the other evaluations will go beside it."""
        if folder == self.of(reference):
            return
        self._chosen[reference] = folder
        self._root = folder.parent if reference and folder.name == reference else folder
