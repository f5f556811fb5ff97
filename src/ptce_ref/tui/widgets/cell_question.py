"""One question of a cell, in full: level or position, voices by college, reasons to discuss, arguments."""

from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import CountsView, FigureView, IndicatorView
from ptce_ref.tui.text import Piece, TextBlock

_NAME_WIDTH, _COUNT_WIDTH = 18, 5


class CellQuestion(Vertical):
    """Shows one indicator; ``levels`` are the names of the levels, lowest first."""

    DEFAULT_CSS = """
    CellQuestion {
        height: auto; padding: 0 1 1 1; border-left: outer $rule;
        &.-marked { border-left: outer $primary; background: $surface; }
        & > .title { color: $primary; text-style: bold; }
        & > .question { text-style: bold; }
        & > .explanation { color: $quiet; }
        & > .figure { margin-top: 1; }
        & > .argument { margin: 1 0 0 2; }
        & > .voices { text-wrap: nowrap; margin-top: 1; }
    }
    """

    def __init__(self, item: IndicatorView, levels: tuple[str, ...], *, hidden: bool) -> None:
        super().__init__()
        self.item, self._levels, self._hidden = item, levels, hidden

    def compose(self) -> ComposeResult:
        item = self.item
        yield TextBlock(*self._title(marked=False), classes="title")
        yield TextBlock(item.question, classes="question")
        yield TextBlock(item.explanation, classes="explanation")
        if self._hidden:
            yield TextBlock(*self._scale(), classes="figure")
            return
        yield TextBlock(*_figure(item), classes="figure")
        if item.total is not None and item.counts:
            yield TextBlock("\n".join(_voices(item)), classes="voices")
        for argument in item.arguments:
            who = ", ".join(part for part in (argument.college, argument.author, argument.level, argument.kind) if part)
            nb = wording.NBSP
            yield TextBlock(f"«{nb}{argument.text}{nb}» ", (f"— {who}", "$quiet"), classes="argument")

    def mark(self, *, marked: bool) -> None:
        """Show whether the keys of the screen are about this question."""
        self.set_class(marked, "-marked")
        self.query_one(".title", TextBlock).show(*self._title(marked=marked), resizes=False)

    def _title(self, *, marked: bool) -> tuple[Piece, ...]:
        return (f"{'▸' if marked else ' '} {self.item.code}  {self.item.title}",)

    def _scale(self) -> list[Piece]:
        pieces: list[Piece] = []
        for rank, (name, descriptor) in enumerate(zip(self._levels, self.item.descriptors, strict=True), start=1):
            pieces += [("\n" if pieces else "", ""), (f"{rank} {name}. ", "bold"), descriptor]
        return pieces


def _figure(item: IndicatorView) -> list[Piece]:
    figure = item.figure
    provisional = ", provisoire" if figure.provisional and figure.level is not None else ""
    before = "Niveau " if figure.level is not None else ""
    pieces: list[Piece] = [before, (_level(figure), "bold"), f" (n = {wording.told(figure.n)}{provisional})"]
    if item.position is not None:
        position = item.position
        level = f", niveau {position.level}" if position.level is not None else ""
        pieces.append((bind_signs(f"\nPosition : {position.outcome}{level}."), "bold $success"))
        pieces.append(f" {position.argument}" if position.argument else "")
        if position.minority_opinion:
            pieces.append(bind_signs("\nAvis minoritaire : ") + position.minority_opinion)
    if item.reasons:
        # Once the group has decided, nothing asks to be discussed: what the opinions were is only told.
        asked = ("≠ À discuter", "$warning") if item.position is None else ("Dans les avis", "$quiet")
        pieces.append((bind_signs(f"\n{asked[0]} : {', '.join(item.reasons)}"), asked[1]))
    if figure.alerts:
        pieces.append((bind_signs(f"\n! Vigilance : {item.vigilance}"), "bold $warning"))
    return pieces


def _level(figure: FigureView) -> str:
    if figure.level is not None:
        return wording.figure(figure)
    words = wording.figure(figure)
    return "Pas encore de niveau" if words == wording.NOTHING else wording.sentence(words)


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
