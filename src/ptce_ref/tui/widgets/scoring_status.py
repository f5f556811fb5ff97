"""What the line of state says of the question one is at: stored, typed, chosen, or nothing yet."""

from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.widgets.status_line import StatusLine


def abandoned_words(*, written: bool) -> str:
    """Return what is said once the reason of « non concerné » is left by Escape."""
    again = " la touche n redonne votre texte." if written else " la réponse reste comme elle était."
    return f"Raison abandonnée{NBSP}:{again}"


def tell_standing(status: StatusLine, sheet: Sheet, notice: str, *, in_reason: bool) -> None:
    """Tell on ``status`` where the question stands; ``notice`` is what just happened to it, if anything did."""
    answer, typed = sheet.answer, sheet.typed
    unread = typed.unread(sheet.question)
    if in_reason:
        status.tell(f"Dites pourquoi{NBSP}: Entrée l’enregistre, Échap abandonne.")
    elif typed.awaits_reason:
        why = "la raison reste à confirmer" if typed.reason.strip() else "il y manque la raison"
        status.tell(f"«{NBSP}Non concerné{NBSP}» n’est pas enregistré{NBSP}: {why} (touche n).")
    elif typed.chosen is not None:
        status.tell_refused(f"Cette réponse n’est pas encore enregistrée{NBSP}: changer de question réessaie.")
    elif answer is None:
        later = "" if sheet.settled else " Ce qui est écrit s’enregistrera avec la réponse."
        status.tell(f"Pas encore répondu.{later}{f' {notice}' if notice else ''}")
    elif not sheet.settled and not unread:
        status.tell(f"{f'{notice} ' if notice else ''}Modifié{NBSP}; s’enregistre en quittant le champ.")
    else:
        undo = f"{NBSP}; Ctrl+Z annule" if sheet.changed_here else ""
        after = f"Reste à préciser{NBSP}: {', '.join(unread)}." if unread else f"Entrée{NBSP}: suivante{undo}."
        status.tell_stored(answer, sheet.referential, notice or after)
