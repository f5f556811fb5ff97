"""Who a questionnaire that comes back is from: the person it was made for, one already known, or somebody new."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.evaluation import Respondent
from ptce_ref.domain.questionnaire import FilledRow, fingerprint
from ptce_ref.domain.text import fold
from ptce_ref.services.evaluation import next_respondent_id
from ptce_ref.services.refusal import unknown
from ptce_ref.services.undecided import Asked, UndecidedError
from ptce_ref.storage.questionnaire import Standing


@dataclass(frozen=True)
class Sender:
    """Who a questionnaire comes from, as far as it says; what tells the same file, and the same answers, again."""

    ident: str
    college: str
    name: str | None
    organisation: str | None
    file: str
    words: str
    someone_new: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The digests by which a questionnaire without a name is known again: of the file, then of what it says."""
        return () if self.ident or self.name else (self.file, self.words)

    def find(self, standing: Standing) -> tuple[Respondent, bool]:
        """Return the respondent, and whether they are new; ``standing`` is what the evaluation holds.

        Raises :class:`Refusal` for an id that is not registered, for a name that several people bear, and for the same
        answers without a name as before, unless ``someone_new``.
        """
        people = {person.id: person for person in standing.respondents}
        if self.ident:
            if self.ident not in people:
                raise unknown("Le répondant", self.ident, people)
            return people[self.ident], False
        known = self._named(standing) if self.name else self._unnamed(standing, people)
        if known is not None:
            return known, False
        ident = next_respondent_id(set(standing.taken))
        return Respondent(id=ident, college=self.college, name=self.name, organisation=self.organisation), True

    def _named(self, standing: Standing) -> Respondent | None:
        """Return the one person of this name; an organisation that one of the two does not say is not another."""
        own, organisation = (self.college, fold(self.name or "")), fold(self.organisation or "")
        alike = [person for person in standing.respondents if (person.college, fold(person.name or "")) == own]
        exact = [person for person in alike if fold(person.organisation or "") == organisation]
        close = [person for person in alike if not person.organisation or not organisation]
        for found in (exact, close):
            if len(found) == 1:
                return found[0]
        if exact or close:
            names = ", ".join(person.id for person in exact or close)
            raise UndecidedError(
                f"Plusieurs répondants s’appellent « {self.name} » ({names}).",
                "Dites de qui il s’agit (--repondant).",
                Asked.PERSON,
                [(person.id, ", ".join(filter(None, (person.id, person.organisation)))) for person in exact or close],
            )
        return None

    def _unnamed(self, standing: Standing, people: Mapping[str, Respondent]) -> Respondent | None:
        same = people.get(standing.received.get(self.file, ""))
        if same is not None:
            return same
        twin = standing.received.get(self.words)
        if twin is not None and not self.someone_new:
            raise UndecidedError(
                f"Un questionnaire sans nom qui dit exactement la même chose a déjà été reçu ({twin}).",
                "S’il vient de la même personne, il n’y a rien à faire ; s’il vient d’une autre, ajoutez --nouveau.",
                Asked.SOMEONE_NEW,
                [("oui", "Il vient d’une autre personne")],
            )
        return None


def sender_of(
    path: Path, ident: str, college: str, who: tuple[str | None, str | None], rows: Sequence[FilledRow], *, new: bool
) -> Sender:
    """Return who the questionnaire ``path`` comes from: ``ident`` when it is known, ``who`` is (name, organisation)."""
    return Sender(ident, college, *who, _file_key(path), _words_key(college, rows), new)


def _file_key(path: Path) -> str:
    """Return what tells the same file that came twice, and keeps nothing of what it says."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _words_key(college: str, rows: Sequence[FilledRow]) -> str:
    """Return what tells the same answers in another file."""
    said = [college, *sorted(f"{row.indicator_id}:{fingerprint(row.answer)}" for row in rows)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
