"""Référentiel: browse it as a tree, search all its words, follow its links, see where each element comes from."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import fold
from ptce_ref.reports import wording
from ptce_ref.reports.referential_view import START, PageKind, PageView, indicator_page, view_pages
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.search import Found, SearchDialog
from ptce_ref.tui.text import Choice, ChoiceList, Piece, TextBlock, say
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.page_list import PageList
from ptce_ref.tui.widgets.search_line import OpeningLine

WIDE = 100
"""From this many columns on, the list and the page stand side by side."""


class _Contents(PageList):
    """The list of the pages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Lire", key_display="Entrée"),
        Binding("right", "screen.unfold", "Déplier", show=False),
        Binding("left", "screen.fold", "Replier", show=False),
    ]


class _Page(VerticalScroll):
    """The page being read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.links", "Liens", show=False)]
    DEFAULT_CSS = """
    _Page { padding: 0 2; scrollbar-size-vertical: 1; border-left: outer $background; }
    _Page:focus { border-left: outer $primary; }
    """


class ReferentialScreen(BaseScreen[None]):
    """The pages of one referential; ``indicator`` is shown first."""

    HERE = Help(
        "Référentiel",
        (
            (
                "La liste donne les objectifs, leurs sous-objectifs et leurs indicateurs, puis les enjeux, l’échelle, "
                "les usages, les collèges et les sources. Chaque page dit d’où vient ce qu’elle contient : attesté par "
                "une source, ou proposé par ce projet."
            ),
            "La recherche lit tout : codes, questions, explications, niveaux, sources. Les accents n’y comptent pas.",
            "Un lien suivi mène à une autre page ; b ramène à la page d’avant.",
        ),
        (
            ("↑ ↓", "passer d’une ligne à l’autre, ou faire défiler la page"),
            ("→ ←", "déplier, replier une ligne de la liste"),
            ("Entrée", "lire la page marquée ; sur une page, ses liens"),
            ("l", "les liens de la page"),
            ("b", "revenir à la page d’avant"),
            ("c", "chercher dans tout le référentiel ; Entrée lit la première page trouvée"),
        ),
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "links", "Liens", tooltip="les pages où mène celle-ci"),
        Binding("b", "previous", "Précédente", tooltip="revenir à la page d’avant"),
        Binding("c", "search", "Chercher", tooltip="un mot, dans tout le référentiel"),
    ]
    AUTO_FOCUS = "_Contents"
    DEFAULT_CSS = """
    ReferentialScreen {
        #none { padding: 1 2; color: $quiet; height: 1fr; }
        &.-wide #list { width: 46%; max-width: 64; border-right: solid $rule; }
        &.-narrow #list { width: 1fr; }
        &.-narrow _Page { display: none; width: 1fr; }
        &.-narrow.-reading #list { display: none; }
        &.-narrow.-reading _Page { display: block; }
    }
    """

    def __init__(self, referential: Referential, indicator: str | None = None) -> None:
        super().__init__()
        self._title = f"{referential.header.title}, version {referential.version}"
        self._pages = {page.id: page for page in view_pages(referential)}
        self._texts: dict[str, str] = {}
        self._parents = {page.parent for page in self._pages.values()}
        wanted = indicator_page(indicator) if indicator else START
        self._current = wanted if wanted in self._pages else START
        self._open = {page.id for page in self._pages.values() if page.kind is PageKind.OBJECTIVE}
        self._unfold_to(self._current)
        self._visited: list[str] = []
        self._reading_first = indicator is not None

    def compose(self) -> ComposeResult:
        yield Heading("Référentiel", self._title)
        with Horizontal():
            with Vertical(id="list"):
                yield OpeningLine("un mot, un code")
                yield TextBlock("Aucune page ne porte ces mots.", id="none")
                yield _Contents()
            with _Page():
                yield TextBlock(id="page")
        yield Footer()

    def on_mount(self) -> None:
        self._list()
        self._show(self._current)
        if self._reading_first:
            self._read()

    # The list

    def _list(self) -> None:
        """Fill the list: the tree, or what was found."""
        search = self.query_one("#search", OpeningLine)
        words = fold(search.value.replace("\u00a0", " ")).split()
        contents = self.query_one(_Contents)
        contents.fill(self._found(words) if words else self._tree())
        contents.highlight_id(self._current if not words else None)
        contents.display = search.found = bool(contents.option_count)
        self.query_one("#none").display = not contents.option_count

    def _tree(self) -> Iterator[Choice]:
        for page in self._pages.values():
            above = list(self._above(page))
            if all(item in self._open for item in above):
                fold_mark = ("▾ " if page.id in self._open else "▸ ") if page.id in self._parents else "  "
                yield Choice(page.id, (("  " * len(above) + fold_mark, "$primary"), *_title(page)))

    def _found(self, words: Sequence[str]) -> Iterator[Choice]:
        """Yield the pages that hold every word, those whose title says it first."""
        if not self._texts:
            # Only when somebody searches: to open the screen, nobody needs it.
            self._texts = {page.id: fold(page.text) for page in self._pages.values()}
        found = [page for page in self._pages.values() if all(word in self._texts[page.id] for word in words)]
        for page in sorted(found, key=lambda page: _remoteness(words, fold(page.title), self._texts[page.id])):
            beside = "" if page.code or not page.kind else f"  {page.kind.lower()}"
            yield Choice(page.id, (*_title(page), (beside, "$quiet")))

    def _above(self, page: PageView) -> Iterator[str]:
        """Yield the pages under which this one stands."""
        while page.parent:
            yield page.parent
            page = self._pages[page.parent]

    def _unfold_to(self, ident: str) -> None:
        self._open.update(self._above(self._pages[ident]))

    @on(OpeningLine.Changed, "#search")
    def _search_changed(self) -> None:
        self._list()

    @on(OpeningLine.Submitted, "#search")
    def _search_done(self) -> None:
        """Read the first page that is found."""
        if (first := self.query_one(_Contents).current_id) is not None:
            self._show(first)
            self._read()

    def action_list(self) -> None:
        """Leave the search for what it found."""
        self.query_one(_Contents).focus()

    @on(ChoiceList.OptionHighlighted)
    def _marked(self, event: ChoiceList.OptionHighlighted) -> None:
        """On a wide screen the page follows the mark; on a small one it waits for Enter."""
        if self.has_class("-wide") and event.option_id and not self.has_class("-reading"):
            self._show(event.option_id)

    @on(ChoiceList.OptionSelected)
    def _chosen(self, event: ChoiceList.OptionSelected) -> None:
        if event.option_id:
            self._show(event.option_id)
            self._read()

    def action_unfold(self) -> None:
        current = self.query_one(_Contents).current_id
        if current in self._parents and current not in self._open:
            self._open.add(current)
            self._refill(current)
        elif current is not None:
            self._show(current)
            self._read()

    def action_fold(self) -> None:
        current = self.query_one(_Contents).current_id
        if current is None or self.query_one("#search", OpeningLine).value:
            return
        if current in self._open:
            self._open.discard(current)
        else:
            current = self._pages[current].parent or current
            self._open.discard(current)
        self._refill(current)

    def _refill(self, current: str) -> None:
        self._current = current
        self._list()

    # The page

    def _show(self, ident: str) -> None:
        self._current = ident
        page = self._pages[ident]
        self.query_one("#page", TextBlock).show(*_pieces(page))
        self.query_one(_Page).scroll_home(animate=False)
        self.query_one(Heading).show("Référentiel", page.title if self.has_class("-reading") else self._title)

    def _read(self) -> None:
        """Go to the page itself."""
        self.add_class("-reading")
        self.query_one(_Page).focus()
        self.query_one(Heading).show("Référentiel", self._pages[self._current].title)
        self.refresh_bindings()

    def action_links(self) -> None:
        page = self._pages[self._current]
        links = [self._pages[link] for link in page.links if link in self._pages]
        if not links:
            say(self.app, "Cette page ne mène à aucune autre.")
            return
        lines = [Found(link.id, link.title, (link.kind or link.name).lower()) for link in links]

        def follow(ident: str | None) -> None:
            if ident is not None:
                self._visited.append(self._current)
                self._go(ident)

        self.app.push_screen(SearchDialog(f"Liens de {page.code or page.name}", "Chercher…", lines), follow)

    def action_previous(self) -> None:
        self._go(self._visited.pop())

    def _go(self, ident: str) -> None:
        """Show a page and mark it in the list."""
        self._unfold_to(ident)
        self._current = ident
        self._read()
        self.query_one("#search", OpeningLine).value = ""
        self._list()
        self._show(ident)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer the page before where a link was followed."""
        return action != "previous" or (bool(self._visited) and self.has_class("-reading"))

    def action_search(self) -> None:
        self._leave_page()
        self.query_one("#search").focus()

    def _leave_page(self) -> None:
        self.remove_class("-reading")
        self.query_one(Heading).show("Référentiel", self._title)
        self.refresh_bindings()

    def action_back(self) -> None:
        """From the page to the list, from the search to the whole list, then leave."""
        search, contents = self.query_one("#search", OpeningLine), self.query_one(_Contents)
        if self.has_class("-reading"):
            self._leave_page()
            contents.focus()
        elif search.value:
            search.value = ""
            contents.focus()
        elif self.focused is search:
            contents.focus()
        else:
            self.dismiss(None)


