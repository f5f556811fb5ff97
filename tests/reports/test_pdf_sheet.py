"""Sheets of indicators: one page each when it can be, all that is needed to discuss, nothing that must stay hidden."""

import io
import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ptce_ref.domain.agenda import Reason
from ptce_ref.domain.result import compute
from ptce_ref.loading.example import load_pole
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView, IndicatorView
from ptce_ref.services.desk import Desk
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base
from tests.other_shape import other_examples, other_referential
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, squash
from tests.reports.pdf_sample import HOSTILE, LONG, WITHOUT_SPACE, with_indicators, with_words
from tests.samples import coevaluation, shipped_referential, shipped_theme

OPEN, ASKING, CLOSED, SHORT = "clairbois-2026", "faubourg-des-forges-2026", "val-de-sorne-2026", "les-trois-ponts-2026"


def sheets(view: CoevaluationView, *, wanted: Collection[str] | None = None, filled: bool = False) -> bytes:
    target = io.BytesIO()
    write_indicator_sheets(view, shipped_theme(), target, wanted=wanted, filled=filled)
    return target.getvalue()


@cache
def blank() -> bytes:
    """The blank sheets of an evaluation that has every college, made once."""
    view = coevaluation(ASKING)
    names = [college.name for college in shipped_referential().colleges]
    colleges = tuple(replace(view.colleges[0], id=name, name=name) for name in names)
    return sheets(replace(view, colleges=colleges))


def few(view: CoevaluationView, count: int = 2) -> list[str]:
    return [item.id for item in view.indicators[:count]]


def pages(content: bytes) -> list[str]:
    return [squash(page) for page in printed(content).split("\f")[:-1]]


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("pdffonts")
@pytest.mark.judge("qpdf")
def test_each_question_of_the_shipped_referential_holds_on_one_page_even_with_every_college() -> None:
    said = properties(blank())
    assert said["Page size"] == "595.276 x 841.89 pts (A4)"
    assert int(said["Pages"]) == len(coevaluation(ASKING).indicators)
    assert all(embedded and "Lato" in name for name, embedded in fonts(blank()))
    check(blank())


@pytest.mark.judge("pdftotext")
def test_a_sheet_says_all_that_it_takes_to_discuss_in_the_order_of_reading() -> None:
    view = coevaluation(ASKING)
    colleges = shipped_referential().colleges
    subs = {item.id: f"{sub.code} {sub.name}" for sub in view.sub_objectives for item in sub.indicators}
    for item, page in zip(view.indicators, pages(blank()), strict=True):
        expected = [
            f"{item.code} {item.title}",
            subs[item.id],
            item.theme,
            item.question,
            item.explanation,
            *([f"À surveiller : {wording.first_sentence(item.risk)}"] if item.vigilance else []),
            *item.descriptors,
            *(f"{code} {title}" for code, title in item.links),
            *(college.name for college in colleges),
            "Parce que :",
            "Avis minoritaire : quoi, et pourquoi ? (sans nom)",
            *(level.name for level in view.referential.levels),
            "désaccord reconnu",
            "ne concerne pas le pôle",
            "Collèges présents :",
        ]
        at = 0
        for text in expected:
            found = page.find(squash(text), at)
            assert found >= 0, (item.code, text)
            at = found


@pytest.mark.judge("qpdf")
def test_what_is_to_be_filled_is_printed_in_ten_points_or_more() -> None:
    content = objects(blank())
    sizes = {float(size) for size in re.findall(r"/F\d+(?:\+\d+)? ([\d.]+) Tf", content)}
    # Head, foot and the rank on its coloured ground; where the question stands.
    assert {size for size in sizes if size < 10} <= {8, 8.5, 9}


@pytest.mark.judge("pdftotext")
def test_only_the_sheets_wanted_are_printed() -> None:
    view = coevaluation(SHORT)
    shown = pages(sheets(view, wanted=few(view)))
    assert len(shown) == 2
    assert all(squash(item.question) in page for item, page in zip(view.indicators, shown, strict=False))
    assert pages(sheets(view, wanted=few(view)[::-1])) == [
        page.replace(f"page{rank}sur2", f"page{3 - rank}sur2") for rank, page in ((2, shown[1]), (1, shown[0]))
    ]


