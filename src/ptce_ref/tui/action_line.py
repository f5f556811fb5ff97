"""How the actions of a plan are grouped and told in a list; must not know where they are kept."""

from collections.abc import Iterator, Sequence

from ptce_ref.domain.action import NAMES
from ptce_ref.reports import wording
from ptce_ref.reports.action_view import state_counts
from ptce_ref.reports.view import ActionView
from ptce_ref.tui.text import Piece

BY_DATE, BY_STATE, BY_INDICATOR = ORDERS = ("par date", "par état", "par indicateur")
_MARKS = {"à faire": "○", "en cours": "◐", "faite": "✓", "abandonnée": "✗"}
_WITHOUT, _FINISHED = "Sans indicateur", "Faites ou abandonnées"

Plan = Sequence[ActionView]


def is_late(line: ActionView, today: str) -> bool:
    """Whether its date has passed (both ISO dates) and it is not finished."""
    return bool(line.due) and line.due < today and not line.finished


def grouped(plan: Plan, order: str, codes: Sequence[str]) -> Iterator[tuple[str, ActionView]]:
    """Yield each action under the name of its group; what is still to do, by date, needs none.

    ``codes`` are those of the referential, in the order of reading. By indicator, an action comes
    once under each of those it is about.
    """
    if order == BY_STATE:
        for name, group in _by_state(plan):
            yield from ((wording.sentence(name), line) for line in group)
    elif order == BY_INDICATOR:
        named = {about for line in plan for about in line.indicators}
        for about in sorted(named, key=lambda item: codes.index(item[0])):
            yield from ((" ".join(about), line) for line in plan if about in line.indicators)
        yield from ((_WITHOUT, line) for line in plan if not line.indicators)
    else:
        yield from (("", line) for line in plan if not line.finished)
        yield from ((_FINISHED, line) for line in plan if line.finished)


def action_pieces(line: ActionView, *, late: bool) -> list[Piece]:
    """Return what the list says of one action, on several lines."""
    due = wording.long_date(line.due) if line.due else "sans date"
    pieces: list[Piece] = [(f"{_MARKS[line.state]} ", "$primary"), (line.what, "bold")]
    pieces.append((f"\n  {line.state} · {due}", ""))
    if late:
        pieces.append((" · en retard", "bold $warning"))
    pieces.append(f" · {line.who}" if line.who else " · personne n’est nommé")
    if line.indicators:
        pieces.append((f"\n  {', '.join(f'{code} {title}' for code, title in line.indicators)}", "$quiet"))
    if line.note:
        pieces.append((f"\n  {' '.join(line.note.split())}", "italic"))
    if line.origin:
        pieces.append((f"\n  reprise de «{wording.NBSP}{line.origin}{wording.NBSP}»", "$quiet"))
    return pieces


def plan_summary(plan: Plan, order: str, today: str) -> list[Piece]:
    """Return how many actions there are in each state, how many are late, and the order of the list."""
    counts = state_counts(plan)
    late = sum(is_late(line, today) for line in plan)
    pieces: list[Piece] = [wording.count(len(plan), "action")]
    if counts:
        pieces.append(f"{wording.NBSP}: {', '.join(counts)}")
    if late:
        pieces.append((f" · {late} en retard", "bold $warning"))
    if plan:
        pieces.append((f" · {order}", "$quiet"))
    return pieces


def _by_state(plan: Plan) -> Sequence[tuple[str, list[ActionView]]]:
    return [(name, [line for line in plan if line.state == name]) for name in NAMES.values()]
