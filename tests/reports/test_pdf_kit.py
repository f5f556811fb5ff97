"""The kits that lead a session: printed, they are enough for somebody who never saw the tool."""

import io
import re
import shlex
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.duration import duration_words, time_words
from ptce_ref.domain.session_plan import plan_session
from ptce_ref.domain.theme import Section
from ptce_ref.program import run as run_program
from ptce_ref.reports.kit_view import PlenaryView, VisitView, WorldCafeView, all_questions, suggest_questions
from ptce_ref.reports.pdf.plenary import write_plenary
from ptce_ref.reports.pdf.visit import write_visit
from ptce_ref.reports.pdf.world_cafe import SECTIONS, write_world_cafe
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.services.demo import load_examples
from ptce_ref.services.desk import Desk
from ptce_ref.services.document import DOCUMENTS
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.kit import plenary_of, visit_of, world_cafe_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.draft import Drafts
from ptce_ref.tui.hands import Hands
from tests.bases import clock, example_base, new_workspace
from tests.other_shape import LEVEL_NAMES, other_examples, other_referential
from tests.reports.pdf_reader import check, fonts, printed, properties, run, squash
from tests.reports.pdf_sample import HOSTILE, LONG, WITHOUT_SPACE, with_indicators, with_words
from tests.samples import coevaluation, shipped_theme

ANSWERING, DISCUSSING, SELF = "faubourg-des-forges-2026", "clairbois-2026", "quai-des-partages-2026-auto"
A4, A4_WALL, A3_WALL = "595.276 x 841.89", "841.89 x 595.276", "1190.55 x 841.89"
PEOPLE = 24


def cafe_view(view: CoevaluationView, people: int = PEOPLE, count: int = 4, *, large: bool = False) -> WorldCafeView:
    return WorldCafeView(
        view, suggest_questions(view, count), plan_session(people, count), 14 * 60 if large else None, large
    )


def made(view: WorldCafeView | PlenaryView | VisitView) -> bytes:
    target = io.BytesIO()
    if isinstance(view, WorldCafeView):
        write_world_cafe(view, shipped_theme(), target)
    elif isinstance(view, PlenaryView):
        write_plenary(view, shipped_theme(), target)
    else:
        write_visit(view, shipped_theme(), target)
    return target.getvalue()


def plenary_view(view: CoevaluationView, count: int = 3) -> PlenaryView:
    return PlenaryView(view, suggest_questions(view, count), tuple(college.name for college in view.colleges))


@cache
def cafe() -> bytes:
    return made(cafe_view(coevaluation(ANSWERING)))


@cache
def pages(kit: str = "cafe") -> list[str]:
    """The text of each page of a kit."""
    content = {"cafe": cafe, "plenary": plenary, "visit": visit}[kit]()
    return printed(content).split("\f")[:-1]


@cache
def plenary() -> bytes:
    return made(plenary_view(coevaluation(ANSWERING)))


@cache
def visit() -> bytes:
    return made(VisitView(coevaluation(SELF), "Les Trois Ponts", "inter-evaluation", "court"))


def sizes_of(content: bytes) -> list[str]:
    found = run("pdfinfo", "-f", "1", "-l", "999", "{}", content=content)
    return re.findall(r"Page +\d+ size: +([\d.]+ x [\d.]+)", found)


def one_page(kit: str, *words: str) -> str:
    """The only page that holds all of these words, without blanks."""
    found = [page for page in map(squash, pages(kit)) if all(squash(word) in page for word in words)]
    assert len(found) == 1, (words, len(found))
    return found[0]


@pytest.mark.judge("pdftotext")
def test_the_facilitator_reads_what_to_gather_to_say_and_to_do_when_fewer_come() -> None:
    text = squash("".join(pages()))
    plan = plan_session(PEOPLE, 4)
    for said in (
        "Une table de dialogue, pas une grille de notes",
        "4 tables et 24 chaises",
        "12 cartes « Accord » et 12 cartes « Divergence »",
        f"De {plan.least} à {plan.most} personnes, ne changez rien",
        f"{duration_words(plan.total)} en tout",
        "Le temps manque ? Supprimez la dernière manche, jamais les cartes ni la récolte",
        "actes des rencontres territoriales du 12 septembre 2013, RTES",
    ):
        assert squash(said) in text, said


