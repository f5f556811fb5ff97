"""What is kept of a person, in sentences: counts and places, never what they said. Must not read the database."""

import re
from collections.abc import Iterator, Sequence

from ptce_ref.reports import wording
from ptce_ref.services.backup import Backup
from ptce_ref.services.person import PersonRecord

_NEUTRAL = re.compile(r"r\d+")
"""What the program proposes as the id of a respondent."""


def tell_record(record: PersonRecord) -> tuple[str, ...]:
    """Return who the person is, what the base keeps of them, and where else their name is written."""
    return tuple(_lines(record))


def tell_backups(backups: Sequence[Backup]) -> tuple[str, ...]:
    """Return how many copies of the base still hold the person, and where they are; nothing when none does."""
    if not backups:
        return ()
    n, folder = len(backups), backups[0].path.parent
    which = wording.count(n, "sauvegarde")
    return (f"{which} {wording.agreed(n, 'garde', 'gardent')} encore ces données, dans « {folder} ».",)


def _lines(record: PersonRecord) -> Iterator[str]:
    person = record.person
    name = " – ".join(part for part in (person.name, person.organisation) if part) or "sans nom"
    yield f"{person.id} : {name}, collège « {record.college} »"
    yield f"Évaluation : {record.evaluation.title} ({record.evaluation.id})"
    if not _NEUTRAL.fullmatch(person.id):
        yield f"L’identifiant « {person.id} » a été choisi à la main : il ne s’efface pas."
    if record.erased_at:
        yield f"Données effacées le {wording.long_date(record.erased_at[:10])}."
    kept = [
        wording.count(len(record.answers), "réponse"),
        f"{wording.count(record.texts, 'texte')} (arguments, raisons, preuves)",
    ]
    if record.marks:
        kept.append(wording.count(len(record.marks), "question à revoir", "questions à revoir"))
    if record.drafts:
        kept.append(wording.count(len(record.drafts), "texte en attente", "textes en attente"))
    yield f"Gardé : {', '.join(kept)}."
    traces = [wording.count(len(record.journal), "ligne du journal", "lignes du journal")]
    if record.closings:
        traces.append(wording.count(len(record.closings), "copie figée à la clôture", "copies figées à la clôture"))
    if record.passages:
        n = len(record.passages)
        which = wording.count(n, "changement de version", "changements de version")
        traces.append(f"{which} qui en {wording.agreed(n, 'garde', 'gardent')} une copie")
    yield f"Traces : {', '.join(traces)}."
    yield from _mentions(record)


def _mentions(record: PersonRecord) -> Iterator[str]:
    if record.mentions:
        yield "Le nom est aussi écrit ici, à relire et à corriger vous-même :"
        yield from (f"  - {where}" for where in record.mentions)
    if record.past_mentions:
        n = record.past_mentions
        yield (
            f"Il l’est aussi dans {wording.count(n, 'ligne')} du journal, qui {wording.agreed(n, 'garde', 'gardent')} "
            "chaque version de ces textes, même corrigés."
        )
    if record.elsewhere:
        yield f"Le même nom est inscrit ailleurs : {' ; '.join(record.elsewhere)}."
