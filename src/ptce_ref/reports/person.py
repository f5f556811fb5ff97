"""What is handed to a person who asks for their data: JSON for a program, a text to read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.number import write_number
from ptce_ref.domain.phase import NAMES
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports import wording


@dataclass(frozen=True)
class PersonChange:
    """A line of the journal about them: when (ISO), what happened, the texts that go with it."""

    at: str
    sentence: str
    detail: tuple[str, ...]


@dataclass(frozen=True)
class PersonDraft:
    """A text typed for them and not stored yet: the name of its place, and its fields."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class PersonPassage:
    """A change of version that kept what they said: its moment (ISO), the two referentials, what stayed behind."""

    at: str
    before: Referential
    after: Referential
    left: tuple[Answer, ...]


@dataclass(frozen=True)
class PersonSheet:
    """One registration of a person: who they are in an evaluation, and all that is kept of them there."""

    pole: str
    evaluation: Evaluation
    referential: Referential
    person: Respondent
    college: str
    answers: tuple[Answer, ...]
    marks: tuple[str, ...]
    """Codes of the questions to come back to."""
    journal: tuple[PersonChange, ...]
    closings: tuple[str, ...]
    """When a closing froze a copy of what they said (ISO)."""
    passages: tuple[PersonPassage, ...]
    """The changes of version that kept a copy of what they said, before and after."""
    drafts: tuple[PersonDraft, ...]
    mentions: tuple[str, ...]
    """Where a text that is not theirs holds their name, in words; what it says stays out."""
    erased_at: str | None


@dataclass(frozen=True)
class PersonView:
    """All the registrations asked for, read on ``date`` (ISO)."""

    date: str
    sheets: tuple[PersonSheet, ...]


def person_json(view: PersonView) -> str:
    """Return the data as JSON, with French names: the person it is about reads them."""
    content = {"date": view.date, "inscriptions": [_sheet(sheet) for sheet in view.sheets]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _sheet(sheet: PersonSheet) -> dict[str, object]:
    evaluation = sheet.evaluation
    return {
        "evaluation": {
            "id": evaluation.id,
            "titre": evaluation.title,
            "pole": sheet.pole,
            "date": evaluation.date.isoformat(),
            "phase": evaluation.phase.value,
        },
        "identite": {
            "id": sheet.person.id,
            "nom": sheet.person.name,
            "organisation": sheet.person.organisation,
            "college": sheet.college,
        },
        "efface_le": sheet.erased_at,
        "avis": [_answer(answer, sheet.referential) for answer in sheet.answers],
        "questions_a_revoir": list(sheet.marks),
        "journal": [{"date": c.at, "phrase": c.sentence, "details": list(c.detail)} for c in sheet.journal],
        "clotures_qui_gardent_une_copie": list(sheet.closings),
        "changements_de_version_qui_gardent_une_copie": [
            {
                "date": passage.at,
                "de": passage.before.version,
                "a": passage.after.version,
                "avis_qui_n_ont_pas_suivi": [_answer(answer, passage.before) for answer in passage.left],
            }
            for passage in sheet.passages
        ],
        "textes_en_attente": [{"endroit": d.name, "textes": list(d.texts)} for d in sheet.drafts],
        "nom_cite_dans": list(sheet.mentions),
    }


def _answer(answer: Answer, referential: Referential) -> dict[str, object]:
    item = referential.indicator_by_id.get(answer.indicator_id)
    return {
        "code": item.code if item else None,
        "indicateur": answer.indicator_id,
        "question": item.title if item else None,
        "reponse": answer.kind.value,
        "niveau": _level(answer.level, referential),
        "raison": answer.reason or None,
        "argument": answer.argument or None,
        "sorte": answer.argument_kind.value if answer.argument_kind else None,
        "appui": answer.evidence or None,
        "niveau_souhaite": _level(answer.wished_level, referential),
        "echeance": answer.wished_year,
        "chiffres": dict(answer.figures),
    }


def _level(level: str | None, referential: Referential) -> str | None:
    known = referential.level_by_id.get(level or "")
    return f"{referential.scale.ranks[known.id]} – {known.name}" if known else level


def person_text(view: PersonView) -> str:
    """Return the data as a text anybody can read."""
    lines = [f"Données d’une personne, telles que ptce les garde le {wording.long_date(view.date)}."]
    for sheet in view.sheets:
        lines += ["", "", *_page(sheet)]
    return bind_signs("\n".join(lines)) + "\n"


def _page(sheet: PersonSheet) -> Iterator[str]:
    person, evaluation = sheet.person, sheet.evaluation
    yield f"{sheet.pole} — {evaluation.title} ({evaluation.id})"
    yield f"Phase : {NAMES[evaluation.phase]}"
    yield ""
    yield f"Identifiant : {person.id}"
    yield f"Nom : {person.name or 'non renseigné'}"
    yield f"Organisation : {person.organisation or 'non renseignée'}"
    yield f"Collège : {sheet.college}"
    if sheet.erased_at:
        yield f"Nom, organisation et textes effacés le {wording.long_date(sheet.erased_at[:10])}."
    yield from _part("Réponses", (line for answer in sheet.answers for line in _said(answer, sheet.referential)))
    yield from _part("Questions à revoir", ([", ".join(sheet.marks)] if sheet.marks else []))
    yield from _part(
        "Textes en attente, pas encore enregistrés",
        (line for draft in sheet.drafts for line in (f"- {draft.name}", *_indented(draft.texts))),
    )
    yield from _part("Copies figées par une clôture", (f"- {_moment(at)}" for at in sheet.closings))
    yield from _part(
        "Copies gardées par un changement de version, et ce qui n’a pas suivi",
        (line for passage in sheet.passages for line in _kept(passage)),
    )
    yield from _part(
        "Journal",
        (line for c in sheet.journal for line in (f"- {_moment(c.at)}  {c.sentence}", *_indented(c.detail))),
    )
    yield from _part("Le nom est aussi cité dans", (f"- {where}" for where in sheet.mentions))


def _kept(passage: PersonPassage) -> Iterator[str]:
    yield f"- {_moment(passage.at)}  de la version {passage.before.version} à la version {passage.after.version}"
    for answer in passage.left:
        yield from _indented(tuple(_said(answer, passage.before)))


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield ""
    yield f"{title} :{'' if found else ' rien.'}"
    yield from found


def _said(answer: Answer, referential: Referential) -> Iterator[str]:
    item = referential.indicator_by_id.get(answer.indicator_id)
    yield f"- {item.code} {item.title}" if item else f"- {answer.indicator_id}"
    if answer.kind is AnswerKind.LEVEL:
        yield f"    Niveau : {_level(answer.level, referential)}"
    else:
        yield f"    {'Ne sait pas' if answer.kind is AnswerKind.DONT_KNOW else 'Non concerné'}"
    texts = {
        "Raison": answer.reason,
        f"Argument ({answer.argument_kind.value})" if answer.argument_kind else "Argument": answer.argument,
        "Appui": answer.evidence,
        "Niveau souhaité": _level(answer.wished_level, referential) or "",
        "Échéance": str(answer.wished_year or ""),
        "Chiffres": " ; ".join(f"{name} {write_number(value)}" for name, value in answer.figures.items()),
    }
    for label, text in texts.items():
        if text:
            yield from _indented((f"{label} : {text}",))


def _indented(texts: tuple[str, ...]) -> Iterator[str]:
    return (f"    {line}" for text in texts for line in text.splitlines())


def _moment(at: str) -> str:
    return f"{wording.long_date(at[:10])}, {at[11:16]}"
