"""A chapter of the monograph: questions to tell by, what is known already, room to write.

Must not know which chapter it is, nor choose what goes in it.
"""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.debate import why_divided
from ptce_ref.reports.pdf.opinion import LONG, build_arguments, build_position
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.paper_mark import LINE, WritingLines
from ptce_ref.reports.pdf.participation import lay_card
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import is_tall, short
from ptce_ref.reports.view import ArgumentView, CardLine, CoevaluationView, IndicatorView, LevelView, PoleView

_ROOM = 8
"""Lines to write on when something is told already."""
_BLANK_ROOM = 14
"""Lines to write on when nothing is."""
_MOST_ARGUMENTS = 3
_ENDING = 3
"""Parts that end a question: its last arguments, the space after them, the line that counts the others."""
_FEWEST_LINES = 3
"""Lines that a page's foot must hold to be worth writing on."""


class FlowingLines(WritingLines):
    """Lines to write on that go over to the next page."""

    def __init__(self, look: Look, count: int) -> None:
        super().__init__(look, WIDTH, count * LINE)
        self.count = count

    def split(self, _: float, height: float) -> list[Flowable]:
        """Return the lines that ``height`` holds, then the others; nothing when too few would stand on this page.

        A few that would stand alone on the next one are left out.
        """
        held = int(height / LINE)
        if held < _FEWEST_LINES or held >= self.count:
            return []
        left = self.count - held
        here = FlowingLines(self.look, held)
        return [here, FlowingLines(self.look, left)] if left > _FEWEST_LINES else [here]


def guided(look: Look, name: str, title: str, key: str) -> list[Flowable]:
    """Return the heading of a chapter and the questions that its text asks."""
    return [room(190), heading(look, title, key), *prose(look, read_prose(look.theme, f"monographie-{name}"))]


def writing_room(look: Look, chapter: str, *, blank: bool) -> list[Flowable]:
    """Return the place where ``chapter`` is written, which it names: the title may be a page away.

    It is larger when nothing is told yet.
    """
    named = look.type.coloured(look.colours.muted, f" · {chapter}")
    title = look.paragraph(look.styles.small, look.type.bold("À raconter"), named)
    lines = FlowingLines(look, _BLANK_ROOM if blank else _ROOM)
    return [room(50 + _FEWEST_LINES * LINE), Spacer(0, 8), title, Spacer(0, 6), lines, Spacer(0, 12)]


def told_card(look: Look, pole: PoleView, lines: Sequence[CardLine]) -> list[Flowable]:
    """Return what the identity card says of the chapter."""
    if not lines:
        return []
    title = heading(look, "Ce que dit la fiche d’identité", "", 1)
    return lay_card(replace(pole, summary="", card=tuple(lines)), look, title)


def told_questions(look: Look, view: CoevaluationView | None, items: Sequence[IndicatorView]) -> list[Flowable]:
    """Return what the evaluation says of the chapter, the questions that divide left for the chapter of frictions.

    Nothing while opinions may not be shown.
    """
    if view is None or view.hidden or not items:
        return []
    title: Sequence[Flowable] = (heading(look, f"Ce que dit l’évaluation du {wording.long_date(view.date)}", "", 1),)
    divided = [item for item in items if why_divided(item)]
    calm = [item for item in items if item not in divided]
    spoken = [item for item in calm if item.arguments or item.position is not None]
    story: list[Flowable] = []
    for item in spoken:
        story += question(look, item, view.referential.levels, opening=title)
        title = ()
    for said, left in (
        ("Questions qui divisent, racontées au chapitre des frictions", divided),
        ("Questions posées sans position ni argument", [item for item in calm if item not in spoken]),
    ):
        if left:
            names = " ; ".join(f"{item.code}{wording.NBSP}{short(item.title)}" for item in left)
            line = look.paragraph(look.styles.muted, look.type.bold(f"{said}{wording.NBSP}: "), names, ".")
            story += [*title, Spacer(0, 4), line]
            title = ()
    return story


def question(
    look: Look,
    item: IndicatorView,
    levels: Sequence[LevelView],
    *drawn: Flowable,
    opening: Sequence[Flowable] = (),
) -> list[Flowable]:
    """Return a question with the position of the group, ``drawn`` figures, and a few arguments, one a college first.

    ``opening`` is the heading that must not stay alone before it.
    """
    head: list[Flowable] = [
        *opening,
        Spacer(0, 6),
        look.paragraph(look.styles.body, look.type.bold(f"{item.code} "), short(item.title)),
        look.paragraph(look.styles.small, look.type.italic(item.question)),
        *drawn,
    ]
    together, flowing = build_position(item, levels, look)
    said = chosen_arguments(item.arguments)
    story = [KeepTogether([*head, *together]), *flowing]
    spoken = build_arguments(said, look)
    left = len(item.arguments) - len(said)
    if left:
        more = wording.count(left, "autre argument se lit", "autres arguments se lisent")
        spoken.append(look.paragraph(look.styles.muted, f"{more} dans le rapport de co-évaluation."))
        if all(not is_tall(argument.text, LONG) for argument in said):
            # The line that tells how many there are would say nothing alone at the top of a page.
            spoken = [*spoken[:-_ENDING], KeepTogether(spoken[-_ENDING:])]
    return [*story, *spoken]


def chosen_arguments(arguments: Sequence[ArgumentView]) -> list[ArgumentView]:
    """Return the first argument of each college, then the next ones, as many as an account can hold.

    They keep the order of the view, and nobody's name.
    """
    firsts: dict[str, int] = {}
    for place, argument in enumerate(arguments):
        firsts.setdefault(argument.college, place)
    order = [*firsts.values(), *(place for place in range(len(arguments)) if place not in firsts.values())]
    return [replace(arguments[place], author="") for place in sorted(order[:_MOST_ARGUMENTS])]
