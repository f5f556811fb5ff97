"""ptce evaluation ouvrir|lister|montrer|phase|inscrire|adopter|journal|migrer|passages"""

import datetime as dt

import click

from ptce_ref.cli.context import base_option, json_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.migration import migrer, passages, tell_passages
from ptce_ref.cli.output import ExitCode, columns, narrate, result, result_json


@click.group(cls=FrenchGroup)
def evaluation() -> None:
    """Ouvrir, suivre et faire avancer une évaluation."""


evaluation.add_command(migrer)
evaluation.add_command(passages)


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
    result(f"Évaluation ouverte : {opened.id} ({len(opened.indicators)} indicateurs).")
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
    from ptce_ref.services.evaluation import summarise_evaluations
    from ptce_ref.services.overview import overview_of
    from ptce_ref.services.pole import find_pole

    with workspace() as ws:
        summaries = summarise_evaluations(ws, find_pole(ws, pole).id if pole else None)
        steps = {line.id: step_sentence(next_step(line)) for line in overview_of(ws).evaluations}
    if as_json:
        result_json(
            [
                {
                    "id": item.evaluation.id,
                    "pole": item.pole.id,
                    "title": item.evaluation.title,
                    "date": item.evaluation.date.isoformat(),
                    "phase": item.evaluation.phase.value,
                    "mode": item.evaluation.mode.value,
                    "respondents": item.progress.respondents,
                    "answers": item.progress.answers,
                    "coverage": item.coverage,
                    "positions": item.progress.positions,
                    "next_step": steps[item.evaluation.id],
                }
                for item in summaries
            ]
        )
    elif not summaries:
        narrate("Aucune évaluation. « ptce evaluation ouvrir POLE --usage diagnostic » en ouvre une.")
    else:
        rows: list[tuple[str, ...]] = [("Évaluation", "Pôle", "Phase", "Avis donnés", "À faire")]
        rows += [
            (s.evaluation.id, s.pole.name, NAMES[s.evaluation.phase], wording.share(s.coverage), steps[s.evaluation.id])
            for s in summaries
        ]
        for line in columns(rows):
            result(line)
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
@click.option("--college", required=True, metavar="MOT", help="Au titre de quel collège la personne répond.")
@click.option("--nom", metavar="TEXTE", help="Un nom ou un pseudonyme ; facultatif.")
@click.option("--organisation", metavar="TEXTE", help="Son organisation ; facultatif.")
@click.option("--id", "identifier", metavar="MOT", help="L’identifiant (sinon r01, r02…).")
@base_option
def inscrire(reference: str, college: str, nom: str | None, organisation: str | None, identifier: str | None) -> int:
    """Inscrit un répondant, sous un pseudonyme s’il le souhaite."""
    from ptce_ref.services.evaluation import add_respondent, find_evaluation

    with workspace() as ws:
        found = find_evaluation(ws, reference)
        person = add_respondent(ws, found, college=college, name=nom, organisation=organisation, identifier=identifier)
    result(f"Répondant inscrit : {person.id}.")
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--avec", "decided_with", default="", metavar="TEXTE", help="Avec qui la décision est prise.")
@base_option
def adopter(reference: str, decided_with: str) -> int:
    """Adopte en une fois ce sur quoi les avis se rejoignent : la médiane commune devient la position."""
    from ptce_ref.reports import wording
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.opinion import adopt_consensual

    with workspace() as ws:
        positions = adopt_consensual(ws, find_evaluation(ws, reference), decided_with)
    result(f"{wording.count(len(positions), 'position adoptée', 'positions adoptées')}.")
    return ExitCode.DONE


@evaluation.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--nombre", type=click.IntRange(min=1), metavar="NOMBRE", help="Les plus récentes seulement, tant.")
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
