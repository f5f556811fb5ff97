"""What a change of version does to an evaluation, in words: before it is done, and once it is.

Counts answers and never tells them, save what was left behind, which the caller gives only when opinions may
be seen (R5). Names of people are never told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Contents, Position, Tally
from ptce_ref.domain.lineage import Fate, Route
from ptce_ref.domain.migration import Left, Migrated, Why
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import AnswerKind, Outcome
from ptce_ref.reports.wording import agreed, count, whole


@dataclass(frozen=True)
class MigrationGroup:
    """What happens to one kind of question. ``lead`` says what it means for the answers; it may be empty."""

    title: str
    lines: tuple[str, ...]
    lead: str = ""


@dataclass(frozen=True)
class Share:
    """What becomes of one kind of thing said: how many there are, go on, are asked again, stay behind."""

    name: str
    before: int
    taken: int
    asked_again: int
    left_behind: int


@dataclass(frozen=True)
class MigrationView:
    """A change of version. ``before`` and ``after`` are versions; ``nothing`` says that there is nothing to do.

    ``kept`` counts the questions that keep their id and their meaning, ``summary`` says the whole in sentences.
    """

    evaluation: str
    title: str
    before: str
    after: str
    nothing: bool
    kept: int = 0
    summary: tuple[str, ...] = ()
    groups: tuple[MigrationGroup, ...] = ()
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class LeftView:
    """One thing that did not go on: the question it was about, what was said, and why it stayed."""

    question: str
    said: str
    text: str
    why: str
    towards: tuple[str, ...]


@dataclass(frozen=True)
class PassageView:
    """A change of version that was made. ``hidden`` says that what stays behind may not be shown yet."""

    at: str
    before: str
    after: str
    back: bool
    asked_again: int
    left_behind: int
    hidden: bool
    left: tuple[LeftView, ...] = ()


_WHYS = {
    Why.SPLIT: "question scindée",
    Why.MERGED: "question fusionnée, à laquelle les réponses d’avant ne suffisent pas",
    Why.LEVEL: "niveau sans équivalent dans la nouvelle échelle",
    Why.DROPPED: "question abandonnée",
    Why.UNSAID: "question disparue, sans que la lignée dise pourquoi",
    Why.PART: "repris, sauf une partie qui n’existe plus",
}
_KINDS: dict[str, tuple[str, str]] = {
    "answers": ("avis", "avis"),
    "tallies": ("vote à main levée", "votes à main levée"),
    "positions": ("position", "positions"),
}
_FEMININE = {"positions"}


def view_nothing(contents: Contents, version: str) -> MigrationView:
    """Return the view of an evaluation that is already at this version."""
    evaluation = contents.evaluation
    return MigrationView(evaluation.id, evaluation.title, version, version, nothing=True)


def view_migration(
    contents: Contents, migrated: Migrated, before: Referential, after: Referential, route: Route
) -> MigrationView:
    """Return what taking ``contents`` from ``before`` to ``after`` does."""
    asked = contents.evaluation.indicators
    fates: dict[Fate, list[str]] = {fate: [] for fate in Fate}
    for ident in asked:
        fates[route.fate(ident)].append(ident)
    shares = tuple(_shares(contents, migrated))
    groups = tuple(group for group in _groups(fates, migrated, before, after, route) if group.lines)
    kept = len(fates[Fate.KEPT])
    return MigrationView(
        contents.evaluation.id,
        contents.evaluation.title,
        before.version,
        after.version,
        nothing=False,
        kept=kept,
        summary=tuple(bind_signs(line) for line in _summary(kept, shares, groups)),
        groups=groups,
        shares=shares,
    )


def _shares(contents: Contents, migrated: Migrated) -> Iterable[Share]:
    for name, kind in (("answers", Answer), ("tallies", Tally), ("positions", Position)):
        left = [item for _, item in migrated.left_whole(kind)]
        again = sum(bool(item.towards) for item in left)
        yield Share(name, len(getattr(contents, name)), migrated.taken.get(name, 0), again, len(left) - again)


def _summary(kept: int, shares: Sequence[Share], groups: Sequence[MigrationGroup]) -> Iterable[str]:
    if kept:
        yield f"{count(kept, 'question')} {agreed(kept, 'garde son sens', 'gardent leur sens')}."
    if not groups:
        yield "Rien d’autre ne change."
    for share in shares:
        if share.before:
            yield _share_sentence(share)


def _share_sentence(share: Share) -> str:
    one, several = _KINDS[share.name]
    e = "e" if share.name in _FEMININE else ""
    parts = []
    for number, word, more in (
        (share.taken, f"repris{e}", "s" if e else ""),
        (share.asked_again, f"redemandé{e}", "s"),
    ):
        if number:
            parts.append(f"{whole(number)} {agreed(number, word, word + more)}")
    if share.left_behind:
        parts.append(f"{whole(share.left_behind)} {agreed(share.left_behind, 'reste', 'restent')} en arrière")
    return f"{count(share.before, one, several)} : {', '.join(parts)}."


def _groups(
    fates: Mapping[Fate, Sequence[str]], migrated: Migrated, before: Referential, after: Referential, route: Route
) -> Iterable[MigrationGroup]:
    def moved(fate: Fate) -> tuple[str, ...]:
        return tuple(_moved(ident, before, after, route) for ident in fates[fate])

    renamed = tuple(_renamed(ident, before, after, route) for ident in fates[Fate.RENAMED])
    yield _group("Questions renommées", renamed, "Les réponses suivent.")
    yield _group(
        "Questions scindées",
        moved(Fate.SPLIT),
        "Un avis sur le tout ne dit rien de chaque partie : le niveau est redemandé, et l’argument donné est "
        "proposé à la personne qui l’a écrit.",
    )
    yield _group(
        "Questions réunies",
        tuple(_merged(fates[Fate.MERGED], before, after, route)),
        "Une réponse passe si toutes les questions réunies avaient reçu la même ; sinon le niveau est redemandé. "
        "Les textes gardent leur origine. Une position du groupe est toujours redemandée.",
    )
    yield _group("Questions abandonnées", moved(Fate.DROPPED), "Ce qui en a été dit reste lisible, et ne compte plus.")
    yield _group(
        "Questions disparues, sans que la lignée dise pourquoi",
        moved(Fate.UNSAID),
        "Ce qui en a été dit reste lisible, et ne compte plus.",
    )
    new = [ident for ident in migrated.contents.evaluation.indicators if not route.sources(ident)]
    yield _group(
        "Questions nouvelles", tuple(_named(after.indicator_by_id[ident]) for ident in new), "Sans réponse encore."
    )
    levels = tuple(_levels(before, after, route)) if route.scale_changed else ()
    yield _group("Échelle", levels)
    parts = sum(item.why is Why.PART and not isinstance(item.said, Action) for item in migrated.left)
    actions = [item.said for item in migrated.left if isinstance(item.said, Action)]
    partly = []
    if parts:
        lost = "sans un chiffre, un niveau souhaité ou une sorte d’argument que la nouvelle version n’a plus"
        partly.append(f"{count(parts, 'avis', 'avis')} {lost}.")
    partly += [f"Action « {action.what} » : un lien vers une question abandonnée." for action in actions]
    yield _group("Repris en partie", tuple(partly), "Le texte entier d’avant est gardé.")


def _group(title: str, lines: tuple[str, ...], lead: str = "") -> MigrationGroup:
    return MigrationGroup(bind_signs(title), tuple(bind_signs(line) for line in lines), bind_signs(lead))


def _named(item: Indicator) -> str:
    return f"{item.code} « {item.title} »"


def _moved(ident: str, before: Referential, after: Referential, route: Route) -> str:
    now = ", ".join(_named(after.indicator_by_id[target]) for target in route.targets[ident])
    arrow = f" → {now}" if now else ""
    return f"{_named(before.indicator_by_id[ident])}{arrow}{_because(route.reasons.get(ident, ''))}"


def _renamed(ident: str, before: Referential, after: Referential, route: Route) -> str:
    (target,) = route.targets[ident]
    then, now = _named(before.indicator_by_id[ident]), _named(after.indicator_by_id[target])
    arrow = "" if then == now else f" → {now}"
    return f"{then}{arrow} (identifiant : {ident} → {target}){_because(route.reasons.get(ident, ''))}"


def _merged(idents: Sequence[str], before: Referential, after: Referential, route: Route) -> Iterable[str]:
    for target in dict.fromkeys(route.targets[ident][0] for ident in idents):
        sources = route.sources(target)
        told = " + ".join(_named(before.indicator_by_id[ident]) for ident in sources)
        why = next((route.reasons[ident] for ident in sources if ident in route.reasons), "")
        yield f"{told} → {_named(after.indicator_by_id[target])}{_because(why)}"


def _because(reason: str) -> str:
    return f" — {reason}" if reason else ""


def _levels(before: Referential, after: Referential, route: Route) -> Iterable[str]:
    for level in before.scale.levels:
        now = route.levels[level.id]
        rank = before.scale.ranks[level.id]
        if now is None:
            became = "sans équivalent, le niveau est redemandé"
        else:
            became = f"{after.scale.ranks[now]} « {after.level_by_id[now].name} »"
        yield f"{rank} « {level.name} » → {became}"


def view_left(
    items: Iterable[Left], before: Referential, after: Referential, colleges: Mapping[str, str]
) -> list[LeftView]:
    """Return what was left behind, question by question. ``colleges`` gives the short name of each respondent's."""
    place = {item.id: rank for rank, item in enumerate(before.indicators)}
    found = sorted(items, key=lambda item: place.get(_about(item.said), len(place)))
    return [_left(item, before, after, colleges) for item in found]


