"""ptce repondre: one answer, one tally or one position, for scripts and for screen-reader users."""

import datetime as dt

import click

from ptce_ref.cli.context import base_option, json_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, result, result_json
from ptce_ref.domain.evaluation import Answer, AnswerKind, Evaluation, Position, Tally
from ptce_ref.domain.referential import Referential
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import (
    find_indicator,
    find_level,
    make_opinion,
    record_answer,
    record_position,
    record_tally,
    withdraw_answer,
)
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("indicateur")
@click.option("--repondant", metavar="MOT", help="Un avis : de quel répondant.")
@click.option("--college", metavar="MOT", help="Un vote à main levée : de quel collège.")
@click.option("--position", metavar="accord|desaccord|non-concerne", help="La position du groupe.")
@click.option("--niveau", metavar="NIVEAU", help="Le niveau, par son numéro.")
@click.option("--argument", default="", metavar="TEXTE", help="Pourquoi.")
@click.option("--sorte", metavar="MOT", help="La sorte d’argument : témoignage, observation, document ou chiffre.")
@click.option("--preuve", default="", metavar="TEXTE", help="Ce qu’on peut apporter à l’appui.")
@click.option("--non-concerne", "reason", metavar="RAISON", help="L’indicateur ne nous concerne pas, et pourquoi.")
@click.option("--ne-sait-pas", "dont_know", is_flag=True, help="Je ne sais pas.")
@click.option("--retirer", is_flag=True, help="Reprendre l’avis donné.")
@click.option("--souhait", metavar="NIVEAU", help="Le niveau souhaité (usage de prospective).")
@click.option("--souhait-annee", "wished_year", type=int, metavar="ANNEE", help="Pour quand.")
@click.option("--voix", multiple=True, metavar="NIVEAU=NOMBRE", help="Les voix d’un niveau ; à répéter.")
@click.option(
    "--voix-ne-sait-pas", "voices_dont_know", type=int, default=0, metavar="NOMBRE", help="Les voix « ne sait pas »."
)
@click.option(
    "--voix-non-concerne", "voices_na", type=int, default=0, metavar="NOMBRE", help="Les voix « non concerné »."
)
@click.option("--minorite", default="", metavar="TEXTE", help="L’avis minoritaire, gardé avec la position.")
@click.option("--avec", "decided_with", default="", metavar="TEXTE", help="Avec qui la position est prise.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="AAAA-MM-JJ", help="La date de la position.")
@json_option
@base_option
def repondre(
    reference: str,
    indicateur: str,
    repondant: str | None,
    college: str | None,
    position: str | None,
    niveau: str | None,
    argument: str,
    sorte: str | None,
    preuve: str,
    reason: str | None,
    dont_know: bool,
    retirer: bool,
    souhait: str | None,
    wished_year: int | None,
    voix: tuple[str, ...],
    voices_dont_know: int,
    voices_na: int,
    minorite: str,
    decided_with: str,
    date: dt.datetime | None,
    as_json: bool,
) -> int:
    """Enregistre un avis (--repondant), un vote à main levée (--college) ou une position (--position).

    \b
    Exemples :
      ptce repondre val-2026 T1.01 --repondant r01 --argument "…" --niveau 3
      ptce repondre val-2026 T1.01 --college habitants --voix 1=4 --voix 3=7
      ptce repondre val-2026 T1.01 --position accord --niveau 2 --minorite "…"
    """
    if sum(value is not None for value in (repondant, college, position)) != 1:
        raise click.UsageError("Dites une chose à la fois : --repondant, --college ou --position.")
    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        referential = referential_of(ws, evaluation.referential_hash)
        indicator = find_indicator(referential, evaluation, indicateur).id
        level = None if niveau is None else find_level(referential, niveau)
        recorded: Answer | Tally | Position
        if repondant is not None and retirer:
            return _withdraw(ws, evaluation, repondant, indicator)
        if repondant is not None:
            content: dict[str, object] = {
                "respondent_id": repondant,
                "indicator_id": indicator,
                "kind": _kind(level, reason, dont_know),
                "level": level,
                "reason": reason or "",
                "argument": argument,
                "argument_kind": sorte,
                "evidence": preuve,
                "wished_level": None if souhait is None else find_level(referential, souhait),
                "wished_year": wished_year,
            }
            recorded = record_answer(ws, evaluation, make_opinion(Answer, content))
        elif college is not None:
            content = {
                "indicator_id": indicator,
                "college": college,
                "voices": _voices(voix, referential),
                "dont_know": voices_dont_know,
                "not_applicable": voices_na,
                "argument": argument,
            }
            recorded = record_tally(ws, evaluation, make_opinion(Tally, content))
        else:
            content = {
                "indicator_id": indicator,
                "outcome": position,
                "level": level,
                "argument": argument,
                "minority_opinion": minorite,
                "decided_with": decided_with,
                "date": date.date() if date else ws.today,
            }
            recorded = record_position(ws, evaluation, make_opinion(Position, content))
    if as_json:
        result_json(recorded.model_dump(mode="json"))
    else:
        result(f"Enregistré : {referential.indicator_by_id[indicator].code}.")
    return ExitCode.DONE


def _withdraw(ws: Workspace, evaluation: Evaluation, respondent: str, indicator: str) -> int:
    found = withdraw_answer(ws, evaluation, respondent, indicator)
    result("Avis retiré ; le journal le garde." if found else "Il n’y avait pas d’avis à retirer.")
    return ExitCode.DONE


def _kind(level: str | None, reason: str | None, dont_know: bool) -> AnswerKind:
    if sum((level is not None, reason is not None, dont_know)) != 1:
        raise click.UsageError(
            "Un avis est un niveau (--niveau), « non concerné » (--non-concerne) ou « ne sait pas » (--ne-sait-pas)."
        )
    if level is not None:
        return AnswerKind.LEVEL
    return AnswerKind.DONT_KNOW if dont_know else AnswerKind.NOT_APPLICABLE


def _voices(texts: tuple[str, ...], referential: Referential) -> dict[str, int]:
    voices: dict[str, int] = {}
    for text in texts:
        name, sign, count = text.partition("=")
        if not sign or not (count.isascii() and count.isdigit()):
            raise click.UsageError("« --voix » s’écrit NIVEAU=NOMBRE, par exemple 3=12.")
        voices[find_level(referential, name.strip())] = int(count)
    return voices
