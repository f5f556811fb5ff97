"""The questionnaire on paper: few sheets, every word on them, in the order and with the keys of the quick mode."""

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.loading.example import load_pole
from ptce_ref.program import run
from ptce_ref.reports.pdf import paper_questionnaire
from ptce_ref.reports.pdf.page import HEIGHT
from ptce_ref.reports.pdf.paper_mark import LINE, Blank, Box, FormLine
from ptce_ref.reports.pdf.paper_question import DONT_KNOW, NOT_APPLICABLE
from ptce_ref.reports.pdf.paper_questionnaire import SECTIONS, write_paper_questionnaire
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.questionnaire_view import QuestionnaireView, view_questionnaire
from ptce_ref.tui.widgets import level_scale
from tests.bases import example_base
from tests.other_shape import LEVEL_NAMES, other_examples, other_referential
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, squash
from tests.reports.pdf_reader import run as read
from tests.reports.pdf_sample import HOSTILE, LONG, WITHOUT_SPACE
from tests.samples import examples, shipped_referential, shipped_theme

SHORT_PATH, WHOLE_PATH = "rivages-de-lanvor-2026", "faubourg-des-forges-2026"
MILLIMETRE = 72 / 25.4


def view(ident: str, *, respondent: str = "", college: str = "") -> QuestionnaireView:
    pole, contents = examples()[ident]
    person = next((p for p in contents.respondents if p.id == respondent), None)
    return view_questionnaire(pole, contents.evaluation, shipped_referential(), respondent=person, college=college)


def paper(seen: QuestionnaireView, *, figures: bool = False) -> bytes:
    target = io.BytesIO()
    write_paper_questionnaire(seen, shipped_theme(), target, figures=figures)
    return target.getvalue()


@cache
def blank() -> bytes:
    """The short path with as much as it may ask: every college may answer, and must say why."""
    colleges = tuple((college.id, college.name) for college in shipped_referential().colleges)
    return paper(replace(view(SHORT_PATH), colleges=colleges, argument_required=True))


@cache
def whole() -> bytes:
    return paper(view(WHOLE_PATH, college="habitants"))


def pages(content: bytes) -> list[str]:
    return printed(content).split("\f")[:-1]


def block(seen: QuestionnaireView, code: str) -> str:
    """A question as it must read on paper: what to say first, then each box with its key, and its sentence."""
    question = next(item for item in seen.questions if item.code == code)
    levels = "".join(f"{rank}{text}" for rank, text in enumerate(question.levels, start=1))
    return squash(
        f"{question.code}{question.question}Pourquoi ? Un fait, un exemple…{levels}"
        f"{DONT_KNOW} Je ne sais pas {NOT_APPLICABLE} Ne nous concerne pas, parce que"
    )


@pytest.mark.judge("pdfinfo")
def test_the_short_path_holds_on_three_sheets() -> None:
    assert len(view(SHORT_PATH).questions) == 27
    said = properties(blank())
    assert int(said["Pages"]) <= 6
    assert said["Page size"].startswith("595.276 x 841.89")


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("ident", [SHORT_PATH, WHOLE_PATH])
def test_every_question_is_whole_on_one_page_and_in_the_order_of_the_quick_mode(ident: str) -> None:
    content = blank() if ident == SHORT_PATH else whole()
    seen = view(ident)
    on_pages = [squash(page) for page in pages(content)]
    reached = [next(n for n, page in enumerate(on_pages) if block(seen, q.code) in page) for q in seen.questions]
    assert reached == sorted(reached)
    text = "".join(on_pages)
    places = [text.index(block(seen, question.code)) for question in seen.questions]
    assert places == sorted(places)
    referential = shipped_referential()
    asked = set(examples()[ident][1].evaluation.indicators)
    quick = [
        item.code
        for objective in referential.objectives
        for sub in referential.sub_objectives_of(objective.id)
        for item in referential.indicators_of(sub.id)
        if item.id in asked
    ]
    assert [question.code for question in seen.questions] == quick


def test_the_keys_on_paper_are_those_of_the_keyboard() -> None:
    assert (NOT_APPLICABLE, DONT_KNOW) == (level_scale.NOT_APPLICABLE, level_scale.DONT_KNOW)


