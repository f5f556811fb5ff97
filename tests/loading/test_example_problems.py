"""A file of a pôle written by hand: what is wrong in it is told with its line, and nothing is half taken."""

from pathlib import Path

import pytest

from ptce_ref.domain.problem import Kind, Problem
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.loading.example import LoadedPole, load_pole
from tests.samples import shipped_referential

REF = shipped_referential()
WRITTEN = """\
pole:
  id: "essai"
  nom: "Pôle d’essai"
  demonstration: true
  membres: {"habitants": 3}
evaluations:
  - id: "essai-2026"
    titre: "Essai"
    date: "2026-03-12"
    usage: "prospective"
    mode: "co"
    parcours: "court"
    phase: "dialogue"
    colleges: ["habitants"]
    repondants:
      - {id: "r01", college: "habitants", nom: "Léa"}
      - {id: "r02", college: "collectivites"}
    avis: |-
      indicateur           r01  r02
      besoins-exprimes       3    ?

      lieux-ouverts          -    .
      entraide               1    4
    motifs:
      - {indicateur: "lieux-ouverts", repondants: ["r01"], motif: "Aucun lieu."}
    arguments:
      - {indicateur: "entraide", repondant: "r02", sorte: "chiffre", texte: "=3 fois"}
    mains_levees:
      - {indicateur: "entraide", college: "habitants", voix: {"2": 4}, ne_sait_pas: 1}
    positions:
      - {indicateur: "entraide", issue: "accord", niveau: "2", date: "2026-03-12"}
    souhaits:
      - {indicateur: "entraide", repondant: "r01", niveau: "4", annee: 2030}
"""


def load(tmp_path: Path, text: str) -> LoadedPole:
    path = tmp_path / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_pole(path, REF)
    assert (loaded.pole is None) is bool(loaded.problems)
    assert not loaded.problems or loaded.evaluations == ()
    return loaded


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def only(tmp_path: Path, before: str, after: str) -> tuple[Problem, int]:
    """The one problem of the file so changed, and the line where the change is."""
    assert WRITTEN.count(before) == 1, before
    text = WRITTEN.replace(before, after)
    problems = load(tmp_path, text).problems
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0], line_of(WRITTEN, before)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    loaded = load(tmp_path, WRITTEN)
    assert loaded.problems == ()
    (contents,) = loaded.evaluations
    said = {(a.respondent_id, a.indicator_id): a for a in contents.answers}
    assert len(said) == len(contents.answers) == 5
    assert said["r01", "besoins-exprimes"].level == "3"
    assert said["r02", "besoins-exprimes"].kind is AnswerKind.DONT_KNOW
    assert said["r01", "lieux-ouverts"].reason == "Aucun lieu."
    assert said["r02", "entraide"].argument == "=3 fois"
    assert (said["r01", "entraide"].wished_level, said["r01", "entraide"].wished_year) == ("4", 2030)
    assert ("r02", "lieux-ouverts") not in said
    assert contents.tallies[0].total == 5
    assert len(contents.evaluation.indicators) == 27


# The table of opinions: each problem with the line of its row.


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ("besoins-exprimes       3", "besoin-exprime         3", Kind.UNKNOWN_REFERENCE, "« besoin-exprime »"),
        ("entraide               1    4", "entraide               1    5", Kind.UNKNOWN_REFERENCE, "« 5 »"),
        ("entraide               1    4", "entraide               1    x", Kind.UNKNOWN_REFERENCE, "« x »"),
        ("besoins-exprimes       3    ?", "besoins-exprimes       3", Kind.WRONG_VALUE, "1 réponses"),
        ("besoins-exprimes       3    ?", "besoins-exprimes       3    ?   2", Kind.WRONG_VALUE, "3 réponses"),
        ("besoins-exprimes       3    ?", "besoins-exprimes       3    -", Kind.MISSING_KEY, "« - » de r02"),
        (
            "besoins-exprimes       3    ?",
            "besoins-emploi         3    ?",
            Kind.UNKNOWN_REFERENCE,
            "parcours « court »",
        ),
    ],
)
def test_a_row_of_the_table(tmp_path: Path, before: str, after: str, kind: Kind, words: str) -> None:
    found, line = only(tmp_path, before, after)
    assert (found.kind, found.place.file, found.place.line) == (kind, "essai.yaml", line)
    assert words in str(found)


