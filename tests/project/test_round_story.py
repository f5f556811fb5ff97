"""Three pôles visit each other: the round, the visits, what the visitors saw, set beside what the pôle says of itself.

Four questions, four levels, every figure counted by hand below.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer, Evaluation
from ptce_ref.domain.vocabulary import AnswerKind, Mode, Phase
from ptce_ref.program import run
from ptce_ref.reports.view import PeerComparisonView
from ptce_ref.services.evaluation import add_respondent, move_phase, open_evaluation
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.pole import add_pole
from ptce_ref.services.reading import coevaluation_of, comparison_of, crossed_view_of, peer_views_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.round import all_rounds, open_round, propose_visits, record_visit, round_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.journal import changes
from tests.bases import new_workspace
from tests.grid import Question, build, grid_content

REFERENTIAL = build(
    grid_content(
        [Question("un", "x"), Question("un", "x", vigilance=True), Question("deux", "y"), Question("deux", "y")]
    )
)
DONT_KNOW = 0
Said = Mapping[int, int]
"""Question → level from 1, or DONT_KNOW."""

SHORES, FORGES, HILLS = "rives", "forges", "collines"


def evaluate(
    workspace: Workspace, pole: str, date: dt.date, voices: list[Said], *, peer: str | None = None
) -> Evaluation:
    """Have people answer, up to the dialogue; the first argues each question with a text that names it."""
    mode = Mode.PEER.value if peer else Mode.SELF.value
    opened = open_evaluation(
        workspace, REFERENTIAL, pole=pole, use="regard", mode=mode, date=date, peer_pole=peer, title=f"{mode} {pole}"
    )
    opened = move_phase(workspace, opened.id, Phase.OPINIONS)
    for rank, said in enumerate(voices):
        person = add_respondent(workspace, opened, college=f"college-{rank % 3}", name=f"Personne {rank}")
        for question, level in said.items():
            kind = AnswerKind.LEVEL if level else AnswerKind.DONT_KNOW
            argument = f"{mode} {pole} question {question}" if not rank else ""
            given = Answer(
                respondent_id=person.id,
                indicator_id=f"question-{question}",
                kind=kind,
                level=str(level) if level else None,
                argument=argument,
            )
            record_answer(workspace, opened, given)
    return move_phase(workspace, opened.id, Phase.DIALOGUE)


@dataclass(frozen=True)
class Base:
    workspace: Workspace
    own: Evaluation
    peer: Evaluation


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with new_workspace(tmp_path_factory.mktemp("tournee") / "pôles.sqlite") as workspace:
        for ident in (SHORES, FORGES, HILLS):
            add_pole(workspace, {"id": ident, "nom": f"Pôle {ident}"})
        # Rives finds « un » hard and does « deux »; Forges the other way round; Collines is half way.
        own = evaluate(
            workspace,
            SHORES,
            dt.date(2026, 3, 1),
            [{0: 1, 1: 1, 2: 4, 3: 4}, {0: 2, 1: 1, 2: 4, 3: DONT_KNOW}, {0: 1, 1: 2, 2: 3, 3: 4}],
        )
        for pole, levels in ((FORGES, (4, 4, 1, 1)), (HILLS, (3, 3, 3, 3))):
            found = evaluate(workspace, pole, dt.date(2026, 3, 2), [dict(enumerate(levels))] * 3)
            for phase in (Phase.POSITION, list(Phase)[-2], Phase.CLOSED):
                move_phase(workspace, found.id, phase)
        peer = evaluate(
            workspace,
            SHORES,
            dt.date(2026, 5, 1),
            [{0: 1, 1: 3, 2: 3}, {0: 1, 1: 3, 2: 3, 3: DONT_KNOW}, {0: 1, 1: 3, 2: 2, 3: DONT_KNOW}],
            peer=FORGES,
        )
        yield Base(workspace, own, peer)


def crossed(base: Base, evaluation: Evaluation | None = None) -> PeerComparisonView:
    (view,) = crossed_view_of(base.workspace, (evaluation or base.own).id).peer_views
    return view


def test_the_proposal_sends_who_would_learn_where_it_is_done(base: Base) -> None:
    proposal = propose_visits(base.workspace, [SHORES, FORGES, HILLS])
    said = {visit.visitor_id: (visit.host_id, visit.learns, visit.brings) for visit in proposal.visits}
    # Collines is ahead of Forges on « deux » (3 and 1); Rives is not closed, so its figures do not serve.
    assert said == {
        FORGES: (HILLS, ("V1 Nom",), ()),
        HILLS: (SHORES, (), ()),
        SHORES: (FORGES, (), ()),
    }
    assert [name for name, _ in proposal.blind] == ["Pôle rives"]
    by_visitor = {visit.visitor_id: visit.sentence for visit in proposal.visits}
    assert by_visitor[FORGES] == "L’hôte est en avance sur ce que les visiteurs trouvent difficile : V1 Nom."
    assert "une visite pour se connaître" in by_visitor[SHORES]
    alone = propose_visits(base.workspace)
    assert {visit.visitor_id for visit in alone.visits} == {FORGES, HILLS}
    assert [name for name, _ in alone.left_out] == ["Pôle rives"]
    with pytest.raises(Refusal, match="au moins deux pôles"):
        propose_visits(base.workspace, [SHORES])


def test_each_side_of_the_regard_croise_is_counted(base: Base) -> None:
    view = crossed(base)
    assert (view.pole, view.peer_pole, view.common) == ("Pôle rives", "Pôle forges", 4)
    # One person a college: the value is the mean of the three levels.
    levels: dict[str, object] = {
        row.code: (row.own, row.peer, row.own_n, row.peer_n) for row in (*view.apart, *view.together)
    }
    assert levels == {
        "Q.00": (pytest.approx(4 / 3), 1, 3, 3),
        "Q.01": (pytest.approx(4 / 3), 3, 3, 3),
        "Q.02": (pytest.approx(11 / 3), pytest.approx(8 / 3), 3, 3),
    }
    # 0.16 of a scale of three steps: 0.48 of a level. Widest gap first.
    assert view.gap == pytest.approx(0.48)
    assert [row.code for row in view.apart] == ["Q.01", "Q.02"]
    assert [row.code for row in view.together] == ["Q.00"]
    # « un »: (4/3 + 4/3) / 2 and (1 + 3) / 2; « deux »: (11/3 + 4) / 2, and 8/3 alone.
    assert [figure.level for figure in view.own.sub_objectives] == [pytest.approx(4 / 3), pytest.approx(23 / 6)]
    assert [figure.level for figure in view.peer.sub_objectives] == [pytest.approx(2), pytest.approx(8 / 3)]


def test_what_one_side_alone_saw_is_told(base: Base) -> None:
    remarks = {(item.code, item.kind): (item.own, item.peer) for item in crossed(base).remarks}
    assert remarks == {
        ("Q.03", "un niveau d’un seul côté"): ("niveau 4,0", "aucun niveau"),
        ("Q.01", "une alerte de vigilance d’un seul côté"): ("alerte de vigilance\u00a0: niveau 1,3", "niveau 3,0"),
        # One of three does not know on one side, both of two on the other: many on both sides.
        ("Q.03", "des arguments d’un seul côté"): ("des arguments", "aucun argument"),
    }


def test_both_evaluations_lead_to_the_same_regard_and_the_arguments_stay_inside(base: Base) -> None:
    view = crossed(base)
    assert crossed(base, base.peer) == view
    texts = [said.text for item in view.arguments for said in (*item.own, *item.peer)]
    assert f"auto {SHORES} question 0" in texts
    assert f"pair {SHORES} question 0" in texts
    assert not any(said.author for item in view.arguments for said in (*item.own, *item.peer))
    assert coevaluation_of(base.workspace, base.own.id, names=True).peer_views == (view,)
    (outside,) = peer_views_of(base.workspace, base.own, for_others=True)
    assert outside.arguments == ()
    assert all(not item.arguments for item in comparison_of(base.workspace, [base.own.id, base.peer.id]).peer_views)


def test_nothing_is_shown_while_the_visitors_still_answer(base: Base) -> None:
    move_phase(base.workspace, base.peer.id, Phase.OPINIONS, confirmed=True)
    try:
        with pytest.raises(Refusal, match="n’en est pas encore au dialogue"):
            crossed_view_of(base.workspace, base.own.id)
        assert coevaluation_of(base.workspace, base.own.id).peer_views == ()
        with pytest.raises(Refusal, match="à partir du dialogue"):
            crossed_view_of(base.workspace, base.peer.id)
    finally:
        move_phase(base.workspace, base.peer.id, Phase.DIALOGUE)


def test_a_round_is_opened_followed_and_kept_in_the_journal(base: Base) -> None:
    ws = base.workspace
    opened = open_round(ws, " Tournée d’automne ", [(FORGES, SHORES), (SHORES, HILLS), (HILLS, "Pôle forges")])
    assert (opened.id, opened.title, opened.summary) == (
        "tournee-d-automne", "Tournée d’automne", "3\u00a0visites : 3 à préparer"
    )  # fmt: skip
    with pytest.raises(Refusal, match="pas une évaluation"):
        record_visit(ws, opened.id, SHORES, HILLS, evaluation=base.peer.id)
    with pytest.raises(Refusal, match="--nouvelle"):
        record_visit(ws, opened.id, SHORES, FORGES, date=ws.today)
    with pytest.raises(Refusal, match="lui-même"):
        open_round(ws, "Seul", [(SHORES, SHORES)])
    later = record_visit(ws, opened.id, SHORES, HILLS, date=ws.today + dt.timedelta(3))
    assert later.stage == "préparée"
    seen = record_visit(ws, "Tournée d’automne", FORGES, SHORES, evaluation=base.peer.id, date=dt.date(2026, 4, 28))
    assert (seen.stage, seen.following) == (
        "regard rendu", "Lisez ensemble le regard croisé, et notez ce que chacun en retire."
    )  # fmt: skip
    record_visit(ws, opened.id, FORGES, SHORES, visitor_gained="Le marché d’échange")
    done = record_visit(ws, opened.id, FORGES, SHORES, host_gained="Une question neuve")
    assert (done.visitor_gained, done.host_gained, done.following) == ("Le marché d’échange", "Une question neuve", "")
    assert done.date == "2026-04-28", "what was not said again stays"
    assert round_of(ws, opened.id).progress == (("à préparer", 1), ("préparée", 1), ("regard rendu", 1))
    again = open_round(ws, "Tournée d’automne", [(FORGES, SHORES)])
    assert again.id == "tournee-d-automne-2"
    assert {item.id for item in all_rounds(ws)} >= {opened.id, again.id}
    kept = [change for change in changes(ws.store) if change.subject == "visits" and change.before is not None]
    assert kept[-1].before is not None
    assert kept[-1].before["host_gained"] == ""


def test_the_commands_lead_through_a_round(base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = base.workspace.store.path

    def ptce(*words: str) -> str:
        code = run([*words, "--base", str(file)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out.replace("\u00a0", " ")

    assert "Pôle rives → " in ptce("tournee", "proposer", "--poles", SHORES, "--poles", FORGES)
    assert "Tournée ouverte : deux-a-deux." in ptce("tournee", "ouvrir", "Deux à deux", "--visite", FORGES, SHORES)
    told = ptce(
        "tournee", "visite", "deux-a-deux", FORGES, SHORES, "--date", "28/04/2026", "--evaluation", base.peer.id,
        "--appris", "Le marché", "--apporte", "Une question",
    )  # fmt: skip
    assert "Pôle forges → Pôle rives : regard rendu, 28 avril 2026" in told
    assert told.strip() in ptce("tournee", "montrer", "deux-a-deux")
    assert "deux-a-deux" in ptce("tournee", "lister")
    assert "Visite retirée" in ptce("tournee", "visite", "deux-a-deux", FORGES, SHORES, "--retirer")
    assert "Aucune visite." in ptce("tournee", "montrer", "deux-a-deux")
    target = tmp_path / "regard.pdf"
    assert "Regard croisé écrit" in ptce("imprimer", "regard-croise", base.own.id, "--sortie", str(target))
    assert target.read_bytes().startswith(b"%PDF")
