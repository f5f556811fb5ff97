"""What a command says before paper is spent or a person is recognised, and what it refuses as the screen does."""

from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.confidentiality import lone_colleges
from ptce_ref.domain.evaluation import Answer, Respondent
from ptce_ref.domain.vocabulary import AnswerKind, Phase
from ptce_ref.program import run
from ptce_ref.reports.awaited import recognisable
from ptce_ref.services.document import DOCUMENTS
from ptce_ref.services.offer import offer_documents
from ptce_ref.storage.opinion import save_contents
from tests.bases import example_base, new_workspace
from tests.reports.pdf_reader import properties
from tests.samples import coevaluation, examples, shipped_referential

OPEN, ASKING, CLOSED = "clairbois-2026", "faubourg-des-forges-2026", "val-de-sorne-2026"
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = example_base(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


def one_alone(path: Path, phase: Phase, *, answering: bool = True) -> str:
    """Leave one person in the first college of an evaluation; return the short name of that college."""
    _, contents = examples()[OPEN]
    asked = contents.evaluation.indicators
    college = shipped_referential().colleges[0]
    others = tuple(person for person in contents.respondents if person.college != college.id)
    kept = {person.id for person in others}
    evaluation = contents.evaluation.model_copy(update={"id": "seule", "phase": phase, "indicators": asked[:2]})
    alone = Answer(respondent_id="r99", indicator_id=asked[0], kind=AnswerKind.DONT_KNOW)
    changed = contents.model_copy(
        update={
            "evaluation": evaluation,
            "respondents": (*others, Respondent(id="r99", college=college.id)),
            "answers": (
                *(answer for answer in contents.answers if answer.respondent_id in kept),
                *((alone,) if answering else ()),
            ),
            "tallies": (),
            "positions": (),
            "actions": (),
        }
    )
    with new_workspace(path) as workspace:
        save_contents(workspace.store, changed, workspace.now)
    assert (college.short in lone_colleges(changed, shipped_referential())) is answering
    return college.short


def test_going_to_the_dialogue_says_who_will_be_recognised(base: Path, capsys: Printed) -> None:
    name = one_alone(base, Phase.OPINIONS)
    assert run(("evaluation", "phase", "seule", "dialogue")) == ExitCode.DONE
    told = capsys.readouterr().err
    assert "Une seule personne répond pour" in told
    assert name in told
    assert run(("evaluation", "phase", "seule", "position")) == ExitCode.DONE
    assert "Une seule personne" not in capsys.readouterr().err


def test_who_has_not_answered_is_not_alone_to_speak(base: Path) -> None:
    one_alone(base, Phase.OPINIONS, answering=False)


@pytest.mark.parametrize(
    "words", [("imprimer", "fiches", "--remplies", "--tous-les-colleges"), ("imprimer", "rapport")]
)
def test_a_document_with_the_answers_by_college_says_it_too(
    words: tuple[str, ...], base: Path, capsys: Printed
) -> None:
    name = one_alone(base, Phase.DIALOGUE)
    assert run((*words, "seule")) == ExitCode.DONE
    told = capsys.readouterr().err
    assert name in told
    assert "--pour-publication" in told


def test_not_the_one_where_small_colleges_are_merged(base: Path, capsys: Printed) -> None:
    one_alone(base, Phase.DIALOGUE)
    assert run(("imprimer", "rapport", "seule", "--pour-publication")) == ExitCode.DONE
    assert "Une seule personne" not in capsys.readouterr().err


def test_the_list_of_documents_says_it_before_they_are_made(base: Path) -> None:
    one_alone(base, Phase.DIALOGUE)
    with new_workspace(base) as workspace:
        notes = {offer.document.id: offer.note for offer in offer_documents(workspace, "seule")}
        blank = {offer.document.id: offer.note for offer in offer_documents(workspace, ASKING)}
    for document in (item for item in DOCUMENTS if not item.of_two_views):
        assert ("d’une seule personne" in notes[document.id]) is document.quotes
        assert "d’une seule personne" not in blank[document.id]


def test_it_agrees_with_one_college_and_with_several() -> None:
    assert recognisable(["Réseaux"]) == "Une seule personne répond pour Réseaux : on reconnaîtra ses réponses."
    several = (
        "Une seule personne répond pour chacun de ces collèges : Réseaux et Banques. On reconnaîtra leurs réponses."
    )
    assert recognisable(["Réseaux", "Banques"]) == several


@pytest.mark.parametrize("kit", ["world-cafe", "pleniere"])
def test_a_kit_is_refused_where_the_screen_greys_it(kit: str, base: Path, capsys: Printed) -> None:
    with new_workspace(base) as workspace:
        offers = {offer.document.id: offer.closed for offer in offer_documents(workspace, CLOSED)}
    assert offers[kit]
    assert run(("imprimer", kit, CLOSED)) == ExitCode.PROBLEMS
    assert offers[kit] in capsys.readouterr().err
    assert not list(Path().glob("*.pdf"))


@pytest.mark.judge("pdfinfo")
def test_the_cards_say_how_many_sheets_they_take(capsys: Printed) -> None:
    assert run(("imprimer", "cartes", OPEN, "--ordre-du-jour", "--sortie", "c.pdf")) == ExitCode.DONE
    told = capsys.readouterr().err.replace("\u00a0", " ")
    pages = int(properties(Path("c.pdf").read_bytes())["Pages"])
    assert f"{pages // 2} feuilles à imprimer en recto verso, soit {pages} pages." in told
    assert pages // 2 == -(-len(coevaluation(OPEN).agenda) // 4) + 3


@pytest.mark.judge("pdfinfo")
def test_the_screen_says_it_before(base: Path) -> None:
    with new_workspace(base) as workspace:
        note = next(offer.note for offer in offer_documents(workspace, OPEN) if offer.document.id == "cartes")
    assert run(("imprimer", "cartes", OPEN, "--sortie", "c.pdf")) == ExitCode.DONE
    pages = int(properties(Path("c.pdf").read_bytes())["Pages"])
    assert f"environ {pages // 2} feuilles" in note.replace("\u00a0", " ")


def test_the_agenda_asks_of_which_evaluation(capsys: Printed) -> None:
    assert run(("imprimer", "cartes", "--ordre-du-jour")) == ExitCode.MISUSE
    assert "de quelle évaluation" in capsys.readouterr().err
