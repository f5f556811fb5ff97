"""Use cases of the questionnaire in a workbook: made for somebody, and taken back without loss."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.phase import registering_open
from ptce_ref.domain.questionnaire import FilledRow, Line, compare_rows, settle
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import Conflict, Fate
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.questionnaire import RawQuestionnaire, read_questionnaire
from ptce_ref.loading.questionnaire_answer import AnswerReader
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.reports import wording
from ptce_ref.reports.questionnaire_view import QuestionnaireView, view_questionnaire
from ptce_ref.reports.xlsx.entry import text_read_back
from ptce_ref.services.evaluation import find_evaluation, find_respondent
from ptce_ref.services.opinion import answers_by, opinions_guard, require_not_erased, require_opinions
from ptce_ref.services.pole import find_pole
from ptce_ref.services.questionnaire_address import evaluation_meant, person_meant
from ptce_ref.services.questionnaire_sender import sender_of
from ptce_ref.services.questionnaire_version import version_sentence
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal, unknown
from ptce_ref.services.undecided import Asked, UndecidedError
from ptce_ref.services.waiting_text import keep_waiting
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.questionnaire import Reception, Standing, look, receive

_WRITTEN = frozenset({Fate.ADDED, Fate.CHANGED})


@dataclass(frozen=True)
class Received:
    """What an import does, or did: for whom, and what becomes of each question of the file."""

    evaluation: Evaluation
    referential: Referential
    respondent: Respondent
    new: bool
    lines: tuple[Line, ...]
    waiting: tuple[str, ...] = ()
    """Indicators beside which something was written, without an answer: the screens will offer it again."""
    waits: bool = True
    """Whether what waits could be kept aside; otherwise it is in the file alone."""

    def of(self, fate: Fate) -> tuple[Line, ...]:
        """Return the questions of one fate, in the order of the file."""
        return tuple(line for line in self.lines if line.fate is fate)

    @property
    def changes(self) -> int:
        """How many answers are written or taken back."""
        return sum(line.fate in (*_WRITTEN, Fate.WITHDRAWN) for line in self.lines)


def questionnaire_of(
    workspace: Workspace, reference: str, *, respondent: str | None = None, college: str | None = None
) -> QuestionnaireView:
    """Return the questionnaire of an evaluation, for a respondent, for a college, or blank.

    Raises :class:`Refusal` once opinions are closed, and for a word that is not known.
    """
    evaluation = find_evaluation(workspace, reference)
    _require_questions(evaluation.phase)
    referential = referential_of(workspace, evaluation.referential_hash)
    if college is not None and college not in referential.college_by_id:
        raise unknown("Le collège", college, referential.college_by_id)
    person = find_respondent(workspace, evaluation, respondent) if respondent else None
    return view_questionnaire(
        find_pole(workspace, evaluation.pole_id),
        evaluation,
        referential,
        respondent=person,
        college=college or "",
        answers=answers_by(workspace, evaluation, person.id) if person else None,
    )


def import_questionnaire(
    workspace: Workspace,
    path: Path,
    *,
    conflict: Conflict = Conflict.STOP,
    respondent: str | None = None,
    evaluation: str | None = None,
    college: str | None = None,
    someone_new: bool = False,
    trial: bool = False,
    drafts: Path | None = None,
) -> Received:
    """Take back a questionnaire: all of it or nothing; ``trial`` only tells what would be done.

    A file made for one respondent is theirs; another one is of whoever it names, of ``respondent``
    when given, and otherwise of a new respondent: the same file again is the same person. Two files
    without a name that say the same may be of two people: ``someone_new`` says so. When a merge gave
    another id to what the file names, it goes where it was meant; ``respondent`` and ``evaluation`` choose
    when several may be, and ``college`` is where it comes from when the file does not say.
    What was written beside a question without an answer waits in ``drafts`` (by default, where the screens find it).
    Raises :class:`Refusal` with every problem of the file, or when both the file and the database changed
    and ``conflict`` does not say which one to follow; :class:`UndecidedError` when one of these words is missing.
    """
    try:
        raw = read_questionnaire(path)
    except WorkbookRefusedError as error:
        raise Refusal(str(error)) from error
    meant = _evaluation_of(workspace, raw, path, evaluation)
    referential = referential_of(workspace, meant.referential_hash)
    require_opinions(meant.phase)
    reader = AnswerReader(raw, meant, referential)
    rows, named = reader.rows(), reader.college()
    who = reader.who("nom"), reader.who("organisation")
    own: str | None = raw.identity.get("repondant", "") or None
    own = person_meant(workspace, meant, own, path, wanted=respondent, name=who[0]) if own else respondent
    if not own and not reader.problems and not any(row.answer for row in rows):
        raise Refusal(f"« {path.name} » ne contient aucune réponse : il n’y a rien à importer.")
    if not own and named is None and not reader.problems:
        named = _college_meant(meant, referential, path, raw.identity.get("college") or college)
    if reader.problems:
        raise Refusal(f"« {path.name} » n’a pas été importé : rien n’a été changé.", problems=reader.problems)
    sender = sender_of(path, own or "", named or "", who, rows, new=someone_new)

    def decide(standing: Standing) -> Received:
        person, new = sender.find(standing)
        if not new:
            require_not_erased(workspace, meant.id, person.id)
        stored = {} if new else standing.answers_by(person.id)
        given = [_given_by(person, row, stored.get(row.indicator_id)) for row in rows]
        lines = settle(compare_rows(given, stored), conflict)
        unanswered = {line.indicator_id for line in lines if line.stored is None or line.fate is Fate.WITHDRAWN}
        waiting = tuple(item for item in reader.waiting if item in unanswered)
        return Received(meant, referential, person, new, lines, waiting)

    if trial:
        return decide(look(workspace.store, meant.id, sender.keys))
    done: list[Received] = []

    def write(standing: Standing) -> Reception:
        found = decide(standing)
        if conflicts := found.of(Fate.CONFLICT):
            raise Refusal(_conflict_sentence(referential, conflicts))
        done.append(found)
        written = [line.filled for line in found.lines if line.fate in _WRITTEN and line.filled is not None]
        withdrawn = [line.indicator_id for line in found.of(Fate.WITHDRAWN)]
        return Reception(found.respondent, found.new, written, withdrawn)

    receive(workspace.store, meant.id, sender.keys, write, workspace.now, opinions_guard(workspace, meant))
    found = done[-1]
    texts = {item: reader.waiting[item] for item in found.waiting}
    waits = not texts or keep_waiting(workspace, referential, (meant.id, found.respondent.id), texts, drafts)
    return replace(found, waits=waits)


_TEXTS = ("argument", "reason", "evidence")


def _given_by(person: Respondent, row: FilledRow, stored: Answer | None) -> FilledRow:
    """Return the row as an answer of ``person``; what was too long for a cell is not cut by coming back."""
    if row.answer is None:
        return row
    changes: dict[str, str] = {"respondent_id": person.id}
    for field in _TEXTS if stored else ():
        whole = getattr(stored, field)
        if getattr(row.answer, field) != whole and getattr(row.answer, field) == text_read_back(whole):
            changes[field] = whole
    answer: Answer = row.answer.model_copy(update=changes)
    return FilledRow(row.indicator_id, answer, row.base)


def _evaluation_of(workspace: Workspace, raw: RawQuestionnaire, path: Path, wanted: str | None) -> Evaluation:
    ident, version_hash = (raw.identity.get(key, "") for key in ("evaluation", "empreinte"))
    evaluation = evaluation_meant(workspace, ident, path, wanted=wanted, version_hash=version_hash)
    if version_hash != evaluation.referential_hash:
        version = raw.identity.get("version", "?")
        raise Refusal(version_sentence(path.name, version, referential_of(workspace, evaluation.referential_hash)))
    return evaluation


def _college_meant(evaluation: Evaluation, referential: Referential, path: Path, wanted: str | None) -> str:
    """Return the college a file comes from, that its reader left empty; ``wanted`` is who made it, or was asked."""
    if wanted in referential.college_by_id:
        return str(wanted)
    if wanted is not None:
        raise unknown("Le collège", wanted, referential.college_by_id)
    invited = [item for item in referential.colleges if not evaluation.colleges or item.id in evaluation.colleges]
    raise UndecidedError(
        f"« {path.name} » ne dit pas de quel collège il vient.",
        "Choisissez-le en haut du questionnaire, ou ajoutez --college.",
        Asked.COLLEGE,
        [(item.id, item.name) for item in invited],
    )


def _conflict_sentence(referential: Referential, lines: Sequence[Line]) -> str:
    codes = ", ".join(referential.indicator_by_id[line.indicator_id].code for line in lines)
    changed = wording.agreed(len(lines), "la réponse à {} a aussi changé", "les réponses à {} ont aussi changé")
    return (
        f"Rien n’a été importé : depuis que ce questionnaire en est sorti, {changed.format(codes)} dans la base, "
        "autrement que dans le fichier. Choisissez : --conflit garder (la base) ou --conflit remplacer (le fichier)."
    )


def _require_questions(phase: Phase) -> None:
    if not registering_open(phase):
        require_opinions(phase)
