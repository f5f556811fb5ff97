"""ptce repondre: one answer, one tally or one position, for scripts and for screen-reader users."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

import click
from click.core import ParameterSource

from ptce_ref.cli.context import base_option, json_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, result, result_json
from ptce_ref.domain.evaluation import Answer, Evaluation, Position, Tally
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import AnswerKind, Outcome
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import (
    find_indicator,
    find_level,
    make_opinion,
    record_answer,
    record_position,
    record_tally,
    withdraw_answer,
    withdraw_position,
    withdraw_tally,
)
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace

Given: TypeAlias = str | int | tuple[str, ...] | dt.datetime | None
"""What click passes for an option."""

MOST_DIGITS = 7
_TAKEN_BACK = "retirer"
"""What « --position » says to take the position back."""
_GO_WITH = {
    "repondant": ["niveau", "argument", "sorte", "preuve", "reason", "dont_know", "retirer", "souhait", "wished_year"],
    "college": ["voix", "voices_dont_know", "voices_na", "argument", "retirer"],
    "position": ["niveau", "argument", "minorite", "decided_with", "date", "retirer"],
}
"""Who speaks → the options that go with it."""


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("indicateur")
@click.option("--repondant", metavar="MOT", help="Un avis : de quel répondant.")
@click.option("--college", metavar="MOT", help="Un vote à main levée : de quel collège.")
@click.option(
    "--position",
    metavar="accord|desaccord|non-concerne|retirer",
    help="La position du groupe ; « retirer » la reprend.",
)
@click.option("--niveau", metavar="NIVEAU", help="Le niveau, par son numéro.")
@click.option("--argument", metavar="TEXTE", help="Pourquoi.")
@click.option("--sorte", metavar="MOT", help="La sorte d’argument : témoignage, observation, document ou chiffre.")
@click.option("--preuve", metavar="TEXTE", help="Ce qui montre ce que l’on dit : un document, un lien, une date.")
@click.option("--non-concerne", "reason", metavar="RAISON", help="La question ne nous concerne pas, et pourquoi.")
@click.option("--ne-sait-pas", "dont_know", is_flag=True, help="Je ne sais pas.")
@click.option("--retirer", is_flag=True, help="Reprendre l’avis, le vote ou la position.")
@click.option("--souhait", metavar="NIVEAU", help="Le niveau souhaité (usage de prospective).")
@click.option("--souhait-annee", "wished_year", type=int, metavar="ANNEE", help="Pour quand.")
@click.option("--voix", multiple=True, metavar="NIVEAU=NOMBRE", help="Les voix d’un niveau ; à répéter.")
@click.option("--voix-ne-sait-pas", "voices_dont_know", type=int, metavar="NOMBRE", help="Les voix « ne sait pas ».")
@click.option("--voix-non-concerne", "voices_na", type=int, metavar="NOMBRE", help="Les voix « non concerné ».")
@click.option("--minorite", metavar="TEXTE", help="L’avis minoritaire, gardé avec la position.")
@click.option("--avec", "decided_with", metavar="TEXTE", help="Avec qui la position est prise.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="AAAA-MM-JJ", help="La date de la position.")
@json_option
@base_option
def repondre(reference: str, indicateur: str, as_json: bool, **given: Given) -> int:
    """Enregistre un avis (--repondant), un vote à main levée (--college) ou une position (--position).

    \b
    Exemples :
      ptce repondre val-2026 T1.01 --repondant r01 --argument "…" --niveau 3
      ptce repondre val-2026 T1.01 --college habitants --voix 1=4 --voix 3=7
      ptce repondre val-2026 T1.01 --position accord --niveau 2 --minorite "…"
      ptce repondre val-2026 T1.01 --position retirer
    """
    options = {name: value for name, value in given.items() if _is_given(name, value)}
    if options.get("position") == _TAKEN_BACK:
        options["retirer"] = True
    speaker = _speaker(options)
    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        referential = referential_of(ws, evaluation.referential_hash)
        indicator = find_indicator(referential, evaluation, indicateur)
        voice = _Voice(ws, evaluation, referential, indicator.id, options)
        if "retirer" in options:
            found = voice.withdraw(speaker)
            sentence = "Retiré ; le journal le garde." if found else "Il n’y avait rien à retirer."
            _tell({"withdrawn": found}, sentence, as_json)
            return ExitCode.DONE
        recorded = voice.record(speaker)
    _tell(recorded.model_dump(mode="json"), f"Enregistré : {indicator.code}.", as_json)
    return ExitCode.DONE


def _is_given(name: str, value: Given) -> bool:
    """Whether an option was typed, 0 included; an empty text, as a script may pass, says nothing."""
    source = click.get_current_context().get_parameter_source(name)
    return source is not ParameterSource.DEFAULT and value is not False and value not in ("", ())


def _flag(name: str) -> str:
    """Return the option whose value is passed as ``name``, as one types it."""
    return next(param.opts[0] for param in click.get_current_context().command.params if param.name == name)


def _tell(value: object, sentence: str, as_json: bool) -> None:
    if as_json:
        result_json(value)
    else:
        result(sentence)


def _speaker(options: dict[str, Given]) -> str:
    """Return which of the three the command says, refusing what does not go with it: nothing typed is dropped."""
    speakers = [name for name in _GO_WITH if name in options]
    if len(speakers) != 1:
        raise click.UsageError("Dites une chose à la fois : --repondant, --college ou --position.")
    speaker = speakers[0]
    allowed = {speaker, *_GO_WITH[speaker]}
    if "retirer" in options and "retirer" in allowed:
        allowed = {speaker, "retirer"}
    strangers = [_flag(name) for name in options if name not in allowed]
    if strangers:
        with_what = f"--{speaker} --retirer" if "retirer" in options and "retirer" in allowed else f"--{speaker}"
        raise click.UsageError(f"{', '.join(strangers)} ne va pas avec {with_what}.")
    return speaker


@dataclass(frozen=True)
class _Voice:
    """One thing said of one indicator, from the options of the command."""

    workspace: Workspace
    evaluation: Evaluation
    referential: Referential
    indicator: str
    options: dict[str, Given]

    def record(self, speaker: str) -> Answer | Tally | Position:
        if speaker == "repondant":
            return record_answer(self.workspace, self.evaluation, make_opinion(Answer, self._answer()))
        if speaker == "college":
            return record_tally(self.workspace, self.evaluation, make_opinion(Tally, self._tally()))
        return record_position(self.workspace, self.evaluation, make_opinion(Position, self._position()))

    def withdraw(self, speaker: str) -> bool:
        who = str(self.options[speaker])
        if speaker == "repondant":
            return withdraw_answer(self.workspace, self.evaluation, who, self.indicator)
        if speaker == "position":
            return withdraw_position(self.workspace, self.evaluation, self.indicator)
        return withdraw_tally(self.workspace, self.evaluation, who, self.indicator)

    def _text(self, name: str) -> str:
        return str(self.options.get(name, ""))

    def _level(self, name: str) -> str | None:
        return find_level(self.referential, self._text(name)) if name in self.options else None

    def _answer(self) -> dict[str, object]:
        level = self._level("niveau")
        return {
            "respondent_id": self._text("repondant"),
            "indicator_id": self.indicator,
            "kind": self._kind(),
            "level": level,
            "reason": self._text("reason"),
            "argument": self._text("argument"),
            "argument_kind": self.options.get("sorte"),
            "evidence": self._text("preuve"),
            "wished_level": self._level("souhait"),
            "wished_year": self.options.get("wished_year"),
        }

    def _kind(self) -> AnswerKind:
        said = {"niveau": AnswerKind.LEVEL, "reason": AnswerKind.NOT_APPLICABLE, "dont_know": AnswerKind.DONT_KNOW}
        kinds = [kind for name, kind in said.items() if name in self.options]
        if len(kinds) != 1:
            raise click.UsageError(
                "Un avis est un niveau (--niveau), « non concerné » avec sa raison (--non-concerne) "
                "ou « ne sait pas » (--ne-sait-pas)."
            )
        return kinds[0]

    def _tally(self) -> dict[str, object]:
        return {
            "indicator_id": self.indicator,
            "college": self._text("college"),
            "voices": self._voices(),
            "dont_know": self.options.get("voices_dont_know", 0),
            "not_applicable": self.options.get("voices_na", 0),
            "argument": self._text("argument"),
        }

    def _voices(self) -> dict[str, int]:
        voices: dict[str, int] = {}
        texts = self.options.get("voix", ())
        for text in texts if isinstance(texts, tuple) else ():
            name, sign, count = text.partition("=")
            if not sign or not (count.isascii() and count.isdigit() and len(count) <= MOST_DIGITS):
                raise click.UsageError("« --voix » s’écrit NIVEAU=NOMBRE, par exemple 3=12.")
            level = find_level(self.referential, name.strip())
            if level in voices:
                raise click.UsageError(f"« --voix » compte deux fois le niveau {name.strip()}.")
            voices[level] = int(count)
        return voices

    def _position(self) -> dict[str, object]:
        outcome, date = self._text("position"), self.options.get("date")
        if (outcome == Outcome.AGREED.value) != ("niveau" in self.options):
            raise click.UsageError("« --niveau » va avec « --position accord », et avec lui seul.")
        return {
            "indicator_id": self.indicator,
            "outcome": outcome,
            "level": self._level("niveau"),
            "argument": self._text("argument"),
            "minority_opinion": self._text("minorite"),
            "decided_with": self._text("decided_with"),
            "date": date.date() if isinstance(date, dt.datetime) else self.workspace.today,
        }
