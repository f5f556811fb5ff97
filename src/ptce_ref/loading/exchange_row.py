"""Makes rows of the content of an exchange file, in the order of the columns they go to, and lists what is wrong.

Everything is checked against the models and the referentials of the file itself: a row that passed can be
written, and read again by any screen.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import to_json

from ptce_ref.domain.college_group import TOGETHER
from ptce_ref.domain.exchange_file import (
    LOGGED,
    SECTIONS,
    UNTOLD_SINCE,
    VERSION,
    EvaluationRecord,
    LineRecord,
    Nature,
    PoleRecord,
    ReferentialText,
)
from ptce_ref.domain.merging import instant
from ptce_ref.domain.model import Model
from ptce_ref.domain.problem import Kind, Path, Problem
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.exchange_check import KEPT_WHOLE, RowCheck
from ptce_ref.loading.exchange_line import KEYS, is_answer_line, is_plain_line, is_sound_content
from ptce_ref.loading.exchange_value import Json, by_column, is_group, lists_as_tuples, text_of
from ptce_ref.loading.model_problem import problems_of

Row = tuple[object, ...]
LineRow = tuple[str, str, str, str | None, str | None]
AnyModel = TypeVar("AnyModel", bound=Model)
Columns = Callable[[str], tuple[str, ...]]
"""The columns of a table, in order: who keeps the rows knows it."""

MOST = 20
"""How many problems are told: the others are most often of the same kind."""


@dataclass
class Section:
    """The rows of one evaluation by table, and its lines: (at, subject, key, before, after), as JSON texts."""

    evaluation_id: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    lines: list[LineRow] = field(default_factory=list)


@dataclass
class Received:
    """All that a file brings. ``poles`` and ``referentials`` are rows; ``lines`` belong to the pôles."""

    nature: Nature = Nature.COMPLETE
    referentials: list[Row] = field(default_factory=list)
    poles: list[Row] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    evaluations: list[Section] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Full(Exception):  # noqa: N818 - enough is enough: not an error of the program
    """Enough problems were found."""


def read_content(
    content: Json, columns: Columns, exported_at: str, *, in_order: bool, version: int = VERSION
) -> Received:
    """Return the rows of ``content``; when there are problems, what goes with them must not be kept.

    ``in_order`` says that the keys of every object are in alphabetical order, ``version`` which format it is in.
    """
    reader = _Reader(columns, exported_at, in_order=in_order, version=version)
    with suppress(_Full):
        reader.read(content)
    return reader.received


class _Reader:
    """Fills :attr:`received`, one part of the file after the other: what comes later refers to what came before."""

    def __init__(self, columns: Columns, exported_at: str, *, in_order: bool, version: int) -> None:
        self.received = Received()
        self._version = version
        self._columns = columns
        self._in_order = in_order
        self._answer_columns = [(name, _DEFAULTS["answers"].get(name)) for name in columns("answers")]
        self._exported_at = exported_at
        self._texts: dict[str, Referential] = {}
        self._poles: set[str] = set()

    def read(self, content: Json) -> None:
        """Take the whole content. Raises :class:`_Full` after :data:`MOST` problems."""
        known = {"nature", "referentiels", "poles", "evaluations", "journal"}
        for key in content.keys() - known:
            self._wrong(
                (key,), "une partie que le format ne connaît pas", "rien d’autre que le format", Kind.UNKNOWN_KEY
            )
        if content.get("nature") not in [nature.value for nature in Nature]:
            self._wrong(("nature",), str(content.get("nature"))[:40], "complet ou confidentiel")
            return
        self.received.nature = Nature(content["nature"])
        if instant(self._exported_at).year == 1:
            self._wrong(("exporte_le",), "une date qui ne se lit pas", "une date et une heure")
        for number, item in enumerate(self._list(content, "referentiels")):
            self._referential(("referentiels", number), item)
        for number, item in enumerate(self._list(content, "poles")):
            self._pole(("poles", number), item)
        for number, item in enumerate(self._list(content, "evaluations")):
            self._evaluation(("evaluations", number), item)
        for number, item in enumerate(self._list(content, "journal")):
            line = self._line(("journal", number), item, "")
            if line is not None:
                self.received.lines.append(line)

    def _wrong(self, path: Path, found: str, expected: str, kind: Kind = Kind.WRONG_VALUE) -> None:
        self._add([Problem(kind, found, expected, path)])

    def _add(self, problems: Iterable[Problem]) -> None:
        self.received.problems.extend(problems)
        if len(self.received.problems) >= MOST:
            del self.received.problems[MOST:]
            raise _Full

    def _list(self, content: Json, key: str, path: Path = ()) -> list[Any]:
        found = content.get(key, [])
        if isinstance(found, list):
            return found
        self._wrong((*path, key), "autre chose qu’une liste", "une liste")
        return []

    def _model(self, path: Path, model: type[AnyModel], item: object) -> AnyModel | None:
        try:
            return model.model_validate(lists_as_tuples(item))
        except ValidationError as error:
            found = problems_of(error, model)
            self._add(Problem(p.kind, p.found, p.expected, (*path, *p.path), p.nearest) for p in found)
            return None

    def _referential(self, path: Path, item: object) -> None:
        """Take a referential: read, and found to be the text of its hash."""
        record = self._model(path, ReferentialText, item)
        if record is None:
            return
        try:
            referential = Referential.model_validate_json(to_json(record.content))
            sound = referential.content_hash == record.hash
        except (ValidationError, ValueError):
            self._wrong(path, "un référentiel qui ne se relit pas", "le texte complet d’un référentiel")
            return
        if not sound:
            self._wrong(path, "un référentiel qui n’a pas l’empreinte annoncée", "le texte que dit son empreinte")
            return
        self._texts[record.hash] = referential
        r = referential
        content = {
            "hash": record.hash,
            "id": r.id,
            "version": r.version,
            "title": r.header.title,
            "content": r.canonical_json,
            "added_at": self._exported_at,
        }
        self.received.referentials.append(self._row("referentials", content))

    def _pole(self, path: Path, item: object) -> None:
        """Take the card of a pôle; one given twice is a problem."""
        record = self._model(path, PoleRecord, item)
        if record is None:
            return
        pole = record.card
        if pole.id in self._poles:
            self._wrong(path, f"« {pole.id} » une seconde fois", "un pôle une fois", Kind.DUPLICATE_ID)
        self._poles.add(pole.id)
        content = {
            "id": pole.id,
            "name": pole.name,
            "demonstration": int(pole.demonstration),
            "card": pole.model_dump_json(by_alias=True, exclude_defaults=True),
            "updated_at": record.updated_at,
        }
        self.received.poles.append(self._row("poles", content))

    def _evaluation(self, path: Path, item: object) -> None:
        """Take an evaluation with all its parts, checked against its referential; none of it when its card is wrong."""
        if not isinstance(item, dict):
            self._wrong(path, "autre chose qu’une évaluation", "une évaluation")
            return
        for key in item.keys() - {"fiche", "journal", *SECTIONS}:
            self._wrong((*path, key), f"la clé « {key[:40]} »", "une clé du format", Kind.UNKNOWN_KEY)
        card = self._model((*path, "fiche"), EvaluationRecord, item.get("fiche"))
        if card is None or not self._sound_card((*path, "fiche"), card):
            return
        section = Section(card.id)
        self.received.evaluations.append(section)
        section.rows["evaluations"] = [self._row("evaluations", by_column(card))]
        referential = self._texts[card.referential_hash]
        check = RowCheck(card.id, referential)
        for key, (table, model) in SECTIONS.items():
            place = (*path, key)
            rows = (
                self._section_row((*place, i), table, model, row, check)
                for i, row in enumerate(self._list(item, key, path))
            )
            section.rows[table] = [row for row in rows if row is not None]
        for number, line in enumerate(self._list(item, "journal", path)):
            found = self._line((*path, "journal", number), line, card.id)
            if found is not None:
                section.lines.append(found)
        if self.received.nature is Nature.COMPLETE:
            self._add_creations(section, check.unlogged)
        elif self._version < UNTOLD_SINCE:
            self._add_untold(section, card.updated_at)

    def _add_untold(self, section: Section, at: str) -> None:
        """Say that the voices on a question decided without a count are not known, as files say it since.

        Too few were left out there like nobody: what is true of both is that they are fewer than the threshold.
        """
        voted, decided = (
            [row[self._columns(table).index("indicator_id")] for row in section.rows[table]]
            for table in ("tallies", "positions")
        )
        for indicator in decided:
            if indicator in voted:
                continue
            content = {
                "evaluation_id": section.evaluation_id,
                "indicator_id": indicator,
                "college": TOGETHER,
                "voices": "{}",
                "dont_know": 0,
                "not_applicable": 0,
                "argument": "",
                "updated_at": at,
            }
            section.rows["tallies"].append(self._row("tallies", content))

    def _add_creations(self, section: Section, unlogged: set[Row]) -> None:
        """Add the lines that the file leaves out, as the rows tell them, and put all of them in the order of time."""
        told = {line[1:3] for line in section.lines}
        for table in LOGGED:
            columns = self._columns(table)
            moment = columns.index("updated_at")
            places = sorted((name, place) for place, name in enumerate(columns) if place != moment)
            names = [name for name, _ in places]
            key_places = [(word, columns.index(column)) for word, column in KEYS[table].items()]
            for row in section.rows.get(table, ()):
                key = to_json({word: row[place] for word, place in key_places}).decode()
                if (table, key) in told or (unlogged and (table, *row) in unlogged):
                    continue
                after = to_json(dict(zip(names, [row[place] for _, place in places], strict=True))).decode()
                section.lines.append((str(row[moment]), table, key, None, after))
        section.lines.sort(key=lambda line: instant(line[0]))

    def _sound_card(self, path: Path, card: EvaluationRecord) -> bool:
        """Whether the card of an evaluation refers to what the file holds; every wrong word is a problem."""
        if card.id in [section.evaluation_id for section in self.received.evaluations]:
            self._wrong(path, f"« {card.id} » une seconde fois", "une évaluation une fois", Kind.DUPLICATE_ID)
            return False
        for pole in filter(None, (card.pole_id, card.peer_pole_id)):
            if pole not in self._poles:
                self._wrong(path, f"le pôle « {pole} »", "un pôle du fichier", Kind.UNKNOWN_REFERENCE)
                return False
        referential = self._texts.get(card.referential_hash)
        if referential is None:
            found = f"un référentiel d’empreinte {card.referential_hash[:12]}"
            self._wrong(path, found, "un référentiel du fichier", Kind.UNKNOWN_REFERENCE)
            return False
        words = (
            ("usage", [card.use], referential.use_by_id),
            ("parcours", [card.path], referential.path_by_id),
            ("indicators", card.indicators, referential.indicator_by_id),
            ("colleges", card.colleges, referential.college_by_id),
        )
        unknown = [
            (name, word) for name, used, valid in words for word in used if word not in valid and not is_group(word)
        ]
        for name, word in unknown:
            self._wrong((*path, name), f"« {word} »", "un mot de son référentiel", Kind.UNKNOWN_REFERENCE)
        return not unknown

    def _section_row(self, path: Path, table: str, model: type[Model], row: object, check: "RowCheck") -> Row | None:
        """Return the row of one record of ``table``, or None with its problem. A plain answer goes without a model."""
        if table == "answers" and isinstance(row, dict) and check.plain_answer(row):
            row["evaluation_id"] = check.evaluation_id
            if "figures" in row:
                row["figures"] = text_of(row["figures"])
            get = row.get
            return tuple([get(name, default) for name, default in self._answer_columns])
        record = self._model(path, model, row)
        if record is None:
            return None
        content = {**by_column(record), "evaluation_id": check.evaluation_id}
        unlogged = content.pop("unlogged", False)
        fault = check.fault(table, content)
        if (
            fault is None
            and table == "passages"
            and not {content["from_hash"], content["to_hash"]} <= self._texts.keys()
        ):
            fault = "une version du référentiel qui manque", "un référentiel du fichier"
        if fault is None and record.__class__ in KEPT_WHOLE and not KEPT_WHOLE[record.__class__](record):
            fault = "une évaluation gardée qui ne se relit pas", "une évaluation telle qu’elle était"
        if fault is not None:
            self._wrong(path, *fault, Kind.UNKNOWN_REFERENCE)
            return None
        made = self._row(table, content)
        if unlogged:
            check.unlogged.add((table, *made))
        return made

    def _row(self, table: str, content: Mapping[str, Any]) -> Row:
        return tuple([content.get(column) for column in self._columns(table)])

    def _line(self, path: Path, item: object, evaluation: str) -> LineRow | None:
        """Return a journal line of ``evaluation`` ("" for those of pôles), or None with its problem."""
        if self._in_order and isinstance(item, dict) and is_answer_line(item, evaluation):
            before, after = item.get("before"), item.get("after")
            return (
                item["at"],
                "answers",
                to_json(item["key"]).decode(),
                None if before is None else to_json(before).decode(),
                None if after is None else to_json(after).decode(),
            )
        if not (isinstance(item, dict) and is_plain_line(item)):
            if self._model(path, LineRecord, item) is not None:
                self._wrong(path, "une ligne d’historique d’une autre forme", "une ligne d’historique")
            return None
        key = item["key"]
        if key.get("evaluation", "") != evaluation or not self._sound_line(item):
            self._wrong(path, "une ligne d’historique qui n’est pas de cette évaluation", "une ligne de son historique")
            return None
        before, after = item.get("before"), item.get("after")
        return (
            item["at"],
            item["subject"],
            text_of(key),
            None if before is None else text_of(before),
            None if after is None else text_of(after),
        )

    def _sound_line(self, item: Json) -> bool:
        """Whether what a line says there was could be a row of its table, under its key."""
        subject, key = item["subject"], item["key"]
        names = KEYS.get(subject)
        if names is None:
            return True
        if key.keys() != names.keys():
            return False
        for content in (item.get("before"), item.get("after")):
            if content is None:
                continue
            if len(content) + ("updated_at" in self._columns(subject)) != len(self._columns(subject)):
                return False
            if any(content.get(column) != key[name] for name, column in names.items()):
                return False
            if not is_sound_content(subject, content):
                return False
        return True


_DEFAULTS: dict[str, Json] = {
    "answers": {"reason": "", "argument": "", "evidence": "", "figures": "{}"},
}
