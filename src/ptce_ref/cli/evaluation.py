"""ptce evaluation ouvrir|lister|montrer|phase|inscrire|retirer|adopter|journal|migrer|passages"""

import datetime as dt

import click

from ptce_ref.cli.context import base_option, json_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.migration import migrer, passages, tell_passages
from ptce_ref.cli.output import ExitCode, listed, narrate, result, result_json
from ptce_ref.cli.registration import retirer_evaluation


@click.group(cls=FrenchGroup)
def evaluation() -> None:
    """Ouvrir, suivre et faire avancer une évaluation."""


evaluation.add_command(migrer)
evaluation.add_command(passages)
evaluation.add_command(retirer_evaluation)


@evaluation.command(cls=FrenchCommand)
@click.argument("pole")
@click.option("--usage", required=True, metavar="MOT", help="L’usage, tel que diagnostic ou bilan-annuel.")
@click.option("--mode", default="co", metavar="auto|co|pair", help="Qui évalue (par défaut : co).")
@click.option("--par", "peer", metavar="POLE", help="Le pôle qui évalue, en mode pair.")
@click.option(
    "--parcours", metavar="MOT", help="Le parcours, tel que court ou complet (par défaut : celui de l’usage)."
)
@click.option(
    "--college", "colleges", multiple=True, metavar="MOT", help="Un collège invité ; à répéter (par défaut : tous)."
)
@click.option("--titre", metavar="TEXTE", help="Le titre.")
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), metavar="AAAA-MM-JJ", help="La date (par défaut : aujourd’hui)."
)
@click.option("--argument-exige", is_flag=True, help="Un niveau ne s’enregistre qu’avec son argument.")
@click.option("--id", "identifier", metavar="MOT", help="L’identifiant (sinon tiré du pôle et de la date).")
@click.option(
    "--referentiel",
    "source",
    metavar="DOSSIER",
    help="Un autre référentiel que celui qui est livré : un dossier, un fichier YAML ou un classeur.",
)
@base_option
def ouvrir(
    pole: str,
    usage: str,
    mode: str,
    peer: str | None,
    parcours: str | None,
    colleges: tuple[str, ...],
    titre: str | None,
    date: dt.datetime | None,
    argument_exige: bool,
    identifier: str | None,
    source: str | None,
) -> int:
    """Ouvre une évaluation d’un pôle, en phase de préparation."""
    from ptce_ref.reports import wording
    from ptce_ref.services.evaluation import open_evaluation
    from ptce_ref.services.referential import sound_referential
    from ptce_ref.services.referential_edit import find_referential

    with workspace() as ws:
        opened = open_evaluation(
            ws,
            find_referential(source) if source else sound_referential(),
            pole=pole,
            use=usage,
            mode=mode,
            title=titre,
            date=date.date() if date else None,
            path=parcours,
            colleges=colleges,
            peer_pole=peer,
            argument_required=argument_exige,
            identifier=identifier,
        )
    result(f"Évaluation ouverte : {opened.id} ({wording.count(len(opened.indicators), 'question')}).")
    narrate(f"Inscrivez les répondants : ptce evaluation inscrire {opened.id} --college …")
    narrate(f"Puis ouvrez les avis : ptce evaluation phase {opened.id} avis")
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.option("--pole", metavar="POLE", help="D’un seul pôle.")
@json_option
@base_option
def lister(pole: str | None, as_json: bool) -> int:
    """La liste des évaluations : phase, avancement, ce qu’il reste à faire."""
    from ptce_ref.cli.step import step_sentence
    from ptce_ref.domain.overview import next_step
    from ptce_ref.domain.phase import NAMES
    from ptce_ref.reports import wording
    from ptce_ref.services.overview import overview_of
    from ptce_ref.services.pole import find_pole

    with workspace() as ws:
        wanted = find_pole(ws, pole).id if pole else None
        overview = overview_of(ws)
    found = [
        (line, owner, step_sentence(next_step(line)))
        for owner in overview.poles
        for line in overview.evaluations
        if line.pole_id == owner.id and wanted in (None, owner.id)
    ]
    if as_json:
        result_json(
            [
                {
                    "id": line.id,
                    "pole": owner.id,
                    "title": line.title,
                    "date": line.date,
                    "phase": line.phase.value,
                    "mode": line.mode.value,
                    "respondents": line.respondents,
                    "answers": line.given,
                    "coverage": line.coverage,
                    "received": line.received,
                    "positions": line.positions,
                    "next_step": step,
                }
                for line, owner, step in found
            ]
        )
    elif not found:
        narrate("Aucune évaluation. « ptce evaluation ouvrir POLE --usage diagnostic » en ouvre une.")
    else:
        heads = ("Évaluation", "Pôle", "Phase", "Avis donnés", "À faire")
        rows: list[tuple[str, ...]] = [
            (line.id, owner.name, NAMES[line.phase], "comptés" if line.received else wording.share(line.coverage), step)
            for line, owner, step in found
        ]
        for row in listed(heads, rows):
            result(row)
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--noms", is_flag=True, help="Montrer les noms à côté des arguments ; à ne pas diffuser.")
@json_option
@base_option
def montrer(reference: str, noms: bool, as_json: bool) -> int:
    """Les résultats d’une évaluation : niveaux, couverture, divergences, ordre du jour."""
    from ptce_ref.cli.evaluation_page import show_coevaluation
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.passage import passages_of
    from ptce_ref.services.reading import coevaluation_of

    with workspace() as ws:
        view = coevaluation_of(ws, reference, names=noms)
        changes = passages_of(ws, find_evaluation(ws, reference))
    if as_json:
        result_json(view)
    else:
        show_coevaluation(view)
        tell_passages(changes, view.id)
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("phase")
@click.option("--confirmer", is_flag=True, help="Pour revenir en arrière.")
@base_option
def phase(reference: str, phase: str, confirmer: bool) -> int:
    """Fait passer une évaluation à une phase.

    preparation, avis, dialogue, position, plan-d-action, cloture : une à la fois, ou en arrière avec --confirmer.
    """
    from ptce_ref.domain.phase import MEANINGS, NAMES, others_visible
    from ptce_ref.reports.awaited import recognisable
    from ptce_ref.services.evaluation import find_evaluation, lone_colleges_of, move_phase

    with workspace() as ws:
        before = find_evaluation(ws, reference).phase
        moved = move_phase(ws, reference, phase, confirmed=confirmer)
        newly_shown = not others_visible(before) and others_visible(moved.phase)
        alone = lone_colleges_of(ws, moved) if newly_shown else ()
    if alone:
        narrate(recognisable(alone))
    result(f"{moved.id} : phase « {NAMES[moved.phase]} ». {MEANINGS[moved.phase]}")
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--college", metavar="MOT", help="Au titre de quel collège la personne répond.")
@click.option("--nom", metavar="TEXTE", help="Un nom ou un pseudonyme ; facultatif.")
@click.option("--organisation", metavar="TEXTE", help="Son organisation ; facultatif.")
@click.option("--id", "identifier", metavar="MOT", help="L’identifiant (sinon r01, r02…).")
@click.option(
    "--comme",
    "former",
    metavar="EVALUATION",
    help="Inscrire à nouveau toutes les personnes d’une autre évaluation : mêmes noms, mêmes collèges.",
)
@base_option
def inscrire(
    reference: str,
    college: str | None,
    nom: str | None,
    organisation: str | None,
    identifier: str | None,
    former: str | None,
) -> int:
    """Inscrit un répondant, sous un pseudonyme s’il le souhaite ; ou, avec --comme, ceux d’une autre évaluation."""
    from ptce_ref.reports import wording
    from ptce_ref.services.evaluation import add_respondent, find_evaluation
    from ptce_ref.services.registration import register_again

    if former is not None and (college or nom or organisation or identifier):
        raise click.UsageError("--comme inscrit plusieurs personnes : il ne va avec aucune autre option.")
    if former is None and college is None:
        raise click.UsageError("Dites le collège (--college), ou --comme EVALUATION.")
    with workspace() as ws:
        found = find_evaluation(ws, reference)
        if former is not None:
            again = register_again(ws, found, find_evaluation(ws, former))
            result(f"{wording.count(len(again), 'répondant inscrit', 'répondants inscrits')}.")
            return ExitCode.DONE
        person = add_respondent(
            ws, found, college=college or "", name=nom, organisation=organisation, identifier=identifier
        )
    result(f"Répondant inscrit : {person.id}.")
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--avec", "decided_with", default="", metavar="TEXTE", help="Avec qui la décision est prise.")
@base_option
def adopter(reference: str, decided_with: str) -> int:
    """Adopte en une fois ce sur quoi les avis sont proches : la médiane commune devient la position."""
    from ptce_ref.reports import wording
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.opinion import adopt_consensual

    with workspace() as ws:
        positions = adopt_consensual(ws, find_evaluation(ws, reference), decided_with)
    result(f"{wording.count(len(positions), 'position adoptée', 'positions adoptées')}.")
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option(
    "--nombre",
    type=click.IntRange(min=1),
    metavar="NOMBRE",
    help="Combien de lignes au plus, les plus récentes (par défaut : toutes).",
)
@json_option
@base_option
def journal(reference: str, nombre: int | None, as_json: bool) -> int:
    """Ce qui a changé dans une évaluation, et quand ; le plus récent d’abord.

    Tant que les avis ne sont pas montrés, le journal dit que l’on a répondu, jamais quoi.
    """
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.journal import journal_of

    with workspace() as ws:
        entries = journal_of(ws, find_evaluation(ws, reference))[:nombre]
    if as_json:
        result_json(entries)
        return ExitCode.DONE
    for entry in entries:
        result(f"{entry.day} {entry.time}  {entry.sentence}")
        for line in entry.detail:
            result(f"                  {' '.join(line.split())}")
    return ExitCode.DONE
