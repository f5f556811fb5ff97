"""The sentences of the journal: one change of the database, said in plain French.

Names of people are never told: the identifier and the college are enough to find one's way, and a
journal is read by many. Must not read the database.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ptce_ref.domain.action import NAMES as STATES
from ptce_ref.domain.phase import NAMES as PHASES
from ptce_ref.domain.phase import is_step_back
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import ActionState, AnswerKind, Outcome, Phase
from ptce_ref.reports import wording
from ptce_ref.storage.journal import Change

Row = Mapping[str, object]
Sentence = tuple[str, tuple[str, ...]]
"""What happened, and the texts that go with it."""

_ARROW = " → "


@dataclass(frozen=True)
class Told:
    """What the sentences need: the words of the referential, the college of each respondent.

    ``opinions`` is false while what people said may not be shown: levels, arguments, votes and
    positions are then left out. ``former`` is the version that what was there before a change answers to,
    when it is not ``referential``: in the lines of a change of version.
    """

    referential: Referential
    colleges: Mapping[str, str]
    opinions: bool
    former: Referential | None = None

    @property
    def then(self) -> "Told":
        """The words of what was there before the change."""
        return replace(self, referential=self.former, former=None) if self.former else self


def tell_change(change: Change, told: Told) -> Sentence:
    """Return what a change did, without a final stop, and the texts it added or replaced, a line each.

    There is no such line while opinions may not be shown, and for what is not a matter of texts.
    """
    teller = _TELLERS.get(change.subject)
    if teller is None:
        return "Modification enregistrée", ()
    sentence, detail = teller(change, told)
    return bind_signs(sentence), tuple(bind_signs(line) for line in detail)


def _answer(change: Change, told: Told) -> Sentence:
    who = change.key.get("respondent", "")
    college = told.colleges.get(who)
    head = f"{who} ({college})" if college else who
    head = f"{head} : {_asked(change, told)}, "
    before, after = change.before, change.after
    if not told.opinions:
        what = "réponse donnée" if before is None else "réponse retirée" if after is None else "réponse modifiée"
        return head + what, ()
    if after is None:
        return f"{head}réponse retirée ({_said(before, told.then)})", tuple(_texts(before, None, _ANSWER_TEXTS))
    now, then = _said(after, told), _said(before, told.then) if before else ""
    if before is None:
        what = now
    elif now != then:
        what = f"{then}{_ARROW}{now}"
    else:
        what = f"{now}, {_changed_names(before, after, _ANSWER_NAMES) or 'réponse modifiée'}"
    return head + what, tuple(_texts(before, after, _ANSWER_TEXTS))


def _said(row: Row | None, told: Told) -> str:
    if row is None:
        return ""
    if row.get("kind") == AnswerKind.DONT_KNOW:
        return "ne sait pas"
    if row.get("kind") == AnswerKind.NOT_APPLICABLE:
        return "non concerné"
    return f"niveau {_rank(row.get('level'), told)}"


def _tally(change: Change, told: Told) -> Sentence:
    college = told.referential.college_by_id.get(change.key.get("college", ""))
    head = f"{college.short if college else change.key.get('college', '')} : {_asked(change, told)}, "
    if change.after is None:
        return f"{head}vote à main levée retiré", _voices(change.before, told.then) if told.opinions else ()
    what = "vote à main levée" if change.before is None else "vote à main levée recompté"
    if not told.opinions:
        return head + what, ()
    detail = _voices(change.after, told)
    if change.before is not None:
        detail = (*(f"Avant : {line}" for line in _voices(change.before, told.then)), *(f"Après : {x}" for x in detail))
    return head + what, (*detail, *_texts(change.before, change.after, _ANSWER_TEXTS))


def _voices(row: Row | None, told: Told) -> tuple[str, ...]:
    if row is None:
        return ()
    voices = json.loads(str(row.get("voices") or "{}"))
    parts = [
        f"niveau {rank}, {wording.count(voices[level], 'voix', 'voix')}"
        for level, rank in told.referential.scale.ranks.items()
        if voices.get(level)
    ]
    for name, label in (("not_applicable", "non concerné"), ("dont_know", "ne sait pas")):
        count = row.get(name)
        if isinstance(count, int) and count:
            parts.append(f"{label}, {wording.count(count, 'voix', 'voix')}")
    return (" ; ".join(parts) or "aucune voix",)


def _position(change: Change, told: Told) -> Sentence:
    head = f"Position du groupe sur {_asked(change, told)}"
    before, after = change.before, change.after
    if not told.opinions:
        return f"{head} {'écrite' if before is None else 'retirée' if after is None else 'modifiée'}", ()
    if after is None:
        return f"{head} retirée ({_outcome(before, told.then)})", tuple(_texts(before, None, _POSITION_TEXTS))
    now, then = _outcome(after, told), _outcome(before, told.then) if before else ""
    if before is None:
        what = now
    elif now != then:
        what = f"{then}{_ARROW}{now}"
    else:
        what = f"{now}, {_changed_names(before, after, _POSITION_NAMES) or 'texte modifié'}"
    return f"{head} : {what}", tuple(_texts(before, after, _POSITION_TEXTS))


def _outcome(row: Row | None, told: Told) -> str:
    if row is None:
        return ""
    if row.get("outcome") == Outcome.AGREED:
        return f"accord au niveau {_rank(row.get('level'), told)}"
    return "désaccord reconnu" if row.get("outcome") == Outcome.DISAGREED else "non concerné"


def _action(change: Change, told: Told) -> Sentence:
    before, after = change.before, change.after
    if before is None and after is not None:
        detail = [line for name in ("who", "due", "indicators") if (line := _action_line(name, None, after, told))]
        taken_up = "Action reprise" if after.get("origin_id") else "Action ajoutée"
        return f"{taken_up} : {after.get('what')}", (*detail, *_texts(None, after, {"note": "Note"}))
    if after is None:
        return f"Action retirée : {before.get('what') if before else ''}", ()
    assert before is not None  # noqa: S101 - a change has a before or an after
    head = f"Action « {after.get('what')} » : "
    if before.get("state") != after.get("state"):
        head += f"{_state(before)}{_ARROW}{_state(after)}"
    else:
        head += _changed_names(before, after, _ACTION_NAMES) or "modifiée"
    lines = [_action_line(name, before, after, told) for name in ("what", "who", "due", "indicators")]
    return head, (*(line for line in lines if line), *_texts(before, after, {"note": "Note"}))


def _action_line(name: str, before: Row | None, after: Row, told: Told) -> str:
    now = _action_value(name, after, told)
    if before is None:
        return f"{_ACTION_LABELS[name]} : {now}" if now else ""
    then = _action_value(name, before, told.then)
    return f"{_ACTION_LABELS[name]} : {then or wording.NOTHING}{_ARROW}{now or wording.NOTHING}" if now != then else ""


def _action_value(name: str, row: Row, told: Told) -> str:
    value = str(row.get(name) or "")
    if name == "due":
        return wording.long_date(value) if value else ""
    if name == "indicators":
        return ", ".join(_code({"indicator": item}, told) for item in json.loads(value or "[]"))
    return value


def _state(row: Row) -> str:
    return STATES[ActionState(str(row.get("state")))]


def _respondent(change: Change, told: Told) -> Sentence:
    who = change.key.get("respondent", "")
    row = change.after or change.before or {}
    college = told.referential.college_by_id.get(str(row.get("college")))
    head = f"{who} ({college.short})" if college else who
    if change.before is None:
        return f"{head} : inscription", ()
    if change.after is None:
        return f"{head} : inscription retirée", ()
    names = {"college": "collège modifié", "name": "nom modifié", "organisation": "organisation modifiée"}
    return f"{head} : {_changed_names(change.before, change.after, names) or 'fiche modifiée'}", ()


def _erasure(change: Change, told: Told) -> Sentence:
    who = change.key.get("respondent", "")
    college = told.colleges.get(who)
    return f"{who}{f' ({college})' if college else ''} : nom et textes effacés, les réponses comptent toujours", ()


def _passage(change: Change, told: Told) -> Sentence:  # noqa: ARG001 - tellers share one signature
    after = change.after or {}
    way = f"de la version {after.get('from')} à la version {after.get('to')} du référentiel"
    lines = after.get("lines")
    detail = tuple(str(line) for line in lines) if isinstance(lines, list) else ()
    return f"{'Retour' if after.get('back') else 'Passage'} {way}", detail


def _evaluation(change: Change, told: Told) -> Sentence:  # noqa: ARG001 - tellers share one signature
    before, after = change.before, change.after
    if after is None:
        return "Évaluation retirée", ()
    now = Phase(str(after.get("phase")))
    if before is None:
        return f"Évaluation ouverte, à la phase « {PHASES[now]} »", (f"Titre : {after.get('title')}",)
    then = Phase(str(before.get("phase")))
    if now is not then:
        what = "Retour en arrière" if is_step_back(then, now) else "Changement de phase"
        return f"{what} : {PHASES[then]}{_ARROW}{PHASES[now]}", ()
    return f"Évaluation : {_changed_names(before, after, _EVALUATION_NAMES) or 'réglages modifiés'}", tuple(
        _texts(before, after, {"title": "Titre"})
    )


def _asked(change: Change, told: Told) -> str:
    return _code(change.key, told if change.after is not None else told.then)


def _code(key: Mapping[str, str], told: Told) -> str:
    ident = key.get("indicator", "")
    found = told.referential.indicator_by_id.get(ident)
    return found.code if found else ident


def _rank(level: object, told: Told) -> str:
    return str(told.referential.scale.ranks.get(str(level), level))


def _changed_names(before: Row, after: Row, names: Mapping[str, str]) -> str:
    """Return what changed, in words: « argument modifié, niveau souhaité modifié »."""
    return ", ".join(dict.fromkeys(name for column, name in names.items() if before.get(column) != after.get(column)))


def _texts(before: Row | None, after: Row | None, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts that were given, and what they replaced."""
    for column, label in labels.items():
        then = str((before or {}).get(column) or "")
        now = str((after or {}).get(column) or "")
        if then == now:
            continue
        if then:
            yield f"{label} avant : {then}"
        if now:
            yield f"{label}{' maintenant' if then else ''} : {now}"
        elif after is not None:
            yield f"{label} : effacé"


