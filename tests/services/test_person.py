"""A person's own data: what is kept of them, handed over when they ask, erased when they ask."""

import json
import sqlite3
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer, Contents, Position
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind, Outcome
from ptce_ref.program import run
from ptce_ref.services.action import add_action
from ptce_ref.services.backup import Why, keep_backup
from ptce_ref.services.draft import Kept, change_kept, kept_drafts
from ptce_ref.services.evaluation import (
    add_respondent,
    contents_of,
    find_evaluation,
    move_phase,
    open_evaluation,
    respondents_of,
)
from ptce_ref.services.exchange import export_evaluations, import_exchange, read_exchange
from ptce_ref.services.journal import journal_of
from ptce_ref.services.mark import mark
from ptce_ref.services.opinion import record_answer, record_position, withdraw_answer
from ptce_ref.services.person import erase_person, erased_people, export_person, record_of
from ptce_ref.services.person_sentence import tell_record
from ptce_ref.services.pole import add_pole
from ptce_ref.services.production import make_questionnaire
from ptce_ref.services.questionnaire import import_questionnaire, questionnaire_of
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.database import to_json
from ptce_ref.storage.erasure import erase_within
from ptce_ref.storage.evaluation import read_snapshots
from ptce_ref.storage.journal import changes
from ptce_ref.storage.record import table
from tests import samples
from tests.bases import clock, new_workspace

NADIA, OTHER = "r01", "r02"
SECRETS = (
    "Nadia Bensaïd",
    "Bensaïd",
    "Atelier du Lavoir",
    "Le premier argument de la menuiserie",
    "Le second argument de la menuiserie",
    "Un appui rangé au grenier",
    "Un motif propre à la menuiserie",
    "Une réponse retirée ensuite",
    "48213",
)
DRAFT = "Un texte en attente de la menuiserie"


@dataclass(frozen=True)
class Desk:
    """A base in which Nadia answered, changed her mind, and left traces everywhere."""

    base: Path
    drafts: Path
    ident: str

    def open(self) -> Workspace:
        return open_workspace(self.base, clock=clock)

    def raw(self) -> bytes:
        return self.base.read_bytes()


def said(who: str, indicator: str, level: str | None, argument: str = "", **more: object) -> Answer:
    kind = AnswerKind.LEVEL if level else AnswerKind.DONT_KNOW
    fields = {"respondent_id": who, "indicator_id": indicator, "kind": kind, "level": level, "argument": argument}
    return Answer.model_validate({**fields, **more})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    base, drafts = tmp_path / "base.sqlite", tmp_path / "brouillons"
    with new_workspace(base) as ws:
        # As the SQLite of most systems: what is deleted stays in the pages until something else takes its place.
        ws.store.connection.execute("PRAGMA secure_delete = OFF")
        add_pole(ws, {"nom": "Pôle d’essai"})
        referential = samples.shipped_referential()
        evaluation = open_evaluation(ws, referential, pole="pole-d-essai", use="diagnostic", path="court")
        first, second, third, fourth = evaluation.indicators[:4]
        add_respondent(
            ws, evaluation, college="entreprises-ess", name="Nadia Bensaïd", organisation="Atelier du Lavoir"
        )
        add_respondent(ws, evaluation, college="habitants", name="Paul Martin")
        evaluation = move_phase(ws, evaluation.id, "avis")
        for answer in (
            said(NADIA, first, "2", SECRETS[3], argument_kind=ArgumentKind.DOCUMENT, evidence=SECRETS[5]),
            said(NADIA, first, "3", SECRETS[4], evidence=SECRETS[5]),
            said(NADIA, second, None, kind=AnswerKind.NOT_APPLICABLE, reason=SECRETS[6]),
            # So long that it has pages of its own, which withdrawing it sets free as they are.
            said(NADIA, third, None, f"{SECRETS[7]}. " * 500),
            said(NADIA, fourth, "4", figures={"montant": 48213.0}),
            said(OTHER, first, "1", "Ce que Paul en dit, et qui reste."),
        ):
            record_answer(ws, evaluation, answer)
        withdraw_answer(ws, evaluation, NADIA, third)
        mark(ws, evaluation, NADIA, second, marked=True)
        kept: Kept = {("avis", evaluation.id, NADIA, third): ("T1.05 (r01)", {"argument": DRAFT})}
        kept[("avis", evaluation.id, OTHER, third)] = ("T1.05 (r02)", {"argument": "Un texte de Paul"})
        assert change_kept(drafts, base, lambda found: found.update(kept))
        move_phase(ws, evaluation.id, "dialogue")
        evaluation = move_phase(ws, evaluation.id, "position")
        record_position(
            ws,
            evaluation,
            Position(
                indicator_id=first, outcome=Outcome.AGREED, level="2", date=ws.today, argument="Comme le dit l’un."
            ),
        )
        evaluation = move_phase(ws, evaluation.id, "plan-d-action")
        move_phase(ws, evaluation.id, "cloture")
    return Desk(base, drafts, evaluation.id)


