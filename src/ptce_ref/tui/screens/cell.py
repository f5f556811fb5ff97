"""The questions of one cell of the table, with what was said of them when it may be shown."""

from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer

from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView, CoevaluationView, CountsView, IndicatorView
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.text import Piece, TextBlock
from ptce_ref.tui.widgets.heading import Heading

_NAME_WIDTH, _COUNT_WIDTH = 18, 5


class CellScreen(BaseScreen[None]):
    """Each question of the cell: level or position, voices by college, reasons to discuss, arguments."""

    HERE = Help(
        "Questions d’une case",
        (
            (
                "Pour chaque question : le niveau ou la position du groupe, les voix de chaque collège "
                "(nc : non concerné, nsp : ne sait pas, n : voix qui donnent un niveau), les raisons d’en discuter, "
                "et les arguments. Les noms ne sont pas montrés."
            ),
        ),
        (("↑ ↓", "faire défiler"), ("Pg↑ Pg↓", "faire défiler d’une page")),
    )
    AUTO_FOCUS = "#questions"
    DEFAULT_CSS = """
    CellScreen {
        #questions { padding: 1 2; }
        #questions:focus { border-left: outer $primary; padding-left: 1; }
        .title { color: $primary; text-style: bold; margin-top: 1; }
        .title.-first { margin-top: 0; }
        .question { text-style: bold; }
        .explanation { color: $quiet; }
        .figure { margin-top: 1; }
        .argument { margin: 0 0 1 2; }
        .voices { text-wrap: nowrap; margin: 1 0; }
    }
    """

    def __init__(self, view: CoevaluationView, cell: CellView) -> None:
        super().__init__()
        self._view, self._cell = view, cell

    def compose(self) -> ComposeResult:
        view = self._view
        sub = next(item for item in view.sub_objectives if item.id == self._cell.sub_objective)
        theme = next(item for item in view.themes if item.id == self._cell.theme)
        mark = wording.DEMONSTRATION if view.pole.demonstration else ""
        yield Heading(f"{sub.code} {sub.name}", theme.name, mark)
        codes = {code for code, _ in self._cell.titles}
        with VerticalScroll(id="questions"):
            first = True
            for item in sub.indicators:
                if item.code in codes:
                    yield from self._question(item, first=first)
                    first = False
        yield Footer(show_command_palette=False)

    def _question(self, item: IndicatorView, *, first: bool) -> Iterator[TextBlock]:
        yield TextBlock(f"{item.code}  {item.title}", classes="title -first" if first else "title")
        yield TextBlock(item.question, classes="question")
        yield TextBlock(item.explanation, classes="explanation")
        if self._view.hidden:
            yield TextBlock(*self._levels(item), classes="figure")
            return
        yield TextBlock(*self._figure(item), classes="figure")
        if item.total is not None and item.counts:
            yield TextBlock("\n".join(_voices(item)), classes="voices")
        for argument in item.arguments:
            who = ", ".join(part for part in (argument.college, argument.author, argument.level, argument.kind) if part)
            yield TextBlock(
                f"« {argument.text} » ".replace("« ", f"«{wording.NBSP}"), (f"— {who}", "$quiet"), classes="argument"
            )

    def _levels(self, item: IndicatorView) -> list[Piece]:
        pieces: list[Piece] = []
        for level, descriptor in zip(self._view.referential.levels, item.descriptors, strict=True):
            pieces += [("\n" if pieces else "", ""), (f"{level.rank} {level.name}. ", "bold"), descriptor]
        return pieces

    def _figure(self, item: IndicatorView) -> list[Piece]:
        figure = item.figure
        provisional = ", provisoire" if figure.provisional and figure.level is not None else ""
        pieces: list[Piece] = [("Niveau ", ""), (wording.figure(figure), "bold"), f" (n = {figure.n}{provisional})"]
        if item.position is not None:
            position = item.position
            level = f", niveau {position.level}" if position.level is not None else ""
            pieces.append((f"\nPosition : {position.outcome}{level}.", "bold $success"))
            pieces.append(f" {position.argument}" if position.argument else "")
            if position.minority_opinion:
                pieces.append(f"\nAvis minoritaire : {position.minority_opinion}")
        if item.reasons:
            pieces.append((f"\n≠ À discuter : {', '.join(item.reasons)}", "$warning"))
        if figure.alerts:
            pieces.append((f"\n! Vigilance : {item.vigilance}", "bold $warning"))
        return [(piece.replace(" :", f"{wording.NBSP}:") if isinstance(piece, str) else piece) for piece in pieces]


def _voices(item: IndicatorView) -> Iterator[str]:
    """Yield the lines of a small table: voices by level and by college, columns aligned."""
    size = len(item.descriptors)
    heads = [*(str(rank) for rank in range(1, size + 1)), "nc", "nsp", "n", "médiane"]
    yield " " * _NAME_WIDTH + "".join(f"{head:>{max(_COUNT_WIDTH, len(head) + 2)}}" for head in heads)
    lines: list[CountsView] = [*item.counts, *([item.total] if item.total else [])]
    for line in lines:
        figures = [*(str(count or wording.NOTHING) for count in line.levels)]
        figures += [str(line.not_applicable or wording.NOTHING), str(line.dont_know or wording.NOTHING), str(line.n)]
        figures.append(wording.median(line.median))
        name = line.college_short + " " * (_NAME_WIDTH - cell_len(line.college_short))
        yield name + "".join(
            f"{figure:>{max(_COUNT_WIDTH, len(head) + 2)}}" for figure, head in zip(figures, heads, strict=True)
        )
