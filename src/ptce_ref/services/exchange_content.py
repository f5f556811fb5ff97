"""The content of an exchange file, made from the base while it is written: complete, or without people nor texts."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ptce_ref.domain.confidentiality import counts_only, spoken_for, with_groups
from ptce_ref.domain.evaluation import Contents, Evaluation
from ptce_ref.domain.exchange_file import LOGGED, SECTIONS, UNLOGGED
from ptce_ref.domain.merging import instant
from ptce_ref.reports.exchange_file import Rows
from ptce_ref.services.evaluation import contents_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.parcel import JournalLine, Parcel, Row, columns, journal_key, logged
from ptce_ref.storage.side import BaseSide

Json = dict[str, object]


def complete_content(side: BaseSide, wanted: Sequence[Evaluation]) -> Json:
    """Return what a complete file holds of ``wanted``: people, texts, history, and the referentials it went by.

    The lists are read from ``side`` when they are written: its transaction must still be open.
    """
    poles = {pole for evaluation in wanted for pole in (evaluation.pole_id, evaluation.peer_pole_id) if pole}
    hashes = {evaluation.referential_hash for evaluation in wanted} | side.passage_hashes()
    common = side.commons()
    lines = [line for line in common.lines if line.subject == "poles" and json.loads(line.key).get("pole") in poles]
    return {
        "referentiels": Rows(_referentials(side, hashes)),
        "poles": Rows(_poles(common, poles)),
        "evaluations": Rows(_section(side.parcel(evaluation.id)) for evaluation in wanted),
        "journal": Rows(_lines(lines)),
    }


def confidential_content(workspace: Workspace, side: BaseSide, wanted: Sequence[Evaluation]) -> Json:
    """Return what leaves the pôle of ``wanted``: counts by college and positions, no one, no text, no history (R18).

    The lists are read from ``side`` when they are written: its transaction must still be open.
    """
    poles = {pole for evaluation in wanted for pole in (evaluation.pole_id, evaluation.peer_pole_id) if pole}
    common = side.commons()
    return {
        "referentiels": Rows(_referentials(side, {evaluation.referential_hash for evaluation in wanted})),
        "poles": Rows(_poles(common, poles)),
        "evaluations": Rows(_counts(workspace, evaluation, side.parcel(evaluation.id)) for evaluation in wanted),
    }


def _referentials(side: BaseSide, hashes: set[str]) -> Iterator[Json]:
    ident, content = (columns("referentials").index(name) for name in ("hash", "content"))
    for row in side.referentials():
        if row[ident] in hashes:
            yield {"empreinte": row[ident], "contenu": json.loads(str(row[content]))}


def _poles(common: Parcel, wanted: set[str]) -> Iterator[Json]:
    for row in common.of("poles"):
        content = dict(zip(columns("poles"), row, strict=True))
        if content["id"] in wanted:
            yield {"fiche": json.loads(str(content["card"])), "updated_at": content["updated_at"]}


def _section(parcel: Parcel) -> Json:
    (card,) = parcel.of("evaluations")
    section: Json = {"fiche": _record("evaluations", card)}
    history = Counter((line.subject, line.key) for line in parcel.lines)
    told: set[tuple[str, ...]] = set()
    for key, (table, _) in SECTIONS.items():
        rows = parcel.of(table)
        if not rows:
            continue
        records: Iterable[Json] = (_record(table, row) for row in rows)
        if table in LOGGED:
            names = [journal_key(table, row) for row in rows]
            told.update(
                (at, table, name, after)
                for name, row in zip(names, rows, strict=True)
                if history[table, name] == 1
                for after, at in (logged(table, row),)
            )
            records = [
                _record(table, row) if history[table, name] else {**_record(table, row), UNLOGGED: True}
                for name, row in zip(names, rows, strict=True)
            ]
        section[key] = Rows(list(records))
    kept = [line for line in parcel.lines if line.before or (line.at, line.subject, line.key, line.after) not in told]
    if kept:
        section["journal"] = Rows(_lines(kept))
    return section


_JSON_COLUMNS = frozenset({"colleges", "indicators", "voices", "figures", "content", "before", "after", "left_behind"})


_EMPTY: tuple[object, ...] = (None, "", "{}", "[]")


_ALWAYS = frozenset({"voices", "before", "after", "left_behind", "content", "indicators"})


def _records(table: str, rows: Iterable[Row]) -> Iterator[Json]:
    return (_record(table, row) for row in rows)


def _record(table: str, row: Row) -> Json:
    """Return a row as the file says it: without what is empty, lists and dictionaries as such."""
    record: Json = {}
    for name, value in zip(columns(table), row, strict=True):
        if name == "evaluation_id" or (value in _EMPTY and name not in _ALWAYS):
            continue
        if name in _JSON_COLUMNS:
            record[name] = json.loads(str(value))
        elif name == "argument_required":
            record[name] = bool(value)
        else:
            record[name] = value
    return record


def _lines(lines: Iterable[JournalLine]) -> Iterator[Json]:
    """Yield lines as the file says them, in the order of time; those of one moment as they were written."""
    for line in sorted(lines, key=lambda line: instant(line.at)):
        yield {
            "at": line.at,
            "subject": line.subject,
            "key": json.loads(line.key),
            "before": None if line.before is None else json.loads(line.before),
            "after": None if line.after is None else json.loads(line.after),
        }


def _counts(workspace: Workspace, evaluation: Evaluation, parcel: Parcel) -> Json:
    """Return what leaves the pôle for a comparison: no one, no text."""
    (card,) = parcel.of("evaluations")
    fiche = _record("evaluations", card)
    at = fiche["updated_at"]
    contents = _anonymous(workspace, evaluation)
    fiche["colleges"] = list(contents.evaluation.colleges)
    tallies = sorted(contents.tallies, key=lambda tally: (tally.indicator_id, tally.college))
    positions = sorted(contents.positions, key=lambda position: position.indicator_id)
    return {
        "fiche": fiche,
        "votes": Rows({**tally.model_dump(mode="json", exclude={"argument"}), "updated_at": at} for tally in tallies),
        "positions": Rows(
            {**position.model_dump(mode="json", exclude_defaults=True), "updated_at": at} for position in positions
        ),
    }


def _anonymous(workspace: Workspace, evaluation: Evaluation) -> Contents:
    contents = contents_of(workspace, evaluation)
    referential = referential_of(workspace, evaluation.referential_hash)
    return counts_only(contents, with_groups(referential, spoken_for(contents)))
