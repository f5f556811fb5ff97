"""The printed comparison says the conditions first, shows the figures of the view, ranks nobody, names no person."""

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.comparison import compare
from ptce_ref.domain.question_set import Questions
from ptce_ref.domain.result import compute
from ptce_ref.domain.theme import Section
from ptce_ref.loading.example import load_pole
from ptce_ref.program import run
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.figure_table import in_order, shown
from ptce_ref.reports.pdf.comparison_report import SECTIONS, write_comparison_report
from ptce_ref.reports.view import ComparisonPart, ComparisonView, EntryView, FigureView
from tests.bases import example_base
from tests.other_shape import other_examples, other_referential
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, squash
from tests.reports.pdf_sample import HOSTILE
from tests.samples import comparison_of, examples, shipped_theme

CONDITIONS, PROFILES = "Ce qui est comparé", "Profils côte à côte"
CARDS = "Annexe : les fiches d’identité"


def written(view: ComparisonView) -> bytes:
    """The report of ``view`` with the shipped theme."""
    target = io.BytesIO()
    write_comparison_report(view, shipped_theme(), target)
    return target.getvalue()


@cache
def example() -> tuple[ComparisonView, bytes]:
    """The comparison of all the examples: compared, greyed, left out, hidden, at two dates, seen by another."""
    view = comparison_of()
    return view, written(view)


def body(content: bytes) -> str:
    """What is printed after the contents."""
    return printed(content, body_only=True).split("\f", 2)[2]


def between(content: bytes, start: str, end: str) -> str:
    """The text of a section, from its title to that of the next one."""
    _, _, rest = body(content).partition(f"{start}\n")
    assert rest, start
    return squash(rest.partition(f"{end}\n")[0])


def said_of(figure: FigureView) -> str:
    """How the report writes a figure in a cell."""
    level = wording.figure(figure).replace("—", "sans valeur")
    star = "*" if figure.provisional and figure.value is not None else ""
    codes = ", ".join(f"{alert.code}{'°' if alert.unshared else ''}" for alert in figure.alerts)
    alerts = f"alerte {codes}" if codes else ""
    return squash(f"{level}{star}{wording.coverage(figure)} · {wording.told(figure.n)} avis{alerts}")


def name_of(entry: EntryView) -> str:
    return squash(entry.pole.name + ("" if entry.standing == "comparé" else f" ({entry.standing})"))


@pytest.mark.judge("pdftotext")
def test_who_is_compared_and_why_the_others_are_not_comes_before_any_figure() -> None:
    view, content = example()
    conditions = between(content, CONDITIONS, PROFILES)
    assert {entry.standing for entry in view.entries} == {"comparé", "grisé", "écarté"}
    for entry in view.entries:
        who = squash(entry.pole.name + entry.pole.place + entry.evaluation + wording.long_date(entry.date))
        assert who in conditions
        assert squash("".join((entry.standing, *entry.reasons)) if entry.reasons else "") in conditions
    for condition in view.conditions:
        assert squash(condition.rule + wording.sentence(condition.demand) + condition.consequence) in conditions


@pytest.mark.judge("pdftotext")
def test_each_figure_stands_with_its_coverage_and_its_n_in_the_order_of_the_view() -> None:
    view, content = example()
    profiles = between(content, PROFILES, "Objectifs côte à côte")
    order = in_order(view)
    for objective in view.objectives:
        places = [place for place, item in order if item.parent == objective.code]
        rows = [
            name_of(entry) + "".join(said_of(entry.sub_objectives[place]) for place in places) for entry in shown(view)
        ]
        found = [profiles.index(row) for row in rows]
        assert found == sorted(found)
    themes = between(content, "Enjeux côte à côte", "Cohorte")
    for entry in shown(view):
        for start in range(0, len(view.themes), 3):
            assert name_of(entry) + "".join(map(said_of, entry.themes[start : start + 3])) in themes


