"""Generated referentials of any shape, and what people may say with them.

Nothing here counts to 3, 4 or 9: a referential has 1 to 4 objectives, 1 to 7 sub-objectives, 1 to
6 themes and 2 to 7 levels, whose ids are not in alphabetical order; its words hold what breaks
careless code (brackets, markup, formulas, accents).
"""

from typing import Any

from hypothesis import strategies as st

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.evaluation import Answer, Contents, Position, Respondent, Tally
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import Mode, Outcome, Phase
from tests.grid import Question, answer, build, candidate, evaluation, grid_content, pole, position

HARSH_WORDS = (
    "Répondre aux besoins",
    "Société [ACME] et <b>R&D</b>",
    "=SOMME(A1)",
    "L'évaluation [/]",
    "+12 % de fréquentation",
    "note < 3",
    "Œuvrer à l’échelle d’un « pays »",
    "@moi -x",
)
_LEVEL_IDS = ("9", "10", "z", "a", "11", "m-2", "b")
"""Neither in the order of digits nor of letters: only the order of the list counts."""

words = st.sampled_from(HARSH_WORDS)
arguments = st.sampled_from(["", "Je l’ai vu [annexe 2].", "=1+1", "Deux lignes.\nLa seconde < 3."])


def level_counts(least: int = 2, most: int = 7, voices: int = 12) -> st.SearchStrategy[list[int]]:
    """Voices by level, lowest first, for scales of ``least`` to ``most`` levels."""
    sizes = st.integers(least, most)
    return sizes.flatmap(lambda size: st.lists(st.integers(0, voices), min_size=size, max_size=size))


@st.composite
def referential_contents(draw: st.DrawFn, *, levels: int | None = None) -> dict[str, Any]:
    """A sound referential as plain values, with the keys that an author writes."""
    objectives = [f"but-{i}" for i in range(draw(st.integers(1, 4)))]
    extra = draw(st.lists(st.sampled_from(objectives), max_size=3))
    subs = {f"volet-{i}": objective for i, objective in enumerate([*objectives, *extra])}
    themes = [f"enjeu-{i}" for i in range(draw(st.integers(1, 6)))]
    cells = draw(st.lists(st.tuples(st.sampled_from(list(subs)), st.sampled_from(themes)), max_size=6))
    # Every sub-objective and every theme carries at least one indicator.
    cells += [(sub, themes[i % len(themes)]) for i, sub in enumerate(subs)]
    cells += [(list(subs)[i % len(subs)], theme) for i, theme in enumerate(themes)]
    questions = [
        Question(sub, theme, draw(st.sampled_from([0.5, 1, 2, 3.25])), draw(st.booleans()), draw(words))
        for sub, theme in cells
    ]
    some = st.lists(st.integers(0, len(questions) - 1), min_size=1, unique=True)
    return grid_content(
        questions,
        levels=_LEVEL_IDS[: levels or draw(st.integers(2, len(_LEVEL_IDS)))],
        subs=subs,
        colleges=draw(st.integers(1, 5)),
        some=[f"question-{i}" for i in draw(some)],
        name=draw(words),
    )


def referentials(*, levels: int | None = None) -> st.SearchStrategy[Referential]:
    """A sound referential of any shape, or with this number of levels."""
    return referential_contents(levels=levels).map(build)


def respondents(referential: Referential, most: int = 6) -> st.SearchStrategy[tuple[Respondent, ...]]:
    """People of any college, some with a name, some without."""
    colleges = st.sampled_from([college.id for college in referential.colleges])
    return st.lists(colleges, max_size=most).map(
        lambda found: tuple(
            Respondent(id=f"r{i}", college=college, name=f"Personne [{i}]" if i % 2 else None)
            for i, college in enumerate(found)
        )
    )


@st.composite
def answers(draw: st.DrawFn, referential: Referential, people: tuple[Respondent, ...]) -> tuple[Answer, ...]:
    """At most one answer a person and an indicator."""
    if not people:
        return ()
    keys = st.tuples(st.sampled_from(people), st.sampled_from(referential.indicators))
    said = st.sampled_from((*referential.level_by_id, "?", "-"))
    given = st.lists(
        st.tuples(keys, said, arguments), max_size=40, unique_by=lambda item: (item[0][0].id, item[0][1].id)
    )
    return tuple(answer(who.id, item.id, level, argument) for (who, item), level, argument in draw(given))


@st.composite
def tallies(draw: st.DrawFn, referential: Referential) -> tuple[Tally, ...]:
    """At most one show of hands a college and an indicator."""
    keys = st.tuples(st.sampled_from(referential.indicators), st.sampled_from(referential.colleges))
    found = draw(st.lists(keys, max_size=8, unique_by=lambda key: (key[0].id, key[1].id)))
    voices = st.dictionaries(st.sampled_from(list(referential.level_by_id)), st.integers(0, 9))
    few = st.integers(0, 3)
    made = [
        Tally(
            indicator_id=item.id,
            college=college.id,
            voices=draw(voices),
            dont_know=draw(few),
            not_applicable=draw(few),
            argument=draw(arguments),
        )
        for item, college in found
    ]
    # Nobody can type one without a voice: it would say that too few spoke.
    return tuple(tally for tally in made if tally.total)


@st.composite
def positions(draw: st.DrawFn, referential: Referential) -> tuple[Position, ...]:
    """At most one position an indicator."""
    found = draw(st.lists(st.sampled_from(referential.indicators), max_size=8, unique_by=lambda item: item.id))
    levels = st.sampled_from(list(referential.level_by_id))
    made: list[Position] = []
    for item in found:
        outcome = draw(st.sampled_from(Outcome))
        made.append(position(item.id, draw(levels) if outcome is Outcome.AGREED else None, outcome))
    return tuple(made)


@st.composite
def contents(
    draw: st.DrawFn, referential: Referential, *, pole: str = "pole", ident: str = "e1", phase: Phase | None = None
) -> Contents:
    """An evaluation along any path, with everything people may have said in it."""
    people = draw(respondents(referential))
    return Contents(
        evaluation=evaluation(
            referential,
            ident=ident,
            pole=pole,
            mode=draw(st.sampled_from(Mode)),
            phase=phase or draw(st.sampled_from(Phase)),
            path=draw(st.sampled_from([way.id for way in referential.paths])),
            date=draw(st.sampled_from(["2024-05-02", "2025-11-30", "2026-03-12"])),
        ),
        respondents=people,
        answers=draw(answers(referential, people)),
        tallies=draw(tallies(referential)),
        positions=draw(positions(referential)),
    )


@st.composite
def studied(draw: st.DrawFn) -> tuple[Referential, Contents]:
    """A referential of any shape and one evaluation that answers it."""
    referential = draw(referentials())
    return referential, draw(contents(referential))


_NAMES = ("Zébulon", "Écluse", "Atelier", "île aux Pins", "Œuvre")
_REGIONS = ("Occitanie", "Bretagne", "Île-de-France")


@st.composite
def candidates(draw: st.DrawFn, referential: Referential, most: int = 7) -> list[Candidate]:
    """Evaluations of a few pôles, one of them fictional, all answering ``referential``."""
    found: list[Candidate] = []
    for i in range(draw(st.integers(1, most))):
        who = draw(st.integers(0, len(_NAMES) - 1))
        card = pole(f"pole-{who}", _NAMES[who], demonstration=who == 0, region=_REGIONS[who % 3])
        phase = draw(st.sampled_from([Phase.CLOSED, None]))
        said = draw(contents(referential, pole=card.id, ident=f"e{i}", phase=phase))
        found.append(candidate(card, said, referential, pole("autre-pole", "Autre")))
    return found