def test_a_column_of_nobody(tmp_path: Path) -> None:
    problems = load(tmp_path, WRITTEN.replace("r01  r02\n", "r01  r03\n")).problems
    assert problems[0].place.line == line_of(WRITTEN, "indicateur           r01")
    assert "« r03 »" in problems[0].found
    assert problems[0].nearest in {"r01", "r02"}


def test_a_row_given_twice_does_not_count_people_twice(tmp_path: Path) -> None:
    row = "      entraide               1    4\n"
    problems = load(tmp_path, WRITTEN.replace(row, row + row)).problems
    assert [problem.kind for problem in problems] == [Kind.DUPLICATE_ENTRY]
    assert problems[0].place.line == line_of(WRITTEN, row) + 1


def test_a_column_given_twice(tmp_path: Path) -> None:
    text = WRITTEN
    for before, after in (
        ("r01  r02\n", "r01  r02 r01\n"),
        ("3    ?", "3 ? 3"),
        ("-    .", "- . -"),
        ("1    4", "1 4 1"),
    ):
        text = text.replace(before, after)
    assert Kind.DUPLICATE_ENTRY in {problem.kind for problem in load(tmp_path, text).problems}


# What goes with the answers.


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ('usage: "prospective"', 'usage: "prospectives"', Kind.UNKNOWN_REFERENCE, "« prospective »"),
        ('parcours: "court"', 'parcours: "cour"', Kind.UNKNOWN_REFERENCE, "« court »"),
        ('colleges: ["habitants"]', 'colleges: ["habitant"]', Kind.UNKNOWN_REFERENCE, "« habitants »"),
        ('college: "collectivites"}', 'college: "collectivite"}', Kind.UNKNOWN_REFERENCE, "« collectivites »"),
        ('membres: {"habitants": 3}', 'membres: {"habitant": 3}', Kind.UNKNOWN_REFERENCE, "« habitants »"),
        ('membres: {"habitants": 3}', 'membres: {"habitants": -3}', Kind.WRONG_VALUE, "0 ou plus"),
        ('mode: "co"', 'mode: "c"', Kind.WRONG_VALUE, "auto, co ou pair"),
        ('phase: "dialogue"', 'phase: "dialogues"', Kind.WRONG_VALUE, "valable la plus proche : « dialogue »"),
        ('date: "2026-03-12"\n    usage', 'date: "12 mars"\n    usage', Kind.WRONG_VALUE, "une date telle que"),
        ('nom: "Pôle d’essai"', "nom: non", Kind.UNQUOTED, "non sans guillemets"),
        ('nom: "Pôle d’essai"', 'nom: ""', Kind.WRONG_VALUE, "un texte qui ne soit pas vide"),
        ('titre: "Essai"', "titre: 1.10", Kind.UNQUOTED, "1.10 sans guillemets"),
        ('motif: "Aucun lieu."', 'motif: " "', Kind.WRONG_VALUE, "un texte qui ne soit pas vide"),
        ('sorte: "chiffre"', 'sorte: "chifre"', Kind.WRONG_VALUE, "« chiffre »"),
        ('voix: {"2": 4}', 'voix: {"5": 4}', Kind.UNKNOWN_REFERENCE, "« 5 »"),
        ('voix: {"2": 4}', "voix: {2: 4}", Kind.UNQUOTED, "la clé 2 sans guillemets"),
        ('voix: {"2": 4}', 'voix: {"2": -4}', Kind.WRONG_VALUE, "0 ou plus"),
        ('voix: {"2": 4}', 'voix: {"2": 99999999999999999}', Kind.WRONG_VALUE, "ou moins"),
        ('issue: "accord", niveau: "2"', 'issue: "accord", niveau: "7"', Kind.UNKNOWN_REFERENCE, "« 7 »"),
        ('issue: "accord", niveau: "2"', 'issue: "accord"', Kind.WRONG_VALUE, "un accord porte un niveau"),
        (
            'issue: "accord", niveau: "2"',
            'issue: "desaccord", niveau: "2"',
            Kind.WRONG_VALUE,
            "un accord porte un niveau",
        ),
        ('repondant: "r01", niveau: "4"', 'repondant: "r01", niveau: "9"', Kind.UNKNOWN_REFERENCE, "« 9 »"),
        ('repondant: "r02", sorte', 'repondant: "r09", sorte', Kind.UNKNOWN_REFERENCE, "sans réponse dans la table"),
        ('indicateur: "entraide", college', 'indicateur: "entraides", college', Kind.UNKNOWN_REFERENCE, "« entraide »"),
        ('    mode: "co"\n', '    mode: "co"\n    modes: "x"\n', Kind.UNKNOWN_KEY, "« mode »"),
        ('    titre: "Essai"\n', "", Kind.MISSING_KEY, "la clé « titre »"),
    ],
)
def test_what_goes_with_the_answers(tmp_path: Path, before: str, after: str, kind: Kind, words: str) -> None:
    found, line = only(tmp_path, before, after)
    assert found.kind is kind
    assert words in str(found)
    assert found.place.file == "essai.yaml"
    assert found.place.line is not None
    if kind is Kind.MISSING_KEY:
        line = line_of(WRITTEN, '  - id: "essai-2026"')
    elif kind is Kind.UNKNOWN_KEY:
        line += 1
    assert found.place.line == line


