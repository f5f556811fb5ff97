"""« ptce imprimer fiches » and « ptce imprimer cartes »: what is chosen, what is refused, what is written where."""

import shutil
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run
from ptce_ref.reports.agenda_view import view_meeting
from tests.bases import example_base
from tests.other_shape import other_folder
from tests.reports.pdf_reader import printed, properties, squash
from tests.samples import coevaluation, shipped_referential

OPEN, ASKING, CLOSED = "clairbois-2026", "faubourg-des-forges-2026", "val-de-sorne-2026"
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    work = tmp_path / "travail"
    work.mkdir()
    monkeypatch.chdir(work)


def ptce(*words: str) -> int:
    return run(("imprimer", *words))


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("pdftotext")
def test_the_sheets_of_the_questions_named_are_printed(capsys: Printed) -> None:
    assert ptce("fiches", OPEN, "--question", "t1.03", "--question", "C2.01") == ExitCode.DONE
    assert f"fiches-{OPEN}.pdf" in capsys.readouterr().out
    content = Path(f"fiches-{OPEN}.pdf").read_bytes()
    assert properties(content)["Pages"] == "2"
    assert squash("T1.03 Accès aux biens et services") in squash(printed(content))


@pytest.mark.judge("pdftotext")
def test_the_agenda_chooses_what_divides() -> None:
    assert ptce("fiches", OPEN, "--ordre-du-jour", "--sortie", "f.pdf") == ExitCode.DONE
    text = squash(printed(Path("f.pdf").read_bytes()))
    view = coevaluation(OPEN)
    on_agenda = {entry.code for entry in view.agenda}
    assert on_agenda
    for item in view.indicators:
        assert (squash(item.question) in text) is (item.code in on_agenda)


@pytest.mark.judge("pdftotext")
def test_the_sheets_of_a_meeting_are_those_of_its_agenda_in_its_order() -> None:
    view = coevaluation(OPEN)
    for words, minutes in (("2h", 120), ("30min", 30)):
        assert ptce("fiches", OPEN, "--duree", words, "--sortie", "f.pdf") == ExitCode.DONE
        text = squash(printed(Path("f.pdf").read_bytes()))
        topics = view_meeting(view, minutes).topics
        assert topics
        places = [text.index(squash(topic.question)) for topic in topics]
        assert places == sorted(places)
        kept = {topic.code for topic in topics}
        assert not any(squash(item.question) in text for item in view.indicators if item.code not in kept)
    assert ptce("fiches", OPEN, "--duree", "30min", "--question", "E3.11", "--sortie", "f.pdf") == ExitCode.DONE
    assert properties(Path("f.pdf").read_bytes())["Pages"] == "2"


@pytest.mark.judge("pdftotext")
def test_the_cards_of_a_meeting_are_those_of_its_sheets_in_the_same_order(capsys: Printed) -> None:
    view = coevaluation(OPEN)
    topics = view_meeting(view, 120).topics
    named = next(item for item in view.indicators if item.code not in {topic.code for topic in topics})
    words = (OPEN, "--duree", "2h", "--question", named.code, "--sortie", "c.pdf")
    assert ptce("fiches", *words) == ExitCode.DONE
    assert ptce("cartes", *words) == ExitCode.DONE
    told = capsys.readouterr().err.replace("\u00a0", " ")
    text = squash(printed(Path("c.pdf").read_bytes()))
    wanted = [*(topic.question for topic in topics), named.question]
    places = [text.index(squash(question)) for question in wanted]
    # Two cards side by side are read line by line: only sheets follow one another.
    assert [place for rank, place in enumerate(places) if rank % 4 == 0] == sorted(places[::4])
    assert [
        item.code for item in view.indicators if squash(item.question) in text and item.question not in wanted
    ] == []
    assert f"{-(-len(wanted) // 4) + 3} feuilles" in told


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("fiches", ASKING, "--remplies"), "à partir de la phase « dialogue »", ExitCode.PROBLEMS),
        (("fiches", ASKING, "--ordre-du-jour"), "à partir de la phase « dialogue »", ExitCode.PROBLEMS),
        (("fiches", CLOSED, "--ordre-du-jour"), "est vide", ExitCode.PROBLEMS),
        (("fiches", ASKING, "--duree", "2h"), "que personne ne voit avant la phase", ExitCode.PROBLEMS),
        (("fiches", OPEN, "--tous-les-colleges"), "--tous-les-colleges va avec --remplies", ExitCode.MISUSE),
        (("fiches", OPEN, "--duree", "10min"), "ne suffisent pas", ExitCode.MISUSE),
        (("fiches", OPEN, "--duree", "longtemps"), "ne se lit pas", ExitCode.MISUSE),
        (("cartes", ASKING, "--duree", "2h"), "que personne ne voit avant la phase", ExitCode.PROBLEMS),
        (("cartes", OPEN, "--duree", "longtemps"), "ne se lit pas", ExitCode.MISUSE),
        (("cartes", "--duree", "2h"), "de quelle évaluation", ExitCode.MISUSE),
        (("fiches", CLOSED, "--question", "T1.99"), "Vouliez-vous dire « T1.09 »", ExitCode.MISUSE),
        (("cartes", "--question", "Z9"), "n’existe pas", ExitCode.MISUSE),
        (("cartes", OPEN, "--referentiel", "."), "a déjà son référentiel", ExitCode.MISUSE),
    ],
)
def test_what_cannot_be_printed_is_said_and_leaves_no_file(
    words: tuple[str, ...], said: str, code: ExitCode, capsys: Printed
) -> None:
    assert ptce(*words) == code
    assert said in capsys.readouterr().err.replace("\u00a0", " ")
    assert not list(Path().iterdir())


@pytest.mark.judge("pdftotext")
def test_small_colleges_are_apart_on_filled_sheets_only_when_that_is_asked_for(capsys: Printed) -> None:
    words = ("fiches", CLOSED, "--question", "E1.10", "--remplies", "--sortie", "f.pdf")
    assert ptce(*words) == ExitCode.DONE
    assert "Une seule personne" not in capsys.readouterr().err
    together = squash(printed(Path("f.pdf").read_bytes()))
    assert squash("Une personne dit :") in together
    assert ptce(*words, "--tous-les-colleges") == ExitCode.DONE
    assert "Une seule personne répond pour" in capsys.readouterr().err.replace("\u00a0", " ")
    apart = squash(printed(Path("f.pdf").read_bytes()))
    assert squash("Salariées et salariés · niveau 1") in apart
    assert squash("Salariées et salariés") not in together


@pytest.mark.judge("pdfinfo")
def test_cards_need_no_evaluation() -> None:
    assert ptce("cartes", "--par-page", "8", "--recto-verso", "bord-court") == ExitCode.DONE
    pages = int(properties(Path("cartes-ptce.pdf").read_bytes())["Pages"])
    assert pages == 2 * (len(shipped_referential().indicators) // 8 + 3)


@pytest.mark.judge("pdftotext")
def test_cards_of_another_referential_and_of_an_evaluation() -> None:
    shutil.copytree(other_folder(), "autre")
    assert ptce("cartes", "--referentiel", "autre", "--sortie", "autre.pdf") == ExitCode.DONE
    assert "Héritage" in printed(Path("autre.pdf").read_bytes())
    assert ptce("cartes", OPEN, "--question", "T1.03") == ExitCode.DONE
    assert "Clairbois" in printed(Path(f"cartes-{OPEN}.pdf").read_bytes())
