"""What comes from elsewhere, in words: the versions that would be kept, and the lines of the table that shows them."""

from ptce_ref.services.conflict_sentence import ConflictWords
from ptce_ref.services.merging import Choice
from ptce_ref.tui.arrival import Foreseen, VersionChoice, rows_of, sheet_of

LATER_HERE = ConflictWords("a", "la réponse de r01", "ici : niveau 1", "là-bas : niveau 3", here_kept=True)
LATER_THERE = ConflictWords("b", "la carte du pôle", "ici : 2014", "là-bas : 2015", here_kept=False)


def kept(versions: VersionChoice) -> tuple[bool, bool]:
    return versions.keeps_here(LATER_HERE), versions.keeps_here(LATER_THERE)


def test_the_latest_is_kept_until_one_chooses() -> None:
    versions = VersionChoice()
    assert kept(versions) == (True, False)
    versions.turn(LATER_THERE)
    assert kept(versions) == (True, True)
    versions.turn(LATER_THERE)
    assert versions.chosen == {"b": Choice.THERE}
    versions.choose_all((LATER_HERE, LATER_THERE), Choice.HERE)
    assert kept(versions) == (True, True)
    versions.choose_all((LATER_HERE, LATER_THERE), Choice.THERE)
    assert kept(versions) == (False, False)
    versions.choose_all((LATER_HERE, LATER_THERE), Choice.LATEST)
    assert (kept(versions), versions.chosen) == ((True, False), {})


def test_a_choice_about_what_is_no_longer_in_conflict_goes_away() -> None:
    versions = VersionChoice({"a": Choice.THERE, "b": Choice.HERE})
    left = versions.among([LATER_THERE])
    assert left.chosen == {"b": Choice.HERE}
    left.turn(LATER_THERE)
    assert versions.chosen["b"] is Choice.HERE, "the ones before stay as they were"


def test_both_versions_stand_under_their_place_and_a_mark_says_which_is_kept() -> None:
    conflicts = [("Val de Sorne", LATER_HERE), ("Val de Sorne", LATER_THERE)]
    rows = rows_of(Foreseen(["Une évaluation arrive."], conflicts, changes=True, left=False))
    assert [row.text for row in rows] == [
        "Une évaluation arrive.",
        "À choisir : Val de Sorne",
        "La réponse de r01",
        "La carte du pôle",
    ]
    sheet = sheet_of(rows, VersionChoice(), 80)
    (cell,) = sheet.cells(2)
    assert cell.lines == ("La réponse de r01", "  ● ici : niveau 1", "  ○ là-bas : niveau 3")
    assert cell.look == ("strong", "plain", "quiet")
    assert sheet.heights == (1, 1, 3, 3)
    (narrow,) = sheet_of(rows, VersionChoice(), 25).cells(3)
    assert max(map(len, narrow.lines)) <= 20
