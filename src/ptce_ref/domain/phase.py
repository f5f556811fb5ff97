"""What each phase allows, and how an evaluation goes from one to the next (R5)."""

from ptce_ref.domain.vocabulary import Phase

ORDER: tuple[Phase, ...] = tuple(Phase)

NAMES: dict[Phase, str] = {
    Phase.PREPARATION: "préparation",
    Phase.OPINIONS: "avis",
    Phase.DIALOGUE: "dialogue",
    Phase.POSITION: "position",
    Phase.ACTION_PLAN: "plan d’action",
    Phase.CLOSED: "clôture",
}

MEANINGS: dict[Phase, str] = {
    Phase.PREPARATION: "On inscrit qui répondra ; l’usage et les questions, choisis en ouvrant, sont fixés.",
    Phase.OPINIONS: "Chacun donne son avis, sans voir celui des autres.",
    Phase.DIALOGUE: "Les avis sont figés ; on regarde ensemble ce qui rapproche et ce qui sépare.",
    Phase.POSITION: "Le groupe écrit sa position, ou son désaccord, indicateur par indicateur.",
    Phase.ACTION_PLAN: "On décide qui fait quoi, et pour quand.",
    Phase.CLOSED: "L’évaluation est figée avec son référentiel ; elle se relira telle quelle.",
}


def answers_open(phase: Phase) -> bool:
    """Whether opinions (answers, tallies) may be recorded: only while people give them."""
    return phase is Phase.OPINIONS


def registering_open(phase: Phase) -> bool:
    """Whether respondents may still be registered, and questionnaires handed out: until opinions are closed."""
    return ORDER.index(phase) <= ORDER.index(Phase.OPINIONS)


def others_visible(phase: Phase) -> bool:
    """Whether anybody is shown other people's answers: never before the dialogue."""
    return ORDER.index(phase) >= ORDER.index(Phase.DIALOGUE)


def positions_open(phase: Phase) -> bool:
    """Whether the group's positions may be written."""
    return phase in (Phase.DIALOGUE, Phase.POSITION)


def actions_open(phase: Phase) -> bool:
    """Whether the plan may change: until the evaluation is closed, and from its start, to follow the time before."""
    return phase is not Phase.CLOSED


def plan_due(phase: Phase) -> bool:
    """Whether the time to plan has come: a plan without any action is then worth a word."""
    return ORDER.index(phase) >= ORDER.index(Phase.ACTION_PLAN)


def provisional(phase: Phase) -> bool:
    """Whether figures may still change."""
    return phase is not Phase.CLOSED


def is_step_back(current: Phase, wanted: Phase) -> bool:
    """Whether going to ``wanted`` undoes a step, which must be confirmed and is logged."""
    return ORDER.index(wanted) < ORDER.index(current)


def may_move(current: Phase, wanted: Phase) -> bool:
    """Forward one step at a time; back to any earlier phase."""
    return is_step_back(current, wanted) or ORDER.index(wanted) == ORDER.index(current) + 1
