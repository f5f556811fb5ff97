"""Use case of the files that people filled and sent back: which each is, what it would do, taking it in.

A questionnaire and the plan of a co-evaluation workbook, told apart by what they are, not by their names.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from ptce_ref.domain.plan_row import FORMAT as PLAN
from ptce_ref.domain.questionnaire import FORMAT as QUESTIONNAIRE
from ptce_ref.domain.returned_row import Conflict, Fate
from ptce_ref.loading.workbook_kind import format_in
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.person import erased_people
from ptce_ref.services.plan_workbook import PlanReceived, import_plan, sheet_of
from ptce_ref.services.questionnaire import Received, import_questionnaire
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.returned_sentence import person_words, tell_plan, tell_questionnaire
from ptce_ref.services.undecided import Asked
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_evaluation_ids


class Kind(StrEnum):
    """What a file that comes back is."""

    QUESTIONNAIRE = "questionnaire"
    PLAN = "plan d’action"
    EXCHANGE = "fichier d’échange"
    OTHER = "autre"


@dataclass(frozen=True)
class Decision:
    """What somebody said of a file; None where nothing was asked. ``conflict`` is for all that changed twice."""

    conflict: Conflict = Conflict.STOP
    evaluation: str | None = None
    respondent: str | None = None
    college: str | None = None
    someone_new: bool = False

    def answering(self, asked: Asked, value: str) -> "Decision":
        """Return the decision with the answer to what :class:`UndecidedError` asks."""
        if asked is Asked.EVALUATION:
            return replace(self, evaluation=value)
        if asked is Asked.PERSON:
            return replace(self, respondent=value)
        if asked is Asked.COLLEGE:
            return replace(self, college=value)
        return replace(self, someone_new=True)


@dataclass(frozen=True)
class Account:
    """What taking a file in would do, or did; ``told`` are its sentences, longest detail included."""

    kind: Kind
    evaluation_id: str
    title: str
    """Of the evaluation."""
    who: str
    """Whose answers they are, college and organisation included; empty for a plan."""
    name: str
    """The same in a few words: the number, and the name or the college."""
    new: bool
    """Whether they are of somebody who is not registered yet."""
    counts: tuple[tuple[Fate, int], ...]
    waiting: int
    """How many texts without an answer wait on the screens."""
    told: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()
    """The people registered to whom a file that says no number may be given, as (id, words)."""
    waits: bool = True
    """Whether what waits was kept; otherwise it is in the file alone."""

    @property
    def conflicts(self) -> int:
        """How many rows changed on both sides, differently."""
        return dict(self.counts).get(Fate.CONFLICT, 0)

    @property
    def changes(self) -> bool:
        """Whether taking it in would write anything, whatever is decided of the conflicts."""
        return self.new or bool(self.waiting) or any(fate not in (Fate.UNCHANGED, Fate.KEPT) for fate, _ in self.counts)


def kind_of(path: Path) -> Kind:
    """Return what a file is, by its content; nothing is raised."""
    if path.suffix.lower() == ".json":
        return Kind.EXCHANGE
    found = format_in(path, (QUESTIONNAIRE, PLAN))
    return {QUESTIONNAIRE: Kind.QUESTIONNAIRE, PLAN: Kind.PLAN}.get(found, Kind.OTHER)


def workbooks_in(folder: Path) -> list[Path]:
    """Return the questionnaires and plans of a folder, by name. Raises :class:`Refusal` when it does not open."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".xlsx" and path.is_file())
    except OSError as error:
        raise Refusal(f"Le dossier « {folder} » ne s’ouvre pas.") from error
    # A spreadsheet that is open leaves a file of its own beside, whose name begins so.
    return [path for path in paths if not path.name.startswith("~$") and kind_of(path) is not Kind.OTHER]


