"""The checker of a referential (R16): every problem at once, in French, each with file and line."""

import re
import shutil
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain.problem import Kind, Problem
from ptce_ref.loading.referential import LoadedReferential, load_referential
from ptce_ref.resources import referential_folder

T1 = "T1-repondre-aux-besoins.yaml"
C1 = "C1-partager-projet-gouvernance.yaml"
HEADER, OBJECTIVES, THEMES, USES = "00-referentiel.yaml", "01-objectifs.yaml", "02-enjeux.yaml", "04-usages.yaml"
CARD, SOURCES = "06-fiche-identite.yaml", "07-sources.yaml"

TITLE = '    titre: "Repérage des besoins"'
"""A line of T1 that the tests bend."""

ENGLISH = re.compile(
    r"\b(?:expected|found|input|should|must|valid|string|field|error|mapping|while|got)\b", re.IGNORECASE
)


class Copy:
    """A copy of the shipped referential, to spoil."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(referential_folder(), folder)

    def change(self, file: str, before: str, after: str) -> int:
        """Replace the first ``before``; return the line (from 1) where the change begins."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{before!r} n’est pas dans {file}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
        return text[: text.index(before) + same].count("\n") + 1

    def add(self, file: str, content: bytes) -> None:
        (self.folder / file).write_bytes(content)

    def load(self) -> LoadedReferential:
        loaded = load_referential(self.folder)
        assert (loaded.referential is None) is bool(loaded.problems)
        for problem in loaded.problems:
            assert not ENGLISH.search(str(problem)), str(problem)
            assert problem.place.file
            assert problem.found
            assert problem.expected
        return loaded

    def only(self) -> Problem:
        problems = self.load().problems
        assert len(problems) == 1, [str(problem) for problem in problems]
        return problems[0]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "referentiel")


def place(problem: Problem) -> tuple[str, int | None]:
    return problem.place.file, problem.place.line


def test_the_shipped_referential_has_no_problem(copy: Copy) -> None:
    assert copy.load().problems == ()


# One test a kind of problem.


def test_an_id_given_twice(copy: Copy) -> None:
    line = copy.change(T1, 'id: "habitants-rencontres"', 'id: "besoins-suivis"')
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.DUPLICATE_ID, (T1, line + 1))  # the second one
    assert str(found) == (
        f"{T1}, ligne {line + 1} : Identifiant répété. Trouvé : « besoins-suivis » une seconde fois ; "
        "attendu : un identifiant unique."
    )


def test_an_indicator_given_twice_across_files(copy: Copy) -> None:
    copy.change(C1, 'id: "renouvellement"', 'id: "besoins-exprimes"')
    kinds = {problem.kind for problem in copy.load().problems}
    assert Kind.DUPLICATE_ID in kinds
    twice = next(problem for problem in copy.load().problems if problem.kind is Kind.DUPLICATE_ID)
    assert twice.place.file == T1  # C1 is read before T1


def test_a_code_given_twice_whatever_its_case(copy: Copy) -> None:
    line = copy.change(T1, 'code: "T1.02"', 'code: "t1.01"')
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.DUPLICATE_CODE, (T1, line))


