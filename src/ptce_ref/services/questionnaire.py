"""Use cases of the questionnaire in a workbook: made for somebody, and taken back without loss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.questionnaire import FilledRow, Line, compare_rows, settle
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import Conflict, Fate
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.questionnaire import RawQuestionnaire, read_questionnaire
from ptce_ref.loading.questionnaire_answer import AnswerReader
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.reports.questionnaire_view import QuestionnaireView, view_questionnaire
from ptce_ref.reports.xlsx.entry import text_read_back
from ptce_ref.services.evaluation import find_evaluation, find_respondent, respondents_of
from ptce_ref.services.opinion import answers_by, require_not_erased, require_opinions
from ptce_ref.services.pole import find_pole
from ptce_ref.services.questionnaire_sender import sender_of
from ptce_ref.services.questionnaire_version import version_sentence
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import read_evaluation
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

    def of(self, fate: Fate) -> tuple[Line, ...]:
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


def questionnaires_of(workspace: Workspace, reference: str) -> Iterator[tuple[int, QuestionnaireView]]:
    """Yield (how many there are in all, the questionnaire) of each respondent of an evaluation.

    Raises :class:`Refusal` when there is none, and as :func:`questionnaire_of` does.
    """
    people = respondents_of(workspace, find_evaluation(workspace, reference))
    if not people:
        raise Refusal("Cette évaluation n’a pas encore de répondant : le questionnaire vierge n’en demande pas.")
    for person in people:
        yield len(people), questionnaire_of(workspace, reference, respondent=person.id)


def import_questionnaire(
    workspace: Workspace,
    path: Path,
    *,
    conflict: Conflict = Conflict.STOP,
    respondent: str | None = None,
    someone_new: bool = False,
    trial: bool = False,
) -> Received:
    """Take back a questionnaire: all of it or nothing; ``trial`` only tells what would be done.

    A file made for one respondent is theirs; another one is of whoever it names, of ``respondent``
    when given, and otherwise of a new respondent: the same file again is the same person. Two files
    without a name that say the same may be of two people: ``someone_new`` says so. Raises
    :class:`Refusal` with every problem of the file, or when both the file and the database changed
    and ``conflict`` does not say which one to follow.
    """
    try:
        raw = read_questionnaire(path)
    except WorkbookRefusedError as error:
        raise Refusal(str(error)) from error
    evaluation = _evaluation_of(workspace, raw, path)
    referential = referential_of(workspace, evaluation.referential_hash)
    require_opinions(evaluation.phase)
    reader = AnswerReader(raw, evaluation, referential)
    rows, college = reader.rows(), reader.college()
    who = reader.who("nom"), reader.who("organisation")
    own = raw.identity.get("repondant", "") or respondent
    if respondent and own != respondent:
        raise Refusal(f"« {path.name} » est le questionnaire de « {own} », pas de « {respondent} ».", Fault.MISUSE)
    if not own and college is None and not reader.problems:
        college = raw.identity.get("college") or None
        if college not in referential.college_by_id:
            raise Refusal(
                f"« {path.name} » ne dit pas de quel collège il vient : choisissez-le en haut du questionnaire."
            )
    if reader.problems:
        raise Refusal(f"« {path.name} » n’a pas été importé : rien n’a été changé.", problems=reader.problems)
    if not own and not any(row.answer for row in rows):
        raise Refusal(f"« {path.name} » ne contient aucune réponse : il n’y a rien à importer.")
    sender = sender_of(path, own or "", college or "", who, rows, new=someone_new)

    def decide(standing: Standing) -> Received:
        person, new = sender.find(standing)
        if not new:
            require_not_erased(workspace, evaluation.id, person.id)
        stored = {} if new else standing.answers_by(person.id)
        given = [_given_by(person, row, stored.get(row.indicator_id)) for row in rows]
        return Received(evaluation, referential, person, new, settle(compare_rows(given, stored), conflict))

    if trial:
        return decide(look(workspace.store, evaluation.id, sender.keys))
    done: list[Received] = []

    def write(standing: Standing) -> Reception:
        found = decide(standing)
        if conflicts := found.of(Fate.CONFLICT):
            raise Refusal(_conflict_sentence(referential, conflicts))
        done.append(found)
        written = [line.filled for line in found.lines if line.fate in _WRITTEN and line.filled is not None]
        withdrawn = [line.indicator_id for line in found.of(Fate.WITHDRAWN)]
        return Reception(found.respondent, found.new, written, withdrawn)

    receive(workspace.store, evaluation.id, sender.keys, write, workspace.now, require_opinions)
    return done[0]


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


def _evaluation_of(workspace: Workspace, raw: RawQuestionnaire, path: Path) -> Evaluation:
    ident = raw.identity.get("evaluation", "")
    evaluation = read_evaluation(workspace.store, ident)
    if evaluation is None:
        raise Refusal(
            f"« {path.name} » est le questionnaire de l’évaluation « {ident} », que cette base ne contient pas."
        )
    if raw.identity.get("empreinte") != evaluation.referential_hash:
        version = raw.identity.get("version", "?")
        raise Refusal(version_sentence(path.name, version, referential_of(workspace, evaluation.referential_hash)))
    return evaluation


def _conflict_sentence(referential: Referential, lines: Sequence[Line]) -> str:
    codes = ", ".join(referential.indicator_by_id[line.indicator_id].code for line in lines)
    return (
        f"Rien n’a été importé : {codes} a changé dans la base depuis que ce questionnaire en est sorti, et n’y dit "
        "pas la même chose que le fichier. Choisissez : --conflit garder (la base) ou --conflit remplacer (le fichier)."
    )


def _require_questions(phase: Phase) -> None:
    if phase is not Phase.PREPARATION:
        require_opinions(phase)
