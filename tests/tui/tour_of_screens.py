"""Every screen of the application on the examples: what tests of all of them go through."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.evaluation import move_phase
from ptce_ref.tui.place import PLACES
from ptce_ref.tui.screens.comparison import ComparisonScreen
from ptce_ref.tui.text import say
from ptce_ref.tui.theme import DARK
from ptce_ref.tui.widgets.argument import WritingArea
from tests.bases import example_base
from tests.tui.screen import FORGES, SMALL, Story, opened
from tests.tui.sights_of_exchange import exchange_sights, round_sights, work_over
from tests.tui.sights_of_returned import returned_sights

TALKING = "clairbois-2026"
EVALUATIONS = (FORGES, TALKING, "val-de-sorne-2026")
"""One while opinions are given, one in dialogue, one closed."""
WRITER = "r03"
"""A respondent of the first one, half way."""

_TOO_SMALL = (50, 12)
_MINUTES = "durée de parole"
_FURTHER: dict[str, Sequence[tuple[str, tuple[str, ...]]]] = {
    "grid": (
        ("un autre affichage", ("a",)),
        ("encore un", ("a",)),
        ("encore un", ("a",)),
        ("encore un", ("a",)),
        ("une case", ("enter",)),
    ),
    "answers": (("un nouveau répondant", ("a",)),),
    "hands": (
        ("une voix comptée", ("1",)),
        ("un argument entendu", ("e",)),
        ("grand écran", ("escape", "g")),
        ("aller à une question", ("escape", "f4")),
    ),
    "synthesis": (
        ("enjeux", ("s",)),
        ("vigilances", ("s",)),
        ("évolution", ("s",)),
        ("participation", ("s",)),
        ("les questions d’une ligne", ("s", "enter")),
    ),
    "dialogue": (
        ("un point", ("enter",)),
        ("plus bas", ("down", "down")),
        ("grand écran", ("g",)),
        ("questions liées", ("escape", "l")),
        (_MINUTES, ("escape", "d")),
        ("aller à une question", ("escape", "f4")),
    ),
    "referential": (
        ("plus bas", ("down", "down")),
        ("une fiche", ("enter",)),
        ("ses liens", ("l",)),
        ("une recherche", ("escape", "escape", "c", "e", "a", "u")),
    ),
    "actions": (
        ("une nouvelle action", ("n",)),
        ("ses indicateurs", ("tab", "enter")),
        ("une action", ("escape", "escape", "enter")),
        ("la retirer", ("escape", "delete")),
    ),
    "identity": (
        ("section suivante", ("pagedown",)),
        ("section suivante", ("pagedown",)),
        ("section suivante", ("pagedown",)),
        ("section suivante", ("pagedown",)),
    ),
    "comparison": (
        ("conditions", ("t", "s")),
        ("profils", ("s",)),
        ("enjeux", ("s",)),
        ("cohorte", ("s",)),
        ("échanges", ("s",)),
        ("trajectoires", ("s",)),
        ("regards", ("s",)),
        ("un regard croisé", ("o",)),
    ),
    "journal": (("une ligne", ("enter",)), ("une recherche", ("escape", "c", "r", "0"))),
    "production": (("plus bas", ("down", "down")),),
    "phases": (("revenir en arrière", ("down", "enter")),),
}
"""By job: what one sees next, and the keys that lead there from the sight before."""

_ONLY_READ = {("actions", Phase.CLOSED)}
"""The jobs that open nothing further in a phase."""
_NOT_OFFERED = {(_MINUTES, Phase.CLOSED)}
"""The sights that a phase does not have: once all is closed, nobody speaks any more."""
_SAME_EVERYWHERE = {"comparison", "identity", "referential", "production"}
"""The jobs that are the same in every phase: gone through once."""


async def every_screen(
    folder: Path,
    size: tuple[int, int] = SMALL,
    theme: str = DARK.name,
    make: Callable[[Path], Path] = example_base,
    evaluations: Sequence[str] = EVALUATIONS,
) -> AsyncIterator[tuple[str, Story]]:
    """Yield the name of each sight of the application, and who is in front of it.

    What is looked at may be read, not changed: the next sight is reached with the keys from there.
    ``make`` puts in a folder a database with the evaluations of the examples, whatever their words.
    """
    async with opened(folder / "nouvelle.sqlite", size) as story:
        await _paint(story, theme)
        yield "premier pas", story
    async with opened(make(folder), _TOO_SMALL) as story:
        await _paint(story, theme)
        yield "fenêtre trop petite", story
    async with opened(make(folder), size) as story:
        await _paint(story, theme)
        yield "accueil", story
        async for sight in _around_home(story):
            yield sight
        for evaluation in evaluations:
            await story.open_evaluation(evaluation)
            phase = story.evaluation(evaluation).phase
            yield f"évaluation ({phase})", story
            async for sight in _places(story, phase):
                yield sight
            if phase is Phase.OPINIONS:
                async for sight in _people(story):
                    yield sight
            await back_to(story, "HomeScreen")
        async for sight in _positions(story):
            yield sight
        async for sight in exchange_sights(story, folder, make, TALKING):
            yield sight
        async for sight in round_sights(story):
            yield sight
        async for sight in returned_sights(story, folder):
            yield sight


@asynccontextmanager
async def touring(
    folder: Path,
    size: tuple[int, int] = SMALL,
    theme: str = DARK.name,
    make: Callable[[Path], Path] = example_base,
    evaluations: Sequence[str] = EVALUATIONS,
) -> AsyncIterator[AsyncIterator[tuple[str, Story]]]:
    """As :func:`every_screen`, closed properly when the test stops on the way."""
    async with aclosing(every_screen(folder, size, theme, make, evaluations)) as sights:  # type: ignore[type-var] # an async generator
        yield sights


async def back_to(story: Story, place: str) -> None:
    """Press Escape until one is back in a screen."""
    for _ in range(8):
        if story.place == place:
            return
        await story.press("escape")
    raise AssertionError(f"Escape does not lead from {story.place} to {place}")


async def _paint(story: Story, theme: str) -> None:
    story.app.theme = theme
    await story.settle()


async def _around_home(story: Story) -> AsyncIterator[tuple[str, Story]]:
    for severity in ("information", "warning", "error"):
        say(story.app, f"Une notification ({severity}).", severity)
    await story.settle()
    yield "notifications", story
    story.app.clear_notifications()
    first_keys = (
        ("aide", "f1"),
        ("toutes les commandes", "ctrl+p"),
        ("nouveau pôle", "n"),
        ("tournées de visites", "t"),
        ("visite guidée", "v"),
    )
    for name, key in first_keys:
        await story.press(key)
        assert story.place != "HomeScreen", name
        yield name, story
        await back_to(story, "HomeScreen")
    await story.press("e")
    yield "nouvelle évaluation", story
    await back_to(story, "HomeScreen")
    await story.press("ctrl+p")
    await story.type("zzz")
    yield "une recherche sans résultat", story
    await back_to(story, "HomeScreen")


async def _places(story: Story, phase: Phase) -> AsyncIterator[tuple[str, Story]]:
    """Go to each job that is open in the phase, and to what follows."""
    for place in PLACES:
        if place.closed(phase):
            continue
        await story.press(place.key)
        assert story.place != "EvaluationScreen", place.name
        if place.id == "returned":
            await work_over(story)
        name = f"{place.name} ({phase})"
        yield name, story
        if place.id == "quick":
            await story.choose(WRITER)
            yield f"{name}, {WRITER}", story
            await story.press("g")
            yield f"{name}, un argument", story
        known = (place.id, phase) in _ONLY_READ or (place.id in _SAME_EVERYWHERE and phase is not Phase.OPINIONS)
        for further, keys in () if known else _FURTHER.get(place.id, ()):
            if (further, phase) in _NOT_OFFERED:
                continue
            await story.press(*keys)
            await _reading_over(story)
            yield f"{name}, {further}", story
        if place.id == "answers":
            await story.press("escape")
            await story.choose(WRITER)
            yield f"{name}, {WRITER}", story
            async for sight in _scoring(story):
                yield sight
        await back_to(story, "EvaluationScreen")


async def _people(story: Story) -> AsyncIterator[tuple[str, Story]]:
    """The data of people, and what closing the opinions asks, from the page of an evaluation."""
    await story.press("p", "enter")
    yield "passer au dialogue", story
    await back_to(story, "EvaluationScreen")
    await story.press("e")
    yield "données des personnes", story
    await story.choose(WRITER)
    yield f"données de {WRITER}", story
    await back_to(story, "EvaluationScreen")


async def _scoring(story: Story) -> AsyncIterator[tuple[str, Story]]:
    if isinstance(story.app.focused, WritingArea):
        await story.press("tab")
    yield "saisie, les niveaux", story
    await story.press("n")
    yield "saisie, non concerné", story
    await story.press("escape")
    for name, key in (
        ("aide de la saisie", "f1"),
        ("aller à une question", "f4"),
        ("questions liées", "f7"),
        ("compléments", "f8"),
    ):
        await story.press(key)
        yield name, story
        await back_to(story, "ScoringScreen")


async def _positions(story: Story) -> AsyncIterator[tuple[str, Story]]:
    """What is only open in the phase « position »."""
    move_phase(story.app.workspace, TALKING, Phase.POSITION)
    await story.open_evaluation(TALKING)
    await story.press("d")
    yield "ordre du jour (position)", story
    await story.press("u")
    yield "adopter en une fois", story
    await story.press("escape", "enter", "e")
    yield "écrire la position", story
    await story.press("enter")
    yield "écrire la position, tous les choix", story
    await back_to(story, "HomeScreen")


async def _reading_over(story: Story) -> None:
    """Wait for what a comparison reads beside the screen."""
    if isinstance(story.app.screen, ComparisonScreen):
        await story.app.workers.wait_for_complete()
        await story.settle()
