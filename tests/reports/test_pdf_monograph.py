"""The monograph tells a pôle in the frame of the workshop, with what is known, without names, with room to write."""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.monograph import Chapter, ChapterFrame, Frame
from ptce_ref.domain.result import compute
from ptce_ref.domain.theme import Section
from ptce_ref.loading.example import load_pole
from ptce_ref.loading.monograph import load_frame
from ptce_ref.program import run
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.monograph_view import MonographView, view_monograph
from ptce_ref.reports.pdf.debate import why_divided
from ptce_ref.reports.pdf.monograph import SECTIONS, write_monograph
from ptce_ref.reports.study import Study
from ptce_ref.resources import templates_folder
from ptce_ref.services.monograph import monograph_at, monograph_of, sound_frame
from ptce_ref.services.outcome import produce
from ptce_ref.services.pole import add_pole
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base
from tests.folder import lasting_folder
from tests.other_shape import other_examples, other_referential
from tests.reports.pdf_reader import check, objects, printed, properties, squash
from tests.reports.pdf_sample import HOSTILE, LONG, WITHOUT_SPACE, with_words
from tests.samples import examples, shipped_referential, shipped_theme

TITLES = (
    "L’origine et la marge de manœuvre",
    "L’innovation sociale",
    "La participation",
    "Les frictions, et comment elles se règlent",
    "Les outils de la coopération",
)
DEEP, SMALL, ASKING = "val-de-sorne", "quai-des-partages", "faubourg-des-forges"


def written(view: MonographView) -> bytes:
    """The monograph of ``view`` with the shipped theme."""
    target = io.BytesIO()
    write_monograph(view, shipped_theme(), target)
    return target.getvalue()


@cache
def view_of(pole: str) -> MonographView:
    """The account of a pôle of the examples, or of a new one of which nothing is known."""
    base = example_base(lasting_folder("monographie"))
    with open_workspace(base, clock=clock) as workspace:
        add_pole(workspace, {"nom": "Pôle tout neuf"})
        return monograph_of(workspace, pole, sound_frame())


@cache
def text_of(pole: str) -> str:
    """Its text after the contents."""
    return printed(written(view_of(pole)), body_only=True).split("\f", 2)[2]


def chapter(text: str, title: str) -> str:
    """The text of a chapter, up to the next one."""
    _, found, rest = text.partition(f"{title}\n")
    assert found, title
    ends = [rest.find(f"{other}\n") for other in (*TITLES, "Et maintenant", "Trajectoires") if other != title]
    return squash(rest[: min((end for end in ends if end >= 0), default=len(rest))])


@pytest.mark.judge("pdftotext")
def test_each_chapter_asks_its_questions_says_what_the_card_knows_and_leaves_room() -> None:
    view, text = view_of(DEEP), text_of(DEEP)
    asks = ("Qui a eu l’idée", "D’où vient la nouveauté", "Qui prépare", "Quel moment", "Quels outils")
    for title, asked in zip(TITLES, asks, strict=True):
        assert squash(asked) in chapter(text, title)
        assert squash("À raconter") in chapter(text, title)
    for name, title in zip(Chapter, TITLES, strict=False):
        for line in view.chapters[name].card:
            assert squash(line.value) in chapter(text, title)
    assert view.chapters[Chapter.ORIGIN].card


@pytest.mark.judge("pdftotext")
def test_each_question_of_the_evaluation_is_told_in_its_chapter_or_among_the_frictions() -> None:
    view, text = view_of(DEEP), text_of(DEEP)
    assert view.told is not None
    assert sum(len(said.questions) for said in view.chapters.values()) == len(view.told.indicators)
    frictions = chapter(text, TITLES[3])
    for name, title in zip(Chapter, TITLES, strict=False):
        for item in view.chapters[name].questions:
            assert squash(f"{item.code} {item.title}") in chapter(text, title)
            if why_divided(item):
                assert squash(f"{item.code} {item.title}{item.question}") in frictions


@pytest.mark.judge("pdftotext")
def test_positions_and_minority_opinions_are_all_told_and_arguments_keep_their_college() -> None:
    for pole in (DEEP, SMALL):
        view, text = view_of(pole), squash(text_of(pole))
        assert view.told is not None
        for item in view.told.indicators:
            if item.position is not None:
                assert squash(item.position.argument) in text
                assert squash(item.position.minority_opinion) in text
            said = [squash(argument.text) in text for argument in item.arguments]
            assert sum(said) >= min(3, len(said))
        assert any(not item.position.agreed for item in view.told.indicators if item.position)
        assert squash("Un désaccord que le groupe reconnaît") in text


@pytest.mark.judge("pdftotext")
def test_the_count_of_the_other_arguments_is_never_alone_at_the_top_of_a_page() -> None:
    pages = printed(written(view_of(DEEP)), body_only=True).split("\f")
    assert any(squash("dans le rapport de co-évaluation.") in squash(page) for page in pages)
    tops = [page.strip().splitlines()[0] for page in pages if page.strip()]
    assert [top for top in tops if "dans le rapport de co-évaluation" in top] == []


