"""The agenda of the meeting on paper: what it holds, why, who begins, and what waits for another time."""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.agenda import REASONS, Reason
from ptce_ref.domain.agenda_time import Moment
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.program import run
from ptce_ref.reports.agenda_view import MeetingAgendaView, view_meeting
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.pdf.agenda import SECTIONS, write_agenda
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView, IndicatorView
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
    assert int(properties(content)["Pages"]) <= 4
    text = squash(printed(content, body_only=True))
    place = 0
    for topic in seen.topics:
        place = text.index(squash(f"{topic.number}. {topic.code} {topic.title}{topic.start} · {topic.length}"), place)
        item = item_of(view, topic.code)
        assert item.total is not None
        block = text[place : text.index(squash("Convenu : niveau"), place)]
        assert squash(item.question) in block
        for voices, descriptor in zip(item.total.levels, item.descriptors, strict=True):
            # Only the levels people gave are at stake.
            assert (squash(descriptor) in block) is bool(voices)
        for sentence in topic.why:
            assert squash(sentence) in block
    for code, title in (*((item.code, item.title) for item in seen.adopted), *(p[:2] for p in seen.postponed)):
        assert squash(f"{code} {title}") in text
    for slot in seen.slots:
        assert squash(f"{slot.start}{slot.length}") in text


@pytest.mark.parametrize(("ident", "minutes"), [(DIVIDED, 120), (LARGE, 240), (OPEN, 90)])
def test_each_question_of_the_agenda_is_somewhere_and_the_order_is_kept(ident: str, minutes: int) -> None:
    view = undecided(ident)
    seen = view_meeting(view, minutes)
    adopted = [item.code for item in seen.adopted]
    assert adopted == [code for code, _ in view.consensual]
    there = [topic.code for topic in seen.topics] + [code for code, _, _ in seen.postponed]
    assert there == [line.code for line in view.agenda if line.code not in adopted]
    assert [slot.topic for slot in seen.slots if slot.topic] == [topic.number for topic in seen.topics]


def test_those_farthest_apart_speak_first_then_those_who_do_not_know() -> None:
    view = undecided(DIVIDED)
    for topic in view_meeting(view, 240).topics:
        item = item_of(view, topic.code)
        medians = {
            c.college: c.median
            for c in item.counts
            if c.median is not None and c.n + c.dont_know + c.not_applicable > 1
        }
        if min(medians.values()) < max(medians.values()):
            low, high = topic.turns[:2]
            assert low.what.startswith("le plus bas")
            assert {medians[name] for name in low.colleges} == {min(medians.values())}
            assert high.what.startswith("le plus haut")
            assert {medians[name] for name in high.colleges} == {max(medians.values())}
        asking = [turn for turn in topic.turns if turn.what == "ceux qui ne savent pas"]
        if Reason.DONT_KNOW in item.reasons:
            assert asking == [topic.turns[-1]]
        for turn in asking:
            assert all(next(c for c in item.counts if c.college == name).dont_know for name in turn.colleges)


@pytest.mark.judge("pdftotext")
def test_reasons_already_given_are_recalled_without_the_college_of_one_voice() -> None:
    view = undecided(DIVIDED)
    seen = view_meeting(view, 240)
    text = squash(printed(paper(seen), body_only=True))
    told = 0
    for topic in seen.topics:
        item = item_of(view, topic.code)
        alone = {c.college_short for c in item.counts if c.n + c.dont_know + c.not_applicable == 1}
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
        lone = replace(first, reasons=(reason.value,))
        changed = replace(view, agenda=(replace(view.agenda[0], reasons=(reason.value,)),), consensual=())
        sub = next(s for s in view.sub_objectives if first in s.indicators)
        objective = replace(view.objectives[0], sub_objectives=(replace(sub, indicators=(lone,)),))
        (topic,) = view_meeting(replace(changed, objectives=(objective,)), 60).topics
        (sentence,) = topic.why
        assert sentence.endswith(".")
        assert reason.value not in sentence


def test_times_are_those_of_the_clock_when_the_beginning_is_known() -> None:
    view = undecided(DIVIDED)
    relative, clock = view_meeting(view, 120), view_meeting(view, 120, 14 * 60)
    assert [slot.start for slot in relative.slots][:3] == ["0\u00a0h\u00a000", "0\u00a0h\u00a010", "0\u00a0h\u00a020"]
    assert [slot.start for slot in clock.slots][:3] == ["14\u00a0h\u00a000", "14\u00a0h\u00a010", "14\u00a0h\u00a020"]
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
    with pytest.raises(Refusal, match="au moins 35\u00a0min"):
        agenda_of(view, 34)
    assert len(agenda_of(view, 35).topics) == 1
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
    assert list(SECTIONS) == ["consignes", "deroule", "adoption", "a-reporter", "questions", "regle"]


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
