"""An evaluation taken to another version of its referential: what follows, what is asked again, what stays (R15).

Pure: returns the evaluation as it will be and the list of what did not go on, with the reason. An answer goes on
only when it says of the new question what it said of the old one. What was said of a whole says nothing of its
parts: a question that was split is asked again, and so is one that gathers several, unless all of them had been
given the same answer. Texts always go on: in the answer, with their origin, or offered to whoever is asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Contents, Position, Tally
from ptce_ref.domain.lineage import Fate, Route
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import AnswerKind

Said = Answer | Tally | Position | Action
Mark = tuple[str, str]
"""A respondent and an indicator they want to come back to."""
T = TypeVar("T")


class Why(StrEnum):
    """Why something said did not go on as it was."""

    SPLIT = "scindée"
    MERGED = "fusionnée"
    LEVEL = "niveau"
    DROPPED = "abandonnée"
    UNSAID = "disparue"
    PART = "partie"
    """It went on, but for a part that the new version no longer has: a figure, the level wished for, a link."""


@dataclass(frozen=True)
class Left:
    """Something said that did not go on, whole as it was. ``towards`` are the questions that are asked instead."""

    why: Why
    said: Said
    towards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Migrated:
    """The evaluation as it will be. ``taken`` counts what went on, by kind, as it was counted before."""

    contents: Contents
    marks: frozenset[Mark]
    left: tuple[Left, ...]
    taken: Mapping[str, int] = field(default_factory=dict)

    def left_whole(self, kind: type[T]) -> list[tuple[T, Left]]:
        """Return what stays behind of a kind, apart from what only lost a part."""
        return [(item.said, item) for item in self.left if isinstance(item.said, kind) and item.why is not Why.PART]


def migrate(
    contents: Contents, marks: Iterable[Mark], before: Referential, after: Referential, route: Route
) -> Migrated:
    """Return what ``contents``, which answer ``before``, become under ``after`` by ``route``."""
    work = _Work(before, after, route)
    answers = work.answers(contents.answers)
    tallies = work.tallies(contents.tallies)
    positions = work.positions(contents.positions)
    actions = tuple(work.action(action) for action in contents.actions)
    evaluation = contents.evaluation.model_copy(
        update={
            "referential_hash": after.content_hash,
            "indicators": selected_after(contents.evaluation.path, contents.evaluation.indicators, after, route),
        }
    )
    moved = contents.model_copy(
        update={
            "evaluation": evaluation,
            "answers": answers,
            "tallies": tallies,
            "positions": positions,
            "actions": actions,
        }
    )
    followed = frozenset((who, target) for who, ident in marks for target in route.targets.get(ident, (ident,)))
    return Migrated(moved, followed, tuple(work.left), work.taken)


def selected_after(path: str, indicators: Sequence[str], after: Referential, route: Route) -> tuple[str, ...]:
    """Return the questions of an evaluation in the new version, in the order of reading.

    What became of those it asked, and those of its path that are new: what existed and was not asked stays out.
    """
    kept = {target for ident in indicators for target in route.targets.get(ident, ())}
    way = after.path_by_id.get(path)
    if way is not None:
        kept |= {item.id for item in after.select(way.selection) if not route.sources(item.id)}
    return tuple(item.id for item in after.indicators if item.id in kept)


class _Work:
    """One migration under way: what is left behind is gathered as it is met."""

    def __init__(self, before: Referential, after: Referential, route: Route) -> None:
        self._before, self._after, self._route = before, after, route
        self.left: list[Left] = []
        self.taken: dict[str, int] = {"answers": 0, "tallies": 0, "positions": 0}

    def answers(self, answers: Iterable[Answer]) -> tuple[Answer, ...]:
        groups = self._grouped((answer.respondent_id, answer.indicator_id, answer) for answer in answers)
        made = (self._answer(target, given) for (_, target), given in groups.items())
        return tuple(answer for answer in made if answer is not None)

    def tallies(self, tallies: Iterable[Tally]) -> tuple[Tally, ...]:
        groups = self._grouped((tally.college, tally.indicator_id, tally) for tally in tallies)
        made = (self._tally(target, given) for (_, target), given in groups.items())
        return tuple(tally for tally in made if tally is not None)

    def positions(self, positions: Iterable[Position]) -> tuple[Position, ...]:
        groups = self._grouped(("", position.indicator_id, position) for position in positions)
        made = (self._position(target, given) for (_, target), given in groups.items())
        return tuple(position for position in made if position is not None)

    def action(self, action: Action) -> Action:
        targets = [self._route.targets.get(ident, (ident,)) for ident in action.indicators]
        if not all(targets):
            self.left.append(Left(Why.PART, action))
        now = tuple(dict.fromkeys(target for names in targets for target in names))
        return action if now == action.indicators else action.model_copy(update={"indicators": now})

    def _grouped(self, said: Iterable[tuple[str, str, T]]) -> dict[tuple[str, str], list[T]]:
        """Gather by author and new question what goes on to one; what does not is left behind."""
        groups: dict[tuple[str, str], list[T]] = {}
        for who, ident, item in said:
            fate = self._fate(ident)
            if fate in (Fate.DROPPED, Fate.UNSAID):
                self._leave(Why.DROPPED if fate is Fate.DROPPED else Why.UNSAID, item)
            elif fate is Fate.SPLIT or any(source in self._route.torn for source in self._siblings(ident)):
                self._leave(Why.SPLIT if fate is Fate.SPLIT else Why.MERGED, item, self._route.targets[ident])
            else:
                groups.setdefault((who, self._route.targets[ident][0]), []).append(item)
        return groups

    def _fate(self, ident: str) -> Fate:
        return self._route.fate(ident) if ident in self._route.targets else Fate.UNSAID

    def _siblings(self, ident: str) -> tuple[str, ...]:
        return self._route.sources(self._route.targets[ident][0])

    def _leave(self, why: Why, item: object, towards: tuple[str, ...] = ()) -> None:
        assert isinstance(item, (Answer, Tally, Position, Action))  # noqa: S101 - nothing else is ever said
        self.left.append(Left(why, item, towards))

    def _all_leave(self, why: Why, items: Iterable[object], target: str) -> None:
        for item in items:
            self._leave(why, item, (target,))

    def _level(self, level: str | None) -> str | None:
        return None if level is None else self._route.levels.get(level)

    def _agree(self, target: str, given: Sequence[object], said: Iterable[object]) -> bool:
        """Whether all the questions gathered in ``target`` were answered, and answered the same."""
        return len(given) == len(self._route.sources(target)) and len({repr(item) for item in said}) == 1

    def _answer(self, target: str, given: Sequence[Answer]) -> Answer | None:
        merged = len(self._route.sources(target)) > 1
        first = given[0]
        levels = [self._level(answer.level) for answer in given]
        if merged and not self._agree(
            target, given, [(answer.kind, level) for answer, level in zip(given, levels, strict=True)]
        ):
            self._all_leave(Why.MERGED, given, target)
            return None
        if first.kind is AnswerKind.LEVEL and levels[0] is None:
            self._all_leave(Why.LEVEL, given, target)
            return None
        self.taken["answers"] += len(given)
        now: dict[str, object] = {"indicator_id": target, "level": levels[0], **self._wished(given)}
        now["figures"] = self._figures(target, given)
        if merged:
            for name in ("reason", "argument", "evidence"):
                now[name] = self._joined((answer.indicator_id, getattr(answer, name)) for answer in given)
            kinds = {answer.argument_kind for answer in given if answer.argument}
            now["argument_kind"] = kinds.pop() if len(kinds) == 1 else None
        for answer in given:
            if not self._whole(answer, now):
                self._leave(Why.PART, answer, (target,))
        return _changed(first, now)

    def _wished(self, given: Sequence[Answer]) -> dict[str, object]:
        """Return the level wished for and its year, when all who told it told the same and the level still exists."""
        told = {(answer.wished_level, answer.wished_year) for answer in given if answer.wished_level is not None}
        if len(told) != 1:
            return {"wished_level": None, "wished_year": None}
        level, year = told.pop()
        now = self._level(level)
        return {"wished_level": now, "wished_year": year if now is not None else None}

    def _figures(self, target: str, given: Sequence[Answer]) -> dict[str, float]:
        known = {figure.id for figure in self._after.indicator_by_id[target].figures}
        found: dict[str, float] = {}
        for answer in given:
            for name, value in answer.figures.items():
                if name in known:
                    found.setdefault(name, value)
        return found

    def _whole(self, answer: Answer, now: Mapping[str, object]) -> bool:
        figures = now["figures"]
        assert isinstance(figures, dict)  # noqa: S101 - built just above
        return (
            (answer.wished_level is None or now["wished_level"] is not None)
            and now.get("argument_kind", answer.argument_kind) == answer.argument_kind
            and all(figures.get(name) == value for name, value in answer.figures.items())
        )

    def _tally(self, target: str, given: Sequence[Tally]) -> Tally | None:
        merged = len(self._route.sources(target)) > 1
        voices = [self._voices(tally) for tally in given]
        if merged and not self._agree(
            target,
            given,
            [
                (sorted(found.items()) if found is not None else None, tally.dont_know, tally.not_applicable)
                for tally, found in zip(given, voices, strict=True)
            ],
        ):
            self._all_leave(Why.MERGED, given, target)
            return None
        if voices[0] is None:
            self._all_leave(Why.LEVEL, given, target)
            return None
        self.taken["tallies"] += len(given)
        now: dict[str, object] = {"indicator_id": target, "voices": voices[0]}
        if merged:
            now["argument"] = self._joined((tally.indicator_id, tally.argument) for tally in given)
        return _changed(given[0], now)

    def _voices(self, tally: Tally) -> dict[str, int] | None:
        """Return the voices on the new scale; None when some stood at a level that has no counterpart."""
        found: dict[str, int] = {}
        for level, count in tally.voices.items():
            now = self._level(level)
            if now is not None:
                found[now] = found.get(now, 0) + count
            elif count:
                return None
        return found

    def _position(self, target: str, given: Sequence[Position]) -> Position | None:
        # What a group decided on two questions is not what it would decide on one: it is asked.
        if len(self._route.sources(target)) > 1:
            self._all_leave(Why.MERGED, given, target)
            return None
        (position,) = given
        level = self._level(position.level)
        if position.level is not None and level is None:
            self._all_leave(Why.LEVEL, given, target)
            return None
        self.taken["positions"] += 1
        return _changed(position, {"indicator_id": target, "level": level})

    def _joined(self, texts: Iterable[tuple[str, str]]) -> str:
        return "\n".join(with_origin(text, self._before.indicator_by_id.get(ident)) for ident, text in texts if text)


def with_origin(text: str, item: Indicator | None) -> str:
    """Return a text followed by the question it was written for: « … (repris de T1.03 « Accès aux services ») »."""
    if item is None:
        return text
    return f"{text} {bind_signs(f'(repris de {item.code} « {item.title} »)')}"


V = TypeVar("V", Answer, Tally, Position)


def _changed(said: V, now: Mapping[str, object]) -> V:
    """Return ``said`` with the new values: the very same object when nothing changes."""
    changes = {name: value for name, value in now.items() if getattr(said, name) != value}
    return said.model_copy(update=changes) if changes else said