def test_after_an_erasure_the_file_holds_neither_the_name_nor_what_they_wrote(desk: Desk) -> None:
    found = [secret for secret in SECRETS if secret.encode() in desk.raw()]
    assert found == list(SECRETS), "the story must have written all of it"
    with desk.open() as ws:
        done = erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
    assert done.swept
    assert [secret for secret in SECRETS if secret.encode() in desk.raw()] == []
    assert [path for path in desk.base.parent.iterdir() if path.suffix != ".sqlite"] == [desk.drafts]


def test_the_counts_stay_and_other_people_are_not_touched(desk: Desk) -> None:
    with desk.open() as ws:
        evaluation = find_evaluation(ws, desk.ident)
        before, view = contents_of(ws, evaluation), coevaluation_of(ws, desk.ident)
        others = [c for c in changes(ws.store) if c.key.get("respondent") != NADIA]
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        after, seen = contents_of(ws, evaluation), coevaluation_of(ws, desk.ident)
        lines = [c for c in changes(ws.store) if c.key.get("respondent") != NADIA]
    assert lines == others
    assert [a for a in after.answers if a.respondent_id == OTHER] == [
        a for a in before.answers if a.respondent_id == OTHER
    ]

    def counts(found: Contents) -> list[tuple[object, ...]]:
        return [(a.indicator_id, a.respondent_id, a.kind, a.level, a.wished_level) for a in found.answers]

    assert counts(after) == counts(before)
    assert after.positions == before.positions
    assert [item.figure for item in seen.indicators] == [item.figure for item in view.indicators]
    person = next(p for p in after.respondents if p.id == NADIA)
    assert (person.name, person.organisation, person.college) == (None, None, "entreprises-ess")
    reason = next(a.reason for a in after.answers if a.kind is AnswerKind.NOT_APPLICABLE)
    assert reason == "effacé"


def test_the_snapshot_of_the_closing_still_opens_and_says_nothing_of_them(desk: Desk) -> None:
    with desk.open() as ws:
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        ((_, content),) = read_snapshots(ws.store, desk.ident)
    frozen = json.loads(content)["evaluation"]
    assert {p["id"]: p["nom"] for p in frozen["respondents"]} == {NADIA: None, OTHER: "Paul Martin"}
    assert {a["argument"] for a in frozen["answers"]} == {"", "Ce que Paul en dit, et qui reste."}
    assert sorted(a["level"] or "" for a in frozen["answers"]) == ["", "1", "3", "4"]


