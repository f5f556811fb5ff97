"""What people typed is shown as typed on every screen: it neither vanishes, nor acts, nor crashes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer, Evaluation
from ptce_ref.domain.text import clean_line
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.pole import add_pole
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import save_evaluation
from ptce_ref.tui.text import content, one_line, shown
from tests.bases import new_workspace
from tests.samples import shipped_referential
from tests.tui.hostile_base import BEFORE, LONG, OBEYED, hostile_base
from tests.tui.hostile_base import HOSTILE as HOSTILE_WORDS
from tests.tui.screen import LARGE, Story, opened
from tests.tui.tour_of_screens import EVALUATIONS, WRITER, touring

HOSTILE = (
    "Société [ACME] [/] close",
    "[@click=app.quit]x[/] [voir annexe]",
    "[bold red]gras[/bold red] \\[a] $primary {0} %s",
    "a\x1b[31mb\x07c\x1b]0;titre\x07d droite\u202e\u2066gauche\u2069 שלום",
    "é\u0301\u200b日本語 👩\u200d🌾 [link=file:///etc/passwd]lien[/link]",
)


def prepare(workspace: Workspace, text: str) -> Evaluation:
    """Open an evaluation in which every text a person may type is ``text``."""
    referential = shipped_referential()
    add_pole(workspace, {"id": "pole", "nom": text, "commune": text, "resume": text})
    evaluation = open_evaluation(
        workspace, referential, pole="pole", use="accueil", title=text, identifier="e", colleges=("habitants",)
    )
    evaluation = move_phase(workspace, "e", "avis")
    person = add_respondent(workspace, evaluation, college="habitants", name=text, organisation=text)
    for indicator in evaluation.indicators[:-1]:
        fields = {"respondent_id": person.id, "indicator_id": indicator, "argument": text}
        record_answer(workspace, evaluation, make_opinion(Answer, {**fields, "kind": "niveau", "level": "1"}))
    return evaluation


def clean(text: str) -> str:
    return " ".join(one_line(clean_line(text)).split())


async def look(story: Story) -> str:
    """Read the screen, and check that nothing a terminal would obey is on it."""
    drawn = story.text
    assert all(character == "\n" or character not in _OBEYED for character in drawn)
    return story.words


_OBEYED = {chr(code) for code in (*range(32), *range(0x7F, 0xA0))} | set(
    "\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2069"
)


@pytest.mark.parametrize("text", HOSTILE[2:])
async def test_every_screen_shows_it_as_typed(tmp_path: Path, text: str) -> None:
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        prepare(workspace, text)
    async with opened(base, LARGE) as story:
        assert clean(text) in await look(story)  # home: pôle, title
        await story.press("c")
        await story.type(clean(text)[:6])
        assert clean(text) in await look(story)
        await story.press("down", "p")
        assert clean(text) in await look(story)  # phases: title
        await story.press("escape", "enter")
        assert story.place == "EvaluationScreen"
        assert (await look(story)).count(clean(text)) > 1  # its page: pôle, title
        await story.press("t")
        assert clean(text) in await look(story)  # grid: pôle
        await story.press("s")
        assert clean(text) in await look(story)  # respondents
        await story.press("enter")
        assert story.place == "ScoringScreen"
        assert clean(text) in await look(story)
        await story.press("pageup")
        assert clean(text) in await look(story)  # the stored argument
        await story.press("shift+tab")
        await story.paste(text)
        await story.press("f1")
        await look(story)
        await story.press("escape", "escape", "escape", "p", "enter", "right", "enter")  # → dialogue
        assert story.evaluation("e").phase.value == "dialogue"
        assert story.place == "GridScreen"
        for _ in range(5):
            await story.press("a")
            await look(story)
        for _ in range(9):
            await story.press("right")
        while story.app.screen.query_one("DialogueGrid").cell is None:  # type: ignore[attr-defined] # a DialogueGrid
            await story.press("left")
        await story.press("enter")
        assert story.place == "CellScreen"
        assert clean(text) in await look(story)  # arguments of the others, once they may be seen
        assert story.app.is_running


async def test_every_sight_of_the_application(tmp_path: Path) -> None:
    """Everything people typed and every word of the referential, on every screen: nothing acts, nothing vanishes."""
    without: set[str] = set()
    shown: set[str] = set()
    async with touring(tmp_path, LARGE, make=hostile_base, evaluations=EVALUATIONS[:2]) as sights:
        async for name, story in sights:
            drawn = painted_lines(story)
            for line in drawn:
                check_as_typed(name, line)
            assert not [style for style in styles(story) if "quit" in repr(style)], name
            (shown if any(BEFORE in line for line in drawn) else without).add(story.place)
            assert story.app.is_running, name
    assert without - shown == NO_WORDS_OF_PEOPLE


NO_WORDS_OF_PEOPLE = {
    *("CopiesScreen", "ExchangeScreen", "ReceiveScreen", "ReturnedChoiceScreen"),
    *("HelpDialog", "SmallDialog", "StartScreen", "TourScreen"),
}
"""The only places where nothing is shown that a person or a file said."""


def painted_lines(story: Story) -> list[str]:
    """Return the rendered strips as text, after checking that none holds what a terminal obeys."""
    lines = [strip.text for strip in story.app.screen._compositor.render_strips()]
    obeyed = [(line, character) for line in lines for character in line if character in _OBEYED]
    assert obeyed == []
    return lines


def styles(story: Story) -> Iterator[object]:
    """Yield what the styles on the screen carry besides colours: links, actions."""
    for strip in story.app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None:
                yield segment.style.meta
                yield segment.style.link


def check_as_typed(name: str, line: str) -> None:
    """Check that after each mark stands one of the hostile texts, whole or cut by an edge."""
    for place in (match.end() for match in re.finditer(BEFORE, line)):
        rest = line[place:]
        assert any(_begins(rest, text) for text in HOSTILE_WORDS), f"{name}: {line!r}"


def _begins(rest: str, text: str) -> bool:
    same = next((place for place, pair in enumerate(zip(rest, text, strict=False)) if len(set(pair)) > 1), None)
    if same is None:
        return True
    return rest[0] == "…" if same == 0 else rest[same] in _EDGES


_EDGES = {" ", "\u00a0", *"…│┃▌▕▏┐┘|"}
"""What may stand where a text is cut: its column, its window or its line ends there."""


async def test_a_very_long_hostile_argument_is_shown_whole(tmp_path: Path) -> None:
    base = hostile_base(tmp_path)
    async with opened(base, LARGE) as story:
        await story.open_scoring(WRITER)
        await story.paste(LONG + OBEYED)
        await story.press("tab", "1")
        stored = [answer.argument for answer in story.answers(WRITER).values()]
        assert LONG.strip() in [argument.removesuffix("[31m2J]0;titre").strip() for argument in stored]
        painted_lines(story)


async def test_the_forms_take_it_as_it_is(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    new_workspace(base).store.close()
    async with opened(base, LARGE) as story:
        for rank, text in enumerate(HOSTILE[:3]):
            await story.press("n")
            await story.paste(f"{text} {rank}")
            await story.press("ctrl+s")
            await look(story)
            assert story.place == "HomeScreen", text
        assert "3 pôles" in story.words
        await story.press("e")
        await story.paste("[/] [x=1]")
        await story.press("ctrl+s")
        assert "[/] [x=1]" in await look(story)


async def test_the_words_of_another_referential_are_data_too(tmp_path: Path) -> None:
    hostile = "[/x] [@click=app.quit]y[/]"
    referential = shipped_referential()
    indicators = tuple(
        item.model_copy(
            update={
                "title": f"T {hostile}",
                "question": f"Q {hostile}",
                "explanation": f"E {hostile}",
                "descriptors": dict.fromkeys(item.descriptors, f"D {hostile}"),
            }
        )
        for item in referential.indicators
    )
    themes = tuple(item.model_copy(update={"name": hostile, "short": "[/a]"}) for item in referential.themes)
    words = {"name": hostile, "short": "[/c]", "meaning": hostile}
    colleges = tuple(item.model_copy(update=words) for item in referential.colleges)
    uses = tuple(item.model_copy(update={"name": hostile, "purpose": hostile}) for item in referential.uses)
    changed = referential.model_copy(
        update={"indicators": indicators, "themes": themes, "colleges": colleges, "uses": uses}
    )
    for name in ("canonical_json", "content_hash", "indicator_by_id", "theme_by_id", "college_by_id", "use_by_id"):
        changed.__dict__.pop(name, None)
    base = tmp_path / "base.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"nom": "Pôle d’Ici"})
        open_evaluation(workspace, changed, pole="pole-d-ici", use="accueil", identifier="e")
        move_phase(workspace, "e", "avis")
    async with opened(base, LARGE) as story:
        assert "[/c]" in await look(story)  # home: how far the colleges went
        await story.press("enter")
        assert "[/c]" in await look(story)
        await story.press("t")
        assert "[/a]" in await look(story)
        await story.press("s", "a")
        assert hostile in await look(story)
        await story.press("enter", "enter", "ctrl+s")
        drawn = await look(story)
        assert all(f"{letter} {hostile}" in drawn for letter in "TQED")


async def test_a_very_long_argument_stays_whole(tmp_path: Path) -> None:
    base, long = tmp_path / "base.sqlite", "Une phrase. " * 420
    with new_workspace(base) as workspace:
        evaluation = prepare(workspace, "court")
        save_evaluation(workspace.store, evaluation, workspace.now)
    async with opened(base) as story:
        await story.press("enter", "s", "enter")
        await story.paste(long)
        await story.press("tab", "1")
        last = find_evaluation(story.app.workspace, "e").indicators[-1]
        code = shipped_referential().indicator_by_id[last].code
        stored = story.answers("r01", "e")
        assert any(answer.argument == long.strip() for answer in stored.values()), code


def test_what_a_terminal_would_obey_never_reaches_it() -> None:
    assert shown("a\x1b[31mb\u202ec\td") == "a[31mbc    d"
    assert shown(" espaces gardés ") == " espaces gardés "
    assert shown("insécable\u00a0: oui") == "insécable\u00a0: oui"
    assert content("[b]x[/b]", ("[/]", "bold")).plain == "[b]x[/b][/]"
