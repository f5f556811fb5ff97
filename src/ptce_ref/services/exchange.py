"""Use cases of exchange: writing evaluations to a file for another machine, and taking such a file in."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ptce_ref import __version__
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.exchange_file import ExchangeFile, Nature
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.problem import Kind, Problem
from ptce_ref.loading.exchange import open_exchange_file, without_collecting
from ptce_ref.loading.exchange_row import Received, read_content
from ptce_ref.reports.exchange_file import write_exchange_file
from ptce_ref.services.backup import Why
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.exchange_content import complete_content, confidential_content
from ptce_ref.services.merging import Policy, Told, in_silence, take, untold
from ptce_ref.services.pole import find_pole
from ptce_ref.services.production import write_whole
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.account import Choice
from ptce_ref.storage.evaluation import list_evaluations
from ptce_ref.storage.fusion import Fusion
from ptce_ref.storage.parcel import JournalLine, Parcel, Row, columns
from ptce_ref.storage.side import BaseSide, FileSide


class AlteredFileError(Refusal):
    """The file is not as it was written: it is read all the same only when somebody says so."""


@dataclass(frozen=True)
class Exported:
    """What was written: the file, and the evaluations in it; ``left`` are those that may not leave yet."""

    file: Path
    nature: Nature
    evaluations: tuple[Evaluation, ...]
    left: tuple[Evaluation, ...]


@dataclass(frozen=True)
class Exchange:
    """A file that was read and found sound; nothing of it is in the base yet."""

    name: str
    nature: Nature
    exported_at: str
    side: FileSide


def export_evaluations(
    workspace: Workspace,
    references: Sequence[str],
    target: Path,
    *,
    pole: str | None = None,
    complete: bool = False,
    go_on: Callable[[], None] = lambda: None,
) -> Exported:
    """Write evaluations, or all those of a pôle, to an exchange file.

    Confidential unless ``complete``: see :mod:`ptce_ref.domain.exchange_file`. Raises :class:`Refusal` for an
    unknown evaluation or pôle, for one that may not be compared yet (R5), for a file that cannot be written.
    """
    wanted = _wanted(workspace, references, pole)
    nature = Nature.COMPLETE if complete else Nature.CONFIDENTIAL
    left: list[Evaluation] = []
    if complete:
        _refuse_incomplete(workspace, wanted)
    else:
        left = [evaluation for evaluation in wanted if not others_visible(evaluation.phase)]
        if left and (references or len(left) == len(wanted)):
            raise Refusal(_too_early(left))
        wanted = [evaluation for evaluation in wanted if evaluation not in left]
    wanted.sort(key=lambda evaluation: evaluation.id)

    def write(file: BinaryIO) -> None:
        with workspace.store.reading() as db:
            side = BaseSide(db.conn, [evaluation.id for evaluation in wanted])
            content = complete_content(side, wanted) if complete else confidential_content(workspace, side, wanted)
            write_exchange_file(
                {"nature": nature.value, **content},
                file,
                exported_at=workspace.now,
                generator=f"ptce {__version__}",
                go_on=go_on,
            )

    # A complete one holds names: as the base, it is for its owner only.
    file = write_whole(target, write, go_on, private=complete)
    return Exported(file, nature, tuple(wanted), tuple(left))


def read_exchange(path: Path, *, changed_by_hand: bool = False) -> Exchange:
    """Return what the exchange file at ``path`` holds, checked whole.

    Raises :class:`Refusal`, with every problem found: a file that cannot be read, from a newer version, changed
    since it was written (unless ``changed_by_hand`` says that it was meant), or that does not hold together.
    """
    found = open_exchange_file(path)
    if isinstance(found, Problem):
        fault = Fault.UNUSABLE if found.kind in {Kind.UNREADABLE, Kind.TOO_LARGE} else Fault.DATA
        raise Refusal(f"Le fichier « {path} » ne peut pas être repris ; rien n’a été changé.", fault, (found,))
    if not found.intact and not changed_by_hand:
        raise AlteredFileError(
            f"Le fichier « {path.name} » a été modifié depuis qu’il a été écrit, ou s’est abîmé en route ; rien n’a "
            "été changé. Demandez-en un autre ou, si la modification est voulue, ajoutez --modifie-a-la-main."
        )
    with without_collecting():
        received = read_content(
            found.content, columns, found.exported_at, in_order=found.canonical, version=found.version
        )
    if received.problems:
        raise Refusal(
            f"Le fichier « {path.name} » ne peut pas être repris ; rien n’a été changé.", problems=received.problems
        )
    with without_collecting():
        return Exchange(path.name, received.nature, found.exported_at, _side(received))


def import_exchange(
    workspace: Workspace,
    exchange: Exchange,
    *,
    policy: Policy = Policy.LATEST,
    chosen: Mapping[str, Choice] | None = None,
    trial: bool = False,
    told: Told = in_silence,
    foretold: Callable[[Fusion], None] = untold,
    copied: bool = False,
) -> Fusion:
    """Take a file in: all of it, or nothing; with ``trial``, only say what would be done.

    What is newer here stays, and taking the same file twice changes nothing. ``told``, ``foretold``, ``copied`` and
    what is raised are those of :func:`ptce_ref.services.merging.take`.
    """
    if exchange.nature is Nature.CONFIDENTIAL:
        for parcel in exchange.side.parcels.values():
            parcel.rows["receptions"] = [_reception(parcel, exchange.exported_at, workspace.now)]
    return take(
        workspace,
        exchange.side,
        Why.IMPORT,
        policy=policy,
        chosen=chosen,
        trial=trial,
        told=told,
        foretold=foretold,
        copied=copied,
    )


def exchange_schema() -> str:
    """Return the JSON Schema of the format, for whoever reads or writes such files with another program."""
    schema = ExchangeFile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Fichier d’échange de ptce"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _wanted(workspace: Workspace, references: Sequence[str], pole: str | None) -> list[Evaluation]:
    if bool(references) == (pole is not None):
        raise Refusal("Nommez une ou plusieurs évaluations, ou un pôle avec --pole.", Fault.MISUSE)
    if pole is None:
        return [find_evaluation(workspace, reference) for reference in dict.fromkeys(references)]
    known = find_pole(workspace, pole)
    found = [evaluation for evaluation in list_evaluations(workspace.store) if evaluation.pole_id == known.id]
    if not found:
        raise Refusal(f"Le pôle « {known.name} » n’a pas encore d’évaluation.")
    return found


def _refuse_incomplete(workspace: Workspace, wanted: Iterable[Evaluation]) -> None:
    with workspace.store.reading() as db:
        received = BaseSide(db.conn).confidential()
    for evaluation in wanted:
        if evaluation.id in received:
            raise Refusal(
                f"L’évaluation « {evaluation.id} » a été reçue sans les personnes ni les textes : elle ne peut pas "
                "repartir complète. Elle repart comme elle est venue dans un fichier confidentiel, sans --complet."
            )


def _too_early(left: Sequence[Evaluation]) -> str:
    one = left[0]
    return (
        f"L’évaluation « {one.id} » en est à la phase « {NAMES[one.phase]} » : rien de ce qui s’y dit n’en sort avant "
        "le dialogue. Attendez-le, ou ajoutez --complet si le fichier va à un autre ordinateur du même pôle."
    )


def _side(received: Received) -> FileSide:
    parcels = {
        section.evaluation_id: Parcel(
            section.evaluation_id, section.rows, [JournalLine(0, *line) for line in section.lines]
        )
        for section in received.evaluations
    }
    common = Parcel("", {"poles": list(received.poles)}, [JournalLine(0, *line) for line in received.lines])
    return FileSide(parcels, common, received.referentials)


def _reception(parcel: Parcel, exported_at: str, now: str) -> Row:
    """Return the row that says an evaluation came without people nor texts, and when."""
    content = {
        "evaluation_id": parcel.evaluation_id,
        "content_hash": _fingerprint(parcel.rows),
        "exported_at": exported_at,
        "received_at": now,
        "confidential": 1,
    }
    return tuple(content[column] for column in columns("receptions"))


def _fingerprint(rows: Mapping[str, Sequence[Row]]) -> str:
    """Return what tells the same evaluation that comes once more in another file."""
    text = json.dumps(
        {table: sorted(map(list, found), key=str) for table, found in rows.items() if table != "receptions"},
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()
