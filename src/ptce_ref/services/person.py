"""Use cases of a person's own data: see what is kept of them, hand it over, erase it (R18)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.referential import Referential
from ptce_ref.reports.person import (
    PersonChange,
    PersonDraft,
    PersonPassage,
    PersonSheet,
    PersonView,
    person_json,
    person_text,
)
from ptce_ref.services.backup import Backup, backups_of
from ptce_ref.services.draft import DraftKind, Kept, Key, change_kept, default_folder, kept_drafts
from ptce_ref.services.evaluation import find_evaluation, find_respondent
from ptce_ref.services.journal import told_by_moment
from ptce_ref.services.journal_sentence import Told, tell_change
from ptce_ref.services.opinion import answers_by
from ptce_ref.services.pole import find_pole
from ptce_ref.services.production import write_content
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.blanking import ERASED
from ptce_ref.storage.erasure import FormerErasure, erasures_in, list_erasures, may_hold, sweep
from ptce_ref.storage.erasure import erase_person as store_erasure
from ptce_ref.storage.evaluation import list_evaluations, list_respondents, read_snapshots
from ptce_ref.storage.identity import Births, is_now
from ptce_ref.storage.journal import changes
from ptce_ref.storage.mark import list_marks
from ptce_ref.storage.mention import Mention, Seeker, count_history, find_mentions, find_namesakes, names_of
from ptce_ref.storage.passage import list_passages
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.side import BaseSide


@dataclass(frozen=True, kw_only=True)
class PersonRecord(PersonSheet):
    """All that concerns a respondent of one evaluation: what is handed over to them, and what is about others."""

    past_mentions: int
    """How many earlier versions of the texts of ``mentions`` the journal keeps."""
    elsewhere: tuple[str, ...]
    """Other registrations under the same name: « val-2024 r03 »."""

    @property
    def texts(self) -> int:
        """How many texts of theirs are kept."""
        return sum(bool(text) and text != ERASED for a in self.answers for text in (a.argument, a.reason, a.evidence))


@dataclass(frozen=True)
class Erased:
    """What an erasure left to do: the record as it was, whether the file was swept, copies that still hold the name."""

    record: PersonRecord
    swept: bool
    backups: tuple[Backup, ...]
    drafts_kept: bool
    """True when the drafts could not be changed: the disk refused."""


def record_of(workspace: Workspace, reference: str, respondent: str, *, drafts: Path | None = None) -> PersonRecord:
    """Return all that concerns a respondent; ``drafts`` is the folder of the texts that wait (the user's by default).

    Raises :class:`Refusal` for an evaluation or a respondent that is not known.
    """
    evaluation = find_evaluation(workspace, reference)
    person = find_respondent(workspace, evaluation, respondent)
    referential = referential_of(workspace, evaluation.referential_hash)
    pole = find_pole(workspace, evaluation.pole_id)
    store = workspace.store
    names = names_of(store, evaluation.id, person.id)
    answers = answers_by(workspace, evaluation, person.id)
    marked = list_marks(store, evaluation.id, person.id)
    siblings = [item for item in list_evaluations(store) if item.pole_id == pole.id]
    kept = kept_drafts(drafts or default_folder(), store.path)
    erased = {item.respondent_id: item.at for item in list_erasures(store, evaluation.id)}
    order = {item.id: place for place, item in enumerate(referential.indicators)}
    college = referential.college_by_id.get(person.college)
    return PersonRecord(
        pole=pole.name,
        evaluation=evaluation,
        referential=referential,
        person=person,
        college=college.name if college else person.college,
        answers=tuple(sorted(answers.values(), key=lambda a: (order.get(a.indicator_id, len(order)), a.indicator_id))),
        marks=tuple(item.code for item in referential.indicators if item.id in marked),
        journal=tuple(_journal(workspace, evaluation, referential, person)),
        closings=tuple(at for at, content in read_snapshots(store, evaluation.id) if f'"{person.id}"' in content),
        passages=tuple(_passages(workspace, evaluation, person)),
        drafts=tuple(
            PersonDraft(name, tuple(fields.values())) for name, fields in _own(kept, evaluation, person).values()
        ),
        mentions=(
            *_places(workspace, siblings, names, (evaluation.id, person.id)),
            *(["la carte d’identité du pôle"] if Seeker(names).found_in(pole.model_dump_json()) else []),
        ),
        past_mentions=sum(
            count_history(store, item.id, names, person.id if item.id == evaluation.id else "") for item in siblings
        ),
        elsewhere=tuple(
            " ".join(found)
            for found in (find_namesakes(store, person.name) if person.name else ())
            if found != (evaluation.id, person.id)
        ),
        erased_at=erased.get(person.id),
    )


def export_person(
    workspace: Workspace, people: Sequence[tuple[str, str]], target: Path, *, drafts: Path | None = None
) -> tuple[Path, Path]:
    """Write all that concerns one person, registered as ``people`` (evaluation, respondent): JSON, and a text to read.

    ``target`` names the JSON file; the text goes beside it, under the same name. Both can be read by their
    owner alone. Raises :class:`Refusal`.
    """
    sheets = tuple(record_of(workspace, *who, drafts=drafts) for who in people)
    view = PersonView(workspace.today.isoformat(), sheets)
    files = {target: person_json(view), target.with_suffix(".txt"): person_text(view)}
    if len(files) == 1:
        files = {target.with_suffix(".json"): person_json(view), target: person_text(view)}
    written = []
    for file, text in files.items():
        written.append(write_content(file, text.encode(), private=True))
    return written[0], written[1]


def erase_person(
    workspace: Workspace, reference: str, respondent: str, *, confirmed: bool = False, drafts: Path | None = None
) -> Erased:
    """Erase name, organisation and texts of a person wherever this base keeps them; their counts stay, nameless.

    Once more for somebody already erased does what remains to be done. Raises :class:`Refusal` without
    ``confirmed``, and :class:`~ptce_ref.storage.problem.DatabaseUnusableError` when the base cannot be written.
    """
    record = record_of(workspace, reference, respondent, drafts=drafts)
    if not confirmed:
        raise Refusal("Effacer une personne ne se défait pas : confirmez avec --oui.")
    evaluation, person = record.evaluation, record.person
    store_erasure(workspace.store, evaluation.id, person.id, workspace.now)
    try:
        sweep(workspace.store)
        swept = True
    except DatabaseUnusableError:
        swept = False

    def forget(kept: Kept) -> None:
        for key in _own(kept, evaluation, person):
            del kept[key]

    done = change_kept(drafts or default_folder(), workspace.store.path, forget)
    return Erased(record, swept, backups_holding(workspace, evaluation.id, person.id), drafts_kept=not done)


def erase_again(workspace: Workspace, former: Path | None) -> int:
    """Erase from this base, an older copy put back, who was erased since; return how many they are.

    ``former`` is the base it replaces, if there was one: what it erased is known from it, and from every other copy
    of the base. Who took another number since is the same person. Raises
    :class:`~ptce_ref.storage.problem.DatabaseUnusableError` when the base cannot be written.
    """
    store = workspace.store
    gone = {(item.evaluation_id, item.respondent_id) for item in list_erasures(store)}
    here = [(line.id, person.id) for line in list_evaluations(store) for person in list_respondents(store, line.id)]
    files = [*([former] if former else []), *(copy.path for copy in backups_of(workspace))]
    erased = {item for file in files for item in erasures_in(file) or ()}
    if not erased:
        return 0
    with store.reading() as db:
        births = BaseSide(db.conn).births()
    again = [who for who in here if who not in gone and any(_is_same(item, who, births) for item in erased)]
    for evaluation, respondent in again:
        store_erasure(store, evaluation, respondent, workspace.now)
    if again:
        sweep(store)
    return len(again)


def may_have_erased(former: Path) -> bool:
    """Whether a base that was replaced does not read: nobody can say whom it had erased."""
    return erasures_in(former) is None


def _is_same(erased: FormerErasure, who: tuple[str, str], births: Births) -> bool:
    """Whether the person erased elsewhere is ``who`` (evaluation, respondent); either may have changed number."""
    evaluation, respondent = who
    opened = births.get(("evaluations", evaluation, evaluation), set())
    born = births.get(("respondents", evaluation, respondent), set())
    if born and erased.born and not born & erased.born:
        return False
    same_evaluation = is_now(erased.evaluation_id, evaluation, opened) or is_now(
        evaluation, erased.evaluation_id, opened
    )
    return same_evaluation and (
        is_now(erased.respondent_id, respondent, born) or is_now(respondent, erased.respondent_id, erased.born)
    )


def backups_holding(workspace: Workspace, evaluation_id: str, respondent_id: str) -> tuple[Backup, ...]:
    """Return the copies of the base that still hold what a person said or their name, oldest first."""
    return tuple(copy for copy in backups_of(workspace) if may_hold(copy.path, evaluation_id, respondent_id))


def erased_people(workspace: Workspace, evaluation: Evaluation) -> frozenset[str]:
    """Return the ids of the respondents whose data were erased."""
    return frozenset(item.respondent_id for item in list_erasures(workspace.store, evaluation.id))


def _own(kept: Kept, evaluation: Evaluation, person: Respondent) -> Kept:
    start: Key = (DraftKind.OPINION, evaluation.id, person.id)
    return {key: draft for key, draft in kept.items() if key[: len(start)] == start}


def _journal(
    workspace: Workspace, evaluation: Evaluation, referential: Referential, person: Respondent
) -> Iterator[PersonChange]:
    known = referential.college_by_id.get(person.college)
    # To the person whose words they are, whatever the phase.
    words = Told(referential, {person.id: known.short if known else person.college}, opinions=True)
    told = told_by_moment(workspace, evaluation, words)
    for change in changes(workspace.store, evaluation_id=evaluation.id):
        if change.key.get("respondent") == person.id:
            yield PersonChange(change.at, *tell_change(change, told(change.at)))


def _passages(workspace: Workspace, evaluation: Evaluation, person: Respondent) -> Iterator[PersonPassage]:
    ident = f'"{person.id}"'
    for passage in list_passages(workspace.store, evaluation.id):
        left = tuple(
            item.said for item in passage.left if isinstance(item.said, Answer) and item.said.respondent_id == person.id
        )
        if left or ident in passage.before_text or ident in passage.after_text:
            before, after = (referential_of(workspace, key) for key in (passage.from_hash, passage.to_hash))
            yield PersonPassage(passage.at, before, after, left)


def _places(
    workspace: Workspace, evaluations: Iterable[Evaluation], names: Sequence[str], own: tuple[str, str]
) -> Iterator[str]:
    """Yield, once each and in order, the places that hold one of ``names``."""
    by_id = {item.id: item for item in evaluations}
    seen: set[str] = set()
    for mention in find_mentions(workspace.store, by_id, names, own):
        evaluation = by_id[mention.key["evaluation_id"]]
        where = _place(mention, evaluation, referential_of(workspace, evaluation.referential_hash))
        if evaluation.id != own[0]:
            where = f"{where}, dans l’évaluation « {evaluation.id} »"
        if where not in seen:
            seen.add(where)
            yield where


_FIELDS = {"minority_opinion": "avis minoritaire", "decided_with": "décidé avec", "argument": "argument"}
_DECIDED = {
    "positions": "la position du groupe sur {code} ({field})",
    "actions": "l’action « {id} » du plan",
    "evaluations": "le titre de l’évaluation",
    "visits": "ce que la visite a apporté",
}
_SAID = {
    "tallies": "la note d’un vote à main levée sur {code}",
    "answers": "ce qu’une autre personne a écrit sur {code}",
}


def _place(mention: Mention, evaluation: Evaluation, referential: Referential) -> str:
    if mention.table in _SAID and not others_visible(evaluation.phase):
        # R5: not even on which question somebody else wrote.
        return "ce qu’une autre personne a écrit"
    key = mention.key
    found = referential.indicator_by_id.get(key.get("indicator_id", ""))
    return {**_DECIDED, **_SAID}[mention.table].format(
        code=found.code if found else key.get("indicator_id", ""),
        field=_FIELDS.get(mention.field, ""),
        id=key.get("id", ""),
    )
