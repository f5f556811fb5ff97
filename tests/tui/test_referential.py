"""Reading the referential on screen: browse, search, follow links, know where each thing comes from."""

import json
from pathlib import Path

import pytest

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.referential_check import provenances
from ptce_ref.reports.referential_view import view_pages
from ptce_ref.services.evaluation import open_evaluation
from ptce_ref.services.pole import add_pole
from ptce_ref.tui.screens.referential import ReferentialScreen
from tests.bases import example_base, new_workspace
from tests.other_shape import other_referential
from tests.samples import shipped_referential
from tests.tui.screen import LARGE, SMALL, Story, opened
from tests.tui.test_hostile_text import look
from tests.tui.test_place import check_footer

CLAIRBOIS = "clairbois-2026"


async def open_referential(story: Story, indicator: str | None = None, referential: Referential | None = None) -> None:
    story.app.push_screen(ReferentialScreen(referential or shipped_referential(), indicator))
    await story.settle()


@pytest.mark.parametrize("referential", [shipped_referential(), other_referential()], ids=["shipped", "other"])
def test_every_element_has_its_page_and_every_link_leads_somewhere(referential: Referential) -> None:
    pages = {page.id: page for page in view_pages(referential)}
    assert all(link in pages for page in pages.values() for link in page.links)
    seen: set[str] = set()
    for page in pages.values():
        assert page.parent in {"", *seen}, "a page comes after the one it stands under"
        seen.add(page.id)
    for item in referential.indicators:
        text = pages[f"indicateur:{item.id}"].text
        figures = [figure.label for figure in item.figures]
        for said in (
            item.code,
            item.title,
            item.question,
            item.explanation,
            *item.descriptors.values(),
            *item.evidence,
        ):
            assert said in text
        assert all(label in text for label in figures)
    whole = " ".join(page.text for page in pages.values())
    ref = referential
    names = [item.name for item in ref.objectives] + [item.name for item in ref.sub_objectives]
    names += [item.name for item in ref.themes] + [item.name for item in ref.uses]
    names += [item.name for item in ref.colleges] + [item.name for item in ref.vigilances]
    names += [item.name for item in ref.paths] + [item.name for item in ref.scale.levels]
    assert all(name in whole for name in names)
    assert all(source.access in whole for source in referential.sources)
    notes = [provenance.note for _, provenance in provenances(referential) if provenance.note]
    kept = [note for note in notes if note.replace(" :", "\u00a0:") in whole]
    card = referential.card
    brief = len([e for group in (card.criteria, card.postures, card.means, card.stages, card.statuses) for e in group])
    assert len(kept) >= len(notes) - brief


def test_each_page_says_whether_it_is_attested_or_proposed() -> None:
    referential = shipped_referential()
    pages = {page.id: page for page in view_pages(referential)}
    for prefix, items in (
        ("objectif", referential.objectives),
        ("sous-objectif", referential.sub_objectives),
        ("indicateur", referential.indicators),
        ("enjeu", referential.themes),
        ("usage", referential.uses),
        ("college", referential.colleges),
        ("vigilance", referential.vigilances),
    ):
        for item in items:
            page = pages[f"{prefix}:{item.id}"]
            wanted = "attesté par une source" if item.provenance.attested else "proposé par ce projet"
            assert page.standing == wanted
            assert all(c.place.replace(" :", "\u00a0:") in page.text for c in item.provenance.citations)
            assert {f"source:{c.source}" for c in item.provenance.citations} <= set(page.links)


