"""Small referentials made by hand, and the words with which a test says who answered what."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.distribution import Distribution, ballot_of, count_voices
from ptce_ref.domain.evaluation import Answer, Contents, Evaluation, Position, Respondent, Tally
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import AnswerKind, Mode, Outcome, Phase

PROPOSED: dict[str, object] = {"statut": "proposé", "sources": []}
ATTESTED: dict[str, object] = {"statut": "attesté", "sources": [{"source": "livre", "lieu": "page 1"}]}


@dataclass(frozen=True)
class Question:
    """An indicator of a hand-made referential; its id is ``question-<position>``."""

    sub: str
    theme: str
    weight: float = 1
    vigilance: bool = False
    title: str = "Titre"


def grid_content(
    questions: Sequence[Question],
    *,
    levels: Sequence[str] = ("1", "2", "3", "4"),
    subs: Mapping[str, str] | None = None,
    colleges: int = 3,
    some: Sequence[str] = ("question-0",),
    name: str = "Nom",
) -> dict[str, Any]:
    """A sound referential as plain values; ``subs`` maps each sub-objective to its objective."""
    parents = dict(subs or {question.sub: "but" for question in questions})
    themes = list(dict.fromkeys(question.theme for question in questions))
    entry = {"nom": name, "sens": "Ce que c’est.", "provenance": PROPOSED}
    intended = {"nom": name, "intention": "Pourquoi.", "provenance": PROPOSED}
    ways = {
        "tout": {"tous": True},
        "quelques-uns": {"indicateurs": list(some)},
        "un-volet": {"sous_objectifs": [questions[0].sub], "enjeux": [themes[-1]]},
    }
    return {
        "referentiel": {
            "id": "autre-forme",
            "version": "1.10.0",
            "titre": name,
            "date": "2026-01-31",
            "licence": "CC BY 4.0",
            "resume": "Un référentiel d’une autre forme.",
            "provenance": PROPOSED,
        },
        "echelle": {
            "niveaux": [{"id": x, "nom": f"Niveau {x}", "sens": "Ce que l’on voit."} for x in levels],
            "provenance": PROPOSED,
        },
        "objectifs": [
            {"id": x, "code": f"O{i}", **intended, "provenance": ATTESTED}
            for i, x in enumerate(dict.fromkeys(parents.values()))
        ],
        "sous_objectifs": [
            {"id": x, "code": f"V{i}", "objectif": parent, "criteres": ["critere"], **intended}
            for i, (x, parent) in enumerate(parents.items())
        ],
        "enjeux": [{"id": x, "nom_court": x, **intended} for x in themes],
        "indicateurs": [_question(i, question, levels) for i, question in enumerate(questions)],
        "vigilances": [{"id": "risque", **entry}],
        "colleges": [{"id": f"college-{i}", "nom_court": f"C{i}", **entry} for i in range(colleges)],
        "parcours": [{"id": x, "duree_minutes": 60, "selection": way, **entry} for x, way in ways.items()],
        "usages": [
            {
                "id": "regard",
                "nom": "Regard",
                "pour_qui": "Chacun.",
                "pour_quoi": "Voir.",
                "deroulement": "On regarde.",
                "duree_minutes": 30,
                "parcours": "tout",
                "niveau_souhaite": True,
                "provenance": PROPOSED,
            }
        ],
        "fiche_identite": {
            "criteres": [{"id": "critere", **entry}],
            "postures": [{"id": "posture", **entry}],
            "moyens": [{"id": "moyen", **entry}],
            "etapes": [{"id": "etape", **entry}],
            "statuts": [{"id": "statut", **entry}],
        },
        "seuils": {
            "ordre_du_jour": {
                "consensus_faible": 0.5,
                "consensus_fort": 0.75,
                "ecart_entre_colleges": 0.5,
                "part_non_concerne": 0.25,
                "part_ne_sait_pas": 0.33,
                "part_sans_argument": 0.75,
            },
            "comparaison": {"couverture_minimale": 0.6, "effectif_cohorte": 5, "avance_complementarite": 0.33},
            "provenance": PROPOSED,
        },
        "sources": [
            {
                "id": "livre",
                "titre": "Un livre",
                "auteur": "Une autrice",
                "annee": 2013,
                "acces": "En bibliothèque.",
                "certitude": "A",
            }
        ],
    }


def _question(i: int, question: Question, levels: Sequence[str]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": f"question-{i}",
        "code": f"Q.{i:02}",
        "sous_objectif": question.sub,
        "enjeu": question.theme,
        "titre": question.title,
        "question": "Comment faisons-nous ?",
        "explication": "Ce qui se joue.",
        "niveaux": {level: f"Question {i}, niveau {level}." for level in levels},
        "poids": question.weight,
        "liens": [f"question-{i - 1}"] if i else [],
        "provenance": PROPOSED,
    }
    return content | ({"vigilance": "risque"} if question.vigilance else {})


def build(content: Mapping[str, object]) -> Referential:
    return Referential.model_validate_json(json.dumps(content))


def grid(*questions: Question, levels: int = 4, subs: Mapping[str, str] | None = None) -> Referential:
    """The referential of these questions, by default one; its levels are « 1 », « 2 », …"""
    asked = questions or (Question("volet", "enjeu"),)
    return build(grid_content(asked, levels=[str(rank) for rank in range(1, levels + 1)], subs=subs, colleges=6))


def answer(who: str, indicator: str, said: str, argument: str = "") -> Answer:
    """An answer as a table writes it: a level id, « ? » or « - »."""
    kind = {"?": AnswerKind.DONT_KNOW, "-": AnswerKind.NOT_APPLICABLE}.get(said, AnswerKind.LEVEL)
    return Answer(
        respondent_id=who,
        indicator_id=indicator,
        kind=kind,
        level=said if kind is AnswerKind.LEVEL else None,
        reason="Pas chez nous." if kind is AnswerKind.NOT_APPLICABLE else "",
        argument=argument,
    )


def evaluation(
    referential: Referential,
    *,
    ident: str = "e1",
    pole: str = "pole",
    mode: Mode = Mode.CO,
    phase: Phase = Phase.DIALOGUE,
    path: str | None = None,
    date: str = "2026-03-12",
    peer: str | None = None,
) -> Evaluation:
    """An evaluation along ``path``, the first of the referential when it is not named."""
    way = referential.path_by_id[path] if path else referential.paths[0]
    return Evaluation.model_validate(
        {
            "id": ident,
            "pole_id": pole,
            "titre": "Co-évaluation",
            "date": date,
            "usage": referential.uses[0].id,
            "mode": mode,
            "par_pole": peer or ("autre-pole" if mode is Mode.PEER else None),
            "parcours": way.id,
            "phase": phase,
            "referential_hash": referential.content_hash,
            "indicators": tuple(item.id for item in referential.select(way.selection)),
        }
    )


def position(indicator: str, level: str | None, outcome: Outcome = Outcome.AGREED) -> Position:
    content = {"indicator_id": indicator, "outcome": outcome, "level": level, "date": "2026-03-12"}
    return Position.model_validate(content)


def tally(indicator: str, college: int, **said: int) -> Tally:
    """A show of hands: ``tally("question-0", 1, n1=3, n4=2, unknown=1, outside=1)``."""
    voices = {name[1:]: count for name, count in said.items() if name[1:].isdigit()}
    return Tally(
        indicator_id=indicator,
        college=f"college-{college}",
        voices=voices,
        dont_know=said.get("unknown", 0),
        not_applicable=said.get("outside", 0),
    )


def said(
    referential: Referential,
    opinions: Mapping[str, Sequence[str]],
    *,
    positions: Sequence[Position] = (),
    tallies: Sequence[Tally] = (),
    about: Evaluation | None = None,
    silent: Collection[str] = (),
) -> Contents:
    """What colleges said, in order: ``{"question-0": ["1 1 4", "3", ""]}``.

    Each string holds the answers of one college, « . » for none; the same people answer every
    question, with an argument unless it is one of ``silent``.
    """
    people: dict[str, Respondent] = {}
    answers: list[Answer] = []
    for indicator, by_college in opinions.items():
        for i, words in enumerate(by_college):
            for j, word in enumerate(words.split()):
                who = f"c{i}p{j}"
                people[who] = Respondent(id=who, college=f"college-{i}")
                if word != ".":
                    answers.append(answer(who, indicator, word, "" if indicator in silent else "Je l’ai vu."))
    return Contents(
        evaluation=about or evaluation(referential),
        respondents=tuple(people.values()),
        answers=tuple(answers),
        tallies=tuple(tallies),
        positions=tuple(positions),
    )


def pole(ident: str = "pole", name: str = "Pôle", *, demonstration: bool = False, region: str = "Bretagne") -> Pole:
    return Pole(id=ident, name=name, demonstration=demonstration, region=region)


def candidate(card: Pole, contents: Contents, referential: Referential, peer: Pole | None = None) -> Candidate:
    return Candidate(card, contents.evaluation, referential, compute(contents, referential), peer)


def distribute(contents: Contents, referential: Referential) -> dict[str, Distribution]:
    """How the voices on each indicator of an evaluation are spread."""
    return count_voices(ballot_of(contents), contents.evaluation.indicators, referential)