@pytest.mark.judge("pdftotext")
def test_nobody_is_named() -> None:
    view, text = view_of(DEEP), squash(text_of(DEEP))
    assert view.told is not None
    assert any(action.who for action in view.told.actions)
    for action in view.told.actions:
        assert squash(action.what) in text
        assert not action.who or squash(action.who) not in text
    for _, contents in examples().values():
        for person in contents.respondents:
            assert not person.name or squash(person.name) not in text


@pytest.mark.judge("pdftotext")
def test_while_opinions_come_nothing_of_them_is_told() -> None:
    view, text = view_of(ASKING), squash(text_of(ASKING))
    assert view.told is not None
    assert view.told.hidden
    assert squash("Les avis sont encore en cours") in text
    for said in ("Ce que dit l’évaluation", "Position du groupe", "médiane", "Un désaccord que le groupe"):
        assert squash(said) not in text
    # Nor from a view that would carry opinions all the same.
    open_view = view_of(SMALL)
    assert open_view.told is not None
    leaky = replace(open_view, told=replace(open_view.told, hidden=True, phase="avis"), trajectories=(), peer_views=())
    hidden = squash(printed(written(leaky)))
    for item in open_view.told.indicators:
        assert all(squash(argument.text) not in hidden for argument in item.arguments)
        assert item.position is None or squash(item.position.argument) not in hidden


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
def test_a_pole_of_which_nothing_is_known_gets_a_monograph_to_write() -> None:
    view = view_of("pole-tout-neuf")
    assert view.told is None
    text = text_of("pole-tout-neuf")
    assert squash("cette monographie part de la fiche d’identité seule") in squash(text)
    assert "non renseigné" not in text.replace("\xa0", " ")
    assert all(squash("À raconter") in chapter(text, title) for title in TITLES)
    check(written(view))


@pytest.mark.judge("pdftotext")
def test_dates_and_the_look_of_another_pole_are_part_of_the_story() -> None:
    three_bridges = squash(text_of("les-trois-ponts"))
    for milestone in view_of("les-trois-ponts").milestones:
        assert squash(wording.long_date(milestone.date) + milestone.title) in three_bridges
    assert squash("Trajectoires") in three_bridges
    crossed = view_of(SMALL)
    assert crossed.told is not None
    assert crossed.told.mode == "auto-évaluation"
    assert squash("vu par lui-même et par un autre pôle") in squash(text_of(SMALL))


