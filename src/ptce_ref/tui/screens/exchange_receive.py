"""Receiving an exchange file: what it would change is read first, then it is taken in whole."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from ptce_ref.domain.exchange_file import Nature
from ptce_ref.reports import wording
from ptce_ref.services.exchange import AlteredFileError, Exchange, import_exchange, read_exchange
from ptce_ref.services.exchange_batch import Arrived, files_among, read_files, take_files
from ptce_ref.services.merging import Choice, Fusion
from ptce_ref.services.nearby import NearbyFile, exchange_files
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.arrival import Foreseen, foresee_all
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.exchange_arrival import ArrivalScreen
from ptce_ref.tui.screens.exchange_work import Told
from ptce_ref.tui.widgets.entry import Entry

ARRIVAL_KEYS: tuple[tuple[str, str], ...] = (
    ("↓", "aller à la liste des fichiers trouvés"),
    ("Entrée", "ouvrir le fichier ; puis, sur un choix à faire, garder l’autre version"),
    ("i", "garder partout ce qui est ici"),
    ("b", "garder partout ce qui est là-bas"),
    ("r", "garder partout le plus récent"),
    ("Ctrl+S", "faire ce qui est montré, après confirmation"),
    ("Échap", "arrêter ce qui est en cours ; puis revenir"),
)


Batch = tuple[Arrived, ...]
"""Several files, as they were read."""


def _read_all(files: Sequence[Path], told: Told) -> Batch:
    """Read files, and stop between two when somebody asks. Raises :class:`Refusal` when none of them can be taken."""
    read: list[Arrived] = []
    for file in read_files(files):
        told(len(read), len(files))
        read.append(file)
    if all(file.exchange is None for file in read):
        raise Refusal("Aucun de ces fichiers ne peut être repris. " + " ".join(str(file.refusal) for file in read))
    return tuple(read)


class ReceiveScreen(ArrivalScreen):
    """An exchange file comes in."""

    NAME = "Recevoir un fichier"
    VERB = "Reprendre"
    FOUND = "Fichiers d’échange trouvés dans vos dossiers habituels, le plus récent d’abord :"
    NONE_FOUND = (
        "Aucun fichier d’échange dans vos dossiers habituels (documents, téléchargements, bureau, clés). "
        "Tapez ou collez le chemin de celui que vous avez reçu, ou d’un dossier, puis Entrée. Sur bien des "
        "ordinateurs, faire glisser le fichier sur cette fenêtre l’écrit pour vous."
    )
    DONE = "Fichier repris."
    HERE = Help(
        "Recevoir un fichier d’échange",
        (
            (
                "Un fichier d’échange (.json) apporte les évaluations d’un autre pôle, ou celles de votre pôle tenues "
                "sur un autre ordinateur. L’écran dit d’abord tout ce qui changerait ; rien ne se fait sans vous."
            ),
            (
                "Quand la même chose a été modifiée des deux côtés, les deux versions sont montrées : ● est celle qui "
                "sera gardée, la plus récente au départ. L’autre reste dans l’historique."
            ),
            (
                "Un dossier peut remplacer le fichier : tous ceux qu’il contient sont lus. Chaque fichier est repris "
                "en entier, ou pas du tout ; les autres n’en dépendent pas. Le même peut venir deux fois. La base "
                "d’avant est copiée."
            ),
        ),
        ARRIVAL_KEYS,
    )

    def __init__(self, path: Path | None = None) -> None:
        """``path`` is a file chosen already: it is read at once."""
        super().__init__()
        self._first = path

    def on_mount(self) -> None:
        if self._first is not None:
            self.query_one("#file", Entry).put(str(self._first))
            self._open(self._first)

    def _open(self, path: Path) -> None:
        """Read a file; what people filled in a spreadsheet goes where it is taken back."""
        if path.suffix.lower() == ".xlsx":
            from ptce_ref.tui.screens.returned import ReturnedScreen  # noqa: PLC0415 - seldom needed

            self.app.push_screen(ReturnedScreen([path]))
        else:
            super()._open(path)

    def leave(self) -> None:
        """Go back to where the file was chosen."""
        if self._first is not None:
            self.dismiss(None)
        else:
            super().leave()

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read one file, or all those that were typed, pasted or dropped; a folder stands for those in it."""
        with self.explained():
            files = files_among(paths)
            if len(files) == 1:
                self._open(files[0])
                return
            self._path = Path(wording.count(len(files), "fichier"))
            self.open_with(lambda told: _read_all(files, told))

    def foresee(
        self, workspace: Workspace, source: object, chosen: Mapping[str, Choice], told: Told, *, trial: bool
    ) -> Foreseen:
        """As for one file; of several, what each of them does under its name, and why another is refused."""
        if isinstance(source, Exchange):
            return super().foresee(workspace, source, chosen, told, trial=trial)
        arrived = take_files(workspace, cast("Batch", source), chosen=chosen, trial=trial, told=told)
        return foresee_all(workspace, arrived, done=not trial)

    @property
    def does(self) -> str:
        """As for one file; of several, what is done of all."""
        return super().does if isinstance(self._source, Exchange) else "reprend chacun d’eux"

    @property
    def done(self) -> str:
        """As for one file; several are told as such."""
        return super().done if isinstance(self._source, Exchange) else "Fichiers repris."

    def look_for(self) -> Sequence[NearbyFile]:
        return exchange_files(self.ptce.path)

    def read(self, path: Path, told: Told) -> object:
        told(0, 0)
        return read_exchange(path)

    def fuse(
        self, workspace: Workspace, source: object, chosen: Mapping[str, Choice], told: Told, *, trial: bool
    ) -> Fusion:
        return import_exchange(workspace, cast("Exchange", source), chosen=chosen, trial=trial, told=told)

    def warn(self, source: object) -> tuple[str, ...]:
        if not isinstance(source, Exchange):
            return ("Chaque fichier est repris en entier, ou pas du tout.",)
        exchange = source
        day = wording.long_date(exchange.exported_at[:10])
        if exchange.nature is Nature.COMPLETE:
            return (f"Fichier complet, écrit le {day} : il contient des noms et des textes.",)
        return (f"Fichier confidentiel, écrit le {day} : ni nom, ni argument.",)

    def refused(self, error: Refusal | DatabaseUnusableError) -> None:
        """A file that was changed is read all the same when somebody says that it was meant."""
        path = self._path
        if not isinstance(error, AlteredFileError) or path is None:
            self.tell(sentence_of(error))
            return
        self.tell("Ce fichier n’est plus tel qu’il a été écrit. Rien n’a été changé.")

        def go_on(confirmed: bool | None) -> None:
            if confirmed:
                self.open_with(lambda _: read_exchange(path, changed_by_hand=True))

        sentences = (
            f"« {path.name} » a été modifié depuis qu’il a été écrit, ou s’est abîmé en route.",
            "Mieux vaut en demander un autre. Ne continuez que si quelqu’un l’a corrigé exprès.",
        )
        self.app.push_screen(ConfirmDialog("Fichier modifié", sentences, "Le lire quand même", "Ne pas le lire"), go_on)
