"""Regard croisé and rounds of visits on the screen: from the page, from the comparison, from the home."""

from pathlib import Path

from ptce_ref.reports import wording
from ptce_ref.services.reading import crossed_view_of
from ptce_ref.services.round import open_round, record_visit
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.widgets.line_table import LineTable
from tests.bases import clock, example_base
from tests.tui.screen import SMALL, Story, opened

OWN, PEER = "quai-des-partages-2026-auto", "quai-des-partages-2026-pair"
HOSTILE = "Bilan [/] [@click=app.quit]x[/] \u202efin"


def rows(story: Story) -> list[list[str]]:
    sheet = story.app.screen.query_one(LineTable).sheet
    return [[" ".join(cell.lines).replace("\u00a0", " ") for cell in sheet.cells(row)] for row in range(sheet.count)]


async def test_the_page_of_an_evaluation_leads_to_both_sides_and_their_arguments(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation(OWN)
        assert "x Regard croisé" in story.words
        await story.press("x")
        (view,) = crossed_view_of(story.app.workspace, OWN).peer_views
        said = rows(story)
        assert [row[0] for row in said[: len(view.headings)]] == [f"{h.code} {h.name}" for h in view.headings]
        apart = [row for row in said if row[-1] == "à discuter"]
        assert [row[0] for row in apart] == [f"{row.code} {row.title}" for row in view.apart]
        assert [row[1].rstrip("*") for row in apart] == [wording.level(row.own) for row in view.apart]
        assert [row[3].rstrip("*") for row in apart] == [wording.level(row.peer) for row in view.apart]
        assert sum(row[-1] == "un seul côté" for row in said) == len(view.remarks)
        await story.press("s")
        first = next(item for item in view.arguments if item.code == view.apart[0].code)
        assert "Le pôle dit" in story.words
        assert " ".join(first.own[0].text.split()[:6]) in story.words
        await story.press("enter", "escape")
        assert story.place == "PeerScreen"
        await story.press("escape")
        assert story.place == "EvaluationScreen"


async def test_the_screen_says_why_there_is_nothing_to_set_side_by_side(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation("val-de-sorne-2026")
        assert "x Regard croisé" not in story.words
        await story.press("x")
        assert "Aucun autre pôle n’a encore évalué celui-ci." in story.words
        await story.press("escape")
        assert story.place == "EvaluationScreen"
        await story.press("escape")
        await story.open_evaluation()
        await story.press("x")
        assert "le regard croisé se montre à partir du dialogue" in story.words


async def test_the_comparison_leads_to_the_regard_that_is_marked(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        story.app.open_comparison(story.evaluation(OWN))
        await story.settle()
        await story.press("t", "s")
        await story.app.workers.wait_for_complete()
        await story.settle()
        await story.press("o")
        assert story.place == "ComparisonScreen", "only where there is a regard croisé to read"
        await story.press(*["s"] * 6, "o")
        assert story.place == "PeerScreen"
        assert "Quai des Partages" in story.words
        await story.press("escape")
        assert story.place == "ComparisonScreen"


async def test_the_home_lists_the_rounds_and_says_what_comes_next(tmp_path: Path) -> None:
    file = example_base(tmp_path)
    async with opened(file, SMALL) as story:
        await story.press("t")
        assert "Aucune tournée de visites dans cette base." in story.words
        assert "n préparer une tournée" in story.words
    with open_workspace(file, clock=clock) as workspace:
        found = open_round(workspace, HOSTILE, [("val-de-sorne", "quai-des-partages"), ("clairbois", "val-de-sorne")])
        record_visit(workspace, found.id, "val-de-sorne", "quai-des-partages", evaluation=PEER, visitor_gained=HOSTILE)
    async with opened(file, SMALL) as story:
        await story.press("t")
        assert "Bilan [/] [@click=app.quit]x[/] fin" in story.words
        assert [row[1] for row in rows(story)] == ["", "à préparer", "close"]
        await story.press("down", "down")
        assert "Visiteurs : Pôle du Val de Sorne. Hôte : Quai des Partages." in story.words
        assert "Ce que les visiteurs en retirent : Bilan [/]" in story.words
        assert "→ Convenez d’une date" in story.words
        await story.press("enter", "escape", "escape")
        assert story.place == "HomeScreen"