@pytest.mark.judge("pdftotext")
def test_what_is_left_out_or_masked_shows_no_figure() -> None:
    view, content = example()
    (out,) = (entry for entry in view.entries if entry.standing == "écarté")
    _, _, figures = body(content).partition(PROFILES)
    assert squash(out.pole.name) not in squash(figures)
    (hidden,) = (entry for entry in shown(view) if entry.whole.hidden)
    assert all(said_of(figure).startswith("masqué") for figure in hidden.sub_objectives)


@pytest.mark.judge("pdftotext")
def test_there_is_no_rank_no_overall_score_no_person_and_no_argument() -> None:
    _, content = example()
    text = printed(content).lower()
    for word in ("score", "note globale", "meilleur", "palmarès", "moyenne générale", " rang "):
        assert word not in text
    assert "classement" not in re.sub(r"(sans|ni)\sclassement", "", text)
    whole = squash(printed(content))
    for _, contents in examples().values():
        for answer in contents.answers:
            assert len(answer.argument) < 20 or squash(answer.argument) not in whole
        for person in contents.respondents:
            assert not person.name or squash(person.name) not in whole


@pytest.mark.judge("pdftotext")
def test_the_figures_of_the_group_are_shown_or_their_absence_explained() -> None:
    view, content = example()
    group = between(content, "Cohorte", "Complémentarités")
    for line in view.cohort:
        assert line.median is not None
        levels = "".join(map(wording.level, (line.first_quartile, line.median, line.third_quartile)))
        assert squash(f"{line.code} {line.name}{line.n}{levels}") in group
    few = between(written(comparison_of("val-de-sorne-2026", "rivages-de-lanvor-2026")), "Cohorte", "Complémentarités")
    assert few.startswith(
        squash("2 pôles remplissent toutes les conditions : médiane et quartiles ne se calculent qu’à partir de 5.")
    )
    first = replace(
        view.cohort[0], median=None, first_quartile=None, third_quartile=None, why_hidden="moins de 5 pôles"
    )
    some = between(written(replace(view, cohort=(first, *view.cohort[1:]))), "Cohorte", "Complémentarités")
    assert squash(f"{first.name} non montré : moins de 5 pôles {first.n}———") in some


@pytest.mark.judge("pdftotext")
def test_exchanges_are_told_both_ways_and_counted_when_they_are_many() -> None:
    view, content = example()
    told = between(content, "Complémentarités", "Trajectoires")
    mutual = replace(view.complementarities[0], first_brings=("A1 Donner",), second_brings=("B2 Rendre",), mutual=True)
    for pair in view.complementarities:
        for giver, taker, brought in (
            (pair.first, pair.second, pair.first_brings),
            (pair.second, pair.first, pair.second_brings),
        ):
            sentence = squash(f"« {giver} » peut montrer à « {taker} » ce qu’il fait pour")
            assert (sentence in told) is bool(brought)
            assert squash(" ; ".join(brought)) in told
    many = between(
        written(replace(view, complementarities=[mutual] * 90, exchange_count=90)), "Complémentarités", "Trajectoires"
    )
    assert squash("90 échanges sont possibles. En voici 40") in many
    assert many.count(squash("A1 Donner")) == many.count(squash("B2 Rendre")) == 40


@pytest.mark.judge("pdftotext")
def test_trajectories_and_crossed_views_give_both_sides_of_each_sub_objective() -> None:
    view, content = example()
    paths = between(content, "Trajectoires", "Regards croisés")
    crossed = between(content, "Regards croisés", CARDS)
    for place, item in in_order(view):
        for trajectory in view.trajectories:
            steps = "".join(said_of(step.sub_objectives[place]) for step in trajectory.steps)
            assert squash(f"{item.code} {item.name}") + steps in paths
        for peer in view.peer_views:
            both = said_of(peer.own.sub_objectives[place]) + said_of(peer.peer.sub_objectives[place])
            assert squash(f"{item.code} {item.name}") + both in crossed
    (peer,) = view.peer_views
    apart, _, together = crossed.partition(squash("Là où ils se rejoignent"))
    for rows, part in ((peer.apart, apart), (peer.together, together)):
        for row in rows:
            counts = wording.told(row.own_n), wording.told(row.peer_n)
            levels = (wording.level(row.own), counts[0], wording.level(row.peer), counts[1])
            starred = re.escape(squash(f"{row.code} {row.title}")) + r"\*?".join(re.escape(str(x)) for x in levels)
            assert re.search(starred, part), row.title