@pytest.mark.parametrize(
    ("file", "before", "after", "wrong", "nearest"),
    [
        (T1, 'enjeu: "habitants"', 'enjeu: "habitant"', "habitant", "habitants"),
        (T1, 'sous_objectif: "repondre-aux-besoins"', 'sous_objectif: "repondre-au-besoin"', "repondre-au-besoin",
         "repondre-aux-besoins"),
        (T1, 'objectif: "territoire"', 'objectif: "terroir"', "terroir", "territoire"),
        (T1, 'liens: ["habitants-eloignes"', 'liens: ["habitants-elognes"', "habitants-elognes", "habitants-eloignes"),
        (T1, 'vigilance: "captation"', 'vigilance: "captations"', "captations", "captation"),
        (T1, 'criteres: ["utilite-sociale"', 'criteres: ["utilite-social"', "utilite-social", "utilite-sociale"),
        (T1, '{source: "rtes-actes-2013"', '{source: "rtes-acte-2013"', "rtes-acte-2013", "rtes-actes-2013"),
        (USES, 'parcours: "decouverte"', 'parcours: "decouvert"', "decouvert", "decouverte"),
        (USES, '- "besoins-ecologiques"', '- "besoin-ecologique"', "besoin-ecologique", "besoins-ecologiques"),
        (USES, 'enjeux: ["temps"]', 'enjeux: ["temp"]', "temp", "temps"),
    ],
)  # fmt: skip
def test_a_reference_that_leads_nowhere(
    copy: Copy, file: str, before: str, after: str, wrong: str, nearest: str
) -> None:
    line = copy.change(file, before, after)
    found = copy.only()
    assert (found.kind, place(found), found.nearest) == (Kind.UNKNOWN_REFERENCE, (file, line), nearest)
    assert f"« {wrong} »" in str(found)
    assert f"valeur valable la plus proche : « {nearest} »" in str(found)


def test_an_indicator_that_refers_to_itself(copy: Copy) -> None:
    line = copy.change(T1, 'liens: ["habitants-eloignes"', 'liens: ["besoins-exprimes"')
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.UNKNOWN_REFERENCE, (T1, line))
    assert "lui-même" in found.found


def test_what_an_indicator_became_must_exist(copy: Copy) -> None:
    moved = '{sorte: "renommé", avant: ["ancien"], apres: ["besoins-exprime"], raison: "Plus clair."}'
    copy.add("90-lignee.yaml", f'lignee:\n  - depuis: "0.0.1"\n    mouvements:\n      - {moved}\n'.encode())
    found = copy.only()
    assert (place(found), found.nearest) == (("90-lignee.yaml", 4), "besoins-exprimes")


@pytest.mark.parametrize(
    ("file", "before", "after", "written"),
    [
        (HEADER, 'version: "0.1.0"', "version: 1.10", "1.10"),
        (T1, 'code: "T1.01"', "code: 1.10", "1.10"),
        (SOURCES, 'id: "axelrod"', "id: 1984", "1984"),
        (T1, 'titre: "Repérage des besoins"', "titre: non", "non"),
        (T1, 'titre: "Repérage des besoins"', "titre: Oui", "Oui"),
        (T1, 'titre: "Repérage des besoins"', "titre: No", "No"),
        (T1, 'titre: "Repérage des besoins"', "titre: 1_000", "1_000"),
        (T1, 'unite: "personnes"', "unite: on", "on"),
    ],
)
def test_quotes_that_lack_are_seen_as_written(copy: Copy, file: str, before: str, after: str, written: str) -> None:
    line = copy.change(file, before, after)
    found = [problem for problem in copy.load().problems if problem.kind is Kind.UNQUOTED]
    assert [place(problem) for problem in found] == [(file, line)]
    assert f'Trouvé : {written} sans guillemets ; attendu : "{written}"' in str(found[0])


def test_an_id_without_quotes_is_still_an_id_for_the_others(copy: Copy) -> None:
    """Only the quotes lack: what refers to it is not wrong."""
    copy.change(THEMES, 'id: "temps"', "id: oui")
    for path in sorted(copy.folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace('enjeu: "temps"', 'enjeu: "oui"').replace('["temps"]', '["oui"]'), encoding="utf-8"
        )
    assert copy.only().kind is Kind.UNQUOTED


def test_levels_without_quotes(copy: Copy) -> None:
    line = copy.change(T1, '      "1": >-', "      1: >-")
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.UNQUOTED, (T1, line))
    assert 'la clé 1 sans guillemets ; attendu : "1"' in str(found)


def test_a_french_boolean_is_one_where_a_choice_is_asked(copy: Copy) -> None:
    copy.change(USES, "niveau_souhaite: true", "niveau_souhaite: oui")
    assert copy.load().problems == ()


def test_a_level_without_descriptor(copy: Copy) -> None:
    text = (copy.folder / T1).read_text(encoding="utf-8")
    gone = text[text.index('      "4": >-') : text.index("    preuves:")]
    copy.change(T1, gone, "")
    found = copy.only()
    assert found.kind is Kind.MISSING_DESCRIPTOR
    assert "rien pour le niveau « 4 » de T1.01" in str(found)
    assert place(found) == (T1, text[: text.index("    niveaux:")].count("\n") + 1)


