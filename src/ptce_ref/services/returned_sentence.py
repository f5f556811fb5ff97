"""What taking a file back does, in sentences: the commands and the screens say the same."""

from collections.abc import Iterator, Sequence

from ptce_ref.domain.evaluation import Respondent
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import Fate
from ptce_ref.reports import wording
from ptce_ref.services.plan_workbook import PlanReceived
from ptce_ref.services.questionnaire import Received

NEW = "nouveau répondant"


def tell_questionnaire(found: Received, shown: int | None = None) -> list[str]:
    """Return what becomes of the answers of a questionnaire; ``shown`` is how many codes a line names (None: all)."""
    lines = []
    for fate, items in _by_fate(found):
        codes = [found.referential.indicator_by_id[item].code for item in items]
        listed = "" if fate is Fate.UNCHANGED else f"{wording.NBSP}: {', '.join(codes[:shown])}"
        more = "…" if listed and shown is not None and len(codes) > shown else ""
        lines.append(f"{_counted(len(codes), 'réponse', fate)}{listed}{more}")
    return lines + tell_waiting(found)


def tell_waiting(found: Received) -> list[str]:
    """Return what becomes of the texts that have no answer: one sentence, or none."""
    if not found.waiting:
        return []
    codes = ", ".join(found.referential.indicator_by_id[item].code for item in found.waiting)
    which = wording.agreed(len(found.waiting), "le", "les")
    told = wording.count(len(found.waiting), "texte sans réponse attend", "textes sans réponse attendent")
    return [f"{told}{wording.NBSP}: {codes}. L’écran {which} montre à cette question ; choisissez-y une réponse."]


def tell_plan(found: PlanReceived) -> list[str]:
    """Return what becomes of the actions of a plan: a line for each fate, each action under it."""
    lines = []
    for fate in Fate:
        rows = found.of(fate)
        if rows:
            lines.append(_counted(len(rows), "action", fate))
        if fate is not Fate.UNCHANGED:
            lines += [f"  {row.id or 'nouvelle'}  {row.what}" for row in rows]
    return lines


def called(found: Received) -> str:
    """Return who a questionnaire is of: « r04, Zoé (Habitants), nouveau répondant »."""
    return f"{person_words(found.respondent, found.referential)}{f', {NEW}' if found.new else ''}"


def person_words(person: Respondent, referential: Referential, *, numbered: bool = True) -> str:
    """Return « r04, Zoé (Habitants) »; without the number of one who has none yet."""
    who = ", ".join(part for part in (person.id if numbered else "", person.name, person.organisation) if part)
    college = referential.college_by_id[person.college].name
    return f"{who} ({college})" if who else college


def _by_fate(found: Received) -> Iterator[tuple[Fate, Sequence[str]]]:
    for fate in Fate:
        # A question that was never answered, and still is not, is no answer that stayed.
        lines = [line for line in found.of(fate) if line.filled is not None or line.stored is not None]
        if lines:
            yield fate, [line.indicator_id for line in lines]


def _counted(count: int, noun: str, fate: Fate) -> str:
    adjective = fate.value if fate is Fate.CONFLICT else wording.agreed(count, fate.value, f"{fate.value}s")
    return f"{wording.count(count, noun)} {adjective}"