@pytest.mark.judge("pdftotext")
def test_the_dates_say_that_small_colleges_are_merged_when_they_were() -> None:
    view, content = example()
    assert any(line.merged for line in view.trajectories)
    said = squash(wording.MERGED_LEVELS)
    assert said in squash(body(content))
    apart = tuple(
        replace(line, steps=tuple(replace(step, merged=False) for step in line.steps)) for line in view.trajectories
    )
    assert said not in squash(body(written(replace(view, trajectories=apart))))


def test_more_dates_than_a_page_is_wide_go_on_below() -> None:
    view, _ = example()
    (trajectory,) = view.trajectories
    steps = tuple(
        replace(trajectory.steps[0], label=f"Année {year}", date=f"{year}-05-01") for year in range(2015, 2025)
    )
    long = replace(view, trajectories=(replace(trajectory, steps=steps),))
    paths = between(written(long), "Trajectoires", "Regards croisés")
    assert all(squash(f"{step.label}{wording.long_date(step.date)}") in paths for step in steps)


@pytest.mark.judge("pdftotext")
def test_the_identity_cards_and_the_origin_close_the_report() -> None:
    view, content = example()
    cards = between(content, CARDS, "D’où vient ce document")
    for entry in shown(view):
        assert squash(entry.pole.name + entry.pole.summary) in cards
        for line in entry.pole.card:
            assert squash(line.value) in cards
    _, _, origin = body(content).rpartition("D’où vient ce document\n")
    for said in (view.referential.statement, view.referential.hash, wording.DEMONSTRATIONS):
        assert squash(said) in squash(origin)


def many(view: ComparisonView, count: int) -> ComparisonView:
    """``count`` pôles in regions of nine, with the figures of those of ``view`` in turn."""
    kept = list(shown(view))
    entries = (kept[i % len(kept)] for i in range(count))
    return replace(
        view,
        entries=tuple(
            replace(
                entry,
                evaluation_id=f"e{i}",
                pole=replace(entry.pole, id=f"p{i}", name=f"Pôle {i:03} du Val", region=f"Région {i // 9}"),
            )
            for i, entry in enumerate(entries)
        ),
    )


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
def test_sixty_poles_are_all_in_every_table() -> None:
    view = many(example()[0], 60)
    content = written(view)
    check(content)
    profiles = between(content, PROFILES, "Objectifs côte à côte")
    for entry in view.entries:
        # Once in each table, and once over its own figure.
        assert profiles.count(name_of(entry)) == len(view.objectives) + 1
    assert all(f"Région{number}" in profiles for number in range(6))
    assert squash("l’environnement") in squash(body(content))
    assert not re.search(r"\bvironnement", body(content))
    assert "Un pôle, une figure" not in body(written(many(example()[0], 61)))


@pytest.mark.judge("pdftotext")
def test_who_was_asked_what_is_on_the_cover_in_the_conditions_and_beside_the_figures() -> None:
    view, content = example()
    assert not view.same_questions
    text = printed(content)
    assert squash("Pas les mêmes pour tous : 27 ou 96 selon les pôles, dont 27 en commun") in squash(text)
    conditions = between(content, CONDITIONS, "Comment lire ce document")
    assert conditions.count(squash(view.questions_note.rstrip("."))) == 2
    for entry in view.entries:
        assert squash(f"{entry.asked}{entry.path}{wording.coverage(entry.whole)}") in conditions
    for title in (PROFILES, "Objectifs côte à côte", "Enjeux côte à côte", "Cohorte", "Complémentarités"):
        assert squash(view.questions_caution) in squash(body(content).partition(f"{title}\n")[2])[:1500], title
    common = comparison_of(questions=Questions.COMMON)
    alone = written(common)
    assert squash("Pas les mêmes") not in squash(printed(alone))
    assert squash("Ces chiffres ne comptent que 27 questions communes") in squash(body(alone))