def test_a_descriptor_of_a_level_that_does_not_exist(copy: Copy) -> None:
    copy.change(T1, '      "4": >-', '      "44": >-')
    assert {problem.kind for problem in copy.load().problems} == {Kind.MISSING_DESCRIPTOR, Kind.UNKNOWN_REFERENCE}


@pytest.mark.parametrize(
    ("file", "before", "after", "nearest"),
    [
        (T1, "    explication: >-", "    explications: >-", "explication"),
        (T1, "    titre: ", "    title: ", "titre"),  # the names of the code are no keys
        (USES, "    duree_minutes: 90", "    durée_minutes: 90", "duree_minutes"),
        (HEADER, "  consensus_faible: 0.5", "  consensus_faibles: 0.5", "consensus_faible"),
    ],
)
def test_an_unknown_key_and_the_nearest_one(copy: Copy, file: str, before: str, after: str, nearest: str) -> None:
    line = copy.change(file, before, after)
    problems = copy.load().problems
    unknown = [problem for problem in problems if problem.kind is Kind.UNKNOWN_KEY]
    assert [(place(problem), problem.nearest) for problem in unknown] == [((file, line), nearest)]
    assert {problem.kind for problem in problems} == {Kind.UNKNOWN_KEY, Kind.MISSING_KEY}


def test_an_unknown_section(copy: Copy) -> None:
    line = copy.change(OBJECTIVES, "objectifs:", "objectif:")
    problems = copy.load().problems
    unknown, missing = sorted(problems, key=lambda problem: problem.kind is Kind.MISSING_KEY)
    assert (unknown.kind, place(unknown), unknown.nearest) == (Kind.UNKNOWN_KEY, (OBJECTIVES, line), "objectifs")
    assert "la clé « objectifs »" in missing.expected


def test_a_missing_key(copy: Copy) -> None:
    copy.change(T1, TITLE + "\n", "")
    begins = copy.change(T1, '  - id: "besoins-exprimes"', '  - id:  "besoins-exprimes"')
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.MISSING_KEY, (T1, begins))
    assert "la clé « titre »" in str(found)


@pytest.mark.parametrize(
    ("file", "before", "after", "found", "expected"),
    [
        (T1, 'liens: ["habitants-eloignes"', 'liens: "habitants-eloignes" #', "« habitants-eloignes »", "une liste"),
        (T1, TITLE, "    titre: [1]", "une liste", "un texte entre guillemets"),
        (T1, TITLE, "    titre:", "rien", "un texte entre guillemets"),
        (T1, TITLE, '    titre: " "', "un texte vide", "un texte qui ne soit pas vide"),
        (T1, 'statut: "proposé"', 'statut: "propose"', "« propose »", "attesté ou proposé"),
        (USES, "duree_minutes: 90", 'duree_minutes: "90"', "« 90 »", "un nombre entier"),
        (USES, "duree_minutes: 90", "duree_minutes: 0", "le nombre 0", "plus de 0"),
        (USES, "duree_minutes: 90", "duree_minutes: 1.5", "le nombre 1.5", "un nombre entier"),
        (USES, "niveau_souhaite: true", "niveau_souhaite: peut-être", "« peut-être »", "true ou false"),
        (USES, "selection: {vigilance: true}", "selection: []", "une liste vide", "des clés et des valeurs"),
        (HEADER, "consensus_faible: 0.5", "consensus_faible: 1.5", "le nombre 1.5", "1 ou moins"),
        (HEADER, "consensus_faible: 0.5", 'consensus_faible: "moitié"', "« moitié »", "un nombre"),
        (HEADER, 'version: "0.1.0"', 'version: "0.1"', "« 0.1 »", "une version telle que 1.2.0"),
        (HEADER, 'date: "2026-11-22"', 'date: "22/11/2026"', "« 22/11/2026 »", "une date telle que 2026-03-12"),
        (HEADER, 'date: "2026-11-22"', 'date: "2026-13-45"', "« 2026-13-45 »", "une date qui existe"),
        (THEMES, 'nom_court: "Habitants"', 'nom_court: "Habitantes et habitants"', "« Habitantes et habitants »",
         "16 caractères au plus"),
        (SOURCES, "annee: 1992", "annee: 92", "le nombre 92", "1900 ou plus"),
        (SOURCES, 'certitude: "B"', 'certitude: "D"', "« D »", "A, B ou C"),
    ],
)  # fmt: skip
def test_a_value_of_another_sort(copy: Copy, file: str, before: str, after: str, found: str, expected: str) -> None:
    line = copy.change(file, before, after)
    problem = copy.only()
    assert (problem.kind, place(problem)) == (Kind.WRONG_VALUE, (file, line))
    assert (problem.found, problem.expected) == (found, expected)


