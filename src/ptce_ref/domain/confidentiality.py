"""Small numbers (R18): what leaves the pôle does not let anybody work out what one person said.

A college of one is a person. Colleges under the threshold are counted as one; when together they are still
under it, the next smallest joins them, for otherwise a total would give them away. Values are then computed
from these groups: a mean of medians by college, beside merged colleges, would be solved for the missing one.
Why it is done so: docs/decisions/0009-small-numbers.md.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ptce_ref.domain.college_group import OTHERS, TOGETHER, group_words
from ptce_ref.domain.distribution import Distribution, Voices, ballot_of, count_voices
from ptce_ref.domain.evaluation import Answer, Contents, Respondent, Tally
from ptce_ref.domain.referential import College, Provenance, Referential


@dataclass(frozen=True)
class Merging:
    """How voices are counted once small colleges are merged.

    ``groups`` says, for each college that spoke, in which group it is counted: itself when it is large enough.
    """

    groups: Mapping[str, str]
    distributions: Mapping[str, Distribution]


def merge_small_colleges(
    distributions: Mapping[str, Distribution], threshold: int, known: Collection[str] = ()
) -> Merging:
    """Merge the colleges of one evaluation that have fewer than ``threshold`` voices; ``distributions`` by indicator.

    A college counts for as many people as a voice of it may be anybody's of, on the question where they are
    fewest (:func:`_size`). Questions that too few answered do not count: nothing is shown of them. ``known`` are
    the ids of the referential's colleges, which a group must not take. Deterministic, and merging once more
    changes nothing.
    """
    groups = group_small_colleges(distributions, threshold, known)
    if all(college == group for college, group in groups.items()):
        return Merging(groups, distributions)
    return Merging(groups, {item: _regrouped(found, groups) for item, found in distributions.items()})


def group_small_colleges(
    distributions: Mapping[str, Distribution], threshold: int, known: Collection[str] = ()
) -> Mapping[str, str]:
    """Return in which group each college is counted, as :func:`merge_small_colleges` merges them."""
    told = [found.by_college for found in distributions.values() if not too_few(found.total, threshold)]
    sizes = {college: _size(told, [college]) for college in _colleges(distributions)}
    merged = {college for college, size in sizes.items() if size < threshold}
    apart = sorted(sizes.keys() - merged, key=lambda college: (sizes[college], college))
    while merged and apart and _size(told, merged) < threshold:
        merged.add(apart.pop(0))
    group = _free(OTHERS if apart else TOGETHER, known)
    return {college: group if college in merged else college for college in sizes}


def _colleges(distributions: Mapping[str, Distribution]) -> list[str]:
    return list({college: None for found in distributions.values() for college in found.by_college})


def _size(told: Iterable[Mapping[str, Voices]], colleges: Collection[str]) -> int:
    """Return among how many people one voice of these colleges, taken together, hides at least; ``told`` by question.

    Those who answer for themselves and those who raise their hands are two crowds, each as large as the most
    voices it gave to one question. Who is alone to answer stays alone where nobody raised a hand, however many did
    so elsewhere. On a question, a voice hides among its crowd, or among all the voices of both if they are more.
    """
    counts = [_crowds(by_college, colleges) for by_college in told]
    largest = [max(crowd) for crowd in zip(*counts, strict=True)]
    return min(
        (max(most, sum(crowds)) for crowds in counts for most, voices in zip(largest, crowds, strict=True) if voices),
        default=0,
    )


def _crowds(by_college: Mapping[str, Voices], colleges: Collection[str]) -> tuple[int, int]:
    """Return how many voices of these colleges come from respondents, and how many from shows of hands."""
    found = [by_college[college] for college in colleges if college in by_college]
    by_hand = sum(voices.by_hand for voices in found)
    return sum(voices.total for voices in found) - by_hand, by_hand


def _free(wanted: str, known: Collection[str]) -> str:
    ident, number = wanted, 1
    while ident in known:
        number += 1
        ident = f"{wanted}-{number}"
    return ident


def _regrouped(distribution: Distribution, groups: Mapping[str, str]) -> Distribution:
    by_group: dict[str, Voices] = {}
    for college, voices in distribution.by_college.items():
        group = groups[college]
        by_group[group] = by_group[group] + voices if group in by_group else voices
    # A group comes after the colleges, whichever of its own came first.
    alone = {group: voices for group, voices in by_group.items() if group in distribution.by_college}
    return Distribution({**alone, **by_group}, distribution.total, distribution.untold)


def merging_of(contents: Contents, referential: Referential) -> Merging:
    """Return how the voices of an evaluation are counted in what leaves the pôle."""
    counted = count_voices(ballot_of(contents), contents.evaluation.indicators, referential)
    threshold = referential.thresholds.confidentiality.minimum
    return merge_small_colleges(counted, threshold, declared(referential))


def regroup(contents: Contents, referential: Referential) -> Contents:
    """Return an evaluation in which people speak for their group, and are nameless; their texts stay.

    For a report meant for others. Answers are in the order of what they say: in that of the people, the first
    of each group would always be the same person. :func:`with_groups` gives the referential that knows the groups.
    """
    groups = merging_of(contents, referential).groups
    people = (Respondent(id=p.id, college=groups.get(p.college, p.college)) for p in contents.respondents)
    invited = (groups.get(college, college) for college in contents.evaluation.colleges)
    evaluation = contents.evaluation.model_copy(update={"colleges": tuple(dict.fromkeys(invited))})
    return contents.model_copy(
        update={
            "evaluation": evaluation,
            "respondents": tuple(people),
            "answers": tuple(sorted(contents.answers, key=_said)),
            "tallies": _summed(contents.tallies, groups),
        }
    )


def _said(answer: Answer) -> tuple[str, ...]:
    kind = answer.argument_kind or ""
    return answer.indicator_id, answer.argument, answer.reason, answer.level or "", answer.kind, kind, answer.evidence


def _summed(tallies: Iterable[Tally], groups: Mapping[str, str]) -> tuple[Tally, ...]:
    """Return one show of hands a question and a group."""
    found: dict[tuple[str, str], Tally] = {}
    for tally in tallies:
        group = groups.get(tally.college, tally.college)
        before = found.get((tally.indicator_id, group))
        found[tally.indicator_id, group] = Tally(
            indicator_id=tally.indicator_id,
            college=group,
            voices=_sum(before.voices if before else {}, tally.voices),
            dont_know=tally.dont_know + (before.dont_know if before else 0),
            not_applicable=tally.not_applicable + (before.not_applicable if before else 0),
            argument="\n".join(text for text in (before.argument if before else "", tally.argument) if text),
        )
    return tuple(found.values())


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {level: one.get(level, 0) + other.get(level, 0) for level in {**one, **other}}


def counts_only(contents: Contents, referential: Referential) -> Contents:
    """Return an evaluation as it leaves the pôle for a comparison: counts by group, positions without their texts.

    Nobody is in it, not even under a number: with all the answers of somebody side by side, one answer that is
    known would tell the others. Of a question answered by fewer than the threshold there is the position, and a tally
    without a voice: that some spoke is told, how many is not. Whoever computes from it finds the same values, and the
    same n, as the pôle shows to others.
    """
    levels = [level.id for level in referential.scale.levels]
    threshold = referential.thresholds.confidentiality.minimum
    group = _free(TOGETHER, declared(referential))
    tallies: list[Tally] = []
    for item, found in merging_of(contents, referential).distributions.items():
        if is_untold(found, threshold):
            tallies.append(Tally(indicator_id=item, college=group))
            continue
        tallies += (
            Tally(
                indicator_id=item,
                college=college,
                voices={level: count for level, count in zip(levels, voices.levels, strict=True) if count},
                dont_know=voices.dont_know,
                not_applicable=voices.not_applicable,
            )
            for college, voices in found.by_college.items()
        )
    positions = (
        position.model_copy(update={"argument": "", "minority_opinion": "", "decided_with": ""})
        for position in contents.positions
    )
    evaluation = contents.evaluation.model_copy(update={"colleges": ()})
    return Contents(evaluation=evaluation, tallies=tuple(tallies), positions=tuple(positions))


def is_untold(distribution: Distribution, threshold: int) -> bool:
    """Whether voices spoke on a question of which nothing is told: here, or already where they come from."""
    return distribution.untold or too_few(distribution.total, threshold)


def too_few(voices: Voices, threshold: int) -> bool:
    """Whether what is said of a question rests on so few voices that it is theirs.

    A level rests on those who gave one, « non concerné » on those who said so when nobody gave a level.
    """
    return 0 < (voices.n or voices.not_applicable) < threshold


def spoken_for(contents: Contents) -> list[str]:
    """Return the colleges, or groups, for which somebody speaks in an evaluation."""
    heard = (tally.college for tally in contents.tallies if not tally.untold)
    return [*(person.college for person in contents.respondents), *heard]


def lone_colleges(contents: Contents, referential: Referential) -> tuple[str, ...]:
    """Return the short names of the colleges for which one person alone speaks: known as soon as it is shown.

    Hands raised on some questions do not hide who is alone to answer the others.
    """
    asked = contents.evaluation.indicators
    counted = count_voices(ballot_of(contents), asked, referential)
    colleges = {person.id: person.college for person in contents.respondents}
    heard = {answer.respondent_id for answer in contents.answers if answer.indicator_id in set(asked)}
    people = Counter(colleges[ident] for ident in heard)

    def alone(college: str) -> bool:
        found = [_crowds(item.by_college, [college]) for item in counted.values()]
        if people[college]:
            return people[college] == 1 and any(answered and not hands for answered, hands in found)
        return max((hands for _, hands in found), default=0) == 1

    return tuple(item.short for item in referential.colleges if alone(item.id))


def declared(referential: Referential) -> frozenset[str]:
    """Return the ids of the colleges of a referential, without the groups that :func:`with_groups` added."""
    return frozenset(
        ident
        for ident, college in referential.college_by_id.items()
        if not (ident.startswith((OTHERS, TOGETHER)) and college == _group(ident))
    )


def with_groups(referential: Referential, colleges: Iterable[str]) -> Referential:
    """Return the referential with a college for each group among ``colleges``; itself when there is none."""
    missing = [ident for ident in dict.fromkeys(colleges) if ident not in referential.college_by_id]
    if not missing:
        return referential
    fields = {name: getattr(referential, name) for name in Referential.model_fields}
    # Made anew: a copy would keep what the first one already worked out of its colleges.
    return Referential.model_construct(**{**fields, "colleges": (*referential.colleges, *map(_group, missing))})


def without_groups(referential: Referential) -> Referential:
    """Return the referential as it was written, without what :func:`with_groups` added to it."""
    known = declared(referential)
    if len(known) == len(referential.colleges):
        return referential
    fields = {name: getattr(referential, name) for name in Referential.model_fields}
    kept = tuple(college for college in referential.colleges if college.id in known)
    return Referential.model_construct(**{**fields, "colleges": kept})


def _group(ident: str) -> College:
    name, short, meaning = group_words(ident)
    provenance = Provenance.model_validate({"statut": "proposé", "sources": ()})
    return College.model_validate(
        {"id": ident, "nom": name, "nom_court": short, "sens": meaning, "provenance": provenance}
    )