@pytest.mark.judge("pdftotext")
def test_an_alert_is_named_under_its_table_and_said_when_some_were_not_asked_its_question() -> None:
    view, content = example()
    text = squash(body(content))
    alerts = [alert for entry in shown(view) for figure in entry.sub_objectives for alert in figure.alerts]
    assert {alert.unshared for alert in alerts} == {True, False}
    for alert in alerts:
        assert squash(f"{alert.code}{'°' if alert.unshared else ''} « {alert.title} »") in text


@pytest.mark.judge("pdftotext")
def test_people_are_told_apart_from_the_opinions_they_gave() -> None:
    view, _ = example()
    assert view.entries[0].people is None
    known = next(entry for entry in view.entries if entry.people)
    conditions = between(example()[1], CONDITIONS, "Comment lire")
    assert squash(f"{wording.told(known.whole.n)}{known.people} personnes ou groupes") in conditions
    assert squash("avis comptés sans les personnes") in conditions


@pytest.mark.judge("pdftotext")
def test_it_is_said_that_who_receives_also_gives_only_when_it_is_so() -> None:
    view, _ = example()
    pair = replace(view.complementarities[0], first_brings=("A1 Donner",), second_brings=(), mutual=False)
    both = replace(pair, second_brings=("B2 Rendre",), mutual=True)
    ends = ("Complémentarités", "Trajectoires")
    said = squash("Chacun de ceux qui reçoivent ici donne aussi")
    assert said not in between(written(replace(view, complementarities=[pair])), *ends)
    assert said in between(written(replace(view, complementarities=[both])), *ends)


@pytest.mark.judge("pdftotext")
def test_what_is_not_shown_says_why_and_what_to_do() -> None:
    two = comparison_of("val-de-sorne-2026", "quai-des-partages-2026-auto")
    text = squash(body(written(two)))
    assert squash(two.absence(ComparisonPart.WHOLE)) in text
    assert squash("ici, un seul remplit toutes les conditions") in text
    undated = comparison_of("quai-des-partages-2026-auto", "quai-des-partages-2026-pair", "val-de-sorne-2026")
    (why,) = undated.undated
    assert "est faite par un autre pôle" in why
    assert squash(why) in squash(body(written(undated)))


def other_view() -> ComparisonView:
    loaded = load_pole(next(other_examples().glob("*.yaml")), other_referential())
    assert loaded.pole is not None
    said, referential = loaded.evaluations[0], other_referential()
    candidates = [
        Candidate(
            loaded.pole.model_copy(update={"id": f"p{i}", "name": f"Pôle {i}"}),
            said.evaluation.model_copy(update={"pole_id": f"p{i}"}),
            referential,
            compute(said, referential),
        )
        for i in range(6)
    ]
    return view_comparison(compare(candidates), "2026-11-22")


@pytest.mark.judge("pdftotext")
def test_a_referential_of_another_shape_is_compared_on_paper() -> None:
    view = other_view()
    content = written(view)
    profiles = between(content, PROFILES, "Objectifs côte à côte")
    assert squash("Chaque barre va de 1 à 6") in profiles
    for item in (*view.objectives, *view.sub_objectives):
        assert squash(item.name) in profiles
    assert all(squash(level.name) in squash(body(content)) for level in view.referential.levels)


