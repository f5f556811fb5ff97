"""The action plan: what, about which questions, by whom, by when, how far.

Says nothing of what is late: paper stays, and days pass.
"""

from collections.abc import Mapping

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from ptce_ref.reports import wording
from ptce_ref.reports.action_view import state_counts
from ptce_ref.reports.pdf.opinion import indicator_key
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table, quote
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, is_tall, short
from ptce_ref.reports.view import ActionView, CoevaluationView

_HEADS = ("Ce qui est à faire", "Qui", "Pour quand", "État")
_WIDTHS = (WIDTH - 96 * mm, 43 * mm, 31 * mm, 22 * mm)
_LONG, _LONG_NAME, _MANY = 700, 250, 12
"""Characters, and questions, above which an action leaves the table, where no row may be cut, and flows over pages."""
_EMPTY_LINES, _LINE_HEIGHT = 9, 15 * mm

Keys = Mapping[str, str]
"""Code → bookmark in the annex, of the questions that the evaluation asks: a plan may name others."""


def build_plan(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Plan d’action »: nothing before its time, and lines to write on while it is empty."""
    if not view.actions:
        return _empty(view, look) if view.plan_due else []
    counts = ", ".join(state_counts(view.actions))
    text = f"{wording.count(len(view.actions), 'action')}{wording.NBSP}: {counts}. Dans l’ordre des dates prévues."
    keys = {item.code: indicator_key(item) for item in view.indicators}
    story: list[Flowable] = [*_title(look), look.paragraph(look.styles.body, text)]
    rows = Rows()

    def place() -> None:
        nonlocal rows
        if rows.cells:
            story.extend((build_table(look, _HEADS, rows, _WIDTHS), Spacer(0, 8)))
            rows = Rows()

    for action in view.actions:
        if _is_long(action):
            place()
            story += _flowing(look, action, keys)
        else:
            what = look.type.markup(look.type.bold(action.what), *_about(look, action, keys), *_note(look, action))
            rows.add(what, action.who or _nobody(look), _due(action), action.state)
    place()
    return story


def _title(look: Look) -> list[Flowable]:
    return [room(170), heading(look, "Plan d’action", "plan")]


def _empty(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return a plan to fill by hand, or the word that there is none once nothing can be added."""
    if not view.plan_open:
        said = "Le groupe n’a inscrit aucune action au plan avant de clore."
        return [*_title(look), look.paragraph(look.styles.body, said)]
    text = "Aucune action n’est encore inscrite. Ces lignes sont à remplir ensemble, à la main."
    heads = [look.paragraph(look.styles.column, head) for head in _HEADS]
    table = Table(
        [heads, *([""] * len(_HEADS) for _ in range(_EMPTY_LINES))],
        _WIDTHS,
        [None, *[_LINE_HEIGHT] * _EMPTY_LINES],
        repeatRows=1,
        hAlign="LEFT",
    )
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
                ("LEFTPADDING", (0, 0), (-1, 0), 4),
                ("GRID", (0, 1), (-1, -1), 0.5, look.muted),
            ]
        )
    )
    return [*_title(look), look.paragraph(look.styles.body, text), table]


def _is_long(action: ActionView) -> bool:
    names = sum(len(title) for _, title in action.indicators)
    text = f"{action.what}\n{action.note}\n{action.origin}"
    tall = is_tall(text, max(0, _LONG - names)) or len(action.who) > _LONG_NAME
    return tall or len(action.indicators) > _MANY


def _flowing(look: Look, action: ActionView, keys: Keys) -> list[Flowable]:
    """Return an action as paragraphs, whole whatever its length."""
    facts = [_due(action), action.state]
    story: list[Flowable] = [
        room(60),
        look.paragraph(look.styles.body, look.type.bold(action.what)),
        look.paragraph(look.styles.small, wording.sentence(" · ".join(facts)), " · ", action.who or _nobody(look)),
    ]
    if about := _about(look, action, keys, first=""):
        story.append(look.paragraph(look.styles.small, *about))
    if action.note:
        story.append(quote(look, action.note))
    return [*story, Spacer(0, 8)]


def _about(look: Look, action: ActionView, keys: Keys, first: str = "\n") -> list[Markup]:
    """Return the questions it answers, each linked to the annex, then where it comes from."""
    found: list[Markup] = []
    for code, title in action.indicators:
        name = look.type.markup(f"{code} {short(title)}")
        lead = look.type.markup("\n" if found else first)
        found += [lead, _small(look, look.type.link(keys[code], name) if code in keys else name)]
    if action.origin:
        lead = look.type.markup("\n" if found else first)
        told = look.type.italic(f"Reprise de «{wording.NBSP}{short(action.origin)}{wording.NBSP}»")
        found += [lead, _small(look, told)]
    return found


def _note(look: Look, action: ActionView) -> list[Markup]:
    return [look.type.markup("\n"), look.type.italic(action.note)] if action.note else []


def _small(look: Look, text: Markup) -> Markup:
    return Markup(f'<font size="7.8">{look.type.coloured(look.colours.muted, text)}</font>')


def _due(action: ActionView) -> str:
    return wording.long_date(action.due) if action.due else "sans date"


def _nobody(look: Look) -> Markup:
    return look.type.coloured(look.colours.muted, "personne n’est nommé")
