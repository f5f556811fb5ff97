"""What a merge does, in sentences a coordinator can act on.

While opinions may not be shown (R5), a conflict says which answer and when, never what was answered.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from ptce_ref.domain.merging_part import EVALUATIONS, part_names
from ptce_ref.domain.phase import NAMES as PHASES
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import Fate
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.conflict_sentence import SHOWN, THINGS, ConflictWords, describe_conflicts, named, tell_conflicts
from ptce_ref.services.person import backups_holding
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.account import Account, Change
from ptce_ref.storage.evaluation import read_evaluation
from ptce_ref.storage.fusion import Fusion
from ptce_ref.storage.pole import list_poles
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.referential import read_referential

_LISTED = 5
"""How many evaluations that do not change are named; beyond, they are only counted."""

_DONE = {Fate.ADDED: "ajouté", Fate.CHANGED: "modifié", Fate.WITHDRAWN: "retiré"}
_NEW = "nouvelle évaluation"


def tell_fusion(workspace: Workspace, fusion: Fusion, *, conflicts: bool = True) -> list[str]:
    """Return what a merge does here, line by line; indented lines belong to the one above.

    ``conflicts`` says whether what was changed on both sides is told with the rest.
    """
    names = _names(workspace, fusion)
    lines: list[str] = []
    if fusion.referentials:
        versions = wording.count(
            fusion.referentials, "version du référentiel ajoutée", "versions du référentiel ajoutées"
        )
        lines.append(versions)
    told = _counts(fusion.commons.changes)
    if told:
        lines.append(wording.sentence(told))
    lines += tell_conflicts(fusion.commons, None, names) if conflicts else []
    # Of what was taken away on both sides, there is nothing to tell.
    told_of = [account for account in fusion.accounts if account.title]
    quiet = [account for account in told_of if not (account.touched or account.left or account.note)]
    summed = len(quiet) > _LISTED
    for account in told_of:
        if not (summed and account in quiet):
            lines += _tell(workspace, account, names, conflicts=conflicts)
    if summed:
        lines.append(f"{wording.count(len(quiet), 'évaluation')} : rien à changer")
    lines += _renamed(fusion)
    if fusion.erased:
        people = wording.count(len(fusion.erased), "personne effacée là-bas l’est", "personnes effacées là-bas le sont")
        who = ", ".join(f"{respondent} ({evaluation})" for evaluation, respondent in fusion.erased)
        lines.append(f"{people} aussi ici : {who}")
    return [bind_signs(line) for line in lines]


def conflicts_in_words(workspace: Workspace, fusion: Fusion) -> list[tuple[str, ConflictWords]]:
    """Return what was changed on both sides and waits for a choice, each with the evaluation it belongs to, if any."""
    names = _names(workspace, fusion)
    found = [("", words) for words in describe_conflicts(fusion.commons, None, names)]
    for account in fusion.accounts:
        if account.open_conflicts:
            referential = _referential(workspace, account.evaluation_id)
            head = _head(account, names)
            found += [(head, words) for words in describe_conflicts(account, referential, names)]
    return found


def _names(workspace: Workspace, fusion: Fusion) -> dict[str, str]:
    return {**fusion.pole_names, **{pole.id: pole.name for pole in list_poles(workspace.store)}}


def _head(account: Account, names: Mapping[str, str]) -> str:
    return f"{names.get(account.pole_id, account.pole_id)} – {account.title} ({account.evaluation_id})"


def _tell(workspace: Workspace, account: Account, names: Mapping[str, str], *, conflicts: bool) -> list[str]:
    head = _head(account, names)
    if account.left:
        return [f"{head} : laissée de côté, {account.left}."]
    clashes = tell_conflicts(account, None, names) if conflicts and (account.new or account.withdrawn) else []
    if account.new:
        parts = [
            wording.count(account.brought[table], one, several)
            for table, (one, several, _) in THINGS.items()
            if table not in (EVALUATIONS, "tallies" if account.counted is not None else "")
            and account.brought.get(table)
        ]
        if account.counted is not None:
            # They were answers where they come from: here nobody raised a hand.
            questions = wording.count(account.counted, "question")
            parts.insert(0, f"avis comptés, sans les personnes, sur {questions}")
        held = ", ".join(parts)
        return [f"{head} : {_NEW}{f' ({held})' if held else ''}", *clashes]
    if account.withdrawn:
        return [f"{head} : retirée, comme elle l’a été là-bas ; rien n’y avait été dit", *clashes]
    if account.replaced:
        lines = [f"{head} : remplacée en entier par une version plus complète ou plus récente"]
        if account.overwritten:
            lines.append(
                "  Ce qui y a été écrit ici depuis sa réception part avec elle ; l’historique et la sauvegarde d’avant "
                "le gardent."
            )
        return lines
    if account.note:
        return [f"{head} : rien ne change, elle est {account.note}"]
    told = _counts(account.changes)
    if not told:
        quiet = account.lines or account.others
        told = "rien ne change, l’historique est complété" if quiet else "rien à changer"
        if account.open_conflicts:
            told = "rien d’autre ne change que ce qui se choisit"
    lines = [f"{head} : {told}"]
    if account.moved and account.phase is not None:
        lines.append(f"  Sa phase devient « {PHASES[account.phase]} ».")
    referential = _referential(workspace, account.evaluation_id)
    lines += tell_conflicts(account, referential, names) if conflicts else []
    if account.late:
        listed = _listed((named(json.loads(key), referential) for key in account.late), len(account.late))
        lines.append(
            f"  {wording.count(len(account.late), 'avis arrivé', 'avis arrivés')} après la clôture des avis : {listed}"
        )
    if account.frozen:
        lines.append("  Elle était close ici : ce que sa clôture a figé reste tel quel.")
    lines += [
        f"  {one} et {other} portent le même nom dans le même collège : peut-être une personne inscrite deux fois."
        for one, other in account.alike
    ]
    return lines


def _referential(workspace: Workspace, evaluation_id: str) -> Referential | None:
    evaluation = read_evaluation(workspace.store, evaluation_id)
    if evaluation is None:
        return None
    try:
        return read_referential(workspace.store, evaluation.referential_hash)
    except DatabaseUnusableError:
        # Only tried: the referential that comes is not in the base.
        return None


def _counts(changes: Iterable[Change]) -> str:
    """Return « 3 avis ajoutés, 1 action modifiée »."""
    counted = Counter((change.subject, change.fate) for change in changes)
    parts = []
    for subject, (one, several, letter) in THINGS.items():
        for fate, done in _DONE.items():
            n = counted[subject, fate]
            if n:
                parts.append(wording.count(n, f"{one} {done}{letter}", f"{several} {done}{letter}s"))
    return ", ".join(parts)


def _listed(items: Iterable[str], count: int) -> str:
    shown = [item for item, _ in zip(items, range(SHOWN), strict=False)]
    return " ; ".join(shown) + ("…" if count > SHOWN else "")


def _renamed(fusion: Fusion) -> Iterable[str]:
    """Yield what takes another id; what had taken it before is not told again."""
    if not fusion.changes_something:
        return
    for renaming, where in ((fusion.renamed_here, "ici"), (fusion.renamed_there, "là-bas")):
        for old, new in renaming.evaluations.items():
            yield f"Deux évaluations portaient l’identifiant « {old} » : celle ouverte {where} devient « {new} »."
        for (evaluation, old), new in renaming.people.items():
            yield (
                f"{evaluation} : « {old} » désignait deux répondants ; celui inscrit {where} devient « {new} ». Un "
                f"classeur déjà remis sous « {old} » revient à qui il nomme ; sans nom, ptce demande à qui il est. Sur "
                f"papier, récrivez « {new} »."
            )
        for (evaluation, old), new in renaming.actions.items():
            yield f"{evaluation} : « {old} » désignait deux actions ; celle écrite {where} devient « {new} »."


def tell_left_to_do(workspace: Workspace, fusion: Fusion) -> list[str]:
    """Return what a merge that was done leaves to whoever did it: the copies that still hold those it erased."""
    lines: list[str] = []
    if not fusion.swept:
        lines.append(
            "Ce qu’un effacement a libéré n’a pas pu être nettoyé (disque plein, ou base ouverte ailleurs) : "
            "effacez la personne de nouveau (ptce repondant effacer) pour finir."
        )
    copies = {copy.path for who in fusion.erased for copy in backups_holding(workspace, *who)}
    if copies:
        which = wording.count(len(copies), "sauvegarde garde", "sauvegardes gardent")
        people = wording.agreed(len(fusion.erased), "la personne effacée", "les personnes effacées")
        lines.append(f"{which} encore {people}, dans « {min(copies).parent} » : supprimez-les si vous le pouvez.")
    return [bind_signs(line) for line in lines]


def fusion_data(fusion: Fusion) -> dict[str, object]:
    """Return what a merge does as JSON values, under French keys: what ``--json`` writes."""
    return {
        "referentiels_ajoutes": fusion.referentials,
        "poles": _changes_data(fusion.commons.changes),
        "evaluations": [
            {
                "evaluation": account.evaluation_id,
                "nouvelle": account.new,
                "remplacee": account.replaced,
                "laissee": account.left or None,
                "modifications": _changes_data(account.changes),
                "apres_la_cloture_des_avis": [json.loads(key) for key in account.late],
            }
            for account in fusion.accounts
        ],
        "conflits": [
            {
                "repere": conflict.mark,
                "table": conflict.subject,
                "cle": json.loads(conflict.key),
                "partie": list(part_names(conflict.clash.part)),
                "ici": conflict.clash.here_at,
                "la_bas": conflict.clash.there_at,
                "garde": "ici" if conflict.clash.here_kept else "la-bas",
            }
            for account in (fusion.commons, *fusion.accounts)
            for conflict in account.open_conflicts
        ],
        "effaces": [{"evaluation": evaluation, "repondant": person} for evaluation, person in fusion.erased],
        "rien_a_changer": not fusion.changes_something,
    }


def _changes_data(changes: Iterable[Change]) -> list[dict[str, object]]:
    return [{"table": item.subject, "cle": json.loads(item.key), "sort": item.fate.value} for item in changes]