@pytest.mark.judge("pdftotext")
def test_a_pile_that_falls_can_be_sorted() -> None:
    person = examples()[SHORT_PATH][1].respondents[0]
    seen = view(SHORT_PATH, respondent=person.id)
    college = shipped_referential().college_by_id[person.college].name
    for content, who in (
        (blank(), "Pseudonyme : Collège :"),
        (paper(seen), f"Pseudonyme : {person.id} Collège : {college}"),
    ):
        told = pages(content)
        for number, page in enumerate(told, start=1):
            assert squash(f"{SHORT_PATH} {who}") in squash(page)
            assert squash(f"page {number} sur {len(told)}") in squash(page)


@pytest.mark.judge("pdftotext")
def test_a_known_person_is_not_asked_who_they_are_nor_shown_what_they_said() -> None:
    pole, contents = examples()[SHORT_PATH]
    person = contents.respondents[0].model_copy(update={"name": "Nom Connu", "organisation": "Maison Connue"})
    answers = {a.indicator_id: a for a in contents.answers if a.respondent_id == person.id}
    seen = view_questionnaire(pole, contents.evaluation, shipped_referential(), respondent=person, answers=answers)
    text = squash(printed(paper(seen)))
    assert squash("Votre nom") not in text
    assert squash("Vous répondez comme") not in text
    for kept in ("Nom Connu", "Maison Connue", *(a.argument for a in answers.values() if a.argument)):
        assert squash(kept) not in text
    assert squash("Votre nom ou un pseudonyme") in squash(printed(blank()))
    asked = squash(printed(blank()))
    for college in shipped_referential().colleges:
        assert squash(college.name) in asked


@pytest.mark.judge("pdftotext")
def test_the_level_hoped_for_and_the_figures_are_asked_only_when_they_must() -> None:
    seen = view(SHORT_PATH)
    without = squash(printed(blank()))
    assert squash("Le niveau que vous souhaitez") not in without
    text = squash(printed(paper(replace(seen, asks_wished_level=True), figures=True)))
    assert text.count(squash("Le niveau que vous souhaitez 1 2 3 4 En quelle année ?")) == len(seen.questions)
    asked = [(question.code, field.label) for question in seen.questions for field in question.figures]
    assert len(asked) > 20
    for code, label in asked:
        assert squash(f"{code} {label}") in text
        assert squash(f"{code} {label}") not in without


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.judge("pdffonts")
def test_it_is_sound_and_large_enough_to_fill() -> None:
    check(blank())
    assert all(embedded for _, embedded in fonts(blank()))
    boxes = re.findall(r"([\d.]+) ([\d.]+) re\b", objects(blank()))
    squares = [pair for pair in boxes if float(pair[0]) == float(pair[1])]
    # Four levels, « ne sait pas », « non concerné » for each question, and the colleges.
    assert len(squares) == 6 * 27 + len(shipped_referential().colleges)
    assert all(float(width) >= 5 * MILLIMETRE - 0.01 for width, _ in squares)


def test_what_is_drawn_says_in_words_what_it_is() -> None:
    line = FormLine(Look(shipped_theme()), Box("s"), "Je ne sais pas", Blank())
    assert line.alternative == "(case s) Je ne sais pas (ligne à remplir)"


def test_the_same_questionnaire_gives_the_same_bytes() -> None:
    assert paper(view(SHORT_PATH)) == paper(view(SHORT_PATH))


@pytest.mark.judge("pdftotext")
def test_a_referential_of_another_shape_has_its_own_boxes() -> None:
    loaded = load_pole(other_examples() / "ailleurs.yaml", other_referential())
    assert loaded.pole is not None
    seen = view_questionnaire(loaded.pole, loaded.evaluations[0].evaluation, other_referential())
    text = squash(printed(paper(replace(seen, asks_wished_level=True))))
    for question in seen.questions:
        assert block(seen, question.code) in text
    assert squash("Le niveau que vous souhaitez 1 2 3 4 5 6 En quelle année ?") in text
    assert squash(", ".join(f"{rank} · {name}" for rank, name in enumerate(LEVEL_NAMES, start=1))) in text


