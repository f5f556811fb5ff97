"""An evaluation goes to another version of its referential and back: shown first, kept whole, nothing lost (R15)."""

import datetime as dt
import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.referential import load_referential, yaml_files
from ptce_ref.program import run
from ptce_ref.resources import examples_folder
from ptce_ref.services import migration
from ptce_ref.services.backup import Why, backups_of
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import contents_of, find_evaluation, move_phase
from ptce_ref.services.journal import journal_of
from ptce_ref.services.migration import migrate_evaluation, return_from_migration, versions_for
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.passage import offered_arguments, offered_position, passages_of
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.referential_edit import compare_versions, find_referential, make_referential_workbook
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.erasure import erase_person
from tests.bases import clock, example_base
from tests.samples import examples, shipped_referential, shipped_theme

FOLDER = Path(examples_folder()) / "referentiel-v2"
OPINIONS, DIALOGUE, CLOSED = "faubourg-des-forges-2026", "clairbois-2026", "val-de-sorne-2026"
SPLIT, PARTS = "services-accessibles", ("services-proches", "services-abordables")
SCRIPT = Path(__file__).parents[2] / "scripts" / "second_version.py"


def read_second() -> Referential:
    loaded = load_referential(FOLDER)
    assert loaded.referential is not None, [str(problem) for problem in loaded.problems]
    return loaded.referential


SECOND = read_second()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(example_base(tmp_path), clock=clock) as opened:
        yield opened


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# The example of a second version.