@pytest.mark.judge("pdftotext")
def test_a_filled_sheet_shows_voices_arguments_and_position() -> None:
    view = coevaluation(CLOSED)
    items = [item for item in view.indicators if item.position and item.position.minority_opinion][:3]
    text = squash(printed(sheets(view, wanted={item.id for item in items}, filled=True), body_only=True))
    for item in items:
        assert item.position is not None
        assert all(squash(argument.text) in text for argument in item.arguments)
        assert squash(item.position.argument) in text
        assert squash(item.position.minority_opinion) in text
        for count in (*item.counts, *([item.total] if item.total else [])):
            answers = count.n + count.dont_know + count.not_applicable
            assert squash(f"{count.college_short}") in text
            assert squash(wording.count(answers, "réponse")) in text
    # Members read it: no word of statistics, and a reminder to whoever lays it on a table.
    for word in ("médiane", "n=", "consensus", "polarisé", "écart entre collèges"):
        assert squash(word) not in text, word
    assert squash("Parce que :") not in text
    assert squash("Ne la lisez pas sans son accord") in squash(printed(sheets(view, wanted=few(view), filled=True)))


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("ident", [OPEN, CLOSED])
def test_filled_sheets_that_circulate_show_no_college_that_is_too_small(tmp_path: Path, ident: str) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        own = Desk(workspace, ident).evaluation
        told = Desk(workspace, ident).for_the_room
    assert [college.name for college in told.colleges] == [college.name for college in own.colleges]
    small = {count.college: count.college_short for item in own.indicators for count in item.counts}
    for name in own.nameable:
        small.pop(name, "")
    assert small
    seen = 0
    for item, shown in zip(own.indicators, told.indicators, strict=True):
        theirs = [argument.text for argument in item.arguments if argument.college in small]
        if not theirs or shown.total is None or seen > 3:
            continue
        seen += 1
        text = squash(printed(sheets(told, wanted={item.id}, filled=True), body_only=True))
        said = text[text.index(squash("Les avis donnés")) :].split(squash("Ce que nous observons"))[0]
        assert not [name for name in small if squash(name) in said]
        # No row of its own on the chart either: the bars are those of everybody, and of those who are many.
        rows = [count.college_short for count in shown.counts] if own.nameable else []
        assert said.count(squash("réponse")) == len(rows) + 1
        for words in theirs:
            assert squash(words) in said
            assert re.search(squash("Une personne dit :"), said)
    assert seen


@pytest.mark.judge("pdftotext")
def test_a_group_that_agreed_sees_every_college() -> None:
    view = coevaluation(CLOSED)
    item = max(view.indicators, key=lambda item: len({argument.college for argument in item.arguments}))
    text = squash(printed(sheets(view, wanted={item.id}, filled=True), body_only=True))
    assert squash("Les avis donnés, collège par collège") in text
    assert all(squash(argument.college) in text for argument in item.arguments)
    assert squash("Une personne dit") not in text


@pytest.mark.judge("pdftotext")
def test_a_filled_sheet_of_a_question_still_open_has_room_to_write() -> None:
    view = coevaluation(OPEN)
    text = squash(printed(sheets(view, wanted=few(view), filled=True)))
    assert squash("Les avis donnés, collège par collège") in text
    assert squash("Parce que :") in text


@pytest.mark.judge("pdftotext")
def test_the_page_where_one_writes_has_the_levels_too_when_the_sheet_takes_two() -> None:
    view = coevaluation(OPEN)
    item = max(view.indicators, key=lambda item: len(item.arguments))
    first, second = pages(sheets(view, wanted={item.id}, filled=True))
    assert squash("Les avis donnés") in first
    assert all(squash(descriptor) in second for descriptor in item.descriptors)
    at = second.index(squash("Ce que nous observons."))
    assert all(second.index(squash(descriptor)) < at for descriptor in item.descriptors)
    # The only one of a college would sign what is written in its box: the last one names none.
    asked = squash("Une ou deux personnes d’un collège ce soir ? Écrivez dans « Sans dire le collège ».")
    assert asked in second
    last = second.index(squash("Sans dire le collège :"))
    assert all(second.index(squash(college.name)) < last for college in view.colleges)


@pytest.mark.judge("pdftotext")
def test_a_filled_sheet_has_no_box_for_a_college_that_is_too_small_and_more_room_for_the_reasons(
    tmp_path: Path,
) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        own = Desk(workspace, OPEN).evaluation
        told = Desk(workspace, OPEN).for_the_room
    item = max(own.indicators, key=lambda item: len(item.arguments))
    large, small = own.colleges[0].name, own.colleges[1].name
    assert not own.nameable

    def room(view: CoevaluationView, *, filled: bool = True) -> tuple[int, str]:
        shown = pages(sheets(view, wanted={item.id}, filled=filled))
        return len(shown), "".join(shown).split(squash("Ce que nous observons."))[1]

    count, written = room(told)
    assert count == 1
    assert "Sansdirelecollège:" in written
    assert squash("Écrivez ici toutes les paroles, sans nom et sans collège.") in written
    assert not [college.name for college in own.colleges if squash(college.name) in written]
    _, written = room(replace(told, nameable=(large,)))
    assert squash(large) in written
    assert squash(small) not in written
    # A group that agreed to see every college, and a blank sheet, have a box for each.
    for every in (room(own)[1], room(told, filled=False)[1]):
        assert all(squash(college.name) in every for college in own.colleges)