def take_back(
    workspace: Workspace, path: Path, decision: Decision, *, trial: bool, drafts: Path | None = None
) -> Account:
    """Take a file in, whole or not at all; ``trial`` only tells what would be done, its conflicts undecided.

    ``drafts`` is where the texts that wait are kept (the user's folder by default). Raises :class:`UndecidedError`
    when one word of somebody is missing, :class:`Refusal` with every problem of the file.
    """
    policy = Conflict.STOP if trial else decision.conflict
    if kind_of(path) is Kind.PLAN:
        sheet = sheet_of(path)
        ident = sheet.identity.get("evaluation", "")
        if ident not in list_evaluation_ids(workspace.store):
            raise Refusal(
                f"« {path.name} » est le classeur de l’évaluation « {ident} », que cette base ne contient pas."
            )
        evaluation = find_evaluation(workspace, ident)
        return _plan_account(import_plan(workspace, evaluation, path, conflict=policy, trial=trial, sheet=sheet))
    found = import_questionnaire(
        workspace,
        path,
        conflict=policy,
        respondent=decision.respondent,
        evaluation=decision.evaluation,
        college=decision.college,
        someone_new=decision.someone_new,
        trial=trial,
        drafts=drafts,
    )
    return _questionnaire_account(workspace, found, decision)


def take_all(
    workspace: Workspace,
    files: Sequence[tuple[Path, Decision]],
    told: Callable[[int, int], None],
    *,
    trial: bool,
    drafts: Path | None = None,
) -> Iterator[Account | Refusal]:
    """Take several files in, one after the other; yield what became of each, in order.

    ``told`` is called before each with (files done, files in all); what it raises stops there: the files before are
    in, the others are as they were.
    """
    for done, (path, decision) in enumerate(files):
        told(done, len(files))
        try:
            yield take_back(workspace, path, decision, trial=trial, drafts=drafts)
        except Refusal as refusal:
            yield refusal


def _plan_account(found: PlanReceived) -> Account:
    return Account(
        kind=Kind.PLAN,
        evaluation_id=found.evaluation.id,
        title=found.evaluation.title,
        who="",
        name="",
        new=False,
        counts=tuple((fate, len(found.of(fate))) for fate in Fate if found.of(fate)),
        waiting=0,
        told=tuple(tell_plan(found)),
    )


def _questionnaire_account(workspace: Workspace, found: Received, decision: Decision) -> Account:
    # A file that says no number may be of anybody registered; one that does is of nobody else.
    free = found.new or decision.respondent is not None
    gone = erased_people(workspace, found.evaluation) if free else frozenset()
    others = [item for item in respondents_of(workspace, found.evaluation) if free and item.id not in gone]
    person, college = found.respondent, found.referential.college_by_id[found.respondent.college].name
    return Account(
        kind=Kind.QUESTIONNAIRE,
        evaluation_id=found.evaluation.id,
        title=found.evaluation.title,
        who=person_words(person, found.referential, numbered=not found.new),
        name=", ".join(part for part in ("" if found.new else person.id, person.name or college) if part),
        new=found.new,
        counts=tuple((fate, len(found.of(fate))) for fate in Fate if found.of(fate)),
        waiting=len(found.waiting),
        told=tuple(tell_questionnaire(found)),
        others=tuple((item.id, person_words(item, found.referential)) for item in others),
        waits=found.waits,
    )


def short_words(account: Account) -> str:
    """Return what becomes of a file in a few words: « 12 réponses ajoutées, 3 modifiées »."""
    noun = "action" if account.kind is Kind.PLAN else "réponse"
    parts: list[str] = []
    for fate, count in account.counts:
        if fate in (Fate.UNCHANGED, Fate.KEPT):
            continue
        adjective = fate.value if fate is Fate.CONFLICT else wording.agreed(count, fate.value, f"{fate.value}s")
        parts.append(f"{wording.count(count, noun) if not parts else count} {adjective}")
    if account.waiting:
        parts.append(wording.count(account.waiting, "texte en attente", "textes en attente"))
    return ", ".join(parts) or "rien à changer : la base dit déjà tout cela"
