"""Use cases of a change of version: what it would do, doing it, undoing it (R15)."""

import re
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.evaluation import Contents, Evaluation
from ptce_ref.domain.lineage import Route, numbers, route_between
from ptce_ref.domain.migration import migrate, selected_after
from ptce_ref.domain.phase import NAMES
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports.migration_view import MigrationView, view_migration, view_nothing
from ptce_ref.services.backup import Why, keep_backup
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.referential import referential_of, sound_referential
from ptce_ref.services.referential_edit import find_referential
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import PhaseGuard
from ptce_ref.storage.opinion import read_contents
from ptce_ref.storage.passage import Decision, Passage, State, list_passages, pass_over, standing_passages
from ptce_ref.storage.referential import kept_referentials, read_referential

_VERSION = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True)
class Foreseen:
    """What a change of version would do, and the referential it goes to."""

    evaluation: Evaluation
    after: Referential
    view: MigrationView


def find_version(workspace: Workspace, evaluation: Evaluation, reference: str) -> Referential:
    """Return another version of the referential of ``evaluation``: a folder, a file, a workbook, or a version number.

    A number is looked for among what the base keeps, and what comes with the program. Raises :class:`Refusal`.
    """
    if not _VERSION.fullmatch(reference) or Path(reference).exists():
        return find_referential(reference)
    known = versions_for(workspace, evaluation, newer=False)
    found = [referential for referential in known if referential.version == reference]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal(
            f"La base garde plusieurs textes de la version {reference} : donnez le dossier de celui que vous voulez.",
            Fault.MISUSE,
        )
    listed = ", ".join(dict.fromkeys(referential.version for referential in known))
    raise Refusal(
        f"La version {reference} n’est ni dans la base ni dans le programme (versions connues : {listed}). "
        "Donnez le dossier où elle est écrite.",
        Fault.MISUSE,
    )


def versions_for(workspace: Workspace, evaluation: Evaluation, *, newer: bool = True) -> list[Referential]:
    """Return the versions of its referential that are at hand, oldest first; ``newer``: those it can go to only."""
    current = referential_of(workspace, evaluation.referential_hash)
    hashes = [key for ident, _, key in kept_referentials(workspace.store) if ident == current.id]
    found = {key: read_referential(workspace.store, key) for key in hashes}
    shipped = sound_referential()
    if shipped.id == current.id:
        found.setdefault(shipped.content_hash, shipped)
    at_hand = sorted(found.values(), key=lambda item: (numbers(item.version), item.content_hash))
    if not newer:
        return at_hand
    return [
        item
        for item in at_hand
        if item.content_hash != current.content_hash and route_between(current, item) is not None
    ]


def foresee_migration(workspace: Workspace, reference: str, after: Referential) -> Foreseen:
    """Return what taking an evaluation to ``after`` would do; nothing is written. Raises :class:`Refusal`."""
    evaluation = find_evaluation(workspace, reference)
    with workspace.store.reading():
        contents = read_contents(workspace.store, evaluation)
    before = referential_of(workspace, evaluation.referential_hash)
    if before.content_hash == after.content_hash:
        return Foreseen(evaluation, after, view_nothing(contents, after.version))
    _require_open(evaluation)(evaluation.phase)
    route = _route(contents, before, after)
    migrated = migrate(contents, (), before, after, route)
    return Foreseen(evaluation, after, view_migration(contents, migrated, before, after, route))


def migrate_evaluation(workspace: Workspace, reference: str, after: Referential) -> MigrationView:
    """Take an evaluation to ``after``, all or nothing; the base is copied first. Returns what was done.

    Nothing is written when it is there already. Raises :class:`Refusal`.
    """
    foreseen = foresee_migration(workspace, reference, after)
    if foreseen.view.nothing:
        return foreseen.view
    keep_backup(workspace, Why.MIGRATION)
    done: list[MigrationView] = []

    def decide(state: State) -> Decision | None:
        # The file as it is now: somebody may have answered, or migrated, since the preview.
        contents = state.contents
        before = referential_of(workspace, contents.evaluation.referential_hash)
        if before.content_hash == after.content_hash:
            done.append(view_nothing(contents, after.version))
            return None
        route = _route(contents, before, after)
        migrated = migrate(contents, state.marks, before, after, route)
        view = view_migration(contents, migrated, before, after, route)
        done.append(view)
        told = {"from": before.version, "to": after.version, "lines": list(view.summary)}
        return Decision(State(migrated.contents, migrated.marks), after, migrated.left, told=told)

    pass_over(workspace.store, foreseen.evaluation.id, decide, workspace.now, _require_open(foreseen.evaluation))
    return done[0]


