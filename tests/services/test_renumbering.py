"""Two machines gave one number to two things: whatever was kept, typed or handed out under it follows."""

from pathlib import Path

import pytest

from ptce_ref.services.backup import Why, keep_backup, restore_backup
from ptce_ref.services.draft import Kept, change_kept, default_folder, kept_drafts
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.fusion_sentence import tell_fusion, tell_left_to_do
from ptce_ref.services.migration import migrate_evaluation, return_from_migration, version_before
from ptce_ref.services.passage import offered_arguments, passages_of
from ptce_ref.services.person import erase_again, erase_person, erased_people, may_have_erased
from ptce_ref.services.production import make_questionnaire
from ptce_ref.services.questionnaire import import_questionnaire, questionnaire_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import correct_respondent
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from tests.project.test_migration import SECOND, SPLIT
from tests.samples import shipped_theme
from tests.two_copies import EVALUATION, Clock, Copy, first_copy

PAUL, ZOE = "Paul Martin", "Zoé Quillard"
HER_WORDS = "Ce que Zoé seule sait"


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = first_copy(tmp_path_factory.mktemp("depart"), Clock())
    copy.register(0, "Nora")
    return copy.path


@pytest.fixture
def copies(start: Path, tmp_path: Path) -> tuple[Copy, Copy]:
    """The bases of Nora and Karim; « r02 » is Paul in the one, Zoé in the other."""
    clock = Clock()
    clock.now = clock.now.replace(day=3)
    nora, karim = (Copy(tmp_path / name, clock) for name in ("nora.sqlite", "karim.sqlite"))
    for copy, college, name in ((nora, 1, PAUL), (karim, 2, ZOE)):
        copy.path.write_bytes(start.read_bytes())
        assert copy.register(college, name) == "r02"
    return nora, karim


def number_of(workspace: Workspace, name: str) -> str:
    (found,) = [p.id for p in respondents_of(workspace, find_evaluation(workspace, EVALUATION)) if p.name == name]
    return found


def place_of(workspace: Workspace, indicator: str) -> int:
    return list(find_evaluation(workspace, EVALUATION).indicators).index(indicator)


