"""Échanger: what goes to another machine, what comes from one, and the copies of the base. A menu, one key each."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.text import bind_signs
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.text import Choice, ChoiceList, TextBlock
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.page_list import PageList

_JOBS = (
    ("e", "write", "Écrire un fichier d’échange", "pour un réseau, ou pour un autre ordinateur de votre pôle"),
    ("r", "receive", "Recevoir un fichier d’échange", "un, ou tout un dossier : d’autres pôles, d’un autre ordinateur"),
    ("q", "returned", "Reprendre des questionnaires", "remplis dans un tableur ; ou le plan d’action d’un classeur"),
    ("f", "merge", "Fusionner la base d’un collègue", "vous avez travaillé chacun sur votre copie : tout réunir"),
    ("s", "copy", "Faire une copie de sauvegarde", "datée, à côté de la base ou sur une clé"),
    ("c", "copies", "Revenir à une copie", "les copies que vous avez, et ce que chacune contient"),
)
"""Key, action, name, what it is for."""


class _Exchanges(PageList):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Ouvrir", key_display="Entrée")]
    DEFAULT_CSS = """
    _Exchanges { height: auto; padding: 1 1 0 0; }
    """


class ExchangeScreen(BaseScreen[None]):
    """What one can do with files that come and go; ``pole_id`` and ``evaluation_id`` are proposed to be written."""

    HERE = Help(
        "Échanger",
        (
            (
                "Une base est un seul fichier, sur un seul ordinateur. Ici, on en envoie une partie, on en reçoit, "
                "on réunit deux copies, on en garde une en lieu sûr."
            ),
            (
                "Pour un réseau, une collectivité, un autre pôle : un fichier d’échange confidentiel, sans nom ni "
                "argument. Pour un autre ordinateur de votre pôle : un fichier complet, ou la fusion des deux bases."
            ),
            "Rien de ce qui vient d’ailleurs n’est repris avant que l’écran n’ait dit ce qui changerait.",
        ),
        tuple((key, f"{name[0].lower()}{name[1:]}") for key, _, name, _ in _JOBS),
    )
    AUTO_FOCUS = "_Exchanges"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, action, name, show=False, tooltip=what) for key, action, name, what in _JOBS
    ]
    DEFAULT_CSS = """
    ExchangeScreen #where { padding: 1 2; color: $quiet; height: auto; }
    """

    def __init__(self, pole_id: str | None = None, evaluation_id: str | None = None) -> None:
        super().__init__()
        self._pole_id, self._evaluation_id = pole_id, evaluation_id

    def compose(self) -> ComposeResult:
        yield Heading("Échanger", "envoyer, recevoir, réunir, sauvegarder")
        yield _Exchanges(_lines())
        yield TextBlock(bind_signs(f"La base : {self.ptce.path.absolute()}"), id="where")
        yield Footer()

    @on(ChoiceList.OptionSelected)
    async def _chosen(self, event: ChoiceList.OptionSelected) -> None:
        await self.run_action(event.option_id or "")

    def action_write(self) -> None:
        from ptce_ref.tui.screens.exchange_export import ExportScreen  # noqa: PLC0415 - seldom asked for

        with self.explained():
            self.app.push_screen(ExportScreen(self.workspace, self._pole_id, self._evaluation_id))

    def action_receive(self) -> None:
        from ptce_ref.tui.screens.exchange_receive import ReceiveScreen  # noqa: PLC0415 - seldom asked for

        self.app.push_screen(ReceiveScreen())

    def action_returned(self) -> None:
        self.ptce.open_returned()

    def action_merge(self) -> None:
        from ptce_ref.tui.screens.merge import MergeScreen  # noqa: PLC0415 - seldom asked for

        self.app.push_screen(MergeScreen())

    def action_copy(self) -> None:
        from ptce_ref.tui.screens.copies import CopiesScreen  # noqa: PLC0415 - seldom asked for

        self.app.push_screen(CopiesScreen(copying=True))

    def action_copies(self) -> None:
        from ptce_ref.tui.screens.copies import CopiesScreen  # noqa: PLC0415 - seldom asked for

        self.app.push_screen(CopiesScreen())


def _lines() -> Iterator[Choice]:
    for key, action, name, what in _JOBS:
        yield Choice(action, ((f" {key}  ", "bold $accent"), (name, "bold"), (f"\n    {bind_signs(what)}", "$quiet")))