def test_the_account_of_an_evaluation_rests_on_it_and_never_on_what_another_pole_said(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        told = {
            ident: monograph_at(workspace, ident, sound_frame()).told
            for ident in ("les-trois-ponts-2023", "quai-des-partages-2026-pair")
        }
        outcomes = list(produce(workspace, "les-trois-ponts-2023", ["monographie"], tmp_path))
    assert [found and found.id for found in told.values()] == ["les-trois-ponts-2023", "quai-des-partages-2026-auto"]
    assert [outcome.file.name for outcome in outcomes] == ["monographie-les-trois-ponts-2023.pdf"]
    assert outcomes[0].size


@pytest.mark.judge("pdftotext")
def test_with_another_referential_everything_is_told_elsewhere() -> None:
    loaded, referential = load_pole(next(other_examples().glob("*.yaml")), other_referential()), other_referential()
    assert loaded.pole is not None
    said = loaded.evaluations[0]
    told = view_coevaluation(Study(loaded.pole, said, referential, compute(said, referential)))
    view = view_monograph(loaded.pole, referential, Frame(), "2026-11-22", [said.evaluation], told)
    assert len(view.chapters[Chapter.ELSEWHERE].questions) == len(told.indicators)
    text = squash(printed(written(view), body_only=True))
    assert squash("Ce que l’évaluation dit aussi") in text
    for item in told.indicators:
        assert squash(f"{item.code} {item.title}") in text
    assert squash("Ce que l’évaluation dit aussi") not in squash(text_of(DEEP))


def test_a_question_goes_to_the_chapter_that_names_it_first_of_all() -> None:
    indicator = next(item for item in shipped_referential().indicators if item.vigilance)
    chapters = [
        ChapterFrame(chapter=Chapter.TOOLS, themes=(indicator.theme,)),
        ChapterFrame(chapter=Chapter.PARTICIPATION, sub_objectives=(indicator.sub_objective,)),
        ChapterFrame(chapter=Chapter.FRICTION, vigilances=(indicator.vigilance or "",)),
        ChapterFrame(chapter=Chapter.ORIGIN, indicators=(indicator.id,)),
    ]
    found = []
    while chapters:
        found.append(Frame(chapters=tuple(chapters)).chapter_of(indicator))
        chapters.pop()
    assert found == [Chapter.ORIGIN, Chapter.FRICTION, Chapter.PARTICIPATION, Chapter.TOOLS]
    assert Frame().chapter_of(indicator) is Chapter.ELSEWHERE


def test_every_word_of_the_shipped_frame_exists() -> None:
    referential, frame = shipped_referential(), sound_frame()
    known = {
        "sub_objectives": {item.id for item in referential.sub_objectives},
        "themes": {item.id for item in referential.themes},
        "vigilances": {item.id for item in referential.vigilances},
        "indicators": {item.id for item in referential.indicators},
        "card": {line.key for pole in (DEEP, SMALL) for line in view_of(pole).pole.card}
        | {line.key for pole in (DEEP, SMALL) for said in view_of(pole).chapters.values() for line in said.card}
        | {item.id for item in referential.card.criteria},
    }
    for chapter_frame in frame.chapters:
        for attribute, ids in known.items():
            assert set(getattr(chapter_frame, attribute)) <= ids, (chapter_frame.chapter, attribute)
    for attribute in known:
        named = [ident for item in frame.chapters for ident in getattr(item, attribute)]
        assert len(named) == len(set(named)), f"named by two chapters: {attribute}"
    assert not any(frame.chapter_of(item) is Chapter.ELSEWHERE for item in referential.indicators)


def test_mistakes_of_the_frame_are_found_with_their_line(tmp_path: Path) -> None:
    shipped = (templates_folder() / "monographie.yaml").read_text(encoding="utf-8")
    wrong = shipped.replace('chapitre: "outils"', 'chapitre: "outlis"').replace("vigilances: [", "vigilence: [", 1)
    (tmp_path / "monographie.yaml").write_text(wrong, encoding="utf-8")
    lines = wrong.splitlines()
    found = {(p.place.line, p.nearest) for p in load_frame(tmp_path).problems}
    at = {word: next(i for i, line in enumerate(lines, start=1) if word in line) for word in ("outlis", "vigilence")}
    assert found == {(at["outlis"], "outils"), (at["vigilence"], "vigilances")}


@pytest.mark.judge("pdftotext")
def test_templates_change_texts_and_sections(tmp_path: Path) -> None:
    (tmp_path / "textes").mkdir()
    (tmp_path / "textes" / "monographie-origine.md").write_text("Notre **propre** question ?\n", encoding="utf-8")
    shipped = shipped_theme()
    kept = (Section(id="suite"), Section(id="origine", title="D’où l’on vient"))
    fonts = {name: str(shipped.folder / file) for name, file in shipped.fonts.model_dump().items()}
    theme = shipped.model_copy(
        update={
            "folder": tmp_path,
            "fonts": shipped.fonts.model_copy(update=fonts),
            "documents": {"monographie": kept},
        }
    )
    target = io.BytesIO()
    write_monograph(view_of("pole-tout-neuf"), theme, target)
    text = squash(printed(target.getvalue(), body_only=True))
    assert text.index(squash("Et maintenant")) < text.index(squash("D’où l’on vient Notre propre question ?"))
    assert squash(TITLES[1]) not in text
    assert [section.id for section in shipped.documents["monographie"]] == list(SECTIONS)


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("hostile", ["\n".join(HOSTILE), LONG, WITHOUT_SPACE], ids=["signes", "long", "sans espace"])
def test_hostile_words_everywhere_are_printed_and_do_nothing(hostile: str) -> None:
    view = view_of(SMALL)
    assert view.told is not None
    line = " ".join(hostile.split())
    first = view.told.objectives[0]
    few = replace(view.told, objectives=(replace(first, sub_objectives=first.sub_objectives[:1]),))
    told = with_words(few, hostile)
    questions = {name: replace(said, questions=()) for name, said in view.chapters.items()}
    lines = tuple(replace(line_, label=line, value=hostile) for line_ in view.chapters[Chapter.ORIGIN].card[:2])
    questions[Chapter.ORIGIN] = replace(view.chapters[Chapter.ORIGIN], questions=told.indicators, card=lines)
    loud = replace(
        view,
        pole=told.pole,
        told=told,
        chapters=questions,
        milestones=tuple(replace(item, title=line) for item in view.milestones),
    )
    content = written(loud)
    assert squash(hostile)[:12] in squash(printed(content))
    inside = objects(content)
    for forbidden in ("/URI", "/JavaScript", "/Launch", "/EmbeddedFile", "/Subtype /Image"):
        assert forbidden not in inside
    check(content)


def test_the_same_account_gives_the_same_bytes() -> None:
    assert written(view_of(SMALL)) == written(view_of(SMALL))


@pytest.mark.judge("pdfinfo")
def test_the_command_takes_a_pole_by_its_name_and_warns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    monkeypatch.chdir(tmp_path)
    assert run(("imprimer", "monographie", "quai des partages")) == ExitCode.DONE
    assert "Relisez-les avant de transmettre" in capsys.readouterr().err
    said = properties(Path("monographie-quai-des-partages.pdf").read_bytes())
    assert said["Title"].replace("\xa0", " ") == "Monographie – Quai des Partages"
    assert run(("imprimer", "monographie", "quai-des-partage")) == ExitCode.MISUSE
    assert "quai-des-partages" in capsys.readouterr().err