async def test_on_a_small_screen_enter_reads_a_page_and_escape_comes_back(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation(CLAIRBOIS)
        await story.press("l")
        assert story.place == "ReferentialScreen"
        await check_footer(story)
        assert "T1 Répondre aux besoins du territoire et de ses habitants" in story.words
        assert "T1.01" not in story.words
        await story.press("down", "down", "right", "down")
        assert "T1.01 Repérage des besoins" in story.words
        await story.press("enter")
        await check_footer(story)
        assert "Indicateur T1.01 · proposé par ce projet" in story.words
        assert "De quelle façon apprenons-nous ce qui manque aux habitants d’ici ?" in story.words
        await story.press("end")
        assert "La source a donné l’idée, non les mots :" in story.words
        await story.press("escape")
        assert "T1.02 Habitants que l’on n’entend pas" in story.words
        await story.press("left", "left")
        assert "T1.02" not in story.words
        await story.press("escape")
        assert story.place == "EvaluationScreen"


async def test_on_a_large_screen_the_page_follows_the_mark(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_referential(story)
        assert "Référentiel de dialogue et d’évaluation" in story.words
        await story.press("down")
        assert "Objectif T · attesté par une source" in story.words
        await story.press("end")
        assert "Sources" in story.words


async def test_a_link_is_followed_and_b_comes_back(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_referential(story, "besoins-exprimes")
        assert "Indicateur T1.01" in story.words
        assert "b Précédente" not in story.words, "no link was followed yet"
        await story.press("l")
        assert "T1.02 Habitants que l’on n’entend pas indicateur" in story.words
        await story.press("enter")
        assert "Indicateur T1.02" in story.words
        await story.press("enter")  # on a page, Enter shows its links too
        await story.type("relations aux habitants")
        await story.press("enter")
        assert "Enjeu" in story.words
        assert "b Précédente" in story.words
        await story.press("b")
        assert "Indicateur T1.02" in story.words
        await story.press("b")
        assert "Indicateur T1.01" in story.words
        await story.press("escape")
        assert "▾ T1 Répondre" in story.words


@pytest.mark.parametrize(
    ("typed", "found", "read"),
    [
        ("c1.06", "C1.06 Équilibre des pouvoirs", "Indicateur C1.06 "),
        ("EQUILIBRE POUVOIRS", "C1.06 Équilibre des pouvoirs", "Indicateur C1.06 "),
        ("empecher les autres de decider", "C1.06 Équilibre des pouvoirs", "Indicateur C1.06 "),
        ("statuts ne disent pas qui prepare", "C1.06 Équilibre des pouvoirs", "Indicateur C1.06 "),
        ("voix detenue par le membre", "C1.06 Équilibre des pouvoirs", "Indicateur C1.06 "),
        ("bornent le poids de chacun", "C1.06 Équilibre des pouvoirs", "Indicateur C1.06 "),
        ("studylibfr", "source", "Certitude"),
        ("captation", "point de vigilance", "Point de vigilance · "),
    ],
)
async def test_the_search_reads_everything_without_accents(tmp_path: Path, typed: str, found: str, read: str) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_referential(story)
        await story.press("c")
        await story.type(typed)
        assert found in story.words
        assert read not in story.words
        await story.press("enter")
        assert read in story.words
        await story.press("escape", "escape")
        assert "▾ T Cultiver" in story.words
        await story.press("c")
        await story.type("zorglub")
        assert "Aucune page ne porte ces mots" in story.words


async def test_the_mouse_does_as_the_keys(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_referential(story)
        await story.pilot.click("_Contents", offset=(10, 1))
        await story.settle()
        assert "Objectif T" in story.words


async def test_another_referential_is_read_with_its_own_words(tmp_path: Path) -> None:
    base, ref = tmp_path / "base.sqlite", other_referential()
    with new_workspace(base) as workspace:
        add_pole(workspace, {"nom": "Pôle d’ailleurs"})
        open_evaluation(workspace, ref, pole="pole-d-ailleurs", use=ref.uses[0].id, identifier="e")
    async with opened(base) as story:
        await story.open_evaluation("e")
        await story.press("l")
        assert "X Objectif X" in story.words
        assert "Y Objectif Y" in story.words
        await story.press("c")
        await story.type("heritage q1")
        await story.press("enter")
        assert "6 Héritage. Ce que l’on voit au niveau 6 de Q1." in story.words


async def test_its_words_are_data(tmp_path: Path) -> None:
    hostile = "[/x] [@click=app.quit]y[/]"
    content = other_referential().model_dump(mode="json", by_alias=True)
    for item in content["indicateurs"]:
        item |= {"titre": f"T {hostile}", "question": f"Q {hostile}", "explication": f"E {hostile}"}
        item["niveaux"] = dict.fromkeys(item["niveaux"], f"D {hostile}")
    for item in (*content["enjeux"], *content["colleges"], *content["usages"], *content["sources"]):
        item["nom" if "nom" in item else "titre"] = hostile
    referential = Referential.model_validate_json(json.dumps(content))
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_referential(story, referential.indicators[0].id, referential)
        drawn = await look(story)
        assert all(f"{letter} {hostile}" in drawn for letter in "TQED")
        await story.press("l")
        assert hostile in await look(story)
        await story.press("escape", "escape")
        for _ in range(12):
            await story.press("down", "right", "escape")
            if story.place != "ReferentialScreen":
                break
            await look(story)
        assert story.app.is_running
