"""The parts of a comparison as tables: conditions first, then figures. Reads the view; ranks nothing.

Pôles stay in the order of the view, which follows territories or names, never a value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_question import people_words
from ptce_ref.reports.view import ComparisonPart, ComparisonView, Consequence, EntryView, FigureView, HeadingView
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.text import Piece
from ptce_ref.tui.widgets.line_table import LARGE, Cell, Column, Sheet

GREYED_SIGN = "~"
SIGNS = {Standing.KEPT: "✓", Standing.GREYED: GREYED_SIGN, Standing.LEFT_OUT: "×"}
FICTIONAL = "fictif"
NAME, NAME_WIDE = 26, 36
FIGURE, TOTAL = 12, 14
"""Columns of a figure, and of one that counts more questions."""
LEGEND = "Niveau (* provisoire, ! vigilance), puis couverture · avis donnés. ~ : grisé, voir les conditions."

_NONE_SHARED = "aucune en commun"
_UNSHARED = " Tous n’ont pas eu cette question."


@dataclass(frozen=True)
class Part:
    """One part: its name, the sentence over its table, the table, and what is said in full of a cell."""

    name: str
    note: str
    sheet: Sheet
    detail: Callable[[int, int], Sequence[Piece]]
    empty: str = ""
    """What is said when the table has no row."""


def in_order(view: ComparisonView) -> list[tuple[HeadingView, int | None, int | None]]:
    """Return the headings in reading order with their rank among the objectives or the sub-objectives."""
    headings: list[tuple[HeadingView, int | None, int | None]] = []
    for rank, objective in enumerate(view.objectives):
        headings.append((objective, rank, None))
        headings += [
            (sub, None, place) for place, sub in enumerate(view.sub_objectives) if sub.parent == objective.code
        ]
    return headings


def conditions_part(view: ComparisonView, width: int) -> Part:
    """What is compared, what is not, and why: each pôle, then the rules."""
    large = width >= LARGE
    left, middle = (NAME_WIDE if large else NAME), 15
    room = max(20, width - left - middle - 2)
    rules = [lines_of(bind_signs(rule.demand), room) for rule in view.conditions]
    reasons = {entry.reasons: _broken(entry.reasons, room) for entry in view.entries}
    entries = len(view.entries)
    heights = [max(2, len(reasons[entry.reasons]) + 1) for entry in view.entries] + [len(rule) for rule in rules]
    kept = sum(entry.standing is Standing.KEPT for entry in view.entries)

    def spares(row: int) -> bool:
        """Whether a condition keeps everybody: it says how they are compared."""
        return view.conditions[row].consequence is Consequence.KEPT

    def cells(row: int) -> Sequence[Cell]:
        if row >= entries:
            rule = row - entries
            told = "pour tous" if spares(rule) else f"sinon {view.conditions[rule].consequence.standing}"
            return (Cell((view.conditions[rule].rule,), "strong"), Cell((told,), "quiet"), Cell(rules[rule]))
        entry = view.entries[row]
        look = "plain" if entry.standing is Standing.KEPT else "quiet"
        share = f"couv. {wording.share(entry.whole.coverage)}"
        facts = (*(reasons[entry.reasons] or (f"{entry.mode}, {entry.phase}",)), asked_words(entry))
        return (
            name_cell(
                entry.pole.name,
                beside(entry, view, entry.evaluation),
                width,
                greyed=entry.standing is not Standing.KEPT,
            ),
            Cell((f"{_sign(entry)} {entry.standing}", share), look),
            Cell(facts, look),
        )

    def detail(row: int, _: int) -> Sequence[Piece]:
        if row >= entries:
            rule = view.conditions[row - entries]
            otherwise = "Pour tous les pôles." if spares(row - entries) else f"Sinon, le pôle est {rule.consequence}."
            return [bind_signs(f"Condition « {rule.rule} » : {rule.demand}. {otherwise}")]
        return _entry_words(view.entries[row])

    count = f"{wording.compared(entries, kept)} ({view.mode}), par {view.order}"
    note = f"{count} ; les conditions suivent (Fin). {_heed(view)}"
    columns = (
        Column(("Pôle, puis condition",), NAME, NAME_WIDE, fixed=True),
        Column(("Situation,", "puis sinon"), middle),
        Column(("La raison, les questions ;", "puis ce qui est demandé"), room + 1, fills=True),
    )
    return Part("Conditions", note, Sheet(columns, len(heights), cells, heights=tuple(heights)), detail)


def _heed(view: ComparisonView) -> str:
    """Return what must be read before any figure: that questions differ, and that nobody is compared."""
    alone = view.absence(ComparisonPart.WHOLE)
    if view.same_questions:
        return alone or view.questions_note
    those = wording.agreed(view.common, "celle-là", "celles-là")
    shared, key = (f"{view.common} en commun", f" ; m : ne compter que {those}") if view.common else (_NONE_SHARED, "")
    caution = f"Attention : ils n’ont pas tous eu les mêmes questions ({shared}){key}."
    return f"{caution} {alone}".rstrip()


def asked_words(entry: EntryView) -> str:
    """Return « 96 questions, Parcours complet »."""
    return ", ".join(filter(None, (wording.count(entry.asked, "question"), entry.path)))


def with_caution(view: ComparisonView, note: str) -> str:
    """Return the note of a part, with a word on the questions that its figures rest on when it is needed."""
    # First: what a small screen has no room for is at the end.
    return f"{view.questions_caution} {note}".lstrip()


def profiles_part(view: ComparisonView, width: int) -> Part:
    """Pôles × objectives and sub-objectives."""
    headings = in_order(view)
    columns = [Column((heading.code,), TOTAL if place is None else FIGURE) for heading, _, place in headings]

    def figures(entry: EntryView) -> Sequence[FigureView]:
        return [
            entry.objectives[rank] if rank is not None else entry.sub_objectives[place or 0]
            for _, rank, place in headings
        ]

    names = [f"{heading.code} {heading.name}" for heading, _, _ in headings]
    return _figures_part("Profils", view, width, list(zip(columns, names, strict=True)), figures)


def themes_part(view: ComparisonView, width: int) -> Part:
    """Pôles × themes."""
    columns = [Column(lines_of(theme.name, TOTAL + 1), TOTAL + 2) for theme in view.themes]
    headed = [(column, theme.name) for column, theme in zip(columns, view.themes, strict=True)]
    return _figures_part("Enjeux", view, width, headed, lambda entry: entry.themes)


def _figures_part(
    name: str,
    view: ComparisonView,
    width: int,
    headed: Sequence[tuple[Column, str]],
    figures: Callable[[EntryView], Sequence[FigureView]],
) -> Part:
    entries = [entry for entry in view.entries if entry.standing is not Standing.LEFT_OUT]

    def cells(row: int) -> Sequence[Cell]:
        entry = entries[row]
        kept = entry.standing is Standing.KEPT
        title = entry.pole.name if kept else f"{GREYED_SIGN} {entry.pole.name}"
        place = _short_place(entry.pole.place, width) or wording.long_date(entry.date)
        first = name_cell(title, beside(entry, view, place), width, greyed=not kept)
        return (first, *(figure_cell(figure, greyed=not kept) for figure in figures(entry)))

    def detail(row: int, column: int) -> Sequence[Piece]:
        entry = entries[row]
        figure = figures(entry)[column - 1]
        place = f" · {entry.pole.place}" if entry.pole.place else ""
        return [(entry.pole.name, "bold"), f"{place}\n", *figure_pieces(headed[column - 1][1], figure), *_why(entry)]

    left = Column((f"Par {view.order}",), NAME, NAME_WIDE, fixed=True)
    sheet = Sheet((left, *(column for column, _ in headed)), len(entries), cells, 2, by_cell=True)
    alone = view.absence(ComparisonPart.WHOLE)
    note = with_caution(view, f"{LEGEND} {alone}".rstrip())
    return Part(name, note, sheet, detail, alone)


def cohort_part(view: ComparisonView, width: int) -> Part:
    """Median and quartiles of the group, or why they are not shown."""
    numbers = 7 + 3 * 10
    room = max(20, width - numbers - 2)
    lines = view.cohort
    names = [lines_of(f"{line.code} {line.name}".strip(), room - 1) for line in lines]
    objectives = {heading.code for heading in view.objectives}

    def cells(row: int) -> Sequence[Cell]:
        line = lines[row]
        figures = (line.first_quartile, line.median, line.third_quartile)
        texts = [wording.HIDDEN if line.why_hidden else wording.level(value) for value in figures]
        look = "strong" if line.code in objectives else "plain"
        values = [Cell((text,), "quiet" if line.why_hidden else look) for text in texts]
        return (Cell(names[row], look), Cell((str(line.n),), "plain"), *values)

    def detail(row: int, _: int) -> Sequence[Piece]:
        line = lines[row]
        name = f"{line.code} {line.name}".strip()
        if line.why_hidden:
            return [(name, "bold"), f"\nn = {wording.count(line.n, 'pôle')} ; non montré : {line.why_hidden}."]
        quartiles = f"{wording.level(line.first_quartile)} et {wording.level(line.third_quartile)}"
        return [
            (name, "bold"),
            f"\nLa moitié au moins des {line.n} pôles est entre {quartiles} ; médiane {wording.level(line.median)}.",
        ]

    columns = (
        Column(("Élément",), room + 1, fixed=True, fills=True),
        Column(("n",), 7),
        Column(("1er", "quartile"), 10),
        Column(("Médiane",), 10),
        Column(("3e", "quartile"), 10),
    )
    heights = tuple(map(len, names))
    note = with_caution(view, f"{view.cohort_note} {_missing(view)}".rstrip())
    return Part("Cohorte", note, Sheet(columns, len(lines), cells, heights=heights), detail)


def _missing(view: ComparisonView) -> str:
    """Return how many pôles more the cohort needs, or nothing."""
    return next((item.advice for item in view.absences if item.part is ComparisonPart.COHORT), "")


def _short_place(place: str, width: int) -> str:
    """Return the place, or its commune alone where the column would cut it: it is in full under the table."""
    room = (NAME_WIDE if width >= LARGE else NAME) - 2
    return place if cell_len(place) <= room else place.split(" (", 1)[0]


def name_cell(name: str, under: str, width: int, *, greyed: bool = False) -> Cell:
    """Return a name on two lines when it needs them, else with what stands under it."""
    look = "quiet" if greyed else "strong"
    lines = lines_of(name, (NAME_WIDE if width >= LARGE else NAME) - 2)
    if len(lines) > 1:
        return Cell((lines[0], " ".join(lines[1:])), look)
    return Cell((name, under), (look, "quiet"))


def figure_cell(figure: FigureView, *, greyed: bool = False) -> Cell:
    """Return a figure on two lines: level and signs, coverage and n."""
    if figure.hidden:
        return Cell((wording.HIDDEN, wording.coverage(figure)), "quiet")
    if figure.state is State.NOT_APPLICABLE:
        return Cell((wording.NOT_APPLICABLE,), "quiet")
    if figure.level is None:
        return Cell((wording.NOTHING, wording.coverage(figure)), "quiet")
    alerts = f" !{len(figure.alerts)}" if figure.alerts else ""
    level = f"{wording.level(figure.level)}{'*' if figure.provisional else ''}{alerts}"
    look = "quiet" if greyed else "alert" if alerts else "strong"
    return Cell((level, f"{wording.coverage(figure)} · {wording.told(figure.n)}"), (look, "quiet"))


def figure_pieces(name: str, figure: FigureView) -> list[Piece]:
    """Return a figure in full: level, state, opinions given, coverage, each vigilance by its name."""
    covered = f"couverture {wording.coverage(figure)}"
    if figure.hidden or figure.level is None:
        return [f"{name} : {wording.figure(figure)}, {covered}."]
    state = "provisoire" if figure.provisional else "position"
    given = f"{wording.told(figure.n)}{wording.NBSP}avis donnés" if figure.n is not None else "avis non dits"
    pieces: list[Piece] = [f"{name} : niveau {wording.level(figure.level)}, {state}, {given}, {covered}."]
    said = (
        f" ! {alert.code} {alert.title} ({alert.vigilance}).{_UNSHARED if alert.unshared else ''}"
        for alert in figure.alerts
    )
    return [*pieces, *((words, "bold $warning") for words in said)]


def _why(entry: EntryView) -> list[Piece]:
    return [(f" Grisé. {' '.join(entry.reasons)}", "$quiet")] if entry.reasons else []


def _entry_words(entry: EntryView) -> Sequence[Piece]:
    whole = entry.whole
    facts = [
        entry.evaluation,
        wording.long_date(entry.date),
        entry.mode,
        f"phase « {entry.phase} »",
        f"couverture {wording.share(whole.coverage)} ({wording.coverage(whole)})",
        f"{asked_words(entry)} (dont {wording.count(entry.shared, 'commune')})",
        f"{wording.told(whole.n)} avis, {people_words(entry)}",
    ]
    place = f", {entry.pole.place}" if entry.pole.place else ""
    return [
        (f"{entry.pole.name}{place}", "bold"),
        bind_signs(f"\n{' · '.join(facts)}\n"),
        (f"{entry.standing.capitalize()}. ", "bold"),
        " ".join(entry.reasons),
    ]


def _broken(reasons: Sequence[str], room: int) -> tuple[str, ...]:
    return tuple(line for reason in reasons for line in lines_of(reason, room))


def _sign(entry: EntryView) -> str:
    return SIGNS[entry.standing]


def beside(entry: EntryView, view: ComparisonView, text: str) -> str:
    """Return ``text``, after a mark when a fictional pôle stands in a comparison of real ones."""
    return f"{FICTIONAL} · {text}" if entry.pole.demonstration and not view.demonstration else text
