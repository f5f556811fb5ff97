"""Choosing the file that comes in: its path, typed, pasted or dropped, or one of those found in the usual folders."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.nearby import NearbyFile, paths_from_text
from ptce_ref.tui.text import Choice, TextBlock
from ptce_ref.tui.widgets.document_list import size_in_words
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.page_list import PageList


class FileChoice(Vertical):
    """A line for a path, and under it the files found. Posts :class:`Chosen`; reads none of them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "list", "Aller à la liste", show=False)]
    DEFAULT_CSS = """
    FileChoice {
        height: 1fr;
        #file { margin: 0 1; }
        #file .entry-label { width: 10; }
        #file .entry-error { padding-left: 10; }
        #found { padding: 0 2; height: auto; color: $quiet; }
        #rest { height: 1fr; }
        &.-empty PageList { display: none; }
        &.-full #rest { display: none; }
    }
    """

    class Chosen(Message):
        """Files were chosen, most often one; it may not be there, or be a folder."""

        def __init__(self, *paths: Path) -> None:
            self.paths = paths
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._files: Sequence[NearbyFile] = ()

    def compose(self) -> ComposeResult:
        yield Entry("Fichier", id="file", hint="son chemin, tapé ou collé ; ou ↓ pour la liste")
        yield TextBlock(id="found")
        yield PageList(id="files")
        yield TextBlock(id="rest")

    def show(self, files: Sequence[NearbyFile], words: str) -> None:
        """List the files found, under what is said of them."""
        self._files = files
        self.query_one(PageList).fill(_line(place, file) for place, file in enumerate(files))
        self.query_one("#found", TextBlock).show(bind_signs(words))
        self.set_class(not files, "-empty")
        self.set_class(bool(files), "-full")

    def focus_files(self) -> None:
        """Go to the list, or to the line when nothing was found."""
        self.screen.set_focus(self.query_one(PageList if self._files else LineInput))

    def action_list(self) -> None:
        """Go from the line one types in to the list under it."""
        if self._files:
            self.focus_files()

    @on(PageList.OptionSelected)
    def _taken(self, event: PageList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._files[int(event.option_id or 0)].path))

    @on(LineInput.Submitted)
    def _typed(self, event: LineInput.Submitted) -> None:
        event.stop()
        entry = self.query_one("#file", Entry)
        entry.show_error("" if entry.value.strip() else "Tapez le chemin du fichier, ou prenez-le dans la liste.")
        if entry.value.strip():
            self.post_message(self.Chosen(*paths_from_text(entry.value)))


def _line(place: int, file: NearbyFile) -> Choice:
    when = f"{wording.long_date(file.changed.date().isoformat())} à {file.changed:%H:%M}"
    said = f"\n   {file.path.parent} · {when} · {size_in_words(file.bytes)}"
    return Choice(str(place), ((f" {file.path.name}", "bold"), (said, "$quiet")))