def _remoteness(words: Sequence[str], title: str, text: str) -> int:
    """Return how far a page is from the words: « eau » is nearer to « l’eau » than to « nouveau »."""

    def begins(text: str) -> bool:
        return all(re.search(rf"\b{re.escape(word)}", text) for word in words)

    ranks = (begins(title), begins(text), all(word in title for word in words))
    return next((rank for rank, near in enumerate(ranks) if near), len(ranks))


def _title(page: PageView) -> tuple[Piece, ...]:
    if page.id == START:
        return (page.kind,)
    if page.code:
        return (f"{page.code} ", "bold"), page.name
    return (page.name,)


def _pieces(page: PageView) -> list[Piece]:
    kind = f"{page.kind} {page.code}".strip()
    over = " · ".join(part for part in (kind, page.standing) if part)
    pieces: list[Piece] = [(f"{over}\n", "$quiet")] if over else []
    pieces.append((page.name, "bold $primary"))
    if page.lead:
        pieces.append((f"\n\n{page.lead}", "bold" if page.kind is PageKind.INDICATOR else ""))
    for section in page.sections:
        pieces.append("\n")
        if section.heading:
            pieces.append((f"\n{section.heading}", "bold $accent"))
        for first, said in section.lines:
            # A whole sentence begins with a capital: it comes after a stop, not after a colon.
            colon = "." if said.endswith(".") else f"{wording.NBSP}:"
            between = "" if not first or not said or first.endswith((".", ":")) else colon
            pieces.append("\n")
            if first:
                pieces.append((f"{first}{between}", "bold"))
            pieces.append(f" {said}" if first and said else said)
    return pieces