def test_an_identifier_is_proposed_when_one_is_badly_written(copy: Copy) -> None:
    copy.change(T1, 'id: "habitants-rencontres"', 'id: "Habitants rencontrés"')
    found = copy.only()
    assert found.nearest == "habitants-rencontres"
    assert "des minuscules sans accent" in found.expected


def test_a_key_given_twice(copy: Copy) -> None:
    line = copy.change(T1, TITLE, '    titre: "Un titre"\n' + TITLE)
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.DUPLICATE_KEY, (T1, line + 1))


def test_a_section_given_twice(copy: Copy) -> None:
    copy.add("90-encore.yaml", b'# encore\nechelle:\n  niveaux: []\n  provenance: {statut: "propos\xc3\xa9"}\n')
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.DUPLICATE_SECTION, ("90-encore.yaml", 2))


def test_an_anchor_and_its_reference(copy: Copy) -> None:
    copy.change(T1, TITLE, '    titre: &t "Repérage des besoins"')
    line = copy.change(T1, '    titre: "Habitants que l’on n’entend pas"', "    titre: *t")
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.ALIAS, (T1, line))


def test_a_reference_to_nothing(copy: Copy) -> None:
    line = copy.change(T1, TITLE, "    titre: *inconnu")
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.SYNTAX, (T1, line))
    assert "un renvoi YAML" in found.found


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (TITLE, TITLE.replace("    ", "\t"), "une tabulation"),
        (TITLE, "    titre: Repérage : des : besoins : ici", "« : » de trop"),
        (TITLE, "    titre: Repérage: des besoins", "« : » de trop"),
        (TITLE, "    titre: @ici", "un signe qui ne peut pas commencer"),
        (TITLE, '    titre: "Repérage\\q"', "une barre oblique inverse"),
        ('    liens: ["habitants-eloignes"', '    liens: [["habitants-eloignes"', "qui ne se referme pas"),
    ],
)
def test_a_line_that_yaml_refuses(copy: Copy, before: str, after: str, words: str) -> None:
    line = copy.change(T1, before, after)
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.SYNTAX, (T1, line))
    assert words in found.found


def test_a_quote_that_is_never_closed(copy: Copy) -> None:
    copy.add("90-fin.yaml", b'sources:\n  - id: "fin\n    titre: sans fin\n')
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.SYNTAX, ("90-fin.yaml", 2))
    assert "guillemet" in found.found


def test_a_second_document_in_a_file(copy: Copy) -> None:
    copy.add("90-deux.yaml", b"sources: []\n---\nsources: []\n")
    assert "un second document" in copy.only().found


def test_bytes_that_are_no_utf8(copy: Copy) -> None:
    copy.add("90-latin.yaml", '# un\nsources:\n  - id: "café"\n'.encode("latin-1"))
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.UNREADABLE, ("90-latin.yaml", 3))
    assert "enregistré en UTF-8" in found.expected


def test_a_control_character(copy: Copy) -> None:
    copy.add("90-cloche.yaml", "# été\n# à\nsources: \x07\n".encode())
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.SYNTAX, ("90-cloche.yaml", 3))