@pytest.mark.judge("pdftotext")
def test_a_filled_sheet_says_how_many_said_why() -> None:
    view = coevaluation(OPEN)
    few_said = [item for item in view.indicators if Reason.UNARGUED in item.reasons and item.divergence]
    assert few_said
    for item in few_said[:3]:
        assert item.divergence is not None
        argued = sum(bool(argument.text) for argument in item.arguments if argument.level.startswith("niveau"))
        text = squash(printed(sheets(view, wanted={item.id}, filled=True)))
        said = f"{argued} avis sur {item.divergence.n} di" if argued else "aucun avis ne dit pourquoi"
        assert squash(said).casefold() in text.casefold()


@pytest.mark.judge("pdftotext")
def test_while_opinions_are_given_a_filled_sheet_is_a_blank_one() -> None:
    view = coevaluation(ASKING)
    wanted = few(view, 5)
    assert sheets(view, wanted=wanted, filled=True) == sheets(view, wanted=wanted)
    assert squash("Les avis donnés") not in squash(printed(sheets(view, wanted=wanted, filled=True)))


@pytest.mark.judge("pdftotext")
def test_a_blank_sheet_never_shows_what_was_said() -> None:
    view = coevaluation(CLOSED)
    item = next(item for item in view.indicators if item.arguments and item.position)
    text = squash(printed(sheets(view, wanted={item.id})))
    assert item.position is not None
    assert squash(item.position.argument) not in text
    assert not any(squash(argument.text) in text for argument in item.arguments)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("filled", [True, False])
def test_a_referential_of_another_shape_has_its_sheets_too(filled: bool) -> None:
    loaded = load_pole(next(other_examples().glob("*.yaml")), other_referential())
    assert loaded.pole is not None
    contents = loaded.evaluations[0]
    view = view_coevaluation(Study(loaded.pole, contents, other_referential(), compute(contents, other_referential())))
    shown = pages(sheets(view, filled=filled))
    assert filled or len(shown) == len(view.indicators)
    text = "".join(shown)
    for item in view.indicators:
        assert squash(item.question) in text
        assert all(squash(descriptor) in text for descriptor in item.descriptors)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("text", [LONG, WITHOUT_SPACE], ids=["long", "sans espace"])
def test_a_text_that_fills_pages_flows_and_each_page_says_whose_it_is(text: str) -> None:
    view = coevaluation(SHORT)

    def change(item: IndicatorView) -> IndicatorView:
        return replace(item, question=text, explanation=text, descriptors=(text, *item.descriptors[1:]))

    content = sheets(with_indicators(view, change), wanted=few(view, 1))
    shown = printed(content).split("\f")[:-1]
    assert len(shown) > 2
    assert all(f"{view.indicators[0].code} {view.indicators[0].title} (suite)" in page for page in shown[1:])
    assert squash("Avis minoritaire") in squash(shown[-1])
    flowing = squash(re.sub(r"(?m)^.*\(suite\)$", "", printed(content, body_only=True)))
    assert flowing.count(squash(text)) >= 2


@pytest.mark.judge("pdftotext")
def test_thirty_colleges_go_over_several_pages_and_none_is_lost() -> None:
    view = coevaluation(SHORT)
    colleges = tuple(replace(view.colleges[0], name=f"Collège numéro {rank}.") for rank in range(1, 31))
    shown = pages(sheets(replace(view, colleges=colleges), wanted=few(view, 1)))
    assert 1 < len(shown) < 5
    assert all(squash(college.name) in "".join(shown) for college in colleges)
    nobody = pages(sheets(replace(view, colleges=()), wanted=few(view, 1)))
    assert "".join(nobody).count("Collège:") > 1


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_everywhere_are_printed_and_do_nothing(text: str) -> None:
    whole = coevaluation(CLOSED)

    def change(item: IndicatorView) -> IndicatorView:
        return replace(item, explanation=text, descriptors=(text,) * len(item.descriptors), links=(("T1", text),))

    view = with_indicators(with_words(whole, text), change)
    for filled in (True, False):
        content = sheets(view, wanted=few(whole, 1), filled=filled)
        assert squash(text)[:12] in squash(printed(content))
        inside = objects(content)
        for forbidden in ("/URI", "/JavaScript", "/JS ", "/Launch", "/EmbeddedFile", "/Subtype /Image"):
            assert forbidden not in inside
        check(content)


def test_the_same_view_gives_the_same_bytes() -> None:
    view = coevaluation(SHORT)
    assert sheets(view, wanted=few(view)) == sheets(view, wanted=few(view))
