"""Turns one evaluation of an example file into domain values, gathering every problem on the way."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Contents, Evaluation, Position, Tally
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.problem import Kind, Path, Problem, nearest_value
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.loading.example_format import WrittenEvaluation
from ptce_ref.loading.model_problem import problems_of

DONT_KNOW, NOT_APPLICABLE, UNANSWERED = "?", "-", "."
_KINDS = {DONT_KNOW: AnswerKind.DONT_KNOW, NOT_APPLICABLE: AnswerKind.NOT_APPLICABLE}

T = TypeVar("T", bound=BaseModel)
Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


@dataclass
class EvaluationReader:
    """Reads ``source``, which stands at ``path`` in its file; :attr:`problems` fills as it goes."""

    pole: Pole
    source: WrittenEvaluation
    referential: Referential
    path: Path
    problems: list[Problem] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)

    def build(self) -> Contents | None:
        """Return the evaluation, or None when there is at least one problem."""
        ref, source = self.referential, self.source
        self._know(source.use, ref.use_by_id, "un usage du référentiel", "usage")
        for i, college in enumerate(source.colleges):
            self._know(college, ref.college_by_id, "un collège du référentiel", "colleges", i)
        for i, person in enumerate(source.respondents):
            self._know(person.college, ref.college_by_id, "un collège du référentiel", "repondants", i, "college")
        self._index(source.respondents, lambda person: person.id, str, "un répondant", "repondants")
        evaluation = None
        self._asked = set(ref.indicator_by_id)
        if self._know(source.path, ref.path_by_id, "un parcours du référentiel", "parcours"):
            selected = tuple(item.id for item in ref.select(ref.path_by_id[source.path].selection))
            self._asked = set(selected)
            evaluation = self._make(Evaluation, self._evaluation(selected))
        answers = tuple(self._answers())
        tallies = tuple(self._tallies())
        positions = tuple(self._positions())
        actions = tuple(self._actions())
        if evaluation is None or self.problems:
            return None
        return Contents(
            evaluation=evaluation,
            respondents=source.respondents,
            answers=answers,
            tallies=tallies,
            positions=positions,
            actions=actions,
        )

    def _evaluation(self, selected: tuple[str, ...]) -> dict[str, object]:
        source = self.source
        return {
            "id": source.id,
            "pole_id": self.pole.id,
            "titre": source.title,
            "date": source.date,
            "usage": source.use,
            "mode": source.mode,
            "par_pole": source.peer_pole,
            "parcours": source.path,
            "phase": source.phase,
            "argument_exige": source.argument_required,
            "colleges": source.colleges,
            "referential_hash": self.referential.content_hash,
            "indicators": selected,
        }

    def _report(self, kind: Kind, found: str, expected: str, *path: str | int, nearest: str | None = None) -> None:
        self.problems.append(Problem(kind, found, expected, (*self.path, *path), nearest))

    def _know(self, value: str, valid: Mapping[str, object], expected: str, *path: str | int) -> bool:
        if value in valid:
            return True
        self._report(Kind.UNKNOWN_REFERENCE, f"« {value} »", expected, *path, nearest=nearest_value(value, valid))
        return False

    def _ask(self, indicator: str, *path: str | int) -> bool:
        """Whether ``indicator`` exists and is asked: what is said of another would count nowhere."""
        if not self._know(indicator, self.referential.indicator_by_id, "un indicateur", *path):
            return False
        if indicator not in self._asked:
            expected = f"un indicateur du parcours « {self.source.path} »"
            self._report(Kind.UNKNOWN_REFERENCE, f"« {indicator} »", expected, *path)
            return False
        return True

    def _index(
        self,
        items: Iterable[Item],
        key_of: Callable[[Item], Key],
        shown: Callable[[Key], str],
        what: str,
        section: str,
    ) -> dict[Key, Item]:
        """Return ``items`` by key; what is given twice is a problem: one of them would be lost."""
        found: dict[Key, Item] = {}
        for position, item in enumerate(items):
            key = key_of(item)
            if key in found:
                twice = f"« {shown(key)} » une seconde fois"
                self._report(Kind.DUPLICATE_ENTRY, twice, f"{what} une seule fois", section, position)
            found.setdefault(key, item)
        return found

    def _make(self, model: type[T], content: dict[str, object], *path: str | int) -> T | None:
        try:
            return model.model_validate(content)
        except ValidationError as error:
            for problem in problems_of(error, model):
                self.problems.append(replace(problem, path=(*self.path, *path, *problem.path)))
            return None

    def _rows(self) -> Iterator[tuple[int, str, dict[str, str]]]:
        """Yield (line of the table, indicator id, cell by respondent id) of the table of opinions."""
        lines = [(i, line.split()) for i, line in enumerate(self.source.table.split("\n")) if line.strip()]
        if not lines:
            return
        top, (_, *people) = lines[0]
        known = {person.id: person for person in self.source.respondents}
        for i, ident in enumerate(people):
            self._know(ident, known, "un répondant en tête de colonne", "avis", top)
            if ident in people[:i]:
                self._report(
                    Kind.DUPLICATE_ENTRY, f"la colonne « {ident} » une seconde fois", "une colonne", "avis", top
                )
        seen: set[str] = set()
        for i, (name, *cells) in lines[1:]:
            if name in seen:
                self._report(
                    Kind.DUPLICATE_ENTRY, f"« {name} » une seconde fois", "une ligne par indicateur", "avis", i
                )
            elif self._ask(name, "avis", i):
                if len(cells) == len(people):
                    yield i, name, {who: cell for who, cell in zip(people, cells, strict=True) if who in known}
                else:
                    found = f"{len(cells)} réponses pour « {name} »"
                    self._report(Kind.WRONG_VALUE, found, f"{len(people)} réponses", "avis", i)
            seen.add(name)

    def _answers(self) -> Iterator[Answer]:
        source = self.source
        explained = [(item.indicator, who, item.reason) for item in source.reasons for who in item.respondents]
        reasons = self._index(explained, lambda item: item[:2], " de ".join, "un motif", "motifs")
        arguments = self._index(
            source.arguments, lambda item: (item.indicator, item.respondent), " de ".join, "un argument", "arguments"
        )
        wishes = self._index(
            source.wishes, lambda item: (item.indicator, item.respondent), " de ".join, "un souhait", "souhaits"
        )
        given: dict[tuple[str, str], AnswerKind] = {}
        for line, indicator, cells in self._rows():
            for who, cell in cells.items():
                if cell == UNANSWERED:
                    continue
                kind = _KINDS.get(cell, AnswerKind.LEVEL)
                key = (indicator, who)
                given[key] = kind
                if kind is AnswerKind.LEVEL and not self._know(
                    cell, self.referential.level_by_id, "un niveau, « ? », « - » ou « . »", "avis", line
                ):
                    continue
                if kind is AnswerKind.NOT_APPLICABLE and key not in reasons:
                    self._report(Kind.MISSING_KEY, f"« - » de {who} pour « {indicator} »", "un motif", "avis", line)
                    continue
                argument, wish = arguments.get(key), wishes.get(key)
                answer = self._make(
                    Answer,
                    {
                        "respondent_id": who,
                        "indicator_id": indicator,
                        "kind": kind,
                        "level": cell if kind is AnswerKind.LEVEL else None,
                        "reason": reasons[key][2] if kind is AnswerKind.NOT_APPLICABLE else "",
                        "argument": argument.text if argument else "",
                        "argument_kind": argument.kind if argument else None,
                        "wished_level": wish.level if wish else None,
                        "wished_year": wish.year if wish else None,
                    },
                    "avis",
                    line,
                )
                if answer is not None:
                    yield answer
        self._match(given)

    def _match(self, given: Mapping[tuple[str, str], AnswerKind]) -> None:
        """Report what explains or completes an answer that the table does not hold."""
        for i, reason in enumerate(self.source.reasons):
            for j, who in enumerate(reason.respondents):
                if given.get((reason.indicator, who)) is not AnswerKind.NOT_APPLICABLE:
                    found = f"un motif de {who} pour « {reason.indicator} »"
                    self._report(Kind.UNKNOWN_REFERENCE, found, "« - » dans la table", "motifs", i, "repondants", j)
        named = [("arguments", i, item.indicator, item.respondent) for i, item in enumerate(self.source.arguments)]
        named += [("souhaits", i, item.indicator, item.respondent) for i, item in enumerate(self.source.wishes)]
        for section, i, indicator, who in named:
            if (indicator, who) not in given:
                found = f"{who} pour « {indicator} », sans réponse dans la table"
                self._report(Kind.UNKNOWN_REFERENCE, found, "une réponse", section, i)
        for i, wish in enumerate(self.source.wishes):
            self._know(wish.level, self.referential.level_by_id, "un niveau", "souhaits", i, "niveau")

    def _tallies(self) -> Iterator[Tally]:
        hands = self.source.hands
        self._index(hands, lambda item: (item.indicator, item.college), " de ".join, "un vote", "mains_levees")
        for i, item in enumerate(hands):
            here = ("mains_levees", i)
            known = self._ask(item.indicator, *here, "indicateur")
            known &= self._know(item.college, self.referential.college_by_id, "un collège", *here, "college")
            for level in item.voices:
                known &= self._know(level, self.referential.level_by_id, "un niveau", *here, "voix", level)
            tally = self._make(
                Tally,
                {
                    "indicator_id": item.indicator,
                    "college": item.college,
                    "voices": item.voices,
                    "dont_know": item.dont_know,
                    "not_applicable": item.not_applicable,
                    "argument": item.argument,
                },
                *here,
            )
            if known and tally is not None:
                yield tally

    def _positions(self) -> Iterator[Position]:
        self._index(self.source.positions, lambda item: item.indicator, str, "une position", "positions")
        for i, item in enumerate(self.source.positions):
            here = ("positions", i)
            known = self._ask(item.indicator, *here, "indicateur")
            if item.level is not None:
                known &= self._know(item.level, self.referential.level_by_id, "un niveau", *here, "niveau")
            position = self._make(
                Position,
                {
                    "indicator_id": item.indicator,
                    "outcome": item.outcome,
                    "level": item.level,
                    "argument": item.argument,
                    "minority_opinion": item.minority_opinion,
                    "decided_with": item.decided_with,
                    "date": item.date,
                },
                *here,
            )
            if known and position is not None:
                yield position

    def _actions(self) -> Iterator[Action]:
        self._index(self.source.actions, lambda item: item.id, str, "une action", "actions")
        for i, item in enumerate(self.source.actions):
            here = ("actions", i)
            known = True
            for j, indicator in enumerate(item.indicators):
                # An action may be about a question that was not asked: the plan is wider than the path.
                known &= self._know(
                    indicator, self.referential.indicator_by_id, "un indicateur", *here, "indicateurs", j
                )
            action = self._make(
                Action,
                {
                    "id": item.id,
                    "what": item.what,
                    "indicators": item.indicators,
                    "who": item.who,
                    "due": item.due,
                    "state": item.state,
                    "note": item.note,
                    "origin_evaluation_id": item.origin.evaluation if item.origin else None,
                    "origin_id": item.origin.action if item.origin else None,
                },
                *here,
            )
            if known and action is not None:
                yield action