def with_words(view: ComparisonView, text: str) -> ComparisonView:
    """Some entries of the view, with ``text`` wherever a person or a file brings words."""
    line = " ".join(text.split())
    return replace(
        view,
        entries=tuple(
            replace(
                entry,
                evaluation=line,
                reasons=tuple(line for _ in entry.reasons),
                pole=replace(
                    entry.pole,
                    name=line,
                    place=line,
                    summary=text,
                    region=line,
                    card=tuple(replace(card, label=line, value=text) for card in entry.pole.card[:2]),
                ),
            )
            for entry in view.entries[-4:]
        ),
        objectives=tuple(replace(item, name=line) for item in view.objectives),
        sub_objectives=tuple(replace(item, name=line) for item in view.sub_objectives),
        themes=tuple(replace(item, name=line) for item in view.themes),
        cohort=tuple(replace(item, name=line) for item in view.cohort),
        complementarities=[
            replace(pair, first=line, second=line, first_brings=(line,), second_brings=(line,))
            for pair in view.complementarities[:2]
        ],
        trajectories=tuple(
            replace(item, pole=line, steps=tuple(replace(step, label=line) for step in item.steps))
            for item in view.trajectories
        ),
        peer_views=tuple(
            replace(
                item,
                pole=line,
                peer_pole=line,
                own=replace(item.own, label=line),
                apart=tuple(replace(row, title=line) for row in item.apart),
            )
            for item in view.peer_views
        ),
    )


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize(
    "hostile", ["\n".join(HOSTILE), "mot & long < " * 400, "abcdefghij" * 500], ids=["signes", "long", "sans espace"]
)
def test_hostile_words_everywhere_are_printed_and_do_nothing(hostile: str) -> None:
    content = written(with_words(example()[0], hostile))
    assert squash(hostile)[:12] in squash(printed(content))
    inside = objects(content)
    for forbidden in ("/URI", "/JavaScript", "/Launch", "/EmbeddedFile", "/Subtype /Image"):
        assert forbidden not in inside
    check(content)


@pytest.mark.judge("qpdf")
@pytest.mark.judge("pdffonts")
def test_the_file_is_sound_says_what_it_is_and_is_the_same_each_time() -> None:
    view, content = example()
    assert written(view) == content
    check(content)
    assert fonts(content)
    assert all(embedded for _, embedded in fonts(content))
    said = properties(content)
    assert said["Title"].replace("\xa0", " ") == "Rapport de comparaison – 7 pôles, 22 novembre 2026"
    assert said["Page size"].startswith("595.276 x 841.89")


@pytest.mark.judge("pdftotext")
def test_a_theme_orders_the_sections_and_leaves_some_out() -> None:
    kept = [Section(id=name) for name in ("groupe", "conditions")]
    theme = shipped_theme().model_copy(update={"documents": {"comparaison": tuple(kept)}})
    target = io.BytesIO()
    write_comparison_report(example()[0], theme, target)
    text = printed(target.getvalue(), body_only=True)
    assert text.index("Cohorte\n") < text.index(f"{CONDITIONS}\n")
    assert PROFILES not in text
    assert [section.id for section in shipped_theme().documents["comparaison"]] == list(SECTIONS)


def test_making_it_can_be_stopped() -> None:
    calls = 0

    def go_on() -> None:
        nonlocal calls
        calls += 1
        if calls > len(SECTIONS) + 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_comparison_report(example()[0], shipped_theme(), io.BytesIO(), go_on=go_on)


@pytest.mark.judge("pdftotext")
def test_the_command_prints_the_evaluations_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    monkeypatch.chdir(tmp_path)
    words = ("imprimer", "comparaison", "val-de-sorne-2026", "rivages-de-lanvor-2026", "--ordre", "nom")
    assert run(words) == ExitCode.DONE
    text = squash(printed(Path("rapport-comparaison.pdf").read_bytes()))
    assert squash("2 pôles côte à côte") in text
    assert squash("rangés par nom") in text
    assert run(("imprimer", "comparaison", "personne-2026")) == ExitCode.MISUSE
