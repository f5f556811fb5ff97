"""Rounds of visits led from the screen: proposed, changed, opened, noted visit by visit, up to the regard croisé."""

from pathlib import Path

from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports.round_view import RoundView, RoundVisitView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.offer import offer_documents
from ptce_ref.services.pole import add_pole
from ptce_ref.services.reading import crossed_view_of
from ptce_ref.services.round import all_rounds, open_round, propose_visits, record_visit, round_of
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base, new_workspace
from tests.tui.screen import LARGE, SMALL, Story, opened
from tests.tui.sights_of_exchange import work_over

OWN, PEER = "quai-des-partages-2026-auto", "quai-des-partages-2026-pair"
HOST, VISITOR = "quai-des-partages", "val-de-sorne"


def stored(story: Story) -> RoundView:
    (found,) = all_rounds(story.app.workspace)
    return found


def visit_of(story: Story) -> RoundVisitView:
    return next(item for item in stored(story).visits if (item.visitor_id, item.host_id) == (VISITOR, HOST))


def with_a_round(base: Path) -> None:
    with open_workspace(base, clock=clock) as workspace:
        open_round(workspace, "Automne", [(VISITOR, HOST)])


async def test_the_proposal_is_read_changed_then_opened(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        wanted = propose_visits(story.app.workspace).visits
        await story.press("t", "n")
        await work_over(story)
        assert f"{len(wanted)} visites proposées. Rien n’est encore enregistré." in story.words
        assert f"{wanted[0].visitor} → {wanted[0].host}" in story.words
        assert all_rounds(story.app.workspace) == []
        await story.type("Tournée d’automne")
        await story.press("tab", "tab", "tab", "tab", "tab", "delete", "ctrl+s")
        assert stored(story).title == "Tournée d’automne"
        pairs = {(item.visitor_id, item.host_id) for item in stored(story).visits}
        assert pairs == {(item.visitor_id, item.host_id) for item in wanted[1:]}
        assert "Tournée d’automne" in story.words


async def test_who_takes_part_is_ticked_and_a_visit_added_by_hand(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        for name in ("Rives", "Forges", "Collines"):
            add_pole(workspace, {"nom": name})
    async with opened(base, SMALL) as story:
        await story.press("t", "n")
        await work_over(story)
        assert "Choisissez au moins deux pôles." in story.words
        await story.press("ctrl+s")
        assert "Une tournée a au moins une visite" in story.words
        await story.press("tab", "tab", "enter", "space", "down", "space", "escape")
        await work_over(story)
        assert "2 visites proposées" in story.words
        assert "une visite pour se connaître" in story.words
        await story.press("tab", "enter")
        await story.type("riv")
        await story.press("enter", "enter")
        assert "Rives → Collines" in story.words
        await story.press("ctrl+s")
        assert len(stored(story).visits) in (2, 3)
        assert ("rives", "collines") in {(item.visitor_id, item.host_id) for item in stored(story).visits}


async def test_leaving_a_round_that_was_changed_asks_first(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.press("t", "n")
        await work_over(story)
        await story.press("tab", "tab", "tab", "tab", "tab", "delete", "escape")
        assert story.place == "ConfirmDialog"
        await story.press("right", "enter")
        assert story.place == "RoundScreen"
        assert all_rounds(story.app.workspace) == []


async def test_a_visit_is_noted_as_it_goes_up_to_the_regard_croise(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with_a_round(base)
    peer = "Regard de"
    async with opened(base, LARGE) as story:
        peer = find_evaluation(story.app.workspace, PEER).title
        visitor = find_evaluation(story.app.workspace, PEER).peer_pole_id or ""
        open_visit = record_visit(story.app.workspace, "automne", visitor, HOST, new=visitor != VISITOR)
        await story.press("t", "down")
        if visitor != VISITOR and f"Visiteurs : {open_visit.visitor}." not in story.words:
            await story.press("down")
        assert f"Visiteurs : {open_visit.visitor}." in story.words
        await story.press("enter")
        assert story.place == "VisitForm"
        await story.type("12/06/2026")
        await story.press("tab", "right")
        assert peer in story.words
        await story.press("tab", "tab")
        await story.paste("Leur marché [/]\nd’échange")
        await story.press("ctrl+s")
        assert story.place == "RoundScreen"
        (noted,) = (item for item in stored(story).visits if item.visitor_id == visitor)
        assert (noted.date, noted.evaluation_id) == ("2026-06-12", PEER)
        assert noted.visitor_gained == "Leur marché [/]\nd’échange"
        assert "Leur marché [/]" in story.words
        await story.press("x")
        assert story.place == "PeerScreen"
        await story.press("escape", "o")
        assert story.place == "EvaluationScreen"


async def test_what_was_noted_by_mistake_is_taken_back(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        visitor = find_evaluation(workspace, PEER).peer_pole_id or ""
        open_round(workspace, "Automne", [(visitor, HOST)])
        record_visit(workspace, "automne", visitor, HOST, evaluation=PEER, date=workspace.today, host_gained="gardé")
    async with opened(base, SMALL) as story:
        await story.press("t", "down", "enter", *["backspace"] * 10, "tab", "left", "ctrl+s")
        (visit,) = stored(story).visits
        assert (visit.date, visit.evaluation_id, visit.host_gained) == ("", "", "gardé")


async def test_the_evaluation_of_the_visitors_is_opened_as_the_own_one_and_attached(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        open_round(workspace, "Automne", [("clairbois", VISITOR)])
        own = find_evaluation(workspace, "val-de-sorne-2026")
    async with opened(base, LARGE) as story:
        await story.press("t", "down", "enter", "tab", "tab", "enter")
        assert story.place == "EvaluationForm"
        assert "‹ évaluation par un autre pôle ›" in story.words
        assert "‹ Pôle de Clairbois ›" in story.words
        await story.press("ctrl+s")
        assert story.place == "VisitForm"
        (visit,) = stored(story).visits
        opened_one = find_evaluation(story.app.workspace, visit.evaluation_id)
        assert (opened_one.mode, opened_one.peer_pole_id) == (Mode.PEER, "clairbois")
        assert (opened_one.use, opened_one.path) == (own.use, own.path)
        await story.press("escape")
        assert story.place == "RoundScreen", "nothing was left to save"


async def test_a_visit_is_added_to_a_round_and_taken_out(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with_a_round(base)
    async with opened(base, SMALL) as story:
        await story.press("t", "a")
        await story.type("clairbois")
        await story.press("enter")
        await story.type("sorne")
        await story.press("enter")
        assert {item.visitor_id for item in stored(story).visits} == {VISITOR, "clairbois"}
        await story.press("delete", "right", "enter")
        assert [item.visitor_id for item in stored(story).visits] == [VISITOR]


async def test_what_is_typed_of_a_visit_is_kept_aside_and_another_window_told(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with_a_round(base)
    async with opened(base, LARGE) as story:
        await story.press("t", "down", "enter", "tab", "tab", "tab")
        await story.type("En train d’être écrit")
        with open_workspace(base, clock=clock) as workspace:
            record_visit(workspace, "automne", VISITOR, HOST, date=workspace.today, host_gained="Noté ailleurs")
        story.app._look_elsewhere()
        await story.settle()
        assert "Une autre fenêtre a changé cette visite" in " ".join(story.notices)
        assert "Noté ailleurs" in story.words
        assert "En train d’être écrit" in story.words
        assert story.app.keep_typed()
    async with opened(base, LARGE) as story:
        await story.press("t", "down", "enter")
        assert "En train d’être écrit" in story.words
        await story.press("ctrl+s")
        with open_workspace(base, read_only=True) as workspace:
            (visit,) = round_of(workspace, "automne").visits
        assert (visit.visitor_gained, visit.host_gained) == ("En train d’être écrit", "Noté ailleurs")


async def test_the_regard_croise_leads_to_the_evaluation_by_another_pole(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation("val-de-sorne-2026")
        await story.press("x")
        assert "n ouvrir l’évaluation de ce pôle par un autre" in story.words
        await story.press("n")
        await story.type("clairbois")
        await story.press("enter")
        assert story.place == "EvaluationForm"
        await story.press("ctrl+s")
        assert story.place == "EvaluationScreen"
        assert "évaluation par un autre pôle" in story.words


def test_the_regard_croise_is_offered_where_there_are_both_views(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        for reference in (OWN, PEER):
            (offer,) = (item for item in offer_documents(workspace, reference) if item.document.of_two_views)
            assert (offer.closed, offer.suggested) == ("", False)
            assert crossed_view_of(workspace, reference).peer_views
        alone = offer_documents(workspace, "val-de-sorne-2026")
    assert not any(offer.document.of_two_views for offer in alone)
