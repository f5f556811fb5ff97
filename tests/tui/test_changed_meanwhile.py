"""The long forms over what changed meanwhile: what was typed comes back over the rest, and nothing is undone unseen."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ptce_ref.domain.evaluation import Position
from ptce_ref.domain.pole import Commitment
from ptce_ref.domain.vocabulary import ActionState, Outcome
from ptce_ref.services.action import find_action, update_action
from ptce_ref.services.evaluation import find_evaluation, open_evaluation
from ptce_ref.services.opinion import position_of, record_position, withdraw_position
from ptce_ref.services.pole import find_pole, update_pole
from ptce_ref.services.referential import referential_of
from ptce_ref.services.round import open_round, record_visit, round_of
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.tui.screens.action_form import ActionForm
from ptce_ref.tui.screens.identity import IdentityForm
from ptce_ref.tui.screens.kept_form import KeptForm
from ptce_ref.tui.screens.position_form import PositionForm
from ptce_ref.tui.screens.round_visit import VisitForm
from ptce_ref.tui.widgets.commitment import CommitmentBlock
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.picker import Picker
from tests.bases import NOON, clock, example_base
from tests.samples import shipped_referential
from tests.tui.screen import LARGE, Story, opened

CLAIRBOIS, HOST, VISITOR = "clairbois-2026", "quai-des-partages", "val-de-sorne"
QUESTION, ACTION, ROUND = "emplois-partages", "a01", "automne"
TYPED, THEIRS, ASIDE = "Ce que j’ai tapé [/]", "Écrit ailleurs [/]", "Noté à côté"
RETURNED = "Ce que vous aviez tapé ici sans l’enregistrer est revenu"
MEANWHILE = f"Enregistré entre-temps : « {THEIRS} »"
SAME = "La même chose a changé entre-temps"


def position_form(workspace: Workspace) -> KeptForm[Any]:
    evaluation = find_evaluation(workspace, CLAIRBOIS)
    return PositionForm(evaluation, referential_of(workspace, evaluation.referential_hash), QUESTION)


def write_position(workspace: Workspace, fields: Mapping[str, str]) -> None:
    evaluation = find_evaluation(workspace, CLAIRBOIS)
    before = position_of(workspace, evaluation, QUESTION)
    known = before or Position(indicator_id=QUESTION, outcome=Outcome.DISAGREED, date=NOON.date())
    record_position(workspace, evaluation, known.model_copy(update=dict(fields)))


def read_position(workspace: Workspace) -> Any:
    return position_of(workspace, find_evaluation(workspace, CLAIRBOIS), QUESTION)


def action_form(workspace: Workspace) -> KeptForm[Any]:
    evaluation = find_evaluation(workspace, CLAIRBOIS)
    return ActionForm(evaluation, find_action(workspace, evaluation, ACTION))


def write_action(workspace: Workspace, fields: Mapping[str, str]) -> None:
    update_action(workspace, find_evaluation(workspace, CLAIRBOIS), ACTION, fields)


def read_action(workspace: Workspace) -> Any:
    return find_action(workspace, find_evaluation(workspace, CLAIRBOIS), ACTION)


def visit_form(workspace: Workspace) -> KeptForm[Any]:
    return VisitForm(ROUND, read_visit(workspace))


def write_visit(workspace: Workspace, fields: Mapping[str, str]) -> None:
    record_visit(
        workspace,
        ROUND,
        VISITOR,
        HOST,
        visitor_gained=fields.get("visitor_gained"),
        host_gained=fields.get("host_gained"),
    )


def read_visit(workspace: Workspace) -> Any:
    return round_of(workspace, ROUND).visits[0]


def card_form(workspace: Workspace) -> KeptForm[Any]:
    return IdentityForm(find_pole(workspace, VISITOR))


def write_card(workspace: Workspace, fields: Mapping[str, str]) -> None:
    update_pole(workspace, VISITOR, fields)


def read_card(workspace: Workspace) -> Any:
    return find_pole(workspace, VISITOR)


@dataclass(frozen=True)
class Case:
    """A form on something stored: the field one types in and another, the names of both where they are stored."""

    form: Callable[[Workspace], KeptForm[Any]]
    field: str
    aside: str
    write: Callable[[Workspace, Mapping[str, str]], None]
    read: Callable[[Workspace], Any]
    stored: str = ""
    stored_aside: str = ""

    def texts(self, base: Path) -> tuple[str, str]:
        """What the file holds of both."""
        with open_workspace(base, read_only=True) as workspace:
            found = self.read(workspace)
        return getattr(found, self.stored or self.field), getattr(found, self.stored_aside or self.aside)


CASES = {
    "position": Case(position_form, "argument", "minority_opinion", write_position, read_position),
    "action": Case(action_form, "who", "note", write_action, read_action),
    "visit": Case(visit_form, "visitor_gained", "host_gained", write_visit, read_visit),
    "card": Case(card_form, "porteur", "region", write_card, read_card, "carrier", "region"),
}
FORMS = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
SOME = pytest.mark.parametrize("case", [CASES["action"], CASES["visit"]], ids=["action", "visit"])
BUT_CARD = pytest.mark.parametrize("case", list(CASES.values())[:-1], ids=list(CASES)[:-1])
"""Of the card, it is told in test_identity."""


def prepared(tmp_path: Path, case: Case) -> Path:
    """Return a base where what the form is about is stored."""
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        open_round(workspace, "Automne", [(VISITOR, HOST)])
        case.write(workspace, {case.field: "Avant", case.aside: "Avant, à côté"})
    return base


def elsewhere(base: Path, change: Callable[[Workspace], object]) -> None:
    """Change the base as another window would."""
    with open_workspace(base, clock=clock) as workspace:
        change(workspace)


async def open_form(story: Story, case: Case) -> KeptForm[Any]:
    form = case.form(story.app.workspace)
    story.app.push_screen(form)
    await story.settle()
    return form


async def stopped(story: Story, form: KeptForm[Any]) -> None:
    """Stop as an accident would, once what is typed is kept: nobody left the form."""
    for _ in range(300):
        await asyncio.sleep(0.01)
        if form._waiting is None and story.app.drafts.labels:
            break
    else:
        pytest.fail("nothing was kept")
    story.app.pop_screen()
    await story.settle()


async def typed_and_stopped(story: Story, case: Case, text: str = TYPED) -> None:
    form = await open_form(story, case)
    form.field(case.field).put(text)
    await story.settle()
    await stopped(story, form)


def words(story: Story) -> str:
    return " ".join(story.words.replace("▌", " ").split())


@FORMS
async def test_what_somebody_filled_while_the_form_was_closed_stays(tmp_path: Path, case: Case) -> None:
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        await typed_and_stopped(story, case)
        elsewhere(base, lambda workspace: case.write(workspace, {case.aside: ASIDE}))
        form = await open_form(story, case)
        assert form.field(case.field).value == TYPED
        assert form.field(case.aside).value == ASIDE
        assert RETURNED in story.notices[-1]
        assert SAME.lower() not in story.notices[-1].lower()
        await story.press("ctrl+s")
        assert story.app.screen is not form, story.text
    assert case.texts(base) == (TYPED, ASIDE)


@FORMS
async def test_the_same_thing_changed_while_the_form_was_closed_is_shown_before_it_is_replaced(
    tmp_path: Path, case: Case
) -> None:
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        await typed_and_stopped(story, case)
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: THEIRS}))
        form = await open_form(story, case)
        form.keep_soon()
        await stopped(story, form)
        form = await open_form(story, case)
        assert form.field(case.field).value == TYPED
        assert RETURNED in story.notices[-1]
        assert "la même chose a changé entre-temps" in story.notices[-1], "a second accident forgets nothing of it"
        assert MEANWHILE in words(story), story.text
        await story.press("ctrl+s")
        assert story.app.screen is form
        assert SAME in words(story)
        assert case.texts(base)[0] == THEIRS, "nothing was replaced yet"
        await story.press("ctrl+s")
        assert story.app.screen is not form, story.text
        assert story.app.drafts.labels == ()
        assert not any(RETURNED in notice for notice in story.notices), "it no longer waits"
    assert case.texts(base) == (TYPED, "Avant, à côté")


@BUT_CARD
@pytest.mark.parametrize("seen", [False, True], ids=["at the time of saving", "while typing"])
async def test_the_same_thing_changed_while_one_types_is_shown_before_it_is_replaced(
    tmp_path: Path, case: Case, seen: bool
) -> None:
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        form.field(case.field).put(TYPED)
        await story.settle()
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: THEIRS, case.aside: ASIDE}))
        if seen:
            form.database_changed()
            await story.settle()
            assert form.field(case.field).value == TYPED
            assert MEANWHILE in words(story)
            assert "la même chose a changé entre-temps" in story.notices[-1]
        await story.press("ctrl+s")
        assert story.app.screen is form
        assert SAME in words(story)
        assert MEANWHILE in words(story)
        assert case.texts(base) == (THEIRS, ASIDE)
        await story.press("ctrl+s")
        assert story.app.screen is not form, story.text
    assert case.texts(base) == (TYPED, ASIDE)


@SOME
async def test_what_both_wrote_alike_is_no_quarrel(tmp_path: Path, case: Case) -> None:
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        await typed_and_stopped(story, case)
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: TYPED}))
        form = await open_form(story, case)
        assert not form.unsaved
        assert not any(RETURNED in notice for notice in story.notices), "nothing came back that is not stored"
        assert story.app.drafts.labels == ()


@SOME
async def test_a_field_that_was_emptied_comes_back_empty(tmp_path: Path, case: Case) -> None:
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        await typed_and_stopped(story, case, "")
        elsewhere(base, lambda workspace: case.write(workspace, {case.aside: ASIDE}))
        form = await open_form(story, case)
        assert form.field(case.field).value == ""
        await story.press("ctrl+s")
        assert story.app.screen is not form, story.text
    assert case.texts(base) == ("", ASIDE)


@SOME
async def test_taking_what_is_stored_ends_the_quarrel(tmp_path: Path, case: Case) -> None:
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        await typed_and_stopped(story, case)
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: THEIRS}))
        form = await open_form(story, case)
        form.field(case.field).put(THEIRS)
        form.field(case.aside).put(ASIDE)
        await story.settle()
        form.keep()
        await story.settle()
        assert "Enregistré entre-temps" not in words(story)
        await story.press("ctrl+s")
        assert story.app.screen is not form, "nothing is asked again"
    assert case.texts(base) == (THEIRS, ASIDE)


async def test_a_third_version_is_shown_again(tmp_path: Path) -> None:
    case = CASES["action"]
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        form.field(case.field).put(TYPED)
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: THEIRS}))
        await story.press("ctrl+s")
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: "Encore autre chose"}))
        await story.press("ctrl+s")
        assert story.app.screen is form
        assert "Enregistré entre-temps : « Encore autre chose »" in words(story)
        await story.press("ctrl+s")
        assert story.app.screen is not form
    assert case.texts(base)[0] == TYPED


async def test_choices_and_days_and_lists_are_shown_in_words(tmp_path: Path) -> None:
    case = CASES["action"]
    base = prepared(tmp_path, case)
    theirs = {"state": ActionState.DONE.value, "indicators": ("entraide",), "due": "2027-06-30"}
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        form.query_one("#state", Picker).choose(ActionState.GIVEN_UP.value)
        form.controls["indicators"].put("entraide projet-commun")
        form.field("due").put("1/2/2027")
        elsewhere(base, lambda ws: update_action(ws, find_evaluation(ws, CLAIRBOIS), ACTION, theirs))
        form.database_changed()
        await story.settle()
        for told in ("faite", "C2.05", "30/06/2027"):
            assert f"Enregistré entre-temps : « {told} »" in words(story), story.text
        await story.press("ctrl+s", "ctrl+s")
        with open_workspace(base, read_only=True) as workspace:
            stored = read_action(workspace)
    assert (stored.state, len(stored.indicators)) == (ActionState.GIVEN_UP, 2)


async def test_a_position_withdrawn_elsewhere_is_said_and_its_fields_go(tmp_path: Path) -> None:
    case = CASES["position"]
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        form.field(case.field).put(TYPED)
        elsewhere(base, lambda ws: withdraw_position(ws, find_evaluation(ws, CLAIRBOIS), QUESTION))
        form.database_changed()
        await story.settle()
        assert "Une autre fenêtre a retiré cette position." in story.notices[-1]
        assert form.field(case.field).value == TYPED
        assert form.field(case.aside).value == ""
        assert "Effacé entre-temps." in words(story)


async def test_a_position_written_elsewhere_while_nobody_had_any(tmp_path: Path) -> None:
    """What the form proposed and nobody typed gives way to what was written; what was typed is compared."""
    case = CASES["position"]
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        story.app.company[CLAIRBOIS] = "La réunion d’avant"
        await typed_and_stopped(story, case)
        story.app.company.clear()
        form = await open_form(story, case)
        assert form.field("decided_with").value == "La réunion d’avant", "what was proposed comes back with the text"
        await stopped(story, form)
        theirs = {"decided_with": "Le bureau", case.field: THEIRS}
        elsewhere(base, lambda workspace: write_position(workspace, theirs))
        form = await open_form(story, case)
        assert form.field("decided_with").value == "Le bureau"
        assert MEANWHILE in words(story)
        assert words(story).count("Enregistré entre-temps") == 1


async def test_what_was_proposed_for_something_new_is_compared_with_nothing(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        story.app.company[CLAIRBOIS] = "La réunion d’avant"
        form = await open_form(story, CASES["position"])
        form.field("decided_with").put("Le bureau")
        await story.settle()
        await stopped(story, form)
        story.app.company.clear()
        form = await open_form(story, CASES["position"])
        assert (form.field("decided_with").value, form.apart) == ("Le bureau", {})


async def test_the_indicator_a_new_action_was_begun_for_comes_back_with_it(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        evaluation = story.evaluation(CLAIRBOIS)
        form = ActionForm(evaluation, None, "entraide")
        story.app.push_screen(form)
        await story.type("S’y mettre")
        await stopped(story, form)
        again = ActionForm(evaluation)
        story.app.push_screen(again)
        await story.settle()
        assert "C2.05" in words(story)
        await story.press("ctrl+s")
        with open_workspace(story.app.path, read_only=True) as workspace:
            assert find_action(workspace, evaluation, "a04").indicators == ("entraide",)


async def test_what_a_version_without_this_kept_is_compared_too(tmp_path: Path) -> None:
    """A draft that does not say what was stored when it was typed: what differs is shown, nothing is undone unseen."""
    case = CASES["action"]
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        key, name = case.form(story.app.workspace).draft_place
        story.app.drafts.put(key, name, {"who": TYPED, "note": "Avant, à côté"})
        form = await open_form(story, case)
        assert form.touched == {"who"}
        assert "Enregistré entre-temps : « Avant »" in words(story)


async def test_the_collectivites_are_compared_as_one(tmp_path: Path) -> None:
    case = CASES["card"]
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        form.query(CommitmentBlock).first().query_one("#name", Entry).put("Notre commune")
        await story.settle()
        await stopped(story, form)
        elsewhere(base, lambda ws: update_pole(ws, VISITOR, {"collectivites": ({"nom": "Une ville"},)}))
        form = await open_form(story, case)
        assert form.touched == {"collectivites"}
        assert "Collectivités" in story.notices[-1]
        await story.press("ctrl+s")
        assert "Enregistré entre-temps : « Une ville »" in words(story)
        with open_workspace(base, read_only=True) as workspace:
            assert read_card(workspace).commitments == (Commitment(name="Une ville"),)
        await story.press("ctrl+s")
        with open_workspace(base, read_only=True) as workspace:
            assert read_card(workspace).commitments[0].name == "Notre commune"


async def test_a_collectivite_taken_off_is_kept_aside_by_itself(tmp_path: Path) -> None:
    case = CASES["card"]
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        count = len(form.query(CommitmentBlock))
        form.query("#remove").first().focus()
        await story.press("enter")
        await stopped(story, form)
        form = await open_form(story, case)
        await story.settle()
        assert len(form.query(CommitmentBlock)) == count - 1


async def test_a_card_written_between_the_reading_and_the_writing_is_not_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES["card"]
    base = prepared(tmp_path, case)
    monkeypatch.setattr(IdentityForm, "take_stored", lambda _: "")
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        form.field(case.field).put(TYPED)
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: THEIRS}))
        await story.press("ctrl+s")
        assert SAME in words(story)
        assert MEANWHILE in words(story)
        assert case.texts(base)[0] == THEIRS
        await story.press("ctrl+s")
        assert story.app.screen is not form
    assert case.texts(base)[0] == TYPED


async def test_a_text_with_tabs_is_not_taken_for_something_typed(tmp_path: Path) -> None:
    base = prepared(tmp_path, CASES["action"])
    elsewhere(base, lambda workspace: write_action(workspace, {"note": "un\tdeux"}))
    async with opened(base, LARGE) as story:
        form = await open_form(story, CASES["action"])
        assert not form.unsaved
        elsewhere(base, lambda workspace: write_action(workspace, {"note": "un\tdeux\ttrois"}))
        form.database_changed()
        await story.settle()
        assert not form.unsaved


async def test_opening_the_evaluation_of_the_visitors_chooses_it(tmp_path: Path) -> None:
    base = prepared(tmp_path, CASES["visit"])
    with open_workspace(base, clock=clock) as workspace:
        one, other = (
            open_evaluation(
                workspace,
                shipped_referential(),
                pole=HOST,
                use="diagnostic",
                mode="pair",
                path="court",
                peer_pole=VISITOR,
                identifier=name,
            )
            for name in ("un", "deux")
        )
    async with opened(base, LARGE) as story:
        form = await open_form(story, CASES["visit"])
        assert isinstance(form, VisitForm)
        picker = form.query_one(Picker)
        picker.choose(one.id)
        form._opened(other)
        await story.settle()
        assert (picker.value, form.unsaved) == (other.id, False)
        assert "Enregistré entre-temps" not in words(story)


async def test_a_word_of_another_referential_written_elsewhere_is_not_undone(tmp_path: Path) -> None:
    """A choice that the form did not offer is taken as it is: it would otherwise be replaced by the one before."""
    case = CASES["card"]
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        form.renew({"etape": "en-sommeil"})
        assert form.touched == set()
        assert form.controls["etape"].value == "en-sommeil"
        await story.settle()
        assert "en-sommeil" in words(story)


async def test_a_form_that_was_left_says_nothing_of_other_windows(tmp_path: Path) -> None:
    case = CASES["action"]
    base = prepared(tmp_path, case)
    async with opened(base, LARGE) as story:
        form = await open_form(story, case)
        story.app.pop_screen()
        await story.settle()
        elsewhere(base, lambda workspace: case.write(workspace, {case.field: THEIRS}))
        form.database_changed()
        assert not any("cette action" in notice for notice in story.notices)
