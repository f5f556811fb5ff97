"""What the shipped referential promises to those who open it: its counts, its words, its honesty.

Here, and only here, tests count to 3, 9 and 27: they speak of one referential.
"""

import re
from collections import Counter
from itertools import combinations

import pytest

from ptce_ref.domain.problem import nearest_value
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.referential_check import provenances
from ptce_ref.domain.text import fold
from ptce_ref.loading.referential import load_referential
from ptce_ref.resources import referential_folder
from tests.samples import shipped_referential

NBSP = "\u00a0"
REF = shipped_referential()
by_indicator = pytest.mark.parametrize("item", REF.indicators, ids=[item.code for item in REF.indicators])

YES_OR_NO = re.compile(
    r"^(?:est-ce|y a-t-il|avons-nous|a-t-on|sommes-nous|savons-nous|pouvons-nous|faut-il|existe-t-il|disposons-nous|"
    r"le pôle \w+-t-il|les \w+ \w+-(?:t-)?ils|avez-vous|l’\w+ \w+-t-(?:il|elle|on))\b",
    re.IGNORECASE,
)
OPEN = re.compile(r"\b(?:comment|qui|que|qu’|quoi|quel\w*|auxquel\w*|où|quand|combien|jusqu’)", re.IGNORECASE)
"""A question that holds none of these words can only be answered by yes or no."""

TWO_IN_ONE = re.compile(
    r"\b(?:et|ou|puis)\s+(?:(?:avec|pour|par|de|à)\s+)?(?:comment|qui|que|quoi|quand|où|pourquoi|quel\w*)\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\b(?:peu|assez|beaucoup|pleinement|régulièrement|suffisamment|vraiment|parfois|souvent|rarement|largement|"
    r"fortement|faiblement|très|plutôt|partiellement)\b",
    re.IGNORECASE,
)
JARGON = re.compile(
    r"\b(?:écosystème|synergies?|acter|impacter|process|feedback|stakeholders?|benchmark\w*|reporting|leadership|"
    r"empowerment|workshop|kick-off|pitch\w*|scaling|challenges?|monter en compétences?)\b",
    re.IGNORECASE,
)


def texts_of(item: Indicator) -> list[str]:
    return [item.title, item.question, item.explanation, *item.descriptors.values(), *item.evidence]


# The counts.


def test_three_objectives_nine_sub_objectives_nine_themes_and_nine_uses() -> None:
    assert (len(REF.objectives), len(REF.sub_objectives), len(REF.themes), len(REF.uses)) == (3, 9, 9, 9)
    assert Counter(sub.objective for sub in REF.sub_objectives) == {item.id: 3 for item in REF.objectives}


def test_the_attested_themes_have_their_attested_counts() -> None:
    count = Counter(item.theme for item in REF.indicators)
    assert (count["emploi"], count["habitants"], count["environnement"]) == (12, 15, 10)


def test_every_other_theme_has_eight_to_twelve_indicators() -> None:
    count = Counter(item.theme for item in REF.indicators)
    others = {theme: n for theme, n in count.items() if theme not in {"emploi", "habitants", "environnement"}}
    assert len(others) == 6
    assert all(8 <= n <= 12 for n in others.values()), others


def test_every_sub_objective_is_asked_about_under_every_theme() -> None:
    """An empty cell of the table is a question that nobody would ask."""
    cells = {(item.sub_objective, item.theme) for item in REF.indicators}
    assert len(cells) == len(REF.sub_objectives) * len(REF.themes)


def test_the_objectives_have_the_names_of_the_source() -> None:
    assert [item.name for item in REF.objectives] == [
        "Cultiver et servir le territoire",
        "Des processus coopératifs",
        "Favoriser une économie intégrée",
    ]
    assert [item.code for item in REF.objectives] == ["T", "C", "E"]


def test_the_attested_themes_have_the_names_of_the_source() -> None:
    assert [item.name for item in REF.themes if item.provenance.attested] == [
        "Relations à l’emploi",
        "Relations aux habitants",
        "Relations à l’environnement",
    ]


def test_five_uses_are_attested_and_four_proposed() -> None:
    attested = {item.id for item in REF.uses if item.provenance.attested}
    assert attested == {"appropriation", "prospective", "formation", "diagnostic", "inter-evaluation"}
    assert len(REF.uses) - len(attested) == 4


