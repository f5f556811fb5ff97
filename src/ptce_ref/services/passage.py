"""Use cases once an evaluation changed version: what stayed behind, what is offered to whom is asked again."""

from collections.abc import Callable, Mapping

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Evaluation, Position
from ptce_ref.domain.lineage import route_between
from ptce_ref.domain.migration import Said, Why, with_origin
from ptce_ref.domain.phase import others_visible
from ptce_ref.reports.migration_view import PassageView, view_left
from ptce_ref.services.evaluation import respondents_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.passage import Passage, list_passages, standing_passages


def passages_of(workspace: Workspace, evaluation: Evaluation) -> list[PassageView]:
    """Return the changes of version of an evaluation, oldest first; what stayed behind too, once it may be seen."""
    visible = others_visible(evaluation.phase)
    people = {person.id: person.college for person in respondents_of(workspace, evaluation)}
    views = []
    for passage in list_passages(workspace.store, evaluation.id):
        before, after = (referential_of(workspace, key) for key in (passage.from_hash, passage.to_hash))
        colleges = {who: before.college_by_id[c].short for who, c in people.items() if c in before.college_by_id}
        whole = [item for item in passage.left if item.why is not Why.PART]
        again = sum(bool(item.towards) for item in whole)
        views.append(
            PassageView(
                passage.at,
                before.version,
                after.version,
                passage.back,
                again,
                len(whole) - again,
                hidden=not visible and bool(passage.left),
                left=tuple(view_left(passage.left, before, after, colleges)) if visible else (),
            )
        )
    return views


def offered_arguments(workspace: Workspace, evaluation: Evaluation, respondent_id: str) -> Mapping[str, str]:
    """Return what a respondent wrote of questions that are asked again, by the id of the question asked now.

    Each text says the question it was written for. Theirs only: nobody is shown what others wrote (R5).
    """

    def argument(said: Said) -> str:
        return said.argument if isinstance(said, Answer) and said.respondent_id == respondent_id else ""

    return _offered(workspace, evaluation, argument)


def offered_position(workspace: Workspace, evaluation: Evaluation, indicator_id: str) -> Mapping[str, str]:
    """Return the texts of the positions that one question asks again, by field: « argument », « minority_opinion »."""

    def text_of(name: str) -> str:
        def text(said: Said) -> str:
            return str(getattr(said, name)) if isinstance(said, Position) else ""

        return _offered(workspace, evaluation, text).get(indicator_id, "")

    return {name: text_of(name) for name in ("argument", "minority_opinion")}


def _offered(workspace: Workspace, evaluation: Evaluation, text_of: Callable[[Said], str]) -> dict[str, str]:
    """Return the texts of what is asked again, with their origin, by the id of the question asked now."""
    passages = standing_passages(list_passages(workspace.store, evaluation.id))
    texts: dict[str, list[str]] = {}
    for place, passage in enumerate(passages):
        before = referential_of(workspace, passage.from_hash)
        for item in passage.left:
            text = text_of(item.said) if item.why is not Why.PART else ""
            if not text or isinstance(item.said, Action):
                continue
            told = with_origin(text, before.indicator_by_id.get(item.said.indicator_id))
            for target in item.towards:
                for asked in _asked_now(workspace, target, passage.to_hash, passages[place + 1 :]):
                    if told not in texts.setdefault(asked, []):
                        texts[asked].append(told)
    return {target: "\n".join(found) for target, found in texts.items()}


def _asked_now(workspace: Workspace, target: str, version: str, later: list[Passage]) -> tuple[str, ...]:
    """Return what a question of the version of hash ``version`` became by the passages that followed."""
    current: tuple[str, ...] = (target,)
    for passage in later:
        if passage.from_hash != version:
            # The same passage once more, made by another copy.
            continue
        version = passage.to_hash
        route = route_between(*(referential_of(workspace, key) for key in (passage.from_hash, passage.to_hash)))
        if route is not None:
            current = tuple(name for ident in current for name in route.targets.get(ident, ()))
    return current
