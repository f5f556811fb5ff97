"""The comparison workbook sets pôles side by side: no rank, no overall score, no person."""

import re
from dataclasses import replace
from functools import cache

from openpyxl import Workbook

from ptce_ref.domain.comparison import Order
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.view import ComparisonView
from tests.reports.xlsx_reader import book, comparison_bytes, same, table, texts
from tests.samples import comparison, comparison_of, examples


@cache
def opened(*names: str) -> tuple[ComparisonView, Workbook]:
    view = comparison_of(*names)
    return view, book(comparison_bytes(view))


def test_conditions_come_first_and_nobody_is_left_out_silently() -> None:
    view, workbook = opened()
    assert workbook.sheetnames[0] == "Conditions"
    rows = table(workbook["Conditions"], "Pôle")
    assert [row["Pôle"] for row in rows] == [entry.pole.name for entry in view.entries]
    for row, entry in zip(rows, view.entries, strict=True):
        assert row["Situation"] == entry.standing
        assert row["Pourquoi il n’est pas comparé"] == ("\n".join(entry.reasons) or None)
    found = texts(workbook)
    for condition in view.conditions:
        assert condition.demand in found
    assert view.referential.statement in found


def test_profiles_show_level_coverage_and_n_and_leave_out_what_fails() -> None:
    view, workbook = opened()
    rows = table(workbook["Profils"], "Pôle")
    shown = [entry for entry in view.entries if entry.standing != "écarté"]
    assert [row["Pôle"] for row in rows] == [entry.pole.name for entry in shown]
    for row, entry in zip(rows, shown, strict=True):
        for heading, figure in zip(view.sub_objectives, entry.sub_objectives, strict=True):
            assert same(row[heading.code], wording.figure(figure) if figure.level is None else figure.level)
            assert same(row[f"{heading.code} couv."], figure.coverage)
            assert row[f"{heading.code} n"] == (wording.NOTHING if figure.n is None else figure.n)
        assert row["Pourquoi il est grisé"] == (" ".join(entry.reasons) or None)
    assert workbook["Profils"].auto_filter.ref


def test_the_sub_objectives_stand_under_their_objective() -> None:
    view, workbook = opened()
    headers = [str(name) for name in table(workbook["Profils"], "Pôle")[0]]
    parents = {heading.code: heading.parent for heading in view.sub_objectives}
    seen = [parents[name] for name in headers if name in parents]
    assert list(dict.fromkeys(seen)) == [objective.code for objective in view.objectives]
    assert seen == sorted(seen, key=[objective.code for objective in view.objectives].index)


def test_the_figures_of_the_long_table_are_those_of_the_view() -> None:
    view, workbook = opened()
    rows = table(workbook["Données"], "pole_id")
    found = {(row["pole_id"], row["element"], row["nom"]): row for row in rows}
    shown = [entry for entry in view.entries if entry.standing != "écarté"]
    elements = len(view.objectives) + len(view.sub_objectives) + len(view.themes)
    assert len(rows) == len(found) == len(shown) * elements
    for entry in shown:
        for kind, headings, figures in (
            ("objectif", view.objectives, entry.objectives),
            ("sous-objectif", view.sub_objectives, entry.sub_objectives),
            ("enjeu", view.themes, entry.themes),
        ):
            for heading, figure in zip(headings, figures, strict=True):
                row = found[entry.pole.id, kind, heading.name]
                assert same(row["niveau"], figure.level)
                assert same(row["couverture"], figure.coverage)
                assert row["n"] == figure.n
    described = [row["Colonne"] for row in table(workbook["Dictionnaire"], "Colonne")]
    assert described == list(rows[0])


