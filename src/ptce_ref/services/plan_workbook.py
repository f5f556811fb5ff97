"""Use case of the action plan in a workbook: taken back whole, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ptce_ref.domain.action import NAMES, Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.plan_row import FilledAction, PlanLine, PlanRow, codes_of, compare_plan, settle_plan
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import Conflict, Fate
from ptce_ref.loading.keyed_sheet import KeyedSheet
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.plan import PlanReader, read_plan
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.reports.xlsx.cell import LIMIT
from ptce_ref.reports.xlsx.entry import text_read_back
from ptce_ref.services.action import next_number, require_open_plan
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.action import Rewriting, list_actions, rewrite_plan, taken_ids

_STATES = {name: state for state, name in NAMES.items()}


@dataclass(frozen=True)
class PlanReceived:
    """What an import does, or did, with each row of the file."""

    evaluation: Evaluation
    lines: tuple[PlanLine, ...]

    def of(self, fate: Fate) -> tuple[PlanLine, ...]:
        """Return the lines of one fate, in the order of the file."""
        return tuple(line for line in self.lines if line.fate is fate)

    @property
    def changes(self) -> int:
        """How many actions are added, changed or taken out."""
        return sum(line.fate in (Fate.ADDED, Fate.CHANGED, Fate.WITHDRAWN) for line in self.lines)


def import_plan(
    workspace: Workspace,
    evaluation: Evaluation,
    path: Path,
    *,
    conflict: Conflict = Conflict.STOP,
    trial: bool = False,
    sheet: KeyedSheet | None = None,
) -> PlanReceived:
    """Take back the plan of the co-evaluation workbook at ``path``; ``trial`` only tells what would be done.

    An action that the file does not name stays. ``sheet`` is what :func:`sheet_of` returned of the file, when it was
    read already. Raises :class:`Refusal` with every problem of the
    file, or when both the file and the database changed an action and ``conflict`` does not say
    which one to follow.
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    require_open_plan(evaluation.phase)
    sheet = sheet or sheet_of(path)
    _check_origin(sheet, evaluation, referential, path)
    reader = PlanReader(sheet, referential)
    filled = reader.rows()
    if reader.problems:
        raise Refusal(f"« {path.name} » n’a pas été importé : rien n’a été changé.", problems=reader.problems)

    def decide(plan: Sequence[Action]) -> PlanReceived:
        rows = {action.id: row_of(action, referential) for action in plan}
        whole = [_whole(item, rows) for item in filled]
        return PlanReceived(evaluation, settle_plan(compare_plan(whole, plan, rows), conflict))

    if trial:
        foreseen = decide(list_actions(workspace.store, evaluation.id))
        _rewriting(foreseen, taken_ids(workspace.store, evaluation.id), referential)
        return foreseen
    done: list[PlanReceived] = []

    def write(plan: list[Action], taken: set[str]) -> Rewriting:
        found = decide(plan)
        if conflicts := found.of(Fate.CONFLICT):
            raise Refusal(_conflict_sentence(conflicts))
        done.append(found)
        return _rewriting(found, taken, referential)

    rewrite_plan(workspace.store, evaluation.id, write, workspace.now, require_open_plan)
    return done[0]


def sheet_of(path: Path) -> KeyedSheet:
    """Return the sheet of the plan as it stands in a file. Raises :class:`Refusal` when it does not read."""
    try:
        return read_plan(path)
    except WorkbookRefusedError as error:
        raise Refusal(str(error)) from error


def row_of(action: Action, referential: Referential) -> PlanRow:
    """Return what a row of the workbook says of an action."""
    due = action.due.isoformat() if action.due else ""
    codes = codes_of(referential, action.indicators)
    return PlanRow(action.what, codes, action.who, due, NAMES[action.state], action.note)


def _whole(item: FilledAction, rows: dict[str, PlanRow]) -> FilledAction:
    """Return the row with the texts that no cell could hold as they are stored: the file only had their beginning."""
    stored = rows.get(item.id)
    if item.row is None or stored is None:
        return item
    fields = dict(vars(item.row))
    for name in ("what", "who", "note"):
        text = getattr(stored, name)
        if len(text) > LIMIT // 2 and text_read_back(text) == fields[name]:
            fields[name] = text
    return FilledAction(item.id, PlanRow(**fields), item.base)


def _rewriting(found: PlanReceived, known: set[str], referential: Referential) -> Rewriting:
    taken = set(known)
    written = []
    for line in found.lines:
        if line.fate in (Fate.ADDED, Fate.CHANGED) and line.row is not None:
            ident = line.id or next_number(taken)
            taken.add(ident)
            written.append(_action(ident, line.row, line.stored, referential))
    return Rewriting(written, [line.id for line in found.of(Fate.WITHDRAWN)])


def _action(ident: str, row: PlanRow, stored: Action | None, referential: Referential) -> Action:
    # Where an action comes from is not in the file: it stays.
    content: dict[str, object] = stored.model_dump() if stored else {}
    content |= {
        "id": ident,
        "what": row.what,
        "indicators": tuple(referential.indicator_by_code[code.casefold()].id for code in row.codes),
        "who": row.who,
        "due": row.due or None,
        "state": _STATES[row.state],
        "note": row.note,
    }
    try:
        return Action.model_validate(content)
    except ValidationError as error:
        problems = problems_of(error, Action)
        raise Refusal("Le plan d’action n’a pas été importé.", Fault.DATA, problems) from error


def _check_origin(sheet: KeyedSheet, evaluation: Evaluation, referential: Referential, path: Path) -> None:
    ident = sheet.identity.get("evaluation", "")
    if ident != evaluation.id:
        raise Refusal(f"« {path.name} » est le classeur de l’évaluation « {ident} », et non de « {evaluation.id} ».")
    if sheet.identity.get("empreinte") != referential.content_hash:
        raise Refusal(
            f"« {path.name} » a été fait pour la version {sheet.identity.get('version', '?')} du référentiel ; "
            f"l’évaluation emploie la version {referential.version}, dont le texte a changé. "
            "Refaites le classeur avec « ptce classeur coevaluation »."
        )


def _conflict_sentence(lines: Sequence[PlanLine]) -> str:
    names = ", ".join(f"{line.id} « {line.what} »" for line in lines)
    return (
        "Rien n’a été importé : depuis que ce classeur est sorti de la base, le plan y a aussi changé, autrement que "
        f"dans le fichier : {names}. "
        "Choisissez : --conflit garder (la base) ou --conflit remplacer (le fichier)."
    )