def test_the_eleven_criteria_of_the_source_each_have_their_place() -> None:
    criteria = {item.id for item in REF.card.criteria}
    assert len(criteria) == 11
    placed = {criterion for sub in REF.sub_objectives for criterion in sub.criteria}
    assert placed == criteria


def test_the_scale_has_four_levels_and_no_middle() -> None:
    assert [level.id for level in REF.scale.levels] == ["1", "2", "3", "4"]
    assert not REF.scale.provenance.attested


def test_the_colleges_cover_those_that_the_law_names() -> None:
    assert {item.id for item in REF.colleges} >= {
        "entreprises-ess",
        "autres-entreprises",
        "collectivites",
        "habitants",
        "salaries",
        "recherche-formation",
        "financeurs",
        "animation",
    }


# The paths.


def test_the_short_path_has_twenty_seven_indicators_and_fits_two_hours() -> None:
    short = REF.path_by_id["court"]
    chosen = REF.select(short.selection)
    assert (len(chosen), short.minutes) == (27, 120)
    assert set(Counter(item.sub_objective for item in chosen).values()) == {3}
    assert set(Counter(item.theme for item in chosen).values()) == {3}


def test_the_discovery_path_asks_one_question_a_sub_objective_and_a_theme() -> None:
    chosen = REF.select(REF.path_by_id["decouverte"].selection)
    assert Counter(item.sub_objective for item in chosen) == {sub.id: 1 for sub in REF.sub_objectives}
    assert Counter(item.theme for item in chosen) == {theme.id: 1 for theme in REF.themes}


def test_the_full_path_asks_everything() -> None:
    assert REF.select(REF.path_by_id["complet"].selection) == REF.indicators


def test_every_use_says_for_whom_how_long_and_by_which_path() -> None:
    for use in REF.uses:
        path = REF.path_by_id[use.path]
        assert use.minutes >= path.minutes > 0, use.id
        assert len(re.findall(r"[.!?](?:\s|$)", use.course)) >= 3, use.id


def test_every_path_serves_a_use_or_says_what_it_is_for() -> None:
    used = {use.path for use in REF.uses}
    assert {path.id for path in REF.paths} - used <= {"vigilances"}


# Every indicator.


@by_indicator
def test_an_indicator_has_a_descriptor_for_each_level(item: Indicator) -> None:
    assert list(item.descriptors) == [level.id for level in REF.scale.levels]
    assert len(set(item.descriptors.values())) == len(REF.scale.levels)


@by_indicator
def test_a_question_opens_a_discussion(item: Indicator) -> None:
    assert item.question.endswith(f"{NBSP}?")
    assert item.question.count("?") == 1
    assert not YES_OR_NO.search(item.question), item.question
    assert OPEN.search(item.question), item.question
    assert len(item.question) <= 140


@by_indicator
def test_a_question_is_one_question_and_does_not_lead(item: Indicator) -> None:
    assert not TWO_IN_ONE.search(item.question), item.question
    assert not re.search(r"\b(?:suffisamment|vraiment|bien sûr|pleinement)\b", item.question), item.question


@by_indicator
def test_a_descriptor_states_facts_and_no_degree(item: Indicator) -> None:
    for descriptor in item.descriptors.values():
        assert not VAGUE.search(descriptor), descriptor
        assert descriptor.endswith((".", f"{NBSP}»", ")")), descriptor
        assert 40 <= len(descriptor) <= 260, descriptor
        assert not any(fold(level.name) in fold(descriptor) for level in REF.scale.levels), descriptor


@by_indicator
def test_an_indicator_says_what_to_bring_and_what_it_depends_on(item: Indicator) -> None:
    assert 2 <= len(item.evidence) <= 3
    assert 2 <= len(item.links) <= 4
    assert len(set(item.links)) == len(item.links)
    assert len(item.title) <= 38
    assert all(figure.unit for figure in item.figures)
    assert item.weight == 1


@by_indicator
def test_a_code_places_its_indicator(item: Indicator) -> None:
    assert item.code.split(".")[0] == REF.sub_objective_by_id[item.sub_objective].code


