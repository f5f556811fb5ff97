"""The two versions of what was changed on both sides, in words.

While opinions may not be shown (R5), it says which answer and when, never what was answered.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ptce_ref.domain.merging_part import EVALUATIONS, POLES, VISITS, WHOLE, Clash, part_names
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


@dataclass(frozen=True)
class ConflictWords:
    """One conflict: the mark that names it, what it is about, and the two versions, each with its moment."""

    mark: str
    what: str
    here: str
    there: str
    here_kept: bool
    """Which of the two stands unless somebody decides otherwise."""


def describe_conflicts(
    account: Account, referential: Referential | None, names: Mapping[str, str]
) -> list[ConflictWords]:
    """Return in words the conflicts of an evaluation that are still open; ``names`` are those of the pôles, by id.

    ``referential`` gives codes and ranks; without it, ids stand for them.
    """
    shown = account.phase is None or others_visible(account.phase)
    return [_describe(conflict, referential, names, shown=shown) for conflict in account.open_conflicts]


def tell_conflicts(account: Account, referential: Referential | None, names: Mapping[str, str]) -> list[str]:
    """Return the same as lines to print: how many there are, then of each its mark and both versions; [] for none."""
    found = describe_conflicts(account, referential, names)
    if not found:
        return []
    head = wording.count(len(found), "modification faite", "modifications faites")
    lines = [f"  {head} des deux côtés, différemment :"]
    for words in found:
        here, there = (" (gardé)", "") if words.here_kept else ("", " (gardé)")
        margin = " " * 11
        lines += [f"  [{words.mark}] {words.what}", f"{margin}{words.here}{here}", f"{margin}{words.there}{there}"]
    return lines


def _describe(
    conflict: Conflict, referential: Referential | None, names: Mapping[str, str], *, shown: bool
) -> ConflictWords:
    clash = conflict.clash
    here, there = (
        f"{side}, le {_moment(at)}{_told(conflict, value, referential, shown=shown)}"
        for side, value, at in (("ici", clash.here, clash.here_at), ("là-bas", clash.there, clash.there_at))
    )
    return ConflictWords(conflict.mark, _what(conflict, referential, names), here, there, clash.here_kept)


def _told(conflict: Conflict, value: str | None, referential: Referential | None, *, shown: bool) -> str:
    return f" : {_said(conflict, conflict.clash, value, referential)}" if shown or value is None else ""


def _what(conflict: Conflict, referential: Referential | None, names: Mapping[str, str]) -> str:
    key = json.loads(conflict.key)
    part = ", ".join(part_names(conflict.clash.part))
    if conflict.subject == POLES:
        return f"fiche de {names.get(key['pole'], key['pole'])}, {part}"
    if conflict.subject == VISITS:
        visitor, host = (names.get(key[side], key[side]) for side in ("visitor_id", "host_id"))
        return f"visite de {visitor} à {host}" + (f", {_PARTS.get(part, part)}" if part else "")
    if conflict.subject == EVALUATIONS and part == WHOLE:
        return "l’évaluation elle-même"
    if conflict.subject == EVALUATIONS:
        return f"réglage de l’évaluation : {_PARTS.get(part, part)}"
    return f"{THINGS[conflict.subject][0]} {named(key, referential)}"


def _said(conflict: Conflict, clash: Clash, value: str | None, referential: Referential | None) -> str:
    """Return in a few words what a version says."""
    whole = conflict.subject in (EVALUATIONS, VISITS) and clash.part == WHOLE
    if value is None:
        return "retirée" if whole else "rien"
    content = json.loads(value)
    if whole:
        return _kept(conflict.subject, content)
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
    return "désaccord reconnu" if row.get("outcome") == Outcome.DISAGREED else "non concerné"


def _action(row: Mapping[str, object], referential: Referential | None) -> str:  # noqa: ARG001 - tellers share one signature
    return f"« {_short(row.get('what'))} », {row.get('who') or 'sans nom'}, {row.get('due') or 'sans échéance'}"


def _kept(subject: str, content: Mapping[str, object]) -> str:
    """Return what tells an evaluation or a visit that the other side took away."""
    if subject == EVALUATIONS:
        return f"« {_short(content.get('title'))} », {_setting('phase', content)}"
    return _short(", ".join(str(content[part]) for part in _PARTS if content.get(part))) or "prévue"


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
