"""Makes two parcels one: what the base holds of an evaluation, and what comes.

Pure: rows and lines in, rows and lines out, and an account of what was done. The order of the two does
not matter to what comes out, only to the account.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ptce_ref.domain.merging import Line, State, instant
from ptce_ref.domain.merging_part import alike, decide, merge_thing
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.returned_row import Fate
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.storage.account import Account, Change, Choice, Chooser, Conflict
from ptce_ref.storage.database import to_json
from ptce_ref.storage.notice import alike_people, late_opinions, phase_of
from ptce_ref.storage.parcel import (
    RECORDS,
    SETS,
    JournalLine,
    Parcel,
    Row,
    columns,
    journal_key,
    key_of,
    logged,
    row_of,
)
from ptce_ref.storage.upkeep import bring_back

_MARK_LENGTH = 6


@dataclass(frozen=True)
class Joined:
    """What two parcels come to, and its account."""

    parcel: Parcel
    account: Account


def join_parcels(here: Parcel, there: Parcel, choose: Chooser, now: str, *, named: bool = False) -> Joined:
    """Return ``here`` completed by ``there``; ``choose`` is asked about each conflict, at the moment ``now``.

    ``named`` says that something outside of the evaluation, a visit, needs it.
    """
    account = _account(there if there.of("evaluations") else here)
    if not here.rows and not here.lines:
        account.new = bool(there.of("evaluations"))
        account.brought = {table: len(rows) for table, rows in there.rows.items()}
        account.counted = _questions_counted(there) if there.confidential else None
        return Joined(there, account)
    if not (here.of("evaluations") and there.of("evaluations")):
        return _join_withdrawn(here, there, account, choose, now, named=named)
    if here.confidential or there.confidential:
        if here.value("evaluations", "pole_id") != there.value("evaluations", "pole_id"):
            account.left = "une évaluation d’un autre pôle porte déjà cet identifiant ici"
            return Joined(here, account)
        return _replace(here, there, account)
    reason = _apart(here, there)
    if reason:
        account.left = reason
        return Joined(here, account)
    joined = _join(here, there, account, choose, now)
    account.phase = phase_of(joined)
    account.title = str(joined.value("evaluations", "title"))
    account.frozen = bool(account.changes) and phase_of(here) is Phase.CLOSED
    account.moved = account.phase is not phase_of(here)
    account.late = late_opinions(here, there, joined, account)
    account.alike = alike_people(here, joined)
    return Joined(joined, account)


def _questions_counted(parcel: Parcel) -> int:
    """Return on how many questions opinions are counted; a tally without a voice counts none."""
    question = columns("tallies").index("indicator_id")
    return len({row[question] for row in parcel.of("tallies") if not _is_untold(row)})


def _is_untold(tally: Row) -> bool:
    """Whether a row of the shows of hands stands for voices too few to be told (``domain.evaluation.Tally``)."""
    content = dict(zip(columns("tallies"), tally, strict=True))
    return (content["voices"], content["dont_know"], content["not_applicable"]) == ("{}", 0, 0)


def join_commons(here: Parcel, there: Parcel, choose: Chooser, now: str) -> Joined:
    """As :func:`join_parcels`, for what belongs to no evaluation."""
    account = Account("")
    return Joined(_join(here, there, account, choose, now), account)


def _join_withdrawn(here: Parcel, there: Parcel, account: Account, choose: Chooser, now: str, *, named: bool) -> Joined:
    """Join two sides of which one at least took the evaluation away: it goes, unless something is said there."""
    joined = _join(here, there, account, choose, now, named=named)
    left, held = bool(joined.of("evaluations")), bool(here.of("evaluations"))
    account.withdrawn = held and not left
    account.new = left and not held
    account.phase = phase_of(joined) if left else None
    return Joined(joined, account)


def _account(parcel: Parcel) -> Account:
    if not parcel.of("evaluations"):
        return Account(parcel.evaluation_id)
    title, pole = (str(parcel.value("evaluations", column)) for column in ("title", "pole_id"))
    return Account(parcel.evaluation_id, title, pole, phase_of(parcel))


def _replace(here: Parcel, there: Parcel, account: Account) -> Joined:
    """What has neither people nor texts is never completed: it gives way to what has, or to a later one."""
    held, coming = (side.value("receptions", "content_hash") for side in (here, there))
    if held == coming:
        return Joined(here, account)
    account.replaced = _weight(there) > _weight(here)
    if not account.replaced:
        account.note = "plus récente ici" if here.confidential else "complète ici ; ce qui vient est sans les personnes"
        return Joined(here, account)
    received = instant(str(here.value("receptions", "received_at") or ""))
    account.overwritten = here.confidential and any(instant(line.at) > received for line in here.lines)
    known = Counter(line.same for line in here.lines)
    return Joined(Parcel(there.evaluation_id, there.rows, [*here.lines, *_lacking(known, there.lines)]), account)


def _weight(parcel: Parcel) -> tuple[object, ...]:
    if not parcel.confidential:
        return (1,)
    exported = str(parcel.value("receptions", "exported_at"))
    # The same file, read again since a file says what it does not tell, says more than it did.
    untold = sum(map(_is_untold, parcel.of("tallies")))
    return (0, instant(exported), untold, str(parcel.value("receptions", "content_hash")))


def _apart(here: Parcel, there: Parcel) -> str:
    """Return why two sides that answer two versions of the referential cannot be merged, or an empty text."""
    ours, theirs = (side.value("evaluations", "referential_hash") for side in (here, there))
    if ours == theirs:
        return ""
    known, coming = (Counter(line.same for line in side.lines) for side in (here, there))
    if known <= coming or coming <= known:
        return ""
    if any(subject not in {"evaluations", "respondents"} for _, subject, *_ in (known - coming) | (coming - known)):
        return (
            "elle est passée à une autre version du référentiel d’un seul côté, et a été modifiée des deux : "
            "faites le même passage de l’autre côté (« ptce evaluation migrer »), puis recommencez"
        )
    return ""


def _join(here: Parcel, there: Parcel, account: Account, choose: Chooser, now: str, *, named: bool = False) -> Parcel:
    """Return ``here`` with what ``there`` adds, row by row; ``account`` is filled on the way."""
    known = Counter(line.same for line in here.lines)
    added = _lacking(known, there.lines)
    rows = {table: {key_of(table, row): row for row in found} for table, found in here.rows.items()}
    made: list[JournalLine] = []
    ours, theirs = _by_thing(here), _by_thing(there)
    erased = _answers_of_the_erased(here, there, theirs)
    for thing, coming in theirs.items():
        subject, key = thing
        held = ours.get(thing)
        if held is None:
            if coming.row is not None:
                rows.setdefault(subject, {})[key_of(subject, coming.row)] = coming.row
                account.changes.append(Change(subject, key, Fate.ADDED))
            continue
        if held.row == coming.row and held.lines == coming.lines:
            continue
        made += _join_thing(
            thing, (held, coming), rows.setdefault(subject, {}), account, choose, now, blanked=thing in erased
        )
    for table in SETS:
        account.others += _join_set(table, rows.setdefault(table, {}), there.of(table))
    if here.evaluation_id:
        back = bring_back(rows, [*here.lines, *added, *made], (here, there), named=named)
        _account_back(account, here, back)
        made += back
    account.lines = len(added) + len(made)
    return Parcel(
        here.evaluation_id, {t: list(found.values()) for t, found in rows.items()}, [*here.lines, *added, *made]
    )


def _account_back(account: Account, here: Parcel, back: Sequence[JournalLine]) -> None:
    """Tell what stays after all: it is no change for who had it, and something that comes for the other."""
    held = {(table, journal_key(table, row)) for table in ("respondents", "evaluations") for row in here.of(table)}
    for line in back:
        thing = (line.subject, line.key)
        account.changes = [change for change in account.changes if (change.subject, change.key) != thing]
        if thing not in held:
            account.changes.append(Change(line.subject, line.key, Fate.ADDED))


def _answers_of_the_erased(
    here: Parcel, there: Parcel, things: Mapping[tuple[str, str], object]
) -> set[tuple[str, str]]:
    """Return, of ``things``, those that a person erased on either side said."""
    place = columns("erasures").index("respondent_id")
    people = {row[place] for side in (here, there) for row in side.of("erasures")}
    if not people:
        return set()
    return {thing for thing in things if thing[0] == "answers" and json.loads(thing[1])["respondent"] in people}


@dataclass(slots=True)
class _Thing:
    """What one side holds of a thing that is journaled."""

    lines: Counter[Line] = field(default_factory=Counter)
    row: Row | None = None


def _by_thing(parcel: Parcel) -> dict[tuple[str, str], _Thing]:
    """Return the lines and the row of each thing that is journaled, by (table, journal key)."""
    things: dict[tuple[str, str], _Thing] = {}
    for line in parcel.lines:
        if line.subject in RECORDS:
            thing = things.setdefault((line.subject, line.key), _Thing())
            thing.lines[Line(line.at, line.before, line.after)] += 1
    for table in RECORDS:
        for row in parcel.of(table):
            things.setdefault((table, journal_key(table, row)), _Thing()).row = row
    return things


def _join_thing(
    thing: tuple[str, str],
    sides: tuple[_Thing, _Thing],
    rows: dict[Row, Row],
    account: Account,
    choose: Chooser,
    now: str,
    *,
    blanked: bool,
) -> list[JournalLine]:
    """Put in ``rows`` what a thing known on both sides comes to; return the lines to add to those of the two."""
    subject, key = thing
    here, there = (_state(subject, side) for side in sides)
    if alike(subject, here.value, there.value) and not (here.lines and there.lines):
        # One of the two came without its history: it is that of the other.
        here, there = replace(here, lines=here.lines or there.lines), replace(there, lines=here.lines or there.lines)
    union = merge_thing(subject, here, there, blanked=blanked)
    state, before = union.state, here.lines | there.lines
    for clash in union.clashes:
        conflict = Conflict(_mark(subject, key, clash.part), subject, key, clash)
        choice = choose(conflict)
        wanted = {Choice.HERE: True, Choice.THERE: False}.get(choice, clash.here_kept)
        if wanted != clash.here_kept:
            state = decide(subject, state, clash.part, clash.here if wanted else clash.there, now)
            conflict = replace(conflict, clash=replace(clash, here_kept=wanted))
        account.conflicts.append(conflict)
    held = sides[0].row
    changed = not alike(subject, state.value, here.value)
    if changed:
        fate = Fate.ADDED if here.value is None else Fate.WITHDRAWN if state.value is None else Fate.CHANGED
        account.changes.append(Change(subject, key, fate))
    if state.value is None:
        if held is not None:
            del rows[key_of(subject, held)]
    else:
        # A card says the same whatever the order of its keys: both sides keep the one writing.
        writings = [text for text in (here.value, there.value) if text and alike(subject, text, state.value)]
        row = row_of(subject, min(writings, default=_written(subject, state.value)), state.at)
        rows[key_of(subject, row)] = row
    made = state.lines - before
    return [
        JournalLine(0, line.at, subject, key, line.before, line.after) for line in sorted(made.elements(), key=_order)
    ]


def _written(subject: str, value: str) -> str:
    """Return a value as it is written by who types it: the lines of a card in the order of its form."""
    if subject != "poles":
        return value
    row = json.loads(value)
    return to_json(
        {**row, "card": Pole.model_validate_json(row["card"]).model_dump_json(by_alias=True, exclude_defaults=True)}
    )


def _order(line: Line) -> tuple[object, ...]:
    return instant(line.at), line.before or "", line.after or ""


def _state(subject: str, thing: _Thing) -> State:
    if thing.row is None:
        return State(thing.lines)
    value, at = logged(subject, thing.row)
    return State(thing.lines, value, at)


def _mark(subject: str, key: str, part: str) -> str:
    """Return a few letters that name a conflict, the same each time it is shown."""
    return hashlib.sha256(f"{subject} {key} {part}".encode()).hexdigest()[:_MARK_LENGTH]


def _join_set(table: str, rows: dict[Row, Row], coming: Sequence[Row]) -> int:
    """Add to ``rows`` those that come; return how many are new. Of two rows of one key, both sides keep the same."""
    count = 0
    for row in coming:
        key = key_of(table, row)
        held = rows.get(key)
        if held is None or (row != held and _stands(row, held)):
            rows[key] = row
            count += 1
    return count


def _stands(row: Row, held: Row) -> bool:
    """Whether ``row`` is the one that both sides keep: the first erasure, the first receipt."""
    return tuple(map(str, row)) < tuple(map(str, held))


def _lacking(
    known: Counter[tuple[str, str, str, str | None, str | None]], lines: Sequence[JournalLine]
) -> list[JournalLine]:
    """Return the lines that are not among ``known``, in their order; the same line twice is two lines."""
    left = known.copy()
    lacking: list[JournalLine] = []
    for line in lines:
        if left[line.same] > 0:
            left[line.same] -= 1
        else:
            lacking.append(line._replace(seq=0))
    return lacking