def _about(said: Answer | Tally | Position | Action) -> str:
    return "" if isinstance(said, Action) else said.indicator_id


def _left(item: Left, before: Referential, after: Referential, colleges: Mapping[str, str]) -> LeftView:
    said = item.said
    known = before.indicator_by_id.get(_about(said))
    if isinstance(said, Answer):
        college = colleges.get(said.respondent_id)
        head = f"{said.respondent_id} ({college})" if college else said.respondent_id
        told, text = (
            f"{head} : {_answer(said, before)}",
            " ".join(filter(None, (said.reason, said.argument, said.evidence))),
        )
    elif isinstance(said, Tally):
        short = before.college_by_id[said.college].short if said.college in before.college_by_id else said.college
        told, text = f"{short}, main levée : {_voices(said, before)}", said.argument
    elif isinstance(said, Position):
        told = f"Position du groupe : {_position(said, before)}"
        text = " ".join(filter(None, (said.argument, said.minority_opinion)))
    else:
        told, text = f"Action : {said.what}", said.note
    towards = tuple(_named(after.indicator_by_id[ident]) for ident in item.towards if ident in after.indicator_by_id)
    return LeftView(
        bind_signs(_named(known)) if known else "",
        bind_signs(told),
        text,
        _WHYS[item.why],
        tuple(bind_signs(name) for name in towards),
    )


def _rank(level: str | None, referential: Referential) -> str:
    return f"niveau {referential.scale.ranks.get(level or '', level)}"


def _answer(said: Answer, before: Referential) -> str:
    if said.kind is AnswerKind.LEVEL:
        return _rank(said.level, before)
    return "ne sait pas" if said.kind is AnswerKind.DONT_KNOW else "non concerné"


def _voices(said: Tally, before: Referential) -> str:
    parts = [
        f"niveau {rank}, {count(said.voices[level], 'voix', 'voix')}"
        for level, rank in before.scale.ranks.items()
        if said.voices.get(level)
    ]
    parts += [
        f"{name}, {count(number, 'voix', 'voix')}"
        for name, number in (("non concerné", said.not_applicable), ("ne sait pas", said.dont_know))
        if number
    ]
    return " ; ".join(parts) or "aucune voix"


def _position(said: Position, before: Referential) -> str:
    if said.outcome is Outcome.AGREED:
        return f"accord au {_rank(said.level, before)}"
    return "désaccord reconnu" if said.outcome is Outcome.DISAGREED else "non concerné"