def test_a_reason_for_somebody_who_gave_a_level_is_not_lost_in_silence(tmp_path: Path) -> None:
    found, line = only(tmp_path, 'repondants: ["r01"], motif', 'repondants: ["r01", "r02"], motif')
    assert (found.kind, found.place.line) == (Kind.UNKNOWN_REFERENCE, line)
    assert "« - » dans la table" in found.expected


@pytest.mark.parametrize(
    "line",
    [
        '      - {id: "r02", college: "collectivites"}\n',
        '      - {indicateur: "lieux-ouverts", repondants: ["r01"], motif: "Aucun lieu."}\n',
        '      - {indicateur: "entraide", repondant: "r02", sorte: "chiffre", texte: "=3 fois"}\n',
        '      - {indicateur: "entraide", college: "habitants", voix: {"2": 4}, ne_sait_pas: 1}\n',
        '      - {indicateur: "entraide", issue: "accord", niveau: "2", date: "2026-03-12"}\n',
        '      - {indicateur: "entraide", repondant: "r01", niveau: "4", annee: 2030}\n',
    ],
)
def test_what_is_given_twice_is_told_rather_than_half_lost(tmp_path: Path, line: str) -> None:
    problems = load(tmp_path, WRITTEN.replace(line, line + line)).problems
    assert [problem.kind for problem in problems] == [Kind.DUPLICATE_ENTRY]
    assert problems[0].place.line == line_of(WRITTEN, line) + 1


def test_an_evaluation_given_twice(tmp_path: Path) -> None:
    again = WRITTEN[WRITTEN.index('  - id: "essai-2026"') :]
    problems = load(tmp_path, WRITTEN + again).problems
    assert [problem.kind for problem in problems] == [Kind.DUPLICATE_ID]
    assert problems[0].place.line == WRITTEN.count("\n") + 1


def test_a_peer_evaluation_must_name_the_pole_that_looks(tmp_path: Path) -> None:
    found, _ = only(tmp_path, 'mode: "co"', 'mode: "pair"')
    assert "nomme le pôle qui évalue" in str(found)
    assert found.place.line == line_of(WRITTEN, '  - id: "essai-2026"')


def test_several_problems_are_told_at_once_in_reading_order(tmp_path: Path) -> None:
    text = WRITTEN.replace('usage: "prospective"', 'usage: "prospectif"').replace("1    4", "1    9")
    text = text.replace('issue: "accord", niveau: "2"', 'issue: "accord"')
    problems = load(tmp_path, text).problems
    lines = [problem.place.line for problem in problems]
    assert len(lines) >= 3
    assert lines == sorted(lines, key=lambda line: line or 0)


@pytest.mark.parametrize("text", ["", "# rien\n", "pole:\n", "- un\n", "pole: 12\n", "evaluations: {}\n"])
def test_a_file_that_is_no_pole(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text).problems


def test_a_pole_without_evaluation_is_a_pole(tmp_path: Path) -> None:
    loaded = load(tmp_path, 'pole:\n  id: "seul"\n  nom: "Seul"\n')
    assert loaded.pole is not None
    assert loaded.evaluations == ()


def test_a_file_that_does_not_exist(tmp_path: Path) -> None:
    (problem,) = load_pole(tmp_path / "absent.yaml", REF).problems
    assert str(problem) == (
        "absent.yaml : Fichier illisible. Trouvé : aucun fichier de ce nom ; attendu : un fichier qui s’ouvre."
    )
