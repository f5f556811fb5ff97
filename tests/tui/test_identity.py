"""The identity card of a pôle: made, completed with the commune found offline, corrected, never lost."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ptce_ref.domain.pole import Commitment, Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.services.evaluation import open_evaluation
from ptce_ref.services.pole import add_pole, all_poles, find_pole, update_pole
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.screens.identity import IdentityForm
from ptce_ref.tui.text import ChoiceList
from ptce_ref.tui.theme import DARK, LIGHT
from ptce_ref.tui.widgets.check_list import CheckList
from ptce_ref.tui.widgets.commitment import CommitmentBlock
from ptce_ref.tui.widgets.commune_entry import CommuneEntry
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.passage import Passage
from tests.bases import clock, example_base, new_workspace
from tests.samples import shipped_referential
from tests.tui.screen import LARGE, SMALL, Story, opened
from tests.tui.test_hostile_text import HOSTILE, clean

SORNE = "val-de-sorne"


class Card:
    """Somebody filling a card."""

    def __init__(self, story: Story) -> None:
        self.story, self.given = story, list[Pole | None]()
        self.screen = story.app.screen

    async def open(self, pole: str | None) -> None:
        found = find_pole(self.story.app.workspace, pole) if pole else None
        self.story.app.open_identity(found, self.given.append)
        await self.story.settle()
        self.screen = self.story.app.screen

    async def go(self, field: str) -> None:
        """Put the cursor in a field, as Tab or the mouse would."""
        control = self.screen.query_one(f"#{field}")
        if isinstance(control, Field):
            control.focus_input()
        else:
            control.focus()
        await self.story.settle()

    async def write(self, field: str, text: str) -> None:
        """Replace what a line holds."""
        await self.go(field)
        await self.story.press("home", "ctrl+k")
        await self.story.type(text)

    @property
    def words(self) -> str:
        """What is on the screen, without the bars beside the fields."""
        return " ".join(self.story.words.replace("▌", " ").split())

    def value(self, field: str) -> str:
        control = self.screen.query_one(f"#{field}")
        assert isinstance(control, Field)
        return control.value

    def stored(self, pole: str) -> Pole:
        """What the file holds."""
        with open_workspace(self.story.app.path, read_only=True) as other:
            return find_pole(other, pole)


@asynccontextmanager
async def card_of(base: Path, pole: str | None, size: tuple[int, int] = SMALL) -> AsyncIterator[Card]:
    async with opened(base, size) as story:
        card = Card(story)
        await card.open(pole)
        yield card


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "vide.sqlite"
    new_workspace(path).store.close()
    return path


async def test_a_whole_card_by_keyboard_at_80_by_24(empty: Path) -> None:
    async with card_of(empty, None) as card:
        story = card.story
        await story.type("Pôle d’Ici")
        await story.press("tab")
        await story.paste("Un premier paragraphe.\n\nUn second, sur l’eau.")
        await story.press("tab")
        await story.type("2014")
        await story.press("enter")
        await story.type("SCIC d’Ici")
        await story.press("tab", "right", "tab", "right", "right", "tab")
        await story.type("bois, eau , ")
        await story.press("pagedown")
        assert "2/6 Territoire" in card.words
        await story.type("lons le")
        assert "Lons-le-Saunier Jura INSEE 39300" in card.words
        await story.press("enter")
        assert card.value("departement") == "Jura"
        await story.press("pagedown")
        await story.type("1 200")
        await story.press("down")
        await story.type("3")
        assert "Total : 1 203 membres" in card.words
        await story.press("pagedown")
        await story.type("84,5")
        await story.press("tab", "tab")
        await story.type("310 000")
        await story.press("pagedown")
        await story.type("Neuf entreprises.\nEt une ferme.")
        await story.press("pagedown")
        assert "6/6 Collectivités" in card.words
        await story.press("enter")  # « Ajouter une collectivité »
        await story.type("Commune d’Ici")
        await story.press("tab", "right", "tab", "space", "down", "down", "space", "ctrl+s")
        assert story.place == "HomeScreen"
        (pole,) = all_poles(story.app.workspace)
        assert card.given == [pole]
    referential = shipped_referential()
    colleges = [college.id for college in referential.colleges]
    words = referential.card
    assert pole.model_dump(exclude={"intercommunality"}) == Pole(
        id="pole-d-ici",
        name="Pôle d’Ici",
        summary="Un premier paragraphe.\n\nUn second, sur l’eau.",
        year=2014,
        carrier="SCIC d’Ici",
        status=words.statuses[0].id,
        stage=words.stages[1].id,
        sectors=("bois", "eau"),
        commune="Lons-le-Saunier",
        insee_code="39300",
        department="Jura",
        region="Bourgogne-Franche-Comté",
        members={colleges[0]: 1200, colleges[1]: 3},
        jobs=84.5,
        budget=310_000.0,
        criteria={words.criteria[0].id: "Neuf entreprises.\nEt une ferme."},
        commitments=(
            Commitment(
                name="Commune d’Ici", posture=words.postures[0].id, means=(words.means[0].id, words.means[2].id)
            ),
        ),
    ).model_dump(exclude={"intercommunality"})
    assert pole.intercommunality.startswith("Communauté d’agglomération")


# The commune


async def test_homonyms_are_chosen_with_the_arrows(empty: Path) -> None:
    async with card_of(empty, None) as card:
        story = card.story
        await card.go("commune")
        await story.type("saint-denis")
        assert "La Réunion" in card.words
        assert "Seine-Saint-Denis" in card.words
        assert "Entrée prend la ligne marquée" in card.words
        listed = story.app.screen.query_one("_Proposals", ChoiceList)
        painted = listed.get_component_styles("option-list--option-highlighted").background
        assert painted.hex == DARK.variables["highlight"], "the line that Enter takes is as plain as in any list"
        await story.press("down", "enter")
        assert (card.value("commune"), card.value("code_insee")) == ("Saint-Denis", "93066")
        assert card.value("intercommunalite") == "Plaine Commune (Métropole du Grand Paris)"
        assert "Les lignes qui suivent sont remplies" in card.words


async def test_a_commune_is_chosen_with_the_mouse(empty: Path) -> None:
    async with card_of(empty, None) as card:
        story = card.story
        await card.go("commune")
        await story.type("dole")
        proposals = story.app.screen.query_one("_Proposals")
        await story.pilot.click(proposals, offset=(2, 0))
        await story.settle()
        assert (card.value("commune"), card.value("code_insee")) == ("Dole", "39198")


async def test_what_is_typed_by_hand_stays_and_escape_closes_the_list_only(empty: Path) -> None:
    async with card_of(empty, None) as card:
        story = card.story
        await card.go("commune")
        await story.type("Lons")
        commune = story.app.screen.query_one(CommuneEntry)
        assert commune.proposing
        await story.press("escape")
        assert not commune.proposing
        assert story.place == "IdentityForm"
        await story.type("x")
        await story.press("tab")
        assert (card.value("commune"), card.value("code_insee")) == ("Lonsx", "")
        assert not commune.proposing


async def test_a_commune_on_an_island_has_no_intercommunalite(empty: Path) -> None:
    async with card_of(empty, None) as card:
        await card.write("intercommunalite", "Autre")
        await card.go("commune")
        await card.story.type("ile d'yeu")
        await card.story.press("enter")
        assert card.value("intercommunalite") == ""
        assert "Cette commune n’a pas d’intercommunalité" in card.words


async def test_a_code_typed_by_hand_fills_what_is_empty(empty: Path) -> None:
    async with card_of(empty, None) as card:
        await card.write("region", "Ma région")
        await card.write("code_insee", "2a004")
        await card.story.press("tab")
        assert [card.value(name) for name in ("commune", "departement", "region")] == [
            "Ajaccio",
            "Corse-du-Sud",
            "Ma région",
        ]
        await card.write("commune", "Ailleurs")
        await card.story.press("tab")
        assert "Ce code est celui de Ajaccio (Corse-du-Sud)" in card.words
        await card.write("code_insee", "99999")
        await card.story.press("tab")
        assert "n’est pas dans la liste des communes" in card.words
        await card.write("nom", "Pôle")
        await card.story.press("ctrl+s")
        assert card.stored("pole").insee_code == "99999"  # a code of the past is no reason to refuse


async def test_a_commune_and_the_code_of_another_are_not_saved_together(empty: Path) -> None:
    async with card_of(empty, None) as card:
        await card.write("nom", "Pôle")
        await card.write("code_insee", "71543")
        await card.story.press("tab")
        await card.write("commune", "Mâcon")
        await card.story.press("tab", "ctrl+s")
        assert card.story.place == "IdentityForm"
        assert "Le code 71543 est celui de Tournus (Saône-et-Loire), pas de « Mâcon »" in card.words
        await card.write("commune", "TOURNUS")
        await card.story.press("ctrl+s")
        assert card.stored("pole").commune == "TOURNUS"


# What is wrong


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("annee", "14", "Attendu : 1900 ou plus."),
        ("annee", "hier", "Attendu : un nombre entier."),
        ("annee", "2014,5", "Attendu : un nombre entier."),
        ("code_insee", "39", "Attendu : un code INSEE de cinq caractères, tel que 39300."),
        ("emplois", "1.200", "Attendu : un nombre"),
        ("emplois", "-3", "Attendu : 0 ou plus."),
        ("budget", "beaucoup", "Attendu : un nombre"),
    ],
)
async def test_what_is_wrong_is_told_on_leaving_the_field(empty: Path, field: str, typed: str, told: str) -> None:
    async with card_of(empty, None, LARGE) as card:
        await card.story.type("Pôle")
        await card.write(field, typed)
        assert "Attendu" not in card.words
        await card.story.press("tab")
        assert told in card.words
        await card.story.press("ctrl+s")
        assert card.story.place == "IdentityForm"
        assert "Pas enregistré. À corriger" in card.words
        assert all_poles(card.story.app.workspace) == []
        assert card.story.app.focused is not None
        assert card.screen.query_one(f"#{field}") in card.story.app.focused.ancestors
        await card.write(field, "")
        await card.story.press("tab")
        assert "Attendu" not in card.words
        await card.story.press("ctrl+s")
        assert [pole.name for pole in all_poles(card.story.app.workspace)] == ["Pôle"]


async def test_a_collectivite_needs_its_name(empty: Path) -> None:
    async with card_of(empty, None) as card:
        await card.story.type("Pôle")
        await card.story.press(*["pagedown"] * 5, "enter", "tab", "right", "ctrl+s")
        assert "Donnez son nom, ou retirez-la" in card.words
        await card.story.type("Région")
        await card.story.press("ctrl+s")
        assert card.stored("pole").commitments[0].name == "Région"


async def test_two_poles_of_one_name_are_refused_beside_the_name(tmp_path: Path) -> None:
    async with card_of(example_base(tmp_path), None) as card:
        await card.story.type("pole de clairbois")
        await card.story.press("ctrl+s")
        assert "un nom qu’aucun pôle ne porte" in card.words
        assert len(all_poles(card.story.app.workspace)) == 8
    async with card_of(example_base(tmp_path), SORNE) as card:
        await card.write("nom", "Pôle de Clairbois")
        await card.story.press("ctrl+s")
        assert "un nom qu’aucun pôle ne porte" in card.words


# Correcting a card


async def test_nothing_changed_changes_nothing(tmp_path: Path) -> None:
    async with card_of(example_base(tmp_path), SORNE) as card:
        before = card.stored(SORNE)
        for _ in range(6):
            await card.story.press("pagedown")
        await card.story.press("ctrl+s")
        assert card.story.place == "HomeScreen"
        assert card.stored(SORNE) == before
        assert "est enregistrée" in card.story.notices[-1]
        assert card.given == [before]


async def test_one_line_changed_leaves_the_rest(tmp_path: Path) -> None:
    async with card_of(example_base(tmp_path), SORNE) as card:
        before = card.stored(SORNE)
        assert "Démonstration" in card.words
        await card.write("budget", "12,5")
        await card.write("membres-habitants", "")
        await card.write("membres-salaries", "7")
        await card.go("statut")
        await card.story.press("left", "ctrl+s")
        after = card.stored(SORNE)
    members = {**before.members, "salaries": 7}
    del members["habitants"]
    changed = {"budget": 12.5, "members": members, "status": "association"}
    assert after == before.model_copy(update=changed)
    assert after.demonstration


async def test_a_collectivite_is_retired_and_another_corrected(tmp_path: Path) -> None:
    async with card_of(example_base(tmp_path), SORNE, LARGE) as card:
        before = card.stored(SORNE).commitments
        blocks = list(card.screen.query(CommitmentBlock))
        blocks[0].query_one("#remove").focus()
        await card.story.press("enter")
        lines = blocks[1].query_one("#means", CheckList)
        lines.query_one("_Lines").focus()
        await card.story.press("space", "ctrl+s")
        after = card.stored(SORNE).commitments
    assert [item.name for item in after] == [item.name for item in before[1:]]
    assert set(after[0].means) == {*before[1].means, shipped_referential().card.means[0].id}
    assert after[1] == before[2]


async def test_names_with_commas_stay_whole(empty: Path) -> None:
    with open_workspace(empty, clock=clock) as workspace:
        add_pole(workspace, {"nom": "P", "filieres": ("bois, papier",)})
    async with card_of(empty, "p") as card:
        assert card.value("filieres") == "bois, papier;"
        await card.go("filieres")
        await card.story.press("end")
        await card.story.type(" eau")
        await card.story.press("ctrl+s")
        assert card.stored("p").sectors == ("bois, papier", "eau")


# Two windows


async def test_two_windows_change_two_things_and_both_stay(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with card_of(base, SORNE) as card:
        await card.write("porteur", "Nous")
        await card.write("membres-habitants", "5")
        with open_workspace(base, clock=clock) as other:
            members = {**find_pole(other, SORNE).members, "salaries": 4}
            update_pole(other, SORNE, {"region": "Ailleurs", "membres": members})
        await card.story.press("ctrl+s")
        after = card.stored(SORNE)
        assert (after.carrier, after.region) == ("Nous", "Ailleurs")
        assert (after.members["habitants"], after.members["salaries"]) == (5, 4)


@pytest.mark.parametrize("seen", [False, True], ids=["at the time of saving", "while typing"])
async def test_two_windows_change_the_same_thing_and_the_user_is_told_first(tmp_path: Path, seen: bool) -> None:
    base = example_base(tmp_path)
    async with card_of(base, SORNE) as card:
        await card.write("porteur", "Nous")
        with open_workspace(base, clock=clock) as other:
            update_pole(other, SORNE, {"porteur": "Les autres", "region": "Ailleurs"})
        if seen:
            assert isinstance(card.screen, IdentityForm)
            card.screen.database_changed()
            await card.story.settle()
            assert "Enregistré entre-temps : « Les autres »" in card.words
        await card.story.press("ctrl+s")
        assert "La même chose a changé entre-temps : Structure porteuse" in card.words
        assert "Enregistré entre-temps : « Les autres »" in card.words
        assert card.stored(SORNE).carrier == "Les autres"
        assert card.value("porteur") == "Nous"
        await card.story.press("ctrl+s")
        assert (card.stored(SORNE).carrier, card.stored(SORNE).region) == ("Nous", "Ailleurs")


async def test_what_another_window_writes_shows_under_what_is_typed(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with card_of(base, SORNE) as card:
        await card.write("porteur", "Nous")
        with open_workspace(base, clock=clock) as other:
            commitments = ({"nom": "Une ville"},)
            update_pole(other, SORNE, {"nom": "Pôle de la Sorne", "collectivites": commitments, "statut": "scop"})
        form = card.screen
        assert isinstance(form, IdentityForm)
        form.database_changed()
        await card.story.settle()
        assert card.value("nom") == "Pôle de la Sorne"
        assert card.value("porteur") == "Nous"
        assert [block.content["nom"] for block in form.query(CommitmentBlock)] == ["Une ville"]
        await card.story.press("ctrl+s")
        after = card.stored(SORNE)
        assert (after.name, after.carrier, after.status) == ("Pôle de la Sorne", "Nous", "scop")
        assert [item.name for item in after.commitments] == ["Une ville"]


# Nothing typed is lost


async def test_escape_asks_and_what_is_typed_stays(empty: Path) -> None:
    async with card_of(empty, None) as card:
        await card.story.press("pagedown", "pagedown")
        await card.story.type("3")
        await card.story.press("escape")
        assert "n’est pas encore enregistré" in card.words
        await card.story.press("enter")  # « Continuer »
        assert card.story.place == "IdentityForm"
        assert "Total : 3 membres" in card.words
        await card.story.press("escape", "right", "enter")
        assert card.story.place == "HomeScreen"
        assert card.given == [None]
        await card.open(None)
        assert "Total : 0 membre" in card.words or card.value("nom") == ""
        await card.story.press("escape")
        assert card.story.place == "HomeScreen"  # nothing typed, nothing asked


async def test_a_choice_alone_is_not_lost_either(tmp_path: Path) -> None:
    async with card_of(example_base(tmp_path), SORNE) as card:
        await card.go("etape")
        await card.story.press("right", "escape")
        assert "n’est pas encore enregistré" in card.words


async def test_a_locked_file_keeps_what_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptce_ref.storage.database.BUSY_SECONDS", 0.05)
    base = example_base(tmp_path)
    async with card_of(base, SORNE) as card:
        await card.write("porteur", "Gardez-moi")
        with new_workspace(base) as other, other.store.writing():
            await card.story.press("ctrl+s")
            assert "est occupée par un autre programme" in card.words
            assert card.value("porteur") == "Gardez-moi"
        await card.story.press("ctrl+s")
        assert card.stored(SORNE).carrier == "Gardez-moi"


async def test_what_was_typed_when_the_program_stopped_comes_back(tmp_path: Path) -> None:
    async with card_of(example_base(tmp_path), SORNE) as card:
        await card.write("porteur", "Gardez-moi")
        await card.go("resume")
        await card.story.paste("\nEncore ceci.")
        blocks = card.screen.query(CommitmentBlock)
        blocks[0].query_one("#name", Entry).put("")
        form = card.screen
        assert isinstance(form, IdentityForm)
        form.keep()
        card.story.app.pop_screen()  # as an accident would: nobody confirmed anything
        await card.story.settle()
        await card.open(SORNE)
        assert card.value("porteur") == "Gardez-moi"
        assert card.value("resume").endswith("Encore ceci.")
        first = card.screen.query(CommitmentBlock).first()
        assert first.content["nom"] == ""
        assert "est revenu" in card.story.notices[-1]
        await card.story.press("escape", "right", "enter")
        assert card.story.app.drafts.labels == ()


async def test_resizing_keeps_what_is_typed(tmp_path: Path) -> None:
    async with card_of(example_base(tmp_path), SORNE) as card:
        await card.write("porteur", "Gardez-moi")
        for size in (LARGE, (40, 12), (20, 5), SMALL):
            await card.story.pilot.resize_terminal(*size)
            await card.story.settle()
            assert card.value("porteur") == "Gardez-moi"
        assert "Gardez-moi" in card.story.text


# Words of others


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_shown_and_kept_as_typed(empty: Path, text: str) -> None:
    with open_workspace(empty, clock=clock) as workspace:
        add_pole(
            workspace,
            {
                "id": "p",
                "nom": text,
                "resume": text,
                "commune": text,
                "porteur": text,
                "filieres": (text,),
                "criteres": {shipped_referential().card.criteria[0].id: text},
                "collectivites": ({"nom": text},),
            },
        )
    async with card_of(empty, "p", LARGE) as card:
        before = card.stored("p")
        seen = ""
        for _ in range(6):
            assert "\x1b" not in card.story.text
            assert "\u202e" not in card.story.text
            seen += card.words
            await card.story.press("pagedown")
        assert seen.count(clean(text)[:40]) >= 5
        await card.go("porteur")
        await card.story.press("home", "ctrl+k")
        await card.story.paste(text)
        await card.write("commune", "")
        await card.story.paste(text)
        await card.story.press("ctrl+s")
        assert card.story.place == "HomeScreen"
        assert card.stored("p").carrier == before.carrier
        assert card.stored("p") == before


async def test_several_lines_pasted_in_a_line_are_all_kept(empty: Path) -> None:
    async with card_of(empty, None) as card:
        await card.story.paste("Pôle\r\ndes deux\nrives")
        await card.story.press("ctrl+s")
        assert [pole.name for pole in all_poles(card.story.app.workspace)] == ["Pôle des deux rives"]


async def test_accents_typed_apart_are_stored_composed(empty: Path) -> None:
    async with card_of(empty, None) as card:
        await card.story.type("Po\u0302le")
        await card.story.press("ctrl+s")
        assert [pole.name for pole in all_poles(card.story.app.workspace)] == ["Pôle"]


# Another referential


def other_words() -> Referential:
    """The shipped referential with two colleges of its own and other words on the card."""
    content = shipped_referential().model_dump(mode="json", by_alias=True)
    content["colleges"] = [
        content["colleges"][0] | {"id": f"c{rank}", "nom": f"Collège [{rank}]", "nom_court": f"C{rank}"}
        for rank in range(2)
    ]
    card = content["fiche_identite"]
    card["statuts"] = [card["statuts"][0] | {"id": "tribu", "nom": "Tribu [/]"}]
    card["criteres"] = [card["criteres"][0] | {"id": "joie", "nom": "Joie"}]
    for sub in content["sous_objectifs"]:
        sub["criteres"] = []
    content["referentiel"] |= {"id": "autre"}
    return Referential.model_validate_json(json.dumps(content))


async def test_a_pole_is_described_in_the_words_of_its_referential(empty: Path) -> None:
    with open_workspace(empty, clock=clock) as workspace:
        add_pole(workspace, {"nom": "P", "membres": {"habitants": 4}, "statut": "scic"})
        referential = other_words()
        open_evaluation(workspace, referential, pole="p", use=referential.uses[0].id, identifier="e")
    async with card_of(empty, "p", LARGE) as card:
        assert "Collège [1]" in card.words
        assert "Total : 4 membres, dont 4 d’un collège que ce référentiel n’a pas" in card.words
        assert "scic" in card.words  # a word it does not know stays, as it is
        await card.write("membres-c1", "3")
        await card.write("porteur", "x")
        await card.go("criteres-joie")
        await card.story.type("Beaucoup.")
        await card.story.press("ctrl+s")
        after = card.stored("p")
        assert after.members == {"habitants": 4, "c1": 3}
        assert after.status == "scic"
        assert after.criteria == {"joie": "Beaucoup."}
    async with card_of(empty, "p") as card:
        await card.go("statut")
        await card.story.press("left", "ctrl+s")
        assert card.stored("p").status == "tribu"


# The place itself


@pytest.mark.parametrize(("size", "theme"), [(SMALL, DARK.name), (LARGE, LIGHT.name)])
async def test_every_field_can_be_reached_and_seen(tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    async with card_of(example_base(tmp_path), SORNE, size) as card:
        card.story.app.theme = theme
        screen = card.screen
        labels = {field.label for field in screen.query(Field)}
        seen = set[str]()
        for _ in range(len(screen.focus_chain)):
            seen |= {label for label in labels if " ".join(label.split()) in card.words}
            focused = card.story.app.focused
            assert focused is not None
            assert focused.region.height <= screen.size.height
            assert screen.region.contains_region(focused.region.shrink((0, 0, 0, 0))) or isinstance(
                focused.parent, Passage
            )
            await card.story.press("tab")
        assert seen == labels
        assert [b.binding.description for b in screen.active_bindings.values() if b.binding.show] != []
