"""A file carries evaluations from one machine to another: all of it or nothing, once or twice, whatever it is."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ptce_ref.domain.exchange_file import VERSION, ExchangeFile
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.action import add_action
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import contents_of, find_evaluation
from ptce_ref.services.exchange import exchange_schema, export_evaluations, import_exchange, read_exchange
from ptce_ref.services.fusion_sentence import tell_fusion
from ptce_ref.services.reading import comparison_of
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.erasure import erase_person
from ptce_ref.storage.evaluation import list_evaluations
from ptce_ref.storage.journal import changes
from tests.bases import clock, example_base, new_workspace
from tests.two_copies import EVALUATION, Clock, Copy, first_copy

DOCS = Path(__file__).parents[2] / "docs"
Content = dict[str, Any]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example_base(tmp_path_factory.mktemp("exemples"))


@pytest.fixture(scope="module")
def files(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """All the examples that may leave, complete and confidential."""
    folder = tmp_path_factory.mktemp("fichiers")
    complete, confidential = folder / "complet.json", folder / "comparaison.json"
    with open_workspace(examples, clock=clock) as workspace:
        every = [evaluation.id for evaluation in list_evaluations(workspace.store)]
        told = [e.id for e in list_evaluations(workspace.store) if e.phase not in (Phase.PREPARATION, Phase.OPINIONS)]
        export_evaluations(workspace, every, complete, complete=True)
        export_evaluations(workspace, told, confidential)
    return complete, confidential


@pytest.fixture
def small(tmp_path: Path) -> tuple[Copy, Path]:
    """One evaluation of few answers, and its file."""
    copy = first_copy(tmp_path, Clock())
    copy.register(0, "Hortense Quillard")
    copy.answer("r01", 0, 1, "Je l’ai vu")
    copy.answer("r01", 0, 2, "Zorglub l’a dit")
    copy.answer("r01", 1, 2)
    return copy, export(copy, tmp_path / "petit.json")


def export(copy: Copy, target: Path, *, complete: bool = True) -> Path:
    with copy.open() as workspace:
        return export_evaluations(workspace, [EVALUATION], target, complete=complete).file


def take(workspace: Workspace, file: Path) -> bool:
    return import_exchange(workspace, read_exchange(file)).changes_something


def test_what_is_exported_imported_and_exported_again_is_the_same(files: tuple[Path, Path], tmp_path: Path) -> None:
    for file in files:
        with new_workspace(tmp_path / f"{file.stem}.sqlite") as workspace:
            assert take(workspace, file)
            assert verify_base(workspace).sound
            every = [evaluation.id for evaluation in list_evaluations(workspace.store)]
            again = export_evaluations(workspace, every, tmp_path / file.name, complete=file.stem == "complet").file
        assert content_of(again) == content_of(file)
        assert again.read_bytes() == file.read_bytes()


def test_a_complete_file_brings_everything(examples: Path, files: tuple[Path, Path], tmp_path: Path) -> None:
    with new_workspace(tmp_path / "a.sqlite") as there, open_workspace(examples, clock=clock) as here:
        take(there, files[0])
        for evaluation in list_evaluations(here.store):
            assert contents_of(there, find_evaluation(there, evaluation.id)) == contents_of(here, evaluation)
        lines = "SELECT count(*) FROM journal"
        told, held = (ws.store.connection.execute(lines).fetchone()[0] for ws in (there, here))
        assert told == held


def test_taking_the_same_file_twice_changes_nothing(files: tuple[Path, Path], tmp_path: Path) -> None:
    with new_workspace(tmp_path / "a.sqlite") as workspace:
        assert take(workspace, files[1])
        assert not take(workspace, files[1])
        assert take(workspace, files[0]), "a complete evaluation replaces what came without people"
        assert not take(workspace, files[0])
        assert not take(workspace, files[1]), "and never gives way to it"
        assert contents_of(workspace, list_evaluations(workspace.store)[0]).respondents


def test_what_leaves_for_a_comparison_holds_neither_people_nor_texts(
    examples: Path, files: tuple[Path, Path], tmp_path: Path
) -> None:
    text = files[1].read_text(encoding="utf-8")
    with open_workspace(examples, clock=clock) as workspace:
        for evaluation in list_evaluations(workspace.store):
            contents = contents_of(workspace, evaluation)
            words = [answer.argument for answer in contents.answers] + [action.what for action in contents.actions]
            words += [position.argument for position in contents.positions]
            words += [str(person.name) for person in contents.respondents if person.name]
            assert not [word for word in words if len(word) > 3 and json.dumps(word, ensure_ascii=False)[1:-1] in text]
        shown = figures(workspace)
    assert all(section.keys() <= {"fiche", "votes", "positions"} for section in sections(files[1]))
    with new_workspace(tmp_path / "reseau.sqlite") as network:
        take(network, files[1])
        seen = figures(network)
    # The network reads the same figures as the pôles show to others.
    assert seen
    assert {ident: shown[ident] for ident in seen} == seen


def figures(workspace: Workspace) -> dict[str, list[object]]:
    """Return every figure that a comparison shows of each evaluation; a question told by few counts no voice."""
    return {
        entry.evaluation_id: [
            None if figure is None else (figure.state, figure.level, figure.answered, figure.applicable)
            for figure in (
                entry.whole,
                *entry.objectives,
                *entry.sub_objectives,
                *entry.themes,
                *entry.indicators,
            )
        ]
        for entry in comparison_of(workspace).entries
    }


def test_what_was_written_in_an_evaluation_received_is_told_before_it_is_replaced(
    small: tuple[Copy, Path], tmp_path: Path
) -> None:
    copy, _ = small
    copy.move("dialogue")
    with new_workspace(tmp_path / "reseau.sqlite") as network:
        take(network, export(copy, tmp_path / "un.json", complete=False))

        def foreseen(name: str) -> str:
            exchange = read_exchange(export(copy, tmp_path / name, complete=False))
            return " ".join(tell_fusion(network, import_exchange(network, exchange, trial=True)))

        copy.move("position")
        assert "remplacée en entier" in foreseen("deux.json")
        assert "écrit ici" not in foreseen("deux.json")
        network.clock = lambda: clock() + dt.timedelta(hours=1)
        add_action(network, find_evaluation(network, EVALUATION), {"what": "À nous"})
        assert "Ce qui y a été écrit ici depuis sa réception part avec elle" in foreseen("trois.json")
        take(network, tmp_path / "trois.json")
        assert not contents_of(network, find_evaluation(network, EVALUATION)).actions
        assert "À nous" in str([change.after for change in changes(network.store, evaluation_id=EVALUATION)])


def test_opinions_do_not_leave_before_the_dialogue(small: tuple[Copy, Path], tmp_path: Path) -> None:
    copy, _ = small
    with pytest.raises(Refusal, match="avant le dialogue"):
        export(copy, tmp_path / "tot.json", complete=False)
    assert not (tmp_path / "tot.json").exists()
    copy.move("dialogue")
    assert sections(export(copy, tmp_path / "tot.json", complete=False))


def test_an_older_file_does_not_undo_what_was_done_since(small: tuple[Copy, Path]) -> None:
    copy, file = small
    copy.answer("r01", 0, 3, "Depuis")
    with copy.open() as workspace:
        assert not take(workspace, file)
    assert copy.said()["r01", 0] == "3 Depuis"


def test_two_machines_exchange_by_file_as_by_their_bases(small: tuple[Copy, Path], tmp_path: Path) -> None:
    nora, _ = small
    karim = nora.copy("karim.sqlite")
    nora.answer("r01", 2, 1, "ici")
    karim.answer("r01", 2, 2, "là-bas")
    karim.register(1, "Zoé")
    ours, theirs = export(nora, tmp_path / "n.json"), export(karim, tmp_path / "k.json")
    nora.do(lambda ws: take(ws, theirs))
    karim.do(lambda ws: take(ws, ours))
    assert nora.held() == karim.held()


def test_files_written_after_an_erasure_do_not_hold_the_person(small: tuple[Copy, Path], tmp_path: Path) -> None:
    copy, before = small
    copy.do(lambda ws: erase_person(ws.store, EVALUATION, "r01", ws.now))
    after = export(copy, tmp_path / "apres.json")
    assert "Quillard" not in after.read_text(encoding="utf-8")
    assert "Zorglub" not in after.read_text(encoding="utf-8")
    # A file of before brings nothing back.
    with copy.open() as workspace:
        take(workspace, before)
    assert b"Quillard" not in copy.path.read_bytes()
    assert b"Zorglub" not in copy.path.read_bytes()


def content_of(file: Path) -> Content:
    found: Content = json.loads(file.read_text(encoding="utf-8"))["contenu"]
    return found


def sections(file: Path) -> list[Content]:
    found: list[Content] = content_of(file)["evaluations"]
    return found


def rewritten(file: Path, change: Callable[[Content], object], *, sealed: bool = True) -> Path:
    """Change the file as somebody who knows the format would; ``sealed`` writes the fingerprint that it then has."""
    whole = json.loads(file.read_text(encoding="utf-8"))
    change(whole)
    if sealed and isinstance(whole.get("contenu"), dict):
        text = json.dumps(whole["contenu"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        whole["empreinte"] = hashlib.sha256(text.encode()).hexdigest()
    target = file.with_name("autre.json")
    target.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return target


def refused(file: Path) -> Refusal:
    with pytest.raises(Refusal) as found:
        read_exchange(file)
    return found.value


def told(refusal: Refusal) -> str:
    return " ".join([str(refusal), *map(str, refusal.problems)]).replace("\u00a0", " ")


def test_a_file_changed_by_hand_is_refused_unless_it_was_meant(small: tuple[Copy, Path], tmp_path: Path) -> None:
    def correct(whole: Content) -> None:
        whole["contenu"]["evaluations"][0]["fiche"]["title"] = "Titre corrigé"

    file = rewritten(small[1], correct, sealed=False)
    assert "a été modifié depuis qu’il a été écrit" in told(refused(file))
    with new_workspace(tmp_path / "n.sqlite") as workspace:
        import_exchange(workspace, read_exchange(file, changed_by_hand=True))
        assert find_evaluation(workspace, EVALUATION).title == "Titre corrigé"


def test_a_file_laid_out_otherwise_is_the_same_file(small: tuple[Copy, Path]) -> None:
    file = rewritten(small[1], lambda _: None, sealed=False)
    whole = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(whole, indent=2, ensure_ascii=True).replace("\n", "\r\n"), encoding="utf-8-sig")
    assert read_exchange(file).side.evaluation_ids() == [EVALUATION]


def first(whole: Content) -> Content:
    found: Content = whole["contenu"]["evaluations"][0]
    return found


WRONG: dict[str, tuple[Callable[[Content], object], str]] = {
    "newer": (lambda w: w.update(version=VERSION + 1), "version plus récente"),
    "other": (lambda w: w.update(format="autre"), "n’est pas un échange"),
    "no content": (lambda w: w.pop("contenu"), "manque son contenu"),
    "nature": (lambda w: w["contenu"].update(nature="tout"), "complet ou confidentiel"),
    "level": (lambda w: first(w)["avis"][0].update(level="42"), "un niveau de son référentiel"),
    "level type": (lambda w: first(w)["avis"][0].update(level=4), "avis, 0, level"),
    "kind": (lambda w: first(w)["avis"][0].update(kind="peut-être"), "avis, 0, kind"),
    "who": (lambda w: first(w)["avis"][0].update(respondent_id="r99"), "un répondant de l’évaluation"),
    "question": (lambda w: first(w)["avis"][0].update(indicator_id="rien"), "un indicateur de son référentiel"),
    "twice": (lambda w: first(w)["avis"].append(first(w)["avis"][0]), "chaque chose une fois"),
    "college": (lambda w: first(w)["repondants"][0].update(college="rois"), "un collège de son référentiel"),
    "moment": (lambda w: first(w)["avis"][0].update(updated_at="hier"), "avis, 0, updated_at"),
    "text": (lambda w: first(w)["avis"][0].update(argument=["x"]), "avis, 0, argument"),
    "key": (lambda w: first(w)["avis"][0].update(note=20), "avis, 0, note"),
    "no list": (lambda w: first(w).update(avis={}), "une liste"),
    "no card": (lambda w: first(w).pop("fiche"), "fiche"),
    "phase": (lambda w: first(w)["fiche"].update(phase="fin"), "fiche, phase"),
    "hash": (lambda w: first(w)["fiche"].update(referential_hash="0" * 64), "un référentiel du fichier"),
    "pole": (lambda w: w["contenu"].update(poles=[]), "un pôle du fichier"),
    "referential": (
        lambda w: w["contenu"]["referentiels"][0]["contenu"]["referentiel"].update(titre="Autre"),
        "n’a pas l’empreinte annoncée",
    ),
    "line": (lambda w: first(w)["journal"][0].update(after={"id": "x"}), "historique"),
    "line of another": (lambda w: first(w)["journal"][0]["key"].update(evaluation="x"), "historique"),
    "line of nothing": (lambda w: first(w)["journal"].append(3), "journal"),
    "infinite": (lambda w: first(w)["avis"][0].update(figures={"a": 1e308 * 10}), ""),
    "evaluation": (lambda w: w["contenu"]["evaluations"].append([]), "une évaluation"),
    "same evaluation": (lambda w: w["contenu"]["evaluations"].append(first(w)), "une évaluation une fois"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_does_not_hold_together_is_refused_with_the_place(small: tuple[Copy, Path], kind: str) -> None:
    change, expected = WRONG[kind]
    refusal = refused(rewritten(small[1], change))
    assert refusal.fault is Fault.DATA
    assert expected in told(refusal)


def test_hostile_files_are_refused_in_one_sentence(small: tuple[Copy, Path], tmp_path: Path) -> None:
    good = small[1].read_bytes()
    said = f'"version":{VERSION}'.encode()
    hostile = {
        "deep.json": b'{"contenu":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "cut.json": good[: len(good) // 2],
        "latin.json": "é".encode("latin-1"),
        "empty.json": b"",
        "text.json": b"Bonjour",
        "nan.json": good.replace(said, b'"version":NaN'),
        "huge-number.json": good.replace(said, b'"version":' + b"9" * 10_000),
        "twice.json": good.replace(said, said + b"," + said),
        "list.json": b"[]",
        "null.json": b"null",
        "surrogate.json": good.replace(b"Zorglub", b"\\ud800"),
    }
    for name, data in hostile.items():
        file = tmp_path / name
        file.write_bytes(data)
        refusal = refused(file)
        assert len(refusal.problems) <= 1, name
        assert "Traceback" not in told(refusal)
    assert "deux fois la clé « version »" in told(refused(tmp_path / "twice.json"))
    for path in (tmp_path, tmp_path / "absent.json"):
        assert refused(path).fault is Fault.UNUSABLE
    large = tmp_path / "gros.json"
    with large.open("wb") as file_object:
        file_object.truncate(1 << 30)
    assert "plus de 256 Mo" in told(refused(large))


def test_what_hides_in_a_text_is_taken_out(small: tuple[Copy, Path], tmp_path: Path) -> None:
    def hide(whole: Content) -> None:
        first(whole)["avis"][0]["argument"] = "a\u202eb\u0007c\u0000"

    with new_workspace(tmp_path / "n.sqlite") as workspace:
        take(workspace, rewritten(small[1], hide))
        (answer, *_) = contents_of(workspace, find_evaluation(workspace, EVALUATION)).answers
    assert answer.argument == "abc"


def test_what_is_written_is_what_the_schema_says(files: tuple[Path, Path], small: tuple[Copy, Path]) -> None:
    for file in (*files, small[1]):
        found = ExchangeFile.model_validate_json(file.read_bytes())
        assert found.content.evaluations


def test_an_evaluation_of_another_pole_is_never_replaced(small: tuple[Copy, Path], tmp_path: Path) -> None:
    copy, _ = small
    copy.move("dialogue")
    file = export(copy, tmp_path / "leur.json", complete=False)

    def rename(whole: Content) -> None:
        whole["contenu"]["poles"][0]["fiche"]["id"] = "autre-pole"
        first(whole)["fiche"]["pole_id"] = "autre-pole"

    with new_workspace(tmp_path / "reseau.sqlite") as network:
        take(network, file)
        found = import_exchange(network, read_exchange(rewritten(file, rename)))
        assert "un autre pôle porte déjà cet identifiant" in found.accounts[0].left
        assert find_evaluation(network, EVALUATION).pole_id == "deux-rives"


def test_the_schema_is_the_one_of_the_format() -> None:
    assert (DOCS / "echange.schema.json").read_text(encoding="utf-8") == exchange_schema(), "lancez « make docs »"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_value_anywhere_is_taken_or_refused_in_words(small: tuple[Copy, Path], data: st.DataObject) -> None:
    def spoil(whole: Content) -> None:
        where: Any = whole["contenu"]
        if data.draw(st.booleans()):
            where = first(whole)
        while True:
            keys = list(where) if isinstance(where, dict) else list(range(len(where)))
            key = data.draw(st.sampled_from(keys))
            inside = where[key]
            if not isinstance(inside, (dict, list)) or not inside or data.draw(st.integers(0, 4)) == 0:
                odd: list[object] = [None, True, -1, 1.5, "", "x" * 300, "é[/]", [], {}, [[]], {"a": {}}, "2026-01-01"]
                where[key] = data.draw(st.sampled_from(odd))
                return
            where = inside

    copy, file = small
    spoilt = rewritten(file, spoil)
    try:
        exchange = read_exchange(spoilt)
    except Refusal:
        return
    target = file.with_name("hasard.sqlite")
    target.unlink(missing_ok=True)
    with new_workspace(target) as workspace:
        import_exchange(workspace, exchange)
        assert verify_base(workspace).sound
    with copy.open() as workspace:
        import_exchange(workspace, exchange, trial=True)