def test_the_journal_tells_the_erasure_without_the_name_and_still_only_grows(desk: Desk) -> None:
    with desk.open() as ws:
        seqs = [change.seq for change in changes(ws.store)]
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        told = list(changes(ws.store))
        latest = journal_of(ws, find_evaluation(ws, desk.ident))[0]
    assert [change.seq for change in told[:-1]] == seqs
    assert told[-1].subject == "erasures"
    assert latest.sentence == "r01 (Entr. ESS)\u00a0: nom et textes effacés, les réponses comptent toujours"
    with sqlite3.connect(desk.base) as db:
        for sql in ("UPDATE journal SET before = NULL", "DELETE FROM journal"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(sql)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_texts_that_wait_are_erased_those_of_the_others_stay(desk: Desk) -> None:
    with desk.open() as ws:
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
    assert [name for name, _ in kept_drafts(desk.drafts, desk.base).values()] == ["T1.05 (r02)"]
    assert all(DRAFT not in path.read_text() for path in desk.drafts.iterdir())


def test_nothing_more_is_written_about_somebody_erased(desk: Desk) -> None:
    with desk.open() as ws:
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        evaluation = move_phase(ws, desk.ident, "avis", confirmed=True)
        with pytest.raises(Refusal, match="ont été effacées"):
            record_answer(ws, evaluation, said(NADIA, evaluation.indicators[5], "1", "Je reviens."))
        assert erased_people(ws, evaluation) == {NADIA}
        # Next people get a number of their own.
        assert add_respondent(ws, evaluation, college="habitants").id == "r03"


def test_the_questionnaire_of_somebody_erased_does_not_bring_their_words_back(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "questionnaire.xlsx"
    with desk.open() as ws:
        move_phase(ws, desk.ident, "avis", confirmed=True)
        make_questionnaire(questionnaire_of(ws, desk.ident, respondent=NADIA), samples.shipped_theme(), file)
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        with pytest.raises(Refusal, match="ont été effacées"):
            import_questionnaire(ws, file)
    assert SECRETS[4].encode() not in desk.raw()


def test_files_written_afterwards_say_nothing_of_them_and_older_ones_bring_nothing_back(
    desk: Desk, tmp_path: Path
) -> None:
    older, newer = tmp_path / "avant.json", tmp_path / "apres.json"
    with desk.open() as ws:
        export_evaluations(ws, [desk.ident], older, complete=True)
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        export_evaluations(ws, [desk.ident], newer, complete=True)
        import_exchange(ws, read_exchange(older))
    assert all(secret in older.read_text(encoding="utf-8") for secret in SECRETS)
    assert [secret for secret in SECRETS if secret in newer.read_text(encoding="utf-8")] == []
    assert [secret for secret in SECRETS if secret.encode() in desk.raw()] == []


def test_the_same_name_in_another_evaluation_is_told_and_handed_over_on_demand(desk: Desk, tmp_path: Path) -> None:
    with desk.open() as ws:
        again = open_evaluation(
            ws,
            samples.shipped_referential(),
            pole="pole-d-essai",
            use="diagnostic",
            path="court",
            identifier="plus-tard",
        )
        add_respondent(ws, again, college="habitants", name="NADIA BENSAID")
        assert record_of(ws, desk.ident, NADIA, drafts=desk.drafts).elsewhere == ("plus-tard r01",)
        people = [(desk.ident, NADIA), ("plus-tard", "r01")]
        data, _ = export_person(ws, people, tmp_path / "elle.json", drafts=desk.drafts)
    sheets = json.loads(data.read_text(encoding="utf-8"))["inscriptions"]
    assert [(s["evaluation"]["id"], s["identite"]["nom"]) for s in sheets] == [
        (desk.ident, "Nadia Bensaïd"),
        ("plus-tard", "NADIA BENSAID"),
    ]


def test_what_a_change_of_version_kept_is_told_and_handed_over_then_erased(desk: Desk, tmp_path: Path) -> None:
    with desk.open() as ws:
        evaluation = find_evaluation(ws, desk.ident)
        before = contents_of(ws, evaluation).model_dump(mode="json", by_alias=True)
        behind = {"why": "abandonnée", "towards": [], "what": "answers"}
        left = {"back": False, "left": [{**behind, "said": answer} for answer in before["answers"]]}
        row = {"evaluation_id": desk.ident, "at": ws.now, "from_hash": evaluation.referential_hash}
        texts = {name: to_json(value) for name, value in (("before", before), ("after", before), ("left_behind", left))}
        with ws.store.writing() as db:
            table(db, "passages").insert({**row, "to_hash": evaluation.referential_hash, **texts})
        record = record_of(ws, desk.ident, NADIA, drafts=desk.drafts)
        assert "1 changement de version qui en garde une copie" in " ".join(tell_record(record)).replace("\u00a0", " ")
        data, text = export_person(ws, [(desk.ident, NADIA)], tmp_path / "nadia.json", drafts=desk.drafts)
        ((sheet,), said_then) = json.loads(data.read_text(encoding="utf-8"))["inscriptions"], text.read_text("utf-8")
        (passage,) = sheet["changements_de_version_qui_gardent_une_copie"]
        assert [answer["argument"] for answer in passage["avis_qui_n_ont_pas_suivi"]] == [
            item.argument or None for item in contents_of(ws, evaluation).answers if item.respondent_id == NADIA
        ]
        assert said_then.count(SECRETS[4]) > said_then.split("Copies gardées")[0].count(SECRETS[4])
        assert "Ce que Paul en dit" not in said_then
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        with ws.store.reading() as db:
            kept = next(iter(table(db, "passages").rows))
    assert [secret for secret in SECRETS if secret.encode() in desk.raw()] == []
    assert "Ce que Paul en dit" in str(kept["left_behind"])
    assert len(json.loads(str(kept["after"]))["answers"]) == len(before["answers"])


def test_a_backup_put_back_does_not_bring_back_who_was_erased_since(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PTCE_BASE", str(desk.base))
    with desk.open() as ws:
        copy = keep_backup(ws, Why.ASKED)
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
    assert run(["base", "restaurer", str(copy)]) == 0
    assert "1\u00a0personne effacée depuis cette sauvegarde l’a été de nouveau." in capsys.readouterr().err
    assert [secret for secret in SECRETS if secret.encode() in desk.raw()] == []


def test_an_erasure_is_confirmed_and_may_be_asked_for_twice(desk: Desk) -> None:
    with desk.open() as ws:
        with pytest.raises(Refusal, match="--oui"):
            erase_person(ws, desk.ident, NADIA, drafts=desk.drafts)
        assert respondents_of(ws, find_evaluation(ws, desk.ident))[0].name == "Nadia Bensaïd"
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        lines = list(changes(ws.store))
        again = erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        assert list(changes(ws.store)) == lines
        assert again.record.erased_at is not None


def test_what_a_merge_brings_back_is_erased_again(desk: Desk) -> None:
    with desk.open() as ws:
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        with ws.store.writing() as db:
            db.execute("UPDATE respondents SET name = 'Nadia Bensaïd' WHERE id = ?", [NADIA])
            erase_within(db, desk.ident, NADIA, ws.now)
        assert respondents_of(ws, find_evaluation(ws, desk.ident))[0].name is None
        assert len([c for c in changes(ws.store) if c.subject == "erasures"]) == 1


def test_texts_of_others_that_quote_the_name_are_listed_never_changed(desk: Desk) -> None:
    with desk.open() as ws:
        evaluation = move_phase(ws, desk.ident, "position", confirmed=True)
        second = evaluation.indicators[1]
        quoting = "Mme BENSAID pense que non."
        position = Position(
            indicator_id=second, outcome=Outcome.DISAGREED, date=ws.today, minority_opinion=quoting, decided_with="Tous"
        )
        record_position(ws, evaluation, position)
        add_action(ws, evaluation, {"what": "Écrire à la mairie", "who": "Nadia Bensaïd"})
        record = record_of(ws, desk.ident, NADIA, drafts=desk.drafts)
        erase_person(ws, desk.ident, NADIA, confirmed=True, drafts=desk.drafts)
        kept = next(p for p in contents_of(ws, evaluation).positions if p.indicator_id == second)
    code = samples.shipped_referential().indicator_by_id[second].code
    assert record.mentions == (f"la position du groupe sur {code} (avis minoritaire)", "l’action « a01 » du plan")
    assert kept.minority_opinion == quoting
    assert any("à relire et à corriger vous-même" in line for line in tell_record(record))
    assert record.past_mentions == 2


def test_a_short_or_common_word_of_a_name_is_not_looked_for_everywhere(desk: Desk) -> None:
    with desk.open() as ws:
        evaluation = move_phase(ws, desk.ident, "avis", confirmed=True)
        person = add_respondent(ws, evaluation, college="habitants", name="Une voisine", organisation="SA")
        assert record_of(ws, desk.ident, person.id, drafts=desk.drafts).mentions == ()


def test_what_is_kept_of_a_person_is_handed_over_whole(desk: Desk, tmp_path: Path) -> None:
    with desk.open() as ws:
        data, text = export_person(ws, [(desk.ident, NADIA)], tmp_path / "elle.json", drafts=desk.drafts)
    whole = data.read_text(encoding="utf-8")
    for secret in (*SECRETS, DRAFT):
        assert secret in whole, secret
    assert "Ce que Paul en dit" not in whole + text.read_text(encoding="utf-8")
    (sheet,) = json.loads(whole)["inscriptions"]
    assert sheet["identite"]["organisation"] == "Atelier du Lavoir"
    assert [a["niveau"][0] if a["niveau"] else None for a in sheet["avis"]] == ["3", None, "4"]
    assert len(sheet["clotures_qui_gardent_une_copie"]) == 1
    assert sheet["questions_a_revoir"]
    page = text.read_text(encoding="utf-8")
    for words in (
        "Nom\u00a0: Nadia Bensaïd",
        SECRETS[4],
        "Copies figées par une clôture\u00a0:",
        DRAFT,
        "Journal\u00a0:",
    ):
        assert words in page
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (data, text)} == {0o600}


def test_by_commands_one_sees_hands_over_and_erases(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(desk.base))
    assert run(["repondant", "montrer", desk.ident, NADIA]) == 0
    shown = capsys.readouterr().out
    assert "r01\u00a0: Nadia Bensaïd – Atelier du Lavoir, collège «\u00a0Entreprises" in shown
    assert "Gardé\u00a0: 3\u00a0réponses, 3\u00a0textes" in shown
    assert SECRETS[4] not in shown
    assert run(["repondant", "exporter", desk.ident, NADIA]) == 0
    capsys.readouterr()
    assert run(["repondant", "effacer", desk.ident, NADIA]) == 2
    assert "Rien n’a été effacé" in capsys.readouterr().err
    assert b"Nadia" in desk.raw()
    with desk.open() as ws:
        copy = keep_backup(ws, Why.ASKED)
    assert run(["repondant", "effacer", desk.ident, NADIA, "--oui"]) == 0
    told = capsys.readouterr()
    assert "r01\u00a0: nom, organisation et textes effacés" in told.out
    assert "Ces sauvegardes de la base le contiennent encore" in told.err
    assert str(copy) in told.err.replace("\u00a0", " ")
    assert b"Nadia" not in desk.raw()
    assert run(["repondant", "effacer", desk.ident, "r99", "--oui"]) == 2
    capsys.readouterr()
    assert run(["repondant", "lister", desk.ident]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], line[-1]) for line in lines] == [(NADIA, "effacé"), (OTHER, "Martin")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has the rights of the folder")
def test_a_new_base_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    base = tmp_path / "dossier" / "base.sqlite"
    with new_workspace(base) as ws, ws.store.writing() as db:
        db.execute("UPDATE poles SET name = name")
        db.execute("INSERT INTO journal (at, subject, key) VALUES ('', '', '{}')")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in base.parent.iterdir()}
    assert modes == {"base.sqlite": 0o600, "base.sqlite-journal": 0o600}
    assert stat.S_IMODE(base.parent.stat().st_mode) == 0o700
