"""Regard croisé on paper and in workbooks: the figures of the view, arguments side by side, nothing for others."""

import io
from dataclasses import replace
from functools import cache

import pytest

from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.loading.example import load_pole
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.pdf.peer_report import write_peer_report
from ptce_ref.reports.peer_view import view_peer_inside
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import ArgumentView, CoevaluationView, PeerComparisonView, SaidAs
from tests.other_shape import LEVELS, SUB_OBJECTIVES, other_examples, other_referential
from tests.reports.pdf_reader import printed, squash
from tests.reports.pdf_sample import report
from tests.reports.xlsx_reader import book, coevaluation_bytes, same, table, texts
from tests.samples import coevaluation, shipped_theme, study

OWN, PEER = "quai-des-partages-2026-auto", "quai-des-partages-2026-pair"


@cache
def example() -> CoevaluationView:
    crossed = view_peer_inside(study(OWN), study(PEER))
    return replace(coevaluation(OWN), peer_views=(crossed,))


def peer() -> PeerComparisonView:
    return example().peer_views[0]


def document(view: CoevaluationView) -> bytes:
    target = io.BytesIO()
    write_peer_report(view, shipped_theme(), target)
    return target.getvalue()


@pytest.mark.judge("pdftotext")
def test_the_report_and_the_document_say_every_question_and_every_argument() -> None:
    for content in (report(example()), document(example())):
        said = squash(printed(content))
        view = peer()
        for row in (*view.apart, *view.together):
            assert squash(f"{row.code} {row.title}") in said
        for remark in view.remarks:
            assert squash(f"{remark.code}") in said
        for item in view.arguments:
            for argument in (*item.own, *item.peer):
                assert squash(argument.text) in said
        assert squash(f"se rejoignent pour {len(view.together)} et s’écartent de 0,5 niveau ou plus") in said


@pytest.mark.judge("pdftotext")
def test_there_is_no_section_without_a_visit() -> None:
    assert squash("Regard croisé") not in squash(printed(report(coevaluation(OWN))))


def test_the_same_view_gives_the_same_bytes() -> None:
    assert document(example()) == document(example())


@pytest.mark.judge("pdftotext")
def test_long_and_hostile_arguments_are_printed_as_typed() -> None:
    hostile = "a < b et <b>gras</b> R&D <img src='/etc/passwd'> "
    long = ArgumentView("Habitants", "", "niveau 2", SaidAs.UNSAID, f"{hostile}{'mot ' * 2500}fin-du-texte")
    short = ArgumentView("Élus <i>", "", "niveau 1", SaidAs.UNSAID, hostile)
    item = replace(peer().arguments[0], own=(short, long), peer=())
    view = replace(example(), peer_views=(replace(peer(), arguments=(item,), pole="Pôle <para> & Cie"),))
    said = squash(printed(document(view)))
    assert squash("fin-du-texte") in said
    assert said.count(squash(hostile)) == 2
    assert squash("Pôle <para> & Cie") in said


def test_the_workbook_has_one_row_a_question_with_both_sides() -> None:
    workbook = book(coevaluation_bytes(example()))
    rows = table(workbook["Regard croisé"], "Regardé par")
    view = peer()
    subs = [row for row in rows if row["Élément"] == "sous-objectif"]
    assert [row["Code"] for row in subs] == [heading.code for heading in view.headings]
    for row, own, other in zip(subs, view.own.sub_objectives, view.peer.sub_objectives, strict=True):
        assert same(row["Son regard"], wording.figure(own) if own.level is None else own.level)
        assert same(row["Regard de l’autre"], wording.figure(other) if other.level is None else other.level)
    questions = {row["Code"]: row for row in rows if row["Élément"] == "indicateur"}
    for line in (*view.apart, *view.together):
        row = questions[line.code]
        assert same(row["Son regard"], line.own)
        assert same(row["Écart"], line.peer - line.own)
        assert row["Lecture"] == ("à discuter" if line in view.apart else "se rejoignent")
    for item in view.arguments:
        assert all(said.text in str(questions[item.code]["Arguments du pôle"]) for said in item.own)
        assert all(said.text in str(questions[item.code]["Arguments de l’autre pôle"]) for said in item.peer)
    assert "Regard croisé" not in book(coevaluation_bytes(coevaluation(OWN))).sheetnames
    people = {p.name for s in (study(OWN), study(PEER)) for p in s.contents.respondents if p.name and len(p.name) > 8}
    said_once = "\n".join(texts(workbook))
    assert not [name for name in people if name in said_once]


def test_another_referential_has_its_own_levels_and_its_own_gap() -> None:
    loaded = load_pole(next(other_examples().glob("*.yaml")), other_referential())
    assert loaded.pole is not None
    contents = loaded.evaluations[0]
    seen = contents.evaluation.model_copy(update={"mode": Mode.PEER, "peer_pole_id": "voisins"})
    sides = [
        Study(loaded.pole, item, other_referential(), compute(item, other_referential()))
        for item in (contents, contents.model_copy(update={"evaluation": seen}))
    ]
    crossed = view_peer_inside(sides[0], sides[1])
    assert crossed.gap == pytest.approx(0.16 * (LEVELS - 1))
    assert (len(crossed.headings), crossed.apart, crossed.remarks) == (SUB_OBJECTIVES, (), ())
    view = replace(view_coevaluation(sides[0]), peer_views=(crossed,))
    rows = table(book(coevaluation_bytes(view))["Regard croisé"], "Regardé par")
    assert {row["Lecture"] for row in rows if row["Élément"] == "indicateur"} == {"se rejoignent"}
    assert document(view).startswith(b"%PDF")