def test_the_cohort_shows_its_figures_from_five_poles_and_says_why_below() -> None:
    view, workbook = opened()
    for row, line in zip(table(workbook["Cohorte"], "Élément"), view.cohort, strict=True):
        assert same(row["Médiane"], line.median)
        assert same(row["1er quartile"], line.first_quartile)
        assert same(row["3e quartile"], line.third_quartile)
    view, workbook = opened("val-de-sorne-2026", "plateau-des-genets-2026", "rivages-de-lanvor-2026")
    rows = table(workbook["Cohorte"], "Élément")
    assert len(rows) == len(view.cohort)
    for row in rows:
        assert {row["Médiane"], row["1er quartile"], row["3e quartile"]} == {wording.HIDDEN}
        assert row["Pourquoi ce n’est pas montré"]
    assert view.cohort_note in texts(workbook)


def test_exchanges_trajectories_and_peer_views_are_those_of_the_view() -> None:
    view, workbook = opened()
    pairs = table(workbook["Complémentarités"], "Un pôle")
    assert [(row["Un pôle"], row["Un autre"]) for row in pairs] == [
        (pair.first, pair.second) for pair in view.complementarities
    ]
    steps = table(workbook["Trajectoires"], "Pôle")
    assert [row["Évaluation"] for row in steps] == [step.label for item in view.trajectories for step in item.steps]
    peers = [row for row in table(workbook["Regards croisés"], "Pôle") if row["Élément"] == "indicateur"]
    expected = [line for item in view.peer_views for line in (*item.apart, *item.together)]
    for row, line in zip(peers, expected, strict=True):
        assert row["Code"] == line.code
        assert same(row["Son regard"], line.own)
        assert same(row["Regard de l’autre"], line.peer)


def test_there_is_no_person_no_argument_no_rank_and_no_overall_score() -> None:
    view, workbook = opened()
    found = "\n".join(texts(workbook))
    cards = "\n".join(line.label + line.value for entry in view.entries for line in entry.pole.card)
    for _, contents in examples().values():
        for person in contents.respondents:
            # What an identity card says of an organisation is public; a short name may be a word.
            for name in (person.name, person.organisation):
                assert not name or len(name) < 8 or name in cards or name not in found
        for answer in contents.answers:
            assert not answer.argument or answer.argument not in found
    headers = {str(cell.value) for sheet in workbook.worksheets for row in sheet.iter_rows(max_row=12) for cell in row}
    assert not [
        header for header in headers if re.fullmatch(r"(?i)(rang|classement|score|note|total|ensemble).*", header)
    ]


def test_poles_stand_by_territory_or_by_name_whatever_their_figures() -> None:
    for order in Order:
        view = view_comparison(comparison(order=order), "2026-11-22")
        names = [row["Pôle"] for row in table(book(comparison_bytes(view))["Conditions"], "Pôle")]
        assert names == [entry.pole.name for entry in view.entries]


def test_the_identity_cards_are_whole() -> None:
    view, workbook = opened()
    rows = {str(row["Pôle"]): row for row in table(workbook["Identité"], "Pôle")}
    others = {
        (row["Pôle"], row["Rubrique"], row["Ce qu’en dit sa fiche"])
        for row in table(workbook["Critères et soutiens"], "Pôle")
    }
    for entry in view.entries:
        for line in entry.pole.card:
            known = rows[entry.pole.name].get(line.label) == line.value
            assert known or (entry.pole.name, line.label, line.value) in others


def test_the_same_comparison_gives_the_same_bytes() -> None:
    view = comparison_of()
    assert comparison_bytes(view) == comparison_bytes(view)


def test_a_fictional_pole_among_real_ones_is_said_to_be_so() -> None:
    view = comparison_of()
    first, *rest = view.entries
    real = [replace(entry, pole=replace(entry.pole, demonstration=False)) for entry in rest]
    left_out = replace(first, standing="écarté", reasons=("Pôle fictif de démonstration.",))
    workbook = book(comparison_bytes(replace(view, demonstration=False, entries=(left_out, *real))))
    for sheet in ("Conditions", "Identité"):
        names = [str(row["Pôle"]) for row in table(workbook[sheet], "Pôle")]
        assert [wording.DEMONSTRATION in name for name in names] == [True] + [False] * len(real)
    assert first.pole.name not in {row["Pôle"] for row in table(workbook["Profils"], "Pôle")}