def test_an_empty_file(copy: Copy) -> None:
    copy.add("90-vide.yaml", b"")
    found = copy.only()
    assert (found.found, place(found)) == ("un fichier sans section", ("90-vide.yaml", 1))


def test_a_file_that_holds_a_list(copy: Copy) -> None:
    copy.add("90-liste.yaml", b"- un\n- deux\n")
    assert copy.only().found == "un fichier sans section"


def test_an_empty_folder(tmp_path: Path) -> None:
    (problem,) = load_referential(tmp_path).problems
    assert problem.kind is Kind.UNREADABLE
    assert "aucun fichier .yaml" in str(problem)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    problems = load_referential(tmp_path / "absent").problems
    assert [(problem.kind, problem.found) for problem in problems] == [(Kind.UNREADABLE, "aucun fichier de ce nom")]


def test_a_folder_named_as_a_file(copy: Copy) -> None:
    (copy.folder / "90-dossier.yaml").mkdir()
    assert copy.only().found == "un dossier"


def test_a_file_too_large_to_be_a_referential(copy: Copy) -> None:
    copy.add("90-gros.yaml", b"# " + b"x" * 4_000_001)
    found = copy.only()
    assert (found.kind, found.found) == (Kind.TOO_LARGE, "plus de 4 Mo")


def test_a_path_that_selects_nothing(copy: Copy) -> None:
    line = copy.change(USES, "selection: {vigilance: true}", "selection: {vigilance: false}")
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.EMPTY_SELECTION, (USES, line))


def test_a_theme_without_any_question(copy: Copy) -> None:
    copy.add(
        "90-enjeu.yaml",
        'enjeux:\n  - id: "vide"\n    nom: "Vide"\n    nom_court: "Vide"\n    intention: "Rien."\n'
        '    provenance: {statut: "proposé"}\n'.encode(),
    )
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.UNUSED, ("90-enjeu.yaml", 2))


def test_attested_by_no_source(copy: Copy) -> None:
    copy.change(OBJECTIVES, 'sources:\n        - {source: "rtes-actes-2013"', "sources: []\n#")
    assert "« attesté » sans source" in str(copy.only())


# What is not a problem.


def test_files_of_the_system_are_no_part_of_a_referential(copy: Copy) -> None:
    copy.add("._00-referentiel.yaml", b"\x00\x05\x16\x07Mac OS X")
    copy.add("notes.txt", b"Mes notes : [")
    assert copy.load().problems == ()


def test_a_file_saved_by_windows_is_read(copy: Copy) -> None:
    path = copy.folder / T1
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert copy.load().problems == ()


def test_a_referential_in_one_file_is_the_same(copy: Copy, tmp_path: Path) -> None:
    whole = tmp_path / "tout.yaml"
    parts = [path.read_text(encoding="utf-8") for path in sorted(copy.folder.glob("*.yaml"))]
    sections: dict[str, str] = {}
    for part in parts:
        for block in re.split(r"^(?=\w+:)", part, flags=re.MULTILINE):
            name, _, rest = block.partition(":")
            if re.fullmatch(r"\w+", name):
                sections[name] = sections.get(name, "") + re.sub(r"^#.*\n", "", rest, flags=re.MULTILINE)
    whole.write_text("".join(f"{name}:{rest}" for name, rest in sections.items()), encoding="utf-8")
    one, many = load_referential(whole), copy.load()
    assert one.problems == ()
    assert one.referential == many.referential


def test_a_short_extension_is_read_too(copy: Copy) -> None:
    (copy.folder / T1).rename(copy.folder / "T1.yml")
    assert copy.load().problems == ()


# Several at once.