@pytest.mark.judge("pdftotext")
def test_the_timetable_is_the_one_of_the_plan_and_its_minutes_add_up() -> None:
    plan = plan_session(PEOPLE, 4)
    page = next(page for page in pages() if "L’horaire" in page and "Accueil" in page)
    told = re.findall(r"(\d+)\sh\s(\d\d) (?:(\d+)\smin|\d+\sh\s\d\d) (\w+)", page)
    moments = [(60 * int(hours) + int(minutes), int(length or 0), name) for hours, minutes, length, name in told]
    assert moments[-1][0] == plan.total == sum(length for _, length, _ in moments)
    for (start, length, _), (following, *_) in pairwise(moments):
        assert start + length == following
    assert [name for *_, name in moments].count("Manche") == plan.rounds


@pytest.mark.judge("pdftotext")
def test_each_table_has_its_poster_and_its_host_reads_the_same_question() -> None:
    for table, question in enumerate(suggest_questions(coevaluation(ANSWERING), 4), start=1):
        item = question.item
        poster = [
            page for page in map(squash, pages()) if page.startswith(squash(f"Table {table} {question.sub_objective}"))
        ]
        assert len(poster) == 1
        assert squash(item.question) in poster[0]
        assert squash(item.explanation) in poster[0]
        host = one_page("cafe", f"Fiche de la personne ancre · Table {table}")
        for said in (item.question, "Vous êtes la personne ancre de cette table", "Bienvenue.", *item.descriptors):
            assert squash(said) in host
        notes = one_page("cafe", f"Table {table} · {question.name}", "Pour les cartes")
        assert all(f"Manche{number}" in notes for number in (1, 2, 3, 4))


@pytest.mark.judge("pdftotext")
def test_the_tickets_say_what_the_placement_says() -> None:
    plan = plan_session(PEOPLE, 4)
    told = re.findall(
        r"^(\d+) Billet(?: · (personne ancre|réserve))?\n((?:Manche \d+\s: table \d+\n)+)",
        "".join(pages()),
        re.MULTILINE,
    )
    assert [int(number) for number, *_ in told] == list(range(1, plan.most + plan.tables + 1))
    for number, kind, rounds in told:
        ticket = int(number)
        tables = [int(table) - 1 for table in re.findall(r"table (\d+)", rounds)]
        assert tables == [plan.table_of(ticket, place) for place in range(plan.rounds)]
        assert kind == ("personne ancre" if ticket <= plan.tables else "réserve" if ticket > PEOPLE else "")
    placement = squash("".join(pages()))
    for table in range(plan.tables):
        line = "".join(",".join(map(str, plan.group(table, number))) for number in range(plan.rounds))
        assert f"{table + 1}{line}" in placement


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("pdffonts")
@pytest.mark.judge("qpdf")
def test_the_pages_come_in_order_on_their_paper_and_the_file_is_sound() -> None:
    content = cafe()
    sizes = sizes_of(content)
    assert set(sizes) == {A4, A4_WALL}
    text = squash("".join(pages()))
    landmarks = [
        "AnimerleWorldCafé",
        "Table1T1",
        "Fichedelapersonneancre",
        "Billet·personneancre",
        "Uneidéequetoutelatablepartage",
        "Cequinoussépare:",
        "FeuillederécolteTableetquestion",
        "Clorelaséance,debout",
    ]
    places = [text.index(landmark) for landmark in landmarks]
    assert places == sorted(places)
    assert all(embedded for _, embedded in fonts(content))
    assert properties(content)["Title"].startswith("Dossier d’animation : World Café".replace(" :", "\u00a0:"))
    check(content)
    contents = pages()[0]
    for name in ("Affiches des tables", "Fiches des personnes ancres", "Billets à découper", "Feuille de récolte"):
        line = next(line for line in contents.splitlines() if line.startswith(name))
        number = int(line.rsplit(maxsplit=1)[-1].strip("."))
        assert sizes[number - 1] == (A4_WALL if name in ("Affiches des tables", "Feuille de récolte") else A4)


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("pdftotext")
def test_large_paper_is_for_the_wall_only_and_hours_are_of_the_day() -> None:
    content = made(cafe_view(coevaluation(DISCUSSING), 12, 3, large=True))
    assert set(sizes_of(content)) == {A4, A3_WALL}
    assert squash(time_words(14 * 60)) in squash(printed(content))


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("people", [4, 7])
def test_around_one_table_nobody_moves(people: int) -> None:
    text = squash(printed(made(cafe_view(coevaluation(ANSWERING), people, 2))))
    assert squash("Vous serez autour d’une seule table") in text
    assert "Billet·" not in text
    assert squash("Qui va où") not in text
    assert squash("changent de table") not in text