def test_the_second_version_is_in_step_with_the_first() -> None:
    spec = importlib.util.spec_from_file_location("second_version", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    there = {file.name: file.read_bytes().decode() for file in yaml_files(FOLDER)}
    assert there == script.second_version(), "lancez scripts/second_version.py"


def test_the_second_version_asks_the_same_but_for_what_its_lineage_declares() -> None:
    first, (step,) = shipped_referential(), SECOND.lineage
    assert {move.kind for move in step.moves} == {"renommé", "scindé", "fusionné", "abandonné"}
    gone = {ident for move in step.moves for ident in move.before}
    come = {ident for move in step.moves for ident in move.after}
    old, new = set(first.indicator_by_id), set(SECOND.indicator_by_id)
    assert old - new == gone
    assert len(new - old - come) == 1, "une question nouvelle"
    assert step.scale_changed
    assert {level.before for level in step.levels} == set(first.level_by_id)
    for ident in old & new:
        one, other = first.indicator_by_id[ident], SECOND.indicator_by_id[ident]
        assert (one.question, one.explanation, one.evidence) == (other.question, other.explanation, other.evidence)


def test_two_versions_are_compared_in_words_lineage_included() -> None:
    view = compare_versions("livré", str(FOLDER))
    (lines,) = [group.lines for group in view.groups if group.title == "Lignée"]
    told = [(plain(line.text), *map(plain, line.details)) for line in lines]
    assert told[-1][:3] == ("L’échelle a changé depuis la version 0.1.0", "niveau 1 → 1", "niveau 2 → en-chemin")
    assert told[2][0] == "fusionné : alliances-habitants, pole-connu → habitants-allies"


def test_the_workbook_keeps_the_lineage_and_what_levels_became(tmp_path: Path) -> None:
    file = make_referential_workbook(SECOND, shipped_theme(), tmp_path / "v2.xlsx")
    assert find_referential(str(file)).content_hash == SECOND.content_hash


# The commands.


def test_a_coordinator_looks_first_then_changes_version_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = example_base(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(base))
    before = base.read_bytes()

    def ptce(*words: str) -> tuple[int, str]:
        code = run(words)
        return code, plain(capsys.readouterr().out)

    code, told = ptce("evaluation", "migrer", OPINIONS, "--vers", str(FOLDER), "--essai")
    assert code == ExitCode.DONE
    for words in (
        "720 avis : 700 repris, 13 redemandés, 7 restent en arrière",
        "T1.12",
        "2 « Premiers pas » → 2 « En chemin »",
    ):
        assert words in told
    assert ptce("evaluation", "migrer", OPINIONS, "--vers", str(FOLDER))[0] == ExitCode.MISUSE
    assert base.read_bytes() == before, "rien n’est écrit avant le oui"

    assert ptce("evaluation", "migrer", OPINIONS, "--vers", str(FOLDER), "--oui")[0] == ExitCode.DONE
    changed = base.read_bytes()
    code, told = ptce("evaluation", "migrer", OPINIONS, "--vers", "0.2.0", "--oui")
    assert (code, told.startswith("Rien à faire")) == (ExitCode.DONE, True)
    assert base.read_bytes() == changed

    assert "20 réponses n’ont pas suivi" in ptce("evaluation", "montrer", OPINIONS)[1]
    code, told = ptce("evaluation", "passages", OPINIONS)
    assert "13 réponses redemandées, 7 réponses restées en arrière" in told
    assert "r01" not in told, "pendant les avis, personne ne voit ceux des autres"

    assert ptce("evaluation", "migrer", OPINIONS, "--revenir", "--oui")[0] == ExitCode.DONE
    assert "n’ont pas suivi" in ptce("evaluation", "montrer", OPINIONS)[1]
    assert run(("evaluation", "migrer", OPINIONS, "--revenir", "--oui")) == ExitCode.PROBLEMS
    assert "il n’y a rien à défaire" in capsys.readouterr().err
    assert run(("evaluation", "migrer", OPINIONS, "--vers", "7.7.7")) == ExitCode.MISUSE
    assert "versions connues : 0.1.0, 0.2.0" in plain(capsys.readouterr().err)


# What it does.


def rows(workspace: Workspace, table: str, evaluation: str = OPINIONS) -> set[tuple[object, ...]]:
    return set(workspace.store.connection.execute(f"SELECT * FROM {table} WHERE evaluation_id = ?", (evaluation,)))  # noqa: S608 - names of this test


def test_what_did_not_move_is_not_touched_and_a_copy_of_the_base_is_made(workspace: Workspace) -> None:
    before = rows(workspace, "answers")
    # Another moment: a row written again would show it.
    workspace.clock = lambda: clock().replace(hour=18)
    migrate_evaluation(workspace, OPINIONS, SECOND)
    after = rows(workspace, "answers")
    level = 4
    same = {row for row in before if row[1] in SECOND.indicator_by_id and row[level] in (None, "1", "4")}
    assert same <= after
    assert len(same) > 50
    assert [copy.why for copy in backups_of(workspace)] == [Why.MIGRATION]


def test_coming_back_gives_everything_back(workspace: Workspace) -> None:
    before = contents_of(workspace, find_evaluation(workspace, OPINIONS))
    migrate_evaluation(workspace, OPINIONS, SECOND)
    return_from_migration(workspace, OPINIONS)
    assert contents_of(workspace, find_evaluation(workspace, OPINIONS)) == before
    assert [(p.before, p.after, p.back) for p in passages_of(workspace, before.evaluation)] == [
        ("0.1.0", "0.2.0", False),
        ("0.2.0", "0.1.0", True),
    ]
    migrate_evaluation(workspace, OPINIONS, SECOND)
    assert find_evaluation(workspace, OPINIONS).referential_hash == SECOND.content_hash


def test_the_order_of_the_passages_is_that_of_their_moments_whatever_the_time_zone(workspace: Workspace) -> None:
    summer, winter = dt.timezone(dt.timedelta(hours=2)), dt.timezone(dt.timedelta(hours=1))
    workspace.clock = lambda: dt.datetime(2026, 10, 25, 2, 50, tzinfo=summer)
    migrate_evaluation(workspace, OPINIONS, SECOND)
    workspace.clock = lambda: dt.datetime(2026, 10, 25, 2, 10, tzinfo=winter)
    return_from_migration(workspace, OPINIONS)
    found = passages_of(workspace, find_evaluation(workspace, OPINIONS))
    assert [passage.back for passage in found] == [False, True]
    assert [passage.at[-6:] for passage in found] == ["+02:00", "+01:00"]


def say(workspace: Workspace, who: str, indicator: str, level: str = "1", argument: str = "") -> None:
    fields = {"respondent_id": who, "indicator_id": indicator, "kind": "niveau", "level": level, "argument": argument}
    record_answer(workspace, find_evaluation(workspace, OPINIONS), make_opinion(Answer, fields))


def test_once_somebody_answered_there_is_no_way_back(workspace: Workspace) -> None:
    migrate_evaluation(workspace, OPINIONS, SECOND)
    say(workspace, "r01", PARTS[0])
    with pytest.raises(Refusal, match="revenir le perdrait"):
        return_from_migration(workspace, OPINIONS)
    assert find_evaluation(workspace, OPINIONS).referential_hash == SECOND.content_hash


def test_an_argument_about_a_split_question_is_offered_to_its_author_for_each_part(workspace: Workspace) -> None:
    say(workspace, "r01", SPLIT, "2", "Le bus ne passe plus.")
    migrate_evaluation(workspace, OPINIONS, SECOND)
    evaluation = find_evaluation(workspace, OPINIONS)
    offered = offered_arguments(workspace, evaluation, "r01")
    assert {plain(offered[part]) for part in PARTS} == {
        "Le bus ne passe plus. (repris de T1.03 « Accès aux biens et services »)"
    }
    assert not set(PARTS) & set(offered_arguments(workspace, evaluation, "r02"))
    assert not {answer.indicator_id for answer in contents_of(workspace, evaluation).answers} & set(PARTS)


def test_a_position_on_a_split_question_is_where_the_group_starts_from(workspace: Workspace) -> None:
    position = next(p for p in examples()[CLOSED][1].positions if p.indicator_id == SPLIT)
    move_phase(workspace, CLOSED, "position", confirmed=True)
    migrate_evaluation(workspace, CLOSED, SECOND)
    evaluation = find_evaluation(workspace, CLOSED)
    origin = "(repris de T1.03 « Accès aux biens et services »)"
    for part in PARTS:
        assert (
            plain(offered_position(workspace, evaluation, part)["argument"]) == f"{plain(position.argument)} {origin}"
        )
    assert offered_position(workspace, evaluation, "besoins-exprimes") == {"argument": "", "minority_opinion": ""}


def test_figures_are_those_of_the_new_scale(workspace: Workspace) -> None:
    migrate_evaluation(workspace, DIALOGUE, SECOND)
    view = coevaluation_of(workspace, DIALOGUE)
    first = examples()[DIALOGUE][1]
    levels = {"1": 1, "2": 2, "3": 2, "4": 3}
    given = [answer for answer in first.answers if answer.indicator_id == "besoins-exprimes" and answer.level]
    (item,) = [item for item in view.indicators if item.code == "T1.01"]
    assert item.total is not None
    assert list(item.total.levels) == [sum(levels[str(answer.level)] == rank for answer in given) for rank in (1, 2, 3)]


def test_what_stays_behind_is_read_from_the_dialogue_on_without_names(workspace: Workspace) -> None:
    migrate_evaluation(workspace, DIALOGUE, SECOND)
    (passage,) = passages_of(workspace, find_evaluation(workspace, DIALOGUE))
    (question, *_) = {plain(item.question) for item in passage.left if item.towards}
    assert question == "T1.03 « Accès aux biens et services »"
    names = {person.name for person in examples()[DIALOGUE][1].respondents if person.name}
    told = json.dumps([(item.said, item.why) for item in passage.left], ensure_ascii=False)
    assert re.search(r"r0\d", told)
    assert not any(name in told for name in names)


def test_the_journal_tells_the_change_of_version(workspace: Workspace) -> None:
    migrate_evaluation(workspace, OPINIONS, SECOND)
    told = [plain(entry.sentence) for entry in journal_of(workspace, find_evaluation(workspace, OPINIONS))]
    assert told[0] == "Passage de la version 0.1.0 à la version 0.2.0 du référentiel"


def test_somebody_erased_is_gone_from_the_kept_states_too(workspace: Workspace) -> None:
    say(workspace, "r01", SPLIT, "2", "Monsieur Secret habite là.")
    migrate_evaluation(workspace, OPINIONS, SECOND)
    erase_person(workspace.store, OPINIONS, "r01", workspace.now)
    kept = "".join(str(row) for row in rows(workspace, "passages"))
    assert "Secret" not in kept
    evaluation = find_evaluation(workspace, OPINIONS)
    assert passages_of(workspace, evaluation)[0].asked_again > 0
    assert offered_arguments(workspace, evaluation, "r01") == {}
    return_from_migration(workspace, OPINIONS)


def test_it_is_all_or_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (rows(workspace, "answers"), find_evaluation(workspace, OPINIONS))

    def fail(*_: object) -> None:
        raise OSError("le disque est plein")

    monkeypatch.setattr("ptce_ref.storage.passage._write_passage", fail)
    with pytest.raises(OSError, match="disque"):
        migrate_evaluation(workspace, OPINIONS, SECOND)
    assert (rows(workspace, "answers"), find_evaluation(workspace, OPINIONS)) == before
    assert SECOND.version not in {item.version for item in versions_for(workspace, before[1], newer=False)}


# What is refused.


def without(change: Callable[[dict[str, object]], None]) -> Referential:
    content = json.loads(SECOND.canonical_json)
    change(content)
    return Referential.model_validate_json(json.dumps(content))


def test_a_closed_evaluation_keeps_its_version_until_it_is_opened_again(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match=f"phase {CLOSED} plan-d-action --confirmer"):
        migrate_evaluation(workspace, CLOSED, SECOND)
    move_phase(workspace, CLOSED, "plan-d-action", confirmed=True)
    view = migrate_evaluation(workspace, CLOSED, SECOND)
    # 96 positions: one question split, two merged, one dropped.
    assert [(s.before, s.taken, s.asked_again, s.left_behind) for s in view.shares if s.name == "positions"] == [
        (96, 92, 3, 1)
    ]
    move_phase(workspace, CLOSED, "cloture")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda content: content["referentiel"].update(id="autre"), "leurs identifiants diffèrent"),
        (lambda content: content.update(lignee=[]), "ne dit pas comment l’on y vient"),
        (lambda content: content["referentiel"].update(version="0.0.1"), "plus ancienne"),
        (lambda content: content["referentiel"].update(version="0.1.0"), "donnez un autre numéro"),
        (lambda content: content["colleges"].pop(0), "le collège « entreprises-ess »"),
    ],
)
def test_a_version_it_cannot_go_to_is_refused_with_the_reason(
    workspace: Workspace, change: Callable[[dict[str, object]], None], words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        migration.foresee_migration(workspace, OPINIONS, without(change))


def test_what_a_window_still_reads_in_the_former_version_is_not_written_to_the_new_one(workspace: Workspace) -> None:
    stale = find_evaluation(workspace, OPINIONS)
    person = contents_of(workspace, stale).respondents[0].id
    asked = SECOND.select(SECOND.path_by_id[stale.path].selection)[0].id
    # The number of a level there, and the id of none.
    level = next(item.id for item in shipped_referential().scale.levels if item.id not in SECOND.level_by_id)
    answer = make_opinion(
        Answer, {"respondent_id": person, "indicator_id": asked, "kind": "niveau", "level": level, "argument": "Vu"}
    )
    migrate_evaluation(workspace, OPINIONS, SECOND)
    with pytest.raises(Refusal, match="autre version du référentiel"):
        record_answer(workspace, stale, answer)
    now = find_evaluation(workspace, OPINIONS)
    with pytest.raises(Refusal, match="Le niveau"):
        record_answer(workspace, now, answer)
    assert verify_base(workspace).sound