def test_all_problems_are_told_at_once_in_the_order_of_the_files(copy: Copy) -> None:
    expected = {
        (HEADER, copy.change(HEADER, 'version: "0.1.0"', "version: 1.10"), Kind.UNQUOTED),
        (C1, copy.change(C1, 'enjeu: "habitants"', 'enjeu: "habitant"'), Kind.UNKNOWN_REFERENCE),
        (T1, copy.change(T1, "    explication: >-", "    explications: >-"), Kind.UNKNOWN_KEY),
        (T1, copy.change(T1, 'code: "T1.02"', 'code: "T1.01"'), Kind.DUPLICATE_CODE),
        (T1, copy.change(T1, 'id: "habitants-rencontres"', 'id: "besoins-suivis"') + 1, Kind.DUPLICATE_ID),
        (USES, copy.change(USES, "duree_minutes: 90", "duree_minutes: 0"), Kind.WRONG_VALUE),
    }
    problems = copy.load().problems
    told = {(*place(problem), problem.kind) for problem in problems if problem.kind is not Kind.MISSING_KEY}
    assert told == expected
    assert len(problems) == len(expected) + 1  # the key that was misspelt is missing too
    assert list(map(place, problems)) == sorted(map(place, problems), key=lambda p: (p[0], p[1] or 0))


def test_a_file_that_cannot_be_read_does_not_accuse_the_others(copy: Copy) -> None:
    """T1 is referred to from everywhere: only T1 is wrong."""
    copy.change(T1, TITLE, TITLE.replace("    ", "\t"))
    assert copy.only().kind is Kind.SYNTAX


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(copy: Copy) -> None:
    copy.change(T1, TITLE, TITLE.replace("    ", "\t"))
    copy.change(C1, 'code: "C1.02"', 'code: "C1.01"')
    copy.change(HEADER, 'version: "0.1.0"', "version: 1.10")
    assert {problem.kind for problem in copy.load().problems} == {
        Kind.SYNTAX,
        Kind.DUPLICATE_CODE,
        Kind.UNQUOTED,
    }


def test_a_level_that_lost_its_id_does_not_accuse_every_indicator(copy: Copy) -> None:
    line = copy.change(HEADER, '    - id: "1"\n      nom:', "    - nom:")
    found = copy.only()
    assert (found.kind, place(found)) == (Kind.MISSING_KEY, (HEADER, line))


def test_a_theme_that_lost_a_word_is_still_a_theme(copy: Copy) -> None:
    copy.change(THEMES, '    nom_court: "Habitants"\n', "")
    assert copy.only().kind is Kind.MISSING_KEY


@pytest.mark.parametrize(
    "spoil",
    [
        lambda copy: copy.change(T1, '  - id: "besoins-exprimes"', '  - texte\n  - id: "besoins-exprimes"'),
        lambda copy: copy.change(THEMES, "enjeux:", "enjeux: 12\nautre:"),
        lambda copy: copy.change(HEADER, "  niveaux:", "  niveau:"),
        lambda copy: copy.change(CARD, "  criteres:", "  critere:"),
        lambda copy: (copy.folder / T1).unlink(),
        lambda copy: copy.add(T1, b"indicateurs: {a: {b: [1, 2]}}\n"),
        lambda copy: copy.add(T1, b"? [a, b]\n: c\n"),
        lambda copy: copy.add(T1, b"<<: {a: b}\nnull: 3\n"),
        lambda copy: copy.add(T1, b"indicateurs: !!python/object/apply:os.system ['echo']\n"),
    ],
)
def test_whatever_is_spoilt_the_checker_answers(copy: Copy, spoil: Callable[[Copy], object]) -> None:
    spoil(copy)
    assert copy.load().problems


LINES = (referential_folder() / T1).read_text(encoding="utf-8").splitlines(keepends=True)


@settings(max_examples=15)
@given(st.data())
def test_a_file_with_a_few_lines_lost_doubled_or_moved_is_always_judged(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 3))):
        i = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["lost", "doubled", "moved", "cut", "indented"]))
        if what == "lost":
            del lines[i]
        elif what == "doubled":
            lines.insert(i, lines[i])
        elif what == "moved":
            lines.insert(data.draw(st.integers(0, len(lines))), lines.pop(i))
        elif what == "cut":
            lines[i] = lines[i][: len(lines[i]) // 2] + "\n"
        else:
            lines[i] = "  " + lines[i]
    copy = Copy(tmp_path_factory.mktemp("copie") / "referentiel")
    (copy.folder / T1).write_text("".join(lines), encoding="utf-8")
    copy.load()
