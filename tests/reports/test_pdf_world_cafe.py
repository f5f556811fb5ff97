"""A World Café led from paper: its timetable, its tables, its tickets, its cards."""

import io
import math
import re
from itertools import combinations, pairwise

import pytest

from ptce_ref.domain.duration import duration_words, time_words
from ptce_ref.domain.session_plan import plan_session
from ptce_ref.domain.theme import Section
from ptce_ref.reports.kit_view import suggest_questions
from ptce_ref.reports.pdf.kit_room import RoomPlan
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.world_cafe import SECTIONS, write_world_cafe
from ptce_ref.reports.pdf.world_cafe_place import last_ticket
from ptce_ref.services.kit import world_cafe_of
from ptce_ref.services.refusal import Refusal
from tests.reports.kit_sample import (
    A3_WALL,
    A4,
    A4_WALL,
    ANSWERING,
    DISCUSSING,
    PEOPLE,
    cafe,
    cafe_view,
    made,
    one_page,
    pages,
    sizes_of,
)
from tests.reports.pdf_reader import check, fonts, printed, properties, squash
from tests.samples import coevaluation, shipped_theme


@pytest.mark.judge("pdftotext")
def test_the_facilitator_reads_what_to_gather_to_say_and_to_do_when_fewer_come() -> None:
    text = squash("".join(pages()))
    plan = plan_session(PEOPLE, 4)
    for said in (
        "Une table de dialogue, pas une grille de notes",
        "4 tables et 28 chaises, 7 à chaque table : une de réserve",
        "12 cartes « Accord » et 12 cartes « Divergence »",
        f"De {plan.least} à {plan.most} personnes, ne changez rien",
        f"{duration_words(plan.total)} en tout",
        "sa personne ancre participe comme les autres, et supprimez une manche.",
        "Le temps manque ? Supprimez la dernière manche, jamais les cartes ni la récolte",
        "actes des rencontres territoriales du 12 septembre 2013, RTES",
    ):
        assert squash(said) in text, said


@pytest.mark.judge("pdftotext")
def test_a_world_cafe_says_who_is_counted_what_feeds_each_column_and_where_tickets_end() -> None:
    text = squash("".join(pages()))
    last = last_ticket(plan_session(PEOPLE, 4))
    for said in (
        f"{PEOPLE} personnes : personnes ancres et personne qui recopie comprises, vous non",
        "de places différentes (habitante, entreprise, mairie…)",
        "Que faut-il chercher ? Qui propose quoi ?",
        "Après la dernière manche, personne ne bouge",
        f"Plus de {last} ? Il n’y a plus de billets. Les suivants vont chaque fois à la table la moins remplie.",
        "l’ancre de cette table échange son billet avec elle",
        "deux façons de voir, et pourquoi",
    ):
        assert squash(said) in text, said
    for word in ("collège", "une habitante »", "avis minoritaire"):
        assert squash(word) not in squash("".join(pages()[:-1])), word


@pytest.mark.judge("pdftotext")
def test_a_host_gathers_a_spare_chair_a_table_and_knows_when_more_are_needed() -> None:
    text = squash(printed(made(cafe_view(coevaluation(ANSWERING), 40))))
    assert squash("8 tables et 48 chaises, 6 à chaque table : une de réserve") in text
    assert squash("Au-delà de 48, ajoutez des chaises, autant à chaque table.") in text
    assert squash("ajoutez des chaises, autant à chaque table") not in squash("".join(pages()))


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
        # The code of the question is on the poster, since the cards ask for it.
        begins = squash(f"Table {table} Question n° {item.code} · {question.sub_objective}")
        poster = [page for page in map(squash, pages()) if page.startswith(begins)]
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
        "Table1Questionn°T1",
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
    assert squash("".join(pages())).count(apart) == 1
    for question in view.questions:
        assert squash(question.item.question) in text


@pytest.mark.judge("pdftotext")
def test_once_the_dialogue_is_open_the_questions_are_those_of_the_agenda_with_their_reasons() -> None:
    view = coevaluation(DISCUSSING)
    chosen = suggest_questions(view, 3)
    assert [question.item.code for question in chosen] == [line.code for line in view.agenda[:3]]
    text = squash(printed(made(cafe_view(view, 18, 3))))
    for question in chosen:
        assert question.reasons
        assert squash(f"À l’ordre du jour : {', '.join(question.reasons)}.") in text
    assert not any(word in text for word in ("polarisé", "consensus"))


@pytest.mark.judge("pdftotext")
def test_after_the_session_what_people_may_still_do_follows_the_phase() -> None:
    opened, closed = "peut compléter son propre questionnaire", "Les avis sont clos"
    giving, discussing = squash("".join(pages())), squash(printed(made(cafe_view(coevaluation(DISCUSSING), 12, 2))))
    assert squash(opened) in giving
    assert squash(closed) not in giving
    assert squash(closed) in discussing
    assert squash(opened) not in discussing


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
    assert text.count(squash("Table 1 Question n° T1")) == 1


def test_participants_are_those_registered_or_eighteen() -> None:
    assert world_cafe_of(coevaluation(ANSWERING)).plan.participants == 11
    assert world_cafe_of(coevaluation(DISCUSSING)).plan.participants == 18
    codes = [item.code for item in coevaluation(ANSWERING).indicators[:25]]
    with pytest.raises(Refusal, match="25 questions"):
        world_cafe_of(coevaluation(ANSWERING), questions=codes)


@pytest.mark.parametrize("tables", [2, 3, 8, 12, 14, 15, 18, 30, 48, 56])
def test_on_the_plan_of_the_room_no_table_touches_another(tables: int) -> None:
    plan = RoomPlan(Look(shipped_theme()), tables, 500)
    places, radius = plan.places()
    assert len(places) == tables
    # Chairs stand round a table, and the number on it can be read.
    around = 1.58 * radius
    assert all(math.dist(one, other) > 2 * around for one, other in combinations(places, 2))
    assert all(around < x < plan.width - around and around < y < plan.height - around for x, y in places)
    assert radius > 6


@pytest.mark.judge("pdftotext")
def test_around_one_table_things_go_by_question_and_no_table_is_numbered() -> None:
    found = list(map(squash, printed(made(cafe_view(coevaluation(ANSWERING), 6, 2))).split("\f")[:-1]))
    harvest = next(page for page in found if page.startswith("Feuillederécolte"))
    assert "Question1" in harvest
    assert "Question2" in harvest
    whole = "".join(found)
    for word in ("Table 1", "Table n°", "Série 1", "Chaque table lit", "Les questions et leurs tables"):
        assert squash(word) not in whole, word
    assert squash("sautez ce qui parle de billets") in whole


@pytest.mark.judge("pdftotext")
def test_the_first_page_says_to_print_on_one_side() -> None:
    assert squash("Imprimez-le d’un seul côté") in squash(pages()[0])
    assert squash("la personne qui écrit pour sa table") in squash("".join(pages()))