@pytest.mark.judge("pdftotext")
def test_more_questions_than_tables_come_in_series() -> None:
    view = cafe_view(coevaluation(ANSWERING), 12, 3)
    text = squash(printed(made(view)))
    assert squash("Série 2 : manche 3") in text
    assert squash("Table 1 · manches 1 à 2") in text
    # Two tables only swap their people: the kit does not promise that neighbours part.
    apart = squash("Deux personnes assises ensemble au départ suivent, autant que possible, des chemins différents.")
    assert apart not in text
    assert squash("".join(pages())).count(apart) == 2
    for question in view.questions:
        assert squash(question.item.question) in text


@pytest.mark.judge("pdftotext")
def test_while_opinions_come_in_no_kit_shows_an_answer() -> None:
    view = coevaluation(ANSWERING)
    assert view.hidden
    assert not any(question.reasons for question in all_questions(view))
    text = squash("".join(pages()) + "".join(pages("plenary")))
    assert squash("À l’ordre du jour") not in text
    # The same evaluation with every answer erased gives the same kits: nothing of them comes from what people said.
    silent = with_indicators(view, lambda item: replace(item, answered_by=0, figure=replace(item.figure, answered=0)))
    silent = replace(silent, whole=replace(silent.whole, answered=0), colleges=view.colleges)
    assert made(cafe_view(silent)) == cafe()
    assert made(plenary_view(silent)) == plenary()


@pytest.mark.judge("pdftotext")
def test_once_the_dialogue_is_open_the_questions_are_those_of_the_agenda_with_their_reasons() -> None:
    view = coevaluation(DISCUSSING)
    chosen = suggest_questions(view, 3)
    assert [question.item.code for question in chosen] == [line.code for line in view.agenda[:3]]
    text = squash(printed(made(cafe_view(view, 18, 3))))
    for line in view.agenda[:3]:
        assert squash(f"À l’ordre du jour : {', '.join(line.reasons)}.") in text


def test_before_the_dialogue_the_choice_goes_over_objectives_and_themes() -> None:
    view = coevaluation(ANSWERING)
    objectives = len(view.objectives)
    chosen = suggest_questions(view, objectives)
    assert {question.group for question in chosen} == set(range(objectives))
    every = suggest_questions(view, len(view.sub_objectives))
    assert {question.sub_objective for question in every} == {f"{sub.code} {sub.name}" for sub in view.sub_objectives}
    assert len({question.item.theme for question in every}) > 1
    assert len(suggest_questions(view, 10_000)) == len(view.indicators)


@pytest.mark.judge("pdftotext")
def test_a_plenary_has_for_each_question_a_poster_with_its_levels_and_a_page_to_count() -> None:
    view = plenary_view(coevaluation(ANSWERING))
    levels = view.evaluation.referential.levels
    for question in view.questions:
        poster = one_page("plenary", question.name, "Ce sont aussi des réponses")
        count = one_page("plenary", f"Comptage · {question.name}")
        for page in (poster, count):
            assert squash(question.item.question) in page
            for level, text in zip(levels, question.item.descriptors, strict=True):
                assert squash(f"{level.name} · {text}") in page
        assert squash("Raisons entendues") in count


