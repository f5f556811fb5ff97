"""Turns the cells of a questionnaire into answers to one evaluation, gathering every problem on the way."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from ptce_ref.domain.evaluation import Answer, Evaluation
from ptce_ref.domain.number import read_number
from ptce_ref.domain.problem import Kind, Place, Problem, nearest_value
from ptce_ref.domain.questionnaire import DONT_KNOW, NOT_APPLICABLE, FilledRow, Unanswered, level_label
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import clean_line, fold
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.questionnaire import RawQuestionnaire, RawRow, at, unknown_value
from ptce_ref.loading.spot import Spot

_ANYBODY = "r"
"""Stands for the respondent while cells are read: who it is, is settled later."""
_COLUMN_OF = {
    "reason": "motif",
    "argument": "argument",
    "argument_kind": "sorte",
    "evidence": "preuves",
    "wished_level": "souhaite",
    "wished_year": "echeance",
    "level": "reponse",
}
_LABEL = re.compile(r"\s*·\s*|\s+-\s+")


@dataclass
class AnswerReader:
    """Reads the rows of ``raw``; :attr:`problems` and :attr:`waiting` fill as it goes."""

    raw: RawQuestionnaire
    evaluation: Evaluation
    referential: Referential
    problems: list[Problem] = field(default_factory=list)
    waiting: dict[str, Unanswered] = field(default_factory=dict)
    """By indicator: what was written beside an empty answer."""

    def __post_init__(self) -> None:
        self.problems += self.raw.problems
        ref = self.referential
        self._levels: dict[str, str] = {}
        # What people read comes first: an id may look like the rank of another level.
        for word in (
            lambda level: level_label(ref, level.id),
            lambda level: str(ref.scale.ranks[level.id]),
            lambda level: level.name,
            lambda level: level.id,
        ):
            for level in ref.scale.levels:
                self._levels.setdefault(_key(word(level)), level.id)
        self._others = {
            _key(word): kind
            for kind, words in (
                (AnswerKind.NOT_APPLICABLE, (NOT_APPLICABLE, "nc", "-")),
                (AnswerKind.DONT_KNOW, (DONT_KNOW, "nsp", "?")),
            )
            for word in words
        }
        self._offered = [*(level_label(ref, level.id) for level in ref.scale.levels), NOT_APPLICABLE, DONT_KNOW]

    def rows(self) -> tuple[FilledRow, ...]:
        """Return the rows that hold questions of the evaluation, in the order of the file."""
        figures = self._figures()
        asked = set(self.evaluation.indicators)
        found: list[FilledRow] = []
        for row in self.raw.rows:
            if row.indicator_id not in asked:
                expected = "une question de cette évaluation"
                self.problems.append(
                    Problem(Kind.UNKNOWN_REFERENCE, f"« {row.indicator_id} »", expected, place=row.place)
                )
                continue
            before = len(self.problems)
            answer = self._answer(row, figures.get(row.indicator_id, {}))
            if len(self.problems) == before:
                found.append(FilledRow(row.indicator_id, answer, row.cells["etat"].text if "etat" in row.cells else ""))
        return tuple(found)

    def college(self) -> str | None:
        """Return the id of the college that was chosen, or None when the cell is empty or says nothing known."""
        spot = self.raw.who.get("college")
        if spot is None or not spot.text:
            return None
        known = {_key(word): c.id for c in self.referential.colleges for word in (c.name, c.short, c.id)}
        found = known.get(_key(spot.text))
        if found is None:
            self.problems.append(
                unknown_value(spot, "un collège de la liste", [c.name for c in self.referential.colleges])
            )
        return found

    def who(self, key: str) -> str | None:
        """Return what the cell « nom » or « organisation » says, or None."""
        spot = self.raw.who.get(key)
        return (clean_line(spot.text) or None) if spot else None

    def _answer(self, row: RawRow, figures: Mapping[str, float]) -> Answer | None:
        cells = row.cells
        content: dict[str, object] = {
            "respondent_id": _ANYBODY,
            "indicator_id": row.indicator_id,
            "argument": _text(cells, "argument"),
            "evidence": _text(cells, "preuves"),
            "reason": _text(cells, "motif"),
            "figures": dict(figures),
        }
        said = cells.get("reponse")
        if said is None or not said.text:
            self._unanswered(row, figures)
            return None
        key = _key(said.text)
        if key in self._levels:
            content |= {"kind": AnswerKind.LEVEL, "level": self._levels[key]}
        elif key in self._others:
            content["kind"] = self._others[key]
        else:
            self.problems.append(unknown_value(said, "une réponse de la liste", self._offered))
            return None
        self._read_choice(cells, "sorte", "argument_kind", content, _argument_kind)
        if self.referential.use_by_id[self.evaluation.use].asks_wished_level:
            self._read_choice(cells, "souhaite", "wished_level", content, lambda text: self._levels[_key(text)])
            self._read_choice(cells, "echeance", "wished_year", content, _year)
        self._require(row, content)
        return self._make(row, content)

    def _unanswered(self, row: RawRow, figures: Mapping[str, float]) -> None:
        """Keep what was written beside an empty answer; where there was an answer, ask whether it is taken back."""
        columns = ("argument", "motif", "preuves")
        argument, reason, evidence = (_text(row.cells, column) for column in columns)
        written = Unanswered(argument, reason, evidence, figures)
        if not written:
            return
        if "etat" in row.cells and row.cells["etat"].text:
            place = next((row.cells[column].place for column in columns if _text(row.cells, column)), row.place)
            expected = "une réponse de la liste, ou rien sur toute la ligne pour retirer celle qui y était"
            self.problems.append(Problem(Kind.MISSING_CELL, "un texte sans réponse", expected, place=place))
        else:
            self.waiting[row.indicator_id] = written

    def _require(self, row: RawRow, content: dict[str, object]) -> None:
        """Point at the cell that lacks: the model would only speak of the whole answer."""
        kind = content["kind"]
        if kind is AnswerKind.NOT_APPLICABLE and not content["reason"]:
            self._missing(row, "motif", "la raison de « non concerné »")
        elif kind is not AnswerKind.NOT_APPLICABLE and content["reason"]:
            spot = row.cells["motif"]
            expected = "une case vide, ou la réponse « non concerné »"
            self.problems.append(Problem(Kind.WRONG_VALUE, f"« {spot.text[:40]} »", expected, place=spot.place))
        if self.evaluation.argument_required and kind is AnswerKind.LEVEL and not content["argument"]:
            self._missing(row, "argument", "un argument, demandé par cette évaluation")
        if content.get("wished_year") is not None and content.get("wished_level") is None:
            self._missing(row, "souhaite", "le niveau souhaité pour cette année")

    def _missing(self, row: RawRow, column: str, expected: str) -> None:
        place = row.cells[column].place if column in row.cells else row.place
        self.problems.append(Problem(Kind.MISSING_CELL, "une case vide", expected, place=place))

    def _read_choice(
        self,
        cells: Mapping[str, Spot],
        column: str,
        name: str,
        content: dict[str, object],
        read: Callable[[str], object],
    ) -> None:
        spot = cells.get(column)
        if spot is None or not spot.text:
            return
        try:
            content[name] = read(spot.text)
        except (KeyError, ValueError):
            expected = "une année" if column == "echeance" else "un choix de la liste"
            self.problems.append(unknown_value(spot, expected, self._offered))

    def _make(self, row: RawRow, content: Mapping[str, object]) -> Answer | None:
        try:
            return Answer.model_validate(dict(content))
        except ValidationError as error:
            for problem in problems_of(error, Answer):
                column = _COLUMN_OF.get(str(problem.path[0]) if problem.path else "", "reponse")
                # A problem already told at its cell would only be repeated in the model's words.
                if problem.path or not self.problems or self.problems[-1].place.cell is None:
                    self.problems.append(at(problem, _place(row, column)))
            return None

    def _figures(self) -> dict[str, dict[str, float]]:
        """Return the numbers by indicator id and figure id."""
        found: dict[str, dict[str, float]] = {}
        for indicator, figure, spot in self.raw.figures:
            item = self.referential.indicator_by_id.get(indicator)
            known = [f.id for f in item.figures] if item else []
            if figure not in known:
                expected = "un chiffre du référentiel"
                nearest = nearest_value(figure, known)
                self.problems.append(
                    Problem(Kind.UNKNOWN_REFERENCE, f"« {figure} »", expected, (), nearest, spot.place)
                )
            elif spot.text:
                value = _number(spot)
                if value is None:
                    self.problems.append(unknown_value(spot, "un nombre, tel que 1200 ou 12,5", ()))
                else:
                    found.setdefault(indicator, {})[figure] = value
        return found


def _text(cells: Mapping[str, Spot], column: str) -> str:
    return cells[column].text if column in cells else ""


def _place(row: RawRow, column: str) -> Place:
    return row.cells[column].place if column in row.cells else row.place


def _number(spot: Spot) -> float | None:
    if isinstance(spot.value, int | float) and not isinstance(spot.value, bool):
        return float(spot.value)
    try:
        return read_number(spot.text)
    except ValueError:
        return None


def _argument_kind(text: str) -> ArgumentKind:
    return {fold(kind.value): kind for kind in ArgumentKind}[fold(text)]


def _year(text: str) -> int:
    return int(text)


def _key(text: str) -> str:
    """Return a word as it is compared: no case, no accent, signs and spaces alike."""
    return " ".join(fold(_LABEL.sub(" ", text)).split())
