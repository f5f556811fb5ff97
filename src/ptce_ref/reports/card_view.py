"""What a pack of cards shows: the questions of an evaluation, or of a referential alone. Nobody's answer is in it."""

from dataclasses import dataclass

from ptce_ref.domain.referential import Referential
from ptce_ref.reports.identity_view import view_referential
from ptce_ref.reports.view import CoevaluationView, ReferentialView

_CARDS, _OTHERS = 4, 3
"""Cards on a sheet, as they are printed unless asked otherwise; sheets of instructions and of the other answers."""


def count_sheets(questions: int) -> int:
    """Return about how many sheets a pack of cards takes: templates may leave sections out, or hold fewer cards."""
    return -(-questions // _CARDS) + _OTHERS


@dataclass(frozen=True)
class CardView:
    """One question. ``group`` is the place of its objective, from 0; ``descriptors`` go from the lowest level."""

    id: str
    code: str
    title: str
    question: str
    sub_objective: str
    """« T1 Répondre… »."""
    group: int
    theme: str
    vigilance: str
    """Name of the risk, or empty."""
    risk: str
    """What it is, in a sentence or two."""
    descriptors: tuple[str, ...]


@dataclass(frozen=True)
class DeckView:
    """A pack of cards, in reading order: by sub-objective, or in the order of the meeting they are for."""

    name: str
    """The pôle, or the title of the referential when there is no evaluation."""
    subtitle: str
    demonstration: bool
    referential: ReferentialView
    cards: tuple[CardView, ...]


def deck_of_evaluation(view: CoevaluationView) -> DeckView:
    """Return the cards of the questions that an evaluation asks."""
    cards = tuple(
        CardView(
            item.id,
            item.code,
            item.title,
            item.question,
            f"{sub.code} {sub.name}",
            group,
            item.theme,
            item.vigilance,
            item.risk,
            item.descriptors,
        )
        for group, objective in enumerate(view.objectives)
        for sub in objective.sub_objectives
        for item in sub.indicators
    )
    return DeckView(view.pole.name, view.title, view.pole.demonstration, view.referential, cards)


def deck_of_referential(referential: Referential) -> DeckView:
    """Return the cards of every question of a referential."""
    levels = [level.id for level in referential.scale.levels]
    cards = tuple(
        CardView(
            item.id,
            item.code,
            item.title,
            item.question,
            f"{sub.code} {sub.name}",
            group,
            referential.theme_by_id[item.theme].name,
            referential.vigilance_by_id[item.vigilance].name if item.vigilance else "",
            referential.vigilance_by_id[item.vigilance].meaning if item.vigilance else "",
            tuple(item.descriptors[level] for level in levels),
        )
        for group, objective in enumerate(referential.objectives)
        for sub in referential.sub_objectives_of(objective.id)
        for item in referential.indicators_of(sub.id)
    )
    view = view_referential(referential)
    return DeckView(view.title, f"version {view.version}", demonstration=False, referential=view, cards=cards)