def test_who_took_another_number_is_erased_from_the_closing_too(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    nora.answer("r02", 0, 1, "Ce que dit Paul")
    karim.answer("r02", 0, 2, HER_WORDS)
    for phase in ("dialogue", "position", "plan-d-action", "cloture"):
        karim.move(phase)
    before = nora.copy("avant.sqlite")
    nora.merge(karim)
    karim.merge(before)
    assert nora.held() == karim.held()
    with nora.open() as ws:
        zoe = number_of(ws, ZOE)
        assert zoe != "r02"
        erase_person(ws, EVALUATION, zoe, confirmed=True)
    held = nora.path.read_bytes()
    assert not any(text.encode() in held for text in (ZOE, HER_WORDS))
    assert PAUL.encode() in held
    # It stays so whatever comes back.
    nora.merge(karim)
    assert HER_WORDS.encode() not in nora.path.read_bytes()


def test_after_a_change_of_version_everybody_is_offered_their_own_words(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    with karim.open() as ws:
        question = place_of(ws, SPLIT)
    nora.answer("r01", question, 1, "Ce que Nora en dit")
    karim.answer("r02", question, 2, HER_WORDS)
    for copy in copies:
        copy.do(lambda ws: migrate_evaluation(ws, EVALUATION, SECOND))
    before = nora.copy("avant.sqlite")
    nora.merge(karim)
    karim.merge(before)
    assert nora.held() == karim.held()
    with nora.open() as ws:
        evaluation = find_evaluation(ws, EVALUATION)
        offered = {
            p.name: set(offered_arguments(ws, evaluation, p.id).values()) for p in respondents_of(ws, evaluation)
        }
    # Once each, though each copy made the passage; what Karim’s left behind is not lost for coming second.
    assert [(name, [text.count("repris de") for text in texts]) for name, texts in offered.items()] == [
        ("Nora", [1]),
        (PAUL, []),
        (ZOE, [1]),
    ]
    assert HER_WORDS in str(offered[ZOE])


def test_the_same_return_made_in_both_copies_is_one(copies: tuple[Copy, Copy]) -> None:
    nora, _ = copies
    nora.do(lambda ws: migrate_evaluation(ws, EVALUATION, SECOND))
    karim = nora.copy("karim-2.sqlite")
    for copy in (nora, karim):
        copy.do(lambda ws: return_from_migration(ws, EVALUATION))
    nora.merge(karim)
    with nora.open() as ws:
        evaluation = find_evaluation(ws, EVALUATION)
        assert len(passages_of(ws, evaluation)) == 3
        assert version_before(ws, evaluation) is None
        assert not offered_arguments(ws, evaluation, "r01")
        with pytest.raises(Refusal, match="n’a pas changé de version"):
            return_from_migration(ws, EVALUATION)


def test_what_waits_to_be_stored_follows_and_goes_with_who_is_erased(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies

    def typed(kept: Kept) -> None:
        for who in ("r01", "r02"):
            kept["avis", EVALUATION, who, "besoins-exprimes"] = ("T1.01", {"argument": f"Commencé par {who}"})
        kept["position", EVALUATION, "besoins-exprimes"] = ("T1.01", {"argument": "Du groupe"})

    # Zoé, registered last, takes another number in Karim’s own base; Nora is erased in the other one.
    assert change_kept(default_folder(), karim.path, typed)
    with nora.open() as ws:
        erase_person(ws, EVALUATION, "r01", confirmed=True)
    karim.merge(nora)
    with karim.open() as ws:
        zoe = number_of(ws, ZOE)
    kept = kept_drafts(default_folder(), karim.path)
    assert {key[1:3]: fields["argument"] for key, (_, fields) in kept.items()} == {
        (EVALUATION, zoe): "Commencé par r02",
        (EVALUATION, "besoins-exprimes"): "Du groupe",
    }


def handed_out(copy: Copy, target: Path) -> Path:
    """Write the questionnaire of « r02 »."""
    with copy.open() as ws:
        return make_questionnaire(questionnaire_of(ws, EVALUATION, respondent="r02"), shipped_theme(), target)


def test_a_questionnaire_handed_out_before_goes_back_to_who_it_was_made_for(
    copies: tuple[Copy, Copy], tmp_path: Path
) -> None:
    nora, karim = copies
    file = handed_out(karim, tmp_path / "zoe.xlsx")
    nora.merge(karim)
    with nora.open() as ws:
        zoe = number_of(ws, ZOE)
        # The name above it tells.
        assert import_questionnaire(ws, file, trial=True).respondent.id == zoe
        assert import_questionnaire(ws, file, respondent="r02", trial=True).respondent.name == PAUL
        for who in (zoe, "r02"):
            evaluation = find_evaluation(ws, EVALUATION)
            college = next(p.college for p in respondents_of(ws, evaluation) if p.id == who)
            correct_respondent(ws, evaluation, who, college=college, name=None, organisation=None)
        with pytest.raises(Refusal, match="Plusieurs répondants ont porté le numéro « r02 »"):
            import_questionnaire(ws, file, trial=True)
        assert import_questionnaire(ws, file, respondent=zoe, trial=True).respondent.id == zoe
        with pytest.raises(Refusal, match="pas de « r01 »"):
            import_questionnaire(ws, file, respondent="r01", trial=True)


def test_a_questionnaire_of_an_evaluation_that_took_another_id_asks_which_one(tmp_path: Path) -> None:
    clock = Clock()
    bases = []
    for name in ("un", "deux"):
        (tmp_path / name).mkdir()
        bases.append(first_copy(tmp_path / name, clock))
        bases[-1].register(0, "Nora")
        bases[-1].register(1, PAUL)
    one, two = bases
    file = handed_out(two, tmp_path / "paul.xlsx")
    one.merge(two)
    with one.open() as ws:
        first, second = (str(row[0]) for row in ws.store.connection.execute("SELECT id FROM evaluations ORDER BY id"))
        with pytest.raises(Refusal, match="Plusieurs évaluations ont porté l’identifiant") as refused:
            import_questionnaire(ws, file, trial=True)
        assert second in str(refused.value)
        assert import_questionnaire(ws, file, evaluation=second, trial=True).evaluation.id == second
        assert import_questionnaire(ws, file, evaluation=first, trial=True).evaluation.id == first
        with pytest.raises(Refusal, match="n’est pas un questionnaire"):
            import_questionnaire(ws, file, evaluation="autre", trial=True)
    # Where only the other one is left, nothing is asked.
    with two.open() as ws:
        assert import_questionnaire(ws, file, trial=True).evaluation.id == EVALUATION


def test_an_old_copy_put_back_erases_again_under_the_number_of_that_day(copies: tuple[Copy, Copy]) -> None:
    nora, karim = copies
    with karim.open() as ws:
        old = keep_backup(ws, Why.ASKED)
    karim.merge(nora)
    with karim.open() as ws:
        zoe = number_of(ws, ZOE)
        erase_person(ws, EVALUATION, zoe, confirmed=True)
    aside = restore_backup(old, karim.path, karim.clock).aside
    with open_workspace(karim.path, clock=karim.clock) as ws:
        assert ZOE.encode() in karim.path.read_bytes()
        assert erase_again(ws, aside) == 1
        assert erased_people(ws, find_evaluation(ws, EVALUATION)) == {"r02"}
        assert erase_again(ws, aside) == 0
    assert ZOE.encode() not in karim.path.read_bytes()


def test_what_was_erased_is_known_from_the_other_copies_when_the_base_is_gone(copies: tuple[Copy, Copy]) -> None:
    nora, _ = copies
    with nora.open() as ws:
        old = keep_backup(ws, Why.ASKED)
        erase_person(ws, EVALUATION, "r02", confirmed=True)
        keep_backup(ws, Why.ASKED)
    nora.path.write_bytes(b"SQLite format 3\0 et plus rien")
    aside = restore_backup(old, nora.path, nora.clock).aside
    assert aside is not None
    assert may_have_erased(aside)
    with nora.open() as ws:
        assert erase_again(ws, aside) == 1
    assert PAUL.encode() not in nora.path.read_bytes()


def test_a_merge_that_erases_tells_which_copies_still_hold_the_person(
    copies: tuple[Copy, Copy], monkeypatch: pytest.MonkeyPatch
) -> None:
    nora, _ = copies
    karim = nora.copy("karim-2.sqlite")
    with karim.open() as ws:
        erase_person(ws, EVALUATION, "r02", confirmed=True)

    def full(_: object) -> None:
        raise DatabaseUnusableError("Le disque est plein.")

    monkeypatch.setattr("ptce_ref.storage.fusion.sweep", full)
    fusion = nora.merge(karim)
    with nora.open() as ws:
        told = " ".join(tell_left_to_do(ws, fusion)).replace("\u00a0", " ")
        assert "1 personne effacée là-bas l’est aussi ici" in " ".join(tell_fusion(ws, fusion)).replace("\u00a0", " ")
    assert "1 sauvegarde garde encore la personne effacée" in told
    assert "n’a pas pu être nettoyé" in told
    assert "effacé" not in str(nora.said())
    assert not nora.merge(karim).changes_something, "it was done"