def test_codes_follow_each_other_in_the_order_of_reading() -> None:
    for sub in REF.sub_objectives:
        codes = [item.code for item in REF.indicators_of(sub.id)]
        assert codes == [f"{sub.code}.{i:02}" for i in range(1, len(codes) + 1)]


def test_every_descriptor_and_every_question_is_written_for_its_indicator() -> None:
    for family in (
        [text for item in REF.indicators for text in item.descriptors.values()],
        [item.question for item in REF.indicators],
        [item.title for item in REF.indicators],
        [item.explanation for item in REF.indicators],
    ):
        assert [text for text, n in Counter(map(fold, family)).items() if n > 1] == []


def test_no_two_questions_are_nearly_the_same() -> None:
    def words(text: str) -> set[str]:
        return {word for word in re.findall(r"\w+", fold(text)) if len(word) > 3}

    for one, other in combinations(REF.indicators, 2):
        a, b = words(one.question), words(other.question)
        assert len(a & b) / len(a | b) < 0.7, (one.question, other.question)


def test_the_openings_of_the_questions_vary() -> None:
    openings = Counter(fold(item.question).split()[0] for item in REF.indicators)
    assert len(openings) >= 8
    assert max(openings.values()) <= len(REF.indicators) / 3


# The risks.


def test_every_risk_is_watched_somewhere() -> None:
    watched = {item.vigilance for item in REF.indicators if item.vigilance}
    assert watched == set(REF.vigilance_by_id)


def test_each_risk_of_the_source_is_flagged_where_it_plays() -> None:
    flags = {item.id: item.vigilance for item in REF.indicators if item.vigilance}
    assert flags["equilibre-pouvoirs"] == "captation"
    assert flags["valeur-commune"] == "oubli-valorisation-commune"
    assert flags["entraide"] == "oubli-solidarites"


# Honesty about the sources.


def test_no_indicator_and_no_sub_objective_passes_for_attested() -> None:
    assert not [item.id for item in REF.indicators if item.provenance.attested]
    assert not [item.id for item in REF.sub_objectives if item.provenance.attested]


def test_what_is_attested_names_its_source_and_the_place_in_it() -> None:
    known = {source.id for source in REF.sources}
    for path, provenance in provenances(REF):
        assert {citation.source for citation in provenance.citations} <= known, path
        if provenance.attested:
            assert provenance.citations, path


# The French.


def all_texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in all_texts(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in all_texts(item)]
    return []


TEXTS = all_texts(REF.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("sign", "why"),
    [
        ("'", "une apostrophe droite"),
        ('"', "un guillemet droit"),
        ("“", "un guillemet anglais"),
        ("·", "un point médian"),
        ("\u202f", "une espace que l’impression perd"),
        ("—", "un tiret long"),
        ("\t", "une tabulation"),
        ("\n", "une fin de ligne"),
        ("  ", "deux espaces"),
        ("œ", None),
    ],
)
def test_no_forbidden_glyph(sign: str, why: str | None) -> None:
    found = [text for text in TEXTS if sign in text]
    if why is None:
        assert found, "les ligatures sont écrites"
    else:
        assert found == [], why


def test_every_glyph_is_in_the_printed_fonts() -> None:
    allowed = re.compile(r"[\x20-\x7e\u00a0-\u00ff\u0152\u0153\u0178\u2013\u2019\u20ac\u2026]*")
    assert [text for text in TEXTS if not allowed.fullmatch(text)] == []


def test_high_signs_never_begin_a_line() -> None:
    assert [text for text in TEXTS if re.search(r"[^\s\u00a0]?[ ][:;?!»]|« ", text)] == []


@by_indicator
def test_no_jargon(item: Indicator) -> None:
    assert not [text for text in texts_of(item) if JARGON.search(text)]


def test_the_nearest_word_is_found_among_those_of_the_referential() -> None:
    assert nearest_value("besoin-exprime", REF.indicator_by_id) == "besoins-exprimes"


def test_loading_twice_gives_the_same_referential() -> None:
    again = load_referential(referential_folder()).referential
    assert again is not None
    assert again.content_hash == REF.content_hash
    assert Referential.model_validate_json(REF.canonical_json).content_hash == REF.content_hash
