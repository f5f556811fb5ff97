"""The agenda of the meeting on paper: what it holds, why, who begins, and what waits for another time."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.agenda import REASONS
from ptce_ref.domain.agenda_time import Moment
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.program import run
from ptce_ref.reports import wording
from ptce_ref.reports.agenda_talk import named_counts
from ptce_ref.reports.agenda_view import MeetingAgendaView, TopicView, view_meeting
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.pdf.agenda import SECTIONS, write_agenda
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView, CountsView, IndicatorView
from ptce_ref.services.document import DOCUMENTS
from ptce_ref.services.meeting import agenda_of
from ptce_ref.services.refusal import Refusal
from tests.bases import example_base
from tests.other_shape import other_examples, other_referential
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, squash
from tests.reports.pdf_sample import HOSTILE, LONG, WITHOUT_SPACE, with_words
from tests.samples import coevaluation, examples, shipped_referential, shipped_theme

DIVIDED, LARGE, OPEN, HIDDEN = (
    "rivages-de-lanvor-2026",
    "val-de-sorne-2026",
    "clairbois-2026",
    "faubourg-des-forges-2026",
)


@cache
def undecided(ident: str) -> CoevaluationView:
    """An example as its dialogue begins: no position yet."""
    pole, contents = examples()[ident]
    contents = contents.model_copy(update={"positions": ()})
    return view_coevaluation(Study(pole, contents, shipped_referential(), compute(contents, shipped_referential())))


def item_of(view: CoevaluationView, code: str) -> IndicatorView:
    return next(item for item in view.indicators if item.code == code)


def paper(view: MeetingAgendaView) -> bytes:
    target = io.BytesIO()
    write_agenda(view, shipped_theme(), target)
    return target.getvalue()


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("pdfinfo")
@pytest.mark.parametrize(("ident", "minutes"), [(DIVIDED, 120), (OPEN, 90), (DIVIDED, 40)])
def test_a_meeting_holds_on_a_few_pages_with_everything_it_needs(ident: str, minutes: int) -> None:
    view = undecided(ident)
    seen = view_meeting(view, minutes)
    content = paper(seen)
    assert int(properties(content)["Pages"]) <= 6
    text = squash(printed(content, body_only=True))
    place = 0
    for topic in seen.topics:
        place = text.index(squash(f"{topic.number}. {topic.code} {topic.title}{topic.start} · {topic.length}"), place)
        item = item_of(view, topic.code)
        assert item.total is not None
        block = text[place : text.index(squash("Convenu : niveau"), place)]
        assert squash(item.question) in block
        # Every level is there, those that nobody gave too: people may end up there.
        for voices, descriptor in zip(item.total.levels, item.descriptors, strict=True):
            told = f"{voices}voix" if voices else "aucunevoix"
            assert re.search(f"{re.escape(squash(descriptor))}(–.{{0,300}}?)?{told}", block), descriptor
        assert sum(minutes for _, minutes in topic.steps) == int(topic.length.split()[0])
        for sentence in topic.why:
            assert squash(sentence) in block
    for code, title in (*((item.code, item.title) for item in seen.adopted), *(p[:2] for p in seen.postponed[:6])):
        assert squash(f"{code} {title}") in text
    if len(seen.postponed) > 6:
        assert squash(f"et {wording.count(len(seen.postponed) - 6, 'autre')}, dans le même ordre") in text
    assert squash(f"celles des points 1 à {len(seen.topics)}") in text or len(seen.topics) == 1
    for slot in seen.slots:
        assert squash(f"{slot.start}{slot.length}") in text


@pytest.mark.parametrize(("ident", "minutes"), [(DIVIDED, 120), (LARGE, 240), (OPEN, 90)])
def test_each_question_of_the_agenda_is_somewhere_and_the_order_is_kept(ident: str, minutes: int) -> None:
    view = undecided(ident)
    seen = view_meeting(view, minutes)
    adopted = [item.code for item in seen.adopted] + [code for code, _ in seen.adopted_later]
    assert adopted == [code for code, _ in view.consensual]
    there = [topic.code for topic in seen.topics] + [code for code, _, _ in seen.postponed]
    assert there == [line.code for line in view.agenda if line.code not in adopted]
    assert [slot.topic for slot in seen.slots if slot.topic] == [topic.number for topic in seen.topics]


@pytest.mark.parametrize("ident", [DIVIDED, LARGE, OPEN])
def test_the_lowest_and_the_highest_speak_first_in_turn_and_only_large_colleges_are_named(ident: str) -> None:
    view = undecided(ident)
    named: list[str] = []
    for topic in view_meeting(view, 240).topics:
        item = item_of(view, topic.code)
        voices = {c.college: c.n + c.dont_know + c.not_applicable for c in item.counts}
        shorts = {c.college_short: c.college for c in item.counts}
        asked = [turn.what for turn in topic.turns]
        low, high = "Qui voit le niveau le plus bas ?", "Qui voit le niveau le plus haut ?"
        if sum(map(bool, item.total.levels if item.total else ())) > 1:
            assert asked[:2] == ([low, high] if topic.number % 2 else [high, low])
        told = [name for turn in topic.turns for name in turn.colleges]
        told += [shorts[short] for stake in topic.stakes for short in shorts if _begins(stake.colleges, short)]
        told += [shorts[college] for college, _ in topic.reasons if college]
        assert all(voices[name] >= view.nameable_from and name in view.nameable for name in told), topic.code
        if told:
            # Those who are not named are too many for a subtraction to tell what one or two said.
            left = sum(voices.values()) - sum(voices[name] for name in set(told_all(topic, shorts)))
            assert left == 0 or left >= view.nameable_from
        named += told
    # The large example has colleges of many people.
    assert named or ident != LARGE


def _begins(colleges: tuple[str, ...], short: str) -> bool:
    return any(name.startswith(f"{short}\u00a0") for name in colleges)


def told_all(topic: TopicView, shorts: Mapping[str, str]) -> list[str]:
    """Every college whose voices a question shows."""
    return [shorts[short] for stake in topic.stakes for short in shorts if _begins(stake.colleges, short)]


def test_when_the_only_small_college_could_be_worked_out_the_next_smallest_is_not_named_either() -> None:
    item = next(item for item in undecided(LARGE).indicators if len(item.counts) > 2)
    levels = len(item.counts[0].levels)

    def college(name: str, voices: int) -> CountsView:
        return CountsView(name, name, (voices, *(0,) * (levels - 1)), 0, 0, voices, 1.0 if voices > 1 else None)

    everyone = ("Un", "Trois", "Cinq", "Neuf")
    found = replace(item, counts=(college("Un", 1), college("Trois", 3), college("Cinq", 5), college("Neuf", 9)))
    assert [count.college for count in named_counts(found, everyone, 3)] == ["Cinq", "Neuf"]
    assert [count.college for count in named_counts(replace(found, counts=found.counts[1:]), everyone, 3)] == [
        "Trois",
        "Cinq",
        "Neuf",
    ]
    assert named_counts(replace(found, counts=found.counts[:2]), everyone, 3) == ()
    assert named_counts(found, (), 3) == ()


@pytest.mark.judge("pdftotext")
def test_what_is_adopted_says_what_its_level_means_and_which_is_the_lowest() -> None:
    view = undecided(LARGE)
    seen = view_meeting(view, 180)
    assert seen.adopted
    text = squash(printed(paper(seen), body_only=True))
    mostly_unargued = 2 * sum(item.unargued for item in seen.adopted) > len(seen.adopted)
    for adopted in seen.adopted:
        item = item_of(view, adopted.code)
        rank = int(adopted.level.split("\u00a0")[1])
        assert adopted.descriptor == item.descriptors[rank - 1]
        # The exceptions have the star: those that few argued, or those with reasons when most have none.
        star = "*" if adopted.unargued is not mostly_unargued else ""
        assert squash(f"{adopted.title}{star}. {adopted.descriptor} ({adopted.voices})") in text
        assert item.total is not None
        assert adopted.voices.startswith(
            f"{item.total.levels[rank - 1]}\u00a0voix\u00a0sur\u00a0{sum(item.total.levels)}"
        )
        assert ("non concerné" in adopted.voices) is bool(item.total.not_applicable)
        assert adopted.lowest is (rank == 1)
        assert adopted.name == view.referential.levels[rank - 1].name
        assert squash(f"Niveau {rank}{', le plus bas' if rank == 1 else ''} · {adopted.name}") in text
    assert squash("Les avis sont proches, pas toujours identiques.") in text
    assert squash("se rejoignent") not in text
    assert (squash("Niveau 1, le plus bas") in text) is any(item.lowest for item in seen.adopted)


@pytest.mark.judge("pdftotext")
def test_the_star_of_what_is_adopted_marks_the_exceptions_and_says_of_what() -> None:
    seen = view_meeting(undecided(OPEN), 120)
    assert len(seen.adopted) > 2

    def told(unargued: int) -> str:
        marked = tuple(replace(item, unargued=place < unargued) for place, item in enumerate(seen.adopted))
        return squash(printed(paper(replace(seen, adopted=marked)), body_only=True))

    few, most = "Une étoile (*) : peu ont dit pourquoi.", "Une étoile (*) : des raisons sont déjà écrites."
    count = len(seen.adopted)
    assert squash(few) in told(1)
    assert squash(most) in told(count - 1)
    assert "étoile" not in told(0)
    assert "étoile" not in told(count)
    assert squash("Peu ont dit pourquoi, à chacune de ces questions.") in told(count)


@pytest.mark.judge("pdftotext")
def test_the_reason_of_what_waits_is_said_once_above_its_questions() -> None:
    seen = view_meeting(undecided(DIVIDED), 60)
    one, other = "avis différents selon la place", "beaucoup ne savent pas"
    waiting = tuple((f"Q{place}", f"Question {place}", one if place < 3 else other) for place in range(5))
    text = squash(printed(paper(replace(seen, postponed=waiting)), body_only=True))
    after = text[text.index(squash("à reporter (5 questions)")) :]
    assert after.count(squash("Avis différents selon la place :")) == 1
    assert after.index("Question2") < after.index(squash("Beaucoup ne savent pas :")) < after.index("Question3")


@pytest.mark.judge("pdftotext")
def test_pages_that_quote_people_ask_at_their_foot_to_have_it_read_again() -> None:
    seen = view_meeting(undecided(DIVIDED), 120)
    warning = squash("Une parole risque de faire reconnaître son auteur ? Ne la lisez pas sans son accord.")
    quoting = replace(seen.topics[0], reasons=(("", "Il faut du temps."),))
    assert squash(printed(paper(replace(seen, topics=(quoting,))))).count(warning) > 1
    silent = tuple(replace(topic, reasons=()) for topic in seen.topics)
    assert warning not in squash(printed(paper(replace(seen, topics=silent))))


def test_a_reason_ends_with_a_sentence_and_what_it_quotes_is_quoted_inside() -> None:
    seen = view_meeting(undecided(DIVIDED), 60)
    kept = f"On m’a invitée comme « grand témoin » du quartier. {'J’ai écouté ' * 6}."
    said = f"{kept} Depuis ce jour-là, {'plus rien ' * 20}"
    cut = replace(seen, topics=tuple(replace(topic, reasons=(("", said),)) for topic in seen.topics))
    text = squash(printed(paper(cut)))
    assert squash(f"{kept.replace('« ', '“').replace(' »', '”')} […] »") in text
    assert squash("Depuis ce jour-là") not in text


@pytest.mark.judge("pdftotext")
def test_what_has_no_time_to_be_adopted_is_listed_for_another_time() -> None:
    view = undecided(LARGE)
    seen = view_meeting(view, 30)
    assert seen.adopted_later
    assert [*(item.code for item in seen.adopted), *(code for code, _ in seen.adopted_later)] == [
        code for code, _ in view.consensual
    ]
    text = squash(printed(paper(seen), body_only=True))
    assert squash(f"À adopter une autre fois ({wording.count(len(seen.adopted_later), 'question')})") in text
    for code, title in seen.adopted_later[:6]:
        assert squash(f"{code} {title}") in text


@pytest.mark.judge("pdftotext")
def test_the_meeting_says_who_answered_and_which_colleges_did_not() -> None:
    view = undecided(OPEN)
    said = view_meeting(view, 120).present
    assert squash(said) in squash(printed(paper(view_meeting(view, 120)), body_only=True))
    spoke = {count.college for item in view.indicators for count in item.counts}
    for college in view.colleges:
        assert (college.name in said) is (college.name not in spoke)
    everybody = tuple(college for college in view.colleges if college.name in spoke)
    assert view_meeting(replace(view, colleges=everybody), 120).present.endswith("de tous les collèges invités.")


def test_how_many_answered_is_exact_and_hands_are_not_added_to_what_was_written() -> None:
    view = undecided(OPEN)
    contents = examples()[OPEN][1]
    answered = len({answer.respondent_id for answer in contents.answers})
    written = replace(view, colleges=tuple(replace(college, tallied=0) for college in view.colleges))
    assert view_meeting(written, 120).present.startswith(f"{answered}\u00a0personnes ont répondu")
    hands = replace(view, colleges=tuple(replace(college, tallied=4) for college in view.colleges))
    assert view_meeting(hands, 120).present.startswith(
        f"{answered}\u00a0personnes ont répondu par écrit, d’autres à main levée"
    )
    nobody = replace(view, colleges=tuple(replace(college, tallied=4, answered=0) for college in view.colleges))
    assert view_meeting(nobody, 120).present.startswith("Des personnes ont répondu à main levée")


@pytest.mark.judge("pdftotext")
def test_the_page_says_how_to_agree_and_what_to_do_when_it_gets_stuck_in_plain_words() -> None:
    text = squash(printed(paper(view_meeting(undecided(DIVIDED), 120)), body_only=True))
    for said in (
        "proposez le niveau qui a reçu ce soir le plus de raisons ; à égalité, celui qui a le plus de voix",
        "Moins d’une personne sur quatre (2 sur 12, 4 sur 20) ? Cochez le niveau, et notez l’avis minoritaire.",
        "Sinon, cochez « désaccord reconnu », écrivez la raison des uns à gauche, celle des autres à droite",
        "Tirez un trait sous la dernière question lue",
        "Compte rendu écrit par :",
        "Prochaine séance le :",
        "Encore cinq minutes, ou désaccord reconnu ?",
        "pour l’adoption, dites seulement combien",
        "Parle qui veut ; on peut passer son tour.",
    ):
        assert squash(said) in text, said
    for word in ("camps", "niveau du milieu", "médiane", "polarisé"):
        assert squash(word) not in text, word


def test_a_reason_is_never_cut_inside_words_it_quotes() -> None:
    view = undecided(DIVIDED)
    first = view_meeting(view, 60)
    begin = "On m’a invitée une fois au conseil, il y a trois ans, " * 2
    said = f"{begin}comme « grand témoin » du quartier, {'oui ' * 30}"
    cut = replace(first, topics=tuple(replace(topic, reasons=(("", said),)) for topic in first.topics))
    text = squash(printed(paper(cut)))
    assert "«…" not in text
    assert squash("Raisons déjà données : « On m’a invitée une fois") in text


@pytest.mark.judge("pdftotext")
def test_reasons_already_given_are_recalled_without_the_college_of_one_voice() -> None:
    view = undecided(DIVIDED)
    seen = view_meeting(view, 240)
    text = squash(printed(paper(seen), body_only=True))
    told = 0
    for topic in seen.topics:
        item = item_of(view, topic.code)
        alone = {c.college_short for c in item.counts if c.n + c.dont_know + c.not_applicable < view.nameable_from}
        assert not alone & {college for college, _ in topic.reasons}
        assert not any(name.startswith(short) for stake in topic.stakes for name in stake.colleges for short in alone)
        assert {reason for _, reason in topic.reasons} <= {argument.text for argument in item.arguments}
        told += len(topic.reasons)
    assert told
    assert text.count(squash("Raisons déjà données :")) == sum(bool(topic.reasons) for topic in seen.topics)
    silent = replace(seen, topics=tuple(replace(topic, reasons=()) for topic in seen.topics))
    assert squash(printed(paper(silent))).count(squash("Aucune raison écrite : demandez-en.")) == len(seen.topics)


def test_every_reason_is_told_in_a_plain_sentence() -> None:
    view = undecided(DIVIDED)
    first = item_of(view, view.agenda[0].code)
    for reason in REASONS:
        lone = replace(first, reasons=(reason,))
        changed = replace(view, agenda=(replace(view.agenda[0], reasons=(reason,)),), consensual=())
        sub = next(s for s in view.sub_objectives if first in s.indicators)
        objective = replace(view.objectives[0], sub_objectives=(replace(sub, indicators=(lone,)),))
        (topic,) = view_meeting(replace(changed, objectives=(objective,)), 60).topics
        (sentence,) = topic.why
        assert sentence.endswith(".")
        assert reason.value not in sentence


def test_times_are_those_of_the_clock_when_the_beginning_is_known() -> None:
    view = undecided(DIVIDED)
    relative, clock = view_meeting(view, 120), view_meeting(view, 120, 14 * 60)
    assert [slot.start for slot in relative.slots][:2] == ["0\u00a0h\u00a000", "0\u00a0h\u00a010"]
    assert [slot.start for slot in clock.slots][:2] == ["14\u00a0h\u00a000", "14\u00a0h\u00a010"]
    assert (clock.start, clock.end) == ("14\u00a0h\u00a000", "16\u00a0h\u00a000")
    assert view_meeting(view, 120, 23 * 60).end == "1\u00a0h\u00a000"


def test_what_lacks_only_arguments_is_adopted_and_not_discussed_too() -> None:
    view = undecided(OPEN)
    both = {line.code for line in view.agenda} & {code for code, _ in view.consensual}
    assert both
    seen = view_meeting(view, 120)
    assert both == {item.code for item in seen.adopted if item.unargued}
    assert not both & {topic.code for topic in seen.topics}


def test_nobody_sees_an_agenda_before_the_dialogue() -> None:
    with pytest.raises(Refusal, match="dialogue"):
        agenda_of(coevaluation(HIDDEN))
    with pytest.raises(ValueError, match="hidden"):
        view_meeting(coevaluation(HIDDEN), 120)
    document = next(document for document in DOCUMENTS if document.id == "ordre-du-jour")
    assert [phase for phase in Phase if not document.closed(phase)] == [Phase.DIALOGUE, Phase.POSITION]


def test_nothing_to_discuss_and_too_little_time_are_told() -> None:
    view = undecided(DIVIDED)
    with pytest.raises(Refusal, match="Rien n’est à discuter"):
        agenda_of(replace(view, agenda=(), consensual=()))
    with pytest.raises(Refusal, match="au moins 30\u00a0min"):
        agenda_of(view, 29)
    assert len(agenda_of(view, 30).topics) == 1
    agreed = agenda_of(replace(view, agenda=()), 60)
    assert [slot.moment for slot in agreed.slots] == [Moment.WELCOME, Moment.ADOPTION, Moment.MARGIN, Moment.CLOSING]
    assert paper(agreed).startswith(b"%PDF")


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.judge("pdffonts")
def test_the_largest_agenda_is_sound() -> None:
    content = paper(view_meeting(undecided(LARGE), 12 * 60, 9 * 60))
    check(content)
    assert all(embedded for _, embedded in fonts(content))
    assert content == paper(view_meeting(undecided(LARGE), 12 * 60, 9 * 60))
    assert "Pause" in printed(content)
    adopting = [page for page in printed(content).split("\f") if "À discuter" in page]
    assert len(adopting) > 1
    assert all("Niveau" in page for page in adopting)
    order = ["consignes", "deroule", "adoption", "questions", "cloture", "a-reporter", "imprevu", "regle"]
    assert list(SECTIONS) == order


@pytest.mark.judge("pdftotext")
def test_a_referential_of_another_shape_has_its_own_levels() -> None:
    loaded = load_pole(other_examples() / "ailleurs.yaml", other_referential())
    assert loaded.pole is not None
    contents = loaded.evaluations[0].model_copy(update={"positions": ()})
    study = Study(loaded.pole, contents, other_referential(), compute(contents, other_referential()))
    seen = view_meeting(view_coevaluation(study), 120)
    text = squash(printed(paper(seen), body_only=True))
    assert (
        text.count(squash("Convenu : niveau 1 2 3 4 5 6 désaccord reconnu ne concerne pas le pôle"))
        == len(seen.topics)
        > 0
    )
    for topic in seen.topics:
        for stake in topic.stakes:
            assert squash(f"{stake.rank}{stake.name}. {stake.descriptor}") in text


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
def test_hostile_words_are_printed_and_do_nothing() -> None:
    for hostile in (*HOSTILE, LONG, WITHOUT_SPACE):
        content = paper(view_meeting(with_words(undecided(DIVIDED), hostile), 60))
        assert squash(" ".join(hostile.split()))[:12] in squash(printed(content))
        inside = objects(content)
        for forbidden in ("/URI", "/JavaScript", "/JS ", "/Launch", "/EmbeddedFile", "/Subtype /Image"):
            assert forbidden not in inside


# By commands.


def test_it_is_printed_by_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    monkeypatch.chdir(tmp_path)

    def agenda(ident: str, *words: str) -> int:
        return run(("imprimer", "ordre-du-jour", ident, *words))

    def told() -> str:
        return capsys.readouterr().err.replace("\u00a0", " ")

    assert agenda(OPEN, "--duree", "1h30", "--debut", "14:00") == ExitCode.DONE
    assert (tmp_path / f"ordre-du-jour-{OPEN}.pdf").read_bytes().startswith(b"%PDF")
    assert agenda(OPEN, "--duree", "longtemps") == ExitCode.MISUSE
    assert "« longtemps » ne se lit pas : écrivez par exemple 2h, 1h30 ou 90min." in told()
    assert agenda(OPEN, "--duree", "13h") == ExitCode.MISUSE
    assert "trop longue : au plus 12 h" in told()
    assert agenda(OPEN, "--duree", "10min") == ExitCode.MISUSE
    assert "10 min ne suffisent pas" in told()
    assert agenda(OPEN, "--debut", "25:00") == ExitCode.MISUSE
    assert "« 25:00 » ne se lit pas" in told()
    assert agenda(HIDDEN) == ExitCode.PROBLEMS
    assert "avant la phase « dialogue »" in told()