def return_from_migration(workspace: Workspace, reference: str) -> MigrationView:
    """Give an evaluation back what it was before its last change of version.

    Raises :class:`Refusal` when there is none, or when something was said since.
    """
    evaluation = find_evaluation(workspace, reference)
    _last_passage(workspace, evaluation)
    keep_backup(workspace, Why.MIGRATION)
    done: list[MigrationView] = []

    def decide(state: State) -> Decision:
        last = _last_passage(workspace, evaluation)
        now, then = state.contents, last.before.contents
        if _said(now) != _said(last.after.contents):
            raise Refusal(
                "Quelque chose a été dit, voté, décidé ou prévu depuis le changement de version : revenir le perdrait. "
                f"L’évaluation d’avant reste lisible : ptce evaluation passages {evaluation.id}"
            )
        before = referential_of(workspace, last.from_hash)
        settings = {"referential_hash": last.from_hash, "indicators": then.evaluation.indicators}
        restored = then.model_copy(
            update={
                "evaluation": now.evaluation.model_copy(update=settings),
                "respondents": now.respondents,
            }
        )
        version = referential_of(workspace, last.to_hash).version
        done.append(MigrationView(evaluation.id, evaluation.title, version, before.version, nothing=False))
        told = {"from": version, "to": before.version}
        return Decision(State(restored, last.before.marks), before, back=True, told=told)

    pass_over(workspace.store, evaluation.id, decide, workspace.now, _require_open(evaluation))
    return done[0]


def version_before(workspace: Workspace, evaluation: Evaluation) -> str | None:
    """Return the version an evaluation may come back to, or None when it never changed."""
    standing = standing_passages(list_passages(workspace.store, evaluation.id))
    return referential_of(workspace, standing[-1].from_hash).version if standing else None


def _last_passage(workspace: Workspace, evaluation: Evaluation) -> Passage:
    standing = standing_passages(list_passages(workspace.store, evaluation.id))
    if not standing:
        raise Refusal(f"L’évaluation « {evaluation.id} » n’a pas changé de version : il n’y a rien à défaire.")
    return standing[-1]


def _said(contents: Contents) -> tuple[object, ...]:
    """Return what people said and decided, whatever the order in which it was read."""
    return (
        {(a.indicator_id, a.respondent_id): a for a in contents.answers},
        {(t.indicator_id, t.college): t for t in contents.tallies},
        {p.indicator_id: p for p in contents.positions},
        {a.id: a for a in contents.actions},
    )


def _require_open(evaluation: Evaluation) -> PhaseGuard:
    """Return what refuses to touch an evaluation that is closed."""

    def allow(phase: Phase) -> None:
        if phase is Phase.CLOSED:
            raise Refusal(
                "Cette évaluation est close : elle garde la version à laquelle on a répondu, et se lit toujours. "
                "Pour la faire passer à une autre version, rouvrez-la d’abord à la phase "
                f"« {NAMES[Phase.ACTION_PLAN]} » (ptce evaluation phase {evaluation.id} {Phase.ACTION_PLAN.value} "
                "--confirmer), puis clôturez-la de nouveau."
            )

    return allow


def _route(contents: Contents, before: Referential, after: Referential) -> Route:
    """Return the way from one version to the other. Raises :class:`Refusal` when the evaluation cannot follow it."""
    if before.id != after.id:
        raise Refusal(
            f"« {after.id} » n’est pas une autre version de « {before.id} », le référentiel de cette évaluation : "
            "leurs identifiants diffèrent.",
            Fault.MISUSE,
        )
    if numbers(after.version) < numbers(before.version):
        raise Refusal(
            f"La version {after.version} est plus ancienne que celle de l’évaluation ({before.version}). "
            "Pour défaire un changement de version : --revenir.",
            Fault.MISUSE,
        )
    route = route_between(before, after)
    if route is None:
        if before.version == after.version:
            sentence = (
                f"Les deux textes portent la version {after.version}, mais leurs questions ou leurs niveaux "
                "diffèrent : donnez un autre numéro au nouveau, et dites dans sa lignée ce qui a changé."
            )
        else:
            sentence = (
                f"La lignée de la version {after.version} ne dit pas comment l’on y vient de la version "
                f"{before.version} : ajoutez-y une étape « depuis {before.version} »."
            )
        raise Refusal(sentence)
    _require_words(contents, after)
    if not selected_after(contents.evaluation.path, contents.evaluation.indicators, after, route):
        raise Refusal(f"Aucune question de cette évaluation n’existe plus dans la version {after.version}.")
    return route


def _require_words(contents: Contents, after: Referential) -> None:
    """Refuse a version that has lost a word the evaluation uses: its college, its use, its path."""
    evaluation = contents.evaluation
    colleges = {
        *evaluation.colleges,
        *(p.college for p in contents.respondents),
        *(t.college for t in contents.tallies),
    }
    lacking = [f"le collège « {ident} »" for ident in sorted(colleges) if ident not in after.college_by_id]
    if evaluation.use not in after.use_by_id:
        lacking.append(f"l’usage « {evaluation.use} »")
    if evaluation.path not in after.path_by_id:
        lacking.append(f"le parcours « {evaluation.path} »")
    if lacking:
        raise Refusal(
            f"La version {after.version} n’a plus {', '.join(lacking)}, dont cette évaluation se sert. "
            "Un mot peut changer de nom, mais garde son identifiant : remettez-le dans le référentiel."
        )
