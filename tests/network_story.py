"""Two pôles and a network: their bases, the questions they answer and what each of them says.

Eight questions of the referential as shipped, on a path that the pôles wrote for themselves: enough for each
thing a change of version does (the same, renamed, split, merged, dropped).
"""

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ptce_ref.program import run
from ptce_ref.resources import examples_folder, referential_folder
from tests.two_copies import Clock, Copy

SHORES, FORGES = "rives", "forges"
OWN, THEIRS, VISIT = "rives-2026", "forges-2026", "rives-vue-par-forges"
NAME, REASON = "Zoé Quintrec", "Hors de nos métiers."
SECRET, SECRET_AGAIN = "Le hangar de Kerguelen prend l’eau.", "Le toit de Kerguelen fuit encore."

NEEDS, SERVICES, MEMBERS = "T1.01", "T1.03", "T1.06"
ALLIES, KNOWN, PUBLIC = "T3.01", "T3.02", "T3.10"
SOLIDARITY, LASTING = "C2.05", "E2.11"
QUESTIONS = (NEEDS, SERVICES, MEMBERS, ALLIES, KNOWN, PUBLIC, SOLIDARITY, LASTING)
"""In the second version: NEEDS, MEMBERS and SOLIDARITY stay, PUBLIC has another name, SERVICES is split in two,
ALLIES and KNOWN are merged, LASTING is dropped."""

SERVICES_NEAR, SERVICES_CHEAP, DIGITAL = "T1.03", "T1.12", "C2.11"

NA, DONT_KNOW = -1, 0
Said = Mapping[str, Sequence[int]]
"""Question → what each respondent says, in the order they were registered: a level from 1, NA or DONT_KNOW."""

SHORES_PEOPLE = ("habitants", "habitants", "habitants", "collectivites")
SHORES_SAY: Said = {
    NEEDS: (2, 3, 3, 4),
    SERVICES: (1, 2, 2, 3),
    MEMBERS: (1, 1, 1, 2),
    ALLIES: (3, 3, 2, 3),
    KNOWN: (3, 2, 2, 4),
    PUBLIC: (2, 2, DONT_KNOW, NA),
    SOLIDARITY: (2, 2, NA, DONT_KNOW),
    LASTING: (4, 4, 4, 4),
}
FORGES_PEOPLE = ("entreprises-ess",) * 3
FORGES_SAY: Said = {
    NEEDS: (4, 4, 4),
    SERVICES: (4, 3, 4),
    MEMBERS: (4, 4, 3),
    ALLIES: (1, 1, 2),
    KNOWN: (1, 1, 1),
    PUBLIC: (2, 2, 2),
    SOLIDARITY: (3, 3, 3),
    LASTING: (1, 2, 1),
}
VISIT_PEOPLE = ("entreprises-ess", "salaries", "habitants")
VISIT_SAYS: Said = {
    NEEDS: (1, 1, 2),
    SERVICES: (2, 3, DONT_KNOW),
    MEMBERS: (3, 3, 3),
    ALLIES: (3, 3, 3),
    KNOWN: (DONT_KNOW, DONT_KNOW, DONT_KNOW),
    PUBLIC: (4, 3, 2),
    SOLIDARITY: (DONT_KNOW, DONT_KNOW, DONT_KNOW),
    LASTING: (4, 4, 1),
}

FIRST_PATH = (
    "besoins-exprimes",
    "services-accessibles",
    "besoins-membres",
    "alliances-habitants",
    "pole-connu",
    "moyens-publics",
    "entraide",
    "duree-des-activites",
)
SECOND_PATH = (
    "besoins-exprimes",
    "services-proches",
    "services-abordables",
    "besoins-membres",
    "habitants-allies",
    "apports-publics",
    "entraide",
    "numerique-choisi",
)

_PATH = """\
parcours:
  - id: "voisinage"
    nom: "Parcours de voisinage"
    sens: "Huit questions que deux pôles voisins se posent."
    duree_minutes: 30
    selection:
      indicateurs: [{questions}]
    provenance: {{statut: "proposé", sources: []}}
"""


def write_versions(folder: Path) -> tuple[Path, Path]:
    """Write in ``folder`` the referential as shipped and its second version, each with the path of the pôles."""
    first, second = folder / "voisinage", folder / "voisinage-2"
    for source, target, asked in (
        (referential_folder(), first, FIRST_PATH),
        (Path(examples_folder()) / "referentiel-v2", second, SECOND_PATH),
    ):
        shutil.copytree(source, target)
        (target / "08-voisinage.yaml").write_text(_PATH.format(questions=", ".join(asked)), encoding="utf-8")
    return first, second


class Desk:
    """One base, and whoever types commands on it."""

    def __init__(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file, self._capsys = file, capsys

    def ptce(self, *words: object, code: int = 0) -> str:
        """Run a command, which must end with ``code``; return all it says, on both streams, with plain spaces."""
        found = run([*map(str, words), "--base", str(self.file)])
        said = self._capsys.readouterr()
        told = said.out + said.err
        assert found == code, told
        return told.replace("\u00a0", " ").replace("\u202f", " ")

    def read(self, *words: object) -> Any:
        """Run a command that writes JSON; return what it holds."""
        code = run([*map(str, words), "--json", "--base", str(self.file)])
        said = self._capsys.readouterr()
        assert code == 0, said.err
        return json.loads(said.out)

    def evaluate(self, ident: str, people: Sequence[str], said: Said, *opening: object) -> None:
        """Open an evaluation, register ``people`` by college and have them answer; it ends in the phase « avis »."""
        self.ptce("evaluation", "ouvrir", *opening, "--id", ident)
        for number, college in enumerate(people):
            named = ("--nom", NAME) if ident == OWN and not number else ()
            self.ptce("evaluation", "inscrire", ident, "--college", college, *named)
        self.move(ident, "avis")
        for question, levels in said.items():
            for number, level in enumerate(levels, start=1):
                argued = ident == OWN and question == SERVICES and number == 1
                self.answer(ident, question, f"r{number:02}", level, SECRET if argued else "")

    def answer(self, ident: str, question: str, who: str, level: int, why: str = "") -> None:
        told: tuple[object, ...] = ("--niveau", level)
        if level in (NA, DONT_KNOW):
            told = ("--non-concerne", REASON) if level == NA else ("--ne-sait-pas",)
        self.ptce("repondre", ident, question, "--repondant", who, *told, *(("--argument", why) if why else ()))

    def move(self, ident: str, *phases: str) -> None:
        for phase in phases:
            self.ptce("evaluation", "phase", ident, phase)

    def levels(self, ident: str) -> dict[str, tuple[float | None, int | None]]:
        """Return what the pôle reads of its own evaluation: question → (level, voices that gave one)."""
        view = self.read("evaluation", "montrer", ident)
        found = {}
        for item in (i for o in view["objectives"] for s in o["sub_objectives"] for i in s["indicators"]):
            found[item["code"]] = (item["figure"]["level"], item["figure"]["n"])
        return found

    def holds(self, text: str) -> bool:
        """Whether the bytes of the base hold ``text``."""
        return text.encode() in self.file.read_bytes()

    def contents(self) -> dict[str, list[str]]:
        """Return all that the base holds, the order of rows left out."""
        return Copy(self.file, Clock()).held()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV of a comparison."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
