"""The two versions of what was changed on both sides, in words.

While opinions may not be shown (R5), it says which answer and when, never what was answered.
"""

import json
from collections.abc import Mapping

from ptce_ref.domain.merging_part import EVALUATIONS, POLES, VISITS, Clash, part_names
from ptce_ref.domain.phase import NAMES as PHASES
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import AnswerKind, Outcome, Phase
from ptce_ref.reports import wording
from ptce_ref.storage.account import Account, Conflict

SHOWN = 12
"""How many questions a sentence names before it says « … »."""


THINGS = {
    "poles": ("pôle", "pôles", ""),
    "rounds": ("tournée de visites", "tournées de visites", "e"),
    "visits": ("visite", "visites", "e"),
    "evaluations": ("réglage", "réglages", ""),
    "respondents": ("répondant", "répondants", ""),
    "answers": ("avis", "avis", ""),
    "tallies": ("vote à main levée", "votes à main levée", ""),
    "positions": ("position", "positions", "e"),
    "actions": ("action", "actions", "e"),
}
"""Table → one, several, the letter that a past participle takes."""


def tell_conflicts(account: Account, referential: Referential | None, names: Mapping[str, str]) -> list[str]:
    found = account.open_conflicts
    if not found:
        return []
    shown = account.phase is None or others_visible(account.phase)
    head = wording.count(len(found), "modification faite", "modifications faites")
    lines = [f"  {head} des deux côtés, différemment :"]
    for conflict in found:
        lines.append(f"  [{conflict.mark}] {_what(conflict, referential, names)}")
        lines += [f"           {line}" for line in _versions(conflict, referential, shown=shown)]
    return lines


def _what(conflict: Conflict, referential: Referential | None, names: Mapping[str, str]) -> str:
    key = json.loads(conflict.key)
    part = ", ".join(part_names(conflict.clash.part))
    if conflict.subject == POLES:
        return f"fiche de {names.get(key['pole'], key['pole'])}, {part}"
    if conflict.subject == VISITS:
        visitor, host = (names.get(key[side], key[side]) for side in ("visitor_id", "host_id"))
        return f"visite de {visitor} à {host}, {_PARTS.get(part, part)}"
    if conflict.subject == EVALUATIONS:
        return f"réglage de l’évaluation : {_PARTS.get(part, part)}"
    return f"{THINGS[conflict.subject][0]} {named(key, referential)}"


def _versions(conflict: Conflict, referential: Referential | None, *, shown: bool) -> list[str]:
    clash = conflict.clash
    kept = "ici" if clash.here_kept else "là-bas"
    sides = (("ici", clash.here, clash.here_at), ("là-bas", clash.there, clash.there_at))
    lines = []
    for side, value, at in sides:
        said = f" : {_said(conflict, clash, value, referential)}" if shown or value is None else ""
        lines.append(f"{side}, le {_moment(at)}{said}{' (gardé)' if side == kept else ''}")
    return lines


def _said(conflict: Conflict, clash: Clash, value: str | None, referential: Referential | None) -> str:
    """Return in a few words what a version says."""
    if value is None:
        return "rien"
    content = json.loads(value)
    if conflict.subject == POLES:
        return _short(content)
    if conflict.subject in (EVALUATIONS, VISITS):
        return _setting(clash.part, content)
    teller = {"answers": _answer, "tallies": _tally, "positions": _position, "actions": _action}.get(conflict.subject)
    return teller(content, referential) if teller else _short(content.get("name") or content.get("college"))


def _answer(row: Mapping[str, object], referential: Referential | None) -> str:
    said = {AnswerKind.DONT_KNOW.value: "ne sait pas", AnswerKind.NOT_APPLICABLE.value: "non concerné"}.get(
        str(row.get("kind")), f"niveau {_rank(row.get('level'), referential)}"
    )
    text = row.get("argument") or row.get("reason")
    return f"{said}, « {_short(text)} »" if text else said


def _tally(row: Mapping[str, object], referential: Referential | None) -> str:
    voices = json.loads(str(row.get("voices") or "{}"))
    parts = [f"niveau {_rank(level, referential)}, {wording.count(n, 'voix', 'voix')}" for level, n in voices.items()]
    return " ; ".join(parts) or "aucune voix"


def _position(row: Mapping[str, object], referential: Referential | None) -> str:
    if row.get("outcome") == Outcome.AGREED:
        return f"accord au niveau {_rank(row.get('level'), referential)}"
    return "désaccord gardé" if row.get("outcome") == Outcome.DISAGREED else "non concerné"


def _action(row: Mapping[str, object], referential: Referential | None) -> str:  # noqa: ARG001 - tellers share one signature
    return f"« {_short(row.get('what'))} », {row.get('who') or 'sans nom'}, {row.get('due') or 'sans échéance'}"


def _setting(part: str, content: Mapping[str, object]) -> str:
    if part == "phase":
        return f"phase « {PHASES[Phase(str(content.get('phase')))]} »"
    return _short(", ".join(str(value) for value in content.values() if value is not None))


_PARTS = {
    "titre": "titre",
    "argument": "règle sur l’argument",
    "questions": "questions posées",
    "evaluation_id": "évaluation",
    "visitor_gained": "ce que le visiteur en retire",
    "host_gained": "ce que l’hôte en retire",
}


_LONG = 60


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return f"{text[:_LONG]}…" if len(text) > _LONG else text


def _rank(level: object, referential: Referential | None) -> str:
    return str(referential.scale.ranks.get(str(level), level) if referential else level)


def named(key: Mapping[str, str], referential: Referential | None) -> str:
    """Return who or what a journal key names: « r03, T1.02 »."""
    indicator = key.get("indicator", "")
    found = referential.indicator_by_id.get(indicator) if referential and indicator else None
    code = found.code if found else indicator
    return ", ".join(part for part in (key.get("respondent"), key.get("college"), code, key.get("action")) if part)


def _moment(at: str) -> str:
    if len(at) < len("2026-11-22T12:00"):
        return "à une date inconnue"
    return f"{wording.long_date(at[:10])} à {at[11:16]}"