@pytest.mark.judge("pdftotext")
def test_the_page_to_count_has_the_rows_and_columns_of_the_screen(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        desk = Desk(workspace, ANSWERING)
        view = plenary_of(workspace, desk.evaluation, questions=["t1.01"])
        hands = Hands(workspace, find_evaluation(workspace, ANSWERING), Drafts(tmp_path / "brouillon.json"))
    assert view.colleges == tuple(college.name for college in hands.colleges)
    text = squash(printed(made(view)))
    rows = squash("".join(view.colleges)) + "Ensemble"
    heads = squash("Collège" + "".join(f"{column.head} {column.name}" for column in hands.columns) + "Total")
    assert heads + rows in text


@pytest.mark.judge("pdftotext")
def test_a_plenary_says_where_votes_go_in_each_phase() -> None:
    assert squash("L’évaluation doit être dans la phase « avis »") in squash("".join(pages("plenary")))
    discussing = squash(printed(made(plenary_view(coevaluation(DISCUSSING), 1))))
    assert squash("les avis sont figés et ces votes ne s’y ajoutent plus") in discussing


@pytest.mark.judge("pdftotext")
def test_a_plenary_says_its_minutes_its_gesture_and_who_belongs_to_each_college(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        view = plenary_of(workspace, Desk(workspace, ANSWERING).evaluation, minutes=120)
        shorter = plenary_of(workspace, Desk(workspace, ANSWERING).evaluation, minutes=60)
    assert len(view.questions) == 6
    assert len(shorter.questions) == 2
    text = squash(printed(made(view)))
    for said in (
        "Lire 2 min · silence 1 · exemples 2 · vote 2 · écouter 4.",
        "comptez alors 2 minutes de plus",
        "un doigt et plus pour le niveau",
        "Vous hésitez ? Choisissez la place depuis laquelle vous parlerez ce soir.",
        "Merci aux deux personnes qui ont compté",
        *view.meanings,
    ):
        assert squash(said) in text, said
    assert text.count(squash("Compté par :")) == len(view.questions)
    assert "Pause" in text


@pytest.mark.judge("pdftotext")
def test_after_the_session_what_people_may_still_do_follows_the_phase() -> None:
    opened, closed = "peut compléter son propre questionnaire", "Les avis sont clos"
    giving, discussing = squash("".join(pages())), squash(printed(made(cafe_view(coevaluation(DISCUSSING), 12, 2))))
    assert squash(opened) in giving
    assert squash(closed) not in giving
    assert squash(closed) in discussing
    assert squash(opened) not in discussing


def test_what_is_adopted_at_once_is_not_voted() -> None:
    view = coevaluation(DISCUSSING)
    line = view.agenda[0]
    chosen = suggest_questions(replace(view, consensual=((line.code, line.title),)), 3)
    assert line.code not in {question.item.code for question in chosen}


@pytest.mark.judge("pdftotext")
def test_a_visit_has_its_day_its_notebook_and_three_gifts() -> None:
    view = coevaluation(SELF)
    text = squash("".join(pages("visit")))
    for said in ("9 h 00", "16 h 05", "Ce que nous avons appris", "Ce que nous proposons", "Ce que nous emportons"):
        assert squash(said) in text
    assert squash("Don des Trois Ponts à Quai des Partages") in text
    for sub in view.sub_objectives:
        ask = one_page("visit", f"{sub.code} {sub.name}", "Questions à poser")
        for item in sub.indicators:
            assert squash(f"{item.code} {item.question}") in ask
        notes = one_page("visit", f"{sub.code} {sub.name} · notes")
        for box in ("Ce que nous avons vu", "Ce que l’on nous a dit", "Ce qui nous a surpris"):
            assert squash(box) in notes


@pytest.mark.judge("pdftotext")
def test_the_command_printed_at_the_end_of_a_visit_opens_the_peer_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = " ".join("".join(pages("visit")).split())
    found = re.search(r"(ptce evaluation ouvrir .*? --id REGARD)", lines)
    assert found is not None
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    words = shlex.split(found[1].replace("VISITEUR", "les-trois-ponts").replace("REGARD", "regard"))[1:]
    assert run_program(words) == ExitCode.DONE, capsys.readouterr().err
    assert run_program(("imprimer", "visite", "regard", "--sortie", str(tmp_path / "regard.pdf"))) == ExitCode.DONE
    text = squash(printed((tmp_path / "regard.pdf").read_bytes()))
    assert squash("Pôle qui visite Pôle culturel des Trois-Ponts") in text
    assert squash("L’évaluation est déjà ouverte") in text


@pytest.mark.judge("pdftotext")
def test_a_referential_of_another_shape_prints_every_kit(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        load_examples(workspace, other_referential(), other_examples())
        desk = Desk(workspace, "ailleurs-2")
        kits: tuple[WorldCafeView | PlenaryView | VisitView, ...] = (
            world_cafe_of(desk.evaluation, participants=18),
            plenary_of(workspace, desk.evaluation),
            visit_of(workspace, desk.evaluation),
        )
    texts = [squash(printed(made(kit))) for kit in kits]
    for kit, text in zip(kits, texts, strict=True):
        questions = kit.questions if not isinstance(kit, VisitView) else all_questions(kit.evaluation)
        assert all(squash(question.item.question) in text for question in questions)
    assert all(name in texts[1] for name in LEVEL_NAMES)
    # A hand does not show six levels.
    assert squash("on lève la main niveau par niveau") in texts[1]
    assert squash("un doigt") not in texts[1]


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("hostile", [HOSTILE[0], HOSTILE[2], HOSTILE[6]])
def test_hostile_words_are_printed_and_do_nothing(hostile: str) -> None:
    line = " ".join(hostile.split())
    view = with_words(coevaluation("rivages-de-lanvor-2026"), hostile)
    view = with_indicators(
        view, lambda item: replace(item, explanation=line, descriptors=(line,) * 4, evidence=(line,))
    )
    for kit in (cafe_view(view, 12, 2), plenary_view(view, 1), VisitView(view, line, "a", "b")):
        content = made(kit)
        assert squash(printed(content)).count(squash(line)) > 3
        inside = run("qpdf", "--qdf", "--object-streams=disable", "{}", "-", content=content)
        for forbidden in ("/URI", "/JavaScript", "/Launch", "/Subtype /Image"):
            assert forbidden not in inside


@pytest.mark.parametrize("text", [LONG, WITHOUT_SPACE], ids=["long", "sans espace"])
def test_five_thousand_characters_anywhere_never_stop_a_kit(text: str) -> None:
    whole = with_words(coevaluation("rivages-de-lanvor-2026"), text)
    view = with_indicators(
        whole, lambda item: replace(item, explanation=text, descriptors=(text,) * 4, evidence=(text,))
    )
    few = replace(view, objectives=(replace(view.objectives[0], sub_objectives=view.objectives[0].sub_objectives[:1]),))
    for kit in (cafe_view(few, 6, 1), plenary_view(few, 1), VisitView(few, text, "a", "b")):
        assert made(kit).startswith(b"%PDF")


def test_the_same_view_gives_the_same_bytes() -> None:
    assert made(cafe_view(coevaluation(ANSWERING))) == cafe()


@pytest.mark.judge("pdftotext")
def test_sections_may_be_removed_and_moved() -> None:
    wanted = ("affiches", "cloture")
    sections = tuple(Section.model_validate({"section": name}) for name in wanted)
    theme = shipped_theme().model_copy(update={"documents": {"world-cafe": sections}})
    target = io.BytesIO()
    write_world_cafe(cafe_view(coevaluation(ANSWERING), 12, 2), theme, target)
    found = printed(target.getvalue()).split("\f")[:-1]
    assert found[0].startswith("Table 1")
    assert squash(found[-1]).count("Clore,etfairevivre") == 1
    assert len(found) == 3
    assert set(wanted) < set(SECTIONS)


@pytest.mark.judge("pdftotext")
def test_a_section_of_pages_alike_takes_another_name_and_keeps_their_words() -> None:
    titled = (Section(id="animation"), Section(id="affiches", title="Nos grandes questions"), Section(id="cartes"))
    theme = shipped_theme().model_copy(update={"documents": {"world-cafe": titled}})
    target = io.BytesIO()
    write_world_cafe(cafe_view(coevaluation(ANSWERING), 12, 2), theme, target)
    text = squash(printed(target.getvalue()))
    assert squash("Nos grandes questions") in text
    assert squash("Affiches des tables") not in text
    assert text.count(squash("Table 1 T1")) == 1


def test_the_commands_write_the_kits_and_refuse_in_french(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    monkeypatch.chdir(tmp_path)
    assert run_program(("imprimer", "world-cafe", DISCUSSING, "--participants", "8", "--duree-manche", "15")) == 0
    assert run_program(("imprimer", "pleniere", DISCUSSING, "--questions", "T1.01, c1.01", "--debut", "18h30")) == 0
    assert (tmp_path / f"world-cafe-{DISCUSSING}.pdf").stat().st_size > 10_000
    assert (tmp_path / f"pleniere-{DISCUSSING}.pdf").stat().st_size > 10_000
    capsys.readouterr()
    refused = {
        ("--participants", "3"): "de 4 à 280 personnes, et non 3",
        ("--questions", "T1.01,T9.99"): "La question « T9.99 » n’existe pas",
        ("--duree-manche", "5"): "de 10 à 60 minutes, et non 5",
        ("--debut", "27h"): "L’heure « 27h » ne se lit pas",
    }
    for options, sentence in refused.items():
        assert run_program(("imprimer", "world-cafe", DISCUSSING, *options)) == ExitCode.MISUSE
        assert sentence in capsys.readouterr().err.replace("\u00a0", " ")


def test_the_kits_are_among_the_documents_for_the_meeting() -> None:
    kits = {document.id: document for document in DOCUMENTS if document.id in ("world-cafe", "pleniere", "visite")}
    assert len(kits) == 3
    assert all(kit.on_request and not kit.shows_opinions for kit in kits.values())


def test_participants_are_those_registered_or_eighteen() -> None:
    assert world_cafe_of(coevaluation(ANSWERING)).plan.participants == 11
    assert world_cafe_of(coevaluation(DISCUSSING)).plan.participants == 18
    codes = [item.code for item in coevaluation(ANSWERING).indicators[:25]]
    with pytest.raises(Refusal, match="25 questions"):
        world_cafe_of(coevaluation(ANSWERING), questions=codes)
