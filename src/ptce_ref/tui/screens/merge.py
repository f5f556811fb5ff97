"""Merging the base of a colleague: what it would change is read first; theirs is never touched."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, cast

from textual.binding import Binding, BindingType

from ptce_ref.services.merging import Choice, Fusion, merge_base
from ptce_ref.services.nearby import NearbyFile, other_bases
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.exchange_arrival import ArrivalScreen
from ptce_ref.tui.screens.exchange_receive import ARRIVAL_KEYS
from ptce_ref.tui.screens.exchange_work import Told


class MergeScreen(ArrivalScreen):
    """Another copy of the base comes in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Fusionner", key_display="Ctrl+S", tooltip="ce qui est montré, après confirmation"),
    ]
    NAME = "Fusionner la base d’un collègue"
    VERB = "Fusionner"
    FOUND = "Autres bases trouvées dans vos dossiers habituels et sur vos clés, la plus récente d’abord :"
    NONE_FOUND = (
        "Aucune autre base dans vos dossiers habituels ni sur vos clés. Tapez ou collez le chemin du fichier "
        ".sqlite que votre collègue vous a donné, puis Entrée. Sur bien des ordinateurs, faire glisser le fichier "
        "sur cette fenêtre l’écrit pour vous."
    )
    DONE = "Fusion faite. Faites la même chose chez votre collègue avec votre base : les deux seront pareilles."
    HERE = Help(
        "Fusionner la base d’un collègue",
        (
            (
                "Vous avez travaillé à deux, chacun sur sa copie : la fusion apporte ici tout ce qui n’était que "
                "là-bas, historique compris. La base de votre collègue n’est que lue."
            ),
            (
                "Quand la même chose a été modifiée des deux côtés, les deux versions sont montrées : ● est celle qui "
                "sera gardée, la plus récente au départ. L’autre reste dans l’historique."
            ),
            "L’ordre n’importe pas, et recommencer ne change rien. Votre base d’avant est copiée.",
        ),
        ARRIVAL_KEYS,
    )

    def look_for(self) -> Sequence[NearbyFile]:
        return other_bases(self.ptce.path)

    def read(self, path: Path, told: Told) -> object:
        told(0, 0)
        if not path.is_file():
            found = "C’est un dossier" if path.is_dir() else "Aucun fichier à cet endroit"
            raise Refusal(f"{found} : « {path} ». Donnez le fichier .sqlite de votre collègue.")
        return path

    def fuse(
        self, workspace: Workspace, source: object, chosen: Mapping[str, Choice], told: Told, *, trial: bool
    ) -> Fusion:
        return merge_base(workspace, cast("Path", source), chosen=chosen, trial=trial, told=told)

    def warn(self, source: object) -> tuple[str, ...]:
        return (f"La base de votre collègue : {cast('Path', source).parent}",)