_ANSWER_TEXTS = {"argument": "Argument", "reason": "Raison", "evidence": "Appui"}
_ANSWER_NAMES = {
    "argument": "argument modifié",
    "argument_kind": "sorte d’argument modifiée",
    "reason": "raison modifiée",
    "evidence": "preuves modifiées",
    "wished_level": "niveau souhaité modifié",
    "wished_year": "niveau souhaité modifié",
    "figures": "chiffres modifiés",
}
_POSITION_TEXTS = {"argument": "Argument", "minority_opinion": "Avis minoritaire", "decided_with": "Décidé avec"}
_POSITION_NAMES = {
    "argument": "argument modifié",
    "minority_opinion": "avis minoritaire modifié",
    "decided_with": "participants modifiés",
    "date": "date modifiée",
}
_ACTION_LABELS = {"what": "Quoi", "who": "Qui", "due": "Échéance", "indicators": "Indicateurs"}
_ACTION_NAMES = {
    "what": "intitulé modifié",
    "who": "qui la mène, modifié",
    "due": "échéance modifiée",
    "indicators": "indicateurs modifiés",
    "note": "note modifiée",
}
_EVALUATION_NAMES = {
    "referential_hash": "référentiel remplacé",
    "title": "titre modifié",
    "date": "date modifiée",
    "use": "usage modifié",
    "path": "parcours modifié",
    "indicators": "questions modifiées",
    "colleges": "collèges modifiés",
    "mode": "mode modifié",
    "peer_pole_id": "pôle qui évalue modifié",
    "argument_required": "règle sur l’argument modifiée",
}
_TELLERS: dict[str, Callable[[Change, Told], Sentence]] = {
    "answers": _answer,
    "tallies": _tally,
    "positions": _position,
    "actions": _action,
    "respondents": _respondent,
    "evaluations": _evaluation,
    "passages": _passage,
    "erasures": _erasure,
}
