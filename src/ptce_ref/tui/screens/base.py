"""What all screens share: a heading, a footer, their help, and errors told in one French sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.text import say
from ptce_ref.tui.widgets.heading import Heading, pole_mark

if TYPE_CHECKING:
    from ptce_ref.tui.app import PtceApp

Result = TypeVar("Result")
_PROBLEMS_SHOWN = 4


class BaseScreen(Screen[Result]):
    """A whole screen."""

    HERE: ClassVar[Help]
    TELLS_CHANGES: ClassVar[bool] = False
    """Whether the screen says itself what another window changed; the application says it for the others."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Retour", key_display="Échap")]

    @property
    def ptce(self) -> "PtceApp":
        return cast("PtceApp", self.app)

    @property
    def workspace(self) -> Workspace:
        return self.ptce.workspace

    @property
    def about(self) -> str | None:
        """The id of the evaluation the screen is about, if any."""
        found: str | None = getattr(getattr(self, "_evaluation", None), "id", None)
        return found

    def action_back(self) -> None:
        self.dismiss(None)

    def database_changed(self) -> None:
        """Another window changed the database: screens that show it read it again."""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Run an action; what cannot be done is said in a sentence, and the action stops there."""
        try:
            yield
        except (Refusal, DatabaseUnusableError) as error:
            say(self.app, sentence_of(error), "error")

    def mark_pole(self, pole_id: str) -> None:
        """Say at the right of the heading that a pôle is fictitious, if it is; called once the screen is there.

        Not while it is made: a base that cannot be read then says so in a sentence.
        """
        from ptce_ref.services.pole import find_pole  # noqa: PLC0415 - not needed by the first screen

        with self.explained():
            self.query_one(Heading).mark(pole_mark(find_pole(self.workspace, pole_id)))


class BaseDialog(ModalScreen[Result]):
    """A small window over a screen; Escape closes it with nothing chosen."""

    HERE: ClassVar[Help]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Retour", key_display="Échap"),
        # A window over a screen hides the keys of the application.
        Binding("f1", "app.help", "Aide", show=False),
    ]
    DEFAULT_CSS = """
    BaseDialog {
        align: center middle;
        background: $background 60%;
        & > #window {
            width: 90%; max-width: 78; height: auto; max-height: 92%;
            background: $surface; border: heavy $primary; padding: 0 2;
        }
        #window > TextBlock { margin: 1 0 0 0; }
        #buttons { height: auto; margin: 1 0 1 0; align-horizontal: right; }
        #buttons Button { margin-left: 2; }
    }
    """

    @property
    def ptce(self) -> "PtceApp":
        return cast("PtceApp", self.app)

    def action_back(self) -> None:
        self.dismiss(None)


def sentence_of(error: Refusal | DatabaseUnusableError) -> str:
    """Return what cannot be done and why, with the first problems found in what was typed."""
    if not isinstance(error, Refusal) or not error.problems:
        return str(error)
    told = [str(problem) for problem in error.problems[:_PROBLEMS_SHOWN]]
    return " ".join([str(error), *told])