def with_words(seen: QuestionnaireView, text: str) -> QuestionnaireView:
    """One question a group, every text of the referential and of the pôle being ``text``."""
    groups = tuple(
        replace(
            group,
            name=text,
            questions=tuple(
                replace(question, question=text, levels=(text,) * len(question.levels))
                for question in group.questions[:1]
            ),
        )
        for group in seen.groups[:2]
    )
    colleges = tuple((ident, text) for ident, _ in seen.colleges)
    return replace(seen, groups=groups, pole=text, evaluation=text, use=text, colleges=colleges)


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
def test_hostile_words_are_printed_and_do_nothing() -> None:
    for hostile in HOSTILE:
        line = " ".join(hostile.split())
        content = paper(with_words(view(SHORT_PATH), line), figures=True)
        assert squash(printed(content)).count(squash(line)) >= 10
        for forbidden in ("/URI", "/JavaScript", "/JS ", "/Launch", "/EmbeddedFile", "/Subtype /Image"):
            assert forbidden not in objects(content)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("text", [LONG, WITHOUT_SPACE], ids=["long", "sans espace"])
def test_texts_that_no_page_can_hold_flow_and_are_whole(text: str) -> None:
    content = paper(with_words(view(SHORT_PATH), text))
    # Without the head of each page, and its number, which is drawn last.
    read = squash("".join(re.sub(r"page \d+ sur \d+\s*$", "", page.partition("\n")[2]) for page in pages(content)))
    assert read.count(squash(text)) >= 10


def feet(content: bytes, word: str = "concerne") -> list[float]:
    """How low the last ``word`` of each page stands, in points from its top; 0 where there is none."""
    told = read("pdftotext", "-bbox", "{}", "-", content=content).split("<page ")[1:]
    return [max(map(float, re.findall(rf'yMax="([\d.]+)">{word}</word>', page)), default=0.0) for page in told]


def asked_by_page(content: bytes) -> list[set[str]]:
    return [set(re.findall(r"\b[A-Z]\d\.\d+\b", page)) for page in pages(content)]


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("wished", [False, True])
def test_what_a_page_leaves_is_lines_to_write_on_and_no_question_moves(
    wished: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = replace(view(WHOLE_PATH, college="habitants"), asks_wished_level=wished)
    shared = paper(seen)
    monkeypatch.setattr(paper_questionnaire, "share_page", lambda *_: None)
    tight = paper(seen)
    assert asked_by_page(shared) == asked_by_page(tight)
    lowest = "souhaitez" if wished else "concerne"
    # The foot of the page, then the end of the box under the last word.
    reached = max(feet(tight, lowest))
    assert sum(foot < reached - LINE for foot in feet(tight, lowest)[:-1]) > 3
    assert all(foot > reached - 1.5 * LINE for foot in feet(shared, lowest)[:-1])


@pytest.mark.judge("pdftotext")
def test_a_single_question_is_a_questionnaire_and_does_not_fill_its_page() -> None:
    seen = view(SHORT_PATH)
    one = replace(seen, groups=(replace(seen.groups[0], questions=seen.groups[0].questions[:1]),), colleges=())
    content = paper(one)
    (why,), (unknown,) = feet(content, "Pourquoi"), feet(content, "sais")
    assert 7 * LINE < unknown - why < 9.5 * LINE
    assert unknown < HEIGHT


def test_the_sections_of_the_questionnaire_are_those_that_templates_may_name() -> None:
    assert list(SECTIONS) == ["consignes", "identite", "questions", "chiffres"]


# By commands.


def test_it_is_printed_by_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    monkeypatch.chdir(tmp_path)
    command = ("imprimer", "questionnaire", WHOLE_PATH)
    assert run((*command, "--college", "habitants", "--chiffres")) == ExitCode.DONE
    assert (tmp_path / f"questionnaire-papier-{WHOLE_PATH}-habitants.pdf").read_bytes().startswith(b"%PDF")
    assert run((*command, "--repondant", "r01", "--college", "habitants")) == ExitCode.MISUSE
    assert run((*command, "--college", "habitant")) == ExitCode.MISUSE
    assert "Vouliez-vous dire « habitants » ?" in capsys.readouterr().err.replace("\u00a0", " ")
    assert run(("imprimer", "questionnaire", SHORT_PATH)) == ExitCode.PROBLEMS


@pytest.mark.judge("pdftotext")
def test_whoever_fills_it_can_read_to_whom_and_by_when_it_is_given_back() -> None:
    first = (pages(content)[0] for content in (blank(), paper(view(SHORT_PATH, respondent="r01"))))
    assert all(squash("À rendre à : avant le :") in squash(page) for page in first)
