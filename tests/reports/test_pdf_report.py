"""The printed report says what the screens say, shows every question, and hides what it must."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from PIL import Image

from ptce_ref.domain.agenda import Reason
from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import compute
from ptce_ref.domain.theme import Theme, ThemeError
from ptce_ref.loading.example import load_pole
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.pdf.debate import counted, why_divided
from ptce_ref.reports.pdf.report import write_coevaluation_report
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView, FigureView
from tests.grid import pole
from tests.other_shape import other_examples, other_referential
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, run, squash
from tests.reports.pdf_sample import grid, report, report_of
from tests.samples import coevaluation, shipped_theme
from tests.strategies import studied

PRINTED = (
    "val-de-sorne-2026",
    "rivages-de-lanvor-2026",
    "clairbois-2026",
    "vallee-de-l-auzon-2026",
    "plateau-des-genets-2026",
    "quai-des-partages-2026-pair",
)
HIDDEN = "faubourg-des-forges-2026"


def said_of(figure: FigureView) -> str:
    """How the report writes a figure after its name."""
    level = wording.figure(figure)
    start = f"Niveau {level}" if figure.value is not None else {"—": "Sans valeur"}.get(level, level.capitalize())
    return f"{start} · couverture {wording.coverage(figure)} · n = {figure.n}"


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("ident", PRINTED)
def test_the_figures_on_paper_are_those_of_the_view(ident: str) -> None:
    view = coevaluation(ident)
    text = squash(printed(report_of(ident)))
    for objective in view.objectives:
        assert squash(f"{objective.code} · {objective.name}" + said_of(objective.figure)) in text
        for sub in objective.sub_objectives:
            assert squash(f"{sub.code} {sub.name}" + said_of(sub.figure)) in text
            for alert in sub.figure.alerts:
                assert (
                    squash(f"Alerte de vigilance : {alert.vigilance}. {alert.code} {alert.title} est au niveau") in text
                )
    for theme in view.themes:
        assert squash(f"{theme.name}") in text


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("ident", [*PRINTED, HIDDEN])
def test_each_question_of_the_evaluation_is_in_the_annex(ident: str) -> None:
    view = coevaluation(ident)
    _, _, annex = squash(printed(report_of(ident), body_only=True)).rpartition(squash("Annexe : toutes les questions"))
    for item in view.indicators:
        assert squash(f"{item.code} {item.title}{item.question}") in annex


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("ident", PRINTED)
def test_no_argument_nor_minority_opinion_is_lost(ident: str) -> None:
    view = coevaluation(ident)
    text = squash(printed(report_of(ident), body_only=True))
    for item in view.indicators:
        for argument in item.arguments:
            assert squash(argument.text) in text
        if item.position:
            assert squash(item.position.argument) in text
            assert squash(item.position.minority_opinion) in text


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("ident", ["val-de-sorne-2026", "les-trois-ponts-2026", "clairbois-2026"])
def test_the_whole_plan_is_printed(ident: str) -> None:
    view = coevaluation(ident)
    text = squash(printed(report_of(ident), body_only=True))
    assert view.actions
    for action in view.actions:
        about = "".join(f"{code} {title}" for code, title in action.indicators)
        origin = f"Reprise de « {action.origin} »" if action.origin else ""
        for said in (action.what + about + origin + action.note, action.who or "personne n’est nommé"):
            assert squash(said) in text
        assert squash(wording.long_date(action.due) if action.due else "sans date") in text


def plan_printed(view: CoevaluationView) -> str:
    """The section of the plan, or nothing."""
    _, found, rest = printed(report(view), body_only=True).rpartition("\nPlan d’action\n")
    return squash(rest.partition("\nAnnexe : toutes les questions\n")[0]) if found else ""


@pytest.mark.judge("pdftotext")
def test_an_empty_plan_is_for_writing_once_its_time_has_come() -> None:
    view = replace(coevaluation("clairbois-2026"), actions=())
    assert plan_printed(view) == ""
    due = replace(view, plan_due=True)
    assert squash("Ces lignes sont à remplir ensemble, à la main.") in plan_printed(due)
    assert squash("Ce qui est à faire Qui Pour quand État") in plan_printed(due)
    closed = plan_printed(replace(due, plan_open=False))
    assert squash("Le groupe n’a inscrit aucune action au plan avant de clore.") in closed
    assert squash("à la main") not in closed


@pytest.mark.judge("pdftotext")
def test_an_action_too_long_for_a_table_is_printed_whole() -> None:
    view = coevaluation("clairbois-2026")
    words = " ".join(f"mot{number}" for number in range(900))
    every = tuple((item.code, item.title) for item in view.indicators)
    first = replace(view.actions[0], what=words[:600], note=words, who=words[:900], indicators=every)
    text = plan_printed(replace(view, actions=(first, *view.actions[1:])))
    for said in (first.what, first.note, first.who, "".join(f"{code} {title}" for code, title in every)):
        assert squash(said) in text


@pytest.mark.judge("pdftotext")
def test_while_opinions_come_in_the_report_shows_coverage_and_questions_and_says_why() -> None:
    view = coevaluation(HIDDEN)
    text = printed(report(view))
    body = squash(text)
    assert squash("Les résultats ne sont pas montrés, et c’est voulu") in body
    assert squash("Où en sont les réponses") in body
    for section in ("Profil", "Ce qui divise", "Ce qui rapproche", "Ordre du jour", "Position du groupe"):
        assert squash(section) not in body.replace(squash("Profil d"), "")
    assert "Niveau" not in text.replace("Le niveau", "").replace("Niveaux", "")


@pytest.mark.judge("pdftotext")
def test_a_hidden_view_leaks_nothing_even_when_it_carries_opinions() -> None:
    """The report must not trust the view to have emptied itself."""
    open_view = coevaluation("rivages-de-lanvor-2026")
    view = replace(open_view, hidden=True, phase="avis", provisional=True)
    text = squash(printed(report(view)))
    for item in view.indicators:
        for argument in item.arguments:
            assert squash(argument.text) not in text
        if item.position and item.position.minority_opinion:
            assert squash(item.position.minority_opinion) not in text
    assert "médiane4" not in text


@pytest.mark.judge("pdftotext")
def test_every_document_says_that_the_pole_is_fictional_and_where_the_referential_comes_from() -> None:
    view = coevaluation("les-trois-ponts-2026", "les-trois-ponts-2023")
    for content in (report(view), grid(view), grid(view, filled=True)):
        text = squash(printed(content))
        assert squash(wording.DEMONSTRATION) in text
        assert squash(view.referential.statement) in text
    real = replace(view, pole=replace(view.pole, demonstration=False))
    for content in (report(real), grid(real)):
        assert squash("pôle fictif") not in squash(printed(content))


@pytest.mark.judge("pdftotext")
def test_the_evolution_is_printed_with_its_signs() -> None:
    view = coevaluation("les-trois-ponts-2026", "les-trois-ponts-2023")
    text = squash(printed(report(view)))
    assert squash(view.previous_title) in text
    for line in view.evolution:
        assert squash(f"{line.code} {line.name}") in text
        assert wording.change(line.change) in text
    assert squash("Évolution") not in squash(printed(report_of("les-trois-ponts-2026")))


@pytest.mark.judge("pdftotext")
def test_no_overall_score_is_printed() -> None:
    for ident in ("rivages-de-lanvor-2026", "quai-des-partages-2026-pair"):
        text = printed(report_of(ident)).lower()
        for word in ("score", "note globale", "note d’ensemble :", "classement", "moyenne générale"):
            assert word not in text


def test_the_same_view_gives_the_same_bytes() -> None:
    view = coevaluation("rivages-de-lanvor-2026")
    assert report(view) == report(view)


@pytest.mark.judge("qpdf")
@pytest.mark.judge("pdffonts")
@pytest.mark.judge("pdfinfo")
@pytest.mark.parametrize("ident", ["val-de-sorne-2026", HIDDEN])
def test_the_report_is_a_sound_a4_document_with_its_fonts_and_properties(ident: str) -> None:
    view = coevaluation(ident)
    content = report_of(ident)
    assert "No syntax or stream encoding errors found" in check(content)
    assert fonts(content)
    assert all(embedded and "Lato" in name for name, embedded in fonts(content))
    said = properties(content)
    assert said["Page size"] == "595.276 x 841.89 pts (A4)"
    assert view.pole.name in said["Title"]
    assert said["Author"] == view.pole.name
    assert "/Lang (fr-FR)" in objects(content)


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("pdfinfo")
def test_each_page_after_the_cover_says_its_number_and_how_many_there_are() -> None:
    content = report_of("clairbois-2026")
    count = int(properties(content)["Pages"])
    text = printed(content)
    for page in range(2, count + 1):
        assert f"page {page} sur {count}" in text


@pytest.mark.judge("pdftotext")
def test_the_contents_give_the_page_of_each_section() -> None:
    content = report_of("val-de-sorne-2026")
    pages = printed(content).split("\f")
    contents = squash(run("pdftotext", "-layout", "-f", "2", "-l", "2", "{}", "-", content=content))
    for section in ("Profil", "Ce qui divise", "Annexe : toutes les questions", "D’où vient ce document"):
        number = next(
            n for n, page in enumerate(pages[2:], start=3) if f"\n{section}\n" in f"\n{page}\n".replace("\xa0", " ")
        )
        assert f"{squash(section)}{number}" in contents.replace(".", "")


@pytest.mark.judge("pdftotext")
def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for ident in ("val-de-sorne-2026", "clairbois-2026", "les-trois-ponts-2026"):
        view = coevaluation(ident)
        titles = {squash(f"{item.code} {item.title}") for item in view.indicators}
        titles |= {squash(f"{sub.code} {sub.name}") for sub in view.sub_objectives}
        titles |= {squash(title) for title in ("Profil", "Enjeux", "Ce qui divise", "Ce qui rapproche")}
        for page in printed(report_of(ident), body_only=True).split("\f")[2:]:
            lines = [line for line in page.splitlines() if line.strip()]
            assert not lines or squash(lines[-1]) not in titles


@pytest.mark.judge("pdftotext")
def test_two_hundred_questions_print() -> None:
    view = coevaluation("plateau-des-genets-2026")
    many = replace(
        view,
        objectives=tuple(
            replace(
                objective,
                sub_objectives=tuple(
                    replace(sub, indicators=sub.indicators * 2 + sub.indicators[:2]) for sub in objective.sub_objectives
                ),
            )
            for objective in view.objectives
        ),
    )
    assert len(many.indicators) > 200
    text = squash(printed(report(many), body_only=True))
    assert text.count(squash(view.indicators[0].question)) >= 2


def other_views() -> list[CoevaluationView]:
    loaded = load_pole(next(other_examples().glob("*.yaml")), other_referential())
    assert loaded.pole is not None
    return [
        view_coevaluation(Study(loaded.pole, said, other_referential(), compute(said, other_referential())))
        for said in loaded.evaluations
    ]


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("pdfinfo")
def test_a_referential_of_another_shape_prints() -> None:
    for view in other_views():
        text = squash(printed(report(view), body_only=True))
        for item in view.indicators:
            assert squash(f"{item.code} {item.title}{item.question}") in text
        for level in view.referential.levels:
            assert squash(level.name) in text
        for filled in (True, False):
            content = grid(view, filled=filled)
            assert properties(content)["Pages"] == "1"
            on_grid = squash(printed(content))
            assert all(squash(f"{item.code} {item.title}") in on_grid for item in view.indicators)
            assert all(squash(f"{level.rank}{level.name}") in on_grid for level in view.referential.levels)


@settings(max_examples=20)
@given(studied())
def test_any_referential_and_any_answers_print(made: tuple[Referential, Contents]) -> None:
    referential, said = made
    study = Study(pole("pole", "Pôle [x] <b>"), said, referential, compute(said, referential))
    view = view_coevaluation(study)
    assert report(view).startswith(b"%PDF")
    assert grid(view, filled=True).startswith(b"%PDF")


def test_a_theme_whose_font_or_logo_is_missing_is_named(tmp_path: Path) -> None:
    shipped = shipped_theme()
    view = coevaluation("clairbois-2026")
    no_font: Theme = shipped.model_copy(update={"folder": tmp_path})
    with pytest.raises(ThemeError, match=r"Lato-Regular\.ttf"):
        write_coevaluation_report(view, no_font, io.BytesIO())
    (tmp_path / "fonts").mkdir()
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        (tmp_path / "fonts" / f"Lato-{name}.ttf").write_bytes(b"rien")
    with pytest.raises(ThemeError, match="TrueType"):
        write_coevaluation_report(view, no_font, io.BytesIO())
    with pytest.raises(ThemeError, match="logo"):
        write_coevaluation_report(view, shipped.model_copy(update={"logo": "absent.png"}), io.BytesIO())


@pytest.mark.judge("qpdf")
def test_a_logo_is_printed_on_the_cover(tmp_path: Path) -> None:
    Image.new("RGB", (120, 60), "#336699").save(tmp_path / "logo.png")
    theme = shipped_theme().model_copy(update={"logo": str(tmp_path / "logo.png")})
    target = io.BytesIO()
    write_coevaluation_report(coevaluation("clairbois-2026"), theme, target)
    assert "/Subtype /Image" in objects(target.getvalue())


@pytest.mark.judge("pdftotext")
def test_the_report_of_a_closed_evaluation_never_says_that_its_levels_may_change() -> None:
    view = coevaluation("clairbois-2026")  # many questions without a position
    assert view.agenda
    text = printed(report(replace(view, provisional=False, phase="clôture")))
    assert "bouger" not in text
    assert "provisoire" not in text.lower()
    assert "Ordre du jour" not in text
    assert "Ce qui reste à discuter" in text
    assert squash("Sans position du groupe · niveau") in squash(text)


def between(text: str, start: str, end: str) -> str:
    """What stands from the last line that says ``start`` to the next that says ``end``."""
    return text.replace("\f", "\n").rpartition(f"\n{start}\n")[2].partition(f"\n{end}\n")[0]


@pytest.mark.judge("pdftotext")
def test_the_agenda_tells_what_divides_one_by_one_and_names_what_only_lacks_arguments() -> None:
    view = coevaluation("clairbois-2026")
    told = between(printed(report(view), body_only=True), "Ordre du jour", "Plan d’action")
    lacking = [line for line in view.agenda if line.reasons == (Reason.UNARGUED,)]
    assert 0 < len(lacking) < len(view.agenda)
    assert squash(f"Questions où seuls les arguments manquent ({len(lacking)})") in squash(told)
    for line in view.agenda:
        assert squash(f"{line.code} {line.title}") in squash(told)
        assert (squash(line.question) in squash(told)) is (line not in lacking)
    only = between(
        printed(report(replace(view, agenda=tuple(lacking))), body_only=True), "Ordre du jour", "Plan d’action"
    )
    assert "Pourquoi en parler" not in only
    assert squash(lacking[0].title) in squash(only)


@pytest.mark.judge("pdftotext")
def test_what_the_bars_mean_is_said_where_each_group_of_disagreements_begins() -> None:
    view = coevaluation("les-trois-ponts-2026")
    text = printed(report_of("les-trois-ponts-2026"), body_only=True)
    level = view.referential.levels[0]
    groups = {why for item in view.indicators if (why := why_divided(item))}
    divided = between(text, "Ce qui divise", "Ce que l’on ne sait pas")
    assert len(groups) > 1
    assert squash(divided).count(squash(f"{level.rank} {level.name}")) == len(groups)


def test_colleges_told_as_one_are_not_drawn_twice() -> None:
    view = coevaluation("les-trois-ponts-2026")
    item = next(item for item in view.indicators if why_divided(item) and item.total)
    assert [count.college for count in counted(item)] == [
        count.college for count in (*item.counts, item.total) if count
    ]
    assert counted(replace(item, counts=item.counts[:1])) == [item.total]


@pytest.mark.judge("pdftotext")
def test_the_risk_that_a_question_watches_is_told_in_the_words_of_its_sheet() -> None:
    view = coevaluation("les-trois-ponts-2026")
    text = squash(printed(report_of("les-trois-ponts-2026"), body_only=True))
    watched = [item for item in view.indicators if item.vigilance]
    assert watched
    for item in watched:
        assert squash(f"À surveiller : {wording.first_sentence(item.risk)}") in text
