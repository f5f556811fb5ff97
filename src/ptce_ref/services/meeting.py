"""Use cases of paper around the meeting: the questionnaire to fill before it, the agenda to lead it.

What prints raises :class:`~ptce_ref.services.refusal.Refusal` when the file cannot be written.
"""

from pathlib import Path

from ptce_ref.domain.agenda_time import TooShortError
from ptce_ref.domain.duration import HOUR, duration_words, read_duration, read_time
from ptce_ref.domain.theme import Theme
from ptce_ref.reports.agenda_view import MeetingAgendaView, view_meeting
from ptce_ref.reports.pdf.agenda import write_agenda
from ptce_ref.reports.pdf.paper_questionnaire import write_paper_questionnaire
from ptce_ref.reports.questionnaire_view import QuestionnaireView
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.services.production import write_whole
from ptce_ref.services.refusal import Fault, Refusal

USUAL_MINUTES = 2 * HOUR
_LONGEST = 12 * HOUR


def agenda_of(view: CoevaluationView, minutes: int = USUAL_MINUTES, begin: int | None = None) -> MeetingAgendaView:
    """Return the agenda of a meeting of ``minutes`` that begins at ``begin`` (minutes since midnight), if known.

    Raises :class:`Refusal` before the dialogue (R5), when nothing is left to discuss, and when the
    time cannot hold the first question.
    """
    if view.hidden:
        raise Refusal(
            "Les avis sont encore masqués : l’ordre du jour vient des désaccords, que personne ne voit avant la phase "
            "« dialogue »."
        )
    if not view.agenda and not view.consensual:
        raise Refusal("Rien n’est à discuter : chaque question a sa position, ou a reçu moins de deux avis.")
    try:
        return view_meeting(view, minutes, begin)
    except TooShortError as error:
        raise Refusal(
            f"{duration_words(minutes)} ne suffisent pas à l’accueil, à la première question et à la clôture : "
            f"prévoyez au moins {duration_words(error.needed)}.",
            Fault.MISUSE,
        ) from error


def questions_of_meeting(view: CoevaluationView, minutes: int = USUAL_MINUTES) -> list[str]:
    """Return the ids of what a meeting of ``minutes`` has time to discuss, in the order of its agenda.

    Raises :class:`Refusal` like :func:`agenda_of`, and when the meeting only has questions to adopt in one go.
    """
    by_code = {item.code: item.id for item in view.indicators}
    found = [by_code[topic.code] for topic in agenda_of(view, minutes).topics]
    if not found:
        raise Refusal("La séance n’a rien à discuter : il ne lui reste que ce qui s’adopte d’un seul geste.")
    return found


def minutes_of(text: str) -> int:
    """Return the minutes of a length such as « 1h30 ». Raises :class:`Refusal` when it is not one, or too long."""
    minutes = read_duration(text)
    if minutes is None:
        raise Refusal(f"La durée « {text} » ne se lit pas : écrivez par exemple 2h, 1h30 ou 90min.", Fault.MISUSE)
    if minutes > _LONGEST:
        raise Refusal(
            f"Une séance de {duration_words(minutes)} est trop longue : au plus {duration_words(_LONGEST)}.",
            Fault.MISUSE,
        )
    return minutes


def time_of(text: str) -> int:
    """Return the minutes since midnight of a time such as « 14:00 ». Raises :class:`Refusal` when it cannot be read."""
    begin = read_time(text)
    if begin is None:
        raise Refusal(f"L’heure « {text} » ne se lit pas : écrivez par exemple 14:00 ou 9h30.", Fault.MISUSE)
    return begin


def print_agenda(view: MeetingAgendaView, theme: Theme, target: Path) -> Path:
    """Write the agenda of a meeting; returns the file."""
    return write_whole(target, lambda file: write_agenda(view, theme, file))


def print_questionnaire(view: QuestionnaireView, theme: Theme, target: Path, *, figures: bool) -> Path:
    """Write the questionnaire on paper, with a sheet for figures or without; returns the file."""
    return write_whole(target, lambda file: write_paper_questionnaire(view, theme, file, figures=figures))
